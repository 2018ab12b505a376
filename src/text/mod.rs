//! From text to search terms: the one road, for records and for queries.
//!
//! * [`tokens`] cuts a text into [`Token`]s: words and numbers, each with its place in the text and the terms it stands for.
//! * [`stem`] takes endings off: what a running text is found by.
//! * [`fold`] makes one word plain: small letters, no accents, one letter for its variants ([`latin`], [`arabic`]).
//! * [`phone`] turns telephone numbers, however they are spaced, into one term.
//! * [`compound`] tells where a long word may be two.
//! * [`phonetic`] gives other spellings of what sounds alike.
//! * [`distance`] counts typing mistakes, [`letters`] writes words one byte a letter.
//!
//! A word found in a record is a word that can be typed, because both go through [`tokens`]. Ranking and matching are not here,
//! see `index::terms` and `query`.

pub mod arabic;
pub mod compound;
pub mod distance;
pub mod latin;
pub mod letters;
pub mod phone;
pub mod phonetic;
pub mod stem;

/// The longest term kept, in letters; longer words are cut. The longest word in our texts has 32.
pub const LONGEST: usize = 48;

/// A word or number in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// The word itself, folded.
    pub word: String,
    /// The word and the next in one, where a hyphen, apostrophe or full stop ties them ("IN-Gent").
    pub joined: Option<String>,
    /// True for telephone numbers and other strings of digits.
    pub number: bool,
}

impl Token {
    /// The word itself, folded.
    #[must_use]
    pub fn word(&self) -> &str {
        &self.word
    }

    /// Terms of the word in a running text: its [stems](stem::stems), and the joined form.
    #[must_use]
    pub fn text_terms(&self) -> Vec<String> {
        let mut terms = if self.number { vec![self.word.clone()] } else { stem::stems(&self.word) };
        if let Some(joined) = &self.joined {
            stem::stems(joined).into_iter().for_each(|stem| add(&mut terms, stem));
        }
        terms
    }

    /// Terms of the word in a name, or in a question: as it is written, then those it has in a text.
    #[must_use]
    pub fn terms(&self) -> Vec<String> {
        let mut terms = vec![self.word.clone()];
        self.joined.iter().for_each(|joined| add(&mut terms, joined.clone()));
        self.text_terms().into_iter().for_each(|term| add(&mut terms, term));
        terms
    }
}

/// Words that mean something together, as one term. It begins with a space, so that no word is the beginning of it.
#[must_use]
pub fn phrase<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.fold(String::new(), |phrase, word| phrase + " " + word)
}

/// A word made plain: small letters without marks, variants of a letter as one, digits as 0 to 9.
///
/// ```
/// assert_eq!(welkomwijzer::text::fold("Taalcafé"), "taalcafe");
/// assert_eq!(welkomwijzer::text::fold("أكاديميّة"), "اكاديميه");
/// ```
#[must_use]
pub fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        push_folded(c, &mut folded);
    }
    folded
}

/// A text in one plain line: its words, folded, with single spaces.
///
/// ```
/// assert_eq!(welkomwijzer::text::plain(" Sint-Joost  (Brussel)"), "sint joost brussel");
/// ```
#[must_use]
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for token in tokens(text) {
        if !plain.is_empty() {
            plain.push(' ');
        }
        plain.push_str(&token.word);
    }
    plain
}

fn push_folded(c: char, folded: &mut String) {
    if c.is_ascii() {
        folded.push(c.to_ascii_lowercase());
    } else if let Some(letter) = arabic::plain(c) {
        folded.extend(letter);
    } else if !is_left_out(c) {
        match latin::plain(c) {
            Some(letters) => folded.push_str(letters),
            None => folded.push(latin::small(c)),
        }
    }
}

