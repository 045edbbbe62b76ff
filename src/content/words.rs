//! What a search looks through in a post's text: its headings and its words.

use std::collections::HashSet;

use super::clean::Policy;
use super::markdown::html;
use crate::text;

/// No more of a text's words than this are kept, in bytes: room for every syllable of Vietnamese.
const LIMIT: usize = 60_000;

/// Nothing longer is a word, in bytes: an address, or what a machine wrote.
const LONGEST: usize = 80;

/// Elements that stand inside a word or a sentence; every other one parts two words.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

/// The different words of a text as its page shows them: in small letters, with their marks, each
/// once, in the order of the text, with spaces between them. What the page leaves out (comments,
/// scripts) is left out here.
///
/// ```
/// use nq71::content::words;
///
/// assert_eq!(words("## Đổi mới\n\n**Đổi mới** theo 71-NQ/TW <!-- xem lại -->"), "đổi mới theo 71-nq/tw");
/// ```
pub fn words(markdown: &str) -> String {
    let html = html(markdown, &[], Policy::Author);
    let text = shown(html.html.as_str()).to_lowercase();
    let mut known = HashSet::new();
    let mut words = String::new();
    for word in text::clean(&text).split_whitespace() {
        let word = word.trim_matches(|sign: char| !sign.is_alphanumeric());
        if word.is_empty() || word.len() > LONGEST || !known.insert(word) {
            continue;
        }
        if words.len() + word.len() >= LIMIT {
            break;
        }
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(word);
    }
    words
}

/// The text between the tags of clean markup.
fn shown(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut parts = html.split('<');
    text.push_str(parts.next().unwrap_or(""));
    for part in parts {
        // In clean markup every `<` begins a tag, and none holds a `>` but its own.
        let (tag, rest) = part.split_once('>').unwrap_or((part, ""));
        let name = tag.trim_start_matches('/').split(|sign: char| !sign.is_ascii_alphanumeric()).next();
        if !INLINE.contains(&name.unwrap_or("")) {
            text.push(' ');
        }
        text.push_str(rest);
    }
    for (reference, sign) in
        [("&nbsp;", " "), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
    {
        if text.contains(reference) {
            text = text.replace(reference, sign);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_a_text_are_those_that_its_page_shows() {
        for (text, expected) in [
            ("Một *m*ột và **hai**, ba.", "một và hai ba"),
            ("- một\n- hai\n\n| ba | bốn |\n|---|---|\n| năm | sáu |", "một hai ba bốn năm sáu"),
            ("Xem [kế hoạch](ke-hoach.md \"ghi chú\") & R&D", "xem kế hoạch r&d"),
            ("Chào <script>alert('ẩn')</script> em <!-- không ai thấy -->", "chào em"),
            ("<div>\n\n<!-- kín -->Ngoài</div>\n\n<style>p{color:red}</style>\n\nTrong", "ngoài trong"),
            ("Hòa\u{a0}bình — HOÀ BÌNH! “Hòa”", "hòa bình hoà"),
            ("```\nmã lệnh\n```", "mã lệnh"),
            ("…!? —", ""),
        ] {
            assert_eq!(words(text), expected, "{text}");
        }
    }

    #[test]
    fn a_text_of_endless_words_is_cut() {
        let text: Vec<String> = (0..30_000).map(|n| format!("w{n}")).collect();
        assert!(words(&text.join(" ")).len() < LIMIT);
        assert_eq!(words(&"a".repeat(500)), "");
    }
}
