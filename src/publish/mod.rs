//! Brings a built section onto the hosting that a school has, so that it can be interrupted at any
//! moment and nobody's files are touched.
//!
//! 1. [`steps()`] compares the manifest of what was built with the one on the server.
//! 2. A [`Store`] is a folder on a server: [`FtpStore`], [`SftpStore`], [`FolderStore`].
//! 3. A [`Session`] looks at the server, carries out the steps in an order in which no page stands
//!    there before what it shows, and goes on where an earlier run was cut off.
//! 4. [`archive()`] writes ZIP files for hosts that have only a file manager.
//! 5. [`verify()`] reads the public address and compares it with the manifest.
//!
//! Nothing here builds a page, asks a person or reads the environment.

mod archive;
mod fault;
mod folder;
mod ftp;
mod journal;
mod lock;
mod session;
mod sftp;
mod steps;
mod store;
mod survey;
mod tls;
mod upload;
mod verify;
mod watchdog;

pub use archive::{Archive, Archived, Packed, archive};
pub use fault::{Fault, Kind};
pub use folder::FolderStore;
pub use ftp::{Account, FtpStore, Security};
pub use journal::Journal;
pub use lock::Owner;
pub use session::{Progress, Session, is_own};
pub use sftp::{Login, SftpStore};
pub use steps::{Steps, steps, unfinished};
pub use store::{Item, Store};
pub use survey::{Foreign, Survey};
pub use upload::{Applied, Content, Keep};
pub use verify::{HttpWeb, Verified, Web, verify};

/// A password that never shows itself.
///
/// ```
/// let secret = nq71::publish::Secret::new("hoa-sen");
/// assert_eq!(format!("{secret:?}"), "***");
/// assert_eq!(secret.hidden("530 hoa-sen is wrong"), "530 *** is wrong");
/// ```
#[derive(Clone, Default)]
pub struct Secret(String);

impl Secret {
    /// Keeps a password.
    pub fn new(text: &str) -> Secret {
        Secret(text.to_owned())
    }

    /// The password itself, for the one call that sends it.
    fn open(&self) -> &str {
        &self.0
    }

    /// A server's words without the password.
    pub fn hidden(&self, said: &str) -> String {
        if self.0.is_empty() { said.to_owned() } else { said.replace(&self.0, "***") }
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("***")
    }
}
