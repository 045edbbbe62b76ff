//! A workbook as sheets of text. What it says of its own size is not believed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use calamine::{DataRef, Reader, SheetVisible, Xlsx};

use crate::exchange::ROWS;
use crate::model::Address;

use super::Failure;
use super::sheet::{CELL, COLUMNS, Grid, Row};

/// No workbook holds more than this, unpacked.
const UNPACKED: u64 = 128 << 20;

/// No workbook has more cells than this.
const CELLS: usize = 1_000_000;

/// And no more sheets than this: one part of the file may be listed as many.
const SHEETS: usize = 200;

/// True for the bytes of a workbook, which is a ZIP file.
pub(super) fn is_workbook(archive: &zip::ZipArchive<Cursor<&[u8]>>) -> bool {
    archive.index_for_name("xl/workbook.xml").is_some()
}

/// The sheets that people see, with their names.
pub(super) fn sheets(bytes: &[u8]) -> Result<Vec<(String, Grid)>, Failure> {
    let broken = || Failure::new("nguon-bang-tinh-hong", "");
    unpacks_within(bytes)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| broken())?;
    // What somebody has hidden is an old copy, or what lists are filled from.
    let seen = book.sheets_metadata().iter().filter(|sheet| sheet.visible == SheetVisible::Visible);
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    if names.len() > SHEETS {
        return Err(Failure::new("nguon-qua-nhieu-dong", ""));
    }
    let mut left = CELLS;
    let mut sheets = Vec::new();
    for name in names {
        let links = links_of(&mut book, &name);
        let grid = grid_of(&mut book, &name, &links, &mut left)?;
        let grid = unmerged(&mut book, &name, grid);
        sheets.push((name, grid));
    }
    Ok(sheets)
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
    left: &mut usize,
) -> Result<BTreeMap<u32, Vec<String>>, Failure> {
    // Charts and the like are no tables.
    let Ok(mut cells) = book.worksheet_cells_reader(sheet) else { return Ok(BTreeMap::new()) };
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let broken = || Failure::new("nguon-bang-tinh-hong", "");
    let mut spoiled = 0;
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
        *left = left.checked_sub(1).ok_or_else(|| Failure::new("nguon-qua-nhieu-dong", ""))?;
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
    Ok(rows)
}

/// Writes what stands in cells that are merged downwards into each row that they span.
fn unmerged(book: &mut Book<'_>, sheet: &str, rows: BTreeMap<u32, Vec<String>>) -> Grid {
    let mut rows: BTreeMap<u32, Row> =
        rows.into_iter().map(|(at, cells)| (at, Row { cells, merged: 0 })).collect();
    let merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    // Ranges may lie on one another: no more cells are written than a sheet has rows.
    let mut left = ROWS;
    for range in merged.into_iter().filter(|range| range.start.0 < range.end.0) {
        let column = range.start.1 as usize;
        let written =
            rows.get(&range.start.0).and_then(|row| row.cells.get(column)).cloned().unwrap_or_default();
        if written.is_empty() {
            continue;
        }
        for (_, row) in rows.range_mut(range.start.0 + 1..=range.end.0) {
            if left == 0 {
                break;
            }
            left -= 1;
            if row.cells.len() <= column {
                row.cells.resize(column + 1, String::new());
            }
            if row.cells[column].is_empty() {
                row.cells[column].clone_from(&written);
                row.merged |= 1 << column;
            }
        }
    }
    rows.into_values().collect()
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
