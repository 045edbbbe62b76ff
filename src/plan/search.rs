//! The search page and its index: one script a part of a quarter, which the page's own script
//! asks for, the newest first.

use std::borrow::Cow;
use std::ops::Range;

use serde::Serialize;

use crate::model::{Address, Layout, ListKind, OutPath, PostId, Quarter, Scope, TermId, UnitId};
use crate::text;

use super::pages::list_folder;
use super::view::{Anchor, SearchOption, SearchQuarter, SearchView};
use super::{Data, Plan, Planner, View};

/// On sites of up to so many published posts, the search looks through whole texts.
pub const SEARCHED_WHOLE: usize = 1_000;

/// A part of the index is at most this large, in bytes. The largest post fits several times.
const PART: usize = 250_000;

/// Words of a summary in the index.
const SUMMARY: usize = 60;

/// Bytes of a post's keywords in the index.
const KEYWORDS: usize = 4_000;

/// A part of a quarter in the index.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SearchPart<'s> {
    /// The quarter: `2026-q4`.
    pub quarter: String,
    /// The part's number, from 1: the last one has the newest posts.
    pub number: u16,
    /// Its posts, newest first.
    pub posts: Vec<SearchPost<'s>>,
}

/// What the index has of a post. Texts are as the pages show them: the script folds them.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct SearchPost<'s> {
    /// The title.
    pub title: Cow<'s, str>,
    /// Its path from the section's top; absolute for a pointer post.
    pub href: Cow<'s, str>,
    /// Its date for machines.
    pub date: Cow<'s, str>,
    /// Its content type's code.
    pub kind: Cow<'s, str>,
    /// Its unit's code, in a department.
    pub unit: Cow<'s, str>,
    /// Its summary.
    pub summary: Cow<'s, str>,
    /// Tags, topics and the number of a document, one a line.
    pub keywords: Cow<'s, str>,
    /// Headings of the text, one a line.
    pub headings: Cow<'s, str>,
    /// The different words of the text, on a small site.
    pub words: Cow<'s, str>,
    /// Its language, where it is not the section's.
    pub lang: Cow<'s, str>,
}

impl SearchPost<'_> {
    /// The fields in the order that the page's script knows them by.
    pub fn fields(&self) -> [&str; 10] {
        [
            &self.title,
            &self.href,
            &self.date,
            &self.kind,
            &self.unit,
            &self.summary,
            &self.keywords,
            &self.headings,
            &self.words,
            &self.lang,
        ]
    }
}

/// An upper bound of the length that a text takes in the index, in bytes.
fn length(text: &str) -> usize {
    // Written as up to six bytes; two signs that begin with the last are, too.
    let longer = |byte: u8| matches!(byte, b'"' | b'\\' | b'<' | ..b' ' | 0x7f | 0xe2);
    text.len() + 5 * text.bytes().filter(|&byte| longer(byte)).count()
}

/// Which posts of a quarter, by their place in its list, are in each part.
pub(super) struct Parts {
    pub(super) quarter: Quarter,
    pub(super) ranges: Vec<Range<usize>>,
}

impl<'s> Planner<'s> {
    /// The parts of the index, newest quarter first. Parts are filled from the oldest post on, so
    /// that a newer one changes the last alone.
    pub(super) fn search_parts(&self) -> &[Parts] {
        self.search_parts.get_or_init(|| {
            let mut all: Vec<Parts> = self
                .site
                .lists()
                .filter_map(|(scope, kind, posts)| match (scope, kind) {
                    (Scope::Whole, ListKind::Quarter(quarter)) => Some((quarter, posts)),
                    _ => None,
                })
                .map(|(quarter, posts)| Parts {
                    quarter,
                    ranges: ranges(posts.iter().map(|&id| self.search_length(id))),
                })
                .collect();
            all.sort_by_key(|parts| std::cmp::Reverse(parts.quarter));
            all
        })
    }

    /// Whether the parts of the index are those that were planned, now that a post reads otherwise
    /// than `before`.
    pub fn keeps_parts(&self, plan: &Plan, id: PostId, before: &Planner<'_>) -> bool {
        if self.search_length(id) == before.search_length(id) {
            return true;
        }
        let quarter = self.site.post(id).quarter;
        let posts = self.site.list(Scope::Whole, ListKind::Quarter(quarter));
        let parts = ranges(posts.iter().map(|&id| self.search_length(id))).len();
        let planned = |number: usize| plan.find(&part_path(quarter, number)).is_some();
        (parts == 0 || planned(parts)) && !planned(parts + 1)
    }

