//! `nq71 build`

use std::path::{Path, PathBuf};
use std::time::Instant;

use jiff::civil::Date;

use crate::build::{self, CONTENT, Outcome, Pending, Prepared, Progress, Ready, Summary, Target};
use crate::config;
use crate::diagnostics::{Diagnostic, Severity, any_error, closest, sort};
use crate::error::Error;
use crate::files::DiskFiles;
use crate::message;
use crate::model::{Address, Config, Layout, Scope, Standing, UnitId};
use crate::output::{DiskSink, Keys, Lock, MANIFEST};
use crate::plan::Plan;
use crate::text::{self, parse_date};

use super::args::{Args, BuildArgs};
use super::terminal::Terminal;
use super::{Exit, Run, root};

/// The folder of caches, which can be deleted at any time.
pub(super) const CACHE: &str = ".nq71";
/// The folder of what the public sees.
pub(super) const PUBLIC: &str = "public";
/// The folder of what only the office sees.
const OFFICE: &str = "noi-bo";
/// The folder of units' sections alone.
pub(super) const UNITS: &str = "public-don-vi";
/// The file that keeps two runs from writing at once, among the caches.
pub(super) const LOCK: &str = "khoa.lock";

pub(super) fn run(terminal: &Terminal, args: &Args, own: &BuildArgs) -> Run {
    Ok(match make(terminal, args, own, "build")? {
        Ok(built) => {
            said(terminal, &built);
            for one in built.made.iter().filter(|one| !one.folder.ends_with(OFFICE)).take(3) {
                let home = one.folder.join("index.html");
                let home = std::path::absolute(&home).unwrap_or(home);
                terminal.say(&message!("build-open", path = home.display()));
            }
            let outputs: Vec<serde_json::Value> = built.made.iter().map(Made::report).collect();
            let data = serde_json::json!({ "outputs": outputs });
            terminal.report("build", true, &built.found, built.summary(), data);
            Exit::Done
        }
        Err(exit) => exit,
    })
}

/// What a build came to.
pub(super) struct Built {
    pub(super) prepared: Prepared,
    /// The outputs; the first is the section for the public.
    pub(super) made: Vec<Made>,
    pub(super) found: Vec<Diagnostic>,
    /// The units whose sections were built alone; none for the whole section.
    chosen: Vec<UnitId>,
    begun: Instant,
    /// Nobody else writes into the outputs while this is held.
    _lock: Lock,
}

/// Builds, or says in the name of `command` why not.
pub(super) fn make(
    terminal: &Terminal,
    args: &Args,
    own: &BuildArgs,
    command: &str,
) -> Result<Result<Built, Exit>, Error> {
    let begun = Instant::now();
    let refused = |found, exit| Ok(Err(refused(terminal, command, found, exit)));
    let today = match today(own.date.as_deref()) {
        Ok(today) => today,
        Err(wrong) => return refused(vec![*wrong], Exit::Usage),
    };
    let files = DiskFiles::open(root(args))?;
    let mut found = Vec::new();
    let config = config::load(&files, &args.config)?.into(&mut found);
    let base_url = base_url(own).unwrap_or_else(|wrong| {
        found.push(*wrong);
        None
    });
    let Some(mut config) = config.filter(|_| !any_error(&found)) else {
        return refused(found, Exit::Usage);
    };
    if own.unit.is_empty() && base_url.is_some() {
        config.base_url.clone_from(&base_url);
    }
    let chosen = match chosen_units(&config, own) {
        Ok(chosen) => chosen,
        Err(more) => {
            found.extend(more);
            return refused(found, Exit::Usage);
        }
    };

    if let Some(folder) =
        own.output_dir.as_deref().filter(|folder| !may_hold_output(root(args), folder, &chosen))
    {
        found.push(Diagnostic::error("thu-muc-cam").arg("folder", folder.display()));
        return refused(found, Exit::Usage);
    }

    let loaded = build::load(&files, &config)?.into(&mut found);
    let prepared = Prepared::new(&files, config, loaded, today)?.into(&mut found);
    let Some(prepared) = prepared.filter(|_| !any_error(&found)) else {
        return refused(found, Exit::Content);
    };

    let cache = root(args).join(CACHE);
    let lock = Lock::take(&cache.join(LOCK))?;
    let pending = Pending::new(&cache);
    let run = Outputs { terminal, files: &files, cache: &cache, pending: &pending };
    // Every output waits until all have rendered: a mistake found late leaves all of them alone.
    let mut waiting = Vec::new();
    if chosen.is_empty() {
        let public = own.output_dir.clone().unwrap_or_else(|| root(args).join(PUBLIC));
        let office = root(args).join(OFFICE);
        for (plan, folder, force) in [(&prepared.plan, public, own.force), (&prepared.office, office, true)] {
            match run.render(&prepared, plan, folder, force)? {
                Ok(one) => waiting.push(one),
                Err(more) => {
                    found.extend(more);
                    return refused(found, Exit::Content);
                }
            }
        }
    }
    for &unit in &chosen {
        let code = &prepared.site.config.units.get(unit).code;
        let folder = match &own.output_dir {
            Some(folder) if own.unit.len() == 1 => folder.clone(),
            Some(folder) => folder.join(&**code),
            None => root(args).join(UNITS).join(&**code),
        };
        let alone = prepared.alone(&files, unit, base_url.clone())?.into(&mut found);
        let Some(alone) = alone.filter(|_| !any_error(&found)) else {
            return refused(found, Exit::Content);
        };
        match run.render(&alone, &alone.plan, folder, own.force)? {
            Ok(one) => waiting.push(one),
            Err(more) => {
                found.extend(more);
                return refused(found, Exit::Content);
            }
        }
    }
    if own.each_unit {
        let folder = own.output_dir.clone().unwrap_or_else(|| root(args).join(UNITS));
        found.extend(leftovers(&folder, &prepared.site.config));
    }
    let made = waiting.into_iter().map(|one| run.put(one)).collect::<Result<Vec<Made>, Error>>()?;
    sort(&mut found);
    terminal.findings(&found);
    drop(pending);
    Ok(Ok(Built { prepared, made, found, chosen, begun, _lock: lock }))
}

