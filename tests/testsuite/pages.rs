//! What stands on the pages of a section, and which pages there are (DOMAIN, section 5).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use nq71::build;
use nq71::config;
use nq71::files::MemoryFiles;
use nq71::messages::Catalogue;
use nq71::model::{Digest, OutPath, Post, Site};
use nq71::plan::{Data, PageRef, Plan, Planner, View};
use nq71::stats::Counts;
use nq71::text::Lang;
use scraper::{Html, Selector};

use crate::harness::TestSite;

const BASE: &str = "https://hoa-sen.example.edu.vn/nghi-quyet-71/";

/// All files of an output as text; pictures come out as nonsense.
fn texts(site: &TestSite) -> BTreeMap<String, String> {
    site.output()
        .iter()
        .map(|(path, bytes)| (path.to_string(), String::from_utf8_lossy(bytes).into_owned()))
        .collect()
}

fn paths(site: &TestSite) -> Vec<String> {
    site.output().keys().map(ToString::to_string).collect()
}

fn has(site: &TestSite, path: &str) -> bool {
    site.output().contains_key(&OutPath::new(path).expect("a page's path"))
}

/// The texts of all elements that match, with single spaces.
pub fn all(html: &str, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    let words = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    Html::parse_document(html).select(&selector).map(|one| words(one.text().collect())).collect()
}

/// An attribute of all elements that match.
pub fn attributes(html: &str, selector: &str, name: &str) -> Vec<String> {
    let selector = Selector::parse(selector).expect("a selector");
    Html::parse_document(html).select(&selector).filter_map(|one| one.attr(name).map(str::to_owned)).collect()
}

/// Every address in a page that a browser follows or loads.
fn addresses(html: &str) -> Vec<String> {
    let mut found = attributes(html, "a[href], link[rel=stylesheet], link[type*=xml]", "href");
    found.extend(attributes(html, "[src]", "src"));
    for refresh in attributes(html, "meta[http-equiv=refresh]", "content") {
        found.push(refresh.split_once("url=").expect("an address").1.to_owned());
    }
    found
}

/// Links of an output that lead nowhere in it, as `page: address`; those that leave it are not
/// looked at.
pub fn broken(output: &BTreeMap<OutPath, Vec<u8>>) -> Vec<String> {
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    let page = |path: &str| OutPath::new(path).ok().and_then(|path| output.get_key_value(&path));
    let mut broken = Vec::new();
    for (path, bytes) in output.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
        for address in addresses(std::str::from_utf8(bytes).expect("text")) {
            if address.contains(':') {
                continue;
            }
            let (to, fragment) = address.split_once('#').unwrap_or((&address, ""));
            let mut at: Vec<&str> = path.folder().split_terminator('/').collect();
            let mut inside = true;
            for part in to.split('/') {
                if part == ".." {
                    inside &= at.pop().is_some();
                } else {
                    at.push(part);
                }
            }
            let joined = at.join("/");
            let target = if to.is_empty() { path.as_str() } else { joined.as_str() };
            match page(target).filter(|_| inside) {
                None => broken.push(format!("{path}: {address}")),
                Some((target, bytes)) if !fragment.is_empty() => {
                    let ids = ids.entry(target.as_str()).or_insert_with(|| {
                        attributes(std::str::from_utf8(bytes).expect("text"), "[id]", "id")
                            .into_iter()
                            .collect()
                    });
                    if !ids.contains(fragment) {
                        broken.push(format!("{path}: {address} (no such place)"));
                    }
                }
                Some(_) => {}
            }
        }
    }
    broken
}

