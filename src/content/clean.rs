//! Markup that is safe to print: the type that says so, and the last filter before it.
//!
//! What [`html`](super::html) writes is built from fixed tags and escaped text. Where an author
//! put HTML of their own into a text, `ammonia` reads the whole result once more as a browser
//! would and keeps only what stands on the list here: two guards that know nothing of each other.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

/// Markup that may go into a page unescaped. The only way to make one is through this module.
///
/// ```
/// use nq71::content::{Policy, html};
///
/// let body = html("Chào <script>alert(1)</script> **em**", &[], Policy::Author);
/// assert_eq!(body.html.as_str(), "<p>Chào  <strong>em</strong></p>\n");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CleanHtml(String);

impl CleanHtml {
    /// The markup.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// True when there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Markup that consists of fixed tags and escaped text.
    pub(super) fn built(html: String) -> CleanHtml {
        CleanHtml(html)
    }

    /// Markup that a person's own tags went into.
    pub(super) fn filtered(html: &str, policy: Policy) -> CleanHtml {
        let filter = match policy {
            Policy::Author => &*AUTHOR,
            Policy::Remote => &*REMOTE,
        };
        let html = filter.clean(html).to_string();
        // A character reference can name what may not stand in a page.
        match printable(&html) {
            Cow::Borrowed(_) => CleanHtml(html),
            Cow::Owned(html) => CleanHtml(html),
        }
    }
}

/// Whose text it is, hence what it may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A post in the site's own folder: the HTML of everyday writing, with classes and ids.
    Author,
    /// A text from elsewhere: no classes, no ids, no footnotes; links and pictures lead to the
    /// web or to what came with the text, and every link says `nofollow`.
    Remote,
}

const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "mark", "q", "rt",
    "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];
const BLOCKS: &[&str] = &[
    "blockquote",
    "caption",
    "details",
    "div",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

static AUTHOR: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut filter = shared();
    filter
        .add_tags(["input", "label"])
        .add_generic_attributes(["class", "id"])
        .add_tag_attributes("a", ["rel", "role", "aria-label"])
        .add_tag_attributes("div", ["role"])
        .add_tag_attribute_values("div", "tabindex", ["0"])
        .add_tag_attributes("input", ["checked", "disabled"])
        .add_tag_attribute_values("input", "type", ["checkbox"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(None);
    filter
});

static REMOTE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut filter = shared();
    filter
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(UrlRelative::Custom(Box::new(beside)))
        .link_rel(Some("nofollow noopener"));
    filter
});

/// Addresses of what came with a text stay, as far as they lead further into the section.
fn beside(url: &str) -> Option<Cow<'_, str>> {
    let leads_on = !url.starts_with(['/', '\\', '#', '?']) && !url.contains([':', '\\']);
    leads_on.then_some(Cow::Borrowed(url))
}

fn shared() -> Builder<'static> {
    let mut filter = Builder::empty();
    filter
        .tags(INLINE.iter().chain(BLOCKS).copied().collect())
        .clean_content_tags(HashSet::from(["script", "style", "template", "iframe"]))
        .generic_attributes(HashSet::from(["dir", "lang", "title"]))
        .url_relative(UrlRelative::PassThrough)
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href"])),
            ("details", HashSet::from(["open"])),
            ("img", HashSet::from(["alt", "decoding", "height", "loading", "src", "width"])),
            ("ol", HashSet::from(["start"])),
            ("td", HashSet::from(["colspan", "rowspan"])),
            ("th", HashSet::from(["colspan", "rowspan", "scope"])),
        ]));
    filter
}

/// True for characters that may not stand in a page, not even as a reference.
pub(super) fn is_forbidden(sign: char) -> bool {
    let point = u32::from(sign);
    (sign.is_control() && !matches!(sign, '\t' | '\n' | '\r'))
        || (0xfdd0..=0xfdef).contains(&point)
        || point & 0xfffe == 0xfffe
}

/// The text without characters that may not stand in a page.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    // Bytes that nothing forbidden begins with, which is how almost every text is.
    let plain =
        |byte: u8| ((byte >= b' ') | (byte == b'\n')) & (byte != 0x7f) & (byte != 0xc2) & (byte < 0xef);
    if text.bytes().fold(true, |all, byte| all & plain(byte)) {
        return text.into();
    }
    if text.chars().any(is_forbidden) {
        text.chars().filter(|&sign| !is_forbidden(sign)).collect::<String>().into()
    } else {
        text.into()
    }
}

/// Adds text between tags.
pub(super) fn push_text(out: &mut String, text: &str) {
    push_escaped(out, text, |byte| byte == b'"');
}

/// Adds text between the quotes of an attribute.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    push_escaped(out, text, |_| false);
}

/// Adds text in which character references already stand as references.
pub(super) fn push_referenced(out: &mut String, text: &str) {
    push_escaped(out, text, |byte| byte == b'&');
}

fn push_escaped(out: &mut String, text: &str, keep: impl Fn(u8) -> bool) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        // Most text needs no escape: whole runs are passed with a few comparisons.
        let run = &bytes[at..bytes.len().min(at + RUN)];
        if run.iter().fold(0, |found, &byte| found | u8::from(needs_look(byte))) == 0 {
            at += run.len();
            continue;
        }
        for (byte, at) in run.iter().zip(at..) {
            let (instead, length) = match byte {
                byte if keep(*byte) => continue,
                b'&' => ("&amp;", 1),
                b'<' => ("&lt;", 1),
                b'>' => ("&gt;", 1),
                b'"' => ("&quot;", 1),
                byte if needs_look(*byte) => match text[at..].chars().next() {
                    Some(sign) if is_forbidden(sign) => ("", sign.len_utf8()),
                    _ => continue,
                },
                _ => continue,
            };
            out.push_str(&text[done..at]);
            out.push_str(instead);
            done = at + length;
        }
        at += run.len();
    }
    out.push_str(&text[done..]);
}

const RUN: usize = 32;

/// True for bytes that are escaped, and for those that forbidden characters begin with.
fn needs_look(byte: u8) -> bool {
    let escaped = (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"');
    let control = (byte < b' ') | (byte == 0x7f) | (byte == 0xc2);
    escaped | control | (byte >= 0xef)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> String {
        let mut out = String::new();
        push_text(&mut out, text);
        out
    }

    #[test]
    fn text_is_escaped_and_forbidden_characters_are_left_out() {
        assert_eq!(text("a < b & \"c\" > d"), "a &lt; b &amp; \"c\" &gt; d");
        assert_eq!(text("một\u{0}hai\u{7f}ba\u{85}bốn\u{fffe}năm\u{1fffe}"), "mộthaibabốnnăm");
        assert_eq!(text("« Đ \u{a0} \u{feff} 🎉 »\t\n"), "« Đ \u{a0} \u{feff} 🎉 »\t\n");
    }

    #[test]
    fn a_reference_cannot_bring_back_a_forbidden_character() {
        assert_eq!(CleanHtml::filtered("<p>a&#1;b&#xfffe;c", Policy::Author).as_str(), "<p>abc</p>");
    }

    #[test]
    fn text_from_elsewhere_keeps_no_hooks_and_no_local_addresses() {
        let html = "<p class=\"x\" id=\"y\"><a href=\"/z\">a</a> <a href=\"https://b.vn\">b</a><input></p>";
        assert_eq!(
            CleanHtml::filtered(html, Policy::Remote).as_str(),
            "<p><a rel=\"nofollow noopener\">a</a> <a href=\"https://b.vn\" rel=\"nofollow noopener\">b</a></p>"
        );
    }
}
