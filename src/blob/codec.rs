//! How values become bytes and back.
//!
//! A value is its parts one behind the other: numbers as varints, texts with a zero byte behind, lists with their length in front, an
//! optional value with a 0 or 1 in front, a code as its position in its list. Nothing names or describes itself; a changed type is a new [`FORMAT`](super::FORMAT).
//!
//! Parts are written to several streams, since alike compresses with alike: numbers to the first, words to the second, translated texts
//! to one for each language. On the first directory that is 6 kB of 82 (brotli). A value in a section of its own is
//!
//! ```text
//!     …  number of languages (varint), and for each its code: length and bytes
//!     …  length of each stream (varints): numbers, words, one for each language
//!     …  the streams
//! ```
//! A section of many values keeps the streams of all together, see `index::records`.
//!
//! This was bincode 2.0.1 at first. It is unmaintained in every version (RUSTSEC-2025-0141), needs a limit against nine forged bytes that
//! abort the process, and with the records of this directory took 60 kB of wasm more than this page, whose one macro writes each type's
//! fields once for both ways. Decoding here cannot take more memory than a small multiple of its input: no element is shorter than a
//! byte, and a list longer than the bytes left is refused before anything is set aside.

use super::{Reader, Writer};
use crate::model::{
    Actor, Basis, Cost, DirectoryInfo, Document, Domain, Facet, ListedUnder, Location, Map, Message, Messages, PlaceKind, Plural,
    Regime, Region, Serves, Service, ServiceArea, Status, Texts,
};

/// What can stand in a blob.
pub trait Coded: Sized {
    /// Appends the value.
    fn put(&self, to: &mut Streams);
    /// Takes a value from the front. Where there is none the source notes that it failed and the value is any: whoever began asks
    /// [`Source::is_sound`] at the end. (Giving up at each field would put code for dropping all fields before it behind every one:
    /// 12 kB for the records.)
    fn take(from: &mut Source<'_>) -> Self;
    /// Passes a value without making it.
    fn skip(from: &mut Source<'_>) {
        Self::take(from);
    }
}

/// Streams being written.
#[derive(Debug, Default)]
pub struct Streams {
    numbers: Writer,
    words: TextStream,
    langs: Vec<String>,
    texts: Vec<TextStream>,
}

/// A stream of texts being written.
#[derive(Debug, Default)]
struct TextStream {
    bytes: Writer,
    count: usize,
}

impl Streams {
    fn text(&mut self, text: &str) {
        self.words.put(text);
    }

    /// A text in a language, in the stream of that language.
    fn translated(&mut self, lang: &str, text: &str) {
        let at = self.langs.iter().position(|l| l == lang).unwrap_or_else(|| {
            self.langs.push(lang.to_owned());
            self.texts.push(TextStream::default());
            self.langs.len() - 1
        });
        length(at, &mut self.numbers);
        if let Some(stream) = self.texts.get_mut(at) {
            stream.put(text);
        }
    }

    /// Bytes of numbers and texts in each other stream so far. Streams of languages not met yet are not among them.
    #[must_use]
    pub fn counts(&self) -> Vec<usize> {
        let texts = [&self.words].into_iter().chain(&self.texts).map(|stream| stream.count);
        [self.numbers.len()].into_iter().chain(texts).collect()
    }

    /// Bytes of each stream so far. Streams of languages not met yet are not among them.
    #[must_use]
    pub fn lengths(&self) -> Vec<usize> {
        let texts = [&self.words].into_iter().chain(&self.texts).map(|stream| &stream.bytes);
        [&self.numbers].into_iter().chain(texts).map(Writer::len).collect()
    }

    /// Writes the languages, then the lengths of all streams, then the streams.
    pub fn finish(self, to: &mut Writer) {
        length(self.langs.len(), to);
        for lang in &self.langs {
            length(lang.len(), to);
            to.bytes(lang.as_bytes());
        }
        let texts = [self.words].into_iter().chain(self.texts).map(|stream| stream.bytes);
        let streams: Vec<Writer> = [self.numbers].into_iter().chain(texts).collect();
        for stream in &streams {
            length(stream.len(), to);
        }
        for stream in streams {
            to.bytes(&stream.done());
        }
    }
}

impl TextStream {
    /// A text, and the zero byte that ends it: where a text ends is easier to guess (for brotli) than how long it is. A zero inside,
    /// which nobody can have meant, is left out.
    fn put(&mut self, text: &str) {
        text.bytes().filter(|&byte| byte != 0).for_each(|byte| self.bytes.u8(byte));
        self.bytes.u8(0);
        self.count += 1;
    }
}

/// Streams, read: what [`Streams::finish`] wrote.
#[derive(Clone, Debug, Default)]
pub struct Written<'a> {
    langs: Vec<&'a str>,
    streams: Vec<&'a [u8]>,
}

