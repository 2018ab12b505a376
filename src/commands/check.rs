//! `check`: every problem in the data, and on demand what is stale, guessed or a person's own.

use super::Outcome;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use welkomwijzer::compile::read;
use welkomwijzer::rules::{self, Day, Problem, Severity};

/// What to list.
pub struct Lists {
    /// Only errors, no notices.
    pub errors_only: bool,
    /// Also what is older than so many months.
    pub stale: Option<u32>,
    /// Also repairs by judgement.
    pub guesses: bool,
    /// Also contacts that are a person's own.
    pub personal: bool,
}

/// Lists them, one a line, and counts them on standard error. Only errors make it fail.
pub fn run(folder: &Path, lists: &Lists) -> Outcome {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}: give the data folder", folder.display()));
    }
    let reading = read::read(folder);
    let (data, errors) = (&reading.data, reading.errors());
    let services: usize = data.actors.iter().map(|e| e.actor.services.len()).sum();
    let mut counts = vec![format!("{errors} errors"), format!("{} notices", reading.problems.len() - errors)];
    let mut lines: Vec<&Problem> =
        reading.problems.iter().filter(|p| !lists.errors_only || p.severity == Severity::Error).collect();
    let stale = lists.stale.map(|months| reading.placed(rules::stale(data, months, today()))).unwrap_or_default();
    let guesses = if lists.guesses { reading.placed(rules::guesses(data)) } else { Vec::new() };
    let personal = if lists.personal { reading.placed(rules::personal(data)) } else { Vec::new() };
    if let Some(months) = lists.stale {
        counts.push(format!("{} services not looked at for {months} months or more", stale.len()));
    }
    if lists.guesses {
        counts.push(format!("{} guesses", guesses.len()));
    }
    if lists.personal {
        counts.push(format!("{} contacts that are a person's own", personal.len()));
    }
    lines.extend(stale.iter().chain(&guesses).chain(&personal));
    let mut out = std::io::stdout().lock();
    for problem in lines {
        // A closed pipe (`check | head`) is no mistake.
        if writeln!(out, "{problem}").is_err() {
            break;
        }
    }
    eprintln!("{} actors, {services} services: {}", data.actors.len(), counts.join(", "));
    Ok(if errors == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Today, where Greenwich is.
fn today() -> Day {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Day::since_1970(seconds / 86_400)
}
