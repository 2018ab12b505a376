//! `relevance`: success@3 and nDCG@10 of judged queries.

use super::Outcome;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use welkomwijzer::index::{ActorId, Directory};
use welkomwijzer::model::{Actor, Source};
use welkomwijzer::query::rank::Weights;
use welkomwijzer::query::{self, Query};

/// A judged query.
struct Judged {
    id: String,
    text: String,
    lang: String,
    municipality: Option<String>,
    kind: String,
    relevant: Vec<Row>,
}

/// A judged row of the mapping.
struct Row {
    name: String,
    province: String,
    domain: String,
    municipality: Option<String>,
    grade: u32,
}

impl Row {
    fn is_source(&self, source: &Source) -> bool {
        let municipality = match (&self.municipality, &source.municipality) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        source.name == self.name
            && source.province.is_some_and(|p| p.code() == self.province)
            && source.domain.is_some_and(|d| d.code() == self.domain)
            && municipality
    }
}

#[derive(Default)]
struct Sums {
    queries: usize,
    success: f64,
    ndcg: f64,
}

impl Sums {
    fn add(&mut self, measured: Measured) {
        self.queries += 1;
        self.success += f64::from(u8::from(measured.success));
        self.ndcg += measured.ndcg;
    }

    fn line(&self, name: &str) -> String {
        let n = self.queries.max(1) as f64;
        format!("{name:<18} {:>4}  success@3 {:.3}  nDCG@10 {:.3}", self.queries, self.success / n, self.ndcg / n)
    }
}

/// Judged queries made ready for a directory: each with the grade of every actor that has one.
pub(super) struct Prepared {
    queries: Vec<(Judged, Query, BTreeMap<ActorId, u32>, f64)>,
}

/// How well one query is answered.
#[derive(Clone, Copy)]
pub(super) struct Measured {
    pub(super) success: bool,
    pub(super) ndcg: f64,
}

impl Prepared {
    /// Reads files and finds the records of the judged rows.
    pub(super) fn read(directory: &Directory, files: &[PathBuf]) -> Result<Self, String> {
        let columns = directory.columns();
        let actors: Vec<_> = (0..columns.actors()).map(ActorId::at).filter_map(|id| Some((id, directory.actor(id)?))).collect();
        let mut queries = Vec::new();
        for judged in files.iter().map(|file| read(file)).collect::<Result<Vec<_>, _>>()?.into_iter().flatten() {
            // A record made from several rows takes the highest of their grades and counts once; a row without a record is never found.
            let mut grades: BTreeMap<ActorId, u32> = BTreeMap::new();
            let mut ideal: Vec<u32> = Vec::new();
            for row in &judged.relevant {
                let is_its = |actor: &Actor| actor.services.iter().flat_map(|s| &s.sources).any(|source| row.is_source(source));
                match actors.iter().find(|(_, actor)| is_its(actor)) {
                    Some((id, _)) => {
                        let grade = grades.entry(*id).or_default();
                        *grade = (*grade).max(row.grade);
                    }
                    None => {
                        eprintln!("{}: no record of row \"{}\" ({}, {})", judged.id, row.name, row.province, row.domain);
                        ideal.push(row.grade);
                    }
                }
            }
            ideal.extend(grades.values());
            ideal.sort_unstable_by(|a, b| b.cmp(a));
            let viewpoint = judged.municipality.as_deref().and_then(|name| directory.municipality(name));
            let (text, lang) = (judged.text.clone(), judged.lang.clone());
            let query = Query { text, lang, viewpoint, limit: Some(10), ..Query::default() };
            queries.push((judged, query, grades, dcg(&ideal).max(f64::MIN_POSITIVE)));
        }
        Ok(Self { queries })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.queries.len()
    }

    /// How well the query at this position is answered.
    pub(super) fn measure(&self, directory: &Directory, at: usize, weights: &Weights) -> Measured {
        let Some((_, query, grades, ideal)) = self.queries.get(at) else { return Measured { success: false, ndcg: 0.0 } };
        let answer = query::run_with(directory, query, weights);
        let found: Vec<u32> = answer.hits.iter().map(|hit| grades.get(&hit.actor).copied().unwrap_or(0)).collect();
        Measured { success: found.iter().take(3).any(|&grade| grade >= 2), ndcg: dcg(&found) / ideal }
    }
}

