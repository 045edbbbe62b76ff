//! FTP, and FTP over TLS: what cheap hosting has, with its habits.

use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream, ToSocketAddrs};
use std::sync::Arc;
use std::time::{Duration, Instant};

use suppaftp::list::ListParser;
use suppaftp::types::{FileType, Response};
use suppaftp::{FtpError, Mode, RustlsConnector, RustlsFtpStream, Status};

use crate::text;

use super::tls::{self, Seen};
use super::watchdog::Watchdog;
use super::{Fault, Item, Kind, Secret, Store};

/// How much is sent before it is told how far it has come.
const PIECE: usize = 64 << 10;

/// How many times the patience one operation may take that moves nothing large: a server may send
/// a byte now and then without end.
pub(super) const LONGEST: u32 = 10;
/// No file of a section is larger.
pub(super) const LARGEST: u64 = 1 << 30;
/// A listing of a hundred thousand files is shorter.
const LARGEST_LISTING: u64 = 16 << 20;
/// A slower line is no line.
pub(super) const BYTES_A_SECOND: u64 = 1 << 10;

/// What servers say that take no more connections.
const CROWDED: &[&str] = &["too many", "maximum number", "max clients", "connections from", "already logged"];

/// How the connection is protected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Security {
    /// Not at all: the password travels in the clear.
    Plain,
    /// TLS, asked for after connecting.
    Tls {
        /// The fingerprint of the one certificate that is trusted; else what the system trusts.
        certificate: Option<String>,
        /// Nothing newer than TLS 1.2, for servers that stumble over 1.3.
        only_1_2: bool,
    },
}

/// Where to connect and as whom.
#[derive(Clone, Debug)]
pub struct Account {
    /// The server's name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The user's name.
    pub user: String,
    /// The password.
    pub password: Secret,
    /// The folder on the server; empty for the one that the login leads to.
    pub path: String,
    /// How long it may be silent.
    pub patience: Duration,
}

impl Account {
    /// The usual patience with a server.
    pub const PATIENCE: Duration = Duration::from_secs(30);
}

/// A folder on an FTP server.
pub struct FtpStore {
    account: Account,
    security: Security,
    connection: Option<RustlsFtpStream>,
    seen: Arc<Seen>,
    /// The folder as the server names it.
    base: String,
    /// Set by what the server taught us.
    only_1_2: bool,
    extended: bool,
    lists_precisely: bool,
    hashes: bool,
    /// True where it told a size, and once it was asked for one of a file that is there.
    knows_sizes: bool,
    was_asked: bool,
    /// True where new files cannot be read by others; not known before the first.
    hides_new: Option<bool>,
    watchdog: Watchdog,
}

impl FtpStore {
    /// A store that is not connected yet.
    pub fn new(account: Account, security: Security) -> FtpStore {
        let only_1_2 = matches!(security, Security::Tls { only_1_2: true, .. });
        FtpStore {
            account,
            security,
            connection: None,
            seen: Arc::default(),
            base: String::new(),
            only_1_2,
            extended: false,
            lists_precisely: false,
            hashes: false,
            knows_sizes: false,
            was_asked: false,
            hides_new: None,
            watchdog: Watchdog::default(),
        }
    }

