//! Gathers what other sites hand over, and keeps the last good copy of each.
//!
//! 1. [`Fetch`] gets the bytes at an address; [`Web`] does so on the network, within limits.
//! 2. `source` finds out what a source is (exchange files, a feed, a sheet, a ZIP file, a folder)
//!    and makes shards of it; the entries of a `feed` and the lines of a `sheet` become rows, what
//!    several sheets of a `book` tell of only `once`, and `dates` as the table has them. Of a folder of
//!    Markdown, the whole `tree` is copied.
//! 3. `keep` compares them with the copy that is there: a copy is replaced in one step, and not
//!    by something that a person should look at first.
//!    A copy goes along when its source has `moved`.
//! 4. Of a unit whose sources have no posts, the `section` page is looked at.
//! 5. [`run`] does this for all sources, some at a time, never two at one host.
//!
//! Nothing here makes a post of a row: that is done when the section is built, at the one door
//! ([`crate::exchange::admit`]).

mod book;
mod dates;
mod feed;
mod keep;
mod moment;
mod moved;
mod naming;
mod once;
mod plain;
mod section;
mod sheet;
mod source;
mod tree;
mod web;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;
use std::sync::Mutex;
use std::time::{Duration, Instant};

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
    /// Keys of those that this run was about.
    pub asked: BTreeSet<Box<str>>,
    /// How many were left out because nobody on the network was to be asked.
    pub passed_over: usize,
    /// Whether there are copies whose posts come with their texts: they are not in the numbers
    /// below, which are of rows alone.
    pub has_texts: bool,
    /// Published posts of the quarter of the day, each once.
    pub posts: usize,
    /// Sections of units without gathered posts, and how many of them carry the exact title.
    pub sections: (usize, usize),
    /// How many of them gave no answer when they were last looked at: they stay what they were.
    pub sections_silent: usize,
    /// Rows that were not admitted.
    pub rejected: usize,
    /// Copies that went over to a source whose address was changed: the old address, and the key.
    pub taken_over: Vec<(String, Box<str>)>,
    /// Copies that belong to no source in the settings any more: the key, and the address.
    pub left: Vec<(String, String)>,
    /// That quarter.
    pub quarter: Option<Quarter>,
}

impl Report {
    /// Sources of this run in a state.
    pub fn in_state(&self, state: SourceState) -> impl Iterator<Item = &(SourceSpec, State)> {
        self.run().filter(move |(_, known)| known.state == state)
    }

    /// The sources that this run was about.
    pub fn run(&self) -> impl Iterator<Item = &(SourceSpec, State)> {
        self.sources.iter().filter(|(source, _)| self.asked.contains(&source.key))
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
    let kin = Kin::of(config);
    let taken_over = moved::take_over(root, config, &mut states)?;
    if !taken_over.is_empty() {
        write_atomically(&state_file, &copies::write_states(&states))?;
    }
    let chosen = |source: &SourceSpec| wish.only.is_empty() || wish.only.contains(&source.unit);
    // One queue a host, so that no host is asked twice at a time.
    let mut hosts: BTreeMap<String, Vec<Job<'_>>> = BTreeMap::new();
    let (mut asked, mut passed_over) = (BTreeSet::new(), 0);
    for (at, source) in config.sources.iter().enumerate().filter(|(_, source)| chosen(source)) {
        let host = host_of(&source.address).unwrap_or_else(|| format!("#{at}"));
        if wish.offline && address_of(&source.address).is_some() {
            passed_over += 1;
            continue;
        }
        asked.insert(source.key.clone());
        hosts.entry(host).or_default().push(Job::Source(source));
    }
    let speaking: BTreeSet<UnitId> = config
        .sources
        .iter()
        .filter(|source| config.units.get(source.unit).section_url.is_some())
        .filter(|source| keep::has_posts(root, config, &kin, source))
        .map(|source| source.unit)
        .collect();
    for job in section::jobs(config, now.day, &speaking).filter(|_| !wish.offline) {
        if let Job::Section(unit, address) = job
            && (wish.only.is_empty() || wish.only.contains(&unit))
        {
            hosts.entry(address.host().to_lowercase()).or_default().push(job);
        }
    }
    // What nobody looks at any more says nothing of today.
    let looked_at: BTreeSet<&str> = section::jobs(config, now.day, &speaking)
        .filter_map(|job| match job {
            Job::Section(unit, _) => Some(&*config.units.get(unit).code),
            Job::Source(_) => None,
        })
        .collect();
    sections.retain(|code, _| looked_at.contains(&**code));
    // Whoever has waited longest is asked first: a host that answers a few a day reaches all in time.
    for jobs in hosts.values_mut() {
        jobs.sort_by_key(|job| match job {
            Job::Source(source) => (false, copies::state_of(&states, source).checked),
            Job::Section(..) => (true, None),
        });
    }
    let queue: Mutex<VecDeque<Vec<Job<'_>>>> = Mutex::new(hosts.into_values().collect());
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let kept =
        Mutex::new(Kept { states: states.clone(), sections: sections.clone(), written: Instant::now() });
    let (known, known_sections) = (&states, &sections);
    let keeper = keep::Keeper { root, config, kin: &kin, fetch, now, wish };
    let write = |kept: &Kept| -> Result<(), Error> {
        for (file, states) in [(&state_file, &kept.states), (&section_file, &kept.sections)] {
            let bytes = copies::write_states(states);
            if (!states.is_empty() || file.exists()) && std::fs::read(file).ok().as_deref() != Some(&bytes) {
                write_atomically(file, &bytes)?;
            }
        }
        Ok(())
    };
    let work = |jobs: Vec<Job<'_>>| -> Result<(), Error> {
        let mut host = Host::default();
        for job in jobs {
            let code;
            let (key, state) = match job {
                Job::Source(source) => {
                    let old = copies::state_of(known, source);
                    let state = match host.refusal() {
                        Some(refusal) => refusal.pass_on(source, old),
                        None => {
                            // A copy that cannot be written is this source's trouble alone.
                            let state = keep::refresh(&keeper, source, old.clone());
                            let state = state.unwrap_or_else(|error| unwritten(source, old, &error));
                            host.hears(&state);
                            state
                        }
                    };
                    listener.done(source, &state);
                    (&*source.key, state)
                }
                Job::Section(unit, address) => {
                    code = config.units.get(unit).code.to_string();
                    let old = known_sections.get(&code).cloned().unwrap_or_default();
                    (&*code, section::look(config, address, old, fetch, now.day, wish))
                }
            };
            let mut kept = kept.lock().expect("no holder panics");
            match job {
                Job::Source(_) => kept.states.insert(key.to_owned(), state),
                Job::Section(..) => kept.sections.insert(key.to_owned(), state),
            };
            // A run that is cut off forgets the last moments only.
            if kept.written.elapsed() > Duration::from_secs(5) {
                write(&kept)?;
                kept.written = Instant::now();
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let next = queue.lock().expect("no holder panics").pop_front();
                    let Some(jobs) = next else { break };
                    if let Err(error) = work(jobs) {
                        failed.lock().expect("no holder panics").get_or_insert(error);
                    }
                }
            });
        }
    });
    let kept = kept.into_inner().expect("no holder panics");
    write(&kept)?;
    let Kept { states, sections, .. } = kept;
    if let Some(error) = failed.into_inner().expect("no holder panics") {
        return Err(error);
    }
    let mut report = report(files, config, &states, now)?;
    (report.taken_over, report.asked, report.passed_over) = (taken_over, asked, passed_over);
    report.left =
        copies::left(&states, config).map(|(key, state)| (key.to_owned(), state.address.clone())).collect();
    for job in section::jobs(config, now.day, &speaking) {
        if let Job::Section(unit, _) = job {
            let state = sections.get(&*config.units.get(unit).code);
            report.sections.0 += 1;
            report.sections.1 += usize::from(state.is_some_and(|state| state.good.is_some()));
            report.sections_silent += usize::from(state.is_some_and(section::is_silent));
        }
    }
    Ok(report)
}

