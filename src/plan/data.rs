//! Pages for programs: feeds, CSV, the map for machines.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Layout, ListKind, OutPath, PostId, Quarter, Scope};
use crate::stats::Judgement;

use super::pages::list_folder;
use super::{Planner, URLS_PER_MAP};

/// The newest posts in `rss.xml` and `atom.xml`; a quarter's feed is complete.
const NEWEST: usize = 50;

/// A feed, for RSS and Atom alike.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct FeedView<'s> {
    /// Section, quarter where it is one's, unit.
    pub title: String,
    /// The page that shows the same posts (absolute).
    pub link: String,
    /// The feed's own address (absolute).
    pub self_url: String,
    /// In RSS, one sentence.
    pub description: String,
    /// The language of the section.
    pub lang: String,
    /// Who answers for it: the unit's name.
    pub author: String,
    /// What its ids start with: `tag:<unit code>,<year>:`.
    pub tag: String,
    /// The newest date in it.
    pub updated: Option<Date>,
    /// Newest first.
    pub items: Vec<FeedItem<'s>>,
}

/// One post in a feed.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct FeedItem<'s> {
    /// The stable id.
    pub id: &'s str,
    /// The title.
    pub title: &'s str,
    /// Where it is (absolute).
    pub link: Cow<'s, str>,
    /// The day it was published.
    pub date: Date,
    /// In Atom, the newest of that day and the day it was changed; in RSS, that day.
    pub updated: Date,
    /// The summary as plain text.
    pub summary: &'s str,
    /// In RSS, the content type's label.
    pub category: &'s str,
    /// The unit's name.
    pub unit: &'s str,
}

/// A quarter's posts for a spreadsheet.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Products<'s> {
    /// One row a published post.
    pub rows: Vec<Product<'s>>,
}

/// One row; the columns of `san-pham.csv` in order.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct Product<'s> {
    /// From 1.
    pub tt: usize,
    /// `20/5/2026`
    pub ngay: String,
    /// `2026-Q2`
    pub quy: String,
    /// The unit's code.
    pub don_vi: &'s str,
    /// The unit's name.
    pub ten_don_vi: &'s str,
    /// The title.
    pub tieu_de: &'s str,
    /// The content type's label.
    pub hinh_thuc: &'s str,
    /// The topics' labels.
    pub noi_dung: String,
    /// The channels' labels.
    pub kenh: String,
    /// The absolute address; empty without `base_url`.
    pub duong_dan: Cow<'s, str>,
    /// 1 when it counts, else 0.
    pub duoc_tinh: u8,
    /// Why it does not.
    pub ly_do: String,
}

/// Absolute addresses for search engines, with the day each was last changed.
#[derive(Clone, Debug, PartialEq, Hash, Serialize)]
pub struct MapUrls {
    /// Address and day.
    pub urls: Vec<(String, Option<Date>)>,
}

