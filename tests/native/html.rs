//! Markup: record text is escaped, every language's widget and list are well-formed, translations are marked where the law wants it.

use crate::data;
use crate::fixture::{self, texts};
use crate::oracle::blank;
use std::collections::BTreeSet;
use welkomwijzer::geo::MunicipalityId;
use welkomwijzer::html::{self, Field, Locating, Outlines, State};
use welkomwijzer::index::Directory;
use welkomwijzer::model::{Actor, Domain, Facet, Key, Location};
use welkomwijzer::query::{self, Sort};

const EVIL: &str = "<img src=x onerror=alert(1)>\"'&";

/// One actor whose every text tries to be markup.
fn evil() -> Directory {
    let mut service = blank("evil", "x", Domain::Language);
    for (_, texts_of) in service.texts_mut() {
        *texts_of = texts(&[("nl", EVIL), ("fr", EVIL)]);
    }
    service.cost.amount = Some(EVIL.into());
    service.until = Some(EVIL.into());
    service.audience = vec![EVIL.into()];
    service.locations = vec!["here".into()];
    service.sources[0].as_of = Some(EVIL.into());
    service.urls = vec![format!("https://x.example/{EVIL}")];
    let location = Location {
        id: "here".into(),
        name: Some(EVIL.into()),
        address_1: Some(EVIL.into()),
        city: Some(EVIL.into()),
        ..Location::default()
    };
    let mut data = fixture::base();
    data.info.subtitle = texts(&[("nl", EVIL)]);
    data.info.publisher = EVIL.into();
    data.info.credits = vec![EVIL.into()];
    data.actors = vec![fixture::entry(Actor {
        id: "evil".into(),
        name: EVIL.into(),
        alternate_names: vec![EVIL.into()],
        emails: vec![EVIL.into()],
        phones: vec!["+3214567310".into()],
        website: Some(format!("https://x.example/{EVIL}")),
        locations: vec![location],
        services: vec![service],
        ..Actor::default()
    })];
    fixture::open(&data)
}

fn state(directory: &Directory, lang: &str, municipality: Option<&str>) -> State {
    State {
        lang: lang.into(),
        langs: directory.info().langs.clone(),
        viewpoint: municipality.map(|name| directory.municipality(name).unwrap()),
        limit: 1000,
        heading_level: 2,
        ..State::default()
    }
}

fn widget(directory: &Directory, state: &State) -> String {
    html::widget(directory, state, &query::run(directory, &state.query())).into_string()
}

#[test]
fn record_text_is_escaped() {
    let directory = evil();
    let mut typed = state(&directory, "fr", Some("Geel"));
    typed.text = "img".into();
    typed.place = EVIL.into();
    typed.correction_email = Some(EVIL.into());
    typed.filters.insert(Facet::Audience, vec![EVIL.into()]);
    let list = html::list(&directory, MunicipalityId::new(0), "fr").into_string();
    for markup in [widget(&directory, &typed), widget(&directory, &state(&directory, "nl", None)), list] {
        assert!(markup.contains("&lt;img src=x onerror=alert(1)&gt;"), "the text itself is shown");
        well_formed(&markup);
        assert!(!markup.contains("<img"));
    }
}

#[test]
fn words_of_the_question_are_marked_in_names_and_descriptions() {
    let directory = evil();
    let mut state = state(&directory, "nl", None);
    assert!(!widget(&directory, &state).contains("<mark>"), "nothing is marked when nothing is asked");
    state.text = "onerror".into();
    let markup = widget(&directory, &state);
    let marked = "&lt;img src=x <mark>onerror</mark>=alert(1)&gt;&quot;'&amp;";
    assert!(markup.contains(&format!("<bdi translate=\"no\">{marked}</bdi>")), "the name");
    assert!(markup.contains(&format!("<p class=\"description\">{marked}</p>")), "the description");
    well_formed(&markup);
}

