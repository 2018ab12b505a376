// What all libraries share: how words are cut and made plain, what a hit shows, how filters and facets are done where a library
// has none.

/** Facets, as in `facets` of a record. */
export const FACETS = ["domain", "place", "concept", "audience", "cost", "level", "language", "registration", "format"];

/** Hits of an answer. */
export const LIMIT = 20;

/** The fields that are searched, each as one text. Those of four languages are one field, since one asks in any. */
export const FIELDS = ["name", "alternate", "concepts", "places", "texts", "contact"];

/** What a word in each field is worth, where a library takes weights. */
export const WEIGHTS = { name: 4, alternate: 3, concepts: 2, places: 2, texts: 1, contact: 1 };

/** The fields of a record. */
export function fields({ id, name, alternate, concepts, places, texts, contact }) {
  return { id, name, alternate, concepts, places, texts: Object.values(texts).join(" "), contact };
}

/** All of them as one text. */
export const everything = (record) => FIELDS.map((field) => fields(record)[field]).join(" ");

/** A word in small letters, without accents or Arabic vowel signs. */
export const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/** The words of a text. */
export const words = (text) => plain(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** What a page keeps of records, to show hits, filter and count: everything but the texts that are only searched. */
export class Store {
  constructor(text) {
    this.records = JSON.parse(text);
    this.byId = new Map(this.records.map((record) => [record.id, record]));
  }

  /** The text a store is made from. */
  static of(records) {
    return JSON.stringify(records.map(({ id, name, services, facets }) => ({ id, name, services, facets })));
  }

  /** Whether a record states one of the chosen values of each facet. */
  passes(record, filters) {
    for (const facet in filters) {
      if (!filters[facet].some((value) => record.facets[facet].includes(value))) return false;
    }
    return true;
  }

  /** Those that pass the question's filters; `of` says which part of an entry is the record. */
  passing(found, { filters }, of = (record) => record) {
    return Object.keys(filters).length ? found.filter((entry) => this.passes(of(entry), filters)) : found;
  }

  /** An answer out of all records found, best first: `[record, score]`. Facets are counted where the question is of that kind. */
  answer(found, question) {
    const hits = found.slice(0, LIMIT).map(([record, score]) => hit(record, score, question.lang));
    const answer = { total: found.length, hits };
    if (question.kind === "facets") {
      const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()]));
      for (const [record] of found) {
        for (const facet of FACETS) {
          for (const value of record.facets[facet]) counts[facet].set(value, (counts[facet].get(value) ?? 0) + 1);
        }
      }
      answer.facets = counts;
    }
    return answer;
  }
}

/** What a hit shows, as in our own answers. */
export function hit({ id, name, services }, score, lang) {
  const inLang = ({ id, domain, description }) => ({ id, domain, description: description[lang] ?? description.nl });
  return { id, name, score, services: services.map(inLang) };
}

const decoder = new TextDecoder();

/** The text of a file's bytes. */
export const text = (bytes) => decoder.decode(bytes);
