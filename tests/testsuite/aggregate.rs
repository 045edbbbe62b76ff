//! Gathering from other sites: what is kept, what is refused, and what a bad source cannot do.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use jiff::civil::{Date, date};
use nq71::aggregate::{self, Answer, Failure, Fetch, Now, Report, Request, Web, Wish};
use nq71::config;
use nq71::exchange::{Record, write};
use nq71::files::{DiskFiles, Files};
use nq71::model::{SourceState, UnitId};
use proptest::prelude::*;

use crate::generator;
use crate::harness::{TestSite, nq71};

/// A network in memory: addresses with what they answer, and what was asked.
#[derive(Default)]
pub struct Net {
    answers: Mutex<BTreeMap<String, Result<Vec<u8>, Failure>>>,
    asked: Mutex<Vec<String>>,
}

impl Net {
    pub fn put(&self, url: &str, bytes: impl Into<Vec<u8>>) {
        self.answers.lock().unwrap().insert(url.to_owned(), Ok(bytes.into()));
    }

    pub fn fail(&self, url: &str, code: &'static str) {
        self.answers.lock().unwrap().insert(url.to_owned(), Err(Failure::new(code, "")));
    }

    /// Everything that a built section hands over.
    fn serve(&self, site: &TestSite, base: &str) {
        for (path, bytes) in
            site.output().into_iter().filter(|(path, _)| path.as_str().starts_with("trao-doi/"))
        {
            self.put(&format!("{base}{path}"), bytes);
        }
    }

    pub fn asked(&self) -> Vec<String> {
        std::mem::take(&mut self.asked.lock().unwrap())
    }
}

impl Fetch for Net {
    fn get(&self, request: Request<'_>) -> Result<Answer, Failure> {
        self.asked.lock().unwrap().push(request.url.to_string());
        let answers = self.answers.lock().unwrap();
        let bytes = answers
            .get(request.url.as_str())
            .cloned()
            .unwrap_or(Err(Failure::new("nguon-khong-co-trang", "404")))?;
        let etag = nq71::exchange::sha256(&bytes);
        if request.etag == etag {
            return Ok(Answer::Same);
        }
        if bytes.len() as u64 > request.limit {
            return Err(Failure::new("nguon-qua-lon", ""));
        }
        Ok(Answer::Body { bytes, etag, modified: String::new(), at: request.url.clone() })
    }
}

/// A department's folder on disk.
pub struct Office {
    folder: tempfile::TempDir,
    pub net: Net,
    pub today: Date,
}

const SCHOOL: &str = "https://hoa-sen.example.edu.vn/nghi-quyet-71/";

impl Office {
    pub fn new(exchange_url: &str, more: &str) -> Office {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).unwrap();
        write(
            "nq71.toml",
            &format!(
                "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\n\
                 [aggregate]\ninner_hosts = [\"127.0.0.1\"]\n{more}"
            ),
        );
        write(
            "don-vi.csv",
            &format!(
                "code,name,parent_prof,exchange_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,\n\
                 thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,{exchange_url}\n"
            ),
        );
        std::fs::create_dir(folder.path().join("content")).unwrap();
        Office { folder, net: Net::default(), today: date(2026, 11, 21) }
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    pub fn gather(&self, wish: &Wish) -> Report {
        self.gather_by(&self.net, wish)
    }

    pub fn gather_by(&self, fetch: &dyn Fetch, wish: &Wish) -> Report {
        let files = DiskFiles::open(self.root()).unwrap();
        let config = config::load(&files, config::FILE).unwrap();
        let config = config.value.unwrap_or_else(|| panic!("{:?}", config.diagnostics));
        let now = Now { day: self.today, second: 1_800_000_000 };
        aggregate::run(self.root(), &files, &config, fetch, now, wish, &()).unwrap()
    }

    /// The state and the error of the only source.
    pub fn state(&self) -> (SourceState, String) {
        let report = self.gather(&Wish::default());
        let (_, state) = &report.sources[0];
        (state.state, state.error.clone())
    }

    /// The section built from the folder as it is: titles and days of all products.
    pub fn products(&self) -> Vec<String> {
        let site = self.site();
        let mut found = Vec::new();
        for (path, bytes) in site.output() {
            if path.as_str().ends_with("san-pham.csv") {
                let mut reader = csv::Reader::from_reader(&bytes[3..]);
                found.extend(reader.records().map(|row| {
                    let row = row.unwrap();
                    format!("{} {}", &row[1], &row[5])
                }));
            }
        }
        found.sort();
        found
    }

    /// A unit of the registry.
    pub fn unit(&self, code: &str) -> UnitId {
        let files = DiskFiles::open(self.root()).unwrap();
        config::load(&files, config::FILE).unwrap().value.unwrap().units.find(code).unwrap()
    }

    /// The section built from the folder as it is.
    pub fn site(&self) -> TestSite {
        let disk = DiskFiles::open(self.root()).unwrap();
        let mut site = TestSite::with("");
        for folder in ["content", "tong-hop"] {
            for path in disk.list(folder).unwrap().value.files {
                let mut bytes = Vec::new();
                disk.read(&path, 1 << 30, &mut bytes).unwrap();
                site.put(path.as_str(), bytes);
            }
        }
        for name in ["nq71.toml", "don-vi.csv"] {
            site.put(name, std::fs::read(self.root().join(name)).unwrap());
        }
        site.today = self.today;
        site.built()
    }

