//! The whole widget for a state of affairs. Rendering is pure: the same state gives the same markup, and `crate::widget` changes in the
//! page only what differs.

use super::words::{fill, fill_text, ltr, name};
use super::{LastShown, Outlines, View, card, direction, filters, icons, is_in_scope, map};
use crate::geo::{self, MunicipalityId};
use crate::index::{ActorId, Directory};
use crate::model::{Domain, Facet, Key, LEADING, Map, Regime, Value};
use crate::query::highlight::{self, Highlighter};
use crate::query::matching::Stage;
use crate::query::suggest::{self, Suggestion, Suggests};
use crate::query::{Answer, Certainty, Query, Sort};
use maud::{Markup, html};

/// What the visitor has done so far, and what the page asked for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct State {
    /// Text in the search field.
    pub text: String,
    /// Text in the place field.
    pub place: String,
    /// Whether a place in the text is taken as mere words: the visitor took it back.
    pub literal: bool,
    /// The municipality it means, or the page's.
    pub viewpoint: Option<MunicipalityId>,
    /// Chosen values.
    pub filters: Map<Facet, Vec<Value>>,
    /// Language shown.
    pub lang: String,
    /// Languages on the switch.
    pub langs: Vec<String>,
    /// The language regime of the page's municipality: it says what is a translation. Where a visitor looks from does not.
    pub regime: Option<Regime>,
    /// The domains the page wants; empty is all. Nothing of another is found, counted or shown.
    pub scope: Vec<Domain>,
    /// Whether the page's own HTML for the town hall's contact has come.
    pub contact: bool,
    /// Whether the page's address may hold what is asked: then [`to_actor`](super::link::to_actor) leads to a card.
    pub linked: bool,
    /// The actor whose card is open. If it is not among the hits it stands before them, since a link led to it.
    pub card: Option<String>,
    /// Most hits shown.
    pub limit: usize,
    /// Whether the visitor is typing: then only what they look at is made anew, and the rest once it is quiet.
    pub typing: bool,
    /// Level of the widget's heading, 1 to 5.
    pub heading_level: u8,
    /// Where visitors report mistakes.
    pub correction_email: Option<String>,
    /// Whether the filters lie over the page as a sheet, as they do where there is no room for a column.
    pub filters_open: bool,
    /// What comes first.
    pub sort: Sort,
    /// Whether the device can be asked where it is.
    pub locates: bool,
    /// What became of asking it.
    pub locating: Locating,
    /// Whether the map is open.
    pub map_open: bool,
    /// Whether it shows all municipalities, and not only those of the viewpoint's province.
    pub map_whole: bool,
    /// The municipality that the arrow keys are on.
    pub map_at: Option<MunicipalityId>,
    /// The map's shapes.
    pub outlines: Outlines,
    /// The list under the field being typed in, if it is open.
    pub suggesting: Option<Suggesting>,
    /// The visitor's list, in the order it grew.
    pub kept: Vec<Kept>,
    /// Whether the list alone is shown.
    pub list_open: bool,
    /// Whether the browser did not store the list, which is then gone with the page.
    pub unstored: bool,
    /// What was just shared, where the browser has no way of its own for it.
    pub shared: Option<Shared>,
    /// Whether the Dutch stands beside the language shown.
    pub dutch_beside: bool,
}

/// An actor on the visitor's list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Its id, perhaps a former one.
    pub id: String,
    /// What it is in this directory. Another on the same site may know what this one does not, so its id stays.
    pub actor: Option<ActorId>,
}

/// What became of sharing an actor.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// Its id.
    pub actor: String,
    /// The text, for the visitor to copy, where the browser did not let us; else it is copied.
    pub by_hand: Option<String>,
}

/// What became of asking the device where it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Locating {
    /// Nobody asked, or it is done.
    #[default]
    Idle,
    /// It was asked.
    Asked,
    /// It does not say: refused, forbidden by the page, or too slow.
    Failed,
    /// It is not in Flanders or Brussels.
    Elsewhere,
}

/// Kilometres to the nearest municipality's centre from which on one is elsewhere. Of nobody at home there it is more than ten.
const NEARBY: f32 = 15.0;

/// A field with suggestions.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    /// What one looks for.
    Text,
    /// Where one lives.
    Place,
}

