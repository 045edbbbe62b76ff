//! Workbooks and tables as offices keep them: a sheet for each month and one that sums up, a sheet
//! for each school, dates as a foreign spreadsheet writes them.

use nq71::aggregate::Wish;
use nq71::model::SourceState;

use crate::aggregate::Office;
use crate::gathered::{packed_as, sheet_of, write};

/// A department with a commune and its three schools; one of these units has a source.
fn office(unit: &str, source: &str) -> Office {
    let office = Office::new("", "");
    let mut registry = "code,name,aliases,parent_prof,parent_admin,exchange_url,section_url\n\
                        so-mau,Sở Giáo dục và Đào tạo Mẫu,,,,,\n"
        .to_owned();
    for (code, name, alias, parent) in [
        ("xa-mau", "UBND xã Mẫu", "", ""),
        ("th-a", "Trường Tiểu học A", "TH A", "xa-mau"),
        ("th-b", "Trường Tiểu học B", "TH B", "xa-mau"),
        ("th-c", "Trường Tiểu học C", "TH C", "xa-mau"),
    ] {
        let source = if code == unit { source } else { "" };
        registry += &format!("{code},{name},{alias},so-mau,{parent},{source},https://{code}.vn/nq71/\n");
    }
    write(&office, "don-vi.csv", registry);
    office
}

/// A sheet whose rows are lines and whose cells stand between bars.
fn sheet(text: &str) -> String {
    let cells: Vec<Vec<&str>> = text.lines().map(|line| line.split('|').map(str::trim).collect()).collect();
    sheet_of(&cells.iter().map(Vec::as_slice).collect::<Vec<_>>())
}

/// A workbook that a unit's source is. A star before a name hides the sheet.
fn book(unit: &str, sheets: &[(&str, &str)]) -> Office {
    let office = office(unit, "nhan/bang.xlsx");
    let said = |name: &str| match name.strip_prefix('*') {
        Some(name) => format!("name=\"{name}\" state=\"hidden\""),
        None => format!("name=\"{name}\""),
    };
    let sheets: Vec<_> = sheets.iter().map(|(name, text)| (said(name), sheet(text))).collect();
    let sheets: Vec<_> = sheets.iter().map(|(said, sheet)| (&**said, &**sheet)).collect();
    write(&office, "nhan/bang.xlsx", packed_as(&sheets));
    office
}

/// What is gathered: unit, day, title and type of each product, and whether it counts.
fn products(office: &Office) -> Vec<String> {
    assert_eq!(office.gather(&Wish::default()).sources[0].1.error, "");
    let mut found = Vec::new();
    for (path, bytes) in office.site().output() {
        if path.as_str().ends_with("san-pham.csv") {
            let mut reader = csv::Reader::from_reader(&bytes[3..]);
            found.extend(reader.records().map(|row| {
                let row = row.unwrap();
                [&row[3], &row[1], &row[5], &row[6], &row[10]].join(" ")
            }));
        }
    }
    found.sort();
    found
}

/// What the office is told of rows that were not taken.
fn refused(office: &Office) -> String {
    office.site().office.text("nguon/tu-choi.csv")
}

/// What is kept of the only source.
fn copy(office: &Office) -> String {
    office.copies().values().map(|bytes| String::from_utf8_lossy(bytes)).collect()
}

/// What is gathered of a school's workbook with these two sheets, whichever of them comes first.
fn of_two(month: &str, whole: &str) -> Vec<String> {
    let there = products(&book("th-a", &[("T10", month), ("Tổng hợp", whole)]));
    assert_eq!(there, products(&book("th-a", &[("Tổng hợp", whole), ("T10", month)])));
    there
}

#[test]
fn a_repeated_row_does_not_bring_back_what_is_not_to_count() {
    let whole = "STT|Ngày đăng|Tiêu đề\n1|15/10/2026|Khai mạc hội thi\n2|16/10/2026|Bế mạc hội thi";
    // Pasted twice: no second product, and no way around what another sheet says.
    let month = "STT|Ngày đăng|Tiêu đề|Thể loại|Đường dẫn|Trạng thái\n\
                 1|15/10/2026|Khai mạc hội thi|Tin|https://th-a.vn/1|Chờ duyệt\n\
                 2|16/10/2026|Bế mạc hội thi|Tin|https://th-a.vn/2\n\
                 3|16/10/2026|Bế mạc hội thi|Tin|https://th-a.vn/2";
    assert_eq!(of_two(month, whole), ["th-a 16/10/2026 Bế mạc hội thi Tin 1"]);
    assert_eq!(of_two(month, &format!("{whole}\n3|16/10/2026|Bế mạc hội thi")).len(), 1);
    let office = book("th-a", &[("T10", month), ("Tổng hợp", whole)]);
    let settings = std::fs::read_to_string(office.root().join("nq71.toml")).unwrap();
    write(&office, "nq71.toml", format!("{settings}[[exclude]]\nurl = \"https://th-a.vn/2\"\n"));
    assert_eq!(products(&office), [""; 0]);
    let told = refused(&office);
    assert!(told.contains("Chờ duyệt") && told.contains("[[exclude]]"), "{told}");
    assert_eq!(told.matches("lặp lại bài đã có ở trang tính “T10”").count(), 3, "{told}");
}

