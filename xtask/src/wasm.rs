//! The engine as WebAssembly: compiled, bound to JavaScript, made small.
//!
//! Two files come out, [`Engine::Bundled`] and [`Engine::Alone`]. They have the same functions, so one piece of glue serves both.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use wasm_bindgen_cli_support::Bindgen;

use crate::tools::{self, Metadata, WASM_TARGET};

/// The name of the glue's module and of its declarations.
const GLUE: &str = "welkomwijzer";

#[derive(Clone, Copy)]
pub enum Engine {
    /// With the directory of `data/` inside.
    Bundled,
    /// Without a directory, for those that are loaded.
    Alone,
}

impl Engine {
    const ALL: [Engine; 2] = [Engine::Bundled, Engine::Alone];

    /// The file's name in `dist/`.
    pub fn file(self) -> &'static str {
        match self {
            Engine::Bundled => "welkomwijzer_bg.wasm",
            Engine::Alone => "welkomwijzer_engine_bg.wasm",
        }
    }

    fn features(self) -> &'static [&'static str] {
        match self {
            Engine::Bundled => &["--no-default-features", "--features", "bundled"],
            Engine::Alone => &["--no-default-features"],
        }
    }

    /// For cargo: small for the page that has the directory inside, fast for directories of any size. On 170 actors the fast one takes half
    /// the time of the small one, and 47 kB more (brotli).
    fn optimization(self) -> &'static str {
        match self {
            Engine::Bundled => "z",
            Engine::Alone => "3",
        }
    }

    /// The folder of the engine's glue, inside the folder for all.
    fn folder(self) -> &'static str {
        match self {
            Engine::Bundled => "bundled",
            Engine::Alone => "engine",
        }
    }
}

/// Writes both engines into `out`, and gives the folder with the glue that serves both.
pub fn build(metadata: &Metadata, out: &Path) -> Result<PathBuf> {
    let target = metadata.target_directory()?;
    let glue = target.join("wasm-glue");
    for engine in Engine::ALL {
        println!("{}: cargo, wasm-bindgen, wasm-opt", engine.file());
        let raw = compile(engine, &target)?;
        let folder = glue.join(engine.folder());
        bind(&raw, &folder)?;
        optimize(engine, &folder.join(format!("{GLUE}_bg.wasm")), &out.join(engine.file()))?;
    }
    let [bundled, alone] = Engine::ALL.map(|engine| glue.join(engine.folder()));
    check_same(&bundled, &alone)?;
    Ok(bundled)
}

fn compile(engine: Engine, target: &Path) -> Result<PathBuf> {
    // Of the two kinds of library only this one: made together with the other, it keeps what the other would need, 7 kB of a page.
    let fixed = ["rustc", "--lib", "--crate-type", "cdylib", "--profile", "wasm", "--target", WASM_TARGET];
    // Messages of panics name source files: not by where this machine keeps them.
    let mut cargo = tools::cargo();
    if let Some(home) = std::env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| Some(std::env::home_dir()?.join(".cargo"))) {
        cargo.env("RUSTFLAGS", format!("--remap-path-prefix={}=", home.join("registry/src").display()));
    }
    cargo.env("CARGO_PROFILE_WASM_OPT_LEVEL", engine.optimization());
    tools::run(cargo.args(fixed).args(engine.features()))?;
    // Both engines are built to this one path: it has to be used before the next is built.
    Ok(target.join(WASM_TARGET).join("wasm/welkomwijzer.wasm"))
}

/// Has wasm-bindgen write glue, declarations and the bound module into `folder`.
fn bind(raw: &Path, folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder).with_context(|| format!("could not empty {}", folder.display()))?;
    }
    let bound = || -> Result<()> {
        let mut bindgen = Bindgen::new();
        // The reset gives a fresh instance after a trap, without loading anything again.
        bindgen.input_path(raw).out_name(GLUE).web(true)?.typescript(true).reset_state_function(true);
        let mut output = bindgen.generate_output()?;
        let mut names = plain_names(output.js(), output.wasm().exports.iter().map(|export| export.name.as_str()), "__h", "invoke_");
        names.extend(plain_names(output.js(), output.wasm().imports.iter().map(|import| import.name.as_str()), "_", "f"));
        let module = output.wasm_mut();
        for name in module.exports.iter_mut().map(|e| &mut e.name).chain(module.imports.iter_mut().map(|i| &mut i.name)) {
            if let Some((_, plain)) = names.iter().find(|(hashed, _)| hashed == name) {
                name.clone_from(plain);
            }
        }
        output.emit(folder)?;
        for file in [format!("{GLUE}.js"), format!("{GLUE}.d.ts"), format!("{GLUE}_bg.wasm.d.ts")] {
            let path = folder.join(file);
            let text = names.iter().fold(fs::read_to_string(&path)?, |text, (hashed, plain)| text.replace(hashed, plain));
            fs::write(&path, text)?;
        }
        Ok(())
    };
    bound().with_context(|| format!("wasm-bindgen could not bind {}", raw.display()))
}

