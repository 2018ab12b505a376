//! A TOML file, walked so that every problem is found and has its line.
//!
//! serde would stop at the first mistake; here a value of the wrong type is reported and left out, an unknown key is reported with the
//! key that was probably meant, and reading goes on.

use crate::model::{Texts, Words};
use crate::rules::{Problem, suggestion};
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A file being read: its lines, and the problems found so far.
pub(super) struct Document {
    pub(super) file: String,
    pub(super) problems: Vec<Problem>,
    line_starts: Vec<usize>,
    lines: BTreeMap<String, usize>,
    /// Every key that was asked for, with its path.
    #[cfg(test)]
    pub(super) known: BTreeSet<String>,
}

/// A table in it, with the keys that were asked for.
pub(super) struct Table<'a, 'i> {
    table: Option<&'a DeTable<'i>>,
    path: String,
    asked: BTreeSet<&'static str>,
}

/// Parses a file. Syntax errors are problems of the document; what could be read is walked all the same.
pub(super) fn parse<'i>(file: &str, text: &'i str) -> (Document, Spanned<DeTable<'i>>) {
    let line_starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
    let mut document = Document {
        file: file.to_owned(),
        problems: Vec::new(),
        line_starts,
        lines: BTreeMap::new(),
        #[cfg(test)]
        known: BTreeSet::new(),
    };
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let line = document.line(error.span().map_or(0, |span| span.start));
        let message = format!("this is not TOML: {}", error.message());
        document.problems.push(Problem { line: Some(line), ..Problem::error(file, "", message) });
    }
    document.remember("", root.get_ref());
    (document, root)
}

