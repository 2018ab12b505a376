// The JavaScript API as developers have it: dist/ in Node.js, on the directory that is built in.
//
// What is expected is taken from answers themselves, so that editing data breaks nothing here.

import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import * as api from "../../dist/index.js";

const { Directory, WelkomwijzerError, version } = api;

const dist = new URL("../../dist/", import.meta.url);
const directory = await Directory.load();
const bytes = await readFile(new URL("directory.bin", dist));

/** All ids that an answer's question finds. */
function ids(options) {
  return directory.search({ ...options, limit: 10_000 }).hits.map((hit) => hit.id);
}

function counts(answer, facet) {
  return answer.facets.find((f) => f.facet === facet);
}

/** Checks that `action` throws our error, and gives it. */
function refused(code, action) {
  let caught;
  try {
    action();
  } catch (error) {
    caught = error;
  }
  assert.ok(caught, `${action} is refused`);
  return ours(caught, code);
}

async function rejected(code, promise) {
  return ours(
    await promise.then(
      () => assert.fail("is refused"),
      (error) => error,
    ),
    code,
  );
}

function ours(error, code) {
  assert.ok(error instanceof WelkomwijzerError && error instanceof Error, String(error));
  assert.equal(error.name, "WelkomwijzerError");
  assert.equal(error.code, code, error.message);
  assert.ok(error.message.length > 10);
  return error;
}

/** Keys of an object and of all in it. */
function keys(value) {
  if (Array.isArray(value)) return value.flatMap(keys);
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...keys(inner)]);
}

/** Whether there is nothing in it but what JSON has. */
function isPlain(value) {
  if (Array.isArray(value)) return value.every(isPlain);
  if (value === null || value === undefined) return true;
  if (typeof value !== "object") return ["string", "number", "boolean"].includes(typeof value);
  return Object.getPrototypeOf(value) === Object.prototype && Object.values(value).every(isPlain);
}

describe("suggestions", () => {
  /** What one gets by doing what a suggestion says. */
  function chosen(options, { suggests, value, text }) {
    const { filters = {}, ...rest } = options;
    switch (suggests) {
      case "concept":
        return directory.search({ ...rest, text, filters: { ...filters, concept: [value] } });
      case "place":
        return directory.search({ ...rest, text, filters, municipality: value });
      default:
        return directory.search({ ...rest, text, filters });
    }
  }

  test("are plain, bounded, and lead where they say", () => {
    let followed = 0;
    for (const text of ["ge", "taal", "taalles gen", "دروس هول", "help with pap", "cours de né"]) {
      for (const filters of [undefined, { domain: ["language"] }, { cost: ["free"], domain: ["leisure"] }]) {
        const options = { text, lang: "fr", filters };
        const suggestions = directory.suggest({ ...options, limit: 5 });
        assert.ok(isPlain(suggestions) && suggestions.length <= 5);
        for (const suggestion of suggestions) {
          assert.deepEqual(Object.keys(suggestion), ["suggests", "value", "label", "text", "count"]);
          assert.ok(suggestion.label);
          const { total } = chosen(options, suggestion);
          if (suggestion.suggests !== "actor") assert.equal(total, suggestion.count, JSON.stringify(suggestion));
          assert.ok(total > 0);
          followed += 1;
        }
      }
    }
    assert.ok(followed > 20, `${followed} were followed`);
  });

  test("are none for nothing, and most are 8", () => {
    assert.deepEqual(directory.suggest(), []);
    assert.deepEqual(directory.suggest({ text: "" }), []);
    assert.ok(directory.suggest({ text: "be" }).length <= 8);
    assert.deepEqual(directory.suggest({ text: "be", limit: 0 }), []);
  });

  test("name what they are in the language asked for", () => {
    const [nl, ar] = ["nl", "ar"].map((lang) => directory.suggest({ text: "nederlands", lang }).find((s) => s.suggests === "concept"));
    assert.equal(nl.value, ar.value);
    assert.match(ar.label, /[\u0600-\u06ff]/);
  });

  test("options are read as strictly as those of search", () => {
    for (const options of [{ txt: "a" }, { offset: 1 }, { literal: true }, { text: 1 }, { lang: "xx" }, { municipality: "Atlantis" }]) {
      const { message } = refused("option", () => directory.suggest(options));
      assert.match(message, new RegExp(Object.keys(options)[0] === "lang" ? "language" : Object.keys(options)[0]));
    }
    assert.match(refused("option", () => directory.suggest({ offset: 1 })).message, /known are text, lang, municipality, filters, limit$/);
  });
});

