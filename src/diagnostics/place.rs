//! Where in an author's file something stands.

use std::fmt;
use std::sync::Arc;

use crate::text;

/// A file's path inside the site: NFC, forward slashes, never absolute.
///
/// ```
/// use nq71::diagnostics::SourcePath;
///
/// let post = SourcePath::new("content/thcs-hoa-sen/bai-01.md");
/// assert_eq!(post.parent(), "content/thcs-hoa-sen");
/// assert_eq!(post.stem(), "bai-01");
/// assert_eq!(post.beside("../anh/a.jpg").unwrap().as_str(), "content/anh/a.jpg");
/// assert!(post.beside("../../../a.jpg").is_none());
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Makes a path from text with either kind of slash.
    pub fn new(path: &str) -> SourcePath {
        let path = text::clean(path);
        SourcePath(if path.contains('\\') { path.replace('\\', "/").into() } else { path.into() })
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder it lies in, without a slash at the end; empty at the top.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The file's name.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The file's name without its extension.
    pub fn stem(&self) -> &str {
        self.name().rsplit_once('.').map_or(self.name(), |(stem, _)| stem)
    }

    /// The extension in lower case, without the dot.
    pub fn extension(&self) -> String {
        self.name().rsplit_once('.').map_or(String::new(), |(_, end)| end.to_lowercase())
    }

    /// The file that a relative address in this file means; `None` when it leaves the site.
    pub fn beside(&self, relative: &str) -> Option<SourcePath> {
        let relative = text::clean(relative);
        let mut parts: Vec<&str> = self.parent().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split(['/', '\\']) {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop()?;
                }
                part => parts.push(part),
            }
        }
        Some(SourcePath(parts.join("/").into()))
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A run of bytes in a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from `start` up to `end`.
    pub fn new(start: usize, end: usize) -> Span {
        let cap = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Span { start: cap(start), end: cap(end.max(start)) }
    }

    /// The span moved by `offset` bytes.
    #[must_use]
    pub fn shifted(self, offset: usize) -> Span {
        Span::new(self.start as usize + offset, self.end as usize + offset)
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Span {
        Span::new(range.start, range.end)
    }
}

/// A file's text together with its path.
#[derive(Clone, Copy, Debug)]
pub struct Source<'s> {
    /// The file.
    pub path: &'s SourcePath,
    /// Its whole text.
    pub text: &'s str,
}

impl Source<'_> {
    /// The place of a span, with the line it starts on.
    ///
    /// ```
    /// use nq71::diagnostics::{Source, SourcePath, Span};
    ///
    /// let path = SourcePath::new("a.md");
    /// let place = Source { path: &path, text: "một\nhai ba\n" }.place(Span::new(10, 12));
    /// assert_eq!((place.line, place.column), (2, 5));
    /// assert_eq!(&*place.excerpt, "hai ba");
    /// ```
    pub fn place(&self, span: Span) -> Place {
        let text = self.text;
        let mut start = (span.start as usize).min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let line_text = text[line_start..line_end].trim_end_matches('\r');
        let start = start.min(line_start + line_text.len());
        let mut end = (span.end as usize).clamp(start, line_start + line_text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        let bom = if line_start == 0 && line_text.starts_with('\u{feff}') { 3 } else { 0 };
        let line_start = (line_start + bom).min(start.max(bom));
        Place {
            path: self.path.clone(),
            line: text[..line_start].bytes().filter(|&byte| byte == b'\n').count() as u32 + 1,
            column: text[line_start.min(start)..start].chars().count() as u32 + 1,
            excerpt: line_text[bom..].into(),
            start: start.saturating_sub(line_start) as u32,
            end: end.saturating_sub(line_start) as u32,
        }
    }
}

/// A place resolved while the text was at hand: it stays when the text is dropped.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub path: SourcePath,
    /// The line, from 1; 0 where the whole file is meant.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
    /// The whole line.
    pub excerpt: Box<str>,
    /// The first byte inside the line.
    pub start: u32,
    /// The byte after the last, inside the line.
    pub end: u32,
}

impl Place {
    /// A whole file, where no line is to blame.
    pub fn file(path: &SourcePath) -> Place {
        Place::later(path, Span::default())
    }

    /// A span of a file whose text is no longer at hand; [`Place::pending`] gives it back, so
    /// that it can be resolved when the file is read again.
    pub fn later(path: &SourcePath, span: Span) -> Place {
        let Span { start, end } = span;
        Place { path: path.clone(), line: 0, column: 0, excerpt: "".into(), start, end }
    }

    /// The span that still waits for the file's text.
    pub fn pending(&self) -> Option<Span> {
        let waits = self.line == 0 && self.end > 0;
        waits.then_some(Span { start: self.start, end: self.end })
    }
}
