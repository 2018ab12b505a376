//! Term dictionary: every search term once, sorted, with its postings.
//!
//! ```text
//!     4  number of terms n
//!     4  number of groups
//!     4  number of concepts c: the first c groups have their words, the next c (not written) those of their phrases
//!   6·4  lengths of the parts text, counts, groups, sets, fields and pointers
//!     …  text: for each term how many bytes of the one before are dropped (below 31; or 31, and a byte with the rest), and its own bytes;
//!        in blocks of 64, the first of a block drops nothing and is written out
//!     …  counts: for each term eight times the number of its groups, plus the number of its own services (varints); 7 is seven and the
//!        number in a varint behind
//!     …  groups: for each the number of its fields, then per field: the field, the number of services (varints), and the services in
//!        rising order, as distances (varints)
//!     …  sets: the sets of fields that occur, as varints
//!     …  fields: for each posting the position of its set (one byte)
//!     …  pointers: for each term its groups in rising order, as distances (varints)
//!     …  services: for each term its own services in rising order, as distances (varints)
//! ```
//!
//! * [`Terms`] reads the section: one term, all with a prefix, all within some edits.
//! * [`write`] lays it out; [`Collected`] is what it takes.
//! * [`Fields`] says where in a record a term stands.
//!
//! A *group* is a list of services that share a concept, a code or a place; the first groups are the concepts of `Labels`, in their
//! order. The hundred words of a concept then point to one group each instead of to every service that has it: on the first directory that
//! is 15 kB of 36 (brotli). Parts are apart because alike compresses with alike: pointers, services and counts in one part took 3 kB more.
//! What is dropped stands inside the text and is told from letters by being below 32: apart, as two lengths a term, it took 5 kB more.
//! Where blocks and groups begin is not stored but noted when the section is checked, since that walks all of it anyway.
//!
//! Terms arrive already folded. Ranking is not here, see `query::rank`. An automaton (crate fst) would find typos as fast, but costs
//! 30 kB and trusts its input; here terms in sorted order share the states of their beginnings, see [`Terms::near`].

use super::ServiceId;
use crate::blob::{Reader, Writer};
use crate::text::distance::Pattern;
use crate::text::letters::{self, spell};
use std::collections::BTreeMap;
use std::ops::Range;

/// Where in a record a term stands: a set of fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Fields(pub u16);

impl Fields {
    // The commonest have the lowest bits, so that the postings of nearly all words of a record take one byte for their fields.
    /// The actor's name.
    pub const NAME: Fields = Fields(1 << 4);
    /// Its other names.
    pub const ALTERNATE: Fields = Fields(1 << 5);
    /// Addresses, phones, e-mail and web addresses.
    pub const CONTACT: Fields = Fields(1 << 6);
    /// Places of its addresses and service area, in all their names.
    pub const PLACE: Fields = Fields(1 << 7);
    /// Labels and words of the service's own concepts.
    pub const CONCEPT: Fields = Fields(1 << 8);
    /// Labels and words of wider concepts.
    pub const WIDER: Fields = Fields(1 << 9);
    /// Labels and words of its codes (free, for beginners, …).
    pub const VALUE: Fields = Fields(1 << 10);
    /// Words and phrases that ask for one of its codes beside something else; a phrase is one term, with its spaces.
    pub const PREFERENCE: Fields = Fields(1 << 11);

    /// Its text in the language at this position of the directory's languages; the eighth and later share a field.
    #[must_use]
    pub fn text(lang: usize) -> Fields {
        match u32::try_from(lang) {
            Ok(lang @ 0..4) => Fields(1 << lang),
            Ok(lang @ 4..7) => Fields(1 << (lang + 8)),
            _ => Fields(1 << 15),
        }
    }

    /// Its text in any language.
    #[must_use]
    pub const fn any_text() -> Fields {
        Fields(0b1111_0000_0000_1111)
    }

    /// All of both.
    #[must_use]
    pub const fn and(self, other: Fields) -> Fields {
        Fields(self.0 | other.0)
    }

