//! What a build must know of a text before it is rendered: what it refers to, what is wrong with
//! it, its headings, and how it begins.
//!
//! A text without a bracket or a tag is not even parsed, if its headings can be told line by line.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, RefDefs, Tag, TagEnd};

use crate::diagnostics::{Checked, Diagnostic, Source, SourcePath, Span};
use crate::model::{FILE_KINDS, Reference, ReferenceKind};
use crate::text;

use super::address::{Address, decode, judge, tidy};
use super::clean::{Policy, printable};
use super::markdown::{Note, Writer, options};

/// No more findings of one code are kept of one text: nobody reads them, and finding the line
/// of each takes time.
const SHOWN: usize = 50;

/// An excerpt has no more words than this.
const WORDS: usize = 60;

/// What a text refers to and how it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scan {
    /// The relative addresses whose files are there, each once, in the order of the text.
    pub references: Vec<Reference>,
    /// Its first words as plain text: all before `<!-- more -->`, else the first paragraph; at
    /// most 60 words. Empty unless asked for.
    pub excerpt: String,
    /// Its headings as plain text, one a line.
    pub headings: String,
}

/// Reads a text for what the build must know of it. `exists` says which files the site has.
///
/// ```
/// use nq71::content::scan;
/// use nq71::diagnostics::{Source, SourcePath, Span};
///
/// let path = SourcePath::new("content/khai-giang.md");
/// let text = "![Cờ](anh/co.jpg)\n\nXem [thêm](../tin.md).";
/// let source = Source { path: &path, text };
/// let exists = |path: &SourcePath| path.as_str() == "content/anh/co.jpg";
/// let found = scan(&source, Span::new(0, text.len()), true, &exists);
/// assert_eq!(found.value.references[0].target.as_str(), "content/anh/co.jpg");
/// assert_eq!(found.value.excerpt, "Xem thêm.");
/// assert_eq!(found.diagnostics[0].code, "lien-ket-hong");
/// ```
pub fn scan(
    source: &Source<'_>,
    body: Span,
    want_excerpt: bool,
    exists: &dyn Fn(&SourcePath) -> bool,
) -> Checked<Scan> {
    let (start, end) = (body.start as usize, body.end as usize);
    let text = source.text.get(start..end).unwrap_or("");
    let refers = holds_any(text, b"[<");
    let told = if refers { None } else { Headings::of_lines(text) };
    let mut headings = (told.is_none() && may_have_headings(text)).then(Headings::default);
    if !refers && !want_excerpt && headings.is_none() {
        let headings = told.map(Headings::finish).unwrap_or_default();
        return Checked::clean(Scan { headings, ..Scan::default() });
    }
    let mut events = Parser::new_ext(text, options(Policy::Author)).into_offset_iter();
    let mut writer = refers.then(|| Writer::noting(text.len() * 2));
    let mut excerpt = want_excerpt.then(|| Excerpt::new(text));
    for (event, at) in events.by_ref() {
        if let Some(open) = &mut excerpt {
            open.see(&event);
            if open.done && !refers && headings.is_none() {
                break;
            }
        }
        if let Some(headings) = &mut headings {
            headings.see(&event);
        }
        if let Some(writer) = &mut writer {
            writer.event(event, at);
        }
    }
    let mut finder = Finder {
        source,
        start,
        text,
        exists,
        found: Vec::new(),
        references: Vec::new(),
        known: HashMap::new(),
    };
    for note in writer.map(Writer::into_notes).unwrap_or_default() {
        finder.judge(note, events.reference_definitions());
    }
    let value = Scan {
        references: finder.references,
        excerpt: excerpt.map(Excerpt::finish).unwrap_or_default(),
        headings: headings.or(told).map(Headings::finish).unwrap_or_default(),
    };
    Checked::new(value, finder.found)
}

/// True where one of the bytes stands in the text. Written so that the compiler makes it a few
/// comparisons of many bytes at once.
fn holds_any(text: &str, signs: &[u8]) -> bool {
    let is_one = |byte: u8| signs.iter().fold(0, |found, &sign| found | u8::from(byte == sign));
    text.as_bytes().chunks(64).any(|chunk| chunk.iter().fold(0, |found, &byte| found | is_one(byte)) != 0)
}

