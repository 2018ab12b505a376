//! From what a steward wrote to what a record holds.

use super::{Problem, contacts, suggestion};
use crate::geo::{Gazetteer, MunicipalityId};
use crate::model::{Basis, Entry, Location, Places, ServiceArea};
use crate::text::phone;

/// Turns written values into the record's: phones into E.164, places into NIS codes, service areas made explicit. What cannot be
/// turned is reported and left out of the record, so that one slip does not hide the next.
pub fn settle(entry: &mut Entry, places: &Places, gazetteer: &Gazetteer) -> Vec<Problem> {
    let mut settling = Settling { file: entry.file.clone(), places, gazetteer, problems: Vec::new() };
    let actor = &mut entry.actor;
    settling.contacts("", &mut actor.emails, &mut actor.phones);
    settling.urls("", &mut actor.website, &mut actor.urls);
    for (i, location) in actor.locations.iter_mut().enumerate() {
        let field = format!("location[{i}].");
        settling.contacts(&field, &mut location.emails, &mut location.phones);
        let written = entry.municipality_of.get(i).and_then(Option::as_deref);
        location.nis = settling.municipality_of(&field, location, written);
    }
    for i in 0..actor.services.len() {
        let field = format!("service[{i}].");
        let addresses: Vec<String> = match actor.services.get(i) {
            Some(service) => service.places(actor).filter_map(|l| l.nis.clone()).collect(),
            None => Vec::new(),
        };
        let Some(service) = actor.services.get_mut(i) else { continue };
        settling.contacts(&field, &mut service.emails, &mut service.phones);
        settling.urls(&field, &mut service.website, &mut service.urls);
        settling.area(&field, &mut service.service_area, addresses);
    }
    settling.personal(actor);
    settling.problems
}

struct Settling<'a> {
    file: String,
    places: &'a Places,
    gazetteer: &'a Gazetteer,
    problems: Vec<Problem>,
}

