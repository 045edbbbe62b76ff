//! Random small sites: everything that the counting rule speaks of, in every mixture.
//!
//! A site is described by plain values that shrink well; [`RandomSite::site`] writes its files. A
//! failure prints those files.

use std::fmt;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::Config;

use crate::harness::TestSite;
use nq71::exchange::copies::shard_name;
use nq71::exchange::{self, Record, Shard, sha256, write};
use nq71::files::MemoryFiles;

/// The first day that a random date can be.
const FIRST: Date = date(2026, 1, 1);

/// The days after which a quarter begins under either rule, and their neighbours.
const EDGES: [(i8, i8); 16] = [
    (3, 14),
    (3, 15),
    (3, 31),
    (4, 1),
    (6, 14),
    (6, 15),
    (6, 30),
    (7, 1),
    (9, 14),
    (9, 15),
    (9, 30),
    (10, 1),
    (11, 21),
    (11, 22),
    (12, 14),
    (12, 15),
];

/// The same sites in every run, and no files beside the tests.
pub fn cases(n: u32) -> Config {
    let mut config = Config::with_cases(n);
    config.rng_seed = proptest::test_runner::RngSeed::Fixed(71);
    config.failure_persistence = None;
    config.max_shrink_iters = std::env::var("NQ71_SHRINK").map_or(400, |n| n.parse().unwrap());
    config
}

/// A site to be.
#[derive(Clone)]
pub struct RandomSite {
    many: bool,
    nd09: bool,
    with_base: bool,
    target: u32,
    today: Date,
    /// Whether the settings make official documents count, and news of a kind of their own not.
    own_types: bool,
    units: Vec<RandomUnit>,
    posts: Vec<RandomPost>,
    /// What the units' own sites sent, in a site of many.
    rows: Vec<RandomRow>,
}

/// A row of a source: few ids, titles, days and addresses, so that many are told twice.
#[derive(Clone, Debug)]
struct RandomRow {
    source: Index,
    unit: Index,
    id: u8,
    title: u8,
    date: Date,
    kind: &'static str,
    gone: bool,
    url: (Index, u8),
    canonical: bool,
    repost: bool,
    translation_of: Option<(Index, u8)>,
    refused: bool,
    quarter: Option<i8>,
}

#[derive(Clone, Debug)]
struct RandomUnit {
    target: Option<u32>,
    start: Option<Date>,
    /// Days from the start, or from the first day.
    life: Option<u16>,
    admin: Option<RandomParent>,
    prof: Option<RandomParent>,
    merged_into: Option<Index>,
    order: Option<u8>,
}

#[derive(Clone, Debug)]
enum RandomParent {
    Code(Index),
    Name(Index),
    Stranger(bool),
}

#[derive(Clone, Debug)]
struct RandomPost {
    unit: Index,
    date: Date,
    kind: &'static str,
    status: &'static str,
    consent: Option<&'static str>,
    repost: Option<bool>,
    /// An earlier post of the list that this translates, and whether its id is written in full.
    translation_of: Option<(Index, bool)>,
    refused: bool,
    /// A neighbour, and the way it is written.
    quarter: Option<(i8, u8)>,
    own_id: bool,
    vietnamese: bool,
    pointer: bool,
    topics: Vec<&'static str>,
    channels: Vec<&'static str>,
    title: &'static str,
    updated: bool,
}

/// Any site whose posts are all its own.
pub fn sites() -> impl Strategy<Value = RandomSite> {
    gathering_sites().prop_map(|site| RandomSite { rows: Vec::new(), ..site })
}

/// Any site, from nothing to a few units with some twenty posts, and as many told by others.
pub fn gathering_sites() -> impl Strategy<Value = RandomSite> {
    let today = prop_oneof![
        4 => Just(date(2026, 11, 21)),
        1 => select(vec![date(2026, 3, 14), date(2026, 6, 15), date(2026, 9, 30), date(2026, 12, 15)]),
    ];
    (
        any::<bool>(),
        any::<bool>(),
        prop::bool::weighted(0.8),
        select(vec![2, 0, 1, 5]),
        today,
        prop::bool::weighted(0.2),
        vec(unit(), 1..5),
        vec(post(), 0..22),
        prop_oneof![1 => Just(Vec::new()), 1 => vec(row(), 0..14)],
    )
        .prop_map(|(many, nd09, with_base, target, today, own_types, units, posts, rows)| RandomSite {
            many,
            nd09,
            with_base,
            target,
            today,
            own_types,
            units,
            posts,
            rows: if many { rows } else { Vec::new() },
        })
}

