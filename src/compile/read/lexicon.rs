//! The lexicon and the messages.

use super::Files;
use super::document::{Document, Table};
use crate::model::{Concept, Key, Lexicon, Message, Messages, Plain, PlainLanguage, Plural, Script, ValueEntry};
use crate::rules::{Problem, suggestion};
use std::path::Path;
use toml::de::DeValue;

pub(super) fn read(files: &mut Files, folder: &Path) -> Lexicon {
    let mut concepts = files.toml(folder, "lexicon/concepts.toml", concepts);
    concepts.sort_by(|a: &Concept, b| a.id.cmp(&b.id));
    Lexicon {
        concepts,
        values: files.toml(folder, "lexicon/values.toml", values),
        stopwords: files.toml(folder, "lexicon/stopwords.toml", Document::all_lists),
        // Without it such words decide as others do.
        people: if_there(files, folder, "lexicon/people.toml", Document::all_lists),
        // Without it the rules that need it rest.
        plain: if_there(files, folder, "lexicon/plain.toml", plain),
    }
}

/// A file that a sound folder may do without.
fn if_there<T: Default>(
    files: &mut Files,
    folder: &Path,
    file: &str,
    with: impl FnOnce(&mut Document, &mut Table<'_, '_>) -> T,
) -> T {
    if folder.join(file).exists() { files.toml(folder, file, with) } else { T::default() }
}

/// What plain language is.
fn plain(document: &mut Document, table: &mut Table<'_, '_>) -> Plain {
    let mut plain = Plain { office: document.texts(table, "office"), ..Plain::default() };
    if let Some(mut langs) = document.table(table, "lang") {
        let all = document.each(&mut langs, |document, lang, table| {
            let of_lang = PlainLanguage {
                script: document.code(table, "script", Script::ALL, Script::code).unwrap_or_default(),
                longest: document.number(table, "longest"),
                abbreviations: document.texts(table, "abbreviations"),
                names: document.texts(table, "names"),
                means: document.texts(table, "means"),
                aside: document.texts(table, "aside"),
                next: document.texts(table, "next"),
                jargon: document.texts_by_language(table, "jargon"),
                plainer: document.texts_by_language(table, "plainer"),
            };
            (lang, of_lang)
        });
        plain.langs = all.into_iter().collect();
    }
    plain
}

fn concepts(document: &mut Document, table: &mut Table<'_, '_>) -> Vec<Concept> {
    document.each(table, |document, id, table| Concept {
        id,
        parent: document.text(table, "parent"),
        label: document.texts_by_language(table, "label"),
        description: document.texts_by_language(table, "description"),
        words: document.lists_by_language(table, "words"),
    })
}

fn values(document: &mut Document, table: &mut Table<'_, '_>) -> Vec<ValueEntry> {
    let of_tables = document.each(table, |document, name, table| {
        if !Lexicon::tables().any(|t| t == name) {
            let message = format!("unknown table \"{name}\"{}", suggestion(&name, Lexicon::tables()));
            document.problems.push(Problem::error(&document.file, name.clone(), message));
        }
        document.each(table, |document, code, table| ValueEntry {
            table: name.clone(),
            code,
            label: document.texts_by_language(table, "label"),
            words: document.lists_by_language(table, "words"),
            preferences: document.lists_by_language(table, "preferences"),
        })
    });
    of_tables.into_iter().flatten().collect()
}

/// Messages of every language of the directory.
pub(super) fn messages(files: &mut Files, folder: &Path, langs: &[String]) -> Messages {
    let mut messages = Messages::default();
    for lang in langs {
        let file = format!("messages/{lang}.toml");
        let of_lang = files.toml(folder, &file, |document, table| messages_of(document, table, lang));
        messages.langs.insert(lang.clone(), of_lang);
    }
    messages
}

fn messages_of(document: &mut Document, table: &mut Table<'_, '_>, lang: &str) -> Vec<Message> {
    let entries = table.take_all();
    let error = |document: &mut Document, field: &str, message: String| {
        document.problems.push(Problem::error(&document.file, field, message));
    };
    for (name, field, _) in &entries {
        if !Key::ALL.iter().any(|key| key.name() == name) {
            let hint = suggestion(name, Key::ALL.iter().map(|key| key.name()));
            error(document, field, format!("unknown message \"{name}\"{hint}"));
        }
    }
    let mut messages = Vec::new();
    for key in Key::ALL {
        let found = entries.iter().find(|(name, _, _)| name == key.name());
        let message = match found.map(|(_, _, value)| value.get_ref()) {
            Some(DeValue::String(text)) if !key.is_plural() => Message::Plain(text.to_string()),
            Some(DeValue::Table(forms)) if key.is_plural() => {
                let mut found = Vec::new();
                for category in Plural::of_language(lang) {
                    match forms.get(category.name()).and_then(|v| v.get_ref().as_str()) {
                        Some(text) => found.push((*category, text.to_owned())),
                        None => error(
                            document,
                            key.name(),
                            format!("message \"{}\" has no form \"{}\": \"{lang}\" needs it", key.name(), category.name()),
                        ),
                    }
                }
                Message::Plural(found)
            }
            Some(_) => {
                let form = if key.is_plural() { "{ one = \"…\", other = \"…\" }" } else { "text in quotes" };
                error(document, key.name(), format!("message \"{}\" must be {form}", key.name()));
                Message::Plain(String::new())
            }
            None => {
                error(document, "", format!("message \"{}\" is missing ({})", key.name(), key.note()));
                Message::Plain(String::new())
            }
        };
        placeholders(document, *key, &message);
        messages.push(message);
    }
    messages
}

/// A translation keeps every placeholder; only the number may be left out, where a form says it in a word ("1 organisation").
fn placeholders(document: &mut Document, key: Key, message: &Message) {
    let forms: Vec<&str> = match message {
        Message::Plain(text) => vec![text],
        Message::Plural(forms) => forms.iter().map(|(_, text)| text.as_str()).collect(),
    };
    for text in forms.into_iter().filter(|t| !t.is_empty()) {
        for name in key.placeholders().into_iter().filter(|name| *name != "n" && !text.contains(&format!("{{{name}}}"))) {
            let message = format!("message \"{}\" has lost {{{name}}}: it is filled in there", key.name());
            document.problems.push(Problem::error(&document.file, key.name(), message));
        }
    }
}
