//! An FTP server with the habits of cheap hosting, in this process: what real servers on CI do not
//! do at will.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use nq71::model::OutPath;
use nq71::output::{Entry, MANIFEST, Manifest};
use nq71::publish::{Account, Fault, FtpStore, Journal, Kind, Owner, Secret, Security, Session};

/// What a server does in its own way.
#[derive(Clone, Copy, Default)]
struct Habits {
    /// `RNTO` over a file that is there is refused, as on IIS.
    keeps_old: bool,
    /// `SIZE` is not known.
    no_size: bool,
    /// Listings look as on Windows.
    dos: bool,
    /// `PASV` is not known.
    only_epsv: bool,
    /// `PASV` names an address that only the server knows.
    wrong_address: bool,
    /// So many bytes fit, then there is no more room.
    room: Option<usize>,
    /// The data connection is cut after so many bytes of all uploads, once.
    cut_at: Option<usize>,
    /// The control connection is cut at this command, once.
    cut_at_command: Option<usize>,
}

struct Server {
    port: u16,
    folder: tempfile::TempDir,
}

impl Server {
    fn start(habits: Habits) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let server = Server { port: listener.local_addr().unwrap().port(), folder };
        let root = server.folder.path().to_owned();
        let (sent, commands) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        std::thread::spawn(move || {
            for socket in listener.incoming().flatten() {
                let talk = Talk {
                    habits,
                    root: root.clone(),
                    sent: sent.clone(),
                    commands: commands.clone(),
                    data: None,
                    from: None,
                };
                std::thread::spawn(move || talk.talk(socket));
            }
        });
        server
    }

    fn store(&self, password: &str) -> FtpStore {
        let account = Account {
            host: "127.0.0.1".into(),
            port: self.port,
            user: "truong".into(),
            password: Secret::new(password),
            path: String::new(),
        };
        FtpStore::new(account, Security::Plain)
    }
}

struct Talk {
    habits: Habits,
    root: PathBuf,
    sent: Arc<AtomicUsize>,
    commands: Arc<AtomicUsize>,
    data: Option<TcpListener>,
    from: Option<PathBuf>,
}

impl Talk {
    fn talk(mut self, socket: TcpStream) {
        let mut out = socket.try_clone().unwrap();
        let _ = out.write_all(b"220 ready\r\n");
        let mut lines = BufReader::new(socket).lines();
        while let Some(Ok(line)) = lines.next() {
            let at = self.commands.fetch_add(1, Ordering::Relaxed);
            if self.habits.cut_at_command == Some(at) {
                return;
            }
            let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
            let Some(reply) = self.answer(word, rest, &mut out) else { return };
            let _ = out.write_all(format!("{reply}\r\n").as_bytes());
        }
    }

    fn path(&self, rest: &str) -> PathBuf {
        self.root.join(rest.trim_start_matches('/'))
    }