    /// Whether all of these fields are among its own.
    #[must_use]
    pub const fn contains(self, other: Fields) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether any field is in both.
    #[must_use]
    pub const fn meets(self, other: Fields) -> bool {
        self.0 & other.0 != 0
    }
}

/// Terms while they are collected, with the groups they point to.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    terms: BTreeMap<Vec<u8>, Collecting>,
    groups: Vec<Vec<(Fields, Vec<u32>)>>,
    concepts: usize,
}

#[derive(Clone, Debug, Default)]
struct Collecting {
    groups: BTreeMap<u32, Part>,
    services: BTreeMap<u32, Fields>,
}

/// A group while terms are collected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group(u32);

/// How a term belongs to a concept: "bank" is a word of banks, "account" only in the phrase "bank account".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Part {
    /// It is a word of its own.
    #[default]
    Word,
    /// It is part of a phrase.
    Phrase,
}

impl Collected {
    /// A term in a field of a service.
    pub fn add(&mut self, term: &str, service: u32, field: Fields) {
        let fields = self.entry(term).services.entry(service).or_default();
        *fields = fields.and(field);
    }

    /// A term of a group. One that is a word and part of a phrase is a word.
    pub fn add_to_group(&mut self, term: &str, group: Group, part: Part) {
        let known = self.entry(term).groups.entry(group.0).or_insert(part);
        *known = part.min(*known);
    }

    /// A new group of the words of a concept. These come before other groups.
    pub fn concept(&mut self, fields: Vec<(Fields, Vec<u32>)>) -> Group {
        self.concepts += 1;
        self.group(fields)
    }

    /// A new group: the fields its terms stand in, each with services in rising order.
    pub fn group(&mut self, fields: Vec<(Fields, Vec<u32>)>) -> Group {
        self.groups.push(fields);
        Group(small(self.groups.len() - 1))
    }

    /// Takes out what a group says already: a word of a service's text that is also a word of its concept. The concept weighs more, and a
    /// fifth of all postings is such.
    pub fn drop_repeated(&mut self) {
        let members: Vec<Vec<u32>> = self
            .groups
            .iter()
            .map(|fields| {
                let mut all: Vec<u32> = fields.iter().flat_map(|(_, services)| services).copied().collect();
                all.sort_unstable();
                all
            })
            .collect();
        let has = |group: u32, service: u32| members.get(wide(group)).is_some_and(|all| all.binary_search(&service).is_ok());
        for entry in self.terms.values_mut() {
            let Collecting { groups, services } = entry;
            services.retain(|&service, fields| {
                !Fields::any_text().contains(*fields) || !groups.keys().any(|&group| has(group, service))
            });
        }
    }

    fn entry(&mut self, term: &str) -> &mut Collecting {
        self.terms.entry(spell(term)).or_default()
    }
}

/// Terms of a block: a look-up searches the first terms of blocks and walks one. 16 look up no faster that one could measure, and take
/// 2 kB more.
const BLOCK: usize = 64;

/// Bytes below this tell what is dropped; folded letters are all above.
const LETTERS: u8 = 32;

/// Own services that are counted together with the groups, at most.
const MANY: usize = 7;

