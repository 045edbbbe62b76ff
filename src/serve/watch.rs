//! Hears which files change: from the system where it tells, else by looking again and again.
//!
//! What comes close together is one change: an editor saves in several steps, and a change of
//! branch touches a thousand files.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use walkdir::WalkDir;

use crate::build::CONTENT;
use crate::diagnostics::SourcePath;
use crate::exchange::copies::FOLDER as GATHERED;

use super::desk::Changes;

/// How often files are looked at when nothing else is said.
pub const POLL: Duration = Duration::from_millis(700);

/// Silence after which a save is over.
const SAVED: Duration = Duration::from_millis(20);
/// The same where files come, go or get other names: that takes several steps.
const MOVED: Duration = Duration::from_millis(60);
/// How long a file that is gone is waited for.
const REPLACED: Duration = Duration::from_millis(400);
/// Silence after which a storm is over.
const CALM: Duration = Duration::from_millis(250);
/// So many files are a storm.
const STORM: usize = 4;
/// A change that does not end is taken as it is.
const LONGEST: Duration = Duration::from_secs(5);

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// The system tells.
    Events,
    /// Files are looked at in this interval.
    Poll(Duration),
}

/// Why the system does not tell of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// More folders than it watches for one user.
    TooMany,
    /// A folder that may not be looked into.
    Permission,
    /// What it says itself.
    Other(String),
}

impl From<notify::Error> for Failure {
    fn from(error: notify::Error) -> Failure {
        use std::io::ErrorKind as Io;
        match &error.kind {
            notify::ErrorKind::MaxFilesWatch => Failure::TooMany,
            notify::ErrorKind::Io(io) if matches!(io.kind(), Io::StorageFull | Io::QuotaExceeded) => {
                Failure::TooMany
            }
            // Too many open files has no kind of its own.
            notify::ErrorKind::Io(io) if cfg!(unix) && matches!(io.raw_os_error(), Some(23 | 24)) => {
                Failure::TooMany
            }
            notify::ErrorKind::Io(io) if io.kind() == Io::PermissionDenied => Failure::Permission,
            _ => Failure::Other(error.to_string()),
        }
    }
}

/// What was heard.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// These files changed.
    Changes(Changes),
    /// Nothing for as long as was waited.
    Nothing,
    /// The watcher is no more, for this reason.
    Broken(Failure),
}

/// Watches the folders of one site.
pub struct Watch {
    root: PathBuf,
    real_root: PathBuf,
    senses: Senses,
    /// Folders that are watched, with all below or not; without an identity since they were moved.
    watched: BTreeMap<(PathBuf, bool), Option<Identity>>,
    /// Where the settings or a file that they name are a link: what it leads to, and its own name.
    links: BTreeMap<PathBuf, SourcePath>,
}

/// How changes come to be known.
enum Senses {
    Told { watcher: RecommendedWatcher, events: Receiver<notify::Result<Event>> },
    // A library's polling compares whole seconds and does not notice older files: two saves within
    // one second, and a file that is put back, were never seen.
    Looked { every: Duration, last: BTreeMap<PathBuf, Stamp> },
}

/// What changes when a file does: time, length, and number.
type Stamp = (Option<SystemTime>, u64, u64);

/// What tells a folder from another that took its name: file system, number, and birth.
type Identity = (u64, u64, Option<SystemTime>);

fn identity(folder: &Path) -> Option<Identity> {
    let meta = folder.metadata().ok().filter(std::fs::Metadata::is_dir)?;
    let (device, number) = numbers(&meta);
    Some((device, number, meta.created().ok()))
}

fn stamp(meta: std::fs::Metadata) -> Stamp {
    (meta.modified().ok(), meta.len(), numbers(&meta).1)
}

/// The numbers of a file system and of a file in it, where they are told.
fn numbers(meta: &std::fs::Metadata) -> (u64, u64) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        (meta.dev(), meta.ino())
    }
    #[cfg(not(unix))]
    {
        let _ = meta;
        (0, 0)
    }
}

