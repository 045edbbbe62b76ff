//! What people and programs read.

use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::build::Progress;
use crate::diagnostics::{self, Diagnostic, Format, Severity};
use crate::error::Error;
use crate::message;
use crate::messages::{Catalogue, Message};

use super::args::{Args, ColorArg};

/// The two streams, the language and the format.
#[derive(Clone, Copy)]
pub(super) struct Terminal {
    pub(super) catalogue: &'static Catalogue,
    format: Format,
    quiet: bool,
    colour: bool,
}

impl Terminal {
    pub(super) fn new(args: &Args) -> Terminal {
        match args.color {
            ColorArg::Auto => {}
            ColorArg::Always => anstream::ColorChoice::Always.write_global(),
            ColorArg::Never => anstream::ColorChoice::Never.write_global(),
        }
        let choice = anstream::AutoStream::choice(&std::io::stderr());
        Terminal {
            catalogue: Catalogue::of(args.lang()),
            format: args.format(),
            quiet: args.quiet,
            colour: choice != anstream::ColorChoice::Never,
        }
    }

    /// A sentence on standard output, for people only.
    pub(super) fn say(&self, message: &Message) {
        if self.format == Format::Human && !self.quiet {
            self.out(&self.catalogue.text(message));
        }
    }

    /// Lines on standard output that are put together already, for people only.
    pub(super) fn say_line(&self, line: &str) {
        if self.format == Format::Human && !self.quiet {
            self.out(line);
        }
    }

    /// How far a long run has come: a line on a terminal, nothing in a log.
    pub(super) fn progress_line(&self, line: &str) {
        if self.format == Format::Human && !self.quiet && std::io::stderr().is_terminal() {
            let _ = writeln!(anstream::stderr(), "{line}");
        }
    }

    /// Whether colours are shown.
    pub(super) fn colour(&self) -> bool {
        self.colour
    }

    /// The format that was asked for.
    pub(super) fn format(&self) -> Format {
        self.format
    }

    /// What the machine could not do, while the program goes on.
    pub(super) fn trouble(&self, error: &Error) {
        if self.format != Format::Json {
            let level = self.catalogue.text(&message!("level-error"));
            let text = diagnostics::trouble(error, self.catalogue);
            let _ = writeln!(anstream::stderr(), "{level}: {text}");
        }
    }

    /// A line on standard output, whatever the format.
    pub(super) fn out(&self, line: &str) {
        // A closed pipe is the reader's choice, not a failure of ours.
        let _ = writeln!(anstream::stdout(), "{line}");
    }

    /// A question that is answered in the same line.
    pub(super) fn prompt(&self, question: &str) {
        let _ = write!(anstream::stderr(), "{question} ");
        let _ = anstream::stderr().flush();
    }

    /// A sentence on standard error.
    pub(super) fn note(&self, message: &Message) {
        if self.format != Format::Json {
            let _ = writeln!(anstream::stderr(), "{}", self.catalogue.text(message));
        }
    }

    /// Findings, for people or a forge; for a program they go into the report.
    pub(super) fn findings(&self, list: &[Diagnostic]) {
        let shown: Vec<Diagnostic> =
            list.iter().filter(|found| !self.quiet || found.severity == Severity::Error).cloned().collect();
        match self.format {
            Format::Json => {}
            Format::Human => {
                let text = diagnostics::render(&shown, Format::Human, self.catalogue, self.colour);
                let _ = anstream::stderr().write_all(text.as_bytes());
            }
            Format::Github => {
                let text = diagnostics::render(&shown, Format::Github, self.catalogue, false);
                let _ = anstream::stdout().write_all(text.as_bytes());
            }
        }
    }

    /// The one object that a program reads.
    pub(super) fn report(
        &self,
        command: &str,
        ok: bool,
        list: &[Diagnostic],
        summary: serde_json::Value,
        data: serde_json::Value,
    ) {
        if self.format == Format::Json {
            let list = diagnostics::json(list, self.catalogue);
            self.out(&report(command, ok, list, summary, data).to_string());
        }
    }

