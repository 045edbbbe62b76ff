//! What is gathered from folders of Markdown and from sheets kept by hand, and what a source can
//! do to the figures by telling one post in several ways.

use std::io::Write;

use jiff::civil::{Date, date};
use nq71::aggregate::Wish;
use nq71::model::SourceState;

use crate::aggregate::{FEED, Office, Server, respond, web};
use crate::harness::{TestSite, nq71};
use crate::recount;

/// A workbook of one sheet, whose cells are text; a cell of digits is a number.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    packed(&sheet_of(rows))
}

pub fn sheet_of(rows: &[&[&str]]) -> String {
    let mut sheet = String::from(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>",
    );
    for (row, cells) in rows.iter().enumerate() {
        sheet.push_str(&format!("<row r=\"{}\">", row + 1));
        for (column, cell) in cells.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            if cell.bytes().all(|byte| byte.is_ascii_digit()) {
                sheet.push_str(&format!("<c r=\"{place}\"><v>{cell}</v></c>"));
            } else {
                let text = cell.replace('&', "&amp;").replace('<', "&lt;");
                sheet.push_str(&format!(
                    "<c r=\"{place}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
                ));
            }
        }
        sheet.push_str("</row>");
    }
    sheet.push_str("</sheetData></worksheet>");
    sheet
}

pub fn packed(sheet: &str) -> Vec<u8> {
    packed_all(&[sheet])
}

/// A workbook of some sheets.
fn packed_all(sheets: &[&str]) -> Vec<u8> {
    let names: Vec<String> = (1..=sheets.len()).map(|n| format!("name=\"Trang {n}\"")).collect();
    packed_as(&names.iter().map(String::as_str).zip(sheets.iter().copied()).collect::<Vec<_>>())
}

/// A workbook of sheets with what their book says of each.
pub fn packed_as(sheets: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let numbers = 1..=sheets.len();
    let listed: String = numbers
        .clone()
        .zip(sheets)
        .map(|(n, (said, _))| format!("<sheet {said} sheetId=\"{n}\" r:id=\"rId{n}\"/>"))
        .collect();
    let book = format!(
        "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"{office}\"><sheets>{listed}</sheets></workbook>"
    );
    let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    let top = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"{rels}\"><Relationship Id=\"rId1\" \
         Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let targets: String = numbers
        .clone()
        .map(|n| {
            format!(
                "<Relationship Id=\"rId{n}\" Type=\"{office}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>"
            )
        })
        .collect();
    let inner = format!("<?xml version=\"1.0\"?><Relationships xmlns=\"{rels}\">{targets}</Relationships>");
    let parts = [
        ("[Content_Types].xml", types),
        ("_rels/.rels", &top),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &inner),
    ];
    let parts = parts.map(|(name, text)| (name.to_owned(), text)).into_iter();
    let sheets = numbers.zip(sheets).map(|(n, (_, sheet))| (format!("xl/worksheets/sheet{n}.xml"), *sheet));
    for (name, text) in parts.chain(sheets) {
        zip.start_file(name, options).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// As a school fills in the form of a report: a letterhead above, sums and names below.
const ROWS: [&[&str]; 9] = [
    &["TRƯỜNG THCS HOA SEN"],
    &["DANH MỤC SẢN PHẨM TRUYỀN THÔNG"],
    &["TT", "Ngày đăng (dd/mm/yyyy)", "Tiêu đề", "Hình thức", "Nội dung", "Kênh", "Đường dẫn", "Ghi chú"],
    &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
    &[
        "1",
        "46162",
        "Lễ tổng kết năm học của trường",
        "Tin",
        "Đội ngũ nhà giáo",
        "Fanpage",
        "https://hoa-sen.example.edu.vn/tin/1",
    ],
    &[
        "2",
        "21/05/2026 07:30",
        "Video ngày hội đọc sách",
        "video clip",
        "",
        "",
        "Xem: https://hoa-sen.example.edu.vn/tin/2",
    ],
    &["3", "31/2/2026", "Bài có ngày không có thật", "Tin", "", "", "https://hoa-sen.example.edu.vn/tin/3"],
    &["", "", "Tổng cộng", "3"],
    &["", "", "Người lập biểu"],
];

pub fn write(office: &Office, path: &str, bytes: impl AsRef<[u8]>) {
    let path = office.root().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_sheet_kept_by_hand_is_read_by_its_headings() {
    let expected = ["20/5/2026 Lễ tổng kết năm học của trường", "21/5/2026 Video ngày hội đọc sách"];
    let office = Office::new("nhan/hoa-sen.xlsx", "");
    write(&office, "nhan/hoa-sen.xlsx", workbook(&ROWS));
    let report = office.gather(&Wish::default());
    assert_eq!((report.sources[0].1.error.as_str(), report.rejected), ("", 1));
    assert_eq!(office.products(), expected);
    // The same as separated values, as Excel saves them here.
    for separator in [";", "\t"] {
        let office = Office::new("nhan/hoa-sen.csv", "");
        let lines: Vec<String> =
            ROWS.iter().map(|row| row.join(separator).replace("46162", "20/5/2026")).collect();
        write(&office, "nhan/hoa-sen.csv", format!("\u{feff}{}\r\n", lines.join("\r\n")));
        office.gather(&Wish::default());
        assert_eq!(office.products(), expected, "{separator:?}");
    }
    // A line that is pasted twice counts once, and a line that is taken out is gone.
    let mut rows = ROWS.to_vec();
    rows.insert(5, ROWS[4]);
    write(&office, "nhan/hoa-sen.xlsx", workbook(&rows));
    assert_eq!(office.gather(&Wish::default()).rejected, 2);
    assert_eq!(office.products(), expected);
    rows.drain(4..6);
    write(&office, "nhan/hoa-sen.xlsx", workbook(&rows));
    office.gather(&Wish::default());
    assert_eq!(office.products(), expected[1..]);
}

#[test]
fn one_day_drawn_over_several_lines_is_the_day_of_each() {
    let rows: [&[&str]; 4] = [
        &["Ngày đăng", "Tiêu đề", "Hình thức", "Đường dẫn"],
        &["20/5/2026", "Bài thứ nhất của trường", "Tin", "https://a.vn/1"],
        &["", "Bài thứ hai của trường", "Tin", "https://a.vn/2"],
        &["", "Bài thứ ba của trường", "Tin", "https://a.vn/3"],
    ];
    let merged = "</sheetData><mergeCells count=\"1\"><mergeCell ref=\"A2:A3\"/></mergeCells>";
    // And a number that is none spoils its own cell only.
    let spoiled = "<c r=\"E2\"><v>abc</v></c></row><row r=\"3\">";
    let sheet = sheet_of(&rows).replace("</sheetData>", merged).replacen("</row><row r=\"3\">", spoiled, 1);
    assert!(sheet.contains("abc") && sheet.contains("mergeCell"));
    let office = Office::new("nhan/hoa-sen.xlsx", "");
    write(&office, "nhan/hoa-sen.xlsx", packed(&sheet));
    let report = office.gather(&Wish::default());
    assert_eq!((report.sources[0].1.error.as_str(), report.rejected), ("", 1));
    assert_eq!(office.products(), ["20/5/2026 Bài thứ hai của trường", "20/5/2026 Bài thứ nhất của trường"]);
}

#[test]
fn a_workbook_cannot_fill_the_memory() {
    let office = Office::new("nhan/hoa-sen.xlsx", "");
    write(&office, "nhan/hoa-sen.xlsx", packed(&" ".repeat(140 << 20)));
    assert_eq!(office.state(), (SourceState::Failed, "nguon-qua-lon".into()));
    // Two cells as far from each other as can be.
    let far = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
               <dimension ref=\"A1:XFD1048576\"/><sheetData><row r=\"1\"><c r=\"A1\"><v>1</v></c></row>\
               <row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c></row></sheetData></worksheet>";
    write(&office, "nhan/hoa-sen.xlsx", packed(far));
    assert_eq!(office.state(), (SourceState::Failed, "nguon-khong-co-cot".into()));
    for broken in
        ["<worksheet><sheetData><row", "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>"]
    {
        write(&office, "nhan/hoa-sen.xlsx", packed(broken));
        assert_eq!(office.state().0, SourceState::Failed, "{broken}");
    }
    write(&office, "nhan/hoa-sen.xlsx", workbook(&ROWS));
    assert_eq!(office.state().0, SourceState::Good);
}

const POST: &str = "+++\ntitle = \"Ngày hội đọc sách của trường\"\ndate = 2026-05-20\ntype = \"tin\"\n\
                    image = \"anh/co.png\"\nimage_alt = \"Sân trường\"\npinned = true\naliases = [\"index\"]\n+++\n\n\
                    Xem [bài kia](hai.md) ![Sân](anh/co.png) <script>alert(1)</script>\
                    <b onclick=\"x()\" class=\"y\">đậm</b> [ngoài](https://bao.example.vn/) [bậy](javascript:x)\n";

fn folder() -> Office {
    let office = Office::new("nhan/hoa-sen", "");
    let png = std::fs::read(crate::harness::repository().join("examples/truong/content").join(a_picture()))
        .unwrap();
    write(&office, "nhan/hoa-sen/anh/co.png", png);
    write(&office, "nhan/hoa-sen/mot.md", POST);
    write(
        &office,
        "nhan/hoa-sen/hai.md",
        "+++\ntitle = \"Bài thứ hai của trường\"\ndate = 2026-05-21\ntype = \"bai\"\n+++\n\nChữ.\n",
    );
    write(
        &office,
        "nhan/hoa-sen/nhap.md",
        "+++\ntitle = \"Bài còn đang viết\"\ndate = 2026-05-21\ntype = \"tin\"\nstatus = \"nhap\"\n+++\n\nChữ.\n",
    );
    write(
        &office,
        "nhan/hoa-sen/hong.md",
        "+++\ntitle = \"Bài có hình thức lạ\"\ndate = 2026-05-21\ntype = \"la\"\n+++\n",
    );
    write(
        &office,
        "nhan/hoa-sen/ra.md",
        "+++\ntitle = \"Bài lấy tệp ở ngoài\"\ndate = 2026-05-21\ntype = \"tin\"\nattachments = [\"../../../../content/so-mau/mat.pdf\"]\n+++\n",
    );
    write(&office, "nhan/hoa-sen/chay.exe", "MZ");
    write(&office, "content/so-mau/mat.pdf", "%PDF mật");
    office
}

fn a_picture() -> std::path::PathBuf {
    let top = crate::harness::repository().join("examples/truong/content");
    let mut waiting = vec![top.clone()];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|end| end == "jpg" || end == "png") {
                return path.strip_prefix(&top).unwrap().to_owned();
            }
        }
    }
    panic!("the example has no picture");
}

