//! What portals and offices really send: links, days, tables and pages of every shape. Nothing of
//! it is lost without a line, and nothing of it stops a run.

use std::time::{Duration, Instant};

use jiff::civil::date;
use nq71::aggregate::Wish;
use nq71::model::SourceState;

use crate::aggregate::{FEED, Office};
use crate::gathered::packed;
use crate::harness::nq71;

const DAY: &str = "<pubDate>Sun, 01 Nov 2026 07:30:00 +0700</pubDate>";

fn feed(items: &[String]) -> String {
    let items = items.concat();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Tin</title>\
         <link>https://hoa-sen.example.edu.vn/vi/</link>{items}</channel></rss>"
    )
}

fn item(title: &str, rest: &str) -> String {
    format!("<item><title>{title}</title>{rest}</item>")
}

fn gathered(feed: String) -> Office {
    let office = Office::new(FEED, "");
    office.net.put(FEED, feed);
    let report = office.gather(&Wish::default());
    assert_eq!(report.sources[0].1.error, "");
    office
}

/// Each row of a table that a build writes, its cells joined.
fn table(office: &Office, path: &str) -> Vec<String> {
    let site = office.site();
    let output = site.output();
    let (_, bytes) = output.iter().find(|(known, _)| known.as_str().ends_with(path)).expect(path);
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    reader.records().map(|row| row.unwrap().iter().collect::<Vec<_>>().join(" | ")).collect()
}

fn internal(office: &Office, path: &str) -> String {
    let built = nq71(office.root(), &["build", "--date", &office.today.to_string()]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    std::fs::read_to_string(office.root().join("noi-bo/nguon").join(path)).unwrap()
}

#[test]
fn links_of_every_shape_lead_somewhere_or_are_told() {
    for (rest, expected) in [
        ("<link>/tin/1.html</link>", "https://hoa-sen.example.edu.vn/tin/1.html"),
        ("<link>bai/2.html</link>", "https://hoa-sen.example.edu.vn/vi/bai/2.html"),
        ("<link>//khac.example.edu.vn/3</link>", "https://khac.example.edu.vn/3"),
        ("<link>https://a.example.vn/tin tuc?a=1|2</link>", "https://a.example.vn/tin%20tuc?a=1%7C2"),
        ("<link>https://a.example.vn/bài-viết</link>", "https://a.example.vn/b%C3%A0i-vi%E1%BA%BFt"),
        ("<guid>https://a.example.vn/4</guid>", "https://a.example.vn/4"),
    ] {
        let office = gathered(feed(&[item("NQ 71", &format!("{rest}{DAY}"))]));
        let rows = table(&office, "q4/san-pham.csv");
        assert!(rows.len() == 1 && rows[0].contains(expected), "{rest}: {rows:?}");
    }
    for rest in ["", "<guid isPermaLink=\"false\">123</guid>", "<link>javascript:alert(1)</link>"] {
        let office = gathered(feed(&[item("NQ 71 không liên kết", &format!("{rest}{DAY}"))]));
        let told = internal(&office, "tu-choi.csv");
        assert!(
            told.contains("NQ 71 không liên kết") && told.contains("thiếu địa chỉ bài"),
            "{rest}: {told}"
        );
        office.gather(&Wish::default());
        assert_eq!(internal(&office, "tu-choi.csv"), told, "the same row every day");
    }
}

#[test]
fn entries_that_share_a_link_are_as_many_posts_as_titles() {
    let office = Office::new(FEED, "");
    let one = |title: &str, guid: &str| {
        let rest =
            format!("<link>https://a.example.vn/tin-tuc/</link><guid isPermaLink=\"false\">{guid}</guid>");
        item(&format!("NQ 71: {title}"), &format!("{rest}{DAY}"))
    };
    let page = |title: &str| {
        item(&format!("NQ 71 {title}"), &format!("<link>https://b.example.vn/app#/tin/{title}</link>{DAY}"))
    };
    let all = [one("một", "1"), one("hai", "2"), one("hai", "2"), one("ba", "3"), page("a"), page("b")];
    office.net.put(FEED, feed(&all));
    office.gather(&Wish::default());
    let products = office.products();
    assert_eq!(products.len(), 5, "{products:?}");
    // Whatever the feed shows of them tomorrow, they are the same posts.
    office.net.put(FEED, feed(&[one("hai", "2"), page("b"), one("bốn", "4")]));
    office.gather(&Wish::default());
    assert_eq!(office.products().len(), 6);
    office.net.put(FEED, feed(&[one("ba", "3")]));
    office.gather(&Wish::default());
    assert_eq!(office.products().len(), 6);
}

#[test]
fn a_day_that_nobody_can_read_is_shown_as_it_was_written() {
    let link = "<link>https://a.example.vn/1</link>";
    let mut office = gathered(feed(&[item("NQ 71", &format!("{link}<pubDate>Rằm tháng tám</pubDate>"))]));
    assert_eq!(office.products(), ["21/11/2026 NQ 71"]);
    let told = internal(&office, "doi-chieu.csv");
    assert!(told.contains("Rằm tháng tám"), "{told}");
    office.today = date(2026, 11, 25);
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["21/11/2026 NQ 71"], "first seen, first dated");
    // A portal of another country's form: one date tells how all are meant.
    let two = ["9/15/2026 7:30:00 AM", "9/1/2026 8:00:00 AM"].iter().enumerate().map(|(at, day)| {
        item(
            &format!("NQ 71 {at}"),
            &format!("<link>https://a.example.vn/b{at}</link><pubDate>{day}</pubDate>"),
        )
    });
    let office = gathered(feed(&two.collect::<Vec<_>>()));
    assert_eq!(office.products(), ["1/9/2026 NQ 71 1", "15/9/2026 NQ 71 0"]);
}

