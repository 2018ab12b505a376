// What newcomers come for, with the keyboard alone and on a narrow phone, and in how many steps.
//
// A step is a key that is pressed, however long a text is that is typed: that is one.

import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { allShown, browserForThisFile, inside, visitWidget } from "./harness.js";

browserForThisFile();

/** A newcomer at the keys, who counts. */
async function newcomer(t) {
  const page = await visitWidget(t, "/demo/", { width: 360, height: 740 });
  const walk = { page, steps: 0 };
  walk.press = async (key) => {
    await page.keyboard.press(key);
    walk.steps += 1;
  };
  /** Tab until something has the focus. */
  walk.to = async (wanted) => {
    for (let i = 0; i < 80; i += 1) {
      if (wanted(await here(page))) return;
      await walk.press("Tab");
    }
    assert.fail(`not reached: ${wanted}`);
  };
  walk.type = async (text) => {
    await page.keyboard.type(text);
    walk.steps += 1;
    await page.waitForTimeout(1000);
  };
  /** Chooses a language, and types what one looks for. */
  walk.ask = async (lang, text) => {
    await walk.to(({ id }) => id === `lang-${lang}`);
    await walk.press("Enter");
    await walk.to(({ id }) => id === "text");
    await walk.type(text);
  };
  // As who reads the page does: the focus comes from above the widget.
  await page.evaluate(() => {
    const before = document.createElement("button");
    document.querySelector("welkom-wijzer").before(before);
    before.focus();
    before.remove();
  });
  await walk.press("Tab");
  return walk;
}

/** What has the focus: id, address, and the card it is in. */
async function here(page) {
  return page.evaluate(() => {
    const element = document.querySelector("welkom-wijzer").shadowRoot.activeElement;
    if (!element) return {};
    return { id: element.id, href: element.getAttribute("href") ?? "", card: element.closest("li[id^=card-]")?.id.slice(5) };
  });
}

describe("what newcomers come for, by keyboard on a phone", () => {
  test("a free Dutch course near Geel, in Arabic, and call it", async (t) => {
    const walk = await newcomer(t);
    await walk.ask("ar", "دروس هولندية مجانية");
    await walk.press("Enter");
    const [first] = await allShown(walk.page);
    assert.equal(first, "praatpunt-geel");
    assert.equal(await inside(walk.page, "#widget").getAttribute("dir"), "rtl");
    await walk.to(({ href, card }) => card === first && href.startsWith("tel:"));
    t.diagnostic(`${walk.steps} steps to a number that dials`);
    assert.ok(walk.steps <= 30, `${walk.steps} steps`);
  });

  test("the Moroccan associations of Brussels, in French", async (t) => {
    const walk = await newcomer(t);
    await walk.ask("fr", "associations marocaines bruxelles");
    await walk.press("Enter");
    assert.ok((await allShown(walk.page)).slice(0, 3).includes("sacomae"));
    await walk.to(({ card }) => card === "sacomae");
    t.diagnostic(`${walk.steps} steps to the first of Brussels`);
    assert.ok(walk.steps <= 40, `${walk.steps} steps`);
  });

  test("help with papers in Affligem, in English", async (t) => {
    const walk = await newcomer(t);
    await walk.ask("en", "help with papers");
    await walk.to(({ id }) => id === "place");
    await walk.press("Control+A");
    await walk.type("affligem");
    await walk.press("Enter");
    // Nobody in Affligem itself is known to help with papers.
    const [first] = await allShown(walk.page);
    assert.equal(first, "amalbelgika");
    assert.match(await inside(walk.page, "#count").textContent(), /Affligem/);
    await walk.to(({ card }) => card === first);
    t.diagnostic(`${walk.steps} steps to the first`);
    assert.ok(walk.steps <= 40, `${walk.steps} steps`);
  });
});
