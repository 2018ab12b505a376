//! Stems: what a word of a running text is found by, whatever its ending.
//!
//! One set of rules for all Latin script, since neither a name nor a question says which language it is in: a Frenchman types "cours"
//! and "les" means a lesson or an article. So only endings come off that mean the same thing in Dutch, English and French, plural and
//! agreement (`-s`, `-e`, `-en`, and what they change in the stem), and letters that stand double become one, which is how Dutch spells
//! the same stem open and closed ("taal", "talen") and where people slip most. Snowball's stemmers know more, need the language, and
//! cost 43 kB. Arabic has rules of its own, see [`arabic::stems`].
//!
//! On our queries this is worth what `welkomwijzer relevance` says, and a dictionary of stems has two thirds of the terms.

use super::arabic;

/// Letters that must remain when an ending comes off.
const REMAIN: usize = 3;

/// Stems of a folded word: one, for some Arabic words two. A word with digits is its own.
#[must_use]
pub fn stems(word: &str) -> Vec<String> {
    if arabic::is_arabic(word) {
        return arabic::stems(word);
    }
    if !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return vec![word.to_owned()];
    }
    vec![WHOLE.iter().find(|(form, _)| *form == word).map_or_else(|| latin(word), |(_, stem)| (*stem).to_owned())]
}

/// What an unfinished word may be the beginning of, beside itself.
#[must_use]
pub fn beginnings(word: &str) -> Vec<String> {
    if arabic::is_arabic(word) {
        return arabic::beginnings(word).into_iter().flatten().map(str::to_owned).collect();
    }
    let single = single(word);
    if single == word || single.len() < REMAIN { Vec::new() } else { vec![single] }
}

/// Every letter that stands double once; a double vowel that ends the word stays ("thee" is not "the").
fn single(word: &str) -> String {
    let mut single = String::with_capacity(word.len());
    let mut rest = word.chars().peekable();
    while let Some(letter) = rest.next() {
        let at_end = rest.peek().is_none() && matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u');
        if !single.ends_with(letter) || letter.is_ascii_digit() || at_end {
            single.push(letter);
        }
    }
    single
}

/// Words whose ending is none: a language lesson is neither the language nor a tale.
const WHOLE: [(&str, &str); 2] = [("taalles", "taalles"), ("taallessen", "taalles")];

/// Endings come off until none is left: "adressen" and "adres" must meet, and so must "activities" and "activity".
fn latin(word: &str) -> String {
    let mut stem = single(word);
    loop {
        // A lone e needs one letter more: "taalles" is no "taal", a "dame" no "dam".
        let shorter = [("en", REMAIN), ("e", REMAIN + 1), ("s", REMAIN)]
            .iter()
            .find_map(|(ending, least)| stem.strip_suffix(ending).filter(|rest| rest.len() >= *least && !rest.ends_with("ee")));
        let Some(shorter) = shorter else { break };
        stem = single(shorter);
    }
    // Dutch writes v and z inside what ends in f and s ("brieven", "huizen"), English i where a word ends in y, French x for s.
    if stem.len() >= REMAIN {
        let last = match stem.pop() {
            Some('v') => 'f',
            Some('z' | 'x') => 's',
            Some('y') => 'i',
            Some(other) => other,
            None => return stem,
        };
        stem.push(last);
        if last == 's' && stem.len() > REMAIN {
            stem.pop();
        }
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        let families = [
            &["taal", "talen"][..],
            &["cursus", "cursussen"],
            &["huis", "huizen"],
            &["brief", "brieven"],
            &["school", "scholen", "schools"],
            &["adres", "adressen"],
            &["activity", "activities"],
            &["les", "lessen"],
            &["cours", "cour"],
            &["gratuit", "gratuite", "gratuites"],
            &["femme", "femmes"],
            &["taalles", "taallessen"],
            &["bureau", "bureaux", "bureaus"],
        ];
        for family in families {
            let stems: Vec<Vec<String>> = family.iter().map(|word| stems(word)).collect();
            assert!(stems.iter().all(|stem| *stem == stems[0]), "{family:?} {stems:?}");
        }
    }

    #[test]
    fn other_words_do_not() {
        for (a, b) in [("taal", "taalles"), ("tales", "taalles"), ("thee", "the"), ("dame", "dam"), ("mol", "moelen")] {
            assert_ne!(stems(a), stems(b), "{a} {b}");
        }
    }

    #[test]
    fn short_words_and_numbers_stay() {
        assert_eq!(stems("bus"), ["bus"]);
        assert_eq!(stems("nt2"), ["nt2"]);
        assert_eq!(stems("9000"), ["9000"]);
        assert_eq!(stems("b1"), ["b1"]);
    }
}
