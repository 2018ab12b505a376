//! Term dictionary: every search term once, sorted, with its postings.
//!
//! ```text
//!     4  number of terms n
//!     4  number of groups
//!   5·4  lengths of the parts text, sizes, groups, sets and fields
//!   2·n  for each term: bytes shared with the one before, bytes of its own (in blocks of 16; the first of a block shares none)
//!     …  text: the own bytes of all terms
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
//! A *group* is a list of services that share a concept, a code or a place. The hundred words of a concept then point to one group each
//! instead of to every service that has it: on the first directory that is 15 kB of 36 (brotli). Parts are apart because alike compresses
//! with alike. Where blocks and groups begin is not stored but noted when the section is checked, since that walks all of it anyway.
//!
//! Terms arrive already folded. Ranking is not here, see `query::rank`. An automaton (crate fst) would find typos as fast, but costs
//! 30 kB and trusts its input; here sorted order and shared rows of the edit table do the same, see [`Terms::near`].

use super::ServiceId;
use crate::blob::{Reader, Writer};
use crate::text::distance::Rows;
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

    /// Whether any field is in both.
    #[must_use]
    pub const fn meets(self, other: Fields) -> bool {
        self.0 & other.0 != 0
    }
}

/// Terms while they are collected, with the groups they point to.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    terms: BTreeMap<String, Collecting>,
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

    fn entry(&mut self, term: &str) -> &mut Collecting {
        if !self.terms.contains_key(term) {
            self.terms.insert(term.to_owned(), Collecting::default());
        }
        self.terms.entry(term.to_owned()).or_default()
    }
}

const BLOCK: usize = 16;

/// Lays out the section.
#[must_use]
pub fn write(collected: &Collected) -> Vec<u8> {
    let (mut lengths, mut text, mut sizes) = (Writer::new(), Writer::new(), Writer::new());
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
        let term = term.as_bytes();
        if i % BLOCK == 0 {
            before = &[];
        }
        let shared = before.iter().zip(term).take_while(|(a, b)| a == b).count();
        let own = term.get(shared..).unwrap_or(&[]);
        lengths.u8(u8::try_from(shared).unwrap_or(u8::MAX));
        lengths.u8(u8::try_from(own.len()).unwrap_or(u8::MAX));
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
    for part in [lengths, text, sizes, groups, sets, fields_part, postings] {
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

/// Where a term begins in each part.
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
    lengths: &'a [[u8; 2]],
    text: &'a [u8],
    sizes: &'a [u8],
    groups: &'a [u8],
    sets: &'a [u8],
    fields: &'a [u8],
    postings: &'a [u8],
    starts: &'a Starts,
}

/// A term's postings: services, each with the fields the term stands in. A service can come more than once, with other fields.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    terms: Terms<'a>,
    /// Groups still to come, and the number of the last.
    groups: u32,
    group: u32,
    /// The group being walked: fields still to come, the field, services still to come.
    fields: u32,
    field: Fields,
    left: u32,
    rest: Reader<'a>,
    /// The bytes of the term itself: its groups, then its own services.
    own: Reader<'a>,
    own_fields: &'a [u8],
    is_own: bool,
    last: u32,
}

impl<'a> Postings<'a> {
    fn new(terms: Terms<'a>, bytes: &'a [u8], own_fields: &'a [u8]) -> Self {
        let mut own = Reader::new(bytes);
        let groups = own.varint().unwrap_or(0);
        let rest = Reader::new(&[]);
        Self { terms, groups, group: 0, fields: 0, field: Fields(0), left: 0, rest, own, own_fields, is_own: false, last: 0 }
    }
}

impl Iterator for Postings<'_> {
    type Item = (ServiceId, Fields);
    fn next(&mut self) -> Option<Self::Item> {
        while !self.is_own {
            if self.left > 0 {
                self.left -= 1;
                self.last = self.last.checked_add(self.rest.varint()?)?;
                return Some((ServiceId(self.last), self.field));
            }
            self.last = 0;
            if self.fields > 0 {
                self.fields -= 1;
                self.field = Fields(self.rest.varint()? as u16);
                self.left = self.rest.varint()?;
            } else if self.groups > 0 {
                self.groups -= 1;
                self.group = self.group.checked_add(self.own.varint()?)?;
                self.rest = self.terms.group(self.group)?;
                self.fields = self.rest.varint()?;
            } else {
                self.is_own = true;
            }
        }
        let step = self.own.varint()?;
        let (&set, rest) = self.own_fields.split_first()?;
        self.own_fields = rest;
        self.last = self.last.checked_add(step)?;
        Some((ServiceId(self.last), *self.terms.starts.sets.get(usize::from(set))?))
    }
}

