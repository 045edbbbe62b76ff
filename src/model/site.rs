//! All units, posts and files of one section, sorted, and the lists that its pages show.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostics::{Checked, Diagnostic, Place, Severity, SourcePath, closest};

use super::rows::Rows;
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

/// Kinds of file that a portal may hand out. Others, such as programs and scripts, are refused.
pub const FILE_KINDS: &[&str] = &[
    "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "ods", "odp", "rtf", "txt", "csv", "zip",
    "mp3", "m4a", "mp4", "jpg", "jpeg", "png", "gif", "webp",
];

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

/// Posts by what they have in common, oldest first.
type Lists = BTreeMap<(Scope, ListKind), Arc<[PostId]>>;

/// A section: immutable once assembled. Its parts are shared, so that a section in which only
/// one post reads differently is made at once.
#[derive(Clone, Debug)]
pub struct Site {
    /// The settings.
    pub config: Arc<Config>,
    /// The day of the build.
    pub today: Date,
    /// What is known of the posts that were gathered.
    pub gathered: Arc<Gathered>,
    posts: Rows,
    files: Arc<[SiteFile]>,
    /// In the order of their files.
    by_source: Arc<[PostId]>,
    /// In the order of their ids, each id once.
    by_id: Arc<[PostId]>,
    /// Posts that the public does not see, or does not see any more.
    unpublished: Arc<[PostId]>,
    /// In a unit's section alone: where posts of other units, which its own lead to, are.
    elsewhere: Arc<BTreeMap<SourcePath, String>>,
    /// Of published posts.
    lists: Arc<Lists>,
    /// Of the posts that pages show: the same, but for editors.
    shown: Arc<Lists>,
    /// Published members of each translation group of more than one, by the original.
    groups: Arc<BTreeMap<PostId, Vec<PostId>>>,
    for_editors: bool,
}

impl Site {
    /// Sorts posts and files and finds what only shows when all are known: doubled ids and
    /// addresses, unknown partner units, translations of nothing.
    pub fn assemble(
        config: Config,
        today: Date,
        mut posts: Vec<Arc<Post>>,
        mut files: Vec<SiteFile>,
    ) -> Checked<Site> {
        for post in &mut posts {
            if post.path.is_none() && post.link.is_none() {
                Arc::make_mut(post).place(&config);
            }
        }
        let (posts, by_source) = sorted(posts);
        files.sort_by(|a, b| a.source.cmp(&b.source));
        files.dedup_by(|a, b| a.source == b.source);

        let mut found = Vec::new();
        let by_id = ids(&posts, &by_source, &mut found);
        addresses(&posts, &by_source, &mut found);
        let unpublished = posts.iter().enumerate();
        let unpublished = unpublished.filter(|(_, post)| post.standing(today) != Standing::Published);
        let unpublished = unpublished.map(|(at, _)| PostId(at as u32)).collect();
        let mut site = Site {
            config: Arc::new(config),
            today,
            gathered: Arc::default(),
            posts: Rows::of(posts),
            files: files.into(),
            by_source: by_source.into(),
            by_id: by_id.into(),
            unpublished,
            elsewhere: Arc::default(),
            lists: Arc::default(),
            shown: Arc::default(),
            groups: Arc::default(),
            for_editors: false,
        };
        site.check_partners(&mut found);
        site.check_translations(&mut found);
        site.check_shown(&mut found);
        site.lists = Arc::new(site.make_lists());
        site.shown = Arc::clone(&site.lists);
        site.groups = Arc::new(site.make_groups());
        Checked::new(site, found)
    }

    /// The same section as its editors see it: pages and lists show drafts, posts that wait and
    /// posts of days to come, too. [`list`](Site::list) and all figures stay as they are.
    #[must_use]
    pub fn for_editors(mut self) -> Site {
        self.for_editors = true;
        let mut shown = self.make_lists();
        // Most lists have nothing that the public does not see.
        for (list, posts) in &mut shown {
            if let Some(same) = self.lists.get(list).filter(|same| *same == posts) {
                *posts = Arc::clone(same);
            }
        }
        self.shown = Arc::new(shown);
        self
    }

    /// The same section as the public sees it.
    #[must_use]
    pub fn for_public(&self) -> Site {
        Site { for_editors: false, shown: Arc::clone(&self.lists), ..self.clone() }
    }

