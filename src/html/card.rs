//! A result card: an actor with what it offers, how to reach it, and where the facts come from.

use super::widget::named;
use super::words::{fill, fill_text, ltr, name};
use super::{View, direction, icons, is_in_scope, link};
use crate::index::ActorId;
use crate::model::{Actor, Cost, Facet, Key, Location, Serves, Service, Status};
use crate::text::phone;
use maud::{Markup, html};

/// A card. `services` are the positions of the services that match, best first; the others follow in the details.
pub(super) fn card(view: &View<'_>, id: ActorId, actor: &Actor, services: &[usize]) -> Markup {
    let matching: Vec<&Service> = services.iter().filter_map(|&p| actor.services.get(p)).collect();
    let in_scope = actor.services.iter().filter(|s| is_in_scope(view.scope, s.domain));
    let Some(first) = matching.first().copied().or_else(|| in_scope.clone().next()) else { return html! {} };
    let others = in_scope.filter(|s| s.id != first.id);
    let title = format!("name-{}", actor.id);
    html! {
        article.card.ended[ended(actor, first)] part="card" aria-labelledby=(title) {
            div.card-head {
                (heading(view, &title, actor))
                (tags(view, actor, first, actor.kind.as_deref()))
            }
            p.place { (icons::place()) span { (view.place_line(actor, first)) } }
            p.description { (view.description(&first.description)) }
            dl.facts { (for_whom_and_cost(view, first)) }
            (actions(view, id, actor, first))
            details.more id=(format!("more-{}", actor.id)) data-actor=(actor.id) data-same[view.typing] open[view.open == Some(actor.id.as_str())] {
                summary {
                    span aria-hidden="true" { (view.text(Key::More)) }
                    span.hidden { (fill(view.text(Key::MoreName), &[("name", name(&actor.name))])) }
                }
                @if !view.typing { (details(view, actor, first, others)) }
            }
            // While the card is open its details say it, see `.line` in the style sheet.
            p.source { span.line { (source_line(view, first)) } @if view.is_translation() { " " span.translated { (view.text(Key::Translated)) "." } } }
        }
    }
}

/// What a service is about, the kind of its actor where that is to be told, and what one must know before reading on.
fn tags(view: &View<'_>, actor: &Actor, service: &Service, kind: Option<&str>) -> Markup {
    html! {
        p.tags {
            span.tag { (icons::domain(service.domain)) (view.domain(service.domain)) }
            @if let Some(kind) = kind { " " span.tag.plain { (view.directory.labels().kind(kind, view.lang)) } }
            @if ended(actor, service) { " " span.tag.warning { (end(view, service)) } }
            @if actor.serves_with(service) == Serves::Professionals { " " span.tag.plain { (view.text(Key::ForProfessionals)) } }
        }
    }
}

