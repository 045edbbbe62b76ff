//! What several sources tell of one post becomes one post: it counts once, for its unit.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use jiff::civil::Date;

use crate::model::{Address, Channel, Config, Decision, Post, Standing, Status, UnitId};
use crate::text;

use super::admit::scoped;
use super::format::within_mark;
use super::{Admitted, Kin};

/// The posts of a site with those that were gathered.
#[derive(Clone, Debug, Default)]
pub struct Merged {
    /// Our own first, in their order.
    pub posts: Vec<Arc<Post>>,
    /// What was decided.
    pub decisions: Vec<Decision>,
}

/// What our own posts are called among the sources.
const OWN: &str = "content";

/// Puts the posts of all sources to our own. The one told by the source nearest to the unit
/// stays, our own before all others; of sources equally near, the first in the settings.
///
/// 1. The same id of the same unit is the same post.
/// 2. So is the same address, of the same unit; what one of its sources takes back is back for all.
///    Told by a unit and by one above it, the one above repeats it.
/// 3. So are, between different sources, the same title and day of the same unit. Two posts of
///    one source never are.
pub fn merge(config: &Config, kin: &Kin, today: Date, own: Vec<Arc<Post>>, sources: Vec<Admitted>) -> Merged {
    let mut merger = Merger {
        config,
        kin,
        posts: own,
        names: Vec::new(),
        by_id: HashMap::new(),
        by_address: HashMap::new(),
        by_title: HashMap::new(),
        taken: BTreeSet::new(),
        sources: config
            .sources
            .iter()
            .map(|source| (&*source.key, (source.unit, within_mark(&plain_address(&source.address)).into())))
            .collect(),
        strays: BTreeSet::new(),
        renamed: HashMap::new(),
        decisions: Vec::new(),
    };
    for at in 0..merger.posts.len() {
        let Named { id, address, .. } = merger.named_post(Arc::clone(&merger.posts[at]));
        merger.names.push((id, address));
        // A draft here is nothing that another site's post could repeat.
        if matches!(merger.posts[at].standing(today), Standing::Published | Standing::Withdrawn) {
            merger.index(at);
        }
    }
    let own = merger.posts.len();
    let mut coming: Vec<(u8, usize, Box<Named>)> = Vec::new();
    for (order, admitted) in sources.into_iter().enumerate() {
        merger.decisions.extend(admitted.decisions);
        for post in admitted.posts {
            if post.standing(today) == Standing::Future {
                merger.decide_alone("xet-ngay-sau", &post, "", &post.date.to_string());
            }
            let steps = merger.steps(&post);
            coming.push((steps, order, Box::new(merger.named_post(Arc::new(post)))));
        }
    }
    coming.sort_by(|a, b| {
        let (one, other) = (&a.2.post, &b.2.post);
        (a.0, a.1, one.date, &one.id).cmp(&(b.0, b.1, other.date, &other.id))
    });
    let mut coming = coming.into_iter().peekable();
    while let Some((steps, order, first)) = coming.next() {
        let mut group = vec![first];
        while let Some((_, _, named)) = coming.next_if(|next| (next.0, next.1) == (steps, order)) {
            group.push(named);
        }
        // What is told by id or address first: a title is the weakest sign.
        let rest: Vec<Box<Named>> = group.into_iter().filter_map(|named| merger.known(named)).collect();
        rest.into_iter().for_each(|named| merger.take(named));
    }
    merger.strays(own);
    merger.repeats(own);
    merger.translations(own);
    let Merger { posts, strays, decisions, .. } = merger;
    let posts = posts.into_iter().enumerate().filter(|(at, _)| !strays.contains(at));
    Merged { posts: posts.map(|(_, post)| post).collect(), decisions }
}

/// A post with what it is known by.
struct Named {
    post: Arc<Post>,
    /// Behind its unit's code.
    id: Arc<str>,
    address: Option<Arc<str>>,
}

