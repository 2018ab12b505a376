//! Term dictionary: every search term once, sorted, with its postings.
//!
//! ```text
//!     4  number of terms
//!     4  number of blocks b
//!     4  length of the terms part
//!   8·b  blocks of 16 terms: offset of the block in the terms part (4), of its first posting in the postings part (4)
//!     …  terms part; for each term: letters (bytes) shared with the one before in its block, bytes of its own, bytes of its postings
//!        (three varints), then its own bytes
//!     …  postings part; for each term its services in rising order: distance to the one before, fields (two varints)
//! ```
//!
//! * [`Terms`] reads the section: one term, all with a prefix, all within some edits.
//! * [`write`] lays it out.
//! * [`Fields`] says where in a record a term stands.
//!
//! Terms arrive already folded. Ranking is not here, see `query::rank`. An automaton (crate fst) would find typos as fast, but costs
//! 30 kB and trusts its input; here sorted order and shared rows of the edit table do the same, see [`Terms::near`].

use super::ServiceId;
use crate::blob::{Reader, Writer};
use crate::text::distance::Rows;
use std::collections::BTreeMap;

/// Where in a record a term stands: a set of fields.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Fields(pub u16);

impl Fields {
    /// The actor's name.
    pub const NAME: Fields = Fields(1);
    /// Its other names.
    pub const ALTERNATE: Fields = Fields(1 << 1);
    /// Labels and words of the service's own concepts.
    pub const CONCEPT: Fields = Fields(1 << 2);
    /// Labels and words of wider concepts.
    pub const WIDER: Fields = Fields(1 << 3);
    /// Places of its addresses and service area, in all their names.
    pub const PLACE: Fields = Fields(1 << 4);
    /// Addresses, phones, e-mail and web addresses.
    pub const CONTACT: Fields = Fields(1 << 5);
    /// Labels and words of its codes (free, for beginners, …).
    pub const VALUE: Fields = Fields(1 << 6);
    const TEXT: u32 = 7;

    /// Its text in the language at this position of the directory's languages; the ninth and later share a field.
    #[must_use]
    pub fn text(lang: usize) -> Fields {
        Fields(1 << (Self::TEXT + u32::try_from(lang).unwrap_or(8).min(8)))
    }

    /// Its text in any language.
    #[must_use]
    pub const fn any_text() -> Fields {
        Fields(u16::MAX << Self::TEXT)
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

/// A term's postings while they are collected: service to fields.
pub type Collected = BTreeMap<String, BTreeMap<u32, Fields>>;

const BLOCK: usize = 16;

/// Lays out the section.
#[must_use]
pub fn write(collected: &Collected) -> Vec<u8> {
    let (mut blocks, mut terms, mut postings) = (Writer::new(), Writer::new(), Writer::new());
    let mut before: &[u8] = &[];
    for (i, (term, services)) in collected.iter().enumerate() {
        let term = term.as_bytes();
        if i % BLOCK == 0 {
            blocks.u32(small(terms.len()));
            blocks.u32(small(postings.len()));
            before = &[];
        }
        let start = postings.len();
        let mut last = 0;
        for (&service, fields) in services {
            postings.varint(service - last);
            postings.varint(u32::from(fields.0));
            last = service;
        }
        let shared = before.iter().zip(term).take_while(|(a, b)| a == b).count();
        let own = term.get(shared..).unwrap_or(&[]);
        terms.varint(small(shared));
        terms.varint(small(own.len()));
        terms.varint(small(postings.len() - start));
        terms.bytes(own);
        before = term;
    }
    let mut section = Writer::new();
    section.u32(small(collected.len()));
    section.u32(small(collected.len().div_ceil(BLOCK)));
    section.u32(small(terms.len()));
    for part in [blocks, terms, postings] {
        section.bytes(&part.done());
    }
    section.done()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn wide(n: u32) -> usize {
    n as usize
}

/// The section, read.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    count: usize,
    blocks: &'a [[u8; 8]],
    terms: &'a [u8],
    postings: &'a [u8],
}

/// A term's postings: services in rising order, each with the fields the term stands in.
#[derive(Clone, Copy, Debug)]
pub struct Postings<'a> {
    rest: Reader<'a>,
    last: u32,
}

impl Iterator for Postings<'_> {
    type Item = (ServiceId, Fields);
    fn next(&mut self) -> Option<Self::Item> {
        let step = self.rest.varint()?;
        let fields = self.rest.varint()?;
        self.last = self.last.checked_add(step)?;
        Some((ServiceId(self.last), Fields(fields as u16)))
    }
}

