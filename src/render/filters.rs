//! Filters that templates call: pure functions from a text to a text.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use crate::text::{self, Lang};

/// What stays as it is in a part of an address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

pub(super) fn register(tera: &mut Tera, lang: Lang) {
    register_keep(tera, "");
    tera.register_filter("num", move |n: u64, _: Kwargs, _: &State| text::number(n, lang));
    tera.register_filter("json", |text: &str, _: Kwargs, _: &State| Value::safe_string(&json(text)));
    tera.register_filter("absolute", |href: &str, args: Kwargs, _: &State| -> TeraResult<String> {
        Ok(absolute(href, args.must_get("page")?))
    });
    tera.register_filter("urlencode", |text: &str, _: Kwargs, _: &State| encoded(text));
    // Zalo's share page takes the address as base64 of JSON.
    tera.register_filter("zalo", |url: &str, _: Kwargs, _: &State| {
        let wanted = serde_json::json!({ "url": url }).to_string();
        encoded(&STANDARD.encode(wanted))
    });
}

/// Lets `keep` keep the resolution's number together where a template names no other words. A page
/// of many posts calls it twice for each.
pub(super) fn register_keep(tera: &mut Tera, number: &str) {
    let (number, together) = (escaped(number).into_owned(), kept_together(&escaped(number)));
    tera.register_filter("keep", move |sentence: &str, args: Kwargs, _: &State| -> TeraResult<Value> {
        Ok(Value::safe_string(&match args.get::<&str>("words")? {
            Some(words) => kept(sentence, &escaped(words), &kept_together(&escaped(words))),
            None => kept(sentence, &number, &together),
        }))
    });
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// A text as JSON that may stand inside `<script>`: nothing in it can end the element.
fn json(text: &str) -> String {
    let written = serde_json::to_string(text).expect("a text becomes JSON");
    let mut out = String::with_capacity(written.len());
    let mut rest = &*written;
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let mut letters = rest[at..].chars();
        let letter = letters.next().expect("found just before");
        out.push_str(&rest[..at]);
        out.push_str(&format!("\\u{:04x}", letter as u32));
        rest = letters.as_str();
    }
    out + rest
}

/// The absolute address that a relative one means on the page at `page`.
fn absolute(href: &str, page: &str) -> String {
    if href.contains("://") {
        return href.to_owned();
    }
    let mut folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut rest = href;
    loop {
        if let Some(up) = rest.strip_prefix("../") {
            folder = folder.rsplit_once('/').map_or(folder, |(folder, _)| folder);
            rest = up;
        } else if let Some(here) = rest.strip_prefix("./") {
            rest = here;
        } else {
            return format!("{folder}/{rest}");
        }
    }
}

/// A sentence with words that must not break: "71-NQ/TW" is kept together by style, and its
/// characters stay as they are. `words` and what they become are markup.
fn kept<'t>(sentence: &'t str, words: &str, together: &str) -> Cow<'t, str> {
    let kept = escaped(sentence);
    if words.is_empty() || !kept.contains(words) {
        return kept;
    }
    kept.replace(words, together).into()
}

fn kept_together(words: &str) -> String {
    format!(r#"<span class="nowrap">{words}</span>"#)
}

/// The same for words in markup: in its text, not in its tags and not in code.
pub(super) fn keep_in_markup<'h>(html: &'h str, words: &str) -> Cow<'h, str> {
    let words = escaped(words);
    if words.is_empty() || !html.contains(&*words) {
        return Cow::Borrowed(html);
    }
    let together = kept_together(&words);
    let mut out = String::with_capacity(html.len() + 128);
    let (mut rest, mut code) = (html, 0usize);
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        out.push_str(&if code == 0 { Cow::Owned(text.replace(&*words, &together)) } else { text.into() });
        // Values of attributes hold no `>`: clean markup writes it as `&gt;`.
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let (tag, after) = tag.split_at(end);
        let is = |start: &str| tag.strip_prefix(start).is_some_and(|more| more.starts_with(['>', ' ']));
        code += usize::from(is("<pre") || is("<code"));
        code -= usize::from(is("</pre") || is("</code")).min(code);
        out.push_str(tag);
        rest = after;
    }
    out.push_str(&rest.replace(&*words, &together));
    Cow::Owned(out)
}

fn escaped(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"' | b'\'')) {
        return Cow::Borrowed(text);
    }
    let mut out = Vec::with_capacity(text.len() + 64);
    tera::escape_html(text, &mut out).expect("writing into memory does not fail");
    Cow::Owned(String::from_utf8(out).expect("made of text"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_end_a_script() {
        assert_eq!(
            json("a \"b\" </script><!-- & \u{2028}\n"),
            r#""a \"b\" \u003c/script\u003e\u003c!-- \u0026 \u2028\n""#
        );
        let back: String = serde_json::from_str(&json("Quý “II” </script> ỗ")).unwrap();
        assert_eq!(back, "Quý “II” </script> ỗ");
    }

    #[test]
    fn a_relative_address_is_resolved_on_its_page() {
        let page = "https://so.example.edu.vn/nq/don-vi/a/bai/b.html";
        for (href, wanted) in [
            ("c.html", "https://so.example.edu.vn/nq/don-vi/a/bai/c.html"),
            ("../index.html", "https://so.example.edu.vn/nq/don-vi/a/index.html"),
            ("../../../index.html", "https://so.example.edu.vn/nq/index.html"),
            ("./c.html", "https://so.example.edu.vn/nq/don-vi/a/bai/c.html"),
            ("https://khac.example.vn/", "https://khac.example.vn/"),
        ] {
            assert_eq!(absolute(href, page), wanted);
        }
    }

    #[test]
    fn zalo_gets_the_address_as_its_own_page_sends_it() {
        // As the share button on a public page sends it.
        let sent = "eyJ1cmwiOiJodHRwczovL3VuaWdlbi52bi9hIn0%3D";
        let wanted = serde_json::json!({ "url": "https://unigen.vn/a" }).to_string();
        assert_eq!(encoded(&STANDARD.encode(wanted)), sent);
    }

    #[test]
    fn words_are_kept_together_in_text_alone() {
        let html = "<p title=\"71-NQ/TW\">Số 71-NQ/TW</p><pre><code>71-NQ/TW</code></pre><a href=\"71-NQ/TW.html\">71-NQ/TW</a>";
        let kept = keep_in_markup(html, "71-NQ/TW");
        assert_eq!(kept.matches("nowrap").count(), 2);
        assert_eq!(kept.replace("<span class=\"nowrap\">", "").replace("</span>", ""), html);
        assert_eq!(keep_in_markup("<p>a</p>", "71-NQ/TW"), "<p>a</p>");
        assert_eq!(keep_in_markup("a < b 71-NQ/TW", "71-NQ/TW"), "a < b 71-NQ/TW", "broken markup stays");
    }
}
