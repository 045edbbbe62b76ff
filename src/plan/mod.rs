//! The complete list of pages that will exist, and what each of them may see.
//!
//! 1. [`Plan::public`] and [`Plan::office`] list every address before a byte is written; two
//!    pages at one address are found here.
//! 2. [`Planner::view`] gives a page's [`View`]: exactly the data that its template may see.
//! 3. [`Planner::key`] is the digest of that view and of all else that the page is made of. Same
//!    key, same bytes: so the view *is* the dependency list, and nothing is tracked.
//!
//! Nothing here makes markup.

mod charts;
mod counts;
mod data;
mod embed;
mod exchange;
mod lists;
mod notice;
mod pages;
mod posts;
mod search;
mod sources;
pub mod view;
mod week;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher as HashInto};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::diagnostics::{Checked, Diagnostic, Place};
use crate::exchange::Index;
use crate::messages::Catalogue;
use crate::model::{
    Digest, FileId, Hasher, Layout, ListKind, OutPath, Post, PostId, Quarter, Scope, Site, TermId, UnitId,
};
use crate::stats::{Counts, RollUp, Total};

pub use data::{FeedItem, FeedView, MapUrls, Product, Products};
pub use search::{SEARCHED_WHOLE, SearchPart, SearchPost};
pub use sources::Table;
pub use view::{Chrome, Page};

/// Posts on one page of a list.
pub const PER_PAGE: usize = 30;

/// Addresses in one file of the map for machines.
pub const URLS_PER_MAP: usize = 30_000;

/// Which page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageRef {
    /// The section's home page.
    Home,
    /// All quarters.
    Quarters(Scope),
    /// One page of a list: 0 is the list's first page with its newest posts, then from 1, oldest
    /// first.
    List(Scope, ListKind, u16),
    /// A post.
    Post(PostId),
    /// A post's sheet for the notice board.
    Notice(PostId),
    /// What stands at the address of a withdrawn post.
    Tombstone(PostId),
    /// An old address of a post.
    Forward(PostId),
    /// The newest posts, as RSS.
    Feed(Scope),
    /// A quarter's posts, as RSS.
    QuarterFeed(Scope, Quarter),
    /// The newest posts, as Atom.
    Atom,
    /// All units of a department.
    Units,
    /// A unit of a department.
    Unit(UnitId),
    /// Output counts over all quarters.
    Counts,
    /// A quarter's output counts.
    CountsQuarter(Quarter),
    /// A department's year, unit by unit.
    CountsYear(u16),
    /// A unit's posts of a quarter, each counted or with the reason.
    CountsUnit(Quarter, UnitId),
    /// A content type's posts of a quarter, likewise.
    CountsType(Quarter, TermId),
    /// Everybody's posts of a quarter behind one of a department's totals.
    CountsTotal(Quarter, Total),
    /// A quarter added up by parent.
    CountsGroups(Quarter, RollUp),
    /// A quarter's posts as CSV.
    Products(Quarter),
    /// A quarter's posts for the level above.
    Exchange(Quarter),
    /// What files there are for the level above.
    ExchangeIndex,
    /// The map for people.
    Map,
    /// The map for machines, in parts from 1.
    MapUrls(u16),
    /// The search.
    Search,
    /// A part of a quarter in the search's index, from 1.
    SearchPart(Quarter, u16),
    /// The newest posts, for a frame in another page.
    Embed,
    /// The newest posts, to be pasted into another page.
    Fragment,
    /// About the section.
    About,
    /// For addresses that lead nowhere.
    NotFound,
    /// A picture or another file.
    File(FileId),
    /// A file of the theme.
    Asset(u16),
    /// For the office: who is behind in a quarter.
    Behind(Quarter),
    /// For the office: the week of the build.
    Week,
    /// For the office: how the sources of gathered posts are.
    Sources,
    /// For the office: the same as CSV.
    SourcesCsv,
    /// For the office: sections of units as they were looked at, as CSV.
    SectionsCsv,
    /// For the office: rows that were not admitted, as CSV.
    RejectedCsv,
    /// For the office: what was decided about gathered posts, as CSV.
    DecisionsCsv,
}

