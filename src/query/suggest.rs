//! Suggestions while typing: how the last words of a text may be meant.
//!
//! * [`suggest`] gives concepts, actors and places, each with what is left of the text and how many actors it then finds.
//! * [`places`] gives places alone, for a field of its own.
//!
//! A concept is found by its words in any language, since it has a group in the index; an actor by its names; a place by any name the
//! gazetteer knows. Several words count together ("bank acc", "sint-pieters-le") as long as all of them lead to the same thing. The
//! words before stay in the text, so they and the filters bound what is suggested: nothing leads to nothing. Each count is that of
//! the answer one then gets. What is left of the text is looked up once, and all its concepts are counted in one pass.
//!
//! Typing mistakes are not forgiven here: the results below forgive them, and say how.

use super::filter::Filter;
use super::parse::{self, MOST_WORDS, Word};
use super::place::BEFORE;
use super::rank::Weights;
use super::typed::{self, Way};
use super::{Query, understand};
use crate::geo::{self, Via};
use crate::index::bitmaps::ActorCounts;
use crate::index::terms::Fields;
use crate::index::{ActorId, Directory};
use crate::model::{Facet, LEADING, sorted};
use crate::text;

/// Suggestions given when it is not said how many.
pub const DEFAULT_SUGGESTIONS: usize = 8;

/// Letters from which there are suggestions: with one, nearly everything is one.
const SHORTEST: usize = 2;

/// Most words that are completed together: names of places have up to four.
const LONGEST: usize = 4;

/// Most places that are weighed.
const LOOKED_AT: usize = 24;

/// Most actors whose names are read.
const READ: usize = 8;

/// What a suggestion is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Suggests {
    /// A concept: choosing it filters by it.
    Concept,
    /// A place: choosing it makes it the viewpoint.
    Place,
    /// An actor: choosing it searches for its name.
    Actor,
}

/// How what is typed may be meant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggestion {
    /// What it is.
    pub suggests: Suggests,
    /// The concept's or actor's id, or the municipality's NIS code.
    pub value: String,
    /// Its name in the visitor's language.
    pub label: String,
    /// The text once it is chosen: without the words it was suggested for, or the actor's name.
    pub text: String,
    /// Actors one gets by choosing it, within the filters; an actor itself is one.
    pub count: usize,
}

/// A suggestion and how well it fits: less is better.
struct Ranked {
    /// 0 if its name begins with what is typed, 1 if a word of its name does or if the whole word leads to it, else 2.
    class: u8,
    /// Words of the text it stands for.
    words: usize,
    suggestion: Suggestion,
}

/// What is left of a text without its last words, and what that finds within the filters.
struct Left {
    text: String,
    /// Whether it has a place already.
    has_place: bool,
    /// Actors found.
    total: usize,
    /// Actors found once a concept (by its position) is the filter; 0 if none of them states it.
    with_concept: Vec<usize>,
}

/// What may be meant by the end of the text, the likeliest first; no more than half are of one kind.
#[must_use]
pub fn suggest(directory: &Directory, query: &Query, most: usize) -> Vec<Suggestion> {
    let lang = directory.language(&query.lang);
    let tokens = text::tokens(&query.text);
    let long_enough = |token: &text::Token| token.word.chars().count() >= SHORTEST;
    if tokens.len() > MOST_WORDS || !tokens.last().is_some_and(long_enough) {
        return Vec::new();
    }
    let parsed = parse::parse(&query.text, lang, directory.labels());
    let words: Vec<&Word> = tokens.iter().filter_map(|t| parsed.words.iter().find(|w| w.written == t.word)).collect();
    let mut typing = Typing { directory, query, lang, tokens: &tokens, words: &words, left: Vec::new() };
    let (concepts, actors) = typing.look_up();
    let half = most.div_ceil(2);
    let mut all = best(typing.concepts(&concepts), half);
    all.append(&mut typing.places(half));
    all.append(&mut best(typing.actors(&actors), half));
    best(all, most).into_iter().map(|ranked| ranked.suggestion).collect()
}

