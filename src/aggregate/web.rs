//! Gets the bytes at an address, within limits of time and size.

use std::io::{ErrorKind, Read};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use ureq::ResponseExt as _;
use ureq::http::{StatusCode, Uri};
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{DefaultConnector, NextTimeout};

use crate::model::Address;

/// What is asked of an address.
#[derive(Clone, Copy, Debug)]
pub struct Request<'r> {
    /// Where.
    pub url: &'r Address,
    /// The version that is known already; may be empty.
    pub etag: &'r str,
    /// Its date as the server wrote it; may be empty.
    pub modified: &'r str,
    /// No more bytes than this, unpacked.
    pub limit: u64,
}

/// What an address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is what is known already.
    Same,
    /// It is this.
    Body {
        /// The bytes, unpacked.
        bytes: Vec<u8>,
        /// What the server calls this version; may be empty.
        etag: String,
        /// Its date as the server writes it; may be empty.
        modified: String,
        /// Where it was found: another address than the one asked for, behind a redirect.
        at: Address,
    },
}

/// Why a source could not be read: its words stand under the code in the catalogues.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The code.
    pub code: &'static str,
    /// In words or figures, what more there is to say.
    pub detail: String,
    /// Seconds that the server wants to be left alone.
    pub wait: Option<u64>,
}

impl Failure {
    /// A failure with something to say about it.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Failure {
        Failure { code, detail: detail.into(), wait: None }
    }
}

/// Gets bytes from somewhere else.
pub trait Fetch: Sync {
    /// Asks once, or a few times where the trouble may pass.
    ///
    /// # Errors
    /// When nothing useful came back.
    fn get(&self, request: Request<'_>) -> Result<Answer, Failure>;
}

/// The longest pause that is waited for inside a run, in seconds.
const PATIENCE: u64 = 20;

/// The network: ten seconds to connect, thirty in all, three redirects, three attempts.
#[derive(Debug)]
pub struct Web {
    agent: ureq::Agent,
    /// Hosts of the inner network that may be asked.
    inner_hosts: Vec<Box<str>>,
    /// Before the second attempt; four times that before the third.
    pause: Duration,
}

impl Web {
    /// Gets ready. `inner_hosts` are the only ones of an inner network that are asked; `contact`
    /// is told to the servers.
    pub fn new(inner_hosts: &[Box<str>], contact: &str) -> Web {
        Web::with(inner_hosts, contact, Duration::from_secs(30), Duration::from_secs(1))
    }

