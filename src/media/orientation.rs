//! Turns an EXIF block into the one thing a viewer needs from it, and back into the smallest block
//! that says so. Every other tag, the thumbnail and the maker's notes are not even looked at.

const TAG: u32 = 0x0112;
const SHORT: u32 = 3;

/// Which way up a picture is shown: EXIF's 1 to 8.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Orientation(u8);

impl Orientation {
    pub(super) const UPRIGHT: Orientation = Orientation(1);

    /// Reads the tag as browsers do: one SHORT in the first directory, 1 to 8. Anything else is absent.
    pub(super) fn from_exif(block: &[u8]) -> Option<Orientation> {
        // The prefix belongs to JPEG, yet some writers put it into PNG and WebP too.
        let tiff = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
        let little = match tiff.first_chunk()? {
            b"II*\0" => true,
            b"MM\0*" => false,
            _ => return None,
        };
        let number = |bytes: &[u8], length: usize| -> Option<u32> {
            let bytes = bytes.get(..length)?.iter();
            let shift = |number: u32, byte: &u8| number << 8 | u32::from(*byte);
            Some(if little { bytes.rfold(0, shift) } else { bytes.fold(0, shift) })
        };
        let start = usize::try_from(number(&tiff[4..], 4)?).ok()?;
        let directory = tiff.get(start..)?;
        let count = usize::try_from(number(directory, 2)?).ok()?;
        directory[2..].chunks_exact(12).take(count).find_map(|entry| {
            let head = (number(entry, 2)?, number(&entry[2..], 2)?, number(&entry[4..], 4)?);
            let value = u8::try_from(number(&entry[8..], 2)?).ok()?;
            (head == (TAG, SHORT, 1) && (1..=8).contains(&value)).then_some(Orientation(value))
        })
    }

    /// The smallest TIFF block with this orientation; none for an upright picture, which needs none.
    pub(super) fn tiff(self) -> Option<[u8; 26]> {
        let mut tiff = *b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\0\0\0\0\0\0\0";
        tiff[19] = self.0;
        (self != Orientation::UPRIGHT).then_some(tiff)
    }

    /// Whether width and height change places on screen.
    pub(super) fn swaps_sides(self) -> bool {
        self.0 >= 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::tests::camera_tiff;

    #[test]
    fn both_byte_orders_are_read_and_the_short_form_reads_back() {
        for (number, little) in (1..=8).flat_map(|number| [(number, true), (number, false)]) {
            let orientation = Orientation::from_exif(&camera_tiff(number, little)).unwrap();
            assert_eq!(orientation, Orientation(number));
            let again =
                orientation.tiff().map_or(Some(Orientation::UPRIGHT), |tiff| Orientation::from_exif(&tiff));
            assert_eq!(again, Some(orientation));
        }
    }

    #[test]
    fn a_hostile_block_has_no_orientation() {
        let good = camera_tiff(6, true);
        for end in 0..22 {
            assert_eq!(Orientation::from_exif(&good[..end]), None);
        }
        let far_directory = b"II*\0\xFF\xFF\xFF\xFF\xFF\xFF";
        let endless_directory = b"MM\0*\0\0\0\x08\xFF\xFF\x01\x12";
        for block in [&far_directory[..], endless_directory, &camera_tiff(0, true), &camera_tiff(9, false)] {
            assert_eq!(Orientation::from_exif(block), None);
        }
    }
}
