// What a visitor meets on a town hall's page: the demo, whose content policy is as strict as a town's can be.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  allShown,
  base,
  browserForThisFile,
  count,
  direction,
  eventOf,
  events,
  field,
  focused,
  inside,
  languages,
  pass,
  shown,
  visitWidget,
  withSlowTime,
} from "./harness.js";
import { ask, DESKTOP, isExpanded, isOpen, NONSENSE, openCard, openMap, PHONE, type, usefulChoice } from "./doing.js";

browserForThisFile();

describe("loading", { concurrency: 3 }, () => {
  test("is quiet: no console error, no policy violation, no request to elsewhere", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taalles");
    await inside(page, "#tile-language").click();
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(page.warnings, []);
    assert.deepEqual(await page.evaluate(() => window.diary.violations), []);
    assert.deepEqual(page.foreign, []);
  });

  test("leaves nothing in the browser: no cookie, no storage", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "moskee");
    await inside(page, "#languages button").last().click();
    const kept = await page.evaluate(async () => [
      document.cookie,
      localStorage.length,
      sessionStorage.length,
      (await indexedDB.databases()).length,
    ]);
    assert.deepEqual(kept, ["", 0, 0, 0]);
  });

  test("hides the page's own list once results are there", async (t) => {
    const page = await visitWidget(t);
    assert.equal(await page.locator("welkom-wijzer > a").isVisible(), false);
  });

  test("sends ready with the size of the directory, through the shadow root", async (t) => {
    const page = await visitWidget(t);
    const event = await eventOf(page, "ready");
    assert.equal(event.bubbles && event.composed, true);
    assert.deepEqual(Object.keys(event.detail), ["size"]);
    assert.ok(event.detail.size > 0);
  });
});

describe("search", { concurrency: 3 }, () => {
  test("results follow every letter, and focus and caret stay", async (t) => {
    const page = await visitWidget(t);
    const text = inside(page, "#text");
    await text.focus();
    const seen = new Set([JSON.stringify(await shown(page))]);
    let typed = "";
    for (const letter of "taalgarage") {
      await page.keyboard.press(letter);
      typed += letter;
      assert.equal(await focused(page), "text");
      assert.deepEqual(await field(page), { value: typed, caret: typed.length });
      seen.add(JSON.stringify(await shown(page)));
    }
    assert.ok(seen.size > 3, `typing changed the results ${seen.size - 1} times`);
  });

  test("while typing, the first results are there at once and the rest a moment later", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withSlowTime });
    const kept = await inside(page, "#filters").innerHTML();
    await type(page, "taal");
    const first = await shown(page);
    assert.equal(first.length, 2);
    assert.equal(await inside(page, "#filters").innerHTML(), kept, "what one does not look at while typing waits");
    await pass(page, 400);
    const all = await shown(page);
    assert.equal(all.length, 20);
    assert.deepEqual(all.slice(0, 2), first);
    assert.notEqual(await inside(page, "#filters").innerHTML(), kept);
    assert.equal(await inside(page, "#cards > li:has(details > :nth-child(2))").count(), 20, "cards have their details");
    await type(page, "taalles");
    await inside(page, "#text").press("Escape");
    await inside(page, "#show-more").click();
    assert.ok((await shown(page)).length > 20, "and who is quicker than that gets what is asked for");
    await pass(page, 400);
    assert.ok((await shown(page)).length > 20);
  });

  test("letter by letter leads to the same page as the whole text at once", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withSlowTime });
    /** The widget's elements with their attributes in order, and its texts. */
    const written = () =>
      inside(page, "#widget").evaluate(function write(node) {
        if (node.nodeType !== Node.ELEMENT_NODE) return node.nodeValue;
        const attributes = [...node.attributes].map(({ name, value }) => `${name}=${value}`).toSorted();
        return [node.localName, attributes, [...node.childNodes].map(write)];
      });
    const fill = async (text) => {
      await inside(page, "#text").fill(text);
      await pass(page, 400);
      return written();
    };
    await inside(page, "#text").focus();
    // Two words, of which letters are taken back until other cards are there, and nothing is found in between.
    for (const key of [..."taalles gent", ...Array(9).fill("Backspace"), ..."xqxqxq", ...Array(6).fill("Backspace"), ..."lcafe"]) {
      await page.keyboard.press(key === " " ? "Space" : key);
      const empty = await inside(page, "#tiles, #where, #tools, #cards > li").evaluateAll((parts) => parts.filter((part) => !part.children.length).length);
      assert.equal(empty, 0, `${key}: every part that is there has its content`);
    }
    await pass(page, 400);
    const typed = await written();
    await fill("");
    assert.deepEqual(typed, await fill("taalcafe"));
    // The next showing while one types knows nothing of the whole page before it.
    await page.keyboard.press("Backspace");
    await page.keyboard.press("e");
    await pass(page, 400);
    assert.deepEqual(typed, await written());
  });

  test("a letter put in the middle stays where it was typed", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#text").pressSequentially("taaes");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("l");
    await page.keyboard.press("l");
    assert.deepEqual(await field(page), { value: "taalles", caret: 5 });
    const typed = await allShown(page);
    await ask(page, "");
    await ask(page, "taalles");
    assert.deepEqual(typed, await allShown(page));
  });

  test("Enter searches without leaving the page", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#text").pressSequentially("taalles");
    await page.keyboard.press("Enter");
    assert.equal(page.url(), `${base}/demo/`);
    assert.equal((await field(page)).value, "taalles");
    assert.ok((await shown(page)).length > 0);
  });

  test("newcomers' questions find what they mean", async (t) => {
    const page = await visitWidget(t);
    for (const [query, why, isRight] of [
      ["03 230 22 33", "a phone number as printed", (ids) => ids[0] === "open-school-antwerpen"],
      ["turnhoutsebaan", "a street", (ids) => ids[0] === "open-school-antwerpen"],
      ["taalgarag", "a name, unfinished", (ids) => ids[0].startsWith("taalgarage")],
      ["dutch course", "in English, from Geel", (ids) => ids.slice(0, 5).includes("praatpunt-geel")],
      ["bruges", "a town in another language", (ids, card) => /brug/i.test(card)],
      ["conversatietafel", "a kind of meeting", (ids, card) => /conversatietafel|praattafel|babbel/i.test(card)],
    ]) {
      await ask(page, query);
      const ids = await shown(page);
      assert.ok(ids.length > 0, `${query} (${why}) finds nothing`);
      const card = await inside(page, "article").first().textContent();
      assert.ok(isRight(ids, card), `${query} (${why}) finds ${ids.slice(0, 5).join(", ")}`);
    }
  });

  test("Arabic is understood or answered with a way on, never with an error", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "مسجد");
    assert.ok((await shown(page)).length > 0 || (await inside(page, "#nothing").isVisible()));
    assert.deepEqual(page.complaints, []);
  });

  test("odd texts do no harm: markup is shown as text, very long and very strange ones are answered", async (t) => {
    const page = await visitWidget(t);
    for (const odd of ["<img src=x onerror=alert(1)>", "a ".repeat(3000), "\u0000\ud800\u202e", "{name} {n}", "'\"`&lt;"]) {
      await ask(page, odd);
      assert.equal(await inside(page, "img").count(), 0);
      assert.ok(await inside(page, "#results").isVisible());
    }
    assert.deepEqual(page.complaints, []);
  });
});

