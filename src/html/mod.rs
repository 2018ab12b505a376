//! Answers as HTML, in the visitor's language.
//!
//! * [`widget`] is the whole live widget for a [`State`]: search, tiles, filters, results, foot.
//! * [`list`] is the list for pages without scripts, and what search engines read.
//! * [`fn@languages`] says which languages are offered, by the language law; [`link`] puts a question into the page's address.
//! * [`LastShown`] leaves out, while a visitor types, what the page has already.
//! * [`View`] is what every template needs: the directory, the language, the place one looks from.
//!
//! The templates escape by construction (maud), and nothing else in the program writes markup. They use no `style` attribute and no
//! inline script, which strict content policies forbid. Words come from `data/messages`, looks from `www/welkomwijzer.css`.

mod card;
mod filters;
mod icons;
mod languages;
mod last_shown;
pub mod link;
mod list;
mod map;
mod widget;
mod words;

pub use languages::{Asked, Offered, languages};
pub use last_shown::LastShown;
pub use list::list;
pub use map::{Outlines, step};
pub use widget::{Field, Kept, Locating, Shared, State, Suggesting, announcement, widget};

use crate::geo::MunicipalityId;
use crate::index::{ActorId, Directory};
use crate::model::{Domain, Key, LEADING, Municipality, Regime};
use crate::query::highlight::Highlighter;
use maud::Markup;

/// What every template needs.
#[derive(Clone, Copy, Debug)]
pub struct View<'a> {
    /// The directory.
    pub directory: &'a Directory,
    /// The visitor's language, one of the directory's.
    pub lang: &'a str,
    /// The municipality from which one looks.
    pub viewpoint: Option<MunicipalityId>,
    /// The language regime of the page's municipality.
    pub regime: Option<Regime>,
    /// The domains that are shown; empty is all.
    pub scope: &'a [Domain],
    /// The actor whose card is open.
    pub open: Option<&'a str>,
    /// Level of the widget's own heading, 1 to 5; names of actors are one below.
    pub heading_level: u8,
    /// Where visitors report mistakes.
    pub correction_email: Option<&'a str>,
    /// Marks the words of the question in names and descriptions.
    pub marks: Option<&'a Highlighter>,
    /// The visitor's list.
    pub kept: &'a [Kept],
    /// What was just shared.
    pub shared: Option<&'a Shared>,
    /// Whether the Dutch stands beside the visitor's language.
    pub dutch_beside: bool,
    /// Whether the visitor is typing. What they do not look at meanwhile (filters, details of cards, the map) then carries `data-same`: in
    /// the page it stays as it is, and what was not there yet is empty until it is quiet. A phone needs the time of a key for it.
    pub typing: bool,
    /// What the page has already, while the visitor types.
    pub last: Option<&'a LastShown>,
}

/// The writing direction of a language.
#[must_use]
pub fn direction(lang: &str) -> &'static str {
    match lang {
        "ar" | "fa" | "he" | "ps" | "ur" => "rtl",
        _ => "ltr",
    }
}

/// Whether a domain is among those that are shown; without any all are.
fn is_in_scope(scope: &[Domain], domain: Domain) -> bool {
    scope.is_empty() || scope.contains(&domain)
}

impl<'a> View<'a> {
    /// A message.
    fn text(&self, key: Key) -> &'a str {
        self.directory.messages().text(self.lang, key)
    }

    /// A message with a number.
    fn count(&self, key: Key, n: usize) -> String {
        self.directory.messages().count(self.lang, key, n)
    }

    /// Whether an actor is on the visitor's list.
    fn keeps(&self, actor: ActorId) -> bool {
        self.kept.iter().any(|kept| kept.actor == Some(actor))
    }

    /// An element with an id; its shell, if it is in the page as it is to be. `place` is where it stands, if it can stand elsewhere too.
    fn part(&self, place: &str, id: &str, markup: Markup) -> Markup {
        match self.last {
            Some(last) => last.part(place, id, markup),
            None => markup,
        }
    }

    fn viewpoint(&self) -> Option<&'a Municipality> {
        self.viewpoint.and_then(|id| self.directory.places().municipalities.get(id.index()))
    }

    fn domain(&self, domain: Domain) -> &'a str {
        self.text(Key::of_domain(domain))
    }

    /// Whether texts in the visitor's language must be marked as translations. Dutch leads; in Brussels French stands beside it, equal
    /// (coordinated laws of 18 July 1966 on the use of languages in administrative matters).
    fn is_translation(&self) -> bool {
        let equal = self.regime == Some(Regime::Bilingual) && self.lang == "fr";
        self.lang != LEADING && !equal
    }
}
