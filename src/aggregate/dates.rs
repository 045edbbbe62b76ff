//! Whether the dates of a table have the month first, as a spreadsheet with American settings
//! writes them: `10/13/2026`.

use csv::StringRecord;

use crate::exchange::MONTH_FIRST;
use crate::model::{PeriodRule, Quarter};

use super::moment;

/// True where one date can only be read with the month first, and none with the day first: then
/// all are written so. Where there are both, each stands for itself, as in feeds.
pub(super) fn month_first<'w>(dates: impl Iterator<Item = &'w str>) -> bool {
    let (mut day, mut month) = (false, false);
    for written in dates {
        match moment::only(written) {
            Some(true) => month = true,
            Some(false) => day = true,
            None => {}
        }
    }
    month && !day
}

/// A date as text, and true where it was read with the month first, and would be another day, or
/// none, with the day first.
pub(super) fn read(written: &str, month_first: bool) -> (String, bool) {
    let Some(day) = moment::day(written, month_first) else {
        return (moment::serial(written).map_or(String::new(), |day| day.to_string()), false);
    };
    let turned = moment::only(written) == Some(true) || moment::day(written, false) != Some(day);
    (day.to_string(), turned)
}

/// What is told of a date that was read with the month first.
pub(super) fn told(written: &str) -> String {
    format!("{MONTH_FIRST}: {}", written.replace(';', ","))
}

