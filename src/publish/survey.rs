//! Looks at what a server holds, and whose it is.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::model::{FILE_KINDS, OutPath};
use crate::output::{Entry, MANIFEST, Manifest};
use crate::text;

use super::ftp::LARGEST;
use super::journal::Journal;
use super::session::{TEMPORARY_MANIFEST, is_own};
use super::{Fault, Item, Kind, Session, Steps, steps};

/// How deep [`Session::foreign`] looks; links may lead in circles.
const DEEPEST: usize = 16;

/// How many folders it looks into.
const MOST_FOLDERS: usize = 20_000;

/// What is on the server beside our files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Foreign {
    /// Files of others.
    pub files: Vec<String>,
    /// Folders of which the server does not tell what they hold.
    pub unseen: Vec<String>,
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
    /// Files of ours that will be replaced or removed and were changed there by somebody else, as
    /// far as their length tells, or their digest where the server knows it.
    pub altered: Vec<OutPath>,
    /// The manifest as it was read, to notice another run's.
    pub(super) seen: Option<Vec<u8>>,
    /// What the server's manifest or our notes say is there, though it may be doubted; an entry
    /// that is [`Entry::default`] says nothing.
    pub(super) believed: Manifest,
    /// Files that an earlier run of ours was sending when it ended.
    begun: BTreeSet<OutPath>,
    /// What was published from here.
    pub(super) last: Manifest,
    /// The unit whose section is there, where it is another one than ours.
    pub other_unit: Option<String>,
}

impl Survey {
    /// Believes nothing of what the server holds, so that every file is sent again.
    pub fn doubt(&mut self) {
        let mut doubted = Manifest::default();
        for (path, _) in self.known.iter() {
            doubted.put(path.clone(), Entry::default());
        }
        self.known = doubted;
    }

    /// True when there is nothing to do: the server holds what `local` says, and says so itself.
    pub fn is_done(&self, local: &Manifest) -> bool {
        let is_told = || self.seen.as_deref() == Some(local.to_string().as_bytes());
        !self.is_resumed && steps(local, &self.known).is_empty() && is_told()
    }

    /// What must not happen: a file of somebody else's would be overwritten.
    pub fn in_the_way(&self) -> Result<(), Fault> {
        in_the_way(&self.clashes)
    }

    /// True when these bytes are what was published there, or will be.
    pub(super) fn is_ours(&self, path: &OutPath, there: Entry, local: &Manifest) -> bool {
        [&self.believed, &self.last, local].iter().any(|ours| ours.get(path) == Some(there))
    }

    /// True when a file that is to go is proven to be ours, or holds nothing.
    pub(super) fn may_remove(&self, path: &OutPath, there: Entry) -> bool {
        there.length == 0 || self.begun.contains(path) || self.believed.get(path) == Some(there)
    }

    /// What is told of the files there, as far as it is told.
    pub(super) fn told(&self) -> Manifest {
        let mut told = Manifest::default();
        for (path, entry) in self.believed.iter().filter(|(_, entry)| *entry != Entry::default()) {
            told.put(path.clone(), entry);
        }
        for path in &self.begun {
            told.put(path.clone(), Entry::default());
        }
        told
    }
}