/// Places one of whose names begins with what is typed, for a field of their own; the text stays as it is.
#[must_use]
pub fn places(directory: &Directory, query: &Query, typed: &str, most: usize) -> Vec<Suggestion> {
    let found = likeliest(directory, typed, most);
    // Where nothing is found, no place is either.
    let left = if found.is_empty() { return Vec::new() } else { left(directory, query, query.text.clone()) };
    found.iter().filter(|_| left.total > 0).filter_map(|found| place(directory, query, found, typed, &left)).collect()
}

/// Places one of whose names begins with what is typed: first what is called so, then municipalities before their parts, and of these
/// first where most services are. "ge" is Gent sooner than Geetbets.
fn likeliest(directory: &Directory, typed: &str, most: usize) -> Vec<geo::Found> {
    let found = directory.gazetteer().starting_with(typed, LOOKED_AT);
    let terms = directory.terms();
    let rank = |found: &geo::Found| {
        let is_called_so = directory.gazetteer().all(typed).any(|all| all.id == found.id);
        let name = directory.places().municipalities.get(found.id.index()).map_or("", |m| m.name_in(LEADING));
        let here = text::tokens(name).first().and_then(|token| terms.exact(&token.word));
        let services = here.map_or(0, |here| here.all().filter(|(_, fields)| fields.meets(Fields::PLACE)).count());
        (!is_called_so, found.via > Via::Name, usize::MAX - services)
    };
    let ranks: Vec<_> = found.iter().map(rank).collect();
    let order = sorted(found.len(), &mut |a, b| ranks.get(a).cmp(&ranks.get(b)));
    order.into_iter().take(most).filter_map(|i| found.get(i).copied()).collect()
}

/// The place as a suggestion: named as the municipality, behind its part if that is what is typed.
fn place(directory: &Directory, query: &Query, found: &geo::Found, typed: &str, left: &Left) -> Option<Suggestion> {
    let lang = directory.language(&query.lang);
    let places = directory.places();
    let municipality = places.municipalities.get(found.id.index())?;
    let mut label = municipality.name_in(lang).to_owned();
    let typed = text::plain(typed);
    let mut parts = places.names.iter().filter(|part| found.via > Via::Name && part.nis == municipality.nis);
    if let Some(part) = parts.find(|part| part.name.values().any(|name| text::plain(name).starts_with(&typed))) {
        let name = part.name.get(lang).or_else(|| part.name.get("nl")).map_or("", String::as_str);
        label = [name, " (", &label, ")"].concat();
    }
    // From another place other services are within reach, and that can add some that have not all words.
    let from_there = Query { viewpoint: Some(found.id), ..query.clone() };
    let count = if left.text.is_empty() { left.total } else { self::left(directory, &from_there, left.text.clone()).total };
    Some(Suggestion { suggests: Suggests::Place, value: municipality.nis.clone(), label, text: left.text.clone(), count })
}

impl Ranked {
    /// Whether it comes before another: by how the name fits, how much of the text it takes, kind, how many it finds, name.
    fn is_before(&self, other: &Ranked) -> bool {
        let rank = |a: &Ranked, b: &Ranked| [usize::from(a.class), b.words, a.suggestion.suggests as usize, b.suggestion.count];
        let (a, b) = (rank(self, other), rank(other, self));
        a < b || (a == b && self.suggestion.label < other.suggestion.label)
    }
}

/// So many of the best, in order. They are few, and of many only few are wanted.
fn best(mut all: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    let mut chosen = Vec::new();
    while chosen.len() < most && !all.is_empty() {
        let mut first = 0;
        for (i, ranked) in all.iter().enumerate() {
            if all.get(first).is_some_and(|best| ranked.is_before(best)) {
                first = i;
            }
        }
        chosen.push(all.swap_remove(first));
    }
    chosen
}

/// How a concept was reached: by how many of the last words, and whether by a whole one.
#[derive(Clone, Copy, Default)]
struct Reached {
    words: u8,
    open: bool,
    whole: bool,
}

