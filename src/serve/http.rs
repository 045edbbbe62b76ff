//! From a request to an answer. A request is looked up in the plan; its path is never joined to a
//! folder, so nothing outside the plan can be asked for.

use std::convert::Infallible;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::net::SocketAddr;
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{
    ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, LOCATION, RANGE,
    RETRY_AFTER,
};
use hyper::{Method, Request, Response, StatusCode};
use tokio::sync::{mpsc, watch};

use crate::build::Prepared;
use crate::diagnostics::{self, Diagnostic};
use crate::files::DiskFiles;
use crate::message;
use crate::messages::Catalogue;
use crate::model::{FileKind, OutPath};
use crate::plan::PageRef;

use super::desk::Snapshot;
use super::events::{self, Streams};
use super::page::{self, Bar, Eyes, Kept};
use super::{PUBLIC, RESERVED, board, hosts};

/// How long a page may wait for the first reading.
const PATIENCE: Duration = Duration::from_secs(3);
/// How long a page whose file just changed waits for the news of it.
const NEWS: Duration = Duration::from_millis(400);

/// What answers are made from.
pub struct Server {
    /// The site's files.
    pub files: Arc<DiskFiles>,
    /// The newest snapshot.
    pub now: watch::Receiver<Arc<Snapshot>>,
    /// The language of the bar.
    pub catalogue: &'static Catalogue,
    /// The script of the bar.
    pub script: Bytes,
    /// Pages that rendered lately.
    pub kept: Mutex<Kept>,
    /// Pages that hear of changes.
    pub streams: Mutex<Streams>,
    /// Opens a file in the system's own program.
    pub open: Box<dyn Fn(&std::path::Path) -> bool + Send + Sync>,
}

/// A file is read and sent in pieces of this many bytes: many may ask for a film, and be slow.
const PIECE: u64 = 64 << 10;
/// How long a piece may wait for whoever asked for it.
const SLOW: Duration = Duration::from_secs(60);

/// The body of an answer.
pub enum Answer {
    /// Everything at once.
    Whole(Option<Bytes>),
    /// Piece by piece, until the other side goes.
    Stream(mpsc::Receiver<Bytes>),
    /// The same, of so many bytes.
    File(u64, mpsc::Receiver<Bytes>),
}

impl Body for Answer {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut *self {
            Answer::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Answer::Stream(pieces) => pieces.poll_recv(context).map(|piece| Some(Ok(Frame::data(piece?)))),
            Answer::File(left, pieces) => pieces.poll_recv(context).map(|piece| {
                let piece = piece?;
                *left = left.saturating_sub(piece.len() as u64);
                Some(Ok(Frame::data(piece)))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Answer::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Answer::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, Bytes::len) as u64),
            Answer::Stream(_) => SizeHint::default(),
            Answer::File(left, _) => SizeHint::with_exact(*left),
        }
    }
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Asked {
    /// A path of the section.
    Page(Eyes, OutPath),
    /// A folder without its slash, perhaps.
    Folder(Eyes, OutPath),
    /// The list of findings.
    Board,
    /// The script of the bar.
    Script,
    /// The stream of changes.
    Events,
    /// To open a post's file.
    Open,
    /// The beginning, without a slash.
    Elsewhere(&'static str),
    /// Nothing that there could be.
    Nothing(Eyes),
}

fn asked(path: &str) -> Asked {
    let Some(path) = decoded(path) else { return Asked::Nothing(Eyes::Editors) };
    let Some(path) = path.strip_prefix('/') else { return Asked::Nothing(Eyes::Editors) };
    match path.strip_prefix("__nq71/") {
        Some("thanh.js") => return Asked::Script,
        Some("su-kien") => return Asked::Events,
        Some("mo") => return Asked::Open,
        Some(_) => return Asked::Nothing(Eyes::Editors),
        None => {}
    }
    if let Some(rest) = path.strip_prefix(RESERVED) {
        match rest {
            "/" => return Asked::Board,
            "" => return Asked::Elsewhere("/__kiem-tra/"),
            _ => return Asked::Nothing(Eyes::Editors),
        }
    }
    if path == PUBLIC.trim_matches('/') {
        return Asked::Elsewhere(PUBLIC);
    }
    let (eyes, path) = match path.strip_prefix(&PUBLIC[1..]) {
        Some(rest) => (Eyes::Public, rest),
        None => (Eyes::Editors, path),
    };
    let index = |folder: &str| OutPath::new(&format!("{folder}index.html"));
    let page = if path.is_empty() || path.ends_with('/') { index(path) } else { OutPath::new(path) };
    match page {
        Ok(page) if page.as_str().rsplit('/').next().is_some_and(|name| name.contains('.')) => {
            Asked::Page(eyes, page)
        }
        Ok(folder) => Asked::Folder(eyes, folder),
        Err(_) => Asked::Nothing(eyes),
    }
}

/// A path or a value of a query without its `%xx`; `None` where that is not text.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        if first == b'%' {
            let (digits, after) = rest.split_at_checked(2)?;
            let digits = std::str::from_utf8(digits)
                .ok()
                .filter(|two| two.bytes().all(|one| one.is_ascii_hexdigit()))?;
            bytes.push(u8::from_str_radix(digits, 16).ok()?);
            rest = after;
        } else {
            bytes.push(first);
        }
    }
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

