//! What TOML itself refuses, said in a way that an officer can act on.
//!
//! One mistake should hide nothing else. A line that has no value, or a bracket that never
//! closes, makes the parser give up on all that follows: such lines are cut out, and what stands
//! before and behind them is parsed by itself.

use std::ops::Range;

use toml::de::DeTable;

use crate::diagnostics::{Diagnostic, Source, Span};
use crate::message;
use crate::text::{self, DateError, parse_date};

/// What could be read of a table.
pub(super) struct Parsed<'s> {
    /// The parts that could be parsed, each with the byte it starts at.
    pub parts: Vec<(usize, DeTable<'s>)>,
    pub found: Vec<Diagnostic>,
    /// The bytes of the lines that were refused: what is read from them means little.
    pub refused: Vec<Range<usize>>,
}

/// Parses a part of a file. At most one diagnostic for each line.
pub(super) fn parse<'s>(source: &Source<'s>, range: Range<usize>) -> Parsed<'s> {
    let mut parsed = Parsed { parts: Vec::new(), found: Vec::new(), refused: Vec::new() };
    let mut rest = range;
    loop {
        let (table, errors) = DeTable::parse_recoverable(&source.text[rest.clone()]);
        if errors.is_empty() {
            parsed.parts.push((rest.start, table.into_inner()));
            return parsed;
        }
        let Some((cut, found)) = to_cut_out(source, rest.clone(), &errors) else {
            parsed.parts.push((rest.start, table.into_inner()));
            refusals(source, rest, &errors, &mut parsed);
            return parsed;
        };
        let before = rest.start..cut.start;
        let (table, errors) = DeTable::parse_recoverable(&source.text[before.clone()]);
        refusals(source, before.clone(), &errors, &mut parsed);
        parsed.parts.push((rest.start, table.into_inner()));
        parsed.found.push(found);
        parsed.refused.push(cut.clone());
        // Below a heading like `[unit]` it cannot be told whose keys come next.
        let read = &source.text[before.start..cut.end];
        if read.lines().any(|line| line.trim_start().starts_with('[')) {
            parsed.refused.push(cut.end..rest.end);
            return parsed;
        }
        rest = cut.end..rest.end;
    }
}

/// The lines that keep the parser from reading on, and what is wrong with them.
fn to_cut_out(
    source: &Source<'_>,
    range: Range<usize>,
    errors: &[toml::de::Error],
) -> Option<(Range<usize>, Diagnostic)> {
    let open = unclosed(&source.text[range.clone()])
        .map(|(lines, bracket)| (lines.start + range.start..lines.end + range.start, bracket + range.start));
    if let Some(open) = errors.iter().find_map(|error| long_string(source.text, &range, error)) {
        let start = Line::within(source.text, open.start as usize, &range).start;
        let behind = Line::at(source.text, open.start as usize).next.min(range.end);
        let next = source.text[behind..range.end].split_inclusive('\n').take_while(|line| !is_pair(line));
        let end = behind + next.map(str::len).sum::<usize>();
        return Some((start..end, Diagnostic::error("thieu-ngoac").at(source, open)));
    }
    let lost = errors
        .iter()
        .filter(|error| error.message().starts_with("key with no value"))
        .filter_map(|error| Some(error.span()?.start + range.start))
        .map(|at| Line::within(source.text, at, &range))
        .min_by_key(|line| line.start);
    match (open, lost) {
        (Some((lines, bracket)), lost) if lost.as_ref().is_none_or(|line| line.start >= lines.start) => {
            let sign = if source.text[bracket..].starts_with('{') { "}" } else { "]" };
            let found = Diagnostic::error("thieu-dau-dong").arg("sign", sign);
            let end = Line::at(source.text, bracket).trimmed_end();
            Some((lines, found.at(source, Span::new(bracket, end))))
        }
        (_, Some(line)) => Some((line.start..line.next, no_value(source, &line))),
        _ => None,
    }
}

/// A line that is no pair of a key and a value.
fn no_value(source: &Source<'_>, line: &Line<'_>) -> Diagnostic {
    if let Some((key, value)) = line.text.split_once('=') {
        return odd_key(source, line, key, value);
    }
    match line.text.split_once(':') {
        Some((key, value)) if !key.trim().is_empty() => {
            let at = line.start + key.len();
            let pair = format!("{} = {}", plain(key), quoted(value.trim()));
            Diagnostic::error("hai-cham")
                .at(source, Span::new(at, at + 1))
                .help(message!("write-line", line = pair))
        }
        _ => Diagnostic::error("dong-la").at(source, line.span()),
    }
}

/// A key with marks or blanks in it.
fn odd_key(source: &Source<'_>, line: &Line<'_>, key: &str, value: &str) -> Diagnostic {
    let start = line.start + (key.len() - key.trim_start().len());
    let span = Span::new(start, start + key.trim().len());
    let proposed = plain(key);
    let found = Diagnostic::error("khoa-co-dau").arg("key", key.trim()).at(source, span);
    match proposed.is_empty() {
        true => found,
        false => found.help(message!("write-line", line = format!("{proposed} = {}", quoted(value.trim())))),
    }
}