impl Field {
    /// The id of its input.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Place => "place",
        }
    }

    /// The field whose input has this id.
    #[must_use]
    pub fn from_id(id: &str) -> Option<Self> {
        [Field::Text, Field::Place].into_iter().find(|field| field.id() == id)
    }
}

/// An open list of suggestions.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suggesting {
    /// The field it belongs to.
    pub field: Field,
    /// What is suggested; at least one.
    pub suggestions: Vec<Suggestion>,
    /// The suggestion that the arrow keys are on.
    pub active: Option<usize>,
}

/// Most suggestions shown: what a phone has room for above its keyboard.
const SUGGESTIONS: usize = 6;

impl State {
    /// Chosen values of a facet.
    #[must_use]
    pub fn chosen(&self, facet: Facet) -> &[Value] {
        self.filters.get(&facet).map_or(&[], Vec::as_slice)
    }

    /// Chooses a value, or takes it back.
    pub fn toggle(&mut self, facet: Facet, value: &str) {
        let mut values = self.filters.remove(&facet).unwrap_or_default();
        match values.iter().position(|v| v == value) {
            Some(at) => drop(values.remove(at)),
            None => values.push(value.to_owned()),
        }
        if !values.is_empty() {
            self.filters.insert(facet, values);
        }
    }

    /// Whether the page wants a domain.
    #[must_use]
    pub fn has_in_scope(&self, domain: Domain) -> bool {
        is_in_scope(&self.scope, domain)
    }

    /// Opens the list of suggestions for a field, if there are any.
    pub fn suggest(&mut self, directory: &Directory, field: Field) {
        let query = self.query();
        let suggestions = match field {
            Field::Text => suggest::suggest(directory, &query, SUGGESTIONS),
            Field::Place => suggest::places(directory, &query, &self.place, SUGGESTIONS),
        };
        // What stands there already need not be offered.
        let is_there = |s: &Suggestion| field == Field::Place && s.label == self.place;
        let nothing = suggestions.iter().all(is_there);
        self.suggesting = (!nothing).then_some(Suggesting { field, suggestions, active: None });
    }

    /// Does what a suggestion says.
    pub fn choose(&mut self, directory: &Directory, chosen: &Suggestion) {
        match chosen.suggests {
            Suggests::Concept => drop(self.filters.insert(Facet::Concept, vec![chosen.value.clone()])),
            Suggests::Place => self.look_from(directory, directory.municipality(&chosen.value)),
            // Another text may name another place; what is left of the same text does not.
            Suggests::Actor => self.literal = false,
        }
        self.text.clone_from(&chosen.text);
        self.suggesting = None;
    }

    /// Takes over the visitor's list: ids with spaces between.
    pub fn keep(&mut self, directory: &Directory, ids: &str) {
        self.kept.clear();
        for id in ids.split_whitespace() {
            let kept = Kept { id: id.to_owned(), actor: directory.find(id) };
            if !self.kept.iter().any(|k| k.id == id || (k.actor.is_some() && k.actor == kept.actor)) {
                self.kept.push(kept);
            }
        }
    }

    /// The ids of the list with one more, or without it if it is there.
    #[must_use]
    pub fn kept_but(&self, directory: &Directory, id: &str) -> String {
        let actor = directory.find(id);
        let mut ids: Vec<&str> =
            self.kept.iter().filter(|k| k.actor.is_none() || k.actor != actor).map(|k| k.id.as_str()).collect();
        if ids.len() == self.kept.len() {
            ids.push(id);
        }
        ids.join(" ")
    }

    /// The actors of the list that this directory knows.
    fn list(&self) -> impl Iterator<Item = ActorId> {
        self.kept.iter().filter_map(|kept| kept.actor)
    }

    /// Looks from a municipality, which the place field shows.
    pub fn look_from(&mut self, directory: &Directory, municipality: Option<MunicipalityId>) {
        self.viewpoint = municipality;
        self.place = self.place_name(directory);
        self.locating = Locating::Idle;
        // A filter on the old place would silently stay.
        self.filters.remove(&Facet::Place);
    }

    /// Looks from a municipality although the text may name another.
    pub fn look_only_from(&mut self, directory: &Directory, municipality: MunicipalityId) {
        self.look_from(directory, Some(municipality));
        self.literal = true;
    }

