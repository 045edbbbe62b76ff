//! A sheet that is kept by hand, XLSX or CSV, as rows. Columns are known by their headings, which
//! may stand below a letterhead; every sheet of a workbook that has them, and is not hidden, is read.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::exchange::{ASSUMED_TYPE, Kin, NOTE, ROWS, Record, printable};
use crate::model::{Address, Config, Digest, Quarter, SourceSpec, UnitId};
use crate::text::{self, slug};

use super::feed::{put_mark, told_apart};
use super::once::{Line, Lines, once};
use super::{Failure, book, dates};

/// Columns behind this one are not looked at.
pub(super) const COLUMNS: usize = 64;

/// Headings stand in one of the first rows.
const HEAD_WITHIN: usize = 40;

/// No cell is longer than this, in characters.
pub(super) const CELL: usize = 2_000;

/// How the ids begin that lines without one are given.
pub(super) const NAMED: &str = "bang-";

/// The status of what was taken back.
pub(super) const WITHDRAWN: &str = "da-go";

/// What a column means, and its headings, folded.
const HEADINGS: [(Column, &[&str]); 15] = [
    (Column::Ordinal, &["stt", "tt", "so-tt", "so-thu-tu", "no"]),
    (Column::Status, &["trang-thai", "tinh-trang", "status"]),
    (Column::Id, &["ma", "ma-bai", "ma-tin-bai", "ma-san-pham", "id"]),
    (
        Column::Unit,
        &[
            "ma-don-vi",
            "don-vi",
            "unit",
            "truong",
            "ma-truong",
            "co-so-giao-duc",
            "co-so",
            "don-vi-thuc-hien",
        ],
    ),
    (Column::UnitName, &["ten-don-vi", "ten-truong", "ten-co-so", "ten-co-so-giao-duc", "unit-name"]),
    (
        Column::Title,
        &[
            "tieu-de",
            "tieu-de-bai",
            "tieu-de-bai-viet",
            "tieu-de-tin-bai",
            "tieu-de-san-pham",
            "ten-bai",
            "ten-bai-viet",
            "ten-bai-dang",
            "ten-tin-bai",
            "ten-san-pham",
            "ten-san-pham-truyen-thong",
            "tin-bai",
            "ten-tin",
            "ten-tac-pham",
            "ten-san-pham-tin-bai",
            "ten-bai-san-pham",
            "tac-pham",
            "bai-viet",
            "san-pham",
            "title",
        ],
    ),
    (
        Column::Date,
        &[
            "ngay",
            "ngay-dang",
            "ngay-dang-tin",
            "ngay-dang-bai",
            "ngay-dang-tai",
            "ngay-thang",
            "ngay-dang-tai-tin-bai",
            "thoi-gian-dang-tai",
            "thoi-gian-dang-tin",
            "ngay-phat-hanh",
            "ngay-cong-bo",
            "ngay-thang-nam",
            "ngay-thang-dang",
            "ngay-xuat-ban",
            "ngay-thuc-hien",
            "thoi-gian",
            "thoi-gian-dang",
            "date",
        ],
    ),
    (
        Column::Kind,
        &[
            "hinh-thuc",
            "hinh-thuc-the-hien",
            "the-loai",
            "loai",
            "loai-hinh",
            "loai-tin-bai",
            "loai-san-pham",
            "type",
        ],
    ),
    (Column::Topics, &["noi-dung", "noi-dung-truyen-thong", "chu-de", "nhom-noi-dung", "topics"]),
    (
        Column::Channels,
        &["kenh", "kenh-dang", "kenh-truyen-thong", "kenh-dang-tai", "noi-dang", "nen-tang", "channels"],
    ),
    (
        Column::Url,
        &[
            "duong-dan",
            "duong-link",
            "link",
            "link-bai",
            "link-bai-viet",
            "link-bai-dang",
            "lien-ket",
            "dia-chi",
            "dia-chi-bai",
            "dia-chi-web",
            "dia-chi-truy-cap",
            "duong-dan-bai",
            "duong-dan-bai-viet",
            "minh-chung",
            "link-minh-chung",
            "duong-link-minh-chung",
            "duong-dan-minh-chung",
            "duong-dan-link",
            "link-bai-dang-minh-chung",
            "link-san-pham",
            "duong-dan-san-pham",
            "url",
        ],
    ),
    (Column::Quarter, &["quy", "quarter"]),
    (Column::Repost, &["dang-lai-tu", "nguon-dang-lai", "repost-of"]),
    (Column::Summary, &["tom-tat", "summary"]),
    (Column::Counted, &["duoc-tinh", "tinh-san-pham", "counted"]),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Ordinal,
    Status,
    Id,
    Unit,
    UnitName,
    Title,
    Date,
    Kind,
    Topics,
    Channels,
    Url,
    Quarter,
    Repost,
    Summary,
    Counted,
}

