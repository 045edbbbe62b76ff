//! Reads a site's files and judges its posts a second time, sharing nothing with the program but
//! the text of DOMAIN.md: its own front matter, registry, vocabulary, quarters and rule.
//!
//! It is written to be plainly right, not quick: every figure is a filter over all posts.

use std::collections::BTreeMap;

use jiff::civil::{Date, date};
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

use crate::harness::TestSite;

/// Content types that are no products unless the settings say otherwise.
const NOT_COUNTABLE: [&str; 3] = ["van-ban", "tai-lieu", "hoi-nghi"];

/// Years times four plus 0 to 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter(i32);

impl Quarter {
    /// By the 15th the report on the month is closed: from then on a day belongs to the next.
    pub(super) fn of(day: Date, nd09: bool) -> Quarter {
        let late = i32::from(nd09 && day.day() >= 15);
        Quarter((i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + late).div_euclid(3))
    }

    pub fn year(self) -> i32 {
        self.0.div_euclid(4)
    }

    fn number(self) -> i32 {
        self.0.rem_euclid(4) + 1
    }

    pub fn before(self) -> Quarter {
        Quarter(self.0 - 1)
    }

    /// First and last day.
    pub fn days(self, nd09: bool) -> (Date, Date) {
        let start = |quarter: Quarter| {
            let months = quarter.0 * 3 - i32::from(nd09);
            date(months.div_euclid(12) as i16, months.rem_euclid(12) as i8 + 1, if nd09 { 15 } else { 1 })
        };
        (start(self), start(Quarter(self.0 + 1)).yesterday().unwrap())
    }

    pub fn slug(self) -> String {
        format!("{}-q{}", self.year(), self.number())
    }

    pub fn code(self) -> String {
        format!("{}-Q{}", self.year(), self.number())
    }

    pub fn label(self) -> String {
        format!("Quý {}/{}", ["I", "II", "III", "IV"][self.number() as usize - 1], self.year())
    }

    /// `2026-Q2`, `Quý II/2026`, `2` and the like; a number alone is the one next to `dated`.
    pub(super) fn read(written: &str, dated: Quarter) -> Quarter {
        let words = |keep: fn(&char) -> bool| -> Vec<String> {
            written
                .split(|sign: char| !keep(&sign))
                .filter(|word| !word.is_empty())
                .map(str::to_uppercase)
                .collect()
        };
        let digits = words(char::is_ascii_digit);
        let year = digits.iter().find(|word| word.len() == 4).map(|word| word.parse::<i32>().unwrap());
        let number = digits.iter().find(|word| word.len() == 1).map(|word| word.parse::<i32>().unwrap());
        let roman = words(|sign| sign.is_alphabetic())
            .iter()
            .find_map(|word| ["I", "II", "III", "IV"].iter().position(|roman| roman == word));
        let number = number.or(roman.map(|at| at as i32 + 1)).expect("a quarter has a number");
        match year {
            Some(year) => Quarter(year * 4 + number - 1),
            None => *[dated, dated.before(), Quarter(dated.0 + 1)]
                .iter()
                .find(|quarter| quarter.number() == number)
                .expect("a number alone means a neighbour"),
        }
    }
}

/// Why a published post is no product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    Type,
    Repost,
    Translation,
    Declared,
    Life,
}

impl Why {
    pub const ALL: [Why; 5] = [Why::Type, Why::Repost, Why::Translation, Why::Declared, Why::Life];

    /// The id of the theme's text.
    pub fn text_id(self) -> &'static str {
        match self {
            Why::Type => "reason_hinh_thuc_khong_tinh",
            Why::Repost => "reason_dang_lai",
            Why::Translation => "reason_ban_dich",
            Why::Declared => "reason_khai_bao_khong_tinh",
            Why::Life => "reason_ngoai_thoi_gian_don_vi",
        }
    }
}

/// What is asked of a unit in a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    Products(usize),
    NoTarget,
    PartQuarter,
    Outside,
}

#[derive(Debug, Default)]
pub struct Unit {
    pub code: String,
    pub name: String,
    short: String,
    other_names: Vec<String>,
    pub(super) admin: String,
    pub(super) prof: String,
    pub(super) merged: String,
    pub(super) exchange: String,
    pub(super) section: String,
    target: usize,
    start: Option<Date>,
    end: Option<Date>,
    pub order: Option<usize>,
}

