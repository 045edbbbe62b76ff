//! From a file's text to a post: the front matter, key by key.

use jiff::civil::Date;

use crate::diagnostics::{Checked, Diagnostic, Severity, Source, SourcePath, Span, closest};
use crate::fields::{At, Fields, Key, no_address, old_encoding};
use crate::message;
use crate::model::{
    Address, Channel, Config, Consent, Digest, Document, Event, FILE_KINDS, Image, Layout, Media, Post,
    Quarter, QuarterError, Reach, Status, TermId, Terms, UnitId,
};
use crate::text::{self, Lang};

use super::scan;

/// A post is text: a larger file is something else that got a post's name.
pub const LIMIT: u64 = 2 << 20;

const KEYS: &[Key] = &[
    ("title", "tieu_de"),
    ("date", "ngay"),
    ("type", "hinh_thuc"),
    ("unit", "don_vi"),
    ("quarter", "quy"),
    ("summary", "tom_tat"),
    ("status", "trang_thai"),
    ("approved_by", "nguoi_duyet"),
    ("approved_on", "ngay_duyet"),
    ("topics", "noi_dung"),
    ("task", "nhiem_vu"),
    ("audience", "doi_tuong"),
    ("tags", "the"),
    ("author", "tac_gia"),
    ("source", "nguon"),
    ("source_url", "link_nguon"),
    ("repost_of", "dang_lai_tu"),
    ("lang", "ngon_ngu"),
    ("translation_of", "ban_dich_cua"),
    ("co_units", "phoi_hop"),
    ("channels", "kenh"),
    ("reach", "tiep_can"),
    ("image", "anh"),
    ("image_alt", "mo_ta_anh"),
    ("image_credit", "nguon_anh"),
    ("consent", "dong_y"),
    ("attachments", "tep"),
    ("doc_number", "so_ky_hieu"),
    ("doc_date", "ngay_van_ban"),
    ("doc_issuer", "co_quan"),
    ("doc_abstract", "trich_yeu"),
    ("exemplar", "dien_hinh"),
    ("pinned", "ghim"),
    ("notice", "bang_tin"),
    ("event", "su_kien"),
    ("media", "da_phuong_tien"),
    ("link", "lien_ket"),
    ("count", "tinh_san_pham"),
    ("count_reason", "ly_do"),
    ("id", "ma"),
    ("slug", "duong_dan"),
    ("aliases", "dia_chi_cu"),
    ("updated", "cap_nhat"),
];
const CHANNEL: &[Key] = &[("code", "ma"), ("url", "dia_chi"), ("date", "ngay")];
const REACH: &[Key] = &[
    ("channel", "kenh"),
    ("views", "luot_xem"),
    ("reactions", "tuong_tac"),
    ("shares", "chia_se"),
    ("as_of", "tinh_den_ngay"),
    ("note", "ghi_chu"),
];
const EVENT: &[Key] = &[("date", "ngay"), ("place", "dia_diem"), ("participants", "so_nguoi")];
const MEDIA: &[Key] =
    &[("kind", "loai"), ("url", "dia_chi"), ("duration", "thoi_luong"), ("transcript", "loi_thoai")];

/// What a post is read against.
pub struct Context<'c> {
    /// The site's settings.
    pub config: &'c Config,
    /// The unit whose folder the file lies in, where the site has such folders.
    pub folder_unit: Option<UnitId>,
    /// Whether a file lies in the site's content.
    pub exists: &'c dyn Fn(&SourcePath) -> bool,
}

/// Reads one file.
///
/// The value is `None` when something needed is missing. Mistakes in a draft are warnings: what
/// nobody sees yet stops nobody's work.
pub fn parse(source: &Source<'_>, context: &Context<'_>) -> Checked<Option<Post>> {
    let mut found = Vec::new();
    let Some((head, body)) = split(source, &mut found) else { return Checked::new(None, found) };
    let fields = Fields::parse(*source, head.start as usize..head.end as usize, KEYS);
    let mut reader = Reader { fields, context, body, draft: false };
    let post = reader.post();
    let draft = reader.draft;
    found.extend(reader.fields.finish());
    let words = &source.text[body.start as usize..body.end as usize];
    if let Some(legacy) = text::legacy(words) {
        let span = Span::new(legacy.start, legacy.end).shifted(body.start as usize);
        found.extend(old_encoding(words).map(|one| one.at(source, span)));
    }
    let want_excerpt = post.as_ref().is_some_and(|post| post.summary.is_empty());
    let scanned = scan::scan(source, body, want_excerpt, context.exists).into(&mut found);
    if draft {
        found.iter_mut().for_each(|one| one.severity = Severity::Warning);
    }
    let post = post.map(|mut post| {
        post.references = scanned.references.into();
        post.headings = scanned.headings.into();
        if want_excerpt {
            post.summary = scanned.excerpt.into();
        }
        post
    });
    Checked::new(post, found)
}

