//! What is decoded when a directory is opened, since every question needs it: information, places, labels, messages.
//!
//! Each is one value of `blob::Coded`. They do not grow with the number of actors.

use crate::blob::{Blob, Coded, OpenError, Section, Source, Streams, coded, decode, encode};
use crate::model::{
    Concept, Facet, FormerMunicipality, Lexicon, ListedUnder, Map, Municipality, PlaceKind, PlaceName, Places, Regime, Texts,
    ValueEntry,
};

/// A label: what a code is called.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Label {
    /// The code, or the concept's id.
    pub code: String,
    /// Its name per language.
    pub label: Texts,
    /// Position of the wider concept, for concepts.
    pub parent: Option<u16>,
}

/// Labels of everything that services use.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Labels {
    /// Labels of `kind`.
    pub kinds: Vec<Label>,
    /// Labels of each facet of [`Facet::CODED`]; for domains the label is empty, their names are messages.
    pub facets: Vec<Vec<Label>>,
    /// Words that never decide, per language, folded, sorted. "les" is a lesson in Dutch and an article in French.
    pub stopwords: Map<String, Vec<String>>,
    /// Words for people around whoever asks, in the same form. "Husband" in "my husband wants to learn" says less than "learn".
    pub people: Map<String, Vec<String>>,
}

impl Labels {
    /// Labels of a facet, in the order they are shown in.
    #[must_use]
    pub fn of(&self, facet: Facet) -> &[Label] {
        facet.column().and_then(|c| self.facets.get(c)).map_or(&[], Vec::as_slice)
    }

    /// Position of a code among the values of a facet.
    #[must_use]
    pub fn position(&self, facet: Facet, code: &str) -> Option<u16> {
        self.of(facet).iter().position(|l| l.code == code).and_then(|i| u16::try_from(i).ok())
    }

    /// What a code is called in a language; Dutch if it has no name there, the code if it has none.
    #[must_use]
    pub fn name<'a>(&'a self, facet: Facet, code: &'a str, lang: &str) -> &'a str {
        named(self.of(facet), code, lang)
    }

    /// What a kind of actor is called.
    #[must_use]
    pub fn kind<'a>(&'a self, code: &'a str, lang: &str) -> &'a str {
        named(&self.kinds, code, lang)
    }

    /// Whether a folded word never decides in a language.
    #[must_use]
    pub fn is_stopword(&self, lang: &str, word: &str) -> bool {
        is_among(&self.stopwords, lang, word)
    }

    /// Whether a folded word is one for people around whoever asks.
    #[must_use]
    pub fn is_person(&self, lang: &str, word: &str) -> bool {
        is_among(&self.people, lang, word)
    }
}

fn is_among(words: &Map<String, Vec<String>>, lang: &str, word: &str) -> bool {
    words.get(lang).is_some_and(|words| words.binary_search_by(|w| w.as_str().cmp(word)).is_ok())
}

fn named<'a>(labels: &'a [Label], code: &'a str, lang: &str) -> &'a str {
    let label = labels.iter().find(|l| l.code == code);
    label.and_then(|l| l.label.get(lang).or_else(|| l.label.get("nl"))).map_or(code, String::as_str)
}

/// Labels of the concepts and codes that are used, out of a lexicon, in the directory's languages; stop words and words for people of all,
/// since people type in any.
#[must_use]
pub fn labels(
    lexicon: &Lexicon,
    langs: &[String],
    concept_is_used: impl Fn(&str) -> bool,
    value_is_used: impl Fn(&str, &str) -> bool,
) -> Labels {
    let shown = |texts: &Texts| -> Texts {
        texts.iter().filter(|(lang, _)| langs.contains(lang)).map(|(l, t)| (l.clone(), t.clone())).collect()
    };
    let concepts: Vec<&Concept> = lexicon.concepts.iter().filter(|c| concept_is_used(&c.id)).collect();
    let of_table = |table: &str| -> Vec<Label> {
        let is_used = |v: &&ValueEntry| v.table == table && value_is_used(table, &v.code);
        let label = |v: &ValueEntry| Label { code: v.code.clone(), label: shown(&v.label), ..Label::default() };
        lexicon.values.iter().filter(is_used).map(label).collect()
    };
    let facets = Facet::CODED.iter().map(|facet| match facet {
        Facet::Domain => {
            crate::model::Domain::ALL.iter().map(|d| Label { code: d.code().to_owned(), ..Label::default() }).collect()
        }
        Facet::Concept => concepts
            .iter()
            .map(|c| {
                let parent = c.parent.as_ref().and_then(|p| concepts.iter().position(|o| o.id == *p));
                Label { code: c.id.clone(), label: shown(&c.label), parent: parent.and_then(|p| u16::try_from(p).ok()) }
            })
            .collect(),
        other => of_table(other.code()),
    });
    let folded = |(lang, words): (&String, &Vec<String>)| {
        let mut words: Vec<String> = words.iter().map(|w| crate::text::fold(w)).collect();
        words.sort();
        words.dedup();
        (lang.clone(), words)
    };
    let stopwords = lexicon.stopwords.iter().map(folded).collect();
    let people = lexicon.people.iter().map(folded).collect();
    Labels { kinds: of_table("kind"), facets: facets.collect(), stopwords, people }
}

