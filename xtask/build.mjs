// Bundles www/ into dist/ and compresses what is there; `cargo xtask dist` calls it.
//
//   node xtask/build.mjs bundle GLUE DIST            index.js, element.js, welkomwijzer.js, welkomwijzer.css
//   node xtask/build.mjs inline GLUE DIST            welkomwijzer.inline.js: the same in one file, with DIST's wasm inside
//   node xtask/build.mjs configurator DIST           configure*.html, .js, .css as they are, and configure.json: what they need of data/
//   node xtask/build.mjs compress FILE...            FILE.gz and FILE.br beside each
//
// Three modules that www/ imports are made here and nowhere in www/:
//
//   ./glue/welkomwijzer.js   wasm-bindgen's glue, found in GLUE
//   ./glue/inlined.js        `wasm`: the engine's bytes in the single file, undefined everywhere else
//   ./glue/words.js          `townHall`: the one message that is needed before the engine is there, in each language

import { createReadStream, createWriteStream } from "node:fs";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { constants, createBrotliCompress, createGzip } from "node:zlib";
import { build, transform } from "esbuild";

const WWW = fileURLToPath(new URL("../www/", import.meta.url));
const DATA = fileURLToPath(new URL("../data/", import.meta.url));

// The modules that stay files of their own and import each other.
const MODULES = ["index.js", "element.js", "welkomwijzer.js"];

// Browsers that have all the widget uses (`:dir()` came to Chrome last); the newest syntax is made older where that can be done.
const TARGET = ["chrome120", "edge120", "firefox121", "safari16.4", "node20"];

const SHARED = {
  absWorkingDir: WWW,
  bundle: true,
  format: "esm",
  platform: "neutral",
  target: TARGET,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  external: ["node:*"],
  logLevel: "warning",
};

async function bundle(glue, dist) {
  await build({
    ...SHARED,
    entryPoints: MODULES,
    outdir: dist,
    plugins: [styleAsText, generated(glue, "export const wasm = undefined;"), siblingsStayOutside],
  });
  await writeFile(path.join(dist, "welkomwijzer.css"), await minifiedStyle(path.join(WWW, "welkomwijzer.css")));
  await copyDeclarations(glue, dist);
}

async function inline(glue, dist) {
  const bytes = await readFile(path.join(dist, "welkomwijzer_bg.wasm"));
  const decode = `export const wasm = Uint8Array.from(atob("${bytes.toString("base64")}"), (c) => c.charCodeAt(0));`;
  const out = path.join(dist, "welkomwijzer.inline.js");
  await build({ ...SHARED, entryPoints: ["welkomwijzer.js"], outfile: out, plugins: [styleAsText, generated(glue, decode)] });
  // Every WebAssembly module begins with the bytes "\0asm", here in base64.
  if (!(await readFile(out, "utf8")).includes("AGFzbQ")) {
    throw new Error('the single file has no engine inside: www/index.js has to use `wasm` of "./glue/inlined.js" where it is defined');
  }
}

/** Style sheets are imported as minified text, which the element adopts. */
const styleAsText = {
  name: "style as text",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => ({ contents: await minifiedStyle(path), loader: "text" }));
  },
};

/** The modules of `MODULES` import each other as they are named, and are not copied into one another. */
const siblingsStayOutside = {
  name: "siblings stay outside",
  setup(build) {
    build.onResolve({ filter: /^\.\/[a-z]+\.js$/ }, ({ kind, path: name }) =>
      kind !== "entry-point" && MODULES.includes(path.basename(name)) ? { path: name, external: true } : undefined,
    );
  },
};

