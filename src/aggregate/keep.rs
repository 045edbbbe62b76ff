//! Compares what a source hands over with the copy that is there, and replaces that in one step.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::Error;
use crate::exchange::copies::{self, COPIES, FOLDER, State, States, Tree, shard_name};
use crate::exchange::{INDEX, Index, Record, Shard, read, sha256};
use crate::model::{Config, SourceSpec, SourceState, UnitId};
use crate::output::write_atomically;
use crate::text;

use super::source::{self, Got, Known};
use super::{Failure, Fetch, Now, Wish};

/// A source with fewer rows than this may shrink as it likes.
const FEW: usize = 4;

/// Asks one source, and keeps what it says. The state says how it went.
///
/// # Errors
/// When the copy cannot be read or written.
pub(super) fn refresh(
    root: &Path,
    config: &Config,
    source: &SourceSpec,
    old: State,
    fetch: &dyn Fetch,
    now: Now,
    wish: &Wish,
) -> Result<State, Error> {
    let folder = root.join(FOLDER).join(COPIES).join(&*source.key);
    let copy = copy_of(&folder)?;
    let base = State { checked: Some(now.day), address: source.address.to_string(), ..old.clone() };
    if !wish.refresh && old.wait.is_some_and(|until| until > now.second) {
        return Ok(old);
    }
    // Without a copy that is whole, nothing is known to be the same.
    let fresh = wish.refresh || copy.is_none() || old.state == SourceState::Held;
    let accept = wish.refresh && !wish.only.is_empty();
    let records = || copy.as_ref().map_or(Vec::new(), Copy::records);
    let known = Known {
        etag: if fresh { "" } else { &old.etag },
        modified: if fresh { "" } else { &old.modified },
        index: copy.as_ref().and_then(|copy| copy.index.as_ref()),
        records: &records,
        accept,
    };
    let got = source::get(root, config, source, fetch, &known, now);
    let failed = |failure: Failure, state: SourceState| State {
        state,
        error: failure.code.to_owned(),
        detail: text::cut_graphemes(&crate::exchange::printable(&failure.detail), 200).into_owned(),
        wait: failure.wait.map(|seconds| now.second + seconds as i64),
        ..base.clone()
    };
    let good = |etag: String, modified: String, title: String| State {
        state: SourceState::Good,
        good: Some(now.day),
        etag,
        modified,
        title: if title.is_empty() { old.title.clone() } else { title },
        error: String::new(),
        detail: String::new(),
        wait: None,
        ..base.clone()
    };
    match got {
        Err(failure) => Ok(failed(failure, SourceState::Failed)),
        Ok(Got::Same) => Ok(good(old.etag.clone(), old.modified.clone(), String::new())),
        Ok(Got::New(new)) => {
            if let Some(doubt) = doubt(config, source, copy.as_ref(), &old, &new).filter(|_| !accept) {
                return Ok(failed(doubt, SourceState::Held));
            }
            match put(&folder, &new)? {
                Ok(()) => Ok(good(new.etag, new.modified, new.title)),
                Err(failure) => Ok(failed(failure, SourceState::Failed)),
            }
        }
    }
}

/// Gives the copy of a source whose address was changed in the settings to the source that took
/// its place, so that posts which the feed shows no more are not lost. Only where nothing else can
/// be meant: the unit has one source without a copy, and one copy without a source.
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
    for (unit, sources) in units {
        let code = &config.units.get(unit).code;
        let mut old = left.iter().filter(|key| SourceSpec::is_key_of(key, code));
        let ([source], Some(old), None) = (&sources[..], old.next(), old.next()) else { continue };
        let to = folder(&source.key);
        fs::rename(folder(old), &to).map_err(Error::io("write-file", to))?;
        let state = states.remove(old).unwrap_or_default();
        taken.push((state.address.clone(), source.key.clone()));
        states.insert(source.key.to_string(), state);
    }
    Ok(taken)
}

