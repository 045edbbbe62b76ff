//! Pass 2: the pages whose key changed are rendered, and put when all have rendered.
//!
//! A run with several outputs renders all of them before it puts one: [`render`], then
//! [`Ready::put`]. For a single output [`write`] does both.

use std::sync::Mutex;

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::files::Files;
use crate::model::{Digest, OutPath};
use crate::output::{Entry, Keys, Manifest, Sink};
use crate::plan::{Plan, Planned, Planner};

use super::pending::{Pending, Slot};
use super::{Prepared, page};

/// What a build did.
#[derive(Debug)]
pub struct Summary {
    /// Pages that were rendered.
    pub rendered: Vec<OutPath>,
    /// Pages that stayed as they were.
    pub kept: usize,
    /// Pages of the last build that are gone.
    pub removed: Vec<OutPath>,
    /// What the folder holds now.
    pub manifest: Manifest,
    /// The keys for the next build.
    pub keys: Keys,
}

/// A build either writes everything or nothing.
#[derive(Debug)]
pub enum Outcome {
    /// Everything was written.
    Written(Summary),
    /// Something could not be rendered: nothing was touched.
    Refused(Vec<Diagnostic>),
    /// The folder is used and holds no manifest of ours: nothing was touched.
    Foreign,
}

/// Hears how far a build has come.
pub trait Progress: Sync {
    /// So many pages will be rendered.
    fn start(&self, pages: usize);
    /// One more is done.
    fn step(&self);
}

impl Progress for () {
    fn start(&self, _: usize) {}
    fn step(&self) {}
}

/// Where a build goes, and what is known of the last one.
#[derive(Clone, Copy)]
pub struct Target<'t, 'p> {
    /// The output.
    pub sink: &'t dyn Sink,
    /// The keys of the last build of the same output.
    pub keys: &'t Keys,
    /// Where rendered pages wait.
    pub pending: &'p Pending,
    /// Allows a folder that is used and has no manifest of ours.
    pub force: bool,
    /// Hears how far it has come.
    pub progress: &'t dyn Progress,
}

/// A plan whose changed pages have rendered. Nothing was touched yet.
#[derive(Debug)]
pub struct Ready<'t> {
    old: Manifest,
    planned: Vec<OutPath>,
    slots: Vec<Slot>,
    summary: Summary,
    pending: &'t Pending,
}

/// Writes a plan.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(
    prepared: &Prepared,
    plan: &Plan,
    files: &dyn Files,
    to: Target<'_, '_>,
) -> Result<Outcome, Error> {
    Ok(match render(prepared, plan, files, to)? {
        Ok(ready) => Outcome::Written(ready.put(to.sink)?),
        Err(refused) => refused,
    })
}

/// Renders the pages of a plan whose key changed, and touches nothing. When that cannot be done,
/// the outcome says why.
///
/// # Errors
/// When a file cannot be read.
pub fn render<'p>(
    prepared: &Prepared,
    plan: &Plan,
    files: &dyn Files,
    to: Target<'_, 'p>,
) -> Result<Result<Ready<'p>, Outcome>, Error> {
    let Target { sink, keys, pending, force, progress } = to;
    let old = sink.manifest()?;
    if old.is_none() && !force && sink.is_used()? {
        return Ok(Err(Outcome::Foreign));
    }
    let old = old.unwrap_or_default();
    let planner = prepared.planner();
    let all: Vec<Digest> =
        plan.pages().par_iter().map_init(Vec::new, |buffer, planned| planner.key(planned, buffer)).collect();
    // After a run that was cut off, a file may hold anything.
    let is_kept = |planned: &Planned, key: Digest| {
        !old.is_unfinished()
            && keys.get(&planned.path) == Some(key)
            && old.get(&planned.path).is_some_and(|entry| sink.length(&planned.path) == Some(entry.length))
    };
    let changed: Vec<&Planned> = plan
        .pages()
        .par_iter()
        .zip(&all)
        .filter(|&(planned, &key)| !is_kept(planned, key))
        .map(|(planned, _)| planned)
        .collect();

    progress.start(changed.len());
    let rendered = match render_pages(prepared, &planner, &changed, files, pending, progress)? {
        Ok(rendered) => rendered,
        Err(found) => return Ok(Err(Outcome::Refused(found))),
    };

    let mut manifest = Manifest::default();
    for planned in plan.pages() {
        if let Some(entry) = old.get(&planned.path) {
            manifest.put(planned.path.clone(), entry);
        }
    }
    for (planned, (entry, _)) in changed.iter().zip(&rendered) {
        manifest.put(planned.path.clone(), *entry);
    }
    let removed: Vec<OutPath> =
        old.iter().map(|(path, _)| path).filter(|path| plan.find(path).is_none()).cloned().collect();
    let summary = Summary {
        rendered: changed.iter().map(|planned| planned.path.clone()).collect(),
        kept: plan.pages().len() - changed.len(),
        removed,
        manifest,
        keys: Keys::new(plan.pages().iter().zip(&all).map(|(planned, &key)| (planned.path.clone(), key))),
    };
    Ok(Ok(Ready {
        old,
        planned: plan.pages().iter().map(|planned| planned.path.clone()).collect(),
        slots: rendered.into_iter().map(|(_, slot)| slot).collect(),
        summary,
        pending,
    }))
}

