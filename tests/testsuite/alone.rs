//! One unit's section alone: `build --unit CODE` and `--each-unit`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use nq71::model::OutPath;
use nq71::output::{MANIFEST, Manifest};

use crate::harness::{Ran, TestSite, nq71};
use crate::pages::{all, attributes, broken};

const SECTION: &str = "https://truong-a.example.edu.vn/nghi-quyet-71/";

/// A department with everything that ties one unit's posts to those of another.
fn department() -> TestSite {
    let mut site = TestSite::department();
    site.put(
        "don-vi.csv",
        format!(
            "code,name,short_name,parent_admin,parent_prof,target_per_quarter,section_url,start,end,merged_into\n\
             so-mau,Sở Giáo dục và Đào tạo Mẫu,,,,0,,,,\n\
             xa-mau,Ủy ban nhân dân xã Mẫu,,,,0,,,,\n\
             th-a,Trường Tiểu học A,TH A,xa-mau,so-mau,,{SECTION},,,\n\
             th-b,Trường Tiểu học B,TH B,xa-mau,so-mau,3,,,,\n\
             th-cu,Trường Tiểu học Cũ,,xa-mau,so-mau,1,https://cu.example.edu.vn/nq71,2026-02-01,2026-08-15,th-a\n"
        ),
    );
    let gif = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02D\x01\0;";
    site.put("content/th-a/anh/co.gif", gif).put("content/th-b/anh/co.gif", gif);
    site.put("content/th-b/kin.pdf", "%PDF-1.7 của trường B");
    site.post("th-b/goc.md", "Bài gốc của Trường B", "2026-09-01", "attachments = [\"kin.pdf\"]");
    site.edit("content/th-b/goc.md", "Nội dung", "![Cờ](anh/co.gif) Nội dung");
    // Its original counts, but for another unit.
    site.post(
        "th-a/dich.md",
        "The original of school B",
        "2026-09-02",
        "lang = \"en\"\ntranslation_of = \"th-b/goc\"",
    );
    site.post(
        "th-a/dich-2.md",
        "L'original de l'école B",
        "2026-10-02",
        "lang = \"fr\"\ntranslation_of = \"th-b/goc\"",
    );
    site.post(
        "th-a/cung-lam.md",
        "Ngày hội làm cùng trường bạn",
        "2026-10-05",
        "type = \"bai\"\nco_units = [\"th-b\", \"xa-mau\"]",
    );
    site.edit(
        "content/th-a/cung-lam.md",
        "Nội dung",
        "Xem [bài gốc](../th-b/goc.md) và [bài dịch](dich.md). ![Cờ](anh/co.gif) Nội dung",
    );
    site.post("th-b/cung-lam.md", "Ngày hội do Trường B chủ trì", "2026-10-06", "co_units = [\"th-a\"]");
    site.post("th-a/dang-lai.md", "Đăng lại bài của trường bạn", "2026-10-07", "repost_of = \"th-b/goc\"");
    site.post(
        "th-a/khong-tinh.md",
        "Bài không tính vì trùng việc",
        "2026-06-01",
        "count = false\ncount_reason = \"đã tính ở bài khác\"",
    );
    site.post("th-a/cu.md", "Bài đầu tiên của Trường A", "2026-02-10", "quarter = \"2025-Q4\"\naliases = [\"ten-cu\", \"don-vi/th-a/bai/xua.html\", \"https://so.example.edu.vn/nghi-quyet-71/don-vi/th-a/bai/xua-nua.html\", \"tin/th-a.html\"]");
    site.post("th-a/nhap.md", "Bản nháp kín của Trường A", "2026-10-08", "status = \"nhap\"");
    site.post("th-a/go.md", "Bài đã gỡ của Trường A", "2026-10-09", "status = \"da-go\"");
    site.post(
        "th-a/ra-ngoai.md",
        "Bài ở cổng riêng của trường",
        "2026-10-10",
        "link = \"https://cong-a.example.edu.vn/bai\"",
    );
    site.post("th-cu/truoc.md", "Bài trước ngày sáp nhập", "2026-03-10", "");
    site.post("th-cu/mot-phan.md", "Bài trong quý dở dang", "2026-07-10", "");
    site.post("th-cu/sau.md", "Bài sau ngày sáp nhập", "2026-09-10", "");
    site
}