/// Where each column is.
type Head = BTreeMap<Column, usize>;

/// A sheet.
pub(super) type Grid = Vec<Row>;

/// One row of a sheet.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub cells: Vec<String>,
    /// A bit for each column whose cell was merged with the one above.
    pub merged: u64,
}

impl Row {
    /// What stands in a column, without spaces around it.
    fn raw(&self, head: &Head, column: Column) -> &str {
        head.get(&column).and_then(|&at| self.cells.get(at)).map_or("", String::as_str).trim()
    }

    /// True where the cell of a column is one with the cell above.
    fn is_merged(&self, head: &Head, column: Column) -> bool {
        head.get(&column).is_some_and(|&at| self.merged >> at & 1 == 1)
    }

    /// True for one more row of the product above: it shares its title, and has no number of its own.
    fn continues(&self, head: &Head) -> bool {
        let numbered = self.is_merged(head, Column::Ordinal);
        match self.is_merged(head, Column::Title) {
            true => numbered || self.raw(head, Column::Ordinal).is_empty(),
            false => numbered && self.raw(head, Column::Title).is_empty(),
        }
    }

    /// This row, with what only the first row of its product says.
    fn with_lead(&self, head: &Head, lead: &Row) -> Row {
        let mut row = self.clone();
        for (_, &at) in head.iter().filter(|(column, _)| !matches!(column, Column::Channels | Column::Url)) {
            if row.cells.len() <= at {
                row.cells.resize(at + 1, String::new());
            }
            if let (true, Some(above)) = (row.cells[at].trim().is_empty(), lead.cells.get(at)) {
                row.cells[at].clone_from(above);
            }
        }
        row
    }
}

/// Whether the first unit is above the second.
type IsAbove<'k> = dyn Fn(UnitId, UnitId) -> bool + 'k;

/// The rows below the headings of a sheet, and what is known of them all.
struct Table {
    /// The name of the sheet; empty for separated values.
    name: String,
    head: Head,
    rows: Grid,
    /// The unit that the sheet is of, by its name or its letterhead.
    unit: Option<UnitId>,
    /// Some rows of the workbook, or some of its sheets, name units other than the source's: a row
    /// that names none is nobody's.
    of_units: bool,
    /// Its dates are written with the month first.
    month_first: bool,
    /// A row above has a number, and one has anything that only products have.
    is_numbered: bool,
    has_facts: bool,
}

impl Table {
    /// None where there are no headings.
    fn of(
        config: &Config,
        source: &SourceSpec,
        is_above: &IsAbove<'_>,
        (name, mut grid): (String, Grid),
    ) -> Option<Table> {
        let (at, head) = head(&grid)?;
        let rows = grid.split_off(at + 1);
        // A heading of two merged rows, or one that each printed page repeats, is no row.
        let rows: Grid =
            rows.into_iter().filter(|row| self::head(std::slice::from_ref(row)).is_none()).collect();
        let named = |row: &Row| {
            let columns = [Column::Unit, Column::UnitName];
            columns.into_iter().find_map(|column| config.units.find(row.raw(&head, column)))
        };
        let said: BTreeSet<UnitId> = rows.iter().filter_map(named).collect();
        let names_others = said.iter().any(|&unit| unit != source.unit);
        let unit = sheet_unit(config, source, is_above, &name, &grid[..at]);
        // A list of several units has a letterhead too: that of who made it.
        let unit = unit.filter(|unit| said.iter().all(|said| said == unit));
        let of_units = names_others || unit.is_some_and(|unit| unit != source.unit);
        Some(Table {
            name,
            head,
            rows,
            unit,
            of_units,
            month_first: false,
            is_numbered: false,
            has_facts: false,
        })
    }
}

