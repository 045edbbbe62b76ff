//! Reads the rows that other sites sent a second time, and finds what is told twice, as
//! `docs/trao-doi.md` says it: plainly, by looking at every pair.

use std::collections::BTreeMap;

use nq71::model::Digest;
use toml::{Table, Value};
use unicode_normalization::UnicodeNormalization;

use super::reader::{Draft, Post, Quarter, Recount, Standing, day_of_row, fold, split};

/// Where posts of a unit come from.
struct Source {
    key: String,
    unit: usize,
    address: String,
}

/// A row that may come in, with the post it would be.
struct Guest {
    draft: Draft,
    /// Behind its unit's code.
    id: String,
    steps: usize,
    source: usize,
    address: Option<String>,
    title: String,
    /// Where it first stood, as written.
    canonical: Option<String>,
    /// Other places that it was told of at.
    elsewhere: Vec<String>,
}

/// Adds the posts of all sources to a site's own.
pub(super) fn admit(
    recount: &Recount,
    settings: &Table,
    files: &BTreeMap<&str, &str>,
    own: Vec<Draft>,
) -> Vec<Draft> {
    let sources = sources(recount, settings);
    let mut all: Vec<Guest> = own
        .into_iter()
        .map(|draft| Guest {
            id: scoped(&recount.units[draft.post.unit].code, &draft.post.id),
            steps: 0,
            source: usize::MAX,
            address: match (&recount.base_url, draft.post.pointer) {
                (_, true) => identity(recount, draft.post.unit, &draft.post.address),
                (Some(base), false) => Some(plain(&format!("{base}{}", draft.post.address))),
                (None, false) => Some(plain(&draft.post.address)),
            },
            title: key(&draft.post.title),
            canonical: None,
            elsewhere: Vec::new(),
            draft,
        })
        .collect();
    let ours = all.len();
    let mut coming = Vec::new();
    for (at, source) in sources.iter().enumerate() {
        coming.extend(rows(recount, files, source, at));
    }
    coming
        .sort_by_key(|guest| (guest.steps, guest.source, guest.draft.post.date, guest.draft.post.id.clone()));
    let portal = recount.channels.iter().position(|term| term.code == "cong-ttdt").unwrap();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    let mut taken: Vec<(usize, usize)> = Vec::new();
    while !coming.is_empty() {
        let (steps, source) = (coming[0].steps, coming[0].source);
        let count = coming.iter().take_while(|guest| (guest.steps, guest.source) == (steps, source)).count();
        let group: Vec<Guest> = coming.drain(..count).collect();
        let mut weak = Vec::new();
        for guest in group {
            match told(&all, &guest) {
                Some(first) => same(&mut all, first, guest, &mut renamed, &mut taken, portal),
                None => weak.push(guest),
            }
        }
        for guest in weak {
            if let Some(first) = told(&all, &guest) {
                same(&mut all, first, guest, &mut renamed, &mut taken, portal);
                continue;
            }
            let by_title = (0..all.len()).find(|&at| {
                let known = &all[at];
                let post = (&known.draft.post, &guest.draft.post);
                guest.draft.standing != Standing::Withdrawn
                    && shown(&known.draft)
                    && known.draft.standing != Standing::Withdrawn
                    && (post.0.unit, post.0.date, &known.title) == (post.1.unit, post.1.date, &guest.title)
                    && known.source != guest.source
                    && !taken.contains(&(at, guest.source))
            });
            match by_title {
                Some(first) => same(&mut all, first, guest, &mut renamed, &mut taken, portal),
                None => all.push(guest),
            }
        }
    }
    repeats(recount, &sources, &mut all, ours);
    translations(recount, &mut all, ours, &renamed);
    all.into_iter().map(|guest| guest.draft).collect()
}

/// What the public or the level above is told of.
fn shown(draft: &Draft) -> bool {
    draft.from_elsewhere || matches!(draft.standing, Standing::Published | Standing::Withdrawn)
}

