//! One Markdown file without its text.

use jiff::civil::Date;

use crate::diagnostics::{SourcePath, Span};

use super::{Address, Digest, Origin, OutPath, Quarter, TermId, UnitId};

/// A post, by its place in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PostId(pub u32);

/// How far a post has come, as its author says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// `nhap`
    Draft,
    /// `cho-duyet`
    Waiting,
    /// `da-duyet`
    #[default]
    Approved,
    /// `da-go`
    Withdrawn,
}

/// Whether the people shown have agreed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Consent {
    /// Not stated, or `khong-can`.
    #[default]
    NotNeeded,
    /// `tap-the`: a public event, a group.
    Group,
    /// `da-co`
    Given,
    /// `chua`: keeps the post unpublished.
    Missing,
}

/// What the public sees of a post on the day of a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Shown and counted or excluded.
    Published,
    /// Still being written.
    Draft,
    /// Waiting for approval.
    Waiting,
    /// Dated after the day of the build.
    Future,
    /// Kept back because consent is missing.
    NoConsent,
    /// Taken down: a tombstone stands at its address.
    Withdrawn,
}

/// The same product on another channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channel {
    /// Which channel.
    pub channel: TermId,
    /// Where it is there.
    pub url: Option<Address>,
    /// When it was put there.
    pub date: Option<Date>,
}

/// How far a product reached on one channel, typed in by a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach {
    /// Which channel, if one is named.
    pub channel: Option<TermId>,
    /// Times seen.
    pub views: Option<u32>,
    /// Likes and the like.
    pub reactions: Option<u32>,
    /// Times passed on.
    pub shares: Option<u32>,
    /// The day the figures were read.
    pub as_of: Date,
    /// Where the evidence is.
    pub note: Option<Box<str>>,
}

/// The picture that leads a post.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The file beside the post.
    pub file: SourcePath,
    /// What it shows, for people who do not see it.
    pub alt: Box<str>,
    /// Who made it.
    pub credit: Option<Box<str>>,
}

/// What identifies an official document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Number and notation.
    pub number: Option<Box<str>>,
    /// The day it was issued.
    pub date: Option<Date>,
    /// Who issued it.
    pub issuer: Option<Box<str>>,
    /// Its abstract.
    pub summary: Option<Box<str>>,
}

/// An event that a post tells of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// When.
    pub date: Option<Date>,
    /// Where.
    pub place: Option<Box<str>>,
    /// How many took part.
    pub participants: Option<u32>,
}

/// A film or a recording.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// `video` or `audio`.
    pub kind: Box<str>,
    /// Where it plays.
    pub url: Address,
    /// How long, as written.
    pub duration: Option<Box<str>>,
    /// Where its text is.
    pub transcript: Option<Box<str>>,
}

/// What a relative address in a post's text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReferenceKind {
    /// Another post, by its `.md` path.
    Post,
    /// A picture beside the post.
    Picture,
    /// A file beside the post.
    File,
}

/// A relative address in a post's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// As it is written.
    pub written: Box<str>,
    /// The file that is meant.
    pub target: SourcePath,
    /// What it means.
    pub kind: ReferenceKind,
    /// Where it stands.
    pub span: Span,
}