/** The suggestions of a field, by name. */
function suggestions(page, id = "text") {
  return inside(page, `#options-${id} [role=option] span:first-of-type`).evaluateAll((all) => all.map((e) => e.textContent));
}

/** The suggestion that the arrow keys are on, as the field and the list tell it. */
async function active(page, id = "text") {
  const named = await inside(page, `#${id}`).getAttribute("aria-activedescendant");
  const selected = await inside(page, `#options-${id} [aria-selected=true]`).evaluateAll((all) => all.map((e) => e.id));
  assert.deepEqual(selected, named ? [named] : []);
  return named && Number(named.split("-").at(-1));
}

describe("suggestions", { concurrency: 3 }, () => {
  test("come while typing, and go with the text", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#text").focus();
    assert.equal(await isExpanded(page), false);
    await page.keyboard.press("g");
    assert.equal(await isExpanded(page), false, "one letter is too little");
    await page.keyboard.press("e");
    assert.equal(await isExpanded(page), true);
    assert.ok(await inside(page, "#options-text").isVisible());
    assert.ok((await suggestions(page)).length > 2);
    await ask(page, NONSENSE);
    assert.equal(await isExpanded(page), false);
    assert.equal(await inside(page, "#options-text").isVisible(), false);
  });

  test("by keyboard alone: arrows go round, Home and letters leave the list, Enter takes, focus stays", async (t) => {
    const page = await visitWidget(t);
    await type(page, "ge");
    const count = (await suggestions(page)).length;
    assert.equal(await active(page), null, "nothing is taken unasked");
    for (let i = 0; i < count; i++) {
      await page.keyboard.press("ArrowDown");
      assert.equal(await active(page), i);
    }
    await page.keyboard.press("ArrowDown");
    assert.equal(await active(page), null, "behind the last comes the field");
    await page.keyboard.press("ArrowUp");
    assert.equal(await active(page), count - 1);
    await page.keyboard.press("Home");
    assert.equal(await active(page), null);
    await page.keyboard.press("End");
    assert.deepEqual(await field(page), { value: "ge", caret: 2 });
    await page.keyboard.press("ArrowDown");
    const [first] = await suggestions(page);
    await page.keyboard.press("Enter");
    assert.equal(await isExpanded(page), false);
    assert.equal(await focused(page), "text");
    const taken = (await inside(page, "#chips").textContent()) + (await field(page)).value + (await field(page, "place")).value;
    assert.ok(taken.includes(first), `${first} is in ${taken}`);
  });

  test("a concept becomes a filter, with as many results as were said", async (t) => {
    const page = await visitWidget(t);
    await type(page, "nederl");
    const option = inside(page, "#options-text [role=option]").first();
    const said = Number((await option.locator(".number").textContent()).match(/\d+/)[0]);
    const label = (await suggestions(page))[0];
    await option.click();
    assert.equal((await field(page)).value, "");
    assert.ok((await inside(page, "#chips").textContent()).includes(label));
    // Those of which it is not known stand last.
    while ((await inside(page, "#show-more").count()) > 0) await inside(page, "#show-more").click();
    assert.equal((await shown(page)).length, said);
    assert.equal(await isExpanded(page), false);
  });

  test("a place goes into its own field, and the rest of the text stays", async (t) => {
    const page = await visitWidget(t);
    await type(page, "taalles in gen");
    const place = (await suggestions(page)).indexOf("Gent");
    assert.ok(place >= 0);
    await inside(page, `#option-text-${place}`).click();
    assert.equal((await field(page)).value, "taalles");
    assert.equal((await field(page, "place")).value, "Gent");
    assert.match(await inside(page, "#count").textContent(), /Gent/);
  });

  test("an actor is searched for by its name", async (t) => {
    const page = await visitWidget(t);
    await type(page, "praatpunt ge");
    const actor = (await suggestions(page)).indexOf("Praatpunt Geel");
    assert.ok(actor >= 0);
    for (let i = 0; i <= actor; i++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.deepEqual(await field(page), { value: "Praatpunt Geel", caret: 14 });
    assert.equal((await shown(page))[0], "praatpunt-geel");
  });

  test("Enter with none marked searches; Escape closes, then clears; Alt and the arrow open without marking", async (t) => {
    const page = await visitWidget(t);
    await type(page, "ge");
    await page.keyboard.press("Enter");
    assert.equal(await isExpanded(page), false);
    assert.equal((await field(page)).value, "ge");
    await inside(page, "#text").focus();
    await page.keyboard.press("Alt+ArrowDown");
    assert.equal(await isExpanded(page), true);
    assert.equal(await active(page), null);
    await page.keyboard.press("Escape");
    assert.equal(await isExpanded(page), false);
    assert.equal((await field(page)).value, "ge");
    await page.keyboard.press("ArrowDown");
    assert.equal(await active(page), 0, "a closed list opens on its first");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal((await field(page)).value, "");
    assert.equal(await focused(page), "text");
  });

  test("Tab leaves and takes nothing, and so does a press elsewhere", async (t) => {
    const page = await visitWidget(t);
    await type(page, "ge");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Tab");
    assert.equal(await isExpanded(page), false);
    assert.equal(await focused(page), "place");
    assert.equal((await field(page)).value, "ge");
    await type(page, "ge");
    await inside(page, ".title").click();
    assert.equal(await isExpanded(page), false);
    assert.equal((await field(page)).value, "ge");
  });

  test("say what they are in the visitor's language, right to left too", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#lang-ar").click();
    await type(page, "هول");
    const option = inside(page, "#options-text [role=option]").first();
    assert.match((await suggestions(page)).join(), /الهولندية/);
    assert.equal(await option.evaluate((e) => getComputedStyle(e).direction), "rtl");
    const [icon, number] = await option.evaluate((e) => [".icon", ".number"].map((s) => e.querySelector(s).getBoundingClientRect().left));
    assert.ok(icon > number, "the pictogram stands at the right");
  });

  test("can be seen in forced colours", async (t) => {
    const page = await visitWidget(t, "/demo/", { forcedColors: "active" });
    await type(page, "ge");
    await page.keyboard.press("ArrowDown");
    const outline = await inside(page, "#option-text-0").evaluate((e) => getComputedStyle(e).outlineStyle);
    assert.equal(outline, "solid");
  });
});

