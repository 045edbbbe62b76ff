//! What is wrong in an author's file, where it is, and how to mend it.
//!
//! 1. [`Source`] holds a file's text and knows which line a byte is on.
//! 2. A [`Diagnostic`] carries a stable code, its arguments and a [`Place`], which is resolved
//!    while the text is at hand.
//! 3. [`Checked`] carries a value together with everything found wrong on the way to it.
//! 4. [`render`] prints a list for people, for programs, or for a forge.
//!
//! Nothing here knows what a post or a unit is.

mod checked;
mod diagnostic;
mod place;
mod render;
mod suggest;
mod trouble;

pub use checked::Checked;
pub use diagnostic::{Diagnostic, Severity, any_error, sort};
pub use place::{Place, Source, SourcePath, Span};
pub use render::{Format, json, render};
pub use suggest::closest;
pub use trouble::trouble;
