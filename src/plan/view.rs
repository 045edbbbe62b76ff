//! What each page may see. A template gets exactly one of these, and a page's key is the digest
//! of it: whatever a page shows must be in its view.
//!
//! Addresses are ready to print, relative to the page, unless a field says that they are
//! absolute. Dates and numbers with a fixed look are texts; plain counts are numbers.
//!
//! What there are many of on a page borrows its texts from the section, `'s`: a post is shown in
//! some twenty lists.

use std::borrow::Cow;

use serde::{Serialize, Serializer};

/// What is the same on every page of a section: `site` in every template. It holds only what
/// seldom changes, because it is in every page's key.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Chrome {
    /// The one title: `Nghị quyết 71-NQ/TW`.
    pub title: String,
    /// The resolution's name in running text: `Nghị quyết số 71-NQ/TW`.
    pub in_text: String,
    /// The resolution's number.
    pub number: String,
    /// The resolution's date, in words.
    pub date: String,
    /// Who issued it.
    pub body: String,
    /// What it is about.
    pub subject: String,
    /// The language of the pages.
    pub lang: String,
    /// True for a section of many units.
    pub many: bool,
    /// The unit whose section this is; in a department without `owner`, an empty name.
    pub unit: UnitFacts,
    /// The absolute address of the section, with a slash at the end; none without `base_url`.
    pub base_url: Option<String>,
    /// The entries of the menu that exist: ids such as `home`, with paths from the section's top.
    pub menu: Vec<MenuItem>,
    /// The unit's sign, its path from the section's top: print it behind `page.root`.
    pub logo: Option<Picture>,
    /// The unit's colour; none where the theme's own is used.
    pub accent: Option<Accent>,
    /// Paths of feeds from the section's top; empty without `base_url`.
    pub feeds: Vec<MenuItem>,
}

/// A unit's colour as pages show it: `#8a1538`. Text in it can be read on the standard theme's
/// grounds (WCAG 2.2, 4.5 : 1).
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Accent {
    /// On light grounds.
    pub light: String,
    /// On dark grounds.
    pub dark: String,
}

/// One entry of the menu.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct MenuItem {
    /// What it is: `home`, `posts`, `documents`, `exemplars`, `units`, `counts`,
    /// `search`, `about`, `map`.
    pub id: &'static str,
    /// Its label.
    pub label: String,
    /// Its path from the section's top: print it behind `page.root`.
    pub path: String,
}

/// A unit as its pages and the footer show it. Texts are empty where nothing is known.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct UnitFacts {
    /// The stable code.
    pub code: String,
    /// The official name.
    pub name: String,
    /// The short name.
    pub short_name: String,
    /// The label of its kind.
    pub kind: String,
    /// The body above it.
    pub parent: String,
    /// Who answers for the content.
    pub responsible: String,
    /// The contact's office.
    pub contact_role: String,
    /// The office's e-mail.
    pub contact_email: String,
    /// Where the office is.
    pub address: String,
    /// The office's telephone.
    pub phone: String,
    /// The unit's portal (absolute).
    pub portal_url: String,
    /// The unit's own section, where it is not this one (absolute).
    pub section_url: String,
    /// For a merged unit: the name of the one it became part of.
    pub merged_into: String,
    /// The last day of its life, where it has ended.
    pub ended: String,
}

/// A text with an address.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Anchor {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// What every page has: `page` in every template.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Page {
    /// The way up to the section's top: `../../`, or nothing.
    pub root: String,
    /// Which menu entry is the current one.
    pub section: &'static str,
    /// The page's own heading: its H1, but for the home page, where the H1 is the title.
    pub heading: String,
    /// The text of `<title>`.
    pub title: String,
    /// For search engines and social networks; may be empty.
    pub description: String,
    /// The absolute address of this page.
    pub canonical: Option<String>,
    /// The absolute address of the picture that stands for it.
    pub image: Option<String>,
    /// The language of the page's own text.
    pub lang: String,
    /// The way to this page, the page itself left out.
    pub crumbs: Vec<Anchor>,
    /// "Cập nhật lần cuối": the newest date among the posts shown; empty where there is none.
    pub updated: String,
    /// In a department, the unit that the page belongs to.
    pub unit: Option<Anchor>,
    /// True for pages that search engines should leave out.
    pub noindex: bool,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Picture {
    /// Its address.
    pub src: String,
    /// What it shows.
    pub alt: String,
    /// Its width in pixels, as displayed.
    pub width: u32,
    /// Its height in pixels, as displayed.
    pub height: u32,
    /// Who made it; may be empty.
    pub credit: String,
}

