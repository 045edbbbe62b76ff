//! Small sites in memory, and the real program in a temporary folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use jiff::civil::{Date, date};
use nq71::build::{self, Outcome, Pending, Prepared, Target};
use nq71::config;
use nq71::diagnostics::{self, Diagnostic, Format, any_error};
use nq71::files::{DiskFiles, Files, MemoryFiles};
use nq71::messages::Catalogue;
use nq71::model::OutPath;
use nq71::output::{Keys, MemorySink};
use nq71::text::Lang;

/// The day on which test sites are built, unless a test says otherwise.
pub const TODAY: Date = date(2026, 11, 21);

/// A site in memory that remembers its last build.
pub struct TestSite {
    pub files: MemoryFiles,
    pub sink: MemorySink,
    pub office: MemorySink,
    pub today: Date,
    keys: [Keys; 2],
}

/// What a build of a test site did.
pub struct Built {
    rendered: Vec<String>,
    removed: Vec<String>,
    pub found: Vec<Diagnostic>,
    pub written: bool,
}

impl Built {
    /// The public pages that were rendered, sorted.
    pub fn rendered(&self) -> Vec<&str> {
        self.rendered.iter().map(String::as_str).collect()
    }

    /// The public pages that went away, sorted.
    pub fn removed(&self) -> Vec<&str> {
        self.removed.iter().map(String::as_str).collect()
    }

    /// The codes of everything found, in the order that people read them in.
    pub fn codes(&self) -> Vec<&'static str> {
        self.found.iter().map(|one| one.code).collect()
    }

    /// Everything found, as a person reads it.
    pub fn text(&self) -> String {
        diagnostics::render(&self.found, Format::Human, Catalogue::of(Lang::Vi), false)
    }
}

impl TestSite {
    /// A site of one unit, without posts.
    pub fn school() -> TestSite {
        TestSite::with(
            "base_url = \"https://hoa-sen.example.edu.vn/nghi-quyet-71/\"\n\
             [unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n",
        )
    }

    /// A department of two schools and their commune, without posts.
    pub fn department() -> TestSite {
        let mut site = TestSite::with(
            "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\n\
             registry = \"don-vi.csv\"\nowner = \"so-mau\"\n",
        );
        site.put(
            "don-vi.csv",
            "code,name,parent_admin,parent_prof,target_per_quarter\n\
             so-mau,Sở Giáo dục và Đào tạo Mẫu,,,0\n\
             xa-mau,Ủy ban nhân dân xã Mẫu,,,0\n\
             th-a,Trường Tiểu học A,xa-mau,so-mau,\n\
             th-b,Trường Tiểu học B,xa-mau,so-mau,\n",
        );
        site
    }

    /// A site with these settings.
    pub fn with(settings: &str) -> TestSite {
        let mut files = MemoryFiles::default();
        files.put(config::FILE, settings);
        TestSite::of(files)
    }

    /// One of the sites in `examples/`, or the repository's own for an empty name.
    pub fn example(name: &str) -> TestSite {
        let root =
            repository().join(if name.is_empty() { String::new() } else { format!("examples/{name}") });
        let disk = DiskFiles::open(&root).expect("the example is there");
        let mut files = MemoryFiles::default();
        for top in ["content", "themes"] {
            if name.is_empty() && top == "themes" {
                continue; // embedded in the program
            }
            let listing = disk.list(top).expect("the example can be listed").value;
            for path in listing.files {
                let mut bytes = Vec::new();
                disk.read(&path, 1 << 30, &mut bytes).expect("the example can be read");
                files.put(path.as_str(), bytes);
            }
        }
        for file in [config::FILE, "don-vi.csv", "logo.png"] {
            if let Ok(bytes) = std::fs::read(root.join(file)) {
                files.put(file, bytes);
            }
        }
        TestSite::of(files)
    }

    pub fn of(mut files: MemoryFiles) -> TestSite {
        // Memory has no empty folders.
        files.put("content/ghi-chu.txt", "");
        TestSite {
            files,
            sink: MemorySink::default(),
            office: MemorySink::default(),
            today: TODAY,
            keys: [Keys::default(), Keys::default()],
        }
    }

    /// Adds or replaces a file.
    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> &mut TestSite {
        self.files.put(path, bytes);
        self
    }

