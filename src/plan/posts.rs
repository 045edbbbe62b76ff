//! A post's own page.

use crate::content::{Link, LinkTo};
use crate::diagnostics::SourcePath;
use crate::model::{FileKind, ListKind, OutPath, Post, PostId, ReferenceKind, Scope, Target};
use crate::text::{self, Lang, short_date};

use super::view::{
    Anchor, DocumentView, EventView, FileView, MediaView, Neighbour, Picture, PostView, ReachView, Related,
    Translation,
};
use super::{Data, Planner, View};

/// Related posts that a post leads to.
const RELATED: usize = 3;

/// How far back they are looked for: work that does not grow with the site.
const RELATED_WITHIN: usize = 60;

impl<'s> Planner<'s> {
    pub(super) fn post(&self, path: &OutPath, id: PostId) -> View<'s> {
        let config = &self.site.config;
        let lang = config.lang;
        let vocabulary = &config.vocabulary;
        let post = self.site.post(id);
        let scope = self.scope_of(post.unit);
        let quarter_path = self.path_in(scope, &format!("q/{}/index.html", post.quarter.slug()));

        let mut page = self.page(path, "posts", &post.title);
        self.under_unit(&mut page, post.unit, path);
        page.crumbs.push(self.crumb("posts", self.path_in(scope, "q/index.html").as_str(), path));
        let quarter = Anchor { label: post.quarter.label(lang), href: quarter_path.relative_from(path) };
        page.crumbs.push(quarter.clone());
        page.description = post.summary.to_string();
        page.updated = short_date(self.site.newest_date(post), lang);
        if let Some(tag) = &post.lang {
            page.lang = tag.to_string();
        }
        let image = self.picture(post, path);
        page.image = self.image_url(post);