    fn open(&mut self) -> Result<RustlsFtpStream, Fault> {
        let patience = self.account.patience;
        let socket = dial(&self.account.host, self.account.port, patience)?;
        self.watchdog.guard(Some(&socket));
        self.watchdog.until(LONGEST * patience);
        if let Some(said) =
            greeting(&socket)?.filter(|said| !said.starts_with(|sign: char| sign.is_ascii_digit()))
        {
            return Err(Fault::new(Kind::Protocol, "", said).spoken());
        }
        let is_ipv6 = socket.peer_addr().is_ok_and(|peer| peer.is_ipv6());
        let connection = RustlsFtpStream::connect_with_stream(socket)
            .map_err(|error| self.fault("", error))?
            .passive_stream_builder(data_connection(patience));
        let mut connection = match &self.security {
            Security::Plain => connection,
            Security::Tls { certificate, .. } => {
                self.seen.take();
                let config = tls::client(certificate.as_deref(), self.only_1_2, self.seen.clone())?;
                let secured = connection.into_secure(RustlsConnector::from(config), &self.account.host);
                secured.map_err(|error| match (self.seen.take(), &error) {
                    (Some(seen), _) => seen,
                    (None, FtpError::UnexpectedResponse(said)) if is_refusal(said) => {
                        Fault::new(Kind::NoTls, "", self.words(said)).spoken()
                    }
                    _ => self.fault("", error),
                })?
            }
        };
        connection.set_mode(if is_ipv6 || self.extended { Mode::ExtendedPassive } else { Mode::Passive });
        // Behind a home or office router a server often names an address that only it can reach.
        connection.set_passive_nat_workaround(true);
        Ok(connection)
    }

    fn log_in(&mut self, connection: &mut RustlsFtpStream) -> Result<(), Fault> {
        let Account { user, password, .. } = &self.account;
        // A handshake is only finished by the first command.
        let refused = |error: FtpError| match (self.seen.take(), &error) {
            (Some(seen), _) => seen,
            (_, FtpError::UnexpectedResponse(said)) if said.status == Status::NotLoggedIn => {
                let words = self.words(said);
                let lower = words.to_lowercase();
                let has = |known: &[&str]| known.iter().any(|word| lower.contains(word));
                let kind = match () {
                    () if has(CROWDED) => Kind::Crowded,
                    () if has(&["encryption", "tls", "ssl", "secure"]) => Kind::NeedsTls,
                    () => Kind::Password,
                };
                Fault::new(kind, "", words).spoken()
            }
            _ => self.fault("", error),
        };
        connection.login(user.as_str(), password.open()).map_err(refused)?;
        connection.transfer_type(FileType::Binary).map_err(|error| self.fault("", error))?;
        // Refused by servers that know no other names than ASCII; ours are.
        let _ = connection.opts("UTF8", Some("ON"));
        if let Ok(features) = connection.feat() {
            self.lists_precisely = features.keys().any(|key| key.eq_ignore_ascii_case("MLST"));
            self.hashes = features.keys().any(|key| key.eq_ignore_ascii_case("XSHA256"));
        }
        // Some servers know only the newer way to the connection for data.
        let asked = connection.custom_command("PASV", &[Status::PassiveMode]);
        if asked.is_err_and(|error| is_unknown_command(&error)) {
            self.extended = true;
            connection.set_mode(Mode::ExtendedPassive);
        }
        let Account { path, .. } = &self.account;
        if !path.is_empty() {
            connection.cwd(path).map_err(|error| match error {
                FtpError::UnexpectedResponse(said) if !is_closing(&said) => {
                    Fault::new(Kind::WrongFolder, path, self.words(&said)).spoken()
                }
                other => self.fault(path, other),
            })?;
        }
        self.base = connection.pwd().map_err(|error| self.fault("", error))?;
        Ok(())
    }

    /// One command, or the fault that it met; after one that ends the connection, there is none.
    fn does<T>(
        &mut self,
        path: &str,
        what: impl FnOnce(&mut RustlsFtpStream) -> Result<T, FtpError>,
    ) -> Result<T, Fault> {
        self.does_slowly(path, Duration::ZERO, what)
    }

    /// The same for what may take so much longer than the patience with a silent server.
    fn does_slowly<T>(
        &mut self,
        path: &str,
        at_least: Duration,
        what: impl FnOnce(&mut RustlsFtpStream) -> Result<T, FtpError>,
    ) -> Result<T, Fault> {
        let Some(connection) = &mut self.connection else {
            return Err(Fault::new(Kind::Cut, path, ""));
        };
        self.watchdog.until(LONGEST * self.account.patience + at_least);
        let done = what(connection);
        self.watchdog.rest();
        done.map_err(|error| {
            let fault = self.fault(path, error);
            if fault.is_passing() || matches!(fault.kind, Kind::Passive | Kind::SessionReuse) {
                self.connection = None;
            }
            self.taught(fault)
        })
    }

