//! Looks at a server, and carries out the steps on it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::model::OutPath;
use crate::output::{Entry, MANIFEST, Manifest};

use super::journal::Journal;
use super::lock::{LOCK, Owner};
use super::steps::{self, Phase, Steps, folders};
use super::{Fault, Item, Kind, Store};

/// What a file is called on its way; it lies at the top, so that no folder keeps a leftover.
const TEMPORARY: &str = "nq71-tam.txt";
/// The same for the manifest. If a run is cut off while it replaces the manifest, this one is whole.
const TEMPORARY_MANIFEST: &str = "nq71-tep-moi.txt";
/// How long to wait before each new attempt.
const WAITS: [u64; 5] = [1, 2, 4, 8, 16];
/// How often a lock says that its owner is alive.
const SIGN_OF_LIFE: Duration = Duration::from_secs(120);

/// Hears how far it has come.
pub trait Progress {
    /// So many files and bytes will travel.
    fn start(&self, _files: usize, _bytes: u64) {}
    /// A file of so many bytes has arrived.
    fn sent(&self, _path: &str, _bytes: u64) {}
    /// The connection failed; the next attempt is after so many seconds.
    fn waiting(&self, _fault: &Fault, _seconds: u64) {}
}

impl Progress for () {}

/// True for the names that this program uses at the top of a server's folder beside its pages.
pub fn is_own(name: &str) -> bool {
    [MANIFEST, LOCK, TEMPORARY, TEMPORARY_MANIFEST].contains(&name)
}

/// What was found on the server.
#[derive(Clone, Debug, Default)]
pub struct Survey {
    /// Our files there; an entry that is [`Entry::default`] may hold anything.
    pub known: Manifest,
    /// False where there is no manifest of ours: a first publish.
    pub has_manifest: bool,
    /// True where the last run did not come to its end.
    pub is_resumed: bool,
    /// What lies at the top and is not ours; listed for a first publish only.
    pub foreign: Vec<String>,
    /// Files that are not ours where files of ours must go.
    pub clashes: Vec<OutPath>,
    /// The manifest as it was read, to notice another run's.
    seen: Option<Vec<u8>>,
}

impl Survey {
    /// Believes nothing of what the server holds, so that every file is sent again.
    pub fn doubt(&mut self) {
        let mut doubted = Manifest::default();
        for (path, _) in self.known.iter() {
            doubted.put(path.clone(), Entry::default());
        }
        self.known = doubted;
        self.is_resumed = true;
    }
}

/// A store that is connected again after a failure that may pass.
pub struct Session<'s> {
    store: &'s mut dyn Store,
    progress: &'s dyn Progress,
    stop: &'s AtomicBool,
    sleep: fn(Duration),
    /// False once the server turned out not to rename at all.
    renames: bool,
    /// The lock we hold, and when it last said that we are alive.
    held: Option<(Owner, Instant)>,
}

