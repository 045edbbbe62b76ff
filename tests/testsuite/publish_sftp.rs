//! SFTP in this process, with the faults that OpenSSH on CI does not have at will.

mod server;

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use nq71::publish::{Fault, Kind, SftpStore, Store};

use server::{Habits, Server};

use super::publish_hosts::{self, Files, assert_equal, assert_whole, large_section, section};

fn server(habits: Habits) -> Server {
    let server = Server::start(habits);
    publish_hosts::with_a_foreign_file(server.folder.path());
    server
}

fn publish(server: &Server, connections: usize, files: &Files) -> Result<(), Fault> {
    publish_hosts::publish(&|| Box::new(server.store("dung")), connections, files)
}

#[test]
fn servers_of_all_habits_hold_what_was_built() {
    let plain = Habits { slow: 30, ..Habits::default() };
    for habits in [plain, Habits { keeps_old: true, ..plain }, Habits { asks: true, ..plain }] {
        for connections in [1, 3] {
            let server = server(habits);
            publish(&server, connections, &large_section("cu", 30)).unwrap();
            assert_equal(server.folder.path(), &large_section("cu", 30));
            assert_eq!(server.counts.most_open.load(Ordering::SeqCst), connections);
            publish(&server, connections, &large_section("moi", 30)).unwrap();
            assert_equal(server.folder.path(), &large_section("moi", 30));
        }
    }
}

#[test]
fn a_cut_at_any_byte_is_lived_with() {
    let whole = server(Habits::default());
    publish(&whole, 1, &section("cu")).unwrap();
    let all = whole.counts.received.load(Ordering::SeqCst);
    for cut in (1500..all).step_by(all / 40) {
        let server = server(Habits { cut_at: Some(cut), ..Habits::default() });
        for style in ["cu", "moi"] {
            if publish(&server, 1, &section(style)).is_err() {
                assert_whole(server.folder.path());
                publish(&server, 1, &section(style)).unwrap();
            }
            assert_equal(server.folder.path(), &section(style));
        }
    }
}

#[test]
fn a_server_that_lets_in_one_is_content_with_one() {
    let server = server(Habits { connections: Some(1), ..Habits::default() });
    publish(&server, 4, &large_section("cu", 30)).unwrap();
    assert_equal(server.folder.path(), &large_section("cu", 30));
    assert_eq!(server.counts.most_open.load(Ordering::SeqCst), 1);
}

#[test]
fn a_quota_has_its_own_name() {
    let server = server(Habits { room: Some(1500), ..Habits::default() });
    let full = publish(&server, 1, &section("cu")).unwrap_err();
    assert_eq!(full.kind, Kind::Full);
    assert!(full.said.contains("quota"), "{}", full.said);
    assert_whole(server.folder.path());
}

#[test]
fn an_account_that_may_not_write_is_told_so() {
    let server = server(Habits { reads_only: true, ..Habits::default() });
    assert_eq!(publish(&server, 1, &section("cu")).unwrap_err().kind, Kind::Permission);
}

#[test]
fn a_host_key_that_is_not_the_right_one_gets_no_password() {
    let server = server(Habits::default());
    let with = |host_key: Option<&str>| {
        let mut login = server.login("dung");
        login.host_key = host_key.map(str::to_owned);
        SftpStore::new(login).connect()
    };
    let unknown = with(None).unwrap_err();
    assert_eq!((unknown.kind, &unknown.said), (Kind::HostKey, &server.host_key));
    let changed = with(Some("SHA256:AAAA")).unwrap_err();
    assert_eq!((changed.kind, &changed.said), (Kind::HostKeyChanged, &server.host_key));
    assert_eq!(
        server.counts.passwords.load(Ordering::SeqCst),
        0,
        "a password went to a server that is not known"
    );
    with(Some(&server.host_key)).unwrap();
}

