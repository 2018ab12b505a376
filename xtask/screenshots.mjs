// Takes pictures of the demo page; `cargo xtask screenshots` calls it.
//
//   node xtask/screenshots.mjs FOLDER      with WELKOMWIJZER_URL and CHROMIUM as for the end-to-end tests
//
//   phone.png, desktop.png                 results, for the README
//   <size>-<state>.png                     every state a visitor meets, in Dutch
//   <size>-lang-<code>.png                 results with an open card, in every other language of the directory
//   <size>-print-<code>.png                what the list's print button prints, in Dutch and Arabic
//   <size>-dutch-<code>.png                the Dutch beside another language
//   <size>-look-<name>.png                 results in every look, and in forced colours, on a page without a style of its own
//   <size>-one-subject.png, -linked.png    a page that wants one subject only; a card that a link led to
//   <size>-configure.png                   the configurator

import path from "node:path";
import { chromium } from "playwright-core";

const [folder] = process.argv.slice(2);
const url = process.env.WELKOMWIJZER_URL;
if (!folder || !url) throw new Error("usage: WELKOMWIJZER_URL=… node xtask/screenshots.mjs FOLDER");

const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1280, height: 900 },
  narrow: { width: 320, height: 640 },
};
const QUESTION = "taalles";

const inside = (page, selector) => page.locator(`welkom-wijzer ${selector}`);

/** Types, and waits for what follows once it is quiet. */
async function fill(page, field, text) {
  await inside(page, field).fill(text);
  await inside(page, "#results:not([aria-busy])").waitFor();
}

const ask = (page, text) => fill(page, "#text", text);

async function openFirstCard(page) {
  await inside(page, "article details > summary").first().click();
}

async function keepTwo(page) {
  for (const at of [0, 1]) await inside(page, "[data-action=keep]").nth(at).click();
}

async function openList(page) {
  await keepTwo(page);
  await inside(page, "#list").click();
}

async function clearList(page) {
  if (await inside(page, "[data-do=clear]").count()) await inside(page, "[data-do=clear]").click();
}

async function copyByHand(page) {
  await page.evaluate(() => {
    for (const name of ["share", "clipboard"]) Object.defineProperty(navigator, name, { value: undefined });
  });
  await openFirstCard(page);
  await inside(page, "[data-action=share]").first().click();
  await inside(page, "textarea").waitFor();
}

async function openFilters(page) {
  if (await inside(page, "#toggle").isVisible()) await inside(page, "#toggle").click();
  await inside(page, "#groups input:not(#choice-place)").first().check();
}

async function openMap(page) {
  await inside(page, "#map-toggle").click();
  await inside(page, ".map-drawing").waitFor();
}

/** Every state, and where its picture begins. */
const STATES = {
  start: { reach: async () => {}, from: "#widget" },
  results: { reach: (page) => ask(page, QUESTION), from: "#search" },
  filters: { reach: openFilters, from: "#tiles" },
  map: { reach: openMap, from: "#tools" },
  card: { reach: openFirstCard, from: "article" },
  share: { reach: copyByHand, from: "article" },
  kept: { reach: keepTwo, from: "#results" },
  list: { reach: openList, from: "#results" },
  "list-empty": { reach: (page) => inside(page, "#list").click(), from: "#results" },
  place: { reach: (page) => fill(page, "#place", "Atlantis"), from: "#widget" },
  nothing: { reach: (page) => ask(page, "xqzwvxqz"), from: "#widget" },
  about: { reach: (page) => inside(page, "#about > summary").click(), from: "#foot" },
};

async function main() {
  const args = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args });
  try {
    for (const [size, viewport] of Object.entries(SIZES)) await ofSize(browser, size, viewport);
  } finally {
    await browser.close();
  }
}

