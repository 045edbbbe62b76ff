//! Which pages a build renders, and that it makes no difference how a site came to be as it is.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use nq71::build::{self, Outcome, Pending, Prepared, Target};
use nq71::config;
use nq71::files::{DiskFiles, Files};
use nq71::model::OutPath;
use nq71::output::{DiskSink, Entry, Keys, MemorySink, Sink};
use nq71::plan::Plan;
use proptest::prelude::*;

use crate::harness::{TODAY, TestSite};

/// What an edit led to: pages rendered and removed, and those among the rendered whose bytes are
/// the same as before.
struct Step {
    rendered: Vec<String>,
    removed: Vec<String>,
    in_vain: Vec<String>,
}

impl Step {
    /// Builds after an edit.
    #[track_caller]
    fn of(site: &mut TestSite) -> Step {
        let before = site.output();
        let built = site.build();
        assert!(built.written, "{}", built.text());
        let after = site.output();
        let same = |path: &&str| {
            let path = OutPath::new(path).expect("a page's path");
            before.get(&path).is_some_and(|bytes| after.get(&path) == Some(bytes))
        };
        let own = |paths: Vec<&str>| paths.into_iter().map(str::to_owned).collect();
        let in_vain = own(built.rendered().into_iter().filter(same).collect());
        Step { rendered: own(built.rendered()), removed: own(built.removed()), in_vain }
    }

    /// Insists on exactly these pages, and that each of them changed.
    #[track_caller]
    fn renders(&self, pages: &[&str]) -> &Step {
        assert_eq!(self.rendered, pages, "rendered");
        assert_eq!(self.in_vain, Vec::<String>::new(), "rendered in vain");
        self
    }

    #[track_caller]
    fn removes(&self, pages: &[&str]) {
        assert_eq!(self.removed, pages, "removed");
    }
}

/// A school with three posts of two types in two quarters.
fn school() -> TestSite {
    let mut site = TestSite::school();
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", "");
    site.post(
        "chuyen-de.md",
        "Chuyên đề ứng dụng AI trong dạy học",
        "2026-10-12",
        "type = \"bai\"\ntopics = [\"chinh-sach\"]",
    );
    site.post("hoi-trang.md", "Hội trăng rằm của học sinh khối sáu", "2026-10-20", "");
    site.built()
}

/// A department with two posts of one school, one of the other, and one of its own.
fn department() -> TestSite {
    let mut site = TestSite::department();
    site.post("th-a/khai-giang.md", "Lễ khai giảng tại Trường A", "2026-09-05", "");
    site.post("th-a/trai-he.md", "Tổng kết trại hè của Trường A", "2026-10-02", "type = \"bai\"");
    site.post("th-b/khai-giang.md", "Lễ khai giảng tại Trường B", "2026-10-05", "");
    site.post(
        "so-mau/ke-hoach.md",
        "Kế hoạch thực hiện của Sở",
        "2026-10-09",
        "type = \"van-ban\"\ndoc_number = \"12/KH-SGDĐT\"",
    );
    site.built()
}

#[test]
fn a_second_build_renders_nothing() {
    for mut site in [school(), department(), TestSite::example("xa").built()] {
        Step::of(&mut site).renders(&[]).removes(&[]);
    }
}

#[test]
fn editing_a_body_renders_that_post_and_its_part_of_the_index() {
    let mut site = school();
    site.edit("content/chuyen-de.md", "Nội dung của", "Nội dung mới của");
    Step::of(&mut site).renders(&["bai/chuyen-de.html", "tim-kiem/2026-q4-1.js"]).removes(&[]);

    let mut site = department();
    site.edit("content/th-a/trai-he.md", "Nội dung của", "Nội dung mới của");
    Step::of(&mut site).renders(&["don-vi/th-a/bai/trai-he.html", "tim-kiem/2026-q4-1.js"]).removes(&[]);
}

#[test]
fn editing_a_body_that_serves_as_the_summary_renders_the_lists_too() {
    let mut site = school();
    let text =
        "+++\ntitle = \"Một bài không có tóm tắt\"\ndate = 2026-10-12\ntype = \"bai\"\n+++\n\nĐoạn đầu.\n";
    site.put("content/chuyen-de.md", text);
    site.build();
    site.edit("content/chuyen-de.md", "Đoạn đầu.", "Đoạn mở đầu.");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "bai/chuyen-de.html",
            "hinh-thuc/bai/index.html",
            "hinh-thuc/bai/trang-1.html",
            "index.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "rss.xml",
            "tim-kiem/2026-q4-1.js",
        ])
        .removes(&[]);
}

