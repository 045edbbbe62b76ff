//! ZIP files for hosts that have only a file manager.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::Error;
use crate::model::OutPath;
use crate::output::{MANIFEST, Manifest, Phase, write_atomically};

use super::steps::{Steps, steps};
use super::{Fault, Kind};

/// What to write where.
#[derive(Clone, Debug)]
pub struct Archive {
    /// The folder for the archives.
    pub folder: PathBuf,
    /// The folder inside the archives, and the beginning of their names.
    pub name: String,
    /// The largest archive wanted, in bytes.
    pub split: Option<u64>,
    /// The date of the files in the archives: same input and date, same bytes.
    pub date: Date,
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Archived {
    /// The archives of everything.
    pub whole: Vec<PathBuf>,
    /// The archives of what changed since the last ones; none the first time.
    pub changes: Vec<PathBuf>,
    /// What changed.
    pub steps: Steps,
}

/// Writes `<name>.zip` with everything, `<name>-thay-doi.zip` with what changed since the last
/// call, and the lists `tai-len.txt` and `xoa.txt`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn archive(
    to: &Archive,
    local: &Manifest,
    bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
) -> Result<Archived, Fault> {
    let failed = |error: Error| Fault::new(Kind::Local, &to.folder.display().to_string(), error);
    let noted = to.folder.join(format!("{}.{MANIFEST}", to.name));
    let last = std::fs::read_to_string(&noted).ok().and_then(|text| Manifest::parse(&text));
    let steps = steps(local, &last.clone().unwrap_or_default());
    let mut all: Vec<&OutPath> = local.iter().map(|(path, _)| path).collect();
    all.sort_by_key(|path| (Phase::of(path), path.as_str()));
    let mut archived = Archived { whole: to.write("", &all, local, bytes)?, ..Archived::default() };
    if last.is_some() {
        archived.changes = to.write("-thay-doi", &steps.sent(), local, bytes)?;
    }
    let list = |paths: &[&OutPath]| {
        // With the line ends and the mark that old Notepads want.
        paths
            .iter()
            .fold("\u{feff}".to_owned(), |text, path| text + to.name.as_str() + "/" + path.as_str() + "\r\n")
    };
    let removed: Vec<&OutPath> = steps.removed.iter().collect();
    for (name, paths) in [("tai-len.txt", steps.sent()), ("xoa.txt", removed)] {
        write_atomically(&to.folder.join(name), list(&paths).as_bytes()).map_err(failed)?;
    }
    write_atomically(&noted, local.to_string().as_bytes()).map_err(failed)?;
    archived.steps = steps;
    Ok(archived)
}

impl Archive {
    /// Writes the files into one archive, or several that can each be unpacked alone.
    fn write(
        &self,
        suffix: &str,
        paths: &[&OutPath],
        local: &Manifest,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
    ) -> Result<Vec<PathBuf>, Fault> {
        let failed = |error: &dyn std::fmt::Display| {
            Fault::new(Kind::Local, &self.folder.display().to_string(), error)
        };
        let date = DateTime::from_date_and_time(
            self.date.year().unsigned_abs(),
            self.date.month().unsigned_abs(),
            self.date.day().unsigned_abs(),
            0,
            0,
            0,
        );
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(date.unwrap_or_default())
            .unix_permissions(0o644);
        let mut parts: Vec<Vec<u8>> = Vec::new();
        let mut open: Option<ZipWriter<Cursor<Vec<u8>>>> = None;
        let mut written = 0;
        // The manifest comes last, as on a server.
        for path in paths.iter().map(|path| Some(*path)).chain([None]) {
            let (name, content) = match path {
                Some(path) => (path.as_str(), bytes(path)?),
                None => (MANIFEST, local.to_string().into_bytes()),
            };
            // Its length is what it takes at most, with what an archive says of it.
            let takes = content.len() as u64 + 2 * (name.len() + self.name.len()) as u64 + 120;
            if self.split.is_some_and(|most| written > 0 && written + takes > most)
                && let Some(full) = open.take()
            {
                parts.push(full.finish().map_err(|error| failed(&error))?.into_inner());
                written = 0;
            }
            let zip = open.get_or_insert_with(|| ZipWriter::new(Cursor::new(Vec::new())));
            zip.start_file(format!("{}/{name}", self.name), options).map_err(|error| failed(&error))?;
            zip.write_all(&content).map_err(|error| failed(&error))?;
            written += takes;
        }
        if let Some(last) = open {
            parts.push(last.finish().map_err(|error| failed(&error))?.into_inner());
        }
        let mut files = Vec::new();
        let several = parts.len() > 1;
        for (number, part) in parts.iter().enumerate() {
            let number = if several { format!("-{}", number + 1) } else { String::new() };
            let file = self.folder.join(format!("{}{suffix}{number}.zip", self.name));
            write_atomically(&file, part).map_err(|error| failed(&error))?;
            files.push(file);
        }
        self.remove_old(suffix, &files);
        Ok(files)
    }

    /// Archives of an earlier, larger number of parts would be unpacked by mistake.
    fn remove_old(&self, suffix: &str, new: &[PathBuf]) {
        let whole = self.folder.join(format!("{}{suffix}.zip", self.name));
        let parts = (1..).map(|number| self.folder.join(format!("{}{suffix}-{number}.zip", self.name)));
        let there = parts.skip_while(|part| new.contains(part)).take_while(|part| part.is_file());
        for old in there.chain([whole]).filter(|old| !new.contains(old)) {
            let _ = std::fs::remove_file(old);
        }
    }
}