describe("highlights", () => {
  const cut = (text, ranges) => ranges.map(([start, end]) => text.slice(start, end));

  test("are given when asked for, and cut out the words of the question", () => {
    for (const [text, lang, word] of [
      ["taal", "nl", /taa?l/i],
      ["الهولندية", "ar", /هولند/],
    ]) {
      const { hits } = directory.search({ text, lang, highlights: true });
      assert.ok(isPlain(hits));
      const words = hits.flatMap(({ name, highlights, services }) => [
        ...cut(name, highlights),
        ...services.flatMap((service) => cut(service.description, service.highlights)),
      ]);
      assert.ok(words.length > 3, `${text}: ${words}`);
      assert.ok(words.every((found) => word.test(found)), `${text}: ${words}`);
    }
  });

  test("are left out otherwise, and empty without text", () => {
    const [hit] = directory.search({ text: "taal" }).hits;
    assert.ok(!("highlights" in hit) && !("highlights" in hit.services[0]));
    const [any] = directory.search({ highlights: true }).hits;
    assert.deepEqual([any.highlights, any.services[0].highlights], [[], []]);
    refused("option", () => directory.search({ highlights: "yes" }));
  });

  test("a misspelt word is told as it was read", () => {
    const answer = directory.search({ text: "taalkafe", highlights: true });
    assert.equal(answer.stage, "tolerant");
    assert.deepEqual(
      answer.meant.map(({ written }) => written),
      ["taalkafe"],
    );
    assert.equal(directory.search({ text: answer.meant[0].read }).stage, "exact");
    assert.deepEqual(directory.search({ text: "taal", highlights: true }).meant, []);
    assert.ok(!("meant" in directory.search({ text: "taalkafe" })));
  });
});

