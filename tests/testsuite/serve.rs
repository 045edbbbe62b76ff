//! `nq71 serve`, asked over real connections: what it answers, what it notices, whom it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use crate::harness::{TestSite, repository};

/// How long anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server, and the folder that it shows.
struct Served {
    child: Child,
    port: u16,
    folder: tempfile::TempDir,
    reports: Receiver<serde_json::Value>,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Served {
    fn start(folder: tempfile::TempDir, arguments: &[&str]) -> Served {
        let mut child = Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args(["--format", "json", "serve", "-p", "0", "--date", "2026-11-21"])
            .args(arguments)
            .current_dir(folder.path())
            .env_remove("SOURCE_DATE_EPOCH")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (sender, reports) = channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                if sender.send(serde_json::from_str(&line).expect("each line is a report")).is_err() {
                    return;
                }
            }
        });
        let mut served = Served { child, port: 0, folder, reports };
        let listening = served.report();
        assert_eq!(listening["summary"]["event"], "listening");
        let url = listening["data"]["url"].as_str().unwrap();
        served.port = url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        assert_eq!(served.report()["summary"]["event"], "read");
        served
    }

    /// A school with two posts, one of them a draft.
    fn school() -> Served {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        write(folder.path(), "content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        write(folder.path(), "content/nhap.md", &post("Bài còn đang viết dở", "status = \"nhap\""));
        Served::start(folder, &[])
    }

    fn report(&self) -> serde_json::Value {
        self.reports.recv_timeout(PATIENCE).expect("the server reports")
    }

    fn put(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    fn ask(&self, head: &str) -> Answer {
        ask(self.port, head.as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    }

    fn page(&self, path: &str) -> String {
        let answer = self.get(path);
        assert_eq!(answer.status, 200, "{path}");
        String::from_utf8(answer.body).unwrap()
    }

    /// Hears the changes as one page does.
    fn events(&self, page: &str) -> Events {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let head =
            format!("GET /__nq71/su-kien?trang={page}&xem=editors HTTP/1.1\r\nHost: localhost\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        Events(BufReader::new(stream))
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> serde_json::Value {
        let mut line = String::new();
        let begun = Instant::now();
        loop {
            line.clear();
            // A stream without news shows from time to time that it lives.
            assert!(begun.elapsed() < PATIENCE, "no news");
            assert!(self.0.read_line(&mut line).expect("the stream lives") > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data).unwrap();
            }
        }
    }

    /// The first news that says so.
    fn until(&mut self, is: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let begun = Instant::now();
        loop {
            let news = self.next();
            if is(&news) {
                return news;
            }
            assert!(begun.elapsed() < PATIENCE, "{news}");
        }
    }
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn ask(port: u16, bytes: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    stream.write_all(bytes).unwrap();
    let mut all = Vec::new();
    stream.read_to_end(&mut all).unwrap();
    let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("an answer has a head");
    let head = String::from_utf8(all[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_lowercase(), value.to_owned()))
        .collect();
    Answer { status, headers, body: all[end + 4..].to_vec() }
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

const SETTINGS: &str = "base_url = \"https://a.example.vn/nghi-quyet-71/\"\n[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n";

fn post(title: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"{title}\"\ndate = 2026-10-05\ntype = \"tin\"\nsummary = \"Một tóm tắt đủ dài để không ai phải \
         nhắc, vì mỗi bài đăng nên có từ hai mươi đến sáu mươi từ cho người đọc vội.\"\n{more}\n+++\n\nNội dung ban đầu.\n"
    )
}

/// The page as it is written by a build: without the script of the bar.
fn bare(page: &[u8]) -> Vec<u8> {
    let start = b"<script src=\"/__nq71/thanh.js\"";
    let Some(at) = page.windows(start.len()).position(|part| part == start) else { return page.to_vec() };
    let end = b"</script>\n";
    let length = page[at..].windows(end.len()).position(|part| part == end).unwrap() + end.len();
    [&page[..at], &page[at + length..]].concat()
}

mod pages {
    use super::*;

    fn copied(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let entry = entry.unwrap();
            let name = entry.file_name();
            if entry.path().is_dir() {
                copied(&entry.path(), &to.join(name));
            } else {
                fs::copy(entry.path(), to.join(name)).unwrap();
            }
        }
    }

    /// Every file that a build writes is served as it is, but for the bar in its pages.
    fn the_public_sees_what_a_build_writes(example: &str) {
        let folder = tempfile::tempdir().unwrap();
        let from =
            if example.is_empty() { repository() } else { repository().join("examples").join(example) };
        for name in ["content", "themes"] {
            if from.join(name).is_dir() && !(example.is_empty() && name == "themes") {
                copied(&from.join(name), &folder.path().join(name));
            }
        }
        for name in ["nq71.toml", "don-vi.csv", "logo.png"] {
            if from.join(name).is_file() {
                fs::copy(from.join(name), folder.path().join(name)).unwrap();
            }
        }
        let built = TestSite::example(example).built();
        let served = Served::start(folder, &[]);
        let output = built.output();
        assert!(output.len() > 20);
        for (path, bytes) in &output {
            if path.as_str() == "nq71-tep.txt" {
                continue;
            }
            let answer = served.get(&format!("/__cong-khai/{path}"));
            assert_eq!(answer.status, 200, "{path}");
            let page = path.as_str().ends_with(".html");
            assert_eq!(page, bare(&answer.body) != answer.body, "{path} has a bar");
            assert!(bare(&answer.body) == *bytes, "{path} is served otherwise than built");
        }
    }

    #[test]
    fn the_repository_is_served_as_built() {
        the_public_sees_what_a_build_writes("");
    }

    #[test]
    fn a_school_is_served_as_built() {
        the_public_sees_what_a_build_writes("truong");
    }

    #[test]
    fn a_commune_is_served_as_built() {
        the_public_sees_what_a_build_writes("xa");
    }

    #[test]
    fn a_department_is_served_as_built() {
        the_public_sees_what_a_build_writes("so");
    }

    #[test]
    fn a_draft_is_seen_by_editors_found_from_lists_and_counted_nowhere() {
        let served = Served::school();
        let draft = served.page("/bai/nhap.html");
        assert!(draft.contains("Bài còn đang viết dở"));
        assert!(draft.contains("&quot;ribbon&quot;:&quot;Bản nháp&quot;"), "{draft}");
        let home = served.page("/index.html");
        assert!(home.contains("bai/nhap.html"));
        assert!(home.contains("&quot;/bai/nhap.html&quot;:&quot;Bản nháp&quot;"), "the link has a mark");
        assert!(served.page("/q/2026-q4/index.html").contains("bai/nhap.html"));
        assert!(served.page("/__kiem-tra/").contains("Bài còn đang viết dở"));

        assert_eq!(served.get("/__cong-khai/bai/nhap.html").status, 404);
        assert!(!served.page("/__cong-khai/index.html").contains("viết dở"));
        for path in ["/thong-ke/2026-q4/index.html", "/thong-ke/2026-q4/san-pham.csv"] {
            let editors = served.get(path).body;
            assert!(!String::from_utf8_lossy(&editors).contains("viết dở"), "{path}");
            let public = served.get(&format!("/__cong-khai{path}")).body;
            if path.ends_with("csv") {
                assert_eq!(editors, public, "{path}");
            } else {
                assert_eq!(bare(&editors), bare(&public), "{path}");
            }
        }
    }

    #[test]
    fn a_host_would_answer_the_same() {
        let served = Served::school();
        assert_eq!(served.get("/").body, served.get("/index.html").body);
        let folder = served.get("/q");
        assert_eq!((folder.status, folder.headers["location"].as_str()), (301, "/q/"));
        assert_eq!(served.get("/q/").status, 200);
        assert_eq!(served.get("/bai/").status, 404, "no folder is listed");
        let missing = served.get("/khong-co.html");
        assert_eq!(missing.status, 404);
        assert!(String::from_utf8_lossy(&missing.body).contains("Nghị quyết 71-NQ/TW"));
        for (path, kind) in [
            ("/", "text/html; charset=utf-8"),
            ("/rss.xml", "text/xml; charset=utf-8"),
            ("/thong-ke/2026-q4/san-pham.csv", "text/csv; charset=utf-8"),
        ] {
            assert_eq!(served.get(path).headers["content-type"], kind, "{path}");
        }
        let home = served.page("/");
        let style = home
            .split("href=\"")
            .find_map(|part| part.split('"').next().filter(|href| href.ends_with(".css")));
        assert_eq!(
            served.get(&format!("/{}", style.unwrap())).headers["content-type"],
            "text/css; charset=utf-8"
        );
        let head = served.ask("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!((head.status, head.body.len()), (200, 0));
        assert_eq!(head.headers["content-length"], served.get("/").headers["content-length"]);
        let posted = served
            .ask("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assert_eq!(posted.status, 405);
    }

    #[test]
    fn a_film_is_served_in_parts() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        write(
            folder.path(),
            "content/mot.md",
            &post("Lễ khai giảng năm học mới", "attachments = [\"phim.mp4\"]"),
        );
        let film: Vec<u8> = (0..100_000u32).map(|at| at as u8).collect();
        fs::write(folder.path().join("content/phim.mp4"), &film).unwrap();
        let served = Served::start(folder, &[]);
        let page = served.page("/bai/mot.html");
        let at = page.find("tep/phim-").unwrap();
        let path = page[at..].split('"').next().unwrap();
        let range = |range: &str| {
            served.ask(&format!(
                "GET /{path} HTTP/1.1\r\nHost: localhost\r\nRange: {range}\r\nConnection: close\r\n\r\n"
            ))
        };
        let whole = served.get(&format!("/{path}"));
        assert_eq!((whole.headers["content-type"].as_str(), whole.body.len()), ("video/mp4", film.len()));
        assert_eq!(whole.headers["accept-ranges"], "bytes");
        let part = range("bytes=1000-1999");
        assert_eq!(part.status, 206);
        assert_eq!(part.headers["content-range"], "bytes 1000-1999/100000");
        assert_eq!(part.body, film[1000..2000]);
        assert_eq!(range("bytes=-10").body, film[99_990..]);
        let outside = range("bytes=100000-");
        assert_eq!((outside.status, outside.headers["content-range"].as_str()), (416, "bytes */100000"));
        // Many who ask and do not take: nobody else waits for them.
        let asked = format!("GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n");
        let slow: Vec<TcpStream> = (0..60)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
                stream.write_all(asked.as_bytes()).unwrap();
                stream
            })
            .collect();
        assert_eq!(served.get("/index.html").status, 200);
        assert_eq!(served.get(&format!("/{path}")).body, film);
        drop(slow);
    }
}

mod changes {
    use super::*;

    #[test]
    fn a_text_a_title_and_a_standing_are_seen_at_once() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        let key = events.next()["key"].clone();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "").replace("ban đầu", "đã sửa"));
        let news = events.next();
        assert_ne!(news["key"], key);
        assert_eq!(news["changed"]["href"], "/bai/mot.html");
        assert!(served.page("/bai/mot.html").contains("Nội dung đã sửa."));

        served.put("content/mot.md", &post("Lễ khai giảng ở điểm trường", ""));
        let renamed = events.next();
        assert_ne!(renamed["key"], news["key"]);
        for path in [
            "/bai/mot.html",
            "/index.html",
            "/q/2026-q4/index.html",
            "/thong-ke/2026-q4/index.html",
            "/rss.xml",
        ] {
            assert!(served.page(path).contains("Lễ khai giảng ở điểm trường"), "{path}");
        }

        let counted = |served: &Served| {
            let csv = served.page("/thong-ke/2026-q4/san-pham.csv");
            csv.lines().count() - 1
        };
        assert_eq!(counted(&served), 1);
        let told = ["bai/nhap.html", "index.html"].map(|page| events_key(&served, page));
        served.put("content/nhap.md", &post("Bài còn đang viết dở", ""));
        events.next();
        assert_eq!(counted(&served), 2);
        let now = ["bai/nhap.html", "index.html"].map(|page| events_key(&served, page));
        assert!(told[0] != now[0] && told[1] != now[1], "ribbons and marks are not what they were");
        assert!(served.page("/__cong-khai/bai/nhap.html").contains("viết dở"));
    }

    #[test]
    fn a_page_hears_what_else_changed_and_keeps_its_key() {
        let served = Served::school();
        let mut events = served.events("gioi-thieu/index.html");
        let key = events.next()["key"].clone();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "").replace("ban đầu", "đã sửa"));
        let news = events.next();
        assert_eq!(news["key"], key, "the page shows nothing of it");
        assert_eq!(news["changed"]["title"], "Lễ khai giảng năm học mới");
    }

    #[test]
    fn a_mistake_says_which_pages_it_concerns() {
        let served = Served::school();
        let concerned = |page: &str| {
            let news = served.events(page).until(|news| news["errors"] != 0);
            let mistakes = news["mistakes"].as_array().unwrap().clone();
            assert_eq!(mistakes.len(), 1, "{news}");
            mistakes[0]["here"].as_bool().unwrap()
        };
        let mut events = served.events("index.html");
        events.next();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "").replace("\"tin\"", "\"tinn\""));
        let news = events.until(|news| news["errors"] == 1);
        assert_eq!(news["mistakes"][0]["file"], "content/mot.md");
        assert!(news["changed"].is_null(), "a post with a mistake stays what it was: {news}");
        assert_eq!(
            ["bai/mot.html", "bai/nhap.html", "index.html", "bai/khong-co.html"].map(concerned),
            [true, false, false, true]
        );
        // Lines above it do not make it another mistake; another word does.
        let id = |news: &serde_json::Value| news["mistakes"][0]["id"].clone();
        let wrong =
            |word: &str| post("Lễ khai giảng năm học mới", "").replace("\"tin\"", &format!("\"{word}\""));
        served.put("content/mot.md", &wrong("tinn").replace("+++\ntitle", "+++\n\n\ntitle"));
        let moved = events.until(|news| news["overlay"].as_str().unwrap().contains("mot.md:6:8"));
        assert_eq!(id(&moved), id(&news));
        served.put("content/mot.md", &wrong("bao"));
        let other = events.until(|news| news["overlay"].as_str().unwrap().contains("bao"));
        assert_ne!(id(&other), id(&news));
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        events.until(|news| news["errors"] == 0);

        served.put("nq71.toml", &format!("sai = 1\n{SETTINGS}"));
        events.until(|news| news["errors"] == 1);
        assert_eq!(["bai/mot.html", "index.html"].map(concerned), [true, true]);
    }

    #[test]
    fn the_standing_of_a_draft_changes_the_pages_that_link_to_it_and_no_others() {
        let served = Served::school();
        let pages = ["bai/nhap.html", "index.html", "gioi-thieu/index.html", "bai/mot.html"];
        let keys = || pages.map(|page| events_key(&served, page));
        let before = keys();
        let mut events = served.events("bai/nhap.html");
        events.next();
        served.put("content/nhap.md", &post("Bài còn đang viết dở", "status = \"cho-duyet\""));
        events.until(|news| news["post"]["status"] == "Chờ duyệt");
        let after = keys();
        let links = pages.map(|page| served.page(&format!("/{page}")).contains("nhap.html\""));
        assert_eq!(links[1..], [true, false, true], "the neighbours of a post are linked to");
        let is_new: Vec<bool> = before.iter().zip(&after).map(|(before, after)| before != after).collect();
        assert_eq!(is_new, [true, true, false, true]);
    }

    #[test]
    fn the_public_page_of_a_draft_says_why_there_is_none() {
        let served = Served::school();
        let answer = served.get("/__cong-khai/bai/nhap.html");
        let page = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 404);
        for said in ["Bản nháp", "Công chúng không thấy trang này", "content/nhap.md"] {
            assert!(page.contains(said), "{said} in {page}");
        }
        assert!(!page.contains("viết dở"), "nothing of the draft itself");
    }

    #[test]
    fn another_run_is_told_from_this_one() {
        let [one, other] = [(); 2].map(|()| {
            let served = Served::school();
            ["index.html", "tim-kiem/index.html"].map(|page| served.events(page).next())
        });
        assert_eq!(one[0]["number"], other[0]["number"]);
        assert_ne!(one[0]["run"], other[0]["run"]);
        assert_eq!(one[0]["run"], one[1]["run"]);
        assert_eq!(one[0]["key"], other[0]["key"], "the same page need not be loaded again");
        assert_ne!(one[1]["key"], other[1]["key"], "editions begin anew too");
    }

    #[test]
    fn more_findings_than_are_listed_are_counted() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        for at in 0..1001 {
            let text = post(&format!("Bài sai số {at} của nhà trường"), "").replace("\"tin\"", "\"tinn\"");
            write(folder.path(), &format!("content/sai-{at}.md"), &text);
        }
        let served = Served::start(folder, &[]);
        let board = String::from_utf8(served.get("/__kiem-tra/").body).unwrap();
        assert_eq!(board.matches("1001 lỗi").count(), 2, "of all, and of the unit");
        assert_eq!(board.matches("<article").count(), 1000);
        assert!(board.contains("và 1 chỗ nữa"));
    }

    #[test]
    fn a_mistake_is_told_with_its_line_and_goes_when_it_is_mended() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        let good = served.page("/bai/mot.html");
        let key = events.next()["key"].clone();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "").replace("\"tin\"", "\"tinn\""));
        let news = events.next();
        let overlay = news["overlay"].as_str().unwrap();
        for said in [
            "1 lỗi cần sửa",
            "không có hình thức <code>tinn</code>",
            "content/mot.md:4:8",
            "<mark>&quot;tinn&quot;</mark>",
            "có phải <code>tin</code>?",
        ] {
            assert!(overlay.contains(said), "{said} in {overlay}");
        }
        assert_eq!(news["key"], key, "the last good page stays");
        assert_eq!(bare(served.page("/bai/mot.html").as_bytes()), bare(good.as_bytes()));
        assert!(served.page("/__kiem-tra/").contains("content/mot.md:4:8"));
        // Others go on meanwhile.
        served.put("content/hai.md", &post("Một bài nữa của nhà trường", ""));
        events.next();
        assert!(served.page("/index.html").contains("Một bài nữa của nhà trường"));

        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "").replace("ban đầu", "đã sửa"));
        let mended = events.next();
        assert_eq!(mended["overlay"], "");
        assert!(served.page("/bai/mot.html").contains("Nội dung đã sửa."));
        assert!(!served.page("/__kiem-tra/").contains("tinn"));
    }

    #[test]
    fn posts_and_pictures_come_go_and_get_other_names() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        events.next();
        served.put("content/mot.md", &(post("Lễ khai giảng năm học mới", "") + "\n![Cờ](anh/co.png)\n"));
        let missing = events.until(|news| news["errors"] == 1);
        assert!(missing["overlay"].as_str().unwrap().contains("không có tệp"), "{missing}");
        let picture = fs::read(repository().join("content/anh/do-mua.png")).unwrap();
        fs::create_dir_all(served.folder.path().join("content/anh")).unwrap();
        fs::write(served.folder.path().join("content/anh/co.png"), picture).unwrap();
        events.until(|news| news["errors"] == 0);
        assert!(served.page("/bai/mot.html").contains("tep/co-"));

        let content = served.folder.path().join("content");
        fs::rename(content.join("mot.md"), content.join("ten-moi.md")).unwrap();
        let news = events.until(|news| news["key"] == "404");
        assert_eq!(news["go"], "/bai/ten-moi.html", "the page goes along");
        assert_eq!(served.get("/bai/mot.html").status, 404);
        fs::remove_file(content.join("ten-moi.md")).unwrap();
        events.next();
        assert_eq!(served.get("/bai/ten-moi.html").status, 404);
        // Saved as vim and many others do: written beside, then renamed over.
        fs::write(content.join("nhap.md~"), post("Bài còn đang viết dở", "")).unwrap();
        fs::rename(content.join("nhap.md~"), content.join("nhap.md")).unwrap();
        events.next();
        assert_eq!(served.get("/__cong-khai/bai/nhap.html").status, 200);
        fs::remove_dir_all(&content).unwrap();
        events.until(|_| served.get("/bai/nhap.html").status == 404);
        served.put("content/lai.md", &post("Thư mục vừa được tạo lại", ""));
        events.until(|_| served.get("/bai/lai.html").status == 200);
    }

    /// Synchronising programs put a new folder in the place of the old one.
    #[test]
    fn a_folder_that_takes_the_place_of_the_site_is_followed() {
        let outer = tempfile::tempdir().unwrap();
        let (site, away, new) =
            (outer.path().join("trang"), outer.path().join("cu"), outer.path().join("moi"));
        for folder in [&site, &new] {
            write(folder, "nq71.toml", SETTINGS);
            write(folder, "content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        }
        let served = Served::start(outer, &["-r", "trang"]);
        let mut events = served.events("index.html");
        events.next();
        fs::rename(&site, &away).unwrap();
        events.until(|news| news["errors"] == 1);
        write(&away, "content/hai.md", &post("Viết khi thư mục ở chỗ khác", ""));
        fs::rename(&away, &site).unwrap();
        events.until(|_| served.get("/bai/hai.html").status == 200);
        fs::rename(&site, &away).unwrap();
        fs::rename(&new, &site).unwrap();
        events.until(|_| served.get("/bai/hai.html").status == 404);
        write(&site, "content/ba.md", &post("Bài trong thư mục mới", ""));
        events.until(|_| served.get("/bai/ba.html").status == 200);
    }

    #[test]
    fn words_are_counted_in_the_text_that_is_shown() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        let words = events.next()["post"]["words"].clone();
        assert_ne!(words, "");
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "status = \"xx\"\n"));
        assert_eq!(events.until(|news| news["errors"] == 1)["post"]["words"], "");
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        assert_eq!(events.until(|news| news["errors"] == 0)["post"]["words"], words);
    }

    #[test]
    fn a_folder_that_was_away_for_a_moment_is_watched_again() {
        let outer = tempfile::tempdir().unwrap();
        let site = outer.path().join("trang");
        write(&site, "nq71.toml", SETTINGS);
        write(&site, "content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        let served = Served::start(outer, &["-r", "trang"]);
        let mut events = served.events("index.html");
        events.next();
        for (number, folder) in [site.join("content"), site.clone()].into_iter().enumerate() {
            let away = folder.with_extension("cu");
            fs::rename(&folder, &away).unwrap();
            fs::rename(&away, &folder).unwrap();
            std::thread::sleep(Duration::from_millis(700));
            write(&site, &format!("content/them-{number}.md"), &post("Viết sau khi thư mục trở lại", ""));
            events.until(|_| served.get(&format!("/bai/them-{number}.html")).status == 200);
        }
    }

    #[test]
    fn a_logo_and_a_registry_in_a_folder_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let settings =
            "base_url = \"https://a.example.vn/\"\nregistry = \"ds/don-vi.csv\"\nlogo = \"anh/logo.png\"\n";
        write(folder.path(), "nq71.toml", settings);
        write(folder.path(), "ds/don-vi.csv", "code,name\nth-a,Trường Tiểu học A\n");
        write(folder.path(), "content/th-a/mot.md", &post("Lễ khai giảng năm học mới", ""));
        let logo = folder.path().join("anh/logo.png");
        fs::create_dir_all(logo.parent().unwrap()).unwrap();
        fs::copy(repository().join("examples/truong/logo.png"), &logo).unwrap();
        let served = Served::start(folder, &[]);
        let mut events = served.events("index.html");
        events.next();
        let shown = || {
            let page = served.page("/index.html");
            let at = page.find("tep/logo-").unwrap();
            page[at..].split('"').next().unwrap().to_owned()
        };
        let before = shown();
        fs::copy(repository().join("content/anh/do-mua.png"), &logo).unwrap();
        events.until(|_| shown() != before);
        assert_eq!(served.get(&format!("/{}", shown())).status, 200);
        fs::rename(served.folder.path().join("ds"), served.folder.path().join("ds2")).unwrap();
        let gone = events.until(|news| news["errors"] != 0);
        assert!(gone["overlay"].as_str().unwrap().contains("ds/don-vi.csv"), "{gone}");
        fs::remove_dir_all(served.folder.path().join("content")).unwrap();
        fs::rename(served.folder.path().join("ds2"), served.folder.path().join("ds")).unwrap();
        let gone = events.until(|news| news["overlay"].as_str().unwrap().contains("thieu-thu-muc-bai"));
        assert_eq!(gone["errors"], 1);
    }

    /// As another program does that holds a file on Windows.
    #[cfg(unix)]
    #[test]
    fn a_file_that_cannot_be_read_keeps_no_other_from_being_seen() {
        use std::os::unix::fs::PermissionsExt;
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        events.next();
        let locked = served.folder.path().join("content/khoa.md");
        write(served.folder.path(), "content/khoa.md", &post("Bài bị khóa một lúc", ""));
        events.next();
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).unwrap();
        if fs::read(&locked).is_ok() {
            // Nothing is locked for the system's administrator: a folder cannot be read as a file either.
            fs::remove_file(&locked).unwrap();
            fs::create_dir(&locked).unwrap();
        }
        events.until(|news| news["errors"] == 1);
        served.put("content/mot.md", &post("Lễ khai giảng đã sửa", ""));
        events.until(|news| news["errors"] == 1 && served.page("/bai/mot.html").contains("đã sửa"));
    }

    /// Its text of before is nowhere: what is wrong is said, and nothing else.
    #[test]
    fn a_mistake_in_a_post_that_nobody_looked_at_is_all_that_is_told() {
        let served = Served::school();
        let mut events = served.events("index.html");
        events.next();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "task = 99"));
        events.until(|news| news["errors"] == 1);
        let answer = served.get("/bai/mot.html");
        let page = String::from_utf8(answer.body).unwrap();
        assert_eq!(answer.status, 500);
        assert!(page.contains("nhiem-vu-la") && !page.contains("doi-khi-dung"), "{page}");
    }

    #[test]
    fn units_settings_and_the_theme_are_followed() {
        let folder = tempfile::tempdir().unwrap();
        let department = "base_url = \"https://a.example.vn/\"\nregistry = \"don-vi.csv\"\n";
        let registry = "code,name\nth-a,Trường Tiểu học A\n";
        write(folder.path(), "nq71.toml", department);
        write(folder.path(), "don-vi.csv", registry);
        write(folder.path(), "content/th-a/mot.md", &post("Lễ khai giảng năm học mới", ""));
        let served = Served::start(folder, &[]);
        let mut events = served.events("index.html");
        let first = events.next();
        served.put("don-vi.csv", &format!("{registry}th-b,Trường Tiểu học B\n"));
        events.next();
        assert!(served.page("/don-vi/th-b/index.html").contains("Trường Tiểu học B"));
        served.put("content/th-b/hai.md", &post("Bài đầu tiên của trường", ""));
        events.until(|_| served.get("/don-vi/th-b/bai/hai.html").status == 200);
        served.put("don-vi.csv", registry);
        let strange = events.until(|news| news["errors"] == 1);
        assert!(strange["overlay"].as_str().unwrap().contains("thu-muc-la"), "{strange}");
        served.put("don-vi.csv", &format!("{registry}th-b,Trường Tiểu học Bê\n"));
        events.until(|news| news["errors"] == 0);

        served.put("nq71.toml", &format!("{department}them = \"sai\"\n"));
        let broken = events.until(|news| news["errors"] != 0);
        assert!(broken["overlay"].as_str().unwrap().contains("nq71.toml:3:1"), "{broken}");
        assert_eq!(served.get("/don-vi/th-b/bai/hai.html").status, 200, "the last good pages stay");
        served.put("nq71.toml", department);
        events.until(|news| news["errors"] == 0);

        let before = events_key(&served, "index.html");
        served.put("themes/chuan/assets/chuan.css", "body{color:#123456}");
        let styled = events.until(|news| news["styles"] != first["styles"]);
        assert_eq!(styled["key"], before, "a style needs no new page");
        let styles = styled["styles"].as_array().unwrap().iter().map(|style| style.as_str().unwrap());
        let style = styles.into_iter().find(|style| style.contains("/chuan-")).unwrap();
        assert_eq!(served.page(&format!("/{style}")), "body{color:#123456}");
        served.put("themes/chuan/templates/frame-foot.html", "<footer>Chân trang mới</footer>\n");
        events.until(|news| news["key"] != before);
        assert!(served.page("/index.html").contains("Chân trang mới"));
        served.put("themes/chuan/templates/frame-foot.html", "{% if %}\n");
        let wrong = events.until(|news| news["errors"] != 0);
        assert!(
            wrong["overlay"].as_str().unwrap().contains("themes/chuan/templates/frame-foot.html:1"),
            "{wrong}"
        );
        assert!(served.page("/index.html").contains("Chân trang mới"));
    }

    fn events_key(served: &Served, page: &str) -> serde_json::Value {
        served.events(page).next()["key"].clone()
    }

    #[cfg(unix)]
    #[test]
    fn what_only_a_listing_tells_of_comes_and_goes() {
        let served = Served::school();
        let mut events = served.events("index.html");
        assert_eq!(events.next()["errors"], 0);
        let link = served.folder.path().join("content/xa.md");
        std::os::unix::fs::symlink("/khong/co", &link).unwrap();
        assert_eq!(events.until(|news| news["errors"] != 0)["errors"], 1);
        fs::remove_file(&link).unwrap();
        events.until(|news| news["errors"] == 0);
        // As a Mac writes it.
        served.put("content/ba\u{300}i.md", &post("Bài có tên viết kiểu khác", ""));
        events.until(|news| news["changed"]["title"] == "Bài có tên viết kiểu khác");
        assert_eq!(served.get("/bai/bai.html").status, 200);
    }

    #[test]
    fn the_bar_of_a_page_that_stays_hears_what_is_found_in_its_post() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        let first = events.next();
        assert_eq!((&first["post"]["findings"], &first["post"]["status"]), (&"".into(), &"Đã đăng".into()));
        let text = post("Lễ khai giảng năm học mới", "");
        served.put("content/mot.md", &text.replace("type", "loai = 1\ntype"));
        let news = events.until(|news| news["errors"] == 1);
        assert_eq!(news["key"], first["key"], "the page itself stays");
        assert_eq!(news["post"]["findings"], "1 điều cần xem");
        served.put("content/mot.md", &text);
        assert_eq!(events.until(|news| news["errors"] == 0)["post"]["findings"], "");
        assert!(served.events("index.html").next()["post"].is_null());
    }

    #[test]
    fn the_search_is_another_page_after_a_post_changed() {
        let served = Served::school();
        let mut events = served.events("tim-kiem/index.html");
        let key = events.next()["key"].clone();
        assert!(
            served.page("/tim-kiem/index.html").contains(key.as_str().unwrap()),
            "the page knows its key"
        );
        served.put("content/mot.md", &post("Lễ khai giảng ở điểm trường", ""));
        let news = events.next();
        assert_ne!(news["key"], key);
        assert!(served.page("/tim-kiem/2026-q4-1.js").contains("điểm trường"));
        served.put("content/mot.md", &post("Lễ khai giảng ở điểm trường", "type = 1"));
        assert_ne!(events.until(|news| news["errors"] != 0)["number"], news["number"]);
    }

    #[test]
    fn an_edit_that_fills_a_part_of_the_index_makes_another() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        let text = |number: usize, length: usize| {
            let title =
                format!("Bài viết số {number} của nhà trường {}", "về một việc làm cụ thể ".repeat(3));
            format!("{}\n## {}\n", post(title.trim(), ""), "a".repeat(length))
        };
        // Thirty of full length are more than a part holds.
        for number in 0..30 {
            write(
                folder.path(),
                &format!("content/bai-{number}.md"),
                &text(number, if number < 29 { 7_999 } else { 9 }),
            );
        }
        let served = Served::start(folder, &[]);
        let parts = || [1, 2].map(|number| served.get(&format!("/tim-kiem/2026-q4-{number}.js")).status);
        assert_eq!(parts(), [200, 404]);
        let mut events = served.events("index.html");
        events.next();
        served.put("content/bai-29.md", &text(29, 7_999));
        events.until(|_| parts() == [200, 200]);
        served.put("content/bai-29.md", &text(29, 9));
        events.until(|_| parts() == [200, 404]);
    }

    #[test]
    fn a_withdrawn_post_shows_its_editors_what_the_public_sees() {
        let served = Served::school();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "status = \"da-go\""));
        let mut events = served.events("bai/mot.html");
        events.until(|news| news["post"]["ribbon"] == "Đã gỡ");
        let [editors, public] = ["/bai/mot.html", "/__cong-khai/bai/mot.html"].map(|path| served.page(path));
        let notice = "đã được gỡ khỏi chuyên mục";
        assert!(editors.contains(notice) && public.contains(notice), "{editors}");
        assert!(editors.contains("Công chúng thấy đúng thông báo này"), "{editors}");
        let text = post("Lễ khai giảng năm học mới", "status = \"da-go\"");
        let without: Vec<&str> = text.lines().filter(|line| !line.starts_with("summary")).collect();
        served.put("content/mot.md", &without.join("\n"));
        let news = events.next();
        assert_eq!((&news["warnings"], &news["post"]["missing"]), (&0.into(), &serde_json::json!([])));
        assert!(served.page("/bai/nhap.html").contains("Công chúng không thấy trang này"));
    }

    #[test]
    fn the_bar_speaks_english() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        write(folder.path(), "content/nhap.md", &post("Bài còn đang viết dở", "status = \"nhap\"\nloai = 1"));
        let served = Served::start(folder, &["--lang", "en"]);
        let page = served.page("/bai/nhap.html");
        for said in
            ["Draft", "The public does not see this page", "Not published, so not counted in", "1 to look at"]
        {
            assert!(page.contains(said), "{said}");
        }
        let script = served.page("/__nq71/thanh.js");
        assert!(script.contains("\"Editors\"") && script.contains("\"Phone size\""));
        let board = served.page("/__kiem-tra/");
        assert!(board.contains("<html lang=\"en\"") && board.contains("unknown key"), "{board}");
        for text in [page.split("data-nq71").nth(1).unwrap(), &script] {
            for word in ["Công chúng", "Bản nháp", "Người viết", "điều cần xem", "Kiểm tra"]
            {
                assert!(!text.contains(word), "{word}");
            }
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_name_that_is_not_text_is_told_of() {
        use std::os::unix::ffi::OsStrExt as _;
        let served = Served::school();
        let mut events = served.events("index.html");
        events.next();
        let name = std::ffi::OsStr::from_bytes(b"b\xe0i.md");
        let path = served.folder.path().join("content").join(name);
        fs::write(&path, post("Bài có tên hỏng của nhà trường", "")).unwrap();
        let told = events.until(|news| news["errors"] == 1);
        assert!(told["overlay"].as_str().unwrap().contains("có ký tự hỏng"), "{told}");
        fs::remove_file(&path).unwrap();
        events.until(|news| news["errors"] == 0);
    }

    #[test]
    fn a_thousand_files_at_once_are_one_change() {
        let served = Served::school();
        let mut events = served.events("index.html");
        let number = events.next()["number"].as_u64().unwrap();
        for at in 0..1000 {
            served
                .put(&format!("content/bai-{at}.md"), &post(&format!("Bài viết số {at} của nhà trường"), ""));
        }
        let news = events.next();
        assert_eq!(news["number"].as_u64(), Some(number + 1));
        assert_eq!(served.get("/bai/bai-999.html").status, 200);
        std::thread::sleep(Duration::from_millis(500));
        let later = served.events("index.html").next();
        assert_eq!(later["number"].as_u64(), Some(number + 1), "one change, and no more");
        // And everything is as if it had been read at once.
        for at in 0..1000 {
            fs::remove_file(served.folder.path().join(format!("content/bai-{at}.md"))).unwrap();
        }
        events.next();
        assert_eq!(served.get("/bai/bai-999.html").status, 404);
    }

    #[test]
    fn polling_notices_too() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        write(folder.path(), "content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        let served = Served::start(folder, &["--poll=100ms"]);
        let mut events = served.events("bai/mot.html");
        events.next();
        let path = served.folder.path().join("content/mot.md");
        // Also twice within a second, and one that is older than what was there.
        for word in ["đã sửa", "sửa nữa"] {
            let text = post("Lễ khai giảng năm học mới", "").replace("ban đầu", word);
            fs::write(&path, text).unwrap();
            events.until(|_| served.page("/bai/mot.html").contains(word));
        }
        let old = served.folder.path().join("cu.txt");
        fs::write(&old, post("Lễ khai giảng năm học mới", "").replace("ban đầu", "bản cũ")).unwrap();
        let long_ago = std::time::SystemTime::now() - Duration::from_secs(86_400);
        fs::File::options().append(true).open(&old).unwrap().set_modified(long_ago).unwrap();
        fs::rename(&old, &path).unwrap();
        events.until(|_| served.page("/bai/mot.html").contains("bản cũ"));
        served.put("content/hai.md", &post("Một bài nữa của nhà trường", ""));
        events.until(|_| served.get("/bai/hai.html").status == 200);
    }

    /// Though nobody looks at a page: the list of findings and the build say the same.
    #[test]
    fn a_template_that_cannot_render_is_among_the_findings() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        events.next();
        served.put("themes/chuan/templates/frame-foot.html", "<footer>{{ khong.co }}</footer>\n");
        let wrong = events.until(|news| news["errors"] != 0);
        assert_eq!(
            (&wrong["errors"], wrong["mistakes"].as_array().unwrap().len()),
            (&1.into(), 1),
            "{wrong}"
        );
        let board = served.page("/__kiem-tra/");
        assert!(board.contains("themes/chuan/templates/frame-foot.html:1"), "{board}");
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "").replace("ban đầu", "đã sửa"));
        assert_eq!(events.next()["errors"], 1);
        fs::remove_dir_all(served.folder.path().join("themes")).unwrap();
        events.until(|news| news["errors"] == 0);
    }

    #[test]
    fn a_post_of_another_name_and_title_is_still_followed() {
        let served = Served::school();
        let mut events = served.events("bai/mot.html");
        events.next();
        let content = served.folder.path().join("content");
        fs::rename(content.join("mot.md"), content.join("khac.md")).unwrap();
        fs::write(content.join("khac.md"), post("Lễ khai giảng đã dời sang tuần sau", "")).unwrap();
        events.until(|news| news["go"] == "/bai/khac.html");
    }

    /// A link that leads nowhere is a finding; it is not one more change each time.
    #[cfg(unix)]
    #[test]
    fn polling_rests_beside_a_link_that_leads_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        write(folder.path(), "content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        std::os::unix::fs::symlink("khong-co", folder.path().join("gay")).unwrap();
        std::os::unix::fs::symlink(".", folder.path().join("content/vong")).unwrap();
        let served = Served::start(folder, &["--poll=50ms"]);
        let mut events = served.events("index.html");
        let number = events.next()["number"].as_u64().unwrap();
        std::thread::sleep(Duration::from_millis(600));
        served.put("content/hai.md", &post("Một bài nữa của nhà trường", ""));
        let news = events.until(|_| served.get("/bai/hai.html").status == 200);
        assert!(news["number"].as_u64().unwrap() <= number + 2, "{news}");
    }

    /// Offices share one registry between sites.
    #[cfg(unix)]
    #[test]
    fn a_registry_that_is_a_link_is_followed() {
        let (folder, shared) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let registry = shared.path().join("don-vi.csv");
        fs::write(&registry, "code,name\nth-a,Trường Tiểu học A\n").unwrap();
        std::os::unix::fs::symlink(&registry, folder.path().join("don-vi.csv")).unwrap();
        write(
            folder.path(),
            "nq71.toml",
            "base_url = \"https://a.example.vn/\"\nregistry = \"don-vi.csv\"\n",
        );
        write(folder.path(), "content/th-a/mot.md", &post("Lễ khai giảng năm học mới", ""));
        let served = Served::start(folder, &[]);
        let mut events = served.events("index.html");
        events.next();
        fs::write(&registry, "code,name\nth-a,Trường Tiểu học Tên Mới\n").unwrap();
        events.until(|_| served.page("/don-vi/index.html").contains("Tên Mới"));
    }

    #[test]
    fn a_logo_that_was_missing_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", &format!("logo = \"hinh/logo.png\"\n{SETTINGS}"));
        write(folder.path(), "content/mot.md", &post("Lễ khai giảng năm học mới", ""));
        let served = Served::start(folder, &[]);
        let mut events = served.events("index.html");
        assert_eq!(events.next()["errors"], 1);
        let logo = served.folder.path().join("hinh/logo.png");
        fs::create_dir_all(logo.parent().unwrap()).unwrap();
        fs::copy(repository().join("examples/truong/logo.png"), &logo).unwrap();
        events.until(|news| news["errors"] == 0);
    }

    #[test]
    fn broken_settings_at_the_start_open_a_page_that_says_what_is_wrong() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", "[unit]\ncode = \"thcs-hoa-sen\n");
        let served = Served::start(folder, &[]);
        let answer = served.get("/");
        assert_eq!(answer.status, 500);
        let page = String::from_utf8(answer.body).unwrap();
        assert!(page.contains("nq71.toml:2:"), "{page}");
        assert!(page.contains("thiếu dấu đóng ở cuối giá trị"), "{page}");
        let mut events = served.events("index.html");
        events.next();
        served.put("nq71.toml", SETTINGS);
        events.next();
        assert!(served.page("/").contains("Trường THCS Hoa Sen"));
    }

    #[test]
    fn nothing_is_written() {
        let served = Served::school();
        served.get("/");
        served.get("/__cong-khai/");
        let names: Vec<_> =
            fs::read_dir(served.folder.path()).unwrap().map(|one| one.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }

    #[cfg(unix)]
    #[test]
    fn ctrl_c_ends_it_at_once() {
        let mut served = Served::school();
        let _open = served.events("index.html");
        let begun = Instant::now();
        let killed = Command::new("kill").args(["-INT", &served.child.id().to_string()]).status().unwrap();
        assert!(killed.success());
        let status = served.child.wait().unwrap();
        assert_eq!(status.code(), Some(130));
        assert!(begun.elapsed() < Duration::from_secs(2));
    }

    #[test]
    fn a_port_that_is_taken_is_passed_over() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = taken.local_addr().unwrap().port();
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "nq71.toml", SETTINGS);
        // The later `-p` holds.
        let mut child = Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args(["serve", "-p", &port.to_string()])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        child.kill().unwrap();
        let mut noted = String::new();
        child.stderr.take().unwrap().read_to_string(&mut noted).unwrap();
        child.wait().unwrap();
        assert!(noted.contains(&format!("Cổng {port} đã có chương trình khác dùng")), "{noted}");
        assert!(line.contains("http://127.0.0.1:") && !line.contains(&format!(":{port}/")), "{line}");
    }
}