    pub fn copies(&self) -> BTreeMap<String, Vec<u8>> {
        let disk = DiskFiles::open(self.root()).unwrap();
        let listing = disk.list("tong-hop/ban").unwrap().value;
        listing
            .files
            .iter()
            .map(|path| {
                let mut bytes = Vec::new();
                disk.read(path, 1 << 30, &mut bytes).unwrap();
                (path.to_string(), bytes)
            })
            .collect()
    }
}

fn school(posts: &[(&str, &str)]) -> TestSite {
    let mut school = TestSite::school();
    for (at, (title, day)) in posts.iter().enumerate() {
        school.post(&format!("bai-{at}.md"), title, day, "");
    }
    school.built()
}

#[test]
fn only_what_changed_is_fetched() {
    let office = Office::new(&format!("{SCHOOL}trao-doi/"), "");
    office.net.serve(
        &school(&[("Bài thứ nhất của trường", "2026-05-20"), ("Bài thứ hai của trường", "2026-08-20")]),
        SCHOOL,
    );
    let report = office.gather(&Wish::default());
    assert_eq!((report.posts, report.rejected, report.in_state(SourceState::Good).count()), (0, 0, 1));
    assert_eq!(office.net.asked().len(), 3, "the index and two shards");
    assert_eq!(office.products(), ["20/5/2026 Bài thứ nhất của trường", "20/8/2026 Bài thứ hai của trường"]);

    let before = office.copies();
    office.gather(&Wish::default());
    assert_eq!(office.net.asked().len(), 1, "an index that is the same");
    assert_eq!(office.copies(), before);

    office.net.serve(
        &school(&[("Bài thứ nhất của trường", "2026-05-20"), ("Bài thứ hai đã sửa", "2026-08-20")]),
        SCHOOL,
    );
    office.gather(&Wish::default());
    assert_eq!(
        office.net.asked(),
        [format!("{SCHOOL}trao-doi/muc-luc.csv"), format!("{SCHOOL}trao-doi/2026-q3.csv")]
    );
    assert_eq!(office.products(), ["20/5/2026 Bài thứ nhất của trường", "20/8/2026 Bài thứ hai đã sửa"]);
    assert_eq!(office.copies().len(), 3, "the shard of before is gone");
}

#[test]
fn the_last_good_copy_stands_when_a_source_fails() {
    let office = Office::new(&format!("{SCHOOL}trao-doi/"), "");
    let index = format!("{SCHOOL}trao-doi/muc-luc.csv");
    let shard = format!("{SCHOOL}trao-doi/2026-q2.csv");
    office.net.serve(&school(&[("Bài thứ nhất của trường", "2026-05-20")]), SCHOOL);
    office.gather(&Wish::default());
    let (products, copies) = (office.products(), office.copies());
    let more = school(&[("Bài thứ nhất của trường", "2026-05-20"), ("Bài thứ hai của trường", "2026-05-21")]);
    type Trouble<'t> = (&'t dyn Fn(), &'t str);
    let troubles: [Trouble<'_>; 6] = [
        (&|| office.net.fail(&index, "nguon-het-gio"), "nguon-het-gio"),
        (&|| office.net.put(&index, "<!doctype html><html>Trang chủ"), "nguon-la-trang-web"),
        (
            &|| office.net.put(&index, "version,unit,shard,rows,sha256\r\n1,thcs-hoa-sen,../a.csv,1,00\r\n"),
            "nguon-muc-luc-sai",
        ),
        (&|| office.net.put(&index, "\u{0}\u{1}gì đó"), "nguon-khong-hieu"),
        (
            &|| {
                office.net.serve(&more, SCHOOL);
                office.net.put(&shard, "id,unit,date,type,status\r\n");
            },
            "nguon-sai-ma-kiem",
        ),
        (
            &|| {
                office.net.serve(&more, SCHOOL);
                office.net.fail(&shard, "nguon-khong-ket-noi");
            },
            "nguon-khong-ket-noi",
        ),
    ];
    for (trouble, code) in troubles {
        trouble();
        assert_eq!(office.state(), (SourceState::Failed, code.to_owned()));
        assert_eq!(office.products(), products, "{code}");
        assert_eq!(office.copies(), copies, "{code}");
    }
    office.net.serve(&more, SCHOOL);
    assert_eq!(office.state(), (SourceState::Good, String::new()));
    assert_eq!(office.products().len(), 2);
}

/// An index of one shard.
fn index_of(name: &str, rows: &str, shard: &[u8]) -> Vec<u8> {
    let digest = nq71::exchange::sha256(shard);
    format!("version,unit,shard,rows,sha256\r\n1,thcs-hoa-sen,{name},{rows},{digest}\r\n").into_bytes()
}