/// What TOML says of the lines of a part, in our words. The parser often stumbles again later on
/// the same line: the first place is the cause.
fn refusals(source: &Source<'_>, range: Range<usize>, errors: &[toml::de::Error], parsed: &mut Parsed<'_>) {
    for error in errors {
        let span = Span::from(error.span().unwrap_or(0..0)).shifted(range.start);
        let line = Line::within(source.text, span.start as usize, &range);
        if parsed.refused.iter().any(|known| known.start == line.start) {
            continue;
        }
        let end = line.start + line.text.len();
        let span = Span::new((span.start as usize).min(end), (span.end as usize).min(end));
        parsed.found.push(refusal(source, error.message(), &line, span));
        parsed.refused.push(line.start..line.next);
    }
}

/// Where a text between three quotes opens that never closes.
fn long_string(text: &str, range: &Range<usize>, error: &toml::de::Error) -> Option<Span> {
    let quotes = match error.message() {
        said if said.contains("multi-line basic string") => "\"\"\"",
        said if said.contains("multi-line literal string") => "'''",
        _ => return None,
    };
    let open = range.start + text[range.clone()].rfind(quotes)?;
    Some(Span::new(open, Line::at(text, open).trimmed_end()))
}

fn refusal(source: &Source<'_>, said: &str, line: &Line<'_>, span: Span) -> Diagnostic {
    let (key, written) = line.text.split_once('=').unwrap_or((line.text, ""));
    let value = written.trim();
    let first = value.chars().next();
    let value_start = line.start + (line.text.len() - written.trim_start().len());
    let whole = Span::new(value_start, value_start + value.len());
    let quotes = value.matches('"').count() - value.matches("\\\"").count();
    let at = |code, span| Diagnostic::error(code).at(source, span);
    let stumbled = source.text[span.start as usize..].chars().next();

    if said.contains("duplicate") {
        at("khoa-lap-toml", span).arg("key", key.trim())
    } else if matches!(first, Some('“' | '”' | '‘' | '’' | '«')) {
        let inner = value.trim_matches(['“', '”', '‘', '’', '«', '»', '"', '\'']);
        at("ngoac-cong", whole).help(write(key, inner))
    } else if quotes == 1 && first == Some('"') && value.ends_with(['“', '”', '»', '’']) {
        let sign = value.chars().next_back().map_or(0, char::len_utf8);
        let end = value_start + value.len();
        let inner = &value[1..value.len() - sign];
        at("ngoac-cong", Span::new(end - sign, end)).help(write(key, inner))
    } else if (quotes == 1 && first == Some('"')) || (first == Some('\'') && value.matches('\'').count() == 1)
    {
        at("thieu-ngoac", whole).help(write(key, &value[1..]))
    } else if first == Some('"') && said.contains("escape") {
        let slash = Span::new((span.start as usize).saturating_sub(1).max(line.start), span.end as usize);
        let slash = if stumbled == Some('\\') { span } else { slash };
        at("gach-cheo-nguoc", slash)
    } else if value.split('"').nth(2).is_some_and(|rest| rest.trim_start().starts_with(',')) {
        at("thua-sau-gia-tri", span)
    } else if quotes > 2 && first == Some('"') && !value.starts_with("\"\"\"") {
        at("ngoac-trong-ngoac", span)
    } else if key.contains(is_unseen) || stumbled.is_some_and(is_unseen) {
        at("ky-tu-an", span)
    } else if said.contains("unquoted key") && line.text.contains('=') {
        odd_key(source, line, key, written)
    } else if value.is_empty() && line.text.contains('=') {
        at("thieu-gia-tri", whole).arg("key", key.trim())
    } else if let Some(found) = date(key.trim(), value) {
        found.at(source, whole)
    } else if ["true", "false"].contains(&value.to_lowercase().as_str()) {
        at("toml-sai", whole)
            .help(message!("write-line", line = format!("{} = {}", key.trim(), value.to_lowercase())))
    } else if said.starts_with("unexpected key or value") {
        at("thua-sau-gia-tri", span)
    } else if first.is_some_and(|sign| sign.is_alphanumeric()) {
        at("thieu-ngoac-kep", whole).help(write(key, value))
    } else {
        at("toml-sai", span)
    }
}

/// The help that writes a line out, with the value in quotes.
fn write(key: &str, value: &str) -> crate::messages::Message {
    message!("write-line", line = format!("{} = \"{}\"", key.trim(), value.trim()))
}

