//! The directory in other formats. Native only.
//!
//! * [`json`] is our own format, described in DESIGN's outside contract; its objects are the records of `model`.
//! * [`search_json`] is an answer of the `search` command.

use crate::index::Directory;
use crate::model::{Actor, Data, Domain, Source};
use crate::query::Answer;
use serde::Serialize;

/// The whole directory, contacts that are a person's own included and marked.
#[derive(Serialize)]
struct Whole<'a> {
    directory: About<'a>,
    actors: Vec<Actor>,
}

#[derive(Serialize)]
struct About<'a> {
    title: &'a crate::model::Texts,
    version: &'a str,
    as_of: &'a str,
    langs: &'a [String],
    licence: &'a str,
    credits: Vec<String>,
}

/// Our own format, indented.
///
/// # Errors
/// Never for our types; what serde_json says otherwise.
pub fn json(data: &Data) -> Result<String, serde_json::Error> {
    let documents = data.documents.iter().map(|d| match &d.year {
        Some(year) => format!("{}, {} ({year}). {}", d.title, d.publisher, d.terms),
        None => format!("{}, {}. {}", d.title, d.publisher, d.terms),
    });
    let whole = Whole {
        directory: About {
            title: &data.info.title,
            version: &data.info.version,
            as_of: &data.info.as_of,
            langs: &data.info.langs,
            licence: &data.info.licence,
            credits: data.info.credits.iter().cloned().chain(documents).collect(),
        },
        actors: data
            .actors
            .iter()
            .map(|entry| {
                let mut actor = entry.actor.clone();
                actor.urls = actor.all_urls();
                for source in actor.services.iter_mut().flat_map(|s| &mut s.sources).filter(|s| s.as_of.is_none()) {
                    source.as_of = data.documents.iter().find(|d| d.id == source.document).and_then(|d| d.year.clone());
                }
                actor
            })
            .collect(),
    };
    serde_json::to_string_pretty(&whole)
}

#[derive(Serialize)]
struct Found {
    total: usize,
    hits: Vec<FoundActor>,
}

#[derive(Serialize)]
struct FoundActor {
    id: String,
    name: String,
    score: f32,
    services: Vec<FoundService>,
}

#[derive(Serialize)]
struct FoundService {
    id: String,
    domain: Domain,
    sources: Vec<Source>,
}

/// An answer with the services that match.
///
/// # Errors
/// Never for our types; what serde_json says otherwise.
pub fn search_json(directory: &Directory, answer: &Answer) -> Result<String, serde_json::Error> {
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
    serde_json::to_string_pretty(&Found { total: answer.total, hits: hits.collect() })
}
