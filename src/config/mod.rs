//! Turns `nq71.toml` and the unit registry into a [`Config`], or into diagnostics.
//!
//! 1. [`load`] reads `nq71.toml`; unknown keys anywhere are errors with a suggestion.
//! 2. The units come from the `[unit]` table or from the registry's rows, by the same reader.
//! 3. Each unit's `exchange_url`, and the `[[source]]` tables, say where posts are gathered.
//! 4. What only shows when all units are known (doubled codes, unknown parents) is checked last.
//!
//! Nothing here reads a post.

mod cells;
mod destination;
mod registry;
mod sources;
mod unit;
mod vocabulary;

use crate::diagnostics::{Checked, Diagnostic, Source, SourcePath, any_error, closest};
use crate::error::Error;
use crate::fields::{Fields, Key, no_address};
use crate::files::Files;
use crate::model::{
    Address, Colour, Config, LIGHT_GROUNDS, Layout, PeriodRule, Resolution, UnitId, Units, Vocabulary,
};
use crate::text::Lang;

pub use destination::{is_host, is_url};
use unit::Row;
pub use unit::is_half_an_address;

/// The settings file's usual name.
pub const FILE: &str = "nq71.toml";

/// No settings file or registry is larger than this.
const LIMIT: u64 = 8 << 20;

const KEYS: &[Key] = &[
    ("base_url", ""),
    ("lang", ""),
    ("theme", ""),
    ("accent", ""),
    ("logo", ""),
    ("registry", ""),
    ("owner", ""),
    ("unit", ""),
    ("counting", ""),
    ("resolution", ""),
    ("vocabulary", ""),
    ("publish", ""),
    ("source", ""),
    ("exclude", ""),
    ("aggregate", ""),
];
/// What the name of a page ends with on portals: a section is a folder.
const PAGES: [&str; 7] = ["html", "htm", "php", "asp", "aspx", "jsp", "shtml"];
const COUNTING: &[Key] = &[("target_per_quarter", ""), ("period_rule", "")];
const RESOLUTION: &[Key] =
    &[("number", ""), ("date", ""), ("body", ""), ("subject", ""), ("title", ""), ("in_text", "")];

