//! Footnotes: numbered in the order in which they are referred to, and put at the end.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::Event;

use super::super::tags::{Holds, Is};
use super::Writer;

type Stored<'e> = Vec<(Event<'e>, Range<usize>)>;

/// What is known of a text's footnotes.
#[derive(Default)]
pub(super) struct Footnotes<'e> {
    /// Definitions that are being read, innermost last.
    pub(super) reading: Vec<(String, Stored<'e>)>,
    pub(super) defined: HashMap<String, Stored<'e>>,
    numbers: HashMap<String, usize>,
    /// In order of reference: the label and how many places link to it.
    order: Vec<(String, usize)>,
}

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

impl<'e, 'l> Writer<'e, 'l> {
    pub(super) fn footnote_reference(&mut self, label: &str) {
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

    pub(super) fn write_footnotes(&mut self) {
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
                let again = if place > 1 { format!(".{place}") } else { String::new() };
                let place = Place(number, place);
                let _ = write!(
                    self.out,
                    " <a href=\"#{place}\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"↩ {number}{again}\">↩</a>"
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
}
