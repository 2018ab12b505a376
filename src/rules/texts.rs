//! Texts: Dutch leads, translations say no more, and each keeps the hash of the Dutch it was made from.

use super::Problem;
use crate::model::{Entry, LEADING, Service, Texts};

/// Hash of a service's Dutch texts: eight hexadecimal digits (FNV-1a, 32 bits) over field names and texts. When it no longer fits the
/// one kept with a translation, the Dutch was changed since.
#[must_use]
pub fn leading_hash(service: &Service) -> String {
    let mut hash: u32 = 0x811c_9dc5;
    let mut add = |text: &str| {
        for byte in text.bytes().chain([0]) {
            hash = (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    };
    for (field, texts) in service.texts() {
        if let Some(text) = texts.get(LEADING) {
            add(field);
            add(text);
        }
    }
    format!("{hash:08x}")
}

/// Whether a service has any text in a language.
fn has(service: &Service, lang: &str) -> bool {
    service.texts().iter().any(|(_, texts)| texts.contains_key(lang))
}

/// Languages whose translation was made from other Dutch than there is now.
pub(crate) fn outdated<'a>(service: &'a Service, from: &'a Texts) -> impl Iterator<Item = &'a str> {
    let now = leading_hash(service);
    from.iter().filter(move |(lang, hash)| has(service, lang) && **hash != now).map(|(lang, _)| lang.as_str())
}

/// Problems with the texts of one service.
pub(super) fn check(entry: &Entry, position: usize, langs: &[String], problems: &mut Vec<Problem>) {
    let Some(service) = entry.actor.services.get(position) else { return };
    let none = Texts::new();
    let from = entry.translated_from.get(position).unwrap_or(&none);
    let at = |lang: &str, field: &str| format!("service[{position}].text.{lang}.{field}");
    let id = &service.id;
    if !service.description.contains_key(LEADING) {
        problems.push(Problem::error(
            &entry.file,
            at(LEADING, "description"),
            format!("{id} has no Dutch description: add [service.text.nl] with description = \"…\"; Dutch leads every record"),
        ));
    }
    let now = leading_hash(service);
    for lang in langs.iter().filter(|l| *l != LEADING) {
        if !has(service, lang) {
            problems.push(Problem::notice(
                &entry.file,
                format!("service[{position}]"),
                format!("{id} has no text in \"{lang}\" yet"),
            ));
            continue;
        }
        for (field, texts) in service.texts() {
            match (texts.contains_key(LEADING), texts.contains_key(lang)) {
                (false, true) => problems.push(Problem::error(
                    &entry.file,
                    at(lang, field),
                    format!("{id}: \"{lang}\" has {field} but Dutch has none; a translation says no more than its Dutch: add it to nl or take it out"),
                )),
                (true, false) => problems.push(Problem::notice(
                    &entry.file,
                    format!("service[{position}].text.{lang}"),
                    format!("{id}: {field} is not translated into \"{lang}\" yet"),
                )),
                _ => {}
            }
        }
        match from.get(lang) {
            None => problems.push(Problem::notice(
                &entry.file,
                format!("service[{position}].text.{lang}"),
                format!("{id}: the \"{lang}\" text does not say which Dutch it was made from; if it fits, add from = \"{now}\" (or run `welkomwijzer stamp`)"),
            )),
            Some(hash) if *hash != now => problems.push(Problem::notice(
                &entry.file,
                at(lang, "from"),
                format!("{id}: the Dutch was changed since the \"{lang}\" text was made; look at it, then write from = \"{now}\" (or run `welkomwijzer stamp`)"),
            )),
            Some(_) => {}
        }
    }
    for (field, texts) in service.texts() {
        for (lang, _) in texts.iter().filter(|(_, text)| text.trim().is_empty()) {
            problems.push(Problem::error(
                &entry.file,
                at(lang, field),
                format!("{id}: {field} in \"{lang}\" is empty: write it or leave the key out"),
            ));
        }
    }
}
