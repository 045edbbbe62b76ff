//! Who may ask: only somebody who means this machine.
//!
//! A page anywhere in the web can send its visitor's browser to this server under a name of its
//! own (DNS rebinding), or ask for a draft in the background. Names other than this machine's, and
//! requests that another site's page made, are refused.

use std::net::{IpAddr, Ipv4Addr, SocketAddr, UdpSocket};

use hyper::header::{HOST, HeaderMap, ORIGIN};
use hyper::{Method, Request};

/// True for a request that names this machine and does not come from another site's page. `here`
/// is the address that the connection came in at.
pub fn may_ask<B>(request: &Request<B>, here: SocketAddr) -> bool {
    let headers = request.headers();
    // A request may name its host in its first line, too.
    let first_line = request.uri().authority().map(|host| host.as_str());
    let mut hosts = headers.get_all(HOST).iter().map(|value| value.to_str().ok());
    let (Some(Some(host)), None) = (hosts.next(), hosts.next()) else { return false };
    names_us(host, here)
        && first_line.is_none_or(|host| names_us(host, here))
        && origin_is(headers, host)
        && !comes_from_elsewhere(request.method(), headers)
}

/// `localhost`, a loopback address, or the address that was connected to; with any port.
fn names_us(host: &str, here: SocketAddr) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    match bare.parse::<IpAddr>() {
        Ok(ip) => ip.is_loopback() || ip.to_canonical() == here.ip().to_canonical(),
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

fn origin_is(headers: &HeaderMap, host: &str) -> bool {
    let mut origins = headers.get_all(ORIGIN).iter();
    origins.all(|origin| origin.to_str().is_ok_and(|origin| origin.strip_prefix("http://") == Some(host)))
}

/// A browser says when another site's page asks. Following a link from there is a person's doing.
fn comes_from_elsewhere(method: &Method, headers: &HeaderMap) -> bool {
    let is = |name: &str, value: &str| headers.get(name).is_some_and(|has| has == value);
    let elsewhere = is("sec-fetch-site", "cross-site") || is("sec-fetch-site", "same-site");
    elsewhere
        && !(method == Method::GET && is("sec-fetch-mode", "navigate") && is("sec-fetch-dest", "document"))
}

/// This machine's address in its own network, as far as it has one. Nothing is sent.
pub fn in_network() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation: the system only tells by which way it would go there.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_loopback() && !ip.is_unspecified()).then_some(ip)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asks(headers: &[(&str, &str)]) -> bool {
        let mut request = Request::get("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        may_ask(&request.body(()).unwrap(), "192.168.1.5:1171".parse().unwrap())
    }

    #[test]
    fn only_this_machine_is_meant() {
        for host in
            ["localhost", "LOCALHOST:1171", "127.0.0.1:1171", "127.0.0.1", "[::1]:80", "192.168.1.5:1171"]
        {
            assert!(asks(&[("host", host)]), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:1171",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "8.8.8.8",
            "192.168.1.6:1171",
            "0.0.0.0",
            "localhost@evil.example",
            "[::2]",
            "2130706433",
        ] {
            assert!(!asks(&[("host", host)]), "{host}");
        }
        assert!(!asks(&[]));
        assert!(!asks(&[("host", "localhost"), ("host", "evil.example")]));
    }

    #[test]
    fn pages_of_other_sites_are_refused() {
        let host = ("host", "localhost:1171");
        assert!(asks(&[host, ("origin", "http://localhost:1171")]));
        for origin in ["http://evil.example", "null", "https://localhost:1171", "http://localhost:8080", ""] {
            assert!(!asks(&[host, ("origin", origin)]), "{origin}");
        }
        let site = ("sec-fetch-site", "cross-site");
        assert!(!asks(&[host, site, ("sec-fetch-mode", "no-cors"), ("sec-fetch-dest", "script")]));
        assert!(!asks(&[host, site, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "iframe")]));
        assert!(asks(&[host, site, ("sec-fetch-mode", "navigate"), ("sec-fetch-dest", "document")]));
    }
}
