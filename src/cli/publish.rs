//! `nq71 publish`

mod pins;
mod setup;

use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use ring::rand::{SecureRandom, SystemRandom};

use crate::config;
use crate::diagnostics::{Diagnostic, any_error, closest};
use crate::error::Error;
use crate::files::DiskFiles;
use crate::message;
use crate::messages::Message;
use crate::model::{Address, Config, Destination, DestinationKind, OutPath};
use crate::output::{Entry, MANIFEST, Manifest, write_atomically};
use crate::publish::{
    Account, Archive, Fault, FolderStore, FtpStore, HttpWeb, Journal, Kind, Login, Owner, Secret, Security,
    Session, SftpStore, Steps, Store, Survey, Web, archive, steps, verify,
};
use crate::text;

use super::args::{Args, BuildArgs, PublishArgs};
use super::build::{self, CACHE, PUBLIC, UNITS, may_hold_output, today};
use super::terminal::Terminal;
use super::{Exit, Run, root};

/// Set by Ctrl-C: the run ends between two files and lets go of its lock.
static STOP: AtomicBool = AtomicBool::new(false);

/// Removing more files than this is asked about, even on a large section.
const MOST_DELETES: usize = 100;

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
        if STOP.swap(true, Ordering::Relaxed) {
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
        self.upload(config, &local, &bytes)
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
        if self.own.dry_run {
            self.show(&steps(local, &Manifest::default()));
            return Ok(Exit::Done);
        }
        let made = archive(&to, local, bytes)?;
        self.show(&made.steps);
        for file in made.whole.iter().chain(&made.changes) {
            self.terminal.say(&message!("publish-zip", path = super::shown(file)));
        }
        if !made.changes.is_empty() {
            self.terminal.say(&message!("publish-zip-changes", folder = super::shown(&to.folder)));
        }
        let mut data = listed(&made.steps);
        data["archives"] = serde_json::json!(made.whole);
        data["changes"] = serde_json::json!(made.changes);
        self.terminal.report("publish", true, &[], self.summary(&made.steps), data);
        Ok(Exit::Done)
    }

    fn upload(
        &self,
        config: &Config,
        local: &Manifest,
        bytes: &dyn Fn(&OutPath) -> Result<Vec<u8>, Fault>,
    ) -> Result<Exit, Failure> {
        let cache = root(self.args).join(CACHE);
        let journal_file = cache.join(format!("dang-{}.txt", self.destination.name));
        let mut journal = Journal::at(journal_file);
        let mut store = self.connected()?;
        let meter = self.terminal.meter();
        let mut session = Session::new(store.as_mut(), &meter, &STOP, std::thread::sleep);
        let mut survey = session.survey(local, &journal)?;
        if let [first, ..] = survey.clashes.as_slice() {
            return Err(Diagnostic::error("tep-la-dung-cho")
                .arg("path", first)
                .arg("count", survey.clashes.len())
                .arg("name", &self.destination.name)
                .into());
        }
        if self.own.all {
            survey.doubt();
        }
        let planned = steps(local, &survey.known);
        self.show(&planned);
        if survey.is_resumed {
            self.terminal.say(&message!("publish-resumed"));
        }
        if self.own.dry_run {
            for (mark, paths) in [("+", &planned.new), ("~", &planned.changed), ("-", &planned.removed)] {
                for path in paths {
                    self.terminal.say_plain(&format!("  {mark} {path}"));
                }
            }
            self.terminal.report("publish", true, &[], self.summary(&planned), listed(&planned));
            return Ok(Exit::Done);
        }
        let begun = Instant::now();
        let is_needed = !planned.is_empty() || survey.is_resumed || !survey.has_manifest;
        if is_needed {
            self.consent(&planned, &survey)?;
        }
        let owner = Owner::new(&token(&cache)?, &machine(), || jiff::Timestamp::now().as_second());
        session.apply(local, &survey, bytes, &mut journal, &owner)?;
        // Kept for `--verify`; losing it costs nothing but a build.
        write_atomically(&self.published(), local.to_string().as_bytes())?;
        let said = if is_needed { "publish-done" } else { "publish-nothing" };
        let seconds = text::decimal(begun.elapsed().as_secs_f64(), 1, self.terminal.catalogue.lang());
        self.terminal.say(&message!(said, seconds = seconds, name = &self.destination.name));
        let warnings = self.look(config, local);
        self.terminal.findings(&warnings);
        self.terminal.report("publish", true, &warnings, self.summary(&planned), listed(&planned));
        Ok(Exit::Done)
    }

    /// Asks before anything is touched.
    fn consent(&self, planned: &Steps, survey: &Survey) -> Result<(), Failure> {
        let number = |n: usize| text::number(n as u64, self.terminal.catalogue.lang());
        let can_ask = std::io::stdin().is_terminal();
        // The manifest of another section in this place would give all of its files away.
        let most = self.own.max_deletes.unwrap_or((survey.known.len() / 2).clamp(10, MOST_DELETES));
        if planned.removed.len() > most {
            let question = message!("publish-ask-deletes", count = number(planned.removed.len()));
            let is_wanted = can_ask && self.ask(&question, false);
            if !is_wanted {
                return Err(Diagnostic::error("xoa-qua-nhieu")
                    .arg("count", planned.removed.len())
                    .arg("most", most)
                    .into());
            }
        }
        if !survey.foreign.is_empty() {
            let some = survey.foreign.iter().take(8).map(String::as_str).collect::<Vec<_>>().join(", ");
            self.terminal.note(&message!(
                "publish-foreign",
                count = number(survey.foreign.len()),
                some = some,
                more = if survey.foreign.len() > 8 { "yes" } else { "no" }
            ));
        }
        if self.own.yes {
            return Ok(());
        }
        if !can_ask {
            return Err(Diagnostic::error("can-dong-y").into());
        }
        match self.ask(&message!("publish-ask"), survey.foreign.is_empty()) {
            true => Ok(()),
            false => Err(Failure::Fault(Fault::new(Kind::Stopped, "", ""))),
        }
    }

    /// A question with yes or no; Enter means `default`.
    fn ask(&self, question: &Message, default: bool) -> bool {
        let answer = self.line(question);
        match &*text::slug(&answer) {
            "" => default,
            word => matches!(word, "c" | "co" | "y" | "yes"),
        }
    }

    fn line(&self, question: &Message) -> String {
        let _ = write!(anstream::stderr(), "{} ", self.terminal.catalogue.text(question));
        let _ = anstream::stderr().flush();
        let mut line = String::new();
        let _ = std::io::stdin().lock().read_line(&mut line);
        text::one_line(&line)
    }

    /// Connects, and asks about what only a person can decide.
    fn connected(&self) -> Result<Box<dyn Store>, Failure> {
        let mut destination = self.destination.clone();
        if destination.kind == DestinationKind::Ftp {
            let warning = Diagnostic::warning("ftp-khong-ma-hoa").arg("host", &destination.host);
            self.terminal.findings(&[warning]);
        }
        let password = self.password(&destination)?;
        loop {
            let mut store = self.store(&destination, password.clone());
            let fault = match connect(store.as_mut(), self.terminal) {
                Ok(()) => return Ok(store),
                Err(fault) => fault,
            };
            let can_ask = std::io::stdin().is_terminal() || self.own.setup;
            match fault.kind {
                Kind::HostKey | Kind::Certificate if can_ask => {
                    let question = message!("publish-ask-pin", host = &destination.host, said = &fault.said);
                    if !self.ask(&question, false) {
                        return Err(fault.into());
                    }
                    let key = pins::key(fault.kind);
                    pins::save(
                        &root(self.args).join(&self.args.config),
                        &destination.name,
                        key,
                        &fault.said,
                    )?;
                    let pinned = Some(fault.said.clone().into_boxed_str());
                    match fault.kind {
                        Kind::HostKey => destination.host_key = pinned,
                        _ => destination.certificate = pinned,
                    }
                }
                Kind::WrongFolder if can_ask => {
                    self.make_folder(&destination, &password, fault)?;
                }
                _ => return Err(fault.into()),
            }
        }
    }

    /// Makes the last part of the destination's path, if the folder above is there and it is wanted.
    fn make_folder(&self, to: &Destination, password: &Secret, fault: Fault) -> Result<(), Failure> {
        let path = to.path.trim_end_matches('/');
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        let mut parent = to.clone();
        parent.path = if above.is_empty() && path.starts_with('/') { "/" } else { above }.into();
        if !to.kind.has_host() && above.is_empty() {
            parent.path = ".".into();
        }
        let mut store = self.store(&parent, password.clone());
        if name.is_empty() || connect(store.as_mut(), self.terminal).is_err() {
            return Err(fault.into());
        }
        if !self.own.yes && !self.ask(&message!("publish-ask-folder", path = path), true) {
            return Err(fault.into());
        }
        store.make_folder(name)?;
        Ok(())
    }

    fn store(&self, to: &Destination, password: Secret) -> Box<dyn Store> {
        let account = Account {
            host: to.host.to_string(),
            port: to.port,
            user: to.user.to_string(),
            password,
            path: to.path.to_string(),
        };
        match to.kind {
            DestinationKind::Ftp => Box::new(FtpStore::new(account, Security::Plain)),
            DestinationKind::Ftps => {
                let certificate = to.certificate.as_deref().map(str::to_owned);
                let security = Security::Tls { certificate, only_1_2: to.only_tls_1_2 };
                Box::new(FtpStore::new(account, security))
            }
            DestinationKind::Sftp => Box::new(SftpStore::new(Login {
                account,
                key: to.key.as_deref().map(|key| home(key, root(self.args))),
                host_key: to.host_key.as_deref().map(str::to_owned),
            })),
            DestinationKind::Folder | DestinationKind::Zip => {
                Box::new(FolderStore::new(root(self.args).join(&*to.path)))
            }
        }
    }

    /// From the environment, or asked for; never from a file or an argument.
    fn password(&self, to: &Destination) -> Result<Secret, Failure> {
        if !to.kind.has_host() {
            return Ok(Secret::default());
        }
        let own = format!("NQ71_MAT_KHAU_{}", to.name.to_uppercase().replace('-', "_"));
        for variable in [own.as_str(), "NQ71_MAT_KHAU"] {
            if let Ok(password) = std::env::var(variable) {
                return Ok(Secret::new(&password));
            }
        }
        // A key may have no phrase.
        let is_asked = to.key.is_none() || self.key_has_phrase(to);
        if !is_asked {
            return Ok(Secret::default());
        }
        if !std::io::stdin().is_terminal() {
            return Err(Fault::new(Kind::NoPassword, "", own).into());
        }
        let question = message!("publish-ask-password", user = &to.user, host = &to.host);
        let question = format!("{} ", self.terminal.catalogue.text(&question));
        let _ = anstream::stderr().write_all(question.as_bytes());
        let password = rpassword::read_password().map_err(|error| Fault::io("", &error))?;
        Ok(Secret::new(&password))
    }

    fn key_has_phrase(&self, to: &Destination) -> bool {
        let Some(key) = to.key.as_deref() else { return false };
        SftpStore::key_has_phrase(&home(key, root(self.args)))
    }

    /// Reads the public home page, to say when the folder is not the one that the public sees.
    fn look(&self, config: &Config, local: &Manifest) -> Vec<Diagnostic> {
        let Some(address) = self.public_address(config) else { return Vec::new() };
        let home = OutPath::made("index.html");
        let url = format!("{}index.html", address.folder());
        let seen = HttpWeb::default().get(&url);
        let is_seen = matches!(&seen, Ok(Some(bytes)) if Some(Entry::of(bytes)) == local.get(&home));
        match seen {
            _ if is_seen => {
                self.terminal.say(&message!("publish-seen", url = url));
                Vec::new()
            }
            Err(fault) => {
                vec![Diagnostic::warning("khong-xem-duoc").arg("url", url).arg("said", fault.said)]
            }
            Ok(_) => vec![Diagnostic::warning("cong-khai-khac").arg("url", url)],
        }
    }

    /// Only where it is said to be public: `base_url` alone may be a plan.
    fn public_address(&self, _: &Config) -> Option<Address> {
        self.destination.check_url.clone()
    }

    fn verify(&self, config: &Config) -> Result<Exit, Failure> {
        let manifest = [self.published(), self.public_folder().join(MANIFEST)]
            .into_iter()
            .find_map(|path| Manifest::parse(&std::fs::read_to_string(path).ok()?));
        let Some(manifest) = manifest.filter(|manifest| !manifest.is_unfinished()) else {
            return Err(Diagnostic::error("chua-dang").arg("name", &self.destination.name).into());
        };
        let mut found = Vec::new();
        let mut summary = serde_json::json!({ "destination": self.destination.name });
        let address = self.public_address(config).or_else(|| config.base_url.clone());
        if let Some(address) = &address {
            let seen = verify(&HttpWeb::default(), address, &manifest, &config.resolution.title)?;
            found.extend(seen.altered.iter().map(|path| Diagnostic::error("tep-bi-sua").arg("path", path)));
            found.extend(seen.missing.iter().map(|path| Diagnostic::error("tep-bi-mat").arg("path", path)));
            if !seen.has_title {
                found.push(Diagnostic::error("thieu-ten-chuyen-muc").arg("title", &config.resolution.title));
            }
            summary["compared"] = seen.compared.into();
            summary["altered"] = seen.altered.len().into();
            summary["missing"] = seen.missing.len().into();
        } else {
            found.push(Diagnostic::error("khong-co-dia-chi").arg("name", &self.destination.name));
        }
        if self.destination.kind != DestinationKind::Zip {
            let mut store = self.connected()?;
            let foreign = Session::new(store.as_mut(), &(), &STOP, std::thread::sleep).foreign(&manifest)?;
            summary["foreign"] = foreign.len().into();
            found.extend(foreign.iter().map(|path| Diagnostic::warning("tep-la").arg("path", path)));
        }
        self.terminal.findings(&found);
        let is_fine = !any_error(&found);
        if found.is_empty() {
            self.terminal.say(&message!(
                "publish-verified",
                count = text::number(manifest.len() as u64, self.terminal.catalogue.lang())
            ));
        }
        self.terminal.report("publish", is_fine, &found, summary, serde_json::Value::Null);
        Ok(if is_fine { Exit::Done } else { Exit::Content })
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
        if !fault.said.is_empty() {
            self.terminal.note(&message!("publish-said", said = text::one_line(&fault.said)));
        }
        let summary = serde_json::json!({ "destination": name, "said": fault.said });
        self.terminal.report("publish", false, &found, summary, serde_json::Value::Null);
        Exit::Io
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

    /// The manifest as it was published last.
    fn published(&self) -> PathBuf {
        let unit = self.destination.unit.as_deref().map(|unit| format!("-{unit}")).unwrap_or_default();
        root(self.args).join(CACHE).join(format!("da-dang-{}{unit}.txt", self.destination.name))
    }
}

fn connect(store: &mut dyn Store, terminal: &Terminal) -> Result<(), Fault> {
    Session::new(store, &terminal.meter(), &STOP, std::thread::sleep).connect()
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

/// What only this site's folder on this machine knows: it tells our own lock, left by a run that
/// was killed, from another publisher's.
fn token(cache: &Path) -> Result<String, Error> {
    let file = cache.join("dang-ma.txt");
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

/// A path that may begin with `~`.
fn home(path: &str, root: &Path) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => root.join(path),
    }
}
