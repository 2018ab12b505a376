//! Telephone numbers: from any spacing to E.164, to one search term, and to the form people read.
//!
//! Belgian numbers have nine digits with the leading 0 for a landline, ten for a mobile (04…). Zones 2, 3, 4 and 9 have one digit, the
//! others two (BIPT numbering plan). Numbers of other countries are kept as they are.

use super::Token;

/// What can stand between the groups of one number.
fn is_spacing(between: &str) -> bool {
    between.len() <= 6 && between.chars().all(|c| matches!(c, ' ' | '.' | '/' | '-' | '(' | ')' | '\u{A0}' | '\u{202F}'))
}

/// Joins groups of digits that are one telephone number into one token.
///
/// A run of groups is a number if it starts with 0 or +, or if it has six digits or more in groups of at most three ("230 22 33").
pub(super) fn join(text: &str, tokens: &mut Vec<Token>) {
    let mut joined: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut rest = std::mem::take(tokens).into_iter().peekable();
    while let Some(first) = rest.next() {
        if !first.number {
            joined.push(first);
            continue;
        }
        let plus = text.get(..first.start).is_some_and(|before| before.ends_with('+'));
        let mut run = vec![first];
        while let Some(next) = rest.peek().filter(|t| t.number) {
            let between = run.last().and_then(|last| text.get(last.end..next.start)).unwrap_or("?");
            if !is_spacing(between) {
                break;
            }
            run.extend(rest.next());
        }
        let digits: String = run.iter().map(Token::word).collect();
        let grouped = run.len() > 1 && digits.len() >= 6 && run.iter().all(|t| t.word().len() <= 3);
        if (plus || digits.starts_with('0') || grouped) && digits.len() <= 16 {
            if let (Some(start), Some(end)) = (run.first().map(|t| t.start), run.last().map(|t| t.end)) {
                joined.push(Token { start, end, word: national(&digits, plus), joined: None, number: true });
            }
        } else {
            joined.append(&mut run);
        }
    }
    *tokens = joined;
}

/// Digits as typed → digits as dialled in Belgium: `0032 3 …`, `+32 (0)3 …` and `03 …` are all `03…`.
fn national(digits: &str, plus: bool) -> String {
    let international = if plus { Some(digits) } else { digits.strip_prefix("00") };
    match international {
        Some(number) => match number.strip_prefix("32") {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None => format!("00{number}"),
        },
        None => digits.to_owned(),
    }
}

/// The search term of an E.164 number: as dialled in Belgium.
#[must_use]
pub fn term(e164: &str) -> String {
    national(e164.trim_start_matches('+'), true)
}

/// The numbers that one written without its zone can be: seven digits in the zones of one, six in those of two.
///
/// Whoever searches tries them all; a second term for each number would take a kilobyte of every directory.
#[must_use]
pub fn with_zone(local: &str) -> Vec<String> {
    match local.len() {
        7 => ["02", "03", "04", "09"].iter().map(|zone| [zone, local].concat()).collect(),
        6 => (10..90).map(|zone| format!("0{zone}{local}")).collect(),
        _ => Vec::new(),
    }
}

/// A number as people write it (`03 230 22 33`, `+32 3 …`, `0032 (0)3/230.22.33`) → E.164, if it can be one.
///
/// Belgian numbers are checked for their length, those of other countries for 8 to 15 digits.
///
/// ```
/// assert_eq!(welkomwijzer::text::phone::e164("03 230 22 33").as_deref(), Some("+3232302233"));
/// assert_eq!(welkomwijzer::text::phone::e164("230 22 33"), None);
/// ```
#[must_use]
pub fn e164(written: &str) -> Option<String> {
    let trimmed = written.trim();
    let plus = trimmed.starts_with('+');
    let digits: String = trimmed.chars().filter(char::is_ascii_digit).collect();
    let others = trimmed.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '+' | ' ' | '.' | '/' | '-' | '(' | ')' | '\u{A0}'));
    if others {
        return None;
    }
    let dialled = national(&digits, plus);
    if let Some(foreign) = dialled.strip_prefix("00") {
        return (8..=15).contains(&foreign.len()).then(|| format!("+{foreign}"));
    }
    let subscriber = dialled.strip_prefix('0')?;
    // Mobiles begin with 045 to 049 and have ten digits; 04 alone is the zone of Liège.
    let is_mobile = matches!(dialled.as_bytes().get(..3), Some([b'0', b'4', b'5'..=b'9']));
    (dialled.len() == if is_mobile { 10 } else { 9 }).then(|| format!("+32{subscriber}"))
}

/// An E.164 number as Belgians read it: `03 230 22 33`, `014 56 73 10`, `0485 41 09 52`; other countries in international form.
#[must_use]
pub fn readable(e164: &str) -> String {
    let dialled = national(e164.trim_start_matches('+'), true);
    if dialled.starts_with("00") {
        return e164.to_owned();
    }
    let (groups, rest): (&[usize], &str) = match (is_mobile(&dialled), zone_digits(&dialled)) {
        (true, _) => (&[4, 2, 2, 2], dialled.as_str()),
        (false, 2) => (&[2, 3, 2, 2], dialled.as_str()),
        (false, _) => (&[3, 2, 2, 2], dialled.as_str()),
    };
    let mut parts = Vec::new();
    let mut at = 0;
    for length in groups {
        if let Some(part) = rest.get(at..at + length) {
            parts.push(part);
        }
        at += length;
    }
    parts.extend(rest.get(at..).filter(|tail| !tail.is_empty()));
    parts.join(" ")
}

fn is_mobile(dialled: &str) -> bool {
    dialled.starts_with("04") && dialled.len() == 10
}

/// Digits of the zone, the 0 included.
fn zone_digits(dialled: &str) -> usize {
    match dialled.as_bytes().get(1) {
        Some(b'2' | b'3' | b'4' | b'9') => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::tokens;

    #[test]
    fn one_term_in_any_spacing() {
        for text in ["03 230 22 33", "03/230.22.33", "+32 3 230 22 33", "0032 3 2302233", "+32 (0)3 230 22 33", "032302233"] {
            let found = tokens(text);
            assert_eq!(found.len(), 1, "{text}");
            assert_eq!(found[0].word(), "032302233", "{text}");
        }
        assert_eq!(term("+3232302233"), "032302233");
        assert!(with_zone("2302233").contains(&"032302233".to_owned()));
        assert_eq!(tokens("bel 230 22 33 nu")[1].word(), "2302233");
    }

    #[test]
    fn postcodes_and_house_numbers_stay_apart() {
        let words: Vec<String> = tokens("Turnhoutsebaan 186, 2140 Borgerhout").iter().map(|t| t.word().to_owned()).collect();
        assert_eq!(words, ["turnhoutsebaan", "186", "2140", "borgerhout"]);
    }

    #[test]
    fn e164_and_back() {
        for (written, stored, read) in [
            ("03 230 22 33", "+3232302233", "03 230 22 33"),
            ("T. 014 56 73 10".trim_start_matches("T. "), "+3214567310", "014 56 73 10"),
            ("0485/41 09 52", "+32485410952", "0485 41 09 52"),
            ("+31 20 624 1111", "+31206241111", "+31206241111"),
            ("04 222 33 44", "+3242223344", "04 222 33 44"),
        ] {
            assert_eq!(e164(written).as_deref(), Some(stored));
            assert_eq!(readable(stored), read);
        }
        for wrong in ["03 230 22", "0485 41 09 5", "abc", "", "+32", "112"] {
            assert_eq!(e164(wrong), None, "{wrong}");
        }
    }
}
