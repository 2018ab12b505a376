//! Welkomwijzer: a directory of local integration actors, its search, and the widget that shows it.
//!
//! ```
//! use welkomwijzer::query::{self, Query};
//!
//! let directory = welkomwijzer::bundled()?;
//! let query = Query {
//!     text: "taalles".to_owned(),
//!     lang: "nl".to_owned(),
//!     viewpoint: directory.municipality("Geel"), // ranks, and never excludes
//!     ..Query::default()
//! };
//! let answer = query::run(&directory, &query);
//! for hit in &answer.hits {
//!     let Some(actor) = directory.actor(hit.actor) else { continue };
//!     println!("{}: {} of its services match", actor.name, hit.services.len());
//! }
//! assert_eq!(answer.damaged, 0);
//! # Ok::<(), welkomwijzer::blob::OpenError>(())
//! ```
//!
//! # Words
//!
//! | word | meaning |
//! |---|---|
//! | **actor** | an organisation or initiative; its id is its file's name: unique, permanent, never reused |
//! | **service** | what an actor offers in one **domain** (`language`, `orientation`, `leisure`, `diaspora`); its id is `<actor>/<key>` |
//! | **location** | a place with an address where a service is given, with its own contacts if it has them |
//! | **listed under** | the table (province or Brussels) in which a source lists a service; never shown as a service area |
//! | **service area** | whom a service is for, geographically, and on what basis: stated, from the name, from the address, unknown |
//! | **concept** | an entry of the lexicon, with a label, a description and the words people use for it in each language |
//! | **lang** | the language of a text (`nl`, `en`, …); *languages of service* are those in which one is helped |
//! | **source** | where facts come from: a document, its table and row, the name as printed, what is a guess |
//! | **status** | `active`, `ended` or `unknown`; what ended stays findable, last and marked |
//! | **directory** | actors, lexicon, places and messages, compiled |
//! | **blob** | the compiled directory, one binary file |
//! | **viewpoint** | the municipality from which one looks; it ranks and never excludes |
//!
//! A hit is an actor with those of its services that match; totals and facet counts count actors.
//!
//! # The map
//!
//! | folder | what it does |
//! |---|---|
//! | [`model`] | what a directory is: plain types, no I/O, no bytes |
//! | [`text`] | from text to search terms, the same way for records and for questions |
//! | [`geo`] | municipalities, distance, service areas |
//! | [`rules`] | what makes a record right: model values in, problems out |
//! | [`blob`] | the container: header, section table, checksum |
//! | [`index`] | the sections, writer and reader side by side; the opened [`Directory`](index::Directory) |
//! | [`compile`] | data files → model → blob |
//! | [`query`] | question → answer; never fails |
//! | [`html`] | answers as HTML, in the visitor's language |
//! | `export` | the directory in other formats (native only) |
//! | `js` | the JavaScript API (wasm32 only) |
//! | `widget` | the element's controller (wasm32 only) |
//!
//! Arrows go one way: `model → text, geo → rules → blob → index → compile`, and `index → query → html → js, widget`. `compile` and
//! `query` never meet: what they agree on stands in `index`. A test reads the `crate::` paths of each folder against this list.
//! `build.rs` mounts the folders up to `compile` and compiles `data/` into the blob that [`bundled`] opens.
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
