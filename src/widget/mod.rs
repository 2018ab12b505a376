//! The element's controller: listens to what a visitor does, keeps the [`State`], and shows what follows from it.
//!
//! * [`Widget`] is made by `www/element.js` with the root of its shadow tree.
//! * [`morph`] changes in the page only what differs, so that focus, caret, open cards and scroll stay.
//!
//! Every change is: state → answer → markup → differences. What the element's class, the page's attributes and loading need stands in
//! `www/element.js`.

mod morph;

use crate::geo::MunicipalityId;
use crate::html::{self, Field, LastShown, Locating, Outlines, Shared, State, link};
use crate::index::Directory;
use crate::js::Engine;
use crate::js::error::Error;
use crate::js::options::{entries, list, text, whole};
use crate::model::{Domain, Facet, Key};
use crate::query::{self, Sort};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent, Node, ShadowRoot};

/// Hits shown at first, and added by "show more".
const PAGE: usize = 20;

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

/// Whether an event is caught on its way down: that a dialog closes does not bubble.
fn is_captured(name: &str) -> bool {
    name == "close"
}

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
    /// Tells the element what a visitor did: (name, detail). It does what has to be done in JavaScript, and tells the page the rest.
    emit: js_sys::Function,
    /// Puts a wall around what a browser calls: should it fail, the page never sees it, and the element is told.
    guard: js_sys::Function,
    /// Asks the element for what comes from outside, "position" or "outlines"; it comes with [`Widget::give`].
    ask: Option<js_sys::Function>,
    state: State,
    /// What the page asked for, before a visitor did anything.
    start: State,
    /// What the page's address holds of it.
    address: String,
    /// Whether the page wants to know what is typed.
    tells_text: bool,
    /// What the console was told.
    complaints: Vec<String>,
    /// Where the last showing looked from.
    viewpoint: Option<MunicipalityId>,
    /// What the last showing put into the page, if that was while the visitor typed.
    last: LastShown,
    /// What the last showing found: the line that is announced, and the number of actors.
    shown: (String, usize),
    announcement: Option<Timer>,
    /// Set while the visitor is typing: shows the rest once it is quiet.
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
    page_lang: Option<String>,
    langs: Vec<String>,
    domains: Vec<String>,
    events: Vec<String>,
    is_linked: bool,
    has_contact: bool,
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
                "pageLang" => settings.page_lang = Some(text(&key, &value)?),
                "languages" => settings.langs = list(&key, &value)?,
                "domains" => settings.domains = list(&key, &value)?,
                "events" => settings.events = list(&key, &value)?,
                "linked" => settings.is_linked = value.is_truthy(),
                "contact" => settings.has_contact = value.is_truthy(),
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
    /// `settings` are the element's attributes: municipality, lang, languages, domains, events, headingLevel, correctionEmail; and what
    /// only the element knows: pageLang, linked (the page's address is ours), contact (the page gives one), what it can get when it is
    /// asked (`ask`), and whether the device tells its position (`locates`). Values that make no sense fall back to the default, as HTML
    /// does.
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
            start: State::default(),
            address: String::new(),
            tells_text: false,
            complaints: Vec::new(),
            last: LastShown::default(),
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
                if name == "input" {
                    Inner::show_rest_later(&inner);
                }
                if asked {
                    Inner::announce_later(&inner, name);
                }
            });
            let guarded = guard.call1(&JsValue::NULL, listener.as_ref())?.unchecked_into();
            root.add_event_listener_with_callback_and_bool(name, &guarded, is_captured(name))?;
            listeners.push((name, guarded, listener));
        }
        Ok(Widget { inner, listeners })
    }

    /// Shows what an address of the page holds, if it is one of ours; see `html::link`.
    pub fn restore(&self, hash: &str) -> Result<(), JsValue> {
        if let Ok(mut inner) = self.inner.try_borrow_mut() {
            inner.restore(hash)?;
        }
        Ok(())
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
            inner.state.typing = false;
            inner.show()?;
        }
        Ok(())
    }

    /// Takes over what the element found out: the visitor's list (`kept`, or `unstored` if it is lost with the page; ids with spaces
    /// between), or what became of sharing an actor (`copied`, or `by-hand` with the text to copy).
    pub fn learn(&self, what: &str, value: &str, text: Option<String>) -> Result<(), JsValue> {
        let Ok(mut inner) = self.inner.try_borrow_mut() else { return Ok(()) };
        let Inner { state, directory, .. } = &mut *inner;
        let said = if matches!(what, "kept" | "unstored") {
            let was = std::mem::replace(&mut state.unstored, what == "unstored");
            state.keep(directory, value);
            (state.unstored && !was).then_some(Key::ListUnstored)
        } else {
            let said = if text.is_none() { Key::Copied } else { Key::CopyByHand };
            state.shared = Some(Shared { actor: value.to_owned(), by_hand: text });
            Some(said)
        };
        if let Some(key) = said {
            inner.say(inner.directory.messages().text(&inner.state.lang, key));
        }
        inner.show()
    }
}

