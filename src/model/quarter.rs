//! The period that posts are counted and reported by.

use std::fmt;

use jiff::civil::{Date, date};

use crate::text::{self, Lang};

/// Which days belong to a quarter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PeriodRule {
    /// January to March, April to June, …
    #[default]
    Calendar,
    /// The report regime under Nghị định 09/2019/NĐ-CP: from the 15th of the month before the
    /// quarter to the 14th of its last month.
    Nd09,
}

/// A quarter of a year.
///
/// Written `2026-Q2` in front matter and data, `2026-q2` in file names and addresses.
///
/// ```
/// use nq71::model::Quarter;
/// use nq71::text::Lang;
///
/// let quarter: Quarter = "2025-Q3".parse()?;
/// assert_eq!(quarter.to_string(), "2025-Q3");
/// assert_eq!(quarter.label(Lang::Vi), "Quý III/2025");
/// assert_eq!("quý 3/2025".parse(), Ok(quarter));
/// assert_eq!("III/2025".parse(), Ok(quarter));
/// assert!("2025-Q5".parse::<Quarter>().is_err());
/// # Ok::<(), nq71::model::QuarterError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: u16,
    /// Always 1 to 4: the fields are private and the constructors check.
    number: u8,
}

/// Why a text is not a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuarterError {
    /// The text is in no form that is known.
    Form,
    /// The form is right, but there is no such quarter: `2026-Q5`.
    Number,
    /// Only a number, which needs a date to tell the year.
    YearMissing,
}

impl fmt::Display for QuarterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            QuarterError::Form => "not a quarter",
            QuarterError::Number => "a year has four quarters",
            QuarterError::YearMissing => "the year is missing",
        })
    }
}

impl std::error::Error for QuarterError {}

const ROMAN: [&str; 4] = ["I", "II", "III", "IV"];

impl Quarter {
    /// The quarter that a day is counted in.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use nq71::model::{PeriodRule, Quarter};
    ///
    /// let day = date(2026, 12, 15);
    /// assert_eq!(Quarter::of(day, PeriodRule::Calendar).to_string(), "2026-Q4");
    /// assert_eq!(Quarter::of(day, PeriodRule::Nd09).to_string(), "2027-Q1");
    /// ```
    pub fn of(day: Date, rule: PeriodRule) -> Quarter {
        let month = day.month() as u8 - 1;
        let quarter = Quarter { year: day.year() as u16, number: month / 3 + 1 };
        let late = rule == PeriodRule::Nd09 && month % 3 == 2 && day.day() >= 15;
        if late { quarter.next() } else { quarter }
    }

    /// The first and the last day that are counted in this quarter.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use nq71::model::{PeriodRule, Quarter};
    ///
    /// let quarter: Quarter = "2026-Q1".parse().unwrap();
    /// assert_eq!(quarter.days(PeriodRule::Nd09), (date(2025, 12, 15), date(2026, 3, 14)));
    /// assert_eq!(quarter.days(PeriodRule::Calendar), (date(2026, 1, 1), date(2026, 3, 31)));
    /// ```
    pub fn days(self, rule: PeriodRule) -> (Date, Date) {
        let last_month = |quarter: Quarter| (quarter.year as i16, (quarter.number * 3) as i8);
        let (year, month) = last_month(self);
        let (before_year, before_month) = last_month(self.previous());
        match rule {
            PeriodRule::Calendar => (date(year, month - 2, 1), date(year, month, 1).last_of_month()),
            PeriodRule::Nd09 => (date(before_year, before_month, 15), date(year, month, 14)),
        }
    }

    /// The quarter after this one.
    #[must_use]
    pub fn next(self) -> Quarter {
        match self.number {
            4 => Quarter { year: self.year + 1, number: 1 },
            number => Quarter { number: number + 1, ..self },
        }
    }

    /// The quarter before this one.
    #[must_use]
    pub fn previous(self) -> Quarter {
        match self.number {
            1 => Quarter { year: self.year - 1, number: 4 },
            number => Quarter { number: number - 1, ..self },
        }
    }

    /// The year that the quarter belongs to.
    pub fn year(self) -> u16 {
        self.year
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self.number
    }

    /// True for the same quarter and the ones just before and after it.
    pub fn is_near(self, other: Quarter) -> bool {
        self == other || self.next() == other || self.previous() == other
    }

    /// Reads what an author wrote for a post whose date falls into `dated`: a full quarter in any
    /// form, or its number alone, which then means the nearest quarter of that number.
    ///
    /// # Errors
    /// As [`FromStr`](std::str::FromStr), but never [`QuarterError::YearMissing`].
    ///
    /// ```
    /// use nq71::model::Quarter;
    ///
    /// let dated: Quarter = "2026-Q4".parse().unwrap();
    /// assert_eq!(Quarter::read("1", dated).unwrap().to_string(), "2027-Q1");
    /// assert_eq!(Quarter::read("Quý III", dated).unwrap().to_string(), "2026-Q3");
    /// ```
    pub fn read(written: &str, dated: Quarter) -> Result<Quarter, QuarterError> {
        match parse(written)? {
            (Some(year), number) => Ok(Quarter { year, number }),
            (None, number) => [dated, dated.next(), dated.previous()]
                .into_iter()
                .find(|quarter| quarter.number == number)
                .map_or(Ok(Quarter { number, ..dated }), Ok),
        }
    }

