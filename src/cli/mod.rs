//! The command line: arguments in, sentences and an exit code out.
//!
//! Only here are the clock, the environment, the terminal and colour known. Data goes to
//! standard output, everything else to standard error.

mod aggregate;
mod args;
mod build;
mod help;
mod init;
mod new;
mod publish;
mod serve;
mod terminal;

use std::panic::AssertUnwindSafe;
use std::process::ExitCode;

use crate::error::Error;

use args::{Args, Command};
use terminal::Terminal;

/// How a run ended. The numbers are part of what scripts rely on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done = 0,
    /// The content has mistakes.
    Content = 1,
    /// The command or the settings are wrong.
    Usage = 2,
    /// The machine or the network failed.
    Io = 3,
    /// Ended by Ctrl-C.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    let arguments: Vec<std::ffi::OsString> = std::env::args_os().collect();
    let args = match help::parse(&arguments) {
        Ok(args) => args,
        Err(exit) => return exit.into(),
    };
    let terminal = Terminal::new(&args);
    std::panic::set_hook(Box::new(move |panic| terminal.broken(panic)));
    std::panic::catch_unwind(AssertUnwindSafe(|| run(&terminal, &args))).unwrap_or(Exit::Io).into()
}

fn run(terminal: &Terminal, args: &Args) -> Exit {
    let Some(command) = &args.command else {
        help::print(args.lang());
        return Exit::Usage;
    };
    let result = match command {
        Command::Init(own) => init::run(terminal, args, own),
        Command::New(own) => new::run(terminal, args, own),
        Command::Serve(own) => serve::run(terminal, args, own),
        Command::Build(own) => build::run(terminal, args, own),
        Command::Publish(own) => publish::run(terminal, args, own),
        Command::Aggregate(own) => aggregate::run(terminal, args, own),
    };
    match result {
        Ok(exit) => exit,
        Err(error) => {
            terminal.failed(args, &error);
            Exit::Io
        }
    }
}

/// What a command returns: an exit code, or what the machine could not do.
type Run = Result<Exit, Error>;

/// The folder of the site: as given, or the one that the process stands in.
fn root(args: &Args) -> &std::path::Path {
    args.root.as_deref().unwrap_or(std::path::Path::new("."))
}

/// A path as people write it, without `./` in front.
fn shown(path: &std::path::Path) -> std::path::Display<'_> {
    path.strip_prefix(".").unwrap_or(path).display()
}
