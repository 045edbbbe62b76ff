//! A small section, published to a host in this process and compared with what the host holds.

use std::fs;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use nq71::model::OutPath;
use nq71::output::{Entry, MANIFEST, Manifest};
use nq71::publish::{Fault, Journal, Owner, Session, Store};

pub type Files = Vec<(OutPath, Vec<u8>)>;

/// A section whose pages all show one style, which has another name after every edit.
pub fn section(style: &str) -> Files {
    let file = |path: &str, text: String| (OutPath::made(path), text.into_bytes());
    vec![
        file(&format!("tinh/{style}.css"), "p{}".repeat(300)),
        file("bai/khai-giang.html", format!("<link href=../tinh/{style}.css> {}", "chữ ".repeat(500))),
        file("q/2026-q3/index.html", format!("<link href=../../tinh/{style}.css>")),
        file("index.html", format!("<link href=tinh/{style}.css>")),
    ]
}

/// The same with so many more pages.
pub fn large_section(style: &str, pages: usize) -> Files {
    let page = |number: usize| {
        let text = format!("<link href=../tinh/{style}.css> {number}");
        (OutPath::made(&format!("bai/{number}.html")), text.into_bytes())
    };
    let mut files = section(style);
    files.extend((0..pages).map(page));
    files
}

pub fn manifest(files: &Files) -> Manifest {
    let mut manifest = Manifest::default();
    for (path, bytes) in files {
        manifest.put(path.clone(), Entry::of(bytes));
    }
    manifest
}

/// Publishes over so many connections.
pub fn publish(
    open: &(dyn Fn() -> Box<dyn Store> + Sync),
    connections: usize,
    files: &Files,
) -> Result<(), Fault> {
    let stop = AtomicBool::new(false);
    let quick = |_: Duration| std::thread::sleep(Duration::from_millis(1));
    let mut store = open();
    let mut session = Session::new(store.as_mut(), &(), &stop, quick).over(connections, open);
    session.connect()?;
    let local = manifest(files);
    let mut journal = Journal::default();
    let survey = session.survey(&local, None, &journal)?;
    assert!(survey.clashes.is_empty(), "{:?}", survey.clashes);
    let bytes = |path: &OutPath| Ok(files.iter().find(|(known, _)| known == path).unwrap().1.clone());
    let owner = Owner::new("me", "PC", || 1_795_000_000);
    session.apply(&local, &survey, &bytes, &|_, _| Ok(()), &mut journal, &owner).map(|_| ())
}

/// Everybody may read all of it.
#[cfg(unix)]
pub fn assert_readable(folder: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let (path, meta) = (entry.path(), entry.metadata().unwrap());
        let wanted = if meta.is_dir() { 0o755 } else { 0o644 };
        assert_eq!(meta.permissions().mode() & wanted, wanted, "{}", path.display());
        if meta.is_dir() {
            assert_readable(&path);
        }
    }
}

/// All files; an empty folder is one of them.
fn all(folder: &Path, prefix: &str) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let name = format!("{prefix}{}", entry.file_name().into_string().unwrap());
        match entry.path().is_dir() {
            true => match all(&entry.path(), &format!("{name}/")) {
                inside if inside.is_empty() => names.push(name),
                inside => names.extend(inside),
            },
            false => names.push(name),
        }
    }
    names.sort();
    names
}

/// A file that is somebody else's.
pub fn with_a_foreign_file(root: &Path) {
    fs::write(root.join("robots.txt"), "theirs").unwrap();
}

/// The host holds the section, its manifest, the foreign file as it was, and nothing else.
pub fn assert_equal(root: &Path, files: &Files) {
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

/// No page refers to a style that is not there.
pub fn assert_whole(root: &Path) {
    for name in all(root, "").iter().filter(|name| name.ends_with(".html")) {
        let text = fs::read_to_string(root.join(name)).unwrap();
        let style = text.split("tinh/").nth(1).and_then(|rest| rest.split('>').next());
        let style = style.unwrap_or_else(|| panic!("{name} is not whole: {text}"));
        assert!(root.join("tinh").join(style).is_file(), "{name} shows {style}, which is not there");
    }
}
