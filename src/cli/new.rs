//! `nq71 new`: a draft with everything known filled in.

use crate::build::CONTENT;
use crate::config;
use crate::diagnostics::{Diagnostic, closest};
use crate::files::DiskFiles;
use crate::message;
use crate::model::{Config, Layout, UnitId};
use crate::output::write_atomically;
use crate::text;

use super::args::{Args, NewArgs};
use super::build::today;
use super::terminal::Terminal;
use super::{Exit, Run, root, shown};

pub(super) fn run(terminal: &Terminal, args: &Args, own: &NewArgs) -> Run {
    let files = DiskFiles::open(root(args))?;
    let mut found = Vec::new();
    let Some(config) = config::load(&files, &args.config)?.into(&mut found) else {
        return Ok(terminal.refused("new", &found));
    };
    let mut found = Vec::new();
    let title = text::one_line(&own.title);
    let length = title.chars().count();
    if length < 10 {
        found.push(Diagnostic::error("tieu-de-ngan").arg("length", length));
    } else if length > 150 {
        found.push(Diagnostic::error("tieu-de-dai").arg("length", length));
    }
    let types = &config.vocabulary.types;
    let kind = types.find(&own.kind);
    if kind.is_none() {
        let wrong = Diagnostic::error("hinh-thuc-la").arg("name", &own.kind);
        found.push(match closest(&own.kind, types.names()) {
            Some(known) => wrong.did_you_mean(Some(known)),
            None => wrong.arg("known", types.codes().collect::<Vec<_>>().join(", ")),
        });
    }
    let unit = unit(&config, own, &mut found);
    let date = today(own.date.as_deref()).map_err(|wrong| found.push(*wrong)).ok();
    let (Some(kind), Some(unit), Some(date), true) = (kind, unit, date, found.is_empty()) else {
        return Ok(terminal.refused("new", &found));
    };

    let kind = types.get(kind);
    let code = &config.units.get(unit).code;
    let folder = match config.layout {
        Layout::One => CONTENT.to_owned(),
        Layout::Many => format!("{CONTENT}/{code}"),
    };
    let stem = stem(format!("{date}-{}", text::slug(&title)).trim_end_matches('-'));
    let free = (1..)
        .map(|number| if number == 1 { format!("{stem}.md") } else { format!("{stem}-{number}.md") })
        .map(|name| files.root().join(&folder).join(name))
        .find(|path| !path.exists())
        .expect("there is always a next number");
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let more = if kind.code == "van-ban" { "new-post-document" } else { "new-post-picture" };
    let body = terminal.catalogue.text(&message!(
        "new-post",
        title = quoted(&title),
        date = date,
        kind = quoted(&kind.code),
        label = kind.label(terminal.catalogue.lang()),
        unit = quoted(code),
        more = terminal.catalogue.text(&message!(more)),
    ));
    write_atomically(&free, format!("{}\n", body.trim_end()).as_bytes())?;
    // The path is the data: a script opens it in an editor.
    if args.format() == crate::diagnostics::Format::Json {
        let data = serde_json::json!({ "path": shown(&free).to_string() });
        terminal.report("new", true, &[], serde_json::json!({ "type": kind.code, "unit": code }), data);
    } else {
        terminal.out(&shown(&free).to_string());
    }
    Ok(Exit::Done)
}

/// At most 60 characters, cut between words.
fn stem(whole: &str) -> String {
    const LONGEST: usize = 58; // room for `-2` where the name is taken
    match whole.get(..LONGEST) {
        Some(cut) => cut.rsplit_once('-').map_or(cut, |(stem, _)| stem).to_owned(),
        None => whole.to_owned(),
    }
}

fn unit(config: &Config, own: &NewArgs, found: &mut Vec<Diagnostic>) -> Option<UnitId> {
    let codes = || config.units.iter().map(|(_, unit)| &*unit.code);
    match &own.unit {
        Some(written) => {
            let unit = config.units.find(written);
            if unit.is_none() {
                let known = closest(written, codes());
                found.push(Diagnostic::error("don-vi-la").arg("name", written).did_you_mean(known));
            }
            unit
        }
        None if config.layout == Layout::One => config.owner,
        None => {
            const ENOUGH: usize = 12; // a province has a thousand units
            let more = (config.units.len() > ENOUGH).then_some("…");
            let known = codes().take(ENOUGH).chain(more).collect::<Vec<_>>().join(", ");
            found.push(Diagnostic::error("thieu-don-vi-lenh").arg("known", known));
            None
        }
    }
}
