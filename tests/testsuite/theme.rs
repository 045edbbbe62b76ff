//! The standard theme: what its style may use, what pages say to machines, the unit's colour and
//! logo, and that `docs/theme.md` tells theme authors the truth.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use nq71::model::{DARK_GROUNDS, LIGHT_GROUNDS};
use nq71::plan::View;
use scraper::{Html, Selector};

use crate::harness::{TestSite, repository};

/// What a phone on 3G may be asked to load, in bytes.
const STYLE_AT_MOST: usize = 25 * 1024;

fn read(path: &str) -> String {
    std::fs::read_to_string(repository().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// A text without its comments.
fn without_comments(css: &str) -> String {
    let mut parts = css.split("/*");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(part.split_once("*/").map_or("", |(_, rest)| rest));
    }
    out
}

fn select<'d>(page: &'d Html, selector: &str) -> Vec<scraper::ElementRef<'d>> {
    page.select(&Selector::parse(selector).expect("a selector")).collect()
}

mod style {
    use super::*;

    /// Each with the Chromium that brought it.
    const NEWER_THAN_109: &[(&str, u32)] = &[
        ("color-mix(", 111),
        ("oklch(", 111),
        ("oklab(", 111),
        ("lab(", 111),
        ("lch(", 111),
        ("color(", 111),
        ("light-dark(", 123),
        ("contrast-color(", 147),
        ("@scope", 118),
        ("@starting-style", 117),
        ("@property-", 200),
        ("@view-transition", 126),
        ("@position-try", 125),
        ("subgrid", 117),
        ("text-wrap", 114),
        ("white-space-collapse", 114),
        ("text-box", 133),
        ("scrollbar-width", 121),
        ("scrollbar-color", 121),
        ("scrollbar-gutter:", 200),
        ("animation-timeline", 115),
        ("scroll-timeline", 115),
        ("view-timeline", 115),
        ("anchor-name", 125),
        ("position-anchor", 125),
        ("anchor(", 125),
        ("popover", 114),
        (":user-valid", 119),
        (":user-invalid", 119),
        (":state(", 125),
        (":open", 133),
        ("::details-content", 131),
        ("::highlight(target", 200),
        ("field-sizing", 123),
        ("interpolate-size", 129),
        ("calc-size(", 129),
        ("transition-behavior", 117),
        ("align-content-block", 200),
        ("zoom:", 128),
        ("offset-position", 116),
        ("font-size-adjust", 127),
        ("font-palette-values", 200),
        ("initial-letter", 110),
        ("hyphenate-limit-chars", 109),
        ("lh;", 109),
        (" lh", 109),
        ("rlh", 111),
        ("round(", 125),
        (" mod(", 125),
        ("rem(", 125),
        (" abs(", 138),
        (" sign(", 138),
        (" exp(", 120),
        ("hypot(", 120),
        ("sqrt(", 120),
        ("pow(", 120),
        ("if(", 137),
        ("linear(", 113),
        ("image-set(", 113),
        ("xywh(", 119),
        ("rect(", 119),
        ("shape(", 135),
        ("ruby-position", 200),
        ("prefers-reduced-transparency", 119),
        ("prefers-reduced-data", 200),
        ("inverted-colors", 200),
        ("(update", 113),
        ("(overflow-block", 113),
        ("(scripting", 120),
        ("@container style", 111),
        ("style(--", 111),
        ("nth-child(1 of", 111),
        (" of .", 111),
        ("@import", 0),
        ("url(", 0),
        ("@font-face", 0),
    ];

    /// The theme's styles or scripts.
    fn assets(end: &str) -> Vec<String> {
        let folder = repository().join("themes/chuan/assets");
        let paths = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
        let all: Vec<String> = paths
            .filter(|path| path.extension().is_some_and(|own| own == end))
            .map(|path| std::fs::read_to_string(path).unwrap())
            .collect();
        assert!(all.len() > 2, "the theme has its *.{end}");
        all
    }