fn days() -> impl Strategy<Value = Date> {
    prop_oneof![
        2 => (0i64..360).prop_map(|days| FIRST + days.days()),
        1 => select(EDGES.to_vec()).prop_map(|(month, day)| date(2026, month, day)),
    ]
}

fn parent() -> impl Strategy<Value = Option<RandomParent>> {
    prop_oneof![
        2 => Just(None),
        4 => any::<Index>().prop_map(|unit| Some(RandomParent::Code(unit))),
        1 => any::<Index>().prop_map(|unit| Some(RandomParent::Name(unit))),
        1 => any::<bool>().prop_map(|first| Some(RandomParent::Stranger(first))),
    ]
}

prop_compose! {
    fn unit()(
        target in option::weighted(0.4, select(vec![2, 0, 1, 5])),
        start in option::weighted(0.3, days()),
        life in option::weighted(0.3, 0u16..250),
        admin in parent(),
        prof in parent(),
        merged_into in option::weighted(0.5, any::<Index>()),
        order in option::weighted(0.5, 1u8..4),
    ) -> RandomUnit {
        RandomUnit { target, start, life, admin, prof, merged_into, order }
    }
}

prop_compose! {
    fn row()(
        (source, unit, url) in (any::<Index>(), any::<Index>(), (any::<Index>(), 0u8..5)),
        (id, title) in (0u8..6, 0u8..4),
        date in days(),
        kind in select(vec!["tin", "bai", "van-ban", "khong-co"]),
        gone in prop::bool::weighted(0.1),
        canonical in prop::bool::weighted(0.3),
        repost in prop::bool::weighted(0.1),
        translation_of in option::weighted(0.25, (any::<Index>(), 0u8..6)),
        refused in prop::bool::weighted(0.1),
        quarter in option::weighted(0.25, -2i8..=2),
        same_day in prop::bool::weighted(0.5),
    ) -> RandomRow {
        let date = if same_day { jiff::civil::date(2026, 5, 20) } else { date };
        RandomRow {
            source, unit, id, title, date, kind, gone, url, canonical, repost, translation_of, refused, quarter,
        }
    }
}

fn post() -> impl Strategy<Value = RandomPost> {
    let kind = prop_oneof![
        3 => Just("tin"),
        2 => select(vec!["bai", "Video clip", "PHÓNG SỰ", "đồ họa"]),
        1 => select(vec!["van-ban", "tai-lieu", "Hội nghị, hội thảo, tập huấn, diễn đàn"]),
    ];
    let status = prop_oneof![
        8 => Just(""),
        2 => Just("da-duyet"),
        1 => select(vec!["nhap", "cho-duyet", "da-go", "Đã gỡ"]),
    ];
    let consent = option::weighted(0.3, select(vec!["khong-can", "tap-the", "da-co", "chua"]));
    let judged = (
        option::weighted(0.12, any::<bool>()),
        option::weighted(0.3, (any::<Index>(), any::<bool>())),
        prop::bool::weighted(0.12),
        option::weighted(0.3, (-1i8..=1, 0u8..4)),
    );
    let shown = (
        prop::bool::weighted(0.1),
        any::<bool>(),
        prop::bool::weighted(0.1),
        vec(select(vec!["quan-diem", "dien-hinh", "Đội ngũ nhà giáo"]), 0..3),
        vec(select(vec!["fanpage", "website"]), 0..3),
        select(vec!["Bài viết của trường", "“Trường & lớp” <mới> 🌱", "=Tổng kết 'năm' \"học\""]),
        prop::bool::weighted(0.2),
    );
    (any::<Index>(), days(), kind, status, consent, judged, shown).prop_map(
        |(unit, date, kind, status, consent, judged, shown)| {
            let (repost, translation_of, refused, quarter) = judged;
            let (own_id, vietnamese, pointer, topics, channels, title, updated) = shown;
            RandomPost {
                unit,
                date,
                kind,
                status,
                consent,
                repost,
                translation_of,
                refused,
                quarter,
                own_id,
                vietnamese,
                pointer,
                topics,
                channels,
                title,
                updated,
            }
        },
    )
}

