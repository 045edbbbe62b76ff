//! Whether a text names the resolution, in whatever notation, or another document of its number.
//!
//! Each body numbers its resolutions by itself: there are a 71/NQ-CP of the Government, a 71 of a
//! province's council, and so on. The full notation decides; behind a bare “nghị quyết 71” the
//! words that follow say whose it is. What they leave open is for a person.

use crate::text;

/// What a text says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Named {
    /// Nothing of the resolution.
    #[default]
    No,
    /// Perhaps another one of that number: the place.
    Unsure(String),
    /// It.
    Yes,
}

/// Those who pass resolutions: what stands for them in a notation, and their names, all folded.
type Issuer = (&'static [&'static str], &'static [&'static str]);

const CENTRAL: Issuer =
    (&["tw", "bct"], &["bo chinh tri", "bct", "trung uong", "tw", "ban chap hanh trung uong", "dang"]);

const GOVERNMENT: Issuer = (&["cp", "ttg"], &["chinh phu", "cp", "thu tuong"]);

const ASSEMBLY: Issuer = (&["qh", "ubtvqh"], &["quoc hoi", "qh", "ubtvqh", "uy ban thuong vu quoc hoi"]);

const COUNCIL: Issuer = (&["hdnd"], &["hdnd", "hoi dong nhan dan"]);

const COMMITTEE: Issuer = (
    &["tu", "du", "hu", "qu", "bch", "dh", "hdt", "hd", "hdqt", "twdtn", "mttq"],
    &[
        "tinh uy",
        "thanh uy",
        "thi uy",
        "huyen uy",
        "quan uy",
        "dang uy",
        "dang bo",
        "chi bo",
        "dai hoi",
        "hoi dong truong",
        "hoi dong quan tri",
        "trung uong doan",
        "tw doan",
        "trung uong hoi",
        "tw hoi",
        "doan truong",
    ],
);

const ISSUERS: [Issuer; 5] = [CENTRAL, GOVERNMENT, ASSEMBLY, COUNCIL, COMMITTEE];

/// Those who make plans for a resolution, and pass none.
const PLANNERS: [&str; 2] = ["ubnd", "uy ban nhan dan"];

/// Places, which may mean their council.
const PLACES: [&str; 7] = ["tinh", "thanh pho", "huyen", "quan", "xa", "phuong", "dia phuong"];

/// What has an owner of its own, who may be named behind the resolution that it is made for.
const PLANS: [&str; 7] =
    ["ke hoach", "chuong trinh", "cong van", "huong dan", "chi thi", "bao cao", "quyet dinh"];

/// Behind a number, what makes it an amount.
const AMOUNTS: [&str; 10] =
    ["dai bieu", "phieu", "ti", "ty", "trieu", "nghin", "ngan", "dong chi", "phan tram", "nguoi"];

/// Kinds of documents in a notation.
const KINDS: [&str; 12] = ["qd", "kh", "ct", "kl", "bc", "cv", "tb", "tt", "nd", "ttr", "ctr", "hd"];

/// Words that lead on from the number of a list's last resolution.
const LEADING_ON: [&str; 26] = [
    "ve", "vao", "cua", "do", "trong", "tai", "den", "cho", "voi", "va", "la", "ngay", "gan", "de", "nham",
    "o", "tren", "da", "duoc", "sang", "toi", "cung", "theo", "tu", "co", "bang",
];

/// One piece of a text.
#[derive(Debug)]
struct Piece {
    /// Folded; of a sign, the sign.
    text: String,
    /// Where it begins in the text.
    at: usize,
    kind: Kind,
    /// No space before it.
    glued: bool,
    /// `Ư` stands for Trung ương, `U` for a committee: a slip of the pen, but told by its mark.
    hooked: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Number,
    Word,
    Sign,
}

/// Finds names of one resolution.
pub(super) struct Naming {
    /// `71`; empty where the number has another form than `71-NQ/TW`.
    digits: String,
    home: Issuer,
    /// The number as it stands.
    whole: String,
}

