//! The native tests: one binary, a file per kind.
//!
//! * [`cases`]: behaviour as lines of data, `tests/cases`.
//! * [`oracle`]: a search too simple to be wrong, held against the index on random directories.
//! * [`hostile`]: damaged and forged bytes; [`golden`]: the bytes of each format version; [`random`]: any text as a question.
//! * [`data`]: the real directory, held to its rules; [`command`]: the program; [`html`]: the markup; [`layers`]: the arrows between folders;
//!   [`stewards`]: what they ask for beside problems.
//! * [`topics`]: what people type for each topic.
//! * [`suggest`]: suggestions, highlights, how misspelt words are read.
//! * [`scale`]: generated directories, as `benches/` uses them.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod cases;
mod command;
mod data;
mod fixture;
#[path = "../../benches/generator/mod.rs"]
mod generator;
mod golden;
mod hostile;
mod html;
mod layers;
mod oracle;
mod random;
mod scale;
mod stewards;
mod suggest;
mod topics;
