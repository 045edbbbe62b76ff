//! Publishing to a server that fails in every way: whatever happens, one more run makes it right,
//! no page ever stands there before what it shows, and nobody's files are touched.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use nq71::model::OutPath;
use nq71::output::{Entry, MANIFEST, Manifest};
use nq71::publish::{
    Applied, Fault, Item, Journal, Kind, Owner, Session, Steps, Store, is_own, steps, unfinished,
};
use proptest::prelude::*;

/// A server in memory: what it holds, and how it behaves.
#[derive(Default)]
struct Host {
    files: BTreeMap<String, Vec<u8>>,
    folders: BTreeSet<String>,
    operations: usize,
    bytes: usize,
    /// After so many operations nothing answers any more.
    dies_after: Option<usize>,
    /// Of the operation in which it dies, so many bytes still arrive.
    last_bytes: usize,
    /// So many operations fail once, and work when repeated.
    stutters: BTreeSet<usize>,
    /// Does not rename over a file.
    keeps_old: bool,
    /// Does not rename.
    no_rename: bool,
    /// `Index.html` is `index.html`, as on Windows.
    ignores_case: bool,
    /// Somebody removed folders; else writing into none is a mistake of ours.
    lost_folders: bool,
    /// Takes so many bytes in all.
    quota: Option<usize>,
    /// What must be true after each operation.
    watches: bool,
    foreign: BTreeMap<String, Vec<u8>>,
}

impl Host {
    /// No page refers to what is not there, and foreign files are as they were.
    fn check(&self) {
        if !self.watches {
            return;
        }
        for (path, bytes) in &self.foreign {
            assert_eq!(self.files.get(path), Some(bytes), "the foreign file {path} was touched");
        }
        for (path, bytes) in self.files.iter().filter(|(path, _)| path.ends_with(".html")) {
            for asset in assets(bytes) {
                assert!(self.files.contains_key(&asset), "{path} shows {asset}, which is not there");
            }
        }
    }

    /// The name that a path has here.
    fn name(&self, path: &str) -> String {
        let known = self.files.keys().find(|known| self.ignores_case && known.eq_ignore_ascii_case(path));
        known.cloned().unwrap_or_else(|| path.to_owned())
    }

    fn ours(&self) -> BTreeMap<String, Vec<u8>> {
        let ours = self.files.iter().filter(|(path, _)| !self.foreign.contains_key(*path));
        ours.map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
    }
}

/// What a page of the tests shows: it names its assets between spaces.
fn assets(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let whole = text.strip_suffix(" .").unwrap_or_default();
    whole
        .split(' ')
        .filter(|word| word.ends_with(".css") || word.ends_with(".png"))
        .map(str::to_owned)
        .collect()
}

#[derive(Clone, Default)]
struct MemoryHost(Arc<Mutex<Host>>);

impl MemoryHost {
    fn does<T>(
        &self,
        path: &str,
        what: impl FnOnce(&mut Host, bool) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut host = self.0.lock().unwrap();
        host.operations += 1;
        let at = host.operations;
        if host.dies_after.is_some_and(|last| at > last + 1) {
            return Err(Fault::new(Kind::Cut, path, "dead"));
        }
        let dies = host.dies_after.is_some_and(|last| at == last + 1);
        let stutters = host.stutters.contains(&at);
        let done = what(&mut host, dies);
        host.check();
        if dies || stutters { Err(Fault::new(Kind::Cut, path, "cut")) } else { done }
    }
}

