//! stub
/// x
pub fn list(_: &crate::index::Directory, _: crate::geo::MunicipalityId, _: &str) -> maud::Markup { maud::html!{} }
