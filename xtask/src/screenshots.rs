//! `cargo xtask screenshots`: pictures of the demo page for the README and for whoever looks at what a change did to the looks.
//!
//! `screenshots.mjs` drives the browser; the pictures go to `docs/screenshots/`.

use std::fs;

use anyhow::{Context as _, Result};

use crate::dist::Extent;
use crate::{dist, server, tools};

pub fn run() -> Result<()> {
    let browser = tools::browser()?;
    dist::build(Extent::Quick)?;
    let folder = tools::root().join("docs/screenshots");
    fs::create_dir_all(&folder).context("could not make docs/screenshots")?;
    let server = server::serve(0)?;
    let mut command = tools::node();
    command.arg("xtask/screenshots.mjs").arg(&folder);
    tools::run(command.env("WELKOMWIJZER_URL", server.url()).env("CHROMIUM", &browser.chromium))
}
