//! The door: rows of another site become posts of their units, or are refused with a reason.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use jiff::civil::Date;

use crate::diagnostics::{SourcePath, Span};
use crate::model::{
    Address, Channel, Config, Consent, Decision, Digest, Origin, Post, Quarter, Rejected, SourceSpec, Status,
    TermId, UnitId,
};
use crate::text::{self, parse_date};

use super::{
    ASSUMED_DATE, ASSUMED_TYPE, CATEGORY, DOUBTED, FROM, GONE, KEPT_DATE, MONTH_FIRST, NOTE, REFUSED,
    REPEATED, Record, marks, plain_address, within_mark,
};

/// Something that came from another site. Nothing can be done with it but to [`admit`] it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remote<T>(T);

impl<T> Remote<T> {
    /// Marks what came from another site.
    pub fn new(value: T) -> Remote<T> {
        Remote(value)
    }
}

/// Which units a unit may speak for: itself, those below it in either roll-up, and those that
/// became part of it.
#[derive(Clone, Debug)]
pub struct Kin {
    /// For each unit, those above it with the number of steps.
    above: Vec<BTreeMap<UnitId, u8>>,
}

impl Kin {
    /// Reads it from the registry.
    pub fn of(config: &Config) -> Kin {
        let units = &config.units;
        let parents: Vec<Vec<UnitId>> = units
            .iter()
            .map(|(_, unit)| {
                let written = [&unit.parent_admin, &unit.parent_prof, &unit.merged_into];
                written.into_iter().flatten().filter_map(|name| units.find(name)).collect()
            })
            .collect();
        let above = (0..units.len() as u32)
            .map(|unit| {
                let mut known = BTreeMap::from([(UnitId(unit), 0)]);
                let mut waiting = VecDeque::from([UnitId(unit)]);
                while let Some(at) = waiting.pop_front() {
                    let steps: u8 = known[&at];
                    for &parent in &parents[at.0 as usize] {
                        known.entry(parent).or_insert_with(|| {
                            waiting.push_back(parent);
                            steps.saturating_add(1)
                        });
                    }
                }
                known
            })
            .collect();
        Kin { above }
    }

    /// How many units a unit may speak for.
    pub fn below(&self, above: UnitId) -> usize {
        self.above.iter().filter(|units| units.contains_key(&above)).count()
    }

    /// How many steps `above` is above `unit`: 0 for itself, nothing where it is not above it.
    pub fn steps(&self, unit: UnitId, above: UnitId) -> Option<u8> {
        self.above[unit.0 as usize].get(&above).copied()
    }
}

/// What became of a source's rows.
#[derive(Clone, Debug, Default)]
pub struct Admitted {
    /// The posts.
    pub posts: Vec<Post>,
    /// The rows that were refused.
    pub rejected: Vec<Rejected>,
    /// What was decided about rows that were admitted.
    pub decisions: Vec<Decision>,
    /// Which of the settings' exclusions left something out, by their place in the list.
    pub excluded: BTreeSet<usize>,
}

/// Text of another site on one line: composed, without control characters, those that turn the
/// direction of what follows, those that nobody sees, and heaps of marks on one letter.
///
/// ```
/// use nq71::exchange::printable;
///
/// assert_eq!(printable("Lễ\u{202e} khai\ngiảng\u{e0041}"), "Lễ khai giảng");
/// assert_eq!(printable("\u{3164}"), "");
/// assert_eq!(printable(&format!("a{}", "\u{0336}".repeat(3_000))).chars().count(), 5);
/// ```
pub fn printable(written: &str) -> String {
    let is_hidden = |sign: char| {
        matches!(sign, '\u{200E}' | '\u{200F}' | '\u{061C}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
            | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{FFA0}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}')
    };
    let is_mark = |sign: char| matches!(sign, '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}');
    if !written.chars().any(|sign| is_hidden(sign) || is_mark(sign)) {
        return text::one_line(written);
    }
    // A Vietnamese letter has two marks at the most.
    let mut marks = 0;
    let kept = written.chars().filter(|&sign| {
        marks = if is_mark(sign) { marks + 1 } else { 0 };
        marks <= 4 && !is_hidden(sign)
    });
    text::one_line(&kept.collect::<String>())
}