/** The modules below ./glue/, see above. */
function generated(glue, inlined) {
  return {
    name: "generated",
    setup(build) {
      build.onResolve({ filter: /^\.\/glue\/welkomwijzer\.js$/ }, () => ({ path: path.join(glue, "welkomwijzer.js") }));
      build.onResolve({ filter: /^\.\/glue\/inlined\.js$/ }, () => ({ path: "inlined", namespace: "generated" }));
      build.onLoad({ filter: /^inlined$/, namespace: "generated" }, () => ({ contents: inlined, loader: "js" }));
      build.onResolve({ filter: /^\.\/glue\/words\.js$/ }, () => ({ path: "words", namespace: "generated" }));
      build.onLoad({ filter: /^words$/, namespace: "generated" }, async () => {
        const words = Object.entries(await messages(/^(town_hall) = "(.*)"$/gm)).map(([lang, { town_hall }]) => [lang, town_hall]);
        return { contents: `export const townHall = ${JSON.stringify(Object.fromEntries(words))};`, loader: "js" };
      });
    },
  };
}

async function minifiedStyle(file) {
  const options = { loader: "css", minify: true, target: TARGET.filter((name) => !name.startsWith("node")), sourcefile: file };
  return (await transform(await readFile(file, "utf8"), options)).code.trim();
}

/** Copies www/*.d.ts, and the glue's to glue/, where they import it from. */
async function copyDeclarations(glue, dist) {
  for (const name of await readdir(WWW)) {
    if (name.endsWith(".d.ts")) await copyFile(path.join(WWW, name), path.join(dist, name));
  }
  await mkdir(path.join(dist, "glue"), { recursive: true });
  await copyFile(path.join(glue, "welkomwijzer.d.ts"), path.join(dist, "glue", "welkomwijzer.d.ts"));
}

// Names of the languages, and the sentences of the list for pages without scripts (src/html/list.rs).
const SENTENCES =
  /^(language_name|translated|not_translated|website|foot|months|in_your_place|area_belgium|area_online|domain_\w+) = "(.*)"$/gm;

/** The configurator. It is no part of what a page downloads, so nothing is made small. */
async function configurator(dist) {
  for (const name of await readdir(WWW)) {
    if (name.startsWith("configure")) await copyFile(path.join(WWW, name), path.join(dist, name));
  }
  const [head, ...lines] = (await readFile(path.join(DATA, "places/municipalities.csv"), "utf8")).trim().split("\n");
  // The file has no quotes, as names of municipalities have no commas.
  const columns = head.split(",");
  const municipalities = lines.map((line) => {
    const of = (column) => line.split(",")[columns.indexOf(column)];
    return { nis: of("nis"), name_nl: of("name_nl"), name_fr: of("name_fr"), regime: of("language_regime") };
  });
  await writeFile(path.join(dist, "configure.json"), JSON.stringify({ municipalities, messages: await messages(SENTENCES) }));
}

/** Messages of every language, those that the pattern finds: their key, then their text. */
async function messages(wanted) {
  const found = {};
  for (const name of (await readdir(path.join(DATA, "messages"))).sort()) {
    const text = await readFile(path.join(DATA, "messages", name), "utf8");
    found[path.parse(name).name] = Object.fromEntries([...text.matchAll(wanted)].map(([, key, sentence]) => [key, sentence]));
  }
  return found;
}

async function compress(...files) {
  // Small blocks, since program, tables and texts lie side by side in the engine: 0.4 kB of a page.
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_LGWIN, BROTLI_PARAM_LGBLOCK } = constants;
  const brotli = { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_LGWIN]: 22, [BROTLI_PARAM_LGBLOCK]: 16 };
  const forms = { ".gz": () => createGzip({ level: 9 }), ".br": () => createBrotliCompress({ params: brotli }) };
  await Promise.all(
    files.flatMap((file) =>
      Object.entries(forms).map(([ending, form]) => pipeline(createReadStream(file), form(), createWriteStream(file + ending))),
    ),
  );
}

const [command, ...rest] = process.argv.slice(2);
const commands = { bundle, inline, configurator, compress };
if (!Object.hasOwn(commands, command)) throw new Error(`there is no command ${command}`);
try {
  await commands[command](...rest);
} catch (error) {
  // esbuild has printed its own complaints, with their places.
  if (!error.errors) console.error(error);
  process.exitCode = 1;
}
