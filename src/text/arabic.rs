//! Arabic letters and words: which letters count as one, and which prefixes and endings come off.
//!
//! People leave out what a keyboard makes hard: the hamza (أ إ آ ٱ are typed ا), the dots of ta marbuta and alef maqsura
//! (ة is typed ه, ى is typed ي), vowel signs and the stretching tatweel. Persian and Moroccan variants (ک ی ڭ گ) go to the letter they
//! stand for. Hamza alone (ء) is left out, on its carrier (ؤ ئ) it leaves the carrier.
//!
//! Words carry what other languages write apart: و "and", ف "so", ب "with", ل "for", ك "like" and the article ال. A word is found with
//! and without them, so both forms are terms, see [`forms`]. The endings are those of Larkey's light10 stemmer (SIGIR 2002).

/// What an Arabic letter, sign or digit becomes: `None` if it is no Arabic one, else the letter, or nothing for signs left out.
#[must_use]
pub fn plain(c: char) -> Option<Option<char>> {
    Some(match c {
        'أ' | 'إ' | 'آ' | 'ٱ' => Some('ا'),
        'ة' => Some('ه'),
        'ى' | 'ی' | 'ئ' => Some('ي'),
        'ؤ' => Some('و'),
        'ک' | 'ڭ' | 'گ' => Some('ك'),
        'پ' => Some('ب'),
        'ڤ' => Some('ف'),
        'چ' => Some('ج'),
        'ء' => None,
        '\u{0640}' => None,                                                     // tatweel
        '\u{0610}'..='\u{061A}' | '\u{064B}'..='\u{065F}' | '\u{0670}' => None, // vowel signs and other marks
        '٠'..='٩' => char::from_digit(u32::from(c) - u32::from('٠'), 10),
        '۰'..='۹' => char::from_digit(u32::from(c) - u32::from('۰'), 10),
        _ => return None,
    })
}

/// Whether a folded word is written in Arabic letters.
#[must_use]
pub fn is_arabic(word: &str) -> bool {
    word.chars().next().is_some_and(|c| ('\u{0600}'..='\u{06FF}').contains(&c))
}

/// Shorter forms of a folded Arabic word: without prefixes, and without its ending too. Empty if nothing comes off.
#[must_use]
pub fn forms(word: &str) -> Vec<String> {
    let mut forms = Vec::new();
    let bare = without_prefix(word);
    if bare != word {
        forms.push(bare.to_owned());
    }
    let stem = without_ending(bare);
    if stem != bare {
        forms.push(stem.to_owned());
    }
    forms
}

/// Letters that must remain when something comes off.
const REMAIN: usize = 3;

fn without_prefix(word: &str) -> &str {
    const WITH_ARTICLE: [&str; 7] = ["وال", "فال", "بال", "كال", "ولل", "ال", "لل"];
    for prefix in WITH_ARTICLE {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.chars().count() >= REMAIN) {
            return rest;
        }
    }
    // One letter may as well be the word's own, so more must remain.
    for prefix in ['و', 'ب', 'ل', 'ف', 'ك'] {
        if let Some(rest) = word.strip_prefix(prefix).filter(|rest| rest.chars().count() > REMAIN) {
            return rest;
        }
    }
    word
}

fn without_ending(word: &str) -> &str {
    for ending in ["ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.chars().count() >= REMAIN) {
            return rest;
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_and_endings_come_off() {
        assert_eq!(forms("والدروس"), ["دروس"]);
        assert_eq!(forms("الهولنديه"), ["هولنديه", "هولند"]);
        assert_eq!(forms("للنساء".trim_end_matches('ء')), ["نسا"]);
        assert!(forms("درس").is_empty());
    }

    #[test]
    fn short_words_keep_their_letters() {
        assert!(forms("الم").is_empty());
        assert!(forms("بيت").is_empty());
    }
}
