//! What the machine could not do, in words.

use std::io::ErrorKind;

use crate::error::Error;
use crate::message;
use crate::messages::{Catalogue, Message};

/// Says what the machine could not do, with a reason that an officer can act on.
pub fn trouble(error: &Error, catalogue: &Catalogue) -> String {
    catalogue.text(&match error {
        Error::Io { doing, path, source } => {
            let doing = catalogue.find(&format!("doing-{doing}"), []).unwrap_or_default();
            message!("error-io", doing = doing, path = path.display(), reason = reason(source, catalogue))
        }
        Error::TooLarge { path, limit } => {
            message!("error-too-large", path = path.display(), limit = limit >> 20)
        }
        Error::Busy { path } => message!("error-busy", path = path.display()),
    })
}

fn reason(error: &std::io::Error, catalogue: &Catalogue) -> String {
    let id = match error.kind() {
        ErrorKind::NotFound => "reason-not-found",
        ErrorKind::PermissionDenied => "reason-permission",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "reason-full",
        ErrorKind::ReadOnlyFilesystem => "reason-read-only",
        ErrorKind::NotADirectory => "reason-not-a-folder",
        ErrorKind::IsADirectory => "reason-a-folder",
        ErrorKind::AddrInUse => "reason-port-used",
        ErrorKind::AddrNotAvailable => "reason-no-address",
        _ => return catalogue.text(&message!("reason-other", said = error)),
    };
    catalogue.text(&Message::new(id))
}
