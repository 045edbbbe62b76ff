//! What the program promises, one file a feature; `harness` makes small sites to try it on.

mod harness;

mod aggregate;
mod alone;
mod bad_input;
mod build;
mod cli;
mod copies;
mod corrected;
mod counts;
mod exchange;
mod feeds;
mod front_matter;
mod gathered;
mod generator;
mod links;
mod output;
mod pages;
mod portals;
mod publish;
mod publish_cli;
mod publish_ftp;
mod publish_hosts;
mod publish_others;
mod publish_sftp;
#[cfg(unix)]
mod publish_terminal;
mod publish_verify;
mod recount;
mod registry;
mod search;
mod serve;
mod sheets;
mod theme;
