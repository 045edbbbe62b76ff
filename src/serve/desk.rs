//! Holds everything that was read of a site, and reads again just what has changed.

use std::collections::{BTreeSet, HashSet};
use std::mem::discriminant;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::civil::Date;

use crate::build::{self, Again, CONTENT, Prepared, Readers, Readings, locate};
use crate::config;
use crate::diagnostics::{Diagnostic, Severity, SourcePath, any_error, sort};
use crate::error::Error;
use crate::exchange::copies::FOLDER as GATHERED;
use crate::files::{DiskFiles, Files};
use crate::model::{Config, OutPath, Post};

use super::page::CHANGED;

/// A site as it was at one moment. What is served comes from the newest.
#[derive(Default)]
pub struct Snapshot {
    /// Counts the changes; 0 while the site is read for the first time.
    pub number: u64,
    /// The pages for editors: the last that could be made. `None` when there never were any.
    pub prepared: Option<Arc<Prepared>>,
    /// Everything found wrong, in the order that people read it in.
    pub found: Vec<Diagnostic>,
    /// What the machine could not do.
    pub trouble: Option<Error>,
    /// Files of posts that changed since the snapshot before.
    pub changed: Vec<SourcePath>,
    /// Pages that stand elsewhere since then: their old place, and their new one.
    pub moved: Vec<(OutPath, OutPath)>,
    /// The number of the snapshot that has these pages first.
    pub edition: u64,
    public: OnceLock<Option<Arc<Prepared>>>,
}

impl Snapshot {
    /// The pages as the public sees them, made when they are first asked for.
    pub fn public(&self, files: &dyn Files) -> Option<Arc<Prepared>> {
        let made = || self.prepared.as_ref()?.for_public(files).ok()?.map(Arc::new);
        self.public.get_or_init(made).clone()
    }

    /// True when a mistake of a page is among those of the whole site.
    pub fn tells(&self, of_page: &Diagnostic) -> bool {
        self.found.iter().any(|one| one.is_at(of_page))
    }

    /// True when a file has an error.
    pub fn errs_in(&self, path: &SourcePath) -> bool {
        let here = |one: &&Diagnostic| one.place.as_ref().is_some_and(|place| place.path == *path);
        self.found.iter().filter(here).any(|one| one.severity == Severity::Error)
    }

    /// How many errors there are, what the machine could not do included, and how many warnings.
    pub fn weight(&self) -> (usize, usize) {
        let errors = self.found.iter().filter(|one| one.severity == Severity::Error).count();
        (errors + usize::from(self.trouble.is_some()), self.found.len() - errors)
    }
}

/// Which files may have changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Their names.
    pub paths: BTreeSet<SourcePath>,
    /// Names may be missing: everything is read again.
    pub all: bool,
}

/// The one that reads.
pub struct Desk {
    files: Arc<DiskFiles>,
    settings: SourcePath,
    day: Box<dyn Fn() -> Date + Send>,
    today: Date,
    /// The registry and the logo that the settings name.
    named: Vec<SourcePath>,
    config: Option<Config>,
    readings: Option<Readings>,
    /// Found in the settings, and in the site as a whole.
    of_settings: Vec<Diagnostic>,
    of_site: Vec<Diagnostic>,
    /// Found when one page of each kind was rendered with the site's own templates.
    of_theme: Vec<Diagnostic>,
    last: Arc<Snapshot>,
    /// The pages before posts were put into them at once, and the files of those posts.
    before: Option<(Arc<Prepared>, Vec<SourcePath>)>,
}

/// How often a file that vanishes while it is read is looked for again.
const TRIES: usize = 5;

impl Desk {
    /// A desk with nothing on it yet. `day` tells what day it is.
    pub fn new(files: Arc<DiskFiles>, settings: &str, day: Box<dyn Fn() -> Date + Send>) -> Desk {
        Desk {
            files,
            settings: SourcePath::new(settings),
            today: day(),
            day,
            named: Vec::new(),
            config: None,
            readings: None,
            of_settings: Vec::new(),
            of_site: Vec::new(),
            of_theme: Vec::new(),
            last: Arc::default(),
            before: None,
        }
    }

    /// The files beside the posts that everything depends on: the settings, and the registry and
    /// the logo that they name.
    pub fn beside(&self) -> impl Iterator<Item = &SourcePath> {
        [&self.settings].into_iter().chain(&self.named)
    }

