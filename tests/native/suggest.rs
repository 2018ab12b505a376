//! Suggestions lead where they say, highlights stand on the right words, and a misspelt word is shown as it was read.

use crate::data;
use crate::fixture::{self, texts};
use crate::generator::chance::Random;
use crate::oracle::{self, blank};
use std::time::Instant;
use welkomwijzer::html::State;
use welkomwijzer::index::Directory;
use welkomwijzer::model::{Actor, Concept, Domain, Facet, Service, Words};
use welkomwijzer::query::highlight::{self, Highlighter, Meant};
use welkomwijzer::query::matching::Stage;
use welkomwijzer::query::suggest::{self, Suggestion, Suggests};
use welkomwijzer::query::{self, Answer, Query};

/// Three concepts, one within another, and four actors.
fn small() -> Directory {
    let concept = |id: &str, parent: Option<&str>, nl: &str, ar: &str, words: &[&str]| Concept {
        id: id.into(),
        parent: parent.map(str::to_owned),
        label: texts(&[("nl", nl), ("ar", ar)]),
        words: [("en".to_owned(), words.iter().map(|&word| word.to_owned()).collect())].into_iter().collect::<Words>(),
        ..Concept::default()
    };
    let mut data = fixture::base();
    data.lexicon.concepts = vec![
        concept("bank", None, "Bank en geld", "البنك والمال", &["bank account", "opening an account"]),
        concept("learn-dutch", Some("lessons"), "Nederlands leren", "تعلّم الهولندية", &["Dutch course"]),
        concept("lessons", None, "Lessen", "دروس", &["lesson"]),
        // Nobody has it: it is no suggestion.
        concept("unused", None, "Tuinieren", "البستنة", &["gardening"]),
    ];
    data.lexicon.stopwords.insert("nl".into(), vec!["en".into(), "in".into(), "met".into()]);
    let actor = |id: &str, name: &str, concepts: &[&str], text: &str, nis: &str| {
        let mut service = blank(id, "one", Domain::Language);
        service.concepts = concepts.iter().map(|&c| c.to_owned()).collect();
        service.description = texts(&[("nl", text)]);
        service.service_area.municipalities = vec![nis.into()];
        fixture::entry(Actor { id: id.into(), name: name.into(), services: vec![service], ..Actor::default() })
    };
    data.actors = vec![
        actor("bank", "Bankhulp", &["bank"], "Hulp bij je rekening.", "13008"),
        actor("huis", "Huis van het Nederlands", &["learn-dutch"], "Praten met buren.", "44021"),
        actor("praat", "Praattafel", &["learn-dutch"], "Nederlands oefenen aan tafel.", "13008"),
        actor("school", "School voor muziek", &["lessons"], "Lessen viool.", "13008"),
    ];
    fixture::open(&data)
}

fn question(text: &str, lang: &str) -> Query {
    Query { text: text.into(), lang: lang.into(), ..Query::default() }
}

/// Suggestions in short: `concept learn-dutch 2 "what is left"`.
fn suggested(directory: &Directory, query: &Query) -> Vec<String> {
    let short = |s: Suggestion| format!("{:?} {} {} {:?}", s.suggests, s.value, s.count, s.text);
    suggest::suggest(directory, query, 8).into_iter().map(short).collect()
}

#[test]
fn what_is_typed_may_be_a_concept_an_actor_or_a_place() {
    let directory = small();
    for (why, text, lang, expected) in [
        ("a label's beginning; a wider concept has those of its children", "les", "nl", vec!["Concept lessons 3 \"\""]),
        (
            "a word of the label, and of a name",
            "neder",
            "nl",
            vec!["Concept learn-dutch 2 \"\"", "Actor huis 1 \"Huis van het Nederlands\""],
        ),
        ("a word of another language", "dutc", "nl", vec!["Concept learn-dutch 2 \"\""]),
        ("two words together are one concept", "bank acco", "nl", vec!["Concept bank 1 \"\""]),
        ("Arabic, with and without the article", "هولند", "ar", vec!["Concept learn-dutch 2 \"\""]),
        ("words before stay, and bound the count", "tafel dutch", "nl", vec!["Concept learn-dutch 1 \"tafel\""]),
        ("a place goes with the word before it", "viool in gee", "nl", vec!["Place 13008 1 \"viool\""]),
        ("in any language", "gan", "fr", vec!["Place 44021 4 \"\""]),
        ("a part of a municipality", "borgerh", "nl", vec!["Place 11002 4 \"\""]),
        ("a postcode", "9000", "nl", vec!["Place 44021 4 \"\""]),
        ("several words of a place", "sint-gen", "nl", vec!["Place 23101 4 \"\""]),
        ("one letter is too little", "l", "nl", vec![]),
        ("nothing is no suggestion", "  ", "nl", vec![]),
        ("what nobody has is none", "tuin", "nl", vec![]),
        ("after a place there is no second", "gent antwerp", "nl", vec![]),
    ] {
        assert_eq!(suggested(&directory, &question(text, lang)), expected, "{why}: {text}");
    }
    let label = |text: &str, lang: &str| suggest::suggest(&directory, &question(text, lang), 8)[0].label.clone();
    assert_eq!(label("dutch", "ar"), "تعلّم الهولندية", "named in the visitor's language");
    assert_eq!(label("borgerh", "fr"), "Borgerhout (Anvers)", "a part is told with its municipality");
}

