//! Markdown to the HTML of a page's body.
//!
//! 1. The parser gives events; [`Writer`] turns each into markup at once.
//! 2. A stack of open elements knows what may stand where. An author's own tags go onto the same
//!    stack, so that a tag left open ends with the block around it and cannot break the page.
//! 3. Every address is judged; relative ones become what `links` says.
//!
//! [`scan`](super::scan()) runs the same writer to learn what a text refers to and what would be
//! left out of it: what is reported is what happens.
//!
//! Ids that the writer makes for itself begin with `nq-`, as do a theme's; no id that comes from
//! a text does.

mod footnotes;
mod headings;
mod links;
mod raw;
mod stack;

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag as Md, TagEnd};
use serde::Serialize;

use super::clean::{CleanHtml, Policy, push_text};
use super::highlight::{self, highlight};
use super::tags::{Holds, Is};

use footnotes::Footnotes;
use headings::{HeadingDraft, Ids};
use links::{Figure, ImageDraft};
use stack::{Open, accepts};

/// A heading that a table of contents may list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Link {
    /// The address as the text has it, without query and anchor:
    /// [`Reference::written`](crate::model::Reference::written).
    pub written: String,
    /// What stands in its place.
    pub to: LinkTo,
}

/// See [`Link`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
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

/// What the writer met, and where in the text: the raw material of diagnostics.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Note {
    /// An address; `label` names the definition that it stands in.
    Address { picture: bool, written: String, label: Option<String>, at: Range<usize> },
    /// A picture without a description.
    NoAlt { at: Range<usize> },
    /// A tag that was left out.
    Tag { name: String, at: Range<usize> },
    /// A comment that hides the rest of the text.
    OpenComment { at: Range<usize> },
    /// An attribute that was left out.
    Attribute { tag: &'static str, name: String, at: Range<usize> },
}

/// Markup that grows event by event.
pub(super) struct Writer<'e, 'l> {
    out: String,
    links: &'l [Link],
    policy: Policy,
    /// Kept by [`scan`](super::scan()) only.
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
    /// How many bytes of code may still be coloured.
    colours_left: usize,
    /// The lines of a block of raw HTML, and where each stands in the text.
    block: Option<(String, Vec<(usize, usize)>)>,
    footnotes: Footnotes<'e>,
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

impl<'e, 'l> Writer<'e, 'l> {
    pub(super) fn new(links: &'l [Link], policy: Policy, capacity: usize) -> Writer<'e, 'l> {
        let mut stack = Vec::with_capacity(16);
        stack.push(Open::new("", Holds::Flow, 0));
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
            colours_left: highlight::LIMIT,
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
                } else if accepts(self.top(), Is::Inline) || !text.trim_ascii().is_empty() {
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
                self.open_block(
                    "<div class=\"table-scroll\" tabindex=\"0\"><table>\n",
                    "</table></div>\n",
                    Holds::Table,
                );
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
                self.start_link(link_type, dest_url, &title, &id, at)
            }
            Md::Image { link_type, dest_url, title, id } => {
                self.image = Some(ImageDraft::new(link_type, dest_url, title, &id, at));
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

    fn note(&mut self, note: impl FnOnce() -> Note) {
        if self.hidden == 0
            && let Some(notes) = &mut self.notes
        {
            notes.push(note());
        }
    }

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
                highlight(&text, &language, &mut self.colours_left, &mut self.out);
            }
        } else {
            self.out.push('>');
            push_text(&mut self.out, &text);
        }
        self.out.push_str("</code></pre>\n");
    }
}

fn language(info: &str) -> String {
    let word = info.split([' ', ',', '{', '\t']).next().unwrap_or("");
    let plain =
        word.len() <= 32 && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+#-_.".contains(&byte));
    if plain { word.to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests;
