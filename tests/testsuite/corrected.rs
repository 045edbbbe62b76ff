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
