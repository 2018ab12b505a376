//! The real directory, held to its own rules, and to the questions it must answer.

use crate::fixture;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use welkomwijzer::compile::{self, Options, Personal, read};
use welkomwijzer::geo::Area;
use welkomwijzer::html::{self, State};
use welkomwijzer::index::Directory;
use welkomwijzer::model::{Actor, Data, Domain, Facet, ListedUnder, Region};
use welkomwijzer::query::{self, Query, rank};
use welkomwijzer::rules::{self, Severity};

static READING: LazyLock<read::Reading> = LazyLock::new(|| read::read(&fixture::root().join("data")));

/// The directory of `data/`, compiled as a page gets it.
pub fn directory() -> Directory {
    fixture::open(data())
}

pub fn data() -> &'static Data {
    &READING.data
}

#[test]
fn there_are_no_errors() {
    let errors: Vec<String> = READING.problems.iter().filter(|p| p.severity == Severity::Error).map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
    assert!(!data().actors.is_empty());
}

#[test]
fn every_text_is_there_in_every_language_of_the_directory() {
    assert!(["nl", "en"].iter().all(|lang| data().info.langs.iter().any(|l| l == lang)));
    for service in data().actors.iter().flat_map(|entry| &entry.actor.services) {
        for lang in &data().info.langs {
            assert!(service.description.contains_key(lang), "{} has no description in {lang}", service.id);
            for (field, texts) in service.texts() {
                assert_eq!(texts.contains_key(lang), texts.contains_key("nl"), "{}: {field} in {lang}", service.id);
            }
        }
    }
}

#[test]
fn no_translation_is_outdated_and_each_says_what_it_was_made_from() {
    let is_one = |message: &str| message.contains("the Dutch was changed") || message.contains("which Dutch it was made from");
    let notices: Vec<String> = READING.problems.iter().filter(|p| is_one(&p.message)).map(ToString::to_string).collect();
    assert!(notices.is_empty(), "{} translations, the first:\n{}", notices.len(), notices[..notices.len().min(10)].join("\n"));
}

#[test]
fn every_service_has_its_texts_in_every_language() {
    for service in data().actors.iter().flat_map(|e| &e.actor.services) {
        for (field, texts) in service.texts() {
            assert!(
                texts.is_empty() || ["nl", "en", "fr", "ar"].iter().all(|lang| texts.contains_key(*lang)),
                "{}: {field}",
                service.id
            );
            assert!(field != "description" || !texts.is_empty(), "{}", service.id);
            for (lang, text) in texts {
                assert!(!text.trim().is_empty(), "{}: {field} in {lang} is empty", service.id);
                let copies = texts.iter().filter(|(other, same)| *other != lang && *same == text).count();
                assert_eq!(copies, 0, "{}: {field} in {lang} is that of another language", service.id);
                let arabic = text.chars().filter(|c| ('\u{0600}'..='\u{06FF}').contains(c)).count();
                let latin = text.chars().filter(char::is_ascii_alphabetic).count();
                // A list of schools is mostly names, in any language.
                let is_right = if lang == "ar" { arabic > latin.min(20) } else { arabic < latin };
                assert!(is_right, "{}: {field} in {lang}: {text}", service.id);
            }
        }
    }
}

/// Words of a text for comparing, without names.
fn plain_words(text: &str) -> Vec<String> {
    welkomwijzer::text::tokens(text).into_iter().map(|token| token.word).collect()
}

