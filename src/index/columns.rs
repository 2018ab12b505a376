//! Columns: for each service what it is filtered, counted and ranked by.
//!
//! ```text
//!       4  number of actors a
//!       4  number of services s
//!       …  services of each actor (varints)
//!       s  flags of each service: bit 0 ended, bits 1-3 listed under, bits 4-5 whom it serves
//!       s  words of each service's Dutch text, 0 to 255
//!       s  concepts of each service
//!       a  completeness of each actor, 0 to 255
//!       a  words in the name of each actor
//!       …  nine lists (the eight coded facets in the order of Facet::CODED, then areas): how many values each service has (varints)
//!       …  and their values (varints): positions in Labels::values of the facet; for areas, Area::number
//! ```
//! For questions it is laid out once, on opening, with what is looked up at its place, see [`expanded`]: a page has 1 kB less so.

use super::known::Labels;
use super::{ActorId, ServiceId};
use crate::blob::{Reader, Writer};
use crate::geo::Area;
use crate::model::{CODED, Facet, ListedUnder, Places, Serves, Service};

/// What the columns hold of one service.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ServiceRow {
    /// Whether the service or its actor ended.
    pub ended: bool,
    /// Position in [`Serves::ALL`].
    pub serves: u8,
    /// Position in [`ListedUnder::ALL`].
    pub listed_under: u8,
    /// Words of its text in the leading language, at most 255.
    pub words: u8,
    /// Concepts it has of its own.
    pub concepts: u8,
    /// Values of each facet of [`Facet::CODED`], each once, as they are stated; of concepts the service's own, then wider ones.
    pub values: [Vec<u16>; CODED],
    /// Numbers of areas, each once.
    pub areas: Vec<u16>,
}

/// What the columns hold of one actor.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ActorRow {
    /// How much is known of it, 0 to 255.
    pub completeness: u8,
    /// Words in its name.
    pub name_words: u8,
    /// Its services.
    pub services: Vec<ServiceRow>,
}

/// Lays out the section.
#[must_use]
pub fn write(actors: &[ActorRow]) -> Vec<u8> {
    let services: Vec<&ServiceRow> = actors.iter().flat_map(|a| &a.services).collect();
    let mut writer = Writer::new();
    writer.u32(small(actors.len()));
    writer.u32(small(services.len()));
    for actor in actors {
        writer.varint(small(actor.services.len()));
    }
    for service in &services {
        writer.u8(u8::from(service.ended) | (service.listed_under << 1) | (service.serves << 4));
    }
    for service in &services {
        writer.u8(service.words);
    }
    for service in &services {
        writer.u8(service.concepts);
    }
    for actor in actors {
        writer.u8(actor.completeness);
    }
    for actor in actors {
        writer.u8(actor.name_words);
    }
    for column in 0..Facet::CODED.len() {
        list(&mut writer, services.iter().map(|s| s.values.get(column).map_or(&[][..], Vec::as_slice)));
    }
    list(&mut writer, services.iter().map(|s| s.areas.as_slice()));
    writer.done()
}

fn list<'a>(writer: &mut Writer, rows: impl Iterator<Item = &'a [u16]> + Clone) {
    for row in rows.clone() {
        writer.varint(small(row.len()));
    }
    for &value in rows.flatten() {
        writer.varint(u32::from(value));
    }
}

/// The section as [`Columns`] reads it, all numbers at their places: instead of how many there are of each, where those of each begin (4
/// bytes), and at the end their number; behind the actors' services the actor of each service (4 bytes); values take 2 bytes. `None` if
/// bytes are missing or an actor has services that do not exist.
pub(super) fn expanded(section: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader::new(section);
    let mut all = reader.bytes(8)?.to_vec();
    let mut head = Reader::new(section);
    let (actors, services) = (head.u32()? as usize, head.u32()? as usize);
    let first = all.len();
    let count = starts(&mut reader, actors, &mut all)? as usize;
    // That there are so many services is sure only with their bytes at hand.
    let fixed = reader.bytes(services.checked_mul(3)?.checked_add(actors.checked_mul(2)?)?)?;
    // At most: a start of each list and an owner for each service, and every other byte a value.
    all.reserve(services.saturating_mul(4 * (CODED + 2)).saturating_add(section.len().saturating_mul(2)));
    let (ends, _) = all.get(first + 4..).filter(|_| count == services)?.as_chunks::<4>();
    let mut owners: Vec<[u8; 4]> = Vec::with_capacity(services);
    for (actor, end) in (0_u32..).zip(ends) {
        owners.resize(u32::from_le_bytes(*end) as usize, actor.to_le_bytes());
    }
    all.extend_from_slice(owners.as_flattened());
    all.extend_from_slice(fixed);
    for _ in 0..=CODED {
        for _ in 0..starts(&mut reader, services, &mut all)? {
            all.extend_from_slice(&u16::try_from(reader.varint()?).ok()?.to_le_bytes());
        }
    }
    reader.is_at_end().then_some(all)
}

