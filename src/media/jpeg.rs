//! JPEG: keeps tables, frame, scans, and of the application segments JFIF's density, the ICC profile
//! and Adobe's colour transform.
//!
//! A preview inside EXIF has its own end marker, so the end of the picture is found by walking the
//! segments by their lengths and each scan by its stuffed zeros, never by searching for `FF D9`.
//! Previews and films appended after that end (MPF, motion photos) are left behind.

use super::{Orientation, PictureError, Reader, Shape};

pub(super) const SIGNATURE: [u8; 3] = [0xFF, SOI, 0xFF];

const SOI: u8 = 0xD8;
const EOI: u8 = 0xD9;
const SOS: u8 = 0xDA;
const APP0: u8 = 0xE0;
const APP1: u8 = 0xE1;
const APP2: u8 = 0xE2;
const APP14: u8 = 0xEE;
const COM: u8 = 0xFE;

enum Part<'a> {
    Segment(u8, &'a [u8]),
    /// Coded pixels of one scan, with restart markers and stuffed zeros.
    Scan(&'a [u8]),
    End,
}

/// Walks a file from its first segment to the end marker of the primary picture.
struct Parts<'a> {
    reader: Reader<'a>,
    in_scan: bool,
}

impl<'a> Parts<'a> {
    fn of(bytes: &'a [u8]) -> Parts<'a> {
        Parts { reader: Reader { bytes, at: 2 }, in_scan: false }
    }

    fn next(&mut self) -> Result<Part<'a>, PictureError> {
        if std::mem::take(&mut self.in_scan) {
            let length = scan_length(self.reader.rest())?;
            return self.reader.take(length).map(Part::Scan);
        }
        loop {
            match self.marker()? {
                EOI => return Ok(Part::End),
                // Without a length, and without a meaning outside a scan.
                0x01 | 0xD0..=0xD7 => {}
                marker @ (0xC0..=0xCF | SOS..=0xDD | APP0..=0xEF | COM) => {
                    let length = u16::from_be_bytes(self.reader.array()?)
                        .checked_sub(2)
                        .ok_or(PictureError::Malformed("JPEG segment shorter than its own length"))?;
                    self.in_scan = marker == SOS;
                    return Ok(Part::Segment(marker, self.reader.take(length.into())?));
                }
                SOI => {
                    return Err(PictureError::Malformed("JPEG picture inside a JPEG picture"));
                }
                _ => return Err(PictureError::Malformed("unknown JPEG marker")),
            }
        }
    }

    /// The next marker. Fill bytes and stray bytes before it are passed over, as decoders do.
    fn marker(&mut self) -> Result<u8, PictureError> {
        let mut after_ff = false;
        loop {
            match self.reader.byte()? {
                0xFF => after_ff = true,
                marker if after_ff && marker != 0 => return Ok(marker),
                _ => after_ff = false,
            }
        }
    }
}

/// How far a scan goes: to the first marker that is not a restart, fill bytes before it excluded.
fn scan_length(bytes: &[u8]) -> Result<usize, PictureError> {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == 0xFF) {
        let start = at + found;
        let fill = bytes[start..].iter().take_while(|&&byte| byte == 0xFF).count();
        match bytes.get(start + fill) {
            Some(0 | 0xD0..=0xD7) => at = start + fill + 1,
            Some(_) => return Ok(start),
            None => break,
        }
    }
    Err(PictureError::Truncated)
}