impl RandomSite {
    /// The site in memory, not yet built.
    pub fn site(&self) -> TestSite {
        let mut files = MemoryFiles::default();
        for (path, text) in self.files() {
            files.put(&path, text);
        }
        let mut site = TestSite::of(files);
        site.today = self.today;
        site
    }

    /// The same site with another title for each post.
    pub fn retitled(&self) -> RandomSite {
        let posts =
            self.posts.iter().cloned().map(|post| RandomPost { title: "Tên mới của bài", ..post });
        RandomSite { posts: posts.collect(), rows: Vec::new(), ..self.clone() }
    }

    fn files(&self) -> Vec<(String, String)> {
        let mut settings = String::new();
        if self.with_base {
            settings.push_str("base_url = \"https://mau.example.edu.vn/nghi-quyet-71/\"\n");
        }
        if self.many {
            settings.push_str("registry = \"don-vi.csv\"\n");
        }
        settings.push_str(&format!("[counting]\ntarget_per_quarter = {}\n", self.target));
        settings.push_str(if self.nd09 { "period_rule = \"nd09\"\n" } else { "" });
        if self.own_types {
            settings.push_str(
                "[[vocabulary.types]]\ncode = \"thong-bao\"\nlabel = \"Tin\"\ncountable = false\n\
                 [[vocabulary.types]]\ncode = \"van-ban\"\ncountable = true\n\
                 [[vocabulary.types]]\ncode = \"bai\"\ncountable = false\n",
            );
        }
        let mut files = Vec::new();
        if self.many {
            files.push(("don-vi.csv".to_owned(), self.registry()));
        } else {
            settings.push_str(&self.only_unit());
        }
        files.push(("nq71.toml".to_owned(), settings));
        files.extend((0..self.posts.len()).map(|at| (self.path(at), self.post(at))));
        for source in 0..self.units.len() {
            files.extend(self.copy(source));
        }
        files
    }

    /// The last good copy of what one unit's site sent.
    fn copy(&self, source: usize) -> Vec<(String, String)> {
        let own = self.rows.iter().filter(|row| row.source.index(self.units.len()) == source);
        let records: Vec<Record> = own.map(|row| self.record(row)).collect();
        if records.is_empty() {
            return Vec::new();
        }
        let mut bytes = Vec::new();
        write(&records, &mut bytes);
        let digest = sha256(&bytes);
        let name = shard_name("2026-q2", &digest);
        let shard = Shard { name: name.clone(), rows: records.len(), sha256: digest };
        let folder = format!("tong-hop/ban/{}", self.code(source));
        let mut files = vec![(format!("{folder}/{name}"), String::from_utf8(bytes.clone()).unwrap())];
        exchange::Index { unit: self.code(source), shards: vec![shard] }.write(&mut bytes);
        files.push((format!("{folder}/muc-luc.csv"), String::from_utf8(bytes).unwrap()));
        files
    }

