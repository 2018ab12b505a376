//! Reading `data/`: files in, the model and every problem out. Native only.
//!
//! * [`read`] reads a whole data folder and applies all rules to it.
//! * [`Reading`] is what came of it: the data, and problems with file and line.
//!
//! What is right is not decided here, see `rules`; here is only what a file must look like to be read at all.

mod actor;
mod document;
mod lexicon;
mod places;

use crate::geo::Gazetteer;
use crate::model::{Data, DirectoryInfo, Document as SourceDocument, Entry, ListedUnder};
use crate::rules::{self, Problem, Severity};
use document::{Table, nearest_line, parse};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A data folder, read.
#[derive(Debug)]
pub struct Reading {
    /// What it says, as far as it could be read.
    pub data: Data,
    /// Errors and notices, by file and line.
    pub problems: Vec<Problem>,
    folder: PathBuf,
    lines: Lines,
}

impl Reading {
    /// How many errors there are; with any, there is no blob.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.problems.iter().filter(|p| p.severity == Severity::Error).count()
    }

    /// What rules say of this data, with the file's path and the line of each, in the order of files and lines.
    #[must_use]
    pub fn placed(&self, mut problems: Vec<Problem>) -> Vec<Problem> {
        let none = BTreeMap::new();
        for problem in &mut problems {
            let lines = self.lines.get(&problem.file).unwrap_or(&none);
            problem.line = problem.line.or_else(|| Some(nearest_line(lines, &problem.field)));
            problem.file = self.folder.join(&problem.file).display().to_string();
        }
        problems.sort();
        problems.dedup();
        problems
    }
}

type Lines = BTreeMap<String, BTreeMap<String, usize>>;

/// What is shared while files are read.
#[derive(Default)]
struct Files {
    lines: Lines,
    problems: Vec<Problem>,
}

impl Files {
    /// The text of a file, or a problem.
    fn text(&mut self, folder: &Path, file: &str) -> Option<String> {
        match std::fs::read_to_string(folder.join(file)) {
            Ok(text) => Some(text),
            Err(error) => {
                let why = match error.kind() {
                    std::io::ErrorKind::NotFound => "this file is missing".to_owned(),
                    std::io::ErrorKind::InvalidData => "this file is not UTF-8 text: save it as UTF-8".to_owned(),
                    _ => format!("this file cannot be read: {error}"),
                };
                self.problems.push(Problem::error(file, "", why));
                None
            }
        }
    }

    /// Reads a TOML file with `with`; what it finds wrong gets its line.
    fn toml<T: Default>(
        &mut self,
        folder: &Path,
        file: &str,
        with: impl FnOnce(&mut document::Document, &mut Table<'_, '_>) -> T,
    ) -> T {
        let Some(text) = self.text(folder, file) else { return T::default() };
        let (mut document, root) = parse(file, &text);
        let mut table = Table::root(&root);
        let value = with(&mut document, &mut table);
        document.finish(table);
        let (lines, problems) = document.into_lines();
        self.lines.insert(file.to_owned(), lines);
        self.problems.extend(problems);
        value
    }
}

/// Reads a data folder and applies every rule.
#[must_use]
pub fn read(folder: &Path) -> Reading {
    let mut files = Files::default();
    let mut data = Data { info: files.toml(folder, "directory.toml", info), ..Data::default() };
    data.documents = files.toml(folder, "sources.toml", documents);
    data.info.documents.clone_from(&data.documents);
    data.places = places::read(&mut files, folder);
    data.lexicon = lexicon::read(&mut files, folder);
    data.messages = lexicon::messages(&mut files, folder, &data.info.langs);
    data.actors = actors(&mut files, folder);

    let gazetteer = Gazetteer::new(&data.places);
    for entry in &mut data.actors {
        files.problems.extend(rules::settle(entry, &data.places, &gazetteer));
    }
    data.actors.sort_by(|a, b| (&a.actor.id, &a.file).cmp(&(&b.actor.id, &b.file)));
    files.problems.extend(rules::check(&data));

    let mut reading = Reading { data, problems: Vec::new(), folder: folder.to_owned(), lines: files.lines };
    reading.problems = reading.placed(files.problems);
    reading
}

