//! Everything at once: references, duplicates, texts, what nobody uses.

use super::{Day, Problem, contacts, personal, plain, suggestion, texts};
use crate::model::{Actor, Data, Entry, Facet, Lexicon, Status};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Looks at the whole directory. Records have been through [`settle`](super::settle).
#[must_use]
pub fn check(data: &Data) -> Vec<Problem> {
    let mut problems = Vec::new();
    ids(data, &mut problems);
    for entry in &data.actors {
        record(entry, data, &mut problems);
        for position in 0..entry.actor.services.len() {
            texts::check(entry, position, &data.info.langs, &mut problems);
        }
    }
    left_out(data, &mut problems);
    rows(data, &mut problems);
    look_alikes(data, &mut problems);
    problems.extend(plain(data));
    problems.extend(personal::unlisted(data));
    lexicon(&data.lexicon, &data.info.langs, &mut problems);
    unused(data, &mut problems);
    problems
}

/// Why this can be no id of an actor; nothing if it can.
#[must_use]
pub fn id_problem(id: &str) -> Option<&'static str> {
    let is_right = !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !id.starts_with('-')
        && !id.ends_with('-');
    (!is_right).then_some("use only a-z, 0-9 and hyphens inside")
}

fn ids(data: &Data, problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in &data.actors {
        let id = entry.actor.id.as_str();
        if let Some(why) = id_problem(id) {
            problems.push(Problem::error(&entry.file, "", format!("id \"{id}\" (the file's name): {why}")));
        }
        match first.get(id) {
            Some(other) => {
                problems.push(Problem::error(&entry.file, "", format!("duplicate id \"{id}\", first used in {}:1", other.file)))
            }
            None => {
                first.insert(id, entry);
            }
        }
    }
    let mut former: BTreeMap<&str, &Entry> = BTreeMap::new();
    for entry in &data.actors {
        for (i, id) in entry.actor.former_ids.iter().enumerate() {
            let other = first.get(id.as_str()).or_else(|| former.get(id.as_str()));
            if let Some(other) = other {
                problems.push(Problem::error(
                    &entry.file,
                    format!("former_ids[{i}]"),
                    format!("former id \"{id}\" is in use in {}; ids are never given to somebody else", other.file),
                ));
            }
            former.insert(id, entry);
        }
        for (i, id) in entry.distinct_from.iter().enumerate() {
            if !first.contains_key(id.as_str()) {
                let hint = suggestion(id, first.keys().copied());
                problems.push(Problem::error(
                    &entry.file,
                    format!("distinct_from[{i}]"),
                    format!("there is no actor \"{id}\"{hint}"),
                ));
            }
        }
    }
}