#[test]
fn a_hostile_exchange_file_is_refused_with_its_reason_and_the_rest_goes_on() {
    let neighbour = "https://hoa-hue.example.edu.vn/nhan.csv";
    let office = Office::new(
        &format!("{SCHOOL}trao-doi/"),
        &format!("[[source]]\nunit = \"so-mau\"\nurl = \"{neighbour}\"\n"),
    );
    let index = format!("{SCHOOL}trao-doi/muc-luc.csv");
    let shard = format!("{SCHOOL}trao-doi/2026-q2.csv");
    office.net.serve(&school(&[("Bài thứ nhất của trường", "2026-05-20")]), SCHOOL);
    office.gather(&Wish::default());
    let good = "id,unit,date,type,status,title,url\r\n";
    let row = |n: usize| format!("{n},thcs-hoa-sen,2026-05-20,tin,da-duyet,Bài số {n},https://a.vn/{n}\r\n");
    let million: String =
        std::iter::once(good.to_owned()).chain((0..1_000_000).map(|n| format!("{n},a,,,,,\r\n"))).collect();
    let cases: [(&str, &str, Vec<u8>, &str); 9] = [
        ("2026-q2.csv", "1", format!("{good}{}\u{0}", row(1)).into_bytes(), "nguon-csv-hong"),
        (
            "2026-q2.csv",
            "1",
            format!("{good}1,\"a\"\"b\"\"\"\"c,\"\"\"\r\n\"").into_bytes(),
            "nguon-csv-hong",
        ),
        ("2026-q2.csv", "1", [good.as_bytes(), b"\xff\xfe"].concat(), "nguon-khong-utf8"),
        ("2026-q2.csv", "1", b"ten,ngay\r\na,b\r\n".to_vec(), "nguon-khong-phai-tep-trao-doi"),
        ("2026-q2.csv", "1000000", million.into_bytes(), "nguon-qua-nhieu-dong"),
        ("../../../nq71.toml", "1", b"x".to_vec(), "nguon-muc-luc-sai"),
        ("/etc/passwd.csv", "1", b"x".to_vec(), "nguon-muc-luc-sai"),
        ("..\\a.csv", "1", b"x".to_vec(), "nguon-muc-luc-sai"),
        ("2026-q2.csv", "-1", b"x".to_vec(), "nguon-csv-hong"),
    ];
    let settings = std::fs::read(office.root().join("nq71.toml")).unwrap();
    let own = |office: &Office| {
        office.copies().into_iter().filter(|(path, _)| path.contains("/thcs-hoa-sen/")).collect::<Vec<_>>()
    };
    let before = own(&office);
    assert_eq!(before.len(), 2);
    for (nth, (name, rows, bytes, code)) in cases.into_iter().enumerate() {
        office.net.put(&index, index_of(name, rows, &bytes));
        office.net.put(&shard, bytes);
        // The neighbour has something new each time, and is heard.
        office.net.put(neighbour, format!("{good}{}", (0..=nth).map(row).collect::<String>()));
        let report = office.gather(&Wish::default());
        let state = &report.sources[0].1;
        assert_eq!(
            (state.state, &*state.error),
            (SourceState::Failed, code),
            "{name} {rows}: {}",
            state.detail
        );
        assert_eq!(own(&office), before, "{code}");
        assert_eq!(office.products().len(), 2 + nth, "{code}");
    }
    // Another digest than the index names; and more than ten gigabytes, as the server says.
    office.net.put(&index, index_of("2026-q2.csv", "1", b"mot tep khac"));
    assert_eq!(office.state().1, "nguon-sai-ma-kiem");
    assert_eq!(own(&office), before);
    assert_eq!(std::fs::read(office.root().join("nq71.toml")).unwrap(), settings);
}

#[test]
fn a_shard_that_is_said_or_packed_to_be_huge_is_not_taken_in() {
    let large = Server::start(|path, _, _, stream| match path {
        "/trao-doi/muc-luc.csv" => respond(stream, "200 OK", "", &index_of("2026-q2.csv", "1", b"x")),
        _ => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\nid,unit");
        }
    });
    let office = Office::new(&format!("{}/trao-doi/", large.address), "");
    let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
    assert_eq!((&*report.sources[0].1.error, &*report.sources[0].1.detail), ("nguon-qua-lon", "64"));

    // An index of six megabytes in six kilobytes, whose length is said to be one.
    let office = Office::new("nhan.zip", "");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("trao-doi/muc-luc.csv", zip::write::SimpleFileOptions::default()).unwrap();
    zip.write_all(&vec![b' '; 6 << 20]).unwrap();
    let mut bytes = zip.finish().unwrap().into_inner();
    assert!(bytes.len() < 10_000);
    let length = u32::to_le_bytes(6 << 20);
    let said: Vec<usize> = (0..bytes.len() - 4).filter(|&at| bytes[at..at + 4] == length).collect();
    assert!(!said.is_empty());
    std::fs::write(office.root().join("nhan.zip"), &bytes).unwrap();
    assert_eq!(office.state(), (SourceState::Failed, "nguon-qua-lon".into()));
    said.iter().for_each(|&at| bytes[at..at + 4].copy_from_slice(&1u32.to_le_bytes()));
    std::fs::write(office.root().join("nhan.zip"), &bytes).unwrap();
    assert_eq!(office.state().0, SourceState::Failed);
}

