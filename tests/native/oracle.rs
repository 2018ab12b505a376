//! A search so simple that it cannot be wrong walks the plain records and must agree with the index.
//!
//! It knows no dictionary, no postings, no columns: for each service it has the list of its terms and holds every word of the question
//! against each. It shares with the program only the road from text to words (`text::tokens`), the list of a service's terms
//! (`compile::service_terms`) and the records. Places in the text are not its business: its questions are taken literally, what a place
//! changes stands in `tests/cases/search.toml`. The order of hits is not its business, but for what must hold of any: stated before
//! unknown, ended last, and by distance if that is what to sort by. `WELKOMWIJZER_ORACLE=20000 cargo test --test native oracle` looks at more than the usual 300 directories.

use crate::fixture::{self, texts};
use crate::generator::chance::Random;
use std::collections::{BTreeMap, BTreeSet};
use welkomwijzer::compile;
use welkomwijzer::geo::{Area, MunicipalityId, closeness, distance_km};
use welkomwijzer::index::terms::Fields;
use welkomwijzer::index::{ActorId, Directory};
use welkomwijzer::model::{
    Actor, Concept, Data, Domain, Facet, ListedUnder, Location, Places, Region, Service, Source, Status, ValueEntry, Words,
};
use welkomwijzer::query::matching::Stage;
use welkomwijzer::query::{self, Answer, Certainty, Query, Sort};
use welkomwijzer::text;

/// A service with everything that decides whether it is found.
struct Row<'a> {
    actor: usize,
    position: usize,
    service: &'a Service,
    terms: BTreeSet<String>,
    /// Those of them that ask for one of its codes beside something else.
    preferences: BTreeSet<String>,
}

/// What must be found: membership, totals and counts.
#[derive(PartialEq, Debug, Default)]
struct Expected {
    stage: Stage,
    ignored: usize,
    /// Per actor: how surely, and the positions of the services that match.
    actors: BTreeMap<usize, (Certainty, BTreeSet<usize>)>,
    facets: BTreeMap<&'static str, (BTreeMap<String, usize>, usize)>,
}

struct Word {
    written: String,
    terms: Vec<String>,
    stem: String,
    beginnings: Vec<String>,
    decides: bool,
    unfinished: bool,
    place: bool,
    number: bool,
    preference: bool,
}

fn search(data: &Data, directory: &Directory, query: &Query) -> Expected {
    let rows = rows(data, directory);
    let (mut words, ignored) = words(data, query);
    let of_actor = |entry: &welkomwijzer::model::Entry| {
        let names = [&entry.actor.name].into_iter().chain(&entry.actor.alternate_names);
        names.flat_map(|name| text::tokens(name)).flat_map(|token| token.terms()).collect::<BTreeSet<String>>()
    };
    let names: Vec<BTreeSet<String>> = data.actors.iter().map(of_actor).collect();
    mark_preferences(&mut words, &rows.iter().flat_map(|row| &row.preferences).map(String::as_str).collect(), &names);
    cut_compounds(&mut words, &rows);
    let reach = |row: &Row<'_>| query.viewpoint.is_none_or(|from| is_within_reach(row, from, &data.places));
    let (stage, found) = matching(&rows, &words, &reach);
    let mut expected = Expected { stage, ignored, ..Expected::default() };
    let chosen: Vec<Facet> = Facet::ALL.iter().copied().filter(|f| query.filters.get(f).is_some_and(|v| !v.is_empty())).collect();
    for row in found.iter().filter(|row| chosen.iter().all(|&facet| stands(row, facet, query, data) != Some(false))) {
        let is_stated = chosen.iter().all(|&facet| stands(row, facet, query, data) == Some(true));
        let certainty = if is_stated { Certainty::Stated } else { Certainty::Unknown };
        let actor = expected.actors.entry(row.actor).or_insert((certainty, BTreeSet::new()));
        actor.0 = actor.0.min(certainty);
        actor.1.insert(row.position);
    }
    for &facet in Facet::ALL {
        let others = |row: &&&Row<'_>| chosen.iter().all(|&other| other == facet || stands(row, other, query, data) != Some(false));
        let counted: Vec<&&Row<'_>> = found.iter().filter(others).collect();
        let actors_with = |has: &dyn Fn(&Row<'_>) -> bool| {
            counted.iter().filter(|row| has(row)).map(|row| row.actor).collect::<BTreeSet<_>>().len()
        };
        let unknown = actors_with(&|row| !is_known(row, facet));
        let all: BTreeSet<String> = counted.iter().flat_map(|row| values(row, facet, data)).collect();
        let counts =
            all.into_iter().map(|value| (value.clone(), actors_with(&|row| values(row, facet, data).contains(&value)))).collect();
        expected.facets.insert(facet.code(), (counts, unknown));
    }
    expected
}

