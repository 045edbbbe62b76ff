//! `muc-luc.csv`: the shards of a section, with the digests that tell whether one has changed.

use ring::digest::{SHA256, digest};
use serde::Serialize;

use crate::model::OutPath;

use super::table::Table;
use super::{FormatError, VERSION};

/// The index's own name.
pub const INDEX: &str = "muc-luc.csv";

/// No section has more shards than this: eighty years of quarters, and a reserve.
const SHARDS: usize = 400;

const HEADINGS: [&str; 5] = ["version", "unit", "shard", "rows", "sha256"];

/// The SHA-256 of some bytes, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    digest(&SHA256, bytes).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// One shard of a section.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Shard {
    /// The file's name, beside the index.
    pub name: String,
    /// How many rows it has.
    pub rows: usize,
    /// Of its bytes.
    pub sha256: String,
}

/// All shards of a section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Index {
    /// The code of the unit whose section it is; empty where it is nobody's.
    pub unit: String,
    /// Sorted by name.
    pub shards: Vec<Shard>,
}

impl Index {
    /// Rows of all shards.
    pub fn rows(&self) -> usize {
        self.shards.iter().map(|shard| shard.rows).sum()
    }

    /// Writes the index into a buffer, which is cleared first. A section without posts has one
    /// row without a shard.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.clear();
        out.extend_from_slice("\u{feff}".as_bytes());
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
        let version = VERSION.to_string();
        let written = writer.write_record(HEADINGS).and_then(|()| {
            if self.shards.is_empty() {
                writer.write_record([&*version, &*self.unit, "", "0", ""])?;
            }
            for shard in &self.shards {
                writer.write_record([
                    &*version,
                    &*self.unit,
                    &*shard.name,
                    &*shard.rows.to_string(),
                    &*shard.sha256,
                ])?;
            }
            Ok(writer.flush()?)
        });
        written.expect("writing into memory does not fail");
    }

    /// Reads an index. Names of shards are plain names of files, never paths.
    ///
    /// # Errors
    /// When it is no index of a version that is known, or names what cannot be a shard.
    pub fn read(bytes: &[u8]) -> Result<Index, FormatError> {
        let text = std::str::from_utf8(bytes).map_err(|_| FormatError::Encoding)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut table = Table::new(text);
        let headings: Vec<String> =
            table.next().ok_or(FormatError::Columns)?.iter().map(|name| name.trim().to_owned()).collect();
        let at: Vec<usize> = HEADINGS
            .iter()
            .map(|name| headings.iter().position(|known| known == name))
            .collect::<Option<_>>()
            .ok_or(FormatError::Columns)?;
        let mut index = Index::default();
        let mut number = 0;
        while let Some(row) = table.next() {
            if number >= SHARDS {
                return Err(FormatError::TooManyRows);
            }
            if row.len() != headings.len() {
                return Err(FormatError::Broken);
            }
            let cell = |column: usize| row.get(at[column]).unwrap_or("").trim();
            let version: u32 = cell(0).parse().map_err(|_| FormatError::Columns)?;
            if version > VERSION {
                return Err(FormatError::Version);
            }
            if version == 0 {
                return Err(FormatError::Columns);
            }
            number += 1;
            if number == 1 {
                index.unit = cell(1).to_owned();
            } else if index.unit != cell(1) {
                return Err(FormatError::Broken);
            }
            if cell(2).is_empty() {
                continue;
            }
            let name = OutPath::new(cell(2)).map_err(|_| FormatError::Name)?;
            let sha256 = cell(4);
            let plain = !name.as_str().contains('/') && name.as_str().ends_with(".csv");
            let digest =
                sha256.len() == 64 && sha256.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            let twice = index.shards.iter().any(|shard| shard.name == name.as_str());
            if !plain || !digest || twice || name.as_str() == INDEX {
                return Err(FormatError::Name);
            }
            index.shards.push(Shard {
                name: name.as_str().to_owned(),
                rows: cell(3).parse().map_err(|_| FormatError::Broken)?,
                sha256: sha256.to_owned(),
            });
        }
        Ok(index)
    }
}
