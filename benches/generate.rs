//! Writes generated directories: `cargo run --release --example generate -- OUT [ACTORS …]`.
//!
//! For each size a folder `OUT/ACTORS` with `directory.bin` (compiled), `records.jsonl` and `questions.json` (see
//! `generator::plain`).
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod generator;

use generator::{SIZES, plain, questions};
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;
use welkomwijzer::compile;

/// Questions of each kind.
const QUESTIONS: usize = 200;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let out = arguments.next().expect("say into which folder: cargo run --release --example generate -- OUT [ACTORS …]");
    let mut sizes: Vec<usize> = arguments.map(|word| word.parse().expect("a number of actors")).collect();
    if sizes.is_empty() {
        sizes = SIZES.into();
    }
    for actors in sizes {
        let folder = Path::new(&out).join(actors.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let start = Instant::now();
        let data = generator::directory(actors, 1);
        let generated = start.elapsed();
        let asked: Vec<_> = questions::ask(&data, QUESTIONS, 2).iter().map(plain::question).collect();
        std::fs::write(folder.join("questions.json"), serde_json::to_string(&asked).unwrap()).unwrap();
        let mut records = std::io::BufWriter::new(std::fs::File::create(folder.join("records.jsonl")).unwrap());
        for entry in &data.actors {
            serde_json::to_writer(&mut records, &plain::record(&entry.actor, &data)).unwrap();
            records.write_all(b"\n").unwrap();
        }
        records.flush().unwrap();
        let start = Instant::now();
        let bytes = compile::compile(&data, compile::Options::default());
        let compiled = start.elapsed();
        std::fs::write(folder.join("directory.bin"), &bytes).unwrap();
        println!("{}: {} bytes, generated in {generated:.1?}, compiled in {compiled:.1?}", folder.display(), bytes.len());
    }
}
