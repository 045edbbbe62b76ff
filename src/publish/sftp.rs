//! SFTP: files over SSH, by password or by key.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use russh::client::{self, AuthResult, Handle, KeyboardInteractiveAuthResponse};
use russh::keys::{HashAlg, PrivateKeyWithHashAlg, PublicKeyOrCertificate, load_secret_key};
use russh_sftp::client::RawSftpSession;
use russh_sftp::client::error::Error as SftpError;
use russh_sftp::protocol::{FileAttributes, OpenFlags, Packet, StatusCode};
use tokio::runtime::Runtime;

use super::ftp::{Account, BYTES_A_SECOND, LONGEST, dial, greeting};
use super::{Fault, Item, Kind, Store};

/// What every server takes in one piece.
const PIECE: usize = 32 << 10;
/// Renaming over a file is an extension of OpenSSH's that most servers know.
const POSIX_RENAME: &str = "posix-rename@openssh.com";

/// How to log in, and which server is the right one.
#[derive(Clone, Debug)]
pub struct Login {
    /// Where and as whom; with a key, the password is the key's.
    pub account: Account,
    /// The file of the private key.
    pub key: Option<PathBuf>,
    /// The pinned fingerprint of the host key: `SHA256:…` as `ssh-keygen -l` shows it.
    pub host_key: Option<String>,
}

/// A folder on an SFTP server.
pub struct SftpStore {
    login: Login,
    runtime: Option<Runtime>,
    session: Option<(RawSftpSession, Handle<HostKey>)>,
    base: String,
    replaces: bool,
    /// True where new files cannot be read by others; not known before the first.
    hides_new: Option<bool>,
}

/// Looks at the server's host key.
struct HostKey {
    pinned: Option<String>,
    seen: Arc<Mutex<Option<Fault>>>,
}

impl client::Handler for HostKey {
    type Error = russh::Error;

    async fn check_server_key(&mut self, key: &PublicKeyOrCertificate) -> Result<bool, russh::Error> {
        let shown = match key {
            PublicKeyOrCertificate::PublicKey { key, .. } => key.fingerprint(HashAlg::Sha256),
            PublicKeyOrCertificate::Certificate(certificate) => {
                certificate.public_key().fingerprint(HashAlg::Sha256)
            }
        };
        let shown = shown.to_string();
        let kind = match &self.pinned {
            Some(pinned) if *pinned == shown => return Ok(true),
            Some(_) => Kind::HostKeyChanged,
            None => Kind::HostKey,
        };
        *self.seen.lock().expect("no holder panics") = Some(Fault::new(kind, "", shown));
        Ok(false)
    }
}

fn broken(error: &russh::Error) -> Fault {
    use russh::Error as E;
    match error {
        E::IO(error) => Fault::io("", error),
        E::ConnectionTimeout | E::KeepaliveTimeout | E::InactivityTimeout | E::Elapsed(_) => {
            Fault::new(Kind::Timeout, "", error)
        }
        E::HUP | E::Disconnect | E::SendError | E::RecvError => Fault::new(Kind::Cut, "", error),
        _ => Fault::new(Kind::Other, "", error),
    }
}

fn fault(path: &str, error: &SftpError) -> Fault {
    let kind = match error {
        SftpError::Status(status) => {
            let words = status.error_message.to_lowercase();
            match status.status_code {
                StatusCode::PermissionDenied => Kind::Permission,
                StatusCode::NoConnection | StatusCode::ConnectionLost => Kind::Cut,
                _ if ["quota", "space"].iter().any(|word| words.contains(word)) => Kind::Full,
                _ => Kind::Other,
            }
        }
        SftpError::Timeout => Kind::Timeout,
        SftpError::IO(_) | SftpError::UnexpectedBehavior(_) => Kind::Cut,
        _ => Kind::Other,
    };
    let fault = Fault::new(kind, path, error);
    if matches!(error, SftpError::Status(_)) { fault.spoken() } else { fault }
}

