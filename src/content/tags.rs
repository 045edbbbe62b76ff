//! The HTML that an author may put into a text: which tags, where, and how they are read.
//!
//! 1. [`pieces`] cuts raw HTML into tags and text, as a browser would.
//! 2. [`find`] says whether a tag is known, what it is, and what it may hold.
//!
//! A tag that is not here is left out and its content stays; [`hides`] names those whose content
//! goes too.

use std::borrow::Cow;
use std::ops::Range;

/// What may stand inside an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// Blocks and text.
    Flow,
    /// Text and what stands in a line.
    Phrasing,
    /// As `Flow`, and one caption.
    Figure,
    /// As `Phrasing`, and readings.
    Ruby,
    /// A summary, which has to come first.
    Details,
    Items,
    Table,
    Rows,
    Cells,
    /// Whatever comes, since all of it will be cut off.
    Anything,
    /// No content and no end tag.
    Nothing,
}

/// What an element is to the one around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Block,
    Inline,
    Item,
    Caption,
    Reading,
    Summary,
    Row,
    Cell,
    /// A part of a table, by its place in the order that parts must keep.
    Part(u8),
}

/// The place of rows and table bodies in that order; more than one may stand there.
pub(super) const BODY: u8 = 3;

/// An element that authors may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    pub name: &'static str,
    pub is: Is,
    pub holds: Holds,
    /// True where HTML lets people leave the end tag out.
    pub open_ended: bool,
}

const fn tag(name: &'static str, is: Is, holds: Holds) -> Tag {
    Tag { name, is, holds, open_ended: false }
}

const fn open_ended(name: &'static str, is: Is, holds: Holds) -> Tag {
    Tag { name, is, holds, open_ended: true }
}

const TAGS: &[Tag] = &[
    tag("a", Is::Inline, Holds::Phrasing),
    tag("abbr", Is::Inline, Holds::Phrasing),
    tag("b", Is::Inline, Holds::Phrasing),
    tag("bdi", Is::Inline, Holds::Phrasing),
    tag("blockquote", Is::Block, Holds::Flow),
    tag("br", Is::Inline, Holds::Nothing),
    open_ended("caption", Is::Part(1), Holds::Flow),
    tag("cite", Is::Inline, Holds::Phrasing),
    tag("code", Is::Inline, Holds::Phrasing),
    tag("del", Is::Inline, Holds::Phrasing),
    tag("details", Is::Block, Holds::Details),
    tag("div", Is::Block, Holds::Flow),
    tag("em", Is::Inline, Holds::Phrasing),
    tag("figcaption", Is::Caption, Holds::Flow),
    tag("figure", Is::Block, Holds::Figure),
    tag("hr", Is::Block, Holds::Nothing),
    tag("i", Is::Inline, Holds::Phrasing),
    tag("img", Is::Inline, Holds::Nothing),
    tag("ins", Is::Inline, Holds::Phrasing),
    tag("kbd", Is::Inline, Holds::Phrasing),
    open_ended("li", Is::Item, Holds::Flow),
    tag("mark", Is::Inline, Holds::Phrasing),
    tag("ol", Is::Block, Holds::Items),
    open_ended("p", Is::Block, Holds::Phrasing),
    tag("q", Is::Inline, Holds::Phrasing),
    open_ended("rt", Is::Reading, Holds::Phrasing),
    tag("ruby", Is::Inline, Holds::Ruby),
    tag("s", Is::Inline, Holds::Phrasing),
    tag("samp", Is::Inline, Holds::Phrasing),
    tag("small", Is::Inline, Holds::Phrasing),
    tag("span", Is::Inline, Holds::Phrasing),
    tag("strong", Is::Inline, Holds::Phrasing),
    tag("sub", Is::Inline, Holds::Phrasing),
    tag("summary", Is::Summary, Holds::Phrasing),
    tag("sup", Is::Inline, Holds::Phrasing),
    tag("table", Is::Block, Holds::Table),
    open_ended("tbody", Is::Part(BODY), Holds::Rows),
    open_ended("td", Is::Cell, Holds::Flow),
    open_ended("tfoot", Is::Part(4), Holds::Rows),
    open_ended("th", Is::Cell, Holds::Flow),
    open_ended("thead", Is::Part(2), Holds::Rows),
    open_ended("tr", Is::Row, Holds::Cells),
    tag("u", Is::Inline, Holds::Phrasing),
    tag("ul", Is::Block, Holds::Items),
    tag("var", Is::Inline, Holds::Phrasing),
    tag("wbr", Is::Inline, Holds::Nothing),
];

