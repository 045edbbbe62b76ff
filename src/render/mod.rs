//! Turns a page's view into its bytes.
//!
//! 1. [`Theme`] is the embedded theme with the site's own files laid over it.
//! 2. [`page`] renders one view: by a template, as a feed, as CSV, as a map or as a part of the index.
//!
//! Templates can call only pure filters and functions: nothing here reads a file or the clock.

mod feed;
mod filters;
mod search;
mod table;
mod theme;
mod tight;

pub use theme::{Asset, Theme};

use crate::content::Body;
use crate::diagnostics::Diagnostic;
use crate::plan::View;

/// Renders a view into a buffer, which is cleared first. A post's page gets its text in `body`.
///
/// Copied files have no view to render: the caller has their bytes.
///
/// # Errors
/// A diagnostic that names the template and its line, when a template fails.
pub fn page(
    theme: &Theme,
    view: &View,
    body: Option<&Body>,
    out: &mut Vec<u8>,
) -> Result<(), Box<Diagnostic>> {
    out.clear();
    match view {
        View::Html(html) => theme.html(html, body, out)?,
        View::Rss(view) => feed::rss(view, out),
        View::Atom(view) => feed::atom(view, out),
        View::Products(products) => table::products(products, out),
        View::Exchange(shard) => out.extend_from_slice(shard),
        View::ExchangeIndex(index) => index.write(out),
        View::Table(rows) => table::plain(rows, out),
        View::MapUrls(urls) => table::map(urls, out),
        View::SearchPart(part) => search::part(part, out),
        View::Asset(index) => out.extend_from_slice(theme.asset(*index)),
        View::File(_) => {}
    }
    Ok(())
}
