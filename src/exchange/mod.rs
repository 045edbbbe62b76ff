//! The files by which levels hand over their posts (`docs/trao-doi.md`), and the one door that
//! what came from elsewhere enters by.
//!
//! 1. [`Record`] is one row; [`write()`] makes a shard of them, and [`read`] takes one apart.
//! 2. [`Index`] names the shards of a section with their digests.
//! 3. [`Remote`] holds what another site sent. [`admit`] opens it: rows that may be spoken for
//!    become posts, all others are refused with a reason.
//! 4. [`merge()`] finds what several sources tell of one post, so that it counts once.
//! 5. [`copies`] are the last good copies of all sources in a site's folder.
//!
//! Nothing here reaches for the network.

mod admit;
pub mod copies;
mod format;
mod index;
mod merge;
mod table;

pub use admit::{Admitted, Kin, Remote, admit, printable};
pub use format::{
    ASSUMED_DATE, ASSUMED_TYPE, CATEGORY, DOUBTED, FROM, Flaw, FormatError, GONE, GUID, HEADINGS, KEPT_DATE,
    MONTH_FIRST, NOTE, REFUSED, REPEATED, ROWS, Record, Rows, SHARD_LIMIT, VERSION, defused, marks, read,
    within_mark, without_marks, write,
};
pub use index::{INDEX, Index, Shard, sha256};
pub use merge::{Merged, merge, plain_address};