/// A text being typed.
struct Typing<'a> {
    directory: &'a Directory,
    query: &'a Query,
    lang: &'a str,
    tokens: &'a [text::Token],
    words: &'a [&'a Word],
    /// What is left without the last words, by how many these are.
    left: Vec<Option<Left>>,
}

impl Typing<'_> {
    /// The last so many words, as typed.
    fn last(&self, words: usize) -> &str {
        let first = self.tokens.len().checked_sub(words).and_then(|first| self.tokens.get(first));
        first.and_then(|token| self.query.text.get(token.start..)).unwrap_or("").trim_end()
    }

    /// What is left without the last so many words.
    fn left(&mut self, words: usize) -> Option<&Left> {
        if self.left.len() <= words {
            self.left.resize_with(words + 1, || None);
        }
        let slot = self.left.get_mut(words)?;
        if slot.is_none() {
            let first = self.tokens.get(self.tokens.len().checked_sub(words)?)?.start;
            let text = self.query.text.get(..first)?.trim_end().to_owned();
            *slot = Some(left(self.directory, self.query, text));
        }
        slot.as_ref()
    }

    /// How each concept is reached by the last words, and of each actor how many of all words are in its names.
    fn look_up(&self) -> (Vec<Reached>, Vec<u8>) {
        let (terms, columns) = (self.directory.terms(), self.directory.columns());
        let mut concepts = vec![Reached::default(); self.directory.labels().of(Facet::Concept).len()];
        let names = Fields::NAME.and(Fields::ALTERNATE);
        let mut actors = vec![0; columns.actors()];
        for (word, back) in self.words.iter().rev().zip(0_u8..) {
            typed::look_up(&terms, word, back == 0, &mut |Way { whole, .. }, postings| {
                for group in postings.groups().take_while(|_| usize::from(back) < LONGEST) {
                    // Concepts come first among the groups, in the order of their labels.
                    let Some(concept) = concepts.get_mut(group.position) else { continue };
                    if back == 0 {
                        *concept = Reached { words: 1, open: true, whole: concept.whole || whole };
                    } else if concept.open {
                        concept.words = back + 1;
                    }
                }
                for (service, _) in postings.own().filter(|(_, fields)| fields.meets(names)) {
                    let (actor, _) = columns.actor_of(service);
                    if let Some(words) = actors.get_mut(actor.index()).filter(|words| **words == back) {
                        *words = back + 1;
                    }
                }
            });
            // A stop word leads nowhere and separates nothing.
            for concept in concepts.iter_mut().filter(|_| word.decides) {
                concept.open &= concept.words == back + 1;
            }
        }
        (concepts, actors)
    }

    fn concepts(&mut self, reached: &[Reached]) -> Vec<Ranked> {
        let mut ranked = Vec::new();
        let (labels, lang) = (self.directory.labels(), self.lang);
        let chosen = self.query.filters.get(&Facet::Concept).map_or(&[][..], Vec::as_slice);
        for (position, (reached, label)) in reached.iter().zip(labels.of(Facet::Concept)).enumerate() {
            if reached.words == 0 || chosen.contains(&label.code) {
                continue;
            }
            let words = usize::from(reached.words);
            let typed = text::plain(self.last(words));
            let Some(left) = self.left(words) else { continue };
            let count = left.with_concept.get(position).copied().unwrap_or(0);
            if count == 0 {
                continue;
            }
            let name = labels.name(Facet::Concept, &label.code, lang);
            let suggestion = Suggestion {
                suggests: Suggests::Concept,
                value: label.code.clone(),
                label: name.to_owned(),
                text: left.text.clone(),
                count,
            };
            let class = class(name, &typed).min(if reached.whole { 1 } else { 2 });
            ranked.push(Ranked { class, words, suggestion });
        }
        ranked
    }

    /// Places whose name begins with the last words: the longest such end of the text.
    fn places(&mut self, most: usize) -> Vec<Ranked> {
        for words in (1..=LONGEST.min(self.tokens.len())).rev() {
            let typed = self.last(words).to_owned();
            let found = likeliest(self.directory, &typed, most);
            if found.is_empty() {
                continue;
            }
            // "in" goes with the place.
            let before = self.words.len().checked_sub(words + 1).and_then(|before| self.words.get(before));
            let taken = words + usize::from(before.is_some_and(|word| BEFORE.contains(&word.written.as_str())));
            let (directory, query) = (self.directory, self.query);
            // A second place would only be a word.
            let Some(left) = self.left(taken).filter(|left| left.total > 0 && !left.has_place) else { break };
            let rank = |found: &geo::Found| {
                let class = u8::from(found.via > Via::Name);
                Some(Ranked { class, words, suggestion: place(directory, query, found, &typed, left)? })
            };
            return found.iter().filter_map(rank).collect();
        }
        Vec::new()
    }

    /// Actors that have all words in their names. Those of which the least is still missing are read.
    fn actors(&self, in_name: &[u8]) -> Vec<Ranked> {
        let columns = self.directory.columns();
        let filter = Filter::new(self.directory, &self.query.filters);
        let typed = text::plain(&self.query.text);
        let passes = |id: &ActorId| columns.services_of(*id).any(|service| filter.allows(service, self.directory.bitmaps()));
        let has_all = (0..).zip(in_name).filter(|(_, words)| usize::from(**words) == self.words.len());
        let found: Vec<ActorId> = has_all.map(|(id, _)| ActorId(id)).filter(passes).collect();
        let missing = |i: usize| found.get(i).map(|&id| columns.name_words(id));
        let mut ranked = Vec::new();
        for i in sorted(found.len(), &mut |a, b| missing(a).cmp(&missing(b))).into_iter().take(READ) {
            let Some(actor) = found.get(i).and_then(|&id| self.directory.brief(id, self.lang)) else { continue };
            let class = class(&actor.name, &typed);
            let (value, label, text) = (actor.id, actor.name.clone(), actor.name);
            let suggestion = Suggestion { suggests: Suggests::Actor, value, label, text, count: 1 };
            ranked.push(Ranked { class, words: self.words.len(), suggestion });
        }
        ranked
    }
}

