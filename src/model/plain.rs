//! What plain language is, per language (`lexicon/plain.toml`). For `check` alone: no part of it enters a blob.

use super::{Map, Texts};

/// The letters a language is written in. (Not one of our `codes!`: those are described for TypeScript, and no page sees this.)
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Script {
    /// a to z, with their marks.
    #[default]
    Latin,
    /// ا to ي.
    Arabic,
    /// а to я.
    Cyrillic,
}

impl Script {
    /// Every script.
    pub const ALL: &'static [Script] = &[Script::Latin, Script::Arabic, Script::Cyrillic];

    /// The code in plain.toml.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Script::Latin => "latin",
            Script::Arabic => "arabic",
            Script::Cyrillic => "cyrillic",
        }
    }
}

/// What the rules of `rules::plain` go by.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plain {
    /// Words before the @ that make a mailbox an office's and not a person's.
    pub office: Vec<String>,
    /// Per language.
    pub langs: Map<String, PlainLanguage>,
}

/// The same for one language.
///
/// Words are written as in [`jargon`](Self::jargon): `inburgering*` is each word that begins so, `NT2` in capitals only the capitals,
/// `maatschappelijke oriëntatie` the two words in that order.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct PlainLanguage {
    /// Its letters.
    pub script: Script,
    /// Words a sentence may have; nothing is any number.
    pub longest: Option<u32>,
    /// Abbreviations that end with a full stop and never end a sentence: `bv.`, `p. ex.`.
    pub abbreviations: Vec<String>,
    /// Names in which a word of the list below is no jargon.
    pub names: Vec<String>,
    /// What stands behind a word whose meaning follows: "een CVO *is een* school".
    pub means: Vec<String>,
    /// The same behind the word and a comma: "een CVO, *een* school".
    pub aside: Vec<String>,
    /// The same at the start of the next sentence: "*Dat is een* school."
    pub next: Vec<String>,
    /// Words that need their meaning beside them, each with a meaning to propose.
    pub jargon: Texts,
    /// Words for which there is a plainer one, each with that.
    pub plainer: Texts,
}
