//! Hostile bytes: whatever the bytes, opening gives a directory or an error, and what opens answers every question without panic.
//!
//! The checksum stops nearly all damage, so the same is done with the checksum made right again, as a forger would.

use crate::fixture::{self, texts};
use crate::generator::chance::Random;
use crate::oracle::blank;
use std::sync::atomic::{AtomicUsize, Ordering};
use welkomwijzer::blob::OpenError;
use welkomwijzer::compile::{self, Options};
use welkomwijzer::geo::MunicipalityId;
use welkomwijzer::html::{self, State};
use welkomwijzer::index::{ActorId, Directory};
use welkomwijzer::model::{Actor, Basis, Concept, Domain, Facet, Key, Location, Status, ValueEntry};
use welkomwijzer::query::{self, Query, highlight, suggest};

/// Bytes before the checksummed part, and the number of sections.
const HEADER: usize = 24;
const SECTIONS: usize = 7;

/// The smallest directory that has something in every section: two actors, a concept, codes, an address, two languages, two places.
fn blob() -> Vec<u8> {
    let mut data = fixture::base();
    data.info.langs = vec!["nl".into(), "ar".into()];
    data.messages = fixture::messages(&data.info.langs);
    for all in data.messages.langs.keys().cloned().collect::<Vec<_>>() {
        // The first messages, up to those with a number: the fallback for missing ones is tried with them.
        let few = data.messages.langs.get(&all).unwrap()[..=Key::Count as usize].to_vec();
        data.messages.langs.insert(all, few);
    }
    data.places.municipalities.retain(|m| ["13008", "13025"].contains(&m.nis.as_str()));
    data.places.names.retain(|p| p.postcode == "2440");
    let label = texts(&[("nl", "Cursus"), ("ar", "دورة")]);
    data.lexicon.concepts = vec![Concept { id: "course".into(), label: label.clone(), ..Concept::default() }];
    data.lexicon.values = vec![ValueEntry {
        table: "cost".into(),
        code: "free".into(),
        label,
        preferences: [("nl".to_owned(), vec!["voor niets".to_owned()])].into(),
        ..ValueEntry::default()
    }];
    data.lexicon.stopwords.insert("nl".into(), vec!["de".into()]);
    let mut course = blank("babbel", "taal", Domain::Language);
    course.description = texts(&[("nl", "Je leert praten."), ("ar", "تتعلم الكلام")]);
    course.concepts = vec!["course".into()];
    course.cost.kind = Some("free".into());
    course.cost.amount = Some("6.95".into());
    course.locations = vec!["huis".into()];
    course.service_area.basis = Basis::Stated;
    course.service_area.municipalities = vec!["13008".into()];
    let mut sport = blank("club", "sport", Domain::Leisure);
    sport.service_area.belgium = true;
    sport.status = Status::Ended;
    sport.until = Some("2020-06".into());
    let house = Location { id: "huis".into(), city: Some("Geel".into()), nis: Some("13008".into()), ..Location::default() };
    let phones = vec!["+3214567310".into()];
    data.actors = vec![
        fixture::entry(Actor {
            id: "babbel".into(),
            name: "Babbel".into(),
            phones,
            locations: vec![house],
            services: vec![course],
            ..Actor::default()
        }),
        fixture::entry(Actor {
            id: "club".into(),
            name: "Club".into(),
            former_ids: vec!["oud".into()],
            services: vec![sport],
            ..Actor::default()
        }),
    ];
    compile::compile(&data, Options::default())
}

/// The sum in the header, as src/blob computes it: a forger can read that too.
fn checksum(bytes: &[u8]) -> u64 {
    const K: u64 = 0x517c_c1b7_2722_0a95;
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(K);
    let mut sums = [0, 1, 2, 3];
    let mut blocks = bytes.chunks_exact(32);
    for block in &mut blocks {
        for (sum, word) in sums.iter_mut().zip(block.chunks_exact(8)) {
            *sum = step(*sum, u64::from_le_bytes(word.try_into().unwrap()));
        }
    }
    let mut sum = sums.into_iter().fold(bytes.len() as u64, step);
    sum = blocks.remainder().iter().fold(sum, |sum, &byte| step(sum, u64::from(byte)));
    sum ^= sum >> 30;
    sum = sum.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    sum ^ (sum >> 27)
}

