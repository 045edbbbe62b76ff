//! `nq71 publish`

mod check;
mod connect;
mod pins;
mod setup;

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ring::rand::{SecureRandom, SystemRandom};

use crate::config;
use crate::diagnostics::{Diagnostic, Severity, any_error, closest};
use crate::error::Error;
use crate::files::DiskFiles;
use crate::message;
use crate::messages::Message;
use crate::model::{Config, Destination, DestinationKind, Digest, OutPath};
use crate::output::{Manifest, write_atomically};
use crate::publish::{Archive, Content, Fault, Journal, Kind, Owner, Session, Steps, Survey, archive, steps};
use crate::text;

use super::args::{Args, BuildArgs, PublishArgs};
use super::build::{self, CACHE, PUBLIC, UNITS, may_hold_output, today};
use super::terminal::Terminal;
use super::{Exit, Run, root};

/// Set by Ctrl-C: the run ends between two files and lets go of its lock.
static STOP: AtomicBool = AtomicBool::new(false);

/// True while a question waits for its answer: nothing is open that would have to be closed.
static ASKS: AtomicBool = AtomicBool::new(false);

/// So many files are named in one sentence.
const SHOWN: usize = 8;

/// Removing more files than this is asked about, even on a large section.
const MOST_DELETES: usize = 100;

/// The folder for copies of what somebody wrote on the server.
const COPIES: &str = "tu-may-chu";

/// The folder in an archive where the section's address says nothing better.
const SECTION: &str = "nghi-quyet-71";

pub(super) fn run(terminal: &Terminal, args: &Args, own: &PublishArgs) -> Run {
    let files = DiskFiles::open(root(args))?;
    let mut found = Vec::new();
    let config = config::load(&files, &args.config)?.into(&mut found);
    let Some(config) = config.filter(|_| !any_error(&found)) else {
        return Ok(terminal.refused("publish", &found));
    };
    // A second Ctrl-C ends at once, as it does everywhere.
    let _ = ctrlc::set_handler(|| {
        if STOP.swap(true, Ordering::Relaxed) || ASKS.load(Ordering::Relaxed) {
            std::process::exit(Exit::Interrupted as i32);
        }
    });
    if own.setup {
        return setup::run(terminal, args, own, &config);
    }
    let destination = match chosen(&config, own) {
        Ok(destination) => destination,
        Err(wrong) => return Ok(terminal.refused("publish", &[*wrong])),
    };
    let publisher = Publisher { terminal, args, own, destination, section: section(&config) };
    match publisher.run(&config) {
        Ok(exit) => Ok(exit),
        Err(Failure::Error(error)) => Err(error),
        Err(Failure::Fault(fault)) => Ok(publisher.failed(&fault)),
        Err(Failure::Refused(wrong)) => Ok(terminal.refused("publish", &[*wrong])),
    }
}

