//! Where things are: finding a municipality by any of its names, distance, and how close a service is to a viewpoint.
//!
//! * [`Gazetteer`] finds places by name, postcode or NIS code.
//! * [`distance_km`] is the great-circle distance.
//! * [`Area`] is what a service area consists of; [`closeness`] says how near it is to somebody in a municipality.
//!
//! Understanding a place inside a search text is not here, see `query`.

mod area;
mod gazetteer;

pub use area::{Area, closeness, local_neighbours};
pub use gazetteer::{Found, Gazetteer, MunicipalityId, Via};

/// Kilometres between two points in degrees (haversine formula, earth radius 6,371 km).
#[must_use]
pub fn distance_km(a: (f32, f32), b: (f32, f32)) -> f32 {
    let (lat_a, lat_b) = (a.0.to_radians(), b.0.to_radians());
    let half_lat = ((lat_b - lat_a) / 2.0).sin();
    let half_lon = ((b.1 - a.1).to_radians() / 2.0).sin();
    let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
    2.0 * 6371.0 * h.clamp(0.0, 1.0).sqrt().asin()
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
