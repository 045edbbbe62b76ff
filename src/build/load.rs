//! Pass 1: every file is read once, and its text dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::content::{self, Context};
use crate::diagnostics::{Checked, Diagnostic, Place, Source, SourcePath, any_error, closest};
use crate::error::Error;
use crate::files::{Entry, Files, Listing};
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
pub(super) const WORDS_UP_TO: usize = 2 * SEARCHED_WHOLE;

const PICTURES: &[&str] = &["jpg", "jpeg", "png", "gif", "webp"];

/// What pass 1 keeps.
#[derive(Debug, Default)]
pub struct Loaded {
    /// All posts that could be read.
    pub posts: Vec<Arc<Post>>,
    /// All files that they refer to.
    pub files: Vec<SiteFile>,
}

/// Reads all posts, and the files that they refer to.
///
/// # Errors
/// When a file that is there cannot be read.
pub fn load(files: &dyn Files, config: &Config) -> Result<Checked<Loaded>, Error> {
    Ok(Readings::all(files, config)?.into_loaded())
}

/// What one file gave.
#[derive(Debug)]
struct Reading<T> {
    path: SourcePath,
    value: Option<T>,
    found: Vec<Diagnostic>,
}

/// What was read of a site, file by file: one of them can be read again.
#[derive(Debug)]
pub struct Readings {
    listing: Listing,
    listed: Vec<Diagnostic>,
    /// Whether the search looks through whole texts.
    with_words: bool,
    posts: Vec<Reading<Arc<Post>>>,
    files: Vec<Reading<SiteFile>>,
}

/// What reading again found.
#[derive(Debug, PartialEq, Eq)]
pub enum Again {
    /// Every file is what it was.
    Same,
    /// Only these posts, each by its file; the files that they refer to are the same.
    Posts(Vec<SourcePath>),
    /// More than that.
    More,
}

/// Codes of what a file elsewhere in the site can mend or cause.
const OF_OTHERS: [&str; 2] = ["lien-ket-hong", "thieu-tep"];

