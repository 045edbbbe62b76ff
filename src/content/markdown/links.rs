//! Links and pictures: what an address in the text becomes on the page.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType};

use super::super::address::{Address, judge, push_href, tidy};
use super::super::clean::{Policy, push_attribute, push_text};
use super::super::tags::{Holds, Is};
use super::stack::DEPTH;
use super::{Link, LinkTo, Note, Writer};

/// A picture whose description is being read.
pub(super) struct ImageDraft<'e> {
    address: CowStr<'e>,
    title: CowStr<'e>,
    alt: String,
    depth: usize,
    at: Range<usize>,
    label: Option<String>,
}

/// A picture with a title that may turn out to be alone in its paragraph.
pub(super) struct Figure {
    start: usize,
    end: usize,
    /// The title attribute, which the caption replaces.
    attribute: Range<usize>,
    title: String,
}

/// What an address becomes.
enum Target<'a> {
    Web(&'a str),
    /// As it is written.
    Plain(&'a str),
    /// An address of the site, and the query and anchor behind it.
    Page(&'a str, &'a str),
    /// Its address, width and height.
    Picture(&'a str, u32, u32),
    /// Text.
    Nothing,
}

impl<'e> ImageDraft<'e> {
    pub(super) fn new(
        kind: LinkType,
        address: CowStr<'e>,
        title: CowStr<'e>,
        id: &str,
        at: Range<usize>,
    ) -> Self {
        ImageDraft { address, title, alt: String::new(), depth: 0, at, label: label(kind, id) }
    }
}

impl<'e, 'l> Writer<'e, 'l> {
    pub(super) fn start_link(
        &mut self,
        kind: LinkType,
        address: CowStr<'e>,
        title: &str,
        id: &str,
        at: Range<usize>,
    ) {
        let address = match kind {
            LinkType::Email => format!("mailto:{address}").into(),
            _ => address,
        };
        self.note_address(false, &address, label(kind, id), at);
        self.make_room(Is::Inline);
        let start = self.out.len();
        let opened = self.in_link == 0 && self.stack.len() < DEPTH && self.write_link(&address);
        if opened {
            self.attribute("title", title);
            self.out.push('>');
        }
        self.push(if opened { "</a>" } else { "" }, Holds::Phrasing, start);
        self.mark_link(opened);
    }

    pub(super) fn note_address(
        &mut self,
        picture: bool,
        written: &str,
        label: Option<String>,
        at: Range<usize>,
    ) {
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
            // Of text from elsewhere, the table has only what came with it.
            Address::Beside { path, rest } => {
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
    pub(super) fn write_link(&mut self, written: &str) -> bool {
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
    pub(super) fn write_picture(&mut self, written: &str, asked: Option<u32>) -> bool {
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
    pub(super) fn describe(&mut self, event: Event<'e>) {
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
    pub(super) fn finish_figure(&mut self) {
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
}

/// The name of the definition that a reference's address stands in.
pub(super) fn label(kind: LinkType, id: &str) -> Option<String> {
    matches!(kind, LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut).then(|| id.to_owned())
}
