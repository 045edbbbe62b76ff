//! What the program promises, one file a feature; `harness` makes small sites to try it on.

mod harness;

mod build;
