//! Which pages exist, and the ones that are made once.

use crate::diagnostics::{Diagnostic, Place};
use crate::model::{
    DARK_GROUNDS, FileKind, LIGHT_GROUNDS, Layout, ListKind, OutPath, Post, Quarter, Scope, Standing, UnitId,
};
use crate::stats::{RollUp, Row, Total};
use crate::text::{self, long_date, short_date};

use super::lists::in_small;
use super::search::part_path;
use super::view::{
    AboutView, Accent, Anchor, BehindUnit, BehindView, Chrome, Forward, Home, MapPart, MapView, MenuItem,
    Page, Picture, RuleView, UnitFacts,
};
use super::{Data, Draft, Html, PER_PAGE, PageRef, Planned, Planner, URLS_PER_MAP, View, shown_files};

/// Lists every page for the public.
pub(super) fn public(planner: &Planner<'_>, assets: &[OutPath], draft: &mut Draft) {
    let site = planner.site;
    let with_base = site.config.base_url.is_some();
    draft.put("index.html", PageRef::Home);
    draft.put("gioi-thieu/index.html", PageRef::About);
    draft.put("so-do/index.html", PageRef::Map);
    draft.put("404.html", PageRef::NotFound);
    draft.put("thong-ke/index.html", PageRef::Counts);
    // Almost in the order of their addresses: that makes sorting quick.
    for (id, post) in site.posts_by_source() {
        let page = match post.standing(site.today) {
            _ if site.shows(post) => PageRef::Post(id),
            Standing::Withdrawn => PageRef::Tombstone(id),
            _ => continue,
        };
        if let Some(path) = &post.path {
            draft.pages.push(Planned { path: path.clone(), page });
        }
    }
    for (scope, kind, posts) in site.shown_lists() {
        let Some(folder) = list_folder(planner, scope, kind) else { continue };
        draft.put(format!("{folder}index.html"), PageRef::List(scope, kind, 0));
        for number in 1..=posts.len().div_ceil(PER_PAGE) {
            draft.put(format!("{folder}trang-{number}.html"), PageRef::List(scope, kind, number as u16));
        }
        if let ListKind::Quarter(quarter) = kind
            && with_base
        {
            draft.put(format!("{folder}rss.xml"), PageRef::QuarterFeed(scope, quarter));
        }
    }
    let has_posts = |scope| !site.shown(scope, ListKind::All).is_empty();
    if has_posts(Scope::Whole) {
        draft.put("q/index.html", PageRef::Quarters(Scope::Whole));
        draft.put("tim-kiem/index.html", PageRef::Search);
        for parts in planner.search_parts() {
            for number in 1..=parts.ranges.len() {
                let path = part_path(parts.quarter, number);
                draft.pages.push(Planned { path, page: PageRef::SearchPart(parts.quarter, number as u16) });
            }
        }
    }
    draft.put("nhung.html", PageRef::Embed);
    if with_base {
        draft.put("rss.xml", PageRef::Feed(Scope::Whole));
        draft.put("atom.xml", PageRef::Atom);
        draft.put("doan-ma.html", PageRef::Fragment);
        for part in 1..=planner.map_parts() {
            let name = if part == 1 { "so-do.xml".to_owned() } else { format!("so-do-{part}.xml") };
            draft.put(name, PageRef::MapUrls(part as u16));
        }
    }
    if planner.many() {
        draft.put("don-vi/index.html", PageRef::Units);
        for (unit, _) in site.config.units.iter() {
            let scope = Scope::Unit(unit);
            let folder = site.folder(scope);
            draft.put(format!("{folder}index.html"), PageRef::Unit(unit));
            if has_posts(scope) {
                draft.put(format!("{folder}q/index.html"), PageRef::Quarters(scope));
            }
            if with_base {
                draft.put(format!("{folder}rss.xml"), PageRef::Feed(scope));
            }
        }
    }
    if planner.many() {
        for year in planner.counts.years() {
            draft.put(planner.year_path(year).as_str(), PageRef::CountsYear(year));
        }
    }
    for &quarter in planner.counts.quarters() {
        let folder = format!("thong-ke/{}/", quarter.slug());
        draft.put(format!("{folder}index.html"), PageRef::CountsQuarter(quarter));
        draft.put(format!("{folder}san-pham.csv"), PageRef::Products(quarter));
        if planner.many() {
            for row in planner.counts.rows(quarter) {
                let code = &site.config.units.get(row.unit).code;
                draft.put(format!("{folder}{code}.html"), PageRef::CountsUnit(quarter, row.unit));
            }
            for kind in planner.counts.types(quarter) {
                let path = planner.type_path(quarter, kind);
                draft.put(path.as_str(), PageRef::CountsType(quarter, kind));
            }
            let tally = planner.counts.total(quarter);
            for total in Total::ALL.into_iter().filter(|&total| tally.only(total).published > 0) {
                draft.put(planner.total_path(quarter, total).as_str(), PageRef::CountsTotal(quarter, total));
            }
            for by in RollUp::ALL {
                draft.put(planner.groups_path(quarter, by).as_str(), PageRef::CountsGroups(quarter, by));
            }
        }
    }
    for quarter in planner.handed().keys() {
        draft.put(format!("trao-doi/{}.csv", quarter.slug()), PageRef::Exchange(*quarter));
    }
    draft.put("trao-doi/muc-luc.csv", PageRef::ExchangeIndex);
    for id in shown_files(site) {
        draft.pages.push(Planned { path: site.file(id).path.clone(), page: PageRef::File(id) });
    }
    for (index, path) in assets.iter().enumerate() {
        draft.put(path.as_str(), PageRef::Asset(index as u16));
    }
}

