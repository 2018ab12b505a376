//! A record: an actor with its services and locations.
//!
//! A new field is named here, in `model::json` and `blob::codec` (which do not compile without it; the bytes change, so `blob::FORMAT`
//! too), read in `compile::read::actor`, described in `data/README.md`, and shown in `html::card`.
//!
//! Field names are those of HSDS 3 where it has the thing (`organization`, `service`, `location`), else the glossary's words (src/lib.rs).

use super::{Document, Texts, codes};

codes! {
    /// What a service is about; each service has one.
    Domain {
        /// Learning and practising Dutch or French.
        Language = "language",
        /// Practical matters on arrival: papers, housing, bank, finding the way.
        Orientation = "orientation",
        /// Leisure, meeting people, sport, culture.
        Leisure = "leisure",
        /// Organisations of and for people of one origin.
        Diaspora = "diaspora",
    }
}

codes! {
    /// Whether a service or actor still runs.
    #[derive(Default)]
    Status {
        /// A source or a check says it runs.
        Active = "active",
        /// It ended; `until` says when, as far as known.
        Ended = "ended",
        /// Nobody said.
        #[default]
        Unknown = "unknown",
    }
}

codes! {
    /// Whom an actor works for. What serves professionals alone comes behind in a search, since those who look for it know its name.
    #[derive(Default)]
    Serves {
        /// People who are new here.
        #[default]
        Newcomers = "newcomers",
        /// Everybody, newcomers among them.
        Public = "public",
        /// Organisations and authorities that work with newcomers.
        Professionals = "professionals",
    }
}

codes! {
    /// How a service area is known.
    Basis {
        /// A source says it.
        Stated = "stated",
        /// It is in the name.
        Name = "name",
        /// Taken from the address.
        Address = "address",
        /// Not known; the area is then empty.
        Unknown = "unknown",
    }
}

codes! {
    /// The table a source lists a service under: one of the five Flemish provinces, or Brussels (which is in no province).
    ListedUnder {
        /// Province of Antwerp.
        Antwerp = "antwerp",
        /// Province of East Flanders.
        EastFlanders = "east-flanders",
        /// Province of Flemish Brabant.
        FlemishBrabant = "flemish-brabant",
        /// Province of Limburg.
        Limburg = "limburg",
        /// Province of West Flanders.
        WestFlanders = "west-flanders",
        /// Brussels-Capital Region.
        Brussels = "brussels",
    }
}

impl ListedUnder {
    /// The region it lies in.
    #[must_use]
    pub const fn region(self) -> Region {
        match self {
            Self::Brussels => Region::Brussels,
            _ => Region::Flanders,
        }
    }
}

codes! {
    /// A region that service areas can name.
    Region {
        /// Flemish Region.
        Flanders = "flanders",
        /// Brussels-Capital Region.
        Brussels = "brussels",
    }
}

/// An organisation or initiative (HSDS: organization).
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Actor {
    /// File name without `.toml`: unique, permanent, never reused.
    pub id: String,
    /// As visitors know it; never translated.
    pub name: String,
    /// Abbreviations, older names, names as printed.
    pub alternate_names: Vec<String>,
    /// Ids this actor had before.
    pub former_ids: Vec<String>,
    /// Code of `kind` in `lexicon/values.toml`.
    pub kind: Option<String>,
    /// Of the whole actor; a service can have its own.
    pub status: Status,
    /// Whom it works for.
    pub serves: Serves,
    /// The year it began.
    pub founded: Option<String>,
    /// How many volunteers, as a source prints it (`122`, `10000+`, `2600 (1989-2014)`).
    pub volunteers: Option<String>,
    /// How many people it reached, as a source prints it.
    pub people_reached: Option<String>,
    /// Names of organisations it works with.
    pub partners: Vec<String>,
    /// Fields of activity, in English as in the lists of networks they come from.
    pub fields: Vec<String>,
    /// Main web address, http or https.
    pub website: Option<String>,
    /// Of the actor as a whole.
    pub emails: Vec<String>,
    /// Of the actor as a whole, E.164 (`+3232302233`).
    pub phones: Vec<String>,
    /// Further web addresses; in the export all of them, those of its parts included.
    pub urls: Vec<String>,
    /// Which of all its e-mail addresses and phones are a person's own, its parts' included.
    pub personal: Vec<String>,
    /// True if contacts were left out of this copy because they are a person's own and none remains.
    pub withheld: bool,
    /// Places with an address.
    pub locations: Vec<Location>,
    /// What it offers; at least one.
    pub services: Vec<Service>,
}

