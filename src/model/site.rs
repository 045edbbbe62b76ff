//! All units, posts and files of one section, sorted, and the lists that its pages show.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::diagnostics::{Checked, Diagnostic, Place, Severity, SourcePath, closest};

use super::{
    Address, Config, Digest, Gathered, Layout, OutPath, Post, PostId, Quarter, Reference, Standing, Status,
    TermId, UnitId,
};

/// A picture or another file that posts refer to, by its place in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// What a file beside a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// A picture, with its size as displayed.
    Picture {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Anything else.
    Other {
        /// In bytes.
        length: u64,
    },
}

/// A file beside a post that goes into the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    /// Where it was read.
    pub source: SourcePath,
    /// Of its bytes as read.
    pub digest: Digest,
    /// Picture or not.
    pub kind: FileKind,
    /// Where it goes: a name with a digest in it.
    pub path: OutPath,
}

/// The folder of pictures and other files, in the section or in a unit's part of it.
pub const FILES: &str = "tep";

/// Whose posts a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Everybody's.
    Whole,
    /// One unit's.
    Unit(UnitId),
}

/// What a list has in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKind {
    /// All posts.
    All,
    /// One quarter's.
    Quarter(Quarter),
    /// One content type's.
    Type(TermId),
    /// One topic's.
    Topic(TermId),
    /// Good examples.
    Exemplar,
    /// Official documents.
    Documents,
    /// Posts of others that the unit took part in.
    Joint,
}

/// What a reference leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A post that the public can see.
    Post(PostId),
    /// A post that exists, but is not published.
    Hidden,
    /// A file in the output.
    File(FileId),
}

/// A section: immutable once assembled.
#[derive(Debug)]
pub struct Site {
    /// The settings.
    pub config: Config,
    /// The day of the build.
    pub today: Date,
    /// What is known of the posts that were gathered.
    pub gathered: Gathered,
    posts: Box<[Post]>,
    files: Box<[SiteFile]>,
    by_source: Box<[PostId]>,
    by_id: BTreeMap<Box<str>, PostId>,
    /// In a unit's section alone: where posts of other units, which its own lead to, are.
    elsewhere: BTreeMap<SourcePath, String>,
    lists: BTreeMap<(Scope, ListKind), Vec<PostId>>,
    /// Published members of each translation group of more than one, by the original.
    groups: BTreeMap<PostId, Vec<PostId>>,
}

impl Site {
    /// Sorts posts and files and finds what only shows when all are known: doubled ids and
    /// addresses, unknown partner units, translations of nothing.
    pub fn assemble(
        config: Config,
        today: Date,
        mut posts: Vec<Post>,
        mut files: Vec<SiteFile>,
    ) -> Checked<Site> {
        for post in &mut posts {
            if post.link.is_none() {
                let folder = unit_folder(&config, post.unit);
                post.path = OutPath::new(&format!("{folder}bai/{}.html", post.slug)).ok();
            }
        }
        posts.sort_by(|a, b| (a.date, a.unit, &a.slug, &a.source).cmp(&(b.date, b.unit, &b.slug, &b.source)));
        files.sort_by(|a, b| a.source.cmp(&b.source));
        files.dedup_by(|a, b| a.source == b.source);
        let mut by_source: Vec<PostId> = (0..posts.len() as u32).map(PostId).collect();
        by_source.sort_by(|&a, &b| posts[a.0 as usize].source.cmp(&posts[b.0 as usize].source));

        let mut found = Vec::new();
        let by_id = ids(&posts, &by_source, &mut found);
        addresses(&posts, &by_source, &mut found);
        let mut site = Site {
            config,
            today,
            gathered: Gathered::default(),
            posts: posts.into(),
            files: files.into(),
            by_source: by_source.into(),
            by_id,
            elsewhere: BTreeMap::new(),
            lists: BTreeMap::new(),
            groups: BTreeMap::new(),
        };
        site.check_partners(&mut found);
        site.check_translations(&mut found);
        site.check_shown(&mut found);
        site.lists = site.make_lists();
        site.groups = site.make_groups();
        Checked::new(site, found)
    }

