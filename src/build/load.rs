//! Pass 1: every file is read once, and its text dropped.

use std::collections::BTreeSet;

use rayon::prelude::*;

use crate::content::{self, Context};
use crate::diagnostics::{Checked, Diagnostic, Place, Source, SourcePath, closest};
use crate::error::Error;
use crate::files::{Files, Listing};
use crate::media;
use crate::model::{
    Config, Digest, FILE_KINDS, FILES, FileKind, Layout, OutPath, Post, SiteFile, Status, UnitId,
};
use crate::plan::SEARCHED_WHOLE;
use crate::text;

/// The folder of the posts.
pub const CONTENT: &str = "content";

/// No picture or attachment is larger than this.
const FILE_LIMIT: u64 = 50 << 20;

/// The words of the texts are kept for the search while there are no more files than this. How
/// many of them will be published is not known yet: the plan has its own limit.
const WORDS_UP_TO: usize = 2 * SEARCHED_WHOLE;

const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp"];

/// What pass 1 keeps.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All posts that could be read.
    pub posts: Vec<Post>,
    /// All files that they refer to.
    pub files: Vec<SiteFile>,
}

/// Reads all posts, and the files that they refer to.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn load(files: &dyn Files, config: &Config) -> Result<Checked<Loaded>, Error> {
    let mut found = Vec::new();
    let listing = files.list(CONTENT)?.into(&mut found);
    let strangers = strange_folders(config, &listing, &mut found);
    let is_post = |path: &&SourcePath| path.extension() == "md";
    let paths: Vec<&SourcePath> = listing
        .files
        .iter()
        .filter(is_post)
        .filter(|path| top_folder(path).is_none_or(|top| !strangers.contains(top)))
        .collect();
    let exists = |path: &SourcePath| listing.has(path);
    let with_words = paths.len() <= WORDS_UP_TO;
    let parsed: Vec<Result<Checked<Option<Post>>, Error>> = paths
        .par_iter()
        .map_init(Vec::new, |buffer, path| post(files, config, path, &exists, with_words, buffer))
        .collect();
    let mut posts = Vec::with_capacity(parsed.len());
    for one in parsed {
        posts.extend(one?.into(&mut found));
    }

    let wanted: BTreeSet<&SourcePath> = posts
        .iter()
        .flat_map(|post: &Post| {
            let named = post.attachments.iter().chain(post.image.as_ref().map(|image| &image.file));
            named.chain(post.references.iter().map(|reference| &reference.target))
        })
        .filter(|path| path.extension() != "md")
        .chain(&config.logo)
        .collect();
    for path in listing.files.iter().filter(|path| !wanted.contains(path) && looks_like_post(path)) {
        found.push(Diagnostic::warning("tep-khong-doc").arg("path", path).place(Place::file(path)));
    }
    let read: Vec<Result<Checked<Option<SiteFile>>, Error>> = wanted
        .into_iter()
        .collect::<Vec<_>>()
        .par_iter()
        .map_init(Vec::new, |buffer, path| file(files, config, path, buffer))
        .collect();
    let mut kept = Vec::with_capacity(read.len());
    for one in read {
        kept.extend(one?.into(&mut found));
    }
    Ok(Checked::new(Loaded { posts, files: kept }, found))
}

/// Files that an author takes for a post and the program does not: an editor that hides endings
/// saves `bai.md.txt`, and what was written in Word must first become Markdown.
fn looks_like_post(path: &SourcePath) -> bool {
    let name = path.name().to_lowercase();
    let ends = [".markdown", ".mdown", ".mkd", ".doc", ".docx", ".odt"];
    path.extension() != "md"
        && (name.contains(".md.")
            || name.trim_end().ends_with(".md")
            || ends.iter().any(|end| name.ends_with(end)))
}

/// The folder right below the content that a file lies in.
fn top_folder(path: &SourcePath) -> Option<&str> {
    let inside = path.as_str().strip_prefix(CONTENT)?.strip_prefix('/')?;
    inside.split_once('/').map(|(top, _)| top)
}

fn unit_of_folder(config: &Config, path: &SourcePath) -> Option<UnitId> {
    match config.layout {
        Layout::One => None,
        Layout::Many => config.units.by_code(&top_folder(path)?.to_lowercase()),
    }
}

/// Folders that hold posts of no known unit, and folders that are named like a post.
fn strange_folders<'l>(
    config: &Config,
    listing: &'l Listing,
    found: &mut Vec<Diagnostic>,
) -> BTreeSet<&'l str> {
    for folder in listing.folders.iter().filter(|folder| folder.extension() == "md") {
        found.push(Diagnostic::error("thu-muc-ten-bai").arg("path", folder).place(Place::file(folder)));
    }
    let mut strangers = BTreeSet::new();
    if config.layout == Layout::One {
        return strangers;
    }
    for path in listing.files.iter().filter(|path| path.extension() == "md") {
        if let Some(top) = top_folder(path)
            && unit_of_folder(config, path).is_none()
            && strangers.insert(top)
        {
            let codes = config.units.iter().map(|(_, unit)| &*unit.code);
            let folder = SourcePath::new(&format!("{CONTENT}/{top}"));
            found.push(
                Diagnostic::error("thu-muc-la")
                    .arg("name", top)
                    .place(Place::file(&folder))
                    .did_you_mean(closest(top, codes)),
            );
        }
    }
    strangers
}

