// uFuzzy: no index; every record is one line of a list, gone through at each question. One mistake in a word (`intraMode: 1`,
// which leaves the first letter alone), words in any order, beginnings of words (`interLft: 1`; 2 finds no Arabic), its
// expressions for all scripts. Filters and facets as for Lunr.

import uFuzzy from "@leeoniya/ufuzzy";
import { Store, everything, plain, text } from "../common.mjs";

export async function build(records) {
  return { "index.json": JSON.stringify(records.map((record) => plain(everything(record)))), "store.json": Store.of(records) };
}

export async function load(_, files) {
  const lines = JSON.parse(text(files["index.json"]));
  const store = new Store(text(files["store.json"]));
  const finder = new uFuzzy({
    unicode: true,
    interSplit: "[^\\p{L}\\d']+",
    intraSplit: "\\p{Ll}\\p{Lu}",
    intraBound: "\\p{L}\\d|\\d\\p{L}|\\p{Ll}\\p{Lu}",
    intraChars: "[\\p{L}\\d']",
    intraContr: "'\\p{L}{1,2}\\b",
    intraMode: 1,
    interLft: 1,
  });
  const find = (typed) => {
    const [ids, info, order] = finder.search(lines, plain(typed), 1);
    return (order ? order.map((at) => info.idx[at]) : (ids ?? [])).map((at) => store.records[at]);
  };
  return (question) => {
    const found = question.text ? find(question.text) : store.records;
    return store.answer(store.passing(found, question).map((record) => [record, 0]), question);
  };
}

export const code = 'export { default } from "@leeoniya/ufuzzy"';
