//! The order of hits: every weight in one place.
//!
//! Name over concept over text; exact over prefix over typo; then from the viewpoint what a resident may use first; ended last. The text
//! score lies between 0 (no word found) and 1 (every word is exactly in the name), plus the name bonus; closeness and completeness are
//! added with the weights below, so 0 means "plays no part". Who sorts by distance has that order only among what is equally near.

use super::filter::Counted;
use super::matching::Found;
use super::{Certainty, DEFAULT_LIMIT, Hit, Parts, Query, Sort, Understood};
use crate::geo::{Area, MunicipalityId, WIDER, closeness, distance_km};
use crate::index::columns::Columns;
use crate::index::sites::Sites;
use crate::index::terms::Fields;
use crate::index::{ActorId, Directory, ServiceId};
use crate::model::{Serves, sorted};
use std::cmp::Ordering;

/// Makes the struct of weights, its values, and the list by which `welkomwijzer tune` changes them.
macro_rules! weights {
    ($($name:ident = $value:literal, $what:literal;)+) => {
        /// Every weight of the order. 0 always means "plays no part".
        #[derive(Clone, Copy, PartialEq, Debug)]
        pub struct Weights {
            $(#[doc = $what] pub $name: f32),+
        }

        impl Weights {
            /// What visitors get.
            pub const CHOSEN: Weights = Weights { $($name: $value),+ };

            /// Names, for tuning.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// The weight of this name, to change.
            pub fn named(&mut self, name: &str) -> Option<&mut f32> {
                match name {
                    $(stringify!($name) => Some(&mut self.$name),)+
                    _ => None,
                }
            }
        }
    };
}

weights! {
    name = 1.0, "Field: a word of the actor's name. 1 is the measure of the other fields.";
    alternate = 0.95, "Field: its other names.";
    contact = 0.80, "Field: addresses, phones, e-mail and web addresses.";
    concept = 0.70, "Field: a word of one of the service's concepts.";
    place = 0.70, "Field: places of its addresses and service area.";
    wider = 0.50, "Field: a word of a wider concept.";
    own_text = 0.45, "Field: its text in the visitor's language.";
    text = 0.35, "Field: its text in other languages.";
    value = 0.30, "Field: words of its codes (free, for beginners).";
    preference = 0.25, "What it adds that it states what is preferred (free, for beginners, online), if something else is asked for too.";
    preference_said = 0.5, "The same where only its text says so, beside 1 for a code.";
    preference_word = 0.5, "A word of a preference among the words that tell which concept is meant, beside 1 for a word that decides.";
    long_text = 0.5, "How much less a word of a long text weighs: 0 not at all, 1 in proportion to its length.";
    many_concepts = 0.15, "How much less a concept weighs of a service that has many: 0 not at all, 1 in proportion to their number.";
    further_field = 0.08, "What each further kind of field with the word adds to the best.";
    stem = 0.75, "A word found by its stem, beside 1 for the word itself.";
    prefix = 0.8, "A word found by its beginning.";
    known_prefix = 0.8, "The same of a word that exists as typed, beside 1 for one that must go on: French \"monde\" is not Dutch \"mondeling\".";
    sound = 0.68, "A word found by another spelling that sounds alike.";
    typo = 0.6, "A word found with typing mistakes.";
    typo_prefix = 0.9, "The same of a word whose beginning is meant with them, beside 1 for all of it.";
    known_typo = 0.5, "The same for a word that exists as typed and may still be meant otherwise, beside 1 for one that does not exist.";
    stopword = 0.05, "A stop word, beside 1 for a word that decides.";
    person_word = 0.3, "A word for people around whoever asks (\"my husband\"), beside 1 for a word that decides.";
    place_word = 0.4, "A word of the place that was understood, beside 1 for a word that decides: a part of a town is there too.";
    concept_fit = 0.5, "What it adds that the service's best concept has all words of the question.";
    concept_second = 0.5, "What the service's second best concept adds beside 1 for the best.";
    concept_whole = 0.5, "How much more that fit counts the more words are in it: 0 in proportion to them, 1 with their square.";
    phrase = 0.6, "What a word that is only part of a concept's phrases adds to that fit, beside 1 for one that is a word of its own.";
    wider_fit = 0.6, "The fit of a wider concept, beside 1 for one of the service's own.";
    complete = 0.3, "What having all deciding words adds.";
    loose = 0.8, "The same of a service that has some of them only as part of a phrase of its concepts, beside 1 for words.";
    whole_name = 0.30, "What it adds that the question is the name; less when the name has other words too.";
    closeness = 0.7, "What being right here adds, from the viewpoint; 1 would beat any better text elsewhere.";
    completeness = 0.03, "What a complete record (phone, e-mail, website, address) adds.";
    public = 0.10, "What is taken off what is for everybody, newcomers among them.";
    professional = 0.30, "What is taken off what is for organisations and authorities.";
}

/// Weights of the fields for a visitor of one language.
#[derive(Clone, Debug)]
pub struct FieldWeights<'a> {
    weights: &'a Weights,
    own_text: Fields,
    columns: Columns<'a>,
    /// What is left of the weight of a text of so many words, and of one of so many concepts.
    by_words: Vec<f32>,
    by_concepts: Vec<f32>,
}

