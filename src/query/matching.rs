//! From words to the services that have them.
//!
//! Each word matches the actor or the same service, never a second service: postings are per service, and an actor's own words are
//! postings of each of its services. A word is looked up as typed (the last as a prefix); one that nobody uses may have typing mistakes,
//! and so may the only word if few services have it. Where few services have all of them, those that have at least half as
//! many words as the best follow: whoever writes a whole sentence is not sent away because one word of it stands nowhere.
//!
//! Words that belong together say more than words scattered over a record. So the groups of the index, the words of one concept, are held
//! against the question as a whole: "opening a bank account" has three words of the concept of banks and one of that of lessons, and
//! whoever offers the former is meant. See [`Table::concepts`].

use super::parse::{Parsed, Word};
use super::rank::{self, FieldWeights, Nearness, Weights};
use super::typed::{self, Way};
use crate::index::terms::{Fields, Link, Part, Postings, Reach};
use crate::index::{Directory, ServiceId};
use crate::text::{distance, phonetic};

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

/// The services that match a text.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// How.
    pub stage: Stage,
    /// Whether an actor's name has all words, those taken for a place included: then they are no place.
    pub named: bool,
    /// Services in rising order.
    pub services: Vec<Match>,
}

/// A service that matches.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Match {
    /// Which.
    pub service: ServiceId,
    /// What its text score is made of.
    pub score: TextScore,
    /// Whether it has all deciding words.
    pub complete: bool,
}

/// What a text score is made of; each part is weighed already.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct TextScore {
    /// The words it has, by their fields and rarity: 0 to about 1.
    pub words: f32,
    /// How well its best concept fits the whole question.
    pub concept: f32,
    /// That its name was typed.
    pub name: f32,
    /// That it has all deciding words.
    pub complete: f32,
    /// That it states what is preferred.
    pub preference: f32,
}

impl TextScore {
    /// The whole.
    #[must_use]
    pub fn sum(&self) -> f32 {
        self.words + self.concept + self.name + self.complete + self.preference
    }
}

/// So many services with all words are enough; below, those with some of them follow.
const ENOUGH: usize = 20;

/// As near as what is online.
const WITHIN_REACH: f32 = 0.3;

/// Fewer services with all words than these, and a word that is written so may be meant otherwise all the same ("bakel" for "bakels").
const FEW: usize = 3;

/// Letters from which that is done.
const LONG: usize = 5;

/// What the words found, for every service and every group of the index.
struct Table {
    /// One of each service that has any word, as they are met; most of a large directory have none, and rows for all took longer to set
    /// aside than a rare word takes to be found.
    rows: Vec<Row>,
    /// Where the row of each service stands, from 1; 0 if it has none.
    places: Vec<u32>,
    groups: Vec<GroupRow>,
    /// Places of the rows that have the word being looked up, and such groups.
    touched: Vec<usize>,
    touched_groups: Vec<u32>,
    /// The first so many groups are concepts.
    concepts: usize,
    /// Services that have a row, a bit each, to go through them in order.
    met: Vec<u64>,
}

#[derive(Clone, Copy)]
struct Row {
    service: ServiceId,
    /// Words it has, a bit each; those of them that exist as typed but were found here by a typing mistake; and those in its name.
    words: u32,
    guessed: u32,
    in_name: u32,
    /// Those that it has only as part of a phrase of its concepts.
    loose: u32,
    /// Weighted sum over the words so far.
    score: f32,
    /// How well its best concept fits the whole question.
    concept: f32,
    /// The same of its second best.
    concept_too: f32,
    /// Sum over the preferences it states.
    preference: f32,
    /// Of the word being looked up: how well it was found, in which fields, and whether otherwise than as part of a phrase.
    best: f32,
    fields: Fields,
    is_whole: bool,
}

impl Row {
    fn of(service: ServiceId) -> Self {
        Self {
            service,
            words: 0,
            guessed: 0,
            in_name: 0,
            loose: 0,
            score: 0.0,
            concept: 0.0,
            concept_too: 0.0,
            preference: 0.0,
            best: 0.0,
            fields: Fields::default(),
            is_whole: false,
        }
    }
}

