//! Serves `dist/` and the pages that use it, to this machine only, for the demo and for tests.
//!
//! ```text
//! /               leads to /demo/
//! /demo/…         www/demo/     with the content policy a strict town has
//! /tests/pages/…  tests/pages/  where pages set their own policy
//! /…              dist/         compressed where the browser takes it; other origins may load it
//! ```

use std::fs;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::{self, JoinHandle};

use anyhow::{Result, anyhow};
use tiny_http::{Header, Method, Request, Response};

use crate::{dist, tools};

/// What the README asks of a town with a strict policy, and no more.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; \
                      require-trusted-types-for 'script'; trusted-types welkomwijzer";

/// A browser opens six connections to a server.
const THREADS: usize = 6;

/// A server that runs until it is dropped.
pub struct Server {
    port: u16,
    http: Arc<tiny_http::Server>,
    threads: Vec<JoinHandle<()>>,
}

/// Serves at `port`; at a free one if it is 0.
pub fn serve(port: u16) -> Result<Server> {
    let folders = Folders { dist: dist::folder(), demo: tools::root().join("www/demo"), pages: tools::root().join("tests/pages") };
    start(port, folders).map_err(|error| anyhow!("could not serve at port {port}: {error}"))
}

/// Serves at the first free port from `first`.
pub fn serve_from(first: u16) -> Result<Server> {
    let ports = first..=first.saturating_add(99);
    ports.clone().find_map(|port| serve(port).ok()).ok_or_else(|| anyhow!("no port of {ports:?} is free; choose one with --port"))
}

impl Server {
    pub fn url(&self) -> String {
        format!("http://{}:{}", Ipv4Addr::LOCALHOST, self.port)
    }

    /// Serves until the process is ended.
    pub fn wait(mut self) {
        for thread in self.threads.drain(..) {
            // A thread that panicked has said so; the others go on.
            let _ = thread.join();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        for _ in &self.threads {
            self.http.unblock();
        }
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

/// Where what is served lies.
#[derive(Clone)]
struct Folders {
    dist: PathBuf,
    demo: PathBuf,
    pages: PathBuf,
}

/// Whose pages a path leads to, which decides about headers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Area {
    Dist,
    Demo,
    Pages,
}

/// What a path leads to.
#[derive(PartialEq, Eq, Debug)]
enum Target {
    File(Area, PathBuf),
    Elsewhere(String),
    Refused,
    Missing,
}

type Answer = Response<io::Cursor<Vec<u8>>>;

fn start(port: u16, folders: Folders) -> Result<Server, Box<dyn std::error::Error + Send + Sync>> {
    let http = Arc::new(tiny_http::Server::http((Ipv4Addr::LOCALHOST, port))?);
    let port = http.server_addr().to_ip().map_or(port, |address| address.port());
    let threads = (0..THREADS).map(|_| {
        let (http, folders) = (Arc::clone(&http), folders.clone());
        thread::spawn(move || {
            while let Ok(request) = http.recv() {
                let answer = answer(&request, &folders);
                // A browser that went away has no use for the answer.
                let _ = request.respond(answer);
            }
        })
    });
    Ok(Server { port, threads: threads.collect(), http })
}

fn answer(request: &Request, folders: &Folders) -> Answer {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return plain(405, "GET and HEAD only");
    }
    // Browsers ask for it on their own, and would note its absence where tests look for complaints.
    if request.url() == "/favicon.ico" {
        return bytes(204, Vec::new());
    }
    match folders.target(request.url()) {
        Target::Refused => plain(400, "this path is refused"),
        Target::Missing => plain(404, "nothing here"),
        Target::Elsewhere(place) => with(plain(302, ""), "Location", &place),
        Target::File(area, path) => file(area, &path, &accepted(request)).unwrap_or_else(|error| plain(500, &error.to_string())),
    }
}

impl Folders {
    fn target(&self, url: &str) -> Target {
        let raw = url.split(['?', '#']).next().unwrap_or_default();
        let Some(path) = decoded(raw).filter(|path| path.starts_with('/')) else { return Target::Refused };
        let odd = |part: &str| part == ".." || part == "." || part.contains(['\\', '\0']);
        if path.split('/').any(odd) {
            return Target::Refused;
        }
        if path == "/" {
            return Target::Elsewhere("/demo/".into());
        }
        let areas = [("/demo", Area::Demo, &self.demo), ("/tests/pages", Area::Pages, &self.pages)];
        let found = areas.into_iter().find_map(|(prefix, area, folder)| {
            let rest = path.strip_prefix(prefix)?;
            (rest.is_empty() || rest.starts_with('/')).then_some((area, folder, rest))
        });
        let (area, folder, rest) = found.unwrap_or((Area::Dist, &self.dist, &path));
        // Slashes at either end would make the path absolute or empty.
        let place = rest.split('/').filter(|part| !part.is_empty()).fold(folder.clone(), |place, part| place.join(part));
        match (place.is_dir(), path.ends_with('/')) {
            // Without its slash, a page's relative addresses would lead beside the folder.
            (true, false) => Target::Elsewhere(format!("{raw}/")),
            (true, true) if place.join("index.html").is_file() => Target::File(area, place.join("index.html")),
            (false, false) if place.is_file() => Target::File(area, place),
            _ => Target::Missing,
        }
    }
}

/// A path with its `%xx` resolved, if that makes UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        if byte == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(byte);
            rest = after;
        }
    }
    String::from_utf8(bytes).ok()
}

