//! What a build does to the folders that it writes into: whose files it touches, and what is left
//! when it is cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use nq71::build::{self, Outcome, Pending, Prepared, Summary, Target};
use nq71::error::Error;
use nq71::model::OutPath;
use nq71::output::{DiskSink, Entry, Keys, Lock, MANIFEST, Manifest, MemorySink, Sink};

use crate::harness::{Ran, TestSite, nq71};

/// A site in a temporary folder.
struct Folder {
    top: tempfile::TempDir,
}

impl Folder {
    /// A school with two posts.
    fn school() -> Folder {
        Folder::of(&school())
    }

    fn of(site: &TestSite) -> Folder {
        let folder = Folder { top: tempfile::tempdir().expect("a folder") };
        for (path, bytes) in site.files.iter() {
            folder.write(path.as_str(), bytes);
        }
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.top.path().join(path)
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn has(&self, path: &str) -> bool {
        self.path(path).exists()
    }

    /// Runs `nq71 build --date 21/11/2026` and more.
    fn run(&self, more: &[&str]) -> Ran {
        nq71(self.top.path(), &[&["build", "--date", "21/11/2026"], more].concat())
    }

    /// Runs it and insists that it worked. The pages of the first output that were rendered.
    #[track_caller]
    fn build(&self, more: &[&str]) -> Vec<String> {
        let ran = self.run(&[&["--format", "json"], more].concat());
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let report: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let rendered = report["data"]["outputs"][0]["rendered"].as_array().expect("a list").clone();
        rendered.iter().map(|path| path.as_str().expect("a path").to_owned()).collect()
    }

    /// All files below a folder with their bytes.
    fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        let mut files = BTreeMap::new();
        for entry in
            walkdir::WalkDir::new(self.path(folder)).into_iter().map(|entry| entry.expect("it can be listed"))
        {
            if entry.file_type().is_file() {
                let inside = entry.path().strip_prefix(self.path(folder)).expect("inside");
                files.insert(
                    inside.to_str().expect("a name").replace('\\', "/"),
                    fs::read(entry.path()).expect("a file"),
                );
            }
        }
        files
    }

    /// What the folder `public` would hold after a build from nothing.
    fn clean(&self) -> BTreeMap<String, Vec<u8>> {
        self.build(&["--output-dir", "sach"]);
        let tree = self.tree("sach");
        fs::remove_dir_all(self.path("sach")).expect("a folder");
        tree
    }
}

fn school() -> TestSite {
    let mut site = TestSite::school();
    site.post("khai-giang.md", "Lễ khai giảng năm học mới", "2026-09-05", "");
    site.post("chuyen-de.md", "Chuyên đề ứng dụng AI trong dạy học", "2026-10-12", "type = \"bai\"");
    site
}

#[test]
fn a_folder_of_somebody_else_is_refused_and_left_alone() {
    let folder = Folder::school();
    folder.write("public/index.html", "trang của trường");
    folder.write("public/anh/co.jpg", "ảnh của trường");
    let before = folder.tree(".");
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 2);
    assert!(
        ran.stderr.contains("thu-muc-cua-nguoi-khac") && ran.stderr.contains("--force"),
        "{}",
        ran.stderr
    );
    assert!(ran.stderr.contains("Không ghi gì"), "{}", ran.stderr);
    let mut after = folder.tree(".");
    after.retain(|path, _| !path.starts_with(".nq71/"));
    assert_eq!(after, before);
}

#[test]
fn an_empty_folder_is_anybodys() {
    let folder = Folder::school();
    fs::create_dir(folder.path("public")).expect("a folder");
    folder.build(&[]);
    assert!(folder.has("public/index.html"));
}

