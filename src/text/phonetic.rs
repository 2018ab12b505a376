//! Slips of the ear: other spellings of a word that sound the same to somebody.
//!
//! People write down what they hear, with the letters of the language they went to school in. Such a slip is often two or three edits away
//! ("psikologique"), too far for [`distance`](super::distance), and then again nearer than any edit: "kursus" is no other word.
//!
//! In Latin script, of Dutch, French and Arabic speakers:
//!
//! * `ij`, `ei`, `y`, `i`: one sound in Dutch, and Arabic keeps few vowels apart;
//! * `k`, `c`, `q`, `qu`, `ch`: Greek words have `ch`, French ones `qu`; `x` is `ks`;
//! * `ph`, `f`, `v`, `w`: "foto" and "photo"; Dutch hardly tells v from f;
//! * `s`, `z`, `c`, `ss`: `c` before a light vowel, `ç` is folded to `c`; `t` before `ion`;
//! * `ou`, `oe`, `u`, `o`: Dutch `oe` is French `ou`; `eau` and `au` are `o`, `ai` is `e`, `an` is `en`;
//! * `th` and `t`, `h` alone, which French does not say; `p` and `b`, which Arabic does not keep apart; `g` and `j`.
//!
//! In Arabic script, letters that dialects say alike: ذ د ز, ث ت س, ض د ظ, ظ ز, ق ك, ص س, ط ت, ح ه.
//!
//! Who writes Arabic writes the names of Latin script in it as well: كاريتاس is "Caritas". Such a word is tried in Latin letters too, each
//! for the sound it stands for; short vowels, which Arabic leaves out, are put in.

use super::arabic;

/// What is written for what, likelier slips first. Both ways.
const LATIN: [(&str, &str); 32] = [
    ("k", "c"),
    ("ij", "ei"),
    ("f", "ph"),
    ("ou", "oe"),
    ("i", "y"),
    ("s", "z"),
    ("s", "c"),
    ("k", "qu"),
    ("k", "ch"),
    ("x", "ks"),
    ("u", "ou"),
    ("u", "oe"),
    ("ij", "y"),
    ("ei", "y"),
    ("c", "qu"),
    ("k", "q"),
    ("t", "th"),
    ("au", "o"),
    ("eau", "o"),
    ("ai", "e"),
    ("an", "en"),
    ("sion", "tion"),
    ("v", "f"),
    ("v", "w"),
    ("g", "j"),
    ("p", "b"),
    ("h", ""),
    ("i", "e"),
    ("ch", "g"),
    ("o", "u"),
    ("x", "cc"),
    ("c", "q"),
];

const ARABIC: [(&str, &str); 11] = [
    ("ذ", "د"),
    ("ذ", "ز"),
    ("ث", "ت"),
    ("ث", "س"),
    ("ض", "د"),
    ("ض", "ظ"),
    ("ظ", "ز"),
    ("ق", "ك"),
    ("ص", "س"),
    ("ط", "ت"),
    ("ح", "ه"),
];