impl Unit {
    pub fn short(&self) -> &str {
        if self.short.is_empty() { &self.name } else { &self.short }
    }

    fn is_called(&self, written: &str) -> bool {
        let names = [&self.name, &self.short].into_iter().chain(&self.other_names);
        names.filter(|name| !name.is_empty()).any(|name| name.to_lowercase() == written.to_lowercase())
    }

    fn lives_on(&self, day: Date) -> bool {
        self.start.is_none_or(|start| day >= start) && self.end.is_none_or(|end| day <= end)
    }
}

#[derive(Debug)]
pub struct Term {
    pub code: String,
    pub label: String,
    pub short: String,
    names: Vec<String>,
    pub countable: bool,
}

/// A published post.
#[derive(Debug)]
pub struct Post {
    pub id: String,
    /// Places in the lists of the recount.
    pub unit: usize,
    pub kind: usize,
    pub topics: Vec<usize>,
    pub channels: Vec<usize>,
    pub date: Date,
    /// The newest of that day and the day of the last change.
    pub changed: Date,
    pub quarter: Quarter,
    pub declared: bool,
    pub title: String,
    /// In the section, or the absolute address of a pointer post.
    pub address: String,
    pub pointer: bool,
    pub own_reason: String,
    /// Nothing for a product.
    pub why: Option<Why>,
}

/// A site, counted a second time.
pub struct Recount {
    pub many: bool,
    pub nd09: bool,
    pub today: Date,
    pub base_url: Option<String>,
    pub owner: Option<usize>,
    pub units: Vec<Unit>,
    pub types: Vec<Term>,
    pub topics: Vec<Term>,
    pub channels: Vec<Term>,
    pub posts: Vec<Post>,
    /// Addresses of tombstones.
    pub withdrawn: Vec<String>,
    /// Oldest first.
    pub quarters: Vec<Quarter>,
}

impl Recount {
    pub fn of(site: &TestSite) -> Recount {
        let files: BTreeMap<&str, &str> = site
            .files
            .iter()
            .filter(|(path, _)| matches!(path.extension().as_str(), "toml" | "csv" | "md"))
            .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
            .collect();
        let settings: Table = files["nq71.toml"].parse().unwrap();
        let counting = settings.get("counting").and_then(Value::as_table);
        let counting = |key| counting.and_then(|table| table.get(key));
        let target = counting("target_per_quarter").map_or(2, |value| value.as_integer().unwrap() as usize);
        let registry = settings.get("registry").map(|path| files[path.as_str().unwrap()]);
        let units = match registry {
            Some(text) => read_registry(text, target),
            None => vec![read_unit(settings["unit"].as_table().unwrap(), target)],
        };
        let owner = match (registry, settings.get("owner")) {
            (None, _) => Some(0),
            (_, None) => None,
            (_, Some(code)) => units.iter().position(|unit| Some(&*unit.code) == code.as_str()),
        };
        let mut recount = Recount {
            many: registry.is_some(),
            nd09: counting("period_rule").and_then(Value::as_str) == Some("nd09"),
            today: site.today,
            base_url: settings.get("base_url").map(|url| url.as_str().unwrap().to_owned()),
            owner,
            units,
            types: vocabulary(&settings, "types"),
            topics: vocabulary(&settings, "topics"),
            channels: vocabulary(&settings, "channels"),
            posts: Vec::new(),
            withdrawn: Vec::new(),
            quarters: Vec::new(),
        };
        let drafts: Vec<Draft> = files
            .iter()
            .filter(|(path, _)| path.starts_with("content/") && path.ends_with(".md"))
            .map(|(path, text)| recount.read_post(path, text))
            .collect();
        let drafts = super::remote::admit(&recount, &settings, &files, drafts);
        recount.judge(drafts);
        let now = Quarter::of(recount.today, recount.nd09);
        let used = recount.posts.iter().map(|post| post.quarter).chain([now]);
        let (first, last) = (used.clone().min().unwrap(), used.max().unwrap());
        recount.quarters = (first.0..=last.0).map(Quarter).collect();
        recount
    }

    pub fn now(&self) -> Quarter {
        Quarter::of(self.today, self.nd09)
    }

