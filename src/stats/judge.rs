//! Whether a post counts, and if not, why.

use std::collections::BTreeMap;

use crate::model::{Post, PostId, Site, Standing};

/// Why a published post is not a product, in the order in which reasons are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(usize)]
pub enum Reason {
    /// Its content type is not countable.
    Type,
    /// It repeats something published elsewhere.
    Repost,
    /// It translates something that counts.
    Translation,
    /// Its author says so, with a reason.
    Declared,
    /// Its date lies outside the unit's life.
    OutsideLife,
}

impl Reason {
    /// All reasons, in order.
    pub const ALL: [Reason; 5] =
        [Reason::Type, Reason::Repost, Reason::Translation, Reason::Declared, Reason::OutsideLife];

    /// The reason as a word in data and message ids.
    pub fn code(self) -> &'static str {
        match self {
            Reason::Type => "hinh-thuc-khong-tinh",
            Reason::Repost => "dang-lai",
            Reason::Translation => "ban-dich",
            Reason::Declared => "khai-bao-khong-tinh",
            Reason::OutsideLife => "ngoai-thoi-gian-don-vi",
        }
    }
}

/// What became of a published post.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// It is a product.
    Counted,
    /// It is not, and this is the first reason.
    Excluded(Reason),
}

/// Judges every post of a site; `None` for those that the public does not see.
pub(super) fn all(site: &Site) -> Box<[Option<Judgement>]> {
    let published = |post: &Post| post.standing(site.today) == Standing::Published;
    let chosen = chosen_of_groups(site);
    site.posts()
        .map(|(id, post)| {
            published(post).then(|| {
                let another = || chosen.get(&site.original(id)).is_some_and(|&chosen| chosen != id);
                let translated = post.translation_of.is_some() && another();
                match own_reason(site, post) {
                    Some(reason) if reason < Reason::Translation => Judgement::Excluded(reason),
                    _ if translated => Judgement::Excluded(Reason::Translation),
                    Some(reason) => Judgement::Excluded(reason),
                    None => Judgement::Counted,
                }
            })
        })
        .collect()
}

/// The first reason that lies in the post itself.
fn own_reason(site: &Site, post: &Post) -> Option<Reason> {
    let life = site.config.units.get(post.unit).life;
    if !site.config.vocabulary.types.get(post.kind).countable {
        Some(Reason::Type)
    } else if post.repost_of.is_some() {
        Some(Reason::Repost)
    } else if post.not_counted.is_some() {
        Some(Reason::Declared)
    } else if !life.holds(post.date) {
        Some(Reason::OutsideLife)
    } else {
        None
    }
}

/// A group of translations is one product: the original if it counts, else the earliest by date,
/// then by id. Groups of one post are left out.
fn chosen_of_groups(site: &Site) -> BTreeMap<PostId, PostId> {
    let rank = |group: PostId, id: PostId| {
        let post = site.post(id);
        (id != group, post.date, post.own_id())
    };
    let counted = |&id: &PostId| own_reason(site, site.post(id)).is_none();
    site.groups()
        .filter_map(|(group, members)| {
            let best = members.iter().copied().filter(counted).min_by_key(|&id| rank(group, id));
            Some((group, best?))
        })
        .collect()
}
