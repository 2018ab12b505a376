//! Welkomwijzer: a directory of local integration actors, its search, and the widget that shows it.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic))]

pub mod blob;
pub mod compile;
#[cfg(all(not(target_arch = "wasm32"), feature = "cli"))]
pub mod export;
pub mod geo;
pub mod html;
pub mod index;
#[cfg(target_arch = "wasm32")]
pub mod js;
pub mod model;
pub mod query;
pub mod rules;
pub mod text;
#[cfg(target_arch = "wasm32")]
pub mod widget;

#[cfg(feature = "bundled")]
static BUNDLED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/directory.bin"));

/// The directory that was built in.
///
/// # Errors
/// Never for a finished build; the same errors as [`index::Directory::open`] otherwise.
#[cfg(feature = "bundled")]
pub fn bundled() -> Result<index::Directory, blob::OpenError> {
    index::Directory::open_static(BUNDLED)
}
