//! Where text comes from: a folder on disk, or memory in tests.
//!
//! Paths given and returned are [`SourcePath`]s inside the site; nothing outside it is read.

mod disk;
mod memory;

pub use disk::DiskFiles;
pub use memory::MemoryFiles;

use crate::diagnostics::{Checked, SourcePath};
use crate::error::Error;

/// What lies in a folder, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Every file, at any depth.
    pub files: Vec<SourcePath>,
    /// Every folder below the listed one.
    pub folders: Vec<SourcePath>,
}

impl Listing {
    /// True when the file is there.
    pub fn has(&self, path: &SourcePath) -> bool {
        self.files.binary_search(path).is_ok()
    }
}

/// What a path leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// A source of files.
pub trait Files: Sync {
    /// Lists a folder of the site; one that is not there is empty. Names that start with a dot
    /// are left out. Links that lead nowhere, out of the site or in a circle are diagnostics.
    ///
    /// # Errors
    /// When the system refuses to list a folder that is there.
    fn list(&self, folder: &str) -> Result<Checked<Listing>, Error>;

    /// What is at a path, if anything.
    fn find(&self, path: &SourcePath) -> Option<Entry>;

    /// Reads a whole file of at most `limit` bytes into a buffer, which is cleared first.
    ///
    /// # Errors
    /// [`Error::TooLarge`] past the limit, [`Error::Io`] when it cannot be read.
    fn read(&self, path: &SourcePath, limit: u64, into: &mut Vec<u8>) -> Result<(), Error>;

    /// Reads a file that may be absent.
    ///
    /// # Errors
    /// As [`read`](Files::read), but for a file that is not there.
    fn read_optional(&self, path: &SourcePath, limit: u64) -> Result<Option<Vec<u8>>, Error> {
        let mut bytes = Vec::new();
        match self.read(path, limit, &mut bytes) {
            Ok(()) => Ok(Some(bytes)),
            Err(Error::Io { source, .. }) if source.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }
}
