//! `nq71 publish --setup`: asks, tries it out, and saves what works.

use std::io::IsTerminal as _;

use crate::config::{is_host, is_url, section_address};
use crate::diagnostics::{Diagnostic, closest};
use crate::message;
use crate::messages::Message;
use crate::model::{CONNECTIONS, Config, Destination, DestinationKind};
use crate::publish::Session;
use crate::text;

use super::super::args::{Args, PublishArgs};
use super::super::terminal::Terminal;
use super::super::{Exit, Run, root};
use super::{Failure, Publisher, STOP, pins, section};

/// What somebody typed, or why it cannot be.
type Answer<T> = Result<T, Box<Diagnostic>>;

pub(super) fn run(terminal: &Terminal, args: &Args, own: &PublishArgs, config: &Config) -> Run {
    let mut publisher = Publisher { terminal, args, own, destination: empty(), section: section(config) };
    match publisher.set_up(config) {
        Ok(exit) => Ok(exit),
        Err(Failure::Error(error)) => Err(error),
        Err(Failure::Fault(fault)) => Ok(publisher.failed(&fault)),
        Err(Failure::Refused(wrong)) => Ok(terminal.refused("publish", &[*wrong])),
    }
}

fn empty() -> Destination {
    Destination {
        name: "chinh".into(),
        kind: DestinationKind::Ftps,
        host: Box::default(),
        port: 0,
        user: Box::default(),
        path: Box::default(),
        check_url: None,
        unit: None,
        key: None,
        host_key: None,
        certificate: None,
        only_tls_1_2: false,
        connections: CONNECTIONS,
    }
}

impl Publisher<'_> {
    fn set_up(&mut self, config: &Config) -> Result<Exit, Failure> {
        if let Some(name) = &self.own.name {
            if *name != text::slug(name) || name.is_empty() {
                return Err(Diagnostic::error("ten-noi-dang").arg("name", name).into());
            }
            self.destination.name = name.as_str().into();
        }
        // What was answered before is offered again: the first attempt is seldom the last.
        if let Some(known) = config.destinations.iter().find(|known| known.name == self.destination.name) {
            self.destination = known.clone();
        }
        let was = self.destination.clone();
        let is_known = config.destinations.iter().any(|known| known.name == was.name);
        if is_known {
            self.terminal.note(&message!("publish-setup-again"));
        }
        let kind = self.answer("publish-setup-kind", was.kind.as_str(), kind_of)?;
        self.destination.kind = kind;
        let or = |known: &str, otherwise: &str| {
            if known.is_empty() { otherwise.to_owned() } else { known.to_owned() }
        };
        let any = |text: &str| -> Answer<String> { Ok(text.to_owned()) };
        if kind.has_host() {
            self.destination.host = self.answer("publish-setup-host", &was.host, host)?.into();
            let port = if was.port == 0 || was.kind != kind { kind.port() } else { was.port };
            self.destination.port = self.answer("publish-setup-port", &port.to_string(), number)?;
            self.destination.user = self.answer("publish-setup-user", &was.user, user)?.into();
            self.destination.key = None;
            if kind == DestinationKind::Sftp {
                let key = self.answer("publish-setup-key", was.key.as_deref().unwrap_or_default(), any)?;
                self.destination.key = Some(key).filter(|key| !key.is_empty()).map(Into::into);
            }
            let path = match is_known && was.kind.has_host() {
                true => was.path.to_string(),
                false => format!("public_html/{}", self.section),
            };
            self.destination.path = self.answer("publish-setup-path", &path, server_folder)?.into();
        } else {
            let path = or(&was.path, if kind == DestinationKind::Zip { "dang" } else { "" });
            self.destination.path = self.answer("publish-setup-folder", &path, folder)?.into();
        }
        let base = || config.base_url.as_ref().map(ToString::to_string);
        let url = was.check_url.as_deref().map(str::to_owned).or_else(base);
        self.destination.check_url = self.answer("publish-setup-url", &url.unwrap_or_default(), address)?;
        // Another server, or another way to it, shows another key.
        let place = |one: &Destination| (one.kind, one.host.clone(), one.port);
        if place(&self.destination) != place(&was) {
            (self.destination.host_key, self.destination.certificate) = (None, None);
        }
        self.save()?;
        if kind != DestinationKind::Zip {
            let mut connected = self.connected()?;
            Session::new(connected.store.as_mut(), &(), &STOP, std::thread::sleep).try_out()?;
        }
        // One destination needs no name.
        let others = config.destinations.iter().any(|other| other.name != self.destination.name);
        let named = if others { "yes" } else { "no" };
        self.terminal.say(&message!("publish-setup-done", name = &self.destination.name, named = named));
        let summary = serde_json::json!({ "destination": self.destination.name });
        self.terminal.report("publish", true, &[], summary, serde_json::Value::Null);
        Ok(Exit::Done)
    }

    /// Asks until the answer is right, where somebody is there to ask again.
    fn answer<T>(
        &self,
        question: &'static str,
        default: &str,
        read: impl Fn(&str) -> Answer<T>,
    ) -> Result<T, Failure> {
        let question = self.terminal.catalogue.text(&Message::new(question));
        let prompt =
            if default.is_empty() { format!("{question}:") } else { format!("{question} [{default}]:") };
        loop {
            let line = self.line(&prompt);
            let is_over = line.is_none() || !std::io::stdin().is_terminal();
            let answer = match line.as_deref() {
                None | Some("") => default,
                Some("-") => "",
                Some(line) => line,
            };
            match read(answer) {
                Ok(answer) => return Ok(answer),
                Err(wrong) if is_over => return Err(Failure::Refused(wrong)),
                Err(wrong) => self.terminal.findings(&[*wrong]),
            }
        }
    }

    /// Saved before it is tried: what is pinned on the way has a table to stand in, and a mistake
    /// can be mended in the settings.
    fn save(&self) -> Result<(), Failure> {
        let Destination { name, kind, host, port, user, path, check_url, key, host_key, certificate, .. } =
            &self.destination;
        let port = if *port == kind.port() || !kind.has_host() { String::new() } else { port.to_string() };
        let text = |text: &str| text.to_owned();
        let pairs = [
            ("kind", text(kind.as_str())),
            ("host", text(host)),
            ("port", port),
            ("user", text(user)),
            ("path", text(path)),
            ("key", key.as_deref().map(text).unwrap_or_default()),
            ("host_key", host_key.as_deref().map(text).unwrap_or_default()),
            ("certificate", certificate.as_deref().map(text).unwrap_or_default()),
            ("check_url", check_url.as_deref().map(text).unwrap_or_default()),
        ];
        Ok(pins::save_all(&root(self.args).join(&self.args.config), name, &pairs)?)
    }
}

