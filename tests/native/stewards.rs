//! What stewards ask for beside problems: what is stale. (Guesses and personal contacts are listed as they stand, see `command`.)

use crate::oracle::blank;
use welkomwijzer::model::{Actor, Data, Document, Domain, Entry, Service, Source, Status};
use welkomwijzer::rules::{self, Day};

fn service(key: &str, verified: Option<&str>, sources: &[(&str, Option<&str>)]) -> Service {
    let source = |(document, as_of): &(&str, Option<&str>)| Source {
        document: (*document).into(),
        as_of: as_of.map(str::to_owned),
        ..Source::default()
    };
    Service {
        verified: verified.map(str::to_owned),
        sources: sources.iter().map(source).collect(),
        ..blank("a", key, Domain::Leisure)
    }
}

/// What is older than so many months on 22 November 2026: fields and messages.
fn stale(actor: Actor, months: u32) -> Vec<(String, String)> {
    let document = |id: &str, year: Option<&str>| Document { id: id.into(), year: year.map(str::to_owned), ..Document::default() };
    let data = Data {
        documents: vec![document("old", Some("2020")), document("new", Some("2025-11")), document("none", None)],
        actors: vec![Entry { actor, ..Entry::default() }],
        ..Data::default()
    };
    rules::stale(&data, months, Day::last_of("2026-11-22").unwrap()).into_iter().map(|p| (p.field, p.message)).collect()
}

fn with(services: Vec<Service>) -> Actor {
    Actor { id: "a".into(), services, ..Actor::default() }
}

#[test]
fn verified_goes_before_sources_and_the_newest_source_before_the_others() {
    let found = stale(
        with(vec![
            service("a-year-ago", Some("2025-11-22"), &[("old", None)]),
            service("a-day-more", Some("2025-11-21"), &[("new", Some("2026"))]),
            service("newest", None, &[("old", None), ("new", None)]),
            service("own-year", None, &[("old", Some("2026"))]),
            service("old", None, &[("none", None), ("old", None)]),
            service("unknown", None, &[("none", None)]),
            service("to-come", Some("2027-01-01"), &[("old", None)]),
        ]),
        12,
    );
    let expected = [
        ("service[1].verified", "a/a-day-more: last verified on 2025-11-21, 1 year ago: look whether"),
        ("service[4].source[1]", "a/old: its facts are of 2020 (old), 5 years and 10 months ago or more: look whether"),
        ("service[5]", "a/unknown: nobody knows how old its facts are"),
        ("service[6].verified", "a/to-come: verified on 2027-01-01, which is yet to come"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for ((field, message), (at, says)) in found.iter().zip(expected) {
        assert_eq!(field, at);
        assert!(message.starts_with(says), "{message}");
    }
    assert!(found[0].1.ends_with("then write verified = \"2026-11-22\""), "{}", found[0].1);
}

#[test]
fn a_month_or_a_year_alone_counts_as_its_last_day() {
    let of_november = || with(vec![service("x", None, &[("new", None)])]);
    assert_eq!((stale(of_november(), 12).len(), stale(of_november(), 11).len()), (0, 1));
    let of_2025 = || with(vec![service("x", None, &[("old", Some("2025"))])]);
    assert_eq!((stale(of_2025(), 11).len(), stale(of_2025(), 10).len()), (0, 1));
}

#[test]
fn what_ended_is_looked_at_no_more() {
    let old = || service("x", None, &[("old", None)]);
    assert_eq!(stale(with(vec![old()]), 0).len(), 1);
    assert!(stale(with(vec![Service { status: Status::Ended, ..old() }]), 0).is_empty());
    assert!(stale(Actor { status: Status::Ended, ..with(vec![old()]) }, 0).is_empty());
}