fn exists(host: &Host, folder: &str) -> bool {
    folder.is_empty() || host.folders.contains(folder)
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

impl Store for MemoryHost {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        let most = most as usize;
        self.does(path, |host, _| {
            Ok(host.files.get(&host.name(path)).map(|bytes| bytes[..most.min(bytes.len())].to_vec()))
        })
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<Item>>, Fault> {
        self.does(folder, |host, _| {
            let same = |a: &str, b: &str| a == b || (host.ignores_case && a.eq_ignore_ascii_case(b));
            let inside = |path: &str| same(parent(path), folder) && !path.is_empty();
            let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            let files = host.files.iter().filter(|(path, _)| inside(path)).map(|(path, bytes)| Item {
                name: name(path),
                is_folder: false,
                size: Some(bytes.len() as u64),
            });
            let folders = host.folders.iter().filter(|path| inside(path)).map(|path| Item {
                name: name(path),
                is_folder: true,
                size: None,
            });
            Ok(Some(files.chain(folders).collect()))
        })
    }

    fn has_folder(&mut self, folder: &str) -> Result<bool, Fault> {
        self.does(folder, |host, _| {
            let same = |known: &String| {
                *known == folder || (host.ignores_case && known.eq_ignore_ascii_case(folder))
            };
            Ok(host.folders.iter().any(same))
        })
    }

    fn write(&mut self, path: &str, bytes: &[u8], _: &dyn Fn(u64)) -> Result<(), Fault> {
        self.does(path, |host, dies| {
            if host.lost_folders && !exists(host, parent(path)) {
                return Err(Fault::new(Kind::Other, path, "553 no such folder"));
            }
            assert!(exists(host, parent(path)), "{path} is written into no folder");
            let arriving = if dies { host.last_bytes.min(bytes.len()) } else { bytes.len() };
            let held: usize = host.files.values().map(Vec::len).sum();
            if host.quota.is_some_and(|most| held + arriving > most) {
                host.files.insert(path.to_owned(), Vec::new());
                return Err(Fault::new(Kind::Full, path, "552 quota"));
            }
            host.bytes += arriving;
            host.files.insert(path.to_owned(), bytes[..arriving].to_vec());
            Ok(())
        })
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        self.does(to, |host, _| {
            if host.no_rename || (host.keeps_old && host.files.contains_key(to)) {
                return Err(Fault::new(Kind::Other, to, "550 refused"));
            }
            if host.lost_folders && !exists(host, parent(to)) {
                return Err(Fault::new(Kind::Other, to, "550 no such folder"));
            }
            assert!(exists(host, parent(to)), "{to} is renamed into no folder");
            let Some(bytes) = host.files.remove(from) else {
                return Err(Fault::new(Kind::Other, from, "550 no such file"));
            };
            host.files.insert(to.to_owned(), bytes);
            Ok(())
        })
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        self.does(path, |host, _| {
            host.files.remove(path);
            Ok(())
        })
    }

    fn make_folder(&mut self, path: &str) -> Result<(), Fault> {
        self.does(path, |host, _| {
            assert!(exists(host, parent(path)), "{path} is made in no folder");
            host.folders.insert(path.to_owned());
            Ok(())
        })
    }

    fn remove_folder(&mut self, path: &str) -> bool {
        self.does(path, |host, _| {
            let below = format!("{path}/");
            let is_empty = !host.files.keys().chain(&host.folders).any(|one| one.starts_with(&below));
            Ok(is_empty && host.folders.remove(path))
        })
        .unwrap_or(false)
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        self.does(path, |host, _| Ok(host.files.get(&host.name(path)).map(|bytes| bytes.len() as u64)))
    }

    fn connect(&mut self) -> Result<(), Fault> {
        let host = self.0.lock().unwrap();
        match host.dies_after.is_some_and(|last| host.operations > last) {
            true => Err(Fault::new(Kind::Cut, "", "dead")),
            false => Ok(()),
        }
    }
}

type Files = BTreeMap<OutPath, Vec<u8>>;

fn site(files: &[(&str, &str)]) -> Files {
    files.iter().map(|(path, text)| (OutPath::made(path), text.as_bytes().to_vec())).collect()
}

fn manifest(files: &Files) -> Manifest {
    let mut manifest = Manifest::default();
    for (path, bytes) in files {
        manifest.put(path.clone(), Entry::of(bytes));
    }
    manifest
}

fn now() -> i64 {
    1_795_000_000
}

fn owner(token: &str) -> Owner {
    Owner::new(token, "PC-VAN-THU", now)
}

/// For tests in which nobody else writes.
fn nothing_to_keep(_: &OutPath, _: &[u8]) -> Result<(), Fault> {
    Ok(())
}

fn publish_as(host: &MemoryHost, files: &Files, journal: Journal, owner: &Owner) -> Result<Steps, Fault> {
    publish_over(host, files, None, journal, owner, 1)
}

fn publish_over(
    host: &MemoryHost,
    files: &Files,
    last: Option<&Manifest>,
    journal: Journal,
    owner: &Owner,
    connections: usize,
) -> Result<Steps, Fault> {
    let mut store = host.clone();
    let stop = AtomicBool::new(false);
    let mut journal = journal;
    let open = || Box::new(host.clone()) as Box<dyn Store>;
    let mut session = Session::new(&mut store, &(), &stop, |_| {}).over(connections, &open);
    session.connect()?;
    let local = manifest(files);
    let survey = session.survey(&local, last, &journal)?;
    if let Some(clash) = survey.clashes.first() {
        return Err(Fault::new(Kind::Other, clash.as_str(), "clash"));
    }
    let applied = session.apply(
        &local,
        &survey,
        &|path| Ok(files[path].clone()),
        &nothing_to_keep,
        &mut journal,
        owner,
    );
    applied.map(|applied: Applied| applied.steps)
}

fn publish(host: &MemoryHost, files: &Files) -> Result<Steps, Fault> {
    publish_as(host, files, Journal::default(), &owner("me"))
}

fn assert_equal(host: &MemoryHost, files: &Files) {
    let host = host.0.lock().unwrap();
    let mut wanted: BTreeMap<String, Vec<u8>> =
        files.iter().map(|(path, bytes)| (path.to_string(), bytes.clone())).collect();
    wanted.insert(MANIFEST.to_owned(), manifest(files).to_string().into_bytes());
    let ours = host.ours();
    assert_eq!(ours.keys().collect::<Vec<_>>(), wanted.keys().collect::<Vec<_>>());
    assert!(ours == wanted, "contents differ");
    for folder in &host.folders {
        assert!(host.files.keys().any(|path| path.starts_with(&format!("{folder}/"))), "{folder} is empty");
    }
}

fn first() -> Files {
    site(&[
        ("index.html", "home a.css bai/1.png ."),
        ("a.css", "old style"),
        ("bai/1.html", "post a.css bai/1.png ."),
        ("bai/1.png", "picture one"),
        ("bai/2.html", "post a.css ."),
        ("q/2026-q2/index.html", "list a.css ."),
        ("rss.xml", "feed"),
    ])
}

/// The same section after an edit: a new style and picture, a post gone, a quarter gone.
fn second() -> Files {
    site(&[
        ("index.html", "home b.css bai/3.png ."),
        ("b.css", "new style"),
        ("bai/1.html", "post b.css bai/1.png ."),
        ("bai/1.png", "picture ONE"),
        ("bai/3.html", "post b.css bai/3.png ."),
        ("bai/3.png", "picture three"),
        ("q/2026-q3/index.html", "list b.css ."),
        ("rss.xml", "feed of more"),
    ])
}

fn foreign() -> BTreeMap<String, Vec<u8>> {
    [("robots.txt", "theirs"), ("anh/cu.jpg", "theirs"), ("bai/ghi-chu.txt", "theirs")]
        .map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec()))
        .into()
}

