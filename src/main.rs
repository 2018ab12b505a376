//! The `welkomwijzer` command: check, search, export, compile, render, stamp, measure.

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