#[test]
fn editing_a_title_renders_the_pages_that_print_it() {
    let mut site = school();
    site.edit("content/hoi-trang.md", "title = \"Hội trăng rằm", "title = \"Đêm hội trăng rằm");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "bai/chuyen-de.html", // names it as the newer post
            "bai/hoi-trang.html",
            "doan-ma.html",
            "gioi-thieu/index.html",
            "hinh-thuc/tin/index.html",
            "hinh-thuc/tin/trang-1.html",
            "index.html",
            "nhung.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "rss.xml",
            "thong-ke/2026-q4/index.html",
            "thong-ke/2026-q4/san-pham.csv",
            "tim-kiem/2026-q4-1.js",
            "trao-doi/2026-q4.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);

    let mut site = department();
    site.edit("content/th-a/trai-he.md", "title = \"Tổng kết", "title = \"Bế mạc");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "doan-ma.html",
            "don-vi/th-a/bai/khai-giang.html",
            "don-vi/th-a/bai/trai-he.html",
            "don-vi/th-a/index.html",
            "don-vi/th-a/q/2026-q4/index.html",
            "don-vi/th-a/q/2026-q4/rss.xml",
            "don-vi/th-a/q/2026-q4/trang-1.html",
            "don-vi/th-a/rss.xml",
            "gioi-thieu/index.html",
            "hinh-thuc/bai/index.html",
            "hinh-thuc/bai/trang-1.html",
            "index.html",
            "nhung.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "rss.xml",
            "thong-ke/2026-q4/dang.html",
            "thong-ke/2026-q4/duoc-tinh.html",
            "thong-ke/2026-q4/hinh-thuc-bai.html",
            "thong-ke/2026-q4/san-pham.csv",
            "thong-ke/2026-q4/th-a.html",
            "tim-kiem/2026-q4-1.js",
            "trao-doi/2026-q4.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);
}

#[test]
fn what_another_unit_shows_of_a_post_is_rendered_with_it() {
    let mut site = department();
    site.edit("content/th-a/trai-he.md", "date =", "co_units = [\"th-b\"]\ndate =");
    site.edit(
        "content/th-b/khai-giang.md",
        "date =",
        "lang = \"en\"\ntranslation_of = \"th-a/trai-he\"\ndate =",
    );
    site.edit("content/so-mau/ke-hoach.md", "Nội dung", "Xem [bài](../th-a/trai-he.md). Nội dung");
    site.build();
    site.edit("content/th-a/trai-he.md", "title = \"Tổng kết", "slug = \"be-mac\"\ntitle = \"Bế mạc");
    let step = Step::of(&mut site);
    assert_eq!(step.in_vain, Vec::<String>::new());
    for path in [
        "don-vi/so-mau/bai/ke-hoach.html", // links to it
        "don-vi/th-b/bai/khai-giang.html", // translates it
        "don-vi/th-b/index.html",          // took part in it
    ] {
        assert!(step.rendered.iter().any(|rendered| rendered == path), "{path}: {:?}", step.rendered);
    }
}

#[test]
fn a_new_post_renders_its_quarter_its_lists_and_the_comparison_of_the_next_quarter() {
    let mut site = school();
    site.post("tap-huan.md", "Tập huấn giáo viên cốt cán", "2026-09-20", "");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "bai/chuyen-de.html",  // the newer neighbour
            "bai/khai-giang.html", // the older one
            "bai/tap-huan.html",
            "doan-ma.html",
            "gioi-thieu/index.html",
            "hinh-thuc/tin/index.html",
            "hinh-thuc/tin/trang-1.html",
            "index.html",
            "nhung.html",
            "q/2026-q3/index.html",
            "q/2026-q3/rss.xml",
            "q/2026-q3/trang-1.html",
            "q/index.html",
            "rss.xml",
            "so-do.xml",
            "thong-ke/2026-q3/index.html",
            "thong-ke/2026-q3/san-pham.csv",
            "thong-ke/2026-q4/index.html", // compares with the quarter before
            "thong-ke/index.html",
            "tim-kiem/2026-q3-1.js",
            "tim-kiem/index.html",
            "trao-doi/2026-q3.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);
}