    #[test]
    fn it_is_small() {
        let site = TestSite::school().built();
        let output = site.output();
        let is_style = |path: &&nq71::model::OutPath| path.as_str().ends_with(".css");
        let size: usize = output.keys().filter(is_style).map(|path| output[path].len()).sum();
        assert!(size > 0 && size <= STYLE_AT_MOST, "{size} bytes of CSS, {STYLE_AT_MOST} at most");
    }

    #[test]
    fn it_uses_nothing_that_chromium_109_lacks_and_nothing_from_elsewhere() {
        let css = without_comments(&assets("css").concat());
        for (feature, since) in NEWER_THAN_109 {
            assert!(!css.contains(feature), "`{feature}` in the style: Chromium {since}");
        }
        // No rule stands inside another: nesting is of Chromium 112. Only at-rules hold rules.
        let mut open: Vec<String> = Vec::new();
        let mut head = String::new();
        for letter in css.chars() {
            match letter {
                '{' => {
                    let name = head.trim().to_owned();
                    let inside = open.last().filter(|outer| !outer.starts_with('@'));
                    assert!(inside.is_none(), "`{name}` is nested in `{}`", inside.unwrap());
                    open.push(name);
                    head.clear();
                }
                '}' => {
                    assert!(open.pop().is_some(), "a `}}` too many after `{head}`");
                    head.clear();
                }
                ';' => head.clear(),
                _ => head.push(letter),
            }
        }
        assert!(open.is_empty(), "not closed: {open:?}");
    }

    #[test]
    fn scripts_are_old_enough_too() {
        for script in assets("js") {
            for word in ["fetch(", "XMLHttpRequest", "import ", "import(", "WebAssembly", "eval(", "http://"]
            {
                assert!(!script.contains(word), "`{word}` in {script}");
            }
        }
    }

    /// Tokens of one block of the style: `--ink` to `#15202b`.
    fn tokens(block: &str) -> BTreeMap<&str, &str> {
        let lines = block.lines().filter_map(|line| line.trim().strip_prefix("--"));
        lines.filter_map(|line| line.trim_end_matches(';').split_once(": ")).collect()
    }

    #[test]
    fn its_colours_can_be_read_by_day_and_by_night() {
        let css = read("themes/chuan/assets/chuan.css");
        let mut blocks = css.split(":root {").skip(1).map(|rest| rest.split('}').next().unwrap());
        let (day, night) = (tokens(blocks.next().unwrap()), tokens(blocks.next().unwrap()));
        for (name, grounds, tokens) in
            [("day", &LIGHT_GROUNDS[..], &day), ("night", &DARK_GROUNDS[..], &night)]
        {
            let of = |token: &str| tokens[token].parse::<nq71::model::Colour>().expect(token);
            // What the program makes a unit's accent readable on is what the style writes upon.
            let written: BTreeSet<String> =
                ["bg", "surface", "tint"].iter().map(|one| of(one).to_string()).collect();
            let known: BTreeSet<String> = grounds.iter().map(ToString::to_string).collect();
            assert_eq!(written, known, "{name}");
            for words in ["ink", "muted", "link", "link-over", "accent", "ok", "lack"] {
                for &ground in grounds {
                    let contrast = of(words).contrast(ground);
                    assert!(contrast >= 4.5, "--{words} on {ground} by {name}: {contrast:.2}");
                }
            }
            let on_brand = day["on-brand"].parse().unwrap();
            for ground in ["brand", "brand-deep"] {
                assert!(of(ground).contrast(on_brand) >= 4.5, "--on-brand on --{ground} by {name}");
            }
            assert!(of("ring").contrast(of("bg")) >= 3.0, "the focus by {name}");
            assert!(of("ring").contrast(of("ring-halo")) >= 3.0, "the focus on its halo by {name}");
        }
    }
}

mod settings {
    use super::*;

    const PIXEL: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff\x21\xf9\x04\x01\x00\x00\x00\x00\x2c\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00\x3b";

