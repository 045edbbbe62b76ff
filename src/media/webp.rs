//! WebP: keeps the coded pixels, alpha, animation and the ICC profile, and writes sizes and flags anew.
//!
//! A simple file is one chunk of pixels, and readers look no further. An extended file starts with
//! `VP8X`, whose flags say what else there is; EXIF that its flag does not announce counts for nothing.

use super::{Orientation, PictureError, Reader, Shape, length};

const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const EXIF: u8 = 0x08;
const ANIMATION: u8 = 0x02;

struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
}

impl<'a> Chunk<'a> {
    /// The next chunk; none at the end.
    fn read(reader: &mut Reader<'a>) -> Result<Option<Chunk<'a>>, PictureError> {
        if reader.rest().is_empty() {
            return Ok(None);
        }
        let kind = reader.array()?;
        let length = length(u32::from_le_bytes(reader.array()?))?;
        let data = reader.take(length)?;
        // The padding of a last chunk is often forgotten.
        reader.take((length % 2).min(reader.rest().len()))?;
        Ok(Some(Chunk { kind, data }))
    }

    fn write(&self, out: &mut Vec<u8>) {
        let length = u32::try_from(self.data.len()).expect("no longer than the chunk it was read from");
        out.extend(self.kind);
        out.extend(length.to_le_bytes());
        out.extend_from_slice(self.data);
        out.extend_from_slice(&[0][..self.data.len() % 2]);
    }
}

/// The chunks of a file: the first, which says what kind of file it is, and the others.
fn open(bytes: &[u8]) -> Result<(Chunk<'_>, Reader<'_>), PictureError> {
    let mut reader = Reader { bytes, at: 4 };
    let length = length(u32::from_le_bytes(reader.array()?))?;
    let mut chunks = Reader::new(reader.take(length)?);
    chunks.take(4)?;
    let first = Chunk::read(&mut chunks)?.ok_or(PictureError::Truncated)?;
    Ok((first, chunks))
}

pub(super) fn shape(bytes: &[u8]) -> Result<Shape, PictureError> {
    let (first, mut others) = open(bytes)?;
    let mut reader = Reader::new(first.data);
    match &first.kind {
        b"VP8 " => {
            let [tag, _, _, 0x9D, 0x01, 0x2A, w1, w2, h1, h2] = reader.array()? else {
                return Err(PictureError::Malformed("WebP key frame without its start code"));
            };
            if tag & 1 != 0 {
                return Err(PictureError::Malformed("WebP picture that is not a key frame"));
            }
            let side = |low, high| u32::from(u16::from_le_bytes([low, high]) & 0x3FFF);
            Shape::upright(side(w1, w2), side(h1, h2))
        }
        b"VP8L" => {
            if reader.byte()? != 0x2F {
                return Err(PictureError::Malformed("lossless WebP without its signature"));
            }
            let sides = u32::from_le_bytes(reader.array()?);
            Shape::upright((sides & 0x3FFF) + 1, (sides >> 14 & 0x3FFF) + 1)
        }
        b"VP8X" => {
            let [flags, _, _, _, w1, w2, w3, h1, h2, h3] = reader.array()?;
            let side = |bytes| u32::from_le_bytes(bytes) + 1;
            let shape = Shape::upright(side([w1, w2, w3, 0]), side([h1, h2, h3, 0]))?;
            let mut orientation = None;
            while let Some(chunk) = Chunk::read(&mut others)? {
                if &chunk.kind == b"EXIF" && flags & EXIF != 0 {
                    orientation = orientation.or_else(|| Orientation::from_exif(chunk.data));
                }
            }
            Ok(shape.turned(orientation.unwrap_or(Orientation::UPRIGHT)))
        }
        _ => Err(PictureError::Malformed("WebP without a picture")),
    }
}

pub(super) fn strip(bytes: &[u8], orientation: Orientation) -> Result<Vec<u8>, PictureError> {
    let (first, others) = open(bytes)?;
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(b"RIFF\0\0\0\0WEBP");
    if &first.kind == b"VP8X" {
        write_extended(&mut out, first.data, others, orientation)?;
    } else {
        first.write(&mut out);
    }
    let length = u32::try_from(out.len() - 8).map_err(|_| PictureError::Malformed("WebP too large"))?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    Ok(out)
}

fn write_extended(
    out: &mut Vec<u8>,
    header: &[u8],
    mut others: Reader,
    orientation: Orientation,
) -> Result<(), PictureError> {
    let mut header: [u8; 10] = Reader::new(header).array()?;
    let animated = header[0] & ANIMATION != 0;
    let mut flags = header[0] & (ALPHA | ANIMATION);
    let header_at = out.len() + 8;
    header[..4].fill(0);
    Chunk { kind: *b"VP8X", data: &header }.write(out);
    let mut has_pixels = false;
    while let Some(chunk) = Chunk::read(&mut others)? {
        match &chunk.kind {
            b"ICCP" if flags & PROFILE == 0 => {
                flags |= PROFILE;
                chunk.write(out);
            }
            b"ANIM" if animated && !has_pixels => chunk.write(out),
            b"ANMF" if animated => {
                Chunk { kind: chunk.kind, data: &frame(chunk.data)? }.write(out);
                has_pixels = true;
            }
            // A second picture in a still file is never shown.
            b"ALPH" | b"VP8 " | b"VP8L" if !animated && !has_pixels => {
                has_pixels = &chunk.kind != b"ALPH";
                chunk.write(out);
            }
            _ => {}
        }
    }
    if !has_pixels {
        return Err(PictureError::Malformed("WebP without a picture"));
    }
    if let Some(tiff) = orientation.tiff() {
        flags |= EXIF;
        Chunk { kind: *b"EXIF", data: &tiff }.write(out);
    }
    out[header_at] = flags;
    Ok(())
}

/// One frame of an animation: its place and time, then its own chunks, of which only pixels stay.
fn frame(data: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut reader = Reader::new(data);
    let mut out = reader.take(16)?.to_vec();
    while let Some(chunk) = Chunk::read(&mut reader)? {
        if matches!(&chunk.kind, b"ALPH" | b"VP8 " | b"VP8L") {
            chunk.write(&mut out);
        }
    }
    Ok(out)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::media::tests::{SECRET, camera_tiff};
    use crate::media::{size, strip};

    fn chunks(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (kind, data) in chunks {
            Chunk { kind: **kind, data }.write(&mut out);
        }
        out
    }

    fn file(parts: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let body = chunks(parts);
        [b"RIFF", &(body.len() as u32 + 4).to_le_bytes()[..], b"WEBP", &body].concat()
    }

    const LOSSY: &[u8] = b"\x10\0\0\x9D\x01\x2A\x40\x40\x20\0pixel";
    const LOSSLESS: &[u8] = b"\x2F\x3F\xC0\x07\0pixels";

    fn header(flags: u8) -> [u8; 10] {
        [flags, 0, 0, 0, 0x3F, 0, 0, 0x1F, 0, 0]
    }

    pub(in crate::media) fn busy() -> Vec<u8> {
        file(&[
            (b"VP8X", &header(0xFD)),
            (b"ICCP", b"odd"),
            (b"ALPH", b"alpha"),
            (b"VP8 ", LOSSY),
            (b"VP8 ", SECRET),
            (b"EXIF", &camera_tiff(8, true)),
            (b"XMP ", SECRET),
            (b"C2PA", SECRET),
        ])
    }

    pub(in crate::media) fn animated() -> Vec<u8> {
        let picture = chunks(&[(b"ALPH", b"a"), (b"VP8 ", LOSSY), (b"note", SECRET)]);
        let frame = [b"place and timing", &picture[..]].concat();
        file(&[
            (b"VP8X", &header(0x06)),
            (b"ANIM", b"colour"),
            (b"ANMF", &frame),
            (b"ANMF", &frame),
            (b"XMP ", SECRET),
        ])
    }

    #[test]
    fn only_pixels_profile_and_orientation_stay_and_the_flags_say_so() {
        let turn = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x08\0\0\0\0\0\0";

        let picture = strip(&busy()).unwrap();

        let kept: [(&[u8; 4], &[u8]); 5] = [
            (b"VP8X", &header(0x38)),
            (b"ICCP", b"odd"),
            (b"ALPH", b"alpha"),
            (b"VP8 ", LOSSY),
            (b"EXIF", turn),
        ];
        assert_eq!(picture.bytes, file(&kept));
        assert_eq!((picture.width, picture.height), (0x20, 0x40));
    }

    #[test]
    fn frames_of_an_animation_keep_their_pixels_alone() {
        let frame = [b"place and timing", &chunks(&[(b"ALPH", b"a"), (b"VP8 ", LOSSY)])[..]].concat();
        let clean =
            file(&[(b"VP8X", &header(0x02)), (b"ANIM", b"colour"), (b"ANMF", &frame), (b"ANMF", &frame)]);

        assert_eq!(strip(&animated()).unwrap().bytes, clean);
        assert_eq!(size(&clean), Ok((0x40, 0x20)));
    }

    #[test]
    fn a_simple_file_is_its_first_chunk() {
        for (kind, pixels) in [(b"VP8 ", LOSSY), (b"VP8L", LOSSLESS)] {
            let picture = strip(&file(&[(kind, pixels), (b"EXIF", &camera_tiff(6, true))])).unwrap();
            assert_eq!(picture.bytes, file(&[(kind, pixels)]));
            assert_eq!((picture.width, picture.height), (0x40, 0x20));
        }
    }
}
