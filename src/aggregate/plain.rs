//! Markup of a stranger as plain text, in one pass: however deep or broken it is.

use std::borrow::Cow;

use quick_xml::escape::resolve_html5_entity;

use crate::exchange::printable;
use crate::text;

/// Elements that stand inside a word or a line; at all others a word ends.
const INLINE: [&str; 30] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "tt", "u",
    "wbr",
];

/// Elements whose content is no text.
const SILENT: [&str; 2] = ["script", "style"];

/// Markup as plain text on one line, no longer than `most` characters.
pub(super) fn plain(markup: &str, most: usize) -> String {
    let line = match markup.contains(['<', '&']) {
        true => printable(&referred(&without_tags(markup))),
        false => printable(markup),
    };
    let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
    text::cut_graphemes(&line, most).into_owned()
}

/// The text between the tags, its references as they are.
fn without_tags(markup: &str) -> String {
    let mut out = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        if rest.starts_with("!--") {
            rest = behind(&rest[1..], "-->");
            continue;
        }
        if rest.starts_with(['!', '?']) {
            rest = behind(rest, ">");
            continue;
        }
        let bare = rest.strip_prefix('/').unwrap_or(rest);
        if !bare.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            out.push_str("&lt;");
            continue;
        }
        let name: String = bare.chars().take(12).take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        if !INLINE.contains(&name.as_str()) {
            out.push(' ');
        }
        let is_open = bare.len() == rest.len();
        rest = behind_tag(rest);
        if is_open && SILENT.contains(&name.as_str()) {
            let end = rest.match_indices("</").find(|(at, _)| {
                let close = rest.as_bytes().get(at + 2..at + 2 + name.len());
                close.is_some_and(|close| close.eq_ignore_ascii_case(name.as_bytes()))
            });
            rest = end.map_or("", |(at, _)| &rest[at..]);
        }
    }
    out.push_str(rest);
    out
}

/// What follows a mark; nothing where it never comes.
fn behind<'t>(text: &'t str, mark: &str) -> &'t str {
    text.find(mark).map_or("", |at| &text[at + mark.len()..])
}

/// What follows the end of a tag. A `>` in a quoted value does not end it.
fn behind_tag(tag: &str) -> &str {
    let (mut quote, mut before) = (None, b' ');
    for (at, byte) in tag.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => continue,
            None if byte == b'>' => return &tag[at + 1..],
            None if before == b'=' && matches!(byte, b'"' | b'\'') => quote = Some(byte),
            None => {}
        }
        if !byte.is_ascii_whitespace() {
            before = byte;
        }
    }
    ""
}

/// A text with what its references mean, in one pass.
fn referred(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((meaning, length)) => {
                out.push_str(&meaning);
                rest = &rest[length..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
    out
}

/// What the reference means that a text begins with, behind its `&`, and how long it is.
pub(super) fn reference(text: &str) -> Option<(Cow<'static, str>, usize)> {
    // No name of HTML is longer.
    let end = text.bytes().take(40).position(|byte| byte == b';')?;
    let name = &text[..end];
    let meaning = match name.strip_prefix('#') {
        None => resolve_html5_entity(name)?.into(),
        Some(number) => {
            let point = match number.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok()?,
                None => number.parse().ok()?,
            };
            let sign =
                char::from_u32(point).filter(|sign| !sign.is_control() || matches!(sign, '\n' | '\t'))?;
            sign.to_string().into()
        }
    };
    Some((meaning, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_reader_sees() {
        for (markup, expected) in [
            ("<p>Trường&nbsp;học</p><script>x</script><b>mới</b> &lt;", "Trường học mới <"),
            ("Nghị quyết <b>71</b>-NQ/TW", "Nghị quyết 71-NQ/TW"),
            ("<h1>Tin</h1>Bài<br>một<td>hai", "Tin Bài một hai"),
            ("<!-- ẩn --> hiện <!DOCTYPE html>", "hiện"),
            ("a < b & c > d &amp;amp; &khong; &#7879; &#0;", "a < b & c > d &amp; &khong; ệ &#0;"),
            ("<a title=\"x > y\" href='/'>tên</a>", "tên"),
            ("<p title=it's>tên</p>", "tên"),
            ("<STYLE>p{}</Style >sau", "sau"),
            ("<script>lửng", ""),
            ("<!-- lửng", ""),
            ("cắt <a href=\"https://", "cắt"),
            ("", ""),
        ] {
            assert_eq!(plain(markup, 100), expected, "{markup}");
        }
    }

    #[test]
    fn no_markup_takes_longer_than_its_length() {
        let begun = std::time::Instant::now();
        for part in [
            "<div>",
            "<",
            "&",
            "&ecirc;",
            "&#1",
            "<script>",
            "<!--",
            "</",
            "<a b='",
            "<b",
            "&lt;",
            "<b x=\"'>",
        ] {
            plain(&part.repeat(1_000_000 / part.len()), 20_000);
        }
        assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    }
}
