//! `nq71 publish` as a person meets it on a terminal: a pseudo-terminal asks and answers.

use std::fs;
use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::Child;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use pty_process::blocking::{Command, Pty};

use super::publish_ftp::{Habits, Server, Tls};

const SETTINGS: &str = "base_url = \"https://hoa-sen.example.edu.vn/nghi-quyet-71/\"\n\
    [unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n";

struct Site(tempfile::TempDir);

impl Site {
    fn new(publish: &str) -> Site {
        let site = Site(tempfile::tempdir().unwrap());
        fs::write(site.path("nq71.toml"), format!("{SETTINGS}\n{publish}")).unwrap();
        fs::create_dir_all(site.path("content")).unwrap();
        for number in 1..=3 {
            let post = format!(
                "+++\ntitle = \"Khai giảng năm học mới {number}\"\ndate = 2026-09-0{number}\ntype = \"tin\"\n+++\n\nMột câu.\n"
            );
            fs::write(site.path(&format!("content/bai-{number}.md")), post).unwrap();
        }
        site
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn run(&self, arguments: &[&str]) -> Person {
        let (pty, pts) = pty_process::blocking::open().unwrap();
        pty.resize(pty_process::Size::new(40, 200)).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args([
                "-r",
                self.0.path().to_str().unwrap(),
                "--color",
                "never",
                "publish",
                "--date",
                "2026-11-21",
            ])
            .args(arguments)
            .env_remove("NQ71_MAT_KHAU")
            .spawn(pts)
            .unwrap();
        let pty = Arc::new(pty);
        let screen = Arc::new(Mutex::new(String::new()));
        let (from, seen) = (pty.clone(), screen.clone());
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let mut piece = [0; 4096];
            while let Ok(length @ 1..) = (&*from).read(&mut piece) {
                bytes.extend(&piece[..length]);
                *seen.lock().unwrap() = String::from_utf8_lossy(&bytes).into_owned();
            }
        });
        Person { child, pty, screen, read: 0 }
    }
}

/// Somebody who waits for a question and types an answer.
struct Person {
    child: Child,
    pty: Arc<Pty>,
    screen: Arc<Mutex<String>>,
    read: usize,
}

impl Person {
    fn screen(&self) -> String {
        self.screen.lock().unwrap().clone()
    }

