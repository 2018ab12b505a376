// Measures all libraries and prints tables; `cargo xtask peers` makes what it needs and calls it:
//
//   node benches/peers/run.mjs DATA DIST [--actors N …] [--only LIBRARY …] [--json FILE]
//
// DATA has a folder per size with what `cargo run --release --example generate` writes; indexes are kept there and built anew when
// records or versions change. Each library is built and measured in processes of its own, with a limit of time and memory.

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { cpus, totalmem } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { LIBRARIES } from "./libraries/index.mjs";
import { tables } from "./tables.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
/** So long at most to build an index, and to measure, in ms. */
const LIMITS = { build: 300_000, measure: 300_000 };
/** Heap for each, in MB. */
const HEAP = 8_192;
/** What Node says when there is not enough of it, or a text or map becomes longer than it can be. */
const TOO_MUCH = /heap out of memory|Invalid string length|string longer|Invalid array length|(Map|Set) maximum size/;
/** More than this is not compressed to see how small it gets: nobody would send it. */
const SENDABLE = 150_000_000;
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_LGWIN]: 24 };

const options = read(process.argv.slice(2));
const [cpu] = cpus();
const memory = `${Math.round(totalmem() / 2 ** 30)} GB`;
const machine = `${cpus().length} cores (${cpu.model.trim()}), ${memory}, Node ${process.versions.node}`;
console.log(machine);
const results = { machine, versions: await versions(), sizes: {} };
for (const actors of options.actors) {
  results.sizes[actors] = await measureAll(actors);
  console.log(`\n${tables(actors, results.sizes[actors])}`);
}
if (options.json) await writeFile(options.json, `${JSON.stringify(results, null, 1)}\n`);

function read([data, dist, ...rest]) {
  const options = { data: path.resolve(data), dist: path.resolve(dist), actors: [], only: [] };
  let list;
  for (const word of rest) {
    if (word === "--actors") list = options.actors;
    else if (word === "--only") list = options.only;
    else if (word === "--json") list = undefined;
    else if (list) list.push(word);
    else options.json = path.resolve(word);
  }
  if (!options.actors.length) options.actors = ["170", "1000", "10000"];
  if (!options.only.length) options.only = Object.keys(LIBRARIES);
  const unknown = options.only.find((name) => !LIBRARIES[name]);
  if (unknown) throw new Error(`unknown library ${unknown}; known are ${Object.keys(LIBRARIES).join(", ")}`);
  return options;
}

async function versions() {
  const { dependencies } = JSON.parse(await readFile(path.join(HERE, "package.json"), "utf8"));
  return dependencies;
}

async function measureAll(actors) {
  const folder = path.join(options.data, actors);
  const rows = [];
  for (const name of options.only) {
    const { module } = LIBRARIES[name];
    const started = Date.now();
    let row = { library: name };
    try {
      const index = module === "welkomwijzer" ? await ours(folder) : await build(module, folder);
      const report = path.join(folder, `${name}.json`);
      const flags = ["--expose-gc", `--max-old-space-size=${HEAP}`];
      await node([...flags, path.join(HERE, "measure.mjs"), name, folder, index, options.dist, report], LIMITS.measure);
      row = { ...row, ...JSON.parse(await readFile(report, "utf8")), ...(await weigh(module, index)) };
    } catch (error) {
      row.failed = error.message;
    }
    const seconds = Math.round((Date.now() - started) / 1000);
    console.log(`${actors} ${LIBRARIES[name].title}: ${row.failed ?? "measured"} (${seconds} s)`);
    rows.push(row);
  }
  return rows;
}

/** Our own index is one file. */
async function ours(folder) {
  const index = path.join(folder, "welkomwijzer");
  await mkdir(index, { recursive: true });
  await writeFile(path.join(index, "directory.bin"), await readFile(path.join(folder, "directory.bin")));
  return index;
}

/** The folder of a library's index, built if there is none for these records. */
async function build(module, folder) {
  const hash = createHash("sha256");
  const setup = ["package-lock.json", "common.mjs", `libraries/${module}.mjs`].map((name) => path.join(HERE, name));
  for (const file of [path.join(folder, "records.jsonl"), ...setup]) hash.update(await readFile(file));
  const index = path.join(folder, `${module}-${hash.digest("hex").slice(0, 12)}`);
  const tried = path.join(folder, `${path.basename(index)}.failed`);
  if (await exists(path.join(index, "built.json"))) return index;
  if (await exists(tried)) throw new Error(await readFile(tried, "utf8"));
  try {
    const flags = [`--max-old-space-size=${HEAP}`];
    await node([...flags, path.join(HERE, "build.mjs"), module, path.join(folder, "records.jsonl"), index], LIMITS.build);
  } catch (error) {
    // Tried once for these records and versions; that would end the same way again.
    await writeFile(tried, `${error.message} while building its index`);
    throw new Error(await readFile(tried, "utf8"));
  }
  return index;
}

async function exists(file) {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

/** Runs a script, at most so long. */
function node(args, limit) {
  return new Promise((resolve, reject) => {
    let said = "";
    const child = spawn(process.execPath, args, { cwd: HERE, stdio: ["ignore", "ignore", "pipe"] });
    child.stderr.on("data", (data) => (said = (said + data).slice(-20_000)));
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      reject(new Error(`over limit (${limit / 1000} s)`));
    }, limit);
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      const error = said.split("\n").find((line) => /Error/.test(line)) ?? said.slice(-200);
      if (code === 0) resolve();
      else reject(new Error(TOO_MUCH.test(said) ? "over limit (memory)" : `failed (${signal ?? code}): ${error}`));
    });
  });
}

/** What a page would download: index and program, compressed. */
async function weigh(module, index) {
  const sizes = { raw: 0, gzip: 0, brotli: 0 };
  const parts = await program(module);
  let total = 0;
  for (const entry of await readdir(index, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name === "built.json") continue;
    const content = await readFile(path.join(entry.parentPath ?? entry.path, entry.name));
    total += content.length;
    if (total <= SENDABLE) parts.push(content);
    else sizes.raw += content.length;
  }
  for (const content of parts) {
    sizes.raw += content.length;
    if (total > SENDABLE) continue;
    sizes.gzip += gzipSync(content, { level: 9 }).length;
    sizes.brotli += brotliCompressSync(content, { params: BROTLI }).length;
  }
  return { sizes: total > SENDABLE ? { raw: sizes.raw } : sizes };
}

/** The program's files: for libraries, what a bundler makes of those parts that a page uses. Pagefind's lie with its index. */
async function program(module) {
  if (module === "welkomwijzer") {
    return Promise.all(["index.js", "welkomwijzer_engine_bg.wasm"].map((name) => readFile(path.join(options.dist, name))));
  }
  const { code } = await import(`./libraries/${module}.mjs`);
  if (!code) return [];
  const { build } = createRequire(path.join(HERE, "../../package.json"))("esbuild");
  const stdin = { contents: code, resolveDir: HERE };
  const built = await build({ stdin, bundle: true, minify: true, format: "esm", write: false, logLevel: "error" });
  return built.outputFiles.map(({ contents }) => Buffer.from(contents));
}
