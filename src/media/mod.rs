//! Turns a picture file into one that may be published: the same pixels, and nothing about who took
//! it, where or with what.
//!
//! 1. [`Format::sniff`] tells the format from the first bytes; the file's name is not asked.
//! 2. [`size`] reads width and height as shown on screen, from the headers alone.
//! 3. [`strip`] copies what is needed to draw the picture and leaves the rest behind.
//!
//! Each format has an allow-list: an unknown block is dropped. What stays besides the pixels is the
//! colour profile and, where a camera was held sideways, an EXIF block with the orientation alone.
//! Nothing here opens a file, decodes a pixel or encodes one again.

use std::fmt;

mod gif;
mod jpeg;
mod orientation;
mod png;
mod webp;

use orientation::Orientation;

/// A picture ready to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The file to write.
    pub bytes: Vec<u8>,
    /// Width as displayed, after the EXIF orientation.
    pub width: u32,
    /// Height as displayed, after the EXIF orientation.
    pub height: u32,
    /// Which decides the extension to publish under.
    pub format: Format,
}

/// A picture format that every browser shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Photographs, `.jpg`.
    Jpeg,
    /// Drawings and screenshots, `.png`, animated or not.
    Png,
    /// Small animations, `.gif`.
    Gif,
    /// Any of these, `.webp`.
    Webp,
}

impl Format {
    /// Tells the format from a file's first bytes.
    ///
    /// ```
    /// use nq71::media::Format;
    ///
    /// assert_eq!(Format::sniff(b"GIF89a and more"), Some(Format::Gif));
    /// assert_eq!(Format::sniff(b"%PDF-1.7"), None);
    /// ```
    pub fn sniff(bytes: &[u8]) -> Option<Format> {
        if bytes.starts_with(&jpeg::SIGNATURE) {
            Some(Format::Jpeg)
        } else if bytes.starts_with(&png::SIGNATURE) {
            Some(Format::Png)
        } else if gif::SIGNATURES.iter().any(|&signature| bytes.starts_with(signature)) {
            Some(Format::Gif)
        } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
            Some(Format::Webp)
        } else {
            None
        }
    }

    /// The file extension to publish under, without the dot.
    ///
    /// ```
    /// assert_eq!(nq71::media::Format::Jpeg.extension(), "jpg");
    /// ```
    pub fn extension(self) -> &'static str {
        match self {
            Format::Jpeg => "jpg",
            Format::Png => "png",
            Format::Gif => "gif",
            Format::Webp => "webp",
        }
    }
}

/// Why a file cannot be published as a picture.
///
/// ```
/// use nq71::media::{PictureError, size};
///
/// let error = size(b"%PDF-1.7").unwrap_err();
/// assert_eq!(error, PictureError::UnknownFormat);
/// assert_eq!(error.id(), "picture-unknown-format");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureError {
    /// Not a JPEG, PNG, GIF or WebP file.
    UnknownFormat,
    /// The file ends before the picture does.
    Truncated,
    /// The file breaks a rule of its format; the text says which.
    Malformed(&'static str),
}

impl PictureError {
    /// The key of this mistake in a message catalogue; it never changes.
    pub fn id(self) -> &'static str {
        match self {
            PictureError::UnknownFormat => "picture-unknown-format",
            PictureError::Truncated => "picture-truncated",
            PictureError::Malformed(_) => "picture-malformed",
        }
    }
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::UnknownFormat => f.write_str("not a JPEG, PNG, GIF or WebP picture"),
            PictureError::Truncated => f.write_str("the file ends before the picture does"),
            PictureError::Malformed(what) => write!(f, "damaged picture: {what}"),
        }
    }
}

impl std::error::Error for PictureError {}

/// Width and height as displayed, from the whole file's headers; pixel data is skipped, not read.
///
/// Fails where the headers do; a file that passes may still be refused by [`strip`].
///
/// ```
/// let gif = b"GIF89a\x02\0\x01\0\0\0\0,\0\0\0\0\x02\0\x01\0\0\x02\x02D\x01\0;";
/// assert_eq!(nq71::media::size(gif)?, (2, 1));
/// # Ok::<(), nq71::media::PictureError>(())
/// ```
pub fn size(bytes: &[u8]) -> Result<(u32, u32), PictureError> {
    Ok(shape(bytes)?.1.displayed())
}

/// Copies a picture without its metadata: place, camera, author, comments, previews, trailing data.
///
/// The coded pixels stay byte for byte. Stripping twice gives the same bytes as stripping once. A
/// file that is cut short or damaged is refused: what cannot be understood cannot be cleaned.
///
/// ```
/// let gif = b"GIF89a\x01\0\x01\0\0\0\0!\xFE\x09lop 1A3 T\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";
///
/// let picture = nq71::media::strip(gif)?;
///
/// assert_eq!(picture.bytes, b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;");
/// assert_eq!((picture.width, picture.height), (1, 1));
/// # Ok::<(), nq71::media::PictureError>(())
/// ```
pub fn strip(bytes: &[u8]) -> Result<Picture, PictureError> {
    let (format, shape) = shape(bytes)?;
    let (width, height) = shape.displayed();
    let bytes = match format {
        Format::Jpeg => jpeg::strip(bytes, shape.orientation),
        Format::Png => png::strip(bytes, shape.orientation),
        Format::Gif => gif::strip(bytes),
        Format::Webp => webp::strip(bytes, shape.orientation),
    }?;
    Ok(Picture { bytes, width, height, format })
}

fn shape(bytes: &[u8]) -> Result<(Format, Shape), PictureError> {
    let format = Format::sniff(bytes).ok_or(PictureError::UnknownFormat)?;
    let shape = match format {
        Format::Jpeg => jpeg::shape(bytes),
        Format::Png => png::shape(bytes),
        Format::Gif => gif::shape(bytes),
        Format::Webp => webp::shape(bytes),
    }?;
    Ok((format, shape))
}