describe("a directory", () => {
  test("knows its size, and everything is everyone", () => {
    const everything = directory.search();
    assert.ok(directory.size > 100);
    assert.equal(everything.total, directory.size);
    assert.equal(directory.search({}).total, directory.size);
    assert.equal(directory.search(null).total, directory.size);
    assert.equal(directory.search({ text: undefined }).total, directory.size);
    assert.equal(everything.damaged, 0);
    assert.equal(everything.hits.length, 20, "one page unless more is asked for");
  });

  test("says what it is", async () => {
    const info = directory.info();
    assert.equal(info.langs[0], "nl");
    for (const lang of info.langs) assert.ok(info.title[lang] && info.subtitle[lang], lang);
    assert.match(info.asOf, /^\d{4}-\d\d-\d\d$/);
    assert.ok(info.licence && info.credits.length > 0 && info.documents.length > 0);
    assert.ok(info.documents.every((document) => document.id && document.title && document.terms));
    const { version: packaged } = JSON.parse(await readFile(new URL("package.json", dist), "utf8"));
    assert.equal(version, packaged);
  });

  test("gives each record that it finds", () => {
    const found = ids();
    assert.equal(new Set(found).size, directory.size);
    for (const id of found) {
      const actor = directory.get(id);
      assert.equal(actor.id, id);
      assert.ok(actor.name && actor.services.length > 0);
      assert.ok(actor.services.every((service) => service.id.startsWith(`${id}/`) && service.sources.length > 0));
    }
    assert.equal(directory.get("there-is-no-such-actor"), undefined);
    assert.equal(directory.get(""), undefined);
  });

  test("gives a record by a former id too", () => {
    const actor = ids()
      .map((id) => directory.get(id))
      .find((found) => found.formerIds.length > 0);
    if (actor) assert.equal(directory.get(actor.formerIds[0]).id, actor.id);
  });

  test("keeps persons' own contacts to itself, and nobody is found by them", async () => {
    const records = ids().map((id) => directory.get(id));
    assert.ok(records.every((actor) => actor.personal.length === 0));
    const shown = JSON.stringify(records);
    const folder = new URL("../../data/actors/", import.meta.url);
    const files = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith(".toml"));
    const personal = [];
    for (const file of files) {
      const owner = file.replace(/^.*[/\\]|\.toml$/g, "");
      const lists = (await readFile(new URL(file, folder), "utf8")).matchAll(/^personal = \[(.*)\]/gm);
      for (const [, list] of lists) for (const [, contact] of list.matchAll(/"([^"]+)"/g)) personal.push({ owner, contact });
    }
    assert.ok(personal.length > 0, "without any, this tests nothing");
    for (const { owner, contact } of personal) {
      assert.ok(!shown.includes(contact.replaceAll(" ", "")), `${contact} is in a record`);
      const { stage, hits } = directory.search({ text: contact });
      assert.ok(!(stage === "exact" && hits.some((hit) => hit.id === owner)), `${contact} leads to ${owner}`);
    }
  });

  test("crosses as plain objects with names as JavaScript writes them", () => {
    const answer = directory.search({ text: "taal", municipality: "Geel" });
    const records = answer.hits.map((hit) => directory.get(hit.id));
    for (const value of [answer, directory.info(), records]) {
      assert.ok(isPlain(value));
      assert.deepEqual(structuredClone(value), value);
      // Ids and codes are keys only where texts stand per language.
      assert.deepEqual(
        keys(value).filter((key) => !/^[a-z][a-zA-Z0-9]*$/.test(key)),
        [],
      );
    }
  });

  test(
    "what is not there is undefined, as the types say, never null", () => {
      const hasNull = (value) =>
        value === null || (typeof value === "object" && value !== undefined && Object.values(value).some(hasNull));
      assert.equal(hasNull(directory.info()), false);
      assert.equal(hasNull(directory.get(ids()[0])), false);
      assert.equal(hasNull(directory.search()), false);
    },
  );
});