#[test]
fn force_keeps_foreign_files_and_moves_those_in_the_way_aside() {
    let folder = Folder::school();
    folder.write("public/index.html", "trang chủ của trường");
    folder.write("public/q", "một tệp tên là q");
    folder.write("public/404.html/ghi-chu.txt", "một thư mục mang tên trang");
    folder.write("public/bai/khac.html", "bài của trường");
    folder.write("public/anh/co.jpg", "ảnh của trường");
    let clean = folder.clean();

    let ran = folder.run(&["--force"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("public-cu-1"), "{}", ran.stderr);
    let aside = folder.tree("public-cu-1");
    assert_eq!(aside.keys().collect::<Vec<_>>(), ["404.html/ghi-chu.txt", "index.html", "q"]);
    assert_eq!(aside["index.html"], "trang chủ của trường".as_bytes());
    assert_eq!(aside["q"], "một tệp tên là q".as_bytes());

    let mut now = folder.tree("public");
    assert_eq!(now.remove("bai/khac.html").as_deref(), Some("bài của trường".as_bytes()));
    assert_eq!(now.remove("anh/co.jpg").as_deref(), Some("ảnh của trường".as_bytes()));
    assert!(now == clean);

    // From now on the folder is ours, and the foreign files still are not.
    fs::remove_file(folder.path("content/khai-giang.md")).expect("a file");
    folder.build(&[]);
    assert!(folder.has("public/bai/khac.html") && folder.has("public/anh/co.jpg"));
    assert!(!folder.has("public/bai/khai-giang.html"));
    assert!(!folder.has("public-cu-2"));
}

#[test]
fn a_foreign_file_where_a_new_page_must_go_is_moved_aside() {
    let folder = Folder::school();
    folder.build(&[]);
    folder.write("public/bai/tap-huan.html", "đã có từ trước");
    fs::copy(folder.path("content/khai-giang.md"), folder.path("content/tap-huan.md")).expect("a file");
    folder.build(&[]);
    assert!(folder.read("public/bai/tap-huan.html").contains("<html"));
    assert_eq!(folder.read("public-cu-1/bai/tap-huan.html"), "đã có từ trước");
}

#[test]
fn our_own_files_are_recognized_when_the_manifest_is_lost() {
    let folder = Folder::school();
    folder.build(&[]);
    let before = folder.tree("public");
    fs::remove_file(folder.path("public").join(MANIFEST)).expect("a file");
    assert_eq!(folder.run(&[]).code, 2, "a folder without a manifest is somebody else's");
    folder.build(&["--force"]);
    assert!(folder.tree("public") == before);
    assert!(!folder.has("public-cu-1"), "equal files need not be moved");
}

#[test]
fn stale_files_of_ours_go_with_their_empty_folders_and_nothing_else() {
    let folder = Folder::school();
    folder.build(&[]);
    assert!(folder.has("public/hinh-thuc/bai/index.html") && folder.has("public/hinh-thuc/tin/index.html"));
    folder.write("public/q/2026-q3/cua-truong.txt", "của trường");
    fs::create_dir_all(folder.path("public/thu-muc-rong")).expect("a folder");

    fs::remove_file(folder.path("content/chuyen-de.md")).expect("a file");
    folder.build(&[]);
    assert!(!folder.has("public/bai/chuyen-de.html"));
    assert!(!folder.has("public/hinh-thuc/bai"), "an empty folder goes");
    assert!(folder.has("public/hinh-thuc/tin/index.html"));

    fs::remove_file(folder.path("content/khai-giang.md")).expect("a file");
    folder.build(&[]);
    assert!(!folder.has("public/hinh-thuc") && !folder.has("public/bai"), "and the empty folders above it");
    assert!(!folder.has("public/q/2026-q3/index.html"));
    assert_eq!(folder.read("public/q/2026-q3/cua-truong.txt"), "của trường");
    assert!(folder.has("public/thu-muc-rong"), "a folder that was not ours");
}

#[test]
fn damage_is_mended_page_by_page() {
    let folder = Folder::school();
    folder.build(&[]);
    let before = folder.tree("public");
    fs::remove_file(folder.path("public/bai/khai-giang.html")).expect("a file");
    folder.write("public/q/index.html", &before["q/index.html"][..40]);
    folder.write("public/rss.xml", "");
    assert_eq!(folder.build(&[]), ["bai/khai-giang.html", "q/index.html", "rss.xml"]);
    assert!(folder.tree("public") == before);

    fs::remove_dir_all(folder.path("public/bai")).expect("a folder");
    assert_eq!(folder.build(&[]), ["bai/chuyen-de.html", "bai/khai-giang.html"]);
    fs::remove_file(folder.path("public/404.html")).expect("a file");
    folder.write("public/404.html/x", "một thư mục");
    assert_eq!(folder.build(&[]), ["404.html"]);
    assert!(folder.tree("public") == before);
}

#[test]
fn after_a_run_that_was_cut_off_everything_is_made_anew() {
    let folder = Folder::school();
    let all = folder.build(&[]).len();
    let before = folder.tree("public");
    let manifest = folder.path("public").join(MANIFEST);
    let text = fs::read_to_string(&manifest).expect("the manifest");
    fs::write(&manifest, format!("# chưa xong\n{text}")).expect("the manifest");
    // Damage of the same length: nothing but the mark in the manifest tells of it.
    let page = &before["bai/khai-giang.html"];
    folder.write("public/bai/khai-giang.html", vec![b'x'; page.len()]);
    folder.write("public/index.html", "nửa trang");
    folder.write("public/cua-truong.txt", "của trường");

    assert_eq!(folder.build(&[]).len(), all);
    let mut after = folder.tree("public");
    assert!(after.remove("cua-truong.txt").is_some());
    assert!(after == before);
    assert!(folder.build(&[]).is_empty());
}

#[test]
fn without_usable_keys_everything_is_rendered_to_the_same_bytes() {
    let folder = Folder::school();
    let all = folder.build(&[]);
    let before = folder.tree("public");
    let written =
        |path: &str| fs::metadata(folder.path(path)).and_then(|meta| meta.modified()).expect("a date");
    let date = written("public/index.html");
    let keys: Vec<PathBuf> = fs::read_dir(folder.path(".nq71"))
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    assert_eq!(keys.len(), 2, "the public's and the office's");
    let text = fs::read_to_string(&keys[0]).expect("keys");
    for garbled in
        ["", "rác", &text[..text.len() / 2], &text.replace(' ', "  "), &text.replacen(|_: char| true, "", 1)]
    {
        for path in &keys {
            fs::write(path, garbled).expect("keys");
        }
        assert_eq!(folder.build(&[]), all, "{garbled:.40}");
        assert!(folder.tree("public") == before);
    }
    fs::remove_dir_all(folder.path(".nq71")).expect("a folder");
    assert_eq!(folder.build(&[]), all);
    assert!(folder.tree("public") == before);
    assert_eq!(written("public/index.html"), date, "a file that stays the same is not written");
    assert!(folder.build(&[]).is_empty());
}

#[test]
fn a_build_with_errors_leaves_every_byte() {
    let folder = Folder::school();
    folder.build(&[]);
    let keep = |folder: &Folder| [folder.tree("public"), folder.tree("noi-bo"), folder.tree(".nq71")];
    let before = keep(&folder);
    folder.write(
        "content/chuyen-de.md",
        "+++\ntitle = \"Chuyên đề đã sửa lại\"\ndate = 2026-10-13\ntype = \"tin\"\n+++\n\nMới.\n",
    );

    // A mistake in a post, in the settings, in a template that is used first, and in the last one.
    let good = folder.read("nq71.toml");
    folder.write("content/hong.md", "+++\ntitle = \"Thiếu ngày\"\n+++\n");
    assert_eq!(folder.run(&[]).code, 1);
    assert!(keep(&folder) == before);
    fs::remove_file(folder.path("content/hong.md")).expect("a file");

    folder.write("nq71.toml", format!("{good}\ncountng = 1\n"));
    assert_eq!(folder.run(&[]).code, 2);
    assert!(keep(&folder) == before);
    folder.write("nq71.toml", &good);

    for template in ["home.html", "behind.html"] {
        let path = format!("themes/chuan/templates/{template}");
        folder.write(&path, "{{ view.khong_co.gi }}");
        let ran = folder.run(&[]);
        assert_eq!(ran.code, 1, "{template}: {}", ran.stderr);
        assert!(ran.stderr.contains(template), "{}", ran.stderr);
        assert!(keep(&folder) == before, "{template}");
        fs::remove_file(folder.path(&path)).expect("a file");
    }
    assert!(!folder.build(&[]).is_empty());
    assert!(folder.tree("public") != before[0]);
}

#[test]
fn one_refused_unit_leaves_all_units_alone() {
    let mut site = TestSite::department();
    site.post("th-a/khai-giang.md", "Lễ khai giảng tại Trường A", "2026-09-05", "");
    let folder = Folder::of(&site);
    folder.write("public-don-vi/xa-mau/ghi-chu.txt", "của xã");
    let ran = folder.run(&["--each-unit"]);
    assert_eq!(ran.code, 2, "{}", ran.stderr);
    assert_eq!(folder.tree("public-don-vi").keys().collect::<Vec<_>>(), ["xa-mau/ghi-chu.txt"]);
}

#[test]
fn two_runs_do_not_write_at_once() {
    let folder = Folder::school();
    folder.build(&[]);
    let before = folder.tree("public");
    folder.write(
        "content/moi.md",
        "+++\ntitle = \"Một bài hoàn toàn mới\"\ndate = 2026-10-13\ntype = \"tin\"\n+++\n\nMới.\n",
    );
    let lock = Lock::take(&folder.path(".nq71/khoa.lock")).expect("nobody else is there");
    let ran = folder.run(&[]);
    assert_eq!(ran.code, 3);
    assert!(ran.stderr.contains("khoa.lock"), "{}", ran.stderr);
    assert!(folder.tree("public") == before);
    // The same folder by another name is the same folder.
    let root = folder.top.path().to_str().expect("a name").to_owned();
    let ran = nq71(&std::env::temp_dir(), &["build", "--root", &root, "--date", "21/11/2026"]);
    assert_eq!(ran.code, 3);
    drop(lock);
    folder.build(&[]);

    std::thread::scope(|scope| {
        let runs: Vec<_> =
            (0..3).map(|_| scope.spawn(|| folder.run(&["--output-dir", "cung-luc"]).code)).collect();
        let codes: BTreeSet<i32> = runs.into_iter().map(|run| run.join().expect("a run")).collect();
        assert!(codes.contains(&0) && codes.is_subset(&[0, 3].into()), "{codes:?}");
    });
    assert!(folder.tree("cung-luc") == folder.tree("public"));
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_an_error_of_the_machine() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::school();
    let closed = folder.path("dong");
    fs::create_dir(&closed).expect("a folder");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o555)).expect("permissions");
    // To root nothing is closed, but for what the system itself keeps.
    let target = if fs::write(closed.join("thu"), "").is_ok() {
        PathBuf::from("/proc/nq71")
    } else {
        closed.join("public")
    };
    let ran = folder.run(&["--output-dir", target.to_str().expect("a name")]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains(target.to_str().expect("a name")), "{}", ran.stderr);

    folder.write("tep", "một tệp");
    let ran = folder.run(&["--output-dir", "tep"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert_eq!(folder.read("tep"), "một tệp");
}

#[cfg(unix)]
#[test]
fn published_files_can_be_read_by_the_server() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::school();
    // Twice, so that files that were replaced are looked at too.
    for title in ["Một bài hoàn toàn mới", "Một bài đã sửa tên"] {
        folder.write(
            "content/moi.md",
            format!("+++\ntitle = \"{title}\"\ndate = 2026-10-13\ntype = \"tin\"\n+++\n\nMới.\n"),
        );
        let program = env!("CARGO_BIN_EXE_nq71");
        let run = format!("umask 022 && exec '{program}' build --quiet --date 21/11/2026");
        let done =
            std::process::Command::new("sh").args(["-c", &run]).current_dir(folder.top.path()).status();
        assert!(done.expect("it runs").success());
        for entry in walkdir::WalkDir::new(folder.path("public")) {
            let entry = entry.expect("it can be listed");
            let mode = entry.metadata().expect("it is there").permissions().mode() & 0o777;
            let expected = if entry.file_type().is_dir() { 0o755 } else { 0o644 };
            assert_eq!(mode, expected, "{:o} {}", mode, entry.path().display());
        }
    }
}

