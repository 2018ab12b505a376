//! The order of hits: every weight in one place.
//!
//! Name over concept over text; exact over prefix over typo; then from the viewpoint what a resident may use first; ended last. The text
//! score lies between 0 (no word found) and 1 (every word is exactly in the name), plus the name bonus; closeness and completeness are
//! added with the weights below, so 0 means "plays no part".

use super::filter::Counted;
use super::matching::{Found, Quality};
use super::{Certainty, Hit, Query};
use crate::geo::{Area, MunicipalityId, closeness};
use crate::index::terms::Fields;
use crate::index::{ActorId, Directory};
use crate::model::sorted;
use std::cmp::Ordering;

/// What being close is worth beside the text: 1 would let a service of one's own town beat any better match elsewhere.
const CLOSENESS: f32 = 0.35;

/// What a complete record (phone, e-mail, website, address) is worth.
const COMPLETENESS: f32 = 0.03;

/// What being for organisations and authorities costs: they come behind what people can use, unless their name was typed.
const PROFESSIONAL: f32 = 0.30;

/// What a stop word is worth beside a word that decides.
pub(super) const STOPWORD: f32 = 0.05;

/// What it is worth that all words stand in the name, when the name has no others.
const WHOLE_NAME: f32 = 0.30;

/// What a second and further field with the word adds.
const FURTHER_FIELD: f32 = 0.08;

/// Weights of the fields for a visitor of one language: 1 is the name.
#[derive(Clone, Copy, Debug)]
pub struct FieldWeights {
    own_text: Fields,
}

impl FieldWeights {
    /// For the language at this position of the directory's languages.
    #[must_use]
    pub fn new(lang: usize) -> Self {
        Self { own_text: Fields::text(lang) }
    }

    /// What a word in these fields is worth: the best of them.
    #[must_use]
    pub fn of(&self, fields: Fields) -> f32 {
        let own = if fields.meets(self.own_text) { OWN_TEXT } else { 0.0 };
        FIELDS.iter().find(|(field, _)| fields.meets(*field)).map_or(0.0, |(_, weight)| *weight).max(own)
    }
}

/// Weights of fields, the heaviest first.
const FIELDS: [(Fields, f32); 8] = [
    (Fields::NAME, 1.0),
    (Fields::ALTERNATE, 0.95),
    (Fields::CONTACT, 0.80),
    (Fields::CONCEPT, 0.70),
    (Fields::PLACE, 0.70),
    (Fields::WIDER, 0.50),
    (Fields::any_text(), 0.35),
    (Fields::VALUE, 0.30),
];

/// Weight of text in the visitor's language.
const OWN_TEXT: f32 = 0.45;

/// The weight of a word's best field, and a little for each further kind of field it stands in.
#[must_use]
pub(super) fn with_further_fields(best: f32, fields: Fields) -> f32 {
    let kinds = FIELDS.iter().filter(|(field, _)| fields.meets(*field)).count();
    best + FURTHER_FIELD * kinds.saturating_sub(1).min(3) as f32
}

/// What a way of finding a term is worth.
#[must_use]
pub(super) const fn quality(quality: Quality) -> f32 {
    match quality {
        Quality::Exact => 1.0,
        Quality::Prefix => 0.8,
        Quality::Typo => 0.6,
    }
}

/// What a word is worth that this many of the services have: rare words tell more (Robertson's idf, kept above 0.3).
#[must_use]
pub(super) fn rarity(found: usize, services: usize) -> f32 {
    let (found, services) = (found as f32, services as f32);
    (1.0 + (services - found + 0.5) / (found + 0.5)).ln().max(0.3)
}

/// What it is worth that words stand in the actor's name: all of [`WHOLE_NAME`] when the question is the name, less when the name has
/// other words too, nothing when a word is not in it.
#[must_use]
pub(super) fn name_bonus(in_name: u32, words: u32, name_words: u8) -> f32 {
    if in_name == 0 || in_name < words {
        return 0.0;
    }
    WHOLE_NAME * (in_name as f32 / f32::from(name_words.max(1)).max(in_name as f32)).sqrt()
}