impl Drop for Widget {
    fn drop(&mut self) {
        if let Ok(mut inner) = self.inner.try_borrow_mut() {
            for (name, guarded, _) in &self.listeners {
                let _ = inner.root.remove_event_listener_with_callback_and_bool(name, guarded, is_captured(name));
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
    /// Takes over settings, each checked. What a visitor chose stays, unless the page now says otherwise.
    fn apply(&mut self, settings: &Settings) {
        let directory = Rc::clone(&self.directory);
        let written = settings.municipality.as_deref().unwrap_or("");
        let viewpoint = directory.municipality(written);
        if viewpoint.is_none() && !written.is_empty() {
            self.complain(&format!(
                "unknown municipality \"{written}\"; give a name, a postcode or a NIS code of Flanders or Brussels"
            ));
        }
        for code in settings.domains.iter().filter(|code| Domain::from_code(code).is_none()) {
            let known = Domain::ALL.iter().map(|domain| domain.code()).collect::<Vec<_>>().join(", ");
            self.complain(&format!("unknown domain \"{code}\"; known are {known}"));
        }
        let regime = viewpoint.and_then(|id| directory.places().municipalities.get(id.index())).map(|here| here.regime);
        let asked = html::Asked { lang: settings.lang.as_deref(), page: settings.page_lang.as_deref(), languages: &settings.langs };
        let offered = html::languages(&directory.info().langs, regime, &asked);

        let state = &mut self.state;
        state.langs = offered.langs;
        state.regime = regime;
        state.scope = Domain::ALL.iter().copied().filter(|domain| settings.domains.iter().any(|d| d == domain.code())).collect();
        state.contact = settings.has_contact;
        state.linked = settings.is_linked;
        state.heading_level =
            settings.heading_level.and_then(|n| u8::try_from(n).ok()).filter(|n| (1..=5).contains(n)).unwrap_or(2);
        state.correction_email = settings.correction_email.clone().filter(|e| e.bytes().any(|b| b == b'@'));
        let name_before = state.place_name(&directory);
        if offered.first != self.start.lang || !state.langs.contains(&state.lang) {
            state.lang.clone_from(&offered.first);
        }
        if viewpoint != self.start.viewpoint {
            state.viewpoint = viewpoint;
            state.place = state.place_name(&directory);
        } else if state.place == name_before {
            state.place = state.place_name(&directory);
        }
        let mut chosen = state.filters.remove(&Facet::Domain).unwrap_or_default();
        chosen.retain(|code| Domain::from_code(code).is_some_and(|domain| state.has_in_scope(domain)));
        if !chosen.is_empty() {
            state.filters.insert(Facet::Domain, chosen);
        }

        let (langs, scope) = (state.langs.clone(), state.scope.clone());
        self.start = State { viewpoint, lang: offered.first, langs, scope, ..State::default() };
        self.start.place = self.start.place_name(&directory);
        self.ask.clone_from(&settings.ask);
        self.state.locates = settings.locates;
        self.tells_text = settings.events.iter().any(|event| event == "text");
    }

    /// One line for the webmaster, once.
    fn complain(&mut self, what: &str) {
        if !self.complaints.iter().any(|said| said == what) {
            web_sys::console::warn_1(&JsValue::from_str(&format!("welkom-wijzer: {what}")));
            self.complaints.push(what.to_owned());
        }
    }

    fn place_name(&self) -> String {
        self.state.place_name(&self.directory)
    }

    /// Shows what follows from the state.
    fn show(&mut self) -> Result<(), JsValue> {
        let answer = query::run(&self.directory, &self.state.query());
        // Should this fail half way, nothing is known of the page.
        let last = std::mem::take(&mut self.last);
        let markup = html::widget(&self.directory, &self.state, &answer, Some(&last)).into_string();
        self.viewpoint = answer.viewpoint;
        self.shown = (html::announcement(&self.directory, &self.state, &answer), answer.total);
        let template = self.trusted(&markup)?;
        let held = self.active();
        morph::children(&self.root, &template.content())?;
        self.last = last.next();
        self.fields();
        self.sheet()?;
        if let Some(id) = self.focus_id.take() {
            self.focus(&id);
        } else if let Some(held) = held.filter(|_| self.active().is_none()) {
            // What held the focus was moved, or went: then the button that is always there takes it.
            if held.is_connected() { held.unchecked_into::<HtmlElement>().focus()? } else { self.focus("list") }
        }
        if let Some(card) = self.focus_next.take() {
            let summaries = self.root.query_selector_all(".cards > li summary")?;
            if let Some(summary) = summaries.item(u32::try_from(card).unwrap_or(0)).and_then(|n| n.dyn_into::<HtmlElement>().ok()) {
                summary.focus()?;
            }
        }
        Ok(())
    }

    /// What has the focus.
    fn active(&self) -> Option<Element> {
        self.root.get_root_node().dyn_into::<ShadowRoot>().ok()?.active_element()
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

    /// Shows what an address of the page holds. Who was in the widget stays there: on the card that is open now, or where they were.
    fn restore(&mut self, hash: &str) -> Result<(), JsValue> {
        let Some(asked) = link::read(&self.directory, &self.start, hash) else { return Ok(()) };
        let address = link::write(&asked, &self.start);
        if address == self.address {
            return Ok(());
        }
        self.address = address;
        self.state.ask(asked);
        (self.state.limit, self.state.typing, self.state.suggesting) = (PAGE, false, None);
        let was_here = self.root.query_selector(":focus")?;
        self.show()?;
        let open = self.root.query_selector_all("details[open][data-actor]")?;
        let wanted = self.state.card.as_deref();
        for details in (0..open.length()).filter_map(|i| open.item(i)?.dyn_into::<Element>().ok()) {
            if details.get_attribute("data-actor").as_deref() == wanted {
                // Nobody is taken away from another part of the page.
                let active = self.root.owner_document().and_then(|document| document.active_element());
                let is_free = was_here.is_some() || active.is_none_or(|active| active.tag_name().eq_ignore_ascii_case("body"));
                match details.first_element_child().and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
                    Some(summary) if is_free => summary.focus()?,
                    _ => details.scroll_into_view(),
                }
            } else {
                details.remove_attribute("open")?;
            }
        }
        if was_here.is_some() && self.root.query_selector(":focus")?.is_none() {
            self.focus("text");
        }
        Ok(())
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

    /// Has the page's address hold what is asked, if it may. `how` is the method of the browser's history: choosing adds an entry
    /// ("pushState"), typing changes the one that is there ("replaceState").
    fn remember(&mut self, how: &str) {
        if !self.state.linked {
            return;
        }
        let address = link::write(&self.state, &self.start);
        if address != self.address {
            self.tell("address", &[("address", address.as_str().into()), ("how", how.into())]);
            self.address = address;
        }
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
        let before = self.state.question();
        // Typing is over when it is quiet: leaving a field is none of it. Before Enter sends the form, a browser tells of a change in the
        // field and of a click on the button.
        let element = target.dyn_ref::<Element>();
        let chooses = match name {
            "submit" => true,
            "click" => element.is_none_or(|e| e.closest("[type=submit]").ok().flatten().is_none()),
            "input" | "change" => field(&target).is_none(),
            _ => false,
        };
        if chooses && name != "submit" {
            // What was typed before this.
            self.remember("replaceState");
        }
        // Who chooses wants to see all of it. (Leaving the field, before the click that leaves it, must not move what is clicked.)
        let has_typed = matches!(name, "click" | "submit") && std::mem::take(&mut self.state.typing);
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
            // One that was moved in the page and opened again tells late that it was closed.
            "close" if target.dyn_ref::<HtmlDialogElement>().is_some_and(HtmlDialogElement::open) => false,
            "close" => std::mem::take(&mut self.state.filters_open),
            _ => self.on_click(&target),
        };
        let asks_another = before != self.state.question();
        // Who asks for something wants to see the answer, and not the list.
        let leaves = self.state.list_open && (name == "submit" || asks_another);
        let changed = changed || leaves;
        if changed {
            self.state.list_open &= !leaves;
            self.state.shared = None;
            self.state.typing = name == "input" && field(&target).is_some();
            if name != "click" {
                self.state.limit = PAGE;
            }
        }
        if asks_another {
            // The card stays open, and is no longer what this is about.
            self.state.card = None;
        }
        if chooses {
            self.remember("pushState");
        }
        if changed || has_typed || suggesting != self.state.suggesting {
            self.show_or_say();
        }
        changed || matches!(name, "input" | "submit")
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
                    self.remember("replaceState");
                    let chosen = self.choose(active);
                    self.remember("pushState");
                    return chosen;
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
        if let Some(what) = data("data-do") {
            match what.as_str() {
                "list" => {
                    self.state.list_open = !self.state.list_open;
                    self.show_or_say();
                    self.say(&self.shown.0);
                }
                "dutch" => {
                    self.state.dutch_beside = !self.state.dutch_beside;
                    self.show_or_say();
                }
                "clear" => self.tell("keep", &[("ids", "".into())]),
                _ => self.tell("print", &[]),
            }
            return false;
        }
        if let (Some(action), Some(actor)) = (data("data-action"), data("data-actor")) {
            match action.as_str() {
                "keep" => self.tell("keep", &[("ids", self.state.kept_but(&self.directory, &actor).into())]),
                "share" => {
                    let of = |name| data(name).map_or(JsValue::UNDEFINED, JsValue::from);
                    let id = actor.as_str().into();
                    let link = if self.state.linked { link::to_actor(&actor).into() } else { JsValue::UNDEFINED };
                    let (name, reach, url) = (of("data-name"), of("data-reach"), of("data-url"));
                    self.tell("share", &[("id", id), ("name", name), ("reach", reach), ("url", url), ("link", link)]);
                }
                _ => {}
            }
            // Taking something off the list is not told, as closing a card is not.
            if data("aria-pressed").as_deref() != Some("true") {
                self.tell("select", &[("id", actor.into()), ("action", action.into())]);
            }
        } else if element.tag_name().eq_ignore_ascii_case("summary")
            && let Some(details) = element.parent_element()
            && let Some(actor) = details.get_attribute("data-actor")
        {
            if !details.has_attribute("open") {
                self.state.card = Some(actor.clone());
                self.tell("select", &[("id", actor.into()), ("action", "open".into())]);
            } else if self.state.card.as_ref() == Some(&actor) {
                self.state.card = None;
            }
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
        if !this.try_borrow().is_ok_and(|inner| inner.state.typing) {
            return;
        }
        let timer = Self::later(this, PAUSE, |inner| {
            inner.state.typing = false;
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

    /// Has something read aloud.
    fn say(&self, text: &str) {
        self.live.set_lang(&self.state.lang);
        self.live.set_text_content(Some(text));
    }

    fn announce(&mut self) {
        self.remember("replaceState");
        let (status, total) = &self.shown;
        self.say(status);
        // What was typed stays with the visitor, unless the page asks: only what a page may know is told.
        let total = u32::try_from(*total).unwrap_or(u32::MAX);
        let filters = u32::try_from(self.state.filters.values().map(Vec::len).sum::<usize>()).unwrap_or(u32::MAX);
        let mut detail = vec![("total", total.into()), ("lang", self.state.lang.as_str().into()), ("filters", filters.into())];
        if self.tells_text {
            detail.push(("text", self.state.text.as_str().into()));
        }
        self.tell("search", &detail);
    }
}
