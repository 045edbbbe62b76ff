//! Rendered pages that wait until all others have rendered: in memory up to a limit, then in one
//! file that has no name and goes with the process.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::Error;

/// Bytes kept in memory before the file is used.
const MEMORY: usize = 48 << 20;

/// Where one page waits.
#[derive(Debug)]
pub(super) enum Slot {
    Memory(Vec<u8>),
    File { start: u64, length: usize },
}

/// All pages of a run that wait.
#[derive(Debug)]
pub struct Pending {
    folder: PathBuf,
    held: AtomicUsize,
    spill: Mutex<Option<(File, u64)>>,
}

impl Pending {
    /// Nothing waits yet. What does not fit into memory will wait in `folder`.
    pub fn new(folder: &Path) -> Pending {
        Pending { folder: folder.to_owned(), held: AtomicUsize::new(0), spill: Mutex::new(None) }
    }

    pub(super) fn keep(&self, bytes: &[u8]) -> Result<Slot, Error> {
        if self.held.fetch_add(bytes.len(), Ordering::Relaxed) + bytes.len() <= MEMORY {
            return Ok(Slot::Memory(bytes.to_vec()));
        }
        let failed = |error| Error::io("write-cache", &self.folder)(error);
        let mut spill = self.spill.lock().expect("no holder panics");
        if spill.is_none() {
            std::fs::create_dir_all(&self.folder).map_err(failed)?;
            *spill = Some((tempfile::tempfile_in(&self.folder).map_err(failed)?, 0));
        }
        let (file, end) = spill.as_mut().expect("made just before");
        let start = *end;
        file.seek(SeekFrom::Start(start)).and_then(|_| file.write_all(bytes)).map_err(failed)?;
        *end += bytes.len() as u64;
        Ok(Slot::File { start, length: bytes.len() })
    }

    pub(super) fn take(&self, slot: Slot, buffer: &mut Vec<u8>) -> Result<(), Error> {
        match slot {
            Slot::Memory(bytes) => *buffer = bytes,
            Slot::File { start, length } => {
                let mut spill = self.spill.lock().expect("no holder panics");
                let (file, _) = spill.as_mut().expect("a page that waits in the file made it");
                buffer.resize(length, 0);
                file.seek(SeekFrom::Start(start))
                    .and_then(|_| file.read_exact(buffer))
                    .map_err(Error::io("read-cache", &self.folder))?;
            }
        }
        Ok(())
    }
}