mod hostile {
    use super::*;

    #[test]
    fn nothing_outside_the_plan_is_served() {
        let served = Served::school();
        for path in [
            "/../nq71.toml",
            "/..",
            "/%2e%2e/nq71.toml",
            "/%2e%2e%2fnq71.toml",
            "/..%5cnq71.toml",
            "/..\\nq71.toml",
            "/%252e%252e/nq71.toml",
            "/a%00",
            "/%00",
            "/nq71.toml",
            "/content/mot.md",
            "/content/",
            "//etc/passwd",
            "/etc/passwd",
            "/.nq71/",
            "/themes/",
            "/bai/../../nq71.toml",
            "/bai/mot.html/",
            "/bai/mot.html%00.png",
            "/%c0%ae%c0%ae/nq71.toml",
            "/__nq71/",
            "/__nq71/../nq71.toml",
            "/__kiem-tra/../nq71.toml",
            "/__cong-khai/../nq71.toml",
            "/__cong-khai/%2e%2e/nq71.toml",
            "/file:///etc/passwd",
            "/C:\\Windows\\win.ini",
            "/con",
            "/%ff%fe",
            "/%",
            "/?/../nq71.toml#",
            "/bai/nhap.html::$DATA",
        ] {
            let answer = served.get(path);
            let is_home = path.starts_with("/?");
            assert!(is_home || matches!(answer.status, 404 | 400), "{path}: {}", answer.status);
            let body = String::from_utf8_lossy(&answer.body);
            assert!(!body.contains("[unit]") && !body.contains("root:"), "{path}");
        }
        assert_eq!(served.get("/").status, 200);
    }

