//! The entries of a feed of any portal that are about the resolution, as rows.
//!
//! A feed shows the newest entries only: what it showed before stays. An entry without a date
//! gets the day that it was first seen on, and keeps it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use feed_rs::model::{Entry, Feed};
use jiff::civil::Date;

use crate::exchange::{ASSUMED_DATE, ASSUMED_TYPE, GONE, GUID, KEPT_DATE, Record, plain_address, printable};
use crate::model::{Address, Config, Digest, Quarter, SourceSpec};
use crate::text;

use super::days::day_in;
use super::{Failure, Now};

/// What a feed holds together with what it held before.
pub(super) struct Read {
    /// What the feed calls itself.
    pub title: String,
    /// All rows, old and new.
    pub records: Vec<Record>,
}

/// Reads a feed, which stands at `base`. `old` are the rows of the last good copy; `accept` says that a person wants
/// the dates that the feed has now.
pub(super) fn read(
    config: &Config,
    source: &SourceSpec,
    (bytes, base): (&[u8], Option<&Address>),
    old: &[Record],
    now: Now,
    accept: bool,
) -> Result<Read, Failure> {
    let feed = parse(&decoded(bytes), base).ok_or_else(|| Failure::new("nguon-xml-hong", ""))?;
    let mut entries: Vec<Record> =
        feed.entries.iter().filter_map(|entry| row(config, source, entry)).collect();
    // Several entries of one address are several rows, each by what else is its own.
    let mut times: HashMap<String, usize> = HashMap::new();
    entries.iter().for_each(|row| *times.entry(row.id.clone()).or_default() += 1);
    for row in entries.iter_mut().filter(|row| times[&row.id] > 1) {
        let own = format!("{} {} {}", row.id, mark(row, GUID).unwrap_or_default(), text::key(&row.title));
        row.id = format!("rss-{}", Digest::of(own.as_bytes()).short());
    }
    let mut records: BTreeMap<String, Record> =
        old.iter().map(|record| (record.id.clone(), record.clone())).collect();
    let known = known(&entries, old);
    let shown: BTreeSet<&str> = known.iter().flatten().map(|row| &*row.id).collect();
    let mut days: Vec<String> = feed.entries.iter().map(day_of).filter(|day| !day.is_empty()).collect();
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
    for (mut record, known) in entries.into_iter().zip(known) {
        if let Some(known) = known {
            record.id.clone_from(&known.id);
        }
        dated(config, &mut record, known, now, accept);
        if let Ok(day) = record.date.parse::<Date>() {
            record.quarter = Quarter::of(day, config.period_rule).to_string();
        }
        records.insert(record.id.clone(), record);
    }
    let title = feed.title.map_or(String::new(), |title| plain(&title.content, 150));
    Ok(Read { title, records: records.into_values().collect() })
}

/// Which row of the copy each entry is. A portal that moves to another address, or makes new
/// ones when a title is edited, hands over the posts that it had.
///
/// 1. The same address, however it is written.
/// 2. The same guid, where only one entry and one row have it.
/// 3. Where the feed shows the row no more under its old name: the same title, and the same day
///    or the same address on another host.
fn known<'o>(entries: &[Record], old: &'o [Record]) -> Vec<Option<&'o Record>> {
    let mut found: Vec<Option<usize>> = vec![None; entries.len()];
    let mut taken = vec![false; old.len()];
    let mut pass = |is_open: &dyn Fn(&Record) -> bool, name: &dyn Fn(&Record) -> Option<String>| {
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
            let Some(name) = name.as_ref().filter(|_| found[at].is_none() && is_open(&entries[at])) else {
                continue;
            };
            if let Some(&[row]) = rows.get(name).map(Vec::as_slice)
                && wanted[name] == 1
            {
                (found[at], taken[row]) = (Some(row), true);
            }
        }
    };
    pass(&|_| true, &|row| address_name(&row.url));
    pass(&|_| true, &|row| mark(row, GUID).map(str::to_owned));
    let real_day = |row: &Record| !row.date.is_empty() && mark(row, ASSUMED_DATE).is_none();
    pass(&real_day, &|row| real_day(row).then(|| format!("{} {}", row.date, text::key(&row.title))));
    pass(&|_| true, &|row| {
        let name = address_name(&row.url)?;
        let (_, path) = name.split_once('/')?;
        Some(format!("{path} {}", text::key(&row.title)))
    });
    found.into_iter().map(|at| at.map(|at| &old[at])).collect()
}

