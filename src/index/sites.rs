//! Where services are given: in the municipalities of their addresses. Of one without an address that we know, the municipalities that
//! it is for stand here, since those who live there are told of no other place.
//!
//! What is for a whole province, for all of Belgium or online, and has no address, has no place here.

use super::columns::Columns;
use super::records::Records;
use super::{ActorId, ServiceId};
use crate::geo::{Area, MunicipalityId};
use crate::model::Places;

/// The municipalities of every service.
#[derive(Debug, Default)]
pub struct Sites {
    /// Where those of each service begin, and at the end their number.
    starts: Vec<usize>,
    municipalities: Vec<MunicipalityId>,
}

impl Sites {
    /// Reads every record once. That is kept, and not done before somebody sorts by distance or opens the map.
    pub(super) fn new(records: &Records<'_>, columns: &Columns<'_>, places: &Places) -> Self {
        let mut sites = Self { starts: vec![0], municipalities: Vec::new() };
        let known = |nis: &String| {
            let found = places.municipalities.binary_search_by(|m| m.nis.cmp(nis));
            found.ok().and_then(MunicipalityId::at)
        };
        for (index, actor) in records.actors().enumerate() {
            let id = ActorId::at(index);
            for (position, service) in columns.services_of(id).enumerate() {
                let given = actor.as_ref().and_then(|actor| Some((actor, actor.services.get(position)?)));
                let addresses = given.into_iter().flat_map(|(actor, service)| service.places(actor));
                let first = sites.municipalities.len();
                sites.add(first, addresses.filter_map(|location| location.nis.as_ref().and_then(known)));
                if sites.municipalities.len() == first {
                    let is_municipality = |area| if let Area::Municipality(id) = area { Some(id) } else { None };
                    sites.add(first, columns.areas(service).filter_map(is_municipality));
                }
                sites.starts.push(sites.municipalities.len());
            }
        }
        sites
    }

    fn add(&mut self, first: usize, found: impl Iterator<Item = MunicipalityId>) {
        for id in found {
            if !self.municipalities.iter().skip(first).any(|&other| other == id) {
                self.municipalities.push(id);
            }
        }
    }

    /// The municipalities of a service, each once; none if no place is known.
    #[must_use]
    pub fn of(&self, service: ServiceId) -> &[MunicipalityId] {
        let start = |i: usize| self.starts.get(i).copied();
        let range = start(service.index()).zip(start(service.index() + 1)).map_or(0..0, |(from, to)| from..to);
        self.municipalities.get(range).unwrap_or(&[])
    }
}
