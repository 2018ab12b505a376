//! `dist/`: everything that is given away, and how much of it a page downloads.
//!
//! * [`build`] makes the folder anew. The engines come from [`wasm`], JavaScript and styles from `build.mjs`, the notices from
//!   [`licences`].
//! * [`BUDGET`] is the most that a page may download.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha384};

use crate::tools::{self, Metadata};
use crate::{licences, wasm};

/// Bytes, compressed with brotli, that a page with the widget may download at most, all four languages inside.
///
/// It was 230,000 before suggestions, marked words, spellings that sound alike and looks, which are 20 kB of program and style; half of that
/// was found elsewhere. The list a visitor keeps, printing, sharing, Dutch beside another language and maps of addresses are another 6 kB;
/// the page's address, domains, the town hall's contact, languages by law and sources in the visitor's language 6.8 kB; the sheet of
/// filters, the order by distance, the device's place and the map 10 kB. Another allocator, plain names for imports, another way through
/// wasm-opt and no names of messages took 10 kB off. 1,500 more words of the lexicon are 4 kB, answers that cross into JavaScript as numbers
/// 1 kB, what is within reach and names in Arabic letters another, bitmaps and records that open without a walk 2 kB, 570
/// words more and words for people around whoever asks 2 kB. The way down goes on: 230,000 is the aim.
pub const BUDGET: u64 = 262_600;

/// What a page with the widget downloads. The style sheet is inside `element.js`; `outlines.svg` is downloaded by who opens the map.
const PAGE: [&str; 4] = ["index.js", "element.js", "welkomwijzer.js", "welkomwijzer_bg.wasm"];

/// How much of `dist/` is made.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Extent {
    Whole,
    /// Without the single file and the compressed ones.
    Quick,
}

/// The folder.
pub fn folder() -> PathBuf {
    tools::root().join("dist")
}

/// Makes the folder anew.
pub fn build(extent: Extent) -> Result<()> {
    tools::wasm_target()?;
    tools::npm_packages()?;
    let metadata = Metadata::read(&["--no-deps"])?;
    let dist = folder();
    if dist.exists() {
        fs::remove_dir_all(&dist).context("could not empty dist/")?;
    }
    fs::create_dir_all(&dist).context("could not make dist/")?;

    let glue = wasm::build(&metadata, &dist)?;
    println!("index.js, element.js, welkomwijzer.js, welkomwijzer.css: esbuild");
    bundle("bundle", &glue, &dist)?;
    if extent == Extent::Whole {
        println!("welkomwijzer.inline.js: esbuild");
        bundle("inline", &glue, &dist)?;
    }
    println!("outlines.svg");
    fs::copy(tools::root().join("data/places/outlines.svg"), dist.join("outlines.svg")).context("could not copy outlines.svg")?;
    println!("directory.bin: cargo run --release -- compile");
    let compile = ["run", "--quiet", "--release", "--package", "welkomwijzer", "--", "compile", "--out"];
    if sections().exists() {
        fs::remove_dir_all(sections()).context("could not empty target/sections")?;
    }
    tools::run(tools::cargo().args(compile).arg(dist.join("directory.bin")).arg("--sections").arg(sections()))?;
    write(&dist, "package.json", &package(metadata.root_package()?))?;
    write(&dist, "integrity.json", &(serde_json::to_string_pretty(&integrity(&dist)?)? + "\n"))?;
    write(&dist, "LICENSES.txt", &licences::text()?)?;
    // After the hashes, since no page loads it.
    println!("configure.html");
    tools::run(tools::node().arg("xtask/build.mjs").arg("configurator").arg(&dist))?;

    if extent == Extent::Whole {
        println!("*.gz, *.br: compressing");
        tools::run(tools::node().arg("xtask/build.mjs").arg("compress").args(files(&dist)?))?;
        tools::run(tools::node().arg("xtask/build.mjs").arg("compress").args(files(&sections())?))?;
        weigh(&dist)?;
    }
    Ok(())
}

fn bundle(what: &str, glue: &Path, dist: &Path) -> Result<()> {
    tools::run(tools::node().arg("xtask/build.mjs").arg(what).arg(glue).arg(dist))
}

fn write(dist: &Path, name: &str, text: &str) -> Result<()> {
    fs::write(dist.join(name), text).with_context(|| format!("could not write dist/{name}"))
}

/// The npm package's description. Written as text, because in `exports` the order counts: `types` has to come first.
fn package(cargo: &Value) -> String {
    let (version, description, licence) = (&cargo["version"], &cargo["description"], &cargo["license"]);
    format!(
        r#"{{
  "name": "welkomwijzer",
  "version": {version},
  "description": {description},
  "license": {licence},
  "type": "module",
  "engines": {{ "node": ">=20" }},
  "main": "./index.js",
  "types": "./index.d.ts",
  "exports": {{
    ".": {{ "types": "./index.d.ts", "default": "./index.js" }},
    "./element": {{ "types": "./element.d.ts", "default": "./element.js" }},
    "./widget": {{ "types": "./welkomwijzer.d.ts", "default": "./welkomwijzer.js" }},
    "./inline": {{ "types": "./welkomwijzer.d.ts", "default": "./welkomwijzer.inline.js" }},
    "./welkomwijzer.css": "./welkomwijzer.css",
    "./welkomwijzer_bg.wasm": "./welkomwijzer_bg.wasm",
    "./welkomwijzer_engine_bg.wasm": "./welkomwijzer_engine_bg.wasm",
    "./directory.bin": "./directory.bin",
    "./outlines.svg": "./outlines.svg",
    "./integrity.json": "./integrity.json",
    "./package.json": "./package.json"
  }},
  "sideEffects": ["./welkomwijzer.js", "./welkomwijzer.inline.js"],
  "files": ["*.js", "*.css", "*.wasm", "*.d.ts", "glue", "directory.bin", "outlines.svg", "integrity.json", "configure*", "LICENSES.txt"]
}}
"#
    )
}