/// Finds the front matter between two lines `+++`, and the text behind it.
fn split(source: &Source<'_>, found: &mut Vec<Diagnostic>) -> Option<(Span, Span)> {
    let whole = source.text;
    let bom = if whole.starts_with('\u{feff}') { 3 } else { 0 };
    let start = bom + (whole[bom..].len() - whole[bom..].trim_start().len());
    let first = whole[start..].lines().next().unwrap_or("");
    if first.trim_end() != "+++" {
        let code = if whole[start..].is_empty() {
            "tep-rong"
        } else if first.trim_end() == "---" {
            "yaml"
        } else {
            "thieu-phan-dau"
        };
        found.push(Diagnostic::error(code).at(source, Span::new(start, start + first.len())));
        return None;
    }
    let head_start = whole[start..].find('\n').map_or(whole.len(), |at| start + at + 1);
    let mut at = head_start;
    while at < whole.len() {
        let line_end = whole[at..].find('\n').map_or(whole.len(), |offset| at + offset);
        if whole[at..line_end].trim_end() == "+++" {
            let body = (line_end + 1).min(whole.len());
            return Some((Span::new(head_start, at), Span::new(body, whole.len())));
        }
        at = line_end + 1;
    }
    found.push(Diagnostic::error("thieu-dong-ket").at(source, Span::new(start, start + 3)));
    None
}

struct Reader<'r, 's> {
    fields: Fields<'s>,
    context: &'r Context<'r>,
    body: Span,
    draft: bool,
}

impl Reader<'_, '_> {
    fn post(&mut self) -> Option<Post> {
        let config = self.context.config;
        let vocabulary = &config.vocabulary;
        let title = self.title();
        let date = self.fields.date("date");
        if date.is_none() && !self.fields.has("date") {
            self.fields.missing("date", "thieu-ngay");
        }
        if let Some(date) = date.filter(|date| date.value < config.resolution.date) {
            let issued = text::short_date(config.resolution.date, Lang::Vi);
            let early = Diagnostic::warning("ngay-truoc-nghi-quyet").arg("issued", issued);
            self.fields.report_at(date.span, early);
        }
        let kind = self
            .fields
            .required_text("type", "thieu-hinh-thuc")
            .and_then(|at| self.term(&vocabulary.types, &at, "hinh-thuc-la"));
        let unit = self.unit();
        let quarter = self.quarter(date.map(|at| at.value));
        let status =
            self.choice("status", "trang-thai-la", STATUS).map(|(status, _)| status).unwrap_or_default();
        let summary = self.summary(status);
        self.draft = status == Status::Draft;
        let consent = self.consent(status);
        let link = self.address("link");
        let stem = self.fields.source().path.stem().to_owned();
        let slug = self.slug(&stem);
        let id = self.id();
        let not_counted = self.not_counted();
        let lang = self.lang();
        let path = self.fields.source().path.clone();
        let bytes = self.fields.source().text.as_bytes();
        let digest = Digest::of(bytes);
        let text = Digest::of(&bytes[self.body.start as usize..self.body.end as usize]);
        let topics = self.terms("topics", &vocabulary.topics, "noi-dung-la");
        let task = self
            .fields
            .text_or_number("task")
            .and_then(|at| self.term(&vocabulary.tasks, &at, "nhiem-vu-la"));
        let audience = self.terms("audience", &vocabulary.audiences, "doi-tuong-la");
        let channels = self.channels();
        let reach = self.reach();
        let image = self.image();
        let attachments = self.attachments();
        let document = self.document();
        let event = self.event();
        let media = self.media();
        let spanned = |at: At<String>| (at.value.into_boxed_str(), at.span);
        let translation_of = self.fields.text("translation_of").map(spanned);
        let co_units = self.fields.texts("co_units").into_iter().map(spanned).collect();
        let aliases = self.fields.texts("aliases").into_iter().map(spanned).collect();
        let source_url = self.address("source_url");
        let updated = self.updated(date.map(|at| at.value));
        let head = self.fields.heading().unwrap_or_else(|| self.fields.span());
        let post = Post {
            source: path,
            digest,
            text,
            body: self.body,
            head,
            unit: unit.unwrap_or(UnitId(0)),
            kind: kind.unwrap_or(TermId(0)),
            quarter: quarter
                .map_or(Quarter::of(Date::constant(2025, 8, 22), config.period_rule), |(quarter, _)| quarter),
            quarter_declared: quarter.is_some_and(|(_, declared)| declared),
            date: date.map_or(Date::constant(2025, 8, 22), |at| at.value),
            updated,
            status,
            consent,
            title: title.clone().unwrap_or_default().into(),
            own_summary: !summary.is_empty(),
            summary,
            slug: slug.clone().unwrap_or_default().into(),
            id: match (id, unit) {
                (Some(id), _) => id,
                (None, Some(unit)) => format!("{}/{stem}", config.units.get(unit).code).into(),
                (None, None) => "".into(),
            },
            origin: None,
            path: None,
            link,
            repost_of: self.boxed("repost_of"),
            translation_of,
            not_counted,
            lang,
            topics,
            task,
            audience,
            tags: self.fields.texts("tags").into_iter().map(|at| at.value.into()).collect(),
            author: self.boxed("author"),
            source_name: self.boxed("source"),
            source_url,
            co_units,
            channels,
            reach,
            image,
            attachments,
            document,
            event,
            media,
            exemplar: self.flag("exemplar"),
            pinned: self.flag("pinned"),
            notice: self.flag("notice"),
            aliases,
            approved_by: self.boxed("approved_by"),
            approved_on: self.fields.date("approved_on").map(|at| at.value),
            references: Box::default(),
            headings: Box::default(),
            words: Box::default(),
        };
        // Every key was read first, so that one run reports every mistake.
        (title.is_some()
            && date.is_some()
            && kind.is_some()
            && unit.is_some()
            && quarter.is_some()
            && slug.is_some())
        .then_some(post)
    }

