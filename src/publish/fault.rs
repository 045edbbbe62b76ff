//! What can go wrong between us and a server, each with its own name.

use crate::diagnostics::Diagnostic;

/// The kinds of failure. Each has a sentence with its cause and the next step in the catalogues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No machine has that name.
    UnknownHost,
    /// The machine does not take the connection.
    Refused,
    /// The server takes no more connections for now.
    Crowded,
    /// No answer in time.
    Timeout,
    /// The connection ended in the middle.
    Cut,
    /// The server taught us another way: the next attempt, at once, takes it.
    OtherWay,
    /// What answers speaks another protocol.
    Protocol,
    /// User or password is wrong.
    Password,
    /// No password is at hand, and nobody to ask.
    NoPassword,
    /// The private key cannot be used.
    Key,
    /// The server does not take the private key.
    KeyRefused,
    /// The folder on the server is not there.
    WrongFolder,
    /// The account may not do this.
    Permission,
    /// The disk or the account's share of it is full.
    Full,
    /// The second connection that FTP needs for data does not come about.
    Passive,
    /// The server does not speak TLS.
    NoTls,
    /// The server wants TLS.
    NeedsTls,
    /// The certificate cannot be verified; `said` is its fingerprint.
    Certificate,
    /// The certificate is out of date, or not yet valid; `said` is until or from when.
    CertificateDate,
    /// The certificate is another name's; `said` lists the names, one a line.
    CertificateName,
    /// The certificate is not the pinned one; `said` is its fingerprint.
    CertificateChanged,
    /// The host key is not known yet; `said` is its fingerprint.
    HostKey,
    /// The host key is not the pinned one; `said` is its fingerprint.
    HostKeyChanged,
    /// The server wants the TLS session of the first connection for the second.
    SessionReuse,
    /// The server takes no file of this size.
    TooLarge,
    /// What arrived is not what was sent.
    Altered,
    /// Somebody else is publishing; `said` is the machine and the minutes since its sign of life,
    /// where they are known.
    Busy,
    /// Somebody else has published since we looked.
    Moved,
    /// Files of somebody else lie where ours must go; `said` lists them, one a line.
    InTheWay,
    /// A page or file of ours cannot be read, or changed while it was sent.
    Local,
    /// The person pressed Ctrl-C.
    Stopped,
    /// Anything else.
    Other,
}

impl Kind {
    /// The code of the sentence.
    pub fn code(self) -> &'static str {
        match self {
            Kind::UnknownHost => "may-chu-la",
            Kind::Refused => "may-chu-tu-choi",
            Kind::Crowded => "may-chu-dong",
            Kind::Timeout => "may-chu-im-lang",
            Kind::Cut | Kind::OtherWay => "mat-ket-noi",
            Kind::Protocol => "may-chu-khac-giao-thuc",
            Kind::Password => "sai-mat-khau",
            Kind::NoPassword => "thieu-mat-khau",
            Kind::Key => "khoa-ssh-sai",
            Kind::KeyRefused => "khoa-ssh-bi-tu-choi",
            Kind::WrongFolder => "thu-muc-may-chu",
            Kind::Permission => "may-chu-khong-cho",
            Kind::Full => "may-chu-day",
            Kind::Passive => "cong-du-lieu",
            Kind::NoTls => "may-chu-khong-tls",
            Kind::NeedsTls => "may-chu-doi-tls",
            Kind::Certificate => "chung-thu-la",
            Kind::CertificateDate => "chung-thu-het-han",
            Kind::CertificateName => "chung-thu-sai-ten",
            Kind::CertificateChanged => "chung-thu-doi",
            Kind::HostKey => "khoa-may-chu-la",
            Kind::HostKeyChanged => "khoa-may-chu-doi",
            Kind::SessionReuse => "phien-tls",
            Kind::TooLarge => "may-chu-che-tep-lon",
            Kind::Altered => "tep-len-sai",
            Kind::Busy => "nguoi-khac-dang",
            Kind::Moved => "may-chu-da-doi",
            Kind::InTheWay => "tep-la-dung-cho",
            Kind::Local => "tep-nguon-doi",
            Kind::Stopped => "dung-giua-chung",
            Kind::Other => "may-chu-loi",
        }
    }
}

impl Kind {
    /// True when the sentence itself tells what was said.
    pub fn tells_more(self) -> bool {
        use Kind::*;
        matches!(
            self,
            NoPassword
                | Certificate
                | CertificateDate
                | CertificateName
                | CertificateChanged
                | HostKey
                | HostKeyChanged
                | Busy
                | InTheWay
        )
    }
}

/// One failure: what kind, on which path, and the server's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What kind it is.
    pub kind: Kind,
    /// The path it was about; empty for the connection as a whole.
    pub path: String,
    /// The server's words, the system's, or what else is to be told; never a password.
    pub said: String,
    /// True when these are the words of a server.
    pub is_spoken: bool,
}

/// So many files are named in one sentence.
const SHOWN: usize = 8;

impl Fault {
    /// A failure on a path.
    pub fn new(kind: Kind, path: &str, said: impl ToString) -> Fault {
        Fault { kind, path: path.to_owned(), said: said.to_string(), is_spoken: false }
    }

    /// The same, in the words of a server.
    #[must_use]
    pub fn spoken(self) -> Fault {
        Fault { is_spoken: !self.said.is_empty(), ..self }
    }

    /// True for what may be gone after a while: it is worth connecting again.
    pub fn is_passing(&self) -> bool {
        matches!(self.kind, Kind::Timeout | Kind::Cut | Kind::OtherWay | Kind::Refused | Kind::Crowded)
    }

    /// The failure for people, about a server and an account.
    pub fn diagnostic(&self, name: &str, host: &str, user: &str) -> Diagnostic {
        let names = self.said.lines();
        let count = names.clone().count();
        let (machine, minutes) = self.said.split_once(' ').unwrap_or_default();
        Diagnostic::error(self.kind.code())
            .arg("count", count)
            .arg("some", names.take(SHOWN).collect::<Vec<_>>().join(", "))
            .arg("more", if count > SHOWN { "yes" } else { "no" })
            .arg("place", if host.is_empty() { "folder" } else { "server" })
            .arg("known", if minutes.is_empty() { "no" } else { "yes" })
            .arg("machine", machine)
            .arg("minutes", minutes)
            .arg("name", name)
            .arg("host", host)
            .arg("user", user)
            .arg("path", if self.path.is_empty() { "." } else { &self.path })
            .arg("said", &self.said)
    }

    /// A failure of the system on a path.
    pub fn io(path: &str, error: &std::io::Error) -> Fault {
        use std::io::ErrorKind as E;
        let kind = match error.kind() {
            E::PermissionDenied | E::ReadOnlyFilesystem => Kind::Permission,
            E::StorageFull | E::QuotaExceeded => Kind::Full,
            E::FileTooLarge => Kind::TooLarge,
            E::ConnectionRefused | E::HostUnreachable | E::NetworkUnreachable => Kind::Refused,
            E::TimedOut | E::WouldBlock => Kind::Timeout,
            E::ConnectionReset
            | E::ConnectionAborted
            | E::BrokenPipe
            | E::UnexpectedEof
            | E::NotConnected => Kind::Cut,
            _ => Kind::Other,
        };
        // How the system says that nobody answered tells nobody anything.
        let said = if kind == Kind::Timeout { String::new() } else { error.to_string() };
        Fault::new(kind, path, said)
    }
}
