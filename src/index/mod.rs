//! The sections of the blob, writer and reader side by side, and the opened directory that reads them.
//!
//! * [`Directory`] is an opened blob: everything checked, no record decoded.
//! * [`records`]: actors, decoded one by one when shown.
//! * [`terms`]: search terms, sorted, each with its postings.
//! * [`columns`]: for each service what it is filtered, counted and ranked by.
//! * [`bitmaps`]: for each value the services that have it, made of the columns.
//! * [`known`]: what is decoded on opening: information, places, lexicon, messages.
//! * [`sites`]: in which municipalities services are given, made of the records when first asked for; no section of its own.
//!
//! What a question does with them is not here, see `query`; what data becomes them, see `compile`.

pub mod bitmaps;
pub mod columns;
pub mod known;
pub mod records;
pub mod sites;
pub mod terms;

use crate::blob::{Blob, OpenError, Section};
use crate::geo::{Gazetteer, MunicipalityId};
use crate::model::{Actor, DirectoryInfo, Facet, LEADING, Messages, Places};
use bitmaps::Bitmaps;
use columns::Columns;
use known::Labels;
use records::{Brief, Records};
use sites::Sites;
use std::cell::OnceCell;
use terms::Terms;

/// Position of an actor in the blob; dense, starting at 0, in the order of ids.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct ActorId(pub(crate) u32);

/// Position of a service in the blob; dense, starting at 0. The services of an actor stand one behind the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ServiceId(pub(crate) u32);

impl ActorId {
    /// The actor at this position.
    #[must_use]
    pub fn at(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }
    /// Its position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl ServiceId {
    /// Its position.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

/// Where the bytes of a directory live: in the program, or in memory of its own.
#[derive(Clone, Debug)]
enum Bytes {
    Static(&'static [u8]),
    Owned(Vec<u8>),
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        match self {
            Bytes::Static(bytes) => bytes,
            Bytes::Owned(bytes) => bytes,
        }
    }
}

/// An opened directory: a blob in which everything was checked once.
#[derive(Debug)]
pub struct Directory {
    blob: Blob<Bytes>,
    info: DirectoryInfo,
    places: Places,
    labels: Labels,
    messages: Messages,
    columns: Vec<u8>,
    bitmaps: Bitmaps,
    records: records::Starts,
    starts: terms::Starts,
    gazetteer: OnceCell<Gazetteer>,
    sites: OnceCell<Sites>,
}

impl Directory {
    /// Opens bytes that are part of the program.
    ///
    /// # Errors
    /// Says what is wrong and what to do.
    pub fn open_static(bytes: &'static [u8]) -> Result<Self, OpenError> {
        Self::open_bytes(Bytes::Static(bytes))
    }

    /// Opens bytes from anywhere; they need not be trusted.
    ///
    /// # Errors
    /// Says what is wrong and what to do.
    pub fn open(bytes: Vec<u8>) -> Result<Self, OpenError> {
        Self::open_bytes(Bytes::Owned(bytes))
    }

    fn open_bytes(bytes: Bytes) -> Result<Self, OpenError> {
        let blob = Blob::open(bytes)?;
        let info: DirectoryInfo = known::read(&blob, Section::Info)?;
        let places = known::read_places(&blob)?;
        let labels: Labels = known::read(&blob, Section::Lexicon)?;
        let messages: Messages = known::read(&blob, Section::Messages)?;
        let expanded = columns::expanded(blob.section(Section::Columns)).unwrap_or_default();
        let columns = Columns::check(&expanded).ok_or(OpenError::Damaged(Section::Columns))?;
        let bitmaps = Bitmaps::new(&columns, &labels, &places, blob.bytes().len()).ok_or(OpenError::Damaged(Section::Columns))?;
        let records =
            Records::check(blob.section(Section::Records), columns.actors()).ok_or(OpenError::Damaged(Section::Records))?;
        let starts = Terms::check(blob.section(Section::Terms), columns.services()).ok_or(OpenError::Damaged(Section::Terms))?;
        Ok(Self {
            blob,
            info,
            places,
            labels,
            messages,
            columns: expanded,
            bitmaps,
            records,
            starts,
            gazetteer: OnceCell::new(),
            sites: OnceCell::new(),
        })
    }

    /// What the directory is.
    #[must_use]
    pub fn info(&self) -> &DirectoryInfo {
        &self.info
    }

    /// One of its languages: the one asked for, the first if it has not that.
    #[must_use]
    pub fn language<'a>(&'a self, wanted: &str) -> &'a str {
        let langs = &self.info.langs;
        langs.iter().find(|l| *l == wanted).or_else(|| langs.first()).map_or(LEADING, String::as_str)
    }

    /// Municipalities and postcodes.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.places
    }

    /// Labels of concepts and codes.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// The code of a facet's value at this position: of its labels, for places of the municipalities.
    #[must_use]
    pub fn code(&self, facet: Facet, position: usize) -> Option<&str> {
        match facet.column() {
            None => self.places.municipalities.get(position).map(|m| m.nis.as_str()),
            Some(_) => self.labels.of(facet).get(position).map(|label| label.code.as_str()),
        }
    }

    /// The widget's sentences.
    #[must_use]
    pub fn messages(&self) -> &Messages {
        &self.messages
    }

    /// Finds places by name; made at first use.
    #[must_use]
    pub fn gazetteer(&self) -> &Gazetteer {
        self.gazetteer.get_or_init(|| Gazetteer::new(&self.places))
    }

    /// In which municipalities services are given; made at first use.
    #[must_use]
    pub fn sites(&self) -> &Sites {
        let records = || Records::checked(self.blob.section(Section::Records), &self.records);
        self.sites.get_or_init(|| Sites::new(&records(), &self.columns(), &self.places))
    }

    /// What services are filtered and ranked by.
    #[must_use]
    pub fn columns(&self) -> Columns<'_> {
        Columns::checked(&self.columns)
    }

    /// Which services have each value.
    #[must_use]
    pub fn bitmaps(&self) -> &Bitmaps {
        &self.bitmaps
    }

    /// Search terms.
    #[must_use]
    pub fn terms(&self) -> Terms<'_> {
        Terms::checked(self.blob.section(Section::Terms), &self.starts)
    }

    /// How many actors there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.columns().actors()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The record of an actor. `None` if its bytes are damaged.
    #[must_use]
    pub fn actor(&self, id: ActorId) -> Option<Actor> {
        let mut actor = Records::checked(self.blob.section(Section::Records), &self.records).actor(id)?;
        let columns = self.columns();
        for (service, at) in actor.services.iter_mut().zip(columns.services_of(id)) {
            columns.complete(service, at, &self.labels, &self.places);
        }
        Some(actor)
    }

    /// What a list shows of an actor, its texts in a language, else in Dutch. `None` if its bytes are damaged.
    #[must_use]
    pub fn brief(&self, id: ActorId, lang: &str) -> Option<Brief> {
        Records::checked(self.blob.section(Section::Records), &self.records).brief(id, lang)
    }

    /// The actor with this id, or that once had it.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<ActorId> {
        Records::checked(self.blob.section(Section::Records), &self.records).find(id)
    }

    /// The bytes of the blob.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.blob.bytes()
    }

    /// The bytes of each section, for size reports.
    pub fn sections(&self) -> impl Iterator<Item = (Section, &[u8])> {
        Section::ALL.into_iter().map(|s| (s, self.blob.section(s)))
    }

    /// A municipality by its NIS code, a postcode, or any of its names.
    #[must_use]
    pub fn municipality(&self, written: &str) -> Option<MunicipalityId> {
        self.gazetteer().find(written).map(|found| found.id)
    }
}
