//! Every address that a section prints leads somewhere, by its files alone; every file's name,
//! heading and entry in the manifest is as promised.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use scraper::{ElementRef, Html};
use sha2::{Digest as _, Sha256};

use crate::generator::{self, RandomSite};
use crate::harness::{TestSite, nq71, repository};
use crate::recount::reader::Recount;
use crate::recount::{Output, css, resolve, text};
use nq71::output::Sink;

#[test]
fn everything_in_the_repositorys_own_section_leads_somewhere() {
    section_holds_together(&TestSite::example("").built());
}

#[test]
fn everything_in_the_schools_section_leads_somewhere() {
    section_holds_together(&TestSite::example("truong").built());
}

#[test]
fn everything_in_the_communes_section_leads_somewhere() {
    section_holds_together(&TestSite::example("xa").built());
}

#[test]
fn everything_in_the_departments_section_leads_somewhere() {
    section_holds_together(&TestSite::example("so").built());
}

#[test]
fn everything_in_a_section_without_posts_leads_somewhere() {
    section_holds_together(&TestSite::school().built());
    section_holds_together(&TestSite::department().built());
}

proptest! {
    #![proptest_config(generator::cases(12))]

    #[test]
    fn everything_in_random_sections_leads_somewhere(site in generator::sites()) {
        section_holds_together(&RandomSite::site(&site).built());
    }
}

#[test]
fn the_manifest_on_disk_lists_exactly_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let example = repository().join("examples/truong");
    for entry in walkdir::WalkDir::new(&example).into_iter().map(Result::unwrap) {
        let inside = entry.path().strip_prefix(&example).unwrap();
        let is_input = inside.starts_with("content")
            || ["nq71.toml", "logo.png"].iter().any(|file| inside.as_os_str() == *file);
        if is_input && entry.file_type().is_file() {
            let to = folder.path().join(inside);
            std::fs::create_dir_all(to.parent().unwrap()).unwrap();
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
    let ran = nq71(folder.path(), &["build", "--date", "2026-11-21"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    for output in ["public", "noi-bo"] {
        let root = folder.path().join(output);
        let files = walkdir::WalkDir::new(&root).into_iter().map(Result::unwrap);
        let mut found: Vec<String> = files
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                let bytes = std::fs::read(entry.path()).unwrap();
                let path = entry.path().strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
                format!("{path} {} {}", sha256(&bytes), bytes.len())
            })
            .filter(|line| !line.starts_with("nq71-tep.txt "))
            .collect();
        found.sort();
        let manifest = std::fs::read_to_string(root.join("nq71-tep.txt")).unwrap();
        let unit = manifest.lines().next().unwrap();
        assert!(unit.starts_with("# đơn vị: "), "{unit}");
        let mut lines: Vec<&str> = manifest.lines().skip(1).collect();
        lines.sort_unstable();
        assert_eq!(lines, found, "{output}");
    }
}

#[test]
fn the_title_of_a_page_names_post_section_and_unit() {
    let mut site = TestSite::school();
    site.post("2026-05-20-mot.md", "Lễ khai giảng năm học", "2026-05-20", "");
    // A title that says what the section's does is no reason to leave the section's out.
    site.post("2026-05-21-hai.md", "Tìm hiểu Nghị quyết 71-NQ/TW", "2026-05-21", "");
    let site = site.built();
    let title =
        |path: &str| text(Html::parse_document(&site.page(path)).select(&css("title")).next().unwrap());
    let end = "Nghị quyết 71-NQ/TW — Trường THCS Hoa Sen";
    assert_eq!(title("bai/2026-05-20-mot.html"), format!("Lễ khai giảng năm học — {end}"));
    assert_eq!(title("bai/2026-05-21-hai.html"), format!("Tìm hiểu Nghị quyết 71-NQ/TW — {end}"));
    assert_eq!(title("index.html"), end);
    assert_eq!(title("thong-ke/2026-q2/index.html"), format!("Thống kê — Quý II/2026 — {end}"));
}

#[test]
fn a_type_with_a_long_code_has_pages_with_short_names() {
    let code = "chuong-trinh-phat-thanh-hoc-duong-cua-cac-truong-trong-xa";
    let mut site = TestSite::department();
    site.edit(
        "nq71.toml",
        "owner = \"so-mau\"",
        &format!("owner = \"so-mau\"\n[[vocabulary.types]]\ncode = \"{code}\"\nlabel = \"Chương trình\""),
    );
    site.post("th-a/mot.md", "Bài thứ nhất của trường", "2026-05-20", &format!("type = \"{code}\""));
    section_holds_together(&site.built());
}

/// Checks every file of a built section.
fn section_holds_together(site: &TestSite) {
    let recount = Recount::of(site);
    let output = Output::of(site);
    let section = Section::of(&recount, &output);
    for path in output.paths() {
        name_is_fine(path);
        match path.rsplit_once('.').unwrap().1 {
            "html" => section.page(path),
            "css" => section.styles(path, output.text(path)),
            "xml" if path.contains("so-do") => section.map(path),
            "xml" => section.feed(path),
            _ => {}
        }
    }
    section.posts();
    section.manifest(site);
}

/// DOMAIN section 5: letters, length, extensions; nothing that a portal's server takes for its own.
fn name_is_fine(path: &str) {
    const EXTENSIONS: [&str; 11] =
        ["html", "css", "js", "xml", "txt", "csv", "png", "jpg", "gif", "ico", "pdf"];
    let parts: Vec<&str> = path.split('/').collect();
    let (file, folders) = parts.split_last().unwrap();
    let (stem, extension) = file.split_once('.').expect("a file has an extension");
    assert!(EXTENSIONS.contains(&extension), "{path}");
    for part in folders.iter().chain([&stem]) {
        let fine = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '-';
        assert!(!part.is_empty() && part.len() <= 60 && part.chars().all(fine), "{path}");
        assert!(!["con", "prn", "aux", "nul"].contains(part), "{path}");
        let port = part.strip_prefix("com").or_else(|| part.strip_prefix("lpt"));
        assert!(port.is_none_or(|port| port.parse::<u8>().is_err()), "{path}");
        assert_ne!(*part, "tag", "{path}");
    }
    assert!(!["sitemap.xml", "robots.txt"].contains(file), "{path}");
    // A file that may change under one name would be kept by browsers.
    let is_asset = path.starts_with("giao-dien/") || folders.contains(&"tep");
    let digest = stem.rsplit('-').next().unwrap();
    assert!(
        !is_asset || (digest.len() >= 8 && digest.chars().all(|sign| sign.is_ascii_hexdigit())),
        "{path}"
    );
}

/// Not a page, but a piece to be pasted into one.
const FRAGMENT: &str = "doan-ma.html";

struct Section<'s> {
    recount: &'s Recount,
    output: &'s Output,
    /// The fragments of each page.
    ids: BTreeMap<&'s str, BTreeSet<String>>,
}