#[test]
fn a_source_that_shrinks_or_speaks_for_another_waits_for_a_person() {
    let office = Office::new(&format!("{SCHOOL}trao-doi/"), "");
    let titles: Vec<String> = (0..6).map(|at| format!("Bài số {at} của nhà trường")).collect();
    let posts: Vec<(&str, &str)> = titles.iter().map(|title| (title.as_str(), "2026-05-20")).collect();
    office.net.serve(&school(&posts), SCHOOL);
    office.gather(&Wish::default());
    office.net.serve(&school(&posts[..2]), SCHOOL);
    assert_eq!(office.state(), (SourceState::Held, "nguon-giam-nua".into()));
    assert_eq!(office.state(), (SourceState::Held, "nguon-giam-nua".into()), "it waits on");
    assert_eq!(office.products().len(), 6);

    let files = DiskFiles::open(office.root()).unwrap();
    let config = config::load(&files, config::FILE).unwrap().value.unwrap();
    let unit = config.units.find("thcs-hoa-sen").unwrap();
    let accepted = office.gather(&Wish { only: vec![unit], refresh: true, ..Wish::default() });
    assert_eq!(accepted.sources[0].1.state, SourceState::Good);
    assert_eq!(office.products().len(), 2);

    let mut other = TestSite::school();
    other.edit("nq71.toml", "thcs-hoa-sen", "thcs-khac").post(
        "a.md",
        "Bài của trường khác",
        "2026-05-20",
        "",
    );
    office.net.serve(&other.built(), SCHOOL);
    assert_eq!(office.state(), (SourceState::Held, "nguon-doi-don-vi".into()));
    assert_eq!(office.products().len(), 2);
}

#[test]
fn a_section_that_is_seen_covers_its_unit_in_the_quarter_of_the_build() {
    let mut office = Office::new("", "");
    let page = "https://hoa-sen.example.edu.vn/nghi-quyet-71/";
    std::fs::write(
        office.root().join("don-vi.csv"),
        format!(
            "code,name,parent_prof,target_per_quarter,section_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,0,\n\
             thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,,{page}\n"
        ),
    )
    .unwrap();
    let root = office.root().to_owned();
    let coverage = |day: Date| {
        let mut site = TestSite::with(&std::fs::read_to_string(root.join("nq71.toml")).unwrap());
        site.today = day;
        site.put("don-vi.csv", std::fs::read(root.join("don-vi.csv")).unwrap());
        let seen = std::fs::read(root.join("tong-hop/chuyen-muc.csv")).unwrap_or_default();
        site.put("tong-hop/chuyen-muc.csv", seen);
        let (prepared, _) = site.prepare();
        let prepared = prepared.unwrap();
        let quarter = *prepared.counts.quarters().last().unwrap();
        let share = prepared.counts.coverage(quarter);
        (share.part, share.whole)
    };
    assert_eq!(coverage(office.today), (0, 2), "an address alone is not enough");
    office.net.put(page, "<html><h1>Nghị quyết số 71-NQ/TW</h1></html>");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 0));
    assert_eq!(coverage(office.today), (0, 2), "nor a title that is not exact");
    office.net.put(page, "<html><h1>Nghị\n quyết&#32;71-NQ/TW</h1></html>");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
    assert_eq!(coverage(office.today), (1, 2));
    assert_eq!(coverage(date(2027, 1, 5)), (0, 2), "seen in another quarter");
    office.net.fail(page, "nguon-het-gio");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1), "what was seen stays");
    office.net.put(page, "<html>Bảo trì</html>");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1), "a morning of repair");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
    assert_eq!(coverage(office.today), (1, 2));
    office.today = date(2026, 11, 22);
    assert_eq!(office.gather(&Wish::default()).sections, (1, 0), "without the title on another day");
    assert_eq!(coverage(office.today), (0, 2));
    office.net.put(page, "<html><title>Nghị quyết <b>71</b>-NQ/TW</html>");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
    office.net.fail(page, "nguon-khong-co-trang");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 0), "taken away");
}

#[test]
fn a_damaged_copy_is_fetched_again() {
    let office = Office::new(&format!("{SCHOOL}trao-doi/"), "");
    office.net.serve(&school(&[("Bài thứ nhất của trường", "2026-05-20")]), SCHOOL);
    office.gather(&Wish::default());
    let (products, copies) = (office.products(), office.copies());
    for path in copies.keys() {
        std::fs::write(office.root().join(path), "hỏng").unwrap();
        office.gather(&Wish::default());
        assert_eq!(office.copies(), copies, "{path}");
    }
    std::fs::write(office.root().join("tong-hop/nguon.csv"), "hỏng \u{0} \"").unwrap();
    office.gather(&Wish::default());
    assert_eq!(office.products(), products);
}

