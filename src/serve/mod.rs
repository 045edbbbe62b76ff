//! Shows a section while it is being written: `nq71 serve`.
//!
//! 1. [`desk`] holds what was read, and reads again just the files that [`watch`] names.
//! 2. Each change makes a [`Snapshot`]; pages that are open hear of it by their [`events`].
//! 3. [`http`] looks a request up in the plan, and [`page`] renders it at that moment, by the same
//!    [`build::page`](crate::build::page) that a build uses. Nothing is written to a folder.
//! 4. Before the end of a page's body goes one script: the bar, which stands outside the page's
//!    own elements and style. Findings come as [`board`] draws them.
//! 5. `hosts` refuses whoever does not mean this machine.
//!
//! Pages for editors stand at `/`, and as the public sees them at `/__cong-khai/`: links between
//! pages are relative, so either way a reader stays on one side.

pub mod board;
pub mod desk;
pub mod events;
mod hosts;
pub mod http;
pub mod page;
mod reader;
pub mod watch;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::civil::Date;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch as channel};

use crate::diagnostics::SourcePath;
use crate::error::Error;
use crate::files::DiskFiles;
use crate::messages::Catalogue;

pub use desk::Snapshot;
use desk::{Changes, Desk};
use http::Server;
use reader::Reader;
use watch::{Heard, Watch, Way};

/// What addresses of pages as the public sees them start with.
pub const PUBLIC: &str = "/__cong-khai/";
/// Where all findings are listed, without slashes.
pub const RESERVED: &str = "__kiem-tra";

/// Connections at a time; more wait.
const CONNECTIONS: usize = 800;
/// Of them for one other machine; more are refused.
const OF_ANOTHER: usize = 100;
/// How long a client may take to say what it wants, or to take a part of what it gets.
const PATIENCE: Duration = Duration::from_secs(10);
/// Head of a request, in bytes.
const HEAD: usize = 32 << 10;
/// Ports that are tried after the one that is wanted.
const PORTS: u16 = 50;
/// How often it is looked whether a new day has begun, or a folder is another one of the same name.
const LOOK: Duration = Duration::from_secs(2);

/// How to serve.
pub struct Options {
    /// The site's folder.
    pub root: PathBuf,
    /// The settings file, from that folder.
    pub settings: String,
    /// The address to listen on.
    pub interface: IpAddr,
    /// The port wanted; 0 for any.
    pub port: u16,
    /// Look at files in this interval, though the system may tell.
    pub poll: Option<Duration>,
    /// What day it is.
    pub day: Box<dyn Fn() -> Date + Send>,
    /// The language of the bar.
    pub catalogue: &'static Catalogue,
    /// Opens a file in the system's own program; false where that fails.
    pub open: Box<dyn Fn(&std::path::Path) -> bool + Send + Sync>,
}

/// What is told while serving.
pub enum News<'n> {
    /// The server can be asked.
    Listening {
        /// Where, on this machine.
        url: String,
        /// Where, from its network; none on loopback.
        network: Option<String>,
        /// The port that was wanted, if another is used.
        taken: Option<u16>,
    },
    /// Everything was read for the first time, or something again.
    Read {
        /// What came of it.
        snapshot: &'n Snapshot,
        /// How long it took.
        took: Duration,
    },
    /// Files are looked at again and again.
    Polling {
        /// In this interval.
        every: Duration,
        /// Why the system does not tell; none where the folder is another machine's.
        reason: Option<watch::Failure>,
    },
}