/// Why a publish ended early.
enum Failure {
    Error(Error),
    Fault(Fault),
    Refused(Box<Diagnostic>),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Failure {
        Failure::Error(error)
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}

impl From<Diagnostic> for Failure {
    fn from(wrong: Diagnostic) -> Failure {
        Failure::Refused(Box::new(wrong))
    }
}

/// The destination that the command names, with the unit's code in its path.
fn chosen(config: &Config, own: &PublishArgs) -> Result<Destination, Box<Diagnostic>> {
    let all = &config.destinations;
    let names = || all.iter().map(|one| &*one.name);
    let mut chosen = match (&own.name, all.as_ref()) {
        (_, []) => return Err(Box::new(Diagnostic::error("chua-co-noi-dang"))),
        (None, [only]) => only.clone(),
        (None, _) => {
            let known = names().collect::<Vec<_>>().join(", ");
            return Err(Box::new(Diagnostic::error("chon-noi-dang").arg("known", known)));
        }
        (Some(name), _) => match all.iter().find(|one| *one.name == **name) {
            Some(one) => one.clone(),
            None => {
                let known = closest(name, names());
                return Err(Box::new(Diagnostic::error("noi-dang-la").arg("name", name).did_you_mean(known)));
            }
        },
    };
    let unit = own.unit.as_deref().or(chosen.unit.as_deref()).map(Box::from);
    let Some(unit): Option<Box<str>> = unit else {
        return match chosen.path.contains("{unit}") {
            true => Err(Box::new(Diagnostic::error("thieu-don-vi-dang").arg("name", &chosen.name))),
            false => Ok(chosen),
        };
    };
    if config.units.find(&unit).is_none() {
        let known = closest(&unit, config.units.iter().map(|(_, unit)| &*unit.code));
        return Err(Box::new(Diagnostic::error("don-vi-la").arg("name", &unit).did_you_mean(known)));
    }
    // One unit's section in the place of another's would take everything of the other's away.
    if !chosen.path.contains("{unit}") && chosen.unit.as_ref() != Some(&unit) {
        let wrong = Diagnostic::error("cho-cua-don-vi").arg("name", &chosen.name).arg("unit", &unit);
        return Err(Box::new(wrong));
    }
    chosen.path = chosen.path.replace("{unit}", &unit).into();
    chosen.check_url = chosen.check_url.map(|url| url.replace("{unit}", &unit).into());
    chosen.unit = Some(unit);
    Ok(chosen)
}

/// The last part of the section's address, for the folder in an archive.
fn section(config: &Config) -> String {
    let url = config.base_url.as_ref().map(ToString::to_string).unwrap_or_default();
    let path = url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path);
    let name = text::slug(path.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
    if name.is_empty() { SECTION.to_owned() } else { name }
}

struct Publisher<'p> {
    terminal: &'p Terminal,
    args: &'p Args,
    own: &'p PublishArgs,
    destination: Destination,
    section: String,
}

