//! A folder of Markdown: the posts of a unit with their pictures, copied as they are.
//!
//! The new folder is made beside the old one, with files that did not change linked, not copied;
//! then the index that names it is replaced.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::content::{self, Context};
use crate::diagnostics::{Severity, Source, SourcePath};
use crate::error::Error;
use crate::exchange::copies::Tree;
use crate::exchange::sha256;
use crate::files::{DiskFiles, Files};
use crate::model::{Config, FILE_KINDS, Layout, SourceSpec};
use crate::output::write_atomically;

use super::Failure;

/// No folder has more files than this.
const FILES: usize = 20_000;

/// No picture or attachment is larger than this.
const FILE_LIMIT: u64 = 50 << 20;

/// A folder of Markdown as it is now.
pub(super) struct NewTree {
    /// Its files.
    pub index: Tree,
    files: DiskFiles,
}

impl NewTree {
    /// Looks through a folder. What is neither a post nor of a kind that may be published stays
    /// where it is.
    pub(super) fn of(folder: &Path) -> Result<NewTree, Failure> {
        let unreadable = |error: Error| {
            let detail = match &error {
                Error::Io { path, .. } | Error::TooLarge { path, .. } => {
                    path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned())
                }
                _ => String::new(),
            };
            match error {
                Error::TooLarge { limit, .. } => super::source::too_large(limit),
                _ => Failure::new("nguon-khong-doc-duoc", detail),
            }
        };
        let files = DiskFiles::open(folder).map_err(unreadable)?;
        let mut index = Tree::default();
        let mut bytes = Vec::new();
        for path in files.list("").map_err(unreadable)?.value.files {
            let end = path.extension();
            let limit = match end.as_str() {
                "md" => content::LIMIT,
                end if FILE_KINDS.contains(&end) => FILE_LIMIT,
                _ => continue,
            };
            if index.files.len() >= FILES {
                return Err(Failure::new("nguon-qua-nhieu-dong", ""));
            }
            files.read(&path, limit, &mut bytes).map_err(unreadable)?;
            index.files.push((path.to_string(), sha256(&bytes)));
        }
        if index.posts() == 0 {
            return Err(Failure::new("nguon-khong-co-tep", "muc-luc.csv, *.md"));
        }
        Ok(NewTree { index, files })
    }

    /// How many of its posts can be read.
    pub(super) fn readable(&self, config: &Config, source: &SourceSpec) -> usize {
        readable(config, source, &self.files, &self.index)
    }

    /// Puts the files beside the copy's index, and returns what the index will be.
    ///
    /// A folder that changes meanwhile, or goes away, is the source's failure.
    ///
    /// # Errors
    /// When a file cannot be written.
    pub(super) fn put(&self, copy: &Path) -> Result<Result<Vec<u8>, Failure>, Error> {
        let top = copy.join(self.index.folder());
        let old = fs::read(copy.join(crate::exchange::INDEX)).ok().and_then(|bytes| Tree::read(&bytes));
        let mut bytes = Vec::new();
        for (path, digest) in &self.index.files {
            let to = top.join(path);
            let is_there = |file: &Path| fs::read(file).is_ok_and(|bytes| sha256(&bytes) == *digest);
            if is_there(&to) {
                continue;
            }
            let known = old.as_ref().filter(|old| old.files.contains(&(path.clone(), digest.clone())));
            let known = known.map(|old| copy.join(old.folder()).join(path)).filter(|known| is_there(known));
            if let Some(known) = known {
                let folder = to.parent().expect("a file in a folder has one");
                fs::create_dir_all(folder).map_err(Error::io("make-folder", folder))?;
                let _ = fs::remove_file(&to);
                if fs::hard_link(known, &to).is_ok() {
                    continue;
                }
            }
            let limit = FILE_LIMIT.max(content::LIMIT);
            let read = self.files.read(&SourcePath::new(path), limit, &mut bytes);
            if read.is_err() || sha256(&bytes) != *digest {
                return Ok(Err(Failure::new("nguon-dang-doi", path.as_str())));
            }
            write_atomically(&to, &bytes)?;
        }
        Ok(Ok(self.index.write()))
    }
}

/// How many posts of a folder can be read: files with a mistake in their front matter, or in
/// letters that nobody can read, are worth nothing.
pub(super) fn readable(config: &Config, source: &SourceSpec, files: &dyn Files, tree: &Tree) -> usize {
    let there: BTreeSet<SourcePath> = tree.files.iter().map(|(path, _)| SourcePath::new(path)).collect();
    let exists = |path: &SourcePath| there.contains(path);
    let folder_unit = (config.layout == Layout::Many).then_some(source.unit);
    let context = Context { config, folder_unit, exists: &exists };
    let mut bytes = Vec::new();
    let mut is_readable = |path: &SourcePath| {
        files.read(path, content::LIMIT, &mut bytes).ok()?;
        let text = std::str::from_utf8(&bytes).ok()?;
        let parsed = content::parse(&Source { path, text }, &context);
        let post = parsed.value?;
        let head = text[..post.body.start as usize].lines().count() as u32;
        // A mistake in its text does not keep a post out.
        let in_head = parsed.diagnostics.iter().any(|one| {
            one.severity == Severity::Error && one.place.as_ref().is_none_or(|place| place.line <= head)
        });
        (!in_head).then_some(())
    };
    there.iter().filter(|path| path.extension() == "md" && is_readable(path).is_some()).count()
}