impl Session<'_> {
    /// Looks at what is there and how it differs from `local`. Where the server has lost its
    /// manifest or lines of it, `last`, what was published from here, says which files are ours:
    /// those that are still the same.
    ///
    /// # Errors
    /// When something cannot be read.
    pub fn survey(
        &mut self,
        local: &Manifest,
        last: Option<&Manifest>,
        journal: &Journal,
    ) -> Result<Survey, Fault> {
        let seen = self.read_manifest(MANIFEST)?;
        let main = seen.as_deref().and_then(parsed);
        let half = self.read_manifest(TEMPORARY_MANIFEST)?;
        // Whatever is in it, it is removed when a run comes to its end.
        let is_cut = half.is_some();
        let half = half.as_deref().and_then(parsed);
        let mut survey = Survey { has_manifest: main.is_some() || half.is_some(), ..Survey::default() };
        survey.is_resumed = is_cut || main.as_ref().is_some_and(Manifest::is_unfinished);
        let noted = journal.load(seen.as_deref().unwrap_or_default());
        survey.seen = seen;
        survey.known = match (main, half) {
            (Some(main), Some(half)) => agreed(&main, &half),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => Manifest::default(),
        };
        survey.other_unit = survey
            .known
            .unit()
            .filter(|there| local.unit().is_some_and(|unit| unit != *there))
            .map(text::one_line);
        survey.last = last.cloned().unwrap_or_default();
        let mut listed = Listed::default();
        survey.believed = survey.known.clone();
        if survey.is_resumed {
            survey.known = self.proven(&mut survey, local, noted.as_ref(), &mut listed)?;
        }
        let mut wanted: BTreeSet<&OutPath> = local.iter().map(|(path, _)| path).collect();
        wanted.extend(last.iter().flat_map(|last| last.iter()).map(|(path, _)| path));
        wanted.retain(|path| survey.known.get(path).is_none());
        let (welcome, clashes) = self.others(wanted, local, &survey.last, &mut listed)?;
        for (path, entry) in welcome.iter() {
            survey.known.put(path.clone(), entry);
            survey.believed.put(path.clone(), entry);
        }
        survey.clashes = clashes;
        self.find_altered(local, &mut survey, &mut listed)?;
        if !survey.has_manifest {
            let ours: BTreeSet<&str> =
                survey.known.iter().filter_map(|(path, _)| path.as_str().split('/').next()).collect();
            let is_foreign = |name: &&String| !is_own(name) && !ours.contains(name.as_str());
            if let Seen::Items(top) = listed.folder(self, "")? {
                survey.foreign = top.keys().filter(is_foreign).map(|name| text::one_line(name)).collect();
            }
        }
        Ok(survey)
    }

    /// Looks once more for files of others where new ones of ours go: time has passed since the
    /// survey.
    pub(super) fn still_free(
        &mut self,
        steps: &Steps,
        local: &Manifest,
        last: &Manifest,
    ) -> Result<(), Fault> {
        let (_, clashes) = self.others(steps.new.iter().collect(), local, last, &mut Listed::default())?;
        in_the_way(&clashes)
    }

    /// The manifest that the server holds; `None` where it is not one of ours.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn manifest(&mut self) -> Result<Option<Manifest>, Fault> {
        Ok(self.read_manifest(MANIFEST)?.as_deref().and_then(parsed))
    }

    /// After a run that was cut off, only what is proven is believed. Where our notes say that
    /// nothing was sent to a path yet, what is there came from somebody else: it is left out, and
    /// [`Session::others`] looks at it.
    fn proven(
        &mut self,
        survey: &mut Survey,
        local: &Manifest,
        noted: Option<&BTreeMap<OutPath, Entry>>,
        listed: &mut Listed,
    ) -> Result<Manifest, Fault> {
        let mut proven = Manifest::of_unit(survey.known.unit());
        for (path, told) in survey.known.iter() {
            let note = noted.and_then(|noted| noted.get(path).copied());
            let said = note.unwrap_or(told);
            survey.believed.put(path.clone(), said);
            if note == Some(Entry::default()) {
                survey.begun.insert(path.clone());
            }
            let Some(item) = listed.file(self, path)? else {
                // Not there: as good as new, or to be removed with its folder.
                if local.get(path).is_none() {
                    proven.put(path.clone(), Entry::default());
                }
                continue;
            };
            // Without notes, files of the same length are taken for what the manifest says.
            let is_sure = noted.is_none() || note.is_some() || survey.last.get(path) == Some(said);
            let is_so = said != Entry::default() && self.holds(path, &item, said, is_sure)?;
            let is_somebodys = note.is_none()
                && noted.is_some()
                && told != Entry::default()
                && survey.last.get(path).is_none()
                && item.size != Some(0);
            if is_so {
                proven.put(path.clone(), said);
            } else if !is_somebodys || local.get(path).is_none() {
                proven.put(path.clone(), Entry::default());
            }
        }
        Ok(proven)
    }

    /// True when a file holds what is said of it. Its length tells only where `is_sure` says that
    /// nobody else may have put one there; its digest always does, where the server knows it.
    fn holds(&mut self, path: &OutPath, item: &Item, said: Entry, is_sure: bool) -> Result<bool, Fault> {
        if item.is_folder || item.size.is_some_and(|size| size != said.length) {
            return Ok(false);
        }
        if let Some(hash) = self.store.hash(path.as_str()) {
            return Ok(hash == said.sha256);
        }
        if is_sure {
            return Ok(item.size.is_some());
        }
        let there = self.does(&mut |store| store.read(path.as_str(), said.length + 1))?;
        Ok(there.is_some_and(|there| Entry::of(&there) == said))
    }

    fn find_altered(
        &mut self,
        local: &Manifest,
        survey: &mut Survey,
        listed: &mut Listed,
    ) -> Result<(), Fault> {
        let steps = steps(local, &survey.known);
        for path in steps.changed.iter().chain(&steps.removed) {
            let Some(published) = survey.known.get(path).filter(|entry| *entry != Entry::default()) else {
                continue;
            };
            let Some(item) = listed.file(self, path)? else { continue };
            let is_same = item.size.is_none_or(|size| size == published.length)
                && self.store.hash(path.as_str()).is_none_or(|hash| hash == published.sha256);
            if !is_same {
                survey.altered.push(path.clone());
            }
        }
        Ok(())
    }

    /// A file of the section as the server holds it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file(&mut self, path: &OutPath) -> Result<Option<Vec<u8>>, Fault> {
        self.does(&mut |store| store.read(path.as_str(), LARGEST))
    }

    /// What stands at paths that no manifest calls ours: bytes that are the same as ours, or as
    /// what was published from here, are welcome, others are somebody's and in the way.
    fn others(
        &mut self,
        wanted: BTreeSet<&OutPath>,
        local: &Manifest,
        last: &Manifest,
        listed: &mut Listed,
    ) -> Result<(Manifest, Vec<OutPath>), Fault> {
        let (mut welcome, mut clashes) = (Manifest::default(), Vec::new());
        for path in wanted {
            let Some(item) = listed.file(self, path)? else { continue };
            let ours = [local.get(path), last.get(path)];
            let fits = |ours: &Entry| !item.is_folder && item.size.is_none_or(|size| size == ours.length);
            let ours: Vec<Entry> = ours.into_iter().flatten().filter(fits).collect();
            let most = ours.iter().map(|ours| ours.length + 1).max();
            let there = match most {
                Some(most) => self.does(&mut |store| store.read(path.as_str(), most))?,
                None => None,
            };
            match there.map(|bytes| Entry::of(&bytes)).filter(|there| ours.contains(there)) {
                Some(there) => welcome.put(path.clone(), there),
                // Of a file where a folder must be, the file is named and not what would be in it.
                None if local.get(path).is_some() => {
                    let is_folders = path.as_str().starts_with(&format!("{}/", item.name));
                    clashes.push(if is_folders { OutPath::made(&item.name) } else { path.clone() });
                }
                None => {}
            }
        }
        clashes.dedup();
        Ok((welcome, clashes))
    }

    /// Every file in the folder that is not in `ours`, with all its folders: for a check.
    ///
    /// # Errors
    /// When the connection fails.
    pub fn foreign(&mut self, ours: &Manifest) -> Result<Foreign, Fault> {
        let mut found = Foreign::default();
        let mut waiting = vec![(String::new(), Rc::default())];
        let mut looked = 0;
        while let Some((folder, above)) = waiting.pop() {
            looked += 1;
            let listed = match looked > MOST_FOLDERS || folder.matches('/').count() >= DEEPEST {
                true => None,
                false => match self.does(&mut |store| store.list(&folder)) {
                    Err(fault) if fault.is_passing() || fault.kind == Kind::Stopped => return Err(fault),
                    other => other.unwrap_or_default(),
                },
            };
            let Some(listed) = listed else {
                found.unseen.push(text::one_line(if folder.is_empty() { "." } else { &folder }));
                continue;
            };
            let listed = Rc::new(listed);
            // A link that leads back to where it stands.
            if !folder.is_empty() && listed == above {
                found.files.push(text::one_line(&folder));
                continue;
            }
            for item in listed.iter() {
                let name = &item.name;
                let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
                if item.is_folder {
                    waiting.push((path, Rc::clone(&listed)));
                } else if !is_own(&path)
                    && OutPath::new(&path).ok().is_none_or(|path| ours.get(&path).is_none())
                {
                    found.files.push(text::one_line(&path));
                }
            }
        }
        found.files.sort();
        found.unseen.sort();
        Ok(found)
    }
}