#[test]
fn a_line_pasted_twice_is_no_way_around_a_withdrawal() {
    let month = "STT|Ngày đăng|Tiêu đề|Thể loại|Đường dẫn\n\
                 1|16/10/2026|Bế mạc hội thi|Tin|https://th-a.vn/2\n\
                 2|16/10/2026|Bế mạc hội thi|Tin|https://th-a.vn/2";
    let whole = "STT|Ngày đăng|Tiêu đề|Trạng thái\n1|16/10/2026|Bế mạc hội thi|Đã gỡ";
    assert_eq!(of_two(month, whole), [""; 0]);
}

#[test]
fn two_types_of_one_title_and_day_are_two_products() {
    let title = "15/10/2026|Hội thi giáo viên giỏi";
    let one = |said: &str| format!("STT|Ngày đăng|Tiêu đề|Thể loại|Đường dẫn\n1|{title}|{said}");
    let two = |a: &str, b: &str| of_two(&one(a), &one(b));
    let tin = "th-a 15/10/2026 Hội thi giáo viên giỏi Tin 1";
    let video = "th-a 15/10/2026 Hội thi giáo viên giỏi Video clip 1";
    assert_eq!(two("Tin|https://th-a.vn/1", "Video clip"), [tin, video]);
    assert_eq!(two("Tin|https://th-a.vn/1", "Tin|https://th-a.vn/2"), [tin, tin]);
    assert_eq!(two("Tin|https://th-a.vn/1", "Tin"), [tin]);
    assert_eq!(two("Tin|https://th-a.vn/1", "Tin|http://www.th-a.vn/1/"), [tin]);
    assert_eq!(two("Video clip", "|https://th-a.vn/1"), [video]);
    assert_eq!(two("Video clip|https://th-a.vn/1", "Tin, bài"), [video]);
    // What nobody knows is to be mended, and takes nothing along meanwhile.
    assert_eq!(two("Tin nhanh|https://th-a.vn/1", ""), [tin]);
    // A type that the settings give to all is not one that the row says.
    let office = book("", &[("T10", &one("|https://th-a.vn/1")), ("TH", &one("Video clip"))]);
    let settings = std::fs::read_to_string(office.root().join("nq71.toml")).unwrap();
    let source = "[[source]]\nunit = \"th-a\"\nurl = \"nhan/bang.xlsx\"\ntype = \"bai\"\n";
    write(&office, "nq71.toml", format!("{settings}{source}"));
    assert_eq!(products(&office), [video]);
}

#[test]
fn the_row_that_is_kept_takes_what_only_the_other_says() {
    let plan = "15/10/2026|Kế hoạch truyền thông";
    let linked = format!("STT|Ngày đăng|Tiêu đề|Link\n1|{plan}|https://th-a.vn/1");
    let month =
        |name: &str, said: &str| of_two(&format!("STT|Ngày đăng|Tiêu đề|{name}\n1|{plan}|{said}"), &linked);
    let product = |ending: &str| [format!("th-a 15/10/2026 Kế hoạch truyền thông {ending}")];
    assert_eq!(month("Thể loại", "Văn bản"), product("Văn bản chỉ đạo, hướng dẫn 0"));
    assert_eq!(month("Đăng lại từ", "https://bao.vn/1"), product("Tin 0"));
    assert_eq!(month("Trạng thái", "Chờ duyệt"), [""; 0]);
    assert_eq!(month("Trạng thái", "Đã gỡ"), [""; 0]);
    assert_eq!(month("Trạng thái", "Đã đăng"), product("Tin 1"));
    // The neighbouring quarter that the author chose, the channel, his words.
    let said = format!(
        "STT|Ngày đăng|Tiêu đề|Quý|Kênh|Tóm tắt|Nội dung|Được tính\n\
         1|{plan}|III/2026|Fanpage|Vài lời|Đội ngũ nhà giáo|Không"
    );
    let office = book("th-a", &[("T10", &said), ("Tổng hợp", &linked)]);
    assert_eq!(products(&office), product("Tin 1"));
    let kept = copy(&office);
    let row = kept.lines().find(|line| line.contains("https://th-a.vn/1")).unwrap();
    for part in ["2026-Q3,1,", "fanpage", ",0,hinh-thuc-tam,Vài lời", "doi-ngu"] {
        assert!(row.contains(part), "{part}: {row}");
    }
    // What the fuller row says itself stays; only what is taken back is taken back.
    let full = format!("STT|Ngày đăng|Tiêu đề|Link|Trạng thái\n1|{plan}|https://th-a.vn/1|Đã đăng");
    let later = |status: &str| of_two(&full, &format!("STT|Ngày đăng|Tiêu đề|Trạng thái\n1|{plan}|{status}"));
    assert_eq!(later("Chưa đăng"), product("Tin 1"));
    assert_eq!(later("Đã gỡ"), [""; 0]);
}

