//! A part of the directory, for one town or province.

use super::areas_of;
use crate::geo::MunicipalityId;
use crate::model::{Actor, ListedUnder, Places};

/// Which part of the directory goes into a blob.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Slice {
    /// All of it.
    #[default]
    Whole,
    /// What covers a municipality, what is unknown and listed under its province, and what is national or online.
    Municipality(MunicipalityId),
    /// The same for a province, or Brussels.
    Province(ListedUnder),
}

/// Leaves in an actor the services that belong to a slice, and the locations they use.
pub(super) fn cut(actor: &mut Actor, slice: Slice, places: &Places) {
    if slice == Slice::Whole {
        return;
    }
    actor.services.retain(|service| {
        let areas = areas_of(&service.service_area, places);
        if areas.is_empty() {
            let listed = match slice {
                Slice::Whole => None,
                Slice::Municipality(id) => places.municipalities.get(id.index()).map(|m| m.listed_under),
                Slice::Province(province) => Some(province),
            };
            return listed == Some(service.listed_under);
        }
        match slice {
            Slice::Whole => true,
            Slice::Municipality(id) => areas.iter().any(|area| area.covers(id, places)),
            Slice::Province(province) => {
                let mut inside = places.municipalities.iter().enumerate().filter(|(_, m)| m.listed_under == province);
                inside.any(|(i, _)| MunicipalityId::at(i).is_some_and(|id| areas.iter().any(|area| area.covers(id, places))))
            }
        }
    });
    let used: Vec<String> = actor.services.iter().flat_map(|s| s.locations.clone()).collect();
    actor.locations.retain(|location| used.contains(&location.id));
}