#[test]
fn addresses_are_relative_name_their_file_and_lead_somewhere() {
    for name in ["", "truong", "xa"] {
        let site = TestSite::example(name).built();
        let mut count = 0;
        for (path, text) in texts(&site).iter().filter(|(path, _)| path.ends_with(".html")) {
            for address in addresses(text) {
                count += 1;
                let absolute = address.contains(':');
                assert!(absolute || path != "404.html", "a server sends 404.html at any depth: {address}");
                assert!(absolute || !address.starts_with('/'), "{path}: {address}");
                let file = address.split('#').next().unwrap_or_default();
                assert!(absolute || address.starts_with('#') || file.contains('.'), "{path}: {address}");
            }
        }
        assert!(count > 500, "{name}: {count}");
        assert_eq!(broken(&site.output()), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn absolute_addresses_stand_only_where_they_must() {
    for name in ["truong", "xa"] {
        let site = TestSite::example(name).built();
        let (prepared, _) = site.prepare();
        let base = prepared
            .expect("it is right")
            .site
            .config
            .base_url
            .clone()
            .expect("the example has one")
            .to_string();
        for (path, text) in texts(&site) {
            let count = text.matches(&base).count();
            if !path.ends_with(".html") {
                let may = [".xml", ".csv"].iter().any(|end| path.ends_with(end));
                assert!(count == 0 || may, "{path}");
                continue;
            }
            let mut allowed: Vec<String> = attributes(&text, "link[rel=canonical], link[hreflang]", "href");
            allowed.extend(attributes(&text, "meta[property^='og:']", "content"));
            allowed.extend(all(&text, "script[type='application/ld+json']"));
            allowed.extend(attributes(&text, "[data-copy-url]", "data-copy-url")); // what people share
            if path == "doan-ma.html" {
                assert!(count > 0 && attributes(&text, "a", "href").iter().all(|href| href.contains("://")));
                continue; // it is pasted into pages elsewhere
            }
            if path == "gioi-thieu/index.html" {
                allowed.extend(all(&text, "pre code")); // what people copy elsewhere
            }
            if path.ends_with("-bang-tin.html") {
                allowed.extend(all(&text, ".sheet-address a")); // what people type from paper
            }
            if path == "404.html" {
                allowed.extend(attributes(&text, "a", "href"));
            }
            let allowed: usize = allowed.iter().map(|address| address.matches(&base).count()).sum();
            assert_eq!(count, allowed, "{path}");
        }
    }
}

#[test]
fn every_page_carries_the_title_and_the_unit() {
    let mut site = TestSite::school();
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", "");
    let site = site.built();
    let home = site.page("index.html");
    assert_eq!(all(&home, "h1"), ["Nghị quyết 71-NQ/TW"]);
    assert_eq!(all(&home, "title"), ["Nghị quyết 71-NQ/TW — Trường THCS Hoa Sen"]);
    assert!(all(&home, "header").join(" ").contains("Trường THCS Hoa Sen"));
    let post = site.page("bai/khai-giang.html");
    assert_eq!(
        all(&post, "title"),
        ["Lễ khai giảng năm học mới — Nghị quyết 71-NQ/TW — Trường THCS Hoa Sen"]
    );
    assert_eq!(all(&post, "h1"), ["Lễ khai giảng năm học mới"]);
    for (path, text) in texts(&site) {
        if path.ends_with(".html") || path.ends_with("rss.xml") || path.ends_with("atom.xml") {
            assert!(text.contains("Nghị quyết 71-NQ/TW"), "{path}");
        }
        if path.ends_with(".html") && path != "doan-ma.html" {
            assert_eq!(all(&text, "h1").len(), 1, "{path}");
        }
    }
}

#[test]
fn without_an_address_there_are_no_feeds_no_map_for_machines_and_a_warning() {
    let mut site = TestSite::with("[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n");
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", "");
    let built = site.build();
    assert!(built.written && built.codes() == ["thieu-base-url"], "{:?}", built.codes());
    assert!(paths(&site).iter().all(|path| !path.ends_with(".xml")));
    for (path, text) in texts(&site).iter().filter(|(path, _)| path.ends_with(".html")) {
        let wanted = "link[rel=canonical], link[hreflang], link[type*=xml], meta[property^='og:']";
        assert_eq!(all(text, wanted).len(), 0, "{path}");
    }
    assert_eq!(attributes(&site.page("404.html"), "a", "href"), Vec::<String>::new());
    assert!(has(&site, "so-do/index.html"));
    assert_eq!(broken(&site.output()), Vec::<String>::new());
    let table = site.page("thong-ke/2026-q3/san-pham.csv");
    assert!(table.contains(",Lễ khai giảng năm học mới,"), "{table}");
    assert!(!table.contains("http"));
}

#[test]
fn a_site_without_posts_has_its_fixed_pages_and_no_empty_list() {
    let fixed = [
        "404.html",
        "atom.xml",
        "doan-ma.html",
        "gioi-thieu/index.html",
        "index.html",
        "nhung.html",
        "rss.xml",
        "so-do.xml",
        "so-do/index.html",
        "thong-ke/2026-q4/index.html",
        "thong-ke/2026-q4/san-pham.csv",
        "thong-ke/index.html",
        "trao-doi/muc-luc.csv",
    ];
    let site = TestSite::school().built();
    let mut made = paths(&site);
    made.retain(|path| !path.starts_with("giao-dien/"));
    assert_eq!(made, fixed);
    assert_eq!(broken(&site.output()), Vec::<String>::new());

    let site = TestSite::department().built();
    for code in ["so-mau", "xa-mau", "th-a", "th-b"] {
        assert!(has(&site, &format!("don-vi/{code}/index.html")), "every unit has its page");
        assert!(has(&site, &format!("thong-ke/2026-q4/{code}.html")));
    }
    assert!(paths(&site).iter().all(|path| !path.contains("/q/") && !path.contains("trang-")));
    assert_eq!(broken(&site.output()), Vec::<String>::new());
}

#[test]
fn names_are_plain_everywhere() {
    for name in ["", "truong", "xa"] {
        for path in paths(&TestSite::example(name).built()) {
            assert!(
                !path.ends_with("sitemap.xml") && !path.ends_with("robots.txt") && !path.contains("tag/"),
                "{path}"
            );
            let end = path.rsplit_once('.').expect("an extension").1;
            let needed = ["html", "css", "js", "xml", "txt", "csv", "png", "jpg", "gif", "ico", "pdf"];
            assert!(needed.contains(&end) || path.contains("tep/"), "{path}");
            for part in path.split('/') {
                let stem = part.split('.').next().expect("a name");
                let plain = stem.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
                assert!(plain && (1..=60).contains(&stem.len()), "{path}");
            }
        }
    }
}

#[test]
fn a_name_that_windows_keeps_for_itself_is_not_used() {
    let mut site = TestSite::school();
    site.post("con.md", "Con đường đến trường của em", "2026-09-05", "aliases = [\"cu\"]");
    site.post("aux.md", "Âm thanh sân trường ngày hội", "2026-09-06", "");
    let mut site = site.built();
    assert!(has(&site, "bai/con-bai.html") && has(&site, "bai/aux-bai.html"));
    site.edit("content/con.md", "\"cu\"", "\"nul\"");
    assert!(site.build().codes().contains(&"dia-chi-cu-sai"));
}

#[test]
fn pages_need_no_server_and_nothing_from_elsewhere() {
    let site = TestSite::example("truong").built();
    for (path, text) in texts(&site) {
        if path.ends_with(".html") {
            assert_eq!(
                all(&text, "script[type=module], iframe, link[rel=preload], link[rel=preconnect]").len(),
                0
            );
            for address in attributes(&text, "script, img, link[rel=stylesheet], source, video, audio", "src")
            {
                assert!(!address.contains(':'), "{path}: {address}");
            }
        }
        if path.ends_with(".js") {
            assert!(
                !text.contains("fetch(") && !text.contains("import ") && !text.contains("XMLHttp"),
                "{path}"
            );
        }
        if path.ends_with(".css") {
            for far in ["url(http", "url(\"http", "url(//", "@import", "@font-face"] {
                assert!(!text.contains(far), "{path}: {far}");
            }
        }
    }
}

#[test]
fn count_pages_reach_from_the_first_posts_quarter_to_the_builds() {
    let quarters = |site: &TestSite| -> Vec<String> {
        let of =
            |path: &String| Some(path.strip_prefix("thong-ke/")?.strip_suffix("/index.html")?.to_owned());
        paths(site).iter().filter_map(of).collect()
    };
    let mut site = TestSite::school();
    site.post("dau.md", "Bài đầu tiên của nhà trường", "2025-12-30", "");
    site.post("nhap.md", "Bài nháp cũ hơn tất cả", "2025-01-01", "status = \"nhap\"");
    site.post("sau.md", "Bài của năm sau chưa đến ngày", "2027-02-01", "");
    assert_eq!(quarters(&site.built()), ["2025-q4", "2026-q1", "2026-q2", "2026-q3", "2026-q4"]);
    assert_eq!(quarters(&TestSite::school().built()), ["2026-q4"]);
}

/// A school with posts on consecutive days of a quarter.
fn many_posts(count: usize) -> TestSite {
    let mut site = TestSite::school();
    let mut day = date(2026, 7, 1);
    for number in 1..=count {
        site.post(&format!("bai-{number}.md"), &format!("Tin thứ {number} trong quý"), &day.to_string(), "");
        day = day.tomorrow().expect("a day");
    }
    site.built()
}

#[test]
fn a_list_shows_the_newest_thirty_and_then_all_from_the_oldest() {
    let site = many_posts(65);
    let titles = |path: &str| -> Vec<usize> {
        let titles = all(&site.page(path), "main .items h2");
        titles
            .iter()
            .map(|title| title.split(' ').nth(2).and_then(|n| n.parse().ok()).expect("a number"))
            .collect()
    };
    for list in ["q/2026-q3/", "hinh-thuc/tin/"] {
        assert_eq!(titles(&format!("{list}index.html")), (36..=65).rev().collect::<Vec<_>>());
        assert_eq!(titles(&format!("{list}trang-1.html")), (1..=30).collect::<Vec<_>>());
        assert_eq!(titles(&format!("{list}trang-2.html")), (31..=60).collect::<Vec<_>>());
        assert_eq!(titles(&format!("{list}trang-3.html")), (61..=65).collect::<Vec<_>>());
        assert!(!has(&site, &format!("{list}trang-4.html")));
        let pages = |path: &str| attributes(&site.page(&format!("{list}{path}")), "nav.pager a", "href");
        assert_eq!(pages("index.html"), ["trang-1.html", "trang-2.html", "trang-3.html"]);
        assert_eq!(pages("trang-1.html"), ["index.html", "trang-2.html"]);
        assert_eq!(pages("trang-2.html"), ["index.html", "trang-1.html", "trang-3.html"]);
        assert_eq!(pages("trang-3.html"), ["index.html", "trang-1.html", "trang-2.html"]);
        assert_eq!(all(&site.page(&format!("{list}trang-2.html")), "nav.pager [aria-current]"), ["Trang 2"]);
    }
    assert!(all(&site.page("q/2026-q3/index.html"), "main").join("").contains("Số bài: 65"));
    assert_eq!(broken(&site.output()), Vec::<String>::new());
}

#[test]
fn a_long_list_leaves_out_numbers_far_from_the_page() {
    let mut posts = TestSite::school();
    for number in 0..281 {
        posts.post(&format!("bai-{number}.md"), &format!("Tin thứ {number} của năm"), "2026-09-01", "");
    }
    let (prepared, _) = posts.prepare();
    let prepared = prepared.expect("it is right");
    let planner = prepared.planner();
    let numbers = |path: &str| -> Vec<usize> {
        let planned = prepared.plan.find(&OutPath::new(path).expect("a path")).expect("a page");
        let View::Html(html) = planner.view(planned) else { panic!("a page") };
        let Data::List(list) = html.view else { panic!("a list") };
        list.pager.pages.iter().map(|page| page.number).collect()
    };
    assert_eq!(numbers("q/2026-q3/index.html"), [1, 8, 9, 10]);
    assert_eq!(numbers("q/2026-q3/trang-1.html"), [1, 2]);
    assert_eq!(numbers("q/2026-q3/trang-2.html"), [1, 2, 3]);
    assert_eq!(numbers("q/2026-q3/trang-6.html"), [1, 4, 5, 6, 7]);
    assert_eq!(numbers("q/2026-q3/trang-10.html"), [1, 8, 9, 10]);
    let gaps = |path: &str| {
        let planned = prepared.plan.find(&OutPath::new(path).expect("a path")).expect("a page");
        let mut page = Vec::new();
        let view = planner.view(planned);
        build::page(&prepared, planned, &view, &posts.files, &mut page).expect("memory can be read");
        let page = String::from_utf8(page).expect("text");
        all(&page, "nav.pager li").iter().filter(|text| *text == "…").count()
    };
    assert_eq!((gaps("q/2026-q3/trang-6.html"), gaps("q/2026-q3/trang-2.html")), (1, 0));
}

/// "Cập nhật lần cuối", as a page prints it; empty where it does not.
fn updated(site: &TestSite, path: &str) -> String {
    let page = site.page(path);
    assert!(!page.is_empty(), "{path} is not there");
    all(&page, ".updated .nowrap").concat()
}

#[test]
fn the_day_of_the_last_change_is_that_of_the_posts_shown() {
    let mut site = TestSite::school();
    site.post("mot.md", "Bài thứ nhất của trường", "2026-08-01", "updated = 2026-11-02");
    site.post("hai.md", "Bài thứ hai của trường", "2026-08-03", "type = \"bai\"");
    site.post("ba.md", "Bài thứ ba của trường", "2026-10-09", "type = \"bai\"");
    site.post("go.md", "Bài đã gỡ của trường", "2026-11-20", "status = \"da-go\"");
    let site = site.built();
    for (path, day) in [
        ("index.html", "2/11/2026"),
        ("bai/mot.html", "2/11/2026"),
        ("bai/hai.html", "3/8/2026"),
        ("q/2026-q3/index.html", "2/11/2026"),
        ("q/2026-q4/index.html", "9/10/2026"),
        ("hinh-thuc/bai/trang-1.html", "9/10/2026"),
        ("thong-ke/2026-q3/index.html", "2/11/2026"), // lists every post
        ("q/index.html", ""),
        ("thong-ke/index.html", ""),
        ("gioi-thieu/index.html", ""),
        ("so-do/index.html", ""),
        ("404.html", ""),
        ("bai/go.html", ""),
    ] {
        assert_eq!(updated(&site, path), day, "{path}");
    }

    let mut site = TestSite::department();
    site.post("th-a/mot.md", "Bài thứ nhất của Trường A", "2026-10-01", "co_units = [\"th-b\"]");
    let site = site.built();
    for (path, day) in [
        ("don-vi/th-a/index.html", "1/10/2026"),
        ("don-vi/th-b/index.html", "1/10/2026"), // shows it under "phối hợp"
        ("don-vi/xa-mau/index.html", ""),
        ("don-vi/index.html", ""),
        ("thong-ke/2026-q4/index.html", ""),
        ("thong-ke/2026-q4/th-a.html", "1/10/2026"),
        ("thong-ke/2026-q4/th-b.html", ""),
        ("thong-ke/2026-q4/theo-hanh-chinh.html", ""),
    ] {
        assert_eq!(updated(&site, path), day, "{path}");
    }
}

/// A JPEG that was taken sideways, with a place, a comment and a preview in it.
fn camera() -> Vec<u8> {
    let segment = |marker: u8, bytes: &[u8]| {
        [&[0xff, marker][..], &((bytes.len() + 2) as u16).to_be_bytes(), bytes].concat()
    };
    // Big-endian TIFF: orientation 6, a pointer to a GPS table with one latitude reference.
    let tiff =
        b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\x88\x25\0\x04\0\0\0\x01\0\0\0\x26\0\0\0\0\
                 \0\x01\0\x01\0\x02\0\0\0\x08\0\0\0\x38\0\0\0\0BiMat12N";
    [
        b"\xff\xd8".to_vec(),
        segment(0xe1, &[b"Exif\0\0", &tiff[..]].concat()),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0<x>BiMat-XMP</x>"),
        segment(0xfe, b"BiMat-COM"),
        segment(0xdb, b"\x00\x01\x02"),
        b"\xff\xc0\x00\x0b\x08\x00\x20\x00\x40\x01\x01\x11\x00".to_vec(),
        b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x12\x34\x56\xff\xd9BiMat-sau".to_vec(),
    ]
    .concat()
}

#[test]
fn pictures_tell_nothing_but_what_they_show() {
    let mut site = TestSite::school();
    site.put("content/anh/Sân trường.JPG", camera());
    site.put("content/anh/ke-hoach.pdf", "%PDF-1.7 kế hoạch");
    site.post(
        "khai-giang.md",
        "Lễ khai giảng năm học mới",
        "2026-09-05",
        "image = \"anh/Sân trường.JPG\"\nimage_alt = \"Học sinh xếp hàng\"\nimage_credit = \"Tổ Truyền thông\"\nattachments = [\"anh/ke-hoach.pdf\"]",
    );
    site.edit("content/khai-giang.md", "Nội dung", "![Sân trường](<anh/Sân trường.JPG>)\n\nNội dung");
    let built = site.build();
    assert!(built.written, "{}", built.text());
    let output = site.output();
    let (path, bytes) = output.iter().find(|(path, _)| path.as_str().ends_with(".jpg")).expect("a picture");
    assert!(path.as_str().starts_with("tep/san-truong-"), "{path}");
    assert!(!bytes.windows(5).any(|window| window == b"BiMat"), "a secret is left");
    assert!(bytes.ends_with(b"\xff\xd9"));
    let page = site.page("bai/khai-giang.html");
    let pictures = |name| attributes(&page, "article img", name);
    assert_eq!(pictures("src"), [format!("../{path}"), format!("../{path}")]);
    // Held sideways, 64 × 32 pixels are shown as 32 × 64.
    assert_eq!(pictures("width"), ["32", "32"]);
    assert_eq!(pictures("height"), ["64", "64"]);
    assert_eq!(pictures("alt"), ["Học sinh xếp hàng", "Sân trường"]);
    assert!(all(&page, "figcaption").join("").contains("Tổ Truyền thông"));
    assert_eq!(attributes(&site.page("index.html"), "main img", "width"), ["32"]);
    assert_eq!(attributes(&page, "meta[property='og:image']", "content"), [format!("{BASE}{path}")]);

    let file = output.keys().find(|path| path.as_str().ends_with(".pdf")).expect("an attachment");
    assert_eq!(attributes(&page, ".files a", "href"), [format!("../{file}")]);
    assert_eq!(all(&page, ".files li"), ["ke-hoach.pdf (PDF, 1 KB)"]);
    assert_eq!(output[file], "%PDF-1.7 kế hoạch".as_bytes());
}

#[test]
fn a_tombstone_tells_nothing_and_nothing_leads_to_it() {
    let mut site = TestSite::school();
    site.put("content/co.gif", b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02D\x01\0;");
    site.post("con-lai.md", "Bài còn lại của nhà trường", "2026-10-02", "");
    site.post(
        "da-go.md",
        "Một học sinh có hoàn cảnh riêng",
        "2026-10-01",
        "id = \"hoan-canh\"\ntype = \"bai\"\ntopics = [\"chinh-sach\"]\nimage = \"co.gif\"\nimage_alt = \"Chân dung em\"\naliases = [\"ten-cu\"]",
    );
    site.edit("content/con-lai.md", "Nội dung", "Xem [bài ấy](da-go.md). Nội dung");
    site.build();
    assert!(site.page("index.html").contains("hoàn cảnh riêng"));
    site.edit("content/da-go.md", "date =", "status = \"da-go\"\ndate =");
    let built = site.build();
    assert!(built.written && built.codes().contains(&"lien-ket-an"), "{}", built.text());

    let stone = site.page("bai/da-go.html");
    assert_eq!(all(&stone, "h1"), ["Bài viết đã được gỡ"]);
    assert_eq!(attributes(&stone, "meta[name=robots]", "content"), ["noindex"]);
    assert_eq!(all(&stone, "link[rel=canonical], main img").len(), 0);
    for (path, text) in texts(&site) {
        for secret in ["hoàn cảnh", "Chân dung", "GIF89a"] {
            assert!(!text.contains(secret), "{path} tells {secret}");
        }
        // The level above must hear which post it is that went.
        if path.starts_with("trao-doi/") {
            continue;
        }
        assert!(!text.contains("hoan-canh"), "{path} tells the id");
        // Its old address still forwards to its place, without a word of it.
        if path != "bai/ten-cu.html" && path != "bai/da-go.html" {
            assert!(!text.contains("da-go.html") && !text.contains("ten-cu"), "{path} leads to it");
        }
    }
    assert_eq!(all(&site.page("bai/ten-cu.html"), "main a"), ["Bài viết đã được gỡ"]);
    assert!(!has(&site, "hinh-thuc/bai/index.html") && !has(&site, "noi-dung/chinh-sach/index.html"));
    assert_eq!(all(&site.page("thong-ke/2026-q4/index.html"), "dl.figures dd"), ["1", "1", "0", "2"]);
}

#[test]
fn old_addresses_forward() {
    let mut site = TestSite::school();
    let old = [
        "ten-cu",
        "ten-cu-hon.html",
        "tin-tuc/2025/khai-giang.html",
        "su-kien/khai-giang/",
        "su-kien/le-hoi",
        "/nghi-quyet-71/goc.html",
        "https://hoa-sen.example.edu.vn/nghi-quyet-71/trang-cu.html",
        "http://hoa-sen.example.edu.vn/nghi-quyet-71/chuyen-muc/bai-cu?id=5#dau",
    ];
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", &format!("aliases = {old:?}"));
    let site = site.built();
    let pages = [
        ("bai/ten-cu.html", "khai-giang.html"),
        ("bai/ten-cu-hon.html", "khai-giang.html"),
        ("tin-tuc/2025/khai-giang.html", "../../bai/khai-giang.html"),
        ("su-kien/khai-giang/index.html", "../../bai/khai-giang.html"),
        ("su-kien/le-hoi/index.html", "../../bai/khai-giang.html"),
        ("goc.html", "bai/khai-giang.html"),
        ("trang-cu.html", "bai/khai-giang.html"),
        ("chuyen-muc/bai-cu/index.html", "../../bai/khai-giang.html"),
    ];
    for (path, to) in pages {
        let page = site.page(path);
        assert_eq!(
            attributes(&page, "meta[http-equiv=refresh]", "content"),
            [format!("0; url={to}")],
            "{path}"
        );
        assert_eq!(attributes(&page, "link[rel=canonical]", "href"), [format!("{BASE}bai/khai-giang.html")]);
        assert_eq!(attributes(&page, "main a", "href"), [to]);
        for list in ["so-do.xml", "so-do/index.html", "rss.xml", "index.html", "thong-ke/2026-q3/index.html"]
        {
            assert!(!site.page(list).contains(path), "{list} shows {path}");
        }
    }
    assert_eq!(broken(&site.output()), Vec::<String>::new());
}

#[test]
fn an_old_address_that_cannot_forward_is_an_error() {
    for (old, code) in [
        ("khai-giang", "dia-chi-cu-trung"),      // its own
        ("hai", "dia-chi-cu-trung"),             // another post's
        ("/nghi-quyet-71/", "dia-chi-cu-trung"), // the home page
        ("q/2026-q3/", "dia-chi-cu-trung"),      // a list
        ("https://khac.example.edu.vn/bai.html", "dia-chi-cu-sai"),
        ("../ra-ngoai.html", "dia-chi-cu-sai"),
        ("bai/khai-giang.html/", "dia-chi-cu-sai"), // a folder named like a page
        ("nq71-tep.txt/x", "dia-chi-cu-sai"),
        ("Tên cũ", "dia-chi-cu-sai"),
    ] {
        let mut site = TestSite::school();
        site.post("hai.md", "Bài thứ hai của nhà trường", "2026-09-06", "");
        site.post(
            "khai-giang.md",
            "Lễ khai giảng năm học mới",
            "2026-09-05",
            &format!("aliases = [{old:?}]"),
        );
        let built = site.build();
        assert_eq!(built.codes(), [code], "{old}: {}", built.text());
        assert!(!built.written);
    }
}

#[test]
fn a_pointer_post_is_listed_and_counted_and_leads_out() {
    let mut site = TestSite::school();
    let link = "https://cong.example.edu.vn/tin/khai-giang?id=7";
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", &format!("link = \"{link}\""));
    let site = site.built();
    assert!(!has(&site, "bai/khai-giang.html"));
    for path in ["index.html", "q/2026-q3/index.html", "q/2026-q3/trang-1.html", "hinh-thuc/tin/index.html"] {
        assert!(attributes(&site.page(path), "main a", "href").contains(&link.to_owned()), "{path}");
        assert!(site.page(path).contains("Mở trang của đơn vị"), "{path}");
    }
    assert_eq!(all(&site.page("thong-ke/2026-q3/index.html"), "dl.figures dd")[..3], ["1", "1", "0"]);
    assert!(
        attributes(&site.page("thong-ke/2026-q3/index.html"), ".judged a", "href").contains(&link.to_owned())
    );
    assert!(site.page("thong-ke/2026-q3/san-pham.csv").contains(&format!(",{link},1,")));
    assert!(site.page("rss.xml").contains(&format!("<link>{link}</link>")));
    assert!(!site.page("so-do.xml").contains(link));
}

#[test]
fn translations_lead_to_each_other() {
    let mut site = TestSite::department();
    site.post("th-a/goc.md", "Lễ khai giảng năm học mới", "2026-10-05", "");
    site.post(
        "th-a/anh.md",
        "Opening of the school year",
        "2026-10-06",
        "lang = \"en\"\ntranslation_of = \"goc\"",
    );
    site.post(
        "th-b/phap.md",
        "La rentrée de la nouvelle année",
        "2026-10-07",
        "lang = \"fr\"\ntranslation_of = \"th-a/goc\"",
    );
    let site = site.built();
    let facts = |path: &str| attributes(&site.page(path), ".post-facts a[hreflang]", "href");
    assert_eq!(facts("don-vi/th-a/bai/goc.html"), ["anh.html", "../../th-b/bai/phap.html"]);
    assert_eq!(facts("don-vi/th-a/bai/anh.html"), ["goc.html", "../../th-b/bai/phap.html"]);
    assert_eq!(facts("don-vi/th-b/bai/phap.html"), ["../../th-a/bai/goc.html", "../../th-a/bai/anh.html"]);
    let base = "https://so.example.edu.vn/nghi-quyet-71/";
    let page = site.page("don-vi/th-a/bai/anh.html");
    assert_eq!(
        attributes(&page, "link[hreflang]", "href"),
        [
            format!("{base}don-vi/th-a/bai/anh.html"),
            format!("{base}don-vi/th-a/bai/goc.html"),
            format!("{base}don-vi/th-b/bai/phap.html")
        ]
    );
    assert_eq!(attributes(&page, "h1", "lang"), ["en"]);
    let label = all(&site.page("don-vi/th-a/bai/goc.html"), ".post-facts a[hreflang=en]");
    assert_eq!(label, ["Tiếng Anh"]);
}

#[test]
fn partners_show_the_post_and_no_figure() {
    let mut site = TestSite::department();
    site.post(
        "th-a/khai-giang.md",
        "Lễ khai giảng liên trường",
        "2026-10-05",
        "co_units = [\"th-b\", \"xa-mau\"]",
    );
    let site = site.built();
    let post = site.page("don-vi/th-a/bai/khai-giang.html");
    assert!(all(&post, ".post-facts dd a").contains(&"Trường Tiểu học B".to_owned()));
    for unit in ["th-b", "xa-mau"] {
        let page = site.page(&format!("don-vi/{unit}/index.html"));
        assert!(all(&page, "main h2").iter().any(|text| text.to_lowercase().contains("phối hợp")), "{unit}");
        assert!(attributes(&page, "main a", "href").contains(&"../th-a/bai/khai-giang.html".to_owned()));
        assert_eq!(
            all(&site.page(&format!("thong-ke/2026-q4/{unit}.html")), "dl.figures dd")[..3],
            ["0", "0", "0"]
        );
        assert!(!has(&site, &format!("don-vi/{unit}/q/index.html")), "no list of its own");
        assert!(!site.page(&format!("don-vi/{unit}/rss.xml")).contains("<item>"));
    }
    assert_eq!(all(&site.page("thong-ke/2026-q4/index.html"), "dl.figures dd")[..3], ["1", "1", "0"]);
}

#[test]
fn what_is_not_published_shows_nowhere() {
    let mut site = TestSite::department();
    site.put("content/th-a/kin.pdf", "%PDF-1.7 tệp kín");
    let more = "\nimage = \"../th-a/kin.gif\"\nimage_alt = \"Ảnh kín\"\nattachments = [\"../th-a/kin.pdf\"]\n\
                topics = [\"chinh-sach\"]\naliases = [\"dia-chi-kin-1\"]\nco_units = [\"th-b\"]\ntype = \"video\"";
    site.put("content/th-a/kin.gif", b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02D\x01\0;");
    for (unit, name, day, state) in [
        ("th-a", "nhap", "2026-10-05", "status = \"nhap\""),
        ("th-b", "cho", "2026-10-05", "status = \"cho-duyet\""),
        ("so-mau", "sap-toi", "2026-12-05", ""),
        ("xa-mau", "chua-dong-y", "2026-10-05", "consent = \"chua\""),
    ] {
        let more = more.replace("kin-1", name);
        site.post(
            &format!("{unit}/bai-kin-{name}.md"),
            "Bài kín chưa ai được xem",
            day,
            &format!("{state}{more}"),
        );
    }
    site.post("th-a/cong-khai.md", "Bài công khai của Trường A", "2026-10-06", "");
    site.edit("content/th-a/cong-khai.md", "Nội dung", "[xem thêm](bai-kin-nhap.md) Nội dung");
    let site = site.built();
    let pages = texts(&site);
    for (path, text) in &pages {
        for secret in ["Bài kín", "bai-kin", "dia-chi-kin", "Ảnh kín", "kin.pdf", "tệp kín", "GIF89a"]
        {
            assert!(!text.contains(secret), "{path} tells {secret}");
        }
        assert!(!path.contains("kin"), "{path}");
    }
    assert!(!has(&site, "hinh-thuc/video/index.html") && !has(&site, "noi-dung/chinh-sach/index.html"));
    assert!(
        pages["don-vi/th-a/bai/cong-khai.html"].contains("xem thêm Nội dung"),
        "plain text instead of a link"
    );
    assert_eq!(all(&pages["thong-ke/2026-q4/index.html"], "dl.figures dd")[..3], ["1", "1", "0"]);
    let office = site.office.files();
    assert!(office.values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Bài kín")));
}

#[test]
fn the_office_sees_who_is_behind_with_a_text_to_send() {
    let mut site = TestSite::department();
    site.post("th-a/mot.md", "Bài thứ nhất của Trường A", "2026-10-05", "");
    site.post("th-a/hai.md", "Bài thứ hai của Trường A", "2026-10-06", "");
    site.post("th-b/mot.md", "Bài duy nhất của Trường B", "2026-10-07", "");
    let site = site.built();
    let page = site.office.text("con-thieu/index.html");
    assert_eq!(all(&page, "textarea").len(), 1, "one unit is behind");
    let reminder = all(&page, "textarea").concat();
    assert_eq!(
        reminder,
        "Tính đến ngày 21/11/2026, Trường Tiểu học B mới có 01/02 sản phẩm truyền thông quý IV/2026 trên chuyên mục \
         “Nghị quyết 71-NQ/TW”. Đề nghị đơn vị bổ sung, chậm nhất là ngày 31/12/2026."
    );
    let text = all(&page, "main").concat();
    assert!(text.contains("Số ngày còn lại, tính cả ngày cuối: 41."), "{text}");
    assert!(text.contains("7/10/2026"), "its newest post");
    for (path, text) in texts(&site) {
        assert!(
            !path.contains("con-thieu") && !text.contains("con-thieu") && !text.contains("Đề nghị đơn vị"),
            "{path}"
        );
    }
    // It can be opened from a disk, away from the public section.
    assert!(
        addresses(&page).iter().all(|address| address.starts_with('#') || address.starts_with("mailto:"))
    );
}

#[test]
fn on_its_last_day_a_quarter_is_not_over() {
    for (day, said) in [
        (date(2026, 12, 30), "Số ngày còn lại, tính cả ngày cuối: 2."),
        (date(2026, 12, 31), "Số ngày còn lại, tính cả ngày cuối: 1."),
    ] {
        let mut site = TestSite::department();
        site.today = day;
        let site = site.built();
        let text = all(&site.office.text("con-thieu/index.html"), "main").concat();
        assert!(text.contains(said), "{text}");
    }
    let mut site = TestSite::department();
    site.post("th-a/mot.md", "Bài thứ nhất của Trường A", "2026-10-05", "");
    site.today = date(2027, 1, 1);
    let site = site.built();
    let before = all(&site.office.text("con-thieu/2026-q4.html"), "main").concat();
    assert!(before.contains("Quý đã kết thúc."), "{before}");
    // What is over can no longer be done before its deadline.
    assert!(!before.contains("chậm nhất"), "{before}");
}

#[test]
fn the_page_for_lost_visitors_stands_alone() {
    let site = TestSite::example("xa").built();
    let page = site.page("404.html");
    assert!(!all(&page, "style").concat().is_empty());
    assert_eq!(all(&page, "link, script, img").len(), 0);
    let links = attributes(&page, "a", "href");
    assert!(links.len() > 3 && links.iter().all(|link| link.starts_with("https://")), "{links:?}");
}

#[test]
fn the_map_for_machines_lists_what_the_public_should_find_in_parts() {
    let mut site = TestSite::school();
    site.post("mot.md", "Bài thứ nhất của trường", "2026-10-05", "updated = 2026-10-09\naliases = [\"cu\"]");
    site.post("hai.md", "Bài thứ hai đã gỡ rồi", "2026-10-06", "status = \"da-go\"");
    let site = site.built();
    let listed: BTreeSet<String> = all(&site.page("so-do.xml"), "loc").into_iter().collect();
    let page = |path: &str| format!("{BASE}{path}");
    let expected = [
        "bai/mot.html",
        "gioi-thieu/index.html",
        "hinh-thuc/tin/index.html",
        "index.html",
        "q/2026-q4/index.html",
        "q/index.html",
        "so-do/index.html",
        "thong-ke/2026-q4/index.html",
        "thong-ke/index.html",
        "tim-kiem/index.html",
    ];
    assert_eq!(listed, expected.into_iter().map(page).collect());
    assert_eq!(all(&site.page("so-do.xml"), "lastmod"), ["2026-10-09"]);
}

#[test]
fn a_map_of_more_than_thirty_thousand_addresses_is_split() {
    let mut files = MemoryFiles::default();
    files.put(
        config::FILE,
        format!("base_url = \"{BASE}\"\n[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n"),
    );
    files.put(
        "content/mot.md",
        "+++\ntitle = \"Một bài làm mẫu cho tất cả\"\ndate = 2026-10-05\ntype = \"tin\"\n+++\n",
    );
    let config = config::load(&files, config::FILE).expect("memory").value.expect("settings");
    let model = build::load(&files, &config).expect("memory").value.posts.remove(0);
    let posts = (0..30_000u32).map(|number| Post {
        source: nq71::diagnostics::SourcePath::new(&format!("content/bai-{number}.md")),
        slug: format!("bai-{number}").into(),
        id: format!("thcs-hoa-sen/bai-{number}").into(),
        path: None,
        ..nq71::model::Post::clone(&model)
    });
    let site =
        Site::assemble(config, date(2026, 11, 21), posts.map(std::sync::Arc::new).collect(), Vec::new())
            .value;
    let counts = Counts::of(&site);
    let planner = Planner::new(&site, &counts, Catalogue::of(Lang::Vi), Digest::default());
    let plan = Plan::public(&planner, &[]).value;
    let parts: Vec<_> =
        plan.pages().iter().filter(|planned| matches!(planned.page, PageRef::MapUrls(_))).collect();
    assert_eq!(parts.iter().map(|part| part.path.as_str()).collect::<Vec<_>>(), ["so-do-2.xml", "so-do.xml"]);
    let urls = |index: usize| match planner.view(parts[index]) {
        View::MapUrls(urls) => urls.urls,
        _ => panic!("a map"),
    };
    let (second, first) = (urls(0), urls(1));
    assert_eq!(first.len(), 30_000);
    let all: BTreeSet<&String> = first.iter().chain(&second).map(|(address, _)| address).collect();
    assert_eq!(all.len(), first.len() + second.len(), "each once");
    assert_eq!(all.len(), 30_000 + 9);
    for planned in plan.pages().iter().filter(|planned| matches!(planned.page, PageRef::Post(_))) {
        assert!(all.contains(&format!("{BASE}{}", planned.path)), "{}", planned.path);
    }
}
