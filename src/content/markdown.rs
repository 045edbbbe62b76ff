//! Markdown to the HTML of a page's body.
//!
//! 1. The parser gives events; [`Writer`] turns each into markup at once.
//! 2. A stack of open elements knows what may stand where. An author's own tags go onto the same
//!    stack, so that a tag left open ends with the block around it and cannot break the page.
//! 3. Every address passes [`judge`]; relative ones become what `links` says.
//!
//! [`scan`](super::scan) runs the same writer to learn what a text refers to and what would be
//! left out of it: what is reported is what happens.
//!
//! Ids that the writer makes for itself begin with `nq-`, as do a theme's; no id that comes from
//! a text does.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag as Md, TagEnd};
use serde::Serialize;

use crate::text;

use super::address::{Address, judge, push_href, tidy};
use super::clean::{CleanHtml, Policy, push_attribute, push_referenced, push_text};
use super::highlight::highlight;
use super::tags::{self, Attribute, BODY, Holds, Is, Piece, Tag};

/// A heading that a table of contents may list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// 2 or 3.
    pub level: u8,
    /// What to link to, without `#`.
    pub id: String,
    /// Its text, not yet escaped.
    pub text: String,
}

/// A text, ready for a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The markup.
    pub html: CleanHtml,
    /// Its headings of the first two levels, in order.
    pub headings: Vec<Heading>,
    /// True when there is a block of code, hence a use for the styles of code.
    pub has_code: bool,
}

/// What a relative address becomes. Part of a page's view, hence of its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The address as the text has it, without query and anchor:
    /// [`Reference::written`](crate::model::Reference::written).
    pub written: String,
    /// What stands in its place.
    pub to: LinkTo,
}

/// See [`Link`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum LinkTo {
    /// An address, ready to print; the text's query and anchor are put behind it.
    Page(String),
    /// A picture and its size.
    Picture {
        /// An address, ready to print.
        src: String,
        /// In pixels; 0 where it is not known.
        width: u32,
        /// In pixels; 0 where it is not known.
        height: u32,
    },
    /// A post that is not published: the link becomes plain text.
    Gone,
}

/// Turns Markdown into markup. `links` is sorted by `written`; an address that is not in it
/// becomes plain text, as does one that may not be printed.
///
/// ```
/// use nq71::content::{Link, LinkTo, Policy, html};
///
/// let links = [Link { written: "khai-giang.md".into(), to: LinkTo::Page("khai-giang.html".into()) }];
/// let body = html("# Năm học mới\n\nXem [lễ khai giảng](khai-giang.md#anh).", &links, Policy::Author);
/// assert_eq!(
///     body.html.as_str(),
///     "<h2 id=\"nam-hoc-moi\">Năm học mới</h2>\n<p>Xem <a href=\"khai-giang.html#anh\">lễ khai giảng</a>.</p>\n"
/// );
/// assert_eq!(body.headings[0].id, "nam-hoc-moi");
/// ```
pub fn html(markdown: &str, links: &[Link], policy: Policy) -> Body {
    let mut writer = Writer::new(links, policy, markdown.len() * 3 / 2 + 256);
    for event in Parser::new_ext(markdown, options(policy)) {
        writer.event(event, 0..0);
    }
    writer.finish()
}

/// The Markdown that a text of that kind may use.
pub(super) fn options(policy: Policy) -> Options {
    let everywhere = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    match policy {
        Policy::Remote => everywhere,
        Policy::Author => {
            everywhere
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_HEADING_ATTRIBUTES
        }
    }
}

/// Deeper nesting is shown flat: nobody writes it, and browsers stop near 500.
const DEPTH: usize = 100;

/// What the writer met, and where in the text: the raw material of diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// An address; `label` names the definition that it stands in.
    Address { picture: bool, written: String, label: Option<String>, at: Range<usize> },
    /// A picture without a description.
    NoAlt { at: Range<usize> },
    /// A tag that was left out.
    Tag { name: String, at: Range<usize> },
    /// An attribute that was left out.
    Attribute { tag: &'static str, name: String, at: Range<usize> },
}

/// Markup that grows event by event.
pub(super) struct Writer<'e, 'l> {
    out: String,
    links: &'l [Link],
    policy: Policy,
    /// Kept by [`scan`](super::scan) only.
    notes: Option<Vec<Note>>,
    stack: Vec<Open>,
    /// How many links are open: they do not nest.
    in_link: usize,
    /// How many elements are open whose content will be cut off.
    hidden: usize,
    /// True when something that the author wrote as HTML is in `out`.
    raw: bool,
    ids: Ids,
    headings: Vec<Heading>,
    levels: Vec<u8>,
    heading: Option<HeadingDraft>,
    image: Option<ImageDraft<'e>>,
    /// A picture with a title that may turn out to be alone in its paragraph.
    figure: Option<Figure>,
    /// Where the tag of the newest list item ends.
    item: usize,
    table: Table,
    code: Option<CodeDraft>,
    has_code: bool,
    /// The lines of a block of raw HTML, and where each stands in the text.
    block: Option<(String, Vec<(usize, usize)>)>,
    footnotes: Footnotes<'e>,
}

type Stored<'e> = Vec<(Event<'e>, Range<usize>)>;

/// An element that is open.
struct Open {
    /// What ends it; nothing for one that is not shown.
    close: Cow<'static, str>,
    holds: Holds,
    /// The author's own tag: may be closed by force, or by its end tag.
    raw: Option<&'static str>,
    open_ended: bool,
    link: bool,
    /// Will be cut off, with all in it.
    hidden: bool,
    /// Where it begins in `out`.
    start: usize,
    /// What it has already: how far a table is, whether a figure has its caption, a row its cells.
    stage: u8,
}

struct HeadingDraft {
    level: u8,
    asked: Option<String>,
    text: String,
    /// Where the id goes.
    at: usize,
}

struct ImageDraft<'e> {
    address: CowStr<'e>,
    title: CowStr<'e>,
    alt: String,
    depth: usize,
    at: Range<usize>,
    label: Option<String>,
}

struct Figure {
    start: usize,
    end: usize,
    /// The title attribute, which the caption replaces.
    attribute: Range<usize>,
    title: String,
}

#[derive(Default)]
struct Table {
    columns: Vec<Alignment>,
    column: usize,
    in_head: bool,
    has_body: bool,
}

struct CodeDraft {
    language: String,
    text: String,
}

#[derive(Default)]
struct Footnotes<'e> {
    /// Definitions that are being read, innermost last.
    reading: Vec<(String, Stored<'e>)>,
    defined: HashMap<String, Stored<'e>>,
    numbers: HashMap<String, usize>,
    /// In order of reference: the label and how many places link to it.
    order: Vec<(String, usize)>,
}

/// Ids that are taken on a page.
#[derive(Default)]
struct Ids(HashMap<String, usize>);

impl Ids {
    /// The wish, or the wish with the next free number behind it.
    fn take(&mut self, wish: &str) -> String {
        let base = match wish {
            "" => "muc-1".to_owned(),
            _ if wish.starts_with("nq-") => format!("muc-{wish}"),
            _ => wish.to_owned(),
        };
        if self.take_exactly(&base) {
            return base;
        }
        let stem = if wish.is_empty() { "muc" } else { &base };
        let mut number = self.0.get(&base).copied().unwrap_or(1);
        loop {
            number += 1;
            let id = format!("{stem}-{number}");
            if self.take_exactly(&id) {
                self.0.insert(base, number);
                return id;
            }
        }
    }