/// The first post that is this one by its id, else by its address.
fn told(all: &[Guest], guest: &Guest) -> Option<usize> {
    let unit = guest.draft.post.unit;
    let known = |at: &usize| all[*at].draft.post.unit == unit && shown(&all[*at].draft);
    (0..all.len()).filter(known).find(|&at| all[at].id == guest.id).or_else(|| {
        (0..all.len())
            .filter(known)
            .find(|&at| guest.address.is_some() && all[at].address == guest.address)
            .filter(|&at| {
                guest.draft.standing != Standing::Withdrawn && all[at].draft.standing != Standing::Withdrawn
            })
    })
}

fn same(
    all: &mut [Guest],
    first: usize,
    guest: Guest,
    renamed: &mut BTreeMap<String, String>,
    taken: &mut Vec<(usize, usize)>,
    portal: usize,
) {
    let kept = &mut all[first];
    if guest.draft.post.id != kept.draft.post.id {
        renamed.insert(guest.draft.post.id.clone(), kept.draft.post.id.clone());
    }
    taken.push((first, guest.source));
    if kept.draft.from_elsewhere && kept.draft.standing != Standing::Withdrawn {
        // Another address is the unit's other channel: its portal.
        let more = guest
            .canonical
            .filter(|more| plain(more) != plain(&kept.draft.post.address) && !kept.elsewhere.contains(more));
        if let Some(more) = more {
            kept.draft.post.channels.push(portal);
            kept.elsewhere.push(more);
        }
    }
}

/// The same address told by a unit and one above it; or one source listed for two strangers.
fn repeats(recount: &Recount, sources: &[Source], all: &mut [Guest], ours: usize) {
    let approved = |guest: &Guest| guest.draft.standing != Standing::Withdrawn && guest.draft.approved;
    let mut reposts = Vec::new();
    for at in 0..all.len() {
        for other in 0..all.len() {
            let (a, b) = (all[at].draft.post.unit, all[other].draft.post.unit);
            if at == other || a == b || at.max(other) < ours || !approved(&all[at]) || !approved(&all[other])
            {
                continue;
            }
            if all[at].address.is_none() || all[at].address != all[other].address {
                continue;
            }
            let above = steps(recount, b, a).is_some();
            let below = steps(recount, a, b).is_some();
            let listed = |guest: &Guest| sources.get(guest.source).map(|source| plain(&source.address));
            let twice = listed(&all[at]).is_some() && listed(&all[at]) == listed(&all[other]);
            // Two that stand above each other: the first keeps it.
            let repeats = above && (!below || other < at);
            if repeats || (!above && !below && at >= ours && other < at && twice) {
                reposts.push(at);
            }
        }
    }
    for at in reposts {
        all[at].draft.is_repost = true;
    }
}

/// Translations of what is not there, or of themselves, are judged by themselves.
fn translations(recount: &Recount, all: &mut [Guest], ours: usize, renamed: &BTreeMap<String, String>) {
    for at in ours..all.len() {
        let target = |all: &[Guest], at: usize| -> Option<usize> {
            let written = all[at].draft.translation_of.as_ref()?;
            let full = scoped(&recount.units[all[at].draft.post.unit].code, written);
            [full, written.clone()].iter().find_map(|id| {
                let find = |id: &String| {
                    let scoped = (0..all.len()).find(|&other| all[other].id == *id);
                    scoped.or_else(|| (0..all.len()).find(|&other| all[other].draft.post.id == *id))
                };
                find(id).or_else(|| find(renamed.get(id)?))
            })
        };
        let Some(first) = target(all, at) else {
            all[at].draft.translation_of = None;
            continue;
        };
        let (mut next, mut circle) = (Some(first), false);
        for _ in 0..=all.len() {
            match next {
                Some(back) if back == at => circle = true,
                Some(step) => next = target(all, step),
                None => break,
            }
        }
        circle |= next.is_some();
        all[at].draft.translation_of = (!circle).then(|| all[first].draft.post.id.clone());
    }
}

