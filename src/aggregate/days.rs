//! Days as people write them.

use jiff::civil::Date;

use crate::text;

/// The first day that a text names, in whatever words around it: `01/09/2026`, `1-9-26`,
/// `ngày 01 tháng 9 năm 2026`, `T3, 01 Th9 2026`, `9/15/2026`, and of `5-6/10/2026` the fifth.
pub(super) fn day_in(text: &str) -> Option<Date> {
    let mut plain = String::with_capacity(text.len());
    for word in text::fold(text).replace('_', " ").split_whitespace() {
        let month =
            word.strip_prefix("th").filter(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()));
        match (word, month) {
            ("thang" | "nam", _) => plain.push('/'),
            (_, Some(month)) => plain.extend(["/", month, "/"]),
            (word, None) => {
                // Numbers and marks that stand apart may belong together.
                let is_mark = |sign: Option<char>| sign.is_some_and(|sign| matches!(sign, '/' | '-' | '.'));
                if !is_mark(plain.chars().next_back()) && !is_mark(word.chars().next()) {
                    plain.push(' ');
                }
                plain.push_str(word);
            }
        }
    }
    let runs = plain.split(|sign: char| !sign.is_ascii_digit() && !matches!(sign, '/' | '-' | '.'));
    runs.filter_map(day_of).next()
}

/// The day of a run of numbers.
fn day_of(run: &str) -> Option<Date> {
    let parts: Vec<&str> = run.split(['/', '-', '.']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| part.parse::<i16>().ok().filter(|_| part.len() <= 4);
    let (day, month, year) = match parts[..] {
        [year, month, day, ..] if year.len() == 4 => (day, month, year),
        [day, month, year, ..] if year.len() == 4 => (day, month, year),
        [first, _, month, year] if year.len() == 4 => (first, month, year),
        [day, month, year] if year.len() == 2 => (day, month, year),
        _ => return None,
    };
    let year = if year.len() == 2 { 2000 + number(year)? } else { number(year)? };
    let (mut day, mut month) = (number(day)?, number(month)?);
    if month > 12 && day <= 12 {
        std::mem::swap(&mut day, &mut month);
    }
    let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (2000..=2100).contains(&date.year()).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_words() {
        for (written, expected) in [
            ("01/09/2026", "2026-09-01"),
            ("Thứ ba, ngày 6 tháng 10 năm 2026", "2026-10-06"),
            ("05/10/26", "2026-10-05"),
            ("5-6/10/2026", "2026-10-05"),
            ("5/10/2026, 6/10/2026", "2026-10-05"),
            ("01 / 09 / 2026", "2026-09-01"),
            ("01.09.2026", "2026-09-01"),
            ("2026-09-01", "2026-09-01"),
            ("T3, 01 Th9 2026", "2026-09-01"),
        ] {
            assert_eq!(day_in(written).map(|day| day.to_string()).as_deref(), Some(expected), "{written}");
        }
        for written in ["31/9/2026", "tháng 10/2026", "5/10", "", "12", "07:30", "1/1/1999", "quý IV/2026"]
        {
            assert_eq!(day_in(written), None, "{written}");
        }
    }
}
