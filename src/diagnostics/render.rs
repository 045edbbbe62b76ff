//! A list of findings as text: for people, for programs, for a forge.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};

use crate::message;
use crate::messages::Catalogue;

use super::{Diagnostic, Severity};

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// For a person at a terminal.
    #[default]
    Human,
    /// For a program: one object on standard output.
    Json,
    /// For a forge that shows annotations beside the lines of a change.
    Github,
}

/// No more than this many findings of one code are printed for people.
const SHOWN_OF_ONE_CODE: usize = 50;

/// Prints findings, in the order given, as text that ends with a line end (or is empty).
///
/// For [`Format::Json`] the text is a JSON array; the command puts it into its report.
pub fn render(list: &[Diagnostic], format: Format, catalogue: &Catalogue, colour: bool) -> String {
    match format {
        Format::Human => human(list, catalogue, colour),
        Format::Json => json(list, catalogue).to_string(),
        Format::Github => github(list, catalogue),
    }
}

fn human(list: &[Diagnostic], catalogue: &Catalogue, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let (error, warning, help) = (
        catalogue.text(&message!("level-error")),
        catalogue.text(&message!("level-warning")),
        catalogue.text(&message!("level-help")),
    );
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut out = String::new();
    for found in list {
        let times = seen.entry(found.code).or_default();
        *times += 1;
        if *times > SHOWN_OF_ONE_CODE {
            continue;
        }
        let level = match found.severity {
            Severity::Error => Level::ERROR.with_name(error.as_str()),
            Severity::Warning => Level::WARNING.with_name(warning.as_str()),
        };
        let (message, label, mend) =
            (found.message(catalogue), found.label(catalogue), found.mend(catalogue));
        let title = level.primary_title(message.as_str()).id(found.code);
        let path;
        let mut group = match &found.place {
            Some(place) if place.line > 0 => {
                let mut end = place.end as usize;
                if end <= place.start as usize && end < place.excerpt.len() {
                    end += place.excerpt[end..].chars().next().map_or(0, char::len_utf8);
                }
                let mark = AnnotationKind::Primary.span(place.start as usize..end).label(label.as_deref());
                title.element(
                    Snippet::source(&*place.excerpt)
                        .line_start(place.line as usize)
                        .path(place.path.as_str())
                        .annotation(mark),
                )
            }
            Some(place) => {
                path = place.path.to_string();
                title.element(Origin::path(path.as_str()))
            }
            None => annotate_snippets::Group::with_title(title),
        };
        if let Some(mend) = &mend {
            group = group.element(Level::HELP.with_name(help.as_str()).message(mend.as_str()));
        }
        out.push_str(&renderer.render(&[group]));
        out.push_str("\n\n");
    }
    for (code, times) in seen {
        if times > SHOWN_OF_ONE_CODE {
            let rest = message!("more-of-code", count = times - SHOWN_OF_ONE_CODE, code = code);
            let _ = writeln!(out, "{}\n", catalogue.text(&rest));
        }
    }
    out
}

/// Findings as a JSON array with the fields `code`, `severity`, `message`, `path`, `line`,
/// `column` and `help`.
pub fn json(list: &[Diagnostic], catalogue: &Catalogue) -> serde_json::Value {
    list.iter()
        .map(|found| {
            let place = found.place.as_ref();
            let number = |n: u32| (n > 0).then_some(n);
            serde_json::json!({
                "code": found.code,
                "severity": match found.severity {
                    Severity::Error => "error",
                    Severity::Warning => "warning",
                },
                "message": found.message(catalogue),
                "path": place.map(|place| place.path.as_str()),
                "line": place.and_then(|place| number(place.line)),
                "column": place.and_then(|place| number(place.column)),
                "help": found.mend(catalogue),
            })
        })
        .collect()
}

fn github(list: &[Diagnostic], catalogue: &Catalogue) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let mut out = String::new();
    for found in list {
        let level = match found.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let _ = write!(out, "::{level} ");
        if let Some(place) = &found.place {
            let file = escape(place.path.as_str()).replace(':', "%3A").replace(',', "%2C");
            let _ = write!(out, "file={file},");
            if place.line > 0 {
                let _ = write!(out, "line={},col={},", place.line, place.column);
            }
        }
        let mend = found.mend(catalogue).map_or(String::new(), |mend| format!("\n{mend}"));
        let text = escape(&format!("{}{mend}", found.message(catalogue)));
        let _ = writeln!(out, "title={}::{text}", found.code);
    }
    out
}
