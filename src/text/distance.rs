//! Typing mistakes: how many edits lie between two words.
//!
//! An edit is a letter added, left out, changed, or two neighbours exchanged (Damerau 1964, in the restricted form, "optimal string
//! alignment": no letter is edited twice). [`Rows`] computes the table row by row for a word that is spelt letter by letter, so that a
//! sorted dictionary shares the rows of common beginnings and drops a whole branch once nothing in it can match.

use super::letters::spell;

/// How many edits are forgiven in a word of this many letters: none under 4, one from 4, two from 8.
#[must_use]
pub const fn allowed(letters: usize) -> u8 {
    match letters {
        0..4 => 0,
        4..8 => 1,
        _ => 2,
    }
}

/// The rows of the edit table of one word against a candidate that grows and shrinks at its end. Letters are bytes, see
/// [`letters`](super::letters).
///
/// Only cells that can still be small enough are computed: those at most as far from the diagonal as edits are allowed.
#[derive(Debug)]
pub struct Rows {
    word: Vec<u8>,
    most: u8,
    letters: Vec<u8>,
    rows: Vec<u8>, // row r stands at r * (word.len() + 1)
}

/// How many edits are forgiven in a word looked for by its stem: of a stem of three letters one is a third, of a shorter one nothing
/// would be left.
#[must_use]
pub fn allowed_in(word: &str, stem: &str) -> u8 {
    let most = match stem.chars().count() {
        0..3 => 0,
        3 => 1,
        _ => 2,
    };
    allowed(word.chars().count()).min(most)
}

/// More edits than anybody allows.
const FAR: u8 = u8::MAX;

impl Rows {
    /// Starts with an empty candidate. `most` is the number of edits beyond which nobody asks.
    #[must_use]
    pub fn new(word: &[u8], most: u8) -> Self {
        let rows = (0..=word.len()).map(|i| u8::try_from(i).unwrap_or(FAR)).collect();
        Self { word: word.to_vec(), most, letters: Vec::new(), rows }
    }

    /// Letters of the candidate so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.letters.len()
    }

    /// Whether the candidate is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }

    /// Shortens the candidate to this many letters.
    pub fn truncate(&mut self, letters: usize) {
        self.letters.truncate(letters);
        self.rows.truncate((self.letters.len() + 1) * self.width());
    }

    fn width(&self) -> usize {
        self.word.len() + 1
    }

    fn row(&self, r: usize) -> &[u8] {
        self.rows.get(r * self.width()..(r + 1) * self.width()).unwrap_or(&[])
    }

    /// Adds a letter. Says whether a longer candidate can still come within the allowed number of edits.
    pub fn push(&mut self, letter: u8) -> bool {
        let r = self.letters.len() + 1;
        let width = self.width();
        let most = usize::from(self.most);
        let before = self.letters.last().copied();
        self.rows.resize((r + 1) * width, FAR);
        let (done, next) = self.rows.split_at_mut(r * width);
        let above = done.get((r - 1) * width..).unwrap_or(&[]);
        let two_above = if r >= 2 { done.get((r - 2) * width..).unwrap_or(&[]) } else { &[] };
        let at = |row: &[u8], i: usize| row.get(i).copied().unwrap_or(FAR);
        // Column 0 is the candidate against nothing.
        let first = if r <= most { u8::try_from(r).unwrap_or(FAR) } else { FAR };
        if let Some(slot) = next.first_mut() {
            *slot = first;
        }
        let start = r.saturating_sub(most).max(1);
        let (mut left, mut least) = (if start == 1 { first } else { FAR }, first);
        let mut letter_before = start.checked_sub(2).and_then(|i| self.word.get(i)).copied();
        let cells = self.word.iter().zip(next.iter_mut().skip(1)).enumerate().take(r + most).skip(start - 1);
        for (i, (&w, slot)) in cells {
            let changed = at(above, i).saturating_add(u8::from(w != letter));
            let mut best = changed.min(at(above, i + 1).saturating_add(1)).min(left.saturating_add(1));
            if i > 0 && before == Some(w) && letter_before == Some(letter) {
                best = best.min(at(two_above, i - 1).saturating_add(1));
            }
            *slot = best;
            left = best;
            least = least.min(best);
            letter_before = Some(w);
        }
        // An exchange reaches back two rows, so a branch lives while this row or the one above holds something small enough.
        let alive = least <= self.most || above.iter().take(width).any(|&edits| edits <= self.most);
        self.letters.push(letter);
        alive
    }

    /// Fewest edits between the word and any beginning of the candidate, if not more than allowed.
    #[must_use]
    pub fn fewest(&self) -> Option<u8> {
        self.rows.chunks_exact(self.width()).filter_map(|row| row.last().copied()).min().filter(|&d| d <= self.most)
    }

    /// Edits between the word and the candidate, if not more than allowed.
    #[must_use]
    pub fn edits(&self) -> Option<u8> {
        self.row(self.letters.len()).last().copied().filter(|&d| d <= self.most)
    }
}

/// Edits between two words if they are at most `most`.
///
/// ```
/// assert_eq!(welkomwijzer::text::distance::edits("duch", "dutch", 1), Some(1));
/// assert_eq!(welkomwijzer::text::distance::edits("tehatre", "theatre", 1), Some(1));
/// ```
#[must_use]
pub fn edits(a: &str, b: &str, most: u8) -> Option<u8> {
    let mut rows = Rows::new(&spell(a), most);
    for letter in spell(b) {
        if !rows.push(letter) {
            return None;
        }
    }
    rows.edits()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_each_kind_of_edit() {
        for (a, b, expected) in [
            ("taal", "taal", Some(0)),
            ("taal", "tal", Some(1)),
            ("taal", "taaal", Some(1)),
            ("taal", "tael", Some(1)),
            ("taal", "atal", Some(1)),
            ("taal", "zaal", Some(1)),
            ("taal", "talen", None),
            ("هولندا", "هولنذا", Some(1)),
        ] {
            assert_eq!(edits(a, b, 1), expected, "{a} {b}");
        }
        assert_eq!(edits("conversatietafel", "convresatitafel", 2), Some(2));
        assert_eq!(edits("", "ab", 2), Some(2));
    }

    #[test]
    fn shortening_forgets() {
        let mut rows = Rows::new(b"gent", 1);
        for c in *b"genk" {
            rows.push(c);
        }
        assert_eq!(rows.edits(), Some(1));
        rows.truncate(3);
        rows.push(b't');
        assert_eq!(rows.edits(), Some(0));
    }
}
