//! Dutch compounds in what is written: "taalcursus" is found by "cursus" too.

use crate::index::known::Labels;
use crate::model::{Data, LEADING};
use crate::text::{compound, stem, tokens};
use std::collections::BTreeSet;

/// The words that a compound may be made of: all that the directory's texts and its lexicon use by themselves in Dutch, but for those that
/// never decide ("onderwijs" is not "onder").
#[derive(Clone, Debug)]
pub struct Compounds {
    words: BTreeSet<String>,
}

impl Compounds {
    /// For a directory.
    #[must_use]
    pub fn new(data: &Data, labels: &Labels) -> Self {
        let concepts = || data.lexicon.concepts.iter();
        let names = concepts().filter_map(|concept| concept.label.get(LEADING));
        let phrases = concepts().filter_map(|concept| concept.words.get(LEADING)).flatten();
        let services = data.actors.iter().flat_map(|entry| &entry.actor.services);
        let texts = services.filter_map(|service| service.description.get(LEADING));
        let words = names.chain(phrases).chain(texts).flat_map(|written| tokens(written)).map(|token| token.word);
        Self { words: words.filter(|word| !labels.is_stopword(LEADING, word)).collect() }
    }

    /// The terms of both parts of a word; none if it is no compound of known words.
    #[must_use]
    pub fn parts(&self, word: &str) -> Vec<String> {
        self.cut(word).into_iter().flat_map(|(first, second)| [first, second]).flat_map(stem::stems).collect()
    }

    /// The terms of the last part of a word, which is what the whole is a kind of: a "werkboek" is a book, and no work.
    #[must_use]
    pub fn head(&self, word: &str) -> Vec<String> {
        self.cut(word).into_iter().flat_map(|(_, second)| stem::stems(second)).collect()
    }

    fn cut<'a>(&self, word: &'a str) -> Option<(&'a str, &'a str)> {
        let is_word = |part: &str| self.words.contains(part);
        compound::cuts(word).find(|(first, second)| is_word(first) && is_word(second))
    }
}
