//! Records: actors, each decoded when it is shown.
//!
//! ```text
//!     4  number of actors n
//!     4  number of former ids m
//!     4  length of the next two parts
//!     …  former ids: for each its length (varint), its bytes, and its actor (varint)
//!     …  for each actor how many bytes of numbers it has, and how many texts in each other stream (varints)
//!     …  the streams of all actors, see `blob::codec`
//! ```
//! Actors stand in the order of their ids, so one is found by halving. Where an actor begins in each stream is noted when the section is
//! checked: lengths of texts, which follow from where they end, took 1 kB more than their number. What
//! the columns hold (codes, service areas) is not here; the id of a service is written without its actor's, and the name in a source only
//! if it is another than the actor's.

use super::ActorId;
use crate::blob::{Coded, Parts, Reader, Source, Streams, Writer, Written, whole_value};
use crate::model::{Actor, Domain, Service};

/// Lays out the section.
#[must_use]
pub fn write(actors: &[Actor]) -> Vec<u8> {
    let mut streams = Streams::default();
    let mut ends = Vec::new();
    let mut former = Writer::new();
    let mut count = 0;
    for (i, actor) in actors.iter().enumerate() {
        let mut actor = actor.clone();
        for service in &mut actor.services {
            if let Some(key) = service.id.strip_prefix(&actor.id).and_then(|rest| rest.strip_prefix('/')) {
                service.id = key.to_owned();
            }
            for source in service.sources.iter_mut().filter(|source| source.name == actor.name) {
                source.name.clear();
            }
        }
        actor.put(&mut streams);
        ends.push(streams.counts());
        for id in &actor.former_ids {
            count += 1;
            former.varint(small(id.len()));
            former.bytes(id.as_bytes());
            former.varint(small(i));
        }
    }
    let mut counts = Writer::new();
    let mut before = vec![0; streams.counts().len()];
    for mut end in ends {
        // A language that comes later has nothing yet.
        end.resize(before.len(), 0);
        for (end, before) in end.iter().zip(&before) {
            counts.varint(small(end - before));
        }
        before = end;
    }
    let mut writer = Writer::new();
    writer.u32(small(actors.len()));
    writer.u32(count);
    writer.u32(small(former.len() + counts.len()));
    writer.bytes(&former.done());
    writer.bytes(&counts.done());
    streams.finish(&mut writer);
    writer.done()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Where each actor begins in each stream, actor by actor, and where the last ends: noted once, when the section is checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts(Vec<u32>);

/// What a list shows of an actor: a tenth of the time that the whole record takes.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Brief {
    /// Id of the actor.
    pub id: String,
    /// As visitors know it.
    pub name: String,
    /// Its services, in the record's order.
    pub services: Vec<BriefService>,
}

/// What a list shows of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BriefService {
    /// `<actor>/<key>`.
    pub id: String,
    /// What it is about.
    pub domain: Domain,
    /// What one can do or get there, in the language asked for, else in Dutch.
    pub description: String,
    /// The language of the description.
    pub lang: String,
}

impl Brief {
    /// The first fields of [`Actor`] and [`Service`], in the order of `blob::codec`. What stands behind the last one is not looked at.
    fn take(from: &mut Source<'_>, lang: &str) -> Self {
        let mut brief = Brief { id: Coded::take(from), name: Coded::take(from), services: Vec::new() };
        for position in 0..from.length() {
            if position > 0 {
                Service::skip_behind(BriefService::FIELDS, from);
            }
            let key = String::take(from);
            let domain = Domain::take(from);
            let (lang, description) = from.text_in(lang);
            brief.services.push(BriefService {
                id: [&brief.id, "/", &key].concat(),
                domain,
                description: description.to_owned(),
                lang: lang.to_owned(),
            });
        }
        brief
    }
}

impl BriefService {
    /// Of a service's fields.
    const FIELDS: usize = 3;
}

/// The section, read.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    former: usize,
    tables: &'a [u8],
    records: Written<'a>,
    starts: &'a Starts,
}

impl<'a> Records<'a> {
    fn parts(section: &'a [u8], starts: &'a Starts) -> Option<Self> {
        let mut reader = Reader::new(section);
        reader.u32()?;
        let former = reader.u32()? as usize;
        let length = reader.u32()? as usize;
        let tables = reader.bytes(length)?;
        Some(Self { former, tables, records: Written::read(reader)?, starts })
    }

