//! Makes large sites of invented units, to be measured: the same site for the same numbers, on
//! any machine.
//!
//! 1. [`Corpus`] says how many posts of how many units.
//! 2. [`Corpus::files`] gives the files one by one; [`Corpus::memory`] keeps them, and
//!    [`Corpus::write`] puts them into a folder.
//!
//! A post has 300 to 600 syllables of Vietnamese and about 3.9 KB with its front matter; the posts
//! lie in eight quarters.

use std::path::Path;
use std::{fs, io};

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use nq71::config;
use nq71::files::MemoryFiles;
use nq71::text;

/// The first day on which something is posted.
const FIRST: Date = date(2025, 7, 1);

/// The days of the eight quarters.
const DAYS: u64 = 730;

/// The day to build on: the last of the eight quarters.
pub const TODAY: Date = date(2027, 6, 30);

/// A large site.
#[derive(Clone, Copy, Debug)]
pub struct Corpus {
    /// How many posts it has.
    pub posts: usize,
    /// How many units; 1 is a school, more a department, its communes and their schools.
    pub units: usize,
}

impl Corpus {
    /// The usual shape: a dozen posts a unit, as far as there are units in a province.
    pub fn of(posts: usize) -> Corpus {
        Corpus { posts, units: (posts * 2 / 25).clamp(1, 1400) }
    }

    /// Every file: its path in the site, and its text.
    pub fn files(self) -> impl Iterator<Item = (String, String)> {
        let registry = (self.units > 1).then(|| ("don-vi.csv".to_owned(), self.registry()));
        let settings = [(config::FILE.to_owned(), self.settings())];
        settings.into_iter().chain(registry).chain((0..self.posts).map(move |number| self.post(number)))
    }

    /// The site in memory.
    pub fn memory(self) -> MemoryFiles {
        let mut files = MemoryFiles::default();
        self.files().for_each(|(path, text)| files.put(&path, text));
        files
    }

    /// Writes the site into a folder.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(self, folder: &Path) -> io::Result<()> {
        for (path, text) in self.files() {
            let path = folder.join(path);
            fs::create_dir_all(path.parent().expect("a path in a folder has a parent"))?;
            fs::write(path, text)?;
        }
        Ok(())
    }

    /// One post: its path, and its text.
    pub fn post(self, number: usize) -> (String, String) {
        let mut dice = Dice::new(number as u64);
        let unit = number % self.units;
        let day = FIRST.checked_add((dice.below(DAYS) as i64).days()).expect("a day of this century");
        let title = title(&mut dice);
        let stem = stem(number, day, &title);
        let kind =
            dice.of(&["tin", "tin", "tin", "bai", "bai", "video", "infographic", "hoi-nghi", "van-ban"]);
        let topic =
            dice.of(&["phuong-phap", "doi-ngu", "chinh-sach", "nhu-cau-xa-hoi", "dien-hinh", "quan-ly"]);
        let mut out = format!("+++\ntitle = \"{title}\"\ndate = {day}\ntype = \"{kind}\"\nsummary = \"");
        prose(&mut out, &mut dice, 30);
        out.push_str(&format!(
            "\"\ntopics = [\"{topic}\"]\ntask = {}\naudience = [\"phu-huynh\", \"hoc-sinh\"]\n\
             author = \"Tổ Truyền thông\"\ntags = [\"{}\", \"{}\"]\n",
            dice.below(8) + 1,
            dice.of(SUBJECTS),
            dice.of(SUBJECTS),
        ));
        if dice.below(40) == 0 {
            out.push_str("status = \"nhap\"\n");
        }
        out.push_str("+++\n\n");
        let syllables = 300 + dice.below(300) as usize;
        let parts = 3 + dice.below(3) as usize;
        for part in 0..parts {
            if part > 0 {
                out.push_str("## ");
                sentence(&mut out, &mut dice, 6);
                out.pop();
                out.push_str("\n\n");
            }
            prose(&mut out, &mut dice, syllables / parts);
            out.push_str("\n\n");
            if part == 1 {
                for _ in 0..3 {
                    out.push_str("- **");
                    out.push_str(dice.of(SUBJECTS));
                    out.push_str(":** ");
                    sentence(&mut out, &mut dice, 8);
                    out.push('\n');
                }
                out.push('\n');
            }
        }
        // A link to the unit's post before this one, where there is one.
        if let Some(other) = number.checked_sub(self.units)
            && dice.below(4) == 0
        {
            out.push_str(&format!("Đọc thêm: [bài trước]({}.md).\n", self.stem(other)));
        }
        let folder = if self.units > 1 { format!("{}/", code(unit)) } else { String::new() };
        (format!("content/{folder}{stem}.md"), out)
    }

    fn stem(self, number: usize) -> String {
        let mut dice = Dice::new(number as u64);
        let day = FIRST.checked_add((dice.below(DAYS) as i64).days()).expect("a day of this century");
        stem(number, day, &title(&mut dice))
    }

    fn settings(self) -> String {
        let who = if self.units > 1 {
            format!("registry = \"don-vi.csv\"\nowner = \"{}\"\n", code(0))
        } else {
            format!("\n[unit]\ncode = \"{}\"\nname = \"Trường THCS Mẫu\"\n", code(0))
        };
        format!("base_url = \"https://so-mau.example.edu.vn/nghi-quyet-71/\"\n{who}")
    }

    fn registry(self) -> String {
        let mut out = "code,name,kind,parent_admin,parent_prof,contact_email,target_per_quarter\n".to_owned();
        for unit in 0..self.units {
            let code = code(unit);
            // Parents are named as often by name as by code.
            let parent = unit - unit % 12;
            let parent = if parent % 24 == 0 { name(parent) } else { code_of_parent(parent) };
            let (kind, admin, prof, target) = match unit {
                0 => ("so-gddt", String::new(), String::new(), "0"),
                _ if unit % 12 == 0 => ("ubnd-xa", String::new(), String::new(), "0"),
                _ => ("thcs", parent, name(0), ""),
            };
            let name = name(unit);
            out.push_str(&format!("{code},{name},{kind},{admin},{prof},{code}@example.edu.vn,{target}\n"));
        }
        out
    }
}

