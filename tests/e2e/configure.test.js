// The configurator, as webmasters use it: keyboard, screen reader, narrow windows, and lines that do what they say.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { browserForThisFile, inside, ready, renderedList, tooSmall, visit, withAxe } from "./harness.js";
import { DESKTOP, PHONE } from "./doing.js";
import { town } from "./town.js";

browserForThisFile();

const GEEL = "13008";

/** The configurator, once both its previews are there. */
async function configurator(t, search = "?municipality=Geel", options = {}) {
  const page = await visit(t, `/configure.html${search}`, { ...DESKTOP, ...options });
  for (const size of ["phone", "desktop"]) await preview(page, size).locator("#widget").waitFor();
  return page;
}

const preview = (page, size) => page.frameLocator(`#${size}`).locator("welkom-wijzer");
const output = (page, id) => page.locator(`#${id}`).inputValue();
const order = (page) => page.locator("[data-offer]").evaluateAll((all) => all.map((box) => box.dataset.offer));
const notes = (page) => page.locator("#languages small .en").evaluateAll((all) => all.map((note) => note.textContent));

test("is quiet: no console error, no policy violation, no request to elsewhere, nothing kept", async (t) => {
  const page = await configurator(t);
  await page.locator("#own-colours").check();
  await page.locator("[name=look][value=neutral]").check();
  assert.deepEqual([page.complaints, page.warnings, page.foreign], [[], [], []]);
  assert.deepEqual(await page.evaluate(() => [window.diary.violations, localStorage.length, document.cookie]), [[], 0, ""]);
});

describe("municipality", { concurrency: 3 }, () => {
  test("is typed with suggestions, by keyboard alone", async (t) => {
    const page = await configurator(t, "");
    const field = page.locator("#municipality");
    await field.focus();
    await page.keyboard.type("ronse");
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await page.keyboard.press("ArrowDown");
    const marked = await field.getAttribute("aria-activedescendant");
    assert.equal(await page.locator(`#${marked}`).textContent(), "Ronse");
    await page.keyboard.press("Enter");
    assert.equal(await field.inputValue(), "Ronse");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
    assert.match(await output(page, "snippet"), /municipality="Ronse" lang="nl" languages="nl fr en ar"/);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("ge");
    await page.keyboard.press("Escape");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
  });

  test("is found by postcode, former name and code, and nonsense is said to be unknown", async (t) => {
    const page = await configurator(t, "");
    for (const [written, name] of [["2440", "Geel"], ["Borsbeek", "Antwerpen"], [GEEL, "Geel"]]) {
      await page.locator("#municipality").fill(written);
      assert.match(await output(page, "snippet"), new RegExp(`municipality="${name}"`), written);
    }
    await page.locator("#municipality").fill("xqzwvxqz");
    assert.equal(await page.locator("#municipality").getAttribute("aria-invalid"), "true");
    assert.match(await page.locator("#municipality-found .nl").textContent(), /kennen we niet/);
    assert.equal(await output(page, "list"), "");
  });
});