/// Walks terms in order. `term` is the current one.
struct Walk<'a> {
    whole: Terms<'a>,
    position: usize,
    rest: Reader<'a>,
    posting: usize,
    term: Vec<u8>,
    postings: &'a [u8],
}

impl<'a> Walk<'a> {
    /// Stands before the first term of a block.
    fn at_block(whole: Terms<'a>, block: usize) -> Self {
        let (terms, posting) = whole.block(block).unwrap_or((whole.terms.len(), whole.postings.len()));
        let rest = Reader::new(whole.terms.get(terms..).unwrap_or(&[]));
        Self { whole, position: block * BLOCK, rest, posting, term: Vec::new(), postings: &[] }
    }

    /// Goes to the next term. False at the end.
    fn step(&mut self) -> bool {
        self.try_step().is_some()
    }

    fn try_step(&mut self) -> Option<()> {
        if self.position >= self.whole.count {
            return None;
        }
        let shared = wide(self.rest.varint()?);
        let own = wide(self.rest.varint()?);
        let length = wide(self.rest.varint()?);
        if shared > self.term.len() || (self.position.is_multiple_of(BLOCK) && shared != 0) {
            return None;
        }
        self.term.truncate(shared);
        self.term.extend_from_slice(self.rest.bytes(own)?);
        let end = self.posting.checked_add(length)?;
        self.postings = self.whole.postings.get(self.posting..end)?;
        self.posting = end;
        self.position += 1;
        Some(())
    }

    fn postings(&self) -> Postings<'a> {
        Postings { rest: Reader::new(self.postings), last: 0 }
    }
}

impl<'a> Terms<'a> {
    fn parts(section: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(section);
        let count = wide(reader.u32()?);
        let blocks = wide(reader.u32()?);
        let length = wide(reader.u32()?);
        let (blocks, _) = reader.bytes(blocks.checked_mul(8)?)?.as_chunks::<8>();
        let terms = reader.bytes(length)?;
        (blocks.len() == count.div_ceil(BLOCK)).then_some(Self { count, blocks, terms, postings: reader.rest() })
    }

    /// Walks everything once: terms are sorted text, blocks begin where they say, postings name services that exist.
    pub(super) fn check(section: &'a [u8], services: usize) -> Option<()> {
        let terms = Self::parts(section)?;
        let mut walk = Walk::at_block(terms, 0);
        if terms.count > 0 && terms.block(0)? != (0, 0) {
            return None;
        }
        let mut before: Vec<u8> = Vec::new();
        while walk.position < terms.count {
            if walk.position.is_multiple_of(BLOCK) {
                let at = (terms.terms.len() - walk.rest.rest().len(), walk.posting);
                if terms.block(walk.position / BLOCK)? != at {
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
            let mut service: u32 = 0;
            let mut first = true;
            while !rest.is_at_end() {
                let step = rest.varint()?;
                let fields = rest.varint()?;
                service = service.checked_add(step)?;
                if wide(service) >= services || (step == 0 && !first) || fields > u32::from(u16::MAX) {
                    return None;
                }
                first = false;
            }
        }
        (walk.rest.is_at_end() && walk.posting == terms.postings.len()).then_some(())
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8]) -> Self {
        Self::parts(section).unwrap_or(Self { count: 0, blocks: &[], terms: &[], postings: &[] })
    }

    fn block(&self, block: usize) -> Option<(usize, usize)> {
        let mut reader = Reader::new(self.blocks.get(block)?);
        Some((wide(reader.u32()?), wide(reader.u32()?)))
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
        let head = || {
            let (offset, _) = self.block(block)?;
            let mut reader = Reader::new(self.terms.get(offset..)?);
            reader.varint()?;
            let own = wide(reader.varint()?);
            reader.varint()?;
            reader.bytes(own)
        };
        head().unwrap_or(&[])
    }

    /// Stands on the first term that is not before `wanted`; `None` if there is none.
    fn seek(&self, wanted: &[u8]) -> Option<Walk<'a>> {
        let (mut low, mut high) = (0, self.blocks.len());
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
        let mut before: Vec<char> = Vec::new();
        let mut more = walk.step();
        while more {
            let term = String::from_utf8_lossy(&walk.term).into_owned();
            let shared = before.iter().copied().zip(term.chars()).take_while(|(a, b)| a == b).count().min(rows.len());
            rows.truncate(shared);
            // Fewest edits of any beginning, for prefixes; beginnings as long as the word, give or take the edits, count.
            let mut best: Option<u8> = None;
            let mut dead = None;
            if reach == Reach::Prefix {
                best = rows.fewest();
            }
            for (i, letter) in term.chars().enumerate().skip(shared) {
                let alive = rows.push(letter);
                if reach == Reach::Prefix {
                    best = match (best, rows.edits()) {
                        (Some(a), Some(b)) => Some(a.min(b)),
                        (a, b) => a.or(b),
                    };
                }
                if !alive {
                    dead = Some(i + 1);
                    break;
                }
            }
            if reach == Reach::Whole && dead.is_none() {
                best = rows.edits();
            }
            if let Some(edits) = best {
                found(&term, edits, walk.postings());
            }
            before = term.chars().collect();
            more = match dead {
                // Only worth a jump when nothing with this beginning can match, and no shorter beginning matched already.
                Some(letters) if best.is_none() => {
                    before.truncate(letters);
                    let dead: String = before.iter().collect();
                    walk.skip(&dead)
                }
                _ => walk.step(),
            };
        }
    }
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

