//! Every figure of the count pages and of `san-pham.csv`, compared with a second count of the
//! same files.
//!
//! 1. [`reader`] reads the posts and judges them without the program's help.
//! 2. [`Output`] reads the pages as a visitor sees them: tables, cells, links.
//! 3. [`agrees`] expects each cell from the recount, and follows the link of each figure that is
//!    not zero to the posts behind it.

pub mod reader;
mod remote;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use jiff::civil::Date;
use proptest::prelude::*;
use scraper::{ElementRef, Html, Selector};

use crate::generator::{self, RandomSite};
use crate::harness::TestSite;
use reader::{Goal, Post, Quarter, Recount, Why, split};

#[test]
fn the_figures_of_the_repositorys_own_section_are_right() {
    agrees(&TestSite::example("").built());
}

#[test]
fn the_figures_of_the_school_are_right() {
    agrees(&TestSite::example("truong").built());
}

#[test]
fn the_figures_of_the_commune_are_right() {
    agrees(&TestSite::example("xa").built());
}

#[test]
fn the_figures_of_the_department_are_right() {
    agrees(&TestSite::example("so").built());
}

#[test]
fn a_section_without_posts_has_figures_too() {
    agrees(&TestSite::school().built());
    agrees(&TestSite::department().built());
}

proptest! {
    #![proptest_config(generator::cases(48))]

    #[test]
    fn the_figures_of_random_sites_are_right(site in generator::gathering_sites()) {
        agrees(&RandomSite::site(&site).built());
    }
}

/// Which of the four figures.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Figure {
    Published,
    Counted,
    Excluded,
    For(Why),
}

impl Figure {
    const THREE: [Figure; 3] = [Figure::Published, Figure::Counted, Figure::Excluded];

    fn holds(self, why: Option<Why>) -> bool {
        match self {
            Figure::Published => true,
            Figure::Counted => why.is_none(),
            Figure::Excluded => why.is_some(),
            Figure::For(reason) => why == Some(reason),
        }
    }

    fn of(self, posts: &[&Post]) -> usize {
        posts.iter().filter(|post| self.holds(post.why)).count()
    }
}

/// A department's pages of a quarter that list the posts behind a total.
const TOTALS: [(&str, Figure); 3] =
    [("dang", Figure::Published), ("duoc-tinh", Figure::Counted), ("loai-tru", Figure::Excluded)];

/// A cell of a table, or the value of a figure.
#[derive(Clone, Debug)]
struct Cell {
    text: String,
    href: Option<String>,
}

#[derive(Debug)]
struct Rows {
    head: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// A post as a count page lists it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Listed {
    date: String,
    title: String,
    result: String,
}

/// The pages of a section, parsed when they are asked for.
pub struct Output {
    files: BTreeMap<String, Vec<u8>>,
    parsed: RefCell<BTreeMap<String, Rc<Html>>>,
}

impl Output {
    pub fn of(site: &TestSite) -> Output {
        let files = site.output().into_iter().map(|(path, bytes)| (path.to_string(), bytes)).collect();
        Output { files, parsed: RefCell::default() }
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    pub fn bytes(&self, path: &str) -> &[u8] {
        self.files.get(path).unwrap_or_else(|| panic!("there is no {path}"))
    }

    pub fn text(&self, path: &str) -> &str {
        std::str::from_utf8(self.bytes(path)).expect("text is UTF-8")
    }

    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }

    pub fn page(&self, path: &str) -> Rc<Html> {
        let mut parsed = self.parsed.borrow_mut();
        let page =
            parsed.entry(path.to_owned()).or_insert_with(|| Html::parse_document(self.text(path)).into());
        Rc::clone(page)
    }

    /// The table with this caption.
    fn table(&self, path: &str, caption: &str) -> Rows {
        let page = self.page(path);
        let tables = css("table");
        let mut tables = page.select(&tables);
        let table = tables.find(|table| text_of(table, "caption").as_deref() == Some(caption));
        rows(table.unwrap_or_else(|| panic!("{path} has no table “{caption}”")))
    }

    fn has_table(&self, path: &str, caption: &str) -> bool {
        let page = self.page(path);
        page.select(&css("caption")).any(|found| text(found) == caption)
    }
}

/// The path and the fragment that an address on a page means.
pub fn resolve(from: &str, href: &str) -> (String, String) {
    let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
    if path.is_empty() {
        return (from.to_owned(), fragment.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: {href} leaves the section"),
            part => parts.push(part),
        }
    }
    (parts.join("/"), fragment.to_owned())
}

pub fn css(selector: &str) -> Selector {
    Selector::parse(selector).expect("a selector of ours")
}

/// The words of an element, parted by single spaces.
pub fn text(element: ElementRef) -> String {
    let text: String = element.text().collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn text_of(element: &ElementRef, selector: &str) -> Option<String> {
    element.select(&css(selector)).next().map(text)
}

fn cell(element: ElementRef) -> Cell {
    let link = element.select(&css("a")).next();
    Cell { text: text(element), href: link.and_then(|link| link.attr("href")).map(str::to_owned) }
}

fn rows(table: ElementRef) -> Rows {
    let cells = |row: ElementRef| row.select(&css("th, td")).map(cell).collect::<Vec<_>>();
    Rows {
        head: table.select(&css("thead th")).map(text).collect(),
        rows: table.select(&css("tbody tr")).map(cells).collect(),
    }
}

/// Compares every count page of a built site with the recount of its files.
pub fn agrees(site: &TestSite) {
    let recount = Recount::of(site);
    let output = Output::of(site);
    let check = Check { recount: &recount, output: &output, words: words() };
    check.addresses();
    check.overview();
    for &quarter in &recount.quarters {
        check.quarter(quarter);
        check.products(quarter);
        if recount.many {
            check.quarter_of_units(quarter);
            check.quarter_of_types(quarter);
            check.totals_of_quarter(quarter);
            check.quarter_of_groups(quarter);
        }
    }
    check.lists_of_quarters();
    check.home();
}

/// The theme's strings, so that a better word breaks no test.
fn words() -> BTreeMap<&'static str, &'static str> {
    include_str!("../../themes/chuan/i18n/vi.ftl")
        .lines()
        .filter(|line| line.starts_with(|sign: char| sign.is_ascii_lowercase()))
        .filter_map(|line| line.split_once(" = "))
        .collect()
}

struct Check<'c> {
    recount: &'c Recount,
    output: &'c Output,
    words: BTreeMap<&'static str, &'static str>,
}

