//! One form for every text, and comparing in it.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// `text` in NFC, without the zero-width debris that Word and Zalo leave behind, and without the
/// controls that turn the direction of what follows them.
///
/// A joiner inside an emoji stays, and so does a combining mark that has no precomposed letter (Ê
/// Đê `ơ̆`). Text that is clean already is borrowed. Ask [`legacy`](super::legacy()) before this:
/// in TCVN3 text the soft hyphen is the letter `ư`.
///
/// ```
/// use nq71::text::clean;
///
/// assert_eq!(clean("\u{FEFF}Quy\u{301} I\u{200B}/2026"), "Quý I/2026");
/// assert!(matches!(clean("Quý I/2026"), std::borrow::Cow::Borrowed(_)));
/// ```
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || text.chars().all(is_settled) {
        return Cow::Borrowed(text);
    }
    let kept: Cow<'_, str> =
        if text.chars().any(is_debris) { without_debris(text).collect() } else { Cow::Borrowed(text) };
    if !is_nfc(&kept) {
        Cow::Owned(kept.nfc().collect())
    } else if kept.len() == text.len() {
        Cow::Borrowed(text)
    } else {
        kept
    }
}

/// Cleans a value that stands on one line: line breaks and control characters become spaces,
/// spaces at both ends go, those that do not break too.
///
/// ```
/// use nq71::text::one_line;
///
/// assert_eq!(one_line(" Lễ khai giảng\n năm học\u{a0}"), "Lễ khai giảng  năm học");
/// ```
pub fn one_line(text: &str) -> String {
    let cleaned = clean(text);
    let cleaned = cleaned.trim_matches(|sign: char| sign.is_whitespace() || is_no_text(sign));
    // Bytes that nothing of the kind begins with: almost every value has no others.
    let plain = |byte: u8| (byte >= b' ') & (byte != 0x7F) & (byte != 0xC2) & (byte < 0xEF);
    if cleaned.bytes().fold(true, |all, byte| all & plain(byte)) {
        return cleaned.to_owned();
    }
    cleaned.chars().map(|sign| if is_no_text(sign) { ' ' } else { sign }).collect()
}

/// Control characters, and code points that no text has: neither a page nor a feed may hold them.
fn is_no_text(sign: char) -> bool {
    let point = u32::from(sign);
    sign.is_control() || (0xFDD0..=0xFDEF).contains(&point) || point & 0xFFFE == 0xFFFE
}

/// Whether two headings or labels say the same: [`clean()`]ed, without regard to case, to the
/// amount of white space or to its kind (a no-break space is a space).
///
/// ```
/// assert!(nq71::text::same("Nghị quyết số\u{A0}71-NQ/TW ", "NGHỊ QUYẾT SỐ 71-NQ/TW"));
/// assert!(!nq71::text::same("Sơn Hà", "Sơn Hạ"));
/// ```
pub fn same(a: &str, b: &str) -> bool {
    a == b || key(a) == key(b)
}

/// What [`same`] compares: equal keys are the same label. For maps that are looked up by label.
///
/// ```
/// assert_eq!(nq71::text::key("  Cổng\u{A0} thông tin "), "cổng thông tin");
/// ```
pub fn key(text: &str) -> String {
    let lower = clean(text).to_lowercase();
    let mut key = String::with_capacity(lower.len());
    for word in lower.split_whitespace() {
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(word);
    }
    key
}

/// Letters and punctuation that are NFC whatever stands beside them: almost all that Vietnamese
/// text holds, so that most text is passed without asking for the properties of each character.
fn is_settled(c: char) -> bool {
    matches!(c, '\0'..='\u{AC}' | '\u{AE}'..='\u{2FF}' | '\u{1E00}'..='\u{1EFF}' | '\u{2010}'..='\u{2027}')
}