impl Naming {
    /// For a number like `71-NQ/TW`.
    pub(super) fn of(number: &str) -> Naming {
        let whole = text::fold(number);
        let digits: String = whole.chars().take_while(char::is_ascii_digit).collect();
        let body = whole.rsplit(['/', '-']).next().unwrap_or_default().to_owned();
        let home = ISSUERS.into_iter().find(|(codes, _)| codes.contains(&body.as_str()));
        let is_resolution = whole[digits.len()..].trim_start_matches(['-', '/']).starts_with("nq");
        match home.filter(|_| is_resolution) {
            Some(home) => Naming { digits, home, whole },
            None => Naming { digits: String::new(), home: CENTRAL, whole },
        }
    }

    /// What several texts say of it together.
    pub(super) fn in_all<'t>(&self, texts: impl IntoIterator<Item = &'t str>) -> Named {
        let mut best = Named::No;
        for text in texts {
            best = best.max(self.within(text));
            if best == Named::Yes {
                break;
            }
        }
        best
    }

    /// What a text says of it.
    pub(super) fn within(&self, written: &str) -> Named {
        let whole = text::key(written);
        if self.digits.is_empty() {
            return if text::fold(&whole).contains(&self.whole) { Named::Yes } else { Named::No };
        }
        if !whole.contains(&self.digits) {
            return Named::No;
        }
        let text = Text { pieces: pieces(&whole), whole: &whole, naming: self };
        let mut best = Named::No;
        for at in 0..text.pieces.len() {
            let found = if text.is_number(at) && text.code(at + 1) == Some((Code::Home, true)) {
                Named::Yes
            } else {
                text.name(at).map_or(Named::No, |behind| text.series(at, behind))
            };
            best = best.max(found);
            if best == Named::Yes {
                break;
            }
        }
        best
    }
}

/// Whose notation stands behind a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Code {
    Home,
    Other,
    /// `NQ` alone.
    Bare,
    /// Not one that is known.
    Strange,
}

struct Text<'t> {
    pieces: Vec<Piece>,
    whole: &'t str,
    naming: &'t Naming,
}