#[test]
fn filters_bound_what_is_suggested() {
    let directory = small();
    let mut query = question("ban", "nl");
    query.filters.insert(Facet::Place, vec!["44021".into()]);
    assert_eq!(suggested(&directory, &query), [""; 0], "nobody in Ghent helps with banks");
    query.filters.insert(Facet::Place, vec!["13008".into()]);
    assert_eq!(suggested(&directory, &query), ["Concept bank 1 \"\"", "Actor bank 1 \"Bankhulp\""]);
    query.filters.insert(Facet::Concept, vec!["lessons".into()]);
    assert_eq!(suggested(&directory, &query), ["Concept bank 1 \"\""], "a concept takes the place of the one before");
}

#[test]
fn no_kind_takes_more_than_half_and_no_more_are_given_than_asked_for() {
    let directory = data::directory();
    for text in ["be", "ta", "ge", "او"] {
        for most in [0, 1, 3, 6, 8] {
            let all = suggest::suggest(&directory, &question(text, "nl"), most);
            assert!(all.len() <= most, "{text}: {} of {most}", all.len());
            for kind in [Suggests::Concept, Suggests::Place, Suggests::Actor] {
                let of_kind = all.iter().filter(|s| s.suggests == kind).count();
                assert!(of_kind <= most.div_ceil(2), "{text}: {of_kind} of {most} are {kind:?}");
            }
            assert_eq!(all, suggest::suggest(&directory, &question(text, "nl"), most));
        }
    }
}

/// Chooses every suggestion, and looks whether one gets what it says.
fn follow(directory: &Directory, state: &State) -> usize {
    let suggestions = suggest::suggest(directory, &state.query(), 8);
    for chosen in &suggestions {
        let mut next = state.clone();
        next.choose(directory, chosen);
        if chosen.suggests == Suggests::Place {
            // The widget lets go of a filter on the old place; the count is that with all filters.
            next.filters.clone_from(&state.filters);
        }
        let answer = query::run(directory, &next.query());
        let why = || format!("{chosen:?} for {:?}", state.query());
        match chosen.suggests {
            Suggests::Concept | Suggests::Place => assert_eq!(answer.total, chosen.count, "{}", why()),
            Suggests::Actor => {
                let id = directory.find(&chosen.value).unwrap();
                assert!(answer.hits.iter().any(|hit| hit.actor == id), "{}", why());
            }
        }
        assert!(answer.total > 0, "{}", why());
        assert_eq!(answer.damaged, 0);
    }
    suggestions.len()
}

/// Some filters that leave something.
fn some_filters(directory: &Directory, random: &mut Random, state: &mut State) {
    for counts in query::run(directory, &Query::default()).facets {
        if random.one_in(6) {
            let values: Vec<String> = counts.values(directory).map(|(value, _)| value.to_owned()).collect();
            if !values.is_empty() {
                state.filters.insert(counts.facet, vec![random.one_of(&values).clone()]);
            }
        }
    }
}