/// Headings begin with `#` or have a line of `=` or `-` below them.
fn may_have_headings(text: &str) -> bool {
    holds_any(text, b"#") || (holds_any(text, b"=-") && text.lines().any(is_underline))
}

/// A line that may make a heading of the one above it.
fn is_underline(line: &str) -> bool {
    line.trim_start_matches(['>', ' ', '\t']).starts_with(['=', '-']) && line.trim_end().ends_with(['=', '-'])
}

/// Gathers the headings of a text.
#[derive(Default)]
struct Headings {
    text: String,
    inside: bool,
}

impl Headings {
    /// No more is kept, in bytes.
    const LIMIT: usize = 8_000;

    /// Reads a text without brackets and tags line by line; `None` where only a parser can tell
    /// what is a heading, or what it says. Most texts have plain headings, and a parser takes
    /// twenty times as long.
    fn of_lines(text: &str) -> Option<Headings> {
        let odd_end = |rest: &str| !rest.starts_with('\n');
        if holds_any(text, b"\r") && text.split('\r').skip(1).any(odd_end) {
            return None;
        }
        let mut headings = Headings::default();
        for line in text.lines() {
            let Some(inside) = line.strip_prefix('#') else {
                // One inside a quotation or a list, and code, which may hold lines like one.
                let inner = |byte: &u8| byte.is_ascii_digit() || b" \t>-+*.)".contains(byte);
                let first = line.bytes().find(|byte| !inner(byte));
                if is_underline(line) || matches!(first, Some(b'#' | b'`' | b'~')) {
                    return None;
                }
                continue;
            };
            let inside = inside.trim_start_matches('#');
            if line.len() - inside.len() > 6 || !inside.is_empty() && !inside.starts_with([' ', '\t']) {
                continue;
            }
            let means_more = |sign: char| sign.is_control() && sign != '\t' || "#*_`\\&{~".contains(sign);
            if inside.contains(means_more) {
                return None;
            }
            if headings.text.len() < Self::LIMIT {
                headings.text.push_str(inside);
                headings.text.push('\n');
            }
        }
        Some(headings)
    }

    fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => self.inside = self.text.len() < Self::LIMIT,
            Event::End(TagEnd::Heading(_)) if self.inside => {
                self.inside = false;
                self.text.push('\n');
            }
            Event::Text(text) | Event::Code(text) if self.inside => self.text.push_str(text),
            Event::SoftBreak | Event::HardBreak if self.inside => self.text.push(' '),
            _ => {}
        }
    }

    fn finish(self) -> String {
        if self.text.is_empty() {
            return self.text;
        }
        let mut lines = String::with_capacity(self.text.len());
        for line in self.text.lines().map(text::one_line).filter(|line| !line.is_empty()) {
            if !lines.is_empty() {
                lines.push('\n');
            }
            lines.push_str(&line);
        }
        text::cut_graphemes(&printable(&lines), Self::LIMIT).into_owned()
    }
}

/// Turns notes into references and diagnostics.
struct Finder<'s> {
    source: &'s Source<'s>,
    start: usize,
    text: &'s str,
    exists: &'s dyn Fn(&SourcePath) -> bool,
    found: Vec<Diagnostic>,
    references: Vec<Reference>,
    known: HashMap<String, usize>,
}