    fn record(&self, row: &RandomRow) -> Record {
        let unit = row.unit.index(self.units.len());
        let host = self.code(row.url.0.index(self.units.len()));
        let url = match row.url.1 {
            0 => format!("https://{host}.example.vn/"),
            // As a pointer post of this site says it.
            1 => "https://cong-1.example.edu.vn/tin?id=1&x=1".to_owned(),
            at => format!("https://www.{host}.example.vn/tin-{at}/index.html?utm_source=x"),
        };
        let late = self.nd09 && row.date.day() >= 15;
        let months = i32::from(row.date.year()) * 12 + i32::from(row.date.month()) - 1 + i32::from(late);
        let quarter = months / 3 + i32::from(row.quarter.unwrap_or(0));
        Record {
            id: format!("bai-{}", 90 - row.id),
            unit: if row.id == 0 { self.name(unit) } else { self.code(unit) },
            title: if row.gone { String::new() } else { format!("Tin thứ {} ", row.title) },
            date: row.date.to_string(),
            quarter: format!("{}-Q{}", quarter / 4, quarter % 4 + 1),
            quarter_declared: u8::from(row.quarter.is_some_and(|step| step != 0)).to_string(),
            kind: row.kind.to_owned(),
            canonical_url: if row.canonical { url.replace("www.", "") } else { String::new() },
            url,
            repost_of: if row.repost { "https://bao.example.vn/1".to_owned() } else { String::new() },
            translation_of: row.translation_of.as_ref().map_or(String::new(), |(unit, id)| {
                let unit = self.code(unit.index(self.units.len()));
                if *id == 1 { "bai-89".to_owned() } else { format!("{unit}/bai-{}", 90 - id) }
            }),
            status: if row.gone { "da-go".to_owned() } else { "da-duyet".to_owned() },
            counted: "1".to_owned(),
            reason: if row.refused {
                "khai-bao-khong-tinh: Tin nội bộ".to_owned()
            } else {
                String::new()
            },
            ..Record::default()
        }
    }

    fn code(&self, unit: usize) -> String {
        if self.many { format!("th-{}", unit + 1) } else { "th-mau".to_owned() }
    }

    fn name(&self, unit: usize) -> String {
        format!("Trường Tiểu học số {}", unit + 1)
    }

    fn end(&self, unit: &RandomUnit) -> Option<Date> {
        Some(unit.start.unwrap_or(FIRST) + i64::from(unit.life?).days())
    }

    fn only_unit(&self) -> String {
        let unit = &self.units[0];
        let mut text = format!("[unit]\ncode = \"{}\"\nname = \"{}\"\n", self.code(0), self.name(0));
        if let Some(target) = unit.target {
            text.push_str(&format!("target_per_quarter = {target}\n"));
        }
        for (key, day) in [("start", unit.start), ("end", self.end(unit))] {
            if let Some(day) = day {
                text.push_str(&format!("{key} = {day}\n"));
            }
        }
        text
    }

    fn registry(&self) -> String {
        let mut text = "code,name,short_name,parent_admin,parent_prof,target_per_quarter,start,end,\
                        merged_into,order,exchange_url\n"
            .to_owned();
        for (at, unit) in self.units.iter().enumerate() {
            let optional = |value: Option<String>| value.unwrap_or_default();
            let parent = |parent: &Option<RandomParent>| match parent {
                None => String::new(),
                Some(RandomParent::Code(index)) => self.code(index.index(self.units.len())),
                Some(RandomParent::Name(index)) => self.name(index.index(self.units.len())),
                Some(RandomParent::Stranger(first)) => {
                    if *first { "\"Sở Giáo dục, tỉnh Mẫu\"" } else { "UBND xã khác" }.to_owned()
                }
            };
            // The first is always there: a quarter without any unit has no tables.
            let (start, end) = if at == 0 { (None, None) } else { (unit.start, self.end(unit)) };
            // Into one before it: nobody becomes part of itself.
            let merged = unit.merged_into.filter(|_| end.is_some() && at > 0);
            let cells = [
                self.code(at),
                self.name(at),
                if at % 2 == 0 { format!("TH số {}", at + 1) } else { String::new() },
                parent(&unit.admin),
                parent(&unit.prof),
                optional(unit.target.map(|target| target.to_string())),
                optional(start.map(|day| day.to_string())),
                optional(end.map(|day| format!("{}/{}/{}", day.day(), day.month(), day.year()))),
                optional(merged.map(|index| self.code(index.index(at)))),
                optional(unit.order.map(|order| order.to_string())),
                match self.rows.is_empty() {
                    true => String::new(),
                    // Two neighbours that were given one source by mistake.
                    false => format!("nhan/nguon-{}", at / 2 * 2),
                },
            ];
            text.push_str(&cells.join(","));
            text.push('\n');
        }
        text
    }

    fn unit_of(&self, post: usize) -> usize {
        if self.many { self.posts[post].unit.index(self.units.len()) } else { 0 }
    }