#[cfg(unix)]
#[test]
fn a_link_in_the_place_of_a_page_is_not_written_through() {
    let folder = Folder::school();
    folder.build(&[]);
    folder.write("ngoai.txt", "bên ngoài");
    fs::remove_file(folder.path("public/index.html")).expect("a file");
    std::os::unix::fs::symlink(folder.path("ngoai.txt"), folder.path("public/index.html")).expect("a link");
    assert_eq!(folder.build(&[]), ["index.html"]);
    assert_eq!(folder.read("ngoai.txt"), "bên ngoài");
    assert!(fs::symlink_metadata(folder.path("public/index.html")).expect("a page").is_file());
}

#[test]
fn names_cannot_clash_where_case_does_not_matter() {
    for name in ["Index.html", "bai/A.html", "bai/a.HTML", "bai/Đ.html"] {
        assert!(OutPath::new(name).is_err(), "{name}");
    }
    let mut site = school();
    let gif = |width: u8| {
        let mut bytes = b"GIF89a\x00\0\x01\0\0\0\0,\0\0\0\0\x00\0\x01\0\0\x02\x02D\x01\0;".to_vec();
        (bytes[6], bytes[18]) = (width, width);
        bytes
    };
    site.put("content/Anh.gif", gif(1)).put("content/anh.GIF", gif(2)).put("content/ANH.gif", gif(1));
    site.edit("content/khai-giang.md", "Nội dung", "![Một](Anh.gif) ![Hai](anh.GIF) ![Ba](ANH.gif) Nội dung");
    let built = site.build();
    assert!(built.written, "{}", built.text());
    let pictures = site.output().into_keys().filter(|path| path.as_str().starts_with("tep/")).count();
    assert_eq!(pictures, 2, "two pictures, one of them under two names");
    site.post("Khai-Giang.md", "Lễ khai giảng lần thứ hai", "2026-09-06", "");
    assert!(!site.build().written, "two posts at one address");
}

