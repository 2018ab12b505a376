//! Which terms a service is found by, and in which field each stands.
//!
//! Document expansion: the words of a service's concepts, in every language, are terms of the service, so that a question in any
//! language finds a record written in any; and of Dutch compounds their parts ([`Compounds`]). Words that never decide are left out of
//! texts and lexicon words; in names they stay ("De Rand").

use super::compounds::Compounds;
use crate::index::known::Labels;
use crate::index::terms::{Collected, Fields, Group, Part};
use crate::model::{Actor, Concept, Data, Facet, LEADING, Location, Service, Texts, Words};
use crate::rules;
use crate::text::{self, phone};
use std::collections::BTreeMap;

/// Collects the terms of all services.
pub(super) fn collect(actors: &[Actor], data: &Data, labels: &Labels) -> Collected {
    let mut collected = Collected::default();
    let compounds = Compounds::new(data, labels);
    let services: Vec<(&Actor, &Service)> = actors.iter().flat_map(|a| a.services.iter().map(move |s| (a, s))).collect();
    for (id, (actor, service)) in (0..).zip(&services) {
        own(actor, service, data, labels, &compounds, &mut |term, field| collected.add(term, id, field));
    }
    let members = |shared: &Shared<'_>| {
        let mut fields: BTreeMap<Fields, Vec<u32>> = BTreeMap::new();
        for (id, (actor, service)) in (0..).zip(&services) {
            if let Some(field) = (shared.field)(actor, service) {
                fields.entry(field).or_default().push(id);
            }
        }
        fields.into_iter().collect::<Vec<_>>()
    };
    let (concepts, others): (Vec<Shared<'_>>, Vec<Shared<'_>>) = shared(data).partition(|shared| shared.is_concept);
    // A concept keeps its position even where (in a part of the directory) nobody has it; no word leads there.
    let groups: Vec<(Group, bool)> = concepts.iter().map(members).map(|m| (collected.concept(m.clone()), m.is_empty())).collect();
    for (shared, (group, _)) in concepts.iter().zip(groups).filter(|(_, (_, is_empty))| !is_empty) {
        shared.each_term(labels, &compounds, &mut |term, part| collected.add_to_group(term, group, part));
    }
    for shared in &others {
        let fields = members(shared);
        if !fields.is_empty() {
            let group = collected.group(fields);
            shared.each_term(labels, &compounds, &mut |term, _| collected.add_to_group(term, group, Part::Word));
        }
    }
    collected.drop_repeated();
    collected
}

/// Calls back for every term of a service with its field: its own, and those it shares. The oracle of the tests walks the same list.
pub fn of_service(
    actor: &Actor,
    service: &Service,
    data: &Data,
    labels: &Labels,
    compounds: &Compounds,
    add: &mut impl FnMut(&str, Fields),
) {
    own(actor, service, data, labels, compounds, add);
    for shared in shared(data) {
        if let Some(field) = (shared.field)(actor, service) {
            shared.each_term(labels, compounds, &mut |term, _| add(term, field));
        }
    }
}

/// The field in which a service has shared words; none if it does not share them.
type FieldOf<'a> = dyn Fn(&Actor, &Service) -> Option<Fields> + 'a;

/// Words that services share because they share a concept, a code or a place.
struct Shared<'a> {
    words: Vec<(Option<&'a str>, &'a str)>,
    /// Of several words together: whether they are one term, and not one each.
    phrases: Phrases,
    field: Box<FieldOf<'a>>,
    is_concept: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phrases {
    Words,
    Whole,
}

impl Shared<'_> {
    /// Every term; stop words of a word's language are left out, in names of places they stay, and in phrases. A term that is part of a
    /// phrase may be a word of its own as well.
    fn each_term(&self, labels: &Labels, compounds: &Compounds, add: &mut dyn FnMut(&str, Part)) {
        for (lang, written) in &self.words {
            let tokens = text::tokens(written);
            if self.phrases == Phrases::Whole && tokens.len() > 1 {
                add(&text::phrase(tokens.iter().map(text::Token::word)), Part::Word);
                continue;
            }
            let tells = |token: &&text::Token| lang.is_none_or(|lang| !labels.is_stopword(lang, token.word()));
            let part = if tokens.iter().filter(tells).count() > 1 { Part::Phrase } else { Part::Word };
            for token in tokens.iter().filter(tells) {
                let terms = if lang.is_none() { token.terms() } else { token.text_terms() };
                terms.iter().for_each(|term| add(term, part));
                if *lang == Some(LEADING) {
                    compounds.head(&token.word).iter().for_each(|term| add(term, Part::Phrase));
                }
            }
        }
    }
}