    /// One unit's section alone, with a school's layout. What was found wrong was said of the
    /// whole site already. `base_url` is the address of that section, where it is not the unit's
    /// `section_url`.
    pub fn alone(&self, unit: UnitId, base_url: Option<Address>) -> Site {
        let mut config = self.config.alone(unit);
        config.base_url = base_url.or(config.base_url);
        let named = |code: &str| match self.config.units.find(code) {
            Some(id) => self.config.units.get(id).name.clone(),
            None => code.into(),
        };
        // Translations of a text that is not in that section go back to the first of them that is.
        let mut originals: BTreeMap<PostId, PostId> = BTreeMap::new();
        for (id, post) in self.posts().filter(|(_, post)| post.unit == unit) {
            let original = self.original(id);
            if post.translation_of.is_some() {
                let here = if self.post(original).unit == unit { original } else { id };
                originals.entry(original).or_insert(here);
            }
        }
        let posts = self.posts().filter(|(_, post)| post.unit == unit).map(|(id, post)| {
            let mut post = post.clone();
            post.unit = UnitId(0);
            if let Some((_, span)) = post.translation_of {
                let here = originals.get(&self.original(id)).filter(|&&here| here != id);
                post.translation_of = here.map(|&here| (self.post(here).id.clone(), span));
            }
            for (code, _) in &mut post.co_units {
                *code = named(code);
            }
            let aliases = post.aliases.iter();
            post.aliases = aliases
                .filter_map(|(written, span)| Some((self.alias_alone(unit, written)?, *span)))
                .collect();
            post
        });
        let files = self.files.iter().cloned().map(|mut file| {
            let name = file.path.as_str().rsplit('/').next().unwrap_or_default();
            file.path = OutPath::made(&format!("{FILES}/{name}"));
            file
        });
        let mut site = Site::assemble(config, self.today, posts.collect(), files.collect()).value;
        site.elsewhere = self.addresses_outside(unit);
        site
    }

    /// Where the posts of other units are, as far as a unit's own posts lead to them.
    fn addresses_outside(&self, unit: UnitId) -> BTreeMap<SourcePath, String> {
        let own = self.posts().filter(|(_, post)| post.unit == unit);
        own.flat_map(|(_, post)| &post.references)
            .filter_map(|reference| {
                let Some(Target::Post(id)) = self.target(reference) else { return None };
                let post = self.post(id);
                let address = match (&post.link, &post.path) {
                    (Some(link), _) => link.to_string(),
                    (None, Some(path)) => format!("{}{path}", self.config.base_url.as_ref()?),
                    (None, None) => return None,
                };
                (post.unit != unit).then(|| (reference.target.clone(), address))
            })
            .collect()
    }

    /// In a unit's section alone, the address of another unit's post.
    pub fn elsewhere(&self, source: &SourcePath) -> Option<&str> {
        self.elsewhere.get(source).map(String::as_str)
    }

    /// An old address as it is in a unit's section alone; none for one outside the unit's folder.
    fn alias_alone(&self, unit: UnitId, written: &str) -> Option<Box<str>> {
        if !written.contains('/') {
            return Some(written.into());
        }
        let bare = |address: &'_ str| address.split_once("://").map_or(address, |(_, rest)| rest).to_owned();
        let base = self.config.base_url.as_ref().map_or(String::new(), |base| bare(base.as_str()));
        let top = base.find('/').map_or("", |at| &base[at..]);
        let whole = bare(written);
        let inside = [base.as_str(), top, "/"].into_iter().filter(|start| !start.is_empty());
        let inside = inside.filter_map(|start| whole.strip_prefix(start)).next().unwrap_or(&whole);
        Some(format!("/{}", inside.strip_prefix(unit_folder(&self.config, unit).as_str())?).into())
    }

    /// All posts, also those that the public does not see, by date, unit and slug.
    pub fn posts(&self) -> impl ExactSizeIterator<Item = (PostId, &Post)> {
        self.posts.iter().enumerate().map(|(at, post)| (PostId(at as u32), post))
    }

    /// The posts that the public sees, oldest first.
    pub fn published(&self) -> impl Iterator<Item = (PostId, &Post)> {
        self.posts().filter(|(_, post)| post.standing(self.today) == Standing::Published)
    }

    /// The post of an id.
    pub fn post(&self, id: PostId) -> &Post {
        &self.posts[id.0 as usize]
    }

