//! Front matter: every key, in both spellings, read into the right value.

use jiff::civil::date;
use nq71::config;
use nq71::content::{self, Context};
use nq71::diagnostics::{Diagnostic, Severity, Source, SourcePath, Span};
use nq71::model::{Config, Digest, Post, ReferenceKind, Status};

use crate::harness::TestSite;

fn school() -> TestSite {
    TestSite::school()
}

fn settings(site: &TestSite) -> Config {
    config::load(&site.files, config::FILE).unwrap().value.expect("the settings are good")
}

/// Reads a post at a path of a site, where every file is said to be there.
fn read_at(config: &Config, path: &str, text: &str) -> (Option<Post>, Vec<Diagnostic>) {
    let path = SourcePath::new(path);
    let context = Context { config, folder_unit: None, exists: &|_| true };
    let checked = content::parse(&Source { path: &path, text }, &context);
    (checked.value, checked.diagnostics)
}

/// Reads a good post.
fn read(config: &Config, text: &str) -> Post {
    let (post, found) = read_at(config, "content/2026-09-05-khai-giang.md", text);
    let errors: Vec<_> = found.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    post.expect("without errors there is a post")
}

/// A good post of a day with more lines.
fn dated(day: &str, more: &str) -> String {
    format!(
        "+++\ntitle = \"Lễ khai giảng năm học mới\"\ndate = {day}\ntype = \"tin\"\n{more}\n+++\n\nNội dung.\n"
    )
}

/// The post without what depends on how its file is written.
fn meaning(mut post: Post) -> Post {
    post.digest = Digest::of(b"");
    post.text = Digest::of(b"");
    post.body = Span::default();
    post.head = Span::default();
    post.translation_of.iter_mut().for_each(|(_, span)| *span = Span::default());
    post.co_units.iter_mut().for_each(|(_, span)| *span = Span::default());
    post.aliases.iter_mut().for_each(|(_, span)| *span = Span::default());
    post.references.iter_mut().for_each(|reference| reference.span = Span::default());
    post
}

const ENGLISH: &str = r#"+++
title = "Sinh hoạt chuyên đề ứng dụng AI trong dạy học"
date = 2026-05-20
type = "tin"
unit = "thcs-hoa-sen"
quarter = "2026-Q3"
summary = "Tóm tắt của bài, viết đủ dài để người đọc biết việc gì đã xảy ra, ở đâu, khi nào, ai làm và kết quả ra sao."
status = "da-duyet"
approved_by = "Hiệu trưởng"
approved_on = 2026-05-19
topics = ["doi-ngu", "phuong-phap"]
task = 4
audience = ["nha-giao", "hoc-sinh"]
tags = ["AI", "chuyên đề"]
author = "Tổ Toán - Tin"
source = "Báo Mẫu"
source_url = "https://bao.example.vn/bai-1"
repost_of = "so-mau/bai-goc"
lang = "blt"
translation_of = "thcs-hoa-sen/bai-goc"
co_units = ["th-a", "th-b"]
channels = [{ code = "zalo", url = "https://zalo.example.vn/1", date = 2026-05-21 }, { code = "fanpage" }]
image = "anh/chuyen-de.jpg"
image_alt = "Giáo viên bên bảng"
image_credit = "Ảnh: Tổ Tin"
consent = "da-co"
attachments = ["tep/ke-hoach.pdf"]
doc_number = "12/KH-THCSHS"
doc_date = 2026-05-02
doc_issuer = "Trường THCS Hoa Sen"
doc_abstract = "Kế hoạch chuyên đề"
exemplar = true
pinned = true
notice = true
event = { date = 2026-05-18, place = "Hội trường", participants = 120 }
media = [{ kind = "audio", url = "https://phim.example.vn/1", duration = "3:20", transcript = "tep/loi.txt" }]
link = "https://thcs-hoa-sen.example.edu.vn/bai-1"
count = false
count_reason = "bài của năm học trước"
id = "chuyen-de-ai"
slug = "chuyen-de-ai"
aliases = ["chuyen-de", "bai/cu.html"]
updated = 2026-05-25
reach = [{ channel = "zalo", views = 1200, reactions = 30, shares = 4, as_of = 2026-06-01, note = "ảnh chụp màn hình" }]
+++

