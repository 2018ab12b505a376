//! Finding a municipality: by NIS code, postcode, or any of its names, old and new.

use crate::model::{PlaceKind, Places, sorted};
use crate::text;
use std::cmp::Ordering;

/// Position of a municipality in [`Places::municipalities`]; dense, starting at 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct MunicipalityId(u16);

impl MunicipalityId {
    /// From its number in the blob.
    #[must_use]
    pub const fn new(number: u16) -> Self {
        Self(number)
    }
    /// From a position; none beyond 65,279, which the numbers of wider areas begin after.
    #[must_use]
    pub fn at(index: usize) -> Option<Self> {
        u16::try_from(index).ok().filter(|&n| n < 0xFF00).map(Self)
    }
    /// Its number in the blob.
    #[must_use]
    pub const fn number(self) -> u16 {
        self.0
    }
    /// Its position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// By what a municipality was found. The earlier beats the later: a municipality beats a part of the same name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Via {
    /// Its NIS code.
    Nis,
    /// A postcode of it.
    Postcode,
    /// Its official name in some language.
    Name,
    /// A name or code it had before a merger.
    Former,
    /// A part of it that was a municipality before 1977.
    Part,
    /// Another place in it.
    Locality,
    /// What it is called for short ("Molenbeek").
    Short,
}

/// A municipality found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found {
    /// Which.
    pub id: MunicipalityId,
    /// By what.
    pub via: Via,
}

/// All names of all places, folded and sorted.
#[derive(Debug, Default)]
pub struct Gazetteer {
    names: Vec<(String, Via, MunicipalityId)>,
}

/// A saint's title as people write it, of a folded word.
fn shortened(word: &str) -> Option<&'static str> {
    match word {
        "sint" | "saint" => Some("st"),
        "sainte" => Some("ste"),
        _ => None,
    }
}

/// A name with its saints as people write them: "st niklaas", "berchem ste agathe". `None` if it has none.
fn saint_shortened(name: &str) -> Option<String> {
    let words = || name.split(' ');
    words().any(|word| shortened(word).is_some()).then(|| {
        let words: Vec<&str> = words().map(|word| shortened(word).unwrap_or(word)).collect();
        words.join(" ")
    })
}

impl Gazetteer {
    /// Collects the names. About 3,000 for Flanders and Brussels; kept, not made for each look-up.
    #[must_use]
    pub fn new(places: &Places) -> Self {
        let mut names = Vec::new();
        for (i, municipality) in places.municipalities.iter().enumerate() {
            let Some(id) = MunicipalityId::at(i) else { break };
            names.push((municipality.nis.clone(), Via::Nis, id));
            names.extend(municipality.name.values().map(|n| (text::plain(n), Via::Name, id)));
            for former in &municipality.former {
                if former.nis != municipality.nis {
                    names.push((former.nis.clone(), Via::Former, id));
                }
                names.extend(former.name.values().map(|n| (text::plain(n), Via::Former, id)));
            }
        }
        for place in &places.names {
            let found = places.municipalities.binary_search_by(|m| m.nis.as_str().cmp(&place.nis));
            let Some(id) = found.ok().and_then(MunicipalityId::at) else { continue };
            names.push((place.postcode.clone(), Via::Postcode, id));
            let via = match place.kind {
                PlaceKind::Municipality => Via::Name,
                PlaceKind::Former => Via::Former,
                PlaceKind::Part => Via::Part,
                PlaceKind::Locality => Via::Locality,
                PlaceKind::Short => Via::Short,
            };
            names.extend(place.name.values().map(|n| (text::plain(n), via, id)));
        }
        let saints: Vec<_> = names.iter().filter_map(|(name, via, id)| Some((saint_shortened(name)?, *via, *id))).collect();
        names.extend(saints);
        // Their first eight bytes tell most of them apart: whole texts would take half as long again.
        let key = |name: &str| u64::from_be_bytes(std::array::from_fn(|i| name.as_bytes().get(i).copied().unwrap_or(0)));
        let keys: Vec<u64> = names.iter().map(|(name, ..)| key(name)).collect();
        // Where a postcode or a name stands for several municipalities, the first row of the file comes first.
        let order = sorted(names.len(), &mut |a, b| match (names.get(a), names.get(b)) {
            (Some(one), Some(other)) => keys.get(a).cmp(&keys.get(b)).then_with(|| (&one.0, one.1).cmp(&(&other.0, other.1))),
            _ => Ordering::Equal,
        });
        let mut names: Vec<_> =
            order.into_iter().filter_map(|i| names.get_mut(i).map(|n| (std::mem::take(&mut n.0), n.1, n.2))).collect();
        names.dedup();
        Self { names }
    }

    /// All municipalities that a name, postcode or NIS code can mean, the likeliest first.
    pub fn all<'a>(&'a self, written: &str) -> impl Iterator<Item = Found> + use<'a> {
        let key = text::plain(written);
        let from = self.names.partition_point(|(name, _, _)| *name < key);
        self.names
            .get(from..)
            .unwrap_or(&[])
            .iter()
            .take_while(move |(name, _, _)| *name == key)
            .map(|&(_, via, id)| Found { id, via })
    }

    /// The municipality that a name, postcode or NIS code means.
    #[must_use]
    pub fn find(&self, written: &str) -> Option<Found> {
        self.all(written).next()
    }

    /// Municipalities one of whose names begins with what was typed, the likeliest first, each once.
    #[must_use]
    pub fn starting_with(&self, typed: &str, most: usize) -> Vec<Found> {
        let key = text::plain(typed);
        if key.is_empty() {
            return Vec::new();
        }
        let from = self.names.partition_point(|(name, _, _)| *name < key);
        let mut found: Vec<Found> = Vec::new();
        let candidates = self.names.get(from..).unwrap_or(&[]).iter().take_while(|(name, _, _)| name.starts_with(&key));
        let candidates: Vec<&(String, Via, MunicipalityId)> = candidates.filter(|c| c.1 != Via::Nis).collect();
        let rank = |i: usize| candidates.get(i).map(|(name, via, _)| (name.len() != key.len(), *via));
        for &&(_, via, id) in
            sorted(candidates.len(), &mut |a, b| rank(a).cmp(&rank(b))).into_iter().filter_map(|i| candidates.get(i))
        {
            if found.len() < most && !found.iter().any(|f| f.id == id) {
                found.push(Found { id, via });
            }
        }
        found
    }

    /// The known name nearest to a misspelt one, if one is near: for error messages.
    #[must_use]
    pub fn nearest<'a>(&self, written: &str, places: &'a Places) -> Option<&'a str> {
        let key = text::plain(written);
        let most = 1 + u8::try_from(key.chars().count() / 4).unwrap_or(3);
        let typo = self
            .names
            .iter()
            .filter(|(_, via, _)| matches!(via, Via::Name | Via::Former | Via::Part))
            .filter_map(|(name, via, id)| Some((text::distance::edits(&key, name, most)?, *via, *id)))
            .min_by_key(|&(edits, via, _)| (edits, via));
        let first_word = key.split(' ').next().unwrap_or("");
        let id = typo.map(|(_, _, id)| id).or_else(|| self.find(first_word).map(|f| f.id))?;
        places.municipalities.get(id.index()).map(|m| m.name_in("nl"))
    }
}
