//! The files by which levels hand over their posts, and the door that they enter by.

use std::collections::BTreeMap;

use jiff::civil::date;
use nq71::exchange::copies::{self, State, States, shard_name};
use nq71::exchange::{Index, Record, Shard, read, sha256, write};
use nq71::model::SourceState;
use proptest::prelude::*;

use crate::generator::{self, RandomSite};
use crate::harness::TestSite;
use crate::recount::reader::Recount;

/// Puts what a section hands over into the state of another site, as a good copy of `key`.
pub fn deliver(from: &TestSite, to: &mut TestSite, key: &str) {
    let index = Index::read(&bytes(from, "trao-doi/muc-luc.csv")).expect("our own index can be read");
    let shards = index.shards.iter().map(|shard| {
        let bytes = bytes(from, &format!("trao-doi/{}", shard.name));
        assert_eq!(sha256(&bytes), shard.sha256, "{}", shard.name);
        (shard.name.trim_end_matches(".csv").to_owned(), bytes)
    });
    put_copy(to, key, &index.unit, shards.collect());
}

fn bytes(site: &TestSite, path: &str) -> Vec<u8> {
    let output = site.output();
    let found = output.iter().find(|(known, _)| known.as_str() == path);
    found.unwrap_or_else(|| panic!("there is no {path}")).1.clone()
}

fn put_copy(to: &mut TestSite, key: &str, unit: &str, shards: BTreeMap<String, Vec<u8>>) {
    let mut index = Index { unit: unit.to_owned(), shards: Vec::new() };
    for (quarter, bytes) in shards {
        let digest = sha256(&bytes);
        let name = shard_name(&quarter, &digest);
        let rows = read(&bytes).expect("a shard").records.len();
        to.put(&format!("tong-hop/ban/{key}/{name}"), bytes);
        index.shards.push(Shard { name, rows, sha256: digest });
    }
    let mut out = Vec::new();
    index.write(&mut out);
    to.put(&format!("tong-hop/ban/{key}/muc-luc.csv"), out);
}

/// Rows of one source, as its good copy.
pub fn put_rows(to: &mut TestSite, key: &str, rows: &[Record]) {
    let mut out = Vec::new();
    write(rows, &mut out);
    put_copy(to, key, "", BTreeMap::from([("2026-q2".to_owned(), out)]));
}

/// A department with one school, whose section is gathered from its own site.
fn department(sources: &str) -> TestSite {
    let mut site = TestSite::with(&format!(
        "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\n\
         owner = \"so-mau\"\n{sources}"
    ));
    site.put(
        "don-vi.csv",
        "code,name,parent_admin,parent_prof,exchange_url,section_url\n\
         so-mau,Sở Giáo dục và Đào tạo Mẫu,,,,\n\
         xa-mau,Ủy ban nhân dân xã Mẫu,,,https://xa.example.vn/trao-doi/,\n\
         thcs-hoa-sen,Trường THCS Hoa Sen,xa-mau,so-mau,https://hoa-sen.example.edu.vn/nghi-quyet-71/trao-doi/,\n\
         th-b,Trường Tiểu học B,xa-mau,so-mau,,https://th-b.example.edu.vn/nq71/\n",
    );
    site
}

fn row(unit: &str, id: &str, title: &str) -> Record {
    Record {
        id: id.to_owned(),
        unit: unit.to_owned(),
        title: title.to_owned(),
        date: "2026-05-20".into(),
        quarter: "2026-Q2".into(),
        kind: "tin".into(),
        url: format!("https://{unit}.example.edu.vn/{id}.html"),
        status: "da-duyet".into(),
        counted: "1".into(),
        ..Record::default()
    }
}

/// The products of a unit in a quarter, as the department's CSV file says.
fn products(site: &TestSite, quarter: &str) -> Vec<(String, String, String, String)> {
    let text = site.page(&format!("thong-ke/{quarter}/san-pham.csv"));
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let mut rows: Vec<_> = reader
        .records()
        .map(|row| {
            let row = row.expect("our own CSV can be read");
            (row[3].to_owned(), row[5].to_owned(), row[9].to_owned(), row[10].to_owned())
        })
        .collect();
    rows.sort();
    rows
}

fn decisions(site: &TestSite) -> Vec<String> {
    let text = site.office.text("nguon/doi-chieu.csv");
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.records().map(|row| row.expect("our own CSV can be read")[0].to_owned()).collect()
}

