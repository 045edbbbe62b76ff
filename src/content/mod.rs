//! Turns one author's file into a [`Post`](crate::model::Post) and its text into clean HTML, or
//! into diagnostics that say what to mend.
//!
//! 1. [`parse`] splits the file, reads the front matter and checks it against the vocabulary.
//! 2. [`scan()`] finds what the text refers to and, where the author gave no summary, its first words.
//! 3. [`words`] gives what a search looks through.
//! 4. Later, when the post's page is rendered, [`html`] turns the text into [`CleanHtml`].
//!
//! Nothing here opens a file: a test needs a string and no folder.

mod address;
mod clean;
mod front_matter;
mod highlight;
mod markdown;
mod scan;
mod tags;
mod words;

pub use clean::{CleanHtml, Policy};
pub use front_matter::{Context, LIMIT, parse};
pub use markdown::{Body, Heading, Link, LinkTo, html};
pub use scan::{Scan, scan};
pub use words::words;
