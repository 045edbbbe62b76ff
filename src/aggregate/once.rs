//! Workbooks often have a sheet for each month and one that sums up: a product that several sheets
//! tell of counts once.

use std::collections::{BTreeSet, HashMap};

use crate::exchange::{ASSUMED_TYPE, NOTE, REPEATED, Record, plain_address};
use crate::model::{Config, UnitId};
use crate::text;

use super::feed::{mark, put_mark};
use super::sheet::{NAMED, WITHDRAWN, add, listed};

/// One row, with what it says itself.
pub(super) struct Line {
    pub row: Record,
    /// The type is written, and not taken from the source.
    pub has_type: bool,
    /// The status is written.
    pub has_status: bool,
}

/// The rows of a sheet.
pub(super) struct Lines {
    pub sheet: String,
    pub lines: Vec<Line>,
}

/// Nobody publishes more posts of one title on one day: what a workbook makes up beyond that is
/// not compared, since each would be compared with all.
const TWINS: usize = 100;

/// A row beside others of its unit, title and day.
struct Twin {
    /// Its place among all rows.
    at: usize,
    sheet: usize,
    /// What its address is known by; empty where it has none.
    address: Box<str>,
    /// The vocabulary has its type.
    is_known: bool,
}

/// A product, and the sheets that tell of it.
struct Product {
    /// The row that says most.
    kept: Twin,
    sheets: BTreeSet<usize>,
}

/// The rows of all sheets. Rows of different sheets with the same unit, title and day are one
/// product, unless their types, addresses or ids say otherwise; two rows of one sheet never are.
/// The row that says most is kept and takes what only another one says; a withdrawal on any sheet
/// holds. The others get the mark [`REPEATED`], by which the door refuses them, whatever becomes
/// of the one that is kept.
pub(super) fn once(config: &Config, sheets: Vec<Lines>) -> Vec<Record> {
    let name = |one: &Lines| one.sheet.replace(';', ",").chars().take(100).collect();
    let names: Vec<String> = sheets.iter().map(name).collect();
    let of_sheets = sheets.into_iter().enumerate();
    let mut all: Vec<(usize, Line)> =
        of_sheets.flat_map(|(sheet, one)| one.lines.into_iter().map(move |line| (sheet, line))).collect();
    if names.len() > 1 {
        let mut groups: HashMap<(UnitId, String, &str), Vec<usize>> = HashMap::new();
        for (at, (_, Line { row, .. })) in all.iter().enumerate() {
            let unit = config.units.find(&row.unit).or_else(|| config.units.find(&row.unit_name));
            if let Some(unit) = unit
                && !row.date.is_empty()
                && !row.title.is_empty()
                && mark(row, NOTE).is_none()
            {
                let name = (unit, text::title_key(&row.title), row.date.as_str());
                groups.entry(name).or_default().push(at);
            }
        }
        let groups: Vec<Vec<usize>> = groups.into_values().collect();
        for group in groups {
            if group.iter().any(|&at| all[at].0 != all[group[0]].0) {
                tell_apart(config, &names, &mut all, group);
            }
        }
    }
    all.into_iter().map(|(_, line)| line.row).collect()
}

/// Finds the products among rows of one unit, title and day.
fn tell_apart(config: &Config, names: &[String], all: &mut [(usize, Line)], mut group: Vec<usize>) {
    group.sort_by_key(|&at| {
        let line = &all[at].1;
        (line.row.url.is_empty(), !line.has_type, at)
    });
    let mut products: Vec<Product> = Vec::new();
    // A line that is pasted twice goes where the first went.
    let mut known: HashMap<(usize, String), usize> = HashMap::new();
    for at in group {
        let (sheet, Line { row, .. }) = &all[at];
        let address = if row.url.is_empty() { "".into() } else { plain_address(&row.url) };
        let is_known = config.vocabulary.types.find(&row.kind).is_some();
        let twin = Twin { at, sheet: *sheet, address, is_known };
        let id = (twin.sheet, row.id.clone());
        let kept = match known.get(&id) {
            Some(&kept) => Some(kept),
            None => {
                let free = products.iter_mut().take(TWINS);
                let free = free.filter(|product| !product.sheets.contains(&twin.sheet));
                let alike = free.filter_map(|product| Some((likeness(all, &product.kept, &twin)?, product)));
                // Of several, the one that is most like it; of equals, the first.
                let found = alike.rev().max_by_key(|(likeness, _)| *likeness);
                let kept = found.map(|(_, product)| {
                    product.sheets.insert(twin.sheet);
                    product.kept.at
                });
                known.insert(id, kept.unwrap_or(at));
                kept
            }
        };
        let Some(kept) = kept else {
            products.push(Product { sheets: BTreeSet::from([twin.sheet]), kept: twin });
            continue;
        };
        let name = &names[all[kept].0];
        if let Ok([(_, kept), (_, line)]) = all.get_disjoint_mut([kept, at]) {
            complete(kept, line);
            put_mark(&mut line.row, &format!("{REPEATED}: {name}"));
        }
    }
}

/// How much two rows of one unit, title and day look like one product; none where they are not.
fn likeness(all: &[(usize, Line)], one: &Twin, other: &Twin) -> Option<u8> {
    let (a, b) = (&all[one.at].1, &all[other.at].1);
    let of_type = match a.row.kind == b.row.kind {
        true => u8::from(a.has_type && b.has_type),
        // A type that nobody knows is to be mended first: that row stands for no other.
        false if a.has_type && b.has_type || !one.is_known || !other.is_known => return None,
        false => 0,
    };
    let of_address = match (&*one.address, &*other.address) {
        ("", _) | (_, "") => 0,
        (a, b) if a == b => 2,
        _ => return None,
    };
    let of_id = match (own_id(a), own_id(b)) {
        (Some(a), Some(b)) if a == b => 4,
        (Some(_), Some(_)) => return None,
        _ => 0,
    };
    Some(of_type + of_address + of_id)
}

/// The id that the office gave.
fn own_id(line: &Line) -> Option<&str> {
    Some(line.row.id.as_str()).filter(|id| !id.starts_with(NAMED))
}

/// Puts to a row what only another row of its product says.
fn complete(kept: &mut Line, line: &Line) {
    if kept.row.status != WITHDRAWN && (line.row.status == WITHDRAWN || !kept.has_status && line.has_status) {
        kept.row.status.clone_from(&line.row.status);
        kept.has_status = true;
    }
    if !kept.has_type && line.has_type {
        kept.row.kind.clone_from(&line.row.kind);
        take_mark(&mut kept.row, ASSUMED_TYPE);
        kept.has_type = true;
    }
    if own_id(kept).is_none() && own_id(line).is_some() {
        kept.row.id.clone_from(&line.row.id);
    }
    if kept.row.quarter_declared != "1" && line.row.quarter_declared == "1" {
        kept.row.quarter.clone_from(&line.row.quarter);
        kept.row.quarter_declared = "1".into();
    }
    listed(&line.row.channels).for_each(|channel| add(&mut kept.row.channels, channel));
    let (row, other) = (&mut kept.row, &line.row);
    for (own, others) in [
        (&mut row.topics, &other.topics),
        (&mut row.repost_of, &other.repost_of),
        (&mut row.counted, &other.counted),
        (&mut row.summary, &other.summary),
    ] {
        if own.is_empty() {
            own.clone_from(others);
        }
    }
}

fn take_mark(row: &mut Record, name: &str) {
    let marks = row.reason.split("; ").filter(|mark| *mark != name);
    row.reason = marks.collect::<Vec<_>>().join("; ");
}
