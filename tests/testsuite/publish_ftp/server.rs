//! An FTP server with the habits and the faults of cheap hosting, in this process.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{HandshakeKind, ServerConfig, ServerConnection, StreamOwned};

use nq71::publish::{Account, FtpStore, Secret, Security};

/// What a server does in its own way.
#[derive(Clone, Copy, Default)]
pub struct Habits {
    /// `RNTO` over a file that is there is refused, as on IIS.
    pub keeps_old: bool,
    /// `RNFR` is refused by the words of many servers.
    pub no_rename: bool,
    /// `SIZE` is not known.
    pub no_size: bool,
    /// Listings look as on Windows.
    pub dos: bool,
    /// `PASV` is not known.
    pub only_epsv: bool,
    /// `PASV` names an address that only the server knows.
    pub wrong_address: bool,
    /// `OPTS UTF8 ON` and `FEAT` are not known, as on old servers.
    pub old: bool,
    /// What is new can be read by its owner only, until `SITE CHMOD`.
    pub private: bool,
    /// What begins with a dash is an option to `LIST`, and is listed for ever in itself.
    pub options: bool,
    /// `MLSD` is promised and not known.
    pub promises_mlsd: bool,
    /// Listings show a link as what it leads to.
    pub links_are_folders: bool,
    /// `LIST` of what is not there, or is empty, is refused.
    pub refuses_empty: bool,
    /// Listings are empty, as where a host filters them.
    pub forgets: bool,
    /// Listings name the whole way to each thing.
    pub whole_ways: bool,
    /// Nothing can be listed.
    pub hides: bool,
    /// So many bytes fit, then there is no more room.
    pub room: Option<usize>,
    /// The data connection is cut after so many bytes of all uploads, once.
    pub cut_at: Option<usize>,
    /// The control connection is cut at this command, once.
    pub cut_at_command: Option<usize>,
    /// At this command, and then no more, the reply comes byte by byte and never ends.
    pub drips_at_command: Option<usize>,
    /// So many connections at once; another is told so.
    pub connections: Option<usize>,
    /// `AUTH TLS` is known.
    pub tls: Option<Tls>,
    /// `RETR` of anything never ends.
    pub endless: bool,
    /// `SIZE` is one more than it is.
    pub lies: bool,
    /// An upload takes so many milliseconds at least.
    pub slow: u64,
}

/// How a server speaks TLS.
#[derive(Clone, Copy, Default)]
pub struct Tls {
    /// 1.2 and nothing newer.
    pub only_1_2: bool,
    /// A data connection must go on with the session of the first one.
    pub insists_on_session: bool,
    /// 1.3 without tickets: no session can be gone on with.
    pub no_tickets: bool,
}

/// What a server has seen.
#[derive(Default)]
pub struct Counts {
    pub sent: AtomicUsize,
    pub commands: AtomicUsize,
    pub logins: AtomicUsize,
    pub open: AtomicUsize,
    pub most_open: AtomicUsize,
}

pub struct Server {
    pub port: u16,
    pub folder: tempfile::TempDir,
    pub counts: Arc<Counts>,
    /// The fingerprint of its certificate.
    pub fingerprint: String,
}

impl Server {
    pub fn start(habits: Habits) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (config, fingerprint) = habits.tls.map(certified).unzip();
        let counts = Arc::new(Counts::default());
        let port = listener.local_addr().unwrap().port();
        let server =
            Server { port, folder, counts: counts.clone(), fingerprint: fingerprint.unwrap_or_default() };
        let root = server.folder.path().to_owned();
        std::thread::spawn(move || {
            for mut socket in listener.incoming().flatten() {
                let _ = socket.set_nodelay(true);
                let open = counts.open.fetch_add(1, Ordering::SeqCst) + 1;
                if habits.connections.is_some_and(|most| open > most) {
                    let _ = socket.write_all(b"421 Too many connections from this address\r\n");
                    counts.open.fetch_sub(1, Ordering::SeqCst);
                    continue;
                }
                counts.most_open.fetch_max(open, Ordering::SeqCst);
                let talk = Talk {
                    habits,
                    root: root.clone(),
                    counts: counts.clone(),
                    config: config.clone(),
                    is_protected: false,
                    at: "/".into(),
                    data: None,
                    from: None,
                };
                std::thread::spawn(move || talk.talk(socket));
            }
        });
        server
    }

    pub fn account(&self, password: &str) -> Account {
        Account {
            host: "127.0.0.1".into(),
            port: self.port,
            user: "truong".into(),
            password: Secret::new(password),
            path: String::new(),
            patience: Duration::from_secs(5),
        }
    }

    pub fn store(&self, password: &str) -> FtpStore {
        let security = match self.fingerprint.is_empty() {
            true => Security::Plain,
            false => Security::Tls { certificate: Some(self.fingerprint.clone()), only_1_2: false },
        };
        FtpStore::new(self.account(password), security)
    }
}