/// A value of a query.
fn wanted(query: Option<&str>, name: &str) -> Option<String> {
    let pairs = query?.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(key, _)| *key == name).and_then(|(_, value)| decoded(value))
}

/// Answers one request. `here` is the address that it came in at, `there` where it came from.
pub async fn answer(
    server: Arc<Server>,
    request: Request<Incoming>,
    here: SocketAddr,
    there: SocketAddr,
) -> Response<Answer> {
    let is_head = request.method() == Method::HEAD;
    let mut response = answered(server, request, here, there).await;
    let headers = response.headers_mut();
    headers.insert("x-content-type-options", "nosniff".parse().expect("plain text"));
    headers.insert("cross-origin-resource-policy", "same-origin".parse().expect("plain text"));
    headers.insert("referrer-policy", "no-referrer".parse().expect("plain text"));
    headers.insert("x-frame-options", "SAMEORIGIN".parse().expect("plain text"));
    if is_head {
        *response.body_mut() = Answer::Whole(None);
    }
    response
}

async fn answered(
    server: Arc<Server>,
    request: Request<Incoming>,
    here: SocketAddr,
    there: SocketAddr,
) -> Response<Answer> {
    if !hosts::may_ask(&request, here) {
        return plain(StatusCode::FORBIDDEN, &server.catalogue.text(&message!("serve-forbidden")));
    }
    let asked = asked(request.uri().path());
    let allowed: &[Method] =
        if asked == Asked::Open { &[Method::POST] } else { &[Method::GET, Method::HEAD] };
    if !allowed.contains(request.method()) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "");
        let names = allowed.iter().map(Method::as_str).collect::<Vec<_>>().join(", ");
        response.headers_mut().insert(ALLOW, names.parse().expect("names of methods"));
        return response;
    }
    let query = request.uri().query();
    match asked {
        Asked::Script => whole(StatusCode::OK, "text/javascript; charset=utf-8", server.script.clone()),
        Asked::Events => {
            let eyes = match wanted(query, "xem").as_deref() {
                Some("public") => Eyes::Public,
                _ => Eyes::Editors,
            };
            events::stream(server, eyes, wanted(query, "trang").unwrap_or_default(), there.ip())
        }
        Asked::Open => open(&server, wanted(query, "tep").unwrap_or_default(), &request, there),
        Asked::Elsewhere(to) => moved(to),
        asked => {
            let snapshot = ready(&server).await;
            let range = request.headers().get(RANGE).and_then(|range| range.to_str().ok()).map(str::to_owned);
            // Rendering takes a moment: not on the thread that listens.
            let first = {
                let (server, snapshot, range) = (Arc::clone(&server), Arc::clone(&snapshot), range.clone());
                tokio::task::spawn_blocking(move || made(&server, &snapshot, &asked, range.as_deref(), false))
                    .await
            };
            match first {
                // The file changed just now, and the news of it is on its way.
                Ok(Made::Stale(asked)) => {
                    let mut now = server.now.clone();
                    let news = now.wait_for(|newest| newest.number > snapshot.number);
                    let _ = tokio::time::timeout(NEWS, news).await;
                    let snapshot = server.now.borrow().clone();
                    let last = move || made(&server, &snapshot, &asked, range.as_deref(), true);
                    tokio::task::spawn_blocking(last).await.map_or_else(|_| failed(), Made::sent)
                }
                Ok(made) => made.sent(),
                Err(_) => failed(),
            }
        }
    }
}

