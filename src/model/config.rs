//! What a site's settings say, once they are known to be right.

use crate::diagnostics::SourcePath;
use crate::text::Lang;

use super::{Address, Colour, Destination, PeriodRule, Resolution, SourceSpec, UnitId, Units, Vocabulary};

/// Whether a section shows one unit or many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One unit: posts at `bai/<slug>.html`.
    One,
    /// A department: each unit under `don-vi/<code>/`.
    Many,
}

/// The settings of a site. A loaded value is never changed: command-line choices make a new one.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the section will stand; absolute addresses are left out without it.
    pub base_url: Option<Address>,
    /// The language of the pages.
    pub lang: Lang,
    /// The theme's name.
    pub theme: Box<str>,
    /// The unit's own colour, as it was chosen: a page shows one near it that can be read.
    pub accent: Option<Colour>,
    /// The unit's sign, shown at the head of every page.
    pub logo: Option<SourcePath>,
    /// The resolution that the section is about.
    pub resolution: Resolution,
    /// What posts may choose from.
    pub vocabulary: Vocabulary,
    /// The registry, or the one `[unit]`.
    pub units: Units,
    /// One unit or many.
    pub layout: Layout,
    /// The unit whose section this is: the only one, or the department's `owner`.
    pub owner: Option<UnitId>,
    /// Products wanted from a unit each quarter.
    pub target_per_quarter: u32,
    /// Which days belong to a quarter.
    pub period_rule: PeriodRule,
    /// Where the section is published to.
    pub destinations: Box<[Destination]>,
    /// Where posts are gathered, in the order of the registry, then of the settings.
    pub sources: Vec<SourceSpec>,
    /// Hosts inside the office's own network that sources may stand on.
    pub inner_hosts: Vec<Box<str>>,
    /// Posts that are not taken from sources.
    pub excluded: Vec<Exclusion>,
}

/// Posts that are not taken from sources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The address of a post, or of a folder with all that is in it, which ends with `/`.
    pub address: Box<str>,
    /// Only as posts of this unit; of any unit for none.
    pub unit: Option<UnitId>,
}

impl Config {
    /// The target of a unit for a whole quarter; 0 means none.
    pub fn target_of(&self, unit: UnitId) -> u32 {
        self.units.get(unit).target.unwrap_or(self.target_per_quarter)
    }

    /// The settings of one unit's section alone, with a school's layout at its own address.
    /// Units that it names by code, which are not in that section, are named in words. The logo
    /// is the department's, and stays with it.
    #[must_use]
    pub fn alone(&self, unit: UnitId) -> Config {
        let mut only = self.units.get(unit).clone();
        for named in [&mut only.parent_admin, &mut only.parent_prof, &mut only.merged_into] {
            if let Some(id) = named.as_deref().and_then(|written| self.units.find(written)) {
                *named = Some(self.units.get(id).name.clone());
            }
        }
        Config {
            base_url: only.section_url.as_ref().map(Address::folder),
            logo: None,
            layout: Layout::One,
            owner: Some(UnitId(0)),
            units: Units::new(vec![only]),
            sources: Vec::new(),
            ..self.clone()
        }
    }
}