fn post(
    files: &dyn Files,
    config: &Config,
    path: &SourcePath,
    exists: &dyn Fn(&SourcePath) -> bool,
    with_words: bool,
    buffer: &mut Vec<u8>,
) -> Result<Checked<Option<Post>>, Error> {
    let refuse = |found: Diagnostic| Ok(Checked::new(None, vec![found]));
    match files.read(path, content::LIMIT, buffer) {
        Ok(()) => {}
        Err(Error::TooLarge { limit, .. }) => {
            let found = Diagnostic::error("bai-qua-lon").arg("limit", limit >> 20);
            return refuse(found.place(Place::file(path)));
        }
        Err(error) => return Err(error),
    }
    let Ok(text) = simdutf8::basic::from_utf8(buffer) else {
        let good = std::str::from_utf8(buffer).map_or_else(|error| error.valid_up_to(), str::len);
        return refuse(Diagnostic::not_utf8(path, buffer, good));
    };
    let source = Source { path, text };
    let context = Context { config, folder_unit: unit_of_folder(config, path), exists };
    let mut parsed = content::parse(&source, &context);
    if let Some(post) = parsed.value.as_mut().filter(|post| with_words && post.status == Status::Approved) {
        post.words = content::words(&text[post.body.start as usize..post.body.end as usize]).into();
    }
    Ok(parsed)
}

fn file(
    files: &dyn Files,
    config: &Config,
    path: &SourcePath,
    buffer: &mut Vec<u8>,
) -> Result<Checked<Option<SiteFile>>, Error> {
    let refuse = |found: Diagnostic| Ok(Checked::new(None, vec![found.place(Place::file(path))]));
    let end = path.extension();
    if !FILE_KINDS.contains(&end.as_str()) {
        let found = Diagnostic::error("loai-tep-cam").arg("path", path);
        return refuse(found.arg("kinds", FILE_KINDS.join(" ")));
    }
    match files.read(path, FILE_LIMIT, buffer) {
        Ok(()) => {}
        Err(Error::TooLarge { limit, .. }) => {
            return refuse(Diagnostic::error("tep-qua-lon").arg("path", path).arg("limit", limit >> 20));
        }
        Err(error) => return Err(error),
    }
    let digest = Digest::of(buffer);
    // The bytes decide: a picture by another name tells as much as one by its own.
    let is_picture = PICTURES.contains(&end.as_str()) || media::Format::sniff(buffer).is_some();
    let (kind, end) = if is_picture {
        match (media::strip(buffer), media::Format::sniff(buffer)) {
            (Ok(picture), _) => (
                FileKind::Picture { width: picture.width, height: picture.height },
                picture.format.extension().to_owned(),
            ),
            (Err(error), _) => {
                return refuse(Diagnostic::error("anh-hong").arg("path", path).arg("reason", error.id()));
            }
        }
    } else {
        (FileKind::Other { length: buffer.len() as u64 }, end)
    };
    let folder = match unit_of_folder(config, path) {
        Some(unit) => format!("don-vi/{}/{FILES}", config.units.get(unit).code),
        None => FILES.to_owned(),
    };
    let stem = text::slug(path.stem());
    let stem: String = stem.chars().take(44).collect();
    let stem = if stem.is_empty() { "tep" } else { stem.trim_end_matches('-') };
    let out = OutPath::made(&format!("{folder}/{stem}-{}.{end}", digest.short()));
    let mut found = Vec::new();
    if end == "webp" {
        found.push(Diagnostic::warning("anh-webp").arg("path", path).place(Place::file(path)));
    }
    let file = SiteFile { source: path.clone(), digest, kind, path: out };
    Ok(Checked::new(Some(file), found))
}

/// The bytes of a file as they may be published: a picture without what it should not tell.
pub(super) fn publishable(
    files: &dyn Files,
    file: &SiteFile,
    out: &mut Vec<u8>,
) -> Result<Vec<Diagnostic>, Error> {
    files.read(&file.source, FILE_LIMIT, out)?;
    if Digest::of(out) != file.digest {
        return Ok(vec![Diagnostic::error("doi-khi-dung").place(Place::file(&file.source))]);
    }
    if let FileKind::Picture { .. } = file.kind {
        match media::strip(out) {
            Ok(picture) => *out = picture.bytes,
            Err(error) => {
                let found = Diagnostic::error("anh-hong").arg("path", &file.source).arg("reason", error.id());
                return Ok(vec![found.place(Place::file(&file.source))]);
            }
        }
    }
    Ok(Vec::new())
}