    pub fn published(&self, keep: impl Fn(&Post) -> bool) -> Vec<&Post> {
        self.posts.iter().filter(|post| keep(post)).collect()
    }

    /// Folder of a unit's own pages.
    pub fn folder(&self, unit: usize) -> String {
        if self.many { format!("don-vi/{}/", self.units[unit].code) } else { String::new() }
    }

    /// The absolute address of a post, as far as there is one.
    pub fn absolute(&self, post: &Post) -> String {
        match (&self.base_url, post.pointer) {
            (_, true) => post.address.clone(),
            (Some(base), false) => format!("{base}{}", post.address),
            (None, false) => String::new(),
        }
    }

    pub fn goal(&self, quarter: Quarter, unit: usize) -> Goal {
        let unit = &self.units[unit];
        let (first, last) = quarter.days(self.nd09);
        if unit.start.is_some_and(|start| start > last) || unit.end.is_some_and(|end| end < first) {
            Goal::Outside
        } else if unit.target == 0 {
            Goal::NoTarget
        } else if unit.lives_on(first) && unit.lives_on(last) {
            Goal::Products(unit.target)
        } else {
            Goal::PartQuarter
        }
    }

    /// The goal over several quarters: targets added up, where there is one.
    pub fn goal_over(&self, quarters: &[Quarter], unit: usize) -> Goal {
        let goals: Vec<Goal> = quarters.iter().map(|&quarter| self.goal(quarter, unit)).collect();
        let targets = goals.iter().filter_map(|goal| match goal {
            Goal::Products(n) => Some(*n),
            _ => None,
        });
        match targets.clone().count() {
            0 => goals.into_iter().find(|&goal| goal != Goal::Outside).unwrap_or(Goal::Outside),
            _ => Goal::Products(targets.sum()),
        }
    }

    /// Units that exist in the quarter or have posts in it.
    pub fn units_in(&self, quarter: Quarter) -> Vec<usize> {
        let has_posts = |unit| self.posts.iter().any(|post| post.unit == unit && post.quarter == quarter);
        (0..self.units.len())
            .filter(|&unit| self.goal(quarter, unit) != Goal::Outside || has_posts(unit))
            .collect()
    }

    /// Whether the unit has published anything up to the end of the quarter.
    pub fn covered(&self, quarter: Quarter, unit: usize) -> bool {
        self.posts.iter().any(|post| post.unit == unit && post.quarter <= quarter)
    }

    /// The parent's name, empty for none, and the unit it is, where it is one of the registry.
    pub fn parent(&self, unit: usize, by_admin: bool) -> (String, Option<usize>) {
        let unit = &self.units[unit];
        let written = if by_admin { &unit.admin } else { &unit.prof };
        let coded = self.units.iter().position(|other| other.code == written.to_lowercase());
        let named: Vec<usize> =
            (0..self.units.len()).filter(|&at| self.units[at].is_called(written)).collect();
        match (coded, named.as_slice()) {
            (Some(at), _) | (None, &[at]) => (self.units[at].name.clone(), Some(at)),
            _ => (written.clone(), None),
        }
    }

    /// The unit of a code, or of a name that only one has.
    pub(super) fn unit_called(&self, written: &str) -> Option<usize> {
        let coded = self.units.iter().position(|unit| unit.code == written.to_lowercase());
        let named: Vec<usize> =
            (0..self.units.len()).filter(|&at| self.units[at].is_called(written)).collect();
        coded.or(match named.as_slice() {
            &[at] => Some(at),
            _ => None,
        })
    }