fn rows<'a>(data: &'a Data, directory: &Directory) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    let compounds = compile::Compounds::new(data, directory.labels());
    for (actor, entry) in data.actors.iter().enumerate() {
        for (position, service) in entry.actor.services.iter().enumerate() {
            let (mut terms, mut preferences) = (BTreeSet::new(), BTreeSet::new());
            compile::service_terms(&entry.actor, service, data, directory.labels(), &compounds, &mut |term: &str, field| {
                terms.insert(term.to_owned());
                if field == Fields::PREFERENCE {
                    preferences.insert(term.to_owned());
                }
            });
            rows.push(Row { actor, position, service, terms, preferences });
        }
    }
    rows
}

/// The first 32 words, each once; stop words of the visitor's language decide only when there is nothing else, and so do those of the
/// language that the text looks more like: two at least, and more than of the visitor's.
fn words(data: &Data, query: &Query) -> (Vec<Word>, usize) {
    let lang = if data.info.langs.contains(&query.lang) { query.lang.as_str() } else { "nl" };
    let tokens = text::tokens(&query.text);
    let ignored = tokens.len().saturating_sub(32);
    let last = tokens.len().saturating_sub(1 + ignored);
    let mut words: Vec<Word> = Vec::new();
    for (i, token) in tokens.into_iter().take(32).enumerate() {
        let unfinished = ignored == 0 && i == last;
        if let Some(same) = words.iter_mut().find(|word| word.written == token.word) {
            same.unfinished |= unfinished;
        } else {
            let (mut terms, stem) = (token.terms(), token.text_terms()[0].clone());
            if token.number {
                terms.extend(text::phone::with_zone(&token.word));
            }
            let mut beginnings = vec![token.word.clone()];
            beginnings.extend(text::stem::beginnings(&token.word));
            words.push(Word {
                written: token.word,
                terms,
                stem,
                beginnings,
                decides: true,
                unfinished,
                place: false,
                number: token.number,
                preference: false,
            });
        }
    }
    let is_among = |list: &Words, lang: &str, word: &Word| {
        list.get(lang).is_some_and(|listed| listed.iter().any(|s| text::fold(s) == word.written))
    };
    let is_stop = |lang: &str, word: &Word| is_among(&data.lexicon.stopwords, lang, word);
    let count = |lang: &str| words.iter().filter(|word| is_stop(lang, word)).count();
    let mut langs = vec![lang];
    let likest = data.lexicon.stopwords.keys().max_by_key(|other| count(other));
    langs.extend(likest.filter(|other| count(other) >= 2 && count(other) > count(lang)).map(String::as_str));
    let stops: Vec<bool> = words.iter().map(|word| langs.iter().any(|lang| is_stop(lang, word))).collect();
    if stops.contains(&false) {
        words.iter_mut().zip(stops).for_each(|(word, stop)| word.decides = !stop);
        let is_person = |word: &Word| langs.iter().any(|lang| is_among(&data.lexicon.people, lang, word));
        if words.iter().any(|word| word.decides && !is_person(word)) {
            words.iter_mut().filter(|word| is_person(word)).for_each(|word| word.decides = false);
        }
    }
    (words, ignored)
}

/// A word that stands nowhere becomes the two parts of it that do.
fn cut_compounds(words: &mut Vec<Word>, rows: &[Row<'_>]) {
    let exists = |part: &str| text::stem::stems(part).iter().any(|stem| rows.iter().any(|row| row.terms.contains(stem)));
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        let is_misspelt = |term: &String| {
            let letters: Vec<char> = term.chars().collect();
            allowed_in_stem(word) > 0
                && !word.stem.starts_with(term.as_str())
                && distance(&word.stem, &letters) <= allowed_in_stem(word)
        };
        let stands = |row: &Row<'_>| is_there(word, row) || row.terms.iter().any(is_misspelt);
        let may_be = words.len() < 32 && word.decides && !word.number && !rows.iter().any(stands);
        let cut = text::compound::cuts(&word.written).find(|(first, second)| may_be && exists(first) && exists(second));
        let mut parts = Vec::new();
        if let Some((first, second)) = cut {
            for (part, unfinished) in [(first, false), (second, word.unfinished)] {
                if words.iter().all(|word| word.written != part) {
                    let token = &text::tokens(part)[0];
                    let mut beginnings = vec![part.to_owned()];
                    beginnings.extend(text::stem::beginnings(part));
                    parts.push(Word {
                        written: part.to_owned(),
                        terms: token.terms(),
                        stem: token.text_terms()[0].clone(),
                        beginnings,
                        decides: true,
                        unfinished,
                        place: false,
                        number: false,
                        preference: false,
                    });
                }
            }
            let count = parts.len();
            words.splice(at..=at, parts);
            at += count;
        } else {
            at += 1;
        }
    }
}