#[test]
fn a_folder_of_markdown_gets_pages_here() {
    let office = folder();
    let report = office.gather(&Wish::default());
    assert_eq!(report.sources[0].1.error, "");
    let expected = ["20/5/2026 Ngày hội đọc sách của trường", "21/5/2026 Bài thứ hai của trường"];
    assert_eq!(office.products(), expected);
    let site = office.site();
    let page = site.page("don-vi/thcs-hoa-sen/bai/mot.html");
    assert!(page.contains("href=\"hai.html\""), "{page}");
    assert!(page.contains("<b>đậm</b>"), "{page}");
    assert!(!page.contains("<script>alert") && !page.contains("onclick"), "{page}");
    assert!(page.contains("rel=\"nofollow noopener\"") && !page.contains("javascript:"), "{page}");
    let picture =
        site.output().into_keys().find(|path| path.as_str().starts_with("don-vi/thcs-hoa-sen/tep/"));
    let picture = picture.expect("the picture came along").to_string();
    assert!(page.contains(&picture.replace("don-vi/thcs-hoa-sen/", "../")), "{page}");
    // Neither a program, nor a file of somebody else, nor an address that is not its own.
    assert!(
        site.output().keys().all(|path| !path.as_str().contains("mat") && !path.as_str().ends_with(".exe"))
    );
    let refused = site.office.text("nguon/tu-choi.csv");
    assert!(refused.contains("hong.md:4") && refused.contains("ra.md:5"), "{refused}");
    assert!(!refused.contains("nhap.md"), "{refused}");
    // Handed on to the level above with the address it has here.
    let shard = site.page("trao-doi/2026-q2.csv");
    assert!(
        shard.contains("https://so.example.edu.vn/nghi-quyet-71/don-vi/thcs-hoa-sen/bai/mot.html"),
        "{shard}"
    );
}

#[test]
fn a_folder_that_changes_is_copied_anew_and_one_that_is_gone_is_kept() {
    let office = folder();
    office.gather(&Wish::default());
    let before = office.copies();
    office.gather(&Wish::default());
    assert_eq!(office.copies(), before, "nothing new");
    let page = std::fs::read_to_string(office.root().join("nhan/hoa-sen/hai.md")).unwrap();
    write(&office, "nhan/hoa-sen/hai.md", page.replace("Bài thứ hai", "Bài đã sửa tên"));
    std::fs::rename(office.root().join("nhan/hoa-sen/mot.md"), office.root().join("nhan/hoa-sen/moi.md"))
        .unwrap();
    office.gather(&Wish::default());
    let expected = ["20/5/2026 Ngày hội đọc sách của trường", "21/5/2026 Bài đã sửa tên của trường"];
    assert_eq!(office.products(), expected);
    assert!(office.copies().keys().all(|path| !before.contains_key(path) || path.ends_with("muc-luc.csv")));
    std::fs::rename(office.root().join("nhan"), office.root().join("nhan-cu")).unwrap();
    assert_eq!(office.state().0, SourceState::Failed);
    assert_eq!(office.products(), expected);
    // A copy that somebody changed is told of, and the rest goes on.
    let post = office.copies().into_keys().find(|path| path.ends_with("hai.md")).unwrap();
    write(&office, &post, "hỏng");
    assert_eq!(office.products(), expected[..1]);
}