/// What an address is known by; nothing for the front page of a portal, where many posts may be.
fn address_name(url: &str) -> Option<String> {
    let name = plain_address(url);
    let leads_on = name.split_once('/').is_some_and(|(_, path)| !path.is_empty());
    leads_on.then(|| name.into())
}

/// What stands behind a mark in a row's reasons; itself empty for a mark alone.
fn mark<'r>(row: &'r Record, name: &str) -> Option<&'r str> {
    let mut marks = row.reason.split("; ");
    marks.find_map(|mark| mark.strip_prefix(name)).map(|rest| rest.trim_start_matches(": "))
}

fn put_mark(row: &mut Record, mark: &str) {
    let separator = if row.reason.is_empty() { "" } else { "; " };
    row.reason.extend([separator, mark]);
}

/// The day of an entry. What is known never comes back as new: a day that moves into another
/// quarter waits for a person, and one that was never named stays the day of the first sight.
fn dated(config: &Config, record: &mut Record, known: Option<&Record>, now: Now, accept: bool) {
    let Some(known) = known else {
        if record.date.is_empty() {
            record.date.clone_from(&record.updated);
        }
        if record.date.is_empty() {
            record.date = now.day.to_string();
            put_mark(record, ASSUMED_DATE);
        }
        return;
    };
    let assumed = mark(known, ASSUMED_DATE).is_some();
    if record.date.is_empty() {
        record.date.clone_from(&known.date);
        if assumed {
            put_mark(record, ASSUMED_DATE);
        }
        return;
    }
    let quarter = |day: &str| day.parse::<Date>().ok().map(|day| Quarter::of(day, config.period_rule));
    if !assumed && !accept && quarter(&record.date) != quarter(&known.date) {
        let now = std::mem::replace(&mut record.date, known.date.clone());
        put_mark(record, &format!("{KEPT_DATE}: {now}"));
    }
}

/// An entry as a row; none for one that is about something else, or leads nowhere.
fn row(config: &Config, source: &SourceSpec, entry: &Entry) -> Option<Record> {
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
    let chosen = categories.iter().any(|name| source.categories.iter().any(|wanted| **wanted == **name));
    let number = &config.resolution.number;
    let names = |text: &str| names_resolution(text, number);
    if !chosen
        && !names(&title)
        && !names(&summary)
        && !names(&content)
        && !categories.iter().any(|name| names(name))
    {
        return None;
    }
    let link = entry
        .links
        .iter()
        .find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"))
        .or_else(|| entry.links.first())
        .map(|link| writable(link.href.trim()))
        .or_else(|| Some(entry.id.clone()))
        // One that leads nowhere is refused with its reason, where it is admitted.
        .filter(|link| link.parse::<Address>().is_ok())
        .unwrap_or_default();
    let mapped = source.types.iter().find(|(category, _)| categories.iter().any(|name| **name == **category));
    let kind = mapped.map(|(_, kind)| *kind).or(source.kind);
    let types = &config.vocabulary.types;
    let mut reason = if kind.is_none() { ASSUMED_TYPE.to_owned() } else { String::new() };
    if !entry.id.is_empty() {
        let separator = if reason.is_empty() { "" } else { "; " };
        reason.extend([separator, GUID, ": ", Digest::of(entry.id.as_bytes()).short().as_str()]);
    }
    let (published, updated) = days_of(entry);
    let unit = config.units.get(source.unit);
    let name =
        address_name(&link).unwrap_or_else(|| format!("{} {} {published}", entry.id, text::key(&title)));
    Some(Record {
        // Not the guid, which some portals make anew, and not the title, which is edited.
        id: format!("rss-{}", Digest::of(name.as_bytes()).short()),
        unit: unit.code.to_string(),
        unit_name: unit.name.to_string(),
        title,
        date: published,
        kind: kind.map_or("tin".to_owned(), |kind| types.get(kind).code.clone()),
        url: link,
        status: "da-duyet".into(),
        reason,
        summary: text::cut_words(&summary, 60).into_owned(),
        updated,
        ..Record::default()
    })
}

