//! Typing mistakes: how many edits lie between two words.
//!
//! An edit is a letter added, left out, changed, or two neighbours exchanged (Damerau 1964, in the restricted form, "optimal string
//! alignment": no letter is edited twice). [`Pattern`] takes the other word letter by letter, so that a sorted dictionary shares the
//! states of common beginnings and drops a whole branch once nothing in it can match.

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

/// Most edits that can be asked for.
const MOST: usize = 2;

/// Longest word in bytes: with the empty beginning, its beginnings are the bits of a number. In longer words nothing is forgiven.
const LONGEST: usize = 62;

/// A word to compare with others: for each letter, which beginnings of the word it can be the end of, a bit each.
///
/// This is Wu and Manber's automaton (CACM 1992) with exchanged neighbours, after Navarro (ACM Computing Surveys 2001, section 8.2): for
/// every number of edits the set of beginnings reached. Letters are bytes, see [`letters`](super::letters).
#[derive(Clone, Debug)]
pub struct Pattern {
    ends: [u64; 256],
    word: Vec<u8>,
    whole: u64,
    most: usize,
}

/// How far a candidate has come: the beginnings of the word that its letters so far can stand for, with no, one, two edits at most.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct State {
    reached: [u64; MOST + 1],
    letter: u8,
}

impl Pattern {
    /// For a word, and at most so many edits (beyond 2: 2). `None` if the word is empty or too long.
    #[must_use]
    pub fn new(word: &[u8], most: u8) -> Option<Self> {
        if word.is_empty() || word.len() > LONGEST {
            return None;
        }
        let mut ends = [0; 256];
        for (i, &letter) in word.iter().enumerate() {
            if let Some(bits) = ends.get_mut(usize::from(letter)) {
                *bits |= 2 << i;
            }
        }
        Some(Self { ends, word: word.to_vec(), whole: 1 << word.len(), most: usize::from(most).min(MOST) })
    }

    /// Before the candidate's first letter: so many letters of the word may be left out.
    #[must_use]
    pub fn start(&self) -> State {
        State { reached: std::array::from_fn(|edits| if edits <= self.most { (2 << edits) - 1 } else { 0 }), letter: 0 }
    }

    fn ends(&self, letter: u8) -> u64 {
        self.ends.get(usize::from(letter)).copied().unwrap_or(0)
    }

    /// The state behind one more letter, from the states behind each letter before. `None` if nothing that begins so can match.
    #[must_use]
    pub fn step(&self, states: &[State], letter: u8) -> Option<State> {
        let [earlier @ .., last] = states else { return None };
        let ends = self.ends(letter);
        // The two letters exchanged: this one should have come before the last.
        let exchanged = (ends << 1) & self.ends(last.letter);
        let mut next = State { reached: [0; MOST + 1], letter };
        let mut fewer = None;
        for (edits, (slot, &reached)) in next.reached.iter_mut().zip(&last.reached).enumerate().take(self.most + 1) {
            *slot = (reached << 1) & ends;
            if let (Some((before, now)), Some(less)) = (fewer, edits.checked_sub(1)) {
                // A letter too many, another letter, a letter left out.
                let before: u64 = before;
                let now: u64 = now;
                *slot |= before | (before << 1) | (now << 1);
                let two_before = earlier.last().and_then(|state| state.reached.get(less)).copied().unwrap_or(0);
                *slot |= (two_before << 2) & exchanged;
            }
            *slot &= 2 * self.whole - 1;
            fewer = Some((reached, *slot));
        }
        // Whatever is reached with fewer edits is reached with the most.
        next.reached.get(self.most).is_some_and(|&reached| reached != 0).then_some(next)
    }

    /// The first letter after this one with which [`step`](Self::step) would go on, where it did not with this one. `None` if there is none.
    ///
    /// A step fails only where all edits are used up. Then the next letter must be the word's next, or the one that is still owed after
    /// an exchange: a few letters, which need not be searched for among all that follow in a dictionary.
    #[must_use]
    pub fn next_letter(&self, states: &[State], letter: u8) -> Option<u8> {
        let [earlier @ .., last] = states else { return None };
        let goes_on = last.reached.get(self.most).copied().unwrap_or(0);
        let owed = self.most.checked_sub(1).and_then(|less| earlier.last()?.reached.get(less).copied()).unwrap_or(0);
        let can_follow = |at: usize| goes_on >> at & 1 != 0 || (owed >> at & 1 != 0 && self.word.get(at + 1) == Some(&last.letter));
        let letters = self.word.iter().enumerate().filter(|&(at, &next)| next > letter && can_follow(at));
        letters.map(|(_, &next)| next).min()
    }

    /// Whether a candidate that came so far is the word, with no more than the allowed edits.
    #[must_use]
    pub fn accepts(&self, state: &State) -> bool {
        self.edits(state).is_some()
    }

    fn edits(&self, state: &State) -> Option<u8> {
        let found = state.reached.iter().take(self.most + 1).position(|reached| reached & self.whole != 0);
        found.and_then(|edits| u8::try_from(edits).ok())
    }
}

/// Edits between two words if they are at most `most`, and `most` is at most 2. A word of more than 62 bytes is only like itself.
///
/// ```
/// assert_eq!(welkomwijzer::text::distance::edits("duch", "dutch", 1), Some(1));
/// assert_eq!(welkomwijzer::text::distance::edits("tehatre", "theatre", 1), Some(1));
/// ```
#[must_use]
pub fn edits(a: &str, b: &str, most: u8) -> Option<u8> {
    if a == b {
        return Some(0);
    }
    let pattern = Pattern::new(&spell(a), most)?;
    let mut states = vec![pattern.start()];
    for letter in spell(b) {
        states.push(pattern.step(&states, letter)?);
    }
    pattern.edits(states.last()?)
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
        assert_eq!(edits("ab", "", 2), Some(2));
    }

    /// The same by the book: the table of all beginnings against all beginnings.
    fn by_table(a: &[u8], b: &[u8]) -> usize {
        let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                table[i][j] = match (i, j) {
                    (0, n) | (n, 0) => n,
                    _ => {
                        let changed = table[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                        let exchanged = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                        let best = changed.min(table[i - 1][j] + 1).min(table[i][j - 1] + 1);
                        if exchanged { best.min(table[i - 2][j - 2] + 1) } else { best }
                    }
                };
            }
        }
        table[a.len()][b.len()]
    }

    #[test]
    fn agrees_with_the_table() {
        // All words of up to five letters out of two, and of up to four out of three.
        let mut words: Vec<String> = Vec::new();
        for (letters, longest) in [("ab", 5), ("abc", 4)] {
            let mut of_length = vec![String::new()];
            for _ in 0..longest {
                of_length = of_length.iter().flat_map(|w| letters.chars().map(move |c| format!("{w}{c}"))).collect();
                words.extend(of_length.iter().cloned());
            }
        }
        for a in &words {
            for b in &words {
                let exact = u8::try_from(by_table(a.as_bytes(), b.as_bytes())).unwrap();
                for most in 0..=2 {
                    assert_eq!(edits(a, b, most), Some(exact).filter(|&edits| edits <= most), "{a} {b} {most}");
                }
            }
        }
    }

    #[test]
    fn long_words_are_only_themselves() {
        let long = "a".repeat(63);
        assert_eq!(edits(&long, &long, 1), Some(0));
        assert_eq!(edits(&long, &long[1..], 1), None);
        assert_eq!(edits(&long[1..], &long, 1), Some(1));
    }
}
