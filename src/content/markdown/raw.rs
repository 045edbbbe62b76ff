//! The author's own tags: read, judged, and written again if they may stand where they are.

use std::borrow::Cow;
use std::ops::Range;

use super::super::clean::{Policy, push_attribute, push_referenced};
use super::super::tags::{self, Attribute, BODY, Holds, Is, Piece, Tag};
use super::headings::id_of;
use super::stack::{DEPTH, Open, accepts};
use super::{Note, Writer};

/// Stands for the names of elements that are cut off; their `close` is the name.
const HIDDEN: &str = "<";

impl Writer<'_, '_> {
    /// Writes raw HTML. `lines` says where parts of it stand in the text.
    pub(super) fn raw(&mut self, html: &str, lines: &[(usize, usize)]) {
        let place = |at: Range<usize>| {
            let line = lines.partition_point(|&(from, _)| from <= at.start).saturating_sub(1);
            let (from, stands) = lines.get(line).copied().unwrap_or_default();
            let start = stands + at.start - from;
            start..start + at.len()
        };
        for piece in tags::pieces(html) {
            match piece {
                Piece::Text(text) => {
                    if !text.trim_ascii().is_empty() {
                        self.make_room(Is::Inline);
                        self.raw = true;
                    }
                    push_referenced(&mut self.out, text);
                }
                Piece::End { name } => self.close_named(&name),
                Piece::Unclosed { at } => self.note(|| Note::OpenComment { at: place(at) }),
                Piece::Start { name, attributes, at } => {
                    let known = tags::find(&name);
                    // An anchor from elsewhere has nothing to be linked by.
                    let pointless = name == "a"
                        && self.policy == Policy::Remote
                        && attributes.iter().all(|one| one.name != "href");
                    if let Some(tag) = known
                        && !pointless
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
                Is::Cell | Is::Caption => top.stage = 1,
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

fn close_of(tag: &Tag) -> String {
    let line = if matches!(tag.is, Is::Inline) { "" } else { "\n" };
    format!("</{}>{line}", tag.name)
}
