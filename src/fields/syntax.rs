//! What TOML itself refuses, said in a way that an officer can act on.

use std::ops::Range;

use crate::diagnostics::{Diagnostic, Source, Span};

/// One diagnostic for each line that the parser refused.
pub(super) fn diagnostics(
    source: &Source<'_>,
    range: Range<usize>,
    errors: &[toml::de::Error],
) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let span = Span::from(span).shifted(range.start);
        let start = (span.start as usize).min(source.text.len());
        let line_start = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line = source.text[line_start..].lines().next().unwrap_or("");
        let one = Diagnostic::error(code(error.message(), line)).at(source, span);
        // The parser often stumbles again later on the same line: the first place is the cause.
        let line_of = |found: &Diagnostic| found.place.as_ref().map(|place| place.line);
        if !found.iter().any(|earlier| line_of(earlier) == line_of(&one)) {
            found.push(one);
        }
    }
    found
}

fn code(message: &str, line: &str) -> &'static str {
    let message = message.to_ascii_lowercase();
    let value = line.split_once('=').map(|(_, value)| value.trim()).unwrap_or_default();
    let first = value.chars().next();
    if message.contains("duplicate") {
        "khoa-lap-toml"
    } else if line.contains(['“', '”', '‘', '’']) && matches!(first, Some('“' | '”' | '‘' | '’')) {
        "ngoac-cong"
    } else if first == Some('"') && value.matches('"').count() - value.matches("\\\"").count() == 1 {
        "thieu-ngoac"
    } else if first == Some('"') && message.contains("escape") {
        "gach-cheo-nguoc"
    } else if value.matches('"').count() > 2 && first == Some('"') && !value.starts_with("\"\"\"") {
        "ngoac-trong-ngoac"
    } else if looks_like_date(value) {
        "ngay-khong-co-toml"
    } else if first.is_some_and(|sign| sign.is_alphabetic() || sign.is_ascii_digit()) {
        "thieu-ngoac-kep"
    } else if line.split_once(':').is_some() && !line.contains('=') {
        "hai-cham"
    } else {
        "toml-sai"
    }
}

fn looks_like_date(value: &str) -> bool {
    let value = value.split('#').next().unwrap_or("").trim();
    value.len() >= 8
        && value.starts_with(|sign: char| sign.is_ascii_digit())
        && value.bytes().take(10).all(|byte| byte.is_ascii_digit() || byte == b'-')
        && value.contains('-')
}
