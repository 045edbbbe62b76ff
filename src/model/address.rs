//! An address on the web that may be put into a link.

use std::fmt;

/// An absolute `http` or `https` address without control characters.
///
/// ```
/// use nq71::model::Address;
///
/// let address: Address = "https://thcs-a.example.edu.vn/bai?id=1".parse().unwrap();
/// assert_eq!(address.as_str(), "https://thcs-a.example.edu.vn/bai?id=1");
/// assert_eq!(address.host(), "thcs-a.example.edu.vn");
/// assert!("javascript:alert(1)".parse::<Address>().is_err());
/// assert!("https://".parse::<Address>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(Box<str>);

/// The text is not an `http` or `https` address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AddressError;

impl Address {
    /// The address as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The host's name, without user and port.
    pub fn host(&self) -> &str {
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = authority.rsplit('@').next().unwrap_or("");
        match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
            _ => host,
        }
    }

    /// Scheme, host and port as a browser names a page's origin: small letters, no usual port.
    ///
    /// ```
    /// let address: nq71::model::Address = "HTTPS://Truong.example.edu.vn:443/nq71/".parse().unwrap();
    /// assert_eq!(address.origin(), "https://truong.example.edu.vn");
    /// ```
    pub fn origin(&self) -> String {
        let (scheme, rest) = self.0.split_once("://").unwrap_or(("", ""));
        let scheme = scheme.to_ascii_lowercase();
        let authority = rest.split(['/', '?', '#']).next().unwrap_or("");
        let host = authority.rsplit('@').next().unwrap_or("").to_ascii_lowercase();
        let usual = if scheme == "https" { ":443" } else { ":80" };
        format!("{scheme}://{}", host.strip_suffix(usual).unwrap_or(&host))
    }

    /// The same address with a slash at the end: a folder that paths are put behind.
    #[must_use]
    pub fn folder(&self) -> Address {
        if self.0.ends_with('/') { self.clone() } else { Address(format!("{}/", self.0).into()) }
    }
}

impl std::str::FromStr for Address {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Address, AddressError> {
        let text = text.trim();
        let lower = text.get(..8).unwrap_or(text).to_ascii_lowercase();
        let known = lower.starts_with("http://") || lower.starts_with("https://");
        let clean = !text
            .chars()
            .any(|sign| sign.is_control() || sign.is_whitespace() || "<>\"\\^`{|}".contains(sign));
        let address = Address(text.into());
        let host = address.host();
        let named = !host.is_empty() && host != "." && text.len() <= 2000;
        if known && clean && named { Ok(address) } else { Err(AddressError) }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for AddressError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an http or https address")
    }
}

impl std::error::Error for AddressError {}