/// Sentences carry over from nowhere: with WELKOMWIJZER_SOURCES naming a folder of the documents as text files, no text of ours shares
/// eight words in a row with any. Names and addresses are no sentences: a run of them is let pass where the record has it as such.
#[test]
fn no_sentence_is_that_of_a_source() {
    let Some(folder) = std::env::var_os("WELKOMWIJZER_SOURCES") else { return };
    let files = std::fs::read_dir(folder).expect("WELKOMWIJZER_SOURCES names no folder");
    let mut runs = std::collections::BTreeSet::new();
    for file in files.filter_map(Result::ok).filter(|f| f.path().extension().is_some_and(|e| e == "txt")) {
        let words = plain_words(&String::from_utf8_lossy(&std::fs::read(file.path()).unwrap()));
        runs.extend(words.windows(8).map(<[String]>::to_vec));
    }
    assert!(runs.len() > 10_000, "these are not the sources");
    for actor in data().actors.iter().map(|e| &e.actor) {
        let names: Vec<String> =
            [&actor.name].into_iter().chain(&actor.alternate_names).map(|n| plain_words(n).join(" ")).collect();
        for (service, (field, texts)) in actor.services.iter().flat_map(|s| s.texts().map(|t| (s, t))) {
            for (lang, text) in texts {
                for run in plain_words(text).windows(8).filter(|run| runs.contains(*run)) {
                    let run = run.join(" ");
                    assert!(
                        names.iter().any(|name| run.contains(name.as_str()) && name.contains(' ')),
                        "{}: {field} in {lang}: {run}",
                        service.id
                    );
                }
            }
        }
    }
}

/// The lexicon is not made for the queries it is measured by: with WELKOMWIJZER_QUERIES naming a file of judged queries, no phrase of
/// three words or more of it stands in the lexicon.
#[test]
fn no_phrase_of_a_judged_query_stands_in_the_lexicon() {
    let Some(file) = std::env::var_os("WELKOMWIJZER_QUERIES") else { return };
    let queries: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).expect("WELKOMWIJZER_QUERIES names no file")).unwrap();
    let mut phrases = std::collections::BTreeSet::new();
    for query in queries.as_array().unwrap() {
        phrases.extend(plain_words(query["q"].as_str().unwrap()).windows(3).map(<[String]>::to_vec));
    }
    assert!(!phrases.is_empty());
    let lexicon = &data().lexicon;
    let concepts = lexicon.concepts.iter().map(|c| (&c.id, &c.words));
    for (id, words) in concepts.chain(lexicon.values.iter().flat_map(|v| [(&v.code, &v.words), (&v.code, &v.preferences)])) {
        for phrase in words.values().flatten() {
            let found = plain_words(phrase).windows(3).any(|three| phrases.contains(three));
            assert!(!found, "{id}: {phrase}");
        }
    }
}

#[test]
fn texts_are_plain() {
    assert!(
        ["nl", "en", "fr", "ar"].iter().all(|lang| data().lexicon.plain.langs.contains_key(*lang)),
        "nothing would be looked for"
    );
    let notices: Vec<String> = READING.placed(rules::plain(data())).iter().map(ToString::to_string).collect();
    assert!(notices.is_empty(), "{}", notices.join("\n"));
}

/// How many rows each part of each table of `palim-2020` has, as printed: language, orientation, leisure, diaspora.
const ROWS: [(ListedUnder, [u32; 4]); 6] = [
    (ListedUnder::Antwerp, [10, 6, 13, 5]),
    (ListedUnder::EastFlanders, [11, 6, 4, 1]),
    (ListedUnder::FlemishBrabant, [7, 14, 6, 3]),
    (ListedUnder::Limburg, [6, 4, 1, 0]),
    (ListedUnder::WestFlanders, [4, 3, 7, 5]),
    (ListedUnder::Brussels, [13, 12, 10, 7]),
];

#[test]
fn every_printed_row_is_there_once() {
    let mut found: BTreeMap<(&str, &str, u32), Vec<&str>> = BTreeMap::new();
    for service in data().actors.iter().flat_map(|entry| &entry.actor.services) {
        for source in service.sources.iter().filter(|s| s.document == "palim-2020") {
            let (province, domain, row) =
                (source.province.expect("a table"), source.domain.expect("a part"), source.row.expect("a row"));
            found.entry((province.code(), domain.code(), row)).or_default().push(&service.id);
            assert!(!source.name.is_empty(), "{}", service.id);
        }
    }
    let mut missing = Vec::new();
    for (province, parts) in ROWS {
        for (domain, rows) in Domain::ALL.iter().zip(parts) {
            for row in 1..=rows {
                match found.remove(&(province.code(), domain.code(), row)).as_deref() {
                    Some([_]) => {}
                    other => missing.push(format!("{province} {domain} {row}: {other:?}")),
                }
            }
        }
    }
    assert!(missing.is_empty(), "each row has one service: {missing:#?}");
    assert!(found.is_empty(), "rows that were never printed: {found:?}");
    assert_eq!(ROWS.iter().flat_map(|(_, parts)| parts).sum::<u32>(), 158);
}

