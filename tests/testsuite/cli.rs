//! The program as a person or a script meets it: arguments, streams, exit codes.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use nq71::diagnostics::Format;

use crate::harness::{Ran, nq71};

/// A school in a temporary folder, with one post.
fn school() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(
        &folder,
        "nq71.toml",
        "base_url = \"https://a.example.vn/\"\n[unit]\ncode = \"thcs-hoa-sen\"\nname = \"Trường THCS Hoa Sen\"\n",
    );
    write(&folder, "content/bai.md", &post(""));
    folder
}

/// A department of two schools in a temporary folder, without posts.
fn department() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "nq71.toml", "base_url = \"https://a.example.vn/\"\nregistry = \"don-vi.csv\"\n");
    write(&folder, "don-vi.csv", "code,name\nth-a,Trường Tiểu học A\nth-b,Trường Tiểu học B\n");
    std::fs::create_dir(folder.path().join("content")).unwrap();
    folder
}

fn post(more: &str) -> String {
    format!(
        "+++\ntitle = \"Lễ khai giảng năm học mới\"\ndate = 2026-09-05\ntype = \"tin\"\nsummary = \"Một tóm tắt đủ dài \
         để không ai phải nhắc, vì mỗi bài đăng nên có từ hai mươi đến sáu mươi từ cho người đọc vội.\"\n{more}\n+++\n\nNội dung.\n"
    )
}

fn write(folder: &tempfile::TempDir, path: &str, text: &str) {
    let path = folder.path().join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Every file of a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, std::fs::read(path).unwrap());
            }
        }
    }
    found
}

/// Runs the program with something on its standard input and in its environment.
fn with_input(folder: &Path, arguments: &[&str], input: &str, environment: &[(&str, &str)]) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_nq71"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .envs(environment.iter().copied())
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may end before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// Output with the temporary folder's name taken out.
fn plain(folder: &tempfile::TempDir, text: &str) -> String {
    let real = folder.path().canonicalize().unwrap();
    let text =
        text.replace(&real.display().to_string(), "…").replace(&folder.path().display().to_string(), "…");
    // Times differ from run to run.
    let seconds = |line: &str| {
        line.rfind("; ").filter(|_| line.ends_with("giây.")).map(|at| format!("{}; … giây.", &line[..at]))
    };
    text.lines().map(|line| seconds(line).unwrap_or_else(|| line.to_owned())).collect::<Vec<_>>().join("\n")
}

fn json(ran: &Ran) -> serde_json::Value {
    let mut values = serde_json::Deserializer::from_str(&ran.stdout).into_iter();
    let value: serde_json::Value = values.next().expect("one object").expect("valid JSON");
    assert!(values.next().is_none(), "more than one object: {}", ran.stdout);
    assert_eq!(value["schema"], 1);
    assert_eq!(value["tool"]["name"], "nq71");
    value
}

mod exit_codes {
    use super::*;

