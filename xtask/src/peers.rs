//! `cargo xtask peers`: our engine beside other search libraries, on generated directories; see `benches/peers/README.md`.

use anyhow::{Context as _, Result};

use crate::dist::{self, Extent};
use crate::tools::{self, Metadata};

/// Which sizes and libraries; nothing named means the usual ones.
#[derive(Default)]
pub struct Choice {
    /// Numbers of actors.
    pub actors: Vec<String>,
    /// Libraries, by the names in `benches/peers/libraries/index.mjs`.
    pub only: Vec<String>,
    /// A file for the figures.
    pub json: Option<String>,
}

/// Sizes that are measured if none is named. The next, 100,000, takes most of an hour.
const USUAL: [&str; 3] = ["170", "1000", "10000"];

pub fn run(choice: &Choice) -> Result<()> {
    dist::build(Extent::Quick)?;
    let peers = tools::root().join("benches/peers");
    tools::npm_packages_in(&peers, "the libraries to compare with")?;
    let actors = if choice.actors.is_empty() { USUAL.map(str::to_owned).into() } else { choice.actors.clone() };
    let data = Metadata::read(&["--no-deps"])?.target_directory()?.join("peers");
    println!("directories of {} actors: cargo run --release --example generate", actors.join(", "));
    let generate = ["run", "--quiet", "--release", "--package", "welkomwijzer", "--example", "generate", "--"];
    tools::run(tools::cargo().args(generate).arg(&data).args(&actors))?;
    let mut command = tools::node();
    command.arg(peers.join("run.mjs")).arg(&data).arg(dist::folder()).arg("--actors").args(&actors);
    if !choice.only.is_empty() {
        command.arg("--only").args(&choice.only);
    }
    if let Some(file) = &choice.json {
        let path = std::path::absolute(file).with_context(|| format!("{file} cannot be a file's name"))?;
        command.arg("--json").arg(path);
    }
    tools::run(&mut command)
}