/// Walks terms in order. `term` is the current one.
struct Walk<'a> {
    whole: Terms<'a>,
    position: usize,
    at: Place,
    term: Vec<u8>,
    postings: &'a [u8],
    fields: &'a [u8],
}

impl<'a> Walk<'a> {
    /// Stands before the first term of a block.
    fn at_block(whole: Terms<'a>, block: usize) -> Self {
        let at = whole.starts.blocks.get(block).copied().unwrap_or_default();
        Self { whole, position: block * BLOCK, at, term: Vec::new(), postings: &[], fields: &[] }
    }

    /// Goes to the next term. False at the end.
    fn step(&mut self) -> bool {
        self.try_step().is_some()
    }

    fn try_step(&mut self) -> Option<()> {
        let &[shared, own] = self.whole.lengths.get(self.position)?;
        let (shared, own) = (usize::from(shared), usize::from(own));
        if shared > self.term.len() && shared != 0 {
            return None;
        }
        self.term.truncate(shared);
        let text = self.at.text.checked_add(own)?;
        self.term.extend_from_slice(self.whole.text.get(self.at.text..text)?);
        let mut sizes = Reader::new(self.whole.sizes.get(self.at.size..)?);
        let before = sizes.rest().len();
        let posting = self.at.posting.checked_add(wide(sizes.varint()?))?;
        self.postings = self.whole.postings.get(self.at.posting..posting)?;
        let field = self.at.field.checked_add(own_services(self.postings)?)?;
        self.fields = self.whole.fields.get(self.at.field..field)?;
        self.at = Place { text, size: self.at.size + (before - sizes.rest().len()), posting, field };
        self.position += 1;
        Some(())
    }

    fn postings(&self) -> Postings<'a> {
        Postings::new(self.whole, self.postings, self.fields)
    }
}

