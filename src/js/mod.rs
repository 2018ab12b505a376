//! The JavaScript API. What crosses is one handle, strings and numbers: answers and records are JSON, parsed by `www/index.js`.
//!
//! * [`Engine`] is the handle `www/index.js` wraps into the class `Directory`.
//! * [`types`] are the plain objects that cross; their TypeScript is derived from them.
//! * [`options`] reads what JavaScript passes, strictly: an unknown option is answered with the list of the known ones.
//! * [`error`] makes the errors, each with a stable `code`.

pub mod error;
pub mod options;
pub mod types;

use crate::index::Directory;
use crate::model::{Names, to_json};
use crate::query;
use crate::query::highlight::Highlighter;
use crate::query::suggest::{DEFAULT_SUGGESTIONS, suggest};
use error::Error;
use options::SearchOptions;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// Takes 2 kB less of a page than the one that comes with Rust.
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// An opened directory.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Engine {
    directory: Rc<Directory>,
    /// See [`Engine::counts`].
    counts: RefCell<Vec<u32>>,
}

impl Engine {
    pub(crate) fn directory(&self) -> Rc<Directory> {
        Rc::clone(&self.directory)
    }

    fn of(directory: Directory) -> Self {
        Engine { directory: Rc::new(directory), counts: RefCell::default() }
    }
}

#[wasm_bindgen]
impl Engine {
    /// The directory that was built in. Fails with code "version" in a build without one.
    pub fn bundled() -> Result<Engine, JsValue> {
        #[cfg(feature = "bundled")]
        return crate::bundled().map(Self::of).map_err(|e| Error::from(e).into());
        #[cfg(not(feature = "bundled"))]
        Err(Error::new(error::Code::Version, "this build carries no directory: open one with Directory.open(bytes)").into())
    }

    /// A directory out of the bytes of a compiled file.
    pub fn open(bytes: Vec<u8>) -> Result<Engine, JsValue> {
        Directory::open(bytes).map(Self::of).map_err(|e| Error::from(e).into())
    }

    /// Answers a question (`SearchOptions`) with an `Answer`, as JSON; what the JSON leaves out is in [`Engine::hits`] and
    /// [`Engine::counts`].
    pub fn search(&self, options: JsValue) -> Result<String, JsValue> {
        let options = SearchOptions::read(&options, SearchOptions::KEYS)?;
        let highlights = options.highlights.unwrap_or(false);
        let query = options.query(&self.directory)?;
        let answer = query::run(&self.directory, &query);
        self.counts.replace(answer.facets.iter().flat_map(|facet| &facet.counts).copied().collect());
        let marks = highlights.then(|| Highlighter::new(&self.directory, &query, &answer));
        Ok(to_json(&types::Answer::new(&self.directory, &query, &answer, marks.as_ref()), Names::Camel))
    }

    /// Says how what is being typed may end (`SuggestOptions`) with a list of `Suggestion`, as JSON.
    pub fn suggest(&self, options: JsValue) -> Result<String, JsValue> {
        let options = SearchOptions::read(&options, options::OF_SUGGESTIONS)?;
        let most = options.limit.map_or(DEFAULT_SUGGESTIONS, |n| n as usize);
        let query = options.query(&self.directory)?;
        let suggestions = suggest(&self.directory, &query, most).into_iter().map(types::Suggestion::from);
        Ok(to_json(&suggestions.collect::<Vec<_>>(), Names::Camel))
    }

    /// What is shown of actors by their positions (`Hit`, or `null`), as JSON.
    pub fn hits(&self, actors: &[u32], lang: &str) -> String {
        to_json(&types::Hit::all(&self.directory, actors, lang), Names::Camel)
    }

    /// The counts of the last answer: of every facet in turn for every value it can have, as [`Engine::values`] names them.
    pub fn counts(&self) -> Vec<u32> {
        self.counts.take()
    }

    /// The values of every facet (`Values`) with their names in a language, as JSON.
    pub fn values(&self, lang: &str) -> String {
        to_json(&types::Values::all(&self.directory, lang), Names::Camel)
    }

    /// The record of an actor by its id or a former one (`Actor`), as JSON; `undefined` if there is none.
    pub fn get(&self, id: &str) -> Option<String> {
        let actor = self.directory.find(id).and_then(|id| self.directory.actor(id))?;
        Some(to_json(&actor, Names::Camel))
    }

    /// What the directory is (`DirectoryInfo`), as JSON.
    pub fn info(&self) -> String {
        to_json(self.directory.info(), Names::Camel)
    }

    /// Number of actors.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.directory.len()
    }
}