/// An address with signs that portals write and no address may have.
fn writable(link: &str) -> String {
    let mut out = String::with_capacity(link.len());
    for sign in link.chars() {
        match sign {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(sign)))
            }
            sign => out.push(sign),
        }
    }
    out
}

/// The days that an entry names, in Viet Nam: of its publication and of its last change; each may
/// be empty.
fn days_of(entry: &Entry) -> (String, String) {
    let day = |moment: Option<i64>| moment.and_then(in_viet_nam).map_or(String::new(), |day| day.to_string());
    let published = day(entry.published.map(|moment| moment.timestamp()));
    (published, day(entry.updated.map(|moment| moment.timestamp())))
}

/// The day that an entry stands under in its feed; may be empty.
fn day_of(entry: &Entry) -> String {
    let (published, updated) = days_of(entry);
    if published.is_empty() { updated } else { published }
}

fn in_viet_nam(second: i64) -> Option<Date> {
    let moment = jiff::Timestamp::from_second(second).ok()?;
    Some(moment.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).date())
}

/// Markup is looked at no further than this, in bytes.
const MARKUP: usize = 5 << 20;

/// Markup as plain text on one line, no longer than `most` characters. Looks at each byte a few
/// times at most: tags nested without end cost no more than others.
pub(super) fn plain(markup: &str, most: usize) -> String {
    let end = (0..=markup.len().min(MARKUP)).rev().find(|&end| markup.is_char_boundary(end));
    let markup = &markup[..end.unwrap_or_default()];
    let bare = if markup.contains('<') { Cow::Owned(without_tags(markup)) } else { Cow::Borrowed(markup) };
    let whole = if bare.contains('&') { plain_reference(&bare) } else { bare.into_owned() };
    let line = printable(&whole).split_whitespace().collect::<Vec<_>>().join(" ");
    text::cut_graphemes(&line, most).into_owned()
}

/// Text without tags, comments, scripts and styles, each `<` that is left escaped. A word does not
/// run into the next at a tag, but goes on in bold.
fn without_tags(markup: &str) -> String {
    const INLINE: [&str; 14] =
        ["b", "i", "u", "a", "em", "strong", "span", "font", "sup", "sub", "mark", "small", "wbr", "abbr"];
    let lower = markup.to_ascii_lowercase();
    let mut out = String::with_capacity(markup.len());
    let mut at = 0;
    while let Some(found) = markup[at..].find('<') {
        out.push_str(&markup[at..at + found]);
        at += found;
        let rest = &lower[at..];
        // What is not closed goes to the end.
        let behind = |close: &str| rest.find(close).map_or(markup.len(), |end| at + end + close.len());
        let behind_tag = |at: usize| markup[at..].find('>').map_or(markup.len(), |end| at + end + 1);
        let next = rest[1..].chars().next().unwrap_or(' ');
        if rest.starts_with("<!--") {
            at = behind("-->");
            continue;
        }
        if !(next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')) {
            out.push_str("&lt;");
            at += 1;
            continue;
        }
        let name: &str = rest[1..].trim_start_matches('/');
        let name = &name[..name.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(name.len())];
        if !INLINE.contains(&name) {
            out.push(' ');
        }
        at = match name {
            "script" if next != '/' => behind_tag(behind("</script")),
            "style" if next != '/' => behind_tag(behind("</style")),
            _ => behind(">"),
        };
    }
    out.push_str(&markup[at..]);
    out
}

/// Whether a text names the resolution, in any of the notations met: `71-NQ/TW`, `71/NQ-TW`,
/// `NQ71`, “Nghị quyết số 71”, “các Nghị quyết số 57, 59 và 71”. Not the Government's `71/NQ-CP`,
/// nor that of a people's council, which are other documents.
fn names_resolution(text: &str, number: &str) -> bool {
    let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() {
        return text::fold(text).contains(&text::fold(number));
    }
    let body: String = text::fold(number.rsplit(['/', '-']).next().unwrap_or_default());
    let signs = signs_of(text, &body);
    let signs: Vec<&str> = signs.iter().map(String::as_str).collect();
    signs.iter().enumerate().any(|(at, sign)| {
        *sign == digits && {
            let (before, after) = (&signs[..at], &signs[at + 1..]);
            let is_part = |sign: Option<&&str>| matches!(sign, Some(&"_."));
            !is_part(before.last()) && !is_part(after.first()) && names_at(before, after, &body)
        }
    })
}