/// Closeness of every area to a viewpoint, computed once per question.
#[derive(Clone, Debug, Default)]
pub struct Nearness {
    municipalities: Vec<f32>,
    wider: Vec<(Area, f32)>,
}

impl Nearness {
    /// For a viewpoint; empty without one.
    #[must_use]
    pub fn new(directory: &Directory, query: &Query) -> Self {
        let Some(from) = query.viewpoint else { return Self::default() };
        let places = directory.places();
        let municipalities = (0..places.municipalities.len()).filter_map(MunicipalityId::at).map(Area::Municipality);
        Self {
            municipalities: municipalities.map(|area| closeness(area, from, places)).collect(),
            wider: Area::wider().map(|area| (area, closeness(area, from, places))).collect(),
        }
    }

    /// How close an area is, 0 to 1.
    #[must_use]
    pub fn of(&self, area: Area) -> f32 {
        let found = match area {
            Area::Municipality(id) => self.municipalities.get(id.index()),
            wider => self.wider.iter().find(|(a, _)| *a == wider).map(|(_, c)| c),
        };
        found.copied().unwrap_or(0.0)
    }
}

/// Orders what the filters left, actor by actor.
pub(super) fn order(directory: &Directory, query: &Query, found: &Found, counted: &Counted) -> Vec<Hit> {
    let columns = directory.columns();
    let nearness = Nearness::new(directory, query);
    let mut hits: Vec<(bool, Hit)> = Vec::new();
    let mut passed = counted.services.iter().peekable();
    for actor in 0..u32::try_from(columns.actors()).unwrap_or(0) {
        let actor = ActorId(actor);
        let mut services = columns.services_of(actor);
        let Some(first) = services.next() else { continue };
        let last = services.last().unwrap_or(first);
        let mut of_actor: Vec<(Certainty, bool, f32, usize)> = Vec::new();
        while let Some(&&(service, certainty, at)) = passed.peek().filter(|(service, _, _)| *service <= last) {
            passed.next();
            let text = found.services.get(at).map_or(0.0, |(_, score)| *score);
            let near = if query.viewpoint.is_some() { super::closeness(directory, service, &nearness) } else { 0.0 };
            let score = text + CLOSENESS * near - if columns.professional(service) { PROFESSIONAL } else { 0.0 };
            of_actor.push((certainty, columns.ended(service), score, service.index() - first.index()));
        }
        let order = sorted(of_actor.len(), &mut |a, b| match (of_actor.get(a), of_actor.get(b)) {
            (Some(a), Some(b)) => (a.0, a.1).cmp(&(b.0, b.1)).then(b.2.total_cmp(&a.2)),
            _ => Ordering::Equal,
        });
        let in_order = || order.iter().filter_map(|&i| of_actor.get(i));
        let Some(&(certainty, ended, best, _)) = in_order().next() else { continue };
        // Services that are surer than the others speak for the actor; the others are shown with it all the same.
        let score = best + COMPLETENESS * f32::from(columns.completeness(actor)) / 255.0;
        hits.push((ended, Hit { actor, score, certainty, services: in_order().map(|(_, _, _, position)| *position).collect() }));
    }
    let order = sorted(hits.len(), &mut |a, b| match (hits.get(a), hits.get(b)) {
        (Some((ended_a, a)), Some((ended_b, b))) => {
            (a.certainty, ended_a).cmp(&(b.certainty, ended_b)).then(b.score.total_cmp(&a.score)).then(a.actor.cmp(&b.actor))
        }
        _ => Ordering::Equal,
    });
    order.into_iter().filter_map(|i| hits.get_mut(i).map(|(_, hit)| std::mem::take(hit))).collect()
}
