// What can differ from engine to engine, in each of the three. What one of them alone can tell about all stands in the other files.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { ENGINES } from "./engines.js";
import { base } from "./harness.js";
import { as, broken, cutOff, missing, town } from "./town.js";

const at = (name) => `/tests/pages/${name}.html`;
const ENGINE = "/welkomwijzer_bg.wasm";

for (const name of ["Chromium", "Firefox", "WebKit"]) {
  const start = ENGINES[name];
  describe(name, { skip: !start && `${name} is not here` }, () => {
    let browser;
    before(async () => {
      browser = await start();
    });
    after(() => browser?.close());

    const go = (path, at = base) => browser.go(at + path);
    /** Goes to a page and waits until its widget has results. */
    const visit = async (path, at) => {
      await go(path, at);
      await ready();
    };
    const ready = (selector = "welkom-wijzer") =>
      browser.until((selector) => document.querySelector(selector)?.shadowRoot?.querySelector("li[id^=card-]") && true, selector);
    /** Text, or another property, of an element of the (first) widget. */
    const of = (selector, property = "textContent") =>
      browser.run(
        (selector, property) => document.querySelector("welkom-wijzer").shadowRoot.querySelector(selector)?.[property],
        selector,
        property,
      );
    /** The ids of the cards, once those are there too that follow when nobody types. */
    const shown = async () => {
      await browser.until(() => {
        const root = document.querySelector("welkom-wijzer").shadowRoot;
        return !root.querySelector("#show-more") || root.querySelectorAll("li[id^=card-]").length >= 20;
      });
      return cards();
    };
    const cards = () =>
      browser.run(() => [...document.querySelector("welkom-wijzer").shadowRoot.querySelectorAll("li[id^=card-]")].map((e) => e.id));
    const focused = () => browser.run(() => document.querySelector("welkom-wijzer").shadowRoot.activeElement?.id);
    /** Where things stand, from the left. */
    const left = (...selectors) =>
      browser.run((selectors) => {
        const root = document.querySelector("welkom-wijzer").shadowRoot;
        return selectors.map((selector) => Math.round(root.querySelector(selector).getBoundingClientRect().left));
      }, selectors);

    test("lives under the strictest policy, with Trusted Types", async () => {
      await visit(at("strict"));
      const { types, refused } = await browser.run(() => {
        let refused = false;
        try {
          document.createElement("div").innerHTML = "<b>markup</b>";
        } catch {
          refused = true;
        }
        return { types: typeof window.trustedTypes, refused };
      });
      assert.deepEqual({ types, refused }, { types: "object", refused: true }, "the policy is in force");
      await browser.click("#text");
      await browser.type("taalgarage");
      await browser.until(() => /taalgarage/.test(document.querySelector("welkom-wijzer").shadowRoot.querySelector("li[id^=card-]")?.id));
      assert.equal(await of("#text", "value"), "taalgarage");
      assert.equal(
        await browser.run(() => getComputedStyle(document.querySelector("welkom-wijzer").shadowRoot.querySelector(".widget")).display),
        "block",
        "the styles are there",
      );
    });

    // What the README and the configurator say of integrity is what these see. In WebKit it is the import map that helps.
    test("the configurator's lines work under its policy, and a script that was changed does not run", async () => {
      await go("/configure.html?municipality=Geel&base=/");
      const lines = await browser.until(() => {
        const [snippet, policy] = ["snippet", "policy"].map((id) => document.getElementById(id).value);
        return policy && { snippet, policy };
      });
      const page = () => ({
        status: 200,
        headers: { "content-type": "text/html", "content-security-policy": `default-src 'none'; style-src 'self'; ${lines.policy}` },
        body: Buffer.from(`<!doctype html><html lang="nl"><meta charset="utf-8"><title>Geel</title>${lines.snippet}`),
      });
      const changed = (answer) => ({ ...answer, body: Buffer.from(`${answer.body}\n;document.title = "changed";`) });
      for (const file of [undefined, "/welkomwijzer.js", "/element.js", "/index.js"]) {
        const closes = [];
        const { url } = await town({ after: (close) => closes.push(close) }, { "/page.html": page, ...(file && { [file]: changed }) });
        if (file) {
          await go("/page.html", url);
          await new Promise((resolve) => setTimeout(resolve, 1000));
          const seen = () => [document.title, Boolean(document.querySelector("welkom-wijzer").shadowRoot), document.querySelector("welkom-wijzer > a").offsetHeight > 0];
          assert.deepEqual(await browser.run(seen), ["Geel", false, true], `${file}: the page keeps its own link`);
        } else {
          await visit("/page.html", url);
        }
        await go("/demo/");
        for (const close of closes) await close();
      }
    });

    test("the demo: results follow the letters, filters narrow, a card opens", async () => {
      await visit("/demo/");
      const start = await shown();
      await browser.click("#text");
      await browser.type("taalles");
      assert.equal(await focused(), "text");
      assert.equal(await of("#text", "selectionStart"), 7);
      const found = await shown();
      assert.notDeepEqual(found, start);
      const before = Number((await of("#count")).match(/\d+/)[0]);
      // In a narrow column the filters are a sheet over the page.
      if ((await of("#toggle", "offsetHeight")) > 0) await browser.click("#toggle");
      const choice = await browser.run((before) => {
        const boxes = document.querySelector("welkom-wijzer").shadowRoot.querySelectorAll("#groups input[type=checkbox]");
        const number = (box) => Number(box.closest("label").querySelector(".number").textContent);
        const box = [...boxes].find((box) => box.id !== "choice-place" && number(box) > 0 && number(box) < before);
        return box.id;
      }, before);
      await browser.click(`#${choice}`);
      await browser.until(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#chips [data-remove]") && true);
      assert.equal(await of(`#${choice}`, "checked"), true);
      if ((await of("#sheet-show", "offsetHeight")) > 0) await browser.click("#sheet-show");
      await browser.click("#chips [data-remove]");
      await browser.until(() => !document.querySelector("welkom-wijzer").shadowRoot.querySelector("#chips [data-remove]"));
      assert.equal(await of(`#${choice}`, "checked"), false);
      assert.deepEqual(await shown(), found);
      await browser.click("li[id^=card-] summary");
      await browser.until(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("li[id^=card-] details").open);
    });

    test("Arabic runs from right to left, and Dutch is as before", async () => {
      await visit("/demo/");
      const TILES = ["#tile-language", "#tile-orientation"];
      const before = await left(...TILES);
      assert.ok(before[0] < before[1], `${before}`);
      const markup = await of("#results", "innerHTML");
      await browser.click("#lang-ar");
      assert.equal(await of("#widget", "dir"), "rtl");
      const mirrored = await left(...TILES);
      assert.ok(mirrored[0] > mirrored[1], `the first tile stands on the right: ${mirrored}`);
      assert.match(await of("#count"), /[\u0600-\u06FF]/);
      // Numbers to call are read from left to right: the first digit stands furthest left.
      const number = await browser.run(async () => {
        const isolated = document.querySelector("welkom-wijzer").shadowRoot.querySelector("[data-action=call] bdi[dir=ltr]");
        // Cards out of sight are not laid out.
        isolated.scrollIntoView({ block: "center", behavior: "instant" });
        await new Promise((resolve) => setTimeout(resolve, 200));
        const node = document.createTreeWalker(isolated, NodeFilter.SHOW_TEXT).nextNode();
        return [0, node.length - 1].map((at) => {
          const range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + 1);
          return range.getBoundingClientRect().left;
        });
      });
      assert.ok(number[0] < number[1], `${number}`);
      await browser.click("#lang-nl");
      assert.equal(await of("#widget", "dir"), "ltr");
      assert.deepEqual(await left(...TILES), before);
      assert.equal(await of("#results", "innerHTML"), markup);
    });

    test("by keyboard alone: type, press a tile, open a card", async () => {
      await visit("/demo/");
      await browser.run(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#text").focus());
      await browser.type("taal");
      const before = await shown();
      /** Tabs on until the focus is on something. */
      const tabTo = async (selector) => {
        for (let i = 0; i < 40; i += 1) {
          await browser.press("Tab");
          const there = await browser.run(
            (selector) => document.querySelector("welkom-wijzer").shadowRoot.activeElement?.matches(selector) ?? false,
            selector,
          );
          if (there) return;
        }
        assert.fail(`no way to ${selector} by keyboard`);
      };
      await tabTo("[data-domain]:not([disabled])");
      await browser.press("Enter");
      assert.equal(await of("[data-domain]:not([disabled])", "ariaPressed"), "true");
      assert.ok((await shown()).length <= before.length);
      await tabTo("li[id^=card-] summary");
      await browser.press("Enter");
      assert.equal(await browser.run(() => document.querySelector("welkom-wijzer").shadowRoot.activeElement.parentElement.open), true);
    });

    test("one tag alone puts the widget where it stands", async () => {
      await visit(at("one-tag"));
      const order = await browser.run(() => [...document.querySelector("main").children].map((e) => e.id || e.localName));
      assert.deepEqual(order, ["before", "script", "welkom-wijzer", "after"]);
      assert.equal(await of("#place", "value"), "Gent");
    });

    test("added late, moved, removed and back", async () => {
      await go(at("empty"));
      await browser.run(() => {
        const element = document.createElement("welkom-wijzer");
        element.languages = ["nl", "en"];
        element.municipality = "Geel";
        document.getElementById("main").append(element);
      });
      await ready();
      await browser.click("#text");
      await browser.type("taalgarage");
      const before = await shown();
      await browser.run(() => document.getElementById("aside").append(document.querySelector("welkom-wijzer")));
      assert.deepEqual(await shown(), before);
      assert.equal(await of("#text", "value"), "taalgarage");
      const left = await browser.run(async () => {
        window.kept = document.querySelector("welkom-wijzer");
        window.kept.remove();
        await Promise.resolve();
        return window.kept.shadowRoot.querySelector("#root").childNodes.length;
      });
      assert.equal(left, 0);
      await browser.run(() => document.getElementById("main").append(window.kept));
      await ready();
      await browser.click("#text");
      await browser.type("taalgarage");
      assert.deepEqual(await shown(), before);
    });

    test("far below, it waits until it is nearly seen", async (t) => {
      const { url, asked } = await town(t);
      await go(at("below"), url);
      await browser.until(() => document.querySelector("welkom-wijzer").shadowRoot && true);
      await browser.run(() => new Promise((resolve) => setTimeout(resolve, 200)));
      assert.ok(!asked.some(({ path }) => path === ENGINE), "nothing was downloaded");
      await browser.run(() => scrollTo(0, 3000));
      await ready();
      assert.ok(asked.every(({ cookie }) => cookie === undefined));
    });

    test("the single file needs nothing but itself", async (t) => {
      if ((await fetch(`${base}/welkomwijzer.inline.js`, { method: "HEAD" })).status === 404)
        return t.skip("dist/ was made with --quick");
      await visit(at("inline"));
    });

    test("an old server's type for the engine is good enough", async (t) => {
      const { url } = await town(t, { [ENGINE]: as("application/octet-stream") });
      await visit(at("plain"), url);
    });

    /** Waits until the widget has given up, and checks that the page has lost nothing; gives the message. */
    const gaveUp = async (path, code, at) => {
      await go(path, at);
      await browser.until(() => {
        const slot = document.querySelector("welkom-wijzer").shadowRoot?.querySelector("slot:not([name])");
        return slot && !slot.className && !slot.hidden;
      });
      // What was said is gone by now; said again, it is the same.
      const { detail, isSeen, cards } = await browser.run(async () => {
        const element = document.querySelector("welkom-wijzer");
        const said = new Promise((resolve) => element.addEventListener("welkomwijzer-error", (event) => resolve(event.detail), { once: true }));
        element.remove();
        await Promise.resolve();
        document.querySelector("h1").after(element);
        const detail = await said;
        const isSeen = document.getElementById("own").getBoundingClientRect().height > 0;
        return { detail, isSeen, cards: element.shadowRoot.querySelectorAll("#widget").length };
      });
      assert.equal(detail.code, code, detail.message);
      assert.deepEqual({ isSeen, cards }, { isSeen: true, cards: 0 });
      return detail.message;
    };

    for (const [why, change, code] of [
      ["missing", missing, "network"],
      ["cut off", cutOff, "wasm"],
      ["cut off by a broken connection", broken, "wasm"],
      ["cut off, with an old server's type", (answer) => as("application/octet-stream")(cutOff(answer)), "wasm"],
    ]) {
      test(`an engine that is ${why} leaves the page's own list`, async (t) => {
        const { url } = await town(t, { [ENGINE]: change });
        await gaveUp(at("plain"), code, url);
      });
    }

    test("a policy against WebAssembly leaves the page's own list, and the console says what to add", async () => {
      assert.match(await gaveUp(at("policy-without-wasm"), "wasm"), /'wasm-unsafe-eval'/);
    });

    test("an engine that stops leaves the page's own list, and the page sees no error", async () => {
      await go(at("trap"));
      await ready("#first");
      await ready("#second");
      await browser.click("#text");
      await browser.run(() => {
        window.trap = true;
      });
      await browser.type("taal");
      const state = await browser.run(() => ({
        own: document.getElementById("own").getBoundingClientRect().height > 0,
        cards: document.getElementById("first").shadowRoot.querySelectorAll("li").length,
        seen: window.seen,
      }));
      assert.deepEqual(state, { own: true, cards: 0, seen: [] });
      // Another element starts a fresh engine.
      await browser.run(() => document.querySelector("main").prepend(document.createElement("welkom-wijzer")));
      await ready("main > welkom-wijzer:first-child");
      assert.deepEqual(await browser.run(() => window.seen), []);
    });
  });
}
