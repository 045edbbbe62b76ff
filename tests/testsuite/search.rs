//! The index of the search: exactly what the public sees, in parts of a bearable size, as scripts
//! that no text can break.

use std::collections::{BTreeMap, BTreeSet};

use nq71::text;

use crate::harness::{TestSite, repository};

/// No part is larger, in bytes.
const LIMIT: usize = 300_000;

/// One row of the index by the names of its fields; fields at the end that are empty are left out.
struct Row(Vec<String>);

impl Row {
    fn at(&self, field: usize) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    fn title(&self) -> &str {
        self.at(0)
    }

    fn href(&self) -> &str {
        self.at(1)
    }

    fn keywords(&self) -> Vec<&str> {
        self.at(6).split('\n').collect()
    }

    fn headings(&self) -> Vec<&str> {
        self.at(7).split('\n').collect()
    }

    fn words(&self) -> BTreeSet<&str> {
        self.at(8).split(' ').collect()
    }
}

/// Every part of the index by its path, newest post first, read as the page's script gets it.
fn index(site: &TestSite) -> BTreeMap<String, Vec<Row>> {
    let parts = site.output().into_iter().filter(|(path, _)| path.as_str().starts_with("tim-kiem/2"));
    parts
        .map(|(path, bytes)| {
            let script = String::from_utf8(bytes).expect("text");
            assert!(script.len() <= LIMIT, "{path} has {} bytes", script.len());
            assert!(!script.contains(['<', '\u{2028}', '\u{2029}']), "{path}");
            let (quarter, number) = path.as_str()["tim-kiem/".len()..].split_at(7);
            let number = number[1..].strip_suffix(".js").expect("a script");
            let call = format!("nq71TimKiem(\"{quarter}\",{number},");
            let rows = script.strip_prefix(&call).and_then(|rest| rest.strip_suffix(");\n"));
            let rows: Vec<Vec<String>> = serde_json::from_str(rows.expect(&call)).expect("JSON");
            (path.to_string(), rows.into_iter().map(Row).collect())
        })
        .collect()
}

fn hrefs(site: &TestSite) -> Vec<String> {
    let mut all: Vec<String> = index(site).into_values().flatten().map(|row| row.href().to_owned()).collect();
    all.sort_unstable();
    all
}

#[test]
fn the_index_holds_exactly_the_published_posts() {
    for name in ["", "truong", "xa", "so"] {
        let site = TestSite::example(name).built();
        let (prepared, _) = site.prepare();
        let prepared = prepared.expect("the example is right");
        let mut expected: Vec<String> = prepared
            .site
            .published()
            .map(|(_, post)| match (&post.path, &post.link) {
                (Some(path), _) => path.to_string(),
                (None, link) => link.as_ref().expect("one or the other").to_string(),
            })
            .collect();
        expected.sort_unstable();
        assert_eq!(hrefs(&site), expected, "{name}");
        for path in expected.iter().filter(|path| !path.contains("://")) {
            assert!(!site.page(path).is_empty(), "{name}: {path}");
        }
    }
}

#[test]
fn nothing_of_a_post_that_is_not_published_is_in_it() {
    let mut site = TestSite::school();
    site.post("mot.md", "Bài thứ nhất của trường", "2026-10-05", "");
    for (name, more) in [
        ("nhap", "status = \"nhap\""),
        ("cho", "status = \"cho-duyet\""),
        ("go", "status = \"da-go\""),
        ("chua", "consent = \"chua\""),
    ] {
        site.post(&format!("{name}.md"), "Chuyện kín đáo zzkin", "2026-10-06", more);
    }
    site.post("mai.md", "Chuyện kín đáo zzkin", "2026-12-24", "");
    site.edit("content/mot.md", "Nội dung của", "<!-- zzkin --> <script>zzkin</script> Nội dung của");
    let site = site.built();
    assert_eq!(hrefs(&site), ["bai/mot.html"]);
    for (path, bytes) in site.output().iter().filter(|(path, _)| path.as_str().starts_with("tim-kiem/")) {
        assert!(!String::from_utf8_lossy(bytes).contains("zzkin"), "{path}");
    }
}