impl Watch {
    /// Starts to watch a site's folder. `beside` are files outside the usual folders.
    ///
    /// # Errors
    /// The system's own reason.
    pub fn start<'a>(
        root: &Path,
        way: Way,
        beside: impl IntoIterator<Item = &'a SourcePath>,
    ) -> Result<Watch, Failure> {
        let senses = match way {
            Way::Events => {
                let (sender, events) = channel();
                // Dropped here, what is only read does not pile up while the site is read.
                let hear = move |event: notify::Result<Event>| {
                    if event.as_ref().map_or(true, matters) {
                        let _ = sender.send(event);
                    }
                };
                Senses::Told { watcher: notify::recommended_watcher(hear)?, events }
            }
            Way::Poll(every) => Senses::Looked { every, last: BTreeMap::new() },
        };
        let mut watch = Watch {
            root: root.to_owned(),
            real_root: root.canonicalize().unwrap_or_else(|_| root.to_owned()),
            senses,
            watched: BTreeMap::new(),
            links: BTreeMap::new(),
        };
        watch.follow(beside)?;
        Ok(watch)
    }

    /// Watches folders that were not there before or are others now, and lets go of those that are
    /// gone. True when there is any such: what happened there so far was not heard.
    ///
    /// # Errors
    /// The system's own reason.
    pub fn follow<'a>(&mut self, beside: impl IntoIterator<Item = &'a SourcePath>) -> Result<bool, Failure> {
        let mut wanted = BTreeSet::from([(self.root.clone(), false)]);
        wanted.extend([CONTENT, "themes", GATHERED].map(|name| (self.root.join(name), true)));
        self.links.clear();
        for path in beside {
            wanted.insert((self.root.join(path.parent()), false));
            if let Ok(real) = self.root.join(path.as_str()).canonicalize()
                && real != self.real_root.join(path.as_str())
                && let Some(folder) = real.parent()
            {
                wanted.insert((folder.to_owned(), false));
                self.links.insert(real, path.clone());
            }
        }
        let mut other = false;
        for key in wanted {
            let (before, now) = (self.watched.get(&key), identity(&key.0));
            match (before, &now) {
                (None, None) => continue,
                (Some(Some(before)), Some(now)) if before == now => continue,
                _ => {}
            }
            other = true;
            let was = self.watched.remove(&key).is_some();
            if let Senses::Told { watcher, .. } = &mut self.senses {
                if was {
                    let _ = watcher.unwatch(&key.0);
                }
                if now.is_some() {
                    let mode = if key.1 { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
                    watcher.watch(&key.0, mode)?;
                }
            }
            if now.is_some() {
                self.watched.insert(key, now);
            }
        }
        if other {
            self.look();
        }
        Ok(other)
    }

    /// Waits for a change, and until it is over.
    pub fn wait(&mut self, longest: Duration) -> Heard {
        if let Senses::Looked { every, .. } = self.senses {
            return self.wait_looking(every, longest);
        }
        // A folder that was away for a moment has its name again, but nobody watches it any more.
        let moved = RefCell::new(Vec::new());
        let named = |kind: EventKind, path: &Path| {
            if !writes_in_place(kind) && self.watched.keys().any(|(folder, _)| folder.starts_with(path)) {
                moved.borrow_mut().push(path.to_owned());
            }
            self.named(path)
        };
        let heard = self.wait_listening(longest, &named);
        let moved = moved.into_inner();
        for ((folder, _), before) in &mut self.watched {
            if moved.iter().any(|path| folder.starts_with(path)) {
                *before = None;
            }
        }
        heard
    }

    fn wait_listening(&self, longest: Duration, named: &Named<'_>) -> Heard {
        let Senses::Told { events, .. } = &self.senses else { unreachable!("looks otherwise") };
        let heard = gather(events, longest, named);
        let Heard::Changes(mut changes) = heard else { return heard };
        if self.lacks(&changes) {
            match gather(events, REPLACED, named) {
                Heard::Changes(more) => {
                    changes.all |= more.all;
                    changes.paths.extend(more.paths);
                }
                Heard::Nothing => {}
                broken => return broken,
            }
        }
        Heard::Changes(changes)
    }

    /// True where a file is gone: some programs put the old one away before they write the new one.
    fn lacks(&self, changes: &Changes) -> bool {
        changes.paths.iter().any(|path| !self.root.join(path.as_str()).exists())
    }

    fn wait_looking(&mut self, every: Duration, longest: Duration) -> Heard {
        let begun = Instant::now();
        let mut changes = Changes::default();
        while changes == Changes::default() {
            if begun.elapsed() >= longest {
                return Heard::Nothing;
            }
            std::thread::sleep(every);
            changes.paths = self.look();
        }
        let first = Instant::now();
        while changes.paths.len() >= STORM && first.elapsed() < LONGEST {
            std::thread::sleep(CALM);
            let more = self.look();
            if more.is_empty() {
                break;
            }
            changes.paths.extend(more);
        }
        if self.lacks(&changes) {
            std::thread::sleep(REPLACED);
            changes.paths.extend(self.look());
        }
        Heard::Changes(changes)
    }

    /// The files that are otherwise than when they were last looked at; none where the system tells.
    fn look(&mut self) -> BTreeSet<SourcePath> {
        let Senses::Looked { last, .. } = &mut self.senses else { return BTreeSet::new() };
        let mut now = BTreeMap::new();
        for (folder, with_all_below) in self.watched.keys() {
            let deepest = if *with_all_below { usize::MAX } else { 1 };
            let walk = WalkDir::new(folder).follow_links(true).min_depth(1).max_depth(deepest).into_iter();
            let shown = |name: &std::ffi::OsStr| name.as_encoded_bytes().first() != Some(&b'.');
            for entry in walk.filter_entry(|entry| shown(entry.file_name())) {
                match entry {
                    Ok(entry) => {
                        let stamp = entry.metadata().ok().filter(std::fs::Metadata::is_file).map(stamp);
                        now.insert(entry.into_path(), stamp.unwrap_or_default());
                    }
                    // A link that leads nowhere or round in a circle, or a folder that may not be read.
                    Err(error) => {
                        now.extend(error.path().map(|path| (path.to_owned(), Stamp::default())));
                    }
                }
            }
        }
        let before = std::mem::replace(last, now);
        let Senses::Looked { last, .. } = &self.senses else { unreachable!("as before") };
        let gone = before.keys().filter(|path| !last.contains_key(*path));
        let other =
            last.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp)).map(|(path, _)| path);
        gone.chain(other).filter_map(|path| self.named(path)).collect()
    }

    /// A path of the system as a path of the site; none for files that are nobody's business.
    fn named(&self, path: &Path) -> Option<SourcePath> {
        if let Some(link) = self.links.get(path) {
            return Some(link.clone());
        }
        let inside = path.strip_prefix(&self.root).or_else(|_| path.strip_prefix(&self.real_root)).ok()?;
        // A name that is not text is known to nobody, so the folder is listed again: that tells of it.
        let parts: Vec<Cow<'_, str>> =
            inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = parts.last()?;
        let hidden = parts.iter().any(|part| part.starts_with('.'));
        // What editors leave beside a file while they save it; never what could be a post.
        let scratch = ["~", ".tmp", ".swp"].iter().any(|end| name.ends_with(end)) && !path.is_dir()
            || name.starts_with("~$") && !name.ends_with(".md")
            || name == "4913";
        (!hidden && !scratch).then(|| SourcePath::new(&parts.join("/")))
    }
}

