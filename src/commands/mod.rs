//! What the command line can do, one function each. See `welkomwijzer --help`.

mod check;
mod new;
mod relevance;
mod stamp;
mod tune;

use clap::{Parser, Subcommand, ValueEnum};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use welkomwijzer::compile::{self, Options, Personal, Slice, read};
use welkomwijzer::geo::MunicipalityId;
use welkomwijzer::index::Directory;
use welkomwijzer::model::{Data, Domain, Facet, ListedUnder};
use welkomwijzer::query::{self, Query, Sort};
use welkomwijzer::rules::Severity;
use welkomwijzer::{export, html};

/// A directory of organisations that help newcomers to Flanders and Brussels: check its data, search it, export and compile it.
///
/// Data is a folder of plain text files, `data/` by default; data/README.md describes every file and key.
#[derive(Parser, Debug)]
#[command(version, arg_required_else_help = true, max_term_width = 100)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Names every problem in the data as path:line: error|notice: what is there, what would be right
    ///
    /// Errors must be mended before the directory can be built; notices are worth a look: what is missing, what looks double, texts
    /// that are hard to read. The exit code is 1 if there are errors. With --stale, --guesses and --personal more is listed behind them,
    /// and counted apart; it never changes the exit code.
    #[command(
        after_help = "Examples:\n  welkomwijzer check\n  welkomwijzer check ../our-data --errors\n  welkomwijzer check --stale 12                what nobody looked at for a year\n  welkomwijzer check --errors --guesses        guesses alone, unless there are errors"
    )]
    Check {
        /// The data folder
        #[arg(default_value = "data")]
        data: PathBuf,
        /// No notices: errors, and what else is asked for
        #[arg(long)]
        errors: bool,
        /// Also services whose facts are older than so many months, by `verified` or else by their newest source, and those of unknown
        /// age. What ended is left out
        #[arg(long, value_name = "MONTHS")]
        stale: Option<u32>,
        /// Also every repair by judgement (`guesses`), as path:line: guess: …, with the row it was printed in
        #[arg(long)]
        guesses: bool,
        /// Also every mailbox and phone that is a person's own, as path:line: personal: …; pages leave them out
        #[arg(long)]
        personal: bool,
    },
    /// Writes an empty file to fill in
    #[command(subcommand)]
    New(New),
    /// Searches the directory as a visitor would
    #[command(
        after_help = "Examples:\n  welkomwijzer search 'taalles' --municipality Geel\n  welkomwijzer search 'دروس هولندية' --lang ar --limit 5\n  welkomwijzer search '03 230 22 33' --json"
    )]
    Search {
        /// What to look for; empty finds everything
        #[arg(default_value = "")]
        text: String,
        /// The visitor's language
        #[arg(long, default_value = "nl")]
        lang: String,
        /// Where the visitor lives: name, postcode or NIS code. What is near comes first, nothing is left out
        #[arg(long)]
        municipality: Option<String>,
        /// Only this domain: language, orientation, leisure or diaspora
        #[arg(long)]
        domain: Option<String>,
        /// What comes first: best, or nearest to the municipality
        #[arg(long, default_value = "best")]
        sort: String,
        /// Most hits to show
        #[arg(long, default_value_t = 10)]
        limit: usize,
        /// Shows what the score of each hit is made of
        #[arg(long, conflicts_with = "json")]
        explain: bool,
        /// As JSON: {"total", "hits": [{"id", "name", "score", "services": [{"id", "domain", "sources"}]}]}
        #[arg(long)]
        json: bool,
        /// A data folder or a compiled file, instead of the directory that was built in
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Writes the whole directory in another format
    ///
    /// Mailboxes and mobiles that are a person's own are in it, marked under `personal`.
    #[command(after_help = "Example:\n  welkomwijzer export --format json --out directory.json")]
    Export {
        /// The format
        #[arg(long, value_enum, default_value_t = Format::Json)]
        format: Format,
        /// The file to write; without it, standard output
        #[arg(long)]
        out: Option<PathBuf>,
        /// The data folder
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
    /// Compiles data into one file, whole or for one town, for src= or Directory.open(bytes)
    #[command(
        after_help = "Examples:\n  welkomwijzer compile --out directory.bin\n  welkomwijzer compile --out geel.bin --municipality Geel"
    )]
    Compile {
        /// The data folder
        #[arg(default_value = "data")]
        data: PathBuf,
        /// The file to write
        #[arg(long)]
        out: PathBuf,
        /// Only what serves this municipality: what covers it, what is not known and listed under its province, national and online
        #[arg(long, conflicts_with = "province")]
        municipality: Option<String>,
        /// The same for a province, or brussels
        #[arg(long)]
        province: Option<String>,
        /// Keep mailboxes and mobiles that are a person's own
        #[arg(long)]
        personal: bool,
        /// Write each section of the file into this folder too, for reports of sizes
        #[arg(long)]
        sections: Option<PathBuf>,
    },
    /// Writes the list for visitors without scripts: an HTML fragment without style or script
    #[command(after_help = "Example:\n  welkomwijzer render --municipality Geel --lang nl > lijst.html")]
    Render {
        /// The municipality whose page it is for
        #[arg(long)]
        municipality: String,
        /// Its language
        #[arg(long, default_value = "nl")]
        lang: String,
        /// Only this domain, as the widget's `domains`; may be given several times
        #[arg(long)]
        domain: Vec<String>,
        /// A data folder or a compiled file, instead of the directory that was built in
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Writes into actor files which Dutch their translations were made from, where that is missing
    ///
    /// With --lang also where it is outdated: say so only after looking at the translation.
    #[command(
        after_help = "Examples:\n  welkomwijzer stamp data/actors/antwerp/praatpunt-geel.toml\n  welkomwijzer stamp data/actors/antwerp/praatpunt-geel.toml --lang en"
    )]
    Stamp {
        /// Actor files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// A language whose translation was looked at and fits the Dutch of today
        #[arg(long)]
        lang: Option<String>,
    },
    /// Measures search with judged queries: success@3 and nDCG@10 per kind and language, each with its 95 % interval
    ///
    /// The file is a JSON list of {"id", "q", "lang", "municipality", "kind", "relevant": [{"name", "province", "domain", "grade"}]};
    /// a judged row is found by the name printed in its source. Instead of a row, {"actor", "grade"} judges an actor by its id. Intervals
    /// are those of the bootstrap, 2,000 times as many queries drawn from those that there are.
    #[command(after_help = "Example:\n  welkomwijzer relevance tests/relevance/queries.json --misses")]
    Relevance {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Show the first hits of every query that has no good one among the first three
        #[arg(long)]
        misses: bool,
        /// A data folder or a compiled file, instead of the directory that was built in
        #[arg(long)]
        data: Option<PathBuf>,
    },
    /// Looks for better weights of the order, and says what they are worth on queries they were not chosen by
    ///
    /// Changes one weight after another as long as the judged queries are answered better. Each fold is answered with weights chosen on
    /// the other folds: that figure, not the one on the queries themselves, is what to expect. Writes nothing: weights stand in
    /// src/query/rank.rs.
    #[command(after_help = "Example:\n  cargo run --release -- tune tests/relevance/queries.json")]
    Tune {
        /// Files of judged queries, see `relevance`
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// How many parts the queries are cut into
        #[arg(long, default_value_t = 5)]
        folds: usize,
        /// A data folder or a compiled file, instead of the directory that was built in
        #[arg(long)]
        data: Option<PathBuf>,
    },
}