    /// A failure from which there is another way makes the next attempt take that way.
    fn taught(&mut self, fault: Fault) -> Fault {
        let is_tls = matches!(self.security, Security::Tls { .. });
        match fault.kind {
            Kind::Passive if !self.extended => {
                self.extended = true;
                Fault { kind: Kind::OtherWay, ..fault }
            }
            Kind::SessionReuse if is_tls && !self.only_1_2 => {
                self.only_1_2 = true;
                Fault { kind: Kind::OtherWay, ..fault }
            }
            _ => fault,
        }
    }

    fn words(&self, said: &Response) -> String {
        let text = String::from_utf8_lossy(&said.body);
        self.account.password.hidden(text.trim())
    }

    fn fault(&self, path: &str, error: FtpError) -> Fault {
        let fault = match error {
            FtpError::ConnectionError(error) if error.get_ref().is_some_and(|inner| inner.is::<NoData>()) => {
                Fault::new(Kind::Passive, path, error)
            }
            FtpError::ConnectionError(error) => match self.seen.take() {
                Some(seen) => seen,
                None => Fault::io(path, &error),
            },
            FtpError::UnexpectedResponse(said) => {
                let words = self.words(&said);
                Fault::new(self.meaning(&said, &words.to_lowercase()), path, words).spoken()
            }
            other => Fault::new(Kind::Cut, path, other),
        };
        Fault { said: self.account.password.hidden(&fault.said), ..fault }
    }

    /// What a reply means. Its number says little; its words, which every server chooses for
    /// itself, say more.
    fn meaning(&self, said: &Response, words: &str) -> Kind {
        let has = |known: &[&str]| known.iter().any(|word| words.contains(word));
        let is_tls = matches!(self.security, Security::Tls { .. });
        match said.status {
            _ if is_tls
                && has(&["session reuse", "ssl_reuse", "session was not resumed", "session resum"]) =>
            {
                Kind::SessionReuse
            }
            Status::CannotOpenDataConnection if is_tls && has(&["operation not permitted"]) => {
                Kind::SessionReuse
            }
            Status::ExceededStorage => Kind::Full,
            _ if has(&[
                "quota",
                "no space",
                "disk full",
                "insufficient storage",
                "not enough space",
                "failure writing",
            ]) =>
            {
                Kind::Full
            }
            _ if has(&["too large", "file size limit", "maximum file size"]) => Kind::TooLarge,
            Status::NotAvailable if has(CROWDED) => Kind::Crowded,
            Status::NotAvailable => Kind::Refused,
            Status::RequestedActionNotTaken => Kind::Full,
            Status::CannotOpenDataConnection => Kind::Passive,
            Status::TransferAborted | Status::ActionAborted | Status::RequestFileActionIgnored => Kind::Cut,
            Status::BadFilename => Kind::Permission,
            Status::NotLoggedIn if has(&["permission", "denied"]) => Kind::Permission,
            Status::NotLoggedIn => Kind::Password,
            _ if has(&["permission", "denied", "not allowed", "read-only", "prohibited", "forbidden"]) => {
                Kind::Permission
            }
            _ => Kind::Other,
        }
    }

