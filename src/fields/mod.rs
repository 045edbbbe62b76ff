//! Reads a TOML table key by key and reports everything that is wrong with it in one go:
//! syntax, unknown and doubled keys, values of the wrong kind.
//!
//! 1. [`Fields::parse`] reads the text; what TOML itself refuses becomes diagnostics.
//! 2. The typed readers ([`Fields::text`], [`Fields::date`], …) each take one key out.
//! 3. [`Fields::finish`] reports the keys that nobody asked for, with a suggestion.
//!
//! Front matter and `nq71.toml` are both read this way. A derive would stop at the first
//! mistake; an officer should see all of them at once.

mod syntax;

use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::diagnostics::{Diagnostic, Place, Source, Span, closest};
use crate::message;
use crate::text::{self, DateError, parse_date};

/// A value and where it stands in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Span,
}

impl<T> At<T> {
    /// Changes the value, keeps the place.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> At<U> {
        At { value: change(self.value), span: self.span }
    }
}

/// A key in its English spelling and its Vietnamese alias (empty where there is none).
pub type Key = (&'static str, &'static str);

/// One TOML table being read.
pub struct Fields<'s> {
    source: Source<'s>,
    span: Span,
    /// What is pointed at for the table as a whole; nothing for a whole file.
    heading: Option<Span>,
    keys: &'static [Key],
    /// The keys of the table around this one.
    outer: &'static [Key],
    /// The author writes the Vietnamese spellings.
    vietnamese: bool,
    /// In the order of the file.
    entries: Vec<Entry<'s>>,
    /// The marks of their keys: most keys of a table are not there, and need not be looked for.
    marks: u64,
    /// Bytes of lines that TOML refused.
    refused: Vec<Range<usize>>,
    syntax: Vec<Diagnostic>,
    found: Vec<Diagnostic>,
    missing: Vec<(&'static str, Diagnostic)>,
    /// Keys of this table that were written below an inner one.
    misplaced: Vec<Box<str>>,
}

/// A key and its value, until that is taken.
struct Entry<'s> {
    name: At<Box<str>>,
    /// The key that is meant, in its English spelling; none for one that the table does not have.
    key: Option<&'static str>,
    value: Option<DeValue<'s>>,
    span: Span,
    /// What the spans inside the value are counted from.
    offset: usize,
}

/// A value that was taken.
struct Taken<'s> {
    value: DeValue<'s>,
    span: Span,
    offset: usize,
}