/// Phrases of up to four words that are in nobody's names become one word, the longest first. A preference decides only when there is
/// nothing else.
fn mark_preferences(words: &mut Vec<Word>, known: &BTreeSet<&str>, names: &[BTreeSet<String>]) {
    for length in [4, 3, 2] {
        let mut first = 0;
        while first + length <= words.len() {
            let span = &words[first..first + length];
            let phrase: String = span.iter().map(|word| format!(" {}", word.written)).collect();
            let is_of_a_name = names.iter().any(|names| span.iter().all(|word| names.contains(&word.written)));
            if known.contains(phrase.as_str()) && !is_of_a_name && span.iter().all(|word| !word.preference) {
                let (terms, stem) = (vec![phrase.clone()], phrase.clone());
                let beginnings = Vec::new();
                let one = Word {
                    written: phrase,
                    terms,
                    stem,
                    beginnings,
                    decides: true,
                    unfinished: false,
                    place: false,
                    number: false,
                    preference: true,
                };
                words.splice(first..first + length, [one]);
            }
            first += 1;
        }
    }
    for word in words.iter_mut().filter(|word| word.decides && !word.preference) {
        word.preference = word.terms.iter().any(|term| known.contains(term.as_str()));
    }
    let is_alone = !words.iter().any(|word| word.decides && !word.preference);
    for word in words.iter_mut().filter(|word| word.preference) {
        (word.decides, word.preference) = (is_alone, !is_alone);
    }
}

/// Whether a word is there as typed: one of its terms, or, if it may be unfinished, the beginning of one.
fn is_there(word: &Word, row: &Row<'_>) -> bool {
    let begins = |term: &String| word.unfinished && word.beginnings.iter().any(|beginning| term.starts_with(beginning.as_str()));
    row.terms.iter().any(|term| word.terms.contains(term) || begins(term))
}

/// As many edits as the length of a word allows.
fn allowed(letters: usize) -> usize {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The same in its stem, which must keep three letters, four for two mistakes.
fn allowed_in_stem(word: &Word) -> usize {
    let written = allowed(word.written.chars().count());
    match word.stem.chars().count() {
        0..3 => 0,
        3 => written.min(1),
        _ => written,
    }
}

/// In which forms typing mistakes are looked for, how many, and whether the form may be the beginning of a word: as it is written, and the
/// stem.
fn forms(word: &Word) -> Vec<(&str, usize, bool)> {
    let forms = [(word.written.as_str(), allowed(word.written.chars().count())), (word.stem.as_str(), allowed_in_stem(word))];
    let forms = forms.into_iter().skip(usize::from(word.written == word.stem));
    forms.map(|(form, most)| (form, most, word.unfinished && form.len() + 1 >= word.written.len())).collect()
}

fn is_heard(word: &Word, spellings: &[String], row: &Row<'_>) -> bool {
    let begins = word.unfinished && word.stem.len() + 1 >= word.written.len();
    let is = |term: &String, spelling: &String| term == spelling || (begins && term.starts_with(spelling.as_str()));
    row.terms.iter().any(|term| spellings.iter().any(|spelling| is(term, spelling)))
}

/// Whether a word is there with so many typing mistakes. One that exists is no beginning.
fn is_near(word: &Word, row: &Row<'_>, edits: usize, exists: bool) -> bool {
    forms(word).into_iter().filter(|(_, most, _)| edits <= *most).any(|(form, _, begins)| {
        row.terms.iter().any(|term| {
            let letters: Vec<char> = term.chars().collect();
            let from = if begins && !exists { 0 } else { letters.len() };
            (from..=letters.len()).any(|length| distance(form, &letters[..length]) <= edits)
        })
    })
}

/// Optimal string alignment, the whole table.
fn distance(a: &str, b: &[char]) -> usize {
    let a: Vec<char> = a.chars().collect();
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            table[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let mut best = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                    best = best.min(table[i - 2][j - 2] + 1);
                }
                best
            };
        }
    }
    table[a.len()][b.len()]
}

