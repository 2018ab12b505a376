//! Words of a language: real ones first, by how often our texts have them, then new ones that sound alike.
//!
//! * [`Vocabulary`] draws words as texts do: the one of rank r about once in r (Zipf).
//! * [`Chain`] makes words: every letter follows two others as it does in real words, in any script.
//! * [`Zipf`] draws ranks.

use super::chance::Random;
use std::collections::{BTreeMap, BTreeSet};
use welkomwijzer::model::{Entry, Lexicon};
use welkomwijzer::text;

/// How words grow with texts (Heaps' law): ours have about a thousand in each language at 170 actors.
const GROWTH: f64 = 0.55;
const AT_170: f64 = 1_000.0;

/// The words of a language.
pub struct Vocabulary {
    /// Code of the language.
    pub lang: &'static str,
    /// By rank.
    words: Vec<String>,
    zipf: Zipf,
    /// Makes new words of this language.
    pub chain: Chain,
}

impl Vocabulary {
    /// As many words as texts of so many actors have.
    pub fn of(lang: &'static str, lexicon: &Lexicon, ours: &[Entry], actors: usize) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in super::texts(ours, lang) {
            for word in words_in(lang, text) {
                *counts.entry(word.to_lowercase()).or_default() += 1;
            }
        }
        // Words of the lexicon that no text has come behind those of texts.
        for written in lexicon.concepts.iter().flat_map(|c| c.words.get(lang)).flatten() {
            for word in words_in(lang, written) {
                counts.entry(word.to_lowercase()).or_default();
            }
        }
        let mut words: Vec<(usize, String)> = counts.into_iter().map(|(word, count)| (count, word)).collect();
        words.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut words: Vec<String> = words.into_iter().map(|(_, word)| word).collect();
        let chain = Chain::learn(&words);
        let mut known: BTreeSet<String> = words.iter().cloned().collect();
        let wanted = (AT_170 * (actors as f64 / 170.0).powf(GROWTH)) as usize;
        let mut random = Random(lang.bytes().map(u64::from).sum());
        // Half of the new Dutch words are compounds, as they are in Dutch.
        let parts: Vec<String> = words.iter().take(600).filter(|word| (4..=9).contains(&word.chars().count())).cloned().collect();
        while words.len() < wanted {
            let compound = lang == "nl" && random.percent(50);
            let word = if compound {
                format!("{}{}", random.one_of(&parts), random.one_of(&parts))
            } else {
                chain.word(&mut random, 3, 14)
            };
            if known.insert(word.clone()) {
                words.push(word);
            }
        }
        Self { lang, zipf: Zipf::new(words.len().min(wanted.max(1))), words, chain }
    }

    /// A word as a text has it.
    pub fn draw(&self, random: &mut Random) -> &str {
        &self.words[self.zipf.draw(random)]
    }

    /// A word of this language that none of `taken` is when folded; it is taken then.
    pub fn new_word(&self, random: &mut Random, least: usize, most: usize, taken: &mut BTreeSet<String>) -> String {
        loop {
            let word = self.chain.word(random, least, most);
            if taken.insert(text::fold(&word)) {
                return word;
            }
        }
    }

    /// All its words, folded.
    pub fn folded(&self) -> impl Iterator<Item = String> {
        self.words.iter().map(|word| text::fold(word))
    }
}

/// The words of a text, without signs and figures.
pub fn cut(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic() && !is_vowel_sign(c)).filter(|word| !word.is_empty())
}

/// The same, in the letters of a language: people also write Arabic in Latin letters and figures, and texts have names in them.
fn words_in<'a>(lang: &str, text: &'a str) -> impl Iterator<Item = &'a str> {
    let arabic = lang == "ar";
    cut(text).filter(move |word| text::arabic::is_arabic(&text::fold(word)) == arabic)
}

/// Arabic writes short vowels above and below letters.
fn is_vowel_sign(c: char) -> bool {
    ('\u{64B}'..='\u{652}').contains(&c)
}

/// Which letter follows which two, learned from words.
pub struct Chain {
    follows: BTreeMap<[char; 2], Vec<char>>,
}

/// Stands before the first letter and behind the last.
const EDGE: char = ' ';

impl Chain {
    /// Learns from words.
    pub fn learn(words: &[String]) -> Self {
        let mut follows: BTreeMap<[char; 2], Vec<char>> = BTreeMap::new();
        for word in words.iter().filter(|word| word.chars().count() >= 3) {
            let mut before = [EDGE, EDGE];
            for letter in word.chars().chain([EDGE]) {
                follows.entry(before).or_default().push(letter);
                before = [before[1], letter];
            }
        }
        Self { follows }
    }

    /// A word of so many letters, real or not.
    pub fn word(&self, random: &mut Random, least: usize, most: usize) -> String {
        loop {
            let mut word = String::new();
            let mut before = [EDGE, EDGE];
            let mut letters = 0;
            loop {
                let next = *random.one_of(&self.follows[&before]);
                if next == EDGE {
                    break;
                }
                word.push(next);
                letters += 1;
                before = [before[1], next];
            }
            if (least..=most).contains(&letters) {
                return word;
            }
        }
    }
}

/// Draws ranks from 0: rank r with a weight of 1 / (r + 2.7), Mandelbrot's form of Zipf's law.
pub struct Zipf {
    sums: Vec<f64>,
}

impl Zipf {
    /// For so many ranks.
    pub fn new(ranks: usize) -> Self {
        let mut sum = 0.0;
        let sums = (0..ranks).map(|rank| {
            sum += 1.0 / (rank as f64 + 2.7);
            sum
        });
        Self { sums: sums.collect() }
    }

    /// A rank.
    pub fn draw(&self, random: &mut Random) -> usize {
        let wanted = random.unit() * self.sums.last().copied().unwrap_or(0.0);
        self.sums.partition_point(|&sum| sum <= wanted).min(self.sums.len().saturating_sub(1))
    }
}
