//! The engine and the widget's controller in a real browser, without `www/`: what crosses the edge, and what morphing keeps.
#![cfg(target_arch = "wasm32")]
#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement};
use welkomwijzer::js::Engine;
use welkomwijzer::widget::Widget;

wasm_bindgen_test_configure!(run_in_browser);

fn engine() -> Engine {
    Engine::bundled().expect("the bundled directory is sound")
}

fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap()
}

fn number(object: &JsValue, key: &str) -> f64 {
    get(object, key).as_f64().unwrap_or_else(|| panic!("{key} is no number"))
}

fn text(object: &JsValue, key: &str) -> String {
    get(object, key).as_string().unwrap_or_else(|| panic!("{key} is no text"))
}

fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (key, value) in entries {
        Reflect::set(&object, &(*key).into(), value).unwrap();
    }
    object.into()
}

/// Answers cross as JSON.
fn parsed(json: &str) -> JsValue {
    js_sys::JSON::parse(json).expect("what crosses is JSON")
}

fn answer(engine: &Engine, options: JsValue) -> JsValue {
    parsed(&engine.search(options).expect("the options are right"))
}

/// What `www/index.js` shows of the hits, by the positions that cross.
fn hits(engine: &Engine, answer: &JsValue) -> Vec<JsValue> {
    let actors: Vec<u32> = Array::from(&get(answer, "hits")).iter().map(|hit| number(&hit, "actor") as u32).collect();
    Array::from(&parsed(&engine.hits(&actors, "nl"))).to_vec()
}

fn ids(engine: &Engine, answer: &JsValue) -> Vec<String> {
    hits(engine, answer).iter().map(|hit| text(hit, "id")).collect()
}

// ---- the engine

#[wasm_bindgen_test]
fn the_bundled_directory_opens_and_says_what_it_is() {
    let engine = engine();
    let info = parsed(&engine.info());
    assert_eq!(get(&get(&info, "langs"), "0"), "nl");
    assert_eq!(text(&info, "asOf").len(), "2026-11-22".len());
    assert!(engine.size() > 0);
}

#[wasm_bindgen_test]
fn questions_cross_as_objects_and_answers_as_json() {
    let engine = engine();
    let found = answer(&engine, object(&[("text", "taalgarage".into()), ("municipality", "9000".into()), ("limit", 3.into())]));
    assert_eq!(text(&found, "stage"), "exact");
    assert_eq!(text(&found, "viewpoint"), "44021");
    assert_eq!(number(&found, "damaged"), 0.0);
    let actors = ids(&engine, &found);
    assert!(!actors.is_empty() && actors.len() <= 3, "{actors:?}");
    assert!(actors[0].starts_with("taalgarage"), "{actors:?}");
    let whole = answer(&engine, JsValue::UNDEFINED);
    assert_eq!(number(&whole, "total"), engine.size() as f64);
}

#[wasm_bindgen_test]
fn filters_cross_as_lists_per_facet() {
    let filters = object(&[("domain", Array::of1(&"diaspora".into()).into())]);
    let engine = engine();
    let found = answer(&engine, object(&[("filters", filters), ("limit", 1000.into())]));
    for (hit, shown) in Array::from(&get(&found, "hits")).iter().zip(hits(&engine, &found)) {
        let services = Array::from(&get(&shown, "services"));
        for position in Array::from(&get(&hit, "services")) {
            assert_eq!(text(&services.get(position.as_f64().unwrap() as u32), "domain"), "diaspora");
        }
    }
    assert!(number(&found, "stated") > 0.0);
}

#[wasm_bindgen_test]
fn wrong_options_are_refused_with_a_code_and_what_would_be_right() {
    for (options, words) in [
        (object(&[("txt", "taal".into())]), ["txt", "municipality"]),
        (object(&[("lang", "tlh".into())]), ["tlh", "nl"]),
        (object(&[("limit", "5".into())]), ["limit", "number"]),
        (object(&[("filters", object(&[("price", Array::new().into())]))]), ["price", "cost"]),
        (JsValue::from_str("taal"), ["SearchOptions", "object"]),
    ] {
        let error = engine().search(options).unwrap_err();
        assert!(error.is_instance_of::<js_sys::Error>());
        assert_eq!(text(&error, "code"), "option");
        let message = text(&error, "message");
        assert!(words.iter().all(|word| message.contains(word)), "{message}");
    }
}

