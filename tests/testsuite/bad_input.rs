//! What a person is told about a mistake: what is wrong, where, why, and how to mend it.
//!
//! Every case is the message itself, to be read as prose. A message that shows a variable without
//! a value, or an id without a sentence, fails the test that made it.

use insta::assert_snapshot;
use nq71::diagnostics::{self, Diagnostic, Format};
use nq71::messages::Catalogue;
use nq71::text::Lang;

use crate::harness::{Built, TestSite};

const SUMMARY: &str = "Một tóm tắt đủ dài để không ai phải nhắc, vì mỗi bài đăng nên có từ hai mươi đến sáu mươi \
                       từ cho người đọc vội.";

/// A post with these lines of front matter (a summary comes last) and an ordinary text.
fn head(lines: &str) -> String {
    format!("+++\n{lines}summary = \"{SUMMARY}\"\n+++\n\nNội dung.\n")
}

/// A good post with one more line, which is line 2.
fn line(line: &str) -> String {
    head(&format!("{line}\ntitle = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tin\"\n"))
}

/// A good post with this text, which starts on line 7.
fn body(text: &str) -> String {
    let good = line("pinned = false").replace("pinned = false\n", "");
    good.replace("\n\nNội dung.\n", &format!("\n{text}\n"))
}

/// What is said about this post of a school.
fn post(text: &str) -> String {
    let mut site = TestSite::school();
    site.put("content/bai.md", text);
    said(site)
}

/// What is said about this post in the folder of a unit of a department.
fn unit_post(path: &str, text: &str) -> String {
    let mut site = TestSite::department();
    site.put(path, text);
    said(site)
}

/// What is said about these settings.
fn settings(text: &str) -> String {
    said(TestSite::with(text))
}

/// What is said about this registry of a department.
fn registry(bytes: impl Into<Vec<u8>>) -> String {
    let mut site = TestSite::department();
    site.put("don-vi.csv", bytes);
    said(site)
}

/// What a person is told. Both languages have a sentence for all of it.
fn said(mut site: TestSite) -> String {
    told(&site.build())
}

fn told(built: &Built) -> String {
    in_every_language(&built.found);
    if built.found.is_empty() { "(không có gì)".to_owned() } else { built.text() }
}

fn in_every_language(found: &[Diagnostic]) {
    for lang in [Lang::Vi, Lang::En] {
        let text = diagnostics::render(found, Format::Human, Catalogue::of(lang), false);
        assert!(!text.contains("{$"), "a variable without a value in {lang}:\n{text}");
        for one in found {
            assert!(!text.contains(&format!("[{}] ", one.code)), "no sentence in {lang}:\n{text}");
        }
    }
}

/// A picture of one pixel.
const PICTURE: &[u8] = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;";

mod syntax {
    use super::*;

