// What a visitor takes along: the list, paper, what is sent to somebody else; and the Dutch beside their language.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { base, browserForThisFile, events, focused, inside, languages, ready, shown, visit, visitWidget } from "./harness.js";
import { ask, DESKTOP, isOpen, openCard, PHONE } from "./doing.js";

browserForThisFile();

const KEY = "welkomwijzer.kept";
const stored = (page) => page.evaluate((key) => localStorage.getItem(key), KEY);
const keepButton = (page, id) => inside(page, `#card-${id} [data-action=keep]`);
const list = (page) => inside(page, "#list");
const live = (page) => inside(page, "[role=status]").textContent();

/** The number on the button. */
async function number(page) {
  return Number((await list(page).textContent()).match(/\((\d+)\)/)[1]);
}

/** Keeps the first results; gives their ids. */
async function keepFirst(page, count) {
  const ids = (await shown(page)).slice(0, count);
  for (const id of ids) await keepButton(page, id).click();
  return ids;
}

/** For `prepare`: a browser in which a call of storage fails. */
const withBroken = (call) => (page) =>
  page.addInitScript((call) => {
    const refuse = () => {
      throw new DOMException("refused", call === "setItem" ? "QuotaExceededError" : "SecurityError");
    };
    if (call === "all") Object.defineProperty(window, "localStorage", { get: refuse });
    else if (call === "absent") Object.defineProperty(window, "localStorage", { value: null });
    else Storage.prototype[call] = refuse;
  }, call);