impl Readings {
    /// Reads everything.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn all(files: &dyn Files, config: &Config) -> Result<Readings, Error> {
        let nothing = Readings {
            listing: Listing::default(),
            listed: Vec::new(),
            with_words: false,
            posts: Vec::new(),
            files: Vec::new(),
        };
        let mut readings = nothing;
        readings.list_again(files, config, &BTreeSet::new())?;
        Ok(readings)
    }

    /// Reads again what has changed, by name. Names that are new or gone, of files or folders, make
    /// it list the folder again. A post with a mistake keeps what it last was without.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn again(
        &mut self,
        files: &dyn Files,
        config: &Config,
        changed: &BTreeSet<SourcePath>,
    ) -> Result<Again, Error> {
        let stands = |path: &SourcePath| match files.find(path) {
            Some(Entry::File) => self.listing.has(path),
            // The folder of all may have gone and come again.
            Some(Entry::Folder) => self.listing.folders.binary_search(path).is_ok(),
            None => false,
        };
        // Names that are neither there nor known came and went in the meantime, or are such as only
        // a listing tells of: links that lead nowhere, marks written in another way.
        let is_strange = |path: &&SourcePath| {
            files.find(path).is_none()
                && !self.listing.has(path)
                && self.listing.folders.binary_search(path).is_err()
        };
        let strange = changed.iter().filter(is_strange).count();
        if strange > 0 {
            let before = (self.listing.clone(), self.listed.clone());
            self.list_again(files, config, changed)?;
            let same = before == (self.listing.clone(), self.listed.clone());
            return Ok(if same && strange == changed.len() { Again::Same } else { Again::More });
        }
        if !changed.iter().all(stands) {
            self.list_again(files, config, changed)?;
            return Ok(Again::More);
        }
        let mut posts = Vec::new();
        let mut refers_alike = true;
        for path in changed {
            let Ok(at) = self.posts.binary_search_by(|known| known.path.cmp(path)) else { continue };
            let exists = |path: &SourcePath| self.listing.has(path);
            let new = post(files, config, path, &exists, self.with_words, &mut Vec::new())?;
            let new = reading(new, path);
            let old = &mut self.posts[at];
            let new = new.or_as_it_was(old.value.as_ref());
            if new.value != old.value || new.found != old.found {
                let targets = |post: &Option<Arc<Post>>| {
                    post.as_deref().map(|post| wanted(post).cloned().collect::<BTreeSet<_>>())
                };
                refers_alike &= targets(&new.value) == targets(&old.value);
                posts.push(path.clone());
                *old = new;
            }
        }
        let pictures = changed.iter().any(|path| self.files.iter().any(|file| file.path == *path));
        if pictures || !refers_alike {
            self.read_files(files, config, changed)?;
            return Ok(Again::More);
        }
        Ok(if posts.is_empty() { Again::Same } else { Again::Posts(posts) })
    }

    /// Lists the folder, and reads what is new, has changed, or depends on what is new or gone.
    fn list_again(
        &mut self,
        files: &dyn Files,
        config: &Config,
        changed: &BTreeSet<SourcePath>,
    ) -> Result<(), Error> {
        let mut found = Vec::new();
        let listing = files.list(CONTENT)?.into(&mut found);
        // Its posts would all be taken out of the output. Who only gathers needs no folder.
        let content = SourcePath::new(CONTENT);
        if config.sources.is_empty() && files.find(&content).is_none() {
            found.push(
                Diagnostic::error("thieu-thu-muc-bai").arg("path", CONTENT).place(Place::file(&content)),
            );
        }
        let strangers = strange_folders(config, &listing, &mut found);
        let moved = |path: &SourcePath| listing.has(path) != self.listing.has(path);
        let exists = |path: &SourcePath| listing.has(path);
        let depends = |known: &Reading<Arc<Post>>| {
            known.found.iter().any(|one| OF_OTHERS.contains(&one.code))
                || known.value.iter().any(|post| wanted(post).any(moved))
        };
        let mut kept: BTreeMap<SourcePath, Reading<Arc<Post>>> =
            std::mem::take(&mut self.posts).into_iter().map(|known| (known.path.clone(), known)).collect();
        let paths: Vec<(&SourcePath, Option<Reading<Arc<Post>>>)> = listing
            .files
            .iter()
            .filter(|path| path.extension() == "md")
            .filter(|path| top_folder(path).is_none_or(|top| !strangers.contains(top)))
            .map(|path| (path, kept.remove(path)))
            .collect();
        // Where the number of posts passes the mark, all are read anew.
        let with_words = paths.len() <= WORDS_UP_TO;
        let anew = with_words != self.with_words;
        let read: Vec<Result<Reading<Arc<Post>>, Error>> = paths
            .into_par_iter()
            .map_init(Vec::new, |buffer, (path, known)| match known {
                Some(known) if !anew && !changed.contains(path) && !depends(&known) => Ok(known),
                known => {
                    let new = reading(post(files, config, path, &exists, with_words, buffer)?, path);
                    Ok(new.or_as_it_was(known.and_then(|known| known.value).as_ref()))
                }
            })
            .collect();
        self.posts = read.into_iter().collect::<Result<_, Error>>()?;
        self.with_words = with_words;
        self.listing = listing;
        self.listed = found;
        self.read_files(files, config, changed)
    }

    /// Reads the files that the posts refer to, as far as they are not known.
    fn read_files(
        &mut self,
        files: &dyn Files,
        config: &Config,
        changed: &BTreeSet<SourcePath>,
    ) -> Result<(), Error> {
        let posts = self.posts.iter().filter_map(|known| known.value.as_deref());
        let all: BTreeSet<&SourcePath> =
            posts.flat_map(wanted).filter(|path| path.extension() != "md").chain(&config.logo).collect();
        let stray = |path: &&SourcePath| !all.contains(path) && looks_like_post(path);
        self.listed.retain(|found| found.code != "tep-khong-doc");
        for path in self.listing.files.iter().filter(stray) {
            let found = Diagnostic::warning("tep-khong-doc").arg("path", path);
            self.listed.push(found.place(Place::file(path)));
        }
        let mut kept: BTreeMap<SourcePath, Reading<SiteFile>> =
            std::mem::take(&mut self.files).into_iter().map(|known| (known.path.clone(), known)).collect();
        let paths: Vec<(&SourcePath, Option<Reading<SiteFile>>)> =
            all.into_iter().map(|path| (path, kept.remove(path))).collect();
        let read: Vec<Result<Reading<SiteFile>, Error>> = paths
            .into_par_iter()
            .map_init(Vec::new, |buffer, (path, known)| match known {
                Some(known) if !changed.contains(path) => Ok(known),
                _ => Ok(reading(file(files, config, path, unit_of_folder(config, path), buffer)?, path)),
            })
            .collect();
        self.files = read.into_iter().collect::<Result<_, Error>>()?;
        Ok(())
    }

    /// The post that was read from a file.
    pub fn post(&self, path: &SourcePath) -> Option<&Arc<Post>> {
        let at = self.posts.binary_search_by(|known| known.path.cmp(path)).ok()?;
        self.posts[at].value.as_ref()
    }

    /// Everything found in the files.
    pub fn found(&self) -> Vec<Diagnostic> {
        let posts = self.posts.iter().flat_map(|known| &known.found);
        let files = self.files.iter().flat_map(|known| &known.found);
        self.listed.iter().chain(posts).chain(files).cloned().collect()
    }

    /// What a site is made of.
    pub fn loaded(&self) -> Loaded {
        Loaded {
            posts: self.posts.iter().filter_map(|known| known.value.clone()).collect(),
            files: self.files.iter().filter_map(|known| known.value.clone()).collect(),
        }
    }

    fn into_loaded(self) -> Checked<Loaded> {
        let mut found = self.listed;
        let posts = self.posts.into_iter().filter_map(|known| {
            found.extend(known.found);
            known.value
        });
        let posts = posts.collect();
        let files = self.files.into_iter().filter_map(|known| {
            found.extend(known.found);
            known.value
        });
        let files = files.collect();
        Checked::new(Loaded { posts, files }, found)
    }
}