#[test]
fn the_manifest_lists_every_file_but_itself() {
    let folder = Folder::school();
    folder.build(&[]);
    for output in ["public", "noi-bo"] {
        let mut files = folder.tree(output);
        let manifest = files.remove(MANIFEST).expect("a manifest");
        let manifest = Manifest::parse(std::str::from_utf8(&manifest).expect("text")).expect("a manifest");
        assert!(!manifest.is_unfinished());
        let listed: BTreeMap<String, Entry> =
            manifest.iter().map(|(path, entry)| (path.to_string(), entry)).collect();
        let there: BTreeMap<String, Entry> =
            files.into_iter().map(|(path, bytes)| (path, Entry::of(&bytes))).collect();
        assert_eq!(listed, there);
    }
    assert!(!folder.tree("public").keys().any(|path| path.contains("con-thieu")));
}

/// A sink whose disk is full after so many steps.
struct Failing<'s> {
    inner: &'s dyn Sink,
    left: Mutex<usize>,
}

impl Failing<'_> {
    fn step(&self) -> Result<(), Error> {
        let mut left = self.left.lock().expect("no holder panics");
        *left = left
            .checked_sub(1)
            .ok_or_else(|| Error::io("write-file", "x")(std::io::ErrorKind::StorageFull.into()))?;
        Ok(())
    }
}

