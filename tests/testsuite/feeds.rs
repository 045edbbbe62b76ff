//! Every feed, as a reader of feeds sees it: exactly the posts that it should hold, newest first.

use std::collections::{BTreeMap, BTreeSet};

use feed_rs::model::{Entry, Feed};
use jiff::civil::{Date, date};
use proptest::prelude::*;

use crate::generator::{self, RandomSite};
use crate::harness::TestSite;
use crate::recount::reader::{Post, Recount};
use crate::recount::{Output, text};

#[test]
fn the_feeds_of_the_repositorys_own_section_are_right() {
    feeds_are_right(&TestSite::example("").built());
}

#[test]
fn the_feeds_of_the_school_are_right() {
    feeds_are_right(&TestSite::example("truong").built());
}

#[test]
fn the_feeds_of_the_commune_are_right() {
    feeds_are_right(&TestSite::example("xa").built());
}

#[test]
fn the_feeds_of_the_department_are_right() {
    feeds_are_right(&TestSite::example("so").built());
}

proptest! {
    #![proptest_config(generator::cases(12))]

    #[test]
    fn the_feeds_of_random_sites_are_right_and_guids_outlive_titles(site in generator::sites()) {
        let before = RandomSite::site(&site).built();
        feeds_are_right(&before);
        let after = RandomSite::site(&site.retitled()).built();
        assert_eq!(guids(&before), guids(&after));
    }
}

#[test]
fn the_newest_fifty_posts_are_in_the_feeds_of_the_section() {
    let mut site = TestSite::school();
    for n in 1..=53 {
        let day = date(2026, 5, 1) + jiff::Span::new().days(n);
        site.post(&format!("bai-{n:02}.md"), &format!("Bài thứ {n} của trường"), &day.to_string(), "");
    }
    let site = site.built();
    feeds_are_right(&site);
    for path in ["rss.xml", "atom.xml"] {
        let titles: Vec<String> = read(&site, path).entries.iter().map(title).collect();
        let expected: Vec<String> = (4..=53).rev().map(|n| format!("Bài thứ {n} của trường")).collect();
        assert_eq!(titles, expected);
    }
    assert_eq!(read(&site, "q/2026-q2/rss.xml").entries.len(), 53, "a quarter's feed is complete");
}

#[test]
fn a_guid_survives_a_new_title_and_a_new_address() {
    let mut site = TestSite::school();
    site.post("2026-05-20-mot.md", "Bài thứ nhất của trường", "2026-05-20", "id = \"bai-mot\"");
    site.build();
    let before = read(&site, "rss.xml").entries.remove(0);

    let path = "content/2026-05-20-mot.md";
    site.edit(path, "title = \"Bài thứ nhất", "title = \"Bài đầu tiên");
    site.edit(path, "id = \"bai-mot\"", "id = \"bai-mot\"\nslug = \"bai-dau-tien\"");
    assert!(site.build().written);

    let after = read(&site, "rss.xml").entries.remove(0);
    assert_eq!(after.id, before.id);
    assert_ne!(title(&after), title(&before));
    assert_ne!(after.links[0].href, before.links[0].href);
    assert_eq!(read(&site, "atom.xml").entries[0].id, before.id);
}

#[test]
fn a_title_with_markup_quotes_and_an_emoji_stays_as_it_is() {
    let written = "Trường & lớp <b>mới</b> 'vui' \"khỏe\" “đẹp” ]]> &amp; 🌱";
    let mut site = TestSite::school();
    site.post("2026-05-20-mot.md", &written.replace('"', "\\\""), "2026-05-20", "");
    let site = site.built();
    for path in ["rss.xml", "atom.xml", "q/2026-q2/rss.xml"] {
        assert_eq!(title(&read(&site, path).entries[0]), written, "{path}");
    }
}