/// Measures and prints.
pub fn run(directory: &Directory, files: &[PathBuf], misses: bool) -> Outcome {
    let prepared = Prepared::read(directory, files)?;
    let mut sums: BTreeMap<(u8, String), Sums> = BTreeMap::new();
    let mut empty = 0;
    let mut out: Vec<String> = Vec::new();
    for (at, (judged, query, grades, _)) in prepared.queries.iter().enumerate() {
        let measured = prepared.measure(directory, at, &Weights::CHOSEN);
        for key in [(0, "all".to_owned()), (1, judged.kind.clone()), (2, judged.lang.clone())] {
            sums.entry(key).or_default().add(measured);
        }
        let answer = query::run(directory, query);
        empty += usize::from(answer.total == 0);
        if misses && !measured.success {
            let place = judged.municipality.as_ref().map(|m| format!(", {m}")).unwrap_or_default();
            let (id, text, lang) = (&judged.id, &judged.text, &judged.lang);
            out.push(format!(
                "{id} \"{text}\" ({lang}{place}): {:?}, {} found, nDCG {:.2}",
                answer.stage, answer.total, measured.ndcg
            ));
            let best: Vec<&str> = judged.relevant.iter().filter(|r| r.grade == 3).map(|r| r.name.as_str()).take(4).collect();
            out.push(format!("    wanted: {}", best.join(" | ")));
            for hit in answer.hits.iter().take(5) {
                let name = directory.actor(hit.actor).map(|a| a.id).unwrap_or_default();
                out.push(format!("    {} {:.3} {name}", grades.get(&hit.actor).copied().unwrap_or(0), hit.score));
            }
        }
    }
    for ((_, name), sum) in &sums {
        out.push(sum.line(name));
    }
    out.push(format!("without any result: {empty}"));
    super::write(None, out.join("\n").as_bytes(), true)
}

/// Discounted cumulative gain of the first ten.
fn dcg(grades: &[u32]) -> f64 {
    grades.iter().take(10).enumerate().map(|(i, &grade)| (f64::from(grade).exp2() - 1.0) / (i as f64 + 2.0).log2()).sum()
}

fn read(file: &Path) -> Result<Vec<Judged>, String> {
    let text = std::fs::read_to_string(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
    let value: Value = serde_json::from_str(&text).map_err(|e| format!("{} is not JSON: {e}", file.display()))?;
    let list = value.as_array().ok_or_else(|| format!("{} must be a list of queries", file.display()))?;
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    list.iter()
        .enumerate()
        .map(|(i, entry)| {
            let required = |key: &str| text(entry, key).ok_or_else(|| format!("query {} has no \"{key}\"", i + 1));
            let rows = entry
                .get("relevant")
                .and_then(Value::as_array)
                .ok_or_else(|| format!("query {} has no list \"relevant\"", i + 1))?;
            let relevant = rows.iter().map(|row| {
                let required =
                    |key: &str| text(row, key).ok_or_else(|| format!("a judged row of query {} has no \"{key}\"", i + 1));
                Ok(Row {
                    name: required("name")?,
                    province: required("province")?,
                    domain: required("domain")?,
                    municipality: text(row, "municipality"),
                    grade: row.get("grade").and_then(Value::as_u64).and_then(|g| u32::try_from(g).ok()).unwrap_or(0),
                })
            });
            Ok(Judged {
                id: required("id")?,
                text: required("q")?,
                lang: required("lang")?,
                municipality: text(entry, "municipality"),
                kind: required("kind")?,
                relevant: relevant.collect::<Result<_, String>>()?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::dcg;

    #[test]
    fn the_example_of_the_measure() {
        let ndcg = dcg(&[0, 3, 2]) / dcg(&[3, 2]);
        assert!((ndcg - 0.6653).abs() < 1e-4, "{ndcg}");
    }
}