impl<'s> Planner<'s> {
    pub(super) fn feed(&self, path: &OutPath, scope: Scope) -> FeedView<'s> {
        let posts = self.site.list(scope, ListKind::All);
        let newest: Vec<PostId> = posts.iter().rev().take(NEWEST).copied().collect();
        self.feed_of(path, scope, "", self.path_in(scope, "index.html"), &newest)
    }

    /// The newest posts with what Atom prints of them, which is not what RSS does.
    pub(super) fn atom(&self, path: &OutPath) -> FeedView<'s> {
        let posts = self.site.list(Scope::Whole, ListKind::All);
        let mut feed = self.feed(path, Scope::Whole);
        feed.description.clear();
        for (item, &id) in feed.items.iter_mut().zip(posts.iter().rev()) {
            item.updated = self.site.newest_date(self.site.post(id));
            item.category = "";
        }
        feed
    }

    pub(super) fn quarter_feed(&self, path: &OutPath, scope: Scope, quarter: Quarter) -> FeedView<'s> {
        let posts = self.site.list(scope, ListKind::Quarter(quarter));
        let newest: Vec<PostId> = posts.iter().rev().copied().collect();
        let page = self.path_in(scope, &format!("q/{}/index.html", quarter.slug()));
        self.feed_of(path, scope, &quarter.label(self.site.config.lang), page, &newest)
    }

    fn feed_of(
        &self,
        path: &OutPath,
        scope: Scope,
        quarter: &str,
        page: OutPath,
        posts: &[PostId],
    ) -> FeedView<'s> {
        let config = &self.site.config;
        let unit = match scope {
            Scope::Unit(unit) => config.units.get(unit).name.to_string(),
            Scope::Whole => self.chrome.unit.name.clone(),
        };
        let parts = [&self.chrome.title, quarter, &unit];
        let title = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
        let items: Vec<FeedItem> = posts
            .iter()
            .map(|&id| {
                let post = self.site.post(id);
                let term = config.vocabulary.types.get(post.kind);
                FeedItem {
                    id: &post.id,
                    title: &post.title,
                    link: self.absolute_of(post),
                    date: post.date,
                    updated: post.date,
                    summary: &post.summary,
                    category: term.label(config.lang),
                    unit: &config.units.get(post.unit).name,
                }
            })
            .collect();
        // Not the host: ids must survive a move to another domain.
        let authority = match &*self.chrome.unit.code {
            "" => "nq71",
            code => code,
        };
        FeedView {
            title,
            link: self.absolute(&page).unwrap_or_default(),
            self_url: self.absolute(path).unwrap_or_default(),
            description: format!("{} {}", self.label("feed_description"), unit).trim().to_owned(),
            lang: self.chrome.lang.clone(),
            author: if unit.is_empty() { self.chrome.title.clone() } else { unit },
            tag: format!("tag:{authority},{}:", config.resolution.date.year()),
            updated: posts.iter().map(|&id| self.site.newest_date(self.site.post(id))).max(),
            items,
        }
    }

    pub(super) fn products(&self, quarter: Quarter) -> Products<'s> {
        let config = &self.site.config;
        let lang = config.lang;
        let vocabulary = &config.vocabulary;
        let mut ids: Vec<PostId> = self.site.list(Scope::Whole, ListKind::Quarter(quarter)).to_vec();
        ids.sort_by_key(|&id| (self.site.post(id).unit, id));
        let join = |labels: Vec<&str>| labels.join("; ");
        let rows = ids
            .into_iter()
            .enumerate()
            .map(|(index, id)| {
                let post = self.site.post(id);
                let unit = config.units.get(post.unit);
                Product {
                    tt: index + 1,
                    ngay: crate::text::short_date(post.date, crate::text::Lang::Vi),
                    quy: post.quarter.to_string(),
                    don_vi: &unit.code,
                    ten_don_vi: &unit.name,
                    tieu_de: &post.title,
                    hinh_thuc: vocabulary.types.get(post.kind).label(lang),
                    noi_dung: join(
                        post.topics.iter().map(|&id| vocabulary.topics.get(id).label(lang)).collect(),
                    ),
                    kenh: join(
                        post.channels
                            .iter()
                            .map(|channel| vocabulary.channels.get(channel.channel).label(lang))
                            .collect(),
                    ),
                    duong_dan: self.absolute_of(post),
                    duoc_tinh: u8::from(self.counts.judgement(id) == Some(Judgement::Counted)),
                    ly_do: self.reason(id),
                }
            })
            .collect();
        Products { rows }
    }

    /// Pages of the map besides the posts.
    pub(super) fn map_fixed(&self) -> Vec<String> {
        let site = self.site;
        let mut pages: Vec<String> = self.chrome.menu.iter().map(|item| item.path.clone()).collect();
        for (scope, kind, _) in site.lists() {
            if let Some(folder) = list_folder(self, scope, kind) {
                pages.push(format!("{folder}index.html"));
            }
        }
        if site.config.layout == Layout::Many {
            for (unit, _) in site.config.units.iter() {
                pages.push(format!("{}index.html", site.folder(Scope::Unit(unit))));
            }
        }
        for quarter in self.counts.quarters() {
            pages.push(format!("thong-ke/{}/index.html", quarter.slug()));
        }
        pages.sort();
        pages.dedup();
        pages
    }

    pub(super) fn map_urls(&self, part: u16) -> MapUrls {
        let fixed = self.map_fixed().into_iter().map(|path| (OutPath::made(&path), None));
        let posts = self
            .site
            .published()
            .filter_map(|(_, post)| post.path.clone().map(|path| (path, Some(self.site.newest_date(post)))));
        let urls = fixed
            .chain(posts)
            .skip((part as usize - 1) * URLS_PER_MAP)
            .take(URLS_PER_MAP)
            .map(|(path, date)| (self.absolute(&path).unwrap_or_default(), date))
            .collect();
        MapUrls { urls }
    }
}