describe("my list", { concurrency: 3 }, () => {
  test("keeps, shows alone, brings back, and is there again on the next visit", async (t) => {
    const page = await visitWidget(t);
    const all = await shown(page);
    assert.equal(await number(page), 0);
    const kept = await keepFirst(page, 2);
    assert.equal(await number(page), 2);
    assert.equal(await keepButton(page, kept[0]).getAttribute("aria-pressed"), "true");
    assert.match(await keepButton(page, kept[0]).getAttribute("aria-label"), /^Bewaren: ./);
    assert.equal(await stored(page), kept.join(" "), "ids and nothing else");
    await list(page).click();
    assert.deepEqual(await shown(page), kept);
    assert.equal(await list(page).getAttribute("aria-pressed"), "true");
    assert.equal(await live(page), await inside(page, "#count").textContent());
    await openCard(page, kept[1]);
    assert.ok(await inside(page, `#more-${kept[1]} .facts`).first().isVisible());
    await inside(page, "#list-actions [data-do=list]").click();
    assert.deepEqual(await shown(page), all);
    assert.equal(await focused(page), "list");
    await page.reload();
    await ready(page);
    assert.equal(await number(page), 2);
    assert.deepEqual(page.complaints, []);
  });

  test("empty, it says how to keep something; clearing it takes the key away", async (t) => {
    const page = await visitWidget(t);
    await list(page).click();
    assert.match(await inside(page, "#list-empty").textContent(), /Bewaren/);
    assert.equal(await inside(page, "[data-do=clear]").count(), 0);
    assert.equal(await stored(page), null);
    await list(page).click();
    await keepFirst(page, 2);
    await list(page).click();
    await inside(page, "[data-do=clear]").click();
    assert.equal(await inside(page, "#list-empty").isVisible(), true);
    assert.equal(await page.evaluate(() => localStorage.length), 0);
    assert.equal(await focused(page), "list", "the button that was pressed is gone");
  });

  test("taking the last one off takes the key away, and the focus stays in the widget", async (t) => {
    const page = await visitWidget(t);
    const [first, second] = await keepFirst(page, 2);
    await list(page).click();
    await keepButton(page, first).focus();
    await page.keyboard.press("Space");
    assert.deepEqual(await shown(page), [second]);
    assert.equal(await focused(page), "list");
    await keepButton(page, second).click();
    assert.equal(await stored(page), null);
  });

  test("who searches leaves the list for the answer", async (t) => {
    const page = await visitWidget(t);
    await keepFirst(page, 1);
    for (const leave of [
      () => ask(page, "taal"),
      () => inside(page, "#tile-leisure").click(),
      () => inside(page, ".submit").click(),
    ]) {
      await list(page).click();
      assert.equal((await shown(page)).length, 1);
      await leave();
      assert.equal(await list(page).getAttribute("aria-pressed"), "false");
      assert.ok((await shown(page)).length > 1);
    }
  });

  test("is there in every language, and keeping is no search", async (t) => {
    const page = await visitWidget(t);
    const kept = await keepFirst(page, 2);
    await list(page).click();
    for (const lang of await languages(page)) {
      await inside(page, `#lang-${lang}`).click();
      assert.deepEqual(await shown(page), kept, lang);
    }
    const told = (await events(page, "select")).map((event) => event.detail);
    assert.deepEqual(
      told,
      kept.map((id) => ({ id, action: "keep" })),
    );
    await keepButton(page, kept[0]).click();
    assert.equal((await events(page, "select")).length, 2, "taking off is not told");
  });

  test("another widget of the page follows, and so does another page", async (t) => {
    const page = await visitWidget(t, "/tests/pages/two.html");
    // It is further down than what is loaded at once.
    await page.locator("welkom-wijzer").nth(1).scrollIntoViewIfNeeded();
    await page.locator("welkom-wijzer").nth(1).locator("#widget").waitFor();
    const other = await page.context().newPage();
    await other.goto(`${base}/demo/`);
    await ready(other);
    const [id] = await page
      .locator("welkom-wijzer")
      .first()
      .locator("li[id^=card-]")
      .evaluateAll((all) => all.map((e) => e.id.slice(5)));
    await page.locator("welkom-wijzer").first().locator(`#card-${id} [data-action=keep]`).click();
    assert.match(await page.locator("welkom-wijzer").nth(1).locator("#list").textContent(), /\(1\)/);
    await list(other).filter({ hasText: "(1)" }).waitFor();
    await list(other).click();
    await inside(other, "[data-do=clear]").click();
    await page.locator("welkom-wijzer").first().locator("#list").filter({ hasText: "(0)" }).waitFor();
  });

  test("ids that this directory does not know are not shown and not lost", async (t) => {
    const page = await visit(t, "/demo/", {
      prepare: (page) => page.addInitScript((key) => localStorage.setItem(key, "nobody <b> praatpunt-geel"), KEY),
    });
    await ready(page);
    assert.equal(await number(page), 1);
    await list(page).click();
    assert.deepEqual(await shown(page), ["praatpunt-geel"]);
    await keepButton(page, "praatpunt-geel").click();
    assert.equal(await stored(page), "nobody <b>");
    assert.ok(await inside(page, "#list-empty").isVisible());
    await inside(page, "[data-do=clear]").click();
    assert.equal(await stored(page), null);
  });

  for (const broken of ["all", "absent", "setItem", "getItem"]) {
    test(`lives as long as the page where storage fails (${broken}), and says so`, async (t) => {
      const page = await visitWidget(t, "/demo/", { prepare: withBroken(broken) });
      assert.equal(await inside(page, "#unstored").count(), 0, "nothing is said unasked");
      const kept = await keepFirst(page, 2);
      assert.equal(await number(page), 2);
      assert.ok(await inside(page, "#unstored").isVisible());
      assert.equal(await live(page), await inside(page, "#unstored").textContent());
      await list(page).click();
      assert.deepEqual(await shown(page), kept);
      await inside(page, "[data-do=clear]").click();
      assert.equal(await number(page), 0);
      assert.equal(await inside(page, "#unstored").count(), 0);
      assert.deepEqual(page.complaints, []);
    });
  }
});

/** For `prepare`: printing is noted and not done. */
const withoutPrinter = (page) =>
  page.addInitScript(() => {
    window.prints = 0;
    window.print = () => (window.prints += 1);
  });