/// The places, column by column: alike compresses with alike (20 kB became 12, brotli). Positions stand for NIS codes, each border
/// stands once (as how far behind the first its other is), positions are in ten-thousandths of a degree (11 m), and a name that a
/// postcode shares with its municipality is left out.
#[derive(Debug, Default)]
struct PlacesSection {
    nis: Near,
    names: Vec<Column>,
    listed_under: Vec<ListedUnder>,
    regime: Vec<Regime>,
    lat: Near,
    lon: Near,
    neighbours: Vec<Near>,
    former_of: Vec<u16>,
    former_nis: Vec<u32>,
    former_names: Vec<Column>,
    postcode: Near,
    postcode_of: Near,
    postcode_kind: Vec<PlaceKind>,
    postcode_names: Vec<Column>,
    areas: Vec<(String, Texts)>,
}

coded! {
    Label { code, label, parent }
    Labels { kinds, facets, stopwords, people }
    PlacesSection {
        nis, names, listed_under, regime, lat, lon, neighbours, former_of, former_nis, former_names, postcode, postcode_of, postcode_kind,
        postcode_names, areas,
    }
}

/// Numbers of which each is near the one before, as their distances: even ones up, odd ones down. A page has 1 kB less for it.
#[derive(Debug, Default)]
struct Near(Vec<u32>);

impl Coded for Near {
    fn put(&self, to: &mut Streams) {
        let mut last = 0;
        let distance = |&number: &u32| {
            let distance = number.wrapping_sub(last).cast_signed();
            last = number;
            ((distance << 1) ^ (distance >> 31)).cast_unsigned()
        };
        self.0.iter().map(distance).collect::<Vec<_>>().put(to);
    }
    fn take(from: &mut Source<'_>) -> Self {
        let mut numbers: Vec<u32> = Coded::take(from);
        let mut last: u32 = 0;
        for number in &mut numbers {
            last = last.wrapping_add((*number >> 1) ^ (*number & 1).wrapping_neg());
            *number = last;
        }
        Self(numbers)
    }
}

/// A language, and a name per line; an empty line is no name.
type Column = (String, String);

const DEGREE: f32 = 10_000.0;

fn column_of<'a>(texts: impl Iterator<Item = &'a Texts> + Clone) -> Vec<Column> {
    let langs: Map<&str, ()> = texts.clone().flat_map(|t| t.keys().map(|lang| (lang.as_str(), ()))).collect();
    let lines = |lang: &str| texts.clone().map(|t| t.get(lang).map_or("", String::as_str)).collect::<Vec<_>>().join("\n");
    langs.keys().map(|lang| ((*lang).to_owned(), lines(lang))).collect()
}

fn texts_of(columns: &[Column], count: usize) -> Vec<Texts> {
    let mut texts = vec![Texts::new(); count];
    for (lang, lines) in columns {
        for (name, texts) in lines.split('\n').zip(&mut texts).filter(|(name, _)| !name.is_empty()) {
            texts.insert(lang.clone(), name.to_owned());
        }
    }
    texts
}

/// Lays out the places.
#[must_use]
pub fn write_places(places: &Places) -> Vec<u8> {
    let municipalities = &places.municipalities;
    let place = |nis: &str| municipalities.iter().position(|m| m.nis == nis).and_then(|i| u32::try_from(i).ok());
    let position = |nis: &str| place(nis).and_then(|i| u16::try_from(i).ok());
    let behind = |nis: &str, at: u32| place(nis)?.checked_sub(at).filter(|&distance| distance > 0);
    let code = |nis: &str| nis.parse().unwrap_or(0);
    let former = || municipalities.iter().flat_map(|m| m.former.iter().map(move |f| (m, f)));
    encode(&PlacesSection {
        nis: Near(municipalities.iter().map(|m| code(&m.nis)).collect()),
        names: column_of(municipalities.iter().map(|m| &m.name)),
        listed_under: municipalities.iter().map(|m| m.listed_under).collect(),
        regime: municipalities.iter().map(|m| m.regime).collect(),
        lat: Near(municipalities.iter().map(|m| (m.lat * DEGREE).round() as u32).collect()),
        lon: Near(municipalities.iter().map(|m| (m.lon * DEGREE).round() as u32).collect()),
        neighbours: (0..)
            .zip(municipalities)
            .map(|(i, m)| Near(m.neighbours.iter().filter_map(|n| behind(n, i)).collect()))
            .collect(),
        former_of: former().filter_map(|(m, _)| position(&m.nis)).collect(),
        former_nis: former().map(|(_, f)| code(&f.nis)).collect(),
        former_names: column_of(former().map(|(_, f)| &f.name).collect::<Vec<_>>().into_iter()),
        postcode: Near(places.names.iter().map(|p| p.postcode.parse().unwrap_or(0)).collect()),
        postcode_of: Near(places.names.iter().filter_map(|p| place(&p.nis)).collect()),
        postcode_kind: places.names.iter().map(|p| p.kind).collect(),
        postcode_names: column_of(places.names.iter().map(|p| &p.name)),
        areas: places.areas.clone(),
    })
}