Xem [kế hoạch](tep/ke-hoach.pdf).
"#;

const VIETNAMESE: &str = r#"+++
tieu_de = "Sinh hoạt chuyên đề ứng dụng AI trong dạy học"
ngay = "20/5/2026"
hinh_thuc = "Tin"
don_vi = "Trường THCS Hoa Sen"
quy = "Quý III/2026"
tom_tat = "Tóm tắt của bài, viết đủ dài để người đọc biết việc gì đã xảy ra, ở đâu, khi nào, ai làm và kết quả ra sao."
trang_thai = "Đã duyệt"
nguoi_duyet = "Hiệu trưởng"
ngay_duyet = "ngày 19 tháng 5 năm 2026"
noi_dung = ["Đội ngũ nhà giáo", "phuong-phap"]
nhiem_vu = "Chuyển đổi số"
doi_tuong = ["nha-giao", "Học sinh"]
the = ["AI", "chuyên đề"]
tac_gia = "Tổ Toán - Tin"
nguon = "Báo Mẫu"
link_nguon = "https://bao.example.vn/bai-1"
dang_lai_tu = "so-mau/bai-goc"
ngon_ngu = "Thái"
ban_dich_cua = "thcs-hoa-sen/bai-goc"
phoi_hop = ["th-a", "th-b"]
anh = "anh/chuyen-de.jpg"
mo_ta_anh = "Giáo viên bên bảng"
nguon_anh = "Ảnh: Tổ Tin"
dong_y = "Đã có"
tep = "tep/ke-hoach.pdf"
so_ky_hieu = "12/KH-THCSHS"
ngay_van_ban = "02/05/2026"
co_quan = "Trường THCS Hoa Sen"
trich_yeu = "Kế hoạch chuyên đề"
dien_hinh = "có"
ghim = "đúng"
bang_tin = true
su_kien = { ngay = "18-5-2026", dia_diem = "Hội trường", so_nguoi = "120" }
da_phuong_tien = { loai = "audio", dia_chi = "https://phim.example.vn/1", thoi_luong = "3:20", loi_thoai = "tep/loi.txt" }
lien_ket = "https://thcs-hoa-sen.example.edu.vn/bai-1"
tinh_san_pham = "không"
ly_do = "bài của năm học trước"
ma = "chuyen-de-ai"
duong_dan = "chuyen-de-ai"
dia_chi_cu = ["chuyen-de", "bai/cu.html"]
cap_nhat = "25.5.2026"

[[kenh]]
ma = "Zalo"
dia_chi = "https://zalo.example.vn/1"
ngay = "21/5/2026"

[[kenh]]
ma = "facebook"

[tiep_can.zalo]
luot_xem = "1.200"
tuong_tac = 30
chia_se = 4
tinh_den_ngay = 2026-06-01
ghi_chu = "ảnh chụp màn hình"
+++

Xem [kế hoạch](tep/ke-hoach.pdf).
"#;

/// The keys of DOMAIN.md, section 3.
const KEYS: [(&str, &str); 43] = [
    ("title", "tieu_de"),
    ("date", "ngay"),
    ("type", "hinh_thuc"),
    ("unit", "don_vi"),
    ("quarter", "quy"),
    ("summary", "tom_tat"),
    ("status", "trang_thai"),
    ("approved_by", "nguoi_duyet"),
    ("approved_on", "ngay_duyet"),
    ("topics", "noi_dung"),
    ("task", "nhiem_vu"),
    ("audience", "doi_tuong"),
    ("tags", "the"),
    ("author", "tac_gia"),
    ("source", "nguon"),
    ("source_url", "link_nguon"),
    ("repost_of", "dang_lai_tu"),
    ("lang", "ngon_ngu"),
    ("translation_of", "ban_dich_cua"),
    ("co_units", "phoi_hop"),
    ("channels", "kenh"),
    ("reach", "tiep_can"),
    ("image", "anh"),
    ("image_alt", "mo_ta_anh"),
    ("image_credit", "nguon_anh"),
    ("consent", "dong_y"),
    ("attachments", "tep"),
    ("doc_number", "so_ky_hieu"),
    ("doc_date", "ngay_van_ban"),
    ("doc_issuer", "co_quan"),
    ("doc_abstract", "trich_yeu"),
    ("exemplar", "dien_hinh"),
    ("pinned", "ghim"),
    ("notice", "bang_tin"),
    ("event", "su_kien"),
    ("media", "da_phuong_tien"),
    ("link", "lien_ket"),
    ("count", "tinh_san_pham"),
    ("count_reason", "ly_do"),
    ("id", "ma"),
    ("slug", "duong_dan"),
    ("aliases", "dia_chi_cu"),
    ("updated", "cap_nhat"),
];