    fn sees(&mut self, words: &str) -> &mut Person {
        let begun = Instant::now();
        loop {
            let screen = self.screen();
            if let Some(at) = screen[self.read..].find(words) {
                self.read += at + words.len();
                return self;
            }
            assert!(begun.elapsed() < Duration::from_secs(60), "`{words}` did not come up:\n{screen}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    fn types(&mut self, line: &str) -> &mut Person {
        // A person takes a moment; a program that hides what is typed needs one.
        std::thread::sleep(Duration::from_millis(300));
        (&*self.pty).write_all(format!("{line}\n").as_bytes()).unwrap();
        self
    }

    /// The exit code, and all that stood on the screen.
    fn ends(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().unwrap().code();
        std::thread::sleep(Duration::from_millis(200));
        (code, self.screen())
    }
}

fn host() -> Server {
    Server::start(Habits { tls: Some(Tls::default()), ..Habits::default() })
}

#[test]
fn a_setup_asks_again_what_was_wrong_and_never_shows_the_password() {
    let (site, server) = (Site::new(""), host());
    fs::create_dir(server.folder.path().join("web")).unwrap();
    let mut person = site.run(&["--setup"]);
    person.sees("Đăng bằng cách nào?").types("fpts").sees("có phải `ftps`?");
    person.sees("Đăng bằng cách nào?").types("ftps");
    person.sees("Tên máy chủ").types("ftp://127.0.0.1/").sees("lỗi[ten-may-chu]");
    person.sees("Tên máy chủ").types("127.0.0.1");
    person.sees("Cổng [21]").types("70000").sees("lỗi[cong-sai]");
    person.sees("Cổng [21]").types(&server.port.to_string());
    person.sees("Tên tài khoản").types("truong");
    person.sees("Thư mục trên máy chủ [public_html/nghi-quyet-71]").types("web/nghi-quyet-71");
    person.sees("Địa chỉ công khai").types("");
    person.sees("không hiện khi gõ").types("bi-mat-71");
    person.sees("dấu vân tay chưa biết").sees(&server.fingerprint).types("c");
    person.sees("Máy chủ không nhận mật khẩu vừa gõ").sees("không hiện khi gõ").types("dung");
    person.sees("Thư mục web/nghi-quyet-71 chưa có. Tạo mới?").types("");
    person.sees("Xong: nơi đăng `chinh` dùng được");
    let (code, screen) = person.ends();
    assert_eq!(code, Some(0), "{screen}");
    assert!(!screen.contains("bi-mat-71") && !screen.contains("dung\r"), "{screen}");
    let settings = fs::read_to_string(site.path("nq71.toml")).unwrap();
    assert!(settings.starts_with(SETTINGS), "{settings}");
    for line in [
        "[publish.chinh]",
        "kind = \"ftps\"",
        "host = \"127.0.0.1\"",
        "user = \"truong\"",
        "path = \"web/nghi-quyet-71\"",
        &format!("certificate = \"{}\"", server.fingerprint),
    ] {
        assert!(settings.contains(line), "{line} is not in\n{settings}");
    }
    assert!(!settings.contains("dung") && !settings.contains("bi-mat"), "{settings}");
    // A second setup offers what was answered.
    let mut again = site.run(&["--setup"]);
    again.sees("cách nào? ftps, sftp, ftp, folder, zip [ftps]").types("");
    again.sees("[127.0.0.1]").types("").sees(&format!("[{}]", server.port)).types("");
    again.sees("[truong]").types("").sees("[web/nghi-quyet-71]").types("").sees("[https://").types("");
    again.sees("không hiện khi gõ").types("dung").sees("dùng được");
    assert_eq!(again.ends().0, Some(0));
}

fn settings(server: &Server) -> String {
    format!(
        "[publish.chinh]\nkind = \"ftps\"\nhost = \"127.0.0.1\"\nport = {}\nuser = \"truong\"\ncertificate = \"{}\"\n",
        server.port, server.fingerprint
    )
}

#[test]
fn a_folder_with_files_of_others_is_shown_and_asked_about() {
    let server = host();
    let site = Site::new(&settings(&server));
    fs::write(server.folder.path().join("gioi-thieu.doc"), "theirs").unwrap();
    let mut person = site.run(&[]);
    person.sees("không hiện khi gõ").types("dung");
    person.sees("tệp mới, 0 tệp sửa, 0 xóa");
    person.sees("đã có 1 mục không phải của nq71: gioi-thieu.doc").sees("Tiếp tục?").types("");
    let (code, screen) = person.ends();
    assert_eq!(code, Some(130), "{screen}");
    assert_eq!(fs::read_dir(server.folder.path()).unwrap().count(), 1, "something was written");
    let mut person = site.run(&[]);
    person.sees("không hiện khi gõ").types("dung").sees("Tiếp tục?").types("c");
    person.sees("Đã đăng lên `chinh`");
    assert_eq!(person.ends().0, Some(0));
    assert_eq!(fs::read_to_string(server.folder.path().join("gioi-thieu.doc")).unwrap(), "theirs");
}

#[test]
fn many_deletions_are_asked_about_and_enter_means_no() {
    let server = host();
    let site = Site::new(&settings(&server));
    let mut person = site.run(&["--yes"]);
    person.sees("không hiện khi gõ").types("dung").sees("Đã đăng lên");
    assert_eq!(person.ends().0, Some(0));
    let page = server.folder.path().join("bai/bai-3.html");
    assert!(page.is_file());
    fs::remove_file(site.path("content/bai-3.md")).unwrap();
    let mut person = site.run(&["--max-deletes", "0"]);
    person
        .sees("không hiện khi gõ")
        .types("dung")
        .sees("Lần này xóa 1 tệp trên máy chủ. Xóa thật?")
        .types("");
    person.sees("lỗi[xoa-qua-nhieu]");
    assert_eq!(person.ends().0, Some(2));
    assert!(page.is_file());
    let mut person = site.run(&["--max-deletes", "0"]);
    person.sees("không hiện khi gõ").types("dung").sees("Xóa thật?").types("c").sees("Tiếp tục?").types("");
    person.sees("Đã đăng lên");
    assert_eq!(person.ends().0, Some(0));
    assert!(!page.exists());
}

#[test]
fn a_certificate_that_nobody_agrees_to_is_not_trusted() {
    let server = host();
    let site = Site::new(&settings(&server).lines().take(5).collect::<Vec<_>>().join("\n"));
    let before = fs::read_to_string(site.path("nq71.toml")).unwrap();
    let mut person = site.run(&[]);
    person.sees("không hiện khi gõ").types("dung").sees("dấu vân tay chưa biết").types("");
    person.sees("lỗi[chung-thu-la]");
    assert_eq!(person.ends().0, Some(3));
    assert_eq!(fs::read_to_string(site.path("nq71.toml")).unwrap(), before);
    assert_eq!(server.counts.logins.load(std::sync::atomic::Ordering::SeqCst), 0);
}

#[test]
fn a_setup_forgets_what_was_answered_away() {
    let server = host();
    let pin = "00".repeat(32);
    let site = Site::new(&format!(
        "[publish.chinh]\nkind = \"sftp\"\nhost = \"cu.example\"\nport = 2222\nuser = \"cu\"\nkey = \"khoa\"\ncertificate = \"SHA256:{pin}\"\npath = \"web\"\ncheck_url = \"https://a.example/\"\n\n[publish.tep-nen]\nkind = \"zip\"\npath = \"dang\"\n"
    ));
    let mut person = site.run(&["--setup"]);
    person.sees("gõ dấu - để bỏ trống").sees("[sftp]").types("ftps");
    person.sees("[cu.example]").types("127.0.0.1").sees("Cổng [21]").types(&server.port.to_string());
    person.sees("[cu]").types("truong").sees("[web]").types("-").sees("[https://a.example/]").types("-");
    person.sees("không hiện khi gõ").types("dung").sees("dấu vân tay chưa biết").types("c");
    person.sees("Tiếp theo: nq71 publish chinh");
    assert_eq!(person.ends().0, Some(0));
    let settings = fs::read_to_string(site.path("nq71.toml")).unwrap();
    let table = settings.split("[publish.chinh]").nth(1).unwrap().split("\n\n").next().unwrap();
    for gone in ["key =", "path =", "check_url", &pin, "2222"] {
        assert!(!table.contains(gone), "{gone} is still in\n{settings}");
    }
    assert!(table.contains(&server.fingerprint), "{settings}");
}

#[test]
fn ctrl_c_at_a_question_or_at_the_password_ends_at_once() {
    let server = host();
    let site = Site::new(&settings(&server));
    for is_late in [false, true] {
        let mut person = site.run(&[]);
        person.sees("không hiện khi gõ");
        if is_late {
            person.types("dung").sees("Tiếp tục?");
        }
        std::thread::sleep(Duration::from_millis(300));
        (&*person.pty).write_all(b"\x03").unwrap();
        let begun = Instant::now();
        let (code, screen) = person.ends();
        assert_eq!(code, Some(130), "{screen}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        assert!(!screen.contains("may-chu-loi"), "{screen}");
    }
    assert_eq!(fs::read_dir(server.folder.path()).unwrap().count(), 0, "something was written");
}