describe("words of the question", { concurrency: 3 }, () => {
  test("are marked in names and descriptions, and the caret stays where it is", async (t) => {
    const page = await visitWidget(t);
    await type(page, "taal");
    const marks = await inside(page, "article mark").allTextContents();
    assert.ok(marks.length >= 3 && marks.every((mark) => /taa?l/i.test(mark)), marks.join());
    assert.deepEqual(await field(page), { value: "taal", caret: 4 });
    assert.equal(await focused(page), "text");
    await ask(page, "");
    assert.equal(await inside(page, "mark").count(), 0);
  });

  test("a misspelt one is told as it was read, and a button searches for that", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taalkafe");
    const button = inside(page, "#meant button");
    const read = await button.textContent();
    await button.click();
    assert.equal((await field(page)).value, read);
    assert.equal(await inside(page, "#meant").count(), 0);
    assert.ok((await shown(page)).length > 0);
    assert.equal(await focused(page), "text");
  });
});

describe("the place field", { concurrency: 3 }, () => {
  for (const written of ["Gent", "9000", "gand"]) {
    test(`${written} is Gent: said above the results, which begin there`, async (t) => {
      const page = await visitWidget(t);
      const before = await shown(page);
      await inside(page, "#place").fill(written);
      assert.match(await inside(page, "#count").textContent(), /Gent/);
      assert.notDeepEqual(await shown(page), before);
      assert.equal(await inside(page, "#place").getAttribute("aria-invalid"), "false");
      assert.equal((await inside(page, "#place-help").textContent()).trim(), "");
    });
  }

  test("nonsense gets a sentence that belongs to the field, and results stay", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#place").fill(NONSENSE);
    const place = inside(page, "#place");
    assert.equal(await place.getAttribute("aria-invalid"), "true");
    const help = inside(page, `#${await place.getAttribute("aria-describedby")}`);
    assert.ok((await help.textContent()).length > 10);
    assert.ok(await help.isVisible());
    assert.ok((await shown(page)).length > 0);
  });

  test("an unfinished name is no mistake, and the field keeps what is typed", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#place").fill("");
    await inside(page, "#place").pressSequentially("Turnh");
    assert.deepEqual(await field(page, "place"), { value: "Turnh", caret: 5 });
    assert.equal(await inside(page, "#place").getAttribute("aria-invalid"), "false");
    assert.deepEqual(await suggestions(page, "place"), ["Turnhout"]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    assert.deepEqual(await field(page, "place"), { value: "Turnhout", caret: 8 });
    assert.match(await inside(page, "#count").textContent(), /Turnhout/);
    assert.equal(await isExpanded(page, "place"), false);
  });

  test("starts as the town of the page", async (t) => {
    const page = await visitWidget(t);
    assert.equal((await field(page, "place")).value, "Geel");
    assert.match(await inside(page, "#count").textContent(), /Geel/);
  });
});