#[derive(Subcommand, Debug)]
enum New {
    /// Writes actors/<PROVINCE>/<ID>.toml with every key empty and explained, and the codes it takes
    ///
    /// Fill in what you know, then run check: it names what is still missing. An id that somebody has or had is refused.
    #[command(
        after_help = "Examples:\n  welkomwijzer new actor praatpunt-geel --province antwerp --name 'Praatpunt Geel'\n  welkomwijzer new actor babbelut --province brussels --data ../our-data"
    )]
    Actor {
        /// Its id, for good: a-z, 0-9 and hyphens
        id: String,
        /// The table it is listed under: antwerp, east-flanders, flemish-brabant, limburg, west-flanders or brussels
        #[arg(long)]
        province: String,
        /// Its name, as visitors know it
        #[arg(long)]
        name: Option<String>,
        /// The data folder
        #[arg(long, default_value = "data")]
        data: PathBuf,
    },
}

#[derive(Clone, Copy, ValueEnum, Debug)]
enum Format {
    /// Our own, with everything
    Json,
}

type Outcome = Result<ExitCode, String>;

impl Arguments {
    /// Does what was asked.
    pub fn run(self) -> Outcome {
        match self.command {
            Command::Check { data, errors, stale, guesses, personal } => {
                check::run(&data, &check::Lists { errors_only: errors, stale, guesses, personal })
            }
            Command::New(New::Actor { id, province, name, data }) => {
                new::actor(&data, &id, listed_under(&province)?, name.as_deref().map(str::trim))
            }
            Command::Search { text, lang, municipality, domain, sort, limit, explain, json, data } => {
                let directory = directory(data.as_deref())?;
                let mut query = Query { text, lang, limit: Some(limit), ..Query::default() };
                query.viewpoint = municipality.map(|name| viewpoint(&directory, &name)).transpose()?;
                query.sort = Sort::from_code(&sort).ok_or_else(|| unknown("order", &sort, Sort::ALL.iter().map(|s| s.code())))?;
                if let Some(domain) = domain {
                    let known = known_domain(&domain)?;
                    query.filters.insert(Facet::Domain, vec![known.code().to_owned()]);
                }
                search(&directory, &query, json, explain)
            }
            Command::Export { format: Format::Json, out, data } => {
                let text = export::json(&sound(&data)?);
                write(out.as_deref(), text.as_bytes(), true)
            }
            Command::Compile { data, out, municipality, province, personal, sections } => {
                let data = sound(&data)?;
                let slice = slice(&data, municipality.as_deref(), province.as_deref())?;
                let personal = if personal { Personal::Keep } else { Personal::Withhold };
                let blob = compile::compile(&data, Options { slice, personal });
                write(Some(&out), &blob, false)?;
                let directory = Directory::open(blob).map_err(|e| e.to_string())?;
                eprintln!("{}: {} actors, {} bytes", out.display(), directory.len(), directory.bytes().len());
                for (section, bytes) in directory.sections() {
                    let name = format!("{section:?}").to_lowercase();
                    eprintln!("  {name:<9} {:>8} bytes", bytes.len());
                    if let Some(folder) = &sections {
                        std::fs::create_dir_all(folder).map_err(|e| format!("{} cannot be made: {e}", folder.display()))?;
                        write(Some(&folder.join(name)), bytes, false)?;
                    }
                }
                Ok(ExitCode::SUCCESS)
            }
            Command::Render { municipality, lang, domain, data } => {
                let directory = directory(data.as_deref())?;
                known_language(&directory, &lang)?;
                let viewpoint = viewpoint(&directory, &municipality)?;
                let scope = domain.iter().map(|domain| known_domain(domain)).collect::<Result<Vec<_>, _>>()?;
                write(None, html::list(&directory, viewpoint, &lang, &scope).into_string().as_bytes(), true)
            }
            Command::Stamp { files, lang } => stamp::run(&files, lang.as_deref()),
            Command::Relevance { files, misses, data } => relevance::run(&directory(data.as_deref())?, &files, misses),
            Command::Tune { files, folds, data } => tune::run(&directory(data.as_deref())?, &files, folds),
        }
    }
}