    /// The length that `SIZE` or a listing tells.
    fn told_size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        let size = self.does(path, |connection| match connection.size(path) {
            Ok(size) => Ok(Some(size as u64)),
            Err(error) if is_absent(&error) || is_unknown_command(&error) => Ok(None),
            Err(error) => Err(error),
        })?;
        if size.is_some() || self.knows_sizes {
            self.knows_sizes = true;
            return Ok(size);
        }
        // A server that never told a size may not be able to.
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let items = self.list(folder)?.unwrap_or_default();
        Ok(items.into_iter().find(|item| item.name == name).and_then(|item| item.size))
    }

    /// What the folder holds in which the connection stands: named in the command, a folder could
    /// be read as an option.
    fn listed_here(&mut self) -> Result<Option<Vec<Item>>, Fault> {
        let mut empty = None;
        // Most servers show only so what begins with a dot; to some it is a name.
        for command in ["LIST -a", "LIST"] {
            if let Listing::Text(text) = self.listing(command)? {
                let items = items(&text, false);
                if !items.is_empty() {
                    return Ok(Some(items));
                }
                empty = Some(items);
            }
        }
        Ok(empty)
    }

    /// Lets the web server read what is new, where this host hides it: a listing of the first file
    /// tells. A server that refuses is not asked again.
    fn show(&mut self, path: &str, mode: &str) {
        if self.hides_new.is_none() {
            let Ok(listing) = self.listing(&format!("LIST {path}")) else { return };
            let Listing::Text(text) = listing else { return self.hides_new = Some(false) };
            self.hides_new = Some(text.starts_with("-rw") && text.as_bytes().get(7) == Some(&b'-'));
        }
        if self.hides_new == Some(true) {
            let command = format!("SITE CHMOD {mode} {path}");
            let said = self.does(path, |connection| {
                connection.custom_command(command, &[Status::CommandOk, Status::RequestedFileActionOk])
            });
            if said.is_err_and(|fault| !fault.is_passing()) {
                self.hides_new = Some(false);
            }
        }
    }

    /// What a server answers to a command that lists.
    fn listing(&mut self, command: &str) -> Result<Listing, Fault> {
        let patience = self.account.patience;
        self.does("", |connection| {
            let begins = [Status::AboutToSend, Status::AlreadyOpen];
            match connection.custom_data_command(command.trim_end(), &begins) {
                Ok((_, mut listing)) => {
                    let bytes = drink(&mut listing, LARGEST_LISTING, patience);
                    heard(bytes, listing.finish(), LARGEST_LISTING)
                        .map(|bytes| Listing::Text(String::from_utf8_lossy(&bytes).into_owned()))
                }
                Err(error) if is_absent(&error) => Ok(Listing::None),
                Err(error) if is_unknown_command(&error) => Ok(Listing::Unknown),
                Err(error) => Err(error),
            }
        })
    }
}

/// What a server says when it is asked for a listing.
enum Listing {
    Text(String),
    /// The folder is not there, or it does not tell.
    None,
    /// It does not know the command.
    Unknown,
}

fn items(listing: &str, precisely: bool) -> Vec<Item> {
    listing.lines().filter_map(|line| entry(line, precisely)).collect()
}

/// Reads what a server sends, at most so much of it, to its end.
fn drink(from: &mut dyn Read, most: u64, patience: Duration) -> Result<Vec<u8>, FtpError> {
    let begun = Instant::now();
    let mut bytes = Vec::new();
    let mut piece = vec![0; PIECE];
    loop {
        let room = usize::try_from(most - bytes.len() as u64).unwrap_or(PIECE).min(PIECE);
        let at_least = Duration::from_secs(bytes.len() as u64 / BYTES_A_SECOND);
        if begun.elapsed() > LONGEST * patience + at_least {
            return Err(FtpError::ConnectionError(std::io::ErrorKind::TimedOut.into()));
        }
        match from.read(&mut piece[..room]).map_err(FtpError::ConnectionError)? {
            0 => return Ok(bytes),
            length => bytes.extend_from_slice(&piece[..length]),
        }
    }
}

/// What was read, if the server says that this was all; one that was not heard to the end
/// complains, and goes on.
fn heard(
    read: Result<Vec<u8>, FtpError>,
    finished: Result<(), FtpError>,
    most: u64,
) -> Result<Vec<u8>, FtpError> {
    // What the server says of it is worth more than how the socket ended.
    match (read, finished) {
        (Ok(bytes), Err(FtpError::UnexpectedResponse(_))) if bytes.len() as u64 == most => Ok(bytes),
        (_, Err(said @ FtpError::UnexpectedResponse(_))) => Err(said),
        (read, finished) => read.and_then(|bytes| finished.map(|()| bytes)),
    }
}