/// What stands in `integrity="…"` of whoever loads a file.
fn integrity(dist: &Path) -> Result<Value> {
    let mut hashes = Map::new();
    for path in files(dist)? {
        let name = name(&path);
        if [".js", ".css", ".wasm", ".svg"].iter().any(|ending| name.ends_with(ending)) {
            let bytes = fs::read(&path).with_context(|| format!("could not read dist/{name}"))?;
            hashes.insert(name, format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes))).into());
        }
    }
    Ok(Value::Object(hashes))
}

/// The files made so far, in the order of their names; not those in folders, which are for type checkers.
fn files(dist: &Path) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(dist).context("could not list dist/")? {
        let path = entry?.path();
        if path.is_file() {
            paths.push(path);
        }
    }
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Prints the sizes, and fails if a page downloads more than [`BUDGET`].
fn weigh(dist: &Path) -> Result<()> {
    let size =
        |name: &str| -> Result<u64> { Ok(fs::metadata(dist.join(name)).with_context(|| format!("dist/{name} is missing"))?.len()) };
    println!("\n{:<30} {:>10} {:>10} {:>10}", "bytes", "raw", "gzip", "brotli");
    for path in files(dist)? {
        let name = name(&path);
        let is_loaded = !name.starts_with("configure");
        if is_loaded && [".js", ".css", ".wasm", ".bin", ".svg"].iter().any(|ending| name.ends_with(ending)) {
            let (gzip, brotli) = (size(&format!("{name}.gz"))?, size(&format!("{name}.br"))?);
            println!("{name:<30} {:>10} {gzip:>10} {brotli:>10}", size(&name)?);
        }
    }
    let page = PAGE.iter().map(|name| size(&format!("{name}.br"))).sum::<Result<u64>>()?;
    println!(
        "\na page downloads: {} brotli (script + wasm with directory + style), of {} at most",
        kilobytes(page),
        kilobytes(BUDGET)
    );
    shares(dist, page)?;
    ensure!(page <= BUDGET, "a page downloads {} more than the budget allows", kilobytes(page - BUDGET));
    Ok(())
}

/// Prints what a page's download is made of: each part compressed by itself, and the program as what is left.
fn shares(dist: &Path, page: u64) -> Result<()> {
    let folder = sections();
    let size = |section: &str| -> Result<u64> {
        Ok(fs::metadata(folder.join(format!("{section}.br"))).with_context(|| format!("section {section} is missing"))?.len())
    };
    let script =
        PAGE.iter().filter(|name| name.ends_with(".js")).map(|name| Ok(fs::metadata(dist.join(format!("{name}.br")))?.len()));
    let mut parts = vec![
        ("texts and facts of the records", size("records")?),
        ("index: words of records and lexicon, facets", size("terms")? + size("columns")?),
        ("labels of the lexicon, stop words", size("lexicon")?),
        ("places", size("places")?),
        ("sentences of the widget, sources", size("messages")? + size("info")?),
        ("script and style", script.sum::<Result<u64>>()?),
    ];
    // The engine without a directory is built otherwise, so what is left is the program.
    parts.push(("program", page.saturating_sub(parts.iter().map(|(_, bytes)| bytes).sum())));
    println!("of which, all but the program compressed by itself:");
    for (what, bytes) in parts {
        println!("  {what:<46} {:>9} {:>3} %", kilobytes(bytes), bytes * 100 / page.max(1));
    }
    Ok(())
}

/// Where the sections of directory.bin stand, for [`shares`].
fn sections() -> PathBuf {
    tools::root().join("target/sections")
}

fn kilobytes(bytes: u64) -> String {
    format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilobytes_are_of_a_thousand_bytes() {
        for (bytes, text) in [(0, "0.0 kB"), (149_999, "149.9 kB"), (150_000, "150.0 kB")] {
            assert_eq!(kilobytes(bytes), text);
        }
    }

    #[test]
    fn package_is_json_whatever_the_description() {
        let cargo = serde_json::json!({ "version": "1.2.3", "description": "says \"welcome\"", "license": "MIT" });
        let package: Value = serde_json::from_str(&package(&cargo)).unwrap();
        assert_eq!(package["version"], "1.2.3");
        assert_eq!(package["description"], "says \"welcome\"");
        assert_eq!(package["exports"]["./widget"]["default"], "./welkomwijzer.js");
    }
}
