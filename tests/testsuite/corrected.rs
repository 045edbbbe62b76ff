//! What a department corrects after a mistake: in its own settings, in the registry, or at a source.

use nq71::aggregate::{Report, Wish};
use nq71::model::SourceState;

use crate::aggregate::Office;
use crate::harness::nq71;

const SEN: &str = "https://hoa-sen.example.edu.vn/rss.xml";
const HUE: &str = "https://hoa-hue.example.edu.vn/rss.xml";

/// A feed of posts: number, day, and what stands in the entry besides.
fn feed(title: &str, host: &str, items: &[(u8, &str, &str)]) -> String {
    let items: String = items
        .iter()
        .map(|(n, day, more)| {
            let name = if more.is_empty() { "về NQ 71" } else { "của trường" };
            format!(
                "<item><title>Bài {n} {name}</title><link>https://{host}.example.edu.vn/tin/{n}.html</link>\
                 <pubDate>{day}</pubDate>{more}</item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>{title}</title>\
         <link>https://{host}.example.edu.vn/</link>{items}</channel></rss>"
    )
}

fn write(office: &Office, name: &str, text: &str) {
    std::fs::write(office.root().join(name), text).unwrap();
}

/// The settings, with tables of sources and exclusions.
fn settings(office: &Office, tables: &str) {
    let head = "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\n";
    write(office, "nq71.toml", &format!("{head}{tables}"));
}

/// Two schools, each with a source of the registry.
fn registry(office: &Office, sen: &str, hue: &str) {
    write(
        office,
        "don-vi.csv",
        &format!(
            "code,name,parent_prof,exchange_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,\n\
             thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,{sen}\nthcs-hoa-hue,Trường THCS Hoa Huệ,so-mau,{hue}\n"
        ),
    );
}

/// How many products each of the two schools has.
fn counts(office: &Office) -> (usize, usize) {
    let site = office.site();
    let products = site.output().into_iter().find(|(path, _)| path.as_str().ends_with("san-pham.csv"));
    let (_, bytes) = products.expect("a section has the list of its products");
    let mut reader = csv::Reader::from_reader(&bytes[3..]);
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let counted = reader.headers().unwrap().iter().position(|name| name == "duoc_tinh").unwrap();
    let of = |code: &str| {
        let is = |row: &&csv::StringRecord| row.iter().any(|cell| cell == code) && &row[counted] == "1";
        rows.iter().filter(is).count()
    };
    (of("thcs-hoa-sen"), of("thcs-hoa-hue"))
}

fn of<'r>(report: &'r Report, key: &str) -> (SourceState, &'r str) {
    let (_, state) = report.sources.iter().find(|(source, _)| source.key.starts_with(key)).unwrap();
    (state.state, &state.error)
}

#[test]
fn a_neighbours_feed_that_was_listed_by_mistake_leaves_nothing_behind() {
    let three = [(1, "01/09/2026", ""), (2, "02/09/2026", ""), (3, "03/09/2026", "")];
    let two = [(4, "04/09/2026", ""), (5, "05/09/2026", "")];
    // With one name for both feeds, nothing else tells that they are two.
    for (sen, hue) in [("Tin", "Tin"), ("Hoa Sen", "Hoa Huệ")] {
        let office = Office::new("", "");
        settings(&office, "");
        office.net.put(SEN, feed(sen, "hoa-sen", &two));
        office.net.put(HUE, feed(hue, "hoa-hue", &three));
        registry(&office, HUE, HUE);
        office.gather(&Wish::default());
        assert_eq!(counts(&office), (0, 3), "one post counts once");

        registry(&office, SEN, HUE);
        let accept = |office: &Office| {
            let wish = Wish { only: vec![office.unit("thcs-hoa-sen")], refresh: true, ..Wish::default() };
            office.gather(&wish);
        };
        let report = office.gather(&Wish::default());
        if sen != hue {
            // Another title: a person looks first.
            assert_eq!(of(&report, "thcs-hoa-sen").0, SourceState::Held);
            accept(&office);
        }
        assert_eq!(counts(&office), (2, 3), "{sen}");
        // And so it stays when the neighbour moves, too.
        let moved = "https://hoa-hue.example.edu.vn/feed/";
        office.net.put(moved, feed(hue, "hoa-hue", &[(9, "09/09/2026", "")]));
        registry(&office, SEN, moved);
        office.gather(&Wish::default());
        assert_eq!(counts(&office), (2, 4), "{sen}");
        assert!(office.site().office.text("nguon/doi-chieu.csv").contains("khai nhầm cho đơn vị khác"));

        // On a host that all schools share, only the feeds' own addresses tell whose they are.
        let shared = |school: &str| format!("https://truong.example.edu.vn/{school}/rss.xml");
        let office = Office::new("", "");
        settings(&office, "");
        office.net.put(&shared("hoa-sen"), feed(sen, "truong", &three[..1]));
        office.net.put(&shared("hoa-hue"), feed(hue, "truong", &three[1..]));
        registry(&office, &shared("hoa-hue"), &shared("hoa-hue"));
        office.gather(&Wish::default());
        registry(&office, &shared("hoa-sen"), &shared("hoa-hue"));
        office.gather(&Wish::default());
        if sen != hue {
            accept(&office);
        }
        assert_eq!(counts(&office), (1, 2), "{sen}");

        // The same with sources in the settings; this time nothing of the neighbour is gathered, and
        // nobody can know whose the posts are: the office says so.
        let source = |url: &str| format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{url}\"\n");
        let office = Office::new("", "");
        write(
            &office,
            "don-vi.csv",
            "code,name,parent_prof,portal_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,\n\
             thcs-hoa-sen,Trường THCS Hoa Sen,so-mau,\n\
             thcs-hoa-hue,Trường THCS Hoa Huệ,so-mau,https://hoa-hue.example.edu.vn/\n",
        );
        office.net.put(SEN, feed(sen, "hoa-sen", &two));
        office.net.put(HUE, feed(hue, "hoa-hue", &three));
        settings(&office, &source(HUE));
        office.gather(&Wish::default());
        settings(&office, &source(SEN));
        let report = office.gather(&Wish::default());
        if sen == "Tin" {
            assert_eq!((report.taken_over.len(), report.left.len()), (1, 0));
            assert_eq!(counts(&office), (5, 0));
        } else {
            assert_eq!(of(&report, "thcs-hoa-sen").0, SourceState::Held);
            accept(&office);
        }
        let exclude = "[[exclude]]\nunit = \"thcs-hoa-sen\"\nurl = \"https://hoa-hue.example.edu.vn/\"\n";
        settings(&office, &format!("{}{exclude}", source(SEN)));
        assert_eq!(counts(&office), (2, 0), "{sen}");
    }
}