/// One page and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Where it goes.
    pub path: OutPath,
    /// What it is.
    pub page: PageRef,
}

/// All pages of one output, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pages: Vec<Planned>,
    /// A folder that builds add to and never take from.
    adds_to: Option<&'static str>,
}

impl Plan {
    /// The pages for the public. `assets` are the theme's files, named with their digests.
    pub fn public(planner: &Planner<'_>, assets: &[OutPath]) -> Checked<Plan> {
        let mut draft = Draft::default();
        pages::public(planner, assets, &mut draft);
        let mut found = pages::forwards(planner, &mut draft);
        found.extend(notice::sheets(planner, &mut draft));
        draft.finish(planner, found)
    }

    /// The pages for the office, which are never published.
    pub fn office(planner: &Planner<'_>) -> Plan {
        let mut draft = Draft::default();
        pages::office(planner, &mut draft);
        Plan { adds_to: Some(week::WEEKS), ..draft.finish(planner, Vec::new()).value }
    }

    /// Whether a file of an earlier build that is not planned any more stays as it is: the sheets
    /// of earlier weeks do.
    pub fn leaves(&self, path: &OutPath) -> bool {
        self.adds_to.is_some_and(|folder| path.as_str().starts_with(folder))
    }

    /// All pages.
    pub fn pages(&self) -> &[Planned] {
        &self.pages
    }

    /// The page at a path.
    pub fn find(&self, path: &OutPath) -> Option<&Planned> {
        let at = self.pages.binary_search_by(|planned| planned.path.cmp(path)).ok()?;
        Some(&self.pages[at])
    }
}

/// A plan in the making.
#[derive(Default)]
struct Draft {
    pages: Vec<Planned>,
}

impl Draft {
    fn put(&mut self, path: impl AsRef<str>, page: PageRef) {
        self.pages.push(Planned { path: OutPath::made(path.as_ref()), page });
    }

    fn finish(mut self, planner: &Planner<'_>, mut found: Vec<Diagnostic>) -> Checked<Plan> {
        self.pages.sort_by(|a, b| (&a.path, a.page).cmp(&(&b.path, b.page)));
        let site = planner.site;
        let mut firsts: Vec<Planned> = Vec::with_capacity(self.pages.len());
        for planned in self.pages {
            let Some(first) = firsts.last().filter(|first| first.path == planned.path) else {
                firsts.push(planned);
                continue;
            };
            let (post, other) = match (first.page, planned.page) {
                (PageRef::Forward(post), other) | (other, PageRef::Forward(post)) => (post, other),
                // Reported when the site was assembled, with both names.
                (PageRef::Post(_) | PageRef::Tombstone(_), PageRef::Post(_) | PageRef::Tombstone(_)) => {
                    continue;
                }
                (
                    PageRef::Notice(sheet),
                    PageRef::Post(other) | PageRef::Tombstone(other) | PageRef::Notice(other),
                )
                | (PageRef::Post(other) | PageRef::Tombstone(other), PageRef::Notice(sheet)) => {
                    let sheet = site.post(sheet);
                    found.push(
                        Diagnostic::error("bang-tin-trung")
                            .arg("path", &planned.path)
                            .arg("other", &site.post(other).source)
                            .place(Place::later(&sheet.source, sheet.head)),
                    );
                    continue;
                }
                // Equal bytes have equal names on purpose.
                (PageRef::File(a), PageRef::File(b)) if site.file(a).digest == site.file(b).digest => {
                    continue;
                }
                _ => {
                    found.push(Diagnostic::error("trung-trang").arg("path", &planned.path));
                    continue;
                }
            };
            let post = site.post(post);
            let other = match other {
                PageRef::Post(id) | PageRef::Tombstone(id) | PageRef::Forward(id) | PageRef::Notice(id) => {
                    site.post(id).source.to_string()
                }
                _ => planned.path.to_string(),
            };
            let span = post.aliases.first().map_or(post.head, |(_, span)| *span);
            found.push(
                Diagnostic::error("dia-chi-cu-trung")
                    .arg("path", &planned.path)
                    .arg("other", other)
                    .place(Place::later(&post.source, span)),
            );
        }
        Checked::new(Plan { pages: firsts, adds_to: None }, found)
    }
}