    fn take_exactly(&mut self, id: &str) -> bool {
        let free = !self.0.contains_key(id);
        if free {
            self.0.insert(id.to_owned(), 1);
        }
        free
    }
}

/// What an address becomes.
enum Target<'a> {
    Web(&'a str),
    Plain(&'a str),
    Page(&'a str, &'a str),
    Picture(&'a str, u32, u32),
    Nothing,
}

impl<'e, 'l> Writer<'e, 'l> {
    pub(super) fn new(links: &'l [Link], policy: Policy, capacity: usize) -> Writer<'e, 'l> {
        let page = Open {
            close: "".into(),
            holds: Holds::Flow,
            raw: None,
            open_ended: false,
            link: false,
            hidden: false,
            start: 0,
            stage: 0,
        };
        let mut stack = Vec::with_capacity(16);
        stack.push(page);
        Writer {
            out: String::with_capacity(capacity),
            links,
            policy,
            notes: None,
            stack,
            in_link: 0,
            hidden: 0,
            raw: false,
            ids: Ids::default(),
            headings: Vec::new(),
            levels: Vec::new(),
            heading: None,
            image: None,
            figure: None,
            item: 0,
            table: Table::default(),
            code: None,
            has_code: false,
            block: None,
            footnotes: Footnotes::default(),
        }
    }

    /// A writer that takes notes. Its markup is thrown away: nothing is looked up or coloured.
    pub(super) fn noting(capacity: usize) -> Writer<'e, 'static> {
        Writer { notes: Some(Vec::new()), ..Writer::new(&[], Policy::Author, capacity) }
    }

    /// What was noted, for a writer that does.
    pub(super) fn into_notes(mut self) -> Vec<Note> {
        self.close_all();
        self.notes.unwrap_or_default()
    }

    fn finish(mut self) -> Body {
        self.close_all();
        let html = if self.raw || self.policy == Policy::Remote {
            CleanHtml::filtered(&self.out, self.policy)
        } else {
            CleanHtml::built(self.out)
        };
        Body { html, headings: self.headings, has_code: self.has_code }
    }

    fn close_all(&mut self) {
        while self.stack.len() > 1 {
            self.close_top();
        }
        self.write_footnotes();
    }

    /// Writes what one event of the parser means; `at` is where it stands in the text.
    #[inline]
    pub(super) fn event(&mut self, event: Event<'e>, at: Range<usize>) {
        match &event {
            Event::Start(Md::FootnoteDefinition(label)) => {
                self.footnotes.reading.push((label.to_lowercase(), Vec::new()));
                return;
            }
            Event::End(TagEnd::FootnoteDefinition) => {
                if let Some((label, events)) = self.footnotes.reading.pop() {
                    self.footnotes.defined.entry(label).or_insert(events);
                }
                return;
            }
            _ => {}
        }
        if let Some((_, events)) = self.footnotes.reading.last_mut() {
            events.push((event, at));
        } else if self.image.is_some() {
            self.describe(event);
        } else {
            self.write(event, at);
        }
    }

    #[inline]
    fn write(&mut self, event: Event<'e>, at: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, at),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => {
                if let Some(code) = &mut self.code {
                    code.text.push_str(&text);
                } else if accepts(self.top(), Is::Inline) || !text.trim().is_empty() {
                    // Else: blanks between the author's own list items or cells.
                    self.make_room(Is::Inline);
                    self.text(&text);
                }
            }
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.make_room(Is::Inline);
                self.out.push_str("<code>");
                self.text(&text);
                self.out.push_str("</code>");
            }
            Event::SoftBreak => {
                self.out.push('\n');
                self.add_to_heading(" ");
            }
            Event::HardBreak => {
                self.make_room(Is::Inline);
                self.out.push_str("<br>\n");
                self.add_to_heading(" ");
            }
            Event::Rule => {
                self.make_room(Is::Block);
                self.out.push_str("<hr>\n");
            }
            Event::Html(html) => match &mut self.block {
                Some((block, lines)) => {
                    lines.push((block.len(), at.start));
                    block.push_str(&html);
                }
                None => self.raw(&html, &[(0, at.start)]),
            },
            Event::InlineHtml(html) => self.raw(&html, &[(0, at.start)]),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::TaskListMarker(done) => self.task(done),
        }
    }

    fn start(&mut self, tag: Md<'e>, at: Range<usize>) {
        match tag {
            Md::Paragraph => self.open_block("<p>", "</p>\n", Holds::Phrasing),
            Md::Heading { level, id, .. } => self.start_heading(level as u8, id.as_deref()),
            Md::BlockQuote(_) => self.open_block("<blockquote>\n", "</blockquote>\n", Holds::Flow),
            Md::CodeBlock(kind) => {
                self.make_room(Is::Block);
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(CodeDraft { language, text: String::new() });
            }
            Md::HtmlBlock => self.block = Some((String::new(), Vec::new())),
            Md::List(None) => self.open_block("<ul>\n", "</ul>\n", Holds::Items),
            Md::List(Some(1)) => self.open_block("<ol>\n", "</ol>\n", Holds::Items),
            Md::List(Some(number)) => {
                self.open_block(&format!("<ol start=\"{number}\">\n"), "</ol>\n", Holds::Items);
            }
            Md::Item => {
                self.open_part("<li>", "</li>\n", Holds::Flow);
                self.item = self.out.len().saturating_sub(1);
            }
            Md::Table(columns) => {
                self.table = Table { columns, ..Table::default() };
                self.open_block("<div class=\"table-scroll\"><table>\n", "</table></div>\n", Holds::Table);
            }
            Md::TableHead => {
                (self.table.column, self.table.in_head) = (0, true);
                self.open_part("<thead><tr>", "</tr></thead>\n", Holds::Cells);
            }
            Md::TableRow => {
                self.table.column = 0;
                let first = !std::mem::replace(&mut self.table.has_body, true);
                self.open_part(if first { "<tbody>\n<tr>" } else { "<tr>" }, "</tr>\n", Holds::Cells);
            }
            Md::TableCell => self.start_cell(),
            Md::Emphasis => self.open_inline("<em>", "</em>"),
            Md::Strong => self.open_inline("<strong>", "</strong>"),
            Md::Strikethrough => self.open_inline("<del>", "</del>"),
            Md::Link { link_type, dest_url, title, id } => {
                let address = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url,
                };
                self.note_address(false, &address, label(link_type, &id), at);
                self.make_room(Is::Inline);
                let start = self.out.len();
                let opened = self.in_link == 0 && self.stack.len() < DEPTH && self.write_link(&address);
                if opened {
                    self.attribute("title", &title);
                    self.out.push('>');
                }
                let close = if opened { "</a>" } else { "" };
                self.push(close, Holds::Phrasing, start);
                self.mark_link(opened);
            }
            Md::Image { link_type, dest_url, title, id } => {
                let label = label(link_type, &id);
                self.image =
                    Some(ImageDraft { address: dest_url, title, alt: String::new(), depth: 0, at, label });
            }
            // Not asked for: shown as what is in them.
            Md::FootnoteDefinition(_)
            | Md::DefinitionList
            | Md::DefinitionListTitle
            | Md::DefinitionListDefinition
            | Md::Subscript
            | Md::Superscript
            | Md::MetadataBlock(_) => {
                let (holds, start) = (self.top().holds, self.out.len());
                self.push("", holds, start);
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::HtmlBlock => {
                if let Some((block, lines)) = self.block.take() {
                    self.raw(&block, &lines);
                }
                // A script that is left open must not swallow the rest of the text.
                while self.hidden > 0 && self.top().raw.is_some() {
                    self.close_top();
                }
                return;
            }
            TagEnd::CodeBlock => {
                self.write_code();
                return;
            }
            TagEnd::Image => return,
            TagEnd::Table if self.table.has_body && self.shown() => {
                self.out.push_str("</tbody>");
            }
            TagEnd::Heading(_) => {
                self.close_raw();
                self.finish_heading();
            }
            TagEnd::Paragraph => {
                self.close_raw();
                self.finish_figure();
            }
            _ => {}
        }
        self.close_raw();
        if self.stack.len() > 1 {
            self.close_top();
        }
        match tag {
            TagEnd::TableHead => self.table.in_head = false,
            TagEnd::TableCell => self.table.column += 1,
            _ => {}
        }
    }

    // The stack of open elements.

    fn top(&self) -> &Open {
        self.stack.last().expect("the page itself is never closed")
    }

    /// True when the innermost element is written, not flattened.
    fn shown(&self) -> bool {
        !self.top().close.is_empty()
    }

    fn push(&mut self, close: &'static str, holds: Holds, start: usize) {
        self.stack.push(Open {
            close: close.into(),
            holds,
            raw: None,
            open_ended: false,
            link: false,
            hidden: false,
            start,
            stage: 0,
        });
    }

    fn mark_link(&mut self, opened: bool) {
        if let Some(top) = self.stack.last_mut() {
            top.link = opened;
            self.in_link += usize::from(opened);
        }
    }

    fn open_block(&mut self, tag: &str, close: &'static str, holds: Holds) {
        self.make_room(Is::Block);
        self.open(tag, close, holds);
    }

    fn open_inline(&mut self, tag: &str, close: &'static str) {
        self.make_room(Is::Inline);
        self.open(tag, close, Holds::Phrasing);
    }

    /// A part of a list or table that Markdown itself made.
    fn open_part(&mut self, tag: &str, close: &'static str, holds: Holds) {
        self.close_raw();
        if self.shown() {
            self.open(tag, close, holds);
        } else {
            let (holds, start) = (self.top().holds, self.out.len());
            self.push("", holds, start);
        }
    }

    fn open(&mut self, tag: &str, close: &'static str, holds: Holds) {
        let start = self.out.len();
        // A list or table is opened only where its parts will find room too.
        let parts = if matches!(holds, Holds::Items | Holds::Table) { 3 } else { 0 };
        if self.stack.len() + parts < DEPTH {
            self.out.push_str(tag);
            self.push(close, holds, start);
        } else {
            let holds = self.top().holds;
            self.push("", holds, start);
        }
    }

    /// Closes the author's own elements until what comes may stand here.
    fn make_room(&mut self, is: Is) {
        while !accepts(self.top(), is) {
            if self.top().holds == Holds::Details {
                self.supply_summary();
            } else if self.top().raw.is_some() {
                self.close_top();
            } else {
                return;
            }
        }
    }

    /// Closes the author's own elements, up to the innermost of Markdown's.
    fn close_raw(&mut self) {
        while self.top().raw.is_some() {
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        match (self.top().holds, self.top().stage) {
            (Holds::Details, _) => self.supply_summary(),
            (Holds::Ruby, 0) => self.out.push_str("<rt></rt>"),
            _ => {}
        }
        let Some(open) = self.stack.pop() else { return };
        self.in_link -= usize::from(open.link);
        if open.hidden {
            self.hidden -= 1;
            self.out.truncate(open.start);
        } else if open.raw.is_some() && open.holds == Holds::Cells && open.stage == 0 {
            // A row without cells is not valid.
            self.out.truncate(open.start);
        } else {
            self.out.push_str(&open.close);
        }
    }

    /// `<details>` has to start with a summary.
    fn supply_summary(&mut self) {
        self.out.push_str("<summary>…</summary>");
        if let Some(top) = self.stack.last_mut() {
            top.holds = Holds::Flow;
        }
    }

    // Headings.

    fn start_heading(&mut self, level: u8, id: Option<&str>) {
        self.make_room(Is::Block);
        // The page's title is the first level. A heading below another is one level deeper,
        // whatever its author skipped.
        while self.levels.last().is_some_and(|&above| above >= level) {
            self.levels.pop();
        }
        self.levels.push(level);
        let level = (self.levels.len() as u8 + 1).min(6);
        const CLOSE: [&str; 5] = ["</h2>\n", "</h3>\n", "</h4>\n", "</h5>\n", "</h6>\n"];
        let with_id = self.policy == Policy::Author;
        let tag = format!("<h{level}{}>", if with_id { " id=\"\"" } else { "" });
        self.open(&tag, CLOSE[usize::from(level) - 2], Holds::Phrasing);
        if self.shown() && with_id && self.notes.is_none() {
            let asked = id.map(id_of).filter(|id| !id.is_empty());
            self.heading = Some(HeadingDraft { level, asked, text: String::new(), at: self.out.len() - 2 });
        }
    }

    fn text(&mut self, text: &str) {
        // Nobody reads the markup of a writer that takes notes.
        if self.notes.is_none() {
            push_text(&mut self.out, text);
            self.add_to_heading(text);
        }
    }

    fn add_to_heading(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    fn finish_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let start = self.top().start;
        if self.out.len() == heading.at + 2 {
            // Nothing in it: nothing to show.
            self.out.truncate(start);
            if let Some(top) = self.stack.last_mut() {
                top.close = "".into();
            }
            return;
        }
        let text = heading.text.trim();
        let id = match &heading.asked {
            Some(asked) => self.ids.take(asked),
            None => self.ids.take(&text::slug(text)),
        };
        self.out.insert_str(heading.at, &id);
        // Headings inside quotations, lists and notes belong to those, not to the page.
        if heading.level <= 3 && self.stack.len() == 2 && self.hidden == 0 && !text.is_empty() {
            self.headings.push(Heading { level: heading.level, id, text: text.to_owned() });
        }
    }

    // Links and pictures.

    fn note_address(&mut self, picture: bool, written: &str, label: Option<String>, at: Range<usize>) {
        if self.hidden == 0
            && let Some(notes) = &mut self.notes
        {
            notes.push(Note::Address { picture, written: written.to_owned(), label, at });
        }
    }

    fn target<'a>(&self, address: &'a str) -> Target<'a>
    where
        'l: 'a,
    {
        let author = self.policy == Policy::Author;
        match judge(address) {
            Address::Web(address) => Target::Web(address),
            Address::Contact(address) | Address::Here(address) | Address::Root(address) if author => {
                Target::Plain(address)
            }
            Address::Beside { path, .. } if self.notes.is_some() => Target::Plain(path),
            Address::Beside { path, rest } if author => {
                let links: &'l [Link] = self.links;
                match links.binary_search_by(|link| link.written.as_str().cmp(path)).map(|at| &links[at].to) {
                    Ok(LinkTo::Page(to)) => Target::Page(to, rest),
                    Ok(LinkTo::Picture { src, width, height }) => Target::Picture(src, *width, *height),
                    Ok(LinkTo::Gone) | Err(_) => Target::Nothing,
                }
            }
            _ => Target::Nothing,
        }
    }

    /// Writes `<a href="…"` with what belongs to it; `false` and nothing where it leads nowhere.
    fn write_link(&mut self, written: &str) -> bool {
        let address = tidy(written);
        let (class, to, rest, rel) = match self.target(&address) {
            Target::Web(to) if self.policy == Policy::Remote => ("", to, "", ""),
            Target::Web(to) => (" class=\"external\"", to, "", " rel=\"noopener\""),
            Target::Plain(to) | Target::Picture(to, ..) => ("", to, "", ""),
            Target::Page(to, rest) => ("", to, rest, ""),
            Target::Nothing => return false,
        };
        self.out.extend(["<a", class, " href=\""]);
        push_href(&mut self.out, to);
        push_href(&mut self.out, rest);
        self.out.extend(["\"", rel]);
        true
    }

    /// Writes `<img src="…"` and its size; `false` and nothing where there is no picture.
    fn write_picture(&mut self, written: &str, asked: Option<u32>) -> bool {
        let address = tidy(written);
        let (src, rest, size) = match self.target(&address) {
            Target::Web(src) => (src, "", None),
            Target::Plain(src) if matches!(judge(src), Address::Root(_) | Address::Beside { .. }) => {
                (src, "", None)
            }
            Target::Page(src, rest) => (src, rest, None),
            Target::Picture(src, width, height) => (src, "", Some((width, height))),
            Target::Plain(_) | Target::Nothing => return false,
        };
        self.out.push_str("<img src=\"");
        push_href(&mut self.out, src);
        push_href(&mut self.out, rest);
        self.out.push('"');
        match (size, asked) {
            (Some((width @ 1.., height @ 1..)), None) => {
                let _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
            }
            (Some((width @ 1.., height @ 1..)), Some(asked)) => {
                let scaled = (u64::from(height) * u64::from(asked) / u64::from(width)).max(1);
                let _ = write!(self.out, " width=\"{asked}\" height=\"{scaled}\"");
            }
            (_, Some(asked)) => {
                let _ = write!(self.out, " width=\"{asked}\"");
            }
            _ => {}
        }
        self.out.push_str(" loading=\"lazy\" decoding=\"async\"");
        true
    }

    fn attribute(&mut self, name: &str, value: &str) {
        if !value.is_empty() {
            self.out.extend([" ", name, "=\""]);
            push_attribute(&mut self.out, value);
            self.out.push('"');
        }
    }

    /// Gathers the text inside a picture's brackets.
    fn describe(&mut self, event: Event<'e>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(_) => image.depth += 1,
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => self.finish_image(),
            Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn finish_image(&mut self) {
        let Some(ImageDraft { address, title, alt, at, label, .. }) = self.image.take() else { return };
        self.note_address(true, &address, label, at.clone());
        let alt = alt.trim();
        if alt.is_empty() {
            self.note(|| Note::NoAlt { at });
        }
        self.make_room(Is::Inline);
        self.add_to_heading(alt);
        let start = self.out.len();
        if !self.write_picture(&address, None) {
            push_text(&mut self.out, alt);
            return;
        }
        self.out.push_str(" alt=\"");
        push_attribute(&mut self.out, alt);
        self.out.push('"');
        let from = self.out.len();
        self.attribute("title", &title);
        let attribute = from..self.out.len();
        self.out.push('>');
        // "<p>" and nothing else before it; `finish_figure` sees that nothing follows.
        if !title.trim().is_empty() && self.top().close == "</p>\n" && self.top().start + 3 == start {
            let (start, end, title) = (self.top().start, self.out.len(), title.into_string());
            self.figure = Some(Figure { start, end, attribute, title });
        }
    }

    /// Turns a paragraph that holds just a picture with a title into a figure with a caption.
    fn finish_figure(&mut self) {
        let Some(figure) = self.figure.take() else { return };
        if figure.end != self.out.len() || figure.start != self.top().start {
            return;
        }
        self.out.replace_range(figure.attribute, "");
        self.out.replace_range(figure.start..figure.start + 3, "<figure>");
        self.out.push_str("<figcaption>");
        push_text(&mut self.out, figure.title.trim());
        self.out.push_str("</figcaption>");
        if let Some(top) = self.stack.last_mut() {
            top.close = "</figure>\n".into();
        }
    }

    // Tables, tasks, code.

    fn start_cell(&mut self) {
        let head = self.table.in_head;
        let class = match self.table.columns.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        let (name, scope, close) =
            if head { ("<th", " scope=\"col\"", "</th>") } else { ("<td", "", "</td>") };
        self.close_raw();
        self.open_part(&[name, scope, class, ">"].concat(), close, Holds::Flow);
    }

    fn task(&mut self, done: bool) {
        let checked = if done { " checked" } else { "" };
        // The label gives the box its name: the text of the item, up to a list below it.
        let start = self.out.len();
        let _ = write!(self.out, "<label><input type=\"checkbox\" disabled{checked}>");
        self.push("</label>", Holds::Phrasing, start);
        if let Some(top) = self.stack.last_mut() {
            top.raw = Some("");
        }
        if self.out[..start].get(self.item..).is_some_and(|tag| tag == ">" || tag == ">\n" || tag == "><p>") {
            let class = " class=\"task\"";
            self.out.insert_str(self.item, class);
            for open in self.stack.iter_mut().rev().take_while(|open| open.start > self.item) {
                open.start += class.len();
            }
        }
    }

    fn write_code(&mut self) {
        let Some(CodeDraft { language, text }) = self.code.take() else { return };
        self.has_code = true;
        self.out.push_str("<pre><code");
        if !language.is_empty() && self.policy == Policy::Author {
            self.out.extend([" class=\"language-", &language, "\">"]);
            if self.notes.is_none() {
                highlight(&text, &language, &mut self.out);
            }
        } else {
            self.out.push('>');
            push_text(&mut self.out, &text);
        }
        self.out.push_str("</code></pre>\n");
    }

    // Footnotes.

    fn footnote_reference(&mut self, label: &str) {
        self.make_room(Is::Inline);
        let label = label.to_lowercase();
        let order = &mut self.footnotes.order;
        let index = *self.footnotes.numbers.entry(label).or_insert_with_key(|label| {
            order.push((label.clone(), 0));
            order.len() - 1
        });
        let number = index + 1;
        if self.in_link > 0 {
            let _ = write!(self.out, "<sup class=\"footnote-ref\">{number}</sup>");
            return;
        }
        let places = &mut self.footnotes.order[index].1;
        *places += 1;
        let place = Place(number, *places);
        let _ = write!(
            self.out,
            "<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-{number}\" id=\"{place}\" role=\"doc-noteref\">{number}</a></sup>"
        );
    }

    fn write_footnotes(&mut self) {
        if self.footnotes.order.is_empty() {
            return;
        }
        self.out.push_str("<div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n");
        self.push("</ol></div>\n", Holds::Items, 0);
        let mut index = 0;
        // A note may refer to further notes: the list grows while it is written.
        while let Some((label, _)) = self.footnotes.order.get(index) {
            let events = self.footnotes.defined.remove(label).unwrap_or_default();
            let number = index + 1;
            let start = self.out.len();
            let _ = write!(self.out, "<li id=\"nq-chu-thich-{number}\">");
            self.push("</li>\n", Holds::Flow, start);
            let depth = self.stack.len();
            for (event, at) in events {
                self.event(event, at);
            }
            while self.stack.len() > depth {
                self.close_top();
            }
            let in_paragraph = self.out.ends_with("</p>\n");
            if in_paragraph {
                self.out.truncate(self.out.len() - "</p>\n".len());
            }
            for place in 1..=self.footnotes.order[index].1 {
                let place = Place(number, place);
                let _ = write!(
                    self.out,
                    " <a href=\"#{place}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ {number}\">↩</a>"
                );
            }
            if in_paragraph {
                self.out.push_str("</p>\n");
            }
            self.close_top();
            index += 1;
        }
        self.close_top();
    }

    // The author's own tags.

    fn note(&mut self, note: impl FnOnce() -> Note) {
        if self.hidden == 0
            && let Some(notes) = &mut self.notes
        {
            notes.push(note());
        }
    }

    /// Writes raw HTML. `lines` says where parts of it stand in the text.
    fn raw(&mut self, html: &str, lines: &[(usize, usize)]) {
        let place = |at: Range<usize>| {
            let line = lines.partition_point(|&(from, _)| from <= at.start).saturating_sub(1);
            let (from, stands) = lines.get(line).copied().unwrap_or_default();
            let start = stands + at.start - from;
            start..start + at.len()
        };
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(text) => {
                    if !text.trim().is_empty() {
                        self.make_room(Is::Inline);
                        self.raw = true;
                    }
                    push_referenced(&mut self.out, text);
                }
                Piece::End { name } => self.close_named(&name),
                Piece::Start { name, attributes, at } => {
                    let known = tags::find(&name);
                    if let Some(tag) = known
                        && self.stack.len() < DEPTH
                        && self.may_open(tag)
                    {
                        self.open_raw(tag, &attributes, at, &place);
                        continue;
                    }
                    if name != "rp" {
                        self.note(|| Note::Tag { name: name.clone(), at: place(at) });
                    }
                    if tags::hides(&name) && self.stack.len() < DEPTH {
                        let start = self.out.len();
                        self.push("", Holds::Anything, start);
                        if let Some(top) = self.stack.last_mut() {
                            (top.raw, top.hidden) = (Some(HIDDEN), true);
                            top.close = name.into();
                            self.hidden += 1;
                        }
                    }
                }
            }
        }
    }

    /// Closes what is in the way, as HTML does where end tags may be left out; `false`, and
    /// nothing closed, where that does not make room.
    fn may_open(&mut self, tag: &Tag) -> bool {
        if tag.name == "a" && self.in_link > 0 {
            return false;
        }
        let mut keep = self.stack.len();
        loop {
            let open = &self.stack[keep - 1];
            if accepts(open, tag.is)
                || (open.holds == Holds::Details && matches!(tag.is, Is::Block | Is::Inline))
            {
                break;
            }
            if open.raw.is_none() || !open.open_ended {
                return false;
            }
            keep -= 1;
        }
        while self.stack.len() > keep {
            self.close_top();
        }
        if !accepts(self.top(), tag.is) {
            self.supply_summary();
        }
        true
    }

    fn open_raw(
        &mut self,
        tag: &'static Tag,
        attributes: &[Attribute<'_>],
        at: Range<usize>,
        place: &dyn Fn(Range<usize>) -> Range<usize>,
    ) {
        let start = self.out.len();
        let value = |name: &str| attributes.iter().find(|one| one.name == name);
        let number =
            |name: &str| value(name).and_then(|one| tags::resolve(one.value).trim().parse::<u32>().ok());
        let mut link = false;
        if tag.name == "img" {
            let src = value("src");
            if let Some(src) = src {
                self.note_address(true, &tags::resolve(src.value), None, place(src.at.clone()));
            }
            let alt = value("alt").map_or("", |alt| alt.value).trim();
            if value("alt").is_none() {
                self.note(|| Note::NoAlt { at: place(at) });
            }
            let asked = number("width").filter(|&width| (1..=10_000).contains(&width));
            if !src.is_some_and(|src| self.write_picture(&tags::resolve(src.value), asked)) {
                push_referenced(&mut self.out, alt);
                self.raw = true;
                return;
            }
            self.out.push_str(" alt=\"");
            push_referenced(&mut self.out, alt);
            self.out.push('"');
        } else if let Some(href) = value("href").filter(|_| tag.name == "a") {
            let address = tags::resolve(href.value);
            self.note_address(false, &address, None, place(href.at.clone()));
            link = self.write_link(&address);
            if !link {
                // As with Markdown's links: what leads nowhere is text. Its end tag finds this.
                self.push_raw(tag, "", start, false);
                return;
            }
        } else {
            self.out.extend(["<", tag.name]);
            link = tag.name == "a";
        }
        self.raw = true;
        for one in attributes {
            if !self.write_attribute(tag, one) {
                self.note(|| Note::Attribute {
                    tag: tag.name,
                    name: one.name.clone(),
                    at: place(one.at.clone()),
                });
            }
        }
        self.out.push('>');
        if let Some(top) = self.stack.last_mut() {
            match tag.is {
                Is::Part(part) => top.stage = part,
                Is::Row => top.stage = top.stage.max(BODY),
                Is::Cell | Is::Caption | Is::Reading => top.stage = 1,
                Is::Summary => top.holds = Holds::Flow,
                _ => {}
            }
        }
        if tag.holds != Holds::Nothing {
            self.push_raw(tag, close_of(tag), start, link);
        }
    }

    fn push_raw(&mut self, tag: &'static Tag, close: impl Into<Cow<'static, str>>, start: usize, link: bool) {
        self.push("", tag.holds, start);
        self.mark_link(link);
        if let Some(top) = self.stack.last_mut() {
            top.close = close.into();
            top.raw = Some(tag.name);
            top.open_ended = tag.open_ended;
        }
    }

    /// Writes one attribute of an author's own tag; `false` where it has no place there.
    fn write_attribute(&mut self, tag: &Tag, one: &Attribute<'_>) -> bool {
        let value = tags::resolve(one.value);
        let value = value.trim();
        let number = || value.parse::<u32>().ok().map(|number| number.to_string());
        let span =
            || value.parse::<u32>().ok().filter(|number| (1..=100).contains(number)).map(|n| n.to_string());
        let written = match (tag.name, &*one.name) {
            // Written already, or computed.
            ("a", "href") | ("img", "src" | "alt" | "width" | "height" | "loading" | "decoding") => {
                return true;
            }
            (_, "class" | "id") if self.policy == Policy::Remote => None,
            (_, "class") => {
                let plain = |name: &&str| {
                    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
                };
                let classes: Vec<&str> = value.split_ascii_whitespace().filter(plain).collect();
                Some(classes.join(" ")).filter(|classes| !classes.is_empty())
            }
            (_, "id") => Some(id_of(value)).filter(|id| !id.is_empty() && self.ids.take_exactly(id)),
            (_, "title") => {
                self.out.push_str(" title=\"");
                push_referenced(&mut self.out, one.value);
                self.out.push('"');
                return true;
            }
            (_, "lang") => Some(value.to_owned()).filter(|value| tags::is_language(value)),
            (_, "dir") => {
                Some(value.to_ascii_lowercase()).filter(|dir| ["ltr", "rtl", "auto"].contains(&&**dir))
            }
            ("details", "open") => Some(String::new()),
            ("ol", "start") => number(),
            ("td" | "th", "colspan" | "rowspan") => span(),
            ("th", "scope") => {
                Some(value.to_ascii_lowercase()).filter(|scope| ["col", "row"].contains(&&**scope))
            }
            _ => None,
        };
        let Some(written) = written else { return false };
        self.out.extend([" ", &one.name, "=\""]);
        push_attribute(&mut self.out, &written);
        self.out.push('"');
        true
    }

    fn close_named(&mut self, name: &str) {
        let own = self.stack.iter().rev().take_while(|open| open.raw.is_some());
        let is = |open: &Open| open.raw == Some(name) || (open.hidden && open.close == name);
        let Some(above) = own.into_iter().position(is) else { return };
        for _ in 0..=above {
            self.close_top();
        }
    }
}