fn record(entry: &Entry, data: &Data, problems: &mut Vec<Problem>) {
    let (actor, file) = (&entry.actor, entry.file.as_str());
    if actor.services.is_empty() {
        problems.push(Problem::error(file, "", "there is no [[service]]: add at least one, or nobody can find this actor"));
    }
    code(file, "kind".to_owned(), "kind", actor.kind.as_deref(), &data.lexicon, problems);
    let mut seen = BTreeSet::new();
    for (i, location) in actor.locations.iter().enumerate() {
        if !seen.insert(location.id.as_str()) {
            problems.push(Problem::error(file, format!("location[{i}].id"), format!("duplicate location id \"{}\"", location.id)));
        }
        let used = actor.services.iter().any(|s| s.locations.contains(&location.id));
        if !used {
            problems.push(Problem::notice(
                file,
                format!("location[{i}]"),
                format!("no service is given at location \"{}\": name it under `locations` of a service", location.id),
            ));
        }
    }
    let mut keys = BTreeSet::new();
    for (i, service) in actor.services.iter().enumerate() {
        let at = |field: &str| format!("service[{i}].{field}");
        if !keys.insert(service.id.as_str()) {
            problems.push(Problem::error(file, at("key"), format!("duplicate service id \"{}\"", service.id)));
        }
        for (j, id) in service.locations.iter().enumerate() {
            if actor.location(id).is_none() {
                let hint = suggestion(id, actor.locations.iter().map(|l| l.id.as_str()));
                problems.push(Problem::error(
                    file,
                    at(&format!("locations[{j}]")),
                    format!("there is no [[location]] with id \"{id}\"{hint}"),
                ));
            }
        }
        for facet in Facet::CODED.into_iter().filter(|f| f.is_in_values()) {
            let (field, is_list) = match facet {
                Facet::Cost => ("cost.kind", false),
                Facet::Language => ("languages", true),
                Facet::Audience => ("audience", true),
                Facet::Format => ("format", true),
                other => (other.code(), false),
            };
            for (j, value) in facet.stated(service).into_iter().enumerate() {
                let path = if is_list { at(&format!("{field}[{j}]")) } else { at(field) };
                code(file, path, facet.code(), Some(value), &data.lexicon, problems);
            }
        }
        for (j, id) in service.concepts.iter().enumerate() {
            if data.lexicon.concept(id).is_none() {
                let hint = suggestion(id, data.lexicon.concepts.iter().map(|c| c.id.as_str()));
                problems.push(Problem::error(
                    file,
                    at(&format!("concepts[{j}]")),
                    format!("unknown concept \"{id}\"{hint} (concepts stand in lexicon/concepts.toml)"),
                ));
            }
        }
        if let Some(amount) = service.cost.amount.as_ref().filter(|a| !contacts::is_amount(a)) {
            problems.push(Problem::error(
                file,
                at("cost.amount"),
                format!("amount \"{amount}\" is not in euro as digits: write \"209\", \"6.95\" or \"425-585\""),
            ));
        }
        if let Some(until) = service.until.as_ref().filter(|d| Day::last_of(d).is_none()) {
            problems.push(Problem::error(
                file,
                at("until"),
                format!("\"{until}\" is no date: write a day \"2020-06-30\", a month \"2020-06\" or a year \"2020\""),
            ));
        }
        if let Some(day) = service.verified.as_ref().filter(|d| !Day::is_one(d)) {
            problems.push(Problem::error(file, at("verified"), format!("\"{day}\" is no day: write \"2026-03-01\"")));
        }
        if service.status == Status::Active && service.until.is_some() && service.verified.is_none() {
            problems.push(Problem::notice(
                file,
                at("status"),
                format!("{} is active but has an end: look whether it ended", service.id),
            ));
        }
        sources(file, i, service, data, problems);
    }
}

fn sources(file: &str, position: usize, service: &crate::model::Service, data: &Data, problems: &mut Vec<Problem>) {
    if service.sources.is_empty() {
        problems.push(Problem::error(
            file,
            format!("service[{position}]"),
            format!("{} has no source: add [[service.source]] with the document its facts come from", service.id),
        ));
    }
    for (j, source) in service.sources.iter().enumerate() {
        let at = |field: &str| format!("service[{position}].source[{j}].{field}");
        // A key that is missing was told where the file was read.
        if !source.document.is_empty() && !data.documents.iter().any(|d| d.id == source.document) {
            let hint = suggestion(&source.document, data.documents.iter().map(|d| d.id.as_str()));
            problems.push(Problem::error(
                file,
                at("document"),
                format!("unknown document \"{}\"{hint} (documents stand in sources.toml)", source.document),
            ));
        }
        if let Some(year) = source.as_of.as_ref().filter(|d| Day::last_of(d).is_none()) {
            problems.push(Problem::error(
                file,
                at("as_of"),
                format!("\"{year}\" is no date: write a year \"2020\", a month or a day"),
            ));
        }
        if source.row == Some(0) {
            problems.push(Problem::error(file, at("row"), "rows are counted from 1".to_owned()));
        }
    }
}

