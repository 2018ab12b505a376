// What a page asks for with attributes and children: the address for links and history, domains, what events tell, the town hall's
// contact, languages by regime, the list of `welkomwijzer render`.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { axe, base, browserForThisFile, count, eventOf, events, focused, heldEngine, inside, pass, ready, renderedList, shown, visit, visitWidget, withAxe, withSlowTime } from "./harness.js";
import { ask, isOpen, openCard, PHONE, type } from "./doing.js";

browserForThisFile();

const at = (name) => `/tests/pages/${name}.html`;
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));
const entries = (page) => page.evaluate(() => history.length);
const pressed = (page) => inside(page, ".tile[aria-pressed=true]").evaluateAll((all) => all.map((tile) => tile.dataset.domain));

/** Waits until the address holds this. */
const holds = (page, wanted) => page.waitForFunction((wanted) => decodeURIComponent(location.hash) === wanted, wanted);

describe('the address, with state="hash"', { concurrency: 3 }, () => {
  test("without the attribute it is neither read nor written", async (t) => {
    const page = await visitWidget(t, "/demo/#welkomwijzer?text=taalles&card=praatpunt-geel");
    assert.equal(await inside(page, "#text").inputValue(), "");
    assert.equal(await inside(page, "details.more[open]").count(), 0);
    const before = [page.url(), await entries(page)];
    await ask(page, "moskee");
    await inside(page, "#tile-diaspora").click();
    await eventOf(page, "search");
    assert.deepEqual([page.url(), await entries(page)], before);
  });

  test("typing changes the entry, choosing adds one, Back and Forward restore", async (t) => {
    const page = await visitWidget(t, at("address"), { prepare: withSlowTime });
    const start = await entries(page);
    await type(page, "taalles");
    assert.equal(await hash(page), "", "not with every key");
    await pass(page, 1000);
    await holds(page, "#welkomwijzer?text=taalles");
    assert.equal(await entries(page), start);
    await inside(page, "#text").press("Escape");
    await inside(page, "#tile-language").click();
    await holds(page, "#welkomwijzer?text=taalles&domain=language");
    assert.equal(await entries(page), start + 1);
    await inside(page, "#choice-cost-free").check();
    await holds(page, "#welkomwijzer?text=taalles&domain=language&cost=free");
    assert.equal(await entries(page), start + 2, "a checkbox tells twice and counts once");
    await pass(page, 400);
    const narrowed = await shown(page);
    const [id] = narrowed;
    await openCard(page, id);
    await holds(page, `#welkomwijzer?text=taalles&domain=language&cost=free&card=${id}`);
    await page.goBack();
    await page.waitForFunction(() => !location.hash.includes("card"));
    assert.equal(await isOpen(page, id), false, "Back closes the card");
    assert.deepEqual(await shown(page), narrowed);
    assert.equal(await focused(page), `more-${id} summary`, "and the focus stays");
    await page.goBack();
    await holds(page, "#welkomwijzer?text=taalles&domain=language");
    assert.equal(await inside(page, "#choice-cost-free").isChecked(), false);
    await page.goBack();
    await holds(page, "#welkomwijzer?text=taalles");
    assert.deepEqual(await pressed(page), []);
    assert.equal(await inside(page, "#text").inputValue(), "taalles");
    for (let i = 0; i < 3; i++) await page.goForward();
    await holds(page, `#welkomwijzer?text=taalles&domain=language&cost=free&card=${id}`);
    assert.equal(await isOpen(page, id), true);
    assert.deepEqual(await pressed(page), ["language"]);
    assert.equal(await inside(page, "#choice-cost-free").isChecked(), true);
    assert.deepEqual(page.complaints, []);
    assert.ok(page.url().startsWith(`${base}${at("address")}#`), "the page's <base> leads nowhere else");
  });

  test("what was typed just before choosing is an entry of its own", async (t) => {
    const page = await visitWidget(t, at("address"), { prepare: withSlowTime });
    await type(page, "sport");
    await inside(page, "#text").press("Escape");
    await inside(page, "#tile-leisure").click();
    await holds(page, "#welkomwijzer?text=sport&domain=leisure");
    await page.goBack();
    await holds(page, "#welkomwijzer?text=sport");
    assert.equal(await inside(page, "#text").inputValue(), "sport");
    const before = await entries(page);
    await type(page, "taalles");
    await page.keyboard.press("Enter");
    await holds(page, "#welkomwijzer?text=taalles");
    assert.equal(await entries(page), before, "Search adds one, in place of the one that was ahead");
    await page.goBack();
    await holds(page, "#welkomwijzer?text=sport");
    await type(page, "voetb");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => location.hash.includes("concept=") || /text=(?!voetb$)/.test(location.hash));
    await page.goBack();
    await holds(page, "#welkomwijzer?text=voetb");
  });

  test("place, language and a place taken back are held; clearing all is the start again", async (t) => {
    const page = await visitWidget(t, at("address"));
    await inside(page, "#place").fill("Gent");
    await inside(page, "#place").press("Enter");
    await holds(page, "#welkomwijzer?place=Gent");
    await inside(page, "#lang-ar").click();
    await page.waitForFunction(() => location.hash.endsWith("&lang=ar"));
    await page.goBack();
    await page.waitForFunction(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#widget").lang === "nl");
    assert.equal(await inside(page, "#place").inputValue(), "Gent");
    await ask(page, "taalles brugge");
    await inside(page, "[data-literal]").click();
    await page.waitForFunction(() => location.hash.includes("literal=1"));
    await inside(page, "[data-clear=all]").first().click();
    await holds(page, "#welkomwijzer?place=Gent");
  });

  test("a link shows what it says, at once, and Back from there is the page before", async (t) => {
    const page = await visitWidget(t, `${at("address")}#welkomwijzer?text=taalles&place=Gent&cost=free&lang=en`);
    assert.equal(await inside(page, "#widget").getAttribute("lang"), "en");
    assert.deepEqual([await inside(page, "#text").inputValue(), await inside(page, "#place").inputValue()], ["taalles", "Gent"]);
    assert.match(await inside(page, "#count").textContent(), /Ghent/);
    assert.equal(await inside(page, "#choice-cost-free").isChecked(), true);
    assert.equal(await hash(page), "#welkomwijzer?text=taalles&place=Gent&cost=free&lang=en");
    assert.deepEqual(await events(page, "search"), [], "the visitor has done nothing yet");
  });

  test("a link to an actor opens its card, wherever it stands, and takes the visitor there", async (t) => {
    const far = await visitWidget(t, at("address"));
    while ((await inside(far, "#show-more").count()) > 0) await inside(far, "#show-more").click();
    const last = (await shown(far)).at(-1);
    for (const id of ["praatpunt-geel", last]) {
      const page = await visitWidget(t, `${at("address")}#welkomwijzer?card=${id}`, PHONE);
      assert.equal(await isOpen(page, id), true, id);
      assert.equal(await focused(page), `more-${id} summary`);
      const seen = await inside(page, `#more-${id} > summary`).evaluate((e) => {
        const { top, bottom } = e.getBoundingClientRect();
        return top >= 0 && bottom <= innerHeight;
      });
      assert.ok(seen, "its button is in the window");
      await inside(page, "#tile-leisure").click();
      assert.equal((await shown(page)).includes(last), id !== last ? false : (await shown(page)).includes(last));
      await page.waitForFunction(() => location.hash === "#welkomwijzer?domain=leisure");
    }
  });

  test("a link followed on the page itself works too, and nobody who is elsewhere is taken away", async (t) => {
    const page = await visitWidget(t, at("address"));
    await page.evaluate(() => {
      const link = document.createElement("a");
      link.href = `${location.pathname}#welkomwijzer?card=praatpunt-geel`;
      link.id = "link";
      link.textContent = "Praatpunt";
      document.querySelector("main").append(link);
    });
    await page.locator("#link").click();
    await page.waitForFunction(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#more-praatpunt-geel")?.open);
    assert.equal(await page.evaluate(() => document.activeElement.id), "link");
  });

  test("the page's own anchors keep working, and what is odd is ignored", async (t) => {
    const page = await visitWidget(t, `${at("address")}#contact`);
    await ask(page, "taalles");
    await page.evaluate((url) => location.assign(url), `${base}${at("address")}#contact`);
    assert.equal(await inside(page, "#text").inputValue(), "taalles");
    await inside(page, "#tile-language").click();
    await page.waitForFunction(() => location.hash.startsWith("#welkomwijzer?"));
    await page.goBack();
    assert.ok(["#contact", "#welkomwijzer?text=taalles"].includes(await hash(page)));
    for (const odd of ["#welkomwijzer?text=%", "#welkomwijzer?text=%00", "#welkomwijzerx", "#<img src=x onerror=alert(1)>", "#/route?text=x"]) {
      const before = [await inside(page, "#text").inputValue(), await count(page)];
      await page.evaluate((odd) => (location.hash = odd), odd);
      await page.waitForTimeout(50);
      assert.deepEqual([await inside(page, "#text").inputValue(), await count(page)], before, odd);
    }
    await page.evaluate(() => (location.hash = "#welkomwijzer?text=<img+src=x>&cost=gold&card=<b>&domain=xx"));
    await page.waitForFunction(() => document.querySelector("welkom-wijzer").shadowRoot.querySelector("#text").value === "<img src=x>");
    assert.equal(await inside(page, "img").count(), 0);
    assert.deepEqual(page.complaints, []);
  });

  test("of two widgets the first has it, and the console says so once", async (t) => {
    const page = await visitWidget(t, at("address"));
    await page.evaluate(() => {
      const second = document.createElement("welkom-wijzer");
      Object.assign(second, { id: "second", municipality: "Gent", state: "hash", loading: "eager" });
      document.querySelector("main").append(second);
    });
    await ready(page, "#second");
    assert.equal(page.warnings.filter((line) => line.includes('state="hash"')).length, 1);
    await page.locator("#second #tile-leisure").click();
    await page.waitForTimeout(50);
    assert.equal(await hash(page), "");
    await page.evaluate(() => (location.hash = "#welkomwijzer?text=taalles"));
    await page.waitForFunction(() => document.querySelector("#first").shadowRoot.querySelector("#text").value === "taalles");
    assert.equal(await page.locator("#second #text").inputValue(), "");
    // Who lets go of it can have it again, or leave it to another.
    await page.evaluate(() => document.querySelector("#first").remove());
    await page.evaluate(() => ((document.querySelector("#second").state = ""), (document.querySelector("#second").state = "hash")));
    await page.locator("#second #tile-language").click();
    await page.waitForFunction(() => location.hash.includes("domain=language"));
  });
});

describe("domains", { concurrency: 3 }, () => {
  const add = (page, attributes) =>
    page.evaluate((attributes) => {
      const element = document.createElement("welkom-wijzer");
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      document.querySelector("main").append(element);
    }, attributes);

  test("only those that the page wants are there, counted and found", async (t) => {
    const page = await visit(t, at("empty"));
    await add(page, { municipality: "Geel" });
    await ready(page);
    const all = await count(page);
    await page.evaluate(() => (document.querySelector("welkom-wijzer").domains = ["language", "leisure", "sports"]));
    assert.deepEqual(await inside(page, ".tile").evaluateAll((tiles) => tiles.map((tile) => tile.dataset.domain)), ["language", "leisure"]);
    assert.equal(page.warnings.filter((line) => line.includes('unknown domain "sports"')).length, 1);
    const both = await count(page);
    assert.ok(both < all);
    await inside(page, "#tile-language").click();
    const languages = await count(page);
    assert.ok(languages < both);
    await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("domains", "leisure"));
    assert.equal(await inside(page, "#tiles").count(), 0, "one alone has no tiles");
    assert.equal(await inside(page, "#chips").count(), 0, "and what was chosen and is no more is taken back");
    const wrong = await inside(page, "article .card-head .tag:first-child").evaluateAll((tags) => new Set(tags.map((tag) => tag.textContent)).size);
    assert.equal(wrong, 1);
    assert.equal(page.warnings.length, 1, "one line, however often");
  });
});

