//! Sheets for the notice board and for the week, the documents, what a post reached, and count
//! pages of many units. The figures themselves are checked by `recount`.

use jiff::civil::date;
use nq71::output::Sink;

use crate::harness::TestSite;
use crate::pages::{all, attributes};

#[test]
fn a_notice_sheet_has_the_address_as_text_and_as_a_code() {
    let mut site = TestSite::school();
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", "notice = true");
    site.post("khac.md", "Một bài không dán bảng tin", "2026-09-06", "");
    let mut site = site.built();
    let sheet = site.page("bai/khai-giang-bang-tin.html");
    let address = "https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/khai-giang.html";
    assert_eq!(all(&sheet, "h1"), ["Lễ khai giảng năm học mới"]);
    assert_eq!(all(&sheet, ".sheet-unit"), ["Trường THCS Hoa Sen"]);
    assert_eq!(all(&sheet, ".sheet-address a"), [address]);
    assert_eq!(attributes(&sheet, ".sheet-address a", "href"), ["khai-giang.html"]);
    assert_eq!(attributes(&sheet, "meta[name=robots]", "content"), ["noindex"]);
    assert_eq!(all(&sheet, "svg title"), ["Mã QR dẫn đến bài trên mạng"]);
    let post = site.page("bai/khai-giang.html");
    assert!(attributes(&post, ".post-facts a", "href").contains(&"khai-giang-bang-tin.html".to_owned()));
    for (path, bytes) in site.output() {
        let names_it = String::from_utf8_lossy(&bytes).contains("-bang-tin");
        let may = ["bai/khai-giang.html", "bai/khai-giang-bang-tin.html"].contains(&path.as_str());
        assert!(may || !names_it || path.as_str().ends_with(".css"), "{path} names the sheet");
    }
    assert!(site.page("bai/khac-bang-tin.html").is_empty());
    // It goes when the mark goes, and shows what the post shows.
    site.edit("content/khai-giang.md", "title = \"Lễ", "title = \"Buổi lễ");
    assert!(site.build().rendered().contains(&"bai/khai-giang-bang-tin.html"));
    site.edit("content/khai-giang.md", "notice = true", "");
    assert_eq!(site.build().removed(), ["bai/khai-giang-bang-tin.html"]);
}

#[test]
fn without_an_address_a_notice_sheet_has_no_code_and_says_so() {
    let mut site = TestSite::with("[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n");
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", "notice = true");
    let built = site.build();
    assert!(built.written);
    assert!(built.codes().contains(&"bang-tin-thieu-ma"), "{}", built.text());
    let sheet = site.page("bai/khai-giang-bang-tin.html");
    assert!(!sheet.is_empty());
    assert_eq!(all(&sheet, "svg, .sheet-address").len(), 0);
}

#[test]
fn a_notice_sheet_takes_no_other_posts_address() {
    let mut site = TestSite::school();
    site.post("hop.md", "Họp phụ huynh đầu năm học", "2026-09-05", "notice = true");
    site.post("hop-bang-tin.md", "Bảng tin của buổi họp phụ huynh", "2026-09-06", "");
    let built = site.build();
    assert!(!built.written);
    assert_eq!(built.codes(), ["bang-tin-trung"]);
    assert!(built.text().contains("content/hop-bang-tin.md"), "{}", built.text());
}

#[test]
fn sheets_of_long_names_stay_apart() {
    let mut site = TestSite::school();
    let long = "hoi-nghi-tong-ket-nam-hoc-va-trien-khai-nhiem-vu-nam-hoc-x";
    for end in ["a", "b"] {
        let path = format!("{long}{end}.md");
        site.post(&path, &format!("Hội nghị tổng kết năm học {end}"), "2026-09-05", "notice = true");
    }
    let site = site.built();
    let sheets: Vec<String> = site
        .output()
        .keys()
        .map(ToString::to_string)
        .filter(|path| path.ends_with("-bang-tin.html"))
        .collect();
    assert_eq!(sheets.len(), 2, "{sheets:?}");
}

#[test]
fn a_post_says_how_far_it_reached() {
    let mut site = TestSite::school();
    let reach = "reach = [{ channel = \"zalo\", views = 1200, shares = 0, as_of = 2026-10-01, note = \"ảnh chụp lưu ở văn phòng\" }]";
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", reach);
    let site = site.built();
    let page = site.page("bai/khai-giang.html");
    let facts = all(&page, ".post-facts dd").join(" | ");
    assert!(facts.contains("1.200 lượt xem, 0 lượt chia sẻ, tính đến 1/10/2026"), "{facts}");
    assert!(!page.contains("lượt tương tác"), "what nobody read is not shown");
    assert!(!page.contains("ảnh chụp lưu"), "where the evidence lies is for the office");
}

