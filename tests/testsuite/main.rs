//! What the program promises, one file a feature; `harness` makes small sites to try it on.

mod harness;

mod bad_input;
mod build;
mod feeds;
mod generator;
mod links;
mod recount;
