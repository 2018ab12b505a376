//! Data → blob.
//!
//! * [`compile`] turns the model into bytes, on every target; [`Options`] says what goes in.
//! * [`read`] reads data files, with line numbers, native only.
//!
//! `query` never looks in here, and this never at `query`: what they agree on stands in `index`.

mod compounds;
mod slice;
mod terms;

#[cfg(not(target_arch = "wasm32"))]
pub mod read;

use crate::blob;
use crate::geo::{Area, MunicipalityId};
use crate::index::columns::{self, ActorRow, ServiceRow};
use crate::index::known::{self, Labels};
use crate::index::{records, terms as dictionary};
use crate::model::{Actor, Data, Facet, LEADING, ListedUnder, Places, Serves, Service, ServiceArea, Status};
use crate::rules;
use crate::text;

pub use compounds::Compounds;
pub use slice::Slice;
pub use terms::of_service as service_terms;

/// What goes into a blob.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// Which part of the directory.
    pub slice: Slice,
    /// What happens to mailboxes and mobiles that are a person's own.
    pub personal: Personal,
}

/// Mailboxes and mobiles that are a person's own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Personal {
    /// Left out.
    #[default]
    Withhold,
    /// Kept, marked.
    Keep,
}

/// The blob of a directory. The same data gives the same bytes on every machine.
#[must_use]
pub fn compile(data: &Data, options: Options) -> Vec<u8> {
    let labels = known::labels(
        &data.lexicon,
        &data.info.langs,
        {
            let used = rules::used_concepts(data);
            move |id| used.contains(id)
        },
        |table, code| rules::is_used(data, table, code),
    );
    let actors: Vec<Actor> = data
        .actors
        .iter()
        .filter_map(|entry| {
            let mut actor = entry.actor.clone();
            without_outdated(&mut actor, entry);
            only_languages(&mut actor, &data.info.langs);
            slice::cut(&mut actor, options.slice, &data.places);
            if options.personal == Personal::Withhold {
                withhold(&mut actor);
            }
            actor.date_sources(&data.documents);
            for source in actor.services.iter_mut().flat_map(|s| &mut s.sources) {
                // Repairs by judgement are for stewards (`check`, the export); a page would carry 3 kB that nobody sees.
                source.guesses.clear();
            }
            (!actor.services.is_empty()).then_some(actor)
        })
        .collect();
    let rows: Vec<ActorRow> = actors.iter().map(|actor| row(actor, data, &labels)).collect();
    blob::write(&[
        blob::encode(&data.info),
        records::write(&actors),
        dictionary::write(&terms::collect(&actors, data, &labels)),
        columns::write(&rows),
        known::write_places(&data.places),
        blob::encode(&labels),
        blob::encode(&data.messages),
    ])
}

/// Takes out translations made from other Dutch than there is now: the widget shows the Dutch instead and says so.
fn without_outdated(actor: &mut Actor, entry: &crate::model::Entry) {
    for (service, from) in actor.services.iter_mut().zip(&entry.translated_from) {
        let outdated: Vec<String> = rules::outdated(service, from).map(str::to_owned).collect();
        for (_, texts) in service.texts_mut() {
            texts.retain(|lang, _| !outdated.contains(lang));
        }
    }
}

/// Takes out texts in languages the directory does not show (yet).
fn only_languages(actor: &mut Actor, langs: &[String]) {
    for service in &mut actor.services {
        for (_, texts) in service.texts_mut() {
            texts.retain(|lang, _| langs.contains(lang));
        }
    }
}

/// Takes out contacts that are a person's own; notes it where nothing else remains.
fn withhold(actor: &mut Actor) {
    if actor.personal.is_empty() {
        return;
    }
    let personal = std::mem::take(&mut actor.personal);
    let keep = |contacts: &mut Vec<String>| contacts.retain(|c| !personal.contains(c));
    for contacts in [&mut actor.emails, &mut actor.phones] {
        keep(contacts);
    }
    for location in &mut actor.locations {
        keep(&mut location.emails);
        keep(&mut location.phones);
    }
    for service in &mut actor.services {
        keep(&mut service.emails);
        keep(&mut service.phones);
    }
    let parts = actor.locations.iter().map(|l| (&l.emails, &l.phones)).chain(actor.services.iter().map(|s| (&s.emails, &s.phones)));
    let mut all = parts.chain([(&actor.emails, &actor.phones)]);
    actor.withheld = all.all(|(emails, phones)| emails.is_empty() && phones.is_empty());
}

