//! Text of before Unicode: finding it, and writing it in Unicode.

use std::{borrow::Cow, fmt, ops::Range};

use unicode_normalization::UnicodeNormalization;

/// A passage that was typed for a font of before Unicode, or decoded wrongly, and shows as Latin
/// letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Legacy {
    /// What the passage was written in.
    pub kind: LegacyKind,
    /// The byte where its first suspicious word starts.
    pub start: usize,
    /// The byte after that word.
    pub end: usize,
}

/// The encodings that [`legacy()`] tells apart.
///
/// ```
/// assert_eq!(nq71::text::LegacyKind::Tcvn3.to_string(), "TCVN3 (ABC)");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegacyKind {
    /// TCVN 5712, fonts named `.Vn…`, called ABC in keyboard programs: `Céng hoµ`.
    Tcvn3,
    /// Fonts named `VNI-…`, two characters a letter: `Coäng hoøa`.
    Vni,
    /// UTF-8 that was read as Windows-1252: `Cá»™ng hoÃ`.
    Mojibake,
}

impl LegacyKind {
    /// Where the words of a line stand, as far as this encoding goes.
    fn words(self, line: &str) -> Vec<Range<usize>> {
        let apart: fn(char) -> bool = match self {
            // NBSP is the second half of `à`, and quotation marks are parts of other letters.
            Self::Mojibake => |c| c.is_ascii() && !c.is_ascii_alphanumeric(),
            // The symbols of Latin-1 are letters here; a combining mark is one to spoil the word
            // with.
            _ => |c| !(c.is_alphabetic() || matches!(c, '\u{A1}'..='\u{FF}' | '\u{300}'..='\u{36F}')),
        };
        let mut start = 0;
        let mut words = Vec::new();
        for piece in line.split_inclusive(apart) {
            let word = piece.trim_end_matches(apart);
            // A sign alone is a sign; two together may be a word, like `®·`, `đã` in TCVN3.
            if word.chars().any(char::is_alphabetic) || word.chars().nth(1).is_some() {
                words.push(start..start + word.len());
            }
            start += piece.len();
        }
        words
    }

    /// `word` in Unicode; nothing where it holds what this encoding cannot, or reads the same in
    /// it.
    fn convert(self, word: &str) -> Option<String> {
        if word.is_ascii() {
            return None;
        }
        let converted = match self {
            Self::Tcvn3 => word.chars().map(tcvn3).collect::<Option<String>>(),
            Self::Vni => vni(word),
            Self::Mojibake => mojibake(word),
        };
        converted.filter(|converted| converted != word)
    }

    /// Whether `word` is Vietnamese in this encoding and in no other way.
    fn explains(self, word: &str) -> bool {
        let Some(converted) = self.convert(word) else {
            return false;
        };
        match self {
            // `µm`, `©n`: a symbol in front proves nothing.
            Self::Tcvn3 => {
                let ascii_then_other = word
                    .as_bytes()
                    .windows(2)
                    .any(|pair| pair[0].is_ascii_alphabetic() && !pair[1].is_ascii());
                ascii_then_other && !is_syllable(word) && is_syllable(&converted)
            }
            // Without a pair there is only `ñ` and the like, which Ê Đê and Spanish have too.
            Self::Vni => {
                converted.chars().count() < word.chars().count()
                    && !is_syllable(word)
                    && is_syllable(&converted)
            }
            Self::Mojibake => {
                // `XÃ”`, in capitals before a closing quotation mark, happens to be `XÔ` too.
                let in_capitals = !word.chars().any(char::is_lowercase);
                !(in_capitals && is_syllable(word.trim_matches(|c: char| !c.is_alphabetic())))
                    && converted.chars().all(|c| c.is_ascii() || is_vietnamese(c) || !c.is_alphanumeric())
                    && converted.chars().any(is_vietnamese)
            }
        }
    }

    /// The words of `line` that only this encoding explains, if they are enough of it to be no
    /// accident.
    fn found_in(self, line: &str) -> Option<(usize, Range<usize>)> {
        let words = self.words(line);
        let mut explained = words.iter().filter(|word| self.explains(&line[(*word).clone()]));
        let first = explained.next()?.clone();
        let count = 1 + explained.count();
        (count >= 2 && count * 10 >= words.len() * 3).then_some((count, first))
    }
}