#[test]
fn a_new_post_in_a_department_leaves_other_units_alone() {
    let mut site = department();
    site.post("th-b/doc-sach.md", "Ngày hội đọc sách của Trường B", "2026-10-07", "");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "doan-ma.html",
            "don-vi/index.html",
            "don-vi/th-b/bai/doc-sach.html",
            "don-vi/th-b/bai/khai-giang.html",
            "don-vi/th-b/index.html",
            "don-vi/th-b/q/2026-q4/index.html",
            "don-vi/th-b/q/2026-q4/rss.xml",
            "don-vi/th-b/q/2026-q4/trang-1.html",
            "don-vi/th-b/q/index.html",
            "don-vi/th-b/rss.xml",
            "gioi-thieu/index.html",
            "hinh-thuc/tin/index.html",
            "hinh-thuc/tin/trang-1.html",
            "index.html",
            "nhung.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "q/index.html",
            "rss.xml",
            "so-do.xml",
            "thong-ke/2026-q4/dang.html",
            "thong-ke/2026-q4/duoc-tinh.html",
            "thong-ke/2026-q4/hinh-thuc-tin.html",
            "thong-ke/2026-q4/index.html",
            "thong-ke/2026-q4/san-pham.csv",
            "thong-ke/2026-q4/th-b.html",
            "thong-ke/2026-q4/theo-chuyen-mon.html",
            "thong-ke/2026-q4/theo-hanh-chinh.html",
            "thong-ke/index.html",
            "thong-ke/nam-2026.html",
            "tim-kiem/2026-q4-1.js",
            "tim-kiem/index.html",
            "trao-doi/2026-q4.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);
}

/// What a post that goes away changes, besides its own page.
const WITHOUT_CHUYEN_DE: &[&str] = &[
    "atom.xml",
    "bai/hoi-trang.html",
    "bai/khai-giang.html",
    "doan-ma.html",
    "gioi-thieu/index.html",
    "index.html",
    "nhung.html",
    "q/2026-q4/index.html",
    "q/2026-q4/rss.xml",
    "q/2026-q4/trang-1.html",
    "q/index.html",
    "rss.xml",
    "so-do.xml",
    "so-do/index.html", // its type and its topic have no list any more
    "thong-ke/2026-q4/index.html",
    "thong-ke/2026-q4/san-pham.csv",
    "thong-ke/index.html",
    "tim-kiem/2026-q4-1.js",
    "tim-kiem/index.html",
    "trao-doi/2026-q4.csv",
    "trao-doi/muc-luc.csv",
];

#[test]
fn a_withdrawal_renders_the_tombstone_and_all_that_showed_the_post() {
    let mut site = school();
    site.edit("content/chuyen-de.md", "date =", "status = \"da-go\"\ndate =");
    let mut pages = WITHOUT_CHUYEN_DE.to_vec();
    pages.insert(1, "bai/chuyen-de.html");
    Step::of(&mut site).renders(&pages).removes(&[
        "hinh-thuc/bai/index.html",
        "hinh-thuc/bai/trang-1.html",
        "noi-dung/chinh-sach/index.html",
        "noi-dung/chinh-sach/trang-1.html",
    ]);
}

#[test]
fn a_deletion_removes_the_page_and_lists_that_are_empty_after_it() {
    let mut site = school();
    site.remove("content/chuyen-de.md");
    Step::of(&mut site).renders(WITHOUT_CHUYEN_DE).removes(&[
        "bai/chuyen-de.html",
        "hinh-thuc/bai/index.html",
        "hinh-thuc/bai/trang-1.html",
        "noi-dung/chinh-sach/index.html",
        "noi-dung/chinh-sach/trang-1.html",
    ]);
}

#[test]
fn a_new_date_in_the_same_quarter_and_place_renders_the_pages_that_print_it() {
    let mut site = school();
    site.edit("content/chuyen-de.md", "2026-10-12", "2026-10-13");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "bai/chuyen-de.html",
            "doan-ma.html",
            "gioi-thieu/index.html",
            "hinh-thuc/bai/index.html",
            "hinh-thuc/bai/trang-1.html",
            "index.html",
            "nhung.html",
            "noi-dung/chinh-sach/index.html",
            "noi-dung/chinh-sach/trang-1.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "rss.xml",
            "so-do.xml",
            "thong-ke/2026-q4/index.html",
            "thong-ke/2026-q4/san-pham.csv",
            "tim-kiem/2026-q4-1.js",
            "trao-doi/2026-q4.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);
}

#[test]
fn a_new_quarter_takes_the_old_one_away_when_it_was_the_first() {
    let mut site = school();
    site.edit("content/khai-giang.md", "2026-09-05", "2026-10-05");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "bai/khai-giang.html",
            "doan-ma.html",
            "gioi-thieu/index.html",
            "hinh-thuc/tin/index.html",
            "hinh-thuc/tin/trang-1.html",
            "index.html",
            "nhung.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "q/index.html",
            "rss.xml",
            "so-do.xml",
            "so-do/index.html",
            "thong-ke/2026-q4/index.html",
            "thong-ke/2026-q4/san-pham.csv",
            "thong-ke/index.html",
            "tim-kiem/2026-q4-1.js",
            "tim-kiem/index.html",
            "trao-doi/2026-q4.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[
            "q/2026-q3/index.html",
            "q/2026-q3/rss.xml",
            "q/2026-q3/trang-1.html",
            "thong-ke/2026-q3/index.html",
            "thong-ke/2026-q3/san-pham.csv",
            "tim-kiem/2026-q3-1.js",
            "trao-doi/2026-q3.csv",
        ]);
}