/// Marks a failure of the connection for data.
#[derive(Debug)]
struct NoData(std::io::Error);

impl std::fmt::Display for NoData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NoData {}

fn data_connection(
    patience: Duration,
) -> impl Fn(SocketAddr) -> Result<TcpStream, FtpError> + Send + Sync + 'static {
    move |address| {
        connect(&address, patience)
            .map_err(|error| FtpError::ConnectionError(std::io::Error::other(NoData(error))))
    }
}

fn connect(address: &SocketAddr, patience: Duration) -> std::io::Result<TcpStream> {
    let socket = TcpStream::connect_timeout(address, patience / 2)?;
    socket.set_read_timeout(Some(patience))?;
    socket.set_write_timeout(Some(patience))?;
    socket.set_nodelay(true)?;
    Ok(socket)
}

/// Connects to a host by name.
pub(super) fn dial(host: &str, port: u16, patience: Duration) -> Result<TcpStream, Fault> {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<SocketAddr> = match (bare, port).to_socket_addrs() {
        Ok(addresses) => addresses.collect(),
        Err(error) => return Err(Fault::new(Kind::UnknownHost, "", error)),
    };
    let mut last = Fault::new(Kind::UnknownHost, "", "");
    for address in addresses {
        match connect(&address, patience) {
            Ok(socket) => return Ok(socket),
            Err(error) => last = Fault::io("", &error),
        }
    }
    Err(last)
}

/// The beginning of what a server says first, without taking it; `None` where it has closed.
///
/// # Errors
/// When it says nothing.
pub(super) fn greeting(socket: &TcpStream) -> Result<Option<String>, Fault> {
    let mut said = [0; 80];
    let length = socket.peek(&mut said).map_err(|error| Fault::io("", &error))?;
    let said = String::from_utf8_lossy(&said[..length]);
    Ok(said.lines().next().map(text::one_line))
}

fn is_closing(said: &Response) -> bool {
    said.status == Status::NotAvailable
}

/// A reply of "I do not know how" or "I will not".
fn is_refusal(said: &Response) -> bool {
    let code = said.status.code();
    (500..=504).contains(&code) || code == 530 || code == 534 || code == 431
}

/// True where a reply says that a file or folder is not there, or that it may not be touched: most
/// servers use one number for both.
fn is_absent(error: &FtpError) -> bool {
    matches!(error, FtpError::UnexpectedResponse(said) if said.status == Status::FileUnavailable)
}

fn is_unknown_command(error: &FtpError) -> bool {
    matches!(error, FtpError::UnexpectedResponse(said) if (500..=504).contains(&said.status.code()))
}

/// One line of a listing; `None` for what is not an entry.
fn entry(line: &str, precisely: bool) -> Option<Item> {
    let line = line.trim_end();
    let item = if precisely { precise(line)? } else { listed(line)? };
    // Some servers name the whole way.
    let name = item.name.rsplit(['/', '\\']).next().unwrap_or_default().to_owned();
    let item = Item { name, ..item };
    (item.name != "." && item.name != ".." && !item.name.is_empty()).then_some(item)
}

/// A line of `MLSD`: facts, a space, the name. Of the facts only two matter here, so it is of no
/// matter how the others are written.
fn precise(line: &str) -> Option<Item> {
    let (facts, name) = line.split_once("; ").or_else(|| line.split_once(' ')).unwrap_or(("", line));
    let fact = |wanted: &str| {
        let mut pairs = facts.split(';').filter_map(|fact| fact.trim().split_once('='));
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(wanted)).map(|(_, value)| value.to_lowercase())
    };
    let kind = fact("type");
    if matches!(kind.as_deref(), Some("cdir" | "pdir")) {
        return None;
    }
    // Links have the size of their own few bytes.
    let is_file = kind.as_deref().is_none_or(|kind| kind == "file");
    let size = fact("size").and_then(|size| size.parse().ok()).filter(|_| is_file);
    Some(Item { name: name.to_owned(), is_folder: kind.as_deref() == Some("dir"), size })
}

