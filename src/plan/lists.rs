//! Lists of posts, and of units.

use crate::model::{ListKind, OutPath, PostId, Quarter, Scope, UnitId};
use crate::text::{self, short_date};

use super::pages::list_folder;
use super::view::{
    Card, Figure, ListView, Pager, PagerItem, PeriodRow, QuartersView, ResolutionView, TermView, UnitLine,
    UnitView, UnitsView,
};
use super::{Data, PER_PAGE, Planner, View};

impl<'s> Planner<'s> {
    /// What a list is called.
    pub(super) fn list_label(&self, kind: ListKind) -> String {
        let config = &self.site.config;
        let lang = config.lang;
        match kind {
            ListKind::Quarter(quarter) => quarter.label(lang),
            ListKind::Type(id) => config.vocabulary.types.get(id).label(lang).to_owned(),
            ListKind::Topic(id) => config.vocabulary.topics.get(id).label(lang).to_owned(),
            ListKind::Exemplar => self.label("exemplars").to_owned(),
            ListKind::Documents => self.label("documents").to_owned(),
            ListKind::All | ListKind::Joint => self.label("posts").to_owned(),
        }
    }

    pub(super) fn list(&self, path: &OutPath, scope: Scope, kind: ListKind, number: usize) -> View<'s> {
        let all = self.site.shown(scope, kind);
        let folder = list_folder(self, scope, kind).expect("only lists with pages are planned");
        let (name, section) = match kind {
            ListKind::Quarter(_) => ("quarter", "posts"),
            ListKind::Type(_) => ("type", "posts"),
            ListKind::Topic(_) => ("topic", "posts"),
            ListKind::Exemplar => ("exemplar", "exemplars"),
            ListKind::Documents => ("documents", "documents"),
            ListKind::All | ListKind::Joint => unreachable!("these lists have no pages"),
        };
        let shown: Vec<PostId> = if number == 0 {
            all.iter().rev().take(PER_PAGE).copied().collect()
        } else {
            all.chunks(PER_PAGE).nth(number - 1).unwrap_or_default().to_vec()
        };
        let label = self.list_label(kind);
        let heading = match number {
            0 => label.clone(),
            number => format!("{label} — {} {number}", self.label("page_label")),
        };
        let mut page = self.page(path, section, &heading);
        page.description = format!("{} — {}", label, self.site.config.resolution.in_text);
        if let Scope::Unit(unit) = scope {
            self.under_unit(&mut page, unit, path);
        }
        if section == "posts" {
            let quarters = format!("{}q/index.html", self.site.folder(scope));
            page.crumbs.push(self.crumb("posts", &quarters, path));
        }
        let first = OutPath::made(&format!("{folder}index.html"));
        if number > 0 {
            page.crumbs.push(super::view::Anchor { label, href: first.relative_from(path) });
        }
        page.updated = self.updated(shown.iter().copied());
        let pages = numbers(number, all.len().div_ceil(PER_PAGE))
            .map(|other| PagerItem {
                number: other,
                href: OutPath::made(&format!("{folder}trang-{other}.html")).relative_from(path),
                current: other == number,
            })
            .collect();
        let quarter = match kind {
            ListKind::Quarter(quarter) if number == 0 => Some(in_small(match scope {
                Scope::Whole => self.period_row(quarter, path),
                Scope::Unit(unit) => self.unit_period_row(quarter, unit, path),
            })),
            _ => None,
        };
        let feed = match kind {
            ListKind::Quarter(_) if self.chrome.base_url.is_some() => {
                Some(OutPath::made(&format!("{folder}rss.xml")).relative_from(path))
            }
            _ => None,
        };
        let show_unit = self.many() && scope == Scope::Whole;
        let card = |id: PostId| match kind {
            ListKind::Documents => self.document_card(id, path, show_unit),
            _ => self.card(id, path, show_unit),
        };
        let list = ListView {
            kind: name,
            posts: shown.into_iter().map(card).collect(),
            pager: Pager {
                newest: first.relative_from(path),
                is_newest: number == 0,
                pages,
                total: if number == 0 { all.len() } else { 0 },
            },
            quarter,
            feed,
            resolution: (kind == ListKind::Documents && number == 0).then(|| self.resolution(all, path)),
        };
        let template = if kind == ListKind::Documents { "documents.html" } else { "list.html" };
        self.html(template, page, Data::List(list))
    }

    /// The resolution itself, with the post and the files that publish it here, if any do.
    fn resolution(&self, documents: &[PostId], path: &OutPath) -> ResolutionView {
        let resolution = &self.site.config.resolution;
        let is_it = |&&id: &&PostId| {
            let document = self.site.post(id).document.as_ref();
            let number = document.and_then(|document| document.number.as_deref());
            number.is_some_and(|number| same_number(number, &resolution.number))
        };
        // The oldest: later ones may be copies of it by other units.
        let post = documents.iter().find(is_it).map(|&id| self.site.post(id));
        ResolutionView {
            number: resolution.number.clone(),
            date: short_date(resolution.date, self.site.config.lang),
            body: resolution.body.clone(),
            subject: resolution.subject.clone(),
            href: post.map(|post| self.href(post, path).into_owned()),
            files: post.map_or(Vec::new(), |post| self.files(post, path)),
        }
    }

    pub(super) fn quarters(&self, path: &OutPath, scope: Scope) -> View<'s> {
        let mut page = self.page(path, "posts", self.label("posts"));
        if let Scope::Unit(unit) = scope {
            self.under_unit(&mut page, unit, path);
        }
        let (mut types, mut topics) = (Vec::new(), Vec::new());
        let vocabulary = &self.site.config.vocabulary;
        // A unit's page has none, and there are as many units as lists to look through.
        let lists = (scope == Scope::Whole).then(|| self.site.shown_lists()).into_iter().flatten();
        for (_, kind, _) in lists.filter(|(of, ..)| *of == scope) {
            match kind {
                ListKind::Type(id) => types.push(self.term(vocabulary.types.get(id), kind, path)),
                ListKind::Topic(id) => topics.push(self.term(vocabulary.topics.get(id), kind, path)),
                _ => {}
            }
        }
        let view = QuartersView { quarters: self.quarter_rows(scope, path), types, topics };
        self.html("quarters.html", page, Data::Quarters(view))
    }

    /// The quarters that have posts, newest first, each linked to its list.
    fn quarter_rows(&self, scope: Scope, path: &OutPath) -> Vec<PeriodRow> {
        let has = |quarter: Quarter| !self.site.shown(scope, ListKind::Quarter(quarter)).is_empty();
        self.counts
            .quarters()
            .iter()
            .rev()
            .filter(|&&quarter| has(quarter))
            .map(|&quarter| {
                let mut row = match scope {
                    Scope::Whole => self.period_row(quarter, path),
                    Scope::Unit(unit) => self.unit_period_row(quarter, unit, path),
                };
                let list = self.path_in(scope, &format!("q/{}/index.html", quarter.slug()));
                row.href = Some(list.relative_from(path));
                row
            })
            .collect()
    }

    pub(super) fn term(&self, term: &crate::model::Term, kind: ListKind, from: &OutPath) -> TermView {
        let lang = self.site.config.lang;
        let there = !self.site.shown(Scope::Whole, kind).is_empty();
        let href = list_folder(self, Scope::Whole, kind)
            .filter(|_| there)
            .map(|folder| OutPath::made(&format!("{folder}index.html")).relative_from(from));
        TermView {
            code: term.code.clone(),
            label: term.label(lang).to_owned(),
            short: term.short(lang).to_owned(),
            href,
        }
    }

    pub(super) fn units(&self, path: &OutPath) -> View<'s> {
        let page = self.page(path, "units", self.label("units"));
        let config = &self.site.config;
        let units = config
            .units
            .iter()
            .map(|(id, unit)| {
                let posts = self.site.list(Scope::Unit(id), ListKind::All);
                let newest = posts.last().map(|&id| self.site.post(id).date);
                let n = posts.len() as u32;
                let behind = || self.path_in(Scope::Unit(id), "q/index.html").relative_from(path);
                UnitLine {
                    name: unit.name.to_string(),
                    href: self.path_in(Scope::Unit(id), "index.html").relative_from(path),
                    kind: unit.kind.map_or(String::new(), |kind| {
                        config.vocabulary.kinds.get(kind).short(config.lang).to_owned()
                    }),
                    published: Figure { n, href: (n > 0).then(behind) },
                    newest: newest.map_or(String::new(), |date| short_date(date, config.lang)),
                    ended: unit.life.end.is_some_and(|end| end < self.site.today),
                }
            })
            .collect();
        self.html("units.html", page, Data::Units(UnitsView { units }))
    }

    pub(super) fn unit(&self, path: &OutPath, id: UnitId) -> View<'s> {
        const NEWEST: usize = 12;
        let unit = self.site.config.units.get(id);
        let mut page = self.page(path, "units", &unit.name);
        self.under_unit(&mut page, id, path);
        page.crumbs.pop();
        page.title = format!("{} — {}", self.chrome.title, unit.name);
        let scope = Scope::Unit(id);
        let newest: Vec<PostId> =
            self.site.shown(scope, ListKind::All).iter().rev().take(NEWEST).copied().collect();
        let joint: Vec<PostId> =
            self.site.shown(scope, ListKind::Joint).iter().rev().take(NEWEST).copied().collect();
        page.updated = self.updated(newest.iter().chain(&joint).copied());
        let view = UnitView {
            facts: self.facts(id),
            newest: newest.iter().map(|&id| self.card(id, path, false)).collect(),
            quarters: self.quarter_rows(scope, path),
            joint: joint.iter().map(|&id| self.card(id, path, true)).collect(),
            feed: self.chrome.base_url.is_some().then(|| self.path_in(scope, "rss.xml").relative_from(path)),
        };
        self.html("unit.html", page, Data::Unit(view))
    }

    /// A post as lists show it.
    pub(super) fn card(&self, id: PostId, from: &OutPath, show_unit: bool) -> Card<'s> {
        let config = &self.site.config;
        let post = self.site.post(id);
        let term = config.vocabulary.types.get(post.kind);
        Card {
            title: &post.title,
            href: self.href(post, from),
            external: post.path.is_none(),
            date: short_date(post.date, config.lang),
            iso_date: text::iso_date(post.date),
            summary: &post.summary,
            kind: term.short(config.lang),
            kind_code: &term.code,
            unit: if show_unit { config.units.get(post.unit).short() } else { "" },
            image: self.picture(post, from),
            exemplar: post.exemplar,
            lang: post.lang.as_deref(),
            document: None,
        }
    }

    /// A post as the list of documents shows it: by its number and files, without a picture.
    fn document_card(&self, id: PostId, from: &OutPath, show_unit: bool) -> Card<'s> {
        let card = self.card(id, from, show_unit);
        let document = self.document(self.site.post(id), from);
        Card { image: None, exemplar: false, document, ..card }
    }

    /// The newest date among posts; empty for none.
    pub(super) fn updated(&self, posts: impl Iterator<Item = PostId>) -> String {
        let newest = posts.map(|id| self.site.newest_date(self.site.post(id))).max();
        newest.map_or(String::new(), |date| short_date(date, self.site.config.lang))
    }
}

