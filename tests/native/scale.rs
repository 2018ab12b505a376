//! Generated directories (`benches/generator`) are like real ones: no rule is broken, the same seed gives the same, words grow.

use crate::generator;
use std::collections::BTreeSet;
use welkomwijzer::compile::{self, Options};
use welkomwijzer::model::Data;
use welkomwijzer::rules::{self, Severity};
use welkomwijzer::text;

fn words<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    texts.flat_map(text::tokens).map(|token| token.word().to_owned()).collect()
}

fn all_words(data: &Data) -> BTreeSet<String> {
    words(data.actors.iter().flat_map(|entry| generator::plain::written(&entry.actor)))
}

#[test]
fn a_generated_directory_breaks_no_rule() {
    let data = generator::directory(170, 1);
    assert_eq!(data.actors.len(), 170);
    let errors: Vec<String> =
        rules::check(&data).iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

#[test]
fn the_same_seed_gives_the_same_directory_and_questions() {
    let made = |seed| {
        let data = generator::directory(60, seed);
        let questions = generator::questions::ask(&data, 5, seed);
        (compile::compile(&data, Options::default()), format!("{questions:?}"))
    };
    let once = made(7);
    assert!(made(7) == once);
    assert!(made(8).0 != once.0);
}

#[test]
fn every_actor_brings_a_new_word_in_its_name() {
    let (few, many) = (generator::directory(100, 3), generator::directory(300, 3));
    assert!(all_words(&many).len() >= all_words(&few).len() + 200);
    // Without the word, the others of all names together are few.
    let names = words(many.actors.iter().map(|entry| entry.actor.name.as_str()));
    assert!(names.len() >= 300, "{} words in 300 names", names.len());
    let ids: BTreeSet<&str> = many.actors.iter().map(|entry| entry.actor.id.as_str()).collect();
    assert_eq!(ids.len(), 300);
    let phones: Vec<&String> = many.actors.iter().flat_map(|entry| &entry.actor.phones).collect();
    assert_eq!(phones.iter().collect::<BTreeSet<_>>().len(), phones.len());
}

#[test]
fn a_beginning_asked_for_belongs_to_few() {
    let data = generator::directory(500, 4);
    for question in generator::questions::ask(&data, 20, 5).iter().filter(|q| q.kind == generator::questions::Kind::Prefix) {
        let has = |text: &str| text::tokens(text).iter().any(|token| token.word().starts_with(&question.text));
        let actors: Vec<&str> = data
            .actors
            .iter()
            .map(|entry| &entry.actor)
            .filter(|actor| generator::plain::written(actor).any(has))
            .map(|actor| actor.id.as_str())
            .collect();
        assert!(actors.len() <= 20, "{:?} begins words of {} actors", question.text, actors.len());
        assert!(actors.contains(&question.expected.as_deref().unwrap()), "{question:?}");
    }
}