/// The newest snapshot, waited for while the site is read for the first time.
async fn ready(server: &Server) -> Arc<Snapshot> {
    let mut now = server.now.clone();
    let first = now.wait_for(|snapshot| snapshot.number > 0);
    if let Ok(Ok(snapshot)) = tokio::time::timeout(PATIENCE, first).await {
        return Arc::clone(&snapshot);
    }
    server.now.borrow().clone()
}

/// What was made of a request.
enum Made {
    Answer(Response<Answer>),
    /// This answer, with these bytes of the file.
    File(Response<Answer>, File, Range<u64>),
    /// The file changed since the snapshot.
    Stale(Asked),
}

impl Made {
    /// Begins to send it.
    fn sent(self) -> Response<Answer> {
        match self {
            Made::Answer(response) => response,
            Made::File(mut response, file, part) => {
                if !part.is_empty() {
                    *response.body_mut() = Answer::File(part.end - part.start, pieces(file, part));
                }
                response
            }
            Made::Stale(_) => failed(),
        }
    }
}

/// Reads a part of a file as its bytes are taken.
fn pieces(mut file: File, part: Range<u64>) -> mpsc::Receiver<Bytes> {
    let (sender, pieces) = mpsc::channel(1);
    tokio::spawn(async move {
        let mut at = part.start;
        while at < part.end {
            let read = tokio::task::spawn_blocking(move || {
                let mut piece = vec![0; (part.end - at).min(PIECE) as usize];
                file.seek(SeekFrom::Start(at))
                    .and_then(|_| file.read_exact(&mut piece))
                    .map(|()| (file, piece))
            });
            // A file that got shorter meanwhile ends the connection: its length was told.
            let Ok(Ok((back, piece))) = read.await else { return };
            at += piece.len() as u64;
            file = back;
            let Ok(Ok(())) = tokio::time::timeout(SLOW, sender.send(piece.into())).await else { return };
        }
    });
    pieces
}