    fn boxed(&mut self, key: &'static str) -> Option<Box<str>> {
        self.fields.text(key).map(|at| at.value.into())
    }

    fn flag(&mut self, key: &'static str) -> bool {
        self.fields.flag(key).is_some_and(|at| at.value)
    }

    fn title(&mut self) -> Option<String> {
        let at = self.fields.required_text("title", "thieu-tieu-de")?;
        let length = at.value.chars().count();
        if length < 10 {
            self.fields.report_at(at.span, Diagnostic::error("tieu-de-ngan").arg("length", length));
        } else if length > 150 {
            self.fields.report_at(at.span, Diagnostic::error("tieu-de-dai").arg("length", length));
        }
        Some(at.value)
    }

    fn updated(&mut self, published: Option<Date>) -> Option<Date> {
        let at = self.fields.date("updated")?;
        if let Some(published) = published.filter(|&published| at.value < published) {
            let wrong = Diagnostic::error("cap-nhat-truoc").arg("date", published);
            self.fields.report_at(at.span, wrong);
        }
        Some(at.value)
    }

    fn summary(&mut self, status: Status) -> Box<str> {
        // Of a withdrawn post the public sees a notice, and no summary.
        let is_seen = status != Status::Withdrawn;
        let Some(at) = self.fields.text("summary") else {
            if is_seen {
                self.fields.absent("summary", Diagnostic::warning("thieu-tom-tat"));
            }
            return "".into();
        };
        let words = text::words(&at.value);
        if is_seen && !(20..=60).contains(&words) {
            self.fields.report_at(at.span, Diagnostic::warning("tom-tat-dai-ngan").arg("words", words));
        }
        at.value.into()
    }

