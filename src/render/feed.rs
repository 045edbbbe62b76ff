//! Feeds for readers and for the RSS blocks of portals.
//!
//! Content systems in use read `channel/item` with title, link, description and date, and of an
//! Atom entry only the first link: so links are absolute, dates carry `+0700`, descriptions are
//! plain text, and the first link of an entry is the page.

use std::borrow::Cow;
use std::io;

use atom_syndication as atom;
use jiff::civil::Date;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use quick_xml::Writer;
use quick_xml::events::{BytesCData, BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::plan::{FeedItem, FeedView};

/// What stays as it is in a tag URI.
const KEPT: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/').remove(b':');

type Xml<'o> = Writer<&'o mut Vec<u8>>;

/// RSS 2.0. A department has such a feed for each unit and quarter: it is written as it is read, and
/// no tree is made of it.
pub(super) fn rss(view: &FeedView<'_>, out: &mut Vec<u8>) {
    let mut xml = Writer::new_with_indent(&mut *out, b' ', 1);
    channel(view, &mut xml).expect("writing into memory does not fail");
    out.push(b'\n');
}

fn channel(view: &FeedView<'_>, xml: &mut Xml<'_>) -> io::Result<()> {
    let spaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    let own = [("href", &*view.self_url), ("rel", "self"), ("type", "application/rss+xml")];
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("rss").with_attributes(spaces)))?;
    xml.write_event(Event::Start(BytesStart::new("channel")))?;
    element(xml, "title", &view.title)?;
    element(xml, "link", &view.link)?;
    element(xml, "description", &view.description)?;
    element(xml, "language", &view.lang)?;
    if let Some(day) = view.updated {
        element(xml, "lastBuildDate", &rfc822(day))?;
    }
    element(xml, "generator", "nq71")?;
    xml.write_event(Event::Empty(BytesStart::new("atom:link").with_attributes(own)))?;
    view.items.iter().try_for_each(|item| rss_item(view, item, xml))?;
    xml.write_event(Event::End(BytesEnd::new("channel")))?;
    xml.write_event(Event::End(BytesEnd::new("rss")))
}

fn rss_item(view: &FeedView<'_>, item: &FeedItem<'_>, xml: &mut Xml<'_>) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new("item")))?;
    element(xml, "title", item.title)?;
    element(xml, "link", &item.link)?;
    if !item.summary.is_empty() {
        xml.write_event(Event::Start(BytesStart::new("description")))?;
        for part in BytesCData::escaped(&escaped(item.summary)) {
            xml.write_event(Event::CData(part))?;
        }
        xml.write_event(Event::End(BytesEnd::new("description")))?;
    }
    element(xml, "category", item.category)?;
    // Made from the post's id, which stays when its title, its address or its host changes.
    let guid = BytesStart::new("guid").with_attributes([("isPermaLink", "false")]);
    xml.write_event(Event::Start(guid))?;
    xml.write_event(Event::Text(BytesText::new(&id(view, item))))?;
    xml.write_event(Event::End(BytesEnd::new("guid")))?;
    element(xml, "pubDate", &rfc822(item.date))?;
    element(xml, "dc:creator", item.unit)?;
    xml.write_event(Event::End(BytesEnd::new("item")))
}

fn element(xml: &mut Xml<'_>, name: &str, text: &str) -> io::Result<()> {
    xml.write_event(Event::Start(BytesStart::new(name)))?;
    xml.write_event(Event::Text(BytesText::new(text)))?;
    xml.write_event(Event::End(BytesEnd::new(name)))
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
            entry.set_title(item.title);
            entry.set_id(id(view, item));
            entry.set_published(moment(item.date));
            entry.set_updated(moment(item.updated));
            entry.set_authors(author(item.unit));
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
    id.extend(utf8_percent_encode(item.id, KEPT));
    id
}

/// Readers take a description for HTML: text that looks like markup must stay text.
fn escaped(text: &str) -> Cow<'_, str> {
    if !text.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>')) {
        return text.into();
    }
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").into()
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