fn known_domain(code: &str) -> Result<Domain, String> {
    Domain::from_code(code).ok_or_else(|| unknown("domain", code, Domain::ALL.iter().map(|d| d.code())))
}

/// Data without errors, or what to do.
fn sound(folder: &Path) -> Result<Data, String> {
    if !folder.is_dir() {
        return Err(format!("there is no folder {}: run this where data/ is, or name the folder", folder.display()));
    }
    let reading = read::read(folder);
    match reading.errors() {
        0 => Ok(reading.data),
        errors => {
            for problem in reading.problems.iter().filter(|p| p.severity == Severity::Error) {
                eprintln!("{problem}");
            }
            Err(format!("{} has {errors} errors: mend them first", folder.display()))
        }
    }
}

/// The built-in directory, or the one in a folder or file.
fn directory(source: Option<&Path>) -> Result<Directory, String> {
    match source {
        Some(folder) if folder.is_dir() => {
            Directory::open(compile::compile(&sound(folder)?, Options::default())).map_err(|e| e.to_string())
        }
        Some(file) => {
            let bytes = std::fs::read(file).map_err(|e| format!("{} cannot be read: {e}", file.display()))?;
            Directory::open(bytes).map_err(|e| format!("{}: {e}", file.display()))
        }
        None => bundled(),
    }
}