describe("print", { concurrency: 2 }, () => {
  test("the button prints the widget alone, written out, and leaves everything as it was", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withoutPrinter });
    const [open, closed] = await keepFirst(page, 2);
    await list(page).click();
    await openCard(page, open);
    const before = await page.evaluate(() => document.body.outerHTML);
    await inside(page, "[data-do=print]").click();
    assert.equal(await page.evaluate(() => window.prints), 1);
    await page.emulateMedia({ media: "print" });
    const seen = await page.evaluate(() => {
      const widget = document.querySelector("welkom-wijzer");
      const others = [...document.body.querySelectorAll("*")].filter(
        (e) => e !== widget && !e.contains(widget) && !widget.contains(e) && e.checkVisibility(),
      );
      const inner = [...widget.shadowRoot.querySelectorAll("button, input, textarea, summary, #search, #tiles, #side, .on-map")];
      const ancestors = [];
      for (let e = widget.parentElement; e; e = e.parentElement) ancestors.push(getComputedStyle(e).overflow);
      return {
        others: others.map((e) => e.outerHTML.slice(0, 60)),
        buttons: inner.filter((e) => e.checkVisibility()).length,
        ancestors,
      };
    });
    assert.deepEqual(seen.others, []);
    assert.equal(seen.buttons, 0);
    assert.ok(seen.ancestors.every((overflow) => overflow === "visible"));
    for (const id of [open, closed]) assert.ok(await inside(page, `#more-${id} .facts`).first().isVisible(), id);
    await page.emulateMedia({ media: "screen" });
    await page.evaluate(() => dispatchEvent(new Event("afterprint")));
    assert.equal(await page.evaluate(() => document.body.outerHTML), before);
    assert.equal(await page.evaluate(() => document.adoptedStyleSheets.length), 0);
    assert.deepEqual([await isOpen(page, open), await isOpen(page, closed)], [true, false]);
    assert.deepEqual(await page.evaluate(() => window.diary.violations), []);
    assert.deepEqual(page.complaints, []);
  });

  test("a browser that never says it has printed: the next key or tap ends it; an element taken away too", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withoutPrinter });
    await keepFirst(page, 1);
    await list(page).click();
    const sheets = () => page.evaluate(() => document.adoptedStyleSheets.length);
    await inside(page, "[data-do=print]").click();
    assert.equal(await sheets(), 1);
    await page.keyboard.press("Tab");
    assert.equal(await sheets(), 0);
    await inside(page, "[data-do=print]").click();
    assert.equal(await sheets(), 1);
    await page.evaluate(() => document.querySelector("welkom-wijzer").remove());
    assert.equal(await sheets(), 0);
  });

  test("inside another component the widget is alone too", async (t) => {
    const page = await visitWidget(t, "/demo/", { prepare: withoutPrinter });
    await page.evaluate(() => {
      const host = document.createElement("div");
      host.attachShadow({ mode: "open" }).innerHTML = globalThis.trustedTypes ? trustedTypes.emptyHTML : "";
      const beside = document.createElement("p");
      beside.textContent = "beside";
      host.shadowRoot.append(document.querySelector("welkom-wijzer"), beside);
      document.body.append(host);
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
    const [id] = await keepFirst(page, 1);
    await list(page).click();
    await inside(page, "[data-do=print]").click();
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("text=beside").isVisible(), false);
    assert.equal(await page.locator("header").first().isVisible(), false);
    assert.ok(await inside(page, `#card-${id}`).isVisible());
  });

  test("printed by the browser's menu, the page stays: the list is unfolded meanwhile, results stand as on the screen", async (t) => {
    const page = await visitWidget(t);
    const [id] = await keepFirst(page, 2);
    const open = () => inside(page, ".more[open]").count();
    const print = (event) => page.evaluate((event) => dispatchEvent(new Event(event)), event);
    const facts = inside(page, `#more-${id} .facts`).first();
    await openCard(page, id);
    await print("beforeprint");
    assert.equal(await open(), 1, "the one that the visitor opened");
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator("h1").first().isVisible(), "the page's own title");
    assert.ok(await facts.isVisible());
    assert.equal(await inside(page, "#search").isVisible(), false);
    const seen = await inside(page, ".cards > li").evaluateAll((all) =>
      all.map((card) => ({
        open: Boolean(card.querySelector(".more[open]")),
        ways: [...card.querySelectorAll("a.action")].map((way) => way.checkVisibility()),
        buttons: [...card.querySelectorAll("button")].some((button) => button.checkVisibility()),
      })),
    );
    assert.ok(seen.some(({ ways }) => ways.length > 1));
    for (const { open, ways, buttons } of seen) {
      assert.equal(buttons, false);
      assert.ok(ways.every((isSeen) => isSeen === !open), "a folded card says how to reach, an open one has it in its details");
    }
    await print("afterprint");
    assert.equal(await open(), 1);
    await page.emulateMedia({ media: "screen" });
    await inside(page, `#more-${id} > summary`).click();
    await list(page).click();
    await print("beforeprint");
    assert.equal(await open(), 2);
    await print("afterprint");
    assert.equal(await open(), 0);
  });

  test("on paper a folded card has its addresses written out", async (t) => {
    const page = await visitWidget(t);
    const said = (selector) =>
      inside(page, selector)
        .first()
        .evaluate((way) => getComputedStyle(way, "::after").content);
    await page.emulateMedia({ media: "print" });
    const colour = (selector) => inside(page, selector).first().evaluate((element) => getComputedStyle(element).color);
    assert.equal(await colour(".action.main"), await colour(".name"), "no white on paper");
    assert.match(await said("a.action[data-action=mail]"), /@/);
    assert.match(await said("a.action[data-action=website]"), /http/);
  });
});