/// Lists the pages for the office.
pub(super) fn office(planner: &Planner<'_>, draft: &mut Draft) {
    let now = Quarter::of(planner.site.today, planner.site.config.period_rule);
    draft.put("con-thieu/index.html", PageRef::Behind(now));
    let before = now.previous();
    if planner.counts.quarters().contains(&before) {
        draft.put(format!("con-thieu/{}.html", before.slug()), PageRef::Behind(before));
    }
    draft.put(super::week::path(planner.site.today).as_str(), PageRef::Week);
    let gathered = &planner.site.gathered;
    if !gathered.sections.is_empty() {
        draft.put("nguon/chuyen-muc.csv", PageRef::SectionsCsv);
    }
    if !gathered.sources.is_empty() || !gathered.sections.is_empty() {
        draft.put("nguon/index.html", PageRef::Sources);
        draft.put("nguon/nguon.csv", PageRef::SourcesCsv);
        draft.put("nguon/tu-choi.csv", PageRef::RejectedCsv);
        draft.put("nguon/doi-chieu.csv", PageRef::DecisionsCsv);
    }
}

/// Adds the forwarding pages of old addresses, and finds those that cannot be one.
pub(super) fn forwards(planner: &Planner<'_>, draft: &mut Draft) -> Vec<Diagnostic> {
    let site = planner.site;
    let mut found = Vec::new();
    for (id, post) in site.posts() {
        let shown = site.shows(post) || post.standing(site.today) == Standing::Withdrawn;
        for (written, span) in &post.aliases {
            match alias_path(planner, post, written) {
                Some(path) if shown => draft.pages.push(Planned { path, page: PageRef::Forward(id) }),
                Some(_) => {}
                None => found.push(
                    Diagnostic::error("dia-chi-cu-sai")
                        .arg("value", written)
                        .place(Place::later(&post.source, *span)),
                ),
            }
        }
    }
    found
}

