//! The resolution that the section is about. Its wording is data: another resolution is another
//! configuration.

use jiff::civil::{Date, date};

/// A resolution and the two forms of its name.
///
/// ```
/// use nq71::model::Resolution;
///
/// let resolution = Resolution::default();
/// assert_eq!(resolution.title, "Nghị quyết 71-NQ/TW");
/// assert_eq!(resolution.in_text, "Nghị quyết số 71-NQ/TW");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// `71-NQ/TW`.
    pub number: String,
    /// The day it was issued.
    pub date: Date,
    /// Who issued it.
    pub body: String,
    /// What it is about, as its own abstract says.
    pub subject: String,
    /// The section's one title, without "số".
    pub title: String,
    /// The name in running text, with "số".
    pub in_text: String,
}

impl Default for Resolution {
    fn default() -> Resolution {
        Resolution {
            number: "71-NQ/TW".to_owned(),
            date: date(2025, 8, 22),
            body: "Bộ Chính trị".to_owned(),
            subject: "về đột phá phát triển giáo dục và đào tạo".to_owned(),
            title: "Nghị quyết 71-NQ/TW".to_owned(),
            in_text: "Nghị quyết số 71-NQ/TW".to_owned(),
        }
    }
}