pub(super) fn shape(bytes: &[u8]) -> Result<Shape, PictureError> {
    let mut parts = Parts::of(bytes);
    let (mut frame, mut orientation) = (None, None);
    loop {
        match parts.next()? {
            // 0xC4, 0xC8 and 0xCC (DHT, JPG, DAC) stand among the frame headers without being one.
            Part::Segment(0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF, header) => {
                let &[_, h1, h2, w1, w2, ..] = header else {
                    return Err(PictureError::Malformed("JPEG frame header too short"));
                };
                let (width, height) = (u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2]));
                if frame.replace(Shape::upright(width.into(), height.into())?).is_some() {
                    return Err(PictureError::Malformed("second JPEG frame header"));
                }
            }
            Part::Segment(APP1, block) if block.starts_with(b"Exif\0") => {
                orientation = orientation.or_else(|| Orientation::from_exif(block.get(6..)?));
            }
            Part::Segment(SOS, _) => {
                let frame = frame.ok_or(PictureError::Malformed("JPEG scan before its frame header"))?;
                return Ok(frame.turned(orientation.unwrap_or(Orientation::UPRIGHT)));
            }
            Part::Segment(..) => {}
            Part::Scan(_) | Part::End => {
                return Err(PictureError::Malformed("JPEG without a scan"));
            }
        }
    }
}

pub(super) fn strip(bytes: &[u8], orientation: Orientation) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xFF, SOI]);
    let mut exif = orientation.tiff();
    let mut parts = Parts::of(bytes);
    let mut scanned = false;
    loop {
        match parts.next()? {
            Part::Segment(marker, payload) => {
                scanned |= marker == SOS;
                let Some((payload, tail)) = kept(marker, payload, scanned) else {
                    continue;
                };
                // JFIF wants to come first and EXIF next.
                if marker != APP0
                    && let Some(tiff) = exif.take()
                {
                    write_segment(&mut out, APP1, b"Exif\0\0", &tiff);
                }
                write_segment(&mut out, marker, payload, tail);
            }
            Part::Scan(scan) => out.extend_from_slice(scan),
            Part::End => {
                out.extend([0xFF, EOI]);
                return Ok(out);
            }
        }
    }
}

/// What stays of a segment, in two pieces; none when it is dropped.
fn kept(marker: u8, payload: &[u8], scanned: bool) -> Option<(&[u8], &'static [u8])> {
    match marker {
        // Decoders look at application segments before the first scan only.
        APP0..=0xEF | COM if scanned => None,
        // JFIF: name, version, density; then a thumbnail of 0 × 0.
        APP0 if payload.starts_with(b"JFIF\0") && payload.len() >= 14 => Some((&payload[..12], &[0, 0])),
        APP2 if payload.starts_with(b"ICC_PROFILE\0") => Some((payload, &[])),
        APP14 if payload.starts_with(b"Adobe") && payload.len() >= 12 => Some((&payload[..12], &[])),
        APP0..=0xEF | COM => None,
        _ => Some((payload, &[])),
    }
}