fn is_absent(error: &SftpError) -> bool {
    matches!(error, SftpError::Status(status) if status.status_code == StatusCode::NoSuchFile)
}

impl SftpStore {
    /// A store that is not connected yet.
    pub fn new(login: Login) -> SftpStore {
        SftpStore {
            login,
            runtime: None,
            session: None,
            base: String::new(),
            replaces: false,
            hides_new: None,
        }
    }

    /// True when a private key can only be opened with a phrase.
    pub fn key_has_phrase(file: &std::path::Path) -> bool {
        matches!(load_secret_key(file, None), Err(russh::keys::Error::KeyIsEncrypted))
    }

    fn full(&self, path: &str) -> String {
        match (self.base.as_str(), path) {
            (base, "") => base.to_owned(),
            ("/", path) => format!("/{path}"),
            (base, path) => format!("{base}/{path}"),
        }
    }

    /// Runs one operation to its end.
    fn does<T>(
        &mut self,
        path: &str,
        what: impl AsyncFnOnce(&RawSftpSession, String) -> Result<T, SftpError>,
    ) -> Result<T, Fault> {
        self.does_slowly(path, Duration::ZERO, what)
    }

    /// The same for what may take so much longer than the patience with a silent server.
    fn does_slowly<T>(
        &mut self,
        path: &str,
        at_least: Duration,
        what: impl AsyncFnOnce(&RawSftpSession, String) -> Result<T, SftpError>,
    ) -> Result<T, Fault> {
        let longest = LONGEST * self.login.account.patience + at_least;
        let full = self.full(path);
        let (Some(runtime), Some((session, _))) = (&self.runtime, &self.session) else {
            return Err(Fault::new(Kind::Cut, path, ""));
        };
        let done = runtime.block_on(async {
            let done = tokio::time::timeout(longest, what(session, full)).await;
            done.unwrap_or(Err(SftpError::Timeout))
        });
        done.map_err(|error| {
            let fault = fault(path, &error);
            if fault.is_passing() {
                self.session = None;
            }
            fault
        })
    }

    /// Lets the web server read what is new, where this host hides it: the first file tells. A
    /// server that refuses is not asked again.
    fn show(&mut self, path: &str, mode: u32) {
        if self.hides_new.is_none() {
            let told = self.does(path, async |session, full| session.stat(full).await);
            let Ok(told) = told else { return };
            self.hides_new = Some(told.attrs.permissions.is_some_and(|mode| mode & 0o004 == 0));
        }
        if self.hides_new == Some(true) {
            let wanted = FileAttributes { permissions: Some(mode), ..FileAttributes::empty() };
            let said = self.does(path, async |session, full| session.setstat(full, wanted).await);
            if said.is_err_and(|fault| !fault.is_passing()) {
                self.hides_new = Some(false);
            }
        }
    }

    /// True when the server says that its disk has no room for so many bytes.
    fn has_no_room_for(&mut self, bytes: u64) -> bool {
        let told = self.does("", async |session, folder| session.statvfs(folder).await);
        told.is_ok_and(|room| {
            room.blocks_avail.saturating_mul(room.fragment_size) < bytes || room.inodes_avail == 0
        })
    }