#[test]
fn what_is_left_out_for_one_unit_is_its_owners_as_before() {
    let office = Office::new("", "");
    registry(&office, SEN, HUE);
    let posts = [(1, "01/09/2026", ""), (2, "02/09/2026", "")];
    // The first school's portal shows the second's posts, too.
    let both = feed("Hoa Sen", "hoa-sen", &posts[..1])
        .replace("</channel>", feed("", "hoa-hue", &posts).split_once("</link>").unwrap().1);
    office.net.put(SEN, both.replace("</rss></rss>", "</rss>"));
    office.net.put(HUE, feed("Hoa Huệ", "hoa-hue", &posts));
    let exclude = |unit: &str| {
        settings(&office, &format!("[[exclude]]\nurl = \"https://hoa-hue.example.edu.vn/\"\n{unit}\n"));
    };
    settings(&office, "");
    let report = office.gather(&Wish::default());
    assert_eq!(of(&report, "thcs-hoa-sen"), (SourceState::Good, ""));
    assert_eq!(counts(&office), (3, 2), "both say that it is theirs");
    exclude("unit = \"thcs-hoa-sen\"");
    assert_eq!(counts(&office), (1, 2));
    exclude("");
    assert_eq!(counts(&office), (1, 0), "nobody's");
    exclude("unit = \"Trường THCS Hoa Huệ\"");
    assert_eq!(counts(&office), (3, 0));
    // What fits nothing was mistyped; what fits is not told of.
    let idle = |url: &str| {
        settings(&office, &format!("[[exclude]]\nurl = \"{url}\"\n"));
        let ran = nq71(office.root(), &["build", "--date", "2026-11-21"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        ran.stderr.contains("bo-khong-khop")
    };
    assert!(!idle("https://hoa-hue.example.edu.vn/tin/2.html"));
    assert!(!idle("https://hoa-hue.example.edu.vn/"));
    assert!(idle("https://hoa-hue.example.edu.vn/tin/22.html"));
}

#[test]
fn a_category_brings_its_posts_at_once_and_takes_them_along_when_it_goes() {
    let office = Office::new("", "");
    let act = "<category>Hoạt động</category>";
    office.net.put(SEN, feed("Tin", "hoa-sen", &[(1, "01/09/2026", ""), (2, "02/09/2026", act)]));
    let source = |more: &str| {
        settings(&office, &format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{SEN}\"\n{more}\n"));
    };
    source("");
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["1/9/2026 Bài 1 về NQ 71"]);
    // The server says that nothing has changed: the settings have.
    source("categories = [\"Hoạt động\"]");
    office.gather(&Wish::default());
    let both = ["1/9/2026 Bài 1 về NQ 71", "2/9/2026 Bài 2 của trường"];
    assert_eq!(office.products(), both);
    office.net.asked();
    office.gather(&Wish::default());
    assert_eq!(office.net.asked().len(), 1);
    // The feed has gone on when somebody sees that the category is about other things.
    office.net.put(SEN, feed("Tin", "hoa-sen", &[(1, "01/09/2026", "")]));
    office.gather(&Wish::default());
    assert_eq!(office.products(), both);
    source("");
    assert_eq!(office.products(), ["1/9/2026 Bài 1 về NQ 71"]);
    assert!(office.site().office.text("nguon/tu-choi.csv").contains("“hoạt động”"));
    office.gather(&Wish::default());
    assert_eq!(office.products(), ["1/9/2026 Bài 1 về NQ 71"]);
    source("categories = [\"Tin khác\", \"Hoạt động\"]");
    office.gather(&Wish::default());
    assert_eq!(office.products(), both);
}

