//! For the office: how the sources of gathered posts are, and what became of their rows.

use std::collections::BTreeMap;

use crate::messages::Catalogue;
use crate::model::{Decision, OutPath, SourceHealth, SourceState, Standing};
use crate::stats::Judgement;
use crate::text::short_date;

use super::view::{DecisionLine, RejectedLine, SectionLine, SourceLine, SourcesView};
use super::{Data, Planner, View};

/// Rows that are shown on the page; the CSV file has all of them.
const SHOWN: usize = 100;

/// A table for a spreadsheet.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Table {
    /// The headings.
    pub head: Vec<String>,
    /// The rows, each with a cell for every heading.
    pub rows: Vec<Vec<String>>,
}

fn heads(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

impl<'s> Planner<'s> {
    fn words(&self, id: &str, detail: &str) -> String {
        let catalogue = Catalogue::of(self.site.config.lang);
        catalogue.find(id, [("detail", detail)]).unwrap_or_else(|| id.to_owned())
    }

    fn source_line(&self, source: &SourceHealth) -> SourceLine {
        let config = &self.site.config;
        let day =
            |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| short_date(day, config.lang));
        let id = match source.state {
            SourceState::New => "nguon-moi",
            SourceState::Good => "nguon-tot",
            SourceState::Failed => "nguon-loi",
            SourceState::Held => "nguon-giu",
        };
        SourceLine {
            key: source.key.to_string(),
            unit: source.unit.map_or(String::new(), |unit| config.units.get(unit).short().to_owned()),
            address: source.address.to_string(),
            state: source.state.code(),
            label: self.words(id, ""),
            checked: day(source.checked),
            good: day(source.good),
            age: source
                .good
                .filter(|_| source.state != SourceState::Good)
                .map(|good| (self.site.today - good).get_days().max(0)),
            admitted: source.admitted,
            rejected: source.rejected,
            error: if source.error.is_empty() {
                String::new()
            } else {
                self.words(&source.error, &source.detail)
            },
        }
    }

    pub(super) fn sources(&self, path: &OutPath) -> View<'s> {
        let gathered = &self.site.gathered;
        let mut sources: Vec<SourceLine> =
            gathered.sources.iter().map(|source| self.source_line(source)).collect();
        let rank = |line: &SourceLine| match line.state {
            "giu" => 0,
            "loi" => 1,
            "moi" => 2,
            _ => 3,
        };
        sources.sort_by_key(rank);
        let mut decisions: BTreeMap<&str, usize> = BTreeMap::new();
        let differences = self.differences();
        for decision in gathered.decisions.iter().chain(&differences) {
            *decisions.entry(decision.what).or_default() += 1;
        }
        let lang = self.site.config.lang;
        let day = |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| short_date(day, lang));
        let view = SourcesView {
            today: short_date(self.site.today, self.site.config.lang),
            good: gathered.sources.iter().filter(|source| source.state == SourceState::Good).count(),
            fine: sources
                .iter()
                .filter(|one| one.state == SourceState::Good.code() && one.error.is_empty())
                .count(),
            sources,
            rejected: gathered
                .rejected
                .iter()
                .take(SHOWN)
                .map(|row| RejectedLine {
                    source: row.source.to_string(),
                    id: row.id.to_string(),
                    title: row.title.to_string(),
                    reason: self.words(row.reason, &row.detail),
                })
                .collect(),
            rejected_total: gathered.rejected.len(),
            sections: gathered.sections.len(),
            sections_seen: gathered.sections.iter().filter(|section| section.good.is_some()).count(),
            sections_wrong: gathered
                .sections
                .iter()
                .filter(|section| !section.error.is_empty())
                .take(SHOWN)
                .map(|section| SectionLine {
                    unit: self.site.config.units.get(section.unit).short().to_owned(),
                    address: section.address.to_string(),
                    error: self.words(&section.error, &section.detail),
                    checked: day(section.checked),
                    good: day(section.good),
                })
                .collect(),
            decisions: decisions
                .into_iter()
                .map(|(what, times)| DecisionLine { label: self.words(what, ""), times })
                .collect(),
        };
        let page = self.page(path, "", self.label("sources_title"));
        self.html("sources.html", page, Data::Sources(view))
    }

    pub(super) fn sources_table(&self) -> Table {
        let head = heads(&[
            "nguon",
            "don_vi",
            "dia_chi",
            "trang_thai",
            "lan_thu",
            "ban_ngay",
            "so_bai",
            "so_tu_choi",
            "loi",
        ]);
        let rows = self
            .site
            .gathered
            .sources
            .iter()
            .map(|source| {
                let line = self.source_line(source);
                let numbers = (line.admitted.to_string(), line.rejected.to_string());
                vec![
                    line.key,
                    line.unit,
                    line.address,
                    line.label,
                    line.checked,
                    line.good,
                    numbers.0,
                    numbers.1,
                    line.error,
                ]
            })
            .collect();
        Table { head, rows }
    }

    pub(super) fn sections_table(&self) -> Table {
        let head =
            heads(&["don_vi", "ten_don_vi", "dia_chi", "lan_thu", "xac_nhan_ngay", "trang_sua_luc", "loi"]);
        let config = &self.site.config;
        let day =
            |day: Option<jiff::civil::Date>| day.map_or(String::new(), |day| short_date(day, config.lang));
        let sections = self.site.gathered.sections.iter();
        let rows = sections
            .map(|section| {
                let unit = config.units.get(section.unit);
                let error = match &*section.error {
                    "" => String::new(),
                    code => self.words(code, &section.detail),
                };
                vec![
                    unit.code.to_string(),
                    unit.name.to_string(),
                    section.address.to_string(),
                    day(section.checked),
                    day(section.good),
                    section.modified.to_string(),
                    error,
                ]
            })
            .collect();
        Table { head, rows }
    }

    pub(super) fn rejected_table(&self) -> Table {
        let head = heads(&["nguon", "don_vi", "ma", "tieu_de", "ly_do"]);
        let cell = |text: &str| text.to_owned();
        let rows = self
            .site
            .gathered
            .rejected
            .iter()
            .map(|row| {
                let reason = self.words(row.reason, &row.detail);
                vec![cell(&row.source), cell(&row.unit), cell(&row.id), cell(&row.title), reason]
            })
            .collect();
        Table { head, rows }
    }

    pub(super) fn decisions_table(&self) -> Table {
        let head =
            heads(&["viec", "don_vi", "ma_giu", "nguon_giu", "ma_khac", "nguon_khac", "tieu_de", "chi_tiet"]);
        let differences = self.differences();
        let rows = self
            .site
            .gathered
            .decisions
            .iter()
            .chain(&differences)
            .map(|one| {
                let mut row = vec![self.words(one.what, "")];
                let cells = [
                    &one.unit,
                    &one.id,
                    &one.source,
                    &one.other_id,
                    &one.other_source,
                    &one.title,
                    &one.detail,
                ];
                row.extend(cells.into_iter().map(|cell| cell.to_string()));
                row
            })
            .collect();
        Table { head, rows }
    }

    /// Where a sender counts otherwise than this site.
    fn differences(&self) -> Vec<Decision> {
        self.site
            .posts()
            .filter(|(_, post)| post.standing(self.site.today) == Standing::Published)
            .filter_map(|(id, post)| {
                let origin = post.origin.as_ref()?;
                let ours = self.counts.judgement(id)? == Judgement::Counted;
                let theirs = origin.counted.filter(|&theirs| theirs != ours)?;
                Some(Decision {
                    what: if theirs { "xet-gui-tinh" } else { "xet-gui-khong-tinh" },
                    unit: self.site.config.units.get(post.unit).code.clone(),
                    id: post.id.clone(),
                    source: origin.source.clone(),
                    other_id: "".into(),
                    other_source: "".into(),
                    title: post.title.clone(),
                    detail: self.reason(id).into(),
                })
            })
            .collect()
    }
}
