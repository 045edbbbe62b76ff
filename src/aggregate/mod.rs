//! Gathers what other sites hand over, and keeps the last good copy of each.
//!
//! 1. [`Fetch`] gets the bytes at an address; [`Web`] does so on the network, within limits.
//! 2. `source` finds out what a source is (exchange files, a feed, a sheet, a ZIP file, a folder)
//!    and makes shards of it; the entries of a `feed` and the lines of a `sheet` become rows. Of a
//!    folder of Markdown, the whole `tree` is copied.
//! 3. `keep` compares them with the copy that is there: a copy is replaced in one step, and not
//!    by something that a person should look at first.
//! 4. Of a unit without a source, the `section` page is looked at.
//! 5. [`run`] does this for all sources, some at a time, never two at one host.
//!
//! Nothing here makes a post of a row: that is done when the section is built, at the one door
//! ([`crate::exchange::admit`]).

mod feed;
mod keep;
mod moment;
mod naming;
mod plain;
mod section;
mod sheet;
mod source;
mod tree;
mod web;

use std::collections::{BTreeMap, VecDeque};
use std::path::Path;
use std::sync::Mutex;

use jiff::civil::Date;

use crate::error::Error;
use crate::exchange::copies::{self, FOLDER, SECTIONS, STATE, State, States};
use crate::exchange::{Kin, admit, merge};
use crate::files::Files;
use crate::model::{Address, Config, Quarter, SourceSpec, SourceState, Standing, UnitId};
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
    /// Sections of units without a source, and how many of them carry the exact title.
    pub sections: (usize, usize),
    /// How many of them gave no answer when they were last looked at: they stay what they were.
    pub sections_silent: usize,
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
    let section_file = root.join(FOLDER).join(SECTIONS);
    let (mut states, mut sections) = (states_in(&state_file)?, states_in(&section_file)?);
    let chosen = |source: &SourceSpec| wish.only.is_empty() || wish.only.contains(&source.unit);
    // One queue a host, so that no host is asked twice at a time.
    let mut hosts: BTreeMap<String, Vec<Job<'_>>> = BTreeMap::new();
    for (at, source) in config.sources.iter().enumerate().filter(|(_, source)| chosen(source)) {
        let host = host_of(&source.address).unwrap_or_else(|| format!("#{at}"));
        if wish.offline && address_of(&source.address).is_some() {
            continue;
        }
        hosts.entry(host).or_default().push(Job::Source(source));
    }
    for job in section::jobs(config, now.day).filter(|_| !wish.offline) {
        if let Job::Section(unit, address) = job
            && (wish.only.is_empty() || wish.only.contains(&unit))
        {
            hosts.entry(address.host().to_lowercase()).or_default().push(job);
        }
    }
    let queue: Mutex<VecDeque<Vec<Job<'_>>>> = Mutex::new(hosts.into_values().collect());
    let done: Mutex<Vec<(String, State)>> = Mutex::new(Vec::new());
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let looked: Mutex<Vec<(String, State)>> = Mutex::new(Vec::new());
    let (known, known_sections) = (&states, &sections);
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no holder panics").pop_front();
                    let Some(jobs) = next else { break };
                    for job in jobs {
                        let source = match job {
                            Job::Source(source) => source,
                            Job::Section(unit, address) => {
                                let code = config.units.get(unit).code.to_string();
                                let old = known_sections.get(&code).cloned().unwrap_or_default();
                                let state = section::look(config, address, old, fetch, now.day, wish);
                                looked.lock().expect("no holder panics").push((code, state));
                                continue;
                            }
                        };
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
    sections.extend(looked.into_inner().expect("no holder panics"));
    for (file, states) in [(&state_file, &states), (&section_file, &sections)] {
        let bytes = copies::write_states(states);
        if !states.is_empty() && std::fs::read(file).ok().as_deref() != Some(&bytes) {
            write_atomically(file, &bytes)?;
        }
    }
    if let Some(error) = failed.into_inner().expect("no holder panics") {
        return Err(error);
    }
    let mut report = report(files, config, &states, now)?;
    for job in section::jobs(config, now.day) {
        if let Job::Section(unit, _) = job {
            let state = sections.get(&*config.units.get(unit).code);
            report.sections.0 += 1;
            report.sections.1 += usize::from(state.is_some_and(|state| state.good.is_some()));
            report.sections_silent += usize::from(state.is_some_and(section::is_silent));
        }
    }
    Ok(report)
}

/// What is done in one go.
#[derive(Clone, Copy)]
enum Job<'j> {
    Source(&'j SourceSpec),
    Section(UnitId, &'j Address),
}

fn states_in(file: &Path) -> Result<States, Error> {
    match std::fs::read(file) {
        Ok(bytes) => Ok(copies::states(&bytes)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(States::new()),
        Err(error) => Err(Error::io("read-file", file)(error)),
    }
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