    #[test]
    fn done_is_0() {
        let site = school();
        let ran = nq71(site.path(), &["build", "--date", "2026-11-21"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert_snapshot!(plain(&site, &ran.stdout), @r#"
        Xong: 1 bài đăng, 1 sản phẩm được tính, 0 bài chưa đăng; 36 tệp dựng mới, 0 giữ nguyên, 0 bỏ; 0 cảnh báo; … giây.
        Mở để xem: …/public/index.html
        "#);
    }

    #[test]
    fn warnings_are_still_0() {
        let site = school();
        write(
            &site,
            "content/hai.md",
            "+++\ntitle = \"Lễ bế giảng năm học\"\ndate = 2026-05-30\ntype = \"tin\"\n+++\nNội dung.\n",
        );
        let ran = nq71(site.path(), &["build"]);
        assert_eq!(ran.code, 0);
        assert!(ran.stderr.contains("cảnh báo[thieu-tom-tat]"), "{}", ran.stderr);
    }

    #[test]
    fn mistakes_in_the_content_are_1() {
        let site = school();
        write(&site, "content/hai.md", &post("count = true"));
        let ran = nq71(site.path(), &["build"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        assert!(!site.path().join("public").exists());
        assert_snapshot!(ran.stderr, @r#"
        lỗi[chi-nhan-khong-tinh]: `count` chỉ nhận `false`
         --> content/hai.md:6:9
          |
        6 | count = true
          |         ^^^^ bài được tính hay không là do hình thức quyết định
          |
          = gợi ý: xóa dòng này

        Không ghi gì: 1 lỗi, 0 cảnh báo. Lần dựng trước vẫn còn nguyên.
        "#);
    }

    #[test]
    fn mistakes_in_settings_or_arguments_are_2() {
        let site = school();
        let empty = tempfile::tempdir().unwrap();
        for (folder, arguments) in [
            (empty.path(), &["build"][..]),
            (site.path(), &["build", "--config", "khac.toml"]),
            (site.path(), &["build", "--date", "31/2/2026"]),
            (site.path(), &["build", "--date", "9999-01-01"]),
            (site.path(), &["build", "--unit", "th-x"]),
            (site.path(), &["build", "--base-url", "ftp://a.example.vn"]),
            (site.path(), &["build", "--khong-co"]),
            (site.path(), &["xoa"]),
            (site.path(), &[]),
            (site.path(), &["new", "Ngắn", "--type", "tin"]),
            (site.path(), &["init"]),
        ] {
            let ran = nq71(folder, arguments);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}: {}", ran.stderr);
            assert!(!ran.stderr.is_empty(), "{arguments:?}");
        }
        write(&site, "nq71.toml", "[unit]\ncode = \"thcs-hoa-sen\"\n");
        assert_eq!(nq71(site.path(), &["build"]).code, 2);
    }

    #[test]
    fn a_folder_of_somebody_else_is_2_and_stays_as_it_is() {
        let site = school();
        write(&site, "ra/anh.jpg", "của người khác");
        let ran = nq71(site.path(), &["build", "--output-dir", "ra"]);
        assert_eq!(ran.code, 2);
        assert_snapshot!(plain(&site, &ran.stderr), @r#"
        lỗi[thu-muc-cua-nguoi-khac]: thư mục `ra` có tệp khác và không có danh sách tệp của nq71
         |
         = gợi ý: chọn thư mục khác bằng `--output-dir`, hoặc thêm `--force`: tệp lạ không bị xóa

        Không ghi gì: 1 lỗi, 0 cảnh báo. Lần dựng trước vẫn còn nguyên.
        "#);
        assert_eq!(files(&site.path().join("ra")).len(), 1);
        let ran = nq71(site.path(), &["build", "--output-dir", "ra", "--force"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_eq!(files(&site.path().join("ra"))["anh.jpg"], "của người khác".as_bytes());
    }

    #[test]
    fn what_the_machine_refuses_is_3() {
        let site = school();
        let ran = nq71(site.path(), &["build", "--root", "khong-co"]);
        assert_eq!(ran.code, 3);
        assert_snapshot!(ran.stderr, @"lỗi: không thể mở thư mục `khong-co`: không tìm thấy");
        // A file stands where the folder of the output must be.
        write(&site, "ra", "một tệp");
        let ran = nq71(site.path(), &["build", "--output-dir", "ra/trang"]);
        assert_eq!(ran.code, 3, "{}", ran.stderr);
        assert!(ran.stderr.starts_with("lỗi: không thể "), "{}", ran.stderr);
        let ran = nq71(site.path(), &["build", "--lang", "en", "--root", "khong-co"]);
        assert_snapshot!(ran.stderr, @"error: cannot open the folder `khong-co`: not found");
    }
}

mod building {
    use super::*;

    #[test]
    fn a_mistake_leaves_the_last_output_untouched() {
        let site = school();
        assert_eq!(nq71(site.path(), &["build"]).code, 0);
        let before = (files(&site.path().join("public")), files(&site.path().join("noi-bo")));
        assert!(before.0.contains_key("nq71-tep.txt"));

        write(&site, "content/hai.md", &post("").replace("Lễ khai giảng", "Lễ bế giảng"));
        write(&site, "content/ba.md", &post("quarter = \"2026-Q5\""));
        assert_eq!(nq71(site.path(), &["build"]).code, 1);
        assert!(before == (files(&site.path().join("public")), files(&site.path().join("noi-bo"))));

        // A template that fails only when a page is rendered.
        std::fs::remove_file(site.path().join("content/ba.md")).unwrap();
        write(&site, "themes/chuan/templates/post.html", "{{ view.khong_co }}");
        let ran = nq71(site.path(), &["build"]);
        assert_eq!(ran.code, 1, "{}", ran.stderr);
        assert!(before == (files(&site.path().join("public")), files(&site.path().join("noi-bo"))));
    }

    #[test]
    fn a_folder_of_posts_that_is_gone_leaves_the_last_output_untouched() {
        let folder = school();
        assert_eq!(nq71(folder.path(), &["build"]).code, 0);
        let before = files(folder.path());
        std::fs::rename(folder.path().join("content"), folder.path().join("content-cu")).unwrap();
        let ran = nq71(folder.path(), &["build"]);
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains("không có thư mục `content`"), "{}", ran.stderr);
        std::fs::rename(folder.path().join("content-cu"), folder.path().join("content")).unwrap();
        assert_eq!(files(folder.path()), before);
    }

    /// It stands in a part of every page.
    #[test]
    fn a_mistake_in_a_template_is_told_once_with_its_place() {
        let folder = school();
        write(
            &folder,
            "themes/chuan/templates/frame-foot.html",
            "<footer>\n{{ \"a\" | khong_co }}</footer>\n",
        );
        let ran = nq71(folder.path(), &["build"]);
        assert_eq!(ran.code, 1);
        assert!(ran.stderr.contains("dùng `khong_co`, một tên không có"), "{}", ran.stderr);
        assert!(ran.stderr.contains("themes/chuan/templates/frame-foot.html:2:"), "{}", ran.stderr);
        write(&folder, "themes/chuan/templates/frame-foot.html", "<footer>\n{{ khong_co }}</footer>\n");
        let ran = nq71(folder.path(), &["build"]);
        assert_eq!(ran.stderr.matches("frame-foot.html:2:").count(), 1, "{}", ran.stderr);
    }

    #[test]
    fn a_units_section_alone_is_summed_up_alone_and_stays_when_the_unit_goes() {
        let site = tempfile::tempdir().unwrap();
        let unit = |code: &str| format!("{code},Trường {code}\n");
        write(&site, "nq71.toml", "registry = \"don-vi.csv\"\n");
        write(&site, "don-vi.csv", &format!("code,name\n{}{}", unit("th-a"), unit("th-b")));
        write(&site, "content/th-a/mot.md", &post(""));
        write(&site, "content/th-b/hai.md", &post("").replace("khai giảng", "bế giảng"));
        write(&site, "content/th-b/ba.md", &post("").replace("khai giảng", "tổng kết"));
        for (unit, posts) in [("th-a", 1), ("th-b", 2)] {
            let ran = nq71(site.path(), &["build", "--unit", unit, "--format", "json"]);
            let ran: serde_json::Value = serde_json::from_str(&ran.stdout).unwrap();
            let summary = &ran["summary"];
            assert_eq!((&summary["units"], &summary["published"]), (&1.into(), &posts.into()), "{summary}");
            assert_eq!(summary["counted"], posts, "{summary}");
        }
        std::fs::remove_dir_all(site.path().join("content/th-b")).unwrap();
        write(&site, "don-vi.csv", &format!("code,name\n{}", unit("th-a")));
        let ran = nq71(site.path(), &["build", "--each-unit"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(ran.stderr.contains("[chuyen-muc-thua]") && ran.stderr.contains("th-b"), "{}", ran.stderr);
        assert!(site.path().join("public-don-vi/th-b/index.html").exists());
    }

    #[test]
    fn a_list_of_files_that_is_damaged_is_called_so() {
        let site = school();
        assert_eq!(nq71(site.path(), &["build"]).code, 0);
        let list = site.path().join("public/nq71-tep.txt");
        std::fs::write(&list, "mở bằng Notepad\n").unwrap();
        let ran = nq71(site.path(), &["build"]);
        assert_eq!(ran.code, 2, "{}", ran.stderr);
        assert!(ran.stderr.contains("[danh-sach-hong]"), "{}", ran.stderr);
        assert_eq!(std::fs::read_to_string(&list).unwrap(), "mở bằng Notepad\n");
    }

    #[test]
    fn the_vietnamese_verb_is_the_same_command() {
        let (one, other) = (school(), school());
        assert_eq!(nq71(one.path(), &["build", "--date", "2026-11-21"]).code, 0);
        assert_eq!(nq71(other.path(), &["dung", "--date", "21/11/2026"]).code, 0);
        assert!(files(&one.path().join("public")) == files(&other.path().join("public")));
    }

    #[test]
    fn quiet_prints_errors_only() {
        let site = school();
        write(
            &site,
            "content/hai.md",
            "+++\ntitle = \"Lễ bế giảng năm học\"\ndate = 2026-05-30\ntype = \"tin\"\n+++\nNội dung.\n",
        );
        let ran = nq71(site.path(), &["build", "--quiet"]);
        assert_eq!((ran.code, ran.stdout.as_str(), ran.stderr.as_str()), (0, "", ""));
        write(&site, "content/ba.md", &post("task = 9"));
        let ran = nq71(site.path(), &["build", "-q"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (1, ""));
        assert!(
            ran.stderr.contains("lỗi[nhiem-vu-la]") && !ran.stderr.contains("cảnh báo["),
            "{}",
            ran.stderr
        );
    }

    #[test]
    fn json_is_one_object_on_standard_output() {
        let site = school();
        let ran = nq71(site.path(), &["build", "--format", "json", "--date", "2026-11-21"]);
        let report = json(&ran);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert_eq!((&report["command"], &report["ok"]), (&"build".into(), &true.into()));
        assert_eq!(report["summary"]["published"], 1);
        assert_eq!(report["diagnostics"], serde_json::json!([]));
        assert!(report["data"]["outputs"][0]["rendered"].as_array().unwrap().contains(&"index.html".into()));
    }

    #[test]
    fn json_tells_of_every_kind_of_failure() {
        let site = school();
        let empty = tempfile::tempdir().unwrap();
        let failing = |folder: &Path, arguments: &[&str], code: i32, first: &str| {
            let arguments: Vec<&str> = arguments.iter().copied().chain(["--format", "json"]).collect();
            let ran = nq71(folder, &arguments);
            let report = json(&ran);
            assert_eq!(
                (ran.code, ran.stderr.as_str(), &report["ok"]),
                (code, "", &false.into()),
                "{arguments:?}"
            );
            let found = report["diagnostics"][0]["code"].as_str().unwrap_or_default();
            assert_eq!(found, first, "{arguments:?}");
            report
        };
        failing(site.path(), &["build", "--date", "hôm qua"], 2, "ngay-lenh-sai");
        failing(site.path(), &["build", "--unit", "x"], 2, "don-vi-la");
        failing(empty.path(), &["build"], 2, "thieu-cai-dat");
        failing(site.path(), &["new", "Ngắn", "--type", "tin"], 2, "tieu-de-ngan");
        failing(empty.path(), &["new", "Một tiêu đề đủ dài", "--type", "tin"], 2, "thieu-cai-dat");
        failing(site.path(), &["init"], 2, "da-co-cai-dat");
        let report = failing(site.path(), &["build", "--khong-co"], 2, "");
        assert!(report["summary"]["error"].as_str().unwrap().contains("--khong-co"));
        failing(empty.path(), &["init", "--name", "🏫", "--yes"], 2, "thieu-ma");
        let report = failing(site.path(), &["build", "--root", "khong-co"], 3, "");
        assert!(report["summary"]["error"].as_str().unwrap().contains("khong-co"));
        write(&site, "content/hai.md", &post("task = 9"));
        let report = failing(site.path(), &["build"], 1, "nhiem-vu-la");
        let found = &report["diagnostics"][0];
        assert_eq!(
            (&found["path"], &found["line"], &found["column"]),
            (&"content/hai.md".into(), &6.into(), &8.into())
        );
    }

    #[test]
    fn github_annotates_lines() {
        let site = school();
        write(&site, "content/hai.md", &post("task = 9"));
        let ran = nq71(site.path(), &["build", "--format", "github"]);
        assert_snapshot!(ran.stdout, @"::error file=content/hai.md,line=6,col=8,title=nhiem-vu-la::không có nhiệm vụ `9`%0Anhiệm vụ là số từ 1 đến 8");
        assert_eq!(ran.code, 1);
    }

    #[test]
    fn the_day_is_the_argument_before_the_environment_before_the_clock() {
        let site = school();
        let epoch = [("SOURCE_DATE_EPOCH", "1788480000")]; // 4 September 2026, 8:00 in UTC
        let published = |arguments: &[&str], environment: &[(&str, &str)]| {
            let arguments: Vec<&str> =
                ["build", "--format", "json"].iter().chain(arguments).copied().collect();
            let report = json(&with_input(site.path(), &arguments, "", environment));
            (
                report["summary"]["date"].as_str().unwrap().to_owned(),
                report["summary"]["published"].as_u64().unwrap(),
            )
        };
        assert_eq!(published(&[], &epoch), ("2026-09-04".to_owned(), 0));
        // 17:30 in UTC is the next day in Viet Nam.
        assert_eq!(published(&[], &[("SOURCE_DATE_EPOCH", "1788543000")]), ("2026-09-05".to_owned(), 1));
        assert_eq!(published(&["--date", "ngày 05 tháng 9 năm 2026"], &epoch), ("2026-09-05".to_owned(), 1));
        for wrong in ["", "mai", "99999999999999999", "-99999999999"] {
            let ran = with_input(site.path(), &["build"], "", &[("SOURCE_DATE_EPOCH", wrong)]);
            assert_eq!(ran.code, 2, "{wrong}");
            assert!(ran.stderr.contains("SOURCE_DATE_EPOCH"), "{}", ran.stderr);
        }
    }

    #[test]
    fn one_unit_or_each_is_built_alone() {
        let site = department();
        write(&site, "content/th-a/bai.md", &post(""));
        let ran = nq71(site.path(), &["build", "--unit", "th-a"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(site.path().join("public-don-vi/th-a/index.html").exists());
        assert!(!site.path().join("public-don-vi/th-b").exists() && !site.path().join("public").exists());
        assert_eq!(nq71(site.path(), &["build", "--each-unit"]).code, 0);
        assert!(site.path().join("public-don-vi/th-b/index.html").exists());
        let ran = nq71(site.path(), &["build", "--unit", "th-aa"]);
        assert_eq!(ran.code, 2);
        assert_snapshot!(ran.stderr, @r#"
        lỗi[don-vi-la]: không có đơn vị `th-aa`
         |
         = gợi ý: có phải `th-a`?

        Không ghi gì: 1 lỗi, 0 cảnh báo. Lần dựng trước vẫn còn nguyên.
        "#);
    }

    #[cfg(unix)]
    #[test]
    fn a_closed_pipe_is_no_failure() {
        let site = school();
        for arguments in [
            &["build", "--format", "json"][..],
            &["build"],
            &["--help"],
            &["new", "Một tiêu đề đủ dài", "-t", "tin"],
        ] {
            let mut child = Command::new(env!("CARGO_BIN_EXE_nq71"))
                .args(arguments)
                .current_dir(site.path())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap();
            drop(child.stdout.take());
            drop(child.stderr.take());
            assert_eq!(child.wait().unwrap().code(), Some(0), "{arguments:?}");
        }
    }
}

/// What has a help text: the program and each command.
const COMMANDS: [&[&str]; 7] =
    [&[], &["init"], &["new"], &["serve"], &["build"], &["publish"], &["aggregate"]];

mod words {
    use super::*;

    fn help(command: &[&str], lang: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let arguments: Vec<&str> = command.iter().copied().chain(["--lang", lang, "--help"]).collect();
        let ran = nq71(folder.path(), &arguments);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        ran.stdout
    }

    #[test]
    fn help_is_all_vietnamese() {
        for command in COMMANDS {
            let text = help(command, "vi");
            for english in [
                "Usage",
                "Options",
                "OPTIONS",
                "Commands",
                "COMMAND",
                "Arguments",
                "[possible",
                "[default",
                "[alias",
                "help-",
                "Print",
            ] {
                assert!(!text.contains(english), "`{english}` in the help of {command:?}:\n{text}");
            }
        }
        assert_snapshot!(help(&["new"], "vi"), @r#"
        tạo một bài nháp và in đường dẫn của nó, cũng viết `tao`

        Cách dùng: nq71 new [TÙY CHỌN] --type <HÌNH THỨC> <TIÊU ĐỀ>

        Tham số:
          <TIÊU ĐỀ>  tiêu đề bài, 10–150 ký tự

        Tùy chọn:
          -t, --type <HÌNH THỨC>            hình thức: tin, bai, video, van-ban, …
              --unit <MÃ>                   mã đơn vị (trang của Sở, xã)
              --date <NGÀY>                 ngày đăng (mặc định: hôm nay)
          -r, --root <THƯ MỤC>              thư mục của trang (mặc định: thư mục hiện tại), cũng viết
                                            `--thu-muc`
          -c, --config <TỆP>                tệp cài đặt, tính từ thư mục của trang (mặc định: nq71.toml)
              --lang <vi|en>                ngôn ngữ của dòng lệnh (mặc định: vi); trang theo `lang` trong
                                            cài đặt
              --format <human|json|github>  dạng kết quả in ra (mặc định: human)
          -q, --quiet                       chỉ in lỗi
              --color <auto|always|never>   dùng màu (mặc định: auto)
          -h, --help                        in trợ giúp, cũng viết `--tro-giup`

        Ví dụ: nq71 new "Sinh hoạt chuyên đề ứng dụng AI" --type tin
        "#);
        assert_snapshot!(help(&[], "vi"), @r#"
        nq71: từ bài viết Markdown thành chuyên mục “Nghị quyết 71-NQ/TW” trên cổng thông tin của đơn vị

        Cách dùng: nq71 [TÙY CHỌN] [LỆNH]

        Lệnh:
          init       tạo trang mới: năm câu hỏi, cũng viết `khoi-tao`
          new        tạo một bài nháp và in đường dẫn của nó, cũng viết `tao`
          serve      xem thử chuyên mục trong trình duyệt, tự cập nhật khi lưu tệp, cũng viết `xem`
          build      dựng chuyên mục vào thư mục public/, cũng viết `dung`
          publish    dựng rồi đăng chuyên mục lên máy chủ của đơn vị, cũng viết `dang`
          aggregate  thu tin, bài của các đơn vị về để tổng hợp, cũng viết `tong-hop`

        Tùy chọn:
          -r, --root <THƯ MỤC>              thư mục của trang (mặc định: thư mục hiện tại), cũng viết
                                            `--thu-muc`
          -c, --config <TỆP>                tệp cài đặt, tính từ thư mục của trang (mặc định: nq71.toml)
              --lang <vi|en>                ngôn ngữ của dòng lệnh (mặc định: vi); trang theo `lang` trong
                                            cài đặt
              --format <human|json|github>  dạng kết quả in ra (mặc định: human)
          -q, --quiet                       chỉ in lỗi
              --color <auto|always|never>   dùng màu (mặc định: auto)
          -h, --help                        in trợ giúp, cũng viết `--tro-giup`
          -V, --version                     in phiên bản

        Mã thoát: 0 xong; 1 nội dung có lỗi; 2 sai lệnh hoặc cài đặt; 3 lỗi máy hoặc mạng; 130 dừng bằng
        Ctrl+C.
        "#);
    }

    #[test]
    fn help_is_all_english() {
        for command in COMMANDS {
            // What is left of Vietnamese: the resolution's own name, and examples.
            let text = help(command, "en").replace("“Nghị quyết 71-NQ/TW”", "");
            let text: Vec<&str> = text.lines().filter(|line| !line.contains("nq71 ")).collect();
            let foreign = text.concat().chars().any(|sign| sign.is_alphabetic() && !sign.is_ascii());
            assert!(!foreign, "{}", text.join("\n"));
            assert!(!text.concat().contains("help-"), "{}", text.join("\n"));
        }
        assert_snapshot!(help(&["build"], "en"), @r#"
        build the section into public/, also `dung`

        Usage: nq71 build [OPTIONS]

        Options:
          -o, --output-dir <FOLDER>         output folder (default: public)
          -u, --base-url <ADDRESS>          web address of the section, instead of the settings'
              --date <DATE>                 day of the build (default: today in Viet Nam)
              --unit <CODE>                 build one unit's section alone (may be given several times)
              --each-unit                   build every unit's section alone into public-don-vi/
              --force                       use an output folder that holds other files; they are not
                                            removed
          -r, --root <FOLDER>               the site's folder (default: the current one), also `--thu-muc`
          -c, --config <FILE>               the settings file, from the site's folder (default: nq71.toml)
              --lang <vi|en>                language of the command line (default: vi); pages follow `lang`
                                            in the settings
              --format <human|json|github>  how results are printed (default: human)
          -q, --quiet                       print errors only
              --color <auto|always|never>   use colour (default: auto)
          -h, --help                        print help, also `--tro-giup`

        With errors no file is written: the last output stays as it was.
        "#);
    }

    #[test]
    fn what_is_wrong_with_the_arguments_is_said_in_vietnamese() {
        let site = school();
        let wrong = |arguments: &[&str]| {
            let ran = nq71(site.path(), arguments);
            assert_eq!((ran.code, ran.stdout.as_str()), (2, ""), "{arguments:?}");
            for english in ["error", "Usage", "argument", "value", "For more", "unexpected", "required"] {
                assert!(!ran.stderr.contains(english), "{}", ran.stderr);
            }
            ran.stderr
        };
        assert_snapshot!(wrong(&["buidl"]), @r#"
        lỗi: không có lệnh `buidl`
          gợi ý: có phải `build`?
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["xuat-ban"]), @r#"
        lỗi: không có lệnh `xuat-ban`
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "--dat", "x"]), @r#"
        lỗi: không có tùy chọn `--dat`
          gợi ý: có phải `--date`?
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "-z"]), @r#"
        lỗi: không có tùy chọn `-z`
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "--date"]), @r#"
        lỗi: `--date <NGÀY>` cần một giá trị
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "--format", "xml"]), @r#"
        lỗi: `xml` không dùng được cho `--format <human|json|github>`; các giá trị: human, json, github
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["serve", "-p", "70000"]), @r#"
        lỗi: `70000` không dùng được cho `--port <CỔNG>`; các giá trị: số từ 0 đến 65535
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["serve", "-i", "abc"]), @r#"
        lỗi: `abc` không dùng được cho `--interface <MÁY>`; các giá trị: địa chỉ IP của máy này, như 127.0.0.1 hoặc 0.0.0.0
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["serve", "--poll=3h"]), @r#"
        lỗi: `3h` không dùng được cho `--poll[=<NHỊP>]`; các giá trị: từ 50ms đến 600s
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "--unit", "a", "--each-unit"]), @r#"
        lỗi: `--unit <MÃ>` không đi cùng `--each-unit`
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "--force", "--force"]), @r#"
        lỗi: `--force` viết hai lần
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "--quiet=yes"]), @r#"
        lỗi: `--quiet` không nhận giá trị
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["build", "thua"]), @r#"
        lỗi: thừa tham số `thua`
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["new"]), @r#"
        lỗi: thiếu `--type <HÌNH THỨC>`, `<TIÊU ĐỀ>`
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["new", "Một tiêu đề đủ dài"]), @r#"
        lỗi: thiếu `--type <HÌNH THỨC>`
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
        assert_snapshot!(wrong(&["--lang", "fr", "build"]), @r#"
        lỗi: `fr` không dùng được cho `--lang <vi|en>`; các giá trị: vi, en
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
    }

    #[test]
    fn the_language_is_a_choice() {
        let site = school();
        write(&site, "content/hai.md", &post("task = 9"));
        for arguments in [&["build", "--lang", "en"][..], &["--lang=en", "build"]] {
            let ran = nq71(site.path(), arguments);
            assert!(ran.stderr.starts_with("error[nhiem-vu-la]: there is no task `9`\n"), "{}", ran.stderr);
        }
        let ran = nq71(site.path(), &["build", "--lang", "en", "--dat"]);
        assert!(ran.stderr.starts_with("error: there is no option `--dat`\n"), "{}", ran.stderr);
    }

    #[test]
    fn the_version_is_told() {
        let site = school();
        let ran = nq71(site.path(), &["--version"]);
        assert_eq!((ran.code, ran.stdout), (0, format!("nq71 {}\n", env!("CARGO_PKG_VERSION"))));
    }

    #[cfg(unix)]
    #[test]
    fn an_argument_that_is_no_text_is_refused() {
        use std::os::unix::ffi::OsStrExt;
        let site = school();
        let output = Command::new(env!("CARGO_BIN_EXE_nq71"))
            .args(["build", "--date"])
            .arg(std::ffi::OsStr::from_bytes(b"\xe0"))
            .current_dir(site.path())
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert_snapshot!(String::from_utf8_lossy(&output.stderr), @r#"
        lỗi: tham số có ký tự hỏng
          xem `nq71 --help`, hoặc `nq71 <lệnh> --help`
        "#);
    }
}

