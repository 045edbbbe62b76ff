//! What has to be done, as a function of two manifests.

use std::collections::BTreeSet;

use crate::model::OutPath;
use crate::output::{Entry, Manifest, Phase};

/// The way from what is on the server to what should be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Steps {
    /// Files that the server does not have, in the order of their travel.
    pub new: Vec<OutPath>,
    /// Files that it has otherwise, in the order of their travel.
    pub changed: Vec<OutPath>,
    /// Files of ours that go away, pages before what they show.
    pub removed: Vec<OutPath>,
    /// How many bytes travel.
    pub bytes: u64,
}

impl Steps {
    /// True when the server has everything.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// All files that travel, in order.
    pub fn sent(&self) -> Vec<&OutPath> {
        let mut all: Vec<&OutPath> = self.new.iter().chain(&self.changed).collect();
        all.sort_by_key(|path| (Phase::of(path), path.as_str()));
        all
    }

    /// The folders that these files stand in, outer before inner.
    pub fn folders(&self) -> BTreeSet<String> {
        self.new.iter().flat_map(folders).collect()
    }
}

/// The folders above a path, without a slash at the end.
pub(super) fn folders(path: &OutPath) -> Vec<String> {
    path.as_str().match_indices('/').map(|(end, _)| path.as_str()[..end].to_owned()).collect()
}

/// What has to be done so that the server, which holds `remote`, holds `local`. An entry of
/// `remote` that is [`Entry::default`] says that a file may be there and its content is unknown.
///
/// ```
/// use nq71::model::OutPath;
/// use nq71::output::{Entry, Manifest};
/// use nq71::publish::steps;
///
/// let (mut local, mut remote) = (Manifest::default(), Manifest::default());
/// local.put(OutPath::made("index.html"), Entry::of(b"new"));
/// remote.put(OutPath::made("index.html"), Entry::of(b"old"));
/// remote.put(OutPath::made("bai/cu.html"), Entry::of(b"gone"));
/// let steps = steps(&local, &remote);
/// assert_eq!((steps.new.len(), steps.changed.len(), steps.removed.len()), (0, 1, 1));
/// ```
pub fn steps(local: &Manifest, remote: &Manifest) -> Steps {
    let mut steps = Steps::default();
    for (path, entry) in local.iter() {
        match remote.get(path) {
            Some(there) if there == entry => continue,
            Some(_) => steps.changed.push(path.clone()),
            None => steps.new.push(path.clone()),
        }
        steps.bytes += entry.length;
    }
    steps.removed =
        remote.iter().map(|(path, _)| path).filter(|path| local.get(path).is_none()).cloned().collect();
    let order = |path: &OutPath| (Phase::of(path), path.clone());
    steps.new.sort_by_key(order);
    steps.changed.sort_by_key(order);
    steps.removed.sort_by_key(|path| (std::cmp::Reverse(Phase::of(path)), path.clone()));
    steps
}

/// What is written on the server before the first file is touched: every path that was or will be
/// ours. The entry of a path that will be overwritten is unknown; one that comes or goes is there
/// with that entry or not at all, because files arrive whole.
pub fn unfinished(local: &Manifest, remote: &Manifest) -> Manifest {
    let mut all = Manifest::of_unit(local.unit()).unfinished(std::iter::empty());
    for (path, entry) in remote.iter() {
        let is_overwritten = local.get(path).is_some_and(|wanted| wanted != entry);
        all.put(path.clone(), if is_overwritten { Entry::default() } else { entry });
    }
    for (path, entry) in local.iter().filter(|(path, _)| remote.get(path).is_none()) {
        all.put(path.clone(), entry);
    }
    all
}
