//! Findings as a browser shows them: in the overlay, and on the list of all of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use serde::Serialize;

use crate::build::{CONTENT, Prepared};
use crate::diagnostics::{Diagnostic, Place, Severity, SourcePath};
use crate::exchange::copies::FOLDER as GATHERED;
use crate::message;
use crate::messages::{Catalogue, Message};
use crate::model::{Layout, UnitId};
use crate::text;

use super::desk::Snapshot;
use super::page::{anchor, escaped, standing};

/// Findings on one page; the rest is told by its number.
const MOST: usize = 1000;

/// The style of findings.
pub const STYLE: &str = include_str!("client/findings.css");
const PAGE_STYLE: &str = include_str!("client/board.css");

/// One finding.
fn finding(one: &Diagnostic, catalogue: &Catalogue, out: &mut String) {
    let (class, level) = match one.severity {
        Severity::Error => ("error", "level-error"),
        Severity::Warning => ("warning", "level-warning"),
    };
    let level = catalogue.text(&Message::new(level));
    let message = escaped(&one.message(catalogue));
    let _ = write!(
        out,
        "<article class=\"finding {class}\"><p class=\"what\"><b>{level}</b> {} <code>{}</code></p>",
        quoted(&message),
        one.code
    );
    if let Some(place) = &one.place {
        place_of(place, one.label(catalogue).as_deref(), out);
    }
    if let Some(mend) = one.mend(catalogue) {
        let help = catalogue.text(&message!("level-help"));
        let _ = write!(out, "<p class=\"mend\"><b>{help}:</b> {}</p>", quoted(&escaped(&mend)));
    }
    out.push_str("</article>\n");
}

/// Values that a sentence quotes are set like code.
fn quoted(sentence: &str) -> String {
    let parts: Vec<&str> = sentence.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return sentence.to_owned();
    }
    let marked = |(at, part): (usize, &&str)| {
        if at % 2 == 1 { format!("<code>{part}</code>") } else { (*part).to_owned() }
    };
    parts.iter().enumerate().map(marked).collect()
}

fn place_of(place: &Place, label: Option<&str>, out: &mut String) {
    let _ = write!(out, "<p class=\"place\">{}", escaped(place.path.as_str()));
    if place.line == 0 {
        out.push_str("</p>");
        return;
    }
    let _ = write!(out, ":{}:{}</p>", place.line, place.column);
    let line = &*place.excerpt;
    let (start, end) = (place.start as usize, place.end as usize);
    let (Some(before), Some(marked), Some(after)) =
        (line.get(..start), line.get(start..end), line.get(end..))
    else {
        return;
    };
    let marked = if marked.is_empty() { " " } else { marked };
    let _ = write!(
        out,
        "<pre><span class=\"line\">{}</span>{}<mark>{}</mark>{}</pre>",
        place.line,
        escaped(&shortened(before, true)),
        escaped(marked),
        escaped(&shortened(after, false))
    );
    if let Some(label) = label {
        let _ = write!(out, "<p class=\"label\">{}</p>", quoted(&escaped(label)));
    }
}

/// A paragraph is one line in Markdown: what is far from the place is left out.
fn shortened(text: &str, keep_end: bool) -> String {
    const LONGEST: usize = 160;
    let count = text.chars().count();
    if count <= LONGEST {
        return text.to_owned();
    }
    if keep_end {
        format!("…{}", text.chars().skip(count - LONGEST).collect::<String>())
    } else {
        format!("{}…", text.chars().take(LONGEST).collect::<String>())
    }
}

/// What covers a page while something is wrong; empty when nothing stops a build.
pub fn overlay(snapshot: &Snapshot, of_page: &[Diagnostic], trouble: &str, catalogue: &Catalogue) -> String {
    let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
    let errors: Vec<&Diagnostic> = of_page.iter().chain(snapshot.found.iter().filter(is_error)).collect();
    if errors.is_empty() && trouble.is_empty() {
        return String::new();
    }
    let mut out = String::new();
    let errors_here = errors.len() + usize::from(!trouble.is_empty());
    let _ = write!(out, "<h2>{}</h2>", catalogue.text(&message!("serve-overlay", errors = errors_here)));
    let below = if snapshot.prepared.is_some() { "serve-overlay-below" } else { "serve-overlay-nothing" };
    let _ = write!(out, "<p class=\"about\">{}</p>", catalogue.text(&Message::new(below)));
    list(&errors, trouble, catalogue, &mut out);
    let warnings: Vec<&Diagnostic> = snapshot.found.iter().filter(|one| !is_error(one)).collect();
    if !warnings.is_empty() {
        let title = catalogue.text(&message!("serve-warnings-too", count = warnings.len()));
        let _ = write!(out, "<details><summary>{title}</summary>");
        list(&warnings, "", catalogue, &mut out);
        out.push_str("</details>");
    }
    out
}

