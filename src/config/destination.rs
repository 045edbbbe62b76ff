//! Where the section is published to: `[publish.<name>]`.

use crate::diagnostics::{Diagnostic, closest};
use crate::fields::{At, Fields, Key};
use crate::model::{CONNECTIONS, Destination, DestinationKind};
use crate::text;

pub(super) const KEYS: &[Key] = &[
    ("kind", ""),
    ("host", ""),
    ("port", ""),
    ("user", ""),
    ("path", ""),
    ("check_url", ""),
    ("unit", ""),
    ("key", ""),
    ("host_key", ""),
    ("certificate", ""),
    ("tls", ""),
    ("connections", ""),
];

/// The name of a table that has none.
const ONLY: &str = "chinh";

pub(super) fn read(name: Option<At<String>>, table: &mut Fields<'_>) -> Option<Destination> {
    let name = match name {
        Some(at) if at.value != text::slug(&at.value) => {
            let wrong = Diagnostic::error("ten-noi-dang").arg("name", &at.value);
            table.report_at(at.span, wrong.did_you_mean(Some(&text::slug(&at.value))));
            at.value
        }
        Some(at) => at.value,
        None => ONLY.to_owned(),
    };
    let kind = table.required_text("kind", "thieu-cach-dang")?;
    let known = DestinationKind::ALL.iter().find(|(word, _)| *word == kind.value).map(|(_, kind)| *kind);
    let Some(is) = known else {
        let near = closest(&kind.value, DestinationKind::ALL.iter().map(|(word, _)| *word));
        table.report_at(
            kind.span,
            Diagnostic::error("cach-dang-la").arg("name", &kind.value).did_you_mean(near),
        );
        return None;
    };
    let (host, user) = if is.has_host() {
        (table.required_text("host", "thieu-may-chu"), table.required_text("user", "thieu-tai-khoan"))
    } else {
        (table.text("host"), table.text("user"))
    };
    if host.as_ref().is_some_and(|host| !is_host(&host.value)) {
        // Not shown: people put passwords there.
        table.report_whole(Diagnostic::error("ten-may-chu"));
    }
    let port = table.number("port");
    if let Some(port) = &port
        && !(1..=65_535).contains(&port.value)
    {
        table.report_at(port.span, Diagnostic::error("cong-sai").arg("value", port.value));
    }
    let path = match is.has_host() {
        true => table.text("path"),
        false => table.required_text("path", "thieu-thu-muc-dang"),
    };
    let only_tls_1_2 = match table.text("tls") {
        Some(at) if at.value != "1.2" => {
            table.report_at(at.span, Diagnostic::error("tls-la").arg("value", &at.value));
            false
        }
        other => other.is_some(),
    };
    let connections = table.number("connections").map_or(CONNECTIONS, |at| {
        if !(1..=8).contains(&at.value) {
            table.report_at(at.span, Diagnostic::error("so-ket-noi-sai").arg("value", at.value));
        }
        at.value as usize
    });
    let check_url = table.text("check_url").and_then(|at| {
        let read = super::section_address("check_url", &at.value.replace("{unit}", "don-vi"));
        read.map_err(|wrong| table.report_at(at.span, *wrong)).ok().map(|_| at.value.into_boxed_str())
    });
    let mut pin = |key: &'static str, read: fn(&str) -> Option<String>| {
        let at = table.text(key)?;
        let pin = read(&at.value);
        if pin.is_none() {
            table.report_at(at.span, Diagnostic::error("dau-van-tay-sai").arg("key", key));
        }
        pin.map(String::into_boxed_str)
    };
    let (host_key, certificate) = (pin("host_key", host_pin), pin("certificate", certificate_pin));
    if is.has_host() && path.as_ref().is_some_and(|path| is_url(&path.value)) {
        // Not shown: people put passwords there.
        table.report_whole(Diagnostic::error("thu-muc-la-dia-chi"));
    }
    let mut text = |key| table.text(key).map(|at| at.value.into_boxed_str());
    Some(Destination {
        name: name.into(),
        kind: is,
        host: host.map_or_else(Box::default, |at| at.value.into()),
        port: port.and_then(|at| u16::try_from(at.value).ok()).unwrap_or(is.port()),
        user: user.map_or_else(Box::default, |at| at.value.into()),
        path: path.map_or_else(Box::default, |at| at.value.into()),
        check_url,
        unit: text("unit"),
        key: text("key"),
        host_key,
        certificate,
        only_tls_1_2,
        connections,
    })
}

/// A fingerprint of a certificate, however its digits are written.
fn certificate_pin(written: &str) -> Option<String> {
    let digits = without_name(written).replace([':', ' '], "").to_lowercase();
    let is_one = digits.len() == 64 && digits.bytes().all(|sign| sign.is_ascii_hexdigit());
    is_one.then(|| format!("SHA256:{digits}"))
}

/// A fingerprint of a host key, as `ssh-keygen -l` shows it.
fn host_pin(written: &str) -> Option<String> {
    let digest = without_name(written).trim_end_matches('=');
    let is_one = digest.len() == 43
        && digest.bytes().all(|sign| sign.is_ascii_alphanumeric() || b"+/".contains(&sign));
    is_one.then(|| format!("SHA256:{digest}"))
}

/// A fingerprint without the name of its kind.
fn without_name(written: &str) -> &str {
    let written = written.trim();
    let name = written.get(..7).filter(|name| name.eq_ignore_ascii_case("SHA256:"));
    name.map_or(written, |name| &written[name.len()..])
}

/// True for an address where a folder is meant.
pub fn is_url(path: &str) -> bool {
    path.contains("://")
}

/// True for the name or address of a machine, without protocol, account or folder.
pub fn is_host(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|sign| sign.is_alphanumeric() || ".-:[]_".contains(sign))
}

/// A finding must not print a password that somebody wrote into the settings: the line is cut
/// behind its key, whatever is wrong with it.
pub(super) fn hide_passwords(found: &mut [Diagnostic]) {
    for one in found {
        let Some(place) = &mut one.place else { continue };
        let key = place.excerpt.split('=').next().unwrap_or_default();
        let plain: String = text::fold(key).chars().filter(|sign| sign.is_ascii_alphanumeric()).collect();
        if !["pas", "pwd", "matkhau", "secret"].iter().any(|word| plain.contains(word)) {
            continue;
        }
        let end = key.len() as u32;
        place.excerpt = format!("{key}= …").into();
        (place.start, place.end) = (place.start.min(end), end.max(1));
        if place.start >= place.end {
            place.start = 0;
        }
        let place = place.clone();
        *one = Diagnostic::error("mat-khau-trong-cai-dat").place(place);
    }
}