#[test]
fn what_may_not_stand_in_xml_does_not_come_into_a_feed() {
    let mut site = TestSite::school();
    let title = "Chuông \\u0007 và \\u001b, \\uFFFF rồi \\U0001FFFE hết";
    site.post("2026-05-20-mot.md", title, "2026-05-20", "author = \"Tổ \\uFFFE\"");
    site.put(
        "content/2026-05-21-hai.md",
        "+++\ntitle = \"Bài không có tóm tắt\"\ndate = 2026-05-21\ntype = \"tin\"\n+++\n\nMột\u{7} hai\u{ffff} ba.\n",
    );
    feeds_are_right(&site.built());
}

#[test]
fn without_base_url_there_is_no_feed_and_a_warning_says_so() {
    let mut site = TestSite::with("[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n");
    site.post("2026-05-20-mot.md", "Bài thứ nhất của trường", "2026-05-20", "");
    let built = site.build();
    assert!(built.written);
    assert_eq!(built.codes(), ["thieu-base-url"]);
    assert!(built.text().contains("RSS"), "{}", built.text());
    let output = Output::of(&site);
    assert!(output.paths().all(|path| !path.ends_with(".xml")));
    for path in output.paths().filter(|path| path.ends_with(".html")) {
        assert!(!output.text(path).contains(".xml"), "{path} speaks of a feed");
    }
}

/// Compares every feed of a built site with the posts that it should hold.
fn feeds_are_right(site: &TestSite) {
    let recount = Recount::of(site);
    let output = Output::of(site);
    let is_feed = |path: &&str| path.ends_with("rss.xml") || path.ends_with("atom.xml");
    let found: BTreeSet<&str> = output.paths().filter(is_feed).collect();
    let expected = expected(&recount);
    assert_eq!(found, expected.keys().map(String::as_str).collect(), "which feeds there are");
    let mut ids: BTreeMap<String, String> = BTreeMap::new();
    for (path, wanted) in &expected {
        let feed = read(site, path);
        about_itself(&recount, &output, path, wanted, &feed);
        posts_of(&recount, path, wanted, &feed);
        dates_as_text(path, output.text(path), wanted, &feed);
        let strange = output.text(path).chars().find(|&sign| !is_xml(sign));
        assert_eq!(strange, None, "{path}: no XML");
        for entry in &feed.entries {
            // One post has one id in all feeds, and no other post has it.
            let link = ids.entry(entry.id.clone()).or_insert_with(|| entry.links[0].href.clone());
            assert_eq!(*link, entry.links[0].href, "{path}: {} is two posts", entry.id);
        }
    }
    let published: BTreeSet<&str> = recount.posts.iter().map(|post| post.address.as_str()).collect();
    let in_quarters = if recount.base_url.is_some() { published.len() } else { 0 };
    assert_eq!(ids.len(), in_quarters, "every post is in a feed");
}

/// What a feed should hold.
struct Wanted<'r> {
    posts: Vec<&'r Post>,
    /// The most that it holds; a quarter's feed is complete.
    limit: usize,
    /// The page that shows the same.
    page: String,
    quarter: Option<String>,
    unit: Option<usize>,
}

fn expected(recount: &Recount) -> BTreeMap<String, Wanted<'_>> {
    let mut expected = BTreeMap::new();
    if recount.base_url.is_none() {
        return expected;
    }
    let mut scopes = vec![(None, String::new())];
    if recount.many {
        scopes.extend((0..recount.units.len()).map(|unit| (Some(unit), recount.folder(unit))));
    }
    for (unit, folder) in scopes {
        let all = || recount.published(|post| unit.is_none_or(|unit| post.unit == unit));
        let mut put = |path: String, posts, limit, page: String, quarter| {
            expected.insert(path, Wanted { posts, limit, page, quarter, unit });
        };
        put(format!("{folder}rss.xml"), all(), 50, format!("{folder}index.html"), None);
        if unit.is_none() {
            put("atom.xml".to_owned(), all(), 50, "index.html".to_owned(), None);
        }
        for &quarter in &recount.quarters {
            let posts: Vec<&Post> = all().into_iter().filter(|post| post.quarter == quarter).collect();
            if !posts.is_empty() {
                let list = format!("{folder}q/{}/", quarter.slug());
                let (path, page) = (format!("{list}rss.xml"), format!("{list}index.html"));
                put(path, posts, usize::MAX, page, Some(quarter.label()));
            }
        }
    }
    expected
}