impl Finder<'_> {
    fn judge(&mut self, note: Note, definitions: &RefDefs<'_>) {
        match note {
            Note::Address { picture, written, label, at } => {
                let definition = label.as_deref().and_then(|label| definitions.get(label));
                let stands = definition.map_or(at, |found| found.span.clone());
                let at = narrow(self.text, stands, &written);
                self.address(picture, &tidy(&written), at);
            }
            Note::NoAlt { at } => self.add(Diagnostic::warning("thieu-mo-ta-anh"), at),
            Note::Tag { name, at } => {
                self.add(Diagnostic::warning("the-html-bi-bo").arg("tag", shown(&name)), at);
            }
            Note::OpenComment { at } => self.add(Diagnostic::warning("chu-thich-mo"), at),
            Note::Attribute { tag, name, at } => {
                let found = Diagnostic::warning("thuoc-tinh-html-bi-bo").arg("tag", tag);
                self.add(found.arg("attribute", shown(&name)), at);
            }
        }
    }

    fn address(&mut self, picture: bool, address: &str, at: Range<usize>) {
        let refused = || Diagnostic::error("dia-chi-cam").arg("address", shown(address));
        match judge(address) {
            Address::Refused => self.add(refused(), at),
            Address::Contact(_) | Address::Here(_) if picture => self.add(refused(), at),
            Address::Web(_) | Address::Contact(_) | Address::Here(_) => {}
            Address::Root(_) => {
                self.add(Diagnostic::warning("dia-chi-goc").arg("address", shown(address)), at);
            }
            Address::Empty => self.add(Diagnostic::warning("dia-chi-trong"), at),
            Address::Beside { path, .. } => self.reference(picture, path, at),
        }
    }

    fn reference(&mut self, picture: bool, written: &str, at: Range<usize>) {
        let decoded = decode(written).unwrap_or(Cow::Borrowed(written));
        let Some(target) = self.source.path.beside(&decoded) else {
            self.add(Diagnostic::error("ra-ngoai").arg("path", shown(written)), at);
            return;
        };
        let kind = match picture {
            true => ReferenceKind::Picture,
            false if target.extension() == "md" => ReferenceKind::Post,
            false => ReferenceKind::File,
        };
        if !(self.exists)(&target) {
            let code = if kind == ReferenceKind::Post { "lien-ket-hong" } else { "thieu-tep" };
            let found = Diagnostic::error(code).arg("path", shown(&decoded));
            let near = self.other_case(&target);
            self.add(found.did_you_mean(near.as_deref()), at);
            return;
        }
        if kind != ReferenceKind::Post && !FILE_KINDS.contains(&target.extension().as_str()) {
            let found = Diagnostic::error("loai-tep-cam").arg("path", shown(&decoded));
            self.add(found.arg("kinds", FILE_KINDS.join(" ")), at);
            return;
        }
        match self.known.get(written) {
            // Shown once, it is a picture for every link to it.
            Some(&index) if picture => self.references[index].kind = kind,
            Some(_) => {}
            None => {
                self.known.insert(written.to_owned(), self.references.len());
                let span = Span::from(at).shifted(self.start);
                self.references.push(Reference { written: written.into(), target, kind, span });
            }
        }
    }

    /// The name of a file that differs in capitals only, as Windows lets people write it.
    fn other_case(&self, target: &SourcePath) -> Option<String> {
        let (stem, extension) = target.name().rsplit_once('.')?;
        let lower = target.name().to_lowercase();
        let names = [
            format!("{stem}.{}", extension.to_lowercase()),
            format!("{stem}.{}", extension.to_uppercase()),
            lower,
        ];
        let parent = target.parent();
        names.into_iter().find(|name| {
            let path = if parent.is_empty() { name.clone() } else { format!("{parent}/{name}") };
            name != target.name() && (self.exists)(&SourcePath::new(&path))
        })
    }

    fn add(&mut self, found: Diagnostic, at: Range<usize>) {
        if self.found.iter().filter(|known| known.code == found.code).count() < SHOWN {
            self.found.push(found.at(self.source, Span::from(at).shifted(self.start)));
        }
    }
}

/// Where in a link the address stands; all of the link where it cannot be told.
fn narrow(text: &str, link: Range<usize>, written: &str) -> Range<usize> {
    let whole = text.get(link.clone()).unwrap_or("");
    if written.is_empty() {
        return link;
    }
    // Behind the last bracket, since the text of the link may repeat its address.
    let from = whole.rfind("](").or_else(|| whole.find("]:")).unwrap_or(0);
    let found = whole[from..].find(written).map(|at| from + at).or_else(|| whole.find(written));
    found.map_or(link.clone(), |at| link.start + at..link.start + at + written.len())
}

/// A value for a message: short, and nothing that a terminal would obey.
fn shown(value: &str) -> String {
    text::cut_graphemes(&printable(value), 80).replace(['\n', '\r', '\t'], " ")
}