    fn answer(&mut self, word: &str, rest: &str, out: &mut TcpStream) -> Option<String> {
        let path = self.path(rest);
        let said = |fine: bool, yes: &str| if fine { yes.to_owned() } else { "550 refused".to_owned() };
        Some(match word {
            "USER" => "331 password".into(),
            "PASS" if rest == "dung" => "230 in".into(),
            "PASS" => format!("530 {rest} is not the password"),
            "TYPE" => "200 fine".into(),
            "PWD" => "257 \"/\"".into(),
            "CWD" => said(path.is_dir(), "250 there"),
            "EPSV" => {
                self.data = TcpListener::bind("127.0.0.1:0").ok();
                let port = self.data.as_ref()?.local_addr().ok()?.port();
                format!("229 Entering Extended Passive Mode (|||{port}|)")
            }
            "PASV" if !self.habits.only_epsv => {
                self.data = TcpListener::bind("127.0.0.1:0").ok();
                let port = self.data.as_ref()?.local_addr().ok()?.port();
                let address = if self.habits.wrong_address { "10,0,0,7" } else { "127,0,0,1" };
                format!("227 Entering Passive Mode ({address},{},{})", port / 256, port % 256)
            }
            "LIST" => {
                let mut text = String::new();
                for entry in fs::read_dir(&path).into_iter().flatten().flatten() {
                    let meta = entry.metadata().unwrap();
                    let name = entry.file_name().into_string().unwrap();
                    text += &match (self.habits.dos, meta.is_dir()) {
                        (true, true) => format!("11-21-26  05:20AM       <DIR>          {name}\r\n"),
                        (true, false) => format!("11-21-26  05:20AM {:>20} {name}\r\n", meta.len()),
                        (false, is_folder) => {
                            let mark = if is_folder { 'd' } else { '-' };
                            format!("{mark}rw-r--r-- 1 1000 1000 {} Nov 21 05:20 {name}\r\n", meta.len())
                        }
                    };
                }
                let _ = out.write_all(b"150 here\r\n");
                let (mut data, _) = self.data.take()?.accept().ok()?;
                let _ = data.write_all(text.as_bytes());
                "226 done".into()
            }
            "RETR" => {
                let Ok(bytes) = fs::read(&path) else { return Some("550 no such file".into()) };
                let _ = out.write_all(b"150 here\r\n");
                let (mut data, _) = self.data.take()?.accept().ok()?;
                let _ = data.write_all(&bytes);
                "226 done".into()
            }
            "STOR" => {
                let _ = out.write_all(b"150 give\r\n");
                let (mut data, _) = self.data.take()?.accept().ok()?;
                let mut bytes = Vec::new();
                let _ = data.read_to_end(&mut bytes);
                let before = self.sent.fetch_add(bytes.len(), Ordering::Relaxed);
                let after = before + bytes.len();
                if let Some(cut) = self.habits.cut_at.filter(|cut| (before..after).contains(cut)) {
                    let _ = fs::write(&path, &bytes[..cut - before]);
                    return None;
                }
                if self.habits.room.is_some_and(|room| after > room) {
                    let _ = fs::write(&path, b"");
                    return Some("552 Quota exceeded".into());
                }
                said(fs::write(&path, bytes).is_ok(), "226 stored")
            }
            "SIZE" if !self.habits.no_size => match fs::metadata(&path) {
                Ok(meta) if meta.is_file() => format!("213 {}", meta.len()),
                _ => "550 no such file".into(),
            },
            "RNFR" => {
                self.from = Some(path.clone()).filter(|path| path.is_file());
                if self.from.is_some() { "350 and to?".into() } else { "550 no such file".into() }
            }
            "RNTO" if self.habits.keeps_old && path.exists() => {
                "550 Cannot create a file when it exists".into()
            }
            "RNTO" => said(fs::rename(self.from.take()?, path).is_ok(), "250 renamed"),
            "DELE" => said(fs::remove_file(path).is_ok(), "250 gone"),
            "MKD" => said(fs::create_dir(path).is_ok(), "257 \"made\""),
            "RMD" => said(fs::remove_dir(path).is_ok(), "250 gone"),
            "QUIT" => "221 bye".into(),
            _ => "502 not known".into(),
        })
    }
}

fn section(style: &str) -> Vec<(OutPath, Vec<u8>)> {
    let file = |path: &str, text: String| (OutPath::made(path), text.into_bytes());
    vec![
        file(&format!("tinh/{style}.css"), "p{}".repeat(300)),
        file("bai/khai-giang.html", format!("<link href=../tinh/{style}.css> {}", "chữ ".repeat(500))),
        file("q/2026-q3/index.html", format!("<link href=../../tinh/{style}.css>")),
        file("index.html", format!("<link href=tinh/{style}.css>")),
    ]
}

fn manifest(files: &[(OutPath, Vec<u8>)]) -> Manifest {
    let mut manifest = Manifest::default();
    for (path, bytes) in files {
        manifest.put(path.clone(), Entry::of(bytes));
    }
    manifest
}

