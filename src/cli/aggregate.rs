//! `nq71 aggregate`

use std::time::Instant;

use crate::aggregate::{self, Failure, Fetch, Listener, Now, Report, Request, Web, Wish};
use crate::build;
use crate::config;
use crate::diagnostics::{Diagnostic, Format, any_error, closest};
use crate::exchange::copies::State;
use crate::files::DiskFiles;
use crate::message;
use crate::model::{Config, SourceSpec, SourceState};
use crate::output::Lock;
use crate::text;

use super::args::{AggregateArgs, Args};
use super::build::{CACHE, LOCK, today};
use super::terminal::Terminal;
use super::{Exit, Run, root};

/// Sources in trouble that the summary names.
const NAMED: usize = 30;

pub(super) fn run(terminal: &Terminal, args: &Args, own: &AggregateArgs) -> Run {
    let begun = Instant::now();
    let day = match today(own.date.as_deref()) {
        Ok(day) => day,
        Err(wrong) => return Ok(terminal.refused("aggregate", &[*wrong])),
    };
    let files = DiskFiles::open(root(args))?;
    let mut found = Vec::new();
    let config = config::load(&files, &args.config)?.into(&mut found);
    let Some(config) = config.filter(|_| !any_error(&found)) else {
        return Ok(terminal.refused("aggregate", &found));
    };
    let mut only = Vec::new();
    let mut unknown = Vec::new();
    for written in &own.only {
        match config.units.find(written) {
            Some(unit) => only.push(unit),
            None => {
                let known = closest(written, config.units.iter().map(|(_, unit)| &*unit.code));
                unknown.push(Diagnostic::error("don-vi-la").arg("name", written).did_you_mean(known));
            }
        }
    }
    if !unknown.is_empty() {
        return Ok(terminal.refused("aggregate", &unknown));
    }
    let has_section = config.units.iter().any(|(_, unit)| unit.section_url.is_some());
    if config.sources.is_empty() && !has_section {
        return Ok(terminal.refused("aggregate", &[Diagnostic::error("chua-co-nguon")]));
    }
    terminal.findings(&found);
    let _lock = Lock::take(&root(args).join(CACHE).join(LOCK))?;
    let now = Now { day, second: jiff::Timestamp::now().as_second() };
    let wish = Wish { only, offline: own.offline, refresh: own.refresh };
    let contact = config.base_url.as_ref().map_or("", |url| url.as_str());
    let web = Web::new(&config.inner_hosts, contact);
    let fetch: &dyn Fetch = if own.offline { &Offline } else { &web };
    let lines = Lines { terminal, config: &config };
    let mut report = aggregate::run(root(args), &files, &config, fetch, now, &wish, &lines)?;
    // Beside posts of our own, and texts from folders, it takes a look at all of them to say what a
    // build will show.
    let has_own = root(args).join(build::CONTENT).is_dir();
    if let Some(quarter) = report.quarter.filter(|_| has_own || report.has_texts) {
        (report.posts, report.rejected) = build::tally(&files, &config, day, quarter)?;
    }
    said(terminal, &config, &report, begun);
    if !wish.only.is_empty() && report.asked.is_empty() && !own.offline {
        terminal.note(&message!("aggregate-only-none"));
    }
    let trouble = report.in_state(SourceState::Failed).chain(report.in_state(SourceState::Held));
    // Whoever asked to be told by the exit code is told why, too.
    let trouble: Vec<Diagnostic> = trouble
        .filter(|_| own.strict)
        .map(|(source, state)| {
            let unit = &config.units.get(source.unit).code;
            Diagnostic::error("nguon-co-van-de").arg("unit", unit).arg("reason", words(terminal, state))
        })
        .collect();
    if args.quiet || terminal.format() == Format::Github {
        terminal.findings(&trouble);
    }
    Ok(if trouble.is_empty() { Exit::Done } else { Exit::Io })
}

/// Nobody is asked; only folders and files on this machine are read.
struct Offline;

impl Fetch for Offline {
    fn get(&self, request: Request<'_>) -> Result<aggregate::Answer, Failure> {
        Err(Failure::new("nguon-khong-ket-noi", request.url.host()))
    }
}

/// A line a source, as it is done.
struct Lines<'l> {
    terminal: &'l Terminal,
    config: &'l Config,
}

impl Listener for Lines<'_> {
    fn done(&self, source: &SourceSpec, state: &State) {
        let code = &self.config.units.get(source.unit).code;
        let words = words(self.terminal, state);
        self.terminal.progress_line(&format!("{code}: {words}"));
    }
}