/// Makes length and checksum fit the bytes.
fn forged(mut bytes: Vec<u8>) -> Vec<u8> {
    if bytes.len() >= HEADER {
        let (length, sum) = (u32::try_from(bytes.len()).unwrap(), checksum(&bytes[HEADER..]));
        bytes[12..16].copy_from_slice(&length.to_le_bytes());
        bytes[16..HEADER].copy_from_slice(&sum.to_le_bytes());
    }
    bytes
}

/// Where each section stands.
fn table(bytes: &[u8]) -> Vec<(usize, usize)> {
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    (0..SECTIONS).map(|i| (number(HEADER + 8 * i), number(HEADER + 8 * i + 4))).collect()
}

/// The blob with one section's bytes exchanged, and the table made to fit.
fn with_section(bytes: &[u8], section: usize, content: &[u8]) -> Vec<u8> {
    let mut sections: Vec<Vec<u8>> = table(bytes).into_iter().map(|(from, length)| bytes[from..from + length].to_vec()).collect();
    sections[section] = content.to_vec();
    let mut whole = bytes[..HEADER].to_vec();
    let mut offset = HEADER + 8 * SECTIONS;
    for section in &sections {
        whole.extend(u32::try_from(offset).unwrap().to_le_bytes());
        whole.extend(u32::try_from(section.len()).unwrap().to_le_bytes());
        offset += section.len();
    }
    whole.extend(sections.concat());
    forged(whole)
}

/// Opens bytes; what opens is asked everything. Says whether it opened.
fn try_out(bytes: Vec<u8>) -> bool {
    let Ok(directory) = Directory::open(bytes) else { return false };
    let texts = ["", "babbel", "babel prat", "دورة", "014 56 73 10 de geel", "zzzz cursus"];
    for (i, text) in texts.iter().enumerate() {
        let mut query =
            Query { text: (*text).into(), lang: if i % 2 == 0 { "nl" } else { "ar" }.into(), limit: Some(5), ..Query::default() };
        query.viewpoint = if i == 0 { None } else { MunicipalityId::at(i % 3) };
        if i < 2 {
            query.filters.insert(Facet::Cost, vec!["free".into()]);
            query.filters.insert(Facet::Place, vec!["13008".into()]);
        }
        let answer = query::run(&directory, &query);
        let _ = suggest::suggest(&directory, &query, 8);
        let _ = highlight::Highlighter::new(&directory, &query, &answer).meant(&directory, &query, &answer);
    }
    for i in 0..directory.len().min(4) + 1 {
        let _ = directory.actor(ActorId::at(i));
    }
    let _ = (directory.find("babbel"), directory.find("oud"), directory.find("nobody"), directory.municipality("geel"));
    let state = State {
        text: "babbel".into(),
        place: "Gee".into(),
        viewpoint: MunicipalityId::at(0),
        lang: "ar".into(),
        langs: directory.info().langs.iter().take(8).cloned().collect(),
        limit: 20,
        heading_level: 2,
        ..State::default()
    };
    for viewpoint in [None, MunicipalityId::at(0), MunicipalityId::at(60_000)] {
        let state = State { viewpoint, text: String::new(), ..state.clone() };
        let answer = query::run(&directory, &state.query());
        let _ = html::widget(&directory, &state, &answer, None).into_string();
    }
    let _ = html::list(&directory, MunicipalityId::new(0), "nl", &[]).into_string();
    true
}

/// Tries many byte strings out, on all processors. Says how many opened.
fn try_all(name: &str, count: usize, make: impl Fn(usize) -> Vec<u8> + Sync) -> usize {
    let (next, opened) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        break;
                    }
                    let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| try_out(make(i))));
                    match outcome {
                        Ok(true) => drop(opened.fetch_add(1, Ordering::Relaxed)),
                        Ok(false) => {}
                        Err(_) => panic!("{name}, number {i}: a panic"),
                    }
                }
            });
        }
    });
    opened.into_inner()
}

/// Values a byte is changed into.
fn changes(byte: u8) -> [u8; 5] {
    [byte ^ 1, byte ^ 0x80, byte.wrapping_add(1), 0, 0xFF]
}