fn publish(server: &Server, password: &str, files: &[(OutPath, Vec<u8>)]) -> Result<(), Fault> {
    let mut store = server.store(password);
    let stop = AtomicBool::new(false);
    let quick = |_: Duration| std::thread::sleep(Duration::from_millis(1));
    let mut session = Session::new(&mut store, &(), &stop, quick);
    session.connect()?;
    let local = manifest(files);
    let mut journal = Journal::default();
    let survey = session.survey(&local, None, &journal)?;
    assert!(survey.clashes.is_empty(), "{:?}", survey.clashes);
    let bytes = |path: &OutPath| Ok(files.iter().find(|(known, _)| known == path).unwrap().1.clone());
    let owner = Owner::new("me", "PC", || 1_795_000_000);
    session.apply(&local, &survey, &bytes, &mut journal, &owner).map(|_| ())
}

fn all(folder: &Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        match entry.path().is_dir() {
            true => {
                let inside = all(&entry.path(), &format!("{name}/"));
                assert!(!inside.is_empty(), "the folder {name} is empty");
                names.extend(inside);
            }
            false => names.push(name),
        }
    }
    names.sort();
    names
}

fn assert_equal(server: &Server, files: &[(OutPath, Vec<u8>)]) {
    let root = server.folder.path();
    let mut wanted: Vec<String> = files.iter().map(|(path, _)| path.to_string()).collect();
    wanted.extend([MANIFEST, "robots.txt"].map(str::to_owned));
    wanted.sort();
    assert_eq!(all(root, ""), wanted);
    for (path, bytes) in files {
        assert!(fs::read(root.join(path.as_str())).unwrap() == *bytes, "{path}");
    }
    assert_eq!(fs::read_to_string(root.join(MANIFEST)).unwrap(), manifest(files).to_string());
    assert_eq!(fs::read_to_string(root.join("robots.txt")).unwrap(), "theirs");
}

fn server(habits: Habits) -> Server {
    let server = Server::start(habits);
    fs::write(server.folder.path().join("robots.txt"), "theirs").unwrap();
    server
}

#[test]
fn servers_of_all_habits_hold_what_was_built() {
    let plain = Habits::default();
    for habits in [
        plain,
        Habits { keeps_old: true, dos: true, ..plain },
        Habits { no_size: true, ..plain },
        Habits { no_size: true, dos: true, keeps_old: true, ..plain },
        Habits { only_epsv: true, ..plain },
        Habits { wrong_address: true, ..plain },
    ] {
        let server = server(habits);
        for style in ["cu", "moi"] {
            publish(&server, "dung", &section(style)).unwrap();
            assert_equal(&server, &section(style));
        }
    }
}

#[test]
fn a_cut_at_any_byte_or_command_is_lived_with() {
    let cuts = (0..4000).step_by(211).map(|byte| Habits { cut_at: Some(byte), ..Habits::default() });
    let commands = (0..90).step_by(4).map(|at| Habits {
        cut_at_command: Some(at),
        keeps_old: true,
        ..Habits::default()
    });
    for habits in cuts.chain(commands) {
        let server = server(habits);
        for style in ["cu", "moi"] {
            // Before the login is through there is nothing to go on with.
            if publish(&server, "dung", &section(style)).is_err() {
                publish(&server, "dung", &section(style)).unwrap();
            }
            assert_equal(&server, &section(style));
        }
    }
}

#[test]
fn a_quota_has_its_own_name() {
    let server = server(Habits { room: Some(1500), ..Habits::default() });
    let full = publish(&server, "dung", &section("cu")).unwrap_err();
    assert_eq!((full.kind, full.said.as_str()), (Kind::Full, "552 Quota exceeded"));
}

#[test]
fn a_wrong_password_is_named_and_not_repeated_even_if_the_server_does() {
    let server = server(Habits::default());
    let wrong = publish(&server, "bi-mat-71", &section("cu")).unwrap_err();
    assert_eq!(wrong.kind, Kind::Password);
    assert_eq!(wrong.said, "530 *** is not the password");
    assert!(!format!("{wrong:?}").contains("bi-mat-71"));
}
