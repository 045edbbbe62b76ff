//! How long each stage takes on large sites.
//!
//! ```text
//! cargo bench                                                        all stages
//! cargo bench --bench pipeline -- full                               those with this name
//! cargo bench --bench pipeline -- generate 10000 800 FOLDER          a site of 10,000 posts, 800 units
//! cargo bench --bench pipeline -- write-only public FOLDER           as many and as large files
//! cargo bench --bench pipeline -- search 55000 1400 FOLDER           only its search, to be tried
//! cargo bench --bench pipeline -- serve target/release/nq71 FOLDER   the preview of such a site
//! cargo bench --bench pipeline -- province target/release/nq71 FOLDER 1400 40     a province gathered
//! cargo bench --bench pipeline -- country FOLDER 54000 1000000                    a country counted
//! ```
//!
//! All but the first two are for figures of the whole process, with any tool that times one: see
//! `docs/performance.md`.

mod generator;
mod preview;
mod province;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{fs, io};

use divan::Bencher;
use divan::counter::ItemsCount;
use nq71::build::{self, Outcome, Pending, Prepared, Progress, Summary, Target};
use nq71::config;
use nq71::files::MemoryFiles;
use nq71::model::{Config, OutPath};
use nq71::output::{DiskSink, Keys, MANIFEST, Manifest, MemorySink, Sink};
use nq71::plan::PageRef;
use rayon::prelude::*;

use generator::{Corpus, TODAY};

/// Posts of the sites that are measured.
const SIZES: [usize; 2] = [1_000, 10_000];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).filter(|word| word != "--bench").collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["generate", posts, units, folder] => match (posts.parse(), units.parse()) {
            (Ok(posts), Ok(units @ 1..)) => Corpus { posts, units }.write(Path::new(folder)),
            _ => Err(io::Error::other("generate POSTS UNITS FOLDER")),
        },
        ["search", posts, units, folder] => match (posts.parse(), units.parse()) {
            (Ok(posts), Ok(units @ 1..)) => search(Corpus { posts, units }, Path::new(folder)),
            _ => Err(io::Error::other("search POSTS UNITS FOLDER")),
        },
        ["serve", program, folder] => preview::measure(Path::new(program), Path::new(folder)),
        ["province", program, folder, units, posts] => match (units.parse(), posts.parse()) {
            (Ok(units), Ok(posts)) => province::province(Path::new(program), Path::new(folder), units, posts),
            _ => Err(io::Error::other("province PROGRAM FOLDER UNITS POSTS")),
        },
        ["country", folder, units, records] => match (units.parse(), records.parse()) {
            (Ok(units @ 1..), Ok(records)) => province::country(Path::new(folder), units, records),
            _ => Err(io::Error::other("country FOLDER UNITS RECORDS")),
        },
        ["count", folder] => province::count(Path::new(folder)),
        ["write-only", output, folder] => write_only(Path::new(output), Path::new(folder)),
        _ => {
            divan::main();
            Ok(())
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// A site, and what its stages give.
struct Case {
    files: MemoryFiles,
    config: Config,
    prepared: Prepared,
    /// A first build.
    sink: MemorySink,
    summary: Summary,
}

impl Case {
    /// The case of a size, made once.
    fn of(posts: usize) -> &'static Case {
        static CASES: [OnceLock<Case>; SIZES.len()] = [const { OnceLock::new() }; SIZES.len()];
        let at = SIZES.iter().position(|&size| size == posts).expect("one of the sizes");
        CASES[at].get_or_init(|| Case::new(posts))
    }

    fn new(posts: usize) -> Case {
        let files = Corpus::of(posts).memory();
        let config = config::load(&files, config::FILE).expect("memory can be read").value;
        let config = config.expect("the generated settings are right");
        let prepared = prepare(&files, &config);
        let sink = MemorySink::default();
        let summary = write(&prepared, &files, &sink, &Keys::default());
        Case { files, config, prepared, sink, summary }
    }
}

fn prepare(files: &MemoryFiles, config: &Config) -> Prepared {
    let loaded = build::load(files, config).expect("memory can be read").value;
    let prepared = Prepared::new(files, config.clone(), loaded, TODAY).expect("memory can be read").value;
    prepared.expect("the embedded theme is right")
}

fn write(prepared: &Prepared, files: &MemoryFiles, sink: &dyn Sink, keys: &Keys) -> Summary {
    let pending = Pending::new(&std::env::temp_dir());
    let target = Target { sink, keys, pending: &pending, force: true, progress: &() as &dyn Progress };
    match build::write(prepared, &prepared.plan, files, target).expect("the folder can be written to") {
        Outcome::Written(summary) => summary,
        Outcome::Refused(found) => panic!("{found:?}"),
        Outcome::Foreign => unreachable!("forced"),
    }
}

/// Every post read and parsed.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn load(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    bencher.counter(ItemsCount::new(posts)).bench(|| build::load(&case.files, &case.config));
}

/// The site put together and counted, the theme loaded, every page listed.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn plan(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    bencher
        .counter(ItemsCount::new(posts))
        .with_inputs(|| build::load(&case.files, &case.config).expect("memory can be read").value)
        .bench_values(|loaded| Prepared::new(&case.files, case.config.clone(), loaded, TODAY));
}