/// Lays out the section.
#[must_use]
pub fn write(collected: &Collected) -> Vec<u8> {
    let (mut text, mut counts, mut groups, mut sets) = (Writer::new(), Writer::new(), Writer::new(), Writer::new());
    let (mut fields_part, mut pointers, mut services_part) = (Writer::new(), Writer::new(), Writer::new());
    let mut known: Vec<Fields> = collected.terms.values().flat_map(|entry| entry.services.values().copied()).collect();
    known.sort_unstable();
    known.dedup();
    // One byte tells the set. More than 255 sets have not been seen (the first directory has 60); should there be, the rest becomes the
    // union of all: found all the same, ranked a little too high.
    if known.len() > 255 {
        known.truncate(254);
        known.push(Fields(u16::MAX));
    }
    for set in &known {
        sets.varint(u32::from(set.0));
    }
    for fields in &collected.groups {
        groups.varint(small(fields.len()));
        for (field, services) in fields {
            groups.varint(u32::from(field.0));
            groups.varint(small(services.len()));
            rising(&mut groups, services.iter().copied());
        }
    }
    let mut before: &[u8] = &[];
    for (i, (term, entry)) in collected.terms.iter().enumerate() {
        if i % BLOCK == 0 {
            before = &[];
        }
        let shared = before.iter().zip(term).take_while(|(a, b)| a == b).count();
        let own = term.get(shared..).unwrap_or(&[]);
        let dropped = before.len() - shared;
        text.u8(u8::try_from(dropped.min(31)).unwrap_or(31));
        if dropped >= 31 {
            text.u8(u8::try_from(dropped - 31).unwrap_or(u8::MAX));
        }
        text.bytes(own);
        before = term;
        let (few, more) = (entry.services.len().min(MANY), entry.services.len().saturating_sub(MANY));
        counts.varint(small(entry.groups.len() * (MANY + 1) + few));
        if few == MANY {
            counts.varint(small(more));
        }
        let concepts = small(collected.concepts);
        let number = |(&group, &part): (&u32, &Part)| match part {
            _ if group >= concepts => group + concepts,
            Part::Phrase => group + concepts,
            Part::Word => group,
        };
        let mut numbers: Vec<u32> = entry.groups.iter().map(number).collect();
        numbers.sort_unstable();
        rising(&mut pointers, numbers.into_iter());
        rising(&mut services_part, entry.services.keys().copied());
        for fields in entry.services.values() {
            let set = known.iter().position(|set| set == fields).unwrap_or(known.len() - 1);
            fields_part.u8(u8::try_from(set).unwrap_or(u8::MAX));
        }
    }
    let mut section = Writer::new();
    section.u32(small(collected.terms.len()));
    section.u32(small(collected.groups.len()));
    section.u32(small(collected.concepts));
    for part in [&text, &counts, &groups, &sets, &fields_part, &pointers] {
        section.u32(small(part.len()));
    }
    for part in [text, counts, groups, sets, fields_part, pointers, services_part] {
        section.bytes(&part.done());
    }
    section.done()
}

/// Rising numbers, each as its distance to the one before.
fn rising(writer: &mut Writer, numbers: impl Iterator<Item = u32>) {
    let mut last = 0;
    for number in numbers {
        writer.varint(number - last);
        last = number;
    }
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn wide(n: u32) -> usize {
    n as usize
}

/// Where everything begins: noted once, when the section is checked. 18 bytes a term, for a look-up that reads no other term's.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    /// Each term's, and where the last ends.
    terms: Vec<Place>,
    /// Letters that each term shares with the one before.
    shared: Vec<u8>,
    /// The first letter of each that it does not share. It stands in the text as well; but a walk that passes most terms by reads these
    /// one behind the other.
    letters: Vec<u8>,
    /// The fewest letters that a term of each block shares.
    lowest: Vec<u8>,
    groups: Vec<u32>,
    concepts: usize,
    sets: Vec<Fields>,
}

/// Where a term begins in the parts; in the text, where the letters begin that it does not share with the one before.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    text: u32,
    pointer: u32,
    service: u32,
    field: u32,
}

/// The section, read.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    text: &'a [u8],
    groups: &'a [u8],
    fields: &'a [u8],
    pointers: &'a [u8],
    services: &'a [u8],
    starts: &'a Starts,
}

/// A term's postings: the groups it points to, and services of its own.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    terms: Terms<'a>,
    pointers: &'a [u8],
    services: &'a [u8],
    fields: &'a [u8],
}