impl Sink for Failing<'_> {
    fn manifest(&self) -> Result<Option<Manifest>, Error> {
        self.inner.manifest()
    }
    fn is_used(&self) -> Result<bool, Error> {
        self.inner.is_used()
    }
    fn length(&self, path: &OutPath) -> Option<u64> {
        self.inner.length(path)
    }
    fn clear(&self, path: &OutPath, entry: Entry) -> Result<(), Error> {
        self.step()?;
        self.inner.clear(path, entry)
    }
    fn put(&self, path: &OutPath, bytes: &[u8], ours: bool) -> Result<(), Error> {
        if let Err(error) = self.step() {
            // What is left of a page when the disk is full.
            self.inner.put(path, &bytes[..bytes.len() / 2], ours)?;
            return Err(error);
        }
        self.inner.put(path, bytes, ours)
    }
    fn remove(&self, path: &OutPath) -> Result<(), Error> {
        self.step()?;
        self.inner.remove(path)
    }
    fn put_manifest(&self, manifest: &Manifest) -> Result<(), Error> {
        self.step()?;
        self.inner.put_manifest(manifest)
    }
}

fn write(
    prepared: &Prepared,
    site: &TestSite,
    sink: &dyn Sink,
    keys: &Keys,
    force: bool,
) -> Result<Summary, Error> {
    let pending = Pending::new(&std::env::temp_dir());
    let target = Target { sink, keys, pending: &pending, force, progress: &() };
    match build::write(prepared, &prepared.plan, &site.files, target)? {
        Outcome::Written(summary) => Ok(summary),
        other => panic!("{other:?}"),
    }
}

fn prepared(site: &TestSite) -> Prepared {
    let (prepared, found) = site.prepare();
    prepared.unwrap_or_else(|| panic!("{found:?}"))
}

/// A site before and after an edit that adds, changes and removes pages.
fn two_states() -> (TestSite, TestSite) {
    let mut after = school();
    after.remove("content/chuyen-de.md");
    after.post("tap-huan.md", "Tập huấn giáo viên cốt cán", "2026-10-20", "type = \"video\"");
    (school(), after)
}

#[test]
fn cut_off_at_any_step_the_next_run_ends_as_a_clean_one() {
    let (before, after) = two_states();
    let (old, new) = (prepared(&before), prepared(&after));
    let clean = MemorySink::default();
    write(&new, &after, &clean, &Keys::default(), false).expect("memory can be written");
    for steps in 0.. {
        let sink = MemorySink::default();
        let keys = write(&old, &before, &sink, &Keys::default(), false).expect("memory can be written").keys;
        let failing = Failing { inner: &sink, left: Mutex::new(steps) };
        let came_through = write(&new, &after, &failing, &keys, false).is_ok();
        // The keys are still those of the last run that ended.
        let done = write(&new, &after, &sink, &keys, false).expect("memory can be written");
        assert!(sink.files() == clean.files(), "after {steps} steps");
        assert_eq!(sink.manifest().expect("memory"), clean.manifest().expect("memory"));
        if came_through {
            assert!(steps > 15 && done.rendered.len() < clean.files().len(), "{steps}");
            break;
        }
    }
}