/// A term of a vocabulary.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct TermView {
    /// Its code.
    pub code: String,
    /// Its full label.
    pub label: String,
    /// Its short label.
    pub short: String,
    /// The list of its posts, where there is one.
    pub href: Option<String>,
}

/// A post as lists show it.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Card<'s> {
    /// Its title.
    pub title: &'s str,
    /// Its address; absolute for a pointer post.
    pub href: Cow<'s, str>,
    /// True when the address leads out of the section.
    pub external: bool,
    /// Its date: `20/5/2026`.
    pub date: String,
    /// Its date for machines: `2026-05-20`.
    pub iso_date: String,
    /// Its summary.
    pub summary: &'s str,
    /// Its content type's short label.
    pub kind: &'s str,
    /// Its content type's code.
    pub kind_code: &'s str,
    /// Its unit's short name, in a department's whole lists; else empty.
    pub unit: &'s str,
    /// The leading picture.
    pub image: Option<Picture>,
    /// Marked as a good example.
    pub exemplar: bool,
    /// Its language, where it is not the section's.
    pub lang: Option<&'s str>,
    /// In the list of documents alone: number, date, issuer, abstract, files.
    pub document: Option<DocumentView>,
}

/// An official document.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct DocumentView {
    /// Number and notation; may be empty.
    pub number: String,
    /// Its date; may be empty.
    pub date: String,
    /// Who issued it; may be empty.
    pub issuer: String,
    /// Its abstract; may be empty.
    pub summary: String,
    /// Its files.
    pub files: Vec<FileView>,
}

/// A file to take away.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct FileView {
    /// Its name as the author had it.
    pub name: String,
    /// Its address.
    pub href: String,
    /// Its kind: `PDF`.
    pub format: String,
    /// Its size in words: `36 KB`.
    pub size: String,
}

/// The pages of a long list, oldest first.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Pager {
    /// The list's first page, with its newest posts.
    pub newest: String,
    /// True on that page.
    pub is_newest: bool,
    /// The numbered pages that this one leads to, in order: the first, those near it, and on the
    /// list's first page the last ones. Where numbers are left out between two, print a gap.
    pub pages: Vec<PagerItem>,
    /// How many posts the list has; 0 on numbered pages, which a newer post does not change.
    pub total: usize,
}

/// One numbered page.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct PagerItem {
    /// Its number, from 1.
    pub number: usize,
    /// Its address.
    pub href: String,
    /// True on that page.
    pub current: bool,
}

/// A figure, and the posts behind it.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Figure {
    /// The figure.
    pub n: u32,
    /// Where the posts behind it are; none for zero.
    pub href: Option<String>,
}

/// The four figures that always stand together, and what follows from them.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct Figures {
    /// Đăng.
    pub published: Figure,
    /// Được tính.
    pub counted: Figure,
    /// Loại trừ.
    pub excluded: Figure,
    /// The excluded by reason, on the pages that explain them; only reasons that occur.
    pub reasons: Vec<ReasonView>,
    /// Chỉ tiêu; 0 where there is none (see `goal`).
    pub target: u32,
    /// `products`, `no-target`, `part-quarter`, `outside`.
    pub goal: &'static str,
    /// Whether the target is met; none where there is no target.
    pub met: Option<bool>,
    /// Products still missing.
    pub shortfall: u32,
}

/// How many posts were excluded for one reason.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ReasonView {
    /// The reason's code.
    pub code: &'static str,
    /// The reason in words.
    pub label: String,
    /// How many.
    pub figure: Figure,
}

/// A part of a whole: `912/923 (98,8%)`.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct ShareView {
    /// The numerator.
    pub part: u32,
    /// The denominator.
    pub whole: u32,
    /// The percentage as text; empty for a denominator of 0.
    pub percent: String,
    /// Where the units behind it are told apart; none where that is nowhere.
    pub href: Option<String>,
}

/// A place or a length in a drawing: hundredths of a per cent of its width or height. Templates
/// see a number such as `12.5`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Percent(u32);

