// MiniSearch: words AND-ed, the last one also as a beginning, typing mistakes forgiven as its guide proposes (0.2 of a word's
// letters) or as many as one. Filters with its `filter`, facets counted over its results.

import MiniSearch from "minisearch";
import { FIELDS, Store, WEIGHTS, fields, plain, text } from "../common.mjs";

const OPTIONS = { fields: FIELDS, idField: "id", processTerm: (term) => plain(term) || null };

export async function build(records) {
  const index = new MiniSearch(OPTIONS);
  index.addAll(records.map(fields));
  return { "index.json": JSON.stringify(index), "store.json": Store.of(records) };
}

export async function load(_, files, { fuzzy }) {
  const index = MiniSearch.loadJSON(text(files["index.json"]), OPTIONS);
  const store = new Store(text(files["store.json"]));
  const options = { boost: WEIGHTS, combineWith: "AND", prefix: (term, at, terms) => at === terms.length - 1, fuzzy };
  return (question) => {
    const { text, filters } = question;
    const filter = Object.keys(filters).length ? ({ id }) => store.passes(store.byId.get(id), filters) : undefined;
    const results = index.search(text || MiniSearch.wildcard, { ...options, filter });
    return store.answer(results.map(({ id, score }) => [store.byId.get(id), score]), question);
  };
}

export const code = 'export { default } from "minisearch"';
