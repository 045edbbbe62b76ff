//! Turns a request for a page into its bytes: rendered at this moment, and dressed with the bar.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{BuildHasher, DefaultHasher, Hash, Hasher, RandomState};
use std::sync::{LazyLock, Mutex};

use bytes::Bytes;
use serde::Serialize;

use crate::build::{self, Prepared};
use crate::content;
use crate::diagnostics::{Diagnostic, SourcePath};
use crate::files::Files;
use crate::message;
use crate::messages::{Catalogue, Message};
use crate::model::{Digest, OutPath, Post, Standing};
use crate::plan::{PageRef, Planned};
use crate::stats::Judgement;
use crate::text::{self, short_date};

use super::desk::Snapshot;
use super::http::Server;
use super::{PUBLIC, RESERVED};

/// Whose eyes a page is seen with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Eyes {
    /// With drafts.
    Editors,
    /// As the public sees it.
    Public,
}

impl Eyes {
    /// What the addresses of such pages start with.
    pub fn folder(self) -> &'static str {
        match self {
            Eyes::Editors => "/",
            Eyes::Public => PUBLIC,
        }
    }
}

/// Bytes of pages as they last were without a mistake, at most so many.
const KEPT: usize = 8 << 20;

/// Pages that rendered lately.
#[derive(Default)]
pub struct Kept {
    pages: VecDeque<((Eyes, OutPath), Bytes)>,
    bytes: usize,
}

impl Kept {
    /// A page as these eyes saw it last, or the others where these did not.
    fn get(&self, eyes: Eyes, path: &OutPath) -> Option<Bytes> {
        let of_page = self.pages.iter().filter(|((_, at), _)| at == path);
        of_page.max_by_key(|((of, _), _)| *of == eyes).map(|(_, bytes)| bytes.clone())
    }

    fn put(&mut self, eyes: Eyes, path: &OutPath, bytes: Bytes) {
        self.pages.retain(|((of, at), old)| {
            let other = *of != eyes || at != path;
            self.bytes -= if other { 0 } else { old.len() };
            other
        });
        self.bytes += bytes.len();
        self.pages.push_back(((eyes, path.clone()), bytes));
        while self.bytes > KEPT
            && let Some((_, old)) = self.pages.pop_front()
        {
            self.bytes -= old.len();
        }
    }
}

/// A page that was rendered.
pub struct Rendered<'p> {
    /// What tells whether it has to be loaded again: the digest of what it is made from, but for
    /// the theme's styles, and of what its bar says of posts.
    pub key: String,
    /// As `build` writes it; as it last was where it cannot be rendered, or nothing.
    pub bytes: Option<Bytes>,
    /// Why it cannot.
    pub found: Vec<Diagnostic>,
    /// The posts that are not published and that it links to.
    hidden: BTreeMap<OutPath, &'p Post>,
}

/// Renders a page that is in the plan; `None` for one that is not.
pub fn render<'p>(
    prepared: &'p Prepared,
    eyes: Eyes,
    path: &OutPath,
    edition: u64,
    files: &dyn Files,
    kept: &Mutex<Kept>,
) -> Option<Rendered<'p>> {
    let planned = prepared.plan.find(path)?;
    let planner = prepared.planner_besides_styles();
    let view = planner.view(planned);
    let digest = planner.key(planned, &view, &mut Vec::new());
    let mut out = Vec::new();
    let found = match build::page(prepared, planned, &view, files, &mut out) {
        Ok(found) => found,
        // The file is gone; the watcher will say so in a moment.
        Err(_) => vec![Diagnostic::error(CHANGED)],
    };
    let mut kept = kept.lock().expect("no holder panics");
    let bytes = if found.is_empty() { Some(Bytes::from(out)) } else { kept.get(eyes, path) };
    if let Some(bytes) = bytes.as_ref().filter(|_| found.is_empty() && path.as_str().ends_with(".html")) {
        kept.put(eyes, path, bytes.clone());
    }
    drop(kept);
    let hidden = hidden(prepared, path, bytes.as_deref().unwrap_or_default());
    Some(Rendered { key: key(prepared, planned, digest, edition, &hidden), bytes, found, hidden })
}

impl Rendered<'_> {
    /// What is said beside its links to posts that are not published, by their addresses.
    fn marks(&self, today: jiff::civil::Date, catalogue: &Catalogue) -> BTreeMap<String, String> {
        let said = |(path, post): (&OutPath, &&Post)| (format!("/{path}"), standing(post, today, catalogue));
        self.hidden.iter().map(said).collect()
    }
}

/// The code of a file that is not what was read before.
pub const CHANGED: &str = "doi-khi-dung";

/// Tells this run of the program from others: numbers of snapshots begin anew with each, and pages
/// stay open.
pub static RUN: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0) >> 12);