    /// A command that did nothing because of these findings.
    pub(super) fn refused(&self, command: &str, list: &[Diagnostic]) -> super::Exit {
        self.findings(list);
        let summary = serde_json::json!({ "errors": list.len() });
        self.report(command, false, list, summary, serde_json::Value::Null);
        super::Exit::Usage
    }

    /// What the machine could not do.
    pub(super) fn failed(&self, args: &Args, error: &Error) {
        let text = diagnostics::trouble(error, self.catalogue);
        if self.format == Format::Json {
            let name = match &args.command {
                Some(super::Command::Init(_)) => "init",
                Some(super::Command::New(_)) => "new",
                Some(super::Command::Build(_)) => "build",
                Some(super::Command::Serve(_)) => "serve",
                Some(super::Command::Publish(_)) => "publish",
                Some(super::Command::Aggregate(_)) => "aggregate",
                None => "",
            };
            self.report(name, false, &[], serde_json::json!({ "error": text }), serde_json::Value::Null);
        } else {
            let level = self.catalogue.text(&message!("level-error"));
            let _ = writeln!(anstream::stderr(), "{level}: {text}");
        }
    }

    /// A mistake in the program itself: said in words, with what its makers need to find it.
    pub(super) fn broken(&self, panic: &std::panic::PanicHookInfo<'_>) {
        let payload = panic.payload();
        let said = payload.downcast_ref::<&str>().copied();
        let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or_default();
        let place = panic.location().map_or(String::new(), ToString::to_string);
        let version = env!("CARGO_PKG_VERSION");
        let text = self.catalogue.text(&message!("error-broken", said = said, at = place, version = version));
        let _ = writeln!(anstream::stderr(), "{text}");
    }

    /// Shows how far a long build has come, on a terminal only.
    pub(super) fn progress(&self) -> Bar {
        let shown = self.format == Format::Human && !self.quiet && std::io::stderr().is_terminal();
        Bar { shown, label: self.catalogue.text(&message!("progress-render")), bar: OnceLock::new() }
    }
}

/// Shows how an upload goes, with rate and time left: a bar on a terminal, elsewhere a line now and
/// then.
pub(super) struct Meter {
    terminal: Terminal,
    on_terminal: bool,
    bar: OnceLock<ProgressBar>,
    upload: Mutex<Upload>,
}

/// How far an upload has come.
struct Upload {
    files: usize,
    bytes: u64,
    sent_files: usize,
    sent_bytes: u64,
    /// Of files that are on their way, by connection.
    moving: BTreeMap<usize, u64>,
    begun: Instant,
    told: Instant,
}

/// How often an upload without a bar is told of.
const TELL: Duration = Duration::from_secs(20);

impl Terminal {
    pub(super) fn meter(&self) -> Meter {
        let on_terminal = self.format == Format::Human && !self.quiet && std::io::stderr().is_terminal();
        let now = Instant::now();
        let upload = Upload {
            files: 0,
            bytes: 0,
            sent_files: 0,
            sent_bytes: 0,
            moving: BTreeMap::new(),
            begun: now,
            told: now,
        };
        Meter { terminal: *self, on_terminal, bar: OnceLock::new(), upload: Mutex::new(upload) }
    }
}

