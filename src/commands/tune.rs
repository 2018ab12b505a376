//! `tune`: better weights of the order, and what they are worth on queries they were not chosen by.

use super::Outcome;
use super::relevance::Prepared;
use std::path::PathBuf;
use welkomwijzer::index::Directory;
use welkomwijzer::query::rank::Weights;

/// What a weight is multiplied by, one after the other.
const STEPS: [f32; 8] = [0.0, 0.5, 0.75, 0.9, 1.1, 1.3, 1.7, 2.5];

/// Rounds over all weights at most.
const ROUNDS: usize = 4;

/// A change must be worth this much, so that weights do not follow single queries: a quarter of the gain of one query in eighty.
const WORTH: f64 = 0.003;

/// Tunes and prints.
pub fn run(directory: &Directory, files: &[PathBuf], folds: usize) -> Outcome {
    let prepared = Prepared::read(directory, files)?;
    let all: Vec<usize> = (0..prepared.len()).collect();
    if folds < 2 || all.len() < folds {
        return Err(format!("{} queries cannot be cut into {folds} parts: give 2 or more parts and as many queries", all.len()));
    }
    let goal = |weights: &Weights, queries: &[usize]| {
        let sum: f64 = queries.iter().map(|&at| value(prepared.measure(directory, at, weights))).sum();
        sum / queries.len().max(1) as f64
    };
    let mut out = vec![format!("{} queries; value is half success@3, half nDCG@10", all.len())];
    // Every folds-th query: files are sorted by kind and language, so each part has some of each.
    let (mut now, mut then) = (0.0, 0.0);
    for fold in 0..folds {
        let (test, train): (Vec<usize>, Vec<usize>) = all.iter().partition(|&&at| at % folds == fold);
        let chosen = choose(&train, &goal);
        let (before, after) = (goal(&Weights::CHOSEN, &test), goal(&chosen, &test));
        out.push(format!("fold {}: {before:.3} with today's weights, {after:.3} with those of the other folds", fold + 1));
        now += before * test.len() as f64;
        then += after * test.len() as f64;
    }
    let n = all.len() as f64;
    out.push(format!("on queries not chosen by: {:.3} with today's weights, {:.3} tuned", now / n, then / n));
    let mut chosen = choose(&all, &goal);
    out.push(format!(
        "on all queries: {:.3} with today's weights, {:.3} tuned to them:",
        goal(&Weights::CHOSEN, &all),
        goal(&chosen, &all)
    ));
    for name in Weights::NAMES {
        let (mut today, new) = (Weights::CHOSEN, chosen.named(name).map_or(0.0, |w| *w));
        let old = today.named(name).map_or(0.0, |w| *w);
        if (old - new).abs() > f32::EPSILON {
            out.push(format!("  {name:<16} {old:.3} -> {new:.3}"));
        }
    }
    super::write(None, out.join("\n").as_bytes(), true)
}

fn value(measured: super::relevance::Measured) -> f64 {
    0.5 * f64::from(u8::from(measured.success)) + 0.5 * measured.ndcg
}

/// One weight after another, as long as it helps.
fn choose(queries: &[usize], goal: &dyn Fn(&Weights, &[usize]) -> f64) -> Weights {
    let mut best = Weights::CHOSEN;
    let mut reached = goal(&best, queries);
    for _ in 0..ROUNDS {
        let before = reached;
        for name in Weights::NAMES {
            let start = best;
            for step in STEPS {
                let mut tried = start;
                if let Some(weight) = tried.named(name) {
                    *weight *= step;
                }
                let value = goal(&tried, queries);
                if value > reached + WORTH {
                    (best, reached) = (tried, value);
                }
            }
        }
        if reached <= before {
            break;
        }
    }
    best
}
