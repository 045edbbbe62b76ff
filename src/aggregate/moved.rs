//! What becomes of a copy when the settings name another address for its source.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::exchange::copies::{self, COPIES, FOLDER, States, WAITING};
use crate::exchange::{INDEX, plain_address};
use crate::model::{Config, SourceSpec, UnitId};

/// Gives the copy of a source whose address was changed in the settings to the source that took
/// its place, so that posts which the feed shows no more are not lost. Only where nothing else can
/// be meant: the unit has one source without a copy, and one copy without a source; of several,
/// those whose addresses differ in nothing but the host. What waits for
/// a person goes along. Rows that are another unit's stay out when all are merged.
///
/// Forgets the states of copies that somebody has removed.
///
/// # Errors
/// When a folder cannot be renamed.
pub(super) fn take_over(
    root: &Path,
    config: &Config,
    states: &mut States,
) -> Result<Vec<(String, Box<str>)>, Error> {
    let folder = |key: &str| root.join(FOLDER).join(COPIES).join(key);
    let gone: Vec<String> = copies::left(states, config)
        .filter(|(key, _)| !folder(key).join(INDEX).is_file())
        .map(|(key, _)| key.to_owned())
        .collect();
    gone.iter().for_each(|key| drop(states.remove(key)));
    let left: Vec<String> = copies::left(states, config).map(|(key, _)| key.to_owned()).collect();
    if left.is_empty() {
        return Ok(Vec::new());
    }
    let mut units: BTreeMap<UnitId, Vec<&SourceSpec>> = BTreeMap::new();
    for source in &config.sources {
        if !states.contains_key(&*source.key) && !folder(&source.key).exists() {
            units.entry(source.unit).or_default().push(source);
        }
    }
    let mut taken = Vec::new();
    for (unit, mut sources) in units {
        let code = &config.units.get(unit).code;
        // Under its own code, or under one that it had before.
        let is_own = |key: &&str| {
            let stem = key.rsplit_once("--").map_or(*key, |(stem, _)| stem);
            SourceSpec::is_key_of(key, code)
                || config.units.find(stem) == Some(unit) && SourceSpec::is_key_of(key, stem)
        };
        let mut old: Vec<&str> = left.iter().map(String::as_str).filter(is_own).collect();
        let mut pairs: Vec<(&str, &SourceSpec)> = Vec::new();
        // A portal that gets another domain keeps its paths.
        if old.len() > 1 || sources.len() > 1 {
            let named: Vec<(&str, Option<String>)> =
                old.iter().map(|key| (*key, path_of(&states[*key].address))).collect();
            for source in &sources {
                let path = path_of(&source.address);
                let same = |one: &Option<String>| one.is_some() && *one == path;
                let mut fits = named.iter().filter(|(_, one)| same(one)).map(|(key, _)| *key);
                let alone = sources.iter().filter(|other| same(&path_of(&other.address))).count() == 1;
                if let (Some(key), None, true) = (fits.next(), fits.next(), alone) {
                    pairs.push((key, source));
                }
            }
            old.retain(|key| pairs.iter().all(|(known, _)| known != key));
            sources.retain(|source| pairs.iter().all(|(_, known)| known.key != source.key));
        }
        if let ([key], [source]) = (&old[..], &sources[..]) {
            pairs.push((key, source));
        }
        for (old, source) in pairs {
            rename(&folder(old), &folder(&source.key))?;
            let waiting = |key: &str| root.join(FOLDER).join(WAITING).join(key);
            if waiting(old).is_dir() {
                rename(&waiting(old), &waiting(&source.key))?;
            }
            let state = states.remove(old).unwrap_or_default();
            taken.push((state.address.clone(), source.key.clone()));
            states.insert(source.key.to_string(), state);
        }
    }
    Ok(taken)
}

fn rename(from: &Path, to: &Path) -> Result<(), Error> {
    fs::rename(from, to).map_err(Error::io("write-file", to))
}

/// What stands behind the host of an address; none for a host alone.
fn path_of(address: &str) -> Option<String> {
    let plain = plain_address(address);
    plain.split_once('/').map(|(_, path)| path.to_owned()).filter(|path| !path.is_empty())
}