/// First the concepts that are used, in the order of `Labels`, so that a group of the index is known to be the words of which one.
fn shared(data: &Data) -> impl Iterator<Item = Shared<'_>> {
    let used = rules::used_concepts(data);
    let (first, rest): (Vec<&Concept>, Vec<&Concept>) = data.lexicon.concepts.iter().partition(|c| used.contains(c.id.as_str()));
    let concepts = first.into_iter().chain(rest).map(move |concept| {
        // What nobody offers is answered by those who offer the next wider thing: whose diploma counts for nothing here is helped best
        // where one is helped to work.
        let answered_by = data.lexicon.with_ancestors(&concept.id).into_iter().find(|c| used.contains(c.id.as_str()));
        let field = move |_: &Actor, service: &Service| {
            let answered_by = &answered_by?.id;
            let is_above = |id: &String| data.lexicon.with_ancestors(id).iter().any(|c| c.id == *answered_by);
            if service.concepts.contains(&concept.id) {
                Some(Fields::CONCEPT)
            } else {
                service.concepts.iter().any(is_above).then_some(Fields::WIDER)
            }
        };
        Shared {
            words: in_words(Some(&concept.label), &concept.words),
            phrases: Phrases::Words,
            field: Box::new(field),
            is_concept: true,
        }
    });
    let values = data.lexicon.values.iter().flat_map(|value| {
        let facet = Facet::from_code(&value.table);
        let words = [
            (in_words(Some(&value.label), &value.words), Phrases::Words, Fields::VALUE),
            (in_words(None, &value.preferences), Phrases::Whole, Fields::PREFERENCE),
        ];
        words.into_iter().filter(|(words, _, _)| !words.is_empty()).filter_map(move |(words, phrases, field)| {
            let facet = facet?;
            let states = move |service: &Service| facet.stated(service).contains(&value.code.as_str());
            Some(Shared { words, phrases, field: Box::new(move |_, service| states(service).then_some(field)), is_concept: false })
        })
    });
    let municipalities = data.places.municipalities.iter().map(|municipality| {
        let nis = &municipality.nis;
        let field = move |actor: &Actor, service: &Service| {
            let is_here =
                service.service_area.municipalities.contains(nis) || service.places(actor).any(|l| l.nis.as_ref() == Some(nis));
            is_here.then_some(Fields::PLACE)
        };
        Shared { words: in_names(&municipality.name), phrases: Phrases::Words, field: Box::new(field), is_concept: false }
    });
    let areas = data.places.areas.iter().map(|(code, names)| {
        let field = move |_: &Actor, service: &Service| {
            let area = &service.service_area;
            let province = area.provinces.iter().any(|p| *code == format!("province.{p}"));
            (province || area.regions.iter().any(|r| *code == format!("region.{r}"))).then_some(Fields::PLACE)
        };
        Shared { words: in_names(names), phrases: Phrases::Words, field: Box::new(field), is_concept: false }
    });
    concepts.chain(values).chain(municipalities).chain(areas)
}

/// The terms of a service's own words.
fn own(actor: &Actor, service: &Service, data: &Data, labels: &Labels, compounds: &Compounds, add: &mut impl FnMut(&str, Fields)) {
    let mut every = |written: &str, field: Fields| {
        for token in text::tokens(written) {
            for term in token.terms() {
                add(&term, field);
            }
        }
    };
    every(&actor.name, Fields::NAME);
    for name in &actor.alternate_names {
        every(name, Fields::ALTERNATE);
    }
    // Terms of networks' lists, in English.
    let english = Fields::text(data.info.langs.iter().position(|l| l == "en").unwrap_or(usize::MAX));
    for part in &actor.fields {
        every(part, english);
    }
    for location in service.places(actor) {
        for part in [&location.city, &location.postal_code].into_iter().flatten() {
            every(part, Fields::PLACE);
        }
        for name in district(location, data).into_iter().flat_map(Texts::values) {
            every(name, Fields::PLACE);
        }
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
        add(&phone::term(number), Fields::CONTACT);
    }
    // What is offered. How to get in and what else to know are read when one is there, for whom it is are codes: their words would be 5 kB
    // of the first directory, and answered nothing better.
    for (_, texts) in service.texts().into_iter().filter(|(field, _)| *field == "description") {
        for (lang, written) in texts {
            let position = data.info.langs.iter().position(|l| l == lang).unwrap_or(usize::MAX);
            for token in text::tokens(written).iter().filter(|t| !labels.is_stopword(lang, t.word())) {
                let parts = if lang == LEADING { compounds.parts(&token.word) } else { Vec::new() };
                for term in token.text_terms().iter().chain(&parts) {
                    add(term, Fields::text(position));
                }
            }
        }
    }
}

/// Label and words of a lexicon entry, each with its language: of all languages, since people type in any, whatever the directory shows.
fn in_words<'a>(label: Option<&'a Texts>, words: &'a Words) -> Vec<(Option<&'a str>, &'a str)> {
    let labels = label.into_iter().flat_map(|label| label.iter());
    let words = words.iter().flat_map(|(lang, words)| words.iter().map(move |word| (lang, word)));
    labels.chain(words).map(|(lang, word)| (Some(lang.as_str()), word.as_str())).collect()
}

/// Names of a place, in which no word is a stop word.
fn in_names(names: &Texts) -> Vec<(Option<&str>, &str)> {
    names.values().map(|name| (None, name.as_str())).collect()
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
