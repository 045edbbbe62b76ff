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
use super::terminal::report;

/// Reads the arguments, or prints help or what is wrong with them.
pub(super) fn parse(arguments: &[OsString]) -> Result<Args, Exit> {
    let lang = wanted_lang(arguments);
    let mut command = localised(lang);
    let read =
        command.try_get_matches_from_mut(arguments).and_then(|matches| Args::from_arg_matches(&matches));
    read.map_err(|error| match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            let _ = anstream::stdout().write_all(error.render().to_string().as_bytes());
            Exit::Done
        }
        _ => {
            let said = usage_error(&error, lang);
            let _ = match wanted(arguments, "--format") {
                Some("json") => {
                    let summary = serde_json::json!({ "error": said });
                    let report = report("", false, serde_json::json!([]), summary, serde_json::Value::Null);
                    writeln!(anstream::stdout(), "{report}")
                }
                _ => writeln!(anstream::stderr(), "{said}"),
            };
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
    wanted(arguments, "--lang").and_then(|text| text.parse().ok()).unwrap_or_default()
}

/// The value of an option in arguments that cannot be read as a whole.
fn wanted<'a>(arguments: &'a [OsString], option: &str) -> Option<&'a str> {
    let mut texts = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(text) = texts.next() {
        if text == option {
            return texts.next();
        }
        if let Some(value) = text.strip_prefix(option).and_then(|rest| rest.strip_prefix('=')) {
            return Some(value);
        }
    }
    None
}

/// The grammar with every sentence from the catalogue. Sentences of an argument stand under
/// `help-<command>-<argument>`, or `help-<argument>` for the global ones.
pub(super) fn localised(lang: Lang) -> Command {
    let words = Words(Catalogue::of(lang));
    let version = clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
    let whole =
        Args::command().about(words.say("help-about")).after_help(words.say("help-after")).arg(version);
    let mut command = words.put_into(whole, "help-", "nq71", Some("help-command"));
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let about = words.say(&format!("help-{name}"));
        let after = words.say(&format!("help-{name}-after"));
        command = command.mut_subcommand(&name, |sub| {
            let about = words.with_alias(about, sub.get_all_aliases().next());
            let sub = sub.about(about).after_help(after);
            words.put_into(sub, &format!("help-{name}-"), &format!("nq71 {name}"), None)
        });
    }
    command
}

