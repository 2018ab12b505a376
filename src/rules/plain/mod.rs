//! Plain language: what makes a text hard to read, or puts it in the wrong place. All of it is worth a look and no more.
//!
//! * [`plain`] looks at every text of every service, one function per rule. Words and limits stand in `data/lexicon/plain.toml`.
//! * [`sentences`] ends them, [`pattern`] finds words, [`meaning`] looks for what is said beside them.
//!
//! A rule that is often wrong is soon no longer read, so each of them rather misses something than names what is right.

mod meaning;
mod pattern;
mod sentences;

use super::{Problem, contacts};
use crate::model::{Actor, Data, Entry, LEADING, Map, Script, Service};
use crate::text::{self, Token, phone};
use meaning::Place;
use pattern::{Listed, Pattern};
use sentences::{sentences, words};
use std::collections::BTreeSet;

/// The longest sentence worth writing; `longest` in plain.toml is from where it is told.
const AIM: usize = 15;

/// Every notice about texts.
#[must_use]
pub fn plain(data: &Data) -> Vec<Problem> {
    let lexicon = &data.lexicon;
    let listed: Vec<Listed<'_>> = lexicon.plain.langs.iter().map(|(lang, of_lang)| Listed::new(lang, of_lang)).collect();
    let stop: Stopwords<'_> = lexicon
        .stopwords
        .iter()
        .filter(|(lang, _)| lexicon.plain.langs.get(lang.as_str()).is_some_and(|l| l.script == Script::Latin))
        .map(|(lang, words)| (lang.as_str(), words.iter().map(|word| text::fold(word)).collect()))
        .collect();
    let mut problems = Vec::new();
    for entry in &data.actors {
        for (position, service) in entry.actor.services.iter().enumerate() {
            let mut looking = Looking { entry, position, service, field: "", lang: "", problems: &mut problems };
            looking.forms();
            let copies = looking.copies();
            for listed in &listed {
                looking.language(listed, &stop, &copies);
            }
        }
    }
    problems
}

/// The little words of the languages in Latin letters, folded.
type Stopwords<'a> = Map<&'a str, BTreeSet<String>>;

