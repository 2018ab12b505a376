// What everybody needs: rules of WCAG that a program can check, narrow windows, large text, targets that a thumb can hit.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axe, browserForThisFile, inside, languages, shown, tooWide, visitWidget, withAxe } from "./harness.js";
import { ask, DESKTOP, isExpanded, NONSENSE, openCard, PHONE, type, usefulChoice } from "./doing.js";

browserForThisFile();

/** A rule with its own test below. */
const NAMES = "label-content-name-mismatch";

/** The states a visitor gets the widget into, one after the other. */
const STATES = [
  ["start", async () => {}],
  ["about open", (page) => inside(page, "#about > summary").click()],
  ["card open", async (page) => openCard(page, (await shown(page))[0])],
  ["suggestions open", (page) => type(page, "ge")],
  ["a suggestion marked", (page) => page.keyboard.press("ArrowDown")],
  ["places suggested", (page) => type(page, "ge", "place")],
  ["misspelt", (page) => ask(page, "taalkafe")],
  ["results", (page) => ask(page, "taal")],
  ["filters open", async (page) => inside(page, `#${(await usefulChoice(page)).id}`).check()],
  ["place unknown", (page) => inside(page, "#place").fill(NONSENSE)],
  ["nothing found", (page) => ask(page, NONSENSE)],
];

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
        await type(page, lang === "ar" ? "هول" : "ge");
        assert.equal(await isExpanded(page), true);
        await t.test(`language ${lang}, suggestions open`, async () => assert.deepEqual(await axe(page, { except: [NAMES] }), []));
        await ask(page, "");
      }
    });
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
    for (const lang of (await languages(page)).reverse()) {
      await inside(page, `#lang-${lang}`).click();
      assert.deepEqual(await tooWide(page), [], `${state}, ${lang}`);
    }
  }
});

test("an address of a web page that has no place to break does not widen its card", async (t) => {
  const page = await visitWidget(t, "/demo/", { width: 320, height: 640 });
  await inside(page, "#text").fill("rooms and apartments for expats in gent");
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
  const small = await tapped.evaluateAll((all) =>
    all
      .filter((e) => e.checkVisibility())
      .map((e) => ({ what: e.id || e.className || e.localName, box: e.getBoundingClientRect() }))
      .filter(({ box }) => box.width < 24 || box.height < 24)
      .map(({ what, box }) => `${what}: ${Math.round(box.width)} × ${Math.round(box.height)}`),
  );
  assert.deepEqual(small, []);
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
});
