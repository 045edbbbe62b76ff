//! The last good copies of all sources, as plain files in the site's folder:
//!
//! ```text
//! tong-hop/nguon.csv                          how the last attempt at each source went
//! tong-hop/chuyen-muc.csv                     sections of units without gathered posts, as last seen
//! tong-hop/ban/<key>/muc-luc.csv              the copy of one source: its shards, with digests
//! tong-hop/ban/<key>/2026-q2-0123456789.csv   one shard, named with its digest
//! tong-hop/ban/<key>/bai-0123456789abcdef/…   or a folder of Markdown, named with its index's digest
//! tong-hop/cho/<key>/…                        what a feed under a new title showed, as a copy
//! ```
//!
//! A copy is what its index names: an index is replaced in one step, after all its shards are
//! there, so that a run that was cut off leaves the old copy whole.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::diagnostics::SourcePath;
use crate::error::Error;
use crate::files::Files;
use crate::model::{Config, SourceSpec, SourceState};
use crate::text;

use super::table::Table;
use super::{Flaw, INDEX, Index, Record, Remote, SHARD_LIMIT, defused, read, sha256, without_marks};

/// The folder of all that aggregation keeps.
pub const FOLDER: &str = "tong-hop";

/// The folder of the copies in it.
pub const COPIES: &str = "ban";

/// The file of the states in it.
pub const STATE: &str = "nguon.csv";

/// The file of what was seen of the sections of units without gathered posts: states by unit code.
pub const SECTIONS: &str = "chuyen-muc.csv";

/// What is known of the last attempt at one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct State {
    /// How it went.
    pub state: SourceState,
    /// The day of the last attempt.
    pub checked: Option<Date>,
    /// The day of the last good copy.
    pub good: Option<Date>,
    /// What the server calls its version.
    pub etag: String,
    /// And its date.
    pub modified: String,
    /// What a feed calls itself; may be empty.
    pub title: String,
    /// The code of what went wrong.
    pub error: String,
    /// In words or figures, what more there is to say.
    pub detail: String,
    /// The address that the state belongs to.
    pub address: String,
    /// Not to be asked before this moment: seconds since 1970.
    pub wait: Option<i64>,
    /// The feed that the page at the address leads to; `etag` and `modified` are the feed's then.
    pub feed: String,
    /// The digest of what the copy was read by: another one makes another copy of the same bytes.
    pub settings: String,
}

const HEADINGS: [&str; 13] = [
    "nguon",
    "trang_thai",
    "lan_thu",
    "ban_ngay",
    "etag",
    "sua_luc",
    "loi",
    "chi_tiet",
    "dia_chi",
    "cho_den",
    "ten_nguon",
    "rss",
    "cai_dat",
];

/// The states of all sources, by key.
pub type States = BTreeMap<String, State>;

/// Reads the states. Lines that cannot be read are as good as not there: the sources are asked
/// again.
pub fn states(bytes: &[u8]) -> States {
    let text = String::from_utf8_lossy(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    // Somebody may have looked into it with a spreadsheet, and saved it.
    let first = text.lines().next().unwrap_or_default();
    let separator = [b';', b'\t'].into_iter().find(|&one| first.contains(char::from(one))).unwrap_or(b',');
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut states = States::new();
    for row in reader.records().flatten() {
        let cell = |at: usize| row.get(at).unwrap_or("").trim();
        let plain = |at: usize| {
            let cell = cell(at);
            match cell.strip_prefix('\'') {
                Some(rest) if defused(rest) == cell => rest.to_owned(),
                _ => cell.to_owned(),
            }
        };
        let Some(state) = SourceState::ALL.into_iter().find(|state| state.code() == cell(1)) else {
            continue;
        };
        let state = State {
            state,
            checked: text::parse_date(cell(2)).ok(),
            good: text::parse_date(cell(3)).ok(),
            etag: plain(4),
            modified: plain(5),
            error: plain(6),
            detail: plain(7),
            address: plain(8),
            wait: cell(9).parse().ok(),
            title: plain(10),
            feed: plain(11),
            settings: plain(12),
        };
        states.insert(cell(0).to_owned(), state);
    }
    states
}

/// The states as a file.
pub fn write_states(states: &States) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
    let written = writer.write_record(HEADINGS).and_then(|()| {
        for (key, state) in states {
            let day = |day: Option<Date>| day.map_or(String::new(), |day| day.to_string());
            writer.write_record([
                key.clone(),
                state.state.code().to_owned(),
                day(state.checked),
                day(state.good),
                defused(&state.etag),
                defused(&state.modified),
                defused(&state.error),
                defused(&state.detail),
                defused(&state.address),
                state.wait.map_or(String::new(), |moment| moment.to_string()),
                defused(&state.title),
                defused(&state.feed),
                defused(&state.settings),
            ])?;
        }
        Ok(writer.flush()?)
    });
    written.expect("writing into memory does not fail");
    drop(writer);
    out
}

