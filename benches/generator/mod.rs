//! Directories of any size that look like ours, the same for the same seed; and questions about them.
//!
//! * [`directory`] makes one of so many actors. Its lexicon, places and messages are those of `data/`, its languages are four.
//! * [`vocabulary`] has the words: those of `data/` first, then new ones, Zipf-distributed; they grow with the actors.
//! * [`records`] makes actors out of them: names, texts, contacts, places, facet values, as often as our own records have each.
//! * [`questions`] asks, several hundred of each kind, and knows which actor must be found.
//! * [`chance`] can be repeated.
//! * [`plain`] writes records and questions as JSON, for other search engines.
//!
//! Used by `benches/search.rs`, and by `benches/generate.rs`, which writes files. How alike they are was measured on `data/`:
//! 1.15 services to an actor, 37 to 49 words to a service and language, 900 to 1,500 different words in a language at 138 actors.

// Each program uses its part: the two benchmarks, and the tests.
#![allow(dead_code)]

pub mod chance;
pub mod plain;
pub mod questions;
pub mod records;
pub mod vocabulary;

use chance::Random;
use std::path::Path;
use vocabulary::Vocabulary;
use welkomwijzer::compile::read;
use welkomwijzer::model::{Data, Document, Entry};

/// Languages of generated texts.
pub const LANGS: [&str; 4] = ["nl", "en", "fr", "ar"];

/// The sizes that are measured.
pub const SIZES: [usize; 4] = [170, 1_000, 10_000, 100_000];

/// A directory of so many actors. The same arguments and the same `data/` give the same directory.
pub fn directory(actors: usize, seed: u64) -> Data {
    let mut data = base();
    let ours = std::mem::take(&mut data.actors);
    let vocabularies = LANGS.map(|lang| Vocabulary::of(lang, &data.lexicon, &ours, actors));
    data.actors = records::make(&data, &vocabularies, actors, &mut Random(seed));
    data
}

/// Everything of `data/`, in four languages.
fn base() -> Data {
    let reading = read::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data"));
    assert_eq!(reading.errors(), 0, "data/ has errors: run `cargo run -- check`");
    let mut data = reading.data;
    // Messages of languages that `data/` does not show yet fall back to Dutch.
    data.info.langs = LANGS.map(str::to_owned).into();
    let generated = Document { id: records::DOCUMENT.into(), title: "Generated".into(), ..Document::default() };
    data.documents.push(generated);
    data
}

/// The texts of our own actors in a language, one after the other.
fn texts<'a>(ours: &'a [Entry], lang: &'a str) -> impl Iterator<Item = &'a str> {
    let services = ours.iter().flat_map(|entry| &entry.actor.services);
    services.flat_map(move |service| service.texts().into_iter().filter_map(move |(_, texts)| texts.get(lang).map(String::as_str)))
}
