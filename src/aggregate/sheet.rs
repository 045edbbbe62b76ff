//! A sheet that is kept by hand, XLSX or CSV, as rows. Columns are known by their headings, which
//! may stand below a letterhead; every sheet of a workbook that has them is read.

use std::collections::{BTreeMap, HashMap};
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};

use crate::exchange::{ASSUMED_TYPE, ROWS, Record, printable};
use crate::model::{Address, Config, Digest, Quarter, SourceSpec};
use crate::text::{self, parse_date, slug};

use super::Failure;
use super::days::day_in;

/// No workbook holds more than this, unpacked.
const UNPACKED: u64 = 128 << 20;

/// Columns behind this one are not looked at.
const COLUMNS: usize = 64;

/// Headings stand in one of the first rows.
const HEAD_WITHIN: usize = 40;

/// No cell is longer than this, in characters.
const CELL: usize = 2_000;

/// No workbook has more cells than this in one sheet.
const CELLS: usize = 1_000_000;

/// How the ids begin that lines without one are given.
const NAMED: &str = "bang-";

/// What a column means, and its headings, folded.
const HEADINGS: [(Column, &[&str]); 13] = [
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
    (Column::Channels, &["kenh", "kenh-dang", "kenh-truyen-thong", "nen-tang", "channels"]),
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

/// A sheet: rows of cells.
type Grid = Vec<Vec<String>>;

/// True for the bytes of a workbook, which is a ZIP file.
pub(super) fn is_workbook(archive: &zip::ZipArchive<Cursor<&[u8]>>) -> bool {
    archive.index_for_name("xl/workbook.xml").is_some()
}

/// Reads a workbook.
pub(super) fn workbook(config: &Config, source: &SourceSpec, bytes: &[u8]) -> Result<Vec<Record>, Failure> {
    let broken = || Failure::new("nguon-bang-tinh-hong", "");
    unpacks_within(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut records = Vec::new();
    let mut known = false;
    for name in book.sheet_names() {
        let links = links_of(&mut book, &name);
        let grid = grid_of(&mut book, &name, &links)?;
        if let Some(more) = rows(config, source, &grid) {
            known = true;
            records.extend(more);
        }
    }
    if known { Ok(records) } else { Err(Failure::new("nguon-khong-co-cot", "")) }
}

/// Counts what a ZIP file holds before anybody keeps it: what it says of its lengths is not
/// believed.
fn unpacks_within(bytes: &[u8]) -> Result<(), Failure> {
    let broken = || Failure::new("nguon-bang-tinh-hong", "");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|_| broken())?;
        let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| broken())?;
        if read > left {
            return Err(super::source::too_large(UNPACKED));
        }
        left -= read;
    }
    Ok(())
}

type Book<'b> = Xlsx<Cursor<&'b [u8]>>;

/// The addresses that cells lead to.
fn links_of(book: &mut Book<'_>, sheet: &str) -> BTreeMap<(usize, usize), String> {
    let Ok(links) = book.hyperlinks_by_sheet_name(sheet) else { return BTreeMap::new() };
    links
        .into_iter()
        .filter_map(|link| {
            let place = (link.range.start.0 as usize, link.range.start.1 as usize);
            Some((place, link.target?))
        })
        .collect()
}