/// Sums of so many numbers, from 0 to all of them, which is given.
fn starts(reader: &mut Reader<'_>, count: usize, all: &mut Vec<u8>) -> Option<u32> {
    let mut start: u32 = 0;
    all.extend_from_slice(&start.to_le_bytes());
    for _ in 0..count {
        start = start.checked_add(reader.varint()?)?;
        all.extend_from_slice(&start.to_le_bytes());
    }
    Some(start)
}

fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Which table, in a service's flags.
fn listed(flags: u8) -> usize {
    usize::from((flags >> 1) & 0b111)
}

/// A list of small numbers for each service.
#[derive(Clone, Copy, Debug, Default)]
pub struct List<'a> {
    starts: &'a [[u8; 4]],
    values: &'a [[u8; 2]],
}

impl<'a> List<'a> {
    fn read(reader: &mut Reader<'a>, services: usize) -> Option<Self> {
        let (starts, _) = reader.bytes(services.checked_add(1)?.checked_mul(4)?)?.as_chunks::<4>();
        let count = u32::from_le_bytes(*starts.last()?) as usize;
        let (values, _) = reader.bytes(count.checked_mul(2)?)?.as_chunks::<2>();
        Some(Self { starts, values })
    }

    /// The values of every service, in rising order.
    pub(super) fn rows(&self) -> impl Iterator<Item = (ServiceId, &'a [[u8; 2]])> + use<'a> {
        let values = self.values;
        let number = |start: &[u8; 4]| u32::from_le_bytes(*start) as usize;
        let ranges = self.starts.iter().zip(self.starts.iter().skip(1)).map(move |(from, to)| number(from)..number(to));
        (0..).map(ServiceId).zip(ranges.map(move |range| values.get(range).unwrap_or(&[])))
    }

    /// The values of a service, each once.
    pub fn of(&self, service: ServiceId) -> impl Iterator<Item = u16> + use<'a> {
        let start = |i: usize| self.starts.get(i).map(|s| u32::from_le_bytes(*s) as usize);
        let range = start(service.index()).zip(start(service.index() + 1)).map_or(0..0, |(from, to)| from..to);
        self.values.get(range).unwrap_or(&[]).iter().map(|v| u16::from_le_bytes(*v))
    }
}

/// The section, [`expanded`] and read.
#[derive(Clone, Copy, Debug, Default)]
pub struct Columns<'a> {
    first: &'a [[u8; 4]],
    owners: &'a [[u8; 4]],
    flags: &'a [u8],
    words: &'a [u8],
    concepts: &'a [u8],
    completeness: &'a [u8],
    name_words: &'a [u8],
    facets: [List<'a>; CODED],
    areas: List<'a>,
}

impl<'a> Columns<'a> {
    fn parts(expanded: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::new(expanded);
        let actors = reader.u32()? as usize;
        let services = reader.u32()? as usize;
        let (first, _) = reader.bytes(actors.checked_add(1)?.checked_mul(4)?)?.as_chunks::<4>();
        let (owners, _) = reader.bytes(services.checked_mul(4)?)?.as_chunks::<4>();
        let flags = reader.bytes(services)?;
        let words = reader.bytes(services)?;
        let concepts = reader.bytes(services)?;
        let completeness = reader.bytes(actors)?;
        let name_words = reader.bytes(actors)?;
        let mut facets = [List::default(); CODED];
        for facet in &mut facets {
            *facet = List::read(&mut reader, services)?;
        }
        let areas = List::read(&mut reader, services)?;
        reader.is_at_end().then_some(Self { first, owners, flags, words, concepts, completeness, name_words, facets, areas })
    }

    /// Checks what stands in the flags; `index::bitmaps` checks values and areas.
    pub(super) fn check(expanded: &'a [u8]) -> Option<Self> {
        let columns = Self::parts(expanded)?;
        for flags in columns.flags {
            ListedUnder::ALL.get(listed(*flags))?;
            Serves::ALL.get(usize::from(flags >> 4))?;
        }
        Some(columns)
    }

    /// What was checked; anything else reads as empty.
    pub(super) fn checked(expanded: &'a [u8]) -> Self {
        Self::parts(expanded).unwrap_or_default()
    }

    /// Number of actors.
    #[must_use]
    pub fn actors(&self) -> usize {
        self.first.len().saturating_sub(1)
    }

