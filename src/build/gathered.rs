//! Admits the last good copies of other sites' posts, which lie in the site's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::content::{self, Context};
use crate::diagnostics::{Diagnostic, Place, Severity, Source, SourcePath};
use crate::error::Error;
use crate::exchange::copies::{self, COPIES, FOLDER, SECTIONS, STATE, Tree};
use crate::exchange::{self, Admitted, INDEX, Kin, Merged, admit, merge};
use crate::files::Files;
use crate::messages::Catalogue;
use crate::model::{
    Config, Gathered, Layout, Origin, Post, Quarter, Rejected, SectionHealth, SiteFile, SourceHealth,
    SourceSpec, SourceState, Standing, Status,
};
use crate::text;

use super::load::{Loaded, WORDS_UP_TO, wanted};

/// No file of states is larger than this: some 300 bytes a source.
const STATE_LIMIT: u64 = 256 << 20;

/// Puts the gathered posts to a site's own.
///
/// # Errors
/// When a file that is there cannot be read.
pub(super) fn gather(
    files: &dyn Files,
    config: &Config,
    today: Date,
    own: Loaded,
    found: &mut Vec<Diagnostic>,
) -> Result<(Loaded, Gathered), Error> {
    let sections = sections(files, config)?;
    let path = SourcePath::new(&format!("{FOLDER}/{STATE}"));
    let states = copies::states(&files.read_optional(&path, STATE_LIMIT)?.unwrap_or_default());
    for (key, state) in copies::left(&states, config) {
        let folder = SourcePath::new(&format!("{FOLDER}/{COPIES}/{key}"));
        // Removed by a person who does not want it any more.
        if files.read_optional(&SourcePath::new(&format!("{folder}/{INDEX}")), 8 << 20)?.is_some() {
            let left = Diagnostic::warning("ban-khong-nguon").arg("path", &folder);
            found.push(left.arg("url", &state.address));
        }
    }
    if config.sources.is_empty() {
        return Ok((own, Gathered { sections, ..Gathered::default() }));
    }
    let Loaded { posts: own, files: mut beside } = own;
    let with_words = own.len() <= WORDS_UP_TO;
    let kin = Kin::of(config);
    let read: Vec<Result<_, Error>> = config
        .sources
        .par_iter()
        .map(|source| {
            let had = copies::state_of(&states, source).good.is_some();
            let (rows, mut copy) = copies::copy(files, &source.key, had)?;
            let Some(tree) = copy.tree.take() else {
                return Ok((admit(config, &kin, source, rows), copy, Vec::new()));
            };
            let Guests { admitted, files, broken } = guests(files, config, source, &tree, with_words)?;
            copy.broken = copy.broken.or(broken);
            Ok((admitted, copy, files))
        })
        .collect();
    let mut gathered = Gathered { sections, ..Gathered::default() };
    let mut all: Vec<Admitted> = Vec::with_capacity(read.len());
    let mut excluded = BTreeSet::new();
    for (source, read) in config.sources.iter().zip(read) {
        let (mut admitted, copy, pictures) = read?;
        beside.extend(pictures);
        let state = copies::state_of(&states, source);
        let mut health = SourceHealth {
            key: source.key.clone(),
            unit: Some(source.unit),
            address: source.address.clone(),
            state: state.state,
            checked: state.checked,
            good: state.good,
            error: state.error.into(),
            detail: state.detail.into(),
            ..SourceHealth::default()
        };
        if let Some(name) = copy.broken {
            let broken = SourcePath::new(&format!("{FOLDER}/{COPIES}/{}/{name}", source.key));
            found.push(Diagnostic::warning("ban-hong").arg("path", &broken).place(Place::file(&broken)));
            (health.state, health.error, health.detail) =
                (SourceState::Failed, "nguon-ban-hong".into(), name.into());
        }
        admitted.rejected.extend(copy.flaws.into_iter().map(|(shard, flaw)| Rejected {
            source: source.key.clone(),
            unit: "".into(),
            id: "".into(),
            title: "".into(),
            reason: flaw.code,
            detail: format!("{shard}:{}", flaw.line).into(),
        }));
        health.admitted = admitted.posts.len() as u32;
        health.rejected = admitted.rejected.len() as u32;
        gathered.sources.push(health);
        gathered.rejected.append(&mut admitted.rejected);
        excluded.append(&mut admitted.excluded);
        all.push(admitted);
    }
    // Once there are copies: mistyped, or of a post that is gone.
    let is_idle = |at: &usize| !excluded.contains(at) && all.iter().any(|one| !one.posts.is_empty());
    for at in (0..config.excluded.len()).filter(is_idle) {
        found.push(Diagnostic::warning("bo-khong-khop").arg("url", &config.excluded[at].address));
    }
    let Merged { posts, decisions } = merge(config, &kin, today, own, all);
    gathered.decisions = decisions;
    Ok((Loaded { posts, files: beside }, gathered))
}