impl<'a> Postings<'a> {
    /// The groups; [`Terms::group`] has their services.
    pub fn groups(&self) -> impl Iterator<Item = Link> + use<'a> {
        let concepts = self.terms.concepts();
        let mut reader = Reader::new(self.pointers);
        let mut last: u32 = 0;
        std::iter::from_fn(move || {
            last = last.checked_add(reader.varint()?)?;
            Some(match wide(last) {
                word if word < concepts => Link { position: word, part: Part::Word },
                phrase if phrase < 2 * concepts => Link { position: phrase - concepts, part: Part::Phrase },
                other => Link { position: other - concepts, part: Part::Word },
            })
        })
    }

    /// Its own services in rising order, each with the fields the term stands in.
    pub fn own(&self) -> impl Iterator<Item = (ServiceId, Fields)> + use<'a> {
        let mut reader = Reader::new(self.services);
        let sets = &self.terms.starts.sets;
        let mut last: u32 = 0;
        self.fields.iter().map_while(move |&set| {
            last = last.checked_add(reader.varint()?)?;
            Some((ServiceId(last), *sets.get(usize::from(set))?))
        })
    }

    /// All services, those of its groups included; one can come more than once, with other fields.
    pub fn all(&self) -> impl Iterator<Item = (ServiceId, Fields)> + use<'a> {
        let terms = self.terms;
        self.groups().flat_map(move |group| terms.group(group)).chain(self.own())
    }
}

/// A group that a term belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// Which group.
    pub position: usize,
    /// Whether only in a phrase.
    pub part: Part,
}

/// The services of a group, field by field. Who has the concept of a phrase has one of its words as if the concept were wider.
#[derive(Clone, Debug)]
pub struct Members<'a> {
    part: Part,
    rest: Reader<'a>,
    fields: u32,
    field: Fields,
    left: u32,
    last: u32,
}

impl Iterator for Members<'_> {
    type Item = (ServiceId, Fields);
    fn next(&mut self) -> Option<Self::Item> {
        while self.left == 0 {
            self.fields = self.fields.checked_sub(1)?;
            self.field = Fields(self.rest.varint()? as u16);
            self.left = self.rest.varint()?;
            self.last = 0;
        }
        self.left -= 1;
        self.last = self.last.checked_add(self.rest.varint()?)?;
        let field = if self.part == Part::Phrase { Fields::WIDER } else { self.field };
        Some((ServiceId(self.last), field))
    }
}

impl<'a> Terms<'a> {
    /// Walks everything once: terms are sorted text, groups name services that exist, every posting has its fields. Notes where
    /// everything begins.
    pub(super) fn check(section: &[u8], services: usize) -> Option<Starts> {
        let mut reader = Reader::new(section);
        let count = wide(reader.u32()?);
        let group_count = reader.u32()?;
        let concepts = wide(reader.u32()?);
        let mut part = [0; 6];
        for length in &mut part {
            *length = wide(reader.u32()?);
        }
        let [text, counts, groups, sets, fields, pointers] = part;
        let (text, mut counts, groups) = (reader.bytes(text)?, Reader::new(reader.bytes(counts)?), reader.bytes(groups)?);
        let (mut sets, fields) = (Reader::new(reader.bytes(sets)?), reader.bytes(fields)?);
        let (mut pointers, mut own_services) = (Reader::new(reader.bytes(pointers)?), Reader::new(reader.rest()));
        let (pointers_length, services_length) = (pointers.rest().len(), own_services.rest().len());
        let mut starts = Starts { concepts, ..Starts::default() };
        let mut rest = Reader::new(groups);
        for _ in 0..group_count {
            starts.groups.push(small(groups.len() - rest.rest().len()));
            for _ in 0..rest.varint()? {
                u16::try_from(rest.varint()?).ok()?;
                let count = rest.varint()?;
                if !is_rising(&mut rest, count, services)? {
                    return None;
                }
            }
        }
        if concepts > starts.groups.len() {
            return None;
        }
        while !sets.is_at_end() {
            starts.sets.push(Fields(u16::try_from(sets.varint()?).ok()?));
        }
        if !rest.is_at_end() || fields.iter().any(|&set| usize::from(set) >= starts.sets.len()) {
            return None;
        }
        // A forged number of terms must not set memory aside: each has at least a byte.
        starts.terms.reserve(count.min(text.len()) + 1);
        starts.shared.reserve(count.min(text.len()));
        starts.letters.reserve(count.min(text.len()));
        let (mut at, mut place) = (0, Place::default());
        let mut term: Vec<u8> = Vec::new();
        for position in 0..count {
            let mut dropped = usize::from(*text.get(at)?);
            at += 1;
            if dropped == 31 {
                dropped += usize::from(*text.get(at)?);
                at += 1;
            }
            let behind = text.get(at..)?;
            let mut own = behind.get(..behind.iter().position(|&byte| byte < LETTERS).unwrap_or(behind.len()))?;
            let shared = if position.is_multiple_of(BLOCK) {
                // Written out, so what it shares with the one before is not told.
                let shared = term.iter().zip(own).take_while(|(a, b)| a == b).count();
                (own, at) = (own.get(shared..)?, at + shared);
                (dropped == 0).then_some(shared)?
            } else {
                term.len().checked_sub(dropped)?
            };
            // Sorted: what is not shared must be greater, or more.
            let greater = match (term.get(shared), own.first()) {
                (Some(before), Some(letter)) => letter > before,
                (before, letter) => before.is_none() && letter.is_some(),
            };
            term.truncate(shared);
            term.extend_from_slice(own);
            if !greater || term.len() > 4 * crate::text::LONGEST || !letters::is_spelt(&term) {
                return None;
            }
            starts.terms.push(Place { text: small(at), ..place });
            starts.shared.push(u8::try_from(shared).ok()?);
            starts.letters.push(own.first().copied().unwrap_or(0));
            at += own.len();
            // That groups and services rise and exist is not asked here: who reads them never relies on it.
            let count = wide(counts.varint()?);
            let (groups, mut own) = (count / (MANY + 1), count % (MANY + 1));
            if own == MANY {
                own = own.checked_add(wide(counts.varint()?))?;
            }
            pointers.skip_varints(groups)?;
            own_services.skip_varints(own)?;
            place = Place {
                text: 0,
                pointer: small(pointers_length - pointers.rest().len()),
                service: small(services_length - own_services.rest().len()),
                field: place.field.checked_add(small(own))?,
            };
        }
        starts.lowest = starts.shared.chunks(BLOCK).map(|block| block.iter().copied().min().unwrap_or(0)).collect();
        starts.terms.push(Place { text: small(at), ..place });
        let is_whole = at == text.len() && wide(place.field) == fields.len();
        (is_whole && counts.is_at_end() && pointers.is_at_end() && own_services.is_at_end()).then_some(starts)
    }