    /// The same with other times.
    pub fn with(inner_hosts: &[Box<str>], contact: &str, whole: Duration, pause: Duration) -> Web {
        let plus = if contact.is_empty() { String::new() } else { format!(" (+{contact})") };
        let tls = ureq::tls::TlsConfig::builder()
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .root_certs(ureq::tls::RootCerts::PlatformVerifier)
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .timeout_global(Some(whole))
            .timeout_connect(Some(whole.min(Duration::from_secs(10))))
            .max_redirects(3)
            .max_redirects_will_error(true)
            .http_status_as_error(false)
            .user_agent(format!("nq71/{}{plus}", env!("CARGO_PKG_VERSION")))
            .build();
        let resolver = Guarded { inner: DefaultResolver::default(), hosts: inner_hosts.to_vec() };
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), resolver);
        Web { agent, inner_hosts: inner_hosts.to_vec(), pause }
    }

    /// Behind a proxy it is the proxy that looks up names, and [`Guarded`] sees none of them. What
    /// the address itself tells is looked at here; the rest is the proxy's to refuse.
    fn proxied_inside(&self, url: &Address) -> Option<(Failure, Again)> {
        let proxy = self.agent.config().proxy()?;
        let uri: Uri = url.as_str().parse().ok()?;
        let host = url.host().to_lowercase();
        if proxy.is_no_proxy(&uri) || self.inner_hosts.iter().any(|known| **known == *host) {
            return None;
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
        let inside = match bare.parse() {
            Ok(address) => is_inner(address),
            // A name without a dot, or in figures only, is not one of the internet's.
            Err(_) => {
                !bare.contains('.')
                    || bare.ends_with(".localhost")
                    || bare.ends_with(".local")
                    || bare.ends_with(".internal")
                    || bare
                        .rsplit('.')
                        .next()
                        .is_some_and(|last| last.starts_with(|sign: char| sign.is_ascii_digit()))
            }
        };
        inside.then(|| (Failure::new("nguon-dia-chi-noi-bo", host), Again::No))
    }

    fn once(&self, request: Request<'_>) -> Result<Answer, (Failure, Again)> {
        let url = on_the_wire(request.url);
        if let Some(refused) = self.proxied_inside(&url) {
            return Err(refused);
        }
        let mut call = self.agent.get(url.as_str());
        if !request.etag.is_empty() {
            call = call.header("If-None-Match", request.etag);
        }
        if !request.modified.is_empty() {
            call = call.header("If-Modified-Since", request.modified);
        }
        let mut response = call.call().map_err(|error| failure(&error, request.url))?;
        let status = response.status();
        let header = |name: &str| {
            let value = response.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().chars().take(300).collect::<String>()
        };
        let plain = |code| (Failure::new(code, status.as_u16().to_string()), Again::No);
        let refused = match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => "nguon-khong-cho-doc",
            StatusCode::NOT_FOUND => "nguon-khong-co-trang",
            StatusCode::TOO_MANY_REQUESTS => "nguon-hoi-nhieu",
            status if status.is_server_error() => "nguon-may-chu-loi",
            _ => "nguon-ma-http",
        };
        match status {
            StatusCode::NOT_MODIFIED => return Ok(Answer::Same),
            StatusCode::GONE => return Err(plain("nguon-da-bo")),
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                let (failure, _) = plain(refused);
                return Err(match seconds(header("retry-after").trim()) {
                    Some(seconds) if seconds > PATIENCE => {
                        let wait = seconds.min(86_400);
                        let (code, unit) = match wait {
                            86_400.. => ("nguon-cho-ngay", 86_400),
                            3_600..86_400 => ("nguon-cho-gio", 3_600),
                            _ => ("nguon-cho", 60),
                        };
                        let failure = Failure::new(code, wait.div_ceil(unit).to_string());
                        let failure = Failure { wait: Some(wait), ..failure };
                        (failure, Again::No)
                    }
                    Some(seconds) => (failure, Again::After(Duration::from_secs(seconds))),
                    None => (failure, Again::Yes),
                });
            }
            status if status.is_server_error() => {
                let (failure, _) = plain(refused);
                return Err((failure, Again::Yes));
            }
            status if !status.is_success() => return Err(plain(refused)),
            _ => {}
        }
        let too_large = || (Failure::new("nguon-qua-lon", (request.limit >> 20).to_string()), Again::No);
        if header("content-length").parse::<u64>().is_ok_and(|length| length > request.limit) {
            return Err(too_large());
        }
        // Nobody asked for another packing, and nothing here unpacks one.
        if !matches!(&*header("content-encoding").to_lowercase(), "" | "identity" | "gzip") {
            return Err((Failure::new("nguon-tra-loi-sai", ""), Again::No));
        }
        let (etag, modified) = (header("etag"), header("last-modified"));
        let at = response.get_uri().to_string().parse().unwrap_or_else(|_| request.url.clone());
        if let Some(refused) = self.proxied_inside(&at) {
            return Err(refused);
        }
        let mut bytes = Vec::new();
        // Counted after unpacking: a small answer may hold a large one.
        let reader = response.body_mut().with_config().limit(u64::MAX).reader();
        reader.take(request.limit + 1).read_to_end(&mut bytes).map_err(|error| {
            let late = error.kind() == std::io::ErrorKind::TimedOut
                || error.get_ref().is_some_and(|inner| inner.to_string().contains("timeout"));
            // What was packed and cannot be unpacked is no trouble of the line.
            let odd = error.get_ref().is_some_and(|inner| inner.to_string().contains("ecompress"));
            match (late, odd) {
                (true, _) => (Failure::new("nguon-het-gio", ""), Again::No),
                (_, true) => (Failure::new("nguon-tra-loi-sai", ""), Again::No),
                _ => (Failure::new("nguon-bi-ngat", ""), Again::Yes),
            }
        })?;
        if bytes.len() as u64 > request.limit {
            return Err(too_large());
        }
        Ok(Answer::Body { bytes, etag, modified, at })
    }
}