fn contacts(actor: &Actor) -> impl Iterator<Item = &String> {
    let of_locations = actor.locations.iter().flat_map(|l| l.emails.iter().chain(&l.phones));
    let of_services = actor.services.iter().flat_map(|s| s.emails.iter().chain(&s.phones));
    actor.emails.iter().chain(&actor.phones).chain(of_locations).chain(of_services)
}

/// Neither as written, nor as a search term, nor as people read it.
#[test]
fn contacts_that_are_a_persons_own_are_left_out() {
    let personal: Vec<&String> = data().actors.iter().flat_map(|entry| &entry.actor.personal).collect();
    assert!(!personal.is_empty(), "without any, this test tests nothing");
    let withheld = compile::compile(data(), Options::default());
    let kept = compile::compile(data(), Options { personal: Personal::Keep, ..Options::default() });
    let is_in = |blob: &[u8], text: &str| blob.windows(text.len()).any(|window| window == text.as_bytes());
    for contact in &personal {
        let shared = data().actors.iter().any(|e| !e.actor.personal.contains(contact) && contacts(&e.actor).any(|c| c == *contact));
        assert!(!shared, "{contact} is a person's own here and an office's there: the blob cannot leave it out");
        assert!(!is_in(&withheld, contact), "{contact} is in the blob");
        assert!(!is_in(&withheld, &welkomwijzer::text::phone::readable(contact)), "{contact} is in a text of the blob");
        assert!(is_in(&kept, contact), "{contact} is not in the blob that was to keep it");
    }
    let directory = Directory::open(withheld).unwrap();
    for contact in personal {
        let answer = query::run(&directory, &Query { text: contact.clone(), ..Query::default() });
        let actors = answer.hits.iter().filter_map(|hit| directory.actor(hit.actor));
        let owner = |actor: &Actor| data().actors.iter().any(|e| e.actor.id == actor.id && e.actor.personal.contains(contact));
        let exact = answer.stage == query::matching::Stage::Exact && answer.total == 1;
        assert!(!(exact && actors.into_iter().any(|actor| owner(&actor))), "{contact} still leads to its owner");
    }
}

/// What a page shows: cards in every language, and the list without scripts.
#[test]
fn contacts_that_are_a_persons_own_are_on_no_card() {
    let personal: Vec<&String> = data().actors.iter().flat_map(|entry| &entry.actor.personal).collect();
    let markup = |personal: Personal| -> String {
        let directory = Directory::open(compile::compile(data(), Options { personal, ..Options::default() })).unwrap();
        let mut markup = String::new();
        for lang in &data().info.langs {
            let state =
                State { lang: lang.clone(), langs: data().info.langs.clone(), limit: 10_000, heading_level: 2, ..State::default() };
            markup += &html::widget(&directory, &state, &query::run(&directory, &state.query()), None).into_string();
            let geel = directory.municipality("Geel").unwrap();
            markup += &html::list(&directory, geel, lang, &[]).into_string();
        }
        markup
    };
    let (withheld, kept) = (markup(Personal::Withhold), markup(Personal::Keep));
    for contact in personal {
        let readable = welkomwijzer::text::phone::readable(contact);
        for form in [contact, &readable] {
            assert!(!withheld.contains(form.as_str()), "{form} is on a card");
        }
        assert!(kept.contains(contact.as_str()) || kept.contains(&readable), "{contact} is on no card that was to show it");
    }
}

/// The ids of the first hits.
fn first(directory: &Directory, text: &str, lang: &str, municipality: Option<&str>, count: usize) -> Vec<String> {
    let viewpoint = municipality.map(|name| directory.municipality(name).expect("a municipality"));
    let query = Query { text: text.into(), lang: lang.into(), viewpoint, limit: Some(count), ..Query::default() };
    let answer = query::run(directory, &query);
    assert_eq!(answer.damaged, 0);
    answer.hits.iter().filter_map(|hit| directory.actor(hit.actor)).map(|actor| actor.id).collect()
}

