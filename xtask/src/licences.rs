//! `LICENSES.txt`: the notices of what is linked into the engine that browsers load.
//!
//! Our own terms come first, then the crates, then each licence's text once, with the crates whose packages hold it. Programs that
//! only run while the engine is built (procedural macros and build scripts) leave nothing in it and are left out.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::tools::{self, Metadata, WASM_TARGET};

const RULE: &str = "────────────────────────────────────────────────────────────────────────────────";

/// One crate that is linked in, or Rust's standard library.
struct Linked {
    title: String,
    licence: String,
    texts: Vec<String>,
}

/// The file's text.
pub fn text() -> Result<String> {
    let metadata = Metadata::read(&["--filter-platform", WASM_TARGET])?;
    let own = metadata.root_package()?;
    let mut linked = crates(&metadata, word(own, "name"))?;
    linked.push(standard_library()?);

    let mut out = String::new();
    writeln!(out, "welkomwijzer {}\nLicence: {}", word(own, "version"), word(own, "license"))?;
    for text in licence_texts(tools::root())? {
        write!(out, "\n{RULE}\n\n{text}\n")?;
    }
    write!(out, "\n{RULE}\n\nThe WebAssembly modules contain code of these packages:\n\n")?;
    for Linked { title, licence, texts } in &linked {
        let note = if texts.is_empty() { " (its package holds no licence file)" } else { "" };
        writeln!(out, "  {title}: {licence}{note}")?;
    }
    for (text, titles) in by_text(&linked) {
        write!(out, "\n{RULE}\n{}\n\n{text}\n", titles.join(", "))?;
    }
    Ok(out)
}

/// The crates that `own` is linked with, by name.
fn crates(metadata: &Metadata, own: &str) -> Result<Vec<Linked>> {
    // What cargo metadata tells does not say which dependencies are for which platform; the tree knows.
    let fixed = ["tree", "--edges", "normal,no-proc-macro", "--prefix", "none", "--format", "{p}", "--package", own];
    let features = ["--target", WASM_TARGET, "--no-default-features", "--features", "bundled"];
    let tree = tools::read(tools::cargo().args(fixed).args(features))?;
    let mut linked = Vec::new();
    for (name, version) in names(&tree).into_iter().filter(|(name, _)| *name != own) {
        let mut packages = metadata.0["packages"].as_array().into_iter().flatten();
        let package = packages
            .find(|package| word(package, "name") == name && word(package, "version") == version)
            .with_context(|| format!("cargo metadata does not know {name} {version}"))?;
        let folder = Path::new(word(package, "manifest_path")).parent().context("a manifest in no folder")?;
        linked.push(Linked {
            title: format!("{name} {version}"),
            licence: package["license"].as_str().unwrap_or("see its licence file").to_owned(),
            texts: licence_texts(folder)?,
        });
    }
    Ok(linked)
}

/// Names and versions in the lines of a tree, such as `serde v1.0.229 (*)`, each once and in order.
fn names(tree: &str) -> Vec<(&str, &str)> {
    let mut names: Vec<(&str, &str)> = tree
        .lines()
        .filter_map(|line| {
            let (name, rest) = line.split_once(" v")?;
            Some((name, rest.split(' ').next()?))
        })
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Rust's own library. Of its two licences this takes MIT, whose text lies in the toolchain where its documents are installed.
fn standard_library() -> Result<Linked> {
    let sysroot = tools::read(tools::command("rustc").args(["--print", "sysroot"]))?;
    let version = tools::read(tools::command("rustc").arg("--version"))?;
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    let text = fs::read_to_string(Path::new(sysroot.trim()).join("share/doc/rust/licenses/MIT.txt"));
    Ok(Linked {
        title: format!("Rust standard library {number}, (c) The Rust Project Contributors"),
        licence: "MIT OR Apache-2.0".to_owned(),
        texts: text.iter().map(|text| tidy(text)).collect(),
    })
}

/// The texts of the licence files in a folder, in the order of their names.
fn licence_texts(folder: &Path) -> Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        let prefix =
            ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start));
        prefix && path.is_file()
    };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).filter(wanted).collect();
    paths.sort();
    let read = |path: PathBuf| fs::read(&path).with_context(|| format!("could not read {}", path.display()));
    paths.into_iter().map(|path| Ok(tidy(&String::from_utf8_lossy(&read(path)?)))).collect()
}

/// A text without what differs between copies of one: line ends, spaces before them, empty lines around it.
fn tidy(text: &str) -> String {
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Each text once, with the crates that hold it. Copies that break their lines elsewhere count as one.
fn by_text(linked: &[Linked]) -> Vec<(&str, Vec<&str>)> {
    let mut groups: Vec<(String, &str, Vec<&str>)> = Vec::new();
    for Linked { title, texts, .. } in linked {
        for text in texts {
            let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
            match groups.iter_mut().find(|(key, ..)| *key == words) {
                Some((.., titles)) => titles.push(title),
                None => groups.push((words, text, vec![title])),
            }
        }
    }
    groups.into_iter().map(|(_, text, titles)| (text, titles)).collect()
}

fn word<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stands_once() {
        let linked = |title: &str, text: &str| Linked { title: title.into(), licence: String::new(), texts: vec![tidy(text)] };
        let linked =
            [linked("a 1", "Permission is\r\ngranted \r\n"), linked("b 2", "Permission\nis granted"), linked("c 3", "No.")];
        assert_eq!(by_text(&linked), [("Permission is\ngranted", vec!["a 1", "b 2"]), ("No.", vec!["c 3"])]);
    }

    #[test]
    fn a_tree_names_each_crate_once() {
        let tree = "own v0.1.0 (/some/where)\nserde v1.0.229\nbincode v2.0.1\nserde v1.0.229 (*)\n\n";
        assert_eq!(names(tree), [("bincode", "2.0.1"), ("own", "0.1.0"), ("serde", "1.0.229")]);
    }
}