/// What is known of a source. Where its address was changed, only what belongs to the copy still
/// holds: the server at the new address has never been asked.
pub fn state_of(states: &States, source: &SourceSpec) -> State {
    let known = states.get(&*source.key).cloned().unwrap_or_default();
    if known.address == *source.address {
        return known;
    }
    State { good: known.good, title: known.title, ..State::default() }
}

/// Copies that no source in the settings has any more, by key: nothing of them is counted.
pub fn left<'s>(states: &'s States, config: &Config) -> impl Iterator<Item = (&'s str, &'s State)> {
    let keys: BTreeSet<&str> = config.sources.iter().map(|source| &*source.key).collect();
    states
        .iter()
        .map(|(key, state)| (key.as_str(), state))
        .filter(move |(key, state)| state.good.is_some() && !keys.contains(key))
}

/// The folder of what was left of copies that were damaged, for a person to look at.
pub const DAMAGED: &str = "hong";

/// The folder of what waits for a person, in the shape of copies: nothing of it is counted.
pub const WAITING: &str = "cho";

/// The name of a shard in a copy.
pub fn shard_name(quarter: &str, digest: &str) -> String {
    format!("{quarter}-{}.csv", &digest[..10])
}

/// Whether the bytes of a shard are those that its name tells.
pub fn is_whole(name: &str, bytes: &[u8]) -> bool {
    name.ends_with(&shard_name("", &sha256(bytes)))
}

/// What the index of a folder of Markdown is called in its first line.
const TREE: [&str; 2] = ["tep", "sha256"];

/// A folder of Markdown with pictures: which files it has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// Paths inside the folder with the SHA-256 of each file, sorted.
    pub files: Vec<(String, String)>,
}

impl Tree {
    /// How many posts it may have.
    pub fn posts(&self) -> usize {
        self.files.iter().filter(|(path, _)| path.ends_with(".md")).count()
    }

    /// The index as a file.
    pub fn write(&self) -> Vec<u8> {
        let mut out = "\u{feff}".as_bytes().to_vec();
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(&mut out);
        let written = writer.write_record(TREE).and_then(|()| {
            for (path, sha256) in &self.files {
                writer.write_record([path, sha256])?;
            }
            Ok(writer.flush()?)
        });
        written.expect("writing into memory does not fail");
        drop(writer);
        out
    }

    /// Reads an index; none where it is the index of something else.
    pub fn read(bytes: &[u8]) -> Option<Tree> {
        let text = std::str::from_utf8(bytes).ok()?;
        let mut table = Table::new(text.strip_prefix('\u{feff}')?);
        if table.next()?.iter().ne(TREE) {
            return None;
        }
        let mut files = Vec::new();
        while let Some(row) = table.next() {
            let path = row.get(0)?;
            // Written by us, and yet it names files.
            let inside = SourcePath::new(path);
            let plain =
                path.split('/').all(|part| !matches!(part, "" | "." | "..")) && inside.as_str() == path;
            if !plain {
                return None;
            }
            files.push((path.to_owned(), row.get(1)?.to_owned()));
        }
        Some(Tree { files })
    }