fn is_debris(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{202A}'..='\u{202E}' | '\u{2060}'
        | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

fn without_debris(text: &str) -> impl Iterator<Item = char> {
    let mut before = '\0';
    text.char_indices().filter_map(move |(at, c)| {
        let joins = c == '\u{200D}'
            && is_emoji(before)
            && text[at..].chars().find(|&next| !is_debris(next)).is_some_and(is_emoji);
        let keep = joins || !is_debris(c);
        if keep {
            before = c;
        }
        keep.then_some(c)
    })
}

/// Blocks that emoji sequences are built from, with the skin tones and the emoji variation
/// selector.
pub(super) fn is_emoji(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}' | '\u{2600}'..='\u{27BF}'
        | '\u{2B00}'..='\u{2BFF}' | '\u{FE0F}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::char::canonical_combining_class;

    #[test]
    fn three_shapes_of_a_letter_become_one() {
        for shape in ["ế", "e\u{302}\u{301}", "ê\u{301}"] {
            assert_eq!(clean(shape), "\u{1EBF}");
        }
        assert_eq!(clean("Quý"), "Quý");
        assert_eq!(clean("hoà, hòa"), "hoà, hòa");
    }

    #[test]
    fn letters_of_minority_languages_keep_their_marks() {
        for text in ["ơ\u{306}", "ư\u{306}", "ê\u{306}", "ƀuôn čih ñu", "M’Drắk"] {
            assert!(matches!(clean(text), Cow::Borrowed(kept) if kept == text), "{text}");
        }
        assert_eq!(clean("o\u{31B}\u{306}"), "ơ\u{306}");
    }

    #[test]
    fn debris_goes_and_the_joiner_in_an_emoji_stays() {
        for (given, expected) in [
            ("Tr\u{AD}ư\u{200B}ờ\u{200C}n\u{2060}g\u{FEFF}", "Trường"),
            ("👩\u{200D}🏫", "👩\u{200D}🏫"),
            ("👩🏽\u{200D}\u{200D}\u{200B}🏫", "👩🏽\u{200D}🏫"),
            ("❤\u{FE0F}\u{200D}🔥", "❤\u{FE0F}\u{200D}🔥"),
            ("a\u{200D}🏫\u{200D}b\u{200D}", "a🏫b"),
            ("e\u{200B}\u{301}", "é"),
        ] {
            assert_eq!(clean(given), expected, "{given:?}");
        }
    }

    #[test]
    fn every_settled_character_is_a_starter_that_nfc_leaves_alone() {
        for c in ('\0'..='\u{FFFF}').filter(|&c| is_settled(c)) {
            assert!(canonical_combining_class(c) == 0 && is_nfc(&c.to_string()), "{c:?}");
            // Nothing settled composes with a settled letter before it.
            assert!(is_nfc(&format!("e{c}")) && !is_debris(c), "{c:?}");
        }
    }

    #[test]
    fn labels_are_the_same_in_spite_of_case_and_space() {
        for (a, b, expected) in [
            ("Nghị quyết số 71-NQ/TW", "Nghi\u{323} quyê\u{301}t\u{202F}số\u{A0}71-nq/tw", true),
            (" Tin\t tức\n", "TIN TỨC", true),
            ("Tin\u{200B}tức", "Tin tức", false),
            ("Hòa An", "Hoà An", false),
            ("", " \u{A0}", true),
        ] {
            assert_eq!(same(a, b), expected, "{a:?} {b:?}");
        }
    }

    proptest! {
        #[test]
        fn a_line_has_no_controls_and_no_spaces_around_it(
            text in "(a|ế| |\n|\t|\u{7f}|\u{85}|\u{a0}|©|\u{fdd0}|\u{fffe}|\u{1fffe}|👩|\u{2028}){0,8}"
        ) {
            let line = one_line(&text);
            prop_assert_eq!(line.trim(), &line);
            prop_assert!(!line.chars().any(is_no_text));
            let kept = |sign: &char| !is_no_text(*sign) && !sign.is_whitespace();
            prop_assert_eq!(line.chars().filter(kept).count(), text.chars().filter(kept).count());
        }

        #[test]
        fn cleaning_twice_changes_nothing_more(text in "([a-zơê]|\u{301}|\u{306}|\u{200D}|\u{200B}|👩|🏽|\\PC){0,12}") {
            let once = clean(&text).into_owned();
            prop_assert!(is_nfc(&once));
            prop_assert!(matches!(clean(&once), Cow::Borrowed(same) if same == once));
        }
    }
}
