//! What tests begin with: seven municipalities, a directory without actors, temporary folders, and chance that can be repeated.

use std::path::{Path, PathBuf};
use welkomwijzer::compile::{self, Options};
use welkomwijzer::index::Directory;
use welkomwijzer::model::{
    Actor, Data, DirectoryInfo, Entry, Key, ListedUnder, Message, Messages, Municipality, PlaceKind, PlaceName, Places, Plural,
    Regime, Texts,
};

/// Texts per language: `texts(&[("nl", "Gent"), ("fr", "Gand")])`.
pub fn texts(pairs: &[(&str, &str)]) -> Texts {
    pairs.iter().map(|(lang, text)| ((*lang).to_owned(), (*text).to_owned())).collect()
}

/// Seven municipalities: two neighbours (Geel, Mol), one of each language regime, four provinces and Brussels.
pub fn places() -> Places {
    let municipality = |nis: &str, name: &[(&str, &str)], listed_under, lat, lon, regime, neighbours: &[&str]| Municipality {
        nis: nis.into(),
        name: texts(name),
        listed_under,
        lat,
        lon,
        regime,
        neighbours: neighbours.iter().map(|&n| n.into()).collect(),
        former: Vec::new(),
    };
    let place = |postcode: &str, name: &[(&str, &str)], nis: &str, kind| PlaceName {
        postcode: postcode.into(),
        name: texts(name),
        nis: nis.into(),
        kind,
    };
    let antwerp = [("nl", "Antwerpen"), ("fr", "Anvers"), ("en", "Antwerp"), ("ar", "أنتويرب")];
    let brussels = [("nl", "Brussel"), ("fr", "Bruxelles"), ("en", "Brussels"), ("ar", "بروكسل")];
    let rode = [("nl", "Sint-Genesius-Rode"), ("fr", "Rhode-Saint-Genèse")];
    let ghent = [("nl", "Gent"), ("fr", "Gand"), ("en", "Ghent"), ("ar", "خنت")];
    Places {
        municipalities: vec![
            municipality("11002", &antwerp, ListedUnder::Antwerp, 51.2147, 4.4199, Regime::Dutch, &[]),
            municipality("13008", &[("nl", "Geel")], ListedUnder::Antwerp, 51.1622, 4.9896, Regime::Dutch, &["13025"]),
            municipality("13025", &[("nl", "Mol")], ListedUnder::Antwerp, 51.1911, 5.1166, Regime::Dutch, &["13008"]),
            municipality("21004", &brussels, ListedUnder::Brussels, 50.8466, 4.3517, Regime::Bilingual, &[]),
            municipality("23101", &rode, ListedUnder::FlemishBrabant, 50.7507, 4.3601, Regime::Facilities, &[]),
            municipality(
                "31005",
                &[("nl", "Brugge"), ("fr", "Bruges")],
                ListedUnder::WestFlanders,
                51.2086,
                3.2249,
                Regime::Dutch,
                &[],
            ),
            municipality("44021", &ghent, ListedUnder::EastFlanders, 51.0536, 3.7253, Regime::Dutch, &[]),
        ],
        names: vec![
            place("1000", &brussels, "21004", PlaceKind::Municipality),
            place("1640", &rode, "23101", PlaceKind::Municipality),
            place("2000", &antwerp, "11002", PlaceKind::Municipality),
            place("2140", &[("nl", "Borgerhout"), ("ar", "بورخرهاوت")], "11002", PlaceKind::Part),
            place("2400", &[("nl", "Mol")], "13025", PlaceKind::Municipality),
            place("2440", &[("nl", "Geel")], "13008", PlaceKind::Municipality),
            place("8000", &[("nl", "Brugge"), ("fr", "Bruges")], "31005", PlaceKind::Municipality),
            place("9000", &ghent, "44021", PlaceKind::Municipality),
        ],
        areas: vec![
            ("province.antwerp".into(), texts(&[("nl", "Provincie Antwerpen"), ("fr", "Province d'Anvers")])),
            ("region.flanders".into(), texts(&[("nl", "Vlaanderen"), ("fr", "Flandre")])),
        ],
    }
}

/// Messages that name themselves and keep their placeholders: `count {n}`.
pub fn messages(langs: &[String]) -> Messages {
    let message = |key: &Key, lang: &str| {
        let holes: String = key.placeholders().iter().map(|hole| format!(" {{{hole}}}")).collect();
        let text = format!("{}{holes}", key.name());
        if key.is_plural() {
            Message::Plural(Plural::of_language(lang).iter().map(|&category| (category, text.clone())).collect())
        } else {
            Message::Plain(text)
        }
    };
    Messages { langs: langs.iter().map(|lang| (lang.clone(), Key::ALL.iter().map(|key| message(key, lang)).collect())).collect() }
}

/// A directory in four languages with places and messages, and nothing else.
pub fn base() -> Data {
    let langs: Vec<String> = ["nl", "en", "fr", "ar"].map(str::to_owned).into();
    Data {
        info: DirectoryInfo {
            title: texts(&[("nl", "Proef")]),
            subtitle: texts(&[("nl", "Een proef")]),
            version: "1".into(),
            as_of: "2026-11-22".into(),
            publisher: "Proef".into(),
            langs: langs.clone(),
            licence: "CC BY 4.0".into(),
            licence_url: "https://creativecommons.org/licenses/by/4.0/".into(),
            ..DirectoryInfo::default()
        },
        places: places(),
        messages: messages(&langs),
        ..Data::default()
    }
}

/// An actor as data holds it.
pub fn entry(actor: Actor) -> Entry {
    Entry { translated_from: vec![Texts::new(); actor.services.len()], actor, ..Entry::default() }
}

/// Data, compiled and opened.
pub fn open(data: &Data) -> Directory {
    Directory::open(compile::compile(data, Options::default())).expect("what was just compiled opens")
}

/// The folder of the package.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder that is gone when the test ends.
pub struct Folder(pub PathBuf);

impl Folder {
    /// An empty one; the name tells tests apart.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("welkomwijzer-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// With a copy of everything in another folder.
    pub fn copy_of(from: &Path, name: &str) -> Self {
        let folder = Self::new(name);
        copy(from, &folder.0);
        folder
    }

    /// Changes a file of it.
    pub fn change(&self, file: &str, with: impl FnOnce(String) -> String) {
        let path = self.0.join(file);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        std::fs::write(path, with(text)).unwrap();
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn copy(from: &Path, to: &Path) {
    for found in std::fs::read_dir(from).unwrap() {
        let (from, to) = (found.as_ref().unwrap().path(), to.join(found.unwrap().file_name()));
        if from.is_dir() {
            std::fs::create_dir_all(&to).unwrap();
            copy(&from, &to);
        } else {
            std::fs::copy(from, to).unwrap();
        }
    }
}