    pub(super) fn search_part(&self, quarter: Quarter, number: u16) -> SearchPart<'s> {
        let parts = self.search_parts().iter().find(|parts| parts.quarter == quarter);
        let range = parts.expect("only parts that exist are planned").ranges[number as usize - 1].clone();
        let posts = &self.site.list(Scope::Whole, ListKind::Quarter(quarter))[range];
        SearchPart {
            quarter: quarter.slug(),
            number,
            posts: posts.iter().rev().map(|&id| self.search_post(id)).collect(),
        }
    }

    pub(super) fn search(&self, path: &OutPath) -> View<'s> {
        let mut page = self.page(path, "search", self.label("search"));
        page.description = format!("{} — {}", page.heading, self.site.config.resolution.in_text);
        let lang = self.site.config.lang;
        let vocabulary = &self.site.config.vocabulary;
        let mut quarters = Vec::new();
        for parts in self.search_parts() {
            let list = OutPath::made(&format!("q/{}/index.html", parts.quarter.slug()));
            quarters.push(SearchQuarter {
                code: parts.quarter.slug(),
                label: parts.quarter.label(lang),
                href: list.relative_from(path),
                parts: parts.ranges.iter().rev().map(ExactSizeIterator::len).collect(),
            });
        }
        let all = self.site.list(Scope::Whole, ListKind::All);
        let mut kinds: Vec<TermId> = all.iter().map(|&id| self.site.post(id).kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut units: Vec<UnitId> = all.iter().map(|&id| self.site.post(id).unit).collect();
        units.sort_unstable();
        units.dedup();
        let types = kinds.iter().map(|&id| {
            let term = vocabulary.types.get(id);
            SearchOption { code: term.code.clone(), label: term.label(lang).to_owned() }
        });
        let units = units.iter().filter(|_| self.many()).map(|&id| {
            let unit = self.site.config.units.get(id);
            SearchOption { code: unit.code.to_string(), label: unit.short().to_owned() }
        });
        let lists =
            self.site.lists().filter(|(scope, ..)| *scope == Scope::Whole).filter_map(|(_, kind, _)| {
                let (ListKind::Type(_) | ListKind::Documents) = kind else { return None };
                let folder = list_folder(self, Scope::Whole, kind)?;
                let href = OutPath::made(&format!("{folder}index.html")).relative_from(path);
                Some(Anchor { label: self.list_label(kind), href })
            });
        let view = SearchView {
            quarters,
            types: types.collect(),
            units: units.collect(),
            lists: lists.collect(),
            posts: all.len(),
            whole_texts: self.searches_whole_texts(),
        };
        self.html("search.html", page, Data::Search(view))
    }

    fn searches_whole_texts(&self) -> bool {
        self.site.list(Scope::Whole, ListKind::All).len() <= SEARCHED_WHOLE
    }

    fn search_post(&self, id: PostId) -> SearchPost<'s> {
        let [title, href, date, kind, unit, summary, keywords, headings, words, lang] =
            self.search_fields(id);
        SearchPost { title, href, date, kind, unit, summary, keywords, headings, words, lang }
    }

    /// At most so many bytes of the index are a post's. The fields themselves are made later, for
    /// the parts that are needed.
    fn search_length(&self, id: PostId) -> usize {
        const REST: usize = 200; // date, codes, commas and quotes
        let post = self.site.post(id);
        let vocabulary = &self.site.config.vocabulary;
        let document = post.document.iter().flat_map(|of| [&of.number, &of.issuer]).flatten();
        let topics = post.topics.iter().map(|&id| vocabulary.topics.get(id).label(self.site.config.lang));
        let keywords = document.chain(&post.tags).map(|keyword| &**keyword).chain(topics);
        let address = post.path.as_ref().map(OutPath::as_str).or(post.link.as_ref().map(Address::as_str));
        let words = if self.searches_whole_texts() { &*post.words } else { "" };
        let texts = [&*post.title, address.unwrap_or_default(), &*post.summary, &*post.headings, words];
        REST + texts.into_iter().map(length).sum::<usize>()
            + keywords.map(|keyword| length(keyword) + 6).sum::<usize>().min(6 * KEYWORDS)
    }

    /// The fields of a [`SearchPost`], in their order.
    fn search_fields(&self, id: PostId) -> [Cow<'s, str>; 10] {
        let config = &self.site.config;
        let post = self.site.post(id);
        let mut keywords = String::new();
        let document = post.document.as_deref();
        let named =
            [document.and_then(|of| of.number.as_deref()), document.and_then(|of| of.issuer.as_deref())];
        let tags = post.tags.iter().map(|tag| &**tag);
        let topics = post.topics.iter().map(|&id| config.vocabulary.topics.get(id).label(config.lang));
        for keyword in named.into_iter().flatten().chain(tags).chain(topics) {
            if keywords.len() + keyword.len() < KEYWORDS {
                if !keywords.is_empty() {
                    keywords.push('\n');
                }
                keywords.push_str(keyword);
            }
        }
        let many = config.layout == Layout::Many;
        [
            Cow::Borrowed(&post.title),
            Cow::Borrowed(match (&post.path, &post.link) {
                (Some(path), _) => path.as_str(),
                (None, link) => link.as_ref().map_or("", Address::as_str),
            }),
            Cow::Owned(text::iso_date(post.date)),
            Cow::Borrowed(&config.vocabulary.types.get(post.kind).code),
            Cow::Borrowed(if many { &config.units.get(post.unit).code } else { "" }),
            match text::cut_words(&post.summary, SUMMARY) {
                Cow::Borrowed(summary) => text::cut_graphemes(summary, 2_000),
                Cow::Owned(summary) => Cow::Owned(text::cut_graphemes(&summary, 2_000).into_owned()),
            },
            Cow::Owned(keywords),
            Cow::Borrowed(&post.headings),
            Cow::Borrowed(if self.searches_whole_texts() { &post.words } else { "" }),
            Cow::Borrowed(post.lang.as_deref().unwrap_or_default()),
        ]
    }
}

/// Where a part stands.
pub(super) fn part_path(quarter: Quarter, number: usize) -> OutPath {
    OutPath::made(&format!("tim-kiem/{}-{number}.js", quarter.slug()))
}

/// The places of posts of these lengths in parts that are full.
fn ranges(lengths: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let mut filled = 0;
    for (at, length) in lengths.enumerate() {
        match ranges.last_mut() {
            Some(last) if filled + length <= PART => {
                last.end = at + 1;
                filled += length;
            }
            _ => {
                ranges.push(at..at + 1);
                filled = length;
            }
        }
    }
    ranges
}