impl Text<'_> {
    fn is(&self, at: usize, kind: Kind) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.kind == kind)
    }

    fn word(&self, at: usize) -> &str {
        self.pieces.get(at).map_or("", |piece| &piece.text)
    }

    fn glued(&self, at: usize) -> bool {
        self.pieces.get(at).is_some_and(|piece| piece.glued)
    }

    fn is_number(&self, at: usize) -> bool {
        self.is(at, Kind::Number) && self.word(at) == self.naming.digits
    }

    fn is_dash(&self, at: usize) -> bool {
        matches!(self.word(at), "-" | "/")
    }

    /// How many pieces one of some phrases takes here; the longest.
    fn phrase(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        let fits = |phrase: &&&str| phrase.split(' ').enumerate().all(|(n, word)| self.word(at + n) == word);
        phrases.iter().filter(fits).map(|phrase| phrase.split(' ').count()).max()
    }

    /// An issuer that is named here: whether it is the resolution's own.
    fn issuer(&self, at: usize) -> Option<(bool, usize)> {
        let home = self.phrase(at, self.naming.home.1);
        let others = ISSUERS.iter().filter(|issuer| **issuer != self.naming.home);
        let other = others.filter_map(|(_, names)| self.phrase(at, names)).max();
        // “Trung ương Đoàn” is not “Trung ương”.
        match (home, other) {
            (Some(home), other) if other.is_none_or(|other| other < home) => Some((true, home)),
            (_, Some(other)) => Some((false, other)),
            _ => None,
        }
    }

    /// Whose a word of a notation is.
    fn body(&self, at: usize) -> (Code, usize) {
        let word = self.word(at);
        let (codes, names) = self.naming.home;
        if codes.contains(&word) && !(word == "tu" && self.pieces[at].hooked) {
            return (Code::Home, at + 1);
        }
        if codes.contains(&"tw") {
            // `T.Ư`, `T.W`
            let dotted = word == "t" && self.word(at + 1) == "." && self.glued(at + 2);
            if dotted && (self.word(at + 2) == "w" || self.pieces[at + 2].hooked) {
                return (Code::Home, at + 3);
            }
            if word == "tu" && self.pieces[at].hooked {
                return (Code::Home, at + 1);
            }
        }
        match self.phrase(at, names) {
            Some(length) => (Code::Home, at + length),
            None if ISSUERS.iter().any(|(codes, _)| codes.contains(&word)) => (Code::Other, at + 1),
            None => (Code::Strange, at + 1),
        }
    }

    /// Reads `-NQ/TW` and its like, which begin at `at` behind a number. With whether it is so
    /// written that the number alone is named.
    fn code(&self, at: usize) -> Option<(Code, bool)> {
        self.code_until(at).map(|(code, _)| (code, true))
    }

    fn code_until(&self, mut at: usize) -> Option<(Code, usize)> {
        let start = at;
        while self.is_dash(at) && at < start + 2 {
            at += 1;
        }
        let signed = at > start || self.glued(at);
        let word = self.word(at);
        let rest = word.strip_prefix("nq")?;
        if !self.is(at, Kind::Word) {
            return None;
        }
        if !rest.is_empty() {
            let (codes, _) = self.naming.home;
            return Some((if codes.contains(&rest) { Code::Home } else { Code::Other }, at + 1));
        }
        let mut body = at + 1;
        while (self.is_dash(body) || self.word(body) == ".") && body < at + 3 {
            body += 1;
        }
        if !self.is(body, Kind::Word) {
            return signed.then_some((Code::Bare, at + 1));
        }
        match self.body(body) {
            (Code::Home, end) => Some((Code::Home, end)),
            (_, end) if body > at + 1 => Some((Code::Other, end)),
            (Code::Other, end) => Some((Code::Other, end)),
            _ if signed => Some((Code::Bare, at + 1)),
            _ => None,
        }
    }

    /// Where a resolution's number may follow: behind “nghị quyết”, `NQ`, `nghiquyet`.
    fn name(&self, at: usize) -> Option<usize> {
        let home = |rest: &str| self.naming.home.0.contains(&rest);
        match self.word(at) {
            "nghi" => {
                let next = if matches!(self.word(at + 1), "-" | "_") { at + 2 } else { at + 1 };
                (self.word(next) == "quyet").then_some(next + 1)
            }
            "nghiquyet" | "nghiquyetso" | "nqso" => Some(at + 1),
            word if word.strip_prefix("nq").is_some_and(|rest| rest.is_empty() || home(rest)) => {
                // That of `57-NQ/TW` is part of another number.
                let before = |back: usize| at.checked_sub(back).map(|before| self.is(before, Kind::Number));
                let dash = at > 0 && self.is_dash(at - 1);
                let of_number = dash && before(2) == Some(true) || self.glued(at) && before(1) == Some(true);
                (!of_number).then_some(at + 1)
            }
            _ => None,
        }
    }

    /// Reads the numbers behind a name: “số 59, 66, 68, 70 và 71”.
    fn series(&self, start: usize, mut at: usize) -> Named {
        let limit = at + 60;
        let mut first = true;
        let mut unsure = false;
        loop {
            at = if first { self.filled(at) } else { at };
            if !self.is(at, Kind::Number) || at > limit {
                return Named::No;
            }
            if self.is_number(at) {
                return self.judged(start, at, first, unsure);
            }
            if self.word(at).len() > 3 {
                return Named::No;
            }
            at += 1;
            if let Some((code, behind)) = self.code_until(at) {
                unsure |= code != Code::Home;
                at = behind;
            }
            let Some(next) = self.next_number(at) else { return Named::No };
            (at, first) = (next, false);
        }
    }

    /// Passes what may stand between a name and its number.
    fn filled(&self, mut at: usize) -> usize {
        let limit = at + 12;
        while at < limit {
            let word = self.word(at);
            at = match word {
                "so" | "cua" => at + 1,
                ":" if self.word(at - 1) == "so" => at + 1,
                "“" | "”" | "\"" | "'" | "‘" | "’" | "«" | "(" | "[" | "#" | "*" => at + 1,
                "-" | "/" | "_" | "." if self.glued(at) || self.glued(at + 1) => {
                    // A full stop ends a sentence, unless it is glued on both sides.
                    if word == "." && !(self.glued(at) && self.glued(at + 1)) {
                        return at;
                    }
                    at + 1
                }
                _ => match self.issuer(at) {
                    Some((true, length)) => at + length,
                    _ => return at,
                },
            };
        }
        at
    }

    /// The next number of a list.
    fn next_number(&self, at: usize) -> Option<usize> {
        let mut next = at;
        while matches!(self.word(next), "," | ";" | "va" | "&") && next < at + 2 {
            next += 1;
        }
        if next > at && self.word(next) == "so" {
            next += 1;
        }
        let is_day = self.word(next + 1) == "/" && self.is(next + 2, Kind::Number);
        (next > at && self.is(next, Kind::Number) && self.word(next).len() <= 3 && !is_day).then_some(next)
    }

    /// What follows the number decides whose resolution it is.
    fn judged(&self, start: usize, number: usize, first: bool, mut unsure: bool) -> Named {
        let doubt = || Named::Unsure(self.around(start));
        let mut at = number + 1;
        let (sign, glued) = (self.word(at).to_owned(), self.glued(at));
        let tight = glued && self.glued(at + 1);
        if glued && sign == "%" {
            return Named::No;
        }
        if tight && self.is(at + 1, Kind::Number) {
            match sign.as_str() {
                // 71.500, and 71,5
                "." => return Named::No,
                "," if self.word(at + 1).len() != 2 => return Named::No,
                // `71/2024/QH15`
                "/" if self.word(at + 1).len() == 4 => return Named::No,
                "/" => return doubt(),
                _ => {}
            }
        }
        match self.code_until(at) {
            Some((Code::Home, _)) => return Named::Yes,
            Some((Code::Bare, behind)) => at = behind,
            Some(_) => return Named::No,
            None if tight && matches!(sign.as_str(), "-" | "/") && self.is(at + 1, Kind::Word) => {
                match self.body(at + 1).0 {
                    Code::Home => return Named::Yes,
                    Code::Other => return Named::No,
                    _ if KINDS.contains(&self.word(at + 1)) && (sign == "/" || self.is_dash(at + 2)) => {
                        return Named::No;
                    }
                    _ if sign == "/" => return doubt(),
                    _ => {}
                }
            }
            None if glued && self.is(at, Kind::Word) => match self.body(at).0 {
                Code::Home => return Named::Yes,
                Code::Other => return Named::No,
                _ => {}
            },
            None => {}
        }
        // The notation of a list's last number is that of all.
        while let Some(next) = self.next_number(at) {
            at = next + 1;
            match self.code_until(at) {
                Some((Code::Home, _)) => return Named::Yes,
                Some((Code::Bare, behind)) => at = behind,
                Some(_) => return doubt(),
                None => {}
            }
        }
        if self.phrase(at, &AMOUNTS).is_some() || self.issuer(at).is_some_and(|(home, _)| !home) {
            return doubt();
        }
        if !first
            && self.is(at, Kind::Word)
            && !LEADING_ON.contains(&self.word(at))
            && self.issuer(at).is_none()
        {
            unsure = true;
        }
        match self.owner(at) {
            Some((true, _)) => return Named::Yes,
            Some((false, true)) if !self.has_plan(start) => return Named::No,
            Some((false, true)) => unsure = true,
            Some((false, false)) if !self.has_plan(start) => unsure = true,
            _ => {}
        }
        if unsure || self.was_passed(start) { doubt() } else { Named::Yes }
    }

    /// Who is said to own the resolution, behind its day: whether its own issuer, and whether one
    /// that passes resolutions at all.
    fn owner(&self, mut at: usize) -> Option<(bool, bool)> {
        let dated = if self.word(at) == "," { at + 1 } else { at };
        if matches!(self.word(dated), "ngay" | "nam") && self.is(dated + 1, Kind::Number) {
            at = dated;
            let limit = at + 12;
            let of_day = |at: usize| {
                self.is(at, Kind::Number)
                    || matches!(self.word(at), "ngay" | "thang" | "nam" | "/" | "-" | ".")
            };
            while at < limit && of_day(at) {
                at += 1;
            }
            if self.word(at) == "," {
                at += 1;
            }
        }
        if self.word(at) == "(" {
            at += 1;
        } else if !matches!(self.word(at), "cua" | "do") {
            return None;
        }
        if matches!(self.word(at), "cua" | "do") {
            at += 1;
        }
        let begin = at;
        for at in at..(at + 8).min(self.pieces.len()) {
            if let Some((home, _)) = self.issuer(at) {
                return Some((home, true));
            }
            let place = at == begin && self.phrase(at, &PLACES).is_some();
            if place || self.phrase(at, &PLANNERS).is_some() {
                // “của UBND và HĐND”: the first one named.
                return Some((false, false));
            }
            if !self.is(at, Kind::Word)
                || matches!(self.word(at), "ve" | "va" | "trong" | "tai" | "cho" | "nham")
            {
                break;
            }
        }
        None
    }

    /// Whether a plan or the like stands before the name, in its sentence.
    fn has_plan(&self, start: usize) -> bool {
        self.before(start, 16).any(|at| self.phrase(at, &PLANS).is_some())
    }

    /// “Quốc hội thông qua nghị quyết 71”
    fn was_passed(&self, start: usize) -> bool {
        let verb =
            |back: usize| start >= back && self.phrase(start - back, &["thong qua", "ban hanh"]).is_some();
        if !verb(2) && !verb(3) {
            return false;
        }
        let mut named = self.before(start, 10).filter_map(|at| self.issuer(at));
        named.next().is_some_and(|(home, _)| !home)
    }

    /// Places before `start`, backwards, in the same sentence.
    fn before(&self, start: usize, most: usize) -> impl Iterator<Item = usize> {
        let ends = |at: &usize| matches!(self.word(*at), "." | ";" | ":" | "!" | "?");
        (start.saturating_sub(most)..start).rev().take_while(move |at| !ends(at))
    }

    /// The words there.
    fn around(&self, start: usize) -> String {
        let rest: String = self.whole[self.pieces[start].at..].chars().take(200).collect();
        text::cut_words(&rest, 14).replace(';', ",")
    }
}