/// How many gathered posts are published in a quarter, and how many rows were refused: what a
/// build of the day shows.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn tally(
    files: &dyn Files,
    config: &Config,
    today: Date,
    quarter: Quarter,
) -> Result<(usize, usize), Error> {
    let own = super::load(files, config)?.value;
    let (loaded, gathered) = gather(files, config, today, own, &mut Vec::new())?;
    let is_counted = |post: &&Arc<Post>| {
        post.origin.is_some() && post.quarter == quarter && post.standing(today) == Standing::Published
    };
    Ok((loaded.posts.iter().filter(is_counted).count(), gathered.rejected.len()))
}

/// Mistakes in a text that cleaning it takes care of.
const TEXT_ALONE: [&str; 5] = ["dia-chi-cam", "lien-ket-hong", "thieu-tep", "loai-tep-cam", "ra-ngoai"];

/// What a folder of Markdown gave.
#[derive(Default)]
struct Guests {
    admitted: Admitted,
    files: Vec<SiteFile>,
    /// A file that is not what the index says.
    broken: Option<String>,
}

/// Reads the posts of another unit's folder. They get pages here; a mistake in one of them stops
/// nobody's build, and keeps that post out with its reason.
fn guests(
    files: &dyn Files,
    config: &Config,
    source: &SourceSpec,
    tree: &Tree,
    with_words: bool,
) -> Result<Guests, Error> {
    let top = format!("{FOLDER}/{COPIES}/{}/{}", source.key, tree.folder());
    let there: BTreeSet<SourcePath> =
        tree.files.iter().map(|(path, _)| SourcePath::new(&format!("{top}/{path}"))).collect();
    let exists = |path: &SourcePath| there.contains(path);
    let folder_unit = (config.layout == Layout::Many).then_some(source.unit);
    let context = Context { config, folder_unit, exists: &exists };
    let mut guests = Guests::default();
    let mut known: BTreeMap<SourcePath, SiteFile> = BTreeMap::new();
    let mut buffer = Vec::new();
    let mut names: BTreeMap<String, &str> = BTreeMap::new();
    for (path, sha256) in tree.files.iter().filter(|(path, _)| path.ends_with(".md")) {
        let at = SourcePath::new(&format!("{top}/{path}"));
        let bytes = files.read_optional(&at, content::LIMIT)?.unwrap_or_default();
        if exchange::sha256(&bytes) != *sha256 {
            guests.broken = Some(format!("{}/{path}", tree.folder()));
            continue;
        }
        let mut keep_out = |title: &str, found: Option<&Diagnostic>| {
            let why = found.map_or(String::new(), |one| {
                let line = one.place.as_ref().map_or(String::new(), |place| format!(":{}", place.line));
                format!("{path}{line}: {}", one.message(Catalogue::of(config.lang)))
            });
            guests.admitted.rejected.push(Rejected {
                source: source.key.clone(),
                unit: config.units.get(source.unit).code.clone(),
                id: path.as_str().into(),
                title: title.into(),
                reason: "tu-choi-bai-loi",
                detail: text::cut_graphemes(&why, 300).into(),
            });
        };
        let Ok(text) = simdutf8::basic::from_utf8(&bytes) else {
            keep_out("", Some(&Diagnostic::not_utf8(&at, &bytes, 0)));
            continue;
        };
        let parsed = content::parse(&Source { path: &at, text }, &context);
        // What its text may not contain is left out of it; letters that nobody can read are not.
        let lines = |end: usize| text[..end].lines().count() as u32;
        let head = parsed.value.as_ref().map_or(u32::MAX, |post| lines(post.body.start as usize));
        let keeps_out = |one: &&Diagnostic| {
            let in_text = one.place.as_ref().is_some_and(|place| place.line > head);
            one.severity == Severity::Error && !(in_text && TEXT_ALONE.contains(&one.code))
        };
        let wrong = parsed.diagnostics.iter().find(keeps_out);
        let Some(mut post) = parsed.value.filter(|_| wrong.is_none()) else {
            keep_out("", wrong);
            continue;
        };
        // Only what its own office lets out is anybody else's business.
        if !matches!(post.status, Status::Approved | Status::Withdrawn) {
            continue;
        }
        let mut spoiled = None;
        for path in wanted(&post).filter(|path| path.extension() != "md") {
            if !known.contains_key(path) {
                let read = super::load::file(files, config, path, Some(source.unit), &mut buffer)?;
                match read.value {
                    Some(file) => drop(known.insert(path.clone(), file)),
                    None => spoiled = spoiled.or(read.diagnostics.into_iter().next()),
                }
            }
        }
        if spoiled.is_some() {
            keep_out(&post.title, spoiled.as_ref());
            continue;
        }
        if with_words && post.status == Status::Approved {
            post.words = content::words(&text[post.body.start as usize..post.body.end as usize]).into();
        }
        let post = guest(config, source, post);
        // Two files of one name in two folders: one page cannot be both.
        let page = post.link.is_none().then(|| format!("{}.html", post.slug));
        let taken: Vec<String> = std::iter::once(post.id.to_string()).chain(page).collect();
        if let Some(first) = taken.iter().find_map(|name| names.get(name)) {
            guests.admitted.rejected.push(Rejected {
                source: source.key.clone(),
                unit: config.units.get(source.unit).code.clone(),
                id: path.as_str().into(),
                title: post.title.clone(),
                reason: "tu-choi-trung-ten",
                detail: (*first).into(),
            });
            continue;
        }
        names.extend(taken.into_iter().map(|name| (name, path.as_str())));
        guests.admitted.posts.push(post);
    }
    guests.files = known.into_values().collect();
    Ok(guests)
}