#[test]
fn pinning_a_post_renders_the_home_page_alone() {
    let mut site = school();
    site.edit("content/chuyen-de.md", "date =", "pinned = true\ndate =");
    Step::of(&mut site).renders(&["index.html"]).removes(&[]);
}

#[test]
fn front_matter_that_no_page_prints_renders_nothing() {
    let mut site = school();
    site.edit("content/chuyen-de.md", "date =", "approved_by = \"Hiệu trưởng\"\n# đã xem lại\ndate =");
    Step::of(&mut site).renders(&[]).removes(&[]);
}

#[test]
fn a_word_of_the_theme_renders_pages_but_no_feeds_tables_pictures_or_assets() {
    let mut site = school();
    site.put("themes/chuan/i18n/vi.ftl", "skip = Tới nội dung\n");
    let step = Step::of(&mut site);
    assert!(step.rendered.iter().all(|path| path.ends_with(".html")), "{:?}", step.rendered);
    assert!(site.page("bai/khai-giang.html").contains("Tới nội dung"));
}

#[test]
fn the_day_of_a_change_is_printed_by_the_post_and_where_it_is_the_newest() {
    let mut site = school();
    site.edit("content/khai-giang.md", "type =", "updated = 2026-09-06\ntype =");
    Step::of(&mut site)
        .renders(&[
            "atom.xml",
            "bai/khai-giang.html",
            "q/2026-q3/index.html",
            "q/2026-q3/rss.xml",
            "q/2026-q3/trang-1.html",
            "so-do.xml",
            "thong-ke/2026-q3/index.html",
            "trao-doi/2026-q3.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);
}

#[test]
fn another_type_renders_both_types_lists_and_what_names_the_type() {
    let mut site = school();
    site.edit("content/hoi-trang.md", "type = \"tin\"", "type = \"bai\"");
    Step::of(&mut site)
        .renders(&[
            "bai/hoi-trang.html",
            "hinh-thuc/bai/index.html",
            "hinh-thuc/bai/trang-1.html",
            "hinh-thuc/tin/index.html",
            "hinh-thuc/tin/trang-1.html",
            "index.html",
            "q/2026-q4/index.html",
            "q/2026-q4/rss.xml",
            "q/2026-q4/trang-1.html",
            "rss.xml",
            "thong-ke/2026-q4/index.html",
            "thong-ke/2026-q4/san-pham.csv",
            "thong-ke/index.html",
            "tim-kiem/2026-q4-1.js",
            "trao-doi/2026-q4.csv",
            "trao-doi/muc-luc.csv",
        ])
        .removes(&[]);
}

#[test]
fn the_number_of_a_document_is_printed_by_its_list_and_its_page() {
    let mut site = department();
    site.edit("content/so-mau/ke-hoach.md", "12/KH", "13/KH");
    Step::of(&mut site)
        .renders(&[
            "don-vi/so-mau/bai/ke-hoach.html",
            "tim-kiem/2026-q4-1.js",
            "van-ban/index.html",
            "van-ban/trang-1.html",
        ])
        .removes(&[]);
}

#[test]
fn an_old_address_adds_its_forwarding_page_alone() {
    let mut site = school();
    site.edit("content/hoi-trang.md", "date =", "aliases = [\"trung-thu\"]\ndate =");
    Step::of(&mut site).renders(&["bai/trung-thu.html"]).removes(&[]);
}

#[test]
fn another_picture_renders_the_pages_that_show_it_and_drops_the_old_one() {
    let mut site = school();
    site.put("content/co.gif", gif(2));
    site.edit(
        "content/khai-giang.md",
        "date =",
        "image = \"co.gif\"\nimage_alt = \"Cột cờ giữa sân trường\"\ndate =",
    );
    site.build();
    let picture = |site: &TestSite| {
        let files = site.output();
        let path = files.keys().find(|path| path.as_str().starts_with("tep/")).expect("a picture");
        path.to_string()
    };
    let old = picture(&site);
    site.put("content/co.gif", gif(3));
    let step = Step::of(&mut site);
    let new = picture(&site);
    step.renders(&[
        "bai/khai-giang.html",
        "hinh-thuc/tin/index.html",
        "hinh-thuc/tin/trang-1.html",
        "index.html",
        "q/2026-q3/index.html",
        "q/2026-q3/trang-1.html",
        &new,
    ])
    .removes(&[&old]);
}

#[test]
fn the_day_of_the_build_brings_a_planned_post_to_the_public() {
    let mut site = school();
    site.post("tet.md", "Tết sum vầy của học sinh nội trú", "2026-11-25", "");
    assert!(site.build().rendered().is_empty(), "a future post changes nothing");
    assert_eq!(site.page("bai/tet.html"), "");

    site.today = date(2026, 11, 24);
    assert!(site.build().rendered().is_empty(), "no public page prints the day of the build");

    site.today = date(2026, 11, 25);
    let built = site.build();
    assert!(built.rendered().contains(&"bai/tet.html"));
    assert!(site.page("index.html").contains("Tết sum vầy"));

    site.today = date(2026, 11, 24);
    assert_eq!(site.build().removed(), ["bai/tet.html"]);
}

#[test]
fn the_day_of_the_build_begins_a_new_quarter() {
    let mut site = school();
    site.today = date(2027, 1, 1);
    Step::of(&mut site)
        .renders(&[
            "index.html",
            "so-do.xml",
            "thong-ke/2027-q1/index.html",
            "thong-ke/2027-q1/san-pham.csv",
            "thong-ke/index.html",
        ])
        .removes(&[]);
}

/// The pages of a list among the pages rendered.
fn of_list<'s>(step: &'s Step, folder: &str) -> Vec<&'s str> {
    step.rendered
        .iter()
        .filter_map(|path| path.strip_prefix(folder))
        .filter(|name| name.ends_with(".html"))
        .collect()
}