impl<'s> Session<'s> {
    /// A session on a store. `stop` ends it between two operations; `sleep` waits.
    pub fn new(
        store: &'s mut dyn Store,
        progress: &'s dyn Progress,
        stop: &'s AtomicBool,
        sleep: fn(Duration),
    ) -> Session<'s> {
        Session { store, progress, stop, sleep, renames: true, held: None }
    }

    /// Connects, with patience for what may pass.
    ///
    /// # Errors
    /// When the server cannot be reached or does not let us in.
    pub fn connect(&mut self) -> Result<(), Fault> {
        if let Err(fault) = self.store.connect() {
            // A name or an address that is wrong does not get better.
            if !fault.is_passing() || fault.kind == Kind::Refused {
                return Err(fault);
            }
            return self.again(fault, &mut |_| Ok(()));
        }
        Ok(())
    }

    /// Does one operation, again after a failure that may pass.
    fn does<T>(&mut self, what: &mut dyn FnMut(&mut dyn Store) -> Result<T, Fault>) -> Result<T, Fault> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Fault::new(Kind::Stopped, "", ""));
        }
        match what(self.store) {
            Err(fault) if fault.is_passing() => self.again(fault, what),
            other => other,
        }
    }

    fn again<T>(
        &mut self,
        mut fault: Fault,
        what: &mut dyn FnMut(&mut dyn Store) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        for seconds in WAITS {
            self.progress.waiting(&fault, seconds);
            (self.sleep)(Duration::from_secs(seconds));
            if self.stop.load(Ordering::Relaxed) {
                return Err(Fault::new(Kind::Stopped, "", ""));
            }
            match self.store.connect().and_then(|()| what(self.store)) {
                Err(next) if next.is_passing() => fault = next,
                other => return other,
            }
        }
        Err(fault)
    }

    /// Looks at what is there and how it differs from `local`.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn survey(&mut self, local: &Manifest, journal: &Journal) -> Result<Survey, Fault> {
        let seen = self.read(MANIFEST)?;
        let main = seen.as_deref().and_then(parsed);
        let half = self.read(TEMPORARY_MANIFEST)?.as_deref().and_then(parsed);
        let mut survey = Survey { has_manifest: main.is_some() || half.is_some(), ..Survey::default() };
        survey.is_resumed = half.is_some() || main.as_ref().is_some_and(Manifest::is_unfinished);
        let noted = journal.load(seen.as_deref().unwrap_or_default());
        survey.seen = seen;
        survey.known = match (main, half) {
            (Some(main), Some(half)) => agreed(&main, &half),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Manifest::default(),
        };
        let mut listed = Listed::default();
        if survey.is_resumed {
            survey.known = self.proven(&survey.known, local, &noted, &mut listed)?;
        }
        if !survey.has_manifest {
            let top = listed.folder(self, "")?;
            survey.foreign =
                top.values().filter(|item| !is_own(&item.name)).map(|item| item.name.clone()).collect();
        }
        self.find_clashes(local, &mut survey, &mut listed)?;
        Ok(survey)
    }

    /// After a run that was cut off, only what is listed with its length is believed.
    fn proven(
        &mut self,
        known: &Manifest,
        local: &Manifest,
        noted: &BTreeMap<OutPath, Entry>,
        listed: &mut Listed,
    ) -> Result<Manifest, Fault> {
        let mut proven = Manifest::default();
        for (path, entry) in known.iter() {
            let Some(item) = listed.file(self, path)? else {
                // Not there: as good as new, or to be removed with its folder.
                if local.get(path).is_none() {
                    proven.put(path.clone(), Entry::default());
                }
                continue;
            };
            let there = item.size;
            let said = if entry == Entry::default() { noted.get(path).copied() } else { Some(entry) };
            let is_so = said.is_some_and(|said| there == Some(said.length));
            proven.put(path.clone(), said.filter(|_| is_so).unwrap_or_default());
        }
        Ok(proven)
    }

    /// A file that is not ours where one of ours must go: the same bytes are welcome, others are
    /// somebody's.
    fn find_clashes(
        &mut self,
        local: &Manifest,
        survey: &mut Survey,
        listed: &mut Listed,
    ) -> Result<(), Fault> {
        if !survey.has_manifest && survey.foreign.is_empty() {
            return Ok(());
        }
        let new: Vec<(OutPath, Entry)> = local
            .iter()
            .filter(|(path, _)| survey.known.get(path).is_none())
            .map(|(path, entry)| (path.clone(), entry))
            .collect();
        for (path, entry) in new {
            let Some(item) = listed.file(self, &path)? else { continue };
            let fits = !item.is_folder && item.size.is_none_or(|size| size == entry.length);
            if fits && self.read(path.as_str())?.is_some_and(|bytes| Entry::of(&bytes) == entry) {
                survey.known.put(path, entry);
            } else {
                survey.clashes.push(path);
            }
        }
        Ok(())
    }

    fn read(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.does(&mut |store| store.read(path))
    }

    /// Carries out the steps from what `survey` found to `local`. `bytes` gives a file's content.
    ///
    /// # Errors
    /// When something fails for good. Whatever happens, a later run finishes the work.
    pub fn apply(
        &mut self,
        local: &Manifest,
        survey: &Survey,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
        journal: &mut Journal,
        owner: &Owner,
    ) -> Result<Steps, Fault> {
        let steps = steps::steps(local, &survey.known);
        if steps.is_empty() && survey.has_manifest && !survey.is_resumed {
            // A run that was cut off after its very last file left its lock.
            if self.read(LOCK)?.is_some_and(|there| owner.may_take(&there).is_ok()) {
                self.does(&mut |store| store.remove(LOCK))?;
            }
            return Ok(steps);
        }
        self.take_lock(owner)?;
        let done = self.carry_out(local, survey, &steps, bytes, journal);
        // Whatever happened, nobody needs to wait for us. Where the connection is gone, the lock
        // goes out of date by itself.
        if !matches!(&done, Err(fault) if fault.kind == Kind::Busy) && self.store.remove(LOCK).is_ok() {
            self.held = None;
        }
        done.map(|()| steps)
    }

    fn carry_out(
        &mut self,
        local: &Manifest,
        survey: &Survey,
        steps: &Steps,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
        journal: &mut Journal,
    ) -> Result<(), Fault> {
        if self.read(MANIFEST)? != survey.seen {
            return Err(Fault::new(Kind::Moved, MANIFEST, ""));
        }
        let unfinished = steps::unfinished(local, &survey.known).to_string();
        self.put_manifest(unfinished.as_bytes())?;
        journal.begin(unfinished.as_bytes())?;
        self.progress.start(steps.new.len() + steps.changed.len(), steps.bytes);
        for folder in steps.folders() {
            self.does(&mut |store| store.make_folder(&folder))?;
        }
        for path in steps.sent() {
            let content = bytes(path)?;
            let entry = Entry::of(&content);
            if local.get(path) != Some(entry) {
                return Err(Fault::new(Kind::Local, path.as_str(), ""));
            }
            self.say_alive()?;
            self.put(path.as_str(), TEMPORARY, &content, Phase::of(path) == Phase::Asset)?;
            journal.note(path, entry)?;
            self.progress.sent(path.as_str(), entry.length);
        }
        for path in &steps.removed {
            self.say_alive()?;
            self.does(&mut |store| store.remove(path.as_str()))?;
        }
        let kept: BTreeSet<String> = local.iter().flat_map(|(path, _)| folders(path)).collect();
        let empty: BTreeSet<String> = steps.removed.iter().flat_map(folders).collect();
        for folder in empty.iter().rev().filter(|folder| !kept.contains(*folder)) {
            self.store.remove_folder(folder);
        }
        self.does(&mut |store| store.remove(TEMPORARY))?;
        self.put_manifest(local.to_string().as_bytes())?;
        journal.end();
        Ok(())
    }

    fn put_manifest(&mut self, text: &[u8]) -> Result<(), Fault> {
        self.put(MANIFEST, TEMPORARY_MANIFEST, text, true)?;
        self.does(&mut |store| store.remove(TEMPORARY_MANIFEST))
    }

    /// Puts a file under a temporary name, looks whether it arrived whole, and renames it. `stays`
    /// says that the old file must not be missing for a moment where the server cannot replace it:
    /// a page may be looking at it.
    fn put(&mut self, path: &str, temporary: &str, bytes: &[u8], stays: bool) -> Result<(), Fault> {
        // The manifest goes the long way in any case: if it is cut off, its other copy is whole.
        let is_direct = !self.renames && path != MANIFEST;
        let mut renames = self.renames;
        let put = self.does(&mut |store| {
            if is_direct {
                return arrived(store, path, bytes);
            }
            arrived(store, temporary, bytes)?;
            let refused = match store.rename(temporary, path) {
                Ok(()) => return Ok(()),
                Err(fault) if fault.is_passing() => return Err(fault),
                Err(fault) => fault,
            };
            let is_there = store.size(path)?.is_some();
            if is_there && stays {
                return arrived(store, path, bytes);
            }
            let refused = if is_there {
                store.remove(path)?;
                match store.rename(temporary, path) {
                    Ok(()) => return Ok(()),
                    Err(fault) => fault,
                }
            } else {
                refused
            };
            // Nothing stands in the way: this server cannot rename at all.
            if refused.kind != Kind::Other {
                return Err(refused);
            }
            renames = false;
            arrived(store, path, bytes)
        });
        self.renames = renames;
        put
    }

    fn take_lock(&mut self, owner: &Owner) -> Result<(), Fault> {
        if let Some(text) = self.read(LOCK)? {
            owner.may_take(&text)?;
        }
        let text = owner.text();
        self.does(&mut |store| store.write(LOCK, text.as_bytes()))?;
        // Two that came in the same moment: the one who wrote last holds it.
        (self.sleep)(Duration::from_millis(300));
        let there = self.read(LOCK)?.unwrap_or_default();
        if !owner.wrote(&there) {
            owner.may_take(&there)?;
            return Err(Fault::new(Kind::Busy, LOCK, ""));
        }
        self.held = Some((owner.clone(), Instant::now()));
        Ok(())
    }

    fn say_alive(&mut self) -> Result<(), Fault> {
        let Some((owner, last)) = self.held.clone() else { return Ok(()) };
        if last.elapsed() < SIGN_OF_LIFE {
            return Ok(());
        }
        if let Some(there) = self.read(LOCK)?
            && !owner.wrote(&there)
        {
            owner.may_take(&there)?;
        }
        let text = owner.text();
        self.does(&mut |store| store.write(LOCK, text.as_bytes()))?;
        self.held = Some((owner, Instant::now()));
        Ok(())
    }

    /// Every file in the folder that is not in `ours`, with all its folders: for a check.
    ///
    /// # Errors
    /// When a folder cannot be listed.
    pub fn foreign(&mut self, ours: &Manifest) -> Result<Vec<String>, Fault> {
        let mut foreign = Vec::new();
        let mut waiting = vec![String::new()];
        while let Some(folder) = waiting.pop() {
            for item in self.does(&mut |store| store.list(&folder))? {
                let path = if folder.is_empty() { item.name } else { format!("{folder}/{}", item.name) };
                if item.is_folder {
                    waiting.push(path);
                } else if !is_own(&path)
                    && OutPath::new(&path).ok().is_none_or(|path| ours.get(&path).is_none())
                {
                    foreign.push(path);
                }
            }
        }
        foreign.sort();
        Ok(foreign)
    }

    /// Writes, reads and removes one small file, as `publish --setup` does.
    ///
    /// # Errors
    /// When any of it fails.
    pub fn try_out(&mut self) -> Result<(), Fault> {
        let bytes = b"nq71\r\n\xff\0";
        self.put("nq71-thu.txt", TEMPORARY, bytes, false)?;
        let there = self.read("nq71-thu.txt")?;
        self.does(&mut |store| store.remove("nq71-thu.txt"))?;
        self.does(&mut |store| store.remove(TEMPORARY))?;
        match there {
            Some(there) if there == bytes => Ok(()),
            _ => Err(Fault::new(Kind::Altered, "nq71-thu.txt", "")),
        }
    }
}

