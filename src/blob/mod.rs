//! The container of the compiled directory: header, section table, checksum.
//!
//! ```text
//! offset  size  what                                    all numbers little-endian, at any alignment
//!      0     8  magic  "welkomw\n"
//!      8     2  format version
//!     10     2  number of sections n
//!     12     4  length of the blob in bytes
//!     16     8  checksum of everything from byte 24 on
//!     24   8·n  section table: offset (4) and length (4) of each section, in the order of [`Section`]
//!  24+8·n   …   the sections, one behind the other, without gaps
//! ```
//!
//! * [`Blob::open`] checks all of it once; afterwards [`Blob::section`] cannot fail.
//! * [`write`] lays sections out.
//! * [`Reader`] walks bytes without ever stepping outside; [`Writer`] is its counterpart.
//! * [`decode`] and [`encode`] are the one place that knows how records become bytes.
//!
//! What is inside a section is its own business, see `index`. The checksum finds damage, not forgery: a reader of a section checks
//! every offset of its own, so that forged bytes give an error or poor answers, never a panic.

mod bytes;
mod codec;

pub use bytes::{Reader, Writer};
pub use codec::{Coded, Parts, Source, Streams, Written, decode, encode, whole_value};
pub(crate) use codec::{coded, skip};

/// Version of the format that this build writes and reads. A change of any byte's meaning is a new version.
pub const FORMAT: u16 = 8;

const MAGIC: &[u8; 8] = b"welkomw\n";
const HEADER: usize = 24;

/// The sections of a blob, in order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Section {
    /// What the directory is.
    Info,
    /// Records: actors, one after the other.
    Records,
    /// Search terms with their postings.
    Terms,
    /// What services are filtered and ranked by.
    Columns,
    /// Municipalities, postcodes, areas.
    Places,
    /// Concepts and codes with their labels.
    Lexicon,
    /// The widget's sentences.
    Messages,
}

impl Section {
    /// All sections in order.
    pub const ALL: [Section; 7] =
        [Section::Info, Section::Records, Section::Terms, Section::Columns, Section::Places, Section::Lexicon, Section::Messages];
}

/// Why bytes are no directory.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OpenError {
    /// The magic number is missing.
    NotADirectory,
    /// Another version of the format.
    Format {
        /// The version found.
        found: u16,
    },
    /// Fewer or more bytes than the header says.
    Length {
        /// Bytes the header announces.
        expected: u32,
        /// Bytes there are.
        found: usize,
    },
    /// The checksum does not fit: bytes were changed on the way.
    Checksum,
    /// A section is not what it should be.
    Damaged(Section),
}

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotADirectory => {
                write!(f, "these bytes are no compiled directory: give the file that `welkomwijzer compile` writes")
            }
            Self::Format { found } => {
                write!(f, "directory blob has format {found}, this build reads {FORMAT}: rebuild the data with this version")
            }
            Self::Length { expected, found } => {
                write!(
                    f,
                    "directory blob has {found} bytes where {expected} were announced: it was cut off or added to; fetch it again"
                )
            }
            Self::Checksum => write!(f, "directory blob was changed on the way (checksum): fetch it again"),
            Self::Damaged(section) => write!(f, "directory blob is damaged ({section:?}): rebuild the data"),
        }
    }
}

impl std::error::Error for OpenError {}

/// The bytes of a blob whose container is sound.
#[derive(Clone, Debug)]
pub struct Blob<B> {
    bytes: B,
    sections: [(usize, usize); Section::ALL.len()],
}

