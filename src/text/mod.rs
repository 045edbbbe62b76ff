//! Turns Vietnamese text, as people paste and type it, into text that can be compared, filed and
//! shown.
//!
//! 1. [`legacy()`] finds text pasted from fonts of before Unicode, so that it can be refused;
//!    [`convert`] mends it.
//! 2. [`clean()`] gives every value one form: NFC, without invisible debris. [`same`] compares
//!    two of them; [`title_key`] tells whether two titles are one.
//! 3. [`slug()`] and [`part`] make the names of files and addresses; [`fold()`] makes what a
//!    search looks through.
//! 4. [`collate()`] sorts by the Vietnamese alphabet.
//! 5. [`number()`], [`count`], [`percent()`], [`share`] and [`decimal`] write figures;
//!    [`parse_date`] reads a date, [`short_date`], [`long_date`] and [`iso_date`] write it.
//! 6. [`words`], [`cut_words`] and [`cut_graphemes`] measure and shorten.
//!
//! Nothing here rewrites a name or moves a tone mark in what is shown: `hoà` stays `hoà`, and “Quý”
//! never becomes “Qúy”.

mod clean;
mod collate;
mod cut;
mod date;
mod fold;
mod lang;
mod legacy;
mod number;
mod slug;
mod title;

pub use self::clean::{clean, key, one_line, same};
pub use self::collate::collate;
pub use self::cut::{cut_graphemes, cut_words, words};
pub use self::date::{DateError, iso_date, long_date, parse_date, short_date};
pub use self::fold::fold;
pub use self::lang::{Lang, UnknownLang};
pub use self::legacy::{Legacy, LegacyKind, convert, legacy};
pub use self::number::{count, decimal, number, percent, share};
pub(crate) use self::slug::is_device;
pub use self::slug::{part, slug};
pub use self::title::title_key;

/// The apostrophes met in the names of places and peoples (`M’Drắk`, `B'Lao`): one letter's
/// ornament, not a boundary between words.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '\u{02BB}' | '\u{02BC}')
}
