//! Compiles `data/` into the blob that the library carries: mount, read, compile, print, write.
//!
//! The folders up to `compile` are mounted under the same names as in `lib.rs`, so `crate::text::fold` means the same thing in both.
#![allow(dead_code, unused_imports, missing_docs)]

#[path = "src/blob/mod.rs"]
mod blob;
#[path = "src/compile/mod.rs"]
mod compile;
#[path = "src/geo/mod.rs"]
mod geo;
#[path = "src/index/mod.rs"]
mod index;
#[path = "src/model/mod.rs"]
mod model;
#[path = "src/rules/mod.rs"]
mod rules;
#[path = "src/text/mod.rs"]
mod text;

use std::path::Path;

fn main() -> Result<(), std::io::Error> {
    println!("cargo::rerun-if-changed=data");
    println!("cargo::rerun-if-changed=src");
    let Some(out) = std::env::var_os("OUT_DIR") else { return Ok(()) };
    let file = Path::new(&out).join("directory.bin");
    if std::env::var_os("CARGO_FEATURE_BUNDLED").is_none() {
        return Ok(());
    }
    let reading = compile::read::read(Path::new("data"));
    let errors = reading.errors();
    let data = if errors == 0 {
        reading.data
    } else if std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        for problem in reading.problems.iter().filter(|p| p.severity == rules::Severity::Error) {
            println!("cargo::error={problem}");
        }
        return Ok(());
    } else {
        // Natively the program must build even so, or nobody could run `check`.
        println!("cargo::warning=data/ has {errors} errors, so an empty directory is built in; `cargo run -- check` lists them");
        model::Data::default()
    };
    std::fs::write(file, compile::compile(&data, compile::Options::default()))
}