/// Where an old address stands: a slug beside the post, or a whole address in the section. None
/// for an address elsewhere, and for one below a file: no disk holds a file and a folder of one name.
fn alias_path(planner: &Planner<'_>, post: &Post, written: &str) -> Option<OutPath> {
    let base = planner.site.config.base_url.as_ref().map_or("", |base| base.as_str());
    // An address copied before the portal had a certificate is the same address.
    let (_, base) = base.split_once("://").unwrap_or(("", base));
    let (inside, mut whole) = match written.split_once("://") {
        Some((_, rest)) if !base.is_empty() => (rest.strip_prefix(base)?, true),
        Some(_) => return None,
        None => (written, false),
    };
    let mut inside = inside.split(['?', '#']).next().unwrap_or("").trim_start_matches("./");
    // An address from the top of the host: the section's own folder comes first in it.
    if let Some(rest) = inside.strip_prefix('/') {
        let folder = base.split_once('/').map_or("", |(_, folder)| folder);
        (inside, whole) = (rest.strip_prefix(folder).unwrap_or(rest), true);
    }
    whole = whole || inside.contains('/');
    let path = if whole && (inside.is_empty() || inside.ends_with('/')) {
        format!("{inside}index.html")
    } else if whole && inside.ends_with(".html") {
        inside.to_owned()
    } else if whole {
        format!("{inside}/index.html")
    } else {
        let stem = inside.strip_suffix(".html").unwrap_or(inside);
        if stem.contains('.') {
            return None;
        }
        let folder = planner.site.folder(planner.scope_of(post.unit));
        format!("{folder}bai/{stem}.html")
    };
    // Some portals send every `tag/` to a program of theirs, even where there is a file.
    let fine =
        |path: &OutPath| !path.folder().contains('.') && !path.folder().split('/').any(|part| part == "tag");
    OutPath::new(&path).ok().filter(fine)
}

/// The folder of a list's pages, with a slash; `None` for lists that have no pages of their own.
pub(super) fn list_folder(planner: &Planner<'_>, scope: Scope, kind: ListKind) -> Option<String> {
    let vocabulary = &planner.site.config.vocabulary;
    let folder = planner.site.folder(scope);
    Some(match kind {
        ListKind::Quarter(quarter) => format!("{folder}q/{}/", quarter.slug()),
        ListKind::Type(id) => format!("{folder}hinh-thuc/{}/", vocabulary.types.get(id).code),
        ListKind::Topic(id) => format!("{folder}noi-dung/{}/", vocabulary.topics.get(id).code),
        ListKind::Exemplar => format!("{folder}dien-hinh/"),
        ListKind::Documents => format!("{folder}van-ban/"),
        ListKind::All | ListKind::Joint => return None,
    })
}

/// What is the same on every page.
pub(super) fn chrome(planner: &Planner<'_>) -> Chrome {
    let site = planner.site;
    let config = &site.config;
    let item = |id: &'static str, path: &str| MenuItem {
        id,
        label: planner.label(id).to_owned(),
        path: path.to_owned(),
    };
    let has = |kind| !site.shown(Scope::Whole, kind).is_empty();
    let mut menu = vec![item("home", "index.html")];
    for (id, path, there) in [
        ("posts", "q/index.html", has(ListKind::All)),
        ("documents", "van-ban/index.html", has(ListKind::Documents)),
        ("exemplars", "dien-hinh/index.html", has(ListKind::Exemplar)),
        ("units", "don-vi/index.html", planner.many()),
        ("counts", "thong-ke/index.html", true),
        ("search", "tim-kiem/index.html", has(ListKind::All)),
        ("about", "gioi-thieu/index.html", true),
        ("map", "so-do/index.html", true),
    ] {
        if there {
            menu.push(item(id, path));
        }
    }
    let feed =
        |label: &str, path: &str| MenuItem { id: "feed", label: label.to_owned(), path: path.to_owned() };
    let feeds = match &config.base_url {
        Some(_) => vec![feed("RSS", "rss.xml"), feed("Atom", "atom.xml")],
        None => Vec::new(),
    };
    let resolution = &config.resolution;
    let accent = config.accent.map(|accent| Accent {
        light: accent.readable_on(&LIGHT_GROUNDS).to_string(),
        dark: accent.readable_on(&DARK_GROUNDS).to_string(),
    });
    Chrome {
        title: resolution.title.clone(),
        in_text: resolution.in_text.clone(),
        number: resolution.number.clone(),
        date: short_date(resolution.date, config.lang),
        body: resolution.body.clone(),
        subject: resolution.subject.clone(),
        lang: config.lang.to_string(),
        many: planner.many(),
        unit: config.owner.map_or(UnitFacts::default(), |unit| planner.facts(unit)),
        base_url: config.base_url.as_ref().map(ToString::to_string),
        menu,
        logo: logo(planner),
        accent,
        feeds,
    }
}