fn matching<'r, 'a>(rows: &'r [Row<'a>], words: &[Word], reach: &dyn Fn(&Row<'_>) -> bool) -> (Stage, Vec<&'r Row<'a>>) {
    let exists = |word: &Word| rows.iter().any(|row| is_there(word, row));
    // What is forgiven where a word does not exist: one slip of the ear and one edit; if neither leads anywhere two slips, and if those do
    // not either, two edits.
    let forgiven: Vec<(Vec<String>, Option<usize>)> = words
        .iter()
        .map(|word| {
            let near = |edits| rows.iter().any(|row| is_near(word, row, edits, false));
            let heard = |slips| {
                let spellings = text::phonetic::spellings(&word.stem, slips);
                if rows.iter().any(|row| is_heard(word, &spellings, row)) { spellings } else { Vec::new() }
            };
            if exists(word) || word.number || word.place || allowed(word.written.chars().count()) == 0 {
                return (Vec::new(), None);
            }
            let (once, near_once) = (heard(1), near(1));
            if near_once || !once.is_empty() {
                return (once, near_once.then_some(1));
            }
            let twice = heard(2);
            let edits = (twice.is_empty() && near(2)).then_some(2);
            (twice, edits)
        })
        .collect();
    let is_guessed = |i: usize| !forgiven[i].0.is_empty() || forgiven[i].1.is_some();
    let heard: Vec<&Vec<String>> = forgiven.iter().map(|(heard, _)| heard).collect();
    let first: Vec<Option<usize>> = forgiven.iter().map(|(_, edits)| *edits).collect();
    let deciding: Vec<usize> = (0..words.len()).filter(|&i| words[i].decides).collect();
    let has_word = |row: &Row<'_>, i: usize, edits: &[Option<usize>]| {
        is_there(&words[i], row)
            || is_heard(&words[i], heard[i], row)
            || edits[i].is_some_and(|edits| is_near(&words[i], row, edits, exists(&words[i])))
    };
    let has_all = |row: &&Row<'_>, edits: &[Option<usize>]| deciding.iter().all(|&i| has_word(row, i, edits));
    // A place decides nothing; without another word everything is there.
    let mut edits = first.clone();
    let sure = rows.iter().filter(|row| has_all(row, &first)).count();
    let near = rows.iter().filter(|row| has_all(row, &first) && reach(row)).count();
    let mut stage = if deciding.iter().any(|&i| is_guessed(i)) { Stage::Tolerant } else { Stage::Exact };
    // Few with the only word, and it may be meant otherwise: fewer than 3 if it is written so anywhere, than 20 if only its stem is there.
    let few = |word: &Word| {
        let is = |term: &String| *term == word.written || (word.unfinished && term.starts_with(&word.written));
        match rows.iter().any(|row| row.terms.iter().any(is)) {
            true if word.stem.chars().count() >= 5 => 3,
            false if word.written.chars().count() >= 5 => 20,
            _ => 0,
        }
    };
    if let [only] = deciding[..]
        && sure < few(&words[only])
        && exists(&words[only])
        && !words[only].number
    {
        edits[only] = Some(1);
        if sure == 0 {
            stage = if rows.iter().any(|row| has_all(&row, &edits)) { Stage::Tolerant } else { Stage::Partial };
        }
    } else if sure == 0 {
        stage = Stage::Partial;
    }
    let mut counting: Vec<usize> = (0..words.len()).filter(|&i| words[i].decides || words[i].place).collect();
    if !rows.iter().any(|row| counting.iter().any(|&i| has_word(row, i, &edits))) {
        counting = (0..words.len()).filter(|&i| words[i].preference).collect();
    }
    let has = |row: &Row<'_>| counting.iter().filter(|&&i| has_word(row, i, &edits)).count();
    let enough = rows.iter().map(has).max().unwrap_or(0).div_ceil(2).max(1);
    let found = rows.iter().filter(|row| has_all(row, &edits) || (near < 20 && has(row) >= enough)).collect();
    (if rows.is_empty() && words.is_empty() { Stage::Exact } else { stage }, found)
}

/// Whether a service is as near as what is online: by its area, or half as near as the table it is listed under.
fn is_within_reach(row: &Row<'_>, from: MunicipalityId, places: &Places) -> bool {
    let area = &row.service.service_area;
    let municipality =
        |nis: &String| MunicipalityId::at(places.municipalities.iter().position(|m| m.nis == *nis).unwrap()).unwrap();
    let areas = area.municipalities.iter().map(|nis| Area::Municipality(municipality(nis)));
    let areas = areas.chain(area.provinces.iter().map(|&province| Area::Province(province)));
    let areas = areas.chain(area.regions.iter().map(|&region| Area::Region(region)));
    let areas = areas.chain(area.belgium.then_some(Area::Belgium)).chain(area.online.then_some(Area::Online));
    let near = areas.map(|area| closeness(area, from, places)).reduce(f32::max);
    near.unwrap_or_else(|| 0.5 * closeness(Area::Province(row.service.listed_under), from, places)) >= 0.3
}

