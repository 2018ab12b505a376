//! Questions as visitors ask them, each made from an actor of the directory.
//!
//! * [`ask`] makes so many of each [`Kind`].
//!
//! Exact, prefix and typo are made from the new word in an actor's name, which no other name has, so it is known who must be
//! found. A beginning is long enough that at most twenty actors have a word with it anywhere: whoever finds all, has the right
//! one among twenty, whatever the order. No service of such an actor has ended, since those stand last.

use super::chance::Random;
use super::vocabulary::cut;
use std::collections::{BTreeMap, BTreeSet};
use welkomwijzer::model::{Actor, Data, Entry, Facet, Service, Status, Texts, Words};
use welkomwijzer::text;

/// What is asked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// A word of a name.
    Exact,
    /// Its beginning.
    Prefix,
    /// One letter left out, put in, changed, or changed places with the next; the first letter included.
    Typo,
    /// A word of a name and its town, or what one looks for and a town.
    TwoWords,
    /// A word of texts or the lexicon, and one or two filters.
    Filter,
    /// The same, or filters without text; all facets are counted.
    Facets,
    /// An Arabic word: of names, texts or the lexicon.
    Arabic,
    /// One to three letters of a word: what a visitor has typed so far. Beyond what peers are compared by, and the hardest.
    Typing,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 8] =
        [Kind::Exact, Kind::Prefix, Kind::Typo, Kind::TwoWords, Kind::Filter, Kind::Facets, Kind::Arabic, Kind::Typing];

    /// Its name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Exact => "exact",
            Kind::Prefix => "prefix",
            Kind::Typo => "typo",
            Kind::TwoWords => "two words",
            Kind::Filter => "filter",
            Kind::Facets => "facets",
            Kind::Arabic => "arabic",
            Kind::Typing => "typing",
        }
    }
}

/// A question.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is asked.
    pub kind: Kind,
    /// The text.
    pub text: String,
    /// The visitor's language.
    pub lang: &'static str,
    /// Chosen values.
    pub filters: Vec<(Facet, String)>,
    /// The id of the actor that must be found, where there is one.
    pub expected: Option<String>,
}

/// So many questions of each kind, kind by kind.
pub fn ask(data: &Data, of_each: usize, seed: u64) -> Vec<Question> {
    let mut random = Random(seed);
    let stopwords = data.lexicon.stopwords.values().flatten().map(|word| text::fold(word)).collect();
    let asker = Asker { data, stopwords, words: all_words(data) };
    let mut questions = Vec::new();
    for kind in Kind::ALL {
        for number in 0..of_each {
            let question = loop {
                let actor = &random.one_of(&data.actors).actor;
                let question = asker.question(kind, number, actor, &mut random);
                // What ended stands last by intention, so nobody has to be found there.
                let ended = actor.services.iter().any(|service| service.status == Status::Ended);
                if let Some(question) = question.filter(|question| !ended || question.expected.is_none()) {
                    break question;
                }
            };
            questions.push(question);
        }
    }
    lengthen(&mut questions, data);
    questions
}

struct Asker<'a> {
    data: &'a Data,
    stopwords: BTreeSet<String>,
    /// Every word that is written anywhere: what is one is no typing mistake, but a question for that word.
    words: BTreeSet<String>,
}

/// The words of all records, of the lexicon and of places, as the index has them.
fn all_words(data: &Data) -> BTreeSet<String> {
    let lexicon = &data.lexicon;
    let concepts = lexicon.concepts.iter().flat_map(|c| c.label.values().chain(c.words.values().flatten()));
    let values = lexicon.values.iter().flat_map(|v| v.label.values().chain(v.words.values().flatten()));
    let places = data.places.names.iter().flat_map(|place| place.name.values());
    let written = data.actors.iter().flat_map(|entry| super::plain::written(&entry.actor));
    let texts = written.chain(concepts.chain(values).chain(places).map(String::as_str));
    texts.flat_map(text::tokens).flat_map(|token| token.terms()).collect()
}