/// The unit's sign. It says nothing that the unit's name beside it does not.
fn logo(planner: &Planner<'_>) -> Option<Picture> {
    let site = planner.site;
    let file = site.file(site.file_of(site.config.logo.as_ref()?)?);
    let FileKind::Picture { width, height } = file.kind else { return None };
    let (alt, credit) = (String::new(), String::new());
    Some(Picture { src: file.path.to_string(), alt, width, height, credit })
}

impl<'s> Planner<'s> {
    /// What every page has. The way to the page starts at the home page.
    pub(super) fn page(&self, path: &OutPath, section: &'static str, heading: &str) -> Page {
        let owner = &self.chrome.unit.name;
        let mut title = String::with_capacity(heading.len() + owner.len() + 48);
        for part in [heading, &self.chrome.title, owner].into_iter().filter(|part| !part.is_empty()) {
            if !title.is_empty() {
                title.push_str(" — ");
            }
            title.push_str(part);
        }
        // For pages that have nothing better to say of themselves.
        let said = [heading, &self.site.config.resolution.in_text, owner];
        let description = said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
        Page {
            root: path.root(),
            section,
            heading: heading.to_owned(),
            title,
            description,
            canonical: self.absolute(path),
            lang: self.chrome.lang.clone(),
            crumbs: vec![self.crumb("home", "index.html", path)],
            ..Page::default()
        }
    }

    pub(super) fn crumb(&self, id: &str, to: &str, from: &OutPath) -> Anchor {
        Anchor { label: self.label(id).to_owned(), href: OutPath::made(to).relative_from(from) }
    }

    /// Puts a page below a unit's own, in a department.
    pub(super) fn under_unit(&self, page: &mut Page, unit: UnitId, from: &OutPath) {
        if !self.many() {
            return;
        }
        let facts = self.site.config.units.get(unit);
        let anchor = Anchor {
            label: facts.name.to_string(),
            href: self.path_in(Scope::Unit(unit), "index.html").relative_from(from),
        };
        // The title names the unit whose page it is, not the department.
        page.title = format!("{} — {} — {}", page.heading, self.chrome.title, facts.name);
        page.crumbs.push(self.crumb("units", "don-vi/index.html", from));
        page.crumbs.push(anchor.clone());
        page.unit = Some(anchor);
    }

