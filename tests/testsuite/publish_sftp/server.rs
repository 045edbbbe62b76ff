//! An SFTP server with its habits and faults, in this process, and a wire that is cut.

use std::collections::HashMap;
use std::fs;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::time::Duration;

use nq71::publish::{Account, Login, Secret, SftpStore};
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};
use russh::server::{Auth, ChannelOpenHandle, Msg, Response, Session};
use russh::{Channel, ChannelId};
use russh_sftp::protocol::{
    Attrs, Data, File, FileAttributes, Handle, Name, OpenFlags, Packet, Status, StatusCode, Version,
};
use russh_sftp::server::StatusReply;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const PASSWORD: &str = "dung";

#[derive(Clone, Copy, Default)]
pub struct Habits {
    /// Renaming over a file is not known.
    pub keeps_old: bool,
    /// The password is asked for as a question only.
    pub asks: bool,
    /// So many bytes fit, then there is no more room.
    pub room: Option<usize>,
    /// The wire is cut after so many bytes from the client, once.
    pub cut_at: Option<usize>,
    /// So many connections at once; others are cut.
    pub connections: Option<usize>,
    /// The account may not write.
    pub reads_only: bool,
    /// What is new can be read by its owner only.
    pub private: bool,
    /// No answer comes at all.
    pub silent: bool,
    /// Writing takes so many milliseconds at least.
    pub slow: u64,
}

#[derive(Default)]
pub struct Counts {
    pub received: AtomicUsize,
    pub passwords: AtomicUsize,
    pub open: AtomicUsize,
    pub most_open: AtomicUsize,
    written: AtomicUsize,
    cuts: AtomicUsize,
}

pub struct Server {
    pub port: u16,
    pub folder: tempfile::TempDir,
    pub counts: Arc<Counts>,
    pub host_key: String,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    pub fn start(habits: Habits) -> Server {
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        static SEED: AtomicU8 = AtomicU8::new(1);
        let seed = [SEED.fetch_add(1, Ordering::SeqCst); 32];
        let key = PrivateKey::from(Ed25519Keypair::from_seed(&seed));
        let host_key = key.public_key().fingerprint(HashAlg::Sha256).to_string();
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let config = Arc::new(russh::server::Config {
            keys: vec![key],
            auth_rejection_time: Duration::from_millis(1),
            ..Default::default()
        });
        let counts = Arc::new(Counts::default());
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let port = listener.local_addr().unwrap().port();
        let counted = counts.clone();
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let _ = socket.set_nodelay(true);
                let open = counted.open.fetch_add(1, Ordering::SeqCst) + 1;
                if habits.connections.is_some_and(|most| open > most) {
                    counted.open.fetch_sub(1, Ordering::SeqCst);
                    continue;
                }
                counted.most_open.fetch_max(open, Ordering::SeqCst);
                let talk = Talk { habits, root: root.clone(), counts: counted.clone(), channel: None };
                let (config, counts) = (config.clone(), counted.clone());
                tokio::spawn(async move {
                    let (near, far) = tokio::io::duplex(1 << 16);
                    let wire = tokio::spawn(wire(socket, far, habits, counts.clone()));
                    if let Ok(session) = russh::server::run_stream(config, near, talk).await {
                        let _ = session.await;
                    }
                    let _ = wire.await;
                    counts.open.fetch_sub(1, Ordering::SeqCst);
                });
            }
        });
        Server { port, folder, counts, host_key, _runtime: runtime }
    }

    pub fn login(&self, password: &str) -> Login {
        Login {
            account: Account {
                host: "127.0.0.1".into(),
                port: self.port,
                user: "truong".into(),
                password: Secret::new(password),
                path: String::new(),
                patience: Duration::from_secs(5),
            },
            key: None,
            host_key: Some(self.host_key.clone()),
        }
    }

    pub fn store(&self, password: &str) -> SftpStore {
        SftpStore::new(self.login(password))
    }
}

/// Carries bytes both ways, and cuts when it is time.
async fn wire(mut socket: TcpStream, mut far: tokio::io::DuplexStream, habits: Habits, counts: Arc<Counts>) {
    let (mut there, mut back) = ([0; 4096], [0; 4096]);
    loop {
        tokio::select! {
            read = socket.read(&mut there) => {
                let Ok(length @ 1..) = read else { return };
                let before = counts.received.fetch_add(length, Ordering::SeqCst);
                let is_cut = habits.cut_at.is_some_and(|at| (before..before + length).contains(&at));
                let passed = if is_cut { habits.cut_at.unwrap_or_default() - before } else { length };
                let _ = far.write_all(&there[..passed]).await;
                if is_cut && counts.cuts.fetch_add(1, Ordering::SeqCst) == 0 {
                    return;
                }
            }
            read = far.read(&mut back) => {
                let Ok(length @ 1..) = read else { return };
                if habits.silent {
                    continue;
                }
                if socket.write_all(&back[..length]).await.is_err() {
                    return;
                }
            }
        }
    }
}

