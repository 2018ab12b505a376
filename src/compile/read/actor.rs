//! An actor file, key by key, as `data/README.md` describes it.

use super::document::{Document, Table};
use crate::model::{
    Actor, Basis, Cost, Domain, Entry, ListedUnder, Location, Region, Serves, Service, ServiceArea, Source, Status, Texts,
};

/// Reads a file whose name gives the id.
pub(super) fn read(document: &mut Document, table: &mut Table<'_, '_>, id: &str, folder: ListedUnder) -> Entry {
    let mut entry = Entry {
        actor: Actor {
            id: id.to_owned(),
            name: document.required(table, "name"),
            alternate_names: document.texts(table, "alternate_names"),
            former_ids: document.texts(table, "former_ids"),
            kind: document.text(table, "kind"),
            status: document.code(table, "status", Status::ALL, Status::code).unwrap_or_default(),
            serves: document.code(table, "serves", Serves::ALL, Serves::code).unwrap_or_default(),
            founded: document.text(table, "founded"),
            volunteers: document.text(table, "volunteers"),
            people_reached: document.text(table, "people_reached"),
            partners: document.texts(table, "partners"),
            fields: document.texts(table, "fields"),
            website: document.text(table, "website"),
            emails: document.texts(table, "emails"),
            phones: document.texts(table, "phones"),
            urls: document.texts(table, "urls"),
            ..Actor::default()
        },
        distinct_from: document.texts(table, "distinct_from"),
        ..Entry::default()
    };
    personal(document, table, &mut entry.actor);
    for mut inner in document.tables(table, "location") {
        location(document, &mut inner, &mut entry);
        document.finish(inner);
    }
    for mut inner in document.tables(table, "service") {
        service(document, &mut inner, &mut entry, folder);
        document.finish(inner);
    }
    entry.personal.clone_from(&entry.actor.personal);
    entry
}

/// Adds a list `personal` to the actor's, wherever it stands.
fn personal(document: &mut Document, table: &mut Table<'_, '_>, actor: &mut Actor) {
    for (i, contact) in document.texts(table, "personal").into_iter().enumerate() {
        let of = format!("{}[{i}]", table.field("personal"));
        document.alias(format!("personal[{}]", actor.personal.len()), &of);
        actor.personal.push(contact);
    }
}

fn location(document: &mut Document, table: &mut Table<'_, '_>, entry: &mut Entry) {
    let location = Location {
        id: document.required(table, "id"),
        name: document.text(table, "name"),
        address_1: document.text(table, "address_1"),
        postal_code: document.text(table, "postal_code"),
        city: document.text(table, "city"),
        nis: None,
        emails: document.texts(table, "emails"),
        phones: document.texts(table, "phones"),
    };
    personal(document, table, &mut entry.actor);
    entry.municipality_of.push(document.text(table, "municipality"));
    entry.actor.locations.push(location);
}

fn service(document: &mut Document, table: &mut Table<'_, '_>, entry: &mut Entry, folder: ListedUnder) {
    let key = document.required(table, "key");
    let key = if key.is_empty() { "(no key)".to_owned() } else { key };
    let domain = document.required_code(table, "domain", Domain::ALL, Domain::code).unwrap_or(Domain::Orientation);
    let mut cost = Cost::default();
    if let Some(mut inner) = document.table(table, "cost") {
        cost.kind = document.text(&mut inner, "kind");
        cost.amount = document.text(&mut inner, "amount");
        document.finish(inner);
    }
    let mut service = Service {
        id: format!("{}/{key}", entry.actor.id),
        domain,
        status: document.code(table, "status", Status::ALL, Status::code).unwrap_or_default(),
        until: document.text(table, "until"),
        description: Texts::new(),
        audience: document.texts(table, "audience"),
        audience_note: Texts::new(),
        access: Texts::new(),
        remarks: Texts::new(),
        cost,
        level: document.text(table, "level"),
        format: document.texts(table, "format"),
        registration: document.text(table, "registration"),
        languages: document.texts(table, "languages"),
        concepts: document.texts(table, "concepts"),
        service_area: area(document, table),
        listed_under: folder,
        locations: document.texts(table, "locations"),
        website: document.text(table, "website"),
        emails: document.texts(table, "emails"),
        phones: document.texts(table, "phones"),
        urls: document.texts(table, "urls"),
        verified: document.text(table, "verified"),
        sources: Vec::new(),
    };
    personal(document, table, &mut entry.actor);
    let mut from = Texts::new();
    if let Some(mut languages) = document.table(table, "text") {
        document.each(&mut languages, |document, lang, table| {
            if let Some(hash) = document.text(table, "from") {
                from.insert(lang.clone(), hash);
            }
            for (field, texts) in service.texts_mut() {
                if let Some(text) = document.text(table, field) {
                    texts.insert(lang.clone(), text);
                }
            }
        });
    }
    for mut inner in document.tables(table, "source") {
        service.sources.push(source(document, &mut inner, domain));
        document.finish(inner);
    }
    if let Some(province) = service.sources.iter().find_map(|s| s.province) {
        service.listed_under = province;
    }
    entry.translated_from.push(from);
    entry.actor.services.push(service);
}

