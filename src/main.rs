//! The `welkomwijzer` command: check, new, search, export, compile, render, stamp, relevance.

mod commands;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::Arguments::parse().run() {
        Ok(code) => code,
        Err(message) => {
            eprintln!("welkomwijzer: {message}");
            ExitCode::FAILURE
        }
    }
}
