//! Questions → answers.
//!
//! * [`Query`] is a question: nothing set means everything.
//! * [`run`] answers it; it never fails.
//! * [`Answer`] is plain data: hits, counts, what was understood. No words of any language; `html` gives it those.
//!
//! The road of a question: [`parse`] cuts the text into words, [`place`] finds a place among them, [`preference`] what only says how,
//! [`compound`] words of two, [`matching`] finds the services that have them ([`typed`] as they are typed), [`filter`] keeps what the
//! filters allow and counts every facet, [`rank`] orders what is left.
//!
//! Beside it: [`suggest`] says how what is being typed may end, [`highlight`] where in a shown text the words stand.

pub mod compound;
pub mod filter;
pub mod highlight;
pub mod matching;
pub mod parse;
pub mod place;
pub mod preference;
pub mod rank;
pub mod suggest;
pub mod typed;

use crate::geo::MunicipalityId;
use crate::index::{ActorId, Directory};
use crate::model::{Facet, Map, Value, codes};
use filter::Filter;
use matching::{Found, Stage, TextScore};
use parse::Parsed;
use rank::{Nearness, Weights};

/// A question.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Query {
    /// What the visitor typed.
    pub text: String,
    /// The visitor's language; empty is the directory's first.
    pub lang: String,
    /// The municipality from which one looks: it ranks and never excludes.
    pub viewpoint: Option<MunicipalityId>,
    /// Chosen values per facet: any of a facet's values, and all facets, of one and the same service. Values of
    /// [`Facet::Place`] are NIS codes.
    pub filters: Map<Facet, Vec<Value>>,
    /// Most hits to give; `None` is 20.
    pub limit: Option<usize>,
    /// Hits to leave out at the front.
    pub offset: usize,
    /// Whether the text is taken as it is: no place in it becomes the viewpoint.
    pub literal: bool,
    /// What comes first.
    pub sort: Sort,
    /// Whether facets are left uncounted, for who does not show them.
    pub uncounted: bool,
}

codes! {
    /// What comes first among those that are equally sure, before what has ended.
    #[derive(Default)]
    Sort {
        /// What fits best: the words, and from the viewpoint what one may use first.
        #[default]
        Best = "best",
        /// What is given nearest to the viewpoint; what is equally near as in [`Sort::Best`], and so all without a viewpoint. What has no
        /// known place comes last, so what is for all of Belgium or online too, unless it has an address.
        Nearest = "nearest",
    }
}

/// Most hits given when a question does not say.
pub const DEFAULT_LIMIT: usize = 20;

/// An answer.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Answer {
    /// Actors found.
    pub total: usize,
    /// Those that state every chosen value.
    pub stated: usize,
    /// Those of which a chosen facet is not known; they come behind.
    pub unknown: usize,
    /// One page of them, in order.
    pub hits: Vec<Hit>,
    /// Counts for every facet; none if the question leaves them uncounted.
    pub facets: Vec<FacetCounts>,
    /// How the words were found.
    pub stage: Stage,
    /// The municipality that everything is seen from: the question's, or one named in its text.
    pub viewpoint: Option<MunicipalityId>,
    /// The municipality that was understood in the text.
    pub understood: Option<MunicipalityId>,
    /// Words beyond the 32nd, which did not count.
    pub words_ignored: usize,
    /// Records that could not be decoded; 0 in every sound directory.
    pub damaged: usize,
}

/// An actor found.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Hit {
    /// Which.
    pub actor: ActorId,
    /// How well it fits, about 0 to 2; only for comparing hits of one answer.
    pub score: f32,
    /// What the score is made of.
    pub parts: Parts,
    /// Whether it states every chosen value.
    pub certainty: Certainty,
    /// Positions of the services that match, in the actor's record, best first.
    pub services: Vec<usize>,
}

/// What a score is made of, weighed.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Parts {
    /// The text.
    pub text: TextScore,
    /// Added for being near the viewpoint.
    pub closeness: f32,
    /// Added for a complete record.
    pub completeness: f32,
    /// Taken off what is not for newcomers first of all.
    pub audience: f32,
}

impl Parts {
    fn score(&self) -> f32 {
        self.text.sum() + self.closeness + self.completeness - self.audience
    }
}

/// Whether an actor states what the filters ask.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Certainty {
    /// It states every chosen value.
    #[default]
    Stated,
    /// A chosen facet is not known of it. Unknown is not no.
    Unknown,
}

