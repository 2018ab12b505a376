//! `cargo xtask`: builds, shows and tests the project.
//!
//! * [`dist`] makes everything that is given away; [`wasm`] and [`licences`] are parts of it.
//! * [`testing`] runs all that must pass; [`server`] serves pages to it and to `demo`; [`screenshots`] takes pictures of them.
//! * [`peers`] measures the engine beside other search libraries, [`speed`] the demo page on a slow phone.
//! * [`tools`] finds or installs what these need.
//!
//! wasm-bindgen is linked in as a library, glue and test runner alike, so that `Cargo.lock` holds its version to the crate's.

mod dist;
mod licences;
mod peers;
mod screenshots;
mod server;
mod speed;
mod testing;
mod tools;
mod wasm;

use std::ffi::OsString;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail, ensure};
use dist::Extent;
use peers::Choice;

const HELP: &str = "\
Usage: cargo xtask COMMAND

Commands:
  demo [--port N] [--quick]   build dist/, serve a town-hall page with the widget on this machine, print its address
                              (port: N, or the first free one from 8080)
  test                        everything that must pass: format, lints, native, browser, dist, Node, types, end to end
  dist [--quick]              build dist/, print the sizes, fail if a page would download more than the budget
  screenshots                 build dist/ (quick), take pictures of the demo page in every state, into docs/screenshots/
  speed                       build dist/, measure the demo page on a slow connection and processor: first results, keys, what moves;
                              fail over the bars
  peers [--actors N …] [--only LIBRARY …] [--json FILE]
                              the engine beside other search libraries, on generated directories of N actors (170, 1000, 10000 unless said)
  help, --help                this text

  --quick leaves out the single file and the .gz and .br files, and so the sizes.

What is missing is set up first, each step in one line: the wasm32 target, npm packages, and for `test`, `screenshots` and
`speed` Chromium with its driver (installed when root on Debian or Ubuntu, otherwise you are told the command). `test` also drives Firefox
and WebKitGTK; where they cannot be had it says so and goes on, but not in CI.

Variables: CHROMIUM, CHROMEDRIVER, FIREFOX, WEBKIT_DRIVER, WEBKIT_BROWSER, XVFB   the programs to use instead of those that are found
           CARGO_TARGET_DIR         as for cargo
";

fn main() -> ExitCode {
    match run(std::env::args_os().skip(1).collect()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Vec<OsString>) -> Result<()> {
    let Some((command, rest)) = arguments.split_first() else {
        print!("{HELP}");
        bail!("say which command");
    };
    match command.to_str() {
        Some("demo") => {
            let options = Options::read(rest, &["--port", "--quick"])?;
            dist::build(options.extent)?;
            demo(options.port)
        }
        Some("test") => {
            Options::read(rest, &[])?;
            testing::run()
        }
        Some("screenshots") => {
            Options::read(rest, &[])?;
            screenshots::run()
        }
        Some("speed") => {
            Options::read(rest, &[])?;
            speed::run()
        }
        Some("dist") => dist::build(Options::read(rest, &["--quick"])?.extent),
        Some("peers") => peers::run(&Options::read(rest, &["--actors", "--only", "--json"])?.choice),
        Some("help" | "--help" | "-h") => {
            print!("{HELP}");
            Ok(())
        }
        // Cargo calls this for a test built for wasm32; see `testing`.
        Some("wasm-test-runner") => wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(&arguments),
        _ => bail!(
            "there is no command {command:?}; there are demo, test, dist, screenshots, speed and peers (see cargo xtask --help)"
        ),
    }
}

/// Serves until the process is ended.
fn demo(port: Option<u16>) -> Result<()> {
    let server = match port {
        Some(port) => server::serve(port)?,
        None => server::serve_from(8080)?,
    };
    println!("\nThe town hall's page: {}/demo/   (Ctrl-C ends it)", server.url());
    server.wait()
}

/// What the commands understand after their name.
struct Options {
    port: Option<u16>,
    extent: Extent,
    choice: Choice,
}

impl Options {
    /// Reads `arguments`, of which only those in `known` are right for the command.
    fn read(arguments: &[OsString], known: &[&str]) -> Result<Options> {
        let mut options = Options { port: None, extent: Extent::Whole, choice: Choice::default() };
        let mut words = arguments.iter().map(|word| word.to_string_lossy()).peekable();
        while let Some(word) = words.next() {
            let (name, joined) = match word.split_once('=') {
                Some((name, value)) => (name, Some(value.to_owned())),
                None => (&*word, None),
            };
            match name {
                "--port" if known.contains(&name) => {
                    let value = joined.or_else(|| words.next().map(Into::into)).context("--port needs a number")?;
                    options.port =
                        Some(value.parse().with_context(|| format!("--port needs a number up to 65535, not {value:?}"))?);
                }
                "--actors" | "--only" if known.contains(&name) => {
                    let mut list: Vec<String> = joined.into_iter().collect();
                    while let Some(word) = words.next_if(|word| !word.starts_with("--")) {
                        list.push(word.into());
                    }
                    ensure!(!list.is_empty(), "{name} needs at least one value");
                    let wrong = list.iter().find(|value| name == "--actors" && value.parse::<u32>().is_err());
                    ensure!(wrong.is_none(), "--actors needs whole numbers, not {:?}", wrong.map_or("", String::as_str));
                    *(if name == "--actors" { &mut options.choice.actors } else { &mut options.choice.only }) = list;
                }
                "--json" if known.contains(&name) => {
                    options.choice.json = Some(joined.or_else(|| words.next().map(Into::into)).context("--json needs a file")?);
                }
                "--quick" if known.contains(&name) && joined.is_none() => options.extent = Extent::Quick,
                _ if known.is_empty() => bail!("unknown argument {word:?}; this command takes none"),
                _ => bail!("unknown argument {word:?}; known here: {}", known.join(", ")),
            }
        }
        Ok(options)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str], known: &[&str]) -> Result<Options> {
        Options::read(&words.iter().map(OsString::from).collect::<Vec<_>>(), known)
    }

    #[test]
    fn options_are_read_strictly() {
        let known = ["--port", "--quick"];
        for words in [&["--port", "9000"][..], &["--port=9000"]] {
            assert_eq!(read(words, &known).unwrap().port, Some(9000), "{words:?}");
        }
        assert_eq!(read(&["--quick"], &known).unwrap().extent, Extent::Quick);
        for (words, complaint) in [
            (&["--prot"][..], "unknown argument \"--prot\"; known here: --port, --quick"),
            (&["--quick=yes"], "unknown argument"),
            (&["--port"], "--port needs a number"),
            (&["--port", "70000"], "up to 65535"),
        ] {
            let error = read(words, &known).err().map(|error| format!("{error:#}")).unwrap_or_default();
            assert!(error.contains(complaint), "{words:?}: {error}");
        }
        assert!(read(&["--quick"], &[]).is_err());
    }

    #[test]
    fn lists_end_where_the_next_option_begins() {
        let known = ["--actors", "--only", "--json"];
        let choice = read(&["--actors", "170", "1000", "--json", "out.json", "--only=lunr"], &known).unwrap().choice;
        assert_eq!(choice.actors, ["170", "1000"]);
        assert_eq!(choice.only, ["lunr"]);
        assert_eq!(choice.json.as_deref(), Some("out.json"));
        for words in [&["--actors"][..], &["--actors", "many"], &["--only", "--json", "x"], &["--json"]] {
            assert!(read(words, &known).is_err(), "{words:?}");
        }
    }
}