impl fmt::Display for LegacyKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Tcvn3 => "TCVN3 (ABC)",
            Self::Vni => "VNI",
            Self::Mojibake => "UTF-8/Windows-1252",
        })
    }
}

/// Where `text` holds a line in TCVN3, VNI or wrongly decoded UTF-8, if it does.
///
/// A line counts when at least two of its words, and three in ten, are no Vietnamese syllables as
/// they stand and become so when converted. French, Ê Đê, `©`, `µm` and «quotes» raise no alarm.
/// To be asked of text as it was read: [`clean`](super::clean()) takes the soft hyphen, which is
/// `ư` in TCVN3.
///
/// ```
/// use nq71::text::{LegacyKind, legacy};
///
/// let text = "Nghị quyết số 71-NQ/TW\nUû ban nh©n d©n x·";
/// let found = legacy(text).unwrap();
/// assert_eq!((found.kind, &text[found.start..found.end]), (LegacyKind::Tcvn3, "Uû"));
/// assert_eq!(legacy("© 2026 Trường Tiểu học A"), None);
/// ```
pub fn legacy(text: &str) -> Option<Legacy> {
    if rare_letters(text) < 2 {
        return None;
    }
    let mut start = 0;
    text.split_inclusive('\n').find_map(|line| {
        let line_start = start;
        start += line.len();
        kind_of(line).map(|(kind, word)| Legacy {
            kind,
            start: line_start + word.start,
            end: line_start + word.end,
        })
    })
}

/// `text` with its lines of `kind` written in Unicode, the others as they are.
///
/// Those are the lines that [`legacy()`] finds and, if there are any, the short ones between them
/// that hold a word of `kind` and no Vietnamese. It is a proposal for the author to read: TCVN3
/// in a capitals font (`.VnTimeH`) comes out in lower case.
///
/// ```
/// use nq71::text::{LegacyKind, convert};
///
/// let text = "Tên nước: Việt Nam\nCéng hoµ x· héi\nchñ nghÜa\nViÖt Nam";
/// let expected = "Tên nước: Việt Nam\nCộng hoà xã hội\nchủ nghĩa\nViệt Nam";
/// assert_eq!(convert(text, LegacyKind::Tcvn3), expected);
/// ```
pub fn convert(text: &str, kind: LegacyKind) -> String {
    let is_found = |line: &str| kind_of(line).is_some_and(|(found, _)| found == kind);
    if !text.lines().any(is_found) {
        return text.to_owned();
    }
    let is_between = |line: &str| {
        !line.chars().any(|c| c > 'ÿ' && is_vietnamese(c))
            && kind.words(line).into_iter().any(|word| kind.explains(&line[word]))
    };
    let mut converted = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut kept = 0;
        if is_found(line) || is_between(line) {
            for word in kind.words(line) {
                converted.push_str(&line[kept..word.start]);
                kept = word.end;
                let word = &line[word];
                converted.push_str(&kind.convert(word).map_or(Cow::Borrowed(word), Cow::Owned));
            }
        }
        converted.push_str(&line[kept..]);
    }
    converted
}

fn kind_of(line: &str) -> Option<(LegacyKind, Range<usize>)> {
    // Real finds have one in every second word; a line with a few signs is not taken apart for
    // them.
    let spaces = line.bytes().filter(|&byte| byte == b' ').count();
    if rare_letters(line) < 2.max(spaces / 5) {
        return None;
    }
    [LegacyKind::Mojibake, LegacyKind::Vni, LegacyKind::Tcvn3]
        .into_iter()
        .filter_map(|kind| kind.found_in(line).map(|(count, word)| (count, kind, word)))
        .max_by_key(|(count, ..)| *count)
        .map(|(_, kind, word)| (kind, word))
}