struct Merger<'m> {
    config: &'m Config,
    kin: &'m Kin,
    posts: Vec<Arc<Post>>,
    /// For each post what it is known by: its id, and its address.
    names: Vec<(Arc<str>, Option<Arc<str>>)>,
    by_id: HashMap<(UnitId, Arc<str>), usize>,
    by_address: HashMap<(UnitId, Arc<str>), usize>,
    by_title: HashMap<(UnitId, Date, String), Vec<usize>>,
    /// A post of a source stands for one post here, and for no second one.
    taken: BTreeSet<(usize, Box<str>)>,
    /// By the keys of the sources, their units and plain addresses.
    sources: HashMap<&'m str, (UnitId, Box<str>)>,
    /// Posts that are another unit's, by their place.
    strays: BTreeSet<usize>,
    /// Ids of posts that went into others.
    renamed: HashMap<Box<str>, Box<str>>,
    decisions: Vec<Decision>,
}

/// Nobody publishes more posts of one title on one day: what a source makes up beyond that is not
/// compared, since each would be compared with all.
const TWINS: usize = 100;

impl Merger<'_> {
    fn named_post(&self, post: Arc<Post>) -> Named {
        let id = scoped(&self.config.units.get(post.unit).code, &post.id).into();
        Named { id, address: self.address(&post), post }
    }

    /// How far the source of a post stands above its unit.
    fn steps(&self, post: &Post) -> u8 {
        let source = self.sources.get(source_of(post));
        source.and_then(|&(unit, _)| self.kin.steps(post.unit, unit)).unwrap_or(u8::MAX)
    }

    fn title(post: &Post) -> (UnitId, Date, String) {
        (post.unit, post.date, text::title_key(&post.title))
    }

    fn index(&mut self, at: usize) {
        let post = &self.posts[at];
        let unit = post.unit;
        let (id, address) = self.names[at].clone();
        let title = (post.status != Status::Withdrawn).then(|| Merger::title(post));
        self.by_id.entry((unit, id)).or_insert(at);
        if let Some(address) = address {
            let first = *self.by_address.entry((unit, Arc::clone(&address))).or_insert(at);
            // An address that was given to a new post belongs to that.
            if self.posts[first].status == Status::Withdrawn && self.posts[at].status != Status::Withdrawn {
                self.by_address.insert((unit, address), at);
            }
        }
        if let Some(title) = title {
            let twins = self.by_title.entry(title).or_default();
            if twins.len() < TWINS {
                twins.push(at);
            }
        }
    }

    /// What a post's address is known by; our own page's too.
    fn address(&self, post: &Post) -> Option<Arc<str>> {
        let written = match (&post.origin, &post.link, &self.config.base_url) {
            (Some(origin), ..) if !origin.has_text => origin.canonical.as_ref()?.to_string(),
            (_, Some(link), _) => link.to_string(),
            (_, None, base) => {
                let base = base.as_ref().map_or("", Address::as_str);
                let unit = &self.config.units.get(post.unit).code;
                let folder = match self.config.layout {
                    crate::model::Layout::One => String::new(),
                    crate::model::Layout::Many => format!("don-vi/{unit}/"),
                };
                format!("{base}{folder}bai/{}.html", post.slug)
            }
        };
        let plain = plain_address(&written);
        // A front page, or the section itself, is where many posts may be.
        let facts = self.config.units.get(post.unit);
        let mut pages = facts.portal_url.iter().chain(&facts.section_url);
        let leads_on = plain.split_once('/').is_some_and(|(_, path)| !path.is_empty());
        let is_post = leads_on && !pages.any(|page| plain_address(page.as_str()) == plain);
        (is_post || post.path_is_here()).then(|| Arc::from(plain))
    }

    /// Puts a post to the one that its id or its address names; gives it back where there is none.
    fn known(&mut self, named: Box<Named>) -> Option<Box<Named>> {
        let unit = named.post.unit;
        let by_id = self.by_id.get(&(unit, Arc::clone(&named.id))).copied();
        let by_address = || self.by_address.get(&(unit, Arc::clone(named.address.as_ref()?))).copied();
        let Some(at) = by_id.or_else(by_address) else { return Some(named) };
        let what = if by_id.is_some() { "xet-trung-ma" } else { "xet-trung-dia-chi" };
        let withdrawn = |post: &Post| post.status == Status::Withdrawn;
        let (kept, post) = (Arc::clone(&self.posts[at]), &named.post);
        let same_source = source_of(&kept) == source_of(post);
        match (withdrawn(&kept), withdrawn(post)) {
            (false, false) => self.same(at, post, what),
            // What its unit took back stays so, though another source still shows it.
            (true, false) if !same_source => self.decide("xet-da-go", &kept, post),
            (false, true)
                if !same_source && kept.origin.is_some() && self.steps(post) <= self.steps(&kept) =>
            {
                self.decide("xet-da-go", post, &kept);
                self.posts[at] = Arc::clone(post);
            }
            _ if by_id.is_some() => self.same(at, post, what),
            _ => return Some(named),
        }
        None
    }

    fn take(&mut self, named: Box<Named>) {
        // A post of the same source may have taken the address meanwhile.
        let Some(named) = self.known(named) else { return };
        let Named { post, id, address } = *named;
        let source: Box<str> = source_of(&post).into();
        if post.status != Status::Withdrawn {
            let known = self.by_title.get(&Merger::title(&post));
            let free = known.into_iter().flatten().copied().find(|&at| {
                *source_of(&self.posts[at]) != *source && !self.taken.contains(&(at, source.clone()))
            });
            if let Some(at) = free {
                return self.same(at, &post, "xet-trung-tieu-de");
            }
        }
        self.posts.push(post);
        self.names.push((id, address));
        self.index(self.posts.len() - 1);
    }

    /// Notes what was decided about a post and another tale of it.
    fn decide(&mut self, what: &'static str, kept: &Post, other: &Post) {
        self.decisions.push(Decision {
            other_source: source_of(other).into(),
            detail: other.link.as_ref().map_or("".into(), |link| link.as_str().into()),
            ..self.decision(what, kept, &other.id)
        });
    }

    /// Notes what was decided about a post alone.
    fn decide_alone(&mut self, what: &'static str, post: &Post, other_id: &str, detail: &str) {
        self.decisions.push(Decision { detail: detail.into(), ..self.decision(what, post, other_id) });
    }

    fn decision(&self, what: &'static str, post: &Post, other_id: &str) -> Decision {
        Decision {
            what,
            unit: self.config.units.get(post.unit).code.clone(),
            id: post.id.clone(),
            source: source_of(post).into(),
            other_id: other_id.into(),
            other_source: "".into(),
            title: post.title.clone(),
            detail: "".into(),
        }
    }

    /// A second tale of a post: it goes into the first.
    fn same(&mut self, at: usize, post: &Post, what: &'static str) {
        let channel = self.config.vocabulary.channels.find("cong-ttdt");
        self.decide(what, &Arc::clone(&self.posts[at]), post);
        let assumed = |post: &Post| post.origin.as_ref().is_some_and(|origin| origin.assumed_type);
        if assumed(&self.posts[at]) && !assumed(post) && post.status == Status::Approved {
            let kept = Arc::make_mut(&mut self.posts[at]);
            kept.kind = post.kind;
            kept.origin.as_mut().expect("only what was gathered is assumed").assumed_type = false;
        }
        let kept = &self.posts[at];
        let source: Box<str> = source_of(post).into();
        if post.id != kept.id {
            self.renamed.insert(post.id.clone(), kept.id.clone());
        }
        // Where else it stands is one more channel; a post of ours says its channels itself.
        if kept.origin.is_some() && kept.status == Status::Approved {
            let mut channels = kept.channels.to_vec();
            let known = |channels: &[Channel], url: &Option<Address>| {
                channels.iter().any(|channel| &channel.url == url) || url == &kept.link
            };
            let elsewhere = post.origin.as_ref().and_then(|origin| origin.canonical.as_ref());
            let elsewhere = elsewhere.filter(|address| {
                kept.link
                    .as_ref()
                    .is_none_or(|link| plain_address(link.as_str()) != plain_address(address.as_str()))
            });
            for more in post.channels.iter().cloned() {
                let same = |one: &Channel| (one.channel, &one.url) == (more.channel, &more.url);
                if !channels.iter().any(same) && (more.url.is_none() || !known(&channels, &more.url)) {
                    channels.push(more);
                }
            }
            if let (Some(channel), Some(address)) = (channel, elsewhere) {
                let more = Channel { channel, url: Some(address.clone()), date: None };
                if !known(&channels, &more.url) {
                    channels.push(more);
                }
            }
            Arc::make_mut(&mut self.posts[at]).channels = channels.into();
        }
        self.taken.insert((at, source));
    }

    /// A unit above that tells of a post by its own address repeats it.
    fn repeats(&mut self, own: usize) {
        let mut first: HashMap<&str, usize> = HashMap::new();
        let mut more: HashMap<usize, Vec<usize>> = HashMap::new();
        for (at, (_, address)) in self.names.iter().enumerate() {
            if self.posts[at].status == Status::Approved
                && let Some(address) = address
                && let &mut first = first.entry(address).or_insert(at)
                && first != at
            {
                more.entry(first).or_insert_with(|| vec![first]).push(at);
            }
        }
        // Only what involves a gathered post: our own authors answer for our own posts.
        let mut groups: Vec<Vec<usize>> =
            more.into_values().filter(|group| group.iter().any(|&at| at >= own)).collect();
        groups.sort();
        for mut group in groups {
            group.retain(|at| !self.strays.contains(at));
            self.shared(&group, own);
            for &above in &group {
                let lower = group.iter().copied().find(|&below| {
                    let (a, b) = (self.posts[above].unit, self.posts[below].unit);
                    // Each above the other: the first keeps it.
                    let is_above =
                        self.kin.steps(b, a).is_some() && (below < above || self.kin.steps(a, b).is_none());
                    a != b && is_above && (above >= own || below >= own)
                });
                let Some(below) = lower else { continue };
                if self.posts[above].repost_of.is_none() {
                    let (kept, post) = (Arc::clone(&self.posts[below]), Arc::clone(&self.posts[above]));
                    self.decide("xet-dang-lai", &kept, &post);
                    Arc::make_mut(&mut self.posts[above]).repost_of = Some(kept.id.clone());
                }
            }
        }
    }

    /// The plain address of its source, as it is now.
    fn listed(&self, post: &Post) -> Option<&str> {
        self.sources.get(source_of(post)).map(|(_, address)| &**address)
    }

    /// The feed that showed a post last, where its source is another one now.
    fn former(&self, at: usize) -> Option<&str> {
        let post = &self.posts[at];
        let last = from(post).first()?;
        (self.listed(post) != Some(last)).then_some(last)
    }

    /// Posts that two units have from one feed, which one of them names no more: it was listed for
    /// that unit by mistake. A unit whose portal has moved on from that feed had it by right. Where
    /// neither is told by that, it is the one's whose source is on its host, or who has more of it. A
    /// post is known by its id, which stays when a portal moves, or by its address.
    fn strays(&mut self, own: usize) {
        let former: BTreeMap<usize, &str> =
            (own..self.posts.len()).filter_map(|at| Some((at, self.former(at)?))).collect();
        if former.is_empty() {
            return;
        }
        let mut number: HashMap<(UnitId, &str), usize> = HashMap::new();
        for (&at, from) in &former {
            *number.entry((self.posts[at].unit, from)).or_default() += 1;
        }
        // Other tales of a post have its id, or its address.
        let names = |at: usize| {
            let id = self.posts[at].origin.as_ref().map(|origin| &*origin.id);
            [id, self.names[at].1.as_deref()].into_iter().flatten()
        };
        let mut tales: HashMap<&str, Vec<usize>> = HashMap::new();
        for at in own..self.posts.len() {
            names(at).for_each(|name| tales.entry(name).or_default().push(at));
        }
        let lists: BTreeSet<(UnitId, &str)> =
            self.sources.values().map(|(unit, at)| (*unit, &**at)).collect();
        // Units whose portal has moved: posts of an older address are shown by the one of today.
        let mut movers: BTreeSet<(UnitId, &str)> = BTreeSet::new();
        for post in &self.posts[own..] {
            if let [last, before @ ..] = from(post)
                && self.listed(post) == Some(last)
            {
                movers.extend(before.iter().map(|before| (post.unit, &**before)));
            }
        }
        let mut strays = Vec::new();
        for (&at, &last) in &former {
            let host = |plain: &'_ str| plain.split('/').next().map(str::to_owned);
            let claim = |at: usize| {
                let post = &self.posts[at];
                let is_host = self.listed(post).is_some_and(|listed| host(listed) == host(last));
                (is_host, number.get(&(post.unit, last)))
            };
            let unit = self.posts[at].unit;
            if movers.contains(&(unit, last)) {
                continue;
            }
            let owner = names(at).flat_map(|name| &tales[name]).copied().find(|&other| {
                let post = &self.posts[other];
                let had = || from(post).iter().any(|from| **from == *last);
                let may = || !former.contains_key(&other) || claim(other) > claim(at);
                let owns = |names: &BTreeSet<(UnitId, &str)>| names.contains(&(post.unit, last));
                post.unit != unit && (owns(&movers) || owns(&lists) || had() && may())
            });
            strays.extend(owner.map(|owner| (at, owner)));
        }
        for (at, owner) in strays {
            let (kept, post) = (Arc::clone(&self.posts[owner]), Arc::clone(&self.posts[at]));
            self.decide("xet-thu-nham", &kept, &post);
            self.strays.insert(at);
        }
    }

    /// One address of two units of which none is above the other. Where one source was listed for
    /// both, it is one post, and the first has it; else both count, and somebody should look.
    fn shared(&mut self, group: &[usize], own: usize) {
        for (nth, &at) in group.iter().enumerate().filter(|(_, at)| **at >= own) {
            let strangers = group[..nth].iter().copied().filter(|&other| {
                let (a, b) = (self.posts[at].unit, self.posts[other].unit);
                a != b && self.kin.steps(a, b).is_none() && self.kin.steps(b, a).is_none()
            });
            let strangers: Vec<usize> = strangers.collect();
            let Some(&first) = strangers.first() else { continue };
            let listed = |at: usize| self.listed(&self.posts[at]);
            let of_one = |&other: &usize| listed(at).is_some() && listed(at) == listed(other);
            let twice = strangers.iter().copied().find(of_one);
            let (other, twice) = (twice.unwrap_or(first), twice.is_some());
            let (kept, post) = (Arc::clone(&self.posts[other]), Arc::clone(&self.posts[at]));
            self.decide(if twice { "xet-nguon-hai-don-vi" } else { "xet-chung-dia-chi" }, &kept, &post);
            if twice && post.repost_of.is_none() {
                Arc::make_mut(&mut self.posts[at]).repost_of = Some(kept.id.clone());
            }
        }
    }

    /// The post of an id as a post of a unit names it: one of that unit's first.
    fn named(&self, ids: &HashMap<Box<str>, usize>, written: &str, unit: UnitId) -> Option<usize> {
        let full = scoped(&self.config.units.get(unit).code, written);
        let find =
            |id: &str| ids.get(id).or_else(|| self.renamed.get(id).and_then(|id| ids.get(id))).copied();
        find(&full).or_else(|| find(written))
    }

    /// A gathered post that translates nothing that is known, or itself, is judged by itself.
    fn translations(&mut self, own: usize) {
        // Few posts translate anything: only the ids that they name are looked for.
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for post in &self.posts {
            if let Some((written, _)) = &post.translation_of {
                let full = scoped(&self.config.units.get(post.unit).code, written);
                for id in [full, written.to_string()] {
                    wanted.extend(self.renamed.get(id.as_str()).map(ToString::to_string));
                    wanted.insert(id);
                }
            }
        }
        if wanted.is_empty() {
            return;
        }
        let mut ids: HashMap<Box<str>, usize> = HashMap::new();
        for (at, (id, _)) in self.names.iter().enumerate().filter(|(_, (id, _))| wanted.contains(&**id)) {
            ids.entry((**id).into()).or_insert(at);
        }
        for (at, post) in self.posts.iter().enumerate().filter(|(_, post)| wanted.contains(&*post.id)) {
            ids.entry(post.id.clone()).or_insert(at);
        }
        for at in own..self.posts.len() {
            let Some((written, span)) = self.posts[at].translation_of.clone() else { continue };
            let target = self.named(&ids, &written, self.posts[at].unit);
            let mut next = target;
            let mut steps = 0;
            // Ends at the original, or comes back.
            let circle = loop {
                match next {
                    Some(back) if back == at || steps > self.posts.len() => break true,
                    Some(step) => {
                        steps += 1;
                        next = self.posts[step]
                            .translation_of
                            .as_ref()
                            .and_then(|(id, _)| self.named(&ids, id, self.posts[step].unit));
                    }
                    None => break false,
                }
            };
            match target.filter(|_| !circle) {
                Some(target) => {
                    let id = self.posts[target].id.clone();
                    Arc::make_mut(&mut self.posts[at]).translation_of = Some((id, span));
                }
                None => {
                    Arc::make_mut(&mut self.posts[at]).translation_of = None;
                    let what = if circle { "xet-ban-dich-vong" } else { "xet-ban-dich-mat" };
                    self.decide_alone(what, &Arc::clone(&self.posts[at]), &written, "");
                }
            }
        }
    }
}

