//! Where things are: finding a municipality by any of its names, distance, and how close a service is to a viewpoint.
//!
//! * [`Gazetteer`] finds places by name, postcode or NIS code.
//! * [`distance_km`] is the distance, [`nearest`] the municipality nearest to a point.
//! * [`Area`] is what a service area consists of; [`closeness`] says how near it is to somebody in a municipality.
//!
//! Understanding a place inside a search text is not here, see `query`.

mod area;
mod gazetteer;

pub use area::{Area, WIDER, closeness};
pub use gazetteer::{Found, Gazetteer, MunicipalityId, Via};

use crate::model::Places;

/// Kilometres between two points in degrees, on an earth of 6,371 km radius.
///
/// The map is taken as flat between them (equirectangular projection), which at the size of Belgium is right to a few metres; the
/// haversine formula would bring 6 kB of sines into the page. The cosine is its Taylor series, right to 0.00003 at our latitude.
#[must_use]
pub fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    let middle = ((a.0 + b.0) / 2.0).to_radians();
    let square = middle * middle;
    let cosine = 1.0 - square / 2.0 + square * square / 24.0 - square * square * square / 720.0;
    let north = (b.0 - a.0).to_radians();
    let east = (b.1 - a.1).to_radians() * cosine;
    6371.0 * (north * north + east * east).sqrt()
}

/// The municipality whose centre is nearest to a point in degrees, and how many kilometres that is.
#[must_use]
pub fn nearest(point: (f32, f32), places: &Places) -> Option<(MunicipalityId, f32)> {
    let ids = (0..).map_while(MunicipalityId::at);
    let all = ids.zip(&places.municipalities).map(|(id, m)| (id, distance_km(point, (m.lat, m.lon))));
    all.min_by(|a, b| a.1.total_cmp(&b.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ghent_is_fifty_kilometres_from_brussels() {
        let d = distance_km((51.054, 3.72), (50.847, 4.352));
        assert!((49.0..51.0).contains(&d), "{d}");
        assert_eq!(distance_km((51.0, 4.0), (51.0, 4.0)), 0.0);
    }
}