/// How many characters are from Latin-1 without being Vietnamese letters: none of the three
/// encodings does without, and ordinary text has next to none. No branches, so that it runs 16
/// bytes at a time.
fn rare_letters(text: &str) -> usize {
    let rare = |(&lead, &next): (&u8, &u8)| {
        // À and à, È and è … differ in one bit; what is left of it tells the Vietnamese ones.
        let foreign = matches!(
            next & 0x1F,
            0x04..=0x07 | 0x0B | 0x0E..=0x11 | 0x16..=0x18 | 0x1B..=0x1C | 0x1E..=0x1F
        );
        // A no-break space is ordinary in text from Word.
        u8::from(((lead == 0xC2) & (next != 0xA0)) | ((lead == 0xC3) & foreign))
    };
    let bytes = text.as_bytes();
    let nexts = bytes.get(1..).unwrap_or_default();
    // Of 128 bytes at most 64 lead, so the sum of a chunk fits a byte.
    let chunks = bytes.chunks(128).zip(nexts.chunks(128));
    chunks.map(|(leads, nexts)| usize::from(leads.iter().zip(nexts).map(rare).sum::<u8>())).sum()
}

/// The letter that a Latin-1 character stands for in TCVN3; ASCII as it is.
fn tcvn3(c: char) -> Option<char> {
    // From U+00A1 on; a hyphen where the encoding has nothing.
    const LETTERS: &str =
        "ĂÂÊÔƠƯĐăâêôơưđ------àảãáạ-ằẳẵắ-------ặầẩẫấậè-ẻẽéẹềểễếệìỉ---ĩíịò-ỏõóọồổỗốộờởỡớợù-ủũúụừửữứựỳỷỹýỵ";
    match c {
        '\0'..='\x7F' => Some(c),
        '\u{A1}'..='\u{FE}' => LETTERS.chars().nth(c as usize - 0xA1).filter(|&letter| letter != '-'),
        _ => None,
    }
}

/// `word` from VNI, which writes most letters with a vowel and a character for its marks.
fn vni(word: &str) -> Option<String> {
    // Each as written in VNI, then the letter meant; the pairs stand before the single
    // characters.
    const LETTERS: &str = "aøà aùá aûả aõã aïạ aââ aàầ aáấ aåẩ aãẫ aäậ aêă aèằ aéắ aúẳ aüẵ aëặ \
        eøè eùé eûẻ eõẽ eïẹ eâê eàề eáế eåể eãễ eäệ \
        oøò oùó oûỏ oõõ oïọ oâô oàồ oáố oåổ oãỗ oäộ \
        uøù uùú uûủ uõũ uïụ yøỳ yùý yûỷ yõỹ ôøờ ôùớ ôûở ôõỡ ôïợ \
        öøừ öùứ öûử öõữ öïự ôơ öư ñđ ìì íí æỉ óĩ òị îỵ";
    let mut converted = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let lower = rest.chars().take(2).collect::<String>().to_lowercase();
        let found = LETTERS.split(' ').find_map(|entry| {
            let (at, letter) = entry.char_indices().next_back()?;
            lower.starts_with(&entry[..at]).then_some((letter, entry[..at].chars().count()))
        });
        let (letter, length) = match found {
            Some(found) => found,
            None if first.is_ascii() => (first, 1),
            None => return None,
        };
        if first.is_uppercase() {
            converted.extend(letter.to_uppercase());
        } else {
            converted.push(letter);
        }
        rest = rest.char_indices().nth(length).map_or("", |(at, _)| &rest[at..]);
    }
    Some(converted)
}