async function ofSize(browser, size, viewport) {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  const open = async () => {
    const page = await context.newPage();
    await page.goto(`${url}/demo/`);
    await inside(page, "#widget").waitFor({ state: "visible" });
    return page;
  };
  for (const [state, { reach, from }] of Object.entries(STATES)) {
    const page = await open();
    await reach(page);
    await take(page, `${size}-${state}`, from);
    if (await inside(page, "#sheet-close").count()) await inside(page, "#sheet-close").click();
    // The pages share what is kept.
    if (await inside(page, "#list[aria-pressed=false]").count()) await inside(page, "#list").click();
    await clearList(page);
    await page.close();
  }
  const page = await open();
  await ask(page, QUESTION);
  // Tall enough for the first results.
  if (size !== "narrow") await take(page, size, "#widget", { windows: 1.5 });
  await openFirstCard(page);
  const langs = await inside(page, "#languages button").evaluateAll((all) => all.map((button) => button.dataset.lang));
  for (const lang of langs.slice(1)) {
    await inside(page, `#lang-${lang}`).click();
    await take(page, `${size}-lang-${lang}`, "#widget", { windows: 2.5 });
    await inside(page, "#dutch").click();
    await take(page, `${size}-dutch-${lang}`, "#results", { windows: 2 });
    await inside(page, "#dutch").click();
  }
  for (const lang of ["nl", "ar"]) {
    const paper = await open();
    await paper.evaluate(() => (window.print = () => {}));
    await inside(paper, `#lang-${lang}`).click();
    await openList(paper);
    await inside(paper, "[data-do=print]").click();
    await paper.emulateMedia({ media: "print" });
    await paper.screenshot({ path: path.join(folder, `${size}-print-${lang}.png`), fullPage: true });
    console.log(`${size}-print-${lang}.png`);
    await paper.emulateMedia({ media: "screen" });
    await clearList(paper);
    await paper.close();
  }
  for (const look of ["plain", "neutral", "flanders", "dark", "forced-colours"]) {
    const page = await context.newPage();
    await page.emulateMedia({ forcedColors: look === "forced-colours" ? "active" : "none" });
    await page.goto(`${url}/configure-preview.html`);
    await page.locator("welkom-wijzer").evaluate((element, look) => Object.assign(element, { look, municipality: "Geel" }), look);
    await inside(page, "#widget").waitFor({ state: "visible" });
    await inside(page, "#tile-language").click();
    await take(page, `${size}-look-${look}`, "#widget", { windows: 1.5 });
    await page.close();
  }
  for (const [name, attributes, hash] of [
    ["one-subject", { domains: "language" }, ""],
    ["linked", { state: "hash" }, "#welkomwijzer?text=sport&card=praatpunt-geel"],
  ]) {
    const page = await context.newPage();
    await page.goto(`${url}/configure-preview.html${hash}`);
    await page.locator("welkom-wijzer").evaluate((element, attributes) => Object.assign(element, { municipality: "Geel", ...attributes }), attributes);
    await inside(page, hash ? "#cards-linked" : "#widget").waitFor({ state: "visible" });
    await take(page, `${size}-${name}`, "#widget", { windows: 1.5 });
    await page.close();
  }
  const configurator = await context.newPage();
  await configurator.goto(`${url}/configure.html?municipality=Geel`);
  for (const frame of ["#phone", "#desktop"]) await configurator.frameLocator(frame).locator("welkom-wijzer #widget").waitFor();
  await configurator.screenshot({ path: path.join(folder, `${size}-configure.png`), fullPage: true });
  console.log(`${size}-configure.png`);
  await context.close();
}

/** A picture of the window, with `from` at its top; as high as so many windows. */
async function take(page, name, from, { windows = 1 } = {}) {
  const { width, height } = page.viewportSize();
  await page.setViewportSize({ width, height: Math.round(height * windows) });
  await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.blur());
  await inside(page, from)
    .first()
    .evaluate((element) =>
      window.scrollTo({ top: element.getBoundingClientRect().top + window.scrollY - 12, behavior: "instant" }),
    );
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });
  await page.setViewportSize({ width, height });
  console.log(`${name}.png`);
}

await main();
