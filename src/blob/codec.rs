//! How records become bytes and back: bincode, and nowhere else.
//!
//! bincode is pinned to 2.0.1 although it is no longer maintained (RUSTSEC-2025-0141 marks every version; 3.0.0 does not compile by
//! intent): it is complete, small here with its own derives (14 kB of wasm, 54 kB through serde), and behind these two functions it
//! can be exchanged. postcard would be 7 kB, but only through serde, whose derives on the records would then cost the same again.

use bincode::config::{Configuration, Limit, LittleEndian, Varint};

/// Most bytes one value may claim when decoded. Without a limit nine forged bytes abort the process; bincode counts memory, not input
/// (length × size of the element), so this stands far above the largest section: places of a whole country take 2 MB.
const MOST: usize = 64 << 20;

const CONFIG: Configuration<LittleEndian, Varint, Limit<MOST>> = bincode::config::standard().with_limit::<MOST>();

/// A value from all of these bytes; `None` if they are not one.
#[must_use]
pub fn decode<T: bincode::Decode<()>>(bytes: &[u8]) -> Option<T> {
    let (value, read) = bincode::decode_from_slice(bytes, CONFIG).ok()?;
    (read == bytes.len()).then_some(value)
}

/// The bytes of a value.
///
/// Never fails for our types: they hold no borrowed cells and no maps of unknown length; an empty answer is what a failure would give,
/// and opening the blob would name the section.
#[must_use]
pub fn encode<T: bincode::Encode>(value: &T) -> Vec<u8> {
    bincode::encode_to_vec(value, CONFIG).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forged_lengths_are_refused() {
        // A vector that claims 2^48 strings.
        assert_eq!(decode::<Vec<String>>(&[253, 0, 0, 0, 0, 0, 0, 1, 0]), None);
    }

    #[test]
    fn trailing_bytes_are_refused() {
        let mut bytes = encode(&vec!["a".to_owned()]);
        assert_eq!(decode::<Vec<String>>(&bytes), Some(vec!["a".to_owned()]));
        bytes.push(0);
        assert_eq!(decode::<Vec<String>>(&bytes), None);
    }
}
