// Pagefind: one index of custom records in all languages (`forceLanguage: "unknown"`, so no stemming; with one index per language
// nobody finds across them). Its files lie in memory and are fetched from there, so there is no network in its times; chunks and
// fragments once fetched are kept, as in a page. A hit is its title and excerpt. It forgives no typing mistakes. Filters and
// counts are its own.

import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { close, createIndex } from "pagefind";
import { LIMIT, everything } from "../common.mjs";

export async function build(records) {
  const { index } = await createIndex({ forceLanguage: "unknown" });
  for (let at = 0; at < records.length; at += 100) {
    await Promise.all(
      records.slice(at, at + 100).map((record) =>
        index.addCustomRecord({
          url: record.id,
          content: everything(record),
          language: "unknown",
          meta: { title: record.name },
          filters: record.facets,
        }),
      ),
    );
  }
  const { files } = await index.getFiles();
  await close();
  const needed = /pagefind\.js$|wasm\.|pagefind-entry|\.pf_/;
  return Object.fromEntries(files.filter(({ path }) => needed.test(path)).map(({ path, content }) => [path, content]));
}

let served = {};

export async function start(_, files) {
  globalThis.fetch = async (url) => {
    const name = new URL(url).pathname.slice(1).replace(/\?.*/, "");
    return served[name] ? new Response(served[name]) : new Response("", { status: 404 });
  };
  // Node takes modules from files only.
  const folder = await mkdtemp(path.join(tmpdir(), "pagefind-"));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, "package.json"), '{"type":"module"}');
  await writeFile(path.join(folder, "pagefind.js"), files["pagefind.js"]);
  return pathToFileURL(path.join(folder, "pagefind.js")).href;
}

let loads = 0;

export async function load(module, files) {
  served = files;
  loads += 1;
  const pagefind = await import(`${module}?${loads}`);
  await pagefind.options({ basePath: "http://memory.invalid/" });
  await pagefind.init();
  let counting = false;
  return async ({ text, kind, filters }) => {
    if (kind === "facets" && !counting) {
      await pagefind.filters();
      counting = true;
    }
    const found = await pagefind.search(text || null, { filters });
    const shown = await Promise.all(found.results.slice(0, LIMIT).map((result) => result.data()));
    const hits = shown.map(({ url, meta, excerpt }, at) => {
      return { id: url.slice(1), name: meta.title, score: found.results[at].score, services: [{ description: excerpt }] };
    });
    return { total: found.results.length, hits, facets: kind === "facets" ? found.filters : undefined };
  };
}