fn rejections(site: &TestSite) -> Vec<(String, String)> {
    let text = site.office.text("nguon/tu-choi.csv");
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader
        .records()
        .map(|row| {
            let row = row.expect("our own CSV can be read");
            (row[2].to_owned(), row[4].to_owned())
        })
        .collect()
}

#[test]
fn a_school_hands_over_metadata_by_quarter() {
    let mut school = TestSite::school();
    school.post("mot.md", "Lễ khai giảng năm học mới", "2026-09-05", "topics = [\"doi-ngu\"]");
    school.post(
        "hai.md",
        "Sinh hoạt chuyên đề về chuyển đổi số",
        "2026-05-20",
        "repost_of = \"https://a.example.vn/b\"",
    );
    school.post("ba.md", "Bài đã gỡ khỏi chuyên mục", "2026-05-21", "status = \"da-go\"");
    school.post("nhap.md", "Một bài còn đang viết", "2026-05-22", "status = \"nhap\"");
    school.build();
    let index = Index::read(&bytes(&school, "trao-doi/muc-luc.csv")).unwrap();
    assert_eq!(index.unit, "thcs-hoa-sen");
    let names: Vec<(&str, usize)> =
        index.shards.iter().map(|shard| (shard.name.as_str(), shard.rows)).collect();
    assert_eq!(names, [("2026-q2.csv", 2), ("2026-q3.csv", 1)]);
    let rows = read(&bytes(&school, "trao-doi/2026-q2.csv")).unwrap().records;
    let url = |stem: &str| format!("https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/{stem}.html");
    assert_eq!(rows[0].id, "thcs-hoa-sen/hai");
    assert_eq!((rows[0].counted.as_str(), rows[0].reason.as_str()), ("0", "dang-lai"));
    assert_eq!(rows[0].url, url("hai"));
    let withdrawn = Record {
        id: "thcs-hoa-sen/ba".into(),
        unit: "thcs-hoa-sen".into(),
        date: "2026-05-21".into(),
        quarter: "2026-Q2".into(),
        url: url("ba"),
        status: "da-go".into(),
        ..Record::default()
    };
    assert_eq!(rows[1], withdrawn);

    school.edit("content/hai.md", "Nội dung của", "Nội dung mới của");
    let built = school.build();
    assert_eq!(built.rendered(), ["bai/hai.html", "tim-kiem/2026-q2-1.js"], "a text is in no shard");
}

#[test]
fn what_a_school_counts_its_department_counts() {
    let mut school = TestSite::school();
    school.post("mot.md", "Lễ khai giảng năm học mới", "2026-09-05", "quarter = \"2026-Q4\"");
    school.post("hai.md", "Sinh hoạt chuyên đề về chuyển đổi số", "2026-05-20", "");
    school.post(
        "hai-en.md",
        "Thematic session on digital work",
        "2026-05-21",
        "translation_of = \"hai\"\nlang = \"en\"",
    );
    school.post(
        "ba.md",
        "Bài không tính là sản phẩm",
        "2026-05-22",
        "count = false\ncount_reason = \"Bài trùng, nội dung: cũ\"",
    );
    school.post("bon.md", "Văn bản chỉ đạo của nhà trường", "2026-05-23", "type = \"van-ban\"");
    school.build();
    let mut so = department("");
    deliver(&school, &mut so, "thcs-hoa-sen");
    let so = so.built();
    for quarter in ["2026-q2", "2026-q3", "2026-q4"] {
        assert_eq!(products(&so, quarter), products(&school, quarter), "{quarter}");
    }
    assert_eq!(decisions(&so), Vec::<String>::new());
    // The figures lead to the school's own page, and no page of it is made here.
    let page = so.page("thong-ke/2026-q2/thcs-hoa-sen.html");
    assert!(page.contains("https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/hai.html"), "{page}");
    assert!(so.page("don-vi/thcs-hoa-sen/bai/hai.html").is_empty());
    // And the department hands them on.
    let rows = read(&bytes(&so, "trao-doi/2026-q2.csv")).unwrap().records;
    assert_eq!(rows.len(), 4);
    assert_eq!(rows[0].canonical_url, rows[0].url);
    let own: Vec<Record> = read(&bytes(&school, "trao-doi/2026-q2.csv")).unwrap().records;
    for (ours, theirs) in rows.iter().zip(&own) {
        let without = |record: &Record| Record { canonical_url: String::new(), ..record.clone() };
        assert_eq!(without(ours), without(theirs));
    }
}