describe("languages follow the municipality's regime", { concurrency: 3 }, () => {
  const DUTCH = ["not a translation", "translation from Dutch", "translation from Dutch", "translation from Dutch"];
  const EQUAL = ["not a translation", "not a translation", "translation from Dutch", "translation from Dutch"];
  for (const [place, langs, marks] of [
    ["Geel", ["nl", "en", "fr", "ar"], DUTCH],
    ["Wemmel", ["nl", "fr", "en", "ar"], DUTCH],
    ["1000", ["nl", "fr", "en", "ar"], EQUAL],
  ]) {
    test(place, async (t) => {
      const page = await configurator(t, `?municipality=${place}&lang=en`);
      assert.deepEqual([await order(page), await notes(page)], [langs, marks]);
      const shown = await preview(page, "phone").locator("#languages button").evaluateAll((all) => all.map((b) => b.dataset.lang));
      assert.deepEqual(shown, langs);
      // What is said to be a translation is what the widget marks.
      for (const [i, lang] of langs.entries()) {
        await preview(page, "phone").locator(`#lang-${lang}`).click();
        assert.equal(await preview(page, "phone").locator("#translation").count(), marks[i].startsWith("not") ? 0 : 1, lang);
      }
    });
  }

  test("they are moved by keyboard, the focus stays, and what does not fit the law is said", async (t) => {
    const page = await configurator(t);
    const note = page.locator("#languages-note");
    assert.equal(await note.isVisible(), false);
    await page.locator("#up-en").focus();
    await page.keyboard.press("Enter");
    assert.deepEqual(await order(page), ["en", "nl", "fr", "ar"]);
    assert.equal(await page.evaluate(() => document.activeElement.id), "down-en", "up can no longer be pressed");
    assert.equal(await note.isVisible(), true);
    assert.match(await output(page, "snippet"), /lang="en" languages="en nl fr ar"/);
    await page.keyboard.press("Enter");
    assert.equal(await note.isVisible(), false);
    await page.locator("#offer-ar").uncheck();
    assert.equal(await page.evaluate(() => document.activeElement.id), "offer-ar");
    await page.locator("#down-nl").click();
    await page.locator("#municipality").fill("Mol");
    assert.deepEqual(await order(page), ["en", "nl", "fr", "ar"], "another town of the same regime changes nothing");
    await page.locator("#up-nl").click();
    assert.match(await output(page, "snippet"), /languages="nl en fr"/);
    assert.equal(await page.locator("#offer-nl").isDisabled(), true, "on a Flemish page Dutch is there");
    await page.locator("#municipality").fill("1000");
    await page.locator("#offer-nl").uncheck();
    assert.equal(await note.isVisible(), true);
    await page.locator("#municipality").fill("Geel");
    assert.equal(await page.locator("#offer-nl").isChecked(), true);
  });

  test("in Brussels French may come first", async (t) => {
    const page = await configurator(t, "?municipality=1000");
    await page.locator("#up-fr").click();
    assert.equal(await page.locator("#languages-note").isVisible(), false);
    assert.match(await output(page, "snippet"), /lang="fr" languages="fr nl en ar"/);
  });
});

test("domains are chosen: the previews, the lines and the list have no others", async (t) => {
  const page = await configurator(t);
  assert.doesNotMatch(await output(page, "snippet"), /domains=/);
  for (const domain of ["orientation", "diaspora"]) await page.locator(`#domain-${domain}`).uncheck();
  assert.equal(await page.evaluate(() => document.activeElement.id), "domain-diaspora");
  assert.match(await output(page, "snippet"), /domains="language leisure"/);
  const tiles = preview(page, "phone").locator(".tile");
  assert.deepEqual(await tiles.evaluateAll((all) => all.map((tile) => tile.dataset.domain)), ["language", "leisure"]);
  const headings = (await output(page, "list")).match(/<h3>/g);
  assert.equal(headings.length, 2);
  await page.locator("#domain-leisure").uncheck();
  assert.equal(await tiles.count(), 0);
  assert.equal(await page.locator("#domain-language").isDisabled(), true, "one is left");
  await page.locator("#domain-orientation").check();
  await page.locator("#domain-leisure").check();
  await page.locator("#domain-diaspora").check();
  assert.doesNotMatch(await output(page, "snippet"), /domains=/);
  assert.equal(await tiles.count(), 4);
});

