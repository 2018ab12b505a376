//! `relevance`: success@3 and nDCG@10 of judged queries, each with the interval it would lie in with other queries of the same sort.

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

/// What was judged: a row of the mapping, or an actor, whose sources may be others.
struct Row {
    what: What,
    grade: u32,
}

enum What {
    Row { name: String, province: String, domain: String, municipality: Option<String> },
    Actor(String),
}

impl Row {
    fn is_its(&self, actor: &Actor) -> bool {
        match &self.what {
            What::Actor(id) => actor.id == *id,
            What::Row { .. } => actor.services.iter().flat_map(|s| &s.sources).any(|source| self.is_source(source)),
        }
    }

    fn is_source(&self, source: &Source) -> bool {
        let What::Row { name, province, domain, municipality } = &self.what else { return false };
        let municipality = match (municipality, &source.municipality) {
            (Some(a), Some(b)) => a == b,
            _ => true,
        };
        source.name == *name
            && source.province.is_some_and(|p| p.code() == province)
            && source.domain.is_some_and(|d| d.code() == domain)
            && municipality
    }

    fn name(&self) -> &str {
        match &self.what {
            What::Row { name, .. } | What::Actor(name) => name,
        }
    }
}

/// The queries of one kind or language.
#[derive(Default)]
struct Group(Vec<Measured>);

impl Group {
    fn line(&self, name: &str) -> String {
        let success: Vec<f64> = self.0.iter().map(|m| f64::from(u8::from(m.success))).collect();
        let ndcg: Vec<f64> = self.0.iter().map(|m| m.ndcg).collect();
        let shown = |values: &[f64]| {
            let (low, high) = interval(values);
            format!("{:.3} [{low:.3} {high:.3}]", mean(values.iter().copied(), values.len()))
        };
        format!("{name:<18} {:>4}  success@3 {}  nDCG@10 {}", self.0.len(), shown(&success), shown(&ndcg))
    }
}

/// Times the queries are drawn anew.
const DRAWN: usize = 2_000;

/// Between what a mean would lie in 95 of 100 cases, had the queries been others of the same sort: the bootstrap's percentiles (Efron
/// 1979). As many queries are drawn from them as there are, again and again, some more than once, always the same with the same queries.
fn interval(values: &[f64]) -> (f64, f64) {
    let mut state: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut any = || {
        // Vigna's xorshift64*; its upper bits are the good ones.
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        let drawn = usize::try_from(state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap_or(0);
        values.get(drawn % values.len().max(1)).copied().unwrap_or(0.0)
    };
    let mut means: Vec<f64> = (0..DRAWN).map(|_| mean((0..values.len()).map(|_| any()), values.len())).collect();
    means.sort_unstable_by(f64::total_cmp);
    let at = |share: f64| means.get((share * (DRAWN - 1) as f64).round() as usize).copied().unwrap_or(0.0);
    (at(0.025), at(0.975))
}

fn mean(values: impl Iterator<Item = f64>, count: usize) -> f64 {
    values.sum::<f64>() / count.max(1) as f64
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
                match actors.iter().find(|(_, actor)| row.is_its(actor)) {
                    Some((id, _)) => {
                        let grade = grades.entry(*id).or_default();
                        *grade = (*grade).max(row.grade);
                    }
                    None => {
                        eprintln!("{}: no record of \"{}\"", judged.id, row.name());
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
    let mut sums: BTreeMap<(u8, String), Group> = BTreeMap::new();
    let mut empty = 0;
    let mut out: Vec<String> = Vec::new();
    for (at, (judged, query, grades, _)) in prepared.queries.iter().enumerate() {
        let measured = prepared.measure(directory, at, &Weights::CHOSEN);
        for key in [(0, "all".to_owned()), (1, judged.kind.clone()), (2, judged.lang.clone())] {
            sums.entry(key).or_default().0.push(measured);
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
            let best: Vec<&str> = judged.relevant.iter().filter(|r| r.grade == 3).map(Row::name).take(4).collect();
            out.push(format!("    wanted: {}", best.join(" | ")));
            for hit in answer.hits.iter().take(5) {
                let name = directory.actor(hit.actor).map(|a| a.id).unwrap_or_default();
                out.push(format!("    {} {:.3} {name}", grades.get(&hit.actor).copied().unwrap_or(0), hit.score));
            }
        }
    }
    for ((_, name), group) in &sums {
        out.push(group.line(name));
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
                let what = match text(row, "actor") {
                    Some(id) => What::Actor(id),
                    None => What::Row {
                        name: required("name")?,
                        province: required("province")?,
                        domain: required("domain")?,
                        municipality: text(row, "municipality"),
                    },
                };
                Ok(Row { what, grade: row.get("grade").and_then(Value::as_u64).and_then(|g| u32::try_from(g).ok()).unwrap_or(0) })
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
    use super::{dcg, interval};

    #[test]
    fn the_example_of_the_measure() {
        let ndcg = dcg(&[0, 3, 2]) / dcg(&[3, 2]);
        assert!((ndcg - 0.6653).abs() < 1e-4, "{ndcg}");
    }

    #[test]
    fn an_interval_narrows_with_more_queries_and_is_a_point_where_all_are_alike() {
        let some = |n: usize| (0..n).map(|i| f64::from(u8::from(i % 5 != 0))).collect::<Vec<f64>>();
        let ((low, high), (narrow_low, narrow_high)) = (interval(&some(20)), interval(&some(500)));
        // Of a share of 0.8 among n, by the normal approximation: 0.8 ± 1.96 · √(0.16 / n).
        assert!((low - 0.625).abs() < 0.05 && (high - 0.975).abs() < 0.05, "{low} {high}");
        assert!((narrow_low - 0.765).abs() < 0.01 && (narrow_high - 0.835).abs() < 0.01, "{narrow_low} {narrow_high}");
        assert_eq!(interval(&[0.25; 7]), (0.25, 0.25));
        assert_eq!(interval(&[]), (0.0, 0.0));
    }
}
