// What everybody needs: rules of WCAG that a program can check, narrow windows, large text, targets that a thumb can hit.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import {
  axe,
  browserForThisFile,
  foldFilters,
  inside,
  languages,
  shown,
  tooSmall,
  tooWide,
  unfoldFilters,
  visitWidget,
  withAxe,
} from "./harness.js";
import { ask, DESKTOP, isExpanded, isOpen, NONSENSE, openCard, openMap, PHONE, type, usefulChoice } from "./doing.js";

browserForThisFile();

/** A rule with its own test below. */
const NAMES = "label-content-name-mismatch";

/** The states a visitor gets the widget into, one after the other. */
const STATES = [
  ["start", async () => {}],
  ["about open", (page) => inside(page, "#about > summary").click()],
  ["card open", async (page) => openCard(page, (await shown(page))[0])],
  ["kept", async (page) => inside(page, `#card-${(await shown(page))[0]} [data-action=keep]`).click()],
  ["my list", (page) => inside(page, "#list").click()],
  ["my list empty", (page) => inside(page, "[data-do=clear]").click()],
  ["text to copy", (page) => copyByHand(page)],
  ["suggestions open", (page) => type(page, "ge")],
  ["a suggestion marked", (page) => page.keyboard.press("ArrowDown")],
  ["places suggested", (page) => type(page, "ge", "place")],
  ["misspelt", (page) => ask(page, "taalkafe")],
  ["results", (page) => ask(page, "taal")],
  [
    "sorted by distance",
    async (page) => {
      await inside(page, "#place").fill("Geel");
      await inside(page, "#sort-nearest").click();
    },
  ],
  ["map open", (page) => openMap(page)],
  ["map of everything", (page) => inside(page, "#map-whole").click()],
  ["filters open", async (page) => inside(page, `#${(await usefulChoice(page)).id}`).check()],
  ["filters shut", (page) => foldFilters(page)],
  ["place unknown", (page) => inside(page, "#place").fill(NONSENSE)],
  ["nothing found", (page) => ask(page, NONSENSE)],
];

/** A browser that can neither share nor copy gives the text of the open card to be copied. */
async function copyByHand(page) {
  await inside(page, "#list").click();
  await page.evaluate(() => {
    for (const name of ["share", "clipboard"]) Object.defineProperty(navigator, name, { value: undefined, configurable: true });
  });
  const [id] = await shown(page);
  if (!(await isOpen(page, id))) await openCard(page, id);
  await inside(page, `#card-${id} [data-action=share]`).click();
  await inside(page, `#card-${id} textarea`).waitFor();
}

describe("axe finds nothing wrong", () => {
  for (const [name, size] of [
    ["phone", PHONE],
    ["desktop", DESKTOP],
  ]) {
    test(name, async (t) => {
      const page = await visitWidget(t, "/demo/", { ...size, prepare: withAxe });
      for (const [state, reach] of STATES) {
        await reach(page);
        await t.test(state, async () => assert.deepEqual(await axe(page, { except: [NAMES] }), []));
      }
      await ask(page, "");
      for (const lang of (await languages(page)).slice(1)) {
        await inside(page, `#lang-${lang}`).click();
        await t.test(`language ${lang}`, async () => assert.deepEqual(await axe(page, { except: [NAMES] }), []));
        await inside(page, "#dutch").click();
        await t.test(`language ${lang}, Dutch beside`, async () => assert.deepEqual(await axe(page, { except: [NAMES] }), []));
        await inside(page, "#dutch").click();
        await type(page, lang === "ar" ? "هول" : "ge");
        assert.equal(await isExpanded(page), true);
        await t.test(`language ${lang}, suggestions open`, async () => assert.deepEqual(await axe(page, { except: [NAMES] }), []));
        await ask(page, "");
      }
    });
  }
});

test("axe finds nothing wrong where a page asks for more: a linked card, few subjects, no place of its own for the town hall", async (t) => {
  const path = "/tests/pages/address.html#welkomwijzer?text=sport&card=praatpunt-geel";
  const page = await visitWidget(t, path, { ...PHONE, prepare: withAxe });
  for (const domains of ["", "language leisure", "language"]) {
    await page.evaluate((domains) => (document.querySelector("welkom-wijzer").domains = domains), domains);
    assert.deepEqual(await axe(page, { except: [NAMES] }), [], domains);
  }
});

test(
  "who says what stands on a button presses it", async (t) => {
    const page = await visitWidget(t, "/demo/", { ...PHONE, prepare: withAxe });
    for (const lang of await languages(page)) {
      await inside(page, `#lang-${lang}`).click();
      assert.deepEqual(await axe(page, { only: [NAMES] }), [], lang);
    }
  },
);

