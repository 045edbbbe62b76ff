//! The elements that are open: what may stand in them, and how they end.

use std::borrow::Cow;

use super::super::tags::{BODY, Holds, Is};
use super::Writer;

/// Deeper nesting is shown flat: nobody writes it, and browsers stop near 500.
pub(super) const DEPTH: usize = 100;

/// An element that is open.
pub(super) struct Open {
    /// What ends it; nothing for one that is not shown.
    pub(super) close: Cow<'static, str>,
    pub(super) holds: Holds,
    /// The name of the author's own tag: it may be closed by force, or by its end tag.
    pub(super) raw: Option<&'static str>,
    /// See [`Tag`](super::super::tags::Tag).
    pub(super) open_ended: bool,
    /// True for a link that is shown.
    pub(super) link: bool,
    /// Will be cut off, with all in it.
    pub(super) hidden: bool,
    /// Where it begins in `out`.
    pub(super) start: usize,
    /// What it has already: how far a table is, whether a figure has its caption, a row its cells.
    pub(super) stage: u8,
}

impl Open {
    /// One of Markdown's own.
    pub(super) fn new(close: &'static str, holds: Holds, start: usize) -> Open {
        Open {
            close: close.into(),
            holds,
            raw: None,
            open_ended: false,
            link: false,
            hidden: false,
            start,
            stage: 0,
        }
    }
}

/// True where an element of that sort may stand in the open one.
pub(super) fn accepts(open: &Open, is: Is) -> bool {
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

impl Writer<'_, '_> {
    /// The innermost element.
    pub(super) fn top(&self) -> &Open {
        self.stack.last().expect("the page itself is never closed")
    }

    /// True when the innermost element is written, not flattened.
    pub(super) fn shown(&self) -> bool {
        !self.top().close.is_empty()
    }

    pub(super) fn push(&mut self, close: &'static str, holds: Holds, start: usize) {
        self.stack.push(Open::new(close, holds, start));
    }

    /// Says whether what was pushed is a link.
    pub(super) fn mark_link(&mut self, opened: bool) {
        if let Some(top) = self.stack.last_mut() {
            top.link = opened;
            self.in_link += usize::from(opened);
        }
    }

    pub(super) fn open_block(&mut self, tag: &str, close: &'static str, holds: Holds) {
        self.make_room(Is::Block);
        self.open(tag, close, holds);
    }

    pub(super) fn open_inline(&mut self, tag: &str, close: &'static str) {
        self.make_room(Is::Inline);
        self.open(tag, close, Holds::Phrasing);
    }

    /// A part of a list or table that Markdown itself made.
    pub(super) fn open_part(&mut self, tag: &str, close: &'static str, holds: Holds) {
        self.close_raw();
        if self.shown() {
            self.open(tag, close, holds);
        } else {
            let (holds, start) = (self.top().holds, self.out.len());
            self.push("", holds, start);
        }
    }

    pub(super) fn open(&mut self, tag: &str, close: &'static str, holds: Holds) {
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
    pub(super) fn make_room(&mut self, is: Is) {
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
    pub(super) fn close_raw(&mut self) {
        while self.top().raw.is_some() {
            self.close_top();
        }
    }

    pub(super) fn close_top(&mut self) {
        match self.top().holds {
            Holds::Details => self.supply_summary(),
            // Every base has to be followed by a reading.
            Holds::Ruby if !self.out.trim_end().ends_with("</rt>") => self.out.push_str("<rt></rt>"),
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
    pub(super) fn supply_summary(&mut self) {
        self.out.push_str("<summary>…</summary>");
        if let Some(top) = self.stack.last_mut() {
            top.holds = Holds::Flow;
        }
    }
}