/// A site on disk, built for the whole and for each unit.
struct Built {
    top: tempfile::TempDir,
}

impl Built {
    fn of(site: &TestSite) -> Built {
        let built = Built { top: tempfile::tempdir().expect("a folder") };
        for (path, bytes) in site.files.iter() {
            let path = built.top.path().join(path.as_str());
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, bytes).expect("a file");
        }
        built
    }

    fn run(&self, more: &[&str]) -> Ran {
        nq71(self.top.path(), &[&["build", "--date", "21/11/2026"], more].concat())
    }

    #[track_caller]
    fn build(&self, more: &[&str]) -> Ran {
        let ran = self.run(more);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran
    }

    /// An output as its manifest lists it.
    fn output(&self, folder: &str) -> BTreeMap<OutPath, Vec<u8>> {
        output(&self.top.path().join(folder))
    }
}

fn output(folder: &Path) -> BTreeMap<OutPath, Vec<u8>> {
    let manifest = fs::read_to_string(folder.join(MANIFEST)).expect("a manifest");
    let manifest = Manifest::parse(&manifest).expect("a manifest");
    let read = |path: &OutPath| fs::read(folder.join(path.as_str())).expect("a page");
    manifest.iter().map(|(path, _)| (path.clone(), read(path))).collect()
}

fn page(output: &BTreeMap<OutPath, Vec<u8>>, path: &str) -> String {
    let bytes = output.get(&OutPath::new(path).expect("a path")).unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.clone()).expect("text")
}

fn has(output: &BTreeMap<OutPath, Vec<u8>>, path: &str) -> bool {
    output.contains_key(&OutPath::new(path).expect("a path"))
}

/// The four figures and the posts with what became of them, as a count page prints them.
fn figures(page: &str) -> Vec<Vec<String>> {
    let mut rows = vec![all(page, "dl.figures dd"), all(page, ".reasons li")];
    rows.push(all(page, ".judged th[scope=row]"));
    rows.push(all(page, ".judged td:last-child"));
    rows
}

#[test]
fn the_figures_of_a_unit_alone_are_those_of_the_department() {
    let mut sites = vec![("department", department()), ("xa", TestSite::example("xa"))];
    sites[1].1.today = jiff::civil::date(2026, 11, 21);
    for (name, site) in sites {
        let built = Built::of(&site);
        built.build(&[]);
        built.build(&["--each-unit"]);
        let whole = built.output("public");
        let (prepared, _) = site.prepare();
        let prepared = prepared.expect("it is right");
        let mut compared = 0;
        for (_, unit) in prepared.site.config.units.iter() {
            let alone = built.output(&format!("public-don-vi/{}", unit.code));
            for quarter in prepared.counts.quarters() {
                let quarter = quarter.slug();
                let theirs = format!("thong-ke/{quarter}/{}.html", unit.code);
                let own = format!("thong-ke/{quarter}/index.html");
                match (has(&whole, &theirs), has(&alone, &own)) {
                    (true, true) => {
                        assert_eq!(
                            figures(&page(&whole, &theirs)),
                            figures(&page(&alone, &own)),
                            "{name} {theirs}"
                        );
                        compared += 1;
                    }
                    // Before its first post a unit's own section has no page.
                    (true, false) => {
                        assert_eq!(all(&page(&whole, &theirs), "dl.figures dd")[..3], ["0", "0", "0"])
                    }
                    (false, true) => {
                        assert_eq!(all(&page(&alone, &own), "dl.figures dd")[..3], ["0", "0", "0"])
                    }
                    (false, false) => {}
                }
            }
        }
        assert!(compared > 10, "{name}: {compared}");
    }
}

#[test]
fn the_counting_rule_looks_beyond_the_unit() {
    let built = Built::of(&department());
    built.build(&["--unit", "th-a"]);
    let alone = built.output("public-don-vi/th-a");
    // A translation of another unit's product does not count, although the original is not here.
    assert_eq!(all(&page(&alone, "thong-ke/2026-q3/index.html"), "dl.figures dd"), ["1", "0", "1", "2"]);
    assert_eq!(all(&page(&alone, "thong-ke/2026-q4/index.html"), "dl.figures dd"), ["4", "2", "2", "2"]);
    assert_eq!(all(&page(&alone, "thong-ke/2025-q4/index.html"), "dl.figures dd"), ["1", "1", "0", "2"]);
}

