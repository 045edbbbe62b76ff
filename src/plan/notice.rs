//! A post's sheet for the notice board, with its address as a QR code.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

use crate::diagnostics::{Diagnostic, Place};
use crate::model::{OutPath, Post, PostId};
use crate::text::{self, short_date};

use super::view::{NoticeView, QrView};
use super::{Data, Draft, PageRef, Planner, View};

/// What is put behind a post's slug.
const SUFFIX: &str = "-bang-tin";

/// Modules of a QR code's empty margin, as the standard asks.
const QUIET: usize = 4;

/// Lists the sheets, and warns of those that will have no QR code.
pub(super) fn sheets(planner: &Planner<'_>, draft: &mut Draft) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (id, post) in planner.site.published().filter(|(_, post)| post.notice) {
        draft.put(planner.notice_path(post).as_str(), PageRef::Notice(id));
        if planner.absolute_of(post).is_empty() {
            let place = Place::later(&post.source, post.head);
            found.push(Diagnostic::warning("bang-tin-thieu-ma").place(place));
        }
    }
    found
}

impl<'s> Planner<'s> {
    /// Where a post's sheet stands: beside its page, or where its page would be.
    pub(super) fn notice_path(&self, post: &Post) -> OutPath {
        let mut name = text::part(&format!("{}{SUFFIX}", post.slug));
        if !name.ends_with(SUFFIX) {
            // Cut, and the end of it with it: the head and the digest of the whole are kept.
            let (head, digest) = name.rsplit_once('-').expect("a name that was cut ends in a digest");
            let head = &head[..head.len().min(44)];
            name = format!("{}-{digest}{SUFFIX}", head.trim_end_matches('-'));
        }
        self.path_in(self.scope_of(post.unit), &format!("bai/{name}.html"))
    }

    pub(super) fn notice(&self, path: &OutPath, id: PostId) -> View<'s> {
        let config = &self.site.config;
        let post = self.site.post(id);
        let facts = self.facts(post.unit);
        let mut page = self.page(path, "", &post.title);
        page.title = format!("{} — {} — {}", post.title, self.chrome.title, facts.name);
        page.crumbs.clear();
        page.noindex = true;
        let address = self.absolute_of(post).into_owned();
        page.canonical = Some(address.clone()).filter(|address| !address.is_empty());
        let notice = NoticeView {
            unit: facts.name,
            parent: facts.parent,
            title: post.title.to_string(),
            lang: post.lang.as_deref().unwrap_or(config.lang.as_str()).to_owned(),
            summary: post.summary.to_string(),
            date: short_date(post.date, config.lang),
            kind: config.vocabulary.types.get(post.kind).label(config.lang).to_owned(),
            image: self.picture(post, path),
            href: self.href(post, path).into_owned(),
            code: qr(&address),
            address,
        };
        self.html("notice.html", page, Data::Notice(notice))
    }
}

/// A text as a QR code that survives a fifth of it being covered or torn. None for an empty text,
/// and for one that is longer than a code can hold.
fn qr(text: &str) -> Option<QrView> {
    if text.is_empty() {
        return None;
    }
    let levels = [EcLevel::Q, EcLevel::M, EcLevel::L];
    let code = levels.into_iter().find_map(|level| QrCode::with_error_correction_level(text, level).ok())?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        while x < width {
            let run = row[x..].iter().take_while(|&&module| module == Color::Dark).count();
            if run > 0 {
                let _ = write!(path, "M{} {}h{run}v1h-{run}z", x + QUIET, y + QUIET);
            }
            x += run.max(1);
        }
    }
    Some(QrView { size: (width + 2 * QUIET) as u32, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_eyes_and_a_quiet_margin() {
        let code = qr("https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/khai-giang.html").expect("it fits");
        let end = code.size - 4;
        for eye in ["M4 4h7".to_owned(), format!("M{} 4h7", end - 7), format!("M4 {}h7", end - 7)] {
            assert!(code.path.contains(&eye), "{eye}: {}", code.path);
        }
        assert_eq!(qr(""), None);
        assert_eq!(qr(&"x".repeat(10_000)), None);
    }
}