/// Words, numbers and marks of a text, folded; `_.` stands for a mark inside a number.
fn signs_of(text: &str, body: &str) -> Vec<String> {
    let mut lower = text.to_lowercase();
    if body == "tw" {
        // A slip of the pen, and how newspapers write it; without its mark it would be a
        // resolution of a province's committee.
        for written in ["/tư", "/t.ư", "/ tư", "-tư"] {
            if lower.contains(written) {
                let ends = |rest: &str| !rest.starts_with(char::is_alphanumeric);
                let mut kept = String::new();
                let mut rest = &*lower;
                while let Some(at) = rest.find(written) {
                    let behind = &rest[at + written.len()..];
                    kept.push_str(&rest[..at]);
                    kept.push_str(if ends(behind) { "/tw" } else { written });
                    rest = behind;
                }
                kept.push_str(rest);
                lower = kept;
            }
        }
    }
    let dash = |sign: char| if matches!(sign, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { sign };
    let plain: Vec<char> = text::fold(&lower).chars().map(dash).collect();
    let mut signs: Vec<String> = Vec::new();
    let mut at = 0;
    while at < plain.len() {
        let sign = plain[at];
        let same: fn(&char) -> bool = match sign {
            sign if sign.is_ascii_digit() => char::is_ascii_digit,
            _ => |sign| sign.is_alphabetic(),
        };
        let end = at + plain[at..].iter().take_while(|sign| same(sign)).count();
        if end > at {
            signs.push(plain[at..end].iter().collect());
            at = end;
            continue;
        }
        let digit = |at: Option<usize>| at.and_then(|at| plain.get(at)).is_some_and(char::is_ascii_digit);
        let inside = matches!(sign, '.' | ',') && digit(at.checked_sub(1)) && digit(Some(at + 1));
        if inside {
            signs.push("_.".to_owned());
        } else if !sign.is_whitespace() {
            signs.push(sign.to_string());
        }
        at += 1;
    }
    signs
}

/// Whether the resolution's number, with these words before and after it, names it.
fn names_at(before: &[&str], after: &[&str], body: &str) -> bool {
    const MARKS: [&str; 3] = ["-", "/", "."];
    const BETWEEN: [&str; 21] = [
        "so", ":", ".", "-", "/", ",", ";", "va", "cac", "cua", "tw", "trung", "uong", "bo", "chinh", "tri",
        "dang", "(", "“", "\"", "nq",
    ];
    const OTHERS: [&[&str]; 16] = [
        &["hdnd"],
        &["hoi", "dong"],
        &["quoc", "hoi"],
        &["qh"],
        &["chinh", "phu"],
        &["cp"],
        &["ubtvqh"],
        &["uy", "ban"],
        &["ubnd"],
        &["tinh", "uy"],
        &["thanh", "uy"],
        &["huyen", "uy"],
        &["tu"],
        &["dai", "bieu"],
        &["trieu"],
        &["ti"],
    ];
    let marks = after.iter().take_while(|sign| MARKS.contains(sign)).count();
    let tail = &after[marks..];
    match tail.first() {
        // `71-NQ/TW`, `71NQTW`: the letters behind the number say whose it is.
        Some(&"nq") => {
            let more = &tail[1..];
            let marks = more.iter().take_while(|sign| MARKS.contains(sign)).count();
            return more.get(marks).is_some_and(|word| *word == body);
        }
        Some(word) if word.strip_prefix("nq") == Some(body) => return true,
        Some(word) if *word == body => {}
        // `71/2024/QH15`, `71/CP`, `71/QĐ`
        Some(_) if after.first() == Some(&"/") => return false,
        _ => {}
    }
    // The number behind the name of what it is, with others in between perhaps.
    let is_number = |sign: &str| sign.bytes().all(|byte| byte.is_ascii_digit());
    let back: Vec<&str> = before.iter().rev().take(24).copied().collect();
    let between = back.iter().take_while(|sign| BETWEEN.contains(sign) || is_number(sign)).count();
    let named = back[..between].contains(&"nq")
        || matches!(back[between..], ["quyet", "nghi", ..] | ["nq", ..])
        || back.get(between).is_some_and(|word| word.strip_prefix("nq") == Some(body));
    // “… ngày 10/12/2022 của HĐND tỉnh”
    let dated = |sign: &&&str| {
        matches!(**sign, "ngay" | "thang" | "nam" | "/" | "-" | "." | "," | "(" | "cua" | "_.")
            || is_number(sign)
    };
    let skip = after.iter().take_while(dated).count();
    named && !OTHERS.iter().any(|other| after[skip..].starts_with(other))
}

/// The text of a feed: UTF-8, else what it says of itself, else windows-1258, without characters
/// that no XML may hold.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let declared = || {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let rest = head.split_once("encoding=").map(|(_, rest)| rest.to_owned())?;
        let name = rest.trim_start_matches(['"', '\'']).split(['"', '\'']).next()?.to_owned();
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
fn parse(text: &str, base: Option<&Address>) -> Option<Feed> {
    // The parser takes names and addresses of persons apart at places that may lie inside a
    // letter. Whatever else stops it is one bad feed, and not the end of the run.
    let try_one = |text: &str| {
        let parser = || feed_rs::parser::Builder::new().base_uri(base.map(Address::as_str)).build();
        std::panic::catch_unwind(|| parser().parse(text.as_bytes()).ok()).ok().flatten()
    };
    let dated = dates(&without_persons(text));
    try_one(&dated).or_else(|| try_one(&repaired(&dated)))
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
            match rest[at..].find(&close).filter(|_| whole) {
                Some(end) => {
                    kept.push_str(&rest[..at]);
                    rest = &rest[at + end + close.len()..];
                }
                None if whole => break,
                None => {
                    kept.push_str(&rest[..at + open.len()]);
                    rest = &rest[at + open.len()..];
                }
            }
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
        if let Some(cdata) = rest.find("<![CDATA[").filter(|&cdata| cdata < at) {
            let end = rest[cdata..].find("]]>").map_or(rest.len(), |end| cdata + end + 3);
            out.push_str(&rest[..end]);
            rest = &rest[end..];
            continue;
        }
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let name: String = rest[1..]
            .chars()
            .take(32)
            .take_while(|&sign| sign.is_ascii_alphanumeric() || sign == '#')
            .collect();
        let closed = rest[1 + name.len()..].starts_with(';');
        let length = 1 + name.len() + usize::from(closed);
        match name.as_str() {
            "amp" | "lt" | "gt" | "quot" | "apos" if closed => out.push_str(&rest[..length]),
            name if closed && is_number(name) => out.push_str(&rest[..length]),
            _ if closed && !name.is_empty() && !name.contains('#') => {
                let sign = plain_reference(&rest[..length]);
                out.push_str(&sign.replace('&', "&amp;").replace('<', "&lt;"));
            }
            _ => {
                out.push_str("&amp;");
                rest = &rest[1..];
                continue;
            }
        }
        rest = &rest[length..];
    }
    out.push_str(rest);
    out
}

