// How the widget looks where a page chooses: presets, light and dark, what can be read on what. The colours are those that a browser
// computes from the custom properties.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { axe, browserForThisFile, inside, ready, shown, visit, visitWidget, withAxe } from "./harness.js";
import { ask, NONSENSE, openCard, PHONE, type } from "./doing.js";

browserForThisFile();

/** What is read on what: names of the widget's own colours, the lower ones first, and the least ratio of WCAG 2.2. */
const TEXT = 4.5;
const SHAPE = 3;
const PAIRS = [
  ["text", ["ground"], TEXT],
  ["text", ["ground", "surface"], TEXT],
  ["text", ["ground", "soft"], TEXT],
  ["muted", ["ground"], TEXT],
  ["muted", ["ground", "surface"], TEXT],
  ["muted", ["ground", "surface", "soft"], TEXT],
  ["action", ["ground"], TEXT],
  ["action", ["ground", "surface"], TEXT],
  ["action", ["ground", "surface", "soft"], TEXT],
  ["action-strong", ["ground"], TEXT],
  ["action-strong", ["ground", "surface"], TEXT],
  ["action-strong", ["ground", "soft"], TEXT],
  ["on-action", ["action"], TEXT],
  ["on-action", ["action-strong"], TEXT],
  ["warning", ["ground"], TEXT],
  ["warning", ["ground", "surface", "warning-soft"], TEXT],
  ["text", ["ground", "surface", "mark"], TEXT],
  // Borders of fields, and of what has the focus.
  ["muted", ["ground", "surface"], SHAPE],
  ["action", ["ground"], SHAPE],
];

/** Pairs below their ratio, as the first widget has them on this page. */
function below(page) {
  return page.evaluate((pairs) => {
    const root = document.querySelector("welkom-wijzer").shadowRoot;
    const probe = root.querySelector("#widget").appendChild(document.createElement("span"));
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const marked = "color-mix(in srgb, var(--accent) 35%, transparent)";
    const computed = (name) => {
      probe.style.color = "";
      probe.style.setProperty("color", name === "mark" ? marked : `var(--${name})`);
      return getComputedStyle(probe).color;
    };
    const page = getComputedStyle(document.body).backgroundColor;
    const luminance = (layers) => {
      canvas.fillStyle = "#fff";
      canvas.fillRect(0, 0, 1, 1);
      for (const colour of [page, ...layers.map(computed)]) {
        canvas.fillStyle = colour;
        canvas.fillRect(0, 0, 1, 1);
      }
      const parts = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part / 255);
      const [r, g, b] = parts.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
      return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const found = pairs.flatMap(([over, under, least]) => {
      const [low, high] = [luminance(under), luminance([...under, over])].sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      return ratio < least ? [`${over} on ${under.join(", ")}: ${ratio.toFixed(2)}, less than ${least}`] : [];
    });
    probe.remove();
    return found;
  }, PAIRS);
}

const at = (name) => `/tests/pages/${name}.html`;
const LOOKS = [undefined, "neutral", "flanders", "dark"];

/** A page with a look, of a page in light or dark. */
async function visitLook(t, look, scheme = "light", options = {}) {
  const page = await visitWidget(t, at("plain"), { ...PHONE, colorScheme: scheme, ...options });
  await page.evaluate(
    ({ look, scheme }) => {
      document.documentElement.style.colorScheme = scheme;
      document.body.style.background = "Canvas";
      if (look) document.querySelector("welkom-wijzer").look = look;
    },
    { look, scheme },
  );
  return page;
}

for (const look of LOOKS) {
  for (const scheme of ["light", "dark"]) {
    test(`what is read can be read: ${look ?? "no look"} on a ${scheme} page`, async (t) => {
      const page = await visitLook(t, look, scheme, { prepare: withAxe });
      assert.deepEqual(await below(page), []);
      // And where it is used: axe looks at every text in place.
      await openCard(page, (await shown(page))[0]);
      assert.deepEqual(await axe(page, { only: ["color-contrast"] }), []);
      await type(page, "ge");
      assert.deepEqual(await axe(page, { only: ["color-contrast"] }), [], "with suggestions");
      await ask(page, "taalkafe");
      assert.deepEqual(await axe(page, { only: ["color-contrast"] }), [], "misspelt");
      await inside(page, "#tile-language").click();
      assert.deepEqual(await axe(page, { only: ["color-contrast"] }), [], "a tile pressed, and still pointed at");
      await inside(page, "#place").fill("xqzwvxqz");
      assert.deepEqual(await axe(page, { only: ["color-contrast"] }), [], "place unknown");
    });
  }
}

