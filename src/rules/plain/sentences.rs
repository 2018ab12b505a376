//! Where a sentence ends, and how many words it has.

/// Signs that end a sentence, if what follows does not speak against it.
fn ends(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '؟' | '۔')
}

/// Signs that can stand between the end of a sentence and the space behind it.
fn closes(c: char) -> bool {
    ends(c) || matches!(c, ')' | ']' | '"' | '\'' | '’' | '”' | '»')
}

/// The sentences of a text, in order, each with the byte where it begins.
///
/// A full stop inside a number or an abbreviation ("9.30 u. 's avonds", "p. ex. à Gand") ends none: behind an end there is a space and
/// no small letter, and the word before it is neither in the list of abbreviations nor an initial. Arabic has no small letters; there
/// the list has to do.
pub(super) fn sentences<'a>(text: &'a str, abbreviations: &[String]) -> Vec<(usize, &'a str)> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let (Some(before), Some(behind)) = (text.get(start..end), text.get(end..)) else { continue };
        if c == '\n' || (ends(c) && is_end(before, behind, abbreviations)) {
            let closing = behind.len() - behind.trim_start_matches(closes).len();
            sentences.extend(text.get(start..end + closing).map(|sentence| (start, sentence)));
            start = end + closing;
        }
    }
    sentences.extend(text.get(start..).map(|sentence| (start, sentence)));
    sentences.into_iter().map(|(start, sentence)| (start, sentence.trim())).filter(|(_, sentence)| words(sentence) > 0).collect()
}

fn is_end(before: &str, behind: &str, abbreviations: &[String]) -> bool {
    let after = behind.trim_start_matches(closes);
    let next = after.trim_start();
    if next.is_empty() {
        return true;
    }
    let first = next.chars().find(|c| c.is_alphanumeric());
    if next.len() == after.len() || first.is_some_and(char::is_lowercase) {
        // French sets a space before "!" and "?": there nothing speaks against an end but a small letter.
        return false;
    }
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '«')).next().unwrap_or("");
    let bare = word.trim_end_matches('.');
    let initial = word.ends_with('.') && bare.chars().count() == 1 && bare.chars().all(|c| c.is_alphabetic() && !c.is_lowercase());
    let abbreviated =
        abbreviations.iter().any(|a| a.rsplit(' ').next().is_some_and(|last| last.to_lowercase() == word.to_lowercase()));
    !initial && !abbreviated
}

/// How many words there are. The Arabic "and" written apart, before a Latin name, is none, as it is none when written together.
pub(super) fn words(sentence: &str) -> usize {
    let is_word = |piece: &&str| piece.chars().any(char::is_alphanumeric) && *piece != "و";
    sentence.split_whitespace().filter(is_word).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        let abbreviations = ["bv.", "p. ex.", "e.g.", "د."].map(str::to_owned);
        sentences(text, &abbreviations).into_iter().map(|(_, sentence)| sentence).collect()
    }

    #[test]
    fn sentences_end_where_people_see_them_end() {
        for (text, expected) in [
            ("Kom langs. Bel eerst!", &["Kom langs.", "Bel eerst!"][..]),
            ("Van 9.30 u. tot 12 u. op maandag. Kom.", &["Van 9.30 u. tot 12 u. op maandag.", "Kom."]),
            ("Om 9.30 u. Kom op tijd.", &["Om 9.30 u.", "Kom op tijd."]),
            ("Bij een buur, bv. Jan. Of samen.", &["Bij een buur, bv. Jan.", "Of samen."]),
            ("À Gand ou p. ex. Bruges. C'est libre.", &["À Gand ou p. ex. Bruges.", "C'est libre."]),
            ("For (e.g. Ghent) people. Ask J. Smith.", &["For (e.g. Ghent) people.", "Ask J. Smith."]),
            ("Vous cherchez ? Venez ! Oui.", &["Vous cherchez ?", "Venez !", "Oui."]),
            ("‘Hoe gaat het?’ vraagt hij. ‘Goed.’ Dag.", &["‘Hoe gaat het?’ vraagt hij.", "‘Goed.’", "Dag."]),
            ("هل أنت جديد هنا؟ تعال. أهلًا", &["هل أنت جديد هنا؟", "تعال.", "أهلًا"]),
            ("عند د. أحمد. تعال.", &["عند د. أحمد.", "تعال."]),
            ("Op www.geel.be staat 1.200 euro...", &["Op www.geel.be staat 1.200 euro..."]),
            ("Eén\nTwee", &["Eén", "Twee"]),
            ("", &[]),
            (" – …", &[]),
        ] {
            assert_eq!(split(text), expected);
        }
    }

    #[test]
    fn words_are_what_stands_between_spaces() {
        assert_eq!(words("Je leert – en oefent – 2 uur."), 6);
        assert_eq!(words("هي Atlas و IN-Gent"), 3);
    }
}
