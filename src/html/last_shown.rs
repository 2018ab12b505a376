//! Parts of the widget that say what they said at the last key: their markup is left out, and what is in the page stays.
//!
//! A browser takes as long to parse a card and compare it with the one that is there as the engine takes for the whole answer, and from
//! key to key most cards, tiles and fields are the same. So while a visitor types, the markup of each [part](LastShown::part) is kept until
//! the next, and one that is equal becomes an empty element with `data-same`, which the page leaves as it is.

use maud::{Markup, PreEscaped};
use std::cell::RefCell;

/// What parts said, by name.
type Said = Vec<(String, String)>;

/// What the last showing said, part by part, and what this one says.
#[derive(Debug, Default)]
pub struct LastShown {
    before: Said,
    now: RefCell<Said>,
}

impl LastShown {
    /// For the showing that follows on this one, whose markup is in the page by now.
    #[must_use]
    pub fn next(self) -> Self {
        Self { before: self.now.into_inner(), now: RefCell::default() }
    }

    /// An element with an id, or, if it was the same at the last showing, its shell. What can stand in more than one place has a name for
    /// each: where it was not yet, a shell would stay empty.
    #[inline(never)]
    pub(super) fn part(&self, place: &str, id: &str, markup: Markup) -> Markup {
        let PreEscaped(markup) = markup;
        let name = [place, " ", id].concat();
        let is_same = !markup.is_empty() && self.before.iter().any(|(before, said)| *before == name && *said == markup);
        let tag = markup.trim_start_matches('<').split([' ', '>']).next().unwrap_or_default();
        let shown = if is_same { ["<", tag, " id=\"", id, "\" data-same></", tag, ">"].concat() } else { markup.clone() };
        self.now.borrow_mut().push((name, markup));
        PreEscaped(shown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use maud::html;

    #[test]
    fn what_is_the_same_in_the_same_place_is_left_out() {
        let card = |text: &str| html! { li.card id="a" { (text) } };
        let last = LastShown::default();
        assert_eq!(last.part("cards", "a", card("one")).0, card("one").0);
        let last = last.next();
        assert_eq!(last.part("cards", "a", card("one")).0, r#"<li id="a" data-same></li>"#);
        assert_eq!(last.part("others", "a", card("one")).0, card("one").0, "it is not there yet");
        let last = last.next();
        assert_eq!(last.part("cards", "a", card("two")).0, card("two").0);
        // It was gone for a showing.
        let last = last.next().next();
        assert_eq!(last.part("cards", "a", card("two")).0, card("two").0);
    }

    #[test]
    fn nothing_stays_nothing() {
        let last = LastShown::default();
        assert_eq!(last.part("", "tiles", html! {}).0, "");
        assert_eq!(last.next().part("", "tiles", html! {}).0, "");
    }
}