/// A character reference that XML takes: `#7879`, `#x1EC7`.
fn is_number(name: &str) -> bool {
    let point = match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok(),
        None => name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
    };
    point.and_then(char::from_u32).is_some_and(|sign| !sign.is_control() || sign == '\n' || sign == '\t')
}

/// What references of HTML in a text without tags mean; themselves where they mean nothing.
fn plain_reference(text: &str) -> String {
    let clean = ammonia::Builder::empty().clean(text).to_string();
    clean.replace("&nbsp;", "\u{a0}").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Writes dates of Vietnamese forms as feeds have them: day first, and `GMT+7`.
fn dates(text: &str) -> String {
    const TAGS: [&str; 5] = ["pubDate", "dc:date", "published", "updated", "dcterms:issued"];
    let mut out = text.to_owned();
    for tag in TAGS {
        let (open, close) = (format!("<{tag}>"), format!("</{tag}>"));
        if !out.contains(&open) {
            continue;
        }
        let mut mended = String::with_capacity(out.len());
        let mut rest = out.as_str();
        while let Some(at) = rest.find(&open) {
            let start = at + open.len();
            let Some(length) = rest[start..].find(&close) else { break };
            let written = &rest[start..start + length];
            mended.push_str(&rest[..start]);
            match normal(written) {
                Some(moment) => mended.push_str(&moment),
                None => mended.push_str(written),
            }
            rest = &rest[start + length..];
        }
        mended.push_str(rest);
        out = mended;
    }
    out
}

/// A date of a Vietnamese form, as RFC 3339 has it; none for one that feeds use anyway, or that
/// nobody can read.
fn normal(written: &str) -> Option<String> {
    let bare = written.replace("<![CDATA[", "").replace("]]>", "");
    let bare = bare.trim();
    const ZONES: [&str; 12] =
        ["GMT", "UT", "UTC", "Z", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"];
    let zone = bare.rsplit(' ').next().unwrap_or_default();
    let is_zone = ZONES.contains(&zone) || zone.len() == 5 && zone.starts_with(['+', '-']);
    let is_usual = is_zone && jiff::fmt::rfc2822::parse(bare).is_ok()
        || bare.parse::<jiff::Timestamp>().is_ok()
        || bare.parse::<jiff::Zoned>().is_ok();
    if is_usual {
        return None;
    }
    if let Some(day) = day_in(bare) {
        let (hour, minute, second) = clock_in(bare);
        return Some(format!("{day}T{hour:02}:{minute:02}:{second:02}+07:00"));
    }
    // An English date with a zone that its standard does not have: `GMT+7`, `ICT`.
    let known = bare.split_whitespace().position(|word| word.contains(':'))?;
    let rest: Vec<&str> = bare.split_whitespace().take(known + 1).collect();
    let english = format!("{} +0700", rest.join(" "));
    jiff::fmt::rfc2822::parse(&english).is_ok().then_some(english)
}

/// The first hour that a text names, the morning's where it does not say: hour, minute, second.
fn clock_in(text: &str) -> (u8, u8, u8) {
    let words =
        text.split(|sign: char| !sign.is_ascii_digit() && sign != ':').filter(|word| word.contains(':'));
    let mut clocks = words.filter_map(|word| {
        let mut parts = word.split(':').map(|part| part.parse::<u8>().ok());
        let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next().flatten().unwrap_or(0));
        (hour < 24 && minute < 60 && second < 60).then_some((hour, minute, second))
    });
    let (hour, minute, second) = clocks.next().unwrap_or_default();
    let lower = text.to_lowercase();
    let is = |marks: [&str; 2]| lower.split([' ', ',', '|']).any(|word| marks.contains(&word));
    match hour {
        1..12 if is(["pm", "ch"]) => (hour + 12, minute, second),
        12 if is(["am", "sa"]) => (0, minute, second),
        _ => (hour, minute, second),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_resolution_is_known_in_all_its_notations() {
        for text in [
            "Triển khai Nghị quyết số 71-NQ/TW",
            "thực hiện NQ 71",
            "NQ71",
            "nghị quyết 71",
            "71/NQ-TW",
            "71–NQ/TW",
            "71‑NQ/TW",
            "71 - NQ / TW",
            "71NQ/TW",
            "71-NQTW",
            "NGHỊ QUYẾT TW 71",
            "71-NQ/TƯ",
            "NQ số 71",
            "Nghị quyết số: 71",
            "71-NQ/T.Ư của Bộ Chính trị",
            "Nghị quyết 71-NQ/TƯ: bước ngoặt",
            "71-NQ/TƯ;",
            "Nghị quyết Bộ Chính trị số 71",
            "Nghị quyết Trung ương 71",
            "NQ/TW 71",
            "NQ.71",
            "các Nghị quyết số 57, 59, 66, 68, 70 và 71",
            "Nghị quyết 71 và 57 của Bộ Chính trị",
            "Nghị quyết số 71 ngày 22/8/2025 của Bộ Chính trị",
            "Nghị quyết 71 1970",
            "NGHỊ QUYẾT 71, NGÀNH GIÁO DỤC",
        ] {
            assert!(names_resolution(text, "71-NQ/TW"), "{text}");
        }
        for text in [
            "Nghị quyết 71/NQ-CP của Chính phủ",
            "Nghị quyết số 71/NQ-CP",
            "Nghị quyết số 71-NQ/TU của Tỉnh ủy",
            "Nghị quyết 171-NQ/TW",
            "Nghị quyết 57-NQ/TW",
            "Nghị quyết 71/2024/QH15",
            "lớp 71 học sinh",
            "Nghị quyết 71 của HĐND tỉnh",
            "Nghị quyết số 71 của Quốc hội",
            "Nghị quyết số 71 của Chính phủ",
            "Nghị quyết số 71 HĐND",
            "Nghị quyết số 71 ngày 10/12/2022 của HĐND",
            "Nghị quyết 71/CP",
            "71/UBTVQH",
            "Quyết định số 71/QĐ",
            "nghị quyết chi 71.500 tỉ",
            "Nghị quyết 71.500",
            "71-NQ/TWĐTN",
            "thông qua nghị quyết 71 đại biểu tán thành",
            "",
        ] {
            assert!(!names_resolution(text, "71-NQ/TW"), "{text}");
        }
    }

    #[test]
    fn dates_of_vietnamese_portals_are_read() {
        for (written, expected) in [
            ("01/09/2026 07:30", Some("2026-09-01T07:30:00+07:00")),
            ("07:30, 01/09/2026", Some("2026-09-01T07:30:00+07:00")),
            ("01/09/2026", Some("2026-09-01T00:00:00+07:00")),
            ("2026-09-01 07:30:00", Some("2026-09-01T07:30:00+07:00")),
            ("01/09/2026 07:30 GMT+7", Some("2026-09-01T07:30:00+07:00")),
            ("Tue, 01 Sep 2026 07:30:00 GMT+7", Some("Tue, 01 Sep 2026 07:30:00 +0700")),
            ("Tue, 01 Sep 2026 07:30:00 +0700", None),
            ("2026-09-01T07:30:00Z", None),
            ("31/02/2026", None),
            ("Thứ Ba, 01/09/2026 07:30", Some("2026-09-01T07:30:00+07:00")),
            ("01/09/2026 07:30:00 SA", Some("2026-09-01T07:30:00+07:00")),
            ("01/09/2026 07:30:00 CH", Some("2026-09-01T19:30:00+07:00")),
            ("9/15/2026 7:30:00 AM", Some("2026-09-15T07:30:00+07:00")),
            ("2026-09-01T07:30:00.123", Some("2026-09-01T07:30:00+07:00")),
            ("ngày 01 tháng 9 năm 2026", Some("2026-09-01T00:00:00+07:00")),
            ("01/09/2026 - 07:30", Some("2026-09-01T07:30:00+07:00")),
            ("07:30 | 01/09/2026", Some("2026-09-01T07:30:00+07:00")),
            ("Tue, 01 Sep 2026 07:30:00 ICT", Some("Tue, 01 Sep 2026 07:30:00 +0700")),
            ("T3, 01 Th9 2026 07:30", Some("2026-09-01T07:30:00+07:00")),
            ("hôm qua", None),
        ] {
            assert_eq!(normal(written).as_deref(), expected, "{written}");
        }
    }

    #[test]
    fn what_is_no_xml_is_mended() {
        assert_eq!(
            repaired("Dạy & học &amp; &#7879; &ecirc;&nbsp;&khong;"),
            "Dạy &amp; học &amp; &#7879; ê\u{a0}&amp;khong;"
        );
        assert_eq!(repaired("<![CDATA[a & b]]>&"), "<![CDATA[a & b]]>&amp;");
        assert_eq!(repaired("&#8; &#x110000; &"), "&amp;#8; &amp;#x110000; &amp;");
        assert_eq!(plain("<p>Trường&nbsp;học</p><script>x</script><b>mới</b> &lt;", 100), "Trường học mới <");
    }
}
