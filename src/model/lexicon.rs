//! The lexicon: concepts people look for, and the codes of the facets, with labels and words in each language.

use super::{Facet, Map, Plain, Texts};

/// Words per language.
pub type Words = Map<String, Vec<String>>;

/// `data/lexicon`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Lexicon {
    /// Sorted by id.
    pub concepts: Vec<Concept>,
    /// In the order of the file, which is the order they are shown in.
    pub values: Vec<ValueEntry>,
    /// Words that never decide, per language.
    pub stopwords: Words,
    /// Words for people around whoever asks, per language: they decide only where nothing else does.
    pub people: Words,
    /// What plain language is.
    pub plain: Plain,
}

/// Something people look for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Concept {
    /// Id, as in [`Service::concepts`](super::Service).
    pub id: String,
    /// The wider concept, whose words its services get too.
    pub parent: Option<String>,
    /// Short name per language.
    pub label: Texts,
    /// One sentence per language.
    pub description: Texts,
    /// What people type for it, per language.
    pub words: Words,
}

/// A code of a facet, or of `kind`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ValueEntry {
    /// Table of the file: `kind` or the code of a [`Facet`].
    pub table: String,
    /// The code.
    pub code: String,
    /// Name per language.
    pub label: Texts,
    /// What people type for it, per language.
    pub words: Words,
    /// Words and phrases that ask for it beside something else ("gratis", "à distance"), per language: they raise who states it and decide
    /// nothing, unless there is nothing else.
    pub preferences: Words,
}

impl Lexicon {
    /// The tables of `lexicon/values.toml`.
    pub fn tables() -> impl Iterator<Item = &'static str> {
        std::iter::once("kind").chain(Facet::ALL.iter().filter(|f| f.is_in_values()).map(|f| f.code()))
    }

    /// The concept with this id.
    #[must_use]
    pub fn concept(&self, id: &str) -> Option<&Concept> {
        self.concepts.binary_search_by(|c| c.id.as_str().cmp(id)).ok().and_then(|i| self.concepts.get(i))
    }

    /// The code in this table.
    #[must_use]
    pub fn value(&self, table: &str, code: &str) -> Option<&ValueEntry> {
        self.values.iter().find(|v| v.table == table && v.code == code)
    }

    /// A concept and those above it, nearest first. A chain longer than 8 (a circle) is cut.
    #[must_use]
    pub fn with_ancestors<'a>(&'a self, id: &'a str) -> Vec<&'a Concept> {
        let mut chain: Vec<&Concept> = Vec::new();
        let mut next = Some(id);
        while let Some(concept) = next.and_then(|id| self.concept(id)) {
            if chain.len() == 8 {
                break;
            }
            chain.push(concept);
            next = concept.parent.as_deref();
        }
        chain
    }
}
