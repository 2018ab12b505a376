// Situations that a host page can put the widget into. The pages stand in tests/pages.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allShown, base, browserForThisFile, eventOf, events, inside, ready, shown, visit, visitWidget } from "./harness.js";

browserForThisFile();

const at = (name) => `/tests/pages/${name}.html`;

/** Waits until the widget has given up, and checks that the page has lost nothing by it. */
async function gaveUp(page, code) {
  const { detail, bubbles, composed } = await eventOf(page, "error");
  assert.equal(detail.code, code, detail.message);
  assert.equal(bubbles && composed, true);
  assert.ok(await page.locator("#own").isVisible(), "the page's own link is still there");
  assert.equal(await inside(page, "#root").isVisible(), false);
  assert.equal(await inside(page, "#widget").count(), 0);
  const ours = page.complaints.filter((text) => text.startsWith("welkom-wijzer:"));
  assert.equal(ours.length, 1, `one line in the console: ${page.complaints.join("\n")}`);
  assert.deepEqual(await events(page, "ready"), []);
  return detail;
}

/** For `prepare`: answers requests for the engine in another way. */
function engineAs(answer) {
  return (page) => page.route("**/*.wasm", answer);
}

describe("one tag alone", { concurrency: 3 }, () => {
  test("puts the widget where the tag stands, with its settings", async (t) => {
    const page = await visitWidget(t, at("one-tag"));
    assert.deepEqual(await page.locator("main > *").evaluateAll((all) => all.map((e) => e.id || e.localName)), [
      "before",
      "script",
      "welkom-wijzer",
      "after",
    ]);
    assert.equal(await inside(page, "#place").inputValue(), "Gent");
    assert.equal(await inside(page, ".title").evaluate((e) => e.localName), "h3");
    const languages = await inside(page, "#languages button").evaluateAll((all) => all.map((b) => b.dataset.lang));
    assert.deepEqual(languages, ["nl", "en"]);
    assert.deepEqual(page.complaints, []);
  });

  test("two tags put two widgets, each once", async (t) => {
    const prepare = (page) =>
      page.route("**/one-tag.html", async (route) => {
        const answer = await route.fetch();
        const html = await answer.text();
        const tag = html.match(/<script.*<\/script>/)[0];
        await route.fulfill({ response: answer, body: html.replace("</main>", `${tag.replace("9000", "2440")}</main>`) });
      });
    const page = await visitWidget(t, at("one-tag"), { prepare });
    await ready(page, "welkom-wijzer[municipality='2440']");
    assert.equal(await page.locator("welkom-wijzer").count(), 2);
    assert.equal(await page.locator("#after ~ welkom-wijzer #place").inputValue(), "Geel");
  });
});

describe("when the engine cannot start, the page's own list stays", { concurrency: 3 }, () => {
  test("it is missing", async (t) => {
    const page = await visit(t, at("plain"), {
      prepare: engineAs((route) => route.fulfill({ status: 404, body: "nothing here" })),
    });
    assert.match((await gaveUp(page, "network")).message, /404/);
  });

  test("the connection breaks", async (t) => {
    const page = await visit(t, at("plain"), { prepare: engineAs((route) => route.abort()) });
    await gaveUp(page, "network");
  });

  test("the page's policy forbids WebAssembly, and the console says what to add", async (t) => {
    const page = await visit(t, at("policy-without-wasm"));
    assert.match((await gaveUp(page, "wasm")).message, /wasm-unsafe-eval/);
  });

  for (const type of ["application/wasm", "application/octet-stream"]) {
    test(`it is cut off half-way, as ${type}`, async (t) => {
      const prepare = engineAs(async (route) => {
        const answer = await route.fetch();
        const body = (await answer.body()).subarray(0, 100_000);
        await route.fulfill({ status: 200, contentType: type, body });
      });
      await gaveUp(await visit(t, at("plain"), { prepare }), "wasm");
    });
  }

  test("a page of the town's site comes instead", async (t) => {
    const prepare = engineAs((route) =>
      route.fulfill({ contentType: "text/html", body: "<!doctype html><title>Niet gevonden</title>" }),
    );
    await gaveUp(await visit(t, at("plain"), { prepare }), "wasm");
  });

  test("the directory of its own is rubbish", async (t) => {
    await gaveUp(await visit(t, at("source-rubbish")), "format");
  });

  test("the directory of its own is missing", async (t) => {
    const prepare = (page) => page.route("**/directory.bin", (route) => route.fulfill({ status: 404, body: "nothing here" }));
    assert.match((await gaveUp(await visit(t, at("source"), { prepare }), "network")).message, /directory\.bin/);
  });

  test("the script itself is missing", async (t) => {
    const page = await visit(t, at("plain"), { prepare: (page) => page.route("**/welkomwijzer.js", (route) => route.abort()) });
    assert.ok(await page.locator("#own").isVisible());
  });

  test("there are no scripts", async (t) => {
    const page = await visit(t, at("plain"), { javaScriptEnabled: false });
    assert.ok(await page.locator("#own").isVisible());
  });

  test("and a later element can succeed", async (t) => {
    let isBroken = true;
    const page = await visit(t, at("plain"), { prepare: engineAs((route) => (isBroken ? route.abort() : route.continue())) });
    await eventOf(page, "error");
    isBroken = false;
    await page.evaluate(() => document.querySelector("main").append(document.createElement("welkom-wijzer")));
    await ready(page, "main > :last-child");
  });
});