    fn unit(&mut self) -> Option<UnitId> {
        let config = self.context.config;
        let only = (config.layout == Layout::One).then_some(config.owner).flatten();
        let place = self.context.folder_unit.or(only);
        let Some(at) = self.fields.text("unit") else {
            if place.is_none() {
                self.fields.missing("unit", "thieu-don-vi-bai");
            }
            return place;
        };
        let Some(named) = config.units.find(&at.value) else {
            let codes = config.units.iter().map(|(_, unit)| &*unit.code);
            let known = closest(&at.value, codes);
            self.fields.report_at(
                at.span,
                Diagnostic::error("don-vi-la").arg("name", &at.value).did_you_mean(known),
            );
            return None;
        };
        if let Some(place) = place
            && place != named
        {
            let folder = &config.units.get(place).code;
            let key = self.fields.name("unit");
            self.fields.report_at(
                at.span,
                Diagnostic::error("don-vi-khac").arg("name", &at.value).arg("folder", folder).arg("key", key),
            );
            return None;
        }
        Some(named)
    }

    /// Missing consent keeps an approved post back, which its author should know.
    fn consent(&mut self, status: Status) -> Consent {
        let Some((consent, span)) = self.choice("consent", "dong-y-la", CONSENT) else {
            return Consent::default();
        };
        if consent == Consent::Missing && status == Status::Approved {
            let key = self.fields.name("consent");
            self.fields.report_at(span, Diagnostic::warning("chua-dong-y").arg("key", key));
        }
        consent
    }

    /// The quarter, and whether the author named one other than the date's.
    fn quarter(&mut self, date: Option<Date>) -> Option<(Quarter, bool)> {
        let rule = self.context.config.period_rule;
        let written = self.fields.text_or_number("quarter");
        let dated = date.map(|date| Quarter::of(date, rule));
        let Some(at) = written else { return Some((dated?, false)) };
        // Without a date there is no year to complete a number with; any will do to read it.
        let near = dated.unwrap_or(Quarter::of(Date::constant(2026, 5, 20), rule));
        let (key, date) = (self.fields.name("quarter"), self.fields.name("date"));
        let found = match (Quarter::read(&at.value, near), dated) {
            (Ok(_), None) => return None,
            (Ok(quarter), Some(dated)) if quarter.is_near(dated) => return Some((quarter, quarter != dated)),
            (Ok(quarter), Some(dated)) => Diagnostic::error("quy-xa")
                .arg("quarter", quarter)
                .arg("dated", dated)
                .arg("key", key)
                .arg("date", date),
            (Err(error), _) => {
                let code = if error == QuarterError::Number { "quy-sai" } else { "quy-la" };
                let found = Diagnostic::error(code).arg("value", &at.value);
                // IV is easily typed the wrong way round.
                let turned = at.value.replace("VI", "IV").replace("vi", "iv");
                let likely = |quarter: Quarter| dated.is_none_or(|dated| quarter.is_near(dated));
                match Quarter::read(&turned, near).is_ok_and(likely) {
                    true => found.did_you_mean(Some(&turned)),
                    false => found.help(message!("write-quarter", key = key, quarter = near)),
                }
            }
        };
        self.fields.report_at(at.span, found);
        None
    }

    fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        code: &'static str,
        choices: &[(&'static str, T)],
    ) -> Option<(T, Span)> {
        let at = self.fields.text(key)?;
        let slug = text::slug(&at.value);
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == slug) {
            return Some((*value, at.span));
        }
        let known = closest(&at.value, choices.iter().map(|(name, _)| *name));
        self.fields.report_at(at.span, Diagnostic::error(code).arg("name", &at.value).did_you_mean(known));
        None
    }

    fn term(&mut self, terms: &Terms, at: &At<String>, code: &'static str) -> Option<TermId> {
        let found = terms.find(&at.value);
        if found.is_none() {
            let known = closest(&at.value, terms.names());
            let wrong = Diagnostic::error(code).arg("name", &at.value);
            let wrong = match known {
                Some(_) => wrong.did_you_mean(known),
                None => wrong.arg("known", terms.codes().collect::<Vec<_>>().join(", ")),
            };
            self.fields.report_at(at.span, wrong);
        }
        found
    }

    fn terms(&mut self, key: &'static str, terms: &Terms, code: &'static str) -> Box<[TermId]> {
        let written = self.fields.texts(key);
        let mut list: Vec<TermId> = Vec::new();
        for at in written {
            if let Some(id) = self.term(terms, &at, code)
                && !list.contains(&id)
            {
                list.push(id);
            }
        }
        list.into()
    }

    fn address(&mut self, key: &'static str) -> Option<Address> {
        let at = self.fields.text(key)?;
        self.address_of(self.fields.name(key), at)
    }

