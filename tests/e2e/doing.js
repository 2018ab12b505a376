// What visitors do, for the tests beside this file.

import assert from "node:assert/strict";
import { count, inside, unfoldFilters } from "./harness.js";

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 900 };
/** Letters that no name, word or place has. */
export const NONSENSE = "xqzwvxqz";

/** Types a query anew, closes the list of suggestions, which lies over what follows, and waits for all results. */
export async function ask(page, text) {
  await inside(page, "#text").fill(text);
  if (await isExpanded(page)) await inside(page, "#text").press("Escape");
  await inside(page, "#results:not([aria-busy])").waitFor();
}

/** Types letter by letter, as a visitor does, and leaves the list open. */
export async function type(page, text, id = "text") {
  await inside(page, `#${id}`).fill("");
  await inside(page, `#${id}`).pressSequentially(text);
}

export async function isExpanded(page, id = "text") {
  return (await inside(page, `#${id}`).getAttribute("aria-expanded")) === "true";
}

/** A checkbox that would leave some but not all results, with the number beside it. Unfolds the filters if they are folded. */
export async function usefulChoice(page) {
  await unfoldFilters(page);
  const total = await count(page);
  const choices = await inside(page, "#groups input[type=checkbox]").evaluateAll((all) =>
    all.map((input) => ({ id: input.id, number: Number(input.closest("label").querySelector(".number").textContent) })),
  );
  const found = choices.find(({ id, number }) => id !== "choice-place" && number > 0 && number < total);
  assert.ok(found, "some filter narrows the results");
  return found;
}

/** Opens the map, and waits until it is drawn. */
export async function openMap(page) {
  await inside(page, "#map-toggle").click();
  await inside(page, ".map-drawing").waitFor();
}

export async function openCard(page, id) {
  await inside(page, `#more-${id} > summary`).click();
  assert.equal(await isOpen(page, id), true, `the card of ${id} opens`);
}

export function isOpen(page, id) {
  return inside(page, `#more-${id}`).evaluate((details) => details.open);
}