/// Hears what is told.
pub trait Voice: Send + Sync {
    /// Tells it.
    fn say(&self, news: &News<'_>);
}

/// Serves until Ctrl-C.
///
/// # Errors
/// When the folder cannot be read, or no port can be listened on.
pub fn run(options: Options, voice: Arc<dyn Voice>) -> Result<(), Error> {
    let Options { root, settings, interface, port, poll, day, catalogue, open } = options;
    let files = Arc::new(DiskFiles::open(&root)?);
    let failed = |error| Error::io("listen", format!("{interface}:{port}"))(error);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(8)
        .build()
        .map_err(failed)?;
    let listener = runtime.block_on(listen(interface, port)).map_err(failed)?;
    let here = listener.local_addr().map_err(failed)?;
    let (sender, now) = channel::channel(Arc::<Snapshot>::default());
    let server = Arc::new(Server {
        files: Arc::clone(&files),
        now,
        catalogue,
        script: script(catalogue).into(),
        kept: Mutex::default(),
        streams: Mutex::default(),
        open,
    });
    voice.say(&News::Listening {
        url: format!("http://{}/", shown(here)),
        network: hosts_of(here).map(|ip| format!("http://{}/", SocketAddr::new(ip, here.port()))),
        taken: (port != 0 && here.port() != port).then_some(port),
    });
    let desk = Desk::new(files, &settings, day);
    let way = match poll {
        Some(every) => Way::Poll(every),
        None if watch::is_remote(&root) => Way::Poll(watch::POLL),
        None => Way::Events,
    };
    // Ends with the process: it may wait for a change that never comes.
    std::thread::spawn(move || follow(desk, &root, &settings, way, poll.is_some(), &sender, &*voice));
    runtime.spawn(accept(listener, server));
    let ended = runtime.block_on(tokio::signal::ctrl_c());
    runtime.shutdown_background();
    ended.map_err(failed)
}

/// The address that a browser on this machine goes to.
fn shown(here: SocketAddr) -> String {
    if here.ip().is_unspecified() || here.ip() == IpAddr::from([127, 0, 0, 1]) {
        format!("127.0.0.1:{}", here.port())
    } else {
        here.to_string()
    }
}

/// The address that a browser on another machine goes to.
fn hosts_of(here: SocketAddr) -> Option<IpAddr> {
    match here.ip() {
        ip if ip.is_unspecified() => hosts::in_network(),
        ip if ip.is_loopback() => None,
        ip => Some(ip),
    }
}

/// The wanted port, or the next that is free.
async fn listen(interface: IpAddr, port: u16) -> std::io::Result<TcpListener> {
    let mut tried = TcpListener::bind((interface, port)).await;
    for next in 1..=PORTS {
        let taken = matches!(&tried, Err(error) if error.kind() == std::io::ErrorKind::AddrInUse);
        let (true, Some(port)) = (taken, port.checked_add(next)) else { break };
        tried = TcpListener::bind((interface, port)).await;
    }
    tried
}

async fn accept(listener: TcpListener, server: Arc<Server>) {
    let free = Arc::new(Semaphore::new(CONNECTIONS));
    let others: Arc<Mutex<BTreeMap<IpAddr, usize>>> = Arc::default();
    loop {
        let Ok(permit) = Arc::clone(&free).acquire_owned().await else { return };
        match listener.accept().await {
            Ok((stream, there)) => {
                let Some(place) = Place::take(&others, there.ip().to_canonical()) else { continue };
                let server = Arc::clone(&server);
                tokio::spawn(async move {
                    converse(stream, there, server).await;
                    drop((permit, place));
                });
            }
            // Too many open files: some will be closed in a moment.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// A connection counted for the machine that it comes from, as long as it lives.
struct Place(IpAddr, Arc<Mutex<BTreeMap<IpAddr, usize>>>);

impl Place {
    /// `None` when another machine has all that it may have.
    fn take(others: &Arc<Mutex<BTreeMap<IpAddr, usize>>>, there: IpAddr) -> Option<Place> {
        let mut counts = others.lock().expect("no holder panics");
        let count = counts.entry(there).or_default();
        if *count >= OF_ANOTHER && !there.is_loopback() {
            return None;
        }
        *count += 1;
        Some(Place(there, Arc::clone(others)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.1.lock().expect("no holder panics");
        if let Some(count) = counts.get_mut(&self.0) {
            *count -= 1;
            if *count == 0 {
                counts.remove(&self.0);
            }
        }
    }
}

/// Answers what one connection asks, until it ends.
async fn converse(stream: TcpStream, there: SocketAddr, server: Arc<Server>) {
    let Ok(here) = stream.local_addr() else { return };
    let _ = stream.set_nodelay(true);
    let answers = service_fn(move |request| {
        let server = Arc::clone(&server);
        async move { Ok::<_, std::convert::Infallible>(http::answer(server, request, here, there).await) }
    });
    // A client that breaks off, or says what cannot be understood, is its own concern.
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(Reader::of(stream, PATIENCE)), answers)
        .await;
}

/// Reads everything, then what changes, as long as the process lives.
fn follow(
    mut desk: Desk,
    root: &std::path::Path,
    settings: &str,
    mut way: Way,
    asked: bool,
    sender: &channel::Sender<Arc<Snapshot>>,
    voice: &dyn Voice,
) {
    let settings = SourcePath::new(settings);
    // Watching begins before reading: what changes in between is not missed.
    let mut reason = None;
    let mut changes = Changes { all: true, ..Changes::default() };
    loop {
        let started = Watch::start(root, way, [&settings]);
        if let Way::Poll(every) = way
            && !asked
        {
            voice.say(&News::Polling { every, reason: reason.take() });
        }
        let broken = match started {
            Ok(mut watch) => loop {
                // New folders are watched before they are read, and looked for again after it.
                match watch.follow(desk.beside()) {
                    Ok(others) => changes.all |= others,
                    Err(why) => break why,
                }
                update(&mut desk, &changes, sender, voice);
                changes = match watch.follow(desk.beside()) {
                    Ok(true) => Changes { all: true, ..Changes::default() },
                    Ok(false) => match watch.wait(LOOK) {
                        Heard::Changes(heard) => heard,
                        Heard::Nothing => Changes::default(),
                        Heard::Broken(why) => break why,
                    },
                    Err(why) => break why,
                };
            },
            Err(why) => why,
        };
        // Whatever happened meanwhile was not heard.
        changes = Changes { all: true, ..Changes::default() };
        if let Way::Poll(every) = way {
            std::thread::sleep(every);
        } else {
            reason = Some(broken);
            way = Way::Poll(watch::POLL);
        }
    }
}

fn update(desk: &mut Desk, changes: &Changes, sender: &channel::Sender<Arc<Snapshot>>, voice: &dyn Voice) {
    let begun = Instant::now();
    if let Some(snapshot) = desk.update(changes) {
        let took = begun.elapsed();
        let _ = sender.send(Arc::clone(&snapshot));
        voice.say(&News::Read { snapshot: &snapshot, took });
    }
    if let Some(snapshot) = desk.settle() {
        let _ = sender.send(snapshot);
    }
}

/// The script of the bar, with its sentences and its style.
fn script(catalogue: &Catalogue) -> String {
    let strings = serde_json::to_string(&page::strings(catalogue)).expect("plain data becomes JSON");
    let style = concat!(include_str!("client/thanh.css"), include_str!("client/findings.css"));
    let style = serde_json::to_string(style).expect("text becomes JSON");
    include_str!("client/thanh.js").replace("\"__STRINGS__\"", &strings).replace("\"__STYLE__\"", &style)
}