#[cfg(feature = "bundled")]
fn bundled() -> Result<Directory, String> {
    let directory = welkomwijzer::bundled().map_err(|e| e.to_string())?;
    if directory.is_empty() {
        return Err("the directory built in is empty, since data/ had errors when this was built: `check` lists them".to_owned());
    }
    Ok(directory)
}

#[cfg(not(feature = "bundled"))]
fn bundled() -> Result<Directory, String> {
    Err("no directory is built in: name one with --data".to_owned())
}

fn unknown<'a>(what: &str, written: &str, allowed: impl IntoIterator<Item = &'a str>) -> String {
    format!("unknown {what} \"{written}\"{}", welkomwijzer::rules::suggestion(written, allowed))
}

fn known_language(directory: &Directory, lang: &str) -> Result<(), String> {
    let langs = &directory.info().langs;
    if langs.iter().any(|l| l == lang) { Ok(()) } else { Err(unknown("language", lang, langs.iter().map(String::as_str))) }
}

fn viewpoint(directory: &Directory, written: &str) -> Result<MunicipalityId, String> {
    directory.municipality(written).ok_or_else(|| match directory.gazetteer().nearest(written, directory.places()) {
        Some(name) => format!("unknown municipality \"{written}\"; did you mean \"{name}\"?"),
        None => format!("unknown municipality \"{written}\": give a name, a postcode or a NIS code of Flanders or Brussels"),
    })
}

fn listed_under(province: &str) -> Result<ListedUnder, String> {
    ListedUnder::from_code(province).ok_or_else(|| unknown("province", province, ListedUnder::ALL.iter().map(|p| p.code())))
}

fn slice(data: &Data, municipality: Option<&str>, province: Option<&str>) -> Result<Slice, String> {
    if let Some(province) = province {
        return listed_under(province).map(Slice::Province);
    }
    let Some(written) = municipality else { return Ok(Slice::Whole) };
    let gazetteer = welkomwijzer::geo::Gazetteer::new(&data.places);
    match gazetteer.find(written) {
        Some(found) => Ok(Slice::Municipality(found.id)),
        None => Err(format!("unknown municipality \"{written}\"")),
    }
}

fn search(directory: &Directory, query: &Query, json: bool, explain: bool) -> Outcome {
    known_language(directory, &query.lang)?;
    let answer = query::run(directory, query);
    if json {
        let text = export::search_json(directory, &answer);
        return write(None, text.as_bytes(), true);
    }
    let mut lines = vec![format!("{} found ({:?})", answer.total, answer.stage)];
    for hit in &answer.hits {
        let Some(actor) = directory.actor(hit.actor) else { continue };
        lines.push(format!("{:.3}  {}  [{}]", hit.score, actor.name, actor.id));
        if explain {
            let p = hit.parts;
            lines.push(format!(
                "       = words {:.3} + concept {:.3} + name {:.3} + all words {:.3} + preferences {:.3} + closeness {:.3} + completeness {:.3} - whom it is for {:.3}",
                p.text.words, p.text.concept, p.text.name, p.text.complete, p.text.preference, p.closeness, p.completeness, p.audience
            ));
        }
        for service in hit.services.iter().filter_map(|&p| actor.services.get(p)) {
            let description = service.description.text_in(&query.lang);
            lines.push(format!("       {}: {}", service.domain, description.unwrap_or("")));
        }
    }
    write(None, lines.join("\n").as_bytes(), true)
}

/// Writes to a file, or to standard output; text ends with a line break.
fn write(file: Option<&Path>, bytes: &[u8], text: bool) -> Outcome {
    let mut bytes = bytes.to_vec();
    if text && bytes.last() != Some(&b'\n') {
        bytes.push(b'\n');
    }
    match file {
        Some(file) => std::fs::write(file, bytes).map_err(|e| format!("{} cannot be written: {e}", file.display()))?,
        // A closed pipe is no mistake.
        None => drop(std::io::stdout().lock().write_all(&bytes)),
    }
    Ok(ExitCode::SUCCESS)
}
