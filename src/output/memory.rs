//! An output folder that exists only in memory, for tests.

use std::collections::BTreeMap;
use std::sync::Mutex;

use crate::error::Error;
use crate::model::OutPath;

use super::{Entry, Manifest, Sink};

/// An output in memory.
#[derive(Debug, Default)]
pub struct MemorySink {
    files: Mutex<BTreeMap<OutPath, Vec<u8>>>,
    manifest: Mutex<Option<Manifest>>,
}

impl MemorySink {
    /// A copy of all files by path.
    pub fn files(&self) -> BTreeMap<OutPath, Vec<u8>> {
        self.files.lock().expect("no holder panics").clone()
    }

    /// One file as text; empty where there is none.
    pub fn text(&self, path: &str) -> String {
        let files = self.files.lock().expect("no holder panics");
        let bytes = OutPath::new(path).ok().and_then(|path| files.get(&path).cloned());
        String::from_utf8(bytes.unwrap_or_default()).unwrap_or_default()
    }
}

impl Sink for MemorySink {
    fn manifest(&self) -> Result<Option<Manifest>, Error> {
        Ok(self.manifest.lock().expect("no holder panics").clone())
    }

    fn is_used(&self) -> Result<bool, Error> {
        Ok(!self.files.lock().expect("no holder panics").is_empty())
    }

    fn length(&self, path: &OutPath) -> Option<u64> {
        self.files.lock().expect("no holder panics").get(path).map(|bytes| bytes.len() as u64)
    }

    fn clear(&self, _: &OutPath, _: Entry) -> Result<(), Error> {
        Ok(())
    }

    fn put(&self, path: &OutPath, bytes: &[u8], _ours: bool) -> Result<(), Error> {
        self.files.lock().expect("no holder panics").insert(path.clone(), bytes.to_vec());
        Ok(())
    }

    fn remove(&self, path: &OutPath) -> Result<(), Error> {
        self.files.lock().expect("no holder panics").remove(path);
        Ok(())
    }

    fn put_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        *self.manifest.lock().expect("no holder panics") = Some(manifest.clone());
        Ok(())
    }
}
