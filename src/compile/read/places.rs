//! The places: three tables with commas, and the names of what is wider.

use super::Files;
use crate::model::{FormerMunicipality, ListedUnder, Municipality, PlaceKind, PlaceName, Places, Regime, Texts};
use crate::rules::Problem;
use std::collections::BTreeMap;
use std::path::Path;

const MUNICIPALITIES: &str = "places/municipalities.csv";
const POSTCODES: &str = "places/postcodes.csv";
const ARABIC: &str = "places/arabic.csv";
const DISTRICTS: &str = "places/districts-arabic.csv";
const AREAS: &str = "places/areas.toml";

pub(super) fn read(files: &mut Files, folder: &Path) -> Places {
    let mut arabic: BTreeMap<String, String> = BTreeMap::new();
    table(files, folder, ARABIC, ["nis", "name_ar", "kind"], |row, _| {
        arabic.insert(row[0].to_owned(), row[1].to_owned());
    });
    let mut districts: BTreeMap<(String, String), String> = BTreeMap::new();
    table(files, folder, DISTRICTS, ["postcode", "name_nl", "name_ar", "kind"], |row, _| {
        districts.insert((row[0].to_owned(), row[1].to_owned()), row[2].to_owned());
    });
    let mut places = Places::default();
    let header = [
        "nis",
        "name_nl",
        "name_fr",
        "name_en",
        "name_de",
        "listed_under",
        "lat",
        "lon",
        "language_regime",
        "neighbours",
        "former",
    ];
    table(files, folder, MUNICIPALITIES, header, |row, wrong| {
        let [nis, nl, fr, en, de, listed, lat, lon, regime, neighbours, former] = row;
        let (Some(listed_under), Some(regime)) = (ListedUnder::from_code(listed), Regime::from_code(regime)) else {
            return wrong(format!("listed_under \"{listed}\" or language_regime \"{regime}\" is unknown"));
        };
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else {
            return wrong(format!("\"{lat}\", \"{lon}\" is no position in degrees"));
        };
        let ar = arabic.get(nis).map_or("", String::as_str);
        places.municipalities.push(Municipality {
            nis: nis.to_owned(),
            name: names([("nl", nl), ("fr", fr), ("en", en), ("de", de), ("ar", ar)]),
            listed_under,
            lat,
            lon,
            regime,
            neighbours: list(neighbours).map(str::to_owned).collect(),
            former: list(former)
                .map(|entry| {
                    let mut parts = entry.split(':');
                    let mut next = || parts.next().unwrap_or("");
                    FormerMunicipality { nis: next().to_owned(), name: names([("nl", next()), ("fr", next())]) }
                })
                .collect(),
        });
    });
    places.municipalities.sort_by(|a, b| a.nis.cmp(&b.nis));
    table(files, folder, POSTCODES, ["postcode", "name_nl", "name_fr", "nis", "kind"], |row, wrong| {
        let [postcode, nl, fr, nis, kind] = row;
        let Some(kind) = PlaceKind::from_code(kind) else { return wrong(format!("kind \"{kind}\" is unknown")) };
        let ar = districts.get(&(postcode.to_owned(), nl.to_owned())).map_or("", String::as_str);
        let mut name = names([("nl", nl), ("fr", fr), ("ar", ar)]);
        let of_municipality = places.municipality(nis).map(|municipality| &municipality.name);
        if of_municipality.is_some_and(|known| name.iter().all(|(lang, name)| known.get(lang) == Some(name))) {
            name = Texts::new();
        }
        places.names.push(PlaceName { postcode: postcode.to_owned(), name, nis: nis.to_owned(), kind });
    });
    for name in &places.names {
        if places.municipality(&name.nis).is_none() {
            let message =
                format!("postcode {} is of municipality {}, which {MUNICIPALITIES} does not have", name.postcode, name.nis);
            files.problems.push(Problem::error(POSTCODES, "", message));
        }
    }
    places.areas = files.toml(folder, AREAS, |document, table| {
        let of_kinds = document.each(table, |document, _, table| {
            document.each(table, |document, code, names| {
                debug_assert!(!code.is_empty());
                (names.path().to_owned(), document.all_texts(names))
            })
        });
        of_kinds.into_iter().flatten().collect()
    });
    places
}

fn names<const N: usize>(names: [(&str, &str); N]) -> Texts {
    names.into_iter().filter(|(_, name)| !name.is_empty()).map(|(lang, name)| (lang.to_owned(), name.to_owned())).collect()
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';').filter(|part| !part.is_empty())
}

/// Calls back for each row of a table with these columns; the second argument takes what is wrong with the row.
fn table<const N: usize>(
    files: &mut Files,
    folder: &Path,
    file: &str,
    header: [&str; N],
    mut with: impl FnMut([&str; N], &mut dyn FnMut(String)),
) {
    let Some(text) = files.text(folder, file) else { return };
    let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
    if reader.headers().map_or(true, |found| found != header.as_slice()) {
        files.problems.push(Problem::error(file, "", format!("the first line must be {}", header.join(","))));
        return;
    }
    for record in reader.records() {
        match record {
            Ok(record) => {
                let line = record.position().map(|p| usize::try_from(p.line()).unwrap_or(1));
                let mut cells = record.iter();
                let row = [(); N].map(|()| cells.next().unwrap_or(""));
                let problems = &mut files.problems;
                with(row, &mut |message| problems.push(Problem { line, ..Problem::error(file, "", message) }));
            }
            Err(error) => {
                let line = error.position().map(|p| usize::try_from(p.line()).unwrap_or(1));
                let message = format!("this line cannot be read: it must have {N} cells separated by commas");
                files.problems.push(Problem { line, ..Problem::error(file, "", message) });
            }
        }
    }
}