/// A line of `LIST`, as on Unix or on Windows.
fn listed(line: &str) -> Option<Item> {
    match ListParser::parse_posix(line).or_else(|_| ListParser::parse_dos(line)) {
        Ok(file) => Some(Item {
            name: file.name().to_owned(),
            is_folder: file.is_directory(),
            size: file.is_file().then_some(file.size() as u64),
        }),
        Err(_) if line.is_empty() || line.to_lowercase().starts_with("total ") => None,
        // Written in a way that is not known: at least the name is not overlooked.
        Err(_) => Some(Item {
            name: line.rsplit([' ', ';']).next().unwrap_or(line).to_owned(),
            is_folder: line.starts_with('d') || line.contains("<DIR>"),
            size: None,
        }),
    }
}

impl Store for FtpStore {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        let patience = self.account.patience;
        let read = self.does(path, |connection| match connection.retr_as_stream(path) {
            Ok(mut download) => {
                let bytes = drink(&mut download, most, patience);
                heard(bytes, download.finish(), most).map(Some)
            }
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        })?;
        if read.is_none() && self.told_size(path)?.is_some() {
            return Err(Fault::new(Kind::Permission, path, ""));
        }
        // This one is there: a server that can tell a size tells it, and is believed of others
        // from then on when it says that they are not there.
        if read.is_some() && !self.was_asked && !self.knows_sizes {
            self.was_asked = true;
            self.knows_sizes = self.does(path, |connection| Ok(connection.size(path).is_ok()))?;
        }
        Ok(read)
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<Item>>, Fault> {
        // What begins with a dash is an option to many servers.
        let folder = if folder.starts_with('-') { format!("./{folder}") } else { folder.to_owned() };
        if self.lists_precisely {
            match self.listing(&format!("MLSD {folder}"))? {
                Listing::Unknown => self.lists_precisely = false,
                Listing::None => return Ok(None),
                Listing::Text(text) => return Ok(Some(items(&text, true))),
            }
        }
        let base = self.base.clone();
        if !folder.is_empty() && !self.does(&folder, |connection| Ok(connection.cwd(&folder).is_ok()))? {
            return Ok(None);
        }
        let listed = self.listed_here();
        if !folder.is_empty() {
            self.does(&folder, |connection| connection.cwd(&base))?;
        }
        listed
    }

    fn has_folder(&mut self, folder: &str) -> Result<bool, Fault> {
        let base = self.base.clone();
        let is_there = self.does(folder, |connection| Ok(connection.cwd(folder).is_ok()))?;
        self.does(folder, |connection| connection.cwd(&base))?;
        Ok(is_there)
    }

    fn write(&mut self, path: &str, bytes: &[u8], moving: &dyn Fn(u64)) -> Result<(), Fault> {
        let at_least = Duration::from_secs(bytes.len() as u64 / BYTES_A_SECOND);
        self.does_slowly(path, at_least, |connection| {
            let mut upload = connection.put_with_stream(path)?;
            let mut send = || {
                let mut sent = 0;
                for piece in bytes.chunks(PIECE) {
                    upload.write_all(piece)?;
                    sent += piece.len() as u64;
                    moving(sent);
                }
                upload.flush()
            };
            let sent = send();
            // What the server says of it is worth more than how the socket ended.
            match (upload.finish(), sent) {
                (Err(said @ FtpError::UnexpectedResponse(_)), _) => Err(said),
                (_, Err(error)) | (Err(FtpError::ConnectionError(error)), Ok(())) => {
                    Err(FtpError::ConnectionError(error))
                }
                (finished, Ok(())) => finished,
            }
        })?;
        self.show(path, "644");
        Ok(())
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        self.does(to, |connection| connection.rename(from, to))
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        match self.does(path, |connection| connection.rm(path)) {
            Err(fault) if !fault.is_passing() && self.size(path)?.is_none() => Ok(()),
            other => other,
        }
    }

