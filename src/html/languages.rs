//! Which languages the widget offers, in which order, and in which it starts: by the language regime of the page's municipality
//! (coordinated laws of 18 July 1966 on the use of languages in administrative matters).
//!
//! | regime | official | starts in |
//! |---|---|---|
//! | Dutch | nl | nl |
//! | Dutch, with facilities for French speakers | nl, then fr | nl |
//! | Dutch and French, equal (Brussels) | nl and fr; the page's language first, if it is one of them | that |
//! | no municipality | | the page's language, else the first |
//!
//! Official languages come before the others, unless the page orders them itself. On a Flemish town's page Dutch is on the switch even
//! where the page left it out: what stands there in another language is a translation, and must have its original beside it. In Brussels
//! a page may be in French alone. What the browser prefers plays no part, nor does the place a visitor looks from.

use crate::model::{LEADING, Regime};

/// What the page says about languages.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked<'a> {
    /// The language it wants.
    pub lang: Option<&'a str>,
    /// The one it is written in itself.
    pub page: Option<&'a str>,
    /// Those it offers, in its order; empty is all.
    pub languages: &'a [String],
}

/// What a visitor gets.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Offered {
    /// Languages on the switch, in order; never empty if the directory has any.
    pub langs: Vec<String>,
    /// The one at the start, one of them.
    pub first: String,
}

/// Chooses among the languages a directory has.
#[must_use]
pub fn languages(known: &[String], regime: Option<Regime>, asked: &Asked<'_>) -> Offered {
    let official: &[&str] = match regime {
        None => &[],
        Some(Regime::Dutch) => &["nl"],
        Some(Regime::Facilities) => &["nl", "fr"],
        Some(Regime::Bilingual) if asked.page == Some("fr") => &["fr", "nl"],
        Some(Regime::Bilingual) => &["nl", "fr"],
    };
    let is_official = |lang: &String| official.contains(&lang.as_str());
    let mut langs: Vec<String> = asked.languages.iter().filter(|lang| known.contains(lang)).cloned().collect();
    if langs.is_empty() {
        langs.extend(official.iter().map(|lang| (*lang).to_owned()).filter(|lang| known.contains(lang)));
        langs.extend(known.iter().filter(|lang| !is_official(lang)).cloned());
    }
    let is_flemish = matches!(regime, Some(Regime::Dutch | Regime::Facilities));
    let lacks_original = if is_flemish { !langs.iter().any(|lang| lang == LEADING) } else { !langs.iter().any(is_official) };
    if regime.is_some() && lacks_original {
        // In Brussels both, since neither stands behind the other.
        let missing = official.iter().filter(|lang| !is_flemish || **lang == LEADING);
        let missing = missing.map(|lang| (*lang).to_owned()).filter(|lang| known.contains(lang));
        langs = missing.chain(langs.iter().cloned()).collect();
    }
    let offered = |lang: Option<&str>| langs.iter().find(|offered| lang == Some(offered.as_str()));
    let by_regime = match regime {
        None => offered(asked.page),
        Some(Regime::Bilingual) => {
            offered(asked.page).filter(|lang| is_official(lang)).or(langs.iter().find(|lang| is_official(lang)))
        }
        Some(_) => offered(Some(LEADING)),
    };
    let first = offered(asked.lang).or(by_regime).or(langs.first()).cloned().unwrap_or_default();
    Offered { langs, first }
}
