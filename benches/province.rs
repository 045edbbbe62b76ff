//! Measures whole processes on a simulated province and a simulated country.
//!
//! 1. [`province`] serves the sources of all units from this machine, with the faults that are met,
//!    and has the program gather them twice and build from them twice.
//! 2. [`country`] writes the copies that a ministry has, and has them admitted, counted, and the
//!    count pages made.
//!
//! Each step is a process of its own: its processor time and its most memory are the system's words.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use std::{fs, io};

use jiff::ToSpan as _;
use jiff::civil::{Date, date};
use nq71::build::{self, Loaded, Prepared};
use nq71::config;
use nq71::exchange::{INDEX, Index, Record, Shard, copies, sha256, write};
use nq71::files::DiskFiles;
use nq71::model::Quarter;
use nq71::plan::PageRef;
use wait4::Wait4 as _;

use crate::generator::Dice;

/// The day on which the sites are built.
const TODAY: Date = date(2026, 11, 21);

/// Provinces of the country.
const PROVINCES: usize = 34;

/// The posts of one unit, the same for the same unit.
fn posts(unit: &str, number: usize, count: usize) -> Vec<Record> {
    let mut dice = Dice::new(number as u64);
    let kinds = ["tin", "tin", "tin", "bai", "bai", "video", "infographic", "van-ban", "hoi-nghi"];
    let post = |nth: usize| {
        let day =
            date(2025, 10, 1).checked_add((dice.below(410) as i64).days()).expect("a day of this century");
        let repeats = dice.below(25) == 0;
        Record {
            id: format!("{unit}/bai-{nth}"),
            unit: unit.to_owned(),
            title: format!("Bài số {nth} về Nghị quyết 71-NQ/TW của {unit}"),
            date: day.to_string(),
            quarter: quarter(day).to_string(),
            quarter_declared: "0".to_owned(),
            kind: dice.of(&kinds).to_owned(),
            topics: "phuong-phap".to_owned(),
            lang: "vi".to_owned(),
            url: format!("https://{unit}.example.edu.vn/bai/{nth}.html"),
            repost_of: if repeats { "https://bao.example.vn/1".to_owned() } else { String::new() },
            status: "da-duyet".to_owned(),
            counted: "1".to_owned(),
            summary: "Một câu tóm tắt của người viết, dài như người ta vẫn viết ở các trường.".to_owned(),
            ..Record::default()
        }
    };
    (0..count).map(post).collect()
}

fn quarter(day: Date) -> Quarter {
    Quarter::of(day, nq71::model::PeriodRule::default())
}

/// The shards of some rows: the slug of each quarter, how many rows it has, and the bytes.
fn shards(rows: Vec<Record>) -> Vec<(String, usize, Vec<u8>)> {
    let mut quarters: std::collections::BTreeMap<Quarter, Vec<Record>> = Default::default();
    for row in rows {
        quarters.entry(quarter(row.date.parse().expect("a day"))).or_default().push(row);
    }
    let shard = |(quarter, rows): (Quarter, Vec<Record>)| {
        let mut bytes = Vec::new();
        write(&rows, &mut bytes);
        (quarter.slug(), rows.len(), bytes)
    };
    quarters.into_iter().map(shard).collect()
}

fn index(unit: &str, shards: impl IntoIterator<Item = Shard>) -> Vec<u8> {
    let mut bytes = Vec::new();
    Index { unit: unit.to_owned(), shards: shards.into_iter().collect() }.write(&mut bytes);
    bytes
}

/// What is wrong with a source.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    /// It answers 503.
    Down,
    /// It answers after two seconds.
    Slow,
    /// It sends half of its file.
    Broken,
    /// It sends without end.
    Huge,
    /// It names a file outside its folder.
    Hostile,
}