/// The values of a facet. A concept brings those above it, an area every municipality it covers.
fn values(row: &Row<'_>, facet: Facet, data: &Data) -> BTreeSet<String> {
    let area = &row.service.service_area;
    match facet {
        Facet::Place => {
            let is_covered = |m: &&welkomwijzer::model::Municipality| {
                area.belgium
                    || area.online
                    || area.municipalities.contains(&m.nis)
                    || area.provinces.contains(&m.listed_under)
                    || area.regions.contains(&m.listed_under.region())
            };
            data.places.municipalities.iter().filter(is_covered).map(|m| m.nis.clone()).collect()
        }
        Facet::Concept => {
            let mut ids: BTreeSet<String> = BTreeSet::new();
            let mut next = row.service.concepts.clone();
            while let Some(id) = next.pop() {
                next.extend(data.lexicon.concepts.iter().filter(|c| c.id == id).filter_map(|c| c.parent.clone()));
                ids.insert(id);
            }
            ids
        }
        coded => coded.stated(row.service).into_iter().map(str::to_owned).collect(),
    }
}

/// Whether a service has a chosen value; `None` is unknown, which is not no.
fn stands(row: &Row<'_>, facet: Facet, query: &Query, data: &Data) -> Option<bool> {
    let stated = values(row, facet, data);
    let chosen = query.filters.get(&facet)?;
    is_known(row, facet).then(|| chosen.iter().any(|value| stated.contains(value)))
}

/// Whether a service states anything. A province none of whose municipalities we have is an area all the same.
fn is_known(row: &Row<'_>, facet: Facet) -> bool {
    let area = &row.service.service_area;
    match facet {
        Facet::Place => {
            area.belgium || area.online || !(area.municipalities.is_empty() && area.provinces.is_empty() && area.regions.is_empty())
        }
        coded => !coded.stated(row.service).is_empty(),
    }
}

/// Where a service is given: its addresses, else the municipalities it is for.
fn given_in<'a>(actor: &'a Actor, service: &'a Service) -> BTreeSet<&'a str> {
    let addresses: BTreeSet<&str> = service.places(actor).filter_map(|l| l.nis.as_deref()).collect();
    if addresses.is_empty() { service.service_area.municipalities.iter().map(String::as_str).collect() } else { addresses }
}

/// How many of the actors found have a service that was found in a municipality.
fn in_place(nis: &str, expected: &Expected, data: &Data) -> u32 {
    let is_there = |actor: &usize, services: &BTreeSet<usize>| {
        let actor = &data.actors[*actor].actor;
        services.iter().any(|&position| given_in(actor, &actor.services[position]).contains(nis))
    };
    expected.actors.iter().filter(|(actor, (_, services))| is_there(actor, services)).count() as u32
}

/// Sorted by distance, no hit is farther than the next one that is as sure and as alive; of equally far ones the better stands first.
fn by_distance(answer: &Answer, query: &Query, data: &Data) {
    let Some(from) = query.viewpoint.filter(|_| query.sort == Sort::Nearest) else { return };
    let here = &data.places.municipalities[from.index()];
    let kilometres = |nis: &str| {
        let there = data.places.municipalities.iter().find(|m| m.nis == nis).unwrap();
        distance_km((here.lat, here.lon), (there.lat, there.lon))
    };
    let chosen: Vec<Facet> = Facet::ALL.iter().copied().filter(|f| query.filters.get(f).is_some_and(|v| !v.is_empty())).collect();
    let rank = |hit: &query::Hit| {
        let actor = &data.actors[hit.actor.index()].actor;
        let of_service = |&position: &usize| {
            let service = &actor.services[position];
            let row = Row { actor: hit.actor.index(), position, service, terms: BTreeSet::new(), preferences: BTreeSet::new() };
            let is_sure = chosen.iter().all(|&facet| stands(&row, facet, query, data) == Some(true));
            let ended = actor.status == Status::Ended || service.status == Status::Ended;
            let distance = given_in(actor, service).into_iter().map(kilometres).fold(f32::INFINITY, f32::min);
            // Metres, so that it can be compared; what is nowhere is farther than anything.
            (!is_sure, ended, if distance.is_finite() { (distance * 1000.0) as u32 } else { u32::MAX })
        };
        hit.services.iter().map(of_service).min().unwrap()
    };
    for pair in answer.hits.windows(2) {
        let (one, next) = (&pair[0], &pair[1]);
        assert!(rank(one) <= rank(next), "a nearer one stands behind: {:?} before {:?}", rank(one), rank(next));
        if rank(one) == rank(next) {
            assert!(
                one.score > next.score || (one.score == next.score && one.actor < next.actor),
                "of equally near ones the better is first"
            );
        }
    }
}

