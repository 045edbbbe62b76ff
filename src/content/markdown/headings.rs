//! Headings: their level on the page and what they are linked to by.

use std::collections::HashMap;

use crate::text;

use super::super::clean::{Policy, printable, push_text};
use super::super::tags::{Holds, Is};
use super::{Heading, Writer};

/// A heading whose text is being read.
pub(super) struct HeadingDraft {
    level: u8,
    asked: Option<String>,
    text: String,
    /// Where the id goes.
    at: usize,
}

/// Ids that are taken on a page.
#[derive(Default)]
pub(super) struct Ids(HashMap<String, usize>);

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

    /// Takes the id if it is free.
    pub(super) fn take_exactly(&mut self, id: &str) -> bool {
        let free = !self.0.contains_key(id);
        if free {
            self.0.insert(id.to_owned(), 1);
        }
        free
    }
}

impl Writer<'_, '_> {
    pub(super) fn start_heading(&mut self, level: u8, id: Option<&str>) {
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
        if !self.shown() {
            self.levels.pop();
        } else if self.notes.is_none() {
            let asked = id.map(id_of).filter(|id| !id.is_empty());
            let at = self.out.len() - "\">".len();
            self.heading = Some(HeadingDraft { level, asked, text: String::new(), at });
        }
    }

    /// Adds text to the page, and to the heading that is open.
    pub(super) fn text(&mut self, text: &str) {
        // Nobody reads the markup of a writer that takes notes.
        if self.notes.is_none() {
            push_text(&mut self.out, text);
            self.add_to_heading(text);
        }
    }

    pub(super) fn add_to_heading(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
    }

    pub(super) fn finish_heading(&mut self) {
        let Some(heading) = self.heading.take() else { return };
        let text = printable(heading.text.trim());
        let shows = |tag| self.out[heading.at..].contains(tag);
        if text.is_empty() && !shows("<img ") && !shows("<a ") {
            // Nothing in it: nothing to show, and no level that the next one could be below.
            self.out.truncate(self.top().start);
            self.levels.pop();
            if let Some(top) = self.stack.last_mut() {
                top.close = "".into();
            }
            return;
        }
        if self.policy == Policy::Remote {
            return;
        }
        let id = match &heading.asked {
            Some(asked) => self.ids.take(asked),
            None => self.ids.take(&text::slug(&text)),
        };
        self.out.insert_str(heading.at, &id);
        // Headings inside quotations, lists and notes belong to those, not to the page.
        if heading.level <= 3 && self.stack.len() == 2 && self.hidden == 0 && !text.is_empty() {
            self.headings.push(Heading { level: heading.level, id, text: text.into_owned() });
        }
    }
}

/// An author's own id as letters, digits and hyphens that never look like one of ours.
pub(super) fn id_of(wish: &str) -> String {
    let plain = wish.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let id = if plain { wish.to_owned() } else { text::slug(wish) };
    if id.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("nq-")) { format!("muc-{id}") } else { id }
}