/// How large the stored picture is and which way up it is shown.
struct Shape {
    width: u32,
    height: u32,
    orientation: Orientation,
}

impl Shape {
    fn upright(width: u32, height: u32) -> Result<Shape, PictureError> {
        if width == 0 || height == 0 {
            return Err(PictureError::Malformed("width or height is zero"));
        }
        Ok(Shape { width, height, orientation: Orientation::UPRIGHT })
    }

    fn turned(self, orientation: Orientation) -> Shape {
        Shape { orientation, ..self }
    }

    fn displayed(&self) -> (u32, u32) {
        if self.orientation.swaps_sides() { (self.height, self.width) } else { (self.width, self.height) }
    }
}

/// Takes pieces off the front of a file; a length that goes past the end is [`PictureError::Truncated`].
struct Reader<'a> {
    bytes: &'a [u8],
    /// Never past the end of `bytes`.
    at: usize,
}

impl<'a> Reader<'a> {
    fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, at: 0 }
    }

    fn rest(&self) -> &'a [u8] {
        &self.bytes[self.at..]
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], PictureError> {
        let piece = self.rest().get(..length).ok_or(PictureError::Truncated)?;
        self.at += length;
        Ok(piece)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], PictureError> {
        let piece = self.rest().first_chunk().ok_or(PictureError::Truncated)?;
        self.at += N;
        Ok(*piece)
    }

    fn byte(&mut self) -> Result<u8, PictureError> {
        self.array().map(|[byte]| byte)
    }
}

/// A 32-bit length as a length in memory; one that does not fit cannot be in the file either.
fn length(declared: u32) -> Result<usize, PictureError> {
    usize::try_from(declared).map_err(|_| PictureError::Truncated)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLES: [fn() -> Vec<u8>; 6] = [
        jpeg::tests::busy,
        jpeg::tests::progressive,
        png::tests::busy,
        gif::tests::busy,
        webp::tests::busy,
        webp::tests::animated,
    ];

    /// What every sample says somewhere and no published file may say.
    pub(super) const SECRET: &[u8] = b"Nguyen Van A";

    pub(super) fn contains(bytes: &[u8], needle: &[u8]) -> bool {
        bytes.windows(needle.len()).any(|window| window == needle)
    }

    /// An EXIF block as cameras write it: orientation among other tags, in either byte order.
    pub(super) fn camera_tiff(orientation: u8, little: bool) -> Vec<u8> {
        let (head, rest): (&[u8], &[u8]) = if little {
            (
                b"II*\0\x08\0\0\0\x02\0\x12\x01\x03\0\x01\0\0\0",
                b"\0\0\x3B\x01\x02\0\x0D\0\0\0\x26\0\0\0\0\0\0\0",
            )
        } else {
            (
                b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01",
                b"\0\0\x01\x3B\0\x02\0\0\0\x0D\0\0\0\x26\0\0\0\0",
            )
        };
        let value = if little { [orientation, 0] } else { [0, orientation] };
        [head, &value, rest, SECRET].concat()
    }

    /// A small generator, so that a failure repeats.
    fn random(state: &mut u64) -> usize {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 16) as usize
    }

    fn check(bytes: &[u8]) {
        let size = size(bytes);
        if let Ok(picture) = strip(bytes) {
            assert_eq!(size, Ok((picture.width, picture.height)));
            assert_eq!(strip(&picture.bytes).as_ref(), Ok(&picture), "stripping twice, from {bytes:02X?}");
        }
    }

    #[test]
    fn no_sample_keeps_a_name_and_stripping_twice_changes_nothing() {
        for sample in SAMPLES {
            let bytes = sample();
            assert!(contains(&bytes, SECRET));
            let picture = strip(&bytes).unwrap();
            assert!(!contains(&picture.bytes, SECRET), "{:?}", picture.format);
            check(&bytes);
        }
    }

    #[test]
    fn what_follows_the_picture_is_dropped() {
        for sample in SAMPLES {
            let bytes = sample();
            for tail in [SECRET, &bytes] {
                assert_eq!(strip(&[&bytes, tail].concat()), strip(&bytes));
            }
        }
    }

    #[test]
    fn a_file_cut_anywhere_in_the_picture_is_refused() {
        for sample in SAMPLES {
            let clean = strip(&sample()).unwrap().bytes;
            for end in 0..clean.len() {
                check(&sample()[..end]);
                if let Ok(picture) = strip(&clean[..end]) {
                    // Between two frames of a GIF nothing shows the loss.
                    assert_eq!(picture.format, Format::Gif, "cut at {end}");
                }
            }
        }
    }

    #[test]
    fn damaged_files_never_panic() {
        let state = &mut 0x71_2025_u64;
        for sample in SAMPLES {
            for _ in 0..20_000 {
                let mut bytes = sample();
                for _ in 0..=random(state) % 4 {
                    let at = random(state) % bytes.len();
                    match random(state) % 5 {
                        0 => bytes[at] = 0xFF,
                        1 => bytes[at] = 0,
                        2 => bytes[at] = random(state) as u8,
                        3 => drop(bytes.drain(at..(at + random(state) % 9).min(bytes.len() - 1).max(at))),
                        _ => bytes.insert(at, random(state) as u8),
                    }
                }
                check(&bytes);
            }
        }
    }

    #[test]
    fn a_file_of_another_kind_is_named_as_such() {
        for bytes in [&b""[..], b"\xFF\xD8", b"%PDF-1.7", b"RIFF\x04\0\0\0WAVE"] {
            assert_eq!(strip(bytes), Err(PictureError::UnknownFormat));
        }
    }
}
