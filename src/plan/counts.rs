//! Count pages. Every figure comes from [`Counts`](crate::stats::Counts); nothing is counted here.

use crate::model::{OutPath, PeriodRule, PostId, Quarter, Scope, TermId, UnitId};
use crate::stats::{Goal, Group, Judgement, Reason, RollUp, Row, Share, Tally, Total};
use crate::text::{self, short_date};

use super::charts;
use super::lists::in_small;
use super::view::{
    Anchor, CountsView, Figure, Figures, GroupRow, HeatCell, JudgedPost, JudgedType, PeriodRow,
    QuarterCounts, QuarterGroups, QuarterPosts, ReasonView, RuleView, ShareView, TypeQuarters, TypeTotal,
    UnitQuarters, UnitRow, YearCounts,
};
use super::{Data, Planner, View};

/// The fragment of the posts on a count page.
const POSTS: &str = "san-pham";
/// The fragment of the table of units on a count page.
const UNITS: &str = "don-vi";
/// The fragment of the table of quarters on the overview.
const QUARTERS: &str = "quy";
/// On a page with a table of units: those that met their target.
const MET: &str = "don-vi-dat";
/// On a page with a table of units: those with a section.
const COVERED: &str = "don-vi-co-chuyen-muc";

/// Quarters in the heat table: two years, so that the page stays light at 1,400 units. Older ones
/// have their own pages, and each year has one.
const HEAT: usize = 8;

impl<'s> Planner<'s> {
    /// A quarter's own count page.
    fn quarter_path(&self, quarter: Quarter) -> OutPath {
        OutPath::made(&format!("thong-ke/{}/index.html", quarter.slug()))
    }

    /// Where a unit's posts of a quarter are listed with what became of them.
    fn unit_path(&self, quarter: Quarter, unit: UnitId) -> OutPath {
        if self.many() {
            let code = &self.site.config.units.get(unit).code;
            OutPath::made(&format!("thong-ke/{}/{code}.html", quarter.slug()))
        } else {
            self.quarter_path(quarter)
        }
    }

    /// Where a content type's posts of a quarter are listed.
    pub(super) fn type_path(&self, quarter: Quarter, kind: TermId) -> OutPath {
        let code = &self.site.config.vocabulary.types.get(kind).code;
        // The code alone may be as long as a part of an address can be.
        let name = text::part(&format!("hinh-thuc-{code}"));
        OutPath::made(&format!("thong-ke/{}/{name}.html", quarter.slug()))
    }

    /// A department's year, unit by unit.
    pub(super) fn year_path(&self, year: u16) -> OutPath {
        OutPath::made(&format!("thong-ke/nam-{year}.html"))
    }

    /// Where a quarter's groups are listed with their units.
    pub(super) fn groups_path(&self, quarter: Quarter, by: RollUp) -> OutPath {
        let name = match by {
            RollUp::Admin => "theo-hanh-chinh",
            RollUp::Prof => "theo-chuyen-mon",
        };
        OutPath::made(&format!("thong-ke/{}/{name}.html", quarter.slug()))
    }

    /// Where everybody's posts of a quarter behind a total are listed.
    pub(super) fn total_path(&self, quarter: Quarter, total: Total) -> OutPath {
        let name = match total {
            Total::Published => "dang",
            Total::Counted => "duoc-tinh",
            Total::Excluded => "loai-tru",
        };
        OutPath::made(&format!("thong-ke/{}/{name}.html", quarter.slug()))
    }

    /// Everybody's posts of a type: in a department on the type's own page.
    fn type_href(&self, quarter: Quarter, kind: TermId, from: &OutPath) -> String {
        if self.many() {
            return anchor(&self.type_path(quarter, kind), POSTS, from);
        }
        let code = &self.site.config.vocabulary.types.get(kind).code;
        anchor(&self.quarter_path(quarter), code, from)
    }

