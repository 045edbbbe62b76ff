//! Help and usage errors in the user's language: clap knows the grammar, the catalogues know the
//! words.

use std::ffi::OsString;
use std::io::Write;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, Command, CommandFactory, FromArgMatches};

use crate::diagnostics::closest;
use crate::message;
use crate::messages::{Catalogue, Message};
use crate::text::Lang;

use super::Exit;
use super::args::Args;

/// Reads the arguments, or prints help or what is wrong with them.
pub(super) fn parse(arguments: &[OsString]) -> Result<Args, Exit> {
    let lang = wanted_lang(arguments);
    let mut command = localised(lang);
    let read = command
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Args::from_arg_matches(&matches));
    read.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = anstream::stdout().write_all(error.render().to_string().as_bytes());
            Exit::Done
        }
        _ => {
            let _ = writeln!(anstream::stderr(), "{}", usage_error(&error, lang));
            Exit::Usage
        }
    })
}

/// Prints the overview.
pub(super) fn print(lang: Lang) {
    let help = localised(lang).render_help().to_string();
    let _ = anstream::stderr().write_all(help.as_bytes());
}

/// The language must be known before the arguments are read: their help is in it.
fn wanted_lang(arguments: &[OsString]) -> Lang {
    let texts: Vec<&str> = arguments.iter().filter_map(|argument| argument.to_str()).collect();
    let after = texts.iter().position(|text| *text == "--lang").and_then(|at| texts.get(at + 1)).copied();
    let joined = texts.iter().find_map(|text| text.strip_prefix("--lang="));
    after.or(joined).and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The grammar with every sentence from the catalogue. Sentences of an argument stand under
/// `help-<command>-<argument>`, or `help-<argument>` for the global ones.
pub(super) fn localised(lang: Lang) -> Command {
    let catalogue = Catalogue::of(lang);
    let say = |id: &str| catalogue.find(id, []).unwrap_or_else(|| id.to_owned());
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}",
        say("help-usage")
    );
    let arguments = |command: Command, prefix: &str| {
        let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
        ids.into_iter().fold(command, |command, id| {
            let key = format!("{prefix}{}", id.replace('_', "-"));
            command.mut_arg(id, |arg| {
                let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
                described(arg, say(&key), say(heading))
            })
        })
    };
    let common = |command: Command| {
        command
            .color(ColorChoice::Never)
            .help_template(&template)
            .subcommand_help_heading(say("help-commands"))
            .subcommand_value_name(say("help-command"))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .arg(
                clap::Arg::new("help")
                    .short('h')
                    .long("help")
                    .visible_alias("tro-giup")
                    .action(clap::ArgAction::Help),
            )
    };
    let mut command = common(Args::command()).about(say("help-about")).after_help(say("help-after")).arg(
        clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version),
    );
    command = arguments(command, "help-");
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        command = command.mut_subcommand(&name, |sub| {
            let sub = common(sub).about(say(&format!("help-{name}")));
            let local: Vec<String> = sub.get_arguments().map(|arg| arg.get_id().to_string()).collect();
            let sub = local.into_iter().fold(sub, |sub, id| {
                let key = if id == "help" {
                    "help-help".to_owned()
                } else {
                    format!("help-{name}-{}", id.replace('_', "-"))
                };
                sub.mut_arg(id, |arg| {
                    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
                    described(arg, say(&key), say(heading))
                })
            });
            sub.after_help(say(&format!("help-{name}-after")))
        });
    }
    command
}

/// What is wrong with the arguments, in one or two sentences.
fn usage_error(error: &clap::Error, lang: Lang) -> String {
    let catalogue = Catalogue::of(lang);
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(", "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => String::new(),
    };
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            message!("usage-command", name = context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument => message!("usage-unknown", argument = argument),
        ErrorKind::MissingRequiredArgument => message!("usage-missing", argument = argument),
        ErrorKind::InvalidValue if value.is_empty() => message!("usage-no-value", argument = argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => message!(
            "usage-value",
            argument = argument,
            value = value,
            known = context(ContextKind::ValidValue)
        ),
        ErrorKind::ArgumentConflict => {
            message!("usage-conflict", argument = argument, other = context(ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => message!("usage-utf8"),
        _ => message!("usage-other", argument = argument),
    };
    let mut text = format!("{}: {}", catalogue.text(&message!("level-error")), catalogue.text(&message));
    if error.kind() == ErrorKind::InvalidSubcommand {
        let written = context(ContextKind::InvalidSubcommand);
        let command = Args::command();
        let names = command.get_subcommands().flat_map(|sub| {
            std::iter::once(sub.get_name()).chain(sub.get_all_aliases())
        });
        if let Some(known) = closest(&written, names) {
            text.push_str(&format!(
                "\n  {}: {}",
                catalogue.text(&message!("level-help")),
                catalogue.text(&message!("did-you-mean", known = known))
            ));
        }
    }
    text.push_str(&format!("\n  {}", catalogue.text(&Message::new("usage-see-help"))));
    text
}

/// Defaults are told by the sentence itself, in the user's language.
fn described(arg: clap::Arg, help: String, heading: String) -> clap::Arg {
    let hide = arg.get_action().takes_values();
    arg.help(help).help_heading(heading).hide_default_value(hide).hide_possible_values(hide)
}