#[derive(Clone, Copy, Default)]
struct GroupRow {
    /// Weighted sum over the words so far.
    score: f32,
    /// Of the word being looked up: how well it was found, and whether in a phrase alone.
    best: f32,
    part: Part,
}

/// The weights that hold for one question.
struct Weighing<'a> {
    weights: &'a Weights,
    fields: FieldWeights<'a>,
}

impl Table {
    fn new(directory: &Directory) -> Self {
        let terms = directory.terms();
        let services = directory.columns().services();
        Self {
            rows: Vec::new(),
            places: vec![0; services],
            groups: vec![GroupRow::default(); terms.groups()],
            concepts: terms.concepts(),
            touched: Vec::new(),
            touched_groups: Vec::new(),
            met: vec![0; services.div_ceil(64)],
        }
    }

    /// Where the row of a service stands; made if there is none.
    fn place(&mut self, service: ServiceId) -> Option<usize> {
        let place = self.places.get_mut(service.index())?;
        if *place == 0 {
            self.rows.push(Row::of(service));
            *place = u32::try_from(self.rows.len()).ok()?;
            if let Some(bits) = self.met.get_mut(service.index() / 64) {
                *bits |= 1 << (service.index() % 64);
            }
        }
        Some(*place as usize - 1)
    }

    /// Counts services without a word as well: where only a place was typed, everything is found.
    fn meet_all(&mut self) {
        for service in 0..u32::try_from(self.places.len()).unwrap_or(0) {
            self.place(ServiceId(service));
        }
    }

    /// The services that have any word, in rising order.
    fn rows(&self) -> impl Iterator<Item = (ServiceId, &Row)> {
        let numbers = self.met.iter().enumerate().filter(|(_, bits)| **bits != 0).flat_map(|(block, &bits)| {
            let mut left = bits;
            std::iter::from_fn(move || {
                let lowest = (left != 0).then_some(left.trailing_zeros() as usize)?;
                left &= left - 1;
                Some(64 * block + lowest)
            })
        });
        numbers.filter_map(|service| {
            let row = self.rows.get((*self.places.get(service)? as usize).checked_sub(1)?)?;
            Some((row.service, row))
        })
    }

    fn add(&mut self, postings: Postings<'_>, quality: f32) {
        for group in postings.groups() {
            if let Some(row) = self.groups.get_mut(group.position) {
                if row.best == 0.0 {
                    self.touched_groups.push(u32::try_from(group.position).unwrap_or(u32::MAX));
                    row.part = group.part;
                }
                row.best = row.best.max(quality);
                row.part = row.part.min(group.part);
            }
        }
        for (service, fields) in postings.own() {
            self.touch(service, fields, quality, true);
        }
    }

    fn touch(&mut self, service: ServiceId, fields: Fields, quality: f32, is_whole: bool) {
        let Some(place) = self.place(service) else { return };
        let Some(row) = self.rows.get_mut(place) else { return };
        if row.best == 0.0 {
            self.touched.push(place);
        }
        row.is_whole |= is_whole;
        // The fields of the best way of finding it count.
        if quality > row.best {
            (row.best, row.fields) = (quality, fields);
        } else if quality == row.best {
            row.fields = row.fields.and(fields);
        }
    }

    fn found(&self) -> bool {
        !self.touched.is_empty() || !self.touched_groups.is_empty()
    }

    /// How many services have the word being looked up as typed: all of those it counts as found, or `enough` of them.
    fn sure(&mut self, enough: usize, directory: &Directory, weights: &Weights) -> usize {
        let terms = directory.terms();
        for group in self.touched_groups.clone() {
            let Some(row) = self.groups.get(group as usize).copied() else { continue };
            let before = self.touched.len();
            for (service, fields) in terms.group(Link { position: group as usize, part: row.part }) {
                if self.touched.len() - before >= enough {
                    break;
                }
                self.touch(service, fields, row.best, row.part == Part::Word);
            }
        }
        self.touched.iter().filter_map(|&place| self.rows.get(place)).filter(|row| row.best >= weights.typo).take(enough).count()
    }

