//! Records and questions as JSON, for search engines that know nothing of ours.
//!
//! A record is `{ id, name, alternate, texts: { nl, … }, concepts, places, contact, services, facets }`: the fields to be
//! searched as text, `services` with what a hit shows, `facets` with the values to filter by. The lexicon's labels of a service's
//! concepts and codes stand in `concepts`, in all languages; its hundreds of further words, which our index shares among records,
//! would make others' several times as large.

use super::LANGS;
use super::questions::Question;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use welkomwijzer::model::{Actor, Data, Facet};

/// A record.
pub fn record(actor: &Actor, data: &Data) -> Value {
    let texts = LANGS.map(|lang| {
        let texts = actor.services.iter().flat_map(|s| s.texts().into_iter().filter_map(|(_, texts)| texts.get(lang)));
        (lang.to_owned(), Value::from(texts.map(String::as_str).collect::<Vec<_>>().join(" ")))
    });
    let mut concepts: Vec<&str> = Vec::new();
    for service in &actor.services {
        for id in &service.concepts {
            concepts.extend(data.lexicon.with_ancestors(id).iter().flat_map(|c| c.label.values()).map(String::as_str));
        }
        for facet in Facet::CODED.into_iter().filter(|f| f.is_in_values()) {
            for code in facet.stated(service) {
                concepts.extend(data.lexicon.value(facet.code(), code).iter().flat_map(|v| v.label.values()).map(String::as_str));
            }
        }
    }
    let mut places: Vec<&str> =
        actor.locations.iter().flat_map(|l| [&l.city, &l.postal_code]).flatten().map(String::as_str).collect();
    let nis = actor.locations.iter().flat_map(|l| &l.nis).chain(actor.services.iter().flat_map(|s| &s.service_area.municipalities));
    for nis in nis.collect::<BTreeSet<_>>() {
        places.extend(data.places.municipality(nis).iter().flat_map(|m| m.name.values()).map(String::as_str));
    }
    let mut contact: Vec<&str> = actor.emails.iter().chain(&actor.website).map(String::as_str).collect();
    contact.extend(actor.locations.iter().flat_map(|l| &l.address_1).map(String::as_str));
    let phones = actor.phones.iter().chain(actor.locations.iter().flat_map(|l| &l.phones));
    contact.extend(phones.map(String::as_str));
    let services = actor.services.iter().map(|s| {
        let description = s.description.iter().map(|(lang, text)| (lang.clone(), Value::from(text.as_str())));
        json!({ "id": s.id, "domain": s.domain.code(), "description": Value::Object(description.collect()) })
    });
    json!({
        "id": actor.id,
        "name": actor.name,
        "alternate": actor.alternate_names.join(" "),
        "texts": Value::Object(texts.into_iter().collect()),
        "concepts": each_once(concepts).join(" "),
        "places": each_once(places).join(" "),
        "contact": contact.join(" "),
        "services": services.collect::<Vec<_>>(),
        "facets": facets(actor, data),
    })
}

/// Values of each facet, of any service.
fn facets(actor: &Actor, data: &Data) -> Value {
    let facets = Facet::ALL.iter().map(|&facet| {
        let values: BTreeSet<&str> = actor
            .services
            .iter()
            .flat_map(|service| match facet {
                Facet::Place => service.service_area.municipalities.iter().map(String::as_str).collect(),
                Facet::Concept => {
                    let ids = service.concepts.iter().flat_map(|id| data.lexicon.with_ancestors(id));
                    ids.map(|concept| concept.id.as_str()).collect()
                }
                coded => coded.stated(service),
            })
            .collect();
        (facet.code().to_owned(), Value::from(values.into_iter().collect::<Vec<_>>()))
    });
    Value::Object(facets.collect())
}

fn each_once(all: Vec<&str>) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    all.into_iter().filter(|text| seen.insert(*text)).collect()
}

/// A question.
pub fn question(question: &Question) -> Value {
    let filters = question.filters.iter().map(|(facet, value)| (facet.code().to_owned(), json!([value])));
    json!({
        "kind": question.kind.name(),
        "text": question.text,
        "lang": question.lang,
        "filters": Value::Object(filters.collect()),
        "expected": question.expected,
    })
}

/// Every text of an actor that is searched.
pub fn written(actor: &Actor) -> impl Iterator<Item = &str> {
    let names = std::iter::once(&actor.name).chain(&actor.alternate_names);
    let contacts = actor.emails.iter().chain(&actor.website);
    let locations = actor.locations.iter().flat_map(|l| [&l.name, &l.address_1, &l.city].into_iter().flatten());
    let texts = actor.services.iter().flat_map(|s| s.texts().into_iter().flat_map(|(_, texts)| texts.values()));
    names.chain(contacts).chain(locations).chain(texts).map(String::as_str)
}
