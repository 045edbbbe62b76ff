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

use crate::diagnostics::{Diagnostic, Source, Span, closest};
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
    offset: usize,
    span: Span,
    keys: &'static [Key],
    entries: Vec<(At<Box<str>>, Option<DeValue<'s>>, Span)>,
    found: Vec<Diagnostic>,
}

impl<'s> Fields<'s> {
    /// Parses the part `range` of a file as a TOML table whose keys may be `keys`.
    pub fn parse(source: Source<'s>, range: Range<usize>, keys: &'static [Key]) -> Fields<'s> {
        let (table, errors) = DeTable::parse_recoverable(&source.text[range.clone()]);
        let found = syntax::diagnostics(&source, range.clone(), &errors);
        Fields::of(source, range.start, range.into(), table.into_inner(), keys, found)
    }

    fn of(
        source: Source<'s>,
        offset: usize,
        span: Span,
        table: DeTable<'s>,
        keys: &'static [Key],
        found: Vec<Diagnostic>,
    ) -> Fields<'s> {
        let entries = table
            .into_iter()
            .map(|(key, value)| {
                let at = Span::from(key.span()).shifted(offset);
                let key = At { value: text::clean(key.get_ref()).into_owned().into_boxed_str(), span: at };
                let span = Span::from(value.span()).shifted(offset);
                (key, Some(value.into_inner()), span)
            })
            .collect();
        Fields { source, offset, span, keys, entries, found }
    }

    /// The file that the table stands in.
    pub fn source(&self) -> &Source<'s> {
        &self.source
    }

    /// Where the table stands.
    pub fn span(&self) -> Span {
        self.span
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

    /// True when the key is written in the table, whatever its value.
    pub fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, _, _)| self.is(&name.value, key))
    }

    fn is(&self, written: &str, key: &str) -> bool {
        written == key || self.keys.iter().any(|&(en, vi)| en == key && written == vi && !vi.is_empty())
    }

    fn take(&mut self, key: &'static str) -> Option<At<DeValue<'s>>> {
        debug_assert!(self.keys.iter().any(|&(en, _)| en == key), "{key} is not declared");
        let mut taken: Option<At<DeValue<'s>>> = None;
        let mut doubled = None;
        for at in 0..self.entries.len() {
            if self.is(&self.entries[at].0.value, key) {
                let (name, value, span) = &mut self.entries[at];
                if let Some(value) = value.take() {
                    if taken.is_some() {
                        doubled = Some((name.value.clone(), name.span));
                    } else {
                        taken = Some(At { value, span: *span });
                    }
                }
            }
        }
        if let Some((name, span)) = doubled {
            self.report_at(span, Diagnostic::error("khoa-lap").arg("name", name).arg("key", key));
        }
        taken
    }

    /// Reports a key that must be there and is not.
    pub fn missing(&mut self, code: &'static str) {
        let first_line = Span::new(self.span.start as usize, self.span.start as usize);
        self.report_at(first_line, Diagnostic::error(code));
    }

    fn wrong_kind(&mut self, key: &'static str, span: Span, wanted: &'static str) {
        let found = Diagnostic::error("sai-kieu").arg("key", key).help(message!(wanted, key = key));
        self.report_at(span, found);
    }

    /// A text, cleaned and trimmed; an empty one counts as absent.
    pub fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::String(value) => self.cleaned(&value, taken.span),
            _ => {
                self.wrong_kind(key, taken.span, "want-text");
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
            self.missing(code);
        }
        text
    }

    fn cleaned(&mut self, value: &str, span: Span) -> Option<At<String>> {
        // Asked first: what cleaning drops may be a letter of an old encoding.
        if let Some(legacy) = text::legacy(value) {
            let word = value[legacy.start..legacy.end].to_owned();
            let found = Diagnostic::error("bang-ma-cu").arg("kind", legacy.kind).arg("word", word);
            self.report_at(span, found);
        }
        let value = text::one_line(value);
        (!value.is_empty()).then_some(At { value, span })
    }

    /// A list of texts; a single text stands for a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some(taken) = self.take(key) else { return Vec::new() };
        let items: Vec<(DeValue<'s>, Span)> = match taken.value {
            DeValue::Array(array) => array
                .into_iter()
                .map(|item| (Span::from(item.span()).shifted(self.offset), item.into_inner()))
                .map(|(span, item)| (item, span))
                .collect(),
            other => vec![(other, taken.span)],
        };
        let mut texts = Vec::new();
        for (item, span) in items {
            match item {
                DeValue::String(value) => texts.extend(self.cleaned(&value, span)),
                DeValue::Integer(value) => texts.push(At { value: value.as_str().to_owned(), span }),
                _ => self.wrong_kind(key, span, "want-texts"),
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
                    self.wrong_kind(key, taken.span, "want-flag");
                    None
                }
            },
            _ => {
                self.wrong_kind(key, taken.span, "want-flag");
                None
            }
        }
    }

    /// A whole number from 0 up; a text of digits (with separators of thousands) will do.
    pub fn number(&mut self, key: &'static str) -> Option<At<u32>> {
        let taken = self.take(key)?;
        let value = match &taken.value {
            DeValue::Integer(value) => u32::from_str_radix(value.as_str(), value.radix()).ok(),
            DeValue::String(value) => value.trim().replace('.', "").parse().ok(),
            _ => None,
        };
        match value {
            Some(value) => Some(At { value, span: taken.span }),
            None => {
                self.wrong_kind(key, taken.span, "want-number");
                None
            }
        }
    }

    /// A text, or a whole number written as one (`quarter = 2`, `task = 4`).
    pub fn text_or_number(&mut self, key: &'static str) -> Option<At<String>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::String(value) => self.cleaned(&value, taken.span),
            DeValue::Integer(value) => Some(At { value: value.as_str().to_owned(), span: taken.span }),
            _ => {
                self.wrong_kind(key, taken.span, "want-text");
                None
            }
        }
    }

    /// A date: a TOML date or date-time (moved to +07:00 where it names another offset), or text
    /// in a Vietnamese form.
    pub fn date(&mut self, key: &'static str) -> Option<At<Date>> {
        let taken = self.take(key)?;
        let read = match &taken.value {
            DeValue::Datetime(value) => civil(value),
            DeValue::String(value) => parse_date(value),
            _ => Err(DateError::Form),
        };
        match read {
            Ok(value) if (2000..=2100).contains(&value.year()) => Some(At { value, span: taken.span }),
            Ok(_) => {
                self.report_at(taken.span, Diagnostic::error("ngay-xa").arg("key", key));
                None
            }
            Err(reason) => {
                let code = match reason {
                    DateError::Form => "ngay-sai",
                    DateError::NoSuchDay => "ngay-khong-co",
                };
                self.report_at(taken.span, Diagnostic::error(code).arg("key", key));
                None
            }
        }
    }

    /// A table inside this one.
    pub fn table(&mut self, key: &'static str, keys: &'static [Key]) -> Option<Fields<'s>> {
        let taken = self.take(key)?;
        match taken.value {
            DeValue::Table(table) => Some(self.inner(taken.span, table, keys)),
            _ => {
                self.wrong_kind(key, taken.span, "want-table");
                None
            }
        }
    }

    /// A list of tables inside this one; a single table stands for a list of one.
    pub fn tables(&mut self, key: &'static str, keys: &'static [Key]) -> Vec<Fields<'s>> {
        let Some(taken) = self.take(key) else { return Vec::new() };
        let mut tables = Vec::new();
        match taken.value {
            DeValue::Table(table) => tables.push(self.inner(taken.span, table, keys)),
            DeValue::Array(array) => {
                for item in array {
                    let span = Span::from(item.span()).shifted(self.offset);
                    match item.into_inner() {
                        DeValue::Table(table) => tables.push(self.inner(span, table, keys)),
                        _ => self.wrong_kind(key, span, "want-table"),
                    }
                }
            }
            _ => self.wrong_kind(key, taken.span, "want-table"),
        }
        tables
    }

    /// Tables that may also be named by their keys: `[reach.zalo]` beside `[[reach]]`.
    pub fn named_tables(
        &mut self,
        key: &'static str,
        keys: &'static [Key],
    ) -> Vec<(Option<At<String>>, Fields<'s>)> {
        let named = self.entries.iter().any(|(name, value, _)| {
            self.is(&name.value, key)
                && matches!(value, Some(DeValue::Table(table))
                    if !table.is_empty() && table.values().all(|value| value.get_ref().is_table()))
        });
        if !named {
            return self.tables(key, keys).into_iter().map(|table| (None, table)).collect();
        }
        let Some(At { value: DeValue::Table(table), .. }) = self.take(key) else { return Vec::new() };
        let mut tables = Vec::new();
        for (name, value) in table {
            let at = At {
                span: Span::from(name.span()).shifted(self.offset),
                value: text::clean(name.get_ref()).into_owned(),
            };
            let span = Span::from(value.span()).shifted(self.offset);
            if let DeValue::Table(table) = value.into_inner() {
                tables.push((Some(at), self.inner(span, table, keys)));
            }
        }
        tables
    }

    fn inner(&self, span: Span, table: DeTable<'s>, keys: &'static [Key]) -> Fields<'s> {
        Fields::of(self.source, self.offset, span, table, keys, Vec::new())
    }

    /// Ends the reading of an inner table and takes over what it found.
    pub fn absorb(&mut self, inner: Fields<'s>) {
        self.found.extend(inner.finish());
    }

    /// Everything found, the keys that nobody asked for included.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        let unknown: Vec<At<Box<str>>> = self
            .entries
            .iter()
            .filter(|(_, value, _)| value.is_some())
            .map(|(name, _, _)| name.clone())
            .collect();
        for name in unknown {
            let known = self.keys.iter().flat_map(|&(en, vi)| [en, vi]).filter(|key| !key.is_empty());
            let found = Diagnostic::error("khoa-la")
                .arg("name", &name.value)
                .did_you_mean(closest(&name.value, known));
            self.report_at(name.span, found);
        }
        self.found
    }
}

fn civil(value: &toml::value::Datetime) -> Result<Date, DateError> {
    let date = value.date.ok_or(DateError::Form)?;
    let small = |n: u8| i8::try_from(n).map_err(|_| DateError::NoSuchDay);
    let day = i16::try_from(date.year)
        .map_err(|_| DateError::NoSuchDay)
        .and_then(|year| {
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
