//! `LICENSES.txt`: the notices of what is linked into the engine that browsers load.
//!
//! Our own terms come first, then the crates, then each licence's text once, with the crates whose packages hold it. Programs that
//! only run while the engine is built (procedural macros and build scripts) leave nothing in it and are left out.

use std::collections::{BTreeMap, BTreeSet};
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
    let metadata = Metadata::read(&["--filter-platform", WASM_TARGET, "--no-default-features", "--features", "bundled"])?;
    let own = metadata.root_package()?;
    let mut linked = crates(&metadata.0, own["id"].as_str().unwrap_or_default())?;
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

/// The crates reached from `own` by dependencies that are linked, by name.
fn crates(metadata: &Value, own: &str) -> Result<Vec<Linked>> {
    let packages: BTreeMap<&str, &Value> = list(&metadata["packages"]).map(|package| (word(package, "id"), package)).collect();
    let nodes: BTreeMap<&str, &Value> = list(&metadata["resolve"]["nodes"]).map(|node| (word(node, "id"), node)).collect();
    let mut reached = BTreeSet::from([own]);
    let mut waiting = vec![own];
    while let Some(id) = waiting.pop() {
        for dependency in nodes.get(id).into_iter().flat_map(|node| list(&node["deps"])) {
            let id = word(dependency, "pkg");
            // A dependency's kind is null where it is neither for tests nor for build scripts.
            let normal = list(&dependency["dep_kinds"]).any(|kind| kind["kind"].is_null());
            let linked = packages.get(id).is_some_and(|package| !is_macro(package));
            if normal && linked && reached.insert(id) {
                waiting.push(id);
            }
        }
    }
    reached.remove(own);
    let mut linked = Vec::new();
    for package in reached.into_iter().filter_map(|id| packages.get(id)) {
        let folder = Path::new(word(package, "manifest_path")).parent().context("a manifest in no folder")?;
        linked.push(Linked {
            title: format!("{} {}", word(package, "name"), word(package, "version")),
            licence: package["license"].as_str().unwrap_or("see its licence file").to_owned(),
            texts: licence_texts(folder)?,
        });
    }
    linked.sort_by(|a, b| a.title.cmp(&b.title));
    Ok(linked)
}

fn is_macro(package: &Value) -> bool {
    list(&package["targets"]).any(|target| list(&target["kind"]).any(|kind| kind == "proc-macro"))
}

/// Rust's own library, whose notices lie in the toolchain.
fn standard_library() -> Result<Linked> {
    let folder = tools::read(tools::command("rustc").args(["--print", "sysroot"]))?;
    let version = tools::read(tools::command("rustc").arg("--version"))?;
    let number = version.split_whitespace().nth(1).unwrap_or_default();
    Ok(Linked {
        title: format!("Rust standard library {number}"),
        licence: "MIT OR Apache-2.0".to_owned(),
        texts: licence_texts(&Path::new(folder.trim()).join("share/doc/rust"))?,
    })
}

/// The texts of the licence files in a folder, in the order of their names.
fn licence_texts(folder: &Path) -> Result<Vec<String>> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(Vec::new()) };
    let wanted = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_uppercase();
        let prefix = ["LICENSE", "LICENCE", "COPYING", "COPYRIGHT", "NOTICE", "UNLICENSE"].iter().any(|start| name.starts_with(start));
        // The toolchain has its copyright also as HTML.
        prefix && !name.ends_with(".HTML") && path.is_file()
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

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
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
        let linked = [linked("a 1", "Permission is\r\ngranted \r\n"), linked("b 2", "Permission\nis granted"), linked("c 3", "No.")];
        assert_eq!(by_text(&linked), [("Permission is\ngranted", vec!["a 1", "b 2"]), ("No.", vec!["c 3"])]);
    }

    #[test]
    fn only_what_is_linked_is_named() {
        let package = |name: &str, kind: &str| {
            serde_json::json!({ "id": name, "name": name, "version": "1", "license": "MIT", "manifest_path": "/nowhere/Cargo.toml",
                "targets": [{ "kind": [kind] }] })
        };
        let metadata = serde_json::json!({
            "packages": [package("own", "lib"), package("linked", "lib"), package("macros", "proc-macro"), package("syn", "lib"), package("cc", "lib")],
            "resolve": { "nodes": [
                { "id": "own", "deps": [
                    { "pkg": "linked", "dep_kinds": [{ "kind": null }, { "kind": "build" }] },
                    { "pkg": "macros", "dep_kinds": [{ "kind": null }] },
                    { "pkg": "cc", "dep_kinds": [{ "kind": "build" }] }] },
                { "id": "macros", "deps": [{ "pkg": "syn", "dep_kinds": [{ "kind": null }] }] }] }
        });
        let titles: Vec<String> = crates(&metadata, "own").unwrap().into_iter().map(|linked| linked.title).collect();
        assert_eq!(titles, ["linked 1"]);
    }
}