#[test]
fn what_passes_through_a_feed_that_waits_for_a_person_is_kept() {
    let office = Office::new("", "");
    registry(&office, SEN, "");
    settings(&office, "");
    let shows = |title: &str, items: &[(u8, &str, &str)]| {
        office.net.put(SEN, feed(title, "hoa-sen", items));
        let report = office.gather(&Wish::default());
        let (state, _) = of(&report, "thcs-hoa-sen");
        (state, counts(&office).0)
    };
    let day = |n: u8| -> &str {
        ["", "01/09/2026", "02/09/2026", "03/09/2026", "04/09/2026", "05/09/2026"][n as usize]
    };
    assert_eq!(shows("Cổng cũ", &[(1, day(1), "")]), (SourceState::Good, 1));
    // The school has a new portal, and nobody looks for weeks; one day it is down.
    assert_eq!(shows("Cổng mới", &[(2, day(2), "")]), (SourceState::Held, 1));
    assert_eq!(shows("Cổng mới", &[(3, day(3), "")]), (SourceState::Held, 1));
    office.net.fail(SEN, "nguon-het-gio");
    assert_eq!(of(&office.gather(&Wish::default()), "thcs-hoa-sen").0, SourceState::Failed);
    assert_eq!(shows("Cổng mới", &[(4, day(4), "")]), (SourceState::Held, 1));
    assert!(office.root().join("tong-hop/cho/thcs-hoa-sen").is_dir());
    // What waits is nobody's, not even beside a lost index.
    let accept = Wish { only: vec![office.unit("thcs-hoa-sen")], refresh: true, ..Wish::default() };
    let report = office.gather(&accept);
    assert_eq!(of(&report, "thcs-hoa-sen"), (SourceState::Good, ""));
    assert_eq!(counts(&office).0, 4);
    assert!(!office.root().join("tong-hop/cho/thcs-hoa-sen").exists());
    assert_eq!(shows("Cổng mới", &[(5, day(5), "")]), (SourceState::Good, 5));

    // Somebody else's feed for a day: when the school's own is back, nothing of it comes along.
    let office = Office::new("", "");
    registry(&office, SEN, "");
    settings(&office, "");
    let shows = |title: &str, items: &[(u8, &str, &str)]| {
        office.net.put(SEN, feed(title, "hoa-sen", items));
        let report = office.gather(&Wish::default());
        (of(&report, "thcs-hoa-sen").0, counts(&office).0)
    };
    assert_eq!(shows("Cổng cũ", &[(1, day(1), "")]), (SourceState::Good, 1));
    assert_eq!(shows("Nhà cái", &[(2, day(2), ""), (3, day(3), "")]), (SourceState::Held, 1));
    assert_eq!(shows("Cổng cũ", &[(4, day(4), "")]), (SourceState::Good, 2));
}