/// What a card tells once it is open: all services in scope, about the actor, where the facts come from.
fn details<'a>(view: &View<'_>, actor: &Actor, first: &Service, others: impl Iterator<Item = &'a Service>) -> Markup {
    html! {
        (service_details(view, actor, first))
        @for service in others {
            section.service {
                (tags(view, actor, service, None))
                p.description { (view.description(&service.description)) }
                dl.facts {
                    (fact(view, Key::Where, view.place_line(actor, service)))
                    (for_whom_and_cost(view, service))
                }
                (service_details(view, actor, service))
                // The same source is said once.
                @if service.sources != first.sources || service.verified != first.verified { (sources(view, service)) }
            }
        }
        (about_actor(view, actor))
        (sources(view, first))
        @if let Some(address) = view.correction_email {
            p.report { a href=(format!("mailto:{address}?subject={}", actor.id)) data-action="report" data-actor=(actor.id) { (view.text(Key::ReportMistake)) } }
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

/// A label and what belongs to it.
fn fact(view: &View<'_>, label: Key, value: Markup) -> Markup {
    html! { div { dt { (view.label(label)) } dd { (value) } } }
}

fn for_whom_and_cost(view: &View<'_>, service: &Service) -> Markup {
    html! {
        @if !service.audience.is_empty() || !service.audience_note.is_empty() { (fact(view, Key::ForWhom, audience(view, service))) }
        @if service.cost != Cost::default() { (fact(view, Key::Cost, cost(view, &service.cost))) }
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
        @if let Some(amount) = &cost.amount { @if cost.kind.is_some() { (view.colon()) } (view.amount(amount)) }
        @if !cost.note.is_empty() { @if cost.kind.is_some() || cost.amount.is_some() { ". " } (view.own_or_dutch(&cost.note)) }
    }
}

/// Call, mail, website: the first of each, the service's own before its locations' before the actor's. Then what one can do with the card.
fn actions(view: &View<'_>, id: ActorId, actor: &Actor, service: &Service) -> Markup {
    let nearest = view.nearest(service.places(actor)).map(|(location, _)| location);
    let phone = service.phones.first().or(nearest.and_then(|l| l.phones.first())).or(actor.phones.first());
    let phone = phone.or(service.places(actor).find_map(|l| l.phones.first()));
    let email = service.emails.first().or(nearest.and_then(|l| l.emails.first())).or(actor.emails.first());
    let email = email.or(service.places(actor).find_map(|l| l.emails.first()));
    let website = service.website.as_ref().or(actor.website.as_ref());
    let number = phone.map(|number| phone::readable(number));
    let named = |key: Key| fill_text(view.text(key), &[("name", &actor.name)]);
    html! {
        @if phone.is_none() && email.is_none() && website.is_none() {
            p.no-contact { (view.text(if actor.withheld { Key::Withheld } else { Key::NoContact })) }
        }
        ul.actions {
            @if let Some((number, readable)) = phone.zip(number.as_ref()) {
                li {
                    a.action.main href=(format!("tel:{number}")) data-action="call" data-actor=(actor.id)
                        aria-label=(fill_text(view.text(Key::CallName), &[("name", &actor.name), ("number", readable)])) {
                        (icons::phone()) span { (fill(view.text(Key::Call), &[("number", ltr(readable))])) }
                    }
                }
            }
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
                    a.action href=(url) rel="noopener external" data-action="website" data-actor=(actor.id) aria-label=(named(Key::WebsiteName)) {
                        (icons::website()) span { (view.text(Key::Website)) }
                    }
                }
            }
            li {
                button.action.keep type="button" aria-pressed=(view.keeps(id)) data-action="keep" data-actor=(actor.id) aria-label=(named(Key::KeepName)) {
                    (icons::keep()) span { (view.text(Key::Keep)) }
                }
            }
            // Shown while the card is open.
            li.share {
                button.action type="button" data-action="share" data-actor=(actor.id) data-name=(actor.name)
                    data-reach=[number.as_ref().or(email)] data-url=[website] aria-label=(named(Key::ShareName)) {
                    (icons::share()) span { (view.text(Key::Share)) }
                }
            }
        }
        @if let Some(shared) = view.shared.filter(|shared| shared.actor == actor.id) {
            @match &shared.by_hand {
                None => p.note { (view.text(Key::Copied)) },
                Some(text) => label.note { (view.text(Key::CopyByHand)) textarea readonly rows="4" dir="auto" { (text) } },
            }
        }
        @if actor.withheld && phone.is_none() && email.is_none() && website.is_some() { p.no-contact { (view.text(Key::Withheld)) } }
    }
}

/// What else there is to know about a service.
fn service_details(view: &View<'_>, actor: &Actor, service: &Service) -> Markup {
    let label = |facet: Facet, code: &str| view.directory.labels().name(facet, code, view.lang).to_owned();
    // The text says what the code says, and more: only who cannot read it needs both.
    let registration = service.registration.as_ref().filter(|_| service.access.get(view.lang).is_none());
    let registration = registration.map(|code| label(Facet::Registration, code));
    html! {
        dl.facts {
            @if let Some(until) = service.until.as_ref().filter(|_| !ended(actor, service)) {
                (fact(view, Key::GoodToKnow, html! { (fill_text(view.text(Key::UntilActive), &[("date", &view.date(until))])) }))
            }
            @if let Some(level) = &service.level { (fact(view, Key::Level, html! { (label(Facet::Level, level)) })) }
            @for (key, facet, codes) in [(Key::Format, Facet::Format, &service.format), (Key::HelpedIn, Facet::Language, &service.languages)] {
                @if !codes.is_empty() { (fact(view, key, html! { (labels(view, facet, codes)) })) }
            }
            @if registration.is_some() || !service.access.is_empty() {
                (fact(view, Key::HowToGetIn, html! {
                    @if let Some(how) = &registration { (how) @if !service.access.is_empty() { ". " } }
                    (view.own_or_dutch(&service.access))
                }))
            }
            @if !service.remarks.is_empty() { (fact(view, Key::GoodToKnow, view.own_or_dutch(&service.remarks))) }
            @if !service.concepts.is_empty() { (fact(view, Key::Subjects, html! { (labels(view, Facet::Concept, &service.concepts)) })) }
            (addresses(view, actor, service))
            (contacts(view, actor, &service.phones, &service.emails, service.website.iter().chain(&service.urls)))
        }
    }
}