    /// All files that posts refer to, by their source path.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (FileId, &SiteFile)> {
        self.files.iter().enumerate().map(|(at, file)| (FileId(at as u32), file))
    }

    /// The file of an id.
    pub fn file(&self, id: FileId) -> &SiteFile {
        &self.files[id.0 as usize]
    }

    /// The published posts of a list, oldest first; empty where there is no such list.
    pub fn list(&self, scope: Scope, kind: ListKind) -> &[PostId] {
        self.lists.get(&(scope, kind)).map_or(&[], Vec::as_slice)
    }

    /// All lists that have a post.
    pub fn lists(&self) -> impl Iterator<Item = (Scope, ListKind, &[PostId])> {
        self.lists.iter().map(|(&(scope, kind), posts)| (scope, kind, posts.as_slice()))
    }

    /// The folder of a scope in the output: nothing, or `don-vi/<code>/`.
    pub fn folder(&self, scope: Scope) -> String {
        match scope {
            Scope::Whole => String::new(),
            Scope::Unit(unit) => unit_folder(&self.config, unit),
        }
    }

    /// The post with this id, written in full or without the unit of `near`.
    pub fn by_id(&self, written: &str, near: &Post) -> Option<PostId> {
        self.by_id.get(written).copied().or_else(|| {
            let unit = &self.config.units.get(near.unit).code;
            self.by_id.get(format!("{unit}/{written}").as_str()).copied()
        })
    }

    /// The original that a post goes back to: itself, for a post that translates nothing.
    pub fn original(&self, id: PostId) -> PostId {
        let mut at = id;
        for _ in 0..self.posts.len() {
            let post = self.post(at);
            let Some((written, _)) = &post.translation_of else { return at };
            match self.by_id(written, post) {
                Some(next) => at = next,
                None => return at,
            }
        }
        id
    }

    /// The other published posts of a post's translation group.
    pub fn translations(&self, id: PostId) -> Vec<PostId> {
        let group = self.groups.get(&self.original(id));
        group.into_iter().flatten().copied().filter(|&other| other != id).collect()
    }

    /// What a reference leads to; `None` for a file that is not there.
    pub fn target(&self, reference: &Reference) -> Option<Target> {
        if let Ok(at) = self.by_source.binary_search_by(|&id| self.post(id).source.cmp(&reference.target)) {
            let id = self.by_source[at];
            let shown = self.post(id).standing(self.today) == Standing::Published;
            return Some(if shown { Target::Post(id) } else { Target::Hidden });
        }
        self.file_of(&reference.target).map(Target::File)
    }

    /// The file with this source path.
    pub fn file_of(&self, source: &SourcePath) -> Option<FileId> {
        let at = self.files.binary_search_by(|file| file.source.cmp(source)).ok()?;
        Some(FileId(at as u32))
    }

    /// The quarters that count pages exist for: from the first post's to the build's.
    pub fn quarters(&self) -> Vec<Quarter> {
        let now = Quarter::of(self.today, self.config.period_rule);
        let (mut first, mut last) = (now, now);
        for (_, post) in self.published() {
            first = first.min(post.quarter);
            last = last.max(post.quarter);
        }
        let mut quarters = vec![first];
        while let Some(&quarter) = quarters.last()
            && quarter < last
        {
            quarters.push(quarter.next());
        }
        quarters
    }

    fn make_lists(&self) -> BTreeMap<(Scope, ListKind), Vec<PostId>> {
        let many = self.config.layout == Layout::Many;
        let types = &self.config.vocabulary.types;
        let topics = &self.config.vocabulary.topics;
        let (documents, exemplars) = (types.find("van-ban"), topics.find("dien-hinh"));
        let mut lists: BTreeMap<(Scope, ListKind), Vec<PostId>> = BTreeMap::new();
        let mut put = |scope, kind, id| lists.entry((scope, kind)).or_default().push(id);
        for (id, post) in self.published() {
            put(Scope::Whole, ListKind::All, id);
            put(Scope::Whole, ListKind::Quarter(post.quarter), id);
            if Some(post.kind) == documents {
                put(Scope::Whole, ListKind::Documents, id);
            } else {
                put(Scope::Whole, ListKind::Type(post.kind), id);
            }
            let topics: BTreeSet<TermId> = post.topics.iter().copied().collect();
            for &topic in topics.iter().filter(|&&topic| Some(topic) != exemplars) {
                put(Scope::Whole, ListKind::Topic(topic), id);
            }
            if post.exemplar || exemplars.is_some_and(|topic| topics.contains(&topic)) {
                put(Scope::Whole, ListKind::Exemplar, id);
            }
            if many {
                let scope = Scope::Unit(post.unit);
                put(scope, ListKind::All, id);
                put(scope, ListKind::Quarter(post.quarter), id);
                let partners: BTreeSet<UnitId> =
                    post.co_units.iter().filter_map(|(code, _)| self.config.units.find(code)).collect();
                for partner in partners.into_iter().filter(|&partner| partner != post.unit) {
                    put(Scope::Unit(partner), ListKind::Joint, id);
                }
            }
        }
        lists
    }

    fn make_groups(&self) -> BTreeMap<PostId, Vec<PostId>> {
        let mut groups: BTreeMap<PostId, Vec<PostId>> = BTreeMap::new();
        for (id, post) in self.published() {
            if post.translation_of.is_some() {
                groups.entry(self.original(id)).or_default().push(id);
            }
        }
        for (&original, members) in &mut groups {
            if self.post(original).standing(self.today) == Standing::Published {
                members.insert(0, original);
            }
        }
        groups
    }

    fn check_partners(&self, found: &mut Vec<Diagnostic>) {
        if self.config.units.len() < 2 {
            return; // a school does not know its partners' codes
        }
        let codes = || self.config.units.iter().map(|(_, unit)| &*unit.code);
        for post in &self.posts {
            for (code, span) in &post.co_units {
                if self.config.units.find(code).is_none() {
                    let place = Place::later(&post.source, *span);
                    let wrong = Diagnostic::error("don-vi-la").arg("name", code).place(place);
                    found.push(of_draft(post, wrong.did_you_mean(closest(code, codes()))));
                }
            }
        }
    }

    /// What a person should look at, though it stops nothing.
    fn check_shown(&self, found: &mut Vec<Diagnostic>) {
        let mut links: BTreeMap<&str, &Post> = BTreeMap::new();
        for (_, post) in self.published() {
            for reference in &post.references {
                if self.target(reference) == Some(Target::Hidden) {
                    let place = Place::later(&post.source, reference.span);
                    let hidden = Diagnostic::warning("lien-ket-an").arg("path", &reference.target);
                    found.push(hidden.place(place));
                }
            }
            let Some(link) = post.link.as_ref().filter(|_| post.origin.is_none()) else { continue };
            if let Some(first) = links.insert(link.as_str(), post) {
                let wrong = Diagnostic::warning("trung-lien-ket").arg("other", &first.source);
                found.push(wrong.place(Place::later(&post.source, post.head)));
            }
        }
    }

    fn check_translations(&self, found: &mut Vec<Diagnostic>) {
        for (id, post) in self.posts() {
            let Some((written, span)) = &post.translation_of else { continue };
            let place = || Place::later(&post.source, *span);
            if self.by_id(written, post).is_none() {
                let known = || self.by_id.keys().map(|id| &**id);
                let own = format!("{}/", self.config.units.get(post.unit).code);
                let near = closest(written, known())
                    .or_else(|| closest(written, known().filter_map(|id| id.strip_prefix(&own))));
                let wrong = Diagnostic::error("ban-dich-cua-la").arg("id", written).place(place());
                found.push(of_draft(post, wrong.did_you_mean(near)));
                continue;
            }
            let (mut at, mut steps) = (id, 0);
            while let Some((next, _)) = &self.post(at).translation_of
                && let Some(next) = self.by_id(next, self.post(at))
                && steps <= self.posts.len()
            {
                (at, steps) = (next, steps + 1);
                if at == id {
                    let wrong = Diagnostic::error("ban-dich-vong").arg("id", &post.id).place(place());
                    found.push(of_draft(post, wrong));
                    break;
                }
            }
        }
    }
}