impl Fault {
    /// Of a hundred sources two are down, three slow, two broken, one huge, one hostile.
    fn of(number: usize) -> Fault {
        match number % 100 {
            3 | 53 => Fault::Down,
            7 | 37 | 67 => Fault::Slow,
            11 | 61 => Fault::Broken,
            13 => Fault::Huge,
            17 => Fault::Hostile,
            _ => Fault::None,
        }
    }
}

/// Each unit has an address of its own, so that nobody is asked twice at a time.
fn host(number: usize) -> Ipv4Addr {
    Ipv4Addr::new(127, 1, (number / 250) as u8, (1 + number % 250) as u8)
}

/// Three of ten units have a feed, the others exchange files.
fn has_feed(number: usize) -> bool {
    number % 10 < 3
}

fn feed(rows: &[Record]) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><rss version=\"2.0\"><channel><title>Tin</title>",
    );
    for row in rows {
        let (title, url) = (&row.title, &row.url);
        let day: Date = row.date.parse().expect("a day");
        out.push_str(&format!(
            "<item><title>{title}</title><link>{url}</link><guid>{url}</guid><category>Tin</category>\
             <pubDate>{} 08:00:00 +0700</pubDate><description>&lt;p&gt;{title}&lt;/p&gt;</description></item>",
            day.strftime("%a, %d %b %Y")
        ));
    }
    out.push_str("</channel></rss>");
    out.into_bytes()
}

/// What one unit's host has, by path.
fn pages(number: usize, count: usize) -> HashMap<String, Vec<u8>> {
    let unit = format!("th-{number}");
    let rows = posts(&unit, number, count);
    let mut pages = HashMap::new();
    let mut first = if has_feed(number) {
        feed(&rows)
    } else {
        let mut shards: Vec<Shard> = shards(rows)
            .into_iter()
            .map(|(slug, rows, bytes)| {
                let shard = Shard { name: format!("{slug}.csv"), rows, sha256: sha256(&bytes) };
                pages.insert(format!("/trao-doi/{}", shard.name), bytes);
                shard
            })
            .collect();
        if Fault::of(number) == Fault::Hostile {
            let name = "../../../nq71.toml".to_owned();
            shards.push(Shard { name, rows: 1, sha256: "0".repeat(64) });
        }
        index(&unit, shards)
    };
    if Fault::of(number) == Fault::Broken {
        first.truncate(first.len() / 2);
    }
    pages.insert(start(number).to_owned(), first);
    pages
}

/// Where a source begins.
fn start(number: usize) -> &'static str {
    if has_feed(number) { "/rss.xml" } else { "/trao-doi/muc-luc.csv" }
}

/// Serves all units. Gives the port.
fn serve(units: usize, count: usize) -> io::Result<u16> {
    let listener = TcpListener::bind((Ipv4Addr::UNSPECIFIED, 0))?;
    let port = listener.local_addr()?.port();
    let all: HashMap<Ipv4Addr, (usize, HashMap<String, Vec<u8>>)> =
        (0..units).map(|number| (host(number), (number, pages(number, count)))).collect();
    let all = Arc::new(all);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let all = Arc::clone(&all);
            // Whoever asked may have gone.
            std::thread::spawn(move || drop(answer_all(&stream, &all)));
        }
    });
    Ok(port)
}

/// Answers on one connection until it is closed.
fn answer_all(
    mut stream: &TcpStream,
    all: &HashMap<Ipv4Addr, (usize, HashMap<String, Vec<u8>>)>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let std::net::IpAddr::V4(asked) = stream.local_addr()?.ip() else { return Ok(()) };
    let Some((number, pages)) = all.get(&asked) else { return Ok(()) };
    let mut lines = BufReader::new(stream).lines();
    while let Some(first) = lines.next() {
        let first = first?;
        let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
        let mut known = String::new();
        for line in lines.by_ref() {
            let line = line?;
            if line.is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(": ")
                && name.eq_ignore_ascii_case("if-none-match")
            {
                known = value.to_owned();
            }
        }
        let fault = Fault::of(*number);
        if path == start(*number) && fault == Fault::Slow {
            std::thread::sleep(Duration::from_secs(2));
        }
        if path == start(*number) && fault == Fault::Huge {
            stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            let block = vec![b' '; 1 << 16];
            loop {
                stream.write_all(&block)?;
            }
        }
        let (status, body) = match pages.get(&path) {
            _ if fault == Fault::Down => ("503 Service Unavailable", &[][..]),
            Some(bytes) => ("200 OK", &bytes[..]),
            None => ("404 Not Found", &[][..]),
        };
        let tag = format!("\"{}\"", &sha256(body)[..16]);
        let (status, body) = if known == tag { ("304 Not Modified", &[][..]) } else { (status, body) };
        let head = format!("HTTP/1.1 {status}\r\nETag: {tag}\r\nContent-Length: {}\r\n\r\n", body.len());
        stream.write_all(&[head.as_bytes(), body].concat())?;
    }
    Ok(())
}

