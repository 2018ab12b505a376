//! What crosses into JavaScript beside the records of `model`: answers.

use crate::geo::MunicipalityId;
use crate::index::records::{Brief, BriefService};
use crate::index::{ActorId, Directory};
use crate::model::{Domain, Facet, Key, described};
use crate::query::highlight::{self, Highlighter, Range};
use crate::query::matching::Stage;
use crate::query::suggest::{self, Suggests};
use crate::query::{self, Certainty, Query};
use tsify::Tsify;

/// An answer.
#[derive(Clone, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// Actors found.
    pub total: usize,
    /// Those that state every chosen value; they come first.
    pub stated: usize,
    /// Those of which a chosen facet is not known.
    pub unknown: usize,
    /// One page of them, in order.
    ///
    /// They cross as [`Found`]; `www/index.js` makes objects of them with what it has from [`Hit::all`]. Texts of twenty hits took
    /// longer to cross than the search, and while one types the same actors are found again and again.
    #[tsify(type = "Hit[]")]
    pub hits: Vec<Found>,
    /// Counts for every facet.
    pub facets: Vec<FacetCounts>,
    /// "exact": all words as typed; "tolerant": with typing mistakes; "partial": not all words.
    #[tsify(type = "\"exact\" | \"tolerant\" | \"partial\"")]
    pub stage: &'static str,
    /// If asked for with the highlights: when everything was a guess, which words were read as which; else none.
    #[tsify(optional)]
    pub meant: Option<Vec<Meant>>,
    /// Words beyond the 32nd, which did not count.
    pub words_ignored: usize,
    /// NIS code of the municipality one looks from, if any.
    pub viewpoint: Option<String>,
    /// NIS code of the municipality that was understood in the text, if one was: it is then the viewpoint.
    pub understood: Option<String>,
    /// Records that could not be read; 0 in a sound directory.
    pub damaged: usize,
}

/// A hit as it crosses.
#[derive(Clone, Debug)]
pub struct Found {
    /// Position of the actor in the directory.
    pub actor: usize,
    /// How well it fits.
    pub score: f32,
    /// False if a chosen facet is not known of it.
    pub stated: bool,
    /// Positions of its services that match, best first.
    pub services: Vec<usize>,
    /// If asked for: the ranges in the name, then those in the description of each of the services.
    pub highlights: Option<Vec<Vec<Range>>>,
}

/// A misspelt word, and how it was read.
#[derive(Clone, Debug, Tsify)]
pub struct Meant {
    /// As it was typed.
    pub written: String,
    /// As it is written in what was found.
    pub read: String,
}

/// How what is being typed may be meant.
#[derive(Clone, Debug, Tsify)]
pub struct Suggestion {
    /// What it is. Choosing a concept means to filter by it, a place to look from there, an actor to search for its name.
    #[tsify(type = "\"concept\" | \"place\" | \"actor\"")]
    pub suggests: &'static str,
    /// The concept, for `filters`; the actor's id, for `get`; the NIS code, for `municipality`.
    pub value: String,
    /// What it is called in the question's language.
    pub label: String,
    /// The text once it is chosen: without the words it was suggested for, or the actor's name.
    pub text: String,
    /// Actors found once a concept or place is chosen; 1 for an actor.
    pub count: usize,
}

impl From<suggest::Suggestion> for Suggestion {
    fn from(from: suggest::Suggestion) -> Self {
        let suggest::Suggestion { suggests, value, label, text, count } = from;
        let suggests = match suggests {
            Suggests::Concept => "concept",
            Suggests::Place => "place",
            Suggests::Actor => "actor",
        };
        Self { suggests, value, label, text, count }
    }
}

/// An actor found.
#[derive(Clone, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct Hit {
    /// Id, for `get`.
    pub id: String,
    /// As visitors know it.
    pub name: String,
    /// How well it fits; only for comparing hits of one answer.
    pub score: f32,
    /// False if a chosen facet is not known of it.
    pub stated: bool,
    /// Its services that match, best first.
    pub services: Vec<HitService>,
    /// If asked for: where in the name words of the question stand, in UTF-16 units, as `slice` takes them.
    #[tsify(optional, type = "[start: number, end: number][]")]
    pub highlights: Option<Vec<Range>>,
}

/// A service that matches.
#[derive(Clone, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct HitService {
    /// `<actor>/<key>`.
    pub id: String,
    /// What it is about.
    pub domain: Domain,
    /// What one can do or get there, in the question's language, else in Dutch.
    pub description: String,
    /// The language of the description.
    pub lang: String,
    /// If asked for: where in the description words of the question stand, in UTF-16 units, as `slice` takes them.
    #[tsify(optional, type = "[start: number, end: number][]")]
    pub highlights: Option<Vec<Range>>,
}

/// Counts of one facet, made with all filters but its own.
#[derive(Clone, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Values in the order they are shown.
    ///
    /// They cross beside the answer as counts alone, zeros included (`Engine::counts`); `www/index.js` makes objects of them with the
    /// names it has from [`Values`]. The 300 municipalities of every answer would else take longer to cross than the search.
    pub values: Vec<FacetValue>,
    /// Actors of which it is not known.
    pub unknown: usize,
}

