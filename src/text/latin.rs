//! Latin letters: which become which.
//!
//! A letter with a mark becomes the letter without it, a ligature its letters: "é" is "e", "ĳ" is "ij", "œ" is "oe", "ß" is "ss".
//! This is what newcomers type on a foreign keyboard, and what Dutch, French and Turkish names lose in e-mail addresses. Letters that
//! Unicode does not decompose (ø, đ, ł, ı, æ, þ) go to what people write instead. The table covers Latin-1, Extended-A and -B and
//! Extended Additional, small and capital letters; a test holds it against Unicode's own decompositions (crate unicode-normalization, which would cost a page
//! 130 kB, so it is no part of the program).

/// Plain letters, and the letters that become them. Looked through in order: it is short, and only letters outside ASCII ask. (As a
/// `match` it took 9 kB of jump tables.)
#[rustfmt::skip]
const TABLE: &[(&str, &str)] = &[
    ("a", "ÀÁÂÃÄÅàáâãäåĀāĂăĄąǍǎǞǟǠǡǺǻȀȁȂȃȦȧḀḁẠạẢảẤấẦầẨẩẪẫẬậẮắẰằẲẳẴẵẶặ"),
    ("b", "ḂḃḄḅḆḇ"),
    ("c", "ÇçĆćĈĉĊċČčḈḉ"),
    ("d", "ÐðĎďĐđḊḋḌḍḎḏḐḑḒḓ"),
    ("e", "ÈÉÊËèéêëĒēĔĕĖėĘęĚěȄȅȆȇȨȩḔḕḖḗḘḙḚḛḜḝẸẹẺẻẼẽẾếỀềỂểỄễỆệ"),
    ("f", "Ḟḟ"),
    ("g", "ĜĝĞğĠġĢģǦǧǴǵḠḡ"),
    ("h", "ĤĥĦħȞȟḢḣḤḥḦḧḨḩḪḫẖ"),
    ("i", "ÌÍÎÏìíîïĨĩĪīĬĭĮįİıǏǐȈȉȊȋḬḭḮḯỈỉỊị"),
    ("j", "Ĵĵǰ"),
    ("k", "ĶķǨǩḰḱḲḳḴḵ"),
    ("l", "ĹĺĻļĽľŁłḶḷḸḹḺḻḼḽ"),
    ("m", "ḾḿṀṁṂṃ"),
    ("n", "ÑñŃńŅņŇňǸǹṄṅṆṇṈṉṊṋ"),
    ("o", "ÒÓÔÕÖØòóôõöøŌōŎŏŐőƠơǑǒǪǫǬǭǾǿȌȍȎȏȪȫȬȭȮȯȰȱṌṍṎṏṐṑṒṓỌọỎỏỐốỒồỔổỖỗỘộỚớỜờỞởỠỡỢợ"),
    ("p", "ṔṕṖṗ"),
    ("r", "ŔŕŖŗŘřȐȑȒȓṘṙṚṛṜṝṞṟ"),
    ("s", "ŚśŜŝŞşŠšſȘșṠṡṢṣṤṥṦṧṨṩẛ"),
    ("t", "ŢţŤťŦŧȚțṪṫṬṭṮṯṰṱẗ"),
    ("u", "ÙÚÛÜùúûüŨũŪūŬŭŮůŰűŲųƯưǓǔǕǖǗǘǙǚǛǜȔȕȖȗṲṳṴṵṶṷṸṹṺṻỤụỦủỨứỪừỬửỮữỰự"),
    ("v", "ṼṽṾṿ"),
    ("w", "ŴŵẀẁẂẃẄẅẆẇẈẉẘ"),
    ("x", "ẊẋẌẍ"),
    ("y", "ÝýÿŶŷŸȲȳẎẏẙỲỳỴỵỶỷỸỹ"),
    ("z", "ŹźŻżŽžẐẑẒẓẔẕ"),
    ("ae", "ÆæǢǣǼǽ"),
    ("dz", "ǄǅǆǱǲǳ"),
    ("ij", "Ĳĳ"),
    ("lj", "Ǉǈǉ"),
    ("nj", "Ǌǋǌ"),
    ("oe", "Œœ"),
    ("ss", "ßẞ"),
    ("th", "Þþ"),
];

/// The plain letters of a Latin letter with a mark, or of a ligature; nothing for letters that stay.
#[must_use]
pub fn plain(letter: char) -> Option<&'static str> {
    if !matches!(letter, '\u{C0}'..='\u{24F}' | '\u{1E00}'..='\u{1EFF}') {
        return None;
    }
    TABLE.iter().find(|(_, letters)| letters.chars().any(|l| l == letter)).map(|(plain, _)| *plain)
}

/// The small letter of a letter that [`plain`] leaves: Greek, Cyrillic and Armenian capitals, and the Latin ones of other languages that
/// stand in pairs. (The standard library's table of all scripts takes 12 kB.)
#[must_use]
pub fn small(letter: char) -> char {
    let code = u32::from(letter);
    let small = match code {
        0xC0..=0xDE if code != 0xD7 => code + 32,
        0x391..=0x3A9 | 0x410..=0x42F => code + 32,
        0x400..=0x40F => code + 80,
        0x531..=0x556 => code + 48,
        // Pairs: the capital is even.
        0x100..=0x137
        | 0x14A..=0x177
        | 0x1DE..=0x1EF
        | 0x1F8..=0x21F
        | 0x222..=0x233
        | 0x460..=0x481
        | 0x48A..=0x4BF
        | 0x4D0..=0x52F
        | 0x1E00..=0x1E95
        | 0x1EA0..=0x1EFF
            if code.is_multiple_of(2) =>
        {
            code + 1
        }
        // Pairs: the capital is odd.
        0x139..=0x148 | 0x179..=0x17E | 0x1CD..=0x1DC if !code.is_multiple_of(2) => code + 1,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
}

/// Marks that stand behind their letter in decomposed text; they are left out.
#[must_use]
pub fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

    #[test]
    fn agrees_with_unicode_wherever_unicode_decomposes() {
        for letter in ('\u{C0}'..'\u{250}').chain('\u{1E00}'..'\u{1F00}') {
            let theirs: String = letter.nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase).collect();
            let is_plain = theirs.chars().all(|c| c.is_ascii_alphabetic());
            if is_plain && letter.is_alphabetic() && theirs != letter.to_string() {
                assert_eq!(plain(letter), Some(theirs.as_str()), "{letter}");
            }
        }
    }

    #[test]
    fn small_letters_agree_with_unicode_in_the_scripts_we_meet() {
        for letter in ('\u{370}'..'\u{530}').chain('\u{C0}'..'\u{180}') {
            let lower: Vec<char> = letter.to_lowercase().collect();
            if let (true, [lower], None) = (letter.is_alphabetic(), lower.as_slice(), plain(letter)) {
                let skipped = matches!(letter, '\u{370}'..='\u{390}' | '\u{3AA}'..='\u{3FF}' | '\u{4C0}'..='\u{4CF}' | '\u{178}');
                if !skipped {
                    assert_eq!(small(letter), *lower, "{letter} {:x}", u32::from(letter));
                }
            }
        }
    }

    #[test]
    fn letters_that_unicode_keeps_whole() {
        for (letter, expected) in [('ß', "ss"), ('œ', "oe"), ('æ', "ae"), ('ø', "o"), ('ł', "l"), ('đ', "d"), ('ı', "i")] {
            assert_eq!(plain(letter), Some(expected));
        }
        assert_eq!(plain('a'), None);
    }
}