/// The tag of that name (lower case), if authors may write it.
pub(super) fn find(name: &str) -> Option<&'static Tag> {
    TAGS.binary_search_by(|tag| tag.name.cmp(name)).ok().map(|at| &TAGS[at])
}

/// True where a tag that is left out takes its content along: it is not text for people.
pub(super) fn hides(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "audio", "canvas", "head", "iframe", "math", "noembed", "noframes", "object", "rp", "script",
        "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
    ];
    NAMES.binary_search(&name).is_ok()
}

/// True where a browser reads no tags inside.
fn is_raw_text(name: &str) -> bool {
    ["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"].contains(&name)
}

/// Languages that a part of a text may be marked with: of this country, its neighbours, and
/// those that its schools teach.
pub(super) fn is_language(tag: &str) -> bool {
    const LANGUAGES: &[&str] = &[
        "bdq", "blt", "cjm", "de", "en", "es", "fr", "hmn", "hre", "it", "ja", "jra", "km", "ko", "ksc",
        "la", "lo", "mnw", "mtq", "nut", "pt", "rad", "ru", "sed", "th", "tyz", "vi", "zh",
    ];
    let main = tag.split('-').next().unwrap_or("").to_ascii_lowercase();
    let plain =
        tag.len() == main.len() || ["en-GB", "en-US", "zh-CN", "zh-TW", "zh-Hans", "zh-Hant"].contains(&tag);
    plain && LANGUAGES.binary_search(&&*main).is_ok()
}

/// One attribute: its name in lower case, its value as written, and where the value stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'h> {
    pub name: String,
    pub value: &'h str,
    pub at: Range<usize>,
}

/// A piece of raw HTML. Comments, declarations and processing instructions are none, but for a
/// comment that never ends.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    Text(&'h str),
    Start {
        name: String,
        attributes: Vec<Attribute<'h>>,
        at: Range<usize>,
    },
    End {
        name: String,
    },
    /// Where a comment begins that hides all that follows.
    Unclosed {
        at: Range<usize>,
    },
}

/// Cuts raw HTML into pieces. A tag that never ends is text, with all that follows.
pub(super) fn pieces(html: &str) -> Pieces<'_> {
    Pieces { html, at: 0, raw: None }
}

/// See [`pieces`].
pub(super) struct Pieces<'h> {
    html: &'h str,
    at: usize,
    /// The element whose end alone is looked for.
    raw: Option<String>,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Piece<'h>> {
        if let Some(name) = self.raw.take() {
            let rest = &self.html[self.at..];
            let end = rest.match_indices("</").map(|(at, _)| at).find(|at| {
                let after = &rest.as_bytes()[at + 2..];
                after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            });
            self.at += end.unwrap_or(rest.len());
        }
        loop {
            let rest = &self.html[self.at..];
            if rest.is_empty() {
                return None;
            }
            let Some(tag) = opening(rest) else {
                self.at = self.html.len();
                return Some(Piece::Text(rest));
            };
            if tag > 0 {
                self.at += tag;
                return Some(Piece::Text(&rest[..tag]));
            }
            if rest.starts_with("<!") || rest.starts_with("<?") {
                let (length, closed) = comment(rest);
                let start = self.at;
                self.at += length;
                if closed || !rest.starts_with("<!--") {
                    continue;
                }
                return Some(Piece::Unclosed { at: start..start + 4 });
            }
            let Some(piece) = self.tag() else {
                self.at = self.html.len();
                return Some(Piece::Text(rest));
            };
            if let Piece::Start { name, .. } = &piece
                && is_raw_text(name)
            {
                self.raw = Some(name.clone());
            }
            return Some(piece);
        }
    }
}

