//! Serves `dist/` and the pages that use it, to this machine only, for the demo and for tests.
//!
//! ```text
//! /               leads to /demo/
//! /demo/…         www/demo/     with the content policy a strict town has
//! /tests/pages/…  tests/pages/  where pages set their own policy
//! /…              dist/         compressed where the browser takes it; other origins may load it
//! ```

use std::net::Ipv4Addr;
use std::path::PathBuf;

use anyhow::{Context as _, Result, anyhow};
use axum::Router;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Redirect;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::{dist, tools};

/// What the README asks of a town with a strict policy, and no more.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src 'self'; \
                      require-trusted-types-for 'script'; trusted-types welkomwijzer";

/// A server that runs until it is dropped.
///
/// Connections are tasks, not threads: a browser keeps many open without asking for anything, and none of them may keep another waiting.
pub struct Server {
    port: u16,
    runtime: Runtime,
    serving: JoinHandle<std::io::Result<()>>,
}

/// Serves at `port`; at a free one if it is 0.
pub fn serve(port: u16) -> Result<Server> {
    let folders = Folders { dist: dist::folder(), demo: tools::root().join("www/demo"), pages: tools::root().join("tests/pages") };
    start(port, &folders).with_context(|| format!("could not serve at port {port}"))
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
    pub fn wait(self) -> Result<()> {
        Ok(self.runtime.block_on(self.serving)??)
    }
}

/// Where what is served lies.
struct Folders {
    dist: PathBuf,
    demo: PathBuf,
    pages: PathBuf,
}

fn start(port: u16, folders: &Folders) -> Result<Server> {
    let runtime = Runtime::new()?;
    let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, port)))?;
    let port = listener.local_addr()?.port();
    let serving = runtime.spawn(axum::serve(listener, router(folders)).into_future());
    Ok(Server { port, runtime, serving })
}

fn router(folders: &Folders) -> Router {
    let dist = ServeDir::new(&folders.dist).precompressed_br().precompressed_gzip();
    let pages = |folder: &PathBuf, path: &str| ServeDir::new(folder).redirect_path_prefix(path);
    Router::new()
        .fallback_service(dist)
        .layer(sends(header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .route("/", get(async || Redirect::temporary("/demo/")))
        // Without its slash, the page's relative addresses would lead beside the folder.
        .route("/demo", get(async || Redirect::temporary("/demo/")))
        // Browsers ask for it on their own, and would note its absence where tests look for complaints.
        .route("/favicon.ico", get(StatusCode::NO_CONTENT))
        .merge(
            Router::new()
                .nest_service("/demo/", pages(&folders.demo, "/demo"))
                .layer(sends(header::CONTENT_SECURITY_POLICY, POLICY)),
        )
        .nest_service("/tests/pages/", pages(&folders.pages, "/tests/pages"))
        .layer(sends(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(sends(header::CACHE_CONTROL, "no-cache"))
}

/// A layer that sends `name: value` with every answer.
fn sends(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::io::{Read as _, Write as _};
    use std::net::TcpStream;
    use std::sync::{Arc, Barrier};
    use std::thread;
    use std::time::Duration;

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
                ("demo/index.html", "a demo"),
                ("demo/site.css", "p {}"),
                ("pages/strict/index.html", "a page"),
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
        let server = start(0, &site.folders()).unwrap();
        for (url, status, end) in [
            ("/", 307, "location: /demo/"),
            ("/demo", 307, "location: /demo/"),
            ("/demo/", 200, "a demo"),
            ("/demo/site.css?1", 200, "p {}"),
            ("/demonstration", 404, ""),
            ("/tests/pages/strict", 307, "location: /tests/pages/strict/"),
            ("/tests/pages/strict/", 200, "a page"),
            ("/index.js", 200, "export {};"),
            ("/index%2Ejs", 200, "export {};"),
            ("/favicon.ico", 204, ""),
            ("/tests/", 404, ""),
            ("/../secret.txt", 404, ""),
            ("/demo/%2e%2e/secret.txt", 404, ""),
            ("/demo/..%2fsecret.txt", 404, ""),
            ("/demo\\..\\secret.txt", 404, ""),
            ("/%zz", 404, ""),
            ("/%00", 404, ""),
        ] {
            let answer = fetch(&server, &format!("GET {url} HTTP/1.1"));
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")) && answer.contains(end), "{url}: {answer}");
            assert!(!answer.contains("secret"), "{url}: {answer}");
        }
    }

    #[test]
    fn headers_are_what_a_strict_town_has() {
        let site = Site::new("headers");
        let server = start(0, &site.folders()).unwrap();
        let page = fetch(&server, "GET /demo/ HTTP/1.1");
        for line in ["HTTP/1.1 200 OK", "x-content-type-options: nosniff", "cache-control: no-cache", "trusted-types welkomwijzer"]
        {
            assert!(page.contains(line), "{line} is missing in:\n{page}");
        }
        let wasm = fetch(&server, "GET /engine.wasm HTTP/1.1");
        assert!(wasm.contains("content-type: application/wasm") && wasm.contains("access-control-allow-origin: *"), "{wasm}");
        assert!(!fetch(&server, "GET /tests/pages/strict/ HTTP/1.1").contains("content-security-policy"));
        assert!(fetch(&server, "POST /demo/ HTTP/1.1").starts_with("HTTP/1.1 405"));
        let head = fetch(&server, "HEAD /index.js HTTP/1.1");
        assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length: 10") && head.ends_with("\r\n\r\n"), "{head}");
    }

    #[test]
    fn the_browser_chooses_the_coding() {
        let site = Site::new("coding");
        let server = start(0, &site.folders()).unwrap();
        for (accepted, body) in
            [("gzip, deflate, br", "brotli"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.5", "gzip"), ("identity", "export {};")]
        {
            let answer = fetch(&server, &format!("GET /index.js HTTP/1.1\r\nAccept-Encoding: {accepted}"));
            assert!(answer.ends_with(&format!("\r\n\r\n{body}")), "{accepted}: {answer}");
            assert!(answer.contains("content-type: text/javascript") && answer.contains("vary: accept-encoding"), "{answer}");
        }
    }

    #[test]
    fn connections_that_stay_open_keep_nobody_waiting() {
        const CONNECTIONS: usize = 40;
        let site = Site::new("open");
        let server = start(0, &site.folders()).unwrap();
        let (port, gate) = (server.port, Arc::new(Barrier::new(CONNECTIONS)));
        let visitors = (0..CONNECTIONS).map(|_| {
            let gate = Arc::clone(&gate);
            thread::spawn(move || {
                gate.wait();
                let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
                stream.set_read_timeout(Some(Duration::from_secs(5))).unwrap();
                write!(stream, "GET /demo/ HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
                let answered = stream.read(&mut [0]).is_ok_and(|length| length == 1);
                (stream, answered)
            })
        });
        let visitors: Vec<_> = visitors.collect::<Vec<_>>().into_iter().map(|visitor| visitor.join().unwrap()).collect();
        assert_eq!(visitors.iter().filter(|(_, answered)| *answered).count(), CONNECTIONS);
    }

    #[test]
    fn a_taken_port_is_told() {
        let site = Site::new("taken");
        let server = start(0, &site.folders()).unwrap();
        assert!(start(server.port, &site.folders()).is_err());
    }
}