    /// The slug as given, or the folded file stem as it stands.
    fn slug(&mut self, stem: &str) -> Option<String> {
        match self.fields.text("slug") {
            Some(at) => {
                let fixed = text::part(&text::slug(&at.value));
                if fixed == at.value {
                    return Some(fixed);
                }
                let known = (!fixed.is_empty()).then_some(fixed.as_str());
                self.fields.report_at(
                    at.span,
                    Diagnostic::error("duong-dan-sai").arg("slug", &at.value).did_you_mean(known),
                );
                None
            }
            None => {
                let slug = text::part(&text::slug(stem));
                if slug.is_empty() {
                    self.fields.report_whole(Diagnostic::error("ten-tep-khong-chu").arg("name", stem));
                    return None;
                }
                Some(slug)
            }
        }
    }

    fn id(&mut self) -> Option<Box<str>> {
        let at = self.fields.text("id")?;
        if at.value.chars().any(|sign| sign.is_whitespace() || sign.is_control() || sign == ',') {
            self.fields.report_at(at.span, Diagnostic::error("ma-bai-sai").arg("id", &at.value));
        }
        Some(at.value.into())
    }

    fn not_counted(&mut self) -> Option<Box<str>> {
        let count = self.fields.flag("count");
        let reason = self.fields.text("count_reason");
        if count.is_none() && reason.is_none() {
            return None;
        }
        let (key, why) = (self.fields.name("count"), self.fields.name("count_reason"));
        match (count, reason) {
            (Some(count), _) if count.value => {
                self.fields.report_at(count.span, Diagnostic::error("chi-nhan-khong-tinh").arg("key", key));
                None
            }
            (Some(count), None) => {
                let found = Diagnostic::error("thieu-ly-do").arg("key", key).arg("reason", why);
                self.fields.report_at(count.span, found);
                None
            }
            (Some(_), Some(reason)) => Some(reason.value.into()),
            (None, Some(reason)) => {
                let found = Diagnostic::error("ly-do-thua").arg("key", key).arg("reason", why);
                self.fields.report_at(reason.span, found);
                None
            }
            (None, None) => None,
        }
    }

    fn lang(&mut self) -> Option<Box<str>> {
        let at = self.fields.text("lang")?;
        let languages = &self.context.config.vocabulary.languages;
        let tag = match languages.find(&at.value) {
            Some(id) => languages.get(id).code.clone(),
            None => at.value.clone(),
        };
        let mut parts = tag.split('-');
        let well_formed = parts.next().is_some_and(|first| {
            (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_lowercase())
        }) && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !well_formed {
            let known = closest(&at.value, languages.names());
            self.fields.report_at(
                at.span,
                Diagnostic::error("ngon-ngu-la").arg("name", &at.value).did_you_mean(known),
            );
            return None;
        }
        (tag != self.context.config.lang.as_str()).then(|| tag.into())
    }

    fn channels(&mut self) -> Box<[Channel]> {
        let channels = &self.context.config.vocabulary.channels;
        let mut list = Vec::new();
        for mut table in self.fields.tables("channels", CHANNEL) {
            let code = table.text("code");
            let url = table.text("url");
            let date = table.date("date").map(|at| at.value);
            if code.is_none() {
                table.missing("code", "thieu-kenh");
            }
            let key = table.name("url");
            self.fields.absorb(table);
            let channel = code.and_then(|at| self.term(channels, &at, "kenh-la"));
            let url = url.and_then(|at| self.address_of(key, at));
            list.extend(channel.map(|channel| Channel { channel, url, date }));
        }
        list.into()
    }

    fn address_of(&mut self, key: &'static str, at: At<String>) -> Option<Address> {
        let read = at.value.parse().ok();
        if read.is_none() {
            self.fields.report_at(at.span, no_address(key, &at.value));
        }
        read
    }

    fn reach(&mut self) -> Box<[Reach]> {
        let channels = &self.context.config.vocabulary.channels;
        let mut list = Vec::new();
        for (name, mut table) in self.fields.named_tables("reach", REACH) {
            let channel = table.text("channel").or(name);
            let views = table.number("views").map(|at| at.value);
            let reactions = table.number("reactions").map(|at| at.value);
            let shares = table.number("shares").map(|at| at.value);
            let as_of = table.date("as_of");
            if as_of.is_none() && !table.has("as_of") {
                table.missing("as_of", "thieu-ngay-tiep-can");
            }
            let note = table.text("note").map(|at| at.value.into());
            self.fields.absorb(table);
            let channel = channel.and_then(|at| self.term(channels, &at, "kenh-la"));
            if let Some(as_of) = as_of {
                list.push(Reach { channel, views, reactions, shares, as_of: as_of.value, note });
            }
        }
        list.into()
    }