    /// A share of units, linked to where they are told apart.
    pub(super) fn share(&self, share: Share, behind: Option<String>) -> ShareView {
        let percent = text::percent(share.part.into(), share.whole.into(), self.site.config.lang);
        ShareView {
            part: share.part,
            whole: share.whole,
            percent: percent.unwrap_or_default(),
            href: behind.filter(|_| share.whole > 0),
        }
    }

    /// The four figures, each that is not zero linked to `behind`; without reasons.
    fn figures(&self, tally: &Tally, goal: Goal, behind: Option<&str>) -> Figures {
        let figure = |n| figure(n, behind);
        let row = Row { unit: UnitId(0), tally: *tally, goal };
        Figures {
            published: figure(tally.published),
            counted: figure(tally.counted),
            excluded: figure(tally.excluded_total()),
            reasons: Vec::new(),
            target: goal.products(),
            goal: match goal {
                Goal::Products(_) => "products",
                Goal::NoTarget => "no-target",
                Goal::PartQuarter => "part-quarter",
                Goal::Outside => "outside",
            },
            met: row.met(),
            shortfall: row.shortfall(),
        }
    }

    /// Why posts were excluded, for the pages that explain it.
    fn reasons(&self, tally: &Tally, behind: &str) -> Vec<ReasonView> {
        Reason::ALL
            .into_iter()
            .filter(|&reason| tally.excluded[reason as usize] > 0)
            .map(|reason| ReasonView {
                code: reason.code(),
                label: self.reason_label(reason).to_owned(),
                figure: figure(tally.excluded[reason as usize], Some(behind)),
            })
            .collect()
    }

    fn reason_label(&self, reason: Reason) -> &str {
        self.label(&format!("reason_{}", reason.code().replace('-', "_")))
    }

    /// The figures of many units together: the target is the sum of theirs.
    fn total_figures(&self, tally: &Tally, target: u32, behind: Option<&str>) -> Figures {
        let goal = if target > 0 { Goal::Products(target) } else { Goal::NoTarget };
        self.figures(tally, goal, behind)
    }

    /// A quarter of the whole section.
    pub(super) fn period_row(&self, quarter: Quarter, from: &OutPath) -> PeriodRow {
        let path = self.quarter_path(quarter);
        let tally = self.counts.total(quarter);
        let figures = if self.many() {
            let sum = |total, n| figure(n, Some(&anchor(&self.total_path(quarter, total), POSTS, from)));
            Figures {
                published: sum(Total::Published, tally.published),
                counted: sum(Total::Counted, tally.counted),
                excluded: sum(Total::Excluded, tally.excluded_total()),
                ..self.total_figures(&tally, self.counts.target(quarter), None)
            }
        } else {
            let behind = anchor(&path, POSTS, from);
            self.figures(&tally, self.counts.row(quarter, UnitId(0)).goal, Some(&behind))
        };
        let exists = self.counts.quarters().contains(&quarter);
        let units = |fragment| self.many().then(|| anchor(&path, fragment, from));
        PeriodRow {
            label: quarter.label(self.site.config.lang),
            href: exists.then(|| path.relative_from(from)),
            figures,
            met: self.share(self.counts.met(quarter), units(MET)),
            coverage: self.share(self.counts.coverage(quarter), units(COVERED)),
            change: self.change(quarter, |quarter| self.counts.total(quarter).counted),
        }
    }

    /// A quarter of one unit.
    pub(super) fn unit_period_row(&self, quarter: Quarter, unit: UnitId, from: &OutPath) -> PeriodRow {
        let path = self.unit_path(quarter, unit);
        let row = self.counts.row(quarter, unit);
        let met = row.met().map_or(Share::default(), |met| Share { part: met.into(), whole: 1 });
        let covered = self.counts.has_section(quarter, unit);
        PeriodRow {
            label: quarter.label(self.site.config.lang),
            href: Some(path.relative_from(from)),
            figures: self.figures(&row.tally, row.goal, Some(&anchor(&path, POSTS, from))),
            met: self.share(met, None),
            coverage: self.share(Share { part: covered.into(), whole: 1 }, None),
            change: self.change(quarter, |quarter| self.counts.row(quarter, unit).tally.counted),
        }
    }

