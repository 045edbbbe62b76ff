//! Finds out what a source is, and makes shards of it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Cursor, ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::config::is_half_an_address;
use crate::exchange::copies::shard_name;
use crate::exchange::{INDEX, Index, Record, Rows, SHARD_LIMIT, read, sha256, write};
use crate::model::{Address, Config, Quarter, SourceSpec};
use crate::output::write_atomically;

use super::tree::NewTree;
use super::web::{Answer, Failure, Fetch, Request};
use super::{Now, book, dates, feed, sheet};

/// No page, feed or index is longer than this.
const PAGE_LIMIT: u64 = 5 << 20;

/// No ZIP file is longer than this.
const ZIP_LIMIT: u64 = 64 << 20;

/// All shards of a source together are no longer than this.
const SOURCE_LIMIT: u64 = 256 << 20;

/// And have no more rows than this for each unit that the source may speak for: a school publishes
/// some forty posts a year.
const UNIT_ROWS: usize = 5_000;

/// Nobody waits longer for one source's shards.
const SOURCE_TIME: Duration = Duration::from_secs(120);

/// What is known of a source already.
pub(super) struct Known<'k> {
    pub etag: &'k str,
    pub modified: &'k str,
    /// The feed that the page at the address led to; may be empty.
    pub feed: &'k str,
    /// The folder of the copy. Shards are put there as they come: until an index names them, they
    /// are nobody's, and a run that was cut off need not fetch them again.
    pub folder: &'k Path,
    /// How many posts are admitted of some rows.
    pub admitted: &'k dyn Fn(Vec<Record>) -> usize,
    /// Reads the rows that are known of a feed of this title.
    pub records: &'k dyn Fn(&str) -> Vec<Record>,
    /// A person takes whatever comes.
    pub accept: bool,
    /// How many units the source may speak for.
    pub units: usize,
}

impl Known<'_> {
    fn bounded(&self, rows: usize) -> Result<(), Failure> {
        if rows > self.units * UNIT_ROWS { Err(Failure::new("nguon-qua-nhieu-dong", "")) } else { Ok(()) }
    }
}

/// What a source handed over.
pub(super) enum Got {
    /// Nothing new.
    Same,
    /// A new copy.
    New(Box<New>),
}

/// A copy to be.
#[derive(Default)]
pub(super) struct New {
    /// The code of the unit that the source names; may be empty.
    pub unit: String,
    /// The title that a feed calls itself; may be empty.
    pub title: String,
    /// True for a feed, which shows the newest posts only.
    pub is_feed: bool,
    pub shards: Vec<NewShard>,
    pub etag: String,
    pub modified: String,
    /// The feed that the page at the address leads to; may be empty.
    pub feed: String,
    /// For a folder of Markdown, its files; there are no shards then.
    pub tree: Option<NewTree>,
}

/// One shard of it, which lies in the folder of the copy.
pub(super) struct NewShard {
    pub name: String,
    pub rows: usize,
    /// How many posts are admitted of it.
    pub posts: usize,
    pub sha256: String,
}

impl NewShard {
    /// Puts a shard into the folder of the copy.
    fn put(known: &Known<'_>, quarter: &str, rows: Rows, bytes: &[u8]) -> Result<NewShard, Failure> {
        let sha256 = sha256(bytes);
        let name = shard_name(quarter, &sha256);
        let path = known.folder.join(&name);
        if !fs::read(&path).is_ok_and(|there| there == *bytes) {
            write_atomically(&path, bytes)
                .map_err(|_| Failure::new("nguon-khong-ghi-duoc", path.display().to_string()))?;
        }
        let number = rows.records.len() + rows.flaws.len();
        Ok(NewShard { name, rows: number, posts: (known.admitted)(rows.records), sha256 })
    }
}

/// The address of a source on the web; none for a path on this machine.
pub fn address_of(written: &str) -> Option<Address> {
    written.parse().ok()
}

/// The host of a source on the web.
pub fn host_of(written: &str) -> Option<String> {
    address_of(written).map(|address| address.host().to_lowercase())
}

