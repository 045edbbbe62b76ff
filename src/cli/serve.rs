//! `nq71 serve`

use std::sync::{Arc, Mutex};

use qrcode::{Color, EcLevel, QrCode};

use crate::diagnostics::{Diagnostic, Format, any_error};
use crate::message;
use crate::serve::watch::{self, Failure};
use crate::serve::{self, News, Options, Voice};
use crate::text;

use super::args::{Args, ServeArgs};
use super::build::today;
use super::terminal::Terminal;
use super::{Exit, Run, root};

pub(super) fn run(terminal: &Terminal, args: &Args, own: &ServeArgs) -> Run {
    // A day that was given stays; without one, a new day begins at midnight.
    if let Err(wrong) = today(own.date.as_deref()) {
        return Ok(terminal.refused("serve", &[*wrong]));
    }
    let date = own.date.clone();
    let root = root(args);
    let options = Options {
        root: std::path::absolute(root).unwrap_or_else(|_| root.to_owned()),
        settings: args.config.clone(),
        interface: own.interface,
        port: own.port,
        poll: own.poll.map(|every| every.unwrap_or(watch::POLL)),
        day: Box::new(move || today(date.as_deref()).unwrap_or_else(|_| unreachable!("tried before"))),
        catalogue: terminal.catalogue,
        open: Box::new(|path| opener::open(path).is_ok()),
    };
    serve::run(options, Arc::new(Spoken { terminal: *terminal, open: own.open, said: Mutex::default() }))?;
    Ok(Exit::Interrupted)
}

/// Tells at the terminal what happens.
struct Spoken {
    terminal: Terminal,
    open: bool,
    /// The findings that were told last.
    said: Mutex<Vec<Diagnostic>>,
}

impl Voice for Spoken {
    fn say(&self, news: &News<'_>) {
        let terminal = &self.terminal;
        match news {
            News::Listening { url, network, taken } => self.listening(url, network.as_deref(), *taken),
            News::Read { snapshot, took } => {
                // What was said already is not said with every save again.
                let mut said = self.said.lock().expect("no holder panics");
                let as_before = *said == snapshot.found;
                if !as_before {
                    terminal.findings(&snapshot.found);
                    said.clone_from(&snapshot.found);
                }
                if let Some(error) = &snapshot.trouble {
                    terminal.trouble(error);
                }
                let (errors, warnings) = snapshot.weight();
                let ok = !any_error(&snapshot.found) && snapshot.trouble.is_none();
                let lang = terminal.catalogue.lang();
                let milliseconds = text::number(took.as_millis() as u64, lang);
                let first = if snapshot.number == 1 { "yes" } else { "no" };
                terminal.say(&message!(
                    "serve-read",
                    first = first,
                    errors = errors,
                    warnings = warnings,
                    milliseconds = milliseconds
                ));
                let summary = serde_json::json!({
                    "event": "read",
                    "number": snapshot.number,
                    "errors": errors,
                    "warnings": warnings,
                    "milliseconds": took.as_secs_f64() * 1000.0,
                    "as_before": as_before,
                });
                let changed: Vec<&str> = snapshot.changed.iter().map(|path| path.as_str()).collect();
                terminal.report(
                    "serve",
                    ok,
                    if as_before { &[] } else { &snapshot.found },
                    summary,
                    serde_json::json!({ "changed": changed }),
                );
            }
            News::Polling { every, reason } => {
                let milliseconds = text::number(every.as_millis() as u64, terminal.catalogue.lang());
                let (reason, said) = match reason {
                    Some(Failure::TooMany) => ("many", ""),
                    Some(Failure::Permission) => ("permission", ""),
                    Some(Failure::Other(said)) => ("other", said.as_str()),
                    None => ("remote", ""),
                };
                terminal.note(&message!(
                    "serve-polling",
                    reason = reason,
                    said = said,
                    milliseconds = milliseconds
                ));
            }
        }
    }
}

impl Spoken {
    fn listening(&self, url: &str, network: Option<&str>, taken: Option<u16>) {
        let terminal = &self.terminal;
        if let Some(port) = taken {
            terminal.note(&message!("serve-port-taken", port = port));
        }
        terminal.say(&message!("serve-listening", url = url));
        if let Some(network) = network {
            terminal.note(&message!("serve-network", url = network));
            if terminal.format() == Format::Human
                && let Ok(code) = QrCode::with_error_correction_level(network, EcLevel::L)
            {
                terminal.say_line(&drawn(&code, terminal.colour()));
            }
        }
        let data = serde_json::json!({ "url": url, "network": network });
        terminal.report("serve", true, &[], serde_json::json!({ "event": "listening" }), data);
        if self.open && opener::open_browser(url).is_err() {
            terminal.note(&message!("serve-no-browser", url = url));
        }
    }
}

/// A QR code for a terminal, two rows of points in a line. The light border belongs to it. With
/// colours it is black on white whatever the terminal's ground is; without them, light is what the
/// terminal prints, so that it can be read on a dark ground.
fn drawn(code: &QrCode, colour: bool) -> String {
    const BORDER: i32 = 2;
    let size = code.width() as i32;
    let inside = |at: i32| (0..size).contains(&at);
    let light = |x: i32, y: i32| !(inside(x) && inside(y)) || code[(x as usize, y as usize)] == Color::Light;
    let (start, end) = if colour { ("\x1b[38;5;231;48;5;16m", "\x1b[0m") } else { ("", "") };
    let range = -BORDER..size + BORDER;
    let mut out = String::new();
    for y in range.clone().step_by(2) {
        out.push_str(start);
        for x in range.clone() {
            out.push(match (light(x, y), light(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        out.push_str(end);
        out.push('\n');
    }
    out
}
