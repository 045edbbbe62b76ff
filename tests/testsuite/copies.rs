//! The department's own folder of copies, after what happens to folders: a file is cut off, a
//! spreadsheet has saved it, a clock was wrong, nothing can be written.

use nq71::aggregate::Wish;
use nq71::model::SourceState;

use crate::aggregate::{FEED, Office};
use crate::harness::nq71;

fn write(office: &Office, path: &str, bytes: impl AsRef<[u8]>) {
    let path = office.root().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn feed(items: &[(u8, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(n, day)| {
            format!(
                "<item><title>Bài {n} về NQ 71</title>\
                 <link>https://hoa-sen.example.edu.vn/tin/{n}.html</link>{day}</item>"
            )
        })
        .collect();
    format!("<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Tin</title>{items}</channel></rss>")
}

fn day(day: &str) -> String {
    format!("<pubDate>{day}</pubDate>")
}

/// As Excel saves it here: semicolons, and days in another notation.
fn saved_by_a_spreadsheet(bytes: &[u8]) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut writer = csv::WriterBuilder::new()
        .flexible(true)
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for row in reader.records() {
        let row = row.unwrap();
        writer
            .write_record(row.iter().map(|cell| match cell.parse::<jiff::civil::Date>() {
                Ok(day) => day.strftime("%d/%m/%Y").to_string(),
                Err(_) => cell.to_owned(),
            }))
            .unwrap();
    }
    writer.into_inner().unwrap()
}

#[test]
fn a_folder_of_markdown_survives_the_loss_of_its_index() {
    type Damage = fn(&[u8]) -> Option<Vec<u8>>;
    let damages: [(&str, Damage); 5] = [
        ("gone", |_| None),
        ("empty", |_| Some(Vec::new())),
        ("without its mark", |bytes| Some(bytes[3..].to_vec())),
        ("cut at a line", |bytes| {
            let text = std::str::from_utf8(bytes).unwrap();
            Some(text.split_inclusive('\n').take(3).collect::<String>().into_bytes())
        }),
        ("saved", |bytes| Some(saved_by_a_spreadsheet(bytes))),
    ];
    for (name, damage) in damages {
        let office = Office::new("nhan/hoa-sen", "");
        for n in 1..=5 {
            write(
                &office,
                &format!("nhan/hoa-sen/bai-{n}.md"),
                format!(
                    "+++\ntitle = \"Bài số {n} của trường\"\ndate = 2026-05-0{n}\ntype = \"tin\"\n+++\n\nNội dung.\n"
                ),
            );
        }
        office.gather(&Wish::default());
        assert_eq!(office.products().len(), 5);
        let index = office.root().join("tong-hop/ban/thcs-hoa-sen/muc-luc.csv");
        match damage(&std::fs::read(&index).unwrap()) {
            Some(bytes) => std::fs::write(&index, bytes).unwrap(),
            None => std::fs::remove_file(&index).unwrap(),
        }
        assert_eq!(office.products().len(), 5, "{name}");
        // The drive is away; then it has one post of five.
        std::fs::rename(office.root().join("nhan"), office.root().join("o-dia")).unwrap();
        assert_eq!(office.state(), (SourceState::Failed, "nguon-ban-hong".into()), "{name}");
        assert_eq!(office.products().len(), 5, "{name}");
        std::fs::rename(office.root().join("o-dia"), office.root().join("nhan")).unwrap();
        for n in 2..=5 {
            std::fs::remove_file(office.root().join(format!("nhan/hoa-sen/bai-{n}.md"))).unwrap();
        }
        assert_eq!(office.state(), (SourceState::Held, "nguon-ban-hong-giu".into()), "{name}");
        assert_eq!(office.products().len(), 5, "{name}");
    }
}

#[test]
fn what_a_spreadsheet_has_saved_is_read_all_the_same() {
    let office = Office::new(FEED, "");
    let items: Vec<(u8, String)> = (1..=6).map(|n| (n, day(&format!("0{n}/09/2026")))).collect();
    let items: Vec<(u8, &str)> = items.iter().map(|(n, day)| (*n, day.as_str())).collect();
    office.net.put(FEED, feed(&items));
    office.gather(&Wish::default());
    assert_eq!(office.products().len(), 6);
    // One post is left in the feed; the rest is in the copy alone.
    office.net.put(FEED, feed(&items[5..]));
    for (path, bytes) in office.copies() {
        if !path.ends_with("muc-luc.csv") {
            write(&office, &path, saved_by_a_spreadsheet(&bytes));
        }
    }
    let states = std::fs::read(office.root().join("tong-hop/nguon.csv")).unwrap();
    write(&office, "tong-hop/nguon.csv", saved_by_a_spreadsheet(&states));
    let report = office.gather(&Wish::default());
    let state = &report.sources[0].1;
    assert_eq!((state.state, state.title.as_str()), (SourceState::Good, "Tin"));
    assert_eq!(office.products().len(), 6);
    // What the state knew holds: another title waits for a person.
    write(
        &office,
        "tong-hop/nguon.csv",
        saved_by_a_spreadsheet(&std::fs::read(office.root().join("tong-hop/nguon.csv")).unwrap()),
    );
    office.net.put(FEED, feed(&items[5..]).replace("<title>Tin<", "<title>Nhà cái<"));
    let report = office.gather(&Wish::default());
    let state = &report.sources[0].1;
    assert_eq!((state.state, state.good), (SourceState::Held, Some(office.today)));
}

#[test]
fn a_clock_that_was_ahead_leaves_nothing_in_the_future() {
    let mut office = Office::new(FEED, "");
    let today = office.today;
    office.today = jiff::civil::date(2036, 1, 1);
    office.net.put(FEED, feed(&[(1, ""), (2, "")]));
    office.gather(&Wish::default());
    office.today = today;
    // Neither what the feed still shows, nor what it shows no more.
    office.net.put(FEED, feed(&[(2, "")]));
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["21/11/2026 Bài 1 về NQ 71", "21/11/2026 Bài 2 về NQ 71"]);
    // And no server is left alone until then.
    let states = office.root().join("tong-hop/nguon.csv");
    let asks = |until: i64| {
        let text = std::fs::read_to_string(&states).unwrap();
        let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(reader.headers().unwrap()).unwrap();
        for row in reader.records() {
            let mut cells: Vec<String> = row.unwrap().iter().map(str::to_owned).collect();
            cells[9] = until.to_string();
            writer.write_record(&cells).unwrap();
        }
        std::fs::write(&states, writer.into_inner().unwrap()).unwrap();
        office.net.asked();
        office.gather(&Wish::default());
        !office.net.asked().is_empty()
    };
    assert!(!asks(1_800_000_000 + 3_600));
    assert!(asks(1_800_000_000 + 300_000_000));
}

