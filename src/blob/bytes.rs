//! Walking bytes, and laying them out.

/// Reads numbers and strings from the front of a byte string; `None` where too few are left.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    /// Starts at the front.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    /// What is left.
    #[must_use]
    pub const fn rest(&self) -> &'a [u8] {
        self.rest
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// The next `count` bytes.
    pub fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    /// One byte.
    pub fn u8(&mut self) -> Option<u8> {
        let (&byte, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(byte)
    }

    /// Two bytes.
    pub fn u16(&mut self) -> Option<u16> {
        self.bytes(2)?.try_into().ok().map(u16::from_le_bytes)
    }

    /// Four bytes.
    pub fn u32(&mut self) -> Option<u32> {
        self.bytes(4)?.try_into().ok().map(u32::from_le_bytes)
    }

    /// Eight bytes.
    pub fn u64(&mut self) -> Option<u64> {
        self.bytes(8)?.try_into().ok().map(u64::from_le_bytes)
    }

    /// A number of one, two or five bytes: below 240 itself, 240 to 254 the high bits of what is above, 255 four bytes behind. (Of seven
    /// bits a byte, LEB128, half of what fits in one byte takes two: the postings of 190 services were 0.3 kB larger, brotli.)
    pub fn varint(&mut self) -> Option<u32> {
        match self.u8()? {
            first @ 0..ONE => Some(u32::from(first)),
            first @ ONE..FOUR => Some(u32::from(ONE) + (u32::from(first - ONE) << 8) + u32::from(self.u8()?)),
            FOUR => self.u32(),
        }
    }

    /// Passes so many of these: eight at once where all have one byte.
    pub fn skip_varints(&mut self, mut count: usize) -> Option<()> {
        while count > 0 {
            if let Some((eight, behind)) = self.rest.split_first_chunk::<8>().filter(|_| count >= 8) {
                let word = u64::from_le_bytes(*eight);
                // From ONE on, the four highest bits of a byte are set.
                if word & (word << 1) & (word << 2) & (word << 3) & u64::from_le_bytes([0x80; 8]) == 0 {
                    (self.rest, count) = (behind, count - 8);
                    continue;
                }
            }
            let more = match self.u8()? {
                0..ONE => 0,
                ONE..FOUR => 1,
                FOUR => 4,
            };
            self.rest = self.rest.get(more..)?;
            count -= 1;
        }
        Some(())
    }
}

/// First bytes of a varint from here on have another one behind.
const ONE: u8 = 240;

/// This first byte of a varint has four behind.
const FOUR: u8 = 255;

/// What two bytes cannot say.
const LONG: u32 = ONE as u32 + ((FOUR - ONE) as u32) * 256;

/// Lays out numbers and strings one behind the other.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    /// Starts empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Bytes so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Whether nothing was written.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// Bytes as they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// One byte.
    pub fn u8(&mut self, n: u8) {
        self.bytes.push(n);
    }

    /// Two bytes.
    pub fn u16(&mut self, n: u16) {
        self.bytes(&n.to_le_bytes());
    }

    /// Four bytes.
    pub fn u32(&mut self, n: u32) {
        self.bytes(&n.to_le_bytes());
    }

    /// Eight bytes.
    pub fn u64(&mut self, n: u64) {
        self.bytes(&n.to_le_bytes());
    }

    /// One, two or five bytes, see [`Reader::varint`].
    pub fn varint(&mut self, n: u32) {
        if n < u32::from(ONE) {
            self.u8(n as u8);
        } else if n < LONG {
            let more = n - u32::from(ONE);
            self.bytes(&[ONE + (more >> 8) as u8, more as u8]);
        } else {
            self.u8(FOUR);
            self.u32(n);
        }
    }

    /// What was written.
    #[must_use]
    pub fn done(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn varints_lead_back() {
        for n in [0, 1, 239, 240, 300, 495, 496, 4_079, 4_080, u32::MAX - 1, u32::MAX] {
            let mut writer = Writer::new();
            writer.varint(n);
            let bytes = writer.done();
            let mut reader = Reader::new(&bytes);
            assert_eq!(reader.varint(), Some(n));
            assert!(reader.is_at_end());
            let mut reader = Reader::new(&bytes);
            assert_eq!((reader.skip_varints(1), reader.is_at_end()), (Some(()), true));
            assert_eq!(Reader::new(&bytes).skip_varints(2), None);
        }
        assert_eq!(Reader::new(&[240]).varint(), None);
        assert_eq!(Reader::new(&[255, 0, 0, 0]).varint(), None);
    }
}