impl<'a> Terms<'a> {
    fn parts(section: &'a [u8], starts: &'a Starts) -> Option<Self> {
        let mut reader = Reader::new(section);
        let terms = wide(reader.u32()?);
        reader.u32()?;
        let mut part = [0; 5];
        for length in &mut part {
            *length = wide(reader.u32()?);
        }
        let (lengths, _) = reader.bytes(terms.checked_mul(2)?)?.as_chunks::<2>();
        let [text, sizes, groups, sets, fields] = part;
        let (text, sizes, groups) = (reader.bytes(text)?, reader.bytes(sizes)?, reader.bytes(groups)?);
        let (sets, fields) = (reader.bytes(sets)?, reader.bytes(fields)?);
        Some(Self { lengths, text, sizes, groups, sets, fields, postings: reader.rest(), starts })
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
        let mut walk = Walk { whole: terms, position: 0, at: Place::default(), term: Vec::new(), postings: &[], fields: &[] };
        let mut before: Vec<u8> = Vec::new();
        while walk.position < terms.lengths.len() {
            if walk.position.is_multiple_of(BLOCK) {
                starts.blocks.push(walk.at);
                if terms.lengths.get(walk.position)?[0] != 0 {
                    return None;
                }
            }
            walk.try_step()?;
            std::str::from_utf8(&walk.term).ok()?;
            let letters = walk.term.len();
            if letters == 0 || letters > 4 * crate::text::LONGEST || (walk.position > 1 && before >= walk.term) {
                return None;
            }
            before.clone_from(&walk.term);
            let mut rest = Reader::new(walk.postings);
            let count = rest.varint()?;
            if !is_rising(&mut rest, count, starts.groups.len())? {
                return None;
            }
            if !is_rising(&mut rest, small(walk.fields.len()), services)? || !rest.is_at_end() {
                return None;
            }
        }
        let whole =
            walk.at.text == terms.text.len() && walk.at.size == terms.sizes.len() && walk.at.posting == terms.postings.len();
        (whole && groups.is_at_end() && walk.at.field == terms.fields.len()).then_some(starts)
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8], starts: &'a Starts) -> Self {
        Self::parts(section, starts).unwrap_or(Self {
            lengths: &[],
            text: &[],
            sizes: &[],
            groups: &[],
            sets: &[],
            fields: &[],
            postings: &[],
            starts,
        })
    }

    /// The bytes from the beginning of a group.
    fn group(&self, group: u32) -> Option<Reader<'a>> {
        let start = *self.starts.groups.get(wide(group))?;
        self.groups.get(wide(start)..).map(Reader::new)
    }

    /// Number of terms.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lengths.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// The first term of a block.
    fn head(&self, block: usize) -> &'a [u8] {
        let start = self.starts.blocks.get(block).map_or(0, |place| place.text);
        let own = self.lengths.get(block * BLOCK).map_or(0, |&[_, own]| usize::from(own));
        self.text.get(start..start + own).unwrap_or(&[])
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
        let walk = self.seek(term.as_bytes())?;
        (walk.term == term.as_bytes()).then(|| walk.postings())
    }

    /// Calls back for every term that begins with `prefix`, the prefix itself included, in order.
    pub fn with_prefix(&self, prefix: &str, mut found: impl FnMut(&str, Postings<'a>)) {
        let Some(mut walk) = self.seek(prefix.as_bytes()) else { return };
        while walk.term.starts_with(prefix.as_bytes()) {
            found(std::str::from_utf8(&walk.term).unwrap_or(""), walk.postings());
            if !walk.step() {
                break;
            }
        }
    }

    /// Calls back for every term within `most` edits of `word`, and, if `as_prefix`, for every term whose beginning is. Tells the edits.
    ///
    /// Walks the sorted terms as if they were a tree: what one term shares with the one before keeps its rows of the edit table, and when
    /// no continuation of a beginning can match, all terms with that beginning are jumped over.
    pub fn near(&self, word: &str, most: u8, reach: Reach, mut found: impl FnMut(&str, u8, Postings<'a>)) {
        if most == 0 || self.is_empty() {
            return;
        }
        let mut rows = Rows::new(word, most);
        let mut walk = Walk::at_block(*self, 0);
        let mut more = walk.step();
        while more {
            let term = std::str::from_utf8(&walk.term).unwrap_or("");
            let shared = rows.shared(term);
            rows.truncate(shared);
            // Fewest edits of any beginning, for prefixes; beginnings as long as the word, give or take the edits, count.
            let mut best = if reach == Reach::Prefix { rows.fewest() } else { None };
            let mut dead = None;
            for (at, letter) in term.char_indices().skip(shared) {
                let alive = rows.push(letter);
                if reach == Reach::Prefix {
                    best = match (best, rows.edits()) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
                if !alive {
                    dead = Some(at + letter.len_utf8());
                    break;
                }
            }
            if reach == Reach::Whole && dead.is_none() {
                best = rows.edits();
            }
            if let Some(edits) = best {
                found(term, edits, walk.postings());
            }
            more = match dead {
                // Only worth a jump when nothing with this beginning can match, and no shorter beginning matched already.
                Some(end) if best.is_none() => {
                    let beginning = term.get(..end).unwrap_or("").to_owned();
                    walk.skip(&beginning)
                }
                _ => walk.step(),
            };
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

impl Walk<'_> {
    /// Goes to the first term that does not begin with `beginning`, which the current one does. False at the end.
    fn skip(&mut self, beginning: &str) -> bool {
        // Most branches are short: try the next few before searching.
        for _ in 0..4 {
            if !self.step() {
                return false;
            }
            if !self.term.starts_with(beginning.as_bytes()) {
                return true;
            }
        }
        // No UTF-8 text has the byte 0xFF, so this stands behind everything with the beginning.
        let mut behind = beginning.as_bytes().to_vec();
        behind.push(0xFF);
        match self.whole.seek(&behind) {
            Some(walk) => {
                *self = walk;
                true
            }
            None => false,
        }
    }
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
        (collected.terms.keys().cloned().collect(), write(&collected))
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
            let found: Vec<_> = terms.exact(word).unwrap().collect();
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
            terms.with_prefix(prefix, |term, _| found.push(term.to_owned()));
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
                terms.near(word, most, Reach::Whole, |term, edits, _| found.push((term.to_owned(), edits)));
                let expected: Vec<(String, u8)> =
                    collected.iter().filter_map(|t| Some((t.clone(), distance::edits(word, t, most)?))).collect();
                assert_eq!(found, expected, "{word} {most}");
                let mut found = Vec::new();
                terms.near(word, most, Reach::Prefix, |term, edits, _| found.push((term.to_owned(), edits)));
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
                    terms.with_prefix("", |_, postings| assert!(postings.count() <= 8));
                    terms.near("aab", 1, Reach::Prefix, |_, _, _| ());
                }
            }
        }
    }
}
