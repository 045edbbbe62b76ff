//! Judges each post and makes the one table that every figure is read from.
//!
//! 1. [`Counts::of`] judges every published post: a product that counts, or excluded with the
//!    first reason that applies (DOMAIN: the counting rule).
//! 2. The judgements are added up by quarter, unit and content type, once.
//! 3. Pages, feeds, CSV files and reminders ask the table; none of them counts.
//!
//! Published = counted + excluded, always.

mod judge;
mod roll_up;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use crate::model::{PostId, Quarter, Site, TermId, UnitId};

pub use judge::{Judgement, Reason};
pub use roll_up::{Group, RollUp};

/// How many posts, and what became of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Posts that the public sees.
    pub published: u32,
    /// Those that count as products.
    pub counted: u32,
    /// The others, by [`Reason`].
    pub excluded: [u32; Reason::ALL.len()],
}

/// A figure that adds up posts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Total {
    /// All posts that the public sees.
    Published,
    /// Those that count.
    Counted,
    /// Those that do not.
    Excluded,
}

impl Total {
    /// All three, in the order in which they are printed.
    pub const ALL: [Total; 3] = [Total::Published, Total::Counted, Total::Excluded];

    /// Whether a post with this judgement is in it.
    pub fn holds(self, judgement: Judgement) -> bool {
        match self {
            Total::Published => true,
            Total::Counted => judgement == Judgement::Counted,
            Total::Excluded => judgement != Judgement::Counted,
        }
    }
}

impl From<Judgement> for Tally {
    /// The tally of one published post.
    fn from(judgement: Judgement) -> Tally {
        let mut tally = Tally { published: 1, ..Tally::default() };
        match judgement {
            Judgement::Counted => tally.counted = 1,
            Judgement::Excluded(reason) => tally.excluded[reason as usize] = 1,
        }
        tally
    }
}

impl Tally {
    /// The figures of those posts alone that a total is of.
    #[must_use]
    pub fn only(self, total: Total) -> Tally {
        match total {
            Total::Published => self,
            Total::Counted => Tally { published: self.counted, counted: self.counted, ..Tally::default() },
            Total::Excluded => Tally { published: self.excluded_total(), counted: 0, ..self },
        }
    }

    /// All posts that do not count.
    pub fn excluded_total(&self) -> u32 {
        self.excluded.iter().sum()
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        self.published += other.published;
        self.counted += other.counted;
        for (mine, other) in self.excluded.iter_mut().zip(other.excluded) {
            *mine += other;
        }
    }
}

impl std::iter::Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        let mut sum = Tally::default();
        tallies.for_each(|tally| sum += tally);
        sum
    }
}

/// What is asked of a unit in a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Goal {
    /// So many products.
    Products(u32),
    /// Its target is 0: nothing is asked.
    NoTarget,
    /// It exists for a part of the quarter only: products count, nothing is asked.
    PartQuarter,
    /// It does not exist on any day of the quarter.
    Outside,
}

impl Goal {
    /// The products asked for; 0 where nothing is.
    pub fn products(self) -> u32 {
        match self {
            Goal::Products(n) => n,
            _ => 0,
        }
    }
}

/// One unit over one quarter or several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Whose.
    pub unit: UnitId,
    /// The figures.
    pub tally: Tally,
    /// What was asked of it.
    pub goal: Goal,
}

impl Row {
    /// Products still missing.
    pub fn shortfall(&self) -> u32 {
        self.goal.products().saturating_sub(self.tally.counted)
    }

    /// Whether the target is met; `None` where there is none.
    pub fn met(&self) -> Option<bool> {
        matches!(self.goal, Goal::Products(_)).then(|| self.shortfall() == 0)
    }
}

/// A part of a whole, such as the units that have published something.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// The numerator.
    pub part: u32,
    /// The denominator.
    pub whole: u32,
}

/// Every figure of a section.
///
/// ```
/// use nq71::model::{Config, Site};
/// use nq71::stats::Counts;
///
/// fn total(site: &Site) -> u32 {
///     let counts = Counts::of(site);
///     counts.quarters().iter().map(|&quarter| counts.total(quarter).counted).sum()
/// }
/// ```
#[derive(Debug)]
pub struct Counts {
    judgements: Box<[Option<Judgement>]>,
    cells: BTreeMap<(Quarter, UnitId, TermId), Tally>,
    rows: BTreeMap<(Quarter, UnitId), Tally>,
    quarters: Vec<Quarter>,
    goals: BTreeMap<(Quarter, UnitId), Goal>,
    first: BTreeMap<UnitId, Quarter>,
    /// Units whose section was seen in the quarter of the build, which is `now`.
    seen: BTreeSet<UnitId>,
    now: Quarter,
    sums: BTreeMap<Quarter, Sum>,
}

