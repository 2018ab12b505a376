// Lunr: no stemmer and no trimmer (they are for English); words are folded before it sees them. Each word must be there, as it
// is, as a beginning if it is the last, or with one typing mistake: as its guide proposes, boosted in this order. Where there are
// several words, a clause that must be there can be only one of the three: a beginning for the last and the word itself for the
// others, and if that finds nothing, one mistake in each. Filters and facets are a walk over the results, or over the store
// without text.

import lunr from "lunr";
import { FIELDS, Store, WEIGHTS, fields, text, words } from "../common.mjs";

export async function build(records) {
  lunr.tokenizer.separator = /\s+/;
  const index = lunr((builder) => {
    builder.pipeline.reset();
    builder.searchPipeline.reset();
    builder.ref("id");
    for (const field of FIELDS) builder.field(field, { boost: WEIGHTS[field] });
    for (const { id, ...texts } of records.map(fields)) {
      const folded = Object.entries(texts).map(([field, text]) => [field, words(text).join(" ")]);
      builder.add({ id, ...Object.fromEntries(folded) });
    }
  });
  return { "index.json": JSON.stringify(index), "store.json": Store.of(records) };
}

const { TRAILING } = lunr.Query.wildcard;
const { REQUIRED } = lunr.Query.presence;

export async function load(_, files) {
  const index = lunr.Index.load(JSON.parse(text(files["index.json"])));
  const store = new Store(text(files["store.json"]));
  return (question) => {
    const found = question.text
      ? find(index, words(question.text)).map(({ ref, score }) => [store.byId.get(ref), score])
      : store.records.map((record) => [record, 0]);
    return store.answer(store.passing(found, question, ([record]) => record), question);
  };
}

function find(index, asked) {
  if (asked.length === 1) {
    return index.query((query) => {
      query.term(asked[0], { boost: 100 });
      query.term(asked[0], { boost: 10, wildcard: TRAILING });
      query.term(asked[0], { boost: 1, editDistance: 1 });
    });
  }
  const found = index.query((query) => {
    const last = asked.length - 1;
    asked.forEach((word, at) => query.term(word, { presence: REQUIRED, wildcard: at === last ? TRAILING : undefined }));
  });
  if (found.length) return found;
  return index.query((query) => asked.forEach((word) => query.term(word, { presence: REQUIRED, editDistance: 1 })));
}

export const code = 'export { default } from "lunr"';
