//! PNG and animated PNG: keeps the chunks that say how to draw the picture, up to the first `IEND`.
//!
//! Chunks are copied with their checksum, once it has been found right. What follows `IEND` may be
//! the rest of an uncropped screenshot, so it goes too.

use super::{Orientation, PictureError, Reader, Shape, length};

pub(super) const SIGNATURE: [u8; 8] = *b"\x89PNG\r\n\x1A\n";

const KEPT: [&[u8; 4]; 20] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD",
    b"pHYs", b"hIST", b"sPLT", b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT",
];

struct Chunk<'a> {
    kind: [u8; 4],
    data: &'a [u8],
    /// Length, kind, data and checksum, as they stand in the file.
    whole: &'a [u8],
}

impl<'a> Chunk<'a> {
    fn read(reader: &mut Reader<'a>) -> Result<Chunk<'a>, PictureError> {
        let rest = reader.rest();
        let length = length(u32::from_be_bytes(reader.array()?))?;
        let kind = reader.array()?;
        let data = reader.take(length)?;
        reader.take(4)?;
        Ok(Chunk { kind, data, whole: &rest[..length + 12] })
    }

    fn checked(self) -> Result<Chunk<'a>, PictureError> {
        let (body, checksum) = self.whole[4..].split_at(4 + self.data.len());
        if checksum == crc(body).to_be_bytes() {
            Ok(self)
        } else {
            Err(PictureError::Malformed("PNG chunk with a wrong checksum"))
        }
    }
}

pub(super) fn shape(bytes: &[u8]) -> Result<Shape, PictureError> {
    let mut reader = Reader { bytes, at: SIGNATURE.len() };
    let header = Chunk::read(&mut reader)?;
    let (b"IHDR", &[w1, w2, w3, w4, h1, h2, h3, h4, _, _, _, _, _]) = (&header.kind, header.data) else {
        return Err(PictureError::Malformed("PNG without its header"));
    };
    let shape = Shape::upright(u32::from_be_bytes([w1, w2, w3, w4]), u32::from_be_bytes([h1, h2, h3, h4]))?;
    // The orientation may come after the pixels, so every chunk's head is looked at.
    let mut orientation = None;
    loop {
        let chunk = Chunk::read(&mut reader)?;
        match &chunk.kind {
            b"eXIf" => orientation = orientation.or_else(|| Orientation::from_exif(chunk.data)),
            b"IHDR" => return Err(PictureError::Malformed("second PNG header")),
            b"IEND" => return Ok(shape.turned(orientation.unwrap_or(Orientation::UPRIGHT))),
            _ => {}
        }
    }
}

pub(super) fn strip(bytes: &[u8], orientation: Orientation) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend(SIGNATURE);
    let mut reader = Reader { bytes, at: SIGNATURE.len() };
    let mut has_pixels = false;
    loop {
        let chunk = Chunk::read(&mut reader)?;
        if !KEPT.contains(&&chunk.kind) {
            continue;
        }
        let chunk = chunk.checked()?;
        out.extend_from_slice(chunk.whole);
        match &chunk.kind {
            b"IHDR" => {
                if let Some(tiff) = orientation.tiff() {
                    write_chunk(&mut out, *b"eXIf", &tiff);
                }
            }
            b"IDAT" => has_pixels = true,
            b"IEND" if has_pixels => return Ok(out),
            b"IEND" => return Err(PictureError::Malformed("PNG without pixels")),
            _ => {}
        }
    }
}

fn write_chunk(out: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    let length = u32::try_from(data.len()).expect("what is written here has a few bytes");
    out.extend(length.to_be_bytes());
    let start = out.len();
    out.extend(kind);
    out.extend_from_slice(data);
    out.extend(crc(&out[start..]).to_be_bytes());
}

fn crc(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 256] = {
        let mut table = [0; 256];
        let mut n = 0;
        while n < 256 {
            let mut c = n as u32;
            let mut bit = 0;
            while bit < 8 {
                c = if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 };
                bit += 1;
            }
            table[n] = c;
            n += 1;
        }
        table
    };
    !bytes.iter().fold(!0, |c, &byte| TABLE[usize::from(c as u8 ^ byte)] ^ (c >> 8))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::media::tests::{SECRET, camera_tiff};
    use crate::media::{size, strip};

    fn file(chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
        let mut out = SIGNATURE.to_vec();
        for (kind, data) in chunks {
            write_chunk(&mut out, **kind, data);
        }
        out
    }

    const HEADER: (&[u8; 4], &[u8]) = (b"IHDR", b"\0\0\0\x03\0\0\0\x02\x08\0\0\0\0");

    pub(in crate::media) fn busy() -> Vec<u8> {
        file(&[
            HEADER,
            (b"iCCP", b"profile\0\0data"),
            (b"tEXt", SECRET),
            (b"iTXt", SECRET),
            (b"tIME", b"\x07\xE9\x09\x05\x07\0\0"),
            (b"caBX", SECRET),
            (b"IDAT", b"first"),
            (b"zzZz", SECRET),
            (b"IDAT", b"second"),
            (b"eXIf", &camera_tiff(6, false)),
            (b"IEND", b""),
        ])
    }

    #[test]
    fn only_drawing_chunks_and_the_orientation_stay() {
        let turn = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";

        let picture = strip(&busy()).unwrap();

        let kept: [(&[u8; 4], &[u8]); 6] = [
            HEADER,
            (b"eXIf", turn),
            (b"iCCP", b"profile\0\0data"),
            (b"IDAT", b"first"),
            (b"IDAT", b"second"),
            (b"IEND", b""),
        ];
        assert_eq!(picture.bytes, file(&kept));
        assert_eq!((picture.width, picture.height), (2, 3));
    }

    #[test]
    fn a_clean_animation_is_copied_byte_for_byte() {
        let clean =
            file(&[HEADER, (b"acTL", b"12345678"), (b"IDAT", b"a"), (b"fdAT", b"0000b"), (b"IEND", b"")]);
        assert_eq!(strip(&clean).unwrap().bytes, clean);
    }

    #[test]
    fn checksums_are_those_of_the_standard() {
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
    }

    #[test]
    fn damage_is_found_before_publishing() {
        let mut flipped = file(&[HEADER, (b"IDAT", b"pixels"), (b"IEND", b"")]);
        let at = flipped.len() - 20;
        flipped[at] ^= 1;
        assert!(size(&flipped).is_ok());
        for bad in [flipped, file(&[HEADER, (b"IEND", b"")]), file(&[(b"CgBI", b""), HEADER, (b"IEND", b"")])]
        {
            assert!(matches!(strip(&bad), Err(PictureError::Malformed(_))));
        }
    }

    #[test]
    fn a_huge_declared_length_is_a_file_cut_short() {
        let bytes = [&SIGNATURE[..], b"\xFF\xFF\xFF\xFFIHDR"].concat();
        assert_eq!(strip(&bytes), Err(PictureError::Truncated));
    }
}