#[test]
fn codes_names_and_ids_that_one_sheet_alone_has_tell_of_the_same_posts() {
    let month = "STT|Mã đơn vị|Ngày đăng|Tiêu đề|Thể loại|Đường dẫn\n\
                 1|th-a|5/10/2026|Lễ phát động|Tin|https://th-a.vn/1\n\
                 2|th-b|5/10/2026|Lễ phát động|Tin|https://th-b.vn/1";
    let whole = "STT|Mã bài|Tên trường|Ngày đăng|Tiêu đề\n\
                 1|M-1|Trường Tiểu học A|5/10/2026|Lễ phát động\n\
                 2|M-2|TH B|5/10/2026|“Lễ phát động”.\n\
                 3|M-3|TH C|5/10/2026|Lễ phát động";
    let office = book("xa-mau", &[("T10", month), ("Tổng hợp", whole)]);
    assert_eq!(
        products(&office),
        ["a", "b", "c"].map(|letter| format!("th-{letter} 5/10/2026 Lễ phát động Tin 1"))
    );
    let kept = copy(&office);
    assert!(
        kept.lines().any(|row| row.starts_with("M-1,th-a") && row.contains("https://th-a.vn/1")),
        "{kept}"
    );
    // Two ids are two posts.
    let month =
        |id: &str| format!("Mã bài|Ngày đăng|Tiêu đề|Link\n{id}|5/10/2026|Lễ phát động|https://th-a.vn/1");
    let whole = "Mã bài|Ngày đăng|Tiêu đề|Trạng thái\nM-2|5/10/2026|Lễ phát động|Đã đăng";
    assert_eq!(of_two(&month("M-1"), whole).len(), 2);
    assert_eq!(of_two(&month("M-2"), whole).len(), 1);
    assert_eq!(of_two(&month(""), whole).len(), 1);
}

#[test]
fn there_are_as_many_products_as_the_sheet_with_most_of_them_lists() {
    let linked = |number: usize| {
        (0..number).fold("Ngày đăng|Tiêu đề|Link".to_owned(), |rows, n| {
            rows + &format!("\n15/10/2026|Tin ảnh|https://th-a.vn/{n}")
        })
    };
    let two = "Ngày đăng|Tiêu đề|Thể loại|Nội dung\n15/10/2026|Tin ảnh|Tin|Đội ngũ nhà giáo\n\
               15/10/2026|Tin ảnh|Tin|Chuyển đổi số";
    let one = "STT|Ngày đăng|Tiêu đề\n1|15/10/2026|Tin ảnh";
    assert_eq!(of_two(&linked(2), two).len(), 2);
    assert_eq!(of_two(&linked(1), two).len(), 2);
    assert_eq!(of_two(&linked(2), one).len(), 2);
    // A great many of one title take no long time, and none of them is lost.
    assert_eq!(of_two(&linked(300), one).len(), 300);
}

/// Three posts of a school, as its own sheet lists them.
fn posts(letter: &str, linked: bool) -> String {
    let row = |n: u8| {
        let link = if linked { format!("https://th-{letter}.vn/{n}") } else { String::new() };
        format!("\n{n}|{n}/10/2026|Tin {n} của {letter}|Tin|{link}")
    };
    "STT|Ngày đăng|Tiêu đề|Thể loại|Đường dẫn".to_owned() + &(1..=3).map(row).collect::<String>()
}

