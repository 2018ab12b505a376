//! What makes a record right: model values in, problems out. No files, every target.
//!
//! * [`settle`] turns what a steward wrote into what a record holds: names of municipalities into NIS codes, phones into E.164.
//! * [`check`] looks at everything at once: references, texts and translations, duplicates, what nobody uses.
//! * [`plain`] is the part of it that looks at how texts are written.
//! * [`stale`], [`guesses`] and [`personal`](fn@personal) list what is no mistake, for stewards who ask.
//! * [`Problem`] names the file and the field; lines are known to whoever read the file, see `compile::read`.
//! * [`leading_hash`] is the hash a translation keeps of the Dutch it was made from.

mod check;
mod contacts;
mod day;
mod guesses;
mod personal;
mod plain;
mod settle;
mod stale;
mod texts;

pub use check::{check, id_problem};
pub(crate) use check::{is_used, used_concepts};
pub use day::Day;
pub use guesses::guesses;
pub use personal::personal;
pub use plain::plain;
pub use settle::settle;
pub use stale::stale;
pub use texts::leading_hash;
pub(crate) use texts::outdated;

use crate::text::distance;

/// What kind of line it is. Only an error stops the directory from being built.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// Must be mended.
    Error,
    /// Worth a look.
    Notice,
    /// No problem: a repair by judgement, listed by [`guesses`].
    Guess,
    /// No problem: a contact that is a person's own, listed by [`personal`](fn@personal).
    Personal,
}

impl std::fmt::Display for Severity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Notice => "notice",
            Severity::Guess => "guess",
            Severity::Personal => "personal",
        })
    }
}

/// Something wrong or worth a look, and where.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The file, relative to the data folder.
    pub file: String,
    /// The line, from 1, where known.
    pub line: Option<usize>,
    /// Error or notice.
    pub severity: Severity,
    /// The field: `service[0].phones[1]`; empty for the file as a whole.
    pub field: String,
    /// What is there, and what would be right.
    pub message: String,
}

impl Problem {
    /// An error at a field.
    pub fn error(file: &str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line: None, severity: Severity::Error, field: field.into(), message: message.into() }
    }

    /// A notice at a field.
    pub fn notice(file: &str, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { severity: Severity::Notice, ..Self::error(file, field, message) }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}: {}", self.file, self.line.unwrap_or(1), self.severity, self.message)
    }
}

/// `; did you mean "…"?` with the nearest of the allowed words, or the allowed words if none is near and they are few.
#[must_use]
pub fn suggestion<'a>(written: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    let allowed: Vec<&str> = allowed.into_iter().collect();
    let most = 1 + u8::try_from(written.chars().count() / 4).unwrap_or(3);
    let near =
        allowed.iter().filter_map(|word| Some((distance::edits(written, word, most)?, word))).min_by_key(|(edits, _)| *edits);
    match near {
        Some((_, word)) => format!("; did you mean \"{word}\"?"),
        None if !allowed.is_empty() && allowed.len() <= 24 => format!("; allowed are {}", allowed.join(", ")),
        None => String::new(),
    }
}