fn sources(recount: &Recount, settings: &Table) -> Vec<Source> {
    let mut order: Vec<usize> = (0..recount.units.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&recount.units[a], &recount.units[b]);
        let number = |order: Option<usize>| order.unwrap_or(usize::MAX);
        number(a.order)
            .cmp(&number(b.order))
            .then_with(|| nq71::text::collate(&a.name, &b.name))
            .then_with(|| a.code.cmp(&b.code))
    });
    let registered = order.into_iter().filter(|&unit| !recount.units[unit].exchange.is_empty());
    let mut sources: Vec<Source> = registered
        .map(|unit| Source {
            key: recount.units[unit].code.clone(),
            unit,
            address: recount.units[unit].exchange.clone(),
        })
        .collect();
    for table in settings.get("source").and_then(Value::as_array).into_iter().flatten() {
        let url = table["url"].as_str().unwrap().to_owned();
        let code = table.get("unit").map_or(recount.units[0].code.as_str(), |code| code.as_str().unwrap());
        let unit = recount.units.iter().position(|unit| unit.code == code).unwrap();
        // The only thing that is not said by the documents: what the folder is called.
        let key = format!("{code}--{}", Digest::of(url.as_bytes()).short());
        sources.push(Source { key, unit, address: url });
    }
    sources
}

/// Steps from a unit up to another, by any kind of parent.
fn steps(recount: &Recount, unit: usize, above: usize) -> Option<usize> {
    let mut at = vec![unit];
    for steps in 0..=recount.units.len() {
        if at.contains(&above) {
            return Some(steps);
        }
        at = at
            .into_iter()
            .flat_map(|unit| {
                let unit = &recount.units[unit];
                [&unit.admin, &unit.prof, &unit.merged].map(|written| recount.unit_called(written))
            })
            .flatten()
            .collect();
    }
    None
}

fn rows(recount: &Recount, files: &BTreeMap<&str, &str>, source: &Source, at: usize) -> Vec<Guest> {
    let folder = format!("tong-hop/ban/{}", source.key);
    let Some(index) = files.get(format!("{folder}/muc-luc.csv").as_str()) else { return Vec::new() };
    let mut guests: Vec<Guest> = Vec::new();
    let index = split(index.trim_start_matches('\u{feff}'), ',');
    if index[0] == ["tep", "sha256"] {
        return texts(recount, files, source, at, &folder, &index[1..]);
    }
    let name = index[0].iter().position(|heading| heading == "shard").unwrap();
    for shard in index[1..].iter().map(|row| &row[name]).filter(|name| !name.is_empty()) {
        let text = files[format!("{folder}/{shard}").as_str()];
        let rows = split(text.trim_start_matches('\u{feff}'), ',');
        for row in &rows[1..] {
            let cell = |name: &str| {
                // Five columns must be there; the others may be missing.
                let at = rows[0].iter().position(|heading| heading == name);
                let cell = at.map_or("", |at| row[at].as_str());
                let defused = cell.strip_prefix('\'').filter(|rest| {
                    rest.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r'])
                });
                defused.unwrap_or(cell).nfc().collect::<String>().trim().to_owned()
            };
            let Some(guest) = guest(recount, source, at, &cell) else { continue };
            if guests.iter().all(|known| known.draft.post.id != guest.draft.post.id) {
                guests.push(guest);
            }
        }
    }
    guests
}

/// A folder of Markdown: posts as our own are, which say nothing of other units.
fn texts(
    recount: &Recount,
    files: &BTreeMap<&str, &str>,
    source: &Source,
    at: usize,
    folder: &str,
    index: &[Vec<String>],
) -> Vec<Guest> {
    let code = &recount.units[source.unit].code;
    let posts = index.iter().map(|row| row[0].as_str()).filter(|path| path.ends_with(".md"));
    let guests = posts.filter_map(|path| {
        let end = format!("/{path}");
        let inside = |name: &&&str| name.starts_with(&format!("{folder}/bai-")) && name.ends_with(&end);
        let text = files[files.keys().find(inside).expect("a file of the index")];
        let mut draft = recount.read_post(&format!("content/{code}/{path}"), text);
        // A draft is its own office's business.
        if !draft.approved && draft.standing != Standing::Withdrawn {
            return None;
        }
        draft.from_elsewhere = true;
        draft.post.id = scoped(code, &draft.post.id);
        let post = &draft.post;
        let address = match (&recount.base_url, post.pointer) {
            (_, true) => identity(recount, post.unit, &post.address),
            (Some(base), false) => Some(plain(&format!("{base}{}", post.address))),
            (None, false) => Some(plain(&post.address)),
        };
        Some(Guest {
            id: post.id.clone(),
            steps: 0,
            source: at,
            address,
            title: key(&post.title),
            canonical: None,
            elsewhere: Vec::new(),
            draft,
        })
    });
    guests.collect()
}