/// The service area. Nothing written (no key, or none with a value) is basis `address` with nothing in it: `rules::settle` fills in the
/// addresses.
fn area(document: &mut Document, table: &mut Table<'_, '_>) -> ServiceArea {
    let Some(mut inner) = document.table(table, "service_area") else {
        return ServiceArea { basis: Basis::Address, ..ServiceArea::default() };
    };
    let basis = document.code(&mut inner, "basis", Basis::ALL, Basis::code);
    let mut area = ServiceArea {
        basis: basis.unwrap_or(Basis::Address),
        municipalities: document.texts(&mut inner, "municipalities"),
        provinces: document.codes(&mut inner, "provinces", ListedUnder::ALL, ListedUnder::code),
        regions: document.codes(&mut inner, "regions", Region::ALL, Region::code),
        belgium: document.flag(&mut inner, "belgium"),
        online: document.flag(&mut inner, "online"),
    };
    document.finish(inner);
    if basis.is_none() && !area.is_empty() {
        area.basis = Basis::Stated;
    }
    area
}

fn source(document: &mut Document, table: &mut Table<'_, '_>, domain: Domain) -> Source {
    let province = document.code(table, "province", ListedUnder::ALL, ListedUnder::code);
    let written = document.code(table, "domain", Domain::ALL, Domain::code);
    Source {
        document: document.required(table, "document"),
        province,
        // A row of a table stands in a part; left out, it is the service's.
        domain: written.or_else(|| province.map(|_| domain)),
        row: document.number(table, "row"),
        name: document.required(table, "name"),
        municipality: document.text(table, "municipality"),
        as_of: document.text(table, "as_of"),
        guesses: document.texts(table, "guesses"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::parse;
    use super::*;
    use std::collections::BTreeSet;

    /// A path without positions and languages: `service[0].text.en.from` is `service.text.from`.
    fn bare(path: &str) -> String {
        let parts = path.split('.').map(|part| part.split('[').next().unwrap());
        parts.filter(|part| !matches!(*part, "nl" | "en")).collect::<Vec<_>>().join(".")
    }

    /// The example in data/README.md is the one description of the keys, and what `new actor` writes is made from it.
    #[test]
    fn the_example_of_the_guide_has_every_key_that_is_read_and_explains_it() {
        let guide = include_str!("../../../data/README.md");
        let example = guide.split("```toml\n").nth(1).unwrap().split("\n```").next().unwrap();
        let (mut document, root) = parse("README.md", example);
        let mut table = Table::root(&root);
        read(&mut document, &mut table, "praatpunt-geel", ListedUnder::Antwerp);
        document.finish(table);
        let wrong: Vec<&str> = document.problems.iter().map(|p| p.message.as_str()).collect();
        assert!(wrong.is_empty(), "the example is no sound file: {wrong:#?}");

        let known: BTreeSet<String> = document.known.iter().map(|path| bare(path)).collect();
        let (lines, _) = document.into_lines();
        let written: BTreeSet<String> = lines.keys().map(|path| bare(path)).collect();
        // Said in words under "Service area", since one service has not all of them.
        let said = ["provinces", "regions", "belgium", "online"].map(|key| format!("service.service_area.{key}"));
        let missing: Vec<&String> = known.iter().filter(|key| !written.contains(*key) && !said.contains(key)).collect();
        assert!(missing.is_empty(), "keys that are read and stand in no line of the example of data/README.md: {missing:#?}");

        let explained: BTreeSet<&str> =
            example.lines().filter(|l| l.contains(" # ")).map(|l| l.split(" = ").next().unwrap().trim()).collect();
        let bare: Vec<&str> = example
            .lines()
            .filter_map(|l| l.split_once(" = "))
            .map(|(key, _)| key)
            .filter(|key| !explained.contains(key))
            .collect();
        assert!(bare.is_empty(), "keys without a word of explanation in data/README.md: {bare:?}");
    }
}