/// Reads the settings file `path` and the registry that it names.
///
/// The value is `None` when something needed is missing or wrong; the diagnostics say what.
///
/// # Errors
/// When a file that is there cannot be read.
///
/// ```
/// use nq71::config::{self, FILE};
/// use nq71::files::MemoryFiles;
///
/// let mut files = MemoryFiles::default();
/// files.put(FILE, "[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n");
/// let config = config::load(&files, FILE).unwrap().value.unwrap();
/// assert_eq!(config.target_per_quarter, 2);
/// ```
pub fn load(files: &dyn Files, path: &str) -> Result<Checked<Option<Config>>, Error> {
    let path = SourcePath::new(path);
    let Some(bytes) = files.read_optional(&path, LIMIT)? else {
        return Ok(Checked::new(None, vec![Diagnostic::error("thieu-cai-dat").arg("path", &path)]));
    };
    let mut found = Vec::new();
    let Some(text) = utf8(&path, bytes, &mut found) else { return Ok(Checked::new(None, found)) };
    let source = Source { path: &path, text: &text };
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut fields = Fields::parse(source, start..text.len(), KEYS);

    let vocabulary = match fields.table("vocabulary", vocabulary::KEYS) {
        Some(mut table) => {
            let vocabulary = vocabulary::extended(&mut table);
            fields.absorb(table);
            vocabulary
        }
        None => Vocabulary::default(),
    };
    let base_url = fields.text("base_url").and_then(|at| {
        let read = section_address("base_url", &at.value);
        read.map_err(|wrong| fields.report_at(at.span, *wrong)).ok()
    });
    let lang = lang(&mut fields);
    let theme = fields.text("theme").map_or("chuan".to_owned(), |at| at.value);
    let accent = accent(&mut fields);
    let logo = logo(&mut fields, files)?;
    let (target_per_quarter, period_rule) = counting(&mut fields);
    let resolution = resolution(&mut fields);
    let registry = fields.text("registry");
    let owner = fields.text("owner");
    let unit = fields.table("unit", unit::KEYS);
    let mut destinations = Vec::new();
    for (name, mut table) in fields.named_tables("publish", destination::KEYS) {
        destinations.extend(destination::read(name, &mut table));
        fields.absorb(table);
    }

    let layout = if registry.is_some() { Layout::Many } else { Layout::One };
    let mut list = Vec::new();
    match (unit, &registry) {
        (Some(mut table), None) => {
            list.extend(unit::read(&mut table, &vocabulary));
            fields.absorb(table);
        }
        (None, Some(registry)) => {
            list = registry::load(files, &source, registry, &vocabulary)?.into(&mut found);
        }
        (Some(_), Some(registry)) => {
            fields.report_at(registry.span, Diagnostic::error("hai-nguon-don-vi"));
        }
        (None, None) => fields.missing("unit", "thieu-don-vi"),
    }
    let named = list.iter().map(|row: &Row| row.unit.code.clone()).collect::<Vec<_>>();
    let units = Units::new(list.into_iter().map(|row| row.unit).collect());
    let owner = match (layout, owner) {
        (Layout::One, _) => (!units.is_empty()).then_some(UnitId(0)),
        (Layout::Many, Some(owner)) => {
            let id = units.find(&owner.value);
            // With a row that could not be read, nobody is unknown for certain.
            if id.is_none() && !any_error(&found) {
                let known = closest(&owner.value, named.iter().map(|code| &**code));
                fields.report_at(
                    owner.span,
                    Diagnostic::error("don-vi-la").arg("name", &owner.value).did_you_mean(known),
                );
            }
            id
        }
        (Layout::Many, None) => None,
    };
    let inner_hosts = sources::inner_hosts(&mut fields);
    let unsure = any_error(&found);
    let excluded = sources::exclusions(&mut fields, &units, unsure);
    let sources = sources::read(&mut fields, &units, &vocabulary, unsure);
    found.extend(fields.finish());
    destination::hide_passwords(&mut found);
    if any_error(&found) || units.is_empty() {
        return Ok(Checked::new(None, found));
    }
    let config = Config {
        base_url,
        lang,
        theme: theme.into(),
        accent,
        logo,
        resolution,
        vocabulary,
        units,
        layout,
        owner,
        target_per_quarter,
        period_rule,
        destinations: destinations.into(),
        sources,
        inner_hosts,
        excluded,
    };
    Ok(Checked::new(Some(config), found))
}

fn lang(fields: &mut Fields<'_>) -> Lang {
    let Some(at) = fields.text("lang") else { return Lang::default() };
    at.value.parse().unwrap_or_else(|_| {
        fields.report_at(at.span, Diagnostic::error("ngon-ngu-trang").arg("name", &at.value));
        Lang::default()
    })
}

/// The unit's colour. One that is too light to read on the page's grounds is told of: pages take
/// the nearest that can be read.
fn accent(fields: &mut Fields<'_>) -> Option<Colour> {
    let at = fields.text("accent")?;
    let Ok(colour) = at.value.parse::<Colour>() else {
        fields.report_at(at.span, Diagnostic::error("mau-nhan-sai").arg("value", &at.value));
        return None;
    };
    if !colour.is_readable_on(&LIGHT_GROUNDS) {
        let better = colour.readable_on(&LIGHT_GROUNDS);
        let weak = Diagnostic::warning("mau-nhan-yeu").arg("value", &at.value).arg("better", better);
        fields.report_at(at.span, weak);
    }
    Some(colour)
}

/// The picture that `logo` names, beside the settings.
fn logo(fields: &mut Fields<'_>, files: &dyn Files) -> Result<Option<SourcePath>, Error> {
    let Some(at) = fields.text("logo") else { return Ok(None) };
    let Some(path) = fields.source().path.beside(&at.value) else {
        fields.report_at(at.span, Diagnostic::error("ra-ngoai").arg("path", &at.value));
        return Ok(None);
    };
    if !matches!(path.extension().as_str(), "png" | "jpg" | "jpeg" | "gif") {
        fields.report_at(at.span, Diagnostic::error("logo-la").arg("path", &at.value));
        return Ok(None);
    }
    let there = match files.read_optional(&path, LIMIT) {
        Ok(bytes) => bytes.is_some(),
        // Said of it when it is read to be published.
        Err(Error::TooLarge { .. }) => true,
        Err(error) => return Err(error),
    };
    if !there {
        fields.report_at(at.span, Diagnostic::error("thieu-logo").arg("path", &at.value));
        return Ok(None);
    }
    Ok(Some(path))
}

