//! The entries of a feed of any portal that are about the resolution, as rows.
//!
//! A feed shows the newest entries only: what it showed before stays. An entry without a date
//! gets the day that it was first seen on, and keeps it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};

use feed_rs::model::{Entry, Feed};
use jiff::Timestamp;
use jiff::civil::Date;
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use quick_xml::events::Event;
use url::Url;

use crate::exchange::{
    ASSUMED_DATE, ASSUMED_TYPE, CATEGORY, DOUBTED, FROM, GONE, GUID, KEPT_DATE, Record, marks, plain_address,
    within_mark,
};
use crate::model::{Address, Config, Digest, Quarter, SourceSpec};
use crate::text;

use super::moment::{self, Moment};
use super::naming::{Named, Naming};
use super::plain::{plain, reference};
use super::{Failure, Now};

/// What a feed holds together with what it held before.
pub(super) struct Read {
    /// What the feed calls itself.
    pub title: String,
    /// All rows, old and new.
    pub records: Vec<Record>,
}

/// Reads a feed, which stands at `base`. `old` gives the rows that are known of a feed with its
/// title; `accept` says that a person wants the dates that the feed has now.
pub(super) fn read(
    config: &Config,
    source: &SourceSpec,
    (bytes, base): (&[u8], Option<&Address>),
    old: &dyn Fn(&str) -> Vec<Record>,
    now: Now,
    accept: bool,
) -> Result<Read, Failure> {
    let (feed, dates) = parse(&decoded(bytes), now.day).ok_or_else(|| Failure::new("nguon-xml-hong", ""))?;
    let title = feed.title.as_ref().map_or(String::new(), |title| plain(&title.content, 150));
    let old = &old(&title)[..];
    let home = feed.links.iter().filter(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let home = home.map(|link| link.href.trim()).find(|link| link.parse::<Address>().is_ok());
    let channel = Channel {
        config,
        source,
        naming: Naming::of(&config.resolution.number),
        base: Url::parse(home.or(base.map(Address::as_str)).unwrap_or(&source.address)).ok(),
        dates,
    };
    let (mut entries, unread): (Vec<Record>, Vec<String>) =
        feed.entries.iter().filter_map(|entry| channel.row(entry)).unzip();
    told_apart(&mut entries);
    entries.iter_mut().filter(|row| !row.canonical_url.is_empty()).for_each(name_by_address);
    let mut records: BTreeMap<String, Record> =
        old.iter().map(|record| (record.id.clone(), record.clone())).collect();
    let known = known(&entries, old);
    // What the feed does not show any more may have led to the same page.
    let taken: BTreeSet<String> = old.iter().filter_map(|row| address_name(own_address(row))).collect();
    for (row, _) in entries.iter_mut().zip(&known).filter(|(_, known)| known.is_none()) {
        if row.canonical_url.is_empty() && address_name(&row.url).is_some_and(|name| taken.contains(&name)) {
            name_by_title(row);
            name_by_address(row);
        }
    }
    // A clock that was ahead once.
    let today = now.day.to_string();
    for row in records.values_mut().filter(|row| row.date > today && mark(row, ASSUMED_DATE).is_some()) {
        row.date.clone_from(&today);
    }
    let shown: BTreeSet<&str> = known.iter().flatten().map(|row| &*row.id).collect();
    let mut days: Vec<String> = feed.entries.iter().filter_map(|entry| channel.day(entry)).collect();
    days.sort();
    // A feed forgets its oldest entries. One that is younger than half of those it shows was taken
    // away, or names the resolution no more: a person should know, and decides.
    if let Some(middle) = days.get(days.len() / 2) {
        let marks = [ASSUMED_DATE, KEPT_DATE, GONE];
        for row in records.values_mut().filter(|row| !shown.contains(&*row.id) && row.date > *middle) {
            if marks.iter().all(|name| mark(row, name).is_none()) {
                put_mark(row, GONE);
            }
        }
    }
    for ((mut record, known), unread) in entries.into_iter().zip(known).zip(unread) {
        if let Some(known) = known {
            record.id.clone_from(&known.id);
            if record.canonical_url.is_empty() && record.url == known.url {
                record.canonical_url.clone_from(&known.canonical_url);
            }
            // It named the resolution once: an edit of its text makes it no post of a category.
            if marks(known, CATEGORY).chain(marks(known, DOUBTED)).next().is_none() {
                let kept: Vec<&str> =
                    record.reason.split("; ").filter(|mark| !mark.starts_with(CATEGORY)).collect();
                record.reason = kept.join("; ");
            }
            let now_from: Vec<String> = marks(&record, FROM).map(str::to_owned).collect();
            let before = marks(known, FROM).filter(|from| !now_from.iter().any(|now| now == from));
            before.take(FROM_KEPT).for_each(|from| put_mark(&mut record, &marked(FROM, from)));
        }
        dated(config, &mut record, known, now, accept, &unread);
        if let Ok(day) = record.date.parse::<Date>() {
            record.quarter = Quarter::of(day, config.period_rule).to_string();
        }
        records.insert(record.id.clone(), record);
    }
    Ok(Read { title, records: records.into_values().collect() })
}

/// Which row of the copy each entry is. A portal that moves to another address, or makes new
/// ones when a title is edited, hands over the posts that it had.
///
/// 1. The same address, however it is written, unless all else differs.
/// 2. The same guid, where only one entry and one row have it.
/// 3. Where the feed shows the row no more under its old name: the same title, and the same day
///    or the same address on another host.
fn known<'o>(entries: &[Record], old: &'o [Record]) -> Vec<Option<&'o Record>> {
    let mut found: Vec<Option<usize>> = vec![None; entries.len()];
    let mut taken = vec![false; old.len()];
    type Fits = dyn Fn(&Record, &Record) -> bool;
    let mut pass = |fits: &Fits, name: &dyn Fn(&Record) -> Option<String>| {
        let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in old.iter().enumerate().filter(|(at, _)| !taken[*at]) {
            if let Some(name) = name(row) {
                rows.entry(name).or_default().push(at);
            }
        }
        let mut wanted: HashMap<String, usize> = HashMap::new();
        let names: Vec<Option<String>> = entries.iter().map(name).collect();
        for name in names.iter().flatten() {
            *wanted.entry(name.clone()).or_default() += 1;
        }
        for (at, name) in names.iter().enumerate() {
            let Some(name) = name.as_ref().filter(|_| found[at].is_none()) else { continue };
            if let Some(&[row]) = rows.get(name).map(Vec::as_slice)
                && wanted[name] == 1
                && fits(&entries[at], &old[row])
            {
                (found[at], taken[row]) = (Some(row), true);
            }
        }
    };
    pass(&is_same_post, &|row| address_name(own_address(row)));
    pass(&|_, _| true, &|row| mark(row, GUID).map(str::to_owned));
    let real_day = |row: &Record| !row.date.is_empty() && mark(row, ASSUMED_DATE).is_none();
    pass(&|_, _| true, &|row| real_day(row).then(|| format!("{} {}", row.date, text::title_key(&row.title))));
    pass(&|_, _| true, &|row| {
        let name = address_name(&row.url)?;
        let (_, path) = name.split_once('/')?;
        Some(format!("{path} {}", text::title_key(&row.title)))
    });
    found.into_iter().map(|at| at.map(|at| &old[at])).collect()
}