describe("filters", { concurrency: 3 }, () => {
  test("a chosen value leaves the number that stood beside it, with a chip, and the focus stays", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taal");
    const { id, number } = await usefulChoice(page);
    await inside(page, `#${id}`).check();
    assert.equal(await count(page), number);
    assert.equal(await focused(page), id);
    const chip = inside(page, "#chips [data-remove]");
    assert.equal(await chip.count(), 1);
    const label = await inside(page, `label:has(#${id}) > span:not(.number)`).textContent();
    assert.equal((await chip.textContent()).trim(), label.trim());
    assert.match(await chip.getAttribute("aria-label"), new RegExp(label.replace(/[()]/g, "\\$&")));
  });

  test("the chip takes it away again, and the focus goes to the search field", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taal");
    const before = await count(page);
    const { id } = await usefulChoice(page);
    await inside(page, `#${id}`).check();
    await inside(page, "#chips [data-remove]").click();
    assert.equal(await count(page), before);
    assert.equal(await inside(page, `#${id}`).isChecked(), false);
    assert.equal(await focused(page), "text");
  });

  test("those of whom it is not known follow under their own heading", async (t) => {
    const page = await visitWidget(t);
    const { id, number } = await usefulChoice(page);
    await inside(page, `#${id}`).check();
    const stated = await inside(page, "#cards > li").count();
    const unknown = await inside(page, "#cards-unknown > li").count();
    assert.equal(stated, Math.min(number, 20));
    if (unknown > 0) assert.match(await inside(page, "#also").textContent(), /\d/);
  });

  test("on a phone they are a sheet over the page: it takes the focus and gives it back, by button, Escape or a press beside it", async (t) => {
    const page = await visitWidget(t, "/demo/", PHONE);
    await ask(page, "taal");
    const [sheet, toggle] = [inside(page, "#sheet"), inside(page, "#toggle")];
    assert.equal(await sheet.isVisible(), false);
    for (const [close, how] of [
      [() => inside(page, "#sheet-show").click(), "the button"],
      [() => inside(page, "#sheet-close").click(), "the cross"],
      [() => page.keyboard.press("Escape"), "Escape"],
      [() => page.mouse.click(195, 20), "a press beside it"],
    ]) {
      await toggle.click();
      assert.equal(await sheet.evaluate((e) => e.matches(":modal")), true, how);
      assert.equal(await focused(page), "sheet-close");
      await close();
      await sheet.waitFor({ state: "hidden" });
      assert.equal(await focused(page), "toggle", how);
    }
  });

  test("in the sheet the numbers are live, the page behind it is out of reach, and its button says how many results there are", async (t) => {
    const page = await visitWidget(t, "/demo/", PHONE);
    await ask(page, "taal");
    const { id, number } = await usefulChoice(page);
    await inside(page, `#${id}`).check();
    assert.equal(await count(page), number);
    const all = number + Number((await inside(page, "#also").textContent().catch(() => "0")).match(/\d+/)?.[0] ?? 0);
    assert.match(await inside(page, "#sheet-show").textContent(), new RegExp(`\\b${all}\\b`));
    for (let i = 0; i < 60; i += 1) {
      await page.keyboard.press("Tab");
      const where = await page.evaluate(() => {
        const element = document.querySelector("welkom-wijzer").shadowRoot.activeElement;
        return element ? Boolean(element.closest("#sheet")) : document.activeElement === document.body;
      });
      assert.equal(where, true, "Tab stays in the sheet");
    }
    await page.keyboard.press("Escape");
    await page.keyboard.press("Escape");
    assert.equal((await field(page)).value, "taal", "Escape did nothing else");
    assert.equal(await count(page), number);
    assert.equal(await inside(page, "#groups").count(), 1, "there is one of them");
  });

  test("a host that cuts off what overflows does not cut the sheet, and another widget's stays shut", async (t) => {
    const page = await visitWidget(t, "/demo/", PHONE);
    await page.evaluate(() => {
      const one = document.querySelector("welkom-wijzer");
      one.after(one.cloneNode(true));
      const box = document.createElement("div");
      box.setAttribute("class", "box");
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".box { overflow: hidden; height: 900px; transform: scale(0.9); contain: paint }");
      document.adoptedStyleSheets.push(sheet);
      one.before(box);
      box.append(one);
    });
    const sheets = page.locator("welkom-wijzer #sheet");
    await page.locator("welkom-wijzer #toggle").nth(1).waitFor();
    await page.locator("welkom-wijzer #toggle").first().click();
    const { x, y, width, height } = await sheets.first().boundingBox();
    assert.deepEqual([x, width], [0, PHONE.width]);
    assert.ok(Math.abs(y + height - PHONE.height) < 1, "it lies at the window's lower edge");
    assert.equal(await sheets.nth(1).isVisible(), false);
    await page.keyboard.press("Escape");
    await sheets.first().waitFor({ state: "hidden" });
  });

  test("moved in the page with the sheet open, it opens again", async (t) => {
    const page = await visitWidget(t, "/demo/", PHONE);
    await inside(page, "#toggle").click();
    await page.evaluate(() => document.body.append(document.querySelector("welkom-wijzer")));
    assert.equal(await inside(page, "#sheet").evaluate((e) => e.matches(":modal")), false);
    await inside(page, "#toggle").click();
    assert.equal(await inside(page, "#sheet").evaluate((e) => e.matches(":modal")), true);
  });

  test("where there is room they are a column, and no dialog", async (t) => {
    const page = await visitWidget(t);
    const sheet = inside(page, "#filters");
    assert.equal(await sheet.isVisible(), true);
    assert.equal(await sheet.getAttribute("role"), "group");
    assert.equal(await inside(page, "#sheet").isVisible(), false);
    assert.ok((await sheet.boundingBox()).x < (await inside(page, "#results").boundingBox()).x);
  });

  test("clearing all brings back the start", async (t) => {
    const page = await visitWidget(t);
    const start = await shown(page);
    await ask(page, "taal");
    await inside(page, "#tile-language").click();
    await inside(page, "[data-clear=all]").click();
    assert.deepEqual(await shown(page), start);
    assert.equal((await field(page)).value, "");
    assert.equal(await inside(page, "#chips").count(), 0);
    assert.equal(await focused(page), "text");
  });
});

describe("sorting", { concurrency: 3 }, () => {
  /** Kilometres that the cards say, in order; what says none is 0 in one's own town, and else far. */
  const kilometres = (page) =>
    inside(page, "#cards article > .place").evaluateAll((all) =>
      all.map((e) => (/in je gemeente/.test(e.textContent) ? 0 : Number(e.textContent.match(/(\d+) km/)?.[1] ?? Infinity))),
    );

  test("by distance, the cards' kilometres rise, and the focus stays on the button", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taal");
    await allShown(page);
    const best = await shown(page);
    assert.equal(await inside(page, "#sort-best").getAttribute("aria-pressed"), "true");
    await inside(page, "#sort-nearest").click();
    assert.equal(await focused(page), "sort-nearest");
    const found = await kilometres(page);
    assert.ok(found.filter((km) => km > 0 && km < Infinity).length > 5, `${found}`);
    assert.deepEqual(found.slice(0, 10), found.slice(0, 10).toSorted((a, b) => a - b));
    assert.notDeepEqual(await shown(page), best);
    await inside(page, "#sort-best").click();
    assert.deepEqual(await shown(page), best);
  });

  test("is offered only where there is a place to look from", async (t) => {
    const page = await visitWidget(t);
    assert.equal(await inside(page, "#sort").count(), 1);
    await inside(page, "#place").fill("");
    assert.equal(await inside(page, "#sort").count(), 0);
    await ask(page, "taalles gent");
    assert.equal(await inside(page, "#sort").count(), 1);
  });
});