/// What a person should look at before it replaces the copy.
fn doubt(
    config: &Config,
    source: &SourceSpec,
    copy: Option<&Copy>,
    old: &State,
    new: &source::New,
) -> Option<Failure> {
    let unit = new.unit.trim();
    if !unit.is_empty() && config.units.find(unit) != Some(source.unit) {
        return Some(Failure::new("nguon-doi-don-vi", unit));
    }
    if !old.title.is_empty() && !new.title.is_empty() && !text::same(&old.title, &new.title) {
        return Some(Failure::new("nguon-doi-tieu-de", new.title.as_str()));
    }
    let before = copy.map_or(0, Copy::rows);
    let after = match &new.tree {
        Some(tree) => tree.index.posts(),
        None => new.shards.iter().map(|shard| shard.rows).sum(),
    };
    if before >= FEW && after * 2 < before {
        return Some(Failure::new("nguon-giam-nua", format!("{after}/{before}")));
    }
    None
}

/// A copy that is whole.
struct Copy {
    index: Option<Index>,
    tree: Option<Tree>,
    shards: Vec<Vec<u8>>,
}

impl Copy {
    /// What the shards hold.
    fn records(&self) -> Vec<Record> {
        self.shards.iter().filter_map(|bytes| read(bytes).ok()).flat_map(|rows| rows.records).collect()
    }

    fn rows(&self) -> usize {
        self.index.as_ref().map_or(0, Index::rows) + self.tree.as_ref().map_or(0, Tree::posts)
    }
}

/// The copy in a folder; none where something of it is missing or changed.
fn copy_of(folder: &Path) -> Result<Option<Copy>, Error> {
    let path = folder.join(INDEX);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Error::io("read-file", path)(error)),
    };
    if let Some(tree) = Tree::read(&bytes) {
        let top = folder.join(tree.folder());
        let whole = tree.files.iter().all(|(path, _)| top.join(path).is_file());
        return Ok(whole.then(|| Copy { index: None, tree: Some(tree), shards: Vec::new() }));
    }
    let Ok(index) = Index::read(&bytes) else { return Ok(None) };
    let mut shards = Vec::new();
    for shard in &index.shards {
        let Ok(bytes) = fs::read(folder.join(&shard.name)) else { return Ok(None) };
        if sha256(&bytes) != shard.sha256 {
            return Ok(None);
        }
        shards.push(bytes);
    }
    Ok(Some(Copy { index: Some(index), tree: None, shards }))
}

/// Puts a copy: its shards first, then in one step the index that names them, and then what no
/// index names any more goes.
fn put(folder: &Path, new: &source::New) -> Result<Result<(), Failure>, Error> {
    let mut index = Index { unit: new.unit.clone(), shards: Vec::new() };
    for shard in &new.shards {
        let name = shard_name(&shard.quarter, &shard.sha256);
        let path = folder.join(&name);
        if let Some(bytes) = &shard.bytes {
            let there = fs::read(&path).is_ok_and(|there| there == *bytes);
            if !there {
                write_atomically(&path, bytes)?;
            }
        }
        index.shards.push(Shard { name, rows: shard.rows, sha256: shard.sha256.clone() });
    }
    let mut bytes = Vec::new();
    match &new.tree {
        Some(tree) => match tree.put(folder)? {
            Ok(written) => bytes = written,
            Err(failure) => return Ok(Err(failure)),
        },
        None => index.write(&mut bytes),
    }
    let path = folder.join(INDEX);
    if fs::read(&path).ok().as_deref() != Some(&bytes) {
        write_atomically(&path, &bytes)?;
    }
    let kept = new.tree.as_ref().map(|tree| tree.index.folder());
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Ok(())) };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.ends_with(".csv") || name.starts_with(".nq71-");
        let old_tree = name.starts_with("bai-") && kept.as_deref() != Some(&*name);
        if old_tree && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let _ = fs::remove_dir_all(entry.path());
        }
        if ours && name != INDEX && !index.shards.iter().any(|shard| *shard.name == *name) {
            // What cannot be removed now is removed next time.
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(Ok(()))
}