/// A value of a facet.
#[derive(Clone, Debug, Tsify)]
#[serde(rename_all = "camelCase")]
pub struct FacetValue {
    /// Code, for `filters`.
    pub value: String,
    /// What it is called in the question's language.
    pub label: String,
    /// Actors that state it.
    pub count: usize,
}

/// The values that a facet can have.
#[derive(Clone, Debug)]
pub struct Values {
    /// Which facet.
    pub facet: Facet,
    /// All its values, in the order they are shown; nothing is counted.
    pub values: Vec<FacetValue>,
}

impl Values {
    /// Of all facets, with their names in a language.
    #[must_use]
    pub fn all(directory: &Directory, lang: &str) -> Vec<Self> {
        let lang = directory.language(lang);
        let of = |facet: Facet| {
            let codes = (0..).map_while(move |position| directory.code(facet, position));
            codes.map(move |value| FacetValue { label: label(directory, facet, value, lang), value: value.to_owned(), count: 0 })
        };
        Facet::ALL.iter().map(|&facet| Self { facet, values: of(facet).collect() }).collect()
    }
}

impl Hit {
    /// What is shown of these actors, by their positions, with all their services, in a language, else in Dutch; without what a question
    /// says of them. Those that cannot be read are `null`.
    #[must_use]
    pub fn all(directory: &Directory, actors: &[u32], lang: &str) -> Vec<Option<Self>> {
        let lang = directory.language(lang);
        let service = |service: BriefService| {
            let BriefService { id, domain, description, lang } = service;
            HitService { id, domain, description, lang, highlights: None }
        };
        let hit = |actor: &u32| {
            let Brief { id, name, services } = directory.brief(ActorId::at(*actor as usize), lang)?;
            let services = services.into_iter().map(service).collect();
            Some(Self { id, name, score: 0.0, stated: true, services, highlights: None })
        };
        actors.iter().map(hit).collect()
    }
}

impl Answer {
    /// Gives an answer its names.
    #[must_use]
    pub fn new(directory: &Directory, query: &Query, answer: &query::Answer, marks: Option<&Highlighter>) -> Self {
        let lang = directory.language(&query.lang);
        let ranges = |marks: &Highlighter, text: &str| highlight::utf16(text, &marks.ranges(text));
        let highlights = |hit: &query::Hit, marks: &Highlighter| {
            let actor = directory.brief(hit.actor, lang).unwrap_or_default();
            let services = hit.services.iter().filter_map(|&position| actor.services.get(position));
            let texts = [&actor.name].into_iter().chain(services.map(|service| &service.description));
            texts.map(|text| ranges(marks, text)).collect()
        };
        let found = |hit: &query::Hit| Found {
            actor: hit.actor.index(),
            score: hit.score,
            stated: hit.certainty == Certainty::Stated,
            services: hit.services.clone(),
            highlights: marks.map(|marks| highlights(hit, marks)),
        };
        let facets = answer.facets.iter();
        let facets = facets.map(|f| FacetCounts { facet: f.facet, values: Vec::new(), unknown: f.unknown });
        Self {
            total: answer.total,
            stated: answer.stated,
            unknown: answer.unknown,
            facets: facets.collect(),
            hits: answer.hits.iter().map(found).collect(),
            stage: match answer.stage {
                Stage::Exact => "exact",
                Stage::Tolerant => "tolerant",
                Stage::Partial => "partial",
            },
            meant: marks.map(|marks| {
                let meant = marks.meant(directory, query, answer).into_iter();
                meant.map(|highlight::Meant { written, read }| Meant { written, read }).collect()
            }),
            words_ignored: answer.words_ignored,
            viewpoint: nis(directory, answer.viewpoint),
            understood: nis(directory, answer.understood),
            damaged: answer.damaged,
        }
    }
}

fn nis(directory: &Directory, municipality: Option<MunicipalityId>) -> Option<String> {
    municipality.and_then(|id| directory.places().municipalities.get(id.index())).map(|m| m.nis.clone())
}

fn label(directory: &Directory, facet: Facet, value: &str, lang: &str) -> String {
    match facet {
        Facet::Domain => Domain::from_code(value).map_or(value, |d| directory.messages().text(lang, Key::of_domain(d))).to_owned(),
        Facet::Place => directory.places().municipality(value).map_or(value, |m| m.name_in(lang)).to_owned(),
        coded => directory.labels().name(coded, value, lang).to_owned(),
    }
}

described! {
    Answer { total, stated, unknown, hits, facets, stage, meant, words_ignored, viewpoint, understood, damaged }
    Found { actor, score, stated, services, highlights }
    Meant { written, read }
    Suggestion { suggests, value, label, text, count }
    Hit { id, name, score, stated, services, highlights }
    HitService { id, domain, description, lang, highlights }
    FacetCounts { facet, values, unknown }
    Values { facet, values }
    FacetValue { value, label, count }
}

/// Maps of `model` are plain objects.
#[wasm_bindgen::prelude::wasm_bindgen(typescript_custom_section)]
const MAPS: &str = "
/** A text per language code. */
export type Texts = Record<string, string>;
/** Values under keys. */
export type Map<K extends string, V> = Record<K, V>;
";