fn write_segment(out: &mut Vec<u8>, marker: u8, payload: &[u8], tail: &[u8]) {
    let length =
        u16::try_from(payload.len() + tail.len() + 2).expect("no longer than the segment it was read from");
    out.extend([0xFF, marker]);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(payload);
    out.extend_from_slice(tail);
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::media::tests::{SECRET, camera_tiff, contains};
    use crate::media::{size, strip};

    fn segment(marker: u8, pieces: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::new();
        write_segment(&mut out, marker, &pieces.concat(), &[]);
        out
    }

    const START: &[u8] = b"\xFF\xD8";
    const FILL: &[u8] = b"\xFF\xFF\xFF";
    const TABLE: &[u8] = b"\xFF\xDB\x00\x05\x00\x01\x02";
    const FRAME: &[u8] = b"\xFF\xC0\x00\x0B\x08\x00\x20\x00\x40\x01\x01\x11\x00";
    const SCAN: &[u8] =
        b"\xFF\xDA\x00\x08\x01\x01\x00\x00\x3F\x00\x12\xFF\x00\xD9\xFF\xD0\x34\xFF\xFF\xD7\x56";
    const END: &[u8] = b"\xFF\xD9";

    fn exif(orientation: u8) -> Vec<u8> {
        let thumbnail = [START, TABLE, FRAME, SCAN, END].concat();
        segment(APP1, &[b"Exif\0\0", &camera_tiff(orientation, true), &thumbnail])
    }

    /// One picture with every kind of application segment.
    pub(in crate::media) fn busy() -> Vec<u8> {
        let jfif = segment(APP0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x04", SECRET]);
        let jfxx = segment(APP0, &[b"JFXX\0\x10", SECRET]);
        let xmp = segment(APP1, &[b"http://ns.adobe.com/xap/1.0/\0", SECRET]);
        let icc = segment(APP2, &[b"ICC_PROFILE\0\x01\x01profile"]);
        let mpf = segment(APP2, &[b"MPF\0", SECRET]);
        let iptc = segment(0xED, &[b"Photoshop 3.0\0", SECRET]);
        let adobe = segment(APP14, &[b"Adobe\0\x64\0\0\0\0\x01", SECRET]);
        let comment = segment(COM, &[SECRET]);
        [
            START,
            &jfif,
            &jfxx,
            &exif(6),
            &xmp,
            &icc,
            &mpf,
            &iptc,
            &adobe,
            &comment,
            TABLE,
            FILL,
            FRAME,
            SCAN,
            END,
        ]
        .concat()
    }

    /// Several scans, with tables, metadata and fill bytes between them.
    pub(in crate::media) fn progressive() -> Vec<u8> {
        let comment = segment(COM, &[SECRET]);
        [START, TABLE, FRAME, SCAN, &comment, &exif(8), FILL, TABLE, SCAN, FILL, SCAN, END].concat()
    }

    #[test]
    fn only_density_orientation_profile_and_colour_transform_stay() {
        let jfif = segment(APP0, &[b"JFIF\0\x01\x02\x01\0\x48\0\x48\0\0"]);
        let turn =
            segment(APP1, &[b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"]);
        let icc = segment(APP2, &[b"ICC_PROFILE\0\x01\x01profile"]);
        let adobe = segment(APP14, &[b"Adobe\0\x64\0\0\0\0\x01"]);

        let picture = strip(&busy()).unwrap();

        let expected = [START, &jfif, &turn, &icc, &adobe, TABLE, FRAME, SCAN, END].concat();
        assert_eq!(picture.bytes, expected);
        assert_eq!((picture.width, picture.height), (0x20, 0x40));
    }

    #[test]
    fn metadata_between_scans_is_dropped_and_turns_nothing() {
        let picture = strip(&progressive()).unwrap();

        assert_eq!(picture.bytes, [START, TABLE, FRAME, SCAN, TABLE, SCAN, SCAN, END].concat());
        assert_eq!((picture.width, picture.height), (0x40, 0x20));
    }

    #[test]
    fn a_clean_picture_is_copied_byte_for_byte() {
        let clean = [START, TABLE, FRAME, SCAN, END].concat();
        assert_eq!(strip(&clean).unwrap().bytes, clean);
    }

    #[test]
    fn an_upright_picture_has_no_exif() {
        let picture = strip(&[START, &exif(1), TABLE, FRAME, SCAN, END].concat()).unwrap();
        assert!(!contains(&picture.bytes, b"Exif"));
    }

    #[test]
    fn a_preview_that_slips_out_of_its_segment_is_not_published() {
        let mut slipped = [START, &exif(6), TABLE, FRAME, SCAN, END].concat();
        slipped[5] -= 0x30;
        assert!(strip(&slipped).is_err());
    }

    #[test]
    fn every_frame_kind_has_a_size_and_look_alikes_have_none() {
        for marker in 0xC0..=0xCF {
            let frame = [&[0xFF, marker], &FRAME[2..]].concat();
            let measured = size(&[START, &frame[..], SCAN, END].concat());
            let look_alike = [0xC4, 0xC8, 0xCC].contains(&marker);
            assert_eq!(measured.is_err(), look_alike, "{marker:02X}");
        }
    }
}
