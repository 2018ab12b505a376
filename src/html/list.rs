//! The list for pages without scripts: plain headings, paragraphs and links, without style or script. The element adopts it: put inside
//! `<welkom-wijzer>`, it stays until the widget is ready, and for good if it cannot be.

use super::words::{ltr, name};
use super::{View, direction, is_in_scope};
use crate::geo::MunicipalityId;
use crate::index::Directory;
use crate::model::{Domain, Facet, Key};
use crate::query::{self, Query};
use crate::text::phone;
use maud::{Markup, html};

/// Everything a resident of a municipality may use, by domain, in the order the widget has it; `scope` as in [`State`](super::State).
#[must_use]
pub fn list(directory: &Directory, viewpoint: MunicipalityId, lang: &str, scope: &[Domain]) -> Markup {
    let view = View {
        directory,
        lang,
        viewpoint: Some(viewpoint),
        regime: directory.places().municipalities.get(viewpoint.index()).map(|here| here.regime),
        scope,
        open: None,
        heading_level: 2,
        correction_email: None,
        marks: None,
        kept: &[],
        shared: None,
        dutch_beside: false,
        typing: false,
        last: None,
    };
    html! {
        div lang=(lang) dir=(direction(lang)) {
            @if view.is_translation() { p { (view.in_both(Key::Translated)) } }
            @for &domain in Domain::ALL.iter().filter(|domain| is_in_scope(scope, **domain)) { (of_domain(&view, domain)) }
            p { (view.foot()) }
        }
    }
}

fn of_domain(view: &View<'_>, domain: Domain) -> Markup {
    let Some(here) = view.viewpoint() else { return html! {} };
    let filters = [(Facet::Domain, vec![domain.code().to_owned()]), (Facet::Place, vec![here.nis.clone()])];
    let query = Query {
        lang: view.lang.to_owned(),
        viewpoint: view.viewpoint,
        filters: filters.into(),
        limit: Some(usize::MAX),
        ..Query::default()
    };
    let answer = query::run(view.directory, &query);
    html! {
        @if !answer.hits.is_empty() {
            h3 { (view.domain(domain)) }
            ul {
                @for actor in answer.hits.iter().filter_map(|hit| view.directory.actor(hit.actor)) {
                    @for service in actor.services.iter().filter(|s| s.domain == domain).take(1) {
                        li {
                            strong { (name(&actor.name)) } " (" (view.place_line(&actor, service)) "). "
                            (view.own_or_dutch(&service.description))
                            @for number in service.phones.iter().chain(service.places(&actor).flat_map(|l| &l.phones)).chain(&actor.phones).take(1) {
                                " " a href=(format!("tel:{number}")) { (ltr(&phone::readable(number))) }
                            }
                            @for address in service.emails.iter().chain(service.places(&actor).flat_map(|l| &l.emails)).chain(&actor.emails).take(1) {
                                " " a href=(format!("mailto:{address}")) { (ltr(address)) }
                            }
                            @for url in service.website.iter().chain(&actor.website).take(1) {
                                " " a href=(url) rel="noopener external" { (view.text(Key::Website)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