/// The school's exchange files: number, title, day, status, type.
fn exchange(office: &Office, base: &str, rows: &[(u8, &str, &str)]) {
    let mut shard = String::from("id,unit,title,date,quarter,type,url,status\r\n");
    for (n, status, kind) in rows {
        shard.push_str(&format!(
            "bai-{n},thcs-hoa-sen,Bài {n} của trường,2026-09-0{n},2026-Q3,{kind},\
             https://hoa-sen.example.edu.vn/tin/{n}.html,{status}\r\n"
        ));
    }
    let digest = nq71::exchange::sha256(shard.as_bytes());
    let index =
        format!("version,unit,shard,rows,sha256\r\n1,thcs-hoa-sen,2026-q3.csv,{},{digest}\r\n", rows.len());
    office.net.put(&format!("{base}2026-q3.csv"), shard);
    office.net.put(&format!("{base}muc-luc.csv"), index);
}

#[test]
fn what_a_unit_takes_back_in_one_source_is_not_counted_through_another() {
    let base = "https://hoa-sen.example.edu.vn/nghi-quyet-71/trao-doi/";
    let posts = [(1, "01/09/2026", ""), (2, "02/09/2026", "")];
    let source = |url: &str| format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{url}\"\n");
    // Whichever source comes first.
    for (first, second) in [(base, SEN), (SEN, base)] {
        let office = Office::new("", "");
        registry(&office, first, "");
        settings(&office, &source(second));
        office.net.put(SEN, feed("Tin", "hoa-sen", &posts));
        exchange(&office, base, &[(1, "da-duyet", "bai"), (2, "da-duyet", "van-ban")]);
        office.gather(&Wish::default());
        // The feed names no types: the exchange files do, and documents are no products.
        assert_eq!(counts(&office).0, 1, "{first}");
        exchange(&office, base, &[(1, "da-go", "bai"), (2, "da-duyet", "van-ban")]);
        office.gather(&Wish::default());
        assert_eq!(counts(&office).0, 0, "{first}");
        assert!(office.site().office.text("nguon/doi-chieu.csv").contains("đơn vị đã gỡ bài"));
        // The other post has become a product; the withdrawal stands.
        exchange(&office, base, &[(1, "da-go", "bai"), (2, "da-duyet", "bai")]);
        office.gather(&Wish::default());
        assert_eq!(counts(&office).0, 1, "{first}");
    }
}

#[test]
fn a_post_of_two_categories_stays_while_one_of_them_is_named() {
    let office = Office::new("", "");
    let both = "<category>Tin tức; Sự kiện</category><category>Hoạt động</category>";
    office.net.put(SEN, feed("Tin", "hoa-sen", &[(1, "01/09/2026", both)]));
    let source = |categories: &str| {
        settings(
            &office,
            &format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{SEN}\"\ncategories = [{categories}]\n"),
        );
    };
    source("\"Tin tức; Sự kiện\", \"Hoạt động\"");
    office.gather(&Wish::default());
    office.net.put(SEN, feed("Tin", "hoa-sen", &[]));
    office.gather(&Wish::default());
    for (categories, products) in
        [("\"Hoạt động\"", 1), ("\"Tin tức; Sự kiện\"", 1), ("\"Tin khác\"", 0), ("\"hoạt  ĐỘNG\"", 1)]
    {
        source(categories);
        assert_eq!(office.products().len(), products, "{categories}");
    }
}

