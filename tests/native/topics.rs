//! What people type when they want something leads to who offers it: `tests/relevance/topics.tsv`.
//!
//! Nobody judged which answers are the best, so these lines say less than the judged questions beside them, but there are many: eight
//! for each concept and language, written from the concepts' labels and descriptions by people who had seen neither the lexicon nor
//! the search.

use crate::data::data;
use std::collections::{BTreeMap, BTreeSet};
use welkomwijzer::query::{self, Query};

/// Per language the share of lines with an actor that offers the topic, or a narrower one, among the first three: a hundredth or two below
/// what was measured.
const FLOORS: [(&str, f64); 4] = [("ar", 0.89), ("en", 0.90), ("fr", 0.91), ("nl", 0.90)];

#[test]
fn what_people_type_leads_to_who_offers_it() {
    let directory = welkomwijzer::bundled().unwrap();
    let parents: BTreeMap<&str, &str> =
        data().lexicon.concepts.iter().filter_map(|c| Some((c.id.as_str(), c.parent.as_deref()?))).collect();
    // The topics of each actor, wider ones included.
    let mut topics: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for entry in &data().actors {
        let of_actor = topics.entry(&entry.actor.id).or_default();
        for concept in entry.actor.services.iter().flat_map(|service| &service.concepts) {
            of_actor.extend(std::iter::successors(Some(concept.as_str()), |wider| parents.get(wider).copied()));
        }
    }
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut missed = Vec::new();
    for line in include_str!("../relevance/topics.tsv").lines().skip(1) {
        let [topic, lang, typed] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("not three columns: {line}") };
        assert!(topics.values().any(|of_actor| of_actor.contains(topic)), "nobody offers {topic}");
        let question = Query { text: typed.into(), lang: lang.into(), limit: Some(3), ..Query::default() };
        let found = query::run(&directory, &question).hits.into_iter().any(|hit| {
            let brief = directory.brief(hit.actor, lang).unwrap();
            topics.get(brief.id.as_str()).is_some_and(|of_actor| of_actor.contains(topic))
        });
        let (all, right) = counts.entry(lang).or_default();
        (*all, *right) = (*all + 1, *right + usize::from(found));
        if !found {
            missed.push(line);
        }
    }
    for (lang, floor) in FLOORS {
        let (all, right) = counts[lang];
        let share = right as f64 / all as f64;
        println!("{lang} {all} {share:.3}");
        assert!(all > 700 && share >= floor, "{lang}: {share:.3} of {all}, at least {floor}; missed:\n{}", missed.join("\n"));
    }
}
