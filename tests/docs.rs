//! What README.md and `docs/` say is true: the commands run, settings and posts are accepted, help
//! stands there word for word, and links lead somewhere.
//!
//! The language of a fence says what is done with it, so nothing is left out in silence:
//!
//! - `sh`: every line is a command that must succeed; `cd` holds until the end of the document.
//! - `console`: lines with `$ ` are such commands, the lines below are exactly what is printed.
//! - `toml`: a whole post. `toml bai`: some keys of a post. `toml nq71.toml`: settings.
//! - `csv`: the registry that the document's settings mean. `markdown`: the text of a post.
//! - `sql duckdb`, `sql spark`, `sql count`: run by `.ci/province.py` over a simulated province. `text`, `html`: only to look at.
//!
//! A document starts in a copy of this repository's sites; `<!-- in: FOLDER -->` before a fence
//! runs that fence alone in a folder of the copy.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use nq71::model::{Terms, Vocabulary};

/// Commands of a developer that are not run once more: a test that runs all tests has no end.
const NOT_RUN: &[&str] =
    &["cargo test", "cargo bench", "cargo fmt", "cargo clippy", "cargo doc", "bash .ci/run"];

/// The folders of a site that a build makes.
const MADE: &[&str] = &["public", "public-don-vi", "noi-bo", ".nq71"];

/// Settings for what is tried without its own.
const SCHOOL: &str = "base_url = \"https://thcshoasen.example.edu.vn/nghi-quyet-71/\"\n\
                      [unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n";

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// README.md and everything in `docs/`.
fn documents() -> Vec<Document> {
    let mut paths: Vec<PathBuf> = fs::read_dir(repository().join("docs"))
        .expect("the documents can be listed")
        .map(|entry| entry.expect("an entry can be read").path())
        .filter(|path| path.extension().is_some_and(|end| end == "md"))
        .collect();
    paths.push(repository().join("README.md"));
    paths.sort();
    paths.iter().map(|path| Document::read(path)).collect()
}

fn manual() -> Document {
    Document::read(&repository().join("docs/huong-dan.md"))
}

struct Document {
    path: PathBuf,
    text: String,
    fences: Vec<Fence>,
    /// The text without its fences.
    prose: String,
}

struct Fence {
    /// What stands behind the three marks: `toml bai`.
    kind: String,
    /// The folder of `<!-- in: FOLDER -->`.
    folder: Option<String>,
    text: String,
    line: usize,
}

impl Document {
    fn read(path: &Path) -> Document {
        let text = fs::read_to_string(path).expect("a document can be read");
        let (mut fences, mut prose) = (Vec::<Fence>::new(), String::new());
        let (mut open, mut folder) = (false, None);
        for (index, line) in text.lines().enumerate() {
            match line.strip_prefix("```") {
                Some(kind) if !open => {
                    let kind = kind.trim().to_owned();
                    fences.push(Fence { kind, folder: folder.take(), text: String::new(), line: index + 1 });
                    open = true;
                }
                Some(_) => open = false,
                None if open => {
                    let fence = fences.last_mut().expect("one is open");
                    fence.text.push_str(line);
                    fence.text.push('\n');
                }
                None => {
                    if let Some(named) = line.strip_prefix("<!-- in: ") {
                        folder = Some(named.trim_end_matches("-->").trim().to_owned());
                    }
                    prose.push_str(line);
                    prose.push('\n');
                }
            }
        }
        assert!(!open, "{}: the last fence is not closed", path.display());
        Document { path: path.to_owned(), text, fences, prose }
    }

    fn at(&self, fence: &Fence) -> String {
        format!("{}:{}", self.path.display(), fence.line)
    }

    fn fences(&self, kind: &str) -> impl Iterator<Item = &Fence> {
        self.fences.iter().filter(move |fence| fence.kind == kind)
    }
}

/// Runs the program as a person in that folder would, in a window of 100 columns.
fn nq71(folder: &Path, arguments: &[String]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nq71"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .env("COLUMNS", "100")
        .stdin(Stdio::null())
        .output()
        .expect("the program starts")
}

/// What came out of both channels.
fn printed(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// The words of a command line, as a shell splits them.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut quoted) = (Vec::new(), false);
    let mut word: Option<String> = None;
    for sign in line.chars() {
        match sign {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            sign => word.get_or_insert_default().push(sign),
        }
    }
    words.extend(word);
    words
}

/// Copies a folder without what a build made in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder can be made");
    for entry in fs::read_dir(from).expect("a folder can be listed") {
        let entry = entry.expect("an entry can be read");
        let target = to.join(entry.file_name());
        match entry.file_type().expect("an entry has a type").is_dir() {
            true if MADE.iter().any(|made| entry.file_name() == *made) => {}
            true => copy(&entry.path(), &target),
            false => {
                fs::copy(entry.path(), target).expect("a file can be copied");
            }
        }
    }
}

