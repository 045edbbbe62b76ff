//! Admits the last good copies of other sites' posts, which lie in the site's folder.

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostics::{Diagnostic, Place, SourcePath};
use crate::error::Error;
use crate::exchange::copies::{self, COPIES, FOLDER, SECTIONS, STATE};
use crate::exchange::{Admitted, Kin, Merged, admit, merge};
use crate::files::Files;
use crate::model::{Config, Gathered, Post, Rejected, SectionHealth, SourceHealth, SourceState};

/// No file of states is larger than this: some 300 bytes a source.
const STATE_LIMIT: u64 = 256 << 20;

/// Puts the gathered posts to a site's own.
///
/// # Errors
/// When a file that is there cannot be read.
pub(super) fn gather(
    files: &dyn Files,
    config: &Config,
    today: Date,
    own: Vec<Post>,
    found: &mut Vec<Diagnostic>,
) -> Result<(Vec<Post>, Gathered), Error> {
    let sections = sections(files, config)?;
    if config.sources.is_empty() {
        return Ok((own, Gathered { sections, ..Gathered::default() }));
    }
    let path = SourcePath::new(&format!("{FOLDER}/{STATE}"));
    let states = copies::states(&files.read_optional(&path, STATE_LIMIT)?.unwrap_or_default());
    let kin = Kin::of(config);
    let read: Vec<Result<_, Error>> = config
        .sources
        .par_iter()
        .map(|source| {
            let (rows, copy) = copies::copy(files, &source.key)?;
            Ok((admit(config, &kin, source, rows), copy))
        })
        .collect();
    let mut gathered = Gathered { sections, ..Gathered::default() };
    let mut all: Vec<Admitted> = Vec::with_capacity(read.len());
    for (source, read) in config.sources.iter().zip(read) {
        let (mut admitted, copy) = read?;
        let state = states.get(&*source.key).filter(|state| state.address == *source.address);
        let state = state.cloned().unwrap_or_default();
        let mut health = SourceHealth {
            key: source.key.clone(),
            unit: Some(source.unit),
            address: source.address.clone(),
            state: state.state,
            checked: state.checked,
            good: state.good,
            error: state.error.into(),
            detail: state.detail.into(),
            ..SourceHealth::default()
        };
        if let Some(name) = copy.broken {
            let broken = SourcePath::new(&format!("{FOLDER}/{COPIES}/{}/{name}", source.key));
            found.push(Diagnostic::warning("ban-hong").arg("path", &broken).place(Place::file(&broken)));
            (health.state, health.error, health.detail) =
                (SourceState::Failed, "nguon-ban-hong".into(), name.into());
        }
        admitted.rejected.extend(copy.flaws.into_iter().map(|(shard, flaw)| Rejected {
            source: source.key.clone(),
            unit: "".into(),
            id: "".into(),
            title: "".into(),
            reason: flaw.code,
            detail: format!("{shard}:{}", flaw.line).into(),
        }));
        health.admitted = admitted.posts.len() as u32;
        health.rejected = admitted.rejected.len() as u32;
        gathered.sources.push(health);
        gathered.rejected.append(&mut admitted.rejected);
        all.push(admitted);
    }
    let Merged { posts, decisions } = merge(config, &kin, today, own, all);
    gathered.decisions = decisions;
    Ok((posts, gathered))
}

/// What the last aggregation saw of the sections of units.
fn sections(files: &dyn Files, config: &Config) -> Result<Vec<SectionHealth>, Error> {
    let path = SourcePath::new(&format!("{FOLDER}/{SECTIONS}"));
    let Some(bytes) = files.read_optional(&path, STATE_LIMIT)? else { return Ok(Vec::new()) };
    let mut states = copies::states(&bytes);
    let sections = config.units.iter().filter_map(|(unit, facts)| {
        let address = facts.section_url.clone()?;
        let state = states.remove(&*facts.code).filter(|state| state.address == address.as_str())?;
        Some(SectionHealth {
            unit,
            address,
            checked: state.checked,
            good: state.good,
            modified: state.modified.into(),
            error: state.error.into(),
            detail: state.detail.into(),
        })
    });
    Ok(sections.collect())
}