/// The address of a row alone.
fn own_address(row: &Record) -> &str {
    if row.canonical_url.is_empty() { &row.url } else { &row.canonical_url }
}

/// Gives rows of one unit that lead to one address names of their own: a portal that links all its
/// news to one page has as many posts as titles.
pub(super) fn told_apart(rows: &mut [Record]) {
    let mut groups: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        if let Some(name) = address_name(&row.url) {
            groups.entry((row.unit.clone(), name)).or_default().push(at);
        }
    }
    for group in groups.into_values() {
        // A guid tells nothing: with some portals, it is the address.
        let title = |at: usize| text::title_key(&rows[at].title);
        let first = title(group[0]);
        if group.iter().any(|&at| title(at) != first) {
            group.into_iter().for_each(|at| name_by_title(&mut rows[at]));
        }
    }
}

/// Gives a row the id of the address that it is known by.
fn name_by_address(row: &mut Record) {
    if let Some((_, own)) = row.canonical_url.rsplit_once("#!") {
        row.id = format!("rss-{own}");
    }
}

/// Makes the title part of the address that a row is known by.
fn name_by_title(row: &mut Record) {
    let Some(name) = address_name(&row.url) else { return };
    let own = Digest::of(format!("{name} {}", text::title_key(&row.title)).as_bytes()).short();
    let page = row.url.split('#').next().unwrap_or_default();
    row.canonical_url = format!("{page}#!{own}");
}