#[test]
fn two_sources_of_a_unit_move_to_another_domain_together() {
    let office = Office::new("", "");
    let source = |host: &str, path: &str| format!("https://{host}.example.edu.vn/{path}.xml");
    let both = |host: &str| {
        let one =
            |path: &str| format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{}\"\n", source(host, path));
        settings(&office, &format!("{}{}", one("tin"), one("doi")));
    };
    office.net.put(&source("cu", "tin"), feed("Tin", "hoa-sen", &[(1, "01/09/2026", "")]));
    office.net.put(&source("cu", "doi"), feed("Đội", "hoa-sen", &[(2, "02/09/2026", "")]));
    both("cu");
    office.gather(&Wish::default());
    office.net.put(&source("moi", "tin"), feed("Tin", "hoa-sen", &[(3, "03/09/2026", "")]));
    office.net.put(&source("moi", "doi"), feed("Đội", "hoa-sen", &[(4, "04/09/2026", "")]));
    both("moi");
    let report = office.gather(&Wish::default());
    assert_eq!((report.taken_over.len(), report.left.len()), (2, 0));
    assert_eq!(office.products().len(), 4);
}

#[test]
fn what_waits_adds_up_goes_along_and_is_told_of() {
    let office = Office::new("", "");
    let source =
        |url: &str| settings(&office, &format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{url}\"\n"));
    let shows = |url: &str, title: &str, n: u8| {
        office.net.put(url, feed(title, "hoa-sen", &[(n, &format!("0{n}/09/2026"), "")]));
        let report = office.gather(&Wish::default());
        let (_, state) = &report.sources[0];
        (state.state, state.error.clone(), office.products().len())
    };
    source(SEN);
    let held = (SourceState::Held, "nguon-doi-tieu-de".to_owned(), 1);
    assert_eq!(shows(SEN, "Tên một", 1), (SourceState::Good, String::new(), 1));
    assert_eq!(shows(SEN, "Tên hai", 2), held);
    assert_eq!(shows(SEN, "Tên ba", 3), held);
    // The old title again: what waits does so still.
    assert_eq!(shows(SEN, "Tên một", 4), (SourceState::Good, "nguon-con-cho".to_owned(), 2));
    let moved = "https://hoa-sen.example.edu.vn/feed/";
    source(moved);
    let held = (SourceState::Held, "nguon-doi-tieu-de".to_owned(), 2);
    assert_eq!(shows(moved, "Tên ba", 5), held);
    let accept = Wish { only: vec![office.unit("thcs-hoa-sen")], refresh: true, ..Wish::default() };
    office.gather(&accept);
    assert_eq!(office.products().len(), 5);
    assert_eq!(shows(moved, "Tên ba", 5), (SourceState::Good, String::new(), 5));
}

#[test]
fn a_section_is_looked_at_until_posts_are_gathered() {
    let office = Office::new("", "");
    let section = "https://hoa-sen.example.edu.vn/nghi-quyet-71/";
    let registry = |source: &str| {
        write(
            &office,
            "don-vi.csv",
            &format!(
                "code,name,section_url,exchange_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,\n\
                 thcs-hoa-sen,Trường THCS Hoa Sen,{section},{source}\n"
            ),
        );
    };
    settings(&office, "");
    office.net.put(section, "<!doctype html><title>Nghị quyết 71-NQ/TW</title><h1>Nghị quyết 71-NQ/TW</h1>");
    registry("");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
    // A source that has nothing yet says nothing of the section.
    registry(SEN);
    assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
    office.net.fail(section, "nguon-da-bo");
    assert_eq!(office.gather(&Wish::default()).sections, (1, 0));
    // With posts, nobody looks any more, and nothing old is counted.
    office.net.put(section, "<!doctype html><title>Nghị quyết 71-NQ/TW</title><h1>Nghị quyết 71-NQ/TW</h1>");
    office.gather(&Wish::default());
    office.net.put(SEN, feed("Tin", "hoa-sen", &[(1, "01/09/2026", "")]));
    office.gather(&Wish::default());
    assert_eq!(office.gather(&Wish::default()).sections, (0, 0));
    let seen = std::fs::read_to_string(office.root().join("tong-hop/chuyen-muc.csv")).unwrap();
    assert_eq!(seen.lines().count(), 1, "{seen}");
}

