//! One byte a letter: how the dictionary writes folded words.
//!
//! ```text
//! 00-1F  not used: the dictionary's own signs
//! 20-7F  as in ASCII
//! 80-BF  behind C2-F4: part of a letter of another script; else the Arabic letters U+0620 to U+065F, in order
//! C2-F4  a letter of another script begins, as in UTF-8
//! ```
//!
//! Folded Latin is ASCII and folded Arabic lies in that one block, so nearly every letter is one byte. Typing mistakes are counted in
//! bytes then, which is as right as in letters and four times as fast; a changed letter of another script may count twice. It also takes
//! 1 kB less of the dictionary than UTF-8 (brotli).

/// A folded word, one byte a letter.
#[must_use]
pub fn spell(word: &str) -> Vec<u8> {
    let mut spelt = Vec::with_capacity(word.len());
    for letter in word.chars() {
        match u32::from(letter).checked_sub(0x600) {
            Some(n @ 0x20..=0x5F) => spelt.push(u8::try_from(n + 0x60).unwrap_or(0)),
            _ => spelt.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    spelt
}

/// Whether these bytes spell a word.
#[must_use]
pub fn is_spelt(spelt: &[u8]) -> bool {
    spelt.iter().all(|byte| (0x20..0xC0).contains(byte)) || read(spelt).is_some()
}

/// The word that was spelt so; `None` if these bytes spell none.
#[must_use]
pub fn read(spelt: &[u8]) -> Option<String> {
    let mut word = String::with_capacity(spelt.len());
    let mut rest = spelt;
    while let Some((&first, behind)) = rest.split_first() {
        let length = match first {
            0..0x20 => return None,
            0x20..0x80 => 1,
            0x80..0xC0 => {
                word.push(char::from_u32(u32::from(first) - 0x60 + 0x600)?);
                rest = behind;
                continue;
            }
            0xC0..0xE0 => 2,
            0xE0..0xF0 => 3,
            0xF0.. => 4,
        };
        let (letter, behind) = rest.split_at_checked(length)?;
        word.push_str(std::str::from_utf8(letter).ok()?);
        rest = behind;
    }
    Some(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_come_back() {
        for word in ["taal", "الهولنديه", "nt2", "ωμεγα", "да", "漢字", "a\u{10348}", ""] {
            assert_eq!(read(&spell(word)).as_deref(), Some(word));
        }
        assert_eq!(spell("دروس").len(), 4);
        assert_eq!(read(&[0x1F]), None);
        assert_eq!(read(&[0xC3]), None);
        assert_eq!(read(&[0xC3, 0x41]), None);
    }
}