    pub(super) fn read_post(&self, path: &str, text: &str) -> Draft {
        let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().collect();
        let fences: Vec<usize> = (0..lines.len()).filter(|&at| lines[at].trim() == "+++").collect();
        let head: Table = lines[fences[0] + 1..fences[1]].join("\n").parse().expect(path);
        let get = |en: &str, vi: &str| head.get(en).or_else(|| head.get(vi));
        let text = |en, vi| get(en, vi).map(string);
        let inside = path.strip_prefix("content/").unwrap();
        let folder = inside.split_once('/').map(|(folder, _)| folder);
        let unit = match (self.many, folder, text("unit", "don_vi")) {
            (false, ..) => 0,
            (true, Some(code), _) | (true, None, Some(code)) if true_code(&self.units, code).is_some() => {
                true_code(&self.units, code).unwrap()
            }
            _ => panic!("{path} is of no unit"),
        };
        let stem = inside.rsplit('/').next().unwrap().strip_suffix(".md").unwrap();
        let slug = fold(text("slug", "duong_dan").unwrap_or(stem));
        assert!(slug.len() <= 60 && slug != "con" && slug != "aux", "this reader does not shorten names");
        let link = text("link", "lien_ket");
        let date = day(get("date", "ngay").expect(path));
        let dated = Quarter::of(date, self.nd09);
        let quarter = match get("quarter", "quy") {
            Some(Value::Integer(number)) => Quarter::read(&number.to_string(), dated),
            Some(written) => Quarter::read(string(written), dated),
            None => dated,
        };
        assert!((quarter.0 - dated.0).abs() <= 1, "{path}: only a neighbour may be named");
        let terms = |en, vi, terms: &[Term]| -> Vec<usize> {
            let mut found: Vec<usize> = Vec::new();
            for written in list(get(en, vi)) {
                let at = find(terms, string(written));
                if !found.contains(&at) {
                    found.push(at);
                }
            }
            found
        };
        let channels = list(get("channels", "kenh"))
            .into_iter()
            .map(|channel| {
                let channel = channel.as_table().unwrap();
                find(&self.channels, string(channel.get("code").or(channel.get("ma")).unwrap()))
            })
            .collect();
        let refused = get("count", "tinh_san_pham") == Some(&Value::Boolean(false));
        let status = fold(text("status", "trang_thai").unwrap_or("da-duyet"));
        let consent = fold(text("consent", "dong_y").unwrap_or("khong-can"));
        Draft {
            approved: &*status == "da-duyet",
            from_elsewhere: false,
            standing: match (&*status, &*consent) {
                ("da-go", _) => Standing::Withdrawn,
                ("da-duyet", consent) if consent != "chua" && date <= self.today => Standing::Published,
                _ => Standing::Hidden,
            },
            is_repost: text("repost_of", "dang_lai_tu").is_some(),
            translation_of: text("translation_of", "ban_dich_cua").map(str::to_owned),
            refused,
            post: Post {
                id: match text("id", "ma") {
                    Some(id) => id.to_owned(),
                    None => format!("{}/{stem}", self.units[unit].code),
                },
                unit,
                kind: find(&self.types, text("type", "hinh_thuc").expect(path)),
                topics: terms("topics", "noi_dung", &self.topics),
                channels,
                date,
                changed: get("updated", "cap_nhat")
                    .map(day)
                    .filter(|&day| day <= self.today)
                    .map_or(date, |day| day.max(date)),
                quarter,
                declared: quarter != dated,
                title: one_line(text("title", "tieu_de").expect(path)),
                address: match link {
                    Some(link) => link.to_owned(),
                    None => format!("{}bai/{slug}.html", self.folder(unit)),
                },
                pointer: link.is_some(),
                own_reason: text("count_reason", "ly_do").unwrap_or("").trim().to_owned(),
                why: None,
            },
        }
    }