    /// Reads what has changed. `None` when all is as it was.
    pub fn update(&mut self, changes: &Changes) -> Option<Arc<Snapshot>> {
        let mut all = changes.all;
        let mut failed = None;
        for _ in 0..TRIES {
            match self.try_update(&Changes { paths: changes.paths.clone(), all }) {
                Ok(Some(snapshot)) => return Some(self.publish(snapshot)),
                Ok(None) if failed.is_none() => return None,
                Ok(None) => break,
                Err(error) => {
                    // A file that an editor is just replacing: look again at everything.
                    failed = Some(error);
                    all = true;
                    std::thread::sleep(Duration::from_millis(60));
                }
            }
        }
        // The same trouble again is no news.
        let said = |error: &Option<Error>| error.as_ref().map(ToString::to_string);
        if said(&failed) == said(&self.last.trouble) {
            return None;
        }
        // The pages and findings stay those of the last time that everything could be read.
        let found = self.last.found.clone();
        let prepared = self.last.prepared.clone();
        Some(self.publish(Snapshot { prepared, found, trouble: failed, ..Snapshot::default() }))
    }

    /// Looks behind a change that was shown at once: where it needs other pages than those that are
    /// there, everything is put together anew.
    pub fn settle(&mut self) -> Option<Arc<Snapshot>> {
        let (before, posts) = self.before.take()?;
        if self.last.prepared.as_ref()?.keeps_parts(&before, &posts) {
            return None;
        }
        let snapshot = self.assemble(self.today, posts, false).ok()?;
        Some(self.publish(snapshot))
    }

    fn publish(&mut self, mut snapshot: Snapshot) -> Arc<Snapshot> {
        snapshot.number = self.last.number + 1;
        let same = match (&self.last.prepared, &snapshot.prepared) {
            (Some(before), Some(now)) => Arc::ptr_eq(before, now),
            _ => false,
        };
        snapshot.edition = if same { self.last.edition } else { snapshot.number };
        self.last = Arc::new(snapshot);
        Arc::clone(&self.last)
    }

