//! Behaviour as data: each line of `tests/cases` is one case, and one function per area runs them all.

use crate::fixture::{self, Folder, texts};
use crate::oracle::blank;
use std::collections::BTreeSet;
use toml::{Table, Value};
use welkomwijzer::compile::read;
use welkomwijzer::geo::Gazetteer;
use welkomwijzer::model::{
    Actor, Concept, Data, Domain, Facet, ListedUnder, Location, Region, Service, Status, Texts, ValueEntry, Words,
};
use welkomwijzer::query::matching::Stage;
use welkomwijzer::query::{self, Certainty, Query, Sort};
use welkomwijzer::text;

fn file(name: &str) -> Table {
    let path = fixture::root().join("tests/cases").join(name);
    std::fs::read_to_string(path).unwrap().parse().unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn cases<'a>(file: &'a Table, name: &str) -> impl Iterator<Item = &'a Table> {
    file[name].as_array().unwrap().iter().map(|case| case.as_table().unwrap())
}

fn string<'a>(table: &'a Table, key: &str) -> Option<&'a str> {
    table.get(key).map(|value| value.as_str().unwrap_or_else(|| panic!("{key} must be text")))
}

fn strings(table: &Table, key: &str) -> Vec<String> {
    let list = table.get(key).map(|value| value.as_array().unwrap_or_else(|| panic!("{key} must be a list")));
    list.into_iter().flatten().map(|value| value.as_str().unwrap().to_owned()).collect()
}

/// A key nobody reads is a case that tests nothing.
fn only_known_keys(table: &Table, known: &str) {
    let unknown = table.keys().find(|key| !known.split_whitespace().any(|k| k == *key));
    assert_eq!(unknown, None, "unknown key in a case: {table:?}");
}

// ---- search -----------------------------------------------------------------------------------------------------------------