/// What the program found, in the same form; the order is checked on the way.
fn found(answer: &Answer, query: &Query, data: &Data, directory: &Directory) -> Expected {
    let mut expected = Expected { stage: answer.stage, ignored: answer.words_ignored, ..Expected::default() };
    for hit in &answer.hits {
        let again = expected.actors.insert(hit.actor.index(), (hit.certainty, hit.services.iter().copied().collect()));
        assert_eq!(again, None, "an actor stands twice among the hits");
    }
    let ended = |hit: &query::Hit| {
        let actor = &data.actors[hit.actor.index()].actor;
        hit.services.iter().all(|&p| actor.status == Status::Ended || actor.services[p].status == Status::Ended)
    };
    let order: Vec<Certainty> = answer.hits.iter().map(|hit| hit.certainty).collect();
    assert!(order.is_sorted(), "an unknown one stands before a stated one: {order:?}");
    // With filters, the services that state what is asked speak for the actor, and only they.
    if query.filters.is_empty() {
        let hits: Vec<bool> = answer.hits.iter().map(ended).collect();
        let last_running = hits.iter().rposition(|ended| !ended);
        let first_ended = hits.iter().position(|&ended| ended);
        assert!(
            first_ended.is_none_or(|ended| last_running.is_none_or(|running| running < ended)),
            "ended ones stand last: {hits:?}"
        );
    }
    by_distance(answer, query, data);
    for counted in &answer.facets {
        let values: BTreeMap<String, usize> = counted.values(directory).map(|(value, count)| (value.to_owned(), count)).collect();
        assert_eq!(values.len(), counted.values(directory).count(), "a value of {} stands twice", counted.facet);
        expected.facets.insert(counted.facet.code(), (values, counted.unknown));
    }
    expected
}

#[test]
fn the_index_agrees_with_the_simplest_search() {
    let directories = std::env::var("WELKOMWIJZER_ORACLE").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    for seed in 0..directories {
        let mut random = Random(seed);
        // Small ones first: what fails there can be read. Some have more services than a word has bits.
        let actors = if seed % 20 == 19 { 70 } else { 1 + (seed / 40).min(5) as usize };
        let data = directory(&mut random, actors);
        let opened = fixture::open(&data);
        for _ in 0..4 {
            let query = question(&mut random, &data);
            let answer = query::run(&opened, &Query { limit: Some(usize::MAX), ..query.clone() });
            let expected = search(&data, &opened, &query);
            assert_eq!(
                found(&answer, &query, &data, &opened),
                expected,
                "seed {seed}: {query:?}\n{:#?}",
                data.actors.iter().map(|e| &e.actor).collect::<Vec<_>>()
            );
            let stated = expected.actors.values().filter(|(certainty, _)| *certainty == Certainty::Stated).count();
            let counts: Vec<u32> = data.places.municipalities.iter().map(|m| in_place(&m.nis, &expected, &data)).collect();
            assert_eq!(query::count_sites(&opened, &query), counts, "seed {seed}: {query:?}");
            let totals = (answer.total, answer.stated, answer.unknown, answer.damaged);
            assert_eq!(totals, (expected.actors.len(), stated, expected.actors.len() - stated, 0), "seed {seed}: {query:?}");
            let page = query::run(&opened, &Query { limit: Some(2), offset: 1, ..query.clone() });
            assert_eq!(page.hits, answer.hits.iter().skip(1).take(2).cloned().collect::<Vec<_>>(), "a page is a part of the whole");
            assert_eq!((page.total, &page.facets), (answer.total, &answer.facets), "totals are those of the whole");
            let uncounted = query::run(&opened, &Query { uncounted: true, ..query });
            let nothing_else = query::Answer { facets: answer.facets.clone(), hits: answer.hits.clone(), ..uncounted.clone() };
            assert!(uncounted.facets.is_empty() && nothing_else == answer && answer.hits.starts_with(&uncounted.hits));
        }
        for (i, entry) in data.actors.iter().enumerate() {
            assert_eq!(opened.actor(ActorId::at(i)).as_ref(), Some(&entry.actor), "records come back as they were");
            assert_eq!(opened.find(&entry.actor.id), Some(ActorId::at(i)));
        }
    }
}

