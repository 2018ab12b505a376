// Pages with the widget, in Chromium, for the tests beside this file.
//
//   WELKOMWIJZER_URL   where dist/, the demo page and tests/pages are served
//   CHROMIUM           the browser to drive
//
// A page that `visit` gives keeps a diary: what the console and the content policy complained about, which requests left for another
// origin, and which events the widget sent.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const base = process.env.WELKOMWIJZER_URL;
if (!base) throw new Error("WELKOMWIJZER_URL is missing: run `cargo xtask test`, or name a server that serves dist/");

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

let browser;

/** Starts the browser before the tests of a file, and ends it after them. */
export function browserForThisFile() {
  before(async () => {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ARGUMENTS });
  });
  after(() => browser?.close());
}

/** What runs in the page before anything of its own. */
function keepDiary() {
  window.diary = { violations: [], events: [] };
  document.addEventListener("securitypolicyviolation", (event) => {
    window.diary.violations.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`);
  });
  for (const name of ["ready", "error", "search", "select"]) {
    // At the document, so that only what bubbles and is composed arrives.
    document.addEventListener(`welkomwijzer-${name}`, (event) => {
      const { bubbles, composed, detail } = event;
      window.diary.events.push({ name, bubbles, composed, detail, from: event.target.id || event.target.localName });
    });
  }
}

/**
 * Opens a page, and waits for nothing but its own scripts.
 *
 * `t` is the test's context: the page is closed after it. `prepare` is called with the page before it goes anywhere. `at` is another
 * server.
 */
export async function visit(t, path, { width = 1280, height = 900, prepare, wait = "load", at = base, ...options } = {}) {
  // The demo's page glides to what a press needs, and a press that follows at once finds it gone: so, as for who asks for it, nothing moves.
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...options });
  t.after(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.complaints = [];
  page.warnings = [];
  page.foreign = [];
  page.on("console", (message) => {
    if (message.type() === "error") page.complaints.push(message.text());
    if (message.type() === "warning") page.warnings.push(message.text());
  });
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== at) page.foreign.push(request.url());
  });
  await page.addInitScript(keepDiary);
  await prepare?.(page);
  await page.goto(at + path, { waitUntil: wait, timeout: 30_000 });
  return page;
}

/** Opens a page and waits until its (first) widget is there. */
export async function visitWidget(t, path = "/demo/", options = {}) {
  const page = await visit(t, path, options);
  await ready(page);
  return page;
}

export async function ready(page, selector = "welkom-wijzer") {
  await page.locator(`${selector} #widget`).first().waitFor({ state: "visible" });
}

/** An element of the (first) widget. */
export function inside(page, selector) {
  return page.locator(`welkom-wijzer ${selector}`);
}

/** The ids of the actors shown, in order. */
export function shown(page) {
  return inside(page, "li[id^=card-]").evaluateAll((items) => items.map((item) => item.id.slice("card-".length)));
}

/** The same, once those are there too that follow when nobody types. */
export async function allShown(page) {
  await page.waitForFunction(() => {
    const root = document.querySelector("welkom-wijzer").shadowRoot;
    return !root.querySelector("#show-more") || root.querySelectorAll("li[id^=card-]").length >= 20;
  });
  return shown(page);
}

/** The number in the line above the results. */
export async function count(page) {
  const text = await inside(page, "#count").textContent();
  const number = text.match(/\d+/);
  if (!number) throw new Error(`no number in "${text}"`);
  return Number(number[0]);
}

/** Where the focus is inside the widget: the element's id, else what it is. */
export function focused(page) {
  return page.evaluate(() => {
    const element = document.querySelector("welkom-wijzer")?.shadowRoot.activeElement;
    return element && (element.id || element.closest("[id]")?.id + " " + element.localName);
  });
}

/** Texts of the fields and where the caret stands in the search field. */
export function field(page, id = "text") {
  return inside(page, `#${id}`).evaluate((input) => ({ value: input.value, caret: input.selectionStart }));
}

/** Lays the filters over the page, where there is no room for a column. */
export async function unfoldFilters(page) {
  if (!(await inside(page, "#groups").isVisible())) await inside(page, "#toggle").click();
}

/** Takes them off it, if they lie there. */
export async function foldFilters(page) {
  const close = inside(page, "#sheet-show");
  if (await close.isVisible()) await close.click();
}

/**
 * For `prepare`: timers of the page run when `pass` says that time has passed, so that nobody has to wait. (Playwright's own clock gives
 * numbers to timers that do not fit into the 32 bits in which WebAssembly keeps them.)
 */
export function withSlowTime(page) {
  return page.addInitScript(() => {
    const timers = new Map();
    let now = 0;
    let last = 0;
    window.setTimeout = (action, wait = 0, ...rest) => {
      last += 1;
      timers.set(last, { at: now + wait, action: () => action(...rest) });
      return last;
    };
    window.clearTimeout = (id) => void timers.delete(id);
    window.pass = (milliseconds) => {
      now += milliseconds;
      for (const [id, { at, action }] of timers) {
        if (at <= now && timers.delete(id)) action();
      }
    };
  });
}

/** Lets milliseconds pass on a page `withSlowTime`. */
export function pass(page, milliseconds) {
  return page.evaluate((milliseconds) => window.pass(milliseconds), milliseconds);
}

/** The engine comes when `release` is called; `hold` is for `prepare`. */
export function heldEngine() {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  return { release, hold: (page) => page.route("**/welkomwijzer_bg.wasm", (route) => held.then(() => route.continue())) };
}

/** What `welkomwijzer render` writes: the list for pages without scripts. */
export function renderedList(municipality, lang) {
  const render = ["run", "--quiet", "--release", "--", "render", "--municipality", municipality, "--lang", lang];
  const { stdout, stderr, status } = spawnSync(process.env.CARGO ?? "cargo", render, {
    cwd: fileURLToPath(new URL("../..", import.meta.url)),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  assert.equal(status, 0, stderr);
  return stdout;
}

export function events(page, name) {
  return page.evaluate((name) => window.diary.events.filter((event) => !name || event.name === name), name);
}

/** Waits until the page's diary has an event. */
export async function eventOf(page, name) {
  await page.waitForFunction((name) => window.diary.events.some((event) => event.name === name), name);
  return (await events(page, name))[0];
}

/** The languages on the switch, the one in use first. */
export async function languages(page) {
  const buttons = inside(page, "#languages button");
  const found = await buttons.evaluateAll((all) => all.map((b) => ({ lang: b.dataset.lang, pressed: b.ariaPressed === "true" })));
  return found.sort((a, b) => Number(b.pressed) - Number(a.pressed)).map((b) => b.lang);
}

export function direction(lang) {
  return ["ar", "fa", "he", "ps", "ur"].includes(lang) ? "rtl" : "ltr";
}

const axeSource = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** For `prepare`: axe is in the page before its policy can refuse it. */
export async function withAxe(page) {
  await page.addInitScript(await axeSource);
}

/** What axe finds wrong, one line for each place: with all rules but some, or with some alone. */
export function axe(page, { except = [], only } = {}) {
  return page.evaluate(
    async ({ except, only }) => {
      // axe measures cards out of sight too, which are laid out only when they come near: here all are.
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".cards > li { content-visibility: visible !important }");
      const root = document.querySelector("welkom-wijzer").shadowRoot;
      if (root.adoptedStyleSheets.length < 2) root.adoptedStyleSheets.push(sheet);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      const runOnly = only ? { type: "rule", values: only } : { type: "tag", values: tags };
      const rules = Object.fromEntries(except.map((rule) => [rule, { enabled: false }]));
      const options = { runOnly, rules, resultTypes: ["violations"] };
      const { violations } = await window.axe.run({ include: [["welkom-wijzer"]] }, options);
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((n) => `${id}: ${n.target.flat().join(" ")}: ${n.failureSummary.split("\n").at(1)?.trim()}`),
      );
    },
    { except, only },
  );
}

/** Of what is seen of a locator's elements, those less than 24 pixels high or wide. */
export function tooSmall(tapped) {
  return tapped.evaluateAll((all) =>
    all
      .filter((e) => e.checkVisibility())
      .map((e) => ({ what: e.id || e.className || e.localName, box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ what, box }) => `${what}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );
}

/** What reaches beyond the window's edge. */
export function tooWide(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth > width ? [`the page is ${document.documentElement.scrollWidth} wide`] : [];
    const all = document.querySelector("welkom-wijzer").shadowRoot.querySelectorAll("*");
    for (const element of all) {
      const box = element.getBoundingClientRect();
      const isSeen = box.width > 1 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (isSeen && !element.closest("datalist, .hidden") && (box.right > width + 1 || box.left < -1)) {
        wide.push(
          `${element.localName}#${element.id}.${element.getAttribute("class")}: ${Math.round(box.left)} to ${Math.round(box.right)}`,
        );
      }
    }
    return wide;
  });
}