    /// Takes what the device says: a position in degrees north and east, or nothing. Its municipality becomes the viewpoint; the position
    /// itself is not kept.
    pub fn locate(&mut self, directory: &Directory, position: Option<(f32, f32)>) {
        match position.map(|position| geo::nearest(position, directory.places())) {
            Some(Some((municipality, kilometres))) if kilometres <= NEARBY => self.look_only_from(directory, municipality),
            Some(_) => self.locating = Locating::Elsewhere,
            None => self.locating = Locating::Failed,
        }
    }

    /// What the place field shows for the viewpoint.
    #[must_use]
    pub fn place_name(&self, directory: &Directory) -> String {
        let municipality = self.viewpoint.and_then(|id| directory.places().municipalities.get(id.index()));
        municipality.map_or_else(String::new, |m| m.name_in(&self.lang).to_owned())
    }

    /// The question it asks.
    #[must_use]
    pub fn query(&self) -> Query {
        let mut filters = self.filters.clone();
        if !self.scope.is_empty() && self.chosen(Facet::Domain).is_empty() {
            filters.insert(Facet::Domain, self.scope.iter().map(|domain| domain.code().to_owned()).collect());
        }
        Query {
            text: self.text.clone(),
            lang: self.lang.clone(),
            viewpoint: self.viewpoint,
            filters,
            limit: Some(if self.typing { FIRST } else { self.limit }),
            offset: 0,
            literal: self.literal,
            sort: self.sort,
            uncounted: false,
        }
    }

    /// What it asks, whatever the language and however much is shown.
    #[must_use]
    pub fn question(&self) -> Query {
        Query { lang: String::new(), limit: None, ..self.query() }
    }

    /// Takes over what another state asks.
    pub fn ask(&mut self, other: State) {
        let State { text, place, literal, viewpoint, filters, lang, card, .. } = other;
        (self.text, self.place, self.literal, self.viewpoint) = (text, place, literal, viewpoint);
        (self.filters, self.lang, self.card) = (filters, lang, card);
    }

    /// Whether anything was asked: without text and filter the start is shown.
    #[must_use]
    pub fn is_start(&self) -> bool {
        self.text.trim().is_empty() && self.filters.is_empty()
    }
}

/// Hits shown at once while a visitor types: below fields and suggestions no screen of a phone holds more, and it needs the time of three
/// keys for the rest.
const FIRST: usize = 2;

/// The widget. What is as it was `last` shown is left out while the visitor types.
#[must_use]
pub fn widget(directory: &Directory, state: &State, answer: &Answer, last: Option<&LastShown>) -> Markup {
    let marks = (!state.text.trim().is_empty()).then(|| Highlighter::new(directory, &state.query(), answer));
    let view = View {
        marks: marks.as_ref(),
        directory,
        lang: &state.lang,
        viewpoint: answer.viewpoint,
        regime: state.regime,
        scope: &state.scope,
        open: state.card.as_deref(),
        heading_level: state.heading_level,
        correction_email: state.correction_email.as_deref().or(directory.info().correction_email.as_deref()),
        kept: &state.kept,
        shared: state.shared.as_ref(),
        dutch_beside: state.dutch_beside && can_have_dutch_beside(state),
        typing: state.typing,
        last: last.filter(|_| state.typing),
    };
    html! {
        div.widget id="widget" part="widget" lang=(state.lang) dir=(direction(&state.lang)) {
            (contact(&view, state))
            div.head id="head" data-same[state.typing] {
                @if !state.typing {
                    (title(&view))
                    (languages(&view, state))
                }
            }
            div.translation id="of-translation" {
                @if view.is_translation() {
                    p id="translation" { (view.in_both(Key::Translated)) }
                }
                @if can_have_dutch_beside(state) {
                    button.dutch id="dutch" type="button" data-do="dutch" aria-pressed=(state.dutch_beside) { (view.text(Key::DutchBeside)) }
                }
            }
            (search(&view, state))
            (view.part("", "tiles", tiles(&view, state, answer)))
            div.body {
                (view.part("", "side", side(&view, state, answer)))
                (results(&view, state, answer))
            }
            div.foot id="foot" data-same[state.typing] { @if !state.typing { (foot(&view)) } }
        }
    }
}