#[test]
fn a_zip_file_and_a_folder_are_read_too() {
    let site = school(&[("Bài thứ nhất của trường", "2026-05-20")]);
    let office = Office::new("nhan/hoa-sen.zip", "");
    std::fs::create_dir_all(office.root().join("nhan")).unwrap();
    let file = std::fs::File::create(office.root().join("nhan/hoa-sen.zip")).unwrap();
    let mut zip = zip::ZipWriter::new(file);
    let options = zip::write::SimpleFileOptions::default();
    for (path, bytes) in site.output() {
        zip.start_file(format!("public/{path}"), options).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    zip.start_file("../../thoat.csv", options).unwrap();
    zip.finish().unwrap();
    office.gather(&Wish { offline: true, ..Wish::default() });
    assert_eq!(office.products(), ["20/5/2026 Bài thứ nhất của trường"]);
    assert!(!office.root().parent().unwrap().join("thoat.csv").exists());

    let office = Office::new("nhan", "");
    for (path, bytes) in site.output() {
        let path = office.root().join("nhan").join(path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["20/5/2026 Bài thứ nhất của trường"]);
    assert!(office.net.asked().is_empty());
    std::fs::remove_dir_all(office.root().join("nhan")).unwrap();
    assert_eq!(office.state().0, SourceState::Failed);
    assert_eq!(office.products(), ["20/5/2026 Bài thứ nhất của trường"]);
}

const WORDPRESS: &str = include_str!("../fixtures/feeds/wordpress.xml");
const NUKEVIET: &str = include_str!("../fixtures/feeds/nukeviet.xml");
const JOOMLA: &str = include_str!("../fixtures/feeds/joomla.xml");
const BLOGGER: &str = include_str!("../fixtures/feeds/blogger.xml");
const RDF: &str = include_str!("../fixtures/feeds/rdf.xml");

pub const FEED: &str = "https://hoa-sen.example.edu.vn/rss.xml";

fn fed(feed: impl Into<Vec<u8>>, more: &str) -> Office {
    let office = Office::new(FEED, more);
    office.net.put(FEED, feed);
    let report = office.gather(&Wish::default());
    assert_eq!(report.sources[0].1.error, "");
    office
}

#[test]
fn feeds_of_the_usual_portals_are_read() {
    assert_eq!(
        fed(WORDPRESS, "").products(),
        ["12/9/2026 Dạy & học theo Nghị quyết số 71-NQ/TW", "5/9/2026 Khai giảng năm học mới"]
    );
    assert_eq!(
        fed(NUKEVIET, "").products(),
        ["1/9/2026 Triển khai NQ71 & chuyển đổi số", "2/9/2026 Tọa đàm về 71/NQ-TW"]
    );
    assert_eq!(fed(JOOMLA, "").products(), ["20/10/2026 Hội thi tìm hiểu Nghị quyết 71"]);
    assert_eq!(fed(BLOGGER, "").products(), ["15/10/2026 Thực hiện Nghị quyết 71-NQ/TW ở lớp 5"]);
    assert_eq!(fed(RDF, "").products(), ["3/11/2026 Ngày hội số theo 71–NQ/TW"]);
}

#[test]
fn a_page_leads_to_its_feed() {
    let office = Office::new("https://hoa-sen.example.edu.vn/tin-tuc/", "");
    office.net.put(
        "https://hoa-sen.example.edu.vn/tin-tuc/",
        "<!doctype html><html><head><link rel='alternate' type='application/rss+xml' href='/rss.xml'></head>",
    );
    office.net.put(FEED, JOOMLA);
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["20/10/2026 Hội thi tìm hiểu Nghị quyết 71"]);
}

#[test]
fn entries_are_mapped_by_category_and_stay_when_the_feed_forgets_them() {
    let source = format!(
        "[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{FEED}\"\ncategories = [\"Hoạt động\"]\ntypes = [\"Video = video\"]\n"
    );
    let mut office = Office::new("", &source);
    let item = |title: &str, link: &str, rest: &str| {
        format!("<item><title>{title}</title><link>https://hoa-sen.example.edu.vn/{link}</link>{rest}</item>")
    };
    let feed = |items: &[String]| {
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Tin</title>{}</channel></rss>",
            items.concat()
        )
    };
    let film = item("Phim về NQ 71", "phim", "<category>Video</category>");
    let act =
        item("Ngày hội đọc sách", "doc", "<category>Hoạt động</category><pubDate>01/09/2026 07:30</pubDate>");
    let strange = item("Tuyển sinh lớp 6", "ts", "<category>Tuyển sinh</category>");
    office.net.put(FEED, feed(&[film.clone(), act, strange]));
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["1/9/2026 Ngày hội đọc sách", "21/11/2026 Phim về NQ 71"]);

    // A week later the undated one is not new, and what fell out of the feed is still there.
    office.today = date(2026, 11, 28);
    let new = item("Bài mới về NQ 71", "moi", "");
    office.net.put(FEED, feed(&[new, film]));
    office.gather(&Wish::default());
    assert_eq!(
        office.products(),
        ["1/9/2026 Ngày hội đọc sách", "21/11/2026 Phim về NQ 71", "28/11/2026 Bài mới về NQ 71"]
    );

    office.net.put(FEED, feed(&[]).replace("<title>Tin", "<title>Cửa hàng giày"));
    let report = office.gather(&Wish::default());
    assert_eq!(report.sources[0].1.error, "nguon-doi-tieu-de");
    assert_eq!(office.products().len(), 3);
}

#[test]
fn a_feed_in_an_old_encoding_and_a_broken_one() {
    let text = JOOMLA.replace("utf-8", "windows-1258");
    // What windows-1258 cannot write as one letter, it writes as a letter and a mark.
    let (bytes, _, _) = encoding_rs::WINDOWS_1258.encode("Hội thi");
    assert!(!bytes.is_empty());
    let ascii: String = text.replace("Hội thi tìm hiểu Nghị quyết 71", "Hoi thi NQ71 \u{1}");
    let mut raw = encoding_rs::WINDOWS_1258.encode(&ascii).0.into_owned();
    raw.extend_from_slice(b"<!-- \xd0 -->");
    assert_eq!(fed(raw, "").products(), ["20/10/2026 Hoi thi NQ71"]);

    let office = fed(JOOMLA, "");
    office.net.put(FEED, &JOOMLA[..JOOMLA.len() / 2]);
    assert_eq!(office.state(), (SourceState::Failed, "nguon-xml-hong".into()));
    assert_eq!(office.products(), ["20/10/2026 Hội thi tìm hiểu Nghị quyết 71"]);
}

