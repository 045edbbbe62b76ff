//! One connection that is patient with what may pass.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::model::OutPath;
use crate::output::{Entry, MANIFEST};

use super::lock::{LOCK, Owner};
use super::{Fault, Kind, Store};

/// The most connections that are used at once.
pub(super) const MOST: usize = 8;
/// What a file is called on its way; it lies at the top, so that no folder keeps a leftover.
const TEMPORARY: &str = "nq71-tam";
/// The same for the manifest. If a run is cut off while it replaces the manifest, this one is whole.
pub(super) const TEMPORARY_MANIFEST: &str = "nq71-tep-moi.txt";
/// The small file of [`Session::try_out`].
const TRIAL: &str = "nq71-thu.txt";
/// How long to wait before each new attempt.
const WAITS: &[u64] = &[1, 2, 4, 8, 16];
/// A manifest of a million files is smaller.
const LARGEST_MANIFEST: u64 = 128 << 20;

/// Hears how far it has come, from several connections at once.
pub trait Progress: Sync {
    /// So many files and bytes will travel.
    fn start(&self, _files: usize, _bytes: u64) {}
    /// So many bytes of the file that the connection of that number is sending are on their way.
    fn moving(&self, _connection: usize, _bytes: u64) {}
    /// That connection's file of so many bytes has arrived.
    fn sent(&self, _connection: usize, _bytes: u64) {}
    /// The connection failed; the next attempt is after so many seconds.
    fn waiting(&self, _fault: &Fault, _seconds: u64) {}
    /// The lock of a run that seems to be gone is watched for so many seconds.
    fn watching(&self, _seconds: u64) {}
}

impl Progress for () {}

/// True for the name of a file on its way, as [`Session::temporary`] makes it and nobody else would.
pub(super) fn is_temporary(name: &str) -> bool {
    let middle = name.strip_prefix(TEMPORARY).and_then(|rest| rest.strip_suffix(".txt"));
    let Some((run, connection)) = middle.and_then(|rest| rest.strip_prefix('-')?.split_once('-')) else {
        return false;
    };
    run.len() == 8
        && run.bytes().all(|sign| matches!(sign, b'0'..=b'9' | b'a'..=b'f'))
        && (0..MOST).any(|number| connection == number.to_string())
}

/// True for the names that this program uses at the top of a server's folder beside its pages.
pub fn is_own(name: &str) -> bool {
    [MANIFEST, LOCK, TRIAL, TEMPORARY_MANIFEST].contains(&name) || is_temporary(name)
}

/// How many connections may be used, and how one more is made.
#[derive(Clone, Copy)]
pub(super) struct More<'s> {
    pub(super) connections: usize,
    pub(super) open: &'s (dyn Fn() -> Box<dyn Store> + Sync),
}

/// A store that is connected again after a failure that may pass.
pub struct Session<'s> {
    pub(super) store: &'s mut dyn Store,
    pub(super) progress: &'s dyn Progress,
    pub(super) stop: &'s AtomicBool,
    pub(super) sleep: fn(Duration),
    waits: &'static [u64],
    /// Which connection this is: 0 is the one that leads.
    number: usize,
    /// What nobody else knows of this run: two runs never write into one temporary file, and nobody
    /// can lay a link in its place.
    pub(super) run: u64,
    /// False once the server turned out not to rename at all.
    pub(super) renames: bool,
    /// The lock we hold, and when it last said that we are alive.
    pub(super) held: Option<(Owner, Instant)>,
    pub(super) more: Option<More<'s>>,
}