struct Talk {
    habits: Habits,
    root: PathBuf,
    counts: Arc<Counts>,
    channel: Option<Channel<Msg>>,
}

impl russh::server::Handler for Talk {
    type Error = russh::Error;

    async fn auth_password(&mut self, _: &str, password: &str) -> Result<Auth, russh::Error> {
        self.counts.passwords.fetch_add(1, Ordering::SeqCst);
        Ok(if password == PASSWORD && !self.habits.asks { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_keyboard_interactive<'a>(
        &'a mut self,
        _: &str,
        _: &str,
        response: Option<Response<'a>>,
    ) -> Result<Auth, russh::Error> {
        if !self.habits.asks {
            return Ok(Auth::reject());
        }
        match response.and_then(|mut answers| answers.next()) {
            None => Ok(Auth::Partial {
                name: "".into(),
                instructions: "".into(),
                prompts: vec![("Password: ".into(), false)].into(),
            }),
            Some(answer) if answer == PASSWORD.as_bytes() => Ok(Auth::Accept),
            Some(_) => Ok(Auth::reject()),
        }
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _: &mut Session,
    ) -> Result<(), russh::Error> {
        self.channel = Some(channel);
        reply.accept().await;
        Ok(())
    }

    async fn subsystem_request(
        &mut self,
        id: ChannelId,
        _: &str,
        session: &mut Session,
    ) -> Result<(), russh::Error> {
        session.channel_success(id)?;
        let Some(channel) = self.channel.take() else { return Ok(()) };
        let files = Files {
            habits: self.habits,
            root: self.root.clone(),
            counts: self.counts.clone(),
            listed: HashMap::new(),
        };
        russh_sftp::server::run(channel.into_stream(), files).await;
        Ok(())
    }
}

/// A handle is the path it stands for.
struct Files {
    habits: Habits,
    root: PathBuf,
    counts: Arc<Counts>,
    listed: HashMap<String, bool>,
}

fn fine(id: u32) -> Result<Status, StatusReply> {
    Ok(Status { id, status_code: StatusCode::Ok, error_message: "Ok".into(), language_tag: "en".into() })
}

fn said(error: &std::io::Error) -> StatusReply {
    match error.kind() {
        std::io::ErrorKind::NotFound => StatusCode::NoSuchFile.into(),
        std::io::ErrorKind::PermissionDenied => StatusCode::PermissionDenied.into(),
        _ => StatusCode::Failure.into(),
    }
}

impl Files {
    fn path(&self, path: &str) -> PathBuf {
        self.root.join(path.trim_start_matches("/home").trim_start_matches('/'))
    }

    /// A host whose umask lets nobody else read.
    fn hide(&self, path: &std::path::Path, mode: u32) {
        #[cfg(unix)]
        if self.habits.private {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        }
        let _ = (path, mode);
    }

    fn may_write(&self) -> Result<(), StatusReply> {
        if self.habits.reads_only { Err(StatusCode::PermissionDenied.into()) } else { Ok(()) }
    }
}

impl russh_sftp::server::Handler for Files {
    type Error = StatusReply;

    fn unimplemented(&self) -> StatusReply {
        StatusCode::OpUnsupported.into()
    }

    async fn init(&mut self, _: u32, _: HashMap<String, String>) -> Result<Version, StatusReply> {
        let mut version = Version::new();
        if !self.habits.keeps_old {
            version.extensions.insert("posix-rename@openssh.com".into(), "1".into());
        }
        Ok(version)
    }

    async fn realpath(&mut self, id: u32, path: String) -> Result<Name, StatusReply> {
        let path = if path == "." { "/home".to_owned() } else { path };
        Ok(Name { id, files: vec![File::new(path, FileAttributes::default())] })
    }

    async fn stat(&mut self, id: u32, path: String) -> Result<Attrs, StatusReply> {
        let meta = fs::metadata(self.path(&path)).map_err(|error| said(&error))?;
        Ok(Attrs { id, attrs: (&meta).into() })
    }

    async fn lstat(&mut self, id: u32, path: String) -> Result<Attrs, StatusReply> {
        let meta = fs::symlink_metadata(self.path(&path)).map_err(|error| said(&error))?;
        Ok(Attrs { id, attrs: (&meta).into() })
    }

    #[cfg(unix)]
    async fn setstat(
        &mut self,
        id: u32,
        path: String,
        wanted: FileAttributes,
    ) -> Result<Status, StatusReply> {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::Permissions::from_mode(wanted.permissions.unwrap_or(0o600) & 0o777);
        fs::set_permissions(self.path(&path), mode).map_err(|error| said(&error))?;
        fine(id)
    }

    async fn open(
        &mut self,
        id: u32,
        path: String,
        flags: OpenFlags,
        _: FileAttributes,
    ) -> Result<Handle, StatusReply> {
        let file = self.path(&path);
        if flags.contains(OpenFlags::WRITE) {
            self.may_write()?;
            if flags.contains(OpenFlags::EXCLUDE) && fs::symlink_metadata(&file).is_ok() {
                return Err(StatusCode::Failure.into());
            }
            fs::write(&file, b"").map_err(|error| said(&error))?;
            self.hide(&file, 0o600);
        } else {
            fs::File::open(file).map_err(|error| said(&error))?;
        }
        Ok(Handle { id, handle: path })
    }

    async fn close(&mut self, id: u32, _: String) -> Result<Status, StatusReply> {
        fine(id)
    }

    async fn read(&mut self, id: u32, path: String, offset: u64, length: u32) -> Result<Data, StatusReply> {
        let mut file = fs::File::open(self.path(&path)).map_err(|error| said(&error))?;
        file.seek(SeekFrom::Start(offset)).map_err(|error| said(&error))?;
        let mut data = Vec::new();
        file.take(u64::from(length)).read_to_end(&mut data).map_err(|error| said(&error))?;
        if data.is_empty() { Err(StatusCode::Eof.into()) } else { Ok(Data { id, data }) }
    }

    async fn write(
        &mut self,
        id: u32,
        path: String,
        offset: u64,
        data: Vec<u8>,
    ) -> Result<Status, StatusReply> {
        tokio::time::sleep(Duration::from_millis(self.habits.slow)).await;
        let written = self.counts.written.fetch_add(data.len(), Ordering::SeqCst);
        if self.habits.room.is_some_and(|room| written + data.len() > room) {
            return Err(StatusCode::Failure.with_message("Disk quota exceeded"));
        }
        let mut file =
            fs::OpenOptions::new().write(true).open(self.path(&path)).map_err(|error| said(&error))?;
        file.seek(SeekFrom::Start(offset)).map_err(|error| said(&error))?;
        file.write_all(&data).map_err(|error| said(&error))?;
        fine(id)
    }

    async fn opendir(&mut self, id: u32, path: String) -> Result<Handle, StatusReply> {
        fs::read_dir(self.path(&path)).map_err(|error| said(&error))?;
        self.listed.insert(path.clone(), false);
        Ok(Handle { id, handle: path })
    }

    async fn readdir(&mut self, id: u32, path: String) -> Result<Name, StatusReply> {
        if self.listed.insert(path.clone(), true) == Some(true) {
            return Err(StatusCode::Eof.into());
        }
        let entries = fs::read_dir(self.path(&path)).map_err(|error| said(&error))?.flatten();
        let file = |entry: fs::DirEntry| {
            let meta = entry.metadata().ok()?;
            Some(File::new(entry.file_name().into_string().ok()?, (&meta).into()))
        };
        Ok(Name { id, files: entries.filter_map(file).collect() })
    }

    async fn remove(&mut self, id: u32, path: String) -> Result<Status, StatusReply> {
        self.may_write()?;
        fs::remove_file(self.path(&path)).map_err(|error| said(&error))?;
        fine(id)
    }

    async fn mkdir(&mut self, id: u32, path: String, _: FileAttributes) -> Result<Status, StatusReply> {
        self.may_write()?;
        fs::create_dir(self.path(&path)).map_err(|error| said(&error))?;
        self.hide(&self.path(&path), 0o700);
        fine(id)
    }

    async fn rmdir(&mut self, id: u32, path: String) -> Result<Status, StatusReply> {
        fs::remove_dir(self.path(&path)).map_err(|error| said(&error))?;
        fine(id)
    }

    async fn rename(&mut self, id: u32, from: String, to: String) -> Result<Status, StatusReply> {
        if self.path(&to).exists() {
            return Err(StatusCode::Failure.into());
        }
        fs::rename(self.path(&from), self.path(&to)).map_err(|error| said(&error))?;
        fine(id)
    }

    async fn extended(&mut self, id: u32, _: String, data: Vec<u8>) -> Result<Packet, StatusReply> {
        let length = u32::from_be_bytes(data[..4].try_into().unwrap()) as usize;
        let from = String::from_utf8(data[4..4 + length].to_vec()).unwrap();
        let to = String::from_utf8(data[8 + length..].to_vec()).unwrap();
        fs::rename(self.path(&from), self.path(&to)).map_err(|error| said(&error))?;
        fine(id).map(Packet::Status)
    }
}