fn feed(items: &[(&str, &str, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(title, link, guid, day)| {
            let guid = if guid.is_empty() { String::new() } else { format!("<guid>{guid}</guid>") };
            let day = if day.is_empty() { String::new() } else { format!("<pubDate>{day}</pubDate>") };
            format!("<item><title>{title}</title><link>{link}</link>{guid}{day}</item>")
        })
        .collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Tin</title>{items}</channel></rss>")
}

#[test]
fn a_portal_that_moves_hands_over_the_posts_that_it_had() {
    let office = Office::new(FEED, "");
    let old = "http://www.hoa-sen.example.edu.vn/tin";
    office.net.put(
        FEED,
        feed(&[
            ("Một bài về NQ 71", &format!("{old}/mot.html"), "1", "01/09/2026 07:30"),
            ("Hai bài về NQ 71", &format!("{old}/hai.html"), "", "02/09/2026 07:30"),
            ("Ba bài về NQ 71", &format!("{old}/ba.html"), "", ""),
            ("Tin tuần về NQ 71", &format!("{old}/tuan-1.html"), "", "03/09/2026"),
            ("Tin tuần về NQ 71", &format!("{old}/tuan-2.html"), "", "03/09/2026"),
        ]),
    );
    office.gather(&Wish::default());
    let before = office.products();
    assert_eq!(before.len(), 5, "two of one title in one feed are two");
    let new = "https://hoa-sen.moi.example.vn/bai";
    office.net.put(
        FEED,
        feed(&[
            // A new address by its guid, by its title and day, by its path on another host, and twins.
            ("Một bài về NQ 71 (đã sửa tên)", &format!("{new}/1"), "1", "01/09/2026 07:30"),
            ("Hai bài về NQ 71", &format!("{new}/2"), "", "02/09/2026 07:30"),
            ("Ba bài về NQ 71", "https://moi.example.vn/tin/ba.html", "", ""),
            (
                "Tin tuần về NQ 71",
                "https://hoa-sen.example.edu.vn/tin/tuan-1.html?utm_source=zalo",
                "",
                "03/09/2026",
            ),
            ("Tin tuần về NQ 71", &format!("{old}/tuan-2.html#x"), "", "03/09/2026"),
            ("Bài mới về NQ 71", &format!("{new}/3"), "", "04/09/2026"),
        ]),
    );
    office.gather(&Wish::default());
    let after = office.products();
    assert_eq!(after.len(), 6, "{after:?}");
    assert!(after.contains(&"1/9/2026 Một bài về NQ 71 (đã sửa tên)".to_owned()), "{after:?}");
}

#[test]
fn the_typography_of_a_portal_makes_no_new_posts() {
    let office = Office::new(FEED, "");
    let old = "https://hoa-sen.example.edu.vn/wp";
    let shown = [
        ("NQ 71: Hội thi “Giáo viên giỏi” – vòng 1…", "NQ 71: Hội thi \"Giáo viên giỏi\" - vòng 1..."),
        ("NQ 71: Ngày hội ‘Hoà bình’", "NQ 71: Ngày hội 'Hòa bình'."),
    ];
    let entries = |put: &dyn Fn(usize) -> (String, String, String)| {
        let items: Vec<_> = (0..2).map(put).collect();
        let day = ["01/09/2026", "02/09/2026"];
        let items = items.iter().zip(day);
        let items = items.map(|((title, link, guid), day)| (&**title, &**link, &**guid, day));
        feed(&items.collect::<Vec<_>>())
    };
    office.net.put(FEED, entries(&|n| (shown[n].0.into(), format!("{old}/{n}"), format!("wp{n}"))));
    office.gather(&Wish::default());
    let before = office.products().len();
    assert_eq!(before, 2);
    // Another program behind the same portal: other addresses, other guids, titles as they were typed.
    let new = "https://hoa-sen.example.edu.vn/tin-tuc";
    let moved = entries(&|n| (shown[n].1.into(), format!("{new}/{n}.html"), format!("nv{n}")));
    // The portal's own name is set the same way.
    office.net.put(FEED, moved.replace("<title>Tin<", "<title>“Tin”<"));
    let report = office.gather(&Wish::default());
    assert_eq!((report.sources[0].1.state, &*report.sources[0].1.error), (SourceState::Good, ""));
    assert_eq!(office.products().len(), 2, "{:?}", office.products());
    // The same unit's sheet tells of the same posts, and of one with another number.
    let settings = std::fs::read_to_string(office.root().join("nq71.toml")).unwrap();
    let more = "[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"nhan.csv\"\n";
    write(&office, "nq71.toml", format!("{settings}{more}"));
    write(
        &office,
        "nhan.csv",
        "Ngày đăng;Tiêu đề;Hình thức;Đường dẫn\r\n1/9/2026;NQ 71: Hội thi Giáo viên giỏi, vòng 1;Tin;https://a.vn/1\r\n\
         2/9/2026;NQ 71 - Ngày hội Hòa bình;Tin;https://a.vn/2\r\n1/9/2026;NQ 71: Hội thi Giáo viên giỏi, vòng 2;Tin;https://a.vn/3\r\n",
    );
    office.gather(&Wish::default());
    assert_eq!(office.products().len(), 3, "{:?}", office.products());
}

#[test]
fn a_day_that_moves_into_another_quarter_waits_for_a_person() {
    let office = Office::new(FEED, "");
    let link = "https://hoa-sen.example.edu.vn/tin/mot.html";
    office.net.put(FEED, feed(&[("Một bài về NQ 71", link, "", "20/09/2026")]));
    office.gather(&Wish::default());
    office.net.put(FEED, feed(&[("Một bài về NQ 71", link, "", "10/09/2026")]));
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["10/9/2026 Một bài về NQ 71"], "within the quarter it follows");
    office.net.put(FEED, feed(&[("Một bài về NQ 71", link, "", "05/10/2026")]));
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["10/9/2026 Một bài về NQ 71"]);
    assert!(office.site().office.text("nguon/doi-chieu.csv").contains("sang quý khác"));
    office.gather(&Wish { refresh: true, only: vec![office.unit("thcs-hoa-sen")], ..Wish::default() });
    assert_eq!(office.products(), ["5/10/2026 Một bài về NQ 71"]);
}

