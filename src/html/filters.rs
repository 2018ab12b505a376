//! Filters: a group of checkboxes per facet, each with its count, and chips for what is chosen.

use super::widget::State;
use super::words::{fill, fill_text};
use super::{View, icons};
use crate::geo::MunicipalityId;
use crate::model::{Domain, Facet, Key};
use crate::query::{Answer, FacetCounts};
use maud::{Markup, html};

/// The facets shown as groups of checkboxes, in this order. Domains are tiles, the place has its own field.
const GROUPS: [(Facet, Key); 6] = [
    (Facet::Cost, Key::FilterCost),
    (Facet::Audience, Key::FilterAudience),
    (Facet::Format, Key::FilterFormat),
    (Facet::Level, Key::FilterLevel),
    (Facet::Language, Key::FilterLanguage),
    (Facet::Registration, Key::FilterRegistration),
];

fn counts(answer: &Answer, facet: Facet) -> Option<&FacetCounts> {
    answer.facets.iter().find(|f| f.facet == facet)
}

/// The filters, once: in a dialog as long as they lie over the page, else in a group that is a column where there is room. (A dialog may
/// not say that it is a group.)
pub(super) fn sheet(view: &View<'_>, state: &State, answer: &Answer) -> Markup {
    let groups = html! { @if !view.typing { div.sheet-body id="groups" { (groups(view, state, answer)) } } };
    html! {
        dialog.filters id="sheet" closedby="any" aria-label=(view.text(Key::Filters)) {
            @if state.filters_open {
                div.sheet-head {
                    span { (view.text(Key::Filters)) }
                    button.sheet-close id="sheet-close" type="button" data-toggle="close" aria-label=(view.text(Key::Close)) { (icons::close()) }
                }
                (groups)
                // The widget's live region cannot be heard from behind a dialog.
                div.sheet-foot role="status" {
                    button.submit id="sheet-show" type="button" data-toggle="close" { (view.count(Key::ShowResults, answer.total)) }
                }
            }
        }
        @if !state.filters_open {
            div.filters id="filters" role="group" aria-label=(view.text(Key::Filters)) data-same[view.typing] { (groups) }
        }
    }
}

/// All groups.
fn groups(view: &View<'_>, state: &State, answer: &Answer) -> Markup {
    html! {
        @if let Some(here) = view.viewpoint() {
            @let only = state.chosen(Facet::Place).contains(&here.nis);
            @let covering = counts(answer, Facet::Place).map_or(0, |f| f.of(&here.nis, view.directory));
            @if only || covering > 0 {
                fieldset.group {
                    label.choice {
                        input type="checkbox" data-facet="place" data-value=(here.nis) id="choice-place" checked[only];
                        span { (fill(view.text(Key::FilterPlace), &[("place", html! { (here.name_in(view.lang)) })])) }
                        span.number { (covering) }
                    }
                }
            }
        }
        @for (facet, title) in GROUPS {
            @if let Some(counted) = counts(answer, facet) { (group(view, state, counted, title)) }
        }
    }
}

/// A group; chosen values stay even when nobody has them any more, so that they can be taken back.
fn group(view: &View<'_>, state: &State, counted: &FacetCounts, title: Key) -> Markup {
    let chosen = state.chosen(counted.facet);
    let labels = view.directory.labels().of(counted.facet);
    let count = |code: &str| counted.of(code, view.directory);
    let shown = || labels.iter().filter(|l| count(&l.code) > 0 || chosen.contains(&l.code));
    html! {
        @if shown().next().is_some() {
            fieldset.group id=(format!("group-{}", counted.facet)) {
                legend { (view.text(title)) }
                @for label in shown() {
                    label.choice {
                        input type="checkbox" data-facet=(counted.facet) data-value=(label.code)
                            id=(format!("choice-{}-{}", counted.facet, label.code)) checked[chosen.contains(&label.code)];
                        span { (view.directory.labels().name(counted.facet, &label.code, view.lang)) }
                        span.number { (count(&label.code)) }
                    }
                }
                @if counted.unknown > 0 { p.unknown { (view.count(Key::UnknownCount, counted.unknown)) } }
            }
        }
    }
}

/// A chip for the place that was understood in the text, one for every chosen value, and one button that takes all away.
pub(super) fn chips(view: &View<'_>, state: &State, understood: Option<MunicipalityId>) -> Markup {
    let chosen: Vec<(Facet, &String)> =
        state.filters.iter().flat_map(|(facet, values)| values.iter().map(|v| (*facet, v))).collect();
    html! {
        @if !chosen.is_empty() || !state.text.is_empty() {
            ul.chips id="chips" {
                @if let Some(place) = understood.and_then(|id| view.directory.places().municipalities.get(id.index())) {
                    @let label = fill_text(view.text(Key::Understood), &[("place", place.name_in(view.lang))]);
                    li {
                        button.chip.place-chip type="button" data-literal="literal" aria-label=(fill_text(view.text(Key::RemoveFilter), &[("name", &label)])) {
                            (icons::place()) (label) (icons::close())
                        }
                    }
                }
                @for (facet, value) in &chosen {
                    @let label = chip(view, *facet, value);
                    li {
                        button.chip type="button" data-remove=(facet) data-value=(value)
                            aria-label=(fill_text(view.text(Key::RemoveFilter), &[("name", &label)])) {
                            (label) (icons::close())
                        }
                    }
                }
                li { button.clear type="button" data-clear="all" { (view.text(Key::ClearAll)) } }
            }
        }
    }
}

fn chip(view: &View<'_>, facet: Facet, value: &str) -> String {
    match facet {
        Facet::Domain => Domain::from_code(value).map_or(value, |d| view.domain(d)).to_owned(),
        Facet::Place => {
            let place = view.directory.places().municipality(value).map_or(value, |m| m.name_in(view.lang));
            fill_text(view.text(Key::FilterPlace), &[("place", place)])
        }
        coded => view.directory.labels().name(coded, value, view.lang).to_owned(),
    }
}
