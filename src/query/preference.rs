//! Words that say how something is wanted, and not what: "gratis", "pour débutants", "عن بعد".
//!
//! The lexicon's codes of cost, level and format have such words and phrases. Beside a word that decides they raise who states the code;
//! whose cost nobody knows may be free all the same, so they leave nothing out. Alone they decide as any word does.

use super::parse::{Parsed, Word, give_way};
use crate::index::Directory;
use crate::index::terms::{Fields, Terms};
use crate::text;

/// Most words of a phrase: "chwia dyal flamand", "sans parler le néerlandais".
const LONGEST: usize = 4;

/// Marks the preferences of a question; the words of a phrase become one.
pub fn mark(parsed: &mut Parsed, directory: &Directory) {
    let (terms, words) = (directory.terms(), &mut parsed.words);
    for length in (2..=LONGEST).rev() {
        let mut first = 0;
        while let Some(span) = words.get(first..first + length) {
            let may_be = span.iter().all(|word| !word.place && !word.preference);
            let phrase = text::phrase(span.iter().map(|word| word.written.as_str()));
            if may_be && terms.is_in_group(&phrase, Fields::PREFERENCE) && !is_of_a_name(span, &terms) {
                words.splice(first..first + length, [Word::phrase(phrase)]);
            }
            first += 1;
        }
    }
    for word in words.iter_mut().filter(|word| word.decides && !word.preference) {
        word.preference = word.terms.iter().any(|term| terms.is_in_group(term, Fields::PREFERENCE));
    }
    // Words that never decide do not become more by being asked for alone.
    if !give_way(words, |word| word.preference) {
        words.iter_mut().for_each(|word| word.preference = false);
    }
}

/// Whether one actor has all these words in its names: whoever types them may mean it.
fn is_of_a_name(words: &[Word], terms: &Terms<'_>) -> bool {
    let named = |word: &Word| {
        let own = terms.exact(&word.written).into_iter().flat_map(|postings| postings.own());
        own.filter(|(_, fields)| fields.meets(Fields::NAME.and(Fields::ALTERNATE))).map(|(service, _)| service).collect::<Vec<_>>()
    };
    let [first, others @ ..] = words else { return false };
    let mut all = named(first);
    for word in others {
        let of_word = if all.is_empty() { return false } else { named(word) };
        all.retain(|service| of_word.contains(service));
    }
    !all.is_empty()
}