#[test]
fn the_same_post_by_two_ways_counts_once_and_the_nearest_wins() {
    let mut so = department("[[source]]\nunit = \"th-b\"\nurl = \"https://th-b.example.edu.vn/rss\"\n");
    let key = "th-b--";
    let key = so
        .prepare()
        .0
        .unwrap()
        .site
        .config
        .sources
        .iter()
        .map(|source| source.key.to_string())
        .find(|known| known.starts_with(key))
        .unwrap();
    let one = row("th-b", "mot", "Lễ khai giảng năm học mới");
    // By id: the commune has it too, with an older title.
    let old = Record { title: "Lễ khai giảng".into(), ..one.clone() };
    // By address.
    let two = row("th-b", "hai", "Ngày hội đọc sách của trường");
    let moved = Record {
        id: "hai-cu".into(),
        url: "http://www.th-b.example.edu.vn/hai.html#x".into(),
        ..two.clone()
    };
    // By title and day; two of one source stay two.
    let three = row("th-b", "ba", "Tin hoạt động trong tuần");
    let four = row("th-b", "bon", "Tin hoạt động trong tuần");
    let five = row("th-b", "nam", "Tin hoạt động  trong tuần");
    put_rows(&mut so, &key, &[one.clone(), two, three, four]);
    put_rows(&mut so, "xa-mau", &[old, moved, five]);
    let so = so.built();
    let counted = products(&so, "2026-q2");
    let titles: Vec<&str> = counted.iter().map(|row| row.1.as_str()).collect();
    assert_eq!(
        titles,
        [
            "Lễ khai giảng năm học mới",
            "Ngày hội đọc sách của trường",
            "Tin hoạt động trong tuần",
            "Tin hoạt động trong tuần"
        ]
    );
    let mut found = decisions(&so);
    found.sort();
    assert_eq!(
        found,
        [
            "trùng mã bài: tính một lần",
            "trùng tiêu đề và ngày ở hai nguồn: tính một lần",
            "trùng địa chỉ: tính một lần"
        ]
    );
}

#[test]
fn a_post_of_our_own_stands_before_a_gathered_one() {
    let mut so = department("");
    so.post("th-b/mot.md", "Lễ khai giảng năm học mới", "2026-05-20", "");
    so.post("th-b/hai.md", "Bài còn đang viết ở đây", "2026-05-20", "status = \"nhap\"");
    put_rows(
        &mut so,
        "xa-mau",
        &[row("th-b", "mot", "Lễ khai giảng"), row("th-b", "hai", "Bài đã đăng ở trường")],
    );
    let so = so.built();
    let counted: Vec<String> = products(&so, "2026-q2").into_iter().map(|row| row.1).collect();
    assert_eq!(counted, ["Bài đã đăng ở trường", "Lễ khai giảng năm học mới"]);
}

#[test]
fn what_the_department_repeats_counts_for_the_school() {
    let mut so = department("");
    let address = "https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/mot.html";
    so.post(
        "so-mau/mot.md",
        "Trường Hoa Sen khai giảng năm học mới",
        "2026-05-21",
        &format!("link = \"{address}\""),
    );
    let school =
        Record { url: address.into(), ..row("thcs-hoa-sen", "mot", "Lễ khai giảng năm học mới") };
    put_rows(&mut so, "thcs-hoa-sen", &[school]);
    let so = so.built();
    let counted: Vec<(String, String)> =
        products(&so, "2026-q2").into_iter().map(|row| (row.0, row.3)).collect();
    assert_eq!(counted, [("so-mau".into(), "0".into()), ("thcs-hoa-sen".into(), "1".into())]);
}