    /// Adds a post with the keys that every post needs, `more` keys, and a text.
    pub fn post(&mut self, path: &str, title: &str, day: &str, more: &str) -> &mut TestSite {
        let kind = if more.contains("type =") { "" } else { "type = \"tin\"\n" };
        let summary = "Một tóm tắt đủ dài để không ai phải nhắc, vì mỗi bài đăng nên có từ hai mươi đến \
                       sáu mươi từ cho người đọc vội.";
        let text = format!(
            "+++\ntitle = \"{title}\"\ndate = {day}\n{kind}summary = \"{summary}\"\n{more}\n+++\n\nNội dung của {title}.\n"
        );
        self.put(&format!("content/{path}"), text)
    }

    /// Replaces text in a file.
    pub fn edit(&mut self, path: &str, from: &str, to: &str) -> &mut TestSite {
        let bytes = self.files.iter().find(|(known, _)| known.as_str() == path).expect("the file is there").1;
        let text = String::from_utf8(bytes.to_vec()).expect("the file is text");
        assert!(text.contains(from), "{path} does not contain {from}");
        self.put(path, text.replace(from, to))
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) -> &mut TestSite {
        self.files.remove(path);
        self
    }

    /// Loads and plans without writing.
    pub fn prepare(&self) -> (Option<Prepared>, Vec<Diagnostic>) {
        let mut found = Vec::new();
        let config = config::load(&self.files, config::FILE).expect("memory can be read").into(&mut found);
        let Some(config) = config else {
            diagnostics::sort(&mut found);
            return (None, found);
        };
        let loaded = build::load(&self.files, &config).expect("memory can be read").into(&mut found);
        let prepared = Prepared::new(&self.files, config, loaded, self.today)
            .expect("memory can be read")
            .into(&mut found);
        diagnostics::sort(&mut found);
        (prepared.filter(|_| !any_error(&found)), found)
    }

    /// Builds into memory, on top of the last build.
    pub fn build(&mut self) -> Built {
        let (prepared, mut found) = self.prepare();
        let mut built =
            Built { rendered: Vec::new(), removed: Vec::new(), found: Vec::new(), written: false };
        if let Some(prepared) = prepared {
            let outputs = [(&prepared.plan, &self.sink), (&prepared.office, &self.office)];
            for (index, (plan, sink)) in outputs.into_iter().enumerate() {
                let pending = Pending::new(&std::env::temp_dir());
                let target =
                    Target { sink, keys: &self.keys[index], pending: &pending, force: false, progress: &() };
                match build::write(&prepared, plan, &self.files, target).expect("memory can be written") {
                    Outcome::Written(summary) => {
                        if index == 0 {
                            let names = |paths: &[OutPath]| paths.iter().map(ToString::to_string).collect();
                            built.rendered = names(&summary.rendered);
                            built.removed = names(&summary.removed);
                        }
                        built.written = true;
                        self.keys[index] = summary.keys;
                    }
                    Outcome::Refused(more) => {
                        found.extend(more);
                        built.written = false;
                        break;
                    }
                    Outcome::Foreign => panic!("an output in memory is always ours"),
                }
            }
        }
        built.found = found;
        built
    }

    /// Builds and insists that it worked without errors.
    pub fn built(mut self) -> TestSite {
        let built = self.build();
        assert!(built.written, "{}", built.text());
        self
    }

    /// One public page as text; empty where there is none.
    pub fn page(&self, path: &str) -> String {
        self.sink.text(path)
    }

    /// All public files.
    pub fn output(&self) -> BTreeMap<OutPath, Vec<u8>> {
        self.sink.files()
    }
}

/// The repository's folder.
pub fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// What the real program printed, and how it ended.
pub struct Ran {
    pub stdout: String,
    pub stderr: String,
    pub code: i32,
}

/// Runs the real program in a folder.
pub fn nq71(folder: &Path, arguments: &[&str]) -> Ran {
    let output = Command::new(env!("CARGO_BIN_EXE_nq71"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program starts");
    Ran {
        stdout: String::from_utf8(output.stdout).expect("output is UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("output is UTF-8"),
        code: output.status.code().unwrap_or(-1),
    }
}