#[test]
fn a_copy_that_cannot_be_written_costs_nobody_else_anything() {
    let other = "https://hoa-hue.example.edu.vn/rss.xml";
    let office = Office::new(FEED, &format!("[[source]]\nunit = \"so-mau\"\nurl = \"{other}\"\n"));
    office.net.put(FEED, feed(&[(1, &day("01/09/2026"))]));
    office.net.put(other, feed(&[(2, &day("02/09/2026"))]));
    // A file where the folder should be.
    write(&office, "tong-hop/ban/thcs-hoa-sen", "");
    let report = office.gather(&Wish::default());
    let states: Vec<SourceState> = report.sources.iter().map(|(_, state)| state.state).collect();
    assert_eq!(states, [SourceState::Failed, SourceState::Good]);
    assert_eq!(office.products(), ["2/9/2026 Bài 2 về NQ 71"]);
}

#[test]
fn a_school_has_no_ten_thousand_posts() {
    let rows = |number: usize| {
        let rows: String = (0..number)
            .map(|n| format!("{n},thcs-hoa-sen,2026-05-20,tin,da-duyet,Bài số {n},https://a.vn/{n}\r\n"))
            .collect();
        format!("id,unit,date,type,status,title,url\r\n{rows}")
    };
    let office = Office::new("nhan.csv", "");
    write(&office, "nhan.csv", rows(5_000));
    assert_eq!(office.state(), (SourceState::Good, String::new()));
    write(&office, "nhan.csv", rows(5_001));
    assert_eq!(office.state(), (SourceState::Failed, "nguon-qua-nhieu-dong".into()));
    // The office above hands over the posts of its schools.
    let office = Office::new("", "[[source]]\nunit = \"so-mau\"\nurl = \"nhan.csv\"\n");
    write(&office, "nhan.csv", rows(5_001));
    assert_eq!(office.state(), (SourceState::Good, String::new()));
}

#[test]
fn a_run_that_must_not_fail_says_why_it_did() {
    let office = Office::new("khong-co.zip", "");
    for arguments in [&["-q", "aggregate", "--strict"][..], &["--format", "github", "aggregate", "--strict"]]
    {
        let ran = nq71(office.root(), arguments);
        assert_eq!(ran.code, 3);
        let said = format!("{}{}", ran.stdout, ran.stderr);
        assert!(said.contains("nguon-co-van-de") && said.contains("khong-co.zip"), "{said}");
    }
    let ran = nq71(office.root(), &["aggregate", "--only", "so-mau"]);
    assert!(ran.stderr.contains("chưa có nguồn"), "{}", ran.stderr);
}