    /// The short label: `Quý II/2026`, `Q2 2026`.
    pub fn label(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!("Quý {}/{}", self.roman(), self.year),
            Lang::En => format!("Q{} {}", self.number, self.year),
        }
    }

    /// The label where room is short: `II/2026`, `Q2/26`.
    pub fn short_label(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!("{}/{}", self.roman(), self.year),
            Lang::En => format!("Q{}/{:02}", self.number, self.year % 100),
        }
    }

    /// The label in a sentence: `quý II năm 2026`, `the second quarter of 2026`.
    pub fn long_label(self, lang: Lang) -> String {
        match lang {
            Lang::Vi => format!("quý {} năm {}", self.roman(), self.year),
            Lang::En => {
                let nth = ["first", "second", "third", "fourth"][self.number as usize - 1];
                format!("the {nth} quarter of {}", self.year)
            }
        }
    }

    /// The number as it is written in Vietnamese: `II`.
    pub fn roman(self) -> &'static str {
        ROMAN[self.number as usize - 1]
    }

    /// The form in addresses: `2026-q2`.
    pub fn slug(self) -> String {
        format!("{}-q{}", self.year, self.number)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

impl std::str::FromStr for Quarter {
    type Err = QuarterError;

    fn from_str(text: &str) -> Result<Quarter, QuarterError> {
        match parse(text)? {
            (Some(year), number) => Ok(Quarter { year, number }),
            (None, _) => Err(QuarterError::YearMissing),
        }
    }
}

/// The year, where it is written, and the number.
fn parse(written: &str) -> Result<(Option<u16>, u8), QuarterError> {
    // A small L is often typed for the Roman one.
    let folded = text::fold(written).replace('l', "i");
    let mut tokens: Vec<String> = Vec::new();
    let mut last_was_digit = None;
    for sign in folded.chars() {
        let digit = sign.is_ascii_digit();
        if !sign.is_alphanumeric() {
            if !(sign.is_whitespace() || "/-–.,".contains(sign)) {
                return Err(QuarterError::Form);
            }
            last_was_digit = None;
            continue;
        }
        match tokens.last_mut() {
            Some(token) if last_was_digit == Some(digit) => token.push(sign),
            _ => tokens.push(sign.to_string()),
        }
        last_was_digit = Some(digit);
    }
    let (mut year, mut number) = (None, None);
    for token in &tokens {
        let roman = ["i", "ii", "iii", "iv"].iter().position(|&form| form == token);
        match (token.as_str(), roman) {
            ("quy" | "q" | "nam", _) => {}
            (_, Some(at)) if number.is_none() => number = Some(at as u32 + 1),
            (digits, _) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                let value: u32 = digits.parse().map_err(|_| QuarterError::Form)?;
                match digits.len() {
                    4 if year.is_none() && (1990..=2200).contains(&value) => year = Some(value as u16),
                    1 | 2 if number.is_none() => number = Some(value),
                    _ => return Err(QuarterError::Form),
                }
            }
            _ => return Err(QuarterError::Form),
        }
    }
    match number {
        Some(number @ 1..=4) => Ok((year, number as u8)),
        Some(_) => Err(QuarterError::Number),
        None => Err(QuarterError::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_input_form_is_read() {
        let first: Quarter = "2026-Q1".parse().unwrap();
        for form in [
            "Quý I/2026",
            "quý 1/2026",
            "Q1/2026",
            "Q1-2026",
            "I/2026",
            "2026-Q1",
            "2026Q1",
            "2026-q1",
            "quý I năm 2026",
            "quy l/2026",
            " Quý I / 2026 ",
            "Quy\u{301} I/2026",
            "QUÝ I/2026",
        ] {
            assert_eq!(form.parse(), Ok(first), "{form}");
        }
        for (form, error) in [
            ("2026-Q5", QuarterError::Number),
            ("VI/2026", QuarterError::Form),
            ("Q1", QuarterError::YearMissing),
            ("2026", QuarterError::Form),
            ("tháng 5", QuarterError::Form),
            ("", QuarterError::Form),
            ("Q1/26", QuarterError::Form),
        ] {
            assert_eq!(form.parse::<Quarter>(), Err(error), "{form}");
        }
    }

    #[test]
    fn every_day_lies_in_the_days_of_its_quarter_under_both_rules() {
        for rule in [PeriodRule::Calendar, PeriodRule::Nd09] {
            let mut day = date(2025, 1, 1);
            while day < date(2028, 1, 1) {
                let (first, last) = Quarter::of(day, rule).days(rule);
                assert!(first <= day && day <= last, "{day}");
                assert_eq!(Quarter::of(first, rule), Quarter::of(last, rule));
                day = day.tomorrow().unwrap();
            }
        }
    }
}