describe("the device's location", { concurrency: 3 }, () => {
  const at = (latitude, longitude) => ({ permissions: ["geolocation"], geolocation: { latitude, longitude } });

  test("is asked for with a button alone, and its town becomes the place", async (t) => {
    const page = await visitWidget(t, "/demo/", {
      ...at(51.054, 3.725),
      prepare: (page) =>
        page.addInitScript(() => {
          window.asked = 0;
          const ask = navigator.geolocation.getCurrentPosition.bind(navigator.geolocation);
          navigator.geolocation.getCurrentPosition = (...rest) => {
            window.asked += 1;
            ask(...rest);
          };
        }),
    });
    await ask(page, "taalles in brugge");
    assert.equal(await page.evaluate(() => window.asked), 0);
    await inside(page, "#locate").click();
    await inside(page, "#count").filter({ hasText: "Gent" }).waitFor();
    assert.equal((await field(page, "place")).value, "Gent");
    assert.equal(await page.evaluate(() => window.asked), 1);
    assert.equal(await focused(page), "locate");
    assert.deepEqual(page.foreign, []);
    assert.deepEqual(page.complaints, []);
    assert.equal((await inside(page, "#place-help").textContent()).trim(), "");
  });

  for (const [why, options, sentence] of [
    ["far away, nothing changes and a sentence says why", at(48.85, 2.35), /niet in Vlaanderen of Brussel/],
    ["refused, a sentence says what to do", {}, /Typ je gemeente/],
  ]) {
    test(why, async (t) => {
      const page = await visitWidget(t, "/demo/", options);
      const before = await shown(page);
      await inside(page, "#locate").click();
      await inside(page, "#place-help").filter({ hasText: sentence }).waitFor();
      assert.equal((await field(page, "place")).value, "Geel");
      assert.equal(await inside(page, "#place").getAttribute("aria-invalid"), "false");
      assert.deepEqual(await shown(page), before);
      assert.deepEqual(page.complaints, []);
      await inside(page, "#place").fill("Mol");
      assert.equal((await inside(page, "#place-help").textContent()).trim(), "", "who types is not told any more");
    });
  }

  test("forbidden by the page's policy: the same sentence", async (t) => {
    const prepare = (page) =>
      page.route("**/demo/", async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), "permissions-policy": "geolocation=()" } });
      });
    const page = await visitWidget(t, "/demo/", { ...at(51.054, 3.725), prepare });
    await inside(page, "#locate").click();
    await inside(page, "#place-help").filter({ hasText: /Typ je gemeente/ }).waitFor();
  });

  test("without a device that knows it there is no button", async (t) => {
    const prepare = (page) => page.addInitScript(() => delete Navigator.prototype.geolocation);
    const page = await visitWidget(t, "/demo/", { prepare });
    assert.equal(await inside(page, "#locate").count(), 0);
  });
});

describe("the map", { concurrency: 3 }, () => {
  /** Names and numbers: of the list, and of the map. */
  const list = (page) => inside(page, "#sites button").evaluateAll((all) => all.map((e) => `${e.dataset.viewpoint} ${e.querySelector(".number").textContent}`));
  const drawn = (page) =>
    inside(page, ".map-drawing [role=button]").evaluateAll((all) => all.map((e) => `${e.dataset.viewpoint} ${e.textContent.match(/\d+/)[0]}`));

  test("is fetched when it is opened and not before, once for two widgets, from where the script lies", async (t) => {
    const fetched = [];
    const prepare = (page) => page.on("request", (request) => /outlines/.test(request.url()) && fetched.push(request.url()));
    const page = await visitWidget(t, "/demo/", { prepare });
    await page.evaluate(() => {
      const one = document.querySelector("welkom-wijzer");
      const other = one.cloneNode(true);
      other.loading = "eager";
      one.after(other);
    });
    await page.locator("welkom-wijzer #map-toggle").nth(1).waitFor();
    assert.deepEqual(fetched, []);
    for (const i of [0, 1]) {
      await page.locator("welkom-wijzer #map-toggle").nth(i).click();
      await page.locator("welkom-wijzer").nth(i).locator(".map-drawing").waitFor();
    }
    assert.deepEqual(fetched, [`${base}/outlines.svg`]);
    assert.deepEqual(page.complaints, []);
    assert.deepEqual(page.foreign, []);
  });

  test("has the same numbers as its list, which follow question and filters", async (t) => {
    const page = await visitWidget(t);
    await openMap(page);
    const all = await list(page);
    assert.ok(all.length > 10);
    assert.deepEqual((await drawn(page)).toSorted(), all.toSorted());
    await inside(page, "#tile-language").click();
    const some = await list(page);
    assert.notDeepEqual(some, all);
    assert.deepEqual((await drawn(page)).toSorted(), some.toSorted());
    await inside(page, "#map-whole").click();
    assert.ok((await list(page)).length > some.length);
    assert.equal(await focused(page), "map-whole");
  });

  test("a town of the map and one of the list become the place one looks from", async (t) => {
    const page = await visitWidget(t);
    await openMap(page);
    const turnhout = inside(page, ".map-drawing [role=button]").filter({ hasText: /^Turnhout:/ });
    await turnhout.click();
    assert.equal((await field(page, "place")).value, "Turnhout");
    assert.match(await inside(page, "#count").textContent(), /Turnhout/);
    assert.equal(await turnhout.getAttribute("aria-pressed"), "true");
    const mechelen = inside(page, "#sites button").filter({ hasText: /^Mechelen/ });
    await mechelen.click();
    assert.equal((await field(page, "place")).value, "Mechelen");
    assert.equal(await mechelen.getAttribute("aria-pressed"), "true");
    assert.equal(await focused(page), await mechelen.getAttribute("id"));
  });

  test("by keyboard: one stop, arrows to the next in their direction, Enter takes", async (t) => {
    const page = await visitWidget(t);
    await openMap(page);
    assert.equal(await inside(page, ".map-drawing [tabindex='0']").count(), 1);
    await inside(page, "#map-toggle").focus();
    await page.keyboard.press("Tab");
    const start = await focused(page);
    assert.match(start, /^map-\d+$/);
    const x = () => inside(page, `#${start}`).evaluate((e) => e.getRootNode().activeElement.getBoundingClientRect().x);
    const before = await x();
    await page.keyboard.press("ArrowLeft");
    const next = await focused(page);
    assert.match(next, /^map-\d+$/);
    assert.notEqual(next, start);
    assert.ok((await x()) < before);
    const name = (await inside(page, `#${next} title`).textContent()).split(":")[0];
    await page.keyboard.press("Enter");
    assert.equal((await field(page, "place")).value, name);
    assert.equal(await focused(page), next);
    await page.keyboard.press("Tab");
    assert.equal(await focused(page), "map-whole");
  });

  test("that cannot be fetched leaves the list and a sentence, and is asked for again", async (t) => {
    const prepare = (page) => page.route("**/outlines.svg", (route) => route.abort(), { times: 1 });
    const page = await visitWidget(t, "/demo/", { prepare });
    await inside(page, "#map-toggle").click();
    await inside(page, "#map .note").waitFor();
    assert.ok((await list(page)).length > 10);
    await inside(page, "#map-toggle").click();
    await openMap(page);
    assert.equal(await inside(page, "#map .note").count(), 0);
  });

  test("is not mirrored in Arabic", async (t) => {
    const page = await visitWidget(t);
    await openMap(page);
    const left = () =>
      inside(page, ".map-drawing [role=button]").evaluateAll((all) => all.map((e) => [e.id, Math.round(e.getBoundingClientRect().x - e.ownerSVGElement.getBoundingClientRect().x)]));
    const before = await left();
    await inside(page, "#lang-ar").click();
    assert.deepEqual(await left(), before);
  });
});