#[test]
fn the_sound_blob_opens() {
    let whole = blob();
    assert!(try_out(whole.clone()));
    assert!(forged(whole.clone()) == whole, "the checksum here is the one of src/blob");
    assert_eq!(with_section(&whole, 0, &whole[table(&whole)[0].0..][..table(&whole)[0].1]), whole);
}

#[test]
fn every_changed_byte_and_every_cut_is_found() {
    let whole = blob();
    for at in 0..whole.len() {
        for value in changes(whole[at]).into_iter().filter(|v| *v != whole[at]) {
            let mut changed = whole.clone();
            changed[at] = value;
            assert!(Directory::open(changed).is_err(), "byte {at} as {value} was not noticed");
        }
        assert!(Directory::open(whole[..at].to_vec()).is_err(), "a cut at {at} was not noticed");
    }
    assert!(matches!(Directory::open([&whole[..], &[0]].concat()), Err(OpenError::Length { .. })));
}

#[test]
fn forged_bytes_do_not_panic() {
    let whole = blob();
    let opened = try_all("changed byte", whole.len() * 5, |i| {
        let mut changed = whole.clone();
        changed[i / 5] = changes(whole[i / 5])[i % 5];
        forged(changed)
    });
    assert!(
        opened > whole.len() / 10,
        "only {opened} forgeries opened: this test no longer reaches what stands behind the checksum"
    );
}

#[test]
fn forged_sections_do_not_panic() {
    let whole = blob();
    // Every section cut at every length, and grown.
    let cuts: Vec<(usize, usize)> =
        table(&whole).iter().enumerate().flat_map(|(section, (_, length))| (0..*length).map(move |cut| (section, cut))).collect();
    try_all("cut section", cuts.len(), |i| {
        let (section, cut) = cuts[i];
        let from = table(&whole)[section].0;
        with_section(&whole, section, &whole[from..from + cut])
    });
    try_all("long section", SECTIONS * 40, |i| {
        let (from, length) = table(&whole)[i % SECTIONS];
        let mut random = Random(i as u64);
        let more: Vec<u8> = (0..=i / SECTIONS).map(|_| random.bits() as u8).collect();
        with_section(&whole, i % SECTIONS, &[&whole[from..from + length], &more].concat())
    });
    // Sections in each other's place, random ones, and table entries that point anywhere.
    try_all("wrong section", SECTIONS * SECTIONS, |i| {
        let (from, length) = table(&whole)[i / SECTIONS];
        with_section(&whole, i % SECTIONS, &whole[from..from + length])
    });
    try_all("random section", 1000, |i| {
        let mut random = Random(i as u64);
        let bytes: Vec<u8> =
            (0..random.below(200)).map(|_| if random.one_in(2) { random.below(4) as u8 } else { random.bits() as u8 }).collect();
        with_section(&whole, i % SECTIONS, &bytes)
    });
    let edges = [0, 1, 7, 0x7FFF_FFFF, 0x8000_0000, u32::MAX - 1, u32::MAX];
    try_all("table entry", SECTIONS * 2 * edges.len(), |i| {
        let mut changed = whole.clone();
        let at = HEADER + 4 * (i / edges.len());
        changed[at..at + 4].copy_from_slice(&edges[i % edges.len()].to_le_bytes());
        forged(changed)
    });
}

/// Several bytes at once, with the values that hurt most: lengths and counts beyond all bounds.
#[test]
fn several_forged_bytes_do_not_panic() {
    let whole = blob();
    try_all("several bytes", 4000, |i| {
        let mut random = Random(i as u64);
        let mut changed = whole.clone();
        for _ in 0..=random.below(6) {
            let at = HEADER + 8 * SECTIONS + random.below(whole.len() - HEADER - 8 * SECTIONS);
            changed[at] = *random.one_of(&[0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, (i % 251) as u8]);
        }
        forged(changed)
    });
    try_all("random bytes", 2000, |i| {
        let mut random = Random(i as u64);
        let bytes: Vec<u8> = (0..random.below(300)).map(|_| random.bits() as u8).collect();
        if i % 2 == 0 { bytes } else { forged([&whole[..HEADER], &bytes].concat()) }
    });
}