impl Percent {
    /// Rounds; what lies outside the drawing is set on its edge.
    pub fn of(percent: f64) -> Percent {
        Percent((percent.clamp(0.0, 100.0) * 100.0).round() as u32)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_f64(f64::from(self.0) / 100.0)
    }
}

/// A round number on an upright axis.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Tick {
    /// How far from the top.
    pub at: Percent,
    /// The number.
    pub label: String,
}

/// A straight line in a drawing.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Segment {
    /// From the left.
    pub x1: Percent,
    /// From the top.
    pub y1: Percent,
    /// From the left.
    pub x2: Percent,
    /// From the top.
    pub y2: Percent,
}

/// Products over time against their targets.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Columns {
    /// The upright axis, from 0.
    pub ticks: Vec<Tick>,
    /// One a period, oldest first.
    pub columns: Vec<Column>,
}

/// One period's products.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Column {
    /// The period in short; empty where there is no room for it.
    pub label: String,
    /// True where the label has room on a narrow screen too.
    pub major: bool,
    /// Of the column, from the left.
    pub middle: Percent,
    /// The column's left side.
    pub left: Percent,
    /// The column's width.
    pub width: Percent,
    /// The column's upper side, from the top.
    pub top: Percent,
    /// The column's height.
    pub height: Percent,
    /// Products counted; empty where there is no room for it.
    pub value: String,
    /// Where the value stands, from the top.
    pub value_at: Percent,
    /// The mark of the target; none where nothing is asked.
    pub target: Option<Segment>,
    /// Whether the target is met; none where there is none.
    pub met: Option<bool>,
}

/// A share over time.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Line {
    /// The upright axis, from 0 % to 100 %.
    pub ticks: Vec<Tick>,
    /// One a period that has a share, oldest first.
    pub points: Vec<Point>,
    /// Between neighbours that both have one.
    pub segments: Vec<Segment>,
}

/// One period's share.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Point {
    /// The period in short; empty where there is no room for it.
    pub label: String,
    /// True where the label has room on a narrow screen too.
    pub major: bool,
    /// From the left.
    pub x: Percent,
    /// From the top.
    pub y: Percent,
    /// The percentage; empty where there is no room for it.
    pub value: String,
    /// Where the value stands, from the top.
    pub value_at: Percent,
}

/// One content type's posts.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct TypeBar {
    /// The type's short label.
    pub label: String,
    /// Published posts.
    pub published: u32,
    /// The length of the counted part.
    pub counted: Percent,
    /// The length of the excluded part, which follows it.
    pub excluded: Percent,
}

/// One quarter's figures over all rows of a table.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct PeriodRow {
    /// `Quý II/2026`, or a year: `Năm 2026`.
    pub label: String,
    /// Its own page; none for a unit's or a school's year.
    pub href: Option<String>,
    /// The figures, targets added up.
    pub figures: Figures,
    /// Units that met their target.
    pub met: ShareView,
    /// Units with a section that has something in it.
    pub coverage: ShareView,
    /// Counted products compared with the period before: `+3`, `−1`, `0`; empty where there is
    /// no period before, and on pages about something else.
    pub change: String,
}

/// One unit's figures.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct UnitRow {
    /// The unit's short name.
    pub name: String,
    /// Its page in the section.
    pub href: String,
    /// The figures of the period.
    pub figures: Figures,
    /// Published posts by type, in the order of the table's types.
    pub types: Vec<Figure>,
    /// Counted products in the quarter before: compared as in [`PeriodRow::change`].
    pub change: String,
    /// True when the unit has a section with something in it; nothing for a unit that no longer or
    /// not yet existed, which no share speaks of.
    pub covered: Option<bool>,
}

/// One unit over the last quarters: a row of the heat table.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct UnitQuarters {
    /// The unit's short name.
    pub name: String,
    /// Its page in the section.
    pub href: String,
    /// One entry a quarter, oldest first.
    pub quarters: Vec<HeatCell>,
}

/// One unit in one quarter.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct HeatCell {
    /// Products counted, and the unit's page of the quarter.
    pub counted: Figure,
    /// Products asked for; 0 where there is no target.
    pub target: u32,
    /// With a target: 0 nothing yet, 1 less than half, 2 more, 3 met, 4 twice as much and above.
    pub level: Option<u8>,
}