#[test]
fn every_beginning_of_every_label_and_name_leads_where_it_says() {
    let directory = data::directory();
    let labels = directory.labels().of(Facet::Concept).iter().flat_map(|label| label.label.values());
    let towns = directory.places().municipalities.iter().flat_map(|m| m.name.values());
    let names = data::data().actors.iter().map(|entry| &entry.actor.name);
    let written: Vec<&String> = labels.chain(names).chain(towns.step_by(7)).collect();
    let before = ["", "", "hulp ", "taalles ", "cours de ", "in ", "مساعدة "];
    let (mut random, mut followed) = (Random(4), 0);
    for text in written {
        for (end, _) in text.char_indices().skip(2) {
            if !random.one_in(if cfg!(debug_assertions) { 60 } else { 3 }) {
                continue;
            }
            let mut state = State {
                text: format!("{}{}", random.one_of(&before), &text[..end]),
                lang: (*random.one_of(&["nl", "en", "fr", "ar"])).into(),
                viewpoint: random.one_in(2).then(|| directory.municipality("Geel")).flatten(),
                literal: random.one_in(5),
                limit: usize::MAX,
                ..State::default()
            };
            some_filters(&directory, &mut random, &mut state);
            followed += follow(&directory, &state);
        }
    }
    assert!(followed > 200, "only {followed} suggestions were followed");
}

/// Random directories have what ours has not: services without concepts, chains of concepts, names that are stop words.
#[test]
fn suggestions_of_random_directories_lead_where_they_say() {
    let mut followed = 0;
    for seed in 0..if cfg!(debug_assertions) { 150 } else { 600 } {
        let mut random = Random(seed);
        let actors = 1 + random.below(9);
        let data = oracle::directory(&mut random, actors);
        let directory = fixture::open(&data);
        for _ in 0..6 {
            let query = oracle::question(&mut random, &data);
            let state = State {
                text: query.text,
                lang: query.lang,
                viewpoint: query.viewpoint,
                filters: query.filters,
                literal: query.literal,
                limit: usize::MAX,
                ..State::default()
            };
            followed += follow(&directory, &state);
        }
    }
    assert!(followed > 200, "only {followed} suggestions were followed");
}

#[test]
fn places_have_a_field_of_their_own() {
    let directory = small();
    let places = suggest::places(&directory, &question("viool", "nl"), "ge", 8);
    let short: Vec<_> = places.iter().map(|s| (s.label.as_str(), s.count, s.text.as_str())).collect();
    assert_eq!(short, [("Geel", 1, "viool"), ("Gent", 1, "viool")]);
    assert_eq!(suggest::places(&directory, &question("viool", "nl"), "", 8), []);
}

#[test]
fn suggestions_are_fast() {
    let directory = data::directory();
    let texts = ["ta", "taal", "be", "ge", "hulp met pap", "dutch cour", "taalles gent", "دروس هول", "de", "in"];
    let mut slowest = (std::time::Duration::ZERO, "");
    for text in texts {
        let query = question(text, "nl");
        let time = |_| {
            let start = Instant::now();
            let _ = suggest::suggest(&directory, &query, 8);
            start.elapsed()
        };
        slowest = slowest.max(((0..20).map(time).min().unwrap(), text));
    }
    println!("the slowest of {} suggestions took {:?} ({})", texts.len(), slowest.0, slowest.1);
    assert!(cfg!(debug_assertions) || slowest.0.as_micros() < 1000, "{slowest:?}");
}

/// How the misspelt words of a question were read.
fn meant(directory: &Directory, query: &Query, answer: &Answer) -> Vec<Meant> {
    Highlighter::new(directory, query, answer).meant(directory, query, answer)
}

/// The words that are marked in a text, for a question.
fn marked<'a>(directory: &Directory, asked: &str, text: &'a str) -> Vec<&'a str> {
    let query = question(asked, "nl");
    let highlighter = Highlighter::new(directory, &query, &query::run(directory, &query));
    let ranges = highlighter.ranges(text);
    // Counted as JavaScript does, the same words are cut out.
    let units: Vec<u16> = text.encode_utf16().collect();
    let cut = |range: &highlight::Range| String::from_utf16(&units[range[0]..range[1]]).unwrap();
    let in_units: Vec<String> = highlight::utf16(text, &ranges).iter().map(cut).collect();
    let in_bytes: Vec<&str> = ranges.iter().map(|range| &text[range[0]..range[1]]).collect();
    assert_eq!(in_units, in_bytes);
    in_bytes
}