#[test]
fn the_figures_of_a_folder_of_markdown_are_right() {
    let office = Office::new("nhan/hoa-sen", "[[source]]\nunit = \"so-mau\"\nurl = \"bang.csv\"\n");
    let post = |path: &str, title: &str, day: &str, more: &str| {
        let head = format!("title = \"{title}\"\ndate = {day}\ntype = \"tin\"\n{more}");
        write(&office, path, format!("+++\n{head}+++\n\nChữ.\n"));
    };
    post("nhan/hoa-sen/mot.md", "Bài thứ nhất", "2026-05-20", "");
    post("nhan/hoa-sen/sau/hai.md", "Bài thứ hai", "2026-08-21", "quarter = \"2026-Q2\"\n");
    post(
        "nhan/hoa-sen/en.md",
        "The first post",
        "2026-05-22",
        "lang = \"en\"\ntranslation_of = \"thcs-hoa-sen/mot\"\n",
    );
    post("nhan/hoa-sen/lai.md", "Bài đăng lại", "2026-05-23", "repost_of = \"https://bao.example.vn/1\"\n");
    post(
        "nhan/hoa-sen/khong.md",
        "Bài không tính",
        "2026-05-24",
        "count = false\ncount_reason = \"Nội bộ\"\n",
    );
    post("nhan/hoa-sen/go.md", "Bài đã gỡ", "2026-05-25", "status = \"da-go\"\n");
    post("nhan/hoa-sen/nhap.md", "Bài nháp", "2026-05-26", "status = \"nhap\"\n");
    post("nhan/hoa-sen/mai.md", "Bài ngày mai", "2026-11-22", "");
    post("nhan/hoa-sen/cho.md", "Bài chờ đồng ý", "2026-05-27", "consent = \"chua\"\n");
    post(
        "nhan/hoa-sen/noi-khac.md",
        "Bài ở nơi khác",
        "2026-05-28",
        "link = \"https://hoa-sen.example.edu.vn/1\"\n",
    );
    post("content/so-mau/so.md", "Bài của Sở", "2026-05-29", "");
    // The department's own sheet lists some of them once more.
    let row = |n: u8, title: &str, day: &str, url: &str| {
        format!("{n},thcs-hoa-sen,{day},tin,da-duyet,{title},{url}\r\n")
    };
    let rows = [
        row(1, "Bài thứ nhất", "2026-05-20", "https://a.vn/1"),
        row(2, "Bài ở nơi khác, tên khác", "2026-05-28", "https://www.hoa-sen.example.edu.vn/1"),
        row(3, "Bài chỉ có trong bảng", "2026-05-30", "https://a.vn/3"),
    ];
    write(&office, "bang.csv", format!("id,unit,date,type,status,title,url\r\n{}", rows.concat()));
    let report = office.gather(&Wish::default());
    assert!(report.sources.iter().all(|(_, state)| state.state == SourceState::Good));
    let products = office.products();
    assert_eq!(products.len(), 8, "{products:?}");
    recount::agrees(&office.site());
    // The same numbers in the summary of the command.
    let ran = nq71(office.root(), &["--format", "json", "aggregate", "--date", "2026-08-21"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["posts"], 0, "the second post says that it belongs to another quarter");
    let ran = nq71(office.root(), &["--format", "json", "aggregate", "--date", "2026-06-21"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["posts"], 6, "{report}");
}

/// The office with one source in the settings.
fn set_source(office: &Office, url: &str, more: &str) {
    let source = if url.is_empty() {
        String::new()
    } else {
        format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{url}\"\n")
    };
    write(
        office,
        "nq71.toml",
        format!(
            "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\n\
             [aggregate]\n{more}\n{source}"
        ),
    );
}

#[test]
fn a_sheet_that_sums_up_another_one_counts_nothing_twice() {
    let url = "https://hoa-sen.example.edu.vn/tin/1";
    let month: &[&[&str]] = &[
        &["STT", "Tên tin bài", "Thể loại", "Ngày đăng", "Link"],
        &["1", "Khai giảng năm học mới", "Tin", "05/09/2026", url],
        &["2", "Ngày hội đọc sách", "Video", "06/09/2026", ""],
        &["3", "Họp phụ huynh đầu năm", "Tin", "07/09/2026", ""],
    ];
    // Without links, and one without its type.
    let whole: &[&[&str]] = &[
        &["STT", "Tên tin bài", "Thể loại", "Ngày đăng"],
        &["1", "Khai giảng năm học mới", "Tin", "05/09/2026"],
        &["2", "Ngày hội đọc sách", "", "06/09/2026"],
        &["3", "Họp phụ huynh đầu năm", "Tin", "07/09/2026"],
        &["4", "Chỉ có ở trang tổng hợp", "Tin", "08/09/2026"],
        // Another day: another post.
        &["5", "Khai giảng năm học mới", "Tin", "09/09/2026"],
    ];
    let expected = [
        "5/9/2026 Khai giảng năm học mới",
        "6/9/2026 Ngày hội đọc sách",
        "7/9/2026 Họp phụ huynh đầu năm",
        "8/9/2026 Chỉ có ở trang tổng hợp",
        "9/9/2026 Khai giảng năm học mới",
    ];
    for sheets in [[month, whole], [whole, month]] {
        let office = Office::new("nhan/hoa-sen.xlsx", "");
        // Where a post without an address of its own is found.
        let registry = std::fs::read_to_string(office.root().join("don-vi.csv")).unwrap();
        let registry = registry.replace("exchange_url\n", "exchange_url,section_url\n");
        write(
            &office,
            "don-vi.csv",
            registry
                .replace(".xlsx\n", ".xlsx,https://hoa-sen.example.edu.vn/\n")
                .replace("Mẫu,,\n", "Mẫu,,,\n"),
        );
        let sheets = sheets.map(sheet_of);
        write(&office, "nhan/hoa-sen.xlsx", packed_all(&[&sheets[0], &sheets[1]]));
        let report = office.gather(&Wish::default());
        assert_eq!((report.sources[0].1.error.as_str(), report.rejected), ("", 3));
        assert_eq!(office.products(), expected);
        // Whichever sheet comes first, the address is kept.
        assert!(office.site().office.text("nguon/tu-choi.csv").contains("lặp lại bài đã có ở trang tính"));
        assert!(office.copies().values().any(|bytes| String::from_utf8_lossy(bytes).contains(url)));
    }
}

#[test]
fn a_workbook_has_no_thousand_sheets() {
    let sheet = sheet_of(&ROWS);
    for (number, error) in [(200, ""), (201, "nguon-qua-nhieu-dong")] {
        let office = Office::new("nhan/hoa-sen.xlsx", "");
        write(&office, "nhan/hoa-sen.xlsx", packed_all(&vec![sheet.as_str(); number]));
        assert_eq!(office.gather(&Wish::default()).sources[0].1.error, error);
    }
}

#[test]
fn a_source_whose_address_is_changed_keeps_its_copy() {
    let office = Office::new("", "");
    let link = |n: u8| format!("https://hoa-sen.example.edu.vn/tin/{n}.html");
    let (one, two) = (link(1), link(2));
    office.net.put(
        FEED,
        feed(&[("Bài một về NQ 71", &one, "", "01/09/2026"), ("Bài hai về NQ 71", &two, "", "02/09/2026")]),
    );
    set_source(&office, FEED, "");
    office.gather(&Wish::default());
    let before = office.products();
    assert_eq!(before.len(), 2);

    // The new address shows the newer post only, and one more.
    let moved = "https://hoa-sen.example.edu.vn/feed/";
    let three = link(3);
    office.net.put(
        moved,
        feed(&[("Bài hai về NQ 71", &two, "", "02/09/2026"), ("Bài ba về NQ 71", &three, "", "03/09/2026")]),
    );
    set_source(&office, moved, "");
    let report = office.gather(&Wish::default());
    assert_eq!(report.taken_over, [(FEED.to_owned(), report.sources[0].0.key.clone())]);
    assert_eq!((report.sources[0].1.state, report.left.len()), (SourceState::Good, 0));
    assert_eq!(
        office.products(),
        ["1/9/2026 Bài một về NQ 71", "2/9/2026 Bài hai về NQ 71", "3/9/2026 Bài ba về NQ 71"]
    );
    assert_eq!(office.gather(&Wish::default()).taken_over, []);

    // Another school's feed by mistake: the copy waits for a person, and is counted on.
    let wrong = "https://hoa-hue.example.edu.vn/rss.xml";
    office.net.put(
        wrong,
        feed(&[("Bài lạ về NQ 71", &link(9), "", "09/09/2026")]).replace("<title>Tin<", "<title>Hoa Huệ<"),
    );
    set_source(&office, wrong, "");
    let report = office.gather(&Wish::default());
    assert_eq!(
        (report.sources[0].1.state, &*report.sources[0].1.error),
        (SourceState::Held, "nguon-doi-tieu-de")
    );
    assert_eq!(office.products().len(), 3);
}

#[test]
fn a_copy_without_a_source_is_told_until_somebody_removes_it() {
    let office = Office::new("", "");
    let other = "https://hoa-sen.example.edu.vn/feed/";
    for url in [FEED, other] {
        office.net.put(url, feed(&[("Bài một về NQ 71", &format!("{url}/1.html"), "", "01/09/2026")]));
        set_source(&office, url, "");
        // Two copies, of which none can be meant for certain.
        office.gather(&Wish::default());
        std::fs::rename(office.root().join("tong-hop/ban"), office.root().join(format!("giu-{}", url.len())))
            .unwrap();
        std::fs::rename(
            office.root().join("tong-hop/nguon.csv"),
            office.root().join(format!("nguon-{}", url.len())),
        )
        .unwrap();
    }
    let ban = office.root().join("tong-hop/ban");
    std::fs::create_dir_all(&ban).unwrap();
    let mut states = String::new();
    for url in [FEED, other] {
        let text = std::fs::read_to_string(office.root().join(format!("nguon-{}", url.len()))).unwrap();
        states += if states.is_empty() { &text } else { text.split_once('\n').unwrap().1 };
        for entry in std::fs::read_dir(office.root().join(format!("giu-{}", url.len()))).unwrap() {
            let entry = entry.unwrap();
            std::fs::rename(entry.path(), ban.join(entry.file_name())).unwrap();
        }
    }
    write(&office, "tong-hop/nguon.csv", states);
    let third = "https://hoa-sen.example.edu.vn/atom/";
    office.net.put(third, feed(&[("Bài ba về NQ 71", &format!("{third}/3.html"), "", "03/09/2026")]));
    set_source(&office, third, "");
    let report = office.gather(&Wish::default());
    assert_eq!((report.taken_over.len(), report.left.len()), (0, 2));
    assert_eq!(office.products(), ["3/9/2026 Bài ba về NQ 71"]);
    let found = |office: &Office| {
        let ran = nq71(office.root(), &["build", "--date", "2026-11-21", "--force"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stderr.matches("ban-khong-nguon").count()
    };
    assert_eq!(found(&office), 2);
    // With no source at all, too.
    set_source(&office, "", "");
    assert_eq!(found(&office), 3);
    for (key, _) in &report.left {
        std::fs::remove_dir_all(ban.join(key)).unwrap();
    }
    set_source(&office, third, "");
    assert_eq!(found(&office), 0);
    assert_eq!(office.gather(&Wish::default()).left, []);
}

#[test]
fn a_post_that_a_feed_takes_away_is_told_and_goes_when_a_person_says_so() {
    let office = Office::new(FEED, "");
    let link = |n: u8| format!("https://hoa-sen.example.edu.vn/tin/{n}.html");
    let item = |n: u8| (format!("Bài {n} về NQ 71"), link(n), format!("{n:02}/09/2026"));
    let shows = |numbers: &[u8]| {
        let items: Vec<_> = numbers.iter().map(|&n| item(n)).collect();
        let items: Vec<_> = items.iter().map(|(title, link, day)| (&**title, &**link, "", &**day)).collect();
        office.net.put(FEED, feed(&items));
        office.gather(&Wish::default());
        office
            .site()
            .office
            .text("nguon/doi-chieu.csv")
            .lines()
            .filter(|line| line.contains("không còn bài này"))
            .count()
    };
    assert_eq!(shows(&[1, 2, 3, 4, 5, 6]), 0);
    assert_eq!(shows(&[4, 5, 6, 7]), 0, "the oldest fall out of a feed");
    assert_eq!(shows(&[4, 5, 7]), 1, "the sixth was taken away");
    assert_eq!(office.products().len(), 7, "a person decides");
    assert_eq!(shows(&[4, 5, 6, 7]), 0, "it came back");
    assert_eq!(shows(&[4, 5, 7]), 1);
    let kept = std::fs::read_to_string(office.root().join("nq71.toml")).unwrap();
    write(&office, "nq71.toml", format!("{kept}[[exclude]]\nurl = \"{}?utm_source=x\"\n", link(6)));
    assert_eq!(office.products().len(), 6);
    let refused = office.site().office.text("nguon/tu-choi.csv");
    assert!(refused.contains("`[[exclude]]`") && refused.contains("Bài 6"), "{refused}");
}

#[test]
fn a_damaged_copy_of_a_feed_loses_what_cannot_be_read_and_nothing_else() {
    let link = |n: u8| format!("https://hoa-sen.example.edu.vn/tin/{n}.html");
    let gathered = || {
        let office = Office::new(FEED, "");
        for (n, day) in [(1, "10/01/2026"), (2, "10/04/2026"), (3, "10/07/2026"), (4, "10/10/2026")] {
            office.net.put(FEED, feed(&[(&format!("Bài {n} về NQ 71"), &link(n), "", day)]));
            office.gather(&Wish::default());
        }
        assert_eq!(office.products().len(), 4);
        office.net.put(FEED, feed(&[("Bài 5 về NQ 71", &link(5), "", "11/10/2026")]));
        office
    };
    let path = |office: &Office, part: &str| {
        let name = office.copies().into_keys().find(|name| name.contains(part)).unwrap();
        office.root().join(name)
    };
    // One byte more in a shard: its rows can still be read. Half of an index: the shards are known
    // by their names. A shard that is gone takes its rows with it.
    for (part, damage, left) in [("2026-q1", "more", 5), ("muc-luc", "half", 5), ("2026-q1", "gone", 4)] {
        let office = gathered();
        let path = path(&office, part);
        let bytes = std::fs::read(&path).unwrap();
        match damage {
            "more" => std::fs::write(&path, [&bytes[..], b" "].concat()).unwrap(),
            "half" => std::fs::write(&path, &bytes[..bytes.len() / 2]).unwrap(),
            _ => std::fs::remove_file(&path).unwrap(),
        }
        // Nothing is said to be well while the source is down.
        office.net.fail(FEED, "nguon-het-gio");
        assert_eq!(office.state(), (SourceState::Failed, "nguon-ban-hong".into()), "{damage}");
        office.net.put(FEED, feed(&[("Bài 5 về NQ 71", &link(5), "", "11/10/2026")]));
        office.gather(&Wish::default());
        assert_eq!(office.products().len(), left, "{damage} {part}");
        // It is told until a person has looked at what was damaged.
        let aside = office.root().join("tong-hop/hong");
        assert_eq!(office.state(), (SourceState::Good, "nguon-da-va".into()));
        std::fs::remove_dir_all(aside).unwrap();
        assert_eq!(office.state(), (SourceState::Good, String::new()));
    }
}

#[test]
fn a_lost_index_takes_no_posts_along() {
    let link = |n: u8| format!("https://hoa-sen.example.edu.vn/tin/{n}.html");
    let days = ["10/01/2026", "10/04/2026", "10/07/2026", "10/10/2026"];
    let titles = ["Bài 1 về NQ 71", "Bài 2 về NQ 71", "Bài 3 về NQ 71", "Bài 4 về NQ 71"];
    let links = [link(1), link(2), link(3), link(4)];
    let four: Vec<(&str, &str, &str, &str)> =
        (0..4).map(|n| (titles[n], links[n].as_str(), "", days[n])).collect();
    let fifth = feed(&[("Bài 5 về NQ 71", &link(5), "", "11/10/2026")]);
    let gathered = || {
        let office = Office::new(FEED, "");
        office.net.put(FEED, feed(&four));
        office.gather(&Wish::default());
        let copy = office.root().join("tong-hop/ban/thcs-hoa-sen");
        (office, copy)
    };
    // The index gone; the index gone and a shard damaged; everything gone.
    for (shard, all, down, up) in [(false, false, 4, 5), (true, false, 3, 5), (false, true, 0, 1)] {
        let (office, copy) = gathered();
        if shard {
            let name = office.copies().into_keys().find(|name| name.contains("2026-q1")).unwrap();
            let bytes = std::fs::read(office.root().join(&name)).unwrap();
            write(&office, &name, [&bytes[..], b" "].concat());
        }
        std::fs::remove_file(copy.join("muc-luc.csv")).unwrap();
        if all {
            std::fs::remove_dir_all(&copy).unwrap();
        }
        office.net.fail(FEED, "nguon-het-gio");
        assert_eq!(office.state(), (SourceState::Failed, "nguon-ban-hong".into()));
        assert_eq!(office.products().len(), down);
        office.net.put(FEED, fifth.clone());
        assert_eq!(office.state(), (SourceState::Good, "nguon-da-va".into()));
        assert_eq!(office.products().len(), up);
        let aside = office.root().join("tong-hop/hong/thcs-hoa-sen/2026-11-21");
        let names: Vec<String> = std::fs::read_dir(aside)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        assert!(names.contains(&"thieu.txt".to_owned()), "{names:?}");
        assert_eq!(names.iter().any(|name| name.starts_with("2026-q1")), shard, "{names:?}");
    }
    // What was held is not taken for the copy when the index is lost.
    let (office, copy) = gathered();
    office.net.put(FEED, fifth.replace("<title>Tin", "<title>Cổng lạ"));
    assert_eq!(office.state().0, SourceState::Held);
    std::fs::write(copy.join("muc-luc.csv"), "hỏng").unwrap();
    office.net.put(FEED, feed(&four));
    assert_eq!(office.state().0, SourceState::Good);
    assert_eq!(office.products().len(), 4);
}

#[test]
fn a_folder_whose_posts_nobody_can_read_any_more_waits_for_a_person() {
    let office = Office::new("nhan", "");
    let post = |n: u8| {
        format!("+++\ntitle = \"Bài số {n} của trường\"\ndate = 2026-05-2{n}\ntype = \"tin\"\n+++\n\nChữ.\n")
    };
    let put = |change: &dyn Fn(String) -> Vec<u8>| {
        (0..6).for_each(|n| write(&office, &format!("nhan/{n}.md"), change(post(n))));
    };
    put(&|text| text.into_bytes());
    assert_eq!(office.state(), (SourceState::Good, String::new()));
    put(&|text| text.replace("\"tin\"", "\"tinn\"").into_bytes());
    assert_eq!(office.state(), (SourceState::Held, "nguon-giam-nua".into()));
    put(&|text| text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    assert_eq!(office.state(), (SourceState::Held, "nguon-giam-nua".into()));
    assert_eq!(office.products().len(), 6);
    put(&|text| text.replace("Chữ.", "Chữ khác.").into_bytes());
    assert_eq!(office.state(), (SourceState::Good, String::new()));
}

#[test]
fn a_feed_that_becomes_something_smaller_waits_for_a_person() {
    let office = Office::new("nhan.xml", "");
    let link = |n: usize| format!("https://hoa-sen.example.edu.vn/{n}");
    let titles: Vec<String> = (0..6).map(|n| format!("Bài {n} về NQ 71")).collect();
    let links: Vec<String> = (0..6).map(link).collect();
    let items: Vec<(&str, &str, &str, &str)> =
        (0..6).map(|n| (titles[n].as_str(), links[n].as_str(), "", "10/10/2026")).collect();
    write(&office, "nhan.xml", feed(&items));
    assert_eq!(office.state(), (SourceState::Good, String::new()));
    let table = |n: usize| {
        let rows =
            (0..n).map(|n| format!("{n},thcs-hoa-sen,2026-10-10,tin,da-duyet,Bài {n},{}\r\n", link(n)));
        format!("id,unit,date,type,status,title,url\r\n{}", rows.collect::<String>())
    };
    write(&office, "nhan.xml", table(5));
    assert_eq!(office.state(), (SourceState::Held, "nguon-doi-loai".into()));
    assert_eq!(office.gather(&Wish::default()).sources[0].1.detail, "1");
    assert_eq!(office.products().len(), 6);
    // With all of them it is welcome, and from then on it is no feed.
    write(&office, "nhan.xml", table(6));
    assert_eq!(office.state(), (SourceState::Good, String::new()));
    write(&office, "nhan.xml", table(5));
    assert_eq!(office.state(), (SourceState::Good, String::new()));
}

#[test]
fn a_host_that_answers_a_few_a_day_reaches_all_in_time() {
    let more: String = (1..5)
        .map(|n| format!("[[source]]\nunit = \"so-mau\"\nurl = \"https://cong.example.vn/{n}\"\n"))
        .collect();
    let mut office = Office::new("", &more);
    let address = |n: u8| format!("https://cong.example.vn/{n}");
    (1..5).for_each(|n| office.net.fail(&address(n), "nguon-khong-ket-noi"));
    let report = office.gather(&Wish::default());
    assert_eq!(office.net.asked(), [address(1), address(2)]);
    let passed: Vec<(&str, Option<Date>)> =
        report.sources[2..].iter().map(|(_, state)| (&*state.error, state.checked)).collect();
    assert_eq!(passed, [("nguon-chua-hoi", None); 2]);
    office.today = date(2026, 11, 22);
    office.gather(&Wish::default());
    assert_eq!(office.net.asked(), [address(3), address(4)], "who was passed over is asked first");
    // A server that cuts off one source has been reached.
    (1..5).for_each(|n| office.net.fail(&address(n), "nguon-bi-ngat"));
    office.gather(&Wish::default());
    assert_eq!(office.net.asked().len(), 4);
}

#[test]
fn tags_nested_without_end_cost_no_more_than_others() {
    let deep = "<div>".repeat(300_000);
    let office = Office::new(FEED, "");
    office.net.put(
        FEED,
        format!(
            "<rss version=\"2.0\"><channel><title>Tin</title><item><title>Bài về NQ 71</title>\
             <link>https://a.vn/1</link><pubDate>01/09/2026</pubDate>\
             <description><![CDATA[{deep}]]></description></item></channel></rss>"
        ),
    );
    let begun = std::time::Instant::now();
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["1/9/2026 Bài về NQ 71"]);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}

#[test]
fn what_a_feed_says_of_persons_cannot_stop_a_run() {
    let office = Office::new(FEED, "");
    let odd = "<managingEditor>Văn phòng Trường Tiểu học số 1 Hà–a@b.example.vn</managingEditor><author>Ủy–a@b.example.vn</author>";
    let text = feed(&[("Bài về NQ 71", "https://a.vn/1", "", "01/09/2026")]);
    office.net.put(
        FEED,
        text.replace(
            "<item>",
            &format!("{odd}<item><itunes:duration>99999999999999999999999:00:00</itunes:duration>"),
        ),
    );
    assert_eq!(office.gather(&Wish::default()).sources[0].1.error, "");
    assert_eq!(office.products().len(), 1);
}

#[test]
fn a_feed_behind_a_page_is_asked_itself() {
    let page = "<html><head><link rel=alternate type=application/rss+xml href=/f.xml></head></html>";
    let changed = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let now = std::sync::Arc::clone(&changed);
    let item = |n: u8| (format!("Bài {n} về NQ 71"), format!("https://a.vn/{n}"), format!("0{n}/09/2026"));
    let feed_of = move |most: u8| {
        let items: Vec<_> = (1..=most).map(item).collect();
        let items: Vec<_> = items.iter().map(|(title, link, day)| (&**title, &**link, "", &**day)).collect();
        feed(&items)
    };
    let server = Server::start(move |path, headers, _, stream| {
        let new = now.load(std::sync::atomic::Ordering::SeqCst);
        let tag = match (path, new) {
            ("/", _) => "\"trang\"",
            (_, false) => "\"mot\"",
            (_, true) => "\"hai\"",
        };
        // A front page that never changes says so to whatever it is asked with.
        let known = headers.get("if-none-match").map(String::as_str);
        if known == Some(tag) || path == "/" && known.is_some() {
            respond(stream, "304 Not Modified", "", b"");
        } else if path == "/" {
            respond(stream, "200 OK", &format!("ETag: {tag}\r\n"), page.as_bytes());
        } else {
            respond(
                stream,
                "200 OK",
                &format!("ETag: {tag}\r\n"),
                feed_of(if new { 3 } else { 1 }).as_bytes(),
            );
        }
    });
    let office = Office::new(&format!("{}/", server.address), "");
    let web = web(&["127.0.0.1"]);
    office.gather_by(&web, &Wish::default());
    assert_eq!(office.products().len(), 1);
    office.gather_by(&web, &Wish::default());
    assert_eq!((server.times("/"), server.times("/f.xml")), (1, 2), "the feed alone");
    changed.store(true, std::sync::atomic::Ordering::SeqCst);
    let report = office.gather_by(&web, &Wish::default());
    assert_eq!((report.sources[0].1.state, office.products().len()), (SourceState::Good, 3));
}

#[test]
fn nothing_is_the_same_as_what_was_never_there() {
    let server = Server::start(|_, _, _, stream| respond(stream, "304 Not Modified", "", b""));
    let office = Office::new(&format!("{}/rss.xml", server.address), "");
    let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
    assert_eq!((report.sources[0].1.state, report.sources[0].1.good), (SourceState::Failed, None));
}

#[test]
fn an_answer_that_nobody_can_use_waits_for_a_person() {
    let office = Office::new("nhan.csv", "");
    let rows = |n: usize, unit: &str, day: &str| {
        let rows = (0..n).map(|n| format!("{n},{unit},{day},tin,da-duyet,Bài số {n},https://a.vn/{n}\r\n"));
        format!("id,unit,date,type,status,title,url\r\n{}", rows.collect::<String>())
    };
    write(&office, "nhan.csv", rows(3, "thcs-hoa-sen", "2026-05-20"));
    office.gather(&Wish::default());
    // No rows; as many rows, none of which can be taken.
    for worthless in [rows(0, "", ""), rows(3, "th-la", "2026-05-20"), rows(3, "thcs-hoa-sen", "1/11")] {
        write(&office, "nhan.csv", worthless);
        assert_eq!(office.state(), (SourceState::Held, "nguon-giam-nua".into()));
        assert_eq!(office.products().len(), 3);
    }
    write(&office, "nhan.csv", rows(2, "thcs-hoa-sen", "2026-05-20"));
    assert_eq!(office.state().0, SourceState::Good);
    // As a spreadsheet saves a shard here; what it says of counting is heard.
    let saved = "id;unit;date;type;status;title;url;reason\r\n1;thcs-hoa-sen;20/5/2026;tin;da-duyet;Bài một;https://a.vn/1;\r\n\
                 2;thcs-hoa-sen;21/5/2026;tin;da-duyet;Bài hai;https://a.vn/2;khai-bao-khong-tinh: nội bộ\r\n";
    write(&office, "nhan.csv", saved);
    assert_eq!(office.state(), (SourceState::Good, String::new()));
    assert!(office.site().page("thong-ke/2026-q2/san-pham.csv").contains("nội bộ"));
}

#[test]
fn a_host_that_asks_to_be_left_alone_is_left_alone() {
    let server = Server::start(|path, _, _, stream| match path {
        "/1" => respond(stream, "429 Too Many", "Retry-After: 3600\r\n", b""),
        _ => respond(stream, "200 OK", "", b"<rss version=\"2.0\"/>"),
    });
    let more = format!("[[source]]\nunit = \"so-mau\"\nurl = \"{}/2\"\n", server.address);
    let office = Office::new(&format!("{}/1", server.address), &more);
    let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
    assert!(report.sources.iter().all(|(_, state)| state.error == "nguon-cho-gio" && state.wait.is_some()));
    assert_eq!((server.times("/1"), server.times("/2")), (1, 0));
}

#[test]
fn entries_that_share_an_address_or_lead_nowhere_are_told_of() {
    let office = Office::new(FEED, "");
    office.net.put(
        FEED,
        feed(&[
            ("Bài một về NQ 71", "/tin/1.html", "a", "01/09/2026"),
            ("Bài hai về NQ 71", "https://b.vn/app#/tin/2", "b", "02/09/2026"),
            ("Bài ba về NQ 71", "https://b.vn/app#/tin/3", "c", "03/09/2026"),
            ("Bài bốn về NQ 71", "https://b.vn/chung", "d", "04/09/2026"),
            ("Bài năm về NQ 71", "https://b.vn/chung", "e", "05/09/2026"),
            ("Bài sáu về NQ 71", "https://b.vn/a|b c", "f", "06/09/2026"),
            ("Bài bảy về NQ 71", "", "g", "07/09/2026"),
        ]),
    );
    office.gather(&Wish::default());
    let products = office.products();
    assert_eq!(products.len(), 6, "{products:?}");
    let site = office.site();
    assert!(site.page("thong-ke/2026-q3/san-pham.csv").contains("https://hoa-sen.example.edu.vn/tin/1.html"));
    assert!(site.office.text("nguon/tu-choi.csv").contains("Bài bảy về NQ 71"));
    let before = office.copies();
    office.gather(&Wish::default());
    assert_eq!(office.copies(), before, "they are the same the next day");
}

#[test]
fn lines_of_a_sheet_that_are_alike_are_not_lost() {
    let office = Office::new("nhan.csv", "");
    write(
        &office,
        "nhan.csv",
        "Ngày đăng;Tiêu đề;Hình thức;Kênh;Đường dẫn\r\n20/5/2026;Ngày hội;Tin;Zalo;https://a.vn/1\r\n\
         20/5/2026;Ngày hội;Tin;Fanpage;https://a.vn/1\r\n20/5/2026;Ngày hội;Video clip;YouTube;https://a.vn/1\r\n\
         Thứ ba, ngày 19 tháng 5 năm 2026;Bài thứ ba;Tin;;https://a.vn/2\r\ntháng 5/2026;Bài không rõ ngày;Tin;;\r\n",
    );
    office.gather(&Wish::default());
    let site = office.site();
    let all = site.page("thong-ke/2026-q2/san-pham.csv") + &site.office.text("nguon/doi-chieu.csv");
    assert!(all.contains("Bài thứ ba"), "{all}");
    assert_eq!(office.products().iter().filter(|one| one.contains("Ngày hội")).count(), 1);
    // Of one address there is one post, and the second is told of; two channels are its channels.
    assert!(all.contains("trùng địa chỉ"), "{all}");
    assert!(site.office.text("nguon/tu-choi.csv").contains("Bài không rõ ngày"));
}

#[test]
fn two_files_of_one_name_in_a_folder_are_told_of() {
    let office = folder();
    let text = std::fs::read_to_string(office.root().join("nhan/hoa-sen/hai.md")).unwrap();
    write(&office, "nhan/hoa-sen/thang-11/hai.md", text.replace("Bài thứ hai", "Bài khác hẳn"));
    office.gather(&Wish::default());
    assert_eq!(office.products().len(), 2);
    let refused = office.site().office.text("nguon/tu-choi.csv");
    assert!(refused.contains("trùng tên với bài hai.md"), "{refused}");
}

#[test]
fn one_source_listed_twice_counts_once() {
    // For the same unit, in the registry and in the settings.
    let office = Office::new(FEED, &format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{FEED}\"\n"));
    let link = "https://hoa-sen.example.edu.vn/tin/mot.html";
    office.net.put(FEED, feed(&[("Một bài về NQ 71", link, "", "20/09/2026")]));
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["20/9/2026 Một bài về NQ 71"]);
    // For two units, by a cell that was copied down.
    let office = Office::new(FEED, "");
    write(
        &office,
        "don-vi.csv",
        format!("code,name,exchange_url\nth-a,Trường A,{FEED}\nth-b,Trường B,{FEED}\n"),
    );
    office.net.put(FEED, feed(&[("Một bài về NQ 71", link, "", "20/09/2026")]));
    office.gather(&Wish::default());
    let site = office.site();
    let rows = site.page("thong-ke/2026-q3/san-pham.csv");
    assert_eq!(rows.lines().filter(|line| line.contains(",1,")).count(), 1, "{rows}");
    assert!(site.office.text("nguon/doi-chieu.csv").contains("một nguồn khai cho hai đơn vị"));
}

#[test]
fn a_merged_unit_keeps_its_posts_and_gets_none_after_its_end() {
    let office = Office::new("", "");
    write(
        &office,
        "don-vi.csv",
        "code,name,merged_into,end,exchange_url\nth-moi,Trường Mới,,,nhan/moi\nth-cu,Trường Cũ,th-moi,2026-06-30,\n",
    );
    let row = |id: &str, unit: &str, day: &str, title: &str| {
        format!("{id},{unit},{day},tin,da-duyet,{title},https://moi.example.vn/{id}\r\n")
    };
    let shard = format!(
        "id,unit,date,type,status,title,url\r\n{}{}{}",
        row("1", "th-cu", "2026-05-20", "Bài trước khi sáp nhập"),
        row("2", "th-cu", "2026-07-20", "Bài mang mã cũ sau khi sáp nhập"),
        // Composed otherwise, with spaces at both ends.
        row("3", "TH-MOI", "2026-07-20", " Ba\u{0300}i cu\u{0309}a trươ\u{0300}ng mơ\u{0301}i ")
    );
    write(&office, "nhan/moi.csv", shard);
    std::fs::write(
        office.root().join("don-vi.csv"),
        std::fs::read_to_string(office.root().join("don-vi.csv"))
            .unwrap()
            .replace("nhan/moi", "nhan/moi.csv"),
    )
    .unwrap();
    office.gather(&Wish::default());
    let site: TestSite = office.site();
    let rows = |quarter: &str| site.page(&format!("thong-ke/{quarter}/san-pham.csv"));
    assert!(rows("2026-q2").contains("th-cu,Trường Cũ,Bài trước khi sáp nhập"), "{}", rows("2026-q2"));
    let later = rows("2026-q3");
    assert!(later.contains("Bài của trường mới") && later.matches(",1,").count() == 1, "{later}");
}

#[test]
fn a_post_of_our_own_that_a_school_sends_back_is_one_post() {
    let office = Office::new("nhan.csv", "");
    write(
        &office,
        "content/thcs-hoa-sen/mot.md",
        "+++\ntitle = \"Bài đăng ở Sở cho trường\"\ndate = 2026-05-20\ntype = \"tin\"\n+++\n\nChữ.\n",
    );
    write(
        &office,
        "nhan.csv",
        "id,unit,date,type,status,title,url\r\nkhac,thcs-hoa-sen,2026-05-21,tin,da-duyet,Bài trường dẫn lại,\
         http://so.example.edu.vn/nghi-quyet-71/don-vi/thcs-hoa-sen/bai/mot.html\r\n",
    );
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["20/5/2026 Bài đăng ở Sở cho trường"]);
}