/// Where the facts of a service come from, and how old they are.
fn sources(view: &View<'_>, service: &Service) -> Markup {
    html! {
        dl.facts {
            @for source in &service.sources { (fact(view, Key::Source, document(view, &source.document))) }
            div { dt {} dd { (age(view, service)) } }
        }
    }
}

fn addresses(view: &View<'_>, actor: &Actor, service: &Service) -> Markup {
    let count = service.places(actor).count();
    html! {
        @if count > 0 {
            (fact(view, if count == 1 { Key::Address } else { Key::Addresses }, html! {
                ul.addresses {
                    @for location in service.places(actor) {
                        @let address = address(location);
                        li {
                            @if let Some(own) = &location.name { (name(own)) @if !address.is_empty() { ", " } }
                            (ltr(&address))
                            @if !address.is_empty() { (map(view, actor, &address)) }
                            (contacts_inline(view, actor, &location.phones, &location.emails))
                        }
                    }
                }
            }))
        }
    }
}

/// Street, postcode and town in a line, as on an envelope.
fn address(location: &Location) -> String {
    let town: Vec<&str> = location.postal_code.iter().chain(&location.city).map(String::as_str).collect();
    let town = town.join(" ");
    let lines: Vec<&str> =
        location.address_1.iter().map(String::as_str).chain((!town.is_empty()).then_some(town.as_str())).collect();
    lines.join(", ")
}

/// A link to a map, which is asked for nothing until somebody follows it.
fn map(view: &View<'_>, actor: &Actor, address: &str) -> Markup {
    let mut href = "https://www.openstreetmap.org/search?query=".to_owned();
    link::encode(address, &mut href);
    html! {
        span.on-map {
            " · "
            a href=(href) rel="noopener external"
                data-action="map" data-actor=(actor.id) aria-label=(fill_text(view.text(Key::MapName), &[("address", address)])) { (view.text(Key::Map)) }
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
            (fact(view, Key::Contact, html! {
                ul.contacts {
                    @for number in phones { li { (tel(view, actor, number)) } }
                    @for address in emails { li { (mailto(actor, address)) } }
                    @for url in urls { li { a href=(url) rel="noopener external" data-action="website" data-actor=(actor.id) { (ltr(shown(url))) } } }
                }
            }))
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
            @if let Some(year) = &actor.founded { (fact(view, Key::GoodToKnow, fill(view.text(Key::Founded), &[("year", ltr(year))]))) }
            @for (key, names) in [(Key::Partners, &actor.partners), (Key::AlsoKnownAs, &actor.alternate_names)] {
                @if !names.is_empty() { (fact(view, key, html! { @for (i, other) in names.iter().enumerate() { @if i > 0 { " · " } (name(other)) } })) }
            }
        }
    }
}

fn document(view: &View<'_>, id: &str) -> Markup {
    match view.directory.info().documents.iter().find(|d| d.id == id) {
        Some(found) => {
            // In one piece: commas of its own direction.
            html! {
                bdi dir=(direction(found.lang.as_deref().unwrap_or("en"))) {
                    (named(&found.title, found.lang.as_deref())) ", " (named(&found.publisher, None))
                    @if let Some(year) = &found.year { " (" (year) ")" }
                }
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
        (view.text(Key::Source)) (view.colon())
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
