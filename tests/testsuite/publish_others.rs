//! `nq71 publish` keeps its hands off what is not its own: files, links, archives, other units,
//! other machines.

use std::fs;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use nq71::output::MANIFEST;

use super::publish_cli::{FOLDER, Site, files, post, shown};
use super::publish_ftp::{Habits, Server};

const ZIP: &str = "[publish.nen]\nkind = \"zip\"\npath = \"dang\"\n";

fn section(site: &Site) {
    fs::create_dir_all(site.path("www/nq71")).unwrap();
    assert!(site.run(&["--yes"]).status.success());
}

#[test]
fn archives_replace_and_remove_only_what_this_wrote() {
    let own = ["nghi-quyet-71.zip", "nghi-quyet-71-1.zip", "nghi-quyet-71-xoa.txt"];
    for name in own {
        let site = Site::new(ZIP);
        site.write(&format!("dang/{name}"), "mine");
        let output = site.run(&[]);
        if name == "nghi-quyet-71-1.zip" {
            assert!(output.status.success(), "{}", shown(&output));
        } else {
            assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
            assert!(shown(&output).contains("lỗi[tep-la-dung-cho]"), "{}", shown(&output));
            assert!(shown(&output).contains(name), "{}", shown(&output));
            assert_eq!(files(&site.path("dang")), 1);
        }
        assert_eq!(fs::read_to_string(site.path(&format!("dang/{name}"))).unwrap(), "mine");
    }
}

