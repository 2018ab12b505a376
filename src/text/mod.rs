//! From text to search terms: the one road, for records and for queries.
//!
//! * [`tokens`] cuts a text into [`Token`]s: words and numbers, each with its place in the text and the terms it stands for.
//! * [`fold`] makes one word plain: small letters, no accents, one letter for its variants ([`latin`], [`arabic`]).
//! * [`phone`] turns telephone numbers, however they are spaced, into one term.
//! * [`distance`] counts typing mistakes.
//!
//! A word found in a record is a word that can be typed, because both go through [`tokens`]. Ranking and matching are not here,
//! see `index::terms` and `query`.

pub mod arabic;
pub mod distance;
pub mod latin;
pub mod phone;

/// The longest term kept, in letters; longer words are cut. The longest word in our texts has 32.
pub const LONGEST: usize = 48;

/// A word or number in a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Token {
    /// First byte in the text.
    pub start: usize,
    /// First byte behind it.
    pub end: usize,
    /// Its terms: the word itself, folded, then shorter or joined forms. Never empty, no term twice.
    pub terms: Vec<String>,
    /// True for telephone numbers and other strings of digits.
    pub number: bool,
}

impl Token {
    /// The word itself, folded.
    #[must_use]
    pub fn word(&self) -> &str {
        self.terms.first().map_or("", String::as_str)
    }
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

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_left_out(c) || arabic::plain(c).is_some()
}

/// The words and numbers of a text, in order.
///
/// Everything that is neither letter nor digit ends a word. A telephone number in any spacing is one token; words tied by a hyphen,
/// apostrophe or full stop ("IN-Gent", "Budd'Iz") are two tokens, and the first also has the joined form as a term.
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
        tokens.push(Token { start, end, terms: vec![folded], number });
    }
    phone::join(text, &mut tokens);
    join_tied(text, &mut tokens);
    for token in &mut tokens {
        if arabic::is_arabic(token.word()) {
            for form in arabic::forms(token.word()) {
                add(&mut token.terms, form);
            }
        }
    }
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
        if let Some(form) = form.filter(|f| f.chars().count() <= LONGEST) {
            add(&mut token.terms, form);
        }
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
        tokens(text).into_iter().map(|t| t.terms.join("/")).collect()
    }

    #[test]
    fn cuts_and_folds() {
        assert_eq!(words("Taalcafé “Mundial”, Gent"), ["taalcafe", "mundial", "gent"]);
        assert_eq!(words("IN-Gent vzw"), ["in/ingent", "gent", "vzw"]);
        assert_eq!(words("’t Origineel"), ["t", "origineel"]);
        assert_eq!(words("l'école"), ["l/lecole", "ecole"]);
        assert_eq!(words("دروسٌ الهولنديّة"), ["دروس", "الهولنديه/هولنديه/هولند"]);
        assert_eq!(words("١٢٣"), ["123"]);
        assert_eq!(words(" \u{200F}—…"), [""; 0]);
    }

    #[test]
    fn ranges_are_those_of_the_text() {
        let text = "Één plaats: Æ";
        let found: Vec<&str> = tokens(text).iter().map(|t| text.get(t.start..t.end).unwrap()).collect();
        assert_eq!(found, ["Één", "plaats", "Æ"]);
    }
}