/// Whether an entry is the row that is known under its address. A page that shows each week's post
/// has another guid, title and day each time; of an edited post, one of them stays.
fn is_same_post(entry: &Record, known: &Record) -> bool {
    let guids = (mark(entry, GUID), mark(known, GUID));
    let day =
        |row: &Record| (!row.date.is_empty() && mark(row, ASSUMED_DATE).is_none()).then(|| row.date.clone());
    let days = (day(entry), day(known));
    let differ = guids.0.is_some()
        && guids.1.is_some()
        && guids.0 != guids.1
        && days.0.is_some()
        && days.1.is_some()
        && days.0 != days.1
        && text::title_key(&entry.title) != text::title_key(&known.title);
    !differ
}

/// What an address is known by; nothing for the front page of a portal, where many posts may be.
fn address_name(url: &str) -> Option<String> {
    let name = plain_address(url);
    let leads_on = name.split_once('/').is_some_and(|(_, path)| !path.is_empty());
    leads_on.then(|| name.into())
}

/// Addresses that a row is remembered to have come from, besides the one of today.
const FROM_KEPT: usize = 3;

/// What stands behind a mark in a row's reasons; itself empty for a mark alone.
pub(super) fn mark<'r>(row: &'r Record, name: &str) -> Option<&'r str> {
    let mut marks = row.reason.split("; ");
    marks.find_map(|mark| mark.strip_prefix(name)).map(|rest| rest.trim_start_matches(": "))
}

/// A mark with what stands behind it.
fn marked(name: &str, value: &str) -> String {
    format!("{name}: {}", within_mark(value))
}

/// Puts a mark behind the others of a row.
pub(super) fn put_mark(row: &mut Record, mark: &str) {
    let separator = if row.reason.is_empty() { "" } else { "; " };
    row.reason.extend([separator, mark]);
}

/// The day of an entry. What is known never comes back as new: a day that moves into another
/// quarter waits for a person, and one that was never named stays the day of the first sight.
fn dated(config: &Config, record: &mut Record, known: Option<&Record>, now: Now, accept: bool, unread: &str) {
    // What was written of the day, where nobody can read it.
    let assumed_mark =
        if unread.is_empty() { ASSUMED_DATE.to_owned() } else { format!("{ASSUMED_DATE}: {unread}") };
    let Some(known) = known else {
        if record.date.is_empty() {
            record.date.clone_from(&record.updated);
        }
        if record.date.is_empty() {
            record.date = now.day.to_string();
            put_mark(record, &assumed_mark);
        }
        return;
    };
    let assumed = mark(known, ASSUMED_DATE).is_some();
    if record.date.is_empty() {
        record.date.clone_from(&known.date);
        if assumed && record.date > now.day.to_string() {
            record.date = now.day.to_string();
        }
        if assumed {
            put_mark(record, &assumed_mark);
        }
        return;
    }
    let quarter = |day: &str| day.parse::<Date>().ok().map(|day| Quarter::of(day, config.period_rule));
    if !assumed && !accept && quarter(&record.date) != quarter(&known.date) {
        let now = std::mem::replace(&mut record.date, known.date.clone());
        put_mark(record, &format!("{KEPT_DATE}: {now}"));
    }
}

/// A feed and what its entries are read by.
struct Channel<'c> {
    config: &'c Config,
    source: &'c SourceSpec,
    naming: Naming,
    /// What its addresses are meant from.
    base: Option<Url>,
    dates: Dates,
}