/// The cells of a sheet, one after another: what it says of its size is not believed either.
fn grid_of(
    book: &mut Book<'_>,
    sheet: &str,
    links: &BTreeMap<(usize, usize), String>,
) -> Result<Grid, Failure> {
    // Charts and the like are no tables.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(Grid::new()) };
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let broken = || Failure::new("nguon-bang-tinh-hong", "");
    let (mut number, mut spoiled) = (0, 0);
    loop {
        // A number that is none spoils its cell, and not the sheet.
        let cell = match cells.next_cell() {
            Ok(Some(cell)) => cell,
            Ok(None) => break,
            Err(_) if spoiled < 100 => {
                spoiled += 1;
                continue;
            }
            Err(_) => return Err(broken()),
        };
        number += 1;
        if number > CELLS {
            return Err(Failure::new("nguon-qua-nhieu-dong", ""));
        }
        let (row, column) = cell.get_position();
        let column = column as usize;
        if column >= COLUMNS {
            continue;
        }
        let written = shown(cell.get_value());
        let link = links.get(&(row as usize, column));
        if written.is_empty() && link.is_none() {
            continue;
        }
        let cells = rows.entry(row).or_default();
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        // Behind “xem tại đây” is the address; a title's address goes behind the title.
        cells[column] = match link {
            Some(address) if written.parse::<Address>().is_err() => format!("{written}\n{address}"),
            _ => written,
        };
        if rows.len() > ROWS {
            return Err(Failure::new("nguon-qua-nhieu-dong", ""));
        }
    }
    // One day for several lines is a cell drawn over them.
    drop(cells);
    if let Ok(merged) = book.merge_cells_by_sheet_name(sheet) {
        for range in merged {
            let (top, column) = (range.start.0, range.start.1 as usize);
            let value = rows.get(&top).and_then(|row| row.get(column)).cloned().unwrap_or_default();
            for (_, row) in rows.range_mut(top.saturating_add(1)..=range.end.0.min(top.saturating_add(2_000)))
            {
                if row.len() <= column && column < COLUMNS {
                    row.resize(column + 1, String::new());
                }
                if let Some(cell) = row.get_mut(column).filter(|cell| cell.is_empty()) {
                    cell.clone_from(&value);
                }
            }
        }
    }
    Ok(rows.into_values().collect())
}

