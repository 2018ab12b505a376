//! Filters and facets.
//!
//! All filters hold of one and the same service. A facet that a service does not state is unknown, and unknown is not no: such a
//! service stays, behind those that state the value. The filter `place` excludes only what is known to be for elsewhere.
//!
//! Each facet is counted with all filters but its own, an actor once for each value. All of it is done with 64 services at once, see
//! `index::bitmaps`.

use super::matching::Found;
use super::{Certainty, FacetCounts};
use crate::geo::MunicipalityId;
use crate::index::bitmaps::{self, ActorCounts, Bitmaps};
use crate::index::{Directory, ServiceId};
use crate::model::{Facet, Map, Value};

/// Filters, their values looked up.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    chosen: Vec<Chosen>,
}

/// The values chosen of a facet, by where their words stand in a block of [`Bitmaps`].
#[derive(Clone, Debug)]
struct Chosen {
    facet: Facet,
    values: Vec<usize>,
    none: usize,
}

impl Chosen {
    /// Of a block the services that state a value, and those of which it is not known.
    fn of(&self, block: &[u64]) -> (u64, u64) {
        let word = |at: usize| block.get(at).copied().unwrap_or(0);
        (self.values.iter().fold(0, |all, &at| all | word(at)), word(self.none))
    }
}

impl Filter {
    /// Looks the values up. A value nobody has fits nothing, as does an unknown municipality.
    #[must_use]
    pub fn new(directory: &Directory, filters: &Map<Facet, Vec<Value>>) -> Self {
        let chosen = filters.iter().filter(|(_, values)| !values.is_empty()).map(|(&facet, values)| {
            let own = directory.bitmaps().facet(facet);
            let position = |value: &Value| match facet.column() {
                Some(_) => directory.labels().position(facet, value).map(usize::from),
                None => directory.municipality(value).map(MunicipalityId::index),
            };
            let values = values.iter().filter_map(position).map(|at| own.start + at).collect();
            Chosen { facet, values, none: own.end.saturating_sub(1) }
        });
        Self { chosen: chosen.collect() }
    }

    /// Of some services of a block those that pass, surely or perhaps, in all facets but one.
    #[must_use]
    pub fn passing(&self, services: u64, block: &[u64], but: Option<Facet>) -> u64 {
        self.chosen.iter().filter(|chosen| Some(chosen.facet) != but).fold(services, |left, chosen| {
            let (stated, unknown) = chosen.of(block);
            left & (stated | unknown)
        })
    }

    /// Whether a service passes, surely or perhaps.
    #[must_use]
    pub fn allows(&self, service: ServiceId, bitmaps: &Bitmaps) -> bool {
        let (block, bit) = bitmaps::at(service);
        self.passing(bit, bitmaps.block(block), None) != 0
    }
}

/// What the filters left, and the counts.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Services that pass, in rising order, with how surely and their position in [`Found::services`].
    pub services: Vec<(ServiceId, Certainty, usize)>,
    /// Counts of every facet, in the order of [`Facet::ALL`]; none if they were not asked for.
    pub facets: Vec<FacetCounts>,
}

/// Applies the filters; counts, if asked to.
#[must_use]
pub fn apply(directory: &Directory, found: &Found, filter: &Filter, facets: bool) -> Counted {
    let bitmaps = directory.bitmaps();
    let mut services = Vec::with_capacity(if filter.chosen.is_empty() { found.services.len() } else { 0 });
    let mut counts = ActorCounts::new(if facets { bitmaps.width() } else { 0 });
    let mut rest = found.services.iter().map(|found| found.service).enumerate().peekable();
    for (at, found) in bitmaps.blocks(found.services.iter().map(|found| found.service)) {
        let block = bitmaps.block(at);
        let passing = filter.passing(found, block, None);
        let sure = filter.chosen.iter().fold(passing, |sure, chosen| sure & chosen.of(block).0);
        while let Some((position, service)) = rest.next_if(|(_, service)| bitmaps::at(*service).0 == at) {
            let (_, bit) = bitmaps::at(service);
            if passing & bit != 0 {
                let certainty = if sure & bit != 0 { Certainty::Stated } else { Certainty::Unknown };
                services.push((service, certainty, position));
            }
        }
        for &facet in Facet::ALL.iter().filter(|_| facets) {
            let is_chosen = filter.chosen.iter().any(|chosen| chosen.facet == facet);
            let counting = if is_chosen { filter.passing(found, block, Some(facet)) } else { passing };
            let own = bitmaps.facet(facet);
            counts.add(own.start, block.get(own).unwrap_or(&[]), counting, bitmaps.last(at));
        }
    }
    let counts = counts.done();
    let facets = Facet::ALL.iter().filter(|_| facets).map(|&facet| {
        let (unknown, values) = counts.get(bitmaps.facet(facet)).and_then(<[u32]>::split_last).unwrap_or((&0, &[]));
        FacetCounts { facet, counts: values.to_vec(), unknown: *unknown as usize }
    });
    Counted { services, facets: facets.collect() }
}
