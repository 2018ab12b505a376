//! Words inside templates: places filled into messages, dates, amounts, phone numbers that keep their order in Arabic.

use super::View;
use crate::geo::distance_km;
use crate::model::{Actor, Key, LEADING, Location, Service, ServiceArea, Texts};
use maud::{Markup, html};

/// Text that keeps its left-to-right order in a right-to-left line: numbers, addresses, names in Latin letters.
pub(super) fn ltr(text: &str) -> Markup {
    html! { bdi dir="ltr" { (text) } }
}

/// A name of an actor: Latin script, never translated, isolated.
pub(super) fn name(text: &str) -> Markup {
    html! { bdi translate="no" { (text) } }
}

/// A message whose placeholders are filled with markup.
pub(super) fn fill(message: &str, parts: &[(&str, Markup)]) -> Markup {
    html! {
        @for (i, piece) in message.split('{').enumerate() {
            @match hole(i, piece) {
                Some((name, behind)) => { @if let Some((_, part)) = parts.iter().find(|(n, _)| *n == name) { (part) } (behind) }
                None => (piece),
            }
        }
    }
}

/// A piece of a message behind an opening brace: the hole's name, and the text behind it.
fn hole(position: usize, piece: &str) -> Option<(&str, &str)> {
    if position == 0 { None } else { piece.split_once('}') }
}

/// A message whose placeholders are filled with plain text, for attributes.
pub(super) fn fill_text(message: &str, parts: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (i, piece) in message.split('{').enumerate() {
        match hole(i, piece) {
            Some((name, behind)) => {
                text.push_str(parts.iter().find(|(n, _)| *n == name).map_or("", |(_, part)| *part));
                text.push_str(behind);
            }
            None => text.push_str(piece),
        }
    }
    text
}