test("until the engine is there, the page's own list is seen", async (t) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  const page = await visit(t, at("plain"), { wait: "commit", prepare: engineAs((route) => held.then(() => route.continue())) });
  await page.locator("welkom-wijzer #root").waitFor({ state: "attached" });
  assert.ok(await page.locator("#own").isVisible());
  release();
  await ready(page);
  assert.equal(await page.locator("#own").isVisible(), false);
});

test("an old server's type for the engine is good enough", async (t) => {
  const prepare = engineAs(async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ status: 200, contentType: "application/octet-stream", body: await answer.body() });
  });
  const page = await visitWidget(t, at("plain"), { prepare });
  assert.ok((await shown(page)).length > 0);
  assert.deepEqual(page.complaints, []);
});

describe("several", { concurrency: 3 }, () => {
  test("widgets on one page share an engine and nothing else", async (t) => {
    const fetched = [];
    const page = await visitWidget(t, at("two"), { prepare: (page) => page.on("request", (r) => fetched.push(r.url())) });
    await ready(page, "#second");
    assert.equal(fetched.filter((url) => url.endsWith(".wasm")).length, 1);
    const of = (id, selector) => page.locator(`#${id} ${selector}`);
    assert.equal(await of("first", "#widget").getAttribute("lang"), "nl");
    assert.equal(await of("second", "#widget").getAttribute("lang"), "en");
    assert.deepEqual(
      [await of("first", "#place").inputValue(), await of("second", ".title").evaluate((e) => e.localName)],
      ["Geel", "h4"],
    );
    const before = await of("second", "#results").innerHTML();
    await of("first", "#text").fill("taalgarage");
    // The list of suggestions lies over the tiles.
    await of("first", "#text").press("Escape");
    await of("first", "#tile-language").click();
    assert.equal(await of("second", "#results").innerHTML(), before);
    assert.equal(await of("second", "#text").inputValue(), "");
    assert.deepEqual(page.complaints, []);
  });

  test("scripts on one page do no harm", async (t) => {
    const page = await visitWidget(t, at("twice"));
    assert.equal(await page.locator("welkom-wijzer").count(), 1);
    assert.equal(await inside(page, "#widget").count(), 1);
    assert.equal((await events(page, "ready")).length, 1);
    assert.deepEqual([page.complaints, page.warnings], [[], []]);
  });

  test("a directory of its own, then the bundled one", async (t) => {
    const page = await visitWidget(t, at("source"));
    await page.evaluate(() => document.querySelector("main").prepend(document.createElement("welkom-wijzer")));
    await page.waitForFunction(() => window.diary.events.length === 2);
    assert.deepEqual(await events(page, "error"), []);
  });
});