impl Settling<'_> {
    fn error(&mut self, field: String, message: String) {
        self.problems.push(Problem::error(&self.file, field, message));
    }

    fn contacts(&mut self, at: &str, emails: &mut Vec<String>, phones: &mut Vec<String>) {
        let mut kept = Vec::new();
        for (i, email) in std::mem::take(emails).into_iter().enumerate() {
            match contacts::email_problem(&email) {
                Some(why) => self.error(format!("{at}emails[{i}]"), format!("\"{email}\" can be no e-mail address: it {why}")),
                None => kept.push(email),
            }
        }
        *emails = kept;
        let mut kept = Vec::new();
        for (i, written) in std::mem::take(phones).into_iter().enumerate() {
            match phone::e164(&written) {
                Some(number) => kept.push(number),
                None => self.error(
                    format!("{at}phones[{i}]"),
                    format!("\"{written}\" can be no phone number: write it as \"+32 3 230 22 33\", a Belgian one with 8 digits after +32, a mobile with 9"),
                ),
            }
        }
        *phones = kept;
    }

    fn urls(&mut self, at: &str, website: &mut Option<String>, urls: &mut Vec<String>) {
        if let Some((url, why)) = website.as_ref().and_then(|url| Some((url.clone(), contacts::url_problem(url)?))) {
            self.error(format!("{at}website"), format!("\"{url}\" can be no web address: it {why}"));
            *website = None;
        }
        let mut kept = Vec::new();
        for (i, url) in std::mem::take(urls).into_iter().enumerate() {
            match contacts::url_problem(&url) {
                Some(why) => self.error(format!("{at}urls[{i}]"), format!("\"{url}\" can be no web address: it {why}")),
                None => kept.push(url),
            }
        }
        *urls = kept;
    }

    fn unknown_municipality(&mut self, field: String, written: &str) {
        let near = match self.gazetteer.nearest(written, self.places) {
            Some(name) => format!("; did you mean \"{name}\"?"),
            None => String::new(),
        };
        self.error(field, format!("unknown municipality \"{written}\"{near}"));
    }

    fn nis(&self, id: MunicipalityId) -> Option<String> {
        self.places.municipalities.get(id.index()).map(|m| m.nis.clone())
    }

    /// The municipality of a location: as written, else from city and postcode together.
    fn municipality_of(&mut self, at: &str, location: &Location, written: Option<&str>) -> Option<String> {
        let of_postcode: Vec<MunicipalityId> = match &location.postal_code {
            None => Vec::new(),
            Some(postcode) => {
                let is_one = postcode.len() == 4 && postcode.bytes().all(|b| b.is_ascii_digit());
                let found: Vec<MunicipalityId> = self.gazetteer.all(postcode).map(|f| f.id).collect();
                if !is_one || found.is_empty() {
                    self.error(format!("{at}postal_code"), format!("\"{postcode}\" is no postcode of Flanders or Brussels"));
                    return None;
                }
                found
            }
        };
        let (field, name) = match (written, &location.city) {
            (Some(name), _) => (format!("{at}municipality"), name.to_owned()),
            (None, Some(city)) => (format!("{at}city"), city.clone()),
            (None, None) => return of_postcode.first().and_then(|&id| self.nis(id)),
        };
        let of_name: Vec<MunicipalityId> = self.gazetteer.all(&name).map(|f| f.id).collect();
        let Some(&first) = of_name.first() else {
            self.unknown_municipality(field, &name);
            return None;
        };
        if of_postcode.is_empty() {
            return self.nis(first);
        }
        match of_name.iter().find(|id| of_postcode.contains(id)) {
            Some(&both) => self.nis(both),
            None => {
                let postcode = location.postal_code.as_deref().unwrap_or("");
                let right: Vec<&str> = of_postcode
                    .iter()
                    .filter_map(|id| self.places.municipalities.get(id.index()))
                    .map(|m| m.name_in("nl"))
                    .collect();
                let right = right.join(" or ");
                self.error(format!("{at}postal_code"), format!("postcode {postcode} is not of \"{name}\" but of {right}"));
                None
            }
        }
    }

    fn area(&mut self, at: &str, area: &mut ServiceArea, addresses: Vec<String>) {
        let mut codes = Vec::new();
        for (i, name) in std::mem::take(&mut area.municipalities).into_iter().enumerate() {
            match self.gazetteer.find(&name).and_then(|found| self.nis(found.id)) {
                Some(nis) => codes.push(nis),
                None => self.unknown_municipality(format!("{at}service_area.municipalities[{i}]"), &name),
            }
        }
        codes.sort();
        codes.dedup();
        area.municipalities = codes;
        let nothing = area.is_empty();
        match area.basis {
            // Nothing written: the addresses tell, if there are any.
            Basis::Address if nothing => {
                area.municipalities = addresses;
                area.municipalities.sort();
                area.municipalities.dedup();
                if area.municipalities.is_empty() {
                    area.basis = Basis::Unknown;
                }
            }
            Basis::Unknown if !nothing => {
                self.error(
                    format!("{at}service_area"),
                    "an area is given but its basis is \"unknown\": say \"stated\", \"name\" or \"address\"".to_owned(),
                );
            }
            Basis::Stated | Basis::Name if nothing => {
                self.error(
                    format!("{at}service_area"),
                    "a basis is given but no area: add municipalities, provinces, regions, belgium or online".to_owned(),
                );
                area.basis = Basis::Unknown;
            }
            _ => {}
        }
    }

    /// Personal contacts are written as in their lists; phones among them become E.164 too.
    fn personal(&mut self, actor: &mut crate::model::Actor) {
        let emails = actor
            .locations
            .iter()
            .flat_map(|l| &l.emails)
            .chain(actor.services.iter().flat_map(|s| &s.emails))
            .chain(&actor.emails);
        let phones = actor
            .locations
            .iter()
            .flat_map(|l| &l.phones)
            .chain(actor.services.iter().flat_map(|s| &s.phones))
            .chain(&actor.phones);
        let known: Vec<String> = emails.chain(phones).cloned().collect();
        let mut kept: Vec<String> = Vec::new();
        for (i, written) in std::mem::take(&mut actor.personal).into_iter().enumerate() {
            let value =
                if written.contains('@') { written.clone() } else { phone::e164(&written).unwrap_or_else(|| written.clone()) };
            if !known.contains(&value) {
                let hint = suggestion(&value, known.iter().map(String::as_str));
                self.error(
                    format!("personal[{i}]"),
                    format!("\"{written}\" is listed as personal but is none of the e-mails and phones of this actor{hint}"),
                );
            } else if !kept.contains(&value) {
                kept.push(value);
            }
        }
        kept.sort();
        actor.personal = kept;
    }
}