/// How a source is, in words.
fn words(terminal: &Terminal, state: &State) -> String {
    let say = |id: &str| {
        let words = terminal.catalogue.find(id, [("detail", state.detail.as_str())]);
        words.unwrap_or_else(|| id.to_owned())
    };
    match state.state {
        SourceState::New => say("nguon-moi"),
        SourceState::Good if state.error.is_empty() => say("nguon-tot"),
        SourceState::Good => say(&state.error),
        SourceState::Failed | SourceState::Held => say(&state.error),
    }
}

fn said(terminal: &Terminal, config: &Config, report: &Report, begun: Instant) {
    let lang = terminal.catalogue.lang();
    let number = |n: usize| text::number(n as u64, lang);
    let good = report.in_state(SourceState::Good).count();
    let trouble: Vec<&(SourceSpec, State)> =
        report.in_state(SourceState::Failed).chain(report.in_state(SourceState::Held)).collect();
    let quarter = report.quarter.map_or(String::new(), |quarter| match lang {
        text::Lang::Vi => quarter.label(lang).replacen('Q', "q", 1),
        text::Lang::En => quarter.label(lang),
    });
    terminal.say(&message!(
        "aggregate-done",
        good = number(good),
        all = number(report.run().count()),
        posts = number(report.posts),
        quarter = quarter,
        failed = number(trouble.len()),
        rejected = number(report.rejected),
    ));
    let (all, seen) = report.sections;
    if all > 0 {
        terminal.say(&message!("aggregate-sections", seen = number(seen), all = number(all)));
        if report.sections_silent > 0 {
            let silent = number(report.sections_silent);
            terminal.say(&message!("aggregate-sections-silent", silent = silent));
        }
    }
    let age = |state: &State, checked: Option<jiff::civil::Date>| {
        let days = state.good.zip(checked).map(|(good, checked)| (checked - good).get_days().max(0));
        terminal.catalogue.text(&match days {
            Some(0) => message!("aggregate-today"),
            Some(days) => message!("aggregate-age", days = days),
            None => message!("aggregate-no-copy"),
        })
    };
    // A source may be well and still have something for a person.
    let noted = report.in_state(SourceState::Good).filter(|(_, state)| !state.error.is_empty());
    let trouble: Vec<&(SourceSpec, State)> = trouble.into_iter().chain(noted).collect();
    let width = trouble.iter().map(|(source, _)| config.units.get(source.unit).code.len()).max().unwrap_or(0);
    for (source, state) in trouble.iter().take(NAMED) {
        let code = &config.units.get(source.unit).code;
        let line = format!("  {code:<width$}  {}  {}", words(terminal, state), age(state, state.checked));
        terminal.say_line(&line);
    }
    if trouble.len() > NAMED {
        terminal.say(&message!("aggregate-more", n = trouble.len() - NAMED));
    }
    if let Some((source, _)) = report.in_state(SourceState::Held).next() {
        let unit = &config.units.get(source.unit).code;
        terminal.say(&message!("aggregate-held", unit = unit));
    }
    if report.passed_over > 0 {
        terminal.say(&message!("aggregate-offline", n = number(report.passed_over)));
    }
    for (address, key) in &report.taken_over {
        let source = report.sources.iter().find(|(source, _)| source.key == *key);
        let unit = source.map_or("", |(source, _)| &config.units.get(source.unit).code);
        terminal.say(&message!("aggregate-taken-over", unit = unit, url = address));
    }
    for (key, _) in &report.left {
        terminal.say(&message!("aggregate-left", key = key));
    }
    terminal.say(&message!("aggregate-next"));
    let sources: Vec<serde_json::Value> = report
        .sources
        .iter()
        .map(|(source, state)| {
            let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
            serde_json::json!({
                "source": &*source.key,
                "unit": &*config.units.get(source.unit).code,
                "address": &*source.address,
                "state": state.state.code(),
                "checked": day(state.checked),
                "copy": day(state.good),
                "error": &state.error,
                "message": words(terminal, state),
            })
        })
        .collect();
    let summary = serde_json::json!({
        "sources": report.sources.len(),
        "good": good,
        "failed": report.in_state(SourceState::Failed).count(),
        "held": report.in_state(SourceState::Held).count(),
        "sections": report.sections.0,
        "sections_seen": report.sections.1,
        "sections_silent": report.sections_silent,
        "posts": report.posts,
        "quarter": report.quarter.map(|quarter| quarter.to_string()),
        "rejected": report.rejected,
        "seconds": begun.elapsed().as_secs_f64(),
    });
    terminal.report("aggregate", true, &[], summary, serde_json::json!({ "sources": sources }));
}