fn pieces(whole: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let (mut at, mut glued) = (0, false);
    let kind_of = |sign: char| match sign {
        _ if sign.is_ascii_digit() => Kind::Number,
        _ if sign.is_alphanumeric() => Kind::Word,
        _ => Kind::Sign,
    };
    while let Some(first) = whole[at..].chars().next() {
        let kind = kind_of(first);
        let length = match kind {
            Kind::Sign => first.len_utf8(),
            _ => whole[at..].find(|sign: char| kind_of(sign) != kind).unwrap_or(whole.len() - at),
        };
        let written = &whole[at..at + length];
        if first.is_whitespace() {
            glued = false;
        } else {
            let text = match (kind, first) {
                (Kind::Sign, '\u{2010}'..='\u{2015}' | '\u{2212}') => "-".to_owned(),
                (Kind::Word, _) => text::fold(written),
                _ => written.to_owned(),
            };
            let hooked = kind == Kind::Word && written.contains('ư');
            pieces.push(Piece { text, at, kind, glued, hooked });
            glued = true;
        }
        at += length;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_is_known_in_all_its_notations() {
        let naming = Naming::of("71-NQ/TW");
        for text in [
            "Triển khai Nghị quyết số 71-NQ/TW",
            "Nghị quyết 71-NQ/TW",
            "71-NQ/TW",
            "71/NQ-TW",
            "71/NQ/TW",
            "71-NQ-TW",
            "71NQ/TW",
            "71-NQTW",
            "71-NQ/Tw",
            "71-NQ/TƯ",
            "71-NQ/TƯ: hướng đi mới",
            "71-NQ/TƯ; nhiệm vụ",
            "Nghị quyết 71-NQ/T.Ư",
            "Nghị quyết 71-NQ/T.W.",
            "71–NQ/TW",
            "71‑NQ/TW",
            "71 - NQ / TW",
            "Nghị quyết “71-NQ/TW”",
            "Nghị quyết số 71 - NQ/TW",
            "Nghị quyết số 71-NQ/Trung ương",
            "71-NQ/BCT",
            "NQ71",
            "NQ 71",
            "NQ-71",
            "NQ/71",
            "NQ.71",
            "NQ_71",
            "NQ số 71",
            "NQ số 71-NQ/TW",
            "NQ/TW 71",
            "NQ-TW 71",
            "NQTW 71",
            "NQ71-TW",
            "NQ 71 1970 ngày",
            "#NQ71",
            "#NghiQuyet71",
            "nghi-quyet-71",
            "nghi quyet 71",
            "NGHỊ QUYẾT 71",
            "nghị quyết số: 71",
            "Nghị quyết số71",
            "Nghị quyết TW 71",
            "NGHỊ QUYẾT TW 71",
            "Nghị quyết Trung ương 71",
            "Nghị quyết Bộ Chính trị số 71",
            "Nghị quyết của Bộ Chính trị (số 71)",
            "Nghị quyết số 71 của Bộ Chính trị",
            "Nghị quyết 71 ngày 22/8/2025 của Bộ Chính trị",
            "Nghị quyết số 71, ngày 22 tháng 8 năm 2025, của Bộ Chính trị",
            "Nghị quyết 71 (Bộ Chính trị)",
            "Nghị quyết 71 của Ban Chấp hành Trung ương Đảng",
            "Nghị quyết 57 và 71",
            "các Nghị quyết 57, 59, 66, 68, 70, 71",
            "Nghị quyết số 59, 66, 68, 70 và 71",
            "Nghị quyết 70, 71, 72 của Bộ Chính trị",
            "Nghị quyết số 57-NQ/TW, 59-NQ/TW, 71 và 72",
            "Nghị quyết 71 và 72-NQ/TW",
            "Nghị quyết 57,66,71",
            "Nghị quyết 57 và 71 vào cuộc sống",
            "Nghị quyết 71: học sinh cần biết gì?",
            "Triển khai Nghị quyết 71 Trường Tiểu học Hoa Sen tổ chức hội nghị",
            "Kế hoạch triển khai Nghị quyết 71 của UBND xã Mẫu",
            "UBND tỉnh triển khai Nghị quyết 71",
            "Nghị quyết 71, Chính phủ ban hành chương trình hành động",
            "Nghị quyết 71 và Nghị quyết 281/NQ-CP của Chính phủ",
            "Quốc hội thông qua nghị quyết thể chế hóa Nghị quyết 71",
            "Bộ Chính trị ban hành Nghị quyết 71",
            "Thực hiện Nghị quyết 71 của ngành Giáo dục",
            "Thực hiện Nghị quyết 71 đồng bộ, hiệu quả",
            "Nghị quyết 71/NQ-CP và Nghị quyết số 71-NQ/TW",
            "Hội nghị học tập Nghị quyết 71 ngày 5/10/2026 tại hội trường",
        ] {
            assert_eq!(naming.within(text), Named::Yes, "{text}");
        }
        for text in [
            "Nghị quyết 71/NQ-CP của Chính phủ",
            "Nghị quyết số 71/NQ-CP",
            "Nghị quyết 71 NQ-CP",
            "Nghị quyết 71/CP",
            "NQ 71-CP",
            "Nghị quyết số 71-NQ/TU của Tỉnh ủy",
            "Nghị quyết 71-NQ/ĐU",
            "Nghị quyết 71-NQ/HU",
            "Nghị quyết 71 - NQ/BCH",
            "Nghị quyết 71-NQ/TWĐTN",
            "71-NQ/TWABC",
            "Nghị quyết 171-NQ/TW",
            "Nghị quyết 710-NQ/TW",
            "Nghị quyết 57-NQ/TW",
            "Nghị quyết 71/2024/QH15",
            "Nghị quyết số 71/2025/NQ-HĐND",
            "NQ 71/2006/NQ-HĐ",
            "Nghị quyết 71/NQ-HĐND",
            "Nghị quyết số 71/NQ-UBTVQH15",
            "Nghị quyết 71/UBTVQH",
            "Nghị quyết số 71/QĐ",
            "Nghị quyết số 71-QĐ/TW",
            "Nghị quyết 71 của HĐND tỉnh",
            "Nghị quyết 71 của Hội đồng nhân dân xã",
            "Nghị quyết 71 của Thường trực HĐND",
            "Nghị quyết số 71 của Quốc hội",
            "Nghị quyết số 71 của Chính phủ",
            "Nghị quyết số 71 do Quốc hội ban hành",
            "Nghị quyết số 71 ngày 10/12/2022 của HĐND",
            "Nghị quyết số 71, ngày 10 tháng 12 năm 2022, của HĐND tỉnh",
            "Nghị quyết số 71 (HĐND tỉnh)",
            "Nghị quyết 71 của Ban Thường vụ Tỉnh ủy",
            "Nghị quyết 71 của Ban Chấp hành Đảng bộ tỉnh",
            "Nghị quyết 71 của Trung ương Đoàn",
            "Nghị quyết 71 của Hội đồng trường",
            "Nghị quyết HĐND tỉnh số 71",
            "Nghị quyết 70, 71 của HĐND tỉnh",
            "71% theo NQ 57",
            "nghị quyết 71% tán thành",
            "Nghị quyết 71.500 tỉ",
            "lớp 71 học sinh",
            "Theo nghị quyết, 71 trường được xây",
            "thực hiện nghị quyết. 71 học sinh",
            "Quyết định 71",
            "Nghị định 71",
            "năm 1971",
            "",
        ] {
            assert_eq!(naming.within(text), Named::No, "{text}");
        }
        for text in [
            "thông qua nghị quyết 71 đại biểu tán thành",
            "Nghị quyết số 71 HĐND",
            "Nghị quyết 71 Quốc hội khóa XV",
            "Nghị quyết 71/57",
            "Nghị quyết 71 của UBND tỉnh",
            "Nghị quyết 71 của tỉnh",
            "Chương trình hành động thực hiện Nghị quyết 71 của Chính phủ",
            "Kế hoạch thực hiện Nghị quyết 71 của Tỉnh ủy",
            "HĐND tỉnh thông qua Nghị quyết 71",
            "Nghị quyết 57-NQ/TW và 71 đại biểu",
            "Nghị quyết 71, 72/NQ-HĐND",
        ] {
            assert!(matches!(naming.within(text), Named::Unsure(_)), "{text}: {:?}", naming.within(text));
        }
        assert_eq!(
            naming.within("Hôm nay HĐND tỉnh thông qua Nghị quyết 71"),
            Named::Unsure("nghị quyết 71".to_owned())
        );
    }

    #[test]
    fn another_resolution_has_its_own_issuer() {
        let naming = Naming::of("281/NQ-CP");
        for text in ["Nghị quyết 281", "NQ 281/NQ-CP", "Nghị quyết 281 của Chính phủ", "281-NQ/CP"]
        {
            assert_eq!(naming.within(text), Named::Yes, "{text}");
        }
        for text in ["Nghị quyết 281-NQ/TW", "Nghị quyết 281 của Bộ Chính trị", "Nghị quyết 71-NQ/TW"]
        {
            assert_eq!(naming.within(text), Named::No, "{text}");
        }
        let naming = Naming::of("91-KL/TW");
        assert_eq!(naming.within("Kết luận số 91-KL/TW"), Named::Yes);
        assert_eq!(naming.within("Kết luận số 91"), Named::No);
    }

    #[test]
    fn no_text_takes_longer_than_its_length() {
        let naming = Naming::of("71-NQ/TW");
        let begun = std::time::Instant::now();
        for part in ["nghị quyết ", "nq 57, ", "71 ", "nghị quyết 71 đại biểu ", "71-", "nq-", ",", "của "]
        {
            naming.within(&format!("{}71", part.repeat(300_000 / part.len())));
        }
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}
