//! What was gathered from other sites, and what became of it.

use jiff::civil::Date;

use super::{Address, Digest, TermId, UnitId};

/// Where posts of a unit can be gathered, as the settings say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceSpec {
    /// Its name in the state and on the office's pages: letters, digits and hyphens.
    pub key: Box<str>,
    /// The unit that it speaks for, and for those below it.
    pub unit: UnitId,
    /// An address, or a path on this machine.
    pub address: Box<str>,
    /// Entries of a feed that carry one of these categories are taken without naming the
    /// resolution.
    pub categories: Vec<Box<str>>,
    /// Content types by the category that a feed's entry carries.
    pub types: Vec<(Box<str>, TermId)>,
    /// The content type of entries without such a category.
    pub kind: Option<TermId>,
}

impl SourceSpec {
    /// The key of a source of the registry is the code of its unit; that of one in the settings has
    /// its address behind that.
    pub fn key_of(code: &str, address: Option<&str>) -> Box<str> {
        match address {
            None => code.into(),
            Some(address) => {
                let stem: String = code.chars().take(40).collect();
                format!("{stem}--{}", Digest::of(address.as_bytes()).short()).into()
            }
        }
    }

    /// Whether a key is one of a unit's sources, whatever their addresses.
    pub fn is_key_of(key: &str, code: &str) -> bool {
        let settings = || key.strip_prefix(code)?.strip_prefix("--");
        key == code
            || settings().is_some_and(|rest| {
                rest.len() == Digest::default().short().len()
                    && rest.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
    }
}

/// How the last attempt at a source went.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SourceState {
    /// `moi`: not tried yet.
    #[default]
    New,
    /// `tot`: read, or known to be unchanged.
    Good,
    /// `loi`: it failed; the last good copy stands, if there is one.
    Failed,
    /// `giu`: it answered with something that a person should look at first.
    Held,
}

impl SourceState {
    /// All states.
    pub const ALL: [SourceState; 4] =
        [SourceState::New, SourceState::Good, SourceState::Failed, SourceState::Held];

    /// The state as a word in data.
    pub fn code(self) -> &'static str {
        match self {
            SourceState::New => "moi",
            SourceState::Good => "tot",
            SourceState::Failed => "loi",
            SourceState::Held => "giu",
        }
    }
}

/// One source on the day of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceHealth {
    /// The source's key.
    pub key: Box<str>,
    /// Whose.
    pub unit: Option<UnitId>,
    /// Where it is.
    pub address: Box<str>,
    /// How the last attempt went.
    pub state: SourceState,
    /// When that was.
    pub checked: Option<Date>,
    /// The day of the last good copy.
    pub good: Option<Date>,
    /// The code of what went wrong, and a detail in its own words.
    pub error: Box<str>,
    /// See `error`.
    pub detail: Box<str>,
    /// Rows of the copy that became posts of their units, those found elsewhere too included.
    pub admitted: u32,
    /// Rows that were refused.
    pub rejected: u32,
}

/// A unit's section on its own portal, as it was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionHealth {
    /// Whose.
    pub unit: UnitId,
    /// Where it is.
    pub address: Address,
    /// The day of the last look.
    pub checked: Option<Date>,
    /// The day it was last seen to carry the exact title.
    pub good: Option<Date>,
    /// When it was last changed, as its server says; may be empty.
    pub modified: Box<str>,
    /// The code of what is wrong; may be empty.
    pub error: Box<str>,
    /// In words or figures, what more there is to say.
    pub detail: Box<str>,
}

/// A row that was not admitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// The source's key.
    pub source: Box<str>,
    /// What the row calls the unit.
    pub unit: Box<str>,
    /// The row's own id.
    pub id: Box<str>,
    /// The title, cleaned and cut.
    pub title: Box<str>,
    /// The code of the reason.
    pub reason: &'static str,
    /// What the row says that cannot be.
    pub detail: Box<str>,
}

/// Something that was decided about gathered posts, for whoever checks the figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What was decided.
    pub what: &'static str,
    /// The code of the unit.
    pub unit: Box<str>,
    /// The post that it is about: the one that stays, where there are two.
    pub id: Box<str>,
    /// The key of the source that tells of it; `content` for a file of this site.
    pub source: Box<str>,
    /// The other post's id.
    pub other_id: Box<str>,
    /// And its source.
    pub other_source: Box<str>,
    /// The title.
    pub title: Box<str>,
    /// In words or figures, what more there is to say.
    pub detail: Box<str>,
}

/// All that is known of what was gathered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gathered {
    /// Every source in the settings, in order.
    pub sources: Vec<SourceHealth>,
    /// Rows that were not admitted.
    pub rejected: Vec<Rejected>,
    /// What was decided.
    pub decisions: Vec<Decision>,
    /// Sections of units without gathered posts, as they were looked at.
    pub sections: Vec<SectionHealth>,
}

/// What a post from another site has besides a post of our own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The key of the source.
    pub source: Box<str>,
    /// The id as the source writes it, without the unit's code that makes it distinct here.
    pub id: Box<str>,
    /// The address that the post is known by, where one was given.
    pub canonical: Option<Address>,
    /// How the sender counts it: compared, never believed.
    pub counted: Option<bool>,
    /// True when its text came too: it has a page here.
    pub has_text: bool,
    /// The plain addresses of the feeds that showed it, the last one first; empty for other sources.
    pub from: Box<[Box<str>]>,
    /// True when its content type is a guess.
    pub assumed_type: bool,
}