/// A place with an address where a service is given (HSDS: location).
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Location {
    /// Unique within the actor.
    pub id: String,
    /// Name of the place, if it has one.
    pub name: Option<String>,
    /// Street, number, box.
    pub address_1: Option<String>,
    /// Four digits.
    pub postal_code: Option<String>,
    /// Town or part of a town, as printed.
    pub city: Option<String>,
    /// NIS code of the municipality it lies in.
    pub nis: Option<String>,
    /// Of this place.
    pub emails: Vec<String>,
    /// Of this place, E.164.
    pub phones: Vec<String>,
}

/// What an actor offers in one domain (HSDS: service).
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Service {
    /// `<actor>/<key>`, permanent.
    pub id: String,
    /// What it is about.
    pub domain: Domain,
    /// Whether it still runs.
    pub status: Status,
    /// Last day (`2020-06-30`), month (`2020-06`) or year (`2020`) of a service that ends or ended.
    pub until: Option<String>,
    /// What one can do or get there.
    pub description: Texts,
    /// Codes of `audience`.
    pub audience: Vec<String>,
    /// For whom, beyond the codes.
    pub audience_note: Texts,
    /// How to get in.
    pub access: Texts,
    /// What else a visitor should know.
    pub remarks: Texts,
    /// What it costs.
    pub cost: Cost,
    /// Code of `level`: how much of the language one needs.
    pub level: Option<String>,
    /// Codes of `format`.
    pub format: Vec<String>,
    /// Code of `registration`.
    pub registration: Option<String>,
    /// Languages of service: codes of `language`.
    pub languages: Vec<String>,
    /// Ids of concepts.
    pub concepts: Vec<String>,
    /// For whom it is, geographically.
    pub service_area: ServiceArea,
    /// The table a source lists it under; no service area.
    pub listed_under: ListedUnder,
    /// Ids of the actor's locations where it is given.
    pub locations: Vec<String>,
    /// Its own page.
    pub website: Option<String>,
    /// Of this service.
    pub emails: Vec<String>,
    /// Of this service, E.164.
    pub phones: Vec<String>,
    /// Further pages of this service.
    pub urls: Vec<String>,
    /// The day (`2026-03-01`) somebody last checked the facts with the actor.
    pub verified: Option<String>,
    /// Where its facts come from; at least one.
    pub sources: Vec<Source>,
}

impl Service {
    /// A service of which nothing else is known, `id` being `<actor>/<key>`. Not for readers, who are to name every field.
    #[must_use]
    pub fn new(id: String, domain: Domain, listed_under: ListedUnder) -> Self {
        Self {
            id,
            domain,
            status: Status::default(),
            until: None,
            description: Texts::new(),
            audience: Vec::new(),
            audience_note: Texts::new(),
            access: Texts::new(),
            remarks: Texts::new(),
            cost: Cost::default(),
            level: None,
            format: Vec::new(),
            registration: None,
            languages: Vec::new(),
            concepts: Vec::new(),
            service_area: ServiceArea::default(),
            listed_under,
            locations: Vec::new(),
            website: None,
            emails: Vec::new(),
            phones: Vec::new(),
            urls: Vec::new(),
            verified: None,
            sources: Vec::new(),
        }
    }
}

/// What a service costs. An absent kind is not known, which is not "free".
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Cost {
    /// Code of `cost`.
    pub kind: Option<String>,
    /// Euro: `209`, `6.95` or a range `425-585`.
    pub amount: Option<String>,
    /// What one pays, in words.
    pub note: Texts,
}

