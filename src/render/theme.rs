//! A theme: templates, strings and assets, each of which a site may replace with its own.

use std::collections::BTreeMap;
use std::sync::{Arc, RwLock};

use include_dir::{Dir, include_dir};
use serde::Serialize;
use tera::{Context, ErrorKind, Kwargs, State, Tera, TeraResult, Value};

use crate::content::Body;
use crate::diagnostics::{Checked, Diagnostic, Place, Source, SourcePath, Span, closest};
use crate::error::Error;
use crate::files::Files;
use crate::messages::Catalogue;
use crate::model::{Digest, Hasher, OutPath};
use crate::plan::{Chrome, Html, Page};
use crate::text::{self, Lang};

use super::{filters, tight};

/// The theme in the binary.
static EMBEDDED: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/chuan");

/// Its name.
const NAME: &str = "chuan";

/// No file of a theme is larger than this.
const LIMIT: u64 = 4 << 20;

/// Headings that a text must have to get a table of contents.
const CONTENTS_FROM: usize = 4;

/// A file of the theme that goes into the output.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Where: its name holds its digest.
    pub path: OutPath,
    /// Its path in the theme's folder `assets/`.
    name: String,
    bytes: Vec<u8>,
}

/// Head, top and foot of a page.
type Frame = [Value; 3];