/// A mistake, as the bar has to know it.
#[derive(Serialize)]
pub struct Mistake {
    /// Stays as long as the mistake does.
    id: String,
    /// The file that it is in.
    file: String,
    /// Whether it concerns the page that is open: it is in the post of this page, or in what all
    /// pages are made from. Among hundreds of units there is always one at work on a post.
    here: bool,
}

/// What stops a build, at most as many as are listed. `concerns` tells whether a post's file
/// concerns the page.
pub fn mistakes(
    snapshot: &Snapshot,
    of_page: &[Diagnostic],
    trouble: &str,
    concerns: &dyn Fn(&str) -> bool,
    catalogue: &Catalogue,
) -> Vec<Mistake> {
    let id = |said: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        said(&mut hasher);
        format!("{:x}", hasher.finish())
    };
    let mut all = Vec::new();
    if !trouble.is_empty() {
        let id = id(&|hasher| trouble.hash(hasher));
        all.push(Mistake { id, file: String::new(), here: true });
    }
    let errors = snapshot.found.iter().filter(|one| one.severity == Severity::Error);
    let found = of_page.iter().map(|one| (one, true)).chain(errors.map(|one| (one, false)));
    all.extend(found.take(MOST).map(|(one, of_page)| {
        let (file, excerpt) =
            one.place.as_ref().map_or(("", ""), |place| (place.path.as_str(), &place.excerpt));
        let of_posts = [CONTENT, GATHERED].iter().any(|folder| Path::new(file).starts_with(folder));
        let id = id(&|hasher| (one.message(catalogue), file, excerpt).hash(hasher));
        Mistake { id, file: file.to_owned(), here: of_page || !of_posts || concerns(file) }
    }));
    all
}

fn list(all: &[&Diagnostic], trouble: &str, catalogue: &Catalogue, out: &mut String) {
    if !trouble.is_empty() {
        let level = catalogue.text(&message!("level-error"));
        let _ = write!(
            out,
            "<article class=\"finding error\"><p class=\"what\"><b>{level}</b> {}</p></article>",
            quoted(&escaped(trouble))
        );
    }
    all.iter().take(MOST).for_each(|one| finding(one, catalogue, out));
    if all.len() > MOST {
        let rest = catalogue.text(&message!("serve-more", count = all.len() - MOST));
        let _ = write!(out, "<p class=\"about\">{rest}</p>");
    }
}

/// A page of the program's own, in its own frame.
pub fn framed(title: &str, body: &str, catalogue: &Catalogue) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\">\n<meta name=\"robots\" content=\"noindex\">\n<meta \
         name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{PAGE_STYLE}{STYLE}</style>\n\
         </head>\n<body>\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n",
        catalogue.lang()
    )
}

/// What is shown where there are no pages to show: while everything is read for the first time,
/// or when the settings are wrong from the start.
pub fn instead(snapshot: &Snapshot, of_page: &[Diagnostic], trouble: &str, catalogue: &Catalogue) -> String {
    if snapshot.number == 0 {
        let title = catalogue.text(&message!("serve-reading"));
        let about = catalogue.text(&message!("serve-reading-about"));
        return framed(&title, &format!("<p class=\"about\">{about}</p>\n"), catalogue);
    }
    let mut body = String::new();
    let about = catalogue.text(&message!("serve-instead-about"));
    let _ = write!(body, "<p class=\"about\">{about}</p>");
    let all: Vec<&Diagnostic> = of_page.iter().chain(&snapshot.found).collect();
    list(&all, trouble, catalogue, &mut body);
    framed(&catalogue.text(&message!("serve-instead")), &body, catalogue)
}

/// Part of the list: the files of one unit.
#[derive(Default)]
struct Group<'f> {
    files: BTreeMap<&'f str, Vec<&'f Diagnostic>>,
    errors: usize,
    all: usize,
}

