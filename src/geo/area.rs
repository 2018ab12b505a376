//! Service areas, and how close they are.

use super::{MunicipalityId, distance_km};
use crate::model::{ListedUnder, Places, Region};

/// One member of a service area. Numbered, so that a service's area is a short list of small numbers in the blob.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Area {
    /// A municipality.
    Municipality(MunicipalityId),
    /// A province, or Brussels as a table.
    Province(ListedUnder),
    /// A region.
    Region(Region),
    /// All of Belgium.
    Belgium,
    /// Wherever there is internet.
    Online,
}

/// First number of what is not a municipality; there have never been as many municipalities.
pub const WIDER: u16 = 0xFF00;

impl Area {
    /// Its number in the blob.
    #[must_use]
    pub fn number(self) -> u16 {
        let at = |list: usize, base: u16| base + u16::try_from(list).unwrap_or(0);
        match self {
            Area::Municipality(id) => id.number(),
            Area::Province(p) => at(ListedUnder::ALL.iter().position(|&x| x == p).unwrap_or(0), WIDER),
            Area::Region(r) => at(Region::ALL.iter().position(|&x| x == r).unwrap_or(0), WIDER + 0x10),
            Area::Belgium => WIDER + 0x20,
            Area::Online => WIDER + 0x30,
        }
    }

    /// The area with this number; none if no area has it.
    #[must_use]
    pub fn from_number(number: u16) -> Option<Self> {
        match number.checked_sub(WIDER) {
            None => Some(Area::Municipality(MunicipalityId::new(number))),
            Some(0x20) => Some(Area::Belgium),
            Some(0x30) => Some(Area::Online),
            Some(n @ 0x00..=0x0F) => ListedUnder::ALL.get(usize::from(n)).map(|&p| Area::Province(p)),
            Some(n @ 0x10..=0x1F) => Region::ALL.get(usize::from(n - 0x10)).map(|&r| Area::Region(r)),
            Some(_) => None,
        }
    }

    /// Whether somebody living in a municipality is meant.
    #[must_use]
    pub fn covers(self, id: MunicipalityId, places: &Places) -> bool {
        match places.municipalities.get(id.index()) {
            Some(municipality) => self == Area::Municipality(id) || self.covers_all_of(municipality.listed_under),
            None => matches!(self, Area::Belgium | Area::Online),
        }
    }

    /// Whether everybody living in a province, or in Brussels, is meant.
    #[must_use]
    pub fn covers_all_of(self, listed: ListedUnder) -> bool {
        match self {
            Area::Municipality(_) => false,
            Area::Province(province) => province == listed,
            Area::Region(region) => region == listed.region(),
            Area::Belgium | Area::Online => true,
        }
    }
}

/// How close an area is to somebody in a municipality, 1 (their own) to 0: own municipality, neighbours by distance (in Brussels all
/// of it), other municipalities by distance, own province, own region, country, online, elsewhere. What a resident may use first
/// stands first.
#[must_use]
pub fn closeness(area: Area, from: MunicipalityId, places: &Places) -> f32 {
    let Some(here) = places.municipalities.get(from.index()) else { return 0.0 };
    match area {
        Area::Municipality(id) if id == from => 1.0,
        Area::Municipality(id) => {
            let Some(there) = places.municipalities.get(id.index()) else { return 0.0 };
            let km = distance_km((here.lat, here.lon), (there.lat, there.lon));
            // Neighbours keep 0.70 to 0.90; beyond, half is lost in 15 km, the distance of an hour's cycling.
            if here.neighbours.contains(&there.nis) { 0.70 + 0.20 / (1.0 + km / 10.0) } else { 0.65 / (1.0 + km / 15.0) }
        }
        // The region of Brussels is one city, and all of it is for who lives there: it comes with the neighbours, not behind them.
        Area::Province(ListedUnder::Brussels) | Area::Region(Region::Brussels) if here.listed_under == ListedUnder::Brussels => {
            0.75
        }
        Area::Province(p) if p == here.listed_under => 0.55,
        Area::Region(r) if r == here.listed_under.region() => 0.45,
        Area::Belgium => 0.35,
        Area::Online => 0.30,
        Area::Province(_) | Area::Region(_) => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lead_back() {
        let mut all = vec![Area::Municipality(MunicipalityId::new(303)), Area::Belgium, Area::Online];
        all.extend(ListedUnder::ALL.iter().map(|&p| Area::Province(p)));
        all.extend(Region::ALL.iter().map(|&r| Area::Region(r)));
        for area in all {
            assert_eq!(Area::from_number(area.number()), Some(area));
        }
        assert_eq!(Area::from_number(0xFF0F), None);
        assert_eq!(Area::from_number(0xFFFF), None);
    }
}
