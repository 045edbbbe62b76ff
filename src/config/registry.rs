//! The unit registry: a CSV file as Excel or LibreOffice writes it. A mark at its start, commas,
//! semicolons or tabs, either kind of line end, and Vietnamese headings are all accepted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::diagnostics::{Checked, Diagnostic, Place, Source, Span, closest};
use crate::error::Error;
use crate::fields::{At, no_such_day, old_encoding, whole_number};
use crate::files::Files;
use crate::model::{UnitId, Units, Vocabulary};
use crate::text::{self, DateError, parse_date};

use super::cells::{self, Cut, Flaw};
use super::unit::{Cells, KEYS, Row};
use super::{LIMIT, unit, utf8};

/// Headings in use for a column besides its key and that key's alias.
const HEADINGS: &[(&str, &[&str])] = &[
    ("code", &["Mã đơn vị", "Mã đv"]),
    ("name", &["Tên đơn vị", "Tên đầy đủ", "Tên trường", "Đơn vị"]),
    ("short_name", &["Tên viết tắt", "Tên gọn", "Viết tắt"]),
    ("aliases", &["Tên gọi khác", "Tên cũ", "Bí danh"]),
    ("kind", &["Loại hình", "Loại đơn vị", "Cấp học"]),
    ("parent_admin", &["Cơ quan chủ quản", "Đơn vị chủ quản", "Quản lý hành chính", "Cấp trên"]),
    ("parent_prof", &["Quản lý chuyên môn", "Chỉ đạo chuyên môn"]),
    ("province_code", &["Mã tỉnh, thành phố", "Mã tỉnh/thành phố"]),
    ("ward_code", &["Mã xã, phường", "Mã xã/phường"]),
    ("moet_code", &["Mã ngành", "Mã định danh", "Mã trường (Bộ)"]),
    ("portal_url", &["Cổng TTĐT", "Trang TTĐT", "Website", "Địa chỉ cổng", "Địa chỉ trang"]),
    ("section_url", &["Chuyên mục", "Đường dẫn chuyên mục", "Link chuyên mục"]),
    ("section_mode", &["Hình thức chuyên mục", "Cách đặt chuyên mục"]),
    ("exchange_url", &["Tệp trao đổi", "Đường dẫn trao đổi"]),
    ("contact_role", &["Đầu mối liên hệ", "Chức vụ đầu mối"]),
    ("contact_email", &["Thư điện tử", "E-mail"]),
    ("responsible", &["Chịu trách nhiệm nội dung", "Người chịu trách nhiệm"]),
    ("address", &["Trụ sở"]),
    ("phone", &["Số điện thoại", "SĐT"]),
    ("target_per_quarter", &["Chỉ tiêu", "Chỉ tiêu mỗi quý", "Chỉ tiêu/quý"]),
    ("start", &["Ngày bắt đầu", "Ngày thành lập", "Từ ngày"]),
    ("end", &["Ngày kết thúc", "Ngày giải thể", "Đến ngày"]),
    ("merged_into", &["Sáp nhập", "Nhập vào"]),
    ("staff_total", &["Số cán bộ truyền thông", "Tổng số cán bộ"]),
    ("staff_trained", &["Số đã tập huấn", "Số cán bộ đã tập huấn"]),
    ("as_of", &["Số liệu tính đến", "Tính đến"]),
    ("plan_doc", &["Kế hoạch truyền thông", "Số kế hoạch"]),
    ("languages", &["Tiếng dân tộc"]),
    ("order", &["STT", "TT", "Số thứ tự"]),
];

/// Reads the registry named in the settings.
pub(super) fn load(
    files: &dyn Files,
    settings: &Source<'_>,
    registry: &At<String>,
    vocabulary: &Vocabulary,
) -> Result<Checked<Vec<Row>>, Error> {
    let refuse = |code| {
        let found = Diagnostic::error(code).arg("path", &registry.value).at(settings, registry.span);
        Ok(Checked::new(Vec::new(), vec![found]))
    };
    let Some(path) = settings.path.beside(&registry.value) else { return refuse("ra-ngoai") };
    let Some(bytes) = files.read_optional(&path, LIMIT)? else { return refuse("thieu-danh-sach") };
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"\xd0\xcf\x11\xe0") {
        return refuse("danh-sach-excel");
    }
    let mut found = Vec::new();
    let Some(text) = utf8(&path, bytes, &mut found) else { return Ok(Checked::new(Vec::new(), found)) };
    Ok(parse(Source { path: &path, text: &text }, vocabulary))
}