#[wasm_bindgen_test]
fn a_record_is_had_by_its_id_and_only_by_that() {
    let engine = engine();
    let id = ids(&engine, &answer(&engine, JsValue::NULL)).remove(0);
    let actor = parsed(&engine.get(&id).expect("what is found can be had"));
    assert_eq!(text(&actor, "id"), id);
    assert!(Array::from(&get(&actor, "services")).length() > 0);
    assert!(Array::is_array(&get(&actor, "alternateNames")));
    assert_eq!(engine.get("there-is-no-such-actor"), None);
}

#[wasm_bindgen_test]
fn bytes_that_are_no_directory_are_an_error() {
    for bytes in [Vec::new(), vec![0; 8], vec![255; 4096], b"<!doctype html><title>404</title>".to_vec()] {
        let error = Engine::open(bytes).expect_err("rubbish is refused");
        assert_eq!(text(&error, "code"), "format");
    }
}

// ---- the widget, in a plain element

/// A widget in the page, gone after its test.
struct Stage {
    widget: Option<Widget>,
    root: HtmlElement,
    live: HtmlElement,
    /// What the widget told the page: (name, detail).
    told: Array,
}

fn document() -> Document {
    web_sys::window().unwrap().document().unwrap()
}

impl Stage {
    fn new(settings: &[(&str, JsValue)]) -> Self {
        let document = document();
        let body = document.query_selector("body").unwrap().unwrap();
        let place = |kind: &str| {
            let element: HtmlElement = document.create_element(kind).unwrap().unchecked_into();
            body.append_child(&element).unwrap();
            element
        };
        let (root, live, told) = (place("div"), place("p"), Array::new());
        let create = Closure::<dyn FnMut(String) -> String>::new(|html| html).into_js_value();
        let policy = object(&[("createHTML", create)]);
        let emit: Function = {
            let told = told.clone();
            let tell = move |name: JsValue, detail: JsValue| {
                told.push(&Array::of2(&name, &detail));
            };
            Closure::<dyn FnMut(JsValue, JsValue)>::new(tell).into_js_value().unchecked_into()
        };
        // Here a failure shall be seen: no wall around what the browser calls.
        let guard = Closure::<dyn FnMut(JsValue) -> JsValue>::new(|listener| listener).into_js_value().unchecked_into();
        let widget = Widget::new(&engine(), root.clone(), live.clone(), policy, emit, guard, object(settings))
            .expect("the widget shows itself");
        Self { widget: Some(widget), root, live, told }
    }

    fn find(&self, selector: &str) -> Element {
        self.root.query_selector(selector).unwrap().unwrap_or_else(|| panic!("there is no {selector}"))
    }

    fn input(&self, id: &str) -> HtmlInputElement {
        self.find(&format!("#{id}")).unchecked_into()
    }

    /// Puts a text into a field as a visitor who types does.
    fn write(&self, id: &str, value: &str) {
        let input = self.input(id);
        input.set_value(value);
        let event = Event::new("input").unwrap();
        event.init_event_with_bubbles("input", true);
        input.dispatch_event(&event).unwrap();
    }

    fn click(&self, selector: &str) {
        self.find(selector).unchecked_into::<HtmlElement>().click();
    }

    fn cards(&self) -> Vec<String> {
        let items = self.root.query_selector_all("li[id^=card-]").unwrap();
        (0..items.length()).map(|i| items.item(i).unwrap().unchecked_into::<Element>().id()).collect()
    }

    fn has_focus(&self, id: &str) -> bool {
        Reflect::get(&document(), &"activeElement".into()).unwrap().dyn_into::<Element>().is_ok_and(|e| e.id() == id)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        drop(self.widget.take());
        for element in [&self.root, &self.live] {
            let _ = element.parent_node().unwrap().remove_child(element);
        }
    }
}

fn geel() -> Stage {
    Stage::new(&[("municipality", "Geel".into()), ("lang", "nl".into())])
}