fn made(server: &Server, snapshot: &Snapshot, asked: &Asked, range: Option<&str>, last: bool) -> Made {
    let catalogue = server.catalogue;
    if *asked == Asked::Board {
        let html = board::board(snapshot, &trouble(snapshot, catalogue), catalogue);
        let bar = Bar::bare(RESERVED, Eyes::Editors, snapshot.number.to_string(), snapshot);
        return Made::Answer(html_answer(StatusCode::OK, page::dressed(html.as_bytes(), &bar)));
    }
    let (eyes, path) = match asked {
        Asked::Page(eyes, path) | Asked::Folder(eyes, path) => (*eyes, Some(path)),
        Asked::Nothing(eyes) => (*eyes, None),
        _ => unreachable!("answered before"),
    };
    let Some(prepared) = seen_with(server, snapshot, eyes) else {
        return Made::Answer(instead(server, snapshot, eyes, path, &[]));
    };
    if let (Asked::Folder(..), Some(path)) = (asked, path)
        && prepared.plan.find(path).is_none()
        && prepared.plan.find(&index_of(path)).is_some()
    {
        return Made::Answer(moved(&format!("{}{path}/", eyes.folder())));
    }
    let Some(path) = path.filter(|path| prepared.plan.find(path).is_some()) else {
        return Made::Answer(not_found(server, snapshot, &prepared, eyes, path));
    };
    if let Some(made) = copied(server, &prepared, path, range) {
        return made;
    }
    let rendered = page::render(&prepared, eyes, path, snapshot.edition, &*server.files, &server.kept)
        .expect("looked up just before");
    let (changed, mut found): (Vec<_>, Vec<_>) =
        rendered.found.iter().cloned().partition(|one| one.code == page::CHANGED);
    found.retain(|one| !snapshot.tells(one));
    // A file that got a mistake is not the one that was read last, and that is said already.
    if !last && !changed.iter().all(|one| one.place.as_ref().is_some_and(|at| snapshot.errs_in(&at.path))) {
        return Made::Stale(Asked::Page(eyes, path.clone()));
    }
    let Some(bytes) = &rendered.bytes else {
        return Made::Answer(instead(server, snapshot, eyes, Some(path), &found));
    };
    if path.as_str().ends_with(".html") {
        let bar = Bar::of(server, snapshot, &prepared, eyes, path, &rendered);
        return Made::Answer(html_answer(StatusCode::OK, page::dressed(bytes, &bar)));
    }
    let (mut response, part) = ranged(&kind_of(path), bytes.len(), range);
    *response.body_mut() = Answer::Whole(Some(bytes.slice(part)).filter(|part| !part.is_empty()));
    Made::Answer(response)
}

/// A file that is published byte for byte, such as a film; `None` for anything else, and where it
/// is not the file any more that was read.
fn copied(server: &Server, prepared: &Prepared, path: &OutPath, range: Option<&str>) -> Option<Made> {
    let PageRef::File(id) = prepared.plan.find(path)?.page else { return None };
    let known = prepared.site.file(id);
    let FileKind::Other { length } = known.kind else { return None };
    let file = File::open(server.files.on_disk(&known.source)).ok()?;
    if file.metadata().ok()?.len() != length {
        return None;
    }
    let (response, part) = ranged(&kind_of(path), length as usize, range);
    Some(Made::File(response, file, part.start as u64..part.end as u64))
}

/// The pages as one pair of eyes sees them.
pub(super) fn seen_with(server: &Server, snapshot: &Snapshot, eyes: Eyes) -> Option<Arc<Prepared>> {
    match eyes {
        Eyes::Editors => snapshot.prepared.clone(),
        Eyes::Public => snapshot.public(&*server.files),
    }
}

fn index_of(folder: &OutPath) -> OutPath {
    OutPath::new(&format!("{folder}/index.html")).unwrap_or_else(|_| folder.clone())
}

/// The section's own page for addresses that lead nowhere.
fn not_found(
    server: &Server,
    snapshot: &Snapshot,
    prepared: &Prepared,
    eyes: Eyes,
    asked: Option<&OutPath>,
) -> Response<Answer> {
    let path = OutPath::made("404.html");
    let rendered = page::render(prepared, eyes, &path, snapshot.edition, &*server.files, &server.kept);
    let Some((mut rendered, bytes)) = rendered.and_then(|page| page.bytes.clone().map(|bytes| (page, bytes)))
    else {
        return plain(StatusCode::NOT_FOUND, "");
    };
    rendered.key = page::NOWHERE.to_owned();
    let bar = Bar::of(server, snapshot, prepared, eyes, asked.unwrap_or(&path), &rendered);
    html_answer(StatusCode::NOT_FOUND, page::dressed(&bytes, &bar))
}