    async fn open(login: &Login) -> Result<(RawSftpSession, Handle<HostKey>, bool, String), Fault> {
        let Account { host, port, user, password, path, patience } = &login.account;
        let socket = dial(host, *port, *patience)?;
        // FTP begins with a number.
        if let Some(said) =
            greeting(&socket)?.filter(|said| said.starts_with(|sign: char| sign.is_ascii_digit()))
        {
            return Err(Fault::new(Kind::Protocol, "", said).spoken());
        }
        socket.set_nonblocking(true).map_err(|error| Fault::io("", &error))?;
        let socket = tokio::net::TcpStream::from_std(socket).map_err(|error| Fault::io("", &error))?;
        let config = client::Config {
            inactivity_timeout: Some(4 * *patience),
            keepalive_interval: Some(*patience),
            nodelay: true,
            ..client::Config::default()
        };
        let seen = Arc::default();
        let handler = HostKey { pinned: login.host_key.clone(), seen: Arc::clone(&seen) };
        let connecting = client::connect_stream(Arc::new(config), socket, handler);
        let connected = tokio::time::timeout(*patience, connecting).await;
        let mut handle = match connected {
            Ok(Ok(handle)) => handle,
            Ok(Err(error)) => {
                return Err(seen.lock().expect("no holder panics").take().unwrap_or_else(|| broken(&error)));
            }
            Err(_) => return Err(Fault::new(Kind::Timeout, "", "")),
        };
        let is_in = match &login.key {
            Some(file) => {
                let phrase = (!password.open().is_empty()).then(|| password.open());
                let key = load_secret_key(file, phrase)
                    .map_err(|error| Fault::new(Kind::Key, &file.display().to_string(), error))?;
                let hash = handle.best_supported_rsa_hash().await.map_err(|error| broken(&error))?.flatten();
                let key = PrivateKeyWithHashAlg::new(Arc::new(key), hash);
                let said = handle.authenticate_publickey(user, key).await;
                said.map_err(|error| broken(&error))?.success()
            }
            None => match handle.authenticate_password(user, password.open()).await {
                Ok(AuthResult::Success) => true,
                // Many servers ask for the password as a question.
                Ok(AuthResult::Failure { .. }) => Self::answer(&mut handle, login).await?,
                Err(error) => return Err(broken(&error)),
            },
        };
        if !is_in {
            let (kind, path) = match &login.key {
                Some(file) => (Kind::KeyRefused, file.display().to_string()),
                None => (Kind::Password, String::new()),
            };
            return Err(Fault::new(kind, &path, ""));
        }
        let channel = handle.channel_open_session().await.map_err(|error| broken(&error))?;
        channel.request_subsystem(true, "sftp").await.map_err(|error| broken(&error))?;
        let session = RawSftpSession::new(channel.into_stream());
        session.set_timeout(patience.as_secs().max(1));
        let version = session.init().await.map_err(|error| fault("", &error))?;
        let replaces = version.extensions.contains_key(POSIX_RENAME);
        let start = if path.is_empty() { "." } else { path.as_str() };
        let missing = |error: SftpError| match &error {
            SftpError::Status(status) if status.status_code != StatusCode::PermissionDenied => {
                Fault::new(Kind::WrongFolder, path, error).spoken()
            }
            _ => fault(path, &error),
        };
        let real = session.realpath(start).await.map_err(missing)?;
        let base = real.files.first().map_or(start.to_owned(), |file| file.filename.clone());
        let attributes = session.stat(base.as_str()).await.map_err(missing)?.attrs;
        if !attributes.is_dir() {
            return Err(Fault::new(Kind::WrongFolder, path, ""));
        }
        Ok((session, handle, replaces, base))
    }

    async fn answer(handle: &mut Handle<HostKey>, login: &Login) -> Result<bool, Fault> {
        let Account { user, password, .. } = &login.account;
        let asked = handle.authenticate_keyboard_interactive_start(user, None).await;
        let mut asked = asked.map_err(|error| broken(&error))?;
        for _ in 0..3 {
            match asked {
                KeyboardInteractiveAuthResponse::Success => return Ok(true),
                KeyboardInteractiveAuthResponse::Failure { .. } => return Ok(false),
                KeyboardInteractiveAuthResponse::InfoRequest { prompts, .. } => {
                    let answers = prompts.iter().map(|_| password.open().to_owned()).collect();
                    let said = handle.authenticate_keyboard_interactive_respond(answers).await;
                    asked = said.map_err(|error| broken(&error))?;
                }
            }
        }
        Ok(false)
    }
}

