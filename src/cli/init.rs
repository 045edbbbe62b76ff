//! `nq71 init`: five questions, and a site that builds.

use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;

use crate::config::FILE;
use crate::diagnostics::Diagnostic;
use crate::error::Error;
use crate::message;
use crate::messages::Message;
use crate::model::Address;
use crate::output::write_atomically;
use crate::text;

use super::args::{Args, InitArgs};
use super::build::clock;
use super::terminal::Terminal;
use super::{Exit, Run, root};

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
        terminal.findings(&[Diagnostic::error("da-co-cai-dat").arg("path", settings.display())]);
        return Ok(Exit::Usage);
    }
    let Some(answers) = ask(terminal, own) else { return Ok(Exit::Usage) };
    write_new(&settings, &settings_text(terminal, &answers))?;
    let content = folder.join("content");
    std::fs::create_dir_all(&content).map_err(Error::io("make-folder", &content))?;
    terminal.say(&message!("init-wrote", path = settings.display()));
    if answers.sample {
        let today = clock();
        let post = content.join(format!("{today}-bai-dau-tien.md"));
        let text = terminal
            .catalogue
            .text(&message!("init-post", date = today, title = terminal.catalogue.text(&message!("init-post-title"))));
        if !post.exists() {
            write_new(&post, &format!("{}\n", text.trim_end()))?;
            terminal.say(&message!("init-wrote", path = post.display()));
        }
    }
    terminal.say(&Message::new("init-next"));
    let data = serde_json::json!({ "folder": folder });
    terminal.report("init", true, &[], serde_json::json!({ "code": answers.code }), data);
    Ok(Exit::Done)
}

fn write_new(path: &Path, text: &str) -> Result<(), Error> {
    write_atomically(path, text.as_bytes())
}

/// Flags answer questions beforehand; the rest is asked, or with `--yes` takes its default.
fn ask(terminal: &Terminal, own: &InitArgs) -> Option<Answers> {
    let mut input = std::io::stdin().lock();
    let mut question = |id: &'static str, flag: &Option<String>, default: &str| -> Option<String> {
        if let Some(given) = flag {
            return Some(text::clean(given).trim().to_owned());
        }
        if own.yes {
            return Some(default.to_owned());
        }
        let prompt = terminal.catalogue.text(&message!(id, default = default));
        let _ = write!(anstream::stderr(), "{prompt} ");
        let _ = anstream::stderr().flush();
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 && !std::io::stdin().is_terminal() {
            let _ = writeln!(anstream::stderr());
        }
        let answer = text::clean(&line).trim().to_owned();
        Some(if answer.is_empty() { default.to_owned() } else { answer })
    };
    let refuse = |found: Diagnostic| {
        terminal.findings(&[found]);
        None
    };
    let name = question("init-ask-name", &own.name, "")?;
    if name.is_empty() {
        return refuse(Diagnostic::error("thieu-ten-don-vi"));
    }
    let proposed = text::part(&text::slug(&name).replace("truong-", ""));
    let code = question("init-ask-code", &own.code, &proposed)?.to_lowercase();
    if code.is_empty() || code != text::part(&text::slug(&code)) {
        return refuse(Diagnostic::error("ma-sai").arg("code", &code).did_you_mean(Some(&proposed)));
    }
    let base_url = question("init-ask-url", &own.base_url, "")?;
    if !base_url.is_empty() && base_url.parse::<Address>().is_err() {
        return refuse(Diagnostic::error("dia-chi-sai").arg("key", "base_url").arg("value", &base_url));
    }
    let parent = question("init-ask-parent", &own.parent, "")?;
    let sample = question("init-ask-sample", &own.sample, "co")?;
    let sample = !matches!(&*text::slug(&sample), "khong" | "k" | "no" | "n" | "false");
    Some(Answers { name, code, base_url, parent, sample })
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