/// A host with other people's files on which the first section was published.
fn published(change: impl Fn(&mut Host)) -> MemoryHost {
    let host = MemoryHost::default();
    {
        let mut inner = host.0.lock().unwrap();
        inner.foreign = foreign();
        inner.files = foreign();
        inner.folders = ["anh", "bai"].map(str::to_owned).into();
        inner.watches = true;
        change(&mut inner);
    }
    publish(&host, &first()).unwrap();
    assert_equal(&host, &first());
    host.0.lock().unwrap().operations = 0;
    host.0.lock().unwrap().bytes = 0;
    host
}

fn revive(host: &MemoryHost) {
    let mut host = host.0.lock().unwrap();
    host.dies_after = None;
    host.quota = None;
    host.stutters.clear();
}

/// The habits of servers that change how files are replaced.
const HABITS: [fn(&mut Host); 3] = [|_| {}, |host| host.keeps_old = true, |host| host.no_rename = true];

#[test]
fn a_publish_cut_off_anywhere_is_finished_by_the_next() {
    for habit in HABITS {
        for (last_bytes, journalled) in [(0, false), (5, true), (usize::MAX, true)] {
            for dies_after in 0.. {
                let host = published(habit);
                host.0.lock().unwrap().dies_after = Some(dies_after);
                host.0.lock().unwrap().last_bytes = last_bytes;
                let folder = tempfile::tempdir().unwrap();
                let journal = || match journalled {
                    true => Journal::at(folder.path().join("notes.txt")),
                    false => Journal::default(),
                };
                let done = publish_as(&host, &second(), journal(), &owner("me"));
                revive(&host);
                publish_as(&host, &second(), journal(), &owner("me")).unwrap();
                assert_equal(&host, &second());
                if done.is_ok() {
                    assert!(dies_after > 30, "all of it in {dies_after} operations?");
                    break;
                }
            }
        }
    }
}