describe("a directory of its own", { concurrency: 3 }, () => {
  test("comes with the engine that has none inside", async (t) => {
    const fetched = [];
    const page = await visitWidget(t, at("source"), {
      prepare: (page) => page.on("request", (r) => fetched.push(new URL(r.url()).pathname)),
    });
    assert.ok((await shown(page)).length > 0);
    assert.ok(fetched.includes("/directory.bin") && fetched.includes("/welkomwijzer_engine_bg.wasm"));
    assert.equal(fetched.includes("/welkomwijzer_bg.wasm"), false);
  });

  test("can be exchanged while the page is open", async (t) => {
    const page = await visitWidget(t, at("source"));
    const widget = await inside(page, "#widget").elementHandle();
    await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("src", "/directory.bin?new"));
    await widget.waitForElementState("hidden");
    await ready(page);
    assert.equal((await events(page, "ready")).length, 2);
  });

  test("that is rubbish can be exchanged for a sound one", async (t) => {
    const page = await visit(t, at("source-rubbish"));
    await eventOf(page, "error");
    await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("src", "/directory.bin"));
    await page.waitForFunction(() => window.diary.events.some((event) => event.name === "ready"), undefined, { timeout: 3000 });
  });
});

test("the single file needs nothing but itself", async (t) => {
  if ((await fetch(`${base}/welkomwijzer.inline.js`, { method: "HEAD" })).status === 404)
    return t.skip("dist/ was made with --quick");
  const fetched = [];
  const page = await visitWidget(t, at("inline"), {
    prepare: (page) => page.on("request", (r) => fetched.push(new URL(r.url()).pathname)),
  });
  await inside(page, "#text").fill("taalgarage");
  assert.match((await shown(page))[0], /^taalgarage/);
  assert.deepEqual(
    fetched.filter((path) => path !== "/favicon.ico"),
    [at("inline"), "/welkomwijzer.inline.js"],
  );
  assert.deepEqual(page.complaints, []);
  assert.deepEqual(await page.evaluate(() => window.diary.violations), []);
});