test("nothing scrolls sideways in 320 pixels, in any language", async (t) => {
  const page = await visitWidget(t, "/demo/", { width: 320, height: 640 });
  for (const [state, reach] of STATES) {
    await reach(page);
    if (state === "filters open") assert.deepEqual(await tooWide(page), [], state);
    await foldFilters(page);
    for (const lang of (await languages(page)).reverse()) {
      await inside(page, `#lang-${lang}`).click();
      assert.deepEqual(await tooWide(page), [], `${state}, ${lang}`);
    }
  }
});

test("an address of a web page that has no place to break does not widen its card", async (t) => {
  const page = await visitWidget(t, "/demo/", { width: 320, height: 640 });
  await ask(page, "rooms and apartments for expats in gent");
  await openCard(page, "rooms-for-expats-gent");
  assert.deepEqual(await tooWide(page), []);
});

test(
  "words stay inside what they stand in, in 320 pixels", async (t) => {
    const page = await visitWidget(t, "/demo/", { width: 320, height: 640 });
    await openCard(page, (await shown(page))[0]);
    for (const lang of await languages(page)) {
      await inside(page, `#lang-${lang}`).click();
      const over = await inside(page, "button, .card, .group, .field, .action").evaluateAll((all) =>
        all
          .filter((e) => e.checkVisibility() && e.scrollWidth > e.clientWidth + 1)
          .map((e) => `${e.id || e.className}: ${e.textContent.trim().slice(0, 40)}`),
      );
      assert.deepEqual(over, [], lang);
    }
  },
);

test("what is tapped is at least 24 pixels high and wide", async (t) => {
  const page = await visitWidget(t, "/demo/", PHONE);
  await inside(page, `#${(await usefulChoice(page)).id}`).check();
  const tapped = inside(page, "button, .choice, .action, summary, input:not([type=checkbox])");
  assert.deepEqual(await tooSmall(tapped), []);
});

test("suggestions are 44 pixels high and inside the window, on a phone and in 320 pixels", async (t) => {
  for (const size of [PHONE, { width: 320, height: 640 }]) {
    const page = await visitWidget(t, "/demo/", size);
    for (const [id, text] of [
      ["text", "ge"],
      ["place", "sint"],
    ]) {
      await type(page, text, id);
      const heights = await inside(page, `#options-${id} [role=option]`).evaluateAll((all) =>
        all.map((option) => option.getBoundingClientRect().height),
      );
      assert.ok(heights.length > 1 && heights.every((height) => height >= 44), heights.join());
      assert.deepEqual(await tooWide(page), []);
    }
  }
});

test("text of twice the size stays inside", async (t) => {
  const page = await visitWidget(t, "/demo/", { width: 640, height: 900 });
  await page.locator("welkom-wijzer").evaluate((element) => element.style.setProperty("--welkomwijzer-font-size", "34px"));
  assert.deepEqual(await tooWide(page), []);
  const { icon, words } = await inside(page, "#text").evaluate((input) => ({
    icon: input.parentElement.querySelector(".icon").getBoundingClientRect().right,
    words: input.getBoundingClientRect().left + Number.parseFloat(getComputedStyle(input).paddingLeft),
  }));
  assert.ok(icon < words, "the drawing does not lie over what is typed");
});

/** What WCAG 1.4.12 lets a reader set; each with the room that it takes. */
const SPACING = `
  * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
  p { margin-block-end: 2em !important }
`;

test("with the reader's own text spacing nothing is cut off, in 320 pixels and wide", async (t) => {
  for (const size of [{ width: 320, height: 640 }, DESKTOP]) {
    const page = await visitWidget(t, "/demo/", size);
    await page.locator("welkom-wijzer").evaluate((element, css) => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(`${css} .cards > li { content-visibility: visible }`);
      element.shadowRoot.adoptedStyleSheets.push(sheet);
    }, SPACING);
    await openCard(page, (await shown(page))[0]);
    for (const lang of await languages(page)) {
      await inside(page, `#lang-${lang}`).click();
      await unfoldFilters(page);
      assert.deepEqual(await tooWide(page), [], lang);
      assert.deepEqual(await cut(page), [], lang);
      await foldFilters(page);
    }
  }
});

/** Texts that are larger than their box. (What one can unfold has its name for screen readers out of sight, and an arrow that turns.) */
function cut(page) {
  return inside(page, ":is(button, label, legend, .name, .tag, .action, .chip, .count, .place, dt, dd, p):not(.hidden)").evaluateAll((all) =>
    all
      .filter((e) => e.checkVisibility() && getComputedStyle(e).display !== "inline")
      .filter((e) => e.scrollWidth > e.clientWidth + 1 || (getComputedStyle(e).overflowY !== "visible" && e.scrollHeight > e.clientHeight + 1))
      .map((e) => `${e.id || e.className || e.localName}: ${e.textContent.trim().slice(0, 40)}`),
  );
}