#[test]
fn after_a_cut_another_section_may_follow() {
    for habit in HABITS {
        for dies_after in (0..90).step_by(3) {
            let host = published(habit);
            host.0.lock().unwrap().dies_after = Some(dies_after);
            let _ = publish(&host, &second());
            revive(&host);
            publish(&host, &first()).unwrap();
            assert_equal(&host, &first());
        }
    }
}

#[test]
fn a_first_publish_cut_off_anywhere_is_finished_by_the_next() {
    for dies_after in 0..60 {
        let host = MemoryHost::default();
        host.0.lock().unwrap().watches = true;
        host.0.lock().unwrap().dies_after = Some(dies_after);
        let _ = publish(&host, &first());
        revive(&host);
        publish(&host, &first()).unwrap();
        assert_equal(&host, &first());
    }
}

#[test]
fn what_has_arrived_is_not_sent_again() {
    let folder = tempfile::tempdir().unwrap();
    let journal = || Journal::at(folder.path().join("notes.txt"));
    let host = published(|_| {});
    host.0.lock().unwrap().dies_after = Some(55);
    publish_as(&host, &second(), journal(), &owner("me")).unwrap_err();
    revive(&host);
    let rest = publish_as(&host, &second(), journal(), &owner("me")).unwrap();
    let whole = steps(&manifest(&second()), &manifest(&first()));
    assert!(
        rest.sent().len() + 3 < whole.sent().len(),
        "{} of {} are sent again",
        rest.sent().len(),
        whole.sent().len()
    );
}

#[test]
fn a_stuttering_connection_is_lived_with() {
    for habit in HABITS {
        let host = published(habit);
        host.0.lock().unwrap().stutters = (0..400).filter(|at| at % 7 == 0).collect();
        publish(&host, &second()).unwrap();
        assert_equal(&host, &second());
    }
}

#[test]
fn a_full_disk_stops_and_leaves_the_section_whole() {
    for quota in 0..400 {
        let host = published(|_| {});
        host.0.lock().unwrap().quota = Some(quota);
        let stopped = publish(&host, &second());
        if let Err(fault) = &stopped {
            assert_eq!(fault.kind, Kind::Full);
        }
        revive(&host);
        publish(&host, &second()).unwrap();
        assert_equal(&host, &second());
    }
}

#[test]
fn two_publishers_are_told_apart() {
    let host = published(|_| {});
    let lock = format!("nq71 other {} PC-HIEU-TRUONG\n", now() - 180);
    host.0.lock().unwrap().files.insert("nq71-dang.txt".into(), lock.into_bytes());
    let busy = publish(&host, &second()).unwrap_err();
    assert_eq!((busy.kind, busy.said.as_str()), (Kind::Busy, "PC-HIEU-TRUONG 3"));
    assert!(host.0.lock().unwrap().files.contains_key("nq71-dang.txt"), "another's lock was removed");
    // Its owner gives no sign of life any more.
    let lock = format!("nq71 other {} PC-HIEU-TRUONG\n", now() - 16 * 60);
    host.0.lock().unwrap().files.insert("nq71-dang.txt".into(), lock.into_bytes());
    publish(&host, &second()).unwrap();
    assert_equal(&host, &second());
}

#[test]
fn somebody_who_published_meanwhile_is_noticed() {
    let host = published(|_| {});
    let (mut store, stop) = (host.clone(), AtomicBool::new(false));
    let mut session = Session::new(&mut store, &(), &stop, |_| {});
    let files = first();
    let local = manifest(&files);
    let survey = session.survey(&local, None, &Journal::default()).unwrap();
    publish_as(&host, &second(), Journal::default(), &owner("other")).unwrap();
    // As seen, nothing was to do; as it is, everything is.
    let other = site(&[("index.html", "home ."), ("x.css", "x")]);
    let apply = session.apply(
        &manifest(&other),
        &survey,
        &|path| Ok(other[path].clone()),
        &nothing_to_keep,
        &mut Journal::default(),
        &owner("me"),
    );
    assert_eq!(apply.unwrap_err().kind, Kind::Moved);
    assert_equal(&host, &second());
}

