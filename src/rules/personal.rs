//! Mailboxes and mobiles that are a person's own.
//!
//! * [`personal`](fn@personal) lists those that are marked so.
//! * [`unlisted`] finds mailboxes that look like one and are not marked.

use super::{Problem, Severity};
use crate::model::{Actor, Data, Lexicon, Places};
use crate::text;
use std::collections::BTreeSet;

/// Every contact that is listed under `personal`, as it is written there.
#[must_use]
pub fn personal(data: &Data) -> Vec<Problem> {
    let mut listed = Vec::new();
    for entry in &data.actors {
        for (i, contact) in entry.personal.iter().enumerate() {
            let what = if contact.contains('@') {
                "mailbox"
            } else if text::phone::e164(contact).is_some_and(|number| number.starts_with("+324") && number.len() == 12) {
                "mobile"
            } else {
                "phone"
            };
            let message = format!("{contact} is a person's own {what}: blob and widget leave it out, the export keeps it, marked");
            let field = format!("personal[{i}]");
            listed.push(Problem { severity: Severity::Personal, ..Problem::notice(&entry.file, field, message) });
        }
    }
    listed
}

/// Mailboxes named like a person, `first.last@…`, that are not listed under `personal`.
///
/// What stands before the @ is two words of letters alone. It is an office's if one of them is in the actor's name (`de.koepel@`), in the
/// name of a place (`genk.maasland@`), a word of the lexicon or among `office` in plain.toml (`sociaal.huis@`).
pub(super) fn unlisted(data: &Data) -> Vec<Problem> {
    let mut known: Option<BTreeSet<String>> = None;
    let mut problems = Vec::new();
    for entry in &data.actors {
        let actor = &entry.actor;
        for (field, email) in emails(actor) {
            let local = email.split('@').next().unwrap_or("");
            let parts: Vec<&str> = local.split('.').collect();
            let is_name = |part: &&str| part.chars().count() > 1 && part.chars().all(|c| c.is_alphabetic() || c == '-');
            if parts.len() != 2 || !parts.iter().all(is_name) || actor.personal.iter().any(|p| p == email) {
                continue;
            }
            // Gathered only now: most directories have no such mailbox.
            let known = known.get_or_insert_with(|| known_words(&data.lexicon, &data.places));
            let names: BTreeSet<String> = [&actor.name].into_iter().chain(&actor.alternate_names).flat_map(|n| words(n)).collect();
            if parts.iter().map(|part| text::fold(part)).any(|part| known.contains(&part) || names.contains(&part)) {
                continue;
            }
            let message = format!("\"{email}\" looks like a person's own mailbox: list it under personal if it is one");
            problems.push(Problem::notice(&entry.file, field, message));
        }
    }
    problems
}

/// E-mail addresses of an actor and its parts, with their fields.
fn emails(actor: &Actor) -> impl Iterator<Item = (String, &String)> {
    let own = [(String::new(), &actor.emails)].into_iter();
    let locations = actor.locations.iter().enumerate().map(|(i, l)| (format!("location[{i}]."), &l.emails));
    let services = actor.services.iter().enumerate().map(|(i, s)| (format!("service[{i}]."), &s.emails));
    own.chain(locations)
        .chain(services)
        .flat_map(|(part, emails)| emails.iter().enumerate().map(move |(i, email)| (format!("{part}emails[{i}]"), email)))
}

fn known_words(lexicon: &Lexicon, places: &Places) -> BTreeSet<String> {
    let concepts = lexicon.concepts.iter().flat_map(|c| c.words.values().flatten().chain(c.label.values()));
    let values =
        lexicon.values.iter().flat_map(|v| v.words.values().chain(v.preferences.values()).flatten().chain(v.label.values()));
    let phrases = concepts.chain(values).chain(&lexicon.plain.office);
    let municipalities = places.municipalities.iter().flat_map(|m| m.name.values());
    let parts = places.names.iter().flat_map(|p| p.name.values());
    // Of places only names of one word: "martens" is a person, though there is a Sint-Martens-Latem.
    let places = municipalities.chain(parts).map(|name| text::fold(name));
    phrases.flat_map(|phrase| words(phrase)).chain(places).collect()
}

fn words(phrase: &str) -> impl Iterator<Item = String> + use<> {
    text::tokens(phrase).into_iter().flat_map(|token| token.terms())
}