describe("search", () => {
  test("a name finds its actor first", () => {
    for (const id of ids().slice(0, 30)) {
      const { name } = directory.get(id);
      const same = directory
        .search({ text: name })
        .hits.slice(0, 3)
        .map((hit) => hit.name);
      assert.ok(same.includes(name), `${name}: ${same.join(", ")}`);
    }
  });

  test("pages follow one another without gap or repetition", () => {
    const whole = ids({ text: "taal" });
    const paged = [];
    for (let offset = 0; offset < whole.length; offset += 7) {
      const { hits, total } = directory.search({ text: "taal", limit: 7, offset });
      assert.equal(total, whole.length);
      paged.push(...hits.map((hit) => hit.id));
    }
    assert.deepEqual(paged, whole);
    assert.deepEqual(directory.search({ limit: 0 }).hits, []);
    assert.deepEqual(directory.search({ offset: 100_000 }).hits, []);
  });

  test("a municipality ranks and never excludes, by name, postcode or NIS code", () => {
    const plain = new Set(ids({ text: "taal" }));
    const [name, postcode, nis] = ["Gent", "9000", "44021"].map((municipality) => ids({ text: "taal", municipality }));
    assert.deepEqual(new Set(name), plain);
    assert.deepEqual(postcode, name);
    assert.deepEqual(nis, name);
    assert.notDeepEqual(ids({ text: "taal", municipality: "Hasselt" }), name);
    assert.equal(directory.search({ municipality: "Gent" }).viewpoint, "44021");
  });

  test("a former municipality leads to its successor", () => {
    const { viewpoint } = directory.search({ municipality: "Borsbeek" });
    assert.equal(viewpoint, directory.search({ municipality: "Antwerpen" }).viewpoint);
  });

  test("a language names what is found, and finds the same", () => {
    for (const lang of directory.info().langs) {
      const answer = directory.search({ text: "taal", lang });
      assert.deepEqual(new Set(answer.hits.map((hit) => hit.id)).size, answer.hits.length);
      assert.equal(answer.total, directory.search({ text: "taal" }).total, lang);
      for (const { services } of answer.hits)
        assert.ok(services.every((service) => [lang, "nl"].includes(service.lang) && service.description));
    }
    const labels = (lang) => counts(directory.search({ lang }), "domain").values.map((value) => value.label);
    const [first, second] = directory.info().langs;
    assert.ok(labels(first).every((label, i) => label !== labels(second)[i]));
  });

  test("typing mistakes and missing words are said", () => {
    assert.equal(directory.search({ text: "taalgarage" }).stage, "exact");
    assert.equal(directory.search({ text: "taalgrage" }).stage, "tolerant");
    assert.equal(directory.search({ text: "taalgarage" }).hits[0].id, directory.search({ text: "taalgrage" }).hits[0].id);
    assert.equal(directory.search({ text: "taalgarage xqzwvxqz" }).stage, "partial");
    assert.equal(directory.search({ text: "xqzwvxqz" }).total, 0);
  });

  test("words beyond the 32nd do not count, and that is said", () => {
    assert.equal(directory.search({ text: "taal ".repeat(32) }).wordsIgnored, 0);
    assert.equal(directory.search({ text: "taal ".repeat(40) }).wordsIgnored, 8);
  });

  test("strange texts are answered", () => {
    for (const text of ["", " ", "\u0000", "\ud800", "مسجد", "😀", "-".repeat(100_000), "' OR 1=1 --", "٠٩ ٢٦٥"]) {
      assert.equal(typeof directory.search({ text }).total, "number", text.slice(0, 20));
    }
  });
});

describe("filters and facets", () => {
  const facets = directory.search().facets.map((f) => f.facet);

  test("every facet is counted, with labels", () => {
    assert.deepEqual(
      new Set(facets),
      new Set(["domain", "place", "concept", "audience", "cost", "level", "language", "registration", "format"]),
    );
    for (const { values, facet } of directory.search().facets) {
      assert.ok(values.length > 0, facet);
      assert.ok(
        values.every(({ value, label, count }) => value && label && count > 0),
        facet,
      );
    }
  });

  test("who does not show facets gets the same answer without them", () => {
    for (const text of ["taalles", "", "conversatietafel gent"]) {
      const { facets, ...rest } = directory.search({ text });
      assert.equal(facets.length, 9);
      assert.deepEqual(directory.search({ text, facets: false }), { facets: [], ...rest });
    }
  });

  for (const facet of ["domain", "place", "concept", "audience", "cost", "level", "language", "registration", "format"]) {
    test(`a value of ${facet} leaves as many as its count said, the stated before the unknown`, () => {
      for (const text of ["", "taal"]) {
        const before = directory.search({ text });
        const all = new Set(ids({ text }));
        for (const { value, count } of counts(before, facet).values.slice(0, 12)) {
          const answer = directory.search({ text, filters: { [facet]: [value] }, limit: 10_000 });
          assert.equal(answer.stated, count, `${text} ${facet}=${value}`);
          assert.equal(answer.stated + answer.unknown, answer.total);
          assert.equal(answer.hits.length, answer.total);
          assert.deepEqual(
            answer.hits.map((hit) => hit.stated),
            answer.hits.map((_, i) => i < answer.stated),
          );
          assert.ok(
            answer.hits.every((hit) => all.has(hit.id)),
            "a filter adds nobody",
          );
          // Counted with all filters but its own.
          assert.deepEqual(counts(answer, facet), counts(before, facet));
        }
      }
    });
  }

  test("two values of one facet are either of them, two facets are both", () => {
    const [one, other] = counts(directory.search(), "domain").values.map((v) => v.value);
    const union = new Set([...ids({ filters: { domain: [one] } }), ...ids({ filters: { domain: [other] } })]);
    assert.deepEqual(new Set(ids({ filters: { domain: [one, other] } })), union);
    const filters = { domain: [one], format: [counts(directory.search(), "format").values[0].value] };
    const both = new Set(ids({ filters }));
    assert.ok(both.size > 0);
    assert.ok([...both].every((id) => ids({ filters: { domain: [one] } }).includes(id)));
  });

  test("all filters hold of one and the same service", () => {
    for (const { value: domain } of counts(directory.search(), "domain").values) {
      for (const { value: cost } of counts(directory.search({ filters: { domain: [domain] } }), "cost").values) {
        const answer = directory.search({ filters: { domain: [domain], cost: [cost] }, limit: 10_000 });
        for (const hit of answer.hits.filter((h) => h.stated)) {
          const services = directory.get(hit.id).services;
          assert.ok(
            services.some((s) => s.domain === domain && s.cost.kind === cost),
            `${hit.id}: ${domain}, ${cost}`,
          );
        }
      }
    }
  });

  test("an empty list of values is no filter", () => {
    assert.equal(directory.search({ filters: { cost: [] } }).total, directory.size);
    assert.equal(directory.search({ filters: {} }).total, directory.size);
  });
});

