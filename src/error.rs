//! What the machine could not do, and on which path.
//!
//! The other kind of failure, a mistake in an author's file, is a
//! [`Diagnostic`](crate::diagnostics::Diagnostic): there can be many of those, while an
//! error ends the run.

use std::fmt;
use std::io;
use std::path::PathBuf;

/// A failure that the author cannot mend by editing a post.
#[derive(Debug)]
pub enum Error {
    /// The operating system refused something.
    Io {
        /// What was attempted: an id of the message catalogue, such as `read-file`.
        doing: &'static str,
        /// The path it was attempted on.
        path: PathBuf,
        /// The system's own reason.
        source: io::Error,
    },
    /// A file is larger than its kind may be.
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
    },
    /// Another run is writing to the same folder.
    Busy {
        /// The lock file.
        path: PathBuf,
    },
}

impl Error {
    /// Wraps a system error with what was attempted and where.
    ///
    /// ```
    /// use nq71::error::Error;
    ///
    /// let error = std::fs::read("no such file").map_err(Error::io("read-file", "no such file"));
    /// assert!(error.unwrap_err().to_string().contains("no such file"));
    /// ```
    pub fn io(doing: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Error {
        let path = path.into();
        move |source| Error::Io { doing, path, source }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Io { doing, path, source } => write!(f, "{doing} {}: {source}", path.display()),
            Error::TooLarge { path, limit } => write!(f, "{} exceeds {limit} bytes", path.display()),
            Error::Busy { path } => write!(f, "{} is held by another run", path.display()),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
