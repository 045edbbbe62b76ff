//! The two languages of the program.

use std::{error::Error, fmt, str::FromStr};

/// A language that figures, messages and pages are written in.
///
/// ```
/// use nq71::text::Lang;
///
/// assert_eq!("en".parse(), Ok(Lang::En));
/// assert_eq!(Lang::default().to_string(), "vi");
/// assert!("fr".parse::<Lang>().is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// Vietnamese, `vi`.
    #[default]
    Vi,
    /// English, `en`.
    En,
}

impl Lang {
    /// The tag as written in settings, in `--lang` and in the `lang` attribute of a page.
    ///
    /// ```
    /// assert_eq!(nq71::text::Lang::Vi.as_str(), "vi");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(tag: &str) -> Result<Self, UnknownLang> {
        match tag {
            "vi" => Ok(Self::Vi),
            "en" => Ok(Self::En),
            _ => Err(UnknownLang(tag.to_owned())),
        }
    }
}

/// A language tag other than `vi` and `en`, as it was written.
///
/// ```
/// use nq71::text::{Lang, UnknownLang};
///
/// assert_eq!("fr".parse::<Lang>(), Err(UnknownLang("fr".to_owned())));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownLang(pub String);

impl fmt::Display for UnknownLang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown language `{}`: `vi` and `en` are known", self.0)
    }
}

impl Error for UnknownLang {}