fn row(actor: &Actor, data: &Data, labels: &Labels) -> ActorRow {
    ActorRow {
        completeness: completeness(actor),
        name_words: u8::try_from(text::tokens(&actor.name).len()).unwrap_or(u8::MAX),
        services: actor.services.iter().map(|service| service_row(actor, service, data, labels)).collect(),
    }
}

/// How much a visitor can do with a record: can one call, write, read more, go there? 0 to 255.
fn completeness(actor: &Actor) -> u8 {
    let locations = || actor.locations.iter();
    let services = || actor.services.iter();
    let phone = !actor.phones.is_empty() || locations().any(|l| !l.phones.is_empty()) || services().any(|s| !s.phones.is_empty());
    let email = !actor.emails.is_empty() || locations().any(|l| !l.emails.is_empty()) || services().any(|s| !s.emails.is_empty());
    let website = actor.website.is_some() || services().any(|s| s.website.is_some());
    let address = locations().any(|l| l.address_1.is_some());
    51 * [true, phone, email, website, address].into_iter().map(u8::from).sum::<u8>()
}

fn service_row(actor: &Actor, service: &Service, data: &Data, labels: &Labels) -> ServiceRow {
    let mut row = ServiceRow {
        ended: service.status == Status::Ended || actor.status == Status::Ended,
        serves: u8::try_from(Serves::ALL.iter().position(|&s| s == actor.serves_with(service)).unwrap_or(0)).unwrap_or(0),
        words: u8::try_from(words(service)).unwrap_or(u8::MAX),
        concepts: u8::try_from(each_once(service.concepts.iter().filter(|id| data.lexicon.concept(id).is_some())).len())
            .unwrap_or(u8::MAX),
        listed_under: u8::try_from(ListedUnder::ALL.iter().position(|&l| l == service.listed_under).unwrap_or(0)).unwrap_or(0),
        ..ServiceRow::default()
    };
    for (facet, values) in Facet::CODED.iter().zip(&mut row.values) {
        *values = each_once(codes(*facet, service, data).into_iter().filter_map(|code| labels.position(*facet, code)));
    }
    row.areas = each_once(areas_of(&service.service_area, &data.places).into_iter().map(Area::number));
    row
}

/// Values in their order, the second of two alike left out.
fn each_once<T: PartialEq>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut once = Vec::new();
    for value in values {
        if !once.contains(&value) {
            once.push(value);
        }
    }
    once
}

/// Words of a service's text in the leading language.
fn words(service: &Service) -> usize {
    service.texts().iter().filter_map(|(_, texts)| texts.get(LEADING)).map(|text| text::tokens(text).len()).sum()
}

/// The codes by which a service is filtered: those it states, and for concepts the wider ones too.
fn codes<'a>(facet: Facet, service: &'a Service, data: &'a Data) -> Vec<&'a str> {
    let stated = facet.stated(service);
    match facet {
        Facet::Concept => {
            let above = stated.iter().flat_map(|id| data.lexicon.with_ancestors(id)).map(|concept| concept.id.as_str());
            stated.iter().copied().chain(above).collect()
        }
        _ => stated,
    }
}

fn areas_of(area: &ServiceArea, places: &Places) -> Vec<Area> {
    let position = |nis: &String| places.municipalities.binary_search_by(|m| m.nis.cmp(nis)).ok().and_then(MunicipalityId::at);
    let mut areas: Vec<Area> = area.municipalities.iter().filter_map(position).map(Area::Municipality).collect();
    areas.extend(area.provinces.iter().map(|&p| Area::Province(p)));
    areas.extend(area.regions.iter().map(|&r| Area::Region(r)));
    areas.extend(area.belgium.then_some(Area::Belgium));
    areas.extend(area.online.then_some(Area::Online));
    areas
}
