//! Term dictionary: every search term once, sorted, with its postings.
//!
//! ```text
//!     4  number of terms n
//!     4  number of groups
//!   5·4  lengths of the parts text, sizes, groups, sets and fields
//!     …  text: for each term how many bytes of the one before are dropped (below 31; or 31, and a byte with the rest), and its own bytes;
//!        in blocks of 64, the first of a block drops nothing and is written out
//!     …  sizes: the bytes of each term's postings (varints)
//!     …  groups: for each the number of its fields, then per field: the field, the number of services (varints), and the services in
//!        rising order, as distances (varints)
//!     …  sets: the sets of fields that occur, as varints
//!     …  fields: for each posting the position of its set (one byte)
//!     …  postings: for each term the number of its groups, the groups in rising order, as distances, then its own services in rising
//!        order, as distances (varints)
//! ```
//!
//! * [`Terms`] reads the section: one term, all with a prefix, all within some edits.
//! * [`write`] lays it out; [`Collected`] is what it takes.
//! * [`Fields`] says where in a record a term stands.
//!
//! A *group* is a list of services that share a concept, a code or a place; the first groups are the concepts of `Labels`, in their
//! order. The hundred words of a concept then point to one group each
//! instead of to every service that has it: on the first directory that is 15 kB of 36 (brotli). Parts are apart because alike compresses
//! with alike. What is dropped stands inside the text and is told from letters by being below 32: apart, as two lengths a term, it took
//! 5 kB more. Where blocks and groups begin is not stored but noted when the section is checked, since that walks all of it anyway.
//!
//! Terms arrive already folded. Ranking is not here, see `query::rank`. An automaton (crate fst) would find typos as fast, but costs
//! 30 kB and trusts its input; here sorted order and shared rows of the edit table do the same, see [`Terms::near`].

use super::ServiceId;
use crate::blob::{Reader, Writer};
use crate::text::distance::Rows;
use crate::text::letters::{self, spell};
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

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

    /// Its text in the language at this position of the directory's languages; the ninth and later share a field.
    #[must_use]
    pub fn text(lang: usize) -> Fields {
        match u32::try_from(lang) {
            Ok(lang @ 0..4) => Fields(1 << lang),
            Ok(lang @ 4..9) => Fields(1 << (lang + 7)),
            _ => Fields(1 << 15),
        }
    }

    /// Its text in any language.
    #[must_use]
    pub const fn any_text() -> Fields {
        Fields(0b1111_1000_0000_1111)
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
}

#[derive(Clone, Debug, Default)]
struct Collecting {
    groups: BTreeSet<u32>,
    services: BTreeMap<u32, Fields>,
}

/// A group while terms are collected.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Group(u32);

impl Collected {
    /// A term in a field of a service.
    pub fn add(&mut self, term: &str, service: u32, field: Fields) {
        let fields = self.entry(term).services.entry(service).or_default();
        *fields = fields.and(field);
    }

    /// A term of a group.
    pub fn add_to_group(&mut self, term: &str, group: Group) {
        self.entry(term).groups.insert(group.0);
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
                !Fields::any_text().contains(*fields) || !groups.iter().any(|&group| has(group, service))
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

/// Lays out the section.
#[must_use]
pub fn write(collected: &Collected) -> Vec<u8> {
    let (mut text, mut sizes) = (Writer::new(), Writer::new());
    let (mut groups, mut sets, mut fields_part, mut postings) = (Writer::new(), Writer::new(), Writer::new(), Writer::new());
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
        let start = postings.len();
        postings.varint(small(entry.groups.len()));
        rising(&mut postings, entry.groups.iter().copied());
        let mut last = 0;
        for (&service, fields) in &entry.services {
            postings.varint(service - last);
            let set = known.iter().position(|set| set == fields).unwrap_or(known.len() - 1);
            fields_part.u8(u8::try_from(set).unwrap_or(u8::MAX));
            last = service;
        }
        sizes.varint(small(postings.len() - start));
    }
    let mut section = Writer::new();
    section.u32(small(collected.terms.len()));
    section.u32(small(collected.groups.len()));
    for part in [&text, &sizes, &groups, &sets, &fields_part] {
        section.u32(small(part.len()));
    }
    for part in [text, sizes, groups, sets, fields_part, postings] {
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

/// Where blocks and groups begin: noted once, when the section is checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts {
    blocks: Vec<Place>,
    groups: Vec<u32>,
    sets: Vec<Fields>,
}

/// Where a term begins in the parts.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    text: usize,
    size: usize,
    posting: usize,
    field: usize,
}

/// The section, read.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    count: usize,
    text: &'a [u8],
    sizes: &'a [u8],
    groups: &'a [u8],
    sets: &'a [u8],
    fields: &'a [u8],
    postings: &'a [u8],
    starts: &'a Starts,
}