/// Stands for the names of elements that are cut off; their `close` is the name.
const HIDDEN: &str = "<";

/// The id of a place that refers to a footnote.
struct Place(usize, usize);

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Place(note, 1) => write!(f, "nq-goi-{note}"),
            Place(note, place) => write!(f, "nq-goi-{note}-{place}"),
        }
    }
}

fn accepts(open: &Open, is: Is) -> bool {
    match (open.holds, is) {
        (Holds::Anything, _) | (Holds::Flow | Holds::Figure, Is::Block | Is::Inline) => true,
        (Holds::Phrasing | Holds::Ruby, Is::Inline) | (Holds::Ruby, Is::Reading) => true,
        (Holds::Figure, Is::Caption) => open.stage == 0,
        (Holds::Details, Is::Summary) | (Holds::Items, Is::Item) => true,
        (Holds::Rows, Is::Row) | (Holds::Cells, Is::Cell) => true,
        (Holds::Table, Is::Row) => open.stage <= BODY,
        (Holds::Table, Is::Part(part)) => part > open.stage || (part == BODY && open.stage == BODY),
        _ => false,
    }
}

fn close_of(tag: &Tag) -> String {
    let line = if matches!(tag.is, Is::Inline) { "" } else { "\n" };
    format!("</{}>{line}", tag.name)
}