    #[test]
    fn an_empty_file() {
        assert_snapshot!(post(""), @r#"
        lỗi[tep-rong]: tệp rỗng
         --> content/bai.md:1:1
          |
        1 |
          | ^ chưa có gì ở đây
          |
          = gợi ý: chạy `nq71 new "<tiêu đề>" --type tin` để có một bài mẫu
        "#);
        assert_snapshot!(post("\n \n"), @r#"
        lỗi[tep-rong]: tệp rỗng
         --> content/bai.md:3:1
          |
        3 |
          | ^ chưa có gì ở đây
          |
          = gợi ý: chạy `nq71 new "<tiêu đề>" --type tin` để có một bài mẫu
        "#);
    }

    #[test]
    fn no_front_matter() {
        assert_snapshot!(post("# Lễ khai giảng\n\nSáng nay, …\n"), @r#"
        lỗi[thieu-phan-dau]: bài không bắt đầu bằng dòng `+++`
         --> content/bai.md:1:1
          |
        1 | # Lễ khai giảng
          | ^^^^^^^^^^^^^^^ dòng đầu phải là `+++`
          |
          = gợi ý: đặt tiêu đề, ngày, hình thức giữa hai dòng `+++` ở đầu tệp
        "#);
    }

    #[test]
    fn yaml_front_matter() {
        assert_snapshot!(post("---\ntitle: Lễ khai giảng\ndate: 2026-09-05\n---\n"), @r#"
        lỗi[yaml]: phần đầu bài viết kiểu YAML (`---`)
         --> content/bai.md:1:1
          |
        1 | ---
          | ^^^ dùng `+++` thay cho `---`
          |
          = gợi ý: đổi hai dòng `---` thành `+++` và viết mỗi khóa dạng `khóa = "giá trị"`
        "#);
    }

    #[test]
    fn no_closing_line() {
        assert_snapshot!(post("+++\ntitle = \"Lễ khai giảng năm học\"\n\nSáng nay, …\n"), @r#"
        lỗi[thieu-dong-ket]: phần đầu bài không có dòng `+++` kết thúc
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ mở ở đây mà không đóng
          |
          = gợi ý: thêm một dòng `+++` sau khóa cuối cùng
        "#);
    }

    #[test]
    fn a_value_without_quotes() {
        assert_snapshot!(post(&head("title = Lễ khai giảng năm học mới\ndate = 2026-09-05\ntype = tin\n")), @r#"
        lỗi[thieu-ngoac-kep]: giá trị chữ phải đặt trong dấu `"`
         --> content/bai.md:2:9
          |
        2 | title = Lễ khai giảng năm học mới
          |         ^^^^^^^^^^^^^^^^^^^^^^^^^ thiếu dấu `"`
          |
          = gợi ý: viết `title = "Lễ khai giảng năm học mới"`

        lỗi[thieu-ngoac-kep]: giá trị chữ phải đặt trong dấu `"`
         --> content/bai.md:4:8
          |
        4 | type = tin
          |        ^^^ thiếu dấu `"`
          |
          = gợi ý: viết `type = "tin"`
        "#);
    }

    #[test]
    fn curly_quotes() {
        assert_snapshot!(post(&head("title = “Lễ khai giảng năm học mới”\ndate = 2026-09-05\ntype = ‘tin’\n")), @r#"
        lỗi[ngoac-cong]: giá trị đặt trong ngoặc kép cong
         --> content/bai.md:2:9
          |
        2 | title = “Lễ khai giảng năm học mới”
          |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ phải là dấu ngoặc kép thẳng `"`
          |
          = gợi ý: viết `title = "Lễ khai giảng năm học mới"`

        lỗi[ngoac-cong]: giá trị đặt trong ngoặc kép cong
         --> content/bai.md:4:8
          |
        4 | type = ‘tin’
          |        ^^^^^ phải là dấu ngoặc kép thẳng `"`
          |
          = gợi ý: viết `type = "tin"`
        "#);
    }

    #[test]
    fn a_quote_that_is_not_closed() {
        assert_snapshot!(post(&head("title = \"Lễ khai giảng năm học mới\ndate = 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[thieu-ngoac]: thiếu dấu đóng ở cuối giá trị
         --> content/bai.md:2:9
          |
        2 | title = "Lễ khai giảng năm học mới
          |         ^^^^^^^^^^^^^^^^^^^^^^^^^^ mở ngoặc mà không đóng
          |
          = gợi ý: viết `title = "Lễ khai giảng năm học mới"`
        "#);
    }

    #[test]
    fn a_curly_quote_at_the_end_of_a_value() {
        assert_snapshot!(post(&head("title = \"Lễ khai giảng năm học mới”\ndate = 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[ngoac-cong]: giá trị đặt trong ngoặc kép cong
         --> content/bai.md:2:35
          |
        2 | title = "Lễ khai giảng năm học mới”
          |                                   ^ phải là dấu ngoặc kép thẳng `"`
          |
          = gợi ý: viết `title = "Lễ khai giảng năm học mới"`
        "#);
    }

    #[test]
    fn a_quote_inside_a_value() {
        assert_snapshot!(post(&head("title = \"Hội thi \"Em yêu trường em\" năm 2026\"\ndate = 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[ngoac-trong-ngoac]: dấu `"` nằm bên trong giá trị
         --> content/bai.md:2:19
          |
        2 | title = "Hội thi "Em yêu trường em" năm 2026"
          |                   ^ ngoặc kép đã đóng trước chỗ này
          |
          = gợi ý: dùng “ ” ở bên trong, hoặc đặt cả giá trị trong dấu nháy đơn '…'
        "#);
    }

    #[test]
    fn a_backslash_in_a_value() {
        assert_snapshot!(post(&line("image = \"anh\\khai-giang.jpg\"")), @r#"
        lỗi[gach-cheo-nguoc]: dấu `\` trong giá trị
         --> content/bai.md:2:13
          |
        2 | image = "anh\khai-giang.jpg"
          |             ^ không hiểu ký tự sau `\`
          |
          = gợi ý: viết `/` thay cho `\`, hoặc đặt giá trị trong dấu nháy đơn '…'
        "#);
    }

    #[test]
    fn a_colon_instead_of_an_equals_sign() {
        assert_snapshot!(post(&head("title: \"Lễ khai giảng năm học mới\"\ndate: 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[hai-cham]: dùng dấu `:` thay cho `=`
         --> content/bai.md:2:6
          |
        2 | title: "Lễ khai giảng năm học mới"
          |      ^ phải là dấu `=`
          |
          = gợi ý: viết `title = "Lễ khai giảng năm học mới"`

        lỗi[hai-cham]: dùng dấu `:` thay cho `=`
         --> content/bai.md:3:5
          |
        3 | date: 2026-09-05
          |     ^ phải là dấu `=`
          |
          = gợi ý: viết `date = 2026-09-05`
        "#);
    }

    #[test]
    fn a_key_with_marks_or_spaces() {
        assert_snapshot!(post(&head("tiêu đề = \"Lễ khai giảng năm học mới\"\nngày = 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[khoa-co-dau]: tên khóa `tiêu đề` không đúng dạng
         --> content/bai.md:2:1
          |
        2 | tiêu đề = "Lễ khai giảng năm học mới"
          | ^^^^^^^ tên khóa chỉ gồm chữ không dấu, chữ số và gạch dưới
          |
          = gợi ý: viết `tieu_de = "Lễ khai giảng năm học mới"`

        lỗi[khoa-co-dau]: tên khóa `ngày` không đúng dạng
         --> content/bai.md:3:1
          |
        3 | ngày = 2026-09-05
          | ^^^^ tên khóa chỉ gồm chữ không dấu, chữ số và gạch dưới
          |
          = gợi ý: viết `ngay = 2026-09-05`
        "#);
    }

    #[test]
    fn a_line_that_is_nothing() {
        assert_snapshot!(post(&line("ghi chú của tổ truyền thông")), @r#"
        lỗi[dong-la]: dòng này không có khóa và giá trị
         --> content/bai.md:2:1
          |
        2 | ghi chú của tổ truyền thông
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^ không hiểu dòng này
          |
          = gợi ý: mỗi dòng viết dạng `khóa = "giá trị"`; lời ghi chú đặt sau dấu `#`
        "#);
        assert_snapshot!(post(&line("pinned =")), @r#"
        lỗi[thieu-gia-tri]: khóa `pinned` chưa có giá trị
         --> content/bai.md:2:9
          |
        2 | pinned =
          |         ^ chưa có gì sau dấu `=`
          |
          = gợi ý: viết giá trị, hoặc xóa dòng này
        "#);
        assert_snapshot!(post(&line("topics = [\"doi-ngu\", \"quan-ly\"")), @r#"
        lỗi[thieu-dau-dong]: thiếu dấu `]`
         --> content/bai.md:2:10
          |
        2 | topics = ["doi-ngu", "quan-ly"
          |          ^^^^^^^^^^^^^^^^^^^^^ mở ở đây mà không đóng
          |
          = gợi ý: thêm `]` vào cuối
        "#);
    }

    #[test]
    fn a_space_that_is_none() {
        let plain = |text: &str| post(text).replace('\u{a0}', "~");
        assert_snapshot!(plain(&line("pinned\u{a0}= true")), @r#"
        lỗi[ky-tu-an]: có dấu cách lạ hoặc ký tự không nhìn thấy được
         --> content/bai.md:2:7
          |
        2 | pinned~= true
          |       ^ ở đây
          |
          = gợi ý: xóa khoảng trống này rồi gõ lại bằng phím cách
        "#);
        assert_snapshot!(plain(&line("pinned =\u{a0}true")), @r#"
        lỗi[ky-tu-an]: có dấu cách lạ hoặc ký tự không nhìn thấy được
         --> content/bai.md:2:9
          |
        2 | pinned =~true
          |         ^^^^^ ở đây
          |
          = gợi ý: xóa khoảng trống này rồi gõ lại bằng phím cách
        "#);
    }

    #[test]
    fn something_behind_a_value() {
        assert_snapshot!(post(&line("author = \"Tổ Toán\", \"Tổ Văn\"")), @r#"
        lỗi[thua-sau-gia-tri]: có chữ thừa sau giá trị
         --> content/bai.md:2:19
          |
        2 | author = "Tổ Toán", "Tổ Văn"
          |                   ^ thừa từ đây
          |
          = gợi ý: mỗi dòng chỉ có một khóa và một giá trị; lời ghi chú đặt sau dấu `#`
        "#);
        assert_snapshot!(post(&line("pinned = true,")), @r#"
        lỗi[thua-sau-gia-tri]: có chữ thừa sau giá trị
         --> content/bai.md:2:14
          |
        2 | pinned = true,
          |              ^ thừa từ đây
          |
          = gợi ý: mỗi dòng chỉ có một khóa và một giá trị; lời ghi chú đặt sau dấu `#`
        "#);
    }

    #[test]
    fn a_yes_in_capitals() {
        assert_snapshot!(post(&line("pinned = True")), @r#"
        lỗi[toml-sai]: dòng này không đúng cú pháp TOML
         --> content/bai.md:2:10
          |
        2 | pinned = True
          |          ^^^^ không đọc được từ đây
          |
          = gợi ý: viết `pinned = true`
        "#);
    }

    #[test]
    fn a_long_text_that_is_not_closed() {
        assert_snapshot!(post(&line("author = \"\"\"Tổ Toán")), @r#"
        lỗi[thieu-ngoac]: thiếu dấu đóng ở cuối giá trị
         --> content/bai.md:2:10
          |
        2 | author = """Tổ Toán
          |          ^^^^^^^^^^ mở ngoặc mà không đóng
          |
          = gợi ý: thêm dấu đóng vào cuối giá trị
        "#);
    }

    #[test]
    fn a_heading_that_is_not_closed() {
        assert_snapshot!(post(&line("pinned = true").replace("\"\n+++\n\n", "\"\n[reach.zalo\nviews = 120\n+++\n\n")), @r#"
        lỗi[thieu-dau-dong]: thiếu dấu `]`
         --> content/bai.md:7:1
          |
        7 | [reach.zalo
          | ^^^^^^^^^^^ mở ở đây mà không đóng
          |
          = gợi ý: thêm `]` vào cuối
        "#);
    }

    #[test]
    fn a_key_written_twice() {
        assert_snapshot!(post(&line("title = \"Lễ khai giảng năm học cũ\"")), @r#"
        lỗi[khoa-lap-toml]: khóa `title` đã có ở trên
         --> content/bai.md:3:1
          |
        3 | title = "Lễ khai giảng năm học mới"
          | ^^^^^ viết lần thứ hai
          |
          = gợi ý: giữ lại một dòng, xóa dòng kia
        "#);
    }
}

mod keys {
    use super::*;

    #[test]
    fn everything_that_is_missing_is_said_at_once() {
        assert_snapshot!(post("+++\n+++\n\nNội dung.\n"), @r#"
        lỗi[thieu-hinh-thuc]: thiếu hình thức
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `type`
          |
          = gợi ý: thêm `type = "tin"` (hoặc bai, video, van-ban, …)

        lỗi[thieu-ngay]: thiếu ngày đăng
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `date`
          |
          = gợi ý: thêm `date = 2026-05-20`

        lỗi[thieu-tieu-de]: thiếu tiêu đề
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `title`
          |
          = gợi ý: thêm `title = "…"`

        cảnh báo[thieu-tom-tat]: bài chưa có tóm tắt
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ nên có `summary` dài 20–60 từ
          |
          = gợi ý: thêm `summary = "…"`; nếu không, phần đầu của bài được dùng thay
        "#);
    }

    #[test]
    fn an_empty_value_is_a_missing_one() {
        assert_snapshot!(post(&head("title = \"  \"\ndate = 2026-09-05\ntype = \"\"\n")), @r#"
        lỗi[thieu-hinh-thuc]: thiếu hình thức
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `type`
          |
          = gợi ý: thêm `type = "tin"` (hoặc bai, video, van-ban, …)

        lỗi[thieu-tieu-de]: thiếu tiêu đề
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `title`
          |
          = gợi ý: thêm `title = "…"`
        "#);
    }

    #[test]
    fn a_missing_date() {
        assert_snapshot!(post(&head("title = \"Lễ khai giảng năm học mới\"\ntype = \"tin\"\n")), @r#"
        lỗi[thieu-ngay]: thiếu ngày đăng
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `date`
          |
          = gợi ý: thêm `date = 2026-05-20`
        "#);
    }

    #[test]
    fn a_misspelt_key_in_english_is_not_a_missing_one_too() {
        assert_snapshot!(post(&head("titel = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[khoa-la]: không có khóa `titel`
         --> content/bai.md:2:1
          |
        2 | titel = "Lễ khai giảng năm học mới"
          | ^^^^^ khóa lạ
          |
          = gợi ý: có phải `title`?
        "#);
    }

    #[test]
    fn a_misspelt_key_in_vietnamese() {
        assert_snapshot!(post(&head("tieude = \"Lễ khai giảng năm học mới\"\nngay_dang = 2026-09-05\nhinh_thuoc = \"tin\"\n")), @r#"
        lỗi[khoa-la]: không có khóa `tieude`
         --> content/bai.md:2:1
          |
        2 | tieude = "Lễ khai giảng năm học mới"
          | ^^^^^^ khóa lạ
          |
          = gợi ý: có phải `tieu_de`?

        lỗi[khoa-la]: không có khóa `ngay_dang`
         --> content/bai.md:3:1
          |
        3 | ngay_dang = 2026-09-05
          | ^^^^^^^^^ khóa lạ
          |
          = gợi ý: có phải `ngay`?

        lỗi[khoa-la]: không có khóa `hinh_thuoc`
         --> content/bai.md:4:1
          |
        4 | hinh_thuoc = "tin"
          | ^^^^^^^^^^ khóa lạ
          |
          = gợi ý: có phải `hinh_thuc`?
        "#);
    }

    #[test]
    fn a_key_that_resembles_nothing() {
        assert_snapshot!(post(&line("ghi_chu_noi_bo_cua_to = \"x\"")), @r#"
        lỗi[khoa-la]: không có khóa `ghi_chu_noi_bo_cua_to`
         --> content/bai.md:2:1
          |
        2 | ghi_chu_noi_bo_cua_to = "x"
          | ^^^^^^^^^^^^^^^^^^^^^ khóa lạ
          |
          = gợi ý: xóa dòng này, hoặc xem danh sách khóa trong tài liệu
        "#);
    }

    #[test]
    fn a_key_in_both_spellings() {
        assert_snapshot!(post(&line("tieu_de = \"Lễ khai giảng năm học cũ\"")), @r#"
        lỗi[khoa-lap]: khóa `title` lặp lại khóa `tieu_de`
         --> content/bai.md:3:1
          |
        3 | title = "Lễ khai giảng năm học mới"
          | ^^^^^ hai tên của cùng một khóa
          |
          = gợi ý: giữ lại một trong hai
        "#);
    }

    #[test]
    fn values_of_the_wrong_kind() {
        assert_snapshot!(post(&head("title = 2026\ndate = true\ntype = [\"tin\"]\nexemplar = \"có lẽ\"\nsu_kien = \"Sáng 5/9\"\ntopics = [1.5]\nchannels = [\"zalo\"]\n")), @r#"
        lỗi[sai-kieu]: `title` có giá trị sai kiểu
         --> content/bai.md:2:9
          |
        2 | title = 2026
          |         ^^^^ đây là số
          |
          = gợi ý: viết `title = "chữ trong ngoặc kép"`

        lỗi[ngay-sai]: `date` không phải ngày
         --> content/bai.md:3:8
          |
        3 | date = true
          |        ^^^^ không đọc được ngày
          |
          = gợi ý: viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)

        lỗi[sai-kieu]: `type` có giá trị sai kiểu
         --> content/bai.md:4:8
          |
        4 | type = ["tin"]
          |        ^^^^^^^ đây là danh sách
          |
          = gợi ý: viết `type = "chữ trong ngoặc kép"`

        lỗi[sai-kieu]: `exemplar` có giá trị sai kiểu
         --> content/bai.md:5:12
          |
        5 | exemplar = "có lẽ"
          |            ^^^^^^^ đây là chữ
          |
          = gợi ý: viết `exemplar = true` hoặc `exemplar = false`

        lỗi[sai-kieu]: `su_kien` có giá trị sai kiểu
         --> content/bai.md:6:11
          |
        6 | su_kien = "Sáng 5/9"
          |           ^^^^^^^^^^ đây là chữ
          |
          = gợi ý: viết `su_kien = { date = … }`

        lỗi[sai-kieu]: `topics` có giá trị sai kiểu
         --> content/bai.md:7:11
          |
        7 | topics = [1.5]
          |           ^^^ đây là số
          |
          = gợi ý: viết `topics = ["một", "hai"]`

        lỗi[sai-kieu]: `channels` có giá trị sai kiểu
         --> content/bai.md:8:13
          |
        8 | channels = ["zalo"]
          |             ^^^^^^ đây là chữ
          |
          = gợi ý: viết `channels = [{ code = … }]`
        "#);
    }

    #[test]
    fn a_number_that_is_none() {
        assert_snapshot!(post(&line("event = { participants = \"khoảng 300\" }")), @r#"
        lỗi[so-sai]: `participants` không phải số nguyên: `khoảng 300`
         --> content/bai.md:2:26
          |
        2 | event = { participants = "khoảng 300" }
          |                          ^^^^^^^^^^^^ cần một số nguyên
          |
          = gợi ý: chỉ viết chữ số, ví dụ `12`
        "#);
    }

    #[test]
    fn a_key_below_a_table_belongs_to_the_table() {
        let text = format!(
            "+++\ntitle = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tin\"\n\n[[channels]]\ncode = \"zalo\"\nsummary = \"{SUMMARY}\"\n+++\n"
        );
        assert_snapshot!(post(&text), @r#"
        lỗi[khoa-la]: không có khóa `summary`
         --> content/bai.md:8:1
          |
        8 | summary = "Một tóm tắt đủ dài để không ai phải nhắc, vì mỗi bài đăng nên có từ hai mươi đến sáu mươi từ cho người đọc vội."
          | ^^^^^^^ khóa lạ
          |
          = gợi ý: đặt `summary` phía trên dòng `[…]` đầu tiên
        "#);
    }
}

mod values {
    use super::*;

    #[test]
    fn a_title_that_is_too_short_or_too_long() {
        assert_snapshot!(post(&head("title = \"Họp\"\ndate = 2026-09-05\ntype = \"tin\"\n")), @r#"
        lỗi[tieu-de-ngan]: tiêu đề chỉ có 3 ký tự
         --> content/bai.md:2:9
          |
        2 | title = "Họp"
          |         ^^^^^ cần ít nhất 10 ký tự
          |
          = gợi ý: viết tiêu đề nói rõ việc gì, ở đâu
        "#);
        let long = "Hội nghị sơ kết ".repeat(10);
        assert_snapshot!(post(&head(&format!("title = \"{long}\"\ndate = 2026-09-05\ntype = \"tin\"\n"))), @r#"
        lỗi[tieu-de-dai]: tiêu đề dài 159 ký tự
         --> content/bai.md:2:9
          |
        2 | ... = "Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết Hội nghị sơ kết "
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nhiều nhất 150 ký tự
          |
          = gợi ý: rút gọn, đưa phần còn lại vào tóm tắt
        "#);
    }

    #[test]
    fn a_summary_that_is_too_short_or_missing_is_a_warning() {
        assert_snapshot!(post("+++\ntitle = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tin\"\nsummary = \"Ngắn quá.\"\n+++\n"), @r#"
        cảnh báo[tom-tat-dai-ngan]: tóm tắt có 2 từ
         --> content/bai.md:5:11
          |
        5 | summary = "Ngắn quá."
          |           ^^^^^^^^^^^ nên dài 20–60 từ
          |
          = gợi ý: viết lại cho vừa một đoạn ngắn
        "#);
        assert_snapshot!(post("+++\ntitle = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tin\"\n+++\n"), @r#"
        cảnh báo[thieu-tom-tat]: bài chưa có tóm tắt
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ nên có `summary` dài 20–60 từ
          |
          = gợi ý: thêm `summary = "…"`; nếu không, phần đầu của bài được dùng thay
        "#);
    }

    #[test]
    fn a_day_that_does_not_exist() {
        let dated = |date: &str| {
            post(&head(&format!("title = \"Lễ khai giảng năm học mới\"\ndate = {date}\ntype = \"tin\"\n")))
        };
        assert_snapshot!(dated("\"31/2/2026\""), @r#"
        lỗi[ngay-khong-co]: `date` là ngày không có thật
         --> content/bai.md:3:8
          |
        3 | date = "31/2/2026"
          |        ^^^^^^^^^^^ lịch không có ngày này
          |
          = gợi ý: viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`
        "#);
        assert_snapshot!(dated("2026-02-31"), @r#"
        lỗi[ngay-khong-co]: `date` là ngày không có thật
         --> content/bai.md:3:8
          |
        3 | date = 2026-02-31
          |        ^^^^^^^^^^ lịch không có ngày này
          |
          = gợi ý: viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`
        "#);
        assert_snapshot!(dated("\"5/13/2026\""), @r#"
        lỗi[ngay-khong-co]: `date` là ngày không có thật
         --> content/bai.md:3:8
          |
        3 | date = "5/13/2026"
          |        ^^^^^^^^^^^ không có tháng 13
          |
          = gợi ý: viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`
        "#);
        assert_snapshot!(dated("2026-13-05"), @r#"
        lỗi[ngay-khong-co]: `date` là ngày không có thật
         --> content/bai.md:3:8
          |
        3 | date = 2026-13-05
          |        ^^^^^^^^^^ không có tháng 13
          |
          = gợi ý: viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`
        "#);
    }

    #[test]
    fn a_date_that_cannot_be_read() {
        let dated = |date: &str| {
            post(&head(&format!("title = \"Lễ khai giảng năm học mới\"\nngay = {date}\ntype = \"tin\"\n")))
        };
        assert_snapshot!(dated("\"sáng thứ hai\""), @r#"
        lỗi[ngay-sai]: `ngay` không phải ngày
         --> content/bai.md:3:8
          |
        3 | ngay = "sáng thứ hai"
          |        ^^^^^^^^^^^^^^ không đọc được ngày
          |
          = gợi ý: viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)
        "#);
        assert_snapshot!(dated("20226-05-20"), @r#"
        lỗi[ngay-sai]: `ngay` không phải ngày
         --> content/bai.md:3:8
          |
        3 | ngay = 20226-05-20
          |        ^^^^^^^^^^^ không đọc được ngày
          |
          = gợi ý: viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)
        "#);
        assert_snapshot!(dated("\"20/5/20226\""), @r#"
        lỗi[ngay-sai]: `ngay` không phải ngày
         --> content/bai.md:3:8
          |
        3 | ngay = "20/5/20226"
          |        ^^^^^^^^^^^^ không đọc được ngày
          |
          = gợi ý: viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)
        "#);
        assert_snapshot!(dated("\"20/5/1926\""), @r#"
        lỗi[ngay-xa]: `ngay` nằm ngoài khoảng 2000–2100
         --> content/bai.md:3:8
          |
        3 | ngay = "20/5/1926"
          |        ^^^^^^^^^^^ kiểm tra lại năm
          |
          = gợi ý: viết đủ bốn chữ số của năm, ví dụ `2026-05-20`
        "#);
        assert_snapshot!(dated("20/5/2026"), @r#"
        lỗi[ngay-sai-dang]: ngày ở `ngay` viết không đúng dạng
         --> content/bai.md:3:8
          |
        3 | ngay = 20/5/2026
          |        ^^^^^^^^^ cần dấu `"`, hoặc đủ năm-tháng-ngày
          |
          = gợi ý: viết `ngay = 2026-05-20`
        "#);
        assert_snapshot!(dated("2026-9-5"), @r#"
        lỗi[ngay-sai-dang]: ngày ở `ngay` viết không đúng dạng
         --> content/bai.md:3:8
          |
        3 | ngay = 2026-9-5
          |        ^^^^^^^^ cần dấu `"`, hoặc đủ năm-tháng-ngày
          |
          = gợi ý: viết `ngay = 2026-09-05`
        "#);
        assert_snapshot!(dated("20260905"), @r#"
        lỗi[ngay-sai]: `ngay` không phải ngày
         --> content/bai.md:3:8
          |
        3 | ngay = 20260905
          |        ^^^^^^^^ không đọc được ngày
          |
          = gợi ý: viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)
        "#);
    }

    #[test]
    fn a_quarter_that_does_not_exist() {
        assert_snapshot!(post(&line("quarter = \"2026-Q5\"")), @r#"
        lỗi[quy-sai]: quý không hợp lệ
         --> content/bai.md:2:11
          |
        2 | quarter = "2026-Q5"
          |           ^^^^^^^^^ chỉ nhận quý 1 đến quý 4
          |
          = gợi ý: viết `quarter = "2026-Q3"`
        "#);
    }

    #[test]
    fn a_roman_numeral_the_wrong_way_round() {
        assert_snapshot!(post(&line("quy = \"VI/2026\"")), @r#"
        lỗi[quy-la]: không đọc được quý `VI/2026`
         --> content/bai.md:2:7
          |
        2 | quy = "VI/2026"
          |       ^^^^^^^^^ không phải quý
          |
          = gợi ý: có phải `IV/2026`?
        "#);
    }

    #[test]
    fn a_quarter_far_from_the_date() {
        assert_snapshot!(post(&line("quarter = \"Quý I/2026\"")), @r#"
        lỗi[quy-xa]: quý 2026-Q1 cách xa ngày của bài
         --> content/bai.md:2:11
          |
        2 | quarter = "Quý I/2026"
          |           ^^^^^^^^^^^^ ngày của bài thuộc quý 2026-Q3
          |
          = gợi ý: chỉ được ghi sang quý liền trước hoặc liền sau; sửa `quarter` hoặc `date`
        "#);
    }

    #[test]
    fn a_quarter_is_checked_without_a_date_too() {
        assert_snapshot!(post(&head("title = \"Lễ khai giảng năm học mới\"\ntype = \"tin\"\nquarter = \"2026-Q5\"\n")), @r#"
        lỗi[thieu-ngay]: thiếu ngày đăng
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `date`
          |
          = gợi ý: thêm `date = 2026-05-20`

        lỗi[quy-sai]: quý không hợp lệ
         --> content/bai.md:4:11
          |
        4 | quarter = "2026-Q5"
          |           ^^^^^^^^^ chỉ nhận quý 1 đến quý 4
          |
          = gợi ý: viết `quarter = "2026-Q2"`
        "#);
    }

    #[test]
    fn words_that_the_vocabulary_does_not_have() {
        assert_snapshot!(post(&head("title = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tinn\"\n")), @r#"
        lỗi[hinh-thuc-la]: không có hình thức `tinn`
         --> content/bai.md:4:8
          |
        4 | type = "tinn"
          |        ^^^^^^ không có trong danh mục
          |
          = gợi ý: có phải `tin`?
        "#);
        assert_snapshot!(post(&head("title = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"zebra\"\n")), @r#"
        lỗi[hinh-thuc-la]: không có hình thức `zebra`
         --> content/bai.md:4:8
          |
        4 | type = "zebra"
          |        ^^^^^^^ không có trong danh mục
          |
          = gợi ý: các hình thức: tin, bai, phong-su, ky-su, phim-tai-lieu, toa-dam, phong-van, giao-luu, video, infographic, podcast, ban-tin, chuyen-de-so, bai-ngan, van-ban, chuyen-de, phat-thanh, hoi-nghi, cuoc-thi, tai-lieu
        "#);
        assert_snapshot!(post(&line("topics = [\"doi-ngu\", \"đổi ngủ\", \"zebra\"]")), @r#"
        lỗi[noi-dung-la]: không có nội dung `zebra`
         --> content/bai.md:2:33
          |
        2 | topics = ["doi-ngu", "đổi ngủ", "zebra"]
          |                                 ^^^^^^^ không có trong danh mục
          |
          = gợi ý: các nội dung: quan-diem, quan-ly, doi-ngu, phuong-phap, nhu-cau-xa-hoi, chinh-sach, dien-hinh, dinh-huong
        "#);
        assert_snapshot!(post(&line("task = 9")), @r#"
        lỗi[nhiem-vu-la]: không có nhiệm vụ `9`
         --> content/bai.md:2:8
          |
        2 | task = 9
          |        ^ không có trong danh mục
          |
          = gợi ý: nhiệm vụ là số từ 1 đến 8
        "#);
        assert_snapshot!(post(&line("audience = [\"nhà giáo\", \"hoc-sin\"]")), @r#"
        lỗi[doi-tuong-la]: không có đối tượng `hoc-sin`
         --> content/bai.md:2:25
          |
        2 | audience = ["nhà giáo", "hoc-sin"]
          |                         ^^^^^^^^^ không có trong danh mục
          |
          = gợi ý: có phải `hoc-sinh`?
        "#);
        assert_snapshot!(post(&line("channels = [{ code = \"zallo\" }, { code = \"tiktok\" }, { url = \"https://a.example.vn/\" }]")), @r#"
        lỗi[kenh-la]: không có kênh `zallo`
         --> content/bai.md:2:22
          |
        2 | channels = [{ code = "zallo" }, { code = "tiktok" }, { url = "https://a.example.vn/" }]
          |                      ^^^^^^^ không có trong danh mục
          |
          = gợi ý: có phải `zalo`?

        lỗi[kenh-la]: không có kênh `tiktok`
         --> content/bai.md:2:42
          |
        2 | channels = [{ code = "zallo" }, { code = "tiktok" }, { url = "https://a.example.vn/" }]
          |                                          ^^^^^^^^ không có trong danh mục
          |
          = gợi ý: các kênh: cong-ttdt, trang-ttdt, fanpage, zalo, youtube, truyen-thanh-co-so, phat-thanh-noi-bo, bang-tin, bao-pttt, ban-tin-nganh, lms, truc-tiep, thu

        lỗi[thieu-kenh]: mục kênh chưa nói kênh nào
         --> content/bai.md:2:54
          |
        2 | channels = [{ code = "zallo" }, { code = "tiktok" }, { url = "https://a.example.vn/" }]
          |                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cần `code`
          |
          = gợi ý: thêm `code = "fanpage"` (hoặc zalo, youtube, …)
        "#);
    }

    #[test]
    fn a_status_and_a_consent_that_do_not_exist() {
        assert_snapshot!(post(&line("status = \"đã duỵêt rồi\"")), @r#"
        lỗi[trang-thai-la]: không có trạng thái `đã duỵêt rồi`
         --> content/bai.md:2:10
          |
        2 | status = "đã duỵêt rồi"
          |          ^^^^^^^^^^^^^^ không có trong danh mục
          |
          = gợi ý: có phải `da-duyet`?
        "#);
        assert_snapshot!(post(&line("trang_thai = \"xong\"\nconsent = \"ok\"")), @r#"
        lỗi[trang-thai-la]: không có trạng thái `xong`
         --> content/bai.md:2:14
          |
        2 | trang_thai = "xong"
          |              ^^^^^^ không có trong danh mục
          |
          = gợi ý: dùng `nhap`, `cho-duyet`, `da-duyet` hoặc `da-go`

        lỗi[dong-y-la]: không có giá trị đồng ý `ok`
         --> content/bai.md:3:11
          |
        3 | consent = "ok"
          |           ^^^^ không có trong danh mục
          |
          = gợi ý: dùng `khong-can`, `tap-the`, `da-co` hoặc `chua`
        "#);
    }

    #[test]
    fn missing_consent_keeps_the_post_back_and_stops_nothing_else() {
        let mut site = TestSite::school();
        site.put("content/bai.md", line("dong_y = \"chua\""));
        let built = site.build();
        assert!(built.written);
        assert_snapshot!(told(&built), @r#"
        cảnh báo[chua-dong-y]: bài chưa được đăng vì người trong ảnh chưa đồng ý
         --> content/bai.md:2:10
          |
        2 | dong_y = "chua"
          |          ^^^^^^ chưa có sự đồng ý
          |
          = gợi ý: khi đã có sự đồng ý, viết `dong_y = "da-co"`
        "#);
    }

    #[test]
    fn only_false_can_be_said_of_counting_and_only_with_a_reason() {
        assert_snapshot!(post(&line("count = true")), @r#"
        lỗi[chi-nhan-khong-tinh]: `count` chỉ nhận `false`
         --> content/bai.md:2:9
          |
        2 | count = true
          |         ^^^^ bài được tính hay không là do hình thức quyết định
          |
          = gợi ý: xóa dòng này
        "#);
        assert_snapshot!(post(&line("tinh_san_pham = false")), @r#"
        lỗi[thieu-ly-do]: `tinh_san_pham = false` mà không có lý do
         --> content/bai.md:2:17
          |
        2 | tinh_san_pham = false
          |                 ^^^^^ cần `count_reason`
          |
          = gợi ý: thêm `count_reason = "vì sao không tính"`
        "#);
        assert_snapshot!(post(&line("count_reason = \"bài của năm trước\"")), @r#"
        lỗi[ly-do-thua]: có `count_reason` mà không có `count = false`
         --> content/bai.md:2:16
          |
        2 | count_reason = "bài của năm trước"
          |                ^^^^^^^^^^^^^^^^^^^ lý do cho việc gì?
          |
          = gợi ý: thêm `count = false`, hoặc xóa dòng này
        "#);
    }

    #[test]
    fn an_address_that_is_none() {
        assert_snapshot!(post(&line("link = \"www.truong.example.edu.vn/bai-1\"")), @r#"
        lỗi[dia-chi-sai]: `link` không phải địa chỉ web: `www.truong.example.edu.vn/bai-1`
         --> content/bai.md:2:8
          |
        2 | link = "www.truong.example.edu.vn/bai-1"
          |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cần bắt đầu bằng `https://` và không có dấu cách
          |
          = gợi ý: có phải `https://www.truong.example.edu.vn/bai-1`?
        "#);
        assert_snapshot!(post(&line("link_nguon = \"javascript:alert(1)\"\nchannels = [{ code = \"zalo\", url = \"zalo.me/123\" }]\nmedia = [{ url = \"phim.mp4\" }, { kind = \"audio\" }]")), @r#"
        lỗi[dia-chi-sai]: `link_nguon` không phải địa chỉ web: `javascript:alert(1)`
         --> content/bai.md:2:14
          |
        2 | link_nguon = "javascript:alert(1)"
          |              ^^^^^^^^^^^^^^^^^^^^^ cần bắt đầu bằng `https://` và không có dấu cách
          |
          = gợi ý: chép cả địa chỉ từ thanh địa chỉ của trình duyệt

        lỗi[dia-chi-sai]: `url` không phải địa chỉ web: `zalo.me/123`
         --> content/bai.md:3:36
          |
        3 | channels = [{ code = "zalo", url = "zalo.me/123" }]
          |                                    ^^^^^^^^^^^^^ cần bắt đầu bằng `https://` và không có dấu cách
          |
          = gợi ý: có phải `https://zalo.me/123`?

        lỗi[dia-chi-sai]: `url` không phải địa chỉ web: `phim.mp4`
         --> content/bai.md:4:18
          |
        4 | media = [{ url = "phim.mp4" }, { kind = "audio" }]
          |                  ^^^^^^^^^^ cần bắt đầu bằng `https://` và không có dấu cách
          |
          = gợi ý: chép cả địa chỉ từ thanh địa chỉ của trình duyệt

        lỗi[thieu-dia-chi-media]: mục phim, âm thanh thiếu địa chỉ
         --> content/bai.md:4:32
          |
        4 | media = [{ url = "phim.mp4" }, { kind = "audio" }]
          |                                ^^^^^^^^^^^^^^^^^^ cần `url`
          |
          = gợi ý: thêm `url = "https://…"`
        "#);
    }

    #[test]
    fn reach_without_the_day_it_was_read() {
        assert_snapshot!(post(&line("pinned = true").replace("\"\n+++\n\n", "\"\n[reach.zalo]\nviews = 120\n+++\n\n")), @r#"
        lỗi[thieu-ngay-tiep-can]: số liệu tiếp cận thiếu ngày
         --> content/bai.md:7:1
          |
        7 | [reach.zalo]
          | ^^^^^^^^^^^^ cần `as_of`
          |
          = gợi ý: thêm `as_of = 2026-05-20`: ngày xem số liệu
        "#);
        assert_snapshot!(post(&line("reach = [{ channel = \"fanpage\", views = \"nhiều\" }]")), @r#"
        lỗi[thieu-ngay-tiep-can]: số liệu tiếp cận thiếu ngày
         --> content/bai.md:2:10
          |
        2 | reach = [{ channel = "fanpage", views = "nhiều" }]
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cần `as_of`
          |
          = gợi ý: thêm `as_of = 2026-05-20`: ngày xem số liệu

        lỗi[so-sai]: `views` không phải số nguyên: `nhiều`
         --> content/bai.md:2:41
          |
        2 | reach = [{ channel = "fanpage", views = "nhiều" }]
          |                                         ^^^^^^^ cần một số nguyên
          |
          = gợi ý: chỉ viết chữ số, ví dụ `12`
        "#);
    }

    #[test]
    fn an_id_a_slug_and_a_language_that_cannot_be_used() {
        assert_snapshot!(post(&line("id = \"bài 1, quý 2\"\nslug = \"Lễ khai giảng\"\nlang = \"tiếng Hỏa Tinh\"")), @r#"
        lỗi[ma-bai-sai]: mã bài `bài 1, quý 2` có dấu cách hoặc dấu phẩy
         --> content/bai.md:2:6
          |
        2 | id = "bài 1, quý 2"
          |      ^^^^^^^^^^^^^^ mã bài phải liền một chuỗi
          |
          = gợi ý: thay dấu cách bằng gạch nối

        lỗi[duong-dan-sai]: `slug` chỉ gồm chữ thường không dấu, số và gạch nối
         --> content/bai.md:3:8
          |
        3 | slug = "Lễ khai giảng"
          |        ^^^^^^^^^^^^^^^ không dùng được trong địa chỉ
          |
          = gợi ý: có phải `le-khai-giang`?

        lỗi[ngon-ngu-la]: không biết ngôn ngữ `tiếng Hỏa Tinh`
         --> content/bai.md:4:8
          |
        4 | lang = "tiếng Hỏa Tinh"
          |        ^^^^^^^^^^^^^^^^ không phải tên hay mã ngôn ngữ
          |
          = gợi ý: viết tên như `"Thái"`, `"Ê Đê"`, hoặc mã như `"blt"`
        "#);
    }

    #[test]
    fn a_file_name_without_letters() {
        let mut site = TestSite::school();
        site.put("content/….md", body("Nội dung."));
        assert_snapshot!(said(site), @r#"
        lỗi[ten-tep-khong-chu]: tên tệp `…` không có chữ cái hay chữ số
         --> content/….md:1:1
          |
        1 | +++
          | ^^^ không lập được địa chỉ từ tên tệp
          |
          = gợi ý: đổi tên tệp, ví dụ `2026-05-20-le-khai-giang.md`, hoặc thêm `slug = "…"`
        "#);
    }

    #[test]
    fn mistakes_in_a_draft_are_warnings() {
        let mut site = TestSite::school();
        site.put(
            "content/bai.md",
            line("status = \"nhap\"  # đổi thành \"da-duyet\" khi đã duyệt\nimage = \"anh/chua-co.jpg\""),
        );
        let built = site.build();
        assert!(built.written);
        assert_snapshot!(told(&built), @r#"
        cảnh báo[thieu-tep]: không có tệp `anh/chua-co.jpg`
         --> content/bai.md:3:9
          |
        3 | image = "anh/chua-co.jpg"
          |         ^^^^^^^^^^^^^^^^^ không tìm thấy
          |
          = gợi ý: đặt tệp cạnh bài; tên tệp phân biệt chữ hoa, chữ thường
        "#);
    }
}

mod units {
    use super::*;

    #[test]
    fn a_unit_that_does_not_exist() {
        assert_snapshot!(unit_post("content/bai.md", &line("unit = \"th-aa\"")), @r#"
        lỗi[don-vi-la]: không có đơn vị `th-aa`
         --> content/bai.md:2:8
          |
        2 | unit = "th-aa"
          |        ^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: có phải `th-a`?
        "#);
        assert_snapshot!(unit_post("content/bai.md", &line("don_vi = \"Trường Mầm non Sao Mai\"")), @r#"
        lỗi[don-vi-la]: không có đơn vị `Trường Mầm non Sao Mai`
         --> content/bai.md:2:10
          |
        2 | don_vi = "Trường Mầm non Sao Mai"
          |          ^^^^^^^^^^^^^^^^^^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: kiểm tra mã trong `don-vi.csv` hoặc bảng `[unit]`
        "#);
    }

    #[test]
    fn a_unit_other_than_the_folders() {
        assert_snapshot!(unit_post("content/th-a/bai.md", &line("unit = \"th-b\"")), @r#"
        lỗi[don-vi-khac]: `unit` ghi `th-b` mà tệp nằm trong thư mục của `th-a`
         --> content/th-a/bai.md:2:8
          |
        2 | unit = "th-b"
          |        ^^^^^^ hai nơi nói khác nhau
          |
          = gợi ý: chuyển tệp sang đúng thư mục, hoặc xóa dòng này
        "#);
    }

    #[test]
    fn a_unit_other_than_the_schools() {
        assert_snapshot!(post(&line("unit = \"thcs-hoa-hong\"")), @r#"
        lỗi[don-vi-la]: không có đơn vị `thcs-hoa-hong`
         --> content/bai.md:2:8
          |
        2 | unit = "thcs-hoa-hong"
          |        ^^^^^^^^^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: có phải `thcs-hoa-sen`?
        "#);
    }

    #[test]
    fn a_folder_of_no_unit() {
        assert_snapshot!(unit_post("content/th-c/bai.md", &line("pinned = true")), @r#"
        lỗi[thu-muc-la]: thư mục `th-c` không phải mã của đơn vị nào
        --> content/th-c
         = gợi ý: có phải `th-a`?
        "#);
        assert_snapshot!(unit_post("content/mam-non/2026/bai.md", &line("pinned = true")), @r#"
        lỗi[thu-muc-la]: thư mục `mam-non` không phải mã của đơn vị nào
        --> content/mam-non
         = gợi ý: đổi tên thư mục thành mã trong `don-vi.csv`
        "#);
    }

    #[test]
    fn a_post_of_nobody() {
        assert_snapshot!(unit_post("content/bai.md", &line("pinned = true")), @r#"
        lỗi[thieu-don-vi-bai]: không biết bài này của đơn vị nào
         --> content/bai.md:1:1
          |
        1 | +++
          | ^^^ phần đầu bài chưa có `unit`
          |
          = gợi ý: đặt tệp vào thư mục `content/<mã đơn vị>/` hoặc thêm `unit = "…"`
        "#);
    }

    #[test]
    fn a_partner_that_does_not_exist() {
        assert_snapshot!(unit_post("content/th-a/bai.md", &line("co_units = [\"th-b\", \"th-bb\"]")), @r#"
        lỗi[don-vi-la]: không có đơn vị `th-bb`
         --> content/th-a/bai.md:2:21
          |
        2 | co_units = ["th-b", "th-bb"]
          |                     ^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: có phải `th-b`?
        "#);
    }
}

mod together {
    use super::*;

    #[test]
    fn two_posts_at_one_address() {
        let mut site = TestSite::school();
        site.put("content/mot.md", line("slug = \"khai-giang\""));
        site.put("content/hai.md", line("slug = \"khai-giang\""));
        assert_snapshot!(said(site), @r#"
        lỗi[trung-dia-chi]: địa chỉ `bai/khai-giang.html` đã có ở content/hai.md
         --> content/mot.md:1:1
          |
        1 | +++
          | ^^^ bài thứ hai cùng địa chỉ
          |
          = gợi ý: đổi tên tệp, hoặc đặt `slug` khác cho một bài
        "#);
    }

    #[test]
    fn two_files_of_one_name() {
        let mut site = TestSite::school();
        site.put("content/2025/khai-giang.md", body("Một."));
        site.put("content/2026/khai-giang.md", body("Hai."));
        assert_snapshot!(said(site), @r#"
        lỗi[trung-ma]: mã bài `thcs-hoa-sen/khai-giang` đã có ở content/2025/khai-giang.md
         --> content/2026/khai-giang.md:1:1
          |
        1 | +++
          | ^^^ bài thứ hai cùng mã
          |
          = gợi ý: xóa bài thừa, đổi tên tệp, hoặc đặt `id` khác cho một bài
        "#);
    }

    #[test]
    fn two_posts_with_one_id() {
        let mut site = TestSite::school();
        site.put("content/mot.md", line("id = \"khai-giang\""));
        site.put("content/hai.md", line("ma = \"khai-giang\""));
        assert_snapshot!(said(site), @r#"
        lỗi[trung-ma]: mã bài `khai-giang` đã có ở content/hai.md
         --> content/mot.md:1:1
          |
        1 | +++
          | ^^^ bài thứ hai cùng mã
          |
          = gợi ý: xóa bài thừa, đổi tên tệp, hoặc đặt `id` khác cho một bài
        "#);
    }

    #[test]
    fn an_old_address_that_is_taken_or_odd() {
        let mut site = TestSite::school();
        site.put("content/mot.md", line("aliases = [\"hai\", \"../x\", \"bai/cu.html\"]"));
        site.put("content/hai.md", line("dia_chi_cu = [\"bai/cu.html\"]"));
        assert_snapshot!(said(site), @r#"
        lỗi[dia-chi-cu-trung]: địa chỉ cũ `bai/cu.html` trùng với content/mot.md
         --> content/hai.md:2:15
          |
        2 | dia_chi_cu = ["bai/cu.html"]
          |               ^^^^^^^^^^^^^ địa chỉ này đã có nơi dùng
          |
          = gợi ý: xóa địa chỉ cũ này, hoặc đổi `slug` của bài kia

        lỗi[dia-chi-cu-trung]: địa chỉ cũ `bai/hai.html` trùng với content/hai.md
         --> content/mot.md:2:12
          |
        2 | aliases = ["hai", "../x", "bai/cu.html"]
          |            ^^^^^ địa chỉ này đã có nơi dùng
          |
          = gợi ý: xóa địa chỉ cũ này, hoặc đổi `slug` của bài kia

        lỗi[dia-chi-cu-sai]: địa chỉ cũ `../x` không dùng được
         --> content/mot.md:2:19
          |
        2 | aliases = ["hai", "../x", "bai/cu.html"]
          |                   ^^^^^^ không phải địa chỉ trong chuyên mục
          |
          = gợi ý: viết phần cuối cũ (`ten-bai-cu`) hoặc cả đường dẫn cũ trong chuyên mục (`bai/ten-bai-cu.html`)
        "#);
    }

    #[test]
    fn a_translation_of_nothing() {
        let mut site = TestSite::school();
        site.put("content/khai-giang.md", body("Một."));
        site.put("content/hai.md", line("translation_of = \"khai-gian\""));
        site.put("content/ba.md", line("ban_dich_cua = \"zebra\""));
        assert_snapshot!(said(site), @r#"
        lỗi[ban-dich-cua-la]: không có bài mang mã `zebra`
         --> content/ba.md:2:16
          |
        2 | ban_dich_cua = "zebra"
          |                ^^^^^^^ bản dịch của bài nào?
          |
          = gợi ý: mã bài có dạng `<mã đơn vị>/<tên tệp không đuôi>`

        lỗi[ban-dich-cua-la]: không có bài mang mã `khai-gian`
         --> content/hai.md:2:18
          |
        2 | translation_of = "khai-gian"
          |                  ^^^^^^^^^^^ bản dịch của bài nào?
          |
          = gợi ý: có phải `khai-giang`?
        "#);
    }

    #[test]
    fn translations_that_go_round_in_a_circle() {
        let mut site = TestSite::school();
        site.put("content/mot.md", line("translation_of = \"hai\""));
        site.put("content/hai.md", line("translation_of = \"thcs-hoa-sen/mot\""));
        assert_snapshot!(said(site), @r#"
        lỗi[ban-dich-vong]: các bản dịch nối thành vòng
         --> content/hai.md:2:18
          |
        2 | translation_of = "thcs-hoa-sen/mot"
          |                  ^^^^^^^^^^^^^^^^^^ đi theo từ đây thì quay về chính bài này
          |
          = gợi ý: bài gốc không được có `translation_of`

        lỗi[ban-dich-vong]: các bản dịch nối thành vòng
         --> content/mot.md:2:18
          |
        2 | translation_of = "hai"
          |                  ^^^^^ đi theo từ đây thì quay về chính bài này
          |
          = gợi ý: bài gốc không được có `translation_of`
        "#);
    }

    #[test]
    fn two_pointers_to_one_article() {
        let mut site = TestSite::school();
        site.put("content/mot.md", line("link = \"https://truong.example.edu.vn/bai-1\""));
        site.put("content/hai.md", line("link = \"https://truong.example.edu.vn/bai-1\""));
        assert_snapshot!(said(site), @r#"
        cảnh báo[trung-lien-ket]: bài dẫn tới cùng một địa chỉ với content/hai.md
         --> content/mot.md:1:1
          |
        1 | +++
          | ^^^ cùng `link`
          |
          = gợi ý: nếu là một sản phẩm thì giữ một bài, để không bị tính hai lần
        "#);
    }

    #[test]
    fn every_mistake_of_every_file_comes_in_one_run_in_order() {
        let mut site = TestSite::department();
        site.put("content/th-b/hai.md", line("quarter = \"2026-Q5\"\ntask = 9"));
        site.put("content/th-a/mot.md", line("count = true").replace("\"tin\"", "\"tinn\""));
        site.put("content/th-a/ba.md", "");
        let built = site.build();
        assert!(!built.written);
        let places: Vec<String> = built
            .found
            .iter()
            .map(|one| (one.place.as_ref().expect("each has a place"), one.code))
            .map(|(place, code)| format!("{}:{}:{} {code}", place.path, place.line, place.column))
            .collect();
        assert_eq!(
            places,
            [
                "content/th-a/ba.md:1:1 tep-rong",
                "content/th-a/mot.md:2:9 chi-nhan-khong-tinh",
                "content/th-a/mot.md:5:8 hinh-thuc-la",
                "content/th-b/hai.md:2:11 quy-sai",
                "content/th-b/hai.md:3:8 nhiem-vu-la",
            ]
        );
    }
}

mod bodies {
    use super::*;

    #[test]
    fn a_link_to_a_post_that_is_not_there() {
        let mut site = TestSite::school();
        site.put("content/khai-giang.md", body("Một."));
        site.put("content/hai.md", body("Xem [bài trước](Khai-Giang.md) và [bài nữa](bai-nua.md)."));
        assert_snapshot!(said(site), @r#"
        lỗi[lien-ket-hong]: không có bài `Khai-Giang.md`
         --> content/hai.md:7:17
          |
        7 | Xem [bài trước](Khai-Giang.md) và [bài nữa](bai-nua.md).
          |                 ^^^^^^^^^^^^^ liên kết tới tệp không có
          |
          = gợi ý: có phải `khai-giang.md`?

        lỗi[lien-ket-hong]: không có bài `bai-nua.md`
         --> content/hai.md:7:45
          |
        7 | Xem [bài trước](Khai-Giang.md) và [bài nữa](bai-nua.md).
          |                                             ^^^^^^^^^^ liên kết tới tệp không có
          |
          = gợi ý: kiểm tra tên tệp; đường dẫn tính từ chính tệp này
        "#);
    }

    #[test]
    fn a_link_to_a_post_that_nobody_sees() {
        let mut site = TestSite::school();
        site.put("content/nhap.md", line("status = \"nhap\""));
        site.put("content/hai.md", body("Xem [bài nháp](nhap.md)."));
        let built = site.build();
        assert!(built.written);
        assert_snapshot!(told(&built), @r#"
        cảnh báo[lien-ket-an]: liên kết tới bài chưa đăng `content/nhap.md`
         --> content/hai.md:7:16
          |
        7 | Xem [bài nháp](nhap.md).
          |                ^^^^^^^ hiện thành chữ thường, không có liên kết
          |
          = gợi ý: đăng bài kia, hoặc bỏ liên kết
        "#);
    }

    #[test]
    fn a_javascript_address_in_any_disguise() {
        assert_snapshot!(post(&body("[a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](java&#x73;cript:x)\n[d](<java\tscript:x>) [e](javascript%3Ax) ![f](data:text/html,x)\n<a href=\"&#106;avascript:x\">g</a>")), @r#"
        lỗi[dia-chi-cam]: địa chỉ `javascript:alert(1)` không được dùng
         --> content/bai.md:7:5
          |
        7 | [a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](java&#x73;cript:x)
          |     ^^^^^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `JaVaScRiPt:x` không được dùng
         --> content/bai.md:7:30
          |
        7 | [a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](java&#x73;cript:x)
          |                              ^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `javascript:x` không được dùng
         --> content/bai.md:7:44
          |
        7 | [a](javascript:alert(1)) [b](JaVaScRiPt:x) [c](java&#x73;cript:x)
          |                                            ^^^^^^^^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `javascript:x` không được dùng
         --> content/bai.md:8:6
          |
        8 | [d](<java    script:x>) [e](javascript%3Ax) ![f](data:text/html,x)
          |      ^^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `javascript%3Ax` không được dùng
         --> content/bai.md:8:26
          |
        8 | [d](<java    script:x>) [e](javascript%3Ax) ![f](data:text/html,x)
          |                             ^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `data:text/html,x` không được dùng
         --> content/bai.md:8:47
          |
        8 | [d](<java    script:x>) [e](javascript%3Ax) ![f](data:text/html,x)
          |                                                  ^^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `javascript:x` không được dùng
         --> content/bai.md:9:10
          |
        9 | <a href="&#106;avascript:x">g</a>
          |          ^^^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`
        "#);
    }

    #[test]
    fn addresses_that_break_somewhere_else() {
        assert_snapshot!(post(&body("[gốc](/gioi-thieu) [trống]() [ngoài](../../../bi-mat.md)\n[máy khác](//a.example.vn/) [ổ đĩa](C:\\Users\\bai.docx)")), @r#"
        cảnh báo[dia-chi-goc]: địa chỉ `/gioi-thieu` tính từ gốc của máy chủ
         --> content/bai.md:7:7
          |
        7 | [gốc](/gioi-thieu) [trống]() [ngoài](../../../bi-mat.md)
          |       ^^^^^^^^^^^ sẽ hỏng khi chuyên mục đặt trong thư mục con
          |
          = gợi ý: dùng đường dẫn tới tệp `.md`, hoặc địa chỉ đầy đủ `https://…`

        cảnh báo[dia-chi-trong]: liên kết không có địa chỉ
         --> content/bai.md:7:20
          |
        7 | [gốc](/gioi-thieu) [trống]() [ngoài](../../../bi-mat.md)
          |                    ^^^^^^^^^ chưa dẫn tới đâu
          |
          = gợi ý: viết địa chỉ vào ngoặc tròn, hoặc bỏ liên kết

        lỗi[ra-ngoai]: đường dẫn `../../../bi-mat.md` đi ra ngoài thư mục của trang
         --> content/bai.md:7:38
          |
        7 | [gốc](/gioi-thieu) [trống]() [ngoài](../../../bi-mat.md)
          |                                      ^^^^^^^^^^^^^^^^^^ ra ngoài
          |
          = gợi ý: chép tệp vào thư mục của trang rồi dùng đường dẫn tới đó

        lỗi[dia-chi-cam]: địa chỉ `//a.example.vn/` không được dùng
         --> content/bai.md:8:12
          |
        8 | [máy khác](//a.example.vn/) [ổ đĩa](C:\Users\bai.docx)
          |            ^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`

        lỗi[dia-chi-cam]: địa chỉ `C:\Users\bai.docx` không được dùng
         --> content/bai.md:8:37
          |
        8 | [máy khác](//a.example.vn/) [ổ đĩa](C:\Users\bai.docx)
          |                                     ^^^^^^^^^^^^^^^^^ chỉ nhận http, https, mailto, tel và đường dẫn tương đối
          |
          = gợi ý: thay bằng địa chỉ `https://…`
        "#);
    }

    #[test]
    fn pictures_without_a_file_or_a_description() {
        let mut site = TestSite::school();
        site.put("content/anh/co.gif", PICTURE);
        site.put(
            "content/bai.md",
            body("![](anh/co.gif)\n\n![Cổng trường](anh/cong.jpg)\n\n![Cờ](anh/CO.gif)"),
        );
        assert_snapshot!(said(site), @r#"
        cảnh báo[thieu-mo-ta-anh]: ảnh chưa có mô tả
         --> content/bai.md:7:1
          |
        7 | ![](anh/co.gif)
          | ^^^^^^^^^^^^^^^ viết mô tả trong ngoặc vuông
          |
          = gợi ý: viết `![ảnh cho thấy điều gì](…)`

        lỗi[thieu-tep]: không có tệp `anh/cong.jpg`
         --> content/bai.md:9:16
          |
        9 | ![Cổng trường](anh/cong.jpg)
          |                ^^^^^^^^^^^^ không tìm thấy
          |
          = gợi ý: đặt tệp cạnh bài; tên tệp phân biệt chữ hoa, chữ thường

        lỗi[thieu-tep]: không có tệp `anh/CO.gif`
          --> content/bai.md:11:7
           |
        11 | ![Cờ](anh/CO.gif)
           |       ^^^^^^^^^^ không tìm thấy
           |
           = gợi ý: có phải `co.gif`?
        "#);
    }

    #[test]
    fn html_that_is_left_out() {
        assert_snapshot!(post(&body("<script>alert(1)</script>\n\n<p style=\"color:red\" onclick=\"x()\">Chữ đỏ</p>\n\n<iframe src=\"https://a.example.vn\"></iframe>")), @r#"
        cảnh báo[the-html-bi-bo]: thẻ HTML `<script>` bị bỏ
         --> content/bai.md:7:1
          |
        7 | <script>alert(1)</script>
          | ^^^^^^^^ không được phép trong bài
          |
          = gợi ý: dùng Markdown; với phim, dùng khóa `media`

        cảnh báo[thuoc-tinh-html-bi-bo]: thuộc tính `style` của thẻ `<p>` bị bỏ
         --> content/bai.md:9:11
          |
        9 | <p style="color:red" onclick="x()">Chữ đỏ</p>
          |           ^^^^^^^^^ không được phép trong bài
          |
          = gợi ý: dùng Markdown; màu chữ và cỡ chữ theo giao diện

        cảnh báo[thuoc-tinh-html-bi-bo]: thuộc tính `onclick` của thẻ `<p>` bị bỏ
         --> content/bai.md:9:31
          |
        9 | <p style="color:red" onclick="x()">Chữ đỏ</p>
          |                               ^^^ không được phép trong bài
          |
          = gợi ý: dùng Markdown; màu chữ và cỡ chữ theo giao diện

        cảnh báo[the-html-bi-bo]: thẻ HTML `<iframe>` bị bỏ
          --> content/bai.md:11:1
           |
        11 | <iframe src="https://a.example.vn"></iframe>
           | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ không được phép trong bài
           |
           = gợi ý: dùng Markdown; với phim, dùng khóa `media`
        "#);
    }
}

mod files {
    use super::*;

    #[test]
    fn the_leading_picture() {
        let mut site = TestSite::school();
        site.put("content/anh/co.gif", PICTURE);
        site.put("content/anh/hong.png", "không phải ảnh");
        site.put("content/anh/trong.jpg", "");
        site.put("content/anh/ban-ve.tiff", "x");
        site.put("content/a.md", line("image = \"anh/khong-co.jpg\"\nimage_alt = \"Cờ\""));
        site.put("content/b.md", line("anh = \"anh/co.gif\""));
        site.put("content/c.md", line("image = \"anh/ban-ve.tiff\"\nimage_alt = \"Bản vẽ\""));
        site.put("content/d.md", line("image = \"anh/hong.png\"\nimage_alt = \"Hỏng\""));
        site.put("content/e.md", line("image = \"../../anh.jpg\"\nimage_alt = \"Ngoài\""));
        site.put("content/f.md", line("image = \"anh/trong.jpg\"\nimage_alt = \"Trống\""));
        assert_snapshot!(said(site), @r#"
        lỗi[thieu-tep]: không có tệp `anh/khong-co.jpg`
         --> content/a.md:2:9
          |
        2 | image = "anh/khong-co.jpg"
          |         ^^^^^^^^^^^^^^^^^^ không tìm thấy
          |
          = gợi ý: đặt tệp cạnh bài; tên tệp phân biệt chữ hoa, chữ thường

        lỗi[anh-hong]: không đọc được ảnh `content/anh/hong.png`: không phải JPEG, PNG, GIF hay WebP
        --> content/anh/hong.png
         = gợi ý: mở ảnh và lưu lại thành .jpg (ảnh HEIC của điện thoại cũng vậy)

        lỗi[anh-hong]: không đọc được ảnh `content/anh/trong.jpg`: không phải JPEG, PNG, GIF hay WebP
        --> content/anh/trong.jpg
         = gợi ý: mở ảnh và lưu lại thành .jpg (ảnh HEIC của điện thoại cũng vậy)

        lỗi[thieu-mo-ta-anh-chinh]: ảnh đại diện chưa có mô tả
         --> content/b.md:2:7
          |
        2 | anh = "anh/co.gif"
          |       ^^^^^^^^^^^^ cần `image_alt`
          |
          = gợi ý: thêm `image_alt = "ảnh cho thấy điều gì"` cho người không nhìn thấy ảnh

        lỗi[anh-la]: `anh/ban-ve.tiff` không phải ảnh
         --> content/c.md:2:9
          |
        2 | image = "anh/ban-ve.tiff"
          |         ^^^^^^^^^^^^^^^^^ chỉ nhận .jpg, .png, .gif, .webp
          |
          = gợi ý: lưu ảnh lại thành .jpg

        lỗi[ra-ngoai]: đường dẫn `../../anh.jpg` đi ra ngoài thư mục của trang
         --> content/e.md:2:9
          |
        2 | image = "../../anh.jpg"
          |         ^^^^^^^^^^^^^^^ ra ngoài
          |
          = gợi ý: chép tệp vào thư mục của trang rồi dùng đường dẫn tới đó
        "#);
    }

    #[test]
    fn an_attachment() {
        let mut site = TestSite::school();
        site.put("content/tep/cai-dat.exe", "MZ");
        site.put("content/tep/trang.php", "<?php");
        site.put(
            "content/a.md",
            line("attachments = [\"tep/ke-hoach.pdf\", \"tep/cai-dat.exe\", \"tep/trang.php\"]"),
        );
        assert_snapshot!(said(site), @r#"
        lỗi[thieu-tep]: không có tệp `tep/ke-hoach.pdf`
         --> content/a.md:2:16
          |
        2 | attachments = ["tep/ke-hoach.pdf", "tep/cai-dat.exe", "tep/trang.php"]
          |                ^^^^^^^^^^^^^^^^^^ không tìm thấy
          |
          = gợi ý: đặt tệp cạnh bài; tên tệp phân biệt chữ hoa, chữ thường

        lỗi[loai-tep-cam]: loại tệp của `tep/cai-dat.exe` không được đăng
         --> content/a.md:2:36
          |
        2 | attachments = ["tep/ke-hoach.pdf", "tep/cai-dat.exe", "tep/trang.php"]
          |                                    ^^^^^^^^^^^^^^^^^
          |
          = gợi ý: các loại được đăng: pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv zip mp3 m4a mp4 jpg jpeg png gif webp

        lỗi[loai-tep-cam]: loại tệp của `tep/trang.php` không được đăng
         --> content/a.md:2:55
          |
        2 | attachments = ["tep/ke-hoach.pdf", "tep/cai-dat.exe", "tep/trang.php"]
          |                                                       ^^^^^^^^^^^^^^^
          |
          = gợi ý: các loại được đăng: pdf doc docx xls xlsx ppt pptx odt ods odp rtf txt csv zip mp3 m4a mp4 jpg jpeg png gif webp
        "#);
    }

    #[test]
    fn a_post_that_is_not_unicode() {
        let mut site = TestSite::school();
        let latin: Vec<u8> = line("author = \"Tổ Toán\"")
            .replace("Tổ Toán", "T\u{1}")
            .bytes()
            .map(|byte| if byte == 1 { 0xe0 } else { byte })
            .collect();
        site.put("content/latin.md", latin);
        let wide: Vec<u8> = std::iter::once(0xfeff_u16)
            .chain(line("pinned = true").encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        site.put("content/rong.md", wide);
        assert_snapshot!(said(site), @r#"
        lỗi[khong-utf8]: tệp không phải UTF-8
         --> content/latin.md:2:12
          |
        2 | author = "T�"
          |            ^ không đọc được từ đây
          |
          = gợi ý: mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8

        lỗi[utf-16]: tệp là UTF-16, không phải UTF-8
        --> content/rong.md
         = gợi ý: mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8 (trong Excel: “CSV UTF-8”)
        "#);
    }

    #[test]
    fn text_of_before_unicode() {
        assert_snapshot!(post(&line("author = \"Së Gi¸o dôc vµ §µo t¹o\"")), @r#"
        lỗi[bang-ma-cu]: chữ gõ bằng bảng mã cũ TCVN3 (ABC)
         --> content/bai.md:2:10
          |
        2 | author = "Së Gi¸o dôc vµ §µo t¹o"
          |          ^^^^^^^^^^^^^^^^^^^^^^^^ nên là `Sở Giáo dục và Đào tạo`
          |
          = gợi ý: chuyển văn bản sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại
        "#);
        assert_snapshot!(post(&line("author = \"Tr\u{ad}êng TiÓu häc\"")).replace('\u{ad}', "-"), @r#"
        lỗi[bang-ma-cu]: chữ gõ bằng bảng mã cũ TCVN3 (ABC)
         --> content/bai.md:2:10
          |
        2 | author = "Tr-êng TiÓu häc"
          |          ^^^^^^^^^^^^^^^^ nên là `Trường Tiểu học`
          |
          = gợi ý: chuyển văn bản sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại
        "#);
        assert_snapshot!(post(&line("author = \"Tröôøng Tieåu hoïc Kim Ñoàng\"")), @r#"
        lỗi[bang-ma-cu]: chữ gõ bằng bảng mã cũ VNI
         --> content/bai.md:2:10
          |
        2 | author = "Tröôøng Tieåu hoïc Kim Ñoàng"
          |          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ nên là `Trường Tiểu học Kim Đồng`
          |
          = gợi ý: chuyển văn bản sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại
        "#);
        assert_snapshot!(post(&body("Đoạn đầu viết đúng.\n\nNghá»‹ quyáº¿t cá»§a tá»‰nh\n")), @r#"
        lỗi[bang-ma-cu]: chữ bị hỏng vì tệp từng được mở sai bảng mã
         --> content/bai.md:9:1
          |
        9 | Nghá»‹ quyáº¿t cá»§a tá»‰nh
          | ^^^^^^ nên là `Nghị quyết của tỉnh`
          |
          = gợi ý: chép lại chữ từ bản gốc, rồi lưu tệp với bảng mã UTF-8
        "#);
    }

    #[test]
    fn marks_written_apart_are_the_same_letters() {
        use unicode_normalization::UnicodeNormalization;
        let mut site = TestSite::school();
        let apart = |text: &str| text.nfd().collect::<String>();
        site.put(
            &apart("content/lễ-khai-giảng.md"),
            apart(&line("hinh_thuc = \"phóng sự\"").replace("type = \"tin\"\n", "")),
        );
        site.put(&apart("content/ảnh/cờ.gif"), PICTURE);
        site.put("content/hai.md", body("Xem [lễ khai giảng](lễ-khai-giảng.md) ![Cờ](ảnh/cờ.gif)"));
        assert_snapshot!(said(site), @"(không có gì)");
    }

    #[test]
    fn a_mark_at_the_start_and_windows_line_ends_are_no_mistake() {
        let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
        assert_snapshot!(post(&windows(&line("pinned = true"))), @"(không có gì)");
        assert_snapshot!(post(&windows(&line("author = \"Tổ Toán\"\nquarter = \"2026-Q5\""))), @r#"
        lỗi[quy-sai]: quý không hợp lệ
         --> content/bai.md:3:11
          |
        3 | quarter = "2026-Q5"
          |           ^^^^^^^^^ chỉ nhận quý 1 đến quý 4
          |
          = gợi ý: viết `quarter = "2026-Q3"`
        "#);
        assert_snapshot!(post(&windows("Không có phần đầu")), @r#"
        lỗi[thieu-phan-dau]: bài không bắt đầu bằng dòng `+++`
         --> content/bai.md:1:1
          |
        1 | Không có phần đầu
          | ^^^^^^^^^^^^^^^^^ dòng đầu phải là `+++`
          |
          = gợi ý: đặt tiêu đề, ngày, hình thức giữa hai dòng `+++` ở đầu tệp
        "#);
        assert_snapshot!(post(&windows(&body("Một dòng.\n\nXem [bài](khong-co.md)."))), @r#"
        lỗi[lien-ket-hong]: không có bài `khong-co.md`
         --> content/bai.md:9:11
          |
        9 | Xem [bài](khong-co.md).
          |           ^^^^^^^^^^^ liên kết tới tệp không có
          |
          = gợi ý: kiểm tra tên tệp; đường dẫn tính từ chính tệp này
        "#);
    }

    #[test]
    fn a_post_of_many_megabytes() {
        assert_snapshot!(post(&format!("{}{}", body("x"), "Dài. ".repeat(500_000))), @r#"
        lỗi[bai-qua-lon]: tệp bài lớn hơn 2 MB
        --> content/bai.md
         = gợi ý: bài chỉ gồm chữ; để ảnh và tài liệu thành tệp riêng cạnh bài
        "#);
    }
}

mod registries {
    use super::*;

    const GOOD: &str = "so-mau,Sở Giáo dục và Đào tạo Mẫu\nth-a,Trường Tiểu học A\n";

    #[test]
    fn a_registry_that_is_missing_or_outside() {
        let mut site = TestSite::department();
        site.remove("don-vi.csv");
        assert_snapshot!(said(site), @r#"
        lỗi[thieu-danh-sach]: không có danh sách đơn vị `don-vi.csv`
         --> nq71.toml:2:12
          |
        2 | registry = "don-vi.csv"
          |            ^^^^^^^^^^^^ không tìm thấy tệp
          |
          = gợi ý: đặt tệp cạnh tệp cài đặt
        "#);
        assert_snapshot!(settings("base_url = \"https://a.example.vn/\"\nregistry = \"../don-vi.csv\"\n"), @r#"
        lỗi[ra-ngoai]: đường dẫn `../don-vi.csv` đi ra ngoài thư mục của trang
         --> nq71.toml:2:12
          |
        2 | registry = "../don-vi.csv"
          |            ^^^^^^^^^^^^^^^ ra ngoài
          |
          = gợi ý: chép tệp vào thư mục của trang rồi dùng đường dẫn tới đó
        "#);
    }

    #[test]
    fn an_excel_file() {
        assert_snapshot!(registry(b"PK\x03\x04\x14\x00".to_vec()), @r#"
        lỗi[danh-sach-excel]: danh sách đơn vị `don-vi.csv` là tệp Excel
         --> nq71.toml:2:12
          |
        2 | registry = "don-vi.csv"
          |            ^^^^^^^^^^^^ cần tệp CSV
          |
          = gợi ý: trong Excel: Lưu thành → “CSV UTF-8”
        "#);
    }

    #[test]
    fn a_registry_without_rows() {
        assert_snapshot!(registry(""), @r#"
        lỗi[danh-sach-rong]: danh sách đơn vị không có dòng nào
        --> don-vi.csv
         = gợi ý: cột bắt buộc: `code` (Mã đơn vị) và `name` (Tên đơn vị)
        "#);
        assert_snapshot!(registry("Mã đơn vị;Tên đơn vị\r\n"), @r#"
        lỗi[danh-sach-rong]: danh sách đơn vị không có dòng nào
         --> don-vi.csv:1:1
          |
        1 | Mã đơn vị;Tên đơn vị
          | ^^^^^^^^^^^^^^^^^^^^ cần một dòng tiêu đề và mỗi đơn vị một dòng
          |
          = gợi ý: cột bắt buộc: `code` (Mã đơn vị) và `name` (Tên đơn vị)
        "#);
    }

    #[test]
    fn a_registry_in_another_encoding() {
        let bytes: Vec<u8> =
            "code,name\nth-a,Tr".bytes().chain([0xfd, 0xd2]).chain("ng A\n".bytes()).collect();
        assert_snapshot!(registry(bytes), @r#"
        lỗi[khong-utf8]: tệp không phải UTF-8
         --> don-vi.csv:2:8
          |
        2 | th-a,Tr��ng A
          |        ^ không đọc được từ đây
          |
          = gợi ý: mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8
        "#);
        let wide: Vec<u8> = std::iter::once(0xfeff_u16)
            .chain("Mã\tTên\n".encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        assert_snapshot!(registry(wide), @r#"
        lỗi[utf-16]: tệp là UTF-16, không phải UTF-8
        --> don-vi.csv
         = gợi ý: mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8 (trong Excel: “CSV UTF-8”)
        "#);
        assert_snapshot!(registry(format!("code,name\n{GOOD}th-b,Tr\u{ad}êng TiÓu häc B\n")).replace('\u{ad}', "-"), @r#"
        lỗi[bang-ma-cu]: chữ gõ bằng bảng mã cũ TCVN3 (ABC)
         --> don-vi.csv:4:6
          |
        4 | th-b,Tr-êng TiÓu häc B
          |      ^^^^^^^^^^^^^^^^ nên là `Trường Tiểu học B`
          |
          = gợi ý: chuyển văn bản sang Unicode (UniKey: Ctrl+Shift+F6) rồi dán lại
        "#);
    }

    #[test]
    fn missing_columns() {
        assert_snapshot!(registry(format!("code,tên của trường\n{GOOD}")), @r#"
        lỗi[thieu-cot]: danh sách đơn vị thiếu cột tên đơn vị
         --> don-vi.csv:1:1
          |
        1 | code,tên của trường
          | ^^^^^^^^^^^^^^^^^^^ dòng tiêu đề
          |
          = gợi ý: thêm cột “Tên đơn vị”

        lỗi[cot-la]: không có cột `tên của trường`
         --> don-vi.csv:1:6
          |
        1 | code,tên của trường
          |      ^^^^^^^^^^^^^^ tiêu đề lạ
          |
          = gợi ý: có phải `Tên trường`?
        "#);
        assert_snapshot!(registry("DANH SÁCH ĐƠN VỊ\n1,th-a,Trường A\n"), @r#"
        lỗi[cot-la]: không có cột `DANH SÁCH ĐƠN VỊ`
         --> don-vi.csv:1:1
          |
        1 | DANH SÁCH ĐƠN VỊ
          | ^^^^^^^^^^^^^^^^ tiêu đề lạ
          |
          = gợi ý: xóa cột này, hoặc sửa tiêu đề

        lỗi[thieu-cot]: danh sách đơn vị thiếu cột mã đơn vị
         --> don-vi.csv:1:1
          |
        1 | DANH SÁCH ĐƠN VỊ
          | ^^^^^^^^^^^^^^^^ dòng tiêu đề
          |
          = gợi ý: thêm cột “Mã đơn vị”

        lỗi[thieu-cot]: danh sách đơn vị thiếu cột tên đơn vị
         --> don-vi.csv:1:1
          |
        1 | DANH SÁCH ĐƠN VỊ
          | ^^^^^^^^^^^^^^^^ dòng tiêu đề
          |
          = gợi ý: thêm cột “Tên đơn vị”
        "#);
    }

    #[test]
    fn unknown_and_doubled_headings() {
        assert_snapshot!(registry("Mã đơn vị;Tên đơn vị;Chỉ tiêu mỗi qúy;Hiệu trưởng;Mã\nso-mau;Sở Mẫu;0;x;y\n"), @r#"
        lỗi[cot-la]: không có cột `Hiệu trưởng`
         --> don-vi.csv:1:39
          |
        1 | Mã đơn vị;Tên đơn vị;Chỉ tiêu mỗi qúy;Hiệu trưởng;Mã
          |                                       ^^^^^^^^^^^ tiêu đề lạ
          |
          = gợi ý: xóa cột này, hoặc sửa tiêu đề

        lỗi[cot-lap]: cột `Mã` lặp lại cột `Mã đơn vị`
         --> don-vi.csv:1:51
          |
        1 | Mã đơn vị;Tên đơn vị;Chỉ tiêu mỗi qúy;Hiệu trưởng;Mã
          |                                                   ^^ hai cột cùng nghĩa
          |
          = gợi ý: giữ lại một cột
        "#);
    }

    #[test]
    fn codes_that_are_missing_doubled_or_odd() {
        assert_snapshot!(registry(format!("code,name\n{GOOD}th-a,Trường Tiểu học Á\nTrường B,Trường Tiểu học B\n,Trường Tiểu học C\nth-d,\n")), @r#"
        lỗi[trung-ma-don-vi]: mã đơn vị `th-a` đã có ở dòng 3
         --> don-vi.csv:4:1
          |
        4 | th-a,Trường Tiểu học Á
          | ^^^^ mã lặp lại
          |
          = gợi ý: mỗi đơn vị một mã; xóa dòng thừa hoặc đổi mã

        lỗi[ma-sai]: mã `Trường B` không dùng được
         --> don-vi.csv:5:1
          |
        5 | Trường B,Trường Tiểu học B
          | ^^^^^^^^ chỉ gồm chữ thường không dấu, số và gạch nối, không quá 60 ký tự
          |
          = gợi ý: có phải `truong-b`?

        lỗi[thieu-ma]: thiếu mã
         --> don-vi.csv:6:1
          |
        6 | ,Trường Tiểu học C
          | ^^^^^^^^^^^^^^^^^^ cần `code`
          |
          = gợi ý: mã gồm chữ thường không dấu, số và gạch nối, ví dụ `thcs-hoa-sen`

        lỗi[thieu-ten-don-vi]: thiếu tên đơn vị
         --> don-vi.csv:7:1
          |
        7 | th-d,
          | ^^^^^ cần `name`
          |
          = gợi ý: viết tên đầy đủ, ví dụ `Trường THCS Hoa Sen`
        "#);
    }

    #[test]
    fn codes_that_are_taken_by_windows_or_by_count_pages() {
        assert_snapshot!(registry("code,name\ncon,Trường Con\nINDEX,Trường B\nhinh-thuc-tin,Trường C\n".to_owned()), @r#"
        lỗi[ma-danh-rieng]: mã `con` là từ dành riêng
         --> don-vi.csv:2:1
          |
        2 | con,Trường Con
          | ^^^ tên này Windows hoặc trang thống kê đã dùng
          |
          = gợi ý: đặt mã khác, ví dụ `th-con`

        lỗi[ma-danh-rieng]: mã `index` là từ dành riêng
         --> don-vi.csv:3:1
          |
        3 | INDEX,Trường B
          | ^^^^^ tên này Windows hoặc trang thống kê đã dùng
          |
          = gợi ý: đặt mã khác, ví dụ `th-index`

        lỗi[ma-danh-rieng]: mã `hinh-thuc-tin` là từ dành riêng
         --> don-vi.csv:4:1
          |
        4 | hinh-thuc-tin,Trường C
          | ^^^^^^^^^^^^^ tên này Windows hoặc trang thống kê đã dùng
          |
          = gợi ý: đặt mã khác, ví dụ `th-hinh-thuc-tin`
        "#);
    }

    #[test]
    fn mergers_in_a_circle() {
        assert_snapshot!(registry("code,name,merged_into\nth-a,Trường A,th-b\nth-b,Trường B,Trường A\nth-c,Trường C,th-c\nth-d,Trường D,th-a\n".to_owned()), @r#"
        lỗi[sap-nhap-vong]: đơn vị `th-a` sáp nhập vòng quanh vào chính nó
         --> don-vi.csv:2:15
          |
        2 | th-a,Trường A,th-b
          |               ^^^^ theo cột này thì đơn vị lại thành một phần của chính nó
          |
          = gợi ý: ghi mã của đơn vị còn hoạt động sau khi sáp nhập, hoặc bỏ trống

        lỗi[sap-nhap-vong]: đơn vị `th-b` sáp nhập vòng quanh vào chính nó
         --> don-vi.csv:3:15
          |
        3 | th-b,Trường B,Trường A
          |               ^^^^^^^^ theo cột này thì đơn vị lại thành một phần của chính nó
          |
          = gợi ý: ghi mã của đơn vị còn hoạt động sau khi sáp nhập, hoặc bỏ trống

        lỗi[sap-nhap-vong]: đơn vị `th-c` sáp nhập vòng quanh vào chính nó
         --> don-vi.csv:4:15
          |
        4 | th-c,Trường C,th-c
          |               ^^^^ theo cột này thì đơn vị lại thành một phần của chính nó
          |
          = gợi ý: ghi mã của đơn vị còn hoạt động sau khi sáp nhập, hoặc bỏ trống
        "#);
    }

    #[test]
    fn a_value_is_pointed_at_in_its_own_cell() {
        assert_snapshot!(
            registry("STT;Mã;Tên;Cấp trên;Chỉ tiêu;Từ ngày;Đến ngày;Loại hình;Website;Cách đưa lên\r\n1;so-mau;Sở Mẫu;;2;1/2/2026;31/2/2026;;;\r\n2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip\r\n3;th-b;Trường B;so-mau;x;1/9/2026;1/9/2025;;;\r\n"),
            @r#"
        lỗi[ngay-khong-co]: `Đến ngày` là ngày không có thật
         --> don-vi.csv:2:29
          |
        2 | 1;so-mau;Sở Mẫu;;2;1/2/2026;31/2/2026;;;
          |                             ^^^^^^^^^ lịch không có ngày này
          |
          = gợi ý: viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`

        cảnh báo[cap-tren-la]: cấp trên `so-ma` không có trong danh sách đơn vị
         --> don-vi.csv:3:17
          |
        3 | 2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip
          |                 ^^^^^ được coi là một nhóm riêng
          |
          = gợi ý: có phải `so-mau`?

        lỗi[so-sai]: `Chỉ tiêu` không phải số nguyên: `2,5`
         --> don-vi.csv:3:23
          |
        3 | 2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip
          |                       ^^^ cần một số nguyên
          |
          = gợi ý: chỉ viết chữ số, ví dụ `12`

        lỗi[ngay-khong-co]: `Từ ngày` là ngày không có thật
         --> don-vi.csv:3:27
          |
        3 | 2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip
          |                           ^^^^^^^^^ không có tháng 13
          |
          = gợi ý: viết `2026-05-20`, hoặc ngày trước tháng sau: `"20/5/2026"`

        lỗi[ngay-sai]: `Đến ngày` không phải ngày
         --> don-vi.csv:3:37
          |
        3 | 2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip
          |                                     ^^^^^^^ không đọc được ngày
          |
          = gợi ý: viết `2026-05-20` hoặc `"20/5/2026"` (ngày trước, tháng sau)

        lỗi[dia-chi-sai]: `Website` không phải địa chỉ web: `www.a.example.vn`
         --> don-vi.csv:3:54
          |
        3 | 2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip
          |                                                      ^^^^^^^^^^^^^^^^ cần bắt đầu bằng `https://` và không có dấu cách
          |
          = gợi ý: có phải `https://www.a.example.vn`?

        lỗi[cach-dua-len-la]: không có cách đưa lên `zip`
         --> don-vi.csv:3:71
          |
        3 | 2;th-a;Trường A;so-ma;2,5;5/13/2026;hôm nay;tiểu hoc;www.a.example.vn;zip
          |                                                                       ^^^ không có trong danh mục
          |
          = gợi ý: dùng `folder`, `paste`, `iframe`, `link` hoặc `hosted-by-parent`

        lỗi[so-sai]: `Chỉ tiêu` không phải số nguyên: `x`
         --> don-vi.csv:4:24
          |
        4 | 3;th-b;Trường B;so-mau;x;1/9/2026;1/9/2025;;;
          |                        ^ cần một số nguyên
          |
          = gợi ý: chỉ viết chữ số, ví dụ `12`

        lỗi[ket-thuc-truoc-bat-dau]: ngày kết thúc đứng trước ngày bắt đầu
         --> don-vi.csv:4:35
          |
        4 | 3;th-b;Trường B;so-mau;x;1/9/2026;1/9/2025;;;
          |                                   ^^^^^^^^ sớm hơn ngày bắt đầu
          |
          = gợi ý: kiểm tra lại hai ngày
        "#
        );
    }

    #[test]
    fn too_many_cells() {
        assert_snapshot!(registry("code,name\nso-mau,Sở Giáo dục và Đào tạo, tỉnh Mẫu\nth-a,Trường A,,\n"), @r#"
        lỗi[thua-o]: dòng có 3 ô mà bảng chỉ có 2 cột
         --> don-vi.csv:2:1
          |
        2 | so-mau,Sở Giáo dục và Đào tạo, tỉnh Mẫu
          | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ thừa ô
          |
          = gợi ý: đặt giá trị có dấu phân cách trong ngoặc kép `"…"`
        "#);
    }

    #[test]
    fn a_quote_that_is_not_closed_does_not_swallow_units() {
        assert_snapshot!(registry("code,name\nso-mau,\"Sở Mẫu\nth-a,Trường A\nth-b,Trường B\n"), @r#"
        lỗi[ngoac-csv]: ô mở dấu `"` mà không đóng
         --> don-vi.csv:2:8
          |
        2 | so-mau,"Sở Mẫu
          |        ^^^^^^^ ô này nuốt các dòng sau
          |
          = gợi ý: thêm `"` vào cuối ô, hoặc xóa dấu `"` thừa
        "#);
        assert_snapshot!(registry("code,name\nso-mau,\"Sở Mẫu\nth-a,\"Trường A\"\nth-b,Trường B\n"), @r#"
        lỗi[ngoac-csv]: ô mở dấu `"` mà không đóng
         --> don-vi.csv:2:8
          |
        2 | so-mau,"Sở Mẫu
          |        ^^^^^^^ ô này nuốt các dòng sau
          |
          = gợi ý: thêm `"` vào cuối ô, hoặc xóa dấu `"` thừa
        "#);
    }

    #[test]
    fn a_quote_inside_a_cell() {
        assert_snapshot!(registry("code,name\nso-mau,\"Sở \"Mẫu\" tỉnh\"\n"), @r#"
        lỗi[ngoac-trong-o]: dấu `"` đứng một mình trong ô
         --> don-vi.csv:2:12
          |
        2 | so-mau,"Sở "Mẫu" tỉnh"
          |            ^ ô đã đóng trước chỗ này
          |
          = gợi ý: viết hai dấu `""`, hoặc dùng “ ”
        "#);
    }

    #[test]
    fn a_unit_merged_into_nobody() {
        assert_snapshot!(registry("code,name,merged_into\nso-mau,Sở Mẫu,\nth-a,Trường A,th-aa\nth-b,Trường B,không rõ\n"), @r#"
        lỗi[don-vi-la]: không có đơn vị `th-aa`
         --> don-vi.csv:3:15
          |
        3 | th-a,Trường A,th-aa
          |               ^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: có phải `th-a`?

        lỗi[don-vi-la]: không có đơn vị `không rõ`
         --> don-vi.csv:4:15
          |
        4 | th-b,Trường B,không rõ
          |               ^^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: kiểm tra mã trong `don-vi.csv` hoặc bảng `[unit]`
        "#);
    }

    #[test]
    fn an_owner_who_is_not_in_it() {
        assert_snapshot!(registry("code,name\nso-gddt,Sở Mẫu\n"), @r#"
        lỗi[don-vi-la]: không có đơn vị `so-mau`
         --> nq71.toml:3:9
          |
        3 | owner = "so-mau"
          |         ^^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: kiểm tra mã trong `don-vi.csv` hoặc bảng `[unit]`
        "#);
    }
}

mod settings_file {
    use super::*;

    const UNIT: &str = "[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n";

    #[test]
    fn no_settings() {
        let mut site = TestSite::school();
        site.remove("nq71.toml");
        assert_snapshot!(said(site), @r#"
        lỗi[thieu-cai-dat]: không có tệp cài đặt `nq71.toml`
         |
         = gợi ý: chạy `nq71 init` để tạo, hoặc chỉ thư mục bằng `--root`
        "#);
    }

    #[test]
    fn unknown_keys_and_tables() {
        assert_snapshot!(settings(&format!("base_ulr = \"https://a.example.vn/\"\n[couting]\ntarget = 3\n{UNIT}ten_hieu_truong = \"x\"\n")), @r#"
        lỗi[khoa-la]: không có khóa `base_ulr`
         --> nq71.toml:1:1
          |
        1 | base_ulr = "https://a.example.vn/"
          | ^^^^^^^^ khóa lạ
          |
          = gợi ý: có phải `base_url`?

        lỗi[khoa-la]: không có khóa `couting`
         --> nq71.toml:2:2
          |
        2 | [couting]
          |  ^^^^^^^ khóa lạ
          |
          = gợi ý: có phải `counting`?

        lỗi[khoa-la]: không có khóa `ten_hieu_truong`
         --> nq71.toml:7:1
          |
        7 | ten_hieu_truong = "x"
          | ^^^^^^^^^^^^^^^ khóa lạ
          |
          = gợi ý: xóa dòng này, hoặc xem danh sách khóa trong tài liệu
        "#);
        assert_snapshot!(settings(&format!("{UNIT}[counting]\ntarget_per_quater = 3\nperiod_rule = \"nd9\"\n")), @r#"
        lỗi[khoa-la]: không có khóa `target_per_quater`
         --> nq71.toml:5:1
          |
        5 | target_per_quater = 3
          | ^^^^^^^^^^^^^^^^^ khóa lạ
          |
          = gợi ý: có phải `target_per_quarter`?

        lỗi[ky-la]: không có cách tính kỳ `nd9`
         --> nq71.toml:6:15
          |
        6 | period_rule = "nd9"
          |               ^^^^^ chỉ có `calendar` và `nd09`
          |
          = gợi ý: có phải `nd09`?
        "#);
    }

    #[test]
    fn a_key_of_the_site_below_a_table() {
        assert_snapshot!(settings(&format!("{UNIT}base_url = \"https://a.example.vn/\"\n")), @r#"
        lỗi[khoa-la]: không có khóa `base_url`
         --> nq71.toml:4:1
          |
        4 | base_url = "https://a.example.vn/"
          | ^^^^^^^^ khóa lạ
          |
          = gợi ý: đặt `base_url` phía trên dòng `[…]` đầu tiên
        "#);
    }

    #[test]
    fn values_that_cannot_be_used() {
        assert_snapshot!(settings(&format!("base_url = \"a.example.vn/nq71\"\nlang = \"fr\"\ntheme = \"xanh\"\n{UNIT}kind = \"trường làng\"\ntarget_per_quarter = -1\nstart = 2026-09-01\nend = 2025-09-01\n[counting]\nperiod_rule = \"quý\"\n")), @r#"
        lỗi[dia-chi-sai]: `base_url` không phải địa chỉ web: `a.example.vn/nq71`
         --> nq71.toml:1:12
          |
        1 | base_url = "a.example.vn/nq71"
          |            ^^^^^^^^^^^^^^^^^^^ cần bắt đầu bằng `https://` và không có dấu cách
          |
          = gợi ý: có phải `https://a.example.vn/nq71`?

        lỗi[ngon-ngu-trang]: trang không có tiếng `fr`
         --> nq71.toml:2:8
          |
        2 | lang = "fr"
          |        ^^^^ chỉ có `vi` và `en`
          |
          = gợi ý: viết `lang = "vi"`

        lỗi[loai-la]: không có loại đơn vị `trường làng`
         --> nq71.toml:7:8
          |
        7 | kind = "trường làng"
          |        ^^^^^^^^^^^^^ không có trong danh mục
          |
          = gợi ý: các loại: mam-non, tieu-hoc, thcs, th-thcs, thpt, thcs-thpt, th-thcs-thpt, ptdtnt, ptdtbt, gdtx, gdnn-gdtx, trung-cap, cao-dang, dai-hoc, phong-so, don-vi-truc-thuoc, so-gddt, ubnd-xa, phong-vhxh, tt-dvsnc, ubnd-tinh, so-nganh, bao-pttt, mttq, phong-gddt

        lỗi[sai-kieu]: `target_per_quarter` có giá trị sai kiểu
         --> nq71.toml:8:22
          |
        8 | target_per_quarter = -1
          |                      ^^ đây là số
          |
          = gợi ý: viết `target_per_quarter` là một số nguyên, ví dụ `12`

        lỗi[ket-thuc-truoc-bat-dau]: ngày kết thúc đứng trước ngày bắt đầu
          --> nq71.toml:10:7
           |
        10 | end = 2025-09-01
           |       ^^^^^^^^^^ sớm hơn ngày bắt đầu
           |
           = gợi ý: kiểm tra lại hai ngày

        lỗi[ky-la]: không có cách tính kỳ `quý`
          --> nq71.toml:12:15
           |
        12 | period_rule = "quý"
           |               ^^^^^ chỉ có `calendar` và `nd09`
           |
           = gợi ý: `calendar`: quý theo lịch; `nd09`: từ ngày 15 đến ngày 14
        "#);
    }

    #[test]
    fn colours_that_are_none_or_too_light() {
        let head = "base_url = \"https://a.example.vn/\"\n";
        assert_snapshot!(settings(&format!("{head}accent = \"đỏ\"\n{UNIT}")), @r##"
        lỗi[mau-nhan-sai]: `đỏ` không phải một màu
         --> nq71.toml:2:10
          |
        2 | accent = "đỏ"
          |          ^^^^ chưa đúng cách viết
          |
          = gợi ý: viết dấu `#` và sáu chữ số hệ mười sáu, như `"#8a1538"`
        "##);
        assert_snapshot!(settings(&format!("{head}accent = \"#ffcc00\"\n{UNIT}")), @r##"
        cảnh báo[mau-nhan-yeu]: màu `#ffcc00` quá nhạt để đọc được trên nền trang
         --> nq71.toml:2:10
          |
        2 | accent = "#ffcc00"
          |          ^^^^^^^^^ độ tương phản dưới 4,5 : 1
          |
          = gợi ý: viết `"#886d00"`, màu gần nhất đọc được; các trang đang dùng màu này
        "##);
        assert_eq!(settings(&format!("{head}accent = \"#8a1538\"\n{UNIT}")), "(không có gì)");
    }

    #[test]
    fn logos_that_are_none() {
        let head = "base_url = \"https://a.example.vn/\"\n";
        assert_snapshot!(settings(&format!("{head}logo = \"logo.png\"\n{UNIT}")), @r#"
        lỗi[thieu-logo]: không có tệp logo `logo.png`
         --> nq71.toml:2:8
          |
        2 | logo = "logo.png"
          |        ^^^^^^^^^^ không tìm thấy
          |
          = gợi ý: đặt tệp cạnh tệp cài đặt; tên tệp phân biệt chữ hoa, chữ thường
        "#);
        assert_snapshot!(settings(&format!("{head}logo = \"logo.svg\"\n{UNIT}")), @r#"
        lỗi[logo-la]: logo `logo.svg` không phải ảnh dùng được
         --> nq71.toml:2:8
          |
        2 | logo = "logo.svg"
          |        ^^^^^^^^^^ chỉ nhận .png, .jpg, .gif
          |
          = gợi ý: lưu logo thành .png (ảnh .svg cũng vậy)
        "#);
        assert_snapshot!(settings(&format!("{head}logo = \"../logo.png\"\n{UNIT}")), @r#"
        lỗi[ra-ngoai]: đường dẫn `../logo.png` đi ra ngoài thư mục của trang
         --> nq71.toml:2:8
          |
        2 | logo = "../logo.png"
          |        ^^^^^^^^^^^^^ ra ngoài
          |
          = gợi ý: chép tệp vào thư mục của trang rồi dùng đường dẫn tới đó
        "#);
    }

    #[test]
    fn an_unknown_theme() {
        assert_snapshot!(settings(&format!("base_url = \"https://a.example.vn/\"\ntheme = \"xanh\"\n{UNIT}")), @r#"
        lỗi[thieu-giao-dien]: không có giao diện `xanh`
         |
         = gợi ý: tạo thư mục `themes/xanh/`, hoặc viết `theme = "chuan"`
        "#);
    }

    #[test]
    fn units_from_both_places_or_from_none() {
        assert_snapshot!(settings(&format!("registry = \"don-vi.csv\"\n{UNIT}")), @r#"
        lỗi[hai-nguon-don-vi]: có cả `registry` và `[unit]`
         --> nq71.toml:1:12
          |
        1 | registry = "don-vi.csv"
          |            ^^^^^^^^^^^^ chỉ dùng một trong hai
          |
          = gợi ý: trường giữ `[unit]`; Sở, xã giữ `registry`
        "#);
        assert_snapshot!(settings("# Cài đặt\nbase_url = \"https://a.example.vn/\"\n"), @r#"
        lỗi[thieu-don-vi]: cài đặt không nói đơn vị nào
        --> nq71.toml
         = gợi ý: trường: thêm `[unit]` với `code` và `name`; Sở, xã: thêm `registry = "don-vi.csv"`
        "#);
        assert_snapshot!(settings("[unit]\ncode = \"Trường Hoa Sen\"\n"), @r#"
        lỗi[thieu-ten-don-vi]: thiếu tên đơn vị
         --> nq71.toml:1:1
          |
        1 | [unit]
          | ^^^^^^ cần `name`
          |
          = gợi ý: viết tên đầy đủ, ví dụ `Trường THCS Hoa Sen`

        lỗi[ma-sai]: mã `Trường Hoa Sen` không dùng được
         --> nq71.toml:2:8
          |
        2 | code = "Trường Hoa Sen"
          |        ^^^^^^^^^^^^^^^^ chỉ gồm chữ thường không dấu, số và gạch nối, không quá 60 ký tự
          |
          = gợi ý: có phải `truong-hoa-sen`?
        "#);
    }

    #[test]
    fn no_address() {
        assert_snapshot!(settings(UNIT), @r#"
        cảnh báo[thieu-base-url]: chưa có `base_url` nên không có RSS, sơ đồ cho máy tìm kiếm và địa chỉ đầy đủ
         |
         = gợi ý: thêm `base_url = "https://…/nghi-quyet-71/"` vào cài đặt
        "#);
    }

    #[test]
    fn a_vocabulary_entry_that_is_incomplete() {
        assert_snapshot!(settings(&format!("base_url = \"https://a.example.vn/\"\n{UNIT}[vocabulary]\ntypes = [{{ code = \"kịch\" }}, {{ label = \"Kịch\" }}, {{ code = \"kich\" }}, {{ code = \"kich-noi\", label = \"Kịch nói\", countabel = true }}]\n")), @r#"
        lỗi[ma-sai]: mã `kịch` không dùng được
         --> nq71.toml:6:19
          |
        6 | types = [{ code = "kịch" }, { label = "Kịch" }, { code = "kich" }, { code = "kich-noi", label = "Kịch nói", countabel = true }]
          |                   ^^^^^^ chỉ gồm chữ thường không dấu, số và gạch nối, không quá 60 ký tự
          |
          = gợi ý: có phải `kich`?

        lỗi[thieu-ma]: thiếu mã
         --> nq71.toml:6:29
          |
        6 | types = [{ code = "kịch" }, { label = "Kịch" }, { code = "kich" }, { code = "kich-noi", label = "Kịch nói", countabel = true }]
          |                             ^^^^^^^^^^^^^^^^^^ cần `code`
          |
          = gợi ý: mã gồm chữ thường không dấu, số và gạch nối, ví dụ `thcs-hoa-sen`

        lỗi[thieu-nhan]: mục danh mục mới thiếu tên gọi
         --> nq71.toml:6:49
          |
        6 | types = [{ code = "kịch" }, { label = "Kịch" }, { code = "kich" }, { code = "kich-noi", label = "Kịch nói", countabel = true }]
          |                                                 ^^^^^^^^^^^^^^^^^ cần `label`
          |
          = gợi ý: thêm `label = "…"`

        lỗi[khoa-la]: không có khóa `countabel`
         --> nq71.toml:6:109
          |
        6 | types = [{ code = "kịch" }, { label = "Kịch" }, { code = "kich" }, { code = "kich-noi", label = "Kịch nói", countabel = true }]
          |                                                                                                             ^^^^^^^^^ khóa lạ
          |
          = gợi ý: có phải `countable`?
        "#);
    }
}

mod sources {
    use super::*;

    /// The settings of a department with these tables of sources.
    fn sources(tables: &str) -> String {
        let mut site = TestSite::department();
        let owner = "owner = \"so-mau\"\n";
        site.edit("nq71.toml", owner, &format!("{owner}\n{tables}\n"));
        said(site)
    }

    #[test]
    fn a_source_that_says_too_little_or_what_is_not_known() {
        assert_snapshot!(sources("[[source]]\ntype = \"tinn\"\ntypes = [\"Video\", \"Ảnh = anhh\"]"), @r#"
        lỗi[thieu-dia-chi-nguon]: nguồn chưa có địa chỉ `url`
         --> nq71.toml:5:1
          |
        5 | [[source]]
          | ^^^^^^^^^^
          |
          = gợi ý: thêm địa chỉ RSS, tệp trao đổi, thư mục hoặc tệp ZIP

        lỗi[thieu-don-vi-nguon]: nguồn chưa nêu đơn vị `unit`
         --> nq71.toml:5:1
          |
        5 | [[source]]
          | ^^^^^^^^^^
          |
          = gợi ý: thêm mã đơn vị có tin, bài ở nguồn này

        lỗi[hinh-thuc-la]: không có hình thức `tinn`
         --> nq71.toml:6:8
          |
        6 | type = "tinn"
          |        ^^^^^^ không có trong danh mục
          |
          = gợi ý: có phải `tin`?

        lỗi[cap-hinh-thuc]: `Video` không phải một cặp chuyên mục và hình thức
         --> nq71.toml:7:10
          |
        7 | types = ["Video", "Ảnh = anhh"]
          |          ^^^^^^^ thiếu dấu `=`
          |
          = gợi ý: viết dạng `"tên chuyên mục của nguồn = hình thức"`, ví dụ `"Video = video"`

        lỗi[hinh-thuc-la]: không có hình thức `anhh`
         --> nq71.toml:7:19
          |
        7 | types = ["Video", "Ảnh = anhh"]
          |                   ^^^^^^^^^^^^ không có trong danh mục
          |
          = gợi ý: các hình thức: tin, bai, phong-su, ky-su, phim-tai-lieu, toa-dam, phong-van, giao-luu, video, infographic, podcast, ban-tin, chuyen-de-so, bai-ngan, van-ban, chuyen-de, phat-thanh, hoi-nghi, cuoc-thi, tai-lieu
        "#);
        assert_snapshot!(sources("[[source]]\nunit = \"th-aa\"\nurl = \"th-a.example.edu.vn/rss\""), @r#"
        lỗi[don-vi-la]: không có đơn vị `th-aa`
         --> nq71.toml:6:8
          |
        6 | unit = "th-aa"
          |        ^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: có phải `th-a`?

        cảnh báo[dia-chi-thieu-https]: `th-a.example.edu.vn/rss` không phải địa chỉ web đầy đủ, nên sẽ bị tìm như một tệp trên máy
         --> nq71.toml:7:7
          |
        7 | url = "th-a.example.edu.vn/rss"
          |       ^^^^^^^^^^^^^^^^^^^^^^^^^
          |
          = gợi ý: viết đủ `https://` ở đầu và không có dấu cách, ví dụ `https://truong-a.example.edu.vn/rss.xml`
        "#);
        let twice = "[[source]]\nunit = \"th-a\"\nurl = \"https://th-a.example.edu.vn/rss\"\n";
        assert_snapshot!(sources(&twice.repeat(2)), @r#"
        lỗi[nguon-lap]: nguồn `https://th-a.example.edu.vn/rss` khai báo hai lần
         --> nq71.toml:8:1
          |
        8 | [[source]]
          | ^^^^^^^^^^ đã có một nguồn cùng địa chỉ của đơn vị này
          |
          = gợi ý: xóa một trong hai
        "#);
    }

    #[test]
    fn an_exclusion_of_a_unit_that_is_not_known_holds_for_nobody() {
        assert_snapshot!(sources("[[exclude]]\nunit = \"th-aa\"\nurl = \"https://th-a.example.edu.vn/\""), @r#"
        lỗi[don-vi-la]: không có đơn vị `th-aa`
         --> nq71.toml:6:8
          |
        6 | unit = "th-aa"
          |        ^^^^^^^ không có trong danh sách đơn vị
          |
          = gợi ý: có phải `th-a`?
        "#);
        assert_snapshot!(sources("[[exclude]]\nunit = \"th-a\""), @r#"
        lỗi[thieu-dia-chi-bo]: mục `[[exclude]]` chưa có địa chỉ `url`
         --> nq71.toml:5:1
          |
        5 | [[exclude]]
          | ^^^^^^^^^^^
          |
          = gợi ý: thêm địa chỉ bài không lấy; kết thúc bằng `/` thì bỏ mọi bài ở dưới địa chỉ đó
        "#);
        assert_snapshot!(sources("exclude = [\"https://th-a.example.edu.vn/\"]"), @r#"
        lỗi[sai-kieu]: `exclude` có giá trị sai kiểu
         --> nq71.toml:5:12
          |
        5 | exclude = ["https://th-a.example.edu.vn/"]
          |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ đây là chữ
          |
          = gợi ý: viết `exclude = [{ url = … }]`
        "#);
        assert_snapshot!(sources("[aggregate]\nexclude = [\"https://th-a.example.edu.vn/\"]"), @r#"
        lỗi[khoa-la]: không có khóa `exclude`
         --> nq71.toml:6:1
          |
        6 | exclude = ["https://th-a.example.edu.vn/"]
          | ^^^^^^^ khóa lạ
          |
          = gợi ý: đặt `exclude` phía trên dòng `[…]` đầu tiên
        "#);
    }
}

mod themes {
    use super::*;

    fn with_file(path: &str, text: &str) -> String {
        let mut site = TestSite::school();
        site.put("content/bai.md", body("Nội dung."));
        site.put(path, text);
        let built = site.build();
        assert!(!built.written);
        told(&built)
    }

    #[test]
    fn a_template_that_cannot_be_read() {
        assert_snapshot!(with_file("themes/chuan/templates/post.html", "<html>\n<h1>{{ view.title }</h1>\n</html>\n"), @r#"
        lỗi[mau-loi]: mẫu trang `post.html` viết sai cú pháp (bộ dựng trang báo: Found `}` but expected }})
         --> themes/chuan/templates/post.html:2:19
          |
        2 | <h1>{{ view.title }</h1>
          |                   ^ lỗi ở đây
          |
          = gợi ý: sửa mẫu trong thư mục `themes/` của trang
        "#);
    }

    #[test]
    fn a_template_that_includes_nothing() {
        assert_snapshot!(with_file("themes/chuan/templates/post.html", "{% extends \"khong-co.html\" %}\n"), @r#"
        lỗi[mau-loi]: mẫu trang `post.html` cần mẫu `khong-co.html`, không có trong giao diện (bộ dựng trang báo: Template 'post.html' is inheriting from 'khong-co.html', which doesn't exist or isn't loaded)
        --> themes/chuan/templates/post.html
         = gợi ý: sửa mẫu trong thư mục `themes/` của trang
        "#);
    }

    #[test]
    fn a_template_that_fails_names_its_line_and_the_post() {
        assert_snapshot!(with_file("themes/chuan/templates/post.html", "<html>\n<h1>{{ view.khong_co.gi }}</h1>\n</html>\n"), @r#"
        lỗi[mau-loi]: mẫu trang `post.html` dùng `khong_co`, một tên không có (bộ dựng trang báo: Field `khong_co` is not defined. Available fields: audience, author, channels, date, document, event, exemplar, files, id, image, iso_date, iso_updated, kind, links, media, newer, notice, older, partners, quarter, quarter_declared, reach, related, repost, repost_url, source_name, source_url, summary, tags, task, title, topics, translations, updated)
         --> themes/chuan/templates/post.html:2:13
          |
        2 | <h1>{{ view.khong_co.gi }}</h1>
          |             ^^^^^^^^ lỗi ở đây
          |
          = gợi ý: lỗi hiện ra khi dựng `content/bai.md`; sửa mẫu trong thư mục `themes/` của trang
        "#);
        assert_snapshot!(with_file("themes/chuan/templates/post.html", "<html>\n<h1>{{ text(id=\"khong-co\") }}</h1>\n</html>\n"), @r#"
        lỗi[mau-loi]: mẫu trang `post.html` dùng câu chữ `khong-co`, không có trong tệp câu chữ (bộ dựng trang báo: no text `khong-co` in i18n/vi.ftl)
         --> themes/chuan/templates/post.html:2:8
          |
        2 | <h1>{{ text(id="khong-co") }}</h1>
          |        ^^^^^^^^^^^^^^^^^^^ lỗi ở đây
          |
          = gợi ý: lỗi hiện ra khi dựng `content/bai.md`; sửa mẫu trong thư mục `themes/` của trang
        "#);
    }

    #[test]
    fn files_and_sentences_that_nothing_uses() {
        let mut site = TestSite::school();
        site.put("themes/chuan/templates/pots.html", "<p>");
        site.put("themes/chuan/templates/them.html", "<p>");
        site.put(
            "themes/chuan/templates/tombstone.html",
            "{% include \"them.html\" %}{{ assets.anh_nen_png }}",
        );
        site.put("themes/chuan/assets/anh-nen.png", "a");
        site.put("themes/chuan/assets/anh-la.png", "b");
        site.put("themes/chuan/i18n/vi.ftl", "skip = Tới nội dung\nskpi = Tới nội dung\n");
        site.put("themes/chuan/i18n/fr.ftl", "skip = Aller au contenu\n");
        site.put("themes/chuan/DOC-TOI.md", "Ghi chú của người làm giao diện.\n");
        assert_snapshot!(told(&site.build()), @r#"
        cảnh báo[tep-giao-dien-la]: tệp `themes/chuan/assets/anh-la.png` không thay tệp nào của giao diện, và không mẫu nào dùng đến
        --> themes/chuan/assets/anh-la.png
         = gợi ý: kiểm tra tên tệp và thư mục; danh sách có trong `docs/theme.md`

        cảnh báo[tep-giao-dien-la]: tệp `themes/chuan/i18n/fr.ftl` không thay tệp nào của giao diện, và không mẫu nào dùng đến
        --> themes/chuan/i18n/fr.ftl
         = gợi ý: có phải `i18n/en.ftl`?

        cảnh báo[chuoi-la]: không mẫu nào dùng câu chữ `skpi`
        --> themes/chuan/i18n/vi.ftl
         = gợi ý: có phải `skip`?

        cảnh báo[tep-giao-dien-la]: tệp `themes/chuan/templates/pots.html` không thay tệp nào của giao diện, và không mẫu nào dùng đến
        --> themes/chuan/templates/pots.html
         = gợi ý: có phải `templates/post.html`?
        "#);
    }

    #[test]
    fn strings_that_cannot_be_read() {
        assert_snapshot!(with_file("themes/chuan/i18n/vi.ftl", "home = Trang chủ\nkhông phải câu\n"), @r#"
        lỗi[chuoi-loi]: dòng này của tệp câu chữ không đúng cú pháp
         --> themes/chuan/i18n/vi.ftl:2:3
          |
        2 | không phải câu
          |   ^ không đọc được từ đây
          |
          = gợi ý: viết mỗi câu dạng `ten_cau = nội dung`
        "#);
    }

    #[test]
    fn a_template_in_another_encoding() {
        let mut site = TestSite::school();
        site.put("themes/chuan/templates/post.html", b"<h1>B\xe0i</h1>".to_vec());
        assert_snapshot!(said(site), @r#"
        lỗi[khong-utf8]: tệp không phải UTF-8
         --> themes/chuan/templates/post.html:1:6
          |
        1 | <h1>B�i</h1>
          |      ^ không đọc được từ đây
          |
          = gợi ý: mở tệp, chọn “Lưu thành” rồi chọn bảng mã UTF-8
        "#);
    }
}

/// What only a real file system has.
mod on_disk {
    use super::*;
    use nq71::files::DiskFiles;
    use nq71::{build, config};

    /// A school in a temporary folder, with a good post.
    fn school() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir(root.join("content")).unwrap();
        std::fs::write(
            root.join("nq71.toml"),
            "base_url = \"https://a.example.vn/\"\n[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n",
        )
        .unwrap();
        std::fs::write(root.join("content/bai.md"), body("Nội dung.")).unwrap();
        folder
    }

    fn said(folder: &tempfile::TempDir) -> String {
        let files = DiskFiles::open(folder.path()).unwrap();
        let mut found = Vec::new();
        let config = config::load(&files, config::FILE).unwrap().into(&mut found).unwrap();
        build::load(&files, &config).unwrap().into(&mut found);
        diagnostics::sort(&mut found);
        in_every_language(&found);
        diagnostics::render(&found, Format::Human, Catalogue::of(Lang::Vi), false)
    }

    #[test]
    fn a_folder_named_like_a_post() {
        let folder = school();
        std::fs::create_dir(folder.path().join("content/khai-giang.md")).unwrap();
        assert_snapshot!(said(&folder), @r#"
        lỗi[thu-muc-ten-bai]: thư mục `content/khai-giang.md` có tên như một bài
        --> content/khai-giang.md
         = gợi ý: bỏ đuôi `.md` trong tên thư mục
        "#);
    }

    #[test]
    fn a_post_and_a_picture_of_fifty_megabytes() {
        let folder = school();
        let grow = |name: &str, megabytes: u64| {
            let file = std::fs::File::create(folder.path().join("content").join(name)).unwrap();
            file.set_len((megabytes << 20) + 1).unwrap();
        };
        grow("phim.md", 50);
        grow("phim.mp4", 50);
        std::fs::write(folder.path().join("content/bai.md"), body("Xem [phim](phim.mp4).")).unwrap();
        assert_snapshot!(said(&folder), @r#"
        lỗi[bai-qua-lon]: tệp bài lớn hơn 2 MB
        --> content/phim.md
         = gợi ý: bài chỉ gồm chữ; để ảnh và tài liệu thành tệp riêng cạnh bài

        lỗi[tep-qua-lon]: tệp `content/phim.mp4` lớn hơn 50 MB
        --> content/phim.mp4
         = gợi ý: thu nhỏ tệp, hoặc để ở nơi khác và đặt liên kết
        "#);
    }

    #[cfg(unix)]
    #[test]
    fn links_in_a_circle_to_nothing_and_out_of_the_site() {
        use std::os::unix::fs::symlink;
        let folder = school();
        let outside = tempfile::tempdir().unwrap();
        std::fs::write(outside.path().join("bi-mat.md"), body("Bí mật.")).unwrap();
        let content = folder.path().join("content");
        symlink(&content, content.join("vong")).unwrap();
        symlink("tu-minh.md", content.join("tu-minh.md")).unwrap();
        symlink("khong-co.md", content.join("dut.md")).unwrap();
        symlink(outside.path(), content.join("ra-ngoai")).unwrap();
        symlink(outside.path().join("bi-mat.md"), content.join("bi-mat.md")).unwrap();
        // One that stays inside is a file like any other.
        std::fs::create_dir(content.join("khac")).unwrap();
        symlink("../bai.md", content.join("khac/ban-sao.md")).unwrap();
        assert_snapshot!(said(&folder), @r#"
        lỗi[lien-ket-ra-ngoai]: lối tắt `content/bi-mat.md` dẫn ra ngoài thư mục của trang
        --> content/bi-mat.md
         = gợi ý: chép tệp vào thay cho lối tắt (symlink)

        lỗi[lien-ket-dut]: lối tắt `content/dut.md` không dẫn tới đâu
        --> content/dut.md
         = gợi ý: xóa lối tắt (symlink) này, hoặc chép tệp vào

        lỗi[lien-ket-ra-ngoai]: lối tắt `content/ra-ngoai` dẫn ra ngoài thư mục của trang
        --> content/ra-ngoai
         = gợi ý: chép tệp vào thay cho lối tắt (symlink)

        lỗi[lien-ket-dut]: lối tắt `content/tu-minh.md` không dẫn tới đâu
        --> content/tu-minh.md
         = gợi ý: xóa lối tắt (symlink) này, hoặc chép tệp vào

        lỗi[lien-ket-vong]: lối tắt `content/vong` đi vòng tròn
        --> content/vong
         = gợi ý: xóa lối tắt (symlink) này
        "#);
    }

    #[cfg(unix)]
    #[test]
    fn a_name_that_is_no_text() {
        use std::os::unix::ffi::OsStrExt;
        let folder = school();
        let name = std::ffi::OsStr::from_bytes(b"b\xe0i.md");
        if std::fs::write(folder.path().join("content").join(name), "x").is_ok() {
            assert_snapshot!(said(&folder), @r#"
            lỗi[ten-tep-hong]: tên tệp `content/b�i.md` có ký tự hỏng
             |
             = gợi ý: đổi tên tệp
            "#);
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn two_names_that_look_the_same() {
        let folder = school();
        for name in ["l\u{1ec5}.md", "le\u{302}\u{303}.md"] {
            std::fs::write(folder.path().join("content").join(name), body("Lễ.")).unwrap();
        }
        assert_snapshot!(said(&folder), @r#"
        lỗi[trung-ten-tep]: hai tệp cùng tên `content/lễ.md`, chỉ khác cách ghi dấu
        --> content/lễ.md
         = gợi ý: xóa hoặc đổi tên một tệp
        "#);
    }
}

mod formats {
    use super::*;

    fn found() -> Vec<Diagnostic> {
        let mut site = TestSite::department();
        site.put("content/th-a/mot,hai.md", line("quarter = \"2026-Q5\"\nauthor = \"100%\""));
        site.put("content/th-c/bai.md", line("pinned = true"));
        site.build().found
    }

    #[test]
    fn in_english() {
        let text = diagnostics::render(&found(), Format::Human, Catalogue::of(Lang::En), false);
        assert_snapshot!(text, @r#"
        error[quy-sai]: not a valid quarter
         --> content/th-a/mot,hai.md:2:11
          |
        2 | quarter = "2026-Q5"
          |           ^^^^^^^^^ quarters go from 1 to 4
          |
          = help: write `quarter = "2026-Q3"`

        error[thu-muc-la]: the folder `th-c` is no unit's code
        --> content/th-c
         = help: did you mean `th-a`?
        "#);
    }

    #[test]
    fn for_a_program() {
        let text = diagnostics::render(&found(), Format::Json, Catalogue::of(Lang::Vi), false);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_snapshot!(serde_json::to_string_pretty(&value).unwrap(), @r#"
        [
          {
            "code": "quy-sai",
            "column": 11,
            "help": "viết `quarter = \"2026-Q3\"`",
            "line": 2,
            "message": "quý không hợp lệ",
            "path": "content/th-a/mot,hai.md",
            "severity": "error"
          },
          {
            "code": "thu-muc-la",
            "column": null,
            "help": "có phải `th-a`?",
            "line": null,
            "message": "thư mục `th-c` không phải mã của đơn vị nào",
            "path": "content/th-c",
            "severity": "error"
          }
        ]
        "#);
    }

    #[test]
    fn for_a_forge() {
        assert_snapshot!(diagnostics::render(&found(), Format::Github, Catalogue::of(Lang::Vi), false), @r#"
        ::error file=content/th-a/mot%2Chai.md,line=2,col=11,title=quy-sai::quý không hợp lệ%0Aviết `quarter = "2026-Q3"`
        ::error file=content/th-c,title=thu-muc-la::thư mục `th-c` không phải mã của đơn vị nào%0Acó phải `th-a`?
        "#);
    }

    #[test]
    fn many_of_one_kind_are_cut_short_for_people_only() {
        let mut site = TestSite::school();
        for number in 0..60 {
            site.put(&format!("content/bai-{number:02}.md"), line("count = true"));
        }
        let built = site.build();
        let text = told(&built);
        assert_eq!(text.matches("lỗi[chi-nhan-khong-tinh]").count(), 50);
        assert_snapshot!(text.trim_end().lines().last().unwrap(), @"… và 10 chỗ nữa cùng mã `chi-nhan-khong-tinh`");
        let json = diagnostics::json(&built.found, Catalogue::of(Lang::Vi));
        assert_eq!(json.as_array().unwrap().len(), 60);
    }
}

/// Whatever is typed, there is a post or a reason why not, and the reason points into the file.
#[test]
fn a_comment_that_hides_the_rest() {
    assert_snapshot!(post(&body("Một.\n\n<!-- ghi chú\n\nHai.")), @r#"
    cảnh báo[chu-thich-mo]: chú thích mở bằng `<!--` mà không có `-->`
     --> content/bai.md:9:1
      |
    9 | <!-- ghi chú
      | ^^^^ từ đây đến hết bài không được đăng
      |
      = gợi ý: viết `-->` ở cuối phần chú thích
    "#);
}

#[test]
fn a_page_in_the_place_of_the_sections_folder() {
    let said = settings(
        "base_url = \"https://a.example.edu.vn/nq71/index.html\"\n[unit]\ncode = \"th-a\"\nname = \"Trường A\"\n",
    );
    assert_snapshot!(said, @r#"
    lỗi[dia-chi-co-duoi]: địa chỉ chuyên mục trong `base_url` không được có `index.html`
     --> nq71.toml:1:12
      |
    1 | base_url = "https://a.example.edu.vn/nq71/index.html"
      |            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ chỉ ghi thư mục, là phần đứng trước chỗ này
      |
      = gợi ý: có phải `https://a.example.edu.vn/nq71/`?
    "#);
}

#[test]
fn another_resolution_without_its_date_and_words() {
    let said = settings(
        "[resolution]\nnumber = \"29-NQ/TW\"\nbody = \"Ban Chấp hành Trung ương\"\n[unit]\ncode = \"th-a\"\nname = \"Trường A\"\n",
    );
    assert_snapshot!(said, @r#"
    lỗi[thieu-cho-nghi-quyet]: nghị quyết khác thì phải ghi `date` của nghị quyết đó
     --> nq71.toml:1:1
      |
    1 | [resolution]
      | ^^^^^^^^^^^^ cần `date`
      |
      = gợi ý: nếu không, ngày và nội dung của Nghị quyết số 71-NQ/TW sẽ đứng dưới số hiệu này

    lỗi[thieu-cho-nghi-quyet]: nghị quyết khác thì phải ghi `subject` của nghị quyết đó
     --> nq71.toml:1:1
      |
    1 | [resolution]
      | ^^^^^^^^^^^^ cần `subject`
      |
      = gợi ý: nếu không, ngày và nội dung của Nghị quyết số 71-NQ/TW sẽ đứng dưới số hiệu này
    "#);
}

#[test]
fn codes_and_labels_twice_in_a_vocabulary() {
    let said = settings(
        "[unit]\ncode = \"th-a\"\nname = \"Trường A\"\n[vocabulary]\ntypes = [\n  { code = \"ban-tin\", label = \"Tin\" },\n  { code = \"ban-tin\", label = \"Bản tin\" },\n  { code = \"so-bao\", label = \"\" },\n]\n",
    );
    assert_snapshot!(said, @r#"
    cảnh báo[danh-muc-trung]: `Tin` đã có trong danh mục này
     --> nq71.toml:6:31
      |
    6 |   { code = "ban-tin", label = "Tin" },
      |                               ^^^^^ mỗi mã và mỗi nhãn chỉ dùng một lần
      |
      = gợi ý: đặt mã, nhãn khác; để sửa một mục có sẵn thì chỉ viết mã của mục đó một lần

    lỗi[danh-muc-trung]: `ban-tin` đã có trong danh mục này
     --> nq71.toml:7:12
      |
    7 |   { code = "ban-tin", label = "Bản tin" },
      |            ^^^^^^^^^ mỗi mã và mỗi nhãn chỉ dùng một lần
      |
      = gợi ý: đặt mã, nhãn khác; để sửa một mục có sẵn thì chỉ viết mã của mục đó một lần

    lỗi[thieu-nhan]: mục danh mục mới thiếu tên gọi
     --> nq71.toml:8:3
      |
    8 |   { code = "so-bao", label = "" },
      |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ cần `label`
      |
      = gợi ý: thêm `label = "…"`
    "#);
}

mod anything {
    use super::*;
    use proptest::prelude::*;

    /// Pieces of files, good and bad, put together at random.
    const PIECES: [&str; 34] = [
        "title = \"Lễ khai giảng năm học mới\"\n",
        "date = 2026-09-05\n",
        "type = \"tin\"\n",
        "tiêu đề: “Họp”\n",
        "ngày 5/9\n",
        "quarter = \"2026-Q5\"\r\n",
        "[unit]\n",
        "[[channels]]\ncode = \"zalo\"\n",
        "[reach.zalo\n",
        "topics = [\"doi-ngu\",\n",
        "event = { date = 31/2",
        "summary = \"\"\"\n",
        "code = \"th-a\"\nname = \"Trường A\"\n",
        "code,name\n",
        "Mã;Tên\n",
        "'''",
        "\"",
        "“",
        " = ",
        "#",
        "+++\n",
        "\n",
        "\r",
        "\t",
        "\u{a0}",
        "\u{feff}",
        "ệ",
        "e\u{323}\u{302}",
        ",",
        ";",
        "th-a",
        "\\",
        "]",
        "}",
    ];

    fn text() -> impl Strategy<Value = String> {
        prop::collection::vec(prop::sample::select(&PIECES[..]), 0..24).prop_map(|pieces| pieces.concat())
    }

    /// Everything found can be said, and points at something.
    fn check(found: &[Diagnostic]) {
        in_every_language(found);
        for place in found.iter().filter_map(|one| one.place.as_ref()) {
            let marked = place.excerpt.get(place.start as usize..place.end as usize);
            assert!(place.pending().is_none() && marked.is_some(), "{place:?}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn in_a_post_is_answered(text in text(), closed: bool) {
            let end = if closed { "\n+++\nNội dung.\n" } else { "" };
            let config = TestSite::school();
            let config = nq71::config::load(&config.files, "nq71.toml").unwrap().value.unwrap();
            let path = nq71::diagnostics::SourcePath::new("content/bai.md");
            let text = format!("+++\n{text}{end}");
            let source = nq71::diagnostics::Source { path: &path, text: &text };
            let context = nq71::content::Context { config: &config, folder_unit: None, exists: &|_| true };
            let read = nq71::content::parse(&source, &context);
            check(&read.diagnostics);
            prop_assert!(read.value.is_some() || diagnostics::any_error(&read.diagnostics));
        }

        #[test]
        fn in_settings_is_answered(text in text()) {
            let mut site = TestSite::with(&text);
            site.put("don-vi.csv", "code,name\nth-a,Trường A\n");
            let read = nq71::config::load(&site.files, "nq71.toml").unwrap();
            check(&read.diagnostics);
            prop_assert_eq!(read.value.is_none(), diagnostics::any_error(&read.diagnostics));
        }

        #[test]
        fn in_a_registry_is_answered(text in text(), headed: bool) {
            let mut site = TestSite::with("registry = \"don-vi.csv\"\n");
            site.put("don-vi.csv", format!("{}{text}", if headed { "code,name\nth-b,Trường B\n" } else { "" }));
            let read = nq71::config::load(&site.files, "nq71.toml").unwrap();
            check(&read.diagnostics);
            prop_assert_eq!(read.value.is_none(), diagnostics::any_error(&read.diagnostics));
        }
    }
}
