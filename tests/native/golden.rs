//! A small directory compiled by each format version, compared byte for byte.
//!
//! Changed bytes mean a new version number (`blob::FORMAT`), a new file here, and
//! `WELKOMWIJZER_GOLDEN=write cargo test --test native golden` to write it.

use crate::{data, fixture};
use std::path::PathBuf;
use welkomwijzer::blob::FORMAT;
use welkomwijzer::compile::{self, Options, Personal, read};
use welkomwijzer::index::Directory;
use welkomwijzer::query::{self, Query};

fn compiled() -> Vec<u8> {
    let reading = read::read(&fixture::root().join("tests/golden/data"));
    assert_eq!(reading.errors(), 0, "{:#?}", reading.problems);
    compile::compile(&reading.data, Options::default())
}

fn file() -> PathBuf {
    fixture::root().join(format!("tests/golden/format-{FORMAT}.bin"))
}

#[test]
fn the_bytes_are_those_of_the_format() {
    let bytes = compiled();
    if std::env::var("WELKOMWIJZER_GOLDEN").is_ok_and(|value| value == "write") {
        std::fs::write(file(), &bytes).unwrap();
        return;
    }
    let golden =
        std::fs::read(file()).unwrap_or_else(|error| panic!("{}: {error}; WELKOMWIJZER_GOLDEN=write writes it", file().display()));
    let first = golden.iter().zip(&bytes).position(|(a, b)| a != b).unwrap_or(golden.len().min(bytes.len()));
    assert!(
        golden == bytes,
        "format {FORMAT} now gives {} bytes, not {}; the first difference is at byte {first}. If that is meant, raise FORMAT and write a new file",
        bytes.len(),
        golden.len()
    );
}

#[test]
fn the_golden_directory_answers() {
    let directory = Directory::open(std::fs::read(file()).unwrap()).unwrap();
    let first = |text: &str| {
        let answer = query::run(&directory, &Query { text: text.into(), ..Query::default() });
        answer.hits.first().and_then(|hit| directory.actor(hit.actor)).map(|actor| actor.id)
    };
    for (text, id) in [
        ("babbelhuis", "babbelhuis"),
        ("lesson", "babbelhuis"),
        ("014/567310", "babbelhuis"),
        ("بروكسل", "ecole"),
        ("ecole", "ecole"),
    ] {
        assert_eq!(first(text).as_deref(), Some(id), "{text}");
    }
    let house = directory.actor(directory.find("praathuis").expect("a former id leads on")).unwrap();
    assert_eq!(
        (house.id.as_str(), &house.emails[..]),
        ("babbelhuis", &["info@babbelhuis.be".to_owned()][..]),
        "a person's own mailbox is left out"
    );
    let school = directory.actor(directory.find("ecole").unwrap()).unwrap();
    assert_eq!(school.services[0].description.keys().collect::<Vec<_>>(), ["nl"], "an outdated translation is left out");
}

#[test]
fn the_same_data_gives_the_same_bytes() {
    assert_eq!(compiled(), compiled());
    let folder = fixture::root().join("data");
    let again = read::read(&folder).data;
    for personal in [Personal::Withhold, Personal::Keep] {
        let options = Options { personal, ..Options::default() };
        assert!(
            compile::compile(data::data(), options) == compile::compile(&again, options),
            "the real data gives other bytes when compiled again"
        );
    }
}
