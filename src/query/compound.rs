//! Compounds nobody wrote down: "computerlessen" is looked up as "computer" and "lessen".
//!
//! Only of words that stand nowhere, typing mistakes forgiven, and only if both parts do: whatever stands in a record or the lexicon is
//! found as it is, and who writes "conversatietaffels" means a compound that is there.

use super::parse::{MOST_WORDS, Parsed, Word};
use super::typed;
use crate::index::Directory;
use crate::index::terms::Reach;
use crate::text::{compound, distance, stem};

/// Cuts the unknown compounds of a question in two.
pub fn cut(parsed: &mut Parsed, directory: &Directory) {
    let mut at = 0;
    while let Some(word) = parsed.words.get(at) {
        if parsed.words.len() < MOST_WORDS
            && word.decides
            && !word.number
            && let Some((first, second)) = parts(word, directory)
        {
            let is_new = |part: &String| parsed.words.iter().all(|word| word.written != *part);
            let parts = [(first, false), (second, word.unfinished)].into_iter().filter(|(part, _)| is_new(part));
            let words: Vec<Word> = parts.flat_map(|(part, unfinished)| Word::part(&part, unfinished)).collect();
            let count = words.len();
            parsed.words.splice(at..=at, words);
            at += count;
        } else {
            at += 1;
        }
    }
}

fn parts(word: &Word, directory: &Directory) -> Option<(String, String)> {
    let mut cuts = compound::cuts(&word.written).peekable();
    cuts.peek()?;
    let terms = directory.terms();
    let exists = |part: &str| stem::stems(part).iter().any(|stem| terms.exact(stem).is_some());
    if typed::exists(&terms, word) {
        return None;
    }
    let (first, second) = cuts.find(|(first, second)| exists(first) && exists(second))?;
    // Since endings come off, the first part alone may be that near.
    let is_part = |term| word.stem.as_bytes().starts_with(&terms.spelt(term));
    let is_misspelt = |edits: u8| {
        let mut found = false;
        terms.near(&word.stem, edits, Reach::Whole, &mut |mut run, _| found |= !run.all(is_part));
        found
    };
    // One edit first: it tells most that are misspelt, and two take fifteen times as long.
    if (1..=distance::allowed_in(&word.written, &word.stem)).any(is_misspelt) {
        return None;
    }
    Some((first.to_owned(), second.to_owned()))
}