    fn image(&mut self) -> Option<Box<Image>> {
        let file = self.fields.text("image");
        let alt = self.fields.text("image_alt");
        let credit = self.boxed("image_credit");
        let file = file?;
        let span = file.span;
        let end = SourcePath::new(&file.value).extension();
        if !matches!(end.as_str(), "jpg" | "jpeg" | "png" | "gif" | "webp") {
            self.fields.report_at(span, Diagnostic::error("anh-la").arg("path", &file.value));
            return None;
        }
        let target = self.file(&file, "thieu-tep")?;
        let Some(alt) = alt else {
            let found = Diagnostic::error("thieu-mo-ta-anh-chinh").arg("key", self.fields.name("image_alt"));
            self.fields.report_at(span, found);
            return None;
        };
        Some(Box::new(Image { file: target, alt: alt.value.into(), credit }))
    }

    fn attachments(&mut self) -> Box<[SourcePath]> {
        let written = self.fields.texts("attachments");
        let mut list = Vec::new();
        for at in written {
            list.extend(self.file(&at, "thieu-tep"));
        }
        list.into()
    }

    /// The file beside the post that a key names.
    fn file(&mut self, at: &At<String>, code: &'static str) -> Option<SourcePath> {
        let Some(target) = self.fields.source().path.beside(&at.value) else {
            self.fields.report_at(at.span, Diagnostic::error("ra-ngoai").arg("path", &at.value));
            return None;
        };
        if !FILE_KINDS.contains(&target.extension().as_str()) {
            let found = Diagnostic::error("loai-tep-cam").arg("path", &at.value);
            self.fields.report_at(at.span, found.arg("kinds", FILE_KINDS.join(" ")));
            return None;
        }
        if (self.context.exists)(&target) {
            return Some(target);
        }
        self.fields.report_at(at.span, Diagnostic::error(code).arg("path", &at.value));
        None
    }

    fn document(&mut self) -> Option<Box<Document>> {
        let document = Document {
            number: self.boxed("doc_number"),
            date: self.fields.date("doc_date").map(|at| at.value),
            issuer: self.boxed("doc_issuer"),
            summary: self.boxed("doc_abstract"),
        };
        let any = document.number.is_some()
            || document.date.is_some()
            || document.issuer.is_some()
            || document.summary.is_some();
        any.then(|| Box::new(document))
    }

    fn event(&mut self) -> Option<Box<Event>> {
        let mut table = self.fields.table("event", EVENT)?;
        let event = Event {
            date: table.date("date").map(|at| at.value),
            place: table.text("place").map(|at| at.value.into()),
            participants: table.number("participants").map(|at| at.value),
        };
        self.fields.absorb(table);
        Some(Box::new(event))
    }

    fn media(&mut self) -> Box<[Media]> {
        let mut list = Vec::new();
        for mut table in self.fields.tables("media", MEDIA) {
            let kind = table.text("kind").map_or("video".into(), |at| at.value.into_boxed_str());
            let url = table.text("url");
            let duration = table.text_or_number("duration").map(|at| at.value.into());
            let transcript = table.text("transcript").map(|at| at.value.into());
            if url.is_none() {
                table.missing("url", "thieu-dia-chi-media");
            }
            let key = table.name("url");
            self.fields.absorb(table);
            if let Some(url) = url.and_then(|at| self.address_of(key, at)) {
                list.push(Media { kind, url, duration, transcript });
            }
        }
        list.into()
    }
}

const STATUS: &[(&str, Status)] = &[
    ("nhap", Status::Draft),
    ("cho-duyet", Status::Waiting),
    ("da-duyet", Status::Approved),
    ("da-go", Status::Withdrawn),
];

const CONSENT: &[(&str, Consent)] = &[
    ("khong-can", Consent::NotNeeded),
    ("tap-the", Consent::Group),
    ("da-co", Consent::Given),
    ("chua", Consent::Missing),
];