/// What was written where.
pub(super) struct Made {
    pub(super) folder: PathBuf,
    pub(super) summary: Summary,
}

impl Made {
    fn report(&self) -> serde_json::Value {
        serde_json::json!({
            "folder": self.folder,
            "rendered": self.summary.rendered.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
            "kept": self.summary.kept,
            "removed": self.summary.removed.iter().map(|path| path.as_str()).collect::<Vec<_>>(),
        })
    }
}

/// An output that has rendered.
struct Waiting<'r> {
    folder: PathBuf,
    sink: DiskSink,
    ready: Ready<'r>,
}

struct Outputs<'r> {
    terminal: &'r Terminal,
    files: &'r DiskFiles,
    cache: &'r Path,
    pending: &'r Pending,
}

impl<'r> Outputs<'r> {
    /// Renders one output and touches nothing. Findings when that cannot be done.
    fn render(
        &self,
        prepared: &Prepared,
        plan: &Plan,
        folder: PathBuf,
        force: bool,
    ) -> Result<Result<Waiting<'r>, Vec<Diagnostic>>, Error> {
        let sink = DiskSink::new(&folder);
        let old = crate::output::Sink::manifest(&sink)?.unwrap_or_default();
        let keys = Keys::load(self.cache, &folder, &old);
        let bar = self.terminal.progress();
        let progress = &bar as &dyn Progress;
        let target = Target { sink: &sink, keys: &keys, pending: self.pending, force, progress };
        match build::render(prepared, plan, self.files, target)? {
            Ok(ready) => Ok(Ok(Waiting { folder, sink, ready })),
            Err(Outcome::Refused(found)) => Ok(Err(found)),
            Err(Outcome::Foreign | Outcome::Written(_)) => {
                let damaged = folder.join(MANIFEST).exists();
                let code = if damaged { "danh-sach-hong" } else { "thu-muc-cua-nguoi-khac" };
                let found = Diagnostic::error(code).arg("folder", folder.display());
                Ok(Err(vec![found.arg("file", MANIFEST)]))
            }
        }
    }

    /// Puts what has rendered.
    fn put(&self, one: Waiting<'_>) -> Result<Made, Error> {
        let Waiting { folder, sink, ready } = one;
        let summary = ready.put(&sink);
        if let Some(aside) = sink.aside() {
            self.terminal.note(&message!("moved-aside", folder = aside.display()));
        }
        let summary = summary.inspect_err(|_| {
            self.terminal.note(&message!("build-cut", folder = folder.display()));
        })?;
        summary.keys.save(self.cache, &folder, &summary.manifest)?;
        Ok(Made { folder, summary })
    }
}