impl<'s> Section<'s> {
    fn of(recount: &'s Recount, output: &'s Output) -> Section<'s> {
        let mut ids = BTreeMap::new();
        for path in output.paths().filter(|path| path.ends_with(".html")) {
            let page = output.page(path);
            let mut found = BTreeSet::new();
            for element in page.select(&css("[id]")) {
                let id = element.attr("id").unwrap().to_owned();
                assert!(found.insert(id.clone()), "{path}: two elements are called {id}");
            }
            ids.insert(path, found);
        }
        Section { recount, output, ids }
    }

    fn page(&self, path: &str) {
        let page = self.output.page(path);
        // A piece of a page: what is around it is not ours.
        if path == FRAGMENT {
            self.fragment(path);
            return;
        }
        self.headings(path, &page);
        for element in page.root_element().descendent_elements() {
            self.addresses(path, element);
        }
        for style in page.select(&css("style")) {
            self.styles(path, &text(style));
        }
        let canonical = page.select(&css("link[rel=canonical]")).next().and_then(|link| link.attr("href"));
        let noindex = page.select(&css("meta[name=robots]")).next().is_some();
        if let (Some(base), false) = (&self.recount.base_url, noindex) {
            assert_eq!(canonical, Some(&*format!("{base}{path}")), "{path}");
            let own =
                page.select(&css("meta[property='og:url']")).next().and_then(|meta| meta.attr("content"));
            assert_eq!(own, canonical, "{path}");
        }
    }

    /// Without script, class and heading, with absolute addresses alone, and small.
    fn fragment(&self, path: &str) {
        let text = self.output.text(path);
        assert!(text.len() <= 30_000, "{path} has {} bytes", text.len());
        assert!(text.starts_with("<div ") && text.trim_end().ends_with("</div>"), "{path}");
        for element in Html::parse_fragment(text).root_element().descendent_elements().skip(1) {
            let name = element.value().name();
            assert!(["div", "p", "a", "ul", "li", "span"].contains(&name), "{path}: <{name}>");
            for (name, value) in element.value().attrs() {
                assert!(["style", "href", "lang"].contains(&name), "{path}: {name}");
                if name == "href" {
                    self.absolute(path, value);
                }
            }
        }
    }

    fn headings(&self, path: &str, page: &Html) {
        let headings: Vec<String> = page.select(&css("h1")).map(|heading| heading.text().collect()).collect();
        let [heading] = headings.as_slice() else { panic!("{path} has {} first headings", headings.len()) };
        assert!(!heading.trim().is_empty(), "{path}");
        let title: String = page.select(&css("title")).next().expect(path).text().collect();
        assert!(title.contains("Nghị quyết 71-NQ/TW"), "{path}: {title}");
        let owner = self.recount.owner.map(|unit| self.recount.units[unit].name.as_str());
        if path == "index.html" {
            assert_eq!(heading, "Nghị quyết 71-NQ/TW");
            let parts: Vec<&str> = ["Nghị quyết 71-NQ/TW"].into_iter().chain(owner).collect();
            assert_eq!(title, parts.join(" — "));
            if let Some(name) = owner {
                assert!(page.select(&css(".unit")).any(|line| text(line) == name), "under the heading");
            }
        }
    }

    fn addresses(&self, path: &str, element: ElementRef) {
        let name = element.value().name();
        let attr = |name| element.attr(name);
        if name == "meta" {
            let content = attr("content").unwrap_or("");
            match (attr("http-equiv"), attr("property")) {
                (Some("refresh"), _) => {
                    self.relative(path, content.split_once("url=").expect("a forwarding page").1);
                }
                (_, Some("og:url" | "og:image")) => self.absolute(path, content),
                _ => {}
            }
            return;
        }
        if let Some(style) = attr("style") {
            self.styles(path, style);
        }
        let sources = attr("srcset").into_iter().flat_map(|set| set.split(','));
        let sources = sources.map(|source| source.trim().split(' ').next().unwrap());
        for address in ["src", "poster", "data", "action"].into_iter().filter_map(attr).chain(sources) {
            self.relative(path, address);
        }
        let Some(href) = attr("href") else { return };
        match (name, attr("rel")) {
            ("link", Some("canonical")) => self.absolute(path, href),
            ("link", Some("alternate")) if attr("hreflang").is_some() => self.absolute(path, href),
            ("link", _) => self.relative(path, href),
            _ if href.starts_with("mailto:") || href.starts_with("tel:") => {}
            _ if href.contains("://") => {
                assert!(href.starts_with("https://") || href.starts_with("http://"), "{path}: {href}");
                let is_ours = self.recount.base_url.as_ref().is_some_and(|base| href.starts_with(base));
                if is_ours {
                    assert_eq!(path, "404.html", "{href} should be relative");
                    self.absolute(path, href);
                }
            }
            _ => self.relative(path, href),
        }
    }

    /// An address that works from a disk, from any folder and on any server.
    fn relative(&self, path: &str, href: &str) {
        assert_ne!(path, "404.html", "a server sends this page at any depth: {href}");
        assert!(!href.is_empty() && !href.starts_with('/') && !href.contains("://"), "{path}: {href}");
        assert!(!href.contains(['?', '\\', ' ', '%']), "{path}: {href}");
        let (to, fragment) = resolve(path, href);
        self.exists(path, href, &to, &fragment);
    }

    fn absolute(&self, path: &str, href: &str) {
        if self.recount.posts.iter().any(|post| post.pointer && post.address == href) {
            return; // the article stands on the unit's own portal
        }
        let base =
            self.recount.base_url.as_ref().unwrap_or_else(|| panic!("{path}: {href} without base_url"));
        let inside = href.strip_prefix(base).unwrap_or_else(|| panic!("{path}: {href} is not ours"));
        let (to, fragment) = inside.split_once('#').unwrap_or((inside, ""));
        self.exists(path, href, to, fragment);
    }

    fn exists(&self, path: &str, href: &str, to: &str, fragment: &str) {
        assert!(self.output.has(to), "{path}: {href} leads to {to}, which is not there");
        if !fragment.is_empty() {
            let ids = self.ids.get(to).unwrap_or_else(|| panic!("{path}: {href} is no page"));
            assert!(ids.contains(fragment), "{path}: {href}: {to} has no #{fragment}");
        }
    }

    fn styles(&self, path: &str, css: &str) {
        assert!(!css.contains("@import"), "{path}");
        for address in css.split("url(").skip(1) {
            let address = address.split(')').next().unwrap().trim_matches(['"', '\'', ' ']);
            if !address.starts_with("data:") {
                self.relative(path, address);
            }
        }
    }

    /// `so-do.xml`: every page that search engines should know, once.
    fn map(&self, path: &str) {
        let mut known = BTreeSet::new();
        for address in self.output.text(path).split("<loc>").skip(1) {
            let address = address.split("</loc>").next().unwrap();
            self.absolute(path, address);
            assert!(known.insert(address.to_owned()), "{path}: {address} twice");
            let inside = address.strip_prefix(self.recount.base_url.as_ref().unwrap()).unwrap();
            let page = self.output.page(inside);
            assert!(page.select(&css("meta[name=robots]")).next().is_none(), "{path}: {address} is hidden");
        }
        for post in self.recount.posts.iter().filter(|post| !post.pointer) {
            assert!(known.contains(&self.recount.absolute(post)), "{path} lacks {}", post.address);
        }
    }

    fn feed(&self, path: &str) {
        let feed = feed_rs::parser::parse(self.output.bytes(path)).expect(path);
        let links = feed.links.iter().chain(feed.entries.iter().flat_map(|entry| &entry.links));
        for link in links {
            self.absolute(path, &link.href);
        }
    }

    /// Each post's page carries its title; nothing of a withdrawn post is left.
    fn posts(&self) {
        for post in self.recount.posts.iter().filter(|post| !post.pointer) {
            let page = self.output.page(&post.address);
            let title: String = page.select(&css("title")).next().unwrap().text().collect();
            let unit = &self.recount.units[post.unit].name;
            assert_eq!(title, format!("{} — Nghị quyết 71-NQ/TW — {unit}", post.title));
            let heading = page.select(&css("h1")).next().map(text);
            let plain: Vec<&str> = post.title.split_whitespace().collect();
            assert_eq!(heading, Some(plain.join(" ")), "{}", post.address);
        }
        for address in &self.recount.withdrawn {
            let page = self.output.page(address);
            assert!(page.select(&css("meta[name=robots]")).next().is_some(), "{address}");
        }
        let known: BTreeSet<&str> = self.recount.posts.iter().map(|post| post.address.as_str()).collect();
        for path in self.output.paths().filter(|path| path.contains("bai/") && path.ends_with(".html")) {
            let is_list = path.starts_with("hinh-thuc/");
            let is_forward = self.output.text(path).contains("http-equiv=\"refresh\"");
            let is_tombstone = self.recount.withdrawn.iter().any(|address| address == path);
            let is_sheet = path.ends_with("-bang-tin.html") && {
                let page = self.output.page(path);
                let back = page.select(&css(".board-tools a")).next().and_then(|link| link.attr("href"));
                let back = back.unwrap_or_default();
                known.contains(back) || known.contains(resolve(path, back).0.as_str())
            };
            let is_other = is_list || is_forward || is_tombstone;
            assert!(is_other || known.contains(path) || is_sheet, "{path} is no post");
        }
    }

    /// Exactly the files, with their SHA-256 and length.
    fn manifest(&self, site: &TestSite) {
        let manifest = site.sink.manifest().unwrap().expect("a finished build leaves a manifest");
        assert!(!manifest.is_unfinished());
        let listed: Vec<String> = manifest
            .to_string()
            .lines()
            .filter(|line| !line.starts_with("# đơn vị: "))
            .map(str::to_owned)
            .collect();
        let found: Vec<String> = self
            .output
            .paths()
            .map(|path| {
                let bytes = self.output.bytes(path);
                format!("{path} {} {}", sha256(bytes), bytes.len())
            })
            .collect();
        assert_eq!(listed, found);
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