fn about_itself(recount: &Recount, output: &Output, path: &str, wanted: &Wanted, feed: &Feed) {
    let base = recount.base_url.as_deref().expect("a feed needs it");
    let link = |rel| {
        let mut links = feed.links.iter().filter(|link| link.rel.as_deref() == rel);
        let href = links.next().map(|link| link.href.clone());
        assert!(links.next().is_none(), "{path}: two links {rel:?}");
        href
    };
    let is_atom = path == "atom.xml";
    assert_eq!(link(Some("self")), Some(format!("{base}{path}")), "{path}");
    let page = link(if is_atom { Some("alternate") } else { None });
    assert_eq!(page, Some(format!("{base}{}", wanted.page)), "{path}");
    assert!(output.has(&wanted.page), "{path}: {}", wanted.page);
    let first = &feed.links[0];
    assert!(first.rel.as_deref() != Some("self"), "{path}: portals read the first link only");

    let name = match wanted.unit.or(recount.owner) {
        Some(unit) => recount.units[unit].name.as_str(),
        None => "",
    };
    let parts = ["Nghị quyết 71-NQ/TW", wanted.quarter.as_deref().unwrap_or(""), name];
    let title = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
    assert_eq!(feed.title.as_ref().map(|title| &title.content), Some(&title), "{path}");
    assert_eq!(feed.language.as_deref(), Some("vi"), "{path}");
    let changed = newest(wanted).iter().map(|post| post.changed).max();
    if let (Some(changed), true) = (changed, wanted.limit > wanted.posts.len()) {
        assert_eq!(feed.updated.expect(path).timestamp(), midnight(changed), "{path}");
    }
}

/// The posts that the feed holds; where more were published on one day than fit in, some of them.
fn newest<'w>(wanted: &'w Wanted) -> Vec<&'w Post> {
    let mut posts = wanted.posts.clone();
    posts.sort_by_key(|post| std::cmp::Reverse(post.date));
    posts.truncate(wanted.limit);
    posts
}

fn posts_of(recount: &Recount, path: &str, wanted: &Wanted, feed: &Feed) {
    let newest = newest(wanted);
    type Told = (i64, String, String, Option<String>);
    let mut found: Vec<Told> = feed
        .entries
        .iter()
        .map(|entry| {
            assert_eq!(entry.links.len(), 1, "{path}: {:?}", entry.links);
            let author = entry.authors.first().and_then(|person| person.name.clone());
            (published(entry), title(entry), entry.links[0].href.clone(), author)
        })
        .collect();
    assert!(found.is_sorted_by(|a, b| a.0 >= b.0), "{path}: newest first");
    let told = |post: &Post| -> Told {
        let unit = recount.units[post.unit].name.clone();
        (midnight(post.date), post.title.clone(), recount.absolute(post), Some(unit))
    };
    let mut expected: Vec<Told> = newest.iter().map(|post| told(post)).collect();
    // Of the last day, any may be there.
    let last = expected.last().map(|told| told.0).filter(|_| wanted.posts.len() > wanted.limit);
    let of_last: Vec<Told> =
        wanted.posts.iter().map(|post| told(post)).filter(|told| Some(told.0) == last).collect();
    assert_eq!(found.len(), expected.len(), "{path}");
    for list in [&mut found, &mut expected] {
        assert!(list.iter().all(|told| Some(told.0) != last || of_last.contains(told)), "{path}");
        list.retain(|told| Some(told.0) != last);
        list.sort();
    }
    assert_eq!(found, expected, "{path}");
    for entry in &feed.entries {
        let post = wanted.posts.iter().find(|post| told(post).2 == entry.links[0].href).expect(path);
        let changed = if path == "atom.xml" { post.changed } else { post.date };
        assert_eq!(entry.updated.expect(path).timestamp(), midnight(changed), "{path}: {}", post.title);
        assert!(entry.id.starts_with("tag:"), "{path}: {}", entry.id);
        assert!(!entry.id.contains(' ') && entry.id.is_ascii(), "{path}: {}", entry.id);
        let summary = entry.summary.as_ref().map(|text| &text.content);
        let summary = summary.or(entry.content.as_ref().and_then(|content| content.body.as_ref()));
        assert!(summary.is_some_and(|text| !text.is_empty()), "{path}: {}", post.title);
        if path != "atom.xml" {
            // A reader takes it for HTML: it must have no element.
            let html = scraper::Html::parse_fragment(summary.unwrap());
            assert_eq!(html.root_element().descendent_elements().count(), 1, "{path}: {summary:?}");
            assert!(!text(html.root_element()).is_empty());
        }
    }
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), feed.entries.len(), "{path}: a guid twice");
}

