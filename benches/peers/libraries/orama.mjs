// Orama: a schema with the fields and the facets as lists of codes; its own tokenizer knows Latin letters only, so ours cuts words.
// All words must be there (`threshold: 0`), one typing mistake each (`tolerance: 1`). Filters and counts of facets are its own.

import { create, insertMultiple, load as restore, save, search } from "@orama/orama";
import { FACETS, FIELDS, LIMIT, WEIGHTS, fields, hit, text, words } from "../common.mjs";

const SCHEMA = Object.fromEntries([...FIELDS.map((field) => [field, "string"]), ...FACETS.map((facet) => [facet, "enum[]"])]);

const tokenizer = { language: "multilingual", normalizationCache: new Map(), tokenize: (raw) => [...new Set(words(raw))] };

const database = () => create({ schema: SCHEMA, components: { tokenizer } });

const COUNTED = Object.fromEntries(FACETS.map((facet) => [facet, {}]));

export async function build(records) {
  const made = database();
  const documents = records.map((record) => ({ ...fields(record), ...record.facets, services: record.services }));
  await insertMultiple(made, documents, 500);
  return { "index.json": JSON.stringify(save(made)) };
}

export async function load(_, files) {
  const loaded = database();
  restore(loaded, JSON.parse(text(files["index.json"])));
  return ({ text: term, kind, lang, filters }) => {
    const where = Object.fromEntries(Object.entries(filters).map(([facet, values]) => [facet, { containsAny: values }]));
    const options = { term, limit: LIMIT, threshold: 0, tolerance: 1, boost: WEIGHTS };
    if (Object.keys(where).length) options.where = where;
    if (kind === "facets") options.facets = COUNTED;
    const { count, hits, facets } = search(loaded, options);
    return { total: count, hits: hits.map(({ document, score }) => hit(document, score, lang)), facets };
  };
}

export const code = 'export { create, load, search } from "@orama/orama"';