/// Ids of all actors of which something holds.
fn ids(directory: &Directory, holds: impl Fn(&Actor) -> bool) -> Vec<String> {
    let actors = (0..directory.len()).filter_map(|i| directory.actor(welkomwijzer::index::ActorId::at(i)));
    actors.filter(|actor| holds(actor)).map(|actor| actor.id).collect()
}

#[test]
fn questions_of_the_first_order_are_answered() {
    let directory = directory();
    assert_eq!(first(&directory, "03 230 22 33", "nl", None, 1), ["open-school-antwerpen"]);
    assert_eq!(first(&directory, "turnhoutsebaan", "nl", None, 1), ["open-school-antwerpen"]);
    // A typing mistake, and all that are meant come before all others.
    for (typed, meant) in [("taalgarag", "taalgarage"), ("conversatietafel", "conversatietafel")] {
        let named = ids(&directory, |actor| {
            [&actor.name].into_iter().chain(&actor.alternate_names).any(|name| welkomwijzer::text::fold(name).contains(meant))
        });
        assert!(!named.is_empty(), "nobody is called {meant}");
        let mut found = first(&directory, typed, "nl", None, named.len());
        found.sort();
        assert_eq!(found, named, "{typed}");
    }
    let bruges = directory.places().municipalities[directory.municipality("Brugge").unwrap().index()].nis.clone();
    let found = first(&directory, "bruges", "en", None, 1);
    let is_of_bruges = |actor: &Actor| {
        actor.locations.iter().any(|l| l.nis.as_ref() == Some(&bruges))
            || actor.services.iter().any(|s| s.service_area.municipalities.contains(&bruges))
    };
    assert!(ids(&directory, is_of_bruges).contains(&found[0]), "{found:?} is not of Bruges");
    let found = first(&directory, "dutch course", "en", Some("Geel"), 5);
    assert!(found.iter().any(|id| id == "praatpunt-geel"), "{found:?}");
    // Words of languages that directory.toml does not list are left out of the directory.
    if data().info.langs.iter().any(|lang| lang == "ar") {
        assert!(!first(&directory, "مسجد", "ar", None, 5).is_empty());
    }
}

/// No value that is counted leads to an empty list, and the count is what one gets.
#[test]
fn every_counted_value_leads_where_it_says() {
    let directory = directory();
    for text in ["", "gent"] {
        let whole = query::run(&directory, &Query { text: text.into(), ..Query::default() });
        for counted in &whole.facets {
            // Of the 300 municipalities a few are enough.
            let step = if counted.facet == Facet::Place { 20 } else { 1 };
            for (value, count) in counted.values(&directory).step_by(step) {
                let mut query = Query { text: text.into(), limit: Some(1), ..Query::default() };
                query.filters.insert(counted.facet, vec![value.to_owned()]);
                assert_eq!(query::run(&directory, &query).stated, count, "{text:?}: {} {value}", counted.facet);
            }
        }
    }
    let all = query::run(&directory, &Query::default());
    assert_eq!((all.total, all.stated), (directory.len(), directory.len()));
    let domains = all.facets.iter().find(|f| f.facet == Facet::Domain).unwrap();
    assert_eq!((domains.values(&directory).count(), domains.unknown), (4, 0));
}

/// Every municipality has one shape, and the point for its number lies inside.
#[test]
fn the_outlines_are_those_of_the_municipalities() {
    let file = std::fs::read_to_string(fixture::root().join("data/places/outlines.svg")).unwrap();
    let quoted = |line: &str, name: &str| line.split_once(&format!(" {name}=\"")).unwrap().1.split_once('"').unwrap().0.to_owned();
    let pair = |text: &str| -> Vec<i32> {
        let spaced = text.replace('-', " -");
        spaced.split_whitespace().map(|number| number.parse().unwrap()).collect()
    };
    let shapes: Vec<&str> = file.lines().filter(|line| line.starts_with("<path")).collect();
    let ids: Vec<String> = shapes.iter().map(|line| quoted(line, "id")).collect();
    let known: Vec<&str> = data().places.municipalities.iter().map(|m| m.nis.as_str()).collect();
    assert_eq!(ids, known, "in the order of the municipalities");
    for line in shapes {
        let at = pair(&quoted(line, "data-at"));
        let mut inside = false;
        for ring in quoted(line, "d").split_terminator('z') {
            let (start, steps) = ring.strip_prefix('M').unwrap().split_once('l').unwrap();
            let mut corners = vec![pair(start)];
            for step in pair(steps).chunks(2) {
                let last = corners.last().unwrap();
                corners.push(vec![last[0] + step[0], last[1] + step[1]]);
            }
            assert!(corners.len() > 2, "{line:.40}");
            for (i, a) in corners.iter().enumerate() {
                let b = &corners[(i + 1) % corners.len()];
                let crosses = (a[1] > at[1]) != (b[1] > at[1]);
                let x = || f64::from(b[0] - a[0]) * f64::from(at[1] - a[1]) / f64::from(b[1] - a[1]) + f64::from(a[0]);
                inside ^= crosses && f64::from(at[0]) < x();
            }
        }
        assert!(inside, "the number of {line:.40} stands outside");
    }
}