    fn school(more: &str) -> TestSite {
        let mut site = TestSite::with(&format!(
            "base_url = \"https://hoa-sen.example.edu.vn/nghi-quyet-71/\"\n{more}\n\
             [unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n"
        ));
        site.put("logo.gif", PIXEL);
        site.post("bai-a.md", "Một bài đủ dài để đăng", "2026-10-01", "");
        site.built()
    }

    #[test]
    fn a_colour_is_on_every_page_and_readable() {
        let site = school("accent = \"#ffcc00\"");
        let page = site.page("bai/bai-a.html");
        assert!(page.contains("--accent:#886d00"), "by day, darker");
        assert!(page.contains("--accent:#ffcc00"), "by night, as it is");
        assert!(!school("").page("index.html").contains("<style>"));
    }

    #[test]
    fn a_logo_is_published_once_with_its_size() {
        let site = school("logo = \"logo.gif\"");
        let logos: Vec<String> =
            site.output().keys().map(ToString::to_string).filter(|path| path.contains("logo")).collect();
        assert_eq!(logos.len(), 1, "{logos:?}");
        assert!(logos[0].starts_with("tep/logo-"));
        for (page, up) in [("index.html", ""), ("bai/bai-a.html", "../"), ("q/2026-q4/index.html", "../../")]
        {
            let html = Html::parse_document(&site.page(page));
            let image = select(&html, "header.masthead img")[0];
            assert_eq!(image.attr("src"), Some(format!("{up}{}", logos[0]).as_str()));
            assert_eq!(
                (image.attr("width"), image.attr("height"), image.attr("alt")),
                (Some("1"), Some("1"), Some(""))
            );
        }
    }

    #[test]
    fn changing_them_renders_pages_alone() {
        let mut site = school("");
        site.put(
            nq71::config::FILE,
            "base_url = \"https://hoa-sen.example.edu.vn/nghi-quyet-71/\"\naccent = \"#145c3e\"\n\
             [unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n",
        );
        let built = site.build();
        assert!(built.rendered().iter().all(|path| path.ends_with(".html")), "{:?}", built.rendered());
        assert!(built.rendered().contains(&"index.html"));
    }
}

mod machines {
    use super::*;

    /// Every JSON-LD object of a page, by its type.
    fn told(page: &str) -> BTreeMap<String, serde_json::Value> {
        select(&Html::parse_document(page), "script[type='application/ld+json']")
            .iter()
            .map(|script| {
                let value: serde_json::Value =
                    serde_json::from_str(&script.inner_html()).expect("JSON-LD is JSON");
                (value["@type"].as_str().expect("a type").to_owned(), value)
            })
            .collect()
    }