    /// Books what the word found, and whether it exists as typed. Gives the weight of the word among all services, and among concepts.
    fn finish(&mut self, bit: u32, word: &Word, known: bool, directory: &Directory, weighing: &Weighing<'_>) -> (f32, f32) {
        let weights = weighing.weights;
        let share = match word {
            Word { decides: true, .. } => 1.0,
            Word { place: true, .. } => weights.place_word,
            Word { preference: true, .. } => weights.preference_word,
            Word { person: true, .. } => weights.person_word,
            _ => weights.stopword,
        };
        let terms = directory.terms();
        let groups = std::mem::take(&mut self.touched_groups);
        let mut concepts = 0;
        for &group in &groups {
            let Some(row) = self.groups.get(group as usize).copied() else { continue };
            concepts += usize::from((group as usize) < self.concepts);
            for (service, fields) in terms.group(Link { position: group as usize, part: row.part }) {
                self.touch(service, fields, row.best, row.part == Part::Word);
            }
        }
        let among_concepts = share * rank::rarity(concepts, self.groups.len());
        for &group in &groups {
            if let Some(row) = self.groups.get_mut(group as usize) {
                let share = if row.part == Part::Phrase { weights.phrase } else { 1.0 };
                row.score += among_concepts * row.best * share;
                row.best = 0.0;
            }
        }
        let touched = std::mem::take(&mut self.touched);
        let weight = share * rank::rarity(touched.len(), self.places.len());
        for &place in &touched {
            let Some(row) = self.rows.get_mut(place) else { continue };
            row.words |= bit;
            row.guessed |= if known && row.best < weights.typo { bit } else { 0 };
            if word.preference {
                row.preference += if row.fields.meets(Fields::PREFERENCE) { 1.0 } else { weights.preference_said };
            } else {
                row.score += weight * row.best * weighing.fields.of(row.fields, row.service);
            }
            row.in_name |= if row.fields.meets(Fields::NAME.and(Fields::ALTERNATE)) { bit } else { 0 };
            row.loose |= if row.is_whole { 0 } else { bit };
            row.best = 0.0;
            row.fields = Fields::default();
            row.is_whole = false;
        }
        match (touched.is_empty(), word.preference) {
            (true, _) => (0.0, 0.0),
            (false, true) => (0.0, among_concepts),
            (false, false) => (weight, among_concepts),
        }
    }

    /// Tells every service how well its best concept fits the question.
    fn concepts(&mut self, whole: f32, directory: &Directory, weighing: &Weighing<'_>) {
        let terms = directory.terms();
        for (position, row) in self.groups.iter().enumerate().take(self.concepts).filter(|(_, row)| row.score > 0.0) {
            let fit = row.score / whole.max(f32::EPSILON);
            let fit = fit + weighing.weights.concept_whole * (fit * fit - fit);
            for (service, field) in terms.group(Link { position, part: Part::Word }) {
                let share = if field.meets(Fields::CONCEPT) { 1.0 } else { weighing.weights.wider_fit };
                let place = self.places.get(service.index()).and_then(|&place| (place as usize).checked_sub(1));
                if let Some(row) = place.and_then(|place| self.rows.get_mut(place)) {
                    let fit = fit * share * weighing.fields.of_concept(service);
                    let (best, other) = if fit > row.concept { (fit, row.concept) } else { (row.concept, fit) };
                    (row.concept, row.concept_too) = (best, row.concept_too.max(other));
                }
            }
        }
    }
}

/// What became of typing mistakes in a look-up.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
struct Forgiven {
    /// Some had to be forgiven.
    some: bool,
    /// The word exists as typed.
    known: bool,
    /// It does, but no service surely has it.
    doubted: bool,
}

