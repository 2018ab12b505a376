//! What is decoded when a directory is opened, since every question needs it: information, places, labels, messages.
//!
//! Each is one bincode value. They do not grow with the number of actors.

use crate::blob::{Blob, OpenError, Section, decode, encode};
use crate::model::{Concept, Facet, Lexicon, Municipality, PlaceName, Places, Texts, ValueEntry};
use bincode::{Decode, Encode};
use std::collections::BTreeMap;

/// A label: what a code is called.
#[derive(Clone, PartialEq, Debug, Default, Encode, Decode)]
pub struct Label {
    /// The code, or the concept's id.
    pub code: String,
    /// Its name per language.
    pub label: Texts,
    /// One sentence per language, for concepts.
    pub description: Texts,
    /// Position of the wider concept, for concepts.
    pub parent: Option<u16>,
}

/// Labels of everything that services use.
#[derive(Clone, PartialEq, Debug, Default, Encode, Decode)]
pub struct Labels {
    /// Labels of `kind`.
    pub kinds: Vec<Label>,
    /// Labels of each facet of [`Facet::CODED`]; for domains the label is empty, their names are messages.
    pub facets: Vec<Vec<Label>>,
    /// Words that never decide, per language, folded, sorted. "les" is a lesson in Dutch and an article in French.
    pub stopwords: BTreeMap<String, Vec<String>>,
}

impl Labels {
    /// Labels of a facet, in the order they are shown in.
    #[must_use]
    pub fn of(&self, facet: Facet) -> &[Label] {
        facet.column().and_then(|c| self.facets.get(c)).map_or(&[], Vec::as_slice)
    }

    /// Position of a code among the values of a facet.
    #[must_use]
    pub fn position(&self, facet: Facet, code: &str) -> Option<u16> {
        self.of(facet).iter().position(|l| l.code == code).and_then(|i| u16::try_from(i).ok())
    }

    /// What a code is called in a language; Dutch if it has no name there, the code if it has none.
    #[must_use]
    pub fn name<'a>(&'a self, facet: Facet, code: &'a str, lang: &str) -> &'a str {
        named(self.of(facet), code, lang)
    }

    /// What a kind of actor is called.
    #[must_use]
    pub fn kind<'a>(&'a self, code: &'a str, lang: &str) -> &'a str {
        named(&self.kinds, code, lang)
    }

    /// Whether a folded word never decides in a language.
    #[must_use]
    pub fn is_stopword(&self, lang: &str, word: &str) -> bool {
        self.stopwords.get(lang).is_some_and(|words| words.binary_search_by(|w| w.as_str().cmp(word)).is_ok())
    }
}

fn named<'a>(labels: &'a [Label], code: &'a str, lang: &str) -> &'a str {
    let label = labels.iter().find(|l| l.code == code);
    label.and_then(|l| l.label.get(lang).or_else(|| l.label.get("nl"))).map_or(code, String::as_str)
}

/// Labels of the concepts and codes that are used, out of a lexicon.
#[must_use]
pub fn labels(lexicon: &Lexicon, concept_is_used: impl Fn(&str) -> bool, value_is_used: impl Fn(&str, &str) -> bool) -> Labels {
    let concepts: Vec<&Concept> = lexicon.concepts.iter().filter(|c| concept_is_used(&c.id)).collect();
    let of_table = |table: &str| -> Vec<Label> {
        let is_used = |v: &&ValueEntry| v.table == table && value_is_used(table, &v.code);
        let label = |v: &ValueEntry| Label { code: v.code.clone(), label: v.label.clone(), ..Label::default() };
        lexicon.values.iter().filter(is_used).map(label).collect()
    };
    let facets = Facet::CODED.iter().map(|facet| match facet {
        Facet::Domain => {
            crate::model::Domain::ALL.iter().map(|d| Label { code: d.code().to_owned(), ..Label::default() }).collect()
        }
        Facet::Concept => concepts
            .iter()
            .map(|c| {
                let parent = c.parent.as_ref().and_then(|p| concepts.iter().position(|o| o.id == *p));
                Label {
                    code: c.id.clone(),
                    label: c.label.clone(),
                    description: c.description.clone(),
                    parent: parent.and_then(|p| u16::try_from(p).ok()),
                }
            })
            .collect(),
        other => of_table(other.code()),
    });
    let stopwords = lexicon.stopwords.iter().map(|(lang, words)| {
        let mut words: Vec<String> = words.iter().map(|w| crate::text::fold(w)).collect();
        words.sort();
        words.dedup();
        (lang.clone(), words)
    });
    let stopwords = stopwords.collect();
    Labels { kinds: of_table("kind"), facets: facets.collect(), stopwords }
}

/// The places section: municipalities, names, areas.
type PlacesSection = (Vec<Municipality>, Vec<PlaceName>, Vec<(String, Texts)>);

/// Lays out the places.
#[must_use]
pub fn write_places(places: &Places) -> Vec<u8> {
    encode(&(places.municipalities.clone(), places.names.clone(), places.areas.clone()))
}

pub(super) fn read_places<B: AsRef<[u8]>>(blob: &Blob<B>) -> Result<Places, OpenError> {
    let (municipalities, names, areas): PlacesSection = read(blob, Section::Places)?;
    let sorted = municipalities.windows(2).all(|pair| matches!(pair, [a, b] if a.nis < b.nis));
    if !sorted || municipalities.len() >= 0xFF00 {
        return Err(OpenError::Damaged(Section::Places));
    }
    Ok(Places { municipalities, names, areas })
}

pub(super) fn read<T: Decode<()>, B: AsRef<[u8]>>(blob: &Blob<B>, section: Section) -> Result<T, OpenError> {
    decode(blob.section(section)).ok_or(OpenError::Damaged(section))
}
