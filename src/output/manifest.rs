//! The list of our files in an output folder.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use ring::digest::{SHA256, digest};

use crate::model::OutPath;

/// The manifest's own name in the output folder.
pub const MANIFEST: &str = "nq71-tep.txt";

const HEX: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];

const UNFINISHED: &str = "# chưa xong";
const UNIT: &str = "# đơn vị: ";

/// One file: what it should contain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Its length in bytes.
    pub length: u64,
}

impl Entry {
    /// The entry of some bytes.
    pub fn of(bytes: &[u8]) -> Entry {
        let sha256 = digest(&SHA256, bytes).as_ref().try_into().expect("SHA-256 has 32 bytes");
        Entry { sha256, length: bytes.len() as u64 }
    }
}

/// Path, SHA-256 and length of every file, one line each, sorted by path.
///
/// A manifest that is marked unfinished says which files a run that was cut off may have left:
/// all of them are ours, none of them can be relied on.
///
/// The unit whose section it is tells two sections apart that were sent to one place by mistake.
///
/// ```
/// use nq71::model::OutPath;
/// use nq71::output::{Entry, Manifest};
///
/// let mut manifest = Manifest::default();
/// manifest.put(OutPath::new("index.html").unwrap(), Entry::of(b"<p>"));
/// let text = manifest.to_string();
/// assert!(text.starts_with("index.html ") && text.ends_with(" 3\n"));
/// assert_eq!(Manifest::parse(&text), Some(manifest));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    entries: BTreeMap<OutPath, Entry>,
    unfinished: bool,
    unit: Option<Box<str>>,
}

impl Manifest {
    /// A list without files of the section of the unit with that code.
    pub fn of_unit(code: Option<&str>) -> Manifest {
        Manifest { unit: code.map(Box::from), ..Manifest::default() }
    }

    /// The code of the unit whose section it is, where it is told.
    pub fn unit(&self) -> Option<&str> {
        self.unit.as_deref()
    }

    /// Reads a manifest; `None` when the text is not one.
    pub fn parse(text: &str) -> Option<Manifest> {
        let mut manifest = Manifest::default();
        for line in text.lines().map(str::trim_end).filter(|line| !line.is_empty()) {
            if line == UNFINISHED {
                manifest.unfinished = true;
                continue;
            }
            if let Some(code) = line.strip_prefix(UNIT) {
                manifest.unit = Some(code.into());
                continue;
            }
            let mut words = line.split(' ');
            let (path, sha256, length) = (words.next()?, words.next()?, words.next()?);
            let entry = Entry { sha256: from_hex(sha256)?, length: length.parse().ok()? };
            if words.next().is_some() {
                return None;
            }
            manifest.entries.insert(OutPath::new(path).ok()?, entry);
        }
        Some(manifest)
    }

    /// Adds or replaces a file.
    pub fn put(&mut self, path: OutPath, entry: Entry) {
        self.entries.insert(path, entry);
    }

    /// The entry of a path.
    pub fn get(&self, path: &OutPath) -> Option<Entry> {
        self.entries.get(path).copied()
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&OutPath, Entry)> {
        self.entries.iter().map(|(path, &entry)| (path, entry))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// True when the run that wrote it did not come to its end.
    pub fn is_unfinished(&self) -> bool {
        self.unfinished
    }

    /// What is written before the first file is touched: every path that was or will be ours.
    #[must_use]
    pub fn unfinished(&self, planned: impl Iterator<Item = OutPath>) -> Manifest {
        let mut all = Manifest { unfinished: true, ..self.clone() };
        for path in planned {
            all.entries.entry(path).or_default();
        }
        all
    }
}

impl std::fmt::Display for Manifest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = String::with_capacity(self.entries.len() * 110);
        if self.unfinished {
            text.push_str(UNFINISHED);
            text.push('\n');
        }
        if let Some(code) = &self.unit {
            let _ = writeln!(text, "{UNIT}{code}");
        }
        for (path, entry) in &self.entries {
            text.push_str(path.as_str());
            text.push(' ');
            for byte in entry.sha256 {
                text.push(HEX[usize::from(byte >> 4)]);
                text.push(HEX[usize::from(byte & 15)]);
            }
            let _ = writeln!(text, " {}", entry.length);
        }
        f.write_str(&text)
    }
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let bytes = text.as_bytes();
    if bytes.len() != 64 || !bytes.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    let mut out = [0; 32];
    for (slot, pair) in out.iter_mut().zip(text.as_bytes().chunks(2)) {
        *slot = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
    }
    Some(out)
}