/// `word` with every run that is UTF-8 read as Windows-1252 put right; nothing if there is none.
fn mojibake(word: &str) -> Option<String> {
    let mut converted = String::with_capacity(word.len());
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let length = match windows_1252(c)? {
            0xC2..=0xDF => 2,
            0xE0..=0xEF => 3,
            0xF0..=0xF4 => 4,
            _ => 1,
        };
        let bytes: Option<Vec<u8>> = rest.chars().take(length).map(windows_1252).collect();
        match bytes.as_deref().map(str::from_utf8) {
            Some(Ok(decoded)) if length > 1 => {
                converted.push_str(decoded);
                rest = rest.char_indices().nth(length).map_or("", |(at, _)| &rest[at..]);
            }
            _ => {
                converted.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    Some(converted.nfc().collect())
}

/// The byte of a character in Windows-1252; its five holes are read as Latin-1, as browsers do.
fn windows_1252(c: char) -> Option<u8> {
    const FROM_80: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8D}Ž\u{8F}\u{90}‘’“”•–—˜™š›œ\u{9D}žŸ";
    match c {
        '\0'..='\x7F' | '\u{80}'..='\u{FF}' => u8::try_from(c).ok(),
        _ => FROM_80.chars().zip(0x80..).find(|(known, _)| *known == c).map(|(_, byte)| byte),
    }
}

/// Whether `word` is built like a Vietnamese syllable: an onset, a nucleus with at most one tone,
/// a coda.
fn is_syllable(word: &str) -> bool {
    const ONSETS: &str = " b c ch d g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x đ ";
    const NUCLEI: &str = " a ai ao au ay e eo i ia iu iê iêu o oa oai oao oay oe oeo oi oo oă u ua ui uy uya uyu uyê uâ \
        uây uê uô uôi uơ y yê yêu â âu ây ê êu ô ôi ă ơ ơi ư ưa ưi ưu ươ ươi ươu ";
    const CODAS: &str = " c ch m n ng nh p t ";
    let has = |list: &str, piece: &str| piece.is_empty() || list.split(' ').any(|known| known == piece);

    let lower = word.to_lowercase();
    let tones = lower.nfd().filter(|&c| is_tone(c)).count();
    let plain: String = lower.nfd().filter(|&c| !is_tone(c)).nfc().collect();
    let vowel = |c: char| "aăâeêioôơuưy".contains(c);
    let onset = match plain.find(vowel) {
        None => return false,
        // In `quý` and `giáo` the first vowel letter belongs to the consonant.
        Some(at) => match &plain[..at] {
            "q" => at + 1,
            "g" if plain[at..].starts_with('i') && plain[at + 1..].starts_with(vowel) => at + 1,
            _ => at,
        },
    };
    let (onset, rhyme) = plain.split_at(onset);
    let (nucleus, coda) = rhyme.split_at(rhyme.find(|c| !vowel(c)).unwrap_or(rhyme.len()));
    tones <= 1 && has(ONSETS, onset) && !nucleus.is_empty() && has(NUCLEI, nucleus) && has(CODAS, coda)
}

fn is_tone(c: char) -> bool {
    matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}')
}

