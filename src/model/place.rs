//! Places: municipalities of Flanders and Brussels, their former names, and the places postcodes belong to.

use super::{ListedUnder, Texts, codes};

codes! {
    /// Which languages a town hall may and must use (coordinated laws of 18 July 1966).
    Regime {
        /// Dutch.
        Dutch = "nl",
        /// Dutch, with facilities for French speakers.
        Facilities = "nl-facilities-fr",
        /// Dutch and French, equal (Brussels).
        Bilingual = "nl-fr",
    }
}

/// `data/places`.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Places {
    /// Sorted by NIS code.
    pub municipalities: Vec<Municipality>,
    /// Places of postcodes, in the order of the file.
    pub names: Vec<PlaceName>,
    /// Names of provinces, regions and the country: their code to name per language.
    pub areas: Vec<(String, Texts)>,
}

/// A municipality in force.
#[derive(Clone, PartialEq, Debug)]
pub struct Municipality {
    /// NIS code (Statbel REFNIS), five digits.
    pub nis: String,
    /// Official name; other languages only where they have a name of their own.
    pub name: Texts,
    /// Province, or Brussels.
    pub listed_under: ListedUnder,
    /// Mean latitude of its addresses, degrees north (WGS84).
    pub lat: f32,
    /// Mean longitude of its addresses, degrees east (WGS84).
    pub lon: f32,
    /// Language regime.
    pub regime: Regime,
    /// NIS codes of municipalities with a common border.
    pub neighbours: Vec<String>,
    /// Municipalities that went into it (mergers of 2019 to 2025).
    pub former: Vec<FormerMunicipality>,
}

/// A municipality that no longer is.
#[derive(Clone, PartialEq, Debug)]
pub struct FormerMunicipality {
    /// Its NIS code then.
    pub nis: String,
    /// Its names then.
    pub name: Texts,
}

codes! {
    /// What a place with a postcode is.
    PlaceKind {
        /// A municipality.
        Municipality = "municipality",
        /// A municipality until a merger of 2019 to 2025.
        Former = "former-municipality",
        /// A part that was a municipality before 1977 (deelgemeente).
        Part = "deelgemeente",
        /// Another place.
        Locality = "locality",
        /// What the municipality is called for short.
        Short = "short",
    }
}

/// A place a postcode stands for.
#[derive(Clone, PartialEq, Debug)]
pub struct PlaceName {
    /// Four digits.
    pub postcode: String,
    /// Names per language, Dutch among them; none if it is called as its municipality.
    pub name: Texts,
    /// NIS code of the municipality it lies in.
    pub nis: String,
    /// What it is.
    pub kind: PlaceKind,
}

impl Municipality {
    /// The name in a language: its own there, else Dutch.
    #[must_use]
    pub fn name_in(&self, lang: &str) -> &str {
        self.name.text_in(lang).unwrap_or(&self.nis)
    }
}

impl Places {
    /// The municipality with this NIS code.
    #[must_use]
    pub fn municipality(&self, nis: &str) -> Option<&Municipality> {
        self.municipalities.binary_search_by(|m| m.nis.as_str().cmp(nis)).ok().and_then(|i| self.municipalities.get(i))
    }
}
