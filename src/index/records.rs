//! Records: actors, each decoded when it is shown.
//!
//! ```text
//!     4  number of actors n
//!     4  number of former ids m
//!     4  length of the next two parts
//!     4  length of the part behind them
//!     …  former ids: for each its length (varint), its bytes, and its actor (varint)
//!     …  counts: for each actor how many bytes of numbers it has, and how many texts in each other stream (varints)
//!     …  begins: for each stream, then for the counts, how far each eighth actor lies behind the one eight before (varints)
//!     …  the streams of all actors, see `blob::codec`
//! ```
//! Actors stand in the order of their ids, so one is found by halving. Opening adds up where each eighth actor begins, and looks at no
//! count and no text; who wants an actor walks over those between, at most seven. (Where every actor begins was found by a walk over all
//! texts at first, which took a quarter of the time of opening. Lengths of all texts, which follow from where they end, took 1 kB more
//! than their number.) The begins of a stream stand together, behind the counts: with them the first directory is 0.3 kB larger
//! (brotli); actor by actor, before the counts, it was 0.4.
//!
//! What the columns hold (codes, service areas) is not here; the id of a service is written without its actor's, and the name in a
//! source only if it is another than the actor's.

use super::ActorId;
use crate::blob::{Coded, Parts, Reader, Source, Streams, Writer, Written, whole_value};
use crate::model::{Actor, Domain, Service};

/// The beginning of every eighth actor is written down; who wants one between walks over the others.
const BLOCK: usize = 8;