test("events tell what was typed only to a page that asks", async (t) => {
  const page = await visitWidget(t);
  await ask(page, "moskee");
  assert.deepEqual(Object.keys((await eventOf(page, "search")).detail).sort(), ["filters", "lang", "total"]);
  await page.evaluate(() => {
    window.diary.events.length = 0;
    document.querySelector("welkom-wijzer").setAttribute("events", "text");
  });
  await ask(page, "taalles");
  assert.equal((await eventOf(page, "search")).detail.text, "taalles");
});

describe("the town hall's contact", { concurrency: 3 }, () => {
  const boxOf = async (page) => page.locator("welkom-wijzer [slot=contact]").boundingBox();

  test("is seen in a place with a name before and after the widget comes, in the same place, and on paper", async (t) => {
    const { release, hold } = heldEngine();
    const prepare = async (page) => {
      await withAxe(page);
      await hold(page);
    };
    const page = await visit(t, "/demo/", { wait: "commit", prepare });
    await inside(page, ".contact-name").getByText("Je gemeentehuis").waitFor();
    const before = await boxOf(page);
    release();
    await ready(page);
    assert.ok(await page.getByText("Je gemeentehuis", { exact: true }).isVisible());
    const after = await boxOf(page);
    assert.deepEqual([after.x, after.y], [before.x, before.y], "it does not move");
    assert.equal(await inside(page, "#contact").getAttribute("hidden"), null);
    await inside(page, "#lang-ar").click();
    assert.ok(await page.getByText("دار البلدية", { exact: true }).isVisible());
    await page.emulateMedia({ media: "print" });
    assert.ok(await page.locator("welkom-wijzer [slot=contact]").isVisible());
    assert.deepEqual(await axe(page, { only: ["region", "landmark-unique"] }), []);
  });

  test("stays if the widget cannot be, and can come and go later", async (t) => {
    const broken = await visit(t, "/demo/", { prepare: (page) => page.route("**/welkomwijzer_bg.wasm", (route) => route.abort()) });
    await eventOf(broken, "error");
    assert.ok(await broken.locator("welkom-wijzer [slot=contact]").isVisible());
    assert.ok(await broken.locator("welkom-wijzer > a").isVisible());
    const page = await visitWidget(t, at("plain"));
    assert.equal(await inside(page, "#contact").isVisible(), false, "without one there is nothing");
    await page.evaluate(() => {
      const contact = document.createElement("p");
      Object.assign(contact, { slot: "contact", textContent: "Kom langs." });
      document.querySelector("welkom-wijzer").append(contact);
    });
    await inside(page, "#contact").waitFor({ state: "visible" });
    await page.evaluate(() => document.querySelector("welkom-wijzer [slot=contact]").remove());
    await inside(page, "#contact").waitFor({ state: "hidden" });
  });
});