#[test]
fn a_newer_post_changes_only_the_last_numbered_page_of_a_list() {
    let mut site = TestSite::school();
    let mut day = date(2026, 10, 1);
    let mut add = |site: &mut TestSite, n: usize| {
        for _ in 0..n {
            site.post(
                &format!("{day}.md"),
                &format!("Tin trong ngày {day} của trường"),
                &day.to_string(),
                "",
            );
            day = day.tomorrow().expect("a day of this quarter");
        }
        site.today = day;
    };
    add(&mut site, 29);
    site.build();
    add(&mut site, 1);
    let step = Step::of(&mut site);
    assert_eq!(of_list(&step, "q/2026-q4/"), ["index.html", "trang-1.html"]);
    assert_eq!(of_list(&step, "hinh-thuc/tin/"), ["index.html", "trang-1.html"]);

    // The 31st begins a page; the one before it gets a link to it, and is then as it stays.
    add(&mut site, 1);
    let step = Step::of(&mut site);
    assert_eq!(of_list(&step, "q/2026-q4/"), ["index.html", "trang-1.html", "trang-2.html"]);
    let full = site.page("q/2026-q4/trang-1.html");
    for _ in 0..4 {
        add(&mut site, 1);
        let step = Step::of(&mut site);
        assert_eq!(of_list(&step, "q/2026-q4/"), ["index.html", "trang-2.html"]);
        assert_eq!(of_list(&step, "hinh-thuc/tin/"), ["index.html", "trang-2.html"]);
    }
    add(&mut site, 27);
    let step = Step::of(&mut site);
    assert_eq!(of_list(&step, "q/2026-q4/"), ["index.html", "trang-2.html", "trang-3.html"]);
    assert_eq!(site.page("q/2026-q4/trang-1.html"), full);
}

/// A small picture: the wider, the other bytes.
fn gif(width: u8) -> Vec<u8> {
    let mut bytes = b"GIF89a\x00\0\x01\0\0\0\0,\0\0\0\0\x00\0\x01\0\0\x02\x02D\x01\0;".to_vec();
    (bytes[6], bytes[18]) = (width, width);
    bytes
}

/// A post that a random edit can change key by key.
#[derive(Clone, Debug)]
struct Draft {
    unit: usize,
    stem: String,
    title: u32,
    text: u32,
    day: i32,
    keys: BTreeMap<&'static str, String>,
}

/// One random edit: what to do, where, and how.
type Edit = (u8, u8, u8);

/// A random site and its sources, changed by one edit at a time.
struct Desk {
    site: TestSite,
    many: bool,
    posts: Vec<Draft>,
    made: u32,
    settings: u8,
    registry: u8,
}

const UNITS: [&str; 4] = ["so-mau", "xa-mau", "th-a", "th-b"];
const TYPES: [&str; 4] = ["tin", "bai", "video", "van-ban"];
const STATES: [&str; 4] = ["da-duyet", "nhap", "cho-duyet", "da-go"];
const TOPICS: [&str; 4] = ["chinh-sach", "dien-hinh", "doi-ngu", "quan-ly"];

