//! Facets: what services are filtered and counted by.
//!
//! A new one takes: a variant and its codes here, a field of `Service` (see there; the columns hold it, not the record), labels in `data/lexicon/values.toml`, a group in
//! `html::filters`, a line in `html::card`, its messages, and a new `blob::FORMAT`.

use super::{Domain, Service, codes};

codes! {
    /// A filter dimension.
    Facet {
        /// [`Domain`] of the service.
        Domain = "domain",
        /// Service area; its values are municipalities (NIS codes).
        Place = "place",
        /// Concepts, their parents included.
        Concept = "concept",
        /// Whom it is for.
        Audience = "audience",
        /// What it costs.
        Cost = "cost",
        /// How much of the language one needs.
        Level = "level",
        /// Languages of service.
        Language = "language",
        /// How to get in.
        Registration = "registration",
        /// In person, online …
        Format = "format",
    }
}

/// Number of facets whose values are codes.
pub const CODED: usize = 8;

/// A value of a facet: its code.
pub type Value = String;

impl Facet {
    /// The facets whose values are codes (all but [`Facet::Place`], whose values are areas).
    pub const CODED: [Facet; CODED] = [
        Facet::Domain,
        Facet::Concept,
        Facet::Audience,
        Facet::Cost,
        Facet::Level,
        Facet::Language,
        Facet::Registration,
        Facet::Format,
    ];

    /// Position in [`Facet::CODED`]; none for [`Facet::Place`].
    #[must_use]
    pub fn column(self) -> Option<usize> {
        Self::CODED.iter().position(|&f| f == self)
    }

    /// The codes a service states for this facet, as written; empty means unknown.
    #[must_use]
    pub fn stated(self, service: &Service) -> Vec<&str> {
        match self {
            Facet::Domain => vec![service.domain.code()],
            Facet::Place => Vec::new(),
            Facet::Concept => service.concepts.iter().map(String::as_str).collect(),
            Facet::Audience => service.audience.iter().map(String::as_str).collect(),
            Facet::Cost => service.cost.kind.iter().map(String::as_str).collect(),
            Facet::Level => service.level.iter().map(String::as_str).collect(),
            Facet::Language => service.languages.iter().map(String::as_str).collect(),
            Facet::Registration => service.registration.iter().map(String::as_str).collect(),
            Facet::Format => service.format.iter().map(String::as_str).collect(),
        }
    }

    /// States codes for this facet: what [`stated`](Self::stated) gives back. The domain stands in the service itself.
    pub fn state(self, service: &mut Service, codes: Vec<Value>) {
        match self {
            Facet::Domain | Facet::Place => {}
            Facet::Concept => service.concepts = codes,
            Facet::Audience => service.audience = codes,
            Facet::Cost => service.cost.kind = codes.into_iter().next(),
            Facet::Level => service.level = codes.into_iter().next(),
            Facet::Language => service.languages = codes,
            Facet::Registration => service.registration = codes.into_iter().next(),
            Facet::Format => service.format = codes,
        }
    }

    /// Whether this is the table of `lexicon/values.toml` in which the codes stand.
    #[must_use]
    pub const fn is_in_values(self) -> bool {
        !matches!(self, Facet::Domain | Facet::Place | Facet::Concept)
    }

    /// The domain a value of [`Facet::Domain`] stands for.
    #[must_use]
    pub fn domain(value: &str) -> Option<Domain> {
        Domain::from_code(value)
    }
}