    #[test]
    fn a_post_tells_what_it_is_even_with_a_hostile_title() {
        let mut site = TestSite::school();
        let title = r#"Bài </script><script>alert(1)</script> & \"trích\" <!-- ỗ"#;
        site.post("bai-a.md", title, "2026-10-01", "updated = 2026-10-05\nauthor = \"Tổ Văn\"");
        let site = site.built();
        let page = site.page("bai/bai-a.html");
        let told = told(&page);
        let article = &told["NewsArticle"];
        assert_eq!(article["headline"], r#"Bài </script><script>alert(1)</script> & "trích" <!-- ỗ"#);
        assert_eq!(article["datePublished"], "2026-10-01");
        assert_eq!(article["dateModified"], "2026-10-05");
        assert_eq!(article["creditText"], "Tổ Văn");
        assert_eq!(article["publisher"]["name"], "Trường THCS Hoa Sen");
        assert_eq!(
            article["mainEntityOfPage"],
            "https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/bai-a.html"
        );
        let crumbs = told["BreadcrumbList"]["itemListElement"].as_array().unwrap();
        let addresses: Vec<&str> = crumbs.iter().map(|crumb| crumb["item"].as_str().unwrap()).collect();
        assert_eq!(
            addresses,
            [
                "https://hoa-sen.example.edu.vn/nghi-quyet-71/index.html",
                "https://hoa-sen.example.edu.vn/nghi-quyet-71/q/index.html",
                "https://hoa-sen.example.edu.vn/nghi-quyet-71/q/2026-q4/index.html",
                "https://hoa-sen.example.edu.vn/nghi-quyet-71/bai/bai-a.html",
            ]
        );
        assert!(!page.contains("<script>alert"));
    }

    #[test]
    fn every_page_of_the_examples_says_true_things() {
        for name in ["", "so", "xa", "truong", "giao-dien"] {
            let site = TestSite::example(name).built();
            let output = site.output();
            let base = told(&site.page("q/index.html"))["BreadcrumbList"]["itemListElement"][0]["item"]
                .as_str()
                .and_then(|home| home.strip_suffix("index.html"))
                .expect("examples have an address")
                .to_owned();
            for (path, bytes) in output.iter().filter(|(path, _)| path.as_str().ends_with(".html")) {
                let page = std::str::from_utf8(bytes).unwrap();
                for (kind, value) in told(page) {
                    if kind != "BreadcrumbList" {
                        continue;
                    }
                    for crumb in value["itemListElement"].as_array().unwrap() {
                        let address = crumb["item"].as_str().unwrap();
                        let inside =
                            address.strip_prefix(&base).unwrap_or_else(|| panic!("{path}: {address}"));
                        assert!(output.keys().any(|known| known.as_str() == inside), "{path}: {address}");
                    }
                }
            }
        }
    }

    #[test]
    fn translations_name_each_other_and_themselves() {
        let mut site = TestSite::school();
        site.post("bai-a.md", "Một bài đủ dài để đăng", "2026-10-01", "");
        site.post(
            "bai-b.md",
            "A text that is long enough",
            "2026-10-02",
            "lang = \"en\"\ntranslation_of = \"bai-a\"",
        );
        let site = site.built();
        for page in ["bai/bai-a.html", "bai/bai-b.html"] {
            let html = Html::parse_document(&site.page(page));
            let languages: BTreeSet<_> =
                select(&html, "link[hreflang]").iter().map(|link| link.attr("hreflang").unwrap()).collect();
            assert_eq!(languages, BTreeSet::from(["en", "vi"]), "{page}");
        }
        let english = Html::parse_document(&site.page("bai/bai-b.html"));
        assert_eq!(select(&english, "meta[property='og:locale']")[0].attr("content"), Some("en_US"));
    }

    #[test]
    fn without_an_address_nothing_absolute_is_said() {
        let mut site = TestSite::with("[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n");
        site.post("bai-a.md", "Một bài đủ dài để đăng", "2026-10-01", "");
        let page = site.built().page("bai/bai-a.html");
        for word in ["og:", "ld+json", "canonical", "facebook.com", "zalo.me", "data-copy-url"] {
            assert!(!page.contains(word), "{word}");
        }
    }
}

mod posts {
    use super::*;

    fn related(site: &TestSite, page: &str) -> Vec<String> {
        let html = Html::parse_document(&site.page(page));
        select(&html, ".related a").iter().map(|link| link.attr("href").unwrap().to_owned()).collect()
    }

    fn many() -> TestSite {
        let mut site = TestSite::school();
        for (day, topic) in [
            (1, "dien-hinh"),
            (2, "phuong-phap"),
            (3, "phuong-phap"),
            (4, "dien-hinh"),
            (5, "phuong-phap"),
            (6, "phuong-phap"),
            (7, "phuong-phap"),
            (8, "phuong-phap"),
        ] {
            let more = format!("topics = [\"{topic}\"]");
            site.post(
                &format!("bai-{day}.md"),
                &format!("Bài thứ {day} đủ dài để đăng"),
                &format!("2026-10-0{day}"),
                &more,
            );
        }
        site.built()
    }

    #[test]
    fn a_post_leads_to_earlier_ones_on_its_topic() {
        let site = many();
        // Not the neighbour, which has a link of its own; three at most, the nearest first.
        assert_eq!(related(&site, "bai/bai-8.html"), ["bai-6.html", "bai-5.html", "bai-3.html"]);
        assert_eq!(related(&site, "bai/bai-4.html"), ["bai-1.html"]);
        assert!(related(&site, "bai/bai-1.html").is_empty());
    }