#[test]
fn a_portal_that_moves_keeps_its_posts_from_whoever_lists_its_old_address() {
    let moved = "https://hoa-sen.example.edu.vn/tin-moi/rss.xml";
    let days = ["01/09/2026", "02/09/2026", "03/09/2026", "04/09/2026"];
    let items = |numbers: &[u8]| -> Vec<(u8, &str, &str)> {
        numbers.iter().map(|&n| (n, days[usize::from(n) - 1], "")).collect()
    };
    // The neighbour is corrected before the portal moves, or on the same day.
    for before in [true, false] {
        let office = Office::new("", "");
        settings(&office, "");
        office.net.put(SEN, feed("Tin", "hoa-sen", &items(&[1, 2, 3])));
        office.net.put(HUE, feed("Tin", "hoa-hue", &[(9, "09/09/2026", "")]));
        registry(&office, SEN, SEN);
        office.gather(&Wish::default());
        if before {
            registry(&office, SEN, HUE);
            office.gather(&Wish::default());
            assert_eq!(counts(&office), (3, 1));
        }
        // The new feed shows the newest posts only.
        office.net.put(moved, feed("Tin", "hoa-sen", &items(&[3, 4])));
        registry(&office, moved, HUE);
        office.gather(&Wish::default());
        assert_eq!(counts(&office), (4, 1), "{before}");
    }
}

#[test]
fn marks_are_made_here_and_by_nobody_else() {
    let base = "https://hoa-sen.example.edu.vn/nghi-quyet-71/trao-doi/";
    let office = Office::new("", "");
    registry(&office, base, "");
    settings(&office, "");
    let put = |reason: &str| {
        let shard = format!(
            "id,unit,title,date,type,url,status,reason\r\nbai-1,thcs-hoa-sen,Bài một của trường,2026-09-01,tin,\
             https://hoa-sen.example.edu.vn/1.html,da-duyet,{reason}\r\n"
        );
        let digest = nq71::exchange::sha256(shard.as_bytes());
        office.net.put(
            &format!("{base}muc-luc.csv"),
            format!("version,unit,shard,rows,sha256\r\n1,thcs-hoa-sen,2026-q3.csv,1,{digest}\r\n"),
        );
        office.net.put(&format!("{base}2026-q3.csv"), shard);
        office.gather(&Wish::default());
        (counts(&office).0, office.site().office.text("nguon/tu-choi.csv").lines().count() - 1)
    };
    assert_eq!(put("lap-dong: T9; nghi-quyet-khac: x; chuyen-muc: y; dong-ghi-chu"), (1, 0));
    // Its author's own words are not counted, and not refused.
    assert_eq!(put("khai-bao-khong-tinh: tin cũ; lap-dong bảng"), (0, 0));
}

#[test]
fn a_withdrawal_holds_under_the_same_id_and_for_sections() {
    let base = "https://hoa-sen.example.edu.vn/nghi-quyet-71/trao-doi/";
    let other = "https://doi.hoa-sen.example.edu.vn/trao-doi/";
    let section = "https://hoa-sen.example.edu.vn/nghi-quyet-71/";
    for (first, second) in [(base, other), (other, base)] {
        let office = Office::new("", "");
        write(
            &office,
            "don-vi.csv",
            &format!(
                "code,name,section_url,exchange_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,,\n\
                 thcs-hoa-sen,Trường THCS Hoa Sen,{section},{first}\n"
            ),
        );
        settings(&office, &format!("[[source]]\nunit = \"thcs-hoa-sen\"\nurl = \"{second}\"\n"));
        office
            .net
            .put(section, "<!doctype html><title>Nghị quyết 71-NQ/TW</title><h1>Nghị quyết 71-NQ/TW</h1>");
        exchange(&office, base, &[(1, "da-duyet", "bai"), (2, "da-duyet", "bai")]);
        exchange(&office, other, &[(1, "da-duyet", "bai"), (2, "da-go", "bai")]);
        office.gather(&Wish::default());
        assert_eq!(counts(&office).0, 1, "{first}");
        // Whose posts are all withdrawn has none, and its section is looked at.
        assert_eq!(office.gather(&Wish::default()).sections, (0, 0));
        for url in [base, other] {
            exchange(&office, url, &[(1, "da-go", "bai"), (2, "da-go", "bai")]);
        }
        office.gather(&Wish::default());
        assert_eq!(office.gather(&Wish::default()).sections, (1, 1));
    }
}