/// An address with Vietnamese letters as servers are asked for it: the host in punycode, the path
/// with percent signs.
fn on_the_wire(address: &Address) -> Address {
    let plain = || url::Url::parse(address.as_str()).ok()?.as_str().parse().ok();
    if address.as_str().is_ascii() { None } else { plain() }.unwrap_or_else(|| address.clone())
}

/// How long a server wants to be left alone: seconds, or the moment until which.
fn seconds(written: &str) -> Option<u64> {
    let until =
        |written| jiff::fmt::rfc2822::parse(written).ok().map(|moment| moment.timestamp().as_second());
    written.parse().ok().or_else(|| {
        let left = until(written)? - jiff::Timestamp::now().as_second();
        Some(left.max(0) as u64)
    })
}

/// Whether another attempt makes sense.
enum Again {
    No,
    Yes,
    After(Duration),
}

impl Fetch for Web {
    fn get(&self, request: Request<'_>) -> Result<Answer, Failure> {
        let mut attempt = 0;
        loop {
            let (failure, again) = match self.once(request) {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            attempt += 1;
            let pause = match again {
                _ if attempt == 3 => return Err(failure),
                Again::No => return Err(failure),
                Again::Yes => self.pause * 4u32.pow(attempt - 1),
                Again::After(pause) => pause,
            };
            std::thread::sleep(pause);
        }
    }
}

fn failure(error: &ureq::Error, url: &Address) -> (Failure, Again) {
    use ureq::Error as E;
    let host = url.host().to_owned();
    match error {
        E::Timeout(_) => (Failure::new("nguon-het-gio", ""), Again::No),
        E::HostNotFound => (Failure::new("nguon-khong-co-may", host), Again::Yes),
        E::TooManyRedirects | E::RedirectFailed => (Failure::new("nguon-chuyen-huong", ""), Again::No),
        E::Protocol(said) if said.to_string().contains("location") => {
            (Failure::new("nguon-chuyen-huong", ""), Again::No)
        }
        E::Protocol(_) | E::Decompress(..) | E::LargeResponseHeader(..) => {
            (Failure::new("nguon-tra-loi-sai", ""), Again::No)
        }
        E::Tls(_) | E::Rustls(_) | E::TlsRequired => (Failure::new("nguon-tls", ""), Again::No),
        E::BadUri(_) | E::Http(_) => (Failure::new("nguon-dia-chi-sai", url.as_str()), Again::No),
        E::Other(inner) if inner.is::<InnerAddress>() => {
            (Failure::new("nguon-dia-chi-noi-bo", inner.to_string()), Again::No)
        }
        E::Io(inner) => {
            let said = inner.to_string();
            // What the system says of a name that it does not know.
            let nameless = said.contains("lookup address") || said.contains("resolve");
            let certificate = said.contains("certificate");
            if certificate {
                (Failure::new("nguon-tls", ""), Again::No)
            } else if nameless {
                (Failure::new("nguon-khong-co-may", host), Again::Yes)
            } else {
                let code = match inner.kind() {
                    ErrorKind::ConnectionRefused => "nguon-tu-choi-ket-noi",
                    ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
                        "nguon-bi-ngat"
                    }
                    _ if said.contains("disconnect") => "nguon-bi-ngat",
                    _ => "nguon-khong-ket-noi",
                };
                (Failure::new(code, host), Again::Yes)
            }
        }
        _ => (Failure::new("nguon-khong-ket-noi", host), Again::Yes),
    }
}