/// Puts a catalogue's words into a grammar.
struct Words(&'static Catalogue);

impl Words {
    fn say(&self, id: &str) -> String {
        self.0.find(id, []).unwrap_or_else(|| id.to_owned())
    }

    fn with_alias(&self, text: String, alias: Option<&str>) -> String {
        match alias {
            Some(alias) => format!("{text}, {}", self.0.text(&message!("help-alias", alias = alias))),
            None => text,
        }
    }

    fn put_into(&self, command: Command, prefix: &str, name: &str, then: Option<&str>) -> Command {
        let template = format!(
            "{{about-with-newline}}\n{}: {{usage}}\n\n{{all-args}}{{after-help}}\n",
            self.say("help-usage")
        );
        let help =
            clap::Arg::new("help").short('h').long("help").alias("tro-giup").action(clap::ArgAction::Help);
        let command = command
            .color(ColorChoice::Never)
            .help_template(template)
            .subcommand_help_heading(self.say("help-commands"))
            .subcommand_value_name(self.say("help-command"))
            .disable_help_flag(true)
            .disable_version_flag(true)
            .arg(help);
        let ids: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
        let command = ids.into_iter().enumerate().fold(command, |command, (order, id)| {
            let key = if id == "help" {
                "help-help".to_owned()
            } else {
                format!("{prefix}{}", id.replace('_', "-"))
            };
            command.mut_arg(id, |arg| self.describe(arg, &key, order))
        });
        let usage = self.usage(&command, name, then);
        command.override_usage(usage)
    }

    /// Defaults are told by the sentence itself. Options of every command come last.
    fn describe(&self, arg: clap::Arg, key: &str, order: usize) -> clap::Arg {
        let heading = self.say(if arg.is_positional() { "help-arguments" } else { "help-options" });
        let alias = arg.get_all_aliases().and_then(|all| all.first().map(|alias| format!("--{alias}")));
        let help = self.with_alias(self.say(key), alias.as_deref());
        let hidden = arg.get_action().takes_values();
        let order = match key {
            "help-help" | "help-version" => 200,
            _ if arg.is_global_set() => 100 + order,
            _ => order,
        };
        let names: Vec<String> =
            arg.get_value_names().into_iter().flatten().map(|name| self.value(name)).collect();
        let arg =
            arg.help(help).help_heading(heading).hide_default_value(hidden).hide_possible_values(hidden);
        let arg = arg.display_order(order);
        if names.is_empty() { arg } else { arg.value_names(names) }
    }

    /// The placeholder of a value: a word, or the values themselves.
    fn value(&self, name: &str) -> String {
        let id = format!("help-value-{}", name.to_lowercase().replace('_', "-"));
        self.0.find(&id, []).unwrap_or_else(|| name.to_owned())
    }

    fn usage(&self, command: &Command, name: &str, then: Option<&str>) -> String {
        let mut usage = format!("{name} [{}]", self.say("help-value-options"));
        let value = |arg: &clap::Arg| {
            arg.get_value_names().and_then(|names| names.first()).map_or(String::new(), ToString::to_string)
        };
        for arg in command.get_arguments().filter(|arg| arg.is_required_set() && !arg.is_positional()) {
            usage += &format!(" --{} <{}>", arg.get_long().unwrap_or_default(), value(arg));
        }
        for arg in command.get_positionals() {
            usage += &if arg.is_required_set() {
                format!(" <{}>", value(arg))
            } else {
                format!(" [{}]", value(arg))
            };
        }
        if let Some(id) = then {
            usage += &format!(" [{}]", self.say(id));
        }
        usage
    }
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
    let known = match argument.split([' ', '[']).next().unwrap_or_default() {
        "--port" => catalogue.text(&Message::new("usage-values-port")),
        "--interface" => catalogue.text(&Message::new("usage-values-interface")),
        "--split" => catalogue.text(&Message::new("usage-values-split")),
        "--poll" => catalogue.text(&Message::new("usage-values-poll")),
        _ => context(ContextKind::ValidValue),
    };
    let message = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            message!("usage-command", name = context(ContextKind::InvalidSubcommand))
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            message!("usage-unknown", argument = argument)
        }
        ErrorKind::UnknownArgument => message!("usage-extra", argument = argument),
        ErrorKind::MissingRequiredArgument => {
            message!("usage-missing", argument = format!("`{}`", argument.replace(", ", "`, `")))
        }
        ErrorKind::InvalidValue if value.is_empty() => message!("usage-no-value", argument = argument),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            message!("usage-value", argument = argument, value = value, known = known)
        }
        ErrorKind::TooManyValues => message!("usage-takes-none", argument = argument),
        ErrorKind::ArgumentConflict if argument == context(ContextKind::PriorArg) => {
            message!("usage-twice", argument = argument)
        }
        ErrorKind::ArgumentConflict => {
            message!("usage-conflict", argument = argument, other = context(ContextKind::PriorArg))
        }
        ErrorKind::InvalidUtf8 => message!("usage-utf8"),
        _ => message!("usage-other", argument = argument),
    };
    let mut text = format!("{}: {}", catalogue.text(&message!("level-error")), catalogue.text(&message));
    let command = Args::command();
    let names = command
        .get_subcommands()
        .flat_map(|sub| std::iter::once(sub.get_name()).chain(sub.get_all_aliases()));
    let known = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            closest(&context(ContextKind::InvalidSubcommand), names).map(str::to_owned)
        }
        _ => Some(context(ContextKind::SuggestedArg)).filter(|known| !known.is_empty()),
    };
    if let Some(known) = known {
        let help = catalogue.text(&message!("level-help"));
        text.push_str(&format!("\n  {help}: {}", catalogue.text(&message!("did-you-mean", known = known))));
    }
    text.push_str(&format!("\n  {}", catalogue.text(&Message::new("usage-see-help"))));
    text
}