/// The digest of a page with what its bar says of posts: how far they have come, and whether they
/// count. The search asks for its index by scripts, so it is another page in each edition.
fn key(
    prepared: &Prepared,
    planned: &Planned,
    digest: Digest,
    edition: u64,
    hidden: &BTreeMap<OutPath, &Post>,
) -> String {
    let site = &prepared.site;
    let mut said = DefaultHasher::new();
    if planned.page == PageRef::Search {
        (*RUN, edition).hash(&mut said);
    }
    if let PageRef::Post(id) | PageRef::Tombstone(id) = planned.page {
        let judgement = prepared.counts.judgement(id);
        format!("{:?} {judgement:?}", site.post(id).standing(site.today)).hash(&mut said);
    }
    for (path, post) in hidden {
        (path, post.standing(site.today)).hash(&mut said);
    }
    format!("{digest}-{:x}", said.finish())
}

/// What the script of the bar is told of its page.
#[derive(Serialize)]
pub struct Bar {
    path: String,
    eyes: Eyes,
    key: String,
    run: u64,
    number: u64,
    errors: usize,
    warnings: usize,
    /// The same page with the other eyes.
    other: String,
    /// The same page on the public portal; empty without one.
    portal: String,
    post: Option<PostBar>,
    /// Links on this page to posts that are not published: address, and what to say of it.
    marks: BTreeMap<String, String>,
}

/// What it is told of a post.
#[derive(Default, Serialize)]
pub struct PostBar {
    status: String,
    /// Why the public does not see it; empty where it does.
    ribbon: String,
    /// What the public sees instead.
    instead: String,
    counts: String,
    is_counted: bool,
    /// Empty where the file is not what the page shows.
    words: String,
    missing: Vec<String>,
    findings: String,
    file: String,
    /// Where its findings are listed.
    board: String,
}

impl Bar {
    /// Of a page that is not in the plan, such as the list of findings.
    pub fn bare(path: &str, eyes: Eyes, key: String, snapshot: &Snapshot) -> Bar {
        let (errors, warnings) = snapshot.weight();
        Bar {
            path: path.to_owned(),
            eyes,
            key,
            run: *RUN,
            number: snapshot.number,
            errors,
            warnings,
            other: String::new(),
            portal: String::new(),
            post: None,
            marks: BTreeMap::new(),
        }
    }

    /// Of a page of the section.
    pub fn of(
        server: &Server,
        snapshot: &Snapshot,
        prepared: &Prepared,
        eyes: Eyes,
        path: &OutPath,
        rendered: &Rendered<'_>,
    ) -> Bar {
        let catalogue = server.catalogue;
        let site = &prepared.site;
        let other = match eyes {
            Eyes::Editors => Eyes::Public,
            Eyes::Public => Eyes::Editors,
        };
        let planned = prepared.plan.find(path);
        let post = PostBar::of(snapshot, path, &*server.files, catalogue);
        let is_public = match planned.map(|planned| planned.page) {
            Some(PageRef::Post(id)) => site.post(id).standing(site.today) == Standing::Published,
            planned => planned.is_some(),
        };
        let base = site.config.base_url.as_ref().filter(|_| is_public);
        Bar {
            other: format!("{}{path}", other.folder()),
            portal: base.map_or(String::new(), |base| format!("{base}{path}")),
            post,
            marks: rendered.marks(site.today, catalogue),
            ..Bar::bare(path.as_str(), eyes, rendered.key.clone(), snapshot)
        }
    }
}

/// The key of a page that is not there.
pub const NOWHERE: &str = "404";

impl PostBar {
    /// Of the post that a page shows to editors, if it shows one: where the public sees no page, it
    /// is said why.
    pub fn of(
        snapshot: &Snapshot,
        path: &OutPath,
        files: &dyn Files,
        catalogue: &Catalogue,
    ) -> Option<PostBar> {
        let prepared = snapshot.prepared.as_ref()?;
        let (PageRef::Post(id) | PageRef::Tombstone(id)) = prepared.plan.find(path)?.page else {
            return None;
        };
        let site = &prepared.site;
        let post = site.post(id);
        let lang = catalogue.lang();
        let judgement = prepared.counts.judgement(id);
        let reason = match judgement {
            None if post.standing(site.today) == Standing::Withdrawn => "withdrawn",
            None => "unpublished",
            Some(Judgement::Counted) => "",
            Some(Judgement::Excluded(reason)) => reason.code(),
        };
        let of_post = |one: &&Diagnostic| one.place.as_ref().is_some_and(|place| place.path == post.source);
        let findings: Vec<&Diagnostic> = snapshot.found.iter().filter(of_post).collect();
        let missing = |code: &str| findings.iter().any(|one| one.code == code);
        let mut lacks = Vec::new();
        if missing("thieu-tom-tat") {
            lacks.push(catalogue.text(&message!("serve-no-summary")));
        }
        if missing("thieu-mo-ta-anh") || missing("thieu-mo-ta-anh-chinh") {
            lacks.push(catalogue.text(&message!("serve-no-alt")));
        }
        let words = words(post, files).map(|words| text::number(words as u64, lang));
        let (ribbon, instead) = match post.standing(site.today) {
            Standing::Published => (String::new(), String::new()),
            stands => {
                let withdrawn = if stands == Standing::Withdrawn { "yes" } else { "no" };
                let instead = message!("serve-hidden", withdrawn = withdrawn);
                (standing(post, site.today, catalogue), catalogue.text(&instead))
            }
        };
        Some(PostBar {
            status: standing(post, site.today, catalogue),
            ribbon,
            instead,
            counts: catalogue.text(&message!(
                "serve-counts",
                reason = reason,
                quarter = post.quarter.label(lang)
            )),
            is_counted: judgement == Some(Judgement::Counted),
            words: words
                .map_or(String::new(), |words| catalogue.text(&message!("serve-words", words = words))),
            missing: lacks,
            findings: match findings.len() {
                0 => String::new(),
                count => catalogue.text(&message!("serve-findings", count = count)),
            },
            file: post.source.to_string(),
            board: format!("/{RESERVED}/#{}", anchor(&post.source)),
        })
    }
}