fn code(file: &str, field: String, table: &str, written: Option<&str>, lexicon: &Lexicon, problems: &mut Vec<Problem>) {
    let Some(written) = written else { return };
    if lexicon.value(table, written).is_none() {
        let allowed = lexicon.values.iter().filter(|v| v.table == table).map(|v| v.code.as_str());
        let hint = suggestion(written, allowed);
        problems.push(Problem::error(
            file,
            field,
            format!("unknown {table} \"{written}\"{hint} (codes stand in lexicon/values.toml)"),
        ));
    }
}

/// Texts in languages that the directory does not list: those the lexicon knows are kept in the files and left out of the blob, others
/// are slips.
fn left_out(data: &Data, problems: &mut Vec<Problem>) {
    let known: BTreeSet<&str> = data.lexicon.concepts.iter().flat_map(|c| c.label.keys()).map(String::as_str).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &data.actors {
        for (i, service) in entry.actor.services.iter().enumerate() {
            let langs: BTreeSet<&str> = service.texts().iter().flat_map(|(_, texts)| texts.keys()).map(String::as_str).collect();
            for lang in langs.into_iter().filter(|lang| !data.info.langs.iter().any(|l| l == lang)) {
                if known.contains(lang) {
                    *counts.entry(lang).or_default() += 1;
                } else {
                    let message = format!("{} has a text in \"{lang}\"{}", service.id, suggestion(lang, known.iter().copied()));
                    problems.push(Problem::error(&entry.file, format!("service[{i}].text.{lang}"), message));
                }
            }
        }
    }
    for (lang, count) in counts {
        let message = format!("{count} services have a text in \"{lang}\", which is left out since it is not among langs");
        problems.push(Problem::notice("directory.toml", "langs", message));
    }
}

/// A printed row is one service.
fn rows(data: &Data, problems: &mut Vec<Problem>) {
    let mut first: BTreeMap<(&str, &str, &str, u32), &str> = BTreeMap::new();
    for entry in &data.actors {
        for (i, service) in entry.actor.services.iter().enumerate() {
            for (j, source) in service.sources.iter().enumerate() {
                let (Some(province), Some(domain), Some(row)) = (source.province, source.domain, source.row) else { continue };
                let key = (source.document.as_str(), province.code(), domain.code(), row);
                if let Some(other) = first.insert(key, &service.id) {
                    let (document, province, domain, row) = key;
                    problems.push(Problem::error(
                        &entry.file,
                        format!("service[{i}].source[{j}].row"),
                        format!("row {row} of {document}, {province}, {domain} is already the source of {other}"),
                    ));
                }
            }
        }
    }
}

/// What makes two actors look like one: the same web page, e-mail address, phone or name.
fn traits(actor: &Actor) -> BTreeSet<(&'static str, String)> {
    let mut traits = BTreeSet::new();
    if let Some(url) = &actor.website {
        let bare =
            url.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.").trim_end_matches('/');
        traits.insert(("website", bare.to_lowercase()));
    }
    let parts = actor.locations.iter().map(|l| (&l.emails, &l.phones)).chain(actor.services.iter().map(|s| (&s.emails, &s.phones)));
    for (emails, phones) in parts.chain([(&actor.emails, &actor.phones)]) {
        traits.extend(emails.iter().map(|e| ("e-mail address", e.to_lowercase())));
        traits.extend(phones.iter().map(|p| ("phone", p.clone())));
    }
    let plain = |name: &str| -> String {
        text::tokens(name)
            .iter()
            .map(text::Token::word)
            .filter(|w| !matches!(*w, "vzw" | "asbl" | "npo" | "de" | "het" | "the"))
            .collect()
    };
    traits.extend([&actor.name].into_iter().chain(&actor.alternate_names).map(|n| ("name", plain(n))).filter(|(_, n)| n.len() > 3));
    traits
}