test("at 200 and 400 % zoom, as a window of 640 and of 320 pixels, everything is there and nothing scrolls sideways", async (t) => {
  const whole = await visitWidget(t, "/demo/", DESKTOP);
  const words = (page) => inside(page, ":is(button, label, legend, summary):not(#toggle)").evaluateAll((all) => all.map((e) => e.textContent.trim()));
  await openCard(whole, (await shown(whole))[0]);
  const all = await words(whole);
  for (const zoom of [2, 4]) {
    const page = await visitWidget(t, "/demo/", { width: DESKTOP.width / zoom, height: Math.round(DESKTOP.height / zoom), deviceScaleFactor: zoom });
    await unfoldFilters(page);
    assert.deepEqual(await tooWide(page), [], `${zoom * 100} %, filters`);
    await foldFilters(page);
    await openCard(page, (await shown(page))[0]);
    assert.deepEqual(await words(page), all, `${zoom * 100} %`);
    assert.deepEqual(await tooWide(page), [], `${zoom * 100} %`);
  }
});

test("what has the focus is not covered by anything", async (t) => {
  for (const size of [PHONE, DESKTOP]) {
    // Else the page is still on its way to where the focus is.
    const page = await visitWidget(t, "/demo/", size);
    await inside(page, "#languages button").first().focus();
    const covered = [];
    for (let i = 0; i < 45; i += 1) {
      covered.push(
        ...(await page.evaluate(() => {
          const root = document.querySelector("welkom-wijzer").shadowRoot;
          const element = root.activeElement;
          if (!element) return [];
          const { x, y, width, height } = element.getClientRects()[0];
          const seen = root.elementFromPoint(x + width / 2, y + height / 2);
          return seen && (element.contains(seen) || seen.contains(element)) ? [] : [element.id || element.textContent];
        })),
      );
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(covered, []);
  }
});

test("every link and button is 24 pixels high and wide or has that much room, the main ones 44", async (t) => {
  const page = await visitWidget(t, "/demo/", PHONE);
  await openCard(page, (await shown(page))[0]);
  await inside(page, "#about > summary").click();
  const small = await inside(page, "a, button, input, summary, [role=option]").evaluateAll((all) => {
    // A checkbox is tapped by its label.
    const boxes = all.filter((e) => e.checkVisibility()).map((e) => ({ e, box: (e.closest("label") ?? e).getBoundingClientRect() }));
    // WCAG 2.5.8: too small is only what has another target within a circle of 24 pixels; inside a sentence anything goes.
    const near = ({ e, box }) => {
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      return boxes.some(({ e: other, box: b }) => other !== e && Math.hypot(Math.max(b.left - x, 0, x - b.right), Math.max(b.top - y, 0, y - b.bottom)) < 12);
    };
    return boxes
      .filter(({ e, box }) => (box.width < 24 || box.height < 24) && near({ e, box }))
      .map(({ e, box }) => `${e.id || e.className || e.textContent}: ${Math.round(box.width)} × ${Math.round(box.height)}`);
  });
  assert.deepEqual(small, []);
  const main = inside(page, ".languages button, .submit, .tile, .toggle, .input input, .choice, .action, .show-more, .tools button, summary");
  const low = await main.evaluateAll((all) => all.filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 44).map((e) => e.id || e.textContent));
  assert.deepEqual(low, []);
});

test("who asks for less motion gets none", async (t) => {
  const page = await visitWidget(t, "/demo/", PHONE);
  const moving = await inside(page, "*").evaluateAll((all) =>
    all.filter((e) => ["", "::before", "::after"].some((pseudo) => {
      const { transitionDuration, animationName } = getComputedStyle(e, pseudo);
      return /[1-9]/.test(transitionDuration) || animationName !== "none";
    })).map((e) => e.className),
  );
  assert.deepEqual(moving, []);
});

test("a turned phone shows everything too", async (t) => {
  const page = await visitWidget(t, "/demo/", { width: PHONE.height, height: PHONE.width });
  assert.deepEqual(await tooWide(page), []);
});

test("the conformance report names tests that are there", async () => {
  const report = await readFile(new URL("../../ACCESSIBILITY.md", import.meta.url), "utf8");
  let named = 0;
  for (const line of report.split("\n")) {
    const files = [...line.matchAll(/`([a-z]+\.test\.js)`/g)].map(([, file]) => file);
    if (files.length === 0) continue;
    const texts = await Promise.all(files.map((file) => readFile(new URL(file, import.meta.url), "utf8")));
    for (const [, name] of line.matchAll(/"([^"]+?)…?"/g)) {
      named += 1;
      assert.ok(texts.some((text) => text.includes(name)), `"${name}" is in none of ${files.join(", ")}`);
    }
  }
  assert.ok(named > 20);
});