/// What nobody sees yet stops nobody's work: in a draft, an error is a warning.
fn of_draft(post: &Post, found: Diagnostic) -> Diagnostic {
    match post.status {
        Status::Draft => Diagnostic { severity: Severity::Warning, ..found },
        _ => found,
    }
}

/// The folder of a unit's own pages.
fn unit_folder(config: &Config, unit: UnitId) -> String {
    match config.layout {
        Layout::One => String::new(),
        Layout::Many => format!("don-vi/{}/", config.units.get(unit).code),
    }
}

fn ids(posts: &[Post], by_source: &[PostId], found: &mut Vec<Diagnostic>) -> BTreeMap<Box<str>, PostId> {
    let mut by_id: BTreeMap<Box<str>, PostId> = BTreeMap::new();
    for &id in by_source {
        let post = &posts[id.0 as usize];
        match by_id.get(&post.id) {
            // What another site sends stops nobody's build: sorted by source, our own came first.
            Some(_) if post.origin.is_some() => {}
            Some(&first) => found.push(
                Diagnostic::error("trung-ma")
                    .arg("id", &post.id)
                    .arg("other", &posts[first.0 as usize].source)
                    .place(Place::later(&post.source, post.head)),
            ),
            None => {
                by_id.insert(post.id.clone(), id);
            }
        }
    }
    by_id
}

fn addresses(posts: &[Post], by_source: &[PostId], found: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&OutPath, &Post> = BTreeMap::new();
    for &id in by_source {
        let post = &posts[id.0 as usize];
        let Some(path) = &post.path else { continue };
        match seen.get(path) {
            // Two files of one name, which was said of their ids.
            Some(first) if first.id == post.id => {}
            Some(first) => found.push(
                Diagnostic::error("trung-dia-chi")
                    .arg("path", path)
                    .arg("other", &first.source)
                    .place(Place::later(&post.source, post.head)),
            ),
            None => {
                seen.insert(path, post);
            }
        }
    }
}
