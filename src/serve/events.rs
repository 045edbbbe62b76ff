//! Tells the pages that are open what has changed: one stream of events for each.
//!
//! Streams stay open, so they are counted: however many are asked for, places are left for pages.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use hyper::Response;
use hyper::header::{CACHE_CONTROL, CONTENT_TYPE};
use tokio::sync::mpsc;
use tokio::task::AbortHandle;

use crate::diagnostics::{Diagnostic, Severity, SourcePath};
use crate::model::OutPath;

use super::desk::Snapshot;
use super::http::{Answer, Server, seen_with, trouble};
use super::page::{self, Eyes, PostBar};
use super::{RESERVED, board};

/// How often a stream without news shows that it lives.
const PULSE: Duration = Duration::from_secs(15);

/// Streams at a time, and for one address. Another one ends the oldest.
const STREAMS: usize = 200;
const STREAMS_OF_ONE: usize = 60;

/// The streams that are open, oldest first, each with the address that it goes to.
#[derive(Default)]
pub struct Streams(VecDeque<(IpAddr, AbortHandle)>);

impl Streams {
    /// Adds a stream. Past the limits, the oldest of this address ends, or of the address that has
    /// the most.
    fn put(&mut self, there: IpAddr, stream: AbortHandle) {
        self.0.retain(|(_, stream)| !stream.is_finished());
        let of = |there: IpAddr| self.0.iter().filter(|(of, _)| *of == there).count();
        let too_many = match of(there) {
            STREAMS_OF_ONE.. => Some(there),
            // Of several with as many, the one whose stream is the oldest.
            _ if self.0.len() >= STREAMS => self.0.iter().rev().map(|(of, _)| *of).max_by_key(|&one| of(one)),
            _ => None,
        };
        if let Some(greedy) = too_many
            && let Some(at) = self.0.iter().position(|(of, _)| *of == greedy)
            && let Some((_, oldest)) = self.0.remove(at)
        {
            oldest.abort();
        }
        self.0.push_back((there, stream));
    }
}

/// The stream of changes, as one page needs to know them.
pub(super) fn stream(server: Arc<Server>, eyes: Eyes, path: String, there: IpAddr) -> Response<Answer> {
    let (sender, pieces) = mpsc::channel(4);
    let mut now = server.now.clone();
    now.mark_changed();
    let streams = Arc::clone(&server);
    let told = tokio::spawn(async move {
        loop {
            let piece = match tokio::time::timeout(PULSE, now.changed()).await {
                Ok(Ok(())) => {
                    let snapshot = now.borrow_and_update().clone();
                    let (server, path) = (Arc::clone(&server), path.clone());
                    let news =
                        tokio::task::spawn_blocking(move || news(&server, &snapshot, eyes, &path)).await;
                    let Ok(news) = news else { return };
                    format!("data: {news}\n\n")
                }
                Ok(Err(_)) => return,
                Err(_) => ":\n\n".to_owned(),
            };
            // A client that does not read is let go of.
            let Ok(Ok(())) = tokio::time::timeout(PULSE, sender.send(piece.into())).await else { return };
        }
    });
    streams.streams.lock().expect("no holder panics").put(there, told.abort_handle());
    let mut response = Response::new(Answer::Stream(pieces));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, "text/event-stream; charset=utf-8".parse().expect("plain text"));
    headers.insert(CACHE_CONTROL, "no-store".parse().expect("plain text"));
    response
}

/// What one page needs to know of a snapshot, as JSON in one line.
fn news(server: &Server, snapshot: &Snapshot, eyes: Eyes, path: &str) -> String {
    let catalogue = server.catalogue;
    let prepared = seen_with(server, snapshot, eyes);
    let out = OutPath::new(path).ok();
    let mut of_page = Vec::new();
    let key = match (&prepared, &out) {
        _ if path == RESERVED => snapshot.number.to_string(),
        (Some(prepared), Some(out)) => {
            let edition = snapshot.edition;
            match page::render(prepared, eyes, out, edition, &*server.files, &server.kept) {
                Some(rendered) => {
                    let found = rendered.found.into_iter();
                    of_page = found.filter(|one| one.code != page::CHANGED && !snapshot.tells(one)).collect();
                    rendered.key
                }
                None => page::NOWHERE.to_owned(),
            }
        }
        (Some(_), None) => page::NOWHERE.to_owned(),
        (None, _) => String::new(),
    };
    let post = out.as_ref().and_then(|out| PostBar::of(snapshot, out, &*server.files, catalogue));
    let trouble = trouble(snapshot, catalogue);
    let (errors, warnings) = snapshot.weight();
    // Where there is no page, any mistake may be the reason.
    let concerns = |file: &str| post.as_ref().map_or(key == page::NOWHERE, |post| post.file() == file);
    // With an error in its file, a post stays what it was; it is not said to have changed.
    let is_whole = |source: &&SourcePath| {
        let in_it = |one: &Diagnostic| one.place.as_ref().is_some_and(|place| place.path == **source);
        !snapshot.found.iter().any(|one| one.severity == Severity::Error && in_it(one))
    };
    let changed = prepared.as_ref().and_then(|prepared| {
        let whole = snapshot.changed.iter().rev().filter(is_whole);
        whole.into_iter().find_map(|source| board::title_of(prepared, source))
    });
    let changed = changed.map(|(href, title)| (format!("{}{}", eyes.folder(), &href[1..]), title));
    let go = snapshot.moved.iter().find(|(old, _)| Some(old) == out.as_ref()).map(|(_, new)| new);
    serde_json::json!({
        "run": *page::RUN,
        "number": snapshot.number,
        "key": key,
        "styles": prepared.iter().flat_map(|prepared| prepared.styles()).map(OutPath::as_str).collect::<Vec<_>>(),
        "errors": errors + of_page.len(),
        "warnings": warnings,
        "overlay": board::overlay(snapshot, &of_page, &trouble, catalogue),
        "mistakes": board::mistakes(snapshot, &of_page, &trouble, &concerns, catalogue),
        "changed": changed.map(|(href, title)| serde_json::json!({ "href": href, "title": title })),
        "post": post,
        "go": go.map(|path| format!("{}{path}", eyes.folder())),
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_cannot_take_all_streams() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let mut streams = Streams::default();
            let mut tasks = Vec::new();
            let mut open = |streams: &mut Streams, last: u8| {
                let task = tokio::spawn(std::future::pending::<()>());
                streams.put(IpAddr::from([192, 168, 1, last]), task.abort_handle());
                tasks.push((last, task));
            };
            open(&mut streams, 1);
            (0..STREAMS_OF_ONE + 5).for_each(|_| open(&mut streams, 2));
            assert_eq!(streams.0.len(), 1 + STREAMS_OF_ONE);
            // Many addresses: whoever has the most loses the oldest.
            (3..=250).for_each(|last| open(&mut streams, last));
            assert_eq!(streams.0.len(), STREAMS);
            // The runtime ends some at a time.
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
            let lives =
                |last: u8| tasks.iter().filter(|(of, task)| *of == last && !task.is_finished()).count();
            assert_eq!([lives(1), lives(3), lives(249), lives(250)], [0, 0, 1, 1], "the newest live");
            assert_eq!(tasks.iter().filter(|(_, task)| !task.is_finished()).count(), STREAMS);
        });
    }
}
