//! A place that a section is published to.

/// How files get there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DestinationKind {
    /// FTP without protection.
    Ftp,
    /// FTP over TLS.
    Ftps,
    /// Files over SSH.
    Sftp,
    /// A folder of this machine or of a shared drive.
    Folder,
    /// ZIP files for a file manager.
    Zip,
}

impl DestinationKind {
    /// All kinds, as settings write them.
    pub const ALL: [(&'static str, DestinationKind); 5] = [
        ("ftps", DestinationKind::Ftps),
        ("sftp", DestinationKind::Sftp),
        ("ftp", DestinationKind::Ftp),
        ("folder", DestinationKind::Folder),
        ("zip", DestinationKind::Zip),
    ];

    /// As settings write it.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, kind)| *kind == self).map_or("", |(word, _)| word)
    }

    /// True where a machine is connected to.
    pub fn has_host(self) -> bool {
        matches!(self, DestinationKind::Ftp | DestinationKind::Ftps | DestinationKind::Sftp)
    }

    /// The port where settings name none.
    pub fn port(self) -> u16 {
        if self == DestinationKind::Sftp { 22 } else { 21 }
    }
}

/// How many connections are used where settings do not say: cheap hosting takes from 2 to 8.
pub const CONNECTIONS: usize = 3;

/// One `[publish.<name>]` of the settings. A password is never among them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Destination {
    /// Its name.
    pub name: Box<str>,
    /// How files get there.
    pub kind: DestinationKind,
    /// The server; empty for a folder.
    pub host: Box<str>,
    /// The server's port.
    pub port: u16,
    /// The account.
    pub user: Box<str>,
    /// The folder there, or of this machine. `{unit}` stands for a unit's code.
    pub path: Box<str>,
    /// Where the public reads it. `{unit}` stands for a unit's code.
    pub check_url: Option<Box<str>>,
    /// The unit whose own section goes there; the whole section without it.
    pub unit: Option<Box<str>>,
    /// The file of the private key.
    pub key: Option<Box<str>>,
    /// The pinned host key of an SFTP server.
    pub host_key: Option<Box<str>>,
    /// The pinned certificate of an FTPS server.
    pub certificate: Option<Box<str>>,
    /// Nothing newer than TLS 1.2.
    pub only_tls_1_2: bool,
    /// How many connections may be used at once.
    pub connections: usize,
}