/// The failure of files of others that are in the way.
fn in_the_way(clashes: &[OutPath]) -> Result<(), Fault> {
    let Some(first) = clashes.first() else { return Ok(()) };
    let names = clashes.iter().map(OutPath::as_str).collect::<Vec<_>>();
    Err(Fault::new(Kind::InTheWay, first.as_str(), names.join("\n")))
}

/// Reads a server's manifest. One that lists what this program never publishes, such as scripts
/// that run on servers, is not ours, and nothing in it is believed.
pub(super) fn parsed(bytes: &[u8]) -> Option<Manifest> {
    let manifest = Manifest::parse(std::str::from_utf8(bytes).ok()?)?;
    let is_ours = |path: &OutPath| {
        let end = path.as_str().rsplit('.').next().unwrap_or_default();
        !is_own(path.as_str())
            && (["html", "css", "js", "xml", "ico"].contains(&end) || FILE_KINDS.contains(&end))
    };
    // A disk that was full leaves a file without a line.
    let is_one = manifest.is_unfinished() || !manifest.is_empty();
    let is_one = is_one && manifest.iter().all(|(path, _)| is_ours(path));
    is_one.then_some(manifest)
}

/// Two manifests of which one was replacing the other: what they do not agree on is unknown.
fn agreed(one: &Manifest, other: &Manifest) -> Manifest {
    let mut both = Manifest::of_unit(one.unit());
    for (path, entry) in one.iter().chain(other.iter()) {
        let same = one.get(path) == other.get(path);
        both.put(path.clone(), if same { entry } else { Entry::default() });
    }
    both
}

