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
use crate::index::columns::{Columns, List};
use crate::index::{ActorId, Directory, ServiceId};
use crate::model::{CODED, Facet, ListedUnder, Map, Municipality, Value};

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

    /// Whether a service passes in these facets, surely or perhaps.
    #[must_use]
    pub fn allows(&self, active: &[Facet], directory: &Directory, columns: &Columns<'_>, service: ServiceId) -> bool {
        active.iter().all(|&facet| self.verdict(directory, columns, facet, service) != Verdict::Fails)
    }

    /// The facets in which something is chosen.
    #[must_use]
    pub fn active(&self) -> Vec<Facet> {
        let is_chosen = |facet: &&Facet| match facet.column() {
            None => self.place.is_some(),
            Some(column) => self.chosen.get(column).is_some_and(Option::is_some),
        };
        Facet::ALL.iter().filter(is_chosen).copied().collect()
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
    let active = filter.active();
    let mut passed = Vec::with_capacity(if active.is_empty() { found.services.len() } else { 0 });
    // Whose values count: for a facet with a filter also those that only this filter keeps out.
    let mut counting: Vec<(ActorId, ServiceId)> = Vec::with_capacity(passed.capacity());
    let mut without: Vec<(Facet, Vec<(ActorId, ServiceId)>)> = active.iter().map(|&facet| (facet, Vec::new())).collect();
    let (mut actor, mut behind) = (ActorId(0), ServiceId(0));
    for (at, service) in found.services.iter().map(|m| m.service).enumerate() {
        if service >= behind {
            (actor, behind) = columns.actor_of(service, actor);
        }
        let mut failed: Option<Facet> = None;
        let mut fails = 0;
        let mut certainty = Certainty::Stated;
        for &facet in &active {
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
            counting.push((actor, service));
        }
        for (facet, list) in &mut without {
            if fails == 0 || (fails == 1 && failed == Some(*facet)) {
                list.push((actor, service));
            }
        }
    }
    let facets = Facet::ALL.iter().map(|&facet| {
        let list = without.iter().find(|(own, _)| *own == facet).map_or(&counting, |(_, list)| list);
        match facet.column() {
            None => count_places(directory, &columns, list),
            Some(column) => count(facet, directory.labels().of(facet).len(), columns.facet(column), list),
        }
    });
    Counted { services: passed, facets: facets.collect() }
}

/// Counts actors per value: each actor once, however many of its services have the value. Services stand in rising order.
fn count(facet: Facet, values: usize, column: List<'_>, services: &[(ActorId, ServiceId)]) -> FacetCounts {
    // The actor that counted last for a value, plus one, so that it counts once.
    let mut slots: Vec<(u32, u32)> = vec![(0, 0); values];
    let (mut unknown, mut last_unknown) = (0, 0);
    for &(ActorId(actor), service) in services {
        let mut any = false;
        for value in column.of(service) {
            any = true;
            if let Some((count, last)) = slots.get_mut(usize::from(value)).filter(|(_, last)| *last != actor + 1) {
                (*count, *last) = (*count + 1, actor + 1);
            }
        }
        if !any && last_unknown != actor + 1 {
            last_unknown = actor + 1;
            unknown += 1;
        }
    }
    FacetCounts { facet, counts: slots.into_iter().map(|(count, _)| count).collect(), unknown }
}

fn count_places(directory: &Directory, columns: &Columns<'_>, services: &[(ActorId, ServiceId)]) -> FacetCounts {
    let mut places = PlaceCounter::new(directory);
    let mut last = None;
    for &(actor, service) in services {
        if last != Some(actor) {
            places.next();
            last = Some(actor);
        }
        places.add(columns.areas(service));
    }
    places.next();
    places.counts()
}

/// Counts actors per municipality that their service areas cover. What covers a province or more is counted once for all.
struct PlaceCounter<'a> {
    municipalities: &'a [Municipality],
    everywhere: u32,
    regions: [u32; 2],
    provinces: [u32; 6],
    own: Vec<u32>,
    unknown: usize,
    // Areas of the actor being counted.
    areas: Vec<Area>,
    unknown_here: bool,
}

impl<'a> PlaceCounter<'a> {
    fn new(directory: &'a Directory) -> Self {
        let municipalities = directory.places().municipalities.as_slice();
        Self {
            municipalities,
            everywhere: 0,
            regions: [0; 2],
            provinces: [0; 6],
            own: vec![0; municipalities.len()],
            unknown: 0,
            areas: Vec::new(),
            unknown_here: false,
        }
    }

    fn add(&mut self, areas: impl Iterator<Item = Area>) {
        let before = self.areas.len();
        self.areas.extend(areas);
        self.unknown_here |= self.areas.len() == before;
    }

    /// Books the widest areas of the actor, and goes on to the next: a municipality of a province that is covered anyway does not count
    /// twice.
    fn next(&mut self) {
        self.unknown += usize::from(std::mem::take(&mut self.unknown_here));
        let areas = std::mem::take(&mut self.areas);
        if areas.iter().any(|a| matches!(a, Area::Belgium | Area::Online)) {
            self.everywhere += 1;
        } else {
            for (i, &area) in areas.iter().enumerate() {
                if !areas.iter().take(i).any(|&before| before == area) {
                    self.book(area, &areas);
                }
            }
        }
        self.areas = areas;
        self.areas.clear();
    }

    fn book(&mut self, area: Area, of_actor: &[Area]) {
        let has = |area: Area| of_actor.contains(&area);
        let slot = match area {
            Area::Region(region) => self.regions.get_mut(region as usize),
            Area::Province(province) if !has(Area::Region(province.region())) => self.provinces.get_mut(province as usize),
            Area::Municipality(id) => {
                let Some(province) = self.municipalities.get(id.index()).map(|m| m.listed_under) else { return };
                let covered = of_actor.len() > 1 && (has(Area::Province(province)) || has(Area::Region(province.region())));
                if covered { None } else { self.own.get_mut(id.index()) }
            }
            Area::Province(_) | Area::Belgium | Area::Online => None,
        };
        if let Some(count) = slot {
            *count += 1;
        }
    }

    /// Municipalities, with all who cover them.
    fn counts(self) -> FacetCounts {
        let wider = |province: ListedUnder| {
            let region = self.regions.get(province.region() as usize).unwrap_or(&0);
            self.everywhere + region + self.provinces.get(province as usize).unwrap_or(&0)
        };
        let counts = self.municipalities.iter().zip(&self.own).map(|(municipality, &own)| own + wider(municipality.listed_under));
        FacetCounts { facet: Facet::Place, counts: counts.collect(), unknown: self.unknown }
    }
}
