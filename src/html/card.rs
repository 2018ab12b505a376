//! A result card: an actor with what it offers, how to reach it, and where the facts come from.

use super::widget::named;
use super::words::{fill, fill_text, ltr, name};
use super::{View, icons};
use crate::model::{Actor, Cost, Facet, Key, Serves, Service, Status};
use crate::text::phone;
use maud::{Markup, html};

/// A card. `services` are the positions of the services that match, best first; the others follow in the details.
pub(super) fn card(view: &View<'_>, actor: &Actor, services: &[usize]) -> Markup {
    let matching: Vec<&Service> = services.iter().filter_map(|&p| actor.services.get(p)).collect();
    let in_scope = actor.services.iter().filter(|s| view.has_in_scope(s.domain));
    let Some(first) = matching.first().copied().or_else(|| in_scope.clone().next()) else { return html! {} };
    let others = in_scope.filter(|s| s.id != first.id);
    let title = format!("name-{}", actor.id);
    html! {
        article.card.ended[ended(actor, first)] part="card" aria-labelledby=(title) {
            div.card-head {
                (heading(view, &title, actor))
                p.tags {
                    span.tag { (icons::domain(first.domain)) (view.domain(first.domain)) }
                    @if let Some(kind) = &actor.kind { " " span.tag.plain { (view.directory.labels().kind(kind, view.lang)) } }
                    @if ended(actor, first) { " " span.tag.warning { (end(view, first)) } }
                    @if actor.serves_with(first) == Serves::Professionals { " " span.tag.plain { (view.text(Key::ForProfessionals)) } }
                }
            }
            p.place { (icons::place()) span { (view.place_line(actor, first)) } }
            p.description { (view.description(&first.description)) }
            dl.facts {
                @if !first.audience.is_empty() || !first.audience_note.is_empty() {
                    div { dt { (view.text(Key::ForWhom)) } dd { (audience(view, first)) } }
                }
                @if first.cost != Cost::default() {
                    div { dt { (view.text(Key::Cost)) } dd { (cost(view, &first.cost)) } }
                }
            }
            (actions(view, actor, first))
            details.more id=(format!("more-{}", actor.id)) data-actor=(actor.id) open[view.open == Some(actor.id.as_str())] {
                summary {
                    span aria-hidden="true" { (view.text(Key::More)) }
                    span.hidden { (fill(view.text(Key::MoreName), &[("name", name(&actor.name))])) }
                }
                (service_details(view, actor, first))
                @for service in others {
                    section.service {
                        p.tags { span.tag { (icons::domain(service.domain)) (view.domain(service.domain)) }
                            @if ended(actor, service) { " " span.tag.warning { (end(view, service)) } }
                            @if actor.serves_with(service) == Serves::Professionals { " " span.tag.plain { (view.text(Key::ForProfessionals)) } } }
                        p.description { (view.description(&service.description)) }
                        dl.facts {
                            div { dt { (view.text(Key::Where)) } dd { (view.place_line(actor, service)) } }
                            @if !service.audience.is_empty() || !service.audience_note.is_empty() {
                                div { dt { (view.text(Key::ForWhom)) } dd { (audience(view, service)) } }
                            }
                            @if service.cost != Cost::default() {
                                div { dt { (view.text(Key::Cost)) } dd { (cost(view, &service.cost)) } }
                            }
                        }
                        (service_details(view, actor, service))
                    }
                }
                (about_actor(view, actor))
            }
            p.source { (source_line(view, first)) @if view.is_translation() { " " span.translated { (view.text(Key::Translated)) "." } } }
        }
    }
}

/// The actor's name as a heading one below the widget's own.
fn heading(view: &View<'_>, id: &str, actor: &Actor) -> Markup {
    let content = html! { bdi translate="no" { (view.marked(&actor.name)) } };
    match view.heading_level {
        1 => html! { h2.name id=(id) { (content) } },
        2 => html! { h3.name id=(id) { (content) } },
        3 => html! { h4.name id=(id) { (content) } },
        4 => html! { h5.name id=(id) { (content) } },
        _ => html! { h6.name id=(id) { (content) } },
    }
}

fn ended(actor: &Actor, service: &Service) -> bool {
    actor.status == Status::Ended || service.status == Status::Ended
}

fn end(view: &View<'_>, service: &Service) -> String {
    match &service.until {
        Some(date) => fill_text(view.text(Key::EndedUntil), &[("date", &view.date(date))]),
        None => view.text(Key::Ended).to_owned(),
    }
}

fn labels(view: &View<'_>, facet: Facet, codes: &[String]) -> String {
    let names: Vec<&str> = codes.iter().map(|code| view.directory.labels().name(facet, code, view.lang)).collect();
    names.join(view.comma())
}

fn audience(view: &View<'_>, service: &Service) -> Markup {
    html! {
        @if !service.audience.is_empty() { (labels(view, Facet::Audience, &service.audience)) }
        @if !service.audience_note.is_empty() {
            @if !service.audience.is_empty() { ". " }
            (view.own_or_dutch(&service.audience_note))
        }
    }
}