/// A copy of the repository's own section and of its examples.
fn sites() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for name in ["content", "examples"] {
        copy(&repository().join(name), &folder.path().join(name));
    }
    fs::copy(repository().join("nq71.toml"), folder.path().join("nq71.toml")).expect("a file can be copied");
    folder
}

/// Builds a site of these files, on top of the pictures and posts of this repository's section.
fn build(files: &[(&str, &str)]) -> (tempfile::TempDir, Output) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    copy(&repository().join("content"), &folder.path().join("content"));
    for (path, text) in files {
        fs::write(folder.path().join(path), text).expect("a file can be written");
    }
    let output = nq71(folder.path(), &words("build --date 31/12/2026"));
    (folder, output)
}

fn assert_built(place: &str, files: &[(&str, &str)], page: Option<&str>) {
    let (folder, output) = build(files);
    assert!(output.status.success(), "{place}: {}", printed(&output));
    if let Some(page) = page {
        assert!(folder.path().join("public").join(page).is_file(), "{place}: no page {page}");
    }
}

#[test]
fn every_command_of_the_documents_works() {
    for document in documents() {
        let sites = sites();
        let mut here = sites.path().to_owned();
        for fence in &document.fences {
            let place = document.at(fence);
            let mut folder = fence.folder.as_ref().map_or(here.clone(), |name| sites.path().join(name));
            match fence.kind.as_str() {
                "sh" => {
                    for line in fence.text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
                        run(line, &mut folder, &place);
                    }
                }
                "console" => {
                    let starts =
                        fence.text.strip_prefix("$ ").unwrap_or_else(|| panic!("{place}: no `$ ` first"));
                    for part in starts.split("\n$ ") {
                        let (line, expected) = part.split_once('\n').unwrap_or((part, ""));
                        let seen = run(line, &mut folder, &place);
                        let seen: Vec<&str> = seen.trim_end().lines().map(str::trim_end).collect();
                        let expected: Vec<&str> = expected.trim_end().lines().collect();
                        assert!(
                            seen == expected,
                            "{place}: `{line}` prints otherwise; write this:\n\n{}\n",
                            seen.join("\n")
                        );
                    }
                }
                _ => {}
            }
            if fence.folder.is_none() {
                here = folder;
            }
        }
    }
}

/// Runs one line of a document and returns what it printed.
fn run(line: &str, folder: &mut PathBuf, place: &str) -> String {
    let words = words(line);
    let plain: Vec<&str> = words.iter().map(String::as_str).collect();
    let arguments = match plain.as_slice() {
        ["cd", to] => {
            *folder = folder.join(to).canonicalize().unwrap_or_else(|_| panic!("{place}: no folder {to}"));
            return String::new();
        }
        ["nq71", arguments @ ..] | ["cargo", "run", "--release", "--", arguments @ ..] => arguments,
        _ if NOT_RUN.iter().any(|known| line == *known || line.starts_with(&format!("{known} "))) => {
            for (flag, name) in plain.iter().zip(plain.iter().skip(1)) {
                let top = match *flag {
                    "--test" => "tests",
                    "--bench" => "benches",
                    _ => continue,
                };
                let root = repository().join(top);
                let found =
                    root.join(format!("{name}.rs")).is_file() || root.join(name).join("main.rs").is_file();
                assert!(found, "{place}: `{line}` names what is not in {top}/");
            }
            return String::new();
        }
        _ => panic!("{place}: `{line}` is not a command that this test can run; mark it as `text`"),
    };
    let arguments: Vec<String> = arguments.iter().map(ToString::to_string).collect();
    let output = nq71(folder, &arguments);
    assert!(output.status.success(), "{place}: `{line}` fails:\n{}", printed(&output));
    printed(&output)
}