impl<'a> Written<'a> {
    /// Reads the languages and lengths; `None` if bytes are missing or left over.
    #[must_use]
    pub fn read(mut bytes: Reader<'a>) -> Option<Self> {
        let mut langs = Vec::new();
        for _ in 0..bytes.varint()? {
            let length = bytes.varint()? as usize;
            langs.push(std::str::from_utf8(bytes.bytes(length)?).ok()?);
        }
        let mut lengths = Vec::new();
        for _ in 0..langs.len() + 2 {
            lengths.push(bytes.varint()? as usize);
        }
        let mut streams = Vec::new();
        for length in lengths {
            streams.push(bytes.bytes(length)?);
        }
        bytes.is_at_end().then_some(Self { langs, streams })
    }

    /// Bytes of each stream.
    pub fn lengths(&self) -> impl Iterator<Item = usize> {
        self.streams.iter().map(|stream| stream.len())
    }

    /// Where in this range of a stream so much of [`Streams::counts`] is behind.
    #[inline(never)]
    pub fn behind(&self, stream: usize, range: std::ops::Range<usize>, count: usize) -> Option<usize> {
        let bytes = self.streams.get(stream)?.get(range.clone())?;
        let length = if stream == 0 { count } else { behind_zeros(bytes, count)? };
        if length <= bytes.len() { Some(range.start + length) } else { None }
    }

    /// The value whose parts stand in these ranges of the streams, by a way to take it; `None` if they are not one.
    #[must_use]
    pub fn decode<T>(
        &self,
        ranges: impl Iterator<Item = std::ops::Range<usize>>,
        take: impl FnOnce(&mut Source<'_>) -> T,
    ) -> Option<T> {
        let mut streams = Vec::with_capacity(self.streams.len());
        for (stream, range) in self.streams.iter().zip(ranges) {
            streams.push(Reader::new(stream.get(range)?));
        }
        let mut source = Source { langs: &self.langs, streams, failed: false };
        let value = take(&mut source);
        source.is_sound().then_some(value)
    }
}

/// How many bytes there are up to and with so many zero bytes: who wants an actor passes those before it, and a list passes more text
/// than it shows. Far from the end 32 bytes at a time, then eight.
fn behind_zeros(bytes: &[u8], count: usize) -> Option<usize> {
    if count == 0 {
        return Some(0);
    }
    let mut left = count;
    let mut at = 0;
    // Four words together have one count. No byte of it exceeds four, so that their sum is the highest byte of a product.
    for block in bytes.as_chunks::<32>().0 {
        let (words, _) = block.as_chunks::<8>();
        let each: u64 = words.iter().map(|word| zeros(*word) >> 7).sum();
        let here = (each.wrapping_mul(u64::from_le_bytes([1; 8])) >> 56) as usize;
        if here >= left {
            break;
        }
        (left, at) = (left - here, at + block.len());
    }
    let (eights, rest) = bytes.get(at..)?.as_chunks::<8>();
    for eight in eights {
        let mut zeros = zeros(*eight);
        let here = zeros.count_ones() as usize;
        if here >= left {
            for _ in 1..left {
                zeros &= zeros - 1;
            }
            return Some(at + zeros.trailing_zeros() as usize / 8 + 1);
        }
        (left, at) = (left - here, at + eight.len());
    }
    let ends = rest.iter().enumerate().filter(|(_, byte)| **byte == 0);
    ends.map(|(behind, _)| at + behind + 1).nth(left - 1)
}

/// Of eight bytes the highest bit of each that is zero, and no other bit (Warren, Hacker's Delight, chapter 6).
fn zeros(eight: [u8; 8]) -> u64 {
    const LOW: u64 = u64::from_le_bytes([0x7f; 8]);
    let word = u64::from_le_bytes(eight);
    !(((word & LOW) + LOW) | word | LOW)
}

/// Streams that values are taken from.
#[derive(Debug)]
pub struct Source<'a> {
    langs: &'a [&'a str],
    streams: Vec<Reader<'a>>,
    failed: bool,
}

