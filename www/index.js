// The JavaScript API. No DOM, registers nothing: the same file serves browsers, bundlers and Node.

import init, { Engine, Widget, __wbg_reset_state } from "./glue/welkomwijzer.js";
import { wasm as inlined } from "./glue/inlined.js";

/** The version of this program. */
export const version = "0.1.0";

/**
 * What goes wrong, with a stable `code`:
 * "network" (a file could not be fetched), "format" (the bytes are no sound directory), "version" (made by another version),
 * "option" (an option is unknown or wrong), "wasm" (WebAssembly is missing, blocked, or failed inside).
 */
export class WelkomwijzerError extends Error {
  constructor(code, message, options) {
    super(message, options);
    this.name = "WelkomwijzerError";
    this.code = code;
  }
}

// Every error leaves as a WelkomwijzerError. A trap leaves the instance in an unknown state, so it is thrown away: handles of it say so,
// and whatever is loaded next gets a fresh one.
let generation = 0;

const stopped = (options) => new WelkomwijzerError("wasm", "the search engine stopped; load the directory again", options);

function guarded(action) {
  try {
    return action();
  } catch (error) {
    throw asError(error);
  }
}

function asError(error) {
  if (error instanceof WelkomwijzerError) return error;
  // A full stack is a RangeError in most browsers and an InternalError in Firefox.
  if (/^(Runtime|Range|Internal)Error$/.test(error?.name)) {
    generation += 1;
    try {
      __wbg_reset_state();
    } catch {
      // There is no memory for a fresh one: then what is loaded next will say so.
    }
    return stopped({ cause: error });
  }
  return new WelkomwijzerError(error?.code ?? "wasm", error?.message ?? String(error), { cause: error });
}

let starting;

/** Starts WebAssembly once; a failed start can be tried again. */
function start(url) {
  starting ??= run(url).catch((error) => {
    starting = undefined;
    throw error;
  });
  return starting;
}

async function run(url) {
  if (typeof WebAssembly !== "object") throw new WelkomwijzerError("wasm", "this browser has no WebAssembly");
  const module = inlined ?? (await bytesOrResponse(url, "the search engine"));
  try {
    await init({ module_or_path: module });
  } catch (error) {
    if (error instanceof WebAssembly.CompileError && /content.security|unsafe-eval|CSP/i.test(error.message)) {
      throw new WelkomwijzerError("wasm", "the page's content policy forbids WebAssembly: add 'wasm-unsafe-eval' to script-src", { cause: error });
    }
    throw new WelkomwijzerError("wasm", `the search engine could not start: ${error?.message ?? error}`, { cause: error });
  }
}

async function bytesOrResponse(url, what) {
  if (url.protocol === "file:") {
    const { readFile } = await import(/* @vite-ignore */ "node:fs/promises");
    return readFile(url).catch((error) => {
      throw new WelkomwijzerError("network", `${what} could not be read: ${error.message}`, { cause: error });
    });
  }
  let response;
  try {
    response = await fetch(url);
  } catch (error) {
    throw new WelkomwijzerError("network", `${what} could not be fetched from ${url}: ${error.message}`, { cause: error });
  }
  if (!response.ok) throw new WelkomwijzerError("network", `${what} could not be fetched from ${url}: ${response.status}`);
  // Old servers send another type, and streaming would then be refused.
  return response.headers.get("content-type")?.startsWith("application/wasm") ? response : response.arrayBuffer();
}

const bundledUrl = () => new URL("welkomwijzer_bg.wasm", import.meta.url);
const engineUrl = () => new URL("welkomwijzer_engine_bg.wasm", import.meta.url);

/** Of so many actors, a language, texts are kept for the next answers. */
const KNOWN = 1000;

/** An opened directory. */
export class Directory {
  #engine;
  #generation = generation;
  /** The values of every facet, for each language that was asked in. */
  #values = {};
  /** What is shown of actors, the same. */
  #known = {};

  constructor(engine) {
    if (!(engine instanceof Engine)) {
      throw new WelkomwijzerError("option", "a Directory is made with Directory.load() or Directory.open(bytes)");
    }
    this.#engine = engine;
  }

  /** The directory that is built in. `wasmUrl` says where the engine lies, if not beside this file. */
  static async load({ wasmUrl } = {}) {
    const url = wasmUrl ? new URL(wasmUrl, import.meta.url) : bundledUrl();
    await start(url);
    try {
      return new Directory(guarded(() => Engine.bundled()));
    } catch (error) {
      if (error.code !== "version") throw error;
      // Directory.open() was first and started the engine that carries none: the same directory lies beside it as a file.
      const found = await bytesOrResponse(new URL("directory.bin", url), "the directory");
      const bytes = found instanceof Response ? await found.arrayBuffer() : found;
      return new Directory(guarded(() => Engine.open(new Uint8Array(bytes))));
    }
  }