fn reading<T>(read: Checked<Option<T>>, path: &SourcePath) -> Reading<T> {
    Reading { path: path.clone(), value: read.value, found: read.diagnostics }
}

impl Reading<Arc<Post>> {
    /// With a mistake in it, the value that was there before.
    fn or_as_it_was(mut self, before: Option<&Arc<Post>>) -> Self {
        if any_error(&self.found) && before.is_some() {
            self.value = before.cloned();
        }
        self
    }
}

/// The files that a post refers to.
pub(super) fn wanted(post: &Post) -> impl Iterator<Item = &SourcePath> {
    let named = post.attachments.iter().chain(post.image.as_ref().map(|image| &image.file));
    named.chain(post.references.iter().map(|reference| &reference.target))
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
    exists: &(dyn Fn(&SourcePath) -> bool + '_),
    with_words: bool,
    buffer: &mut Vec<u8>,
) -> Result<Checked<Option<Arc<Post>>>, Error> {
    let refuse = |found: Diagnostic| Ok(Checked::new(None, vec![found]));
    match files.read(path, content::LIMIT, buffer) {
        Ok(()) => {}
        Err(Error::TooLarge { limit, .. }) => {
            let found = Diagnostic::error("bai-qua-lon").arg("limit", limit >> 20);
            return refuse(found.place(Place::file(path)));
        }
        Err(error) => return refuse(unreadable(path, error)?),
    }
    let Ok(text) = simdutf8::basic::from_utf8(buffer) else {
        let good = std::str::from_utf8(buffer).map_or_else(|error| error.valid_up_to(), str::len);
        return refuse(Diagnostic::not_utf8(path, buffer, good));
    };
    let source = Source { path, text };
    let context = Context { config, folder_unit: unit_of_folder(config, path), exists };
    let mut parsed = content::parse(&source, &context);
    if let Some(post) = &mut parsed.value {
        post.place(config);
        if with_words && post.status == Status::Approved {
            post.words = content::words(&text[post.body.start as usize..post.body.end as usize]).into();
        }
    }
    Ok(parsed.map(|post| post.map(Arc::new)))
}

/// A file that another program holds, or that may not be read, is a finding like any other. One
/// that vanished meanwhile is not: all is looked at again.
fn unreadable(path: &SourcePath, error: Error) -> Result<Diagnostic, Error> {
    match error {
        Error::Io { source, .. } if source.kind() != std::io::ErrorKind::NotFound => {
            let reason = match source.kind() {
                std::io::ErrorKind::PermissionDenied => "permission".to_owned(),
                _ => source.to_string(),
            };
            let found = Diagnostic::error("tep-khong-mo-duoc").arg("path", path).arg("reason", reason);
            Ok(found.place(Place::file(path)))
        }
        error => Err(error),
    }
}

/// Reads a picture or another file that a post refers to; `unit` is the one whose folder it goes
/// to.
pub(super) fn file(
    files: &dyn Files,
    config: &Config,
    path: &SourcePath,
    unit: Option<UnitId>,
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
        Err(error) => return refuse(unreadable(path, error)?),
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
    let folder = match unit.filter(|_| config.layout == Layout::Many) {
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
