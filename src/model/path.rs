//! Where a page goes, relative to the output folder.

use std::fmt;
use std::sync::Arc;

use crate::text;

/// A path that may be written to: relative, forward slashes, no `..`, every part made of
/// `a–z 0–9 - _ .`, at most 60 characters before its extension, no Windows device name.
///
/// ```
/// use nq71::model::OutPath;
///
/// let post = OutPath::new("don-vi/thcs-a/bai/khai-giang.html")?;
/// let list = OutPath::new("q/2026-q2/index.html")?;
/// assert_eq!(list.relative_from(&post), "../../../q/2026-q2/index.html");
/// assert_eq!(list.root(), "../../");
/// assert!(OutPath::new("../a.html").is_err());
/// assert!(OutPath::new("Ảnh.jpg").is_err());
/// assert!(OutPath::new("bai/con.html").is_err());
/// # Ok::<(), nq71::model::OutPathError>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath(Arc<str>);

/// Why a text is not an [`OutPath`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutPathError(String);

impl fmt::Display for OutPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a path that may be written to: {}", self.0)
    }
}

impl std::error::Error for OutPathError {}

impl OutPath {
    /// Checks a path.
    ///
    /// # Errors
    /// When any rule named above is broken.
    pub fn new(path: &str) -> Result<OutPath, OutPathError> {
        let fine = !path.is_empty() && path.len() <= 200 && path.split('/').all(good_part);
        if fine { Ok(OutPath(path.into())) } else { Err(OutPathError(path.to_owned())) }
    }

    /// A path that the program itself made, and so is known to be right.
    ///
    /// # Panics
    /// When it is not: that is a bug of ours, never an author's mistake.
    pub fn made(path: &str) -> OutPath {
        OutPath::new(path).unwrap_or_else(|error| panic!("{error}"))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder with a slash at the end; empty at the top.
    pub fn folder(&self) -> &str {
        self.0.rfind('/').map_or("", |at| &self.0[..=at])
    }

    /// The way from this page up to the top of the output: `../../`, or nothing.
    pub fn root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// The address of this page as written in the page `from`.
    pub fn relative_from(&self, from: &OutPath) -> String {
        let (here, there) = (from.folder(), self.folder());
        let mut shared = 0;
        for (at, (a, b)) in here.bytes().zip(there.bytes()).enumerate() {
            if a != b {
                break;
            }
            if a == b'/' {
                shared = at + 1;
            }
        }
        let ups = here[shared..].matches('/').count();
        let mut address = String::with_capacity(ups * 3 + self.0.len() - shared);
        for _ in 0..ups {
            address.push_str("../");
        }
        address.push_str(&self.0[shared..]);
        address
    }
}

fn good_part(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or("");
    let bytes_fine = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
    !stem.is_empty()
        && stem.len() <= 60
        && part.len() <= 80
        && !part.ends_with('.')
        && part.bytes().all(bytes_fine)
        // Windows keeps these names, whatever stands behind the dot.
        && !text::is_device(stem)
}

impl fmt::Display for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