impl PostBar {
    /// Its file.
    pub fn file(&self) -> &str {
        &self.file
    }
}

/// The fragment of a file on the list of findings.
pub fn anchor(source: &SourcePath) -> String {
    text::slug(source.as_str())
}

/// How far a post has come, in words.
pub fn standing(post: &Post, today: jiff::civil::Date, catalogue: &Catalogue) -> String {
    let standing = match post.standing(today) {
        Standing::Published => "published",
        Standing::Draft => "draft",
        Standing::Waiting => "waiting",
        Standing::Future => "future",
        Standing::NoConsent => "no-consent",
        Standing::Withdrawn => "withdrawn",
    };
    let date = short_date(post.date, catalogue.lang());
    catalogue.text(&message!("serve-standing", standing = standing, date = date))
}

/// Words of the text, as a word processor counts them; `None` when the file is not what the page
/// shows, such as one that has got a mistake.
fn words(post: &Post, files: &dyn Files) -> Option<usize> {
    let mut bytes = Vec::new();
    files.read(&post.source, content::LIMIT, &mut bytes).ok()?;
    let body = bytes.get(post.body.start as usize..).filter(|_| Digest::of(&bytes) == post.digest)?;
    let text = String::from_utf8_lossy(body);
    Some(text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count())
}

/// The folder of a unit's posts.
const POSTS: &str = "/bai/";

/// The posts that are not published and that a page links to.
fn hidden<'p>(prepared: &'p Prepared, path: &OutPath, html: &[u8]) -> BTreeMap<OutPath, &'p Post> {
    let site = &prepared.site;
    let mut posts = BTreeMap::new();
    // Whether a page is one is known by its end: others have no marks.
    if !path.as_str().ends_with(".html") || site.unpublished().next().is_none() {
        return posts;
    }
    let html = String::from_utf8_lossy(html);
    // Posts stand in folders of this name: other links, thousands on a page of counts, need no look.
    let is_inside = format!("/{path}").contains(POSTS);
    for part in html.split(" href=\"").skip(1) {
        let Some(href) = part.split(['"', '#', '?']).next() else { continue };
        if !is_inside && !format!("/{href}").contains(POSTS) {
            continue;
        }
        // Addresses of pages are relative, and made of plain letters.
        let Some(target) = SourcePath::new(path.as_str()).beside(href) else { continue };
        let Ok(target) = OutPath::new(target.as_str()) else { continue };
        if let Some(PageRef::Post(id)) = prepared.plan.find(&target).map(|planned| planned.page) {
            let post = site.post(id);
            if post.standing(site.today) != Standing::Published {
                posts.insert(target, post);
            }
        }
    }
    posts
}

/// Puts the bar's script before the end of a page's body.
pub fn dressed(html: &[u8], bar: &Bar) -> Bytes {
    let data = serde_json::to_string(bar).expect("plain data becomes JSON");
    let script = format!("<script src=\"/__nq71/thanh.js\" data-nq71=\"{}\"></script>\n", escaped(&data));
    let end = b"</body>";
    let at = html.windows(end.len()).rposition(|part| part == end).unwrap_or(html.len());
    let mut out = Vec::with_capacity(html.len() + script.len());
    out.extend_from_slice(&html[..at]);
    out.extend_from_slice(script.as_bytes());
    out.extend_from_slice(&html[at..]);
    out.into()
}

/// Text as it stands in HTML, also in an attribute.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The sentences that the script shows, by name.
pub fn strings(catalogue: &Catalogue) -> BTreeMap<&'static str, String> {
    STRINGS.iter().map(|&(name, id)| (name, catalogue.text(&Message::new(id)))).collect()
}

const STRINGS: &[(&str, &str)] = &[
    ("bar", "serve-bar"),
    ("editors", "serve-eyes-editors"),
    ("public", "serve-eyes-public"),
    ("phone", "serve-phone"),
    ("portal", "serve-portal"),
    ("open", "serve-open"),
    ("opened", "serve-opened"),
    ("copied", "serve-copied"),
    ("board", "serve-board"),
    ("fine", "serve-fine"),
    ("errors", "serve-errors"),
    ("warnings", "serve-warnings"),
    ("hide", "serve-hide"),
    ("show", "serve-show"),
    ("close", "serve-close"),
    ("changed", "serve-changed"),
    ("elsewhere", "serve-elsewhere"),
    ("lost", "serve-lost"),
];