describe("the life of an element", { concurrency: 3 }, () => {
  /** Adds an element as a page's script does. */
  const add = (page, attributes = {}, parent = "main") =>
    page.evaluate(
      ({ attributes, parent }) => {
        const element = document.createElement("welkom-wijzer");
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        document.getElementById(parent).append(element);
      },
      { attributes, parent },
    );

  test("added late by a script, it starts", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { municipality: "Turnhout" });
    await ready(page);
    assert.equal(await inside(page, "#place").inputValue(), "Turnhout");
  });

  test("it can stand there long before its script, with its children", async (t) => {
    const page = await visit(t, at("before-script"));
    assert.ok(await page.locator("#own").isVisible());
    await page.addScriptTag({ url: "/welkomwijzer.js", type: "module" });
    await ready(page);
    assert.equal(await inside(page, "#place").inputValue(), "Geel");
  });

  test("moved, it keeps what the visitor did", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { municipality: "Geel" });
    await ready(page);
    await inside(page, "#text").fill("taalgarage");
    const before = await allShown(page);
    await page.evaluate(() => document.getElementById("aside").append(document.querySelector("welkom-wijzer")));
    await ready(page, "#aside welkom-wijzer");
    assert.equal(await inside(page, "#text").inputValue(), "taalgarage");
    assert.deepEqual(await shown(page), before);
    await inside(page, "#text").fill("");
    assert.notDeepEqual(await shown(page), before, "and it still listens");
    assert.equal((await events(page, "ready")).length, 1);
  });

  test("removed, it stops, and can come back", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { municipality: "Geel" });
    await ready(page);
    await page.evaluate(async () => {
      window.kept = document.querySelector("welkom-wijzer");
      window.kept.remove();
      await Promise.resolve();
    });
    assert.equal(await page.evaluate(() => window.kept.shadowRoot.querySelector("#root").childNodes.length), 0);
    await page.evaluate(() => document.getElementById("main").append(window.kept));
    await ready(page);
    await inside(page, "#text").fill("taalgarage");
    assert.match((await shown(page))[0], /^taalgarage/);
    assert.deepEqual(page.complaints, []);
  });

  test("removed before it is ready, it is quiet", async (t) => {
    const page = await visit(t, at("empty"));
    await page.evaluate(() => {
      const element = document.createElement("welkom-wijzer");
      document.getElementById("main").append(element);
      element.remove();
    });
    await add(page, {}, "aside");
    await ready(page, "#aside welkom-wijzer");
    assert.equal((await events(page, "ready")).length, 1);
    assert.deepEqual(page.complaints, []);
  });

  test("heading-level is the level of its heading, 1 to 5, else 2, and names stand one below", async (t) => {
    const page = await visit(t, at("empty"));
    const levels = { 1: "h1", 3: "h3", 5: "h5", 0: "h2", 7: "h2", two: "h2", "": "h2" };
    for (const [written, level] of Object.entries(levels)) {
      await page.evaluate(() => document.querySelector("welkom-wijzer")?.remove());
      await add(page, { "heading-level": written });
      await ready(page);
      assert.equal(await inside(page, ".title").evaluate((e) => e.localName), level, `heading-level="${written}"`);
      assert.equal(
        await inside(page, "article .name")
          .first()
          .evaluate((e) => e.localName),
        `h${Number(level[1]) + 1}`,
      );
    }
  });

  test("municipality takes a NIS code, a postcode, a name in any language, and a former name", async (t) => {
    const page = await visit(t, at("empty"));
    const places = { 13008: "Geel", 9000: "Gent", gent: "Gent", Gand: "Gent", Borsbeek: "Antwerpen", Bruxelles: "Brussel" };
    for (const [written, place] of Object.entries(places)) {
      await page.evaluate(() => document.querySelector("welkom-wijzer")?.remove());
      await add(page, { municipality: written, lang: "nl" });
      await ready(page);
      assert.match(await inside(page, "#count").textContent(), new RegExp(place), `municipality="${written}"`);
    }
    assert.deepEqual([page.complaints, page.warnings], [[], []]);
  });

  test("an unknown municipality is no viewpoint, and one line in the console", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { municipality: "Atlantis" });
    await ready(page);
    assert.ok((await shown(page)).length > 0);
    assert.equal(page.warnings.length, 1);
    assert.match(page.warnings[0], /Atlantis/);
    assert.deepEqual(page.complaints, []);
    assert.equal(await inside(page, "#place").inputValue(), "");
  });

  test("languages limits the switch, and what makes no sense falls back", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { languages: "nl", lang: "en" });
    await add(page, { languages: "tlh xx", lang: "tlh", loading: "eager" }, "aside");
    await ready(page, "#main welkom-wijzer");
    await ready(page, "#aside welkom-wijzer");
    assert.equal(await page.locator("#main #languages").count(), 0);
    for (const place of ["main", "aside"]) assert.equal(await page.locator(`#${place} #widget`).getAttribute("lang"), "nl");
    assert.ok((await page.locator("#aside #languages button").count()) > 1);
  });

  test("correction-email puts a link on every card, and nothing else does", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { "correction-email": "onthaal@town.example" });
    await ready(page);
    const links = await inside(page, "[data-action=report]").evaluateAll((all) => all.map((a) => a.href));
    assert.equal(links.length, (await shown(page)).length);
    assert.ok(links.every((href) => href.startsWith("mailto:onthaal@town.example?subject=")));
  });

  test("attributes changed later are taken over, and the visitor's text stays", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { municipality: "Geel", lang: "nl" });
    await ready(page);
    await inside(page, "#text").fill("taalgarage");
    await page.evaluate(() => {
      document.querySelector("welkom-wijzer").setAttribute("municipality", "9000");
      document.querySelector("welkom-wijzer").setAttribute("lang", "en");
    });
    assert.equal(await inside(page, "#widget").getAttribute("lang"), "en");
    assert.equal(await inside(page, "#text").inputValue(), "taalgarage");
    assert.match(await inside(page, "#count").textContent(), /Ghent/);
  });

  test(
    "the place is named in a language set later", async (t) => {
      const page = await visit(t, at("empty"));
      await add(page, { municipality: "Gent", lang: "nl" });
      await ready(page);
      await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("lang", "en"));
      assert.equal(await inside(page, "#place").inputValue(), "Ghent");
    },
  );
});

