//! Conducts a build: reads, assembles, plans, renders and puts, in that order. The only place
//! that works in parallel.
//!
//! 1. [`load`] reads every post once, keeps what is known of it and drops its text.
//! 2. [`Prepared::new`] admits what was gathered from other sites, assembles the site, counts it, and plans every page.
//! 3. [`write()`] renders the pages whose key changed, and puts them only when all have rendered.
//!
//! A build with errors writes nothing: the last good output stays as it was.

mod gathered;
mod load;
mod pending;
mod write;

pub use gathered::tally;
pub use load::{Again, CONTENT, Loaded, Readings, load};
pub use pending::Pending;
pub use write::{Outcome, Progress, Ready, Summary, Target, render, write};

use std::sync::Arc;

use jiff::civil::Date;

use crate::content;
use crate::diagnostics::{Checked, Diagnostic, Place, Source, SourcePath};
use crate::error::Error;
use crate::files::Files;
use crate::message;
use crate::model::{Address, Config, Digest, OutPath, Post, PostId, Site, UnitId};
use crate::plan::{PageRef, Plan, Planned, Planner, View};
use crate::render::{self, Theme};
use crate::stats::Counts;

/// A section ready to be rendered, page by page. Its parts are shared: see [`Prepared::with_posts`].
#[derive(Clone)]
pub struct Prepared {
    /// Its posts and files.
    pub site: Site,
    /// Its figures.
    pub counts: Arc<Counts>,
    /// Its pages for the public, or for editors.
    pub plan: Arc<Plan>,
    /// Its pages for the office; empty for one unit's section alone, and for editors.
    pub office: Arc<Plan>,
    theme: Arc<Theme>,
}

/// Who will see the pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Everybody: only what is published.
    Public,
    /// Those who write: drafts too.
    Editors,
}

impl Prepared {
    /// Assembles what was loaded and plans the pages. `None` when the theme cannot be used.
    ///
    /// # Errors
    /// When a file of the theme cannot be read.
    pub fn new(
        files: &dyn Files,
        config: Config,
        loaded: Loaded,
        today: Date,
    ) -> Result<Checked<Option<Prepared>>, Error> {
        Prepared::for_readers(files, config, loaded, today, Readers::Public)
    }

    /// As [`new`](Prepared::new), for the public or for editors.
    ///
    /// # Errors
    /// When a file of the theme cannot be read.
    pub fn for_readers(
        files: &dyn Files,
        config: Config,
        loaded: Loaded,
        today: Date,
        readers: Readers,
    ) -> Result<Checked<Option<Prepared>>, Error> {
        let mut found = Vec::new();
        if config.base_url.is_none() {
            found.push(Diagnostic::warning("thieu-base-url"));
        }
        let theme = Theme::load(files, &config.theme, config.lang)?.into(&mut found);
        let (loaded, gathered) = gathered::gather(files, &config, today, loaded, &mut found)?;
        let mut site = Site::assemble(config, today, loaded.posts, loaded.files).into(&mut found);
        site.gathered = Arc::new(gathered);
        let Some(theme) = theme else { return Ok(Checked::new(None, found)) };
        let counts = Arc::new(Counts::of(&site));
        let (site, office) = match readers {
            Readers::Public => (site, true),
            Readers::Editors => (site.for_editors(), false),
        };
        let prepared = Prepared::plan(site, counts, theme, office).into(&mut found);
        locate(files, &mut found);
        Ok(Checked::new(Some(prepared), found))
    }

    /// The same section as the public sees it, of one for editors. `None` when the theme cannot
    /// be used any more.
    ///
    /// # Errors
    /// When a file of the theme cannot be read.
    pub fn for_public(&self, files: &dyn Files) -> Result<Option<Prepared>, Error> {
        let site = self.site.for_public();
        let theme = Theme::load(files, &site.config.theme, site.config.lang)?.value;
        Ok(theme.map(|theme| Prepared::plan(site, Arc::clone(&self.counts), theme, false).value))
    }

    /// The same section with these posts read anew, when only what they say is different; `None`
    /// when addresses, lists or figures may be. Takes a moment, however large the section is.
    pub fn with_posts(&self, posts: impl IntoIterator<Item = Arc<Post>>) -> Option<Prepared> {
        let mut prepared = self.clone();
        for post in posts {
            prepared.site = prepared.site.with_post(post)?;
        }
        Some(prepared)
    }

