//! Figures as a reader expects them.

use super::Lang;

/// A whole number with its thousands grouped: `1.234`, in English `1,234`.
///
/// ```
/// use nq71::text::{Lang, number};
///
/// assert_eq!(number(1234567, Lang::Vi), "1.234.567");
/// assert_eq!(number(1234, Lang::En), "1,234");
/// ```
pub fn number(value: u64, lang: Lang) -> String {
    grouped(&value.to_string(), lang)
}

/// A number with a fixed count of decimal places: `1.234,5`. One that is not finite is written as
/// a dash.
///
/// ```
/// use nq71::text::{Lang, decimal};
///
/// assert_eq!(decimal(1234.5, 1, Lang::Vi), "1.234,5");
/// assert_eq!(decimal(-0.04, 1, Lang::En), "0.0");
/// ```
pub fn decimal(value: f64, places: usize, lang: Lang) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let written = format!("{:.places$}", value.abs());
    let sign = if value < 0.0 && written.bytes().any(|b| matches!(b, b'1'..=b'9')) { "-" } else { "" };
    match written.split_once('.') {
        Some((whole, fraction)) => {
            format!("{sign}{}{}{fraction}", grouped(whole, lang), point(lang))
        }
        None => format!("{sign}{}", grouped(&written, lang)),
    }
}

/// A count as reports write it: two digits below ten, `02`; above that as [`number()`].
///
/// ```
/// use nq71::text::{Lang, count};
///
/// assert_eq!(count(2, Lang::Vi), "02");
/// assert_eq!(count(1234, Lang::Vi), "1.234");
/// ```
pub fn count(value: u64, lang: Lang) -> String {
    if value < 10 { format!("0{value}") } else { number(value, lang) }
}

/// `part` of `whole` in per cent with one decimal, `98,8%`, rounded half up; nothing where
/// `whole` is 0.
///
/// `0,0%` says none and `100,0%` says all, whatever the rounding: what is nearly so is written
/// `0,1%`, `99,9%` or `100,1%`. More than the whole is more than a hundred.
///
/// ```
/// use nq71::text::{Lang, percent};
///
/// assert_eq!(percent(912, 923, Lang::Vi).as_deref(), Some("98,8%"));
/// assert_eq!(percent(9999, 10000, Lang::Vi).as_deref(), Some("99,9%"));
/// assert_eq!(percent(0, 0, Lang::Vi), None);
/// ```
pub fn percent(part: u64, whole: u64, lang: Lang) -> Option<String> {
    if whole == 0 {
        return None;
    }
    let [p, w] = [part, whole].map(u128::from);
    let rounded = (p * 2000 + w) / (2 * w);
    let tenths = match part {
        0 => 0,
        _ if part < whole => rounded.clamp(1, 999),
        _ if part > whole => rounded.max(1001),
        _ => 1000,
    };
    Some(format!("{}{}{}%", grouped(&(tenths / 10).to_string(), lang), point(lang), tenths % 10))
}

/// A share with what it is counted from: `912/923 (98,8%)`, or `0/0` alone where there is nothing
/// to share.
///
/// ```
/// use nq71::text::{Lang, share};
///
/// assert_eq!(share(912, 923, Lang::Vi), "912/923 (98,8%)");
/// assert_eq!(share(0, 0, Lang::Vi), "0/0");
/// ```
pub fn share(part: u64, whole: u64, lang: Lang) -> String {
    let counted = format!("{}/{}", number(part, lang), number(whole, lang));
    match percent(part, whole, lang) {
        Some(percent) => format!("{counted} ({percent})"),
        None => counted,
    }
}

fn point(lang: Lang) -> char {
    match lang {
        Lang::Vi => ',',
        Lang::En => '.',
    }
}

fn grouped(digits: &str, lang: Lang) -> String {
    let separator = match lang {
        Lang::Vi => '.',
        Lang::En => ',',
    };
    let mut written = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            written.push(separator);
        }
        written.push(digit);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use Lang::{En, Vi};
    use proptest::prelude::*;

    #[test]
    fn numbers_follow_the_language() {
        for (value, vi, en) in [
            (0, "0", "0"),
            (999, "999", "999"),
            (1000, "1.000", "1,000"),
            (u64::MAX, "18.446.744.073.709.551.615", "18,446,744,073,709,551,615"),
        ] {
            assert_eq!((number(value, Vi), number(value, En)), (vi.into(), en.into()));
        }
        assert_eq!(decimal(-1234.56, 1, Vi), "-1.234,6");
        assert_eq!(decimal(1234.5678, 3, En), "1,234.568");
        assert_eq!(decimal(999.96, 1, Vi), "1.000,0");
        assert_eq!(decimal(12345.4, 0, Vi), "12.345");
        assert_eq!(decimal(f64::NAN, 1, Vi), "–");
    }

    #[test]
    fn counts_below_ten_have_two_digits() {
        for (value, expected) in [(0, "00"), (9, "09"), (10, "10"), (1000, "1.000")] {
            assert_eq!(count(value, Vi), expected);
        }
    }

    #[test]
    fn only_none_is_zero_and_only_all_is_a_hundred() {
        for (part, whole, expected) in [
            (0, 5, "0,0%"),
            (1, 100_000, "0,1%"),
            (1, 8, "12,5%"),
            (1, 16, "6,3%"),
            (2, 3, "66,7%"),
            (922, 923, "99,9%"),
            (99_999, 100_000, "99,9%"),
            (5, 5, "100,0%"),
            (100_001, 100_000, "100,1%"),
            (5, 2, "250,0%"),
            (25, 2, "1.250,0%"),
            (u64::MAX, u64::MAX, "100,0%"),
        ] {
            assert_eq!(percent(part, whole, Vi).as_deref(), Some(expected), "{part}/{whole}");
        }
        assert_eq!(percent(5, 0, Vi), None);
        assert_eq!(share(1234, 2000, Vi), "1.234/2.000 (61,7%)");
        assert_eq!(share(1234, 2000, En), "1,234/2,000 (61.7%)");
    }

    proptest! {
        #[test]
        fn a_percentage_is_near_the_true_one(part in 0..3000u64, whole in 1..2000u64) {
            let written = percent(part, whole, En).unwrap();
            let value: f64 = written.trim_end_matches('%').replace(',', "").parse().unwrap();
            prop_assert!((value - part as f64 * 100.0 / whole as f64).abs() < 0.1);
            prop_assert_eq!(value == 0.0, part == 0);
            prop_assert_eq!(value == 100.0, part == whole);
        }
    }
}
