//! Measures `nq71 serve` as a whole process: until it is ready, from a save to the page, and what
//! it holds. Processor time and memory are read from Linux's `/proc`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use std::{fs, io};

/// Saves that are timed, of each kind.
const SAVES: usize = 40;

/// A served site.
struct Preview {
    child: Child,
    address: String,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    /// Starts the program and waits until it has read everything.
    fn start(program: &Path, folder: &Path) -> io::Result<Preview> {
        let mut child = Command::new(program)
            .args(["--format", "json", "serve", "-p", "0", "--date", "2027-06-30", "-r"])
            .arg(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut output = BufReader::new(child.stdout.take().expect("it is piped"));
        let mut line = String::new();
        output.read_line(&mut line)?;
        let part = line.split("http://").nth(1).and_then(|rest| rest.split('/').next());
        let address = part.ok_or_else(|| io::Error::other("it does not listen"))?.to_owned();
        line.clear();
        output.read_line(&mut line)?;
        // The rest is read by nobody but must go somewhere.
        std::thread::spawn(move || io::copy(&mut output, &mut io::sink()));
        Ok(Preview { child, address })
    }

    fn get(&self, path: &str) -> io::Result<String> {
        let mut stream = TcpStream::connect(&self.address)?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut all = Vec::new();
        stream.read_to_end(&mut all)?;
        Ok(String::from_utf8_lossy(&all).into_owned())
    }

    /// Processor time so far, of the program and the system for it.
    fn cpu(&self) -> Duration {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after = stat.rsplit(") ").next().unwrap_or_default();
        let ticks = after.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok());
        Duration::from_millis(ticks.sum::<u64>() * 10)
    }

    /// Resident memory now and at most, in megabytes.
    fn memory(&self) -> (u64, u64) {
        let status = fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let kilobytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default()
        };
        (kilobytes("VmRSS:") / 1000, kilobytes("VmHWM:") / 1000)
    }

    /// Saves a file, and asks for a page until it shows the mark.
    fn saved(&self, file: &Path, text: &str, page: &str, mark: &str) -> io::Result<Duration> {
        fs::write(file, text)?;
        let begun = Instant::now();
        while !self.get(page)?.contains(mark) {
            if begun.elapsed() > Duration::from_secs(60) {
                return Err(io::Error::other(format!("{page} never shows {mark}")));
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(begun.elapsed())
    }
}

/// Measures a program on a generated site.
pub fn measure(program: &Path, folder: &Path) -> io::Result<()> {
    let begun = Instant::now();
    let preview = Preview::start(program, folder)?;
    println!("ready: {:.2} s CPU, {:.2} s wall", preview.cpu().as_secs_f64(), begun.elapsed().as_secs_f64());
    println!("memory after reading: {} MB, {} MB at most", preview.memory().0, preview.memory().1);
    let file = newest(folder)?;
    let text = fs::read_to_string(&file)?;
    let stem = file.file_stem().and_then(|stem| stem.to_str()).expect("generated names are plain");
    let unit =
        file.parent().and_then(|unit| unit.file_name()?.to_str()).expect("a post lies in its unit's folder");
    let page = format!("/don-vi/{unit}/bai/{stem}.html");
    let list = format!("/don-vi/{unit}/index.html");
    let title =
        text.split("title = \"").nth(1).and_then(|rest| rest.split('"').next()).expect("it has a title");
    let draft = text.replacen("type = ", "status = \"nhap\"\ntype = ", 1);

    let mut kinds: [(&str, Vec<Duration>); 3] = [
        ("text, on its page", Vec::new()),
        ("title, in a list", Vec::new()),
        ("new count, in a list", Vec::new()),
    ];
    for round in 0..SAVES {
        let mark = format!("dau-{round}-x");
        kinds[0].1.push(preview.saved(&file, &format!("{text}\n{mark}\n"), &page, &mark)?);
        let new = text.replacen(title, &format!("{title} {mark}"), 1);
        kinds[1].1.push(preview.saved(&file, &new, &list, &mark)?);
        std::thread::sleep(Duration::from_millis(100));
    }
    for round in 0..SAVES / 4 {
        let mark = format!("lan-{round}-x");
        let (from, to) = (title, format!("{title} {mark}"));
        preview.saved(&file, &draft.replacen(from, &to, 1), &page, &mark)?;
        let mark = format!("dang-{round}-x");
        let to = format!("{title} {mark}");
        kinds[2].1.push(preview.saved(&file, &text.replacen(from, &to, 1), &list, &mark)?);
        std::thread::sleep(Duration::from_millis(100));
    }
    fs::write(&file, &text)?;
    for (name, mut times) in kinds {
        times.sort();
        let at = |part: usize| times[(times.len() - 1) * part / 100].as_secs_f64() * 1000.0;
        println!("save to page, {name}: {:.0} ms middle, {:.0} ms p95", at(50), at(95));
    }
    println!("memory after editing: {} MB, {} MB at most", preview.memory().0, preview.memory().1);
    Ok(())
}

/// The last post of the first unit that has one.
fn newest(folder: &Path) -> io::Result<PathBuf> {
    let sorted = |folder: &Path| -> io::Result<Vec<PathBuf>> {
        let mut all: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|one| one.map(|one| one.path())).collect::<Result<_, _>>()?;
        all.sort();
        Ok(all)
    };
    for unit in sorted(&folder.join("content"))? {
        let published = sorted(&unit)?.into_iter().rev().find(|post| {
            fs::read_to_string(post)
                .is_ok_and(|text| !text.contains("status = ") && text.contains("type = \"tin\""))
        });
        if let Some(post) = published {
            return Ok(post);
        }
    }
    Err(io::Error::other("the site has no post"))
}