impl<'s> Fields<'s> {
    /// Parses the part `range` of a file as a TOML table whose keys may be `keys`.
    pub fn parse(source: Source<'s>, range: Range<usize>, keys: &'static [Key]) -> Fields<'s> {
        let syntax::Parsed { parts, found, refused } = syntax::parse(&source, range.clone());
        let entries: Vec<Entry<'s>> =
            parts.into_iter().flat_map(|(offset, table)| entries(offset, table)).collect();
        let mut fields = Fields::of(source, range.into(), entries, keys, &[], false);
        fields.syntax = found;
        fields.refused = refused;
        fields
    }

    fn of(
        source: Source<'s>,
        span: Span,
        mut entries: Vec<Entry<'s>>,
        keys: &'static [Key],
        outer: &'static [Key],
        vietnamese: bool,
    ) -> Fields<'s> {
        entries.sort_by_key(|entry| entry.name.span);
        let (mut english, mut own, mut marks) = (0, 0, 0);
        for entry in &mut entries {
            let name = &*entry.name.value;
            let Some(&(en, vi)) = known(keys, name) else { continue };
            entry.key = Some(en);
            marks |= mark(en);
            english += usize::from(name == en && en != vi);
            own += usize::from(name == vi && en != vi);
        }
        let vietnamese = if english == own { vietnamese } else { own > english };
        Fields {
            source,
            span,
            heading: heading(&source, span),
            keys,
            outer,
            vietnamese,
            entries,
            marks,
            refused: Vec::new(),
            syntax: Vec::new(),
            found: Vec::new(),
            missing: Vec::new(),
            misplaced: Vec::new(),
        }
    }

    /// The file that the table stands in.
    pub fn source(&self) -> &Source<'s> {
        &self.source
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What to point at for the table as a whole: its heading, or the line before its first key;
    /// nothing where it is the whole file.
    pub fn heading(&self) -> Option<Span> {
        self.heading
    }

    /// Adds a finding of the caller's.
    pub fn report(&mut self, found: Diagnostic) {
        self.found.push(found);
    }

    /// Adds a finding at a place in this file.
    pub fn report_at(&mut self, span: Span, found: Diagnostic) {
        let found = found.at(&self.source, span);
        self.found.push(found);
    }

    /// Adds a finding about the table as a whole.
    pub fn report_whole(&mut self, found: Diagnostic) {
        let found = self.whole(found);
        self.found.push(found);
    }

    fn whole(&self, found: Diagnostic) -> Diagnostic {
        match self.heading {
            Some(span) => found.at(&self.source, span),
            None => found.place(Place::file(self.source.path)),
        }
    }

    /// True when the key is written in the table, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|entry| entry.key == Some(key))
    }

    /// The spelling of a key that the author uses, or would.
    pub fn name(&self, key: &'static str) -> &'static str {
        let Some(&(en, vi)) = self.keys.iter().find(|&&(en, _)| en == key) else { return key };
        let written = |name: &str| self.entries.iter().any(|entry| &*entry.name.value == name);
        match (vi.is_empty(), written(en), written(vi)) {
            (false, false, true) => vi,
            (false, false, false) if self.vietnamese => vi,
            _ => en,
        }
    }

    fn take(&mut self, key: &'static str) -> Option<Taken<'s>> {
        debug_assert!(self.keys.iter().any(|&(en, _)| en == key), "{key} is not declared");
        if self.marks & mark(key) == 0 {
            return None;
        }
        let mut taken: Option<(Box<str>, Taken<'s>)> = None;
        let mut doubled = Vec::new();
        for at in 0..self.entries.len() {
            if self.entries[at].key != Some(key) {
                continue;
            }
            let entry = &mut self.entries[at];
            let Some(value) = entry.value.take() else { continue };
            let At { value: name, span } = entry.name.clone();
            match &taken {
                None => taken = Some((name, Taken { value, span: entry.span, offset: entry.offset })),
                Some((first, _)) => {
                    let found = Diagnostic::error("khoa-lap").arg("name", name).arg("key", first);
                    doubled.push((span, found));
                }
            }
        }
        for (span, found) in doubled {
            self.report_at(span, found);
        }
        taken.map(|(_, taken)| taken)
    }

    /// Reports a key that must be there and is not.
    pub fn missing(&mut self, key: &'static str, code: &'static str) {
        self.absent(key, Diagnostic::error(code));
    }

    /// Adds a finding about a key that is not there: it is dropped where the key is there after
    /// all, but misspelt, in the wrong place, or on a line that cannot be read.
    pub fn absent(&mut self, key: &'static str, found: Diagnostic) {
        let found = found.arg("key", self.name(key));
        let found = self.whole(found);
        self.missing.push((key, found));
    }

    fn wrong_kind(&mut self, key: &'static str, taken: (Span, &'static str), wanted: &'static str) {
        let (span, kind) = taken;
        let key = self.name(key);
        let found = Diagnostic::error("sai-kieu").arg("key", key).arg("kind", kind);
        self.report_at(span, found.help(message!(wanted, key = key)));
    }

    fn wrong_table(
        &mut self,
        key: &'static str,
        taken: (Span, &'static str),
        wanted: &'static str,
        keys: &[Key],
    ) {
        let (span, kind) = taken;
        let key = self.name(key);
        let inner =
            keys.first().map_or("…", |&(en, vi)| if self.vietnamese && !vi.is_empty() { vi } else { en });
        let found = Diagnostic::error("sai-kieu").arg("key", key).arg("kind", kind);
        self.report_at(span, found.help(message!(wanted, key = key, inner = inner)));
    }

    /// A text, cleaned and trimmed; an empty one counts as absent.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::String(value) => self.cleaned(&value, taken.span),
            _ => {
                self.wrong_kind(key, taken.what(), "want-text");
                None
            }
        }
    }

    /// A text that must be there: `code` is reported where it is absent or empty, but not where
    /// something else is already wrong with it.
    pub fn required_text(&mut self, key: &'static str, code: &'static str) -> Option<At<String>> {
        let before = self.found.len();
        let text = self.text(key);
        if text.is_none() && self.found.len() == before {
            self.missing(key, code);
        }
        text
    }

    fn cleaned(&mut self, written: &str, span: Span) -> Option<At<String>> {
        // Asked first: what cleaning drops may be a letter of an old encoding.
        if let Some(found) = old_encoding(written) {
            self.report_at(span, found);
        }
        let value = text::one_line(written);
        (!value.is_empty()).then_some(At { value, span })
    }

    /// A list of texts; a single text stands for a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some(taken) = self.take(key) else { return Vec::new() };
        let items: Vec<(DeValue<'s>, Span)> = match taken.value {
            DeValue::Array(array) => array
                .into_iter()
                .map(|item| (Span::from(item.span()).shifted(taken.offset), item.into_inner()))
                .map(|(span, item)| (item, span))
                .collect(),
            other => vec![(other, taken.span)],
        };
        let mut texts = Vec::new();
        for (item, span) in items {
            match item {
                DeValue::String(value) => texts.extend(self.cleaned(&value, span)),
                DeValue::Integer(value) => texts.push(At { value: value.as_str().to_owned(), span }),
                other => self.wrong_kind(key, (span, kind(&other)), "want-texts"),
            }
        }
        texts
    }

    /// A yes or no.
    pub fn flag(&mut self, key: &'static str) -> Option<At<bool>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::Boolean(value) => Some(At { value, span: taken.span }),
            DeValue::String(word) => match &*text::slug(&word) {
                "co" | "true" | "dung" => Some(At { value: true, span: taken.span }),
                "khong" | "false" | "sai" => Some(At { value: false, span: taken.span }),
                _ => {
                    self.wrong_kind(key, (taken.span, "text"), "want-flag");
                    None
                }
            },
            _ => {
                self.wrong_kind(key, taken.what(), "want-flag");
                None
            }
        }
    }

    /// A whole number from 0 up; a text of digits (with separators of thousands) will do.
    pub fn number(&mut self, key: &'static str) -> Option<At<u32>> {
        let taken = self.take(key)?;
        let value = match &taken.value {
            DeValue::Integer(value) => {
                u32::from_str_radix(&value.as_str().replace('_', ""), value.radix()).ok()
            }
            DeValue::String(value) => whole_number(value),
            _ => None,
        };
        if value.is_none() {
            match &taken.value {
                DeValue::String(value) => {
                    let wrong = Diagnostic::error("so-sai")
                        .arg("key", self.name(key))
                        .arg("value", text::one_line(value));
                    self.report_at(taken.span, wrong);
                }
                _ => self.wrong_kind(key, taken.what(), "want-number"),
            }
        }
        value.map(|value| At { value, span: taken.span })
    }

    /// A text, or a whole number written as one (`quarter = 2`, `task = 4`).
    pub fn text_or_number(&mut self, key: &'static str) -> Option<At<String>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::String(value) => self.cleaned(&value, taken.span),
            DeValue::Integer(value) => Some(At { value: value.as_str().to_owned(), span: taken.span }),
            _ => {
                self.wrong_kind(key, taken.what(), "want-text");
                None
            }
        }
    }

    /// A date: a TOML date or date-time (moved to +07:00 where it names another offset), or text
    /// in a Vietnamese form.
    pub fn date(&mut self, key: &'static str) -> Option<At<Date>> {
        let taken = self.take(key)?;
        let (read, written) = match &taken.value {
            DeValue::Datetime(value) => (civil(value), value.to_string()),
            DeValue::String(value) => (parse_date(value), value.to_string()),
            _ => (Err(DateError::Form), String::new()),
        };
        let key = self.name(key);
        let found = match read {
            Ok(value) if (2000..=2100).contains(&value.year()) => {
                return Some(At { value, span: taken.span });
            }
            Ok(_) => Diagnostic::error("ngay-xa").arg("key", key),
            Err(DateError::Form) => Diagnostic::error("ngay-sai").arg("key", key),
            Err(DateError::NoSuchDay) => no_such_day(key, &written),
        };
        self.report_at(taken.span, found);
        None
    }

    /// A table inside this one.
    pub fn table(&mut self, key: &'static str, keys: &'static [Key]) -> Option<Fields<'s>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::Table(table) => Some(self.inner(taken.span, taken.offset, table, keys)),
            _ => {
                self.wrong_table(key, taken.what(), "want-table", keys);
                None
            }
        }
    }

    /// A list of tables inside this one; a single table stands for a list of one.
    pub fn tables(&mut self, key: &'static str, keys: &'static [Key]) -> Vec<Fields<'s>> {
        let Some(taken) = self.take(key) else { return Vec::new() };
        let mut tables = Vec::new();
        match taken.value {
            DeValue::Table(table) => tables.push(self.inner(taken.span, taken.offset, table, keys)),
            DeValue::Array(array) => {
                for item in array {
                    let span = Span::from(item.span()).shifted(taken.offset);
                    match item.into_inner() {
                        DeValue::Table(table) => tables.push(self.inner(span, taken.offset, table, keys)),
                        other => self.wrong_table(key, (span, kind(&other)), "want-tables", keys),
                    }
                }
            }
            other => self.wrong_table(key, (taken.span, kind(&other)), "want-tables", keys),
        }
        tables
    }

    /// Tables that may also be named by their keys: `[reach.zalo]` beside `[[reach]]`.
    pub fn named_tables(
        &mut self,
        key: &'static str,
        keys: &'static [Key],
    ) -> Vec<(Option<At<String>>, Fields<'s>)> {
        let named = self.entries.iter().any(|entry| {
            entry.key == Some(key)
                && matches!(&entry.value, Some(DeValue::Table(table))
                    if !table.is_empty() && table.values().all(|value| value.get_ref().is_table()))
        });
        if !named {
            return self.tables(key, keys).into_iter().map(|table| (None, table)).collect();
        }
        let Some(Taken { value: DeValue::Table(table), offset, .. }) = self.take(key) else {
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (name, value) in table {
            let at = At {
                span: Span::from(name.span()).shifted(offset),
                value: text::clean(name.get_ref()).into_owned(),
            };
            let span = Span::from(value.span()).shifted(offset);
            if let DeValue::Table(table) = value.into_inner() {
                tables.push((Some(at), self.inner(span, offset, table, keys)));
            }
        }
        tables
    }

    fn inner(&self, span: Span, offset: usize, table: DeTable<'s>, keys: &'static [Key]) -> Fields<'s> {
        Fields::of(self.source, span, entries(offset, table), keys, self.keys, self.vietnamese)
    }

    /// Ends the reading of an inner table and takes over what it found.
    pub fn absorb(&mut self, mut inner: Fields<'s>) {
        inner.close();
        self.found.append(&mut inner.found);
        self.misplaced.append(&mut inner.misplaced);
    }

    /// Everything found, the keys that nobody asked for included.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.close();
        let refused = &self.refused;
        let starts = |found: &Diagnostic| {
            let place = found.place.as_ref();
            place.is_some_and(|place| self.lines(refused).contains(&place.line))
        };
        // What is read from a line that TOML refused is a guess.
        let kept: Vec<Diagnostic> = match refused.is_empty() {
            true => self.found,
            false => self.found.iter().filter(|found| !starts(found)).cloned().collect(),
        };
        self.syntax.extend(kept);
        self.syntax
    }

    /// The numbers of the lines in some ranges.
    fn lines(&self, ranges: &[Range<usize>]) -> Vec<u32> {
        let number = |at: usize| self.source.place(Span::new(at, at)).line;
        ranges
            .iter()
            .flat_map(|range| number(range.start)..number(range.end).max(number(range.start) + 1))
            .collect()
    }

    /// Reports the keys that nobody asked for, and those that are really missing.
    fn close(&mut self) {
        let unknown: Vec<At<Box<str>>> = self
            .entries
            .iter()
            .filter(|entry| entry.value.is_some())
            .map(|entry| entry.name.clone())
            .collect();
        let mut guessed: Vec<String> = self.misplaced.iter().map(|name| name.to_string()).collect();
        for range in &self.refused {
            let lines = self.source.text[range.clone()].lines();
            guessed.extend(lines.map(|line| {
                let key = line.split(['=', ':']).next().unwrap_or("");
                text::slug(key).replace('-', "_")
            }));
        }
        for name in unknown {
            let found = Diagnostic::error("khoa-la").arg("name", &name.value);
            let of = |keys: &'static [Key]| {
                keys.iter().flat_map(|&(en, vi)| [en, vi]).filter(|key| !key.is_empty())
            };
            let found = if of(self.outer).any(|key| *key == *name.value) {
                self.misplaced.push(name.value.clone());
                found.help(message!("key-above-tables", name = name.value))
            } else {
                // `ngay_dang` is too long to resemble `ngay`.
                let near = closest(&name.value, of(self.keys)).or_else(|| {
                    let starts =
                        |key: &&str| name.value.strip_prefix(*key).is_some_and(|rest| rest.starts_with('_'));
                    of(self.keys).filter(|key| key.len() >= 4).filter(starts).max_by_key(|key| key.len())
                });
                guessed.extend(near.map(str::to_owned));
                found.did_you_mean(near)
            };
            self.report_at(name.span, found);
        }
        for (key, found) in std::mem::take(&mut self.missing) {
            if !guessed.iter().any(|name| meant(self.keys, name) == Some(key)) {
                self.found.push(found);
            }
        }
    }
}