impl Desk {
    fn new(many: bool, edits: &[Edit]) -> Desk {
        let mut desk =
            Desk { site: TestSite::school(), many, posts: Vec::new(), made: 0, settings: 0, registry: 0 };
        desk.site.put("content/co.gif", gif(2)).put("content/tap.pdf", "tệp của trường");
        desk.write_settings();
        for &(_, who, how) in edits {
            desk.add(who, how);
        }
        desk
    }

    fn write_settings(&mut self) {
        let n = self.settings;
        let base = if n % 5 == 4 { "" } else { "base_url = \"https://mau.example.edu.vn/nq71/\"\n" };
        let who = if self.many {
            "registry = \"don-vi.csv\"\nowner = \"so-mau\"\n"
        } else {
            "[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n"
        };
        let rule = if n % 3 == 2 { "nd09" } else { "calendar" };
        let counting = format!("[counting]\ntarget_per_quarter = {}\nperiod_rule = \"{rule}\"\n", n % 4);
        self.site.put("nq71.toml", format!("{base}{who}{counting}"));
        if self.many {
            let n = self.registry;
            let name = ["Trường Tiểu học A", "Trường Tiểu học An Bình"][usize::from(n % 2)];
            let end = ["", "2026-10-31"][usize::from(n / 2 % 2)];
            let parent = ["xa-mau", "", "Xã Ngoài"][usize::from(n % 3)];
            let order = ["", "1"][usize::from(n / 4 % 2)];
            self.site.put(
                "don-vi.csv",
                format!(
                    "code,name,parent_admin,parent_prof,target_per_quarter,end,order\n\
                     so-mau,Sở Giáo dục và Đào tạo Mẫu,,,0,,\n\
                     xa-mau,Ủy ban nhân dân xã Mẫu,,,0,,\n\
                     th-a,{name},{parent},so-mau,{target},{end},{order}\n\
                     th-b,Trường Tiểu học B,xa-mau,so-mau,,,\n",
                    target = ["", "1", "5"][usize::from(n % 3)],
                ),
            );
        }
    }

    fn path(&self, draft: &Draft) -> String {
        let stem = &draft.stem;
        if self.many {
            format!("content/{}/{stem}.md", UNITS[draft.unit])
        } else {
            format!("content/{stem}.md")
        }
    }