/// Lays out the section.
#[must_use]
pub fn write(actors: &[Actor]) -> Vec<u8> {
    let mut streams = Streams::default();
    let mut begins = Vec::new();
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
        if i % BLOCK == 0 {
            begins.push(streams.lengths());
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
    let mut rows = Vec::new();
    for (mut begin, ends) in begins.into_iter().zip(ends.chunks_mut(BLOCK)) {
        // A language that comes later has nothing yet.
        begin.resize(before.len(), 0);
        begin.push(counts.len());
        rows.push(begin);
        for end in ends {
            end.resize(before.len(), 0);
            for (end, before) in end.iter().zip(&before) {
                counts.varint(small(end - before));
            }
            before.clone_from(end);
        }
    }
    let mut distances = Writer::new();
    for at in 0..=before.len() {
        let column: Vec<usize> = rows.iter().filter_map(|row| row.get(at).copied()).collect();
        for (before, here) in column.iter().zip(column.iter().skip(1)) {
            distances.varint(small(here - before));
        }
    }
    let mut writer = Writer::new();
    writer.u32(small(actors.len()));
    writer.u32(count);
    writer.u32(small(former.len() + counts.len()));
    writer.u32(small(distances.len()));
    writer.bytes(&former.done());
    writer.bytes(&counts.done());
    writer.bytes(&distances.done());
    streams.finish(&mut writer);
    writer.done()
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Where the first actor of each block begins in each stream, and its counts in the tables, block by block, and where the last ends:
/// added up once, when the section is checked.
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
    actors: usize,
    former: usize,
    tables: &'a [u8],
    begins: &'a [u8],
    records: Written<'a>,
    starts: &'a Starts,
}

impl<'a> Records<'a> {
    fn parts(section: &'a [u8], starts: &'a Starts) -> Option<Self> {
        let mut reader = Reader::new(section);
        let actors = reader.u32()? as usize;
        let former = reader.u32()? as usize;
        let tables = reader.u32()? as usize;
        let begins = reader.u32()? as usize;
        let (tables, begins) = (reader.bytes(tables)?, reader.bytes(begins)?);
        Some(Self { actors, former, tables, begins, records: Written::read(reader)?, starts })
    }

    /// Checks the tables; records themselves, and how many texts each has, are looked at later.
    pub(super) fn check(section: &[u8], actors: usize) -> Option<Starts> {
        let none = Starts::default();
        let records = Records::parts(section, &none)?;
        let mut tables = Reader::new(records.tables);
        for _ in 0..records.former {
            let (id, actor) = former(&mut tables)?;
            std::str::from_utf8(id).ok().filter(|_| actor.index() < actors)?;
        }
        let firsts = records.records.lengths().map(|_| 0).chain([records.tables.len() - tables.rest().len()]);
        let ends: Vec<usize> = records.records.lengths().chain([records.tables.len()]).collect();
        // A forged number of actors must not set memory aside: each has a byte for each stream, each begin has one.
        let counts = actors.checked_mul(ends.len() - 1)?;
        let later = actors.div_ceil(BLOCK).saturating_sub(1);
        let noted =
            later.checked_mul(ends.len()).filter(|&noted| noted <= records.begins.len() && counts <= tables.rest().len())?;
        let mut starts = vec![0; noted + 2 * ends.len()];
        let mut begins = Reader::new(records.begins);
        for (column, (first, &end)) in firsts.zip(&ends).enumerate() {
            let mut place = u32::try_from(first).ok()?;
            let mut column = starts.iter_mut().skip(column).step_by(ends.len());
            *column.next()? = place;
            for start in column.by_ref().take(later) {
                place = place.checked_add(begins.varint()?)?;
                *start = place;
            }
            *column.next()? = u32::try_from(end).ok().filter(|&end| place <= end)?;
        }
        (begins.is_at_end() && records.actors == actors).then_some(Starts(starts))
    }

    /// A section that was checked; anything else reads as empty.
    pub(super) fn checked(section: &'a [u8], starts: &'a Starts) -> Self {
        let empty = Self { actors: 0, former: 0, tables: &[], begins: &[], records: Written::default(), starts };
        Self::parts(section, starts).unwrap_or(empty)
    }

    /// A walk over the actors of a block.
    fn walk(&self, block: usize) -> Option<Walk<'_>> {
        let columns = self.records.lengths().count() + 1;
        let mut rows = self.starts.0.chunks_exact(columns).skip(block);
        let (place, end) = (rows.next()?, rows.next()?);
        let (&counts, place) = place.split_last()?;
        let (&counts_end, end) = end.split_last()?;
        let counts = Reader::new(self.tables.get(counts as usize..counts_end as usize)?);
        Some(Walk { records: &self.records, counts, place: place.iter().map(|&at| at as usize).collect(), end })
    }

    /// A walk that has come to an actor.
    fn walk_to(&self, id: ActorId) -> Option<Walk<'_>> {
        let mut walk = self.walk(id.index() / BLOCK).filter(|_| id.index() < self.actors)?;
        walk.pass(id.index() % BLOCK)?;
        Some(walk)
    }

    /// What a list shows of an actor, its texts in a language.
    pub fn brief(&self, id: ActorId, lang: &str) -> Option<Brief> {
        self.walk_to(id)?.front(|from| Brief::take(from, lang))
    }

    /// The record of an actor, without what the columns hold.
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        self.walk_to(id)?.next(whole_value).map(whole)
    }

    /// The records of all actors, as [`Records::actor`] gives them; each is walked over once.
    pub(super) fn actors(&self) -> impl Iterator<Item = Option<Actor>> {
        let mut walk = None;
        (0..self.actors).map(move |index| {
            if index % BLOCK == 0 {
                walk = self.walk(index / BLOCK);
            }
            walk.as_mut()?.next(whole_value).map(whole)
        })
    }

    /// The actor with this id or former id.
    pub fn find(&self, id: &str) -> Option<ActorId> {
        let (mut low, mut high) = (0, self.actors);
        while low < high {
            let middle = low + (high - low) / 2;
            // The id is the first that is written of an actor.
            match self.walk_to(ActorId::at(middle))?.front(String::take)?.as_str().cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(ActorId::at(middle)),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        let mut tables = Reader::new(self.tables);
        (0..self.former).map_while(|_| former(&mut tables)).find(|(former, _)| *former == id.as_bytes()).map(|(_, actor)| actor)
    }
}

/// A walk over the actors of a block, and over no bytes of another.
struct Walk<'a> {
    records: &'a Written<'a>,
    counts: Reader<'a>,
    place: Vec<usize>,
    end: &'a [u32],
}