    /// Number of services.
    #[must_use]
    pub fn services(&self) -> usize {
        self.flags.len()
    }

    /// The services of an actor.
    pub fn services_of(&self, actor: ActorId) -> impl Iterator<Item = ServiceId> + use<> {
        let at = |i: usize| self.first.get(i).map(|f| u32::from_le_bytes(*f));
        let (from, to) = at(actor.index()).zip(at(actor.index() + 1)).unwrap_or((0, 0));
        (from..to).map(ServiceId)
    }

    /// The last service of each actor that has any.
    pub(super) fn last_services(&self) -> impl Iterator<Item = ServiceId> + use<'a> {
        let ends = self.first.iter().zip(self.first.iter().skip(1)).filter(|(from, to)| from != to);
        ends.filter_map(|(_, to)| u32::from_le_bytes(*to).checked_sub(1).map(ServiceId))
    }

    /// The actor of a service, and the first service of the next one.
    #[must_use]
    pub fn actor_of(&self, service: ServiceId) -> (ActorId, ServiceId) {
        let actor = self.owners.get(service.index()).map_or(u32::MAX, |actor| u32::from_le_bytes(*actor));
        let behind = self.first.get((actor as usize).saturating_add(1)).map_or(u32::MAX, |first| u32::from_le_bytes(*first));
        (ActorId(actor), ServiceId(behind))
    }

    /// Whether a service ended.
    #[must_use]
    pub fn ended(&self, service: ServiceId) -> bool {
        self.flags.get(service.index()).is_some_and(|f| f & 1 != 0)
    }

    /// The table a service is listed under.
    #[must_use]
    pub fn listed_under(&self, service: ServiceId) -> Option<ListedUnder> {
        self.flags.get(service.index()).and_then(|f| ListedUnder::ALL.get(listed(*f))).copied()
    }

    /// Whom a service serves.
    #[must_use]
    pub fn serves(&self, service: ServiceId) -> Serves {
        self.flags.get(service.index()).and_then(|f| Serves::ALL.get(usize::from(f >> 4))).copied().unwrap_or_default()
    }

    /// Gives a record's service what stands here and not in the record: its codes and its area.
    pub(super) fn complete(&self, service: &mut Service, at: ServiceId, labels: &Labels, places: &Places) {
        for (column, facet) in Facet::CODED.into_iter().enumerate() {
            let own = match facet {
                Facet::Concept => self.concepts.get(at.index()).map_or(0, |&n| usize::from(n)),
                _ => usize::MAX,
            };
            let labels = labels.of(facet);
            let codes = self.facet(column).of(at).take(own).filter_map(|value| labels.get(usize::from(value)));
            facet.state(service, codes.map(|label| label.code.clone()).collect());
        }
        let area = &mut service.service_area;
        for part in self.areas(at) {
            match part {
                Area::Municipality(id) => area.municipalities.extend(places.municipalities.get(id.index()).map(|m| m.nis.clone())),
                Area::Province(province) => area.provinces.push(province),
                Area::Region(region) => area.regions.push(region),
                Area::Belgium => area.belgium = true,
                Area::Online => area.online = true,
            }
        }
    }

    /// Words of each service's text.
    #[must_use]
    pub fn words(&self) -> &'a [u8] {
        self.words
    }

    /// How many concepts each service has.
    #[must_use]
    pub fn concepts(&self) -> &'a [u8] {
        self.concepts
    }

    /// How much is known of an actor, 0 to 255.
    #[must_use]
    pub fn completeness(&self, actor: ActorId) -> u8 {
        self.completeness.get(actor.index()).copied().unwrap_or(0)
    }

    /// Words in an actor's name.
    #[must_use]
    pub fn name_words(&self, actor: ActorId) -> u8 {
        self.name_words.get(actor.index()).copied().unwrap_or(0)
    }

    /// Values of a coded facet (position in [`Facet::CODED`]).
    #[must_use]
    pub fn facet(&self, column: usize) -> List<'a> {
        self.facets.get(column).copied().unwrap_or_default()
    }

    /// The numbers of the service areas of every service, in rising order.
    pub(super) fn all_areas(&self) -> impl Iterator<Item = (ServiceId, &'a [[u8; 2]])> + use<'a> {
        self.areas.rows()
    }

    /// The numbers of a service's areas.
    pub fn area_numbers(&self, service: ServiceId) -> impl Iterator<Item = u16> + use<'a> {
        self.areas.of(service)
    }

    /// Service areas.
    pub fn areas(&self, service: ServiceId) -> impl Iterator<Item = Area> + use<'a> {
        self.area_numbers(service).filter_map(Area::from_number)
    }
}