    /// A section that was checked.
    pub(super) fn checked(section: &'a [u8], starts: &'a Starts) -> Self {
        let mut reader = Reader::new(section);
        let mut part = [0; 9];
        for length in &mut part {
            *length = reader.u32().map_or(0, wide);
        }
        let [_, _, _, parts @ ..] = part;
        let [text, _, groups, _, fields, pointers] = parts.map(|length| reader.bytes(length).unwrap_or(&[]));
        Self { text, groups, fields, pointers, services: reader.rest(), starts }
    }

    /// The services of a group.
    #[must_use]
    pub fn group(&self, group: Link) -> Members<'a> {
        let bytes = self.starts.groups.get(group.position).and_then(|&start| self.groups.get(wide(start)..));
        let mut rest = Reader::new(bytes.unwrap_or(&[]));
        let fields = rest.varint().unwrap_or(0);
        Members { rest, fields, field: Fields(0), left: 0, last: 0, part: group.part }
    }

    /// Whether a term belongs to a group whose first field is one of these.
    #[must_use]
    pub fn is_in_group(&self, term: &str, fields: Fields) -> bool {
        let mut groups = self.exact(term).into_iter().flat_map(|postings| postings.groups());
        groups.any(|group| self.group(group).next().is_some_and(|(_, field)| field.meets(fields)))
    }

    /// Number of concepts: their words are the first so many groups.
    #[must_use]
    pub fn concepts(&self) -> usize {
        self.starts.concepts
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.starts.groups.len()
    }

    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.shared.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn shared(&self, term: usize) -> usize {
        self.starts.shared.get(term).copied().map_or(0, usize::from)
    }

    /// The letters of a term that it does not share with the one before, and all that follow in the text.
    fn own(&self, term: usize) -> &'a [u8] {
        self.starts.terms.get(term).and_then(|place| self.text.get(wide(place.text)..)).unwrap_or(&[])
    }

    /// The same of the first term of a block, with the letters it shares.
    fn head(&self, term: usize) -> &'a [u8] {
        let start = self.starts.terms.get(term).and_then(|place| wide(place.text).checked_sub(self.shared(term)));
        start.and_then(|start| self.text.get(start..)).unwrap_or(&[])
    }

    /// A term, spelt one byte a letter.
    #[must_use]
    pub fn spelt(&self, term: usize) -> Vec<u8> {
        let first = term - term % BLOCK;
        let mut spelt: Vec<u8> = letters_of(self.head(first)).collect();
        for term in first + 1..=term {
            spelt.truncate(self.shared(term));
            spelt.extend(letters_of(self.own(term)));
        }
        spelt
    }

    /// The postings of a term.
    #[must_use]
    pub fn postings(&self, term: usize) -> Postings<'a> {
        let place = |term| self.starts.terms.get(term).copied().unwrap_or_default();
        let (from, to) = (place(term), place(term + 1));
        let part = |bytes: &'a [u8], from, to| bytes.get(wide(from)..wide(to)).unwrap_or(&[]);
        Postings {
            terms: *self,
            pointers: part(self.pointers, from.pointer, to.pointer),
            services: part(self.services, from.service, to.service),
            fields: part(self.fields, from.field, to.field),
        }
    }

    /// The first term that is not before `wanted`, and how many letters of `wanted` it begins with.
    fn seek(&self, wanted: &[u8]) -> (usize, usize) {
        let (mut low, mut high) = (0, self.len().div_ceil(BLOCK));
        while low < high {
            let middle = low + (high - low) / 2;
            if letters_of(self.head(middle * BLOCK)).le(wanted.iter().copied()) { low = middle + 1 } else { high = middle }
        }
        let first = low.saturating_sub(1) * BLOCK;
        let common = |letters: &[u8], wanted: &[u8]| letters.iter().zip(wanted).take_while(|(a, b)| a == b).count();
        // Of every term before the wanted one, so many letters are those of the wanted one.
        let mut matched = 0;
        let mut letters = self.head(first);
        for term in first..self.len() {
            if term > first {
                match self.shared(term) {
                    shared if shared > matched => continue,
                    shared if shared < matched => return (term, shared),
                    _ => letters = self.own(term),
                }
            }
            let rest = wanted.get(matched..).unwrap_or(&[]);
            let more = common(letters, rest);
            matched += more;
            // The text goes on with a sign where the term ends, and a sign is below every letter.
            let after = letters.get(more).copied().unwrap_or(0);
            if rest.get(more).is_none_or(|&letter| after > letter) {
                return (term, matched);
            }
        }
        (self.len(), 0)
    }

    /// The postings of a term.
    #[must_use]
    pub fn exact(&self, term: &str) -> Option<Postings<'a>> {
        let wanted = spell(term);
        let (found, matched) = self.seek(&wanted);
        // A term that goes on behind the wanted letters is another one.
        (found < self.len() && matched == wanted.len() && self.spelt_length(found) == wanted.len()).then(|| self.postings(found))
    }

    fn spelt_length(&self, term: usize) -> usize {
        self.shared(term) + letters_of(self.own(term)).count()
    }

    /// The terms that begin with `prefix`, the prefix itself included.
    #[must_use]
    pub fn with_prefix(&self, prefix: &str) -> Range<usize> {
        let wanted = spell(prefix);
        let (first, matched) = self.seek(&wanted);
        if first < self.len() && matched == wanted.len() { first..self.behind(first, wanted.len()) } else { 0..0 }
    }

    /// The first term behind `term` that shares fewer letters with the ones before than these.
    fn behind(&self, term: usize, letters: usize) -> usize {
        let all = &self.starts.shared;
        let within = |from: usize, to: usize| Some(from + below(all.get(from..to.min(all.len()))?, letters)?);
        // Mostly it is one of the next; and where a whole block shares so many, it is passed with one look.
        let near = term + 1 + 8;
        let block = near / BLOCK + 1;
        let far = || {
            let first = (block + below(self.starts.lowest.get(block..)?, letters)?) * BLOCK;
            within(first, first + BLOCK)
        };
        within(term + 1, near).or_else(|| within(near, block * BLOCK)).or_else(far).unwrap_or(all.len())
    }

    /// The first term behind `term` that shares so many letters with it and goes on with this letter or a later one, or shares fewer.
    /// Without a letter: that shares fewer.
    fn next_with(&self, mut term: usize, letters: usize, next: Option<u8>) -> usize {
        let Some(next) = next else { return self.behind(term, letters) };
        loop {
            term = self.behind(term, letters + 1);
            let is_before = |&letter: &u8| letter < next && self.shared(term) == letters;
            if !self.starts.letters.get(term).is_some_and(is_before) {
                return term;
            }
        }
    }

    /// Calls back for every run of terms within `most` edits of `word`, or, by [`Reach::Prefix`], also of terms whose beginning is: first
    /// for these, with how much of them is near, then for those among them that are near as a whole.
    ///
    /// Walks the sorted terms as if they were a tree: what one term shares with the one before keeps its state, and when no continuation
    /// of a beginning can match, all terms with that beginning are passed without a look at their letters; and once all edits are used
    /// up, so are those that go on with none of the few letters that still can.
    pub fn near(&self, word: &str, most: u8, reach: Reach, found: &mut dyn FnMut(Range<usize>, Reach)) {
        let Some(pattern) = Pattern::new(&spell(word), most) else { return };
        // The state behind each letter of the current beginning.
        let mut states = vec![pattern.start()];
        let mut term = 0;
        // Terms before this one have a near beginning, and that was said.
        let mut said = 0;
        'terms: while term < self.len() {
            states.truncate(self.shared(term) + 1);
            for letter in letters_of(self.own(term)) {
                let Some(state) = pattern.step(&states, letter) else {
                    term = self.next_with(term, states.len() - 1, pattern.next_letter(&states, letter));
                    continue 'terms;
                };
                states.push(state);
                if reach == Reach::Prefix && term >= said && pattern.accepts(&state) {
                    said = self.behind(term, states.len() - 1);
                    found(term..said, Reach::Prefix);
                }
            }
            if states.last().is_some_and(|state| pattern.accepts(state)) {
                found(term..term + 1, Reach::Whole);
            }
            term += 1;
        }
    }
}

