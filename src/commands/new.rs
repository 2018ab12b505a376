//! `new actor`: an empty file for an actor, with every key explained.
//!
//! What the keys are and mean is described once, by the example in `data/README.md`; a test of `compile::read` holds that to what is
//! read. The template here is that example with its values taken out, so a key added there is in the next new file.

use super::Outcome;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use welkomwijzer::compile::read;
use welkomwijzer::model::{Data, LEADING, Lexicon, ListedUnder};
use welkomwijzer::rules;

const README: &str = include_str!("../../data/README.md");

/// Writes `actors/<listed under>/<id>.toml`, if nobody has or had this id.
pub fn actor(folder: &Path, id: &str, listed_under: ListedUnder, name: Option<&str>) -> Outcome {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}: run this where data/ is, or name the folder with --data", folder.display()));
    }
    if let Some(why) = rules::id_problem(id) {
        return Err(format!("\"{id}\" can be no id: {why}"));
    }
    if name.is_some_and(|name| name.chars().any(char::is_control)) {
        return Err("a name is one line of text".to_owned());
    }
    let data = read::read(folder).data;
    if let Some(taken) = taken(folder, &data, id) {
        return Err(taken);
    }
    let path = folder.join("actors").join(listed_under.code()).join(format!("{id}.toml"));
    let cannot = |error: std::io::Error| format!("{} cannot be written: {error}", path.display());
    if let Some(parent) = path.parent() {
        std::fs::create_dir_all(parent).map_err(cannot)?;
    }
    // Never over a file that is there, whatever was read before.
    let mut file = std::fs::File::create_new(&path).map_err(cannot)?;
    file.write_all(template(&data, id, name.unwrap_or("")).as_bytes()).map_err(cannot)?;
    eprintln!("{}: fill it in, then run `check`, which names what is still missing", path.display());
    Ok(ExitCode::SUCCESS)
}

/// Who has this id already, or had it.
fn taken(folder: &Path, data: &Data, id: &str) -> Option<String> {
    let draft = |listed: &ListedUnder| folder.join("drafts/actors").join(listed.code()).join(format!("{id}.toml"));
    if let Some(entry) = data.actors.iter().find(|e| e.actor.id == id) {
        return Some(format!("id \"{id}\" is taken: {} is \"{}\"", folder.join(&entry.file).display(), entry.actor.name));
    }
    if let Some(entry) = data.actors.iter().find(|e| e.actor.former_ids.iter().any(|former| former == id)) {
        let file = folder.join(&entry.file);
        return Some(format!("id \"{id}\" was the id of {}; ids are never given to somebody else", file.display()));
    }
    let draft = ListedUnder::ALL.iter().map(draft).find(|path| path.exists())?;
    Some(format!("id \"{id}\" is taken: {} is a draft", draft.display()))
}

/// The example of data/README.md.
fn example() -> &'static str {
    let behind = README.split_once("```toml\n").map_or("", |(_, behind)| behind);
    behind.split_once("\n```").map_or("", |(example, _)| example)
}

/// Where comments begin.
const COMMENTS_AT: usize = 23;

fn template(data: &Data, id: &str, name: &str) -> String {
    let mut out = vec![
        format!(
            "# {}: fill in what you know. What stays empty is unknown, which is not the same as no.",
            if name.is_empty() { id } else { name }
        ),
        "# `welkomwijzer check` names what is still missing; data/README.md tells more of every key.".to_owned(),
        String::new(),
    ];
    let blocks: Vec<Vec<&str>> = example().split("\n\n").map(|block| block.lines().collect()).collect();
    let translated = format!("[service.text.{LEADING}]");
    for block in &blocks {
        let head = block.first().copied().unwrap_or("");
        // Dutch leads; each other language of the directory gets the same keys.
        if head.starts_with("[service.text.") && !head.starts_with(&translated) {
            let (_, comment) = parts(head);
            for lang in data.info.langs.iter().filter(|lang| *lang != LEADING) {
                out.push(line(&format!("[service.text.{lang}]"), comment));
                out.extend(block.iter().filter(|l| l.starts_with("from ")).map(|l| format!("# {l}")));
                let leading = blocks.iter().find(|b| b.first().is_some_and(|head| head.starts_with(&translated)));
                out.extend(leading.into_iter().flatten().skip(1).map(|l| line(&blank(parts(l).0).unwrap_or_default(), "")));
                out.push(String::new());
            }
            continue;
        }
        for &written in block {
            let (value, comment) = parts(written);
            out.extend(codes(data, value, comment));
            match blank(value) {
                Some(_) if value.starts_with("name = ") && out.iter().all(|l| !l.starts_with("name = ")) => {
                    out.push(line(&format!("name = {}", toml::Value::from(name)), comment));
                }
                // A location without an id would be a mistake: who has none leaves it as it is.
                Some(blank) if head.starts_with("[[location]]") => out.push(format!("# {}", line(&blank, comment))),
                Some(blank) => out.push(line(&blank, comment)),
                // What cannot be empty is there to be taken up.
                None => out.push(format!("# {written}")),
            }
        }
        out.push(String::new());
    }
    out.join("\n").trim_end().to_owned() + "\n"
}