impl Taken<'_> {
    fn what(&self) -> (Span, &'static str) {
        (self.span, kind(&self.value))
    }
}

/// One bit for a key; some keys share one.
fn mark(key: &str) -> u64 {
    let sum = key.bytes().fold(key.len() as u64, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
    1 << (sum % 64)
}

/// The key that a written name means, in its English spelling.
fn meant(keys: &'static [Key], written: &str) -> Option<&'static str> {
    known(keys, written).map(|&(en, _)| en)
}

fn known(keys: &'static [Key], written: &str) -> Option<&'static Key> {
    keys.iter().find(|&&(en, vi)| written == en || (written == vi && !vi.is_empty()))
}

fn entries(offset: usize, table: DeTable<'_>) -> Vec<Entry<'_>> {
    table
        .into_iter()
        .map(|(key, value)| Entry {
            key: None,
            name: At {
                value: text::clean(key.get_ref()).into_owned().into_boxed_str(),
                span: Span::from(key.span()).shifted(offset),
            },
            span: Span::from(value.span()).shifted(offset),
            value: Some(value.into_inner()),
            offset,
        })
        .collect()
}

/// The heading of a table, or its brace, or the line before its keys where it has neither.
fn heading(source: &Source<'_>, span: Span) -> Option<Span> {
    let (before, table) = source.text.split_at(span.start as usize);
    if table.starts_with(['[', '{']) && span.start != span.end {
        return Some(span);
    }
    let before = before.strip_suffix('\n')?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    let mark = if before[line..].starts_with('\u{feff}') { 3 } else { 0 };
    Some(Span::new(line + mark, before.trim_end().len()))
}

/// A word for what a value is, which the catalogues put into words.
fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "flag",
        DeValue::Datetime(_) => "date",
        DeValue::Array(_) => "list",
        DeValue::Table(_) => "table",
    }
}

/// A whole number as people write it: `1200`, or `1.200` with its thousands apart.
///
/// ```
/// use nq71::fields::whole_number;
///
/// assert_eq!(whole_number(" 1.200 "), Some(1200));
/// assert_eq!((whole_number("1.5"), whole_number("-2"), whole_number("")), (None, None, None));
/// ```
pub fn whole_number(text: &str) -> Option<u32> {
    let parts: Vec<&str> = text.trim().split('.').collect();
    let grouped = parts.len() == 1 || (parts[0].len() <= 3 && parts[1..].iter().all(|part| part.len() == 3));
    let digits = parts.concat();
    let plain = grouped && !parts[0].is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// A date that the calendar does not have. A month that does not exist is named: it usually is
/// the day, written first as in English.
pub fn no_such_day(key: &str, written: &str) -> Diagnostic {
    let numbers: Vec<&str> =
        written.split(|sign: char| !sign.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let month = numbers.get(1).filter(|month| !matches!(month.parse::<u32>(), Ok(1..=12)));
    Diagnostic::error("ngay-khong-co").arg("key", key).arg("month", month.unwrap_or(&"ok"))
}

/// Text typed for a font of before Unicode, with what it should be.
pub fn old_encoding(written: &str) -> Option<Diagnostic> {
    let legacy = text::legacy(written)?;
    let line = written[legacy.start..].lines().next().unwrap_or("");
    let mended = text::convert(line, legacy.kind);
    let mended = text::one_line(&text::cut_graphemes(&mended, 60));
    let kind = match legacy.kind {
        text::LegacyKind::Mojibake => "mojibake".to_owned(),
        kind => kind.to_string(),
    };
    Some(Diagnostic::error("bang-ma-cu").arg("kind", kind).arg("mended", mended))
}

/// A text that should be a web address, and what it could be where only its start is missing.
pub fn no_address(key: &str, written: &str) -> Diagnostic {
    let found = Diagnostic::error("dia-chi-sai").arg("key", key).arg("value", written);
    let host = written.split('/').next().unwrap_or("");
    let plain = |sign: char| sign.is_alphanumeric() || "-.".contains(sign);
    let likely = host.contains('.') && host.chars().all(plain);
    match likely && (host.starts_with("www.") || host.ends_with(".vn") || written.contains('/')) {
        true => found.did_you_mean(Some(&format!("https://{written}"))),
        false => found,
    }
}

fn civil(value: &toml::value::Datetime) -> Result<Date, DateError> {
    let date = value.date.ok_or(DateError::Form)?;
    let small = |n: u8| i8::try_from(n).map_err(|_| DateError::NoSuchDay);
    let day = i16::try_from(date.year).map_err(|_| DateError::NoSuchDay).and_then(|year| {
        Date::new(year, small(date.month)?, small(date.day)?).map_err(|_| DateError::NoSuchDay)
    })?;
    let (Some(time), Some(offset)) = (value.time, value.offset) else { return Ok(day) };
    let minutes = match offset {
        toml::value::Offset::Z => 0,
        toml::value::Offset::Custom { minutes } => i32::from(minutes),
    };
    let local = i32::from(time.hour) * 60 + i32::from(time.minute) - minutes + 7 * 60;
    Ok(match local {
        i32::MIN..0 => day.yesterday().unwrap_or(day),
        0..1440 => day,
        _ => day.tomorrow().unwrap_or(day),
    })
}
