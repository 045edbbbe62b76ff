//! Looks at the section of a unit that hands nothing over: does its page answer, and does it carry
//! the exact title?

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::exchange::copies::State;
use crate::model::{Address, Config, SourceState, UnitId};
use crate::text;

use super::plain::plain;
use super::{Answer, Failure, Fetch, Job, Request, Wish};

/// No page is longer than this.
const LIMIT: u64 = 5 << 20;

/// The sections of all units that exist and have no source.
pub(super) fn jobs(config: &Config, today: Date) -> impl Iterator<Item = Job<'_>> {
    let speakers: BTreeSet<UnitId> = config.sources.iter().map(|source| source.unit).collect();
    config.units.iter().filter_map(move |(id, unit)| {
        let has_source = speakers.contains(&id);
        let is_ours = unit.section_url == config.base_url;
        let address =
            unit.section_url.as_ref().filter(|_| !has_source && !is_ours && unit.life.holds(today))?;
        Some(Job::Section(id, address))
    })
}

/// Looks at one section. A page that does not answer is taken for what it was when it last did.
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
        Ok(Answer::Same) => good(old.etag.clone(), old.modified.clone()),
        Ok(Answer::Body { bytes, etag, modified, .. }) => {
            let page = plain(&String::from_utf8_lossy(&bytes), usize::MAX);
            if page.contains(&config.resolution.title) {
                good(etag, modified)
            } else {
                // It answered, so what it was before is over.
                State { good: None, modified, ..failed(Failure::new("nguon-khong-tieu-de", "")) }
            }
        }
        Err(failure) => failed(failure),
    }
}