/// The Latin letters that each Arabic one stands for in a foreign name; what else it may be is among the Latin slips (`k` and `c`, `i` and
/// `e`, `o` and `u`, `p` and `b`, `f` and `v`).
const IN_LATIN: [(char, &str); 28] = [
    ('ا', "a"),
    ('ب', "b"),
    ('ت', "t"),
    ('ث', "t"),
    ('ج', "j"),
    ('ح', "h"),
    ('خ', "g"),
    ('د', "d"),
    ('ذ', "d"),
    ('ر', "r"),
    ('ز', "z"),
    ('س', "s"),
    ('ش', "ch"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "z"),
    ('ع', "a"),
    ('غ', "g"),
    ('ف', "f"),
    ('ق', "k"),
    ('ك', "k"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ه', "a"),
    ('و', "o"),
    ('ي', "i"),
];

/// Vowels that Arabic leaves out where they are short.
const SHORT: [&str; 4] = ["a", "e", "i", "o"];

/// Most spellings with one slip and with two: each is looked up. A word of seven letters easily has a hundred with two.
const MOST: [usize; 2] = [40, 160];

/// Letters that a spelling must have: shorter ones are words by chance.
const LEAST: usize = 3;

/// Other spellings of a folded word with so many slips, one or two; each once, likelier ones first. Two slips are two different ones.
/// With two come those of an Arabic word in Latin letters, up to twice as many more.
#[must_use]
pub fn spellings(word: &str, slips: u8) -> Vec<String> {
    if !arabic::is_arabic(word) {
        return slipped(word, &LATIN, slips);
    }
    let mut all = slipped(word, &ARABIC, slips);
    if slips == 2 {
        let name = in_latin(word);
        let forms = with_vowels(&name);
        let mut names = Vec::new();
        for form in &forms {
            add(&mut names, MOST[1], word, form.clone());
        }
        for form in &forms {
            each(form, &LATIN, &mut |spelling| add(&mut names, MOST[1], word, spelling));
        }
        all.append(&mut names);
        all.extend(slipped(&name, &LATIN, 2));
    }
    all
}

/// The spellings with slips of one script.
fn slipped(word: &str, pairs: &[(&str, &str)], slips: u8) -> Vec<String> {
    let mut first = Vec::new();
    each(word, pairs, &mut |spelling| add(&mut first, MOST[0], word, spelling));
    if slips < 2 {
        return first;
    }
    let mut both = Vec::new();
    for (at, &(from, to)) in pairs.iter().enumerate() {
        for (from, to) in [(from, to), (to, from)] {
            replaced(word, from, to, &mut |once| {
                each(&once, pairs.get(at + 1..).unwrap_or(&[]), &mut |spelling| {
                    if !first.contains(&spelling) {
                        add(&mut both, MOST[1], word, spelling);
                    }
                });
            });
        }
    }
    both
}

/// An Arabic word letter by letter in Latin ones.
fn in_latin(word: &str) -> String {
    word.chars().filter_map(|c| IN_LATIN.iter().find(|(arabic, _)| *arabic == c)).map(|(_, latin)| *latin).collect()
}

/// A word of Latin letters, and the same with a vowel between two consonants.
fn with_vowels(word: &str) -> Vec<String> {
    let is_vowel = |byte: &u8| b"aeiou".contains(byte);
    let mut all = vec![word.to_owned()];
    for (at, pair) in word.as_bytes().windows(2).enumerate() {
        if let (Some((before, behind)), false) = (word.split_at_checked(at + 1), pair.iter().any(is_vowel)) {
            all.extend(SHORT.iter().map(|vowel| [before, vowel, behind].concat()));
        }
    }
    all
}

fn add(spellings: &mut Vec<String>, most: usize, word: &str, spelling: String) {
    if spellings.len() < most && spelling != word && spelling.chars().count() >= LEAST && !spellings.contains(&spelling) {
        spellings.push(spelling);
    }
}

/// Every spelling with one slip.
fn each(word: &str, pairs: &[(&str, &str)], found: &mut dyn FnMut(String)) {
    for &(a, b) in pairs {
        for (from, to) in [(a, b), (b, a)] {
            replaced(word, from, to, found);
        }
    }
}

/// The word with one of these replaced, and, if there are more, with all of them.
fn replaced(word: &str, from: &str, to: &str, found: &mut dyn FnMut(String)) {
    if from.is_empty() {
        return;
    }
    // The standard library's search for a text in a text would be 3 kB of a page.
    let mut all = String::new();
    let (mut places, mut rest) = (0, 0);
    for (at, _) in word.char_indices() {
        let (before, behind) = word.split_at_checked(at).unwrap_or(("", word));
        if at < rest || !behind.starts_with(from) {
            continue;
        }
        found([before, to, behind.get(from.len()..).unwrap_or("")].concat());
        all.push_str(word.get(rest..at).unwrap_or(""));
        all.push_str(to);
        (places, rest) = (places + 1, at + from.len());
    }
    if places > 1 {
        all.push_str(word.get(rest..).unwrap_or(""));
        found(all);
    }
}

#[cfg(test)]
mod tests {
    use super::spellings;

    #[test]
    fn what_sounds_alike_is_among_them() {
        for (heard, meant) in [
            ("kursus", "cursus"),
            ("telefoon", "telephoon"),
            ("begeliding", "begelijding"),
            ("tijd", "teid"),
            ("bourgerhout", "burgerhout"),
            ("taksi", "taxi"),
            ("biblioteque", "bibliotheque"),
            ("مصجد", "مسجد"),
            ("درس", "ضرس"),
            ("mousiek", "muziek"),
            ("fotocopi", "photokopi"),
            ("كاريتاس", "caritas"),
            ("اطلس", "atlas"),
            ("فيداسيل", "fedasil"),
            ("لينغوابوليس", "linguapolis"),
        ] {
            let all = [spellings(heard, 1), spellings(heard, 2)].concat();
            assert!(all.contains(&meant.to_owned()), "{heard} {meant} {all:?}");
        }
    }

    #[test]
    fn they_are_few_and_another_word_each() {
        for word in ["psikologiqu", "konsultation", "aaaa", "bbbb", "ch", "", "دروصالثقافه", "conversatiegroepbegeleiding"]
        {
            for slips in [1, 2] {
                let all = spellings(word, slips);
                // Those of names in Latin letters come on top.
                let lists = if slips == 2 && word.starts_with(|c: char| !c.is_ascii()) { 3 } else { 1 };
                assert!(
                    all.len() <= lists * super::MOST[slips as usize - 1] && !all.iter().any(|spelling| spelling == word),
                    "{word}"
                );
            }
        }
    }
}