pub(super) fn read_places<B: AsRef<[u8]>>(blob: &Blob<B>) -> Result<Places, OpenError> {
    let section: PlacesSection = read(blob, Section::Places)?;
    places_of(section).ok_or(OpenError::Damaged(Section::Places))
}

/// The places of a section; `None` if its columns do not fit together.
fn places_of(section: PlacesSection) -> Option<Places> {
    let count = section.nis.0.len();
    let five_digits = |code: &u32| format!("{code:05}");
    let nis: Vec<String> = section.nis.0.iter().map(five_digits).collect();
    let mut names = texts_of(&section.names, count).into_iter();
    let rest = section.listed_under.iter().zip(&section.regime).zip(section.lat.0.iter().zip(&section.lon.0));
    let mut municipalities: Vec<Municipality> = Vec::with_capacity(count);
    for (code, ((&listed_under, &regime), (&lat, &lon))) in nis.iter().zip(rest) {
        municipalities.push(Municipality {
            nis: code.clone(),
            name: names.next()?,
            listed_under,
            lat: lat as f32 / DEGREE,
            lon: lon as f32 / DEGREE,
            regime,
            neighbours: Vec::new(),
            former: Vec::new(),
        });
    }
    for (i, others) in section.neighbours.iter().enumerate() {
        for &other in &others.0 {
            let other = i.checked_add(other as usize)?;
            let (a, b) = (nis.get(i)?, nis.get(other)?);
            municipalities.get_mut(i)?.neighbours.push(b.clone());
            municipalities.get_mut(other)?.neighbours.push(a.clone());
        }
    }
    let former_names = texts_of(&section.former_names, section.former_nis.len());
    for ((of, code), name) in section.former_of.iter().zip(&section.former_nis).zip(former_names) {
        municipalities.get_mut(usize::from(*of))?.former.push(FormerMunicipality { nis: five_digits(code), name });
    }
    let mut names = Vec::with_capacity(section.postcode.0.len());
    let postcode_names = texts_of(&section.postcode_names, section.postcode.0.len());
    let rows = section.postcode.0.iter().zip(&section.postcode_of.0).zip(&section.postcode_kind).zip(postcode_names);
    for (((postcode, of), &kind), name) in rows {
        let nis = nis.get(*of as usize)?.clone();
        names.push(PlaceName { postcode: format!("{postcode:04}"), name, nis, kind });
    }
    let sorted = municipalities.windows(2).all(|pair| matches!(pair, [a, b] if a.nis < b.nis));
    (sorted && municipalities.len() == count && count < 0xFF00).then_some(Places { municipalities, names, areas: section.areas })
}

pub(super) fn read<T: Coded, B: AsRef<[u8]>>(blob: &Blob<B>, section: Section) -> Result<T, OpenError> {
    decode(blob.section(section)).ok_or(OpenError::Damaged(section))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let texts = |pairs: &[(&str, &str)]| pairs.iter().map(|(l, n)| ((*l).to_owned(), (*n).to_owned())).collect::<Texts>();
        let municipality = |nis: &str, name: Texts, lat: f32, neighbours: &[&str]| Municipality {
            nis: nis.into(),
            name,
            listed_under: ListedUnder::Antwerp,
            lat,
            lon: 4.4199,
            regime: Regime::Dutch,
            neighbours: neighbours.iter().map(|&n| n.into()).collect(),
            former: vec![FormerMunicipality { nis: "01234".into(), name: texts(&[("nl", "Oud")]) }],
        };
        let places = Places {
            municipalities: vec![
                municipality("11001", texts(&[("nl", "Aartselaar")]), 51.1307, &["11002"]),
                municipality("11002", texts(&[("ar", "أنتويرب"), ("fr", "Anvers"), ("nl", "Antwerpen")]), 51.2147, &["11001"]),
            ],
            names: vec![
                PlaceName { postcode: "2000".into(), name: Texts::new(), nis: "11002".into(), kind: PlaceKind::Municipality },
                PlaceName {
                    postcode: "2140".into(),
                    name: texts(&[("nl", "Borgerhout")]),
                    nis: "11002".into(),
                    kind: PlaceKind::Part,
                },
            ],
            areas: vec![("region.flanders".into(), texts(&[("nl", "Vlaanderen")]))],
        };
        let back = decode(&write_places(&places)).and_then(places_of).unwrap();
        assert_eq!(back.municipalities, places.municipalities);
        assert_eq!(back.names, places.names);
        assert_eq!(back.areas, places.areas);
    }

    #[test]
    fn columns_that_do_not_fit_are_refused() {
        assert!(places_of(PlacesSection { nis: Near(vec![1, 2]), ..PlacesSection::default() }).is_none());
        assert!(
            places_of(PlacesSection {
                postcode: Near(vec![1]),
                postcode_of: Near(vec![0]),
                postcode_kind: vec![PlaceKind::Part],
                ..PlacesSection::default()
            })
            .is_none()
        );
    }
}