/// The feeds that showed a post, the last one first.
fn from(post: &Post) -> &[Box<str>] {
    post.origin.as_ref().map_or(&[], |origin| &origin.from)
}

fn source_of(post: &Post) -> &str {
    post.origin.as_ref().map_or(OWN, |origin| &origin.source)
}

/// An address without what differs between two ways of writing it: the scheme, `www.`, the case
/// of the host, marks of advertisers, the fragment, `index.html` and a slash at the end. A fragment
/// that names a page (`#/tin/1`, `#!tin`) stays.
///
/// ```
/// use nq71::exchange::plain_address;
///
/// assert_eq!(
///     plain_address("http://www.a.example.vn/tin/?utm_source=x#y"),
///     plain_address("https://A.example.vn/tin/index.html")
/// );
/// ```
pub fn plain_address(address: &str) -> Box<str> {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (rest, fragment) = rest.split_once('#').unwrap_or((rest, ""));
    // A page of scripts keeps its posts behind the mark.
    let fragment = if fragment.starts_with(['/', '!']) { fragment } else { "" };
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = path.split_once('/').unwrap_or((path, ""));
    let host = host.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let query: Vec<&str> = query
        .split('&')
        .filter(|part| !part.is_empty() && !part.starts_with("utm_") && !part.starts_with("fbclid="))
        .collect();
    let mut plain = format!("{host}/{path}");
    if !query.is_empty() {
        plain.push('?');
        plain.push_str(&query.join("&"));
    }
    if !fragment.is_empty() {
        plain.push('#');
        plain.push_str(fragment);
    }
    plain.into()
}