    /// How a figure changed since the quarter before; empty where no figures exist for that.
    fn change(&self, quarter: Quarter, figure: impl Fn(Quarter) -> u32) -> String {
        let before = quarter.previous();
        if !self.counts.quarters().contains(&before) {
            return String::new();
        }
        self.difference(figure(quarter), figure(before))
    }

    pub(super) fn rule(&self, quarter: Quarter) -> RuleView {
        let config = &self.site.config;
        let (first, last) = quarter.days(config.period_rule);
        RuleView {
            from: short_date(first, config.lang),
            to: short_date(last, config.lang),
            period_rule: match config.period_rule {
                PeriodRule::Calendar => "calendar",
                PeriodRule::Nd09 => "nd09",
            },
            target: config.target_per_quarter,
            not_countable: config
                .vocabulary
                .types
                .iter()
                .filter(|(_, term)| !term.countable)
                .map(|(_, term)| term.label(config.lang).to_owned())
                .collect(),
        }
    }

    pub(super) fn counts(&self, path: &OutPath) -> View<'s> {
        let config = &self.site.config;
        let page = self.page(path, "counts", self.label("counts"));
        let quarters = self.counts.quarters();
        let newest = *quarters.last().expect("the build's own quarter is always there");
        let heated = &quarters[quarters.len().saturating_sub(HEAT)..];
        let units = if self.many() { self.heat(heated, path) } else { Vec::new() };
        let mut types: Vec<TermId> =
            quarters.iter().flat_map(|&quarter| self.counts.types(quarter)).collect();
        types.sort();
        types.dedup();
        let rows: Vec<PeriodRow> =
            quarters.iter().rev().map(|&quarter| self.period_row(quarter, path)).collect();
        let labels: Vec<String> = quarters.iter().map(|quarter| quarter.short_label(config.lang)).collect();
        let label = |&quarter: &Quarter| Anchor {
            label: quarter.label(config.lang),
            href: self.quarter_path(quarter).relative_from(path),
        };
        let view = CountsView {
            products: charts::columns(&rows, &labels, config.lang),
            coverage: charts::line(&rows, &labels, config.lang).filter(|_| self.many()),
            quarters: rows,
            years: self.counts.years().into_iter().rev().map(|year| self.year_row(year, path)).collect(),
            quarter_labels: quarters.iter().map(label).collect(),
            heat_labels: heated.iter().map(label).collect(),
            units,
            types: types
                .into_iter()
                .map(|kind| TypeQuarters {
                    label: config.vocabulary.types.get(kind).label(config.lang).to_owned(),
                    quarters: quarters
                        .iter()
                        .map(|&quarter| {
                            let href = self.type_href(quarter, kind, path);
                            figure(self.counts.of_type(quarter, kind).published, Some(&href))
                        })
                        .collect(),
                })
                .collect(),
            by_admin: self.groups(newest, RollUp::Admin, path, false),
            by_prof: self.groups(newest, RollUp::Prof, path, false),
            rule: self.rule(newest),
        };
        self.html("counts.html", page, Data::Counts(view))
    }

    /// Every unit over some quarters: what counted of what was asked. Cells lead to the unit's page
    /// of the quarter, where the four figures stand.
    fn heat(&self, quarters: &[Quarter], from: &OutPath) -> Vec<UnitQuarters> {
        let cell = |quarter: Quarter, unit: UnitId| {
            let row = self.counts.row(quarter, unit);
            let behind = self.unit_path(quarter, unit).relative_from(from);
            HeatCell {
                counted: figure(row.tally.counted, Some(&behind)),
                target: row.goal.products(),
                level: matches!(row.goal, Goal::Products(_))
                    .then(|| heat_level(row.tally.counted, row.goal.products())),
            }
        };
        let units = self.site.config.units.iter();
        units
            .map(|(id, unit)| UnitQuarters {
                name: unit.short().to_owned(),
                href: self.path_in(self.scope_of(id), "index.html").relative_from(from),
                quarters: quarters.iter().map(|&quarter| cell(quarter, id)).collect(),
            })
            .collect()
    }

    fn year_label(&self, year: u16) -> String {
        format!("{} {year}", self.label("year_label"))
    }

    /// A year of the whole section: its quarters added up, as far as they have figures.
    fn year_row(&self, year: u16, from: &OutPath) -> PeriodRow {
        let quarters = self.counts.of_year(year);
        let (_, sum) = self.counts.over(self.site, &quarters);
        let change = match self.counts.of_year(year - 1).as_slice() {
            [] => String::new(),
            before => {
                let (_, before) = self.counts.over(self.site, before);
                self.difference(sum.tally.counted, before.tally.counted)
            }
        };
        let path = self.year_path(year);
        let units = |fragment| self.many().then(|| anchor(&path, fragment, from));
        let figures = if self.many() {
            self.total_figures(&sum.tally, sum.target, units(UNITS).as_deref())
        } else {
            let goal = self.counts.sum(&quarters, UnitId(0)).goal;
            self.figures(&sum.tally, goal, Some(&format!("#{QUARTERS}")))
        };
        PeriodRow {
            label: self.year_label(year),
            href: self.many().then(|| path.relative_from(from)),
            figures,
            met: self.share(sum.met, units(MET)),
            coverage: self.share(sum.coverage, units(COVERED)),
            change,
        }
    }

    /// A department's year: its totals, and each unit's.
    pub(super) fn counts_year(&self, path: &OutPath, year: u16) -> View<'s> {
        let heading = format!("{} — {}", self.label("counts"), self.year_label(year));
        let mut page = self.page(path, "counts", &heading);
        page.crumbs.push(self.crumb("counts", "thong-ke/index.html", path));
        let quarters = self.counts.of_year(year);
        let before = self.counts.of_year(year - 1);
        let last = *quarters.last().expect("a year with a page has a quarter");
        let (rows, _) = self.counts.over(self.site, &quarters);
        let unit_row = |row: &Row| {
            let unit = self.site.config.units.get(row.unit);
            let home = self.path_in(self.scope_of(row.unit), "index.html").relative_from(path);
            let change = match before.as_slice() {
                [] => String::new(),
                before => {
                    let before = self.counts.sum(before, row.unit);
                    self.difference(row.tally.counted, before.tally.counted)
                }
            };
            UnitRow {
                name: unit.short().to_owned(),
                figures: self.figures(&row.tally, row.goal, Some(&format!("{home}#{QUARTERS}"))),
                href: home,
                types: Vec::new(),
                change,
                covered: self.covered(last, row),
            }
        };
        let view = YearCounts {
            total: self.year_row(year, path),
            quarters: quarters.iter().rev().map(|&quarter| self.period_row(quarter, path)).collect(),
            units: rows.iter().map(unit_row).collect(),
            rule: self.rule(last),
        };
        self.html("counts-year.html", page, Data::YearCounts(view))
    }

    fn difference(&self, now: u32, before: u32) -> String {
        signed(i64::from(now) - i64::from(before), self.site.config.lang)
    }

    pub(super) fn counts_quarter(&self, path: &OutPath, quarter: Quarter) -> View<'s> {
        let config = &self.site.config;
        let mut page = self.page(path, "counts", &self.counts_heading(quarter));
        page.crumbs.push(self.crumb("counts", "thong-ke/index.html", path));
        // A department's page shows figures, and its units' pages the posts.
        let in_quarter = if self.many() { Vec::new() } else { self.in_quarter(quarter) };
        page.updated = self.updated(in_quarter.iter().copied());
        let types = self.counts.types(quarter);
        let unit_rows = if self.many() {
            self.counts.rows(quarter).iter().map(|row| self.unit_row(quarter, row, &types, path)).collect()
        } else {
            Vec::new()
        };
        let mut total = self.period_row(quarter, path);
        let behind = match self.many() {
            true => anchor(&self.total_path(quarter, Total::Excluded), POSTS, path),
            false => format!("#{POSTS}"),
        };
        total.figures.reasons = self.reasons(&self.counts.total(quarter), &behind);
        let type_total = |&kind: &TermId| {
            let term = config.vocabulary.types.get(kind);
            let href = self.type_href(quarter, kind, path);
            TypeTotal {
                label: term.short(config.lang).to_owned(),
                countable: term.countable,
                figures: self.figures(&self.counts.of_type(quarter, kind), Goal::NoTarget, Some(&href)),
            }
        };
        let types: Vec<TypeTotal> = types.iter().map(type_total).collect();
        let view = QuarterCounts {
            total,
            bars: charts::bars(&types),
            types,
            units: unit_rows,
            by_admin: self.groups(quarter, RollUp::Admin, path, false),
            by_prof: self.groups(quarter, RollUp::Prof, path, false),
            posts: self.judged(&in_quarter, path, false),
            csv: OutPath::made(&format!("thong-ke/{}/san-pham.csv", quarter.slug())).relative_from(path),
            rule: self.rule(quarter),
        };
        self.html("counts-quarter.html", page, Data::QuarterCounts(view))
    }

    fn counts_heading(&self, quarter: Quarter) -> String {
        format!("{} — {}", self.label("counts"), quarter.label(self.site.config.lang))
    }

    fn unit_row(&self, quarter: Quarter, row: &Row, types: &[TermId], from: &OutPath) -> UnitRow {
        let unit = self.site.config.units.get(row.unit);
        let own = self.unit_path(quarter, row.unit).relative_from(from);
        let of_type = |&kind: &TermId| {
            let n = self.counts.cell(quarter, row.unit, kind).published;
            let code = &self.site.config.vocabulary.types.get(kind).code;
            Figure { n, href: (n > 0).then(|| format!("{own}#{code}")) }
        };
        UnitRow {
            name: unit.short().to_owned(),
            href: self.path_in(self.scope_of(row.unit), "index.html").relative_from(from),
            figures: self.figures(&row.tally, row.goal, Some(&format!("{own}#{POSTS}"))),
            types: types.iter().map(of_type).collect(),
            change: self.change(quarter, |quarter| self.counts.row(quarter, row.unit).tally.counted),
            covered: self.covered(quarter, row),
        }
    }

    /// As the share of units with a section takes it.
    fn covered(&self, quarter: Quarter, row: &Row) -> Option<bool> {
        (row.goal != Goal::Outside).then(|| self.counts.has_section(quarter, row.unit))
    }

    /// Published posts of a quarter, oldest first.
    fn in_quarter(&self, quarter: Quarter) -> Vec<PostId> {
        self.site.list(Scope::Whole, crate::model::ListKind::Quarter(quarter)).to_vec()
    }

    fn crumbs_of_quarter(&self, page: &mut super::Page, quarter: Quarter, path: &OutPath) {
        page.crumbs.push(self.crumb("counts", "thong-ke/index.html", path));
        page.crumbs.push(Anchor {
            label: quarter.label(self.site.config.lang),
            href: self.quarter_path(quarter).relative_from(path),
        });
    }

    pub(super) fn counts_unit(&self, path: &OutPath, quarter: Quarter, id: UnitId) -> View<'s> {
        let unit = self.site.config.units.get(id);
        let heading = format!("{} — {}", unit.name, quarter.label(self.site.config.lang));
        let mut page = self.page(path, "counts", &heading);
        self.crumbs_of_quarter(&mut page, quarter, path);
        let posts = self.site.list(self.scope_of(id), crate::model::ListKind::Quarter(quarter));
        page.updated = self.updated(posts.iter().copied());
        let row = self.counts.row(quarter, id);
        let behind = format!("#{POSTS}");
        let reasons = self.reasons(&row.tally, &behind);
        let view = QuarterPosts {
            figures: Figures { reasons, ..self.figures(&row.tally, row.goal, Some(&behind)) },
            of_unit: true,
            posts: self.judged(posts, path, false),
            rule: self.rule(quarter),
        };
        self.html("counts-posts.html", page, Data::QuarterPosts(view))
    }

    pub(super) fn counts_type(&self, path: &OutPath, quarter: Quarter, kind: TermId) -> View<'s> {
        let config = &self.site.config;
        let label = config.vocabulary.types.get(kind).label(config.lang);
        let posts: Vec<PostId> =
            self.in_quarter(quarter).into_iter().filter(|&post| self.site.post(post).kind == kind).collect();
        self.posts_of_quarter(path, quarter, label, &posts, &self.counts.of_type(quarter, kind))
    }

    pub(super) fn counts_total(&self, path: &OutPath, quarter: Quarter, total: Total) -> View<'s> {
        let is_behind = |id: &PostId| self.counts.judgement(*id).is_some_and(|one| total.holds(one));
        let posts: Vec<PostId> = self.in_quarter(quarter).into_iter().filter(is_behind).collect();
        let label = match total {
            Total::Published => "published",
            Total::Counted => "counted",
            Total::Excluded => "excluded",
        };
        let tally = self.counts.total(quarter).only(total);
        self.posts_of_quarter(path, quarter, self.label(label), &posts, &tally)
    }

    /// Posts of a quarter from all units, by type, each counted or with the reason.
    fn posts_of_quarter(
        &self,
        path: &OutPath,
        quarter: Quarter,
        label: &str,
        posts: &[PostId],
        tally: &Tally,
    ) -> View<'s> {
        let heading = format!("{label} — {}", quarter.label(self.site.config.lang));
        let mut page = self.page(path, "counts", &heading);
        self.crumbs_of_quarter(&mut page, quarter, path);
        page.updated = self.updated(posts.iter().copied());
        let behind = format!("#{POSTS}");
        let reasons = self.reasons(tally, &behind);
        let view = QuarterPosts {
            figures: Figures { reasons, ..self.figures(tally, Goal::NoTarget, Some(&behind)) },
            of_unit: false,
            posts: self.judged(posts, path, true),
            rule: self.rule(quarter),
        };
        self.html("counts-posts.html", page, Data::QuarterPosts(view))
    }

    pub(super) fn counts_groups(&self, path: &OutPath, quarter: Quarter, by: RollUp) -> View<'s> {
        let id = match by {
            RollUp::Admin => "by_admin",
            RollUp::Prof => "by_prof",
        };
        let heading = format!("{} — {}", self.label(id), quarter.label(self.site.config.lang));
        let mut page = self.page(path, "counts", &heading);
        self.crumbs_of_quarter(&mut page, quarter, path);
        let view = QuarterGroups {
            by: if by == RollUp::Admin { "admin" } else { "prof" },
            groups: self.groups(quarter, by, path, true),
            total: in_small(self.period_row(quarter, path)),
            rule: self.rule(quarter),
        };
        self.html("counts-groups.html", page, Data::QuarterGroups(view))
    }

    /// The groups of a roll-up, with their units where `with_units`.
    fn groups(&self, quarter: Quarter, by: RollUp, from: &OutPath, with_units: bool) -> Vec<GroupRow> {
        if !self.many() {
            return Vec::new();
        }
        let path = self.groups_path(quarter, by);
        let row = |(index, group): (usize, &Group)| {
            let fragment = format!("n{}", index + 1);
            let href = anchor(&path, &fragment, from);
            GroupRow {
                name: match &group.name {
                    Some(name) => name.to_string(),
                    None => self.label("directly_under").to_owned(),
                },
                units: group.units.len() as u32,
                figures: self.total_figures(&group.tally, group.target, Some(&href)),
                met: self.share(group.met, Some(href.clone())),
                coverage: self.share(group.coverage, Some(href.clone())),
                rows: if with_units {
                    let rows = group.units.iter().map(|&unit| self.counts.row(quarter, unit));
                    rows.map(|row| self.unit_row(quarter, &row, &[], from)).collect()
                } else {
                    Vec::new()
                },
                anchor: fragment,
                href,
            }
        };
        self.counts.roll_up(self.site, quarter, by).iter().enumerate().map(row).collect()
    }

    /// Posts by type, each counted or with the reason.
    fn judged(&self, posts: &[PostId], from: &OutPath, show_unit: bool) -> Vec<JudgedType<'s>> {
        let config = &self.site.config;
        let mut types: Vec<TermId> = posts.iter().map(|&id| self.site.post(id).kind).collect();
        types.sort();
        types.dedup();
        let mut number = 0;
        types
            .into_iter()
            .map(|kind| {
                let term = config.vocabulary.types.get(kind);
                let of_type: Vec<PostId> =
                    posts.iter().copied().filter(|&id| self.site.post(id).kind == kind).collect();
                let tally: Tally =
                    of_type.iter().filter_map(|&id| self.counts.judgement(id)).map(Tally::from).sum();
                JudgedType {
                    code: &term.code,
                    label: term.label(config.lang),
                    published: tally.published,
                    counted: tally.counted,
                    excluded: tally.excluded_total(),
                    posts: of_type
                        .into_iter()
                        .map(|id| {
                            number += 1;
                            self.judged_post(id, number, from, show_unit)
                        })
                        .collect(),
                }
            })
            .collect()
    }

    fn judged_post(&self, id: PostId, number: usize, from: &OutPath, show_unit: bool) -> JudgedPost<'s> {
        let config = &self.site.config;
        let post = self.site.post(id);
        JudgedPost {
            number,
            title: &post.title,
            lang: post.lang.as_deref(),
            href: self.href(post, from),
            date: short_date(post.date, config.lang),
            unit: if show_unit { config.units.get(post.unit).short() } else { "" },
            counted: self.counts.judgement(id) == Some(Judgement::Counted),
            reason: self.reason(id),
            declared: post.quarter_declared,
        }
    }

    /// Why a post does not count, in words; empty for one that does.
    pub(super) fn reason(&self, id: PostId) -> String {
        match self.counts.judgement(id) {
            Some(Judgement::Excluded(reason)) => {
                let label = self.reason_label(reason);
                match (reason, &self.site.post(id).not_counted) {
                    (Reason::Declared, Some(why)) => format!("{label}: {why}"),
                    _ => label.to_owned(),
                }
            }
            Some(Judgement::Counted) | None => String::new(),
        }
    }
}

/// How near a unit came to its target: see [`HeatCell::level`].
fn heat_level(counted: u32, target: u32) -> u8 {
    match (u64::from(counted), u64::from(target)) {
        (0, target) if target > 0 => 0,
        (counted, target) if counted >= 2 * target => 4,
        (counted, target) if counted >= target => 3,
        (counted, target) if 2 * counted >= target => 2,
        _ => 1,
    }
}

fn figure(n: u32, behind: Option<&str>) -> Figure {
    Figure { n, href: behind.filter(|_| n > 0).map(str::to_owned) }
}

fn signed(change: i64, lang: text::Lang) -> String {
    match change {
        0 => "0".to_owned(),
        more @ 1.. => format!("+{}", text::number(more.unsigned_abs(), lang)),
        less => format!("−{}", text::number(less.unsigned_abs(), lang)),
    }
}

/// A fragment of a page as written on another; on the page itself, the fragment alone.
fn anchor(to: &OutPath, fragment: &str, from: &OutPath) -> String {
    if to == from { format!("#{fragment}") } else { format!("{}#{fragment}", to.relative_from(from)) }
}
