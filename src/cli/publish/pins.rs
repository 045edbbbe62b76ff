//! Writes into the settings without touching what a person wrote there.
//!
//! Pinned keys stand in the settings and not in `.nq71/`, which may be deleted at any time, and not
//! on one machine only: whoever publishes this site from elsewhere checks the same server.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, value};

use crate::config;
use crate::error::Error;
use crate::output::write_atomically;
use crate::publish::Kind;

/// The setting that pins what a server showed.
pub(super) fn key(kind: Kind) -> &'static str {
    if kind == Kind::HostKey { "host_key" } else { "certificate" }
}

/// Saves one setting of a destination.
pub(super) fn save(settings: &Path, name: &str, key: &str, text: &str) -> Result<(), Error> {
    save_all(settings, name, &[(key, text.to_owned())])
}

/// Saves settings of a destination; empty ones are taken out.
pub(super) fn save_all(settings: &Path, name: &str, pairs: &[(&str, String)]) -> Result<(), Error> {
    let shown = if settings.as_os_str().is_empty() { Path::new(config::FILE) } else { settings };
    let text = std::fs::read_to_string(shown).map_err(Error::io("read-file", shown))?;
    let wrong = |error: toml_edit::TomlError| Error::io("read-file", shown)(std::io::Error::other(error));
    let bare = text.trim_start_matches('\u{feff}');
    let mut document: DocumentMut = bare.parse().map_err(wrong)?;
    let publish = document.entry("publish").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    // One destination may stand in `[publish]` itself.
    let is_only = publish.get("kind").is_some_and(Item::is_value);
    let table = if is_only { publish } else { &mut publish[name] };
    if table.is_none() {
        *table = Item::Table(Table::new());
    }
    if let Some(table) = table.as_table_like_mut() {
        for (key, _) in pairs.iter().filter(|(_, text)| text.is_empty()) {
            table.remove(key);
        }
    }
    for (key, text) in pairs.iter().filter(|(_, text)| !text.is_empty()) {
        table[*key] = match (*key, text.parse::<i64>()) {
            ("port", Ok(number)) => value(number),
            _ => value(text.as_str()),
        };
    }
    write_atomically(shown, document.to_string().as_bytes())
}