describe("tiles", { concurrency: 3 }, () => {
  test("are one choice, and say which is pressed", async (t) => {
    const page = await visitWidget(t);
    const pressed = () => inside(page, "#tiles [aria-pressed=true]").evaluateAll((all) => all.map((tile) => tile.dataset.domain));
    const number = Number(await inside(page, "#tile-orientation .number").textContent());
    assert.deepEqual(await pressed(), []);
    await inside(page, "#tile-language").click();
    assert.deepEqual(await pressed(), ["language"]);
    await inside(page, "#tile-orientation").click();
    assert.deepEqual(await pressed(), ["orientation"]);
    assert.equal(await count(page), number);
    assert.equal(await focused(page), "tile-orientation");
    await inside(page, "#tile-orientation").click();
    assert.deepEqual(await pressed(), []);
  });

  test("on a phone are half as high once something is asked, and still have pictogram, name and 44 pixels", async (t) => {
    for (const width of [360, 390]) {
      const page = await visitWidget(t, "/demo/", { width, height: 800 });
      const before = (await inside(page, "#tiles").boundingBox()).height;
      await ask(page, "taal");
      const { height } = await inside(page, "#tiles").boundingBox();
      assert.ok(height <= 150 && height < 0.6 * before, `${before} became ${height} at ${width}`);
      const boxes = await inside(page, "#tiles button").evaluateAll((all) => all.map((e) => e.getBoundingClientRect().toJSON()));
      assert.ok(boxes.every((box) => box.height >= 44 && box.width >= 44));
      for (const part of await inside(page, ".tile-name, .tile .icon").all()) assert.equal(await part.isVisible(), true);
      await inside(page, "#tile-language").click();
      assert.equal(await focused(page), "tile-language");
    }
  });

  test("that would lead nowhere cannot be pressed", async (t) => {
    const page = await visitWidget(t);
    await ask(page, NONSENSE);
    for (const tile of await inside(page, "#tiles button").all()) {
      assert.equal(await tile.isDisabled(), Number(await tile.locator(".number").textContent()) === 0);
    }
  });
});

describe("cards", { concurrency: 3 }, () => {
  test("an open card stays open while typing, filtering and switching language keep it in the results", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "praatpun");
    const [id] = await shown(page);
    await openCard(page, id);
    const details = () => inside(page, `#more-${id}`).innerText();
    const before = await details();
    await inside(page, "#text").press("End");
    await page.keyboard.press("t");
    assert.ok((await shown(page)).includes(id), "typing kept the card");
    assert.equal(await isOpen(page, id), true, "after typing");
    assert.equal(await details(), before, "and what it says");
    await page.keyboard.press("Escape");
    const domain = await inside(page, "#tile-language");
    await domain.click();
    assert.ok((await shown(page)).includes(id), "the tile kept the card");
    assert.equal(await isOpen(page, id), true, "after the tile");
    for (const lang of (await languages(page)).slice(1)) {
      await inside(page, `#lang-${lang}`).click();
      assert.equal(await isOpen(page, id), true, `after switching to ${lang}`);
    }
    assert.equal(await inside(page, "article details[open]").count(), 1, "and no other one opened");
  });

  test("a card keeps being the same element when it moves in the order", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taal");
    const ids = await allShown(page);
    const id = ids.at(5);
    await openCard(page, id);
    const before = await inside(page, `#card-${id}`).elementHandle();
    await inside(page, "#place").fill("9000");
    const now = await shown(page);
    if (now.includes(id)) {
      assert.equal(await inside(page, `#card-${id}`).evaluate((card, before) => card === before, before), true);
      assert.equal(await isOpen(page, id), true);
    }
  });

  test("the page does not jump while the visitor filters below the fold", async (t) => {
    const page = await visitWidget(t, "/demo/", { width: 1280, height: 700 });
    const { id } = await usefulChoice(page);
    await inside(page, `#${id}`).scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => window.scrollY);
    const top = (await inside(page, `#${id}`).boundingBox()).y;
    await inside(page, `#${id}`).check();
    assert.equal(await page.evaluate(() => window.scrollY), before);
    assert.ok(Math.abs((await inside(page, `#${id}`).boundingBox()).y - top) <= 1, "the checkbox is where it was");
  });

  test("the page does not jump when the language changes", async (t) => {
    const page = await visitWidget(t);
    const [, other] = await languages(page);
    await inside(page, `#lang-${other}`).scrollIntoViewIfNeeded();
    await page.evaluate(() => window.scrollTo({ top: 200, behavior: "instant" }));
    const before = await page.evaluate(() => window.scrollY);
    await inside(page, `#lang-${other}`).evaluate((button) => button.click());
    assert.equal(await page.evaluate(() => window.scrollY), before);
  });

  test("links dial, mail or lead to a web address", async (t) => {
    const page = await visitWidget(t);
    while ((await inside(page, "#show-more").count()) > 0) await inside(page, "#show-more").click();
    const links = await inside(page, "article a").evaluateAll((all) =>
      all.map((a) => [a.getAttribute("href"), a.dataset.action, a.rel]),
    );
    assert.ok(links.length > 100, `${links.length} links`);
    const shapes = {
      call: /^tel:\+\d{8,15}$/,
      mail: /^mailto:[^@\s]+@[^@\s]+\.[a-z]+$/,
      website: /^https?:\/\/[^\s]+$/,
      map: /^https:\/\/www\.openstreetmap\.org\/search\?query=[^\s]+$/,
      report: /^mailto:/,
    };
    const wrong = links.filter(
      ([href, action, rel]) => !shapes[action]?.test(href) || (action === "website" && !/noopener/.test(rel)),
    );
    assert.deepEqual(wrong, []);
  });

  test("say where the facts come from and how old they are", async (t) => {
    const page = await visitWidget(t);
    for (const source of await inside(page, "article > .source").all()) assert.ok((await source.textContent()).trim().length > 5);
    const [id] = await shown(page);
    await openCard(page, id);
    assert.match(await inside(page, `#more-${id}`).textContent(), /\b20\d\d\b/);
  });

  test("have headings one below the widget's own, in which names are not translated", async (t) => {
    const page = await visitWidget(t);
    const [id] = await shown(page);
    assert.equal(await inside(page, `#name-${id}`).evaluate((h) => h.localName), "h3");
    assert.equal(await inside(page, "h2").count(), 1);
    assert.equal(await inside(page, `#name-${id} bdi`).getAttribute("translate"), "no");
  });
});