    #[test]
    fn a_new_post_changes_the_page_of_its_neighbour_alone() {
        let mut site = many();
        site.post("bai-9.md", "Bài mới đủ dài để đăng", "2026-10-09", "topics = [\"phuong-phap\"]");
        let built = site.build();
        let posts: Vec<&str> = built.rendered().into_iter().filter(|path| path.starts_with("bai/")).collect();
        assert_eq!(posts, ["bai/bai-8.html", "bai/bai-9.html"]);
    }

    #[test]
    fn a_new_title_reaches_few_pages_and_a_new_summary_its_own() {
        let mut site = many();
        site.edit("content/bai-3.md", "Bài thứ 3 đủ", "Bài thứ ba đủ");
        let built = site.build();
        let posts: Vec<&str> = built.rendered().into_iter().filter(|path| path.starts_with("bai/")).collect();
        assert_eq!(
            posts,
            [
                "bai/bai-2.html",
                "bai/bai-3.html",
                "bai/bai-4.html",
                "bai/bai-5.html",
                "bai/bai-6.html",
                "bai/bai-7.html",
                "bai/bai-8.html"
            ]
        );
        site.edit("content/bai-3.md", "Một tóm tắt", "Một lời tóm tắt");
        let built = site.build();
        let posts: Vec<&str> = built.rendered().into_iter().filter(|path| path.starts_with("bai/")).collect();
        assert_eq!(posts, ["bai/bai-3.html"]);
    }

    #[test]
    fn the_number_of_the_resolution_stays_in_one_line_in_the_text_too() {
        let mut site = TestSite::school();
        site.put(
            "content/bai.md",
            "+++\ntitle = \"Một bài đủ dài để đăng\"\ndate = 2026-10-01\ntype = \"tin\"\n+++\n\nTheo Nghị quyết số 71-NQ/TW, `71-NQ/TW`.\n",
        );
        let page = site.built().page("bai/bai.html");
        assert!(
            page.contains(
                "Theo Nghị quyết số <span class=\"nowrap\">71-NQ/TW</span>, <code>71-NQ/TW</code>."
            )
        );
    }

    #[test]
    fn a_caption_has_one_label() {
        for (credit, wanted) in
            [("Minh họa: Văn phòng Sở", "Minh họa: Văn phòng Sở"), ("Tổ Văn", "Ảnh: Tổ Văn")]
        {
            let mut site = TestSite::example("truong");
            site.post(
                "co-anh.md",
                "Một bài có ảnh để thử",
                "2026-10-01",
                &format!(
                    "image = \"anh/vuon-rau.jpg\"\nimage_alt = \"Vườn rau\"\nimage_credit = \"{credit}\""
                ),
            );
            let html = Html::parse_document(&site.built().page("bai/co-anh.html"));
            assert_eq!(select(&html, "figcaption")[0].text().collect::<String>(), wanted);
        }
    }
}

mod manual {
    use super::*;

    struct Structure {
        about: String,
        fields: Vec<Field>,
    }

    struct Field {
        name: String,
        kind: String,
        about: String,
    }

    /// The structures of `view.rs` in its order, with what is said of their fields.
    fn structures() -> Vec<(String, Structure)> {
        let text = read("src/plan/view.rs");
        assert!(!text.contains("#[serde("), "a field is called as it is written");
        let (mut all, mut said): (Vec<(String, Structure)>, String) = (Vec::new(), String::new());
        for line in text.lines() {
            let line = line.trim();
            if let Some(more) = line.strip_prefix("///") {
                said = format!("{said} {}", more.trim()).trim().to_owned();
            } else if let Some(name) =
                line.strip_prefix("pub struct ").and_then(|rest| rest.strip_suffix(" {"))
            {
                all.push((
                    name.trim_end_matches("<'s>").to_owned(),
                    Structure { about: std::mem::take(&mut said), fields: Vec::new() },
                ));
            } else if let Some((name, kind)) = line
                .strip_prefix("pub ")
                .and_then(|rest| rest.strip_suffix(','))
                .and_then(|rest| rest.split_once(": "))
            {
                let about = std::mem::take(&mut said);
                let structure = &mut all.last_mut().expect("fields are in a structure").1;
                structure.fields.push(Field { name: name.to_owned(), kind: kind.to_owned(), about });
            } else if !line.starts_with("#[") {
                said.clear();
            }
        }
        all
    }

