//! Counting words and shortening.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;

/// How many words there are: pieces between white space that hold a letter or a digit, as Word
/// counts them. In Vietnamese that is the number of syllables.
///
/// ```
/// assert_eq!(nq71::text::words("Nghị quyết số 71-NQ/TW – Quý I/2026"), 6);
/// ```
pub fn words(text: &str) -> usize {
    if only_ascii_spaces(text) {
        text.split_ascii_whitespace().filter(|piece| is_word(piece)).count()
    } else {
        text.split_whitespace().filter(|piece| is_word(piece)).count()
    }
}

/// True where no byte begins a space that is not ASCII. (A vertical tab is ASCII, though not all
/// take it for a space.)
fn only_ascii_spaces(text: &str) -> bool {
    let begins_space = |byte: u8| matches!(byte, 0x0B | 0xC2 | 0xE2 | 0xE3);
    let next = text.as_bytes().get(1..).unwrap_or_default();
    let ogham = |(&lead, &next): (&u8, &u8)| (lead == 0xE1) & (next == 0x9A);
    !text.bytes().fold(false, |any, byte| any | begins_space(byte))
        && !text.as_bytes().iter().zip(next).fold(false, |any, pair| any | ogham(pair))
}

/// The first `max` words, with `…` where something was left out and without a comma or dash
/// before it.
///
/// ```
/// use nq71::text::cut_words;
///
/// assert_eq!(cut_words("Lễ khai giảng, năm học mới", 3), "Lễ khai giảng…");
/// assert_eq!(cut_words("Lễ khai giảng", 3), "Lễ khai giảng");
/// ```
pub fn cut_words(text: &str, max: usize) -> Cow<'_, str> {
    if only_ascii_spaces(text) && text.bytes().filter(|&byte| byte <= b' ').count() < max {
        return Cow::Borrowed(text);
    }
    let [mut count, mut kept, mut end] = [0; 3];
    for piece in text.split_inclusive(char::is_whitespace) {
        end += piece.len();
        if is_word(piece) {
            if count == max {
                return Cow::Owned(shortened(&text[..kept]));
            }
            count += 1;
            kept = end;
        }
    }
    Cow::Borrowed(text)
}

/// At most `max` characters as a reader counts them (grapheme clusters), the `…` of a cut
/// included.
///
/// ```
/// use nq71::text::cut_graphemes;
///
/// assert_eq!(cut_graphemes("Quy\u{301} I/2026", 4), "Quy\u{301}…");
/// assert_eq!(cut_graphemes("Quý I", 5), "Quý I");
/// ```
pub fn cut_graphemes(text: &str, max: usize) -> Cow<'_, str> {
    if text.len() <= max {
        return Cow::Borrowed(text);
    }
    let mut starts = text.grapheme_indices(true).map(|(at, _)| at).skip(max.saturating_sub(1));
    match (max, starts.next(), starts.next()) {
        (0, ..) => Cow::Borrowed(""),
        (_, Some(kept), Some(_)) => Cow::Owned(shortened(&text[..kept])),
        _ => Cow::Borrowed(text),
    }
}

fn is_word(piece: &str) -> bool {
    piece.as_bytes().first().is_some_and(u8::is_ascii_alphanumeric)
        || piece.chars().any(char::is_alphanumeric)
}

fn shortened(kept: &str) -> String {
    let kept = kept.trim_end_matches(|c: char| c.is_whitespace() || ",;:–—-…".contains(c));
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_are_cut_between_words() {
        for (text, max, expected) in [
            ("một hai ba", 3, "một hai ba"),
            ("một hai ba –", 3, "một hai ba –"),
            ("một – hai, ba", 2, "một – hai…"),
            ("một – hai", 1, "một…"),
            (" một\n hai  ba", 2, " một\n hai…"),
            ("một", 0, "…"),
            ("", 0, ""),
        ] {
            assert_eq!(cut_words(text, max), expected, "{text:?} {max}");
        }
        assert_eq!(words("  – … "), 0);
    }

    #[test]
    fn a_cluster_is_never_cut() {
        for (text, max, expected) in [
            ("ơ\u{306}ơ\u{306}ơ\u{306}", 2, "ơ\u{306}…"),
            ("👩\u{200D}🏫👩\u{200D}🏫", 1, "…"),
            ("👩\u{200D}🏫", 1, "👩\u{200D}🏫"),
            ("Tin, tức", 5, "Tin…"),
            ("ế", 1, "ế"),
            ("ế", 0, ""),
        ] {
            assert_eq!(cut_graphemes(text, max), expected, "{text:?} {max}");
        }
    }

    proptest! {
        #[test]
        fn words_are_counted_alike_whatever_parts_them(
            text in "(a|đ|ế|–|…| |\t|\u{b}|\u{c}|\u{1c}|\u{85}|\u{a0}|\u{1680}|\u{2003}|\u{3000}|\u{1687}){0,12}"
        ) {
            let counted = text.split_whitespace().filter(|piece| is_word(piece)).count();
            prop_assert_eq!(words(&text), counted);
            let cut = cut_words(&text, 3);
            prop_assert_eq!(cut == text, counted <= 3, "{:?}", cut);
        }

        #[test]
        fn a_cut_text_is_no_longer_than_asked(text in "\\PC{0,30}", max in 0..20usize) {
            prop_assert!(cut_graphemes(&text, max).graphemes(true).count() <= max);
            prop_assert!(words(&cut_words(&text, max)) <= max);
        }
    }
}