/// Who misspells is told what was understood, with a button that searches for exactly that.
#[test]
fn what_was_meant_is_offered() {
    let directory = evil();
    let mut state = state(&directory, "nl", None);
    state.text = "onerrot".into();
    let markup = widget(&directory, &state);
    assert!(markup.contains("data-text=\"onerror\""), "the button");
    assert!(markup.contains(Key::Meant.name()) && markup.contains(Key::Tolerant.name()));
    state.text = "onerror".into();
    assert!(!widget(&directory, &state).contains("data-text"));
}

/// A start tag with its attributes.
#[derive(Debug)]
struct Tag {
    name: String,
    attributes: Vec<(String, String)>,
}

impl Tag {
    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

const VOID: [&str; 4] = ["input", "br", "img", "hr"];

/// Reads markup as strictly as our templates write it: every element is closed, every value quoted. Checks what holds of all our markup.
fn well_formed(markup: &str) -> Vec<Tag> {
    let (mut tags, mut open): (Vec<Tag>, Vec<String>) = (Vec::new(), Vec::new());
    let mut rest = markup;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a loose >: {}", &rest[..at]);
        let end = at + rest[at..].find('>').unwrap_or_else(|| panic!("an open tag: {:.80}", &rest[at..]));
        let inside = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = inside.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "</{name}> closes something else");
            continue;
        }
        let tag = tag(inside.trim_end_matches('/'));
        if !VOID.contains(&tag.name.as_str()) && !inside.ends_with('/') {
            open.push(tag.name.clone());
        }
        tags.push(tag);
    }
    assert!(open.is_empty(), "never closed: {open:?}");
    check_tags(&tags);
    tags
}

fn tag(inside: &str) -> Tag {
    let (name, mut rest) = inside.split_once(' ').unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let key = rest[..end].to_owned();
        let value = if rest[end..].starts_with("=\"") {
            let (value, behind) = rest[end + 2..].split_once('"').unwrap_or_else(|| panic!("an open value: {inside}"));
            rest = behind;
            value.to_owned()
        } else {
            rest = &rest[end..];
            String::new()
        };
        attributes.push((key, value));
    }
    Tag { name: name.to_owned(), attributes }
}

fn check_tags(tags: &[Tag]) {
    let mut ids = BTreeSet::new();
    for tag in tags {
        assert!(!["script", "style", "iframe", "object", "embed", "link"].contains(&tag.name.as_str()), "<{}>", tag.name);
        let mut names = BTreeSet::new();
        for (name, value) in &tag.attributes {
            assert!(names.insert(name), "{name} stands twice: {tag:?}");
            assert!(name != "style" && !name.starts_with("on"), "{tag:?}");
            assert!(
                name != "href" || ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| value.starts_with(scheme)),
                "{tag:?}"
            );
        }
        if let Some(id) = tag.get("id") {
            assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{tag:?}");
            assert!(ids.insert(id), "id {id} stands twice");
        }
        // Every control has a name from its content or its label; one without content needs it said.
        if tag.name == "input" {
            assert!(tag.get("id").is_some(), "{tag:?} cannot be labelled");
        }
    }
    for tag in tags {
        for name in ["aria-labelledby", "aria-describedby", "aria-controls", "aria-activedescendant", "for", "list"] {
            for id in tag.get(name).unwrap_or("").split_whitespace() {
                assert!(ids.contains(id), "{name}=\"{id}\" leads nowhere: {tag:?}");
            }
        }
    }
}

