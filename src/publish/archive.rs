//! ZIP files for hosts that have only a file manager.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use crate::error::Error;
use crate::model::OutPath;
use crate::output::{Entry, MANIFEST, Manifest, Phase, write_atomically};

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

/// What is known of earlier archives: it lies beside them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// Archives and lists that were written there; nothing else is replaced or removed.
    written: Manifest,
    /// The section in the last archives.
    last: Manifest,
    /// The section that the server holds, as far as somebody said so.
    uploaded: Manifest,
}

const PARTS: [&str; 3] = ["# các tệp đã tạo", "# chuyên mục trong lần nén cuối", "# chuyên mục đã tải lên"];

impl Packed {
    fn parse(text: &str) -> Option<Packed> {
        let rest = text.strip_prefix(PARTS[0])?;
        let (written, rest) = rest.split_once(PARTS[1])?;
        let (last, uploaded) = rest.split_once(PARTS[2])?;
        let [written, last, uploaded] = [written, last, uploaded].map(Manifest::parse);
        Some(Packed { written: written?, last: last?, uploaded: uploaded? })
    }

    fn text(&self) -> String {
        let Packed { written, last, uploaded } = self;
        let [a, b, c] = PARTS;
        format!("{a}\n{written}{b}\n{last}{c}\n{uploaded}")
    }

    /// True when there are archives of which nobody has said that they are on the server.
    pub fn is_waiting(&self) -> bool {
        !self.last.is_empty() && self.last != self.uploaded
    }

    /// What the server holds is what was packed last: somebody said so.
    pub fn confirm(&mut self) {
        self.uploaded = self.last.clone();
    }

    /// What changed since the section that is on the server.
    pub fn steps(&self, local: &Manifest) -> Steps {
        steps(local, &self.uploaded)
    }
}

/// What was written.
#[derive(Clone, Debug, Default)]
pub struct Archived {
    /// The archives of everything.
    pub whole: Vec<PathBuf>,
    /// The archives of what changed since the section that is on the server; none where that is
    /// not known, or nothing did.
    pub changes: Vec<PathBuf>,
}

/// Writes `<name>.zip` with everything, `<name>-thay-doi.zip` with what changed since the section
/// that is on the server, and the lists `<name>-tai-len.txt` and `<name>-xoa.txt`. As long as
/// nobody says that it was uploaded, the changes add up: running it twice loses none.
///
/// # Errors
/// When a file cannot be read or written, or one that this did not write is in the way: then
/// nothing is touched.
pub fn archive(
    to: &Archive,
    before: &Packed,
    local: &Manifest,
    bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
) -> Result<Archived, Fault> {
    let steps = before.steps(local);
    let mut all: Vec<&OutPath> = local.iter().map(|(path, _)| path).collect();
    all.sort_by_key(|path| (Phase::of(path), path.as_str()));
    let whole = to.pack("", &all, local, bytes)?;
    let mut changes = Vec::new();
    if !before.uploaded.is_empty() && !steps.is_empty() {
        changes = to.pack("-thay-doi", &steps.sent(), local, bytes)?;
    }
    let list = |paths: &[&OutPath]| {
        // With the line ends and the mark that old Notepads want.
        let line = |text, path: &&OutPath| text + to.name.as_str() + "/" + path.as_str() + "\r\n";
        paths.iter().fold("\u{feff}".to_owned(), line).into_bytes()
    };
    let removed: Vec<&OutPath> = steps.removed.iter().collect();
    let lists = [("tai-len", list(&steps.sent())), ("xoa", list(&removed))]
        .map(|(what, list)| (OutPath::made(&format!("{}-{what}.txt", to.name)), list));
    let names = |files: &[(OutPath, Vec<u8>)]| -> Vec<PathBuf> {
        files.iter().map(|(name, _)| to.folder.join(name.as_str())).collect()
    };
    let archived = Archived { whole: names(&whole), changes: names(&changes) };
    let files: Vec<(OutPath, Vec<u8>)> = whole.into_iter().chain(changes).chain(lists).collect();
    to.put(before, local, &files)?;
    Ok(archived)
}

impl Archive {
    /// What is known of the archives that lie in the folder.
    pub fn before(&self) -> Packed {
        let text = std::fs::read_to_string(self.noted()).unwrap_or_default();
        Packed::parse(&text).unwrap_or_default()
    }

    /// Where that is noted.
    fn noted(&self) -> PathBuf {
        self.folder.join(format!("{}.{MANIFEST}", self.name))
    }

    /// Writes all files and removes those of earlier archives, unless one is not ours.
    fn put(&self, before: &Packed, local: &Manifest, files: &[(OutPath, Vec<u8>)]) -> Result<(), Fault> {
        let on_disk = |name: &OutPath| self.folder.join(name.as_str());
        let failed = |error: Error| Fault::new(Kind::Local, &self.folder.display().to_string(), error);
        let there = |name: &OutPath| std::fs::read(on_disk(name)).ok().map(|bytes| Entry::of(&bytes));
        let is_ours = |name: &OutPath, new: &[u8]| {
            let on_disk = on_disk(name);
            let is_free = std::fs::symlink_metadata(&on_disk).is_err();
            is_free
                || there(name)
                    .is_some_and(|there| before.written.get(name) == Some(there) || there == Entry::of(new))
        };
        let clashes: Vec<&str> =
            files.iter().filter(|(name, new)| !is_ours(name, new)).map(|(name, _)| name.as_str()).collect();
        if let Some(first) = clashes.first() {
            return Err(Fault::new(Kind::InTheWay, first, clashes.join("\n")));
        }
        let mut written = Manifest::default();
        for (name, bytes) in files {
            written.put(name.clone(), Entry::of(bytes));
        }
        let gone: Vec<&OutPath> =
            before.written.iter().map(|(name, _)| name).filter(|name| written.get(name).is_none()).collect();
        for name in gone {
            if there(name).is_some_and(|there| before.written.get(name) == Some(there)) {
                let _ = std::fs::remove_file(on_disk(name));
            }
        }
        for (name, bytes) in files {
            write_atomically(&on_disk(name), bytes).map_err(failed)?;
        }
        let after = Packed { written, last: local.clone(), uploaded: before.uploaded.clone() };
        write_atomically(&self.noted(), after.text().as_bytes()).map_err(failed)
    }

    /// Packs the files into one archive, or several that can each be unpacked alone.
    fn pack(
        &self,
        suffix: &str,
        paths: &[&OutPath],
        local: &Manifest,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
    ) -> Result<Vec<(OutPath, Vec<u8>)>, Fault> {
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
        let several = parts.len() > 1;
        let name = |number: usize| {
            let number = if several { format!("-{}", number + 1) } else { String::new() };
            OutPath::made(&format!("{}{suffix}{number}.zip", self.name))
        };
        Ok(parts.into_iter().enumerate().map(|(number, part)| (name(number), part)).collect())
    }
}
