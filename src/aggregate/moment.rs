//! Days and hours as portals and offices write them: day first, in Vietnamese or English words, as
//! numbers, with the hour before or behind.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time, date};
use jiff::tz::{Offset, TimeZone};

use crate::text;

/// A moment that was written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    day: Date,
    time: Time,
    zone: Offset,
    /// True where the month can only stand first: `9/15/2026`; false where it only can be second.
    pub month_first: Option<bool>,
}

impl Moment {
    /// As seconds since 1970.
    pub(super) fn timestamp(self) -> Option<Timestamp> {
        let moment = DateTime::from_parts(self.day, self.time).to_zoned(TimeZone::fixed(self.zone));
        moment.ok().map(|moment| moment.timestamp())
    }
}

/// One piece of what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Piece {
    /// Its value, and how many digits it has.
    Number(u32, usize),
    Word(String),
    Sign(char),
}

use Piece::{Number, Sign, Word};

/// Reads a moment; none where no day is found. `month_first` decides for `9/1/2026`.
pub(super) fn read(written: &str, month_first: bool) -> Option<Moment> {
    let whole = text::key(written);
    if let Some(moment) = counted(&whole) {
        return Some(moment);
    }
    let pieces = pieces(&whole);
    let (day, month_first) = numeric(&pieces, month_first).or_else(|| spoken(&pieces))?;
    let (time, behind) = clock(&pieces).unwrap_or((Time::midnight(), pieces.len()));
    Some(Moment { day, time, zone: zone(&pieces[behind..]), month_first })
}