    /// Whether the search's index has the parts that were planned, now that these posts read
    /// otherwise than `before`. A longer title may need one more.
    pub fn keeps_parts<'p>(
        &self,
        before: &Prepared,
        posts: impl IntoIterator<Item = &'p SourcePath>,
    ) -> bool {
        let (before, now) = (before.planner(), self.planner());
        let mut posts = posts.into_iter().filter_map(|path| self.site.by_source(path));
        posts.all(|id| now.keeps_parts(&self.plan, id, &before))
    }

    /// One unit's section alone, at `base_url` or else at the unit's `section_url`.
    ///
    /// # Errors
    /// When a file of the theme cannot be read.
    pub fn alone(
        &self,
        files: &dyn Files,
        unit: UnitId,
        base_url: Option<Address>,
    ) -> Result<Checked<Option<Prepared>>, Error> {
        let mut found = Vec::new();
        let site = self.site.alone(unit, base_url);
        if site.config.base_url.is_none() {
            let code = &self.site.config.units.get(unit).code;
            found.push(Diagnostic::warning("thieu-dia-chi-chuyen-muc").arg("code", code));
        }
        let config = &site.config;
        let theme = Theme::load(files, &config.theme, config.lang)?.into(&mut found);
        let Some(theme) = theme else { return Ok(Checked::new(None, found)) };
        let counts = Arc::new(self.counts.alone(&self.site, &site));
        let prepared = Prepared::plan(site, counts, theme, false).into(&mut found);
        locate(files, &mut found);
        Ok(Checked::new(Some(prepared), found))
    }

    fn plan(site: Site, counts: Arc<Counts>, mut theme: Theme, office: bool) -> Checked<Prepared> {
        let assets: Vec<OutPath> = theme.assets().iter().map(|asset| asset.path.clone()).collect();
        let planner = Planner::new(&site, &counts, theme.strings(), theme.digest());
        let Checked { value: plan, diagnostics } = Plan::public(&planner, &assets);
        let office = Arc::new(if office { Plan::office(&planner) } else { Plan::default() });
        let chrome = planner.chrome.clone();
        theme.dress(&chrome);
        let (plan, theme) = (Arc::new(plan), Arc::new(theme));
        Checked::new(Prepared { site, counts, plan, office, theme }, diagnostics)
    }

    /// As [`planner`](Prepared::planner); keys of its pages do not depend on the theme's styles.
    pub fn planner_besides_styles(&self) -> Planner<'_> {
        let digest = self.theme.digest_besides_styles();
        Planner::new(&self.site, &self.counts, self.theme.strings(), digest)
    }

    /// The theme's styles, as they are in the output.
    pub fn styles(&self) -> impl Iterator<Item = &OutPath> {
        self.theme.assets().iter().map(|asset| &asset.path).filter(|path| path.as_str().ends_with(".css"))
    }

    /// What views are made with.
    pub fn planner(&self) -> Planner<'_> {
        Planner::new(&self.site, &self.counts, self.theme.strings(), self.theme.digest())
    }
}

/// Renders a planned page into `out`, from its view.
///
/// # Errors
/// When a file that the page is made from cannot be read.
pub fn page(
    prepared: &Prepared,
    planned: &Planned,
    view: &View,
    files: &dyn Files,
    out: &mut Vec<u8>,
) -> Result<Vec<Diagnostic>, Error> {
    if let View::File(id) = view {
        return load::publishable(files, prepared.site.file(*id), out);
    }
    let body = match view {
        View::Html(html) => match (html.body, &html.view) {
            (Some(id), crate::plan::Data::Post(post)) => match text_of(prepared, id, files)? {
                Ok(text) => Some(content::html(&text, &post.links, policy(prepared.site.post(id)))),
                Err(changed) => return Ok(vec![changed]),
            },
            _ => None,
        },
        _ => None,
    };
    let rendered = render::page(&prepared.theme, view, body.as_ref(), out);
    Ok(rendered.err().map(|found| named(*found, prepared, planned)).into_iter().collect())
}

/// Whose text it is.
fn policy(post: &Post) -> content::Policy {
    match post.origin {
        None => content::Policy::Author,
        Some(_) => content::Policy::Remote,
    }
}

/// A template's failure names the post being rendered, too.
fn named(found: Diagnostic, prepared: &Prepared, planned: &Planned) -> Diagnostic {
    let page = match planned.page {
        PageRef::Post(id) => prepared.site.post(id).source.to_string(),
        _ => planned.path.to_string(),
    };
    found.help(message!("template-of-page", page = page))
}

/// A post's text, read again; a diagnostic when the file is not the one that was read before.
fn text_of(prepared: &Prepared, id: PostId, files: &dyn Files) -> Result<Result<String, Diagnostic>, Error> {
    let post = prepared.site.post(id);
    let mut bytes = Vec::new();
    files.read(&post.source, content::LIMIT, &mut bytes)?;
    let changed = || Diagnostic::error("doi-khi-dung").place(Place::file(&post.source));
    if Digest::of(&bytes) != post.digest {
        return Ok(Err(changed()));
    }
    Ok(simdutf8::basic::from_utf8(&bytes[post.body.start as usize..])
        .map(str::to_owned)
        .map_err(|_| changed()))
}

/// Resolves places that wait for the text of their file.
pub fn locate(files: &dyn Files, found: &mut [Diagnostic]) {
    for one in found {
        let Some(place) = &one.place else { continue };
        let Some(span) = place.pending() else { continue };
        let path = place.path.clone();
        let mut bytes = Vec::new();
        if files.read(&path, content::LIMIT, &mut bytes).is_ok()
            && let Ok(text) = std::str::from_utf8(&bytes)
        {
            one.place = Some(Source { path: &path, text }.place(span));
        }
    }
}
