//! ZIP files for hosts that have only a file manager.

use std::io::{Cursor, Write as _};
use std::path::PathBuf;

use jiff::civil::Date;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

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
    /// What a run that did not come to its end was writing: it may be there, or what was before.
    planned: Manifest,
    /// The section in the last archives.
    last: Manifest,
    /// The section that the server holds, as far as somebody said so.
    uploaded: Manifest,
}

const PARTS: [&str; 4] =
    ["# các tệp đã tạo", "# các tệp đang tạo", "# chuyên mục trong lần nén cuối", "# chuyên mục đã tải lên"];

impl Packed {
    fn parse(text: &str) -> Option<Packed> {
        let rest = text.strip_prefix(PARTS[0])?;
        let (written, rest) = rest.split_once(PARTS[2])?;
        let (last, uploaded) = rest.split_once(PARTS[3])?;
        // Earlier versions wrote no such part.
        let (written, planned) = written.split_once(PARTS[1]).unwrap_or((written, ""));
        let [written, planned, last, uploaded] = [written, planned, last, uploaded].map(Manifest::parse);
        Some(Packed { written: written?, planned: planned?, last: last?, uploaded: uploaded? })
    }

    fn text(&self) -> String {
        let Packed { written, planned, last, uploaded } = self;
        let [a, b, c, d] = PARTS;
        format!("{a}\n{written}{b}\n{planned}{c}\n{last}{d}\n{uploaded}")
    }

    /// True when a run of this program left these bytes under that name.
    fn wrote(&self, name: &OutPath, there: Entry) -> bool {
        [&self.written, &self.planned].iter().any(|ours| ours.get(name) == Some(there))
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
        let begun = self.begin(before, files)?;
        for (name, _) in begun.written.iter().filter(|(name, _)| begun.planned.get(name).is_none()) {
            let _ = std::fs::remove_file(self.on_disk(name));
        }
        for (name, bytes) in files {
            write_atomically(&self.on_disk(name), bytes).map_err(|error| self.failed(&error))?;
        }
        let Packed { planned: written, uploaded, .. } = begun;
        self.note(&Packed { written, planned: Manifest::default(), last: local.clone(), uploaded })
    }

    /// Looks whose the files are that are there, and notes what is going to be written: whoever
    /// comes after a run that was killed knows its files.
    fn begin(&self, before: &Packed, files: &[(OutPath, Vec<u8>)]) -> Result<Packed, Fault> {
        let mut planned = Manifest::default();
        for (name, bytes) in files {
            planned.put(name.clone(), Entry::of(bytes));
        }
        let mut written = Manifest::default();
        for (name, _) in before.written.iter().chain(before.planned.iter()).chain(planned.iter()) {
            let is_ours = |there: &Entry| before.wrote(name, *there) || planned.get(name) == Some(*there);
            let there = std::fs::read(self.on_disk(name)).ok().map(|bytes| Entry::of(&bytes));
            if let Some(there) = there.filter(is_ours) {
                written.put(name.clone(), there);
            }
        }
        let is_in_the_way = |name: &&str| {
            written.get(&OutPath::made(name)).is_none()
                && std::fs::symlink_metadata(self.folder.join(name)).is_ok()
        };
        let clashes: Vec<&str> =
            planned.iter().map(|(name, _)| name.as_str()).filter(is_in_the_way).collect();
        if let Some(first) = clashes.first() {
            return Err(Fault::new(Kind::InTheWay, first, clashes.join("\n")));
        }
        let begun = Packed { written, planned, ..before.clone() };
        self.note(&begun)?;
        Ok(begun)
    }

    fn note(&self, packed: &Packed) -> Result<(), Fault> {
        write_atomically(&self.noted(), packed.text().as_bytes()).map_err(|error| self.failed(&error))
    }

    fn on_disk(&self, name: &OutPath) -> PathBuf {
        self.folder.join(name.as_str())
    }

    fn failed(&self, error: &dyn std::fmt::Display) -> Fault {
        Fault::new(Kind::Local, &self.folder.display().to_string(), error)
    }

    /// Packs the files into one archive, or several that can each be unpacked alone.
    fn pack(
        &self,
        suffix: &str,
        paths: &[&OutPath],
        local: &Manifest,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
    ) -> Result<Vec<(OutPath, Vec<u8>)>, Fault> {
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
                parts.push(full.finish().map_err(|error| self.failed(&error))?.into_inner());
                written = 0;
            }
            let zip = open.get_or_insert_with(|| ZipWriter::new(Cursor::new(Vec::new())));
            zip.start_file(format!("{}/{name}", self.name), options).map_err(|error| self.failed(&error))?;
            zip.write_all(&content).map_err(|error| self.failed(&error))?;
            written += takes;
        }
        if let Some(last) = open {
            parts.push(last.finish().map_err(|error| self.failed(&error))?.into_inner());
        }
        let several = parts.len() > 1;
        let name = |number: usize| {
            let number = if several { format!("-{}", number + 1) } else { String::new() };
            OutPath::made(&format!("{}{suffix}{number}.zip", self.name))
        };
        Ok(parts.into_iter().enumerate().map(|(number, part)| (name(number), part)).collect())
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_run_that_was_killed_among_its_files_is_followed_by_another() {
        let folder = tempfile::tempdir().expect("there is a temporary folder");
        let home = OutPath::made("index.html");
        let section = |text: &str| {
            let mut local = Manifest::default();
            local.put(home.clone(), Entry::of(text.as_bytes()));
            local
        };
        let on = |day| Archive {
            folder: folder.path().to_owned(),
            name: "muc".to_owned(),
            split: None,
            date: date(2026, 11, day),
        };
        let make = |day, text: &str| {
            let to = on(day);
            archive(&to, &to.before(), &section(text), &|_| Ok(text.as_bytes().to_vec()))
        };
        make(20, "one").expect("the folder is free");
        // Killed with its archive in place, twice.
        for day in [21, 22] {
            let to = on(day);
            let files = to.pack("", &[&home], &section("two"), &|_| Ok(b"two".to_vec())).expect("it packs");
            to.begin(&to.before(), &files).expect("all of it is ours");
            write_atomically(&to.on_disk(&files[0].0), &files[0].1).expect("the folder can be written");
        }
        make(23, "two").expect("what a killed run left is ours");
        // What somebody else put there is not.
        std::fs::write(folder.path().join("muc.zip"), "theirs").expect("the folder can be written");
        assert_eq!(make(24, "two").expect_err("it is theirs").said, "muc.zip");
    }
}