impl<'a> Source<'a> {
    #[inline(never)]
    fn varint(&mut self) -> u32 {
        let value = self.streams.first_mut().and_then(Reader::varint);
        self.failed |= value.is_none();
        value.unwrap_or(0)
    }

    #[inline(never)]
    fn byte(&mut self) -> u8 {
        let value = self.streams.first_mut().and_then(Reader::u8);
        self.failed |= value.is_none();
        value.unwrap_or(0)
    }

    /// The bytes of a text.
    #[inline(never)]
    fn passed(&mut self, stream: usize) -> &'a [u8] {
        let bytes = self.streams.get_mut(stream).and_then(|stream| {
            let (_zero, text) = stream.bytes(behind_zeros(stream.rest(), 1)?)?.split_last()?;
            Some(text)
        });
        self.failed |= bytes.is_none();
        bytes.unwrap_or(&[])
    }

    #[inline(never)]
    fn text(&mut self, stream: usize) -> &'a str {
        let text = std::str::from_utf8(self.passed(stream));
        self.failed |= text.is_err();
        text.unwrap_or("")
    }

    /// Of texts in several languages the one in `lang`, else the Dutch one, with its language; the others are passed.
    pub fn text_in(&mut self, lang: &str) -> (&'a str, &'a str) {
        let mut found = ("", "");
        for _ in 0..self.length() {
            let at = self.varint() as usize;
            let stream = at.saturating_add(2);
            match self.langs.get(at).copied() {
                Some(own) if own == lang || (own == crate::model::LEADING && found.0 != lang) => found = (own, self.text(stream)),
                _ => _ = self.passed(stream),
            }
        }
        found
    }

    /// A length that can be: no element is without a byte.
    #[inline(never)]
    pub fn length(&mut self) -> usize {
        let length = self.varint() as usize;
        self.failed |= length > self.streams.iter().map(|stream| stream.rest().len()).sum();
        if self.failed { 0 } else { length }
    }

    /// Notes that a value could not be one.
    fn fail(&mut self) {
        self.failed = true;
    }

    /// Whether everything taken so far was there.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        !self.failed
    }
}

/// A value that must end where its streams end.
pub fn whole_value<T: Coded>(from: &mut Source<'_>) -> T {
    let value = T::take(from);
    from.failed |= !from.streams.iter().all(Reader::is_at_end);
    value
}

/// A value from all of these bytes; `None` if they are not one.
#[must_use]
pub fn decode<T: Coded>(bytes: &[u8]) -> Option<T> {
    let written = Written::read(Reader::new(bytes))?;
    let whole: Vec<_> = written.lengths().map(|length| 0..length).collect();
    written.decode(whole.into_iter(), whole_value)
}

/// The bytes of a value.
#[must_use]
pub fn encode<T: Coded>(value: &T) -> Vec<u8> {
    let mut streams = Streams::default();
    value.put(&mut streams);
    let mut writer = Writer::new();
    streams.finish(&mut writer);
    writer.done()
}

