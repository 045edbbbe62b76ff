//! What of an unfinished publish has arrived, kept on this machine so that a run that goes on need
//! not send it again, and knows its own from what others put there meanwhile. Losing it costs time,
//! never a wrong page.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;

use crate::model::{Digest, OutPath};
use crate::output::{Entry, Manifest};

use super::{Fault, Kind};

/// The notes of one target.
#[derive(Debug, Default)]
pub struct Journal {
    path: Option<PathBuf>,
    file: Option<File>,
}

impl Journal {
    /// Notes kept in a file.
    pub fn at(path: impl Into<PathBuf>) -> Journal {
        Journal { path: Some(path.into()), file: None }
    }

    /// What is known of files on the server; `None` where the notes do not belong to the manifest
    /// that is there. An entry that is [`Entry::default`] is of a file that was being sent.
    pub(super) fn load(&self, on_server: &[u8]) -> Option<BTreeMap<OutPath, Entry>> {
        let text = fs::read_to_string(self.path.as_ref()?).ok()?;
        let (head, rest) = text.split_once('\n')?;
        if head != Digest::of(on_server).to_string() {
            return None;
        }
        // The last line may have been cut off.
        let whole = rest.rfind('\n').map_or("", |end| &rest[..=end]);
        let lines = Manifest::parse(whole).unwrap_or_default();
        Some(lines.iter().map(|(path, entry)| (path.clone(), entry)).collect())
    }

    /// Begins anew for the unfinished manifest that is now on the server, with what was there.
    pub(super) fn begin(&mut self, on_server: &[u8], there: &Manifest) -> Result<(), Fault> {
        let Some(path) = &self.path else { return Ok(()) };
        let failed = |error: std::io::Error| Fault::new(Kind::Local, &path.display().to_string(), error);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(path, format!("{}\n{there}", Digest::of(on_server))).map_err(failed)?;
        self.file = Some(OpenOptions::new().append(true).open(path).map_err(failed)?);
        Ok(())
    }

    /// That file is being sent: whatever is there from now on may be a part of it.
    pub(super) fn sending(&mut self, path: &OutPath) -> Result<(), Fault> {
        self.note(path, Entry::default())
    }

    /// That file has arrived.
    pub(super) fn note(&mut self, path: &OutPath, entry: Entry) -> Result<(), Fault> {
        let Some(file) = &mut self.file else { return Ok(()) };
        let mut line = Manifest::default();
        line.put(path.clone(), entry);
        let written = file.write_all(line.to_string().as_bytes());
        written.map_err(|error| Fault::new(Kind::Local, path.as_str(), error))
    }

    /// The publish came to its end: there is nothing to remember.
    pub(super) fn end(&mut self) {
        self.file = None;
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}