describe("languages follow the regime of the municipality", { concurrency: 3 }, () => {
  for (const [why, page, attributes, wanted] of [
    ["Flanders, on a page in English", "en", { municipality: "Geel" }, ["nl", "nl en fr ar"]],
    ["Flanders, Dutch left out", "nl", { municipality: "Geel", languages: "en ar", lang: "en" }, ["en", "nl en ar"]],
    ["facilities", "fr", { municipality: "Wemmel" }, ["nl", "nl fr en ar"]],
    ["Brussels, on a page in French", "fr-BE", { municipality: "1000" }, ["fr", "fr nl en ar"]],
    ["Brussels, on a page in English", "en", { municipality: "1000" }, ["nl", "nl fr en ar"]],
    ["nobody's page", "ar", {}, ["ar", "nl en fr ar"]],
  ]) {
    test(why, async (t) => {
      const there = await visit(t, at("empty"), { locale: "fr-FR" });
      await there.evaluate(
        ({ page, attributes }) => {
          document.documentElement.lang = page;
          const element = document.createElement("welkom-wijzer");
          for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
          document.querySelector("main").append(element);
        },
        { page, attributes },
      );
      await ready(there);
      const langs = await inside(there, "#languages button").evaluateAll((all) => all.map((b) => b.dataset.lang).join(" "));
      assert.deepEqual([await inside(there, "#widget").getAttribute("lang"), langs], wanted);
    });
  }

  test("what a visitor chose stays when the page changes something else", async (t) => {
    const page = await visitWidget(t);
    await inside(page, "#lang-fr").click();
    await inside(page, "#place").fill("Gent");
    await page.evaluate(() => document.querySelector("welkom-wijzer").setAttribute("heading-level", "3"));
    assert.equal(await inside(page, "#widget").getAttribute("lang"), "fr");
    assert.equal(await inside(page, "#place").inputValue(), "Gent");
  });
});

