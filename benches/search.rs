//! How fast the engine opens and answers, natively: `cargo bench --bench search [-- --actors N …] [--kind KIND] [--runs N]`.
//!
//! Sizes are 170, 1,000 and 10,000 actors unless said; 100,000 takes minutes to generate and compile. A harness of our own: what
//! counts is the slowest of many different questions (p50, p95, p99 over 200 of each kind, each the best of three runs), where
//! Criterion would give a mean of one question over and over and take two minutes to build. Every answer is held to what it must
//! be. One kind and many runs are for a profiler: `perf record target/release/deps/search-… --actors 170 --kind facets --runs
//! 500`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod generator;

use generator::questions::{self, Kind, Question};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};
use welkomwijzer::compile;
use welkomwijzer::index::Directory;
use welkomwijzer::model::{Data, Facet, Map};
use welkomwijzer::query::{self, Answer, Query};

const USUAL: [usize; 3] = [170, 1_000, 10_000];
const QUESTIONS: usize = 200;

/// How often each question is asked, if not said.
const RUNS: usize = 3;

/// So long at most for the questions of one kind; the rest is left out, and said so.
const PATIENCE: Duration = Duration::from_secs(20);

/// A question that took longer once is not asked again.
const LONG: Duration = Duration::from_millis(100);

/// Typing mistakes that must be forgiven, of a hundred.
const TYPO_RECALL: usize = 97;

/// What is measured.
struct Choice {
    sizes: Vec<usize>,
    kinds: Vec<Kind>,
    runs: usize,
}

fn main() {
    let mut choice = Choice { sizes: Vec::new(), kinds: Vec::new(), runs: RUNS };
    let mut arguments = std::env::args().skip(1).peekable();
    while let Some(word) = arguments.next() {
        match word.as_str() {
            // Cargo says so to every bench.
            "--bench" => {}
            "--actors" => {
                while let Some(actors) = arguments.next_if(|word| !word.starts_with('-')) {
                    choice.sizes.push(actors.parse().expect("--actors takes numbers"));
                }
            }
            "--kind" => {
                let name = arguments.next().expect("--kind takes a kind");
                let kinds = || Kind::ALL.map(Kind::name).join(", ");
                choice.kinds.push(*Kind::ALL.iter().find(|k| k.name() == name).unwrap_or_else(|| panic!("kinds are {}", kinds())));
            }
            "--runs" => choice.runs = arguments.next().and_then(|n| n.parse().ok()).expect("--runs takes a number"),
            _ => panic!("unknown argument {word:?}; known are --actors, --kind, --runs"),
        }
    }
    if choice.sizes.is_empty() {
        choice.sizes = USUAL.into();
    }
    if choice.kinds.is_empty() {
        choice.kinds = Kind::ALL.into();
    }
    for &actors in &choice.sizes {
        measure(actors, &choice);
    }
}

