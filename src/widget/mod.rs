//! The element's controller: listens to what a visitor does, keeps the [`State`], and shows what follows from it.
//!
//! * [`Widget`] is made by `www/element.js` with the root of its shadow tree.
//! * [`morph`] changes in the page only what differs, so that focus, caret, open cards and scroll stay.
//!
//! Every change is: state → answer → markup → differences. What the element's class, the page's attributes and loading need stands in
//! `www/element.js`.

mod morph;

use crate::geo::MunicipalityId;
use crate::html::{self, Field, Locating, Outlines, State};
use crate::index::Directory;
use crate::js::Engine;
use crate::js::error::Error;
use crate::js::options::{entries, list, text, whole};
use crate::model::Facet;
use crate::query::{self, Sort};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent, Node};

/// Hits shown at first, and added by "show more".
const PAGE: usize = 20;

/// Hits shown at once while a visitor types, more than a screen holds; a phone needs the time of three keys for the rest.
const FIRST: usize = 5;

/// Milliseconds without a key after which the rest follows.
const PAUSE: i32 = 300;

/// Milliseconds of quiet after which the number of results is announced.
const QUIET: i32 = 800;

/// A live widget. Dropping it (`free()`) stops listening.
#[wasm_bindgen]
pub struct Widget {
    inner: Rc<RefCell<Inner>>,
    listeners: Vec<Listener>,
}

/// What is listened to, and who listens: the page's side, and ours behind it.
type Listener = (&'static str, js_sys::Function, Closure<dyn FnMut(Event)>);

impl std::fmt::Debug for Widget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Widget")
    }
}

/// A timer's number, and what it calls.
type Timer = (i32, Closure<dyn FnMut()>);

struct Inner {
    directory: Rc<Directory>,
    root: HtmlElement,
    /// A polite live region beside the widget.
    live: HtmlElement,
    /// Makes trusted HTML; the page's one policy.
    policy: JsValue,
    /// Tells the page what a visitor did: (name, detail).
    emit: js_sys::Function,
    /// Puts a wall around what a browser calls: should it fail, the page never sees it, and the element is told.
    guard: js_sys::Function,
    /// Asks the element for what comes from outside, "position" or "outlines"; it comes with [`Widget::give`].
    ask: Option<js_sys::Function>,
    state: State,
    /// Where the last showing looked from.
    viewpoint: Option<MunicipalityId>,
    /// What the last showing found: the line that is announced, and the number of actors.
    shown: (String, usize),
    announcement: Option<Timer>,
    /// Set while only the [`FIRST`] hits are shown.
    rest: Option<Timer>,
    /// The card that gets the focus after the next showing: the first that "show more" brought.
    focus_next: Option<usize>,
    /// What gets it by its id: the municipality on the map that an arrow key led to.
    focus_id: Option<String>,
}

/// The field with suggestions that an event is in.
fn field(target: &Node) -> Option<Field> {
    Field::from_id(&target.dyn_ref::<Element>()?.id())
}

/// The municipality that a button of the map or of its list is for.
fn viewpoint(target: &Node) -> Option<MunicipalityId> {
    let element = target.dyn_ref::<Element>().cloned().or_else(|| target.parent_element())?;
    let button = element.closest("[data-viewpoint]").ok()??;
    button.get_attribute("data-viewpoint")?.parse().ok().map(MunicipalityId::new)
}

/// What the page asked for.
#[derive(Default)]
struct Settings {
    municipality: Option<String>,
    lang: Option<String>,
    langs: Option<Vec<String>>,
    heading_level: Option<u32>,
    correction_email: Option<String>,
    ask: Option<js_sys::Function>,
    locates: bool,
}

impl Settings {
    fn read(value: &JsValue) -> Result<Self, Error> {
        let mut settings = Self::default();
        for (key, value) in entries(value, "settings")? {
            match key.as_str() {
                "municipality" => settings.municipality = Some(text(&key, &value)?),
                "lang" => settings.lang = Some(text(&key, &value)?),
                "languages" => settings.langs = Some(list(&key, &value)?),
                "headingLevel" => settings.heading_level = Some(whole(&key, &value)?),
                "correctionEmail" => settings.correction_email = Some(text(&key, &value)?),
                "ask" => settings.ask = value.dyn_into().ok(),
                "locates" => settings.locates = value.is_truthy(),
                _ => {}
            }
        }
        Ok(settings)
    }
}