/// Rows added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// The figures.
    pub tally: Tally,
    /// Products asked for.
    pub target: u32,
    /// Units that met their target, of those that have one.
    pub met: Share,
    /// Units that have published, of those that exist.
    pub coverage: Share,
}

impl Counts {
    /// Counts a site.
    pub fn of(site: &Site) -> Counts {
        Counts::with(site, judge::all(site))
    }

    /// The figures of one unit's section alone: what the whole site says of its posts holds
    /// there too, so that both show the same.
    pub fn alone(&self, whole: &Site, alone: &Site) -> Counts {
        let known: BTreeMap<_, _> =
            whole.posts().map(|(id, post)| (&post.source, self.judgement(id))).collect();
        let judgements = alone.posts().map(|(_, post)| known.get(&post.source).copied().flatten()).collect();
        Counts::with(alone, judgements)
    }

    fn with(site: &Site, judgements: Box<[Option<Judgement>]>) -> Counts {
        let mut cells: BTreeMap<(Quarter, UnitId, TermId), Tally> = BTreeMap::new();
        let mut rows: BTreeMap<(Quarter, UnitId), Tally> = BTreeMap::new();
        let mut first: BTreeMap<UnitId, Quarter> = BTreeMap::new();
        for (id, post) in site.posts() {
            let Some(judgement) = judgements[id.0 as usize] else { continue };
            let tally = Tally::from(judgement);
            *cells.entry((post.quarter, post.unit, post.kind)).or_default() += tally;
            *rows.entry((post.quarter, post.unit)).or_default() += tally;
            let seen = first.entry(post.unit).or_insert(post.quarter);
            *seen = (*seen).min(post.quarter);
        }
        let quarters = site.quarters();
        let rule = site.config.period_rule;
        let goal = |quarter: Quarter, id: UnitId| {
            let unit = site.config.units.get(id);
            match site.config.target_of(id) {
                _ if !unit.life.touches(quarter, rule) => Goal::Outside,
                0 => Goal::NoTarget,
                _ if !unit.life.holds_all(quarter, rule) => Goal::PartQuarter,
                products => Goal::Products(products),
            }
        };
        let goals = quarters
            .iter()
            .flat_map(|&quarter| site.config.units.iter().map(move |(id, _)| (quarter, id)))
            .map(|(quarter, id)| ((quarter, id), goal(quarter, id)))
            .collect();
        let now = Quarter::of(site.today, rule);
        let seen = site.gathered.sections.iter();
        let seen = seen.filter(|section| section.good.is_some_and(|day| Quarter::of(day, rule) == now));
        let seen = seen.map(|section| section.unit).collect();
        let sums = BTreeMap::new();
        let mut counts = Counts { judgements, cells, rows, quarters, goals, first, seen, now, sums };
        counts.sums = counts.quarters.iter().map(|&quarter| (quarter, counts.add_up(quarter))).collect();
        counts
    }

    fn add_up(&self, quarter: Quarter) -> Sum {
        self.sum_of_rows(&self.rows(quarter), quarter)
    }

    /// Rows of a period that ends with the quarter `last`, added up.
    fn sum_of_rows(&self, rows: &[Row], last: Quarter) -> Sum {
        let mut sum = Sum::default();
        for row in rows {
            sum.tally += row.tally;
            sum.target += row.goal.products();
            if let Some(met) = row.met() {
                sum.met.whole += 1;
                sum.met.part += u32::from(met);
            }
            if row.goal != Goal::Outside {
                sum.coverage.whole += 1;
                sum.coverage.part += u32::from(self.has_section(last, row.unit));
            }
        }
        sum
    }

    /// The rows of several quarters, oldest first: every unit that exists in one of them or has
    /// posts in one, in registry order; and their sum.
    pub fn over(&self, site: &Site, quarters: &[Quarter]) -> (Vec<Row>, Sum) {
        let Some(&last) = quarters.last() else { return (Vec::new(), Sum::default()) };
        let rows: Vec<Row> = site
            .config
            .units
            .iter()
            .map(|(unit, _)| self.sum(quarters, unit))
            .filter(|row| row.goal != Goal::Outside || row.tally.published > 0)
            .collect();
        let sum = self.sum_of_rows(&rows, last);
        (rows, sum)
    }

