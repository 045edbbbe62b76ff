//! What an address in a text leads to, read as a browser reads it, not as it looks.

use std::borrow::Cow;
use std::fmt::Write as _;

use ammonia::Url;
use ammonia::url::Host;

use super::clean::is_forbidden;

/// An address, judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address<'a> {
    /// Another site, by `http` or `https`.
    Web(&'a str),
    /// A mailbox or a telephone.
    Contact(&'a str),
    /// A place on the same page.
    Here(&'a str),
    /// From the top of the server: breaks in a sub-folder and when opened from a disk.
    Root(&'a str),
    /// A file of the site: its path as written, and the query and anchor behind it.
    Beside { path: &'a str, rest: &'a str },
    /// Nothing.
    Empty,
    /// Not to be printed: a scheme that can run code or read the disk, another server without a
    /// scheme, a disguise.
    Refused,
}

/// The address without what browsers pass over: tabs and line ends anywhere, blanks around it.
pub(super) fn tidy(written: &str) -> Cow<'_, str> {
    let written = written.trim_matches(|sign: char| sign <= ' ');
    if written.contains(['\t', '\n', '\r']) {
        written.replace(['\t', '\n', '\r'], "").into()
    } else {
        written.into()
    }
}

/// Judges an address that is [tidy](tidy()).
pub(super) fn judge(address: &str) -> Address<'_> {
    if address.is_empty() {
        return Address::Empty;
    }
    if address.chars().any(is_forbidden) {
        return Address::Refused;
    }
    // To a browser a backslash is a slash, and two of them lead to another server.
    if address.starts_with(['/', '\\']) {
        let one = address.starts_with('/') && !address[1..].starts_with(['/', '\\']);
        return if one { Address::Root(address) } else { Address::Refused };
    }
    if let Some(scheme) = scheme(address) {
        let rest = &address[scheme.len() + 1..];
        return match &*scheme.to_ascii_lowercase() {
            "http" | "https" if rest.starts_with("//") && leads_somewhere(address) => Address::Web(address),
            "mailto" | "tel" if !rest.is_empty() => Address::Contact(address),
            _ => Address::Refused,
        };
    }
    if address.starts_with(['#', '?']) {
        return Address::Here(address);
    }
    let end = address.find(['#', '?']).unwrap_or(address.len());
    let (path, rest) = address.split_at(end);
    match decode(path) {
        Some(decoded) if scheme(tidy(&decoded).trim_start()).is_some() => Address::Refused,
        _ => Address::Beside { path, rest },
    }
}

fn scheme(address: &str) -> Option<&str> {
    let end = address.find(|sign: char| !sign.is_ascii_alphanumeric() && !"+-.".contains(sign))?;
    let known =
        address[end..].starts_with(':') && address.starts_with(|sign: char| sign.is_ascii_alphabetic());
    known.then_some(&address[..end])
}

fn leads_somewhere(address: &str) -> bool {
    // Credentials before the host are how a false host is dressed up as a known one.
    Url::parse(address).is_ok_and(|url| {
        url.username().is_empty()
            && url.password().is_none()
            && matches!(url.host(), Some(Host::Domain(_) | Host::Ipv4(_)))
    })
}

/// The path with its percent signs resolved; `None` where that gives no text.
pub(super) fn decode(path: &str) -> Option<Cow<'_, str>> {
    if !path.contains('%') {
        return Some(path.into());
    }
    let digit = |byte: Option<&u8>| byte.and_then(|&byte| char::from(byte).to_digit(16));
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    let decoded = String::from_utf8(decoded).ok()?;
    (!decoded.chars().any(is_forbidden)).then_some(decoded.into())
}

/// Adds an address between the quotes of an attribute. Letters of all scripts stay readable;
/// what may not stand in an address is percent-encoded.
pub(super) fn push_href(out: &mut String, address: &str) {
    let mut anchor = false;
    let bytes = address.as_bytes();
    for (at, sign) in address.char_indices() {
        match sign {
            '&' => out.push_str("&amp;"),
            '#' if !anchor => {
                anchor = true;
                out.push('#');
            }
            '%' => {
                let hex = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_hexdigit);
                out.push_str(if hex(at + 1) && hex(at + 2) { "%" } else { "%25" });
            }
            '#' | '"' | '<' | '>' | '[' | ']' | '\\' | '^' | '`' | '{' | '|' | '}' | ' ' | '\t' | '\n'
            | '\r' => {
                let _ = write!(out, "%{:02X}", u32::from(sign));
            }
            sign if is_forbidden(sign) => {}
            sign => out.push(sign),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(written: &str) -> bool {
        judge(&tidy(written)) == Address::Refused
    }

    #[test]
    fn only_web_mail_and_telephone_addresses_may_name_a_scheme() {
        for written in ["https://a.vn/x?y#z", "HTTP://A.vn", "https://a.vn:8080"] {
            assert_eq!(judge(written), Address::Web(written));
        }
        for written in ["mailto:a@b.vn", "tel:0241234567"] {
            assert_eq!(judge(written), Address::Contact(written));
        }
        for written in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///C:/a",
            "C:\\a.jpg",
            "ftp://a.vn",
            "blob:x",
            "view-source:x",
            "mailto:",
            "https:",
            "http:a.vn",
        ] {
            assert!(refused(written), "{written}");
        }
    }

    #[test]
    fn disguised_schemes_are_refused() {
        for written in [
            " javascript:alert(1)",
            "\u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:x",
            "java\r\nscript:x",
            "javascript%3Aalert(1)",
            "%6aavascript:alert(1)",
            "java%0ascript:x",
            "java\u{0}script:x",
            "%20javascript:x",
            "javascript\u{7f}:x",
        ] {
            assert!(refused(written), "{written:?}");
        }
    }

    #[test]
    fn other_servers_without_a_scheme_and_false_hosts_are_refused() {
        for written in [
            "//a.vn/x",
            "\\\\a.vn",
            "/\\a.vn",
            "\\/a.vn",
            "\\x",
            "/\t/a.vn",
            "https://",
            "https:///",
            "https://a b/",
            "https://so-gddt.gov.vn@xau.vn/",
            "https://[::1]/",
            "https://a.vn:99999/",
        ] {
            assert!(refused(written), "{written:?}");
        }
        assert_eq!(judge("/x"), Address::Root("/x"));
    }

    #[test]
    fn files_are_told_from_places_on_the_page() {
        assert_eq!(judge("../a.md?x#b"), Address::Beside { path: "../a.md", rest: "?x#b" });
        assert_eq!(judge("Bài 1: mở đầu.md"), Address::Beside { path: "Bài 1: mở đầu.md", rest: "" });
        assert_eq!(judge("#muc"), Address::Here("#muc"));
        assert_eq!(judge(""), Address::Empty);
    }

    #[test]
    fn paths_are_decoded_once_and_only_into_text() {
        assert_eq!(decode("%E1%BA%A3nh%20a.jpg").as_deref(), Some("ảnh a.jpg"));
        assert_eq!(decode("100%.md").as_deref(), Some("100%.md"));
        assert_eq!(decode("%252e").as_deref(), Some("%2e"));
        assert_eq!((decode("%ff"), decode("a%00.md")), (None, None));
    }

    #[test]
    fn a_printed_address_is_valid() {
        let mut out = String::new();
        push_href(&mut out, "https://a.vn/ảnh 1%.jpg?a=1&b=[2]#x#\"y\"");
        assert_eq!(out, "https://a.vn/ảnh%201%25.jpg?a=1&amp;b=%5B2%5D#x%23%22y%22");
    }
}