/// A group of units under one parent.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct GroupRow {
    /// The fragment of the group on its page: `n1`.
    pub anchor: String,
    /// The parent's name, or "trực thuộc".
    pub name: String,
    /// Where the group's units are listed.
    pub href: String,
    /// How many units it has.
    pub units: u32,
    /// The figures.
    pub figures: Figures,
    /// Units that met their target.
    pub met: ShareView,
    /// Units with a section.
    pub coverage: ShareView,
    /// The units, on the group's own page only.
    pub rows: Vec<UnitRow>,
}

/// A post as count pages list it, with what became of it.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct JudgedPost<'s> {
    /// Its number in the list, from 1.
    pub number: usize,
    /// Its title.
    pub title: &'s str,
    /// Its language, where it is not the section's.
    pub lang: Option<&'s str>,
    /// Its address.
    pub href: Cow<'s, str>,
    /// Its date.
    pub date: String,
    /// Its unit's short name; empty on a unit's own page.
    pub unit: &'s str,
    /// True when it counts.
    pub counted: bool,
    /// Why it does not; with the author's own reason where there is one.
    pub reason: String,
    /// True when the author named another quarter than the date's.
    pub declared: bool,
}

/// Posts of one content type, with what became of them.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct JudgedType<'s> {
    /// The type's code, the fragment of the group on its page.
    pub code: &'s str,
    /// The type's label.
    pub label: &'s str,
    /// Published posts of this type.
    pub published: u32,
    /// Those that count.
    pub counted: u32,
    /// Those that do not.
    pub excluded: u32,
    /// The posts.
    pub posts: Vec<JudgedPost<'s>>,
}

/// The days that a count page covers, and the rule in numbers.
#[derive(Clone, Debug, Default, PartialEq, Hash, Serialize)]
pub struct RuleView {
    /// The first day counted.
    pub from: String,
    /// The last day counted.
    pub to: String,
    /// `calendar` or `nd09`.
    pub period_rule: &'static str,
    /// The default target.
    pub target: u32,
    /// Labels of content types that do not count.
    pub not_countable: Vec<String>,
}

/// The home page: `home.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Home<'s> {
    /// Pinned posts, then the newest.
    pub pinned: Vec<Card<'s>>,
    /// The newest posts.
    pub newest: Vec<Card<'s>>,
    /// The build's quarter in small.
    pub quarter: Option<PeriodRow>,
    /// How many units there are, in a department.
    pub units: usize,
}

/// A list page: `list.html` (for documents `documents.html`).
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ListView<'s> {
    /// `quarter`, `type`, `topic`, `exemplar`, `documents`.
    pub kind: &'static str,
    /// The posts: newest first on the first page, oldest first on numbered ones.
    pub posts: Vec<Card<'s>>,
    /// The other pages.
    pub pager: Pager,
    /// For a quarter: its small counts.
    pub quarter: Option<PeriodRow>,
    /// For a quarter: its feed.
    pub feed: Option<String>,
    /// For documents, on the first page: the resolution itself.
    pub resolution: Option<ResolutionView>,
}

/// The resolution at the head of the documents.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ResolutionView {
    /// `71-NQ/TW`.
    pub number: String,
    /// The day it was issued.
    pub date: String,
    /// Who issued it.
    pub body: String,
    /// What it is about.
    pub subject: String,
    /// The post that publishes it in this section; none where there is none.
    pub href: Option<String>,
    /// That post's files.
    pub files: Vec<FileView>,
}

/// All quarters: `quarters.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct QuartersView {
    /// Newest first.
    pub quarters: Vec<PeriodRow>,
    /// Content types that have posts.
    pub types: Vec<TermView>,
    /// Topics that have posts.
    pub topics: Vec<TermView>,
}