/// The filters, or the button that opens them.
fn side(view: &View<'_>, state: &State, answer: &Answer) -> Markup {
    let chosen = state.filters.iter().filter(|(f, _)| **f != Facet::Domain).map(|(_, v)| v.len()).sum::<usize>();
    html! {
        div.side id="side" {
            button.toggle id="toggle" type="button" aria-haspopup="dialog" aria-controls="sheet" data-toggle="filters" {
                (icons::filters()) span { (view.text(Key::Filters)) @if chosen > 0 { " (" (chosen) ")" } }
            }
            (filters::sheet(view, state, answer))
        }
    }
}

/// Whether another language than Dutch is shown, where visitors can have Dutch at all.
fn can_have_dutch_beside(state: &State) -> bool {
    state.lang != LEADING && state.langs.iter().any(|lang| lang == LEADING)
}

/// The town hall's own contact: what the page says, in its own words. The place for it is always there, so that it may come late.
fn contact(view: &View<'_>, state: &State) -> Markup {
    html! {
        section.contact id="contact" part="contact" aria-labelledby="contact-name" hidden[!state.contact] {
            p.contact-name id="contact-name" { (view.text(Key::TownHall)) }
            // The page's language may run the other way.
            slot name="contact" dir="auto" {}
        }
    }
}

fn title(view: &View<'_>) -> Markup {
    let info = view.directory.info();
    let text = info.subtitle.text_in(view.lang).unwrap_or("");
    match view.heading_level {
        1 => html! { h1.title part="title" { (text) } },
        2 => html! { h2.title part="title" { (text) } },
        3 => html! { h3.title part="title" { (text) } },
        4 => html! { h4.title part="title" { (text) } },
        _ => html! { h5.title part="title" { (text) } },
    }
}

fn languages(view: &View<'_>, state: &State) -> Markup {
    html! {
        @if state.langs.len() > 1 {
            div.languages id="languages" role="group" aria-label=(view.text(Key::Languages)) {
                @for lang in &state.langs {
                    button type="button" id=(format!("lang-{lang}")) data-lang=(lang) lang=(lang) dir=(direction(lang)) aria-pressed=(*lang == state.lang) {
                        (view.directory.messages().text(lang, Key::LanguageName))
                    }
                }
            }
        }
    }
}

fn search(view: &View<'_>, state: &State) -> Markup {
    html! {
        form.search id="search" role="search" part="search" aria-label=(view.text(Key::SearchLabel)) {
            div.field {
                label for="text" { (view.text(Key::SearchLabel)) }
                div.input { (icons::search())
                    input id="text" type="search" name="text" autocomplete="off" spellcheck="false" enterkeyhint="search" dir="auto" placeholder=(view.text(Key::SearchHint))
                        role="combobox" aria-autocomplete="list" aria-controls="options-text" aria-expanded=(open(state, Field::Text).is_some())
                        aria-activedescendant=[active(state, Field::Text)];
                    (options(view, state, Field::Text))
                }
            }
            (view.part("", "where", place_field(view, state)))
            button.submit type="submit" { (view.text(Key::SearchButton)) }
        }
    }
}

/// Where one lives.
fn place_field(view: &View<'_>, state: &State) -> Markup {
    let unknown = !state.place.trim().is_empty() && view.directory.gazetteer().find(&state.place).is_none();
    // While a name is being typed it is unknown, and that is no mistake: only what no name begins with is.
    let wrong = unknown && view.directory.gazetteer().starting_with(&state.place, 1).is_empty();
    html! {
        div.field id="where" {
            label for="place" { (view.text(Key::PlaceLabel)) }
            div.input { (icons::place())
                input id="place" type="text" name="place" autocomplete="off" spellcheck="false" dir="auto" placeholder=(view.text(Key::PlaceHint))
                    role="combobox" aria-autocomplete="list" aria-controls="options-place" aria-expanded=(open(state, Field::Place).is_some())
                    aria-activedescendant=[active(state, Field::Place)] aria-describedby="place-help" aria-invalid=(wrong);
                (options(view, state, Field::Place))
            }
            p.help id="place-help" { @if wrong { (view.text(Key::PlaceUnknown)) } @else if let Some(key) = located(state) { (view.text(key)) } }
            @if state.locates {
                p.locate id="locating" {
                    button.link id="locate" type="button" data-locate="locate" aria-describedby="locate-help" { (icons::locate()) (view.text(Key::Locate)) }
                    " " span id="locate-help" { (view.text(Key::LocateHelp)) }
                }
            }
        }
    }
}