/// Words of an ordinary text, and concepts of an ordinary service: the medians of the first directory.
const ORDINARY_WORDS: f32 = 40.0;
const ORDINARY_CONCEPTS: f32 = 2.0;

impl<'a> FieldWeights<'a> {
    /// For the language at this position of the directory's languages.
    #[must_use]
    pub fn new(weights: &'a Weights, lang: usize, columns: Columns<'a>) -> Self {
        // BM25's normalisation by length.
        let norm = |share: f32, ordinary: f32| {
            (0..=u8::MAX).map(|n| 1.0 / (1.0 - share + share * (f32::from(n) / ordinary).max(0.5))).collect()
        };
        let by_words = norm(weights.long_text, ORDINARY_WORDS);
        let by_concepts = norm(weights.many_concepts, ORDINARY_CONCEPTS);
        Self { weights, own_text: Fields::text(lang), columns, by_words, by_concepts }
    }

    fn norm(table: &[f32], column: &[u8], service: ServiceId) -> f32 {
        column.get(service.index()).and_then(|&n| table.get(usize::from(n))).copied().unwrap_or(1.0)
    }

    /// What being one of a service's many concepts leaves of it.
    #[must_use]
    pub fn of_concept(&self, service: ServiceId) -> f32 {
        Self::norm(&self.by_concepts, self.columns.concepts(), service)
    }

    /// What a word in these fields of a service is worth: the best of them, and a little for each further kind of field.
    #[must_use]
    pub fn of(&self, fields: Fields, service: ServiceId) -> f32 {
        let w = self.weights;
        let (mut best, mut kinds) = (0.0_f32, 0_u8);
        let mut field = |of: Fields, weight: f32| {
            if fields.meets(of) {
                best = best.max(weight);
                kinds += 1;
            }
        };
        field(Fields::NAME, w.name);
        field(Fields::ALTERNATE, w.alternate);
        field(Fields::CONTACT, w.contact);
        field(Fields::PLACE, w.place);
        field(Fields::VALUE.and(Fields::PREFERENCE), w.value);
        if fields.meets(Fields::CONCEPT.and(Fields::WIDER)) {
            let share = self.of_concept(service);
            field(Fields::CONCEPT, w.concept * share);
            field(Fields::WIDER, w.wider * share);
        }
        if fields.meets(Fields::any_text()) {
            let weight = if fields.meets(self.own_text) { w.own_text } else { w.text };
            field(Fields::any_text(), weight * Self::norm(&self.by_words, self.columns.words(), service));
        }
        best + w.further_field * f32::from(kinds.saturating_sub(1).min(3))
    }
}

/// What a word is worth that this many of all have: rare words tell more (Robertson's idf, kept above 0.3).
#[must_use]
pub(super) fn rarity(found: usize, all: usize) -> f32 {
    let (found, all) = (found as f32, all as f32);
    (std::f32::consts::LN_2 * log2(1.0 + (all - found + 0.5) / (found + 0.5))).max(0.3)
}

/// The binary logarithm of a number from 1 on, to a tenth: a float's exponent, and its fraction as it is. (The exact one is 1 kB.)
fn log2(x: f32) -> f32 {
    x.to_bits() as f32 / 8_388_608.0 - 127.0
}