/// Runs a command and says what it took; its processor time in seconds, its memory in megabytes.
fn step(name: &str, command: &mut Command) -> io::Result<(f64, f64)> {
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
    let mut said = String::new();
    io::Read::read_to_string(&mut child.stdout.take().expect("it is piped"), &mut said)?;
    let used = child.wait4()?;
    if !used.status.success() {
        return Err(io::Error::other(format!("{name}: {}\n{said}", used.status)));
    }
    let processor = (used.rusage.utime + used.rusage.stime).as_secs_f64();
    let memory = used.rusage.maxrss as f64 / 1e6;
    let wall = begun.elapsed().as_secs_f64();
    println!("{name}: {processor:.1} s CPU, {wall:.1} s wall, {memory:.0} MB");
    for line in said.lines().take(6) {
        println!("    {line}");
    }
    Ok((processor, memory))
}

/// A province of `units` units with `count` posts each, gathered and built by `program` in `folder`.
pub fn province(program: &Path, folder: &Path, units: usize, count: usize) -> io::Result<()> {
    let port = serve(units, count)?;
    fs::create_dir_all(folder)?;
    let hosts: Vec<String> = (0..units).map(|number| format!("\"{}\"", host(number))).collect();
    fs::write(
        folder.join(config::FILE),
        format!(
            "base_url = \"https://so.example.edu.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\n\
             owner = \"so-mau\"\n[aggregate]\ninner_hosts = [{}]\n",
            hosts.join(", ")
        ),
    )?;
    let mut registry = String::from("code,name,parent_admin,parent_prof,exchange_url\n");
    registry.push_str("so-mau,Sở Giáo dục và Đào tạo Mẫu,,,\n");
    let communes = (units / 14).max(1);
    for number in 0..communes {
        registry.push_str(&format!("xa-{number},Ủy ban nhân dân xã số {number},,,\n"));
    }
    for number in 0..units {
        let address = format!("http://{}:{port}{}", host(number), start(number));
        let commune = number % communes;
        registry
            .push_str(&format!("th-{number},Trường Tiểu học số {number},xa-{commune},so-mau,{address}\n"));
    }
    fs::write(folder.join("don-vi.csv"), registry)?;
    let run = |name: &str, args: &[&str]| step(name, Command::new(program).arg("-r").arg(folder).args(args));
    let steps = [
        (run("first run", &["aggregate", "--date", "2026-11-20"])?, 20.0),
        (run("unchanged run", &["aggregate", "--date", "2026-11-21"])?, 2.0),
        (run("build", &["build", "--date", "2026-11-21"])?, 10.0),
        (run("unchanged build", &["build", "--date", "2026-11-21"])?, 10.0),
    ];
    let missed = steps.iter().filter(|((processor, memory), goal)| processor > goal || *memory > 300.0);
    println!("goals missed: {}", missed.count());
    Ok(())
}

