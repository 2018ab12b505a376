//! Records and answers as JSON, for the export and for JavaScript.
//!
//! * [`Described`] writes a value; [`described!`] implements it for a struct by naming its fields once (a forgotten one does not
//!   compile).
//! * [`Json`] is the text being written, with [`Names`] in snake_case (files, after HSDS) or camelCase (JavaScript).
//!
//! serde would do the same with a derive on each type, but its code for every pair of type and format is what a page pays for: through
//! serde-wasm-bindgen the records and answers of this program took 20 kB of wasm more, and crossed into JavaScript property by property;
//! one text and `JSON.parse` is smaller and faster. serde_json would be 84 kB.

use super::Map;

/// How names of fields are written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Names {
    /// `listed_under`, indented: files.
    Snake,
    /// `listedUnder`, in one line: JavaScript.
    Camel,
}

/// JSON being written.
#[derive(Debug)]
pub struct Json {
    text: String,
    names: Names,
    depth: usize,
    /// Whether the object or list being written is still empty.
    empty: bool,
}

/// What can be written as JSON.
pub trait Described {
    /// Writes the value.
    fn describe(&self, json: &mut Json);
    /// Whether there is nothing to write: JavaScript's objects leave such a field out, files say `null`.
    fn is_absent(&self) -> bool {
        false
    }
}

/// A value as JSON.
#[must_use]
pub fn to_json(value: &dyn Described, names: Names) -> String {
    let mut json = Json { text: String::new(), names, depth: 0, empty: true };
    value.describe(&mut json);
    json.text
}

impl Json {
    fn line(&mut self) {
        if self.names == Names::Snake {
            self.text.push('\n');
            for _ in 0..self.depth {
                self.text.push_str("  ");
            }
        }
    }

    fn open(&mut self, bracket: char) {
        self.text.push(bracket);
        self.depth += 1;
        self.empty = true;
    }

    fn close(&mut self, bracket: char) {
        self.depth -= 1;
        if !self.empty {
            self.line();
        }
        self.text.push(bracket);
        self.empty = false;
    }

    fn next(&mut self) {
        if !self.empty {
            self.text.push(',');
        }
        self.empty = false;
        self.line();
    }

    /// An object, field by field.
    pub fn object(&mut self, fields: &[(&str, &dyn Described)]) {
        self.open('{');
        for (name, value) in fields {
            self.field(name, *value);
        }
        self.close('}');
    }

    fn field(&mut self, name: &str, value: &dyn Described) {
        if self.names == Names::Camel && value.is_absent() {
            return;
        }
        self.next();
        self.text.push('"');
        let mut upper = false;
        for c in name.chars() {
            // `address_1` keeps its digit apart in both: `address1`.
            if c == '_' && self.names == Names::Camel {
                upper = true;
            } else {
                self.text.push(if upper { c.to_ascii_uppercase() } else { c });
                upper = false;
            }
        }
        self.text.push_str(if self.names == Names::Snake { "\": " } else { "\":" });
        value.describe(self);
        self.empty = false;
    }

    /// A map: its keys stay as they are.
    fn entry(&mut self, key: &str, value: &dyn Described) {
        self.next();
        self.string(key);
        self.text.push_str(if self.names == Names::Snake { ": " } else { ":" });
        value.describe(self);
        self.empty = false;
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        // What needs no escape, and that is nearly all, is copied at once.
        let mut written = 0;
        for (at, byte) in text.bytes().enumerate().filter(|(_, byte)| matches!(byte, b'"' | b'\\' | 0..=0x1F)) {
            self.text.push_str(text.get(written..at).unwrap_or(""));
            written = at + 1;
            match byte {
                b'\n' => self.text.push_str("\\n"),
                0..=0x1F => {
                    self.text.push_str(if byte < 0x10 { "\\u000" } else { "\\u001" });
                    self.text.push(char::from_digit(u32::from(byte % 16), 16).unwrap_or('0'));
                }
                _ => {
                    self.text.push('\\');
                    self.text.push(char::from(byte));
                }
            }
        }
        self.text.push_str(text.get(written..).unwrap_or(""));
        self.text.push('"');
    }

    /// Digits of a number, at least so many.
    fn number(&mut self, number: usize, least: usize) {
        let mut digits = [b'0'; 20];
        let (mut left, mut used) = (number, 0);
        for slot in digits.iter_mut().rev() {
            if left == 0 && used >= least {
                break;
            }
            *slot = b'0' + (left % 10) as u8;
            (left, used) = (left / 10, used + 1);
        }
        self.text.extend(digits.iter().skip(digits.len() - used).map(|&digit| char::from(digit)));
    }
}

