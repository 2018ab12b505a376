//! Where the words of a question stand in a text that is shown, and how misspelt ones were read.
//!
//! * [`Highlighter`] holds a question; [`Highlighter::ranges`] gives the bytes of the words that match.
//! * [`utf16`] counts such ranges as JavaScript does.
//! * [`Highlighter::meant`] tells how misspelt words were read, as the words are written in what was found.
//!
//! The road is that of the search (`text`): a word is marked if it would have been found. It is marked whole, ending included; in Arabic
//! with the article and the letters written onto it too: they are the same word to a reader, and a mark inside a word would cut the
//! letters that join. Stop words are not marked.

use super::parse::{self, Word};
use super::typed;
use super::{Answer, Hit, Query, Stage};
use crate::index::Directory;
use crate::model::{Actor, Facet};
use crate::text::{self, Token, distance, phonetic, stem};

/// Bytes of a word: where it begins and where it ends.
pub type Range = [usize; 2];

/// The words of a question, to be found in texts.
#[derive(Clone, Debug, Default)]
pub struct Highlighter {
    words: Vec<Looked>,
}

#[derive(Clone, Debug)]
struct Looked {
    word: Word,
    /// Whether it stands nowhere as typed: then typing mistakes are forgiven.
    misspelt: bool,
    /// Other spellings that sound like a misspelt word.
    sounds: Vec<String>,
}

/// A misspelt word, and how it was read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Meant {
    /// As it was typed.
    pub written: String,
    /// As what was found is written: a word of its name, town, street or text, or the name of a concept.
    pub read: String,
}

impl Highlighter {
    /// For a question and its answer; empty if there is no text.
    #[must_use]
    pub fn new(directory: &Directory, query: &Query, answer: &Answer) -> Self {
        let parsed = parse::parse(&query.text, directory.language(&query.lang), directory.labels());
        let terms = directory.terms();
        let look = |word: Word| {
            // Where everything was found as typed, nothing else was looked for.
            let exists = answer.stage == Stage::Exact || word.number || typed::exists(&terms, &word);
            let slips = if exists { 0..=0 } else { 1..=2 };
            let sounds = slips.filter(|&slips| slips > 0).flat_map(|slips| phonetic::spellings(&word.stem, slips)).collect();
            Looked { misspelt: !exists, sounds, word }
        };
        Self { words: parsed.words.into_iter().filter(|word| word.decides).map(look).collect() }
    }

    /// The bytes of each word in a text that the question has, in order.
    #[must_use]
    pub fn ranges(&self, text: &str) -> Vec<Range> {
        let mut ranges: Vec<Range> = Vec::new();
        if self.words.is_empty() {
            return ranges;
        }
        let tokens = text::tokens(text);
        for (i, token) in tokens.iter().enumerate() {
            let whole = self.words.iter().any(|looked| looked.edits(&token.word).is_some());
            let joined = || token.joined.as_ref().is_some_and(|j| self.words.iter().any(|looked| looked.edits(j).is_some()));
            let end = match tokens.get(i + 1) {
                _ if whole => token.end,
                Some(next) if joined() => next.end,
                _ => continue,
            };
            match ranges.last_mut().filter(|last| last[1] >= token.start) {
                Some(last) => last[1] = last[1].max(end),
                None => ranges.push([token.start, end]),
            }
        }
        ranges
    }

    /// How misspelt words were read: as the words nearest to them in the first hit that has some. Empty unless nothing had the words as
    /// typed. The question and the answer are those it was made for.
    #[must_use]
    pub fn meant(&self, directory: &Directory, query: &Query, answer: &Answer) -> Vec<Meant> {
        if answer.stage != Stage::Tolerant {
            return Vec::new();
        }
        let read = |hit: &Hit| {
            let actor = directory.actor(hit.actor)?;
            let meant = self.read(&query.text, &texts(directory, &actor, &hit.services, directory.language(&query.lang)));
            (!meant.is_empty()).then_some(meant)
        };
        answer.hits.iter().take(READ).find_map(read).unwrap_or_default()
    }

    /// The words of some texts that are nearest to the misspelt ones.
    fn read(&self, typed: &str, texts: &[&str]) -> Vec<Meant> {
        let tokens = text::tokens(typed);
        let guessed = self.words.iter().filter(|looked| looked.misspelt);
        let read = |looked: &Looked| {
            let mut best: Option<(u8, &str)> = None;
            for text in texts {
                for Token { start, end, word, .. } in text::tokens(text) {
                    if let (Some(edits), Some(read)) = (looked.edits(&word), text.get(start..end))
                        && best.is_none_or(|(least, _)| edits < least)
                    {
                        best = Some((edits, read));
                    }
                }
            }
            let written = tokens.iter().find(|token| token.word == looked.word.written)?;
            Some(Meant { written: typed.get(written.start..written.end)?.to_owned(), read: best?.1.to_owned() })
        };
        guessed.filter_map(read).collect()
    }
}