impl Walk<'_> {
    /// Passes so many actors: their counts are added up first, so that each stream is walked once.
    fn pass(&mut self, actors: usize) -> Option<()> {
        let mut counts = vec![0_usize; self.place.len()];
        for _ in 0..actors {
            for count in &mut counts {
                *count = count.saturating_add(self.counts.varint()? as usize);
            }
        }
        for (stream, ((at, &end), count)) in self.place.iter_mut().zip(self.end).zip(counts).enumerate() {
            *at = self.records.behind(stream, *at..end as usize, count)?;
        }
        Some(())
    }

    /// The front of the next actor, by a way to take it. Where the actor ends is not looked for: it is not behind the block.
    fn front<T>(&self, take: impl FnOnce(&mut Source<'_>) -> T) -> Option<T> {
        self.records.decode(self.place.iter().zip(self.end).map(|(&from, &to)| from..to as usize), take)
    }

    /// The next actor, by a way to take it.
    fn next<T>(&mut self, take: impl FnOnce(&mut Source<'_>) -> T) -> Option<T> {
        let begin = self.place.clone();
        self.pass(1)?;
        self.records.decode(begin.into_iter().zip(&self.place).map(|(from, &to)| from..to), take)
    }
}

/// The record of an actor as it was before it was written: with what [`write`] left out since it follows from the rest.
fn whole(mut actor: Actor) -> Actor {
    for service in &mut actor.services {
        service.id = [&actor.id, "/", &service.id].concat();
        for source in service.sources.iter_mut().filter(|source| source.name.is_empty()) {
            source.name.clone_from(&actor.name);
        }
    }
    actor
}

/// A former id, and whose it was.
fn former<'a>(tables: &mut Reader<'a>) -> Option<(&'a [u8], ActorId)> {
    let length = tables.varint()? as usize;
    Some((tables.bytes(length)?, ActorId(tables.varint()?)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ListedUnder;

    fn actor(id: &str) -> Actor {
        Actor { id: id.into(), name: id.to_uppercase(), ..Actor::default() }
    }

    /// Actors of different lengths, in the order of their ids; the last has a language that no other has.
    fn actors(count: usize) -> Vec<Actor> {
        let service = |i: usize, lang: &str| Service {
            description: [("nl", "praten ".repeat(i * 37 % 61)), (lang, "!".repeat(i % 5))].map(|(l, t)| (l.to_owned(), t)).into(),
            ..Service::new(format!("actor-{i:03}/taal"), Domain::Language, ListedUnder::Antwerp)
        };
        let mut actors: Vec<Actor> = (0..count).map(|i| actor(&format!("actor-{i:03}"))).collect();
        for (i, actor) in actors.iter_mut().enumerate() {
            let lang = if i + 1 == count { "ar" } else { "fr" };
            actor.services = (0..i % 3 + usize::from(i + 1 == count)).map(|_| service(i, lang)).collect();
        }
        actors
    }

    #[test]
    fn written_and_read() {
        let mut actors = [actor("a"), actor("b"), actor("c")];
        actors[1].former_ids.push("old-b".into());
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
    }

    #[test]
    fn actors_at_before_and_behind_the_border_of_a_block_come_back() {
        for count in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 3 * BLOCK + 5] {
            let actors = actors(count);
            let section = write(&actors);
            let starts = Records::check(&section, count).unwrap();
            let records = Records::checked(&section, &starts);
            for (i, actor) in actors.iter().enumerate() {
                let id = ActorId::at(i);
                assert_eq!(records.actor(id).as_ref(), Some(actor), "{i} of {count}");
                assert_eq!(records.find(&actor.id), Some(id));
                let brief = records.brief(id, "ar").unwrap();
                assert_eq!((brief.id, brief.services.len()), (actor.id.clone(), actor.services.len()));
                let langs: Vec<&str> = brief.services.iter().map(|service| service.lang.as_str()).collect();
                assert!(langs.iter().all(|lang| *lang == if i + 1 == count { "ar" } else { "nl" }), "{langs:?}");
            }
            assert_eq!(records.actors().collect::<Option<Vec<_>>>(), Some(actors));
            assert_eq!(records.actor(ActorId::at(count)), None);
            assert!(Records::check(&section, count + 1).is_none());
        }
    }

    #[test]
    fn every_cut_is_refused() {
        let section = write(&actors(2 * BLOCK + 3));
        for cut in 0..section.len() {
            assert!(Records::check(&section[..cut], 2 * BLOCK + 3).is_none(), "{cut}");
        }
    }

    #[test]
    fn forged_tables_give_none_or_another_record() {
        let count = 2 * BLOCK + 3;
        let actors = actors(count);
        let section = write(&actors);
        let length = |at: usize| u32::from_le_bytes(section[at..at + 4].try_into().unwrap()) as usize;
        let begins = 16 + length(8);
        let (mut opened, mut wrong) = (0, 0);
        for at in 16..begins + length(12) {
            for value in [0, 1, section[at] ^ 1, section[at].wrapping_add(9), 0x7F, 239, 240, 254, 255] {
                let mut forged = section.clone();
                forged[at] = value;
                let Some(starts) = Records::check(&forged, count) else { continue };
                opened += usize::from(at >= begins);
                let records = Records::checked(&forged, &starts);
                for (i, actor) in actors.iter().enumerate() {
                    wrong += usize::from(records.actor(ActorId::at(i)).as_ref() != Some(actor));
                    let _ = (records.brief(ActorId::at(i), "ar"), records.find(&actor.id));
                }
                assert_eq!(records.actors().count(), count);
            }
        }
        assert!(opened > 0 && wrong > 0, "{opened} {wrong}: nothing forged was read");
        // More begins than there are bytes for.
        let mut forged = section;
        forged[..4].copy_from_slice(&u32::MAX.to_le_bytes());
        assert!(Records::check(&forged, u32::MAX as usize).is_none());
    }
}
