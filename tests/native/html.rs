//! Markup: record text is escaped, every language's widget and list are well-formed, translations are marked where the law wants it.

use crate::data;
use crate::fixture::{self, texts};
use crate::oracle::blank;
use std::collections::BTreeSet;
use welkomwijzer::geo::MunicipalityId;
use welkomwijzer::html::{self, Asked, Field, Locating, Outlines, Shared, State, link};
use welkomwijzer::index::Directory;
use welkomwijzer::model::{Actor, Domain, Facet, Key, Location, Regime, ValueEntry};
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
    let viewpoint = municipality.map(|name| directory.municipality(name).unwrap());
    State {
        lang: lang.into(),
        langs: directory.info().langs.clone(),
        viewpoint,
        regime: viewpoint.map(|id| directory.places().municipalities[id.index()].regime),
        limit: 1000,
        heading_level: 2,
        ..State::default()
    }
}

fn widget(directory: &Directory, state: &State) -> String {
    html::widget(directory, state, &query::run(directory, &state.query()), None).into_string()
}

#[test]
fn record_text_is_escaped() {
    let directory = evil();
    let mut typed = state(&directory, "fr", Some("Geel"));
    typed.text = "img".into();
    typed.place = EVIL.into();
    typed.correction_email = Some(EVIL.into());
    typed.filters.insert(Facet::Audience, vec![EVIL.into()]);
    let list = html::list(&directory, MunicipalityId::new(0), "fr", &[]).into_string();
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
        let list = well_formed(&html::list(&directory, geel, lang, &[]).into_string());
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
                html::list(&directory, viewpoint, lang, &[]).into_string().contains(mark),
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

/// A visitor's list shows what this directory knows, in the order it grew; former ids lead on, and nobody stands twice.
#[test]
fn the_list_shows_what_is_kept() {
    let directory = data::directory();
    for lang in &directory.info().langs {
        let mut state = state(&directory, lang, Some("Geel"));
        state.list_open = true;
        let empty = widget(&directory, &state);
        well_formed(&empty);
        assert!(empty.contains(directory.messages().text(lang, Key::ListEmpty)));
        assert!(!empty.contains("data-do=\"clear\""));
        state.keep(&directory, "  praatpunt-geel nobody praatpunt-geel\topen-school-antwerpen <b> ");
        let tags = well_formed(&widget(&directory, &state));
        let cards: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")?.strip_prefix("card-")).collect();
        assert_eq!(cards, ["praatpunt-geel", "open-school-antwerpen"]);
        let keep = |tag: &&Tag| tag.get("data-action") == Some("keep");
        assert!(tags.iter().filter(keep).all(|tag| tag.get("aria-pressed") == Some("true")));
        assert_eq!(state.kept_but(&directory, "praatpunt-geel"), "nobody open-school-antwerpen <b>", "taken off, the others stay");
        assert_eq!(state.kept_but(&directory, "fmdo"), "praatpunt-geel nobody open-school-antwerpen <b> fmdo");
        let only_unknown = "nobody <b>";
        state.keep(&directory, only_unknown);
        assert!(widget(&directory, &state).contains("data-do=\"clear\""), "what another directory knows can be cleared");
        state.list_open = false;
        assert!(widget(&directory, &state).contains("(0)"));
    }
}

/// What is shared is text, whatever it is.
#[test]
fn a_text_to_copy_is_escaped() {
    let directory = evil();
    let mut state = state(&directory, "nl", None);
    state.shared = Some(Shared { actor: "evil".into(), by_hand: Some(format!("</textarea>{EVIL}")) });
    let markup = widget(&directory, &state);
    well_formed(&markup);
    assert!(markup.contains("&lt;/textarea&gt;&lt;img"));
    state.shared = Some(Shared { actor: "evil".into(), by_hand: None });
    let markup = widget(&directory, &state);
    assert!(markup.contains(Key::Copied.name()) && !markup.contains("<textarea"));
}

/// An address on a map: one question, whatever stands in it.
#[test]
fn addresses_lead_to_a_map() {
    let directory = evil();
    let tags = well_formed(&widget(&directory, &state(&directory, "nl", None)));
    let link = tags.iter().find(|tag| tag.get("data-action") == Some("map")).unwrap();
    let query = "%3Cimg+src%3Dx+onerror%3Dalert%281%29%3E%22%27%26";
    assert_eq!(link.get("href"), Some(format!("https://www.openstreetmap.org/search?query={query},+{query}").as_str()));
}

/// Who learns Dutch sees it beside their language, as Dutch; a text that is there in Dutch alone stands once.
#[test]
fn dutch_stands_beside_another_language() {
    let directory = evil();
    let mut french = state(&directory, "fr", Some("Geel"));
    assert!(widget(&directory, &french).contains("data-do=\"dutch\" aria-pressed=\"false\""));
    french.dutch_beside = true;
    let markup = widget(&directory, &french);
    well_formed(&markup);
    assert!(markup.contains("<span class=\"pair\"><span>&lt;img"));
    let pairs = markup.matches("class=\"pair\"").count();
    assert_eq!(pairs, 5, "description, for whom, cost, access, remarks");
    let mut english = state(&directory, "en", Some("Geel"));
    english.dutch_beside = true;
    assert!(!widget(&directory, &english).contains("class=\"pair\""), "there is no English");
    for (lang, langs) in [("nl", vec!["nl".to_owned(), "fr".into()]), ("fr", vec!["fr".to_owned()])] {
        let mut without = state(&directory, lang, None);
        (without.langs, without.dutch_beside) = (langs, true);
        let markup = widget(&directory, &without);
        assert!(!markup.contains("data-do=\"dutch\"") && !markup.contains("class=\"pair\""), "{lang}");
    }
}

/// A text about getting in says what the code says; beside one that the visitor cannot read, and where there is none, the code says it.
#[test]
fn how_to_get_in_is_said_once() {
    let of = |access: &[(&str, &str)], lang: &str| {
        let mut service = blank("open", "x", Domain::Language);
        (service.registration, service.access) = (Some("not-needed".into()), texts(access));
        let mut data = fixture::base();
        let label = texts(&[("nl", "not needed")]);
        data.lexicon.values =
            vec![ValueEntry { table: "registration".into(), code: "not-needed".into(), label, ..ValueEntry::default() }];
        data.actors = vec![fixture::entry(Actor { id: "open".into(), services: vec![service], ..Actor::default() })];
        let directory = fixture::open(&data);
        let markup = widget(&directory, &state(&directory, lang, None));
        let (_, said) = markup.split_once("<dt>how_to_get_in</dt><dd>").unwrap();
        said.split_once("</dd>").unwrap().0.to_owned()
    };
    assert_eq!(of(&[("nl", "Kom langs.")], "nl"), "Kom langs.");
    let both = of(&[("nl", "Kom langs.")], "en");
    assert!(both.starts_with("not needed. <span lang=\"nl\""), "{both}");
    assert_eq!(of(&[], "nl"), "not needed");
}

/// French has a space before a colon, and the line does not break there.
#[test]
fn a_colon_stands_as_the_language_has_it() {
    let directory = evil();
    for (lang, colon) in [("nl", "licence: <a"), ("fr", "licence\u{a0}: <a"), ("ar", "licence: <a")] {
        assert!(widget(&directory, &state(&directory, lang, None)).contains(colon), "{lang}");
    }
}

/// Where a visitor looks from does not change what is a translation on the page of a town.
#[test]
fn the_pages_municipality_says_what_is_a_translation() {
    let directory = evil();
    for (page, visitor, marked) in [("Geel", "Brussel", true), ("Brussel", "Geel", false), ("Sint-Genesius-Rode", "Brussel", true)]
    {
        let mut state = state(&directory, "fr", Some(page));
        state.viewpoint = directory.municipality(visitor);
        assert_eq!(widget(&directory, &state).contains(Key::Translated.name()), marked, "{page}, looked at from {visitor}");
    }
}

/// The language law, case by case: what the page says (lang, language around it, languages), what is offered, which is first.
#[test]
fn languages_are_offered_as_the_law_has_it() {
    let known: Vec<String> = ["nl", "en", "fr", "ar"].map(str::to_owned).into();
    let some = |written: &'static str| Some(written).filter(|w| !w.is_empty());
    for (regime, lang, page, languages, offered, first) in [
        (Some(Regime::Dutch), "", "", "", "nl en fr ar", "nl"),
        (Some(Regime::Dutch), "", "en", "", "nl en fr ar", "nl"),
        (Some(Regime::Dutch), "", "fr", "fr nl", "fr nl", "nl"),
        (Some(Regime::Dutch), "en", "nl", "", "nl en fr ar", "en"),
        (Some(Regime::Dutch), "en", "", "en ar", "nl en ar", "en"),
        (Some(Regime::Dutch), "", "", "en ar", "nl en ar", "nl"),
        (Some(Regime::Dutch), "ar", "", "nl en", "nl en", "nl"),
        (Some(Regime::Dutch), "", "", "nl", "nl", "nl"),
        (Some(Regime::Dutch), "tlh", "tlh", "tlh xx", "nl en fr ar", "nl"),
        (Some(Regime::Facilities), "", "", "", "nl fr en ar", "nl"),
        (Some(Regime::Facilities), "", "fr", "", "nl fr en ar", "nl"),
        (Some(Regime::Facilities), "fr", "", "fr", "nl fr", "fr"),
        (Some(Regime::Bilingual), "", "", "", "nl fr en ar", "nl"),
        (Some(Regime::Bilingual), "", "nl", "", "nl fr en ar", "nl"),
        (Some(Regime::Bilingual), "", "fr", "", "fr nl en ar", "fr"),
        (Some(Regime::Bilingual), "", "en", "", "nl fr en ar", "nl"),
        (Some(Regime::Bilingual), "", "", "en fr nl", "en fr nl", "fr"),
        (Some(Regime::Bilingual), "", "nl", "en fr nl", "en fr nl", "nl"),
        (Some(Regime::Bilingual), "ar", "nl", "", "nl fr en ar", "ar"),
        (Some(Regime::Bilingual), "", "", "fr", "fr", "fr"),
        (Some(Regime::Bilingual), "en", "", "en", "nl fr en", "en"),
        (None, "", "", "", "nl en fr ar", "nl"),
        (None, "", "fr", "", "nl en fr ar", "fr"),
        (None, "", "de", "en fr", "en fr", "en"),
        (None, "fr", "nl", "en fr", "en fr", "fr"),
    ] {
        let languages: Vec<String> = languages.split_whitespace().map(str::to_owned).collect();
        let asked = Asked { lang: some(lang), page: some(page), languages: &languages };
        let got = html::languages(&known, regime, &asked);
        assert_eq!((got.langs.join(" ").as_str(), got.first.as_str()), (offered, first), "{regime:?}: {asked:?}");
    }
    // A directory without Dutch has none to offer, and one without any language no first.
    let asked = Asked::default();
    assert_eq!(html::languages(&["fr".to_owned()], Some(Regime::Dutch), &asked).langs, ["fr"]);
    assert_eq!(html::languages(&[], Some(Regime::Bilingual), &asked).first, "");
}

/// What the page wants is all there is: tiles, hits, counts, suggestions, services in a card.
#[test]
fn a_page_can_want_some_domains_only() {
    let directory = data::directory();
    let mut state = state(&directory, "nl", Some("Geel"));
    state.scope = vec![Domain::Language, Domain::Leisure];
    let tiles = |state: &State| {
        let tags = well_formed(&widget(&directory, state));
        tags.iter().filter_map(|tag| tag.get("data-domain")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(tiles(&state), ["language", "leisure"]);
    let in_scope = |directory: &Directory, state: &State| {
        let answer = query::run(directory, &state.query());
        assert!(answer.total > 0);
        for hit in &answer.hits {
            let actor = directory.actor(hit.actor).unwrap();
            assert!(hit.services.iter().all(|&at| state.has_in_scope(actor.services[at].domain)), "{}", actor.id);
        }
        answer.total
    };
    let both = in_scope(&directory, &state);
    // Every suggestion leads to as many as it says, within the scope.
    for text in ["ge", "spor", "vere", "hu"] {
        let mut typed = State { text: text.into(), limit: 1000, ..state.clone() };
        typed.suggest(&directory, Field::Text);
        for suggestion in typed.suggesting.clone().map(|open| open.suggestions).unwrap_or_default() {
            let mut chosen = typed.clone();
            chosen.choose(&directory, &suggestion);
            assert!(in_scope(&directory, &chosen) >= 1, "{suggestion:?}");
        }
    }
    // Every value on offer has somebody.
    let answer = query::run(&directory, &state.query());
    for counts in answer.facets.iter().filter(|counts| counts.facet != Facet::Domain && counts.facet != Facet::Place) {
        for (value, count) in counts.values(&directory) {
            let mut chosen = state.clone();
            chosen.toggle(counts.facet, value);
            let answer = query::run(&directory, &chosen.query());
            assert_eq!(answer.stated, count, "{} {value}", counts.facet);
        }
    }
    state.scope = vec![Domain::Language];
    assert!(tiles(&state).is_empty(), "one domain leaves nothing to choose");
    assert!(in_scope(&directory, &state) < both);
    let name = directory.messages().text("nl", Key::DomainLeisure);
    assert!(!widget(&directory, &state).contains(name), "no service of another domain is shown");
    let geel = state.viewpoint.unwrap();
    let list = |scope: &[Domain]| html::list(&directory, geel, "nl", scope).into_string();
    assert!(list(&[]).contains(name) && !list(&state.scope).contains(name), "nor in the list without scripts");
}

/// An address holds a question, and gives it back.
#[test]
fn an_address_holds_what_is_asked() {
    let directory = data::directory();
    let mut start = state(&directory, "nl", Some("Geel"));
    start.place = start.place_name(&directory);
    assert_eq!(link::write(&start, &start), "");
    for at_start in ["", "#", "#welkomwijzer", "#welkomwijzer?"] {
        assert_eq!(link::read(&directory, &start, at_start).as_ref(), Some(&start), "{at_start}");
    }
    assert_eq!(link::to_actor("praatpunt-geel"), "#welkomwijzer?card=praatpunt-geel");
    let mut asked = start.clone();
    asked.text = "دروس & taal/les+ 100%".into();
    asked.viewpoint = directory.municipality("Gent");
    asked.place = "Gent".into();
    asked.lang = "fr".into();
    asked.literal = true;
    asked.filters.insert(Facet::Cost, vec!["free".into(), "paid".into()]);
    asked.filters.insert(Facet::Domain, vec!["language".into()]);
    asked.filters.insert(Facet::Place, vec!["44021".into()]);
    asked.card = Some("praatpunt-geel".into());
    let address = link::write(&asked, &start);
    assert_eq!(
        address,
        "#welkomwijzer?text=%D8%AF%D8%B1%D9%88%D8%B3+%26+taal%2Fles%2B+100%25&place=Gent&lang=fr&literal=1&domain=language&for=44021&cost=free,paid&card=praatpunt-geel"
    );
    assert_eq!(link::read(&directory, &start, &address), Some(asked.clone()));
    assert_eq!(link::write(&link::read(&directory, &start, &address).unwrap(), &start), address);
    // Nobody's place, and a place in another language.
    let mut nowhere = start.clone();
    (nowhere.place, nowhere.viewpoint) = (String::new(), None);
    assert_eq!(link::write(&nowhere, &start), "#welkomwijzer?place=");
    assert_eq!(link::read(&directory, &start, "#welkomwijzer?place="), Some(nowhere));
    let brussels = state(&directory, "nl", Some("Brussel"));
    assert_eq!(link::read(&directory, &brussels, "#welkomwijzer?lang=fr").unwrap().place, "Bruxelles");
}

/// An address can come from anyone.
#[test]
fn an_odd_address_is_left_out() {
    let directory = data::directory();
    let mut start = state(&directory, "nl", Some("Geel"));
    start.place = start.place_name(&directory);
    start.langs = vec!["nl".into(), "en".into()];
    start.scope = vec![Domain::Language];
    for anothers in ["#contact", "#welkomwijzers", "#welkomwijzer/text", "welkomwijzer?text=x", "#Welkomwijzer?text=x", "#?text=x"]
    {
        assert_eq!(link::read(&directory, &start, anothers), None, "{anothers}");
    }
    for broken in
        ["text=%", "text=%4", "text=%zz", "text=%ff", "text=%C3", "text=a%00b", "text=a%0Ab", "card=%D8%", &"x=1&".repeat(2000)]
    {
        assert_eq!(link::read(&directory, &start, &format!("#welkomwijzer?{broken}")), None, "{broken:.20}");
    }
    for nothing in [
        "&&&",
        "=",
        "text",
        "text=",
        "place=nergens",
        "lang=fr",
        "lang=tlh",
        "literal=yes",
        "card=",
        "card=nobody",
        "card=<img>",
        "domain=leisure",
        "domain=xx",
        "cost=",
        "cost=gold",
        "for=Geel",
        "for=99999",
        "limit=100000",
        "__proto__=1",
    ] {
        assert_eq!(link::read(&directory, &start, &format!("#welkomwijzer?{nothing}")).as_ref(), Some(&start), "{nothing}");
    }
    let read = |asked: &str| link::read(&directory, &start, &format!("#welkomwijzer?{asked}")).unwrap();
    assert_eq!(
        read("cost=gold,free&lang=en&domain=leisure,language").filters.values().flatten().collect::<Vec<_>>(),
        ["language", "free"]
    );
    assert_eq!(read(&format!("text={}", "a".repeat(1000))).text.len(), 200);
    let evil = read("text=<img+src=x+onerror=alert(1)>&place=");
    let markup = widget(&directory, &evil);
    assert!(!markup.contains("<img"));
    well_formed(&markup);
}

/// A link leads to a card wherever it stands among the hits, and even if it is not among them; former ids lead on.
#[test]
fn a_linked_card_is_open_and_there() {
    let directory = data::directory();
    let mut state = state(&directory, "nl", Some("Geel"));
    state.limit = 20;
    let last = query::run(&directory, &State { limit: 10_000, ..state.clone() }.query()).hits.last().unwrap().actor;
    let last = directory.actor(last).unwrap().id;
    for id in ["praatpunt-geel", last.as_str()] {
        state.card = Some(id.into());
        for text in ["", "qqqqqqqq"] {
            state.text = text.into();
            let tags = well_formed(&widget(&directory, &state));
            let open: Vec<_> = tags.iter().filter(|tag| tag.name == "details" && tag.get("open").is_some()).collect();
            assert_eq!(open.len(), 1, "{id} {text}");
            assert_eq!(open[0].get("data-actor"), Some(id));
        }
    }
    state.text.clear();
    state.card = Some("nobody".into());
    well_formed(&widget(&directory, &state));
}

/// The town hall's contact is the page's, in a place with a name; without one nothing is seen of it.
#[test]
fn the_town_halls_contact_has_a_place_with_a_name() {
    let directory = data::directory();
    let mut state = state(&directory, "nl", Some("Geel"));
    for contact in [true, false] {
        state.contact = contact;
        let tags = well_formed(&widget(&directory, &state));
        let place = tags.iter().position(|tag| tag.get("id") == Some("contact")).unwrap();
        assert_eq!(tags[place].get("hidden").is_none(), contact);
        assert!(tags[place].get("aria-labelledby").is_some());
        let slot = tags.iter().position(|tag| tag.name == "slot" && tag.get("name") == Some("contact")).unwrap();
        let results = tags.iter().position(|tag| tag.get("id") == Some("results")).unwrap();
        assert!(place < slot && slot < results);
    }
}

/// Every sentence about our sources is a message; names of documents and publishers say which language they are in.
#[test]
fn sources_are_told_in_the_visitors_language() {
    let directory = data::directory();
    let info = directory.info();
    for lang in &info.langs {
        let markup = widget(&directory, &state(&directory, lang, Some("Geel")));
        let about = &markup[markup.find("id=\"about\"").unwrap()..];
        for sentence in info.credits.iter().chain(info.documents.iter().map(|document| &document.terms)) {
            assert_eq!(about.contains(sentence.as_str()), lang == "en", "{lang}: {sentence}");
        }
        assert!(about.contains("<bdi lang=\"nl\" dir=\"ltr\">Internationale solidariteit 2018-2024</bdi>"));
        assert!(about.contains("<bdi lang=\"en\" dir=\"ltr\">Municipality of Jette</bdi>"));
    }
    // Another directory's own sentences stand as they are.
    assert!(widget(&evil(), &state(&evil(), "ar", None)).contains("<bdi lang=\"en\" dir=\"ltr\">&lt;img"));
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
    assert!(markup.contains("id=\"filters\" role=\"group\"") && !markup.contains("id=\"sheet-show\""));
    state.look_from(&directory, directory.municipality("Geel"));
    (state.locates, state.filters_open) = (true, true);
    let markup = widget(&directory, &state);
    assert!(markup.contains("data-locate") && markup.contains("data-sort=\"nearest\" aria-pressed=\"false\""));
    assert!(!markup.contains("id=\"filters\"") && markup.contains("id=\"sheet-show\""));
}
