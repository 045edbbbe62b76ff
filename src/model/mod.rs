//! The values of the domain. A value that exists is valid; nothing here reads or writes.
//!
//! 1. [`Quarter`] and [`PeriodRule`]: when a post is counted.
//! 2. [`Vocabulary`]: what posts may call their type, topic, channel and audience.
//! 3. [`Unit`] and [`Units`]: whose posts they are, in registry order.
//! 4. [`Post`]: one Markdown file without its text.
//! 5. [`Site`]: all units, posts and files, sorted, with the lists that pages show.
//! 6. [`Gathered`]: what came from other sites, and what became of it.
//! 7. [`OutPath`], [`Address`] and [`Digest`]: where a page goes, what it links to, whether it changed.

mod address;
mod colour;
mod config;
mod destination;
mod digest;
mod gather;
mod path;
mod post;
mod quarter;
mod resolution;
mod rows;
mod site;
mod unit;
mod vocabulary;

pub use address::Address;
pub use colour::{Colour, ColourError, DARK_GROUNDS, LIGHT_GROUNDS, READABLE};
pub use config::{Config, Exclusion, Layout};
pub use destination::{CONNECTIONS, Destination, DestinationKind};
pub use digest::{Digest, Hasher};
pub use gather::{
    Decision, Gathered, Origin, Rejected, SectionHealth, SourceHealth, SourceSpec, SourceState,
};
pub use path::{OutPath, OutPathError};
pub use post::{
    Channel, Consent, Document, Event, Image, Media, Post, PostId, Reach, Reference, ReferenceKind, Standing,
    Status,
};
pub use quarter::{PeriodRule, Quarter, QuarterError};
pub use resolution::Resolution;
pub use site::{FILE_KINDS, FILES, FileId, FileKind, ListKind, Scope, Site, SiteFile, Target};
pub use unit::{Life, Unit, UnitId, Units};
pub use vocabulary::{Term, TermId, Terms, Vocabulary};