#[test]
fn every_languages_widget_and_list_are_well_formed() {
    let directory = data::directory();
    for lang in &directory.info().langs {
        for municipality in [None, Some("Geel"), Some("Brussel")] {
            let mut state = state(&directory, lang, municipality);
            let start = well_formed(&widget(&directory, &state));
            assert_eq!(start.iter().filter(|tag| tag.name == "article").count(), directory.len(), "every actor has a card");
            assert_eq!((start[0].get("lang"), start[0].get("dir")), (Some(lang.as_str()), Some(html::direction(lang))));
            assert!(start.iter().filter(|tag| tag.name == "html" || tag.name == "body").count() == 0);
            state.text = "nederlands gent qqqqqq".into();
            state.place = "gee".into();
            state.filters_open = true;
            (state.sort, state.locates, state.map_open) = (Sort::Nearest, true, true);
            state.filters.insert(Facet::Cost, vec!["free".into()]);
            state.filters.insert(Facet::Domain, vec!["language".into()]);
            state.filters.insert(Facet::Place, vec!["13008".into()]);
            well_formed(&widget(&directory, &state));
            state.filters.insert(Facet::Concept, vec!["nobody-has-this".into()]);
            for (field, text) in [(Field::Text, "ge"), (Field::Place, "ge")] {
                (state.text, state.place) = (text.into(), text.into());
                state.filters.clear();
                state.suggest(&directory, field);
                let open = state.suggesting.as_mut().expect("there are suggestions");
                open.active = Some(1);
                let count = open.suggestions.len();
                let tags = well_formed(&widget(&directory, &state));
                let options: Vec<&Tag> = tags.iter().filter(|tag| tag.get("role") == Some("option")).collect();
                assert_eq!(options.len(), count);
                let selected: Vec<&str> = options.iter().filter_map(|tag| tag.get("aria-selected")).collect();
                assert_eq!(selected.iter().position(|selected| *selected == "true"), Some(1));
                let input = tags.iter().find(|tag| tag.get("id") == Some(field.id())).unwrap();
                assert_eq!((input.get("aria-expanded"), input.get("aria-activedescendant")), (Some("true"), options[1].get("id")));
                let list = tags.iter().find(|tag| tag.get("id") == input.get("aria-controls")).unwrap();
                assert!(list.get("role") == Some("listbox") && list.get("aria-label").is_some() && list.get("hidden").is_none());
            }
            (state.suggesting, state.outlines, state.locating) = (None, outlines(), Locating::Failed);
            let closed = well_formed(&widget(&directory, &state));
            assert_eq!(closed.iter().filter(|tag| tag.get("role") == Some("listbox") && tag.get("hidden").is_some()).count(), 2);
            state.text = "qqqqqqqq".into();
            state.filters.insert(Facet::Concept, vec!["nobody-has-this".into()]);
            well_formed(&widget(&directory, &state));
            state.heading_level = 5;
            well_formed(&widget(&directory, &state));
        }
        let geel = directory.municipality("Geel").unwrap();
        let list = well_formed(&html::list(&directory, geel, lang).into_string());
        assert!(list.iter().all(|tag| tag.get("class").is_none()), "the list for pages without scripts has no looks");
    }
    // Right to left, with messages that name themselves.
    let directory = evil();
    for lang in ["nl", "en", "fr", "ar"] {
        assert_eq!(
            well_formed(&widget(&directory, &state(&directory, lang, None)))[0].get("dir"),
            Some(if lang == "ar" { "rtl" } else { "ltr" })
        );
    }
}

/// Dutch comes first on a Flemish town's page and is never marked. In Brussels French stands beside it, equal; in facility municipalities
/// it does not.
#[test]
fn translations_are_marked_where_the_law_wants_it() {
    let directory = evil();
    let mark = Key::Translated.name();
    for (lang, municipality, marked) in [
        ("nl", Some("Geel"), false),
        ("fr", Some("Geel"), true),
        ("en", Some("Geel"), true),
        ("ar", Some("Geel"), true),
        ("nl", Some("Brussel"), false),
        ("fr", Some("Brussel"), false),
        ("en", Some("Brussel"), true),
        ("fr", Some("Sint-Genesius-Rode"), true),
        ("fr", None, true),
        ("nl", None, false),
    ] {
        let state = state(&directory, lang, municipality);
        assert_eq!(widget(&directory, &state).contains(mark), marked, "the widget in {lang} for {municipality:?}");
        if let Some(viewpoint) = state.viewpoint {
            assert_eq!(
                html::list(&directory, viewpoint, lang).into_string().contains(mark),
                marked,
                "the list in {lang} for {municipality:?}"
            );
        }
    }
}

