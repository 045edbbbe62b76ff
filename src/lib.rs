//! `nq71` turns Markdown posts into the section "Nghị quyết 71-NQ/TW" of an
//! education unit's web portal: pages, quarterly feeds and output counts.
//!
//! The way of a post through the house, from the file to the public:
//!
//! 1. [`files`] lists and reads what lies in the site's folder.
//! 2. [`config`] reads `nq71.toml` and the unit registry.
//! 3. [`content`] turns one file into a [`model::Post`], and its text into clean HTML.
//! 4. [`model::Site`] holds all posts, sorted; a list page is a slice of it.
//! 5. [`stats`] judges each post and makes the one table of counts.
//! 6. [`plan`] lists every page that will exist, what it may see, and its key.
//! 7. [`render`] turns a page's view into bytes; [`media`] does so for pictures.
//! 8. [`output`] puts the bytes where they belong and keeps the manifest.
//! 9. [`build`] conducts all of this; [`serve`] shows it while it is being written; [`publish`]
//!    brings it onto a host; [`cli`] is their voice.
//!
//! Posts of other sites come by another way: [`aggregate`] fetches them and keeps the last good
//! copies, and [`exchange`] is the door through which [`build`] admits them to the others.
//!
//! Who may import whom: a module sees only modules with a smaller number
//! (`tests/architecture.rs` keeps it true).
//!
//! ```text
//! 10 cli
//! 9  serve
//! 8  build  publish  aggregate
//! 7  render  media  output
//! 6  plan
//! 5  stats  content  exchange  config
//! 4  model  files
//! 3  fields
//! 2  diagnostics
//! 1  messages
//! 0  text  error
//! ```

pub mod aggregate;
pub mod build;
pub mod cli;
pub mod config;
pub mod content;
pub mod diagnostics;
pub mod error;
pub mod exchange;
pub mod fields;
pub mod files;
pub mod media;
pub mod messages;
pub mod model;
pub mod output;
pub mod plan;
pub mod publish;
pub mod render;
pub mod serve;
pub mod stats;
pub mod text;
