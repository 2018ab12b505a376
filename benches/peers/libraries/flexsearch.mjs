// FlexSearch: a document index with the name before everything else, `tokenize: "forward"` so that beginnings are found, its
// default encoder (the one for all scripts). Words are AND-ed within a field, so one field holds all texts. It forgives no typing
// mistakes this way: `tokenize: "tolerant"` does, and finds no beginnings. Filters and facets are a walk over the results, or
// over the store without text: its tags give what has any of several, and a filter asks for all.

import { Document } from "flexsearch";
import { Store, everything, text } from "../common.mjs";

const index = () => new Document({ tokenize: "forward", document: { id: "id", index: ["name", "everything"] } });

export async function build(records) {
  const made = index();
  for (const record of records) made.add({ id: record.id, name: record.name, everything: everything(record) });
  const files = { "store.json": Store.of(records) };
  await made.export((key, data) => {
    if (data !== undefined) files[`${key}.json`] = data;
  });
  return files;
}

export async function load(_, files) {
  const loaded = index();
  for (const [name, bytes] of Object.entries(files)) {
    if (name !== "store.json") loaded.import(name.slice(0, -".json".length), text(bytes));
  }
  const store = new Store(text(files["store.json"]));
  // Ids of the fields one after the other, each once: those with the words in the name come first.
  const find = (typed) => [...new Set(loaded.search(typed, { limit: store.records.length }).flatMap(({ result }) => result))];
  return (question) => {
    const found = question.text ? find(question.text).map((id) => store.byId.get(id)) : store.records;
    return store.answer(store.passing(found, question).map((record) => [record, 0]), question);
  };
}

export const code = 'export { Document } from "flexsearch"';