/// Whether the month is meant first in `11/2/2026 7:30:00 AM`, as American programs write: where
/// one reading lies within the last weeks, and the other one far from them.
pub(super) fn order(written: &str, today: Date) -> Option<bool> {
    let whole = text::key(written);
    let padded = whole.starts_with('0') || whole.contains("/0");
    if padded || !(whole.ends_with(" am") || whole.ends_with(" pm")) {
        return None;
    }
    let near = |month_first: bool| {
        let days = today.since(numeric(&pieces(&whole), month_first)?.0).ok()?.get_days();
        Some((-1..=45).contains(&days))
    };
    match (near(true)?, near(false)?) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// The day alone. `month_first` decides for `9/1/2026`.
pub(super) fn day(written: &str, month_first: bool) -> Option<Date> {
    let pieces = pieces(&text::key(written));
    numeric(&pieces, month_first).or_else(|| spoken(&pieces)).map(|(day, _)| day)
}

/// True where the month can only stand first, false where it only can be second.
pub(super) fn only(written: &str) -> Option<bool> {
    numeric(&pieces(&text::key(written)), false)?.1
}

/// Seconds or thousandths since 1970.
fn counted(whole: &str) -> Option<Moment> {
    let number: i64 = whole.parse().ok()?;
    let second = match whole.len() {
        10 => number,
        13 => number / 1_000,
        _ => return None,
    };
    let moment = Timestamp::from_second(second).ok()?.to_zoned(TimeZone::UTC);
    Some(Moment { day: moment.date(), time: moment.time(), zone: Offset::UTC, month_first: None })
}

fn pieces(whole: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = whole.get(..200).unwrap_or(whole);
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let same = |sign: char| sign.is_ascii_digit() == digit && sign.is_alphanumeric();
        let length = match first.is_alphanumeric() {
            true => rest.find(|sign: char| !same(sign)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        match first {
            _ if digit => pieces.push(Number(piece.parse().unwrap_or(u32::MAX), length)),
            _ if first.is_alphanumeric() => pieces.push(Word(piece.to_owned())),
            _ if first.is_whitespace() => {}
            '\u{2010}'..='\u{2015}' | '\u{2212}' => pieces.push(Sign('-')),
            sign => pieces.push(Sign(sign)),
        }
    }
    pieces
}

fn on(year: u32, length: usize, month: u32, day: u32) -> Option<Date> {
    let year = if length == 2 { 2000 + year } else { year };
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `20/5/2026`, `2026-05-20`, `20.5.26`, the first day of `5-6/10/2026`. With whether the month
/// stands first, where only one reading is a day.
fn numeric(pieces: &[Piece], month_first: bool) -> Option<(Date, Option<bool>)> {
    for (at, five) in pieces.windows(5).enumerate() {
        let [Number(a, a_len), Sign(one), Number(b, b_len), Sign(two), Number(c, c_len)] = five else {
            continue;
        };
        if one != two || !matches!(one, '/' | '-' | '.') || *b_len > 2 {
            continue;
        }
        if *a_len == 4 && *c_len <= 2 {
            return on(*a, 4, *b, *c).map(|day| (day, None));
        }
        // A year of two digits stands behind slashes or dots: `26-05-20` may be read either way.
        if *a_len > 2 || !(*c_len == 4 || *c_len == 2 && *one != '-') {
            continue;
        }
        let (by_day, by_month) = (on(*c, *c_len, *b, *a), on(*c, *c_len, *a, *b));
        let first = earlier(&pieces[..at], by_day);
        return match (by_day, by_month) {
            (Some(_), Some(by_month)) if month_first && *one == '/' => Some((by_month, None)),
            (Some(_), Some(_)) => first.map(|day| (day, None)),
            (Some(_), None) => first.map(|day| (day, Some(false))),
            (None, Some(by_month)) if *one == '/' => Some((by_month, Some(true))),
            _ => None,
        };
    }
    None
}

/// The first day of a range whose last day was read: `5-6/10/2026`, `28/9-2/10/2026`.
fn earlier(before: &[Piece], last: Option<Date>) -> Option<Date> {
    let last = last?;
    let first = match before {
        [.., Number(day, 1..=2), Sign('/'), Number(month, 1..=2), Sign('-')] => {
            on(last.year() as u32, 4, *month, *day)
        }
        [.., Number(day, 1..=2), Sign('-')] => on(last.year() as u32, 4, last.month() as u32, *day),
        _ => None,
    };
    Some(first.filter(|first| *first < last).unwrap_or(last))
}

/// `ngày 1 tháng 9 năm 2026`, `1 Th9 2026`, `Tháng Chín 1, 2026`, `1 Sep 2026`, `Sep 1, 2026`.
fn spoken(pieces: &[Piece]) -> Option<(Date, Option<bool>)> {
    let word = |at: usize| match pieces.get(at) {
        Some(Word(word)) => word.as_str(),
        _ => "",
    };
    for at in 0..pieces.len() {
        let named = MONTHS.iter().position(|name| {
            word(at).len() >= 3 && {
                let (name, word) = (*name, word(at));
                name.starts_with(word) || name == "september" && word == "sept"
            }
        });
        let (month, mut next) = match named {
            Some(month) => (month as u32 + 1, at + 1),
            None if matches!(word(at), "tháng" | "thg" | "th") => {
                let behind = if pieces.get(at + 1) == Some(&Sign('.')) { at + 2 } else { at + 1 };
                match (pieces.get(behind), word(behind), word(behind + 1)) {
                    (Some(Number(month, 1..=2)), ..) => (*month, behind + 1),
                    (_, "mười", "một") => (11, behind + 2),
                    (_, "mười", "hai") => (12, behind + 2),
                    (_, name, _) => match NAMES.iter().find(|(known, _)| *known == name) {
                        Some((_, month)) => (*month, behind + 1),
                        None => continue,
                    },
                }
            }
            None => continue,
        };
        let before = pieces[..at].iter().rev().find(|piece| !matches!(piece, Sign('-' | ',' | '.')));
        let mut found = match before {
            Some(Number(day, 1..=2)) => Some(*day),
            _ => None,
        };
        let mut steps = 0;
        while steps < 8 && next < pieces.len() {
            let is_hour = [pieces.get(next + 1), pieces.get(next - 1)].contains(&Some(&Sign(':')));
            match &pieces[next] {
                Number(..) if is_hour => {}
                Number(year, length @ (2 | 4)) if found.is_some() => {
                    return on(*year, *length, month, found?).map(|day| (day, None));
                }
                Number(number, 1..=2) => found = Some(*number),
                _ => {}
            }
            (next, steps) = (next + 1, steps + 1);
        }
    }
    None
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Months as WordPress writes them in Vietnamese; those of two words stand in [`spoken`].
const NAMES: [(&str, u32); 13] = [
    ("một", 1),
    ("giêng", 1),
    ("hai", 2),
    ("ba", 3),
    ("tư", 4),
    ("bốn", 4),
    ("năm", 5),
    ("sáu", 6),
    ("bảy", 7),
    ("tám", 8),
    ("chín", 9),
    ("mười", 10),
    ("chạp", 12),
];

/// The hour, and what follows it.
fn clock(pieces: &[Piece]) -> Option<(Time, usize)> {
    for at in 0..pieces.len() {
        let Number(hour, 1..=2) = pieces[at] else { continue };
        let hours = match pieces.get(at + 1) {
            Some(Sign(':')) => false,
            Some(Word(word)) if matches!(word.as_str(), "h" | "giờ") => true,
            _ => continue,
        };
        let mut next = at + 2;
        let mut part = |sign: bool| match (&pieces.get(next), &pieces.get(next + 1)) {
            (Some(Number(n, 2)), _) if !sign => {
                next += 1;
                *n
            }
            (Some(Sign(':')), Some(Number(n, 2))) if sign => {
                next += 2;
                *n
            }
            _ => 0,
        };
        let (minute, second) = (part(false), if hours { 0 } else { part(true) });
        let is_day = match pieces.get(next + 2..) {
            Some([Sign('/' | '.'), ..]) => true,
            // A zone has no second dash.
            Some([Sign('-'), Number(..), Sign('-'), ..]) => true,
            _ => false,
        };
        if let (Some(Sign('.' | ',')), Some(Number(_, 1..=9))) = (pieces.get(next), pieces.get(next + 1))
            && !hours
            && !is_day
        {
            next += 2;
        }
        let half = match pieces.get(next) {
            Some(Word(word)) => word.as_str(),
            _ => "",
        };
        let hour = match half {
            "pm" | "ch" | "chiều" | "tối" if hour < 12 => hour + 12,
            "am" | "sa" | "sáng" if hour == 12 => 0,
            _ => hour,
        };
        if matches!(half, "pm" | "ch" | "chiều" | "tối" | "am" | "sa" | "sáng") {
            next += 1;
        }
        let small = |n: u32| i8::try_from(n).ok();
        let time = Time::new(small(hour)?, small(minute)?, small(second.min(59))?, 0).ok()?;
        return Some((time, next));
    }
    None
}

/// The zone that is named right behind an hour; ours where none is.
fn zone(behind: &[Piece]) -> Offset {
    let ours = jiff::tz::offset(7);
    let behind = if behind.first() == Some(&Sign('(')) { &behind[1..] } else { behind };
    let (behind, named) = match behind {
        [Word(word), rest @ ..] => match word.as_str() {
            "z" | "gmt" | "utc" | "ut" => (rest, Offset::UTC),
            "est" | "cdt" => return jiff::tz::offset(-5),
            "edt" => return jiff::tz::offset(-4),
            "cst" | "mdt" => return jiff::tz::offset(-6),
            "mst" | "pdt" => return jiff::tz::offset(-7),
            "pst" => return jiff::tz::offset(-8),
            _ => return ours,
        },
        _ => (behind, ours),
    };
    let (sign, hours, minutes) = match behind {
        [Sign(sign @ ('+' | '-')), Number(hours, 1..=2), Sign(':'), Number(minutes, 2), ..] => {
            (*sign, *hours, *minutes)
        }
        [Sign(sign @ ('+' | '-')), Number(both, 4), rest @ ..] if !matches!(rest, [Sign('-' | '/'), ..]) => {
            (*sign, both / 100, both % 100)
        }
        // `GMT+7`; without a name, it would be the day that follows an hour.
        [Sign(sign @ ('+' | '-')), Number(hours, 1..=2), ..] if named == Offset::UTC || *sign == '+' => {
            (*sign, *hours, 0)
        }
        _ => return named,
    };
    let seconds = i32::try_from(hours * 3_600 + minutes * 60).unwrap_or(0);
    Offset::from_seconds(if sign == '-' { -seconds } else { seconds }).unwrap_or(ours)
}

/// The day that Excel counts from the end of 1899: 1/1/2020 to 31/12/2099.
pub(super) fn serial(written: &str) -> Option<Date> {
    use jiff::ToSpan;
    let serial = written.parse::<f64>().ok().filter(|serial| (43_831.0..73_051.0).contains(serial))?;
    date(1899, 12, 30).checked_add((serial as i64).days()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_portals_are_read() {
        let at = "2026-09-01T00:30:00Z";
        let midnight = "2026-08-31T17:00:00Z";
        for (written, expected) in [
            ("Tue, 01 Sep 2026 07:30:00 +0700", at),
            ("Tue, 01 Sep 2026 00:30:00 GMT", at),
            ("Tue, 01 Sep 2026 00:30:00 Z", at),
            ("Mon, 01 Sep 2026 07:30:00 +0700", at),
            ("01 Sep 26 07:30:00 +0700", at),
            ("Tue, 1 September 2026 07:30 +07:00", at),
            ("Mon, 31 Aug 2026 20:30:00 EDT", at),
            ("Sep 1, 2026 7:30 AM", at),
            ("01-Sep-2026 07:30", at),
            ("Tue Sep 01 07:30:00 2026", at),
            ("Tue, 01 Sep 2026 07:30:00 GMT+7", at),
            ("Tue, 01 Sep 2026 07:30:00 ICT", at),
            ("Tue, 01 Sep 2026 07:30:00 Asia/Ho_Chi_Minh", at),
            ("T3, 01 Th9 2026 07:30:00 +0700", at),
            ("Th 3, 01/09/2026 07:30", at),
            ("2026-09-01T00:30:00Z", at),
            ("2026-09-01T07:30:00+07:00", at),
            ("2026-09-01T07:30:00.123", at),
            ("2026-09-01T00:30:00.123Z", at),
            ("2026-09-01T00:30Z", at),
            ("2026-09-01 07:30:00", at),
            ("2026/09/01 07:30:00", at),
            ("2026-08-31T19:30:00-05:00", at),
            ("2026-08-31T19:30:00.000-05:00", at),
            ("2026-09-01T07:30:00.000+07:00", at),
            ("07:30:00, 1-9-2026", at),
            ("01/09/2026 07:30", at),
            ("07:30, 01/09/2026", at),
            ("01/09/2026 - 07:30", at),
            ("07:30 | 01/09/2026", at),
            ("07:30 - 01/09/2026", at),
            ("07:30 -01/09/2026", at),
            ("07:30 01-09-2026", at),
            ("01-09-2026 07:30", at),
            ("Thứ Ba, 01/09/2026 07:30", at),
            ("Thứ ba, ngày 1/9/2026, 07:30 (GMT+7)", at),
            ("01/09/2026 07:30 GMT+7", at),
            ("01/09/2026 07:30 UTC+07:00", at),
            ("01/09/2026 07:30:00 SA", at),
            ("1/9/2026 7h30", at),
            ("7 giờ 30 phút, ngày 01 tháng 9 năm 2026", at),
            ("01/09/2026 07:30:00 CH", "2026-09-01T12:30:00Z"),
            ("01/09/2026 12:30 PM", "2026-09-01T05:30:00Z"),
            ("01/09/2026 12:30 AM", "2026-08-31T17:30:00Z"),
            ("9/15/2026 7:30:00 AM", "2026-09-15T00:30:00Z"),
            ("ngày 01 tháng 9 năm 2026", midnight),
            ("Thứ Ba, ngày 01 tháng 9, 2026", midnight),
            ("Tháng Chín 1, 2026", midnight),
            ("1 Tháng Chín, 2026", midnight),
            ("1 thg 9, 2026", midnight),
            ("Tháng Mười Một 1, 2026", "2026-10-31T17:00:00Z"),
            ("1 Tháng Năm, 2026", "2026-04-30T17:00:00Z"),
            ("01/09/2026", midnight),
            ("1.9.2026", midnight),
            ("01/09/26", midnight),
            ("2026-09-01", midnight),
            ("1788222600", at),
            ("1788222600000", at),
            ("Thu, 01 Jan 1970 00:00:00 GMT", "1970-01-01T00:00:00Z"),
            ("Wed, 30 Sep 2026 18:30:00 GMT", "2026-09-30T18:30:00Z"),
            ("31/02/2026", ""),
            ("31 tháng 2 năm 2026", ""),
            ("hôm qua", ""),
            ("07:30", ""),
            ("tháng 10/2026", ""),
            ("5/10", ""),
            ("12", ""),
            ("99999999999999999999", ""),
            ("", ""),
        ] {
            let found = read(written, false).and_then(Moment::timestamp);
            assert_eq!(found.map_or(String::new(), |at| at.to_string()), expected, "{written}");
        }
        for (written, expected) in [
            ("11/2/2026 7:30:00 AM", Some(true)),
            ("6/11/2026 7:30:00 AM", Some(false)),
            ("12/11/2026 7:30:00 PM", None),
            ("11/11/2026 7:30:00 AM", None),
            ("11/02/2026 7:30:00 AM", None),
            ("11/2/2026 7:30", None),
            ("11/2/2025 7:30:00 AM", None),
        ] {
            assert_eq!(order(written, date(2026, 11, 6)), expected, "{written}");
        }
        assert_eq!(read("9/1/2026", true).unwrap().day, date(2026, 9, 1));
        assert_eq!(read("9/15/2026", true).unwrap().month_first, Some(true));
        assert_eq!(read("15/9/2026", true).unwrap(), read("15/9/2026", false).unwrap());
        assert_eq!(read("15/9/2026", true).unwrap().month_first, Some(false));
    }
}