/// What is answered where no page can be shown.
fn instead(
    server: &Server,
    snapshot: &Snapshot,
    eyes: Eyes,
    path: Option<&OutPath>,
    of_page: &[Diagnostic],
) -> Response<Answer> {
    let html = board::instead(snapshot, of_page, &trouble(snapshot, server.catalogue), server.catalogue);
    let path = path.map_or("", OutPath::as_str);
    // Such a page is tried again after every change.
    let bar = Bar::bare(path, eyes, format!("!{}", snapshot.number), snapshot);
    let is_first = snapshot.number == 0;
    let status = if is_first { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::INTERNAL_SERVER_ERROR };
    let mut response = html_answer(status, page::dressed(html.as_bytes(), &bar));
    if is_first {
        response.headers_mut().insert(RETRY_AFTER, "1".parse().expect("a number"));
    }
    response
}

/// What the machine could not do, in words.
pub(super) fn trouble(snapshot: &Snapshot, catalogue: &Catalogue) -> String {
    snapshot.trouble.as_ref().map_or(String::new(), |error| diagnostics::trouble(error, catalogue))
}

fn kind_of(path: &OutPath) -> String {
    let mime = mime_guess::from_path(path.as_str()).first_or_octet_stream();
    let is_text = mime.type_() == mime_guess::mime::TEXT
        || mime.subtype() == "xml"
        || mime.suffix().is_some_and(|end| end == "xml");
    if is_text { format!("{mime}; charset=utf-8") } else { mime.to_string() }
}

/// The answer for a file of so many bytes, or for the part of it that is asked for, as films need
/// it; still without those bytes, and where they begin.
fn ranged(kind: &str, length: usize, range: Option<&str>) -> (Response<Answer>, Range<usize>) {
    let (mut response, part) = match range.map_or(Part::Whole, |range| part(range, length)) {
        Part::Whole => (empty(StatusCode::OK, kind, length), 0..length),
        Part::Of(first, last) => {
            let mut response = empty(StatusCode::PARTIAL_CONTENT, kind, last + 1 - first);
            let said = format!("bytes {first}-{last}/{length}");
            response.headers_mut().insert(CONTENT_RANGE, said.parse().expect("numbers"));
            (response, first..last + 1)
        }
        Part::Outside => {
            let mut response = plain(StatusCode::RANGE_NOT_SATISFIABLE, "");
            let said = format!("bytes */{length}");
            response.headers_mut().insert(CONTENT_RANGE, said.parse().expect("a number"));
            (response, 0..0)
        }
    };
    response.headers_mut().insert(ACCEPT_RANGES, "bytes".parse().expect("plain text"));
    (response, part)
}

/// Which bytes are asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    Of(usize, usize),
    Outside,
}

/// Reads `bytes=0-99`. What is no such thing, or asks for several parts, gets the whole.
fn part(range: &str, length: usize) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| {
        text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().unwrap_or(usize::MAX))
    };
    match (first, last) {
        ("", "") => Part::Whole,
        ("", last) => match number(last) {
            Some(0) => Part::Outside,
            Some(_) if length == 0 => Part::Outside,
            Some(count) => Part::Of(length.saturating_sub(count), length - 1),
            None => Part::Whole,
        },
        (first, last) => match (number(first), if last.is_empty() { Some(usize::MAX) } else { number(last) })
        {
            (Some(first), Some(last)) if first > last => Part::Whole,
            (Some(first), Some(_)) if first >= length => Part::Outside,
            (Some(first), Some(last)) => Part::Of(first, last.min(length - 1)),
            _ => Part::Whole,
        },
    }
}

/// Opens a post's file on this machine, for somebody who sits at it.
fn open(server: &Server, file: String, request: &Request<Incoming>, there: SocketAddr) -> Response<Answer> {
    let has_origin = request.headers().contains_key(hyper::header::ORIGIN);
    if !there.ip().to_canonical().is_loopback() || !has_origin {
        return plain(StatusCode::FORBIDDEN, "");
    }
    let snapshot = server.now.borrow().clone();
    let source = crate::diagnostics::SourcePath::new(&file);
    let known = snapshot.prepared.as_ref().is_some_and(|prepared| prepared.site.by_source(&source).is_some());
    if !known {
        return plain(StatusCode::NOT_FOUND, "");
    }
    let opened = (server.open)(&server.files.on_disk(&source));
    plain(if opened { StatusCode::NO_CONTENT } else { StatusCode::INTERNAL_SERVER_ERROR }, "")
}