    fn make_folder(&mut self, path: &str) -> Result<(), Fault> {
        let Err(refused) = self.does(path, |connection| connection.mkdir(path)) else {
            // Asked only after a file was written, which the manifest always is.
            if self.hides_new == Some(true) {
                self.show(path, "755");
            }
            return Ok(());
        };
        if refused.is_passing() {
            return Err(refused);
        }
        // Servers say in many ways that it is there already; whether one can enter is one way.
        if self.has_folder(path)? { Ok(()) } else { Err(refused) }
    }

    fn remove_folder(&mut self, path: &str) -> bool {
        self.does(path, |connection| connection.rmdir(path)).is_ok()
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        let told = self.told_size(path)?;
        if told.is_some() || self.knows_sizes {
            return Ok(told);
        }
        // Neither `SIZE` nor the listing has it, and neither can be relied on.
        Ok(self.read(path, LARGEST)?.map(|bytes| bytes.len() as u64))
    }

    fn hash(&mut self, path: &str) -> Option<[u8; 32]> {
        if !self.hashes {
            return None;
        }
        let command = format!("XSHA256 {path}");
        let said = self
            .does(path, |connection| {
                connection.custom_command(command, &[Status::RequestedFileActionOk, Status::File])
            })
            .ok()?;
        let text = String::from_utf8_lossy(&said.body).into_owned();
        let digits = text.split_whitespace().rfind(|word| word.len() == 64)?;
        let mut hash = [0; 32];
        for (at, byte) in hash.iter_mut().enumerate() {
            *byte = u8::from_str_radix(digits.get(2 * at..2 * at + 2)?, 16).ok()?;
        }
        Some(hash)
    }

    fn connect(&mut self) -> Result<(), Fault> {
        self.connection = None;
        self.watchdog.guard(None);
        let opened = self.open().and_then(|mut connection| {
            self.log_in(&mut connection)?;
            Ok(connection)
        });
        self.watchdog.rest();
        self.connection = Some(opened?);
        Ok(())
    }
}

impl Drop for FtpStore {
    fn drop(&mut self) {
        if let Some(connection) = &mut self.connection {
            self.watchdog.until(self.account.patience);
            let _ = connection.quit();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listings_of_all_sorts_are_read() {
        for (line, precisely, name, is_folder, size) in [
            (
                "-rw-r--r--    1 1000     1000         4821 Nov 21 05:20 index.html",
                false,
                "index.html",
                false,
                Some(4821),
            ),
            ("drwxr-xr-x   11 1000     1000         4096 Nov 21  2025 bai", false, "bai", true, None),
            ("11-21-26  05:20AM                 4821 index.html", false, "index.html", false, Some(4821)),
            ("11-21-26  05:20AM       <DIR>          bai", false, "bai", true, None),
            ("type=file;size=4821;modify=20261121052000; index.html", true, "index.html", false, Some(4821)),
            ("type=dir;modify=20261121052000; bai", true, "bai", true, None),
            ("type=dir;sizd=4096;UNIX.mode=02775;modify=20261121; ảnh; cũ", true, "ảnh; cũ", true, None),
            ("Type=file;Modify=20261121;UNIX.mode=04755; a.txt", true, "a.txt", false, None),
            ("type=OS.unix=slink:/x;size=9; la", true, "la", false, None),
            ("?? 4821 21/11 index.html", false, "index.html", false, None),
        ] {
            let item = entry(line, precisely).expect(line);
            assert_eq!((item.name.as_str(), item.is_folder, item.size), (name, is_folder, size), "{line}");
        }
        assert_eq!(entry("type=cdir;UNIX.mode=01777; /web", true), None);
        for nothing in ["", "total 12", "drwxr-xr-x 2 0 0 4096 Nov 21 05:20 .."] {
            assert_eq!(entry(nothing, false), None, "{nothing}");
        }
    }
}