describe("errors: option", () => {
  test("an unknown option lists the known ones", () => {
    const { message } = refused("option", () => directory.search({ txt: "taal" }));
    for (const known of ["txt", "text", "lang", "municipality", "filters", "limit", "offset"])
      assert.ok(message.includes(known), message);
  });

  test("an unknown language lists the known ones", () => {
    const { message } = refused("option", () => directory.search({ lang: "tlh" }));
    for (const lang of directory.info().langs) assert.ok(message.includes(lang), message);
  });

  test("an unknown facet lists the known ones", () => {
    const { message } = refused("option", () => directory.search({ filters: { price: ["free"] } }));
    assert.match(message, /price.*cost/);
  });

  test("an unknown municipality is named", () => {
    assert.match(refused("option", () => directory.search({ municipality: "Atlantis" })).message, /Atlantis/);
  });

  for (const [what, options] of [
    ["text as a number", { text: 5 }],
    ["limit below 0", { limit: -1 }],
    ["limit with a fraction", { limit: 1.5 }],
    ["limit as text", { limit: "5" }],
    ["limit that is no number", { limit: Number.NaN }],
    ["filters as a list", { filters: ["cost"] }],
    ["values as text", { filters: { cost: "free" } }],
    ["values as numbers", { filters: { cost: [1] } }],
    ["lang as null", { lang: null }],
  ]) {
    test(`${what} is refused, naming the option`, () => {
      assert.match(refused("option", () => directory.search(options)).message, new RegExp(Object.keys(options)[0]));
    });
  }

  for (const options of [[], "taal", 5, true, () => {}]) {
    test(`${typeof options} ${JSON.stringify(options)} instead of options is refused`, () => {
      refused("option", () => directory.search(options));
    });
  }

  test(
    "a value that no facet has is refused, as an unknown option is", () => {
      assert.match(refused("option", () => directory.search({ filters: { cost: ["fre"] } })).message, /fre/);
    },
  );

  test("a Map as filters is not silently no filter", () => {
    const [{ value, count }] = counts(directory.search(), "cost").values;
    let stated;
    try {
      ({ stated } = directory.search({ filters: new Map([["cost", [value]]]) }));
    } catch (error) {
      return ours(error, "option");
    }
    assert.equal(stated, count);
  });

  test("get takes an id", () => {
    refused("option", () => directory.get(5));
    refused("option", () => directory.get());
  });

  test("a directory is not made with new, and open takes bytes", async () => {
    refused("option", () => new Directory({}));
    for (const wrong of ["directory.bin", [1, 2], null, undefined, new DataView(new ArrayBuffer(8))])
      await rejected("option", Directory.open(wrong));
  });

  test("no refusal harms what follows", () => {
    for (let i = 0; i < 50; i++) refused("option", () => directory.search({ wrong: i }));
    assert.equal(directory.search().total, directory.size);
  });
});