#[test]
fn every_example_of_a_post_or_of_settings_is_accepted() {
    for document in documents() {
        let registry = document.fences("csv").next().map_or("", |fence| &fence.text);
        for fence in &document.fences {
            let place = document.at(fence);
            let text = &fence.text;
            let post = |head: &str, body: &str| format!("+++\n{head}+++\n\n{body}\n");
            let needed = "title = \"Một bài trong tài liệu hướng dẫn\"\ndate = 2026-05-20\n";
            let as_post = |whole: String| {
                let files = [("nq71.toml", SCHOOL), ("content/vi-du.md", whole.as_str())];
                assert_built(&place, &files, Some("bai/vi-du.html"));
            };
            match fence.kind.as_str() {
                "toml" => {
                    assert!(
                        text.starts_with("+++\n"),
                        "{place}: say what it is: `toml bai` or `toml nq71.toml`"
                    );
                    as_post(text.clone());
                }
                "toml bai" => {
                    let kind = if text.contains("type =") { "" } else { "type = \"tin\"\n" };
                    as_post(post(&format!("{needed}{kind}{text}"), "Nội dung."));
                }
                "markdown" => as_post(post(&format!("{needed}type = \"tin\"\n"), text)),
                "toml nq71.toml" => {
                    let own = text.contains("[unit]") || text.contains("registry =");
                    let whole = if own { text.clone() } else { format!("{SCHOOL}\n{text}") };
                    let files = [("nq71.toml", whole.as_str()), ("don-vi.csv", registry)];
                    let folder = tempfile::tempdir().expect("a temporary folder can be made");
                    fs::create_dir(folder.path().join("content")).expect("a folder can be made");
                    for (path, text) in files {
                        fs::write(folder.path().join(path), text).expect("a file can be written");
                    }
                    let output = nq71(folder.path(), &words("build"));
                    assert!(output.status.success(), "{place}: {}", printed(&output));
                }
                "csv" => {
                    let uses = |fence: &Fence| fence.text.contains("registry =");
                    assert!(document.fences("toml nq71.toml").any(uses), "{place}: no settings use it");
                }
                "sh" | "console" | "text" | "html" => {}
                "sql duckdb" | "sql spark" | "sql count" => {}
                other => {
                    panic!("{place}: nothing is known of fences `{other}`; see the head of tests/docs.rs")
                }
            }
        }
    }
}

#[test]
fn the_manual_has_the_help_of_every_command() {
    let manual = manual();
    let overview = printed(&nq71(&repository(), &words("--help")));
    let commands =
        overview.split("\n\n").find(|part| part.starts_with("Lệnh:")).expect("the help lists them");
    let shown = |line: &str| manual.fences("console").any(|fence| fence.text.starts_with(line));
    assert!(shown("$ nq71 --help\n"));
    for line in commands.lines().skip(1).filter(|line| line.starts_with("  ") && !line.starts_with("   ")) {
        let name = line.split_whitespace().next().expect("a line has a word");
        assert!(shown(&format!("$ nq71 {name} --help\n")), "the manual lacks the help of `{name}`");
    }
}

/// The pairs of key and alias in a constant of a source file.
fn keys(file: &str, name: &str) -> Vec<(String, String)> {
    let source = fs::read_to_string(repository().join("src").join(file)).expect("a source file can be read");
    let start =
        source.find(&format!("const {name}: &[Key]")).unwrap_or_else(|| panic!("no {name} in {file}"));
    let list = &source[start..start + source[start..].find("];").expect("a list ends")];
    let pairs: Vec<_> = list
        .split("(\"")
        .skip(1)
        .map(|pair| {
            let mut parts = pair.split('"');
            let key = parts.next().expect("a pair has a key");
            (key.to_owned(), parts.nth(1).expect("a pair has an alias").to_owned())
        })
        .collect();
    assert!(!pairs.is_empty(), "{name} in {file} is not read right");
    pairs
}

#[test]
fn the_manual_explains_every_key() {
    let text = manual().text;
    let must = |wanted: String| assert!(text.contains(&wanted), "the manual lacks `{wanted}`");
    for (file, name) in [("content/front_matter.rs", "KEYS"), ("config/unit.rs", "KEYS")] {
        for (key, alias) in keys(file, name) {
            must(format!("| `{key}` | `{alias}` |"));
        }
    }
    for name in ["CHANNEL", "REACH", "EVENT", "MEDIA"] {
        for (key, alias) in keys("content/front_matter.rs", name) {
            must(format!("`{key}` (`{alias}`)"));
        }
    }
    for (key, _) in keys("config/mod.rs", "KEYS") {
        let is_table =
            ["unit", "counting", "resolution", "vocabulary", "publish", "aggregate"].contains(&key.as_str());
        must(match key.as_str() {
            "source" | "exclude" => format!("| `[[{key}]]` |"),
            _ if is_table => format!("| `[{key}]` |"),
            _ => format!("| `{key}` |"),
        });
    }
    for (file, name) in [
        ("config/mod.rs", "COUNTING"),
        ("config/mod.rs", "RESOLUTION"),
        ("config/vocabulary.rs", "KEYS"),
        ("config/destination.rs", "KEYS"),
        ("config/sources.rs", "SOURCE"),
        ("config/sources.rs", "EXCLUDE"),
        ("config/sources.rs", "AGGREGATE"),
    ] {
        for (key, _) in keys(file, name) {
            must(format!("`{key}`"));
        }
    }
}

