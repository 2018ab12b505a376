//! Dutch compounds: where one long word may be two.
//!
//! "computerlessen" is written as one word and meant as two. Which of the places is right no rule tells, a dictionary does: both parts must
//! be words that somebody uses. Between them stands nothing, or `s`, `e`, `en` ("jongerenwerking", "vrijwilligershulp").

/// Letters a part must have: shorter ones stand in every second word by chance ("les" in "tables").
const PART: usize = 4;

/// Where a folded word may be cut, the longest first part first: both parts, without the letters that tie them.
pub fn cuts(word: &str) -> impl Iterator<Item = (&str, &str)> {
    let length = if word.bytes().all(|b| b.is_ascii_lowercase()) { word.len() } else { 0 };
    let places = (PART..(length + 1).saturating_sub(PART)).rev();
    places.filter_map(|at| word.split_at_checked(at)).flat_map(|(first, second)| {
        let tied = ["", "s", "en", "e"].into_iter().filter_map(move |tie| first.strip_suffix(tie));
        tied.filter(|first| first.len() >= PART).map(move |first| (first, second))
    })
}

#[cfg(test)]
mod tests {
    use super::cuts;

    #[test]
    fn both_parts_are_long_enough() {
        assert_eq!(cuts("taalles").next(), None);
        assert_eq!(cuts("taalboek").collect::<Vec<_>>(), [("taal", "boek")]);
        assert!(cuts("vrijwilligershulp").any(|cut| cut == ("vrijwilliger", "hulp")));
        assert!(cuts("jongerenwerking").any(|cut| cut == ("jonger", "werking")));
        assert_eq!(cuts("دروسالهولنديه").next(), None);
        assert_eq!(cuts("").next(), None);
    }
}