/// Looks up what is left of a text, and counts.
fn left(directory: &Directory, query: &Query, text: String) -> Left {
    let query = Query { text, ..query.clone() };
    let understood = understand(directory, &query, &Weights::CHOSEN);
    let filter = Filter::new(directory, &query.filters);
    let bitmaps = directory.bitmaps();
    let own = bitmaps.facet(Facet::Concept);
    // Actors that pass; for each concept those that state it, and those that do or of which it is not known.
    let mut all = ActorCounts::new(1);
    let (mut stated, mut found) = (ActorCounts::new(own.len()), ActorCounts::new(own.len()));
    for (at, services) in bitmaps.blocks(understood.found.services.iter().map(|found| found.service)) {
        let (block, last) = (bitmaps.block(at), bitmaps.last(at));
        let (none, concepts) = block.get(own.clone()).and_then(<[u64]>::split_last).unwrap_or((&0, &[]));
        // A suggested concept takes the place of the one that is chosen.
        let others = filter.passing(services, block, Some(Facet::Concept));
        let with: Vec<u64> = concepts.iter().map(|concept| concept | none).collect();
        all.add(0, &[u64::MAX], filter.passing(services, block, None), last);
        stated.add(0, concepts, others, last);
        found.add(0, &with, others, last);
    }
    let total = all.done().first().map_or(0, |&all| all as usize);
    let with_concept =
        stated.done().into_iter().zip(found.done()).map(|(stated, found)| if stated == 0 { 0 } else { found as usize });
    let with_concept = with_concept.collect();
    Left { text: query.text, has_place: understood.place.is_some(), total, with_concept }
}

/// How a name fits what is typed: 0 if it begins so, 1 if a word of it does, else 2.
fn class(name: &str, typed: &str) -> u8 {
    let name = text::plain(name);
    if name.starts_with(typed) {
        return 0;
    }
    // Word by word: a search for a string in a string is 3 kB of a page.
    let mut rest = name.as_str();
    while let Some((_, behind)) = rest.split_once(' ') {
        if behind.starts_with(typed) {
            return 1;
        }
        rest = behind;
    }
    2
}