/// A post's page: `post.html`. The template also gets `body` (the text as markup), `headings`
/// (for a table of contents; empty for short posts) and `has_code`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct PostView {
    /// The stable id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its summary, where the author gave one.
    pub summary: String,
    /// Its date: `20/5/2026`.
    pub date: String,
    /// Its date for machines.
    pub iso_date: String,
    /// The day it was last changed; empty where it never was.
    pub updated: String,
    /// That day for machines.
    pub iso_updated: String,
    /// The quarter it is counted in.
    pub quarter: Anchor,
    /// True when the author named another quarter than the date's.
    pub quarter_declared: bool,
    /// Its content type.
    pub kind: TermView,
    /// Its topics.
    pub topics: Vec<TermView>,
    /// Its task group, where it has one.
    pub task: Option<TermView>,
    /// Whom it is for.
    pub audience: Vec<String>,
    /// Free words.
    pub tags: Vec<String>,
    /// Who wrote it; may be empty.
    pub author: String,
    /// Where it was taken from; may be empty.
    pub source_name: String,
    /// The absolute address of that; may be empty.
    pub source_url: String,
    /// Units that took part.
    pub partners: Vec<Anchor>,
    /// The leading picture.
    pub image: Option<Picture>,
    /// For official documents.
    pub document: Option<DocumentView>,
    /// Files to take away.
    pub files: Vec<FileView>,
    /// For events: when, where, how many; texts may be empty.
    pub event: Option<EventView>,
    /// Films and recordings.
    pub media: Vec<MediaView>,
    /// The same product on other channels (absolute addresses, may be empty).
    pub channels: Vec<Anchor>,
    /// How far it reached, channel by channel, as its people read it there.
    pub reach: Vec<ReachView>,
    /// The sheet for the notice board, where there is one.
    pub notice: Option<String>,
    /// The same text in other languages: language names and addresses.
    pub translations: Vec<Translation>,
    /// True when it repeats something published elsewhere.
    pub repost: bool,
    /// Where the repeated original is; may be empty.
    pub repost_url: String,
    /// Marked as a good example.
    pub exemplar: bool,
    /// Earlier posts of the same unit that share a topic with it, the nearest first.
    pub related: Vec<Related>,
    /// The post before it in time, in the same unit.
    pub older: Option<Neighbour>,
    /// The post after it.
    pub newer: Option<Neighbour>,
    /// Its links, resolved; the body is rendered with these.
    pub links: Vec<crate::content::Link>,
}

/// The post before or after another one.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Neighbour {
    /// Its title.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Its language, where it is not the section's.
    pub lang: Option<String>,
}

/// A post that another one leads to. It says little, so that an edit of the post changes few
/// other pages.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Related {
    /// Its title.
    pub title: String,
    /// Its address; absolute for a pointer post.
    pub href: String,
    /// Its date: `20/5/2026`.
    pub date: String,
    /// Its date for machines: `2026-05-20`.
    pub iso_date: String,
    /// Its content type's short label.
    pub kind: String,
    /// Its language, where it is not the section's.
    pub lang: Option<String>,
}

/// How far a post reached on one channel.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct ReachView {
    /// The channel's short label; empty where none is named.
    pub channel: String,
    /// Times seen.
    pub views: Option<u32>,
    /// Likes and the like.
    pub reactions: Option<u32>,
    /// Times passed on.
    pub shares: Option<u32>,
    /// The day the figures were read.
    pub as_of: String,
}

/// A post's sheet for the notice board: `notice.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct NoticeView {
    /// The unit's full name.
    pub unit: String,
    /// The body above it; may be empty.
    pub parent: String,
    /// The title.
    pub title: String,
    /// The language of title and summary.
    pub lang: String,
    /// The summary.
    pub summary: String,
    /// The date: `20/5/2026`.
    pub date: String,
    /// The content type's label.
    pub kind: String,
    /// The leading picture.
    pub image: Option<Picture>,
    /// The post's page, for who reads the sheet on a screen.
    pub href: String,
    /// The absolute address; empty without `base_url`.
    pub address: String,
    /// That address as a QR code.
    pub code: Option<QrView>,
}

/// A QR code to draw.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct QrView {
    /// Width and height in modules, the quiet zone of four on each side included.
    pub size: u32,
    /// The dark modules as the data of an SVG path, one unit a module.
    pub path: String,
}

/// A post in another language.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Translation {
    /// The language tag.
    pub lang: String,
    /// The language's name.
    pub label: String,
    /// Its address.
    pub href: String,
    /// Its absolute address, for `hreflang`.
    pub absolute: Option<String>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct EventView {
    /// When; may be empty.
    pub date: String,
    /// Where; may be empty.
    pub place: String,
    /// How many took part.
    pub participants: Option<u32>,
}