#[test]
fn a_row_cannot_stop_the_build_or_take_a_page() {
    let office = Office::new("nhan.csv", "");
    write(
        &office,
        "content/thcs-hoa-sen/mot.md",
        "+++\ntitle = \"Bài đăng ở Sở cho trường\"\ndate = 2026-05-20\ntype = \"tin\"\n+++\n\nChữ.\n",
    );
    write(
        &office,
        "nhan.csv",
        "id,unit,date,type,status,title,url,repost_of,updated\r\n\
         mot,so-mau,2026-05-21,tin,da-go,,,,\r\n\
         x/mot,thcs-hoa-sen,2026-05-21,tin,da-go,,,,\r\n\
         hai,thcs-hoa-sen,2026-05-21,tin,da-duyet,Bài đăng lại chính nó,https://a.vn/2,hai,2027-01-01\r\n",
    );
    office.gather(&Wish::default());
    // The withdrawn row without an address has no tombstone here, and our own page stands.
    let site = office.site();
    assert!(site.page("don-vi/thcs-hoa-sen/bai/mot.html").contains("Bài đăng ở Sở cho trường"));
    assert_eq!(office.products().len(), 2);
}

#[test]
fn no_way_around_leads_into_an_inner_network() {
    // An allowed host sends on to one that is not, by address and by name.
    let inner = Server::start(|_, _, _, stream| respond(stream, "200 OK", "", b"<rss version=\"2.0\"/>"));
    let port = inner.address.rsplit(':').next().unwrap().to_owned();
    let to = port.clone();
    let outer = Server::start(move |path, _, _, stream| {
        let host = if path == "/ten" { "localhost" } else { "127.0.0.2" };
        respond(stream, "302 Found", &format!("Location: http://{host}:{to}/mat\r\n"), b"");
    });
    for url in [
        format!("{}/so", outer.address),
        format!("{}/ten", outer.address),
        format!("http://localhost:{port}/mat"),
        format!("http://[::1]:{port}/mat"),
        format!("http://[::ffff:127.0.0.1]:{port}/mat"),
        format!("http://2130706433:{port}/mat"),
        format!("http://0x7f.1:{port}/mat"),
        format!("http://0.0.0.0:{port}/mat"),
    ] {
        let office = Office::new(&url, "");
        let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
        assert_eq!(report.sources[0].1.state, SourceState::Failed, "{url}");
    }
    assert_eq!(inner.times("/mat"), 0);
}