/// Words over three letters, so that they collide, begin alike and are a typing mistake apart.
fn word(random: &mut Random) -> String {
    let length = *random.one_of(&[1, 2, 3, 3, 4, 4, 5, 5, 6, 7, 8, 9, 10]);
    match random.below(16) {
        2 => (*random.one_of(&["aabbccabbcca", "abcaenbcab", "kab", "kaph", "cabs", "qucab", "xab"])).to_owned(),
        0 => (*random.one_of(&["والدرس", "درس", "الهولندية", "هولندية", "للنساء"])).to_owned(),
        1 => (*random.one_of(&["café", "in-aba", "l'aba", "2440", "03 230 22 33"])).to_owned(),
        _ => (0..length).map(|_| *random.one_of(&['a', 'b', 'c'])).collect(),
    }
}

/// A word with one or two slips.
fn misspelt(random: &mut Random, word: &str) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    for _ in 0..=random.below(2) {
        let at = random.below(letters.len());
        match random.below(4) {
            0 if letters.len() > 1 => drop(letters.remove(at)),
            1 => letters.insert(at, 'b'),
            2 if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => letters[at] = 'c',
        }
    }
    letters.into_iter().collect()
}

fn phrase(random: &mut Random, pool: &[String], most: usize) -> String {
    (0..1 + random.below(most)).map(|_| random.one_of(pool).clone()).collect::<Vec<_>>().join(" ")
}

const TABLES: [(&str, [&str; 3]); 6] = [
    ("audience", ["women", "youth", "refugees"]),
    ("cost", ["free", "paid", "low"]),
    ("level", ["none", "some", "good"]),
    ("language", ["nl", "fr", "ar"]),
    ("registration", ["needed", "not-needed", "call"]),
    ("format", ["in-person", "online-course", "written"]),
];

/// Concepts of a directory: two chains and one alone.
const CONCEPTS: [(&str, Option<&str>); 5] =
    [("buddy", Some("meet")), ("course", Some("learn")), ("learn", Some("meet")), ("meet", None), ("sport", None)];

pub fn directory(random: &mut Random, actors: usize) -> Data {
    let pool: Vec<String> = (0..4 + random.below(12)).map(|_| word(random)).collect();
    let mut data = fixture::base();
    let words = |random: &mut Random| -> Words {
        [("nl".to_owned(), vec![phrase(random, &pool, 2)]), ("fr".to_owned(), vec![random.one_of(&pool).clone()])].into()
    };
    for (id, parent) in CONCEPTS {
        let label = texts(&[("nl", random.one_of(&pool).as_str())]);
        data.lexicon.concepts.push(Concept {
            id: id.into(),
            parent: parent.map(str::to_owned),
            label,
            words: words(random),
            ..Concept::default()
        });
    }
    for (table, codes) in TABLES {
        for code in codes {
            let label = texts(&[("nl", random.one_of(&pool).as_str())]);
            let preferences = if random.one_in(2) { words(random) } else { Words::new() };
            data.lexicon.values.push(ValueEntry {
                table: table.into(),
                code: code.into(),
                label,
                preferences,
                ..ValueEntry::default()
            });
        }
    }
    for lang in ["nl", "fr"] {
        let words = random.some_of(&pool, 3).into_iter().filter(|word| !word.contains(['-', '\'', ' '])).collect();
        data.lexicon.stopwords.insert(lang.into(), words);
        data.lexicon.people.insert(lang.into(), random.some_of(&pool, 2));
    }
    data.actors = (0..actors).map(|i| fixture::entry(actor(random, &pool, &data.places, i))).collect();
    data
}

fn actor(random: &mut Random, pool: &[String], places: &Places, number: usize) -> Actor {
    let id = format!("actor-{number:03}");
    let location = |random: &mut Random, id: &str| Location {
        id: id.into(),
        city: (!random.one_in(4)).then(|| (*random.one_of(&["Geel", "Borgerhout", "Gent"])).to_owned()),
        postal_code: random.one_in(2).then(|| (*random.one_of(&["2440", "2140"])).to_owned()),
        address_1: random.one_in(3).then(|| format!("{} 12", random.one_of(pool))),
        nis: random.one_in(2).then(|| random.one_of(&places.municipalities).nis.clone()),
        ..Location::default()
    };
    Actor {
        name: phrase(random, pool, 3),
        alternate_names: random.some_of(pool, 1),
        status: if random.one_in(6) { Status::Ended } else { Status::Unknown },
        phones: if random.one_in(4) { vec!["+3232302233".into()] } else { Vec::new() },
        emails: if random.one_in(4) { vec![format!("info@{}.be", random.one_of(&["aba", "cab"]))] } else { Vec::new() },
        locations: vec![location(random, "one"), location(random, "two")],
        services: (0..1 + random.below(3)).map(|i| service(random, pool, places, &id, i)).collect(),
        id,
        ..Actor::default()
    }
}