/// What is said about asking the device.
fn located(state: &State) -> Option<Key> {
    match state.locating {
        Locating::Idle => None,
        Locating::Asked => Some(Key::Locating),
        Locating::Failed => Some(Key::LocateFailed),
        Locating::Elsewhere => Some(Key::LocateElsewhere),
    }
}

/// The open list of a field.
fn open(state: &State, field: Field) -> Option<&Suggesting> {
    state.suggesting.as_ref().filter(|open| open.field == field)
}

fn option_id(field: Field, i: usize) -> String {
    format!("option-{}-{i}", field.id())
}

fn active(state: &State, field: Field) -> Option<String> {
    open(state, field)?.active.map(|i| option_id(field, i))
}

/// How many suggestions there are: the name of the list.
fn suggestion_count(directory: &Directory, state: &State, open: &Suggesting) -> String {
    directory.messages().count(&state.lang, Key::Suggestions, open.suggestions.len())
}

/// The list of suggestions (WAI-ARIA: editable combobox with list autocomplete). It stays in the page while it is closed, so that what
/// the field says it controls exists.
fn options(view: &View<'_>, state: &State, field: Field) -> Markup {
    let open = open(state, field);
    html! {
        ul.options id=(format!("options-{}", field.id())) role="listbox" hidden[open.is_none()] aria-label=[open.map(|open| suggestion_count(view.directory, state, open))] {
            @for (i, suggestion) in open.iter().flat_map(|open| &open.suggestions).enumerate() {
                li.option id=(option_id(field, i)) role="option" aria-selected=(open.and_then(|open| open.active) == Some(i)) data-suggestion=(i) {
                    @match suggestion.suggests {
                        // How many are found near a place is how many are found anywhere: a number would only mislead.
                        Suggests::Place => { (icons::place()) span { (name(&suggestion.label)) } " " span.number { (view.text(Key::Place)) } }
                        Suggests::Actor => { (icons::domain(Domain::Diaspora)) span { (name(&suggestion.label)) } " " span.number { (view.text(Key::Actor)) } }
                        Suggests::Concept => { (icons::search()) span { (suggestion.label) } " " span.number { (view.text(Key::FilterConcept)) " · " (suggestion.count) } }
                    }
                }
            }
        }
    }
}

fn tiles(view: &View<'_>, state: &State, answer: &Answer) -> Markup {
    let counts = answer.facets.iter().find(|f| f.facet == Facet::Domain);
    let chosen = state.chosen(Facet::Domain);
    // Where all is of one domain there is nothing to choose.
    if state.scope.len() == 1 {
        return html! {};
    }
    html! {
        div.tiles.small[!state.is_start()] id="tiles" role="group" aria-label=(view.text(Key::Domains)) {
            @for &domain in Domain::ALL.iter().filter(|domain| state.has_in_scope(**domain)) {
                @let count = counts.map_or(0, |f| f.of(domain.code(), view.directory));
                @let pressed = chosen.iter().any(|v| v == domain.code());
                // A tile that would lead nowhere cannot be pressed, but stays in its place.
                button.tile id=(format!("tile-{domain}")) type="button" part="tile" data-domain=(domain) aria-pressed=(pressed) disabled[count == 0 && !pressed] {
                    (icons::domain(domain))
                    span.tile-name { (view.domain(domain)) }
                    span.number { (count) }
                }
            }
        }
    }
}

/// What is announced: the line above the results, and the number of suggestions if there are any.
#[must_use]
pub fn announcement(directory: &Directory, state: &State, answer: &Answer) -> String {
    let mut said = status(directory, state, answer);
    if let Some(key) = located(state) {
        said = [directory.messages().text(&state.lang, key), " ", &said].concat();
    }
    if let Some(open) = &state.suggesting {
        said.push_str(". ");
        said.push_str(&suggestion_count(directory, state, open));
    }
    said
}