impl<'s> Session<'s> {
    /// A session on a store. `stop` ends it between two operations; `sleep` waits.
    pub fn new(
        store: &'s mut dyn Store,
        progress: &'s dyn Progress,
        stop: &'s AtomicBool,
        sleep: fn(Duration),
    ) -> Session<'s> {
        Session {
            store,
            progress,
            stop,
            sleep,
            waits: WAITS,
            number: 0,
            run: RandomState::new().build_hasher().finish(),
            renames: true,
            held: None,
            more: None,
        }
    }

    /// Files may travel over so many connections at once, 8 at most. `open` makes one more, not yet
    /// connected; a server that refuses it is content with those that it has.
    #[must_use]
    pub fn over(mut self, connections: usize, open: &'s (dyn Fn() -> Box<dyn Store> + Sync)) -> Session<'s> {
        self.more = Some(More { connections: connections.clamp(1, MOST), open });
        self
    }

    /// The session of a connection that only helps: it tries once more, and leaves the rest to the
    /// one that leads.
    pub(super) fn helping(mut self, number: usize, run: u64, renames: bool) -> Session<'s> {
        (self.number, self.run, self.renames, self.waits) = (number, run, renames, &WAITS[..1]);
        self
    }

    pub(super) fn number(&self) -> usize {
        self.number
    }

    /// The name of a file on its way over the connection of that number.
    pub(super) fn temporary(&self, connection: usize) -> String {
        format!("{TEMPORARY}-{:08x}-{connection}.txt", self.run & 0xffff_ffff)
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
    pub(super) fn does<T>(
        &mut self,
        what: &mut dyn FnMut(&mut dyn Store) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
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
        for &seconds in self.waits {
            if fault.kind != Kind::OtherWay {
                self.progress.waiting(&fault, seconds);
                (self.sleep)(Duration::from_secs(seconds));
            }
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

    pub(super) fn read_manifest(&mut self, path: &str) -> Result<Option<Vec<u8>>, Fault> {
        self.does(&mut |store| store.read(path, LARGEST_MANIFEST))
    }

    pub(super) fn remove(&mut self, path: &str) -> Result<(), Fault> {
        self.does(&mut |store| store.remove(path))
    }

    pub(super) fn put_manifest(&mut self, text: &[u8]) -> Result<(), Fault> {
        self.put(MANIFEST, TEMPORARY_MANIFEST, text, true)?;
        self.remove(TEMPORARY_MANIFEST)
    }

    /// Puts a file of the section. `stays` is as in [`Session::put`].
    pub(super) fn put_file(&mut self, path: &OutPath, bytes: &[u8], stays: bool) -> Result<(), Fault> {
        self.put(path.as_str(), &self.temporary(self.number), bytes, stays)
    }

    /// Puts a file under a temporary name, looks whether it arrived whole, and renames it. `stays`
    /// says that the old file must not be missing for a moment where the server cannot replace it:
    /// a page may be looking at it.
    fn put(&mut self, path: &str, temporary: &str, bytes: &[u8], stays: bool) -> Result<(), Fault> {
        // People know a file by its own name.
        self.put_by(path, temporary, bytes, stays).map_err(|fault| match fault.path == temporary {
            true => Fault { path: path.to_owned(), ..fault },
            false => fault,
        })
    }

    fn put_by(&mut self, path: &str, temporary: &str, bytes: &[u8], stays: bool) -> Result<(), Fault> {
        let (progress, number) = (self.progress, self.number);
        let moving = move |bytes| progress.moving(number, bytes);
        // The manifest goes the long way in any case: if it is cut off, its other copy is whole.
        if !self.renames && path != MANIFEST {
            return self.does(&mut |store| arrived(store, path, bytes, &moving));
        }
        self.does(&mut |store| arrived(store, temporary, bytes, &moving))?;
        let length = bytes.len() as u64;
        if self.does(&mut |store| renamed(store, temporary, path, length))? {
            return Ok(());
        }
        if self.does(&mut |store| store.size(path))?.is_some() {
            if stays {
                return self.does(&mut |store| arrived(store, path, bytes, &moving));
            }
            self.remove(path)?;
        } else {
            // Somebody may have removed the folder.
            for (end, _) in path.match_indices('/') {
                self.does(&mut |store| store.make_folder(&path[..end]))?;
            }
        }
        if self.does(&mut |store| renamed(store, temporary, path, length))? {
            return Ok(());
        }
        // Nothing stands in the way: this server cannot rename at all.
        self.does(&mut |store| arrived(store, path, bytes, &moving))?;
        self.renames = false;
        Ok(())
    }

    /// Writes, reads and removes one small file, as `publish --setup` does.
    ///
    /// # Errors
    /// When any of it fails.
    pub fn try_out(&mut self) -> Result<(), Fault> {
        let (bytes, temporary) = (b"nq71\r\n\xff\0", self.temporary(0));
        self.remove(TRIAL)?;
        self.put(TRIAL, &temporary, bytes, false)?;
        let there = self.does(&mut |store| store.read(TRIAL, 64))?;
        self.remove(TRIAL)?;
        self.remove(&temporary)?;
        match there {
            Some(there) if there == bytes => Ok(()),
            _ => Err(Fault::new(Kind::Altered, TRIAL, "")),
        }
    }
}

/// Renames a file of that length, and says whether the server did. A connection may have been cut
/// after it did and before it said so.
fn renamed(store: &mut dyn Store, from: &str, to: &str, length: u64) -> Result<bool, Fault> {
    match store.rename(from, to) {
        Ok(()) => Ok(true),
        Err(fault) if fault.is_passing() || fault.kind == Kind::Full => Err(fault),
        Err(_) => Ok(store.size(from)?.is_none() && store.size(to)? == Some(length)),
    }
}

/// Writes a file and looks whether it arrived whole.
fn arrived(store: &mut dyn Store, path: &str, bytes: &[u8], moving: &dyn Fn(u64)) -> Result<(), Fault> {
    for _ in 0..3 {
        store.write(path, bytes, moving)?;
        let entry = Entry::of(bytes);
        let whole = store.size(path)? == Some(entry.length);
        if whole && store.hash(path).is_none_or(|hash| hash == entry.sha256) {
            return Ok(());
        }
    }
    Err(Fault::new(Kind::Altered, path, ""))
}