/// A struct, of which a part can be taken.
pub trait Parts: Coded {
    /// Passes all fields but the first so many.
    fn skip_behind(fields: usize, from: &mut Source<'_>);
}

/// Passes a field, whose type is known from how it is read.
pub(crate) fn skip<T, F: Coded>(_: impl Fn(&T) -> &F, from: &mut Source<'_>) {
    F::skip(from);
}

/// A struct is its fields, in this order. A field that is forgotten here does not compile. Those behind a semicolon stand elsewhere in
/// the blob: they are not written, and empty when read.
macro_rules! coded {
    ($($type:ty { $($field:ident),+ $(,)? $(; $($elsewhere:ident),+ $(,)?)? })+) => {$(
        impl $crate::blob::Coded for $type {
            fn put(&self, to: &mut $crate::blob::Streams) {
                $($crate::blob::Coded::put(&self.$field, to);)+
            }
            fn take(from: &mut $crate::blob::Source<'_>) -> Self {
                Self { $($field: $crate::blob::Coded::take(from)),+ $(, $($elsewhere: Default::default()),+)? }
            }
            fn skip(from: &mut $crate::blob::Source<'_>) {
                <$type as $crate::blob::Parts>::skip_behind(0, from);
            }
        }
        impl $crate::blob::Parts for $type {
            fn skip_behind(fields: usize, from: &mut $crate::blob::Source<'_>) {
                let mut position = 0;
                let mut is_behind = || {
                    position += 1;
                    position > fields
                };
                $(if is_behind() {
                    $crate::blob::skip(|of: &$type| &of.$field, from);
                })+
            }
        }
    )+};
}
pub(crate) use coded;

/// A closed list is the position in it.
macro_rules! coded_codes {
    ($($type:ty),+) => {$(
        impl Coded for $type {
            fn put(&self, to: &mut Streams) {
                to.numbers.u8(Self::ALL.iter().position(|v| v == self).and_then(|i| u8::try_from(i).ok()).unwrap_or(u8::MAX));
            }
            fn take(from: &mut Source<'_>) -> Self {
                match Self::ALL.get(usize::from(from.byte())) {
                    Some(value) => *value,
                    None => {
                        from.fail();
                        Self::FIRST
                    }
                }
            }
        }
    )+};
}

coded_codes!(Basis, Domain, Facet, ListedUnder, PlaceKind, Plural, Regime, Region, Serves, Status);

coded! {
    // What `index::records::Brief` shows stands in front.
    Actor {
        id, name, services, alternate_names, former_ids, kind, status, serves, founded, volunteers, people_reached, partners, fields, website,
        emails, phones, urls, personal, withheld, locations,
    }
    Location { id, name, address_1, postal_code, city, nis, emails, phones }
    Service {
        id, domain, description, status, until, audience_note, access, remarks, cost, service_area, listed_under, locations, website,
        emails, phones, urls, verified, sources;
        audience, level, format, registration, languages, concepts,
    }
    Cost { amount, note; kind }
    ServiceArea { basis; municipalities, provinces, regions, belgium, online }
    crate::model::Source { document, province, domain, row, name, municipality, as_of, guesses }
    DirectoryInfo { title, subtitle, version, as_of, publisher, correction_email, langs, licence, licence_url, credits, documents }
    Document { id, title, lang, publisher, year, url, terms }
    Messages { langs }
}

impl Coded for Message {
    fn put(&self, to: &mut Streams) {
        match self {
            Message::Plain(text) => {
                false.put(to);
                text.put(to);
            }
            Message::Plural(forms) => {
                true.put(to);
                forms.put(to);
            }
        }
    }
    fn take(from: &mut Source<'_>) -> Self {
        if bool::take(from) { Message::Plural(Coded::take(from)) } else { Message::Plain(Coded::take(from)) }
    }
}

impl Coded for u32 {
    fn put(&self, to: &mut Streams) {
        to.numbers.varint(*self);
    }
    fn take(from: &mut Source<'_>) -> Self {
        from.varint()
    }
}

impl Coded for u16 {
    fn put(&self, to: &mut Streams) {
        to.numbers.varint(u32::from(*self));
    }
    fn take(from: &mut Source<'_>) -> Self {
        let value = u16::try_from(from.varint());
        if value.is_err() {
            from.fail();
        }
        value.unwrap_or(0)
    }
}

impl Coded for bool {
    fn put(&self, to: &mut Streams) {
        to.numbers.u8(u8::from(*self));
    }
    fn take(from: &mut Source<'_>) -> Self {
        let byte = from.byte();
        if byte > 1 {
            from.fail();
        }
        byte == 1
    }
}

impl Coded for String {
    fn put(&self, to: &mut Streams) {
        to.text(self);
    }
    #[inline(never)]
    fn take(from: &mut Source<'_>) -> Self {
        from.text(1).to_owned()
    }
    fn skip(from: &mut Source<'_>) {
        from.passed(1);
    }
}

impl<T: Coded> Coded for Option<T> {
    fn put(&self, to: &mut Streams) {
        self.is_some().put(to);
        if let Some(value) = self {
            value.put(to);
        }
    }
    #[inline(never)]
    fn take(from: &mut Source<'_>) -> Self {
        bool::take(from).then(|| T::take(from))
    }
    #[inline(never)]
    fn skip(from: &mut Source<'_>) {
        if bool::take(from) {
            T::skip(from);
        }
    }
}

impl<T: Coded> Coded for Vec<T> {
    fn put(&self, to: &mut Streams) {
        length(self.len(), &mut to.numbers);
        for value in self {
            value.put(to);
        }
    }
    #[inline(never)]
    fn take(from: &mut Source<'_>) -> Self {
        let length = from.length();
        // Not set aside at once: an element can be larger in memory than in bytes.
        let mut values = Vec::new();
        while values.len() < length && from.is_sound() {
            values.push(T::take(from));
        }
        values
    }
    #[inline(never)]
    fn skip(from: &mut Source<'_>) {
        for _ in 0..from.length() {
            T::skip(from);
        }
    }
}

impl<A: Coded, B: Coded> Coded for (A, B) {
    fn put(&self, to: &mut Streams) {
        self.0.put(to);
        self.1.put(to);
    }
    fn take(from: &mut Source<'_>) -> Self {
        (A::take(from), B::take(from))
    }
}

/// Texts per language: each in the stream of its language.
impl Coded for Texts {
    fn put(&self, to: &mut Streams) {
        length(self.len(), &mut to.numbers);
        for (lang, text) in self {
            to.translated(lang, text);
        }
    }
    #[inline(never)]
    fn take(from: &mut Source<'_>) -> Self {
        let length = from.length();
        let mut texts = Vec::new();
        while texts.len() < length && from.is_sound() {
            let at = from.varint() as usize;
            let lang = from.langs.get(at).copied();
            if lang.is_none() {
                from.fail();
            }
            texts.push((lang.unwrap_or("").to_owned(), from.text(at.saturating_add(2)).to_owned()));
        }
        texts.into_iter().collect()
    }
    fn skip(from: &mut Source<'_>) {
        from.text_in("");
    }
}

/// Other maps are lists of pairs.
macro_rules! coded_maps {
    ($($key:ty => $value:ty),+) => {$(
        impl Coded for Map<$key, $value> {
            fn put(&self, to: &mut Streams) {
                length(self.len(), &mut to.numbers);
                for entry in self {
                    entry.0.put(to);
                    entry.1.put(to);
                }
            }
            #[inline(never)]
            fn take(from: &mut Source<'_>) -> Self {
                Vec::<($key, $value)>::take(from).into_iter().collect()
            }
        }
    )+};
}

coded_maps!(String => Vec<String>, String => Vec<Message>, Plural => String);

fn length(length: usize, to: &mut Writer) {
    to.varint(u32::try_from(length).unwrap_or(u32::MAX));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_counted_as_one_by_one() {
        // Bytes beside zero and with their highest bit are the ones that quicker ways take for zero.
        let mut bytes = Vec::new();
        for i in 0..200_usize {
            bytes.push([0, 1, 0x80, 0xFF, 0, 0, 0x7F, 0x81, b'a', 0, 0x01][i * i % 11]);
        }
        for from in 0..bytes.len() {
            let rest = &bytes[from..];
            let ends: Vec<usize> = (0..rest.len()).filter(|&at| rest[at] == 0).map(|at| at + 1).collect();
            assert_eq!(behind_zeros(rest, 0), Some(0));
            for (i, &end) in ends.iter().enumerate() {
                assert_eq!(behind_zeros(rest, i + 1), Some(end), "{from} {i}");
            }
            assert_eq!(behind_zeros(rest, ends.len() + 1), None);
        }
    }

    #[test]
    fn forged_lengths_are_refused() {
        // No language; lengths of numbers and words; numbers; words.
        assert_eq!(decode::<Vec<String>>(&[0, 5, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]), None);
        assert_eq!(decode::<String>(&[0, 0, 1, b'a']), None);
        assert_eq!(decode::<String>(&[0, 0, 2, 0xFF, 0]), None);
        assert_eq!(decode::<String>(&[0, 0, 2, b'a', 0]).as_deref(), Some("a"));
        assert_eq!(decode::<Texts>(&[0, 3, 0, 1, 0, 0]), None);
    }

    #[test]
    fn trailing_bytes_are_refused() {
        let mut bytes = encode(&vec!["a".to_owned()]);
        assert_eq!(decode::<Vec<String>>(&bytes), Some(vec!["a".to_owned()]));
        bytes.push(0);
        assert_eq!(decode::<Vec<String>>(&bytes), None);
    }

    #[test]
    fn a_record_comes_back() {
        let mut actor = Actor { id: "a".into(), name: "Één".into(), withheld: true, kind: Some("x".into()), ..Actor::default() };
        actor.locations.push(Location { id: "l".into(), phones: vec!["+3232302233".into()], ..Location::default() });
        assert_eq!(decode(&encode(&actor)), Some(actor));
    }
}
