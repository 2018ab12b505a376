//! `cargo xtask test`: everything that must pass, one step after the other, up to the first failure.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

use crate::tools::{self, Browser, Engines, Metadata, WASM_TARGET};
use crate::{dist, server};

/// How the crate is built for browsers.
const WASM: [&str; 5] = ["--target", WASM_TARGET, "--no-default-features", "--features", "bundled"];

pub fn run() -> Result<()> {
    let start = Instant::now();
    // Cargo may put a new xtask at this path while we run, for other features; that one is as good.
    let runner = std::env::current_exe().context("could not find our own program")?;

    heading("set-up");
    tools::rust_components()?;
    tools::wasm_target()?;
    tools::npm_packages()?;
    let browser = tools::browser()?;
    let engines = tools::engines()?;

    heading("format");
    cargo(&["fmt", "--all", "--check"])?;
    heading("lints");
    cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])?;
    heading("lints, wasm32");
    tools::run(tools::cargo().arg("clippy").args(WASM).args(["--lib", "--", "-D", "warnings"]))?;
    heading("native tests");
    cargo(&["test", "--workspace"])?;
    heading("browser tests");
    browser_tests(&runner, &browser)?;
    heading("dist");
    dist::build(dist::Extent::Whole)?;
    heading("API in Node");
    node_tests("tests/node", |command| command)?;
    heading("types");
    types()?;
    heading("end to end");
    end_to_end(&browser, &engines)?;

    let without = if engines.left_out.is_empty() { String::new() } else { format!(" without {}", engines.left_out.join(", ")) };
    heading(&format!("everything passed{without}, in {} s", start.elapsed().as_secs()));
    Ok(())
}

fn heading(text: &str) {
    println!("\n━━ {text}");
    // Programs that we start write to the same place, and theirs must not come first.
    let _ = std::io::stdout().flush();
}

fn skip(what: &str) {
    println!("skipped: there is no {what} yet");
}

fn cargo(arguments: &[&str]) -> Result<()> {
    tools::run(tools::cargo().args(arguments))
}

/// Tests built for wasm32, in headless Chromium. Cargo hands each to `runner`, which is this program.
fn browser_tests(runner: &Path, browser: &Browser) -> Result<()> {
    let metadata = Metadata::read(&["--no-deps"])?;
    let targets = metadata.root_package()?["targets"].as_array();
    let is_test = |target: &Value| target["name"] == "browser" && target["kind"][0] == "test";
    if !targets.is_some_and(|targets| targets.iter().any(is_test)) {
        skip("test named browser");
        return Ok(());
    }
    // As a list, because cargo splits a plain string at spaces.
    let words = serde_json::to_string(&[runner.to_str().context("our own path is not UTF-8")?, "wasm-test-runner"])?;
    let setting = format!("target.{WASM_TARGET}.runner={words}");
    let capabilities = metadata.target_directory()?.join("webdriver.json");
    fs::write(&capabilities, capabilities_for(browser)?).context("could not write the driver's settings")?;
    let mut command = tools::cargo();
    command.args(["--config", &setting]).arg("test").args(WASM).args(["--test", "browser"]);
    command.env("CHROMEDRIVER", &browser.driver).env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", capabilities);
    // A machine busy with other things is slow to start a browser.
    command.env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60").env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    tools::run(&mut command)
}

/// `webdriver.json`, with the browser that was found.
fn capabilities_for(browser: &Browser) -> Result<String> {
    let text = fs::read_to_string(tools::root().join("webdriver.json")).context("could not read webdriver.json")?;
    let mut settings: Value = serde_json::from_str(&text).context("webdriver.json is not JSON")?;
    settings["goog:chromeOptions"]["binary"] = browser.chromium.to_str().context("Chromium's path is not UTF-8")?.into();
    Ok(settings.to_string())
}

/// Runs the tests of a folder, `*.test.js` and `*.test.mjs`, with Node.js.
fn node_tests(folder: &str, prepare: impl FnOnce(&mut std::process::Command) -> &mut std::process::Command) -> Result<()> {
    let path = tools::root().join(folder);
    if !path.is_dir() {
        skip(folder);
        return Ok(());
    }
    // Named one by one, because Node.js changed what a folder's name means to it.
    let files = tests_in(&path)?;
    ensure!(!files.is_empty(), "{folder} has no *.test.js or *.test.mjs");
    tools::run(prepare(tools::node().args(["--test", "--test-concurrency=1"]).args(files)))
}

fn tests_in(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("could not list {}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(tests_in(&path)?);
        } else if [".test.js", ".test.mjs"].iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Checks the TypeScript of `tests/types` against the declarations in `dist/`.
fn types() -> Result<()> {
    if !tools::root().join("tests/types").is_dir() {
        skip("tests/types");
        return Ok(());
    }
    tools::run(tools::node().arg("node_modules/typescript/bin/tsc").args(["--noEmit", "-p", "tests/types"]))?;
    println!("the declarations are right for every use in tests/types");
    Ok(())
}

/// Pages with the widget: in Chromium, and what can differ in all engines.
fn end_to_end(browser: &Browser, engines: &Engines) -> Result<()> {
    let server = server::serve(0)?;
    node_tests("tests/e2e", |command| {
        command.env("WELKOMWIJZER_URL", server.url()).env("CHROMIUM", &browser.chromium).env("CHROMEDRIVER", &browser.driver);
        command.envs(engines.programs.iter().map(|(variable, path)| (variable, path)))
    })
}