fn is_vietnamese(c: char) -> bool {
    // Latin-1 has the Vietnamese letters that `rare_letters` does not count.
    matches!(c, 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư' | 'Ạ'..='ỹ')
        || "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúý".contains(c)
}

#[cfg(test)]
mod tests {
    use super::LegacyKind::{Mojibake, Tcvn3, Vni};
    use super::*;

    const PAIRS: [(LegacyKind, &str, &str); 14] = [
        (Tcvn3, "Céng hoµ x· héi chñ nghÜa ViÖt Nam", "Cộng hoà xã hội chủ nghĩa Việt Nam"),
        (Tcvn3, "Uû ban nh©n d©n ®· häp", "Uỷ ban nhân dân đã họp"),
        (Tcvn3, "Tr\u{AD}êng TiÓu häc Kim §ång", "Trường Tiểu học Kim Đồng"),
        (Tcvn3, "Së Gi¸o dôc vµ §µo t¹o", "Sở Giáo dục và Đào tạo"),
        (Tcvn3, "c¨n cø, b»ng, th¼ng, s½n, th¾ng, ®Æc", "căn cứ, bằng, thẳng, sẵn, thắng, đặc"),
        (Tcvn3, "mÇm, cÈn, mÉu, nhÊt, lËp, trÎ, vÏ, bÐ, mÑ", "mầm, cẩn, mẫu, nhất, lập, trẻ, vẽ, bé, mẹ"),
        (Tcvn3, "nÒ, thÓ, lÔ, nÕp, v×, nghØ, phÝ, thÞ, trß", "nề, thể, lễ, nếp, vì, nghỉ, phí, thị, trò"),
        (Tcvn3, "tèt, tæ, hçi, ¬n, lªn, më, kú, kü, ch÷, tõ", "tốt, tổ, hỗi, ơn, lên, mở, kỳ, kỹ, chữ, từ"),
        (Vni, "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        (
            Vni,
            "Tröôøng Tieåu hoïc, kyõ naêng, lòch söû, nghæ heø",
            "Trường Tiểu học, kỹ năng, lịch sử, nghỉ hè",
        ),
        (
            Vni,
            "UÛY BAN NHAÂN DAÂN, ÑAÛNG COÄNG SAÛN, BÒ, SÖÏ, KYÙ, KÒCH",
            "ỦY BAN NHÂN DÂN, ĐẢNG CỘNG SẢN, BỊ, SỰ, KÝ, KỊCH",
        ),
        (
            Vni,
            "thaéng, baèng, thaúng, saün, ñaëc, boå, toái, loã, naåy, kî",
            "thắng, bằng, thẳng, sẵn, đặc, bổ, tối, lỗ, nẩy, kỵ",
        ),
        (Mojibake, "Nghá»‹ quyáº¿t cá»§a Ä\u{90}áº£ng", "Nghị quyết của Đảng"),
        (Mojibake, "GiÃ¡o dá»¥c vÃ\u{A0} Ä\u{90}Ã\u{A0}o táº¡o â€“ Æ°á»›c", "Giáo dục và Đào tạo – ước"),
    ];

    #[test]
    fn text_of_before_unicode_is_found_and_can_be_written_in_unicode() {
        for (kind, before, expected) in PAIRS {
            assert_eq!(legacy(before).map(|found| found.kind), Some(kind), "{before}");
            assert_eq!(convert(before, kind), expected);
            assert_eq!(legacy(expected), None, "{expected}");
        }
    }

    #[test]
    fn the_first_suspicious_word_is_pointed_at() {
        for (line, first) in [
            ("title = \"Héi nghÞ tæng kÕt n¨m häc\"", "Héi"),
            ("- **Coäng hoøa** xaõ hoäi", "Coäng"),
            ("title = \"Há»™i nghá»‹\"", "Há»™i"),
        ] {
            let text = format!("Trường học hạnh phúc «đẹp» © 2026\r\n{line}\r\nHết\r\n");
            let found = legacy(&text).unwrap();
            assert_eq!(&text[found.start..found.end], first);
            assert!(convert(&text, found.kind).starts_with("Trường học hạnh phúc «đẹp» © 2026\r\n"));
        }
    }

    #[test]
    fn ordinary_text_raises_no_alarm() {
        for text in [
            "© 2026 Trường Tiểu học A · Đã đăng ký ® · ©2026",
            "«Nghị quyết» «ba» «Nam» «UBND XÃ» “MỖI XÔ “XÔ XÃ” XÃ”",
            "10 µm, 20 µm, 5µg ± 2 µl, 30 °C, 200 m², 1º, ¼ và ½, 3×4÷2",
            "Où est le garçon ? Noël, naïf, maïs, août, dû, goût, sûr, où ça ? Très bien, élève, même, forêt.",
            "für Schüler: schön, größer, können, Köln, Höhe, Tür, süß, Öl, Bär, müssen, über, Gäste",
            "mañana, niño, señor, año, ñu, ¿qué?, ¡sí!, coração, São Paulo, não, pão",
            "Anak čô ƀuôn sang mâo ñu, ñam, êlan, hŏng anei, ơ\u{306} ê\u{306} M’Nông, Ê Đê, ñu mâo ñu",
            "[uôn }ư\\ Mgar jô|",
            "Hoà, hoá, toà, quý, thuý, khoẻ, Ðại học, Ðà Nẵng, hòa, của, và, các, cô",
            "Tin\u{A0}· Bài\u{A0}· Ảnh · Video » Trang chủ » Giới thiệu » Bỏ",
            "",
        ] {
            assert_eq!(legacy(text), None, "{text}");
            assert_eq!(convert(text, Tcvn3), text);
        }
    }
}