#[test]
fn both_spellings_of_every_key_mean_the_same() {
    let config = settings(&school());
    for (text, pick) in [(ENGLISH, 0), (VIETNAMESE, 1)] {
        for (english, vietnamese) in KEYS {
            let key = if pick == 0 { english } else { vietnamese };
            let written = text.lines().any(|line| {
                line.starts_with(&format!("{key} = "))
                    || line.trim_matches(['[', ']']).split('.').next() == Some(key)
            });
            assert!(written, "`{key}` is not tried");
        }
    }
    let (english, vietnamese) = (read(&config, ENGLISH), read(&config, VIETNAMESE));
    assert_eq!(meaning(english), meaning(vietnamese));
}

#[test]
fn every_key_is_read_into_its_value() {
    let config = settings(&school());
    let words = &config.vocabulary;
    let post = read(&config, ENGLISH);
    let text = |value: &Option<Box<str>>| value.as_deref().map(str::to_owned);
    assert_eq!(&*post.title, "Sinh hoạt chuyên đề ứng dụng AI trong dạy học");
    assert_eq!((post.date, post.updated), (date(2026, 5, 20), Some(date(2026, 5, 25))));
    assert_eq!(words.types.get(post.kind).code, "tin");
    assert_eq!((post.quarter.to_string(), post.quarter_declared), ("2026-Q3".to_owned(), true));
    assert!(post.summary.starts_with("Tóm tắt của bài"));
    assert_eq!(post.status, Status::Approved);
    assert_eq!(
        (text(&post.approved_by), post.approved_on),
        (Some("Hiệu trưởng".to_owned()), Some(date(2026, 5, 19)))
    );
    assert_eq!(
        post.topics.iter().map(|&id| &*words.topics.get(id).code).collect::<Vec<_>>(),
        ["doi-ngu", "phuong-phap"]
    );
    assert_eq!(post.task.map(|id| words.tasks.get(id).code.clone()), Some("4".to_owned()));
    assert_eq!(
        post.audience.iter().map(|&id| &*words.audiences.get(id).code).collect::<Vec<_>>(),
        ["nha-giao", "hoc-sinh"]
    );
    assert_eq!(post.tags.iter().map(|tag| &**tag).collect::<Vec<_>>(), ["AI", "chuyên đề"]);
    assert_eq!(
        (text(&post.author), text(&post.source_name)),
        (Some("Tổ Toán - Tin".to_owned()), Some("Báo Mẫu".to_owned()))
    );
    assert_eq!(post.source_url.as_ref().map(|url| url.as_str()), Some("https://bao.example.vn/bai-1"));
    assert_eq!(
        (text(&post.repost_of), text(&post.lang)),
        (Some("so-mau/bai-goc".to_owned()), Some("blt".to_owned()))
    );
    assert_eq!(post.translation_of.as_ref().map(|(id, _)| &**id), Some("thcs-hoa-sen/bai-goc"));
    assert_eq!(post.co_units.iter().map(|(code, _)| &**code).collect::<Vec<_>>(), ["th-a", "th-b"]);
    let channels: Vec<_> =
        post.channels.iter().map(|one| (&*words.channels.get(one.channel).code, one.date)).collect();
    assert_eq!(channels, [("zalo", Some(date(2026, 5, 21))), ("fanpage", None)]);
    let image = post.image.as_ref().unwrap();
    assert_eq!(
        (image.file.as_str(), &*image.alt, image.credit.as_deref()),
        ("content/anh/chuyen-de.jpg", "Giáo viên bên bảng", Some("Ảnh: Tổ Tin"))
    );
    assert_eq!(
        post.attachments.iter().map(SourcePath::as_str).collect::<Vec<_>>(),
        ["content/tep/ke-hoach.pdf"]
    );
    let document = post.document.as_ref().unwrap();
    assert_eq!((document.number.as_deref(), document.date), (Some("12/KH-THCSHS"), Some(date(2026, 5, 2))));
    assert_eq!(
        (document.issuer.as_deref(), document.summary.as_deref()),
        (Some("Trường THCS Hoa Sen"), Some("Kế hoạch chuyên đề"))
    );
    assert_eq!((post.exemplar, post.pinned, post.notice), (true, true, true));
    let event = post.event.as_ref().unwrap();
    assert_eq!(
        (event.date, event.place.as_deref(), event.participants),
        (Some(date(2026, 5, 18)), Some("Hội trường"), Some(120))
    );
    let media = &post.media[0];
    assert_eq!(
        (&*media.kind, media.url.as_str(), media.duration.as_deref()),
        ("audio", "https://phim.example.vn/1", Some("3:20"))
    );
    assert_eq!(post.link.as_ref().map(|url| url.as_str()), Some("https://thcs-hoa-sen.example.edu.vn/bai-1"));
    assert_eq!(post.not_counted.as_deref(), Some("bài của năm học trước"));
    assert_eq!((&*post.id, &*post.slug), ("chuyen-de-ai", "chuyen-de-ai"));
    assert_eq!(
        post.aliases.iter().map(|(address, _)| &**address).collect::<Vec<_>>(),
        ["chuyen-de", "bai/cu.html"]
    );
    let reach = &post.reach[0];
    assert_eq!(
        (reach.views, reach.reactions, reach.shares, reach.as_of),
        (Some(1200), Some(30), Some(4), date(2026, 6, 1))
    );
    assert_eq!(post.references.iter().map(|one| one.kind).collect::<Vec<_>>(), [ReferenceKind::File]);
}