#[test]
fn words_of_the_question_are_marked_as_they_matched() {
    let directory = small();
    for (why, asked, text, expected) in [
        ("the word itself, accents or not", "cafe", "Een Café, een café.", vec!["Café", "café"]),
        ("its stem", "les nederlands", "Lessen, les en leren", vec!["Lessen", "les"]),
        ("what is unfinished, the whole word", "neder", "Het Nederlandse huis", vec!["Nederlandse"]),
        ("only the last word is unfinished", "neder huis", "Het Nederlandse huis", vec!["huis"]),
        ("a typing mistake, in a word that nobody uses", "nedrlands", "Nederlands spreken", vec!["Nederlands"]),
        ("two slips of the ear", "mousiek", "Muziek maken", vec!["Muziek"]),
        ("none in a word that exists", "lessen", "Messen en lessen", vec!["lessen"]),
        ("no stop words", "huis met tuin", "een huis met een tuin", vec!["huis", "tuin"]),
        ("stop words where there is nothing else", "met", "thee met melk", vec!["met"]),
        ("words tied together", "ingent", "Welkom bij IN-Gent vzw", vec!["IN-Gent"]),
        (
            "Arabic whole, with the article and what is written on it",
            "هولندية",
            "دروس الهولنديّة وهولندية",
            vec!["الهولنديّة", "وهولندية"],
        ),
        ("behind an emoji", "huis", "👨‍👩‍👧 huis 😀huis", vec!["huis", "huis"]),
        ("with combining marks", "cafe", "cafe\u{301} x", vec!["cafe\u{301}"]),
        ("numbers", "014 56 73 10", "Bel 014/56.73.10 nu", vec!["014/56.73.10"]),
        ("nothing where nothing is", "viool", "Praten met buren", vec![]),
        ("nothing for nothing", " ", "Praten met buren", vec![]),
    ] {
        assert_eq!(marked(&directory, asked, text), expected, "{why}: {asked}");
    }
}

#[test]
fn ranges_are_in_order_and_cut_whole_characters_of_every_text() {
    let directory = data::directory();
    let services: Vec<&Service> = data::data().actors.iter().flat_map(|entry| &entry.actor.services).step_by(9).collect();
    for (i, service) in services.iter().enumerate() {
        for text in service.description.values() {
            let words: Vec<&str> = text.split(' ').collect();
            let asked = words[i % words.len()];
            let query = question(asked, "nl");
            let ranges = Highlighter::new(&directory, &query, &query::run(&directory, &query)).ranges(text);
            assert!(ranges.iter().all(|[start, end]| start < end && text.get(*start..*end).is_some()), "{asked}: {text}");
            assert!(ranges.windows(2).all(|pair| pair[0][1] <= pair[1][0]), "{asked}: {text}");
        }
    }
}

#[test]
fn a_misspelt_word_is_shown_as_it_was_read() {
    let directory = small();
    for (text, written, read) in
        [("nedrlands", "nedrlands", "Nederlands"), ("Rekeninq?", "Rekeninq", "rekening"), ("muzeik", "muzeik", "muziek")]
    {
        let query = question(text, "nl");
        let answer = query::run(&directory, &query);
        assert_eq!(answer.stage, Stage::Tolerant, "{text}");
        let meant = meant(&directory, &query, &answer);
        assert_eq!(meant, [Meant { written: written.into(), read: read.into() }]);
        let corrected = highlight::corrected(text, &meant);
        assert_eq!(corrected, text.replace(written, read));
        let again = query::run(&directory, &question(&corrected, "nl"));
        assert!(again.stage == Stage::Exact && again.total > 0, "{corrected}");
    }
    for text in ["nederlands", "qqqqqqqq", ""] {
        let query = question(text, "nl");
        assert_eq!(meant(&directory, &query, &query::run(&directory, &query)), [], "{text}");
    }
}

/// What the button of "did you mean" searches for is there.
#[test]
fn what_was_meant_is_found_in_the_real_directory() {
    let directory = data::directory();
    let mut told = 0;
    for text in
        ["taalkafe", "nederlnds leren", "conversatietaffel", "moskeee", "fietsles antwrpen", "zwemen", "dutsh course", "التمرض"]
    {
        for lang in ["nl", "en", "ar"] {
            let query = question(text, lang);
            let answer = query::run(&directory, &query);
            let meant = meant(&directory, &query, &answer);
            if !meant.is_empty() {
                told += 1;
                let again = query::run(&directory, &question(&highlight::corrected(text, &meant), lang));
                assert!(again.total > 0 && again.stage == Stage::Exact, "{text}: {meant:?} {:?}", again.stage);
            }
        }
    }
    assert!(told > 3, "{told}");
}
