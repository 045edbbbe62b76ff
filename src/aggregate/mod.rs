//! Gathers what other sites hand over, and keeps the last good copy of each.
//!
//! 1. [`Fetch`] gets the bytes at an address; [`Web`] does so on the network, within limits.
//! 2. [`source`] finds out what a source is (exchange files, a feed, a ZIP file, a folder) and
//!    makes shards of it; a [`feed`]'s entries become rows.
//! 3. [`keep`] compares them with the copy that is there: a copy is replaced in one step, and not
//!    by something that a person should look at first.
//! 4. [`run`] does this for all sources, some at a time, never two at one host.
//!
//! Nothing here makes a post of a row: that is done when the section is built, at the one door
//! ([`crate::exchange::admit`]).

mod feed;
mod keep;
mod source;
mod web;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Mutex;

use jiff::civil::Date;

use crate::error::Error;
use crate::exchange::copies::{self, FOLDER, STATE, State, States};
use crate::exchange::{Kin, admit, merge};
use crate::files::Files;
use crate::model::{Config, Quarter, SourceSpec, SourceState, Standing, UnitId};
use crate::output::write_atomically;

pub use source::{address_of, host_of};
pub use web::{Answer, Failure, Fetch, Request, Web};

/// Sources that are asked at the same time.
const AT_ONCE: usize = 6;

/// What is asked of a run.
#[derive(Clone, Debug, Default)]
pub struct Wish {
    /// Only sources of these units; all for none.
    pub only: Vec<UnitId>,
    /// Ask nobody on the network.
    pub offline: bool,
    /// Fetch everything anew; with `only`, also take what was held for a person.
    pub refresh: bool,
}

/// Hears how each source went.
pub trait Listener: Sync {
    /// One more source is done.
    fn done(&self, source: &SourceSpec, state: &State);
}

impl Listener for () {
    fn done(&self, _: &SourceSpec, _: &State) {}
}

/// What a run brought.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Every source in the settings, in order, with its state.
    pub sources: Vec<(SourceSpec, State)>,
    /// Published posts of the quarter of the day, each once.
    pub posts: usize,
    /// Rows that were not admitted.
    pub rejected: usize,
    /// That quarter.
    pub quarter: Option<Quarter>,
}

impl Report {
    /// Sources in a state.
    pub fn in_state(&self, state: SourceState) -> impl Iterator<Item = &(SourceSpec, State)> {
        self.sources.iter().filter(move |(_, known)| known.state == state)
    }
}

/// The moment of a run.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// The day in Viet Nam.
    pub day: Date,
    /// Seconds since 1970.
    pub second: i64,
}

/// Gathers all sources of a site that lies in the folder `root`.
///
/// # Errors
/// When the state cannot be read or written. A source that fails is no error: its last good copy
/// stands, and the report says so.
pub fn run(
    root: &Path,
    files: &dyn Files,
    config: &Config,
    fetch: &dyn Fetch,
    now: Now,
    wish: &Wish,
    listener: &dyn Listener,
) -> Result<Report, Error> {
    let state_file = root.join(FOLDER).join(STATE);
    let mut states = match std::fs::read(&state_file) {
        Ok(bytes) => copies::states(&bytes),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => States::new(),
        Err(error) => return Err(Error::io("read-file", state_file)(error)),
    };
    let chosen = |source: &SourceSpec| wish.only.is_empty() || wish.only.contains(&source.unit);
    // One queue a host, so that no host is asked twice at a time.
    let mut hosts: BTreeMap<String, Vec<&SourceSpec>> = BTreeMap::new();
    for (at, source) in config.sources.iter().enumerate().filter(|(_, source)| chosen(source)) {
        let host = host_of(&source.address).unwrap_or_else(|| format!("#{at}"));
        if wish.offline && address_of(&source.address).is_some() {
            continue;
        }
        hosts.entry(host).or_default().push(source);
    }
    let queue: Mutex<VecDeque<Vec<&SourceSpec>>> = Mutex::new(hosts.into_values().collect());
    let done: Mutex<Vec<(String, State)>> = Mutex::new(Vec::new());
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let known = &states;
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no holder panics").pop_front();
                    let Some(sources) = next else { break };
                    for source in sources {
                        let old = known.get(&*source.key).filter(|state| state.address == *source.address);
                        let old = old.cloned().unwrap_or_default();
                        match keep::refresh(root, config, source, old, fetch, now, wish) {
                            Ok(state) => {
                                listener.done(source, &state);
                                done.lock().expect("no holder panics").push((source.key.to_string(), state));
                            }
                            Err(error) => {
                                failed.lock().expect("no holder panics").get_or_insert(error);
                            }
                        }
                    }
                }
            });
        }
    });
    states.extend(done.into_inner().expect("no holder panics"));
    let bytes = copies::write_states(&states);
    if std::fs::read(&state_file).ok().as_deref() != Some(&bytes) {
        write_atomically(&state_file, &bytes)?;
    }
    if let Some(error) = failed.into_inner().expect("no holder panics") {
        return Err(error);
    }
    report(files, config, &states, now)
}

/// What the copies hold now.
fn report(files: &dyn Files, config: &Config, states: &States, now: Now) -> Result<Report, Error> {
    let kin = Kin::of(config);
    let quarter = Quarter::of(now.day, config.period_rule);
    let mut report = Report { quarter: Some(quarter), ..Report::default() };
    let mut all = Vec::new();
    for source in &config.sources {
        let (rows, copy) = copies::copy(files, &source.key)?;
        let admitted = admit(config, &kin, source, rows);
        report.rejected += admitted.rejected.len() + copy.flaws.len();
        all.push(admitted);
        let state = states.get(&*source.key).filter(|state| state.address == *source.address);
        report.sources.push((source.clone(), state.cloned().unwrap_or_default()));
    }
    let merged = merge(config, &kin, now.day, Vec::new(), all);
    report.posts = merged
        .posts
        .iter()
        .filter(|post| post.quarter == quarter && post.standing(now.day) == Standing::Published)
        .count();
    Ok(report)
}