/// The unit that a sheet is of: one below the source's that its name or a line above its headings
/// is, or the source's own where it has that name. Of several in a letterhead, the lowest.
fn sheet_unit(
    config: &Config,
    source: &SourceSpec,
    is_above: &IsAbove<'_>,
    name: &str,
    above: &[Row],
) -> Option<UnitId> {
    let named = |written: &str| {
        // “Đơn vị: Trường Tiểu học Hoa Mai”
        let behind = written.split_once(':').map_or(written, |(_, behind)| behind);
        [written, behind].into_iter().find_map(|name| config.units.find(name.trim()))
    };
    let is_ours = |unit: &UnitId| *unit == source.unit || is_above(source.unit, *unit);
    if let Some(unit) = named(name).filter(is_ours) {
        return Some(unit);
    }
    let lines = above.iter().flat_map(|row| &row.cells).flat_map(|cell| cell.lines());
    let found: Vec<UnitId> = lines.filter_map(named).filter(|unit| is_above(source.unit, *unit)).collect();
    let is_lowest = |unit: &UnitId| found.iter().all(|other| other == unit || is_above(*other, *unit));
    found.iter().copied().find(is_lowest)
}

/// The rows of all sheets that have headings. Whether rows have to name a unit, and how days are
/// meant, is one question for all.
fn tables(config: &Config, source: &SourceSpec, sheets: Vec<(String, Grid)>) -> Vec<Lines> {
    // Few workbooks have sheets of other units.
    let kin = LazyCell::new(|| Kin::of(config));
    let is_above = |above: UnitId, unit: UnitId| unit != above && kin.steps(unit, above).is_some();
    let tables = sheets.into_iter().filter_map(|sheet| Table::of(config, source, &is_above, sheet));
    let mut tables: Vec<Table> = tables.collect();
    let of_units = tables.iter().any(|table| table.of_units);
    let days = |table: &'_ Table| -> Vec<String> {
        table.rows.iter().map(|row| row.raw(&table.head, Column::Date).to_owned()).collect()
    };
    // One program has written all sheets.
    let days: Vec<String> = tables.iter().flat_map(days).collect();
    let month_first = dates::month_first(days.iter().map(String::as_str));
    for table in &mut tables {
        (table.of_units, table.month_first) = (of_units, month_first);
    }
    tables.into_iter().map(|table| rows(config, source, table)).collect()
}

/// Reads a workbook.
pub(super) fn workbook(config: &Config, source: &SourceSpec, bytes: &[u8]) -> Result<Vec<Record>, Failure> {
    let tables = tables(config, source, book::sheets(bytes)?);
    if tables.is_empty() {
        Err(Failure::new("nguon-khong-co-cot", ""))
    } else {
        let mut records = once(config, tables);
        told_apart(&mut records);
        Ok(records)
    }
}

/// Reads separated values; none where they have no headings that are known.
pub(super) fn separated(
    config: &Config,
    source: &SourceSpec,
    bytes: &[u8],
) -> Result<Option<Vec<Record>>, Failure> {
    let text = decoded(bytes);
    for separator in [b',', b';', b'\t'] {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(text.as_bytes());
        let mut grid = Grid::new();
        for row in reader.records() {
            let Ok(row) = row else { return Err(Failure::new("nguon-csv-hong", "")) };
            if grid.len() >= ROWS {
                return Err(Failure::new("nguon-qua-nhieu-dong", ""));
            }
            let cells = row.iter().take(COLUMNS).map(|cell| cell.chars().take(CELL).collect());
            grid.push(Row { cells: cells.collect(), merged: 0 });
            // The headings are not there: this is another table, or another separator.
            if grid.len() == HEAD_WITHIN && head(&grid).is_none() {
                break;
            }
        }
        let tables = tables(config, source, vec![(String::new(), grid)]);
        if !tables.is_empty() {
            return Ok(Some(once(config, tables)));
        }
    }
    Ok(None)
}