/// Gathers the first words of a text.
struct Excerpt {
    /// True where a `<!-- more -->` may come.
    marked: bool,
    text: String,
    first: Option<String>,
    /// How deep inside something that is not running text.
    skip: usize,
    done: bool,
}

impl Excerpt {
    fn new(text: &str) -> Excerpt {
        Excerpt {
            marked: holds_any(text, b"<") && has_mark(text),
            text: String::new(),
            first: None,
            skip: 0,
            done: false,
        }
    }

    fn see(&mut self, event: &Event<'_>) {
        if self.done {
            return;
        }
        match event {
            Event::Html(html) | Event::InlineHtml(html) if has_mark(html) => {
                self.first = Some(std::mem::take(&mut self.text));
                self.done = true;
            }
            Event::Start(tag) if is_apart(tag) => self.skip += 1,
            Event::End(
                TagEnd::Heading(_)
                | TagEnd::CodeBlock
                | TagEnd::Table
                | TagEnd::Image
                | TagEnd::FootnoteDefinition,
            ) => self.skip = self.skip.saturating_sub(1),
            _ if self.skip > 0 => {}
            Event::Text(text) | Event::Code(text) => self.text.push_str(text),
            Event::SoftBreak | Event::HardBreak | Event::Start(Tag::Item | Tag::Paragraph) => {
                self.text.push(' ')
            }
            Event::End(TagEnd::Paragraph) if self.first.is_none() && !self.text.trim().is_empty() => {
                self.first = Some(self.text.clone());
                self.done = !self.marked;
            }
            _ => {}
        }
    }

    fn finish(self) -> String {
        let text = printable(self.first.as_ref().unwrap_or(&self.text)).into_owned();
        let words: Vec<&str> = text.split_whitespace().collect();
        text::cut_words(&words.join(" "), WORDS).into_owned()
    }
}

fn is_apart(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Table(_)
            | Tag::Image { .. }
            | Tag::FootnoteDefinition(_)
    )
}

