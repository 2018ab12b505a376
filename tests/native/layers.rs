//! The arrows: each folder of `src` uses only folders that stand before it. And who may name what.

use crate::fixture;
use std::path::{Path, PathBuf};

/// Each folder (or file) of `src`, with what it may use. What stands here is the whole list; a folder not named is a mistake.
const ARROWS: [(&str, &[&str]); 15] = [
    ("model", &[]),
    ("text", &[]),
    ("geo", &["model", "text"]),
    ("rules", &["model", "text", "geo"]),
    ("blob", &["model", "text", "geo", "rules"]),
    ("index", &["model", "text", "geo", "rules", "blob"]),
    // Two that never meet:
    ("compile", &["model", "text", "geo", "rules", "blob", "index"]),
    ("query", &["model", "text", "geo", "rules", "blob", "index"]),
    ("html", &["model", "text", "geo", "rules", "blob", "index", "query"]),
    ("js", &["model", "text", "geo", "rules", "blob", "index", "query", "html"]),
    // The element drives the same engine handle as scripts do; js knows nothing of the widget.
    ("widget", &["model", "text", "geo", "rules", "blob", "index", "query", "html", "js"]),
    // On top; the engine's root is where the bundled directory is, which these two and the command open.
    ("export", EVERYTHING),
    ("commands", EVERYTHING),
    ("main", EVERYTHING),
    ("lib", EVERYTHING),
];
const EVERYTHING: &[&str] = &["model", "text", "geo", "rules", "blob", "index", "compile", "query", "html", "export", "commands"];

struct Source {
    /// Below `src`: `query/mod.rs`.
    path: String,
    folder: String,
    /// Without comments, and without what follows `#[cfg(test)] mod tests`.
    code: String,
}

fn sources() -> Vec<Source> {
    let src = fixture::root().join("src");
    let mut files = Vec::new();
    walk(&src, &mut files);
    assert!(files.len() > 40, "src was not found");
    files
        .into_iter()
        .map(|file| {
            let path = file.strip_prefix(&src).unwrap().to_str().unwrap().replace('\\', "/");
            let folder = path.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
            let text = std::fs::read_to_string(&file).unwrap();
            let code = text.split("#[cfg(test)]\nmod tests").next().unwrap();
            let code =
                code.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect::<Vec<_>>().join("\n");
            Source { path, folder, code }
        })
        .collect()
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for found in std::fs::read_dir(folder).unwrap() {
        let path = found.unwrap().path();
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
}

/// The first names after each `crate::` or `welkomwijzer::`: several where braces follow.
fn uses(source: &Source) -> Vec<String> {
    let mut names = Vec::new();
    for root in ["crate::", "welkomwijzer::"] {
        for (at, _) in source.code.match_indices(root) {
            let behind = &source.code[at + root.len()..];
            match behind.strip_prefix('{') {
                Some(list) => {
                    let mut depth = 0;
                    let end = list.find(|c| {
                        depth += i32::from(c == '{') - i32::from(c == '}');
                        depth < 0
                    });
                    // Only the first name of each entry counts: `index::{A, B}` is `index`.
                    let mut depth = 0;
                    let flat: String = list[..end.unwrap()]
                        .chars()
                        .filter(|&c| {
                            depth += i32::from(c == '{') - i32::from(c == '}');
                            depth == 0
                        })
                        .collect();
                    names.extend(flat.split(',').map(name));
                }
                None => names.push(name(behind)),
            }
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn name(path: &str) -> String {
    path.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn arrows_go_one_way() {
    let mut wrong = Vec::new();
    for source in sources() {
        let allowed = ARROWS.iter().find(|(folder, _)| *folder == source.folder).map(|(_, allowed)| *allowed);
        let Some(allowed) = allowed else {
            wrong.push(format!("src/{}: the folder stands in no list here", source.path));
            continue;
        };
        for used in uses(&source) {
            let is_folder = ARROWS.iter().any(|(folder, _)| *folder == used);
            if is_folder && used != source.folder && !allowed.contains(&used.as_str()) {
                wrong.push(format!("src/{} uses {used}, which stands behind or beside it", source.path));
            }
        }
        // `super::super` out of the folder would be a way around: so deep no path needs to go.
        let depth = source.path.matches('/').count() - usize::from(source.path.ends_with("/mod.rs"));
        let climbs = "super::".repeat(depth + 1);
        if depth + 1 > 1 && source.code.contains(&climbs) && source.folder != "commands" {
            wrong.push(format!("src/{} climbs out of its folder by {climbs}", source.path));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The way names are read, tried on the forms they come in.
#[test]
fn names_are_read_from_every_form_of_path() {
    let code = "use crate::model::Facet;\nuse crate::{geo, index::{self, terms::{A, B}}, query};\nlet x = crate::blob::encode(&y); pub(crate) fn z() {}";
    let source = Source { path: "x.rs".into(), folder: "x".into(), code: code.into() };
    assert_eq!(uses(&source), ["model", "geo", "index", "query", "blob"]);
}

#[test]
fn only_the_edges_know_the_browser() {
    let browser = ["wasm_bindgen", "web_sys", "js_sys", "serde_wasm_bindgen"];
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|s| s.folder != "js" && s.folder != "widget") {
        for (i, line) in source.code.lines().enumerate() {
            if browser.iter().any(|name| line.contains(name)) {
                wrong.push(format!("src/{}:{}: {}", source.path, i + 1, line.trim()));
            }
            // The one exception: types describe themselves for TypeScript.
            if line.contains("tsify") && !(line.contains("cfg_attr(target_arch = \"wasm32\", derive(tsify::Tsify)")) {
                wrong.push(format!("src/{}:{}: {}", source.path, i + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let serde_at_the_edge = sources().iter().filter(|s| s.code.contains("serde_wasm_bindgen")).all(|s| s.folder == "js");
    assert!(serde_at_the_edge, "only src/js knows serde-wasm-bindgen");
}

/// What makes a record right is for stewards: a page would carry it for nothing.
#[test]
fn a_page_carries_no_rules() {
    let pages = ["index", "query", "html", "js", "widget"];
    let wrong: Vec<String> = sources()
        .iter()
        .filter(|s| pages.contains(&s.folder.as_str()) && uses(s).iter().any(|name| name == "rules"))
        .map(|s| s.path.clone())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
}

#[test]
fn nothing_is_unsafe_and_nothing_unwraps() {
    let mut wrong = Vec::new();
    for source in sources() {
        for (i, line) in source.code.lines().enumerate() {
            let is_word = |word: &str| line.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word);
            if is_word("unsafe")
                || line.contains(".unwrap()")
                || line.contains(".expect(")
                || line.contains("panic!(")
                || line.contains("unreachable!(")
            {
                wrong.push(format!("src/{}:{}: {}", source.path, i + 1, line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_build_script_is_a_page_long() {
    let lines = std::fs::read_to_string(fixture::root().join("build.rs")).unwrap().lines().count();
    assert!(lines < 60, "build.rs has {lines} lines: parsing and checking live in src/compile");
}
