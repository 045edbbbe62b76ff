//! `nq71 publish` as a person or a script runs it, to folders and archives.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nq71::output::{MANIFEST, Manifest};

const SETTINGS: &str = "base_url = \"https://hoa-sen.example.edu.vn/nghi-quyet-71/\"\n\
    [unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n";

pub struct Site(tempfile::TempDir);

impl Site {
    pub fn new(publish: &str) -> Site {
        let site = Site(tempfile::tempdir().unwrap());
        site.write("nq71.toml", &format!("{SETTINGS}\n{publish}"));
        site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu."));
        site
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_nq71"))
            .arg("-r")
            .arg(self.0.path())
            .args(["publish", "--date", "2026-11-21"])
            .args(arguments)
            .env_remove("NQ71_MAT_KHAU")
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap()
    }

    /// What was copied from the server under that name, run by run.
    fn copies(&self, name: &str) -> Vec<String> {
        let runs = fs::read_dir(self.path("tu-may-chu/chinh")).unwrap().map(|entry| entry.unwrap().path());
        let mut runs: Vec<_> = runs.collect();
        runs.sort();
        runs.iter().filter_map(|run| fs::read_to_string(run.join("bai").join(name)).ok()).collect()
    }

    pub fn published(&self, folder: &str) {
        let manifest = fs::read_to_string(self.path("public").join(MANIFEST)).unwrap();
        assert_eq!(fs::read_to_string(self.path(folder).join(MANIFEST)).unwrap(), manifest);
        for (path, _) in Manifest::parse(&manifest).unwrap().iter() {
            let built = fs::read(self.path("public").join(path.as_str())).unwrap();
            assert_eq!(fs::read(self.path(folder).join(path.as_str())).unwrap(), built, "{path}");
        }
    }
}

pub fn post(title: &str, text: &str) -> String {
    let summary = "Tóm tắt đủ dài để không ai phải nhắc, vì mỗi bài đăng nên có từ hai mươi đến sáu mươi từ.";
    format!(
        "+++\ntitle = \"{title}\"\ndate = 2026-09-05\ntype = \"tin\"\nsummary = \"{summary}\"\n+++\n\n{text}\n"
    )
}