    /// What lies in a copy's folder whose index is lost: the folder of files that is just what its
    /// name tells. Of what is damaged itself, nobody knows what it was.
    pub fn left(files: &dyn Files, folder: &str) -> Option<Tree> {
        let top = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let mut trees: BTreeMap<String, Tree> = BTreeMap::new();
        for path in files.list(folder).ok()?.value.files {
            let Some((name, inside)) = path.as_str().strip_prefix(&top)?.split_once('/') else { continue };
            if let Ok(Some(bytes)) = files.read_optional(&path, SHARD_LIMIT) {
                trees.entry(name.to_owned()).or_default().files.push((inside.to_owned(), sha256(&bytes)));
            }
        }
        trees.retain(|name, _| name.starts_with("bai-"));
        trees.values_mut().for_each(|tree| tree.files.sort());
        trees.into_iter().find(|(name, tree)| tree.folder() == *name).map(|(_, tree)| tree)
    }

    /// The folder that the files lie in, beside the index.
    pub fn folder(&self) -> String {
        format!("bai-{}", &sha256(&self.write())[..16])
    }
}

/// The copy of one source.
#[derive(Debug, Default)]
pub struct Copy {
    /// Its index; empty for a source without a copy, and for a folder of Markdown.
    pub index: Option<Index>,
    /// For a folder of Markdown, its files.
    pub tree: Option<Tree>,
    /// Rows that could not be read, with the shard.
    pub flaws: Vec<(String, Flaw)>,
    /// A shard that is not what the index says: somebody changed it, or the disk failed.
    pub broken: Option<String>,
}

/// Reads the copy of one source from a site's folder. `had` says that there was one once: without
/// its index, it is broken, and the shards that are whole are what is left of it.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn copy(files: &dyn Files, key: &str, had: bool) -> Result<(Remote<Vec<Record>>, Copy), Error> {
    let folder = format!("{FOLDER}/{COPIES}/{key}");
    let mut copy = Copy::default();
    let path = SourcePath::new(&format!("{folder}/{INDEX}"));
    let bytes = match files.read_optional(&path, 8 << 20) {
        Ok(Some(bytes)) => bytes,
        Ok(None) if !had => return Ok((Remote::new(Vec::new()), copy)),
        Ok(None) => Vec::new(),
        // One copy that cannot be read is no reason to build nothing.
        Err(_) => Vec::new(),
    };
    if let Some(tree) = Tree::read(&bytes) {
        // A folder is named for its whole index: half of one names none.
        let first = tree.files.first().map(|(path, _)| format!("{folder}/{}/{path}", tree.folder()));
        let is_there = first.is_none_or(|path| files.find(&SourcePath::new(&path)).is_some());
        let left = if is_there { None } else { Tree::left(files, &folder) };
        copy.broken = left.is_some().then(|| INDEX.to_owned());
        copy.tree = left.or(Some(tree));
        return Ok((Remote::new(Vec::new()), copy));
    }
    let Ok(index) = Index::read(&bytes) else {
        copy.broken = Some(INDEX.to_owned());
        copy.tree = Tree::left(files, &folder);
        let mut all = Vec::new();
        let listing = files.list(&folder).map_or(Vec::new(), |listing| listing.value.files);
        for path in listing {
            let name = path.as_str().rsplit('/').next().unwrap_or_default();
            if !name.ends_with(".csv") || name == INDEX {
                continue;
            }
            let bytes = files.read_optional(&path, SHARD_LIMIT).ok().flatten().unwrap_or_default();
            if let Some(rows) = read(&bytes).ok().filter(|_| is_whole(name, &bytes)) {
                all.extend(rows.records);
            }
        }
        return Ok((Remote::new(all), copy));
    };
    let mut all = Vec::new();
    for shard in &index.shards {
        let path = SourcePath::new(&format!("{folder}/{}", shard.name));
        let bytes = files.read_optional(&path, SHARD_LIMIT).ok().flatten().unwrap_or_default();
        match read(&bytes).ok().filter(|_| sha256(&bytes) == shard.sha256) {
            Some(mut rows) => {
                // An index that names a unit came from that unit, with its shards.
                if !index.unit.is_empty() {
                    rows.records.iter_mut().for_each(|row| row.reason = without_marks(&row.reason));
                }
                all.extend(rows.records);
                copy.flaws.extend(rows.flaws.into_iter().map(|flaw| (shard.name.clone(), flaw)));
            }
            None => copy.broken = Some(shard.name.clone()),
        }
    }
    copy.index = Some(index);
    Ok((Remote::new(all), copy))
}
