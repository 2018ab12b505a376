//! Whether the meaning of a word stands beside it.

use super::letters;
use super::pattern::{Listed, Pattern};
use super::sentences::sentences;
use crate::text::{self, Token};

/// A word in a text.
#[derive(Clone, Copy)]
pub(super) struct Place<'t> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token],
    pub(super) at: usize,
    pub(super) length: usize,
}

/// So many words of the same group may stand between a word and its meaning: "het OCMW van Geel (de sociale dienst)".
const BETWEEN: usize = 3;

impl<'t> Place<'t> {
    /// What stands between this token and the next.
    fn gap(&self, token: usize) -> &'t str {
        let start = self.tokens.get(token).map_or(0, |t| t.end);
        let end = self.tokens.get(token + 1).map_or(self.text.len(), |t| t.start);
        self.text.get(start..end).unwrap_or("")
    }

    /// What stands in the brackets that open behind this token, if some do.
    fn brackets(self, token: usize) -> Option<&'t str> {
        let end = self.tokens.get(token).map_or(0, |t| t.end);
        let at = self.gap(token).find('(')?;
        let only_space = self.gap(token).get(..at).is_some_and(is_space);
        let inside = self.text.get(end + at + 1..)?.split(')').next();
        inside.filter(|_| only_space)
    }

    /// Whether the meaning stands beside the word, in one of the forms people use.
    pub(super) fn has_meaning(self, listed: &Listed<'_>) -> bool {
        self.in_brackets() || self.behind_colon() || self.before_meaning(listed) || self.before_sentence(listed)
    }

    /// "… een school voor volwassenen (CVO)"
    fn in_brackets(self) -> bool {
        let start = self.tokens.get(self.at).map_or(0, |t| t.start);
        let before = self.text.get(..start).unwrap_or("");
        before.matches('(').count() > before.matches(')').count()
    }

    /// "Een dienst helpt je: het Agentschap Integratie"
    fn behind_colon(self) -> bool {
        (1..=BETWEEN + 1)
            .take_while(|back| *back <= self.at)
            .map(|back| self.gap(self.at - back))
            .find(|gap| !is_space(gap))
            .is_some_and(|gap| gap.contains(':'))
    }

    /// "CVO (een school)", "CVO: een school", "CVO – een school", "een CVO is een school", "een CVO, een school"
    fn before_meaning(self, listed: &Listed<'_>) -> bool {
        let last = self.at + self.length - 1;
        for behind in 0..=BETWEEN {
            let gap = self.gap(last + behind);
            let rest = self.tokens.get(last + behind + 1..).unwrap_or(&[]);
            let is_any = |patterns: &[Pattern]| patterns.iter().any(|p| p.begins(rest, self.text));
            if (is_space(gap) && is_any(&listed.means))
                || self.brackets(last + behind).is_some_and(|inside| letters(inside, listed.of_lang.script).0 > 0)
            {
                return true;
            }
            if behind == 0 && (gap.contains([':', '–', '—']) || gap.contains(" - ")) {
                return !rest.is_empty();
            }
            if gap.contains([',', '،']) {
                return is_any(&listed.aside);
            }
            if !is_space(gap) {
                return false;
            }
        }
        false
    }

    /// "Vraag het aan het Agentschap. Dat is een dienst …"
    fn before_sentence(self, listed: &Listed<'_>) -> bool {
        let start = self.tokens.get(self.at).map_or(0, |t| t.start);
        let behind = sentences(self.text, &listed.of_lang.abbreviations).into_iter().find(|(offset, _)| *offset > start);
        behind.is_some_and(|(_, sentence)| listed.next.iter().any(|p| p.begins(&text::tokens(sentence), sentence)))
    }
}

/// Whether what stands between two words leaves them in one group: spaces, hyphens, quotation marks.
fn is_space(gap: &str) -> bool {
    gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '\'' | '’' | '‘' | '"' | '“' | '”' | '«' | '»'))
}