/// One service being looked at, and what was found so far.
struct Looking<'a> {
    entry: &'a Entry,
    position: usize,
    service: &'a Service,
    field: &'static str,
    lang: &'a str,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Looking<'a> {
    /// A notice about the text at hand: what is there, and what would be right.
    fn notice(&mut self, what: &str) {
        let field = format!("service[{}].text.{}.{}", self.position, self.lang, self.field);
        let message = format!("{}, {} in \"{}\": {what}", self.service.id, self.field, self.lang);
        self.problems.push(Problem::notice(&self.entry.file, field, message));
    }

    /// Translations that are another language's text: their fields and languages.
    fn copies(&mut self) -> BTreeSet<(&'static str, &'a str)> {
        let mut copies = BTreeSet::new();
        for (field, texts) in self.service.texts() {
            let mut seen: Vec<(&str, Vec<String>)> = Vec::new();
            // The leading language first: it is nobody's copy.
            let leading = texts.get_key_value(LEADING).into_iter();
            for (lang, text) in leading.chain(texts.iter().filter(|(lang, _)| *lang != LEADING)) {
                (self.field, self.lang) = (field, lang);
                let words = content(text);
                match seen.iter().find(|(_, theirs)| *theirs == words && words.len() >= LONG_ENOUGH_TO_COPY) {
                    Some((other, _)) => {
                        copies.insert((field, lang.as_str()));
                        self.notice(&format!("this is the \"{other}\" text once more: translate it, or leave it out"));
                    }
                    None => seen.push((lang, words)),
                }
            }
        }
        copies
    }

    fn forms(&mut self) {
        for (field, texts) in self.service.texts() {
            for (lang, text) in texts {
                (self.field, self.lang) = (field, lang);
                self.form(text);
            }
        }
    }

    /// The texts in one language.
    fn language(&mut self, listed: &Listed<'a>, stop: &Stopwords<'_>, copies: &BTreeSet<(&'static str, &'a str)>) {
        let mut read = Vec::new();
        for (field, texts) in self.service.texts() {
            let Some(text) = texts.get(listed.lang) else { continue };
            (self.field, self.lang) = (field, listed.lang);
            let tokens = text::tokens(text);
            // In another language its words would be looked for in the wrong list.
            if !copies.contains(&(field, listed.lang)) && !self.is_foreign(text, &tokens, listed, stop) {
                self.length(text, listed);
                self.plainer(text, &tokens, listed);
                read.push((field, text.as_str(), tokens));
            }
        }
        self.jargon(&read, listed);
    }

    /// Spaces, and what has a key of its own.
    fn form(&mut self, text: &str) {
        if text.contains(['\n', '\t']) {
            self.notice("there is a line break in it: write it on one line; sentences are enough to part it");
        } else if text.chars().zip(text.chars().skip(1)).any(|(a, b)| a.is_whitespace() && b.is_whitespace()) {
            self.notice("there are two spaces in a row: one is enough");
        }
        for piece in text.split_whitespace() {
            let piece = piece.trim_matches(|c: char| !c.is_alphanumeric());
            if contacts::url_problem(piece).is_none() || (piece.starts_with("www.") && piece.len() > 8) {
                self.notice(&format!("web address \"{piece}\": put it under website or urls, where it can be clicked"));
            } else if contacts::email_problem(piece).is_none() {
                self.notice(&format!(
                    "e-mail address \"{piece}\": put it under emails, where it can be clicked, and left out if it is a person's own"
                ));
            }
        }
        for token in text::tokens(text).iter().filter(|t| t.number) {
            // With the + before it, which is no part of the token.
            let start =
                if text.get(..token.start).is_some_and(|before| before.ends_with('+')) { token.start - 1 } else { token.start };
            let written = text.get(start..token.end).unwrap_or("");
            if phone::e164(written).is_some() {
                self.notice(&format!(
                    "phone number \"{written}\": put it under phones, where it can be dialled, and left out if it is a person's own"
                ));
            }
        }
    }

    /// Whether a text is in another language than it says, as far as one can tell.
    fn is_foreign(&mut self, text: &str, tokens: &[Token], listed: &Listed<'_>, stop: &Stopwords<'_>) -> bool {
        let (own, all) = letters(text, listed.of_lang.script);
        if all >= LETTERS && own * OWN_SHARE < all {
            self.notice(&format!("it is hardly written in {} letters: is it in another language?", listed.of_lang.script.code()));
            return true;
        }
        let Some(own) = stop.get(self.lang) else { return false };
        let words: Vec<&str> = tokens.iter().filter(|t| !t.number).map(Token::word).collect();
        let count = |stop: &BTreeSet<String>| words.iter().filter(|word| stop.contains(**word)).count();
        let own = count(own);
        let others = stop.iter().filter(|(lang, _)| **lang != self.lang).map(|(lang, stop)| (count(stop), *lang));
        let Some((most, lang)) = others.max().filter(|(most, _)| *most >= 2 * own + STOPWORDS_AHEAD) else { return false };
        self.notice(&format!(
            "it looks like \"{lang}\" ({most} of its little words, {own} of \"{}\"): put it where it belongs",
            self.lang
        ));
        true
    }

    fn length(&mut self, text: &str, listed: &Listed<'_>) {
        let Some(longest) = listed.of_lang.longest.and_then(|n| usize::try_from(n).ok()) else { return };
        for (_, sentence) in sentences(text, &listed.of_lang.abbreviations) {
            let words = words(sentence);
            if words > longest {
                let start: Vec<&str> = sentence.split_whitespace().take(5).collect();
                self.notice(&format!(
                    "the sentence \"{} …\" has {words} words: make two of it; aim at {AIM}, up to {longest} is no notice",
                    start.join(" ")
                ));
            }
        }
    }

    /// Words without their meaning. One field that has it is enough: they stand together on the card.
    fn jargon(&mut self, read: &[(&'static str, &str, Vec<Token>)], listed: &Listed<'_>) {
        let mut told = BTreeSet::new();
        for (pattern, meaning) in &listed.jargon {
            let places: Vec<(&'static str, Place<'_>)> = read
                .iter()
                .flat_map(|(field, text, tokens)| {
                    let found = pattern.all(tokens, text).filter(|&at| !listed.is_name(tokens, at, text));
                    found.map(|at| (*field, Place { text, tokens, at, length: pattern.len() }))
                })
                .collect();
            let Some((field, first)) = places.first() else { continue };
            let explained = places.iter().any(|(_, place)| place.has_meaning(listed)) || is_named(&self.entry.actor, pattern);
            if !explained && told.insert((*field, first.at)) {
                let word = pattern.written(first.tokens, first.at, first.text);
                self.field = field;
                self.notice(&format!(
                    "\"{word}\" has no meaning beside it: write \"{word} ({meaning})\", or say it without the word"
                ));
            }
        }
    }

    fn plainer(&mut self, text: &str, tokens: &[Token], listed: &Listed<'_>) {
        for (pattern, better) in &listed.plainer {
            for at in pattern.all(tokens, text) {
                // "9.30 u": after a number a letter is a unit.
                let behind_number = at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|t| t.number);
                let word = pattern.written(tokens, at, text);
                let unit = behind_number && word.chars().count() == 1;
                if !unit && !is_named(&self.entry.actor, pattern) {
                    self.notice(&format!("for \"{word}\" there is a plainer word: {better}"));
                }
            }
        }
    }
}

/// From how many words on an equal text is no chance ("Gratis.", "Facebook").
const LONG_ENOUGH_TO_COPY: usize = 4;
/// From how many letters on their script is looked at.
const LETTERS: usize = 20;
/// One letter in so many must be of the language's own script. Arabic texts that list schools have two Latin letters in three.
const OWN_SHARE: usize = 5;
/// So many little words more than twice its own make a text another language's.
const STOPWORDS_AHEAD: usize = 2;

/// Words that are no numbers, folded.
fn content(text: &str) -> Vec<String> {
    text::tokens(text).into_iter().filter(|t| !t.number).map(|t| t.word().to_owned()).collect()
}

/// Whether the actor is called so: its name is no jargon to who looks for it.
fn is_named(actor: &Actor, pattern: &Pattern) -> bool {
    [&actor.name].into_iter().chain(&actor.alternate_names).any(|name| pattern.all(&text::tokens(name), name).next().is_some())
}

/// Letters of a script, and all letters.
fn letters(text: &str, script: Script) -> (usize, usize) {
    let is_own = |c: &char| match script {
        Script::Latin => matches!(c, 'a'..='z' | 'A'..='Z' | '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}'),
        Script::Arabic => matches!(c, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}'),
        Script::Cyrillic => matches!(c, '\u{400}'..='\u{52F}'),
    };
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    (letters().filter(is_own).count(), letters().count())
}