/// A theme ready to render one section.
pub struct Theme {
    tera: Tera,
    strings: Arc<Catalogue>,
    assets: Vec<Asset>,
    digest: Digest,
    digest_besides_styles: Digest,
    /// Templates that the site replaced: their paths, for messages.
    own: BTreeMap<String, SourcePath>,
    sources: BTreeMap<String, String>,
    /// The resolution's number, which is kept in one line.
    number: String,
    frames: RwLock<BTreeMap<(String, &'static str), Option<Frame>>>,
}

impl Theme {
    /// Loads the embedded theme and lays the site's `themes/<name>/` over it, file by file.
    /// Strings are laid over one by one.
    ///
    /// # Errors
    /// When a file that is there cannot be read.
    pub fn load(files: &dyn Files, name: &str, lang: Lang) -> Result<Checked<Option<Theme>>, Error> {
        let mut found = Vec::new();
        let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        embedded(&EMBEDDED, &mut parts);
        let strings_path = format!("i18n/{lang}.ftl");
        let base = parts.get(&strings_path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let mut strings = Catalogue::parse(lang, base.as_deref().unwrap_or_default())
            .expect("the embedded strings are valid: tests load them");
        let mut own = BTreeMap::new();

        let folder = format!("themes/{name}");
        let listing = files.list(&folder)?.into(&mut found);
        if (listing.files.is_empty() && name != NAME) || name != text::slug(name) {
            found.push(Diagnostic::error("thieu-giao-dien").arg("name", name));
            return Ok(Checked::new(None, found));
        }
        for path in listing.files {
            let mut bytes = Vec::new();
            files.read(&path, LIMIT, &mut bytes)?;
            let inside = path.as_str()[folder.len() + 1..].to_owned();
            let is_text = inside.ends_with(".html") || inside.ends_with(".ftl");
            if is_text && let Err(error) = std::str::from_utf8(&bytes) {
                found.push(Diagnostic::not_utf8(&path, &bytes, error.valid_up_to()));
                continue;
            }
            if inside == strings_path {
                let text = String::from_utf8(bytes.clone()).expect("checked just before");
                if let Err((reason, at)) = strings.overlay(&text) {
                    let source = Source { path: &path, text: &text };
                    found.push(
                        Diagnostic::error("chuoi-loi")
                            .arg("reason", reason)
                            .at(&source, Span::new(at, at + 1)),
                    );
                }
            }
            own.insert(template_name(&inside).to_owned(), path);
            parts.insert(inside, bytes);
        }

        let digest = |besides: &dyn Fn(&str) -> bool| {
            let parts = parts.iter().filter(|(path, _)| !besides(path));
            parts
                .fold(Hasher::default(), |hasher, (path, bytes)| hasher.with(path.as_bytes()).with(bytes))
                .finish()
        };
        let assets = assets(&parts);
        let mut theme = Theme {
            tera: Tera::default(),
            strings: Arc::new(strings),
            assets,
            digest: digest(&|_| false),
            digest_besides_styles: digest(&|path| path.starts_with("assets/") && path.ends_with(".css")),
            own,
            sources: BTreeMap::new(),
            number: String::new(),
            frames: RwLock::default(),
        };
        theme.add_functions(lang);
        let base = Catalogue::parse(lang, &base.unwrap_or_default()).expect("parsed just before");
        for (path, bytes) in parts.iter().filter(|(path, _)| path.ends_with(".html")) {
            let text = String::from_utf8_lossy(bytes).into_owned();
            theme.sources.insert(template_name(path).to_owned(), text);
        }
        theme.strays(&base, &strings_path, &mut found);
        let templates: Vec<(String, String)> =
            theme.sources.iter().map(|(name, text)| (name.clone(), text.clone())).collect();
        if let Err(error) = theme.tera.add_raw_templates(templates) {
            found.push(theme.diagnostic(&error, None));
            return Ok(Checked::new(None, found));
        }
        Ok(Checked::new(Some(theme), found))
    }

    /// Files of the site's that neither replace one of the theme nor are used by a template, and
    /// sentences that nobody says: most often a name with a slip in it.
    fn strays(&self, base: &Catalogue, strings: &str, found: &mut Vec<Diagnostic>) {
        let said = |word: &str| self.sources.values().any(|text| text.contains(word));
        let known: Vec<&str> = paths(&EMBEDDED);
        for (name, path) in &self.own {
            let inside = path.as_str().splitn(3, '/').nth(2).unwrap_or_default();
            let used = match inside.split_once('/') {
                _ if known.contains(&inside) => true,
                // A note of the theme's author, for people.
                None if inside.ends_with(".md") || inside.ends_with(".txt") => true,
                Some(("templates", _)) => said(&format!("\"{name}\"")),
                Some(("assets", file)) => self
                    .assets
                    .iter()
                    .any(|asset| asset.name == file && said(&asset_key(asset.path.as_str()))),
                _ => false,
            };
            if !used {
                let stray = Diagnostic::warning("tep-giao-dien-la").arg("path", path);
                let near = closest(inside, known.iter().copied());
                found.push(stray.place(Place::file(path)).did_you_mean(near));
            }
        }
        let Some(path) = self.own.get(strings) else { return };
        let all: Vec<&str> = base.ids().collect();
        for id in self.strings.ids().filter(|id| all.binary_search(id).is_err()) {
            if !said(&format!("t.{id}")) && !said(&format!("\"{id}\"")) {
                let stray = Diagnostic::warning("chuoi-la").arg("name", id).arg("path", path);
                found.push(stray.place(Place::file(path)).did_you_mean(closest(id, all.iter().copied())));
            }
        }
    }

    fn add_functions(&mut self, lang: Lang) {
        let strings = Arc::clone(&self.strings);
        self.tera.register_function("text", move |args: Kwargs, _: &State| -> TeraResult<String> {
            let id: &str = args.must_get("id")?;
            let values: Vec<(String, String)> = args
                .iter()
                .filter_map(|(key, value)| key.as_str().map(|key| (key.to_owned(), value.to_string())))
                .collect();
            let pairs = values.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            strings
                .find(id, pairs)
                .ok_or_else(|| tera::Error::message(format!("{NO_TEXT}`{id}` in i18n/{lang}.ftl")))
        });
        filters::register(&mut self.tera, lang);
    }

    /// Tells the templates what is the same on every page.
    pub fn dress(&mut self, chrome: &Chrome) {
        let assets: BTreeMap<String, String> = self
            .assets
            .iter()
            .map(|asset| (asset_key(asset.path.as_str()), asset.path.to_string()))
            .collect();
        let strings: BTreeMap<&str, String> =
            self.strings.ids().filter_map(|id| Some((id, self.strings.find(id, [])?))).collect();
        self.number.clone_from(&chrome.number);
        filters::register_keep(&mut self.tera, &chrome.number);
        let context = self.tera.global_context();
        context.insert("site", chrome);
        context.insert("t", &strings);
        context.insert("assets", &assets);
    }

    /// The digest of all its files.
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// The digest of all its files but its styles, which a browser can change under a page.
    pub fn digest_besides_styles(&self) -> Digest {
        self.digest_besides_styles
    }

    /// Its strings.
    pub fn strings(&self) -> &Catalogue {
        &self.strings
    }

    /// Its files for the output.
    pub fn assets(&self) -> &[Asset] {
        &self.assets
    }

    /// The bytes of one of them.
    pub(super) fn asset(&self, index: u16) -> &[u8] {
        &self.assets[index as usize].bytes
    }

    /// Renders a template.
    pub(super) fn html(
        &self,
        html: &Html,
        body: Option<&Body>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let mut context = Context::new();
        context.insert_value("page", value(&html.page));
        context.insert_value("view", value(&html.view));
        if let Some([head, top, foot]) = self.frame(&html.page) {
            context.insert_value("frame_head", head);
            context.insert_value("frame_top", top);
            context.insert_value("frame_foot", foot);
        }
        if let Some(body) = body {
            let text = filters::keep_in_markup(body.html.as_str(), &self.number);
            context.insert_value("body", Value::safe_string(&text));
            let long = body.headings.len() >= CONTENTS_FROM;
            let headings = if long { value(&body.headings) } else { Value::from(Vec::<Value>::new()) };
            context.insert_value("headings", headings);
            context.insert("has_code", &body.has_code);
        }
        self.tera
            .render_to(html.template, &context, &mut *out)
            .map_err(|error| Box::new(self.diagnostic(&error, Some(html.template))))
    }

    /// The parts of a page that are the same wherever its place in the section is: rendered once
    /// for each `page.root` and `page.section`, which is all that they may see. A site whose own
    /// templates for them see more gets them rendered with every page.
    fn frame(&self, page: &Page) -> Option<Frame> {
        let key = (page.root.clone(), page.section);
        if let Some(known) = self.frames.read().expect("no holder panics").get(&key) {
            return known.clone();
        }
        let mut context = Context::new();
        context.insert("page", &BTreeMap::from([("root", page.root.as_str()), ("section", page.section)]));
        let part = |name: &str| {
            let text = self.tera.render(&format!("frame-{name}.html"), &context).ok()?;
            Some(Value::safe_string(&text))
        };
        let frame = match (part("head"), part("top"), part("foot")) {
            (Some(head), Some(top), Some(foot)) => Some([head, top, foot]),
            _ => None,
        };
        self.frames.write().expect("no holder panics").insert(key, frame.clone());
        frame
    }

    /// What a failing template says, at its line.
    fn diagnostic(&self, error: &tera::Error, template: Option<&str>) -> Diagnostic {
        let (ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report)) = error.kind() else {
            // Tera names the template inside its sentence only, or draws the place below it.
            let said = error.to_string();
            let said_first = said.lines().next().unwrap_or_default().trim_start_matches("error: ");
            let drawn = said.split_once("--> ").and_then(|(_, rest)| {
                let mut parts = rest.lines().next()?.trim().rsplitn(3, ':');
                let (column, line) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
                Some((parts.next()?, line, column))
            });
            let name = template.or(drawn.map(|(name, ..)| name)).or_else(|| {
                let names = self.sources.keys().map(String::as_str);
                names.filter(|name| said.contains(&format!("'{name}'"))).min_by_key(|name| said.find(*name))
            });
            let found = failed(error.kind(), said_first, name.unwrap_or_default());
            return match (name.and_then(|name| Some((self.path_of(name), self.sources.get(name)?))), drawn) {
                (Some((path, text)), Some((_, line, column))) => {
                    let at = byte_at(text, line, column);
                    found.at(&Source { path: &path, text }, Span::new(at, at))
                }
                (Some((path, _)), None) => found.place(Place::file(&path)),
                (None, _) => found,
            };
        };
        let name = report.filename();
        let found = failed(error.kind(), report.message(), name);
        let path = self.path_of(name);
        match self.sources.get(name) {
            Some(text) => found.at(&Source { path: &path, text }, report.span().range.clone().into()),
            None => found.place(Place::file(&path)),
        }
    }

