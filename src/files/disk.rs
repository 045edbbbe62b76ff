//! A site's folder on disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::RwLock;

use walkdir::WalkDir;

use crate::diagnostics::{Checked, Diagnostic, Place, SourcePath};
use crate::error::Error;

use super::{Entry, Files, Listing};

/// The files below one folder. Links are followed only where they stay inside it.
#[derive(Debug)]
pub struct DiskFiles {
    root: PathBuf,
    real_root: PathBuf,
    /// Names that are not NFC on disk: what we call them, and what the system does.
    odd: RwLock<BTreeMap<SourcePath, PathBuf>>,
}

impl DiskFiles {
    /// Opens a site's folder.
    ///
    /// # Errors
    /// When it is not a folder that can be read.
    pub fn open(root: impl Into<PathBuf>) -> Result<DiskFiles, Error> {
        let root = root.into();
        let real_root = root.canonicalize().map_err(Error::io("open-folder", &root))?;
        if !real_root.is_dir() {
            return Err(Error::io("open-folder", &root)(std::io::ErrorKind::NotADirectory.into()));
        }
        Ok(DiskFiles { root, real_root, odd: RwLock::default() })
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The path on disk of a file of the site.
    pub fn on_disk(&self, path: &SourcePath) -> PathBuf {
        if let Some(odd) = self.odd.read().expect("no writer panics").get(path) {
            return odd.clone();
        }
        self.root.join(path.as_str())
    }

    fn named(&self, on_disk: &Path) -> Option<SourcePath> {
        let inside = on_disk.strip_prefix(&self.root).ok()?;
        let mut text = String::new();
        for part in inside.components() {
            if !text.is_empty() {
                text.push('/');
            }
            text.push_str(part.as_os_str().to_str()?);
        }
        let path = SourcePath::new(&text);
        if path.as_str() != text {
            self.odd.write().expect("no writer panics").insert(path.clone(), on_disk.to_owned());
        }
        Some(path)
    }
}

impl Files for DiskFiles {
    fn list(&self, folder: &str) -> Result<Checked<Listing>, Error> {
        let top = self.root.join(folder);
        let mut listing = Listing::default();
        let mut found = Vec::new();
        if !top.is_dir() {
            return Ok(Checked::clean(listing));
        }
        let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().first() == Some(&b'.');
        let mut walk = WalkDir::new(&top).follow_links(true).min_depth(1).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let at = error.path().unwrap_or(&top).to_owned();
                    let path = self.named(&at).unwrap_or_else(|| SourcePath::new(folder));
                    let code = if error.loop_ancestor().is_some() {
                        "lien-ket-vong"
                    } else if at.is_symlink() {
                        "lien-ket-dut"
                    } else {
                        let reason = error.into_io_error().unwrap_or(std::io::ErrorKind::Other.into());
                        return Err(Error::io("list-folder", at)(reason));
                    };
                    found.push(Diagnostic::error(code).arg("path", &path).place(Place::file(&path)));
                    continue;
                }
            };
            let is_folder = entry.file_type().is_dir();
            if hidden(entry.file_name()) {
                if is_folder {
                    walk.skip_current_dir();
                }
                continue;
            }
            let Some(path) = self.named(entry.path()) else {
                let inside = entry.path().strip_prefix(&self.root).unwrap_or(entry.path());
                let shown = SourcePath::new(&inside.to_string_lossy());
                found.push(Diagnostic::error("ten-tep-hong").arg("path", &shown));
                continue;
            };
            if entry.path_is_symlink() {
                let inside = entry.path().canonicalize().is_ok_and(|real| real.starts_with(&self.real_root));
                if !inside {
                    found.push(
                        Diagnostic::error("lien-ket-ra-ngoai").arg("path", &path).place(Place::file(&path)),
                    );
                    if is_folder {
                        walk.skip_current_dir();
                    }
                    continue;
                }
            }
            if is_folder {
                listing.folders.push(path);
            } else if entry.file_type().is_file() {
                listing.files.push(path);
            }
        }
        listing.files.sort();
        listing.folders.sort();
        // Two names that differ only in how their marks are written are one name to everybody.
        for pair in listing.files.windows(2).filter(|pair| pair[0] == pair[1]) {
            found.push(Diagnostic::error("trung-ten-tep").arg("path", &pair[0]).place(Place::file(&pair[0])));
        }
        listing.files.dedup();
        Ok(Checked::new(listing, found))
    }

    fn find(&self, path: &SourcePath) -> Option<Entry> {
        let meta = std::fs::metadata(self.on_disk(path)).ok()?;
        Some(if meta.is_dir() { Entry::Folder } else { Entry::File })
    }

    fn read(&self, path: &SourcePath, limit: u64, into: &mut Vec<u8>) -> Result<(), Error> {
        into.clear();
        let on_disk = self.on_disk(path);
        let mut file = File::open(&on_disk).map_err(Error::io("read-file", &on_disk))?;
        // One read more than the file needs, and never more than the limit into memory.
        let read = (&mut file).take(limit + 1).read_to_end(into);
        read.map_err(Error::io("read-file", &on_disk))?;
        if into.len() as u64 > limit {
            into.clear();
            return Err(Error::TooLarge { path: on_disk, limit });
        }
        Ok(())
    }
}
