// A page's own service worker, with the widget in its store: visitors who came once have it without a connection.
//
// Change VERSION with every new version of the widget, and the new files are fetched together. They belong together: an engine does not
// work with the script of another version, so each file is taken from the store and never half from the network.

const VERSION = "welkomwijzer-0.1.0";
const PAGE = new URL("./", self.location).href;
const FILES = [PAGE, "page.js", "/welkomwijzer.js", "/element.js", "/index.js", "/welkomwijzer_bg.wasm"];

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(VERSION)
      // Past the browser's own store, which could still hold older ones.
      .then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("welkomwijzer-") && name !== VERSION).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET") return;
  const stored = caches.open(VERSION).then((cache) => cache.match(event.request));
  if (event.request.mode === "navigate") {
    // The page itself comes fresh while there is a connection.
    event.respondWith(fetch(event.request).catch(() => stored.then((found) => found ?? Response.error())));
  } else {
    event.respondWith(stored.then((found) => found ?? fetch(event.request)));
  }
});