/// Admits the rows of one source.
pub fn admit(config: &Config, kin: &Kin, source: &SourceSpec, rows: Remote<Vec<Record>>) -> Admitted {
    let mut admitted = Admitted::default();
    let mut seen: BTreeSet<Box<str>> = BTreeSet::new();
    let excluded = Excluded::of(config);
    for row in rows.0 {
        let door = Door { config, kin, source, excluded: &excluded, row: &row };
        match door.post(&mut admitted) {
            Ok(post) if !seen.insert(post.id.clone()) => {
                admitted.rejected.push(door.refused(("tu-choi-lap-ma", String::new())));
            }
            Ok(post) => admitted.posts.push(post),
            Err(reason) => admitted.rejected.push(door.refused(reason)),
        }
    }
    admitted
}

/// Addresses that the settings leave out, with the place in their list: of posts, and of folders
/// with all that is in them; each for one unit, or for all.
struct Excluded {
    posts: BTreeMap<(Box<str>, Option<UnitId>), usize>,
    folders: Vec<(Box<str>, Option<UnitId>, usize)>,
}

impl Excluded {
    fn of(config: &Config) -> Excluded {
        let mut excluded = Excluded { posts: BTreeMap::new(), folders: Vec::new() };
        for (at, one) in config.excluded.iter().enumerate() {
            let plain = plain_address(&one.address);
            if one.address.ends_with('/') {
                excluded.folders.push((plain.trim_end_matches('/').into(), one.unit, at));
            } else {
                excluded.posts.insert((plain, one.unit), at);
            }
        }
        excluded
    }

    /// What leaves out an address where a post of a unit has it.
    fn find(&self, url: &Address, unit: UnitId) -> Option<usize> {
        if self.posts.is_empty() && self.folders.is_empty() {
            return None;
        }
        let plain = plain_address(url.as_str());
        let inside = |folder: &str| {
            let rest = plain.strip_prefix(folder);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        let of_unit = |of: Option<UnitId>| of.is_none_or(|of| of == unit);
        let post =
            [None, Some(unit)].into_iter().find_map(|of| self.posts.get(&(plain.clone(), of)).copied());
        let folder = || self.folders.iter().find(|(folder, of, _)| of_unit(*of) && inside(folder));
        post.or_else(|| folder().map(|(.., at)| *at))
    }
}

/// One row at the door.
struct Door<'d> {
    config: &'d Config,
    kin: &'d Kin,
    source: &'d SourceSpec,
    excluded: &'d Excluded,
    row: &'d Record,
}

