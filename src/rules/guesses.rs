//! What of the data is a repair by judgement.

use super::{Problem, Severity};
use crate::model::{Data, Source};

/// Every repair by judgement, with the row it was made in.
#[must_use]
pub fn guesses(data: &Data) -> Vec<Problem> {
    let mut listed = Vec::new();
    for entry in &data.actors {
        for (i, service) in entry.actor.services.iter().enumerate() {
            for (j, source) in service.sources.iter().enumerate() {
                for (k, guess) in source.guesses.iter().enumerate() {
                    let field = format!("service[{i}].source[{j}].guesses[{k}]");
                    let message = format!("{}, {guess} ({})", service.id, row(source));
                    listed.push(Problem { severity: Severity::Guess, ..Problem::notice(&entry.file, field, message) });
                }
            }
        }
    }
    listed
}

/// Where to look it up: `palim-2020, limburg, leisure, row 1`.
fn row(source: &Source) -> String {
    let mut parts = vec![source.document.clone()];
    parts.extend(source.province.map(|province| province.to_string()));
    parts.extend(source.domain.map(|domain| domain.to_string()));
    parts.extend(source.row.map(|row| format!("row {row}")));
    parts.join(", ")
}