fn unwritten(source: &SourceSpec, old: State, error: &Error) -> State {
    let path = match error {
        Error::Io { path, .. } | Error::TooLarge { path, .. } | Error::Busy { path } => path.display(),
    };
    State {
        state: SourceState::Failed,
        error: "nguon-khong-ghi-duoc".to_owned(),
        detail: path.to_string(),
        address: source.address.to_string(),
        wait: None,
        ..old
    }
}

/// What is known so far in a run.
struct Kept {
    states: States,
    sections: States,
    /// When it was last put on the disk.
    written: Instant,
}

/// What one host has answered in a run. One that asks to be left alone, or cannot be reached
/// twice, is not asked for its other sources: hundreds of schools may stand on it.
#[derive(Default)]
struct Host {
    last: State,
    unreached: usize,
}

impl Host {
    fn hears(&mut self, state: &State) {
        let unreached =
            ["nguon-khong-ket-noi", "nguon-tu-choi-ket-noi", "nguon-het-gio", "nguon-khong-co-may"];
        let is_unreached = state.state == SourceState::Failed && unreached.contains(&&*state.error);
        self.unreached = if is_unreached { self.unreached + 1 } else { 0 };
        self.last = state.clone();
    }

    fn refusal(&self) -> Option<Refusal<'_>> {
        let asks_to_wait = self.last.state == SourceState::Failed && self.last.wait.is_some();
        (asks_to_wait || self.unreached >= 2).then_some(Refusal(&self.last))
    }
}

/// Why a host is not asked any more.
struct Refusal<'r>(&'r State);

impl Refusal<'_> {
    /// The day of the last attempt stays what it was: this was none.
    fn pass_on(&self, source: &SourceSpec, old: State) -> State {
        let (error, detail) = match self.0.wait {
            Some(_) => (&*self.0.error, &*self.0.detail),
            None => ("nguon-chua-hoi", ""),
        };
        State {
            state: SourceState::Failed,
            error: error.to_owned(),
            detail: detail.to_owned(),
            wait: self.0.wait,
            address: source.address.to_string(),
            ..old
        }
    }
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
        let state = copies::state_of(states, source);
        let (rows, copy) = copies::copy(files, &source.key, state.good.is_some())?;
        report.has_texts |= copy.tree.is_some();
        let admitted = admit(config, &kin, source, rows);
        report.rejected += admitted.rejected.len() + copy.flaws.len();
        all.push(admitted);
        report.sources.push((source.clone(), state));
    }
    let merged = merge(config, &kin, now.day, Vec::new(), all);
    report.posts = merged
        .posts
        .iter()
        .filter(|post| post.quarter == quarter && post.standing(now.day) == Standing::Published)
        .count();
    Ok(report)
}
