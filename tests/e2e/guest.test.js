// The widget as a guest: what it takes from a page, leaves in it, and does to it when something breaks. In Chromium; what can differ from
// engine to engine stands in engines.test.js.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { base, browserForThisFile, eventOf, events, heldEngine, inside, pass, ready, shown, visit, visitWidget, withSlowTime } from "./harness.js";
import { text, town } from "./town.js";

browserForThisFile();

const at = (name) => `/tests/pages/${name}.html`;
const ENGINE = "/welkomwijzer_bg.wasm";

/** For `prepare`: what moved in the page without the visitor's doing, in `window.moved`. */
const watchShifts = (page) =>
  page.addInitScript(() => {
    window.moved = [];
    new PerformanceObserver((list) => {
      for (const { value, hadRecentInput, sources } of list.getEntries()) {
        if (!hadRecentInput) window.moved.push(`${value}: ${sources.map(({ node }) => node?.id || node?.localName)}`);
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
const moved = (page) => page.evaluate(() => new Promise((resolve) => setTimeout(() => resolve(window.moved), 300)));

/** For `prepare`: what reaches the page of errors, in `window.seen`. */
const watchErrors = (page) =>
  page.addInitScript(() => {
    window.seen = [];
    window.addEventListener("error", (event) => window.seen.push(event.message));
    window.addEventListener("unhandledrejection", (event) => window.seen.push(String(event.reason)));
  });

test("under the strictest policy it takes nothing and leaves nothing", async (t) => {
  const { url, asked } = await town(t);
  const page = await visit(t, at("strict"), { at: url, prepare: watchErrors });
  await ready(page);
  await inside(page, "#text").fill("moskee");
  await inside(page, "#languages button").last().click();
  await inside(page, "#tile-diaspora").click();
  const kept = await page.evaluate(async () => ({
    cookie: document.cookie,
    local: localStorage.length,
    session: sessionStorage.length,
    databases: (await indexedDB.databases()).length,
    caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length,
  }));
  assert.deepEqual(kept, { cookie: "", local: 0, session: 0, databases: 0, caches: 0, workers: 0 });
  assert.deepEqual([page.complaints, page.warnings, await page.evaluate(() => window.diary.violations)], [[], [], []]);
  assert.deepEqual([page.foreign, await page.evaluate(() => window.seen)], [[], []]);
  const paths = asked.map(({ path }) => path).filter((path) => path !== "/favicon.ico");
  assert.deepEqual(paths.toSorted(), [at("strict"), "/element.js", "/index.js", "/welkomwijzer.js", ENGINE].toSorted());
  assert.ok(asked.every(({ cookie, path }) => cookie === undefined && !path.includes("moskee")));
});

test("two versions on a page: the first is in use, the policy is made once, and each class works", async (t) => {
  const other = {};
  for (const name of ["index.js", "element.js", "welkomwijzer.js"]) {
    const script = await (await fetch(`${base}/${name}`)).text();
    other[`/other/${name}`] = text("text/javascript", script.replaceAll(/"\d+\.\d+\.\d+"/g, '"99.0.0"'));
  }
  const engine = Buffer.from(await (await fetch(base + ENGINE)).arrayBuffer());
  const { url } = await town(t, {
    ...other,
    [`/other${ENGINE}`]: () => ({ status: 200, headers: { "content-type": "application/wasm" }, body: engine }),
    "/other/class.js": text(
      "text/javascript",
      'import { WelkomWijzer } from "./element.js"; customElements.define("other-wijzer", class extends WelkomWijzer {});',
    ),
    [at("strict")]: (answer) => ({
      ...answer,
      body: Buffer.from(
        String(answer.body)
          .replace("</head>", '<script type="module" src="/other/welkomwijzer.js"></script><script type="module" src="/other/class.js"></script></head>')
          .replace("<main>", '<main><other-wijzer municipality="Gent"></other-wijzer>'),
      ),
    }),
  });
  const page = await visit(t, at("strict"), { at: url });
  await ready(page);
  await ready(page, "other-wijzer");
  assert.equal(page.warnings.length, 1, page.warnings.join("\n"));
  assert.match(page.warnings[0], /99\.0\.0/);
  assert.deepEqual([page.complaints, await page.evaluate(() => window.diary.violations)], [[], []]);
});

describe("loading", { concurrency: 3 }, () => {
  const asks = (page) => page.on("request", (request) => (page.asked ??= []).push(new URL(request.url()).pathname));
  const settled = (page) => page.waitForTimeout(300);

  test("far below, it waits until it is nearly seen", async (t) => {
    const page = await visit(t, at("below"), { prepare: asks });
    await settled(page);
    assert.equal(page.asked.includes(ENGINE), false);
    assert.ok(await page.locator("#own").isVisible());
    await page.evaluate(() => scrollTo(0, 2500));
    await ready(page);
    assert.deepEqual(page.complaints, []);
  });

  test("far below, it loads at once if the page says so, at first or later", async (t) => {
    const page = await visit(t, at("below"), { prepare: asks });
    await settled(page);
    await page.evaluate(() => (document.querySelector("welkom-wijzer").loading = "eager"));
    await eventOf(page, "ready");
    const second = await visit(t, at("below"), {
      prepare: (page) =>
        page.addInitScript(() => new MutationObserver(() => document.querySelector("welkom-wijzer")?.setAttribute("loading", "eager")).observe(document, { childList: true, subtree: true })),
    });
    await eventOf(second, "ready");
    assert.equal((await events(second, "ready")).length, 1);
  });

  test("far below, it loads at once in a browser that cannot tell what is seen", async (t) => {
    const page = await visit(t, at("below"), { prepare: (page) => page.addInitScript(() => delete window.IntersectionObserver) });
    await eventOf(page, "ready");
  });

  test("hidden behind a tab of the page, it loads when it is shown", async (t) => {
    const page = await visit(t, at("empty"), { prepare: asks });
    await page.evaluate(() => {
      document.getElementById("aside").hidden = true;
      document.getElementById("aside").append(document.createElement("welkom-wijzer"));
    });
    await settled(page);
    assert.equal(page.asked.includes(ENGINE), false);
    await page.evaluate(() => (document.getElementById("aside").hidden = false));
    await ready(page);
  });

  for (const path of [at("list"), "/demo/"]) {
    test(`nothing of ${path} moves, not even on a slow connection`, async (t) => {
      const { release, hold } = heldEngine();
      const page = await visit(t, path, {
        wait: "commit",
        prepare: async (page) => {
          await hold(page);
          await watchShifts(page);
          await page.route("**/element.js", (route) => setTimeout(() => route.continue(), 300));
        },
      });
      await page.locator("welkom-wijzer slot:not([name])").waitFor({ state: "attached" });
      await page.waitForTimeout(200);
      release();
      await ready(page);
      assert.deepEqual(await moved(page), []);
    });
  }

  test("removed while it loads and put back, it shows itself once", async (t) => {
    const { release, hold } = heldEngine();
    const page = await visit(t, at("empty"), { prepare: hold });
    await page.evaluate(async () => {
      const element = document.createElement("welkom-wijzer");
      document.getElementById("main").append(element);
      await new Promise((resolve) => setTimeout(resolve, 100));
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 100));
      document.getElementById("main").append(element);
    });
    release();
    await ready(page);
    assert.equal((await events(page, "ready")).length, 1);
  });
});

describe("the list for pages without scripts", { concurrency: 3 }, () => {
  test("stays until the widget is there, and is back if it cannot be", async (t) => {
    const { release, hold } = heldEngine();
    const page = await visit(t, at("list"), { prepare: hold });
    await page.locator("welkom-wijzer slot:not([name])").waitFor({ state: "attached" });
    const name = page.getByText("Nedbox", { exact: true }).first();
    assert.ok(await name.isVisible());
    release();
    await ready(page);
    assert.equal(await name.isVisible(), false);
    // What is hidden is out of reach for the keyboard and for screen readers too.
    assert.equal(await page.locator("#own a").first().evaluate((a) => a.checkVisibility()), false);
    const broken = await visit(t, at("list"), { prepare: (page) => page.route(`**${ENGINE}`, (route) => route.abort()) });
    await eventOf(broken, "error");
    assert.ok(await broken.getByText("Nedbox", { exact: true }).first().isVisible());
    assert.ok((await broken.locator("welkom-wijzer").boundingBox()).height < 880, "no empty room is left below it");
  });

  test("stays under the hands of who is using it", async (t) => {
    const { release, hold } = heldEngine();
    const page = await visit(t, at("list"), { prepare: hold });
    await page.locator("welkom-wijzer slot:not([name])").waitFor({ state: "attached" });
    await page.locator("#own a").first().focus();
    release();
    await page.waitForTimeout(500);
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.closest("#own") !== null), true);
    await page.evaluate(() => document.activeElement.blur());
    await ready(page);
  });
});

test("properties set before the definition count, and are properties after it", async (t) => {
  const page = await visitWidget(t, at("before-definition"));
  assert.equal(await inside(page, "#place").inputValue(), "Gent");
  assert.equal(await inside(page, ".title").evaluate((e) => e.localName), "h4");
  assert.ok((await inside(page, "[data-action=report]").count()) > 0);
  assert.equal(await inside(page, "#languages button").first().getAttribute("data-lang"), "fr");
  const read = await page.evaluate(() => {
    const { municipality, languages, headingLevel, correctionEmail, src } = document.getElementById("first");
    return { municipality, languages, headingLevel, correctionEmail, src };
  });
  assert.deepEqual(read, {
    municipality: "9000",
    languages: "fr nl",
    headingLevel: "4",
    correctionEmail: "onthaal@town.example",
    src: "",
  });
  await page.evaluate(() => (document.getElementById("first").languages = null));
  assert.equal(await inside(page, "#languages button").count(), 4);
});

test("gone is gone: no listener stays, and the engine's memory does not grow", async (t) => {
  const page = await visit(t, at("empty"), {
    prepare: (page) =>
      page.addInitScript(() => {
        window.listening = 0;
        const { addEventListener, removeEventListener } = EventTarget.prototype;
        const isRoot = (target) => target.id === "root";
        EventTarget.prototype.addEventListener = function (...args) {
          if (isRoot(this)) window.listening += 1;
          return addEventListener.apply(this, args);
        };
        EventTarget.prototype.removeEventListener = function (...args) {
          if (isRoot(this)) window.listening -= 1;
          return removeEventListener.apply(this, args);
        };
        const start = WebAssembly.instantiateStreaming;
        WebAssembly.instantiateStreaming = async (...args) => {
          const started = await start(...args);
          window.memory = started.instance.exports.memory;
          return started;
        };
      }),
  });
  const comeAndGo = (times) =>
    page.evaluate(async (times) => {
      for (let i = 0; i < times; i += 1) {
        const element = document.createElement("welkom-wijzer");
        const isReady = new Promise((resolve) => element.addEventListener("welkomwijzer-ready", resolve));
        document.getElementById("main").append(element);
        await isReady;
        if (!window.listening) throw new Error("it does not listen");
        const field = element.shadowRoot.querySelector("#text");
        field.value = "taal";
        field.dispatchEvent(new Event("input", { bubbles: true }));
        element.remove();
        await new Promise((resolve) => setTimeout(resolve));
      }
      return { listening: window.listening, memory: window.memory.buffer.byteLength };
    }, times);
  const { listening, memory } = await comeAndGo(5);
  assert.equal(listening, 0);
  assert.deepEqual(await comeAndGo(40), { listening: 0, memory });
  assert.deepEqual(page.complaints, []);
});

describe("an engine that stops", { concurrency: 3 }, () => {
  const widget = (page, id) => page.locator(`#${id} #widget`);

  /** What is left when the engine of the first widget has stopped. */
  async function leftAlone(page) {
    await page.locator("#own").waitFor({ state: "visible" });
    assert.equal(await widget(page, "first").count(), 0);
    const ours = page.complaints.filter((line) => line.startsWith("welkom-wijzer:"));
    assert.equal(ours.length, 1, page.complaints.join("\n"));
    assert.deepEqual(page.complaints, ours, "one sentence and nothing else");
    assert.match(ours[0], /stopped.*own list stays/);
    assert.deepEqual(await page.evaluate(() => window.seen), []);
    const [{ detail, from }] = await events(page, "error");
    assert.deepEqual([detail.code, from], ["wasm", "first"]);
  }

  const trapped = (page) => page.evaluate(() => (window.trap = true));

  /** A page with two widgets, in the first of which a visitor has pressed the key that stops the engine of both. */
  async function trappedTyping(t) {
    const page = await visit(t, at("trap"));
    await ready(page, "#first");
    await ready(page, "#second");
    await page.locator("#first #text").focus();
    await trapped(page);
    await page.keyboard.press("t");
    return page;
  }

  test("while a visitor types", async (t) => {
    const page = await trappedTyping(t);
    await leftAlone(page);
    // The other widget lived in the same engine.
    await page.locator("#second #text").fill("taal");
    await page.locator("#other").waitFor({ state: "visible" });
    assert.deepEqual([page.complaints.length, await page.evaluate(() => window.seen)], [2, []]);
  });

  test("while the page changes an attribute", async (t) => {
    const page = await visit(t, at("trap"));
    await ready(page, "#first");
    await trapped(page);
    await page.evaluate(() => document.getElementById("first").setAttribute("lang", "en"));
    await leftAlone(page);
  });

  test("in the silence after typing", async (t) => {
    const page = await visit(t, at("trap"), { prepare: withSlowTime });
    await ready(page, "#first");
    await page.locator("#first #text").fill("taal");
    await trapped(page);
    await pass(page, 2000);
    await leftAlone(page);
  });

  test("while the widget is built", async (t) => {
    const page = await visit(t, at("trap"), { prepare: (page) => page.addInitScript(() => (window.trap = true)) });
    await eventOf(page, "error");
    assert.ok(await page.locator("#own").isVisible());
    assert.deepEqual(await page.evaluate(() => window.seen), []);
  });

  test("takes nothing with it that comes later", async (t) => {
    const page = await trappedTyping(t);
    await page.locator("#own").waitFor({ state: "visible" });
    await page.evaluate(() => {
      document.getElementById("second").remove();
      document.querySelector("main").prepend(document.createElement("welkom-wijzer"));
    });
    const fresh = "main > welkom-wijzer:first-child";
    await ready(page, fresh);
    await page.locator(`${fresh} #text`).fill("taalgarage");
    await page.waitForFunction((fresh) => document.querySelector(fresh).shadowRoot.querySelector("li[id^=card-taalgarage]"), fresh);
    // The one that failed can be put back.
    await page.evaluate(async () => {
      const first = document.getElementById("first");
      first.remove();
      await Promise.resolve();
      document.querySelector("main").prepend(first);
    });
    await ready(page, "#first");
    assert.deepEqual(await page.evaluate(() => window.seen), []);
  });
});

describe("the page's own listeners", { concurrency: 3 }, () => {
  test("may change the element, or throw", async (t) => {
    const page = await visitWidget(t, at("plain"));
    await page.evaluate(() => {
      const element = document.querySelector("welkom-wijzer");
      element.addEventListener("welkomwijzer-select", () => {
        element.setAttribute("lang", "en");
        throw new Error("the page's own mistake");
      });
    });
    await inside(page, "li[id^=card-] summary").first().click();
    await page.waitForFunction(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#widget").lang === "en");
    assert.deepEqual(page.complaints, ["Error: the page's own mistake"]);
    await inside(page, "#text").fill("taalgarage");
    assert.match((await shown(page))[0], /^taalgarage/);
  });

  test("may take the element away, or give it another directory", async (t) => {
    for (const action of ["element.remove()", 'element.src = "/directory.bin"']) {
      const page = await visitWidget(t, at("plain"), { prepare: watchErrors });
      await page.evaluate((action) => {
        const element = document.querySelector("welkom-wijzer");
        const act = { remove: () => element.remove(), src: () => (element.src = "/directory.bin") };
        element.addEventListener("welkomwijzer-select", action.includes("remove") ? act.remove : act.src);
      }, action);
      await inside(page, "li[id^=card-] summary").first().click();
      if (action.includes("src")) await page.waitForFunction(() => window.diary.events.filter((event) => event.name === "ready").length === 2);
      else await page.waitForFunction(() => !document.querySelector("welkom-wijzer"));
      assert.deepEqual([page.complaints, await page.evaluate(() => window.seen)], [[], []]);
    }
  });
});

describe("inside a framework", { concurrency: 3 }, () => {
  /** A page whose application is a module; `libraries` are files of npm packages, by the name they are imported with. */
  async function application(t, libraries, source) {
    const html = `<!doctype html><html lang="nl"><head><title>Application</title>
      <script type="importmap">${JSON.stringify({ imports: Object.fromEntries(Object.keys(libraries).map((name) => [name, `/library/${name}`])) })}</script>
      <script type="module" src="/welkomwijzer.js"></script><script type="module" src="/application.js"></script></head>
      <body><div id="application"></div></body></html>`;
    const changes = { "/application.html": text("text/html", html), "/application.js": text("text/javascript", source) };
    for (const [name, file] of Object.entries(libraries)) {
      const path = new URL(`../../node_modules/${file}`, import.meta.url);
      changes[`/library/${name}`] = text("text/javascript", await readFile(path, "utf8"));
    }
    const { url } = await town(t, changes);
    const page = await visit(t, "/application.html", { at: url, prepare: watchErrors });
    await ready(page);
    return page;
  }

  /** What every application below does, when told through `window.set`. */
  async function worksThere(page) {
    assert.equal(await inside(page, "#place").inputValue(), "Geel");
    assert.equal(await inside(page, "#languages button").count(), 2);
    assert.equal(await inside(page, ".title").evaluate((e) => e.localName), "h3");
    await inside(page, "#text").fill("taalgarage");
    await page.evaluate(() => window.set({ municipality: "Gent", languages: ["nl", "en", "fr"] }));
    await page.waitForFunction(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#place").value === "Gent");
    assert.equal(await inside(page, "#languages button").count(), 3);
    assert.equal(await inside(page, "#text").inputValue(), "taalgarage", "what was typed stays");
    await inside(page, "li[id^=card-] summary").first().click();
    await page.waitForFunction(() => window.told.includes("select"));
    assert.deepEqual(await page.evaluate(() => window.told), ["ready", "select"]);
    await page.evaluate(() => window.set({ isShown: false }));
    await page.waitForFunction(() => !document.querySelector("welkom-wijzer"));
    await page.evaluate(() => window.set({ isShown: true }));
    await ready(page);
    assert.deepEqual([page.complaints, await page.evaluate(() => window.seen)], [[], []]);
  }

  test("Preact", async (t) => {
    const source = `
      import { h, render } from "preact";
      window.told = [];
      let state = { isShown: true, municipality: "Geel", languages: ["nl", "en"] };
      const tell = (event) => window.told.push(event.type.replace("welkomwijzer-", ""));
      const show = () => render(
        h("main", null, h("h1", null, "Nieuw"), state.isShown && h("welkom-wijzer", {
          municipality: state.municipality, languages: state.languages, headingLevel: 3,
          "onwelkomwijzer-ready": tell, "onwelkomwijzer-select": tell,
        }, h("a", { href: "/welkom" }, "Organisaties"))),
        document.getElementById("application"));
      window.set = (change) => { state = { ...state, ...change }; show(); };
      show();`;
    await worksThere(await application(t, { preact: "preact/dist/preact.mjs" }, source));
  });

  test("Vue", async (t) => {
    const source = `
      import { createApp, h, reactive } from "vue";
      window.told = [];
      const state = reactive({ isShown: true, municipality: "Geel", languages: ["nl", "en"] });
      const tell = (event) => window.told.push(event.type.replace("welkomwijzer-", ""));
      window.set = (change) => void Object.assign(state, change);
      createApp({
        render: () => h("main", null, [h("h1", null, "Nieuw"), state.isShown ? h("welkom-wijzer", {
          municipality: state.municipality, languages: state.languages, headingLevel: 3,
          "onWelkomwijzer-ready": tell, "onWelkomwijzer-select": tell,
        }, [h("a", { href: "/welkom" }, "Organisaties")]) : null]),
      }).mount("#application");`;
    await worksThere(await application(t, { vue: "@vue/runtime-dom/dist/runtime-dom.esm-browser.prod.js" }, source));
  });
});

test("offline, a page with a service worker of its own has the widget as ever", async (t) => {
  const { url, close } = await town(t);
  const page = await visit(t, "/tests/pages/offline/", { at: url });
  await ready(page);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await close();
  await page.reload();
  await ready(page);
  await inside(page, "#text").fill("taalgarage");
  assert.match((await shown(page))[0], /^taalgarage/);
});
