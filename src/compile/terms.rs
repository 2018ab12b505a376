//! Which terms a service is found by, and in which field each stands.
//!
//! Document expansion: the words of a service's concepts, in every language, are terms of the service, so that a question in any
//! language finds a record written in any. Words that never decide are left out of texts and lexicon words; in names they stay ("De
//! Rand").

use crate::geo::Area;
use crate::index::known::Labels;
use crate::index::terms::{Collected, Fields};
use crate::model::{Actor, Data, Facet, Location, Service, Texts, Words};
use crate::text::{self, phone};

use super::areas_of;

/// Collects the terms of all services.
pub(super) fn collect(actors: &[Actor], data: &Data, labels: &Labels) -> Collected {
    let mut collected = Collected::new();
    let mut service_id = 0;
    for actor in actors {
        for service in &actor.services {
            let mut add = |term: &str, field: Fields| {
                let fields = collected.entry(term.to_owned()).or_default().entry(service_id).or_default();
                *fields = fields.and(field);
            };
            of_service(actor, service, data, labels, &mut add);
            service_id += 1;
        }
    }
    collected
}

/// Calls back for every term of a service with its field. The oracle of the tests walks the same list.
pub fn of_service(actor: &Actor, service: &Service, data: &Data, labels: &Labels, add: &mut impl FnMut(&str, Fields)) {
    let mut every = |written: &str, field: Fields| {
        for token in text::tokens(written) {
            for term in &token.terms {
                add(term, field);
            }
        }
    };
    every(&actor.name, Fields::NAME);
    for name in &actor.alternate_names {
        every(name, Fields::ALTERNATE);
    }
    for place in places(actor, service, data) {
        every(place, Fields::PLACE);
    }
    for location in service.places(actor) {
        for part in [&location.name, &location.address_1].into_iter().flatten() {
            every(part, Fields::CONTACT);
        }
    }
    let emails = actor.emails.iter().chain(&service.emails).chain(service.places(actor).flat_map(|l| &l.emails));
    let websites = actor.website.iter().chain(&service.website).map(String::as_str).map(host);
    for address in emails.map(String::as_str).chain(websites) {
        every(address, Fields::CONTACT);
    }
    let phones = actor.phones.iter().chain(&service.phones).chain(service.places(actor).flat_map(|l| &l.phones));
    for number in phones {
        for term in phone::terms(number) {
            add(&term, Fields::CONTACT);
        }
    }
    let mut deciding = |lang: &str, written: &str, field: Fields| {
        for token in text::tokens(written).iter().filter(|t| !labels.is_stopword(lang, t.word())) {
            for term in &token.terms {
                add(term, field);
            }
        }
    };
    for id in &service.concepts {
        for (height, concept) in data.lexicon.with_ancestors(id).into_iter().enumerate() {
            let field = if height == 0 { Fields::CONCEPT } else { Fields::WIDER };
            for (lang, words) in in_words(&concept.label, &concept.words) {
                deciding(lang, words, field);
            }
        }
    }
    for facet in Facet::CODED.into_iter().filter(|f| f.is_in_values()) {
        for value in facet.stated(service).into_iter().filter_map(|code| data.lexicon.value(facet.code(), code)) {
            for (lang, words) in in_words(&value.label, &value.words) {
                deciding(lang, words, Fields::VALUE);
            }
        }
    }
    for (_, texts) in service.texts() {
        for (lang, written) in texts {
            let position = data.info.langs.iter().position(|l| l == lang).unwrap_or(usize::MAX);
            deciding(lang, written, Fields::text(position));
        }
    }
}

/// Label and words of a lexicon entry, each with its language.
fn in_words<'a>(label: &'a Texts, words: &'a Words) -> impl Iterator<Item = (&'a str, &'a str)> {
    let labels = label.iter().map(|(lang, text)| (lang.as_str(), text.as_str()));
    labels.chain(words.iter().flat_map(|(lang, words)| words.iter().map(|word| (lang.as_str(), word.as_str()))))
}

/// Every name of every place that a service is given in or meant for.
fn places<'a>(actor: &'a Actor, service: &'a Service, data: &'a Data) -> Vec<&'a str> {
    let mut names: Vec<&str> = Vec::new();
    let mut municipality = |nis: &str| {
        let found = data.places.municipality(nis);
        names.extend(found.into_iter().flat_map(|m| m.name.values()).map(String::as_str));
    };
    for area in areas_of(&service.service_area, &data.places) {
        if let Area::Municipality(id) = area
            && let Some(found) = data.places.municipalities.get(id.index())
        {
            municipality(&found.nis);
        }
    }
    for location in service.places(actor) {
        if let Some(nis) = &location.nis {
            municipality(nis);
        }
    }
    for location in service.places(actor) {
        names.extend(location.city.as_deref());
        names.extend(location.postal_code.as_deref());
        names.extend(district(location, data).into_iter().flat_map(Texts::values).map(String::as_str));
    }
    let wider = |code: String| data.places.areas.iter().find(move |(c, _)| *c == code).map(|(_, names)| names);
    let area = &service.service_area;
    let provinces = area.provinces.iter().map(|p| format!("province.{p}"));
    let regions = area.regions.iter().map(|r| format!("region.{r}"));
    for texts in provinces.chain(regions).filter_map(wider) {
        names.extend(texts.values().map(String::as_str));
    }
    names
}

/// The names of the part of a municipality that a location lies in, by city and postcode.
fn district<'a>(location: &Location, data: &'a Data) -> Option<&'a Texts> {
    let (city, postcode) = (location.city.as_ref()?, location.postal_code.as_ref());
    let folded = text::fold(city);
    let of_postcode = data.places.names.iter().filter(|p| postcode.is_none_or(|code| *code == p.postcode));
    of_postcode.filter(|p| p.name.values().any(|name| text::fold(name) == folded)).map(|p| &p.name).next()
}

/// The host of a web address, which people remember: `www.geel.be`.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}