/// The day of the run: as given, else `SOURCE_DATE_EPOCH`, else the clock, at +07:00.
pub(super) fn today(written: Option<&str>) -> Result<Date, Box<Diagnostic>> {
    let day = match (written, std::env::var("SOURCE_DATE_EPOCH")) {
        (Some(written), _) => {
            parse_date(written).map_err(|_| Diagnostic::error("ngay-lenh-sai").arg("value", written))?
        }
        (None, Ok(written)) => {
            let seconds = written.trim().parse().ok();
            let moment = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
            let moment = moment.ok_or_else(|| Diagnostic::error("epoch-sai").arg("value", written))?;
            in_viet_nam(moment)
        }
        (None, Err(_)) => in_viet_nam(jiff::Timestamp::now()),
    };
    match day.year() {
        2000..=2100 => Ok(day),
        _ => Err(Box::new(
            Diagnostic::error("ngay-xa").arg("key", written.map_or("SOURCE_DATE_EPOCH", |_| "--date")),
        )),
    }
}

fn in_viet_nam(moment: jiff::Timestamp) -> Date {
    moment.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(7))).date()
}

/// The address given on the command line: of the whole section, or of the one unit's that is
/// built alone.
fn base_url(own: &BuildArgs) -> Result<Option<Address>, Box<Diagnostic>> {
    let Some(written) = &own.base_url else { return Ok(None) };
    if own.each_unit || own.unit.len() > 1 {
        return Err(Box::new(Diagnostic::error("mot-dia-chi-nhieu-don-vi")));
    }
    config::section_address("--base-url", written).map(Some)
}

/// The units whose sections are built alone; none for the whole section.
fn chosen_units(config: &Config, own: &BuildArgs) -> Result<Vec<UnitId>, Vec<Diagnostic>> {
    if own.each_unit {
        return Ok(config.units.iter().map(|(id, _)| id).collect());
    }
    let mut chosen: Vec<UnitId> = Vec::new();
    let mut found = Vec::new();
    for written in &own.unit {
        match config.units.find(written) {
            Some(id) if chosen.contains(&id) => {}
            Some(id) => chosen.push(id),
            None => {
                let codes = config.units.iter().map(|(_, unit)| &*unit.code);
                let known = closest(written, codes);
                found.push(Diagnostic::error("don-vi-la").arg("name", written).did_you_mean(known));
            }
        }
    }
    if found.is_empty() { Ok(chosen) } else { Err(found) }
}

/// Prints every finding, and that nothing was written.
fn refused(terminal: &Terminal, command: &str, mut found: Vec<Diagnostic>, exit: Exit) -> Exit {
    sort(&mut found);
    terminal.findings(&found);
    // A folder that is somebody else's is not a mistake in the content.
    let is_foreign = |code: &str| ["thu-muc-cua-nguoi-khac", "danh-sach-hong"].contains(&code);
    let foreign = found.iter().any(|one| is_foreign(one.code));
    let exit = if foreign { Exit::Usage } else { exit };
    let errors = found.iter().filter(|one| one.severity == Severity::Error).count();
    terminal.note(&message!("build-refused", errors = errors, warnings = found.len() - errors));
    let summary = serde_json::json!({ "errors": errors, "warnings": found.len() - errors });
    terminal.report(command, false, &found, summary, serde_json::Value::Null);
    exit
}

/// The last line: what came out and how long it took.
pub(super) fn said(terminal: &Terminal, built: &Built) {
    let Built { prepared, made, found, begun, .. } = built;
    let lang = terminal.catalogue.lang();
    let number = |n: usize| text::number(n as u64, lang);
    let figures = built.figures();
    let rendered: usize = made.iter().map(|one| one.summary.rendered.len()).sum();
    let kept: usize = made.iter().map(|one| one.summary.kept).sum();
    let removed: usize = made.iter().map(|one| one.summary.removed.len()).sum();
    terminal.say(&message!(
        "build-done",
        units = number(figures.units),
        many = if prepared.site.config.layout == Layout::Many { "yes" } else { "no" },
        published = number(figures.published),
        counted = number(figures.counted),
        hidden = number(figures.withdrawn + figures.unpublished),
        rendered = number(rendered),
        kept = number(kept),
        removed = number(removed),
        warnings = found.len(),
        seconds = text::decimal(begun.elapsed().as_secs_f64(), 2, lang),
    ));
}

/// Folders of units' sections that belong to no unit any more. They stay: somebody may still
/// publish them.
fn leftovers(folder: &Path, config: &Config) -> Vec<Diagnostic> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join(MANIFEST).is_file())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !config.units.iter().any(|(_, unit)| *unit.code == **name))
        .collect();
    names.sort();
    let told =
        |name: &String| Diagnostic::warning("chuyen-muc-thua").arg("folder", folder.join(name).display());
    names.iter().map(told).collect()
}