impl Channel<'_> {
    /// An entry as a row, with what it says of its day where nobody can read that; none for one
    /// that is about something else.
    fn row(&self, entry: &Entry) -> Option<(Record, String)> {
        let Channel { config, source, .. } = self;
        let title = entry.title.as_ref().map_or(String::new(), |title| plain(&title.content, 200));
        let summary = entry.summary.as_ref().map_or(String::new(), |text| plain(&text.content, 2000));
        let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
        let content = content.map_or(String::new(), |body| plain(body, 20_000));
        let categories: Vec<String> = entry
            .categories
            .iter()
            .flat_map(|category| [category.label.as_deref().unwrap_or_default(), &category.term])
            .map(|name| text::key(&plain(name, 200)))
            .filter(|name| !name.is_empty())
            .collect();
        let chosen =
            source.categories.iter().filter(|wanted| categories.iter().any(|name| ***wanted == **name));
        let chosen: Vec<String> = chosen.map(|category| marked(CATEGORY, category)).collect();
        let texts = [&title, &summary, &content].into_iter().chain(&categories);
        let why = match self.naming.in_all(texts.map(String::as_str)) {
            Named::Yes => Vec::new(),
            _ if !chosen.is_empty() => chosen,
            Named::Unsure(place) => vec![marked(DOUBTED, &place)],
            Named::No => return None,
        };
        let mapped =
            source.types.iter().find(|(category, _)| categories.iter().any(|name| **name == **category));
        let kind = mapped.map(|(_, kind)| *kind).or(source.kind);
        let types = &config.vocabulary.types;
        let published = self.dates.day(entry.published.map(|moment| moment.timestamp()));
        let updated = self.dates.day(entry.updated.map(|moment| moment.timestamp()));
        let unread = [&published, &updated]
            .into_iter()
            .find_map(|day| day.as_ref().err().filter(|day| !day.is_empty()));
        let unread = unread.map_or(String::new(), |day| (*day).to_owned());
        let published = published.unwrap_or_default();
        let link = self.link(entry);
        let unit = config.units.get(source.unit);
        let name =
            address_name(&link).unwrap_or_else(|| format!("{} {} {published}", entry.id, text::key(&title)));
        let mut record = Record {
            // Not the guid, which some portals make anew, and not the title, which is edited.
            id: format!("rss-{}", Digest::of(name.as_bytes()).short()),
            unit: unit.code.to_string(),
            unit_name: unit.name.to_string(),
            title,
            date: published,
            kind: kind.map_or("tin".to_owned(), |kind| types.get(kind).code.clone()),
            url: link,
            status: "da-duyet".into(),
            summary: text::cut_words(&summary, 60).into_owned(),
            updated: updated.unwrap_or_default(),
            ..Record::default()
        };
        if kind.is_none() {
            put_mark(&mut record, ASSUMED_TYPE);
        }
        if !entry.id.is_empty() {
            put_mark(&mut record, &format!("{GUID}: {}", Digest::of(entry.id.as_bytes()).short()));
        }
        put_mark(&mut record, &marked(FROM, &plain_address(&source.address)));
        why.iter().for_each(|why| put_mark(&mut record, why));
        Some((record, unread))
    }

    /// The day that an entry stands under in its feed.
    fn day(&self, entry: &Entry) -> Option<String> {
        let day = |moment: Option<_>| self.dates.day(moment).ok();
        let published = day(entry.published.map(|moment| moment.timestamp()));
        published.or_else(|| day(entry.updated.map(|moment| moment.timestamp())))
    }

    /// Where an entry leads; empty where nobody can follow it.
    fn link(&self, entry: &Entry) -> String {
        let mut links = entry.links.iter();
        let written = links
            .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
            .or_else(|| entry.links.first())
            .map(|link| link.href.as_str());
        let is_address = |link: &String| link.parse::<Address>().is_ok();
        let written = written.map(|link| utf8_percent_encode(link.trim(), &NO_LINK).to_string());
        let Some(written) = written.filter(|link| !link.is_empty()) else {
            // A guid that is an address is a link; another one is not meant from anywhere.
            return Some(entry.id.trim().to_owned()).filter(is_address).unwrap_or_default();
        };
        if is_address(&written) {
            return written;
        }
        let whole = self.base.as_ref().and_then(|base| base.join(&written).ok());
        whole.map(String::from).filter(is_address).unwrap_or_default()
    }
}