#[test]
fn a_source_speaks_for_its_own_and_those_below_it() {
    let mut so = department("");
    put_rows(
        &mut so,
        "thcs-hoa-sen",
        &[
            row("th-b", "mot", "Bài của trường bên cạnh"),
            row("so-mau", "hai", "Bài của Sở"),
            row("la", "ba", "Bài của ai đó"),
        ],
    );
    put_rows(&mut so, "xa-mau", &[row("th-b", "bon", "Bài của trường trong xã")]);
    let so = so.built();
    let counted: Vec<String> = products(&so, "2026-q2").into_iter().map(|row| row.1).collect();
    assert_eq!(counted, ["Bài của trường trong xã"]);
    assert_eq!(
        rejections(&so),
        [
            ("mot".into(), "nguồn này không được gửi bài của `th-b`, vì đơn vị đó không trực thuộc".into()),
            ("hai".into(), "nguồn này không được gửi bài của `so-mau`, vì đơn vị đó không trực thuộc".into()),
            ("ba".into(), "không có đơn vị `la` trong danh sách".into()),
        ]
    );
}

#[test]
fn hostile_rows_are_refused_or_made_harmless_and_the_rest_goes_on() {
    let mut so = department("");
    let good = row("thcs-hoa-sen", "tot", "Một bài bình thường");
    let rows = [
        Record { id: "../../etc/passwd".into(), ..row("thcs-hoa-sen", "", "Mã bài đi ra ngoài") },
        Record { title: "<script>alert(1)</script>".into(), ..row("thcs-hoa-sen", "js", "") },
        Record { title: "=HYPERLINK(\"https://x.example\")".into(), ..row("thcs-hoa-sen", "cong-thuc", "") },
        Record { title: "a\u{202E}gpj.exe\u{7}".into(), ..row("thcs-hoa-sen", "dao", "") },
        Record {
            url: "javascript:alert(1)".into(), ..row("thcs-hoa-sen", "dia-chi", "Địa chỉ nguy hiểm")
        },
        Record {
            kind: "khong-co".into(), ..row("thcs-hoa-sen", "loai", "Hình thức lạ của nơi gửi")
        },
        Record { date: "31/02/2026".into(), ..row("thcs-hoa-sen", "ngay", "Ngày không có thật") },
        Record {
            quarter: "2024-Q1".into(),
            quarter_declared: "1".into(),
            ..row("thcs-hoa-sen", "quy", "Quý quá xa")
        },
        Record {
            translation_of: "vong".into(), ..row("thcs-hoa-sen", "vong", "Bản dịch của chính nó")
        },
        good.clone(),
        good,
    ];
    put_rows(&mut so, "thcs-hoa-sen", &rows);
    let so = so.built();
    let titles: Vec<String> = products(&so, "2026-q2").into_iter().map(|row| row.1).collect();
    assert_eq!(
        titles,
        [
            "'=HYPERLINK(\"https://x.example\")",
            "<script>alert(1)</script>",
            "Bản dịch của chính nó",
            "Mã bài đi ra ngoài",
            "Một bài bình thường",
            "Quý quá xa",
            "agpj.exe"
        ]
    );
    let reasons: Vec<String> = rejections(&so).into_iter().map(|row| row.0).collect();
    assert_eq!(reasons, ["dia-chi", "loai", "ngay", "tot"]);
    for (path, bytes) in so.output() {
        assert!(!path.as_str().contains("etc"), "{path}");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!path.as_str().ends_with(".html") || !text.contains("<script>alert"), "{path}");
        assert!(!text.contains("javascript:alert"), "{path}");
    }
}

#[test]
fn a_copy_that_somebody_changed_is_not_used_and_the_build_goes_on() {
    let mut so = department("");
    put_rows(&mut so, "xa-mau", &[row("xa-mau", "mot", "Bài của xã trong quý")]);
    let path =
        so.files.iter().map(|(path, _)| path.to_string()).find(|path| path.contains("2026-q2-")).unwrap();
    so.put(&path, "đã sửa");
    let built = so.build();
    assert!(built.written, "{}", built.text());
    assert_eq!(built.codes(), ["ban-hong"]);
    assert!(so.office.text("nguon/index.html").contains("bản đã thu bị hỏng"));
}

