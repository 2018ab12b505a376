//! The words of `lexicon/plain.toml`, cut once and found in texts.

use crate::model::PlainLanguage;
use crate::text::{self, Token};

/// The words of a language, cut once.
pub(super) struct Listed<'a> {
    pub(super) lang: &'a str,
    pub(super) of_lang: &'a PlainLanguage,
    pub(super) names: Vec<Pattern>,
    pub(super) means: Vec<Pattern>,
    pub(super) aside: Vec<Pattern>,
    pub(super) next: Vec<Pattern>,
    pub(super) jargon: Vec<(Pattern, &'a str)>,
    pub(super) plainer: Vec<(Pattern, &'a str)>,
}

impl<'a> Listed<'a> {
    pub(super) fn new(lang: &'a str, of_lang: &'a PlainLanguage) -> Self {
        let patterns = |written: &[String]| written.iter().map(|w| Pattern::new(w)).collect();
        Self {
            lang,
            of_lang,
            names: patterns(&of_lang.names),
            means: patterns(&of_lang.means),
            aside: patterns(&of_lang.aside),
            next: patterns(&of_lang.next),
            jargon: of_lang.jargon.iter().map(|(word, meaning)| (Pattern::new(word), meaning.as_str())).collect(),
            plainer: of_lang.plainer.iter().map(|(word, better)| (Pattern::new(word), better.as_str())).collect(),
        }
    }

    /// Whether the token is part of one of the names in which it is no jargon.
    pub(super) fn is_name(&self, tokens: &[Token], at: usize, text: &str) -> bool {
        self.names.iter().any(|name| {
            let from = at.saturating_sub(name.len().saturating_sub(1));
            (from..=at).any(|start| tokens.get(start..).is_some_and(|rest| name.begins(rest, text)))
        })
    }
}

/// A word or several, as plain.toml writes them.
pub(super) struct Pattern {
    words: Vec<Word>,
    /// `NT2`: only as it is written.
    capitals: Option<String>,
}

/// A word of a pattern.
struct Word {
    terms: Vec<String>,
    /// `inburgering*`: it may go on.
    goes_on: bool,
}

impl Pattern {
    pub(super) fn new(written: &str) -> Self {
        let mut words = Vec::new();
        for piece in written.split_whitespace() {
            words.extend(text::tokens(piece).into_iter().map(|token| Word { terms: forms(&token), goes_on: false }));
            if let Some(last) = words.last_mut() {
                last.goes_on = piece.ends_with('*');
            }
        }
        let capitals = written.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()).then(|| written.to_owned());
        Self { words, capitals }
    }

    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    /// Whether these tokens begin with it.
    pub(super) fn begins(&self, tokens: &[Token], text: &str) -> bool {
        let Some(here) = tokens.get(..self.words.len()).filter(|here| !here.is_empty()) else { return false };
        here.iter().zip(&self.words).all(|(token, word)| word.is(token))
            && self.capitals.as_ref().is_none_or(|capitals| self.written(tokens, 0, text) == capitals)
    }

    /// The positions of the tokens where it begins.
    pub(super) fn all<'t>(&'t self, tokens: &'t [Token], text: &'t str) -> impl Iterator<Item = usize> + 't {
        (0..tokens.len()).filter(move |&at| tokens.get(at..).is_some_and(|rest| self.begins(rest, text)))
    }

    /// The words of a text that it is, as they are written there.
    pub(super) fn written<'t>(&self, tokens: &[Token], at: usize, text: &'t str) -> &'t str {
        let last = tokens.get(at + self.words.len().max(1) - 1);
        tokens.get(at).zip(last).and_then(|(first, last)| text.get(first.start..last.end)).unwrap_or("")
    }
}

impl Word {
    fn is(&self, token: &Token) -> bool {
        let goes_on = |term: &String| self.goes_on && self.terms.first().is_some_and(|word| term.starts_with(word.as_str()));
        forms(token).iter().any(|term| self.terms.contains(term) || goes_on(term))
    }
}

/// The word as it is written; in Arabic without what is written onto it too. What search takes off a Latin word would find too much.
fn forms(token: &Token) -> Vec<String> {
    if text::arabic::is_arabic(&token.word) {
        let mut forms = vec![token.word.clone()];
        forms.extend(text::arabic::beginnings(&token.word).into_iter().flatten().map(str::to_owned));
        forms
    } else {
        [&token.word].into_iter().chain(&token.joined).cloned().collect()
    }
}