/// What no address holds as it is.
const NO_LINK: AsciiSet = CONTROLS
    .add(b' ')
    .add(b'<')
    .add(b'>')
    .add(b'"')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

fn in_viet_nam(second: i64) -> Option<Date> {
    let moment = jiff::Timestamp::from_second(second).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).date())
}

/// The text of a feed or a page: UTF-8, else what it says of itself, else windows-1258, without
/// characters that no XML may hold.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let declared = || {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
        let rest = ["encoding=", "charset="].iter().find_map(|name| head.split_once(name))?.1.to_owned();
        let name = rest.trim_start_matches(['"', '\'']).split(['"', '\'', ' ', '>', ';']).next()?.to_owned();
        encoding_rs::Encoding::for_label(name.as_bytes())
    };
    let text = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding.decode(bytes).0.into_owned(),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => declared()
                .unwrap_or(encoding_rs::WINDOWS_1258)
                .decode_without_bom_handling(bytes)
                .0
                .into_owned(),
        },
    };
    let fine = |sign: char| {
        let point = u32::from(sign);
        (!sign.is_control() || matches!(sign, '\t' | '\n' | '\r')) && point & 0xfffe != 0xfffe
    };
    let text: String = text.chars().filter(|&sign| fine(sign)).collect();
    // The bytes that are parsed are UTF-8, whatever they were before.
    let text = text.trim_start_matches(|sign: char| sign == '\u{feff}' || sign.is_whitespace());
    match text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{rest}"),
        None => text.to_owned(),
    }
}

/// Parses a feed; a second time after repairs, where the first fails.
fn parse(text: &str, today: Date) -> Option<(Feed, Dates)> {
    let text = &*without_persons(text);
    let parsed = |month_first: bool| {
        let whole = parsed(text, today, month_first);
        whole.or_else(|| parsed(&repaired(text), today, month_first))
    };
    let (feed, dates) = parsed(false)?;
    // Where one date can only be meant with the month first, all are written so.
    if dates.month_first && !dates.day_first { parsed(true) } else { Some((feed, dates)) }
}

/// What was seen of a feed's dates.
#[derive(Debug, Default)]
struct Dates {
    /// One that can only be read so.
    day_first: bool,
    month_first: bool,
    /// Those that cannot be read: an entry has the moment [`UNREAD`] and the place here.
    unread: Vec<String>,
}

/// A moment that no feed names: 1/1/9000.
const UNREAD: i64 = 221_845_392_000;

impl Dates {
    fn read(&mut self, written: &str, today: Date, month_first: bool) -> Option<Timestamp> {
        let moment = moment::read(written, month_first);
        if let Some(moment) = moment {
            let order = moment.month_first.or_else(|| moment::order(written, today));
            self.month_first |= order == Some(true);
            self.day_first |= order == Some(false);
        }
        let read = moment.and_then(Moment::timestamp).filter(|moment| moment.as_second() < UNREAD);
        if read.is_some() || written.trim().is_empty() {
            return read;
        }
        self.unread.push(plain(written, 100).replace(';', ","));
        Timestamp::from_second(UNREAD + self.unread.len() as i64 - 1).ok()
    }

    /// The day of a moment in Viet Nam, or else what was written.
    fn day(&self, second: Option<i64>) -> Result<String, &str> {
        let Some(second) = second else { return Err("") };
        match usize::try_from(second - UNREAD) {
            Ok(at) => Err(self.unread.get(at).map_or("", String::as_str)),
            Err(_) => in_viet_nam(second).map(|day| day.to_string()).ok_or(""),
        }
    }
}

/// No feed's elements lie deeper in one another. The parser goes down by calling itself: what is far
/// deeper would end the whole run.
const DEPTH: usize = 100;

fn is_flat(text: &str) -> bool {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut depth = 0usize;
    loop {
        match reader.read_event() {
            Ok(Event::Start(_)) => depth += 1,
            Ok(Event::End(_)) => depth = depth.saturating_sub(1),
            Ok(Event::Eof) | Err(_) => return true,
            Ok(_) => {}
        }
        if depth > DEPTH {
            return false;
        }
    }
}

