//! Whose posts they are.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::text;

use super::{Address, PeriodRule, Quarter, TermId};

/// A unit, by its place in the registry order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u32);

/// The days that a unit exists; open ends are `None`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Life {
    /// The first day.
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
}

impl Life {
    /// True for a day on which the unit exists.
    pub fn holds(self, day: Date) -> bool {
        self.start.is_none_or(|start| start <= day) && self.end.is_none_or(|end| day <= end)
    }

    /// True when the unit exists on every day of the quarter.
    pub fn holds_all(self, quarter: Quarter, rule: PeriodRule) -> bool {
        let (first, last) = quarter.days(rule);
        self.holds(first) && self.holds(last)
    }

    /// True when the unit exists on some day of the quarter.
    pub fn touches(self, quarter: Quarter, rule: PeriodRule) -> bool {
        let (first, last) = quarter.days(rule);
        self.start.is_none_or(|start| start <= last) && self.end.is_none_or(|end| first <= end)
    }
}

/// One row of the registry, or the `[unit]` table: a school, commune, department, …
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unit {
    /// The stable code: names may fold to equal slugs, codes never do.
    pub code: Box<str>,
    /// The official name, in full.
    pub name: Box<str>,
    /// A short name for tables; the full one where there is none.
    pub short_name: Box<str>,
    /// Former names and abbreviations.
    pub aliases: Vec<Box<str>>,
    /// What kind of unit it is.
    pub kind: Option<TermId>,
    /// Who administers it: a code of the registry, or a name.
    pub parent_admin: Option<Box<str>>,
    /// Who directs it professionally: a code of the registry, or a name.
    pub parent_prof: Option<Box<str>>,
    /// Official codes, kept as written.
    pub province_code: Option<Box<str>>,
    /// See `province_code`.
    pub ward_code: Option<Box<str>>,
    /// See `province_code`.
    pub moet_code: Option<Box<str>>,
    /// The unit's own portal.
    pub portal_url: Option<Address>,
    /// Where its section stands.
    pub section_url: Option<Address>,
    /// How the section is put there.
    pub section_mode: Option<Box<str>>,
    /// Where its exchange files are read.
    pub exchange_url: Option<Box<str>>,
    /// The contact's office, never a private person.
    pub contact_role: Option<Box<str>>,
    /// The office's address.
    pub contact_email: Option<Box<str>>,
    /// Who answers for the content.
    pub responsible: Option<Box<str>>,
    /// Where the office is.
    pub address: Option<Box<str>>,
    /// The office's telephone.
    pub phone: Option<Box<str>>,
    /// Products wanted each quarter; the site's default where absent, 0 for no target.
    pub target: Option<u32>,
    /// When it exists.
    pub life: Life,
    /// The code of the unit that it became part of.
    pub merged_into: Option<Box<str>>,
    /// Staff in charge of communication, and how many of them are trained.
    pub staff_total: Option<u32>,
    /// See `staff_total`.
    pub staff_trained: Option<u32>,
    /// The day of the staff figures.
    pub as_of: Option<Date>,
    /// Number, date or address of the communication plan.
    pub plan_doc: Option<Box<str>>,
    /// Languages besides Vietnamese, as written.
    pub languages: Vec<Box<str>>,
    /// The place in lists, before the name decides.
    pub order: Option<u32>,
}

impl Unit {
    /// The name for tables and badges.
    pub fn short(&self) -> &str {
        if self.short_name.is_empty() { &self.name } else { &self.short_name }
    }
}

/// All units of a site, in registry order, then in Vietnamese order of their names.
#[derive(Clone, Debug, Default)]
pub struct Units {
    list: Vec<Unit>,
    by_code: BTreeMap<Box<str>, UnitId>,
    /// By the key of every name; `None` for one that several units share.
    by_name: BTreeMap<String, Option<UnitId>>,
}

impl Units {
    /// Sorts units and indexes their codes, which must be distinct (the registry checks it).
    pub fn new(mut list: Vec<Unit>) -> Units {
        list.sort_by(|a, b| {
            let order = match (a.order, b.order) {
                (Some(a), Some(b)) => a.cmp(&b),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => Ordering::Equal,
            };
            order.then_with(|| text::collate(&a.name, &b.name)).then_with(|| a.code.cmp(&b.code))
        });
        let by_code =
            list.iter().enumerate().map(|(at, unit)| (unit.code.clone(), UnitId(at as u32))).collect();
        let mut by_name: BTreeMap<String, Option<UnitId>> = BTreeMap::new();
        for (at, unit) in list.iter().enumerate() {
            let id = UnitId(at as u32);
            let names = [&unit.name, &unit.short_name].into_iter().chain(&unit.aliases);
            for name in names.filter(|name| !name.is_empty()) {
                let known = by_name.entry(text::key(name)).or_insert(Some(id));
                *known = known.filter(|&known| known == id);
            }
        }
        Units { list, by_code, by_name }
    }

    /// The unit of an id that came from this list.
    pub fn get(&self, id: UnitId) -> &Unit {
        &self.list[id.0 as usize]
    }

    /// The unit of a code.
    pub fn by_code(&self, code: &str) -> Option<UnitId> {
        self.by_code.get(code).copied()
    }

    /// The unit that a person wrote: its code in any case, its name, or an alias.
    ///
    /// A name that several units share finds none: only a code tells them apart.
    pub fn find(&self, written: &str) -> Option<UnitId> {
        if let Some(id) = self.by_code(written).or_else(|| self.by_code(&written.to_lowercase())) {
            return Some(id);
        }
        self.by_name.get(&text::key(written)).copied().flatten()
    }

    /// All units in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (UnitId, &Unit)> {
        self.list.iter().enumerate().map(|(at, unit)| (UnitId(at as u32), unit))
    }

    /// How many units there are.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// True when there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
