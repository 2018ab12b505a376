//! `relevance`: success@3 and nDCG@10 of judged queries.

use super::Outcome;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use welkomwijzer::index::{ActorId, Directory};
use welkomwijzer::model::Source;
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
    fn add(&mut self, success: bool, ndcg: f64) {
        self.queries += 1;
        self.success += f64::from(u8::from(success));
        self.ndcg += ndcg;
    }

    fn line(&self, name: &str) -> String {
        let n = self.queries.max(1) as f64;
        format!("{name:<18} {:>4}  success@3 {:.3}  nDCG@10 {:.3}", self.queries, self.success / n, self.ndcg / n)
    }
}

/// Measures and prints.
pub fn run(directory: &Directory, file: &Path, misses: bool) -> Outcome {
    let queries = read(file)?;
    let columns = directory.columns();
    let actors: Vec<_> = (0..columns.actors()).map(ActorId::at).filter_map(|id| Some((id, directory.actor(id)?))).collect();
    let mut sums: BTreeMap<(u8, String), Sums> = BTreeMap::new();
    let mut empty = 0;
    let mut out: Vec<String> = Vec::new();
    for judged in &queries {
        // A record made from several rows takes the highest of their grades and counts once; a row without a record is never found.
        let mut grades: BTreeMap<ActorId, u32> = BTreeMap::new();
        let mut ideal: Vec<u32> = Vec::new();
        for row in &judged.relevant {
            let of_row =
                actors.iter().find(|(_, actor)| actor.services.iter().flat_map(|s| &s.sources).any(|source| row.is_source(source)));
            match of_row {
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
        let query = Query { text: judged.text.clone(), lang: judged.lang.clone(), viewpoint, limit: Some(10), ..Query::default() };
        let answer = query::run(directory, &query);
        empty += usize::from(answer.total == 0);
        let found: Vec<u32> = answer.hits.iter().map(|hit| grades.get(&hit.actor).copied().unwrap_or(0)).collect();
        let success = found.iter().take(3).any(|&grade| grade >= 2);
        let ndcg = dcg(&found) / dcg(&ideal).max(f64::MIN_POSITIVE);
        for key in [(0, "all".to_owned()), (1, judged.kind.clone()), (2, judged.lang.clone())] {
            sums.entry(key).or_default().add(success, ndcg);
        }
        if misses && !success {
            out.push(format!(
                "{} \"{}\" ({}{}): {:?}, {} found",
                judged.id,
                judged.text,
                judged.lang,
                judged.municipality.as_ref().map(|m| format!(", {m}")).unwrap_or_default(),
                answer.stage,
                answer.total
            ));
            let best: Vec<&str> = judged.relevant.iter().filter(|r| r.grade == 3).map(|r| r.name.as_str()).take(4).collect();
            out.push(format!("    wanted: {}", best.join(" | ")));
            for (hit, grade) in answer.hits.iter().zip(&found).take(5) {
                let name = directory.actor(hit.actor).map(|a| a.id).unwrap_or_default();
                out.push(format!("    {grade} {:.3} {name}", hit.score));
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
