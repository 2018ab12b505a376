//! Filters and facets.
//!
//! All filters hold of one and the same service. A facet that a service does not state is unknown, and unknown is not no: such a
//! service stays, behind those that state the value. The filter `place` excludes only what is known to be for elsewhere.
//!
//! Each facet is counted with all filters but its own, in one pass: a service that fails no filter counts for every facet, one that
//! fails exactly one counts for that facet only.

use super::matching::Found;
use super::{Certainty, FacetCounts};
use crate::geo::{Area, MunicipalityId};
use crate::index::columns::Columns;
use crate::index::{ActorId, Directory, ServiceId};
use crate::model::{CODED, Facet, ListedUnder, Map, Region, Value};

/// Filters, their values looked up.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Per coded facet the chosen values; `None` where nothing is chosen.
    chosen: [Option<Vec<u16>>; CODED],
    place: Option<Vec<MunicipalityId>>,
}

/// Where a service stands with one facet's filter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Verdict {
    Stated,
    Unknown,
    Fails,
}

impl Filter {
    /// Looks the values up. A value nobody has fits nothing, as does an unknown municipality.
    #[must_use]
    pub fn new(directory: &Directory, filters: &Map<Facet, Vec<Value>>) -> Self {
        let mut filter = Self::default();
        for (&facet, values) in filters.iter().filter(|(_, values)| !values.is_empty()) {
            match facet.column() {
                Some(column) => {
                    let values = values.iter().filter_map(|v| directory.labels().position(facet, v)).collect();
                    if let Some(chosen) = filter.chosen.get_mut(column) {
                        *chosen = Some(values);
                    }
                }
                None => filter.place = Some(values.iter().filter_map(|v| directory.municipality(v)).collect()),
            }
        }
        filter
    }

    /// Whether a service passes, surely or perhaps.
    #[must_use]
    pub fn allows(&self, directory: &Directory, columns: &Columns<'_>, service: ServiceId) -> bool {
        Facet::ALL.iter().all(|&facet| self.verdict(directory, columns, facet, service) != Verdict::Fails)
    }

    fn verdict(&self, directory: &Directory, columns: &Columns<'_>, facet: Facet, service: ServiceId) -> Verdict {
        match facet.column() {
            None => {
                let Some(chosen) = &self.place else { return Verdict::Stated };
                let mut areas = columns.areas(service).peekable();
                if areas.peek().is_none() {
                    return Verdict::Unknown;
                }
                let covered = areas.any(|area| chosen.iter().any(|&id| area.covers(id, directory.places())));
                if covered { Verdict::Stated } else { Verdict::Fails }
            }
            Some(column) => {
                let Some(chosen) = self.chosen.get(column).and_then(Option::as_ref) else { return Verdict::Stated };
                let mut values = columns.facet(column).of(service).peekable();
                if values.peek().is_none() {
                    return Verdict::Unknown;
                }
                if values.any(|value| chosen.contains(&value)) { Verdict::Stated } else { Verdict::Fails }
            }
        }
    }
}

/// What the filters left, and the counts.
#[derive(Clone, Debug, Default)]
pub struct Counted {
    /// Services that pass, in rising order, with how surely and their position in [`Found::services`].
    pub services: Vec<(ServiceId, Certainty, usize)>,
    /// Counts of every facet, in the order of [`Facet::ALL`].
    pub facets: Vec<FacetCounts>,
}

/// Applies the filters and counts.
#[must_use]
pub fn apply(directory: &Directory, found: &Found, filter: &Filter) -> Counted {
    let columns = directory.columns();
    let mut passed = Vec::new();
    let mut coded: Vec<Counter> = Facet::CODED.iter().map(|&facet| Counter::new(directory.labels().of(facet).len())).collect();
    let mut places = PlaceCounter::new(directory);
    let mut at = 0;
    for actor in 0..u32::try_from(columns.actors()).unwrap_or(0) {
        let Some(last) = columns.services_of(ActorId(actor)).last() else { continue };
        places.start();
        while let Some(service) = found.services.get(at).map(|m| m.service).filter(|service| *service <= last) {
            let mut failed: Option<Facet> = None;
            let mut fails = 0;
            let mut certainty = Certainty::Stated;
            for &facet in Facet::ALL {
                match filter.verdict(directory, &columns, facet, service) {
                    Verdict::Stated => {}
                    Verdict::Unknown => certainty = Certainty::Unknown,
                    Verdict::Fails => {
                        failed = Some(facet);
                        fails += 1;
                    }
                }
            }
            if fails == 0 {
                passed.push((service, certainty, at));
            }
            if fails <= 1 {
                let counts = |facet: Facet| fails == 0 || failed == Some(facet);
                for (column, counter) in coded.iter_mut().enumerate() {
                    if Facet::CODED.get(column).is_some_and(|&facet| counts(facet)) {
                        counter.add(actor, columns.facet(column).of(service));
                    }
                }
                if counts(Facet::Place) {
                    places.add(columns.areas(service));
                }
            }
            at += 1;
        }
        places.finish();
    }
    let mut coded = coded.into_iter();
    let facets = Facet::ALL
        .iter()
        .map(|&facet| match facet.column() {
            None => places.counts(directory),
            Some(_) => {
                let counter = coded.next().unwrap_or_default();
                let labels = directory.labels().of(facet);
                let values = labels.iter().zip(&counter.counts).filter(|(_, n)| **n > 0).map(|(label, n)| (label.code.clone(), *n));
                FacetCounts { facet, values: values.collect(), unknown: counter.unknown }
            }
        })
        .collect();
    Counted { services: passed, facets }
}