impl Publisher<'_> {
    fn run(&self, config: &Config) -> Result<Exit, Failure> {
        let Destination { kind, path, unit, .. } = &self.destination;
        // What was built is not published into itself.
        let is_own = self.local_path().starts_with(root(self.args).join(PUBLIC));
        if !kind.has_host() && (is_own || !may_hold_output(root(self.args), &self.local_path(), &[])) {
            return Err(Diagnostic::error("thu-muc-cam").arg("folder", path).into());
        }
        if self.own.verify {
            return self.verify(config);
        }
        let build = BuildArgs {
            date: self.own.date.clone(),
            unit: unit.iter().map(ToString::to_string).collect(),
            ..BuildArgs::default()
        };
        let built = match build::make(self.terminal, self.args, &build, "publish")? {
            Ok(built) => built,
            Err(exit) => return Ok(exit),
        };
        build::said(self.terminal, &built);
        let folder = built.made[0].folder.clone();
        let local = built.made[0].summary.manifest.clone();
        let bytes = |path: &OutPath| read(&folder, path);
        if *kind == DestinationKind::Zip {
            return self.archive(&local, &bytes);
        }
        self.upload(&local, &bytes)
    }

    fn archive(
        &self,
        local: &Manifest,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
    ) -> Result<Exit, Failure> {
        let date = today(self.own.date.as_deref()).map_err(Failure::Refused)?;
        let name = self.destination.unit.as_deref().unwrap_or(&self.section).to_owned();
        let split = self.own.split.map(|megabytes| u64::from(megabytes) << 20);
        let to = Archive { folder: self.local_path(), name, split, date };
        let mut before = to.before();
        let can_ask = std::io::stdin().is_terminal() && !self.own.yes && !self.own.dry_run;
        let is_uploaded = || can_ask && self.ask(&message!("publish-ask-uploaded"), false);
        if before.is_waiting() && (self.own.uploaded || is_uploaded()) {
            before.confirm();
        }
        let planned = before.steps(local);
        self.show(&planned);
        if self.own.dry_run {
            return Ok(self.listed_only(&planned, &[]));
        }
        let made = archive(&to, &before, local, bytes)?;
        for file in made.whole.iter().chain(&made.changes) {
            self.terminal.say(&message!("publish-zip", path = super::shown(file)));
        }
        if !made.changes.is_empty() {
            self.terminal.say(&message!("publish-zip-changes", name = &to.name));
        }
        let mut data = listed(&planned);
        data["archives"] = serde_json::json!(made.whole);
        data["changes"] = serde_json::json!(made.changes);
        self.terminal.report("publish", true, &[], self.summary(&planned), data);
        Ok(Exit::Done)
    }

    fn upload(&self, local: &Manifest, bytes: &Content<'_>) -> Result<Exit, Failure> {
        let mut journal = Journal::at(self.noted("dang-do"));
        let mut connected = self.connected()?;
        let meter = self.terminal.meter();
        let account = connected.account.clone();
        let open = || self.store(&account);
        let mut session = Session::new(connected.store.as_mut(), &meter, &STOP, std::thread::sleep)
            .over(self.destination.connections, &open);
        let last = self.last();
        let mut survey = session.survey(local, last.as_ref(), &journal)?;
        survey.in_the_way()?;
        if self.own.all {
            survey.doubt();
        }
        let planned = steps(local, &survey.known);
        self.show(&planned);
        if survey.is_resumed {
            self.terminal.say(&message!("publish-resumed"));
        }
        let seen = self.seen(&survey);
        self.terminal.findings(&seen);
        let mut warnings = connected.warnings.clone();
        warnings.extend(seen);
        let refusals = self.refusals(&planned, &survey, last.as_ref());
        if self.own.dry_run {
            let would: Vec<_> = refusals
                .into_iter()
                .map(|(refusal, _)| Diagnostic { severity: Severity::Warning, ..refusal })
                .collect();
            self.terminal.findings(&would);
            warnings.extend(would);
            return Ok(self.listed_only(&planned, &warnings));
        }
        let begun = Instant::now();
        let is_needed = !survey.is_done(local);
        if is_needed {
            self.consent(refusals, !survey.foreign.is_empty())?;
        }
        let (copied, copies) = (Mutex::new(Vec::new()), self.copies());
        let keep = |path: &OutPath, there: &[u8]| {
            let file = copies.join(path.as_str());
            write_atomically(&file, there).map_err(|error| Fault::new(Kind::Local, path.as_str(), error))?;
            copied.lock().expect("no holder panics").push(path.to_string());
            Ok(())
        };
        let owner = Owner::new(&self.token()?, &machine(), || jiff::Timestamp::now().as_second());
        let applied = session.apply(local, &survey, bytes, &keep, &mut journal, &owner);
        meter.end();
        let mut copied = copied.into_inner().expect("no holder panics");
        copied.sort();
        let copied = self.some("da-chep-ve", &copied).map(|one| one.arg("folder", super::shown(&copies)));
        self.terminal.findings(copied.as_slice());
        warnings.extend(copied);
        let applied = applied?;
        let left = self.some("tep-de-lai", &applied.left);
        self.terminal.findings(left.as_slice());
        warnings.extend(left);
        // Kept for `--verify`; losing it costs nothing but a build.
        write_atomically(&self.noted("da-dang"), local.to_string().as_bytes())?;
        let said = if is_needed { "publish-done" } else { "publish-nothing" };
        let seconds = text::decimal(begun.elapsed().as_secs_f64(), 1, self.terminal.catalogue.lang());
        self.terminal.say(&message!(said, seconds = seconds, name = &self.destination.name));
        let public = self.look(local);
        self.terminal.findings(&public);
        warnings.extend(public);
        self.terminal.report("publish", true, &warnings, self.summary(&planned), listed(&planned));
        Ok(Exit::Done)
    }

    /// What a dry run says.
    fn listed_only(&self, planned: &Steps, warnings: &[Diagnostic]) -> Exit {
        for (mark, paths) in [("+", &planned.new), ("~", &planned.changed), ("-", &planned.removed)] {
            for path in paths {
                self.terminal.say_line(&format!("  {mark} {path}"));
            }
        }
        self.terminal.report("publish", true, warnings, self.summary(planned), listed(planned));
        Exit::Done
    }

    /// A warning about some files, of which a few are named; none where there are none.
    fn some(&self, code: &'static str, paths: &[impl ToString]) -> Option<Diagnostic> {
        let some = paths.iter().take(SHOWN).map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let warning = Diagnostic::warning(code).arg("count", paths.len()).arg("some", some);
        (!paths.is_empty()).then(|| warning.arg("more", if paths.len() > SHOWN { "yes" } else { "no" }))
    }

    /// What should be known of the server before anything is touched.
    fn seen(&self, survey: &Survey) -> Vec<Diagnostic> {
        let altered = self.some("da-sua-tren-may-chu", &survey.altered);
        let foreign = self.some("muc-la-tren-may-chu", &survey.foreign);
        altered.into_iter().chain(foreign).collect()
    }

    /// Why this must not be done unasked, each with its question.
    fn refusals(
        &self,
        planned: &Steps,
        survey: &Survey,
        last: Option<&Manifest>,
    ) -> Vec<(Diagnostic, Message)> {
        let mut refusals = Vec::new();
        if let Some(there) = &survey.other_unit {
            let refusal = Diagnostic::error("may-chu-cua-don-vi-khac").arg("there", there);
            let question = message!("publish-ask-unit", there = there);
            refusals.push((refusal.arg("name", &self.destination.name), question));
        }
        // A manifest that gives away the files of others would raise the limit, too.
        let ours = last.unwrap_or(&survey.known).len();
        let most = self.own.max_deletes.unwrap_or((ours / 2).clamp(10, MOST_DELETES));
        let count = planned.removed.len();
        if count > most {
            let refusal = Diagnostic::error("xoa-qua-nhieu").arg("count", count).arg("most", most);
            let shown = text::number(count as u64, self.terminal.catalogue.lang());
            refusals.push((refusal, message!("publish-ask-deletes", count = shown)));
        }
        refusals
    }

    /// Asks before anything is touched.
    fn consent(&self, refusals: Vec<(Diagnostic, Message)>, has_foreign: bool) -> Result<(), Failure> {
        let can_ask = std::io::stdin().is_terminal();
        for (refusal, question) in refusals {
            if !can_ask || !self.ask(&question, false) {
                return Err(refusal.into());
            }
        }
        if self.own.yes {
            return Ok(());
        }
        if !can_ask {
            return Err(Diagnostic::error("can-dong-y").into());
        }
        let (question, default) = match has_foreign {
            true => (message!("publish-ask-careful"), false),
            false => (message!("publish-ask"), true),
        };
        match self.ask(&question, default) {
            true => Ok(()),
            false => Err(Failure::Fault(Fault::new(Kind::Stopped, "", ""))),
        }
    }

    fn show(&self, planned: &Steps) {
        let lang = self.terminal.catalogue.lang();
        let number = |n: usize| text::number(n as u64, lang);
        self.terminal.say(&message!(
            "publish-steps",
            new = number(planned.new.len()),
            changed = number(planned.changed.len()),
            removed = number(planned.removed.len()),
            size = text::decimal(planned.bytes as f64 / f64::from(1 << 20), 1, lang),
        ));
    }

    fn summary(&self, planned: &Steps) -> serde_json::Value {
        serde_json::json!({
            "destination": self.destination.name,
            "new": planned.new.len(),
            "changed": planned.changed.len(),
            "removed": planned.removed.len(),
            "bytes": planned.bytes,
        })
    }

    fn failed(&self, fault: &Fault) -> Exit {
        let Destination { name, host, user, path, .. } = &self.destination;
        let mut fault = fault.clone();
        if fault.kind == Kind::WrongFolder && fault.path.is_empty() {
            fault.path = path.to_string();
        }
        if fault.kind == Kind::Stopped {
            self.terminal.note(&message!("publish-stopped"));
            let summary = serde_json::json!({ "stopped": true });
            self.terminal.report("publish", false, &[], summary, serde_json::Value::Null);
            return Exit::Interrupted;
        }
        let found = [fault.diagnostic(name, host, user)];
        self.terminal.findings(&found);
        let said = text::one_line(&fault.said);
        if fault.is_spoken {
            self.terminal.note(&message!("publish-said", said = said));
        } else if !said.is_empty() && !fault.kind.tells_more() {
            self.terminal.note(&message!("publish-reason", said = said));
        }
        let summary = serde_json::json!({ "destination": name, "said": fault.said });
        self.terminal.report("publish", false, &found, summary, serde_json::Value::Null);
        if fault.kind == Kind::InTheWay { Exit::Usage } else { Exit::Io }
    }

    /// The folder of this machine that the destination names.
    fn local_path(&self) -> PathBuf {
        root(self.args).join(&*self.destination.path)
    }

    fn public_folder(&self) -> PathBuf {
        match &self.destination.unit {
            Some(unit) => root(self.args).join(UNITS).join(&**unit),
            None => root(self.args).join(PUBLIC),
        }
    }

    /// What was published from here last.
    fn last(&self) -> Option<Manifest> {
        Manifest::parse(&std::fs::read_to_string(self.noted("da-dang")).ok()?)
    }

    /// Where something is noted about this destination: the manifest as it was published last, or
    /// what of an unfinished publish has arrived.
    fn noted(&self, what: &str) -> PathBuf {
        let Destination { name, unit, .. } = &self.destination;
        let unit = unit.as_deref().map(|unit| format!(".{unit}")).unwrap_or_default();
        root(self.args).join(CACHE).join(format!("{what}.{name}{unit}.txt"))
    }

    /// Where copies of what somebody wrote on the server go: every run has its own folder, beside
    /// the posts, because `.nq71/` may be deleted at any time.
    fn copies(&self) -> PathBuf {
        let now = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7)));
        let moment = now.strftime("%Y-%m-%d-%H%M%S").to_string();
        root(self.args).join(COPIES).join(&*self.destination.name).join(moment)
    }

    /// What only this site's folder on this machine knows: it tells our own lock, left by a run
    /// that was killed, from another publisher's. A copy of the folder knows something else; two
    /// runs in one folder exclude one another by the build's lock.
    fn token(&self) -> Result<String, Error> {
        let kept = token(&root(self.args).join(CACHE))?;
        let folder = std::fs::canonicalize(root(self.args)).unwrap_or_default();
        Ok(Digest::of(format!("{kept} {}", folder.display()).as_bytes()).to_string())
    }
}