/// An exchange file that a spreadsheet has saved anew with the month first, with its days as they
/// were; none where there is nothing to mend. A row says its quarter too: where only one reading
/// lies in it, that is meant.
pub(super) fn mended(rule: PeriodRule, bytes: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows: Vec<StringRecord> = reader.records().collect::<Result<_, _>>().ok()?;
    let (head, rows) = rows.split_first()?;
    let column = |name: &str| head.iter().position(|cell| cell.trim() == name);
    let date = column("date")?;
    let cell = |row: &StringRecord, at: Option<usize>| -> String {
        at.and_then(|at| row.get(at)).unwrap_or_default().trim().to_owned()
    };
    let dates: Vec<usize> = [Some(date), column("updated")].into_iter().flatten().collect();
    let (quarter, declared, reason) = (column("quarter"), column("quarter_declared"), column("reason"));
    // Rows with another number of cells are refused as they stand.
    let is_whole = |row: &StringRecord| row.len() == head.len();
    let by_quarter: Vec<Option<bool>> = rows
        .iter()
        .map(|row| {
            let quarter = is_whole(row).then(|| cell(row, quarter))?;
            let quarter = quarter.parse::<Quarter>().ok().filter(|_| cell(row, declared) != "1")?;
            let fits = |month_first: bool| {
                let day = moment::day(&cell(row, Some(date)), month_first)?;
                Some(Quarter::of(day, rule) == quarter)
            };
            match (fits(false)?, fits(true)?) {
                (true, false) => Some(false),
                (false, true) => Some(true),
                _ => None,
            }
        })
        .collect();
    let all =
        rows.iter().filter(|row| is_whole(row)).flat_map(|row| dates.iter().filter_map(|&at| row.get(at)));
    let (told_first, told_second) = (by_quarter.contains(&Some(true)), by_quarter.contains(&Some(false)));
    let is_sure = |written: &str| moment::only(written).is_some();
    let month_first = if all.clone().any(is_sure) { month_first(all) } else { told_first && !told_second };
    let mut changed = false;
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    let mut titles: Vec<&str> = head.iter().collect();
    if reason.is_none() {
        titles.push("reason");
    }
    writer.write_record(&titles).ok()?;
    for (row, by_quarter) in rows.iter().zip(by_quarter) {
        let mut cells: Vec<String> = row.iter().map(str::to_owned).collect();
        if is_whole(row) {
            if reason.is_none() {
                cells.push(String::new());
            }
            for &at in &dates {
                let (day, turned) = read(cells[at].trim(), by_quarter.unwrap_or(month_first));
                if !turned {
                    continue;
                }
                changed = true;
                if at == date {
                    // What the author says for himself goes on to the end of the cell.
                    let own = &mut cells[reason.unwrap_or(head.len())];
                    let separator = if own.is_empty() { "" } else { "; " };
                    *own = format!("{}{separator}{own}", told(row[at].trim()));
                }
                cells[at] = day;
            }
        }
        writer.write_record(&cells).ok()?;
    }
    writer.into_inner().ok().filter(|_| changed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange;

    #[test]
    fn one_date_decides_for_a_table_and_two_kinds_for_none() {
        for (dates, expected) in [
            (&["10/1/2026", "10/13/2026", "", "hôm qua"][..], true),
            (&["10/1/2026", "13/10/2026"], false),
            (&["10/13/2026", "13/10/2026"], false),
            (&["10/1/2026", "2026-10-13", "46162"], false),
            (&[], false),
        ] {
            assert_eq!(month_first(dates.iter().copied()), expected, "{dates:?}");
        }
        for (written, month_first, expected) in [
            ("10/1/2026", true, ("2026-10-01", true)),
            ("10/1/2026", false, ("2026-01-10", false)),
            ("10/13/2026", false, ("2026-10-13", true)),
            ("13/10/2026", true, ("2026-10-13", false)),
            ("10/10/2026", true, ("2026-10-10", false)),
            ("2026-10-01", true, ("2026-10-01", false)),
            ("46162", true, ("2026-05-20", false)),
            ("tháng 10", true, ("", false)),
        ] {
            let (day, turned) = read(written, month_first);
            assert_eq!((&*day, turned), expected, "{written}");
        }
    }

    /// The days and reasons of a shard whose rows have these dates, quarters and declarations.
    fn days(rows: &[(&str, &str, &str)]) -> Option<Vec<(String, String)>> {
        let mut text =
            "\u{feff}id,unit,date,quarter,quarter_declared,type,status,reason,updated\r\n".to_owned();
        for (at, (date, quarter, declared)) in rows.iter().enumerate() {
            text += &format!(
                "{at},a,{date},{quarter},{declared},tin,da-duyet,khai-bao-khong-tinh: a; b,{date}\r\n"
            );
        }
        text += "1,a,10/1/2026\r\n";
        let bytes = mended(PeriodRule::Calendar, text.as_bytes())?;
        let read = exchange::read(&bytes).unwrap();
        assert_eq!(read.flaws.len(), 1, "a row that is not whole stays one");
        Some(
            read.records
                .into_iter()
                .map(|row| {
                    assert_eq!(row.updated, row.date);
                    let own = row.reason.strip_suffix("khai-bao-khong-tinh: a; b").unwrap();
                    (row.date, own.to_owned())
                })
                .collect(),
        )
    }

    #[test]
    fn a_shard_that_was_saved_anew_gets_its_days_back() {
        let marked = |day: &str, written: &str| (day.to_owned(), format!("{MONTH_FIRST}: {written}; "));
        let plain = |day: &str| (day.to_owned(), String::new());
        // One date decides, also where the row itself names no quarter.
        assert_eq!(
            days(&[("10/13/2026", "2026-Q4", "0"), ("10/1/2026", "", ""), ("10/10/2026", "2026-Q4", "0")]),
            Some(vec![
                marked("2026-10-13", "10/13/2026"),
                marked("2026-10-01", "10/1/2026"),
                plain("10/10/2026")
            ])
        );
        // No date does, and the quarters agree; one fits either way.
        assert_eq!(
            days(&[("10/1/2026", "2026-Q4", "0"), ("10/11/2026", "2026-Q4", "0")]),
            Some(vec![marked("2026-10-01", "10/1/2026"), marked("2026-10-11", "10/11/2026")])
        );
        // Both kinds: each by itself, by its quarter, or else day first.
        assert_eq!(
            days(&[
                ("10/13/2026", "2026-Q4", "0"),
                ("13/10/2026", "2026-Q4", "0"),
                ("10/1/2026", "2026-Q4", "0"),
                ("10/11/2026", "2026-Q4", "0"),
            ]),
            Some(vec![
                marked("2026-10-13", "10/13/2026"),
                plain("13/10/2026"),
                marked("2026-10-01", "10/1/2026"),
                plain("10/11/2026")
            ])
        );
        // Saved by an office here, as it was written, or with a quarter that the author chose.
        for rows in [
            &[("13/10/2026", "2026-Q4", "0"), ("5/10/2026", "2026-Q4", "0")][..],
            &[("2026-10-13", "2026-Q4", "0"), ("2026-10-05", "2026-Q4", "0")],
            &[("10/1/2026", "2026-Q4", "1")],
        ] {
            assert_eq!(days(rows), None, "{rows:?}");
        }
    }
}