/// Counts actors per value: each actor once, however many of its services have the value.
#[derive(Default)]
struct Counter {
    counts: Vec<usize>,
    unknown: usize,
    // The actor that counted last, plus one, so that it counts once.
    last: Vec<u32>,
    last_unknown: u32,
}

impl Counter {
    fn new(values: usize) -> Self {
        Self { counts: vec![0; values], last: vec![0; values], ..Self::default() }
    }

    fn add(&mut self, actor: u32, values: impl Iterator<Item = u16>) {
        let mut any = false;
        for value in values {
            any = true;
            if let (Some(count), Some(last)) = (self.counts.get_mut(usize::from(value)), self.last.get_mut(usize::from(value)))
                && *last != actor + 1
            {
                *last = actor + 1;
                *count += 1;
            }
        }
        if !any && self.last_unknown != actor + 1 {
            self.last_unknown = actor + 1;
            self.unknown += 1;
        }
    }
}

/// Counts actors per municipality that their service areas cover. What covers a province or more is counted once for all.
struct PlaceCounter {
    everywhere: usize,
    regions: [usize; 2],
    provinces: [usize; 6],
    municipalities: Vec<usize>,
    unknown: usize,
    of_province: Vec<ListedUnder>,
    // Areas of the actor being counted.
    areas: Vec<Area>,
    unknown_here: bool,
}

impl PlaceCounter {
    fn new(directory: &Directory) -> Self {
        let municipalities = &directory.places().municipalities;
        Self {
            everywhere: 0,
            regions: [0; 2],
            provinces: [0; 6],
            municipalities: vec![0; municipalities.len()],
            unknown: 0,
            of_province: municipalities.iter().map(|m| m.listed_under).collect(),
            areas: Vec::new(),
            unknown_here: false,
        }
    }

    fn start(&mut self) {
        self.areas.clear();
        self.unknown_here = false;
    }

    fn add(&mut self, areas: impl Iterator<Item = Area>) {
        let before = self.areas.len();
        self.areas.extend(areas);
        self.unknown_here |= self.areas.len() == before;
    }

    /// Books the widest areas of the actor: a municipality of a province that is covered anyway does not count twice.
    fn finish(&mut self) {
        self.unknown += usize::from(self.unknown_here);
        if self.areas.iter().any(|a| matches!(a, Area::Belgium | Area::Online)) {
            self.everywhere += 1;
            return;
        }
        let has = |area: Area| self.areas.contains(&area);
        for (i, &area) in self.areas.iter().enumerate() {
            match area {
                _ if self.areas.iter().take(i).any(|&before| before == area) => {}
                Area::Region(region) => bump(&mut self.regions, Region::ALL.iter().position(|&r| r == region)),
                Area::Province(province) if !has(Area::Region(province.region())) => {
                    bump(&mut self.provinces, ListedUnder::ALL.iter().position(|&p| p == province));
                }
                Area::Municipality(id) => {
                    let Some(&province) = self.of_province.get(id.index()) else { continue };
                    if !has(Area::Province(province)) && !has(Area::Region(province.region())) {
                        bump(&mut self.municipalities, Some(id.index()));
                    }
                }
                Area::Province(_) | Area::Belgium | Area::Online => {}
            }
        }
    }

    /// Municipalities that somebody names, with all who cover them.
    fn counts(&self, directory: &Directory) -> FacetCounts {
        let wider = |province: ListedUnder| {
            let region = Region::ALL.iter().position(|&r| r == province.region()).and_then(|i| self.regions.get(i));
            let province = ListedUnder::ALL.iter().position(|&p| p == province).and_then(|i| self.provinces.get(i));
            self.everywhere + region.unwrap_or(&0) + province.unwrap_or(&0)
        };
        let values = directory.places().municipalities.iter().zip(&self.municipalities).filter_map(|(municipality, &own)| {
            let all = own + wider(municipality.listed_under);
            (all > 0).then(|| (municipality.nis.clone(), all))
        });
        FacetCounts { facet: Facet::Place, values: values.collect(), unknown: self.unknown }
    }
}

fn bump(counts: &mut [usize], at: Option<usize>) {
    if let Some(count) = at.and_then(|at| counts.get_mut(at)) {
        *count += 1;
    }
}