#[test]
fn the_archive_of_changes_adds_up_until_somebody_says_that_it_was_uploaded() {
    let site = Site::new(ZIP);
    site.write("content/bai-hai.md", &post("Tổng kết học kỳ một", "Hai câu."));
    assert!(site.run(&[]).status.success());
    site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu khác."));
    fs::remove_file(site.path("content/bai-hai.md")).unwrap();
    let output = site.run(&["--uploaded", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["data"]["removed"], serde_json::json!(["bai/bai-hai.html"]));
    let list = |name: &str| fs::read_to_string(site.path(&format!("dang/nghi-quyet-71-{name}.txt"))).unwrap();
    let (upload, remove) = (list("tai-len"), list("xoa"));
    let changes = fs::read(site.path("dang/nghi-quyet-71-thay-doi.zip")).unwrap();
    assert!(upload.contains("bai/bai-mot.html") && remove.contains("bai/bai-hai.html"));
    // Again, before anything was uploaded; a dry run tells the same.
    let dry = site.run(&["--dry-run"]);
    assert!(shown(&dry).contains("- bai/bai-hai.html"), "{}", shown(&dry));
    assert!(site.run(&[]).status.success());
    assert_eq!((list("tai-len"), list("xoa")), (upload, remove));
    assert_eq!(fs::read(site.path("dang/nghi-quyet-71-thay-doi.zip")).unwrap(), changes);
    assert!(site.run(&["--uploaded"]).status.success());
    assert!(!site.path("dang/nghi-quyet-71-thay-doi.zip").exists());
    assert_eq!((list("tai-len").as_str(), list("xoa").as_str()), ("\u{feff}", "\u{feff}"));
}

#[cfg(unix)]
#[test]
fn links_under_our_own_names_lead_nowhere() {
    let names = [MANIFEST, "nq71-tep-moi.txt", "nq71-dang.txt", "nq71-tam-00c0ffee-1.txt"];
    for is_there in [true, false] {
        for name in names {
            let site = Site::new(FOLDER);
            fs::create_dir_all(site.path("www/nq71")).unwrap();
            if is_there {
                site.write("cua-ho.txt", "theirs");
            }
            std::os::unix::fs::symlink(site.path("cua-ho.txt"), site.path("www/nq71").join(name)).unwrap();
            let output = site.run(&["--yes"]);
            assert!(output.status.success(), "{name}: {}", shown(&output));
            let theirs = fs::read_to_string(site.path("cua-ho.txt")).ok();
            assert_eq!(theirs.as_deref(), is_there.then_some("theirs"), "{name}");
            site.published("www/nq71");
        }
    }
}

#[test]
fn another_units_section_is_not_replaced_unasked() {
    let site = Site::new(FOLDER);
    section(&site);
    let before = fs::read_to_string(site.path("www/nq71/index.html")).unwrap();
    let other = Site::new(&FOLDER.replace("www/nq71", site.path("www/nq71").to_str().unwrap()));
    let settings = fs::read_to_string(other.path("nq71.toml")).unwrap();
    other.write(
        "nq71.toml",
        &settings.replace("thcs-hoa-sen", "xa-phu-mau").replace("Trường THCS Hoa Sen", "Xã Phú Mẫu"),
    );
    let refused = other.run(&["--yes"]);
    assert_eq!(refused.status.code(), Some(2));
    let said = shown(&refused);
    assert!(said.contains("lỗi[may-chu-cua-don-vi-khac]") && said.contains("`thcs-hoa-sen`"), "{said}");
    let dry = other.run(&["--dry-run"]);
    assert_eq!(dry.status.code(), Some(0));
    assert!(shown(&dry).contains("cảnh báo[may-chu-cua-don-vi-khac]"), "{}", shown(&dry));
    assert_eq!(fs::read_to_string(site.path("www/nq71/index.html")).unwrap(), before);
}

fn begin(site: &std::path::Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_nq71"))
        .arg("-r")
        .arg(site)
        .args(["publish", "--date", "2026-11-21", "--yes", "--all"])
        .env("NQ71_MAT_KHAU", "dung")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn a_copy_of_the_sites_folder_is_another_publisher() {
    let server = Server::start(Habits { slow: 60, ..Habits::default() });
    let settings = format!(
        "[publish.chinh]\nkind = \"ftp\"\nhost = \"127.0.0.1\"\nport = {}\nuser = \"truong\"\n",
        server.port
    );
    let site = Site::new(&settings);
    assert!(begin(&site.path("")).wait().unwrap().success());
    let copy = tempfile::tempdir().unwrap();
    super::publish_ftp::copy(&site.path(""), copy.path());
    let first = begin(&site.path(""));
    let begun = Instant::now();
    let lock = server.folder.path().join("nq71-dang.txt");
    while !lock.exists() && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let second = begin(copy.path()).wait_with_output().unwrap();
    assert_eq!(second.status.code(), Some(3), "{}", shown(&second));
    assert!(shown(&second).contains("lỗi[nguoi-khac-dang]"), "{}", shown(&second));
    let first = first.wait_with_output().unwrap();
    assert!(first.status.success(), "{}", shown(&first));
    assert!(!lock.exists());
}

#[test]
fn a_manifest_that_was_cut_short_is_mended_though_nothing_else_changed() {
    let site = Site::new(FOLDER);
    section(&site);
    let manifest = site.path("www/nq71").join(MANIFEST);
    let whole = fs::read_to_string(&manifest).unwrap();
    let short = whole.lines().take(4).fold(String::new(), |all, line| all + line + "\n");
    fs::write(&manifest, short).unwrap();
    let output = site.run(&["--yes"]);
    assert!(output.status.success(), "{}", shown(&output));
    assert_eq!(fs::read_to_string(&manifest).unwrap(), whole);
}

#[test]
fn a_dry_run_tells_what_would_be_refused_and_makes_no_folder() {
    let site = Site::new(FOLDER);
    let dry = site.run(&["--dry-run"]);
    assert_eq!(dry.status.code(), Some(3), "{}", shown(&dry));
    assert!(!site.path("www").exists());
    site.write("www/nq71/robots.txt", "theirs");
    section(&site);
    site.write("www/nq71/bai/bai-mot.html", "their words");
    site.write("content/bai-mot.md", &post("Khai giảng năm học mới", "Một câu khác."));
    let dry = site.run(&["--dry-run", "--max-deletes", "0", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&dry.stdout).unwrap();
    let said = report["diagnostics"].to_string();
    assert!(said.contains("da-sua-tren-may-chu") && said.contains("bai/bai-mot.html"), "{said}");
    assert_eq!(fs::read_to_string(site.path("www/nq71/bai/bai-mot.html")).unwrap(), "their words");
}

#[cfg(unix)]
#[test]
fn what_is_new_in_a_folder_can_be_read_by_the_web_server() {
    use std::os::unix::fs::PermissionsExt as _;
    let site = Site::new(FOLDER);
    fs::create_dir_all(site.path("www/nq71/don-vi")).unwrap();
    let theirs = site.path("www/nq71/don-vi");
    fs::set_permissions(&theirs, fs::Permissions::from_mode(0o750)).unwrap();
    let script = "umask 077; exec \"$0\" -r \"$1\" publish --date 2026-11-21 --yes";
    let output = Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_nq71"), site.path("").to_str().unwrap()])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", shown(&output));
    let mode = |path: &str| fs::metadata(site.path(path)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("www/nq71/bai"), mode("www/nq71/bai/bai-mot.html")), (0o755, 0o644));
    assert_eq!((mode("www/nq71/index.html"), mode("www/nq71/don-vi")), (0o644, 0o750));
}

#[test]
fn a_file_where_a_folder_must_be_is_named_once() {
    let site = Site::new(FOLDER);
    site.write("www/nq71/bai", "theirs");
    let output = site.run(&["--yes", "--lang", "en"]);
    assert_eq!(output.status.code(), Some(2), "{}", shown(&output));
    assert!(shown(&output).contains("bai\n") || shown(&output).contains("bai`"), "{}", shown(&output));
    assert!(!shown(&output).contains("bai/bai-mot.html"), "{}", shown(&output));
}