fn accepted(request: &Request) -> String {
    let field = request.headers().iter().find(|header| header.field.equiv("Accept-Encoding"));
    field.map(|header| header.value.as_str().to_ascii_lowercase()).unwrap_or_default()
}

/// Whether a browser that sends `accepted` takes `coding`.
fn accepts(accepted: &str, coding: &str) -> bool {
    accepted.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let weight = |part: &str| part.strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        parts.next() == Some(coding) && parts.all(|part| weight(part) != Some(0.0))
    })
}

fn file(area: Area, path: &Path, accepted: &str) -> io::Result<Answer> {
    let kind = kind(path);
    let beside = |ending: &str| PathBuf::from(format!("{}.{ending}", path.display()));
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .find(|(coding, ending)| area == Area::Dist && accepts(accepted, coding) && beside(ending).is_file());
    let mut answer = match compressed {
        Some((coding, ending)) => with(bytes(200, fs::read(beside(ending))?), "Content-Encoding", coding),
        None => bytes(200, fs::read(path)?),
    };
    answer = with(answer, "Content-Type", kind);
    if area == Area::Dist {
        answer = with(with(answer, "Vary", "Accept-Encoding"), "Access-Control-Allow-Origin", "*");
    }
    if area == Area::Demo && kind.starts_with("text/html") {
        answer = with(answer, "Content-Security-Policy", POLICY);
    }
    Ok(answer)
}

fn kind(path: &Path) -> &'static str {
    match path.extension().unwrap_or_default().to_str().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" | "ts" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn plain(status: u16, text: &str) -> Answer {
    with(bytes(status, format!("{text}\n").into_bytes()), "Content-Type", "text/plain; charset=utf-8")
}

fn bytes(status: u16, bytes: Vec<u8>) -> Answer {
    // Everything is in memory, so its length can always be sent.
    let answer = Response::from_data(bytes).with_status_code(status).with_chunked_threshold(usize::MAX);
    with(with(answer, "X-Content-Type-Options", "nosniff"), "Cache-Control", "no-cache")
}

