//! A place in the text: "taalles gent", "dutch 9000", "نشاطات في سكاربيك".
//!
//! It becomes the viewpoint: what is near comes first, nothing is left out. The visitor sees it and can take it back
//! ([`Query::literal`](super::Query)). Municipality beats part of one of the same name, then the nearest to where one looks from (the
//! gazetteer's order). Names that are also words ("As", "Ham", "Mol", or any word of our lexicon) need more than themselves: a word like
//! "in" before them, or the postcode beside them.

use super::parse::Word;
use crate::geo::{Gazetteer, MunicipalityId, Via, distance_km};
use crate::index::Directory;
use crate::index::known::Labels;
use crate::index::terms::Fields;

/// A place understood in a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Understood {
    /// The municipality it is, or lies in.
    pub municipality: MunicipalityId,
    /// First of its words.
    pub first: usize,
    /// How many there are.
    pub words: usize,
}

/// Most words of a name: "Sint-Pieters-Leeuw", "Fourons / Voeren" and "Saint Josse ten Noode" have three or four.
const LONGEST: usize = 4;

/// Words before a place, in four languages; folded.
pub(super) const BEFORE: [&str; 24] = [
    "in", "te", "bij", "rond", "naar", "uit", "nabij", "at", "near", "around", "to", "from", "a", "en", "au", "vers", "pres",
    "chez", "في", "الي", "قرب", "ف", "من", "f",
];

/// The place in these words, if there is one: the longest name, and of those the last.
#[must_use]
pub fn find(words: &[Word], viewpoint: Option<MunicipalityId>, directory: &Directory) -> Option<Understood> {
    let gazetteer = directory.gazetteer();
    for length in (1..=LONGEST.min(words.len())).rev() {
        for first in (0..=words.len() - length).rev() {
            let Some(span) = words.get(first..first + length) else { continue };
            if let Some(municipality) = named(span, gazetteer, viewpoint, directory)
                && (length > 1 || stands_for_itself(words, first, municipality, directory))
            {
                return Some(Understood { municipality, first, words: length });
            }
        }
    }
    None
}

/// The municipality of this name, as it is written or without what Arabic writes onto it ("بغنت", "in Ghent").
fn named(span: &[Word], gazetteer: &Gazetteer, viewpoint: Option<MunicipalityId>, directory: &Directory) -> Option<MunicipalityId> {
    let written: Vec<&str> = span.iter().map(|w| w.written.as_str()).collect();
    let name = written.join(" ");
    let shorter = written.first().and_then(|word| ['ب', 'ل', 'ف', 'و'].iter().find_map(|&letter| word.strip_prefix(letter)));
    let shorter = shorter.filter(|rest| span.len() == 1 && rest.chars().count() >= 3);
    for name in [Some(name.as_str()), shorter].into_iter().flatten() {
        let best = gazetteer.all(name).filter(|found| found.via != Via::Nis).map(|found| {
            let centre = |id: MunicipalityId| directory.places().municipalities.get(id.index()).map(|m| (m.lat, m.lon));
            let far = viewpoint.and_then(|from| Some(distance_km(centre(from)?, centre(found.id)?)));
            (found.via, far.unwrap_or(0.0), found.id)
        });
        if let Some((_, _, id)) = best.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))) {
            return Some(id);
        }
    }
    None
}

/// Whether a single word is a place by itself, and no other word.
fn stands_for_itself(words: &[Word], at: usize, municipality: MunicipalityId, directory: &Directory) -> bool {
    let Some(word) = words.get(at) else { return false };
    let beside = |i: Option<usize>| i.and_then(|i| words.get(i)).map(|w| w.written.as_str());
    let after_in = beside(at.checked_sub(1)).is_some_and(|before| BEFORE.contains(&before));
    let of_postcode = |code: Option<&str>| {
        code.is_some_and(|code| code.len() == 4 && directory.gazetteer().all(code).any(|found| found.id == municipality))
    };
    let by_postcode = of_postcode(beside(at.checked_sub(1))) || of_postcode(beside(at.checked_add(1)));
    after_in || by_postcode || !is_a_word(word, directory)
}

/// Whether a name is a word too: a short one, a stop word of any language, or a word of the lexicon.
fn is_a_word(word: &Word, directory: &Directory) -> bool {
    if word.number {
        return false;
    }
    let labels: &Labels = directory.labels();
    let is_stop = labels.stopwords.keys().any(|lang| labels.is_stopword(lang, &word.written));
    let terms = directory.terms();
    let in_lexicon = || {
        // As written: that "Bruges" has the stem of "brug" makes it no bridge.
        terms.is_in_group(&word.written, Fields::CONCEPT.and(Fields::WIDER).and(Fields::VALUE).and(Fields::PREFERENCE))
    };
    word.written.chars().count() <= 3 || is_stop || in_lexicon()
}