impl Weights {
    /// What it is worth that words stand in the actor's name: all of `whole_name` when the question is the name, less when the name has
    /// other words too, nothing when a word is not in it.
    #[must_use]
    pub(super) fn name_bonus(&self, in_name: u32, words: u32, name_words: impl FnOnce() -> u8) -> f32 {
        if in_name == 0 || in_name < words {
            return 0.0;
        }
        self.whole_name * (in_name as f32 / f32::from(name_words().max(1)).max(in_name as f32)).sqrt()
    }
}

/// Closeness of every area to a viewpoint, computed once a search.
#[derive(Clone, Debug, Default)]
pub struct Nearness {
    municipalities: Vec<f32>,
    /// Of areas from [`WIDER`] on, by number.
    wider: Vec<f32>,
}

impl Nearness {
    /// For a viewpoint.
    #[must_use]
    pub fn new(directory: &Directory, from: MunicipalityId) -> Self {
        let places = directory.places();
        let of = |number| Area::from_number(number).map_or(0.0, |area| closeness(area, from, places));
        let municipalities = u16::try_from(places.municipalities.len()).unwrap_or(WIDER);
        Self { municipalities: (0..municipalities).map(of).collect(), wider: (WIDER..=Area::Online.number()).map(of).collect() }
    }

    /// How close an area is, 0 to 1.
    #[must_use]
    pub fn of(&self, area: Area) -> f32 {
        self.of_number(area.number())
    }

    fn of_number(&self, number: u16) -> f32 {
        let found = match number.checked_sub(WIDER) {
            None => self.municipalities.get(usize::from(number)),
            Some(wider) => self.wider.get(usize::from(wider)),
        };
        found.copied().unwrap_or(0.0)
    }

    /// How close a service is, 0 to 1: by its service area, else by where it is listed.
    #[must_use]
    pub fn of_service(&self, columns: &Columns<'_>, service: ServiceId) -> f32 {
        let by_area = columns.area_numbers(service).map(|number| self.of_number(number)).reduce(f32::max);
        // Where it is listed tells less than a service area: half of it.
        let listed = || columns.listed_under(service).map_or(0.0, |listed| 0.5 * self.of(Area::Province(listed)));
        by_area.unwrap_or_else(listed)
    }
}

/// What the filters left, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranked {
    /// Actors found.
    pub total: usize,
    /// Those that state every chosen value.
    pub stated: usize,
    /// The first of them.
    pub hits: Vec<Hit>,
}

/// How far from the viewpoint services are given.
struct Distances<'a> {
    sites: &'a Sites,
    /// Kilometres to each municipality.
    kilometres: Vec<f32>,
}

impl<'a> Distances<'a> {
    /// From a viewpoint, if that is what to sort by.
    fn new(directory: &'a Directory, viewpoint: Option<MunicipalityId>, sort: Sort) -> Option<Self> {
        let all = &directory.places().municipalities;
        let here = all.get(viewpoint.filter(|_| sort == Sort::Nearest)?.index())?;
        let kilometres = all.iter().map(|there| distance_km((here.lat, here.lon), (there.lat, there.lon))).collect();
        Some(Self { sites: directory.sites(), kilometres })
    }

    /// To the nearest place of a service; infinite if none is known.
    fn of(&self, service: ServiceId) -> f32 {
        let places = self.sites.of(service).iter().filter_map(|place| self.kilometres.get(place.index()));
        places.fold(f32::INFINITY, |nearest, &kilometres| nearest.min(kilometres))
    }
}

/// A service that passed, as far as it matters for the order.
#[derive(Clone, Copy)]
struct Candidate {
    certainty: Certainty,
    ended: bool,
    /// 0 unless that is what to sort by.
    distance: f32,
    score: f32,
    actor: ActorId,
    /// First of the actor's services among those that passed, and how many there are.
    first: usize,
    services: usize,
}

impl Candidate {
    /// What is sure first, what ended last, the nearest or else the best first; equal ones in the order of the directory.
    fn order(&self, other: &Self) -> Ordering {
        (self.certainty, self.ended)
            .cmp(&(other.certainty, other.ended))
            .then(self.distance.total_cmp(&other.distance))
            .then(other.score.total_cmp(&self.score))
            .then(self.actor.cmp(&other.actor))
    }
}

/// So many hits are kept in order as they come; more are sorted at the end.
const FEW: usize = 200;

