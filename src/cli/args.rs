//! The arguments, typed. Their help stands in the message catalogues under `help-…`, and names
//! the first alias: clap itself would introduce aliases in English.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diagnostics::Format;
use crate::text::Lang;

/// `nq71`
#[derive(Debug, Parser)]
#[command(name = "nq71", version, disable_help_subcommand = true)]
pub struct Args {
    #[arg(short, long, global = true, value_name = "THU_MUC", aliases = ["thu-muc", "source"])]
    pub root: Option<PathBuf>,
    #[arg(short, long, global = true, value_name = "TEP", default_value = crate::config::FILE)]
    pub config: String,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "vi|en",
        default_value = "vi",
        hide_possible_values = true
    )]
    pub lang: LangArg,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "human|json|github",
        default_value = "human",
        hide_possible_values = true
    )]
    pub format: FormatArg,
    #[arg(short, long, global = true)]
    pub quiet: bool,
    #[arg(
        long,
        global = true,
        value_enum,
        value_name = "auto|always|never",
        default_value = "auto",
        hide_possible_values = true
    )]
    pub color: ColorArg,
    #[command(subcommand)]
    pub command: Option<Command>,
}

impl Args {
    pub fn lang(&self) -> Lang {
        match self.lang {
            LangArg::Vi => Lang::Vi,
            LangArg::En => Lang::En,
        }
    }

    pub fn format(&self) -> Format {
        match self.format {
            FormatArg::Human => Format::Human,
            FormatArg::Json => Format::Json,
            FormatArg::Github => Format::Github,
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum LangArg {
    Vi,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatArg {
    Human,
    Json,
    Github,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    Auto,
    Always,
    Never,
}

/// The verbs, each with its Vietnamese name.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(alias = "khoi-tao")]
    Init(InitArgs),
    #[command(alias = "tao")]
    New(NewArgs),
    #[command(alias = "xem")]
    Serve(ServeArgs),
    #[command(alias = "dung")]
    Build(BuildArgs),
    #[command(alias = "dang")]
    Publish(PublishArgs),
    #[command(alias = "tong-hop")]
    Aggregate(AggregateArgs),
}

/// `nq71 init`
#[derive(Debug, clap::Args)]
pub struct InitArgs {
    #[arg(value_name = "THU_MUC")]
    pub folder: Option<PathBuf>,
    #[arg(long, value_name = "TEN")]
    pub name: Option<String>,
    #[arg(long, value_name = "MA")]
    pub code: Option<String>,
    #[arg(long, value_name = "DIA_CHI")]
    pub base_url: Option<String>,
    #[arg(long, value_name = "TEN")]
    pub parent: Option<String>,
    #[arg(long, value_name = "co|khong")]
    pub sample: Option<String>,
    #[arg(short, long)]
    pub yes: bool,
}

/// `nq71 new`
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    #[arg(value_name = "TIEU_DE")]
    pub title: String,
    #[arg(short = 't', long = "type", value_name = "HINH_THUC")]
    pub kind: String,
    #[arg(long, value_name = "MA")]
    pub unit: Option<String>,
    #[arg(long, value_name = "NGAY")]
    pub date: Option<String>,
}

/// `nq71 build`
#[derive(Debug, Default, clap::Args)]
pub struct BuildArgs {
    #[arg(short, long, value_name = "THU_MUC")]
    pub output_dir: Option<PathBuf>,
    #[arg(short = 'u', long, value_name = "DIA_CHI")]
    pub base_url: Option<String>,
    #[arg(long, value_name = "NGAY")]
    pub date: Option<String>,
    #[arg(long, value_name = "MA", conflicts_with = "each_unit")]
    pub unit: Vec<String>,
    #[arg(long)]
    pub each_unit: bool,
    #[arg(long)]
    pub force: bool,
}

/// `nq71 aggregate`
#[derive(Debug, clap::Args)]
pub struct AggregateArgs {
    #[arg(long, value_name = "MA")]
    pub only: Vec<String>,
    #[arg(long)]
    pub offline: bool,
    #[arg(long)]
    pub refresh: bool,
    #[arg(long)]
    pub strict: bool,
    #[arg(long, value_name = "NGAY")]
    pub date: Option<String>,
}

/// `nq71 serve`
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    #[arg(short, long, value_name = "DIA_CHI_MAY", default_value = "127.0.0.1")]
    pub interface: std::net::IpAddr,
    #[arg(short, long, value_name = "CONG", default_value_t = 1171)]
    pub port: u16,
    #[arg(short = 'O', long)]
    pub open: bool,
    #[arg(long, value_name = "NHIP", num_args = 0..=1, require_equals = true, value_parser = interval)]
    pub poll: Option<Option<std::time::Duration>>,
    #[arg(long, value_name = "NGAY")]
    pub date: Option<String>,
}

/// `700ms`, `2s`, or a number of milliseconds.
fn interval(written: &str) -> Result<std::time::Duration, String> {
    let (number, unit) = match written.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => match written.strip_suffix('s') {
            Some(number) => (number, 1000),
            None => (written, 1),
        },
    };
    let number: u64 = number.trim().parse().map_err(|_| String::new())?;
    let milliseconds = number.saturating_mul(unit);
    if !(50..=600_000).contains(&milliseconds) {
        return Err(String::new());
    }
    Ok(std::time::Duration::from_millis(milliseconds))
}

/// `nq71 publish`
#[derive(Debug, clap::Args)]
pub struct PublishArgs {
    #[arg(value_name = "TEN")]
    pub name: Option<String>,
    #[arg(long, value_name = "MA")]
    pub unit: Option<String>,
    #[arg(long, value_name = "NGAY")]
    pub date: Option<String>,
    #[arg(long)]
    pub dry_run: bool,
    #[arg(short, long)]
    pub yes: bool,
    #[arg(long, value_name = "SO")]
    pub max_deletes: Option<usize>,
    #[arg(long)]
    pub all: bool,
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub split: Option<u32>,
    #[arg(long, conflicts_with_all = ["verify", "setup"])]
    pub uploaded: bool,
    #[arg(long, conflicts_with_all = ["dry_run", "setup"])]
    pub verify: bool,
    #[arg(long, conflicts_with = "dry_run")]
    pub setup: bool,
}