    #[test]
    fn strangers_are_refused() {
        let served = Served::school();
        let with = |headers: &str| {
            served.ask(&format!("GET /bai/nhap.html HTTP/1.1\r\n{headers}Connection: close\r\n\r\n")).status
        };
        assert_eq!(with("Host: localhost\r\n"), 200);
        for headers in [
            "Host: evil.example\r\n",
            "Host: localhost.evil.example:1171\r\n",
            "Host: 8.8.8.8\r\n",
            "Host: localhost\r\nHost: evil.example\r\n",
            "Host: localhost\r\nOrigin: http://evil.example\r\n",
            "Host: localhost\r\nOrigin: null\r\n",
            "Host: localhost\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
            "",
        ] {
            assert_eq!(with(headers), 403, "{headers}");
        }
        let absolute = "GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        assert_eq!(served.ask(absolute).status, 403);
        let open = |headers: &str| {
            let head = format!(
                "POST /__nq71/mo?tep=content/khong-co.md HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Length: 0\r\nConnection: close\r\n\r\n"
            );
            served.ask(&head).status
        };
        assert_eq!(open(""), 403, "only our own page may open a file");
        assert_eq!(open("Origin: http://evil.example\r\n"), 403);
        assert_eq!(open("Origin: http://localhost\r\n"), 404, "and only a post's");
        for path in ["/", "/__kiem-tra/", "/__nq71/thanh.js", "/khong-co.html"] {
            assert_eq!(served.get(path).headers["x-frame-options"], "SAMEORIGIN", "{path}");
        }
    }