    fn section(words: &[&str]) -> (Collected, Vec<u8>) {
        let mut collected = Collected::new();
        for (i, word) in words.iter().enumerate() {
            collected.entry((*word).to_owned()).or_default().insert(i as u32, Fields::NAME);
        }
        let bytes = write(&collected);
        (collected, bytes)
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
        assert_eq!(Terms::check(&bytes, words.len()), Some(()));
        assert_eq!(Terms::check(&bytes, words.len() - 1), None);
        let terms = Terms::checked(&bytes);
        for (i, word) in words.iter().enumerate() {
            let found: Vec<_> = terms.exact(word).unwrap().collect();
            assert_eq!(found, [(ServiceId(i as u32), Fields::NAME)]);
            assert!(terms.exact(&format!("{word}q")).is_none());
        }
        for prefix in ["", "t", "ta", "taalc", "د", "zz", "q"] {
            let mut found = Vec::new();
            terms.with_prefix(prefix, |term, _| found.push(term.to_owned()));
            let expected: Vec<&String> = collected.keys().filter(|t| t.starts_with(prefix)).collect();
            assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{prefix}");
        }
    }

    #[test]
    fn near_agrees_with_a_plain_scan() {
        let words = many();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let (collected, bytes) = section(&words);
        let terms = Terms::checked(&bytes);
        for word in ["taal", "tala", "taalcfae", "gnet", "ghent", "دورس", "pntu", "lesgentx", "caafe", "q", "talcaf"] {
            for most in [1, 2] {
                let mut found = Vec::new();
                terms.near(word, most, Reach::Whole, |term, edits, _| found.push((term.to_owned(), edits)));
                let expected: Vec<(String, u8)> =
                    collected.keys().filter_map(|t| Some((t.clone(), distance::edits(word, t, most)?))).collect();
                assert_eq!(found, expected, "{word} {most}");
                let mut found = Vec::new();
                terms.near(word, most, Reach::Prefix, |term, edits, _| found.push((term.to_owned(), edits)));
                let beginnings = |t: &str| -> Option<u8> {
                    let letters: Vec<char> = t.chars().collect();
                    (0..=letters.len())
                        .filter_map(|n| distance::edits(word, &letters[..n].iter().collect::<String>(), most))
                        .min()
                };
                let expected: Vec<(String, u8)> = collected.keys().filter_map(|t| Some((t.clone(), beginnings(t)?))).collect();
                assert_eq!(found, expected, "prefix {word} {most}");
            }
        }
    }

    #[test]
    fn cut_and_changed_bytes_are_refused_or_harmless() {
        let (_, bytes) = section(&["aa", "ab", "b", "cc"]);
        for cut in 0..bytes.len() {
            assert_eq!(Terms::check(&bytes[..cut], 4), None, "{cut}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << bit;
                if Terms::check(&changed, 4).is_some() {
                    let terms = Terms::checked(&changed);
                    terms.with_prefix("", |_, postings| assert!(postings.count() <= 4));
                    terms.near("aab", 1, Reach::Prefix, |_, _, _| ());
                }
            }
        }
    }
}
