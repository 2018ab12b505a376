//! Actors out of words: names, texts, contacts, addresses, facet values, each as often as our own records have it.

use super::LANGS;
use super::chance::Random;
use super::vocabulary::{Vocabulary, Zipf};
use std::collections::BTreeSet;
use welkomwijzer::model::{
    Actor, Basis, Cost, Data, Domain, Entry, Facet, ListedUnder, Location, PlaceName, Region, Service, ServiceArea, Source, Status,
    Texts,
};
use welkomwijzer::text;

/// The document that facts come from.
pub const DOCUMENT: &str = "generated";

/// What stands beside the new word in a name.
const NAMES: [&str; 14] = [
    "{}",
    "{} vzw",
    "Praatcafé {}",
    "Buurthuis {}",
    "Huis {}",
    "Taalpunt {}",
    "Centrum {}",
    "Vriendenkring {}",
    "{} {town}",
    "{} in {town}",
    "Association {}",
    "Club {}",
    "OCMW {town} {}",
    "De {}",
];

/// So many actors, sorted by id.
pub fn make(data: &Data, vocabularies: &[Vocabulary; 4], actors: usize, random: &mut Random) -> Vec<Entry> {
    let towns = Towns::new(data);
    let streets: Vec<String> = (0..200 + actors / 5)
        .map(|_| {
            let kind = *random.one_of(&["straat", "laan", "plein", "weg", "lei"]);
            capital(&(vocabularies[0].chain.word(random, 4, 9) + kind))
        })
        .collect();
    let concepts = Zipf::new(data.lexicon.concepts.len());
    // Words of names: not even their folded forms are those of other names or of texts.
    let mut taken: BTreeSet<String> = vocabularies.iter().flat_map(Vocabulary::folded).collect();
    let mut entries: Vec<Entry> = (0..actors)
        .map(|number| {
            let maker = Maker { data, towns: &towns, streets: &streets, concepts: &concepts, number };
            maker.entry(vocabularies, &mut taken, random)
        })
        .collect();
    entries.sort_by(|a, b| a.actor.id.cmp(&b.actor.id));
    assert!(entries.windows(2).all(|pair| pair[0].actor.id != pair[1].actor.id), "an id stands twice");
    entries
}

/// Places by how much happens there: a few large ones have most.
struct Towns<'a> {
    places: Vec<&'a PlaceName>,
    zipf: Zipf,
}

impl<'a> Towns<'a> {
    fn new(data: &'a Data) -> Self {
        let mut places: Vec<&PlaceName> = data.places.names.iter().collect();
        // Any order but the alphabet's: the same for all sizes.
        let mut random = Random(1);
        for last in (1..places.len()).rev() {
            places.swap(last, random.below(last + 1));
        }
        Self { zipf: Zipf::new(places.len()), places }
    }

    fn draw(&self, random: &mut Random) -> &'a PlaceName {
        self.places[self.zipf.draw(random)]
    }
}

/// Makes one actor.
struct Maker<'a> {
    data: &'a Data,
    towns: &'a Towns<'a>,
    streets: &'a [String],
    concepts: &'a Zipf,
    number: usize,
}