#[wasm_bindgen_test]
fn typing_changes_results_and_keeps_field_focus_and_caret() {
    let stage = geel();
    let field = stage.input("text");
    field.focus().unwrap();
    let start = stage.cards();
    stage.write("text", "taalgarage");
    field.set_selection_range(4, 4).unwrap();
    stage.write("place", "9000");
    assert_ne!(stage.cards(), start);
    assert!(stage.cards()[0].starts_with("card-taalgarage"));
    assert!(stage.input("text").is_same_node(Some(&field)), "the field is the same element");
    assert!(stage.has_focus("text"));
    assert_eq!(field.value(), "taalgarage");
    assert_eq!(field.selection_start().unwrap(), Some(4));
}

#[wasm_bindgen_test]
fn open_details_stay_open_and_cards_stay_the_same_elements() {
    let stage = geel();
    stage.write("text", "praatpun");
    let id = stage.cards().remove(0);
    let card = stage.find(&format!("#{id}"));
    let details = card.query_selector("details").unwrap().unwrap();
    details.set_attribute("open", "").unwrap();
    stage.write("text", "praatpunt");
    stage.click("#tile-language");
    assert!(stage.cards().contains(&id), "the card is still among the results");
    assert!(stage.find(&format!("#{id}")).is_same_node(Some(&card)));
    assert!(details.has_attribute("open"));
    assert_eq!(stage.root.query_selector_all("article details[open]").unwrap().length(), 1);
}

#[wasm_bindgen_test]
fn a_checkbox_that_was_touched_follows_the_state_again() {
    let stage = geel();
    let choice: HtmlInputElement = stage.find("#filters input[data-facet=format]").unchecked_into();
    choice.click();
    assert!(choice.checked());
    assert_eq!(stage.root.query_selector_all("#chips [data-remove]").unwrap().length(), 1);
    stage.click("#chips [data-remove]");
    assert!(!choice.checked());
    assert!(stage.has_focus("text"), "the chip that had the focus is gone");
}

#[wasm_bindgen_test]
fn markup_in_what_is_typed_stays_text() {
    let stage = geel();
    stage.write("place", "<img src=x onerror=alert(1)>\"'");
    stage.write("text", "<b>taal</b> &amp;");
    assert_eq!(stage.root.query_selector_all("img, b").unwrap().length(), 0);
    assert_eq!(stage.input("text").value(), "<b>taal</b> &amp;");
}

#[wasm_bindgen_test]
fn settings_that_make_no_sense_fall_back() {
    let settings = [
        ("municipality", "Atlantis".into()),
        ("lang", "tlh".into()),
        ("languages", Array::of2(&"tlh".into(), &"".into()).into()),
        ("headingLevel", 9.into()),
        ("correctionEmail", "no address".into()),
    ];
    let stage = Stage::new(&settings);
    assert_eq!(stage.find("#widget").get_attribute("lang").as_deref(), Some("nl"));
    assert_eq!(stage.find(".title").tag_name(), "H2");
    assert!(stage.root.query_selector("[data-action=report]").unwrap().is_none());
    assert!(!stage.cards().is_empty());
}

#[wasm_bindgen_test]
fn new_settings_leave_what_the_visitor_did() {
    let stage = geel();
    stage.write("text", "taal");
    stage
        .widget
        .as_ref()
        .unwrap()
        .update(object(&[("municipality", "9000".into()), ("lang", "nl".into()), ("headingLevel", 3.into())]))
        .unwrap();
    assert_eq!(stage.input("text").value(), "taal");
    assert_eq!(stage.input("place").value(), "Gent");
    assert_eq!(stage.find(".title").tag_name(), "H3");
}

#[wasm_bindgen_test]
fn the_page_is_told_which_card_was_opened() {
    let stage = geel();
    let id = stage.cards().remove(0).replacen("card-", "", 1);
    stage.click(&format!("#more-{id} > summary"));
    let told = Array::from(&stage.told.get(0));
    assert_eq!(told.get(0), "select");
    assert_eq!((text(&told.get(1), "id"), text(&told.get(1), "action")), (id, "open".to_owned()));
}

#[wasm_bindgen_test]
fn a_freed_widget_listens_no_more() {
    let mut stage = geel();
    drop(stage.widget.take());
    let before = stage.cards();
    stage.write("text", "taalgarage");
    assert_eq!(stage.cards(), before);
}