/// What a build is summed up in.
struct Figures {
    units: usize,
    published: usize,
    counted: usize,
    withdrawn: usize,
    unpublished: usize,
}

impl Built {
    /// The figures of the whole section, or of the units that were built alone.
    fn figures(&self) -> Figures {
        let Prepared { site, counts, .. } = &self.prepared;
        let is_in = |unit: UnitId| self.chosen.is_empty() || self.chosen.contains(&unit);
        let all = site.list(Scope::Whole, crate::model::ListKind::All);
        let published = all.iter().filter(|&&id| is_in(site.post(id).unit)).count();
        let rows = counts.quarters().iter().flat_map(|&quarter| counts.rows(quarter));
        let counted = rows.filter(|row| is_in(row.unit)).map(|row| row.tally.counted as usize).sum();
        let posts = || site.posts().filter(|(_, post)| is_in(post.unit));
        let withdrawn = posts().filter(|(_, post)| post.standing(site.today) == Standing::Withdrawn).count();
        Figures {
            units: site.config.units.iter().filter(|&(id, _)| is_in(id)).count(),
            published,
            counted,
            withdrawn,
            unpublished: posts().count() - published - withdrawn,
        }
    }

    /// What a program reads of it.
    fn summary(&self) -> serde_json::Value {
        let Figures { units, published, counted, withdrawn, unpublished } = self.figures();
        let sum =
            |count: fn(&Summary) -> usize| self.made.iter().map(|one| count(&one.summary)).sum::<usize>();
        serde_json::json!({
            "date": self.prepared.site.today.to_string(),
            "units": units,
            "published": published,
            "counted": counted,
            "excluded": published - counted,
            "withdrawn": withdrawn,
            "unpublished": unpublished,
            "rendered": sum(|summary| summary.rendered.len()),
            "kept": sum(|summary| summary.kept),
            "removed": sum(|summary| summary.removed.len()),
            "warnings": self.found.len(),
            "seconds": self.begun.elapsed().as_secs_f64(),
        })
    }
}

/// Whether a folder may be written into: not the site's own folder or one above it, and none of
/// the folders in it that have a meaning of their own. What is published must hold no draft and
/// nothing of the office's. A unit's section alone does not take the place of the whole one, nor
/// the whole one that of a unit's.
pub(super) fn may_hold_output(root: &Path, folder: &Path, units: &[UnitId]) -> bool {
    const KEPT: [&str; 7] = [CONTENT, "themes", "bao-cao", "chot", "tong-hop", OFFICE, CACHE];
    let (root, folder) = (plain(root), plain(folder));
    let is_in = |kept: &str| folder.starts_with(root.join(kept));
    !root.starts_with(&folder)
        && !KEPT.iter().any(|kept| is_in(kept))
        && match units {
            [] => !is_in(UNITS),
            _ => !is_in(PUBLIC) && folder != root.join(UNITS),
        }
}

/// A path without `.` and `..`, and without links as far as it exists.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            std::path::Component::ParentDir => {
                plain.pop();
            }
            std::path::Component::CurDir => {}
            part => plain.push(part),
        }
        plain = plain.canonicalize().unwrap_or(plain);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_with_a_meaning_of_their_own_hold_no_output() {
        let root = Path::new("/site");
        for folder in [
            "/site",
            "/",
            "/site/content",
            "/site/content/out",
            "/site/public/../noi-bo",
            "/site/public-don-vi",
        ] {
            assert!(!may_hold_output(root, Path::new(folder), &[]), "{folder}");
            assert!(!may_hold_output(root, Path::new(folder), &[UnitId(0)]), "{folder}");
        }
        for folder in ["/site/content-2", "/elsewhere"] {
            assert!(may_hold_output(root, Path::new(folder), &[]), "{folder}");
            assert!(may_hold_output(root, Path::new(folder), &[UnitId(0)]), "{folder}");
        }
        for (folder, units) in [("/site/public", &[][..]), ("/site/public-don-vi/th-a", &[UnitId(0)])] {
            let others = if units.is_empty() { &[UnitId(0)][..] } else { &[] };
            assert!(may_hold_output(root, Path::new(folder), units), "{folder}");
            assert!(!may_hold_output(root, Path::new(folder), others), "{folder}");
        }
    }
}