fn guest(recount: &Recount, source: &Source, at: usize, cell: &dyn Fn(&str) -> String) -> Option<Guest> {
    let unit = recount.unit_called(&cell("unit")).or_else(|| recount.unit_called(&cell("unit_name")))?;
    let steps = steps(recount, unit, source.unit)?;
    let standing = match cell("status").as_str() {
        "da-duyet" => Standing::Published,
        "da-go" => Standing::Withdrawn,
        _ => return None,
    };
    let gone = standing == Standing::Withdrawn;
    let date = day_of_row(&cell("date"))?;
    let title = cell("title");
    let kind = recount.types.iter().position(|term| term.code == fold(&cell("type")));
    let (url, first) = (cell("url"), cell("canonical_url"));
    let is_web = |url: &String| url.starts_with("http://") || url.starts_with("https://");
    let link = [&url, &first].into_iter().find(|url| is_web(url)).cloned();
    if cell("id").is_empty() || !gone && (title.is_empty() || kind.is_none() || link.is_none()) {
        return None;
    }
    let dated = Quarter::of(date, recount.nd09);
    let written = cell("quarter");
    let declared = (cell("quarter_declared") == "1" && !written.is_empty())
        .then(|| Quarter::read(&written, dated))
        .filter(|quarter| quarter.before() == dated || dated.before() == *quarter);
    let code = &recount.units[unit].code;
    let id = scoped(code, &cell("id"));
    let reason = cell("reason");
    let refused = reason.find("khai-bao-khong-tinh").map(|at| {
        let own = reason[at + "khai-bao-khong-tinh".len()..].trim_start_matches(':').trim().to_owned();
        if own.is_empty() { "—".to_owned() } else { own }
    });
    let standing = if !gone && date > recount.today { Standing::Hidden } else { standing };
    let mut topics: Vec<usize> = Vec::new();
    for name in cell("topics").split(';').map(fold) {
        let found = recount.topics.iter().position(|term| term.code == name);
        topics.extend(found.filter(|at| !topics.contains(at)));
    }
    let canonical = [&first, &url].into_iter().find(|url| is_web(url)).cloned();
    Some(Guest {
        canonical: canonical.clone(),
        elsewhere: Vec::new(),
        address: canonical.and_then(|address| identity(recount, unit, &address)),
        title: key(&title),
        id: id.clone(),
        steps,
        source: at,
        draft: Draft {
            standing,
            approved: !gone,
            from_elsewhere: true,
            is_repost: !cell("repost_of").is_empty(),
            translation_of: Some(cell("translation_of")).filter(|id| !id.is_empty()),
            refused: refused.is_some(),
            post: Post {
                id,
                unit,
                kind: kind.unwrap_or(0),
                topics,
                channels: Vec::new(),
                date,
                changed: day_of_row(&cell("updated"))
                    .filter(|day| *day <= recount.today)
                    .map_or(date, |day| day.max(date)),
                quarter: declared.unwrap_or(dated),
                declared: declared.is_some(),
                title,
                address: link.unwrap_or_default(),
                pointer: true,
                own_reason: refused.unwrap_or_default(),
                why: None,
            },
        },
    })
}

fn scoped(code: &str, id: &str) -> String {
    if id.starts_with(&format!("{code}/")) { id.to_owned() } else { format!("{code}/{id}") }
}

/// A title as it is compared.
fn key(title: &str) -> String {
    title.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An address that one post has: not a front page, and not the section.
fn identity(recount: &Recount, unit: usize, address: &str) -> Option<String> {
    let plain = plain(address);
    let is_front = plain.trim_end_matches('/').split('/').count() < 2;
    (!is_front && plain != self::plain(&recount.units[unit].section)).then_some(plain)
}

/// An address without the ways in which it is written.
fn plain(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap();
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let query: Vec<&str> =
        query.split('&').filter(|part| !part.is_empty() && !part.starts_with("utm_")).collect();
    format!("{host}/{path}{}{}", if query.is_empty() { "" } else { "?" }, query.join("&"))
}