#[test]
fn a_file_of_others_in_the_way_is_left_alone_and_the_same_bytes_are_welcome() {
    let host = MemoryHost::default();
    host.0.lock().unwrap().files.insert("index.html".into(), b"welcome to your new host".to_vec());
    let clash = publish(&host, &first()).unwrap_err();
    assert_eq!((clash.path.as_str(), clash.said.as_str()), ("index.html", "clash"));
    assert_eq!(host.0.lock().unwrap().files.len(), 1);
    host.0.lock().unwrap().files.insert("index.html".into(), first()[&OutPath::made("index.html")].clone());
    let done = publish(&host, &first()).unwrap();
    assert!(!done.new.contains(&OutPath::made("index.html")));
    assert_equal(&host, &first());
}

#[test]
fn only_what_changed_travels_and_nothing_when_nothing_did() {
    let host = published(|_| {});
    assert!(publish(&host, &first()).unwrap().is_empty());
    let idle = host.0.lock().unwrap().operations;
    assert!(idle <= 3, "{idle} operations for nothing");
    assert_eq!(host.0.lock().unwrap().bytes, 0);
    let mut edited = first();
    edited.insert(OutPath::made("bai/2.html"), b"post edited a.css .".to_vec());
    host.0.lock().unwrap().operations = 0;
    let done = publish(&host, &edited).unwrap();
    assert_eq!(done.sent(), [&OutPath::made("bai/2.html")]);
    let operations = host.0.lock().unwrap().operations;
    assert!(operations < 30, "{operations} operations for one file");
    assert_equal(&host, &edited);
}

#[test]
fn ten_thousand_files_are_listed_by_folder_and_sent_once() {
    let files: Files = (0..10_000)
        .map(|number| {
            let path = format!("bai/q{}/{number}.html", number % 40);
            (OutPath::made(&path), format!("post {number} .").into_bytes())
        })
        .collect();
    let host = MemoryHost::default();
    publish(&host, &files).unwrap();
    let operations = host.0.lock().unwrap().operations;
    // Write, look at the size, rename: three a file.
    assert!(operations < 3 * 10_000 + 200, "{operations}");
    host.0.lock().unwrap().operations = 0;
    assert!(publish(&host, &files).unwrap().is_empty());
    assert!(host.0.lock().unwrap().operations <= 3);
}

/// A section large enough for several connections.
fn many(style: &str) -> Files {
    let mut files = first();
    for number in 0..40 {
        files.insert(OutPath::made(&format!("{style}{number}.png")), vec![b'x'; number]);
        let page = format!("post a.css {style}{number}.png .");
        files.insert(OutPath::made(&format!("bai/s{number}.html")), page.into_bytes());
    }
    files
}

#[test]
fn several_connections_cut_off_anywhere_leave_no_page_before_what_it_shows() {
    for habit in HABITS {
        for dies_after in (0..500).step_by(17) {
            let host = published(habit);
            host.0.lock().unwrap().dies_after = Some(dies_after);
            host.0.lock().unwrap().last_bytes = 5;
            let folder = tempfile::tempdir().unwrap();
            let journal = || Journal::at(folder.path().join("notes.txt"));
            let _ = publish_over(&host, &many("a"), None, journal(), &owner("me"), 4);
            revive(&host);
            publish_over(&host, &many("b"), None, journal(), &owner("me"), 4).unwrap();
            assert_equal(&host, &many("b"));
        }
    }
}

#[test]
fn a_lost_or_spoilt_manifest_gives_nothing_away() {
    let hostile = |path: &str| format!("{path} {} 3\n", "0".repeat(64));
    for spoilt in [
        None,
        Some(String::new()),
        Some("<html>404".to_owned()),
        Some(manifest(&first()).to_string()[..200].to_owned()),
        Some(
            manifest(&first()).to_string().lines().take(2).fold(String::new(), |all, line| all + line + "\n"),
        ),
        Some(hostile("../../etc/passwd")),
        Some(hostile("/etc/passwd")),
        Some(hostile("bai\\\\..\\\\x.html")),
        Some(hostile("wp-config.php")),
        Some(hostile("index.html\u{0}")),
        Some("\u{feff}".to_owned() + &hostile("ảnh.png")),
    ] {
        let host = published(|host| {
            host.foreign.insert("wp-config.php".into(), b"theirs".to_vec());
            host.files.insert("wp-config.php".into(), b"theirs".to_vec());
        });
        match &spoilt {
            Some(text) => _ = host.0.lock().unwrap().files.insert(MANIFEST.into(), text.clone().into_bytes()),
            None => _ = host.0.lock().unwrap().files.remove(MANIFEST),
        }
        let before = host.0.lock().unwrap().files.clone();
        let clash = publish(&host, &second()).unwrap_err();
        assert_eq!(clash.said, "clash", "{spoilt:?}");
        assert!(host.0.lock().unwrap().files == before, "{spoilt:?}: something was touched");
        // Whoever published it last knows which files are ours.
        let last = manifest(&first());
        publish_over(&host, &second(), Some(&last), Journal::default(), &owner("me"), 1).unwrap();
        assert_equal(&host, &second());
    }
}