/// Finds the services that match; with how near areas are, if one looks from somewhere.
#[must_use]
pub fn find(directory: &Directory, parsed: &Parsed, lang: &str, nearness: Option<&Nearness>, weights: &Weights) -> Found {
    let services = directory.columns().services();
    if parsed.words.is_empty() {
        let all = (0..u32::try_from(services).unwrap_or(0)).map(|i| Match {
            service: ServiceId(i),
            score: TextScore::default(),
            complete: true,
        });
        return Found { stage: Stage::Exact, named: false, services: all.collect() };
    }
    let deciding: u32 = parsed.deciding().fold(0, |bits, i| bits | bit(i));
    let bits =
        |of: &dyn Fn(&Word) -> bool| parsed.words.iter().enumerate().filter(|(_, w)| of(w)).fold(0, |all, (i, _)| all | bit(i));
    let (place, preferences) = (bits(&|word| word.place), bits(&|word| word.preference));
    let position = directory.info().langs.iter().position(|l| l == lang).unwrap_or(0);
    let weighing = Weighing { weights, fields: FieldWeights::new(weights, position, directory.columns()) };
    let (mut table, weight, forgiven) = look_up(directory, parsed, &weighing);
    if deciding == 0 {
        table.meet_all();
    }
    let columns = directory.columns();
    let surely_has_all = |row: &Row| row.words & deciding == deciding && row.guessed & deciding == 0;
    // More than enough are not counted.
    let complete = table.rows().filter(|(_, row)| surely_has_all(row)).take(ENOUGH).count();
    let stage = match forgiven {
        Forgiven { doubted: true, .. } if table.rows.iter().any(|row| row.words & deciding == deciding) => Stage::Tolerant,
        _ if complete == 0 => Stage::Partial,
        Forgiven { some: true, .. } => Stage::Tolerant,
        _ => Stage::Exact,
    };
    // Who is where was asked for has something of the question too.
    let mut counting = deciding | place;
    if !table.rows.iter().any(|row| row.words & counting != 0) {
        // Nothing of what was asked for is there: what is preferred is better than nothing.
        counting |= preferences;
    }
    let count = |row: &Row| (row.words & counting).count_ones();
    let is_complete = |row: &Row| row.words & deciding == deciding;
    let reach = |service| nearness.is_none_or(|nearness| nearness.of_service(&columns, service) >= WITHIN_REACH);
    let within_reach = || table.rows().filter(|(service, row)| surely_has_all(row) && reach(*service)).take(ENOUGH).count();
    let least = match complete {
        ENOUGH.. if within_reach() >= ENOUGH => u32::MAX,
        _ => table.rows().map(|(_, row)| count(row)).max().unwrap_or(0).div_ceil(2).max(1),
    };
    let mut found = Vec::new();
    for (service, row) in table.rows().filter(|(_, row)| is_complete(row) || count(row) >= least) {
        // A stop word in a name says nothing, unless there is nothing else.
        let counting = if deciding == 0 { !place } else { deciding };
        let (in_name, words) = ((row.in_name & counting).count_ones(), (row.words & counting).count_ones());
        let complete = is_complete(row);
        let score = TextScore {
            words: row.score / weight.max(f32::EPSILON),
            concept: weights.concept_fit * (row.concept + weights.concept_second * row.concept_too),
            name: weights.name_bonus(in_name, words, || columns.name_words(columns.actor_of(service).0)),
            complete: match complete && row.guessed & deciding == 0 {
                true if row.loose & deciding != 0 => weights.complete * weights.loose,
                true => weights.complete,
                false => 0.0,
            },
            preference: weights.preference * row.preference / preferences.count_ones().max(1) as f32,
        };
        found.push(Match { service, score, complete });
    }
    let in_name = |row: &Row| deciding != 0 && row.in_name & (deciding | place) == deciding | place;
    Found { stage, named: place != 0 && table.rows().any(|(_, row)| in_name(row)), services: found }
}

fn bit(word: usize) -> u32 {
    u32::try_from(word).ok().and_then(|w| 1u32.checked_shl(w)).unwrap_or(0)
}