/** For `prepare`: what the browser can share with. Each is the name of an error, "" for none, or undefined for a browser without it. */
const withSharing = (share, clipboard) => (page) =>
  page.addInitScript(
    ({ share, clipboard }) => {
      window.sent = [];
      const does = (error, name) => async (what) => {
        window.sent.push([name, what]);
        if (error) throw new DOMException("no", error);
      };
      const set = (name, value) => Object.defineProperty(navigator, name, { value, configurable: true });
      set("share", share === null ? undefined : does(share, "share"));
      set("clipboard", clipboard === null ? undefined : { writeText: does(clipboard, "clipboard") });
    },
    { share, clipboard },
  );

describe("share", { concurrency: 3 }, () => {
  const ID = "open-school-antwerpen";
  async function share(t, ...can) {
    const page = await visitWidget(t, "/demo/", { prepare: withSharing(...can) });
    await ask(page, "open school antwerpen");
    await page.waitForFunction(
      () => document.querySelector("welkom-wijzer").shadowRoot.querySelector("[role=status]").textContent,
    );
    const button = inside(page, `#card-${ID} [data-action=share]`);
    assert.equal(await button.isVisible(), false, "a closed card is not shared");
    await openCard(page, ID);
    await button.click();
    assert.deepEqual(
      (await events(page, "select")).map((event) => event.detail.action),
      ["open", "share"],
    );
    return { page, sent: await page.evaluate(() => window.sent), note: inside(page, `#card-${ID} .note`) };
  }

  test("with the browser's own way: name, phone and site", async (t) => {
    const { page, sent, note } = await share(t, "", "");
    const [[way, { title, text, url }]] = sent;
    assert.deepEqual([sent.length, way], [1, "share"]);
    const number = (await inside(page, `#card-${ID} a[data-action=call] bdi`).first().textContent()).trim();
    assert.equal(title, (await inside(page, `#name-${ID}`).textContent()).trim());
    assert.equal(text, `${title}\n${number}`);
    assert.equal(url, await inside(page, `#card-${ID} a.action[data-action=website]`).getAttribute("href"));
    assert.equal(await note.count(), 0);
  });

  test("who thinks better of it gets nothing else", async (t) => {
    const { sent, note } = await share(t, "AbortError", "");
    assert.deepEqual([sent.length, await note.count()], [1, 0]);
  });

  for (const [why, can] of [
    ["without it", null],
    ["where it is forbidden", "NotAllowedError"],
  ]) {
    test(`${why} the text is copied, seen and said`, async (t) => {
      const { page, sent, note } = await share(t, can, "");
      const [way, text] = sent.at(-1);
      assert.equal(way, "clipboard");
      assert.match(text, /^Open School.*\n0[\d ]+\nhttps?:/i);
      await note.waitFor();
      assert.equal(await live(page), await note.textContent());
      await ask(page, "open school antwerpe");
      assert.equal(await note.count(), 0, "it goes with what comes next");
    });
  }

  test("where neither works the text stands there to be copied", async (t) => {
    const { page, note } = await share(t, null, "NotAllowedError");
    await note.waitFor();
    assert.match(await note.locator("textarea").inputValue(), /^Open School.*\n0[\d ]+\nhttps?:/i);
    assert.ok((await live(page)).length > 5);
    assert.deepEqual(page.complaints, []);
  });
});