#[wasm_bindgen]
impl Widget {
    /// Shows the widget inside `root` and listens there.
    ///
    /// `settings` are the element's attributes: municipality, lang, languages, headingLevel, correctionEmail. Values that make no sense
    /// fall back to the default, as HTML does. Beside them stand what the element can get when it is asked: `ask`, and whether the device
    /// tells its position, `locates`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        engine: &Engine,
        root: HtmlElement,
        live: HtmlElement,
        policy: JsValue,
        emit: js_sys::Function,
        guard: js_sys::Function,
        settings: JsValue,
    ) -> Result<Widget, JsValue> {
        let mut inner = Inner {
            directory: engine.directory(),
            root: root.clone(),
            live,
            policy,
            emit,
            guard,
            ask: None,
            viewpoint: None,
            state: State { limit: PAGE, heading_level: 2, ..State::default() },
            shown: (String::new(), 0),
            announcement: None,
            rest: None,
            focus_next: None,
            focus_id: None,
        };
        inner.apply(&Settings::read(&settings)?);
        inner.show()?;
        let guard = inner.guard.clone();
        let inner = Rc::new(RefCell::new(inner));
        let mut listeners = Vec::new();
        for name in ["input", "change", "click", "submit", "keydown", "mousedown", "focusout", "close"] {
            let inner = Rc::clone(&inner);
            let listener = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
                // A visitor's doing inside what another doing caused is not possible; should a browser manage it, it waits for the next.
                let asked = match inner.try_borrow_mut() {
                    Ok(mut inner) => inner.on(name, &event),
                    Err(_) => return,
                };
                Inner::show_rest_later(&inner);
                if asked {
                    Inner::announce_later(&inner, name);
                }
            });
            let guarded = guard.call1(&JsValue::NULL, listener.as_ref())?.unchecked_into();
            // That a dialog closes does not bubble.
            root.add_event_listener_with_callback_and_bool(name, &guarded, name == "close")?;
            listeners.push((name, guarded, listener));
        }
        Ok(Widget { inner, listeners })
    }

    /// Takes what the element was asked for: of "position" degrees north and east, of "outlines" the text of the file; `undefined` if it
    /// could not be had. What nobody waits for any more is dropped.
    pub fn give(&self, what: &str, value: JsValue) -> Result<(), JsValue> {
        let Ok(mut inner) = self.inner.try_borrow_mut() else { return Ok(()) };
        let inner = &mut *inner;
        match what {
            "position" if inner.state.locating == Locating::Asked => {
                let degrees = |i: u32| js_sys::Reflect::get_u32(&value, i).ok()?.as_f64().map(|degrees| degrees as f32);
                inner.state.locate(&inner.directory, degrees(0).zip(degrees(1)));
            }
            "outlines" if inner.state.outlines == Outlines::Asked => {
                inner.state.outlines = value.as_string().map_or(Outlines::Missing, |text| Outlines::Here(text.into()));
            }
            _ => return Ok(()),
        }
        inner.show()
    }

    /// Takes over changed attributes. What the visitor did stays.
    pub fn update(&self, settings: JsValue) -> Result<(), JsValue> {
        if let Ok(mut inner) = self.inner.try_borrow_mut() {
            inner.apply(&Settings::read(&settings)?);
            inner.show()?;
        }
        Ok(())
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        if let Ok(mut inner) = self.inner.try_borrow_mut() {
            for (name, guarded, _) in &self.listeners {
                let _ = inner.root.remove_event_listener_with_callback_and_bool(name, guarded, *name == "close");
            }
            inner.forget_announcement();
            forget(&mut inner.rest);
        }
    }
}

/// Stops a timer.
fn forget(timer: &mut Option<Timer>) {
    if let (Some((timer, _)), Some(window)) = (timer.take(), web_sys::window()) {
        window.clear_timeout_with_handle(timer);
    }
}