/// What has no translation is shown in Dutch, as Dutch, and said to be so.
#[test]
fn dutch_in_another_languages_page_is_marked_as_dutch() {
    let directory = evil();
    let english = widget(&directory, &state(&directory, "en", Some("Geel")));
    assert!(english.contains("<span lang=\"nl\" dir=\"ltr\">&lt;img"), "the Dutch says that it is Dutch");
    assert!(english.contains(Key::NotTranslated.name()));
    assert!(!widget(&directory, &state(&directory, "fr", Some("Geel"))).contains(Key::NotTranslated.name()));
}

fn outlines() -> Outlines {
    let file = fixture::root().join("data/places/outlines.svg");
    Outlines::Here(std::fs::read_to_string(file).unwrap().into())
}

/// The numbers on the map, by municipality, or those of its list.
fn numbers(markup: &str, id: &str) -> BTreeSet<(usize, usize)> {
    let start = format!(" id=\"{id}-");
    let buttons = markup.split(&start).skip(1);
    let last_number = |text: &str| text.split(|c: char| !c.is_ascii_digit()).rfind(|s| !s.is_empty()).unwrap().parse().unwrap();
    let number_of = |button: &str| {
        let (name, rest) = button.split_once('"').unwrap();
        let content = rest.split_once("</path>").filter(|_| id == "map").or_else(|| rest.split_once("</button>")).unwrap().0;
        (name.parse().unwrap(), last_number(content.split_once('>').unwrap().1.split("</title>").next().unwrap()))
    };
    buttons.filter(|button| button.starts_with(|c: char| c.is_ascii_digit())).map(number_of).collect()
}

/// What the map says is what the list says, is what the search counts; of the viewpoint's province, or of all.
#[test]
fn the_map_and_its_list_say_what_was_counted() {
    let directory = data::directory();
    for (municipality, whole) in [(None, false), (Some("Geel"), false), (Some("Geel"), true), (Some("Brussel"), false)] {
        let mut state = state(&directory, "nl", municipality);
        state.text = "taal".into();
        (state.map_open, state.map_whole, state.outlines) = (true, whole, outlines());
        let markup = widget(&directory, &state);
        well_formed(&markup);
        let all = &directory.places().municipalities;
        let here = state.viewpoint.filter(|_| !whole).map(|id| all[id.index()].listed_under);
        let counts = query::count_sites(&directory, &state.query()).into_iter().map(|count| count as usize).enumerate();
        let counted: BTreeSet<(usize, usize)> =
            counts.filter(|(i, count)| *count > 0 && here.is_none_or(|here| all[*i].listed_under == here)).collect();
        assert!(counted.len() > 3);
        assert_eq!(numbers(&markup, "map"), counted, "the map from {municipality:?}");
        assert_eq!(numbers(&markup, "site"), counted, "the list from {municipality:?}");
        assert_eq!(markup.matches("tabindex=\"0\"").count(), 1, "the map is one stop");
        state.outlines = Outlines::Missing;
        let alone = widget(&directory, &state);
        assert_eq!((numbers(&alone, "map").len(), numbers(&alone, "site")), (0, counted));
        assert!(!alone.contains("<svg class=\"map-drawing"));
    }
}

