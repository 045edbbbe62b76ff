//! Compares what the public sees with what was published.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::model::{Address, OutPath};
use crate::output::{Entry, Manifest};

use super::{Fault, Kind};

/// No published file is larger.
const LIMIT: u64 = 1 << 30;

/// How many files are asked for at a time: as many as a browser would.
const AT_ONCE: usize = 6;

/// How long a host is waited for, in seconds in all, that says that it is busy.
const PATIENCE: u64 = 60;

/// Reads public addresses.
pub trait Web: Sync {
    /// What stands at an address; `None` where there is nothing.
    ///
    /// # Errors
    /// When the server cannot be reached; in the server's words, when it refuses this address.
    fn get(&self, url: &str) -> Result<Option<Vec<u8>>, Fault>;
}

/// Reads over HTTP, as a reader's browser does.
pub struct HttpWeb(ureq::Agent);

impl Default for HttpWeb {
    fn default() -> HttpWeb {
        let tls = ureq::tls::TlsConfig::builder()
            .root_certs(ureq::tls::RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(Duration::from_secs(120)))
            .timeout_connect(Some(Duration::from_secs(15)))
            .http_status_as_error(false)
            .tls_config(tls)
            .user_agent(concat!("nq71/", env!("CARGO_PKG_VERSION")))
            .build();
        HttpWeb(config.into())
    }
}

impl Web for HttpWeb {
    fn get(&self, url: &str) -> Result<Option<Vec<u8>>, Fault> {
        let failed = |error: ureq::Error| {
            let kind = match &error {
                ureq::Error::HostNotFound => Kind::UnknownHost,
                ureq::Error::Timeout(_) => Kind::Timeout,
                ureq::Error::ConnectionFailed => Kind::Refused,
                ureq::Error::Io(error) => Fault::io(url, error).kind,
                ureq::Error::Rustls(_) => Kind::Certificate,
                _ => Kind::Other,
            };
            Fault::new(kind, url, error)
        };
        let asked = self.0.get(url).header("Cache-Control", "no-cache").call();
        let mut answer = asked.map_err(failed)?;
        match answer.status().as_u16() {
            200 => {
                let body = answer.body_mut().with_config().limit(LIMIT).read_to_vec();
                Ok(Some(body.map_err(failed)?))
            }
            404 | 410 => Ok(None),
            status => Err(Fault::new(Kind::Other, url, format!("HTTP {status}")).spoken()),
        }
    }
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// How many files were compared.
    pub compared: usize,
    /// Files whose public content is another one.
    pub altered: Vec<OutPath>,
    /// Files that the public does not get.
    pub missing: Vec<OutPath>,
    /// Files that the public's server refuses, with its words.
    pub refused: Vec<(OutPath, String)>,
    /// True when the home page has the exact title; not known where it could not be read.
    pub has_title: Option<bool>,
}

/// Fetches every file of a manifest from below `base`, a few at a time, and compares. `title` must
/// stand on the home page. `stop` ends it between two files.
///
/// # Errors
/// When the address cannot be reached, a second time either.
pub fn verify(
    web: &dyn Web,
    base: &Address,
    manifest: &Manifest,
    title: &str,
    stop: &AtomicBool,
) -> Result<Verified, Fault> {
    let folder = base.folder().to_string();
    let files: Vec<(&OutPath, Entry)> = manifest.iter().collect();
    let next = AtomicUsize::new(0);
    let found = Mutex::new(Verified::default());
    let busy = Mutex::new(Vec::new());
    let ask = |path: &OutPath| {
        if stop.load(Ordering::Relaxed) {
            return Err(Fault::new(Kind::Stopped, "", ""));
        }
        let url = format!("{folder}{path}");
        match web.get(&url) {
            Err(fault) if fault.is_passing() => web.get(&url),
            other => other,
        }
    };
    let look = || -> Result<(), Fault> {
        while let Some(&(path, entry)) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            match ask(path) {
                Err(fault) if is_busy(&fault) => {
                    busy.lock().expect("no holder panics").push((path, entry));
                }
                got => {
                    let mut found = found.lock().expect("no holder panics");
                    // What the others would still ask for is of no use.
                    found
                        .add(path, entry, got, title)
                        .inspect_err(|_| next.store(files.len(), Ordering::Relaxed))?;
                }
            }
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let lookers: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(look)).collect();
        lookers.into_iter().try_for_each(|looker| looker.join().expect("no looker panics"))
    })?;
    let mut found = found.into_inner().expect("no holder panics");
    // So many at once may be too many for a host: these are asked for one at a time.
    let mut waited = 0;
    for (path, entry) in busy.into_inner().expect("no holder panics") {
        let mut got = ask(path);
        for seconds in [1, 2, 4, 8] {
            if waited >= PATIENCE || !got.as_ref().is_err_and(is_busy) {
                break;
            }
            std::thread::sleep(Duration::from_secs(seconds));
            waited += seconds;
            got = ask(path);
        }
        found.add(path, entry, got, title)?;
    }
    found.altered.sort();
    found.missing.sort();
    found.refused.sort();
    Ok(found)
}

/// True where a host says that it has too much to do, and nothing of the file.
fn is_busy(fault: &Fault) -> bool {
    fault.is_spoken && ["HTTP 429", "HTTP 503", "HTTP 508"].contains(&fault.said.as_str())
}

impl Verified {
    /// Adds what was got for one file.
    fn add(
        &mut self,
        path: &OutPath,
        entry: Entry,
        got: Result<Option<Vec<u8>>, Fault>,
        title: &str,
    ) -> Result<(), Fault> {
        match got {
            // A server that answers says something of this file only.
            Err(fault) if fault.is_spoken => self.refused.push((path.clone(), fault.said)),
            Err(fault) => return Err(fault),
            Ok(None) => self.missing.push(path.clone()),
            Ok(Some(bytes)) => {
                if path.as_str() == "index.html" {
                    self.has_title = Some(has_heading(&String::from_utf8_lossy(&bytes), title));
                }
                if Entry::of(&bytes) != entry {
                    self.altered.push(path.clone());
                }
            }
        }
        self.compared += 1;
        Ok(())
    }
}

/// True when a page's `<title>` or first heading has the title, letter by letter.
fn has_heading(page: &str, title: &str) -> bool {
    ["title", "h1"].iter().any(|tag| {
        page.split_once(&format!("<{tag}"))
            .and_then(|(_, rest)| rest.split_once(&format!("</{tag}>")))
            .is_some_and(|(inside, _)| inside.contains(title))
    })
}
