//! What a directory is: plain types, no I/O, no bytes.
//!
//! * [`Data`] is the whole: information, documents, actors, lexicon, places, messages.
//! * [`Actor`], [`Service`], [`Location`], [`Source`]: a record, as stewards write it and as JSON and JavaScript get it.
//! * [`Lexicon`], [`Places`], [`Messages`]: what records and visitors' words are matched with and shown in.
//! * [`Domain`], [`Status`], [`Basis`], [`ListedUnder`], [`Region`]: closed lists. Open lists (kinds, audiences, concepts …)
//!   are codes whose meaning stands in `data/lexicon`, so that a new one needs no new program.
//!
//! Each type is described once: `export` and the JavaScript API write these very structs (see [`json`](Described)), and their TypeScript is
//! derived from them by the `cfg_attr` line on each. (Its `serde(…)` is tsify's way to be told names; serde itself is not used.)

mod directory;
mod facets;
mod json;
mod lexicon;
mod map;
mod message;
mod place;
mod plain;
mod record;

pub use directory::{Data, DirectoryInfo, Document, Entry};
pub use facets::{CODED, Facet, Value};
pub(crate) use json::described;
pub use json::{Described, Json, Names, to_json};
pub use lexicon::{Concept, Lexicon, ValueEntry, Words};
pub use map::{Map, sorted};
pub use message::{Key, Message, Messages, Plural, plural};
pub use place::{FormerMunicipality, Municipality, PlaceKind, PlaceName, Places, Regime};
pub use plain::{Plain, PlainLanguage, Script};
pub use record::{Actor, Basis, Cost, Domain, ListedUnder, Location, Region, Serves, Service, ServiceArea, Source, Status};

/// A text in several languages: language code (`nl`, `en`, …) to text. An absent language is an absent translation.
pub type Texts = Map<String, String>;

/// The language that leads every record; translations are made from it.
pub const LEADING: &str = "nl";

impl Texts {
    /// The text in a language, else the Dutch.
    #[must_use]
    pub fn text_in(&self, lang: &str) -> Option<&str> {
        self.get(lang).or_else(|| self.get(LEADING)).map(String::as_str)
    }
}

/// A closed list of values with fixed codes: the enum, its codes, and the way back.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[cfg_attr(target_arch = "wasm32", derive(tsify::Tsify))]
        pub enum $name {
            $($(#[$vmeta])* #[cfg_attr(target_arch = "wasm32", serde(rename = $code))] $variant),+
        }
        impl $name {
            /// Every value, in the order they are shown.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
            /// The first of them.
            pub const FIRST: $name = {
                let [first, ..] = [$($name::$variant),+];
                first
            };
            /// The code in files, JSON and JavaScript.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $($name::$variant => $code),+ }
            }
            /// The value with this code.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some($name::$variant),)+ _ => None }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
pub(crate) use codes;
