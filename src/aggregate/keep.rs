//! Compares what a source hands over with the copy that is there, and replaces that in one step.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::exchange::copies::{COPIES, DAMAGED, FOLDER, State, Tree, WAITING, is_whole};
use crate::exchange::{INDEX, Index, Kin, Record, Remote, Shard, admit, plain_address, read, sha256};
use crate::files::DiskFiles;
use crate::model::{Config, Digest, PeriodRule, SourceSpec, SourceState, Status, TermId};
use crate::output::write_atomically;
use crate::text;

use super::source::{self, Got, Known};
use super::tree::readable;
use super::{Failure, Fetch, Now, Wish};
use super::{dates, sheet};

/// Seconds that a server may ask to be left alone.
const LONGEST_WAIT: i64 = 86_400;

/// What a source is gathered with.
pub(super) struct Keeper<'k> {
    pub root: &'k Path,
    pub config: &'k Config,
    pub kin: &'k Kin,
    pub fetch: &'k dyn Fetch,
    pub now: Now,
    pub wish: &'k Wish,
}

/// Asks one source, and keeps what it says. The state says how it went.
///
/// # Errors
/// When the copy cannot be written.
pub(super) fn refresh(keeper: &Keeper<'_>, source: &SourceSpec, old: State) -> Result<State, Error> {
    let Keeper { root, config, kin, fetch, now, wish } = *keeper;
    let folder = root.join(FOLDER).join(COPIES).join(&*source.key);
    let copy = Copy::of(&folder, old.good.is_some(), config.period_rule);
    let base = State { checked: Some(now.day), address: source.address.to_string(), ..old.clone() };
    // No server is left alone for longer than a day, whatever the clock was once.
    let waits = |until: i64| (1..=LONGEST_WAIT).contains(&(until - now.second));
    if !wish.refresh && old.wait.is_some_and(waits) {
        return Ok(old);
    }
    // Without a copy that is whole, nothing is known to be the same.
    let damaged = copy.damaged.first().map(|path| name_of(path));
    let is_good = copy.is_there && damaged.is_none();
    let settings = read_by(config, source);
    let fresh = wish.refresh || !is_good || old.state == SourceState::Held || old.settings != settings;
    let accept = wish.refresh && !wish.only.is_empty();
    let waiting = root.join(FOLDER).join(WAITING).join(&*source.key);
    // What a feed showed while it was held is in it no more: it goes on waiting, or is taken.
    let records = |title: &str| {
        let mut records = copy.records();
        if accept || calls_itself_otherwise(&old, title) {
            let known: BTreeSet<String> = records.iter().map(|row| row.id.clone()).collect();
            let more = Copy::of(&waiting, false, config.period_rule).records();
            records.extend(more.into_iter().filter(|row| !known.contains(&row.id)));
        }
        records
    };
    let admitted = |rows: Vec<Record>| admit(config, kin, source, Remote::new(rows)).posts.len();
    let known = Known {
        etag: if fresh { "" } else { &old.etag },
        modified: if fresh { "" } else { &old.modified },
        feed: &old.feed,
        folder: &folder,
        admitted: &admitted,
        records: &records,
        accept,
        units: kin.below(source.unit),
    };
    let got = source::get(root, config, source, fetch, &known, now);
    let failed = |failure: Failure, state: SourceState| State {
        state,
        error: failure.code.to_owned(),
        detail: text::cut_graphemes(&crate::exchange::printable(&failure.detail), 200).into_owned(),
        wait: failure.wait.map(|seconds| now.second + seconds as i64),
        ..base.clone()
    };
    // What was damaged is told until a person has taken it away.
    let aside = root.join(FOLDER).join(DAMAGED).join(&*source.key);
    let good = |state: State| {
        // And what waits, until a person has decided.
        let told = [(&aside, "nguon-da-va", DAMAGED), (&waiting, "nguon-con-cho", WAITING)];
        let told = told.into_iter().find(|(folder, ..)| folder.is_dir());
        let told = told.map(|(_, code, top)| (code.to_owned(), format!("{FOLDER}/{top}/{}", source.key)));
        let (error, detail) = told.unwrap_or_default();
        State { state: SourceState::Good, good: Some(now.day), error, detail, wait: None, ..state }
    };
    let new = match got {
        Err(failure) => {
            return Ok(match damaged {
                // Worse than the failure: what is left is not all that there was.
                Some(name) => failed(Failure::new("nguon-ban-hong", name), SourceState::Failed),
                None => failed(failure, SourceState::Failed),
            });
        }
        Ok(Got::Same) => return Ok(good(base.clone())),
        Ok(Got::New(new)) => new,
    };
    let doubt = || doubt(config, source, &copy, &admitted, &old, &new);
    if let Some(doubt) = (!accept).then(doubt).flatten() {
        if doubt.code == "nguon-doi-tieu-de" {
            wait(&folder, &waiting, &new)?;
        }
        // What there was before cannot be told for certain: that comes first.
        let doubt = match &damaged {
            Some(name) if doubt.code == "nguon-giam-nua" => Failure::new("nguon-ban-hong-giu", name.as_str()),
            _ => doubt,
        };
        // Nothing of it may ever be taken for the copy.
        for shard in new.shards.iter().filter(|shard| !copy.there.contains(&shard.name)) {
            let _ = fs::remove_file(folder.join(&shard.name));
        }
        return Ok(failed(doubt, SourceState::Held));
    }
    set_aside(root, &copy.damaged, &aside.join(now.day.to_string()))?;
    if let Err(failure) = put(&folder, &new)? {
        return Ok(failed(failure, SourceState::Failed));
    }
    let state = State {
        etag: new.etag,
        modified: new.modified,
        feed: new.feed,
        title: if new.is_feed && new.title.is_empty() { old.title.clone() } else { new.title },
        settings,
        ..base.clone()
    };
    // A person has decided: what waited is in the copy, or in what took the feed's place.
    if accept && waiting.is_dir() {
        fs::remove_dir_all(&waiting).map_err(Error::io("write-file", waiting.clone()))?;
    }
    Ok(good(state))
}

