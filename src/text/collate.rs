//! The order of the Vietnamese alphabet.

use std::{cmp::Ordering, sync::LazyLock};

use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences, options::CollatorOptions};
use icu_locale_core::locale;
use unicode_normalization::UnicodeNormalization;

static COLLATOR: LazyLock<CollatorBorrowed<'static>> = LazyLock::new(|| {
    let mut vietnamese = CollatorPreferences::from(locale!("vi"));
    vietnamese.numeric_ordering = Some(CollationNumericOrdering::True);
    Collator::try_new(vietnamese, CollatorOptions::default()).expect("the Vietnamese order is compiled in")
});

/// The order of the Vietnamese alphabet (CLDR `vi`), numbers by value: A Ă Â B C D Đ E Ê …, then
/// the tones ngang, huyền, hỏi, ngã, sắc, nặng, then case.
///
/// Texts are equal only where their NFC is, so sorting gives one result whatever the order
/// before.
///
/// ```
/// let mut units = ["Trường số 10", "Đại Sơn", "Trường số 2", "Dân Chủ", "Ân Hảo", "An Hòa"];
/// units.sort_by(|a, b| nq71::text::collate(a, b));
/// assert_eq!(units, ["An Hòa", "Ân Hảo", "Dân Chủ", "Đại Sơn", "Trường số 2", "Trường số 10"]);
/// ```
pub fn collate(a: &str, b: &str) -> Ordering {
    COLLATOR.compare(a, b).then_with(|| if a == b { Ordering::Equal } else { a.nfc().cmp(b.nfc()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each list is already in order; it must come back so from the reverse.
    fn stays(expected: &[&str]) {
        let mut sorted: Vec<&str> = expected.iter().rev().copied().collect();
        sorted.sort_by(|a, b| collate(a, b));
        assert_eq!(sorted, expected);
    }

    #[test]
    fn letters_tones_and_numbers_are_in_vietnamese_order() {
        stays(&[
            "A", "Ă", "Â", "B", "C", "D", "Đ", "E", "Ê", "G", "H", "I", "K", "L", "M", "N", "O", "Ô", "Ơ",
            "P", "Q", "R", "S", "T", "U", "Ư", "V", "X", "Y",
        ]);
        stays(&["ma", "mà", "mả", "mã", "má", "mạ", "mă"]);
        stays(&["Ba Tô", "Ba Tơ", "Sơn Hà", "Sơn Hạ", "Sơn Hạ 1"]);
        stays(&["Hoà An", "Hòa An", "Hòa Bình"]);
        stays(&["quý", "Quý", "Quý 2", "Quý 10"]);
        stays(&["Trường số 02", "Trường số 2", "Trường số 10"]);
    }

    #[test]
    fn encodings_of_one_name_are_equal_and_other_names_never_are() {
        assert_eq!(collate("Quy\u{301}", "Quý"), Ordering::Equal);
        assert_ne!(collate("số 2", "số 02"), Ordering::Equal);
        assert_ne!(collate("An\u{200B}", "An"), Ordering::Equal);
    }

    proptest! {
        #[test]
        fn the_order_is_total(
            texts in prop::collection::vec("([a-cA-CăâđĐ 0-2]|\u{301}|\u{323}|\u{200B}|\\PC){0,5}", 3)
        ) {
            let [a, b, c] = [&texts[0], &texts[1], &texts[2]];
            prop_assert_eq!(collate(a, b), collate(b, a).reverse());
            prop_assert_eq!(collate(a, b).is_eq(), a.nfc().eq(b.nfc()));
            if collate(a, b).is_le() && collate(b, c).is_le() {
                prop_assert!(collate(a, c).is_le());
            }
        }
    }
}