/// Pairs of a name that ends in a hash and the plain name it gets.
///
/// The exports that call closures end in "__h" and the compiler's hash, which differs as soon as a cargo feature does. Imports end in "_"
/// and one that tells versions of wasm-bindgen apart, of which there is one here; a page would download each twice, in the module and in
/// the glue, and nothing compresses a hash: 2.6 kB. Numbered in the order in which the glue first names them, they are the same for both
/// engines wherever the glue is.
fn plain_names<'a>(glue: &str, names: impl Iterator<Item = &'a str>, before_hash: &str, plain: &str) -> Vec<(String, String)> {
    let hashed = |name: &&str| {
        let hash = name.rsplit_once(before_hash).map(|(_, hash)| hash);
        hash.is_some_and(|hash| hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()))
    };
    let mut names: Vec<&str> = names.filter(hashed).collect();
    names.sort_by_key(|name| (glue.find(name), *name));
    names.into_iter().enumerate().map(|(index, name)| (name.to_owned(), format!("{plain}{}", index + 1))).collect()
}

fn optimize(engine: Engine, bound: &Path, out: &Path) -> Result<()> {
    // No --all-features: it turns on compact imports, which today's engines refuse. Which features the module uses stands in it.
    let mut arguments = match engine {
        // Flat and put together again, some of it comes out shorter: 0.5 kB of a page. What stays a function of its own compresses better
        // than what is copied into its only caller, and functions beside those of their module: 1.5 kB.
        Engine::Bundled => vec![
            "--one-caller-inline-max-function-size=20",
            "-Oz",
            "--flatten",
            "--rereloop",
            "-Oz",
            "--dae-optimizing",
            "-Oz",
            "--reorder-functions-by-name",
        ],
        Engine::Alone => vec!["-O3"],
    };
    // The first kilobyte of memory is the end of the stack, to which no address is computed: additions can go into loads and stores, 0.7 kB.
    // One piece of data is shorter than many without the zeros between, compressed: 0.8 kB.
    arguments.extend(["--low-memory-unused", "--skip-pass=memory-packing", "--converge"]);
    // Who made it and what it uses is for tools; this is the last one.
    arguments.extend(["--strip-producers", "--strip-target-features"]);
    let program = tools::root().join("node_modules/binaryen/bin/wasm-opt");
    tools::run(tools::node().arg(program).args(arguments).arg(bound).arg("-o").arg(out))
}

/// Fails unless the glue in both folders does the same.
fn check_same(bundled: &Path, alone: &Path) -> Result<()> {
    let read = |folder: &Path| {
        let path = folder.join(format!("{GLUE}.js"));
        fs::read_to_string(&path).with_context(|| format!("could not read {}", path.display()))
    };
    let (left, right) = (read(bundled)?, read(alone)?);
    let (left, right) = (declarations(&left), declarations(&right));
    let different = left.iter().find(|part| !right.contains(part)).or_else(|| right.iter().find(|part| !left.contains(part)));
    if let Some(part) = different {
        bail!(
            "one piece of glue has to serve both engines, but only one of them has this part:\n{part}\n\
             Does the feature `bundled` decide more than which directory is inside? Compare {GLUE}.js in {} and {}",
            bundled.display(),
            alone.display()
        );
    }
    Ok(())
}

/// What the glue declares, without comments (they name positions in the module's table) and in no order of its own.
fn declarations(glue: &str) -> Vec<String> {
    let code: Vec<&str> = glue.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim().is_empty()).collect();
    let mut parts: Vec<String> = code.join("\n").split("\n}\n").map(str::to_owned).collect();
    parts.sort();
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashed_names_are_numbered_as_the_glue_names_them() {
        let glue = "make(call__h00000000000000ff); make(call__h00000000000000aa);";
        let exports = ["memory", "call__h00000000000000aa", "handle_new", "call__h00000000000000ff"];
        let names = plain_names(glue, exports.into_iter(), "__h", "invoke_");
        assert_eq!(
            names,
            [
                ("call__h00000000000000ff".to_owned(), "invoke_1".to_owned()),
                ("call__h00000000000000aa".to_owned(), "invoke_2".to_owned()),
            ]
        );
        let imports = ["plain_import", "__wbg_id_00000000000000aa"];
        assert_eq!(plain_names("", imports.into_iter(), "_", "f"), [("__wbg_id_00000000000000aa".to_owned(), "f1".to_owned())]);
    }

    #[test]
    fn order_and_comments_of_declarations_do_not_count() {
        let one = "function a() {\n    // table 3\n    return 1;\n}\n\nfunction b() {\n    return 2;\n}\nlet c;\n";
        let other = "function b() {\n    return 2;\n}\n\nfunction a() {\n    // table 4\n    return 1;\n}\nlet c;\n";
        assert_eq!(declarations(one), declarations(other));
        assert_ne!(declarations(one), declarations(&other.replace('2', "3")));
    }
}