fn measure(actors: usize, choice: &Choice) {
    let start = Instant::now();
    let data = generator::directory(actors, 1);
    let generated = start.elapsed();
    let start = Instant::now();
    let bytes = compile::compile(&data, compile::Options::default());
    let compiled = start.elapsed();
    assert!(actors > 1_000 || bytes == compile::compile(&data, compile::Options::default()), "the same data gives the same bytes");
    println!("\n{actors} actors: generated in {generated:.1?}, compiled in {compiled:.1?}, {} bytes", bytes.len());

    let mut best = Duration::MAX;
    for _ in 0..RUNS {
        let bytes = bytes.clone();
        let start = Instant::now();
        let directory = Directory::open(bytes).expect("what was compiled opens");
        best = best.min(start.elapsed());
        assert_eq!(directory.len(), actors);
    }
    println!("{:<10} {:>9.3} ms", "open", milliseconds(best));

    let directory = Directory::open(bytes).unwrap();
    for (section, bytes) in directory.sections() {
        println!("  {section:?}: {} bytes", bytes.len());
    }
    println!("  {} terms", directory.terms().len());
    println!("{:<10} {:>9} {:>9} {:>9} {:>9}   found", "ms", "p50", "p95", "p99", "most");
    let asked = questions::ask(&data, QUESTIONS, 2);
    for &kind in &choice.kinds {
        let of_kind: Vec<&Question> = asked.iter().filter(|q| q.kind == kind).collect();
        let mut times: Vec<Duration> = Vec::new();
        let (mut expected, mut found) = (0, 0);
        let start = Instant::now();
        for question in of_kind {
            if start.elapsed() > PATIENCE {
                break;
            }
            let (time, answer) = timed(&directory, question, choice.runs);
            times.push(time);
            assert_eq!(answer.damaged, 0);
            hold(&data, question, &answer);
            if let Some(id) = &question.expected {
                expected += 1;
                let is_expected = |hit: &query::Hit| &data.actors[hit.actor.index()].actor.id == id;
                found += usize::from(answer.hits.iter().any(is_expected));
            }
        }
        times.sort();
        let at = |share: usize| milliseconds(times[(times.len() * share / 100).min(times.len() - 1)]);
        let mut recall = if expected == 0 { String::new() } else { format!("{found} of {expected}") };
        if times.len() < QUESTIONS {
            recall += &format!("   (only {} questions in {PATIENCE:.0?})", times.len());
        }
        println!("{:<10} {:>9.3} {:>9.3} {:>9.3} {:>9.3}   {recall}", kind.name(), at(50), at(95), at(99), at(100));
        match kind {
            Kind::Exact => assert_eq!(found, expected, "words of names must all be found"),
            // All should be found: at 10,000 actors "oeren" is taken for something that every actor has.
            Kind::Prefix => assert!(found * 100 >= expected * 99, "beginnings: only {found} of {expected} found"),
            Kind::Typo => assert!(found * 100 >= expected * TYPO_RECALL, "typing mistakes: only {found} of {expected} found"),
            _ => {}
        }
    }
}

/// The answer, and the shortest time it took. As for a page, records of the hits are decoded.
fn timed(directory: &Directory, question: &Question, runs: usize) -> (Duration, Answer) {
    let mut filters: Map<Facet, Vec<String>> = Map::new();
    for (facet, value) in &question.filters {
        filters.insert(*facet, vec![value.clone()]);
    }
    let query = Query { text: question.text.clone(), lang: question.lang.to_owned(), filters, ..Query::default() };
    let mut best = Duration::MAX;
    let mut answer = Answer::default();
    for _ in 0..runs {
        let start = Instant::now();
        answer = query::run(directory, &query);
        let shown = answer.hits.iter().filter(|hit| directory.brief(hit.actor, question.lang).is_some()).count();
        best = best.min(start.elapsed());
        assert_eq!(shown, answer.hits.len());
        if best > LONG {
            break;
        }
    }
    (best, answer)
}

/// What must hold of an answer, from a walk over plain records.
fn hold(data: &Data, question: &Question, answer: &Answer) {
    assert_eq!(answer.total, answer.stated + answer.unknown);
    assert_eq!(answer.hits.len(), answer.total.min(query::DEFAULT_LIMIT));
    let stands = |service: &welkomwijzer::model::Service, facet: Facet, value: &str| -> Option<bool> {
        let stated: BTreeSet<&str> = match facet {
            Facet::Concept => {
                let ids = service.concepts.iter().flat_map(|id| data.lexicon.with_ancestors(id));
                ids.map(|concept| concept.id.as_str()).collect()
            }
            coded => coded.stated(service).into_iter().collect(),
        };
        (!stated.is_empty()).then(|| stated.contains(value))
    };
    let passes = |service: &welkomwijzer::model::Service| {
        question.filters.iter().all(|(facet, value)| stands(service, *facet, value) != Some(false))
    };
    for hit in &answer.hits {
        let actor = &data.actors[hit.actor.index()].actor;
        assert!(hit.services.iter().all(|&at| passes(&actor.services[at])), "{} passes no filter", actor.id);
    }
    if question.text.is_empty() {
        let total = data.actors.iter().filter(|entry| entry.actor.services.iter().any(passes)).count();
        assert_eq!(answer.total, total, "{:?}", question.filters);
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