describe("show more", { concurrency: 3 }, () => {
  test("adds results without changing those above, until all are there", async (t) => {
    const page = await visitWidget(t);
    const total = await count(page);
    assert.ok(total > 20, "the whole directory has more than a page");
    let before = await shown(page);
    assert.equal(before.length, 20);
    while ((await inside(page, "#show-more").count()) > 0) {
      await inside(page, "#show-more").click();
      const now = await shown(page);
      assert.deepEqual(now.slice(0, before.length), before);
      assert.ok(now.length > before.length);
      before = now;
    }
    assert.equal(before.length, total);
    assert.equal(new Set(before).size, total, "none is shown twice");
  });

  test(
    "a keyboard user is not thrown out of the widget when the button goes", async (t) => {
      const page = await visitWidget(t);
      while ((await inside(page, "#show-more").count()) > 0) {
        await inside(page, "#show-more").focus();
        await page.keyboard.press("Enter");
      }
      assert.notEqual(await focused(page), null);
    },
  );
});

describe("nothing found", { concurrency: 3 }, () => {
  test("has a way on that works: everything", async (t) => {
    const page = await visitWidget(t);
    const start = await shown(page);
    await ask(page, NONSENSE);
    assert.ok(await inside(page, "#nothing").isVisible());
    assert.deepEqual(await shown(page), []);
    await inside(page, "#nothing [data-clear=all]").click();
    assert.deepEqual(await shown(page), start);
    assert.equal(await inside(page, "#nothing").count(), 0);
    assert.equal(await focused(page), "text");
  });

  test("with a filter there is a way on that keeps the text", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#tile-diaspora").click();
    await ask(page, NONSENSE);
    await inside(page, "#nothing [data-clear=filters]").click();
    assert.equal((await field(page)).value, NONSENSE);
    assert.equal(await inside(page, "#tile-diaspora").getAttribute("aria-pressed"), "false");
  });
});

describe("languages", { concurrency: 3 }, () => {
  test("the page's language comes first, whatever the browser prefers", async (t) => {
    const page = await visitWidget(t, "/demo/", { locale: "en-GB" });
    assert.equal(await inside(page, "#widget").getAttribute("lang"), "nl");
    assert.equal(await inside(page, "#translation").count(), 0);
  });

  test("switching changes every word and keeps text, place, results and focus", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "taalgarage");
    const results = await allShown(page);
    const [first, ...others] = await languages(page);
    assert.ok(others.length > 0, "there is a language to switch to");
    const words = () =>
      inside(page, "label, legend, .tile-name, #toggle, .submit, summary, dt, h2").evaluateAll((all) =>
        all.map((e) => e.textContent.trim()).filter(Boolean),
      );
    const before = await words();
    for (const lang of others) {
      await inside(page, `#lang-${lang}`).click();
      assert.equal(await inside(page, "#widget").getAttribute("lang"), lang);
      assert.equal(await inside(page, "#widget").getAttribute("dir"), direction(lang));
      assert.equal(await inside(page, "#widget").evaluate((e) => getComputedStyle(e).direction), direction(lang));
      assert.equal(await focused(page), `lang-${lang}`);
      assert.equal((await field(page)).value, "taalgarage");
      assert.notEqual((await field(page, "place")).value, "");
      assert.deepEqual(new Set(await shown(page)), new Set(results));
      assert.equal(await inside(page, `#lang-${lang}`).getAttribute("aria-pressed"), "true");
      assert.equal(await inside(page, `#lang-${first}`).getAttribute("aria-pressed"), "false");
      const same = (await words()).slice(0, 8).filter((word, i) => word === before[i]);
      assert.deepEqual(
        same.filter((word) => !/^(Filters|Contact|Website)$/.test(word)),
        [],
        `${lang}: words that did not change`,
      );
    }
    await inside(page, `#lang-${first}`).click();
    assert.deepEqual(await words(), before, "and back again");
  });

  test("a translation is marked as one, in its own language and in Dutch", async (t) => {
    const page = await visitWidget(t);
    for (const lang of (await languages(page)).slice(1)) {
      await inside(page, `#lang-${lang}`).click();
      assert.ok(await inside(page, "#translation").isVisible());
      assert.equal(await inside(page, "#translation [lang=nl]").textContent(), "Vertaling uit het Nederlands");
      const own = (await inside(page, "#translation").textContent()).split("·")[0].trim();
      assert.ok(own.length > 5 && own !== "Vertaling uit het Nederlands", own);
      assert.equal(await inside(page, "article .source .translated").count(), (await shown(page)).length);
    }
    await inside(page, "#lang-nl").click();
    assert.equal(await inside(page, "#translation").count(), 0);
    assert.equal(await inside(page, ".translated").count(), 0);
  });

  test("what is not translated is shown in Dutch and said to be", async (t) => {
    const page = await visitWidget(t);
    while ((await inside(page, "#show-more").count()) > 0) await inside(page, "#show-more").click();
    for (const lang of (await languages(page)).slice(1)) {
      await inside(page, `#lang-${lang}`).click();
      const unmarked = await inside(page, "article .untranslated").evaluateAll(
        (all) => all.filter((note) => note.previousElementSibling?.lang !== "nl").length,
      );
      assert.equal(unmarked, 0);
    }
  });

  test("numbers and addresses keep their order in a right-to-left language", async (t) => {
    const page = await visitWidget(t);
    const rtl = (await languages(page)).find((lang) => direction(lang) === "rtl");
    if (!rtl) return t.skip("this directory has none");
    await inside(page, `#lang-${rtl}`).click();
    const loose = await inside(page, "article a[href^='tel:'], article a[href^='mailto:']").evaluateAll(
      (all) => all.filter((a) => /\d{2}|@/.test(a.textContent) && !a.querySelector("bdi[dir=ltr]")).length,
    );
    assert.equal(loose, 0);
  });
});