#[test]
fn what_is_left_out_has_its_default() {
    let config = settings(&school());
    let post = read(&config, &dated("2026-09-05", ""));
    assert_eq!((&*post.id, &*post.slug), ("thcs-hoa-sen/2026-09-05-khai-giang", "2026-09-05-khai-giang"));
    assert_eq!((post.quarter.to_string(), post.quarter_declared), ("2026-Q3".to_owned(), false));
    assert_eq!(&*post.summary, "Nội dung.");
    assert_eq!(post.status, Status::Approved);
    assert!(
        post.image.is_none() && post.lang.is_none() && post.document.is_none() && post.not_counted.is_none()
    );
    assert!(!post.exemplar && !post.pinned && !post.notice);
}

#[test]
fn windows_line_ends_and_a_mark_at_the_start_change_nothing() {
    let config = settings(&school());
    let windows = format!("\u{feff}{}", VIETNAMESE.replace('\n', "\r\n"));
    assert_eq!(meaning(read(&config, &windows)), meaning(read(&config, VIETNAMESE)));
}

#[test]
fn letters_written_apart_change_nothing() {
    use unicode_normalization::UnicodeNormalization;
    let config = settings(&school());
    let apart: String = VIETNAMESE.nfd().collect();
    let mut post = meaning(read(&config, &apart));
    let expected = meaning(read(&config, VIETNAMESE));
    // What is written in the text stays as it is written.
    post.references = expected.references.clone();
    assert_eq!(post, expected);
}

#[test]
fn a_quarter_is_read_in_every_form() {
    let config = settings(&school());
    for form in [
        "\"Quý III/2026\"",
        "\"quý 3/2026\"",
        "\"Q3/2026\"",
        "\"Q3-2026\"",
        "\"III/2026\"",
        "\"2026-Q3\"",
        "\"2026Q3\"",
        "\"2026-q3\"",
        "\"quý III năm 2026\"",
        "\"QUÝ lII/2026\"",
        "\"Quý III\"",
        "\"3\"",
        "3",
        "\"III\"",
        "\"Quy\u{301} III/2026\"",
    ] {
        let post = read(&config, &dated("2026-09-05", &format!("quarter = {form}")));
        assert_eq!(
            (post.quarter.to_string(), post.quarter_declared),
            ("2026-Q3".to_owned(), false),
            "{form}"
        );
    }
    // Roman numerals with the letter l for I, as some keyboards give it.
    let post = read(&config, &dated("2026-01-05", "quarter = \"quý l/2026\""));
    assert_eq!(post.quarter.to_string(), "2026-Q1");
}

