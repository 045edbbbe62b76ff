//! Feeds for readers and for the RSS blocks of portals.
//!
//! Content systems in use read `channel/item` with title, link, description and date, and of an
//! Atom entry only the first link: so links are absolute, dates carry `+0700`, descriptions are
//! plain text, and the first link of an entry is the page.

use atom_syndication as atom;
use jiff::civil::Date;

use crate::plan::{FeedItem, FeedView};

/// RSS 2.0.
pub(super) fn rss(view: &FeedView, out: &mut Vec<u8>) {
    let mut channel = rss::Channel::default();
    channel.set_title(&*view.title);
    channel.set_link(&*view.link);
    channel.set_description(&*view.description);
    channel.set_language(view.lang.clone());
    channel.set_last_build_date(view.updated.map(rfc822));
    channel.set_generator(Some("nq71".to_owned()));
    let names = [("dc".to_owned(), "http://purl.org/dc/elements/1.1/".to_owned())];
    channel.set_namespaces(std::collections::BTreeMap::from(names));
    let mut own = atom::Link::default();
    own.set_href(&*view.self_url);
    own.set_rel("self");
    own.set_mime_type("application/rss+xml".to_owned());
    let mut extension = rss::extension::atom::AtomExtension::default();
    extension.set_links(vec![own]);
    channel.set_atom_ext(extension);
    channel.set_items(view.items.iter().map(|item| rss_item(view, item)).collect::<Vec<_>>());
    channel.pretty_write_to(&mut *out, b' ', 1).expect("writing into memory does not fail");
    out.push(b'\n');
}

fn rss_item(view: &FeedView, item: &FeedItem) -> rss::Item {
    let mut entry = rss::Item::default();
    entry.set_title(item.title.to_owned());
    entry.set_link(item.link.to_string());
    // Made from the post's id, which stays when its title, its address or its host changes.
    let mut guid = rss::Guid::default();
    guid.set_value(id(view, item));
    guid.set_permalink(false);
    entry.set_guid(guid);
    entry.set_pub_date(rfc822(item.date));
    if !item.summary.is_empty() {
        entry.set_description(escaped(&item.summary));
    }
    let mut category = rss::Category::default();
    category.set_name(&*item.category);
    entry.set_categories(vec![category]);
    let mut creator = rss::extension::dublincore::DublinCoreExtension::default();
    creator.set_creators(vec![item.unit.to_owned()]);
    entry.set_dublin_core_ext(creator);
    entry
}

/// Atom 1.0.
pub(super) fn atom(view: &FeedView, out: &mut Vec<u8>) {
    let link = |href: &str, rel: &str, kind: &str| {
        let mut link = atom::Link::default();
        link.set_href(href);
        link.set_rel(rel);
        link.set_mime_type(kind.to_owned());
        link
    };
    let author = |name: &str| {
        let mut person = atom::Person::default();
        person.set_name(name);
        vec![person]
    };
    let mut feed = atom::Feed::default();
    feed.set_title(&*view.title);
    feed.set_id(format!("{}nghi-quyet", view.tag));
    feed.set_updated(moment(view.updated.unwrap_or(Date::constant(2025, 8, 22))));
    feed.set_authors(author(&view.author));
    feed.set_lang(view.lang.clone());
    feed.set_links(vec![
        link(&view.link, "alternate", "text/html"),
        link(&view.self_url, "self", "application/atom+xml"),
    ]);
    let entries: Vec<atom::Entry> = view
        .items
        .iter()
        .map(|item| {
            let mut entry = atom::Entry::default();
            entry.set_title(&*item.title);
            entry.set_id(id(view, item));
            entry.set_published(moment(item.date));
            entry.set_updated(moment(item.updated));
            entry.set_authors(author(&item.unit));
            entry.set_links(vec![link(&item.link, "alternate", "text/html")]);
            let mut content = atom::Content::default();
            content.set_value(item.summary.to_owned());
            content.set_content_type("text".to_owned());
            entry.set_content(content);
            entry
        })
        .collect();
    feed.set_entries(entries);
    feed.write_to(&mut *out).expect("writing into memory does not fail");
    out.push(b'\n');
}

/// A tag URI (RFC 4151) from the post's id; what may not stand in one is percent-encoded.
fn id(view: &FeedView, item: &FeedItem) -> String {
    let mut id = view.tag.clone();
    for byte in item.id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' | b':' => {
                id.push(byte as char);
            }
            other => id.push_str(&format!("%{other:02X}")),
        }
    }
    id
}

/// Readers take a description for HTML: text that looks like markup must stay text.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// RFC 822, in English as it must be, at midnight in Viet Nam.
fn rfc822(date: Date) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let day = DAYS[date.weekday().to_monday_zero_offset() as usize];
    let month = MONTHS[date.month() as usize - 1];
    format!("{day}, {:02} {month} {} 00:00:00 +0700", date.day(), date.year())
}

fn moment(date: Date) -> atom::FixedDateTime {
    format!("{date}T00:00:00+07:00").parse().expect("a date at midnight is a moment")
}