impl Document {
    /// The line of a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.line_starts.partition_point(|&start| start <= at).max(1)
    }

    fn remember(&mut self, path: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let path = if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
            let line = self.line(key.span().start);
            self.lines.insert(path.clone(), line);
            self.remember_value(&path, value);
        }
    }

    fn remember_value(&mut self, path: &str, value: &Spanned<DeValue<'_>>) {
        match value.get_ref() {
            DeValue::Table(table) => self.remember(path, table),
            DeValue::Array(array) => {
                for (i, element) in array.iter().enumerate() {
                    let path = format!("{path}[{i}]");
                    let line = self.line(element.span().start);
                    self.lines.insert(path.clone(), line);
                    self.remember_value(&path, element);
                }
            }
            _ => {}
        }
    }

    /// The line of a field, or of the nearest thing around it that is in the file.
    pub(super) fn line_of(&self, field: &str) -> usize {
        nearest_line(&self.lines, field)
    }

    /// Lets a field stand where another does.
    pub(super) fn alias(&mut self, field: String, of: &str) {
        let line = self.line_of(of);
        self.lines.insert(field, line);
    }

    /// All lines, for problems found later.
    pub(super) fn into_lines(self) -> (BTreeMap<String, usize>, Vec<Problem>) {
        let mut problems = self.problems;
        let lines = self.lines;
        for problem in problems.iter_mut().filter(|p| p.line.is_none()) {
            problem.line = Some(nearest_line(&lines, &problem.field));
        }
        (lines, problems)
    }

    fn error(&mut self, field: &str, message: String) {
        let problem = Problem::error(&self.file, field, message);
        self.problems.push(problem);
    }

    fn wrong_type(&mut self, field: &str, found: &DeValue<'_>, expected: &str) {
        let key = field.rsplit('.').next().unwrap_or(field);
        self.error(field, format!("{key} is {}, it must be {expected}", described(found)));
    }

    /// Text under a key. Empty text counts as absent.
    pub(super) fn text(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Option<String> {
        let (field, value) = table.get(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.trim().to_owned()).filter(|t| !t.is_empty()),
            other => {
                self.wrong_type(&field, other, "text in quotes");
                None
            }
        }
    }

    /// Text that must be there.
    pub(super) fn required(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> String {
        let missing = table.table.is_some_and(|t| !t.contains_key(key));
        let text = self.text(table, key);
        if text.is_none() {
            let field = table.field(key);
            if missing {
                self.error(&field, format!("{key} is missing: add {key} = \"…\""));
            } else {
                self.error(&field, format!("{key} is empty: write it; a record cannot be without"));
            }
        }
        text.unwrap_or_default()
    }

    /// A whole number from 0.
    pub(super) fn number(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Option<u32> {
        let (field, value) = table.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(integer) => integer.as_str().parse().ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(&field, value.get_ref(), "a whole number");
        }
        number
    }

    /// true or false; absent is false.
    pub(super) fn flag(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> bool {
        let Some((field, value)) = table.get(key) else { return false };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.wrong_type(&field, value.get_ref(), "true or false");
            false
        })
    }

    /// A list of texts; absent is empty.
    pub(super) fn texts(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Vec<String> {
        let Some((field, value)) = table.get(key) else { return Vec::new() };
        self.list(&field, value)
    }

    fn list(&mut self, field: &str, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(field, value.get_ref(), "a list such as [\"…\"]");
            return Vec::new();
        };
        let mut texts = Vec::new();
        for (i, element) in array.iter().enumerate() {
            match element.get_ref().as_str().map(str::trim) {
                Some("") => self.error(
                    &format!("{field}[{i}]"),
                    "an empty text stands in this list: write something or take it out".to_owned(),
                ),
                Some(text) => texts.push(text.to_owned()),
                None => self.wrong_type(&format!("{field}[{i}]"), element.get_ref(), "text in quotes"),
            }
        }
        texts
    }

    /// A value with a closed list of codes.
    pub(super) fn code<T: Copy>(
        &mut self,
        table: &mut Table<'_, '_>,
        key: &'static str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Option<T> {
        let written = self.text(table, key)?;
        let found = all.iter().copied().find(|&value| code(value) == written);
        if found.is_none() {
            let field = table.field(key);
            self.unknown_code(&field, key, &written, all.iter().map(|&v| code(v)));
        }
        found
    }

    /// Such a value that must be there.
    pub(super) fn required_code<T: Copy>(
        &mut self,
        table: &mut Table<'_, '_>,
        key: &'static str,
        all: &[T],
        code: impl Fn(T) -> &'static str + Copy,
    ) -> Option<T> {
        let written = table.get(key).map(|(_, value)| value.get_ref());
        if written.is_none_or(|value| value.as_str().is_some_and(|text| text.trim().is_empty())) {
            let codes: Vec<&str> = all.iter().map(|&value| code(value)).collect();
            let field = table.field(key);
            self.error(&field, format!("{key} is missing: write {key} = \"…\", one of {}", codes.join(", ")));
            return None;
        }
        self.code(table, key, all, code)
    }

    /// A list of such values.
    pub(super) fn codes<T: Copy>(
        &mut self,
        table: &mut Table<'_, '_>,
        key: &'static str,
        all: &[T],
        code: impl Fn(T) -> &'static str,
    ) -> Vec<T> {
        let mut found = Vec::new();
        for (i, written) in self.texts(table, key).into_iter().enumerate() {
            match all.iter().copied().find(|&value| code(value) == written) {
                Some(value) => found.push(value),
                None => {
                    let field = format!("{}[{i}]", table.field(key));
                    self.unknown_code(&field, key, &written, all.iter().map(|&v| code(v)));
                }
            }
        }
        found
    }

    fn unknown_code(&mut self, field: &str, key: &str, written: &str, all: impl Iterator<Item = &'static str>) {
        self.error(field, format!("unknown {key} \"{written}\"{}", suggestion(written, all)));
    }

    /// A table under a key; absent is an empty one.
    pub(super) fn table<'a, 'i>(&mut self, table: &mut Table<'a, 'i>, key: &'static str) -> Option<Table<'a, 'i>> {
        let (field, value) = table.get(key)?;
        match value.get_ref() {
            DeValue::Table(inner) => Some(Table::new(inner, field)),
            other => {
                self.wrong_type(&field, other, "a table");
                None
            }
        }
    }

    /// The tables `[[key]]`.
    pub(super) fn tables<'a, 'i>(&mut self, table: &mut Table<'a, 'i>, key: &'static str) -> Vec<Table<'a, 'i>> {
        let Some((field, value)) = table.get(key) else { return Vec::new() };
        let DeValue::Array(array) = value.get_ref() else {
            self.wrong_type(&field, value.get_ref(), &format!("written as [[{key}]]"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for (i, element) in array.iter().enumerate() {
            let field = format!("{field}[{i}]");
            match element.get_ref() {
                DeValue::Table(inner) => tables.push(Table::new(inner, field)),
                other => self.wrong_type(&field, other, &format!("written as [[{key}]]")),
            }
        }
        tables
    }

    /// What is read from the table under each key of a table, in the order of the file.
    pub(super) fn each<'a, 'i, T>(
        &mut self,
        table: &mut Table<'a, 'i>,
        mut read: impl FnMut(&mut Self, String, &mut Table<'a, 'i>) -> T,
    ) -> Vec<T> {
        let mut all = Vec::new();
        for (name, field, value) in table.take_all() {
            match value.get_ref() {
                DeValue::Table(inner) => {
                    let mut inner = Table::new(inner, field);
                    all.push(read(self, name, &mut inner));
                    self.finish(inner);
                }
                other => self.wrong_type(&field, other, "a table"),
            }
        }
        all
    }

    /// A text for each language under a key.
    pub(super) fn texts_by_language(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Texts {
        self.table(table, key).map(|mut inner| self.all_texts(&mut inner)).unwrap_or_default()
    }

    /// Every key of a table with its text.
    pub(super) fn all_texts(&mut self, table: &mut Table<'_, '_>) -> Texts {
        let mut texts = Texts::new();
        for (name, field, value) in table.take_all() {
            match value.get_ref().as_str() {
                Some(text) => {
                    texts.insert(name, text.trim().to_owned());
                }
                None => self.wrong_type(&field, value.get_ref(), "text in quotes"),
            }
        }
        texts
    }

    /// A list of texts for each language under a key.
    pub(super) fn lists_by_language(&mut self, table: &mut Table<'_, '_>, key: &'static str) -> Words {
        self.table(table, key).map(|mut inner| self.all_lists(&mut inner)).unwrap_or_default()
    }

    /// Every key of a table with its list of texts.
    pub(super) fn all_lists(&mut self, table: &mut Table<'_, '_>) -> Words {
        table.take_all().into_iter().map(|(name, field, value)| (name, self.list(&field, value))).collect()
    }

    /// Reports keys of a table that nobody asked for.
    pub(super) fn finish(&mut self, table: Table<'_, '_>) {
        #[cfg(test)]
        self.known.extend(table.asked.iter().map(|key| table.field(key)));
        for (name, field, _) in table.entries() {
            if !table.asked.contains(name.as_str()) {
                let hint = suggestion(&name, table.asked.iter().copied());
                let place = if table.path.is_empty() { String::new() } else { format!(" in {}", table.path) };
                self.error(&field, format!("unknown key \"{name}\"{place}{hint}"));
            }
        }
    }
}

impl<'a, 'i> Table<'a, 'i> {
    fn new(table: &'a DeTable<'i>, path: String) -> Self {
        Self { table: Some(table), path, asked: BTreeSet::new() }
    }

    /// The whole file.
    pub(super) fn root(root: &'a Spanned<DeTable<'i>>) -> Self {
        Self::new(root.get_ref(), String::new())
    }

    /// The path of a key.
    pub(super) fn field(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }

    /// Keys and values in the order of the file, all of which are asked for by that.
    pub(super) fn take_all(&mut self) -> Vec<(String, String, &'a Spanned<DeValue<'i>>)> {
        let entries = self.entries();
        self.table = None;
        entries
    }

    /// Where this table stands.
    pub(super) fn path(&self) -> &str {
        &self.path
    }

    fn get(&mut self, key: &'static str) -> Option<(String, &'a Spanned<DeValue<'i>>)> {
        self.asked.insert(key);
        let value = self.table?.get(key)?;
        Some((self.field(key), value))
    }

    /// Keys and values in the order of the file.
    fn entries(&self) -> Vec<(String, String, &'a Spanned<DeValue<'i>>)> {
        let mut entries: Vec<(usize, String, &'a Spanned<DeValue<'i>>)> = Vec::new();
        for (key, value) in self.table.into_iter().flatten() {
            entries.push((key.span().start, key.get_ref().to_string(), value));
        }
        entries.sort_by_key(|(start, _, _)| *start);
        entries.into_iter().map(|(_, name, value)| (name.clone(), self.field(&name), value)).collect()
    }
}

/// The line of a field in remembered lines, or of what is around it.
pub(super) fn nearest_line(lines: &BTreeMap<String, usize>, field: &str) -> usize {
    let mut field = field;
    loop {
        if let Some(&line) = lines.get(field) {
            return line;
        }
        match field.rfind(['.', '[']) {
            Some(at) => field = field.get(..at).unwrap_or(""),
            None => return 1,
        }
    }
}

fn described(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date without quotes",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