#[test]
fn a_neighbouring_quarter_may_be_declared() {
    let config = settings(&school());
    for (day, written, quarter) in [
        ("2026-12-28", "2027-Q1", "2027-Q1"),
        ("2026-12-28", "1", "2027-Q1"),
        ("2026-01-05", "Quý IV", "2025-Q4"),
        ("2026-04-02", "Quý I/2026", "2026-Q1"),
    ] {
        let post = read(&config, &dated(day, &format!("quy = \"{written}\"")));
        assert_eq!(
            (post.quarter.to_string(), post.quarter_declared),
            (quarter.to_owned(), true),
            "{day} {written}"
        );
    }
    for (day, written) in [("2026-12-28", "2027-Q2"), ("2026-05-20", "4"), ("2026-01-05", "2026-Q3")] {
        let (post, found) = read_at(&config, "content/bai.md", &dated(day, &format!("quy = \"{written}\"")));
        assert!(post.is_none());
        assert!(found.iter().any(|one| one.code == "quy-xa"), "{day} {written}");
    }
}

#[test]
fn the_quarter_follows_the_period_rule() {
    let unit = "[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n";
    for (day, calendar, nd09) in [
        ("2026-03-14", "2026-Q1", "2026-Q1"),
        ("2026-03-15", "2026-Q1", "2026-Q2"),
        ("2026-06-14", "2026-Q2", "2026-Q2"),
        ("2026-09-30", "2026-Q3", "2026-Q4"),
        ("2026-12-14", "2026-Q4", "2026-Q4"),
        ("2026-12-15", "2026-Q4", "2027-Q1"),
    ] {
        for (rule, quarter) in [("calendar", calendar), ("nd09", nd09)] {
            let config = settings(&TestSite::with(&format!("{unit}[counting]\nperiod_rule = \"{rule}\"\n")));
            let post = read(&config, &dated(day, ""));
            assert_eq!(
                (post.quarter.to_string().as_str(), post.quarter_declared),
                (quarter, false),
                "{day} {rule}"
            );
            // Neighbours are counted from the rule's own quarter.
            let post = read(&config, &dated(day, &format!("quarter = \"{calendar}\"")));
            assert_eq!(
                (post.quarter.to_string().as_str(), post.quarter_declared),
                (calendar, calendar != quarter)
            );
        }
    }
}

#[test]
fn a_date_is_read_in_every_form() {
    let config = settings(&school());
    for form in [
        "2026-09-05",
        "2026-09-05T06:30:00",
        "2026-09-05 06:30:00",
        "2026-09-05T06:30:00+07:00",
        "2026-09-04T23:30:00Z",
        "\"5/9/2026\"",
        "\"05/09/2026\"",
        "\"5-9-2026\"",
        "\"5.9.2026\"",
        "\"2026-09-05\"",
        "\"2026-9-5\"",
        "\" 5 / 9 / 2026 \"",
        "\"ngày 05 tháng 9 năm 2026\"",
        "\"Nga\u{300}y 5 tha\u{301}ng 9 na\u{306}m 2026\"",
        "\"5\u{a0}/9/2026\"",
    ] {
        assert_eq!(read(&config, &dated(form, "")).date, date(2026, 9, 5), "{form}");
    }
}

#[test]
fn the_unit_comes_from_the_folder_or_the_only_one() {
    let site = TestSite::department();
    let config = settings(&site);
    let path = SourcePath::new("content/th-a/bai.md");
    let text = dated("2026-09-05", "unit = \"Trường Tiểu học A\"");
    let folder_unit = config.units.find("th-a");
    let context = Context { config: &config, folder_unit, exists: &|_| true };
    let post = content::parse(&Source { path: &path, text: &text }, &context).value.unwrap();
    assert_eq!((Some(post.unit), &*post.id), (folder_unit, "th-a/bai"));
    let (post, _) = read_at(&config, "content/bai.md", &dated("2026-09-05", "unit = \"TH-B\""));
    assert_eq!(post.map(|post| post.unit), config.units.find("th-b"));
}