/// Whether a feed has another title than the one that its copy was taken under.
fn calls_itself_otherwise(old: &State, title: &str) -> bool {
    !old.title.is_empty() && !title.is_empty() && text::title_key(&old.title) != text::title_key(title)
}

/// The digest of all that a source's answer is read by, beside the answer itself: the program's own
/// reader, the resolution, and what the settings say of the source.
fn read_by(config: &Config, source: &SourceSpec) -> String {
    let types = &config.vocabulary.types;
    let code = |kind: &TermId| types.get(*kind).code.as_str();
    let pairs: Vec<_> = source.types.iter().map(|(category, kind)| (category, code(kind))).collect();
    let all = (
        env!("CARGO_PKG_VERSION"),
        &config.resolution.number,
        &source.categories,
        pairs,
        source.kind.as_ref().map(code),
        types.names().collect::<Vec<_>>(),
    );
    Digest::of(format!("{all:?}").as_bytes()).short()
}

/// Puts what is held where nobody counts it.
fn wait(folder: &Path, waiting: &Path, new: &source::New) -> Result<(), Error> {
    for shard in &new.shards {
        let (from, to) = (folder.join(&shard.name), waiting.join(&shard.name));
        let bytes = fs::read(&from).map_err(Error::io("read-file", from))?;
        if !to.exists() {
            write_atomically(&to, &bytes)?;
        }
    }
    put(waiting, new).map(drop)
}

/// The file that names what was missing, beside what was damaged.
const MISSING: &str = "thieu.txt";

/// Copies what is left of damaged files to a folder for a person, and names those that are gone.
fn set_aside(root: &Path, damaged: &[PathBuf], folder: &Path) -> Result<(), Error> {
    let mut missing = String::new();
    for path in damaged {
        let to = folder.join(name_of(path));
        match fs::read(path) {
            Ok(bytes) if !to.exists() => write_atomically(&to, &bytes)?,
            Ok(_) => {}
            Err(_) => {
                let path = path.strip_prefix(root).unwrap_or(path);
                missing.push_str(&format!("{}\r\n", path.display()).replace('\\', "/"));
            }
        }
    }
    let list = folder.join(MISSING);
    if !missing.is_empty() && !list.exists() {
        write_atomically(&list, missing.as_bytes())?;
    }
    Ok(())
}