/// Looks up every word. Gives the table, the highest possible sum of weights, and what became of typing mistakes.
fn look_up(directory: &Directory, parsed: &Parsed, weighing: &Weighing<'_>) -> (Table, f32, Forgiven) {
    let mut table = Table::new(directory);
    let (mut sum, mut of_concepts) = (0.0, 0.0);
    let mut forgiven = Forgiven::default();
    let is_alone = parsed.deciding().count() == 1;
    for (i, word) in parsed.words.iter().enumerate() {
        let of_word = look_up_word(directory, &mut table, word, is_alone, weighing);
        forgiven.some |= of_word.some;
        forgiven.doubted |= of_word.doubted;
        let (weight, among_concepts) = table.finish(bit(i), word, of_word.known, directory, weighing);
        sum += weight;
        of_concepts += among_concepts;
    }
    table.concepts(of_concepts, directory, weighing);
    (table, sum, forgiven)
}

/// Looks up one word, the only one that decides or one of several.
fn look_up_word(directory: &Directory, table: &mut Table, word: &Word, is_alone: bool, weighing: &Weighing<'_>) -> Forgiven {
    let terms = directory.terms();
    let weights = weighing.weights;
    let mut is_written = false;
    typed::look_up(&terms, word, word.unfinished, &mut |way, postings| {
        is_written |= way.itself;
        match way {
            Way { whole: true, itself: true } => table.add(postings, 1.0),
            // A place is a name: nothing comes off it.
            Way { whole: true, itself: false } if word.place => {}
            Way { whole: true, itself: false } => table.add(postings, weights.stem),
            Way { whole: false, .. } if is_written => table.add(postings, weights.prefix * weights.known_prefix),
            Way { whole: false, .. } => table.add(postings, weights.prefix),
        }
    });
    let known = table.found();
    let as_typed = Forgiven { known, ..Forgiven::default() };
    let letters = word.written.chars().count();
    if word.number || !word.decides || distance::allowed(letters) == 0 {
        return as_typed;
    }
    // A short word that exists is a letter away from many others. One that nobody wrote so, and only its stem exists, is rather misspelt.
    let enough = match is_written {
        true if word.stem.chars().count() >= LONG => FEW,
        false if letters >= LONG => ENOUGH,
        _ => 0,
    };
    let sure = if known && is_alone { table.sure(enough, directory, weights) } else { enough };
    if known && sure >= enough {
        return as_typed;
    }
    // One edit first: two only when one leads nowhere, for they lead to many words that only look alike; none of these is meant by who
    // typed a word that exists. Slips of the ear are tried with each, and one edit even beside them.
    for edits in 1..=if known { 1 } else { 2 } {
        let by_sound = !known && sounds_alike(directory, table, word, edits, weights);
        let quality = if known { weights.typo * weights.known_typo } else { weights.typo };
        if edits == 1 || !by_sound {
            for (form, most) in word.misspelt() {
                // What exists is no beginning of something misspelt.
                let reach = if !known && word.may_begin(form) { Reach::Prefix } else { Reach::Whole };
                if edits <= most {
                    terms.near(form, edits, reach, &mut |run, near| {
                        let share = if near == Reach::Prefix { weights.typo_prefix } else { 1.0 };
                        run.for_each(|term| table.add(terms.postings(term), quality * share));
                    });
                }
            }
        }
        if table.found() && !known {
            break;
        }
    }
    Forgiven { some: !known && table.found(), known, doubted: known && sure == 0 }
}

/// Looks up other spellings that sound alike, with so many slips. Says whether anything is found by now.
fn sounds_alike(directory: &Directory, table: &mut Table, word: &Word, slips: u8, weights: &Weights) -> bool {
    let terms = directory.terms();
    for spelling in phonetic::spellings(&word.stem, slips) {
        if word.may_begin(&word.stem) {
            terms.with_prefix(&spelling).for_each(|term| table.add(terms.postings(term), weights.sound));
        } else if let Some(postings) = terms.exact(&spelling) {
            table.add(postings, weights.sound);
        }
    }
    table.found()
}
