//! The same rows added up by parent, in the two ways that a school has parents.

use std::collections::BTreeMap;

use crate::model::{Quarter, Site, Unit, UnitId};

use super::{Counts, Goal, Share, Tally};

/// Which parent adds up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RollUp {
    /// Who administers: school → commune → province.
    Admin,
    /// Who directs professionally: school → department.
    Prof,
}

impl RollUp {
    /// Both ways.
    pub const ALL: [RollUp; 2] = [RollUp::Admin, RollUp::Prof];

    fn parent(self, unit: &Unit) -> Option<&str> {
        match self {
            RollUp::Admin => unit.parent_admin.as_deref(),
            RollUp::Prof => unit.parent_prof.as_deref(),
        }
    }
}

/// The units of one parent, added up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The parent as a unit of the registry, where it is one.
    pub parent: Option<UnitId>,
    /// The parent's name; `None` for units without one ("trực thuộc").
    pub name: Option<Box<str>>,
    /// Units in the group that exist in the quarter or have posts in it.
    pub units: Vec<UnitId>,
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
    /// The groups of a quarter, in registry order of the parents, units without a parent last.
    /// Every row of the quarter is in exactly one group, so the totals of both ways agree.
    pub fn roll_up(&self, site: &Site, quarter: Quarter, by: RollUp) -> Vec<Group> {
        let units = &site.config.units;
        // Parents of the registry first, in its order; then other names; then none.
        type Rank = (u8, Option<UnitId>, Option<Box<str>>);
        let mut groups: BTreeMap<Rank, Group> = BTreeMap::new();
        for row in self.rows(quarter) {
            let written = by.parent(units.get(row.unit));
            let parent = written.and_then(|written| units.find(written));
            let name: Option<Box<str>> = match parent {
                Some(id) => Some(units.get(id).name.clone()),
                None => written.map(Into::into),
            };
            let rank = if parent.is_some() {
                0
            } else if name.is_some() {
                1
            } else {
                2
            };
            let group = groups.entry((rank, parent, name.clone())).or_insert_with(|| Group {
                parent,
                name,
                units: Vec::new(),
                tally: Tally::default(),
                target: 0,
                met: Share::default(),
                coverage: Share::default(),
            });
            group.units.push(row.unit);
            group.tally += row.tally;
            group.target += row.goal.products();
            if let Some(met) = row.met() {
                group.met.whole += 1;
                group.met.part += u32::from(met);
            }
            if row.goal != Goal::Outside {
                group.coverage.whole += 1;
                group.coverage.part += u32::from(self.has_section(quarter, row.unit));
            }
        }
        groups.into_values().collect()
    }
}
