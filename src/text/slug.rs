//! Names of files and addresses.

use super::clean::{clean, is_emoji};
use super::is_apostrophe;

/// The longest file-name part that [`part`] gives, in characters.
const LONGEST: usize = 60;

/// What is left of the head when a hyphen and six hex digits follow.
const HEAD: usize = LONGEST - 7;

/// `text` in `a-z`, `0-9` and single inner hyphens, for addresses. Empty where nothing of it can
/// be written so.
///
/// `đ` is `d`, tones and marks go, an apostrophe joins (`M’Drắk` is `mdrak`), pictures are left
/// out. Different names often share a slug (Sơn Hà, Sơn Hạ), so it identifies nothing.
///
/// ```
/// use nq71::text::slug;
///
/// assert_eq!(slug("Đào tạo giáo viên – Quý III/2026"), "dao-tao-giao-vien-quy-iii-2026");
/// assert_eq!(slug("Xã M’Drắk"), "xa-mdrak");
/// ```
pub fn slug(text: &str) -> String {
    if is_slug(text) {
        return text.to_owned();
    }
    let text: String = clean(text)
        .chars()
        .filter(|&c| !is_apostrophe(c))
        // The transliterator would write an emoji's English name.
        .map(|c| if is_emoji(c) { '-' } else { c })
        .collect();
    slug::slugify(text)
}

/// `text` as a part of a file name that every server and computer takes: its [`slug()`], at most
/// 60 characters.
///
/// A longer one is cut at a hyphen and ends in six hex digits of the whole, so that long names
/// that differ stay different. A name that Windows keeps for a device gets `-bai`. Made once or
/// twice, it is the same.
///
/// ```
/// use nq71::text::part;
///
/// assert_eq!(part("khai-giang"), "khai-giang");
/// assert_eq!(part("con"), "con-bai");
/// assert_eq!(part(&"hoi-nghi-".repeat(20)), "hoi-nghi-hoi-nghi-hoi-nghi-hoi-nghi-hoi-nghi-hoi-nghi-6b10fa");
/// ```
pub fn part(text: &str) -> String {
    let slug = slug(text);
    if is_device(&slug) {
        return slug + "-bai";
    }
    if slug.len() <= LONGEST {
        return slug;
    }
    // A hyphen far to the left would throw most of the name away: one long word is cut inside
    // instead.
    let cut = slug[..=HEAD].rfind('-').filter(|&at| at >= HEAD / 2).unwrap_or(HEAD);
    format!("{}-{:06x}", &slug[..cut], fnv1a(&slug) & 0xFF_FFFF)
}

fn is_slug(text: &str) -> bool {
    text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'))
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

/// True for a name that Windows keeps for a device: no file there can have it.
pub(crate) fn is_device(slug: &str) -> bool {
    matches!(slug, "con" | "prn" | "aux" | "nul")
        || slug
            .strip_prefix("com")
            .or_else(|| slug.strip_prefix("lpt"))
            .is_some_and(|port| port.len() == 1 && port.as_bytes()[0].is_ascii_digit())
}

/// FNV-1a, written out because its value is part of addresses and must never change.
fn fnv1a(text: &str) -> u64 {
    text.bytes()
        .fold(0xCBF2_9CE4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    #[test]
    fn a_title_becomes_an_address_whichever_way_it_is_encoded() {
        for (title, expected) in [
            ("Lễ khai giảng năm học 2025-2026", "le-khai-giang-nam-hoc-2025-2026"),
            ("Đắk Lắk: ĐỔI MỚI, ướt mượt ỹ", "dak-lak-doi-moi-uot-muot-y"),
            ("hoà / hòa", "hoa-hoa"),
            ("Quý I/2026", "quy-i-2026"),
            ("B'Lao, Ea H’leo, Kʼbang, ‘Em yêu trường em’", "blao-ea-hleo-kbang-em-yeu-truong-em"),
            ("ƀuôn ơ\u{306} ê\u{306} čĭ", "buon-o-e-ci"),
            ("--Tin -- tức!?--", "tin-tuc"),
            ("Chúc mừng 🎉 20-11 ❤\u{FE0F}", "chuc-mung-20-11"),
            ("200 m²", "200-m2"),
            ("…!?", ""),
            ("", ""),
        ] {
            assert_eq!(slug(title), expected, "{title}");
            assert_eq!(slug(&title.nfd().collect::<String>()), expected, "{title} in NFD");
        }
    }

    #[test]
    fn a_device_name_is_never_a_file_name() {
        for (slug, expected) in
            [("con", "con-bai"), ("lpt9", "lpt9-bai"), ("com0", "com0-bai"), ("com10", "com10")]
        {
            assert_eq!(part(slug), expected);
        }
        assert_eq!(part("../con"), "con-bai");
        assert_eq!(part("console"), "console");
    }

    #[test]
    fn long_names_that_differ_at_the_end_stay_different() {
        let long = "ke-hoach-to-chuc-hoi-thi-giao-vien-day-gioi-cap-truong-nam-hoc";
        let parts = [part(&format!("{long}-2025")), part(&format!("{long}-2026"))];
        assert_ne!(parts[0], parts[1]);
        for part in parts {
            assert!(part.starts_with("ke-hoach-to-chuc-hoi-thi-giao-vien-day-gioi-cap-"), "{part}");
        }
        assert_eq!(part(&"a".repeat(61)).len(), LONGEST);
        assert_eq!(part(&"a".repeat(60)), "a".repeat(60));
    }

    proptest! {
        #[test]
        fn a_slug_holds_only_its_alphabet(text in "\\PC{0,40}") {
            prop_assert!(is_slug(&slug(&text)));
        }

        #[test]
        fn a_part_is_short_and_stays_as_it_is(text in "([a-zđạ0-9]{1,9}[ -]){0,16}|con|nul|[a-z]{55,70}") {
            let once = part(&text);
            prop_assert!(once.len() <= LONGEST && is_slug(&once) && !is_device(&once));
            prop_assert_eq!(part(&once), once);
        }
    }
}
