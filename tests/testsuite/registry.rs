//! The unit registry, in every shape that a spreadsheet gives it.

use jiff::civil::date;
use nq71::config;
use nq71::model::{Config, Unit};

use crate::harness::{TestSite, repository};

/// The settings of a department with this registry, read without a word.
fn read(registry: impl Into<Vec<u8>>) -> Config {
    let mut site = TestSite::with("base_url = \"https://a.example.vn/\"\nregistry = \"don-vi.csv\"\n");
    site.put("don-vi.csv", registry);
    let loaded = config::load(&site.files, config::FILE).unwrap();
    assert_eq!(loaded.diagnostics, [], "nothing is wrong with it");
    loaded.value.unwrap()
}

fn units(registry: impl Into<Vec<u8>>) -> Vec<Unit> {
    read(registry).units.iter().map(|(_, unit)| unit.clone()).collect()
}

fn named<'u>(units: &'u [Unit], code: &str) -> &'u Unit {
    units.iter().find(|unit| &*unit.code == code).expect("the unit is there")
}

const PLAIN: &str = "code,name,parent_admin,target_per_quarter\nxa-mau,Ủy ban nhân dân xã Mẫu,,0\nth-a,Trường Tiểu học A,xa-mau,3\n";

#[test]
fn the_separator_is_found() {
    let expected = units(PLAIN);
    assert_eq!(expected.len(), 2);
    assert_eq!(named(&expected, "th-a").target, Some(3));
    for separator in [";", "\t"] {
        assert_eq!(units(PLAIN.replace(',', separator)), expected, "{separator:?}");
    }
}

#[test]
fn excels_hint_says_which_separator_it_is() {
    let expected = units(PLAIN);
    for (hint, separator) in [("sep=;", ";"), ("sep=,", ","), ("sep=\t", "\t"), ("sep=|", "|")] {
        assert_eq!(units(format!("{hint}\r\n{}", PLAIN.replace(',', separator))), expected, "{hint:?}");
        assert_eq!(units(format!("\u{feff}{hint}\n{}", PLAIN.replace(',', separator))), expected, "{hint:?}");
    }
}

#[test]
fn marks_line_ends_and_blank_lines_do_not_matter() {
    let expected = units(PLAIN);
    for text in [
        format!("\u{feff}{PLAIN}"),
        PLAIN.replace('\n', "\r\n"),
        format!("\u{feff}{}", PLAIN.replace('\n', "\r\n")),
        PLAIN.trim_end().to_owned(),
        format!("\n\n{PLAIN}\n\n"),
        PLAIN.replace('\n', "\r\n\r\n"),
        format!("{PLAIN},,,\n\u{a0},,,\n"),
    ] {
        assert_eq!(units(text.as_str()), expected, "{text:?}");
    }
}

#[test]
fn letters_in_three_shapes_are_one() {
    use unicode_normalization::UnicodeNormalization;
    assert_eq!(units(PLAIN.nfd().collect::<String>()), units(PLAIN));
}

#[test]
fn the_vietnamese_headings_of_the_commune_are_the_columns() {
    let text = std::fs::read_to_string(repository().join("examples/xa/don-vi.csv")).unwrap();
    let (headings, rows) = text.split_once('\n').unwrap();
    let english = "code;name;short_name;aliases;kind;parent_admin;parent_prof;portal_url;section_url;section_mode;contact_role;\
                   contact_email;responsible;target_per_quarter;start;end;merged_into;staff_total;staff_trained;as_of;order";
    assert_eq!(headings.split(';').count(), english.split(';').count(), "a column was added to the example");
    let (vietnamese, english) = (units(text.as_str()), units(format!("{english}\n{rows}")));
    assert_eq!(vietnamese, english);
    let both = vietnamese.iter().find(|unit| &*unit.code == "th-thcs-doi-thong").unwrap();
    assert_eq!(
        both.aliases.iter().map(|name| &**name).collect::<Vec<_>>(),
        ["Trường TH và THCS Đồi Thông", "TH-THCS Đồi Thông"]
    );
    let merged = vietnamese.iter().find(|unit| unit.merged_into.is_some()).unwrap();
    assert_eq!(
        (merged.life.end, merged.merged_into.as_deref()),
        (Some(date(2026, 6, 30)), Some("mn-nang-mai"))
    );
}

#[test]
fn headings_are_found_in_any_case_and_with_any_sign_between_words() {
    let expected = units(PLAIN);
    for headings in [
        "Mã đơn vị,Tên đơn vị,Cơ quan chủ quản,Chỉ tiêu/quý",
        "MÃ ĐƠN VỊ,TÊN ĐƠN VỊ,ĐƠN VỊ CHỦ QUẢN,CHỈ TIÊU MỖI QUÝ",
        "ma_don_vi, ten_don_vi ,quan-ly-hanh-chinh,chi_tieu_quy",
        "Code,NAME,Parent_Admin,target_per_quarter",
        "ma,ten,cap_tren_hanh_chinh,chi_tieu_quy",
        "\"Mã đơn\nvị\",\"Tên đầy đủ\",Cấp trên,Chỉ tiêu",
    ] {
        let rows = PLAIN.split_once('\n').unwrap().1;
        assert_eq!(units(format!("{headings}\n{rows}")), expected, "{headings}");
    }
}

#[test]
fn a_quoted_cell_may_hold_anything() {
    let text = "code,name,address,aliases\n\
                th-a,\"Trường Tiểu học \"\"A\"\"\",\"Tổ 1,\r\nphường Mẫu\",\"Tiểu học A; Trường A|TH A\"\n\
                th-b,Trường \"B\",\"\",\n";
    let units = units(text);
    let (a, b) = (named(&units, "th-a"), named(&units, "th-b"));
    assert_eq!(&*a.name, "Trường Tiểu học \"A\"");
    assert_eq!(a.address.as_deref(), Some("Tổ 1,  phường Mẫu"));
    assert_eq!(a.aliases.len(), 3);
    assert_eq!((&*b.name, &b.address), ("Trường \"B\"", &None));
}