fn read(folder: &Path, path: &OutPath) -> Result<Vec<u8>, Fault> {
    std::fs::read(folder.join(path.as_str())).map_err(|error| Fault::new(Kind::Local, path.as_str(), error))
}

fn listed(planned: &Steps) -> serde_json::Value {
    let names = |paths: &[OutPath]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
    serde_json::json!({
        "new": names(&planned.new),
        "changed": names(&planned.changed),
        "removed": names(&planned.removed),
    })
}

/// A number by chance that the site's folder keeps.
fn token(cache: &Path) -> Result<String, Error> {
    let file = cache.join("ma-thu-muc.txt");
    if let Ok(token) = std::fs::read_to_string(&file)
        && token.len() == 32
    {
        return Ok(token);
    }
    let mut bytes = [0; 16];
    let failed = |_| Error::io("write-file", &file)(std::io::Error::other("no random numbers"));
    SystemRandom::new().fill(&mut bytes).map_err(failed)?;
    let token: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    write_atomically(&file, token.as_bytes())?;
    Ok(token)
}

/// The machine's name, for whoever finds its lock.
fn machine() -> String {
    let named = ["COMPUTERNAME", "HOSTNAME"].iter().find_map(|name| std::env::var(name).ok());
    let named = named.or_else(|| std::fs::read_to_string("/etc/hostname").ok());
    named.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or_else(|| "?".to_owned())
}
