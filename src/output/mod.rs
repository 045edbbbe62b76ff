//! Where the bytes go, and the manifest that alone says which files in a folder are ours.
//!
//! 1. [`Manifest`] lists every file of an output with its SHA-256 and length.
//! 2. [`DiskSink`] writes in place and never touches a file that is not in the manifest; one
//!    that stands in the way is moved aside, not lost. [`MemorySink`] does the same for tests.
//! 3. [`Keys`] remember what each page was made of, so that an unchanged page is not made again.
//!
//! Nothing here knows what a page is.

mod disk;
mod keys;
mod manifest;
mod memory;
mod phase;

pub use disk::{DiskSink, Lock, write_atomically};
pub use keys::Keys;
pub use manifest::{Entry, MANIFEST, Manifest};
pub use memory::MemorySink;
pub use phase::Phase;

use crate::error::Error;
use crate::model::OutPath;

/// A folder to write pages into.
pub trait Sink: Sync {
    /// The manifest of what is there; `None` when there is none.
    ///
    /// # Errors
    /// When it is there and cannot be read.
    fn manifest(&self) -> Result<Option<Manifest>, Error>;

    /// True when the folder holds anything at all.
    ///
    /// # Errors
    /// When the folder cannot be listed.
    fn is_used(&self) -> Result<bool, Error>;

    /// The length of a file that is there.
    fn length(&self, path: &OutPath) -> Option<u64>;

    /// Moves what stands at a path, or where a folder on the way to it must be, aside: it is not
    /// ours. A file that already is what `entry` says may stay.
    ///
    /// # Errors
    /// When the system refuses.
    fn clear(&self, path: &OutPath, entry: Entry) -> Result<(), Error>;

    /// Writes a file. `ours` says that the old manifest lists the path: only then may what
    /// stands there be overwritten; anything else is moved aside first.
    ///
    /// # Errors
    /// When the system refuses.
    fn put(&self, path: &OutPath, bytes: &[u8], ours: bool) -> Result<(), Error>;

    /// Removes a file of ours, and folders that are empty after it.
    ///
    /// # Errors
    /// When it is there and cannot be removed.
    fn remove(&self, path: &OutPath) -> Result<(), Error>;

    /// Writes the manifest: all of it or nothing.
    ///
    /// # Errors
    /// When the system refuses.
    fn put_manifest(&self, manifest: &Manifest) -> Result<(), Error>;
}