impl Inner {
    /// Takes over settings, each checked.
    fn apply(&mut self, settings: &Settings) {
        let known = &self.directory.info().langs;
        let chosen: Vec<String> = settings.langs.iter().flatten().filter(|l| known.contains(l)).cloned().collect();
        self.state.langs = if chosen.is_empty() { known.clone() } else { chosen };
        let name_before = self.place_name();
        let wanted = settings.lang.as_ref().filter(|l| self.state.langs.contains(l));
        if let Some(lang) = wanted.or(self.state.langs.first()).cloned() {
            self.state.lang = lang;
        }
        if let Some(level) = settings.heading_level.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=5).contains(n)) {
            self.state.heading_level = level;
        }
        self.ask.clone_from(&settings.ask);
        self.state.locates = settings.locates;
        self.state.correction_email = settings.correction_email.clone().filter(|e| e.bytes().any(|b| b == b'@'));
        let written = settings.municipality.as_deref().unwrap_or("");
        let found = self.directory.municipality(written);
        if found != self.state.viewpoint || self.state.place.is_empty() {
            self.state.viewpoint = found;
            self.state.place = self.place_name();
        } else if self.state.place == name_before {
            self.state.place = self.place_name();
        }
        if found.is_none() && !written.is_empty() {
            web_sys::console::warn_1(&JsValue::from_str(&format!(
                "welkom-wijzer: unknown municipality \"{written}\"; give a name, a postcode or a NIS code of Flanders or Brussels"
            )));
        }
    }

    fn place_name(&self) -> String {
        self.state.place_name(&self.directory)
    }

    /// Shows what follows from the state.
    fn show(&mut self) -> Result<(), JsValue> {
        let answer = query::run(&self.directory, &self.state.query());
        let markup = html::widget(&self.directory, &self.state, &answer).into_string();
        self.viewpoint = answer.viewpoint;
        self.shown = (html::announcement(&self.directory, &self.state, &answer), answer.total);
        let template = self.trusted(&markup)?;
        morph::children(&self.root, &template.content())?;
        self.fields();
        self.sheet()?;
        if let Some(id) = self.focus_id.take() {
            self.focus(&id);
        }
        if let Some(card) = self.focus_next.take() {
            let summaries = self.root.query_selector_all(".cards > li summary")?;
            if let Some(summary) = summaries.item(u32::try_from(card).unwrap_or(0)).and_then(|n| n.dyn_into::<HtmlElement>().ok()) {
                summary.focus()?;
            }
        }
        Ok(())
    }

    /// Markup, parsed. The only place where markup enters the page.
    fn trusted(&self, markup: &str) -> Result<web_sys::HtmlTemplateElement, JsValue> {
        let document = self.root.owner_document().ok_or_else(|| JsValue::from_str("the widget is in no document"))?;
        let template: web_sys::HtmlTemplateElement = document.create_element("template")?.unchecked_into();
        let create: js_sys::Function = js_sys::Reflect::get(&self.policy, &JsValue::from_str("createHTML"))?.unchecked_into();
        let trusted = create.call1(&self.policy, &JsValue::from_str(markup))?;
        js_sys::Reflect::set(&template, &JsValue::from_str("innerHTML"), &trusted)?;
        Ok(template)
    }

    fn input(&self, id: &str) -> Option<HtmlInputElement> {
        self.root.query_selector(&format!("#{id}")).ok().flatten().map(JsCast::unchecked_into)
    }

    /// Writes the state's texts into the fields, where they differ (the visitor's own typing never does).
    fn fields(&self) {
        for (id, value) in [("text", &self.state.text), ("place", &self.state.place)] {
            if let Some(input) = self.input(id).filter(|i| i.value() != *value) {
                input.set_value(value);
            }
        }
    }

    /// Lays the filters over the page, or takes them off it.
    fn sheet(&self) -> Result<(), JsValue> {
        let Some(dialog) = self.root.query_selector("dialog")?.map(JsCast::unchecked_into::<HtmlDialogElement>) else {
            return Ok(());
        };
        if !self.state.filters_open {
            dialog.close();
        } else if !dialog.matches(":modal")? {
            // A widget that was moved in the page with the sheet open has it half open.
            dialog.set_open(false);
            dialog.show_modal()?;
        }
        Ok(())
    }

    /// Asks the element for something, which comes later.
    fn ask(&self, what: &str) {
        if let Some(ask) = &self.ask {
            let _ = ask.call1(&JsValue::NULL, &JsValue::from_str(what));
        }
    }

    /// Does what an event asks for, and shows it. Says whether the visitor asked for something, so that the answer is announced.
    fn on(&mut self, name: &str, event: &Event) -> bool {
        let Some(target) = event.target().and_then(|t| t.dyn_into::<Node>().ok()) else { return false };
        let suggesting = self.state.suggesting.clone();
        if matches!(name, "change" | "click" | "submit") && self.state.limit == FIRST {
            self.state.limit = PAGE;
        }
        let changed = match name {
            "submit" => {
                event.prevent_default();
                self.state.suggesting = None;
                self.read_fields() | self.leave_fields()
            }
            "input" => {
                let changed = self.on_input(&target);
                if let Some(field) = field(&target) {
                    self.state.suggest(&self.directory, field);
                }
                changed
            }
            "change" => self.on_input(&target),
            "keydown" => self.on_key(&target, event),
            "mousedown" => {
                // The field keeps the focus while one points at its list.
                if target.dyn_ref::<Element>().and_then(|e| e.closest("[role=listbox]").ok()).flatten().is_some() {
                    event.prevent_default();
                }
                false
            }
            "focusout" => {
                self.state.suggesting = None;
                false
            }
            "close" => std::mem::take(&mut self.state.filters_open),
            _ => self.on_click(&target),
        };
        if changed {
            self.state.limit = match name {
                "click" => self.state.limit,
                "input" => FIRST,
                _ => PAGE,
            };
        }
        if changed || suggesting != self.state.suggesting {
            self.show_or_say();
        }
        changed || matches!(name, "input" | "change" | "click" | "submit")
    }

    /// Keys in a field with suggestions, as in the pattern of an editable combobox (WAI-ARIA Authoring Practices): the arrows go through
    /// the list and open it, Enter takes what they are on, Escape closes the list and then clears the field. All others are the field's
    /// own, and after them no suggestion is marked. Tab leaves, which closes the list and takes nothing.
    fn on_key(&mut self, target: &Node, event: &Event) -> bool {
        if let Some(from) = viewpoint(target) {
            return self.on_map_key(target, from, event);
        }
        let Some((field, key)) = field(target).zip(event.dyn_ref::<KeyboardEvent>()).filter(|(_, key)| !key.is_composing()) else {
            return false;
        };
        let name = key.key();
        match name.as_str() {
            "ArrowDown" | "ArrowUp" => {
                let was_open = self.state.suggesting.is_some();
                if !was_open {
                    self.state.suggest(&self.directory, field);
                }
                let Some(open) = &mut self.state.suggesting else { return false };
                if was_open || !key.alt_key() {
                    // Between the last and the first stands the field itself.
                    let places = open.suggestions.len() + 1;
                    let step = if name == "ArrowDown" { 1 } else { places - 1 };
                    let at = (open.active.map_or(0, |active| active + 1) + step) % places;
                    open.active = at.checked_sub(1);
                }
            }
            "Enter" => match self.state.suggesting.as_ref().and_then(|open| open.active) {
                Some(active) => {
                    event.prevent_default();
                    return self.choose(active);
                }
                None => return false,
            },
            "Escape" => {
                let was_open = self.state.suggesting.take().is_some();
                let filled = self.input(field.id()).filter(|input| !was_open && !input.value().is_empty());
                if let Some(input) = &filled {
                    input.set_value("");
                    self.read_fields();
                }
                if !was_open && filled.is_none() {
                    return false;
                }
                // A dialog around the widget stays open.
                event.stop_propagation();
                event.prevent_default();
                return filled.is_some();
            }
            _ => {
                if let Some(open) = &mut self.state.suggesting {
                    open.active = None;
                }
                return false;
            }
        }
        event.prevent_default();
        false
    }

    /// Keys on the map, as in a toolbar: arrows lead to the next municipality in their direction, Enter and the space bar press.
    fn on_map_key(&mut self, target: &Node, from: MunicipalityId, event: &Event) -> bool {
        let is_list = target.dyn_ref::<HtmlElement>().is_some();
        let Some(key) = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).filter(|_| !is_list) else { return false };
        let direction = match key.as_str() {
            "ArrowRight" => (1.0, 0.0),
            "ArrowLeft" => (-1.0, 0.0),
            "ArrowDown" => (0.0, 1.0),
            "ArrowUp" => (0.0, -1.0),
            "Enter" | " " => {
                event.prevent_default();
                return self.on_click(target);
            }
            _ => return false,
        };
        event.prevent_default();
        if let Some(to) = html::step(&self.directory, &self.state, self.viewpoint, from, direction) {
            self.state.map_at = Some(to);
            self.focus_id = Some(format!("map-{}", to.number()));
            self.show_or_say();
        }
        false
    }

    /// Takes a suggestion.
    fn choose(&mut self, position: usize) -> bool {
        let Some(chosen) = self.state.suggesting.take().and_then(|open| open.suggestions.into_iter().nth(position)) else {
            return false;
        };
        self.state.choose(&self.directory, &chosen);
        true
    }

    /// Reads both fields; says whether one changed.
    fn read_fields(&mut self) -> bool {
        let text = self.input("text").map(|i| i.value()).unwrap_or_default();
        let place = self.input("place").map(|i| i.value()).unwrap_or_default();
        let changed = text != self.state.text || place != self.state.place;
        if place != self.state.place {
            self.state.viewpoint = self.directory.municipality(&place);
            self.state.locating = Locating::Idle;
            // A filter on the old place would silently stay.
            self.state.filters.remove(&Facet::Place);
        }
        // Another text may name another place.
        self.state.literal &= text == self.state.text;
        self.state.text = text;
        self.state.place = place;
        changed
    }

    /// On a phone the keyboard goes away, so that the results can be seen.
    fn leave_fields(&self) -> bool {
        for id in ["text", "place"] {
            if let Some(input) = self.input(id) {
                let _ = input.blur();
            }
        }
        false
    }

    fn on_input(&mut self, target: &Node) -> bool {
        let Some(input) = target.dyn_ref::<HtmlInputElement>() else { return false };
        match (input.get_attribute("data-facet"), input.get_attribute("data-value")) {
            (Some(facet), Some(value)) => {
                let Some(facet) = Facet::from_code(&facet) else { return false };
                let is_chosen = self.state.chosen(facet).contains(&value);
                // A checkbox tells twice, with input and with change.
                if is_chosen == input.checked() {
                    return false;
                }
                self.state.toggle(facet, &value);
                true
            }
            _ => self.read_fields(),
        }
    }

    fn on_click(&mut self, target: &Node) -> bool {
        let element = target.dyn_ref::<Element>().cloned().or_else(|| target.parent_element());
        let Some(element) =
            element.and_then(|e| e.closest("button, a, summary, [data-suggestion], [data-viewpoint]").ok().flatten())
        else {
            return false;
        };
        let data = |name: &str| element.get_attribute(name);
        if let Some(position) = data("data-suggestion").and_then(|position| position.parse().ok()) {
            self.state.limit = PAGE;
            let chosen = self.choose(position);
            return self.leave_fields() | chosen;
        }
        if let Some(text) = data("data-text") {
            self.state.text = text;
            self.state.limit = PAGE;
            self.focus("text");
            return true;
        }
        if let Some(lang) = data("data-lang") {
            self.state.lang = lang;
            if !self.state.place.is_empty() && self.state.viewpoint.is_some() {
                self.state.place = self.place_name();
            }
            return true;
        }
        if let Some(domain) = data("data-domain") {
            // Tiles are one choice: another tile takes the place of the first.
            let was = self.state.chosen(Facet::Domain).contains(&domain);
            self.state.filters.remove(&Facet::Domain);
            if !was {
                self.state.toggle(Facet::Domain, &domain);
            }
            self.state.limit = PAGE;
            return true;
        }
        if let (Some(facet), Some(value)) = (data("data-remove").and_then(|f| Facet::from_code(&f)), data("data-value")) {
            self.state.toggle(facet, &value);
            self.focus("text");
            return true;
        }
        if data("data-literal").is_some() {
            self.state.literal = true;
            self.focus("text");
            return true;
        }
        if let Some(what) = data("data-clear") {
            self.state.filters.clear();
            if what == "all" {
                self.state.text.clear();
            }
            self.state.limit = PAGE;
            self.focus("text");
            return true;
        }
        if let Some(sort) = data("data-sort").and_then(|sort| Sort::from_code(&sort)) {
            self.state.sort = sort;
            self.state.limit = PAGE;
            return true;
        }
        if let Some(municipality) = viewpoint(target) {
            self.state.look_only_from(&self.directory, municipality);
            self.state.map_at = Some(municipality);
            return true;
        }
        if data("data-locate").is_some() {
            self.state.locating = Locating::Asked;
            self.ask("position");
            return true;
        }
        if let Some(what) = data("data-toggle") {
            match what.as_str() {
                "map" => self.state.map_open = !self.state.map_open,
                "whole" => self.state.map_whole = !self.state.map_whole,
                what => self.state.filters_open = what == "filters",
            }
            if self.state.map_open && matches!(self.state.outlines, Outlines::Unasked | Outlines::Missing) {
                self.state.outlines = Outlines::Asked;
                self.ask("outlines");
            }
            return true;
        }
        if data("data-more").is_some() {
            self.state.limit += PAGE;
            self.focus_next = Some(self.state.limit - PAGE);
            return true;
        }
        if let (Some(action), Some(actor)) = (data("data-action"), data("data-actor")) {
            self.tell("select", &[("id", actor.into()), ("action", action.into())]);
        } else if element.tag_name().eq_ignore_ascii_case("summary")
            && let Some(details) = element.parent_element()
            && let Some(actor) = details.get_attribute("data-actor")
            && !details.has_attribute("open")
        {
            self.tell("select", &[("id", actor.into()), ("action", "open".into())]);
        }
        false
    }

    /// What held the focus is about to go: the search field takes it.
    fn focus(&self, id: &str) {
        if let Some(input) = self.input(id) {
            let _ = input.focus();
        }
    }

    fn tell(&self, name: &str, detail: &[(&str, JsValue)]) {
        let object = js_sys::Object::new();
        for (key, value) in detail {
            let _ = js_sys::Reflect::set(&object, &JsValue::from_str(key), value);
        }
        let _ = self.emit.call2(&JsValue::NULL, &JsValue::from_str(name), &object);
    }

    fn forget_announcement(&mut self) {
        forget(&mut self.announcement);
    }

    /// Has an action done in a while, unless the widget is gone by then.
    fn later(this: &Rc<RefCell<Self>>, wait: i32, action: fn(&mut Self)) -> Option<Timer> {
        let weak = Rc::downgrade(this);
        let closure = Closure::<dyn FnMut()>::new(move || {
            if let Some(inner) = weak.upgrade()
                && let Ok(mut inner) = inner.try_borrow_mut()
            {
                action(&mut inner);
            }
        });
        let guarded = this.try_borrow().ok()?.guard.call1(&JsValue::NULL, closure.as_ref()).ok()?;
        let timer = web_sys::window()?.set_timeout_with_callback_and_timeout_and_arguments_0(guarded.unchecked_ref(), wait).ok()?;
        Some((timer, closure))
    }

    /// Shows all hits once nobody types.
    fn show_rest_later(this: &Rc<RefCell<Self>>) {
        if !this.try_borrow().is_ok_and(|inner| inner.state.limit == FIRST) {
            return;
        }
        let timer = Self::later(this, PAUSE, |inner| {
            // Who asked for more meanwhile has them.
            inner.state.limit = inner.state.limit.max(PAGE);
            inner.show_or_say();
        });
        if let Ok(mut inner) = this.try_borrow_mut() {
            forget(&mut inner.rest);
            inner.rest = timer;
        }
    }

    fn show_or_say(&mut self) {
        if let Err(error) = self.show() {
            web_sys::console::error_2(&JsValue::from_str("welkom-wijzer: could not show the results"), &error);
        }
    }

    /// Announces the number of results once it is quiet, and tells the page that there was a search.
    fn announce_later(this: &Rc<RefCell<Self>>, name: &str) {
        let Ok(mut inner) = this.try_borrow_mut() else { return };
        if name == "click" && inner.live.text_content().is_some_and(|t| t == inner.shown.0) {
            return;
        }
        inner.forget_announcement();
        drop(inner);
        let timer = Self::later(this, QUIET, |inner| inner.announce());
        if let Ok(mut inner) = this.try_borrow_mut() {
            inner.announcement = timer;
        }
    }

    fn announce(&self) {
        let (status, total) = &self.shown;
        self.live.set_lang(&self.state.lang);
        self.live.set_text_content(Some(status));
        // What was typed stays with the visitor: only what a page may know is told.
        let total = u32::try_from(*total).unwrap_or(u32::MAX);
        let filters = u32::try_from(self.state.filters.values().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX);
        self.tell("search", &[("total", total.into()), ("lang", self.state.lang.as_str().into()), ("filters", filters.into())]);
    }
}
