//! The JavaScript API: the one place that knows serde-wasm-bindgen.
//!
//! * [`Engine`] is the handle `www/index.js` wraps into the class `Directory`.
//! * [`types`] are the plain objects that cross; their TypeScript is derived from them.
//! * [`options`] reads what JavaScript passes, strictly: an unknown option is answered with the list of the known ones.
//! * [`error`] makes the errors, each with a stable `code`.

pub mod error;
pub mod options;
pub mod types;

use crate::index::Directory;
use crate::query;
use error::{Code, Error};
use serde::Serialize;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// An opened directory.
#[wasm_bindgen]
#[derive(Clone, Debug)]
pub struct Engine {
    directory: Rc<Directory>,
}

impl Engine {
    pub(crate) fn directory(&self) -> Rc<Directory> {
        Rc::clone(&self.directory)
    }
}

/// A plain object or array out of any of our types.
fn plain<T: Serialize>(value: &T) -> Result<JsValue, JsValue> {
    let serializer = serde_wasm_bindgen::Serializer::json_compatible();
    value.serialize(&serializer).map_err(|e| Error::new(Code::Wasm, e.to_string()).into())
}

#[wasm_bindgen]
impl Engine {
    /// The directory that was built in. Fails with code "version" in a build without one.
    pub fn bundled() -> Result<Engine, JsValue> {
        #[cfg(feature = "bundled")]
        return crate::bundled().map(|d| Engine { directory: Rc::new(d) }).map_err(|e| Error::from(e).into());
        #[cfg(not(feature = "bundled"))]
        Err(Error::new(Code::Version, "this build carries no directory: open one with Directory.open(bytes)").into())
    }

    /// A directory out of the bytes of a compiled file.
    pub fn open(bytes: Vec<u8>) -> Result<Engine, JsValue> {
        Directory::open(bytes).map(|d| Engine { directory: Rc::new(d) }).map_err(|e| Error::from(e).into())
    }

    /// Answers a question.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn search(&self, #[wasm_bindgen(unchecked_param_type = "SearchOptions | undefined")] options: JsValue) -> Result<JsValue, JsValue> {
        let options = options::SearchOptions::read(&options)?;
        let query = options.query(&self.directory)?;
        let answer = query::run(&self.directory, &query);
        plain(&types::Answer::new(&self.directory, &query, &answer))
    }

    /// The record of an actor by its id or a former one; `undefined` if there is none.
    #[wasm_bindgen(unchecked_return_type = "Actor | undefined")]
    pub fn get(&self, id: &str) -> Result<JsValue, JsValue> {
        match self.directory.find(id).and_then(|id| self.directory.actor(id)) {
            Some(actor) => plain(&actor),
            None => Ok(JsValue::UNDEFINED),
        }
    }

    /// What the directory is: title, version, languages, licence, credits, documents.
    #[wasm_bindgen(unchecked_return_type = "DirectoryInfo")]
    pub fn info(&self) -> Result<JsValue, JsValue> {
        plain(self.directory.info())
    }

    /// Number of actors.
    #[wasm_bindgen(getter)]
    pub fn size(&self) -> usize {
        self.directory.len()
    }
}
