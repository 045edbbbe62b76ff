//! What is gathered from folders of Markdown and from sheets kept by hand, and what a source can
//! do to the figures by telling one post in several ways.

use std::io::Write;

use jiff::civil::date;
use nq71::aggregate::Wish;
use nq71::model::SourceState;

use crate::aggregate::{FEED, Office, Server, respond, web};
use crate::harness::TestSite;

/// A workbook of one sheet, whose cells are text; a cell of digits is a number.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
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
    packed(&sheet)
}

pub fn packed(sheet: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
                 <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
                 <Default Extension=\"xml\" ContentType=\"application/xml\"/></Types>";
    let book = "<?xml version=\"1.0\"?><workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
                xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>\
                <sheet name=\"Quý II\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let rels = "http://schemas.openxmlformats.org/package/2006/relationships";
    let top = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"{rels}\"><Relationship Id=\"rId1\" \
         Type=\"{office}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
    );
    let inner = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"{rels}\"><Relationship Id=\"rId1\" \
         Type=\"{office}/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
    );
    for (name, text) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", &top),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", &inner),
        ("xl/worksheets/sheet1.xml", sheet),
    ] {
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

fn write(office: &Office, path: &str, bytes: impl AsRef<[u8]>) {
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
