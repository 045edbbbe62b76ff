//! `nq71 publish --verify`: what it says was looked at, and what it could not look at is said.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;

use super::publish_cli::{Site, shown};

/// A web server for a folder; what `refuses` names gets 403. Gives its address.
fn web(folder: &Path, refuses: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let folder = folder.to_owned();
    std::thread::spawn(move || {
        for mut socket in listener.incoming().flatten() {
            let mut lines = BufReader::new(socket.try_clone().unwrap()).lines().map_while(Result::ok);
            let Some(first) = lines.next() else { continue };
            let _ = lines.take_while(|line| !line.is_empty()).count();
            let path = first.split(' ').nth(1).unwrap_or_default().trim_start_matches('/').to_owned();
            let (status, body) = match fs::read(folder.join(&path)) {
                _ if path == refuses => ("403 Forbidden", Vec::new()),
                Ok(bytes) => ("200 OK", bytes),
                Err(_) => ("404 Not Found", Vec::new()),
            };
            let head =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = socket.write_all(head.as_bytes()).and_then(|()| socket.write_all(&body));
        }
    });
    address
}

fn folder(check_url: &str) -> String {
    format!("[publish.chinh]\nkind = \"folder\"\npath = \"www\"\ncheck_url = \"{check_url}\"\n")
}

fn published(site: &Site) {
    fs::create_dir_all(site.path("www")).unwrap();
    let output = site.run(&["--yes"]);
    assert!(output.status.success(), "{}", shown(&output));
}

fn settings(site: &Site, publish: &str) {
    let before = fs::read_to_string(site.path("nq71.toml")).unwrap();
    let head = before.split("[publish").next().unwrap();
    fs::write(site.path("nq71.toml"), format!("{head}{publish}")).unwrap();
}

