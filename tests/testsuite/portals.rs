//! What portals and offices really send: links, days, tables and pages of every shape. Nothing of
//! it is lost without a line, and nothing of it stops a run.

use std::time::{Duration, Instant};

use jiff::civil::date;
use nq71::aggregate::Wish;
use nq71::model::SourceState;

use crate::aggregate::{FEED, Office, rows as rows_of};
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
fn a_guid_that_is_the_link_tells_no_entries_together() {
    let page = "https://a.example.vn/tin-tuc/";
    let one = |title: &str| {
        item(&format!("NQ 71 {title}"), &format!("<link>{page}</link><guid>{page}</guid>{DAY}"))
    };
    let office = gathered(feed(&["một", "hai", "ba"].map(one)));
    assert_eq!(office.products().len(), 3);
    office.net.put(FEED, feed(&[one("hai")]));
    office.gather(&Wish::default());
    assert_eq!(office.products().len(), 3);
}

#[test]
fn a_page_that_shows_another_post_each_week_has_as_many_as_weeks() {
    let office = Office::new(FEED, "");
    let show = |title: &str, guid: u8, day: u8| {
        let one = format!(
            "<link>https://a.example.vn/tin-tuc/</link><guid isPermaLink=\"false\">{guid}</guid>\
             <pubDate>{day} Nov 2026 07:30:00 +0700</pubDate>"
        );
        office.net.put(FEED, feed(&[item(&format!("NQ 71 {title}"), &one)]));
        office.gather(&Wish::default());
        office.products().len()
    };
    assert_eq!(show("một", 1, 1), 1);
    assert_eq!(show("một, sửa tên", 1, 1), 1, "the same guid");
    assert_eq!(show("một, sửa lại", 7, 1), 1, "the same day");
    assert_eq!(show("hai", 2, 8), 2);
    assert_eq!(show("ba", 3, 15), 3);
    assert_eq!(show("ba, sửa tên", 3, 15), 3);
    assert_eq!(show("hai", 2, 8), 3);
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
    // Early in a month, both readings are days: one of them is far from today.
    let one = "<link>https://a.example.vn/1</link><pubDate>11/2/2026 7:30:00 AM</pubDate>";
    assert_eq!(gathered(feed(&[item("NQ 71", one)])).products(), ["2/11/2026 NQ 71"]);
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

/// A sheet of a school whose section has an address: a row without a link may count.
fn sheet_of_section(text: &str) -> Office {
    let office = Office::new("", "");
    let registry = "code,name,parent_prof,exchange_url,section_url\n\
         so-mau,Sở Giáo dục và Đào tạo Mẫu,,,\n\
         thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,nhan.csv,https://hoa-sen.example.edu.vn/nghi-quyet-71/\n";
    std::fs::write(office.root().join("don-vi.csv"), registry).unwrap();
    std::fs::write(office.root().join("nhan.csv"), text).unwrap();
    assert_eq!(office.gather(&Wish::default()).sources[0].1.error, "");
    office
}

#[test]
fn notes_below_a_table_are_no_products() {
    let office = sheet_of_section(
        "STT,Tiêu đề,Ngày,Thể loại,Link\n\
         1,Khai giảng,5/10/2026,Tin,https://a.example.vn/1\n\
         2,Bài quên ngày,,Bản tin lạ,\n\
         ,Tổng: 1 tin bài tính đến,20/11/2026,,\n\
         ,Ngày lập báo cáo:,20/11/2026,,\n\
         ,Người lập,Hiệu trưởng,,\n\
         ,Người lập,,Hiệu trưởng,\n",
    );
    assert_eq!(office.products(), ["5/10/2026 Khai giảng"]);
    let told = internal(&office, "tu-choi.csv");
    for title in ["Tổng: 1 tin bài", "Ngày lập báo cáo", "Bài quên ngày"] {
        assert!(told.contains(title), "{title}: {told}");
    }
    assert_eq!(told.lines().count(), 4, "{told}");
    // Where no row has more than a day and a title, each is a product.
    let office =
        sheet_of_section("Tiêu đề,Ngày\nKhai giảng,5/10/2026\nTổng kết,6/10/2026\nTổng: 2,7/10/2026\n");
    assert_eq!(office.products(), ["5/10/2026 Khai giảng", "6/10/2026 Tổng kết"]);
}

#[test]
fn a_title_that_begins_like_a_sum_is_told_where_its_day_is_missing() {
    let office = sheet(
        "STT,Tiêu đề,Ngày,Thể loại,Link\n\
         1,Công đoàn trường học tập Nghị quyết,,Tin,\n\
         2,Tổng kết đợt thi đua,,Tin,\n\
         3,Cộng đồng học tập,,Tin,\n\
         ,Tổng cộng 3 tin,,3,\n\
         ,Cộng: 3,,,\n",
    );
    let told = internal(&office, "tu-choi.csv");
    for title in ["Công đoàn", "Tổng kết", "Cộng đồng"] {
        assert!(told.contains(title), "{title}: {told}");
    }
    assert_eq!(told.lines().count(), 4, "{told}");
}

#[test]
fn a_row_without_a_unit_is_nobodys_where_others_name_units() {
    let office = Office::new("", "");
    let registry = "code,name,parent_prof,exchange_url,portal_url\n\
         so-mau,Sở Giáo dục và Đào tạo Mẫu,,nhan.csv,\nth-a,Trường A,so-mau,,\nth-b,Trường B,so-mau,,\n";
    std::fs::write(office.root().join("don-vi.csv"), registry).unwrap();
    let rows = "Đơn vị,Tiêu đề,Ngày,Link\n\
         Trường A,Tin một,5/10/2026,https://a.example.vn/1\n,Tin hai,6/10/2026,https://a.example.vn/2\n\
         Trường B,Tin ba,7/10/2026,https://a.example.vn/3\n";
    std::fs::write(office.root().join("nhan.csv"), rows).unwrap();
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["5/10/2026 Tin một", "7/10/2026 Tin ba"]);
    let told = internal(&office, "tu-choi.csv");
    assert!(told.contains("Tin hai") && told.contains("ô đơn vị trống"), "{told}");
}