fn shown(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Bool(is) => u8::from(*is).to_string(),
        DataRef::Float(n) if n.fract() == 0.0 && n.abs() < 1e15 => format!("{n:.0}"),
        DataRef::Float(n) => n.to_string(),
        DataRef::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
    };
    text.chars().take(CELL).collect()
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
            grid.push(row.iter().take(COLUMNS).map(|cell| cell.chars().take(CELL).collect()).collect());
            // The headings are not there: this is another table, or another separator.
            if grid.len() == HEAD_WITHIN && head(&grid).is_none() {
                break;
            }
        }
        if let Some(records) = rows(config, source, &grid) {
            return Ok(Some(records));
        }
    }
    Ok(None)
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
fn head(grid: &Grid) -> Option<(usize, Head)> {
    grid.iter().take(HEAD_WITHIN).enumerate().find_map(|(at, row)| {
        let mut head = Head::new();
        for (column, cell) in row.iter().enumerate() {
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

/// The rows below the headings; none where there are none.
fn rows(config: &Config, source: &SourceSpec, grid: &Grid) -> Option<Vec<Record>> {
    let (at, head) = head(grid)?;
    let all = grid[at + 1..].iter().filter_map(|row| record(config, source, &head, row));
    let mut records: Vec<Record> = Vec::new();
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for mut record in all {
        let known = places.entry(record.id.clone()).or_default();
        // The office gave it no id: a line that differs in its channel only is the same post on
        // one more channel; one that differs in nothing was pasted twice, and is refused for that;
        // any other is another post.
        let is_same = |at: &&usize| {
            let other = &records[**at];
            Record { channels: String::new(), id: other.id.clone(), ..record.clone() }
                == Record { channels: String::new(), ..other.clone() }
        };
        let own_name = record.id.starts_with(NAMED);
        match known.iter().find(is_same).copied() {
            Some(at) if own_name && records[at].channels != record.channels => {
                let channels = &mut records[at].channels;
                for channel in record.channels.split("; ").filter(|one| !one.is_empty()) {
                    if !channels.split("; ").any(|known| known == channel) {
                        channels.push_str(if channels.is_empty() { "" } else { "; " });
                        channels.push_str(channel);
                    }
                }
            }
            Some(_) => records.push(record),
            None => {
                known.push(records.len());
                if own_name && known.len() > 1 {
                    record.id = format!("{}-{}", record.id, known.len());
                }
                records.push(record);
            }
        }
    }
    Some(records)
}

/// One row; none for one that is empty, or sums up, or numbers the columns.
fn record(config: &Config, source: &SourceSpec, head: &Head, row: &[String]) -> Option<Record> {
    let raw = |column| head.get(&column).and_then(|&at| row.get(at)).map_or("", String::as_str).trim();
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
    let (title, day) = (cell(Column::Title), date(&cell(Column::Date)));
    let url = address(Column::Url).or_else(|| address(Column::Title)).unwrap_or_default();
    let is_number = |text: &str| {
        let bare = text.trim_matches(['(', ')']);
        !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit())
    };
    let numbered = row.iter().filter(|cell| !cell.trim().is_empty()).all(|cell| is_number(cell.trim()));
    let units = &config.units;
    // “Tổng cộng”, “Người lập biểu” and the like have neither day nor address, and are of no type
    // and no unit. A post whose day cannot be read is told of.
    let is_post = !cell(Column::Date).is_empty()
        || config.vocabulary.types.find(&cell(Column::Kind)).is_some()
        || units.find(&cell(Column::Unit)).is_some();
    if numbered || title.is_empty() && url.is_empty() || url.is_empty() && day.is_empty() && !is_post {
        return None;
    }
    let (unit, name) = (cell(Column::Unit), cell(Column::UnitName));
    let own = units.get(source.unit);
    let (unit, unit_name) = match (unit.is_empty(), name.is_empty()) {
        (true, true) => (own.code.to_string(), own.name.to_string()),
        (true, false) => (name.clone(), name),
        _ => match units.find(&unit) {
            Some(id) => (units.get(id).code.to_string(), name),
            None => (unit, name),
        },
    };
    let types = &config.vocabulary.types;
    let written = cell(Column::Kind);
    let (kind, reason) = match (written.is_empty(), source.kind) {
        (true, Some(kind)) => (types.get(kind).code.clone(), ""),
        (true, None) => ("tin".to_owned(), ASSUMED_TYPE),
        (false, _) => (types.find(&written).map_or(written, |kind| types.get(kind).code.clone()), ""),
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
            let same = format!("{}\n{}\n{day}\n{url}", unit, text::key(&title));
            format!("{NAMED}{}", Digest::of(same.as_bytes()).short())
        }
        id => id,
    };
    Some(Record {
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
        status: "da-duyet".into(),
        counted: match slug(&cell(Column::Counted)).as_str() {
            "1" | "co" | "x" | "duoc-tinh" => "1".into(),
            "0" | "khong" | "khong-tinh" => "0".into(),
            _ => String::new(),
        },
        reason: reason.into(),
        summary: cell(Column::Summary),
        ..Record::default()
    })
}

/// A day as sheets have it: with an hour behind it, or as the number that Excel keeps.
fn date(written: &str) -> String {
    let first = written.split_whitespace().find(|word| word.contains(['/', '-', '.'])).unwrap_or(written);
    let first = first.split('T').next().unwrap_or(first);
    let read = parse_date(written).or_else(|_| parse_date(first)).ok().or_else(|| day_in(written));
    if let Some(day) = read {
        return day.to_string();
    }
    // 1/1/2020 to 31/12/2099, counted from the end of 1899.
    let serial = written.parse::<f64>().ok().filter(|serial| (43_831.0..73_051.0).contains(serial));
    serial
        .and_then(|serial| {
            use jiff::ToSpan;
            jiff::civil::date(1899, 12, 30).checked_add((serial as i64).days()).ok()
        })
        .map_or(String::new(), |day| day.to_string())
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
            ("12", ""),
            ("31/2/2026", ""),
            ("", ""),
        ] {
            assert_eq!(date(written), expected, "{written}");
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
