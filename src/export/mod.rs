//! The directory in other formats. Native only.
//!
//! * [`json`] is our own format, the fullest one; its objects are the records of `model`.
//! * [`search_json`] is an answer of the `search` command.

use crate::index::Directory;
use crate::model::{Actor, Data, Domain, Names, Source, Texts, described, to_json};
use crate::query::Answer;

/// The whole directory, contacts that are a person's own included and marked.
struct Whole {
    directory: About,
    actors: Vec<Actor>,
}

struct About {
    title: Texts,
    version: String,
    as_of: String,
    langs: Vec<String>,
    licence: String,
    credits: Vec<String>,
}

described! {
    Whole { directory, actors }
    About { title, version, as_of, langs, licence, credits }
    Found { total, hits }
    FoundActor { id, name, score, services }
    FoundService { id, domain, sources }
}

/// Our own format, indented.
#[must_use]
pub fn json(data: &Data) -> String {
    let documents = data.documents.iter().map(|d| match &d.year {
        Some(year) => format!("{}, {} ({year}). {}", d.title, d.publisher, d.terms),
        None => format!("{}, {}. {}", d.title, d.publisher, d.terms),
    });
    let whole = Whole {
        directory: About {
            title: data.info.title.clone(),
            version: data.info.version.clone(),
            as_of: data.info.as_of.clone(),
            langs: data.info.langs.clone(),
            licence: data.info.licence.clone(),
            credits: data.info.credits.iter().cloned().chain(documents).collect(),
        },
        actors: data
            .actors
            .iter()
            .map(|entry| {
                let mut actor = entry.actor.clone();
                actor.urls = actor.all_urls();
                actor.date_sources(&data.documents);
                actor
            })
            .collect(),
    };
    to_json(&whole, Names::Snake)
}

struct Found {
    total: usize,
    hits: Vec<FoundActor>,
}

struct FoundActor {
    id: String,
    name: String,
    score: f32,
    services: Vec<FoundService>,
}

struct FoundService {
    id: String,
    domain: Domain,
    sources: Vec<Source>,
}

/// An answer with the services that match.
#[must_use]
pub fn search_json(directory: &Directory, answer: &Answer) -> String {
    let hits = answer.hits.iter().filter_map(|hit| {
        let actor = directory.actor(hit.actor)?;
        let services = hit.services.iter().filter_map(|&position| actor.services.get(position));
        Some(FoundActor {
            services: services.map(|s| FoundService { id: s.id.clone(), domain: s.domain, sources: s.sources.clone() }).collect(),
            id: actor.id.clone(),
            name: actor.name.clone(),
            score: hit.score,
        })
    });
    to_json(&Found { total: answer.total, hits: hits.collect() }, Names::Snake)
}
