//! The unit registry: a CSV file as Excel or LibreOffice writes it. A mark at its start, commas,
//! semicolons or tabs, either kind of line end, and Vietnamese headings are all accepted.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostics::{Checked, Diagnostic, Source, Span, closest};
use crate::error::Error;
use crate::fields::At;
use crate::files::Files;
use crate::model::Vocabulary;
use crate::text::{self, DateError, parse_date};

use super::unit::{Cells, KEYS, Row};
use super::{LIMIT, unit, utf8};

/// Headings in use for a column besides its key and that key's alias.
const HEADINGS: &[(&str, &[&str])] = &[
    ("code", &["Mã đơn vị", "Mã đv"]),
    ("name", &["Tên đơn vị", "Tên đầy đủ", "Đơn vị"]),
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
    let first_line = |start: usize| source.text[start..].lines().next().unwrap_or("");
    let mut separator = None;
    // Excel's own hint, on a line before the headings.
    if let Some(sign) = first_line(start).trim_end().strip_prefix("sep=") {
        separator = sign.bytes().next();
        start += source.text[start..].find('\n').map_or(0, |at| at + 1);
    }
    let separator = separator.unwrap_or_else(|| guess_separator(first_line(start)));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .flexible(true)
        .from_reader(&source.text.as_bytes()[start..]);

    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(_) => return Checked::new(Vec::new(), vec![Diagnostic::error("danh-sach-rong").at(&source, Span::default())]),
    };
    let head_span = Span::new(start, start + first_line(start).len());
    let columns = columns(&source, start, &headings, &mut found);
    for needed in ["code", "name"] {
        if !columns.values().any(|&key| key == needed) {
            found.push(Diagnostic::error("thieu-cot").arg("key", needed).at(&source, head_span));
        }
    }
    if !found.is_empty() && !columns.values().any(|&key| key == "code") {
        return Checked::new(Vec::new(), found);
    }

    let mut rows: Vec<Row> = Vec::new();
    let mut record = csv::StringRecord::new();
    while let Ok(true) = reader.read_record(&mut record) {
        let at = start + record.position().map_or(0, |position| position.byte() as usize);
        if record.iter().all(|cell| text::clean(cell).trim().is_empty()) {
            continue;
        }
        let end = start + reader.position().byte() as usize;
        let line = Span::new(at, at + source.text[at..].lines().next().unwrap_or("").len());
        if record.iter().any(|cell| cell.matches('\n').count() >= 5) {
            found.push(Diagnostic::error("ngoac-csv").at(&source, line));
            continue;
        }
        if record.iter().skip(headings.len()).any(|cell| !cell.trim().is_empty()) {
            let wrong = Diagnostic::error("thua-o").arg("cells", record.len()).arg("columns", headings.len());
            found.push(wrong.at(&source, line));
            continue;
        }
        let mut cells = CsvRow { source, line, end, record: &record, columns: &columns, found: &mut found };
        if let Some(row) = unit::read(&mut cells, vocabulary) {
            rows.push(row);
        }
    }
    if rows.is_empty() && found.is_empty() {
        found.push(Diagnostic::error("danh-sach-rong").at(&source, head_span));
    }
    check_together(&source, &mut rows, &mut found);
    Checked::new(rows, found)
}

fn guess_separator(line: &str) -> u8 {
    [b';', b'\t', b',']
        .into_iter()
        .max_by_key(|&sign| (line.bytes().filter(|&byte| byte == sign).count(), sign == b','))
        .unwrap_or(b',')
}

/// Which column of the file holds which key.
fn columns(
    source: &Source<'_>,
    start: usize,
    headings: &csv::StringRecord,
    found: &mut Vec<Diagnostic>,
) -> BTreeMap<usize, &'static str> {
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
    let mut columns: BTreeMap<usize, &'static str> = BTreeMap::new();
    let mut at = start;
    for (index, heading) in headings.iter().enumerate() {
        let begin = source.text[at..].find(heading).map_or(at, |offset| at + offset);
        let span = Span::new(begin, begin + heading.len());
        at = span.end as usize;
        let name = plain(heading);
        match known.get(&name) {
            _ if name.is_empty() => {}
            Some(&key) if columns.values().any(|&taken| taken == key) => {
                found.push(Diagnostic::error("cot-lap").arg("name", heading).arg("key", key).at(source, span));
            }
            Some(&key) => {
                columns.insert(index, key);
            }
            None => {
                let near = closest(&name, known.keys().map(String::as_str));
                let wrong = Diagnostic::error("cot-la").arg("name", heading.trim());
                found.push(wrong.at(source, span).did_you_mean(near));
            }
        }
    }
    columns
}

/// Doubled codes, and codes of parents and successors that no row has.
fn check_together(source: &Source<'_>, rows: &mut Vec<Row>, found: &mut Vec<Diagnostic>) {
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
    let is_known = |at: &At<String>| {
        first.contains_key(at.value.to_lowercase().as_str()) || names.contains(&text::key(&at.value))
    };
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
}

/// One row of the file.
struct CsvRow<'r, 's> {
    source: Source<'s>,
    line: Span,
    end: usize,
    record: &'r csv::StringRecord,
    columns: &'r BTreeMap<usize, &'static str>,
    found: &'r mut Vec<Diagnostic>,
}

impl Cells for CsvRow<'_, '_> {
    fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let (&index, _) = self.columns.iter().find(|&(_, &column)| column == key)?;
        let written = self.record.get(index)?;
        let value = text::one_line(written);
        if value.is_empty() {
            return None;
        }
        let row = self.line.start as usize..self.end.clamp(self.line.end as usize, self.source.text.len());
        let begin = self.source.text[row.clone()].find(written).map_or(row.start, |at| row.start + at);
        let span = Span::new(begin, begin + written.len());
        if let Some(legacy) = text::legacy(written) {
            let word = written[legacy.start..legacy.end].to_owned();
            self.report_at(span, Diagnostic::error("bang-ma-cu").arg("kind", legacy.kind).arg("word", word));
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
        // A spreadsheet may have written 2 as `2.0` or `2,0`, and a thousand as `1.000`.
        let plain = at.value.strip_suffix(".0").or(at.value.strip_suffix(",0")).unwrap_or(&at.value);
        match plain.replace('.', "").parse() {
            Ok(value) => Some(At { value, span: at.span }),
            Err(_) => {
                let help = crate::message!("want-number", key = key);
                self.report_at(at.span, Diagnostic::error("sai-kieu").arg("key", key).help(help));
                None
            }
        }
    }

    fn date(&mut self, key: &'static str) -> Option<At<Date>> {
        let at = self.text(key)?;
        match parse_date(&at.value) {
            Ok(value) => Some(At { value, span: at.span }),
            Err(reason) => {
                let code = match reason {
                    DateError::Form => "ngay-sai",
                    DateError::NoSuchDay => "ngay-khong-co",
                };
                self.report_at(at.span, Diagnostic::error(code).arg("key", key));
                None
            }
        }
    }

    fn report_at(&mut self, span: Span, found: Diagnostic) {
        let found = found.at(&self.source, span);
        self.found.push(found);
    }

    fn missing(&mut self, code: &'static str) {
        let line = self.line;
        self.report_at(line, Diagnostic::error(code));
    }
}

