//! Records: actors, one after the other, each decoded when it is shown.
//!
//! ```text
//!     4  number of actors n
//! 4·n+4  offsets of the records from the end of this table, and the end of the last
//!     4  number of ids m (current and former)
//!   8·m  ids sorted by their hash: hash (4), actor (4)
//!     …  the records
//! ```
//! Ids are found by hash and confirmed on the decoded record, so that no id is stored twice.

use super::ActorId;
use crate::blob::{Reader, Writer, decode, encode};
use crate::model::Actor;

/// Lays out the section.
#[must_use]
pub fn write(actors: &[Actor]) -> Vec<u8> {
    let records: Vec<Vec<u8>> = actors.iter().map(encode).collect();
    let mut writer = Writer::new();
    writer.u32(small(records.len()));
    let mut offset = 0;
    for record in &records {
        writer.u32(small(offset));
        offset += record.len();
    }
    writer.u32(small(offset));
    let mut ids: Vec<(u32, u32)> = Vec::new();
    for (i, actor) in actors.iter().enumerate() {
        ids.extend([&actor.id].into_iter().chain(&actor.former_ids).map(|id| (hash(id), small(i))));
    }
    ids.sort_unstable();
    writer.u32(small(ids.len()));
    for (hash, actor) in ids {
        writer.u32(hash);
        writer.u32(actor);
    }
    for record in records {
        writer.bytes(&record);
    }
    writer.done()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// FNV-1a, 32 bits.
fn hash(id: &str) -> u32 {
    id.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The section, read.
#[derive(Clone, Copy, Debug)]
pub struct Records<'a> {
    offsets: &'a [u8],
    ids: &'a [u8],
    records: &'a [u8],
}

impl<'a> Records<'a> {
    fn parts(section: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(section);
        let count = usize::try_from(reader.u32()?).ok()?;
        let offsets = reader.bytes(count.checked_add(1)?.checked_mul(4)?)?;
        let ids = usize::try_from(reader.u32()?).ok()?;
        let ids = reader.bytes(ids.checked_mul(8)?)?;
        Some(Self { offsets, ids, records: reader.rest() })
    }

    /// Checks the tables; records themselves are decoded later.
    pub(super) fn check(section: &'a [u8], actors: usize) -> Option<()> {
        let records = Self::parts(section)?;
        let mut last = 0;
        for offset in records.offsets.chunks_exact(4) {
            let offset = number(offset)?;
            if offset < last {
                return None;
            }
            last = offset;
        }
        let whole = usize::try_from(last).ok()? == records.records.len();
        let ids = records.ids.chunks_exact(8).all(|entry| {
            let actor = entry.get(4..).and_then(number).and_then(|n| usize::try_from(n).ok());
            actor.is_some_and(|a| a < actors)
        });
        (whole && ids && records.offsets.len() / 4 == actors + 1).then_some(())
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8]) -> Self {
        Self::parts(section).unwrap_or(Self { offsets: &[], ids: &[], records: &[] })
    }

    /// The record of an actor.
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        let at = id.index().checked_mul(4)?;
        let start = usize::try_from(number(self.offsets.get(at..at + 4)?)?).ok()?;
        let end = usize::try_from(number(self.offsets.get(at + 4..at + 8)?)?).ok()?;
        decode(self.records.get(start..end)?)
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
        assert_eq!(Records::check(&section, 3), Some(()));
        let records = Records::checked(&section);
        for (i, actor) in actors.iter().enumerate() {
            assert_eq!(records.actor(ActorId(i as u32)).as_ref(), Some(actor));
            assert_eq!(records.find(&actor.id), Some(ActorId(i as u32)));
        }
        assert_eq!(records.find("old-b"), Some(ActorId(1)));
        assert_eq!(records.find("nobody"), None);
        assert_eq!(records.actor(ActorId(3)), None);
        for cut in 0..section.len() {
            assert_eq!(Records::check(&section[..cut], 3), None);
        }
    }
}
