//! The words that a post may choose from, in administrative order.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::text::{self, Lang};

/// One entry of a vocabulary, by its place in the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermId(pub u8);

/// One word of a vocabulary.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The stable ASCII code, used in front matter, addresses and data.
    pub code: String,
    /// The label in Vietnamese.
    pub label: String,
    /// A shorter label for badges and table heads.
    #[serde(default)]
    pub short: String,
    /// The label in English.
    #[serde(default)]
    pub en: String,
    /// Other spellings that are accepted in front matter.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// For content types: whether a post of this type counts as a product.
    #[serde(default = "yes")]
    pub countable: bool,
}

fn yes() -> bool {
    true
}

impl Term {
    /// The full label.
    pub fn label(&self, lang: Lang) -> &str {
        match lang {
            Lang::En if !self.en.is_empty() => &self.en,
            _ => &self.label,
        }
    }

    /// The short label.
    pub fn short(&self, lang: Lang) -> &str {
        match lang {
            Lang::Vi if !self.short.is_empty() => &self.short,
            _ => self.label(lang),
        }
    }
}

/// One vocabulary: terms in order, found by code, label, short label or alias.
///
/// ```
/// use nq71::model::Vocabulary;
///
/// let types = &Vocabulary::default().types;
/// let id = types.find("Video clip").unwrap();
/// assert_eq!(types.get(id).code, "video");
/// assert_eq!(types.find("VIDEO"), Some(id));
/// assert!(types.find("tinn").is_none());
/// ```
#[derive(Clone, Debug, Default)]
pub struct Terms {
    list: Vec<Term>,
    by_name: BTreeMap<String, TermId>,
}

impl Terms {
    fn of(list: Vec<Term>) -> Terms {
        let mut terms = Terms::default();
        for term in list {
            terms.put(term);
        }
        terms
    }

    /// Adds a term, or replaces the one of the same code in its place.
    ///
    /// Returns false when there are more terms than a site can have (255).
    pub fn put(&mut self, term: Term) -> bool {
        let at = match self.list.iter().position(|known| known.code == term.code) {
            Some(at) => at,
            None if self.list.len() >= 255 => return false,
            None => self.list.len(),
        };
        for name in [&term.code, &term.label, &term.short, &term.en].into_iter().chain(&term.aliases) {
            if !name.is_empty() {
                self.by_name.entry(text::slug(name)).or_insert(TermId(at as u8));
            }
        }
        self.by_name.insert(text::slug(&term.code), TermId(at as u8));
        match self.list.get_mut(at) {
            Some(known) => *known = term,
            None => self.list.push(term),
        }
        true
    }

    /// The term of an id that came from this vocabulary.
    pub fn get(&self, id: TermId) -> &Term {
        &self.list[id.0 as usize]
    }

    /// The term that a person wrote: its code, a label or an alias, in any case and without marks.
    pub fn find(&self, written: &str) -> Option<TermId> {
        self.by_name.get(&text::slug(written)).copied()
    }

    /// All terms in order.
    pub fn iter(&self) -> impl Iterator<Item = (TermId, &Term)> {
        self.list.iter().enumerate().map(|(at, term)| (TermId(at as u8), term))
    }

    /// All codes in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|term| term.code.as_str())
    }

    /// Every spelling that [`find`](Terms::find) accepts, for suggestions: codes first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.codes().chain(self.list.iter().map(|term| term.label.as_str()))
    }
}

/// All vocabularies of a site.
#[derive(Clone, Debug)]
pub struct Vocabulary {
    /// Content types (hình thức).
    pub types: Terms,
    /// Topics (nội dung).
    pub topics: Terms,
    /// The eight task groups (nhiệm vụ).
    pub tasks: Terms,
    /// Channels (kênh).
    pub channels: Terms,
    /// Audiences (đối tượng).
    pub audiences: Terms,
    /// Kinds of unit (loại đơn vị).
    pub kinds: Terms,
    /// Names of languages.
    pub languages: Terms,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Embedded {
    types: Vec<Term>,
    topics: Vec<Term>,
    tasks: Vec<Term>,
    channels: Vec<Term>,
    audiences: Vec<Term>,
    kinds: Vec<Term>,
    languages: Vec<Term>,
}

static EMBEDDED: LazyLock<Vocabulary> = LazyLock::new(|| {
    let data: Embedded =
        toml::from_str(include_str!("vocabulary.toml")).expect("the embedded data is valid: tests read it");
    Vocabulary {
        types: Terms::of(data.types),
        topics: Terms::of(data.topics),
        tasks: Terms::of(data.tasks),
        channels: Terms::of(data.channels),
        audiences: Terms::of(data.audiences),
        kinds: Terms::of(data.kinds),
        languages: Terms::of(data.languages),
    }
});

impl Default for Vocabulary {
    fn default() -> Vocabulary {
        EMBEDDED.clone()
    }
}
