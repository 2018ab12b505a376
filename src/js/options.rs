//! Options from JavaScript, read strictly and field by field (reading them through serde would cost 68 kB).

use super::error::{Code, Error};
use crate::index::Directory;
use crate::model::{Facet, Map};
use crate::query::{DEFAULT_LIMIT, Query, Sort};
use tsify::Tsify;
use wasm_bindgen::{JsCast, JsValue};

/// An options object: its type for TypeScript, and its reader. Every field is optional, so that both always know the same ones.
macro_rules! options {
    ($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident / $key:literal : $type:ty = $read:path),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Tsify)]
        #[serde(rename_all = "camelCase")]
        pub struct $name {
            $($(#[$fmeta])* #[tsify(optional)] pub $field: Option<$type>),+
        }
        impl $name {
            /// The names JavaScript uses.
            pub const KEYS: &'static [&'static str] = &[$($key),+];
            /// Reads an object in which these keys are known; `undefined` and `null` are an empty one.
            ///
            /// # Errors
            /// Code "option" for anything that is unknown or of the wrong type.
            pub fn read(value: &JsValue, known: &[&str]) -> Result<Self, Error> {
                let mut options = Self::default();
                for (key, value) in entries(value, stringify!($name))? {
                    match key.as_str() {
                        $($key if known.contains(&$key) => options.$field = Some($read(&key, &value)?),)+
                        _ => return Err(unknown("option", &key, known)),
                    }
                }
                Ok(options)
            }
        }
    };
}

options! {
    /// A question. Nothing set means everything.
    SearchOptions {
        /// What to look for.
        text / "text": String = text,
        /// Language of the visitor: ranks its texts first, and names what is found.
        lang / "lang": String = text,
        /// Where the visitor lives: name, postcode or NIS code. Ranks and never excludes.
        municipality / "municipality": String = text,
        /// Chosen values per facet: `{ domain: ["language"], cost: ["free"] }`. Values of `place` are municipalities.
        filters / "filters": Map<String, Vec<String>> = lists,
        /// Most hits to give; 20 if not said.
        limit / "limit": u32 = whole,
        /// Hits to leave out at the front.
        offset / "offset": u32 = whole,
        /// Whether the text is taken as it is: no place in it becomes the viewpoint.
        literal / "literal": bool = flag,
        /// What comes first: "best", if not said, or "nearest" to the viewpoint. What has no known place is then last.
        sort / "sort": Sort = sort,
        /// Whether every facet is counted, as if not said. `false` spares a large directory a third of the time; `facets` is then empty.
        facets / "facets": bool = flag,
        /// Whether hits tell where in their texts the words stand.
        highlights / "highlights": bool = flag,
    }
}

/// The options of `suggest`: those of a question that matter while it is being typed.
pub const OF_SUGGESTIONS: &[&str] = &["text", "lang", "municipality", "filters", "limit"];

/// Their type for TypeScript.
#[wasm_bindgen::prelude::wasm_bindgen(typescript_custom_section)]
const SUGGEST_OPTIONS: &str = "
/** What is being typed, and what bounds the suggestions; most are 8 if `limit` is not said. */
export type SuggestOptions = Pick<SearchOptions, \"text\" | \"lang\" | \"municipality\" | \"filters\" | \"limit\">;";