    /// A type as a theme author reads it.
    fn kind(of: &str, known: &BTreeSet<String>) -> String {
        let inner = |start: &str| of.strip_prefix(start).and_then(|rest| rest.strip_suffix('>'));
        if let Some(one) = inner("Box<") {
            return kind(one, known);
        }
        if let Some(one) = inner("Option<") {
            return format!("{}, or nothing", kind(one, known));
        }
        if let Some(one) = inner("Vec<") {
            return format!("list of {}", kind(one, known));
        }
        match of.trim_end_matches("<'s>") {
            "String" | "&'static str" | "&'s str" | "Cow<'s, str>" => "text".to_owned(),
            "bool" => "true or false".to_owned(),
            "usize" | "u8" | "u16" | "u32" | "i32" | "u64" | "i64" => "number".to_owned(),
            "Percent" => "number: per cent of a drawing's width or height".to_owned(),
            of if known.contains(of) => format!("[`{of}`](#{})", of.to_lowercase()),
            "crate::content::Link" => "for the text alone".to_owned(),
            _ => panic!("a type that docs/theme.md has no word for: {of}"),
        }
    }

    fn reference() -> String {
        let structures = structures();
        let known: BTreeSet<String> = structures.iter().map(|(name, _)| name.clone()).collect();
        let mut out = String::new();
        for (name, structure) in &structures {
            // Links between Rust's own documents lead nowhere here.
            let plain = |text: &str| text.replace("[`", "`").replace("`]", "`").replace('|', "\\|");
            out.push_str(&format!(
                "### {name}\n\n{}\n\n| Field | Kind | Meaning |\n|---|---|---|\n",
                plain(&structure.about)
            ));
            for field in &structure.fields {
                out.push_str(&format!(
                    "| `{}` | {} | {} |\n",
                    field.name,
                    kind(&field.kind, &known),
                    plain(&field.about)
                ));
            }
            out.push('\n');
        }
        out.trim_end().to_owned() + "\n"
    }

    #[test]
    fn the_reference_is_what_the_types_say() {
        let document = read("docs/theme.md");
        let (_, written) = document.split_once("## Reference of the views\n\n").expect("a reference");
        let wanted = reference();
        if written != wanted {
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("theme-reference.md");
            std::fs::write(&path, &wanted).unwrap();
            let line = written.lines().zip(wanted.lines()).find(|(a, b)| a != b);
            panic!("docs/theme.md differs at {line:?}; its end should be {}", path.display());
        }
    }