#[test]
fn a_sheet_named_for_a_school_lists_that_schools_posts() {
    let of = |unit: &str, letter: &str| {
        (1..=3).map(|n| format!("{unit} {n}/10/2026 Tin {n} của {letter} Tin 1")).collect::<Vec<_>>()
    };
    let expected = [of("th-a", "a"), of("th-b", "b")].concat();
    for linked in [true, false] {
        let (a, b) = (posts("a", linked), posts("b", linked));
        // By the sheet's name; by a letterhead, beside the commune's; by a line “Đơn vị: …”.
        for [(name_a, above_a), (name_b, above_b)] in [
            [("TH A", ""), ("th-b", "Danh sách tin, bài\n")],
            [
                ("T1", "UBND XÃ MẪU||CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTRƯỜNG TIỂU HỌC A\n"),
                ("T2", "Đơn vị: Trường Tiểu học B\n"),
            ],
        ] {
            let (a, b) = (format!("{above_a}{a}"), format!("{above_b}{b}"));
            assert_eq!(products(&book("xa-mau", &[(name_a, &a), (name_b, &b)])), expected);
            let mut whole = "STT|Đơn vị|Ngày đăng|Tiêu đề".to_owned();
            for (letter, unit) in [("a", "Trường Tiểu học A"), ("b", "TH B")] {
                for n in 1..=3 {
                    whole += &format!("\n{n}|{unit}|{n}/10/2026|Tin {n} của {letter}");
                }
            }
            let office = book("xa-mau", &[(name_a, &a), ("Tổng hợp", &whole), (name_b, &b)]);
            assert_eq!(products(&office), expected);
        }
    }
    // The unit in the first row only, or another one's that the sheet lists too.
    let named = |unit: &str| {
        posts("a", true).replace("|Đường dẫn", "|Đường dẫn|Đơn vị").replace("/1\n", &format!("/1|{unit}\n"))
    };
    assert_eq!(products(&book("xa-mau", &[("TH A", &named("th-a"))])), of("th-a", "a"));
    assert_eq!(products(&book("xa-mau", &[("TH A", &named("th-b"))])).len(), 1);
    // Values between commas have a letterhead too.
    let office = office("xa-mau", "nhan/bang.csv");
    let text = format!("Trường Tiểu học B\n{}", posts("b", true)).replace('|', ";");
    write(&office, "nhan/bang.csv", text);
    assert_eq!(products(&office), of("th-b", "b"));
}

#[test]
fn a_row_without_a_unit_is_nobodys_where_another_sheet_names_units() {
    let named = "STT|Đơn vị|Ngày đăng|Tiêu đề\n1|TH B|5/10/2026|Tin của trường";
    let office = book("xa-mau", &[("Tháng 10", &posts("a", true)), ("Tổng hợp", named)]);
    assert_eq!(products(&office), ["th-b 5/10/2026 Tin của trường Tin 1"]);
    assert_eq!(refused(&office).matches("ô đơn vị trống").count(), 3);
    // The commune's own sheet is its own, and a school that nobody knows is none.
    let office = book("xa-mau", &[("UBND xã Mẫu", &posts("a", true)), ("TH B", &posts("b", true))]);
    assert_eq!(products(&office).iter().filter(|row| row.starts_with("xa-mau")).count(), 3);
    let office = book("xa-mau", &[("Trường lạ", &posts("a", true)), ("T11", &posts("b", true))]);
    assert_eq!(products(&office).iter().filter(|row| row.starts_with("xa-mau")).count(), 6);
    // Nobody speaks for units that are not below him.
    let office = book("th-a", &[("TH B", &posts("a", true))]);
    assert!(products(&office).iter().all(|row| row.starts_with("th-a")));
}

#[test]
fn a_hidden_sheet_is_not_read() {
    let old = posts("a", true).replace("Tin 1", "Tin  số 1").replace("2/10", "12/10");
    let office = book("th-a", &[("T10", &posts("a", true)), ("*T10 (2)", &old)]);
    assert_eq!(products(&office).len(), 3);
    let office = book("th-a", &[("*T10", &posts("a", true)), ("Bìa", "Danh sách tin, bài")]);
    assert_eq!(office.state(), (SourceState::Failed, "nguon-khong-co-cot".into()));
}

/// The days of a table kept by hand whose dates are these.
fn days(dates: &[&str]) -> (Office, Vec<String>) {
    let office = office("th-a", "nhan/bang.csv");
    let rows = dates.iter().enumerate();
    let rows = rows.map(|(n, date)| format!("{date};Tin số {n};Tin;https://th-a.vn/{n}\n"));
    write(
        &office,
        "nhan/bang.csv",
        "Ngày đăng;Tiêu đề;Hình thức;Link\n".to_owned() + &rows.collect::<String>(),
    );
    let found = products(&office).iter().map(|row| row.split(' ').nth(1).unwrap().to_owned()).collect();
    (office, found)
}

