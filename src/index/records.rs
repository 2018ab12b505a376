//! Records: actors, each decoded when it is shown.
//!
//! ```text
//!     4  number of actors n
//!     4  number of ids m (current and former)
//!   8·m  ids sorted by their hash: hash (4), actor (4)
//!     4  length of the next part
//!     …  for each actor the bytes it has in each stream (varints)
//!     …  the streams of all actors, see `blob::codec`
//! ```
//! Ids are found by hash and confirmed on the decoded record, so that no id is stored twice. Where an actor begins in each stream is
//! noted when the section is checked.

use super::ActorId;
use crate::blob::{Coded, Reader, Streams, Writer, Written};
use crate::model::Actor;

/// Lays out the section.
#[must_use]
pub fn write(actors: &[Actor]) -> Vec<u8> {
    let mut streams = Streams::default();
    let mut ends = Vec::new();
    let mut ids: Vec<(u32, u32)> = Vec::new();
    for (i, actor) in actors.iter().enumerate() {
        actor.put(&mut streams);
        ends.push(streams.lengths());
        ids.extend([&actor.id].into_iter().chain(&actor.former_ids).map(|id| (hash(id), small(i))));
    }
    ids.sort_unstable();
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
    writer.u32(small(ids.len()));
    for (hash, actor) in ids {
        writer.u32(hash);
        writer.u32(actor);
    }
    writer.u32(small(lengths.len()));
    writer.bytes(&lengths.done());
    streams.finish(&mut writer);
    writer.done()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// FNV-1a, 32 bits.
fn hash(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// Where each actor begins in each stream, actor by actor, and where the last ends: noted once, when the section is checked.
#[derive(Clone, Debug, Default)]
pub(super) struct Starts(Vec<u32>);

/// The section, read.
#[derive(Clone, Debug)]
pub struct Records<'a> {
    ids: &'a [u8],
    lengths: &'a [u8],
    records: Written<'a>,
    starts: &'a Starts,
}

impl<'a> Records<'a> {
    fn parts(section: &'a [u8], starts: &'a Starts) -> Option<Self> {
        let mut reader = Reader::new(section);
        reader.u32()?;
        let ids = usize::try_from(reader.u32()?).ok()?;
        let ids = reader.bytes(ids.checked_mul(8)?)?;
        let length = usize::try_from(reader.u32()?).ok()?;
        let lengths = reader.bytes(length)?;
        Some(Self { ids, lengths, records: Written::read(reader)?, starts })
    }

    /// Checks the tables; records themselves are decoded later.
    pub(super) fn check(section: &[u8], actors: usize) -> Option<Starts> {
        let none = Starts::default();
        let records = Records::parts(section, &none)?;
        let count = usize::try_from(number(section)?).ok()?;
        let mut place: Vec<u32> = records.records.lengths().map(|_| 0).collect();
        let mut starts = place.clone();
        let mut lengths = Reader::new(records.lengths);
        for _ in 0..count {
            for at in &mut place {
                *at = at.checked_add(lengths.varint()?)?;
            }
            starts.extend_from_slice(&place);
        }
        let whole = records.records.lengths().zip(&place).all(|(length, &at)| length == at as usize) && lengths.is_at_end();
        let ids = records.ids.chunks_exact(8).all(|entry| {
            let actor = entry.get(4..).and_then(number).and_then(|n| usize::try_from(n).ok());
            actor.is_some_and(|a| a < actors)
        });
        (whole && ids && count == actors).then_some(Starts(starts))
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8], starts: &'a Starts) -> Self {
        Self::parts(section, starts).unwrap_or(Self { ids: &[], lengths: &[], records: Written::default(), starts })
    }

    /// The record of an actor.
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        let streams = self.records.lengths().count();
        let first = id.index().checked_mul(streams)?;
        let begin = self.starts.0.get(first..first + streams)?;
        let end = self.starts.0.get(first + streams..first + 2 * streams)?;
        self.records.decode(begin.iter().zip(end).map(|(&from, &to)| from as usize..to as usize))
    }

    /// The actor with this id or former id.
    pub fn find(&self, id: &str) -> Option<ActorId> {
        let wanted = hash(id);
        let (entries, _) = self.ids.as_chunks::<8>();
        let from = entries.partition_point(|entry| number(entry).is_some_and(|h| h < wanted));
        entries
            .get(from..)?
            .iter()
            .take_while(|entry| number(*entry) == Some(wanted))
            .filter_map(|entry| entry.get(4..).and_then(number).map(ActorId))
            .find(|&candidate| self.actor(candidate).is_some_and(|a| a.id == id || a.former_ids.iter().any(|f| f == id)))
    }
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