/// A film or a recording.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct MediaView {
    /// `video` or `audio`.
    pub kind: String,
    /// Where it plays (absolute).
    pub url: String,
    /// How long; may be empty.
    pub duration: String,
    /// Its text, or where it is; may be empty.
    pub transcript: String,
}

/// A forwarding page at an old address: `forward.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Forward {
    /// Where the post is now.
    pub href: String,
    /// Its title.
    pub title: String,
}

/// All units: `units.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct UnitsView {
    /// Every unit, in registry order.
    pub units: Vec<UnitLine>,
}

/// One line in the list of units.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct UnitLine {
    /// The full name.
    pub name: String,
    /// Its page.
    pub href: String,
    /// The label of its kind.
    pub kind: String,
    /// Published posts in all, and the page that leads to them.
    pub published: Figure,
    /// The date of the newest; may be empty.
    pub newest: String,
    /// True when its life has ended.
    pub ended: bool,
}

/// A unit's page in a department's section: `unit.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct UnitView<'s> {
    /// The unit.
    pub facts: UnitFacts,
    /// Its newest posts.
    pub newest: Vec<Card<'s>>,
    /// Its quarters, newest first.
    pub quarters: Vec<PeriodRow>,
    /// Posts of others that it took part in.
    pub joint: Vec<Card<'s>>,
    /// Its feed.
    pub feed: Option<String>,
}

/// Output counts over all quarters: `counts.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct CountsView {
    /// One row a quarter, newest first.
    pub quarters: Vec<PeriodRow>,
    /// One row a year, newest first.
    pub years: Vec<PeriodRow>,
    /// All quarters, oldest first: the columns of `types`.
    pub quarter_labels: Vec<Anchor>,
    /// The last eight quarters, oldest first: the columns of `units`.
    pub heat_labels: Vec<Anchor>,
    /// One row a unit, in a department.
    pub units: Vec<UnitQuarters>,
    /// `quarters` drawn: products and targets.
    pub products: Option<Columns>,
    /// `quarters` drawn: coverage; only in a department.
    pub coverage: Option<Line>,
    /// Published posts by type and quarter: one row a type.
    pub types: Vec<TypeQuarters>,
    /// The newest quarter's groups by administration; only in a department.
    pub by_admin: Vec<GroupRow>,
    /// The newest quarter's groups by profession.
    pub by_prof: Vec<GroupRow>,
    /// The rule.
    pub rule: RuleView,
}

/// One content type over all quarters.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct TypeQuarters {
    /// The type's label.
    pub label: String,
    /// Published posts, one entry a quarter, oldest first.
    pub quarters: Vec<Figure>,
}

/// One quarter's output counts: `counts-quarter.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct QuarterCounts<'s> {
    /// The quarter's totals.
    pub total: PeriodRow,
    /// Content types of the quarter, the columns of `units`.
    pub types: Vec<TypeTotal>,
    /// `types` drawn.
    pub bars: Vec<TypeBar>,
    /// One row a unit, in a department.
    pub units: Vec<UnitRow>,
    /// Groups by administration, in a department.
    pub by_admin: Vec<GroupRow>,
    /// Groups by profession, in a department.
    pub by_prof: Vec<GroupRow>,
    /// For one unit: every post, by type.
    pub posts: Vec<JudgedType<'s>>,
    /// The address of `san-pham.csv`.
    pub csv: String,
    /// The rule and the days counted.
    pub rule: RuleView,
}

/// A content type's totals in one quarter.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct TypeTotal {
    /// The short label.
    pub label: String,
    /// True when posts of the type count.
    pub countable: bool,
    /// The figures; without a target.
    pub figures: Figures,
}

/// One year of a department: `counts-year.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct YearCounts {
    /// The year's totals.
    pub total: PeriodRow,
    /// Its quarters that have figures, newest first.
    pub quarters: Vec<PeriodRow>,
    /// One row a unit, without types; `change` compares with the year before.
    pub units: Vec<UnitRow>,
    /// The rule.
    pub rule: RuleView,
}