/// What a page is made from.
#[derive(Clone, Debug)]
pub enum View<'s> {
    /// A template and its data.
    Html(Box<Html<'s>>),
    /// A feed as RSS.
    Rss(FeedView<'s>),
    /// A feed as Atom.
    Atom(FeedView<'s>),
    /// A quarter's posts as CSV.
    Products(Products<'s>),
    /// A quarter's posts for the level above.
    Exchange(Arc<[u8]>),
    /// What files there are for the level above.
    ExchangeIndex(Index),
    /// A table for a spreadsheet.
    Table(Table),
    /// Addresses for machines.
    MapUrls(MapUrls),
    /// A part of the search's index.
    SearchPart(SearchPart<'s>),
    /// A file beside a post, copied.
    File(FileId),
    /// A file of the theme, copied.
    Asset(u16),
}

/// For the page's key. Numbers of posts and files are left out: they say nothing of the page.
impl Hash for View<'_> {
    fn hash<H: HashInto>(&self, state: &mut H) {
        std::mem::discriminant(self).hash(state);
        match self {
            View::Html(html) => (html.template, &html.page, &html.view).hash(state),
            View::Rss(view) | View::Atom(view) => view.hash(state),
            View::Products(view) => view.hash(state),
            View::Exchange(view) => view.hash(state),
            View::ExchangeIndex(view) => view.hash(state),
            View::Table(view) => view.hash(state),
            View::MapUrls(view) => view.hash(state),
            View::SearchPart(view) => view.hash(state),
            View::File(_) | View::Asset(_) => {}
        }
    }
}

/// What a template sees.
#[derive(Clone, Debug)]
pub struct Html<'s> {
    /// The template's name.
    pub template: &'static str,
    /// What every page has.
    pub page: Page,
    /// What this page has.
    pub view: Data<'s>,
    /// For a post: the post whose text is rendered into the page.
    pub body: Option<PostId>,
}

/// A template's own data.
#[derive(Clone, Debug, Hash, Serialize)]
#[serde(untagged)]
pub enum Data<'s> {
    /// `home.html`
    Home(view::Home<'s>),
    /// `list.html`, `documents.html`
    List(view::ListView<'s>),
    /// `quarters.html`
    Quarters(view::QuartersView),
    /// `post.html`
    Post(Box<view::PostView>),
    /// `notice.html`
    Notice(view::NoticeView),
    /// `forward.html`
    Forward(view::Forward),
    /// `units.html`
    Units(view::UnitsView),
    /// `unit.html`
    Unit(view::UnitView<'s>),
    /// `counts.html`
    Counts(view::CountsView),
    /// `counts-quarter.html`
    QuarterCounts(view::QuarterCounts<'s>),
    /// `counts-year.html`
    YearCounts(view::YearCounts),
    /// `counts-posts.html`
    QuarterPosts(view::QuarterPosts<'s>),
    /// `counts-groups.html`
    QuarterGroups(view::QuarterGroups),
    /// `map.html`
    Map(view::MapView),
    /// `search.html`
    Search(view::SearchView),
    /// `embed.html`
    Embed(view::EmbedView),
    /// `fragment.html`
    Fragment(view::FragmentView),
    /// `about.html`
    About(view::AboutView),
    /// `behind.html`
    Behind(view::BehindView),
    /// `week.html`
    Week(view::WeekView),
    /// `sources.html`
    Sources(view::SourcesView),
    /// `404.html`, `tombstone.html`
    Nothing,
}

/// Knows everything that views are made from.
pub struct Planner<'s> {
    /// The section.
    pub site: &'s Site,
    /// Its figures.
    pub counts: &'s Counts,
    /// What is the same on every page.
    pub chrome: Chrome,
    strings: &'s Catalogue,
    search_parts: OnceLock<Vec<search::Parts>>,
    labels: BTreeMap<&'static str, String>,
    /// Of what every page made by a template is made from.
    base: Digest,
    /// Of what every other page is made from.
    plain: Digest,
    /// What the level above gets, by quarter.
    handed: OnceLock<BTreeMap<Quarter, exchange::Handed>>,
}

/// Ids of the theme's strings that views and data use.
const LABELS: &[&str] = &[
    "home",
    "posts",
    "documents",
    "exemplars",
    "units",
    "counts",
    "search",
    "about",
    "map",
    "not_found",
    "tombstone_title",
    "directly_under",
    "year_label",
    "page_label",
    "behind_title",
    "week_label",
    "by_admin",
    "by_prof",
    "published",
    "counted",
    "excluded",
    "reason_hinh_thuc_khong_tinh",
    "reason_dang_lai",
    "reason_ban_dich",
    "reason_khai_bao_khong_tinh",
    "reason_ngoai_thoi_gian_don_vi",
    "newest_posts",
    "feed_description",
    "total",
    "sources_title",
];

impl<'s> Planner<'s> {
    /// Gets ready to plan a site with the strings of its theme. `theme` is the theme's digest.
    pub fn new(site: &'s Site, counts: &'s Counts, strings: &'s Catalogue, theme: Digest) -> Planner<'s> {
        let labels =
            LABELS.iter().map(|&id| (id, strings.find(id, []).unwrap_or_else(|| id.to_owned()))).collect();
        let plain = Hasher::default().with(env!("CARGO_PKG_VERSION").as_bytes()).finish();
        let mut planner = Planner {
            site,
            counts,
            chrome: Chrome::default(),
            strings,
            handed: OnceLock::new(),
            search_parts: OnceLock::new(),
            labels,
            base: plain,
            plain,
        };
        planner.chrome = pages::chrome(&planner);
        let chrome = serde_json::to_vec(&planner.chrome).expect("plain data becomes JSON");
        planner.base = Hasher::default().with_digest(plain).with_digest(theme).with(&chrome).finish();
        planner
    }

    /// The label of an id in [`LABELS`].
    fn label(&self, id: &str) -> &str {
        debug_assert!(self.labels.contains_key(id), "`{id}` is not among the labels");
        self.labels.get(id).map_or("", String::as_str)
    }

    /// What a page may see.
    pub fn view(&self, planned: &Planned) -> View<'s> {
        let path = &planned.path;
        match planned.page {
            PageRef::Home => self.home(path),
            PageRef::Quarters(scope) => self.quarters(path, scope),
            PageRef::List(scope, kind, page) => self.list(path, scope, kind, page as usize),
            PageRef::Post(id) => self.post(path, id),
            PageRef::Notice(id) => self.notice(path, id),
            PageRef::Tombstone(id) => self.tombstone(path, id),
            PageRef::Forward(id) => self.forward(path, id),
            PageRef::Feed(scope) => View::Rss(self.feed(path, scope)),
            PageRef::QuarterFeed(scope, quarter) => View::Rss(self.quarter_feed(path, scope, quarter)),
            PageRef::Atom => View::Atom(self.atom(path)),
            PageRef::Units => self.units(path),
            PageRef::Unit(unit) => self.unit(path, unit),
            PageRef::Counts => self.counts(path),
            PageRef::CountsQuarter(quarter) => self.counts_quarter(path, quarter),
            PageRef::CountsYear(year) => self.counts_year(path, year),
            PageRef::CountsUnit(quarter, unit) => self.counts_unit(path, quarter, unit),
            PageRef::CountsType(quarter, kind) => self.counts_type(path, quarter, kind),
            PageRef::CountsTotal(quarter, total) => self.counts_total(path, quarter, total),
            PageRef::CountsGroups(quarter, by) => self.counts_groups(path, quarter, by),
            PageRef::Products(quarter) => View::Products(self.products(quarter)),
            PageRef::Exchange(quarter) => View::Exchange(self.exchange(quarter)),
            PageRef::ExchangeIndex => View::ExchangeIndex(self.exchange_index()),
            PageRef::Map => self.map(path),
            PageRef::MapUrls(part) => View::MapUrls(self.map_urls(part)),
            PageRef::Search => self.search(path),
            PageRef::SearchPart(quarter, number) => View::SearchPart(self.search_part(quarter, number)),
            PageRef::Embed => self.embed(path),
            PageRef::Fragment => self.fragment(path),
            PageRef::About => self.about(path),
            PageRef::NotFound => self.not_found(path),
            PageRef::File(id) => View::File(id),
            PageRef::Asset(index) => View::Asset(index),
            PageRef::Behind(quarter) => self.behind(path, quarter),
            PageRef::Week => self.week(path),
            PageRef::Sources => self.sources(path),
            PageRef::SourcesCsv => View::Table(self.sources_table()),
            PageRef::SectionsCsv => View::Table(self.sections_table()),
            PageRef::RejectedCsv => View::Table(self.rejected_table()),
            PageRef::DecisionsCsv => View::Table(self.decisions_table()),
        }
    }

    /// The digest of everything that a page is made of. `view` is the page's own; `buffer` is
    /// only working space.
    pub fn key(&self, planned: &Planned, view: &View<'_>, buffer: &mut Vec<u8>) -> Digest {
        buffer.clear();
        let mut bytes = Bytes(buffer);
        planned.path.as_str().hash(&mut bytes);
        view.hash(&mut bytes);
        let base = if matches!(view, View::Html(_)) { self.base } else { self.plain };
        let hasher = Hasher::default().with_digest(base).with(buffer);
        match planned.page {
            PageRef::Post(id) => {
                let post = self.site.post(id);
                // The same text is cleaned in another way where it comes from elsewhere.
                hasher.with(&[u8::from(post.origin.is_some())]).with_digest(post.text).finish()
            }
            PageRef::File(id) => hasher.with_digest(self.site.file(id).digest).finish(),
            _ => hasher.finish(),
        }
    }

    fn many(&self) -> bool {
        self.site.config.layout == Layout::Many
    }

    /// A path in a scope's folder.
    fn path_in(&self, scope: Scope, rest: &str) -> OutPath {
        OutPath::made(&format!("{}{rest}", self.site.folder(scope)))
    }

    /// The scope of a unit's own pages.
    fn scope_of(&self, unit: UnitId) -> Scope {
        if self.many() { Scope::Unit(unit) } else { Scope::Whole }
    }

    /// The absolute address of a path; none without `base_url`.
    fn absolute(&self, path: &OutPath) -> Option<String> {
        self.site.config.base_url.as_ref().map(|base| format!("{base}{path}"))
    }

    /// The address of a post as a page prints it.
    fn href<'p>(&self, post: &'p Post, from: &OutPath) -> Cow<'p, str> {
        match (&post.path, &post.link) {
            (Some(path), _) => path.relative_from(from).into(),
            (None, Some(link)) => link.as_str().into(),
            (None, None) => "".into(),
        }
    }

    /// The absolute address of a post; empty without `base_url`.
    fn absolute_of<'p>(&self, post: &'p Post) -> Cow<'p, str> {
        match (&post.path, &post.link) {
            (Some(path), _) => self.absolute(path).unwrap_or_default().into(),
            (None, Some(link)) => link.as_str().into(),
            (None, None) => "".into(),
        }
    }

    fn is_shown(&self, post: &Post) -> bool {
        self.site.shows(post)
    }
}

/// Collects what is hashed, for a digest that is wider than 64 bits.
struct Bytes<'b>(&'b mut Vec<u8>);

impl HashInto for Bytes<'_> {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        unreachable!("the bytes are what is wanted")
    }
}

/// Files that the shown posts refer to: for the public, what only drafts refer to stays at home.
fn shown_files(site: &Site) -> BTreeSet<FileId> {
    let mut shown: BTreeSet<FileId> =
        site.config.logo.as_ref().and_then(|logo| site.file_of(logo)).into_iter().collect();
    for (_, post) in site.posts().filter(|(_, post)| site.shows(post)) {
        let named = post.attachments.iter().chain(post.image.as_ref().map(|image| &image.file));
        shown.extend(named.filter_map(|source| site.file_of(source)));
        shown.extend(post.references.iter().filter_map(|reference| site.file_of(&reference.target)));
    }
    shown
}
