//! What becomes of a copy when the settings name another address for its source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::error::Error;
use crate::exchange::copies::{self, COPIES, FOLDER, States};
use crate::exchange::{INDEX, Kin, Record, plain_address};
use crate::model::{Config, SourceSpec, UnitId};

use super::keep::Copy;
use super::source::host_of;

/// Gives the copy of a source whose address was changed in the settings to the source that took
/// its place, so that posts which the feed shows no more are not lost. Only where nothing else can
/// be meant: the unit has one source without a copy, and one copy without a source. What was
/// gathered from another unit's address by mistake belongs to no source any more.
///
/// Forgets the states of copies that somebody has removed.
///
/// # Errors
/// When a folder cannot be renamed.
pub(super) fn take_over(
    root: &Path,
    config: &Config,
    kin: &Kin,
    states: &mut States,
) -> Result<Vec<(String, Box<str>)>, Error> {
    let folder = |key: &str| root.join(FOLDER).join(COPIES).join(key);
    let owners = Owners::of(config, kin);
    // A source of the registry has the same key at any address.
    for source in &config.sources {
        let Some(state) = states.get(&*source.key) else { continue };
        let moved = state.good.is_some() && state.address != *source.address;
        let copy = folder(&source.key);
        if !moved || !owners.is_strange(source.unit, &state.address, &copy) {
            continue;
        }
        let code = &config.units.get(source.unit).code;
        let key = SourceSpec::key_of(code, Some(&state.address));
        let key = (1..).map(|n| if n == 1 { key.to_string() } else { format!("{key}-{n}") });
        let key = key.into_iter().find(|key| !folder(key).exists()).expect("numbers do not end");
        fs::rename(&copy, folder(&key)).map_err(Error::io("write-file", copy))?;
        let state = states.remove(&*source.key).unwrap_or_default();
        states.insert(key, state);
    }
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
    for (unit, sources) in units {
        let code = &config.units.get(unit).code;
        // Under its own code, or under one that it had before.
        let mut old = left.iter().filter(|key| {
            let stem = key.rsplit_once("--").map_or(key.as_str(), |(stem, _)| stem);
            SourceSpec::is_key_of(key, code)
                || config.units.find(stem) == Some(unit) && SourceSpec::is_key_of(key, stem)
        });
        let ([source], Some(old), None) = (&sources[..], old.next(), old.next()) else { continue };
        if owners.is_strange(unit, &states[old].address, &folder(old)) {
            continue;
        }
        let to = folder(&source.key);
        fs::rename(folder(old), &to).map_err(Error::io("write-file", to))?;
        let state = states.remove(old).unwrap_or_default();
        taken.push((state.address.clone(), source.key.clone()));
        states.insert(source.key.to_string(), state);
    }
    Ok(taken)
}

/// Whose the addresses in the settings are.
struct Owners<'o> {
    kin: &'o Kin,
    /// Units by a source's address.
    sources: BTreeMap<Box<str>, BTreeSet<UnitId>>,
    /// Units by the host of any of their addresses.
    hosts: BTreeMap<String, BTreeSet<UnitId>>,
}

impl Owners<'_> {
    fn of<'o>(config: &Config, kin: &'o Kin) -> Owners<'o> {
        let mut owners = Owners { kin, sources: BTreeMap::new(), hosts: BTreeMap::new() };
        for source in &config.sources {
            owners.sources.entry(plain_address(&source.address)).or_default().insert(source.unit);
            if let Some(host) = host_of(&source.address) {
                owners.hosts.entry(host).or_default().insert(source.unit);
            }
        }
        for (id, unit) in config.units.iter() {
            for url in [&unit.portal_url, &unit.section_url].into_iter().flatten() {
                owners.hosts.entry(url.host().to_lowercase()).or_default().insert(id);
            }
        }
        owners
    }

    /// Whether a copy of a unit came from another unit's address, or leads to its pages for the
    /// most part. A host of many units tells nothing.
    fn is_strange(&self, unit: UnitId, address: &str, folder: &Path) -> bool {
        let others = |units: &BTreeSet<UnitId>| {
            !units.is_empty() && units.iter().all(|&other| self.kin.steps(other, unit).is_none())
        };
        if self.sources.get(&plain_address(address)).is_some_and(others) {
            return true;
        }
        let records = Copy::of(folder, true).records();
        let is_other = |row: &&Record| {
            let host = host_of(if row.url.is_empty() { &row.canonical_url } else { &row.url });
            let units = host.and_then(|host| self.hosts.get(&host));
            units.is_some_and(|units| units.len() == 1 && others(units))
        };
        records.iter().filter(is_other).count() * 2 > records.len()
    }
}