describe("opening bytes", () => {
  test("a Uint8Array, an ArrayBuffer, and a part of a larger buffer are the same directory", async () => {
    const array = new Uint8Array(bytes);
    const padded = new Uint8Array(array.length + 10);
    padded.set(array, 5);
    for (const given of [array, array.buffer, bytes, padded.subarray(5, 5 + array.length)]) {
      const opened = await Directory.open(given);
      assert.equal(opened.size, directory.size);
      assert.deepEqual(opened.search({ text: "taal" }), directory.search({ text: "taal" }));
    }
  });

  test("rubbish is no directory: format", async () => {
    for (const rubbish of [new Uint8Array(), new Uint8Array(100), new TextEncoder().encode("<!doctype html><title>404</title>")]) {
      await rejected("format", Directory.open(rubbish));
    }
  });

  test("cut off anywhere: format", async () => {
    for (const length of [1, 7, 15, 100, bytes.length >> 1, bytes.length - 1])
      await rejected("format", Directory.open(bytes.subarray(0, length)));
  });

  test("one byte changed: format", async () => {
    for (const at of [0, 40, bytes.length >> 1, bytes.length - 1]) {
      const changed = new Uint8Array(bytes);
      changed[at] ^= 0xff;
      await rejected("format", Directory.open(changed));
    }
  });

  test("made by another version: version", async () => {
    const changed = new Uint8Array(bytes);
    changed[8] += 1;
    assert.match((await rejected("version", Directory.open(changed))).message, /version|format/);
  });
});

describe("starting", () => {
  /** A copy of the API that has started nothing yet. */
  const fresh = () => import(`../../dist/index.js?fresh=${Math.random()}`);

  async function failure(code, promise) {
    const error = await promise.then(
      () => assert.fail("is refused"),
      (error) => error,
    );
    assert.equal(error.name, "WelkomwijzerError");
    assert.equal(error.code, code, error.message);
    return error;
  }

  test("an engine that is not there: network, and a second try can succeed", async () => {
    const { Directory } = await fresh();
    await failure("network", Directory.load({ wasmUrl: new URL("nowhere.wasm", dist) }));
    assert.equal((await Directory.load()).size, directory.size);
  });

  test("an engine at an address that does not answer: network", async () => {
    const { Directory } = await fresh();
    await failure("network", Directory.load({ wasmUrl: "http://127.0.0.1:1/engine.wasm" }));
  });

  test("something else than an engine: wasm", async () => {
    const { Directory } = await fresh();
    await failure("wasm", Directory.load({ wasmUrl: new URL("package.json", dist) }));
  });

  test("a machine without WebAssembly: wasm", async (t) => {
    const { Directory } = await fresh();
    const real = globalThis.WebAssembly;
    t.after(() => (globalThis.WebAssembly = real));
    globalThis.WebAssembly = undefined;
    const promise = Directory.load();
    promise.catch(() => {});
    globalThis.WebAssembly = real;
    await failure("wasm", promise);
  });

  test("the engine alone opens bytes", async () => {
    const { Directory } = await fresh();
    assert.equal((await Directory.open(bytes)).size, directory.size);
  });

  test(
    "load after open finds the bundled directory", async () => {
      const { Directory } = await fresh();
      await Directory.open(bytes);
      assert.equal((await Directory.load()).size, directory.size);
    },
  );

  test("many at once start one engine", async () => {
    const { Directory } = await fresh();
    const all = await Promise.all(Array.from({ length: 10 }, () => Directory.load()));
    assert.ok(all.every((opened) => opened.size === directory.size));
  });
});