/// A post: everything about it but its text, which is read again when its page is rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Post {
    /// The file it was read from.
    pub source: SourcePath,
    /// The digest of that file.
    pub digest: Digest,
    /// The digest of the text alone, without the front matter.
    pub text: Digest,
    /// Where the text starts and ends in the file.
    pub body: Span,
    /// Where the front matter stands, for findings about the post as a whole.
    pub head: Span,
    /// Whose product it is.
    pub unit: UnitId,
    /// Its content type.
    pub kind: TermId,
    /// The quarter it is counted in.
    pub quarter: Quarter,
    /// True when the author named a quarter other than the date's.
    pub quarter_declared: bool,
    /// The day it is published.
    pub date: Date,
    /// The day it was last changed.
    pub updated: Option<Date>,
    /// How far it has come.
    pub status: Status,
    /// Whether the people shown have agreed.
    pub consent: Consent,
    /// The title.
    pub title: Box<str>,
    /// A few sentences; taken from the text where the author gave none.
    pub summary: Box<str>,
    /// True when the author gave the summary.
    pub own_summary: bool,
    /// The last part of its address, without `.html`.
    pub slug: Box<str>,
    /// The stable id: `<unit>/<file stem>` unless given.
    pub id: Box<str>,
    /// Set for a post that was gathered from another site.
    pub origin: Option<Box<Origin>>,
    /// Its address in the section; none for a pointer post. [`Post::place`] sets it.
    pub path: Option<OutPath>,
    /// For a pointer post: the article on the unit's own portal.
    pub link: Option<Address>,
    /// The id or address of what this repeats; a repost never counts.
    pub repost_of: Option<Box<str>>,
    /// The id of what this translates, and where that is written.
    pub translation_of: Option<(Box<str>, Span)>,
    /// The author's reason for `count = false`.
    pub not_counted: Option<Box<str>>,
    /// The language tag, where it is not the section's.
    pub lang: Option<Box<str>>,
    /// What it is about.
    pub topics: Box<[TermId]>,
    /// Which of the eight task groups.
    pub task: Option<TermId>,
    /// Whom it is for.
    pub audience: Box<[TermId]>,
    /// Free words.
    pub tags: Box<[Box<str>]>,
    /// Who wrote it.
    pub author: Option<Box<str>>,
    /// Where it was taken from.
    pub source_name: Option<Box<str>>,
    /// Where that is.
    pub source_url: Option<Address>,
    /// Codes of units that took part, and where they are written.
    pub co_units: Box<[(Box<str>, Span)]>,
    /// The same product elsewhere.
    pub channels: Box<[Channel]>,
    /// How far it reached.
    pub reach: Box<[Reach]>,
    /// The leading picture.
    pub image: Option<Box<Image>>,
    /// Files to take away.
    pub attachments: Box<[SourcePath]>,
    /// For official documents.
    pub document: Option<Box<Document>>,
    /// For events.
    pub event: Option<Box<Event>>,
    /// Films and recordings.
    pub media: Box<[Media]>,
    /// Shown among good examples.
    pub exemplar: bool,
    /// Shown first on the home page.
    pub pinned: bool,
    /// Gets a sheet for the notice board.
    pub notice: bool,
    /// Old addresses that forward here, and where they are written.
    pub aliases: Box<[(Box<str>, Span)]>,
    /// Who approved it.
    pub approved_by: Option<Box<str>>,
    /// When.
    pub approved_on: Option<Date>,
    /// Relative addresses in the text.
    pub references: Box<[Reference]>,
    /// The headings of the text, one a line.
    pub headings: Box<str>,
    /// The different words of the text, with spaces between them; kept on small sites only.
    pub words: Box<str>,
}

impl Post {
    /// What the public sees of it on a day.
    pub fn standing(&self, today: Date) -> Standing {
        match self.status {
            Status::Draft => Standing::Draft,
            Status::Waiting => Standing::Waiting,
            Status::Withdrawn => Standing::Withdrawn,
            Status::Approved if self.consent == Consent::Missing => Standing::NoConsent,
            Status::Approved if self.date > today => Standing::Future,
            Status::Approved => Standing::Published,
        }
    }

    /// The id that its own unit gave it: the same on every level, where [`id`](Post::id) may have
    /// the unit's code in front.
    pub fn own_id(&self) -> &str {
        self.origin.as_ref().map_or(&self.id, |origin| &origin.id)
    }

    /// True when its text is read here: it has a page of its own.
    pub fn path_is_here(&self) -> bool {
        self.link.is_none() && self.origin.as_ref().is_none_or(|origin| origin.has_text)
    }

    /// True when both stand at the same places: addresses, lists and figures take them for the
    /// same post, though its words differ. Whatever is not named here counts as a place.
    pub(super) fn stands_like(&self, other: &Post) -> bool {
        let unspanned = |list: &[(Box<str>, Span)]| -> Box<[(Box<str>, Span)]> {
            list.iter().map(|(text, _)| (text.clone(), Span::default())).collect()
        };
        let plain = |post: &Post| {
            let mut post = post.clone();
            for reference in &mut post.references {
                reference.span = Span::default();
            }
            post.co_units = unspanned(&post.co_units);
            post.aliases = unspanned(&post.aliases);
            post.translation_of = post.translation_of.map(|(id, _)| (id, Span::default()));
            post.image = post.image.map(|mut image| {
                (image.alt, image.credit) = ("".into(), None);
                image
            });
            post
        };
        let words = plain(other);
        let same = Post {
            digest: words.digest,
            text: words.text,
            body: words.body,
            head: words.head,
            title: words.title.clone(),
            summary: words.summary.clone(),
            updated: words.updated,
            author: words.author.clone(),
            source_name: words.source_name.clone(),
            source_url: words.source_url.clone(),
            tags: words.tags.clone(),
            reach: words.reach.clone(),
            headings: words.headings.clone(),
            words: words.words.clone(),
            event: words.event.clone(),
            media: words.media.clone(),
            document: words.document.clone(),
            approved_by: words.approved_by.clone(),
            approved_on: words.approved_on,
            ..plain(self)
        };
        same == words
    }
}