/// The position of the first byte that is less than a number.
fn below(bytes: &[u8], number: usize) -> Option<usize> {
    let (eights, rest) = bytes.as_chunks::<8>();
    let first = |bytes: &[u8]| bytes.iter().position(|&byte| usize::from(byte) < number);
    if number > 128 {
        return first(bytes);
    }
    // Eight at once: whether a byte is less than a small number (Anderson, Bit Twiddling Hacks, "hasless"). The lowest that is told is so.
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    for (i, eight) in eights.iter().enumerate() {
        let eight = u64::from_le_bytes(*eight);
        let less = eight.wrapping_sub(ONES * number as u64) & !eight & (ONES << 7);
        if less != 0 {
            return Some(8 * i + less.trailing_zeros() as usize / 8);
        }
    }
    Some(8 * eights.len() + first(rest)?)
}

/// The letters before the next sign.
fn letters_of(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().copied().take_while(|&byte| byte >= LETTERS)
}

/// Whether so many distances lead to rising numbers below a bound. `None` if bytes are missing.
fn is_rising(reader: &mut Reader<'_>, count: u32, below: usize) -> Option<bool> {
    let mut number: u32 = 0;
    for i in 0..count {
        let step = reader.varint()?;
        number = number.checked_add(step)?;
        if wide(number) >= below || (i > 0 && step == 0) {
            return Some(false);
        }
    }
    Some(true)
}