#[test]
fn search() {
    let file = file("search.toml");
    let lexicon = with_lexicon(&file);
    let wrong: Vec<String> = cases(&file, "search").filter_map(|case| search_case(case, lexicon.clone()).err()).collect();
    assert!(wrong.is_empty(), "{} cases:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

fn with_lexicon(file: &Table) -> Data {
    let by_language = |table: &Table, key: &str| -> Texts {
        table
            .get(key)
            .and_then(Value::as_table)
            .into_iter()
            .flatten()
            .map(|(lang, text)| (lang.clone(), text.as_str().unwrap().to_owned()))
            .collect()
    };
    let lists = |table: &Table, key: &str| -> Words {
        let words = table.get(key).and_then(Value::as_table);
        words.into_iter().flat_map(|words| words.keys().map(|lang| (lang.clone(), strings(words, lang)))).collect()
    };
    let mut data = fixture::base();
    for (id, table) in file["concept"].as_table().unwrap() {
        let table = table.as_table().unwrap();
        let parent = string(table, "parent").map(str::to_owned);
        data.lexicon.concepts.push(Concept {
            id: id.clone(),
            parent,
            label: by_language(table, "label"),
            words: lists(table, "words"),
            ..Concept::default()
        });
    }
    data.lexicon.concepts.sort_by(|a, b| a.id.cmp(&b.id));
    for (name, codes) in file["value"].as_table().unwrap() {
        for (code, table) in codes.as_table().unwrap() {
            let table = table.as_table().unwrap();
            data.lexicon.values.push(ValueEntry {
                table: name.clone(),
                code: code.clone(),
                label: by_language(table, "label"),
                words: lists(table, "words"),
                preferences: lists(table, "preferences"),
            });
        }
    }
    for (name, list) in [("stopwords", &mut data.lexicon.stopwords), ("people", &mut data.lexicon.people)] {
        let table = file[name].as_table().unwrap();
        *list = table.keys().map(|lang| (lang.clone(), strings(table, lang))).collect();
    }
    data
}

fn search_case(case: &Table, mut data: Data) -> Result<(), String> {
    only_known_keys(case, "why records query lang municipality sort filters found order first not_found unknown stage ignored");
    let why = case["why"].as_str().unwrap();
    let gazetteer = Gazetteer::new(&data.places);
    let nis = |name: &str| {
        data.places.municipalities[gazetteer.find(name).unwrap_or_else(|| panic!("{name} is no place of the fixture")).id.index()]
            .nis
            .clone()
    };
    let records = case["records"].as_array().unwrap();
    let mut actors: Vec<Actor> = records.iter().enumerate().map(|(i, record)| actor(record, i, &nis)).collect();
    actors.sort_by(|a, b| a.id.cmp(&b.id));
    data.actors = actors.into_iter().map(fixture::entry).collect();
    let directory = fixture::open(&data);
    let filters = case.get("filters").and_then(Value::as_table);
    let query = Query {
        text: string(case, "query").unwrap_or("").to_owned(),
        lang: string(case, "lang").unwrap_or("nl").to_owned(),
        viewpoint: string(case, "municipality").map(|name| directory.municipality(name).unwrap()),
        sort: string(case, "sort").map_or(Sort::Best, |code| Sort::from_code(code).unwrap()),
        filters: filters
            .into_iter()
            .flat_map(|f| f.keys().map(|facet| (Facet::from_code(facet).unwrap(), strings(f, facet))))
            .collect(),
        ..Query::default()
    };
    let answer = query::run(&directory, &query);
    let name = |hit: &query::Hit| directory.actor(hit.actor).unwrap().name;
    let names: Vec<String> = answer.hits.iter().map(name).collect();
    let unknown: Vec<String> = answer.hits.iter().filter(|hit| hit.certainty == Certainty::Unknown).map(name).collect();
    let set = |names: &[String]| names.iter().cloned().collect::<BTreeSet<_>>();
    let stage = match answer.stage {
        Stage::Exact => "exact",
        Stage::Tolerant => "tolerant",
        Stage::Partial => "partial",
    };
    let mut wrong = Vec::new();
    let mut hold = |what: &str, holds: bool| {
        if !holds {
            wrong.push(what.to_owned());
        }
    };
    hold("found", !case.contains_key("found") || set(&strings(case, "found")) == set(&names));
    hold("order", !case.contains_key("order") || strings(case, "order") == names);
    hold("first", string(case, "first").is_none_or(|first| names.first().is_some_and(|n| n == first)));
    hold("not_found", strings(case, "not_found").iter().all(|n| !names.contains(n)));
    hold("unknown", set(&strings(case, "unknown")) == set(&unknown) && answer.unknown == unknown.len());
    hold("stage", string(case, "stage").is_none_or(|wanted| wanted == stage));
    hold("ignored", case.get("ignored").map_or(0, |n| n.as_integer().unwrap()) == answer.words_ignored as i64);
    hold("total", answer.total == names.len() && answer.damaged == 0);
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(format!(
            "{why}\n  not as said: {}\n  found ({stage}) {names:?}, unknown {unknown:?}\n  case {case:?}",
            wrong.join(", ")
        ))
    }
}

fn actor(record: &Value, number: usize, nis: &impl Fn(&str) -> String) -> Actor {
    let bare = Table::new();
    let (table, name) = match record {
        Value::String(name) => (&bare, name.as_str()),
        table => (table.as_table().unwrap(), table["name"].as_str().unwrap()),
    };
    let of_service = "text domain concepts audience cost languages area ended listed_under";
    only_known_keys(table, &format!("name alternates services city postcode street phones emails website {of_service}"));
    let id = format!("actor-{number:02}");
    let place = ["city", "postcode", "street"].iter().any(|key| table.contains_key(*key));
    let location = || Location {
        id: "here".into(),
        city: string(table, "city").map(str::to_owned),
        postal_code: string(table, "postcode").map(str::to_owned),
        address_1: string(table, "street").map(str::to_owned),
        nis: string(table, "city").map(nis),
        ..Location::default()
    };
    let services: Vec<&Table> = match table.get("services") {
        Some(several) => {
            several.as_array().unwrap().iter().map(|s| s.as_table().unwrap()).inspect(|s| only_known_keys(s, of_service)).collect()
        }
        None => vec![table],
    };
    Actor {
        name: name.to_owned(),
        alternate_names: strings(table, "alternates"),
        website: string(table, "website").map(str::to_owned),
        emails: strings(table, "emails"),
        phones: strings(table, "phones").iter().map(|phone| text::phone::e164(phone).unwrap()).collect(),
        locations: if place { vec![location()] } else { Vec::new() },
        services: services.iter().enumerate().map(|(i, table)| service(table, &id, i, place, nis)).collect(),
        id,
        ..Actor::default()
    }
}

fn service(table: &Table, actor: &str, number: usize, place: bool, nis: &impl Fn(&str) -> String) -> Service {
    let domain = string(table, "domain").map_or(Domain::Language, |code| Domain::from_code(code).unwrap());
    let mut service = blank(actor, &number.to_string(), domain);
    match table.get("text") {
        Some(Value::Table(several)) => {
            service.description = several.iter().map(|(lang, text)| (lang.clone(), text.as_str().unwrap().to_owned())).collect()
        }
        Some(dutch) => service.description = texts(&[("nl", dutch.as_str().unwrap())]),
        None => {}
    }
    service.concepts = strings(table, "concepts");
    service.audience = strings(table, "audience");
    service.languages = strings(table, "languages");
    service.cost.kind = string(table, "cost").map(str::to_owned);
    service.locations = if place { vec!["here".into()] } else { Vec::new() };
    if let Some(code) = string(table, "listed_under") {
        service.listed_under = ListedUnder::from_code(code).unwrap();
    }
    if table.get("ended").is_some_and(|ended| ended.as_bool().unwrap()) {
        service.status = Status::Ended;
    }
    for written in strings(table, "area") {
        let area = &mut service.service_area;
        match written.as_str() {
            "belgium" => area.belgium = true,
            "online" => area.online = true,
            other => match (other.strip_prefix("province.").and_then(ListedUnder::from_code), Region::from_code(other)) {
                (Some(province), _) => area.provinces.push(province),
                (_, Some(region)) => area.regions.push(region),
                _ => area.municipalities.push(nis(other)),
            },
        }
    }
    service.service_area.municipalities.sort();
    service
}

// ---- text -------------------------------------------------------------------------------------------------------------------

#[test]
fn text_to_terms() {
    let file = file("text.toml");
    for case in cases(&file, "fold") {
        only_known_keys(case, "why from to");
        for from in strings(case, "from") {
            assert_eq!(text::fold(&from), case["to"].as_str().unwrap(), "{}: {from:?}", case["why"]);
        }
    }
    for case in cases(&file, "tokens") {
        only_known_keys(case, "why text words");
        let found: Vec<String> = text::tokens(case["text"].as_str().unwrap()).iter().map(|token| token.terms().join("/")).collect();
        assert_eq!(found, strings(case, "words"), "{}", case["why"]);
    }
}

// ---- check ------------------------------------------------------------------------------------------------------------------

#[test]
fn check() {
    let file = file("check.toml");
    let shared = ["plain", "stopwords"].map(|name| (format!("lexicon/{name}.toml"), string(&file, name).unwrap()));
    let wrong: Vec<String> = cases(&file, "check").filter_map(|case| check_case(case, &shared).err()).collect();
    assert!(wrong.is_empty(), "{} cases:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

fn check_case(case: &Table, shared: &[(String, &str)]) -> Result<(), String> {
    only_known_keys(case, "why file text problems some");
    let folder = Folder::copy_of(&fixture::root().join("tests/golden/data"), "case");
    for (file, text) in shared {
        std::fs::write(folder.0.join(file), text).unwrap();
    }
    let path = folder.0.join(string(case, "file").unwrap_or("actors/antwerp/proefhuis.toml"));
    std::fs::write(&path, case["text"].as_str().unwrap()).unwrap();
    let place = format!("{}:", path.display());
    let problems = read::read(&folder.0).problems;
    let found: Vec<String> = problems.iter().filter_map(|p| p.to_string().strip_prefix(&place).map(str::to_owned)).collect();
    let expected = strings(case, "problems");
    let all_named = expected.iter().all(|wanted| found.iter().any(|problem| problem.starts_with(wanted.as_str())));
    // Unless only some are said, there are no others.
    let no_others =
        case.contains_key("some") || found.iter().all(|problem| expected.iter().any(|wanted| problem.starts_with(wanted.as_str())));
    if all_named && no_others { Ok(()) } else { Err(format!("{}\n  expected {expected:#?}\n  found {found:#?}", case["why"])) }
}
