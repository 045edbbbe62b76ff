//! Pass 2: the pages whose key changed are rendered, and put when all have rendered.
//!
//! A run with several outputs renders all of them before it puts one: [`render`], then
//! [`Ready::put`]. For a single output [`write`] does both.

use rayon::prelude::*;

use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::files::Files;
use crate::model::{Digest, OutPath};
use crate::output::{Entry, Keys, Manifest, Phase, Sink};
use crate::plan::Plan;

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
    progress.start(plan.pages().len());
    let pages: Vec<Result<Page, Error>> = plan
        .pages()
        .par_iter()
        .with_min_len(16)
        .map_init(Buffers::default, |buffers, planned| {
            let view = planner.view(planned);
            let key = planner.key(planned, &view, &mut buffers.key);
            // After a run that was cut off, a file may hold anything.
            let is_kept = !old.is_unfinished()
                && keys.get(&planned.path) == Some(key)
                && old.get(&planned.path).is_some_and(|is| sink.length(&planned.path) == Some(is.length));
            let found =
                if is_kept { Vec::new() } else { page(prepared, planned, &view, files, &mut buffers.page)? };
            progress.step();
            let state = match (is_kept, found.is_empty()) {
                (true, _) => State::Kept,
                (_, false) => State::Wrong(found),
                _ => State::Rendered(Entry::of(&buffers.page), pending.keep(&buffers.page)?),
            };
            Ok(Page { key, state })
        })
        .collect();
    let mut found: Vec<Diagnostic> = Vec::new();
    let config = &prepared.site.config;
    let mut manifest = Manifest::of_unit(config.owner.map(|owner| &*config.units.get(owner).code));
    let mut all = Vec::with_capacity(pages.len());
    let (mut changed, mut slots) = (Vec::new(), Vec::new());
    for (planned, page) in plan.pages().iter().zip(pages) {
        let Page { key, state } = page?;
        all.push((planned.path.clone(), key));
        match state {
            State::Kept => manifest.put(planned.path.clone(), old.get(&planned.path).unwrap_or_default()),
            State::Rendered(entry, slot) => {
                manifest.put(planned.path.clone(), entry);
                changed.push(planned.path.clone());
                slots.push(slot);
            }
            // One mistake in a template shows on many pages: it is told once.
            State::Wrong(more) => {
                for one in more {
                    if !found.iter().any(|known| known.is_at(&one)) {
                        found.push(one);
                    }
                }
            }
        }
    }
    if !found.is_empty() {
        return Ok(Err(Outcome::Refused(found)));
    }
    // What the plan leaves alone is from now on nobody's: it is in no manifest, and so never
    // overwritten or removed.
    let gone = |path: &&OutPath| plan.find(path).is_none() && !plan.leaves(path);
    let removed: Vec<OutPath> = old.iter().map(|(path, _)| path).filter(gone).cloned().collect();
    let summary = Summary {
        kept: plan.pages().len() - changed.len(),
        rendered: changed,
        removed,
        manifest,
        keys: Keys::new(all),
    };
    Ok(Ok(Ready {
        old,
        planned: plan.pages().iter().map(|planned| planned.path.clone()).collect(),
        slots,
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
        let mut slots: Vec<(&OutPath, Slot)> = summary.rendered.iter().zip(slots).collect();
        // A run that fails leaves no list or count of posts that are not there, and no post that
        // leads to a new one.
        let turn = |path: &OutPath| (Phase::of(path), old.get(path).is_some());
        slots.sort_by_key(|(path, _)| turn(path));
        while let Some(now) = slots.first().map(|(path, _)| turn(path)) {
            let alike = slots.iter().take_while(|(path, _)| turn(path) == now).count();
            let alike: Vec<(&OutPath, Slot)> = slots.drain(..alike).collect();
            alike.into_par_iter().try_for_each_init(Vec::new, |buffer, (path, slot)| {
                pending.take(slot, buffer)?;
                sink.put(path, buffer, old.get(path).is_some())
            })?;
        }
        for path in &summary.removed {
            sink.remove(path)?;
        }
        sink.put_manifest(&summary.manifest)?;
        Ok(summary)
    }
}

/// One page of a run.
struct Page {
    key: Digest,
    state: State,
}

/// What became of it.
enum State {
    Kept,
    Rendered(Entry, Slot),
    Wrong(Vec<Diagnostic>),
}

/// Working space of one thread.
#[derive(Default)]
struct Buffers {
    key: Vec<u8>,
    page: Vec<u8>,
}