#[test]
fn a_row_has_title_summary_keywords_headings_and_words() {
    let mut site = TestSite::department();
    site.post(
        "so-mau/ke-hoach.md",
        "Kế hoạch thực hiện của Sở",
        "2026-10-09",
        "type = \"van-ban\"\ndoc_number = \"12/KH-SGDĐT\"\ntags = [\"Kế hoạch\"]\ntopics = [\"chinh-sach\"]",
    );
    site.edit("content/so-mau/ke-hoach.md", "Nội dung của", "## Đổi mới *cách dạy*\n\nĐổi mới, HỌC học theo");
    let site = site.built();
    let index = index(&site);
    let row = &index["tim-kiem/2026-q4-1.js"][0];
    assert_eq!((row.title(), row.href()), ("Kế hoạch thực hiện của Sở", "don-vi/so-mau/bai/ke-hoach.html"));
    assert_eq!((row.at(2), row.at(3), row.at(4)), ("2026-10-09", "van-ban", "so-mau"));
    assert!(row.at(5).starts_with("Một tóm tắt đủ dài"));
    assert!(row.keywords().contains(&"12/KH-SGDĐT") && row.keywords().contains(&"Kế hoạch"));
    assert_eq!(row.headings(), ["Đổi mới cách dạy"]);
    let words = row.words();
    assert!(words.contains("học") && words.contains("đổi") && words.contains("dạy"), "{words:?}");
    assert_eq!(row.at(8).split(' ').filter(|&word| word == "học").count(), 1, "each word once");
}

#[test]
fn no_text_breaks_out_of_a_part() {
    let hostile = "</script><script>alert(1)</script> <!-- ]]> \u{2028}\u{2029} ' \\\" \\\\ ${x}";
    let mut site = TestSite::school();
    site.post("mot.md", "Bài thứ nhất của trường", "2026-10-05", "");
    site.edit("content/mot.md", "Bài thứ nhất", &format!("Bài {hostile}"));
    site.edit("content/mot.md", "Một tóm tắt", &format!("{hostile} Một tóm tắt"));
    site.edit("content/mot.md", "date =", "tags = [\"</script>\", \"\\u2028\"]\ndate =");
    let site = site.built();
    let parts = index(&site);
    let row = &parts["tim-kiem/2026-q4-1.js"][0];
    assert!(row.title().contains("</script><script>alert(1)"), "{}", row.title());
    assert!(row.keywords().contains(&"</script>"));
}

#[test]
fn parts_of_a_large_quarter_are_small_and_a_new_post_changes_the_last_alone() {
    let mut site = TestSite::school();
    let long: Vec<String> = (0..900).map(|n| format!("chữsố{n}")).collect();
    for number in 0..150 {
        let day = format!("2026-10-{:02}", number / 8 + 1);
        let path = format!("bai-{number:03}.md");
        site.post(&path, &format!("Bài số {number} của trường"), &day, "");
        site.edit(&format!("content/{path}"), "Nội dung của", &long.join(" "));
    }
    let mut site = site.built();
    let parts = index(&site);
    assert!(parts.len() > 3, "{} parts", parts.len());
    assert_eq!(parts.values().map(Vec::len).sum::<usize>(), 150);
    let last = parts.len();
    let dates = |rows: &[Row]| rows.iter().map(|row| row.at(2).to_owned()).collect::<Vec<_>>();
    let newest_first = |dates: &[String]| dates.windows(2).all(|two| two[0] >= two[1]);
    assert!(parts.values().all(|rows| newest_first(&dates(rows))));
    assert!(parts["tim-kiem/2026-q4-1.js"].iter().any(|row| row.title() == "Bài số 0 của trường"));

    site.post("moi.md", "Bài mới nhất của trường", "2026-10-30", "");
    let built = site.build();
    let changed: Vec<&str> =
        built.rendered().into_iter().filter(|path| path.starts_with("tim-kiem/")).collect();
    assert_eq!(changed, [&*format!("tim-kiem/2026-q4-{last}.js"), "tim-kiem/index.html"]);
    let page = site.page("tim-kiem/index.html");
    let counts: Vec<usize> = index(&site).values().rev().map(Vec::len).collect();
    let counts: String = counts.iter().map(|count| format!("{count} ")).collect();
    assert!(page.contains(&format!("value=\"2026-q4\" data-parts=\"{counts}\"")), "{counts}");
}

