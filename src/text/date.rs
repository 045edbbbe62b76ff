//! Dates as Vietnamese people write and read them: day first.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{Lang, clean};

/// Why a text is not a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateError {
    /// Not in any of the known forms.
    Form,
    /// The form is right, the day does not exist: 31/2, or a 13th month.
    NoSuchDay,
}

/// Reads a date in any form that an office uses: `2026-05-20`, `20/5/2026`, `20-5-2026`,
/// `20.5.2026`, `ngày 20 tháng 5 năm 2026`. Always day first.
///
/// # Errors
/// [`DateError::Form`] for another form, [`DateError::NoSuchDay`] for a day that does not exist.
///
/// ```
/// use nq71::text::{DateError, parse_date};
/// use jiff::civil::date;
///
/// for text in ["2026-05-20", "20/5/2026", "20-05-2026", "Ngày 20 tháng 5 năm 2026"] {
///     assert_eq!(parse_date(text), Ok(date(2026, 5, 20)));
/// }
/// assert_eq!(parse_date("31/2/2026"), Err(DateError::NoSuchDay));
/// assert_eq!(parse_date("5/20/2026"), Err(DateError::NoSuchDay));
/// assert_eq!(parse_date("hôm qua"), Err(DateError::Form));
/// ```
pub fn parse_date(text: &str) -> Result<Date, DateError> {
    let text = clean(text).replace(['\u{a0}', '\u{202f}'], " ").to_lowercase();
    let text = text.trim();
    let spoken = text.strip_prefix("ngày").unwrap_or(text);
    let parts: Vec<&str> = if spoken.contains("tháng") {
        let (day, rest) = spoken.split_once("tháng").ok_or(DateError::Form)?;
        let (month, year) = rest.split_once("năm").ok_or(DateError::Form)?;
        vec![day, month, year]
    } else {
        let spoken = spoken.trim();
        let separator =
            ['/', '-', '.'].into_iter().find(|&sign| spoken.contains(sign)).ok_or(DateError::Form)?;
        spoken.split(separator).collect()
    };
    let [first, month, last] = parts.as_slice() else { return Err(DateError::Form) };
    let (year, day) = if first.trim().len() == 4 { (first, last) } else { (last, first) };
    if year.trim().len() != 4 {
        return Err(DateError::Form);
    }
    let digits = |text: &str| -> Result<i16, DateError> {
        let text = text.trim();
        let plain = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        if plain { text.parse().map_err(|_| DateError::Form) } else { Err(DateError::Form) }
    };
    let (year, month, day) = (digits(year)?, digits(month)?, digits(day)?);
    let small = |n: i16| i8::try_from(n).map_err(|_| DateError::NoSuchDay);
    Date::new(year, small(month)?, small(day)?).map_err(|_| DateError::NoSuchDay)
}

/// The date in lists: `20/5/2026` in Vietnamese, `20 May 2026` in English.
///
/// ```
/// use jiff::civil::date;
/// use nq71::text::{Lang, short_date};
///
/// assert_eq!(short_date(date(2026, 5, 2), Lang::Vi), "2/5/2026");
/// assert_eq!(short_date(date(2026, 5, 2), Lang::En), "2 May 2026");
/// ```
pub fn short_date(date: Date, lang: Lang) -> String {
    match lang {
        Lang::Vi => sized(format_args!("{}/{}/{}", date.day(), date.month(), date.year())),
        Lang::En => long_date(date, lang),
    }
}

/// The date for machines: `2026-05-20`.
///
/// ```
/// assert_eq!(nq71::text::iso_date(jiff::civil::date(2026, 5, 2)), "2026-05-02");
/// ```
pub fn iso_date(date: Date) -> String {
    sized(format_args!("{date}"))
}

/// A date in digits as text, which need not grow while it is written: there are two with every
/// post of every list.
fn sized(date: std::fmt::Arguments<'_>) -> String {
    let mut text = String::with_capacity("20/12/2026".len());
    text.write_fmt(date).expect("writing into memory does not fail");
    text
}

/// The date in a sentence, padded as Nghị định 30/2020/NĐ-CP has it: days below ten, and the
/// months January and February.
///
/// ```
/// use jiff::civil::date;
/// use nq71::text::{Lang, long_date};
///
/// assert_eq!(long_date(date(2026, 1, 5), Lang::Vi), "ngày 05 tháng 01 năm 2026");
/// assert_eq!(long_date(date(2026, 3, 15), Lang::Vi), "ngày 15 tháng 3 năm 2026");
/// ```
pub fn long_date(date: Date, lang: Lang) -> String {
    let (day, month, year) = (date.day(), date.month(), date.year());
    match lang {
        Lang::Vi if month < 3 => format!("ngày {day:02} tháng {month:02} năm {year}"),
        Lang::Vi => format!("ngày {day:02} tháng {month} năm {year}"),
        Lang::En => {
            const MONTHS: [&str; 12] = [
                "January",
                "February",
                "March",
                "April",
                "May",
                "June",
                "July",
                "August",
                "September",
                "October",
                "November",
                "December",
            ];
            format!("{day} {} {year}", MONTHS[month as usize - 1])
        }
    }
}