/// Posts behind figures of one quarter: `counts-posts.html` (a unit's, or a content type's).
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct QuarterPosts<'s> {
    /// The figures of the page; a target only for a unit.
    pub figures: Figures,
    /// True for a unit's page.
    pub of_unit: bool,
    /// The posts by type.
    pub posts: Vec<JudgedType<'s>>,
    /// The rule and the days counted.
    pub rule: RuleView,
}

/// One roll-up of a quarter with its units: `counts-groups.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct QuarterGroups {
    /// `admin` or `prof`.
    pub by: &'static str,
    /// The groups with their units.
    pub groups: Vec<GroupRow>,
    /// The quarter's totals.
    pub total: PeriodRow,
    /// The rule and the days counted.
    pub rule: RuleView,
}

/// The map of the section: `map.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct MapView {
    /// Parts of the section with their pages.
    pub parts: Vec<MapPart>,
}

/// A part of the section.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct MapPart {
    /// Its name.
    pub label: String,
    /// Its pages.
    pub pages: Vec<Anchor>,
}

/// About the section: `about.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct AboutView {
    /// The counting rule in numbers.
    pub rule: RuleView,
    /// The absolute address of the section's home page; empty without `base_url`.
    pub home_url: String,
    /// The absolute address of the feed; empty without `base_url`.
    pub feed_url: String,
    /// What goes into another page; none without `base_url`.
    pub embed: Option<EmbedCodes>,
}

/// What the codes for other pages are made with.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct EmbedCodes {
    /// The absolute address of `nhung.html`.
    pub frame_url: String,
    /// The frame's id in the other page: `nq71-thcs-hoa-sen`.
    pub frame_id: String,
    /// Scheme and host of the section, as a browser gives them with a message.
    pub origin: String,
    /// The absolute address of `doan-ma.html`.
    pub fragment_url: String,
    /// What stands in `doan-ma.html`.
    pub fragment: FragmentView,
}

/// The newest posts for a frame in another page: `embed.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct EmbedView {
    /// The posts, newest first.
    pub posts: Vec<EmbedPost>,
}

/// The newest posts to be pasted into another page: `fragment.html`. All addresses are absolute.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct FragmentView {
    /// The section's home page.
    pub home: String,
    /// The posts, newest first.
    pub posts: Vec<EmbedPost>,
}

/// A post in another page.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct EmbedPost {
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Its date: `20/5/2026`.
    pub date: String,
    /// Its date for machines: `2026-05-20`.
    pub iso_date: String,
    /// Its unit's short name, in a department; else empty.
    pub unit: String,
    /// Its language, where it is not the section's.
    pub lang: Option<String>,
}

/// The search: `search.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SearchView {
    /// Quarters that have posts, newest first.
    pub quarters: Vec<SearchQuarter>,
    /// Content types that have posts.
    pub types: Vec<SearchOption>,
    /// Units that have posts; only in a department.
    pub units: Vec<SearchOption>,
    /// Lists by type, for readers whose browser runs no scripts.
    pub lists: Vec<Anchor>,
    /// How many posts are searched.
    pub posts: usize,
    /// True when the words of the texts are searched too.
    pub whole_texts: bool,
}

/// A quarter in the search.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SearchQuarter {
    /// `2026-q4`
    pub code: String,
    /// `Quý IV/2026`
    pub label: String,
    /// Its list.
    pub href: String,
    /// How many posts each part of its index has, newest first: the last number is part 1's.
    pub parts: Vec<usize>,
}

/// Something that a search can be limited to.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SearchOption {
    /// Its code, which the index has.
    pub code: String,
    /// What a reader sees.
    pub label: String,
}

/// Who is behind, for the office: `behind.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct BehindView {
    /// The quarter.
    pub quarter: String,
    /// Its last day.
    pub last_day: String,
    /// Days left, today and the last one included; 0 when it is over.
    pub days_left: i32,
    /// The day of the build.
    pub today: String,
    /// Units behind, in registry order.
    pub units: Vec<BehindUnit>,
    /// Units that met their target.
    pub met: ShareView,
}

/// A unit that is behind.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct BehindUnit {
    /// Its full name.
    pub name: String,
    /// Its contact's e-mail; may be empty.
    pub email: String,
    /// Products counted.
    pub counted: u32,
    /// Products asked for.
    pub target: u32,
    /// Products missing.
    pub shortfall: u32,
    /// The date of its newest post; may be empty.
    pub newest: String,
    /// A text ready to be sent.
    pub reminder: String,
}

