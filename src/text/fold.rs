//! What a search looks through.

use std::sync::LazyLock;

use unicode_normalization::char::decompose_canonical;

use super::{clean, is_apostrophe};

/// `text` as a search sees it: lower case, without tones or any other mark, `đ` as `d`,
/// apostrophes left out and a no-break space as a space. Punctuation and line breaks stay, and
/// `hoà` and `hòa` are one.
///
/// The page's script must fold a query the same way.
///
/// ```
/// use nq71::text::fold;
///
/// assert_eq!(fold("Đổi mới, HOÀ – hòa: Quý I/2026"), "doi moi, hoa – hoa: quy i/2026");
/// ```
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match LETTERS.get(c as usize) {
            Some(Some(letter)) => folded.push(*letter),
            _ => folded.extend(letters(c)),
        }
    }
    folded
}

/// What becomes of each character up to the last Vietnamese one, where it is one character.
static LETTERS: LazyLock<Vec<Option<char>>> = LazyLock::new(|| {
    let single = |c| match letters(c)[..] {
        [letter] => Some(letter),
        _ => None,
    };
    ('\0'..'\u{1F00}').map(single).collect()
});

fn letters(c: char) -> Vec<char> {
    let mut letters = Vec::new();
    match c {
        '\u{A0}' | '\u{202F}' => letters.push(' '),
        _ if is_apostrophe(c) => {}
        _ => c.to_lowercase().for_each(|lower| {
            decompose_canonical(lower, |part| letters.extend(bare(part)));
        }),
    }
    letters
}

/// The plain letter for one that Unicode does not take apart; nothing for a mark above, below or
/// through.
fn bare(c: char) -> Option<char> {
    match c {
        '\u{300}'..='\u{36F}' => None,
        'đ' | 'ɗ' => Some('d'),
        'ƀ' | 'ɓ' => Some('b'),
        _ => Some(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn a_search_finds_what_was_typed_without_tones() {
        for (text, expected) in [
            ("Nghị quyết số 71-NQ/TW", "nghi quyet so 71-nq/tw"),
            ("THUỶ thủy, Hoà hòa", "thuy thuy, hoa hoa"),
            ("Đắk Lắk, M’Drắk, D'Ran", "dak lak, mdrak, dran"),
            ("ƀuôn ơ\u{306} ê\u{306}\u{A0}ñu", "buon o e nu"),
            ("tr\u{AD}ường\n“học”", "truong\n“hoc”"),
            ("ไทย ꪼꪕ", "ไทย ꪼꪕ"),
        ] {
            assert_eq!(fold(text), expected);
            assert_eq!(fold(&text.nfd().collect::<String>()), expected, "{text} in NFD");
            assert_eq!(fold(expected), expected);
        }
    }
}
