//! The programs that `xtask` needs: finds them, and sets up what is missing.
//!
//! Each set-up says in one line what it does, and does and says nothing where it is done already. Also here: how commands are run
//! ([`run`], [`read`]) and where the project is ([`root`], [`Metadata`]).

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;

/// The target that browsers run.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// The folder with the workspace's `Cargo.toml`.
pub fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A command that runs in the project's folder.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    command
}

/// The cargo that runs us.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command, whose output is seen, and fails if it does.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("could not start {}", line(command)))?;
    ensure!(status.success(), "{} failed ({status})", line(command));
    Ok(())
}

/// Runs a command and gives what it printed to standard output.
pub fn read(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().with_context(|| format!("could not start {}", line(command)))?;
    ensure!(output.status.success(), "{} failed ({})", line(command), output.status);
    String::from_utf8(output.stdout).with_context(|| format!("{} printed something that is not UTF-8", line(command)))
}

/// A command as one would type it.
fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}

/// What `cargo metadata` tells of the workspace.
pub struct Metadata(pub Value);

impl Metadata {
    /// Asks cargo, with further arguments about features and platform.
    pub fn read(arguments: &[&str]) -> Result<Metadata> {
        let text = read(cargo().args(["metadata", "--format-version=1"]).args(arguments))?;
        Ok(Metadata(serde_json::from_str(&text).context("cargo metadata is not JSON")?))
    }

    /// The folder in which cargo builds.
    pub fn target_directory(&self) -> Result<PathBuf> {
        Ok(self.0["target_directory"].as_str().context("cargo metadata names no target directory")?.into())
    }

    /// The package at the workspace's root.
    pub fn root_package(&self) -> Result<&Value> {
        let manifest = root().join("Cargo.toml");
        let mut packages = self.0["packages"].as_array().into_iter().flatten();
        packages
            .find(|package| package["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest))
            .context("cargo metadata has no package at the root")
    }
}

/// Has the standard library for [`WASM_TARGET`] installed.
pub fn wasm_target() -> Result<()> {
    let folder = read(command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]))?;
    if Path::new(folder.trim()).exists() {
        return Ok(());
    }
    println!("set-up: rustup target add {WASM_TARGET}");
    run(command("rustup").args(["target", "add", WASM_TARGET])).context("building for browsers needs this target")
}

