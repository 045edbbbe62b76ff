//! A colour, and whether it can be read on another.

use std::fmt;
use std::str::FromStr;

/// The smallest contrast that WCAG 2.2 accepts for text (success criterion 1.4.3, level AA).
pub const READABLE: f64 = 4.5;

/// What the standard theme writes upon by day: the page, and the tint of panels.
pub const LIGHT_GROUNDS: [Colour; 2] = [Colour([255, 255, 255]), Colour([0xf2, 0xf5, 0xf8])];

/// What it writes upon by night: the page, cards, and the tint of panels.
pub const DARK_GROUNDS: [Colour; 3] =
    [Colour([0x10, 0x16, 0x1d]), Colour([0x17, 0x1f, 0x28]), Colour([0x1d, 0x27, 0x32])];

/// A colour of a screen, written `#8a1538`.
///
/// ```
/// use nq71::model::{Colour, LIGHT_GROUNDS};
///
/// let gold: Colour = "#fc0".parse()?;
/// assert_eq!(gold.to_string(), "#ffcc00");
/// assert!(!gold.is_readable_on(&LIGHT_GROUNDS));
/// let mended = gold.readable_on(&LIGHT_GROUNDS);
/// assert!(mended.is_readable_on(&LIGHT_GROUNDS));
/// # Ok::<(), nq71::model::ColourError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Colour([u8; 3]);

/// Why a text is no colour: it is not `#` with three or six hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColourError;

impl fmt::Display for ColourError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a colour of the form #rrggbb")
    }
}

impl std::error::Error for ColourError {}

impl FromStr for Colour {
    type Err = ColourError;

    fn from_str(text: &str) -> Result<Colour, ColourError> {
        let digits = text.strip_prefix('#').ok_or(ColourError)?;
        let digits: Vec<u8> = digits
            .chars()
            .map(|digit| digit.to_digit(16).map(|digit| digit as u8))
            .collect::<Option<_>>()
            .ok_or(ColourError)?;
        match digits[..] {
            [r, g, b] => Ok(Colour([r * 17, g * 17, b * 17])),
            [r, s, g, h, b, c] => Ok(Colour([r * 16 + s, g * 16 + h, b * 16 + c])),
            _ => Err(ColourError),
        }
    }
}

impl fmt::Display for Colour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Colour([red, green, blue]) = self;
        write!(f, "#{red:02x}{green:02x}{blue:02x}")
    }
}

impl Colour {
    /// The contrast of two colours as WCAG computes it: from 1 to 21.
    pub fn contrast(self, other: Colour) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// Whether text of this colour can be read on each of some grounds.
    pub fn is_readable_on(self, grounds: &[Colour]) -> bool {
        grounds.iter().all(|&ground| self.contrast(ground) >= READABLE)
    }

    /// The nearest colour of this hue that can be read on each of some grounds: darker on light
    /// ones, lighter on dark ones; itself, where it can be read already.
    #[must_use]
    pub fn readable_on(self, grounds: &[Colour]) -> Colour {
        // Of black and white, the one that stands out more from all of the grounds.
        let least =
            |end: Colour| grounds.iter().map(|&ground| end.contrast(ground)).fold(f64::INFINITY, f64::min);
        let (black, white) = (Colour([0; 3]), Colour([255; 3]));
        let end = if least(black) >= least(white) { black } else { white };
        (0..=255u16)
            .map(|share| self.mixed(end, share))
            .find(|colour| colour.is_readable_on(grounds))
            .unwrap_or(end)
    }

    /// With `share` parts of 255 of another colour in it.
    fn mixed(self, other: Colour, share: u16) -> Colour {
        let mut mixed = [0; 3];
        for (at, slot) in mixed.iter_mut().enumerate() {
            let (own, new) = (u16::from(self.0[at]), u16::from(other.0[at]));
            *slot = ((own * (255 - share) + new * share + 127) / 255) as u8;
        }
        Colour(mixed)
    }

    /// Relative luminance, from 0 to 1.
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn colour(text: &str) -> Colour {
        text.parse().unwrap()
    }

    #[test]
    fn contrast_is_what_wcag_says() {
        let near = |a: &str, b: &str, wanted: f64| {
            let contrast = colour(a).contrast(colour(b));
            assert!((contrast - wanted).abs() < 0.01, "{a} {b} {contrast}");
        };
        near("#000", "#fff", 21.0);
        near("#777777", "#ffffff", 4.48);
        near("#767676", "#ffffff", 4.54);
        near("#0000ff", "#ffffff", 8.59);
        near("#123456", "#123456", 1.0);
    }

    #[test]
    fn text_is_a_colour_in_two_ways_only() {
        assert_eq!(colour("#8A1538").to_string(), "#8a1538");
        assert_eq!(colour("#abc"), colour("#aabbcc"));
        for text in ["", "#", "8a1538", "#8a153", "#8a15388", "#xyz", "đỏ", "#đđđ", "rgb(1,2,3)", "# abc"]
        {
            assert_eq!(text.parse::<Colour>(), Err(ColourError), "{text}");
        }
    }

    #[test]
    fn every_colour_has_a_readable_neighbour_and_a_readable_one_stays() {
        for red in (0..=255).step_by(17) {
            for green in (0..=255).step_by(17) {
                for blue in (0..=255).step_by(51) {
                    let any = Colour([red, green, blue]);
                    for grounds in [&LIGHT_GROUNDS[..], &DARK_GROUNDS[..]] {
                        let mended = any.readable_on(grounds);
                        assert!(mended.is_readable_on(grounds), "{any} {mended}");
                        assert_eq!(mended == any, any.is_readable_on(grounds), "{any}");
                    }
                }
            }
        }
    }
}