/// Where files beside an index are.
trait Beside {
    fn get(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Failure>;

    /// Where the file stands that was read first, on the web.
    fn base(&self) -> Option<&Address> {
        None
    }
}

/// Asks a source.
pub(super) fn get(
    root: &Path,
    config: &Config,
    source: &SourceSpec,
    fetch: &dyn Fetch,
    known: &Known<'_>,
    now: Now,
) -> Result<Got, Failure> {
    match address_of(&source.address) {
        Some(address) => from_web(config, source, fetch, known, now, &address),
        None => from_disk(config, source, known, now, &root.join(&*source.address)),
    }
}

fn from_web(
    config: &Config,
    source: &SourceSpec,
    fetch: &dyn Fetch,
    known: &Known<'_>,
    now: Now,
    address: &Address,
) -> Result<Got, Failure> {
    let written = address.as_str();
    // The folder of the exchange files is named for what lies in it.
    let bare = written.trim_end_matches('/');
    let address =
        if bare.ends_with("/trao-doi") { join(&format!("{bare}/"), INDEX)? } else { address.clone() };
    let ask = |url: &Address, known: Option<&Known<'_>>, limit: u64| {
        let (etag, modified) = known.map_or(("", ""), |known| (known.etag, known.modified));
        fetch.get(Request { url, etag, modified, limit })
    };
    let limit = if address.as_str().ends_with(".zip") { ZIP_LIMIT } else { PAGE_LIMIT };
    // Nothing is the same as what is not there.
    let same = || match (known.etag, known.modified) {
        ("", "") => Err(Failure::new("nguon-ma-http", "304")),
        _ => Ok(Got::Same),
    };
    // The feed that the page led to; the page again, where it does no more.
    let found = known.feed.parse::<Address>().ok().map(|feed| ask(&feed, Some(known), PAGE_LIMIT));
    let (answer, feed) = match found {
        Some(Ok(Answer::Same)) => return same(),
        Some(Ok(Answer::Body { bytes, etag, modified, at })) if kind(&bytes) == Kind::Feed => {
            (Answer::Body { bytes, etag, modified, at }, known.feed.to_owned())
        }
        found => {
            let again = found.is_some();
            let answer = ask(&address, (!again).then_some(known), limit)?;
            match &answer {
                Answer::Body { bytes, at, .. } if kind(bytes) == Kind::Page => {
                    let text = String::from_utf8_lossy(bytes);
                    let found = feed_link(&text).ok_or_else(|| Failure::new("nguon-la-trang-web", ""))?;
                    let feed = resolve(at, &found)?;
                    (ask(&feed, None, PAGE_LIMIT)?, feed.to_string())
                }
                Answer::Same if again => return Err(Failure::new("nguon-ma-http", "304")),
                _ => (answer, String::new()),
            }
        }
    };
    let Answer::Body { bytes, etag, modified, at } = answer else { return same() };
    let mut web = FromWeb { fetch, index: at };
    let new = understood(config, source, known, now, &bytes, &mut web)?;
    Ok(Got::New(Box::new(New { etag, modified, feed, ..new })))
}

struct FromWeb<'w> {
    fetch: &'w dyn Fetch,
    index: Address,
}

impl Beside for FromWeb<'_> {
    fn get(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Failure> {
        let url = join(self.index.as_str(), name)?;
        match self.fetch.get(Request { url: &url, etag: "", modified: "", limit }) {
            Ok(Answer::Body { bytes, .. }) => Ok(bytes),
            Err(failure) if failure.code == "nguon-khong-co-trang" => {
                Err(Failure::new("nguon-khong-co-tep", name))
            }
            Err(failure) => Err(failure),
            Ok(Answer::Same) => Err(Failure::new("nguon-khong-doc-duoc", name)),
        }
    }

    fn base(&self) -> Option<&Address> {
        Some(&self.index)
    }
}

/// The address of a file beside another one.
fn join(beside: &str, name: &str) -> Result<Address, Failure> {
    let path = beside.split(['?', '#']).next().unwrap_or(beside);
    let folder = path.rfind('/').map_or(path, |at| &path[..=at]);
    format!("{folder}{name}").parse().map_err(|_| Failure::new("nguon-dia-chi-sai", name))
}

/// An address as a page writes it.
fn resolve(page: &Address, written: &str) -> Result<Address, Failure> {
    let wrong = || Failure::new("nguon-dia-chi-sai", written);
    if written.contains("://") {
        return written.parse().map_err(|_| wrong());
    }
    let (scheme, rest) = page.as_str().split_once("://").ok_or_else(wrong)?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    if let Some(other) = written.strip_prefix("//") {
        format!("{scheme}://{other}").parse().map_err(|_| wrong())
    } else if let Some(path) = written.strip_prefix('/') {
        format!("{scheme}://{host}/{path}").parse().map_err(|_| wrong())
    } else {
        join(page.as_str(), written)
    }
}