    /// The same section with one post read anew, when nothing but what its own page and its line
    /// in lists say is different. `None` when more is, and the section must be assembled anew.
    #[must_use]
    pub fn with_post(&self, mut post: Arc<Post>) -> Option<Site> {
        let id = self.by_source(&post.source)?;
        if post.path.is_none() && post.link.is_none() {
            Arc::make_mut(&mut post).place(&self.config);
        }
        let old = self.post(id);
        // By its title, a post of another source may be the same post.
        let may_merge = !self.gathered.sources.is_empty() && post.title != old.title;
        if may_merge || !post.stands_like(old) {
            return None;
        }
        let mut site = self.clone();
        site.posts.put(id, post);
        Some(site)
    }

    /// True for a post that pages show: published, or visible to editors.
    pub fn shows(&self, post: &Post) -> bool {
        match post.standing(self.today) {
            Standing::Published => true,
            Standing::Withdrawn => false,
            _ => self.for_editors,
        }
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
            let mut post = Post::clone(post);
            (post.unit, post.path) = (UnitId(0), None);
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
            Arc::new(post)
        });
        let files = self.files.iter().cloned().map(|mut file| {
            let name = file.path.as_str().rsplit('/').next().unwrap_or_default();
            file.path = OutPath::made(&format!("{FILES}/{name}"));
            file
        });
        let mut site = Site::assemble(config, self.today, posts.collect(), files.collect()).value;
        site.elsewhere = Arc::new(self.addresses_outside(unit));
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
        (0..self.posts.len() as u32).map(|at| (PostId(at), self.post(PostId(at))))
    }

    /// The same in the order of their files.
    pub fn posts_by_source(&self) -> impl ExactSizeIterator<Item = (PostId, &Post)> {
        self.by_source.iter().map(|&id| (id, self.post(id)))
    }

    /// The posts that the public does not see, or does not see any more.
    pub fn unpublished(&self) -> impl ExactSizeIterator<Item = (PostId, &Post)> {
        self.unpublished.iter().map(|&id| (id, self.post(id)))
    }

    /// The post that was read from this file.
    pub fn by_source(&self, source: &SourcePath) -> Option<PostId> {
        let at = self.by_source.binary_search_by(|&id| self.post(id).source.cmp(source)).ok()?;
        Some(self.by_source[at])
    }

    /// The posts that the public sees, oldest first.
    pub fn published(&self) -> impl Iterator<Item = (PostId, &Post)> {
        self.posts().filter(|(_, post)| post.standing(self.today) == Standing::Published)
    }

    /// The post of an id.
    pub fn post(&self, id: PostId) -> &Post {
        self.posts.get(id)
    }

    /// The day a post was last changed, up to the day of the build.
    pub fn updated(&self, post: &Post) -> Option<Date> {
        post.updated.filter(|&day| day <= self.today)
    }

    /// The newest date that the public is told of a post.
    pub fn newest_date(&self, post: &Post) -> Date {
        self.updated(post).map_or(post.date, |updated| updated.max(post.date))
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
        self.lists.get(&(scope, kind)).map_or(&[], |posts| posts)
    }

    /// All lists that have a post.
    pub fn lists(&self) -> impl Iterator<Item = (Scope, ListKind, &[PostId])> {
        self.lists.iter().map(|(&(scope, kind), posts)| (scope, kind, &**posts))
    }

    /// The posts of a list as its pages show them, oldest first: for editors, also those that are
    /// not published.
    pub fn shown(&self, scope: Scope, kind: ListKind) -> &[PostId] {
        self.shown.get(&(scope, kind)).map_or(&[], |posts| posts)
    }

    /// All lists that have a post to show.
    pub fn shown_lists(&self) -> impl Iterator<Item = (Scope, ListKind, &[PostId])> {
        self.shown.iter().map(|(&(scope, kind), posts)| (scope, kind, &**posts))
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
        self.of_id(written).or_else(|| {
            let unit = &self.config.units.get(near.unit).code;
            self.of_id(&format!("{unit}/{written}"))
        })
    }

    fn of_id(&self, written: &str) -> Option<PostId> {
        let at = self.by_id.binary_search_by(|&id| (*self.post(id).id).cmp(written)).ok()?;
        Some(self.by_id[at])
    }

    /// All ids, in their order.
    fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.iter().map(|&id| &*self.post(id).id)
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

    /// The published posts of each group of translations, by its original.
    pub fn groups(&self) -> impl Iterator<Item = (PostId, &[PostId])> {
        self.groups.iter().map(|(&original, members)| (original, members.as_slice()))
    }

    /// What a reference leads to; `None` for a file that is not there.
    pub fn target(&self, reference: &Reference) -> Option<Target> {
        if let Some(id) = self.by_source(&reference.target) {
            return Some(if self.shows(self.post(id)) { Target::Post(id) } else { Target::Hidden });
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

    /// The lists of all posts that pages show.
    fn make_lists(&self) -> Lists {
        let many = self.config.layout == Layout::Many;
        let types = &self.config.vocabulary.types;
        let topics = &self.config.vocabulary.topics;
        let (documents, exemplars) = (types.find("van-ban"), topics.find("dien-hinh"));
        // A scope has a few lists: looking through them is quicker than a map of all.
        let mut whole = Vec::new();
        let mut of_units: Vec<OfScope> = vec![Vec::new(); self.config.units.len()];
        for (id, post) in self.posts().filter(|(_, post)| self.shows(post)) {
            put(&mut whole, ListKind::All, id);
            put(&mut whole, ListKind::Quarter(post.quarter), id);
            if Some(post.kind) == documents {
                put(&mut whole, ListKind::Documents, id);
            } else {
                put(&mut whole, ListKind::Type(post.kind), id);
            }
            for &topic in post.topics.iter().filter(|&&topic| Some(topic) != exemplars) {
                put(&mut whole, ListKind::Topic(topic), id);
            }
            if post.exemplar || exemplars.is_some_and(|topic| post.topics.contains(&topic)) {
                put(&mut whole, ListKind::Exemplar, id);
            }
            if many {
                let own = &mut of_units[post.unit.0 as usize];
                put(own, ListKind::All, id);
                put(own, ListKind::Quarter(post.quarter), id);
                let partners = post.co_units.iter().filter_map(|(code, _)| self.config.units.find(code));
                for partner in partners.filter(|&partner| partner != post.unit) {
                    put(&mut of_units[partner.0 as usize], ListKind::Joint, id);
                }
            }
        }
        let of_units = of_units.into_iter().enumerate();
        let of_units = of_units.map(|(at, lists)| (Scope::Unit(UnitId(at as u32)), lists));
        let all = std::iter::once((Scope::Whole, whole)).chain(of_units);
        all.flat_map(|(scope, lists)| lists.into_iter().map(move |(kind, ids)| ((scope, kind), ids.into())))
            .collect()
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
        for (_, post) in self.posts() {
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
        // Nobody here can mend what another site says.
        for (id, post) in self.published().filter(|(_, post)| post.origin.is_none()) {
            let place = || Place::later(&post.source, post.head);
            let read = post.reach.iter().map(|reach| ("as_of", reach.as_of));
            let days = [("updated", post.updated), ("approved_on", post.approved_on)];
            let days = days.into_iter().filter_map(|(key, day)| Some((key, day?))).chain(read);
            for (key, day) in days.filter(|&(_, day)| day > self.today) {
                found.push(
                    Diagnostic::warning("ngay-sau-hom-nay").arg("key", key).arg("date", day).place(place()),
                );
            }
            if let Some(written) = &post.repost_of
                && written.parse::<Address>().is_err()
            {
                match self.by_id(written, post) {
                    Some(original) if original == id => {
                        found.push(Diagnostic::error("dang-lai-chinh-no").place(place()));
                    }
                    Some(_) => {}
                    None => {
                        let near = closest(written, self.ids());
                        let wrong = Diagnostic::warning("dang-lai-tu-la").arg("id", written).place(place());
                        found.push(wrong.did_you_mean(near));
                    }
                }
            }
            for reference in &post.references {
                if self.target(reference) == Some(Target::Hidden) {
                    let place = Place::later(&post.source, reference.span);
                    let hidden = Diagnostic::warning("lien-ket-an").arg("path", &reference.target);
                    found.push(hidden.place(place));
                }
            }
            let Some(link) = &post.link else { continue };
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
                let own = format!("{}/", self.config.units.get(post.unit).code);
                let near = closest(written, self.ids())
                    .or_else(|| closest(written, self.ids().filter_map(|id| id.strip_prefix(&own))));
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

impl Post {
    /// Says where it stands in the section; nowhere for a pointer post.
    pub fn place(&mut self, config: &Config) {
        // A gathered row is no page either, though it may name no address.
        self.path = match self.path_is_here() {
            false => None,
            true => {
                let folder = unit_folder(config, self.unit);
                OutPath::new(&format!("{folder}bai/{}.html", self.slug)).ok()
            }
        };
    }
}

/// The folder of a unit's own pages.
fn unit_folder(config: &Config, unit: UnitId) -> String {
    match config.layout {
        Layout::One => String::new(),
        Layout::Many => format!("don-vi/{}/", config.units.get(unit).code),
    }
}

/// The lists of one scope.
type OfScope = Vec<(ListKind, Vec<PostId>)>;

/// Adds a post to a list, once. Posts come in their order.
fn put(lists: &mut OfScope, kind: ListKind, id: PostId) {
    match lists.iter_mut().find(|(of, _)| *of == kind) {
        Some((_, ids)) if ids.last() == Some(&id) => {}
        Some((_, ids)) => ids.push(id),
        None => lists.push((kind, vec![id])),
    }
}

/// Posts by date, unit and slug, and their places in the order of their files.
fn sorted(mut posts: Vec<Arc<Post>>) -> (Vec<Arc<Post>>, Vec<PostId>) {
    // As they were read, which takes no time.
    posts.sort_by(|a, b| a.source.cmp(&b.source));
    let mut order: Vec<usize> = (0..posts.len()).collect();
    let day = |at: &usize| (posts[*at].date, posts[*at].unit);
    order.sort_by_cached_key(day);
    for same in order.chunk_by_mut(|a, b| day(a) == day(b)) {
        same.sort_by(|&a, &b| posts[a].slug.cmp(&posts[b].slug));
    }
    let mut by_source = vec![PostId(0); posts.len()];
    for (id, &at) in order.iter().enumerate() {
        by_source[at] = PostId(id as u32);
    }
    let mut posts: Vec<Option<Arc<Post>>> = posts.into_iter().map(Some).collect();
    let posts = order.iter().map(|&at| posts[at].take().expect("each place is there once")).collect();
    (posts, by_source)
}

/// Posts in the order of their ids. Of a doubled id, the first file's post has it.
fn ids(posts: &[Arc<Post>], by_source: &[PostId], found: &mut Vec<Diagnostic>) -> Vec<PostId> {
    let post = |id: PostId| &posts[id.0 as usize];
    let mut by_id = by_source.to_vec();
    by_id.sort_by(|&a, &b| post(a).id.cmp(&post(b).id));
    for same in by_id.chunk_by(|&a, &b| post(a).id == post(b).id) {
        // What another site sends stops nobody's build: in the order of files, our own came first.
        for &id in same[1..].iter().filter(|&&id| post(id).origin.is_none()) {
            found.push(
                Diagnostic::error("trung-ma")
                    .arg("id", &post(id).id)
                    .arg("other", &post(same[0]).source)
                    .place(Place::later(&post(id).source, post(id).head)),
            );
        }
    }
    by_id.dedup_by(|again, first| post(*again).id == post(*first).id);
    by_id
}

fn addresses(posts: &[Arc<Post>], by_source: &[PostId], found: &mut Vec<Diagnostic>) {
    let of_site = by_source.iter().map(|id| &posts[id.0 as usize]);
    let mut all: Vec<&Arc<Post>> = of_site.filter(|post| post.path.is_some()).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    for same in all.chunk_by(|a, b| a.path == b.path) {
        // Two files of one name: that was said of their ids.
        for post in same[1..].iter().filter(|post| post.id != same[0].id) {
            found.push(
                Diagnostic::error("trung-dia-chi")
                    .arg("path", post.path.as_ref().expect("only such are listed"))
                    .arg("other", &same[0].source)
                    .place(Place::later(&post.source, post.head)),
            );
        }
    }
}