    /// The quarters of a year that figures exist for, oldest first.
    pub fn of_year(&self, year: u16) -> Vec<Quarter> {
        self.quarters.iter().copied().filter(|quarter| quarter.year() == year).collect()
    }

    /// The years of those quarters, oldest first.
    pub fn years(&self) -> Vec<u16> {
        let mut years: Vec<u16> = self.quarters.iter().map(|quarter| quarter.year()).collect();
        years.dedup();
        years
    }

    fn sum_of(&self, quarter: Quarter) -> Sum {
        self.sums.get(&quarter).copied().unwrap_or_default()
    }

    /// What became of a post; `None` for one that is not published.
    pub fn judgement(&self, post: PostId) -> Option<Judgement> {
        self.judgements[post.0 as usize]
    }

    /// The quarters that figures exist for, oldest first.
    pub fn quarters(&self) -> &[Quarter] {
        &self.quarters
    }

    /// A unit's row in a quarter.
    pub fn row(&self, quarter: Quarter, unit: UnitId) -> Row {
        let tally = self.rows.get(&(quarter, unit)).copied().unwrap_or_default();
        let goal = self.goals.get(&(quarter, unit)).copied().unwrap_or(Goal::Outside);
        Row { unit, tally, goal }
    }

    /// The rows of a quarter: every unit that exists in it or has posts in it, in registry order.
    pub fn rows(&self, quarter: Quarter) -> Vec<Row> {
        self.goals
            .range((quarter, UnitId(0))..=(quarter, UnitId(u32::MAX)))
            .map(|(&(_, unit), _)| self.row(quarter, unit))
            .filter(|row| row.goal != Goal::Outside || row.tally.published > 0)
            .collect()
    }

    /// A unit's row over several quarters: figures and targets added up.
    pub fn sum(&self, quarters: &[Quarter], unit: UnitId) -> Row {
        let rows: Vec<Row> = quarters.iter().map(|&quarter| self.row(quarter, unit)).collect();
        let asked: u32 = rows.iter().map(|row| row.goal.products()).sum();
        let goal = if rows.iter().any(|row| matches!(row.goal, Goal::Products(_))) {
            Goal::Products(asked)
        } else {
            rows.iter().map(|row| row.goal).find(|&goal| goal != Goal::Outside).unwrap_or(Goal::Outside)
        };
        Row { unit, tally: rows.iter().map(|row| row.tally).sum(), goal }
    }

    /// A unit's figures of one content type in a quarter.
    pub fn cell(&self, quarter: Quarter, unit: UnitId, kind: TermId) -> Tally {
        self.cells.get(&(quarter, unit, kind)).copied().unwrap_or_default()
    }

    /// Everybody's figures of one content type in a quarter.
    pub fn of_type(&self, quarter: Quarter, kind: TermId) -> Tally {
        self.cells_of(quarter).filter(|&(_, of, _)| of == kind).map(|(_, _, tally)| tally).sum()
    }

    /// The content types that a quarter has posts of, in administrative order.
    pub fn types(&self, quarter: Quarter) -> Vec<TermId> {
        let mut types: Vec<TermId> = self.cells_of(quarter).map(|(_, kind, _)| kind).collect();
        types.sort();
        types.dedup();
        types
    }

    fn cells_of(&self, quarter: Quarter) -> impl Iterator<Item = (UnitId, TermId, Tally)> {
        let (first, last) = (UnitId(0), UnitId(u32::MAX));
        self.cells
            .range((quarter, first, TermId(0))..=(quarter, last, TermId(u8::MAX)))
            .map(|(&(_, unit, kind), &tally)| (unit, kind, tally))
    }

    /// Everybody's figures in a quarter.
    pub fn total(&self, quarter: Quarter) -> Tally {
        self.sum_of(quarter).tally
    }

    /// The products asked of everybody in a quarter.
    pub fn target(&self, quarter: Quarter) -> u32 {
        self.sum_of(quarter).target
    }

    /// The units that met their target, of those that have one.
    pub fn met(&self, quarter: Quarter) -> Share {
        self.sum_of(quarter).met
    }

    /// The units that have a section in the quarter (see [`has_section`](Counts::has_section)), of
    /// those that exist in it.
    pub fn coverage(&self, quarter: Quarter) -> Share {
        self.sum_of(quarter).coverage
    }

    /// True when the unit has published something up to the end of the quarter; in the quarter of
    /// the build, also when its section was seen by the last aggregation.
    pub fn has_section(&self, quarter: Quarter, unit: UnitId) -> bool {
        self.first.get(&unit).is_some_and(|&first| first <= quarter)
            || (quarter == self.now && self.seen.contains(&unit))
    }
}