/// Where the next thing that is not text starts.
fn opening(html: &str) -> Option<usize> {
    html.match_indices('<').map(|(at, _)| at).find(|at| match html.as_bytes()[at + 1..] {
        [b'/', next, ..] => next.is_ascii_alphabetic(),
        [next, ..] => next.is_ascii_alphabetic() || next == b'!' || next == b'?',
        [] => false,
    })
}

/// How long a comment, declaration or instruction is, and whether it ends.
fn comment(html: &str) -> (usize, bool) {
    let (from, end) = match html {
        _ if html.starts_with("<!-->") => return (5, true),
        _ if html.starts_with("<!--->") => return (6, true),
        _ if html.starts_with("<!--") => (4, "-->"),
        _ if html.starts_with("<![CDATA[") => (9, "]]>"),
        _ => (2, ">"),
    };
    html[from..].find(end).map_or((html.len(), false), |at| (from + at + end.len(), true))
}

impl<'h> Pieces<'h> {
    /// The tag that starts here, if it ends.
    fn tag(&mut self) -> Option<Piece<'h>> {
        let (html, start) = (self.html, self.at);
        let bytes = html.as_bytes();
        let skip = |mut at: usize, what: fn(u8) -> bool| {
            while bytes.get(at).is_some_and(|&byte| what(byte)) {
                at += 1;
            }
            at
        };
        let is_end = bytes[start + 1] == b'/';
        let from = start + 1 + usize::from(is_end);
        let mut at = skip(from, |byte| !byte.is_ascii_whitespace() && byte != b'/' && byte != b'>');
        let name = html[from..at].to_ascii_lowercase();
        let mut attributes: Vec<Attribute<'h>> = Vec::new();
        loop {
            at = skip(at, |byte| byte.is_ascii_whitespace() || byte == b'/');
            match bytes.get(at)? {
                b'>' => break,
                _ => {
                    let from = at;
                    // A first `=` belongs to the name.
                    at = skip(at + 1, |byte| !byte.is_ascii_whitespace() && !b"/>=".contains(&byte));
                    while !html.is_char_boundary(at) {
                        at += 1;
                    }
                    let name = html[from..at].to_ascii_lowercase();
                    let equals = skip(at, |byte| byte.is_ascii_whitespace());
                    let mut value = at..at;
                    if bytes.get(equals) == Some(&b'=') {
                        let from = skip(equals + 1, |byte| byte.is_ascii_whitespace());
                        value = match bytes.get(from)? {
                            &quote @ (b'"' | b'\'') => {
                                let end = html[from + 1..].find(char::from(quote))? + from + 1;
                                at = end + 1;
                                from + 1..end
                            }
                            _ => {
                                at = skip(from, |byte| !byte.is_ascii_whitespace() && byte != b'>');
                                from..at
                            }
                        };
                    }
                    if attributes.len() < 32 && attributes.iter().all(|known| known.name != name) {
                        attributes.push(Attribute { name, value: &html[value.clone()], at: value });
                    }
                }
            }
        }
        self.at = at + 1;
        Some(if is_end { Piece::End { name } } else { Piece::Start { name, attributes, at: start..at + 1 } })
    }
}