describe("looks", { concurrency: 3 }, () => {
  const low = (page) => page.locator("#contrast .low").count();

  for (const look of ["", "neutral", "flanders", "dark"]) {
    test(`${look || "plain"} is shown, has contrast enough, and stands in the snippet`, async (t) => {
      const page = await configurator(t);
      await page.locator(`[name=look][value="${look}"]`).check();
      assert.equal(await low(page), 0);
      assert.equal(await preview(page, "desktop").getAttribute("look"), look || null);
      assert.equal((await output(page, "snippet")).includes(`look="${look}"`), look !== "");
    });
  }

  test("own colours are shown and measured, and too little contrast is said", async (t) => {
    const page = await configurator(t);
    await page.locator("#own-colours").check();
    assert.equal(await low(page), 0, "those it begins with");
    await page.locator("#action").fill("#f2b705");
    assert.ok((await low(page)) > 0);
    assert.match(await page.locator("#contrast-said").textContent(), /te weinig/);
    assert.match(await output(page, "style"), /--welkomwijzer-action: #f2b705;/);
    const button = preview(page, "phone").locator(".submit");
    // Dark words on a light button.
    await page.waitForFunction(() => {
      const root = document.querySelector("#phone").contentDocument.querySelector("welkom-wijzer").shadowRoot;
      return getComputedStyle(root.querySelector(".submit")).backgroundColor === "rgb(242, 183, 5)";
    });
    assert.equal(await button.evaluate((element) => getComputedStyle(element).color), "rgb(16, 20, 24)");
    await page.locator("#action").fill("#7a003c");
    assert.equal(await low(page), 0);
    await page.locator("#own-colours").uncheck();
    assert.doesNotMatch(await output(page, "style"), /--welkomwijzer/);
  });

  test("a known ratio is told as it is: black on white is 21", async (t) => {
    const page = await configurator(t, "?lang=en&municipality=Geel");
    await page.locator("#own-colours").check();
    await page.locator("#ground").fill("#ffffff");
    await page.locator("#text").fill("#000000");
    assert.match(await page.locator("#contrast tr").first().textContent(), /21\.0 : 1/);
  });
});

test("level, address for mistakes and folder go into the lines", async (t) => {
  const page = await configurator(t);
  await page.locator("#heading-level").selectOption("3");
  await page.locator("#correction-email").fill('a"b@geel.be');
  assert.doesNotMatch(await output(page, "snippet"), /correction-email/, "no address");
  await page.locator("#correction-email").fill("gids@geel.be");
  await page.locator("#base").fill("https://cdn.geel.be/w");
  const snippet = await output(page, "snippet");
  assert.match(snippet, /heading-level="3" correction-email="gids@geel.be"/);
  assert.match(snippet, /src="https:\/\/cdn\.geel\.be\/w\/welkomwijzer\.js"/);
  assert.match(snippet, /\{"integrity":\{"https:\/\/cdn\.geel\.be\/w\/element\.js":"sha384-/);
  await page.waitForFunction(() => document.querySelector("#policy").value.startsWith("script-src https://cdn.geel.be 'sha256-"));
  for (const [written, key] of [["wijzer", "./wijzer/"], ["../w/", "../w/"], ["", "/"], ["https://[", "https://[/"]]) {
    await page.locator("#base").fill(written);
    assert.ok((await output(page, "snippet")).includes(`{"integrity":{"${key}element.js":`), written);
  }
  assert.equal(await preview(page, "phone").locator(".title").evaluate((title) => title.localName), "h3");
});

/** A town with a page made of the lines, under their policy and what else the page itself needs. */
async function townWith(t, page, changes = {}) {
  const [snippet, policy, list] = await Promise.all(["snippet", "policy", "list"].map((id) => output(page, id)));
  const body = snippet.replace(/<a .*<\/a>/, list);
  return town(t, {
    "/page.html": () => ({
      status: 200,
      headers: { "content-type": "text/html", "content-security-policy": `default-src 'none'; ${policy}` },
      body: Buffer.from(`<!doctype html><html lang="nl"><meta charset="utf-8"><title>Geel</title>${body}`),
    }),
    ...changes,
  });
}

for (const files of ["four", "single"]) {
  test(`the lines for ${files} work under their policy, with the list inside`, async (t) => {
    const page = await configurator(t, "?municipality=Geel&base=/");
    const choice = page.locator(`[name=files][value=${files}]`);
    if (!(await choice.isEnabled())) return t.skip("this dist/ has no single file");
    await choice.check();
    await page.waitForFunction((single) => /sha256/.test(document.querySelector("#policy").value) !== single, files === "single");
    const { url } = await townWith(t, page);
    const own = await visit(t, "/page.html", { at: url });
    await ready(own);
    assert.deepEqual([own.complaints, own.warnings, own.foreign], [[], [], []]);
    assert.equal(await inside(own, "#place").inputValue(), "Geel");
    const without = await visit(t, "/page.html", { at: url, javaScriptEnabled: false });
    assert.ok((await without.locator("welkom-wijzer li").count()) > 20);
  });
}

test("a single file that was changed does not run", async (t) => {
  const page = await configurator(t, "?municipality=Geel&base=/");
  if (!(await page.locator("[name=files][value=single]").isEnabled())) return t.skip("this dist/ has no single file");
  await page.locator("[name=files][value=single]").check();
  await page.waitForFunction(() => !document.querySelector("#policy").value.includes("sha256"));
  const changed = (answer) => ({ ...answer, body: Buffer.concat([answer.body, Buffer.from("\n")]) });
  const { url } = await townWith(t, page, { "/welkomwijzer.inline.js": changed });
  const own = await visit(t, "/page.html", { at: url });
  await own.waitForTimeout(500);
  assert.equal(await own.evaluate(() => Boolean(customElements.get("welkom-wijzer"))), false);
  assert.ok(await own.locator("welkom-wijzer li").first().isVisible(), "the list stays");
});

describe("the list is what `welkomwijzer render` writes", { concurrency: 1 }, () => {
  // Headings, names, texts and links in their order; the place in brackets is shorter here, without distances.
  const essence = (page, html) =>
    page.evaluate((html) => {
      const root = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
      const lines = [...root.querySelectorAll(":scope > p, h3, li")].map((element) => {
        const name = element.querySelector("strong")?.textContent ?? "";
        const rest = element.textContent.slice(name.length);
        const text = name + (rest.startsWith(" (") ? rest.slice(rest.indexOf("). ") + 1) : rest);
        const links = [...element.querySelectorAll("a")].map((a) => `${a.getAttribute("href")} ${a.textContent}`);
        return [element.localName, text, ...links].join(" | ");
      });
      return [root.lang, root.dir, ...lines];
    }, html);

  for (const [place, lang] of [["Geel", "nl"], ["Geel", "ar"], ["Brussel", "fr"], ["Wemmel", "en"]]) {
    test(`${place}, ${lang}`, async (t) => {
      const page = await configurator(t, `?municipality=${place}`, { prepare: (page) => page.route("**/configure.html*", withoutTypes) });
      while ((await order(page))[0] !== lang) await page.locator(`#up-${lang}`).click();
      const written = await essence(page, await output(page, "list"));
      assert.ok(written.length > 20);
      assert.deepEqual(written, await essence(page, renderedList(place, lang)));
    });
  }

  /** The test's own parsing is no concern of the policy. */
  async function withoutTypes(route) {
    const answer = await route.fetch();
    await route.fulfill({ response: answer, body: (await answer.text()).replace("; require-trusted-types-for 'script'; trusted-types welkomwijzer", "") });
  }
});

test("copies to the clipboard and says so", async (t) => {
  const page = await configurator(t, "?municipality=Geel", { permissions: ["clipboard-read", "clipboard-write"] });
  for (const id of ["snippet", "style", "policy", "list"]) {
    await page.locator(`[data-copy=${id}]`).click();
    await page.waitForFunction(() => document.querySelector("#copied").textContent === "Gekopieerd");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await output(page, id));
  }
});

describe("anyone can use it", { concurrency: 2 }, () => {
  const violations = (page) =>
    page.evaluate(async () => {
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      // The previews are pages of their own; the widget in them has its tests.
      const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"], iframes: false };
      const { violations } = await window.axe.run(document, options);
      return violations.flatMap(({ id, nodes }) => nodes.map((n) => `${id}: ${n.target.flat().join(" ")}: ${n.failureSummary.split("\n").at(1)?.trim()}`));
    });

  for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
    for (const colorScheme of ["light", "dark"]) {
      test(`axe finds nothing wrong: ${size}, ${colorScheme}`, async (t) => {
        const page = await configurator(t, "?municipality=Geel", { ...viewport, colorScheme, prepare: withAxe });
        for (const lang of ["nl", "en"]) {
          await page.locator(`[data-page-lang=${lang}]`).click();
          assert.deepEqual(await violations(page), [], lang);
          assert.equal(await page.evaluate(() => document.documentElement.lang), lang);
        }
        await page.locator("#own-colours").check();
        await page.locator("#action").fill("#f2b705");
        await page.locator("#up-en").click();
        await page.locator("summary").click();
        await page.locator("#municipality").fill("ge");
        await page.locator("#municipality").press("ArrowDown");
        assert.deepEqual(await violations(page), [], "everything open");
      });
    }
  }

  test("nothing scrolls sideways in 320 pixels, and nothing tapped is smaller than 24", async (t) => {
    const page = await configurator(t, "?municipality=1000", { width: 320, height: 640 });
    await page.locator("#own-colours").check();
    await page.locator("summary").click();
    for (const lang of ["nl", "en"]) {
      await page.locator(`[data-page-lang=${lang}]`).click();
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320, lang);
    }
    const tapped = page.locator("button, .choice, input:not([type=radio], [type=checkbox]), select, textarea, summary");
    assert.deepEqual(await tooSmall(tapped), []);
  });

  test("both languages say everything", async (t) => {
    const page = await configurator(t);
    const missing = await page.evaluate(() =>
      [...document.querySelectorAll(".nl, .en")]
        .filter((one) => {
          const other = one.classList.contains("nl") ? "en" : "nl";
          return ![...one.parentElement.children].some((sibling) => sibling.classList.contains(other) && sibling.textContent.trim());
        })
        .map((one) => one.textContent.trim()),
    );
    assert.deepEqual(missing, []);
  });
});

test("without its files it says what is wrong", async (t) => {
  const page = await visit(t, "/configure.html", { prepare: (page) => page.route("**/configure.json", (route) => route.fulfill({ status: 404, body: "nothing here" })) });
  await page.locator("#failed").waitFor();
  assert.match(await page.locator("#failed").textContent(), /configure\.json: 404/);
});