#[test]
fn a_unit_alone_has_a_schools_layout_and_is_complete_in_itself() {
    let built = Built::of(&department());
    let ran = built.build(&["--each-unit"]);
    assert!(ran.stderr.contains("thieu-dia-chi-chuyen-muc") && ran.stderr.contains("th-b"), "{}", ran.stderr);
    assert!(!built.top.path().join("public").exists() && !built.top.path().join("noi-bo").exists());
    for unit in ["so-mau", "xa-mau", "th-a", "th-b", "th-cu"] {
        let alone = built.output(&format!("public-don-vi/{unit}"));
        assert_eq!(broken(&alone), Vec::<String>::new(), "{unit}");
        let strange =
            |path: &&OutPath| path.as_str().starts_with("don-vi/") || path.as_str().contains("con-thieu");
        assert_eq!(alone.keys().find(strange), None, "{unit}");
        for path in alone.keys() {
            assert!(
                !path.as_str().starts_with("thong-ke/2026-q4/") || path.as_str().matches('/').count() == 2
            );
        }
    }
    let alone = built.output("public-don-vi/th-a");
    for path in [
        "bai/cung-lam.html",
        "bai/dich.html",
        "bai/go.html",
        "q/index.html",
        "q/2026-q4/index.html",
        "rss.xml",
        "atom.xml",
        "so-do.xml",
        "404.html",
        "hinh-thuc/bai/index.html",
        "thong-ke/2026-q4/san-pham.csv",
        "gioi-thieu/index.html",
    ] {
        assert!(has(&alone, path), "{path}");
    }
    for path in ["bai/nhap.html", "bai/goc.html", "bai/ra-ngoai.html"] {
        assert!(!has(&alone, path), "{path}");
    }
    // Its own files and nobody else's.
    let files: Vec<&str> =
        alone.keys().map(OutPath::as_str).filter(|path| path.starts_with("tep/")).collect();
    assert!(files.len() == 1 && files[0].ends_with(".gif"), "{files:?}");
    let title = all(&page(&alone, "index.html"), "title");
    assert_eq!(title, ["Nghị quyết 71-NQ/TW — Trường Tiểu học A"]);
    assert!(
        all(&page(&alone, "index.html"), "header").concat().contains("Ủy ban nhân dân xã Mẫu"),
        "its parent by name"
    );
    for (path, bytes) in &alone {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("Bản nháp kín") && !text.contains("Bài đã gỡ của"), "{path}");
        assert!(!text.contains("Bài gốc của Trường B") && !text.contains("Sở Giáo dục"), "{path}");
    }
}

#[test]
fn its_addresses_are_those_of_its_own_section() {
    let built = Built::of(&department());
    built.build(&["--each-unit"]);
    let alone = built.output("public-don-vi/th-a");
    assert_eq!(
        attributes(&page(&alone, "bai/dich.html"), "link[rel=canonical]", "href"),
        [format!("{SECTION}bai/dich.html")]
    );
    assert!(page(&alone, "rss.xml").contains(&format!("{SECTION}bai/cung-lam.html")));
    for (path, bytes) in alone.iter().filter(|(path, _)| path.as_str() != "bai/cung-lam.html") {
        assert!(
            !String::from_utf8_lossy(bytes).contains("so.example.edu.vn"),
            "{path} names the department's section"
        );
    }
    // Written without a slash at its end.
    let old = built.output("public-don-vi/th-cu");
    assert!(page(&old, "so-do.xml").contains("<loc>https://cu.example.edu.vn/nq71/index.html</loc>"));
    let without = built.output("public-don-vi/th-b");
    assert!(!has(&without, "rss.xml") && !has(&without, "so-do.xml"));
}

#[test]
fn the_address_of_one_section_is_an_argument_too() {
    let built = Built::of(&department());
    built.build(&["--unit", "th-b", "--base-url", "https://th-b.example.edu.vn/nq71"]);
    let alone = built.output("public-don-vi/th-b");
    assert!(page(&alone, "rss.xml").contains("<link>https://th-b.example.edu.vn/nq71/index.html</link>"));
    for more in [&["--each-unit"][..], &["--unit", "th-a", "--unit", "th-b"]] {
        let ran = built.run(&[more, &["--base-url", "https://th-b.example.edu.vn/"]].concat());
        assert_eq!(ran.code, 2);
        assert!(ran.stderr.contains("mot-dia-chi-nhieu-don-vi"), "{}", ran.stderr);
    }
}

