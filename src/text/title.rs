//! Telling whether two titles are one.

use unicode_normalization::char::decompose_canonical;

use super::{clean, is_apostrophe, key};

/// What two ways of writing one title share: equal keys are the same title.
///
/// Portals set their own quotes, dashes and dots (“…”, –, …) where people type others, and half of
/// the country writes `hoà` where the other half writes `hòa`. So letters and digits are compared,
/// without regard to case, with their tones wherever in the syllable these stand, and with `+`, `&`
/// and `%`; all else only parts words. A title of signs alone is compared as it stands, by
/// [`key`]. A key is nothing to show.
///
/// ```
/// use nq71::text::title_key;
///
/// assert_eq!(title_key("Hội thi “Hoà bình” – đợt 1…"), title_key("HỘI THI \"Hòa bình\" - đợt 1"));
/// assert_ne!(title_key("Hội thi đợt 1"), title_key("Hội thi đợt 2"));
/// assert_ne!(title_key("Sơn Hà"), title_key("Sơn Hạ"));
/// assert_ne!(title_key("***"), title_key("!!!"));
/// ```
pub fn title_key(title: &str) -> String {
    let mut found = String::with_capacity(title.len());
    // The tones of a word stand behind it, so that it is all the same which letter had them.
    let mut tones = String::new();
    let mut parted = false;
    for sign in clean(title).chars().filter(|&sign| !is_apostrophe(sign)) {
        // A portal makes `4×4` of `4x4`.
        let sign = if sign == '×' { 'x' } else { sign };
        if !is_said(sign) {
            found.push_str(&tones);
            tones.clear();
            parted = true;
            continue;
        }
        if std::mem::take(&mut parted) && !found.is_empty() {
            found.push(' ');
        }
        for lower in sign.to_lowercase() {
            decompose_canonical(
                lower,
                |part| if is_tone(part) { tones.push(part) } else { found.push(part) },
            );
        }
    }
    found.push_str(&tones);
    if found.contains(char::is_alphanumeric) { found } else { key(title) }
}

/// True for what a title says: letters with their marks, digits, and signs that stand for words.
fn is_said(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '\u{300}'..='\u{36F}' | '+' | '&' | '%')
}

/// The five tones of Vietnamese: huyền, sắc, ngã, hỏi, nặng.
fn is_tone(mark: char) -> bool {
    matches!(mark, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn titles_are_one_in_spite_of_their_typography() {
        for (a, b) in [
            ("Hội thi “Giáo viên giỏi”", "Hội thi \"Giáo viên giỏi\""),
            ("Hội thi ‘Giáo viên giỏi’", "Hội thi 'Giáo viên giỏi'"),
            ("Hội thi «Giáo viên giỏi»", "Hội thi Giáo viên giỏi"),
            ("Thi đua – đợt 1", "Thi đua - đợt 1"),
            ("Thi đua—đợt 1", "Thi đua -- đợt 1"),
            ("Năm học 2026–2027", "Năm học 2026 - 2027"),
            ("Chờ đón năm học mới…", "Chờ đón năm học mới..."),
            ("Thi đua đợt 1", " Thi\u{a0}đua,  đợt 1. "),
            ("Hoà, thuý, khoẻ", "hòa thúy KHỎE"),
            ("Thuỷ sản, Uỷ ban", "Thủy sản, Ủy ban"),
            ("Giải 4×4", "Giải 4x4"),
            ("Xã M’Drắk", "Xã M'Drắk"),
            ("Khai giảng 🎉", "Khai giảng"),
            ("ơ\u{306} Đê", "o\u{31B}\u{306} đê"),
        ] {
            assert_eq!(title_key(a), title_key(b), "{a} | {b}");
            assert_eq!(title_key(a), title_key(&a.nfd().collect::<String>()), "{a} in NFD");
        }
    }

    #[test]
    fn other_words_figures_and_tones_are_other_titles() {
        for (a, b) in [
            ("Đợt 1", "Đợt 2"),
            ("Bài 1.5", "Bài 15"),
            ("Bài 12", "Bài 1 2"),
            ("Đạt 10²", "Đạt 102"),
            ("Cẩm Giang", "Cẩm Giàng"),
            ("Ba Tô", "Ba Tơ"),
            ("Đà", "Da"),
            ("hòa bình", "hóa bình"),
            ("hòa binh", "hoa bình"),
            ("Quý I", "Quỳ I"),
            ("Học C++", "Học C"),
            ("Dạy & học", "Dạy học"),
            ("***", "!!!"),
            ("🎉", "🎓"),
            ("…", ""),
        ] {
            assert_ne!(title_key(a), title_key(b), "{a} | {b}");
        }
        assert_eq!(title_key("🎉  🎓"), title_key(" 🎉 🎓"));
    }
}