/// The dates letter by letter: readers differ in what they forgive.
fn dates_as_text(path: &str, xml: &str, wanted: &Wanted, feed: &Feed) {
    let between = |start: &str, end: &str| -> Vec<String> {
        let parts = xml.split(start).skip(1);
        parts.map(|part| part.split(end).next().unwrap().to_owned()).collect()
    };
    let days: BTreeMap<i64, Date> =
        wanted.posts.iter().map(|post| (midnight(post.date), post.date)).collect();
    let of_entries = feed.entries.iter().map(|entry| days[&published(entry)]);
    if path == "atom.xml" {
        let expected: Vec<String> = of_entries.map(|day| format!("{day}T00:00:00+07:00")).collect();
        assert_eq!(between("<published>", "</published>"), expected, "{path}");
        assert!(between("<updated>", "</updated>").iter().all(|date| date.ends_with("T00:00:00+07:00")));
    } else {
        let expected: Vec<String> = of_entries.map(rfc822).collect();
        assert_eq!(between("<pubDate>", "</pubDate>"), expected, "{path}");
        assert!(xml.matches("isPermaLink=\"false\"").count() == feed.entries.len(), "{path}");
    }
}

/// `Wed, 20 May 2026 00:00:00 +0700`
fn rfc822(day: Date) -> String {
    // 1 January 2026 was a Thursday.
    let since = (day - date(2026, 1, 1)).get_days().rem_euclid(7) as usize;
    let weekday = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][since];
    let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec";
    let month = months.split(' ').nth(day.month() as usize - 1).unwrap();
    format!("{weekday}, {:02} {month} {} 00:00:00 +0700", day.day(), day.year())
}

/// The characters that XML 1.0 allows, but for those that it advises against.
fn is_xml(sign: char) -> bool {
    let point = u32::from(sign);
    (matches!(sign, '\t' | '\n' | '\r') || !sign.is_control()) && point & 0xfffe != 0xfffe
}

/// The first second of a day in Viet Nam.
fn midnight(day: Date) -> i64 {
    i64::from((day - date(1970, 1, 1)).get_days()) * 86_400 - 7 * 3_600
}

fn read(site: &TestSite, path: &str) -> Feed {
    let page = site.page(path);
    assert!(!page.is_empty(), "there is no {path}");
    feed_rs::parser::parse(page.as_bytes()).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn title(entry: &Entry) -> String {
    entry.title.as_ref().expect("an entry has a title").content.clone()
}

fn published(entry: &Entry) -> i64 {
    entry.published.expect("an entry has a date").timestamp()
}

/// The ids of each feed, in its order.
fn guids(site: &TestSite) -> BTreeMap<String, Vec<String>> {
    let output = Output::of(site);
    output
        .paths()
        .filter(|path| path.ends_with("rss.xml") || path.ends_with("atom.xml"))
        .map(|path| (path.to_owned(), read(site, path).entries.into_iter().map(|entry| entry.id).collect()))
        .collect()
}