describe("Dutch beside", { concurrency: 2 }, () => {
  test("only where another language is shown; beside where there is room, under it on a phone; not stored", async (t) => {
    for (const [size, isBeside] of [
      [DESKTOP, true],
      [PHONE, false],
    ]) {
      const page = await visitWidget(t, "/demo/", size);
      assert.equal(await inside(page, "#dutch").count(), 0);
      for (const lang of (await languages(page)).slice(1)) {
        await inside(page, `#lang-${lang}`).click();
        if (lang !== "en") continue;
        await inside(page, "#dutch").click();
        assert.equal(await focused(page), "dutch");
        assert.equal(await inside(page, "#dutch").getAttribute("aria-pressed"), "true");
        const texts = await inside(page, "article .description .pair")
          .first()
          .evaluate((pair) =>
            [...pair.children].map((e) => ({ lang: e.lang, dir: e.dir, ...e.getBoundingClientRect().toJSON() })),
          );
        assert.deepEqual([texts.length, texts[0].lang, texts[1].lang, texts[1].dir], [2, "", "nl", "ltr"]);
        assert.equal(texts[1].left >= texts[0].right, isBeside);
        assert.equal(texts[1].top >= texts[0].bottom, !isBeside);
        assert.equal(await inside(page, "article .facts dt [lang=nl]").first().textContent(), "Voor wie");
        await inside(page, "#dutch").click();
        assert.equal(await inside(page, ".pair").count(), 0);
      }
      assert.equal(await page.evaluate(() => localStorage.length + sessionStorage.length), 0);
    }
  });
});

describe("an open card", { concurrency: 2 }, () => {
  test("says its source once, and each address has a map that nobody asks for anything", async (t) => {
    const page = await visitWidget(t);
    await ask(page, "open school antwerpen");
    const id = "open-school-antwerpen";
    const line = inside(page, `#card-${id} .source .line`);
    assert.ok(await line.isVisible());
    await openCard(page, id);
    assert.equal(await line.isVisible(), false);
    const sources = await inside(page, `#more-${id} dt`).evaluateAll(
      (all) => all.filter((dt) => dt.textContent === "Bron").length,
    );
    assert.equal(sources, 1);
    const map = inside(page, `#more-${id} .on-map a`).first();
    const address = await map.evaluate((a) => a.parentElement.previousElementSibling.textContent);
    assert.equal(await map.getAttribute("aria-label"), `Kaart: ${address}`);
    assert.equal(new URL(await map.getAttribute("href")).searchParams.get("query"), address);
    assert.equal(await map.getAttribute("rel"), "noopener external");
    assert.deepEqual(page.foreign, []);
  });
});
