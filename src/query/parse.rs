//! From what was typed to words that count.

use crate::index::known::Labels;
use crate::text::{self, distance};

/// Words that count; more are not looked at, and the answer says so.
pub const MOST_WORDS: usize = 32;

/// Most bytes of a text that are looked at. 32 words of 48 letters are less; the rest of a pasted page only costs time.
const MOST_BYTES: usize = 8192;

/// A word of a question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Word {
    /// The word itself, folded.
    pub written: String,
    /// Its terms: any of them is a match. The first is the word itself.
    pub terms: Vec<String>,
    /// Its stem.
    pub stem: String,
    /// What else it may be the beginning of, if it is unfinished.
    pub beginnings: Vec<String>,
    /// Whether a match decides: stop words do not, unless there is nothing else.
    pub decides: bool,
    /// Whether it may be unfinished: the last word, while the visitor types.
    pub unfinished: bool,
    /// Whether it is (part of) the name of the place that was understood.
    pub place: bool,
    /// Whether it is a word for people around whoever asks ("my husband"). It decides only where nothing else does.
    pub person: bool,
    /// Whether it is a number: numbers have no typing mistakes.
    pub number: bool,
    /// Whether it says how something is wanted ("gratis", "online"), and not what: it does not decide then.
    pub preference: bool,
}

impl Word {
    fn new(token: text::Token, unfinished: bool) -> Self {
        let mut terms = token.terms();
        if token.number {
            terms.extend(text::phone::with_zone(&token.word));
        }
        let stem = token.text_terms().into_iter().next().unwrap_or_default();
        let beginnings = if unfinished { text::stem::beginnings(&token.word) } else { Vec::new() };
        Self {
            written: token.word,
            terms,
            stem,
            beginnings,
            decides: true,
            unfinished,
            place: false,
            person: false,
            number: token.number,
            preference: false,
        }
    }
}

impl Word {
    /// A part of a compound.
    pub(super) fn part(part: &str, unfinished: bool) -> Option<Self> {
        text::tokens(part).into_iter().next().map(|token| Self::new(token, unfinished))
    }

    /// In which forms typing mistakes are looked for, and how many: as it is written, since names are, and its stem, since texts have only
    /// stems.
    pub fn misspelt(&self) -> impl Iterator<Item = (&str, u8)> {
        let written = (self.written.as_str(), distance::allowed(self.written.chars().count()));
        let stem = (self.stem.as_str(), distance::allowed_in(&self.written, &self.stem));
        [written, stem].into_iter().skip(usize::from(self.written == self.stem))
    }

    /// Whether one of its forms may be the beginning of a misspelt word: what has lost its end is not what was typed so far.
    pub fn may_begin(&self, form: &str) -> bool {
        self.unfinished && form.len() + 1 >= self.written.len()
    }

    /// Several words that mean something together.
    pub(super) fn phrase(phrase: String) -> Self {
        Self {
            terms: vec![phrase.clone()],
            stem: phrase.clone(),
            beginnings: Vec::new(),
            written: phrase,
            decides: true,
            unfinished: false,
            place: false,
            person: false,
            number: false,
            preference: true,
        }
    }
}

/// A question's text, understood.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Parsed {
    /// At most [`MOST_WORDS`] words, each once.
    pub words: Vec<Word>,
    /// Words left out at the end.
    pub ignored: usize,
}

impl Parsed {
    /// Takes words as the name of a place: they do not decide what is found any more.
    pub fn take_place(&mut self, first: usize, words: usize) {
        for word in self.words.iter_mut().skip(first).take(words) {
            (word.place, word.decides, word.unfinished) = (true, false, false);
        }
    }

    /// Positions of the words that decide.
    pub fn deciding(&self) -> impl Iterator<Item = usize> {
        self.words.iter().enumerate().filter(|(_, w)| w.decides).map(|(i, _)| i)
    }
}

/// Cuts a text into words.
#[must_use]
pub fn parse(written: &str, lang: &str, labels: &Labels) -> Parsed {
    let mut end = written.len().min(MOST_BYTES);
    while !written.is_char_boundary(end) {
        end -= 1;
    }
    let tokens = text::tokens(written.get(..end).unwrap_or(""));
    let ignored = tokens.len().saturating_sub(MOST_WORDS);
    let kept = tokens.len() - ignored;
    let mut words: Vec<Word> = Vec::with_capacity(kept);
    for (i, token) in tokens.into_iter().take(kept).enumerate() {
        let unfinished = ignored == 0 && i + 1 == kept;
        match words.iter_mut().find(|w| w.written == token.word) {
            Some(same) if unfinished => *same = Word::new(token, true),
            Some(_) => {}
            None => words.push(Word::new(token, unfinished)),
        }
    }
    let stopping = stopping(&words, lang, labels);
    let is_stopword = |word: &Word| {
        let term = word.written.as_str();
        stopping.iter().any(|lang| labels.is_stopword(lang, term)) || matches!(term, "http" | "https" | "www")
    };
    let is_person = |word: &Word| stopping.iter().any(|lang| labels.is_person(lang, &word.written));
    let stops: Vec<bool> = words.iter().map(is_stopword).collect();
    if stops.contains(&false) {
        for (word, stop) in words.iter_mut().zip(stops) {
            (word.decides, word.person) = (!stop, !stop && is_person(word));
        }
        // "My wife" is a whole question.
        give_way(&mut words, |word| word.person);
    }
    Parsed { words, ignored }
}

/// Where other words decide, these do not. Says whether there are others.
pub(super) fn give_way(words: &mut [Word], these: impl Fn(&Word) -> bool) -> bool {
    let others = words.iter().any(|word| word.decides && !these(word));
    if others {
        words.iter_mut().filter(|word| these(word)).for_each(|word| word.decides = false);
    }
    others
}

/// The languages whose stop words count: the visitor's, and another one if the text looks more like it. "les" alone is a Dutch
/// lesson; in "je cherche les cours" it is an article.
fn stopping<'a>(words: &[Word], lang: &'a str, labels: &'a Labels) -> Vec<&'a str> {
    let count = |lang: &str| words.iter().filter(|w| labels.is_stopword(lang, &w.written)).count();
    let own = count(lang);
    let mut stopping = vec![lang];
    let other = labels.stopwords.keys().map(|l| (count(l), l)).max_by_key(|(n, _)| *n);
    stopping.extend(other.filter(|(n, _)| *n >= 2 && *n > own).map(|(_, l)| l.as_str()));
    stopping
}