mod init {
    use super::*;

    fn settings(folder: &Path) -> String {
        std::fs::read_to_string(folder.join("nq71.toml")).unwrap()
    }

    #[test]
    fn by_flags() {
        let folder = tempfile::tempdir().unwrap();
        let ran = nq71(
            folder.path(),
            &[
                "init",
                "trang",
                "--name",
                "Trường THPT Nguyễn Đình Chiểu",
                "--base-url",
                "https://a.example.vn/nq71",
                "--parent",
                "Sở Giáo dục và Đào tạo Mẫu",
                "--sample",
                "khong",
                "--yes",
            ],
        );
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        assert_snapshot!(plain(&folder, &ran.stdout), @r#"
        Đã tạo trang/nq71.toml
        Hãy vào thư mục vừa tạo: cd "trang"
        Tiếp theo:
          nq71 new "Tiêu đề bài" --type tin    tạo một bài mới
          nq71 build                           dựng chuyên mục
        "#);
        assert_snapshot!(settings(&folder.path().join("trang")), @r#"
        # Cài đặt chuyên mục “Nghị quyết 71-NQ/TW”. Dòng bắt đầu bằng # là lời giải thích.

        # Địa chỉ nơi chuyên mục được đặt; cần cho RSS và liên kết đầy đủ.
        base_url = "https://a.example.vn/nq71"

        [unit]
        # Mã: chữ thường không dấu, không đổi về sau.
        code = "thpt-nguyen-dinh-chieu"
        name = "Trường THPT Nguyễn Đình Chiểu"
        # Cơ quan chủ quản.
        parent_admin = "Sở Giáo dục và Đào tạo Mẫu"
        # Chức vụ người chịu trách nhiệm nội dung, ví dụ "Hiệu trưởng".
        # responsible = ""
        # contact_email = ""

        [counting]
        # Số sản phẩm tối thiểu mỗi quý.
        target_per_quarter = 2
        # "calendar": quý theo lịch. "nd09": từ ngày 15 tháng trước quý đến ngày 14 tháng cuối quý.
        period_rule = "calendar"
        "#);
        let ran = nq71(&folder.path().join("trang"), &["build"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
    }

    #[test]
    fn by_answers() {
        let folder = tempfile::tempdir().unwrap();
        let answers = "Trường Tiểu học Trường Sơn\n\nhttps://a.example.vn/\n\nk\n";
        let ran = with_input(folder.path(), &["khoi-tao"], answers, &[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_snapshot!(ran.stderr, @"Tên đơn vị (ví dụ: Trường THCS Hoa Sen): Mã đơn vị, chữ thường không dấu [tieu-hoc-truong-son]: Địa chỉ web của chuyên mục (bỏ trống nếu chưa có): Cơ quan chủ quản (bỏ trống nếu chưa rõ): Có tạo sẵn một bài mẫu không? co/khong [co]:");
        assert!(settings(folder.path()).contains("code = \"tieu-hoc-truong-son\"\n"));
        assert!(files(&folder.path().join("content")).is_empty());
        assert_eq!(nq71(folder.path(), &["build"]).code, 0);
    }

    #[test]
    fn an_answer_that_will_not_do_is_asked_for_again() {
        let folder = tempfile::tempdir().unwrap();
        let answers = "\nTrường Mầm non Sao Mai\nMầm non!\nmn-sao-mai\na.example.vn\n\n\n\n";
        let ran = with_input(folder.path(), &["init"], answers, &[]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert_snapshot!(ran.stderr, @r#"
        Tên đơn vị (ví dụ: Trường THCS Hoa Sen): lỗi[thieu-ten-don-vi]: thiếu tên đơn vị
         |
         = gợi ý: viết tên đầy đủ, ví dụ `Trường THCS Hoa Sen`

        Tên đơn vị (ví dụ: Trường THCS Hoa Sen): Mã đơn vị, chữ thường không dấu [mam-non-sao-mai]: lỗi[ma-sai]: mã `Mầm non!` không dùng được
         |
         = gợi ý: có phải `mam-non`?

        Mã đơn vị, chữ thường không dấu [mam-non-sao-mai]: Địa chỉ web của chuyên mục (bỏ trống nếu chưa có): lỗi[dia-chi-sai]: `base_url` không phải địa chỉ web: `a.example.vn`
         |
         = gợi ý: có phải `https://a.example.vn`?

        Địa chỉ web của chuyên mục (bỏ trống nếu chưa có): Cơ quan chủ quản (bỏ trống nếu chưa rõ): Có tạo sẵn một bài mẫu không? co/khong [co]:
        "#);
        assert!(settings(folder.path()).contains("code = \"mn-sao-mai\"\n"));
    }

    #[test]
    fn answers_that_stop_are_not_made_up() {
        let folder = tempfile::tempdir().unwrap();
        for answers in ["", "Trường Mầm non Sao Mai\nMầm non!\n"] {
            let ran = with_input(folder.path(), &["init"], answers, &[]);
            assert_eq!(ran.code, 2, "{}", ran.stderr);
            assert!(files(folder.path()).is_empty());
        }
        // What has a default may be left out.
        assert_eq!(with_input(folder.path(), &["init"], "Trường Mầm non Sao Mai\n", &[]).code, 0);
    }

    #[test]
    fn the_sample_post_is_a_draft_and_the_site_builds_without_a_word() {
        let folder = tempfile::tempdir().unwrap();
        let ran = with_input(
            folder.path(),
            &["init", "--name", "Trường THCS Hoa Sen", "--base-url", "https://a.example.vn/", "--yes"],
            "",
            &[("SOURCE_DATE_EPOCH", "1788480000")],
        );
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        let posts = files(&folder.path().join("content"));
        assert_eq!(posts.keys().collect::<Vec<_>>(), ["2026-09-04-bai-dau-tien.md"]);
        let ran = nq71(folder.path(), &["build", "--format", "json"]);
        let report = json(&ran);
        assert_eq!(report["diagnostics"], serde_json::json!([]));
        assert_eq!(
            (&report["summary"]["published"], &report["summary"]["unpublished"]),
            (&0.into(), &1.into())
        );
        // Approved, it is a post like any other.
        let path = folder.path().join("content/2026-09-04-bai-dau-tien.md");
        let text = std::fs::read_to_string(&path).unwrap().replace("\"nhap\"", "\"da-duyet\"");
        std::fs::write(&path, text).unwrap();
        let report = json(&nq71(folder.path(), &["build", "--format", "json", "--date", "2026-11-21"]));
        assert_eq!(
            (&report["summary"]["counted"], &report["diagnostics"]),
            (&1.into(), &serde_json::json!([]))
        );
    }

    #[test]
    fn a_site_that_is_there_is_left_alone() {
        let site = school();
        let before = files(site.path());
        let ran = nq71(site.path(), &["init", "--name", "Trường Khác", "--yes"]);
        assert_eq!(ran.code, 2);
        assert_snapshot!(plain(&site, &ran.stderr), @r#"
        lỗi[da-co-cai-dat]: đã có tệp `nq71.toml`
         |
         = gợi ý: thư mục này đã là một trang; chạy `nq71 build`
        "#);
        assert!(files(site.path()) == before);
    }

    #[test]
    fn any_name_makes_a_site_that_builds() {
        let long = "Trường Tiểu học và Trung học cơ sở ".repeat(6);
        for name in [
            "Trường \"Hoa Sen\" (cơ sở 'hai')",
            "Trường \\Hoa\\ Sen \\n",
            "Trường 🏫 Hoa Sen ❤\u{fe0f}",
            "Trường { $name } [unit] # khác",
            "Trường\tHoa\nSen",
            "''' \"\"\" Hoa",
            "Tru\u{31b}o\u{31b}\u{300}ng Hoa Sen",
            "CON",
            &long,
        ] {
            let folder = tempfile::tempdir().unwrap();
            let arguments = ["init", "--name", name, "--base-url", "https://a.example.vn/", "--yes"];
            let ran = nq71(folder.path(), &arguments);
            assert_eq!(ran.code, 0, "{name}: {}", ran.stderr);
            let ran = nq71(folder.path(), &["build"]);
            assert_eq!((ran.code, ran.stderr.as_str()), (0, ""), "{name}: {}", settings(folder.path()));
            let files = nq71::files::DiskFiles::open(folder.path()).unwrap();
            let config = nq71::config::load(&files, "nq71.toml").unwrap().value.unwrap();
            let unit = config.units.get(config.owner.unwrap());
            assert_eq!(&*unit.name, nq71::text::one_line(name));
            assert!(unit.code.len() <= 60);
        }
    }

    #[test]
    fn a_code_is_proposed_from_the_name() {
        for (name, code) in [
            ("Trường THPT Nguyễn Đình Chiểu", "thpt-nguyen-dinh-chieu"),
            ("Trường THPT Trường Chinh", "thpt-truong-chinh"),
            ("Sở Giáo dục và Đào tạo tỉnh Sông Thanh", "so-giao-duc-va-dao-tao-tinh-song-thanh"),
            ("Trường", "truong"),
            ("UBND xã M’Drắk", "ubnd-xa-mdrak"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            assert_eq!(nq71(folder.path(), &["init", "--name", name, "--yes"]).code, 0);
            assert!(
                settings(folder.path()).contains(&format!("code = \"{code}\"\n")),
                "{}",
                settings(folder.path())
            );
        }
        let folder = tempfile::tempdir().unwrap();
        for arguments in
            [&["--name", "🏫"][..], &["--name", "Hoa Sen", "--code", "Hoa Sen"], &["--name", " "]]
        {
            let arguments: Vec<&str> = ["init", "--yes"].iter().chain(arguments).copied().collect();
            let ran = nq71(folder.path(), &arguments);
            assert_eq!(ran.code, 2, "{}", ran.stderr);
            assert!(!ran.stderr.contains("``"), "{}", ran.stderr);
        }
        // Capitals are how official codes are written.
        assert_eq!(nq71(folder.path(), &["init", "--name", "Hoa Sen", "--code", "THCS-HS", "--yes"]).code, 0);
        assert!(settings(folder.path()).contains("code = \"thcs-hs\"\n"));
    }

    #[test]
    fn in_english() {
        let folder = tempfile::tempdir().unwrap();
        let ran =
            with_input(folder.path(), &["init", "--lang", "en"], "Trường Mầm non Sao Mai\n\n\n\n\n", &[]);
        assert_eq!(ran.code, 0);
        assert_snapshot!(ran.stderr, @"Name of the unit (as in: Trường THCS Hoa Sen): Code of the unit, lower-case ASCII [mam-non-sao-mai]: Web address of the section (empty if not known yet): Parent body (empty if not known): Make a sample post? co (yes) / khong (no) [co]:");
        assert_eq!(nq71(folder.path(), &["build"]).code, 0);
    }
}

mod new {
    use super::*;

    const TITLE: &str = "Sinh hoạt chuyên đề ứng dụng AI trong dạy học";

    #[test]
    fn a_draft_is_written_and_its_path_printed() {
        let site = school();
        let ran = nq71(site.path(), &["new", TITLE, "--type", "Tin", "--date", "20/5/2026"]);
        assert_eq!((ran.code, ran.stderr.as_str()), (0, ""));
        let path = site.path().join(ran.stdout.trim_end());
        assert_eq!(ran.stdout, "content/2026-05-20-sinh-hoat-chuyen-de-ung-dung-ai-trong-day-hoc.md\n");
        assert_snapshot!(std::fs::read_to_string(path).unwrap(), @r#"
        +++
        title = "Sinh hoạt chuyên đề ứng dụng AI trong dạy học"
        date = 2026-05-20
        type = "tin"  # Tin
        unit = "thcs-hoa-sen"
        status = "nhap"  # đổi thành "da-duyet" khi đã duyệt
        # summary = "Tóm tắt 20–60 từ, hiện ở danh sách bài và khi chia sẻ."
        # image = "anh/ten-anh.jpg"
        # image_alt = "Ảnh cho thấy điều gì"
        +++

        Viết nội dung ở đây.
        "#);
    }

    #[test]
    fn a_document_is_asked_for_its_number() {
        let site = school();
        let ran = nq71(site.path(), &["tao", TITLE, "-t", "van-ban", "--date", "20/5/2026", "--lang", "en"]);
        assert_snapshot!(std::fs::read_to_string(site.path().join(ran.stdout.trim_end())).unwrap(), @r#"
        +++
        title = "Sinh hoạt chuyên đề ứng dụng AI trong dạy học"
        date = 2026-05-20
        type = "van-ban"  # Document
        unit = "thcs-hoa-sen"
        status = "nhap"  # "da-duyet" once it is approved
        # summary = "20–60 words, shown in lists and when shared."
        # doc_number = "01/KH-…"
        # doc_date = 2026-01-15
        # doc_issuer = "…"
        # doc_abstract = "…"
        # attachments = ["tep/document.pdf"]
        +++

        Write the text here.
        "#);
    }

    #[test]
    fn nothing_is_overwritten() {
        let site = school();
        let make = || nq71(site.path(), &["new", TITLE, "--type", "tin", "--date", "2026-05-20"]).stdout;
        let paths = [make(), make(), make()];
        assert_eq!(files(&site.path().join("content")).len(), 4);
        assert!(
            paths[1].trim_end().ends_with("-2.md") && paths[2].trim_end().ends_with("-3.md"),
            "{paths:?}"
        );
        assert_eq!(nq71(site.path(), &["build"]).code, 0);
    }

    #[test]
    fn a_draft_stays_out_of_figures_and_builds_without_an_error() {
        let site = school();
        let count = || json(&nq71(site.path(), &["build", "--format", "json", "--date", "2026-11-21"]));
        let before = count();
        let long = "Hội nghị tập huấn nâng cao năng lực số cho cán bộ quản lý, giáo viên các trường trung học cơ sở, \
                    trung học phổ thông trên địa bàn tỉnh năm học 2026";
        for title in [
            TITLE,
            long,
            "Hội thi \"Em yêu trường em\" năm 2026",
            "Tiết dạy 'mẫu' \"hay\" \\ và + { khác } # hết",
            "Chào mừng 🎉🎉🎉 20-11 ❤\u{fe0f}",
            "Dòng một của tiêu đề\n+++\ndòng hai",
            "🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉🎉",
            "Le\u{302}\u{303} khai gia\u{309}ng na\u{306}m ho\u{323}c",
        ] {
            for kind in ["tin", "van-ban"] {
                let ran = nq71(site.path(), &["new", title, "--type", kind]);
                assert_eq!(ran.code, 0, "{title}: {}", ran.stderr);
                let name = Path::new(ran.stdout.trim_end()).file_stem().unwrap().to_str().unwrap().to_owned();
                assert!(name.len() <= 60 && nq71::text::slug(&name) == name, "{name}");
            }
        }
        let after = count();
        let errors =
            after["diagnostics"].as_array().unwrap().iter().filter(|one| one["code"] != "thieu-tom-tat");
        assert_eq!(errors.count(), 0, "{after}");
        assert_eq!(after["ok"], true);
        for figure in ["published", "counted", "excluded"] {
            assert_eq!(after["summary"][figure], before["summary"][figure]);
        }
        assert_eq!(after["summary"]["unpublished"], 16);
    }

    #[test]
    fn what_is_wrong_is_said_at_once() {
        let site = department();
        let ran = nq71(site.path(), &["new", "Ngắn", "--type", "tinn", "--unit", "th-c", "--date", "31/2"]);
        assert_eq!((ran.code, ran.stdout.as_str()), (2, ""));
        assert_snapshot!(ran.stderr, @r#"
        lỗi[tieu-de-ngan]: tiêu đề chỉ có 4 ký tự
         |
         = gợi ý: viết tiêu đề nói rõ việc gì, ở đâu

        lỗi[hinh-thuc-la]: không có hình thức `tinn`
         |
         = gợi ý: có phải `tin`?

        lỗi[don-vi-la]: không có đơn vị `th-c`
         |
         = gợi ý: có phải `th-a`?

        lỗi[ngay-lenh-sai]: `31/2` không phải ngày
         |
         = gợi ý: viết `--date 2026-05-20` hoặc `--date 20/5/2026`
        "#);
        let ran = nq71(site.path(), &["new", &"dài ".repeat(40), "--type", "tin", "--unit", "th-a"]);
        assert_snapshot!(ran.stderr, @r#"
        lỗi[tieu-de-dai]: tiêu đề dài 159 ký tự
         |
         = gợi ý: rút gọn, đưa phần còn lại vào tóm tắt
        "#);
        assert!(std::fs::read_dir(site.path().join("content")).unwrap().next().is_none());
    }

    #[test]
    fn a_department_must_be_told_the_unit() {
        let site = department();
        let ran = nq71(site.path(), &["new", TITLE, "--type", "tin"]);
        assert_eq!(ran.code, 2);
        assert_snapshot!(ran.stderr, @r#"
        lỗi[thieu-don-vi-lenh]: chưa biết bài của đơn vị nào
         |
         = gợi ý: thêm `--unit <mã>`; các mã: th-a, th-b
        "#);
        let ran = nq71(
            site.path(),
            &["new", TITLE, "--type", "tin", "--unit", "Trường Tiểu học A", "--format", "json"],
        );
        let report = json(&ran);
        assert!(report["data"]["path"].as_str().unwrap().contains("content/th-a/"), "{report}");
        assert_eq!(report["summary"]["unit"], "th-a");
        assert_eq!(nq71(site.path(), &["build"]).code, 0);
    }

    #[test]
    fn the_date_is_the_argument_before_the_environment() {
        let site = school();
        let ran =
            with_input(site.path(), &["new", TITLE, "-t", "tin"], "", &[("SOURCE_DATE_EPOCH", "1788480000")]);
        assert!(ran.stdout.contains("2026-09-04-"), "{}", ran.stdout);
        let ran = nq71(site.path(), &["new", TITLE, "-t", "tin", "--date", "1926-05-20"]);
        assert_eq!(ran.code, 2);
    }
}

/// The catalogues hold what the program says, and nothing else.
mod catalogues {
    use super::*;
    use std::collections::BTreeSet;

    use nq71::diagnostics::{self, Diagnostic};
    use nq71::messages::Catalogue;
    use nq71::text::Lang;

    /// Every message id with its attributes, and every variable in any of them.
    fn entries(text: &str) -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
        let mut found: BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> = BTreeMap::new();
        let mut current = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            if line.starts_with(|sign: char| sign.is_ascii_lowercase()) {
                current = line.split(" =").next().unwrap().to_owned();
                assert!(!found.contains_key(&current), "`{current}` stands twice");
                found.entry(current.clone()).or_default();
            } else if let Some(attribute) = line.strip_prefix("    .") {
                found.get_mut(&current).unwrap().0.insert(attribute.split(" =").next().unwrap().to_owned());
            }
            for part in line.split('$').skip(1) {
                let name =
                    part.chars().take_while(|sign| sign.is_ascii_alphanumeric() || *sign == '_').collect();
                found.get_mut(&current).unwrap().1.insert(name);
            }
        }
        found
    }

    fn read(lang: &str) -> BTreeMap<String, (BTreeSet<String>, BTreeSet<String>)> {
        let path = crate::harness::repository().join(format!("src/messages/{lang}.ftl"));
        entries(&std::fs::read_to_string(path).unwrap())
    }

    /// The program's own text, without its tests.
    fn sources() -> Vec<(String, String)> {
        files(&crate::harness::repository().join("src"))
            .into_iter()
            .filter(|(name, _)| name.ends_with(".rs"))
            .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
            .map(|(name, text)| (name, text.split("#[cfg(test)]").next().unwrap().to_owned()))
            .map(|(name, text)| {
                let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
                (name, code.collect::<Vec<_>>().join("\n"))
            })
            .collect()
    }

    /// What stands in quotes right behind `start`.
    fn literals<'t>(text: &'t str, start: &str) -> Vec<(&'t str, &'t str)> {
        text.split(start)
            .skip(1)
            .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
            .collect()
    }

    #[test]
    fn both_languages_say_the_same_things() {
        let (vi, en) = (read("vi"), read("en"));
        let ids = |of: &BTreeMap<String, _>| of.keys().cloned().collect::<BTreeSet<_>>();
        assert_eq!(ids(&vi), ids(&en));
        for (id, entry) in &vi {
            assert_eq!(entry, &en[id], "attributes and variables of `{id}`");
        }
    }

    #[test]
    fn everything_said_has_a_sentence_and_every_sentence_is_said() {
        let known = read("vi");
        let mut said: BTreeSet<String> = BTreeSet::new();
        let mut missing = BTreeSet::new();
        for (name, text) in sources() {
            // Codes and ids where they are written, and codes handed on to a helper.
            for start in [
                "Diagnostic::error(",
                "Diagnostic::warning(",
                "message!(",
                "Message::new(",
                "refuse(",
                "add(",
                "catalogue.find(",
            ] {
                for (id, _) in literals(&text, start) {
                    if !known.contains_key(id)
                        && id.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-')
                    {
                        missing.insert(format!("{name}: {id}"));
                    }
                }
            }
            for (doing, _) in literals(&text, "Error::io(") {
                if !known.contains_key(&format!("doing-{doing}")) {
                    missing.insert(format!("{name}: doing-{doing}"));
                }
                said.insert(format!("doing-{doing}"));
            }
            said.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
            // A lone quote in a character would turn the count around.
            said.extend(text.split('"').skip(2).step_by(2).map(str::to_owned));
        }
        assert!(missing.is_empty(), "without a sentence: {missing:?}");
        let composed = |id: &str| id.starts_with("help-");
        let unused: Vec<&String> = known.keys().filter(|id| !said.contains(*id) && !composed(id)).collect();
        assert!(unused.is_empty(), "never said: {unused:?}");
    }

    #[test]
    fn every_variable_of_a_finding_is_given() {
        let known = read("vi");
        let mut wrong = Vec::new();
        for (name, text) in sources() {
            for start in ["Diagnostic::error(", "Diagnostic::warning("] {
                for (id, rest) in literals(&text, start) {
                    let Some((_, variables)) = known.get(id) else { continue };
                    // What follows in this function: arguments may be added a line or two below.
                    let function = rest.split("\n    fn ").next().unwrap().split("\nfn ").next().unwrap();
                    let given: BTreeSet<&str> =
                        literals(function, ".arg(").into_iter().map(|(name, _)| name).collect();
                    // `absent` and `missing` give the key themselves.
                    let given_later = |variable: &str| variable == "key" && id.starts_with("thieu-");
                    let left: Vec<&String> = variables
                        .iter()
                        .filter(|variable| !given.contains(variable.as_str()) && !given_later(variable))
                        .collect();
                    if !left.is_empty() {
                        wrong.push(format!("{name}: `{id}` lacks {left:?}"));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn every_help_text_is_shown_somewhere() {
        let folder = tempfile::tempdir().unwrap();
        for (lang, name) in [(Lang::Vi, "vi"), (Lang::En, "en")] {
            let mut shown = String::new();
            for command in COMMANDS {
                let arguments: Vec<&str> =
                    command.iter().copied().chain(["--lang", name, "--help"]).collect();
                shown += &nq71(folder.path(), &arguments).stdout;
            }
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let shown = words(&shown);
            let catalogue = Catalogue::of(lang);
            for id in catalogue.ids().filter(|id| id.starts_with("help-") && *id != "help-alias") {
                let text = words(&catalogue.find(id, []).unwrap());
                assert!(shown.contains(&text), "`{id}` is never shown");
            }
        }
    }

    #[test]
    fn a_sentence_is_a_phrase() {
        for lang in [Lang::Vi, Lang::En] {
            let text = match lang {
                Lang::Vi => include_str!("../../src/messages/vi.ftl"),
                Lang::En => include_str!("../../src/messages/en.ftl"),
            };
            let entries = entries(text);
            for (id, (attributes, variables)) in &entries {
                if !attributes.contains("help") && !attributes.contains("label") {
                    continue; // only findings have a fixed form
                }
                let values: Vec<(&str, &str)> = variables.iter().map(|name| (name.as_str(), "x")).collect();
                for part in [id.clone(), format!("{id}.label"), format!("{id}.help")] {
                    let Some(text) = Catalogue::of(lang).find(&part, values.iter().copied()) else {
                        continue;
                    };
                    assert!(!text.ends_with('.'), "{part}: {text}");
                    assert_eq!(text.matches('`').count() % 2, 0, "{part}: {text}");
                    assert!(!text.contains('\n'), "{part}: {text}");
                    let first = text.chars().next().unwrap();
                    assert!(!first.is_uppercase() || text.starts_with("HTML"), "{part}: {text}");
                }
            }
        }
    }

    #[test]
    fn a_finding_without_a_sentence_is_noticed() {
        // What the other tests look for.
        let text = diagnostics::render(
            &[Diagnostic::error("khong-co-ma-nay")],
            Format::Human,
            Catalogue::of(Lang::Vi),
            false,
        );
        assert!(text.contains("[khong-co-ma-nay]"), "{text}");
    }
}