fn counting(fields: &mut Fields<'_>) -> (u32, PeriodRule) {
    let (mut target, mut rule) = (2, PeriodRule::Calendar);
    if let Some(mut table) = fields.table("counting", COUNTING) {
        if let Some(at) = table.number("target_per_quarter") {
            target = at.value.min(unit::TARGET_AT_MOST);
            if at.value > target {
                table.report_at(at.span, Diagnostic::error("chi-tieu-lon").arg("most", target));
            }
        }
        if let Some(at) = table.text("period_rule") {
            match at.value.as_str() {
                "calendar" => {}
                "nd09" => rule = PeriodRule::Nd09,
                other => {
                    let known = closest(other, ["calendar", "nd09"]);
                    let wrong = Diagnostic::error("ky-la").arg("name", other).did_you_mean(known);
                    table.report_at(at.span, wrong);
                }
            }
        }
        fields.absorb(table);
    }
    (target, rule)
}

fn resolution(fields: &mut Fields<'_>) -> Resolution {
    let mut resolution = Resolution::default();
    let Some(mut table) = fields.table("resolution", RESOLUTION) else { return resolution };
    if let Some(at) = table.text("number") {
        // Whoever writes another number must not publish this one's date and words under it.
        if at.value != resolution.number {
            for key in ["date", "body", "subject"] {
                if !table.has(key) {
                    table.missing(key, "thieu-cho-nghi-quyet");
                }
            }
        }
        resolution.title = format!("Nghị quyết {}", at.value);
        resolution.in_text = format!("Nghị quyết số {}", at.value);
        resolution.number = at.value;
    }
    if let Some(at) = table.date("date") {
        resolution.date = at.value;
    }
    for (key, slot) in [
        ("body", &mut resolution.body),
        ("subject", &mut resolution.subject),
        ("title", &mut resolution.title),
        ("in_text", &mut resolution.in_text),
    ] {
        if let Some(at) = table.text(key) {
            *slot = at.value;
        }
    }
    fields.absorb(table);
    resolution
}

/// Reads an address, or says why it is not one.
/// Reads the address of a section: a folder on the web, to which the paths of pages are added.
///
/// # Errors
/// A diagnostic without a place, for something else.
pub fn section_address(key: &str, written: &str) -> Result<Address, Box<Diagnostic>> {
    let address: Address = written.parse().map_err(|_| Box::new(no_address(key, written)))?;
    let no_folder = |sign: &str, folder: &str| {
        let found = Diagnostic::error("dia-chi-co-duoi").arg("key", key);
        Err(Box::new(found.arg("sign", sign).did_you_mean(Some(folder))))
    };
    if let Some(at) = written.find(['?', '#']) {
        return no_folder(&written[at..=at], &written[..at]);
    }
    // As a browser's address bar has it: the host's name and the path in ASCII, without `..`.
    let url = url::Url::parse(address.as_str()).map_err(|_| Box::new(no_address(key, written)))?;
    let file = url.path().rsplit('/').next().unwrap_or_default();
    let end = file.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    if end.is_some_and(|end| PAGES.contains(&end.as_str())) {
        return no_folder(file, url.as_str().strip_suffix(file).unwrap_or_default());
    }
    let address: Address = url.as_str().parse().map_err(|_| Box::new(no_address(key, written)))?;
    Ok(address.folder())
}

/// A settings file's bytes as text, or a diagnostic at the first byte that is not UTF-8.
fn utf8(path: &SourcePath, bytes: Vec<u8>, found: &mut Vec<Diagnostic>) -> Option<String> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(text),
        Err(error) => {
            found.push(Diagnostic::not_utf8(path, error.as_bytes(), error.utf8_error().valid_up_to()));
            None
        }
    }
}