/// The value with those character references resolved that can stand in an address. Any other
/// stays as the letters it is written with, and is printed so.
pub(super) fn resolve(value: &str) -> Cow<'_, str> {
    const NAMES: &[(&str, char)] = &[
        ("AMP", '&'),
        ("NewLine", '\n'),
        ("Tab", '\t'),
        ("amp", '&'),
        ("apos", '\''),
        ("colon", ':'),
        ("equals", '='),
        ("gt", '>'),
        ("lt", '<'),
        ("nbsp", '\u{a0}'),
        ("num", '#'),
        ("percnt", '%'),
        ("period", '.'),
        ("quest", '?'),
        ("quot", '"'),
        ("sol", '/'),
    ];
    if !value.contains('&') {
        return value.into();
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let found = if let Some(number) = rest.strip_prefix('#') {
            let (radix, digits, prefix) = match number.strip_prefix(['x', 'X']) {
                Some(digits) => (16, digits, 2),
                None => (10, number, 1),
            };
            let length = digits.find(|sign: char| !sign.is_digit(radix)).unwrap_or(digits.len());
            let sign = u32::from_str_radix(&digits[..length], radix).ok().and_then(char::from_u32);
            let semicolon = usize::from(digits[length..].starts_with(';'));
            (length > 0).then(|| (sign.unwrap_or('\u{fffd}'), prefix + length + semicolon))
        } else {
            let name = NAMES
                .iter()
                .find(|(name, _)| rest.strip_prefix(name).is_some_and(|after| after.starts_with(';')));
            name.map(|&(name, sign)| (sign, name.len() + 1))
        };
        match found {
            Some((sign, length)) => {
                out.push(sign);
                rest = &rest[length..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(html: &str) -> String {
        pieces(html)
            .map(|piece| match piece {
                Piece::Text(text) => format!("{text:?} "),
                Piece::Start { name, attributes, .. } => {
                    let list: Vec<String> =
                        attributes.iter().map(|one| format!(" {}={:?}", one.name, one.value)).collect();
                    format!("<{name}{}> ", list.concat())
                }
                Piece::End { name } => format!("</{name}> "),
                Piece::Unclosed { .. } => "<!-- ".to_owned(),
            })
            .collect()
    }

    #[test]
    fn tables_that_are_searched_are_sorted() {
        assert!(TAGS.is_sorted_by_key(|tag| tag.name));
        assert!(hides("audio") && hides("rp") && hides("script") && hides("xmp") && !hides("p"));
        assert!(is_language("vi") && is_language("tyz") && is_language("en-GB"));
        assert!(!is_language("xx") && !is_language("") && !is_language("vi-<"));
    }

    #[test]
    fn tags_are_read_as_a_browser_reads_them() {
        assert_eq!(
            read("a <B Class=x data-y='1>2' z>b</B > 1 < 2 </ x <br/>"),
            "\"a \" <b class=\"x\" data-y=\"1>2\" z=\"\"> \"b\" </b> \" 1 < 2 </ x \" <br> "
        );
        assert_eq!(read("<a href=a/b/>x"), "<a href=\"a/b/\"> \"x\" ");
        assert_eq!(read("<a x=1 X=2 =y ảnh=\"ê\">"), "<a x=\"1\" =y=\"\" ảnh=\"ê\"> ");
    }

    #[test]
    fn comments_and_declarations_are_nothing() {
        assert_eq!(
            read("a<!-- <b> -->b<!-->c<!DOCTYPE x>d<?php ?>e<![CDATA[<i>]]>f<!-- g"),
            "\"a\" \"b\" \"c\" \"d\" \"e\" \"f\" <!-- "
        );
    }

    #[test]
    fn no_tags_are_seen_inside_a_script() {
        assert_eq!(read("<script>a<b></SCRIPT>c"), "<script> </script> \"c\" ");
        assert_eq!(read("<style>a"), "<style> ");
    }

    #[test]
    fn a_tag_that_never_ends_is_text() {
        assert_eq!(read("a<b c=\"d>e"), "\"a\" \"<b c=\\\"d>e\" ");
        assert_eq!(read("<"), "\"<\" ");
    }

    #[test]
    fn references_are_resolved_where_a_browser_would() {
        assert_eq!(
            resolve("java&#115;cript&colon;x&#x3a&Tab;&amp;copy&eacute;&"),
            "javascript:x:\t&copy&eacute;&"
        );
    }
}