/// A term's postings: the groups it points to, and services of its own.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    terms: Terms<'a>,
    bytes: &'a [u8],
    fields: &'a [u8],
}

impl<'a> Postings<'a> {
    /// The groups, in rising order; [`Terms::group`] has their services.
    pub fn groups(&self) -> impl Iterator<Item = usize> + use<'a> {
        let mut reader = Reader::new(self.bytes);
        let count = reader.varint().unwrap_or(0);
        let mut last: u32 = 0;
        (0..count).map_while(move |_| {
            last = last.checked_add(reader.varint()?)?;
            Some(wide(last))
        })
    }

    /// Its own services in rising order, each with the fields the term stands in.
    pub fn own(&self) -> impl Iterator<Item = (ServiceId, Fields)> + use<'a> {
        let mut reader = Reader::new(self.bytes);
        for _ in 0..reader.varint().unwrap_or(0) {
            reader.varint();
        }
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

/// The services of a group, field by field.
#[derive(Clone, Debug)]
pub struct Members<'a> {
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
        Some((ServiceId(self.last), self.field))
    }
}

/// Walks terms in order. `term` is the current one.
struct Walk<'a> {
    whole: Terms<'a>,
    /// Number of the next term, and where its text begins.
    position: usize,
    text: usize,
    term: Vec<u8>,
    /// Letters that the current term shares with the one before.
    shared: usize,
    /// The last term whose place is known in the other parts, and that place: most terms are walked past without a look at these.
    known: Cell<(usize, Place)>,
}

impl<'a> Walk<'a> {
    /// Stands before the first term of a block.
    fn at_block(whole: Terms<'a>, block: usize) -> Self {
        let place = whole.starts.blocks.get(block).copied().unwrap_or_default();
        let position = block * BLOCK;
        Self { whole, position, text: place.text, term: Vec::new(), shared: 0, known: Cell::new((position, place)) }
    }

    /// Goes to the next term. False at the end.
    fn step(&mut self) -> bool {
        self.try_step().is_some()
    }

    fn try_step(&mut self) -> Option<()> {
        if self.position >= self.whole.count {
            return None;
        }
        let mut text = Reader::new(self.whole.text.get(self.text..)?);
        let mut dropped = usize::from(text.u8()?);
        if dropped == 31 {
            dropped += usize::from(text.u8()?);
        }
        let own = text.rest().iter().position(|&byte| byte < LETTERS).unwrap_or(text.rest().len());
        let own = text.bytes(own)?;
        if self.position.is_multiple_of(BLOCK) {
            // Written out, so what it shares with the one before is not told.
            self.shared = self.term.iter().zip(own).take_while(|(a, b)| a == b).count();
            self.term.clear();
            if dropped != 0 {
                return None;
            }
        } else {
            self.shared = self.term.len().checked_sub(dropped)?;
            self.term.truncate(self.shared);
        }
        self.term.extend_from_slice(own);
        self.text = self.whole.text.len() - text.rest().len();
        self.position += 1;
        Some(())
    }

    fn postings(&self) -> Postings<'a> {
        let (bytes, fields) = self.found().unwrap_or((&[], &[]));
        Postings { terms: self.whole, bytes, fields }
    }

    /// The postings of the current term, and the sets of fields of its own services.
    fn found(&self) -> Option<(&'a [u8], &'a [u8])> {
        let current = self.position.checked_sub(1)?;
        let (mut position, mut place) = self.known.get();
        let block = current - current % BLOCK;
        if position < block {
            (position, place) = (block, self.whole.starts.blocks.get(block / BLOCK).copied()?);
        }
        loop {
            let mut sizes = Reader::new(self.whole.sizes.get(place.size..)?);
            let end = place.posting.checked_add(wide(sizes.varint()?))?;
            let postings = self.whole.postings.get(place.posting..end)?;
            let field = place.field.checked_add(own_services(postings)?)?;
            if position == current {
                self.known.set((position, place));
                return Some((postings, self.whole.fields.get(place.field..field)?));
            }
            position += 1;
            place = Place { text: 0, size: self.whole.sizes.len() - sizes.rest().len(), posting: end, field };
        }
    }
}