/// The view and the key of every page, on one thread.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn keys(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    let planner = case.prepared.planner();
    let mut buffer = Vec::new();
    bencher.counter(ItemsCount::new(case.prepared.plan.pages().len())).bench_local(|| {
        for planned in case.prepared.plan.pages() {
            divan::black_box(planner.key(planned, &planner.view(planned), &mut buffer));
        }
    });
}

/// One post's page: view, Markdown, template.
#[divan::bench(args = SIZES, sample_count = 100)]
fn page_of_a_post(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    let planner = case.prepared.planner();
    let mut pages =
        case.prepared.plan.pages().iter().filter(|planned| matches!(planned.page, PageRef::Post(_))).cycle();
    let mut out = Vec::new();
    bencher.bench_local(|| {
        let planned = pages.next().expect("the site has posts");
        build::page(&case.prepared, planned, &planner.view(planned), &case.files, &mut out)
    });
}

/// Everything, into a new folder.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn full_build(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    let folders = Folders::new();
    bencher.counter(ItemsCount::new(posts)).bench_local(|| {
        let prepared = prepare(&case.files, &case.config);
        write(&prepared, &case.files, &DiskSink::new(folders.next()), &Keys::default()).kept
    });
}

/// Only writing what [`full_build`] writes.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn write_only_floor(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    let files: Vec<(&OutPath, u64)> =
        case.summary.manifest.iter().map(|(path, entry)| (path, entry.length)).collect();
    let folders = Folders::new();
    bencher
        .counter(ItemsCount::new(posts))
        .bench_local(|| fill(&folders.next(), &files).expect("the folder can be written to"));
}

/// Nothing has changed since the last build.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn rebuild_of_nothing(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    bencher.counter(ItemsCount::new(posts)).bench_local(|| {
        let prepared = prepare(&case.files, &case.config);
        let summary = write(&prepared, &case.files, &case.sink, &case.summary.keys);
        assert!(summary.rendered.is_empty(), "nothing has changed");
    });
}

/// One post's text has changed.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn rebuild_of_one_text(bencher: Bencher, posts: usize) {
    let case = Case::of(posts);
    let mut files = case.files.clone();
    let (path, text) = Corpus::of(posts).post(1);
    files.put(&path, text + "\nThêm một câu.\n");
    // With the keys of the first build, every round has the same to do.
    bencher.counter(ItemsCount::new(posts)).bench_local(|| {
        let prepared = prepare(&files, &case.config);
        let summary = write(&prepared, &files, &case.sink, &case.summary.keys);
        // A small site's search knows the words of its texts.
        let shows = |path: &&OutPath| !path.as_str().starts_with("tim-kiem/");
        assert_eq!(summary.rendered.iter().filter(shows).count(), 1, "only the post shows its text");
    });
}

/// New folders in memory where the system has such a place, so that the disk is not measured.
struct Folders {
    all: tempfile::TempDir,
    number: AtomicUsize,
}

impl Folders {
    fn new() -> Folders {
        let memory = Path::new("/dev/shm");
        let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let all = tempfile::tempdir_in(place).expect("a folder can be made");
        Folders { all, number: AtomicUsize::new(0) }
    }

    fn next(&self) -> PathBuf {
        self.all.path().join(self.number.fetch_add(1, Ordering::Relaxed).to_string())
    }
}

/// Writes the search of a large site: its page, its index and the theme's files.
fn search(corpus: Corpus, folder: &Path) -> io::Result<()> {
    let files = corpus.memory();
    let config = config::load(&files, config::FILE).expect("memory can be read").value;
    let prepared = prepare(&files, &config.expect("the generated settings are right"));
    let planner = prepared.planner();
    let mut out = Vec::new();
    for planned in prepared.plan.pages() {
        if matches!(planned.page, PageRef::Search | PageRef::SearchPart(..) | PageRef::Asset(_)) {
            build::page(&prepared, planned, &planner.view(planned), &files, &mut out)
                .expect("memory can be read");
            let path = folder.join(planned.path.as_str());
            fs::create_dir_all(path.parent().expect("a path in a folder has a parent"))?;
            fs::write(path, &out)?;
        }
    }
    Ok(())
}

/// Writes files of the same number, names and sizes as an output has.
fn write_only(output: &Path, folder: &Path) -> io::Result<()> {
    let manifest = Manifest::parse(&fs::read_to_string(output.join(MANIFEST))?)
        .ok_or_else(|| io::Error::other("the manifest cannot be read"))?;
    let files: Vec<(&OutPath, u64)> = manifest.iter().map(|(path, entry)| (path, entry.length)).collect();
    fill(folder, &files)
}

fn fill(folder: &Path, files: &[(&OutPath, u64)]) -> io::Result<()> {
    let longest = files.iter().map(|&(_, length)| length).max().unwrap_or(0);
    let bytes = vec![b'a'; longest as usize];
    files.par_iter().with_min_len(16).try_for_each(|(path, length)| {
        let path = folder.join(path.as_str());
        let bytes = &bytes[..*length as usize];
        match fs::write(&path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(path.parent().expect("a path in a folder has a parent"))?;
                fs::write(&path, bytes)
            }
            other => other,
        }
    })
}