    fn write(&mut self, index: usize) {
        let draft = &self.posts[index];
        let day = TODAY.checked_add(i64::from(draft.day).days()).expect("a day of our time");
        let mut text = format!("+++\ntitle = \"Tin bài thứ {} của đơn vị\"\ndate = {day}\n", draft.title);
        if !draft.keys.contains_key("type") {
            text.push_str("type = \"tin\"\n");
        }
        for (key, value) in &draft.keys {
            if !key.starts_with('_') {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
        let more = draft.keys.get("_text").map_or("", String::as_str);
        text.push_str(&format!("+++\n\nLời văn số {}. {more}\n", draft.text));
        let path = self.path(draft);
        self.site.put(&path, text);
    }

    fn add(&mut self, who: u8, how: u8) {
        self.made += 1;
        let day = 5 - i32::from(how) - i32::from(who) / 3;
        let keys = BTreeMap::from([("type", format!("\"{}\"", TYPES[usize::from(how % 4)]))]);
        let unit = usize::from(who) % UNITS.len();
        let stem = format!("bai-{}", self.made);
        self.posts.push(Draft { unit, stem, title: self.made, text: self.made, day, keys });
        self.write(self.posts.len() - 1);
        // Most posts have something that ties them to others.
        let tie = [16, 18, 18, 18, 20, 20, 21, 25][usize::from(who / 4 % 8)];
        let index = u8::try_from(self.posts.len() - 1).expect("a small site");
        self.edit((tie, index, if tie == 25 { how % 2 } else { how }));
    }

    /// Another post of the same desk, by its id.
    fn id_of(&self, how: u8) -> String {
        let draft = &self.posts[usize::from(how) % self.posts.len()];
        let unit = if self.many { UNITS[draft.unit] } else { "thcs-hoa-sen" };
        format!("{unit}/{}", draft.stem)
    }

    fn edit(&mut self, (what, who, how): Edit) {
        if self.posts.is_empty() {
            return self.add(who, how);
        }
        let index = usize::from(who) % self.posts.len();
        let pick = |of: [&str; 4]| format!("\"{}\"", of[usize::from(how % 4)]);
        let other = self.id_of(how);
        let link = self.path(&self.posts[usize::from(how) % self.posts.len()]);
        let up = if self.many { "../" } else { "" };
        let draft = &mut self.posts[index];
        let mut toggle = |key: &'static str, value: String| match draft.keys.remove(key) {
            Some(_) => {}
            None => drop(draft.keys.insert(key, value)),
        };
        match what % 27 {
            0 => draft.text += 1,
            1 => draft.title += 100,
            2 => draft.day -= i32::from(how % 40) - 20,
            3 => {
                let day = TODAY.checked_add(i64::from(draft.day).days()).expect("a day of our time");
                let quarter = (day.month() - 1) / 3 + 1;
                let near = if quarter == 4 { 3 } else { quarter + 1 };
                toggle("quarter", format!("\"{}-Q{near}\"", day.year()));
            }
            4 => drop(draft.keys.insert("status", pick(STATES))),
            5 => drop(draft.keys.insert("type", pick(TYPES))),
            6 | 7 => return self.add(who, how),
            8 => {
                let path = self.path(&self.posts[index]);
                self.posts.remove(index);
                self.site.remove(&path);
                return;
            }
            9 => {
                let path = self.path(&self.posts[index]);
                self.site.remove(&path);
                self.posts[index].stem.push('x');
            }
            10 => toggle("aliases", format!("[\"cu-{how}\"]")),
            11 => {
                self.site.put("content/co.gif", gif(2 + how % 6));
                return;
            }
            12 => {
                self.registry = how;
                return self.write_settings();
            }
            13 => {
                self.settings = how;
                return self.write_settings();
            }
            14 => {
                let said = format!("home = Trang đầu {}\nall_posts = Tất cả {}\n", how % 3, how % 2);
                self.site.put("themes/chuan/i18n/vi.ftl", said);
                return;
            }
            15 => {
                self.site.today =
                    TODAY.checked_add((i64::from(how) - 100).days()).expect("a day of our time");
                return;
            }
            16 => {
                toggle("image", format!("\"{up}co.gif\""));
                toggle("image_alt", "\"Cột cờ giữa sân trường\"".to_owned());
            }
            17 => toggle("attachments", format!("[\"{up}tap.pdf\"]")),
            18 => {
                let text = match how % 3 {
                    0 => format!("Xem [bài kia](/{link})."),
                    1 => format!("![Cột cờ]({up}co.gif)"),
                    _ => format!("Tải [tệp]({up}tap.pdf)."),
                };
                toggle("_text", text);
            }
            19 => toggle("translation_of", format!("\"{other}\"\nlang = \"en\"")),
            20 => toggle("co_units", format!("[\"{}\"]", UNITS[usize::from(how) % UNITS.len()])),
            21 => toggle("topics", format!("[{}]", pick(TOPICS))),
            22 => toggle("repost_of", format!("\"{other}\"")),
            23 => toggle("count", "false\ncount_reason = \"đã báo cáo ở mục khác\"".to_owned()),
            24 => toggle("link", format!("\"https://truong.example.edu.vn/tin/{how}.html\"")),
            25 => match how % 4 {
                0 => toggle("pinned", "true".to_owned()),
                1 => toggle("exemplar", "true".to_owned()),
                2 => toggle("consent", "\"chua\"".to_owned()),
                _ => toggle("updated", "2026-11-20".to_owned()),
            },
            _ => toggle(
                "summary",
                format!(
                    "\"Tóm tắt số {how} dài thêm cho đủ hai mươi từ như người ta vẫn khuyên các tác giả khi viết.\""
                ),
            ),
        }
        self.write(index);
    }
}

/// Everything that a site's outputs hold, but for the sheets of weeks other than the build's: a
/// build leaves them alone.
fn outputs(site: &TestSite) -> [(BTreeMap<OutPath, Vec<u8>>, String); 2] {
    [&site.sink, &site.office].map(|sink| {
        let manifest = sink.manifest().expect("memory can be read").expect("a build writes one");
        let mut files = sink.files();
        files.retain(|path, _| !path.as_str().starts_with("giao-ban/") || manifest.get(path).is_some());
        (files, manifest.to_string())
    })
}

fn same_as_a_clean_build(site: &TestSite) {
    let mut clean = TestSite::of(site.files.clone());
    clean.today = site.today;
    let clean = clean.built();
    for (now, fresh) in outputs(site).iter().zip(outputs(&clean)) {
        for (path, bytes) in &fresh.0 {
            let told = || format!("{path}: {}", String::from_utf8_lossy(bytes));
            assert!(now.0.get(path) == Some(bytes), "stale: {}", told());
        }
        assert_eq!(now.0.keys().collect::<Vec<_>>(), fresh.0.keys().collect::<Vec<_>>());
        assert_eq!(now.1, fresh.1);
        for (path, bytes) in &now.0 {
            let entry = Entry::of(bytes);
            assert!(now.1.contains(&format!("{path} ")) && now.1.contains(&format!(" {}\n", entry.length)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 14, max_shrink_iters: 40, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edit_the_output_is_that_of_a_clean_build(
        many in any::<bool>(),
        first in proptest::collection::vec(any::<Edit>(), 0..9),
        edits in proptest::collection::vec(any::<Edit>(), 4..14),
    ) {
        let mut desk = Desk::new(many, &first);
        let mut kept = desk.site.files.clone();
        prop_assert!(desk.site.build().written, "the first build");
        for edit in edits {
            let (posts, settings, registry, today) =
                (desk.posts.clone(), desk.settings, desk.registry, desk.site.today);
            desk.edit(edit);
            let before = outputs(&desk.site);
            if desk.site.build().written {
                kept = desk.site.files.clone();
                same_as_a_clean_build(&desk.site);
            } else {
                // The edit was a mistake: nothing was touched, and the author takes it back.
                prop_assert!(outputs(&desk.site) == before, "{edit:?}");
                desk.site.files = kept.clone();
                (desk.posts, desk.settings, desk.registry, desk.site.today) = (posts, settings, registry, today);
            }
        }
    }
}

/// Plans and renders what was loaded, into memory.
fn rendered(files: &dyn Files, today: Date, shuffle: bool) -> BTreeMap<OutPath, Vec<u8>> {
    let config = config::load(files, config::FILE).expect("it can be read").value.expect("it is right");
    let mut loaded = build::load(files, &config).expect("it can be read").value;
    if shuffle {
        loaded.posts.reverse();
        let half = loaded.posts.len() / 2;
        loaded.posts.rotate_left(half);
        loaded.files.reverse();
    }
    let prepared =
        Prepared::new(files, config, loaded, today).expect("it can be read").value.expect("it is right");
    let mut files_of_both = BTreeMap::new();
    for (plan, folder) in [(&prepared.plan, ""), (&prepared.office, "noi-bo/")] {
        let sink = MemorySink::default();
        put(&prepared, plan, files, &sink);
        let named = |path: &OutPath| OutPath::new(&format!("{folder}{path}")).expect("a page's path");
        files_of_both.extend(sink.files().into_iter().map(|(path, bytes)| (named(&path), bytes)));
    }
    files_of_both
}

fn put(prepared: &Prepared, plan: &Plan, files: &dyn Files, sink: &dyn Sink) {
    let pending = Pending::new(&std::env::temp_dir());
    let target = Target { sink, keys: &Keys::default(), pending: &pending, force: false, progress: &() };
    let outcome = build::write(prepared, plan, files, target).expect("it can be written");
    assert!(matches!(outcome, Outcome::Written(_)));
}

#[test]
fn threads_folders_and_the_order_of_files_make_no_difference() {
    let mut site = TestSite::example("xa");
    for name in ["ba", "hai", "mot"] {
        site.post(
            &format!("th-son-ha-2/{name}.md"),
            &format!("Tin {name} của cùng một ngày"),
            "2026-10-05",
            "",
        );
    }
    let expected = rendered(&site.files, TODAY, false);
    assert!(expected.len() > 100);
    assert!(rendered(&site.files, TODAY, true) == expected, "posts in another order");
    for threads in [1, 2, 5] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        assert!(pool.install(|| rendered(&site.files, TODAY, false)) == expected, "{threads} threads");
    }

    // Written to disk in two orders, in folders of different depth.
    let files: Vec<(String, &[u8])> =
        site.files.iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
    let top = tempfile::tempdir().expect("a folder");
    for (folder, backwards) in [("a", false), ("mot/thu muc/khác", true)] {
        let root = top.path().join(folder);
        let mut order: Vec<_> = files.iter().collect();
        if backwards {
            order.reverse();
        }
        for (path, bytes) in order {
            write_file(&root.join(path), bytes);
        }
        let disk = DiskFiles::open(&root).expect("a folder");
        assert!(rendered(&disk, TODAY, false) == expected, "{folder}");
    }
}

#[test]
fn a_disk_and_memory_hold_the_same_output() {
    let mut site = school();
    site.put("content/co.gif", gif(2));
    site.edit(
        "content/khai-giang.md",
        "date =",
        "image = \"co.gif\"\nimage_alt = \"Cột cờ giữa sân trường\"\ndate =",
    );
    site.build();
    let (prepared, _) = site.prepare();
    let prepared = prepared.expect("it is right");
    let top = tempfile::tempdir().expect("a folder");
    let sink = DiskSink::new(top.path().join("public"));
    put(&prepared, &prepared.plan, &site.files, &sink);
    for (path, bytes) in site.output() {
        assert!(std::fs::read(sink.root().join(path.as_str())).expect("the page") == bytes, "{path}");
    }
    let manifest = sink.manifest().expect("it can be read").expect("it is there");
    assert_eq!(Some(manifest), site.sink.manifest().expect("memory can be read"));
}

fn write_file(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, bytes).expect("a file");
}