fn code(unit: usize) -> String {
    match unit {
        0 => "so-mau".to_owned(),
        _ if unit.is_multiple_of(12) => format!("xa-mau-{unit}"),
        _ => format!("thcs-mau-{unit}"),
    }
}

fn code_of_parent(unit: usize) -> String {
    code(unit)
}

fn name(unit: usize) -> String {
    match unit {
        0 => "Sở Giáo dục và Đào tạo tỉnh Mẫu".to_owned(),
        _ if unit.is_multiple_of(12) => format!("Ủy ban nhân dân xã Mẫu {unit}"),
        _ => format!("Trường Trung học cơ sở Mẫu {unit}"),
    }
}

fn title(dice: &mut Dice) -> String {
    let mut title = String::new();
    sentence(&mut title, dice, 10);
    title.pop();
    title
}

fn stem(number: usize, day: Date, title: &str) -> String {
    let slug: String = text::slug(title).chars().take(36).collect();
    format!("{day}-{}-{number}", slug.trim_end_matches('-'))
}

const SUBJECTS: &[&str] = &[
    "nhà trường",
    "giáo viên",
    "học sinh",
    "tổ chuyên môn",
    "phụ huynh",
    "câu lạc bộ",
    "thư viện",
    "đội ngũ nhà giáo",
    "lớp học số",
    "chuyển đổi số",
    "phòng thí nghiệm",
    "cán bộ quản lý",
    "địa phương",
    "chương trình mới",
    "giáo dục nghề nghiệp",
    "năng lực ngoại ngữ",
    "trí tuệ nhân tạo",
    "kỹ năng sống",
];

const VERBS: &[&str] = &[
    "tổ chức",
    "xây dựng",
    "đổi mới",
    "triển khai",
    "chia sẻ",
    "nâng cao",
    "hỗ trợ",
    "chuẩn bị",
    "đánh giá",
    "thực hiện",
    "tham gia",
    "góp ý cho",
    "hoàn thiện",
    "cùng nhau thảo luận về",
    "bồi dưỡng",
    "lan tỏa",
    "giới thiệu",
    "tiếp tục",
];

const OBJECTS: &[&str] = &[
    "kế hoạch bài dạy",
    "nghị quyết mới",
    "chuyên đề ứng dụng công nghệ",
    "ngày hội đọc sách",
    "phương pháp dạy học tích cực",
    "hoạt động trải nghiệm",
    "chất lượng giáo dục toàn diện",
    "quy tắc ứng xử",
    "kho học liệu dùng chung",
    "cuộc thi sáng tạo",
    "buổi sinh hoạt dưới cờ",
    "mô hình trường học hạnh phúc",
    "bữa ăn bán trú an toàn",
    "giờ học ngoài trời",
    "tiết dạy liên môn",
    "phong trào thi đua",
    "sổ tay hướng dẫn",
    "góc hướng nghiệp",
];

const LINKS: &[&str] = &[
    "trong năm học này",
    "với sự đồng hành của cha mẹ học sinh",
    "ở các điểm trường xa",
    "theo từng khối lớp",
    "vào mỗi thứ sáu hằng tuần",
    "nhằm giảm áp lực thi cử",
    "để không em nào bị bỏ lại phía sau",
    "qua nhiều hình thức",
    "tại hội trường lớn",
    "bằng những việc làm cụ thể",
    "khi điều kiện cho phép",
    "từ nguồn xã hội hóa",
];

/// Whole sentences with so many syllables or a few more.
fn prose(out: &mut String, dice: &mut Dice, syllables: usize) {
    let mut written = 0;
    while written < syllables {
        if written > 0 {
            // A paragraph has a few sentences; a summary is shorter than that.
            out.push_str(if written % 90 > 70 && syllables > 60 { "\n\n" } else { " " });
        }
        let length = 12 + dice.below(14) as usize;
        written += sentence(out, dice, length);
    }
}

/// A sentence with so many syllables or a few more; says how many.
fn sentence(out: &mut String, dice: &mut Dice, syllables: usize) -> usize {
    let mut words = vec![dice.of(SUBJECTS), dice.of(VERBS), dice.of(OBJECTS)];
    let count = |words: &[&str]| words.iter().map(|word| word.split(' ').count()).sum::<usize>();
    while count(&words) < syllables {
        words.push(match words.len() % 4 {
            0 => ", ",
            1 => dice.of(VERBS),
            2 => dice.of(OBJECTS),
            _ => dice.of(LINKS),
        });
    }
    let text = words.join(" ").replace(" ,  ", ", ").replace(" , ", ",");
    let mut signs = text.trim_end_matches([',', ' ']).chars();
    out.extend(signs.next().into_iter().flat_map(char::to_uppercase));
    out.push_str(signs.as_str());
    out.push('.');
    count(&words)
}

/// Numbers that look random and are the same on each run (xorshift64*).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Dice {
        let mut dice = Dice((seed + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        dice.next();
        dice
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// From 0 up to, and without, `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        (self.next() >> 32) % end
    }

    pub fn of<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len() as u64) as usize]
    }
}