/// The rows of the only source's copy.
pub fn rows(office: &Office) -> Vec<Record> {
    let shards = office.copies().into_iter().filter(|(path, _)| !path.ends_with("muc-luc.csv"));
    shards.flat_map(|(_, bytes)| nq71::exchange::read(&bytes).unwrap().records).collect()
}

/// Hands a damaged feed over, once. Whatever came, every old row is still there; and where the
/// feed could not be read, the copy is as it was, byte for byte.
fn harmless(office: &Office, damaged: Vec<u8>, what: &str) -> SourceState {
    let (before, copies) = (rows(office), office.copies());
    office.net.put(FEED, damaged);
    let state = office.gather(&Wish::default()).sources[0].1.clone();
    let after = rows(office);
    for row in &before {
        assert!(after.iter().any(|one| one.id == row.id), "{what}: {} is lost", row.id);
    }
    if state.state != SourceState::Good {
        assert_ne!(state.error, "", "{what}");
        assert_eq!(office.copies(), copies, "{what}");
    }
    state.state
}

const FEEDS: [&str; 5] = [WORDPRESS, NUKEVIET, JOOMLA, BLOGGER, RDF];

#[test]
fn no_cut_flip_or_injection_at_any_place_of_a_feed_loses_what_was_there() {
    let injected: [&[u8]; 10] = [
        b"\0",
        b"&",
        b"<",
        b"]]>",
        b"<![CDATA[",
        b"\xff\xfe",
        b"\xe1\xbb",
        "\u{202e}".as_bytes(),
        b"<!DOCTYPE x [<!ENTITY a \"&a;&a;\">]>&a;",
        b"&#xD800;&#0;&#x110000;",
    ];
    let deep = "<a>".repeat(50_000);
    for feed in FEEDS {
        let office = fed(feed, "");
        let mut states = BTreeMap::new();
        let mut try_one = |bytes: Vec<u8>, what: String| {
            *states.entry(format!("{:?}", harmless(&office, bytes, &what))).or_insert(0) += 1;
        };
        let bytes = feed.as_bytes();
        let steps = 24;
        for at in (0..=steps).map(|step| bytes.len() * step / steps) {
            try_one(bytes[..at].to_vec(), format!("cut at {at}"));
            for mask in [0x01, 0x20, 0x80] {
                let mut flipped = bytes.to_vec();
                if let Some(byte) = flipped.get_mut(at) {
                    *byte ^= mask;
                }
                try_one(flipped, format!("{mask:x} flipped at {at}"));
            }
            let piece = injected[at % injected.len()];
            try_one([&bytes[..at], piece, &bytes[at..]].concat(), format!("{piece:?} at {at}"));
        }
        for piece in injected.into_iter().chain([deep.as_bytes()]) {
            let at = bytes.len() / 2;
            try_one(
                [&bytes[..at], piece, &bytes[at..]].concat(),
                format!("{} bytes in the middle", piece.len()),
            );
        }
        // Some of it must have been too much, and some must have been borne.
        assert!(states.len() > 1, "{states:?}");
        assert_eq!(harmless(&office, bytes.to_vec(), "the feed itself"), SourceState::Good);
    }
}

proptest! {
    #![proptest_config(generator::cases(24))]

    #[test]
    fn no_damage_to_a_feed_loses_what_was_there(
        cuts in proptest::collection::vec((any::<prop::sample::Index>(), 0u8..4, any::<u8>()), 1..12),
    ) {
        for feed in FEEDS {
            let mut bytes = feed.as_bytes().to_vec();
            for (at, what, byte) in &cuts {
                let at = at.index(bytes.len().max(1)).min(bytes.len().saturating_sub(1));
                match what {
                    0 => bytes.truncate(at),
                    1 if !bytes.is_empty() => bytes[at] ^= byte,
                    2 => { bytes.splice(at..at, b"]]><script>&#0;<!DOCTYPE x [<!ENTITY a \"&a;\">]>".iter().copied()); }
                    _ => bytes.insert(at, *byte),
                }
            }
            harmless(&fed(feed, ""), bytes, "damaged");
        }
    }
}

/// A server that does as its paths say.
pub struct Server {
    pub address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    pub fn start(
        answer: impl Fn(&str, &BTreeMap<String, String>, usize, &mut TcpStream) + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let heard = Arc::clone(&asked);
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { break };
                let (heard, answer) = (Arc::clone(&heard), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
                    let first = lines.next().and_then(Result::ok).unwrap_or_default();
                    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
                    let headers: BTreeMap<String, String> = lines
                        .map_while(Result::ok)
                        .take_while(|line| !line.is_empty())
                        .filter_map(|line| {
                            line.split_once(": ").map(|(a, b)| (a.to_lowercase(), b.to_owned()))
                        })
                        .collect();
                    let times = {
                        let mut heard = heard.lock().unwrap();
                        heard.push(path.clone());
                        heard.iter().filter(|known| **known == path).count()
                    };
                    answer(&path, &headers, times, &mut stream);
                    let _ = stream.flush();
                });
            }
        });
        Server { address, asked }
    }

    pub fn times(&self, path: &str) -> usize {
        self.asked.lock().unwrap().iter().filter(|known| *known == path).count()
    }
}