impl<'a> Terms<'a> {
    fn parts(section: &'a [u8], starts: &'a Starts) -> Option<Self> {
        let mut reader = Reader::new(section);
        let count = wide(reader.u32()?);
        reader.u32()?;
        let mut part = [0; 5];
        for length in &mut part {
            *length = wide(reader.u32()?);
        }
        let [text, sizes, groups, sets, fields] = part;
        let (text, sizes, groups) = (reader.bytes(text)?, reader.bytes(sizes)?, reader.bytes(groups)?);
        let (sets, fields) = (reader.bytes(sets)?, reader.bytes(fields)?);
        Some(Self { count, text, sizes, groups, sets, fields, postings: reader.rest(), starts })
    }

    /// Walks everything once: terms are sorted text, groups and postings name services that exist. Notes where blocks and groups begin.
    pub(super) fn check(section: &'a [u8], services: usize) -> Option<Starts> {
        let none = Starts::default();
        let terms = Terms::parts(section, &none)?;
        let mut starts = Starts::default();
        let mut groups = Reader::new(terms.groups);
        for _ in 0..Reader::new(section.get(4..)?).u32()? {
            starts.groups.push(small(terms.groups.len() - groups.rest().len()));
            for _ in 0..groups.varint()? {
                let field = groups.varint()?;
                let count = groups.varint()?;
                if field > u32::from(u16::MAX) || !is_rising(&mut groups, count, services)? {
                    return None;
                }
            }
        }
        let mut sets = Reader::new(terms.sets);
        while !sets.is_at_end() {
            starts.sets.push(Fields(u16::try_from(sets.varint()?).ok()?));
        }
        if terms.fields.iter().any(|&set| usize::from(set) >= starts.sets.len()) {
            return None;
        }
        let mut walk = Walk::at_block(terms, 0);
        let mut before: Vec<u8> = Vec::new();
        let mut place = Place::default();
        while walk.position < terms.count {
            if walk.position.is_multiple_of(BLOCK) {
                starts.blocks.push(Place { text: walk.text, ..place });
            }
            walk.try_step()?;
            letters::read(&walk.term)?;
            if walk.term.is_empty() || walk.term.len() > 4 * crate::text::LONGEST || (walk.position > 1 && before >= walk.term) {
                return None;
            }
            before.clone_from(&walk.term);
            let mut sizes = Reader::new(terms.sizes.get(place.size..)?);
            let end = place.posting.checked_add(wide(sizes.varint()?))?;
            let postings = terms.postings.get(place.posting..end)?;
            let mut rest = Reader::new(postings);
            let count = rest.varint()?;
            let own = own_services(postings)?;
            let sound = is_rising(&mut rest, count, starts.groups.len())? && is_rising(&mut rest, small(own), services)?;
            if !sound || !rest.is_at_end() {
                return None;
            }
            place = Place { text: 0, size: terms.sizes.len() - sizes.rest().len(), posting: end, field: place.field + own };
        }
        let whole = walk.text == terms.text.len()
            && place.size == terms.sizes.len()
            && place.posting == terms.postings.len()
            && place.field == terms.fields.len();
        (whole && groups.is_at_end()).then_some(starts)
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8], starts: &'a Starts) -> Self {
        Self::parts(section, starts).unwrap_or(Self {
            count: 0,
            text: &[],
            sizes: &[],
            groups: &[],
            sets: &[],
            fields: &[],
            postings: &[],
            starts,
        })
    }

    /// The services of a group.
    #[must_use]
    pub fn group(&self, group: usize) -> Members<'a> {
        let bytes = self.starts.groups.get(group).and_then(|&start| self.groups.get(wide(start)..));
        let mut rest = Reader::new(bytes.unwrap_or(&[]));
        let fields = rest.varint().unwrap_or(0);
        Members { rest, fields, field: Fields(0), left: 0, last: 0 }
    }

    /// Number of groups.
    #[must_use]
    pub fn groups(&self) -> usize {
        self.starts.groups.len()
    }

    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The first term of a block.
    fn head(&self, block: usize) -> &'a [u8] {
        let start = self.starts.blocks.get(block).map_or(0, |place| place.text + 1);
        let rest = self.text.get(start..).unwrap_or(&[]);
        rest.get(..rest.iter().position(|&byte| byte < LETTERS).unwrap_or(rest.len())).unwrap_or(&[])
    }

    /// Stands on the first term that is not before `wanted`; `None` if there is none.
    fn seek(&self, wanted: &[u8]) -> Option<Walk<'a>> {
        let (mut low, mut high) = (0, self.starts.blocks.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.head(middle) <= wanted { low = middle + 1 } else { high = middle }
        }
        let mut walk = Walk::at_block(*self, low.saturating_sub(1));
        while walk.step() {
            if walk.term.as_slice() >= wanted {
                return Some(walk);
            }
        }
        None
    }

    /// The postings of a term.
    #[must_use]
    pub fn exact(&self, term: &str) -> Option<Postings<'a>> {
        let wanted = spell(term);
        let walk = self.seek(&wanted)?;
        (walk.term == wanted).then(|| walk.postings())
    }

    /// Calls back for every term that begins with `prefix`, the prefix itself included, in order. Terms are spelt one byte a letter.
    pub fn with_prefix(&self, prefix: &str, mut found: impl FnMut(&[u8], Postings<'a>)) {
        let wanted = spell(prefix);
        let Some(mut walk) = self.seek(&wanted) else { return };
        while walk.term.starts_with(&wanted) {
            found(&walk.term, walk.postings());
            if !walk.step() {
                break;
            }
        }
    }

    /// Calls back for every term within `most` edits of `word`, or, by [`Reach::Prefix`], for every term whose beginning is. Tells the
    /// edits.
    ///
    /// Walks the sorted terms as if they were a tree: what one term shares with the one before keeps its rows of the edit table, and when
    /// no continuation of a beginning can match, all terms with that beginning are passed without a look at their letters.
    pub fn near(&self, word: &str, most: u8, reach: Reach, mut found: impl FnMut(&[u8], u8, Postings<'a>)) {
        if most == 0 || self.is_empty() {
            return;
        }
        let mut rows = Rows::new(&spell(word), most);
        let mut walk = Walk::at_block(*self, 0);
        // So many letters lead nowhere; what begins with them does neither.
        let mut dead = usize::MAX;
        while walk.step() {
            if walk.shared >= dead {
                continue;
            }
            dead = usize::MAX;
            rows.truncate(walk.shared);
            // Fewest edits of any beginning, for prefixes; beginnings as long as the word, give or take the edits, count.
            let mut best = if reach == Reach::Prefix { rows.fewest() } else { None };
            for &letter in walk.term.get(rows.len()..).unwrap_or(&[]) {
                let alive = rows.push(letter);
                if reach == Reach::Prefix {
                    best = match (best, rows.edits()) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
                if !alive {
                    dead = rows.len();
                    break;
                }
            }
            if reach == Reach::Whole && dead == usize::MAX {
                best = rows.edits();
            }
            if let Some(edits) = best {
                // A beginning that matches goes on matching.
                dead = usize::MAX;
                found(&walk.term, edits, walk.postings());
            }
        }
    }
}

/// How many services of its own a term's postings have: varints end where the high bit is clear.
fn own_services(postings: &[u8]) -> Option<usize> {
    let mut reader = Reader::new(postings);
    let groups = wide(reader.varint()?);
    let ends = reader.rest().iter().filter(|byte| **byte < 0x80).count();
    ends.checked_sub(groups)
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
                collected.add_to_group(word, all);
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
            terms.with_prefix(prefix, |term, _| found.push(letters::read(term).unwrap()));
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
                let mut found = Vec::new();
                terms.near(word, most, Reach::Whole, |term, edits, _| found.push((letters::read(term).unwrap(), edits)));
                let expected: Vec<(String, u8)> =
                    collected.iter().filter_map(|t| Some((t.clone(), distance::edits(word, t, most)?))).collect();
                assert_eq!(found, expected, "{word} {most}");
                let mut found = Vec::new();
                terms.near(word, most, Reach::Prefix, |term, edits, _| found.push((letters::read(term).unwrap(), edits)));
                let beginnings = |t: &str| -> Option<u8> {
                    let letters: Vec<char> = t.chars().collect();
                    (0..=letters.len()).filter_map(|n| distance::edits(word, &letters[..n].iter().collect::<String>(), most)).min()
                };
                let expected: Vec<(String, u8)> = collected.iter().filter_map(|t| Some((t.clone(), beginnings(t)?))).collect();
                assert_eq!(found, expected, "prefix {word} {most}");
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
                    terms.with_prefix("", |_, postings| assert!(postings.all().count() <= 8));
                    terms.near("aab", 1, Reach::Prefix, |_, _, _| ());
                }
            }
        }
    }
}
