//! Any text is a question: no panic, and none that a visitor would wait for.

use crate::data;
use crate::generator::chance::Random;
use std::time::{Duration, Instant};
use welkomwijzer::geo::MunicipalityId;
use welkomwijzer::query::{self, Query};

/// Longest time for one question, best of three, on the machine that runs the tests.
const LONGEST: Duration = Duration::from_millis(50);

/// A text of up to 10,000 characters: any character at all, or letters people type, or words of the directory, or all mixed.
fn any_text(random: &mut Random, words: &[String]) -> String {
    let length = match random.below(10) {
        0 => random.below(10_001),
        1..4 => random.below(300),
        _ => random.below(30),
    };
    let kind = random.below(4);
    let mut text = String::new();
    while text.chars().count() < length {
        match if kind == 3 { random.below(3) } else { kind } {
            0 => (0..8).for_each(|_| text.extend(char::from_u32(random.below(0x11_0000) as u32))),
            1 => (0..8).for_each(|_| {
                text.push(*random.one_of(&[
                    'a', 'e', 'n', 't', 'é', 'ß', 'ا', 'ل', 'ة', '\u{0301}', '\u{200F}', '4', '0', ' ', '-', '\'', '.', '+',
                    '\u{0}',
                ]))
            }),
            _ => {
                text += random.one_of(words).as_str();
                text.push(' ');
            }
        }
    }
    text.chars().take(length).collect()
}

#[test]
fn no_text_makes_it_panic_or_wait() {
    let directory = data::directory();
    let words: Vec<String> = data::data()
        .actors
        .iter()
        .flat_map(|entry| {
            entry.actor.name.split(' ').chain(entry.actor.services[0].description.values().flat_map(|text| text.split(' ')))
        })
        .map(str::to_owned)
        .collect();
    // Without optimisation a question takes long, and how long says nothing.
    let questions = if cfg!(debug_assertions) { 100 } else { 10_000 };
    let mut slowest = (Duration::ZERO, String::new());
    for seed in 0..questions {
        let mut random = Random(seed);
        let query = Query {
            text: any_text(&mut random, &words),
            lang: random.one_of(&["nl", "en", "fr", "ar", ""]).to_string(),
            viewpoint: random.one_in(2).then(|| MunicipalityId::new(random.below(400) as u16)),
            ..Query::default()
        };
        // Best of three. One that was slow is tried again later: the other tests may just have had the processors.
        let mut best = Duration::MAX;
        for attempt in 1..=30 {
            let start = Instant::now();
            let answer = query::run(&directory, &query);
            best = best.min(start.elapsed());
            assert_eq!(answer.damaged, 0);
            assert!(answer.total <= directory.len() && answer.stated + answer.unknown == answer.total, "seed {seed}");
            if cfg!(debug_assertions) || best < LONGEST / 2 || (attempt >= 3 && best < LONGEST) {
                break;
            }
            if attempt % 3 == 0 {
                std::thread::sleep(Duration::from_millis(500));
            }
        }
        if best > slowest.0 {
            slowest = (best, query.text.clone());
        }
    }
    let (time, text) = slowest;
    println!("the slowest of {questions} questions took {time:?}");
    assert!(cfg!(debug_assertions) || time < LONGEST, "{time:?} for {} characters: {:.200}", text.chars().count(), text);
}