#[test]
fn the_resolution_stands_at_the_head_of_the_documents() {
    let mut site = TestSite::school();
    site.post(
        "ke-hoach.md",
        "Kế hoạch thực hiện của trường",
        "2026-09-05",
        "type = \"van-ban\"\ndoc_number = \"12/KH-THCSHS\"\ndoc_date = 2026-09-01",
    );
    let mut site = site.built();
    let page = site.page("van-ban/index.html");
    assert_eq!(all(&page, ".resolution h2"), ["Nghị quyết số 71-NQ/TW"]);
    let facts = all(&page, ".resolution p");
    assert_eq!(facts, ["Ngày 22/8/2025 của Bộ Chính trị về đột phá phát triển giáo dục và đào tạo."]);
    assert_eq!(all(&page, ".resolution a").len(), 0, "nothing here publishes it");
    assert_eq!(all(&page, "table.docs tbody th"), ["12/KH-THCSHS"]);
    assert!(all(&page, "table.docs td").contains(&"1/9/2026".to_owned()));

    site.put("content/toan-van.pdf", "tệp của văn bản");
    site.post(
        "toan-van.md",
        "Toàn văn Nghị quyết của Bộ Chính trị",
        "2025-09-05",
        "type = \"van-ban\"\ndoc_number = \"Số 71-NQ/TW\"\nattachments = [\"toan-van.pdf\"]",
    );
    assert!(site.build().written);
    let page = site.page("van-ban/index.html");
    assert_eq!(attributes(&page, ".resolution h2 a", "href"), ["../bai/toan-van.html"]);
    assert_eq!(all(&page, ".resolution .files a"), ["toan-van.pdf"]);
    // Numbered pages do not change with it.
    assert_eq!(all(&site.page("van-ban/trang-1.html"), ".resolution").len(), 0);
}

#[test]
fn the_weeks_sheet_names_new_posts_who_is_behind_and_what_was_seen_most() {
    let mut site = TestSite::department();
    for n in 1..=9 {
        let title = format!("Tin thứ {n} trong tuần của Trường A");
        site.post(&format!("th-a/tin-{n}.md"), &title, "2026-11-17", "");
    }
    site.post("th-a/chu-nhat.md", "Tin của chủ nhật tuần trước", "2026-11-15", "");
    let seen = "reach = [{ channel = \"zalo\", views = 900, as_of = 2026-11-01 }, { channel = \"fanpage\", views = 100, as_of = 2026-11-01 }]";
    site.post("th-a/xem-nhieu.md", "Tin được xem nhiều nhất quý", "2026-10-05", seen);
    let site = site.built();
    let sheet = site.office.text("giao-ban/2026-t47/index.html");
    let text = all(&sheet, "main").concat();
    assert_eq!(all(&sheet, "h1"), ["Giao ban tuần 47/2026 (16/11/2026 – 22/11/2026)"]);
    assert!(text.contains("Đăng 9, được tính 9."), "{text}");
    assert!(text.contains("… và 3 bài khác."), "{text}");
    assert!(!text.contains("chủ nhật tuần trước"), "{text}");
    assert_eq!(all(&sheet, ".behind li"), ["Trường Tiểu học B 0/2, còn thiếu 02"]);
    assert!(text.contains("1.000 lượt xem"), "{text}");
    assert_eq!(attributes(&sheet, "link, script, img", "src").len(), 0, "it stands alone");
}

#[test]
fn earlier_weeks_are_never_removed_or_overwritten() {
    let mut site = TestSite::department();
    site.today = date(2026, 11, 13);
    site.post("th-a/mot.md", "Tin thứ nhất của Trường A", "2026-11-11", "");
    let mut site = site.built();
    let first = site.office.text("giao-ban/2026-t46/index.html");
    assert!(first.contains("Tin thứ nhất"));
    site.today = date(2026, 11, 21);
    site.edit("content/th-a/mot.md", "title = \"Tin thứ nhất", "title = \"Bản tin mới");
    for _ in 0..2 {
        assert!(site.build().written);
        assert_eq!(site.office.text("giao-ban/2026-t46/index.html"), first);
        assert!(!site.office.text("giao-ban/2026-t47/index.html").is_empty());
    }
    let manifest = site.office.manifest().expect("memory can be read").expect("a build writes one");
    let weeks = manifest.iter().filter(|(path, _)| path.as_str().starts_with("giao-ban/")).count();
    assert_eq!(weeks, 1, "an earlier week is nobody's to overwrite");
    // Within the week the sheet follows the posts.
    site.post("th-b/hai.md", "Tin mới nhất của Trường B", "2026-11-20", "");
    assert!(site.build().written);
    assert!(site.office.text("giao-ban/2026-t47/index.html").contains("Tin mới nhất của Trường B"));
}

#[test]
fn count_pages_of_many_units_stay_light() {
    let mut site = TestSite::with(
        "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\nowner = \"so-mau\"\n",
    );
    let mut registry = "code,name,target_per_quarter\nso-mau,Sở Giáo dục và Đào tạo Mẫu,0\n".to_owned();
    const UNITS: usize = 140;
    for n in 0..UNITS {
        registry.push_str(&format!("truong-tieu-hoc-{n:04},Trường Tiểu học Nguyễn Thị Minh Khai số {n},\n"));
        for (at, day) in ["2024-12-02", "2025-02-03", "2025-05-05", "2025-08-04", "2025-11-03"]
            .into_iter()
            .chain(["2026-02-02", "2026-05-04", "2026-08-03", "2026-11-02"])
            .enumerate()
        {
            let path = format!("truong-tieu-hoc-{n:04}/bai-{at}.md");
            site.post(&path, &format!("Bài {at} của trường số {n}"), day, "");
        }
    }
    site.put("don-vi.csv", registry);
    let site = site.built();
    let page = site.page("thong-ke/index.html");
    // Nine quarters have figures; the heat table keeps to eight of them.
    assert_eq!(all(&page, "table.heat thead th").len(), 9);
    assert_eq!(all(&page, "table.heat tbody tr").len(), UNITS + 1);
    for (path, limit) in
        [("thong-ke/index.html", 800), ("thong-ke/nam-2025.html", 800), ("don-vi/index.html", 400)]
    {
        let bytes = site.page(path).len();
        // What does not grow with the units is some 20 KB.
        assert!(bytes < 20_000 + limit * UNITS, "{path}: {bytes} bytes");
    }
}