    /// Rows of the table under a heading: the cells of each.
    fn rows(document: &str, heading: &str) -> Vec<Vec<String>> {
        let (_, part) = document.split_once(&format!("\n## {heading}\n")).expect(heading);
        let part = part.split("\n## ").next().unwrap();
        let rows = part.lines().filter(|line| line.starts_with("| `"));
        rows.map(|row| row.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
            .collect()
    }

    fn bare(cell: &str) -> String {
        cell.split('`').nth(1).unwrap_or_default().to_owned()
    }

    #[test]
    fn every_template_gets_the_view_that_is_documented() {
        let document = read("docs/theme.md");
        let rows = rows(&document, "Templates");
        let written: BTreeSet<String> = rows.iter().map(|row| bare(&row[0])).collect();
        let there: BTreeSet<String> = std::fs::read_dir(repository().join("themes/chuan/templates"))
            .unwrap()
            .map(|file| file.unwrap().file_name().into_string().unwrap())
            .collect();
        assert_eq!(written, there, "templates of docs/theme.md and of the theme");

        let structures: BTreeMap<String, Structure> = structures().into_iter().collect();
        let fields = |name: &str| -> BTreeSet<String> {
            structures[name].fields.iter().map(|field| field.name.clone()).collect()
        };
        let views: BTreeMap<String, String> =
            rows.iter().filter(|row| row.len() == 3).map(|row| (bare(&row[0]), bare(&row[2]))).collect();
        let mut seen = BTreeSet::new();
        for name in ["", "so", "truong"] {
            let (prepared, _) = TestSite::example(name).prepare();
            let prepared = prepared.expect("the example can be planned");
            let planner = prepared.planner();
            for planned in prepared.plan.pages().iter().chain(prepared.office.pages()) {
                let View::Html(html) = planner.view(planned) else { continue };
                if !seen.insert(html.template) {
                    continue;
                }
                let keys = |value: serde_json::Value| -> BTreeSet<String> {
                    value.as_object().map_or(BTreeSet::new(), |object| object.keys().cloned().collect())
                };
                let view =
                    views.get(html.template).unwrap_or_else(|| panic!("{} has no view", html.template));
                let wanted = if view.is_empty() { BTreeSet::new() } else { fields(view) };
                assert_eq!(keys(serde_json::to_value(&html.view).unwrap()), wanted, "{}", html.template);
                assert_eq!(keys(serde_json::to_value(&html.page).unwrap()), fields("Page"));
                assert_eq!(keys(serde_json::to_value(&planner.chrome).unwrap()), fields("Chrome"));
            }
        }
        let planned: BTreeSet<&str> =
            views.keys().map(String::as_str).filter(|name| *name != "forward.html").collect();
        let seen: BTreeSet<&str> = seen.into_iter().filter(|name| *name != "forward.html").collect();
        assert_eq!(seen, planned, "templates that the examples use");
    }

    #[test]
    fn every_component_and_filter_is_documented() {
        let document = read("docs/theme.md");
        let text = read("themes/chuan/templates/components.html");
        let there: BTreeSet<String> = text
            .split("{% component ")
            .skip(1)
            .map(|rest| {
                let (name, arguments) = rest.split(")").next().unwrap().split_once('(').unwrap();
                let own = arguments.split(", ").filter(|one| !one.starts_with('@'));
                let own: Vec<&str> = own.map(|one| one.split(" = ").next().unwrap()).collect();
                format!("{name}({})", own.join(", "))
            })
            .collect();
        let written: BTreeSet<String> =
            rows(&document, "Components").iter().map(|row| bare(&row[0])).collect();
        assert_eq!(written, there);

        let filters: BTreeSet<String> = ["src/render/filters.rs", "src/render/theme.rs"]
            .iter()
            .flat_map(|path| {
                let text = read(path);
                let names =
                    text.split("register_f").skip(1).map(|rest| rest.split('"').nth(1).unwrap().to_owned());
                names.collect::<Vec<_>>()
            })
            .collect();
        let written: BTreeSet<String> = rows(&document, "Filters and functions")
            .iter()
            .map(|row| bare(&row[0]).split('(').next().unwrap().to_owned())
            .collect();
        assert_eq!(written, filters);
    }

    #[test]
    fn the_second_theme_replaces_what_it_says_and_nothing_else() {
        let mut site = TestSite::example("giao-dien");
        let built = site.build();
        assert!(built.written && built.found.is_empty(), "{}", built.text());
        let home = site.page("index.html");
        assert!(home.contains("Trường Tiểu học Vạn Xuân kể chuyện thực hiện Nghị quyết số"));
        assert!(home.contains("<h2>Chuyện mới ở trường</h2>"));
        assert!(home.contains("giao-dien/la-xanh-") && home.contains("giao-dien/chuan-"));
        let post = site.page("bai/2026-10-12-vuon-thuoc-nam.html");
        assert!(post.contains("Ngày đăng"), "the rest is the standard theme's");
    }
}
