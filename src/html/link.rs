//! What a visitor asks, as the part of the page's address behind `#`: for links and for Back and Forward (`state="hash"`).
//!
//! `#welkomwijzer?text=taalles&place=Geel&cost=free,paid&card=praatpunt-geel`
//!
//! * [`write`] gives the address of a state, [`read`] the state of an address, [`to_actor`] the address of one actor.
//!
//! | key | what it holds |
//! |---|---|
//! | `text` | what is looked for |
//! | `place` | the place it is seen from, if it is not the page's |
//! | `lang` | the language, if it is not the one the page starts in |
//! | `literal` | `1`: no place in the text becomes the viewpoint |
//! | `for` | only what is for this municipality (NIS code) |
//! | `domain`, `concept`, `audience`, `cost`, `level`, `language`, `registration`, `format` | chosen codes of a facet, commas between |
//! | `card` | the actor whose card is open |
//!
//! Values are encoded as forms do it, with `+` for a space. The prefix tells it from a page's own anchors. An address can come from anyone:
//! what is no sound question of this directory, within the page's own domains and languages, is left out.

use super::widget::State;
use crate::index::Directory;
use crate::model::Facet;

/// How an address of ours begins; `?` follows if anything was asked.
pub const PREFIX: &str = "#welkomwijzer";

/// Longest address read, in bytes; longer ones were not made here.
const LONGEST: usize = 4000;

/// Letters of the text that are kept. In an address an Arabic one takes six bytes.
const LONGEST_TEXT: usize = 200;

/// The address of an actor's card, for a page with `state="hash"` ([`State::linked`]): it goes behind the page's own address, which is
/// `location.href` up to its `#`. (As the `href` of a link it would be read from the page's `<base>`.)
#[must_use]
pub fn to_actor(id: &str) -> String {
    let mut link = Link(String::new());
    link.put("card", id);
    link.0
}

/// The address of a state; empty at the start, which is the state the page begins with.
#[must_use]
pub fn write(state: &State, start: &State) -> String {
    let mut link = Link(String::new());
    if !state.text.is_empty() {
        link.put("text", &state.text.chars().take(LONGEST_TEXT).collect::<String>());
    }
    // A name that is only begun is no place yet.
    if state.viewpoint != start.viewpoint && (state.viewpoint.is_some() || state.place.is_empty()) {
        link.put("place", &state.place);
    }
    if state.lang != start.lang {
        link.put("lang", &state.lang);
    }
    if state.literal && !state.text.is_empty() {
        link.put("literal", "1");
    }
    for (facet, values) in &state.filters {
        link.put(key(*facet), &values.join(","));
    }
    if let Some(id) = &state.card {
        link.put("card", id);
    }
    link.0
}

/// The state of an address, beside what the page begins with; none if the address is another's.
#[must_use]
pub fn read(directory: &Directory, start: &State, hash: &str) -> Option<State> {
    let mut state = start.clone();
    let asked = match hash {
        "" | "#" => "",
        ours => ours.strip_prefix(PREFIX).filter(|asked| asked.is_empty() || asked.starts_with('?'))?,
    };
    if asked.len() > LONGEST {
        return None;
    }
    for pair in asked.trim_start_matches('?').split('&') {
        let Some((name, value)) = pair.split_once('=') else { continue };
        let value = decoded(value)?;
        match name {
            "text" => state.text = value.chars().take(LONGEST_TEXT).collect(),
            "place" => {
                let found = directory.municipality(&value);
                if found.is_some() || value.is_empty() {
                    (state.viewpoint, state.place) = (found, value);
                }
            }
            "lang" if state.langs.contains(&value) => state.lang = value,
            "literal" => state.literal = value == "1",
            "card" => {
                let actor = directory.find(&value).and_then(|id| directory.actor(id));
                let actor = actor.filter(|actor| actor.services.iter().any(|service| state.has_in_scope(service.domain)));
                state.card = actor.map(|actor| actor.id);
            }
            _ => {
                let Some(facet) = Facet::ALL.iter().copied().find(|&facet| key(facet) == name) else { continue };
                let known = |code: &&str| match facet {
                    Facet::Place => directory.places().municipality(code).is_some(),
                    Facet::Domain => crate::model::Domain::from_code(code).is_some_and(|domain| state.has_in_scope(domain)),
                    _ => directory.labels().position(facet, code).is_some(),
                };
                let values: Vec<String> = value.split(',').filter(known).map(str::to_owned).collect();
                if !values.is_empty() {
                    state.filters.insert(facet, values);
                }
            }
        }
    }
    // The page's place is called otherwise in another language.
    if state.viewpoint == start.viewpoint && state.viewpoint.is_some() {
        state.place = state.place_name(directory);
    }
    Some(state)
}

/// The name of a facet in an address. Its code, but for the municipality that is filtered by: `place` is where one looks from.
const fn key(facet: Facet) -> &'static str {
    match facet {
        Facet::Place => "for",
        coded => coded.code(),
    }
}

/// An address being written.
struct Link(String);

impl Link {
    fn put(&mut self, key: &str, value: &str) {
        self.0.push_str(if self.0.is_empty() { PREFIX } else { "&" });
        if !self.0.contains('?') {
            self.0.push('?');
        }
        self.0.push_str(key);
        self.0.push('=');
        encode(value, &mut self.0);
    }
}

/// Writes a value as forms do it, with `+` for a space; commas stay.
pub(super) fn encode(value: &str, to: &mut String) {
    for byte in value.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b',' => to.push(char::from(byte)),
            b' ' => to.push('+'),
            _ => {
                to.push('%');
                for half in [byte >> 4, byte & 15] {
                    to.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
}

/// A value as it was before [`encode`]; none if it is no text.
fn decoded(value: &str) -> Option<String> {
    let mut bytes = Vec::new();
    let mut rest = value.bytes();
    let digit = |rest: &mut std::str::Bytes<'_>| char::from(rest.next()?).to_digit(16);
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let (high, low) = (digit(&mut rest)?, digit(&mut rest)?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    // A field of one line holds none of these, so they were not typed.
    if text.chars().any(char::is_control) { None } else { Some(text) }
}