/// As people write and call them: a saint in two letters, a name for short, a part of a town.
#[test]
fn places_are_understood_as_people_call_them() {
    let directory = directory();
    for (written, municipality) in [
        ("taalles st niklaas", "Sint-Niklaas"),
        ("taalles St.-Truiden", "Sint-Truiden"),
        ("cours st gilles", "Sint-Gillis"),
        ("cours berchem ste agathe", "Sint-Agatha-Berchem"),
        ("cours de néerlandais gratuit Molenbeek", "Sint-Jans-Molenbeek"),
        ("دروس هولندية مولنبيك", "Sint-Jans-Molenbeek"),
        ("cours saint josse", "Sint-Joost-ten-Node"),
        ("taalles boitsfort", "Watermaal-Bosvoorde"),
        ("taalles laken", "Brussel"),
        ("taalles borgerhout", "Antwerpen"),
        ("taalles beveren-waas", "Beveren-Kruibeke-Zwijndrecht"),
        ("molenbeek wersbeek", "Bekkevoort"),
    ] {
        let answer = query::run(&directory, &Query { text: written.into(), ..Query::default() });
        let found = answer.understood.map(|id| directory.places().municipalities[id.index()].name_in("nl").to_owned());
        assert_eq!(found.as_deref(), Some(municipality), "{written}");
    }
}

/// Who lives in Brussels is shown what is for all of Brussels with what neighbours have, before other towns.
#[test]
fn what_is_for_all_of_brussels_is_near_in_brussels() {
    let directory = directory();
    let nearness = rank::Nearness::new(&directory, directory.municipality("Anderlecht").unwrap());
    let of = |area| nearness.of(area);
    let town = |name| of(Area::Municipality(directory.municipality(name).unwrap()));
    let brussels = of(Area::Region(Region::Brussels));
    assert!(town("Anderlecht") > town("Dilbeek") && town("Dilbeek") > brussels, "it borders on Dilbeek");
    assert!(brussels > town("Machelen") && brussels > of(Area::Belgium), "and not on Machelen");
    assert_eq!(brussels, of(Area::Province(ListedUnder::Brussels)));
    assert_eq!(of(Area::Region(Region::Flanders)), 0.0);
}

/// "taalles gent": every municipality is understood behind another word, unless its name is one.
#[test]
fn names_of_municipalities_are_understood_in_a_text() {
    let directory = directory();
    let mut words = BTreeSet::new();
    for (lang, lesson) in [("nl", "taalles"), ("fr", "cours de langue"), ("ar", "دروس اللغة")] {
        for municipality in &directory.places().municipalities {
            let Some(name) = municipality.name.get(lang) else { continue };
            let query = Query { text: format!("{lesson} {name}"), lang: lang.into(), ..Query::default() };
            if query::run(&directory, &query).understood.is_none() {
                words.insert(name.as_str());
            }
        }
    }
    // Latin ones are words of a language or of the lexicon; Arabic ones have three letters, as most words have. All need an "in" before.
    let needs_more = ["As", "Forest", "Hal", "Mol", "أس", "أسه", "بري", "بوم", "بير", "جيت", "خيل", "غنت", "لير", "مول", "نيل"];
    assert_eq!(words.into_iter().collect::<Vec<_>>(), needs_more);
}