/// True where the comment `<!-- more -->` stands.
fn has_mark(text: &str) -> bool {
    text.split("<!--").skip(1).any(|rest| {
        rest.split_once("-->").is_some_and(|(comment, _)| comment.trim().eq_ignore_ascii_case("more"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    /// Each finding as `code args @ what it points at`.
    fn findings(text: &str) -> Vec<String> {
        let path = SourcePath::new("content/a/bai.md");
        let head = "+++\nđầu\n+++\n";
        let whole = format!("{head}{text}");
        let source = Source { path: &path, text: &whole };
        let found = scan(&source, Span::new(head.len(), whole.len()), false, &exists).diagnostics;
        let shown = |one: &Diagnostic| {
            let args: Vec<String> = one.args.iter().map(|(name, value)| format!(" {name}={value}")).collect();
            let place = one.place.as_ref().expect("every finding has a place");
            let (from, to) = (place.start as usize, place.end as usize);
            let help = one.help.as_ref().map_or(String::new(), |help| format!(" ({}?)", help.args[0].1));
            format!("{}{} @ {}{help}", one.code, args.concat(), &place.excerpt[from..to])
        };
        found.iter().map(shown).collect()
    }

    fn exists(path: &SourcePath) -> bool {
        ["content/a/tin.md", "content/a/anh/cờ 1.jpg", "content/b.pdf", "content/a/anh.jpg"]
            .contains(&path.as_str())
    }

    fn found(text: &str, want_excerpt: bool) -> Scan {
        let path = SourcePath::new("content/a/bai.md");
        scan(&Source { path: &path, text }, Span::new(0, text.len()), want_excerpt, &exists).value
    }

    fn references(text: &str) -> Vec<String> {
        let shown = |one: &Reference| {
            let span = &text[one.span.start as usize..one.span.end as usize];
            format!("{:?} {} -> {} @ {span}", one.kind, one.written, one.target)
        };
        found(text, false).references.iter().map(shown).collect()
    }

    #[test]
    fn headings_are_found_however_they_are_written() {
        for (text, expected) in [
            ("# Một\n\n## Hai *nghiêng* `mã` {#neo}\n\nChữ", "Một\nHai nghiêng mã"),
            ("Gạch chân\n=====\n\nGạch\n-\n\nChữ", "Gạch chân\nGạch"),
            ("> Trích\n> ---\n", "Trích"),
            ("```\n# không phải\n```\n\n#không\n\n- mục\n- mục", ""),
            ("# A <!-- kín --> b\n\n#\n", "A  b"),
            ("Chỉ có chữ.", ""),
        ] {
            assert_eq!(found(text, false).headings, expected, "{text}");
            assert_eq!(found(text, true).headings, expected, "{text}");
        }
    }

    #[test]
    fn every_way_to_write_an_address_is_found() {
        assert_eq!(
            references(
                "[a](tin.md#x) ![b](<anh/cờ 1.jpg> 'c') [d][e] <a href=\"anh/c%E1%BB%9D%201.jpg\">f</a>\n\n\
                 > <p>\n> <img src=\"anh.jpg\" alt=\"\"></p>\n\n[^1]\n\n[^1]: [g](./tin.md)\n\n[e]: ../b.pdf\n"
            ),
            [
                "Post tin.md -> content/a/tin.md @ tin.md#x",
                "Picture anh/cờ 1.jpg -> content/a/anh/cờ 1.jpg @ anh/cờ 1.jpg",
                "File ../b.pdf -> content/b.pdf @ ../b.pdf",
                "File anh/c%E1%BB%9D%201.jpg -> content/a/anh/cờ 1.jpg @ anh/c%E1%BB%9D%201.jpg",
                "Picture anh.jpg -> content/a/anh.jpg @ anh.jpg",
                "Post ./tin.md -> content/a/tin.md @ ./tin.md",
            ]
        );
    }

    #[test]
    fn an_address_is_listed_once_and_as_a_picture_where_it_is_shown_as_one() {
        assert_eq!(
            references("[a](anh.jpg) [![b](anh.jpg)](anh.jpg#c)"),
            ["Picture anh.jpg -> content/a/anh.jpg @ anh.jpg"]
        );
    }

    #[test]
    fn decomposed_letters_mean_the_same_file() {
        assert_eq!(found("![c](anh/co\u{31b}\u{300}%201.jpg)", false).references.len(), 1);
    }

    #[test]
    fn what_is_not_there_is_pointed_at() {
        assert_eq!(
            findings(
                "dòng\n\nXem [bài.md](bài.md), [a][b], ![c](c.png), [d](d.pdf#e) và [f](../../../g.md)\n\n[b]: khong.md \"B\"\n"
            ),
            [
                "lien-ket-hong path=bài.md @ bài.md",
                "lien-ket-hong path=khong.md @ khong.md",
                "thieu-tep path=c.png @ c.png",
                "thieu-tep path=d.pdf @ d.pdf#e",
                "ra-ngoai path=../../../g.md @ ../../../g.md",
            ]
        );
    }

    #[test]
    fn a_name_in_other_capitals_is_proposed() {
        assert_eq!(
            findings("![a](Anh.JPG) ![b](anh.JPG)"),
            ["thieu-tep path=Anh.JPG @ Anh.JPG (anh.jpg?)", "thieu-tep path=anh.JPG @ anh.JPG (anh.jpg?)"]
        );
    }

    #[test]
    fn addresses_that_may_not_be_printed_are_errors_and_odd_ones_warnings() {
        assert_eq!(
            findings(
                "[a](JavaScript:x) <vbscript:y> [b](//c.vn) [d](/e) [f]() <a href=\"data&colon;z\">g</a> [h](https://i.vn) ![j](mailto:k@l)"
            ),
            [
                "dia-chi-cam address=JavaScript:x @ JavaScript:x",
                "dia-chi-cam address=vbscript:y @ vbscript:y",
                "dia-chi-cam address=//c.vn @ //c.vn",
                "dia-chi-goc address=/e @ /e",
                "dia-chi-trong @ [f]()",
                "dia-chi-cam address=data:z @ data&colon;z",
                "dia-chi-cam address=mailto:k@l @ mailto:k@l",
            ]
        );
    }

    #[test]
    fn html_that_is_left_out_is_reported_where_it_stands() {
        assert_eq!(
            findings(
                "a <font color=red>b</font>\n\n<script>\nx <b>\n</script>\n\n> <p\n>  style='y'>c</p>\n\n<!-- d -->\n<p>e</p>"
            ),
            [
                "the-html-bi-bo tag=font @ <font color=red>",
                "the-html-bi-bo tag=script @ <script>",
                "thuoc-tinh-html-bi-bo tag=p attribute=style @ y",
            ]
        );
    }

    #[test]
    fn a_picture_without_a_description_is_a_warning() {
        assert_eq!(
            findings("![](anh.jpg) <img src=anh.jpg> <img src=anh.jpg alt=''>"),
            ["thieu-mo-ta-anh @ ![](anh.jpg)", "thieu-mo-ta-anh @ <img src=anh.jpg>"]
        );
    }

    #[test]
    fn the_same_mistake_without_end_is_reported_a_while() {
        assert_eq!(findings(&"[a](b.md) <font>".repeat(5_000)).len(), 2 * SHOWN);
    }

    #[test]
    fn code_and_unused_notes_refer_to_nothing() {
        assert!(
            findings(
                "`[a](b.md)`\n\n    [a](b.md)\n\n```\n<script>\n```\n\n[^1]: [a](b.md)\n\n\\[a](b.md) a < b"
            )
            .is_empty()
        );
    }

    #[test]
    fn the_excerpt_is_the_first_paragraph_or_all_before_the_mark() {
        let excerpt = |text: &str| found(text, true).excerpt;
        assert_eq!(
            excerpt("# Đầu\n\n![ảnh](anh.jpg)\n\nMột *hai*\n`ba` [bốn](tin.md).\n\nNăm"),
            "Một hai ba bốn."
        );
        assert_eq!(excerpt("Một\n\n- hai\n- ba\n\n<!-- more -->\n\nbốn"), "Một hai ba");
        assert_eq!(excerpt("Một<!--more--> hai"), "Một");
        assert_eq!(excerpt("Một\n\n    <!-- more -->\n\nhai"), "Một");
        assert_eq!(excerpt("- chỉ\n- có mục"), "chỉ có mục");
        assert_eq!(excerpt(""), "");
        assert_eq!(excerpt(&"từ ".repeat(70)), format!("{}…", vec!["từ"; 60].join(" ")));
    }

    #[test]
    fn a_text_that_refers_to_nothing_is_told_at_once() {
        assert!(!holds_any("Chỉ có chữ, **đậm** và\n\n- mục\n", b"[<"));
        assert!(holds_any(&format!("{}[", "a".repeat(200)), b"[<") && holds_any("<", b"[<"));
    }

    #[test]
    fn a_body_outside_of_the_file_is_empty() {
        let path = SourcePath::new("a.md");
        let source = Source { path: &path, text: "ế" };
        assert_eq!(scan(&source, Span::new(1, 99), true, &exists).value, Scan::default());
    }

    proptest! {
        #[test]
        fn headings_told_by_lines_are_those_of_the_parser(
            text in "(#{1,7}|=|-|\\*|>|\\+|1\\.|`|~|\\{|\\\\|&amp;|_| |  |    |\t|\n|\n|\n\n|\r|\r\n|ế|a|b c|\u{1}|\\|){0,30}"
        ) {
            let mut parsed = Headings::default();
            Parser::new_ext(&text, options(Policy::Author)).for_each(|event| parsed.see(&event));
            if let Some(told) = Headings::of_lines(&text) {
                prop_assert_eq!(told.finish(), parsed.finish());
            }
        }

        #[test]
        fn no_text_breaks_the_scan(
            text in "(\\[|\\]\\(|\\)|<a href=|\"|>|<|!|&|#|%|/|\\.\\.|\\[x\\]: | |\n|\n\n|> |- |\\[\\^1\\]|\\[\\^1\\]: |anh\\.jpg|ế|\\PC){0,40}"
        ) {
            findings(&text);
            found(&text, true);
        }
    }
}
