//! What each page of the last build was made of.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::model::{Digest, OutPath};

use super::{Manifest, write_atomically};

/// The key of every page, bound to the manifest of the output that they belong to: if the output
/// is another one, the keys are worth nothing and everything is rendered. Never a wrong page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keys(BTreeMap<OutPath, Digest>);

impl Keys {
    /// Makes keys of a finished build.
    pub fn new(keys: impl IntoIterator<Item = (OutPath, Digest)>) -> Keys {
        Keys(keys.into_iter().collect())
    }

    /// The key of a page.
    pub fn get(&self, path: &OutPath) -> Option<Digest> {
        self.0.get(path).copied()
    }

    /// The keys kept in `folder` for the output folder `output`, if they belong to `manifest`.
    pub fn load(folder: &Path, output: &Path, manifest: &Manifest) -> Keys {
        if manifest.is_unfinished() {
            return Keys::default();
        }
        let Ok(text) = std::fs::read_to_string(file(folder, output)) else { return Keys::default() };
        let mut lines = text.lines();
        if lines.next() != Some(&bound_to(manifest)) {
            return Keys::default();
        }
        let mut keys = BTreeMap::new();
        for line in lines {
            let Some((key, path)) = line.split_once(' ') else { return Keys::default() };
            let (Ok(key), Ok(path)) = (key.parse(), OutPath::new(path)) else { return Keys::default() };
            keys.insert(path, key);
        }
        Keys(keys)
    }

    /// Keeps the keys for the next build.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn save(&self, folder: &Path, output: &Path, manifest: &Manifest) -> Result<(), Error> {
        let mut text = String::with_capacity(64 + self.0.len() * 96);
        text.push_str(&bound_to(manifest));
        text.push('\n');
        for (path, key) in &self.0 {
            let _ = writeln!(text, "{key} {path}");
        }
        write_atomically(&file(folder, output), text.as_bytes())
    }
}

fn bound_to(manifest: &Manifest) -> String {
    Digest::of(manifest.to_string().as_bytes()).to_string()
}

/// Two outputs of one site, such as two units' sections, have keys of their own.
fn file(folder: &Path, output: &Path) -> PathBuf {
    let name = Digest::of(output.as_os_str().as_encoded_bytes()).short();
    folder.join(format!("khoa-{name}.txt"))
}