#[test]
fn one_endless_post_still_fits() {
    let mut site = TestSite::school();
    let long: Vec<String> = (0..60_000).map(|n| format!("chữ{n}\"\\")).collect();
    let heads: String = (0..5_000).map(|n| format!("## Đề mục {n}\n\n")).collect();
    let tags: String = (0..3_000).map(|n| format!("\"từ khóa {n}\",")).collect();
    for name in ["mot", "hai", "ba"] {
        site.post(
            &format!("{name}.md"),
            "Một bài rất dài của trường",
            "2026-10-05",
            &format!("tags = [{tags}]"),
        );
        site.edit(&format!("content/{name}.md"), "Nội dung của", &format!("{heads}{}", long.join(" ")));
    }
    let site = site.built();
    assert_eq!(hrefs(&site).len(), 3); // and every part was measured
}

#[test]
fn an_edit_changes_only_its_own_quarters_part() {
    let mut site = TestSite::school();
    site.post("cu.md", "Bài của quý trước trong năm", "2026-08-05", "");
    site.post("moi.md", "Bài của quý này trong năm", "2026-10-05", "");
    let mut site = site.built();
    let searched = |site: &mut TestSite| -> Vec<String> {
        let built = site.build();
        let paths = built.rendered().into_iter().filter(|path| path.starts_with("tim-kiem/"));
        paths.map(str::to_owned).collect()
    };
    site.edit("content/cu.md", "tóm tắt đủ dài", "tóm tắt khác hẳn");
    assert_eq!(searched(&mut site), ["tim-kiem/2026-q3-1.js"]);
    site.edit("content/moi.md", "Nội dung của", "Nội dung mới của");
    assert_eq!(searched(&mut site), ["tim-kiem/2026-q4-1.js"]);
    // The same words in another order are found the same way.
    site.edit("content/moi.md", "Nội dung mới của", "Nội dung mới của mới của");
    assert_eq!(searched(&mut site), Vec::<String>::new());
    site.edit("content/cu.md", "2026-08-05", "2026-10-06");
    assert_eq!(searched(&mut site), ["tim-kiem/2026-q4-1.js", "tim-kiem/index.html"]);
}

#[test]
fn whole_texts_are_searched_up_to_a_thousand_posts() {
    let words = |posts: usize| {
        let mut site = TestSite::school();
        for number in 0..posts {
            let title = format!("Bài số {number} của trường");
            site.post(&format!("bai-{number}.md"), &title, "2026-10-05", "");
        }
        site.post("nhap.md", "Bản nháp không tính vào", "2026-10-05", "status = \"nhap\"");
        let site = site.built();
        let all = index(&site);
        let with = all.values().flatten().filter(|row| !row.at(8).is_empty()).count();
        let page = site.page("tim-kiem/index.html");
        (with, page.contains("Tìm trong toàn bộ nội dung"))
    };
    assert_eq!(words(1000), (1000, true));
    assert_eq!(words(1001), (0, false));
}

#[test]
fn a_section_without_posts_has_no_search() {
    let site = TestSite::school().built();
    assert!(site.output().keys().all(|path| !path.as_str().starts_with("tim-kiem/")));
    assert!(!site.page("index.html").contains("tim-kiem/"));
}

#[test]
fn the_program_folds_as_the_page_does() {
    // The page's script is given the same cases by `.ci/search.mjs`.
    let cases = std::fs::read_to_string(repository().join("tests/fold-cases.json")).expect("the cases");
    let cases: Vec<(String, String)> = serde_json::from_str(&cases).expect("pairs");
    assert!(cases.len() > 10);
    for (given, expected) in cases {
        assert_eq!(text::fold(&given), expected, "{given}");
    }
}
