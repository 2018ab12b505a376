//! `cargo xtask speed`: how soon a newcomer's phone shows results, measured on the demo page by `speed.mjs`.

use anyhow::Result;

use crate::dist::Extent;
use crate::{dist, server, tools};

pub fn run() -> Result<()> {
    let browser = tools::browser()?;
    // With the compressed files, as a good host sends them.
    dist::build(Extent::Whole)?;
    let server = server::serve(0)?;
    let mut command = tools::node();
    tools::run(command.arg("xtask/speed.mjs").env("WELKOMWIJZER_URL", server.url()).env("CHROMIUM", &browser.chromium))
}
