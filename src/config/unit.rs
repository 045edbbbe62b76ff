//! One unit, from a `[unit]` table or from a row of the registry.

use jiff::civil::Date;

use crate::diagnostics::{Diagnostic, Span, closest};
use crate::fields::{At, Fields, Key, no_address};
use crate::model::{Address, Life, Unit, Vocabulary};
use crate::text;

/// The columns of the registry, which are the keys of `[unit]` too. The Vietnamese heading's
/// other spellings stand in `registry.rs`.
pub(super) const KEYS: &[Key] = &[
    ("code", "ma"),
    ("name", "ten"),
    ("short_name", "ten_ngan"),
    ("aliases", "ten_khac"),
    ("kind", "loai"),
    ("parent_admin", "cap_tren_hanh_chinh"),
    ("parent_prof", "cap_tren_chuyen_mon"),
    ("province_code", "ma_tinh"),
    ("ward_code", "ma_xa"),
    ("moet_code", "ma_truong"),
    ("portal_url", "cong_thong_tin"),
    ("section_url", "dia_chi_chuyen_muc"),
    ("section_mode", "cach_dua_len"),
    ("exchange_url", "dia_chi_trao_doi"),
    ("contact_role", "dau_moi"),
    ("contact_email", "email"),
    ("responsible", "chiu_trach_nhiem"),
    ("address", "dia_chi"),
    ("phone", "dien_thoai"),
    ("target_per_quarter", "chi_tieu_quy"),
    ("start", "bat_dau"),
    ("end", "ket_thuc"),
    ("merged_into", "sap_nhap_vao"),
    ("staff_total", "so_can_bo"),
    ("staff_trained", "da_tap_huan"),
    ("as_of", "tinh_den_ngay"),
    ("plan_doc", "ke_hoach"),
    ("languages", "ngon_ngu"),
    ("order", "thu_tu"),
];

/// No unit is asked for more products a quarter than this; sums of targets stay small numbers.
pub(super) const TARGET_AT_MOST: u32 = 999;

