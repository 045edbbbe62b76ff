//! The order in which files are put, so that no page stands there before what it shows.

use crate::model::OutPath;

/// Which files come before which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Styles, scripts, pictures, attachments.
    Asset,
    /// Posts.
    Page,
    /// The index of the search: it leads to pages, and the page of the search asks for it.
    Data,
    /// Everything that leads to posts or counts them: lists, counts, feeds, tables.
    List,
    /// The home page.
    Home,
}

impl Phase {
    /// The phase of a path.
    ///
    /// ```
    /// use nq71::model::OutPath;
    /// use nq71::output::Phase;
    ///
    /// let of = |path| Phase::of(&OutPath::made(path));
    /// assert!(of("tinh/chuan.css") < of("bai/khai-giang.html"));
    /// assert!(of("bai/khai-giang.html") < of("q/2026-q2/index.html"));
    /// assert!(of("bai/khai-giang.html") < of("tim-kiem/2026-q2-1.js"));
    /// assert!(of("tim-kiem/2026-q2-1.js") < of("tim-kiem/index.html"));
    /// assert!(of("rss.xml") < of("index.html"));
    /// ```
    pub fn of(path: &OutPath) -> Phase {
        let path = path.as_str();
        let name = path.rsplit('/').next().unwrap_or(path);
        match name.rsplit('.').next().unwrap_or_default() {
            _ if path == "index.html" => Phase::Home,
            "html" if path.starts_with("bai/") || path.contains("/bai/") => Phase::Page,
            "html" => Phase::List,
            "xml" | "csv" | "txt" => Phase::List,
            "js" if path.starts_with("tim-kiem/") => Phase::Data,
            _ => Phase::Asset,
        }
    }
}