/// What was found, or how long the list is, in one line above the results.
fn status(directory: &Directory, state: &State, answer: &Answer) -> String {
    let messages = directory.messages();
    if state.list_open {
        let count = messages.count(&state.lang, Key::Count, state.list().count());
        return format!("{} · {count}", messages.text(&state.lang, Key::List));
    }
    if answer.total == 0 {
        return messages.text(&state.lang, Key::NothingFound).to_owned();
    }
    let place = answer.viewpoint.and_then(|id| directory.places().municipalities.get(id.index()));
    match place {
        Some(place) => {
            let counted = messages.count(&state.lang, Key::CountNear, answer.stated);
            fill_text(&counted, &[("place", place.name_in(&state.lang))])
        }
        None => messages.count(&state.lang, Key::Count, answer.stated),
    }
}

fn results(view: &View<'_>, state: &State, answer: &Answer) -> Markup {
    let meant = view.marks.map_or_else(Vec::new, |marks| marks.meant(view.directory, &state.query(), answer));
    let note = match answer.stage {
        Stage::Exact => None,
        _ if !meant.is_empty() => None,
        Stage::Tolerant => Some(Key::Tolerant),
        Stage::Partial => Some(Key::Partial),
    };
    let of = |certainty: Certainty| answer.hits.iter().filter(move |hit| hit.certainty == certainty);
    let left = answer.total.saturating_sub(answer.hits.len());
    html! {
        section.results id="results" aria-label=(view.text(if state.list_open { Key::List } else { Key::Results })) aria-busy=[state.typing.then_some("true")] {
            @if !state.list_open { (filters::chips(view, state, answer.understood)) }
            div.results-head id="results-head" {
                @if state.list_open || answer.stated > 0 { p.count id="count" { (status(view.directory, state, answer)) } }
                button.list-toggle id="list" type="button" data-do="list" aria-pressed=(state.list_open) {
                    (icons::keep()) span { (view.text(Key::List)) " (" (state.list().count()) ")" }
                }
            }
            @if !state.list_open { (linked(view, answer)) }
            @if state.unstored && !state.kept.is_empty() { p.note id="unstored" { (view.text(Key::ListUnstored)) } }
            @if state.list_open {
                (list(view, state))
            } @else if answer.total == 0 {
                (nothing(view, state))
            } @else {
                (tools(view, state, answer))
                @if let Some(note) = note { p.note id="note" { (view.text(note)) } }
                @if !meant.is_empty() {
                    // A sentence with a button, since the results stay: it searches for exactly what was read.
                    @let read = highlight::corrected(&state.text, &meant);
                    p.note id="meant" {
                        (view.text(Key::Tolerant)) " "
                        (fill(view.text(Key::Meant), &[("text", html! { button.link type="button" data-text=(read) { bdi { (read) } } })]))
                    }
                }
                @if answer.words_ignored > 0 { p.note id="ignored" { (view.text(Key::WordsIgnored)) } }
                (cards(view, "cards", &mut of(Certainty::Stated).map(|hit| (hit.actor, hit.services.as_slice()))))
                @if of(Certainty::Unknown).next().is_some() {
                    p.count.also id="also" { (view.count(Key::CountUnknown, answer.unknown)) }
                    (cards(view, "cards-unknown", &mut of(Certainty::Unknown).map(|hit| (hit.actor, hit.services.as_slice()))))
                }
                @if left > 0 { button.show-more id="show-more" type="button" data-more="more" { (view.count(Key::ShowMore, left.min(20))) } }
            }
        }
    }
}

/// What comes first, and the map.
fn tools(view: &View<'_>, state: &State, answer: &Answer) -> Markup {
    let orders = [(Sort::Best, Key::SortBest), (Sort::Nearest, Key::SortNearest)];
    html! {
        div.tools id="tools" {
            // Nothing is near without a place to look from.
            @if answer.viewpoint.is_some() {
                div.sort id="sort" role="group" aria-label=(view.text(Key::Sort)) {
                    @for (sort, name) in orders {
                        button type="button" id=(format!("sort-{sort}")) data-sort=(sort) aria-pressed=(state.sort == sort) { (view.text(name)) }
                    }
                }
            }
            button.map-toggle id="map-toggle" type="button" data-toggle="map" aria-expanded=(state.map_open) aria-controls="map" {
                (view.text(Key::Map))
            }
        }
        @let later = state.map_open && state.typing;
        div.map id="map" data-same[later] { @if state.map_open && !later { (map::map(view, state)) } }
    }
}

