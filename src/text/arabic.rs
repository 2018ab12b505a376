//! Arabic letters and words: which letters count as one, and which prefixes and endings come off.
//!
//! People leave out what a keyboard makes hard: the hamza (أ إ آ ٱ are typed ا), the dots of ta marbuta and alef maqsura
//! (ة is typed ه, ى is typed ي), vowel signs and the stretching tatweel. Persian and Moroccan variants (ک ی ڭ گ) go to the letter they
//! stand for. Hamza alone (ء) is left out, on its carrier (ؤ ئ) it leaves the carrier.
//!
//! Words carry what other languages write apart: و "and", ف "so", ب "with", ل "for", ك "like" and the article ال. A word is found with
//! and without them, see [`stems`]. The endings are those of Larkey's light10 stemmer (SIGIR 2002).

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

/// What a folded Arabic word is found by in a text: without the article and its ending; and if it begins with a letter that may be
/// one written onto it ("and", "with"), without that too.
#[must_use]
pub fn stems(word: &str) -> Vec<String> {
    let bare = without_article(word);
    let mut stems = vec![without_ending(bare).to_owned()];
    if bare == word
        && let Some(rest) = without_letter(word)
    {
        stems.push(without_ending(rest).to_owned());
    }
    stems
}

/// A word without what is written onto its beginning: what somebody has typed of it so far may be this.
#[must_use]
pub fn beginnings(word: &str) -> [Option<&str>; 2] {
    [Some(without_article(word)).filter(|bare| *bare != word), without_letter(word)]
}

/// Letters that must remain when something comes off.
const REMAIN: usize = 3;

fn without_article(word: &str) -> &str {
    const ARTICLES: [&str; 7] = ["وال", "فال", "بال", "كال", "ولل", "ال", "لل"];
    let rest = ARTICLES.iter().find_map(|article| word.strip_prefix(article).filter(|rest| rest.chars().count() >= REMAIN));
    rest.unwrap_or(word)
}

/// One letter may as well be the word's own, so more must remain.
fn without_letter(word: &str) -> Option<&str> {
    let rest = ['و', 'ب', 'ل', 'ف', 'ك'].iter().find_map(|&letter| word.strip_prefix(letter))?;
    (rest.chars().count() > REMAIN).then_some(rest)
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
        assert_eq!(stems("والدروس"), ["دروس"]);
        assert_eq!(stems("الهولنديه"), ["هولند"]);
        assert_eq!(stems("وكاله"), ["وكال", "كال"]);
        assert_eq!(stems("الوكاله"), ["وكال"]);
        assert_eq!(stems("درس"), ["درس"]);
        assert_eq!(beginnings("الهولن"), [Some("هولن"), None]);
    }

    #[test]
    fn short_words_keep_their_letters() {
        assert_eq!(stems("الم"), ["الم"]);
        assert_eq!(stems("بيت"), ["بيت"]);
    }
}