impl Maker<'_> {
    fn entry(&self, vocabularies: &[Vocabulary; 4], taken: &mut BTreeSet<String>, random: &mut Random) -> Entry {
        let town = self.towns.draw(random);
        // Of ten names six are Dutch, three French and one English. Arabic ones stand beside them, see below.
        let lang = match random.below(10) {
            0..6 => 0,
            6..9 => 2,
            _ => 1,
        };
        let word = vocabularies[lang].new_word(random, 6, 12, taken);
        let name = random.one_of(&NAMES).replace("{town}", dutch(town)).replace("{}", &capital(&word));
        let plain: String = text::fold(&word);
        let id: String = text::fold(&name).chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let mut actor = Actor {
            id: id.trim_matches('-').to_owned(),
            name,
            kind: one_code(self.data, "kind", random),
            website: random.percent(75).then(|| website(&plain)),
            emails: if random.percent(50) { vec![format!("info@{plain}.be")] } else { Vec::new() },
            phones: if random.percent(60) { vec![self.phone(0)] } else { Vec::new() },
            ..Actor::default()
        };
        if random.percent(30) {
            actor.alternate_names.push(word.chars().take(3).collect::<String>().to_uppercase());
        }
        if random.percent(20) {
            actor.alternate_names.push(vocabularies[3].new_word(random, 4, 9, taken));
        }
        let locations = match random.below(100) {
            0..40 => 0,
            40..90 => 1,
            90..97 => 2,
            _ => random.within(3, 8),
        };
        for number in 0..locations {
            let place = if number == 0 { town } else { self.towns.draw(random) };
            actor.locations.push(self.location(number, place, &actor.name, random));
        }
        let services = match random.below(100) {
            0..90 => 1,
            90..96 => 2,
            _ => random.within(3, 4),
        };
        for position in 0..services {
            let service = self.service(position, &actor, town, vocabularies, random);
            actor.services.push(service);
        }
        let file = format!("actors/{}/{}.toml", actor.services[0].listed_under, actor.id);
        Entry {
            folder: Some(actor.services[0].listed_under),
            file,
            translated_from: vec![Texts::new(); services],
            actor,
            ..Entry::default()
        }
    }

    /// A number that nobody else has: the multiplier has no divisor in common with ten million.
    fn phone(&self, more: usize) -> String {
        let local = ((self.number * 8 + more) * 7_654_321 + 2_345_678) % 10_000_000;
        format!("+32{}{local:07}", [2, 3, 9][self.number % 3])
    }

    fn location(&self, number: usize, place: &PlaceName, name: &str, random: &mut Random) -> Location {
        Location {
            id: format!("location-{}", number + 1),
            name: random.percent(40).then(|| name.to_owned()),
            address_1: Some(format!("{} {}", random.one_of(self.streets), random.within(1, 250))),
            postal_code: Some(place.postcode.clone()),
            city: Some(dutch(place).to_owned()),
            nis: Some(place.nis.clone()),
            emails: Vec::new(),
            phones: if random.percent(5) { vec![self.phone(1 + number)] } else { Vec::new() },
        }
    }

    fn service(
        &self,
        position: usize,
        actor: &Actor,
        town: &PlaceName,
        vocabularies: &[Vocabulary; 4],
        random: &mut Random,
    ) -> Service {
        let data = self.data;
        let municipality = data.places.municipality(&town.nis);
        let listed_under = municipality.map_or(ListedUnder::Brussels, |m| m.listed_under);
        let concepts: Vec<usize> =
            (0..*random.one_of(&[1, 1, 1, 1, 2, 2, 2, 3, 3, 4])).map(|_| self.concepts.draw(random)).collect();
        let mut ids: Vec<String> = concepts.iter().map(|&at| data.lexicon.concepts[at].id.clone()).collect();
        ids.sort();
        ids.dedup();
        let several = |facet: Facet, chance: usize, most: usize, random: &mut Random| -> Vec<String> {
            if !random.percent(chance) {
                return Vec::new();
            }
            let count = random.within(1, most);
            let mut codes: Vec<String> = (0..count).filter_map(|_| one_code(data, facet.code(), random)).collect();
            codes.sort();
            codes.dedup();
            codes
        };
        let one = |facet: Facet, chance: usize, random: &mut Random| {
            if random.percent(chance) { one_code(data, facet.code(), random) } else { None }
        };
        let domain = *random.one_of(Domain::ALL);
        let mut service = Service {
            status: if random.percent(5) { Status::Ended } else { *random.one_of(&[Status::Active, Status::Unknown]) },
            audience: several(Facet::Audience, 90, 2, random),
            cost: Cost { kind: one(Facet::Cost, 30, random), ..Cost::default() },
            level: one(Facet::Level, 15, random),
            format: several(Facet::Format, 55, 1, random),
            registration: one(Facet::Registration, 25, random),
            languages: several(Facet::Language, 30, 3, random),
            concepts: ids,
            service_area: area(town, listed_under, random),
            locations: actor.locations.iter().map(|l| l.id.clone()).collect(),
            sources: vec![Source { document: DOCUMENT.into(), name: actor.name.clone(), ..Source::default() }],
            ..Service::new(format!("{}/service-{}", actor.id, position + 1), domain, listed_under)
        };
        // How many of a hundred services have a text, and how many words it has (Dutch; French has more, Arabic fewer).
        for (field, (chance, length)) in [(100, 27), (42, 12), (37, 13), (33, 10), (5, 13)].into_iter().enumerate() {
            if !random.percent(chance) {
                continue;
            }
            let length = random.within(length / 2, length * 3 / 2);
            for (lang, vocabulary) in LANGS.iter().zip(vocabularies) {
                let length = match *lang {
                    "fr" => length * 6 / 5,
                    "ar" => length * 9 / 10,
                    _ => length,
                };
                let written = self.text(length, &concepts, &actor.name, town, vocabulary, random);
                service.texts_mut()[field].1.insert((*lang).to_owned(), written);
            }
        }
        service
    }

    /// Sentences. One word in seven belongs to what the service is about; some texts name the actor or its town.
    fn text(
        &self,
        length: usize,
        concepts: &[usize],
        name: &str,
        town: &PlaceName,
        vocabulary: &Vocabulary,
        random: &mut Random,
    ) -> String {
        let mut written = String::new();
        let mut left_in_sentence = 0;
        for position in 0..length {
            let concept = &self.data.lexicon.concepts[*random.one_of(concepts)];
            let topic =
                concept.words.get(vocabulary.lang).filter(|_| random.below(7) == 0).map(|words| random.one_of(words).as_str());
            let word = match random.below(60) {
                0 => name,
                1 => town.name.get(vocabulary.lang).map_or(dutch(town), String::as_str),
                _ => topic.unwrap_or_else(|| vocabulary.draw(random)),
            };
            if left_in_sentence == 0 {
                left_in_sentence = random.within(6, 14);
                if position > 0 {
                    written.push_str(". ");
                }
                written.push_str(&capital(word));
            } else {
                written.push(' ');
                written.push_str(word);
            }
            left_in_sentence -= 1;
        }
        written.push('.');
        written
    }
}