/// Reads the rows of a registry.
fn parse(source: Source<'_>, vocabulary: &Vocabulary) -> Checked<Vec<Row>> {
    let mut found = Vec::new();
    let mut start = if source.text.starts_with('\u{feff}') { 3 } else { 0 };
    start += source.text[start..].len() - source.text[start..].trim_start_matches(['\r', '\n', ' ']).len();
    let first_line = |start: usize| source.text[start..].lines().next().unwrap_or("");
    let mut separator = None;
    // Excel's own hint, on a line before the headings.
    if let Some(sign) = first_line(start).trim_end_matches(['\r', '\n']).strip_prefix("sep=") {
        separator = sign.bytes().next().filter(u8::is_ascii);
        start += source.text[start..].find('\n').map_or(source.text.len() - start, |at| at + 1);
    }
    let separator = separator.unwrap_or_else(|| guess_separator(first_line(start)));
    let cut = cells::cut(source.text, start, separator);

    let Some((headings, body)) = cut.split_first() else {
        let empty = Diagnostic::error("danh-sach-rong").place(Place::file(source.path));
        return Checked::new(Vec::new(), vec![empty]);
    };
    flaws(&source, &cut, &mut found);
    if found.iter().any(|one| one.code == "ngoac-csv") {
        // Where cells end cannot be told from here on.
        return Checked::new(Vec::new(), found);
    }
    let columns = columns(&source, headings, &mut found);
    for needed in ["code", "name"] {
        if !columns.contains_key(needed) {
            let wrong = Diagnostic::error("thieu-cot").arg("key", needed);
            found.push(wrong.at(&source, headings.line.clone().into()));
        }
    }
    let (Some(&code), true) = (columns.get("code"), columns.contains_key("name")) else {
        return Checked::new(Vec::new(), found);
    };

    let mut rows: Vec<Row> = Vec::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for row in body {
        codes.extend(row.cells.get(code).map(|cell| text::one_line(&cell.text).to_lowercase()));
        if row.cells.iter().skip(headings.cells.len()).any(|cell| !cell.text.trim().is_empty()) {
            let wrong = Diagnostic::error("thua-o")
                .arg("cells", row.cells.len())
                .arg("columns", headings.cells.len());
            found.push(wrong.at(&source, row.line.clone().into()));
            continue;
        }
        let mut cells = CsvRow { source, row, headings, columns: &columns, found: &mut found };
        if let Some(row) = unit::read(&mut cells, vocabulary) {
            rows.push(row);
        }
    }
    if body.is_empty() && found.is_empty() {
        found.push(Diagnostic::error("danh-sach-rong").at(&source, headings.line.clone().into()));
    }
    check_together(&source, &mut rows, &codes, &mut found);
    Checked::new(rows, found)
}

/// Quotes that do not come in pairs. Behind one that is left open nothing can be read.
fn flaws(source: &Source<'_>, rows: &[Cut], found: &mut Vec<Diagnostic>) {
    for cell in rows.iter().flat_map(|row| &row.cells) {
        match cell.flaw {
            None => {}
            Some(Flaw::Inside(at)) => {
                found.push(Diagnostic::error("ngoac-trong-o").at(source, Span::new(at, at + 1)));
            }
            Some(Flaw::Open) => {
                let span = Span::new(cell.at.start - 1, cell.at.end);
                found.push(Diagnostic::error("ngoac-csv").at(source, span));
                return;
            }
        }
    }
}

fn guess_separator(line: &str) -> u8 {
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|&sign| (line.bytes().filter(|&byte| byte == sign).count(), sign == b','))
        .unwrap_or(b',')
}

/// Which key stands in which column of the file.
fn columns(
    source: &Source<'_>,
    headings: &Cut,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<&'static str, usize> {
    let plain = |text: &str| text::slug(text).replace('-', "_");
    let mut known: BTreeMap<String, &'static str> = BTreeMap::new();
    for &(key, alias) in KEYS {
        known.insert(key.to_owned(), key);
        known.insert(alias.to_owned(), key);
    }
    for &(key, headings) in HEADINGS {
        for heading in headings {
            known.insert(plain(heading), key);
        }
    }
    let mut columns: BTreeMap<&'static str, usize> = BTreeMap::new();
    for (index, heading) in headings.cells.iter().enumerate() {
        let (written, span) = (text::one_line(&heading.text), Span::from(heading.at.clone()));
        let name = plain(&written);
        match known.get(&name) {
            _ if written.is_empty() => {}
            Some(&key) => match columns.get(key) {
                Some(&first) => {
                    let other = text::one_line(&headings.cells[first].text);
                    let wrong = Diagnostic::error("cot-lap").arg("name", written).arg("key", other);
                    found.push(wrong.at(source, span));
                }
                None => {
                    columns.insert(key, index);
                }
            },
            None => {
                // Headings that differ from the first letter on are other columns.
                let alike =
                    |known: &&str| known.as_bytes()[0] == name.as_bytes().first().copied().unwrap_or(0);
                let near = closest(&name, known.keys().map(String::as_str).filter(alike));
                let near = near.map(|near| heading_like(near, known[near]));
                let wrong = Diagnostic::error("cot-la").arg("name", written);
                found.push(wrong.at(source, span).did_you_mean(near));
            }
        }
    }
    columns
}

/// The heading as people write it, for the form that headings are compared in.
fn heading_like<'n>(plain: &'n str, key: &'static str) -> &'n str {
    let headings = HEADINGS.iter().find(|(known, _)| *known == key).map_or(&[][..], |(_, headings)| headings);
    headings.iter().copied().find(|heading| text::slug(heading).replace('-', "_") == plain).unwrap_or(plain)
}