/// A value without quotes that is, or should be, a date.
fn date(key: &str, value: &str) -> Option<Diagnostic> {
    let value = value.split('#').next().unwrap_or("").trim();
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let others = value.len() - digits;
    if !(4..=9).contains(&digits) || others != 2 || !value.starts_with(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    Some(match parse_date(value) {
        Ok(date) => {
            let line = format!("{key} = {date}");
            Diagnostic::error("ngay-sai-dang").arg("key", key).help(message!("write-line", line = line))
        }
        Err(DateError::NoSuchDay) => super::no_such_day(key, value),
        Err(DateError::Form) => Diagnostic::error("ngay-sai").arg("key", key),
    })
}

/// Blanks that look like a space and are none, and characters that are not seen at all.
fn is_unseen(sign: char) -> bool {
    matches!(
        sign,
        '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{202f}' | '\u{2060}' | '\u{3000}' | '\u{feff}'
    )
}

/// A key as TOML takes it.
fn plain(key: &str) -> String {
    text::slug(key).replace('-', "_")
}

/// A value as TOML takes it: in quotes, unless it is a date, a number, a list or quoted already.
fn quoted(value: &str) -> String {
    let inner = value.trim_matches(['“', '”']);
    let bare = inner.starts_with(['"', '\'', '[', '{'])
        || ["true", "false"].contains(&inner)
        || (inner.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') && !inner.is_empty());
    if bare { inner.to_owned() } else { format!("\"{inner}\"") }
}

/// One line of a text.
struct Line<'t> {
    start: usize,
    text: &'t str,
    /// Where the next line starts.
    next: usize,
}

impl<'t> Line<'t> {
    /// The line that a byte is on; the last of the range for its end.
    fn within(text: &'t str, at: usize, range: &Range<usize>) -> Line<'t> {
        let mut at = at.clamp(range.start, range.end.saturating_sub(1).max(range.start));
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let line = Line::at(text, at);
        // A mark at the start of the file is no part of its first line.
        let before = range.start.saturating_sub(line.start).min(line.text.len());
        Line { start: line.start + before, text: &line.text[before..], next: line.next }
    }

    /// The line that a byte is on.
    fn at(text: &'t str, at: usize) -> Line<'t> {
        let start = text[..at].rfind('\n').map_or(0, |before| before + 1);
        let end = text[start..].find('\n').map_or(text.len(), |offset| start + offset);
        Line { start, text: text[start..end].trim_end_matches('\r'), next: (end + 1).min(text.len()) }
    }

    fn span(&self) -> Span {
        let blank = self.text.len() - self.text.trim_start().len();
        Span::new(self.start + blank, self.trimmed_end())
    }

    fn trimmed_end(&self) -> usize {
        self.start + self.text.trim_end().len()
    }
}

/// The first bracket that never closes, and the lines that it swallows: up to the next line that
/// starts like a pair of a key and a value.
fn unclosed(text: &str) -> Option<(Range<usize>, usize)> {
    let mut open: Vec<usize> = Vec::new();
    let mut long: Option<&str> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let pair = long.is_none() && is_pair(line);
        if pair && open.last().is_some_and(|&bracket| text[bracket..].starts_with('[')) {
            break;
        }
        let heading = long.is_none() && open.is_empty() && line.trim_start().starts_with('[');
        let mut skip = if open.is_empty() && long.is_none() && !heading {
            line.find('=').map_or(line.len(), |equals| equals + 1)
        } else {
            0
        };
        while skip < line.len() {
            let rest = &line[skip..];
            let sign = rest.chars().next().map_or(1, char::len_utf8);
            skip += match long {
                Some(end) if rest.starts_with(end) => {
                    long = None;
                    3
                }
                Some(_) => sign,
                None => match rest.as_bytes()[0] {
                    b'"' | b'\'' if rest.starts_with("\"\"\"") || rest.starts_with("'''") => {
                        long = Some(if rest.starts_with('"') { "\"\"\"" } else { "'''" });
                        3
                    }
                    quote @ (b'"' | b'\'') => string_length(rest, quote),
                    b'#' => rest.len(),
                    b'[' | b'{' => {
                        open.push(at + skip);
                        1
                    }
                    b']' | b'}' => {
                        open.pop();
                        1
                    }
                    _ => sign,
                },
            };
        }
        at += line.len();
        if heading && !open.is_empty() {
            break; // a heading ends on its line
        }
    }
    let &first = open.first()?;
    let start = text[..first].rfind('\n').map_or(0, |before| before + 1);
    // Nothing tells where a `{` should have closed, but people close it on its line.
    let end = if text[first..].starts_with('{') { Line::at(text, first).next } else { at };
    Some((start..end, first))
}

fn is_pair(line: &str) -> bool {
    line.split_once('=').is_some_and(|(key, _)| {
        let key = key.trim();
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
    })
}

/// The length of a string in quotes, which ends on its line at the latest.
fn string_length(text: &str, quote: u8) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            b'\n' => return at,
            _ if escaped => escaped = false,
            b'\\' if quote == b'"' => escaped = true,
            byte if byte == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}