#[test]
fn a_proxy_is_not_asked_for_what_lies_in_an_inner_network() {
    let proxy = Server::start(|_, _, _, stream| respond(stream, "502 Bad Gateway", "", b""));
    let error = |url: &str| {
        let office = Office::new(url, "");
        let ran = std::process::Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args(["-r", ".", "--format", "json", "aggregate"])
            .current_dir(office.root())
            .env("ALL_PROXY", &proxy.address)
            .env_remove("NO_PROXY")
            .env_remove("no_proxy")
            .output()
            .unwrap();
        let report: serde_json::Value = serde_json::from_slice(&ran.stdout).unwrap();
        report["data"]["sources"][0]["error"].as_str().unwrap().to_owned()
    };
    for url in [
        "http://10.1.2.3/",
        "http://[fd00::1]/",
        "http://localhost/",
        "http://cong-noi-bo/",
        "http://a.local/",
        "http://0x7f.1/",
    ] {
        assert_eq!(error(url), "nguon-dia-chi-noi-bo", "{url}");
    }
    let asked = |proxy: &Server| proxy.times("10.1.2.3:80") + proxy.times("localhost:80");
    assert_eq!(asked(&proxy), 0);
    // The proxy is really asked for what lies outside.
    assert_ne!(error("http://truong.example.edu.vn/"), "nguon-dia-chi-noi-bo");
    assert!(proxy.times("truong.example.edu.vn:80") > 0);
}

#[test]
fn what_unpacks_without_end_is_stopped() {
    // Sixteen megabytes of spaces in sixteen kilobytes.
    let packed: &[u8] = include_bytes!("../fixtures/feeds/phong.gz");
    assert!(packed.len() < 40_000);
    let server =
        Server::start(move |_, _, _, stream| respond(stream, "200 OK", "Content-Encoding: gzip\r\n", packed));
    let office = Office::new(&format!("{}/rss", server.address), "");
    let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
    assert_eq!(report.sources[0].1.error, "nguon-qua-lon");
}

#[test]
fn a_post_of_tomorrow_is_not_counted_today() {
    let mut office = Office::new("nhan.csv", "");
    write(
        &office,
        "nhan.csv",
        "id,unit,date,type,status,title,url\r\n1,thcs-hoa-sen,2026-11-22,tin,da-duyet,Đồng hồ của trường chạy nhanh,https://a.vn/2\r\n",
    );
    office.gather(&Wish::default());
    assert!(office.products().is_empty());
    assert!(office.site().office.text("nguon/doi-chieu.csv").contains("sau ngày dựng trang"));
    office.today = date(2026, 11, 22);
    assert_eq!(office.products().len(), 1);
}