#[test]
fn a_refused_file_is_named_and_the_rest_is_looked_at() {
    let site = Site::new(&folder("https://a.example/"));
    fs::create_dir_all(site.path("www")).unwrap();
    settings(&site, &folder(&web(&site.path("www"), "bai/bai-mot.html")));
    published(&site);
    let output = site.run(&["--verify"]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    assert!(shown(&output).contains("lỗi[tep-khong-cho-xem]: tệp `bai/bai-mot.html`"), "{}", shown(&output));
    assert!(shown(&output).contains("HTTP 403"), "{}", shown(&output));
    fs::write(site.path("www/index.html"), "theirs").unwrap();
    fs::write(site.path("www/.la.php"), "theirs").unwrap();
    let output = site.run(&["--verify"]);
    for said in
        ["lỗi[tep-bi-sua]: tệp `index.html`", "lỗi[tep-khong-cho-xem]", "cảnh báo[tep-la]: tệp `.la.php`"]
    {
        assert!(shown(&output).contains(said), "{said}: {}", shown(&output));
    }
}

#[test]
fn what_cannot_be_reached_is_the_public_address_and_found_changes_stay_in_the_report() {
    let site = Site::new(&folder("http://127.0.0.1:9/nq71/"));
    published(&site);
    let output = site.run(&["--verify"]);
    assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
    assert!(shown(&output).contains("lỗi[khong-toi-dia-chi]"), "{}", shown(&output));
    assert!(shown(&output).contains("http://127.0.0.1:9/nq71/") && shown(&output).contains("check_url"));
    // Neither the public address nor the server: nothing is known to be wrong.
    fs::rename(site.path("www"), site.path("xem")).unwrap();
    let output = site.run(&["--verify"]);
    assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
    assert!(shown(&output).contains("khong-toi-dia-chi") && shown(&output).contains("thu-muc-may-chu"));
    // A home page that is refused does not lack its title.
    settings(&site, &folder(&web(&site.path("xem"), "index.html")));
    let output = site.run(&["--verify"]);
    assert!(shown(&output).contains("tep-khong-cho-xem"), "{}", shown(&output));
    assert!(!shown(&output).contains("thieu-ten-chuyen-muc"), "{}", shown(&output));
    // The folder is gone and a page is another one: both are told.
    settings(&site, &folder(&web(&site.path("xem"), "")));
    fs::write(site.path("xem/index.html"), "theirs").unwrap();
    let output = site.run(&["--verify", "--format", "json"]);
    assert_eq!(output.status.code(), Some(1), "{}", shown(&output));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let said = report["diagnostics"].to_string();
    assert!(said.contains("tep-bi-sua") && said.contains("thu-muc-may-chu"), "{said}");
}

#[test]
fn archives_say_that_nobody_looked_for_unknown_files() {
    let zip =
        |url: &str| format!("[publish.chinh]\nkind = \"zip\"\npath = \"dang\"\ncheck_url = \"{url}\"\n");
    let site = Site::new(&zip("https://a.example/"));
    assert!(site.run(&[]).status.success());
    settings(&site, &zip(&web(&site.path("public"), "")));
    let output = site.run(&["--verify"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    assert!(!shown(&output).contains("không có tệp lạ"), "{}", shown(&output));
    assert!(shown(&output).contains("khớp cả"), "{}", shown(&output));
}

#[test]
fn a_unit_is_looked_at_where_its_section_stands() {
    let site = Site::new("");
    let units = |url: &str| {
        format!(
            "code,name,kind,section_url\nso-mau,Sở Giáo dục và Đào tạo Mẫu,so-gddt,\nthcs-hoa-sen,Trường THCS Hoa Sen,thcs,{url}\n"
        )
    };
    let head =
        "base_url = \"https://so-mau.example.edu.vn/\"\nregistry = \"don-vi.csv\"\nowner = \"so-mau\"\n";
    let publish = "[publish.chinh]\nkind = \"folder\"\npath = \"www/{unit}\"\n";
    let of_units = web(&site.path("www"), "");
    site.write("nq71.toml", &format!("{head}{publish}"));
    site.write("don-vi.csv", &units(&format!("{of_units}thcs-hoa-sen/")));
    fs::rename(site.path("content"), site.path("bai")).unwrap();
    fs::create_dir(site.path("content")).unwrap();
    fs::rename(site.path("bai"), site.path("content/thcs-hoa-sen")).unwrap();
    fs::create_dir_all(site.path("www/thcs-hoa-sen")).unwrap();
    let output = site.run(&["--yes", "--unit", "thcs-hoa-sen"]);
    assert!(output.status.success(), "{}", shown(&output));
    let output = site.run(&["--verify", "--unit", "thcs-hoa-sen"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
    assert!(shown(&output).contains("khớp cả, không có tệp lạ"), "{}", shown(&output));
    site.write("don-vi.csv", &units(""));
    site.write("nq71.toml", &format!("{head}{publish}check_url = \"{of_units}{{unit}}/\"\n"));
    let output = site.run(&["--verify", "--unit", "thcs-hoa-sen"]);
    assert_eq!(output.status.code(), Some(0), "{}", shown(&output));
}

#[test]
fn settings_that_cannot_be_meant_are_told_before_anything_is_tried() {
    let of = |line: &str| {
        format!("[publish.chinh]\nkind = \"ftps\"\nhost = \"127.0.0.1\"\nport = 1\nuser = \"a\"\n{line}\n")
    };
    let digits = "AB".repeat(32);
    let colons = vec!["ab"; 32].join(":");
    let run = |line: &str| {
        let site = Site::new(&of(line));
        std::process::Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args(["-r", site.path("").to_str().unwrap(), "publish", "--yes"])
            .env("NQ71_MAT_KHAU", "x")
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap()
    };
    for fine in [digits, colons.clone(), format!("sha256:{colons}")] {
        let output = run(&format!("certificate = \"{fine}\""));
        assert_eq!(output.status.code(), Some(3), "{}", shown(&output));
    }
    for wrong in ["certificate = \"MD5:aa:bb\"", "host_key = \"MD5:aa:bb\"", "host_key = \"SHA256:AAAA\""] {
        let output = run(wrong);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {}", shown(&output));
        assert!(shown(&output).contains("lỗi[dau-van-tay-sai]"), "{wrong}: {}", shown(&output));
    }
    let output = run("path = \"ftp://nguoi:hoa-sen-71@may/web\"");
    assert_eq!(output.status.code(), Some(2));
    assert!(shown(&output).contains("lỗi[thu-muc-la-dia-chi]"), "{}", shown(&output));
    assert!(!shown(&output).contains("hoa-sen-71"), "{}", shown(&output));
}

#[test]
fn a_host_that_is_busy_is_asked_again() {
    use nq71::model::{Address, OutPath};
    use nq71::output::{Entry, Manifest};
    use nq71::publish::{Fault, Kind, Web, verify};
    struct Busy(std::sync::Mutex<Vec<String>>);
    impl Web for Busy {
        fn get(&self, url: &str) -> Result<Option<Vec<u8>>, Fault> {
            let mut asked = self.0.lock().unwrap();
            asked.push(url.to_owned());
            let times = asked.iter().filter(|one| *one == url).count();
            let said = if url.ends_with("a.css") { "HTTP 403" } else { "HTTP 508" };
            match times < 3 {
                true => Err(Fault::new(Kind::Other, url, said).spoken()),
                false => Ok(Some(b"x".to_vec())),
            }
        }
    }
    let mut manifest = Manifest::default();
    for path in ["a.css", "b.css"] {
        manifest.put(OutPath::made(path), Entry::of(b"x"));
    }
    let (web, stop) = (Busy(Default::default()), std::sync::atomic::AtomicBool::new(false));
    let address = "https://hoa-sen.example.edu.vn/".parse::<Address>().unwrap();
    let seen = verify(&web, &address, &manifest, "", &stop).unwrap();
    assert_eq!((seen.compared, seen.refused.len(), seen.altered.len()), (2, 1, 0));
    assert_eq!(seen.refused[0].0.as_str(), "a.css");
}