describe("the whole list of `welkomwijzer render`, inside the element", { concurrency: 2 }, () => {
  let list;
  const rendered = () => (list ??= renderedList("Geel", "nl"));
  /** For `prepare`: the list stands in the page. */
  const filled = (page) =>
    page.route(`**${at("rendered")}`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replace("<!-- list -->", rendered()) });
    });
  /** Headings with the names and first words below each. */
  const told = (page) =>
    page.locator("welkom-wijzer > div[lang]").evaluate((root) =>
      [...root.querySelectorAll("h3")].map((heading) => [
        heading.textContent,
        [...heading.nextElementSibling.children].map((item) => item.querySelector("strong").textContent),
      ]),
    );

  test("without scripts it is all there is, and it is enough", async (t) => {
    const page = await visit(t, at("rendered"), { javaScriptEnabled: false, prepare: filled });
    assert.ok(await page.getByText("Praatpunt Geel", { exact: true }).isVisible());
    assert.ok((await page.locator("welkom-wijzer a[href^='tel:']").count()) > 5);
    assert.ok(await page.locator("#town").isVisible());
  });

  test("with the engine missing it stays, with the town hall's contact above it", async (t) => {
    const prepare = async (page) => {
      await filled(page);
      await page.route("**/welkomwijzer_bg.wasm", (route) => route.abort());
    };
    const page = await visit(t, at("rendered"), { prepare });
    await eventOf(page, "error");
    const name = page.getByText("Praatpunt Geel", { exact: true });
    assert.ok(await name.isVisible());
    assert.ok((await page.locator("#town").boundingBox()).y < (await name.boundingBox()).y);
  });

  test("with scripts it is there until the widget is, which says the same in the same order", async (t) => {
    const { release, hold } = heldEngine();
    const prepare = async (page) => {
      await filled(page);
      await hold(page);
      await page.addInitScript(() => {
        window.shifts = [];
        new PerformanceObserver((found) => window.shifts.push(...found.getEntries().map((shift) => shift.value))).observe({ type: "layout-shift", buffered: true });
      });
    };
    const page = await visit(t, at("rendered"), { wait: "commit", prepare });
    await page.getByText("Je gemeentehuis", { exact: true }).waitFor();
    assert.ok(await page.getByText("Praatpunt Geel", { exact: true }).isVisible());
    const top = (await page.locator("welkom-wijzer").boundingBox()).y;
    const sections = await told(page);
    release();
    await ready(page);
    assert.equal((await page.locator("welkom-wijzer").boundingBox()).y, top);
    assert.deepEqual(await page.evaluate(() => window.shifts), []);
    assert.equal(sections.length, 4);
    for (const [heading, names] of sections) {
      await inside(page, ".tile").filter({ hasText: heading }).click();
      if (!(await inside(page, "#choice-place").isChecked())) await inside(page, "#choice-place").check();
      while ((await inside(page, "#show-more").count()) > 0) await inside(page, "#show-more").click();
      assert.deepEqual(await inside(page, "article .name").evaluateAll((all) => all.map((name) => name.textContent)), names, heading);
    }
    assert.ok((await page.locator("welkom-wijzer > div[lang] > p").last().textContent()).trim() === (await inside(page, "#foot > p").textContent()).trim());
  });
});