    /// DOMAIN section 4: the first reason that applies, in its order.
    fn judge(&mut self, mut drafts: Vec<Draft>) {
        // Of one id, the first: a post of this site stands before one that another sent.
        let by_id: BTreeMap<String, usize> =
            drafts.iter().enumerate().rev().map(|(at, draft)| (draft.post.id.clone(), at)).collect();
        // The original may be hidden: it holds its group together all the same.
        let original = |mut at: usize| {
            while let Some(id) = &drafts[at].translation_of {
                let code = &self.units[drafts[at].post.unit].code;
                at = by_id.get(id).or_else(|| by_id.get(&format!("{code}/{id}"))).copied().expect("an id");
            }
            at
        };
        let originals: Vec<usize> = (0..drafts.len()).map(original).collect();
        let could_count = |draft: &Draft| {
            draft.standing == Standing::Published
                && self.types[draft.post.kind].countable
                && !draft.is_repost
                && !draft.refused
                && self.units[draft.post.unit].lives_on(draft.post.date)
        };
        let reasons: Vec<Option<Why>> = (0..drafts.len())
            .map(|at| {
                let draft = &drafts[at];
                let group: Vec<usize> = (0..drafts.len())
                    .filter(|&other| originals[other] == originals[at] && could_count(&drafts[other]))
                    .collect();
                let product = if group.contains(&originals[at]) {
                    Some(originals[at])
                } else {
                    group.into_iter().min_by_key(|&other| (drafts[other].post.date, &drafts[other].post.id))
                };
                if !self.types[draft.post.kind].countable {
                    Some(Why::Type)
                } else if draft.is_repost {
                    Some(Why::Repost)
                } else if draft.translation_of.is_some() && product.is_some_and(|product| product != at) {
                    Some(Why::Translation)
                } else if draft.refused {
                    Some(Why::Declared)
                } else if !self.units[draft.post.unit].lives_on(draft.post.date) {
                    Some(Why::Life)
                } else {
                    None
                }
            })
            .collect();
        for (draft, why) in drafts.iter_mut().zip(reasons) {
            draft.post.why = why;
        }
        for draft in drafts {
            match draft.standing {
                Standing::Published => self.posts.push(draft.post),
                Standing::Withdrawn if !draft.post.pointer => self.withdrawn.push(draft.post.address),
                Standing::Withdrawn | Standing::Hidden => {}
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Published,
    Withdrawn,
    Hidden,
}

/// A post of any standing, before it is judged.
pub(super) struct Draft {
    pub standing: Standing,
    /// By its status alone, whatever its day.
    pub approved: bool,
    pub from_elsewhere: bool,
    pub is_repost: bool,
    pub translation_of: Option<String>,
    pub refused: bool,
    pub post: Post,
}

fn true_code(units: &[Unit], code: &str) -> Option<usize> {
    units.iter().position(|unit| unit.code == code.to_lowercase())
}

fn string(value: &Value) -> &str {
    value.as_str().expect("a text").trim()
}

/// Composed letters; a space for each sign that is none.
fn one_line(text: &str) -> String {
    let is_sign = |sign: char| !sign.is_control() && u32::from(sign) & 0xfffe != 0xfffe;
    text.nfc().map(|sign| if is_sign(sign) { sign } else { ' ' }).collect()
}

fn list(value: Option<&Value>) -> Vec<&Value> {
    match value {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

fn day(value: &Value) -> Date {
    match value {
        Value::Datetime(written) => {
            let day = written.date.expect("a date");
            date(day.year as i16, day.month as i8, day.day as i8)
        }
        written => day_of(string(written)),
    }
}

/// Three numbers, day first unless the first has four digits.
fn day_of(written: &str) -> Date {
    let numbers: Vec<i16> = written
        .split(|sign: char| !sign.is_ascii_digit())
        .filter(|word| !word.is_empty())
        .map(|word| word.parse().unwrap())
        .collect();
    match *numbers.as_slice() {
        [year, month, day] if year > 31 => date(year, month as i8, day as i8),
        [day, month, year] => date(year, month as i8, day as i8),
        _ => panic!("{written} is no date"),
    }
}

/// The day of a row; none for what is no day.
pub(super) fn day_of_row(written: &str) -> Option<Date> {
    let parts: Vec<i16> = written.split('-').filter_map(|part| part.parse().ok()).collect();
    let &[year, month, day] = parts.as_slice() else { return None };
    Date::new(year, month as i8, day as i8).ok().filter(|day| (2000..=2100).contains(&day.year()))
}

/// Letters and digits without marks, joined by hyphens.
pub(super) fn fold(text: &str) -> String {
    let plain: String = text
        .to_lowercase()
        .replace('đ', "d")
        .nfd()
        .filter(|sign| !('\u{300}'..='\u{36f}').contains(sign))
        .collect();
    plain
        .split(|sign: char| !sign.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

fn find(terms: &[Term], written: &str) -> usize {
    let wanted = fold(written);
    let by_code = terms.iter().position(|term| term.code == wanted);
    by_code
        .or_else(|| terms.iter().position(|term| term.names.contains(&wanted)))
        .unwrap_or_else(|| panic!("{written} is in no vocabulary"))
}

/// The labels come from the program's data file; what counts is said here again.
fn vocabulary(settings: &Table, key: &str) -> Vec<Term> {
    let embedded: Table = include_str!("../../../src/model/vocabulary.toml").parse().unwrap();
    let added = settings.get("vocabulary").and_then(|table| table.get(key));
    let mut terms: Vec<Term> = Vec::new();
    let embedded = list(embedded.get(key)).into_iter().map(|entry| (entry, false));
    for (entry, is_own) in embedded.chain(list(added).into_iter().map(|entry| (entry, true))) {
        let entry = entry.as_table().unwrap();
        let text = |key| entry.get(key).map_or("", string);
        let code = text("code");
        let known = terms.iter().position(|term| term.code == code).unwrap_or_else(|| {
            terms.push(Term {
                code: code.to_owned(),
                label: String::new(),
                short: String::new(),
                names: Vec::new(),
                countable: key != "types" || !NOT_COUNTABLE.contains(&code),
            });
            terms.len() - 1
        });
        let term = &mut terms[known];
        if !text("label").is_empty() {
            term.label = text("label").to_owned();
            term.short = term.label.clone();
        }
        if !text("short").is_empty() {
            term.short = text("short").to_owned();
        }
        if let Some(countable) = entry.get("countable").filter(|_| is_own) {
            term.countable = countable.as_bool().unwrap();
        }
        let aliases = list(entry.get("aliases")).into_iter().map(string);
        term.names.extend([text("label"), text("short"), text("en")].into_iter().chain(aliases).map(fold));
    }
    terms
}

fn read_unit(table: &Table, target: usize) -> Unit {
    let text = |key| table.get(key).map_or(String::new(), |value| string(value).to_owned());
    Unit {
        code: text("code"),
        name: text("name"),
        short: text("short_name"),
        admin: text("parent_admin"),
        prof: text("parent_prof"),
        target: table.get("target_per_quarter").map_or(target, |value| value.as_integer().unwrap() as usize),
        start: table.get("start").map(day),
        end: table.get("end").map(day),
        ..Unit::default()
    }
}

fn read_registry(text: &str, target: usize) -> Vec<Unit> {
    let text = text.trim_start_matches('\u{feff}');
    let head = text.lines().next().unwrap();
    let separator = [';', '\t', ','].into_iter().find(|&sign| head.contains(sign)).unwrap();
    let mut rows = split(text, separator).into_iter();
    let headings = rows.next().unwrap();
    rows.filter(|row| row.iter().any(|cell| !cell.is_empty()))
        .map(|row| {
            let text = |names: [&str; 2]| {
                let column = headings.iter().position(|heading| names.contains(&heading.as_str()));
                column.and_then(|at| row.get(at)).map_or(String::new(), |cell| cell.trim().to_owned())
            };
            let number = |names| text(names).parse::<usize>().ok();
            let day = |names| Some(text(names)).filter(|cell| !cell.is_empty()).map(|cell| day_of(&cell));
            Unit {
                code: text(["code", "Mã"]).to_lowercase(),
                name: text(["name", "Tên đơn vị"]),
                short: text(["short_name", "Tên ngắn"]),
                other_names: text(["aliases", "Tên khác"]).split('|').map(str::to_owned).collect(),
                merged: text(["merged_into", "Sáp nhập"]),
                exchange: text(["exchange_url", "Tệp trao đổi"]),
                section: text(["section_url", "Chuyên mục"]),
                admin: text(["parent_admin", "Quản lý hành chính"]),
                prof: text(["parent_prof", "Quản lý chuyên môn"]),
                target: number(["target_per_quarter", "Chỉ tiêu mỗi quý"]).unwrap_or(target),
                start: day(["start", "Ngày bắt đầu"]),
                end: day(["end", "Ngày kết thúc"]),
                order: number(["order", "Thứ tự"]),
            }
        })
        .collect()
}

/// Rows and cells of separated values; a cell in quotes may hold separators and doubled quotes.
pub fn split(text: &str, separator: char) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut signs = text.chars().peekable();
    while let Some(sign) = signs.next() {
        let row = rows.last_mut().unwrap();
        match sign {
            '"' if quoted && signs.peek() == Some(&'"') => {
                row.last_mut().unwrap().push('"');
                signs.next();
            }
            '"' => quoted = !quoted,
            '\r' if !quoted => {}
            '\n' if !quoted => rows.push(vec![String::new()]),
            sign if sign == separator && !quoted => row.push(String::new()),
            sign => row.last_mut().unwrap().push(sign),
        }
    }
    rows.retain(|row| row.len() > 1);
    rows
}
