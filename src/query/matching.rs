//! From words to the services that have them.
//!
//! Each word matches the actor or the same service, never a second service: postings are per service, and an actor's own words are
//! postings of each of its services. Three stages, each only when the one before found nothing:
//!
//! 1. every deciding word, as typed (the last as a prefix; a word nobody uses may have typing mistakes);
//! 2. every deciding word, now all with typing mistakes;
//! 3. the best partial answers.

use super::parse::{Parsed, Word};
use super::rank;
use crate::index::terms::{Fields, Postings, Reach};
use crate::index::{Directory, ServiceId};
use crate::text::distance;

/// How the words were found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Stage {
    /// All words, as typed (or nothing was typed).
    #[default]
    Exact,
    /// All words, some with typing mistakes.
    Tolerant,
    /// Not all words.
    Partial,
}

/// How a term was found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Quality {
    /// The word itself.
    Exact,
    /// It begins with the word.
    Prefix,
    /// It, or its beginning, is one or two edits away.
    Typo,
}

/// The services that match a text.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How.
    pub stage: Stage,
    /// Services in rising order, each with its text score from 0 to about 1.5.
    pub services: Vec<(ServiceId, f32)>,
}

/// Per service: which words it has (a bit each), and the weight they sum up to.
struct Table {
    words: Vec<u32>,
    score: Vec<f32>,
    in_name: Vec<u32>,
    // Of the word being looked up:
    best: Vec<f32>,
    fields: Vec<Fields>,
    touched: Vec<u32>,
}

impl Table {
    fn new(services: usize) -> Self {
        Self {
            words: vec![0; services],
            score: vec![0.0; services],
            in_name: vec![0; services],
            best: vec![0.0; services],
            fields: vec![Fields::default(); services],
            touched: Vec::new(),
        }
    }

    fn add(&mut self, postings: Postings<'_>, quality: Quality, weights: &rank::FieldWeights) {
        for (service, fields) in postings {
            let Some(best) = self.best.get_mut(service.index()) else { continue };
            if *best == 0.0 {
                self.touched.push(service.0);
            }
            *best = best.max(weights.of(fields) * rank::quality(quality));
            if let Some(all) = self.fields.get_mut(service.index()) {
                *all = all.and(fields);
            }
        }
    }

    /// Books what the word found; says in how many services.
    fn finish(&mut self, bit: u32, weigh: impl Fn(usize) -> f32) -> usize {
        let weight = weigh(self.touched.len());
        let touched = std::mem::take(&mut self.touched);
        for &service in &touched {
            let at = service as usize;
            if let (Some(best), Some(words), Some(score), Some(fields), Some(in_name)) = (
                self.best.get_mut(at),
                self.words.get_mut(at),
                self.score.get_mut(at),
                self.fields.get_mut(at),
                self.in_name.get_mut(at),
            ) {
                *words |= bit;
                *score += weight * rank::with_further_fields(*best, *fields);
                *in_name |= if fields.meets(Fields::NAME.and(Fields::ALTERNATE)) { bit } else { 0 };
                *best = 0.0;
                *fields = Fields::default();
            }
        }
        touched.len()
    }
}

/// Whether typing mistakes are forgiven in words that exist as typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Typos {
    WhereNothingElse,
    Everywhere,
}

/// What became of typing mistakes in a look-up.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Forgiven {
    /// Some had to be forgiven.
    some: bool,
    /// More could be: in words that exist as typed.
    more: bool,
}

/// Finds the services that match.
#[must_use]
pub fn find(directory: &Directory, parsed: &Parsed, lang: &str) -> Found {
    let services = directory.columns().services();
    if parsed.words.is_empty() {
        let all = (0..u32::try_from(services).unwrap_or(0)).map(|i| (ServiceId(i), 0.0));
        return Found { stage: Stage::Exact, services: all.collect() };
    }
    let deciding: u32 = parsed.deciding().fold(0, |bits, i| bits | bit(i));
    let (table, weight, typos) = look_up(directory, parsed, lang, Typos::WhereNothingElse);
    let Forgiven { some: typos, more } = typos;
    let found = with_all(directory, &table, deciding, weight);
    if !found.is_empty() {
        return Found { stage: if typos { Stage::Tolerant } else { Stage::Exact }, services: found };
    }
    // Where every word was looked up with mistakes already, a second time finds nothing new.
    let (table, weight) = if more {
        let (table, weight, _) = look_up(directory, parsed, lang, Typos::Everywhere);
        let found = with_all(directory, &table, deciding, weight);
        if !found.is_empty() {
            return Found { stage: Stage::Tolerant, services: found };
        }
        (table, weight)
    } else {
        (table, weight)
    };
    let count = |words: &u32| (words & deciding).count_ones();
    let most = table.words.iter().map(count).max().unwrap_or(0);
    let enough = most.div_ceil(2).max(1);
    let services = ranked(directory, &table, weight, |words| count(&words) >= enough);
    Found { stage: Stage::Partial, services }
}