fn kind_of(text: &str) -> Answer<DestinationKind> {
    let known = DestinationKind::ALL;
    match known.iter().find(|(word, _)| *word == text) {
        Some((_, kind)) => Ok(*kind),
        None => {
            let near = closest(text, known.iter().map(|(word, _)| *word));
            Err(Box::new(Diagnostic::error("cach-dang-la").arg("name", text).did_you_mean(near)))
        }
    }
}

fn host(text: &str) -> Answer<String> {
    if is_host(text) { Ok(text.to_owned()) } else { Err(Box::new(Diagnostic::error("ten-may-chu"))) }
}

fn number(text: &str) -> Answer<u16> {
    let port = text.parse().ok().filter(|port| *port > 0);
    port.ok_or_else(|| Box::new(Diagnostic::error("cong-sai").arg("value", text)))
}

fn user(text: &str) -> Answer<String> {
    if text.is_empty() { Err(Box::new(Diagnostic::error("thieu-tai-khoan"))) } else { Ok(text.to_owned()) }
}

fn server_folder(text: &str) -> Answer<String> {
    if is_url(text) { Err(Box::new(Diagnostic::error("thu-muc-la-dia-chi"))) } else { Ok(text.to_owned()) }
}

fn folder(text: &str) -> Answer<String> {
    if text.is_empty() { Err(Box::new(Diagnostic::error("thieu-thu-muc-dang"))) } else { Ok(text.to_owned()) }
}

/// A public address, or none.
fn address(text: &str) -> Answer<Option<Box<str>>> {
    if text.is_empty() {
        return Ok(None);
    }
    let template = text.contains("{unit}");
    let address = section_address("check_url", &text.replace("{unit}", "don-vi"))?;
    Ok(Some(if template { text.into() } else { address.to_string().into() }))
}
