//! What real servers on CI do not do at will: FTP and FTPS in this process, with every habit and
//! fault that is known of cheap hosting.

mod server;

use std::fs;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use nq71::publish::{Fault, FtpStore, Kind, Security, Store};

pub use server::{Habits, Server, Tls};

use super::publish_hosts::{self, Files, assert_equal, assert_whole, large_section, section};

fn publish(server: &Server, password: &str, files: &Files) -> Result<(), Fault> {
    publish_over(server, password, 1, files)
}

fn publish_over(server: &Server, password: &str, connections: usize, files: &Files) -> Result<(), Fault> {
    publish_hosts::publish(&|| Box::new(server.store(password)), connections, files)
}

fn server(habits: Habits) -> Server {
    let server = Server::start(habits);
    publish_hosts::with_a_foreign_file(server.folder.path());
    server
}

const SAFE: Habits =
    Habits { tls: Some(Tls { only_1_2: false, insists_on_session: true, no_tickets: false }), ..PLAIN };

const PLAIN: Habits = Habits {
    keeps_old: false,
    no_rename: false,
    no_size: false,
    dos: false,
    only_epsv: false,
    wrong_address: false,
    old: false,
    refuses_empty: false,
    forgets: false,
    private: false,
    options: false,
    promises_mlsd: false,
    links_are_folders: false,
    whole_ways: false,
    hides: false,
    room: None,
    cut_at: None,
    cut_at_command: None,
    drips_at_command: None,
    connections: None,
    tls: None,
    endless: false,
    lies: false,
    slow: 0,
};

#[test]
fn servers_of_all_habits_hold_what_was_built() {
    for habits in [
        PLAIN,
        Habits { keeps_old: true, dos: true, ..PLAIN },
        Habits { no_size: true, ..PLAIN },
        Habits { no_size: true, dos: true, keeps_old: true, ..PLAIN },
        Habits { only_epsv: true, ..PLAIN },
        Habits { wrong_address: true, ..PLAIN },
        Habits { no_rename: true, ..PLAIN },
        Habits { promises_mlsd: true, ..PLAIN },
        Habits { old: true, refuses_empty: true, ..PLAIN },
        SAFE,
        Habits { keeps_old: true, dos: true, wrong_address: true, ..SAFE },
    ] {
        let server = server(habits);
        for style in ["cu", "moi"] {
            publish(&server, "dung", &section(style)).unwrap();
            assert_equal(server.folder.path(), &section(style));
        }
    }
}

#[test]
fn a_cut_at_any_byte_or_command_is_lived_with() {
    let bytes =
        |habits: Habits| (0..4000).step_by(211).map(move |byte| Habits { cut_at: Some(byte), ..habits });
    let commands = |habits: Habits, step: usize| {
        (0..120).step_by(step).map(move |at| Habits { cut_at_command: Some(at), ..habits })
    };
    let old = Habits { keeps_old: true, ..PLAIN };
    let all = bytes(PLAIN).chain(commands(old, 4)).chain(bytes(SAFE)).chain(commands(SAFE, 7));
    for habits in all {
        let server = server(habits);
        for style in ["cu", "moi"] {
            // Before the login is through there is nothing to go on with.
            if publish(&server, "dung", &section(style)).is_err() {
                assert_whole(server.folder.path());
                publish(&server, "dung", &section(style)).unwrap();
            }
            assert_equal(server.folder.path(), &section(style));
        }
    }
}

#[test]
fn several_connections_send_what_one_would() {
    for habits in [PLAIN, SAFE, Habits { keeps_old: true, ..PLAIN }, Habits { no_rename: true, ..PLAIN }] {
        let server = server(habits);
        for style in ["cu", "moi"] {
            publish_over(&server, "dung", 3, &large_section(style, 40)).unwrap();
            assert_equal(server.folder.path(), &large_section(style, 40));
        }
    }
    let slow = server(Habits { slow: 50, ..PLAIN });
    publish_over(&slow, "dung", 3, &large_section("cu", 40)).unwrap();
    assert_eq!(slow.counts.most_open.load(Ordering::SeqCst), 3);
    // A small change is not worth another greeting.
    let server = server(PLAIN);
    publish_over(&server, "dung", 3, &section("cu")).unwrap();
    assert_eq!(server.counts.most_open.load(Ordering::SeqCst), 1);
}

#[test]
fn a_server_that_lets_in_one_is_content_with_one() {
    for most in [1, 2] {
        let server = server(Habits { connections: Some(most), ..PLAIN });
        publish_over(&server, "dung", 5, &large_section("cu", 40)).unwrap();
        assert_equal(server.folder.path(), &large_section("cu", 40));
        assert_eq!(server.counts.most_open.load(Ordering::SeqCst), most);
    }
    let server = server(Habits { connections: Some(0), ..PLAIN });
    assert_eq!(publish(&server, "dung", &section("cu")).unwrap_err().kind, Kind::Crowded);
}