/// Writes the copies of a country of `units` units, one source a province, with `records` rows in
/// all; then has [`count`] work on them in a process of its own.
pub fn country(folder: &Path, units: usize, records: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(
        folder.join(config::FILE),
        "base_url = \"https://bo.example.gov.vn/nghi-quyet-71/\"\nregistry = \"don-vi.csv\"\nowner = \"bo-mau\"\n",
    )?;
    let mut registry = String::from("code,name,parent_admin,parent_prof,exchange_url\nbo-mau,Bộ Mẫu,,,\n");
    for province in 0..PROVINCES {
        let address = format!("https://so-{province}.example.gov.vn/trao-doi/");
        let name = format!("Sở Giáo dục và Đào tạo số {province}");
        registry.push_str(&format!("so-{province},{name},,bo-mau,{address}\n"));
    }
    for province in 0..PROVINCES {
        let source = format!("so-{province}");
        let mut rows = Vec::new();
        for number in (province..units).step_by(PROVINCES) {
            let unit = format!("th-{number}");
            registry.push_str(&format!("{unit},Trường số {number},{source},{source},\n"));
            let share = records / units + usize::from(number < records % units);
            rows.extend(posts(&unit, number, share));
        }
        let folder = folder.join(copies::FOLDER).join(copies::COPIES).join(&source);
        fs::create_dir_all(&folder)?;
        let mut all = Vec::new();
        for (slug, rows, bytes) in shards(rows) {
            let sha256 = sha256(&bytes);
            let name = copies::shard_name(&slug, &sha256);
            fs::write(folder.join(&name), bytes)?;
            all.push(Shard { name, rows, sha256 });
        }
        fs::write(folder.join(INDEX), index(&source, all))?;
    }
    fs::write(folder.join("don-vi.csv"), registry)?;
    let this = std::env::current_exe()?;
    step("country", Command::new(this).arg("count").arg(folder))?;
    Ok(())
}

/// Admits and counts the copies in a site's folder, and makes its count pages.
pub fn count(folder: &Path) -> io::Result<()> {
    let wrong = |error: nq71::error::Error| io::Error::other(format!("{error:?}"));
    let begun = Instant::now();
    let told = |what: &str| println!("{:>6.1} s  {what}", begun.elapsed().as_secs_f64());
    let files = DiskFiles::open(folder).map_err(wrong)?;
    let config = config::load(&files, config::FILE).map_err(wrong)?;
    let config = config.value.ok_or_else(|| io::Error::other("the settings are not right"))?;
    told(&format!("{} units", config.units.len()));
    let prepared = Prepared::new(&files, config, Loaded::default(), TODAY).map_err(wrong)?;
    let prepared = prepared.value.ok_or_else(|| io::Error::other("the theme cannot be used"))?;
    told(&format!(
        "{} posts admitted and counted, {} pages planned",
        prepared.site.posts().len(),
        prepared.plan.pages().len()
    ));
    let planner = prepared.planner();
    let is_count = |page: &PageRef| {
        matches!(
            page,
            PageRef::Counts
                | PageRef::CountsQuarter(_)
                | PageRef::CountsYear(_)
                | PageRef::CountsUnit(..)
                | PageRef::CountsType(..)
                | PageRef::CountsTotal(..)
                | PageRef::CountsGroups(..)
                | PageRef::Products(_)
        )
    };
    let (mut number, mut bytes, mut largest) = (0, 0, (0, String::new()));
    let mut out = Vec::new();
    for planned in prepared.plan.pages().iter().filter(|planned| is_count(&planned.page)) {
        build::page(&prepared, planned, &planner.view(planned), &files, &mut out).map_err(wrong)?;
        let path = folder.join("public").join(planned.path.as_str());
        fs::create_dir_all(path.parent().expect("a path in a folder has a parent"))?;
        fs::write(path, &out)?;
        number += 1;
        bytes += out.len();
        largest = largest.max((out.len(), planned.path.to_string()));
    }
    told(&format!(
        "{number} count pages, {:.1} MB, the largest {} with {:.1} MB",
        bytes as f64 / 1e6,
        largest.1,
        largest.0 as f64 / 1e6
    ));
    Ok(())
}