#[test]
fn a_table_may_be_written_in_three_ways() {
    let config = settings(&school());
    let reach = |more: &str| read(&config, &dated("2026-09-05", more)).reach;
    let inline = reach("reach = [{ channel = \"zalo\", views = 5, as_of = 2026-09-06 }]");
    assert_eq!(inline.len(), 1);
    assert_eq!(reach("reach = { channel = \"zalo\", views = 5, as_of = 2026-09-06 }"), inline);
    assert_eq!(reach("[[reach]]\nchannel = \"zalo\"\nviews = 5\nas_of = 2026-09-06"), inline);
    assert_eq!(reach("[reach.zalo]\nviews = 5\nas_of = 2026-09-06"), inline);
    assert_eq!(reach("reach.zalo = { views = 5, as_of = 2026-09-06 }"), inline);
}

mod vocabulary {
    use super::*;

    fn with(table: &str) -> TestSite {
        TestSite::with(&format!(
            "base_url = \"https://a.example.vn/\"\n[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n[vocabulary]\n{table}"
        ))
    }

    #[test]
    fn a_site_adds_its_own_words_behind_the_known_ones() {
        let site = with(
            "types = [{ code = \"kich\", label = \"Kịch, tiểu phẩm\", short = \"Kịch\", en = \"Play\", aliases = [\"hoạt cảnh\"] }]\n\
             topics = [{ code = \"an-toan\", label = \"An toàn trường học\" }]\n\
             channels = [{ code = \"tiktok\", label = \"TikTok\" }]\naudiences = [{ code = \"cuu-hoc-sinh\", label = \"Cựu học sinh\" }]\n\
             kinds = [{ code = \"nha-thieu-nhi\", label = \"Nhà thiếu nhi\" }]\n",
        );
        let config = settings(&site);
        let words = &config.vocabulary;
        assert_eq!(words.types.codes().last(), Some("kich"));
        for written in ["kich", "Kịch", "Kịch, tiểu phẩm", "hoạt cảnh", "play"] {
            let post = read(&config, &dated("2026-09-05", "").replace("\"tin\"", &format!("\"{written}\"")));
            assert_eq!(words.types.get(post.kind).code, "kich", "{written}");
        }
        let post = read(
            &config,
            &dated(
                "2026-09-05",
                "topics = [\"An toàn trường học\"]\naudience = \"cựu học sinh\"\nchannels = [{ code = \"TikTok\" }]",
            ),
        );
        assert_eq!((post.topics.len(), post.audience.len(), post.channels.len()), (1, 1, 1));
        assert!(words.kinds.find("Nhà thiếu nhi").is_some());
    }

    #[test]
    fn a_known_word_is_changed_in_its_place() {
        let plain = settings(&school());
        let config =
            settings(&with("types = [{ code = \"tin\", label = \"Tin tức\", aliases = [\"tin vắn\"] }]\n"));
        let codes = |config: &Config| config.vocabulary.types.codes().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(codes(&config), codes(&plain));
        let types = &config.vocabulary.types;
        let changed = types.get(types.find("tin vắn").unwrap());
        assert_eq!((&*changed.code, &*changed.label), ("tin", "Tin tức"));
        assert_eq!(types.find("Tin"), types.find("tin tức"));
    }

    #[test]
    fn conferences_may_be_made_to_count() {
        let counted = |table: &str| {
            let mut site = with(table);
            site.post("bai.md", "Hội nghị sơ kết học kỳ", "2026-09-05", "type = \"hoi-nghi\"");
            let (prepared, found) = site.prepare();
            assert!(found.is_empty(), "{found:?}");
            let prepared = prepared.unwrap();
            let quarter = "2026-Q3".parse().unwrap();
            let total = prepared.counts.total(quarter);
            (total.published, total.counted)
        };
        assert_eq!(counted(""), (1, 0));
        assert_eq!(counted("types = [{ code = \"hoi-nghi\", countable = true }]\n"), (1, 1));
    }

    #[test]
    fn a_type_may_be_made_not_to_count() {
        let mut site = with("types = [{ code = \"tin\", countable = false }]\n");
        site.post("bai.md", "Lễ khai giảng năm học mới", "2026-09-05", "");
        let prepared = site.prepare().0.unwrap();
        let total = prepared.counts.total("2026-Q3".parse().unwrap());
        assert_eq!((total.published, total.counted), (1, 0));
    }
}