impl View<'_> {
    /// A label, with the Dutch for those who want it beside.
    pub(super) fn label(&self, key: Key) -> Markup {
        let own = self.text(key);
        if self.dutch_beside && own != self.directory.messages().text(LEADING, key) {
            self.in_both(key)
        } else {
            html! { (own) }
        }
    }

    /// A message, and the same in Dutch.
    pub(super) fn in_both(&self, key: Key) -> Markup {
        html! { (self.text(key)) " · " span lang=(LEADING) dir="ltr" { (self.directory.messages().text(LEADING, key)) } }
    }

    /// The last line: what this is, of which day, by whom.
    pub(super) fn foot(&self) -> Markup {
        let info = self.directory.info();
        let own = |text: &str| html! { bdi { (text) } };
        let title = own(info.title.text_in(self.lang).unwrap_or(""));
        let date = html! { (self.date(&info.as_of)) };
        fill(self.text(Key::Foot), &[("title", title), ("date", date), ("publisher", own(&info.publisher))])
    }

    /// What a province, a region or Brussels is called.
    pub(super) fn area_name(&self, code: &str) -> Option<&str> {
        let (_, names) = self.directory.places().areas.iter().find(|(area, _)| area == code)?;
        names.text_in(self.lang)
    }

    /// What stands between things in a row.
    pub(super) fn comma(&self) -> &'static str {
        if self.lang == "ar" { "، " } else { ", " }
    }

    /// What stands before what a label is about: in French behind a space that does not break.
    pub(super) fn colon(&self) -> &'static str {
        if self.lang == "fr" { "\u{a0}: " } else { ": " }
    }

    /// A text with the words of the question marked.
    pub(super) fn marked(&self, text: &str) -> Markup {
        let ranges = self.marks.map(|marks| marks.ranges(text)).unwrap_or_default();
        let before = |i: usize| i.checked_sub(1).and_then(|i| ranges.get(i)).map_or(0, |range| range[1]);
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or("");
        html! {
            @for (i, &[start, end]) in ranges.iter().enumerate() { (part(before(i), start)) mark { (part(start, end)) } }
            (part(before(ranges.len()), text.len()))
        }
    }

    /// A description: [`own_or_dutch`](Self::own_or_dutch) with the words of the question marked.
    pub(super) fn description(&self, texts: &Texts) -> Markup {
        self.own_or_dutch_as(texts, |text| self.marked(text))
    }

    /// A text in the visitor's language, else the Dutch, marked as what it is.
    pub(super) fn own_or_dutch(&self, texts: &Texts) -> Markup {
        self.own_or_dutch_as(texts, |text| html! { (text) })
    }

    fn own_or_dutch_as(&self, texts: &Texts, shown: impl Fn(&str) -> Markup) -> Markup {
        match (texts.get(self.lang), texts.get(LEADING)) {
            (Some(text), Some(dutch)) if self.dutch_beside => html! {
                span.pair { span { (shown(text)) } " " span lang=(LEADING) dir="ltr" { (shown(dutch)) } }
            },
            (Some(text), _) => shown(text),
            (None, Some(dutch)) => html! {
                span lang=(LEADING) dir="ltr" { (shown(dutch)) } " " span.untranslated { "(" (self.text(Key::NotTranslated)) ")" }
            },
            (None, None) => html! {},
        }
    }

    /// `2026-11-22` → "22 november 2026", `2020-06` → "juni 2020", `2020` → "2020".
    pub(super) fn date(&self, written: &str) -> String {
        let mut parts = written.split('-');
        let year = parts.next().unwrap_or(written);
        let month = parts
            .next()
            .and_then(|m| m.parse::<usize>().ok())
            .and_then(|m| self.text(Key::Months).split(' ').nth(m.checked_sub(1)?));
        let day = parts.next().map(|d| d.trim_start_matches('0'));
        match (day, month) {
            (Some(day), Some(month)) => format!("{day} {month} {year}"),
            (None, Some(month)) => format!("{month} {year}"),
            _ => year.to_owned(),
        }
    }

    /// Kilometres from the viewpoint to a location's municipality; 0 in the same one.
    pub(super) fn kilometres(&self, location: &Location) -> Option<f32> {
        let here = self.viewpoint()?;
        let there = self.directory.places().municipality(location.nis.as_deref()?)?;
        Some(if here.nis == there.nis { 0.0 } else { distance_km((here.lat, here.lon), (there.lat, there.lon)) })
    }

    /// The nearest of some locations, with its distance if there is a viewpoint.
    pub(super) fn nearest<'l>(&self, locations: impl Iterator<Item = &'l Location>) -> Option<(&'l Location, Option<f32>)> {
        locations
            .filter(|l| l.city.is_some() || l.nis.is_some())
            .map(|location| (location, self.kilometres(location)))
            .min_by(|a, b| a.1.unwrap_or(f32::MAX).total_cmp(&b.1.unwrap_or(f32::MAX)))
    }

    /// The name of a location's town in the visitor's language: the municipality's, or a part of it as printed.
    pub(super) fn town(&self, location: &Location) -> String {
        let municipality = location.nis.as_deref().and_then(|nis| self.directory.places().municipality(nis));
        match (&location.city, municipality) {
            (Some(city), Some(municipality)) => {
                let is_part = !municipality.name.values().any(|n| crate::text::fold(n) == crate::text::fold(city));
                let own = municipality.name_in(self.lang);
                if is_part { format!("{city} ({own})") } else { own.to_owned() }
            }
            (Some(city), None) => city.clone(),
            (None, Some(municipality)) => municipality.name_in(self.lang).to_owned(),
            (None, None) => String::new(),
        }
    }

    /// Where a service is, in a line: nearest town and how far, else for whom it is.
    pub(super) fn place_line(&self, actor: &Actor, service: &Service) -> Markup {
        let count = service.places(actor).filter(|l| l.city.is_some() || l.nis.is_some()).count();
        match self.nearest(service.places(actor)) {
            Some((location, kilometres)) => html! {
                (self.town(location))
                @if let Some(km) = kilometres {
                    " · "
                    @if km < 0.05 { (self.text(Key::InYourPlace)) } @else { (self.distance(km)) }
                }
                @if count > 1 { " · " (self.count(Key::Several, count)) }
            },
            None => self.area(&service.service_area),
        }
    }

    fn distance(&self, km: f32) -> Markup {
        let rounded = (km.round() as u32).max(1).to_string();
        fill(self.text(Key::Distance), &[("km", ltr(&rounded))])
    }

    /// For whom a service is, geographically.
    pub(super) fn area(&self, area: &ServiceArea) -> Markup {
        let places = self.directory.places();
        if area.belgium {
            return html! { (self.text(Key::AreaBelgium)) };
        }
        let mut names: Vec<&str> =
            area.municipalities.iter().filter_map(|nis| places.municipality(nis)).map(|m| m.name_in(self.lang)).collect();
        names.extend(area.provinces.iter().filter_map(|p| self.area_name(&format!("province.{p}"))));
        names.extend(area.regions.iter().filter_map(|r| self.area_name(&format!("region.{r}"))));
        match (names.as_slice(), area.online) {
            ([], true) => html! { (self.text(Key::AreaOnline)) },
            ([], false) => html! { (self.text(Key::AreaUnknown)) },
            (names, _) => {
                let joined = names.join(self.comma());
                fill(self.text(Key::AreaMunicipality), &[("place", html! { (joined) })])
            }
        }
    }

    /// An amount in euro: `425-585` → "425–585 euro".
    pub(super) fn amount(&self, amount: &str) -> Markup {
        let written = amount.replace('-', "–");
        let written = if self.lang == "en" { written } else { written.replace('.', ",") };
        fill(self.text(Key::Euro), &[("amount", ltr(&written))])
    }
}