impl Asker<'_> {
    /// A question made from an actor; none if it has not what the kind needs.
    fn question(&self, kind: Kind, number: usize, actor: &Actor, random: &mut Random) -> Option<Question> {
        let lang = *random.one_of(&["nl", "en", "fr"]);
        let mut question = Question { kind, text: String::new(), lang, filters: Vec::new(), expected: Some(actor.id.clone()) };
        let service = random.one_of(&actor.services);
        match kind {
            Kind::Exact => question.text = new_word(actor)?.to_lowercase(),
            Kind::Prefix => {
                let word: Vec<char> = new_word(actor)?.to_lowercase().chars().collect();
                let length = random.within(word.len().div_ceil(2), word.len() - 1);
                question.text = word.iter().take(length).collect();
            }
            Kind::Typo => {
                question.text = mistyped(&new_word(actor)?.to_lowercase(), random);
                if text::tokens(&question.text).iter().any(|token| self.words.contains(token.word())) {
                    return None;
                }
            }
            Kind::TwoWords if number.is_multiple_of(2) => {
                question.text = format!("{} {}", new_word(actor)?.to_lowercase(), actor.locations.first()?.city.as_ref()?);
            }
            Kind::TwoWords => {
                question.expected = None;
                let town = random.one_of(&self.data.places.municipalities).name_in("nl");
                question.text = format!("{} {town}", self.topic(service, lang, random)?);
            }
            Kind::Filter | Kind::Facets => {
                question.expected = None;
                if kind == Kind::Filter || number.is_multiple_of(2) {
                    question.text = self.topic(service, lang, random)?;
                }
                question.filters = filters(service, random);
                if question.filters.is_empty() {
                    return None;
                }
            }
            Kind::Arabic => {
                question.lang = "ar";
                let own = actor.alternate_names.iter().find(|name| !name.is_ascii() && text::arabic::is_arabic(&text::fold(name)));
                match own.filter(|_| number.is_multiple_of(2)) {
                    Some(name) => question.text.clone_from(name),
                    None if number.is_multiple_of(2) => return None,
                    None => {
                        question.expected = None;
                        question.text = self.topic(service, "ar", random)?;
                    }
                }
            }
            Kind::Typing => {
                question.expected = None;
                let word = self.topic(service, lang, random)?;
                question.text = word.chars().take(random.within(1, 3)).collect();
            }
        }
        Some(question)
    }

    /// A word that tells something: of the lexicon's words for what the service is about, or of its texts.
    fn topic(&self, service: &Service, lang: &str, random: &mut Random) -> Option<String> {
        let concept = self.data.lexicon.concept(random.one_of::<String>(&service.concepts))?;
        let label = concept.label.get(lang)?;
        let written = if random.percent(50) { label } else { service.description.get(lang)? };
        let words: Vec<&str> = cut(written).filter(|word| word.chars().count() >= 4).collect();
        let word = words.get(random.below(words.len()))?;
        (!self.stopwords.contains(&text::fold(word))).then(|| word.to_lowercase())
    }
}

/// The word in an actor's name that its web address has too, or would have.
fn new_word(actor: &Actor) -> Option<&str> {
    let website = actor.website.as_deref()?;
    actor.name.split(' ').find(|word| website == super::records::website(&text::fold(word)))
}

/// One or two facets, with a value that the service states.
fn filters(service: &Service, random: &mut Random) -> Vec<(Facet, String)> {
    let wanted = random.within(1, 2);
    let mut filters: Vec<(Facet, String)> = Vec::new();
    for _ in 0..wanted {
        let facet = *random.one_of(&Facet::CODED);
        let stated = facet.stated(service);
        if let Some(&value) = stated.get(random.below(stated.len()))
            && filters.iter().all(|(other, _)| *other != facet)
        {
            filters.push((facet, value.to_owned()));
        }
    }
    filters
}

/// One typing mistake.
fn mistyped(word: &str, random: &mut Random) -> String {
    let right: Vec<char> = word.chars().collect();
    loop {
        let mut letters = right.clone();
        let at = random.below(letters.len());
        let letter = *random.one_of(&right);
        match random.below(4) {
            0 => {
                letters.remove(at);
            }
            1 => letters.insert(at, letter),
            2 => letters[at] = letter,
            _ if at + 1 < letters.len() => letters.swap(at, at + 1),
            _ => {}
        }
        if letters != right {
            return letters.into_iter().collect();
        }
    }
}