fn cost(view: &View<'_>, cost: &Cost) -> Markup {
    html! {
        @if let Some(kind) = &cost.kind { (view.directory.labels().name(Facet::Cost, kind, view.lang)) }
        @if let Some(amount) = &cost.amount { @if cost.kind.is_some() { ": " } (view.amount(amount)) }
        @if !cost.note.is_empty() { @if cost.kind.is_some() || cost.amount.is_some() { ". " } (view.own_or_dutch(&cost.note)) }
    }
}

/// Call, mail, website: the first of each, the service's own before its locations' before the actor's.
fn actions(view: &View<'_>, actor: &Actor, service: &Service) -> Markup {
    let nearest = view.nearest(service.places(actor)).map(|(location, _)| location);
    let phone = service.phones.first().or(nearest.and_then(|l| l.phones.first())).or(actor.phones.first());
    let phone = phone.or(service.places(actor).find_map(|l| l.phones.first()));
    let email = service.emails.first().or(nearest.and_then(|l| l.emails.first())).or(actor.emails.first());
    let email = email.or(service.places(actor).find_map(|l| l.emails.first()));
    let website = service.website.as_ref().or(actor.website.as_ref());
    html! {
        @if phone.is_none() && email.is_none() && website.is_none() {
            p.no-contact { (view.text(if actor.withheld { Key::Withheld } else { Key::NoContact })) }
        } @else {
            ul.actions {
                @if let Some(number) = phone { li { (call(view, actor, number)) } }
                @if let Some(address) = email {
                    li {
                        a.action href=(format!("mailto:{address}")) data-action="mail" data-actor=(actor.id)
                            aria-label=(fill_text(view.text(Key::MailName), &[("name", &actor.name), ("address", address)])) {
                            (icons::mail()) span { (view.text(Key::Mail)) }
                        }
                    }
                }
                @if let Some(url) = website {
                    li {
                        a.action href=(url) rel="noopener external" data-action="website" data-actor=(actor.id)
                            aria-label=(fill_text(view.text(Key::WebsiteName), &[("name", &actor.name)])) {
                            (icons::website()) span { (view.text(Key::Website)) }
                        }
                    }
                }
            }
            @if actor.withheld && phone.is_none() && email.is_none() { p.no-contact { (view.text(Key::Withheld)) } }
        }
    }
}

fn call(view: &View<'_>, actor: &Actor, number: &str) -> Markup {
    let readable = phone::readable(number);
    html! {
        a.action.main href=(format!("tel:{number}")) data-action="call" data-actor=(actor.id)
            aria-label=(fill_text(view.text(Key::CallName), &[("name", &actor.name), ("number", &readable)])) {
            (icons::phone()) span { (fill(view.text(Key::Call), &[("number", ltr(&readable))])) }
        }
    }
}

/// What else there is to know about a service.
fn service_details(view: &View<'_>, actor: &Actor, service: &Service) -> Markup {
    let label = |facet: Facet, code: &str| view.directory.labels().name(facet, code, view.lang).to_owned();
    let registration = service.registration.as_ref().map(|code| label(Facet::Registration, code));
    html! {
        dl.facts {
            @if service.until.is_some() && !ended(actor, service) {
                div { dt { (view.text(Key::GoodToKnow)) } dd { (fill_text(view.text(Key::UntilActive), &[("date", &view.date(service.until.as_deref().unwrap_or("")))])) } }
            }
            @if let Some(level) = &service.level { div { dt { (view.text(Key::Level)) } dd { (label(Facet::Level, level)) } } }
            @if !service.format.is_empty() { div { dt { (view.text(Key::Format)) } dd { (labels(view, Facet::Format, &service.format)) } } }
            @if !service.languages.is_empty() { div { dt { (view.text(Key::HelpedIn)) } dd { (labels(view, Facet::Language, &service.languages)) } } }
            @if registration.is_some() || !service.access.is_empty() {
                div {
                    dt { (view.text(Key::HowToGetIn)) }
                    dd { @if let Some(how) = &registration { (how) } @if registration.is_some() && !service.access.is_empty() { ". " } (view.own_or_dutch(&service.access)) }
                }
            }
            @if !service.remarks.is_empty() { div { dt { (view.text(Key::GoodToKnow)) } dd { (view.own_or_dutch(&service.remarks)) } } }
            @if !service.concepts.is_empty() { div { dt { (view.text(Key::Subjects)) } dd { (labels(view, Facet::Concept, &service.concepts)) } } }
            (addresses(view, actor, service))
            (contacts(view, actor, &service.phones, &service.emails, service.website.iter().chain(&service.urls)))
            @for source in &service.sources {
                div { dt { (view.text(Key::Source)) } dd { (document(view, &source.document)) } }
            }
            div { dt {} dd { (age(view, service)) } }
        }
    }
}