fn certified(tls: Tls) -> (Arc<ServerConfig>, String) {
    let made = rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap();
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let certificate = made.cert.der().clone();
    let digest = ring::digest::digest(&ring::digest::SHA256, &certificate);
    let digits: String = digest.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    let versions: &[&rustls::SupportedProtocolVersion] =
        if tls.only_1_2 { &[&rustls::version::TLS12] } else { rustls::ALL_VERSIONS };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(versions)
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    if tls.no_tickets {
        config.send_tls13_tickets = 0;
    }
    (Arc::new(config), format!("SHA256:{digits}"))
}

/// A connection, protected or not.
enum Wire {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Wire {
    fn line(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        let mut byte = [0];
        while let Ok(1) = self.read(&mut byte) {
            match byte[0] {
                b'\n' => return Some(String::from_utf8_lossy(&bytes).trim_end().to_owned()),
                other => bytes.push(other),
            }
        }
        None
    }

    fn end(&mut self) {
        match self {
            Wire::Plain(socket) => _ = socket.shutdown(Shutdown::Write),
            Wire::Tls(stream) => {
                stream.conn.send_close_notify();
                let _ = stream.flush();
                let _ = stream.sock.shutdown(Shutdown::Write);
            }
        }
    }
}

impl Read for Wire {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Wire::Plain(socket) => socket.read(into),
            Wire::Tls(stream) => stream.read(into),
        }
    }
}

impl Write for Wire {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Wire::Plain(socket) => socket.write(bytes),
            Wire::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Wire::Plain(socket) => socket.flush(),
            Wire::Tls(stream) => stream.flush(),
        }
    }
}

struct Talk {
    habits: Habits,
    root: PathBuf,
    counts: Arc<Counts>,
    config: Option<Arc<ServerConfig>>,
    is_protected: bool,
    /// The folder that names without a slash stand in.
    at: String,
    data: Option<TcpListener>,
    from: Option<PathBuf>,
}