impl Meter {
    /// Takes the bar away before anything else is said.
    pub(super) fn end(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    fn moved(&self, change: impl FnOnce(&mut Upload)) {
        let mut upload = self.upload.lock().expect("no holder panics");
        change(&mut upload);
        let now = upload.sent_bytes + upload.moving.values().sum::<u64>();
        let said = self.said(&upload, now);
        if let Some(bar) = self.bar.get() {
            bar.set_position(now);
            bar.set_message(said);
        } else if upload.files > 0
            && upload.told.elapsed() >= TELL
            && !self.terminal.quiet
            && self.terminal.format != Format::Json
        {
            upload.told = Instant::now();
            let _ = writeln!(anstream::stderr(), "{said}");
        }
    }

    fn note(&self, line: &Message) {
        match self.bar.get() {
            Some(bar) => bar.println(self.terminal.catalogue.text(line)),
            None => self.terminal.note(line),
        }
    }

    /// How many files, how fast, and how long still.
    fn said(&self, upload: &Upload, now: u64) -> String {
        let lang = self.terminal.catalogue.lang();
        let rate = now as f64 / upload.begun.elapsed().as_secs_f64().max(0.1);
        let left = (upload.bytes.saturating_sub(now)) as f64 / rate.max(1.0);
        let minutes = (left / 60.0).ceil() as usize;
        self.terminal.catalogue.text(&message!(
            "publish-sent",
            done = crate::text::number(upload.sent_files as u64, lang),
            files = crate::text::number(upload.files as u64, lang),
            rate = crate::text::decimal(rate / 1024.0, 0, lang),
            minutes = minutes,
            // What the first moments say of the rest is a guess.
            left = if upload.begun.elapsed() < Duration::from_secs(3) {
                "unknown"
            } else if minutes > 1 {
                "minutes"
            } else {
                "soon"
            },
        ))
    }
}

impl crate::publish::Progress for Meter {
    fn start(&self, files: usize, bytes: u64) {
        let mut upload = self.upload.lock().expect("no holder panics");
        (upload.files, upload.bytes) = (files, bytes);
        (upload.begun, upload.told) = (Instant::now(), Instant::now());
        if self.on_terminal && files > 0 {
            let style = ProgressStyle::with_template("{bar:20} {msg}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let _ = self.bar.set(ProgressBar::new(bytes).with_style(style));
        }
    }

    fn moving(&self, connection: usize, bytes: u64) {
        self.moved(|upload| {
            upload.moving.insert(connection, bytes);
        });
    }

    fn sent(&self, connection: usize, bytes: u64) {
        self.moved(|upload| {
            upload.moving.remove(&connection);
            upload.sent_files += 1;
            upload.sent_bytes += bytes;
        });
    }

    fn waiting(&self, fault: &crate::publish::Fault, seconds: u64) {
        let said = crate::text::one_line(&fault.said);
        let told = |text: &str| if text.is_empty() { "no" } else { "yes" };
        let (at, why) = (told(&fault.path), told(&said));
        let path = &fault.path;
        self.note(&message!(
            "publish-waiting",
            seconds = seconds,
            path = path,
            said = said,
            at = at,
            why = why
        ));
    }

    fn watching(&self, seconds: u64) {
        self.note(&message!("publish-watching", seconds = seconds));
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.end();
    }
}

/// What every command says to a program. New fields may come; a rename raises `schema`.
pub(super) fn report(
    command: &str,
    ok: bool,
    diagnostics: serde_json::Value,
    summary: serde_json::Value,
    data: serde_json::Value,
) -> serde_json::Value {
    serde_json::json!({
        "schema": 1,
        "tool": { "name": "nq71", "version": env!("CARGO_PKG_VERSION") },
        "command": command,
        "ok": ok,
        "summary": summary,
        "diagnostics": diagnostics,
        "data": data,
    })
}

/// A bar that appears when there is much to do.
pub(super) struct Bar {
    shown: bool,
    label: String,
    bar: OnceLock<ProgressBar>,
}

impl Progress for Bar {
    fn start(&self, pages: usize) {
        if self.shown && pages > 500 {
            let style = ProgressStyle::with_template("{msg} {bar:30} {pos}/{len}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::new(pages as u64).with_style(style).with_message(self.label.clone());
            let _ = self.bar.set(bar);
        }
    }

    fn step(&self) {
        if let Some(bar) = self.bar.get() {
            bar.inc(1);
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}