#[test]
fn a_wrong_password_is_named_and_not_repeated() {
    for asks in [false, true] {
        let server = server(Habits { asks, ..Habits::default() });
        let wrong = server.store("bi-mat-71").connect().unwrap_err();
        assert_eq!(wrong.kind, Kind::Password);
        assert!(!format!("{wrong:?}").contains("bi-mat-71"));
        assert_eq!(server.counts.passwords.load(Ordering::SeqCst), 1);
    }
}

#[test]
fn a_server_that_says_nothing_is_not_waited_for() {
    let server = server(Habits { silent: true, ..Habits::default() });
    let mut login = server.login("dung");
    login.account.patience = Duration::from_secs(1);
    let begun = Instant::now();
    assert_eq!(SftpStore::new(login).connect().unwrap_err().kind, Kind::Timeout);
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[test]
fn a_file_is_read_no_further_than_wanted() {
    let server = server(Habits::default());
    std::fs::write(server.folder.path().join("a.txt"), vec![b'x'; 200_000]).unwrap();
    let mut store = server.store("dung");
    store.connect().unwrap();
    assert_eq!(store.read("a.txt", 70_000).unwrap().unwrap().len(), 70_000);
    assert_eq!(store.read("a.txt", 300_000).unwrap().unwrap().len(), 200_000);
}

#[cfg(unix)]
#[test]
fn what_is_new_can_be_read_by_the_web_server_and_links_lead_nowhere() {
    let server = server(Habits { private: true, ..Habits::default() });
    let theirs = tempfile::tempdir().unwrap();
    std::fs::write(theirs.path().join("a.txt"), "theirs").unwrap();
    for (name, target) in [("nq71-tep-moi.txt", "a.txt"), ("nq71-dang.txt", "khong-co.txt")] {
        std::os::unix::fs::symlink(theirs.path().join(target), server.folder.path().join(name)).unwrap();
    }
    // A folder that its owner closed stays closed.
    use std::os::unix::fs::PermissionsExt as _;
    let closed = server.folder.path().join("bai");
    std::fs::create_dir(&closed).unwrap();
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o750)).unwrap();
    publish(&server, 1, &section("cu")).unwrap();
    assert_eq!(std::fs::metadata(&closed).unwrap().permissions().mode() & 0o777, 0o750);
    std::fs::set_permissions(&closed, std::fs::Permissions::from_mode(0o755)).unwrap();
    assert_equal(server.folder.path(), &section("cu"));
    publish_hosts::assert_readable(server.folder.path());
    assert_eq!(std::fs::read_to_string(theirs.path().join("a.txt")).unwrap(), "theirs");
    assert!(!theirs.path().join("khong-co.txt").exists());
}

#[test]
fn a_key_that_is_refused_and_a_port_of_ftp_have_their_own_names() {
    let server = server(Habits::default());
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("khoa");
    let made =
        russh::keys::PrivateKey::from(russh::keys::ssh_key::private::Ed25519Keypair::from_seed(&[99; 32]));
    std::fs::write(&key, made.to_openssh(Default::default()).unwrap().as_bytes()).unwrap();
    let mut login = server.login("");
    login.key = Some(key);
    assert_eq!(SftpStore::new(login).connect().unwrap_err().kind, Kind::KeyRefused);
    let ftp = super::publish_ftp::Server::start(super::publish_ftp::Habits::default());
    let mut login = server.login("dung");
    login.account.port = ftp.port;
    let begun = Instant::now();
    let other = SftpStore::new(login).connect().unwrap_err();
    assert_eq!((other.kind, other.said.as_str()), (Kind::Protocol, "220 ready"));
    let mut account = ftp.account("dung");
    account.port = server.port;
    let security = nq71::publish::Security::Plain;
    let other = nq71::publish::FtpStore::new(account, security).connect().unwrap_err();
    assert_eq!(other.kind, Kind::Protocol);
    assert!(other.said.starts_with("SSH-2.0"), "{}", other.said);
    assert!(begun.elapsed() < Duration::from_secs(3));
}