/// An author's own id as letters, digits and hyphens that never look like one of ours.
fn id_of(wish: &str) -> String {
    let plain = wish.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let id = if plain { wish.to_owned() } else { text::slug(wish) };
    if id.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("nq-")) { format!("muc-{id}") } else { id }
}

fn language(info: &str) -> String {
    let word = info.split([' ', ',', '{', '\t']).next().unwrap_or("");
    let plain =
        word.len() <= 32 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#-_.".contains(&byte));
    if plain { word.to_owned() } else { String::new() }
}

/// The name of the definition that a reference's address stands in.
fn label(kind: LinkType, id: &str) -> Option<String> {
    matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut).then(|| id.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    use proptest::prelude::*;

    fn page(markdown: &str) -> String {
        html(markdown, &links(), Policy::Author).html.as_str().to_owned()
    }

    fn remote(markdown: &str) -> String {
        html(markdown, &links(), Policy::Remote).html.as_str().to_owned()
    }

    fn links() -> Vec<Link> {
        let picture = LinkTo::Picture { src: "anh/co-1.jpg".into(), width: 800, height: 600 };
        let link = |written: &str, to| Link { written: written.into(), to };
        vec![
            link("anh/co.jpg", picture),
            link("nhap.md", LinkTo::Gone),
            link("tin.md", LinkTo::Page("tin.html".into())),
        ]
    }

    #[test]
    fn headings_start_at_the_second_level_and_never_skip() {
        let levels = |markdown: &str| -> String {
            page(markdown).split("<h").skip(1).filter_map(|tag| tag.chars().next()).collect()
        };
        assert_eq!(levels("# a\n\n## b\n\n# c"), "232");
        assert_eq!(levels("## a\n\n### b\n\n#### c\n\n## d"), "2342");
        assert_eq!(levels("### a\n\n##### b\n\n##### c\n\n#### d\n\n# e"), "23332");
        assert_eq!(levels("# a\n## a\n### a\n#### a\n##### a\n###### a"), "234566");
    }

    #[test]
    fn heading_ids_are_slugs_that_differ_and_are_never_ours() {
        let body = html(
            "# Kết quả\n\n# Kết quả\n\n# ???\n\n# !\n\n# NQ 71\n\n# *Tự* chọn {#Ma_1}\n",
            &[],
            Policy::Author,
        );
        let ids: Vec<&str> = body.headings.iter().map(|heading| &*heading.id).collect();
        assert_eq!(ids, ["ket-qua", "ket-qua-2", "muc-1", "muc-2", "muc-nq-71", "Ma_1"]);
        assert_eq!(body.headings[5].text, "Tự chọn");
        assert!(body.html.as_str().contains("<h2 id=\"Ma_1\"><em>Tự</em> chọn</h2>"));
    }

    #[test]
    fn a_number_in_a_heading_does_not_collide_with_a_counted_one() {
        let body = html("# a\n\n# a 2\n\n# a\n\n# a\n", &[], Policy::Author);
        let ids: Vec<&str> = body.headings.iter().map(|heading| &*heading.id).collect();
        assert_eq!(ids, ["a", "a-2", "a-3", "a-4"]);
    }

    #[test]
    fn only_the_first_two_levels_of_the_page_itself_are_listed() {
        let body = html("# a\n\n## b\n\n### c\n\n> # d\n\n#\n", &[], Policy::Author);
        let texts: Vec<&str> = body.headings.iter().map(|heading| &*heading.text).collect();
        assert_eq!(texts, ["a", "b"]);
        assert!(!body.html.as_str().contains("></h"), "an empty heading is left out");
    }

    #[test]
    fn relative_links_become_what_the_page_says() {
        assert_eq!(page("[a](tin.md?x=1#y)"), "<p><a href=\"tin.html?x=1#y\">a</a></p>\n");
        assert_eq!(page("[a *b*](nhap.md) [c](khong-co.md)"), "<p>a <em>b</em> c</p>\n");
        assert_eq!(page("[to](anh/co.jpg)"), "<p><a href=\"anh/co-1.jpg\">to</a></p>\n");
        assert_eq!(
            page("[a][b]\n\n[b]: tin.md 'Tin \"mới\"'"),
            "<p><a href=\"tin.html\" title=\"Tin &quot;mới&quot;\">a</a></p>\n"
        );
    }

    #[test]
    fn links_to_the_web_say_so_and_others_stay_plain() {
        assert_eq!(
            page("<https://a.vn/?x&y>"),
            "<p><a class=\"external\" href=\"https://a.vn/?x&amp;y\" rel=\"noopener\">https://a.vn/?x&amp;y</a></p>\n"
        );
        assert_eq!(
            page("<a@b.vn> [g](tel:+8424)"),
            "<p><a href=\"mailto:a@b.vn\">a@b.vn</a> <a href=\"tel:+8424\">g</a></p>\n"
        );
        assert_eq!(page("[a](#b) [c](/d)"), "<p><a href=\"#b\">a</a> <a href=\"/d\">c</a></p>\n");
    }

    #[test]
    fn a_dangerous_address_leaves_its_text_only() {
        for address in [
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "<java&#115;cript:x>",
            "&#1;javascript:x",
            "<java\tscript:x>",
            "java&Tab;script:x",
            "java&NewLine;script:x",
            "data:text/html;base64,x",
            "vbscript:x",
            "//xau.vn",
            "<\\\\\\\\xau.vn>",
        ] {
            assert_eq!(page(&format!("[a]({address})")), "<p>a</p>\n", "{address}");
            assert_eq!(page(&format!("![a]({address})")), "<p>a</p>\n", "{address}");
            let raw = address.trim_matches(['<', '>']);
            assert!(
                !page(&format!("<a href=\"{raw}\">a</a><img src='{raw}' alt=b>")).contains("=\""),
                "{address}"
            );
        }
        assert_eq!(page("<javascript:alert(1)>"), "<p>javascript:alert(1)</p>\n");
    }

    #[test]
    fn a_picture_has_its_size_and_loads_late() {
        assert_eq!(
            page("![Cờ \"đỏ\"](anh/co.jpg)"),
            "<p><img src=\"anh/co-1.jpg\" width=\"800\" height=\"600\" loading=\"lazy\" decoding=\"async\" alt=\"Cờ &quot;đỏ&quot;\"></p>\n"
        );
    }

    #[test]
    fn a_picture_with_a_title_alone_in_its_paragraph_is_a_figure() {
        let figure = page("![Cờ](anh/co.jpg \"Lễ <chào> cờ\")");
        assert!(figure.starts_with("<figure><img src"), "{figure}");
        assert!(
            figure.ends_with("alt=\"Cờ\"><figcaption>Lễ &lt;chào&gt; cờ</figcaption></figure>\n"),
            "{figure}"
        );
        for markdown in
            ["a ![b](anh/co.jpg \"c\")", "![b](anh/co.jpg \"c\") a", "[![b](anh/co.jpg \"c\")](tin.md)"]
        {
            let inline = page(markdown);
            assert!(inline.starts_with("<p>") && inline.contains(" title=\"c\">"), "{inline}");
        }
    }

    #[test]
    fn tables_scroll_and_say_what_their_columns_are() {
        assert_eq!(
            page("| a | b |\n|---|--:|\n| c | **d** |\n"),
            "<div class=\"table-scroll\"><table>\n<thead><tr><th scope=\"col\">a</th><th scope=\"col\" class=\"align-right\">b</th></tr></thead>\n\
             <tbody>\n<tr><td>c</td><td class=\"align-right\"><strong>d</strong></td></tr>\n</tbody></table></div>\n"
        );
        assert!(!page("| a |\n|---|\n").contains("tbody"));
    }

    #[test]
    fn a_task_has_its_text_for_a_label() {
        assert_eq!(
            page("- [x] xong\n  - [ ] chưa\n- thường\n"),
            "<ul>\n<li class=\"task\"><label><input type=\"checkbox\" disabled checked>xong</label><ul>\n\
             <li class=\"task\"><label><input type=\"checkbox\" disabled>chưa</label></li>\n</ul>\n</li>\n<li>thường</li>\n</ul>\n"
        );
        assert_eq!(
            page("- [ ] một\n\n  hai\n"),
            "<ul>\n<li class=\"task\"><p><label><input type=\"checkbox\" disabled>một</label></p>\n<p>hai</p>\n</li>\n</ul>\n"
        );
    }

    #[test]
    fn footnotes_are_numbered_in_order_of_reference() {
        assert_eq!(
            page("a[^x] b[^y] c[^x] d[^z]\n\n[^y]: hai[^w]\n\n[^x]: một\n\n[^bỏ]: không[^w]\n\n[^w]: ba\n"),
            "<p>a<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-1\" id=\"nq-goi-1\" role=\"doc-noteref\">1</a></sup> \
             b<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-2\" id=\"nq-goi-2\" role=\"doc-noteref\">2</a></sup> \
             c<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-1\" id=\"nq-goi-1-2\" role=\"doc-noteref\">1</a></sup> d[^z]</p>\n\
             <div class=\"footnotes\" role=\"doc-endnotes\">\n<ol>\n\
             <li id=\"nq-chu-thich-1\"><p>một <a href=\"#nq-goi-1\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 1\">↩</a> \
             <a href=\"#nq-goi-1-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 1\">↩</a></p>\n</li>\n\
             <li id=\"nq-chu-thich-2\"><p>hai<sup class=\"footnote-ref\"><a href=\"#nq-chu-thich-3\" id=\"nq-goi-3\" role=\"doc-noteref\">3</a></sup> \
             <a href=\"#nq-goi-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 2\">↩</a></p>\n</li>\n\
             <li id=\"nq-chu-thich-3\"><p>ba <a href=\"#nq-goi-3\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ 3\">↩</a></p>\n</li>\n\
             </ol></div>\n"
        );
    }

    #[test]
    fn code_is_coloured_where_its_language_is_known() {
        let body = html("```rust,x\nlet a = 1;\n```\n\n```khac\n<b>\n```\n\n    c\n", &[], Policy::Author);
        let html = body.html.as_str();
        assert!(body.has_code);
        assert!(
            html.starts_with("<pre><code class=\"language-rust\"><span class=\"hl-keyword\">let</span> a "),
            "{html}"
        );
        assert!(
            html.contains(
                "<pre><code class=\"language-khac\">&lt;b&gt;\n</code></pre>\n<pre><code>c\n</code></pre>"
            ),
            "{html}"
        );
    }

    #[test]
    fn everyday_html_stays() {
        assert_eq!(
            page("H<sub>2</sub>O, <kbd>Ctrl</kbd><br>x"),
            "<p>H<sub>2</sub>O, <kbd>Ctrl</kbd><br>x</p>\n"
        );
        assert_eq!(
            page("<details class=\"luu-y\">\n<summary>Xem</summary>\n\n**trong** đó\n\n</details>\n\nsau"),
            "<details class=\"luu-y\">\n<summary>Xem</summary>\n\n<p><strong>trong</strong> đó</p>\n</details>\n\n<p>sau</p>\n"
        );
        assert_eq!(
            page("<table><caption>A</caption><tr><th scope=row>a<td colspan=2>b &eacute; &amp;</table>"),
            "<table><caption>A</caption>\n<tbody><tr><th scope=\"row\">a</th>\n<td colspan=\"2\">b é &amp;</td>\n</tr>\n</tbody></table>\n"
        );
    }

    #[test]
    fn addresses_in_html_are_looked_up_too() {
        assert_eq!(
            page("x <a href=\"tin.md#y\">a</a> <a href='nhap.md'>b</a> c"),
            "<p>x <a href=\"tin.html#y\">a</a> b c</p>\n"
        );
        assert_eq!(
            page("x <img src=anh/co.jpg width=400 onerror=alert(1)>"),
            "<p>x <img src=\"anh/co-1.jpg\" width=\"400\" height=\"300\" loading=\"lazy\" decoding=\"async\" alt=\"\"></p>\n"
        );
    }

    #[test]
    fn dangerous_html_goes_and_its_text_stays() {
        assert_eq!(
            page("a <b onclick=\"x()\" style='y'>b</b> <font color=red>c</font>"),
            "<p>a <b>b</b> c</p>\n"
        );
        assert_eq!(page("<script>\nalert(\"<b>\")\n</script>\n\nsau"), "\n<p>sau</p>\n");
        assert_eq!(page("a <script>alert(1)</script> b <style>p{}</style>"), "<p>a  b </p>\n");
        assert_eq!(
            page("<iframe src=\"https://a.vn\"></iframe>\n\n<svg onload=x><a>y</a></svg>"),
            "\n<p></p>\n"
        );
        assert_eq!(page("<form action=x><input type=text><button>ok</button></form>"), "ok");
    }

    #[test]
    fn a_script_left_open_does_not_swallow_the_page() {
        assert_eq!(page("<div><script>\n\nmột\n\n</div>\n\nhai"), "<div><p>một</p>\n</div>\n\n<p>hai</p>\n");
        assert_eq!(page("a <script> b\n\nhai"), "<p>a </p>\n<p>hai</p>\n");
    }

    #[test]
    fn comments_vanish() {
        assert_eq!(page("một\n\n<!-- more -->\n\nhai <!-- ẩn --> ba"), "<p>một</p>\n\n<p>hai  ba</p>\n");
    }

    #[test]
    fn a_tag_left_open_ends_with_the_block_around_it() {
        assert_eq!(page("- một <b>hai\n- ba\n"), "<ul>\n<li>một <b>hai</b></li>\n<li>ba</li>\n</ul>\n");
        assert_eq!(
            page("> <div>\n> một\n\nhai\n"),
            "<blockquote>\n<div>\nmột\n</div>\n</blockquote>\n<p>hai</p>\n"
        );
        assert_eq!(page("<div>\n\nmột\n\nhai"), "<div>\n<p>một</p>\n<p>hai</p>\n</div>\n");
        assert_eq!(page("một</div></p></body> hai"), "<p>một hai</p>\n");
    }

    #[test]
    fn tags_stand_only_where_they_may() {
        assert_eq!(page("a <div>b</div> <li>c <td>d"), "<p>a b c d</p>\n");
        assert_eq!(page("<ul><li>a<li>b</ul>"), "<ul><li>a</li>\n<li>b</li>\n</ul>\n");
        assert_eq!(page("<ul>a</ul>"), "<ul></ul>\na");
        assert_eq!(page("<details>a</details>"), "<details><summary>…</summary>a</details>\n");
        assert_eq!(page("[a <a href=#b>c</a>](#d)"), "<p><a href=\"#d\">a c</a></p>\n");
        assert_eq!(
            page("<table><tr></tr><tr><td>a</table>"),
            "<table><tbody><tr><td>a</td>\n</tr>\n</tbody></table>\n"
        );
    }

    #[test]
    fn ids_in_html_are_unique_and_never_ours() {
        assert_eq!(
            page("<p id=\"a\">x</p><p id=\"a\">y</p><p id=\"nq-menu\">z</p>\n\n# a\n"),
            "<p id=\"a\">x</p>\n<p>y</p>\n<p id=\"muc-nq-menu\">z</p>\n\n<h2 id=\"a-2\">a</h2>\n"
        );
    }

    #[test]
    fn text_from_elsewhere_is_kept_short_of_hooks() {
        assert_eq!(
            remote(
                "# A\n\n[a](https://a.vn) [b](tin.md) [c](#d) ![e](anh/co.jpg) <span class=x id=y>f</span>\n"
            ),
            "<h2>A</h2>\n<p><a href=\"https://a.vn\" rel=\"nofollow noopener\">a</a> b c e <span>f</span></p>\n"
        );
        assert!(!remote("```rust\nlet a;\n```\n\n- [ ] x\n\na[^1]\n\n[^1]: b").contains("class"));
    }

    #[test]
    fn what_the_writer_makes_passes_the_filter_unchanged() {
        let markdown = "# a\n\n[b](https://c.vn 'd') ![e](anh/co.jpg \"f\")\n\n![e](anh/co.jpg \"f\")\n\n1. g\n\n5) h\n\n| i |\n|:-:|\n| j |\n\n\
            - [x] k\n\n```python\nif x: pass\n```\n\nl[^1] ~~m~~ `n`  \no\n\n***\n\n> p\n\n[^1]: q\n";
        let plain = page(markdown);
        let filtered = page(&format!("{markdown}\n\n<b></b>\n"));
        let same =
            |html: &str| html.replace("=\"\"", "").replace("<p><b></b></p>\n", "").replace("<b></b>\n", "");
        assert_eq!(same(&filtered), same(&plain));
    }

    #[test]
    fn nesting_without_end_is_shown_flat() {
        for one in [
            "> ",
            "- ",
            "1. ",
            "[",
            "![",
            "*",
            "**a ",
            "_",
            "<div>",
            "<b>",
            "<ul><li>",
            "<table><tr><td>",
            "`",
            "~~",
            "<svg>",
            "[^",
            "<details>",
            "<!--",
            "<a ",
            "&",
            "([",
        ] {
            let html = page(&one.repeat(50_000));
            let deep = html.matches("<blockquote").count()
                + html.matches("<div").count()
                + html.matches("<li").count();
            assert!(deep <= 200, "{one}: {deep}");
        }
        assert!(page(&format!("{}x{}", "[".repeat(20_000), "](a)".repeat(20_000))).contains('x'));
    }

    const PARTS: &[&str] = &[
        "<b>",
        "</b>",
        "<div>",
        "</div>",
        "<p>",
        "<ul>",
        "<li>",
        "</ul>",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "<thead>",
        "<tfoot>",
        "<caption>",
        "</table>",
        "<details>",
        "<summary>",
        "</summary>",
        "<ruby>",
        "<rt>",
        "<rp>",
        "<figure>",
        "<figcaption>",
        "<script>",
        "</script>",
        "<svg>",
        "</svg>",
        "<style>",
        "<textarea>",
        "<img src=a>",
        "<img src='anh/co.jpg'>",
        "<a href=#b>",
        "<a href=\"tin.md\" class=x id=y>",
        "</a>",
        "<br>",
        "<hr>",
        "<!-- ",
        " -->",
        "<x y=\"",
        "[^1]",
        "[",
        "](tin.md)",
        "![",
        "](anh/co.jpg \"t\")",
        "\n\n",
        "\n- [ ] ",
        "\n- ",
        "\n\n[^1]: ",
        "\n> ",
        "\n1. ",
        "\n    ",
        "\n```\n",
        "\n| a | b |\n|---|---|\n| ",
        "\n# ",
        "\n",
        " ",
        "*",
        "**",
        "~~",
        "`",
        "\\",
        "&amp;",
        "&#1;",
        "&eacute;",
        "ế",
        "\u{0}",
        "\u{85}",
        "\u{a0}",
        "\r",
        "\t",
        "{#a}",
    ];

    proptest! {
        #[test]
        fn no_text_breaks_the_writer_or_the_page(
            parts in proptest::collection::vec(prop_oneof![
                proptest::sample::select(PARTS).prop_map(str::to_owned),
                "[ -~]{0,4}",
                "\\PC{0,2}",
            ], 0..40)
        ) {
            let text = parts.concat();
            for policy in [Policy::Author, Policy::Remote] {
                let body = html(&text, &links(), policy);
                let once = body.html.as_str();
                prop_assert!(!once.contains("<script") && !once.contains("<svg") && !once.contains("<iframe"));
                // Read as a browser reads it, it is what was written.
                let twice = CleanHtml::filtered(once, policy);
                let same = |html: &str| html.replace("=\"\"", "").replace("&nbsp;", "\u{a0}").replace("&gt;", ">").replace("<tbody>", "").replace("</tbody>", "").replace('\r', "\n");
                prop_assert_eq!(same(twice.as_str()), same(once));
            }
        }
    }
}