    fn try_update(&mut self, changes: &Changes) -> Result<Option<Snapshot>, Error> {
        let today = (self.day)();
        let in_folder = |path: &SourcePath, folder: &str| {
            path.as_str().strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let content: BTreeSet<SourcePath> =
            changes.paths.iter().filter(|path| in_folder(path, CONTENT)).cloned().collect();
        let settled = today == self.today && self.last.trouble.is_none();
        if *changes == Changes::default() && settled && self.last.number > 0 {
            return Ok(None);
        }
        let theme = changes.paths.iter().any(|path| in_folder(path, "themes"));
        let gathered = changes.paths.iter().any(|path| in_folder(path, GATHERED));
        // A folder above them may have got another name.
        let settings =
            changes.paths.iter().any(|path| self.beside().any(|file| in_folder(file, path.as_str())));
        if changes.all || settings || self.config.is_none() {
            return self.everything(today).map(Some);
        }
        let theme = theme || gathered;
        if content.is_empty() && !theme && settled {
            return Ok(None);
        }
        let config = self.config.as_ref().expect("looked at just before");
        let Some(readings) = &mut self.readings else { return self.everything(today).map(Some) };
        let again = readings.again(&*self.files, config, &content)?;
        let settled = settled && !theme;
        if again == Again::Same && settled {
            return Ok(None);
        }
        let before = self.last.prepared.clone();
        if let (Again::Posts(paths), true, Some(before)) = (&again, settled, &before) {
            let spoken_of =
                |one: &Diagnostic| one.place.as_ref().is_some_and(|place| paths.contains(&place.path));
            let posts = paths.iter().filter_map(|path| readings.post(path).cloned());
            let known = paths
                .iter()
                .all(|path| readings.post(path).is_some() == before.site.by_source(path).is_some());
            if known
                && !self.of_site.iter().any(spoken_of)
                && let Some(prepared) = before.with_posts(posts)
            {
                self.before = Some((Arc::clone(before), paths.clone()));
                return Ok(Some(self.snapshot(Some(Arc::new(prepared)), paths.clone())));
            }
        }
        let posts = content.into_iter().filter(|path| path.extension() == "md").collect();
        self.assemble(today, posts, theme).map(Some)
    }

    /// Reads the settings and everything else.
    fn everything(&mut self, today: Date) -> Result<Snapshot, Error> {
        self.of_settings.clear();
        self.named = named(&*self.files, &self.settings);
        let config = config::load(&*self.files, self.settings.as_str())?.into(&mut self.of_settings);
        let Some(config) = config.filter(|_| !any_error(&self.of_settings)) else {
            // The pages stay as they were; what is wrong in posts shows when the settings are mended.
            (self.config, self.readings) = (None, None);
            self.of_site.clear();
            let prepared = self.last.prepared.clone();
            return Ok(self.snapshot(prepared, Vec::new()));
        };
        self.readings = Some(Readings::all(&*self.files, &config)?);
        self.config = Some(config);
        self.assemble(today, Vec::new(), true)
    }

    /// Puts the site together from what was read. `theme`: templates may be others.
    fn assemble(&mut self, today: Date, changed: Vec<SourcePath>, theme: bool) -> Result<Snapshot, Error> {
        let (Some(config), Some(readings)) = (&self.config, &self.readings) else {
            unreachable!("both are read before a site is assembled")
        };
        let mut found = Vec::new();
        let prepared =
            Prepared::for_readers(&*self.files, config.clone(), readings.loaded(), today, Readers::Editors)?
                .into(&mut found);
        self.of_site = found;
        self.today = today;
        if theme {
            self.of_theme.clear();
            if let Some(prepared) =
                prepared.as_ref().filter(|_| self.files.find(&SourcePath::new(THEMES)).is_some())
            {
                self.of_theme = mistakes_of_templates(prepared, &*self.files);
            }
        }
        let prepared = match prepared {
            Some(prepared) => Some(Arc::new(prepared)),
            // A theme that cannot be used: the pages stay as they were.
            None => self.last.prepared.clone(),
        };
        Ok(self.snapshot(prepared, changed))
    }

    fn snapshot(&self, prepared: Option<Arc<Prepared>>, changed: Vec<SourcePath>) -> Snapshot {
        let mut found = self.of_settings.clone();
        found.extend(self.readings.iter().flat_map(Readings::found));
        found.extend(self.of_site.iter().chain(&self.of_theme).cloned());
        locate(&*self.files, &mut found);
        sort(&mut found);
        let moved = match (&self.last.prepared, &prepared) {
            (Some(before), Some(now)) => moved(before, now, &changed),
            _ => Vec::new(),
        };
        Snapshot { prepared, found, changed, moved, ..Snapshot::default() }
    }
}

/// The site's own templates.
const THEMES: &str = "themes";

/// What fails when a page of each kind is rendered, told once each: until somebody looked at such a
/// page, nobody would know.
fn mistakes_of_templates(prepared: &Prepared, files: &dyn Files) -> Vec<Diagnostic> {
    let planner = prepared.planner();
    let (mut kinds, mut found) = (HashSet::new(), Vec::<Diagnostic>::new());
    let firsts = prepared.plan.pages().iter().filter(|planned| kinds.insert(discriminant(&planned.page)));
    for planned in firsts {
        let view = planner.view(planned);
        let mistakes = build::page(prepared, planned, &view, files, &mut Vec::new()).unwrap_or_default();
        for one in mistakes.into_iter().filter(|one| one.code != CHANGED) {
            if !found.iter().any(|other| other.is_at(&one)) {
                found.push(one);
            }
        }
    }
    found
}

/// Posts whose place changed: of the same file, or of a file that was renamed.
fn moved(before: &Prepared, now: &Prepared, changed: &[SourcePath]) -> Vec<(OutPath, OutPath)> {
    let post =
        |of: &Prepared, source: &SourcePath| of.site.by_source(source).map(|id| of.site.post(id).clone());
    let only_in = |of: &Prepared, other: &Prepared| -> Vec<Post> {
        let here = changed.iter().filter(|source| other.site.by_source(source).is_none());
        here.filter_map(|source| post(of, source)).collect()
    };
    let (gone, come) = (only_in(before, now), only_in(now, before));
    let renamed = |old: &Post| {
        let same = come.iter().find(|new| new.digest == old.digest);
        // A file with another name and other words is the same where there is no other choice.
        let of_unit = |posts: &[Post]| posts.iter().filter(|one| one.unit == old.unit).count() == 1;
        let only = come.iter().find(|new| new.unit == old.unit && of_unit(&gone) && of_unit(&come));
        same.or(only).cloned()
    };
    changed
        .iter()
        .filter_map(|source| {
            let old = post(before, source)?;
            let new = post(now, source).or_else(|| renamed(&old))?;
            let (old, new) = (old.path?, new.path?);
            (old != new && now.plan.find(&old).is_none()).then_some((old, new))
        })
        .collect()
}

/// The registry and the logo as the settings give them, though other things in them may be wrong.
fn named(files: &dyn Files, settings: &SourcePath) -> Vec<SourcePath> {
    const LIMIT: u64 = 8 << 20;
    let Ok(Some(bytes)) = files.read_optional(settings, LIMIT) else { return Vec::new() };
    let text = String::from_utf8_lossy(&bytes);
    let Ok(table) = text.trim_start_matches('\u{feff}').parse::<toml::Table>() else { return Vec::new() };
    let path = |key| settings.beside(table.get(key)?.as_str()?);
    ["registry", "logo"].into_iter().filter_map(path).collect()
}