/// Reads one actor file by itself, without rules.
///
/// # Errors
/// What is wrong with the file.
pub fn actor_file(file: &Path) -> Result<Entry, Vec<Problem>> {
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let id = name.strip_suffix(".toml").unwrap_or(&name).to_owned();
    let mut files = Files::default();
    let folder = file.parent().unwrap_or(Path::new("."));
    let entry = files.toml(folder, &name, |document, table| actor::read(document, table, &id, ListedUnder::Antwerp));
    if files.problems.is_empty() { Ok(entry) } else { Err(files.problems) }
}

fn info(document: &mut document::Document, table: &mut Table<'_, '_>) -> DirectoryInfo {
    DirectoryInfo {
        title: document.texts_by_language(table, "title"),
        subtitle: document.texts_by_language(table, "subtitle"),
        version: document.required(table, "version"),
        as_of: document.required(table, "as_of"),
        publisher: document.required(table, "publisher"),
        correction_email: document.text(table, "correction_email"),
        langs: document.texts(table, "langs"),
        licence: document.required(table, "licence"),
        licence_url: document.required(table, "licence_url"),
        credits: document.texts(table, "credits"),
        documents: Vec::new(),
    }
}

fn documents(document: &mut document::Document, table: &mut Table<'_, '_>) -> Vec<SourceDocument> {
    document.each(table, |document, id, table| SourceDocument {
        id,
        title: document.required(table, "title"),
        lang: document.text(table, "lang"),
        publisher: document.required(table, "publisher"),
        year: document.text(table, "year"),
        url: document.text(table, "url"),
        terms: document.required(table, "terms"),
    })
}

/// All actor files, folder by folder, file by file.
fn actors(files: &mut Files, folder: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (name, is_folder) in sorted(files, folder, "actors") {
        let path = format!("actors/{name}");
        if !is_folder {
            files.problems.push(Problem::error(
                &path,
                "",
                "this file stands outside the folders of actors/: move it into one of them",
            ));
            continue;
        }
        let Some(listed) = ListedUnder::from_code(&name) else {
            let hint = rules::suggestion(&name, ListedUnder::ALL.iter().map(|l| l.code()));
            files.problems.push(Problem::error(&path, "", format!("unknown folder \"{name}\"{hint}")));
            continue;
        };
        for (name, _) in sorted(files, folder, &path) {
            let file = format!("{path}/{name}");
            match name.strip_suffix(".toml") {
                Some(id) => {
                    let mut entry = files.toml(folder, &file, |document, table| actor::read(document, table, id, listed));
                    entry.file = file;
                    entry.folder = Some(listed);
                    if entry.actor.id.is_empty() {
                        id.clone_into(&mut entry.actor.id); // an unreadable file still has its id
                    }
                    entries.push(entry);
                }
                None => {
                    files.problems.push(Problem::error(&file, "", "actor files end in .toml: rename this file or move it away"))
                }
            }
        }
    }
    entries
}

/// Names in a folder, sorted, with whether each is a folder. Hidden files do not count.
fn sorted(files: &mut Files, folder: &Path, path: &str) -> Vec<(String, bool)> {
    let mut names = Vec::new();
    match std::fs::read_dir(folder.join(path)) {
        Ok(entries) => {
            for entry in entries.flatten() {
                let name = entry.file_name().to_string_lossy().into_owned();
                if !name.starts_with('.') {
                    names.push((name, entry.path().is_dir()));
                }
            }
        }
        Err(error) => files.problems.push(Problem::error(path, "", format!("this folder cannot be read: {error}"))),
    }
    names.sort();
    names
}