/** Colours of the widget and what it inherits. */
const style = (page, selector = "#widget") =>
  inside(page, selector).first().evaluate((element) => {
    const { color, backgroundColor, fontFamily, fontSize, colorScheme } = getComputedStyle(element);
    return { color, backgroundColor, fontFamily, fontSize, colorScheme };
  });

const DARK = "rgb(18, 25, 27)";
const LIGHT = "rgb(246, 248, 248)";

describe("light and dark", { concurrency: 3 }, () => {
  test("a page that says nothing keeps it light, whatever the visitor prefers", async (t) => {
    const page = await visitWidget(t, at("plain"), { colorScheme: "dark" });
    assert.equal((await style(page)).backgroundColor, LIGHT);
  });

  test("where the page follows the visitor, it does too", async (t) => {
    const prepare = (page) =>
      page.route("**/plain.html", async (route) => {
        const answer = await route.fetch();
        const meta = '<meta name="color-scheme" content="light dark"></head>';
        await route.fulfill({ response: answer, body: (await answer.text()).replace("</head>", meta) });
      });
    const page = await visitWidget(t, at("plain"), { colorScheme: "dark", prepare });
    assert.equal((await style(page)).backgroundColor, DARK);
    await page.emulateMedia({ colorScheme: "light" });
    assert.equal((await style(page)).backgroundColor, LIGHT);
  });

  test("look=dark is dark on a light page, and light on paper", async (t) => {
    const page = await visitLook(t, "dark");
    assert.equal((await style(page)).backgroundColor, DARK);
    await page.emulateMedia({ media: "print" });
    assert.equal((await style(page, ".name")).color, "rgb(28, 43, 46)");
  });
});

for (const scheme of ["light", "dark"]) {
  test(`in forced colours, ${scheme}, what is pressed stands out and drawings are seen`, async (t) => {
    const page = await visitLook(t, undefined, scheme, { forcedColors: "active" });
    const colours = await page.evaluate(() => {
      const probe = document.body.appendChild(document.createElement("p"));
      probe.style.forcedColorAdjust = "none";
      const of = (name) => ((probe.style.color = name), getComputedStyle(probe).color);
      return { Highlight: of("Highlight"), HighlightText: of("HighlightText") };
    });
    await inside(page, "#tile-language").click();
    for (const selector of ["#tile-language", "#lang-nl"]) {
      const { color, backgroundColor } = await style(page, selector);
      assert.deepEqual([color, backgroundColor], [colours.HighlightText, colours.Highlight], selector);
    }
    const lost = await inside(page, ".icon").evaluateAll((all) =>
      all.filter((icon) => getComputedStyle(icon).color !== getComputedStyle(icon.parentElement).color).map((icon) => icon.parentElement.className),
    );
    assert.deepEqual(lost, []);
  });
}

test("neutral takes the page's font and colour and draws no frame", async (t) => {
  const page = await visitLook(t, "neutral");
  await page.evaluate(() => {
    Object.assign(document.body.style, { fontFamily: "Georgia, serif", fontSize: "19px", color: "rgb(40, 30, 20)" });
  });
  const { color, backgroundColor, fontFamily, fontSize } = await style(page);
  assert.deepEqual(
    { color, backgroundColor, fontFamily, fontSize },
    { color: "rgb(40, 30, 20)", backgroundColor: "rgba(0, 0, 0, 0)", fontFamily: "Georgia, serif", fontSize: "19px" },
  );
  await type(page, "ge");
  assert.equal((await style(page, "#options-text")).backgroundColor, "rgb(255, 255, 255)", "what lies over the page hides it");
});

