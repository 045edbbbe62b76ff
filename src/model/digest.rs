//! A digest that tells whether something changed. Published bytes get SHA-256 in the manifest;
//! this faster one never leaves the machine.

use std::fmt;

use xxhash_rust::xxh3::Xxh3;

/// 128 bits of xxh3.
///
/// ```
/// use nq71::model::Digest;
///
/// let digest = Digest::of(b"abc");
/// assert_eq!(digest, Digest::of(b"abc"));
/// assert_ne!(digest, Digest::of(b"abd"));
/// assert_eq!(digest.short().len(), 10);
/// assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(u128);

impl Digest {
    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Digest {
        Digest(xxhash_rust::xxh3::xxh3_128(bytes))
    }

    /// Ten hexadecimal digits: enough for a file's name.
    pub fn short(self) -> String {
        format!("{:010x}", self.0 >> 88)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl std::str::FromStr for Digest {
    type Err = std::num::ParseIntError;

    fn from_str(text: &str) -> Result<Digest, Self::Err> {
        u128::from_str_radix(text, 16).map(Digest)
    }
}

/// Makes one digest of several parts, each with its length, so that parts cannot run together.
#[derive(Clone, Default)]
pub struct Hasher(Xxh3);

impl Hasher {
    /// Adds a part.
    #[must_use]
    pub fn with(mut self, part: &[u8]) -> Hasher {
        self.0.update(&(part.len() as u64).to_le_bytes());
        self.0.update(part);
        self
    }

    /// Adds a digest as a part.
    #[must_use]
    pub fn with_digest(self, part: Digest) -> Hasher {
        self.with(&part.0.to_le_bytes())
    }

    /// The digest of all parts.
    pub fn finish(self) -> Digest {
        Digest(self.0.digest128())
    }
}