    pub(super) fn html(&self, template: &'static str, page: Page, view: Data<'s>) -> View<'s> {
        View::Html(Box::new(Html { template, page, view, body: None }))
    }

    pub(super) fn home(&self, path: &OutPath) -> View<'s> {
        const PINNED: usize = 6;
        const NEWEST: usize = 12;
        let mut page = self.page(path, "home", "");
        page.crumbs.clear();
        let resolution = &self.site.config.resolution;
        page.description = format!("{} {}", resolution.in_text, resolution.subject);
        let all = self.site.shown(Scope::Whole, ListKind::All);
        let is_pinned = |id| self.site.post(id).pinned;
        let pinned: Vec<_> = all.iter().rev().copied().filter(|&id| is_pinned(id)).take(PINNED).collect();
        let mut newest: Vec<_> =
            all.iter().rev().copied().filter(|id| !pinned.contains(id)).take(NEWEST + 1).collect();
        // A first post with a picture has a row of its own; the rows after it are full without it.
        if newest.first().is_some_and(|&id| self.site.post(id).image.is_none()) {
            newest.truncate(NEWEST);
        }
        page.updated = self.updated(pinned.iter().chain(&newest).copied());
        page.image = pinned.iter().chain(&newest).find_map(|&id| self.image_url(self.site.post(id)));
        let now = Quarter::of(self.site.today, self.site.config.period_rule);
        let home = Home {
            pinned: pinned.iter().map(|&id| self.card(id, path, self.many())).collect(),
            newest: newest.iter().map(|&id| self.card(id, path, self.many())).collect(),
            quarter: Some(in_small(self.period_row(now, path))),
            units: self.site.config.units.len(),
        };
        self.html("home.html", page, Data::Home(home))
    }

    pub(super) fn about(&self, path: &OutPath) -> View<'s> {
        let page = self.page(path, "about", self.label("about"));
        let at = |path: &str| self.absolute(&OutPath::made(path)).unwrap_or_default();
        let now = Quarter::of(self.site.today, self.site.config.period_rule);
        // The rule as it is at any time: the page does not change with the quarter.
        let rule = RuleView { from: String::new(), to: String::new(), ..self.rule(now) };
        let about = AboutView {
            rule,
            home_url: at("index.html"),
            feed_url: at("rss.xml"),
            embed: self.embed_codes(),
        };
        self.html("about.html", page, Data::About(about))
    }

    pub(super) fn not_found(&self, path: &OutPath) -> View<'s> {
        let mut page = self.page(path, "", self.label("not_found"));
        page.noindex = true;
        page.canonical = None;
        self.html("404.html", page, Data::Nothing)
    }

    pub(super) fn tombstone(&self, path: &OutPath, id: crate::model::PostId) -> View<'s> {
        let mut page = self.page(path, "posts", self.label("tombstone_title"));
        page.noindex = true;
        page.canonical = None;
        self.under_unit(&mut page, self.site.post(id).unit, path);
        self.html("tombstone.html", page, Data::Nothing)
    }

    pub(super) fn forward(&self, path: &OutPath, id: crate::model::PostId) -> View<'s> {
        let post = self.site.post(id);
        let withdrawn = post.standing(self.site.today) == Standing::Withdrawn;
        let title = if withdrawn { self.label("tombstone_title") } else { &post.title };
        let mut page = self.page(path, "posts", title);
        page.noindex = true;
        page.canonical = Some(self.absolute_of(post).into_owned()).filter(|address| !address.is_empty());
        let forward = Forward { href: self.href(post, path).into_owned(), title: title.to_owned() };
        self.html("forward.html", page, Data::Forward(forward))
    }

    pub(super) fn map(&self, path: &OutPath) -> View<'s> {
        let page = self.page(path, "map", self.label("map"));
        let anchor = |label: &str, to: &str| Anchor {
            label: label.to_owned(),
            href: OutPath::made(to).relative_from(path),
        };
        let menu = self.chrome.menu.iter().filter(|item| item.id != "map");
        let mut parts = vec![MapPart {
            label: self.chrome.title.clone(),
            pages: menu.map(|item| anchor(&item.label, &item.path)).collect(),
        }];
        let mut lists: [Vec<Anchor>; 3] = Default::default();
        for (scope, kind, _) in self.site.shown_lists().filter(|(scope, ..)| *scope == Scope::Whole) {
            let at = match kind {
                ListKind::Quarter(_) => 0,
                ListKind::Type(_) => 1,
                ListKind::Topic(_) => 2,
                _ => continue,
            };
            if let Some(folder) = list_folder(self, scope, kind) {
                lists[at].push(anchor(&self.list_label(kind), &format!("{folder}index.html")));
            }
        }
        lists[0].reverse();
        for (id, pages) in ["map_quarters", "map_types", "map_topics"].into_iter().zip(lists) {
            let label = self.strings.find(id, []).unwrap_or_else(|| id.to_owned());
            parts.push(MapPart { label, pages });
        }
        if self.many() {
            let units =
                self.site.config.units.iter().map(|(id, unit)| {
                    anchor(&unit.name, self.path_in(Scope::Unit(id), "index.html").as_str())
                });
            parts.push(MapPart { label: self.label("units").to_owned(), pages: units.collect() });
        }
        parts.retain(|part| !part.pages.is_empty());
        self.html("map.html", page, Data::Map(MapView { parts }))
    }

    /// The rows of a quarter's units that miss products and still exist: a unit that is no more
    /// cannot be reminded.
    pub(super) fn behind_rows(&self, quarter: Quarter) -> Vec<Row> {
        let mut rows = self.counts.rows(quarter);
        let exists = |row: &Row| {
            let end = self.site.config.units.get(row.unit).life.end;
            end.is_none_or(|end| end >= self.site.today)
        };
        rows.retain(|row| row.shortfall() > 0 && exists(row));
        rows
    }

    /// A quarter in the middle of a sentence: `quý IV/2026`.
    pub(super) fn in_sentence(&self, quarter: Quarter) -> String {
        let lang = self.site.config.lang;
        let label = quarter.label(lang);
        match lang {
            text::Lang::Vi => label.replacen('Q', "q", 1),
            text::Lang::En => label,
        }
    }

    pub(super) fn behind(&self, path: &OutPath, quarter: Quarter) -> View<'s> {
        let config = &self.site.config;
        let lang = config.lang;
        let page = self.page(path, "", self.label("behind_title"));
        let (_, last) = quarter.days(config.period_rule);
        let today = self.site.today;
        // Today is one of them: a post can still be published.
        let days_left = ((last - today).get_days() + 1).max(0);
        let units = self
            .behind_rows(quarter)
            .iter()
            .map(|row| {
                let unit = config.units.get(row.unit);
                let (counted, target) = (row.tally.counted, row.goal.products());
                let two = |n: u32| text::count(n.into(), lang);
                let quarter_label = self.in_sentence(quarter);
                let (counted_text, target_text) = (two(counted), two(target));
                let until = short_date(today.min(last), lang);
                let deadline = short_date(last, lang);
                let reminder = self.strings.find(
                    if today > last { "reminder_late" } else { "reminder" },
                    [
                        ("last_day", until.as_str()),
                        ("unit", &*unit.name),
                        ("counted", &counted_text),
                        ("target", &target_text),
                        ("quarter", &quarter_label),
                        ("title", &self.chrome.title),
                        ("deadline", &deadline),
                    ],
                );
                let scope = self.scope_of(row.unit);
                let newest = self.site.list(scope, ListKind::All).last().map(|&id| self.site.post(id).date);
                BehindUnit {
                    name: unit.name.to_string(),
                    email: unit.contact_email.as_deref().unwrap_or_default().to_owned(),
                    counted,
                    target,
                    shortfall: row.shortfall(),
                    newest: newest.map_or(String::new(), |date| short_date(date, lang)),
                    reminder: reminder.unwrap_or_default(),
                }
            })
            .collect();
        let behind = BehindView {
            quarter: quarter.label(lang),
            last_day: short_date(last, lang),
            days_left,
            today: short_date(today, lang),
            units,
            met: self.share(self.counts.met(quarter), None),
        };
        self.html("behind.html", page, Data::Behind(behind))
    }

    /// A unit as its pages and the footer show it.
    pub(super) fn facts(&self, id: UnitId) -> UnitFacts {
        let config = &self.site.config;
        let unit = config.units.get(id);
        let text = |value: &Option<Box<str>>| value.as_deref().unwrap_or_default().to_owned();
        let named = |written: &Option<Box<str>>| match written {
            Some(written) => match config.units.find(written) {
                Some(id) if config.layout == Layout::Many || id != UnitId(0) => {
                    config.units.get(id).name.to_string()
                }
                _ => written.to_string(),
            },
            None => String::new(),
        };
        let parent = match named(&unit.parent_admin) {
            name if name.is_empty() => named(&unit.parent_prof),
            name => name,
        };
        let address =
            |value: &Option<crate::model::Address>| value.as_ref().map_or(String::new(), ToString::to_string);
        let ended = unit.life.end.filter(|&end| end < self.site.today);
        UnitFacts {
            code: unit.code.to_string(),
            name: unit.name.to_string(),
            short_name: unit.short().to_owned(),
            kind: unit.kind.map_or(String::new(), |kind| {
                config.vocabulary.kinds.get(kind).label(config.lang).to_owned()
            }),
            parent,
            responsible: text(&unit.responsible),
            contact_role: text(&unit.contact_role),
            contact_email: text(&unit.contact_email),
            address: text(&unit.address),
            phone: text(&unit.phone),
            portal_url: address(&unit.portal_url),
            // This section itself is not elsewhere: its own pages lead to it already.
            section_url: address(
                &unit.section_url.clone().filter(|url| Some(&url.folder()) != config.base_url.as_ref()),
            ),
            merged_into: named(&unit.merged_into),
            ended: ended.map_or(String::new(), |end| long_date(end, config.lang)),
        }
    }

    /// How many files the map for machines has.
    pub(super) fn map_parts(&self) -> usize {
        let site = self.site;
        let posts = site.published().filter(|(_, post)| post.path.is_some()).count();
        (posts + self.map_fixed().len()).div_ceil(URLS_PER_MAP).max(1)
    }
}