/// What of a term must be near a word.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reach {
    /// All of it.
    Whole,
    /// Its beginning: the word is not typed to its end.
    Prefix,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::distance;

    fn section(words: &[&str]) -> (Vec<String>, Vec<u8>) {
        let mut collected = Collected::default();
        let all = collected.group(vec![(Fields::CONCEPT, (0..words.len() as u32).collect())]);
        for (i, word) in words.iter().enumerate() {
            collected.add(word, i as u32, Fields::NAME);
            if i % 3 == 0 {
                collected.add_to_group(word, all, Part::Word);
            }
        }
        (collected.terms.keys().map(|term| letters::read(term).unwrap()).collect(), write(&collected))
    }

    fn opened(bytes: &[u8], services: usize) -> Option<Starts> {
        Terms::check(bytes, services)
    }

    fn many() -> Vec<String> {
        let parts = ["taal", "cafe", "punt", "les", "gent", "ge", "ta", "ca", "دروس", "در", "x", "z"];
        let mut words: Vec<String> = Vec::new();
        for a in parts {
            words.push(a.into());
            for b in parts {
                words.push(format!("{a}{b}"));
                words.extend(parts.iter().take(5).map(|c| format!("{a}{b}{c}")));
            }
        }
        words.sort();
        words.dedup();
        words
    }

    #[test]
    fn every_term_is_found_and_no_other() {
        let words = many();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (collected, bytes) = section(&words);
        assert!(opened(&bytes, words.len() - 1).is_none());
        let starts = opened(&bytes, words.len()).unwrap();
        let terms = Terms::checked(&bytes, &starts);
        for (i, word) in words.iter().enumerate() {
            let found: Vec<_> = terms.exact(word).unwrap().all().collect();
            let own = (ServiceId(i as u32), Fields::NAME);
            if i % 3 == 0 {
                assert_eq!(found.len(), words.len() + 1);
                assert_eq!(found.iter().filter(|(_, f)| *f == Fields::CONCEPT).count(), words.len());
                assert_eq!(found.last(), Some(&own));
            } else {
                assert_eq!(found, [own]);
            }
            assert!(terms.exact(&format!("{word}q")).is_none());
        }
        for prefix in ["", "t", "ta", "taalc", "د", "zz", "q"] {
            let mut found = Vec::new();
            found.extend(terms.with_prefix(prefix).map(|term| letters::read(&terms.spelt(term)).unwrap()));
            let expected: Vec<&String> = collected.iter().filter(|t| t.starts_with(prefix)).collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{prefix}");
        }
    }

    #[test]
    fn near_agrees_with_a_plain_scan() {
        let words = many();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (collected, bytes) = section(&words);
        let starts = opened(&bytes, words.len()).unwrap();
        let terms = Terms::checked(&bytes, &starts);
        for word in ["taal", "tala", "taalcfae", "gnet", "ghent", "دورس", "pntu", "lesgentx", "caafe", "q", "talcaf"] {
            for most in [1, 2] {
                let near = |reach| {
                    let mut found = [Vec::new(), Vec::new()];
                    terms.near(word, most, reach, &mut |run, near| {
                        found[usize::from(near == Reach::Prefix)]
                            .extend(run.map(|term| letters::read(&terms.spelt(term)).unwrap()));
                    });
                    found
                };
                let is_near = |t: &str| distance::edits(word, t, most).is_some();
                let expected: Vec<String> = collected.iter().filter(|t| is_near(t)).cloned().collect();
                assert_eq!(near(Reach::Whole), [expected.clone(), Vec::new()], "{word} {most}");
                let begins_near = |t: &str| t.char_indices().any(|(at, c)| is_near(&t[..at + c.len_utf8()]));
                let beginning: Vec<String> = collected.iter().filter(|t| begins_near(t)).cloned().collect();
                assert_eq!(near(Reach::Prefix), [expected, beginning], "prefix {word} {most}");
            }
        }
    }

    #[test]
    fn cut_and_changed_bytes_are_refused_or_harmless() {
        let (_, bytes) = section(&["aa", "ab", "b", "cc"]);
        for cut in 0..bytes.len() {
            assert!(opened(&bytes[..cut], 4).is_none(), "{cut}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                if let Some(starts) = opened(&changed, 4) {
                    let terms = Terms::checked(&changed, &starts);
                    assert!(terms.with_prefix("").all(|term| terms.postings(term).all().count() <= 8));
                    terms.near("aab", 1, Reach::Prefix, &mut |_, _| ());
                }
            }
        }
    }
}