fn from_disk(
    config: &Config,
    source: &SourceSpec,
    known: &Known<'_>,
    now: Now,
    path: &Path,
) -> Result<Got, Failure> {
    if path.is_dir() {
        let folders = [path.join("trao-doi"), path.to_owned()];
        let Some(folder) = folders.into_iter().find(|folder| folder.join(INDEX).is_file()) else {
            let tree = NewTree::of(path)?;
            return Ok(Got::New(Box::new(New { tree: Some(tree), ..New::default() })));
        };
        let mut folder = FromFolder(folder);
        let bytes = folder.get(INDEX, PAGE_LIMIT)?;
        return Ok(Got::New(Box::new(understood(config, source, known, now, &bytes, &mut folder)?)));
    }
    if is_half_an_address(&source.address) && !path.exists() {
        return Err(Failure::new("nguon-thieu-https", ""));
    }
    let mut folder = FromFolder(path.parent().unwrap_or(Path::new(".")).to_owned());
    let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
    let packed = [".zip", ".xlsx", ".xlsm"].iter().any(|end| name.to_lowercase().ends_with(end));
    let limit = if packed { ZIP_LIMIT } else { PAGE_LIMIT };
    // The whole path says where it was looked for.
    let bytes = folder.get(&name, limit).map_err(|failure| match failure.code {
        "nguon-khong-co-tep" | "nguon-khong-doc-duoc" => Failure::new(failure.code, &*source.address),
        _ => failure,
    })?;
    if kind(&bytes) == Kind::Page {
        return Err(Failure::new("nguon-la-trang-web", ""));
    }
    Ok(Got::New(Box::new(understood(config, source, known, now, &bytes, &mut folder)?)))
}

struct FromFolder(PathBuf);

impl Beside for FromFolder {
    fn get(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Failure> {
        let code = |error: &std::io::Error| match error.kind() {
            ErrorKind::NotFound => "nguon-khong-co-tep",
            _ => "nguon-khong-doc-duoc",
        };
        let file = File::open(self.0.join(name)).map_err(|error| Failure::new(code(&error), name))?;
        limited(file, limit)
            .map_err(|failure| Failure {
                detail: failure.unwrap_or(name.to_owned()),
                ..Failure::new("nguon-khong-doc-duoc", "")
            })
            .and_then(|bytes| bytes.ok_or_else(|| too_large(limit)))
    }
}

/// All bytes of a reader; none where there are more than `limit`.
fn limited(reader: impl Read, limit: u64) -> Result<Option<Vec<u8>>, Option<String>> {
    let mut bytes = Vec::new();
    reader.take(limit + 1).read_to_end(&mut bytes).map_err(|_| None)?;
    Ok((bytes.len() as u64 <= limit).then_some(bytes))
}

pub(super) fn too_large(limit: u64) -> Failure {
    Failure::new("nguon-qua-lon", (limit >> 20).to_string())
}

struct FromZip<'z> {
    archive: zip::ZipArchive<Cursor<&'z [u8]>>,
    folder: String,
}

impl Beside for FromZip<'_> {
    fn get(&mut self, name: &str, limit: u64) -> Result<Vec<u8>, Failure> {
        let path = format!("{}{name}", self.folder);
        let file = self.archive.by_name(&path).map_err(|error| match error {
            zip::result::ZipError::FileNotFound => Failure::new("nguon-khong-co-tep", name),
            _ => Failure::new("nguon-zip-hong", ""),
        })?;
        // What an entry says of its own length is not believed.
        let read = limited(file, limit).map_err(|_| Failure::new("nguon-zip-hong", ""))?;
        read.ok_or_else(|| too_large(limit))
    }
}

/// What some bytes are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Index,
    Shard,
    Zip,
    Feed,
    Page,
    Unknown,
}

fn kind(bytes: &[u8]) -> Kind {
    if bytes.starts_with(b"PK\x03\x04") {
        return Kind::Zip;
    }
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_lowercase();
    let utf16 = bytes.starts_with(b"\xff\xfe<\0") || bytes.starts_with(b"\xfe\xff\0<");
    let head =
        head.trim_start_matches(|sign: char| sign == '\u{feff}' || sign.is_whitespace() || sign.is_control());
    let line = head.lines().next().unwrap_or("");
    let columns: Vec<&str> = line.split([',', ';', '\t']).map(|name| name.trim().trim_matches('"')).collect();
    if columns.contains(&"version") && columns.contains(&"sha256") {
        Kind::Index
    } else if columns.contains(&"id") && columns.contains(&"unit") && columns.contains(&"status") {
        Kind::Shard
    } else if utf16 || ["<rss", "<feed", "<rdf:rdf"].iter().any(|tag| head.contains(tag)) {
        Kind::Feed
    } else if head.contains("<html") || head.contains("<!doctype html") {
        Kind::Page
    } else if head.starts_with("<?xml") {
        Kind::Feed
    } else {
        Kind::Unknown
    }
}