/// Refuses names that lead into an inner network: what a stranger's address may not reach. The
/// connection then goes to just the addresses that were looked at.
#[derive(Debug)]
struct Guarded {
    inner: DefaultResolver,
    hosts: Vec<Box<str>>,
}

/// An address of an inner network.
#[derive(Debug)]
struct InnerAddress(String);

impl std::fmt::Display for InnerAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InnerAddress {}

impl Resolver for Guarded {
    fn resolve(
        &self,
        uri: &Uri,
        config: &ureq::config::Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, ureq::Error> {
        let found = self.inner.resolve(uri, config, timeout)?;
        let host = uri.host().unwrap_or_default().to_lowercase();
        let proxy = config.proxy().is_some_and(|proxy| proxy.host() == host);
        let allowed = proxy || self.hosts.iter().any(|known| **known == *host);
        if !allowed && let Some(inner) = found.iter().find(|address| is_inner(address.ip())) {
            return Err(ureq::Error::Other(Box::new(InnerAddress(format!("{host}: {}", inner.ip())))));
        }
        Ok(found)
    }
}

/// True for addresses that are not out on the internet.
fn is_inner(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_inner_v4(v4),
        IpAddr::V6(v6) => is_inner_v6(v6),
    }
}

fn is_inner_v4(v4: Ipv4Addr) -> bool {
    let [a, b, c, _] = v4.octets();
    v4.is_private()
        || v4.is_loopback()
        || v4.is_link_local()
        || v4.is_multicast()
        || a == 0
        || a >= 240
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (18..20).contains(&b))
        || (a == 192 && b == 0 && c == 0)
}

fn is_inner_v6(v6: Ipv6Addr) -> bool {
    let parts = v6.segments();
    let embedded = |at: usize| {
        let [a, b] = parts[at].to_be_bytes();
        let [c, d] = parts[at + 1].to_be_bytes();
        Ipv4Addr::new(a, b, c, d)
    };
    // Also the old form, without the mark.
    if let Some(v4) = v6.to_ipv4_mapped().or((parts[..6] == [0; 6]).then(|| embedded(6))) {
        return is_inner_v4(v4);
    }
    v6.is_loopback()
        || v6.is_unspecified()
        || v6.is_multicast()
        || (parts[0] & 0xfe00) == 0xfc00
        || (parts[0] & 0xff80) == 0xfe80
        || (parts[0] == 0x64 && parts[1] == 0xff9b && is_inner_v4(embedded(6)))
        || (parts[0] == 0x2002 && is_inner_v4(embedded(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_go_out_as_servers_know_them() {
        for (written, sent) in [
            ("https://trườnghọc.vn/tin tức/rss.xml", ""),
            (
                "https://trườnghọc.vn/tin-tức/rss.xml?q=bài",
                "https://xn--trnghc-4zb1470d9da.vn/tin-t%E1%BB%A9c/rss.xml?q=b%C3%A0i",
            ),
            ("http://１２７.０.０.１/", "http://127.0.0.1/"),
            ("http://a.vn/%C3%A0", "http://a.vn/%C3%A0"),
        ] {
            let address = written.parse::<Address>().map(|address| on_the_wire(&address).to_string());
            assert_eq!(address.unwrap_or_default(), sent, "{written}");
        }
    }

    #[test]
    fn inner_networks_are_known() {
        for inner in [
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "::1",
            "::",
            "fd00::1",
            "fe80::1",
            "::ffff:127.0.0.1",
            "::127.0.0.1",
            "fec0::1",
            "64:ff9b::7f00:1",
            "2002:7f00:1::",
        ] {
            assert!(is_inner(inner.parse().unwrap()), "{inner}");
        }
        for outer in ["8.8.8.8", "203.113.1.1", "2001:ee0::1", "172.32.0.1", "100.128.0.1"] {
            assert!(!is_inner(outer.parse().unwrap()), "{outer}");
        }
    }
}
