//! Connects to a destination, and asks what only a person can decide.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use crate::diagnostics::Diagnostic;
use crate::message;
use crate::messages::Message;
use crate::model::{Destination, DestinationKind};
use crate::publish::{
    self, Fault, FolderStore, FtpStore, Kind, Login, Secret, Security, Session, SftpStore, Store,
};
use crate::text;

use super::super::root;
use super::super::terminal::Terminal;
use super::{ASKS, Failure, Publisher, STOP, pins};

/// How often a password may be typed.
const ATTEMPTS: usize = 3;

/// A destination with what was learned about it: pins that were agreed to, a password.
#[derive(Clone)]
pub(super) struct Account {
    to: Destination,
    password: Secret,
}

/// A connection that is made.
pub(super) struct Connected {
    pub(super) store: Box<dyn Store>,
    pub(super) account: Account,
    /// What was said of it.
    pub(super) warnings: Vec<Diagnostic>,
}

impl Publisher<'_> {
    /// A question with yes or no; Enter means `default`.
    pub(super) fn ask(&self, question: &Message, default: bool) -> bool {
        match self.line(&self.terminal.catalogue.text(question)).as_deref().map(text::slug).as_deref() {
            None => false,
            Some("") => default,
            Some(word) => matches!(word, "c" | "co" | "y" | "yes"),
        }
    }

    /// A line that somebody types; `None` at the end of the input.
    pub(super) fn line(&self, question: &str) -> Option<String> {
        self.terminal.prompt(question);
        let mut line = String::new();
        ASKS.store(true, Ordering::Relaxed);
        let read = std::io::stdin().lock().read_line(&mut line);
        ASKS.store(false, Ordering::Relaxed);
        match read {
            Ok(1..) => Some(text::one_line(&line)),
            _ => None,
        }
    }

    /// Connects, and asks about what only a person can decide.
    pub(super) fn connected(&self) -> Result<Connected, Failure> {
        let to = self.destination.clone();
        let plain = Diagnostic::warning("ftp-khong-ma-hoa").arg("host", &to.host);
        let warnings = if to.kind == DestinationKind::Ftp { vec![plain] } else { Vec::new() };
        self.terminal.findings(&warnings);
        let can_ask = std::io::stdin().is_terminal() || self.own.setup;
        let (password, mut is_typed) = self.password(&to)?;
        let mut account = Account { to, password };
        let mut attempts = 1;
        loop {
            let mut store = self.store(&account);
            let fault = match greet(store.as_mut(), self.terminal) {
                Ok(()) => return Ok(Connected { store, account, warnings }),
                Err(fault) => fault,
            };
            match fault.kind {
                Kind::HostKey | Kind::Certificate if can_ask => {
                    let question = message!("publish-ask-pin", host = &account.to.host, said = &fault.said);
                    if !self.ask(&question, false) {
                        return Err(fault.into());
                    }
                    let settings = root(self.args).join(&self.args.config);
                    pins::save(&settings, &account.to.name, pins::key(fault.kind), &fault.said)?;
                    let pinned = Some(fault.said.clone().into_boxed_str());
                    match fault.kind {
                        Kind::HostKey => account.to.host_key = pinned,
                        _ => account.to.certificate = pinned,
                    }
                }
                Kind::WrongFolder if can_ask && !self.own.dry_run && !self.own.verify => {
                    self.make_folder(&account, fault)?
                }
                // A slip of the fingers does not cost the whole build.
                Kind::Password if is_typed && attempts < ATTEMPTS => {
                    attempts += 1;
                    self.terminal.note(&message!("publish-again"));
                    (account.password, is_typed) = self.typed_password(&account.to)?;
                }
                _ => return Err(fault.into()),
            }
        }
    }

    /// Makes the last part of the destination's path, if the folder above is there and it is wanted.
    fn make_folder(&self, account: &Account, fault: Fault) -> Result<(), Failure> {
        let path = account.to.path.trim_end_matches('/');
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut parent = account.clone();
        parent.to.path = if above.is_empty() && path.starts_with('/') { "/" } else { above }.into();
        if !account.to.kind.has_host() && above.is_empty() {
            parent.to.path = ".".into();
        }
        let mut store = self.store(&parent);
        if name.is_empty() || greet(store.as_mut(), self.terminal).is_err() {
            return Err(fault.into());
        }
        if !self.own.yes && !self.ask(&message!("publish-ask-folder", path = path), true) {
            return Err(fault.into());
        }
        store.make_folder(name)?;
        Ok(())
    }

    /// A connection that is not made yet.
    pub(super) fn store(&self, account: &Account) -> Box<dyn Store> {
        let to = &account.to;
        let login = publish::Account {
            host: to.host.to_string(),
            port: to.port,
            user: to.user.to_string(),
            password: account.password.clone(),
            path: to.path.to_string(),
            patience: publish::Account::PATIENCE,
        };
        match to.kind {
            DestinationKind::Ftp => Box::new(FtpStore::new(login, Security::Plain)),
            DestinationKind::Ftps => {
                let certificate = to.certificate.as_deref().map(str::to_owned);
                let security = Security::Tls { certificate, only_1_2: to.only_tls_1_2 };
                Box::new(FtpStore::new(login, security))
            }
            DestinationKind::Sftp => Box::new(SftpStore::new(Login {
                account: login,
                key: to.key.as_deref().map(|key| home(key, root(self.args))),
                host_key: to.host_key.as_deref().map(str::to_owned),
            })),
            DestinationKind::Folder | DestinationKind::Zip => {
                Box::new(FolderStore::new(root(self.args).join(&*to.path)))
            }
        }
    }

    /// From the environment, or asked for, which the second value says; never from a file or an
    /// argument.
    fn password(&self, to: &Destination) -> Result<(Secret, bool), Failure> {
        // A key may have no phrase.
        let has_key = to.kind == DestinationKind::Sftp && to.key.is_some();
        let is_needed = to.kind.has_host() && (!has_key || self.key_has_phrase(to));
        if !is_needed {
            return Ok((Secret::default(), false));
        }
        for variable in [variable(to).as_str(), "NQ71_MAT_KHAU"] {
            if let Ok(password) = std::env::var(variable) {
                return Ok((Secret::new(&password), false));
            }
        }
        self.typed_password(to)
    }

    fn typed_password(&self, to: &Destination) -> Result<(Secret, bool), Failure> {
        if !std::io::stdin().is_terminal() {
            return Err(Fault::new(Kind::NoPassword, "", variable(to)).into());
        }
        let question = message!("publish-ask-password", user = &to.user, host = &to.host);
        self.terminal.prompt(&self.terminal.catalogue.text(&question));
        let password = rpassword::read_password().map_err(|error| match error.kind() {
            std::io::ErrorKind::Interrupted => Fault::new(Kind::Stopped, "", ""),
            _ => Fault::io("", &error),
        })?;
        Ok((Secret::new(&password), true))
    }

    fn key_has_phrase(&self, to: &Destination) -> bool {
        let Some(key) = to.key.as_deref() else { return false };
        SftpStore::key_has_phrase(&home(key, root(self.args)))
    }
}

/// The environment variable that a destination's password may stand in.
fn variable(to: &Destination) -> String {
    format!("NQ71_MAT_KHAU_{}", to.name.to_uppercase().replace('-', "_"))
}

fn greet(store: &mut dyn Store, terminal: &Terminal) -> Result<(), Fault> {
    Session::new(store, &terminal.meter(), &STOP, std::thread::sleep).connect()
}

/// A path that may begin with `~`.
fn home(path: &str, root: &Path) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => root.join(path),
    }
}