/// Orders what the filters left, actor by actor, and gives the first hits, those that the question leaves out at the front among them.
pub(super) fn order(directory: &Directory, query: &Query, understood: &Understood, counted: &Counted, weights: &Weights) -> Ranked {
    let wanted = query.offset.saturating_add(query.limit.unwrap_or(DEFAULT_LIMIT));
    let scores = Scores {
        columns: directory.columns(),
        nearness: understood.nearness.as_ref(),
        distances: Distances::new(directory, understood.viewpoint, query.sort),
        found: &understood.found,
        weights,
    };
    let passed = counted.services.as_slice();
    let mut ranked = Ranked::default();
    let mut best: Vec<Candidate> = Vec::new();
    let mut first = 0;
    while let Some(&(service, _, _)) = passed.get(first) {
        let (actor, behind) = scores.columns.actor_of(service);
        let of_actor = passed.get(first..).unwrap_or(&[]);
        let of_actor = of_actor.get(..of_actor.iter().take_while(|(service, _, _)| *service < behind).count()).unwrap_or(&[]);
        let candidates =
            of_actor.iter().map(|&passed| Candidate { first, services: of_actor.len(), ..scores.candidate(passed, actor) });
        // Services that are surer than the others speak for the actor; the others are shown with it all the same.
        let Some(candidate) = candidates.min_by(Candidate::order) else { break };
        first += of_actor.len();
        ranked.total += 1;
        ranked.stated += usize::from(candidate.certainty == Certainty::Stated);
        if wanted > FEW {
            best.push(candidate);
        } else if best.len() < wanted || best.last().is_some_and(|last| candidate.order(last).is_lt()) {
            best.insert(best.partition_point(|other| other.order(&candidate).is_le()), candidate);
            best.truncate(wanted);
        }
    }
    if wanted > FEW {
        let order = sorted(best.len(), &mut |a, b| match (best.get(a), best.get(b)) {
            (Some(a), Some(b)) => a.order(b),
            _ => Ordering::Equal,
        });
        best = order.into_iter().take(wanted).filter_map(|i| best.get(i).copied()).collect();
    }
    ranked.hits = best.iter().map(|candidate| scores.hit(candidate, passed)).collect();
    ranked
}

/// What scores are made from.
struct Scores<'a> {
    columns: Columns<'a>,
    nearness: Option<&'a Nearness>,
    distances: Option<Distances<'a>>,
    found: &'a Found,
    weights: &'a Weights,
}

impl Scores<'_> {
    fn parts(&self, service: ServiceId, at: usize, actor: ActorId) -> Parts {
        let near = self.nearness.map_or(0.0, |nearness| nearness.of_service(&self.columns, service));
        Parts {
            text: self.found.services.get(at).map(|m| m.score).unwrap_or_default(),
            closeness: self.weights.closeness * near,
            completeness: self.weights.completeness * f32::from(self.columns.completeness(actor)) / 255.0,
            audience: match self.columns.serves(service) {
                Serves::Newcomers => 0.0,
                Serves::Public => self.weights.public,
                Serves::Professionals => self.weights.professional,
            },
        }
    }

    fn candidate(&self, (service, certainty, at): (ServiceId, Certainty, usize), actor: ActorId) -> Candidate {
        let (score, ended) = (self.parts(service, at, actor).score(), self.columns.ended(service));
        let distance = self.distances.as_ref().map_or(0.0, |distances| distances.of(service));
        Candidate { certainty, ended, distance, score, actor, first: 0, services: 1 }
    }

    fn hit(&self, of: &Candidate, passed: &[(ServiceId, Certainty, usize)]) -> Hit {
        let services = passed.get(of.first..of.first + of.services).unwrap_or(&[]);
        let candidates: Vec<Candidate> = services.iter().map(|&service| self.candidate(service, of.actor)).collect();
        let order = sorted(candidates.len(), &mut |a, b| match (candidates.get(a), candidates.get(b)) {
            (Some(a), Some(b)) => a.order(b),
            _ => Ordering::Equal,
        });
        let start = self.columns.services_of(of.actor).next().map_or(0, ServiceId::index);
        let in_order = || order.iter().filter_map(|&i| services.get(i));
        let parts = in_order().next().map(|&(service, _, at)| self.parts(service, at, of.actor)).unwrap_or_default();
        Hit {
            actor: of.actor,
            score: parts.score(),
            parts,
            certainty: of.certainty,
            services: in_order().map(|(service, _, _)| service.index() - start).collect(),
        }
    }
}