impl Looked {
    /// With how many typing mistakes a folded word of a text is this one; `None` if it is not.
    fn edits(&self, other: &str) -> Option<u8> {
        let word = &self.word;
        let begins = |other: &str| {
            word.unfinished && (other.starts_with(&word.written) || word.beginnings.iter().any(|b| other.starts_with(b.as_str())))
        };
        if word.terms.iter().any(|term| term == other) || begins(other) {
            return Some(0);
        }
        if word.number {
            return None;
        }
        let stems = stem::stems(other);
        if stems.iter().any(|stem| word.terms.contains(stem) || begins(stem)) {
            return Some(0);
        }
        if !self.misspelt {
            return None;
        }
        let may_begin = word.may_begin(&word.stem);
        let sounds_so = |sound: &String| stems.contains(sound) || (may_begin && other.starts_with(sound.as_str()));
        let by_sound = self.sounds.iter().any(sounds_so).then_some(1);
        let forms = [other].into_iter().chain(stems.iter().map(String::as_str));
        let by_edits = forms.flat_map(|form| word.misspelt().filter_map(move |(typed, most)| self.near(typed, form, most))).min();
        by_sound.into_iter().chain(by_edits).min()
    }

    /// How many edits lie between what was typed and a form of another word, if so few.
    fn near(&self, typed: &str, form: &str, most: u8) -> Option<u8> {
        if most == 0 {
            return None;
        }
        let longer = form.chars().count().saturating_sub(typed.chars().count());
        let give = usize::from(most);
        // An unfinished word is the beginning of another, give or take the edits.
        let drops = if self.word.may_begin(typed) { longer.saturating_sub(give)..=longer + give } else { 0..=0 };
        drops.filter_map(|drop| distance::edits(typed, without_end(form, drop), most)).min()
    }
}

/// A word without its last letters.
fn without_end(word: &str, letters: usize) -> &str {
    letters
        .checked_sub(1)
        .and_then(|last| word.char_indices().rev().nth(last))
        .map_or(word, |(at, _)| word.get(..at).unwrap_or(word))
}

/// Ranges of bytes as ranges of UTF-16 units.
#[must_use]
pub fn utf16(text: &str, ranges: &[Range]) -> Vec<Range> {
    let units = |to: usize| text.get(..to).map_or(0, |before| before.encode_utf16().count());
    ranges.iter().map(|&[start, end]| [units(start), units(end)]).collect()
}

/// Hits in which a reading is looked for: the best may have the word from the lexicon only.
const READ: usize = 5;

/// A text in which misspelt words stand as they were read.
#[must_use]
pub fn corrected(text: &str, meant: &[Meant]) -> String {
    let mut corrected = String::new();
    let mut from = 0;
    for token in text::tokens(text) {
        let written = text.get(token.start..token.end).unwrap_or("");
        if let Some(found) = meant.iter().find(|meant| meant.written == written) {
            corrected.push_str(text.get(from..token.start).unwrap_or(""));
            corrected.push_str(&found.read);
            from = token.end;
        }
    }
    corrected.push_str(text.get(from..).unwrap_or(""));
    corrected
}

/// What a hit is found by, as it is written: names, concepts in all languages, towns and streets, what is offered.
fn texts<'a>(directory: &'a Directory, actor: &'a Actor, services: &[usize], lang: &str) -> Vec<&'a str> {
    let services = || services.iter().filter_map(|&position| actor.services.get(position));
    let mut texts: Vec<&str> = [&actor.name].into_iter().chain(&actor.alternate_names).map(String::as_str).collect();
    let concepts = directory.labels().of(Facet::Concept).iter();
    let own = concepts.filter(|label| services().any(|service| service.concepts.contains(&label.code)));
    texts.extend(own.flat_map(|label| label.label.values()).map(String::as_str));
    for location in services().flat_map(|service| service.places(actor)) {
        texts.extend([&location.city, &location.address_1].into_iter().flatten().map(String::as_str));
        let municipality = location.nis.as_deref().and_then(|nis| directory.places().municipality(nis));
        texts.extend(municipality.into_iter().flat_map(|m| m.name.values()).map(String::as_str));
    }
    texts.extend(services().filter_map(|service| service.description.get(lang)).map(String::as_str));
    texts.extend(services().flat_map(|service| service.description.values()).map(String::as_str));
    texts
}