#[test]
fn a_table_with_the_month_first_is_read_so_and_that_is_told() {
    let (office, found) = days(&["10/13/2026", "10/1/2026", "10/10/2026", "11/2/2026"]);
    assert_eq!(found, ["1/10/2026", "10/10/2026", "13/10/2026", "2/11/2026"]);
    let told = office.site().office.text("nguon/doi-chieu.csv");
    let told: Vec<&str> = told.lines().filter(|line| line.contains("tháng đứng trước")).collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().any(|line| line.contains(",10/1/2026")), "{told:?}");
    // One that has the day first is enough for each to stand for itself.
    let (office, found) = days(&["10/13/2026", "10/1/2026", "20/10/2026"]);
    assert_eq!(found, ["10/1/2026", "13/10/2026", "20/10/2026"]);
    assert_eq!(office.site().office.text("nguon/doi-chieu.csv").matches("tháng đứng trước").count(), 1);
    let (office, found) = days(&["10/1/2026", "1/10/2026"]);
    assert_eq!(found, ["1/10/2026", "10/1/2026"]);
    assert!(!office.site().office.text("nguon/doi-chieu.csv").contains("tháng đứng trước"));
}

#[test]
fn a_shard_that_a_foreign_spreadsheet_saved_keeps_its_quarters() {
    let shard = |separator: &str, dates: [&str; 3]| {
        let office = office("th-a", "nhan/bang.csv");
        let mut text =
            "\u{feff}id,unit,title,date,quarter,quarter_declared,type,url,status,counted,reason,updated\r\n"
                .to_owned();
        for (n, date) in dates.iter().enumerate() {
            text += &format!(
                "th-a/{n},th-a,Tin số {n},{date},2026-Q4,0,tin,https://th-a.vn/{n},da-duyet,1,,{date}\r\n"
            );
        }
        // And one that lost a cell, which is told with its line.
        text += "th-a/9,th-a,Tin số 9,10/1/2026\r\n";
        write(&office, "nhan/bang.csv", text.replace(',', separator));
        let found = products(&office);
        assert!(refused(&office).contains("số ô khác số cột"));
        let told = office.site().office.text("nguon/doi-chieu.csv");
        (found, told.matches("tháng đứng trước").count())
    };
    let expected = ["1/10/2026 Tin số 1", "16/10/2026 Tin số 0", "4/11/2026 Tin số 2"];
    let expected = expected.map(|row| format!("th-a {row} Tin 1")).to_vec();
    for separator in [",", ";", "\t"] {
        assert_eq!(shard(separator, ["10/16/2026", "10/1/2026", "11/4/2026"]), (expected.clone(), 3));
        assert_eq!(shard(separator, ["16/10/2026", "1/10/2026", "4/11/2026"]), (expected.clone(), 0));
        assert_eq!(shard(separator, ["2026-10-16", "2026-10-01", "2026-11-04"]), (expected.clone(), 0));
        // Both kinds: the row's own quarter where it fits only so.
        assert_eq!(shard(separator, ["16/10/2026", "10/1/2026", "11/4/2026"]), (expected.clone(), 2));
    }
}

#[test]
fn days_and_shared_addresses_are_one_question_for_a_whole_workbook() {
    let month = |name: &str, rows: [(&str, &str, &str); 2]| {
        let rows = rows.map(|(title, day, url)| format!("{title} | Tin | {day} | {url}\n"));
        format!("Tiêu đề | Hình thức | Ngày đăng | Link\n{}", rows.concat()).replace("TÊN", name)
    };
    let page = "https://facebook.com/truonga";
    // Only October has a day that tells the notation; each month has a post on the school's page.
    let september = month("9", [("Tin TÊN", "9/1/2026", "https://th-a.vn/9"), ("Bài TÊN", "9/2/2026", page)]);
    let october =
        month("10", [("Tin TÊN", "10/13/2026", "https://th-a.vn/10"), ("Bài TÊN", "10/2/2026", page)]);
    let office = book("th-a", &[("T9", &september), ("T10", &october)]);
    let days: Vec<String> =
        products(&office).iter().map(|row| row.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(days, ["1/9/2026", "13/10/2026", "2/10/2026", "2/9/2026"], "{}", refused(&office));
}