fn service(random: &mut Random, pool: &[String], places: &Places, actor: &str, number: usize) -> Service {
    let codes = |random: &mut Random, table: usize, most: usize| -> Vec<String> {
        let known: Vec<String> = TABLES[table].1.iter().map(|&code| code.to_owned()).collect();
        random.some_of(&known, most)
    };
    let mut service = blank(actor, &number.to_string(), *random.one_of(Domain::ALL));
    service.status = if random.one_in(5) { Status::Ended } else { Status::Unknown };
    service.listed_under = *random.one_of(ListedUnder::ALL);
    service.description = texts(&[("nl", &phrase(random, pool, 4)), ("fr", &phrase(random, pool, 2))]);
    if random.one_in(3) {
        service.access = texts(&[("nl", random.one_of(pool).as_str())]);
    }
    service.audience = codes(random, 0, 2);
    service.cost.kind = codes(random, 1, 1).pop();
    service.level = codes(random, 2, 1).pop();
    service.languages = codes(random, 3, 3);
    service.registration = codes(random, 4, 1).pop();
    service.format = codes(random, 5, 2);
    service.concepts = random.some_of(&CONCEPTS.map(|(id, _)| id.to_owned()), 2);
    service.locations = random.some_of(&["one".to_owned(), "two".to_owned()], 2);
    let area = &mut service.service_area;
    match random.below(6) {
        0 => {}
        1 | 2 => area.municipalities = random.some_of(&places.municipalities.iter().map(|m| m.nis.clone()).collect::<Vec<_>>(), 3),
        3 => area.provinces = random.some_of(ListedUnder::ALL, 2),
        4 => area.regions = random.some_of(Region::ALL, 2),
        _ => {
            area.belgium = random.one_in(2);
            area.online = random.one_in(2);
            area.municipalities = vec!["13008".into()];
            area.provinces = random.some_of(ListedUnder::ALL, 1);
        }
    }
    service
}

/// A service of which nothing is known.
pub fn blank(actor: &str, key: &str, domain: Domain) -> Service {
    Service {
        sources: vec![Source { document: "proef".into(), name: "Proef".into(), as_of: Some("2020".into()), ..Source::default() }],
        ..Service::new(format!("{actor}/{key}"), domain, ListedUnder::Antwerp)
    }
}

pub fn question(random: &mut Random, data: &Data) -> Query {
    let pool: Vec<String> = data
        .actors
        .iter()
        .flat_map(|entry| {
            entry.actor.name.split(' ').chain(entry.actor.services[0].description.values().flat_map(|text| text.split(' ')))
        })
        .chain(data.lexicon.concepts.iter().flat_map(|c| c.words.values().flatten()).map(String::as_str))
        .chain(data.lexicon.values.iter().flat_map(|v| v.preferences.values().flatten()).map(String::as_str))
        .chain(["geel", "gand", "antw", "2440", "0323", "2302233", "info", "provincie"])
        .map(str::to_owned)
        .collect();
    let words = if random.one_in(40) { 30 + random.below(12) } else { random.below(4) };
    let mut text: Vec<String> = Vec::new();
    for _ in 0..words {
        let from = random.one_of(&pool).clone();
        text.push(match random.below(6) {
            0 | 1 if !from.is_empty() => misspelt(random, &from),
            2 => from.chars().take(1 + random.below(from.chars().count())).collect(),
            3 => word(random),
            _ => from,
        });
    }
    let mut query = Query {
        text: text.join(" "),
        lang: (*random.one_of(&["nl", "fr", "ar", "xx"])).to_owned(),
        literal: true,
        ..Query::default()
    };
    query.viewpoint = random.one_in(2).then(|| MunicipalityId::at(random.below(data.places.municipalities.len())).unwrap());
    query.sort = *random.one_of(Sort::ALL);
    while random.one_in(2) {
        let facet = *random.one_of(Facet::ALL);
        let mut values: Vec<String> = match facet {
            Facet::Domain => Domain::ALL.iter().map(|d| d.code().to_owned()).collect(),
            Facet::Place => data.places.municipalities.iter().map(|m| m.nis.clone()).collect(),
            Facet::Concept => CONCEPTS.map(|(id, _)| id.to_owned()).into(),
            coded => {
                TABLES.iter().find(|(table, _)| *table == coded.code()).map(|(_, codes)| codes.map(str::to_owned).into()).unwrap()
            }
        };
        values.push("nobody-has-this".into());
        query.filters.insert(facet, random.some_of(&values, 3));
    }
    query
}