/// Exchange files that a spreadsheet has saved with another separator, with commas again.
pub(super) fn with_commas(bytes: &[u8]) -> Option<Vec<u8>> {
    let text = decoded(bytes);
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = [';', '\t'].into_iter().find(|&separator| {
        let names: Vec<&str> = first.split(separator).map(|name| name.trim().trim_matches('"')).collect();
        let has = |wanted: &[&str]| wanted.iter().all(|name| names.contains(name));
        has(&["id", "unit", "status"]) || has(&["version", "sha256"])
    })?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator as u8)
        .from_reader(text.as_bytes());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    for row in reader.records() {
        writer.write_record(&row.ok()?).ok()?;
    }
    writer.into_inner().ok()
}

/// Why a file that is nothing of ours cannot be read.
pub(super) fn strange(bytes: &[u8]) -> Failure {
    let code = match bytes {
        [b'%', b'P', b'D', b'F', ..] => "nguon-la-pdf",
        // Books of before 2007, and those with a password.
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "nguon-la-xls",
        [0x1f, 0x8b, ..] => "nguon-la-gz",
        _ if bytes.iter().all(u8::is_ascii_whitespace) => "nguon-rong",
        _ => "nguon-khong-hieu",
    };
    Failure::new(code, "")
}

/// UTF-8 or what its mark says, else the old encoding of Windows.
fn decoded(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => encoding_rs::WINDOWS_1258.decode(bytes).0.into_owned(),
        },
    }
}

/// The row of the headings, and what they mean: a title and a day there must be.
fn head(grid: &[Row]) -> Option<(usize, Head)> {
    grid.iter().take(HEAD_WITHIN).enumerate().find_map(|(at, row)| {
        let mut head = Head::new();
        for (column, cell) in row.cells.iter().enumerate() {
            // “Ngày đăng (dd/mm/yyyy)”
            let name = slug(cell.split(['(', '\n']).next().unwrap_or_default());
            let known = HEADINGS.iter().find(|(_, names)| names.contains(&name.as_str()));
            if let Some((meaning, _)) = known {
                head.entry(*meaning).or_insert(column);
            }
        }
        let is_head = head.contains_key(&Column::Title) && head.contains_key(&Column::Date);
        is_head.then_some((at, head))
    })
}

/// The rows of a table as posts.
fn rows(config: &Config, source: &SourceSpec, mut table: Table) -> Lines {
    let below = std::mem::take(&mut table.rows);
    let head = table.head.clone();
    let head = &head;
    let mut records: Vec<Record> = Vec::new();
    // For each of them, whether type and status are written.
    let mut written: Vec<(bool, bool)> = Vec::new();
    let mut known: HashMap<Digest, usize> = HashMap::new();
    let mut times: HashMap<String, usize> = HashMap::new();
    // The row that the rows below it may go on with, and its record.
    let mut lead: Option<(&Row, usize)> = None;
    for cells in &below {
        let above = lead.filter(|_| cells.continues(head));
        let row = match above {
            Some((above, _)) => record(config, source, &mut table, &cells.with_lead(head, above)),
            None => record(config, source, &mut table, cells),
        };
        let Some(Line { mut row, has_type, has_status }) = row else {
            lead = above;
            continue;
        };
        let channels = std::mem::take(&mut row.channels);
        if let Some((_, at)) = above
            && is_same_product(&records[at], &row, &channels)
        {
            join(&mut records[at], &row, &channels);
            continue;
        }
        let whole = Digest::of(format!("{row:?}").as_bytes());
        match known.get(&whole).map(|&at| &mut records[at].channels) {
            // The same post on one more channel.
            Some(first) if *first != channels => {
                listed(&channels).for_each(|channel| add(first, channel));
                lead = known.get(&whole).map(|&at| (cells, at));
                continue;
            }
            // Pasted twice: refused for that, where it is admitted.
            Some(_) => {}
            None => {
                known.insert(whole, records.len());
                // The office gave it no id: what differs is another post.
                if row.id.starts_with(NAMED) {
                    let times = times.entry(row.id.clone()).or_default();
                    *times += 1;
                    if *times > 1 {
                        row.id = format!("{}-{times}", row.id);
                    }
                }
            }
        }
        lead = Some((cells, records.len()));
        records.push(Record { channels, ..row });
        written.push((has_type, has_status));
    }
    told_apart(&mut records);
    let lines = records.into_iter().zip(written);
    let lines = lines.map(|(row, (has_type, has_status))| Line { row, has_type, has_status });
    Lines { sheet: table.name, lines: lines.collect() }
}