    /// Checks the tables; records themselves are decoded later.
    pub(super) fn check(section: &[u8], actors: usize) -> Option<Starts> {
        let none = Starts::default();
        let records = Records::parts(section, &none)?;
        let count = number(section)? as usize;
        let mut place: Vec<u32> = records.records.lengths().map(|_| 0).collect();
        // A forged number of actors must not set memory aside: each has at least a byte.
        let mut starts = Vec::with_capacity(place.len() * (1 + count.min(section.len())));
        starts.extend_from_slice(&place);
        let mut tables = Reader::new(records.tables);
        for _ in 0..records.former {
            let (id, actor) = former(&mut tables)?;
            std::str::from_utf8(id).ok().filter(|_| actor.index() < actors)?;
        }
        for _ in 0..count {
            for (stream, at) in place.iter_mut().enumerate() {
                *at = u32::try_from(records.records.behind(stream, *at as usize, tables.varint()? as usize)?).ok()?;
            }
            starts.extend_from_slice(&place);
        }
        let whole = records.records.lengths().zip(&place).all(|(length, &at)| length == at as usize) && tables.is_at_end();
        (whole && count == actors).then_some(Starts(starts))
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8], starts: &'a Starts) -> Self {
        Self::parts(section, starts).unwrap_or(Self { former: 0, tables: &[], records: Written::default(), starts })
    }

    fn decode<T>(&self, id: ActorId, take: impl FnOnce(&mut Source<'_>) -> T) -> Option<T> {
        let streams = self.records.lengths().count();
        let first = id.index().checked_mul(streams)?;
        let begin = self.starts.0.get(first..first + streams)?;
        let end = self.starts.0.get(first + streams..first + 2 * streams)?;
        self.records.decode(begin.iter().zip(end).map(|(&from, &to)| from as usize..to as usize), take)
    }

    /// What a list shows of an actor, its texts in a language.
    pub fn brief(&self, id: ActorId, lang: &str) -> Option<Brief> {
        self.decode(id, |from| Brief::take(from, lang))
    }

    /// The record of an actor, without what the columns hold.
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        let mut actor: Actor = self.decode(id, whole_value)?;
        for service in &mut actor.services {
            service.id = [&actor.id, "/", &service.id].concat();
            for source in service.sources.iter_mut().filter(|source| source.name.is_empty()) {
                source.name.clone_from(&actor.name);
            }
        }
        Some(actor)
    }

    /// The actor with this id or former id.
    pub fn find(&self, id: &str) -> Option<ActorId> {
        let count = (self.starts.0.len() / self.records.lengths().count().max(1)).saturating_sub(1);
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.actor(ActorId::at(middle))?.id.as_str().cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(ActorId::at(middle)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        let mut tables = Reader::new(self.tables);
        (0..self.former).map_while(|_| former(&mut tables)).find(|(former, _)| *former == id.as_bytes()).map(|(_, actor)| actor)
    }
}

/// A former id, and whose it was.
fn former<'a>(tables: &mut Reader<'a>) -> Option<(&'a [u8], ActorId)> {
    let length = tables.varint()? as usize;
    Some((tables.bytes(length)?, ActorId(tables.varint()?)))
}

/// The number in the first four bytes.
fn number(bytes: &[u8]) -> Option<u32> {
    Reader::new(bytes).u32()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_and_read() {
        let actor = |id: &str, former: &[&str]| Actor {
            id: id.into(),
            name: id.to_uppercase(),
            former_ids: former.iter().map(|&f| f.into()).collect(),
            ..Actor::default()
        };
        let actors = [actor("a", &[]), actor("b", &["old-b"]), actor("c", &[])];
        let section = write(&actors);
        let starts = Records::check(&section, 3).unwrap();
        let records = Records::checked(&section, &starts);
        for (i, actor) in actors.iter().enumerate() {
            assert_eq!(records.actor(ActorId(i as u32)).as_ref(), Some(actor));
            assert_eq!(records.find(&actor.id), Some(ActorId(i as u32)));
        }
        assert_eq!(records.brief(ActorId(1), "fr").map(|brief| brief.name).as_deref(), Some("B"));
        assert_eq!(records.find("old-b"), Some(ActorId(1)));
        assert_eq!(records.find("nobody"), None);
        assert_eq!(records.actor(ActorId(3)), None);
        for cut in 0..section.len() {
            assert!(Records::check(&section[..cut], 3).is_none());
        }
    }
}