#[test]
fn a_file_that_somebody_changed_is_not_taken_for_ours_when_the_manifest_is_lost() {
    let host = published(|_| {});
    {
        let mut host = host.0.lock().unwrap();
        host.files.remove(MANIFEST);
        // Of the same length: only its content tells.
        host.files.insert("bai/2.html".into(), b"theirs, all.".to_vec());
        let theirs = host.files["bai/2.html"].clone();
        host.foreign.insert("bai/2.html".into(), theirs);
    }
    let last = manifest(&first());
    publish_over(&host, &second(), Some(&last), Journal::default(), &owner("me"), 1).unwrap();
    assert_equal(&host, &second());
}

#[test]
fn names_in_capitals_are_somebodys_files_on_windows() {
    for (name, path) in [("Index.html", "index.html"), ("Bai/1.HTML", "bai/1.html")] {
        let host = MemoryHost::default();
        host.0.lock().unwrap().ignores_case = true;
        host.0.lock().unwrap().files.insert(name.into(), b"theirs".to_vec());
        host.0.lock().unwrap().folders.extend(name.split_once('/').map(|(folder, _)| folder.to_owned()));
        let clash = publish(&host, &first()).unwrap_err();
        assert_eq!((clash.path.as_str(), clash.said.as_str()), (path, "clash"));
    }
}

#[test]
fn folders_that_somebody_removed_are_made_again() {
    for habit in HABITS {
        let host = published(habit);
        {
            let mut host = host.0.lock().unwrap();
            host.files.retain(|path, _| !path.starts_with("q/"));
            host.folders.retain(|path| !path.starts_with('q'));
            host.lost_folders = true;
        }
        let mut edited = first();
        edited.insert(OutPath::made("q/2026-q2/index.html"), b"edited a.css .".to_vec());
        publish(&host, &edited).unwrap();
        assert_equal(&host, &edited);
    }
}

#[test]
fn a_folder_with_a_foreign_file_stays_though_all_of_ours_go() {
    let host = published(|_| {});
    host.0.lock().unwrap().files.insert("q/2026-q2/anh.jpg".into(), b"theirs".to_vec());
    host.0.lock().unwrap().foreign.insert("q/2026-q2/anh.jpg".into(), b"theirs".to_vec());
    publish(&host, &second()).unwrap();
    assert!(host.0.lock().unwrap().folders.contains("q/2026-q2"));
    assert_equal(&host, &second());
}

#[test]
fn a_lock_is_known_by_its_machine_and_a_wrong_clock_does_not_open_it() {
    let host = published(|_| {});
    let lock = |token: &str, at: i64, machine: &str| {
        host.0
            .lock()
            .unwrap()
            .files
            .insert("nq71-dang.txt".into(), format!("nq71 {token} {at} {machine}\n").into());
    };
    // The site's folder was copied to another machine, and both publish.
    lock("me", now(), "PC-HIEU-TRUONG");
    assert_eq!(publish(&host, &second()).unwrap_err().kind, Kind::Busy);
    // Our own, of a run that was killed.
    lock("me", now(), "PC-VAN-THU");
    publish(&host, &second()).unwrap();
    // A clock that is a year behind, on a machine that is publishing: its lock changes meanwhile.
    let (mut store, stop) = (host.clone(), AtomicBool::new(false));
    static OTHER: Mutex<Option<MemoryHost>> = Mutex::new(None);
    lock("other", now() - 365 * 86_400, "PC-HIEU-TRUONG");
    *OTHER.lock().unwrap() = Some(host.clone());
    let mut session = Session::new(&mut store, &(), &stop, |_| {
        if let Some(host) = OTHER.lock().unwrap().take() {
            let lock = format!("nq71 other {} PC-HIEU-TRUONG\n", now() - 365 * 86_400 + 30);
            host.0.lock().unwrap().files.insert("nq71-dang.txt".into(), lock.into());
        }
    });
    let files = first();
    let local = manifest(&files);
    let survey = session.survey(&local, None, &Journal::default()).unwrap();
    let content = |path: &OutPath| Ok(files[path].clone());
    let busy =
        session.apply(&local, &survey, &content, &nothing_to_keep, &mut Journal::default(), &owner("me"));
    assert_eq!(busy.unwrap_err().kind, Kind::Busy);
    assert!(host.0.lock().unwrap().files.contains_key("nq71-dang.txt"), "another's lock was removed");
}