/// What is known of a folder on the server.
#[derive(Clone)]
enum Seen {
    /// What it holds.
    Items(BTreeMap<String, Item>),
    /// It is not there.
    Absent,
    /// It may be there, and the server does not tell what it holds.
    Hidden,
    /// A file has its name, or that of a folder above it: the item has its whole path.
    File(Item),
}

/// Folders of the server that were listed, each once.
#[derive(Default)]
struct Listed(BTreeMap<String, Seen>);

impl Listed {
    fn folder(&mut self, session: &mut Session<'_>, folder: &str) -> Result<&Seen, Fault> {
        if !self.0.contains_key(folder) {
            let seen = self.look(session, folder)?;
            self.0.insert(folder.to_owned(), seen);
        }
        Ok(&self.0[folder])
    }

    fn look(&mut self, session: &mut Session<'_>, folder: &str) -> Result<Seen, Fault> {
        let (parent, name) = folder.rsplit_once('/').unwrap_or(("", folder));
        if !folder.is_empty() {
            // What a folder that is not there holds is known without asking.
            match self.folder(session, parent)? {
                Seen::Absent => return Ok(Seen::Absent),
                Seen::File(file) => return Ok(Seen::File(file.clone())),
                Seen::Hidden => {}
                Seen::Items(items) => match items.get(name) {
                    // Links have no size.
                    Some(item) if !item.is_folder && item.size.is_some() => {
                        return Ok(Seen::File(Item { name: folder.to_owned(), ..item.clone() }));
                    }
                    Some(_) => return self.list(session, folder),
                    None => {}
                },
            }
            if !session.does(&mut |store| store.has_folder(folder))? {
                return Ok(Seen::Absent);
            }
        }
        self.list(session, folder)
    }

    fn list(&self, session: &mut Session<'_>, folder: &str) -> Result<Seen, Fault> {
        let items = session.does(&mut |store| store.list(folder))?;
        let by_name = |items: Vec<Item>| items.into_iter().map(|item| (item.name.clone(), item)).collect();
        Ok(items.map(by_name).map_or(Seen::Hidden, Seen::Items))
    }

    fn file(&mut self, session: &mut Session<'_>, path: &OutPath) -> Result<Option<Item>, Fault> {
        let folder = path.folder().trim_end_matches('/');
        let name = &path.as_str()[path.folder().len()..];
        match self.folder(session, folder)? {
            Seen::Absent => return Ok(None),
            Seen::File(file) => return Ok(Some(file.clone())),
            Seen::Items(items) if items.contains_key(name) => return Ok(items.get(name).cloned()),
            Seen::Items(_) | Seen::Hidden => {}
        }
        // Listings leave things out: some are cut off, some are filtered, some are empty where the
        // server does not tell, and on Windows `Index.html` is `index.html`.
        let size = session.does(&mut |store| store.size(path.as_str()))?;
        Ok(size.map(|size| Item { name: name.to_owned(), is_folder: false, size: Some(size) }))
    }
}