fn with(mut answer: Answer, name: &str, value: &str) -> Answer {
    // Only a value beyond ASCII is refused; an address with one comes percent-encoded.
    if let Ok(header) = Header::from_bytes(name, value) {
        answer.add_header(header);
    }
    answer
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;

    use super::*;

    /// A folder of files for one test, gone after it.
    struct Site(PathBuf);

    impl Site {
        fn new(name: &str) -> Site {
            let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
            for (path, text) in [
                ("dist/index.js", "export {};"),
                ("dist/index.js.br", "brotli"),
                ("dist/index.js.gz", "gzip"),
                ("dist/engine.wasm", "\0asm"),
                ("demo/index.html", "<!doctype html>"),
                ("demo/site.css", "p {}"),
                ("pages/strict/index.html", "<!doctype html>"),
                ("secret.txt", "secret"),
            ] {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Site(folder)
        }

        fn folders(&self) -> Folders {
            let folder = |name: &str| self.0.join(name);
            Folders { dist: folder("dist"), demo: folder("demo"), pages: folder("pages") }
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn fetch(server: &Server, request: &str) -> String {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port)).unwrap();
        write!(stream, "{request}\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    #[test]
    fn paths_lead_to_files_and_never_out() {
        let site = Site::new("paths");
        let file = |area, path: &str| Target::File(area, site.0.join(path));
        for (url, target) in [
            ("/", Target::Elsewhere("/demo/".into())),
            ("/demo", Target::Elsewhere("/demo/".into())),
            ("/demo/", file(Area::Demo, "demo/index.html")),
            ("/demo/site.css?1", file(Area::Demo, "demo/site.css")),
            ("/demonstration", Target::Missing),
            ("/tests/pages/strict", Target::Elsewhere("/tests/pages/strict/".into())),
            ("/tests/pages/strict/", file(Area::Pages, "pages/strict/index.html")),
            ("/index.js", file(Area::Dist, "dist/index.js")),
            ("//index.js", file(Area::Dist, "dist/index.js")),
            ("/index%2Ejs", file(Area::Dist, "dist/index.js")),
            ("/index.js/", Target::Missing),
            ("/tests/", Target::Missing),
            ("/../secret.txt", Target::Refused),
            ("/demo/%2e%2e/secret.txt", Target::Refused),
            ("/demo/..%2fsecret.txt", Target::Refused),
            ("/demo\\..\\secret.txt", Target::Refused),
            ("/%zz", Target::Refused),
            ("/%00", Target::Refused),
            ("secret.txt", Target::Refused),
        ] {
            assert_eq!(site.folders().target(url), target, "{url}");
        }
    }

    #[test]
    fn headers_are_what_a_strict_town_has() {
        let site = Site::new("headers");
        let server = start(0, site.folders()).unwrap();
        let page = fetch(&server, "GET /demo/ HTTP/1.1");
        for line in ["HTTP/1.1 200 OK", "X-Content-Type-Options: nosniff", "Cache-Control: no-cache", "trusted-types welkomwijzer"]
        {
            assert!(page.contains(line), "{line} is missing in:\n{page}");
        }
        let wasm = fetch(&server, "GET /engine.wasm HTTP/1.1");
        assert!(wasm.contains("Content-Type: application/wasm") && wasm.contains("Access-Control-Allow-Origin: *"), "{wasm}");
        assert!(!fetch(&server, "GET /tests/pages/strict/ HTTP/1.1").contains("Content-Security-Policy"));
        assert!(fetch(&server, "POST /demo/ HTTP/1.1").starts_with("HTTP/1.1 405"));
        let head = fetch(&server, "HEAD /index.js HTTP/1.1");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("Content-Length: 10") && head.ends_with("\r\n\r\n"), "{head}");
    }

    #[test]
    fn the_browser_chooses_the_coding() {
        let site = Site::new("coding");
        let server = start(0, site.folders()).unwrap();
        for (accepted, body) in
            [("gzip, deflate, br", "brotli"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", "export {};")]
        {
            let answer = fetch(&server, &format!("GET /index.js HTTP/1.1\r\nAccept-Encoding: {accepted}"));
            assert!(answer.ends_with(&format!("\r\n\r\n{body}")), "{accepted}: {answer}");
            assert!(answer.contains("Content-Type: text/javascript") && answer.contains("Vary: Accept-Encoding"), "{answer}");
        }
    }

    #[test]
    fn a_taken_port_is_told() {
        let site = Site::new("taken");
        let server = start(0, site.folders()).unwrap();
        assert!(start(server.port, site.folders()).is_err());
    }
}
