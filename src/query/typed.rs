//! A word as it is typed: the terms it is, has as its forms, or begins. No typing mistakes are forgiven on this road.

use super::parse::Word;
use crate::index::terms::{Postings, Terms};

/// How a term was reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Way {
    /// The term is the whole word, not one that the word begins.
    pub whole: bool,
    /// It was the word itself, not one of its forms (its stem, a number without its zone).
    pub itself: bool,
}

/// Tells each term a word stands for and, of an unfinished one, each that it begins.
pub fn look_up(terms: &Terms<'_>, word: &Word, unfinished: bool, found: &mut dyn FnMut(Way, Postings<'_>)) {
    for (i, term) in word.terms.iter().enumerate() {
        if let Some(postings) = terms.exact(term) {
            found(Way { whole: true, itself: i == 0 }, postings);
        }
    }
    if unfinished {
        for (i, beginning) in [&word.written].into_iter().chain(&word.beginnings).enumerate() {
            for term in terms.with_prefix(beginning) {
                found(Way { whole: false, itself: i == 0 }, terms.postings(term));
            }
        }
    }
}

/// Whether a word leads anywhere.
#[must_use]
pub fn exists(terms: &Terms<'_>, word: &Word) -> bool {
    let begins = |beginning: &String| !terms.with_prefix(beginning).is_empty();
    word.terms.iter().any(|term| terms.exact(term).is_some())
        || (word.unfinished && [&word.written].into_iter().chain(&word.beginnings).any(begins))
}
