//! Files that exist only in memory, for tests.

use std::collections::BTreeMap;
use std::io;

use crate::diagnostics::{Checked, SourcePath};
use crate::error::Error;

use super::{Entry, Files, Listing};

/// A site in memory.
///
/// ```
/// use nq71::diagnostics::SourcePath;
/// use nq71::files::{Files, MemoryFiles};
///
/// let mut files = MemoryFiles::default();
/// files.put("content/a.md", "+++");
/// assert!(files.list("content").unwrap().value.has(&SourcePath::new("content/a.md")));
/// ```
#[derive(Clone, Debug, Default)]
pub struct MemoryFiles(BTreeMap<SourcePath, Vec<u8>>);

impl MemoryFiles {
    /// Adds or replaces a file.
    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert(SourcePath::new(path), bytes.into());
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.0.remove(&SourcePath::new(path));
    }

    /// All files and their bytes, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&SourcePath, &[u8])> {
        self.0.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }
}

impl Files for MemoryFiles {
    fn list(&self, folder: &str) -> Result<Checked<Listing>, Error> {
        let start = format!("{folder}/");
        let mut listing = Listing::default();
        for path in self.0.keys().filter(|path| path.as_str().starts_with(&start)) {
            listing.files.push(path.clone());
            let mut parent = path.parent();
            while parent.len() > folder.len() {
                listing.folders.push(SourcePath::new(parent));
                parent = parent.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
        listing.folders.sort();
        listing.folders.dedup();
        Ok(Checked::clean(listing))
    }

    fn find(&self, path: &SourcePath) -> Option<Entry> {
        if self.0.contains_key(path) {
            return Some(Entry::File);
        }
        let start = format!("{path}/");
        self.0.keys().any(|known| known.as_str().starts_with(&start)).then_some(Entry::Folder)
    }

    fn read(&self, path: &SourcePath, limit: u64, into: &mut Vec<u8>) -> Result<(), Error> {
        into.clear();
        match self.0.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => {
                Err(Error::TooLarge { path: path.as_str().into(), limit })
            }
            Some(bytes) => {
                into.extend_from_slice(bytes);
                Ok(())
            }
            None => Err(Error::io("read-file", path.as_str())(io::ErrorKind::NotFound.into())),
        }
    }
}