/// The numbered pages that one page of a list leads to, of `last` in all: the first, the two
/// before it and the next. The first page (0) leads to the first and the last three. So a page
/// that is full changes only once more, when the next one begins.
fn numbers(page: usize, last: usize) -> impl Iterator<Item = usize> {
    let (from, to) = match page {
        0 => (last.saturating_sub(2), last),
        page => (page.saturating_sub(2), last.min(page + 1)),
    };
    (1..=last.min(1)).chain(from.max(2)..=to)
}

/// A quarter as a page about something else shows it: without what only tables of quarters print.
pub(super) fn in_small(row: PeriodRow) -> PeriodRow {
    PeriodRow { change: String::new(), ..row }
}

/// Two numbers of a document are the same however the word "số", spaces and capitals are written.
fn same_number(a: &str, b: &str) -> bool {
    let bare = |number: &str| {
        let folded = text::fold(number);
        let folded = folded.trim();
        folded.strip_prefix("so ").or(folded.strip_prefix("so:")).unwrap_or(folded).replace(' ', "")
    };
    bare(a) == bare(b)
}

#[cfg(test)]
mod tests {
    use super::same_number;

    #[test]
    fn a_number_is_known_in_any_dress() {
        for written in ["71-NQ/TW", "71-nq/tw", "Số 71-NQ/TW", "số: 71-NQ/TW", " 71 - NQ/TW "] {
            assert!(same_number(written, "71-NQ/TW"), "{written}");
        }
        for written in ["171-NQ/TW", "71-NQ/TU", "", "57-NQ/TW"] {
            assert!(!same_number(written, "71-NQ/TW"), "{written}");
        }
    }
}