impl Ready<'_> {
    /// Puts the pages that wait, removes those that are gone, and writes the manifest.
    ///
    /// # Errors
    /// When something cannot be written. The next run then begins anew.
    pub fn put(self, sink: &dyn Sink) -> Result<Summary, Error> {
        let Ready { old, planned, slots, summary, pending } = self;
        if summary.manifest == old && summary.rendered.is_empty() {
            return Ok(summary);
        }
        // Before the manifest calls these paths ours: from then on they may be overwritten.
        if !old.is_empty() || sink.is_used()? {
            for path in &summary.rendered {
                if old.get(path).is_none() || sink.length(path).is_none() {
                    sink.clear(path, summary.manifest.get(path).unwrap_or_default())?;
                }
            }
        }
        sink.put_manifest(&old.unfinished(planned.into_iter()))?;
        let slots: Vec<(&OutPath, Slot)> = summary.rendered.iter().zip(slots).collect();
        let failed: Mutex<Option<Error>> = Mutex::new(None);
        slots.into_par_iter().for_each_init(Vec::new, |buffer, (path, slot)| {
            let ours = old.get(path).is_some();
            let put = pending.take(slot, buffer).and_then(|()| sink.put(path, buffer, ours));
            if let Err(error) = put {
                failed.lock().expect("no holder panics").get_or_insert(error);
            }
        });
        if let Some(error) = failed.into_inner().expect("no holder panics") {
            return Err(error);
        }
        for path in &summary.removed {
            sink.remove(path)?;
        }
        sink.put_manifest(&summary.manifest)?;
        Ok(summary)
    }
}

type Rendered = Vec<(Entry, Slot)>;

/// Renders pages without touching the output. All findings, not the first, when one fails.
fn render_pages(
    prepared: &Prepared,
    planner: &Planner<'_>,
    changed: &[&Planned],
    files: &dyn Files,
    pending: &Pending,
    progress: &dyn Progress,
) -> Result<Result<Rendered, Vec<Diagnostic>>, Error> {
    /// One page, or what is wrong with it.
    type Page = Result<(Entry, Slot), Vec<Diagnostic>>;
    let results: Vec<Result<Page, Error>> = changed
        .par_iter()
        .with_min_len(16)
        .map_init(Vec::new, |buffer, planned| {
            let found = page(prepared, planner, planned, files, buffer)?;
            progress.step();
            if !found.is_empty() {
                return Ok(Err(found));
            }
            Ok(Ok((Entry::of(buffer), pending.keep(buffer)?)))
        })
        .collect();
    let mut rendered = Vec::with_capacity(results.len());
    let mut found = Vec::new();
    for result in results {
        match result? {
            Ok(one) => rendered.push(one),
            Err(more) => found.extend(more),
        }
    }
    Ok(if found.is_empty() { Ok(rendered) } else { Err(found) })
}