/// Counts of one facet, made with all filters but its own.
#[derive(Clone, PartialEq, Debug)]
pub struct FacetCounts {
    /// Which facet.
    pub facet: Facet,
    /// Actors per value, in the order values are shown: that of the labels, for places that of the municipalities.
    pub counts: Vec<u32>,
    /// Actors of which it is not known.
    pub unknown: usize,
}

impl FacetCounts {
    /// The values that somebody has, each with how many.
    pub fn values<'a>(&'a self, directory: &'a Directory) -> impl Iterator<Item = (&'a str, usize)> {
        let counted = self.counts.iter().enumerate().filter(|(_, count)| **count > 0);
        counted.filter_map(move |(position, &count)| Some((directory.code(self.facet, position)?, count as usize)))
    }

    /// How many have a value.
    #[must_use]
    pub fn of(&self, value: &str, directory: &Directory) -> usize {
        self.values(directory).find(|(code, _)| *code == value).map_or(0, |(_, count)| count)
    }
}

/// Answers a question.
#[must_use]
pub fn run(directory: &Directory, query: &Query) -> Answer {
    run_with(directory, query, &Weights::CHOSEN)
}

/// Answers a question with other weights, for tuning.
#[must_use]
pub fn run_with(directory: &Directory, query: &Query, weights: &Weights) -> Answer {
    let understood = understand(directory, query, weights);
    let counted = filter::apply(directory, &understood.found, &Filter::new(directory, &query.filters), !query.uncounted);
    let ranked = rank::order(directory, query, &understood, &counted, weights);
    Answer {
        total: ranked.total,
        stated: ranked.stated,
        unknown: ranked.total - ranked.stated,
        hits: ranked.hits.into_iter().skip(query.offset).collect(),
        facets: counted.facets,
        stage: understood.found.stage,
        words_ignored: understood.ignored,
        viewpoint: understood.viewpoint,
        understood: understood.place,
        damaged: 0,
    }
}

/// How many of the actors found are in each municipality, with a service that was found; an actor that is in several counts in each of
/// them. In the order of the municipalities.
///
/// It is no part of an answer, since only the map asks.
#[must_use]
pub fn count_sites(directory: &Directory, query: &Query) -> Vec<u32> {
    let found = understand(directory, query, &Weights::CHOSEN).found;
    let counted = filter::apply(directory, &found, &Filter::new(directory, &query.filters), false);
    let (columns, sites) = (directory.columns(), directory.sites());
    // The actor that counted last, plus one, so that it counts once.
    let mut slots: Vec<(u32, u32)> = vec![(0, 0); directory.places().municipalities.len()];
    for &(service, _, _) in &counted.services {
        let (actor, _) = columns.actor_of(service);
        for municipality in sites.of(service) {
            if let Some((count, last)) = slots.get_mut(municipality.index()).filter(|(_, last)| *last != actor.0 + 1) {
                (*count, *last) = (*count + 1, actor.0 + 1);
            }
        }
    }
    slots.into_iter().map(|(count, _)| count).collect()
}

/// A text, understood.
struct Understood {
    found: Found,
    /// The municipality named in it.
    place: Option<MunicipalityId>,
    /// From where one looks, and how near areas are from there.
    viewpoint: Option<MunicipalityId>,
    nearness: Option<Nearness>,
    /// Words left out at its end.
    ignored: usize,
}

/// Finds the services that have the text, whatever the filters.
fn understand(directory: &Directory, query: &Query, weights: &Weights) -> Understood {
    let lang = directory.language(&query.lang);
    let mut parsed = parse::parse(&query.text, lang, directory.labels());
    let place = if query.literal { None } else { place::find(&parsed.words, query.viewpoint, directory) };
    let ignored = parsed.ignored;
    let find = |mut parsed: Parsed, place: Option<MunicipalityId>| {
        preference::mark(&mut parsed, directory);
        compound::cut(&mut parsed, directory);
        let viewpoint = place.or(query.viewpoint);
        let nearness = viewpoint.map(|viewpoint| Nearness::new(directory, viewpoint));
        let found = matching::find(directory, &parsed, lang, nearness.as_ref(), weights);
        Understood { found, place, viewpoint, nearness, ignored }
    };
    let Some(place) = place else { return find(parsed, None) };
    let literal = parsed.clone();
    parsed.take_place(place.first, place.words);
    let understood = find(parsed, Some(place.municipality));
    // "Expats in Ghent" is a name.
    if understood.found.named { find(literal, None) } else { understood }
}