fn parsed(text: &str, today: Date, month_first: bool) -> Option<(Feed, Dates)> {
    if !is_flat(text) {
        return None;
    }
    let dates = Arc::new(Mutex::new(Dates::default()));
    let reader = Arc::clone(&dates);
    let parser = feed_rs::parser::Builder::new()
        // What has no name gets none: an invented one would be another one tomorrow.
        .id_generator(|_, _, _| String::new())
        .timestamp_parser(move |written| {
            let read = reader.lock().expect("no holder panics").read(written, today, month_first);
            read.map(|moment| std::time::SystemTime::from(moment).into())
        })
        .build();
    // The parser takes names and addresses of persons apart at places that may lie inside a
    // letter. Whatever else stops it is one bad feed, and not the end of the run.
    let feed = catch_unwind(AssertUnwindSafe(|| parser.parse(text.as_bytes()).ok())).ok().flatten()?;
    let dates = std::mem::take(&mut *dates.lock().expect("no holder panics"));
    Some((feed, dates))
}

/// A feed without the elements that name persons, and without lengths of films: nothing of them is
/// needed.
fn without_persons(text: &str) -> Cow<'_, str> {
    const TAGS: [&str; 7] = [
        "author",
        "managingEditor",
        "webMaster",
        "dc:creator",
        "contributor",
        "itunes:duration",
        "itunes:author",
    ];
    let mut out = Cow::Borrowed(text);
    for tag in TAGS {
        let (open, close) = (format!("<{tag}"), format!("</{tag}>"));
        if !out.contains(&open) {
            continue;
        }
        let mut kept = String::with_capacity(out.len());
        let mut rest = &*out;
        while let Some(at) = rest.find(&open) {
            let behind = rest[at + open.len()..].chars().next();
            let whole = behind.is_some_and(|sign| sign == '>' || sign.is_whitespace());
            if !whole {
                kept.push_str(&rest[..at + open.len()]);
                rest = &rest[at + open.len()..];
                continue;
            }
            let Some(end) = rest[at..].find(&close) else { break };
            kept.push_str(&rest[..at]);
            rest = &rest[at + end + close.len()..];
        }
        kept.push_str(rest);
        out = Cow::Owned(kept);
    }
    out
}

/// Escapes `&` that start no reference, and replaces the references of HTML, which XML does not
/// know. What stands in CDATA stays.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        // Looked for before the `&` only: it may be far, or nowhere.
        if let Some(cdata) = rest[..at].find("<![CDATA[") {
            let end = rest[cdata..].find("]]>").map_or(rest.len(), |end| cdata + end + 3);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((meaning, length)) => {
                let escaped = meaning.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
                out.push_str(&escaped);
                rest = &rest[length..];
            }
            None => out.push_str("&amp;"),
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_whose_names_only_begin_like_persons_take_no_longer() {
        let text = "<authorx/>".repeat(200_000) + "<author>An</author>";
        let begun = std::time::Instant::now();
        assert_eq!(without_persons(&text).len(), 2_000_000);
        assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
    }

    #[test]
    fn elements_far_inside_one_another_are_no_feed() {
        let feed = |depth: usize| {
            let (open, close) = ("<media:group x='/>'>".repeat(depth), "</media:group>".repeat(depth));
            format!(
                "<rss version=\"2.0\" xmlns:media=\"http://search.yahoo.com/mrss/\"><channel><title>T</title>\
                 <item><title>Bài</title>{open}{close}</item></channel></rss>"
            )
        };
        let today = jiff::civil::date(2026, 11, 21);
        assert!(parse(&feed(3), today).is_some());
        assert!(parse(&feed(100_000), today).is_none());
        assert!(parse(&feed(100_000).replace("</media:group>", ""), today).is_none());
    }

    #[test]
    fn what_is_no_xml_is_mended() {
        assert_eq!(
            repaired("Dạy & học &amp; &#7879; &ecirc;&nbsp;&khong;"),
            "Dạy &amp; học &amp; ệ ê\u{a0}&amp;khong;"
        );
        assert_eq!(repaired("<![CDATA[a & b]]>&"), "<![CDATA[a & b]]>&amp;");
        assert_eq!(repaired("&#8; &#x110000; &"), "&amp;#8; &amp;#x110000; &amp;");
    }
}