#[test]
fn one_of_several_connections_may_be_cut_at_any_time() {
    for at in (20..300).step_by(23) {
        let server = server(Habits { cut_at_command: Some(at), ..PLAIN });
        publish_over(&server, "dung", 3, &large_section("cu", 30)).unwrap();
        assert_equal(server.folder.path(), &large_section("cu", 30));
    }
}

#[test]
fn a_quota_has_its_own_name_and_room_is_all_that_is_missing() {
    for habits in [PLAIN, SAFE] {
        let server = server(Habits { room: Some(1500), ..habits });
        for connections in [1, 3] {
            let full = publish_over(&server, "dung", connections, &section("cu")).unwrap_err();
            assert_eq!((full.kind, full.said.as_str()), (Kind::Full, "552 Quota exceeded"));
            assert_whole(server.folder.path());
        }
        // Somebody made room.
        let roomy = self::server(habits);
        copy(server.folder.path(), roomy.folder.path());
        publish(&roomy, "dung", &section("cu")).unwrap();
        assert_equal(roomy.folder.path(), &section("cu"));
    }
}

pub fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            fs::create_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            fs::copy(from, to).unwrap();
        }
    }
}

#[test]
fn a_wrong_password_is_named_and_not_repeated_even_if_the_server_does() {
    for habits in [PLAIN, SAFE] {
        let server = server(habits);
        let wrong = publish(&server, "bi-mat-71", &section("cu")).unwrap_err();
        assert_eq!(wrong.kind, Kind::Password);
        assert_eq!(wrong.said, "530 *** is not the password");
        assert!(!format!("{wrong:?}").contains("bi-mat-71"));
        assert_eq!(server.counts.logins.load(Ordering::SeqCst), 1, "a wrong password was tried again");
    }
}

#[test]
fn a_certificate_that_is_not_the_right_one_gets_no_password() {
    let server = server(SAFE);
    let with = |certificate: Option<&str>| {
        let certificate = certificate.map(str::to_owned);
        FtpStore::new(server.account("dung"), Security::Tls { certificate, only_1_2: false }).connect()
    };
    let unknown = with(None).unwrap_err();
    assert_eq!((unknown.kind, &unknown.said), (Kind::Certificate, &server.fingerprint));
    let other = format!("SHA256:{}", "0".repeat(64));
    let changed = with(Some(&other)).unwrap_err();
    assert_eq!((changed.kind, &changed.said), (Kind::CertificateChanged, &server.fingerprint));
    assert_eq!(
        server.counts.logins.load(Ordering::SeqCst),
        0,
        "a name was sent to a server that is not known"
    );
    with(Some(&server.fingerprint.to_uppercase().replace("SHA", "sha"))).unwrap();
}

#[test]
fn servers_that_stop_at_tls_1_2_are_spoken_to() {
    for tls in [
        Tls { only_1_2: true, ..Tls::default() },
        Tls { only_1_2: true, insists_on_session: true, no_tickets: false },
        // Its sessions of 1.3 cannot be gone on with: 1.2 is the way out, found without being told.
        Tls { only_1_2: false, insists_on_session: true, no_tickets: true },
    ] {
        let server = server(Habits { tls: Some(tls), ..PLAIN });
        for style in ["cu", "moi"] {
            publish(&server, "dung", &section(style)).unwrap();
            assert_equal(server.folder.path(), &section(style));
        }
    }
}

#[test]
fn tls_is_not_left_out_where_it_was_asked_for() {
    let server = server(PLAIN);
    let security = Security::Tls { certificate: None, only_1_2: false };
    let refused = FtpStore::new(server.account("dung"), security).connect().unwrap_err();
    assert_eq!(refused.kind, Kind::NoTls);
    assert_eq!(server.counts.logins.load(Ordering::SeqCst), 0);
}

#[test]
fn a_reply_that_never_ends_is_ended() {
    for at in [2, 12, 30] {
        let server = server(Habits { drips_at_command: Some(at), ..PLAIN });
        let begun = Instant::now();
        let open = || {
            let mut account = server.account("dung");
            account.patience = Duration::from_millis(200);
            Box::new(FtpStore::new(account, Security::Plain)) as Box<dyn Store>
        };
        publish_hosts::publish(&open, 1, &section("cu")).unwrap();
        assert_equal(server.folder.path(), &section("cu"));
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    }
}

#[test]
fn a_file_without_end_and_a_size_that_is_a_lie_are_not_believed() {
    let endless = server(Habits { endless: true, ..PLAIN });
    fs::write(endless.folder.path().join("a.txt"), "x").unwrap();
    let mut store = endless.store("dung");
    store.connect().unwrap();
    assert_eq!(store.read("a.txt", 1000).unwrap().unwrap().len(), 1000);
    assert_eq!(store.read("khong-co.txt", 1000).unwrap(), None);
    let lying = server(Habits { lies: true, ..PLAIN });
    let altered = publish(&lying, "dung", &section("cu")).unwrap_err();
    assert_eq!(altered.kind, Kind::Altered);
    assert_whole(lying.folder.path());
}