#[test]
fn arrow_keys_lead_over_the_whole_map_and_stop_at_its_edge() {
    let directory = data::directory();
    let mut state = state(&directory, "nl", Some("Geel"));
    (state.map_open, state.map_whole, state.outlines) = (true, true, outlines());
    let start = state.viewpoint.unwrap();
    let all = &directory.places().municipalities;
    for direction in [(1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0)] {
        let mut at = start;
        for steps in 0.. {
            let Some(next) = html::step(&directory, &state, start.into(), at, direction) else { break };
            let (one, other) = (&all[at.index()], &all[next.index()]);
            let moved = (other.lon - one.lon) * direction.0 - (other.lat - one.lat) * direction.1;
            assert!(moved > -0.05, "{} leads back to {}", one.nis, other.nis);
            assert!(steps < all.len(), "it goes round");
            at = next;
        }
        assert_ne!(at, start, "{direction:?} leads somewhere");
    }
    state.map_whole = false;
    let west = html::step(&directory, &state, Some(start), start, (-1.0, 0.0)).unwrap();
    assert_eq!(all[west.index()].listed_under, all[start.index()].listed_under, "what is not drawn is not led to");
}

/// The file comes from a server: whatever is in it, there is a widget.
#[test]
fn a_damaged_map_does_no_harm() {
    let directory = data::directory();
    let mut state = state(&directory, "nl", Some("Elsene"));
    state.map_open = true;
    let Outlines::Here(sound) = outlines() else { unreachable!() };
    let first: String =
        sound.lines().filter(|line| !line.starts_with("<path") || line.contains("\"21009\"")).collect::<Vec<_>>().join("\n");
    let mut damaged: Vec<String> =
        (0..first.len()).step_by(7).filter(|&at| first.is_char_boundary(at)).map(|at| first[..at].to_owned()).collect();
    damaged.push(first.replace("d=\"M", "d=\"\"><script>M"));
    damaged.push(first.replace("l", "l99999999999 -99999999999-99999999999"));
    damaged.push("<path id=\"21009\" data-at=\"NaN inf\" d=\"M1 1&<>'\"/>".into());
    for text in damaged {
        state.outlines = Outlines::Here(text.into());
        well_formed(&widget(&directory, &state));
        let _ = html::step(&directory, &state, state.viewpoint, state.viewpoint.unwrap(), (1.0, 0.0));
    }
}

/// A device near a town makes it the place one looks from, although the text names another; one far away changes nothing.
#[test]
fn a_position_becomes_a_town() {
    let directory = data::directory();
    let mut state = state(&directory, "fr", Some("Geel"));
    state.text = "cours gent".into();
    state.locating = Locating::Asked;
    state.locate(&directory, Some((51.214, 3.226)));
    assert_eq!((state.place.as_str(), state.locating), ("Bruges", Locating::Idle));
    assert_eq!(query::run(&directory, &state.query()).viewpoint, state.viewpoint);
    let before = state.viewpoint;
    // Breda, Paris, and what no device should say.
    for far in [(51.59, 4.78), (48.85, 2.35), (f32::NAN, 4.0), (91.0, f32::INFINITY)] {
        state.locate(&directory, Some(far));
        assert_eq!((state.viewpoint, state.locating), (before, Locating::Elsewhere), "{far:?}");
    }
    state.locate(&directory, None);
    assert_eq!((state.viewpoint, state.locating), (before, Locating::Failed));
}

/// The button stands there only where a device can answer, and nearest first only where something can be near.
#[test]
fn what_cannot_be_done_is_not_offered() {
    let directory = data::directory();
    let mut state = state(&directory, "nl", None);
    let markup = widget(&directory, &state);
    assert!(!markup.contains("data-locate") && !markup.contains("data-sort"));
    assert!(markup.contains("role=\"group\" closedby"));
    state.look_from(&directory, directory.municipality("Geel"));
    (state.locates, state.filters_open) = (true, true);
    let markup = widget(&directory, &state);
    assert!(markup.contains("data-locate") && markup.contains("data-sort=\"nearest\" aria-pressed=\"false\""));
    assert!(markup.contains("role=\"dialog\" closedby"));
}