/// All findings by unit and post, and the posts that are not published.
pub fn board(snapshot: &Snapshot, trouble: &str, catalogue: &Catalogue) -> String {
    let prepared = snapshot.prepared.as_deref();
    let mut body = String::new();
    let (errors, warnings) = snapshot.weight();
    let class = if errors > 0 {
        "error"
    } else if warnings > 0 {
        "warning"
    } else {
        "fine"
    };
    let total =
        catalogue.text(&message!("serve-board-total", state = class, errors = errors, warnings = warnings));
    let _ = writeln!(
        body,
        "<p><a href=\"/\">← {}</a></p>\n<p class=\"total {class}\">{}</p>",
        catalogue.text(&Message::new("serve-board-home")),
        quoted(&total)
    );
    if !trouble.is_empty() {
        list(&[], trouble, catalogue, &mut body);
    }

    // What belongs to no unit stands first: settings, the registry, the theme.
    let mut groups: BTreeMap<Option<UnitId>, Group<'_>> = BTreeMap::new();
    let is_error = |one: &&Diagnostic| one.severity == Severity::Error;
    let shown =
        snapshot.found.iter().filter(is_error).chain(snapshot.found.iter().filter(|one| !is_error(one)));
    for (at, one) in shown.enumerate() {
        let path = one.place.as_ref().map(|place| &place.path);
        let group = groups.entry(path.and_then(|path| unit_of(prepared?, path))).or_default();
        if at < MOST {
            group.files.entry(path.map_or("", |path| path.as_str())).or_default().push(one);
        }
        group.errors += usize::from(is_error(&one));
        group.all += 1;
    }
    for (unit, group) in &groups {
        let name = match (unit, prepared) {
            (Some(unit), Some(prepared)) => escaped(&prepared.site.config.units.get(*unit).name),
            _ => catalogue.text(&message!("serve-board-settings")),
        };
        let open = if group.errors > 0 || groups.len() <= 3 { " open" } else { "" };
        let _ = writeln!(
            body,
            "<details class=\"unit\"{open}><summary><h2>{name}</h2> <span class=\"count\">{}</span></summary>",
            catalogue.text(&message!(
                "serve-board-count",
                state = if group.errors > 0 { "error" } else { "warning" },
                errors = group.errors,
                warnings = group.all - group.errors
            ))
        );
        for (path, list) in &group.files {
            file(prepared, path, list, catalogue, &mut body);
        }
        body.push_str("</details>\n");
    }
    if snapshot.found.len() > MOST {
        let rest = catalogue.text(&message!("serve-more", count = snapshot.found.len() - MOST));
        let _ = writeln!(body, "<p class=\"about\">{rest}</p>");
    }
    if let Some(prepared) = prepared {
        unpublished(prepared, catalogue, &mut body);
    }
    framed(&catalogue.text(&message!("serve-board")), &body, catalogue)
}

/// The findings of one file, under the title of its post.
fn file(
    prepared: Option<&Prepared>,
    path: &str,
    list: &[&Diagnostic],
    catalogue: &Catalogue,
    body: &mut String,
) {
    let source = SourcePath::new(path);
    let post = prepared.and_then(|prepared| {
        let post = prepared.site.post(prepared.site.by_source(&source)?);
        let there = post.path.as_ref().filter(|path| prepared.plan.find(path).is_some());
        Some((escaped(&post.title), there))
    });
    let heading = match post {
        Some((title, Some(there))) => format!("<a href=\"/{there}\">{title}</a>"),
        Some((title, None)) => title,
        None if path.is_empty() => catalogue.text(&message!("serve-board-settings")),
        None => format!("<code>{}</code>", escaped(path)),
    };
    let _ = writeln!(body, "<section id=\"{}\"><h3>{heading}</h3>", anchor(&source));
    list.iter().for_each(|one| finding(one, catalogue, body));
    body.push_str("</section>\n");
}

/// Posts that the public does not see yet, or any more.
fn unpublished(prepared: &Prepared, catalogue: &Catalogue, body: &mut String) {
    let site = &prepared.site;
    let mut rows = String::new();
    let mut count = 0;
    for (_, post) in site.unpublished() {
        count += 1;
        if count > MOST {
            continue;
        }
        let title = match &post.path {
            Some(path) => format!("<a href=\"/{path}\">{}</a>", escaped(&post.title)),
            None => escaped(&post.title),
        };
        let unit = match site.config.layout {
            Layout::Many => {
                format!(" <span class=\"soft\">{}</span>", escaped(site.config.units.get(post.unit).short()))
            }
            Layout::One => String::new(),
        };
        let date = text::short_date(post.date, catalogue.lang());
        let _ = writeln!(
            rows,
            "<li><b class=\"chip\">{}</b> {title}{unit} <span class=\"soft\">{date}</span></li>",
            escaped(&standing(post, site.today, catalogue))
        );
    }
    if count > 0 {
        let title = catalogue.text(&message!("serve-board-unpublished", count = count));
        let _ =
            writeln!(body, "<section class=\"hidden-posts\"><h2>{title}</h2>\n<ul>\n{rows}</ul></section>");
    }
}

/// The unit whose file this is.
fn unit_of(prepared: &Prepared, path: &SourcePath) -> Option<UnitId> {
    let config = &prepared.site.config;
    let inside = path.as_str().strip_prefix(CONTENT)?.strip_prefix('/')?;
    match config.layout {
        Layout::One => config.owner,
        Layout::Many => config.units.by_code(&inside.split('/').next()?.to_lowercase()),
    }
}

/// Where the post of a file stands, and its title.
pub fn title_of(prepared: &Prepared, source: &SourcePath) -> Option<(String, String)> {
    let post = prepared.site.post(prepared.site.by_source(source)?);
    let path = post.path.as_ref().filter(|path| prepared.plan.find(path).is_some())?;
    Some((format!("/{path}"), post.title.to_string()))
}