#[test]
fn the_manual_lists_every_word_of_the_vocabularies() {
    let text = manual().text;
    let words = Vocabulary::default();
    let Vocabulary { types, topics, tasks, channels, audiences, kinds, .. } = &words;
    let row = |code: &str, label: &str, more: &str| {
        let wanted = format!("| `{code}` | {label} |{more}\n");
        assert!(text.contains(&wanted), "the manual lacks the row {wanted}");
    };
    for (_, term) in types.iter() {
        row(&term.code, &term.label, if term.countable { " có |" } else { " không |" });
    }
    let plain: [&Terms; 5] = [topics, tasks, channels, audiences, kinds];
    for (_, term) in plain.into_iter().flat_map(Terms::iter) {
        row(&term.code, &term.label, "");
    }
}

#[test]
fn the_mistakes_of_the_manual_are_real() {
    let manual = manual();
    let messages =
        fs::read_to_string(repository().join("src/messages/vi.ftl")).expect("the messages can be read");
    let (_, chapter) = manual.text.split_once("\n## Lỗi thường gặp\n").expect("the chapter is there");
    let (chapter, _) = chapter.split_once("\n## ").expect("another chapter follows");
    let codes: Vec<&str> = chapter
        .lines()
        .filter_map(|line| line.strip_prefix("| `").and_then(|rest| rest.split_once('`')))
        .map(|(code, _)| code)
        .collect();
    assert!(codes.len() > 10);
    for code in codes {
        assert!(messages.contains(&format!("\n{code} = ")), "there is no message `{code}`");
    }

    let post = "+++\ntitle = \"Bài thử một lỗi\"\ndate = 2026-05-20\ntype = \"tinn\"\n+++\n\nNội dung.\n";
    let (_, output) = build(&[("nq71.toml", SCHOOL), ("content/bai-thu.md", post)]);
    assert_eq!(output.status.code(), Some(1));
    let shown =
        manual.fences("text").find(|fence| fence.text.starts_with("lỗi[")).expect("a mistake is shown");
    let seen = printed(&output);
    assert!(seen.contains(shown.text.trim_end()), "the mistake looks otherwise:\n{seen}");
}

#[test]
fn every_link_of_the_documents_leads_somewhere() {
    let mut all = documents();
    all.push(Document::read(&repository().join("CHANGELOG.md")));
    for document in all {
        let folder = document.path.parent().expect("a file lies in a folder");
        for (label, target) in links(&document.prose) {
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            let file = if path.is_empty() { document.path.clone() } else { folder.join(path) };
            let place = document.path.display();
            assert!(file.exists(), "{place}: nothing at {target}");
            if !anchor.is_empty() {
                let found = Document::read(&file)
                    .prose
                    .lines()
                    .any(|line| heading_anchor(line).as_deref() == Some(anchor));
                assert!(found, "{place}: no heading for {target}");
            }
            // A link from a name in the code to a source file: the name is still there.
            if let Some(name) = label.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'))
                && path.ends_with(".rs")
            {
                let is_file = file.ends_with(name) || file.with_extension("").ends_with(name);
                let is_folder = file.parent().is_some_and(|folder| folder.ends_with(name));
                let found = is_file || is_folder || defines(&file, name.rsplit("::").next().unwrap_or(name));
                assert!(found, "{place}: {target} defines no `{name}`");
            }
        }
    }
}

/// True where a source file defines an item of that name.
fn defines(file: &Path, name: &str) -> bool {
    let source = fs::read_to_string(file).expect("a source file can be read");
    let starts = |rest: &str| {
        let after = rest.strip_prefix(name).and_then(|rest| rest.chars().next());
        after.is_some_and(|sign| !sign.is_alphanumeric() && sign != '_')
    };
    ["fn ", "struct ", "enum ", "trait ", "type ", "const "]
        .iter()
        .any(|word| source.match_indices(word).any(|(at, _)| starts(&source[at + word.len()..])))
}

/// Every link's label and target.
fn links(text: &str) -> Vec<(&str, &str)> {
    let mut links = Vec::new();
    for (at, _) in text.match_indices("](") {
        let label = text[..at].rfind('[').map_or("", |start| &text[start + 1..at]);
        let target = text[at + 2..].split(')').next().unwrap_or("");
        links.push((label, target));
    }
    links
}

/// The anchor that a heading gets where the repository is shown.
fn heading_anchor(line: &str) -> Option<String> {
    let heading = line.strip_prefix('#')?.trim_start_matches('#').trim().to_lowercase();
    let kept = heading.chars().filter(|sign| sign.is_alphanumeric() || matches!(sign, ' ' | '-' | '_'));
    Some(kept.map(|sign| if sign == ' ' { '-' } else { sign }).collect())
}