#[test]
fn cut_off_at_any_step_nothing_leads_to_a_post_that_is_not_there() {
    let (before, mut after) = (school(), school());
    after.post("moi.md", "Bài mới của trường", "2026-10-08", "");
    let (old, new) = (prepared(&before), prepared(&after));
    let post = OutPath::new("bai/moi.html").expect("a page");
    for steps in 0.. {
        let sink = MemorySink::default();
        let keys = write(&old, &before, &sink, &Keys::default(), false).expect("memory can be written").keys;
        let whole = sink.files();
        let failing = Failing { inner: &sink, left: Mutex::new(steps) };
        let came_through = write(&new, &after, &failing, &keys, false).is_ok();
        let files = sink.files();
        let is_there =
            files.get(&post).is_some_and(|bytes| String::from_utf8_lossy(bytes).ends_with("</html>\n"));
        for (path, bytes) in files.iter().filter(|(path, bytes)| whole.get(path) != Some(bytes)) {
            let leads = *path != post && String::from_utf8_lossy(bytes).contains("moi.html");
            assert!(!leads || is_there, "{path} after {steps} steps");
        }
        if came_through {
            assert!(steps > 15 && is_there, "{steps}");
            break;
        }
    }
}

#[test]
fn cut_off_at_any_step_an_edit_taken_back_is_taken_back() {
    // Pages of equal length: only the mark in the manifest tells that they are others.
    let (before, mut after) = (school(), school());
    after.edit("content/khai-giang.md", "khai giảng", "bế giảng");
    let (old, new) = (prepared(&before), prepared(&after));
    for steps in [1, 2, 5, 9, 11] {
        let sink = MemorySink::default();
        let keys = write(&old, &before, &sink, &Keys::default(), false).expect("memory can be written").keys;
        let clean = sink.files();
        let failing = Failing { inner: &sink, left: Mutex::new(steps) };
        write(&new, &after, &failing, &keys, false).expect_err("the disk is full");
        write(&old, &before, &sink, &keys, false).expect("memory can be written");
        assert!(sink.files() == clean, "after {steps} steps");
    }
}

#[test]
fn cut_off_at_any_step_nothing_foreign_is_lost() {
    let (before, after) = two_states();
    let (old, new) = (prepared(&before), prepared(&after));
    let foreign = [
        ("index.html", "trang chủ cũ"),
        ("q", "tệp q"),
        ("bai/tap-huan.html", "bài cũ"),
        ("khac.txt", "khác"),
    ];
    let clean = MemorySink::default();
    write(&old, &before, &clean, &Keys::default(), false).expect("memory can be written");
    for steps in 0.. {
        let top = tempfile::tempdir().expect("a folder");
        let root = top.path().join("public");
        for (path, text) in foreign {
            let path = root.join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        // Forced into a foreign folder and cut off; then the site changes before it is run again.
        let first = DiskSink::new(&root);
        let failing = Failing { inner: &first, left: Mutex::new(steps) };
        let came_through = write(&old, &before, &failing, &Keys::default(), true).is_ok();
        write(&new, &after, &DiskSink::new(&root), &Keys::default(), true).expect("the disk has room");
        write(&old, &before, &DiskSink::new(&root), &Keys::default(), false).expect("the disk has room");
        for (path, bytes) in clean.files() {
            assert!(
                fs::read(root.join(path.as_str())).expect("a page") == bytes,
                "{path} after {steps} steps"
            );
        }
        let kept: BTreeSet<String> = texts(top.path());
        for (path, text) in foreign {
            assert!(kept.contains(text), "{path} is lost after {steps} steps: {kept:?}");
        }
        if came_through {
            break;
        }
    }
}

/// All short texts in a folder.
fn texts(folder: &Path) -> BTreeSet<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("it can be listed"));
    let short = files.filter(|entry| entry.metadata().is_ok_and(|meta| meta.is_file() && meta.len() < 40));
    short.filter_map(|entry| fs::read_to_string(entry.path()).ok()).collect()
}
