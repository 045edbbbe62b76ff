//! Carries out the steps, over one connection or a few.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use crate::model::OutPath;
use crate::output::{Entry, MANIFEST, Manifest, Phase};

use super::journal::Journal;
use super::lock::{LOCK, Owner, Take};
use super::session::{MOST, TEMPORARY_MANIFEST, is_temporary};
use super::steps::{self, Steps, folders};
use super::survey::{Survey, parsed};
use super::{Fault, Kind, Progress, Session, Store};

/// How often a lock says that its owner is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(30);
/// How long a lock that is out of date is watched: a clock may go wrong.
const WATCH: Duration = Duration::from_secs(40);
/// No lock is longer.
const LARGEST_LOCK: u64 = 500;
/// One more connection is worth its greeting for so many files.
const FILES_EACH: usize = 8;

/// Gives the content of a file of the section.
pub type Content<'c> = dyn Fn(&OutPath) -> Result<Vec<u8>, Fault> + Sync + 'c;

/// Takes a copy of what somebody else wrote in the place of a file of ours, before it is gone.
pub type Keep<'k> = dyn Fn(&OutPath, &[u8]) -> Result<(), Fault> + Sync + 'k;

/// What a publish did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// What was sent and removed.
    pub steps: Steps,
    /// Files that the server's manifest gave away and that are not what it says: they were left.
    pub left: Vec<OutPath>,
}

/// What is sent, and where it is noted.
struct Work<'w> {
    local: &'w Manifest,
    survey: &'w Survey,
    keep: &'w Keep<'w>,
    content: &'w Content<'w>,
    journal: Mutex<&'w mut Journal>,
    waiting: Mutex<VecDeque<&'w OutPath>>,
}

impl<'w> Work<'w> {
    fn next(&self) -> Option<&'w OutPath> {
        self.waiting.lock().expect("no holder panics").pop_front()
    }

    fn give_back(&self, path: &'w OutPath) {
        self.waiting.lock().expect("no holder panics").push_front(path);
    }

    /// Takes a copy of what is there, if it is not what was published.
    fn keep(&self, path: &OutPath, there: Option<Vec<u8>>) -> Result<(), Fault> {
        let Some(there) = there.filter(|there| !there.is_empty()) else { return Ok(()) };
        if !self.survey.is_ours(path, Entry::of(&there), self.local) {
            (self.keep)(path, &there)?;
        }
        Ok(())
    }

    /// Nobody begins another file.
    fn end(&self) {
        self.waiting.lock().expect("no holder panics").clear();
    }
}

/// One more connection. Whatever happens to it, the one that leads does its work.
struct Helper {
    number: usize,
    store: Box<dyn Store>,
    is_in: bool,
    is_out: bool,
    renames: bool,
}

impl Helper {
    fn help(
        &mut self,
        work: &Work<'_>,
        progress: &dyn Progress,
        stop: &std::sync::atomic::AtomicBool,
        sleep: fn(Duration),
        run: u64,
    ) {
        if self.is_out || (!self.is_in && self.store.connect().is_err()) {
            self.is_out = true;
            return;
        }
        self.is_in = true;
        let session = Session::new(self.store.as_mut(), progress, stop, sleep);
        let mut session = session.helping(self.number, run, self.renames);
        while let Some(path) = work.next() {
            if session.send(path, work).is_err() {
                work.give_back(path);
                self.is_out = true;
                progress.moving(self.number, 0);
                return;
            }
        }
        self.renames = session.renames;
    }
}