fn whole(status: StatusCode, kind: &str, bytes: Bytes) -> Response<Answer> {
    let mut response = empty(status, kind, bytes.len());
    *response.body_mut() = Answer::Whole(Some(bytes).filter(|bytes| !bytes.is_empty()));
    response
}

/// An answer that gets so many bytes.
fn empty(status: StatusCode, kind: &str, length: usize) -> Response<Answer> {
    let mut response = Response::new(Answer::Whole(None));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, kind.parse().expect("a media type is plain text"));
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert(CACHE_CONTROL, "no-store".parse().expect("plain text"));
    response
}

fn html_answer(status: StatusCode, bytes: Bytes) -> Response<Answer> {
    whole(status, "text/html; charset=utf-8", bytes)
}

fn plain(status: StatusCode, text: &str) -> Response<Answer> {
    whole(status, "text/plain; charset=utf-8", Bytes::from(text.to_owned()))
}

fn failed() -> Response<Answer> {
    plain(StatusCode::INTERNAL_SERVER_ERROR, "")
}

fn moved(to: &str) -> Response<Answer> {
    let mut response = plain(StatusCode::MOVED_PERMANENTLY, "");
    response.headers_mut().insert(LOCATION, to.parse().expect("made of paths"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_means_a_path_of_the_plan_or_nothing() {
        let page = |path| Asked::Page(Eyes::Editors, OutPath::made(path));
        assert_eq!(asked("/"), page("index.html"));
        assert_eq!(asked("/q/2026-q2/"), page("q/2026-q2/index.html"));
        assert_eq!(asked("/bai/a%2db.html"), page("bai/a-b.html"));
        assert_eq!(asked("/q"), Asked::Folder(Eyes::Editors, OutPath::made("q")));
        assert_eq!(asked("/__cong-khai/"), Asked::Page(Eyes::Public, OutPath::made("index.html")));
        assert_eq!(asked("/__kiem-tra/"), Asked::Board);
        for path in [
            "",
            "*",
            "//",
            "/../nq71.toml",
            "/%2e%2e/nq71.toml",
            "/..%2fnq71.toml",
            "/a/../../nq71.toml",
            "/..\\nq71.toml",
            "/%5c..%5cnq71.toml",
            "/a%00.html",
            "/%",
            "/%zz",
            "/%ff",
            "/C:/nq71.toml",
            "/con",
            "/Q/",
            "/.nq71/",
            "/content/bài.md",
            "/__nq71/",
            "/__kiem-tra/x",
            "/%252e%252e/x",
            "/a//b.html",
            "/./index.html",
        ] {
            assert_eq!(asked(path), Asked::Nothing(Eyes::Editors), "{path}");
        }
        assert_eq!(asked("/__cong-khai/../index.html"), Asked::Nothing(Eyes::Public));
    }

    #[test]
    fn parts_of_a_file_are_those_asked_for() {
        assert_eq!(part("bytes=0-0", 10), Part::Of(0, 0));
        assert_eq!(part("bytes=2-", 10), Part::Of(2, 9));
        assert_eq!(part("bytes=2-99", 10), Part::Of(2, 9));
        assert_eq!(part("bytes=-3", 10), Part::Of(7, 9));
        assert_eq!(part("bytes=-99", 10), Part::Of(0, 9));
        assert_eq!(part("bytes=10-", 10), Part::Outside);
        assert_eq!(part("bytes=-0", 10), Part::Outside);
        assert_eq!(part("bytes=99999999999999999999-", 10), Part::Outside);
        for odd in ["bytes=5-2", "bytes=0-1,3-4", "bytes=-", "bytes=a-b", "lines=0-1", ""] {
            assert_eq!(part(odd, 10), Part::Whole, "{odd}");
        }
        assert_eq!(part("bytes=0-", 0), Part::Outside);
    }
}