    /// Where a template stands: in the site, or in the program's own theme.
    fn path_of(&self, name: &str) -> SourcePath {
        match self.own.get(name) {
            Some(path) => path.clone(),
            None => SourcePath::new(&format!("themes/{NAME}/{name}")),
        }
    }
}

/// The byte at a line and a column, both from 1.
fn byte_at(text: &str, line: usize, column: usize) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let rest = text[before..].lines().next().unwrap_or_default();
    before + rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at)
}

/// A failure whose cause can be told in our words; Tera's own words come behind them.
fn failed(kind: &ErrorKind, said: &str, template: &str) -> Diagnostic {
    let quoted = said.split('`').nth(1).unwrap_or_default();
    let (cause, name) = match kind {
        ErrorKind::SyntaxError(_) => ("syntax", ""),
        ErrorKind::MissingParent { parent: name, .. } | ErrorKind::TemplateNotFound(name) => {
            ("file", &**name)
        }
        ErrorKind::CircularExtend { .. } | ErrorKind::CircularInclude { .. } => ("circle", ""),
        _ if said.starts_with(NO_TEXT) => ("text", quoted),
        _ if said.contains("is not defined") || said.contains("is not registered") => ("name", quoted),
        _ if said.starts_with("Unknown ") => ("name", quoted),
        _ => ("other", ""),
    };
    Diagnostic::error("mau-loi")
        .arg("template", template)
        .arg("cause", cause)
        .arg("name", name)
        .arg("reason", said.trim_end_matches('.'))
}