/// One week for the office's meeting, on one sheet: `week.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct WeekView {
    /// The week's number and year: `47/2026`.
    pub week: String,
    /// Its Monday.
    pub from: String,
    /// Its Sunday.
    pub to: String,
    /// The day of the build.
    pub today: String,
    /// The quarter of that day, as in a sentence: `quý IV/2026`.
    pub quarter: String,
    /// The quarter's last day.
    pub last_day: String,
    /// Days left in the quarter, today and the last one included.
    pub days_left: i32,
    /// The quarter's figures; addresses in it lead nowhere from here.
    pub total: PeriodRow,
    /// The newest posts dated in the week, as many as fit.
    pub posts: Vec<WeekPost>,
    /// How many posts the week has.
    pub published: u32,
    /// How many of them count.
    pub counted: u32,
    /// Posts that did not fit.
    pub more_posts: usize,
    /// Units that miss most of their target, as many as fit.
    pub behind: Vec<WeekUnit>,
    /// How many units are behind.
    pub all_behind: usize,
    /// Units that did not fit.
    pub more_behind: usize,
    /// The quarter's posts that reached most people, then its good examples.
    pub top: Vec<WeekPost>,
}

/// A post on the week's sheet.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct WeekPost {
    /// Its title.
    pub title: String,
    /// Its absolute address; empty without `base_url`.
    pub address: String,
    /// Its unit's short name; empty in a school.
    pub unit: String,
    /// Its date: `20/11`.
    pub date: String,
    /// Its content type's short label.
    pub kind: String,
    /// True when it counts.
    pub counted: bool,
    /// Times seen on all channels together, where somebody read that.
    pub views: Option<u64>,
}

/// A unit on the week's sheet.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct WeekUnit {
    /// Its short name.
    pub name: String,
    /// Products counted.
    pub counted: u32,
    /// Products asked for.
    pub target: u32,
    /// Products missing.
    pub shortfall: u32,
}

/// How the sources of gathered posts are, for the office: `sources.html`.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SourcesView {
    /// The day of the build.
    pub today: String,
    /// How many sources were read at the last attempt, or known to be unchanged.
    pub good: usize,
    /// All sources, those that need somebody first.
    pub sources: Vec<SourceLine>,
    /// How many of them need nobody.
    pub fine: usize,
    /// Rows that were not admitted, the first of them.
    pub rejected: Vec<RejectedLine>,
    /// How many rows were not admitted.
    pub rejected_total: usize,
    /// Sections of units without gathered posts that were looked at.
    pub sections: usize,
    /// How many of them carry the exact title.
    pub sections_seen: usize,
    /// Those of them that something is wrong with, the first of them.
    pub sections_wrong: Vec<SectionLine>,
    /// What was decided about gathered posts.
    pub decisions: Vec<DecisionLine>,
}

/// How often one thing was decided.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct DecisionLine {
    /// What, in words.
    pub label: String,
    /// How often.
    pub times: usize,
}

/// One source.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SourceLine {
    /// Its key.
    pub key: String,
    /// The unit's short name.
    pub unit: String,
    /// Where it is.
    pub address: String,
    /// `moi`, `tot`, `loi` or `giu`.
    pub state: &'static str,
    /// The state in words.
    pub label: String,
    /// The day of the last attempt; may be empty.
    pub checked: String,
    /// The day of the last good copy; may be empty.
    pub good: String,
    /// How many days ago that was, where the last attempt brought nothing new.
    pub age: Option<i32>,
    /// Rows that were admitted.
    pub admitted: u32,
    /// Rows that were not.
    pub rejected: u32,
    /// What went wrong, in words; may be empty.
    pub error: String,
}

/// A section that something is wrong with.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SectionLine {
    /// The unit's short name.
    pub unit: String,
    /// Where it is.
    pub address: String,
    /// What is wrong, in words.
    pub error: String,
    /// The day it was last looked at.
    pub checked: String,
    /// The day it was last seen to carry the exact title, where that still holds; may be empty.
    pub good: String,
}

/// A row that was not admitted.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct RejectedLine {
    /// The source's key.
    pub source: String,
    /// The row's own id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Why, in words.
    pub reason: String,
}
