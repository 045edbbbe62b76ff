//! `nq71 publish --setup`: asks, tries it out, and saves what works.

use std::io::BufRead as _;

use crate::diagnostics::{Diagnostic, closest};
use crate::message;
use crate::model::{Address, Config, Destination, DestinationKind};
use crate::publish::Session;
use crate::text;

use super::super::args::{Args, PublishArgs};
use super::super::terminal::Terminal;
use super::super::{Exit, Run, root};
use super::{Failure, Publisher, STOP, pins, section};

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
        let kind = self.answer("publish-setup-kind", "ftps");
        let known = DestinationKind::ALL;
        let Some((_, kind)) = known.iter().find(|(word, _)| *word == kind) else {
            let near = closest(&kind, known.iter().map(|(word, _)| *word));
            return Err(Diagnostic::error("cach-dang-la").arg("name", &kind).did_you_mean(near).into());
        };
        self.destination.kind = *kind;
        let section = self.section.clone();
        if kind.has_host() {
            self.destination.host = self.answer("publish-setup-host", "").into();
            let port = self.answer("publish-setup-port", &kind.port().to_string());
            self.destination.port = port.parse().unwrap_or(0);
            self.destination.user = self.answer("publish-setup-user", "").into();
            if *kind == DestinationKind::Sftp {
                self.destination.key =
                    Some(self.answer("publish-setup-key", "")).filter(|key| !key.is_empty()).map(Into::into);
            }
            self.destination.path =
                self.answer("publish-setup-path", &format!("public_html/{section}")).into();
        } else {
            let default = if *kind == DestinationKind::Zip { "dang" } else { "" };
            self.destination.path = self.answer("publish-setup-folder", default).into();
        }
        let default = config.base_url.as_ref().map(ToString::to_string).unwrap_or_default();
        let url = self.answer("publish-setup-url", &default);
        self.destination.check_url = url.parse::<Address>().ok();
        if self.destination.port == 0 && kind.has_host() {
            return Err(Diagnostic::error("cong-sai").arg("value", 0).into());
        }
        if kind.has_host() && self.destination.host.is_empty() {
            return Err(Diagnostic::error("ten-may-chu").into());
        }
        self.save()?;
        if *kind != DestinationKind::Zip {
            let mut store = self.connected()?;
            Session::new(store.as_mut(), &(), &STOP, std::thread::sleep).try_out()?;
        }
        self.terminal.say(&message!("publish-setup-done", name = &self.destination.name));
        let summary = serde_json::json!({ "destination": self.destination.name });
        self.terminal.report("publish", true, &[], summary, serde_json::Value::Null);
        Ok(Exit::Done)
    }

    fn answer(&self, question: &'static str, default: &str) -> String {
        let prompt = self.terminal.catalogue.text(&message!(question, default = default));
        self.terminal.prompt(&prompt);
        let mut line = String::new();
        let _ = std::io::stdin().lock().read_line(&mut line);
        let answer = text::one_line(&line);
        if answer.is_empty() { default.to_owned() } else { answer }
    }

    /// Saved before it is tried: what is pinned on the way has a table to stand in, and a mistake
    /// can be mended in the settings.
    fn save(&self) -> Result<(), Failure> {
        let Destination { name, kind, host, port, user, path, check_url, key, .. } = &self.destination;
        let port = if *port == kind.port() || !kind.has_host() { String::new() } else { port.to_string() };
        let text = |text: &str| text.to_owned();
        let pairs = [
            ("kind", text(kind.as_str())),
            ("host", text(host)),
            ("port", port),
            ("user", text(user)),
            ("path", text(path)),
            ("key", key.as_deref().map(text).unwrap_or_default()),
            ("check_url", check_url.as_ref().map(ToString::to_string).unwrap_or_default()),
        ];
        Ok(pins::save_all(&root(self.args).join(&self.args.config), name, &pairs)?)
    }
}