/// Makes beginnings longer until at most twenty actors have a word with them: of their own, or of the lexicon and places.
fn lengthen(questions: &mut [Question], data: &Data) {
    const MOST: usize = 20;
    let mut beginnings = Beginnings::default();
    for (at, question) in questions.iter().enumerate().filter(|(_, q)| q.kind == Kind::Prefix) {
        let expected = data.actors.iter().find(|entry| Some(&entry.actor.id) == question.expected.as_ref());
        let word = expected.and_then(|entry| new_word(&entry.actor)).map(text::fold).unwrap_or_default();
        beginnings.of_stem.entry(word.chars().take(3).collect()).or_default().push(at);
        beginnings.words.insert(at, word.chars().collect());
    }
    let shared = |written: Vec<&str>| {
        let mut longest = Longest::new();
        written.iter().for_each(|text| beginnings.meet(text, &mut longest));
        longest
    };
    let of_words =
        |label: &'_ Texts, words: &'_ Words| shared(label.values().chain(words.values().flatten()).map(String::as_str).collect());
    let lexicon = &data.lexicon;
    let concepts: BTreeMap<&str, Longest> =
        lexicon.concepts.iter().map(|c| (c.id.as_str(), of_words(&c.label, &c.words))).collect();
    let values: BTreeMap<(&str, &str), Longest> =
        lexicon.values.iter().map(|v| ((v.table.as_str(), v.code.as_str()), of_words(&v.label, &v.words))).collect();
    let municipalities = data.places.municipalities.iter();
    let places: BTreeMap<&str, Longest> =
        municipalities.map(|m| (m.nis.as_str(), shared(m.name.values().map(String::as_str).collect()))).collect();

    let mut actors: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for Entry { actor, .. } in &data.actors {
        let mut longest = Longest::new();
        super::plain::written(actor).for_each(|text| beginnings.meet(text, &mut longest));
        for service in &actor.services {
            let ids = service.concepts.iter().flat_map(|id| lexicon.with_ancestors(id));
            let codes = Facet::CODED.into_iter().flat_map(|f| f.stated(service).into_iter().map(move |code| (f.code(), code)));
            let nis = actor.locations.iter().flat_map(|l| &l.nis).chain(&service.service_area.municipalities);
            let met = ids.filter_map(|concept| concepts.get(concept.id.as_str()));
            let met = met.chain(codes.filter_map(|code| values.get(&code))).chain(nis.filter_map(|nis| places.get(nis.as_str())));
            for (at, common) in met.flatten() {
                let longest = longest.entry(*at).or_default();
                *longest = (*common).max(*longest);
            }
        }
        for (at, longest) in longest {
            for length in 3..=longest {
                *actors.entry((at, length)).or_default() += 1;
            }
        }
    }
    let names = data.places.names.iter().flat_map(|place| place.name.values());
    let places_named: BTreeSet<String> = names.flat_map(|name| text::tokens(name)).map(|token| token.word).collect();
    for (at, word) in beginnings.words {
        let mut length = questions[at].text.chars().count().max(3);
        // The name of a place is understood as the place.
        let is_place = |length: usize| places_named.contains(&word.iter().take(length).collect::<String>());
        while length < word.len() && (actors.get(&(at, length)).is_some_and(|&n| n > MOST) || is_place(length)) {
            length += 1;
        }
        questions[at].text = word.into_iter().take(length).collect();
    }
}

/// Per question, how many letters of its word some text begins a word with.
type Longest = BTreeMap<usize, usize>;

/// The words that beginnings are asked of.
#[derive(Default)]
struct Beginnings {
    /// Per beginning of three letters, the questions with it.
    of_stem: BTreeMap<String, Vec<usize>>,
    /// Per question its whole word.
    words: BTreeMap<usize, Vec<char>>,
}

impl Beginnings {
    /// Notes how many letters words of a text have in common with those asked for.
    fn meet(&self, written: &str, longest: &mut Longest) {
        for term in text::tokens(written).iter().flat_map(text::Token::terms) {
            let stem: String = term.chars().take(3).collect();
            for at in self.of_stem.get(&stem).into_iter().flatten() {
                let common = self.words[at].iter().zip(term.chars()).take_while(|(a, b)| **a == *b).count();
                let longest = longest.entry(*at).or_default();
                *longest = common.max(*longest);
            }
        }
    }
}
