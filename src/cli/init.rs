//! `nq71 init`: five questions, and a site that builds.

use std::io::{BufRead, Write};
use std::path::Path;

use crate::config::FILE;
use crate::config::section_address;
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::message;
use crate::output::write_atomically;
use crate::text;

use super::args::{Args, InitArgs};
use super::build::today;
use super::terminal::Terminal;
use super::{Exit, Run, root, shown};

/// What the five questions ask.
struct Answers {
    name: String,
    code: String,
    base_url: String,
    parent: String,
    sample: bool,
}

pub(super) fn run(terminal: &Terminal, args: &Args, own: &InitArgs) -> Run {
    let folder = own.folder.as_deref().unwrap_or(root(args));
    let settings = folder.join(FILE);
    if settings.exists() {
        let there = Diagnostic::error("da-co-cai-dat").arg("path", shown(&settings));
        return Ok(terminal.refused("init", &[there]));
    }
    let (today, answers) = match today(None).and_then(|today| Ok((today, ask(terminal, own)?))) {
        Ok(known) => known,
        Err(wrong) => return Ok(terminal.refused("init", &[*wrong])),
    };
    write_new(&settings, &settings_text(terminal, &answers))?;
    let content = folder.join("content");
    std::fs::create_dir_all(&content).map_err(Error::io("make-folder", &content))?;
    terminal.say(&message!("init-wrote", path = shown(&settings)));
    if answers.sample {
        let post = content.join(format!("{today}-bai-dau-tien.md"));
        let text = terminal.catalogue.text(&message!(
            "init-post",
            date = today,
            title = terminal.catalogue.text(&message!("init-post-title"))
        ));
        if !post.exists() {
            write_new(&post, &format!("{}\n", text.trim_end()))?;
            terminal.say(&message!("init-wrote", path = shown(&post)));
        }
    }
    if let Some(folder) = &own.folder {
        terminal.say(&message!("init-enter", folder = shown(folder)));
    }
    terminal.say(&message!("init-next"));
    let data = serde_json::json!({ "folder": folder });
    terminal.report("init", true, &[], serde_json::json!({ "code": answers.code }), data);
    Ok(Exit::Done)
}

fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    write_atomically(path, text.as_bytes())
}

/// Flags answer questions beforehand; the rest is asked, or with `--yes` takes its default. An
/// answer that will not do is asked for again.
fn ask(terminal: &Terminal, own: &InitArgs) -> Result<Answers, Box<Diagnostic>> {
    let mut input = std::io::stdin().lock();
    let mut question =
        |id, flag: &Option<String>, default: &str, check: &dyn Fn(&str) -> Option<Diagnostic>| {
            let given = flag.as_deref().map(text::one_line).or_else(|| own.yes.then(|| default.to_owned()));
            if let Some(given) = given {
                return check(&given).map_or(Ok(given), |wrong| Err(Box::new(wrong)));
            }
            let mut refused = None;
            loop {
                let prompt = terminal.catalogue.text(&message!(id, default = default));
                let _ = write!(anstream::stderr(), "{prompt} ");
                let _ = anstream::stderr().flush();
                let mut line = String::new();
                let ended = input.read_line(&mut line).unwrap_or(0) == 0;
                if ended {
                    let _ = writeln!(anstream::stderr());
                }
                let answer = text::one_line(&line);
                let answer = if answer.is_empty() { default.to_owned() } else { answer };
                match check(&answer) {
                    None if !ended || refused.is_none() => return Ok(answer),
                    // Nothing better will come, and a default is not what was meant.
                    wrong if ended => return Err(refused.or(wrong).expect("one of the two is there").into()),
                    wrong => {
                        terminal.findings(wrong.as_slice());
                        refused = wrong;
                    }
                }
            }
        };
    let name = question("init-ask-name", &own.name, "", &|name| {
        name.is_empty().then(|| Diagnostic::error("thieu-ten-don-vi"))
    })?;
    let proposed = proposed_code(&name);
    let code = question("init-ask-code", &own.code, &proposed, &|code| wrong_code(code, &proposed))?;
    let base_url = question("init-ask-url", &own.base_url, "", &|url| {
        let key = if own.base_url.is_some() { "--base-url" } else { "base_url" };
        if url.is_empty() { None } else { section_address(key, url).err().map(|wrong| *wrong) }
    })?;
    let parent = question("init-ask-parent", &own.parent, "", &|_| None)?;
    let sample = question("init-ask-sample", &own.sample, "co", &|_| None)?;
    let sample = !matches!(&*text::slug(&sample), "khong" | "k" | "no" | "n" | "false");
    Ok(Answers { name, code: code.to_lowercase(), base_url, parent, sample })
}

/// `Trường THPT Nguyễn Đình Chiểu` is `thpt-nguyen-dinh-chieu`.
fn proposed_code(name: &str) -> String {
    let slug = text::slug(name);
    text::part(slug.strip_prefix("truong-").unwrap_or(&slug))
}

fn wrong_code(code: &str, proposed: &str) -> Option<Diagnostic> {
    let fixed = text::part(&text::slug(code));
    if code.is_empty() {
        return Some(Diagnostic::error("thieu-ma"));
    }
    let known = [fixed.as_str(), proposed].into_iter().find(|known| !known.is_empty());
    (code.to_lowercase() != fixed).then(|| Diagnostic::error("ma-sai").arg("code", code).did_you_mean(known))
}

fn settings_text(terminal: &Terminal, answers: &Answers) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let line = |key: &str, value: &str| match value {
        "" => format!("# {key} = \"\""),
        value => format!("{key} = {}", quoted(value)),
    };
    let text = terminal.catalogue.text(&message!(
        "init-settings",
        base_url = line("base_url", &answers.base_url),
        code = line("code", &answers.code),
        name = line("name", &answers.name),
        parent = line("parent_admin", &answers.parent),
        section = "[unit]",
        counting = "[counting]",
    ));
    format!("{}\n", text.trim_end())
}
