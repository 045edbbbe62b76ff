//! GIF: keeps the frames, their timing, the loop count and the colour profile; drops comments, XMP and
//! whatever else an application wrote.
//!
//! Plain text extensions stay: the format counts them among the frames, and the timing block before
//! one would otherwise apply to the next frame.

use super::{PictureError, Reader, Shape};

pub(super) const SIGNATURES: [&[u8; 6]; 2] = [b"GIF87a", b"GIF89a"];

/// Loop counts and the colour profile, with the length byte before the name.
const KEPT_APPLICATIONS: [&[u8; 12]; 3] = [b"\x0BNETSCAPE2.0", b"\x0BANIMEXTS1.0", b"\x0BICCRGBG1012"];

const EXTENSION: u8 = 0x21;
const FRAME: u8 = 0x2C;
const TRAILER: u8 = 0x3B;

const PLAIN_TEXT: u8 = 0x01;
const TIMING: u8 = 0xF9;
const APPLICATION: u8 = 0xFF;

pub(super) fn shape(bytes: &[u8]) -> Result<Shape, PictureError> {
    let [w1, w2, h1, h2] = Reader { bytes, at: 6 }.array()?;
    Shape::upright(u16::from_le_bytes([w1, w2]).into(), u16::from_le_bytes([h1, h2]).into())
}

pub(super) fn strip(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut reader = Reader::new(bytes);
    let [.., packed, _, _] = reader.array::<13>()?;
    skip_colours(&mut reader, packed)?;
    out.extend_from_slice(&bytes[..reader.at]);
    let mut has_frames = false;
    loop {
        if has_frames && reader.rest().is_empty() {
            // A trailer left out loses nothing, and old drawing programs do leave it out.
            out.push(TRAILER);
            return Ok(out);
        }
        let start = reader.at;
        let keep = match reader.byte()? {
            FRAME => {
                let [.., packed] = reader.array::<9>()?;
                skip_colours(&mut reader, packed)?;
                reader.byte()?;
                skip_blocks(&mut reader)?;
                has_frames = true;
                true
            }
            EXTENSION => {
                let label = reader.byte()?;
                let blocks = reader.rest();
                skip_blocks(&mut reader)?;
                match label {
                    TIMING | PLAIN_TEXT => true,
                    APPLICATION => KEPT_APPLICATIONS.iter().any(|name| blocks.starts_with(*name)),
                    _ => false,
                }
            }
            TRAILER if has_frames => {
                out.push(TRAILER);
                return Ok(out);
            }
            TRAILER => return Err(PictureError::Malformed("GIF without a frame")),
            // Some writers end a block twice.
            0 => false,
            _ => return Err(PictureError::Malformed("unknown GIF block")),
        };
        if keep {
            out.extend_from_slice(&bytes[start..reader.at]);
        }
    }
}

/// Passes over a colour table, if the flags before it say that there is one.
fn skip_colours(reader: &mut Reader, packed: u8) -> Result<(), PictureError> {
    if packed & 0x80 != 0 {
        reader.take(3 << ((packed & 7) + 1))?;
    }
    Ok(())
}

/// Passes over sub-blocks, up to and with the empty one that ends them.
fn skip_blocks(reader: &mut Reader) -> Result<(), PictureError> {
    loop {
        match reader.byte()? {
            0 => return Ok(()),
            length => reader.take(length.into())?,
        };
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::media::tests::SECRET;
    use crate::media::{PictureError, strip};

    const START: &[u8] = b"GIF89a\x03\0\x02\0\x80\0\0\0\0\0\xFF\xFF\xFF";
    const LOOP: &[u8] = b"!\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    const PROFILE: &[u8] = b"!\xFF\x0BICCRGBG1012\x03icc\0";
    const TIMED: &[u8] = b"!\xF9\x04\0\x0A\0\0\0,\0\0\0\0\x03\0\x02\0\0\x02\x03\x84\x51\x3B\0";
    const COLOURED: &[u8] = b",\0\0\0\0\x03\0\x02\0\x80\x3B\x3B\x3B\x21\x21\x21\x02\x02\x84\x51\0";
    const TEXT: &[u8] = b"!\x01\x0C000000000000\x02hi\0";

    fn extension(head: &[u8]) -> Vec<u8> {
        [head, &[SECRET.len() as u8], SECRET, b"\0"].concat()
    }

    pub(in crate::media) fn busy() -> Vec<u8> {
        let comment = extension(b"!\xFE");
        let xmp = extension(b"!\xFF\x0BXMP DataXMP");
        let unknown = extension(b"!\x77");
        [START, &comment, LOOP, &xmp, PROFILE, TIMED, b"\0", &unknown, TEXT, COLOURED, &comment, b";"]
            .concat()
    }

    #[test]
    fn comments_and_unknown_applications_are_dropped() {
        let clean = [START, LOOP, PROFILE, TIMED, TEXT, COLOURED, b";"].concat();

        let picture = strip(&busy()).unwrap();

        assert_eq!(picture.bytes, clean);
        assert_eq!((picture.width, picture.height), (3, 2));
    }

    #[test]
    fn a_forgotten_trailer_is_added() {
        let picture = strip(&[START, TIMED].concat()).unwrap();
        assert_eq!(picture.bytes, [START, TIMED, b";"].concat());
    }

    #[test]
    fn a_file_without_a_frame_is_refused() {
        let bytes = [START, LOOP, b";"].concat();
        assert_eq!(strip(&bytes), Err(PictureError::Malformed("GIF without a frame")));
    }
}