fn understood(
    config: &Config,
    source: &SourceSpec,
    known: &Known<'_>,
    now: Now,
    bytes: &[u8],
    beside: &mut dyn Beside,
) -> Result<New, Failure> {
    let table = matches!(kind(bytes), Kind::Index | Kind::Shard | Kind::Unknown);
    let rewritten = table.then(|| sheet::with_commas(bytes)).flatten();
    let bytes = rewritten.as_deref().unwrap_or(bytes);
    match kind(bytes) {
        Kind::Index => by_index(bytes, known, beside),
        Kind::Shard => single(config, known, bytes),
        Kind::Zip => {
            let broken = || Failure::new("nguon-zip-hong", "");
            let archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| broken())?;
            if book::is_workbook(&archive) {
                return sharded(config, known, sheet::workbook(config, source, bytes)?);
            }
            let names = archive.file_names().filter_map(Result::ok);
            let index = names
                .filter(|name| *name == INDEX || name.ends_with(&format!("/{INDEX}")))
                .min_by_key(|name| name.len())
                .map(|name| name.into_owned())
                .ok_or_else(|| Failure::new("nguon-zip-khong-muc-luc", ""))?;
            let folder = index[..index.len() - INDEX.len()].to_owned();
            let mut zip = FromZip { archive, folder };
            let bytes = zip.get(INDEX, PAGE_LIMIT)?;
            by_index(&bytes, known, &mut zip)
        }
        Kind::Feed => {
            let base = beside.base();
            let read = feed::read(config, source, (bytes, base), known.records, now, known.accept)?;
            Ok(New { title: read.title, is_feed: true, ..sharded(config, known, read.records)? })
        }
        Kind::Page => Err(Failure::new("nguon-la-trang-web", "")),
        Kind::Unknown => match sheet::separated(config, source, bytes)? {
            Some(records) => sharded(config, known, records),
            None => Err(sheet::strange(bytes)),
        },
    }
}

/// Exchange files: only shards that are not there yet are fetched.
fn by_index(bytes: &[u8], known: &Known<'_>, beside: &mut dyn Beside) -> Result<New, Failure> {
    let index = Index::read(bytes).map_err(|error| Failure::new(error.code(), ""))?;
    if index.unit.trim().is_empty() {
        return Err(Failure::new("nguon-muc-luc-sai", ""));
    }
    let mut new = New { unit: index.unit, ..New::default() };
    let begun = Instant::now();
    let (mut length, mut rows) = (0, 0);
    for shard in index.shards {
        let quarter: String = shard.name.trim_end_matches(".csv").chars().take(40).collect();
        let there = fs::read(known.folder.join(shard_name(&quarter, &shard.sha256))).ok();
        let bytes = match there.filter(|bytes| sha256(bytes) == shard.sha256) {
            Some(bytes) => bytes,
            // What was fetched so far is there for the next run.
            None if begun.elapsed() > SOURCE_TIME => return Err(Failure::new("nguon-het-gio", "")),
            None => beside.get(&shard.name, SHARD_LIMIT)?,
        };
        if sha256(&bytes) != shard.sha256 {
            return Err(Failure::new("nguon-sai-ma-kiem", shard.name));
        }
        length += bytes.len() as u64;
        if length > SOURCE_LIMIT {
            return Err(too_large(SOURCE_LIMIT));
        }
        let read = read(&bytes).map_err(|error| Failure::new(error.code(), ""))?;
        rows += read.records.len() + read.flaws.len();
        known.bounded(rows)?;
        new.shards.push(NewShard::put(known, &quarter, read, &bytes)?);
    }
    Ok(new)
}