impl<B: AsRef<[u8]>> Blob<B> {
    /// Checks header, table and checksum.
    ///
    /// # Errors
    /// Says what is wrong and what to do.
    pub fn open(bytes: B) -> Result<Self, OpenError> {
        let all = bytes.as_ref();
        let mut header = Reader::new(all);
        if header.bytes(MAGIC.len()) != Some(MAGIC) {
            return Err(OpenError::NotADirectory);
        }
        let found = header.u16().ok_or(OpenError::NotADirectory)?;
        if found != FORMAT {
            return Err(OpenError::Format { found });
        }
        let count = header.u16().ok_or(OpenError::NotADirectory)?;
        let expected = header.u32().ok_or(OpenError::NotADirectory)?;
        let checksum = header.u64().ok_or(OpenError::NotADirectory)?;
        if usize::try_from(expected) != Ok(all.len()) {
            return Err(OpenError::Length { expected, found: all.len() });
        }
        if checksum_of(all.get(HEADER..).unwrap_or(&[])) != checksum {
            return Err(OpenError::Checksum);
        }
        let mut sections = [(0, 0); Section::ALL.len()];
        if usize::from(count) != sections.len() {
            return Err(OpenError::Damaged(Section::Info));
        }
        let mut end = HEADER + 8 * sections.len();
        for (place, section) in sections.iter_mut().zip(Section::ALL) {
            let damaged = OpenError::Damaged(section);
            let offset = header.u32().and_then(|n| usize::try_from(n).ok()).ok_or(damaged)?;
            let length = header.u32().and_then(|n| usize::try_from(n).ok()).ok_or(damaged)?;
            let next = offset.checked_add(length).filter(|&n| offset == end && n <= all.len()).ok_or(damaged)?;
            *place = (offset, length);
            end = next;
        }
        if end != all.len() {
            return Err(OpenError::Damaged(Section::Messages));
        }
        Ok(Self { bytes, sections })
    }

    /// The bytes of a section.
    #[must_use]
    pub fn section(&self, section: Section) -> &[u8] {
        let (offset, length) = self.sections.get(section as usize).copied().unwrap_or((0, 0));
        self.bytes.as_ref().get(offset..offset + length).unwrap_or(&[])
    }

    /// All bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.bytes.as_ref()
    }
}

/// Lays out a blob: one byte string for each of [`Section::ALL`], in that order.
#[must_use]
pub fn write(sections: &[Vec<u8>; Section::ALL.len()]) -> Vec<u8> {
    let mut body = Writer::new();
    let mut offset = HEADER + 8 * sections.len();
    for section in sections {
        body.u32(small(offset));
        body.u32(small(section.len()));
        offset += section.len();
    }
    for section in sections {
        body.bytes(section);
    }
    let body = body.done();
    let mut blob = Writer::new();
    blob.bytes(MAGIC);
    blob.u16(FORMAT);
    blob.u16(u16::try_from(sections.len()).unwrap_or(u16::MAX));
    blob.u32(small(HEADER + body.len()));
    blob.u64(checksum_of(&body));
    blob.bytes(&body);
    blob.done()
}

/// Blobs stay far below 4 GiB; should one not, its length will not fit and opening says so.
fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// A fast 64-bit sum: four sums side by side, eight bytes at a time, multiply and rotate (the step of FxHash); then all four and the rest
/// in one, mixed (the finish of SplitMix64). One sum alone would wait for its own multiplication: 3 times as long.
fn checksum_of(bytes: &[u8]) -> u64 {
    const K: u64 = 0x517c_c1b7_2722_0a95;
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(K);
    let (blocks, rest) = bytes.as_chunks::<32>();
    let mut sums = [0, 1, 2, 3];
    for block in blocks {
        let (words, _) = block.as_chunks::<8>();
        for (sum, word) in sums.iter_mut().zip(words) {
            *sum = step(*sum, u64::from_le_bytes(*word));
        }
    }
    let mut sum = sums.into_iter().fold(bytes.len() as u64, step);
    for &byte in rest {
        sum = step(sum, u64::from(byte));
    }
    sum ^= sum >> 30;
    sum = sum.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    sum ^ (sum >> 27)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Vec<u8> {
        let mut sections: [Vec<u8>; Section::ALL.len()] = Default::default();
        for (i, section) in sections.iter_mut().enumerate() {
            *section = vec![i as u8; i * 3];
        }
        write(&sections)
    }

    #[test]
    fn written_and_read() {
        let blob = Blob::open(sample()).unwrap();
        for (i, section) in Section::ALL.into_iter().enumerate() {
            assert_eq!(blob.section(section), vec![i as u8; i * 3]);
        }
    }

    #[test]
    fn every_cut_and_every_changed_byte_is_found() {
        let whole = sample();
        for length in 0..whole.len() {
            assert!(Blob::open(&whole[..length]).is_err(), "{length}");
        }
        for at in 0..whole.len() {
            for bit in 0..8 {
                let mut changed = whole.clone();
                changed[at] ^= 1 << bit;
                assert!(Blob::open(&changed).is_err(), "{at} {bit}");
            }
        }
        assert_eq!(Blob::open(b"nothing").unwrap_err(), OpenError::NotADirectory);
        let mut newer = whole;
        newer[8] = 9;
        assert_eq!(Blob::open(&newer).unwrap_err(), OpenError::Format { found: 9 });
    }
}