/// Doubled codes, and codes of parents and successors that no row has.
fn check_together(
    source: &Source<'_>,
    rows: &mut Vec<Row>,
    codes: &BTreeSet<String>,
    found: &mut Vec<Diagnostic>,
) {
    let mut first: BTreeMap<Box<str>, Span> = BTreeMap::new();
    rows.retain(|row| match first.get(&row.unit.code) {
        Some(earlier) => {
            let line = source.place(*earlier).line;
            let wrong = Diagnostic::error("trung-ma-don-vi").arg("code", &row.unit.code).arg("line", line);
            found.push(wrong.at(source, row.code));
            false
        }
        None => {
            first.insert(row.unit.code.clone(), row.code);
            true
        }
    });
    let names: Vec<String> = rows
        .iter()
        .flat_map(|row| [&row.unit.name, &row.unit.short_name].into_iter().chain(&row.unit.aliases))
        .map(|name| text::key(name))
        .collect();
    let is_known =
        |at: &At<String>| codes.contains(&at.value.to_lowercase()) || names.contains(&text::key(&at.value));
    for row in rows.iter() {
        let near = |at: &At<String>| closest(&at.value, first.keys().map(|code| &**code));
        for parent in row.parents.iter().filter(|at| !is_known(at)) {
            let found_one = Diagnostic::warning("cap-tren-la").arg("name", &parent.value);
            found.push(found_one.at(source, parent.span).did_you_mean(near(parent)));
        }
        if let Some(into) = row.merged_into.as_ref().filter(|at| !is_known(at)) {
            let wrong = Diagnostic::error("don-vi-la").arg("name", &into.value);
            found.push(wrong.at(source, into.span).did_you_mean(near(into)));
        }
    }
    check_mergers(source, rows, found);
}

/// A unit cannot become part of itself, not by way of others either.
fn check_mergers(source: &Source<'_>, rows: &[Row], found: &mut Vec<Diagnostic>) {
    let units = Units::new(rows.iter().map(|row| row.unit.clone()).collect());
    let into = |id: UnitId| units.find(units.get(id).merged_into.as_deref()?);
    for row in rows {
        let (Some(start), Some(written)) = (units.by_code(&row.unit.code), &row.merged_into) else {
            continue;
        };
        // No way is longer than the registry, unless it runs in a circle.
        let mut way = std::iter::successors(into(start), |&id| into(id)).take(rows.len());
        if way.any(|id| id == start) {
            let wrong = Diagnostic::error("sap-nhap-vong").arg("code", &row.unit.code);
            found.push(wrong.at(source, written.span));
        }
    }
}

/// One row of the file.
struct CsvRow<'r, 's> {
    source: Source<'s>,
    row: &'r Cut,
    headings: &'r Cut,
    columns: &'r BTreeMap<&'static str, usize>,
    found: &'r mut Vec<Diagnostic>,
}

impl Cells for CsvRow<'_, '_> {
    fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let cell = self.row.cells.get(*self.columns.get(key)?)?;
        let value = text::one_line(&cell.text);
        if value.is_empty() {
            return None;
        }
        let span = Span::from(cell.at.clone());
        if let Some(found) = old_encoding(&cell.text) {
            self.report_at(span, found);
        }
        Some(At { value, span })
    }

    fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        let Some(at) = self.text(key) else { return Vec::new() };
        at.value
            .split([';', '|'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| At { value: part.to_owned(), span: at.span })
            .collect()
    }

    fn number(&mut self, key: &'static str) -> Option<At<u32>> {
        let at = self.text(key)?;
        // A spreadsheet may have written 2 as `2.0` or `2,0`.
        let plain = at.value.strip_suffix(".0").or(at.value.strip_suffix(",0")).unwrap_or(&at.value);
        let value = whole_number(plain);
        if value.is_none() {
            let name = self.name(key);
            let wrong = Diagnostic::error("so-sai").arg("key", name).arg("value", &at.value);
            self.report_at(at.span, wrong);
        }
        value.map(|value| At { value, span: at.span })
    }

    fn date(&mut self, key: &'static str) -> Option<At<Date>> {
        let at = self.text(key)?;
        let name = self.name(key);
        let wrong = match parse_date(&at.value) {
            Ok(value) => return Some(At { value, span: at.span }),
            Err(DateError::Form) => Diagnostic::error("ngay-sai").arg("key", name),
            Err(DateError::NoSuchDay) => no_such_day(&name, &at.value),
        };
        self.report_at(at.span, wrong);
        None
    }

    fn report_at(&mut self, span: Span, found: Diagnostic) {
        let found = found.at(&self.source, span);
        self.found.push(found);
    }

    fn missing(&mut self, key: &'static str, code: &'static str) {
        let name = self.name(key);
        self.report_at(self.row.line.clone().into(), Diagnostic::error(code).arg("key", name));
    }

    fn name(&self, key: &'static str) -> String {
        let heading = self.columns.get(key).and_then(|&index| self.headings.cells.get(index));
        heading.map_or(key.to_owned(), |heading| text::one_line(&heading.text))
    }
}