fn addresses(view: &View<'_>, actor: &Actor, service: &Service) -> Markup {
    let count = service.places(actor).count();
    html! {
        @if count > 0 {
            div {
                dt { (view.text(if count == 1 { Key::Address } else { Key::Addresses })) }
                dd {
                    ul.addresses {
                        @for location in service.places(actor) {
                            li {
                                @if let Some(own) = &location.name { (name(own)) @if location.address_1.is_some() || location.city.is_some() { ", " } }
                                bdi dir="ltr" {
                                    @if let Some(street) = &location.address_1 { (street) @if location.city.is_some() || location.postal_code.is_some() { ", " } }
                                    @if let Some(code) = &location.postal_code { (code) " " }
                                    @if let Some(city) = &location.city { (city) }
                                }
                                (contacts_inline(view, actor, &location.phones, &location.emails))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn contacts_inline(view: &View<'_>, actor: &Actor, phones: &[String], emails: &[String]) -> Markup {
    html! {
        @for number in phones { " · " (tel(view, actor, number)) }
        @for address in emails { " · " (mailto(actor, address)) }
    }
}

fn tel(_: &View<'_>, actor: &Actor, number: &str) -> Markup {
    html! { a href=(format!("tel:{number}")) data-action="call" data-actor=(actor.id) { (ltr(&phone::readable(number))) } }
}

fn mailto(actor: &Actor, address: &str) -> Markup {
    html! { a href=(format!("mailto:{address}")) data-action="mail" data-actor=(actor.id) { (ltr(address)) } }
}

fn contacts<'a>(
    view: &View<'_>,
    actor: &Actor,
    phones: &[String],
    emails: &[String],
    urls: impl Iterator<Item = &'a String>,
) -> Markup {
    let urls: Vec<&String> = urls.collect();
    html! {
        @if !phones.is_empty() || !emails.is_empty() || !urls.is_empty() {
            div {
                dt { (view.text(Key::Contact)) }
                dd {
                    ul.contacts {
                        @for number in phones { li { (tel(view, actor, number)) } }
                        @for address in emails { li { (mailto(actor, address)) } }
                        @for url in urls { li { a href=(url) rel="noopener external" data-action="website" data-actor=(actor.id) { (ltr(shown(url))) } } }
                    }
                }
            }
        }
    }
}

/// A web address as people read it: without scheme and trailing slash.
fn shown(url: &str) -> &str {
    let bare = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    bare.strip_prefix("www.").unwrap_or(bare).trim_end_matches('/')
}

/// What holds of the actor as a whole.
fn about_actor(view: &View<'_>, actor: &Actor) -> Markup {
    html! {
        dl.facts {
            (contacts(view, actor, &actor.phones, &actor.emails, actor.website.iter().chain(&actor.urls)))
            @if let Some(year) = &actor.founded { div { dt { (view.text(Key::GoodToKnow)) } dd { (fill(view.text(Key::Founded), &[("year", ltr(year))])) } } }
            @if !actor.partners.is_empty() {
                div { dt { (view.text(Key::Partners)) } dd { @for (i, other) in actor.partners.iter().enumerate() { @if i > 0 { " · " } (name(other)) } } }
            }
            @if !actor.alternate_names.is_empty() {
                div { dt { (view.text(Key::AlsoKnownAs)) } dd { @for (i, other) in actor.alternate_names.iter().enumerate() { @if i > 0 { " · " } (name(other)) } } }
            }
        }
        @if let Some(address) = view.correction_email {
            p.report { a href=(format!("mailto:{address}?subject={}", actor.id)) data-action="report" data-actor=(actor.id) { (view.text(Key::ReportMistake)) } }
        }
    }
}

fn document(view: &View<'_>, id: &str) -> Markup {
    match view.directory.info().documents.iter().find(|d| d.id == id) {
        Some(found) => {
            html! {
                (named(&found.title, found.lang.as_deref())) (view.comma()) (named(&found.publisher, None))
                @if let Some(year) = &found.year { " (" (ltr(year)) ")" }
            }
        }
        None => html! { (id) },
    }
}

/// The source with its year, in a line.
fn source_line(view: &View<'_>, service: &Service) -> Markup {
    let source = service.sources.first();
    let publisher =
        source.and_then(|s| view.directory.info().documents.iter().find(|d| d.id == s.document)).map(|d| d.publisher.as_str());
    html! {
        (view.text(Key::Source)) ": "
        @if let Some(publisher) = publisher { (named(publisher.split(',').next().unwrap_or(publisher), None)) }
        @if let Some(year) = source.and_then(|s| s.as_of.as_ref()) { (view.comma()) (ltr(year)) }
        ". "
    }
}

/// How old the facts are.
fn age(view: &View<'_>, service: &Service) -> String {
    if let Some(day) = &service.verified {
        return fill_text(view.text(Key::Verified), &[("date", &view.date(day))]);
    }
    match service.sources.iter().find_map(|s| s.as_of.as_ref()) {
        Some(year) => fill_text(view.text(Key::AsPrinted), &[("year", year)]),
        None => view.text(Key::AsPrintedNoYear).to_owned(),
    }
}