/// Cards of actors, each with the positions of its services that match. (One kind of iterator, and so one copy of this in the program.)
fn cards(view: &View<'_>, list: &str, shown: &mut dyn Iterator<Item = (ActorId, &[usize])>) -> Markup {
    html! {
        ol.cards id=(list) {
            @for (id, services) in shown {
                @if let Some(actor) = view.directory.actor(id) {
                    @let card_id = format!("card-{}", actor.id);
                    (view.part(list, &card_id, html! { li id=(card_id) { (card::card(view, id, &actor, services)) } }))
                }
            }
        }
    }
}

/// What the visitor keeps, and what can be done with it.
fn list(view: &View<'_>, state: &State) -> Markup {
    let is_empty = state.list().next().is_none();
    html! {
        div.actions id="list-actions" {
            button.action type="button" data-do="list" { (view.text(Key::BackToResults)) }
            @if !is_empty { button.action type="button" data-do="print" { (view.text(Key::Print)) } }
            // Also for what another directory of the site knows.
            @if !state.kept.is_empty() { button.action type="button" data-do="clear" { (view.text(Key::ClearList)) } }
        }
        @if is_empty {
            p.note id="list-empty" { (view.text(Key::ListEmpty)) }
        } @else {
            @if !state.unstored { p.stored id="stored" { (view.text(Key::ListStored)) } }
            (cards(view, "cards", &mut state.list().map(|id| (id, [].as_slice()))))
        }
    }
}

/// A title or a publisher: it stands as it is, in its own language, else in English.
pub(super) fn named(text: &str, lang: Option<&str>) -> Markup {
    let lang = lang.unwrap_or("en");
    html! { bdi lang=(lang) dir=(direction(lang)) { (text) } }
}

/// A sentence of the data about its sources. One that is a message too is said in the visitor's language, any other as it is written.
fn sentence(view: &View<'_>, written: &str) -> Markup {
    let known = [Key::FactsOnly, Key::CreditTexts, Key::CreditPlaces, Key::CreditCentres];
    match known.into_iter().find(|key| view.directory.messages().text("en", *key) == written) {
        Some(key) => html! { (view.text(key)) },
        None => named(written, None),
    }
}

/// The card a link led to, where it is not among the hits.
fn linked(view: &View<'_>, answer: &Answer) -> Markup {
    let wanted = view.open.and_then(|id| view.directory.find(id)).filter(|id| answer.hits.iter().all(|hit| hit.actor != *id));
    html! { @if wanted.is_some() { (cards(view, "cards-linked", &mut wanted.iter().map(|id| (*id, [].as_slice())))) } }
}

/// A way on when nothing was found.
fn nothing(view: &View<'_>, state: &State) -> Markup {
    html! {
        div.nothing id="nothing" {
            p.nothing-title { (view.text(Key::NothingFound)) }
            p { (view.text(Key::NothingFoundHelp)) }
            div.ways {
                @if !state.filters.is_empty() { button type="button" data-clear="filters" { (view.text(Key::WithoutFilters)) } }
                button type="button" data-clear="all" { (view.text(Key::ShowAll)) }
            }
        }
    }
}

/// Whose the directory is, and what it is made from.
fn foot(view: &View<'_>) -> Markup {
    let info = view.directory.info();
    html! {
        p { (view.foot()) }
        details id="about" {
            summary { (view.text(Key::About)) }
            p { (view.text(Key::Licence)) (view.colon()) a href=(info.licence_url) rel="license noopener external" { (ltr(&info.licence)) } }
            p { (view.text(Key::Sources)) (view.colon()) }
            ul {
                @for document in &info.documents {
                    li {
                        bdi dir=(direction(document.lang.as_deref().unwrap_or("en"))) {
                            (named(&document.title, document.lang.as_deref())) ". " (named(&document.publisher, None))
                            @if let Some(year) = &document.year { ", " (year) }
                            "."
                        }
                        " " (sentence(view, &document.terms))
                    }
                }
                @for credit in &info.credits { li { (sentence(view, credit)) } }
            }
        }
    }
}
