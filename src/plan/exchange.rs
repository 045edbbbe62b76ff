//! The files for the level above (`docs/trao-doi.md`): metadata only, so that an edit of a text
//! changes none of them.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use crate::exchange::{Index, REFUSED, Record, Shard, sha256, write};
use crate::model::{Post, PostId, Quarter, Standing};
use crate::stats::{Judgement, Reason};
use crate::text;

use super::Planner;

/// What the level above gets of a quarter.
#[derive(Default)]
pub(super) struct Handed {
    posts: Vec<PostId>,
    /// The posts as they are handed over, made once for their own page and for the index, which
    /// has its digest.
    shard: OnceLock<Arc<[u8]>>,
}

impl Planner<'_> {
    /// Published and withdrawn posts by quarter, each quarter's by unit, date and id.
    pub(super) fn handed(&self) -> &BTreeMap<Quarter, Handed> {
        self.handed.get_or_init(|| {
            let mut quarters: BTreeMap<Quarter, Handed> = BTreeMap::new();
            for (id, post) in self.site.posts() {
                if matches!(post.standing(self.site.today), Standing::Published | Standing::Withdrawn) {
                    quarters.entry(post.quarter).or_default().posts.push(id);
                }
            }
            let unit = |id: &PostId| &self.site.config.units.get(self.site.post(*id).unit).code;
            for handed in quarters.values_mut() {
                // Not in the order of the registry: a new number there changes no shard.
                handed.posts.sort_by(|a, b| {
                    let (one, other) = (self.site.post(*a), self.site.post(*b));
                    (unit(a), one.date, &one.id).cmp(&(unit(b), other.date, &other.id))
                });
            }
            quarters
        })
    }

    pub(super) fn exchange(&self, quarter: Quarter) -> Arc<[u8]> {
        let handed = self.handed().get(&quarter).expect("only quarters with posts are planned");
        Arc::clone(self.shard(handed))
    }

    fn shard<'h>(&self, handed: &'h Handed) -> &'h Arc<[u8]> {
        handed.shard.get_or_init(|| {
            let records: Vec<Record> = handed.posts.iter().map(|&id| self.record(id)).collect();
            let mut bytes = Vec::new();
            write(&records, &mut bytes);
            bytes.into()
        })
    }

    pub(super) fn exchange_index(&self) -> Index {
        let shards = self
            .handed()
            .iter()
            .map(|(&quarter, handed)| {
                let name = format!("{}.csv", quarter.slug());
                Shard { name, rows: handed.posts.len(), sha256: sha256(self.shard(handed)) }
            })
            .collect();
        Index { unit: self.chrome.unit.code.clone(), shards }
    }

    fn record(&self, id: PostId) -> Record {
        let config = &self.site.config;
        let post = self.site.post(id);
        let unit = config.units.get(post.unit);
        let base = Record {
            id: post.own_id().to_owned(),
            unit: unit.code.to_string(),
            date: text::iso_date(post.date),
            quarter: post.quarter.to_string(),
            url: self.absolute_of(post).into_owned(),
            updated: post.updated.map_or(String::new(), text::iso_date),
            ..Record::default()
        };
        if post.standing(self.site.today) == Standing::Withdrawn {
            return Record { status: "da-go".into(), ..base };
        }
        let vocabulary = &config.vocabulary;
        let topics: Vec<&str> =
            post.topics.iter().map(|&id| vocabulary.topics.get(id).code.as_str()).collect();
        let channels: Vec<String> = post
            .channels
            .iter()
            .map(|channel| {
                let code = &vocabulary.channels.get(channel.channel).code;
                let url = channel.url.as_ref().map_or("", |url| url.as_str());
                format!("{code} {url}").trim_end().to_owned()
            })
            .collect();
        let canonical = post.origin.as_ref().and_then(|origin| origin.canonical.as_ref());
        let counted = self.counts.judgement(id) == Some(Judgement::Counted);
        Record {
            unit_name: unit.name.to_string(),
            title: post.title.to_string(),
            quarter_declared: u8::from(post.quarter_declared).to_string(),
            kind: vocabulary.types.get(post.kind).code.clone(),
            topics: topics.join("; "),
            lang: post.lang.as_deref().unwrap_or(config.lang.as_str()).to_owned(),
            canonical_url: canonical.map_or(String::new(), ToString::to_string),
            channels: channels.join("; "),
            repost_of: post.repost_of.as_deref().map_or(String::new(), |written| self.full_id(written, post)),
            translation_of: self
                .group_head(id)
                .map_or(String::new(), |head| self.id_for(self.site.post(head), post)),
            status: "da-duyet".into(),
            counted: u8::from(counted).to_string(),
            reason: self.reason_codes(id),
            summary: if post.own_summary { post.summary.to_string() } else { String::new() },
            ..base
        }
    }

    /// What a published translation goes back to among the posts that are handed over: the
    /// original, or where that is hidden, the product of the group, or its first post.
    fn group_head(&self, id: PostId) -> Option<PostId> {
        self.site.post(id).translation_of.as_ref()?;
        let original = self.site.original(id);
        let shown = |id: PostId| self.site.post(id).standing(self.site.today) == Standing::Published;
        if shown(original) {
            return Some(original).filter(|&head| head != id);
        }
        let mut group = self.site.translations(id);
        group.push(id);
        let rank = |id: &PostId| {
            let post = self.site.post(*id);
            (self.counts.judgement(*id) != Some(Judgement::Counted), post.date, post.own_id().to_owned())
        };
        group.into_iter().min_by_key(rank).filter(|&head| head != id)
    }

    /// The id of a post as a post of the same unit, or of another one, names it.
    fn id_for(&self, named: &Post, by: &Post) -> String {
        let own = named.own_id();
        let code = &self.site.config.units.get(named.unit).code;
        if named.unit == by.unit || own.strip_prefix(&**code).is_some_and(|rest| rest.starts_with('/')) {
            own.to_owned()
        } else {
            format!("{code}/{own}")
        }
    }

    /// The id of a post that is named by id; anything else as it is written.
    fn full_id(&self, written: &str, near: &Post) -> String {
        self.site.by_id(written, near).map_or(written.to_owned(), |id| self.id_for(self.site.post(id), near))
    }

    /// The code of the reason why a post does not count, and the author's own words, which hold
    /// wherever the post is counted.
    fn reason_codes(&self, id: PostId) -> String {
        let first = match self.counts.judgement(id) {
            Some(Judgement::Excluded(reason)) if reason != Reason::Declared => reason.code(),
            _ => "",
        };
        match &self.site.post(id).not_counted {
            Some(why) if first.is_empty() => format!("{REFUSED}: {why}"),
            Some(why) => format!("{first}; {REFUSED}: {why}"),
            None => first.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authors_own_refusal_has_one_name() {
        assert_eq!(Reason::Declared.code(), REFUSED);
    }
}