/// What a line says, and its comment.
fn parts(line: &str) -> (&str, &str) {
    let (value, comment) = line.split_once(" # ").unwrap_or((line, ""));
    (value.trim_end(), comment)
}

fn line(value: &str, comment: &str) -> String {
    if comment.is_empty() { value.to_owned() } else { format!("{value:<COMMENTS_AT$} # {comment}") }
}

/// A line without its value; nothing if it cannot be without.
fn blank(line: &str) -> Option<String> {
    let Some((key, value)) = line.split_once(" = ") else { return Some(line.to_owned()) };
    let blank = match value.chars().next() {
        Some('"') => "\"\"".to_owned(),
        Some('[') => "[]".to_owned(),
        Some('{') => {
            let inner = value.trim_matches(['{', '}', ' ']).split(", ").map(blank).collect::<Option<Vec<String>>>()?;
            format!("{{ {} }}", inner.join(", "))
        }
        _ => return None,
    };
    Some(format!("{key} = {blank}"))
}

/// Comments with the codes that a key takes: those of the table its explanation names, of sources.toml, of the folders.
fn codes(data: &Data, value: &str, comment: &str) -> Vec<String> {
    let key = value.split(" = ").next().unwrap_or("");
    let codes: Vec<&str> = match Lexicon::tables().find(|table| comment.contains(&format!("[{table}.*]"))) {
        Some(table) => data.lexicon.values.iter().filter(|v| v.table == table).map(|v| v.code.as_str()).collect(),
        None if comment.contains("sources.toml") => data.documents.iter().map(|d| d.id.as_str()).collect(),
        None if key == "province" => ListedUnder::ALL.iter().map(|l| l.code()).collect(),
        None => return Vec::new(),
    };
    let mut lines = vec![format!("# {key}:")];
    for code in codes {
        match lines.last_mut() {
            Some(last) if last.len() + code.len() < 118 => {
                last.push(' ');
                last.push_str(code);
            }
            _ => lines.push(format!("#   {code}")),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_example_is_in_the_template() {
        let mut data = Data::default();
        data.info.langs = ["nl", "en"].map(str::to_owned).into();
        let template = template(&data, "proefhuis", "Huis \"De Proef\"");
        assert!(template.contains("\nname = 'Huis \"De Proef\"'"), "{template}");
        for line in example().lines().filter(|line| !line.starts_with("[service.text.")) {
            let key = parts(line).0.split(" = ").next().unwrap_or("");
            let there = template.lines().any(|l| l.trim_start_matches("# ").starts_with(key));
            assert!(there, "{key} is not in the template:\n{template}");
        }
        assert!(template.parse::<toml::Table>().is_ok(), "{template}");
        assert!(!template.contains("Geel"), "an example's value stayed:\n{template}");
    }

    #[test]
    fn values_are_taken_out() {
        for (line, expected) in [
            ("name = \"x\"", Some("name = \"\"")),
            ("emails = [\"x\", \"y\"]", Some("emails = []")),
            ("area = { basis = \"stated\", of = [\"Geel\"] }", Some("area = { basis = \"\", of = [] }")),
            ("[[service]]", Some("[[service]]")),
            ("row = 9", None),
        ] {
            assert_eq!(blank(line).as_deref(), expected);
        }
    }
}
