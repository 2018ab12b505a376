// Fuse.js: token search (`useTokenSearch`, all words anywhere in the record), diacritics ignored, with its index of fields.
// Filters and facets as for Lunr.

import Fuse from "fuse.js";
import { FIELDS, Store, WEIGHTS, fields, text } from "../common.mjs";

const KEYS = FIELDS.map((name) => ({ name, weight: WEIGHTS[name] }));

const OPTIONS = {
  keys: KEYS,
  ignoreDiacritics: true,
  ignoreLocation: true,
  threshold: 0.2,
  useTokenSearch: true,
  tokenMatch: "all",
  includeScore: true,
};

export async function build(records) {
  const documents = records.map(fields);
  const index = Fuse.createIndex(KEYS, documents);
  return { "index.json": JSON.stringify(index.toJSON()), "store.json": Store.of(records) };
}

export async function load(_, files) {
  const store = new Store(text(files["store.json"]));
  const index = Fuse.parseIndex(JSON.parse(text(files["index.json"])));
  const fuse = new Fuse(store.records, OPTIONS, index);
  return (question) => {
    const found = question.text
      ? fuse.search(question.text).map(({ item, score }) => [item, score])
      : store.records.map((record) => [record, 0]);
    return store.answer(store.passing(found, question, ([record]) => record), question);
  };
}

export const code = 'export { default } from "fuse.js"';