/// The channels in a cell of a record.
pub(super) fn listed(channels: &str) -> impl Iterator<Item = &str> {
    channels.split("; ").filter(|one| !one.is_empty())
}

/// No product has more channels than fit here, in bytes: twenty are taken in.
const CHANNELS: usize = 6_000;

/// Adds a channel that is not there yet.
pub(super) fn add(channels: &mut String, channel: &str) {
    if channels.len() + channel.len() < CHANNELS && !listed(channels).any(|known| known == channel) {
        channels.push_str(if channels.is_empty() { "" } else { "; " });
        channels.push_str(channel);
    }
}

/// True where a row under a shared title tells of the same product: of another day, on another
/// channel.
fn is_same_product(first: &Record, row: &Record, channels: &str) -> bool {
    let known = |channel: &str| listed(&first.channels).any(|one| one.split(' ').next() == Some(channel));
    let elsewhere = || !channels.is_empty() && !listed(channels).any(known);
    (&first.unit, &first.kind) == (&row.unit, &row.kind)
        && (row.id.starts_with(NAMED) || row.id == first.id)
        && (row.date == first.date || elsewhere())
}

/// Puts where else a product stands to it: its channels, with the address there.
fn join(first: &mut Record, row: &Record, channels: &str) {
    if first.url.is_empty() {
        first.url.clone_from(&row.url);
    }
    if row.url.is_empty() || row.url == first.url {
        listed(channels).for_each(|channel| add(&mut first.channels, channel));
        return;
    }
    // An address without a channel that is known by a code is one more page.
    let channels = if channels.is_empty() { "cong-ttdt" } else { channels };
    for channel in listed(channels) {
        let channel = if slug(channel) == channel { channel } else { "cong-ttdt" };
        add(&mut first.channels, &format!("{channel} {}", row.url));
    }
}