impl SearchOptions {
    /// The question they mean.
    ///
    /// # Errors
    /// Code "option" for an unknown language, municipality or facet.
    pub fn query(self, directory: &Directory) -> Result<Query, Error> {
        let langs: Vec<&str> = directory.info().langs.iter().map(String::as_str).collect();
        let lang = self.lang.unwrap_or_default();
        if !lang.is_empty() && !langs.contains(&lang.as_str()) {
            return Err(unknown("language", &lang, &langs));
        }
        let viewpoint = match self.municipality {
            None => None,
            Some(written) => Some(directory.municipality(&written).ok_or_else(|| {
                Error::new(
                    Code::Option,
                    format!("unknown municipality \"{written}\": give a name, a postcode or a NIS code of Flanders or Brussels"),
                )
            })?),
        };
        let mut filters = Map::new();
        for (name, values) in self.filters.unwrap_or_default() {
            let codes: Vec<&str> = Facet::ALL.iter().map(|f| f.code()).collect();
            let facet = Facet::from_code(&name).ok_or_else(|| unknown("facet", &name, &codes))?;
            for value in &values {
                let known = match facet.column() {
                    None => directory.municipality(value).is_some(),
                    Some(_) => directory.labels().position(facet, value).is_some(),
                };
                if !known {
                    let known: Vec<&str> = directory.labels().of(facet).iter().map(|l| l.code.as_str()).collect();
                    return Err(unknown(&format!("value of filters.{name}"), value, &known));
                }
            }
            filters.insert(facet, values);
        }
        Ok(Query {
            text: self.text.unwrap_or_default(),
            lang,
            viewpoint,
            filters,
            limit: Some(self.limit.map_or(DEFAULT_LIMIT, |n| n as usize)),
            offset: self.offset.unwrap_or(0) as usize,
            literal: self.literal.unwrap_or(false),
            sort: self.sort.unwrap_or_default(),
            uncounted: !self.facets.unwrap_or(true),
        })
    }
}

pub(crate) fn entries(value: &JsValue, what: &str) -> Result<Vec<(String, JsValue)>, Error> {
    if value.is_undefined() || value.is_null() {
        return Ok(Vec::new());
    }
    let object = value
        .dyn_ref::<js_sys::Object>()
        .filter(|o| !js_sys::Array::is_array(o) && !o.is_function() && !o.is_instance_of::<js_sys::Map>());
    let object = object.ok_or_else(|| Error::new(Code::Option, format!("{what} must be a plain object")))?;
    let entries = js_sys::Object::entries(object);
    let pairs = entries.iter().map(|pair| {
        let pair = js_sys::Array::from(&pair);
        (pair.get(0).as_string().unwrap_or_default(), pair.get(1))
    });
    // An option that is undefined is one that was not given.
    Ok(pairs.filter(|(_, value)| !value.is_undefined()).collect())
}

fn unknown(what: &str, written: &str, known: &[&str]) -> Error {
    Error::new(Code::Option, format!("unknown {what} \"{written}\"; known are {}", known.join(", ")))
}

fn wrong(key: &str, expected: &str) -> Error {
    Error::new(Code::Option, format!("option \"{key}\" must be {expected}"))
}

pub(crate) fn text(key: &str, value: &JsValue) -> Result<String, Error> {
    value.as_string().ok_or_else(|| wrong(key, "a string"))
}

fn flag(key: &str, value: &JsValue) -> Result<bool, Error> {
    value.as_bool().ok_or_else(|| wrong(key, "true or false"))
}

fn sort(key: &str, value: &JsValue) -> Result<Sort, Error> {
    value.as_string().and_then(|code| Sort::from_code(&code)).ok_or_else(|| wrong(key, "\"best\" or \"nearest\""))
}

pub(crate) fn whole(key: &str, value: &JsValue) -> Result<u32, Error> {
    let number = value.as_f64().filter(|n| n.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(n));
    number.map(|n| n as u32).ok_or_else(|| wrong(key, "a whole number, 0 or more"))
}

pub(crate) fn list(key: &str, value: &JsValue) -> Result<Vec<String>, Error> {
    if !js_sys::Array::is_array(value) {
        return Err(wrong(key, "an array of strings"));
    }
    js_sys::Array::from(value).iter().map(|v| v.as_string().ok_or_else(|| wrong(key, "an array of strings"))).collect()
}

fn lists(key: &str, value: &JsValue) -> Result<Map<String, Vec<String>>, Error> {
    entries(value, key)?.into_iter().map(|(name, value)| Ok((name.clone(), list(&format!("{key}.{name}"), &value)?))).collect()
}