    #[test]
    fn what_cannot_be_understood_ends_nothing() {
        let served = Served::school();
        let mut large = b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: ".to_vec();
        large.resize(large.len() + (64 << 10), b'a');
        large.extend_from_slice(b"\r\n\r\n");
        let long =
            format!("GET /{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "a".repeat(64 << 10));
        let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "A: b\r\n".repeat(5000));
        for bytes in [
            large.as_slice(),
            long.as_bytes(),
            many.as_bytes(),
            b"\0\0\0\0\r\n\r\n",
            b"GET\r\n\r\n",
            b"GET / HTTP/9.9\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nZZZ\r\n",
        ] {
            let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
            stream.set_read_timeout(Some(PATIENCE)).unwrap();
            let _ = stream.write_all(bytes);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let mut answer = Vec::new();
            let _ = stream.read_to_end(&mut answer);
            let refused = answer.is_empty() || !answer.starts_with(b"HTTP/1.1 5");
            assert!(refused, "{}", String::from_utf8_lossy(&answer));
            assert_eq!(served.get("/").status, 200);
        }
    }

    #[test]
    fn slow_clients_hold_nobody_up_and_are_let_go() {
        let served = Served::school();
        let mut slow: Vec<TcpStream> = (0..100)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
                stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap();
                stream
            })
            .collect();
        let begun = Instant::now();
        assert_eq!(served.get("/").status, 200);
        assert!(begun.elapsed() < Duration::from_secs(5));
        let last = slow.last_mut().unwrap();
        last.set_read_timeout(Some(PATIENCE * 2)).unwrap();
        let mut rest = Vec::new();
        last.read_to_end(&mut rest).expect("the connection is closed");
        assert!(!String::from_utf8_lossy(&rest).contains("200 OK"));
        // Clients that ask and never read, of the largest thing there is.
        let unread: Vec<TcpStream> = (0..50)
            .map(|_| {
                let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
                stream
                    .write_all(
                        b"GET /__nq71/thanh.js HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(50).as_slice(),
                    )
                    .unwrap();
                stream
            })
            .collect();
        assert_eq!(served.get("/bai/mot.html").status, 200);
        drop(unread);
        // One that asks for a film and does not look at it.
        let film = vec![7; 40 << 20];
        fs::write(served.folder.path().join("content/phim.mp4"), &film).unwrap();
        served.put("content/mot.md", &post("Lễ khai giảng năm học mới", "attachments = [\"phim.mp4\"]"));
        let begun = Instant::now();
        let page = loop {
            let page = served.page("/bai/mot.html");
            if page.contains("tep/phim-") {
                break page;
            }
            assert!(begun.elapsed() < PATIENCE);
            std::thread::sleep(Duration::from_millis(50));
        };
        let path = page[page.find("tep/phim-").unwrap()..].split('"').next().unwrap();
        let mut stream = TcpStream::connect(("127.0.0.1", served.port)).unwrap();
        stream.write_all(format!("GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        std::thread::sleep(Duration::from_secs(13));
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let mut got = Vec::new();
        let _ = stream.read_to_end(&mut got);
        assert!(got.len() < film.len(), "the connection was kept for who did not read");
    }

    #[test]
    fn pages_are_served_though_streams_are_asked_for_without_end() {
        let served = Served::school();
        let mut streams: Vec<Events> = (0..900)
            .map(|_| {
                let mut stream = served.events("index.html");
                stream.next();
                stream
            })
            .collect();
        let begun = Instant::now();
        assert_eq!(served.get("/").status, 200);
        assert!(begun.elapsed() < Duration::from_secs(5));
        // The newest are told of changes, the oldest have ended.
        served.put("content/mot.md", &post("Lễ khai giảng ở điểm trường", ""));
        assert_eq!(streams.last_mut().unwrap().next()["changed"]["title"], "Lễ khai giảng ở điểm trường");
        let mut rest = Vec::new();
        streams[0].0.read_to_end(&mut rest).expect("the stream has ended");
    }

    #[test]
    fn five_hundred_at_once_are_all_answered() {
        let served = Served::school();
        let port = served.port;
        let threads: Vec<_> = (0..500)
            .map(|number| {
                let path = ["/", "/bai/mot.html", "/bai/nhap.html", "/__cong-khai/", "/khong-co"][number % 5];
                std::thread::Builder::new()
                    .stack_size(256 << 10)
                    .spawn(move || {
                        let head =
                            format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                        (path, ask(port, head.as_bytes()).status)
                    })
                    .unwrap()
            })
            .collect();
        for thread in threads {
            let (path, status) = thread.join().unwrap();
            assert_eq!(status, if path == "/khong-co" { 404 } else { 200 }, "{path}");
        }
        assert_eq!(served.get("/").status, 200);
    }

    #[test]
    fn what_an_author_writes_is_text_in_the_bar_and_the_findings() {
        let served = Served::school();
        let evil = "</script><script>alert(1)</script><b class='x'>\\\"";
        served.put(
            "content/xau.md",
            &post(&format!("Tiêu đề xấu {evil}"), "status = \"nhap\"\ntopics = [\"<img src=x>\"]"),
        );
        let mut events = served.events("index.html");
        let news = events.until(|news| news["errors"] == 1 || news["warnings"] != 0);
        for text in
            [news["overlay"].as_str().unwrap().to_owned(), served.page("/__kiem-tra/"), served.page("/")]
        {
            assert!(!text.contains("<script>alert"), "{text}");
            assert!(!text.contains("<img src=x>"), "{text}");
        }
    }
}