        let all = self.site.shown(scope, ListKind::All);
        // Ids follow the order of dates, and so do lists.
        let at = all.binary_search(&id).ok();
        let neighbour = |id: PostId| {
            let post = self.site.post(id);
            let lang = post.lang.as_deref().map(str::to_owned);
            Neighbour { label: post.title.to_string(), href: self.href(post, path).into_owned(), lang }
        };
        let optional = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
        let updated = self.site.updated(post);
        let view = PostView {
            id: post.id.to_string(),
            title: post.title.to_string(),
            summary: post.summary.to_string(),
            date: short_date(post.date, lang),
            iso_date: text::iso_date(post.date),
            updated: updated.map_or(String::new(), |date| short_date(date, lang)),
            iso_updated: updated.map_or(String::new(), text::iso_date),
            quarter,
            quarter_declared: post.quarter_declared,
            kind: {
                let term = vocabulary.types.get(post.kind);
                let kind =
                    if term.code == "van-ban" { ListKind::Documents } else { ListKind::Type(post.kind) };
                self.term(term, kind, path)
            },
            topics: post
                .topics
                .iter()
                .map(|&topic| {
                    let term = vocabulary.topics.get(topic);
                    let kind =
                        if term.code == "dien-hinh" { ListKind::Exemplar } else { ListKind::Topic(topic) };
                    self.term(term, kind, path)
                })
                .collect(),
            task: post.task.map(|task| {
                let term = vocabulary.tasks.get(task);
                super::view::TermView {
                    code: term.code.clone(),
                    label: term.label(lang).to_owned(),
                    short: term.short(lang).to_owned(),
                    href: None,
                }
            }),
            audience: post
                .audience
                .iter()
                .map(|&id| vocabulary.audiences.get(id).short(lang).to_owned())
                .collect(),
            tags: post.tags.iter().map(ToString::to_string).collect(),
            author: optional(&post.author),
            source_name: optional(&post.source_name),
            source_url: post.source_url.as_ref().map_or(String::new(), ToString::to_string),
            partners: self.partners(post, path),
            image,
            document: self.document(post, path),
            files: self.files(post, path),
            event: post.event.as_ref().map(|event| EventView {
                date: event.date.map_or(String::new(), |date| short_date(date, lang)),
                place: optional(&event.place),
                participants: event.participants,
            }),
            media: post
                .media
                .iter()
                .map(|media| MediaView {
                    kind: media.kind.to_string(),
                    url: media.url.to_string(),
                    duration: optional(&media.duration),
                    transcript: optional(&media.transcript),
                })
                .collect(),
            channels: post
                .channels
                .iter()
                .map(|channel| Anchor {
                    label: vocabulary.channels.get(channel.channel).short(lang).to_owned(),
                    href: channel.url.as_ref().map_or(String::new(), ToString::to_string),
                })
                .collect(),
            reach: post
                .reach
                .iter()
                .map(|reach| ReachView {
                    channel: reach.channel.map_or(String::new(), |channel| {
                        vocabulary.channels.get(channel).short(lang).to_owned()
                    }),
                    views: reach.views,
                    reactions: reach.reactions,
                    shares: reach.shares,
                    as_of: short_date(reach.as_of, lang),
                })
                .collect(),
            notice: post.notice.then(|| self.notice_path(post).relative_from(path)),
            translations: self.translations(id, path),
            repost: post.repost_of.is_some(),
            repost_url: self.repost_url(post, path),
            exemplar: post.exemplar,
            related: at.map_or(Vec::new(), |at| self.related(id, &all[..at], path)),
            older: at.and_then(|at| at.checked_sub(1)).map(|at| neighbour(all[at])),
            newer: at.and_then(|at| all.get(at + 1)).map(|&id| neighbour(id)),
            links: self.links(post, path),
        };
        let mut html = self.html("post.html", page, Data::Post(Box::new(view)));
        if let View::Html(html) = &mut html {
            html.body = Some(id);
        }
        html
    }

    /// Posts of one unit before a post that share a topic with it, the nearest first. Only earlier
    /// ones, so that a new post changes no page but its neighbour's; that neighbour and
    /// translations have links of their own.
    fn related(&self, id: PostId, before: &[PostId], from: &OutPath) -> Vec<Related> {
        let lang = self.site.config.lang;
        let own = self.site.post(id);
        let original = self.site.original(id);
        before
            .iter()
            .rev()
            .skip(1)
            .take(RELATED_WITHIN)
            .filter(|&&other| self.site.original(other) != original)
            .map(|&other| self.site.post(other))
            .filter(|post| post.topics.iter().any(|topic| own.topics.contains(topic)))
            .take(RELATED)
            .map(|post| Related {
                title: post.title.to_string(),
                href: self.href(post, from).into_owned(),
                date: short_date(post.date, lang),
                iso_date: text::iso_date(post.date),
                kind: self.site.config.vocabulary.types.get(post.kind).short(lang).to_owned(),
                lang: post.lang.as_deref().map(str::to_owned),
            })
            .collect()
    }

    /// The post's relative addresses and what they become on this page, sorted as written.
    fn links(&self, post: &Post, from: &OutPath) -> Vec<Link> {
        let mut links: Vec<Link> = post
            .references
            .iter()
            .map(|reference| {
                let to = match self.site.target(reference) {
                    Some(Target::Post(id)) => LinkTo::Page(self.href(self.site.post(id), from).into_owned()),
                    Some(Target::File(id)) => {
                        let file = self.site.file(id);
                        let href = file.path.relative_from(from);
                        match (reference.kind, file.kind) {
                            (ReferenceKind::Picture, FileKind::Picture { width, height }) => {
                                LinkTo::Picture { src: href, width, height }
                            }
                            _ => LinkTo::Page(href),
                        }
                    }
                    Some(Target::Hidden) => LinkTo::Gone,
                    None => match self.site.elsewhere(&reference.target) {
                        Some(address) => LinkTo::Page(address.to_owned()),
                        None => LinkTo::Gone,
                    },
                };
                Link { written: reference.written.to_string(), to }
            })
            .collect();
        links.sort_by(|a, b| a.written.cmp(&b.written));
        links
    }

    /// The absolute address of the picture that leads a post.
    pub(super) fn image_url(&self, post: &Post) -> Option<String> {
        let file = self.site.file_of(&post.image.as_ref()?.file)?;
        self.absolute(&self.site.file(file).path)
    }

    /// The picture that leads a post.
    pub(super) fn picture(&self, post: &Post, from: &OutPath) -> Option<Picture> {
        let image = post.image.as_ref()?;
        let file = self.site.file(self.site.file_of(&image.file)?);
        let FileKind::Picture { width, height } = file.kind else { return None };
        Some(Picture {
            src: file.path.relative_from(from),
            alt: image.alt.to_string(),
            width,
            height,
            credit: image.credit.as_deref().unwrap_or_default().to_owned(),
        })
    }

    /// What identifies an official document, with its files.
    pub(super) fn document(&self, post: &Post, from: &OutPath) -> Option<DocumentView> {
        let document = post.document.as_ref()?;
        let text = |text: &Option<Box<str>>| text.as_deref().unwrap_or_default().to_owned();
        Some(DocumentView {
            number: text(&document.number),
            date: document.date.map_or(String::new(), |date| short_date(date, self.site.config.lang)),
            issuer: text(&document.issuer),
            summary: text(&document.summary),
            files: self.files(post, from),
        })
    }

    /// A post's files to take away.
    pub(super) fn files(&self, post: &Post, from: &OutPath) -> Vec<FileView> {
        post.attachments.iter().filter_map(|source| self.file(source, from)).collect()
    }

    fn file(&self, source: &SourcePath, from: &OutPath) -> Option<FileView> {
        let file = self.site.file(self.site.file_of(source)?);
        let size = match file.kind {
            FileKind::Other { length } => size(length, self.site.config.lang),
            FileKind::Picture { .. } => String::new(),
        };
        Some(FileView {
            name: source.name().to_owned(),
            href: file.path.relative_from(from),
            format: source.extension().to_uppercase(),
            size,
        })
    }

    fn partners(&self, post: &Post, from: &OutPath) -> Vec<Anchor> {
        let units = &self.site.config.units;
        post.co_units
            .iter()
            .filter(|(code, _)| units.find(code) != Some(post.unit))
            .map(|(code, _)| match units.find(code) {
                Some(id) if self.many() => Anchor {
                    label: units.get(id).name.to_string(),
                    href: self.path_in(Scope::Unit(id), "index.html").relative_from(from),
                },
                Some(id) => Anchor { label: units.get(id).name.to_string(), href: String::new() },
                None => Anchor { label: code.to_string(), href: String::new() },
            })
            .collect()
    }

    /// The published posts that are the same text in another language.
    fn translations(&self, id: PostId, from: &OutPath) -> Vec<Translation> {
        let config = &self.site.config;
        self.site
            .translations(id)
            .into_iter()
            .map(|other| {
                let post = self.site.post(other);
                let tag = post.lang.as_deref().unwrap_or(config.lang.as_str());
                let languages = &config.vocabulary.languages;
                let label = languages.find(tag).map_or(tag, |id| languages.get(id).label(config.lang));
                Translation {
                    lang: tag.to_owned(),
                    label: label.to_owned(),
                    href: self.href(post, from).into_owned(),
                    absolute: Some(self.absolute_of(post).into_owned()).filter(|address| !address.is_empty()),
                }
            })
            .collect()
    }

    /// Where the original of a repost is, when it can be told.
    fn repost_url(&self, post: &Post, from: &OutPath) -> String {
        let Some(written) = &post.repost_of else { return String::new() };
        if let Ok(address) = written.parse::<crate::model::Address>() {
            return address.to_string();
        }
        match self.site.by_id(written, post).map(|id| self.site.post(id)) {
            Some(original) if self.is_shown(original) => self.href(original, from).into_owned(),
            _ => String::new(),
        }
    }
}

/// A file's size in words.
fn size(length: u64, lang: Lang) -> String {
    if length < 1_000_000 {
        format!("{} KB", length.div_ceil(1000).max(1))
    } else {
        format!("{} MB", text::decimal(length as f64 / 1e6, 1, lang))
    }
}