/// The code of a reason, and what the row says that cannot be.
type Refusal = (&'static str, String);

impl Door<'_> {
    fn refused(&self, (reason, detail): Refusal) -> Rejected {
        let short = |written: &str| text::cut_graphemes(&printable(written), 150).into();
        Rejected {
            source: self.source.key.clone(),
            unit: short(&self.row.unit),
            id: short(&self.row.id),
            title: short(&self.row.title),
            reason,
            detail: short(&detail),
        }
    }

    fn unit(&self) -> Result<UnitId, Refusal> {
        let units = &self.config.units;
        let (code, name) = (printable(&self.row.unit), printable(&self.row.unit_name));
        if code.is_empty() && name.is_empty() {
            return Err(("tu-choi-thieu-don-vi", String::new()));
        }
        let found = units.find(&code).or_else(|| units.find(&name).filter(|_| !name.is_empty()));
        let unit = found.ok_or_else(|| ("tu-choi-don-vi-la", code.clone()))?;
        match self.kin.steps(unit, self.source.unit) {
            Some(_) => Ok(unit),
            None => Err(("tu-choi-ngoai-pham-vi", code)),
        }
    }

    fn post(&self, admitted: &mut Admitted) -> Result<Post, Refusal> {
        let (config, row) = (self.config, self.row);
        let unit = self.unit()?;
        let code = &config.units.get(unit).code;
        let written_id = printable(&row.id).replace('\\', "/");
        if written_id.is_empty() || written_id.chars().count() > 200 {
            return Err(("tu-choi-thieu-ma", row.id.clone()));
        }
        let id = scoped(code, &written_id);
        let status = match row.status.trim() {
            "da-duyet" => Status::Approved,
            "da-go" => Status::Withdrawn,
            _ => return Err(("tu-choi-trang-thai-la", row.status.clone())),
        };
        let withdrawn = status == Status::Withdrawn;
        let mark = |name: &str| {
            let rest = row.reason.split("; ").find_map(|mark| mark.strip_prefix(name))?;
            Some(rest.trim_start_matches(": "))
        };
        if mark(NOTE).is_some() {
            return Err(("tu-choi-dong-ghi-chu", String::new()));
        }
        if let Some(sheet) = mark(REPEATED) {
            return Err(("tu-choi-lap-dong", sheet.to_owned()));
        }
        let url: Option<Address> = row.url.parse().ok();
        let first: Option<Address> = row.canonical_url.parse().ok();
        let excluded = |url| self.excluded.find(url, unit);
        if let Some(at) = url.iter().chain(&first).find_map(excluded) {
            admitted.excluded.insert(at);
            return Err(("tu-choi-da-bo", config.excluded[at].address.to_string()));
        }
        if let Some(place) = mark(DOUBTED) {
            return Err(("tu-choi-nghi-quyet-khac", place.to_owned()));
        }
        let is_left =
            |category: &str| self.source.categories.iter().any(|known| within_mark(known) == category);
        if let Some(category) = mark(CATEGORY)
            && !marks(row, CATEGORY).any(is_left)
        {
            return Err(("tu-choi-chuyen-muc-da-bo", category.to_owned()));
        }
        let code_of_day = if row.date.trim().is_empty() { "tu-choi-thieu-ngay" } else { "tu-choi-ngay-sai" };
        let date = day(&row.date).ok_or_else(|| (code_of_day, row.date.clone()))?;
        let title = text::cut_graphemes(&printable(&row.title), 200).into_owned();
        if title.is_empty() && !withdrawn {
            return Err(("tu-choi-thieu-tieu-de", String::new()));
        }
        let types = &config.vocabulary.types;
        let kind = match types.find(&row.kind) {
            Some(kind) => kind,
            None if withdrawn => TermId(0),
            None => return Err(("tu-choi-hinh-thuc-la", row.kind.clone())),
        };
        let canonical = first.or_else(|| url.clone());
        let facts = config.units.get(unit);
        let link = url
            .or_else(|| canonical.clone())
            .or_else(|| facts.section_url.clone())
            .or_else(|| facts.portal_url.clone());
        if link.is_none() && !withdrawn {
            let code =
                if row.url.trim().is_empty() { "tu-choi-thieu-dia-chi" } else { "tu-choi-dia-chi-sai" };
            return Err((code, row.url.clone()));
        }
        let decisions = &mut admitted.decisions;
        let mut note = |what: &'static str, detail: String| {
            decisions.push(Decision {
                what,
                unit: code.clone(),
                id: id.as_str().into(),
                source: self.source.key.clone(),
                other_id: "".into(),
                other_source: "".into(),
                title: title.as_str().into(),
                detail: text::cut_graphemes(&printable(&detail), 150).into(),
            });
        };
        let (quarter, quarter_declared) = self.quarter(date, &mut note);
        let mut topics = Vec::new();
        for written in row.topics.split(';').map(str::trim).filter(|written| !written.is_empty()) {
            match config.vocabulary.topics.find(written) {
                Some(topic) if !topics.contains(&topic) => topics.push(topic),
                Some(_) => {}
                None => note("xet-noi-dung-la", written.to_owned()),
            }
        }
        let mut reasons = row.reason.split("; ");
        if mark(ASSUMED_TYPE).is_some() {
            note("xet-hinh-thuc-tam", String::new());
        }
        if mark(GONE).is_some() {
            note("xet-khong-con", row.url.clone());
        }
        match mark(ASSUMED_DATE) {
            Some("") => note("xet-ngay-tam", String::new()),
            Some(written) => note("xet-ngay-khong-doc", written.to_owned()),
            None => {}
        }
        if let Some(written) = mark(MONTH_FIRST) {
            note("xet-thang-truoc", written.to_owned());
        }
        if let Some(day) = mark(KEPT_DATE) {
            note("xet-giu-ngay", day.to_owned());
        }
        let not_counted = reasons.find_map(|reason| reason.strip_prefix(REFUSED)).map(|_| {
            let at = row.reason.find(REFUSED).unwrap_or_default() + REFUSED.len();
            let own = printable(row.reason[at..].trim_start_matches(':'));
            text::cut_graphemes(if own.is_empty() { "—" } else { &own }, 300).into()
        });
        let named = |written: &str| {
            let written = printable(written);
            (!written.is_empty() && written.len() <= 500).then_some(written)
        };
        Ok(Post {
            source: SourcePath::new(&format!("tong-hop/{}/{id}", self.source.key)),
            digest: Digest::default(),
            text: Digest::default(),
            body: Span::default(),
            head: Span::default(),
            unit,
            kind,
            quarter,
            quarter_declared,
            date,
            updated: day(&row.updated),
            status,
            consent: Consent::NotNeeded,
            summary: text::cut_words(&printable(&row.summary), 80).into(),
            own_summary: !row.summary.trim().is_empty(),
            // It has no page, and hence no name for one.
            slug: "".into(),
            origin: Some(Box::new(Origin {
                source: self.source.key.clone(),
                id: written_id.into(),
                canonical,
                counted: match row.counted.trim() {
                    "1" => Some(true),
                    "0" => Some(false),
                    _ => None,
                },
                has_text: false,
                from: marks(row, FROM).map(Into::into).collect(),
                assumed_type: mark(ASSUMED_TYPE).is_some(),
            })),
            path: None,
            link,
            repost_of: named(&row.repost_of).map(Into::into),
            // Which post that is can only be told when all are known.
            translation_of: named(&row.translation_of)
                .map(|written| (written.replace('\\', "/").into(), Span::default())),
            not_counted,
            lang: self.lang(),
            topics: topics.into(),
            task: None,
            audience: Box::default(),
            tags: Box::default(),
            author: None,
            source_name: None,
            source_url: None,
            co_units: Box::default(),
            channels: self.channels(),
            reach: Box::default(),
            image: None,
            attachments: Box::default(),
            document: None,
            event: None,
            media: Box::default(),
            exemplar: false,
            pinned: false,
            notice: false,
            aliases: Box::default(),
            approved_by: None,
            approved_on: None,
            references: Box::default(),
            headings: Box::default(),
            words: Box::default(),
            title: title.into(),
            id: id.into(),
        })
    }

    /// By this site's own rule; a declared quarter wins where it is a neighbour.
    fn quarter(&self, date: Date, note: &mut impl FnMut(&'static str, String)) -> (Quarter, bool) {
        let dated = Quarter::of(date, self.config.period_rule);
        let Ok(written) = self.row.quarter.parse::<Quarter>() else {
            if !self.row.quarter.trim().is_empty() {
                note("xet-quy-khong-doc", self.row.quarter.clone());
            }
            return (dated, false);
        };
        if self.row.quarter_declared.trim() == "1" {
            if written.is_near(dated) {
                return (written, written != dated);
            }
            note("xet-quy-khong-lien-ke", self.row.quarter.clone());
        } else if written != dated {
            note("xet-quy-khac", self.row.quarter.clone());
        }
        (dated, false)
    }

    /// The language, where it is not the section's.
    fn lang(&self) -> Option<Box<str>> {
        let written = self.row.lang.trim().to_lowercase();
        let tag = !written.is_empty()
            && written.len() <= 12
            && written.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (tag && written != self.config.lang.as_str()).then(|| written.into())
    }

    fn channels(&self) -> Box<[Channel]> {
        let parts = self.row.channels.split("; ").take(20);
        parts
            .filter_map(|part| {
                let (code, url) = part.trim().split_once(' ').unwrap_or((part.trim(), ""));
                let channel = self.config.vocabulary.channels.find(code)?;
                Some(Channel { channel, url: url.parse().ok(), date: None })
            })
            .collect()
    }
}

/// An id as it is known here: ids are the units' own.
pub(super) fn scoped(code: &str, id: &str) -> String {
    match id.strip_prefix(code) {
        Some(rest) if rest.starts_with('/') => id.to_owned(),
        _ => format!("{code}/{id}"),
    }
}

fn day(written: &str) -> Option<Date> {
    parse_date(written).ok().filter(|day| (2000..=2100).contains(&day.year()))
}