#[test]
fn ctrl_c_stops_between_two_operations_and_lets_go_of_the_lock() {
    let host = published(|_| {});
    let (mut store, stop) = (host.clone(), AtomicBool::new(false));
    let mut session = Session::new(&mut store, &(), &stop, |_| {});
    let files = second();
    let local = manifest(&files);
    let survey = session.survey(&local, None, &Journal::default()).unwrap();
    let stopped = session.apply(
        &local,
        &survey,
        &|path| {
            stop.store(true, std::sync::atomic::Ordering::Relaxed);
            Ok(files[path].clone())
        },
        &nothing_to_keep,
        &mut Journal::default(),
        &owner("me"),
    );
    assert_eq!(stopped.unwrap_err().kind, Kind::Stopped);
    assert!(!host.0.lock().unwrap().files.contains_key("nq71-dang.txt"));
    publish(&host, &second()).unwrap();
    assert_equal(&host, &second());
}

fn some_site() -> impl Strategy<Value = Files> {
    let names = [
        "index.html",
        "a.css",
        "b.png",
        "bai/1.html",
        "bai/2.html",
        "bai/2.png",
        "q/1/index.html",
        "rss.xml",
    ];
    proptest::collection::btree_map(proptest::sample::select(names.to_vec()), 0..4u8, 0..8).prop_map(
        |chosen| {
            chosen.into_iter().map(|(path, text)| (OutPath::made(path), vec![b'x'; text as usize])).collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn steps_lead_from_any_section_to_any_other(old in some_site(), new in some_site()) {
        let (local, remote) = (manifest(&new), manifest(&old));
        let way = steps(&local, &remote);
        let mut there = old.clone();
        for path in way.sent() {
            there.insert(path.clone(), new[path].clone());
        }
        for path in &way.removed {
            there.remove(path);
        }
        prop_assert_eq!(there, new);
        prop_assert_eq!(way.is_empty(), local == remote);
        let between = unfinished(&local, &remote);
        prop_assert!(between.is_unfinished());
        for path in old.keys().chain(local.iter().map(|(path, _)| path)) {
            prop_assert!(between.get(path).is_some(), "{} is nobody's between the two", path);
        }
    }

    #[test]
    fn any_section_follows_any_other_over_any_cut(
        old in some_site(), new in some_site(), third in some_site(), cut in 0..50usize, bytes in 0..4usize, habit in 0..3usize,
    ) {
        let host = MemoryHost::default();
        HABITS[habit](&mut host.0.lock().unwrap());
        publish(&host, &old).unwrap();
        host.0.lock().unwrap().operations = 0;
        host.0.lock().unwrap().dies_after = Some(cut);
        host.0.lock().unwrap().last_bytes = bytes;
        let folder = tempfile::tempdir().unwrap();
        let journal = || Journal::at(folder.path().join("notes.txt"));
        let _ = publish_as(&host, &new, journal(), &owner("me"));
        revive(&host);
        publish_over(&host, &third, Some(&manifest(&old)), journal(), &owner("me"), 1).unwrap();
        assert_equal(&host, &third);
    }
}

#[test]
fn the_names_beside_the_pages_are_known_and_are_no_pages() {
    for name in [MANIFEST, "nq71-dang.txt", "nq71-tam-00c0ffee-7.txt", "nq71-tep-moi.txt"] {
        assert!(is_own(name), "{name}");
    }
    for name in
        ["index.html", "nq71-tam.txt", "nq71-tam-tuan-12.txt", "nq71-tam-00c0ffee-8.txt", "nq71-tam-1-1.txt"]
    {
        assert!(!is_own(name), "{name}");
    }
}

/// What was copied before it was gone.
type Kept = BTreeMap<String, Vec<u8>>;

/// Publishes, with what somebody does between the survey and the first write, and says what was
/// kept and what was left.
fn publish_while(
    host: &MemoryHost,
    files: &Files,
    meanwhile: impl FnOnce(&mut Host),
) -> Result<(Kept, Vec<String>), Fault> {
    let (mut store, stop) = (host.clone(), AtomicBool::new(false));
    let mut session = Session::new(&mut store, &(), &stop, |_| {});
    let local = manifest(files);
    let survey = session.survey(&local, None, &Journal::default())?;
    meanwhile(&mut host.0.lock().unwrap());
    let kept = Mutex::new(BTreeMap::new());
    let keep = |path: &OutPath, there: &[u8]| {
        kept.lock().unwrap().insert(path.to_string(), there.to_vec());
        Ok(())
    };
    let content = |path: &OutPath| Ok(files[path].clone());
    let applied = session.apply(&local, &survey, &content, &keep, &mut Journal::default(), &owner("me"))?;
    Ok((kept.into_inner().unwrap(), applied.left.iter().map(ToString::to_string).collect()))
}

#[test]
fn a_file_that_comes_while_somebody_thinks_is_not_overwritten() {
    let host = published(|_| {});
    let theirs = b"theirs".to_vec();
    let clash = publish_while(&host, &second(), |host| {
        host.files.insert("bai/3.html".into(), theirs.clone());
        host.foreign.insert("bai/3.html".into(), theirs);
    });
    let clash = clash.unwrap_err();
    assert_eq!((clash.kind, clash.said.as_str()), (Kind::InTheWay, "bai/3.html"));
}

#[test]
fn what_is_replaced_or_removed_is_read_first_whatever_its_length() {
    let host = published(|_| {});
    let change = |host: &mut Host| {
        host.files.insert("bai/1.png".into(), b"PICTURE one".to_vec());
        host.files.insert("bai/2.html".into(), b"POST a.css ,".to_vec());
    };
    let (kept, left) = publish_while(&host, &second(), change).unwrap();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert_eq!(kept["bai/1.png"], b"PICTURE one");
    // Not published from here as far as is known, and not what the manifest says.
    assert_eq!(left, ["bai/2.html"]);
}

#[test]
fn a_manifest_does_not_give_away_the_files_of_others() {
    for (mark, digit, length) in
        [("", "0", 6), ("", "1", 6), ("# chưa xong\n", "0", 6), ("# chưa xong\n", "1", 7777)]
    {
        let host = published(|host| {
            host.foreign.insert("bao-cao.pdf".into(), b"theirs".to_vec());
            host.files.insert("bao-cao.pdf".into(), b"theirs".to_vec());
        });
        {
            let mut host = host.0.lock().unwrap();
            let ours = String::from_utf8(host.files[MANIFEST].clone()).unwrap();
            let spoilt = format!("{mark}{ours}bao-cao.pdf {} {length}\n", digit.repeat(64));
            host.files.insert(MANIFEST.into(), spoilt.into_bytes());
        }
        let (_, left) = publish_while(&host, &second(), |_| {}).unwrap();
        assert_eq!(left, ["bao-cao.pdf"], "{mark}{digit}");
        assert_equal(&host, &second());
    }
}

#[test]
fn what_others_put_where_nothing_was_sent_yet_is_not_taken_for_ours() {
    let ours = first()[&OutPath::made("index.html")].clone();
    for theirs in [b"welcome".to_vec(), vec![b'x'; ours.len()]] {
        let folder = tempfile::tempdir().unwrap();
        let journal = || Journal::at(folder.path().join("notes.txt"));
        let host = MemoryHost::default();
        // Dies as soon as the first file is there.
        for last in 0.. {
            host.0.lock().unwrap().dies_after = Some(last);
            publish_as(&host, &first(), journal(), &owner("me")).unwrap_err();
            if host.0.lock().unwrap().files.contains_key("a.css") {
                break;
            }
            revive(&host);
            *host.0.lock().unwrap() = Host::default();
        }
        revive(&host);
        host.0.lock().unwrap().files.insert("index.html".into(), theirs.clone());
        let clash = publish_as(&host, &first(), journal(), &owner("me")).unwrap_err();
        assert_eq!((clash.path.as_str(), clash.said.as_str()), ("index.html", "clash"));
        assert_eq!(host.0.lock().unwrap().files["index.html"], theirs);
        host.0.lock().unwrap().files.remove("index.html");
        publish_as(&host, &first(), journal(), &owner("me")).unwrap();
        assert_equal(&host, &first());
    }
}