pub fn respond(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let head =
        format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n", body.len());
    let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body));
}

fn misbehaving() -> Server {
    Server::start(|path, headers, times, stream| match path {
        "/tot" if headers.get("if-none-match").is_some_and(|tag| tag == "\"mot\"") => {
            respond(stream, "304 Not Modified", "", b"");
        }
        "/tot" => respond(stream, "200 OK", "ETag: \"mot\"\r\n", JOOMLA.as_bytes()),
        "/lan-ba" if times < 3 => respond(stream, "502 Bad Gateway", "", b""),
        "/ban" if times < 2 => respond(stream, "503 Busy", "Retry-After: 0\r\n", b""),
        "/lan-ba" | "/ban" => respond(stream, "200 OK", "", JOOMLA.as_bytes()),
        "/ban-lau" => respond(stream, "429 Too Many", "Retry-After: 7200\r\n", b""),
        "/vong" => respond(stream, "302 Found", "Location: /vong\r\n", b""),
        "/da-bo" => respond(stream, "410 Gone", "", b""),
        "/nen-la" => respond(stream, "200 OK", "Content-Encoding: br\r\n", JOOMLA.as_bytes()),
        "/mat" => respond(stream, "404 Not Found", "", b"<html>"),
        "/ra-ngoai" => respond(stream, "302 Found", "Location: file:///etc/passwd\r\n", b""),
        "/khai-lon" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n<rss>");
        }
        "/vo-han" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            let block = vec![b' '; 1 << 16];
            while stream.write_all(&block).is_ok() {}
        }
        "/cham" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
            for _ in 0..200 {
                if stream.write_all(b" ").and_then(|()| stream.flush()).is_err() {
                    break;
                }
                std::thread::sleep(Duration::from_millis(100));
            }
        }
        "/im" => {
            let mut rest = [0; 1];
            let _ = stream.read(&mut rest);
        }
        "/dut" => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n<rss");
        }
        _ => respond(stream, "200 OK", "", b"gi do"),
    })
}

pub fn web(hosts: &[&str]) -> Web {
    let hosts: Vec<Box<str>> = hosts.iter().map(|host| (*host).into()).collect();
    Web::with(&hosts, "", Duration::from_secs(4), Duration::from_millis(10))
}

#[test]
fn a_server_cannot_do_more_than_fail() {
    let server = misbehaving();
    for (path, expected) in [
        ("/tot", ""),
        ("/lan-ba", ""),
        ("/ban", ""),
        ("/ban-lau", "nguon-cho-gio"),
        ("/vong", "nguon-chuyen-huong"),
        ("/da-bo", "nguon-da-bo"),
        ("/nen-la", "nguon-tra-loi-sai"),
        ("/mat", "nguon-khong-co-trang"),
        ("/khai-lon", "nguon-qua-lon"),
        ("/vo-han", "nguon-qua-lon"),
        ("/cham", "nguon-het-gio"),
        ("/im", "nguon-het-gio"),
        ("/dut", "nguon-bi-ngat"),
        ("/gi-do", "nguon-khong-hieu"),
    ] {
        let office = Office::new(&format!("{}{path}", server.address), "");
        let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
        let state = &report.sources[0].1;
        assert_eq!(state.error, expected, "{path}: {}", state.detail);
        assert_eq!(state.state == SourceState::Good, expected.is_empty(), "{path}");
    }
    assert_eq!(server.times("/lan-ba"), 3);
    assert_eq!(server.times("/vong"), 4, "three redirects");

    let office = Office::new(&format!("{}/ra-ngoai", server.address), "");
    let report = office.gather_by(&web(&["127.0.0.1"]), &Wish::default());
    assert_eq!(report.sources[0].1.state, SourceState::Failed);
}

#[test]
fn an_unchanged_source_sends_nothing_again() {
    let server = misbehaving();
    let office = Office::new(&format!("{}/tot", server.address), "");
    let web = web(&["127.0.0.1"]);
    office.gather_by(&web, &Wish::default());
    let copies = office.copies();
    let report = office.gather_by(&web, &Wish::default());
    assert_eq!(report.sources[0].1.state, SourceState::Good);
    assert_eq!((server.times("/tot"), office.copies()), (2, copies));
}

#[test]
fn an_inner_network_is_not_asked_unless_the_settings_say_so() {
    let server = misbehaving();
    let office = Office::new(&format!("{}/tot", server.address), "");
    let report = office.gather_by(&web(&[]), &Wish::default());
    assert_eq!(report.sources[0].1.error, "nguon-dia-chi-noi-bo");
    assert_eq!(server.times("/tot"), 0);
}