describe("looks", { concurrency: 3 }, () => {
  const SAMPLE = [
    ".widget",
    ".title",
    "#text",
    ".submit",
    ".tile",
    ".tile-name",
    ".card",
    ".name",
    ".description",
    "dt",
    ".action",
    "summary",
    "#count",
  ];
  const PROPERTIES = [
    "color",
    "background-color",
    "font-family",
    "font-size",
    "font-style",
    "font-weight",
    "line-height",
    "letter-spacing",
    "word-spacing",
    "text-transform",
    "text-align",
    "direction",
    "float",
    "position",
    "display",
    "margin",
    "padding",
    "border",
    "border-radius",
    "visibility",
  ];

  /** What elements look like. */
  const looks = (page, selectors, inWidget) =>
    page.evaluate(
      ({ selectors, properties, inWidget }) => {
        const root = inWidget ? document.querySelector("welkom-wijzer").shadowRoot : document;
        return selectors.map((selector) => {
          const style = getComputedStyle(root.querySelector(selector));
          return [selector, ...properties.map((property) => `${property}: ${style.getPropertyValue(property)}`)];
        });
      },
      { selectors, properties: PROPERTIES, inWidget },
    );

  /** The widget as wide on every page, because its looks follow its width. */
  const widen = (page) =>
    page.evaluate(() => {
      for (const [name, value] of [
        ["width", "600px"],
        ["position", "absolute"],
        ["left", "0"],
        ["margin", "0"],
        ["padding", "0"],
        ["border", "0"],
      ]) {
        document.querySelector("welkom-wijzer").style.setProperty(name, value, "important");
      }
    });

  test("the page's styles do not get in", async (t) => {
    const clean = await visitWidget(t, at("plain"));
    await widen(clean);
    const hostile = await visit(t, at("hostile"));
    await inside(hostile, "#widget").waitFor({ state: "attached" });
    await widen(hostile);
    assert.ok(await inside(hostile, "#widget").isVisible());
    assert.deepEqual(await looks(hostile, SAMPLE, true), await looks(clean, SAMPLE, true));
  });

  test("nothing gets out: the page looks as it does without the widget", async (t) => {
    const own = ["html", "body", "h1", "#contact", "#button", "#input", "#item", "main"];
    const without = await visit(t, at("hostile"), {
      prepare: (page) => page.route("**/welkomwijzer.js", (route) => route.abort()),
    });
    const withWidget = await visitWidget(t, at("hostile"));
    assert.deepEqual(await looks(withWidget, own, false), await looks(without, own, false));
    const traces = await withWidget.evaluate(() => [
      document.adoptedStyleSheets.length,
      document.styleSheets.length,
      document.querySelectorAll("style").length,
    ]);
    assert.deepEqual(traces, [0, 1, 0]);
  });

  test("a page from right to left does not turn a widget that is in Dutch", async (t) => {
    const page = await visitWidget(t, at("right-to-left"));
    await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("lang", "nl"));
    assert.equal(await inside(page, "#widget").evaluate((e) => getComputedStyle(e).direction), "ltr");
  });

  test("custom properties change colours, and nothing else does", async (t) => {
    const page = await visitWidget(t, at("plain"));
    const link = inside(page, "article a[data-action=website]").first();
    const looks = () => link.evaluate((e) => [getComputedStyle(e).color, getComputedStyle(e).fontFamily]);
    const [before, font] = await looks();
    assert.notEqual(before, "rgb(10, 20, 30)");
    await page.evaluate(() => document.documentElement.style.setProperty("--welkomwijzer-action", "rgb(10, 20, 30)"));
    // Colours change by and by.
    await page.waitForFunction(
      (e) => getComputedStyle(e).color === "rgb(10, 20, 30)" || getComputedStyle(e).borderColor === "rgb(10, 20, 30)",
      await link.elementHandle(),
    );
    assert.equal((await looks())[1], font);
  });

  test("nothing but the element and one symbol is left in the page's global scope", async (t) => {
    const names = (page) => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
    const without = await names(
      await visit(t, at("plain"), { prepare: (page) => page.route("**/welkomwijzer.js", (route) => route.abort()) }),
    );
    const page = await visitWidget(t, at("plain"));
    assert.deepEqual(
      (await names(page)).filter((name) => !without.includes(name)),
      [],
    );
  });
});