#[test]
fn rows_that_share_a_link_are_as_many_posts_as_titles() {
    let page = "https://mxh.example.com/truong";
    let office = sheet(&format!(
        "Tiêu đề,Ngày,Link\nTin một,5/10/2026,{page}\nTin hai,6/10/2026,{page}\nTin ba,7/10/2026,{page}/\n"
    ));
    assert_eq!(office.products(), ["5/10/2026 Tin một", "6/10/2026 Tin hai", "7/10/2026 Tin ba"]);
}

/// A workbook of rows of text, with merged cells.
fn book(rows: &[&[&str]], merged: &[&str]) -> Office {
    let mut cells = String::new();
    for (row, written) in rows.iter().enumerate() {
        cells += &format!("<row r=\"{}\">", row + 1);
        for (column, text) in written.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let place = format!("{}{}", char::from(b'A' + column as u8), row + 1);
            cells += &format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
        }
        cells += "</row>";
    }
    let merged: String = merged.iter().map(|range| format!("<mergeCell ref=\"{range}\"/>")).collect();
    let office = Office::new("nhan.xlsx", "");
    let book = packed(&format!(
        "<?xml version=\"1.0\"?><worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{cells}</sheetData><mergeCells>{merged}</mergeCells></worksheet>"
    ));
    std::fs::write(office.root().join("nhan.xlsx"), book).unwrap();
    let report = office.gather(&Wish::default());
    assert_eq!((report.sources[0].1.error.as_str(), report.rejected), ("", 0));
    office
}

#[test]
fn a_title_that_spans_rows_is_one_product_on_several_channels() {
    let rows: [&[&str]; 7] = [
        &["STT", "Tiêu đề", "Ngày", "Hình thức", "Kênh", "Link"],
        &["1", "Khai giảng", "5/9/2026", "Tin", "Cổng TTĐT", "https://a.example.vn/1"],
        &["", "", "", "", "Facebook", "https://fb.example.com/1"],
        &["", "", "", "", "Zalo", "https://zalo.example.com/1"],
        &["", "", "", "", "Trang của xã", "https://xa.example.vn/1"],
        &["2", "", "6/9/2026", "Video", "YouTube", "https://yt.example.com/2"],
        &["3", "Bản tin tuần", "7/9/2026", "Tin", "Zalo", "https://zalo.example.com/3"],
    ];
    for merged in [&["A2:A5", "B2:B5", "C2:C5", "D2:D5"][..], &["A2:A5", "B2:B6"], &["A2:A5"]] {
        let mut rows = rows.to_vec();
        // Where the title is not merged into the fifth row, it stands there.
        let own = ["2", "Khai giảng", "6/9/2026", "Video", "YouTube", "https://yt.example.com/2"];
        if !merged.contains(&"B2:B6") {
            rows[5] = &own;
        }
        let office = book(&rows, merged);
        let found = table(&office, "q3/san-pham.csv");
        assert_eq!(found.len(), 3, "{merged:?}: {found:?}");
        let first = found.iter().find(|row| row.contains("https://a.example.vn/1")).unwrap();
        assert!(first.contains("Fanpage") && first.contains("Zalo"), "{first}");
        // No address is lost, not even behind a channel that nobody knows.
        let channels: Vec<String> = rows_of(&office).into_iter().map(|row| row.channels).collect();
        let expected = "cong-ttdt; fanpage https://fb.example.com/1; zalo https://zalo.example.com/1; \
                        cong-ttdt https://xa.example.vn/1";
        assert!(channels.iter().any(|row| row == expected), "{channels:?}");
    }
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