/// Implements [`Described`] for a struct by naming its fields.
macro_rules! described {
    ($($type:ty { $($field:ident),+ $(,)? })+) => {$(
        impl $crate::model::Described for $type {
            fn describe(&self, json: &mut $crate::model::Json) {
                let Self { $($field),+ } = self;
                json.object(&[$((stringify!($field), $field)),+]);
            }
        }
    )+};
}
pub(crate) use described;

impl Described for str {
    fn describe(&self, json: &mut Json) {
        json.string(self);
    }
}

impl Described for String {
    fn describe(&self, json: &mut Json) {
        json.string(self);
    }
}

impl Described for &str {
    fn describe(&self, json: &mut Json) {
        json.string(self);
    }
}

impl Described for bool {
    fn describe(&self, json: &mut Json) {
        json.text.push_str(if *self { "true" } else { "false" });
    }
}

impl Described for usize {
    fn describe(&self, json: &mut Json) {
        json.number(*self, 1);
    }
}

impl Described for u32 {
    fn describe(&self, json: &mut Json) {
        (*self as usize).describe(json);
    }
}

/// A score: four decimals are more than anybody compares, and cost no code for printing floats.
impl Described for f32 {
    fn describe(&self, json: &mut Json) {
        let scaled = (self.clamp(0.0, 100_000.0) * 10_000.0).round() as usize;
        json.number(scaled / 10_000, 1);
        json.text.push('.');
        json.number(scaled % 10_000, 4);
    }
}

impl<T: Described> Described for Option<T> {
    fn describe(&self, json: &mut Json) {
        match self {
            Some(value) => value.describe(json),
            None => json.text.push_str("null"),
        }
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Described> Described for Vec<T> {
    fn describe(&self, json: &mut Json) {
        json.open('[');
        for value in self {
            json.next();
            value.describe(json);
            json.empty = false;
        }
        json.close(']');
    }
}

/// A pair, as a list.
impl Described for [usize; 2] {
    fn describe(&self, json: &mut Json) {
        let [first, second] = self;
        json.text.push('[');
        json.number(*first, 1);
        json.text.push(',');
        json.number(*second, 1);
        json.text.push(']');
    }
}

impl<K: AsRef<str>, V: Described> Described for Map<K, V> {
    fn describe(&self, json: &mut Json) {
        json.open('{');
        for (key, value) in self {
            json.entry(key.as_ref(), value);
        }
        json.close('}');
    }
}

use super::{
    Actor, Basis, Cost, DirectoryInfo, Document, Domain, Facet, ListedUnder, Location, Region, Serves, Service, ServiceArea,
    Source, Status,
};

described! {
    Actor {
        id, name, alternate_names, former_ids, kind, status, serves, founded, volunteers, people_reached, partners, fields, website,
        emails, phones, urls, personal, withheld, locations, services,
    }
    Location { id, name, address_1, postal_code, city, nis, emails, phones }
    Service {
        id, domain, status, until, description, audience, audience_note, access, remarks, cost, level, format, registration, languages,
        concepts, service_area, listed_under, locations, website, emails, phones, urls, verified, sources,
    }
    Cost { kind, amount, note }
    ServiceArea { basis, municipalities, provinces, regions, belgium, online }
    Source { document, province, domain, row, name, municipality, as_of, guesses }
    DirectoryInfo { title, subtitle, version, as_of, publisher, correction_email, langs, licence, licence_url, credits, documents }
    Document { id, title, lang, publisher, year, url, terms }
}

macro_rules! described_codes {
    ($($type:ty),+) => {$(
        impl Described for $type {
            fn describe(&self, json: &mut Json) {
                json.string(self.code());
            }
        }
    )+};
}

described_codes!(Basis, Domain, Facet, ListedUnder, Region, Serves, Status);

#[cfg(test)]
mod tests {
    use super::*;

    struct Sample {
        first_name: String,
        list: Vec<usize>,
        none: Option<String>,
        map: Map<String, String>,
        score: f32,
    }
    described! { Sample { first_name, list, none, map, score } }

    #[test]
    fn is_json_with_the_right_names() {
        let sample = Sample {
            first_name: "a \"b\" \\ \u{1}\n é".into(),
            list: vec![1, 2],
            none: None,
            map: [("snake_key".to_owned(), "ع".to_owned())].into(),
            score: 1.23456,
        };
        let camel = to_json(&sample, Names::Camel);
        assert_eq!(camel, r#"{"firstName":"a \"b\" \\ \u0001\n é","list":[1,2],"map":{"snake_key":"ع"},"score":1.2346}"#);
        let snake: serde_json::Value = serde_json::from_str(&to_json(&sample, Names::Snake)).unwrap();
        assert_eq!(snake["first_name"], "a \"b\" \\ \u{1}\n é");
        assert_eq!(snake["list"][1], 2);
    }
}