#[test]
fn another_resolution_of_the_number_is_left_out_and_a_doubtful_one_told() {
    let one = |at: usize, title: &str| item(title, &format!("<link>https://a.example.vn/{at}</link>{DAY}"));
    let office = gathered(feed(&[
        one(1, "Nghị quyết số 71 của HĐND tỉnh"),
        one(2, "HĐND tỉnh thông qua Nghị quyết 71"),
        one(3, "Triển khai Nghị quyết 71-NQ/T.Ư"),
    ]));
    assert_eq!(office.products(), ["1/11/2026 Triển khai Nghị quyết 71-NQ/T.Ư"]);
    let told = internal(&office, "tu-choi.csv");
    assert!(told.contains("HĐND tỉnh thông qua Nghị quyết 71") && told.contains("khác cùng số"), "{told}");
    assert_eq!(told.lines().count(), 2, "{told}");
}

#[test]
fn deep_markup_does_not_hold_up_a_run() {
    let deep = "<div>".repeat(200_000);
    let rest =
        format!("<link>https://a.example.vn/1</link>{DAY}<description><![CDATA[{deep}NQ 71]]></description>");
    let begun = Instant::now();
    let office = gathered(feed(&[item("Tin", &rest)]));
    assert_eq!(office.products(), ["1/11/2026 Tin"]);
    // Bare signs, without end.
    office.net.put(FEED, feed(&[item(&"&".repeat(1_000_000), "")]));
    office.gather(&Wish::default());
    office.net.put(FEED, format!("<html>{}", "<link ".repeat(300_000)));
    office.gather(&Wish::default());
    assert!(begun.elapsed() < Duration::from_secs(60), "{:?}", begun.elapsed());
}

fn sheet(text: &str) -> Office {
    let office = Office::new("nhan.csv", "");
    std::fs::write(office.root().join("nhan.csv"), text).unwrap();
    let report = office.gather(&Wish::default());
    assert_eq!(report.sources[0].1.error, "");
    office
}

#[test]
fn every_row_of_a_sheet_is_a_post_or_told() {
    let office = sheet(
        "STT,Tên tác phẩm,Ngày đăng tải,Hình thức,Đường link/minh chứng,Trạng thái\n\
         1,Bài tốt của trường,05/10/26,Tin bài,https://a.example.vn/1,Đã đăng\n\
         2,Bài ngày không có thật,31/9/2026,Tin,,\n\
         3,Bài chỉ ghi tháng,tháng 10/2026,Tin,,\n\
         ,Bài quên ngày,,Tin,,\n\
         5,Bài trong khoảng ngày,5-6/10/2026,Tin,https://a.example.vn/5,\n\
         6,Bài chưa duyệt,5/10/2026,Tin,https://a.example.vn/6,Chưa duyệt\n\
         7,Bài có thứ,\"Thứ ba, ngày 6 tháng 10 năm 2026\",Tin,https://a.example.vn/7,\n\
         ,Tổng cộng: 7,,,,\n\
         ,Người lập biểu,,,,\n",
    );
    assert_eq!(
        office.products(),
        ["5/10/2026 Bài trong khoảng ngày", "5/10/2026 Bài tốt của trường", "6/10/2026 Bài có thứ"]
    );
    let told = internal(&office, "tu-choi.csv");
    for title in ["không có thật", "chỉ ghi tháng", "quên ngày", "chưa duyệt"] {
        assert!(told.contains(title), "{title}: {told}");
    }
    assert_eq!(told.lines().count(), 5, "{told}");
}

#[test]
fn rows_that_differ_in_type_or_channel_are_told_apart() {
    let address = "https://hoa-sen.example.edu.vn/nghi-quyet-71/";
    let office = Office::new("", "");
    let registry = format!(
        "code,name,parent_prof,exchange_url,section_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,,\n\
         thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,nhan.csv,{address}\n"
    );
    std::fs::write(office.root().join("don-vi.csv"), registry).unwrap();
    let rows = "Ngày,Tiêu đề,Hình thức,Kênh\n5/10/2026,Khai giảng năm học mới,Tin,Zalo\n\
                5/10/2026,Khai giảng năm học mới,Video,YouTube\n5/10/2026,Khai giảng năm học mới,Tin,Fanpage\n";
    std::fs::write(office.root().join("nhan.csv"), rows).unwrap();
    let report = office.gather(&Wish::default());
    assert_eq!(report.rejected, 0);
    let rows = table(&office, "q4/san-pham.csv");
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().any(|row| row.contains("Zalo") && row.contains("Fanpage")), "{rows:?}");
}

