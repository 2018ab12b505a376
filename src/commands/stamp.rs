//! `stamp`: notes in actor files which Dutch their translations were made from.

use super::Outcome;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use welkomwijzer::compile::read;
use welkomwijzer::rules::leading_hash;

/// Writes `from = "…"` under `[service.text.<lang>]` where it is missing, or, for `lang`, where it is outdated.
///
/// Files are changed line by line, so that comments and order stay. The hash is computed from the file as it is read by `check`.
pub fn run(files: &[PathBuf], lang: Option<&str>) -> Outcome {
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
        let hashes = hashes(file)?;
        let (stamped, count) = stamp(&text, &hashes, lang);
        if count > 0 {
            std::fs::write(file, stamped).map_err(|e| format!("{} cannot be written: {e}", file.display()))?;
        }
        eprintln!("{}: {count} stamped", file.display());
    }
    Ok(ExitCode::SUCCESS)
}

/// The hash of each service's Dutch, in the order of the file.
fn hashes(file: &Path) -> Result<Vec<String>, String> {
    let entry = read::actor_file(file).map_err(|problems| {
        let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
        lines.join("\n")
    })?;
    Ok(entry.actor.services.iter().map(leading_hash).collect())
}

fn stamp(text: &str, hashes: &[String], lang: Option<&str>) -> (String, usize) {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let mut count = 0;
    let mut service: usize = 0;
    let mut at = 0;
    while at < lines.len() {
        let line = lines.get(at).map_or("", |l| l.trim()).to_owned();
        if line == "[[service]]" {
            service += 1;
        }
        let header = line.strip_prefix("[service.text.").and_then(|rest| rest.split(']').next());
        if let (Some(of), Some(hash)) = (header.filter(|of| *of != "nl"), hashes.get(service.saturating_sub(1))) {
            let body = lines.get(at + 1..).unwrap_or(&[]);
            let end = body.iter().position(|l| l.trim_start().starts_with('[')).unwrap_or(body.len());
            let old =
                body.iter().take(end).position(|l| l.trim_start().starts_with("from ") || l.trim_start().starts_with("from="));
            let wanted = format!("from = \"{hash}\"");
            match old {
                None => {
                    lines.insert(at + 1, wanted);
                    count += 1;
                }
                Some(i) => {
                    if let Some(line) = lines.get_mut(at + 1 + i).filter(|line| lang == Some(of) && **line != wanted) {
                        *line = wanted;
                        count += 1;
                    }
                }
            }
        }
        at += 1;
    }
    let mut stamped = lines.join("\n");
    stamped.push('\n');
    (stamped, count)
}

#[cfg(test)]
mod tests {
    use super::stamp;

    #[test]
    fn missing_ones_are_added_and_outdated_ones_only_when_asked() {
        let text = "[[service]]\n[service.text.nl]\ndescription = \"x\"\n\n[service.text.en]\ndescription = \"y\"\n\n[service.text.fr]\nfrom = \"old\"\ndescription = \"z\"\n";
        let hashes = ["new".to_owned()];
        let (stamped, count) = stamp(text, &hashes, None);
        assert_eq!(count, 1);
        assert!(stamped.contains("[service.text.en]\nfrom = \"new\"\n") && stamped.contains("from = \"old\""));
        let (stamped, count) = stamp(&stamped, &hashes, Some("fr"));
        assert_eq!(count, 1);
        assert!(!stamped.contains("old"));
    }
}
