// Ours: the engine without a directory, as WebAssembly, through the JavaScript API. Answers are plain objects.

import { LIMIT } from "../common.mjs";

let memory;

export async function start({ dist }) {
  // The API keeps the engine's memory to itself; this is how a measurement sees it.
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (...given) => {
    const result = await instantiate(...given);
    memory = (result.instance ?? result).exports.memory;
    return result;
  };
  const { Directory } = await import(`${dist}/index.js`);
  // Starts the engine. What is no directory is refused, and the engine stays.
  await Directory.open(new Uint8Array(8)).catch(() => undefined);
  return { Directory };
}

export async function load({ Directory }, files) {
  const directory = await Directory.open(files["directory.bin"]);
  return ({ kind, text, lang, filters }) => directory.search({ text, lang, filters, limit: LIMIT, facets: kind === "facets" });
}

export const linearMemory = () => memory.buffer.byteLength;