impl Check<'_> {
    fn word(&self, id: &str) -> &str {
        self.words.get(id).unwrap_or_else(|| panic!("the theme has no text {id}"))
    }

    /// Exactly the pages that DOMAIN names, and no other.
    fn addresses(&self) {
        let recount = self.recount;
        let mut expected = vec!["thong-ke/index.html".to_owned()];
        for &quarter in &recount.quarters {
            let mut put = |name: &str| expected.push(format!("thong-ke/{}/{name}", quarter.slug()));
            put("index.html");
            put("san-pham.csv");
            if recount.many {
                put("theo-hanh-chinh.html");
                put("theo-chuyen-mon.html");
                for unit in recount.units_in(quarter) {
                    put(&format!("{}.html", recount.units[unit].code));
                }
                for (name, figure) in TOTALS {
                    if figure.of(&recount.published(|post| post.quarter == quarter)) > 0 {
                        put(&format!("{name}.html"));
                    }
                }
                for (at, kind) in recount.types.iter().enumerate() {
                    if !recount.published(|post| post.quarter == quarter && post.kind == at).is_empty() {
                        put(&format!("hinh-thuc-{}.html", kind.code));
                    }
                }
            }
        }
        if recount.many {
            expected.extend(self.recount_years().iter().map(|year| format!("thong-ke/nam-{year}.html")));
        }
        expected.sort();
        let found: Vec<&str> = self.output.paths().filter(|path| path.starts_with("thong-ke/")).collect();
        assert_eq!(found, expected);
    }

    /// `thong-ke/index.html`: quarters, years, types, units, groups.
    fn overview(&self) {
        let (recount, page) = (self.recount, "thong-ke/index.html");
        self.periods(page, "caption_quarters", &recount.quarters, None);
        self.years(page);
        self.types_over_quarters(page);
        self.pictures(page);
        let matrix = self.word("caption_unit_quarters");
        assert_eq!(self.output.has_table(page, matrix), recount.many);
        let newest = *recount.quarters.last().unwrap();
        if recount.many {
            self.units_over_quarters(page);
            for year in self.recount_years() {
                self.year(year);
            }
            self.list_of_units();
            for (caption, by_admin) in [("by_admin", true), ("by_prof", false)] {
                let caption = format!("{}, {}", self.word(caption), newest.label());
                self.groups(page, &caption, newest, by_admin);
            }
        }
        self.days(page, newest);
    }

    /// A table of quarters, of the whole section or of one unit.
    fn periods(&self, page: &str, caption: &str, quarters: &[Quarter], unit: Option<usize>) {
        let recount = self.recount;
        let table = self.output.table(page, self.word(caption));
        let for_many = recount.many && unit.is_none();
        self.period_head(&table, "quarter", "change_quarter", for_many);
        assert_eq!(table.rows.len(), quarters.len(), "{page}");
        for (row, &quarter) in table.rows.iter().zip(quarters.iter().rev()) {
            assert_eq!(row[0].text, quarter.label(), "{page}");
            let (to, _) = resolve(page, row[0].href.as_ref().expect("a quarter has a page"));
            assert!(to.contains(&quarter.slug()) && self.output.has(&to), "{page}: {to}");
            self.period(page, row, quarter, unit);
        }
    }

    fn period_head(&self, table: &Rows, first: &str, change: &str, for_many: bool) {
        let middle: &[&str] = if for_many { &["met_units", "coverage"] } else { &["result"] };
        let ids = [&[first, "published", "counted", "excluded", "target"], middle, &[change]].concat();
        assert_eq!(table.head, ids.iter().map(|id| self.word(id)).collect::<Vec<_>>());
    }

    fn period(&self, page: &str, row: &[Cell], quarter: Quarter, unit: Option<usize>) {
        let recount = self.recount;
        let units: Vec<usize> = unit.map_or_else(|| recount.units_in(quarter), |unit| vec![unit]);
        let of = |wanted: Quarter| {
            recount.published(|post| post.quarter == wanted && unit.is_none_or(|unit| post.unit == unit))
        };
        let goals: Vec<Goal> = units.iter().map(|&unit| recount.goal(quarter, unit)).collect();
        let target = self.target_text(&goals);
        self.four(page, &row[1..5], &of(quarter), &target);
        if recount.many && unit.is_none() {
            assert_eq!(row[5].text, self.met_text(&[quarter], &units), "{page}, {}", quarter.slug());
            assert_eq!(row[6].text, self.coverage_text(&[quarter], &units), "{page}, {}", quarter.slug());
            self.shares(page, &row[5..7]);
        } else {
            let unit = unit.unwrap_or(0);
            let status = self.status(recount.goal(quarter, unit), Figure::Counted.of(&of(quarter)));
            assert_eq!(row[5].text, status, "{page}, {}", quarter.slug());
        }
        let before = recount.quarters.contains(&quarter.before()).then(|| of(quarter.before()));
        assert_eq!(
            row.last().unwrap().text,
            change(&of(quarter), before.as_deref()),
            "{page}, {}",
            quarter.slug()
        );
    }

    fn years(&self, page: &str) {
        let recount = self.recount;
        let table = self.output.table(page, self.word("caption_years"));
        self.period_head(&table, "year", "change", recount.many);
        let years = self.recount_years();
        assert_eq!(table.rows.len(), years.len());
        for (row, &year) in table.rows.iter().zip(years.iter().rev()) {
            assert_eq!(row[0].text, format!("{} {year}", self.word("year_label")));
            let quarters = self.quarters_of(year);
            let of = |year| recount.published(|post| post.quarter.year() == year);
            let units: Vec<usize> = (0..recount.units.len()).collect();
            let goals: Vec<Goal> = units.iter().map(|&unit| recount.goal_over(&quarters, unit)).collect();
            self.four(page, &row[1..5], &of(year), &self.target_text(&goals));
            if recount.many {
                assert_eq!(row[5].text, self.met_text(&quarters, &units), "{year}");
                assert_eq!(row[6].text, self.coverage_text(&quarters, &units), "{year}");
                self.shares(page, &row[5..7]);
                let (to, _) = resolve(page, row[0].href.as_ref().expect("a year has a page"));
                assert_eq!(to, format!("thong-ke/nam-{year}.html"));
            } else {
                assert_eq!(row[0].href, None);
                assert_eq!(row[5].text, self.status(goals[0], Figure::Counted.of(&of(year))), "{year}");
            }
            let before = years.contains(&(year - 1)).then(|| of(year - 1));
            assert_eq!(row.last().unwrap().text, change(&of(year), before.as_deref()), "{year}");
        }
    }

    fn recount_years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.recount.quarters.iter().map(|quarter| quarter.year()).collect();
        years.dedup();
        years
    }

    fn quarters_of(&self, year: i32) -> Vec<Quarter> {
        self.recount.quarters.iter().copied().filter(|quarter| quarter.year() == year).collect()
    }

    fn quarter_labels(&self) -> Vec<String> {
        self.recount.quarters.iter().map(|quarter| quarter.label()).collect()
    }

    fn types_over_quarters(&self, page: &str) {
        let recount = self.recount;
        let used: Vec<usize> = (0..recount.types.len())
            .filter(|&kind| recount.posts.iter().any(|post| post.kind == kind))
            .collect();
        if used.is_empty() {
            assert!(!self.output.has_table(page, self.word("caption_types")));
            return;
        }
        let table = self.output.table(page, self.word("caption_types"));
        assert_eq!(table.head, [vec![self.word("type").to_owned()], self.quarter_labels()].concat());
        assert_eq!(table.rows.len(), used.len());
        for (row, &kind) in table.rows.iter().zip(&used) {
            assert_eq!(row[0].text, recount.types[kind].label);
            assert_eq!(row.len(), recount.quarters.len() + 1);
            for (cell, &quarter) in row[1..].iter().zip(&recount.quarters) {
                let posts = recount.published(|post| post.quarter == quarter && post.kind == kind);
                self.figure(page, cell, &posts, Figure::Published);
            }
        }
    }

    /// The heat table: the last eight quarters, what counted of what was asked, and how near that is.
    fn units_over_quarters(&self, page: &str) {
        let recount = self.recount;
        let table = self.output.table(page, self.word("caption_unit_quarters"));
        let heated = &recount.quarters[recount.quarters.len().saturating_sub(8)..];
        let labels = heated.iter().map(|quarter| quarter.label()).collect();
        assert_eq!(table.head, [vec![self.word("unit").to_owned()], labels].concat());
        let html = self.output.page(page);
        let classes: Vec<Option<String>> =
            html.select(&css("table.heat td")).map(|cell| cell.attr("class").map(str::to_owned)).collect();
        let found = self.units_of(page, &table);
        assert_eq!(found.len(), recount.units.len(), "every unit has a row");
        for (unit, row) in found {
            assert_eq!(row.len(), heated.len() + 1);
            let line = table.rows.iter().position(|of| of[0].href == row[0].href).expect("its own row");
            for (at, (cell, &quarter)) in row[1..].iter().zip(heated).enumerate() {
                let posts = recount.published(|post| post.unit == unit && post.quarter == quarter);
                let counted = Figure::Counted.of(&posts);
                let what = format!("{}, {}", recount.units[unit].code, quarter.slug());
                let (target, class) = match recount.goal(quarter, unit) {
                    Goal::Products(n) => {
                        let class = match () {
                            () if counted >= 2 * n => "h4",
                            () if counted >= n => "h3",
                            () if counted == 0 => "h0",
                            () if counted * 2 < n => "h1",
                            () => "h2",
                        };
                        (n.to_string(), Some(class))
                    }
                    _ => ("—".to_owned(), None),
                };
                assert_eq!(cell.text, format!("{counted}/{target}"), "{what}");
                assert_eq!(classes[line * heated.len() + at].as_deref(), class, "{what}");
                assert_eq!(cell.href.is_some(), counted > 0, "{what}");
                if let Some(href) = &cell.href {
                    let (to, _) = resolve(page, href);
                    let code = &recount.units[unit].code;
                    assert_eq!(to, format!("thong-ke/{}/{code}.html", quarter.slug()));
                    assert!(self.output.has(&to), "{to}");
                }
            }
        }
    }

    /// `thong-ke/nam-<year>.html`: the year, its quarters, and each unit over them.
    fn year(&self, year: i32) {
        let recount = self.recount;
        let page = &format!("thong-ke/nam-{year}.html");
        let quarters = self.quarters_of(year);
        let posts = recount.published(|post| post.quarter.year() == year);
        let units: Vec<usize> = (0..recount.units.len())
            .filter(|&unit| {
                recount.goal_over(&quarters, unit) != Goal::Outside
                    || posts.iter().any(|post| post.unit == unit)
            })
            .collect();
        let goals: Vec<Goal> = units.iter().map(|&unit| recount.goal_over(&quarters, unit)).collect();
        self.panel(page, &posts, &self.target_text(&goals));
        let of = |year: i32, unit: Option<usize>| {
            recount.published(|post| post.quarter.year() == year && unit.is_none_or(|unit| post.unit == unit))
        };
        let has_before = self.recount_years().contains(&(year - 1));
        let change_of = |unit| change(&of(year, unit), has_before.then(|| of(year - 1, unit)).as_deref());
        let expected = [
            ("met_units", self.met_text(&quarters, &units)),
            ("coverage", self.coverage_text(&quarters, &units)),
            ("change_year", change_of(None)),
        ];
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(id, value)| (self.word(id).to_owned(), value)).collect();
        assert_eq!(self.pairs(page), expected, "{page}");
        self.periods(page, "caption_quarters", &quarters, None);
        let table = self.output.table(page, self.word("caption_units_year"));
        let ids = ["unit", "published", "counted", "excluded", "target", "result", "change_year", "covered"];
        assert_eq!(table.head, ids.map(|id| self.word(id)), "{page}");
        let rows = self.units_of(page, &table);
        assert_eq!(rows.keys().copied().collect::<Vec<_>>(), units, "{page}");
        let last = *quarters.last().unwrap();
        for (unit, row) in rows {
            let goal = recount.goal_over(&quarters, unit);
            let posts = of(year, Some(unit));
            let what = format!("{page}, {}", recount.units[unit].code);
            self.four(page, &row[1..5], &posts, &self.target_text(&[goal]));
            assert_eq!(row[5].text, self.status(goal, Figure::Counted.of(&posts)), "{what}");
            assert_eq!(row[6].text, change_of(Some(unit)), "{what}");
            assert_eq!(row[7].text, self.covered(last, unit, goal), "{what}");
        }
    }

    /// Whether a unit has a section; no share speaks of one that did not exist.
    fn covered(&self, quarter: Quarter, unit: usize, goal: Goal) -> &str {
        match goal {
            Goal::Outside => "—",
            _ if self.recount.covered(quarter, unit) => self.word("covered_yes"),
            _ => self.word("covered_no"),
        }
    }

    /// `don-vi/index.html`: the posts of each unit, linked to the lists of them.
    fn list_of_units(&self) {
        let recount = self.recount;
        let page = "don-vi/index.html";
        let table = self.output.table(page, self.word("units_caption"));
        assert_eq!(table.rows.len(), recount.units.len());
        for row in &table.rows {
            let (to, _) = resolve(page, row[0].href.as_ref().expect("a unit has a page"));
            let of = |code: &str| to == format!("don-vi/{code}/index.html");
            let unit = recount.units.iter().position(|unit| of(&unit.code)).expect(&to);
            let posts = recount.published(|post| post.unit == unit);
            assert_eq!(row[2].text, posts.len().to_string(), "{to}");
            assert_eq!(row[2].href.is_some(), !posts.is_empty(), "{to}");
            let Some(href) = &row[2].href else { continue };
            // All its quarters, whose figures add up to the same.
            let (list, _) = resolve(page, href);
            let quarters = self.output.table(&list, self.word("caption_quarters"));
            let sum: usize = quarters.rows.iter().map(|row| row[1].text.parse::<usize>().unwrap()).sum();
            assert_eq!(sum, posts.len(), "{list}");
        }
    }

    /// A share that has a denominator leads to the units behind it: to a place that the script
    /// knows as a choice of the table after it, or to a group's own table.
    fn shares(&self, page: &str, cells: &[Cell]) {
        for cell in cells {
            assert_eq!(cell.href.is_some(), cell.text != "—", "{page}: {}", cell.text);
            let Some(href) = &cell.href else { continue };
            let (to, fragment) = resolve(page, href);
            let html = self.output.page(&to);
            let there = html.select(&css(&format!("[id=\"{fragment}\"]"))).next().expect(href);
            if there.value().name() == "section" {
                assert!(there.select(&css("table")).next().is_some(), "{page}: {href}");
                continue;
            }
            let part = &cell.text[..cell.text.find(' ').unwrap()];
            assert!(text(there).contains(part), "{page}: {href} says {}", text(there));
            let table = there.attr("data-choose").expect("a choice of a table");
            let table = rows(html.select(&css(&format!("table[id=\"{table}\"]"))).next().expect("a table"));
            let column = there.attr("data-column").expect("a column");
            let at = table.head.iter().position(|head| head == column).expect(column);
            let value = there.attr("data-value").expect("a value");
            let n = table.rows.iter().filter(|row| row[at].text == value).count();
            assert_eq!(n.to_string(), part.split('/').next().unwrap(), "{page}: {href}");
        }
    }

    /// The pictures say what the tables beside them say.
    fn pictures(&self, page: &str) {
        let recount = self.recount;
        let html = self.output.page(page);
        let texts = |id: &str, class: &str| -> Vec<String> {
            html.select(&css(&format!("svg[aria-labelledby^=\"{id}-t\"] {class}"))).map(text).collect()
        };
        let shown = recount.quarters.len() <= 14;
        let counted = recount.quarters.iter().map(|&quarter| {
            Figure::Counted.of(&recount.published(|post| post.quarter == quarter)).to_string()
        });
        if shown {
            assert_eq!(texts("bd-san-pham", ".c-value text"), counted.collect::<Vec<_>>());
        }
        assert_eq!(
            html.select(&css("svg[aria-labelledby^=\"bd-san-pham-t\"] rect")).count(),
            recount.quarters.len()
        );
        let coverage: Vec<String> = recount
            .quarters
            .iter()
            .map(|&quarter| self.coverage_text(&[quarter], &recount.units_in(quarter)))
            .filter(|share| share != "—")
            .map(|share| share[share.find('(').unwrap() + 1..share.len() - 1].to_owned())
            .collect();
        if !recount.many {
            assert_eq!(texts("bd-chuyen-muc", ".c-value text"), Vec::<String>::new());
        } else if shown {
            assert_eq!(texts("bd-chuyen-muc", ".c-value text"), coverage);
        }
    }

    /// `thong-ke/<quarter>/index.html`.
    fn quarter(&self, quarter: Quarter) {
        let recount = self.recount;
        let page = &format!("thong-ke/{}/index.html", quarter.slug());
        let posts = recount.published(|post| post.quarter == quarter);
        let units = recount.units_in(quarter);
        let goals: Vec<Goal> = units.iter().map(|&unit| recount.goal(quarter, unit)).collect();
        self.panel(page, &posts, &self.target_text(&goals));
        self.reasons(page, &posts);
        let before = recount
            .quarters
            .contains(&quarter.before())
            .then(|| recount.published(|post| post.quarter == quarter.before()));
        let change = change(&posts, before.as_deref());
        let pairs = self.pairs(page);
        let expected = if recount.many {
            vec![
                ("met_units", self.met_text(&[quarter], &units)),
                ("coverage", self.coverage_text(&[quarter], &units)),
                ("change_quarter", change),
            ]
        } else {
            let counted = Figure::Counted.of(&posts);
            vec![("result", self.status(recount.goal(quarter, 0), counted)), ("change_quarter", change)]
        };
        let expected: Vec<(String, String)> =
            expected.into_iter().map(|(id, value)| (self.word(id).to_owned(), value)).collect();
        assert_eq!(pairs, expected, "{page}");
        self.days(page, quarter);

        let used = self.types_in(&posts);
        if used.is_empty() {
            assert!(!self.output.has_table(page, self.word("caption_type_totals")));
        } else {
            let table = self.output.table(page, self.word("caption_type_totals"));
            assert_eq!(table.head, ["type", "published", "counted", "excluded"].map(|id| self.word(id)));
            assert_eq!(table.rows.len(), used.len(), "{page}");
            let html = self.output.page(page);
            let drawn: Vec<String> = html.select(&css(".chart svg > text")).map(text).collect();
            let written: Vec<String> = used
                .iter()
                .map(|&kind| {
                    let n = recount.published(|post| post.quarter == quarter && post.kind == kind).len();
                    format!("{}: {n}", recount.types[kind].short)
                })
                .collect();
            assert_eq!(drawn, written, "{page}");
            for (row, &kind) in table.rows.iter().zip(&used) {
                let term = &recount.types[kind];
                let note = format!(" ({})", self.word("not_countable"));
                assert_eq!(row[0].text, format!("{}{}", term.short, if term.countable { "" } else { &note }));
                let of_type = recount.published(|post| post.quarter == quarter && post.kind == kind);
                for (cell, figure) in row[1..].iter().zip(Figure::THREE) {
                    self.figure(page, cell, &of_type, figure);
                }
            }
        }
        if recount.many {
            assert!(self.listed(page, "").is_empty(), "a department's posts stand on other pages");
            let table = self.output.table(page, self.word("caption_units"));
            let found = self.unit_rows(page, &table, quarter, &used);
            assert_eq!(found, units, "{page}");
            for (caption, by_admin) in [("by_admin", true), ("by_prof", false)] {
                let caption = format!("{}, {}", self.word(caption), quarter.label());
                self.groups(page, &caption, quarter, by_admin);
            }
        } else {
            self.judged(page, &posts, false);
        }
    }

    /// The rows of a table of units; the units in the order of the recount.
    fn unit_rows(&self, page: &str, table: &Rows, quarter: Quarter, types: &[usize]) -> Vec<usize> {
        let recount = self.recount;
        let ids =
            ["unit", "published", "counted", "excluded", "target", "result", "change_quarter", "covered"];
        let types_head = types.iter().map(|&kind| recount.types[kind].short.clone());
        let head: Vec<String> = ids.iter().map(|id| self.word(id).to_owned()).chain(types_head).collect();
        assert_eq!(table.head, head, "{page}");
        let rows = self.units_of(page, table);
        for (&unit, row) in &rows {
            let at = format!("{page}, {}", recount.units[unit].code);
            let posts = recount.published(|post| post.quarter == quarter && post.unit == unit);
            let goal = recount.goal(quarter, unit);
            self.four(page, &row[1..5], &posts, &self.target_text(&[goal]));
            assert_eq!(row[5].text, self.status(goal, Figure::Counted.of(&posts)), "{at}");
            let before = recount
                .quarters
                .contains(&quarter.before())
                .then(|| recount.published(|post| post.quarter == quarter.before() && post.unit == unit));
            assert_eq!(row[6].text, change(&posts, before.as_deref()), "{at}");
            assert_eq!(row[7].text, self.covered(quarter, unit, goal), "{at}");
            assert_eq!(row.len(), 8 + types.len());
            for (cell, &kind) in row[8..].iter().zip(types) {
                let of_type: Vec<&Post> = posts.iter().copied().filter(|post| post.kind == kind).collect();
                self.figure(page, cell, &of_type, Figure::Published);
            }
        }
        rows.into_keys().collect()
    }

    /// The rows of a table whose first cell leads to a unit, by unit; in the registry's order.
    fn units_of<'t>(&self, page: &str, table: &'t Rows) -> BTreeMap<usize, &'t [Cell]> {
        let recount = self.recount;
        let mut found = BTreeMap::new();
        let mut last = Some(0);
        for row in &table.rows {
            let (to, _) = resolve(page, row[0].href.as_ref().expect("a unit has a page"));
            let code = to.strip_prefix("don-vi/").and_then(|rest| rest.strip_suffix("/index.html"));
            let unit = recount.units.iter().position(|unit| Some(&*unit.code) == code).expect(&to);
            assert_eq!(row[0].text, recount.units[unit].short(), "{page}");
            let order = recount.units[unit].order;
            assert!(order.is_none() || (last.is_some() && last <= order), "{page}: {to} out of order");
            last = order;
            assert!(found.insert(unit, row.as_slice()).is_none(), "{page}: {to} twice");
        }
        found
    }

    /// `thong-ke/<quarter>/<unit>.html`.
    fn quarter_of_units(&self, quarter: Quarter) {
        let recount = self.recount;
        for unit in recount.units_in(quarter) {
            let page = &format!("thong-ke/{}/{}.html", quarter.slug(), recount.units[unit].code);
            let posts = recount.published(|post| post.quarter == quarter && post.unit == unit);
            let goal = recount.goal(quarter, unit);
            self.panel(page, &posts, &self.target_text(&[goal]));
            let status = self.status(goal, Figure::Counted.of(&posts));
            let html = self.output.page(page);
            let result = html.select(&css("main section.panel p")).next().map(text).expect(page);
            assert_eq!(result, format!("{}: {status}", self.word("result")), "{page}");
            let heading = html.select(&css("h1")).next().map(text);
            assert_eq!(heading, Some(format!("{} — {}", recount.units[unit].name, quarter.label())));
            self.reasons(page, &posts);
            self.judged(page, &posts, false);
            self.days(page, quarter);
        }
    }

    /// `thong-ke/<quarter>/hinh-thuc-<type>.html`.
    fn quarter_of_types(&self, quarter: Quarter) {
        let recount = self.recount;
        for kind in self.types_in(&recount.published(|post| post.quarter == quarter)) {
            let page = &format!("thong-ke/{}/hinh-thuc-{}.html", quarter.slug(), recount.types[kind].code);
            let posts = recount.published(|post| post.quarter == quarter && post.kind == kind);
            self.panel(page, &posts, "—");
            self.reasons(page, &posts);
            self.judged(page, &posts, true);
            self.days(page, quarter);
        }
    }

    /// `thong-ke/<quarter>/dang.html` and its like, where the totals and the reasons lead.
    fn totals_of_quarter(&self, quarter: Quarter) {
        let recount = self.recount;
        for (name, figure) in TOTALS {
            let posts = recount.published(|post| post.quarter == quarter && figure.holds(post.why));
            let page = &format!("thong-ke/{}/{name}.html", quarter.slug());
            if posts.is_empty() {
                continue;
            }
            self.panel(page, &posts, "—");
            self.reasons(page, &posts);
            self.judged(page, &posts, true);
            self.days(page, quarter);
        }
    }

    /// `thong-ke/<quarter>/theo-….html`: the groups, and the units of each.
    fn quarter_of_groups(&self, quarter: Quarter) {
        let recount = self.recount;
        let posts = recount.published(|post| post.quarter == quarter);
        let units = recount.units_in(quarter);
        let goals: Vec<Goal> = units.iter().map(|&unit| recount.goal(quarter, unit)).collect();
        let mut totals = Vec::new();
        for (name, by_admin) in [("theo-hanh-chinh", true), ("theo-chuyen-mon", false)] {
            let page = &format!("thong-ke/{}/{name}.html", quarter.slug());
            self.panel(page, &posts, &self.target_text(&goals));
            let heading = self.output.page(page).select(&css("h1")).next().map(text).expect("a heading");
            totals.push(self.groups(page, &heading, quarter, by_admin));
            self.days(page, quarter);
        }
        assert_eq!(totals[0], totals[1], "{}: the roll-ups disagree", quarter.slug());
        assert_eq!(totals[0][1..4], Figure::THREE.map(|figure| figure.of(&posts)));
        assert_eq!(totals[0][0], units.len());
    }

    /// A table of groups; returns the sums of its columns of plain numbers.
    fn groups(&self, page: &str, caption: &str, quarter: Quarter, by_admin: bool) -> [usize; 5] {
        let recount = self.recount;
        let mut groups: BTreeMap<(String, Option<usize>), Vec<usize>> = BTreeMap::new();
        for unit in recount.units_in(quarter) {
            groups.entry(recount.parent(unit, by_admin)).or_default().push(unit);
        }
        if groups.is_empty() {
            assert!(!self.output.has_table(page, caption), "{page}");
            return [0; 5];
        }
        let table = self.output.table(page, caption);
        let ids =
            ["group", "group_units", "published", "counted", "excluded", "target", "met_units", "coverage"];
        assert_eq!(table.head, ids.map(|id| self.word(id)), "{page}");
        assert_eq!(table.rows.len(), groups.len(), "{page}: {groups:?}");
        let mut sums = [0; 5];
        for row in &table.rows {
            // The link of the name leads to the group's units: they tell which group it is.
            let (to, fragment) = resolve(page, row[0].href.as_ref().expect("a group is linked"));
            let html = self.output.page(&to);
            let section = html.select(&css(&format!("section#{fragment}"))).next().expect("a group");
            let name = text_of(&section, "h2").unwrap();
            let units = section.select(&css("table")).next().map(rows).expect("the group's units");
            let found = self.unit_rows(&to, &units, quarter, &[]);
            let ((parent, _), _) = groups
                .iter()
                .find(|(_, units)| **units == found)
                .unwrap_or_else(|| panic!("{page}: {found:?} is no group of {groups:?}"));
            let parent = if parent.is_empty() { self.word("directly_under") } else { parent };
            assert_eq!((name.as_str(), row[0].text.as_str()), (parent, parent), "{page}");
            let posts = recount.published(|post| post.quarter == quarter && found.contains(&post.unit));
            let goals: Vec<Goal> = found.iter().map(|&unit| recount.goal(quarter, unit)).collect();
            assert_eq!(row[1].text, found.len().to_string(), "{page}, {parent}");
            self.four(page, &row[2..6], &posts, &self.target_text(&goals));
            assert_eq!(row[6].text, self.met_text(&[quarter], &found), "{page}, {parent}");
            assert_eq!(row[7].text, self.coverage_text(&[quarter], &found), "{page}, {parent}");
            self.shares(page, &row[6..8]);
            for (sum, cell) in sums.iter_mut().zip(&row[1..6]) {
                *sum += cell.text.parse::<usize>().unwrap_or(0);
            }
        }
        sums
    }

    /// `san-pham.csv`.
    fn products(&self, quarter: Quarter) {
        let recount = self.recount;
        let path = format!("thong-ke/{}/san-pham.csv", quarter.slug());
        let text = self.output.text(&path);
        let inside = text.strip_prefix('\u{feff}').expect("Excel needs the mark");
        assert!(inside.lines().count() == inside.matches("\r\n").count(), "{path}: Windows line ends");
        let mut rows = split(inside, ',').into_iter();
        assert_eq!(
            rows.next().unwrap().join(","),
            "tt,ngay,quy,don_vi,ten_don_vi,tieu_de,hinh_thuc,noi_dung,kenh,duong_dan,duoc_tinh,ly_do"
        );
        let rows: Vec<Vec<String>> = rows.collect();
        let numbers: Vec<String> = (1..=rows.len()).map(|n| n.to_string()).collect();
        assert_eq!(rows.iter().map(|row| &row[0]).collect::<Vec<_>>(), numbers.iter().collect::<Vec<_>>());
        let labels = |terms: &[reader::Term], ids: &[usize]| {
            ids.iter().map(|&id| terms[id].label.as_str()).collect::<Vec<_>>().join("; ")
        };
        let text = |cell: &str| match cell.chars().next() {
            Some('=' | '+' | '-' | '@') => format!("'{cell}"), // no formulas
            _ => cell.to_owned(),
        };
        let mut expected: Vec<Vec<String>> = recount
            .posts
            .iter()
            .filter(|post| post.quarter == quarter)
            .map(|post| {
                let unit = &recount.units[post.unit];
                vec![
                    short_date(post.date),
                    quarter.code(),
                    unit.code.clone(),
                    unit.name.clone(),
                    text(&post.title),
                    recount.types[post.kind].label.clone(),
                    labels(&recount.topics, &post.topics),
                    labels(&recount.channels, &post.channels),
                    recount.absolute(post),
                    u8::from(post.why.is_none()).to_string(),
                    self.reason(post),
                ]
            })
            .collect();
        let mut found: Vec<Vec<String>> = rows.into_iter().map(|row| row[1..].to_vec()).collect();
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{path}");
    }

    /// The small tables of quarters beside the lists, and the figures on each quarter's list.
    fn lists_of_quarters(&self) {
        let recount = self.recount;
        let mut scopes = vec![(None, String::new())];
        if recount.many {
            scopes.extend((0..recount.units.len()).map(|unit| (Some(unit), recount.folder(unit))));
        }
        for (unit, folder) in scopes {
            let has = |quarter: Quarter| {
                recount
                    .posts
                    .iter()
                    .any(|post| post.quarter == quarter && unit.is_none_or(|unit| post.unit == unit))
            };
            let quarters: Vec<Quarter> =
                recount.quarters.iter().copied().filter(|&quarter| has(quarter)).collect();
            let list = format!("{folder}q/index.html");
            assert_eq!(self.output.has(&list), !quarters.is_empty());
            if quarters.is_empty() {
                continue;
            }
            self.periods(&list, "caption_quarters", &quarters, unit);
            if unit.is_some() {
                self.periods(&format!("{folder}index.html"), "unit_quarters", &quarters, unit);
            }
            for quarter in quarters {
                let page = format!("{folder}q/{}/index.html", quarter.slug());
                let units = unit.map_or_else(|| recount.units_in(quarter), |unit| vec![unit]);
                let goals: Vec<Goal> = units.iter().map(|&unit| recount.goal(quarter, unit)).collect();
                let posts = recount
                    .published(|post| post.quarter == quarter && unit.is_none_or(|unit| post.unit == unit));
                self.panel(&page, &posts, &self.target_text(&goals));
            }
        }
    }

    /// The build's quarter in small on the home page.
    fn home(&self) {
        let now = self.recount.now();
        let posts = self.recount.published(|post| post.quarter == now);
        let units = self.recount.units_in(now);
        let goals: Vec<Goal> = units.iter().map(|&unit| self.recount.goal(now, unit)).collect();
        self.panel("index.html", &posts, &self.target_text(&goals));
    }

    /// The four figures in large.
    fn panel(&self, page: &str, posts: &[&Post], target: &str) {
        let html = self.output.page(page);
        let figures =
            html.select(&css("dl.figures")).next().unwrap_or_else(|| panic!("{page} has no figures"));
        let names: Vec<String> = figures.select(&css("dt")).map(text).collect();
        assert_eq!(names, ["published", "counted", "excluded", "target"].map(|id| self.word(id)));
        let cells: Vec<Cell> = figures.select(&css("dd")).map(cell).collect();
        self.four(page, &cells, posts, target);
    }

    fn pairs(&self, page: &str) -> Vec<(String, String)> {
        let html = self.output.page(page);
        let pair = |pair: ElementRef| (text_of(&pair, "dt").unwrap(), text_of(&pair, "dd").unwrap());
        html.select(&css("dl.pairs > div")).map(pair).collect()
    }

    /// Published = counted + excluded, and the target beside them.
    fn four(&self, page: &str, cells: &[Cell], posts: &[&Post], target: &str) {
        for (cell, figure) in cells.iter().zip(Figure::THREE) {
            self.figure(page, cell, posts, figure);
        }
        let [published, counted, excluded] = Figure::THREE.map(|figure| figure.of(posts));
        assert_eq!(published, counted + excluded);
        assert_eq!(cells[3].text, target, "{page}: target");
    }

    /// One figure: its value, and what stands where its link leads.
    fn figure(&self, page: &str, cell: &Cell, posts: &[&Post], figure: Figure) {
        let n = figure.of(posts);
        let what = || {
            let titles: Vec<&str> = posts.iter().map(|post| post.title.as_str()).collect();
            format!("{page}: {figure:?} of {titles:?}")
        };
        assert_eq!(cell.text, n.to_string(), "{}", what());
        assert_eq!(cell.href.is_some(), n > 0, "only figures that are not zero have a link: {}", what());
        let Some(href) = &cell.href else { return };
        let (to, fragment) = resolve(page, href);
        let html = self.output.page(&to);
        let there = html
            .select(&css(&format!("[id=\"{fragment}\"]")))
            .next()
            .unwrap_or_else(|| panic!("{}: {href} leads nowhere", what()));
        let listed = self.listed(&to, &fragment);
        if !listed.is_empty() {
            let total = TOTALS.iter().find(|(name, _)| to.ends_with(&format!("/{name}.html")));
            let there = posts.iter().filter(|post| total.is_none_or(|(_, total)| total.holds(post.why)));
            let mut expected: Vec<Listed> = there.map(|post| self.listing(post)).collect();
            expected.sort();
            assert_eq!(listed, expected, "{}: {href} lists other posts", what());
            return;
        }
        // A table of units or quarters, each with a link of its own.
        let column = match figure {
            Figure::Published => "published",
            Figure::Counted => "counted",
            Figure::Excluded | Figure::For(_) => "excluded",
        };
        let is_table = there.value().name() == "table";
        let table =
            if is_table { there } else { there.select(&css("table")).next().expect("a table of figures") };
        let table = rows(table);
        let at = table.head.iter().position(|head| head == self.word(column)).expect("a column of figures");
        let years = posts.iter().map(|post| post.quarter.year()).collect::<Vec<_>>();
        let is_of_years = |label: &str| years.iter().any(|year| label.ends_with(&format!("/{year}")));
        let by_quarter = table.head[0] == self.word("quarter");
        let sum: usize = table
            .rows
            .iter()
            .filter(|row| !by_quarter || is_of_years(&row[0].text))
            .map(|row| row[at].text.parse::<usize>().unwrap())
            .sum();
        match figure {
            Figure::For(_) => assert!(sum >= n, "{}: {href} shows {sum}", what()),
            _ => assert_eq!(sum, n, "{}: {href} shows other figures", what()),
        }
    }

    /// The posts that a count page lists at a fragment (all of them for none), sorted.
    fn listed(&self, page: &str, fragment: &str) -> Vec<Listed> {
        let html = self.output.page(page);
        let within = if fragment.is_empty() { String::new() } else { format!("[id=\"{fragment}\"]") };
        let selector = format!("section.judged{within} tbody tr, {within} section.judged tbody tr");
        let mut listed: Vec<Listed> = html
            .select(&css(&selector))
            .map(|row| {
                let cells: Vec<Cell> = row.select(&css("th, td")).map(cell).collect();
                Listed {
                    date: cells[1].text.clone(),
                    title: cells[2].text.clone(),
                    result: cells.last().unwrap().text.clone(),
                }
            })
            .collect();
        listed.sort();
        listed
    }

    fn listing(&self, post: &Post) -> Listed {
        let result = match post.why {
            None => format!("✓ {}", self.word("is_counted")),
            Some(_) => format!("– {}: {}", self.word("is_excluded"), self.reason(post)),
        };
        let note = format!(" ({})", self.word("quarter_declared"));
        Listed {
            date: short_date(post.date),
            title: post.title.clone(),
            result: result + if post.declared { &note } else { "" },
        }
    }

    fn reason(&self, post: &Post) -> String {
        match post.why {
            None => String::new(),
            Some(Why::Declared) => format!("{}: {}", self.word(Why::Declared.text_id()), post.own_reason),
            Some(why) => self.word(why.text_id()).to_owned(),
        }
    }

    /// Posts by type: each with its number, its address, its unit and what became of it.
    fn judged(&self, page: &str, posts: &[&Post], with_units: bool) {
        let recount = self.recount;
        let html = self.output.page(page);
        let sections: Vec<ElementRef> = html.select(&css("section.judged")).collect();
        let types = self.types_in(posts);
        assert_eq!(sections.len(), types.len(), "{page}");
        let mut number = 0;
        for (section, kind) in sections.into_iter().zip(types) {
            let term = &recount.types[kind];
            assert_eq!(section.attr("id"), Some(&*term.code), "{page}");
            let of_type: Vec<&Post> = posts.iter().copied().filter(|post| post.kind == kind).collect();
            let [published, counted, excluded] = Figure::THREE.map(|figure| figure.of(&of_type));
            let summary = format!(
                "{} {published}, {} {counted}, {} {excluded}.",
                self.word("published"),
                self.word("counted").to_lowercase(),
                self.word("excluded").to_lowercase()
            );
            assert_eq!(text_of(&section, "p.soft"), Some(summary), "{page}, {}", term.code);
            let table = rows(section.select(&css("table")).next().expect("a table"));
            assert_eq!(table.rows.len(), of_type.len(), "{page}, {}", term.code);
            for row in &table.rows {
                number += 1;
                assert_eq!(row[0].text, number.to_string(), "{page}");
                let found = of_type.iter().any(|post| {
                    let address = match post.pointer {
                        true => row[2].href.as_ref() == Some(&post.address),
                        false => resolve(page, row[2].href.as_ref().unwrap()).0 == post.address,
                    };
                    let unit = !with_units || row[3].text == recount.units[post.unit].short();
                    address && unit && post.title == row[2].text
                });
                assert!(found, "{page} lists {row:?}");
            }
        }
        let mut expected: Vec<Listed> = posts.iter().map(|post| self.listing(post)).collect();
        expected.sort();
        assert_eq!(self.listed(page, ""), expected, "{page}");
        if !posts.is_empty() {
            assert_eq!(self.listed(page, "san-pham"), expected, "{page}");
        }
    }

    fn reasons(&self, page: &str, posts: &[&Post]) {
        let html = self.output.page(page);
        let found: Vec<(String, Cell)> = html
            .select(&css("ul.reasons li"))
            .map(|item| {
                let (label, n) =
                    text(item).rsplit_once(": ").map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
                (label, Cell { text: n, ..cell(item) })
            })
            .collect();
        let expected: Vec<Why> = Why::ALL.into_iter().filter(|&why| Figure::For(why).of(posts) > 0).collect();
        assert_eq!(
            found.iter().map(|(label, _)| label.as_str()).collect::<Vec<_>>(),
            expected.iter().map(|why| self.word(why.text_id())).collect::<Vec<_>>(),
            "{page}"
        );
        for ((_, cell), why) in found.iter().zip(expected) {
            self.figure(page, cell, posts, Figure::For(why));
        }
    }

    /// The days counted are printed.
    fn days(&self, page: &str, quarter: Quarter) {
        let html = self.output.page(page);
        let shown = html.select(&css(".rule-box > p")).next().map(text).expect(page);
        let (first, last) = quarter.days(self.recount.nd09);
        let sentence = self.word("rule_days");
        let sentence =
            sentence.replace("{ $from }", &short_date(first)).replace("{ $to }", &short_date(last));
        assert!(shown.starts_with(&sentence), "{page}: {shown}");
    }

    fn types_in(&self, posts: &[&Post]) -> Vec<usize> {
        (0..self.recount.types.len()).filter(|&kind| posts.iter().any(|post| post.kind == kind)).collect()
    }

    fn target_text(&self, goals: &[Goal]) -> String {
        let asked: usize = goals
            .iter()
            .map(|goal| match goal {
                Goal::Products(n) => *n,
                _ => 0,
            })
            .sum();
        if asked > 0 { asked.to_string() } else { "—".to_owned() }
    }

    fn status(&self, goal: Goal, counted: usize) -> String {
        match goal {
            Goal::Products(n) if counted >= n => format!("✓ {}", self.word("met")),
            Goal::Products(n) => {
                format!("○ {}, {} {:02}", self.word("not_met"), self.word("missing"), n - counted)
            }
            Goal::NoTarget => self.word("goal_no_target").to_owned(),
            Goal::PartQuarter => self.word("goal_part_quarter").to_owned(),
            Goal::Outside => self.word("goal_outside").to_owned(),
        }
    }

    /// Units that met their target, of those that have one.
    fn met_text(&self, quarters: &[Quarter], units: &[usize]) -> String {
        let recount = self.recount;
        let results: Vec<bool> = units
            .iter()
            .filter_map(|&unit| {
                let posts = recount.published(|post| post.unit == unit && quarters.contains(&post.quarter));
                match recount.goal_over(quarters, unit) {
                    Goal::Products(n) => Some(Figure::Counted.of(&posts) >= n),
                    _ => None,
                }
            })
            .collect();
        self.share(&results)
    }

    /// Units that have published something by the end, of those that exist.
    fn coverage_text(&self, quarters: &[Quarter], units: &[usize]) -> String {
        let recount = self.recount;
        let exist = units.iter().filter(|&&unit| recount.goal_over(quarters, unit) != Goal::Outside);
        let last = *quarters.last().unwrap();
        self.share(&exist.map(|&unit| recount.covered(last, unit)).collect::<Vec<_>>())
    }

    fn share(&self, results: &[bool]) -> String {
        let (part, whole) = (results.iter().filter(|&&yes| yes).count(), results.len());
        if whole == 0 {
            return "—".to_owned();
        }
        // One decimal, the half away from zero; all of it only when it is all.
        let tenths = (part as f64 * 1000.0 / whole as f64).round() as usize;
        let tenths = if part < whole { tenths.min(999) } else { tenths };
        format!("{part}/{whole} {} ({},{}%)", self.word("share_units"), tenths / 10, tenths % 10)
    }
}

/// How the counted products changed; a dash where there is nothing to compare with.
fn change(posts: &[&Post], before: Option<&[&Post]>) -> String {
    let Some(before) = before else { return "—".to_owned() };
    match Figure::Counted.of(posts) as i64 - Figure::Counted.of(before) as i64 {
        0 => "0".to_owned(),
        more @ 1.. => format!("+{more}"),
        less => format!("−{}", -less),
    }
}

pub fn short_date(date: Date) -> String {
    format!("{}/{}/{}", date.day(), date.month(), date.year())
}
