//! Records: actors, each decoded when it is shown.
//!
//! ```text
//!     4  number of actors n
//!     4  number of former ids m
//!     4  length of the next two parts
//!     …  former ids: for each its length (varint), its bytes, and its actor (varint)
//!     …  for each actor the bytes it has in each stream (varints)
//!     …  the streams of all actors, see `blob::codec`
//! ```
//! Actors stand in the order of their ids, so one is found by halving. Where an actor begins in each stream is noted when the section is
//! checked. What the columns hold (codes, service areas) is not here; the id of a service is written without its actor's.

use super::ActorId;
use crate::blob::{Coded, Reader, Streams, Writer, Written};
use crate::model::Actor;

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
        }
        actor.put(&mut streams);
        ends.push(streams.lengths());
        for id in &actor.former_ids {
            count += 1;
            former.varint(small(id.len()));
            former.bytes(id.as_bytes());
            former.varint(small(i));
        }
    }
    let mut lengths = Writer::new();
    let mut before = vec![0; streams.lengths().len()];
    for mut end in ends {
        // A language that comes later has nothing yet.
        end.resize(before.len(), 0);
        for (end, before) in end.iter().zip(&before) {
            lengths.varint(small(end - before));
        }
        before = end;
    }
    let mut writer = Writer::new();
    writer.u32(small(actors.len()));
    writer.u32(count);
    writer.u32(small(former.len() + lengths.len()));
    writer.bytes(&former.done());
    writer.bytes(&lengths.done());
    streams.finish(&mut writer);
    writer.done()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Where each actor begins in each stream, actor by actor, and where the last ends: noted once, when the section is checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts(Vec<u32>);

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
        let mut starts = place.clone();
        let mut tables = Reader::new(records.tables);
        for _ in 0..records.former {
            let (id, actor) = former(&mut tables)?;
            std::str::from_utf8(id).ok().filter(|_| actor.index() < actors)?;
        }
        for _ in 0..count {
            for at in &mut place {
                *at = at.checked_add(tables.varint()?)?;
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

    /// The record of an actor, without what the columns hold.
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        let streams = self.records.lengths().count();
        let first = id.index().checked_mul(streams)?;
        let begin = self.starts.0.get(first..first + streams)?;
        let end = self.starts.0.get(first + streams..first + 2 * streams)?;
        let mut actor: Actor = self.records.decode(begin.iter().zip(end).map(|(&from, &to)| from as usize..to as usize))?;
        for service in &mut actor.services {
            service.id = [&actor.id, "/", &service.id].concat();
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
        assert_eq!(records.find("old-b"), Some(ActorId(1)));
        assert_eq!(records.find("nobody"), None);
        assert_eq!(records.actor(ActorId(3)), None);
        for cut in 0..section.len() {
            assert!(Records::check(&section[..cut], 3).is_none());
        }
    }
}