/// One shard without an index.
fn single(config: &Config, known: &Known<'_>, bytes: &[u8]) -> Result<New, Failure> {
    let mut rows = read(bytes).map_err(|error| Failure::new(error.code(), ""))?;
    // No digest says that nobody has saved it anew.
    let mended = dates::mended(config.period_rule, bytes);
    let bytes = mended.as_deref().unwrap_or(bytes);
    if mended.is_some() {
        rows = read(bytes).map_err(|error| Failure::new(error.code(), ""))?;
    }
    known.bounded(rows.records.len() + rows.flaws.len())?;
    Ok(New { shards: vec![NewShard::put(known, "tat-ca", rows, bytes)?], ..New::default() })
}

/// Rows of ours, by quarter.
fn sharded(config: &Config, known: &Known<'_>, records: Vec<Record>) -> Result<New, Failure> {
    known.bounded(records.len())?;
    let mut quarters: BTreeMap<String, Vec<Record>> = BTreeMap::new();
    for record in records {
        let day = record.date.parse::<jiff::civil::Date>();
        let quarter = day.map_or("khong-ngay".to_owned(), |day| Quarter::of(day, config.period_rule).slug());
        quarters.entry(quarter).or_default().push(record);
    }
    let mut new = New::default();
    for (quarter, mut records) in quarters {
        records.sort_by(|a, b| (&a.date, &a.id).cmp(&(&b.date, &b.id)));
        let mut bytes = Vec::new();
        write(&records, &mut bytes);
        new.shards.push(NewShard::put(known, &quarter, Rows { records, flaws: Vec::new() }, &bytes)?);
    }
    Ok(new)
}

/// Where a page says that its feed is.
fn feed_link(page: &str) -> Option<String> {
    let lower = page.to_ascii_lowercase();
    let starts: Vec<usize> = lower.match_indices("<link").map(|(at, _)| at).collect();
    starts.iter().enumerate().find_map(|(number, &at)| {
        // No further than the next one: what never ends is not looked through again and again.
        let next = starts.get(number + 1).copied().unwrap_or(lower.len());
        let end = at + lower[at..next].find('>')?;
        let tag = page.get(at..end)?;
        let attribute = |name: &str| {
            let folded = tag.to_ascii_lowercase();
            let start = folded.find(&format!("{name}="))? + name.len() + 1;
            let rest = &tag[start..];
            let quote = rest.chars().next()?;
            let value = match quote {
                '"' | '\'' => rest[1..].split(quote).next()?,
                _ => rest.split_whitespace().next()?,
            };
            Some(value.replace("&amp;", "&"))
        };
        let kind = attribute("type").unwrap_or_default().to_lowercase();
        let feed = kind == "application/rss+xml" || kind == "application/atom+xml";
        let alternate = attribute("rel").is_some_and(|rel| rel.to_lowercase().contains("alternate"));
        (feed && alternate).then(|| attribute("href")).flatten()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_says_where_its_feed_is() {
        let page = "<!DOCTYPE html><html><head><link rel=stylesheet href=a.css>\
                    <LINK REL=\"alternate\" TYPE='application/rss+xml' HREF=\"/rss/tin.xml?a=1&amp;b=2\">";
        assert_eq!(feed_link(page).as_deref(), Some("/rss/tin.xml?a=1&b=2"));
        assert_eq!(feed_link("<html><link rel=alternate hreflang=en href=/en/>"), None);
        assert_eq!(feed_link("<link"), None);
        let page = "https://a.example.vn/tin/index.html?x=1".parse().unwrap();
        assert_eq!(resolve(&page, "rss.xml").unwrap().as_str(), "https://a.example.vn/tin/rss.xml");
        assert_eq!(resolve(&page, "/rss").unwrap().as_str(), "https://a.example.vn/rss");
        assert_eq!(resolve(&page, "//b.example.vn/r").unwrap().as_str(), "https://b.example.vn/r");
        assert!(resolve(&page, "file:///etc/passwd").is_err());
    }

    #[test]
    fn kinds_of_files_are_told_by_their_start() {
        for (text, expected) in [
            ("\u{feff}version,unit,shard,rows,sha256\r\n", Kind::Index),
            ("id,unit,date,type,status\n", Kind::Shard),
            ("\n<?xml version=\"1.0\"?><rss version=\"2.0\">", Kind::Feed),
            ("<?xml version=\"1.0\"?><!-- x --><feed xmlns=\"http://www.w3.org/2005/Atom\">", Kind::Feed),
            ("<!DOCTYPE html><html>", Kind::Page),
            ("PK\u{3}\u{4}", Kind::Zip),
            ("", Kind::Unknown),
        ] {
            assert_eq!(kind(text.as_bytes()), expected, "{text}");
        }
    }
}