fn name_of(path: &Path) -> String {
    path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned())
}

/// What a person should look at before it replaces the copy.
fn doubt(
    config: &Config,
    source: &SourceSpec,
    copy: &Copy,
    admitted: &dyn Fn(Vec<Record>) -> usize,
    old: &State,
    new: &source::New,
) -> Option<Failure> {
    let unit = new.unit.trim();
    if !unit.is_empty() && config.units.find(unit) != Some(source.unit) {
        let code = if copy.is_there { "nguon-doi-don-vi" } else { "nguon-cua-don-vi-khac" };
        return Some(Failure::new(code, unit));
    }
    if calls_itself_otherwise(old, &new.title) {
        return Some(Failure::new("nguon-doi-tieu-de", new.title.as_str()));
    }
    let same =
        new.shards.iter().map(|shard| &shard.sha256).eq(copy.index.shards.iter().map(|old| &old.sha256));
    let new_tree = new.tree.as_ref().map(|tree| &tree.index);
    if new_tree == copy.tree.as_ref() && same && copy.damaged.is_empty() {
        return None;
    }
    // Rows that nobody admits are worth nothing: posts are compared, not rows.
    let before = match (&copy.tree, copy.damaged.is_empty()) {
        (Some(tree), _) => DiskFiles::open(copy.folder.join(tree.folder()))
            .map_or(tree.posts(), |files| readable(config, source, &files, tree)),
        (None, true) => copy.index.shards.iter().map(|shard| admitted(copy.rows(shard))).sum(),
        (None, false) => copy.index.rows(),
    };
    let after = match &new.tree {
        Some(tree) => tree.readable(config, source),
        None => new.shards.iter().map(|shard| shard.posts).sum(),
    };
    // A feed has forgotten posts that the copy still has. Another kind of source says what there
    // is: what it lacks would be lost.
    let was_feed = copy.is_there && copy.tree.is_none() && !old.title.is_empty();
    if was_feed && !new.is_feed {
        let address = |row: &Record| {
            plain_address(if row.canonical_url.is_empty() { &row.url } else { &row.canonical_url })
        };
        let rows = new.shards.iter().flat_map(|shard| copy.rows_of(&shard.name));
        let kept: BTreeSet<Box<str>> = rows.map(|row| address(&row)).collect();
        let lost = match &new.tree {
            Some(_) => before.saturating_sub(after),
            None => {
                admitted(copy.records().into_iter().filter(|row| !kept.contains(&address(row))).collect())
            }
        };
        if lost > 0 {
            return Some(Failure::new("nguon-doi-loai", lost.to_string()));
        }
    }
    (after * 2 < before).then(|| Failure::new("nguon-giam-nua", format!("{after}/{before}")))
}

/// Whether the copy of a source has a post that is published for the source's own unit.
pub(super) fn has_posts(root: &Path, config: &Config, kin: &Kin, source: &SourceSpec) -> bool {
    let folder = root.join(FOLDER).join(COPIES).join(&*source.key);
    let bytes = fs::read(folder.join(INDEX)).unwrap_or_default();
    if let Some(tree) = Tree::read(&bytes) {
        return tree.posts() > 0;
    }
    let shards = Index::read(&bytes).map_or(Vec::new(), |index| index.shards);
    // The newest first: one is enough.
    shards.iter().rev().any(|shard| {
        let bytes = fs::read(folder.join(&shard.name)).unwrap_or_default();
        let rows = read(&bytes).map_or(Vec::new(), |rows| rows.records);
        let posts = admit(config, kin, source, Remote::new(rows)).posts;
        posts.iter().any(|post| post.unit == source.unit && post.status == Status::Approved)
    })
}