/// The web address of an actor, by the new word in its name.
pub fn website(word: &str) -> String {
    format!("https://www.{word}.be/")
}

fn dutch(place: &PlaceName) -> &str {
    place.name.get("nl").map_or("", String::as_str)
}

/// A code of a table; the first ones are the commonest.
fn one_code(data: &Data, table: &str, random: &mut Random) -> Option<String> {
    let codes: Vec<&str> = data.lexicon.values.iter().filter(|v| v.table == table).map(|v| v.code.as_str()).collect();
    let at = (random.unit() * random.unit() * codes.len() as f64) as usize;
    codes.get(at).map(|&code| code.to_owned())
}

fn area(town: &PlaceName, listed_under: ListedUnder, random: &mut Random) -> ServiceArea {
    let mut area = ServiceArea { basis: Basis::Stated, ..ServiceArea::default() };
    match random.below(100) {
        0..44 => area.basis = Basis::Unknown,
        44..78 => area.municipalities.push(town.nis.clone()),
        78..84 if listed_under != ListedUnder::Brussels => area.provinces.push(listed_under),
        78..92 => area.regions.push(if listed_under == ListedUnder::Brussels { Region::Brussels } else { Region::Flanders }),
        92..96 => area.belgium = true,
        _ => area.online = true,
    }
    area
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
