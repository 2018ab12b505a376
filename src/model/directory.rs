//! The whole of `data/`, and what is said of the directory.

use super::{Actor, Lexicon, ListedUnder, Messages, Places, Texts};

/// Everything that `data/` says.
#[derive(Clone, Debug, Default)]
pub struct Data {
    /// Title, version, publisher …
    pub info: DirectoryInfo,
    /// Documents facts come from.
    pub documents: Vec<Document>,
    /// Sorted by id.
    pub actors: Vec<Entry>,
    /// Concepts and codes.
    pub lexicon: Lexicon,
    /// Municipalities and postcodes.
    pub places: Places,
    /// The widget's sentences.
    pub messages: Messages,
}

/// An actor as stewards write it: the record, and what only they need.
#[derive(Clone, Debug, Default)]
pub struct Entry {
    /// The record.
    pub actor: Actor,
    /// Its file, for messages: `actors/antwerp/praatpunt-geel.toml`.
    pub file: String,
    /// The folder it stands in: the table it was first listed under.
    pub folder: Option<ListedUnder>,
    /// Actors that look like this one and are others.
    pub distinct_from: Vec<String>,
    /// For each service, per language, the hash of the Dutch its translation was made from.
    pub translated_from: Vec<Texts>,
    /// For each location, the municipality written where city and postcode do not tell.
    pub municipality_of: Vec<Option<String>>,
    /// What is listed under `personal`, in the order and form of the file.
    pub personal: Vec<String>,
}

/// What the directory is (`data/directory.toml`).
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct DirectoryInfo {
    /// Name of the directory per language.
    pub title: Texts,
    /// One line under it.
    pub subtitle: Texts,
    /// Version of the data.
    pub version: String,
    /// The day it was put together, `2026-11-22`.
    pub as_of: String,
    /// Who publishes it.
    pub publisher: String,
    /// Where mistakes are reported, if anywhere.
    pub correction_email: Option<String>,
    /// Languages of its texts, the leading one first.
    pub langs: Vec<String>,
    /// Licence of texts, lexicon and arrangement.
    pub licence: String,
    /// Its address.
    pub licence_url: String,
    /// Whom to name when the data is shown or passed on.
    pub credits: Vec<String>,
    /// The documents its facts come from.
    pub documents: Vec<Document>,
}

/// A document that facts come from (`data/sources.toml`).
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Document {
    /// Id, the `document` of a [`Source`](super::Source).
    pub id: String,
    /// Title.
    pub title: String,
    /// Language of the title, if it is not English; what else is said of a document is.
    pub lang: Option<String>,
    /// Who published it.
    pub publisher: String,
    /// Year it shows, if any.
    pub year: Option<String>,
    /// Web address, if any.
    pub url: Option<String>,
    /// On what terms its facts are used.
    pub terms: String,
}
