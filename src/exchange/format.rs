//! One shard: CSV with a mark at the start, commas, and one row a post.

use serde::Serialize;

use super::table::Table;

/// The version of the format that is written; all versions up to it are read.
pub const VERSION: u32 = 1;

/// No shard is longer than this, in bytes.
pub const SHARD_LIMIT: u64 = 64 << 20;

/// No shard has more rows than this.
pub const ROWS: usize = 200_000;

/// In the column `reason`: the author says that the post is no product. His own words follow
/// behind a colon.
pub const REFUSED: &str = "khai-bao-khong-tinh";

/// In the column `reason` of a copy made here: the content type is a guess.
pub const ASSUMED_TYPE: &str = "hinh-thuc-tam";

/// In the column `reason` of a copy made here: the source names no day that can be read, this is
/// the day it was first seen. What it names instead follows behind a colon.
pub const ASSUMED_DATE: &str = "ngay-tam";

/// In the column `reason` of a copy made here: the post may be about another document with the
/// resolution's number; the place follows behind a colon. Such a row is for a person.
pub const DOUBTED: &str = "nghi-quyet-khac";

/// In the column `reason` of a copy made here: the post does not name the resolution, and was taken
/// for the category that follows behind a colon; only as long as the source has such a category.
pub const CATEGORY: &str = "chuyen-muc";

/// In the column `reason` of a copy made here: the address of the feed that showed the row last, as
/// [`plain_address`](super::plain_address) writes it, behind a colon; then those that did before.
pub const FROM: &str = "tu";

/// Of the reasons that another site gives, its author's own words alone: marks are made here.
pub fn without_marks(reason: &str) -> String {
    let Some(at) = reason.find(REFUSED) else { return String::new() };
    within_mark(&reason[at..])
}

/// What stands behind each mark of a name in a row's reasons.
pub fn marks<'r>(row: &'r Record, name: &'r str) -> impl Iterator<Item = &'r str> {
    row.reason.split("; ").filter_map(move |mark| mark.strip_prefix(name)?.strip_prefix(": "))
}

/// What stands behind a mark in the column `reason`: marks are told apart by semicolons.
pub fn within_mark(value: &str) -> String {
    value.replace(';', ",")
}

/// In the column `reason` of a copy made here: a row of a sheet that has nothing which the
/// products above it have, such as “Ngày lập báo cáo”.
pub const NOTE: &str = "dong-ghi-chu";

/// In the column `reason` of a copy made here: a row of one sheet of a workbook that another sheet
/// has too; the name of that sheet follows behind a colon.
pub const REPEATED: &str = "lap-dong";

/// In the column `reason` of a copy made here: the date was read with the month first, as the table
/// has its dates; what was written follows behind a colon.
pub const MONTH_FIRST: &str = "thang-truoc";

/// In the column `reason` of a copy made here: the day that a feed names now, where it was
/// another quarter's before; it follows behind a colon.
pub const KEPT_DATE: &str = "giu-ngay";

/// In the column `reason` of a copy made here: the digest of a feed's own name for the entry,
/// behind a colon.
pub const GUID: &str = "guid";

/// In the column `reason` of a copy made here: the feed shows older entries, and this one no more.
pub const GONE: &str = "khong-con";

/// No cell is longer than this, in bytes.
const CELL: usize = 8_000;

/// The mark that tells Excel that a CSV file is UTF-8.
const BOM: &str = "\u{feff}";

/// The columns in the order that they are written in. A reader goes by the headings, and passes
/// over columns that it does not know.
pub const HEADINGS: [&str; 20] = [
    "id",
    "unit",
    "unit_name",
    "title",
    "date",
    "quarter",
    "quarter_declared",
    "type",
    "topics",
    "lang",
    "url",
    "canonical_url",
    "channels",
    "repost_of",
    "translation_of",
    "status",
    "counted",
    "reason",
    "summary",
    "updated",
];

/// Columns without which a table is no shard.
const NEEDED: [&str; 5] = ["id", "unit", "date", "type", "status"];

/// One row, as text: what the columns mean stands in `docs/trao-doi.md`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Record {
    /// The stable id of the post.
    pub id: String,
    /// The code of the unit whose product it is.
    pub unit: String,
    /// The unit's name.
    pub unit_name: String,
    /// The title.
    pub title: String,
    /// `2026-05-20`
    pub date: String,
    /// `2026-Q2`
    pub quarter: String,
    /// `1` when the author named the quarter, and it is not the date's.
    pub quarter_declared: String,
    /// The code of the content type.
    pub kind: String,
    /// Codes of the topics, between semicolons.
    pub topics: String,
    /// The language tag.
    pub lang: String,
    /// Where the post is.
    pub url: String,
    /// Where it first appeared, where that is elsewhere.
    pub canonical_url: String,
    /// Channels: code and address, between semicolons.
    pub channels: String,
    /// The id or address of what it repeats.
    pub repost_of: String,
    /// The id of what it translates.
    pub translation_of: String,
    /// `da-duyet` or `da-go`.
    pub status: String,
    /// `1` or `0`, as the sender counts.
    pub counted: String,
    /// Why it does not count.
    pub reason: String,
    /// The author's summary.
    pub summary: String,
    /// The day of the last change.
    pub updated: String,
}

impl Record {
    fn cells(&self) -> [&str; 20] {
        [
            &self.id,
            &self.unit,
            &self.unit_name,
            &self.title,
            &self.date,
            &self.quarter,
            &self.quarter_declared,
            &self.kind,
            &self.topics,
            &self.lang,
            &self.url,
            &self.canonical_url,
            &self.channels,
            &self.repost_of,
            &self.translation_of,
            &self.status,
            &self.counted,
            &self.reason,
            &self.summary,
            &self.updated,
        ]
    }

