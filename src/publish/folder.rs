//! A folder of this machine or of a shared drive.

use std::fs::{self, File};
use std::io::{ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};

use ring::digest::{SHA256, digest};

use super::{Fault, Item, Kind, Store};

/// A web root on a disk or a shared drive.
#[derive(Debug)]
pub struct FolderStore {
    root: PathBuf,
}

impl FolderStore {
    /// A store in a folder that must be there when [`Store::connect`] is called.
    pub fn new(root: impl Into<PathBuf>) -> FolderStore {
        FolderStore { root: root.into() }
    }

    fn on_disk(&self, path: &str) -> PathBuf {
        if path.is_empty() { self.root.clone() } else { self.root.join(path) }
    }
}

fn failed(path: &str) -> impl Fn(std::io::Error) -> Fault + '_ {
    move |error| Fault::io(path, &error)
}

/// Lets the web server read what is new, whatever else may be done with it; a drive that knows no
/// such permissions needs none.
fn show(path: &Path, mode: u32) {
    #[cfg(unix)]
    if let Ok(meta) = fs::metadata(path) {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = meta.permissions().mode() | mode;
        let _ = fs::set_permissions(path, fs::Permissions::from_mode(mode));
    }
    let _ = (path, mode);
}

impl Store for FolderStore {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        let file = match File::open(self.on_disk(path)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::io(path, &error)),
        };
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes).map_err(failed(path))?;
        Ok(Some(bytes))
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<Item>>, Fault> {
        let entries = match fs::read_dir(self.on_disk(folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Fault::io(folder, &error)),
        };
        let mut items = Vec::new();
        for entry in entries {
            let entry = entry.map_err(failed(folder))?;
            let meta = entry.metadata().map_err(failed(folder))?;
            items.push(Item {
                name: entry.file_name().to_string_lossy().into_owned(),
                is_folder: meta.is_dir(),
                size: meta.is_file().then_some(meta.len()),
            });
        }
        items.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Some(items))
    }

    fn has_folder(&mut self, folder: &str) -> Result<bool, Fault> {
        Ok(self.on_disk(folder).is_dir())
    }

    fn write(&mut self, path: &str, bytes: &[u8], moving: &dyn Fn(u64)) -> Result<(), Fault> {
        let on_disk = self.on_disk(path);
        // Not through a link into somebody's file.
        if fs::symlink_metadata(&on_disk).is_ok_and(|there| there.is_symlink()) {
            fs::remove_file(&on_disk).map_err(failed(path))?;
        }
        let is_new = !on_disk.exists();
        let mut file = File::create(&on_disk).map_err(failed(path))?;
        if is_new {
            show(&on_disk, 0o644);
        }
        let mut written = 0;
        for piece in bytes.chunks(1 << 20) {
            file.write_all(piece).map_err(failed(path))?;
            written += piece.len() as u64;
            moving(written);
        }
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        fs::rename(self.on_disk(from), self.on_disk(to)).map_err(failed(to))
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        match fs::remove_file(self.on_disk(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Fault::io(path, &error)),
            _ => Ok(()),
        }
    }

    fn make_folder(&mut self, path: &str) -> Result<(), Fault> {
        let folder = self.on_disk(path);
        match fs::create_dir(&folder) {
            Err(_) if folder.is_dir() => Ok(()),
            Err(error) => Err(Fault::io(path, &error)),
            Ok(()) => {
                show(&folder, 0o755);
                Ok(())
            }
        }
    }

    fn remove_folder(&mut self, path: &str) -> bool {
        fs::remove_dir(self.on_disk(path)).is_ok()
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        match fs::metadata(self.on_disk(path)) {
            Ok(meta) => Ok(meta.is_file().then_some(meta.len())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Fault::io(path, &error)),
        }
    }

    fn hash(&mut self, path: &str) -> Option<[u8; 32]> {
        let bytes = fs::read(self.on_disk(path)).ok()?;
        digest(&SHA256, &bytes).as_ref().try_into().ok()
    }

    fn connect(&mut self) -> Result<(), Fault> {
        let is_there = |path: &Path| fs::metadata(path).is_ok_and(|meta| meta.is_dir());
        if is_there(&self.root) {
            return Ok(());
        }
        Err(Fault::new(Kind::WrongFolder, &self.root.display().to_string(), ""))
    }
}