#[test]
fn a_day_that_spans_rows_is_the_day_of_all() {
    let cell =
        |place: &str, text: &str| format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows = [
        format!("<row r=\"1\">{}{}{}</row>", cell("A1", "Ngày"), cell("B1", "Tiêu đề"), cell("C1", "Link")),
        format!(
            "<row r=\"2\">{}{}{}</row>",
            cell("A2", "5/10/2026"),
            cell("B2", "Tin một"),
            cell("C2", "https://a.example.vn/1")
        ),
        format!("<row r=\"3\">{}{}</row>", cell("B3", "Tin hai"), cell("C3", "https://a.example.vn/2")),
        format!("<row r=\"4\">{}{}</row>", cell("B4", "Tin ba"), cell("C4", "https://a.example.vn/3")),
    ];
    let office = Office::new("nhan.xlsx", "");
    let book = packed(&format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{}</sheetData><mergeCells count=\"2\"><mergeCell ref=\"A2:A3\"/>\
         <mergeCell ref=\"A1:XFD1048576\"/></mergeCells></worksheet>",
        rows.concat()
    ));
    std::fs::write(office.root().join("nhan.xlsx"), book).unwrap();
    let report = office.gather(&Wish::default());
    assert_eq!((report.sources[0].1.error.as_str(), report.rejected), ("", 1), "the fourth row has no day");
    assert_eq!(office.products(), ["5/10/2026 Tin hai", "5/10/2026 Tin một"]);
}

#[test]
fn exchange_files_that_excel_has_saved_keep_their_meaning() {
    let head = "id;unit;unit_name;title;date;type;url;status;counted;reason";
    let row = |id: &str, more: &str| {
        format!("{id};thcs-hoa-sen;;Bài {id};5/10/2026;tin;https://a.example.vn/{id};{more}")
    };
    let text = [
        head.to_owned(),
        row("1", "da-duyet;1;"),
        row("2", "da-go;;"),
        row("3", "da-duyet;0;khai-bao-khong-tinh: bài nội bộ"),
    ];
    for separator in [";", "\t"] {
        let office = sheet(&text.join("\r\n").replace(';', separator));
        let rows = table(&office, "q4/san-pham.csv");
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert!(rows.iter().any(|row| row.contains("bài nội bộ")), "{rows:?}");
    }
}

#[test]
fn a_section_is_looked_at_under_the_address_that_was_written() {
    for address in ["https://a.example.vn/nq71.html", "https://a.example.vn/index.php?nv=news&op=nq71"] {
        let office = Office::new("", "");
        let registry = format!(
            "code,name,parent_prof,section_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,\n\
             thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,{address}\n"
        );
        std::fs::write(office.root().join("don-vi.csv"), registry).unwrap();
        office.net.put(address, "<h1>Nghị quyết 71-NQ/TW</h1>");
        assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
        assert_eq!(office.net.asked(), [address]);
        office.net.fail(address, "nguon-het-gio");
        let report = office.gather(&Wish::default());
        assert_eq!((report.sections, report.sections_silent), ((1, 1), 1));
        let page = internal(&office, "index.html");
        assert!(
            page.contains(address.split('?').next().unwrap()) && page.contains("không trả lời kịp"),
            "{page}"
        );
    }
}

#[test]
fn files_that_are_nothing_of_ours_are_named() {
    for (bytes, code) in [
        (b"".as_slice(), "nguon-rong"),
        (b"\r\n", "nguon-rong"),
        (b"%PDF-1.7", "nguon-la-pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "nguon-la-xls"),
        (b"\x1f\x8b\x08\0", "nguon-la-gz"),
        (b"{\"a\": 1}", "nguon-khong-hieu"),
        (b"version,unit,shard,rows,sha256\r\n9,thcs-hoa-sen,,0,\r\n", "nguon-phien-ban-moi"),
    ] {
        let office = Office::new("nhan/tep", "");
        std::fs::create_dir(office.root().join("nhan")).unwrap();
        std::fs::write(office.root().join("nhan/tep"), bytes).unwrap();
        assert_eq!(office.state(), (SourceState::Failed, code.to_owned()));
    }
    let office = Office::new("truong-a.edu.vn/rss.xml", "");
    let ran = nq71(office.root(), &["aggregate", "--date", "2026-11-21"]);
    assert!(ran.stderr.contains("dia-chi-thieu-https"), "{}", ran.stderr);
    assert!(ran.stdout.contains("thiếu https:// ở đầu"), "{}", ran.stdout);
}