/// One row; none for one that is empty, or sums up, or numbers the columns.
fn record(config: &Config, source: &SourceSpec, table: &mut Table, row: &Row) -> Option<Line> {
    let head = &table.head;
    let raw = |column| row.raw(head, column);
    // Behind a line break stands the address that the cell leads to.
    let cell = |column| {
        let written = raw(column);
        let text = match written.rsplit_once('\n') {
            Some((text, link)) if link.parse::<Address>().is_ok() => text,
            _ => written,
        };
        printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let address = |column| {
        let words = raw(column).split_whitespace().map(|word| word.trim_end_matches([';', ',']));
        words.map(str::to_owned).find(|word| word.parse::<Address>().is_ok())
    };
    let title = cell(Column::Title);
    let (day, turned) = dates::read(&cell(Column::Date), table.month_first);
    let url = address(Column::Url).or_else(|| address(Column::Title)).unwrap_or_default();
    let is_number = |text: &str| {
        let bare = text.trim_matches(['(', ')']);
        !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    let numbered = row.cells.iter().filter(|cell| !cell.trim().is_empty()).all(|cell| is_number(cell.trim()));
    let units = &config.units;
    let written = cell(Column::Kind);
    let has_number = is_number(&cell(Column::Ordinal));
    let has_kind = !written.is_empty() && !is_number(&written);
    let of_unit = [Column::Unit, Column::UnitName].iter().any(|&column| units.find(&cell(column)).is_some());
    let has_facts = has_number || has_kind || of_unit;
    let dated = !cell(Column::Date).is_empty();
    // “Tổng cộng”, “Người lập biểu” and the like have neither day nor address, number nor type.
    let sums = !has_number && !has_kind && sums_up(&title);
    let says_when = dated || has_facts && !sums;
    if numbered || url.is_empty() && (!says_when || title.is_empty() && (day.is_empty() || !has_facts)) {
        return None;
    }
    let placed =
        [Column::Channels, Column::Topics, Column::Id].iter().any(|&column| !cell(column).is_empty());
    let is_bare = url.is_empty() && !has_number && !has_kind && !of_unit && !placed;
    let known_kind = config.vocabulary.types.find(&written).is_some() || slug(&written) == "tin-bai";
    if !cell(Column::Date).contains(|sign: char| sign.is_ascii_digit()) {
        // Who signs may do so below the days or below the types: “Hiệu trưởng”.
        let signs = table.is_numbered && url.is_empty() && !has_number && !of_unit && !known_kind;
        if signs || is_bare && table.has_facts {
            return None;
        }
    }
    let is_note = is_bare && (table.has_facts || sums);
    table.is_numbered |= has_number;
    table.has_facts |= has_facts || !url.is_empty();
    let (unit, name) = (cell(Column::Unit), cell(Column::UnitName));
    let owner = match table.unit {
        Some(unit) => Some(unit),
        None if table.of_units && !is_note => None,
        None => Some(source.unit),
    };
    let (unit, unit_name) = match (unit.is_empty(), name.is_empty()) {
        (true, true) => match owner.map(|owner| units.get(owner)) {
            Some(owner) => (owner.code.to_string(), owner.name.to_string()),
            None => (String::new(), String::new()),
        },
        // One sheet writes the code and another one the name.
        (blank, _) => match units.find(&unit).or_else(|| units.find(&name)) {
            Some(id) => (units.get(id).code.to_string(), name),
            None if blank => (name.clone(), name),
            None => (unit, name),
        },
    };
    let status = cell(Column::Status);
    let names_kind = !written.is_empty();
    let types = &config.vocabulary.types;
    let (kind, reason) = match (written.is_empty(), source.kind) {
        (true, Some(kind)) => (types.get(kind).code.clone(), ""),
        (true, None) => ("tin".to_owned(), ASSUMED_TYPE),
        (false, own) => match types.find(&written) {
            Some(kind) => (types.get(kind).code.clone(), ""),
            // One or the other: it counts the same.
            None if slug(&written) == "tin-bai" && own.is_none() => ("tin".to_owned(), ASSUMED_TYPE),
            None => (written, ""),
        },
    };
    let several = |column, find: &dyn Fn(&str) -> Option<String>| {
        let written = cell(column);
        let whole = find(&written).into_iter().collect::<Vec<_>>();
        let found = if whole.is_empty() {
            let parts = written.split([';', ',', '\n']).map(str::trim).filter(|part| !part.is_empty());
            parts.map(|part| find(part).unwrap_or_else(|| part.to_owned())).collect()
        } else {
            whole
        };
        found.join("; ")
    };
    let vocabulary = &config.vocabulary;
    let topic = |name: &str| vocabulary.topics.find(name).map(|id| vocabulary.topics.get(id).code.clone());
    let channel =
        |name: &str| vocabulary.channels.find(name).map(|id| vocabulary.channels.get(id).code.clone());
    let dated = day.parse().ok().map(|day| Quarter::of(day, config.period_rule));
    let quarter = dated.map(|dated| (dated, Quarter::read(&cell(Column::Quarter), dated).unwrap_or(dated)));
    let id = match cell(Column::Id) {
        id if id.is_empty() || is_number(&id) => {
            let same = format!("{unit}\n{}\n{day}\n{url}\n{kind}", text::key(&title));
            format!("{NAMED}{}", Digest::of(same.as_bytes()).short())
        }
        id => id,
    };
    let mut record = Record {
        id,
        unit,
        unit_name,
        title,
        date: if day.is_empty() { cell(Column::Date) } else { day },
        quarter: quarter.map_or(String::new(), |(_, quarter)| quarter.to_string()),
        quarter_declared: quarter.map_or(String::new(), |(dated, own)| u8::from(dated != own).to_string()),
        kind,
        topics: several(Column::Topics, &topic),
        url,
        channels: several(Column::Channels, &channel),
        repost_of: address(Column::Repost).unwrap_or_else(|| cell(Column::Repost)),
        // What is not out yet says so; the door refuses it by its own word.
        status: match slug(&status).as_str() {
            "" | "da-duyet" | "da-dang" | "da-dang-tai" | "da-xuat-ban" | "da-phat-hanh" | "da-cong-bo"
            | "hoan-thanh" | "da-hoan-thanh" | "dang" | "duyet" | "x" | "approved" | "published" => {
                "da-duyet".into()
            }
            "da-go" | "go" | "go-bo" | "da-go-bo" | "da-xoa" | "withdrawn" => WITHDRAWN.into(),
            _ => status.clone(),
        },
        counted: match slug(&cell(Column::Counted)).as_str() {
            "1" | "co" | "x" | "duoc-tinh" => "1".into(),
            "0" | "khong" | "khong-tinh" => "0".into(),
            _ => String::new(),
        },
        reason: if is_note { NOTE.into() } else { reason.into() },
        summary: cell(Column::Summary),
        ..Record::default()
    };
    if turned {
        put_mark(&mut record, &dates::told(&cell(Column::Date)));
    }
    // What counts the same either way was not decided.
    Some(Line { row: record, has_type: names_kind && reason != ASSUMED_TYPE, has_status: !status.is_empty() })
}

/// “Tổng cộng: 7”, “Cộng 5 tin”; and not “Tổng kết đợt thi đua”, nor “Cộng đồng học tập”.
fn sums_up(title: &str) -> bool {
    let title = text::key(title);
    let behind = |word: &str| title.strip_prefix(word).map(str::trim_start);
    ["tổng cộng", "tổng số"].iter().any(|word| behind(word).is_some())
        || ["tổng", "cộng"]
            .iter()
            .filter_map(|word| behind(word))
            .any(|rest| !rest.starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_as_sheets_have_them() {
        for (written, expected) in [
            ("20/5/2026", "2026-05-20"),
            ("20/05/2026 07:30", "2026-05-20"),
            ("07:30 20/05/2026", "2026-05-20"),
            ("2026-05-20T00:00:00", "2026-05-20"),
            ("46162", "2026-05-20"),
            ("46162.5", "2026-05-20"),
            ("Ngày 20 tháng 5 năm 2026", "2026-05-20"),
            ("Thứ tư, ngày 20 tháng 5 năm 2026", "2026-05-20"),
            ("20/05/26", "2026-05-20"),
            ("20-21/5/2026", "2026-05-20"),
            ("20/5-2/6/2026", "2026-05-20"),
            ("20/5/2026, 21/5/2026", "2026-05-20"),
            ("20.5.2026", "2026-05-20"),
            ("12", ""),
            ("31/2/2026", ""),
            ("5/10", ""),
            ("tháng 10/2026", ""),
            ("", ""),
        ] {
            assert_eq!(dates::read(written, false).0, expected, "{written}");
        }
    }

    #[test]
    fn headings_are_folded_names_and_mean_one_thing() {
        let mut all: Vec<&str> = HEADINGS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        for name in &all {
            assert_eq!(slug(name), *name);
        }
        let before = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), before);
    }
}