/// How it is said that the theme has no such sentence.
const NO_TEXT: &str = "no text ";

fn value<T: Serialize>(data: &T) -> Value {
    Value::from_serializable(data)
}

/// Template names do not tell whether the theme keeps them in a folder.
fn template_name(path: &str) -> &str {
    path.strip_prefix("templates/").unwrap_or(path)
}

fn embedded(dir: &Dir<'_>, parts: &mut BTreeMap<String, Vec<u8>>) {
    for file in dir.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        parts.insert(path, file.contents().to_vec());
    }
    dir.dirs().for_each(|dir| embedded(dir, parts));
}

/// The paths of a folder's files.
fn paths<'d>(dir: &'d Dir<'d>) -> Vec<&'d str> {
    let own = dir.files().filter_map(|file| file.path().to_str());
    own.chain(dir.dirs().flat_map(paths)).collect()
}

/// `assets/chuan.css` goes to `giao-dien/chuan-<digest>.css`.
fn assets(parts: &BTreeMap<String, Vec<u8>>) -> Vec<Asset> {
    let mut assets = Vec::new();
    for (path, bytes) in parts {
        let Some(name) = path.strip_prefix("assets/") else { continue };
        let (stem, end) = name.rsplit_once('.').unwrap_or((name, "txt"));
        // What is not UTF-8 goes out as it is.
        let bytes = match (end, std::str::from_utf8(bytes)) {
            ("css", Ok(style)) => tight::css(style).into_bytes(),
            ("js", Ok(script)) => tight::js(script).into_bytes(),
            _ => bytes.clone(),
        };
        let digest = Digest::of(&bytes).short();
        let file = format!("giao-dien/{}-{digest}.{}", text::slug(stem), end.to_ascii_lowercase());
        if let Ok(path) = OutPath::new(&file) {
            assets.push(Asset { path, name: name.to_owned(), bytes });
        }
    }
    assets
}

/// `giao-dien/chuan-<digest>.css` is `assets.chuan_css` in templates.
fn asset_key(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let (stem, end) = name.rsplit_once('.').unwrap_or((name, ""));
    let stem = stem.rsplit_once('-').map_or(stem, |(stem, _)| stem);
    format!("{}_{end}", stem.replace(['-', '.'], "_"))
}