#[test]
fn a_run_that_is_cut_off_leaves_nothing_that_the_next_run_does_not_mend() {
    // Exchange files, a feed, and a folder of Markdown, each in two versions.
    let versions = ["cũ", "mới"].map(|mark| {
        let first = format!("Bài trao đổi thứ nhất {mark}");
        let second = format!("Bài trao đổi thứ hai {mark}");
        let section = school(&[(&first, "2026-05-20"), (&second, "2026-08-20")]);
        let mut files: Vec<(String, Vec<u8>)> = section
            .output()
            .into_iter()
            .filter(|(path, _)| path.as_str().starts_with("trao-doi/"))
            .map(|(path, bytes)| (format!("nhan/{path}"), bytes))
            .collect();
        let item = |n: u8| {
            let link = format!("https://hoa-sen.example.edu.vn/{n}");
            format!("<item><title>NQ 71, tin RSS {n} {mark}</title><link>{link}</link></item>")
        };
        let feed = format!("<rss version=\"2.0\"><channel><title>Tin</title>{}{}</channel></rss>", item(1), item(2));
        files.push(("rss.xml".into(), feed.into_bytes()));
        for n in 1..=2 {
            let text = format!("+++\ntitle = \"Bài trong thư mục {n} {mark}\"\ndate = 2026-05-2{n}\ntype = \"tin\"\n+++\n\nChữ.\n");
            files.push((format!("kho/{n}.md"), text.into_bytes()));
        }
        files
    });
    let put = |office: &Office, version: usize| {
        for (path, bytes) in &versions[version] {
            let path = office.root().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    };
    let new = || {
        let more =
            ["rss.xml", "kho"].map(|url| format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{url}\"\n"));
        Office::new("nhan", &more.concat())
    };
    let run = |office: &Office| {
        std::process::Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args(["-r", ".", "aggregate", "--date", "2026-11-21"])
            .current_dir(office.root())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap()
    };
    // How long a run takes on this machine: it is cut off at any part of that.
    let undisturbed = new();
    put(&undisturbed, 0);
    assert!(run(&undisturbed).wait().unwrap().success());
    put(&undisturbed, 1);
    let begun = std::time::Instant::now();
    assert!(run(&undisturbed).wait().unwrap().success());
    let whole_run = begun.elapsed();
    assert_eq!(undisturbed.products().len(), 6, "{:?}", undisturbed.products());

    let office = new();
    let cuts: u32 = std::env::var("NQ71_CUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(12);
    let mut seen = BTreeMap::new();
    let mut cut = 0;
    // On a machine that has become slower meanwhile, each round takes longer.
    while cut < cuts || seen.len() < 2 && cut < 20 * cuts {
        let slower = 1 + cut / cuts;
        put(&office, cut as usize % 2);
        let mut child = run(&office);
        std::thread::sleep(whole_run * slower * (cut * 37 % 101) / 100);
        cut += 1;
        let _ = child.kill();
        child.wait().unwrap();
        // Whatever was left, each copy is the one or the other, whole.
        let products = office.products();
        let mut found = Vec::new();
        for source in ["trao đổi", "RSS", "thư mục"] {
            let own: Vec<&String> = products.iter().filter(|one| one.contains(source)).collect();
            let of = |mark: &str| own.iter().filter(|one| one.ends_with(mark)).count();
            assert!([(0, 0), (2, 0), (0, 2)].contains(&(of("cũ"), of("mới"))), "{products:?}");
            found.push((of("cũ"), of("mới")));
        }
        *seen.entry(found).or_insert(0) += 1;
    }
    assert!(seen.len() > 1, "no run was cut off at a place that matters: {seen:?}");
    put(&office, 1);
    assert!(run(&office).wait().unwrap().success());
    assert_eq!(office.copies(), undisturbed.copies());
    assert_eq!(office.products(), undisturbed.products());
    println!("{cuts} runs cut off left: {seen:?}");
}

#[test]
fn the_summary_says_what_came_and_what_did_not() {
    let office = Office::new("nhan", "[[source]]\nunit = \"so-mau\"\nurl = \"khong-co.zip\"\n");
    for (path, bytes) in school(&[("Bài thứ nhất của trường", "2026-11-20")]).output() {
        let path = office.root().join("nhan").join(path.as_str());
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let ran = nq71(office.root(), &["aggregate", "--date", "2026-11-21"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    insta::assert_snapshot!(ran.stdout, @r"
    Đã thu 1/2 nguồn · 1 bài quý IV/2026 · 1 nguồn có vấn đề · 0 dòng không nhận
      so-mau  không tìm thấy khong-co.zip; kiểm tra tên tệp và thư mục  chưa có bản nào
    Chạy `nq71 build` để dựng trang; tình trạng từng nguồn ở noi-bo/nguon/
    ");
    assert_eq!(nq71(office.root(), &["aggregate", "--strict"]).code, 3);
    assert_eq!(nq71(office.root(), &["aggregate", "--only", "khong-co"]).code, 2);
    let ran = nq71(office.root(), &["--format", "json", "aggregate", "--date", "2026-11-21"]);
    let report: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["summary"]["good"], 1);
    assert_eq!(report["data"]["sources"][1]["state"], "loi");
    let built = nq71(office.root(), &["build", "--date", "2026-11-21"]);
    assert_eq!(built.code, 0, "{}", built.stderr);
    let page = std::fs::read_to_string(office.root().join("noi-bo/nguon/index.html")).unwrap();
    assert!(page.contains("không tìm thấy khong-co.zip"), "{page}");
    let bytes = {
        let mut bytes = Vec::new();
        write(&[], &mut bytes);
        bytes
    };
    assert!(bytes.starts_with("\u{feff}id,unit,".as_bytes()));
}