fn bit(word: usize) -> u32 {
    u32::try_from(word).ok().and_then(|w| 1u32.checked_shl(w)).unwrap_or(0)
}

fn with_all(directory: &Directory, table: &Table, deciding: u32, weight: f32) -> Vec<(ServiceId, f32)> {
    ranked(directory, table, weight, |words| words & deciding == deciding)
}

fn ranked(directory: &Directory, table: &Table, weight: f32, keep: impl Fn(u32) -> bool) -> Vec<(ServiceId, f32)> {
    let columns = directory.columns();
    let mut found = Vec::new();
    for actor in 0..columns.actors() {
        let actor = crate::index::ActorId(u32::try_from(actor).unwrap_or(u32::MAX));
        for service in columns.services_of(actor) {
            let at = service.index();
            let (Some(&words), Some(&score), Some(&in_name)) = (table.words.get(at), table.score.get(at), table.in_name.get(at))
            else {
                continue;
            };
            if keep(words) {
                let name = rank::name_bonus(in_name.count_ones(), words.count_ones(), columns.name_words(actor));
                found.push((service, score / weight.max(f32::EPSILON) + name));
            }
        }
    }
    found
}

/// Looks up every word. Gives the table, the highest possible sum of weights, and whether typing mistakes had to be forgiven.
fn look_up(directory: &Directory, parsed: &Parsed, lang: &str, typos: Typos) -> (Table, f32, Forgiven) {
    let services = directory.columns().services();
    let mut table = Table::new(services);
    let position = directory.info().langs.iter().position(|l| l == lang).unwrap_or(0);
    let weights = rank::FieldWeights::new(position);
    let mut sum = 0.0;
    let mut forgiven = Forgiven::default();
    for (i, word) in parsed.words.iter().enumerate() {
        let share = if word.decides { 1.0 } else { rank::STOPWORD };
        let of_word = look_up_word(directory, &mut table, word, &weights, typos);
        forgiven = Forgiven { some: forgiven.some | of_word.some, more: forgiven.more | of_word.more };
        let weigh = |found: usize| share * rank::rarity(found, services);
        let found = table.finish(bit(i), weigh);
        sum += weigh(found);
    }
    (table, sum, forgiven)
}

/// Looks up one word. Says whether only typing mistakes led anywhere, and whether they were not even tried.
fn look_up_word(directory: &Directory, table: &mut Table, word: &Word, weights: &rank::FieldWeights, typos: Typos) -> Forgiven {
    let terms = directory.terms();
    for (i, term) in word.terms.iter().enumerate() {
        if let Some(postings) = terms.exact(term) {
            // A shortened form is a little less than the word itself.
            table.add(postings, if i == 0 { Quality::Exact } else { Quality::Prefix }, weights);
        }
        if word.unfinished && (i == 0 || term.chars().count() >= 3) {
            terms.with_prefix(term, |_, postings| table.add(postings, Quality::Prefix, weights));
        }
    }
    let known = !table.touched.is_empty();
    let Some(term) = word.terms.first().filter(|_| !word.number && word.decides) else { return Forgiven::default() };
    let most = distance::allowed(term.chars().count());
    if most == 0 || (known && typos == Typos::WhereNothingElse) {
        return Forgiven { some: false, more: most > 0 };
    }
    let reach = if word.unfinished { Reach::Prefix } else { Reach::Whole };
    // One edit first: two only when one leads nowhere, for they lead to many words that only look alike.
    for edits in 1..=most {
        terms.near(term, edits, reach, |_, _, postings| table.add(postings, Quality::Typo, weights));
        if !table.touched.is_empty() && !known {
            break;
        }
    }
    Forgiven { some: !known && !table.touched.is_empty(), more: false }
}
