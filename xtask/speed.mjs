// Measures the demo page as a newcomer's phone has it; `cargo xtask speed` calls it.
//
//   node xtask/speed.mjs      with WELKOMWIJZER_URL and CHROMIUM as for the end-to-end tests
//
// A phone's screen, 1.6 Mbit/s with 150 ms for each round trip, a processor four times slower than this machine's, an empty store.
// Prints each run and the medians, says what takes the time, and fails if a median is over its bar.

import { chromium } from "playwright-core";

const url = process.env.WELKOMWIJZER_URL;
if (!url) throw new Error("usage: WELKOMWIJZER_URL=… node xtask/speed.mjs");

const RUNS = 3;
const BITS_PER_SECOND = 1_600_000;
const ROUND_TRIP = 150;
const SLOWER = 4;

/** What is typed, letter by letter; "<" takes one back. */
const TYPED = ["taalles gent", "<<<<<<<<<<<<", "duch course", "<<<<<<", "buddy in geel"].join("");

/** Figure → the most its median may be. */
const BARS = {
  "first results, ms": 2500,
  "moved after the widget shows": 0,
  "key to paint, median, ms": 50,
  "key to paint, 95 %, ms": 50,
};

/** Runs in the page before anything of its own. */
function watch() {
  window.figures = { moved: [], keys: [] };
  new PerformanceObserver((list) => {
    for (const { value, startTime, hadRecentInput } of list.getEntries()) {
      if (!hadRecentInput) window.figures.moved.push({ value, at: startTime });
    }
  }).observe({ type: "layout-shift", buffered: true });

  const painted = () =>
    new Promise((resolve) =>
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now());
        port2.postMessage("");
      }),
    );

  // Compiling goes on while the engine arrives.
  const start = WebAssembly.instantiateStreaming;
  WebAssembly.instantiateStreaming = async (...args) => {
    const started = await start(...args);
    window.figures.compiled = performance.now();
    return started;
  };
  document.addEventListener("welkomwijzer-ready", async () => {
    window.figures.ready = performance.now();
    window.figures.shown = await painted();
  });

  // Markup passes through the page's one policy: before it lies the engine's work, behind it the page's.
  const make = trustedTypes.createPolicy;
  trustedTypes.createPolicy = function (name, rules) {
    const { createHTML } = rules;
    return make.call(this, name, {
      ...rules,
      createHTML: (html) => {
        if (window.figures.key) window.figures.key.markup = performance.now();
        return createHTML(html);
      },
    });
  };
  addEventListener("keydown", (event) => (window.figures.key = { at: event.timeStamp, painted: painted() }), true);
  addEventListener("input", () => window.figures.key && (window.figures.key.begun = performance.now()), true);
  addEventListener("input", async () => {
    const { key } = window.figures;
    if (!key) return;
    const done = performance.now();
    const end = await key.painted;
    const { at, begun, markup = begun } = key;
    window.figures.keys.push({ whole: end - at, waiting: begun - at, engine: markup - begun, dom: done - markup, paint: end - done });
  });
}

async function run(browser) {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  const throughput = BITS_PER_SECOND / 8;
  await devtools.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: ROUND_TRIP,
    downloadThroughput: throughput,
    uploadThroughput: throughput,
  });
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  await page.addInitScript(watch);
  await page.goto(`${url}/demo/`, { waitUntil: "commit" });
  await page.waitForFunction(() => window.figures.shown, undefined, { timeout: 60_000 });
  await page.waitForTimeout(1000);

  await page.evaluate(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#text").focus());
  for (const letter of TYPED) {
    await page.keyboard.press(letter === "<" ? "Backspace" : letter === " " ? "Space" : letter);
    await page.waitForTimeout(120);
  }
  await page.waitForFunction((length) => window.figures.keys.length >= length, TYPED.length);
  const figures = await page.evaluate(() => {
    const { moved, keys, compiled, ready, shown } = window.figures;
    const files = performance.getEntriesByType("resource").map(({ name, startTime, responseEnd, encodedBodySize }) => ({
      name: new URL(name).pathname,
      startTime,
      responseEnd,
      encodedBodySize,
    }));
    return { moved, keys, compiled, ready, shown, files };
  });
  await context.close();
  return figures;
}

const sum = (values) => values.reduce((a, b) => a + b, 0);
const quantile = (values, part) => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))];
const median = (values) => quantile(values, 0.5);
const round = (value) => Math.round(value * 10) / 10;

function figuresOf({ moved, keys, shown, ready }) {
  const whole = keys.map((key) => key.whole);
  return {
    "first results, ms": shown,
    "moved after the widget shows": sum(moved.filter(({ at }) => at >= ready - 50).map(({ value }) => value)),
    "moved before it": sum(moved.filter(({ at }) => at < ready - 50).map(({ value }) => value)),
    "key to paint, median, ms": median(whole),
    "key to paint, 95 %, ms": quantile(whole, 0.95),
  };
}

/** Where the time goes, in milliseconds. */
function partsOf({ files, compiled, ready, shown, keys }) {
  const engine = files.find(({ name }) => name.endsWith(".wasm"));
  if (!engine) throw new Error("the engine was not fetched as a file");
  return {
    "page and scripts, until the engine is asked for": engine.startTime,
    "engine on its way": engine.responseEnd - engine.startTime,
    "compiling, what is left of it": compiled - engine.responseEnd,
    "first search and its markup, in the page": ready - compiled,
    "style, layout and paint": shown - ready,
    "a key: until it is heard": median(keys.map((key) => key.waiting)),
    "a key: search and markup": median(keys.map((key) => key.engine)),
    "a key: changing the page": median(keys.map((key) => key.dom)),
    "a key: style, layout and paint": median(keys.map((key) => key.paint)),
  };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const runs = [];
try {
  // The first one warms up this machine and does not count.
  for (let i = 0; i <= RUNS; i += 1) runs.push(await run(browser));
} finally {
  await browser.close();
}
runs.shift();

function print(name, values, limit = "") {
  console.log(name.padEnd(52) + values.map((value) => String(value).padStart(9)).join("") + limit);
}

const { files } = runs[0];
console.log(`1.6 Mbit/s, ${ROUND_TRIP} ms for a round trip, processor ${SLOWER} times slower, ${TYPED.length} keys; empty store, ${files.length} files beside the page:`);
for (const { name, startTime, responseEnd, encodedBodySize } of files) {
  console.log(`  ${name.padEnd(40)}${String(encodedBodySize).padStart(8)} bytes, ${Math.round(startTime)} to ${Math.round(responseEnd)} ms`);
}
const isOver = [];
for (const [title, of] of [["", figuresOf], ["where the time goes, ms", partsOf]]) {
  const all = runs.map(of);
  console.log();
  print(title, [...all.map((_, i) => `run ${i + 1}`), "median"]);
  for (const name of Object.keys(all[0])) {
    const values = all.map((figures) => figures[name]);
    const middle = median(values);
    const bar = BARS[name];
    if (bar !== undefined && middle > bar) isOver.push(`${name}: ${round(middle)}, at most ${bar}`);
    print(name, [...values, middle].map(round), bar === undefined ? "" : `   at most ${bar}`);
  }
}
if (isOver.length > 0) {
  console.error(`\nover the bar: ${isOver.join("; ")}`);
  process.exitCode = 1;
}