/// A post from another unit's folder: it says nothing about places outside its own page.
fn guest(config: &Config, source: &SourceSpec, post: Post) -> Post {
    let partners = post.co_units.iter();
    let co_units = partners.filter(|(code, _)| config.units.find(code).is_some()).cloned().collect();
    let code = &config.units.get(source.unit).code;
    let id = match post.id.strip_prefix(&**code) {
        Some(rest) if rest.starts_with('/') => post.id.clone(),
        _ => format!("{code}/{}", post.id).into(),
    };
    let origin = Origin {
        source: source.key.clone(),
        id: post.id.clone(),
        canonical: None,
        counted: None,
        has_text: true,
        from: Box::default(),
        assumed_type: false,
    };
    Post { id, origin: Some(Box::new(origin)), co_units, aliases: Box::default(), pinned: false, ..post }
}

/// What the last aggregation saw of the sections of units.
fn sections(files: &dyn Files, config: &Config) -> Result<Vec<SectionHealth>, Error> {
    let path = SourcePath::new(&format!("{FOLDER}/{SECTIONS}"));
    let Some(bytes) = files.read_optional(&path, STATE_LIMIT)? else { return Ok(Vec::new()) };
    let mut states = copies::states(&bytes);
    let sections = config.units.iter().filter_map(|(unit, facts)| {
        let address = facts.section_url.clone()?;
        let state = states.remove(&*facts.code).filter(|state| state.address == address.as_str())?;
        Some(SectionHealth {
            unit,
            address,
            checked: state.checked,
            good: state.good,
            modified: state.modified.into(),
            error: state.error.into(),
            detail: state.detail.into(),
        })
    });
    Ok(sections.collect())
}
