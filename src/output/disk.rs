//! An output folder on disk.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::error::Error;
use crate::model::OutPath;

use super::{Entry, MANIFEST, Manifest, Sink};

/// Writes into a folder, in place: opening without truncating costs a fifth of replacing a file
/// (`docs/performance.md`). The manifest, written by rename before and after, tells the next run
/// whether this one came to its end.
#[derive(Debug)]
pub struct DiskSink {
    root: PathBuf,
    aside: OnceLock<PathBuf>,
}

impl DiskSink {
    /// A sink for a folder, which need not exist yet.
    pub fn new(root: impl Into<PathBuf>) -> DiskSink {
        DiskSink { root: root.into(), aside: OnceLock::new() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Where files that stood in the way were moved, if there were any.
    pub fn aside(&self) -> Option<&Path> {
        self.aside.get().map(PathBuf::as_path)
    }

    fn on_disk(&self, path: &OutPath) -> PathBuf {
        self.root.join(path.as_str())
    }

    /// Moves a file or a folder that is not ours into a folder beside the output.
    fn move_aside(&self, path: &str) -> Result<(), Error> {
        let aside = self.aside.get_or_init(|| {
            let name = self.root.file_name().map_or("".into(), |name| name.to_string_lossy().into_owned());
            (1..)
                .map(|number| self.root.with_file_name(format!("{name}-cu-{number}")))
                .find(|folder| !folder.exists())
                .expect("there is always a next number")
        });
        let to = aside.join(path);
        let parent = to.parent().expect("a path in a folder has a parent");
        fs::create_dir_all(parent).map_err(Error::io("make-folder", parent))?;
        fs::rename(self.root.join(path), &to).map_err(Error::io("move-file", to))
    }
}

impl Sink for DiskSink {
    fn manifest(&self) -> Result<Option<Manifest>, Error> {
        let path = self.root.join(MANIFEST);
        match fs::read_to_string(&path) {
            // We never write an empty one.
            Ok(text) if text.trim().is_empty() => Ok(None),
            Ok(text) => Ok(Manifest::parse(&text)),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::InvalidData) => Ok(None),
            Err(error) => Err(Error::io("read-file", path)(error)),
        }
    }

    fn is_used(&self) -> Result<bool, Error> {
        match fs::read_dir(&self.root) {
            Ok(mut entries) => Ok(entries.next().is_some()),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
            Err(error) => Err(Error::io("list-folder", &self.root)(error)),
        }
    }

    fn length(&self, path: &OutPath) -> Option<u64> {
        fs::symlink_metadata(self.on_disk(path)).ok().filter(|meta| meta.is_file()).map(|meta| meta.len())
    }

    fn clear(&self, path: &OutPath, entry: Entry) -> Result<(), Error> {
        // Folders first: behind a link in their place lie files of somebody else.
        for (end, _) in path.as_str().match_indices('/') {
            let folder = &path.as_str()[..end];
            match fs::symlink_metadata(self.root.join(folder)) {
                Ok(meta) if meta.is_dir() => {}
                Ok(_) => return self.move_aside(folder),
                Err(_) => return Ok(()),
            }
        }
        let on_disk = self.on_disk(path);
        if let Ok(meta) = fs::symlink_metadata(&on_disk) {
            let same = meta.is_file()
                && meta.len() == entry.length
                && fs::read(&on_disk).is_ok_and(|there| Entry::of(&there) == entry);
            return if same { Ok(()) } else { self.move_aside(path.as_str()) };
        }
        Ok(())
    }

    fn put(&self, path: &OutPath, bytes: &[u8], ours: bool) -> Result<(), Error> {
        let on_disk = self.on_disk(path);
        let failed = |error| Error::io("write-file", &on_disk)(error);
        let mut options = OpenOptions::new();
        options.read(true).write(true);
        if ours {
            options.create(true).truncate(false);
        } else {
            options.create_new(true);
        }
        let open = || match options.open(&on_disk) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                if let Some(parent) = on_disk.parent() {
                    fs::create_dir_all(parent)?;
                }
                options.open(&on_disk)
            }
            other => other,
        };
        let mut file = match open() {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                if fs::read(&on_disk).is_ok_and(|there| there == bytes) {
                    return Ok(());
                }
                self.move_aside(path.as_str())?;
                open().map_err(failed)?
            }
            other => other.map_err(failed)?,
        };
        // A file that was made just now is empty.
        let length = if ours { file.metadata().map_err(failed)?.len() } else { 0 };
        if length == bytes.len() as u64 && length > 0 {
            // Equal bytes keep their date, which spares an upload by date.
            let mut there = Vec::with_capacity(bytes.len());
            file.read_to_end(&mut there).map_err(failed)?;
            if there == bytes {
                return Ok(());
            }
            file.rewind().map_err(failed)?;
        }
        file.write_all(bytes).map_err(failed)?;
        if length > bytes.len() as u64 {
            file.set_len(bytes.len() as u64).map_err(failed)?;
        }
        Ok(())
    }

    fn remove(&self, path: &OutPath) -> Result<(), Error> {
        let on_disk = self.on_disk(path);
        match fs::remove_file(&on_disk) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io("remove-file", on_disk)(error)),
        }
        let mut folder = on_disk.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root) {
            if fs::remove_dir(empty).is_err() {
                break; // not empty, or not ours to remove
            }
            folder = empty.parent();
        }
        Ok(())
    }

    fn put_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        write_atomically(&self.root.join(MANIFEST), manifest.to_string().as_bytes())
    }
}

/// Writes a file by way of a temporary one beside it: whoever reads it sees the old or the new.
///
/// # Errors
/// When the system refuses; the old file then stands as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let failed = |error| Error::io("write-file", path)(error);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io("make-folder", folder))?;
    let mut file = tempfile::Builder::new().prefix(".nq71-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_data().map_err(failed)?;
    let mut file = file;
    // An antivirus program may hold the old file for a moment.
    for wait in [10, 50, 200, 1000] {
        match file.persist(path) {
            Ok(written) => return readable(&written).map_err(failed),
            Err(error) if error.error.kind() == ErrorKind::PermissionDenied && cfg!(windows) => {
                std::thread::sleep(std::time::Duration::from_millis(wait));
                file = error.file;
            }
            Err(error) => return Err(failed(error.error)),
        }
    }
    file.persist(path).map_err(|error| failed(error.error)).map(|_| ())
}

/// Temporary files are private; what replaces a published file must be readable by the server.
#[cfg(unix)]
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// Keeps two runs from writing into one folder at once; let go when dropped.
#[derive(Debug)]
pub struct Lock(#[allow(dead_code, reason = "held for its drop")] File);

impl Lock {
    /// Takes the lock kept in a file.
    ///
    /// # Errors
    /// [`Error::Busy`] when another run holds it.
    pub fn take(path: &Path) -> Result<Lock, Error> {
        let folder = path.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder).map_err(Error::io("make-folder", folder))?;
        let file = File::create(path).map_err(Error::io("write-file", path))?;
        match file.try_lock() {
            Ok(()) => Ok(Lock(file)),
            Err(fs::TryLockError::WouldBlock) => Err(Error::Busy { path: path.to_owned() }),
            // A file system without locks, such as some network drives: go on without.
            Err(fs::TryLockError::Error(_)) => Ok(Lock(file)),
        }
    }
}