impl Session<'_> {
    /// Carries out the steps from what `survey` found to `local`. `content` gives a file's content,
    /// and `keep` gets what somebody else wrote into files that are replaced or removed.
    ///
    /// # Errors
    /// When something fails for good. Whatever happens, a later run finishes the work.
    pub fn apply(
        &mut self,
        local: &Manifest,
        survey: &Survey,
        content: &Content<'_>,
        keep: &Keep<'_>,
        journal: &mut Journal,
        owner: &Owner,
    ) -> Result<Applied, Fault> {
        let steps = steps::steps(local, &survey.known);
        if survey.is_done(local) {
            // A run that was cut off after its very last file left its lock.
            if self.lock()?.is_some_and(|there| matches!(owner.may_take(&there), Take::Yes)) {
                let _ = self.remove(LOCK);
            }
            return Ok(Applied { steps, left: Vec::new() });
        }
        survey.in_the_way()?;
        self.take_lock(owner)?;
        let (journal, waiting) = (Mutex::new(journal), Mutex::default());
        let work = Work { local, survey, keep, content, journal, waiting };
        let done = self.carry_out(&steps, &work);
        if done.as_ref().is_err_and(|fault| !fault.is_passing()) && self.held.is_some() {
            // Halves of files are of no use, and may fill a disk that is full.
            let connections = self.more.map_or(1, |more| more.connections);
            for connection in 0..connections {
                let name = self.temporary(connection);
                let _ = self.store.remove(&name);
            }
        }
        // Whatever happened, nobody needs to wait for us. Where the connection is gone, the lock
        // goes out of date by itself.
        if self.held.take().is_some() {
            let _ = if done.is_ok() { self.remove(LOCK) } else { self.store.remove(LOCK) };
        }
        done.map(|left| Applied { steps, left })
    }

    /// Does it all, and says what it left.
    fn carry_out<'w>(&mut self, steps: &'w Steps, work: &Work<'w>) -> Result<Vec<OutPath>, Fault> {
        let Work { local, survey, .. } = *work;
        let mut left = Vec::new();
        if self.read_manifest(MANIFEST)? != survey.seen {
            return Err(Fault::new(Kind::Moved, MANIFEST, ""));
        }
        // Somebody may have thought long about the question.
        self.still_free(steps, local, &survey.last)?;
        // What is no manifest may be a link to somebody's file: it is not written into.
        let half = self.read_manifest(TEMPORARY_MANIFEST)?;
        for (path, there) in [(MANIFEST, &survey.seen), (TEMPORARY_MANIFEST, &half)] {
            if there.as_ref().is_some_and(|there| parsed(there).is_none()) {
                self.remove(path)?;
            }
        }
        self.remove_temporaries()?;
        let unfinished = steps::unfinished(local, &survey.known).to_string();
        self.put_manifest(unfinished.as_bytes())?;
        // Whoever came in the same moment may have seen the same manifest.
        self.is_still_ours()?;
        work.journal.lock().expect("no holder panics").begin(unfinished.as_bytes(), &survey.told())?;
        self.progress.start(steps.new.len() + steps.changed.len(), steps.bytes);
        for folder in steps.folders() {
            self.does(&mut |store| store.make_folder(&folder))?;
        }
        self.send_all(steps, work)?;
        for path in &steps.removed {
            self.say_alive()?;
            // A manifest can be written by anybody who can write a page.
            let is_given_away = |there| survey.last.get(path).is_none() && !survey.may_remove(path, there);
            match self.file(path)? {
                Some(there) if is_given_away(Entry::of(&there)) => left.push(path.clone()),
                there => {
                    work.keep(path, there)?;
                    self.remove(path.as_str())?;
                }
            }
        }
        let kept: BTreeSet<String> = local.iter().flat_map(|(path, _)| folders(path)).collect();
        let empty: BTreeSet<String> = steps.removed.iter().flat_map(folders).collect();
        for folder in empty.iter().rev().filter(|folder| !kept.contains(*folder)) {
            // Not left to the server alone: a foreign file may be in it.
            if self.does(&mut |store| store.list(folder))?.is_some_and(|items| items.is_empty()) {
                self.store.remove_folder(folder);
            }
        }
        self.remove_temporaries()?;
        self.is_still_ours()?;
        self.put_manifest(local.to_string().as_bytes())?;
        work.journal.lock().expect("no holder panics").end();
        Ok(left)
    }

    /// Removes what this run or one that was killed left on its way.
    fn remove_temporaries(&mut self) -> Result<(), Fault> {
        let names: Vec<String> = match self.does(&mut |store| store.list(""))? {
            Some(top) => top.into_iter().map(|item| item.name).filter(|name| is_temporary(name)).collect(),
            None => (0..MOST).map(|connection| self.temporary(connection)).collect(),
        };
        names.iter().try_for_each(|name| self.remove(name))
    }

    /// Sends every file, each kind after the one that it shows.
    fn send_all<'w>(&mut self, steps: &'w Steps, work: &Work<'w>) -> Result<(), Fault> {
        let sent = steps.sent();
        let mut helpers: Vec<Helper> = Vec::new();
        let (progress, stop, sleep, run) = (self.progress, self.stop, self.sleep, self.run);
        for files in sent.chunk_by(|a, b| Phase::of(a) == Phase::of(b)) {
            if let Some(more) = self.more {
                let wanted = (files.len() / FILES_EACH).min(more.connections - 1);
                helpers.extend((helpers.len()..wanted).map(|before| Helper {
                    number: before + 1,
                    store: (more.open)(),
                    is_in: false,
                    is_out: false,
                    renames: self.renames,
                }));
            }
            work.waiting.lock().expect("no holder panics").extend(files);
            std::thread::scope(|scope| {
                for helper in &mut helpers {
                    scope.spawn(move || helper.help(work, progress, stop, sleep, run));
                }
                self.lead(work).inspect_err(|_| work.end())
            })?;
            // What a helper gave back at last.
            self.lead(work)?;
        }
        Ok(())
    }

    fn lead(&mut self, work: &Work<'_>) -> Result<(), Fault> {
        while let Some(path) = work.next() {
            self.say_alive()?;
            self.send(path, work)?;
        }
        Ok(())
    }

    fn send(&mut self, path: &OutPath, work: &Work<'_>) -> Result<(), Fault> {
        let content = (work.content)(path)?;
        let entry = Entry::of(&content);
        if work.local.get(path) != Some(entry) {
            return Err(Fault::new(Kind::Local, path.as_str(), ""));
        }
        if work.survey.known.get(path).is_some() {
            let there = self.file(path)?;
            work.keep(path, there)?;
        }
        work.journal.lock().expect("no holder panics").sending(path)?;
        self.put_file(path, &content, matches!(Phase::of(path), Phase::Asset | Phase::Data))?;
        work.journal.lock().expect("no holder panics").note(path, entry)?;
        self.progress.sent(self.number(), entry.length);
        Ok(())
    }

    fn lock(&mut self) -> Result<Option<Vec<u8>>, Fault> {
        self.does(&mut |store| store.read(LOCK, LARGEST_LOCK))
    }

    fn take_lock(&mut self, owner: &Owner) -> Result<(), Fault> {
        let begun = Instant::now();
        let there = self.lock()?;
        if let Some(there) = &there {
            match owner.may_take(there) {
                Take::Yes => {}
                Take::No(busy) => return Err(busy),
                Take::IfStill => {
                    self.progress.watching(WATCH.as_secs());
                    (self.sleep)(WATCH);
                    if self.lock()?.is_some_and(|now| now != *there) {
                        return Err(Fault::new(Kind::Busy, LOCK, ""));
                    }
                }
            }
        }
        // What is no lock may be a link to somebody's file.
        if there.is_some_and(|there| !Owner::is_lock(&there)) {
            self.remove(LOCK)?;
        }
        let text = owner.text();
        self.does(&mut |store| store.write(LOCK, text.as_bytes(), &|_| {}))?;
        // Two that came in the same moment: the one who wrote last holds it. A slow connection
        // takes as long from looking to writing as this one did.
        (self.sleep)(Duration::from_millis(300).max(2 * begun.elapsed().min(Duration::from_secs(10))));
        self.held = Some((owner.clone(), Instant::now()));
        self.is_still_ours()
    }

    /// The lock that we wrote is there, or none: nobody else came in between.
    fn is_still_ours(&mut self) -> Result<(), Fault> {
        let Some((owner, _)) = self.held.clone() else { return Ok(()) };
        match self.lock()? {
            Some(there) if !owner.wrote(&there) => {
                self.held = None;
                match owner.may_take(&there) {
                    Take::No(busy) => Err(busy),
                    _ => Err(Fault::new(Kind::Busy, LOCK, "")),
                }
            }
            _ => Ok(()),
        }
    }

    fn say_alive(&mut self) -> Result<(), Fault> {
        let Some((owner, last)) = self.held.clone() else { return Ok(()) };
        if last.elapsed() < SIGN_OF_LIFE {
            return Ok(());
        }
        self.is_still_ours()?;
        let text = owner.text();
        self.does(&mut |store| store.write(LOCK, text.as_bytes(), &|_| {}))?;
        self.held = Some((owner, Instant::now()));
        Ok(())
    }
}