/// Has rustfmt and clippy, which a minimal toolchain lacks.
pub fn rust_components() -> Result<()> {
    for (component, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        let found = command(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
        if !found.is_ok_and(|status| status.success()) {
            println!("set-up: rustup component add {component}");
            run(command("rustup").args(["component", "add", component]))?;
        }
    }
    Ok(())
}

/// Has the npm packages of `package-lock.json`.
pub fn npm_packages() -> Result<()> {
    npm_packages_in(root(), "esbuild, binaryen, typescript and the like")
}

/// Has the npm packages of a folder's `package-lock.json`, which are `what`.
pub fn npm_packages_in(folder: &Path, what: &str) -> Result<()> {
    let modified = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    // npm writes this file at the end of an installation, so an interrupted one is begun again.
    let installed = modified("node_modules/.package-lock.json");
    if installed.is_some() && installed >= modified("package-lock.json") {
        return Ok(());
    }
    let place = folder.strip_prefix(root()).unwrap_or(folder).join("node_modules");
    println!("set-up: npm ci ({what}, into {}/)", place.display());
    let arguments = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
    run(command("npm").args(arguments).current_dir(folder)).with_context(|| format!("{what} are needed here"))
}

/// A Node.js command.
pub fn node() -> Command {
    command("node")
}

/// Chromium and the driver that steers it.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

const BROWSER_PACKAGES: [&str; 3] = ["chromium", "chromium-driver", "fonts-noto-core"];

/// Has Chromium, its driver and fonts with Arabic.
pub fn browser() -> Result<Browser> {
    if let Some(browser) = find_browser()? {
        return Ok(browser);
    }
    let commands = apt_commands(&BROWSER_PACKAGES);
    if !(is_debian() && is_root()?) {
        let advice = if is_debian() {
            format!("sudo sh -c '{commands}'")
        } else {
            "Chromium and chromedriver, by your system's means".into()
        };
        bail!(
            "the browser tests need Chromium and chromedriver; install them with:\n    {advice}\nor name them in CHROMIUM and CHROMEDRIVER"
        );
    }
    install(&BROWSER_PACKAGES)?;
    find_browser()?.context("the packages are installed, and still there is no Chromium or chromedriver in PATH")
}

/// The engines beside Chromium's: programs for `tests/e2e/engines.js`, each under the variable that names it there.
#[derive(Default)]
pub struct Engines {
    pub programs: Vec<(&'static str, PathBuf)>,
    /// Engines that are not here.
    pub left_out: Vec<&'static str>,
}

/// An engine: its name, the packages that bring it on Debian, and its programs.
type Engine = (&'static str, &'static [&'static str], &'static [(&'static str, &'static [&'static str])]);

const ENGINES: [Engine; 2] = [
    ("Firefox", &["firefox-esr"], &[("FIREFOX", &["firefox-esr", "firefox"])]),
    (
        "WebKit",
        &["webkit2gtk-driver", "xvfb"],
        &[("WEBKIT_DRIVER", &["WebKitWebDriver"]), ("WEBKIT_BROWSER", &["MiniBrowser"]), ("XVFB", &["Xvfb"])],
    ),
];

/// Has Firefox and WebKit where they can be had, and says what is left out where not.
pub fn engines() -> Result<Engines> {
    let mut engines = Engines::default();
    for (name, packages, programs) in ENGINES {
        let find_all = || -> Result<Option<Vec<_>>> {
            programs.iter().map(|(variable, names)| Ok(find(variable, names)?.map(|path| (*variable, path)))).collect()
        };
        let mut found = find_all()?;
        if found.is_none() && is_debian() && is_root()? {
            // Ubuntu has Firefox as a snap only: that engine is then left out like one that nobody installed.
            match install(packages) {
                Ok(()) => found = find_all()?,
                Err(error) => println!("set-up: {error:#}"),
            }
        }
        match found {
            Some(found) => engines.programs.extend(found),
            None => {
                println!("left out: {name}, which is not here; install it with: {}", apt_commands(packages));
                engines.left_out.push(name);
            }
        }
    }
    // Someone who runs the tests sees that line; a machine that runs them shall not pass over it.
    ensure!(
        engines.left_out.is_empty() || std::env::var_os("CI").is_none(),
        "in CI no engine may be left out: {}",
        engines.left_out.join(", ")
    );
    Ok(engines)
}

fn apt_commands(packages: &[&str]) -> String {
    format!("apt-get update && apt-get install -y {}", packages.join(" "))
}

/// Installs Debian packages, as root.
fn install(packages: &[&str]) -> Result<()> {
    println!("set-up: {}", apt_commands(packages));
    let apt = || {
        let mut command = command("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive").arg("-q");
        command
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y"]).args(packages))
}

fn find_browser() -> Result<Option<Browser>> {
    let chromium = find("CHROMIUM", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"])?;
    let driver = find("CHROMEDRIVER", &["chromedriver"])?;
    Ok(chromium.zip(driver).map(|(chromium, driver)| Browser { chromium, driver }))
}

/// The program that `variable` names, or else the first of `names` in PATH or where browsers usually are.
fn find(variable: &str, names: &[&str]) -> Result<Option<PathBuf>> {
    if let Some(path) = std::env::var_os(variable).filter(|path| !path.is_empty()) {
        let path = PathBuf::from(path);
        ensure!(path.is_file(), "{variable} names {}, which is not a file", path.display());
        return Ok(Some(path));
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let usual = ["/usr/bin", "/usr/local/bin", "/usr/lib/chromium", "/usr/lib/chromium-browser", "/snap/bin"].map(PathBuf::from);
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(usual).chain(webkit_folders()).collect();
    let mut candidates = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    Ok(candidates.find(|candidate| candidate.is_file()))
}

/// Where Debian puts WebKitGTK's browser: `/usr/lib/ARCHITECTURE/webkit2gtk-VERSION/`.
fn webkit_folders() -> Vec<PathBuf> {
    let below = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let is_webkit = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("webkit"));
    let mut found: Vec<PathBuf> = below(Path::new("/usr/lib")).flat_map(|folder| below(&folder).filter(is_webkit)).collect();
    // Of two versions the newer: 4.1 before 4.0.
    found.sort();
    found.reverse();
    found
}

fn is_debian() -> bool {
    // Derivatives name Debian or Ubuntu in ID_LIKE.
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let mut values = release.lines().filter_map(|line| line.strip_prefix("ID=").or_else(|| line.strip_prefix("ID_LIKE=")));
    values.any(|value| value.contains("debian") || value.contains("ubuntu"))
}

fn is_root() -> Result<bool> {
    Ok(read(command("id").arg("-u"))?.trim() == "0")
}
