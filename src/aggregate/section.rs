//! Looks at the section of a unit that hands nothing over: does its page answer, and does it carry
//! the exact title?

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::exchange::copies::State;
use crate::model::{Address, Config, SourceState, UnitId};
use crate::text;

use super::feed::decoded;
use super::plain::plain;
use super::{Answer, Failure, Fetch, Job, Request, Wish};

/// The code of a page without the title.
pub(super) const NO_TITLE: &str = "nguon-khong-tieu-de";

/// No page is longer than this.
const LIMIT: u64 = 5 << 20;

/// The sections of all units that exist, but for those in `speaking`, whose posts are gathered.
pub(super) fn jobs<'j>(
    config: &'j Config,
    today: Date,
    speaking: &'j BTreeSet<UnitId>,
) -> impl Iterator<Item = Job<'j>> {
    config.units.iter().filter_map(move |(id, unit)| {
        let has_source = speaking.contains(&id);
        let is_ours = unit.section_url.as_ref().map(Address::folder) == config.base_url;
        let address =
            unit.section_url.as_ref().filter(|_| !has_source && !is_ours && unit.life.holds(today))?;
        Some(Job::Section(id, address))
    })
}

/// Looks at one section. A page that does not answer is taken for what it was when it last did; one
/// that answers without the title too, until it does so on another day: a portal may be under
/// repair. One that is gone is gone.
pub(super) fn look(
    config: &Config,
    address: &Address,
    old: State,
    fetch: &dyn Fetch,
    today: Date,
    wish: &Wish,
) -> State {
    let old = if old.address == address.as_str() { old } else { State::default() };
    let fresh = wish.refresh || old.state != SourceState::Good;
    let known = |value: &'_ str| if fresh { String::new() } else { value.to_owned() };
    let (etag, modified) = (known(&old.etag), known(&old.modified));
    let base = State { checked: Some(today), address: address.to_string(), ..old.clone() };
    let good = |etag: String, modified: String| State {
        state: SourceState::Good,
        good: Some(today),
        etag,
        modified,
        error: String::new(),
        detail: String::new(),
        ..base.clone()
    };
    let request = Request { url: address, etag: &etag, modified: &modified, limit: LIMIT };
    let failed = |failure: Failure| State {
        state: SourceState::Failed,
        error: failure.code.to_owned(),
        detail: text::cut_graphemes(&failure.detail, 200).into_owned(),
        ..base.clone()
    };
    match fetch.get(request) {
        Ok(Answer::Same) if old.good.is_some() && !(etag.is_empty() && modified.is_empty()) => {
            good(old.etag.clone(), old.modified.clone())
        }
        // Unchanged since when? Nobody has seen the page.
        Ok(Answer::Same) => failed(Failure::new("nguon-ma-http", "304")),
        Ok(Answer::Body { bytes, etag, modified, .. }) => {
            let page = decoded(&bytes);
            let seen = |page: &str| carries(&plain(page, usize::MAX), &config.resolution.title);
            // Words of two elements side by side are two words, or one that is partly bold.
            if seen(&page) || seen(&page.replace("</", " </")) {
                return good(etag, modified);
            }
            let again = old.error == NO_TITLE && old.checked.is_some_and(|day| day < today);
            let kept = old.good.filter(|_| !again);
            State { good: kept, modified, ..failed(Failure::new(NO_TITLE, "")) }
        }
        Err(failure) if is_gone(&failure) => State { good: None, ..failed(failure) },
        Err(failure) => failed(failure),
    }
}

/// The page gave no answer.
pub(super) fn is_silent(state: &State) -> bool {
    let answered = ["", NO_TITLE, "nguon-khong-co-trang", "nguon-da-bo"];
    !answered.contains(&&*state.error)
}

/// The page was taken away: statuses 404 and 410.
fn is_gone(failure: &Failure) -> bool {
    matches!(failure.code, "nguon-khong-co-trang" | "nguon-da-bo")
}

/// The title stands there, and no longer word.
fn carries(page: &str, title: &str) -> bool {
    page.match_indices(title).any(|(at, _)| {
        let before = page[..at].chars().next_back();
        let behind = page[at + title.len()..].chars().next();
        ![before, behind].into_iter().flatten().any(char::is_alphanumeric)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_exact() {
        let title = "Nghị quyết 71-NQ/TW";
        for page in [title, "<Nghị quyết 71-NQ/TW>", "x Nghị quyết 71-NQ/TWABC; Nghị quyết 71-NQ/TW."]
        {
            assert!(carries(page, title), "{page}");
        }
        for page in ["Nghị quyết 71-NQ/TWABC", "Nghị quyết 71-NQ/TW1", "Nghị quyết số 71-NQ/TW", ""]
        {
            assert!(!carries(page, title), "{page}");
        }
    }
}