/// Signs inside a word that are neither seen nor typed: combining marks, soft hyphen, zero-width joiners, direction marks.
fn is_left_out(c: char) -> bool {
    latin::is_mark(c)
        || matches!(c, '\u{AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// Letters and digits of any script, and the signs inside words.
///
/// Outside ASCII by what is none: blocks of spaces, punctuation and symbols. (The standard library's tables of all letters and numbers
/// take 2 kB of a page.) A test holds it against them.
fn is_word(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_alphanumeric(),
        '\u{80}'..='\u{BF}' => matches!(c, 'ª' | '²' | '³' | 'µ' | '¹' | 'º' | '¼'..='¾') || is_left_out(c),
        '×' | '÷' | '\u{37E}' | '\u{387}' | '\u{55A}'..='\u{55F}' | '\u{589}'..='\u{58F}' | '\u{5BE}' | '\u{5C0}' | '\u{5C3}' => {
            false
        }
        '\u{600}'..='\u{60F}' | '؛'..='\u{61F}' | '٪'..='٭' | '۔' => false,
        '\u{2000}'..='\u{2BFF}' => is_left_out(c) || matches!(c, '\u{2070}'..='\u{209C}'),
        '\u{2E00}'..='\u{2E7F}' | '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' => false,
        '\u{E000}'..='\u{F8FF}' | '\u{FE10}'..='\u{FE6F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FFE0}'..='\u{FFFF}' => is_left_out(c),
        '\u{1F000}'..='\u{1FAFF}' | '\u{E0000}'.. => false,
        _ => true,
    }
}

/// The words and numbers of a text, in order.
///
/// Everything that is neither letter nor digit ends a word. A telephone number in any spacing is one token; words tied by a hyphen,
/// apostrophe or full stop ("IN-Gent", "Budd'Iz") are two tokens, and the first also has the joined form.
#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((start, c)) = rest.next() {
        if !is_word(c) {
            continue;
        }
        let mut end = start + c.len_utf8();
        let mut folded = String::new();
        push_folded(c, &mut folded);
        while let Some(&(at, c)) = rest.peek().filter(|(_, c)| is_word(*c)) {
            push_folded(c, &mut folded);
            end = at + c.len_utf8();
            rest.next();
        }
        if folded.len() > LONGEST {
            folded = folded.chars().take(LONGEST).collect();
        }
        if folded.is_empty() {
            continue;
        }
        let number = folded.bytes().all(|b| b.is_ascii_digit());
        tokens.push(Token { start, end, word: folded, joined: None, number });
    }
    phone::join(text, &mut tokens);
    join_tied(text, &mut tokens);
    tokens
}

/// Gives the first of two tied words the joined form too.
fn join_tied(text: &str, tokens: &mut [Token]) {
    let joined: Vec<Option<String>> = tokens
        .windows(2)
        .map(|pair| match pair {
            [a, b] if !a.number && !b.number => {
                let between = text.get(a.end..b.start)?;
                matches!(between, "-" | "'" | "’" | "‘" | "." | "‑").then(|| format!("{}{}", a.word(), b.word()))
            }
            _ => None,
        })
        .collect();
    for (token, form) in tokens.iter_mut().zip(joined) {
        token.joined = form.filter(|f| f.chars().count() <= LONGEST);
    }
}

fn add(terms: &mut Vec<String>, term: String) {
    if !terms.contains(&term) {
        terms.push(term);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|t| t.terms().join("/")).collect()
    }

    #[test]
    fn cuts_and_folds() {
        assert_eq!(words("Taalcafé “Mundial”, Gent"), ["taalcafe/talcaf", "mundial", "gent"]);
        assert_eq!(words("IN-Gent vzw"), ["in/ingent", "gent", "vzw"]);
        assert_eq!(words("’t Origineel"), ["t", "origineel/originel"]);
        assert_eq!(words("l'école"), ["l/lecole/lecol", "ecole/ecol"]);
        assert_eq!(words("دروسٌ الهولنديّة"), ["دروس", "الهولنديه/هولند"]);
        assert_eq!(words("١٢٣"), ["123"]);
        assert_eq!(words(" \u{200F}—…"), [""; 0]);
    }

    #[test]
    fn words_are_letters_and_digits_in_the_scripts_we_meet() {
        // Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic; currency, arrows, emoji.
        for c in ('\0'..'\u{560}').chain('\u{5D0}'..'\u{6FF}').chain('\u{1E00}'..'\u{2000}').chain('\u{20A0}'..'\u{20D0}') {
            let theirs = c.is_alphanumeric() || is_left_out(c) || arabic::plain(c).is_some();
            let unassigned_or_mark = !theirs && (c > '\u{2B0}');
            assert!(is_word(c) == theirs || unassigned_or_mark, "{c} {:x}", u32::from(c));
        }
        for c in "«»“”‘’„–—…•·¿¡€£§©®™→←✓★☎😀👍،؛؟٪۔\u{A0}\u{202F}\u{3000}".chars()
        {
            assert!(!is_word(c), "{c}");
        }
    }

    #[test]
    fn ranges_are_those_of_the_text() {
        let text = "Één plaats: Æ";
        let found: Vec<&str> = tokens(text).iter().map(|t| text.get(t.start..t.end).unwrap()).collect();
        assert_eq!(found, ["Één", "plaats", "Æ"]);
    }
}