/// Where a unit's values come from.
pub(super) trait Cells {
    fn text(&mut self, key: &'static str) -> Option<At<String>>;
    fn texts(&mut self, key: &'static str) -> Vec<At<String>>;
    fn number(&mut self, key: &'static str) -> Option<At<u32>>;
    fn date(&mut self, key: &'static str) -> Option<At<Date>>;
    fn report_at(&mut self, span: Span, found: Diagnostic);
    fn missing(&mut self, key: &'static str, code: &'static str);
    /// What the author calls a column.
    fn name(&self, key: &'static str) -> String;
}

impl Cells for Fields<'_> {
    fn text(&mut self, key: &'static str) -> Option<At<String>> {
        Fields::text_or_number(self, key)
    }
    fn texts(&mut self, key: &'static str) -> Vec<At<String>> {
        Fields::texts(self, key)
    }
    fn number(&mut self, key: &'static str) -> Option<At<u32>> {
        Fields::number(self, key)
    }
    fn date(&mut self, key: &'static str) -> Option<At<Date>> {
        Fields::date(self, key)
    }
    fn report_at(&mut self, span: Span, found: Diagnostic) {
        Fields::report_at(self, span, found);
    }
    fn missing(&mut self, key: &'static str, code: &'static str) {
        Fields::missing(self, key, code);
    }
    fn name(&self, key: &'static str) -> String {
        Fields::name(self, key).to_owned()
    }
}

/// A unit and the places that later checks point at.
pub(super) struct Row {
    pub unit: Unit,
    pub code: Span,
    pub parents: Vec<At<String>>,
    pub merged_into: Option<At<String>>,
}

/// Reads one unit; `None` without a usable code and name.
pub(super) fn read(cells: &mut impl Cells, vocabulary: &Vocabulary) -> Option<Row> {
    let code = code(cells);
    let name = cells.text("name");
    if name.is_none() {
        cells.missing("name", "thieu-ten-don-vi");
    }
    let kind = cells.text("kind").and_then(|at| {
        // `Trường THCS` is as good as `THCS`.
        let bare = text::slug(&at.value).replacen("truong-", "", 1);
        let kind = vocabulary.kinds.find(&at.value).or_else(|| vocabulary.kinds.find(&bare));
        if kind.is_none() {
            let known = closest(&at.value, vocabulary.kinds.names());
            let codes = vocabulary.kinds.codes().collect::<Vec<_>>().join(", ");
            let wrong =
                Diagnostic::error("loai-la").arg("name", &at.value).arg("known", codes).did_you_mean(known);
            cells.report_at(at.span, wrong);
        }
        kind
    });
    let (start, end) = (cells.date("start"), cells.date("end"));
    if let (Some(start), Some(end)) = (start, end)
        && end.value < start.value
    {
        cells.report_at(end.span, Diagnostic::error("ket-thuc-truoc-bat-dau"));
    }
    let section_mode = cells.text("section_mode").map(|at| {
        const MODES: [&str; 5] = ["folder", "paste", "iframe", "link", "hosted-by-parent"];
        if !MODES.contains(&at.value.as_str()) {
            let known = closest(&at.value, MODES);
            let wrong = Diagnostic::error("cach-dua-len-la").arg("name", &at.value).did_you_mean(known);
            cells.report_at(at.span, wrong);
        }
        at.value.into_boxed_str()
    });
    let (parent_admin, parent_prof) = (cells.text("parent_admin"), cells.text("parent_prof"));
    let merged_into = cells.text("merged_into");
    let boxed = |at: Option<At<String>>| at.map(|at| at.value.into_boxed_str());
    let unit = Unit {
        code: code.as_ref().map_or("".into(), |at| at.value.as_str().into()),
        name: name.as_ref().map_or("".into(), |at| at.value.as_str().into()),
        short_name: boxed(cells.text("short_name")).unwrap_or_default(),
        aliases: cells.texts("aliases").into_iter().map(|at| at.value.into()).collect(),
        kind,
        parent_admin: parent_admin.as_ref().map(|at| at.value.as_str().into()),
        parent_prof: parent_prof.as_ref().map(|at| at.value.as_str().into()),
        province_code: boxed(cells.text("province_code")),
        ward_code: boxed(cells.text("ward_code")),
        moet_code: boxed(cells.text("moet_code")),
        portal_url: address(cells, "portal_url"),
        section_url: address(cells, "section_url"),
        section_mode,
        exchange_url: cells.text("exchange_url").map(|at| {
            if is_half_an_address(&at.value) {
                let wrong = Diagnostic::warning("dia-chi-thieu-https").arg("value", &at.value);
                cells.report_at(at.span, wrong);
            }
            at.value.into_boxed_str()
        }),
        contact_role: boxed(cells.text("contact_role")),
        contact_email: boxed(cells.text("contact_email")),
        responsible: boxed(cells.text("responsible")),
        address: boxed(cells.text("address")),
        phone: boxed(cells.text("phone")),
        target: cells.number("target_per_quarter").and_then(|at| {
            if at.value > TARGET_AT_MOST {
                cells.report_at(at.span, Diagnostic::error("chi-tieu-lon").arg("most", TARGET_AT_MOST));
            }
            (at.value <= TARGET_AT_MOST).then_some(at.value)
        }),
        life: Life { start: start.map(|at| at.value), end: end.map(|at| at.value) },
        merged_into: merged_into.as_ref().map(|at| at.value.as_str().into()),
        staff_total: cells.number("staff_total").map(|at| at.value),
        staff_trained: cells.number("staff_trained").map(|at| at.value),
        as_of: cells.date("as_of").map(|at| at.value),
        plan_doc: boxed(cells.text("plan_doc")),
        languages: cells.texts("languages").into_iter().map(|at| at.value.into()).collect(),
        order: cells.number("order").map(|at| at.value),
    };
    let code = code?;
    name?;
    let parents = parent_admin.into_iter().chain(parent_prof).collect();
    Some(Row { unit, code: code.span, parents, merged_into })
}

/// The code in lower case: official codes are often typed in capitals, addresses never are.
fn code(cells: &mut impl Cells) -> Option<At<String>> {
    let Some(at) = cells.text("code") else {
        cells.missing("code", "thieu-ma");
        return None;
    };
    let lower = at.value.to_lowercase();
    if is_reserved(&lower) {
        cells.report_at(at.span, Diagnostic::error("ma-danh-rieng").arg("code", &lower));
        return None;
    }
    let fixed = text::part(&text::slug(&at.value));
    if lower == fixed && !fixed.is_empty() {
        return Some(At { value: lower, span: at.span });
    }
    let known = (!fixed.is_empty()).then_some(fixed.as_str());
    cells.report_at(at.span, Diagnostic::error("ma-sai").arg("code", &at.value).did_you_mean(known));
    None
}

/// Words that Windows keeps for devices, and names of count pages that stand beside the units'.
fn is_reserved(code: &str) -> bool {
    matches!(code, "index" | "dang" | "duoc-tinh" | "loai-tru" | "theo-hanh-chinh" | "theo-chuyen-mon")
        || code.starts_with("hinh-thuc-")
        || text::is_device(code)
}

/// True for what was meant for an address on the web, and would be looked for on this machine:
/// `truong-a.edu.vn/rss.xml`, or `https://` with a blank behind it.
pub fn is_half_an_address(written: &str) -> bool {
    if written.parse::<Address>().is_ok() {
        return false;
    }
    let host = written.split(['/', '?']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let plain = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = labels.last().copied().unwrap_or_default();
    const FILES: [&str; 10] = ["csv", "xlsx", "xlsm", "xls", "ods", "zip", "xml", "rss", "txt", "md"];
    let is_host = labels.len() > 1
        && labels.iter().all(plain)
        && (2..=6).contains(&last.len())
        && last.bytes().all(|byte| byte.is_ascii_alphabetic())
        && !FILES.contains(&last.to_ascii_lowercase().as_str());
    is_host || written.contains("://")
}

fn address(cells: &mut impl Cells, key: &'static str) -> Option<Address> {
    let at = cells.text(key)?;
    let read = at.value.parse().ok();
    if read.is_none() {
        let key = cells.name(key);
        cells.report_at(at.span, no_address(&key, &at.value));
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_without_its_beginning_is_no_path() {
        for half in [
            "truong-a.edu.vn/rss.xml",
            "www.truong-a.edu.vn",
            "truong-a.edu.vn?op=rss",
            "https://truong-a.edu.vn/tin tuc/rss.xml",
            "ftp://truong-a.edu.vn/",
        ] {
            assert!(is_half_an_address(half), "{half}");
        }
        for whole in [
            "https://truong-a.edu.vn/rss.xml",
            "nhan/truong-a.zip",
            "truong-a.xlsx",
            "Bảng quý 1.csv",
            "../chung/truong.a/muc",
            "/nhan/a.edu.vn",
            "nhan",
            "nhan.2026",
        ] {
            assert!(!is_half_an_address(whole), "{whole}");
        }
    }
}