test("what the page sets is stronger than a look, and an unknown look is none", async (t) => {
  const page = await visitLook(t, "flanders");
  assert.equal((await style(page, ".submit")).backgroundColor, "rgb(0, 85, 204)");
  await page.locator("welkom-wijzer").evaluate((element) => element.style.setProperty("--welkomwijzer-action", "rgb(120, 0, 60)"));
  assert.equal((await style(page, ".submit")).backgroundColor, "rgb(120, 0, 60)");
  await page.locator("welkom-wijzer").evaluate((element) => (element.look = "tartan"));
  assert.equal((await style(page)).backgroundColor, LIGHT);
});

test("the one tag takes a look, and changing it leaves what the visitor did", async (t) => {
  const prepare = (page) =>
    page.route("**/one-tag.html", async (route) => {
      const answer = await route.fetch();
      const body = (await answer.text()).replace("data-municipality", 'data-look="flanders" data-municipality');
      await route.fulfill({ response: answer, body });
    });
  const page = await visit(t, at("one-tag"), { prepare });
  await ready(page);
  assert.match((await style(page)).fontFamily, /^"Flanders Art Sans"/);
  assert.deepEqual(page.foreign, [], "and fetches no font");
  await inside(page, "#lang-en").click();
  await page.locator("welkom-wijzer").evaluate((element) => (element.look = "dark"));
  assert.equal(await inside(page, "#widget").getAttribute("lang"), "en");
});

test("what is typed does not run under the pictogram of its field, in whatever direction it runs", async (t) => {
  const page = await visitWidget(t);
  for (const [lang, side] of [["nl", "paddingLeft"], ["ar", "paddingRight"]]) {
    await inside(page, `#lang-${lang}`).click();
    for (const text of ["taalles", "دروس"]) {
      await ask(page, text);
      const padding = await inside(page, "#text").evaluate((input, side) => getComputedStyle(input)[side], side);
      assert.ok(parseFloat(padding) > 40, `${text} in ${lang}`);
    }
  }
});

test("where nothing is found no empty box of filters stands beside it", async (t) => {
  const page = await visitWidget(t);
  assert.equal(await inside(page, "#filters").isVisible(), true);
  const width = (selector) => inside(page, selector).evaluate((element) => element.getBoundingClientRect().width);
  await ask(page, NONSENSE);
  await inside(page, "#nothing").waitFor();
  assert.equal(await inside(page, "#filters").isVisible(), false);
  assert.equal(await width("#results"), await width("#search"));
  await inside(page, "[data-clear=all]").first().click();
  assert.equal(await inside(page, "#filters").isVisible(), true);
});

test("margins of the page leave no empty strip under the town hall's contact", async (t) => {
  const page = await visitWidget(t);
  const below = await page.evaluate(() => {
    const contact = document.querySelector("[slot=contact]");
    contact.style.margin = "40px 0";
    const frame = document.querySelector("welkom-wijzer").shadowRoot.querySelector("#contact");
    return frame.getBoundingClientRect().bottom - contact.getBoundingClientRect().bottom;
  });
  assert.ok(below < 15, `${below} pixels`);
});

test("nothing is sized by the page's root: no rem in the style sheets", async () => {
  const www = new URL("../../www/", import.meta.url);
  const sheets = (await readdir(www)).filter((name) => name.endsWith(".css"));
  assert.ok(sheets.includes("welkomwijzer.css"));
  for (const name of sheets) {
    const text = (await readFile(new URL(name, www), "utf8")).replaceAll(/\/\*.*?\*\//gs, "");
    assert.deepEqual(text.match(/[\d.]+rem\b/g) ?? [], [], name);
  }
});

test("every custom property and every part is in the README", async () => {
  const read = (path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const [css, readme, card, widget] = await Promise.all(
    ["www/welkomwijzer.css", "README.md", "src/html/card.rs", "src/html/widget.rs"].map(read),
  );
  const properties = new Set([...css.matchAll(/var\(--welkomwijzer-([a-z-]+)/g)].map(([, name]) => name));
  const parts = new Set([...(card + widget).matchAll(/part="([a-z-]+)"/g)].map(([, name]) => name));
  assert.ok(properties.size > 10 && parts.size > 3);
  assert.deepEqual(
    [...properties, ...parts].filter((name) => !readme.includes(`\`${name}\``) && !readme.includes(`\`-${name}\``)),
    [],
  );
});