    fn cells_mut(&mut self) -> [&mut String; 20] {
        [
            &mut self.id,
            &mut self.unit,
            &mut self.unit_name,
            &mut self.title,
            &mut self.date,
            &mut self.quarter,
            &mut self.quarter_declared,
            &mut self.kind,
            &mut self.topics,
            &mut self.lang,
            &mut self.url,
            &mut self.canonical_url,
            &mut self.channels,
            &mut self.repost_of,
            &mut self.translation_of,
            &mut self.status,
            &mut self.counted,
            &mut self.reason,
            &mut self.summary,
            &mut self.updated,
        ]
    }
}

/// Why a file is not a shard at all. Its words stand under the code in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormatError {
    /// Not UTF-8.
    Encoding,
    /// A needed column is missing: it is some other table.
    Columns,
    /// Of a version that a newer nq71 writes.
    Version,
    /// More rows than a shard may have.
    TooManyRows,
    /// Quotes do not come in pairs, or there is a NUL.
    Broken,
    /// An index names what cannot be a shard.
    Name,
}

impl FormatError {
    /// The code of the reason.
    pub fn code(self) -> &'static str {
        match self {
            FormatError::Encoding => "nguon-khong-utf8",
            FormatError::Columns => "nguon-khong-phai-tep-trao-doi",
            FormatError::Version => "nguon-phien-ban-moi",
            FormatError::TooManyRows => "nguon-qua-nhieu-dong",
            FormatError::Broken => "nguon-csv-hong",
            FormatError::Name => "nguon-muc-luc-sai",
        }
    }
}

/// A row that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Its line in the file, from 1.
    pub line: u64,
    /// `tu-choi-so-o-sai` (it has another number of cells than headings) or `tu-choi-o-qua-dai`.
    pub code: &'static str,
}

/// What a shard holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// The rows that could be read, in order.
    pub records: Vec<Record>,
    /// The others.
    pub flaws: Vec<Flaw>,
}

/// Writes a shard into a buffer, which is cleared first.
///
/// ```
/// use nq71::exchange::{Record, read, write};
///
/// let record = Record {
///     id: "th-a/khai-giang".into(),
///     unit: "th-a".into(),
///     title: "=Lễ khai giảng, “năm học mới”".into(),
///     date: "2026-09-05".into(),
///     kind: "tin".into(),
///     status: "da-duyet".into(),
///     ..Record::default()
/// };
/// let mut bytes = Vec::new();
/// write(&[record.clone()], &mut bytes);
/// assert_eq!(read(&bytes).unwrap().records, [record]);
/// ```
pub fn write(records: &[Record], out: &mut Vec<u8>) {
    out.clear();
    out.extend_from_slice(BOM.as_bytes());
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut *out);
    let written = writer.write_record(HEADINGS).and_then(|()| {
        for record in records {
            writer.write_record(record.cells().map(defused))?;
        }
        Ok(writer.flush()?)
    });
    written.expect("writing into memory does not fail");
}

/// Reads a shard. Rows that cannot be read are told, and the rest goes on.
///
/// # Errors
/// When the bytes are no shard.
pub fn read(bytes: &[u8]) -> Result<Rows, FormatError> {
    if bytes.contains(&0) {
        return Err(FormatError::Broken);
    }
    let text = simdutf8::basic::from_utf8(bytes).map_err(|_| FormatError::Encoding)?;
    let text = text.strip_prefix(BOM).unwrap_or(text);
    // Quotes are doubled inside a cell, so a whole table has an even number of them.
    if text.bytes().filter(|&byte| byte == b'"').count() % 2 == 1 {
        return Err(FormatError::Broken);
    }
    let mut table = Table::new(text);
    let row = table.next().ok_or(FormatError::Columns)?;
    let columns: Vec<Option<usize>> =
        row.iter().map(|name| HEADINGS.iter().position(|known| *known == name.trim())).collect();
    let has = |name: &str| {
        let at = HEADINGS.iter().position(|known| *known == name);
        columns.iter().filter(|column| **column == at).count() == 1
    };
    if !NEEDED.iter().all(|name| has(name)) {
        return Err(FormatError::Columns);
    }
    let mut rows = Rows::default();
    while let Some(row) = table.next() {
        if rows.records.len() + rows.flaws.len() >= ROWS {
            return Err(FormatError::TooManyRows);
        }
        let line = row.line;
        if row.len() != columns.len() {
            rows.flaws.push(Flaw { line, code: "tu-choi-so-o-sai" });
            continue;
        }
        if row.iter().any(|cell| cell.len() > CELL) {
            rows.flaws.push(Flaw { line, code: "tu-choi-o-qua-dai" });
            continue;
        }
        let mut record = Record::default();
        let cells = record.cells_mut();
        for (cell, column) in row.iter().zip(&columns) {
            if let Some(at) = column {
                cells[*at].push_str(fused(cell));
            }
        }
        rows.records.push(record);
    }
    Ok(rows)
}

/// A spreadsheet takes a cell that starts like this for a formula.
fn is_formula(cell: &str) -> bool {
    cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A cell that a spreadsheet does not take for a formula: an apostrophe in front keeps it text.
///
/// ```
/// use nq71::exchange::defused;
///
/// assert_eq!(defused("=1+1"), "'=1+1");
/// assert_eq!(defused("Lễ khai giảng"), "Lễ khai giảng");
/// ```
pub fn defused(cell: &str) -> String {
    if is_formula(cell) { format!("'{cell}") } else { cell.to_owned() }
}

/// The opposite of [`defused`].
fn fused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if is_formula(cell) => rest,
        _ => cell,
    }
}
