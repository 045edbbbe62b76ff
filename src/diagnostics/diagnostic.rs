//! One finding.

use crate::messages::{Catalogue, Message};

use super::{Place, Source, SourcePath, Span};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is written before it is mended.
    Error,
    /// The build goes on; a person should look.
    Warning,
}

/// Something for the author to mend.
///
/// The code is a Vietnamese word in ASCII that can be typed after `nq71 explain`. It is also the
/// message's id: the catalogue's entry gives the sentence, its attribute `.label` what is said at
/// the place, and its attribute `.help` the mend, unless [`help`](Diagnostic::help) gives one.
///
/// ```
/// use nq71::diagnostics::{Diagnostic, Source, SourcePath, Span};
/// use nq71::message;
///
/// let path = SourcePath::new("content/a.md");
/// let source = Source { path: &path, text: "+++\ntype = \"tinn\"\n+++\n" };
/// let found = Diagnostic::error("hinh-thuc-la")
///     .arg("name", "tinn")
///     .at(&source, Span::new(11, 17))
///     .help(message!("did-you-mean", known = "tin"));
/// assert_eq!(found.place.unwrap().line, 2);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable code.
    pub code: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The arguments of the sentence, the label and the catalogue's own mend.
    pub args: Vec<(&'static str, Box<str>)>,
    /// Where it stands, if anywhere.
    pub place: Option<Place>,
    /// A mend better than the catalogue's.
    pub help: Option<Message>,
}

impl Diagnostic {
    /// A finding that stops the build.
    pub fn error(code: &'static str) -> Diagnostic {
        Diagnostic { code, severity: Severity::Error, args: Vec::new(), place: None, help: None }
    }

    /// True when another says the same of the same place: one mistake in a template shows on many
    /// pages. Where there is no place, nothing is known to be the same.
    pub fn is_at(&self, other: &Diagnostic) -> bool {
        let (Some(here), Some(there)) = (&self.place, &other.place) else { return false };
        let at = |place: &Place| (place.line, place.column);
        self.code == other.code && here.path == there.path && at(here) == at(there)
    }

    /// A finding that does not.
    pub fn warning(code: &'static str) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(code) }
    }

    /// A file that is not UTF-8 from byte `good` on: UTF-16 by its mark, or something older.
    pub fn not_utf8(path: &SourcePath, bytes: &[u8], good: usize) -> Diagnostic {
        if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
            return Diagnostic::error("utf-16").place(Place::file(path));
        }
        let good = good.min(bytes.len());
        let line_start = bytes[..good].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let line_end =
            bytes[good..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| good + at);
        let before = String::from_utf8_lossy(&bytes[line_start..good]);
        let line = format!("{before}{}", String::from_utf8_lossy(&bytes[good..line_end]));
        let end = before.len() + line[before.len()..].chars().next().map_or(0, char::len_utf8);
        let place = Place {
            path: path.clone(),
            line: bytes[..good].iter().filter(|&&byte| byte == b'\n').count() as u32 + 1,
            column: before.chars().count() as u32 + 1,
            excerpt: line.trim_end_matches('\r').into(),
            start: before.len() as u32,
            end: end as u32,
        };
        Diagnostic::error("khong-utf8").place(place)
    }

    /// Adds an argument of the sentence.
    #[must_use]
    pub fn arg(mut self, name: &'static str, value: impl ToString) -> Diagnostic {
        self.args.push((name, value.to_string().into_boxed_str()));
        self
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(self, source: &Source<'_>, span: Span) -> Diagnostic {
        self.place(source.place(span))
    }

    /// Says where it stands, for a place already resolved.
    #[must_use]
    pub fn place(mut self, place: Place) -> Diagnostic {
        self.place = Some(place);
        self
    }

    /// Gives the mend.
    #[must_use]
    pub fn help(mut self, help: Message) -> Diagnostic {
        self.help = Some(help);
        self
    }

    /// Proposes the known name, where there is one.
    #[must_use]
    pub fn did_you_mean(self, known: Option<&str>) -> Diagnostic {
        match known {
            Some(known) => self.help(Message::new("did-you-mean").arg("known", known)),
            None => self,
        }
    }

    /// The sentence that says what is wrong.
    pub fn message(&self, catalogue: &Catalogue) -> String {
        catalogue.text(&Message { id: self.code, args: self.args.clone() })
    }

    /// What is said at the place, if anything.
    pub fn label(&self, catalogue: &Catalogue) -> Option<String> {
        self.attribute(catalogue, "label")
    }

    /// How to mend it, if the tool knows.
    pub fn mend(&self, catalogue: &Catalogue) -> Option<String> {
        match &self.help {
            Some(help) => Some(catalogue.text(help)),
            None => self.attribute(catalogue, "help"),
        }
    }

    fn attribute(&self, catalogue: &Catalogue, name: &str) -> Option<String> {
        catalogue
            .find(&format!("{}.{name}", self.code), self.args.iter().map(|(name, value)| (*name, &**value)))
    }
}

/// True when at least one finding stops the build.
pub fn any_error(list: &[Diagnostic]) -> bool {
    list.iter().any(|found| found.severity == Severity::Error)
}

/// Puts findings into the order that people read them in: by file, line, column, then code.
pub fn sort(list: &mut Vec<Diagnostic>) {
    list.sort_by(|a, b| {
        (&a.place, a.code, &a.args, a.severity).cmp(&(&b.place, b.code, &b.args, b.severity))
    });
    list.dedup();
}