/// What a path is called in the site, where that is anybody's business.
type Named<'n> = dyn Fn(EventKind, &Path) -> Option<SourcePath> + 'n;

/// Collects events until they end.
fn gather(events: &Receiver<notify::Result<Event>>, longest: Duration, named: &Named<'_>) -> Heard {
    let mut changes = Changes::default();
    let mut in_place = true;
    let (begun, mut first) = (Instant::now(), None);
    loop {
        let quiet = match changes.paths.len() {
            _ if changes.all => CALM,
            0 => longest.saturating_sub(begun.elapsed()),
            files if files < STORM && in_place => SAVED,
            files if files < STORM => MOVED,
            _ => CALM,
        };
        match events.recv_timeout(quiet) {
            Ok(Ok(event)) => {
                changes.all |= event.need_rescan();
                let before = changes.paths.len();
                changes.paths.extend(event.paths.iter().filter_map(|path| named(event.kind, path)));
                in_place &= changes.paths.len() == before || writes_in_place(event.kind);
            }
            Ok(Err(error)) => return Heard::Broken(error.into()),
            Err(RecvTimeoutError::Disconnected) => {
                return Heard::Broken(Failure::Other("disconnected".to_owned()));
            }
            Err(RecvTimeoutError::Timeout) if changes == Changes::default() => return Heard::Nothing,
            Err(RecvTimeoutError::Timeout) => return Heard::Changes(changes),
        }
        if changes != Changes::default() && first.get_or_insert_with(Instant::now).elapsed() > LONGEST {
            return Heard::Changes(changes);
        }
    }
}