/// Opens a file to write into it from its beginning, but not through a link into somebody's file.
async fn opened(session: &RawSftpSession, full: &str) -> Result<String, SftpError> {
    let nothing = FileAttributes::empty;
    let as_new = OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::EXCLUDE;
    if let Ok(opened) = session.open(full, as_new, nothing()).await {
        return Ok(opened.handle);
    }
    if session.lstat(full).await.is_ok_and(|there| there.attrs.is_symlink()) {
        session.remove(full).await?;
        return Ok(session.open(full, as_new, nothing()).await?.handle);
    }
    let over = OpenFlags::WRITE | OpenFlags::CREATE | OpenFlags::TRUNCATE;
    Ok(session.open(full, over, nothing()).await?.handle)
}

impl Store for SftpStore {
    fn read(&mut self, path: &str, most: u64) -> Result<Option<Vec<u8>>, Fault> {
        self.does(path, async |session, full| {
            let handle = match session.open(full, OpenFlags::READ, FileAttributes::empty()).await {
                Ok(handle) => handle.handle,
                Err(error) if is_absent(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let mut bytes = Vec::new();
            while (bytes.len() as u64) < most {
                let wanted = (most - bytes.len() as u64).min(PIECE as u64) as u32;
                match session.read(handle.as_str(), bytes.len() as u64, wanted).await {
                    Ok(data) if data.data.is_empty() => break,
                    Ok(data) => bytes.extend(data.data),
                    Err(SftpError::Status(status)) if status.status_code == StatusCode::Eof => break,
                    Err(error) => return Err(error),
                }
            }
            session.close(handle).await?;
            Ok(Some(bytes))
        })
    }

    fn list(&mut self, folder: &str) -> Result<Option<Vec<Item>>, Fault> {
        self.does(folder, async |session, full| {
            let handle = match session.opendir(full).await {
                Ok(handle) => handle.handle,
                Err(error) if is_absent(&error) => return Ok(None),
                Err(error) => return Err(error),
            };
            let mut items = Vec::new();
            loop {
                match session.readdir(handle.as_str()).await {
                    Ok(names) => items.extend(names.files.into_iter().map(|file| Item {
                        is_folder: file.attrs.is_dir(),
                        // A link has the size of its own few bytes: what it leads to is not known.
                        size: file.attrs.size.filter(|_| file.attrs.is_regular() && !file.attrs.is_symlink()),
                        name: file.filename,
                    })),
                    Err(SftpError::Status(status)) if status.status_code == StatusCode::Eof => break,
                    Err(error) => return Err(error),
                }
            }
            session.close(handle).await?;
            items.retain(|item| item.name != "." && item.name != "..");
            Ok(Some(items))
        })
    }

    fn has_folder(&mut self, folder: &str) -> Result<bool, Fault> {
        self.does(folder, async |session, full| match session.stat(full).await {
            Ok(there) => Ok(there.attrs.is_dir()),
            Err(error) if is_absent(&error) => Ok(false),
            Err(error) => Err(error),
        })
    }

    fn write(&mut self, path: &str, bytes: &[u8], moving: &dyn Fn(u64)) -> Result<(), Fault> {
        let at_least = Duration::from_secs(bytes.len() as u64 / BYTES_A_SECOND);
        let written = self.does_slowly(path, at_least, async |session, full| {
            let handle = opened(session, &full).await?;
            let put = async |number: usize| {
                let start = (number * PIECE).min(bytes.len());
                let piece = &bytes[start..(start + PIECE).min(bytes.len())];
                match piece.is_empty() {
                    true => Ok(()),
                    false => session.write(handle.as_str(), start as u64, piece.to_vec()).await.map(|_| ()),
                }
            };
            // Four pieces on their way at once: a distant server is not waited for after each.
            for first in (0..bytes.len().div_ceil(PIECE)).step_by(4) {
                let (a, b, c, d) = tokio::join!(put(first), put(first + 1), put(first + 2), put(first + 3));
                a.and(b).and(c).and(d)?;
                moving(bytes.len().min((first + 4) * PIECE) as u64);
            }
            session.close(handle).await.map(|_| ())
        });
        if written.is_ok() {
            self.show(path, 0o644);
        }
        // Servers say no more than that it failed; how much room there is they tell when asked.
        match written {
            Err(fault) if fault.kind == Kind::Other && self.has_no_room_for(bytes.len() as u64) => {
                Err(Fault { kind: Kind::Full, ..fault })
            }
            other => other,
        }
    }

    fn rename(&mut self, from: &str, to: &str) -> Result<(), Fault> {
        let (from, replaces) = (self.full(from), self.replaces);
        self.does(to, async |session, full| {
            if !replaces {
                return session.rename(from, full).await.map(|_| ());
            }
            let mut data = Vec::new();
            for text in [&from, &full] {
                data.extend((text.len() as u32).to_be_bytes());
                data.extend(text.as_bytes());
            }
            match session.extended(POSIX_RENAME, data).await? {
                Packet::Status(status) if status.status_code == StatusCode::Ok => Ok(()),
                Packet::Status(status) => Err(SftpError::Status(status)),
                _ => Err(SftpError::UnexpectedPacket),
            }
        })
    }

    fn remove(&mut self, path: &str) -> Result<(), Fault> {
        self.does(path, async |session, full| match session.remove(full).await {
            Err(error) if !is_absent(&error) => Err(error),
            _ => Ok(()),
        })
    }

    fn make_folder(&mut self, path: &str) -> Result<(), Fault> {
        let is_new = self.does(path, async |session, full| {
            let Err(refused) = session.mkdir(full.as_str(), FileAttributes::empty()).await else {
                return Ok(true);
            };
            match session.stat(full).await {
                Ok(there) if there.attrs.is_dir() => Ok(false),
                _ => Err(refused),
            }
        })?;
        // Asked only after a file was written, which the manifest always is. Who may see a folder
        // that was there is its owner's matter.
        if is_new && self.hides_new == Some(true) {
            self.show(path, 0o755);
        }
        Ok(())
    }

    fn remove_folder(&mut self, path: &str) -> bool {
        self.does(path, async |session, full| session.rmdir(full).await.map(|_| ())).is_ok()
    }

    fn size(&mut self, path: &str) -> Result<Option<u64>, Fault> {
        self.does(path, async |session, full| match session.stat(full).await {
            Ok(there) => Ok(there.attrs.size.filter(|_| !there.attrs.is_dir())),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(error),
        })
    }

    fn connect(&mut self) -> Result<(), Fault> {
        self.session = None;
        let runtime = match self.runtime.take() {
            Some(runtime) => runtime,
            None => tokio::runtime::Builder::new_multi_thread()
                .worker_threads(1)
                .enable_all()
                .build()
                .map_err(|error| Fault::io("", &error))?,
        };
        let longest = LONGEST * self.login.account.patience;
        let opened = runtime.block_on(async {
            let opened = tokio::time::timeout(longest, Self::open(&self.login)).await;
            opened.unwrap_or_else(|_| Err(Fault::new(Kind::Timeout, "", "")))
        });
        self.runtime = Some(runtime);
        let (session, handle, replaces, base) = opened?;
        self.session = Some((session, handle));
        self.replaces = replaces;
        self.base = base;
        Ok(())
    }
}

impl Drop for SftpStore {
    fn drop(&mut self) {
        if let (Some(runtime), Some((session, handle))) = (&self.runtime, &self.session) {
            let _ = session.close_session();
            let goodbye = handle.disconnect(russh::Disconnect::ByApplication, "", "");
            let _ = runtime.block_on(goodbye);
        }
        self.session = None;
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