#[test]
fn files_of_others_are_seen_where_a_server_hides_them() {
    let (forgets, whole_ways) = (Habits { forgets: true, ..PLAIN }, Habits { whole_ways: true, ..PLAIN });
    for habits in [Habits { hides: true, ..PLAIN }, forgets, whole_ways, PLAIN] {
        let server = server(habits);
        let root = server.folder.path();
        fs::create_dir_all(root.join("bai")).unwrap();
        fs::write(root.join("bai/khai-giang.html"), "somebody's page").unwrap();
        let (mut store, stop) = (server.store("dung"), std::sync::atomic::AtomicBool::new(false));
        let mut session = nq71::publish::Session::new(&mut store, &(), &stop, |_| {});
        session.connect().unwrap();
        let local = publish_hosts::manifest(&section("cu"));
        let survey = session.survey(&local, None, &nq71::publish::Journal::default()).unwrap();
        let clashes: Vec<&str> = survey.clashes.iter().map(nq71::model::OutPath::as_str).collect();
        assert_eq!(clashes, ["bai/khai-giang.html"]);
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_a_link_is_looked_into() {
    let server = server(PLAIN);
    let root = server.folder.path();
    let theirs = tempfile::tempdir().unwrap();
    fs::write(theirs.path().join("khai-giang.html"), "somebody's page").unwrap();
    std::os::unix::fs::symlink(theirs.path(), root.join("bai")).unwrap();
    let (mut store, stop) = (server.store("dung"), std::sync::atomic::AtomicBool::new(false));
    let mut session = nq71::publish::Session::new(&mut store, &(), &stop, |_| {});
    session.connect().unwrap();
    let local = publish_hosts::manifest(&section("cu"));
    let survey = session.survey(&local, None, &nq71::publish::Journal::default()).unwrap();
    assert_eq!(survey.clashes.len(), 1);
    assert_eq!(survey.foreign, ["bai", "robots.txt"]);
}

#[cfg(unix)]
#[test]
fn what_is_new_can_be_read_by_the_web_server() {
    let server = server(Habits { private: true, ..PLAIN });
    publish(&server, "dung", &section("cu")).unwrap();
    assert_equal(server.folder.path(), &section("cu"));
    publish_hosts::assert_readable(server.folder.path());
}

fn foreign(server: &Server) -> nq71::publish::Foreign {
    let (mut store, stop) = (server.store("dung"), std::sync::atomic::AtomicBool::new(false));
    let mut session = nq71::publish::Session::new(&mut store, &(), &stop, |_| {});
    session.connect().unwrap();
    session.foreign(&publish_hosts::manifest(&section("cu"))).unwrap()
}

#[test]
fn a_folder_that_looks_like_an_option_does_not_keep_a_check_busy() {
    let server = Server::start(Habits { options: true, ..PLAIN });
    let root = server.folder.path();
    for folder in ["-al", "-al/-al"] {
        fs::create_dir(root.join(folder)).unwrap();
    }
    fs::write(root.join("-al/x.php"), "theirs").unwrap();
    let found = foreign(&server);
    assert_eq!(found.files, ["-al/x.php"]);
    assert!(found.unseen.is_empty());
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_back_to_itself_is_named_and_not_gone_into() {
    let server = Server::start(Habits { links_are_folders: true, ..PLAIN });
    std::os::unix::fs::symlink(".", server.folder.path().join("a")).unwrap();
    assert_eq!(foreign(&server).files, ["a"]);
}

#[test]
fn a_folder_that_cannot_be_listed_is_not_called_clean() {
    let server = server(Habits { hides: true, ..PLAIN });
    assert_eq!(foreign(&server).unseen, ["."]);
}

#[test]
fn a_way_out_that_was_found_is_no_news() {
    struct Told(std::sync::atomic::AtomicUsize);
    impl nq71::publish::Progress for Told {
        fn waiting(&self, _: &Fault, _: u64) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }
    let tls = Tls { only_1_2: false, insists_on_session: true, no_tickets: true };
    let server = server(Habits { tls: Some(tls), ..PLAIN });
    let (mut store, stop) = (server.store("dung"), std::sync::atomic::AtomicBool::new(false));
    let told = Told(Default::default());
    let mut session = nq71::publish::Session::new(&mut store, &told, &stop, |_| {});
    session.connect().unwrap();
    session.try_out().unwrap();
    assert_eq!(told.0.load(Ordering::SeqCst), 0);
}

#[test]
fn what_is_not_there_is_asked_for_once() {
    let server = server(PLAIN);
    publish(&server, "dung", &section("cu")).unwrap();
    let before = server.counts.commands.load(Ordering::SeqCst);
    let (mut store, stop) = (server.store("dung"), std::sync::atomic::AtomicBool::new(false));
    let mut session = nq71::publish::Session::new(&mut store, &(), &stop, |_| {});
    session.connect().unwrap();
    let local = publish_hosts::manifest(&large_section("cu", 60));
    session.survey(&local, None, &nq71::publish::Journal::default()).unwrap();
    let asked = server.counts.commands.load(Ordering::SeqCst) - before;
    assert!((60..110).contains(&asked), "{asked} commands for 60 new files");
}