    /// Names run against the order of the dates, so that both ways to sort are told apart.
    fn stem(&self, post: usize) -> String {
        format!("bai-{:02}", 90 - post)
    }

    fn path(&self, post: usize) -> String {
        let folder = if self.many { format!("{}/", self.code(self.unit_of(post))) } else { String::new() };
        format!("content/{folder}{}.md", self.stem(post))
    }

    fn id(&self, post: usize) -> String {
        match self.posts[post].own_id {
            true => format!("rieng-{}", 90 - post),
            false => format!("{}/{}", self.code(self.unit_of(post)), self.stem(post)),
        }
    }

    fn post(&self, at: usize) -> String {
        let post = &self.posts[at];
        let mut text = "+++\n".to_owned();
        let mut put = |en: &str, vi: &str, value: String| {
            let key = if post.vietnamese { vi } else { en };
            text.push_str(&format!("{key} = {value}\n"));
        };
        let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\\\""));
        put("title", "tieu_de", quoted(&format!("{} {at}", post.title)));
        put(
            "date",
            "ngay",
            match at % 3 {
                0 => quoted(&format!("{}/{}/{}", post.date.day(), post.date.month(), post.date.year())),
                _ => post.date.to_string(),
            },
        );
        put("type", "hinh_thuc", quoted(post.kind));
        if !post.status.is_empty() {
            put("status", "trang_thai", quoted(post.status));
        }
        if let Some(consent) = post.consent {
            put("consent", "dong_y", quoted(consent));
        }
        if let Some(local) = post.repost {
            // Not of itself: that is a mistake.
            let of = if local && at > 0 { self.id(0) } else { "https://bao.example.vn/tin-1".to_owned() };
            put("repost_of", "dang_lai_tu", quoted(&of));
        }
        if let Some((index, in_full)) = &post.translation_of
            && at > 0
        {
            let original = index.index(at);
            let near = self.unit_of(original) == self.unit_of(at) && !self.posts[original].own_id;
            let id = if near && !in_full { self.stem(original) } else { self.id(original) };
            put("translation_of", "ban_dich_cua", quoted(&id));
            put("lang", "ngon_ngu", quoted(if post.vietnamese { "Tiếng Anh" } else { "en" }));
        }
        if post.refused {
            put("count", "tinh_san_pham", "false".to_owned());
            put("count_reason", "ly_do", quoted("Tin nội bộ"));
        }
        if let Some((step, form)) = post.quarter {
            put("quarter", "quy", self.quarter(post.date, step, form));
        }
        if post.own_id {
            put("id", "ma", quoted(&self.id(at)));
        }
        if post.pointer {
            put("link", "lien_ket", quoted(&format!("https://cong-{at}.example.edu.vn/tin?id={at}&x=1")));
        }
        if !post.topics.is_empty() {
            put("topics", "noi_dung", format!("{:?}", post.topics));
        }
        if post.updated {
            put("updated", "cap_nhat", post.date.max(jiff::civil::date(2026, 11, 20)).to_string());
        }
        for channel in &post.channels {
            let [table, code] = if post.vietnamese { ["kenh", "ma"] } else { ["channels", "code"] };
            text.push_str(&format!("[[{table}]]\n{code} = \"{channel}\"\n"));
        }
        text.push_str("+++\n\nNội dung của bài.\n");
        text
    }

    /// A quarter beside that of the date, as authors write it.
    fn quarter(&self, day: Date, step: i8, form: u8) -> String {
        let late = self.nd09 && day.day() >= 15;
        let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + i32::from(late);
        let quarter = months / 3 + i32::from(step);
        let (year, number) = (quarter / 4, quarter % 4 + 1);
        match form {
            0 => format!("\"{year}-Q{number}\""),
            1 => format!("\"Quý {}/{year}\"", ["I", "II", "III", "IV"][number as usize - 1]),
            2 => format!("\"quý {number} năm {year}\""),
            _ => number.to_string(),
        }
    }
}

impl fmt::Debug for RandomSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "a site on {}:", self.today)?;
        for (path, text) in self.files() {
            writeln!(f, "=== {path}\n{text}")?;
        }
        Ok(())
    }
}