#[test]
fn the_office_sees_how_each_source_is() {
    let mut so = department("");
    let state = State {
        state: SourceState::Failed,
        checked: Some(date(2026, 11, 20)),
        good: Some(date(2026, 11, 18)),
        error: "nguon-het-gio".into(),
        address: "https://xa.example.vn/trao-doi/".into(),
        ..State::default()
    };
    so.put("tong-hop/nguon.csv", copies::write_states(&States::from([("xa-mau".to_owned(), state)])));
    let mut so = so.built();
    let page = so.office.text("nguon/index.html");
    assert!(page.contains("bản đã thu bị hỏng"), "there was a copy, and it is gone: {page}");
    put_copy(&mut so, "xa-mau", "xa-mau", BTreeMap::new());
    let so = so.built();
    let page = so.office.text("nguon/index.html");
    assert!(page.contains("máy chủ không trả lời kịp") && page.contains("18/11/2026"), "{page}");
    assert!(page.contains("cũ 3 ngày") && page.contains("chưa thu lần nào"), "{page}");
    assert!(so.output().keys().all(|path| !path.as_str().contains("nguon")));
}

proptest! {
    #![proptest_config(generator::cases(16))]

    #[test]
    fn any_text_survives_the_way(cells in proptest::collection::vec("\\PC{0,20}|[=+@'\"\r\n,;-]{0,6}", 3)) {
        let record = Record { title: cells[0].clone(), summary: cells[1].clone(), id: cells[2].clone(), ..row("th-a", "", "") };
        let mut out = Vec::new();
        write(std::slice::from_ref(&record), &mut out);
        prop_assert_eq!(read(&out).unwrap().records, vec![record]);
    }

    #[test]
    fn a_whole_section_counts_the_same_one_level_up(site in generator::gathering_sites()) {
        let below = RandomSite::site(&site).built();
        let recount = Recount::of(&below);
        let settings = std::str::from_utf8(
            below.files.iter().find(|(path, _)| path.as_str() == "nq71.toml").unwrap().1,
        ).unwrap().to_owned();
        // The same units and rules, none of the files: everything comes by exchange. One source
        // speaks for all units: it is put above each of them.
        let codes: Vec<String> = recount.units.iter().map(|unit| unit.code.clone()).collect();
        let sources: String =
            codes.iter().map(|code| format!("\n[[source]]\nunit = \"{code}\"\nurl = \"https://{code}.example.vn/\"\n")).collect();
        let mut above = TestSite::with(&(settings + &sources));
        above.today = below.today;
        if let Some((_, bytes)) = below.files.iter().find(|(path, _)| path.as_str() == "don-vi.csv") {
            let bytes = bytes.to_vec();
            above.put("don-vi.csv", bytes);
        }
        let keys: Vec<(String, String)> = above.prepare().0.unwrap().site.config.sources.iter()
            .map(|source| (source.key.to_string(), source.address.to_string())).collect();
        for code in &codes {
            let address = format!("https://{code}.example.vn/");
            let key = &keys.iter().find(|(_, known)| *known == address).unwrap().0;
            deliver_part(&below, &mut above, key, code);
        }
        let above = above.built();
        for quarter in &recount.quarters {
            let page = format!("thong-ke/{}/san-pham.csv", quarter.slug());
            let rows = |site: &TestSite| {
                let text = site.page(&page);
                let mut rows: Vec<Vec<String>> = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes())
                    .records()
                    .map(|row| {
                        let row = row.unwrap();
                        // All but the number in the list and the address, which a section
                        // without `base_url` does not hand over.
                        [1, 2, 3, 4, 5, 6, 7, 8, 10, 11].map(|at| row[at].to_owned()).to_vec()
                    })
                    .collect();
                rows.sort();
                rows
            };
            prop_assert_eq!(rows(&above), rows(&below), "{}", page);
        }
    }
}

/// The rows of one unit alone.
fn deliver_part(from: &TestSite, to: &mut TestSite, key: &str, code: &str) {
    let index = Index::read(&bytes(from, "trao-doi/muc-luc.csv")).unwrap();
    let mut shards = BTreeMap::new();
    for shard in &index.shards {
        let rows = read(&bytes(from, &format!("trao-doi/{}", shard.name))).unwrap();
        assert!(rows.flaws.is_empty());
        let mut own: Vec<Record> = rows.records.into_iter().filter(|row| row.unit == code).collect();
        for (at, row) in own.iter_mut().enumerate() {
            if row.url.is_empty() {
                row.url = format!("https://{code}.example.vn/{}-{at}.html", shard.name);
            }
        }
        let mut out = Vec::new();
        write(&own, &mut out);
        shards.insert(shard.name.trim_end_matches(".csv").to_owned(), out);
    }
    put_copy(to, key, code, shards);
}