pub fn shown(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

pub const FOLDER: &str = "[publish.chinh]\nkind = \"folder\"\npath = \"www/nq71\"\n";

#[test]
fn a_folder_gets_what_changed_and_keeps_what_is_others() {
    let site = Site::new(FOLDER);
    site.write("www/nq71/robots.txt", "theirs");
    let first = site.run(&["--yes", "--format", "json"]);
    assert_eq!(first.status.code(), Some(0), "{}", shown(&first));
    site.published("www/nq71");
    site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu khác."));
    let second = site.run(&["--yes", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&second.stdout).unwrap();
    assert_eq!((&report["command"], &report["ok"]), (&"publish".into(), &true.into()));
    // The post, and the index of the search with its words.
    let changed = serde_json::json!(["bai/bai-mot.html", "tim-kiem/2026-q3-1.js"]);
    assert_eq!(report["data"]["changed"], changed);
    site.published("www/nq71");
    assert_eq!(fs::read_to_string(site.path("www/nq71/robots.txt")).unwrap(), "theirs");
    let idle = site.run(&["--yes"]);
    assert!(shown(&idle).contains("đã có đủ"), "{}", shown(&idle));
}

#[test]
fn nobody_there_to_agree_is_a_refusal_and_a_dry_run_writes_nothing() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    let unattended = site.run(&[]);
    assert_eq!(unattended.status.code(), Some(2));
    assert!(shown(&unattended).contains("can-dong-y"));
    let dry = site.run(&["--dry-run"]);
    assert_eq!(dry.status.code(), Some(0));
    assert!(shown(&dry).contains("+ bai/bai-mot.html"), "{}", shown(&dry));
    assert_eq!(files(&site.path("www/nq71")), 0);
}

#[test]
fn a_folder_that_is_not_there_is_told_and_others_files_in_the_way_too() {
    let site = Site::new(FOLDER);
    let missing = site.run(&["--yes"]);
    assert_eq!(missing.status.code(), Some(3));
    assert!(shown(&missing).contains("lỗi[thu-muc-may-chu]: không có thư mục"), "{}", shown(&missing));
    site.write("www/nq71/index.html", "somebody's home page");
    let clash = site.run(&["--yes"]);
    assert_eq!(clash.status.code(), Some(2));
    assert!(shown(&clash).contains("lỗi[tep-la-dung-cho]"), "{}", shown(&clash));
    assert_eq!(files(&site.path("www/nq71")), 1);
}

#[test]
fn many_deletions_are_not_done_unasked() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    site.write("content/bai-hai.md", &post("Tổng kết học kỳ một", "Hai câu."));
    assert!(site.run(&["--yes"]).status.success());
    fs::remove_file(site.path("content/bai-hai.md")).unwrap();
    let refused = site.run(&["--yes", "--max-deletes", "0"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(shown(&refused).contains("lỗi[xoa-qua-nhieu]: lần đăng này xóa 1 tệp"), "{}", shown(&refused));
    assert!(site.path("www/nq71/bai/bai-hai.html").is_file());
    assert!(site.run(&["--yes", "--max-deletes", "1"]).status.success());
    assert!(!site.path("www/nq71/bai/bai-hai.html").exists());
    site.published("www/nq71");
}

#[test]
fn a_build_with_mistakes_publishes_nothing() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    site.write("content/bai-mot.md", "+++\ntitle = \"Khai giảng năm học\"\n+++\n");
    assert_eq!(site.run(&["--yes"]).status.code(), Some(1));
    assert_eq!(files(&site.path("www/nq71")), 0);
}

#[test]
fn a_section_is_not_published_into_itself_or_its_sources() {
    for path in ["public", "content", ".", "noi-bo"] {
        let site = Site::new(&format!("[publish.chinh]\nkind = \"folder\"\npath = \"{path}\"\n"));
        let refused = site.run(&["--yes"]);
        assert_eq!(refused.status.code(), Some(2), "{path}");
        assert!(shown(&refused).contains("thu-muc-cam"), "{path}: {}", shown(&refused));
    }
}

#[test]
fn archives_unpack_to_the_section_and_to_what_changed() {
    let site = Site::new("[publish.nen]\nkind = \"zip\"\npath = \"dang\"\n");
    assert!(site.run(&[]).status.success());
    let names = |file: &str| {
        let mut zip = zip::ZipArchive::new(fs::File::open(site.path(file)).unwrap()).unwrap();
        let mut names: Vec<(String, Vec<u8>)> = Vec::new();
        for number in 0..zip.len() {
            let mut entry = zip.by_index(number).unwrap();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            names.push((entry.name().unwrap().into_owned(), bytes));
        }
        names
    };
    let whole = names("dang/nghi-quyet-71.zip");
    assert_eq!(whole.len(), files(&site.path("public")));
    for (name, bytes) in &whole {
        let built = site.path("public").join(name.strip_prefix("nghi-quyet-71/").unwrap());
        assert_eq!(*bytes, fs::read(built).unwrap(), "{name}");
    }
    let before = fs::read(site.path("dang/nghi-quyet-71.zip")).unwrap();
    assert!(site.run(&[]).status.success());
    assert_eq!(fs::read(site.path("dang/nghi-quyet-71.zip")).unwrap(), before, "same input, other bytes");
    site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu khác."));
    assert!(site.run(&["--uploaded"]).status.success());
    let changed: Vec<String> =
        names("dang/nghi-quyet-71-thay-doi.zip").into_iter().map(|(name, _)| name).collect();
    let (page, index) = ("nghi-quyet-71/bai/bai-mot.html", "nghi-quyet-71/tim-kiem/2026-q3-1.js");
    assert_eq!(changed, [page, index, "nghi-quyet-71/nq71-tep.txt"]);
    let list = fs::read_to_string(site.path("dang/nghi-quyet-71-tai-len.txt")).unwrap();
    assert_eq!(list, format!("\u{feff}{page}\r\n{index}\r\n"));
    assert_eq!(fs::read_to_string(site.path("dang/nghi-quyet-71-xoa.txt")).unwrap(), "\u{feff}");
}

#[test]
fn a_password_in_the_settings_is_refused_and_never_shown() {
    for line in [
        "password = \"hoa-sen-71\"",
        "mat_khau = \"hoa-sen-71\"",
        "pasword = \"hoa-sen-71",
        "passwd = hoa-sen-71",
        "host = \"nguoi:hoa-sen-71@may\"",
    ] {
        let host = if line.starts_with("host") { "" } else { "host = \"may\"\n" };
        let site = Site::new(&format!("[publish.chinh]\nkind = \"ftps\"\n{host}user = \"nguoi\"\n{line}\n"));
        for format in ["human", "json", "github"] {
            let output = site.run(&["--yes", "--format", format]);
            assert_eq!(output.status.code(), Some(2), "{line}");
            let text = shown(&output);
            assert!(!text.contains("hoa-sen-71"), "{line} as {format}: {text}");
            let code = if line.starts_with("host") { "ten-may-chu" } else { "mat-khau-trong-cai-dat" };
            assert!(format == "github" || text.contains(code), "{line}: {text}");
        }
    }
}

#[test]
fn a_host_that_is_not_there_has_its_own_words() {
    let site = Site::new("[publish.chinh]\nkind = \"ftps\"\nhost = \"127.0.0.1\"\nport = 1\nuser = \"a\"\n");
    let output = site.run(&["--yes"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(shown(&output).contains("lỗi[thieu-mat-khau]"), "{}", shown(&output));
    let output = Command::new(env!("CARGO_BIN_EXE_nq71"))
        .args(["-r", site.0.path().to_str().unwrap(), "publish", "--yes", "--lang", "en"])
        .env("NQ71_MAT_KHAU_CHINH", "x")
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(3));
    assert!(shown(&output).contains("error[may-chu-tu-choi]: the server `127.0.0.1`"), "{}", shown(&output));
}

#[test]
fn one_units_section_never_takes_the_place_of_another() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    let refused = site.run(&["--yes", "--unit", "thcs-hoa-sen"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(shown(&refused).contains("cho-cua-don-vi"), "{}", shown(&refused));
}

#[test]
fn a_setup_that_works_is_saved_without_touching_the_rest() {
    let site = Site::new("# Lời ghi chú của đơn vị.\n");
    fs::create_dir_all(site.path("www")).unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_nq71"))
        .args(["-r", site.0.path().to_str().unwrap(), "publish", "--setup", "o-chung"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    use std::io::Write as _;
    child.stdin.take().unwrap().write_all("folder\nwww\n\n".as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", shown(&output));
    let settings = fs::read_to_string(site.path("nq71.toml")).unwrap();
    assert!(settings.starts_with(SETTINGS) && settings.contains("# Lời ghi chú của đơn vị."));
    assert!(settings.contains("[publish.o-chung]\nkind = \"folder\"\npath = \"www\"\n"), "{settings}");
    assert_eq!(files(&site.path("www")), 0, "the small file was left");
    assert!(site.run(&["--yes"]).status.success());
    site.published("www");
}

#[test]
fn what_somebody_changed_on_the_server_is_copied_before_it_is_replaced() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    site.write("content/bai-hai.md", &post("Tổng kết học kỳ một", "Hai câu."));
    assert!(site.run(&["--yes"]).status.success());
    site.write("www/nq71/bai/bai-mot.html", "their words");
    site.write("www/nq71/bai/bai-hai.html", "their other words");
    site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu khác."));
    fs::remove_file(site.path("content/bai-hai.md")).unwrap();
    let output = site.run(&["--yes"]);
    assert!(shown(&output).contains("2 tệp của chuyên mục đã bị sửa trên máy chủ"), "{}", shown(&output));
    site.published("www/nq71");
    let copies = site.copies("bai-mot.html");
    assert_eq!(copies, ["their words"]);
    assert_eq!(site.copies("bai-hai.html"), ["their other words"]);
    // The next time has a folder of its own; sending all again overwrites nothing unread, whatever
    // its length.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let length = fs::metadata(site.path("www/nq71/bai/bai-mot.html")).unwrap().len() as usize;
    site.write("www/nq71/bai/bai-mot.html", &"x".repeat(length));
    let output = site.run(&["--yes", "--all"]);
    assert!(shown(&output).contains("cảnh báo[da-chep-ve]: 1 tệp"), "{}", shown(&output));
    assert!(!shown(&output).contains("bị ngắt"), "nothing was cut off: {}", shown(&output));
    assert_eq!(site.copies("bai-mot.html"), ["their words".to_owned(), "x".repeat(length)]);
    site.published("www/nq71");
}

#[test]
fn a_manifest_that_is_lost_on_the_server_is_made_again_from_what_was_published() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    site.write("www/nq71/robots.txt", "theirs");
    assert!(site.run(&["--yes"]).status.success());
    fs::remove_file(site.path("www/nq71").join(MANIFEST)).unwrap();
    site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu khác."));
    let output = site.run(&["--yes"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert!(shown(&output).contains("0 tệp mới, 2 tệp sửa, 0 xóa"), "{}", shown(&output));
    site.published("www/nq71");
    assert_eq!(fs::read_to_string(site.path("www/nq71/robots.txt")).unwrap(), "theirs");
}

#[test]
fn everything_is_healed_by_sending_all_again() {
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    assert!(site.run(&["--yes"]).status.success());
    fs::remove_dir_all(site.path("www/nq71/bai")).unwrap();
    site.write("www/nq71/index.html", "<script src=https://example.com/x.js></script>");
    let output = site.run(&["--yes", "--all"]);
    assert!(output.status.success(), "{}", shown(&output));
    site.published("www/nq71");
}

#[test]
fn pages_of_a_unit_that_has_another_code_now_go_away_and_nothing_else_does() {
    let units = |second: &str| {
        format!(
            "code,name,kind\nso-mau,Sở Giáo dục và Đào tạo Mẫu,so-gddt\nthcs-hoa-sen,Trường THCS Hoa Sen,thcs\n{second},Trường Mầm non Hoa Ban,mam-non\n"
        )
    };
    let site = Site::new("");
    let settings = "base_url = \"https://so-mau.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\nowner = \"so-mau\"\n";
    site.write("nq71.toml", &format!("{settings}\n{FOLDER}"));
    site.write("don-vi.csv", &units("mn-hoa-ban"));
    fs::remove_file(site.path("content/bai-mot.md")).unwrap();
    site.write("content/thcs-hoa-sen/a.md", &post("Khai giảng năm học mới", "Một câu."));
    site.write("content/mn-hoa-ban/b.md", &post("Bữa sáng kể chuyện", "Một câu."));
    site.write("www/nq71/don-vi/mn-hoa-ban/ghi-chu.txt", "theirs");
    let first = site.run(&["--yes"]);
    assert!(first.status.success(), "{}", shown(&first));
    assert!(site.path("www/nq71/don-vi/mn-hoa-ban/bai/b.html").is_file());
    site.write("don-vi.csv", &units("mn-hoa-mai"));
    fs::rename(site.path("content/mn-hoa-ban"), site.path("content/mn-hoa-mai")).unwrap();
    let second = site.run(&["--yes", "--max-deletes", "1000"]);
    assert!(second.status.success(), "{}", shown(&second));
    site.published("www/nq71");
    assert!(site.path("www/nq71/don-vi/mn-hoa-mai/bai/b.html").is_file());
    let left: Vec<_> = fs::read_dir(site.path("www/nq71/don-vi/mn-hoa-ban")).unwrap().flatten().collect();
    assert_eq!(left.len(), 1, "pages of the old code stayed");
    assert_eq!(fs::read_to_string(left[0].path()).unwrap(), "theirs");
}

#[cfg(unix)]
#[test]
fn links_on_the_server_lead_nobody_into_files_of_others() {
    let site = Site::new(FOLDER);
    site.write("cua-ho/bai-mot.html", "theirs");
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    std::os::unix::fs::symlink(site.path("cua-ho"), site.path("www/nq71/bai")).unwrap();
    let output = site.run(&["--yes"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(shown(&output).contains("lỗi[tep-la-dung-cho]"), "{}", shown(&output));
    assert_eq!(fs::read_to_string(site.path("cua-ho/bai-mot.html")).unwrap(), "theirs");
}

#[test]
fn two_at_once_are_told_apart_and_one_more_run_makes_it_right() {
    let first = Site::new(FOLDER);
    let second = Site::new(&FOLDER.replace("www/nq71", first.path("www/nq71").to_str().unwrap()));
    second.write("content/bai-hai.md", &post("Tổng kết học kỳ một", "Hai câu."));
    first.write("www/nq71/robots.txt", "theirs");
    for _ in 0..3 {
        let run = |site: &Site| {
            Command::new(env!("CARGO_BIN_EXE_nq71"))
                .arg("-r")
                .arg(site.0.path())
                .args(["publish", "--date", "2026-11-21", "--yes", "--all"])
                .stdin(std::process::Stdio::null())
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .unwrap()
        };
        for (child, name) in [(run(&first), "first"), (run(&second), "second")] {
            let output = child.wait_with_output().unwrap();
            let said = shown(&output);
            let is_told = said.contains("nguoi-khac-dang") || said.contains("may-chu-da-doi");
            assert!(output.status.success() || is_told, "{name}: {said}");
        }
        assert!(first.run(&["--yes"]).status.success());
        first.published("www/nq71");
        assert!(!first.path("www/nq71/bai/bai-hai.html").exists());
        assert!(!first.path("www/nq71/nq71-dang.txt").exists());
        assert_eq!(fs::read_to_string(first.path("www/nq71/robots.txt")).unwrap(), "theirs");
    }
}