describe("what the page is told", { concurrency: 3 }, () => {
  test("one announcement and one event after it is quiet, not for every key, and never what was typed", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withSlowTime });
    await page.evaluate(() => {
      const region = document.querySelector("welkom-wijzer").shadowRoot.querySelector("[role=status]");
      window.said = [];
      new MutationObserver(() => window.said.push(region.textContent)).observe(region, {
        childList: true,
        characterData: true,
        subtree: true,
      });
    });
    const said = () => page.evaluate(() => window.said);
    const text = inside(page, "#text");
    await text.focus();
    for (const letter of "taalgarage") {
      await page.keyboard.press(letter);
      await pass(page, 200);
    }
    assert.deepEqual(await said(), [], "nothing is said while typing");
    await pass(page, 500);
    assert.deepEqual(await said(), [], "nor 700 ms after it");
    await pass(page, 200);
    const number = await inside(page, "#options-text").getAttribute("aria-label");
    assert.deepEqual(await said(), [`${await inside(page, "#count").textContent()}. ${number}`], "with the number of suggestions");
    await pass(page, 10_000);
    assert.equal((await said()).length, 1, "and only once");
    const searches = await events(page, "search");
    assert.equal(searches.length, 1);
    assert.equal(searches[0].bubbles && searches[0].composed, true);
    assert.deepEqual(searches[0].detail, { total: await count(page), lang: "nl", filters: 0 });
  });

  test("the live region stands outside what is redrawn, and is polite", async (t) => {
    const page = await visitWidget(t);
    const region = inside(page, "[role=status]");
    assert.equal(await region.count(), 1);
    assert.equal(await region.getAttribute("aria-live"), "polite");
    assert.equal(await region.evaluate((r) => !!r.closest("#widget")), false);
    assert.equal(await region.textContent(), "", "loading is not announced");
  });

  test("an announcement in another language has its lang", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withSlowTime });
    const [, other] = await languages(page);
    await inside(page, `#lang-${other}`).click();
    await pass(page, 1000);
    const region = inside(page, "[role=status]");
    assert.equal(await region.textContent(), await inside(page, "#count").textContent());
    assert.equal(await region.getAttribute("lang"), other);
  });

  test("a chosen filter is counted in the event", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withSlowTime });
    const { id } = await usefulChoice(page);
    await inside(page, `#${id}`).check();
    await pass(page, 1000);
    assert.equal((await events(page, "search")).at(-1).detail.filters, 1);
  });

  test("opening a card and following its links, by id and kind", async (t) => {
    const page = await visitWidget(t);
    // What is told does not depend on the phone that would dial.
    await page.evaluate(() => document.addEventListener("click", (event) => event.preventDefault()));
    await ask(page, "open school antwerpen");
    const [id] = await shown(page);
    for (const action of ["call", "mail", "website"]) await inside(page, `#card-${id} .actions [data-action=${action}]`).click();
    const told = await events(page, "select");
    assert.deepEqual(
      told.map((event) => event.detail),
      ["call", "mail", "website"].map((action) => ({ id, action })),
    );
    assert.ok(told.every((event) => event.bubbles && event.composed));
  });

  test("opening a card is told once, closing it is not", async (t) => {
    const page = await visitWidget(t);
    const [id] = await shown(page);
    await openCard(page, id);
    await inside(page, `#more-${id} > summary`).click();
    assert.equal(await isOpen(page, id), false);
    assert.deepEqual(
      (await events(page, "select")).map((event) => event.detail),
      [{ id, action: "open" }],
    );
  });

  test("what the page itself sets is no search", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withSlowTime });
    await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("municipality", "9000"));
    await pass(page, 5000);
    assert.match(await inside(page, "#count").textContent(), /Gent/);
    assert.deepEqual(await events(page, "search"), []);
  });
});

describe("keyboard alone", { concurrency: 3 }, () => {
  for (const [name, size] of [
    ["phone", PHONE],
    ["desktop", DESKTOP],
  ]) {
    test(`Tab goes through everything in the order it is read, ${name}`, async (t) => {
      const page = await visitWidget(t, "/demo/", size);
      const expected = await page.evaluate(() => {
        const root = document.querySelector("welkom-wijzer").shadowRoot;
        const all = [...root.querySelectorAll("a[href], button:not([disabled]), input, summary")].filter((e) =>
          e.checkVisibility(),
        );
        all.forEach((element, i) => (element.tabNumber = i));
        return all.length;
      });
      await inside(page, "#languages button").first().focus();
      const order = [];
      for (let i = 0; i < Math.min(expected, 40); i++) {
        order.push(await page.evaluate(() => document.querySelector("welkom-wijzer").shadowRoot.activeElement?.tabNumber));
        await page.keyboard.press("Tab");
      }
      assert.deepEqual(
        order,
        order.map((_, i) => i),
      );
    });
  }

  test("Enter presses a tile, Space chooses a filter, Enter opens a card", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#tile-language").focus();
    await page.keyboard.press("Enter");
    assert.equal(await inside(page, "#tile-language").getAttribute("aria-pressed"), "true");
    const { id, number } = await usefulChoice(page);
    await inside(page, `#${id}`).focus();
    await page.keyboard.press("Space");
    assert.equal(await inside(page, `#${id}`).isChecked(), true);
    assert.equal(await count(page), number);
    const [card] = await shown(page);
    await inside(page, `#more-${card} > summary`).focus();
    await page.keyboard.press("Enter");
    assert.equal(await isOpen(page, card), true);
    assert.equal(await focused(page), `more-${card} summary`);
  });

  test("what has the focus can be seen to have it", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#languages button").first().focus();
    const plain = [];
    for (let i = 0; i < 25; i++) {
      await page.keyboard.press("Tab");
      const ring = await page.evaluate(() => {
        const element = document.querySelector("welkom-wijzer").shadowRoot.activeElement;
        // A field may show its ring around the box it stands in.
        const shows = (e) => {
          const style = getComputedStyle(e);
          return (style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2) || style.boxShadow !== "none";
        };
        return shows(element) || shows(element.parentElement) ? null : element.id || element.outerHTML.slice(0, 80);
      });
      if (ring) plain.push(ring);
    }
    assert.deepEqual(plain, []);
  });
});
