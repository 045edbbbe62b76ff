//! The section inside other pages: in a frame, or pasted into them.

use crate::model::{ListKind, OutPath, PostId, Scope};
use crate::text::{self, short_date};

use super::view::{EmbedCodes, EmbedPost, EmbedView, FragmentView};
use super::{Data, Planner, View};

/// Posts that stand in another page.
const NEWEST: usize = 8;

impl<'s> Planner<'s> {
    pub(super) fn embed(&self, path: &OutPath) -> View<'s> {
        let mut page = self.page(path, "", "");
        page.crumbs.clear();
        // Search engines should lead to the section itself.
        page.noindex = true;
        page.canonical = self.absolute(&OutPath::made("index.html"));
        let posts = self
            .newest()
            .map(|id| self.embed_post(id, self.href(self.site.post(id), path).into_owned()))
            .collect();
        self.html("embed.html", page, Data::Embed(EmbedView { posts }))
    }

    pub(super) fn fragment(&self, path: &OutPath) -> View<'s> {
        let mut page = self.page(path, "", "");
        page.crumbs.clear();
        self.html("fragment.html", page, Data::Fragment(self.fragment_view()))
    }

    /// What the codes for other pages are made with; none without `base_url`.
    pub(super) fn embed_codes(&self) -> Option<EmbedCodes> {
        let base = self.site.config.base_url.as_ref()?;
        let code = match &*self.chrome.unit.code {
            "" => "chuyen-muc",
            code => code,
        };
        Some(EmbedCodes {
            frame_url: format!("{base}nhung.html"),
            frame_id: format!("nq71-{code}"),
            origin: base.origin(),
            fragment_url: format!("{base}doan-ma.html"),
            fragment: self.fragment_view(),
        })
    }

    fn fragment_view(&self) -> FragmentView {
        let top = OutPath::made("index.html");
        let posts =
            self.newest().map(|id| self.embed_post(id, self.absolute_of(self.site.post(id)).into_owned()));
        FragmentView { home: self.absolute(&top).unwrap_or_default(), posts: posts.collect() }
    }

    fn newest(&self) -> impl Iterator<Item = PostId> {
        self.site.list(Scope::Whole, ListKind::All).iter().rev().take(NEWEST).copied()
    }

    fn embed_post(&self, id: PostId, href: String) -> EmbedPost {
        let config = &self.site.config;
        let post = self.site.post(id);
        EmbedPost {
            title: post.title.to_string(),
            href,
            date: short_date(post.date, config.lang),
            iso_date: text::iso_date(post.date),
            unit: if self.many() { config.units.get(post.unit).short().to_owned() } else { String::new() },
            lang: post.lang.as_deref().map(str::to_owned),
        }
    }
}