/// The copy in a folder, as far as it is there.
#[derive(Default)]
struct Copy {
    is_there: bool,
    folder: PathBuf,
    /// Which quarter a day belongs to, which tells how a day was meant.
    rule: PeriodRule,
    /// What its index names; where that is lost, all shards in the folder.
    index: Index,
    /// Names of the shards that lay in the folder.
    there: BTreeSet<String>,
    tree: Option<Tree>,
    /// Files that are not what they should be. Of shards, the rows that can be read still count as
    /// known, so that a feed does not lose what it shows no more.
    damaged: Vec<PathBuf>,
}

impl Copy {
    /// `had` says that there was a copy once.
    fn of(folder: &Path, had: bool, rule: PeriodRule) -> Copy {
        let mut copy = Copy { folder: folder.to_owned(), rule, ..Copy::default() };
        let names = fs::read_dir(folder).into_iter().flatten().flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok());
        copy.there = names.filter(|name| name.ends_with(".csv") && name != INDEX).collect();
        let path = folder.join(INDEX);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            // A first run that was cut off: what it brought is nobody's yet, but it may also be all
            // that is left of a copy and its state.
            Err(error) if error.kind() == ErrorKind::NotFound && !had => {
                copy.without_index();
                copy.damaged.clear();
                return copy;
            }
            Err(_) => Vec::new(),
        };
        copy.is_there = true;
        let tree = Tree::read(&bytes);
        // A folder is named for its whole index: half of one names none.
        let is_there = |tree: &Tree| folder.join(tree.folder()).is_dir();
        let left = || DiskFiles::open(folder).ok().and_then(|files| Tree::left(&files, ""));
        if let Some(tree) = tree.clone().filter(is_there) {
            let top = folder.join(tree.folder());
            let missing = tree.files.iter().map(|(path, _)| top.join(path)).find(|path| !path.is_file());
            copy.damaged.extend(missing);
            copy.tree = Some(tree);
            return copy;
        }
        let is_lost = tree.is_some() || Index::read(&bytes).is_err();
        if let Some(left) = is_lost.then(left).flatten().or(tree) {
            copy.damaged.push(path);
            copy.tree = Some(left);
            return copy;
        }
        match Index::read(&bytes) {
            Ok(index) => copy.index = index,
            Err(_) => {
                copy.damaged.push(path);
                copy.without_index();
                return copy;
            }
        }
        for shard in &copy.index.shards {
            let path = folder.join(&shard.name);
            if !fs::read(&path).is_ok_and(|bytes| sha256(&bytes) == shard.sha256) {
                copy.damaged.push(path);
            }
        }
        copy
    }

    /// Takes every shard in the folder for one of the copy. One whose bytes are not those that its
    /// name tells is damaged.
    fn without_index(&mut self) {
        for name in &self.there {
            let path = self.folder.join(name);
            let bytes = fs::read(&path).unwrap_or_default();
            let rows = self.rows_of(name).len();
            self.index.shards.push(Shard { name: name.clone(), rows, sha256: sha256(&bytes) });
            if !is_whole(name, &bytes) {
                self.damaged.push(path);
            }
        }
    }

    /// What one shard holds.
    fn rows(&self, shard: &Shard) -> Vec<Record> {
        self.rows_of(&shard.name)
    }

    /// What a file of its folder holds.
    fn rows_of(&self, name: &str) -> Vec<Record> {
        let bytes = fs::read(self.folder.join(name)).unwrap_or_default();
        // Somebody looked into it with a spreadsheet, and saved it.
        let bytes = sheet::with_commas(&bytes).unwrap_or(bytes);
        let bytes = dates::mended(self.rule, &bytes).unwrap_or(bytes);
        read(&bytes).map_or(Vec::new(), |rows| rows.records)
    }

    /// What all shards hold.
    fn records(&self) -> Vec<Record> {
        self.index.shards.iter().flat_map(|shard| self.rows(shard)).collect()
    }
}

/// Puts a copy: its shards are there, then comes in one step the index that names them, and then what no
/// index names any more goes.
fn put(folder: &Path, new: &source::New) -> Result<Result<(), Failure>, Error> {
    let mut index = Index { unit: new.unit.clone(), shards: Vec::new() };
    for shard in &new.shards {
        let (name, sha256) = (shard.name.clone(), shard.sha256.clone());
        index.shards.push(Shard { name, rows: shard.rows, sha256 });
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