  /** The directory in the bytes of a compiled file (`welkomwijzer compile`). They need not be trusted. */
  static async open(bytes, { wasmUrl } = {}) {
    const array = bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes;
    if (!(array instanceof Uint8Array)) throw new WelkomwijzerError("option", "Directory.open takes a Uint8Array or an ArrayBuffer");
    await start(wasmUrl ? new URL(wasmUrl, import.meta.url) : engineUrl());
    return new Directory(guarded(() => Engine.open(array)));
  }

  #live() {
    if (this.#generation !== generation) throw stopped();
    return this.#engine;
  }

  /** Answers a question. */
  search(options) {
    const engine = this.#live();
    const answer = JSON.parse(guarded(() => engine.search(options)));
    const lang = options?.lang ?? "";
    if (answer.facets.length) this.#count(answer.facets, lang);
    answer.hits = this.#hits(answer, lang);
    return answer;
  }

  // Names and texts cross once: here of facets' values for each language, below of actors when they are first found.
  #count(facets, lang) {
    const engine = this.#live();
    const counts = guarded(() => engine.counts());
    this.#values[lang] ??= JSON.parse(guarded(() => engine.values(lang)));
    let start = 0;
    facets.forEach((facet, at) => {
      const { values } = this.#values[lang][at];
      values.forEach(({ value, label }, i) => {
        const count = counts[start + i];
        if (count) facet.values.push({ value, label, count });
      });
      start += values.length;
    });
  }

  #hits(answer, lang) {
    const engine = this.#live();
    const known = (this.#known[lang] ??= new Map());
    if (known.size > KNOWN) known.clear();
    const missing = answer.hits.map(({ actor }) => actor).filter((actor) => !known.has(actor));
    if (missing.length) {
      const hits = JSON.parse(guarded(() => engine.hits(Uint32Array.from(missing), lang)));
      missing.forEach((actor, i) => known.set(actor, hits[i]));
    }
    const sound = answer.hits.filter(({ actor }) => known.get(actor));
    answer.damaged += answer.hits.length - sound.length;
    return sound.map(({ actor, score, stated, services, highlights }) => {
      const { id, name, services: all } = known.get(actor);
      const chosen = services.map((position) => ({ ...all[position] }));
      const hit = { id, name, score, stated, services: chosen };
      if (highlights) {
        hit.highlights = highlights[0];
        chosen.forEach((service, i) => (service.highlights = highlights[i + 1]));
      }
      return hit;
    });
  }

  /** Says how what is being typed may end: concepts, places, actors. */
  suggest(options) {
    const engine = this.#live();
    return JSON.parse(guarded(() => engine.suggest(options)));
  }

  /** The record of an actor by its id or a former one; `undefined` if there is none. */
  get(id) {
    if (typeof id !== "string") throw new WelkomwijzerError("option", "get takes an id, a string");
    const engine = this.#live();
    const record = guarded(() => engine.get(id));
    return record === undefined ? undefined : JSON.parse(record);
  }

  /** What the directory is: title, version, languages, licence, credits, documents. */
  info() {
    const engine = this.#live();
    return JSON.parse(guarded(() => engine.info()));
  }

  /** Number of actors. */
  get size() {
    const engine = this.#live();
    return guarded(() => engine.size);
  }

  /**
   * Used by the element: shows this directory inside a root.
   *
   * What goes wrong later, when a visitor does something, comes to `failed` and never to the page; after that nothing happens any more.
   */
  show(root, live, policy, emit, settings, failed) {
    const engine = this.#live();
    let isOver = false;
    const safely = (action) => {
      if (isOver) return;
      try {
        this.#live();
        action();
      } catch (error) {
        isOver = true;
        failed(asError(error));
      }
    };
    const guard = (listener) => (event) => safely(() => listener(event));
    const widget = guarded(() => new Widget(engine, root, live, policy, emit, guard, settings));
    return {
      update: (settings) => safely(() => widget.update(settings)),
      learn: (what, value, text) => safely(() => widget.learn(what, value, text)),
      restore: (hash) => safely(() => widget.restore(hash)),
      give: (what, value) => safely(() => widget.give(what, value)),
      free: () => {
        isOver = true;
        // What belonged to a thrown-away instance is gone with it.
        if (this.#generation === generation) widget.free();
      },
    };
  }
}