impl Drop for Talk {
    fn drop(&mut self) {
        self.counts.open.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Talk {
    fn talk(mut self, socket: TcpStream) {
        let mut wire = Wire::Plain(socket);
        let _ = wire.write_all(b"220 ready\r\n");
        while let Some(line) = wire.line() {
            let at = self.counts.commands.fetch_add(1, Ordering::SeqCst);
            if self.habits.cut_at_command == Some(at) {
                return;
            }
            if self.habits.drips_at_command == Some(at) {
                while wire.write_all(b"2").and_then(|()| wire.flush()).is_ok() {
                    std::thread::sleep(Duration::from_millis(50));
                }
                return;
            }
            let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
            if let (Some(config), "AUTH", Wire::Plain(_)) = (&self.config, word, &wire) {
                let Wire::Plain(mut socket) = wire else { return };
                let _ = socket.write_all(b"234 go on\r\n");
                let session = ServerConnection::new(config.clone()).unwrap();
                wire = Wire::Tls(Box::new(StreamOwned::new(session, socket)));
                continue;
            }
            let Some(reply) = self.answer(word, rest, &mut wire) else { return };
            let _ = wire.write_all(format!("{reply}\r\n").as_bytes()).and_then(|()| wire.flush());
        }
    }

    fn path(&self, rest: &str) -> PathBuf {
        match rest.strip_prefix('/') {
            Some(rest) => self.root.join(rest),
            None => self.root.join(self.at.trim_start_matches('/')).join(rest),
        }
    }

    /// The connection for data, or what is said of it.
    fn data(&mut self, wire: &mut Wire) -> Result<Wire, String> {
        let _ = wire.write_all(b"150 here\r\n").and_then(|()| wire.flush());
        let listener = self.data.take().ok_or("425 Use PASV first")?;
        let (socket, _) = listener.accept().map_err(|_| "425 nobody came")?;
        let _ = socket.set_nodelay(true);
        let (true, Some(config)) = (self.is_protected, &self.config) else { return Ok(Wire::Plain(socket)) };
        let session = ServerConnection::new(config.clone()).unwrap();
        let mut stream = StreamOwned::new(session, socket);
        while stream.conn.is_handshaking() {
            stream.conn.complete_io(&mut stream.sock).map_err(|_| "426 no handshake")?;
        }
        let is_resumed = stream.conn.handshake_kind() == Some(HandshakeKind::Resumed);
        if self.habits.tls.is_some_and(|tls| tls.insists_on_session) && !is_resumed {
            return Err("522 SSL connection failed: session reuse required".into());
        }
        Ok(Wire::Tls(Box::new(stream)))
    }

    fn hand_out(&mut self, wire: &mut Wire, bytes: &[u8]) -> Option<String> {
        let mut data = match self.data(wire) {
            Ok(data) => data,
            Err(said) => return Some(said),
        };
        let mut sent = data.write_all(bytes);
        while self.habits.endless && sent.is_ok() {
            sent = data.write_all(&[b'x'; 1 << 14]);
        }
        data.end();
        Some(if sent.is_ok() { "226 done".into() } else { "426 cut".into() })
    }

    fn answer(&mut self, word: &str, rest: &str, wire: &mut Wire) -> Option<String> {
        let path = self.path(rest);
        let habits = self.habits;
        let said = |fine: bool, yes: &str| if fine { yes.to_owned() } else { "550 refused".to_owned() };
        Some(match word {
            "USER" => {
                self.counts.logins.fetch_add(1, Ordering::SeqCst);
                "331 password".into()
            }
            "PASS" if rest == "dung" => "230 in".into(),
            "PASS" => format!("530 {rest} is not the password"),
            "PBSZ" => "200 fine".into(),
            "PROT" => {
                self.is_protected = rest == "P";
                "200 fine".into()
            }
            "TYPE" => "200 fine".into(),
            "FEAT" if habits.promises_mlsd => "211-Features\r\n MLST type*;size*;\r\n211 End".into(),
            "OPTS" if !habits.old => "200 fine".into(),
            "PWD" => format!("257 \"{}\"", self.at),
            "CWD" if path.is_dir() => {
                let inside = path.strip_prefix(&self.root).unwrap_or(&path);
                self.at = format!("/{}", inside.to_str()?);
                "250 there".into()
            }
            "CWD" => "550 no such folder".into(),
            "EPSV" => {
                self.data = TcpListener::bind("127.0.0.1:0").ok();
                let port = self.data.as_ref()?.local_addr().ok()?.port();
                format!("229 Entering Extended Passive Mode (|||{port}|)")
            }
            "PASV" if !habits.only_epsv => {
                self.data = TcpListener::bind("127.0.0.1:0").ok();
                let port = self.data.as_ref()?.local_addr().ok()?.port();
                let address = if habits.wrong_address { "10,0,0,7" } else { "127,0,0,1" };
                format!("227 Entering Passive Mode ({address},{},{})", port / 256, port % 256)
            }
            "SITE" if habits.private => {
                let mut words = rest.split(' ').skip(1);
                let mode = u32::from_str_radix(words.next()?, 8).ok()?;
                permit(&self.path(words.next()?), mode);
                "200 fine".into()
            }
            "LIST" => {
                // As vsftpd does.
                let path = if rest.starts_with('-') && habits.options { self.path("") } else { path };
                let listing = self.listing(&path);
                if habits.hides || (habits.refuses_empty && listing.is_empty()) {
                    return Some("550 No files found".into());
                }
                return self.hand_out(wire, listing.as_bytes());
            }
            "RETR" => {
                let Ok(bytes) = fs::read(&path) else { return Some("550 no such file".into()) };
                return self.hand_out(wire, &bytes);
            }
            "STOR" => return self.take(wire, &path),
            "SIZE" if !habits.no_size => match fs::metadata(&path) {
                Ok(meta) if meta.is_file() => format!("213 {}", meta.len() + u64::from(habits.lies)),
                _ => "550 no such file".into(),
            },
            "RNFR" if habits.no_rename => "550 Permission denied".into(),
            "RNFR" => {
                self.from = Some(path.clone()).filter(|path| path.is_file());
                if self.from.is_some() { "350 and to?".into() } else { "550 no such file".into() }
            }
            "RNTO" if habits.keeps_old && path.exists() => "550 Cannot create a file when it exists".into(),
            "RNTO" => said(fs::rename(self.from.take()?, path).is_ok(), "250 renamed"),
            "DELE" => said(fs::remove_file(path).is_ok(), "250 gone"),
            "MKD" => {
                let made = fs::create_dir(&path).is_ok();
                if habits.private && made {
                    permit(&path, 0o700);
                }
                said(made, "257 \"made\"")
            }
            "RMD" => said(fs::remove_dir(path).is_ok(), "250 gone"),
            "QUIT" => "221 bye".into(),
            _ => "502 not known".into(),
        })
    }

    fn listing(&self, folder: &std::path::Path) -> String {
        let mut text = String::new();
        if folder.is_file() && self.habits.private {
            return "-rw------- 1 1000 1000 1 Nov 21 05:20 it\r\n".into();
        }
        if self.habits.forgets {
            return text;
        }
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let meta = match self.habits.links_are_folders {
                true => fs::metadata(entry.path()).unwrap(),
                false => entry.metadata().unwrap(),
            };
            let name = entry.file_name().into_string().unwrap();
            let way = folder.file_name().unwrap_or_default().to_string_lossy();
            let name = if self.habits.whole_ways { format!("{way}/{name}") } else { name };
            text += &match (self.habits.dos, meta.is_dir()) {
                (true, true) => format!("11-21-26  05:20AM       <DIR>          {name}\r\n"),
                (true, false) => format!("11-21-26  05:20AM {:>20} {name}\r\n", meta.len()),
                (false, _) if meta.is_symlink() => {
                    format!("lrwxrwxrwx 1 1000 1000 9 Nov 21 05:20 {name} -> elsewhere\r\n")
                }
                (false, is_folder) => {
                    let mark = if is_folder { 'd' } else { '-' };
                    format!("{mark}rw-r--r-- 1 1000 1000 {} Nov 21 05:20 {name}\r\n", meta.len())
                }
            };
        }
        text
    }

    fn take(&mut self, wire: &mut Wire, path: &std::path::Path) -> Option<String> {
        std::thread::sleep(Duration::from_millis(self.habits.slow));
        let mut data = match self.data(wire) {
            Ok(data) => data,
            Err(said) => return Some(said),
        };
        let mut bytes = Vec::new();
        let _ = data.read_to_end(&mut bytes);
        let before = self.counts.sent.fetch_add(bytes.len(), Ordering::SeqCst);
        let after = before + bytes.len();
        if let Some(cut) = self.habits.cut_at.filter(|cut| (before..after).contains(cut)) {
            let _ = fs::write(path, &bytes[..cut - before]);
            return None;
        }
        if self.habits.room.is_some_and(|room| after > room) {
            let _ = fs::write(path, b"");
            return Some("552 Quota exceeded".into());
        }
        let stored = fs::write(path, bytes).is_ok();
        if self.habits.private && stored {
            permit(path, 0o600);
        }
        Some(if stored { "226 stored".into() } else { "553 refused".into() })
    }
}

/// Sets who may read a file.
fn permit(path: &std::path::Path, mode: u32) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    }
    let _ = (path, mode);
}