/// Reading a file changes nothing.
fn matters(event: &Event) -> bool {
    let read =
        matches!(event.kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write));
    !read || event.need_rescan()
}

fn writes_in_place(kind: EventKind) -> bool {
    match kind {
        EventKind::Modify(how) => !matches!(how, ModifyKind::Name(_)),
        kind => kind.is_access(),
    }
}

/// True for a folder on another machine, whose changes the system may not tell.
pub fn is_remote(folder: &Path) -> bool {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    if let Some(std::path::Component::Prefix(prefix)) = folder.components().next() {
        use std::path::Prefix;
        return matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..));
    }
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").unwrap_or_default();
    is_remote_mount(&mounts, &folder)
}

/// Finds the folder's file system in Linux's own list.
fn is_remote_mount(mounts: &str, folder: &Path) -> bool {
    const REMOTE: [&str; 12] = [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "smbfs",
        "9p",
        "afs",
        "ncpfs",
        "vboxsf",
        "fuse.sshfs",
        "fuse.vmhgfs-fuse",
        "fuse.rclone",
    ];
    let kinds = mounts.lines().filter_map(|line| {
        let (mount, kind) = line.split_once(" - ")?;
        let place = mount.split(' ').nth(4)?.replace("\\040", " ");
        Some((PathBuf::from(place), kind.split(' ').next()?))
    });
    kinds
        .filter(|(place, _)| folder.starts_with(place))
        // Of two at one place, the later lies on top.
        .max_by_key(|(place, _)| place.components().count())
        .is_some_and(|(_, kind)| REMOTE.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: EventKind, path: &str) -> notify::Result<Event> {
        Ok(Event::new(kind).add_path(PathBuf::from(path)))
    }

    fn as_named(_: EventKind, path: &Path) -> Option<SourcePath> {
        Some(SourcePath::new(path.to_str()?))
    }

    #[test]
    fn what_comes_together_is_one_change() {
        let (sender, events) = channel();
        for number in 0..1000 {
            sender.send(event(EventKind::Any, &format!("content/{number}.md"))).unwrap();
        }
        let Heard::Changes(changes) = gather(&events, Duration::from_secs(1), &as_named) else { panic!() };
        assert_eq!(changes.paths.len(), 1000);
        assert_eq!(gather(&events, Duration::from_millis(1), &as_named), Heard::Nothing);
    }

    #[test]
    fn reading_is_no_change() {
        let matters_as = |kind| matters(&event(kind, "content/read.md").unwrap());
        assert!(!matters_as(EventKind::Access(AccessKind::Open(AccessMode::Any))));
        assert!(!matters_as(EventKind::Access(AccessKind::Close(AccessMode::Read))));
        assert!(matters_as(EventKind::Access(AccessKind::Close(AccessMode::Write))));
        assert!(matters_as(EventKind::Any));
    }

    #[test]
    fn a_watcher_that_fails_or_ends_is_noticed() {
        let (sender, events) = channel();
        sender.send(Err(notify::Error::generic("đĩa đã rút"))).unwrap();
        assert_eq!(
            gather(&events, Duration::from_secs(1), &as_named),
            Heard::Broken(Failure::Other("đĩa đã rút".to_owned()))
        );
        sender.send(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch))).unwrap();
        assert_eq!(gather(&events, Duration::from_secs(1), &as_named), Heard::Broken(Failure::TooMany));
        drop(sender);
        assert!(matches!(gather(&events, Duration::from_secs(1), &as_named), Heard::Broken(_)));
    }

    #[test]
    fn folders_of_other_machines_are_known() {
        let mounts = "22 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n\
                      40 22 0:50 / /mnt/chung\\040ta rw - cifs //may-chu/chung rw\n";
        assert!(is_remote_mount(mounts, Path::new("/mnt/chung ta/trang")));
        assert!(!is_remote_mount(mounts, Path::new("/home/a")));
        assert!(!is_remote_mount("", Path::new("/home/a")));
    }
}