fn look_alikes(data: &Data, problems: &mut Vec<Problem>) {
    let mut by_trait: BTreeMap<(&str, String), Vec<&Entry>> = BTreeMap::new();
    for entry in &data.actors {
        for shared in traits(&entry.actor) {
            by_trait.entry(shared).or_default().push(entry);
        }
    }
    let mut told = BTreeSet::new();
    for ((what, value), entries) in &by_trait {
        for (i, a) in entries.iter().enumerate() {
            for b in entries.iter().skip(i + 1) {
                let settled = a.distinct_from.contains(&b.actor.id) || b.distinct_from.contains(&a.actor.id);
                if !settled && a.actor.id != b.actor.id && told.insert((&a.actor.id, &b.actor.id)) {
                    problems.push(Problem::notice(
                        &b.file,
                        "",
                        format!(
                            "probably the same actor as {} (same {what} \"{value}\"): make them one, or write distinct_from = [\"{}\"]",
                            a.file, a.actor.id
                        ),
                    ));
                }
            }
        }
    }
}

const CONCEPTS: &str = "lexicon/concepts.toml";
const VALUES: &str = "lexicon/values.toml";

fn lexicon(lexicon: &Lexicon, langs: &[String], problems: &mut Vec<Problem>) {
    for concept in &lexicon.concepts {
        let id = &concept.id;
        if let Some(parent) = &concept.parent {
            if lexicon.concept(parent).is_none() {
                let hint = suggestion(parent, lexicon.concepts.iter().map(|c| c.id.as_str()));
                problems.push(Problem::error(
                    CONCEPTS,
                    format!("{id}.parent"),
                    format!("unknown parent \"{parent}\" of \"{id}\"{hint}"),
                ));
            } else if lexicon.with_ancestors(id).iter().skip(1).any(|c| c.id == *id) {
                problems.push(Problem::error(
                    CONCEPTS,
                    format!("{id}.parent"),
                    format!("\"{id}\" is its own ancestor: a parent is a wider concept"),
                ));
            }
        }
        for lang in langs.iter().filter(|l| !concept.label.contains_key(*l)) {
            problems.push(label_missing(CONCEPTS, id, lang));
        }
    }
    for value in &lexicon.values {
        let field = format!("{}.{}", value.table, value.code);
        for lang in langs.iter().filter(|l| !value.label.contains_key(*l)) {
            problems.push(label_missing(VALUES, &field, lang));
        }
    }
}

fn label_missing(file: &str, field: &str, lang: &str) -> Problem {
    let message = format!("\"{field}\" has no label in \"{lang}\": visitors see it; add label.{lang}");
    Problem::error(file, field.to_owned(), message)
}

/// Concepts and codes that no service uses; they are left out of the blob.
fn unused(data: &Data, problems: &mut Vec<Problem>) {
    let used = used_concepts(data);
    for concept in data.lexicon.concepts.iter().filter(|c| !used.contains(c.id.as_str())) {
        problems.push(Problem::notice(
            CONCEPTS,
            concept.id.clone(),
            format!("no service has concept \"{}\"; it is left out, and its words lead to the next wider concept", concept.id),
        ));
    }
    for value in &data.lexicon.values {
        if !is_used(data, &value.table, &value.code) {
            let field = format!("{}.{}", value.table, value.code);
            problems.push(Problem::notice(
                VALUES,
                field,
                format!("nothing has {} \"{}\"; it is left out", value.table, value.code),
            ));
        }
    }
}

/// Ids of concepts that services have, with those above them.
pub(crate) fn used_concepts(data: &Data) -> BTreeSet<&str> {
    let services = data.actors.iter().flat_map(|e| &e.actor.services);
    services.flat_map(|s| &s.concepts).flat_map(|id| data.lexicon.with_ancestors(id)).map(|c| c.id.as_str()).collect()
}

/// Whether an actor or service has this code.
pub(crate) fn is_used(data: &Data, table: &str, code: &str) -> bool {
    let actors = || data.actors.iter().map(|e| &e.actor);
    match Facet::from_code(table) {
        Some(facet) => actors().flat_map(|a| &a.services).any(|s| facet.stated(s).contains(&code)),
        None => actors().any(|a| a.kind.as_deref() == Some(code)),
    }
}