#[test]
fn numbers_are_read_as_a_spreadsheet_writes_them() {
    for (written, number) in [
        ("2", 2),
        ("02", 2),
        ("2.0", 2),
        ("\"2,0\"", 2),
        ("1.000", 1000),
        (" 3 ", 3),
        ("12.345.678", 12_345_678),
    ] {
        let units = units(format!("code,name,staff_total\nth-a,Trường A,{written}\n"));
        assert_eq!(units[0].staff_total, Some(number), "{written}");
    }
}

#[test]
fn dates_are_read_day_first() {
    for written in
        ["5/9/2026", "05/09/2026", "5-9-2026", "5.9.2026", "2026-09-05", "ngày 05 tháng 9 năm 2026"]
    {
        let units = units(format!("code,name,start,as_of\nth-a,Trường A,{written},{written}\n"));
        assert_eq!(units[0].life.start, Some(date(2026, 9, 5)), "{written}");
        assert_eq!(units[0].as_of, Some(date(2026, 9, 5)), "{written}");
    }
}

#[test]
fn rows_may_be_shorter_than_the_headings() {
    let units = units("code,name,kind,portal_url\nth-a,Trường A\nth-b,Trường B,Tiểu học\n");
    assert_eq!(units.len(), 2);
    assert_eq!((units[0].kind, units[1].kind.is_some()), (None, true));
}

#[test]
fn a_code_in_capitals_is_the_same_code() {
    let config = read("code,name,parent_admin\nXA-MAU,Xã Mẫu,\nTH-A,Trường A,Xa-Mau\n");
    let unit = config.units.get(config.units.find("th-a").unwrap());
    assert_eq!(
        unit.parent_admin.as_deref().and_then(|code| config.units.find(code)),
        config.units.find("xa-mau")
    );
}

#[test]
fn a_parent_may_be_named_in_words() {
    let config = read(
        "code,name,short_name,parent_admin\nxa-mau,Ủy ban nhân dân xã Mẫu,Xã Mẫu,\nth-a,Trường A,,Ủy ban nhân dân xã Mẫu\nth-b,Trường B,,xã mẫu\n",
    );
    assert_eq!(config.units.len(), 3);
}

#[test]
fn the_school_has_the_same_keys() {
    let settings = |table: &str| {
        let site = TestSite::with(&format!("base_url = \"https://a.example.vn/\"\n[unit]\n{table}"));
        let loaded = config::load(&site.files, config::FILE).unwrap();
        assert_eq!(loaded.diagnostics, []);
        let config = loaded.value.unwrap();
        config.units.get(config.owner.unwrap()).clone()
    };
    let english = settings(
        "code = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\nshort_name = \"Hoa Sen\"\naliases = [\"Cấp hai Hoa Sen\"]\n\
         kind = \"thcs\"\nparent_admin = \"Xã Mẫu\"\nparent_prof = \"Sở Mẫu\"\nprovince_code = 14\nward_code = \"03646\"\n\
         moet_code = \"14A\"\nportal_url = \"https://a.example.vn/\"\nsection_url = \"https://a.example.vn/nq/\"\n\
         section_mode = \"folder\"\nexchange_url = \"trao-doi\"\ncontact_role = \"Thư ký\"\ncontact_email = \"a@example.vn\"\n\
         responsible = \"Hiệu trưởng\"\naddress = \"Tổ 1\"\nphone = \"0200 000 000\"\ntarget_per_quarter = 3\nstart = 2020-09-01\n\
         end = \"30/6/2030\"\nmerged_into = \"thcs-khac\"\nstaff_total = 3\nstaff_trained = \"1.000\"\nas_of = 2026-01-01\n\
         plan_doc = \"12/KH\"\nlanguages = [\"Thái\"]\norder = 7\n",
    );
    let vietnamese = settings(
        "ma = \"thcs-hoa-sen\"\nten = \"Trường THCS Hoa Sen\"\nten_ngan = \"Hoa Sen\"\nten_khac = \"Cấp hai Hoa Sen\"\n\
         loai = \"Trường trung học cơ sở\"\ncap_tren_hanh_chinh = \"Xã Mẫu\"\ncap_tren_chuyen_mon = \"Sở Mẫu\"\nma_tinh = \"14\"\n\
         ma_xa = \"03646\"\nma_truong = \"14A\"\ncong_thong_tin = \"https://a.example.vn/\"\n\
         dia_chi_chuyen_muc = \"https://a.example.vn/nq/\"\ncach_dua_len = \"folder\"\ndia_chi_trao_doi = \"trao-doi\"\n\
         dau_moi = \"Thư ký\"\nemail = \"a@example.vn\"\nchiu_trach_nhiem = \"Hiệu trưởng\"\ndia_chi = \"Tổ 1\"\n\
         dien_thoai = \"0200 000 000\"\nchi_tieu_quy = \"3\"\nbat_dau = \"1/9/2020\"\nket_thuc = 2030-06-30\n\
         sap_nhap_vao = \"thcs-khac\"\nso_can_bo = 3\nda_tap_huan = 1_000\ntinh_den_ngay = \"1-1-2026\"\nke_hoach = \"12/KH\"\n\
         ngon_ngu = \"Thái\"\nthu_tu = 7\n",
    );
    assert_eq!(english, vietnamese);
    assert_eq!(english.staff_trained, Some(1000));
}