/// For whom a service is, geographically: the union of what is listed.
#[derive(Clone, PartialEq, Debug)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct ServiceArea {
    /// How it is known; with `unknown` the rest is empty.
    pub basis: Basis,
    /// NIS codes.
    pub municipalities: Vec<String>,
    /// Provinces.
    pub provinces: Vec<ListedUnder>,
    /// Regions.
    pub regions: Vec<Region>,
    /// All of Belgium.
    pub belgium: bool,
    /// Wherever there is internet.
    pub online: bool,
}

/// Where facts come from: a row of a document.
#[derive(Clone, PartialEq, Debug, Default)]
#[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify), serde(rename_all = "camelCase"))]
pub struct Source {
    /// Id of a document in `data/sources.toml`.
    pub document: String,
    /// The table of the document, where it has tables.
    pub province: Option<ListedUnder>,
    /// The part of the table.
    pub domain: Option<Domain>,
    /// The row of that part as printed, from 1.
    pub row: Option<u32>,
    /// The name as printed, damage repaired.
    pub name: String,
    /// Only where needed to tell two rows apart.
    pub municipality: Option<String>,
    /// Year of the facts.
    pub as_of: Option<String>,
    /// Repairs by judgement: which field, and what was printed.
    pub guesses: Vec<String>,
}

impl Actor {
    /// Every web address of the actor and its services, main one first, each once.
    #[must_use]
    pub fn all_urls(&self) -> Vec<String> {
        let own = self.website.iter().chain(&self.urls);
        let parts = self.services.iter().flat_map(|s| s.website.iter().chain(&s.urls));
        let mut urls: Vec<String> = Vec::new();
        for url in own.chain(parts) {
            if !urls.contains(url) {
                urls.push(url.clone());
            }
        }
        urls
    }

    /// Gives sources that show no year of their own that of their document.
    pub fn date_sources(&mut self, documents: &[Document]) {
        for source in self.services.iter_mut().flat_map(|s| &mut s.sources).filter(|s| s.as_of.is_none()) {
            source.as_of = documents.iter().find(|d| d.id == source.document).and_then(|d| d.year.clone());
        }
    }

    /// Whom a service is for: those its actor serves, or professionals if it is for organisations only.
    #[must_use]
    pub fn serves_with(&self, service: &Service) -> Serves {
        match service.audience.as_slice() {
            [only] if only == "organisations" => Serves::Professionals,
            _ => self.serves,
        }
    }

    /// The location with this id.
    #[must_use]
    pub fn location(&self, id: &str) -> Option<&Location> {
        self.locations.iter().find(|l| l.id == id)
    }
}

impl Service {
    /// The locations of this service, out of its actor's.
    pub fn places<'a>(&'a self, actor: &'a Actor) -> impl Iterator<Item = &'a Location> {
        self.locations.iter().filter_map(|id| actor.location(id))
    }

    /// The texts that are translated, with their names in data files.
    #[must_use]
    pub fn texts(&self) -> [(&'static str, &Texts); 5] {
        [
            ("description", &self.description),
            ("audience", &self.audience_note),
            ("access", &self.access),
            ("remarks", &self.remarks),
            ("cost", &self.cost.note),
        ]
    }

    /// The same, to change.
    pub fn texts_mut(&mut self) -> [(&'static str, &mut Texts); 5] {
        [
            ("description", &mut self.description),
            ("audience", &mut self.audience_note),
            ("access", &mut self.access),
            ("remarks", &mut self.remarks),
            ("cost", &mut self.cost.note),
        ]
    }
}

impl ServiceArea {
    /// Whether nothing is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.municipalities.is_empty() && self.provinces.is_empty() && self.regions.is_empty() && !self.belgium && !self.online
    }
}

impl Default for ServiceArea {
    fn default() -> Self {
        Self {
            basis: Basis::Unknown,
            municipalities: Vec::new(),
            provinces: Vec::new(),
            regions: Vec::new(),
            belgium: false,
            online: false,
        }
    }
}