#[test]
fn what_ties_it_to_other_units_is_said_in_words() {
    let built = Built::of(&department());
    built.build(&["--unit", "th-a", "--unit", "th-cu"]);
    let alone = built.output("public-don-vi/th-a");
    let post = page(&alone, "bai/cung-lam.html");
    assert!(all(&post, ".prose").concat().contains("Xem bài gốc và bài dịch."));
    let original = "https://so.example.edu.vn/nghi-quyet-71/don-vi/th-b/bai/goc.html";
    assert_eq!(attributes(&post, ".prose a", "href"), [original, "dich.html"]);
    assert!(all(&post, ".post-facts dd").contains(&"Trường Tiểu học B".to_owned()));
    assert!(
        all(&page(&alone, "bai/dang-lai.html"), ".note").concat().contains("đăng lại"),
        "a repost says so"
    );
    // Two translations of an original that is elsewhere still know each other.
    assert_eq!(
        attributes(&page(&alone, "bai/dich.html"), ".post-facts a[hreflang]", "href"),
        ["dich-2.html"]
    );

    let merged = built.output("public-don-vi/th-cu");
    assert!(!all(&page(&merged, "index.html"), "main").concat().contains("th-a"));
    assert_eq!(all(&page(&merged, "thong-ke/2026-q2/index.html"), "dl.figures dd"), ["0", "0", "0", "1"]);
    assert_eq!(all(&page(&merged, "thong-ke/2026-q3/index.html"), "dl.figures dd"), ["2", "1", "1", "—"]);
}

#[test]
fn old_addresses_forward_in_its_own_section_too() {
    let built = Built::of(&department());
    built.build(&[]);
    built.build(&["--unit", "th-a"]);
    let whole = built.output("public");
    for path in [
        "don-vi/th-a/bai/ten-cu.html",
        "don-vi/th-a/bai/xua.html",
        "don-vi/th-a/bai/xua-nua.html",
        "tin/th-a.html",
    ] {
        assert!(has(&whole, path), "{path}");
    }
    let alone = built.output("public-don-vi/th-a");
    for path in ["bai/ten-cu.html", "bai/xua.html", "bai/xua-nua.html"] {
        assert_eq!(attributes(&page(&alone, path), "main a", "href"), ["cu.html"], "{path}");
    }
    assert!(!has(&alone, "tin/th-a.html"), "an address outside the unit's folder");
}

#[test]
fn each_output_has_its_own_manifest_and_keys() {
    let built = Built::of(&department());
    built.build(&[]);
    built.build(&["--each-unit"]);
    let rendered = |more: &[&str]| -> Vec<usize> {
        let ran = built.build(&[&["--format", "json"], more].concat());
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let outputs = report["data"]["outputs"].as_array().expect("a list").clone();
        outputs.iter().map(|output| output["rendered"].as_array().expect("a list").len()).collect()
    };
    assert_eq!(rendered(&[]), [0, 0]);
    assert_eq!(rendered(&["--each-unit"]), [0, 0, 0, 0, 0]);
    let post = built.top.path().join("content/th-b/goc.md");
    let text = fs::read_to_string(&post).expect("a post").replace("Nội dung", "Nội dung mới");
    fs::write(&post, text).expect("a post");
    let mut each = rendered(&["--each-unit"]);
    each.sort_unstable();
    assert_eq!(each, [0, 0, 0, 0, 2], "the post and its part of the index, in its own unit's section");
    assert_eq!(rendered(&["--unit", "th-b"]), [0]);
    assert_eq!(rendered(&[]), [2, 0]);
    assert_eq!(
        rendered(&["--unit", "Trường Tiểu học B", "--output-dir", "rieng"])[0],
        built.output("rieng").len()
    );
    assert!(built.output("rieng") == built.output("public-don-vi/th-b"));

    assert_eq!(built.run(&["--unit", "th-khong-co"]).code, 2);
}
