//! What nobody looked at for long.

use super::{Day, Problem};
use crate::model::{Data, Document, Service, Status};

/// Services whose facts are older than so many months, and those of which nobody knows how old they are.
///
/// A service is as old as its `verified` says, else as the newest of its sources: `as_of`, or the year of the document. A month or a
/// year alone counts as its last day, so what is listed is surely older. What ended needs no second look and is never listed.
#[must_use]
pub fn stale(data: &Data, months: u32, today: Day) -> Vec<Problem> {
    let since = today.months_earlier(months);
    let mut problems = Vec::new();
    for entry in data.actors.iter().filter(|e| e.actor.status != Status::Ended) {
        for (i, service) in entry.actor.services.iter().enumerate().filter(|(_, s)| s.status != Status::Ended) {
            let age = age(service, &data.documents);
            let verify = format!("look whether its facts still hold, then write verified = \"{today}\"");
            let (field, message) = match &age {
                Age::Verified(day) if *day > today => {
                    ("verified".to_owned(), format!("verified on {day}, which is yet to come: write the day somebody looked"))
                }
                Age::Verified(day) if *day < since => {
                    ("verified".to_owned(), format!("last verified on {day}, {}: {verify}", ago(*day, today)))
                }
                Age::Source { position, day, written, document } if *day < since => (
                    format!("source[{position}]"),
                    format!("its facts are of {written} ({document}), {} or more: {verify}", ago(*day, today)),
                ),
                Age::Unknown => (String::new(), format!("nobody knows how old its facts are, no source shows a year: {verify}")),
                Age::Verified(_) | Age::Source { .. } => continue,
            };
            let field = format!("service[{i}].{field}");
            problems.push(Problem::notice(&entry.file, field.trim_end_matches('.'), format!("{}: {message}", service.id)));
        }
    }
    problems
}

/// How a service's age is known.
enum Age<'a> {
    Verified(Day),
    Source { position: usize, day: Day, written: &'a str, document: &'a str },
    Unknown,
}

fn age<'a>(service: &'a Service, documents: &'a [Document]) -> Age<'a> {
    if let Some(day) = service.verified.as_deref().and_then(Day::last_of) {
        return Age::Verified(day);
    }
    let dated = service.sources.iter().enumerate().filter_map(|(position, source)| {
        let of_document = || documents.iter().find(|d| d.id == source.document).and_then(|d| d.year.as_deref());
        let written = source.as_of.as_deref().or_else(of_document)?;
        Some((Day::last_of(written)?, position, written, source.document.as_str()))
    });
    match dated.max_by_key(|(day, ..)| *day) {
        Some((day, position, written, document)) => Age::Source { position, day, written, document },
        None => Age::Unknown,
    }
}

/// "5 years and 10 months ago", without the parts that are none.
fn ago(day: Day, today: Day) -> String {
    let months = day.months_until(today);
    let part = |number: u32, one: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        _ => Some(format!("{number} {one}s")),
    };
    let parts: Vec<String> = [part(months / 12, "year"), part(months % 12, "month")].into_iter().flatten().collect();
    if parts.is_empty() { "less than a month ago".to_owned() } else { format!("{} ago", parts.join(" and ")) }
}