/// Writes a file and looks whether it arrived whole.
fn arrived(store: &mut dyn Store, path: &str, bytes: &[u8]) -> Result<(), Fault> {
    for _ in 0..3 {
        store.write(path, bytes)?;
        let entry = Entry::of(bytes);
        let whole = store.size(path)? == Some(entry.length);
        if whole && store.hash(path).is_none_or(|hash| hash == entry.sha256) {
            return Ok(());
        }
    }
    Err(Fault::new(Kind::Altered, path, ""))
}

fn parsed(bytes: &[u8]) -> Option<Manifest> {
    Manifest::parse(std::str::from_utf8(bytes).ok()?)
}

/// Two manifests of which one was replacing the other: what they do not agree on is unknown.
fn agreed(one: &Manifest, other: &Manifest) -> Manifest {
    let mut both = Manifest::default();
    for (path, entry) in one.iter().chain(other.iter()) {
        let same = one.get(path) == other.get(path);
        both.put(path.clone(), if same { entry } else { Entry::default() });
    }
    both
}

/// Folders of the server that were listed, each once.
#[derive(Default)]
struct Listed(BTreeMap<String, BTreeMap<String, Item>>);

impl Listed {
    fn folder(&mut self, session: &mut Session<'_>, folder: &str) -> Result<&BTreeMap<String, Item>, Fault> {
        if !self.0.contains_key(folder) {
            // What a folder that is not there holds is known without asking.
            let parent = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
            let name = folder.rsplit('/').next().unwrap_or_default();
            let is_there = folder.is_empty()
                || self.folder(session, parent)?.get(name).is_some_and(|item| item.is_folder);
            let items = if is_there { session.does(&mut |store| store.list(folder))? } else { Vec::new() };
            let items = items.into_iter().map(|item| (item.name.clone(), item)).collect();
            self.0.insert(folder.to_owned(), items);
        }
        Ok(&self.0[folder])
    }

    fn file(&mut self, session: &mut Session<'_>, path: &OutPath) -> Result<Option<Item>, Fault> {
        let folder = path.folder().trim_end_matches('/');
        let name = &path.as_str()[path.folder().len()..];
        Ok(self.folder(session, folder)?.get(name).cloned())
    }
}
