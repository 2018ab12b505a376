// Measures one library in a process of its own: node --expose-gc measure.mjs LIBRARY FOLDER INDEX DIST REPORT
//
// FOLDER has questions.json, INDEX the library's files, DIST our own engine. Everything is read into memory before the clock
// starts.

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";
import { LIBRARIES } from "./libraries/index.mjs";

/** So long at most for the questions of one kind, in ms; what was not asked by then is left out of the figures. */
const PATIENCE = 5_000;
/** Each question is asked so often, and the shortest time counts; one that takes longer than LONG, once. */
const RUNS = 3;
const LONG = 100;
/** Warmed up so long, in ms. */
const WARM = 3_000;
/** Questions after which memory is looked at again. */
const MANY = 10_000;

const [library, folder, index, dist, report] = process.argv.slice(2);
const { module, settings = {} } = LIBRARIES[library];

const questions = JSON.parse(await readFile(path.join(folder, "questions.json"), "utf8"));
const files = {};
for (const entry of await readdir(index, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || entry.name === "built.json") continue;
  const file = path.join(entry.parentPath ?? entry.path, entry.name);
  const { buffer, byteOffset, length } = await readFile(file);
  files[path.relative(index, file)] = new Uint8Array(buffer, byteOffset, length);
}
const size = Object.values(files).reduce((sum, bytes) => sum + bytes.length, 0);
const result = { library, bytes: size, kinds: {} };

const code = await import(`./libraries/${module}.mjs`);
globalThis.gc();
const before = process.memoryUsage();

let start = performance.now();
const started = await code.start?.({ dist }, files);
result.start = performance.now() - start;

let ask;
const loads = [await timedLoad()];
result.memoryAfterLoad = memory();

// Warm up: some of each kind, again and again.
start = performance.now();
for (let at = 0; performance.now() - start < WARM; at = (at + 7) % questions.length) await ask(questions[at]);

const kinds = [...new Set(questions.map(({ kind }) => kind))];
for (const kind of kinds) {
  const times = [];
  let [expected, found, total] = [0, 0, 0];
  const from = performance.now();
  for (const question of questions.filter((question) => question.kind === kind)) {
    if (performance.now() - from > PATIENCE) break;
    let best = Infinity;
    let answer;
    for (let run = 0; run < RUNS && (run === 0 || best < LONG); run += 1) {
      const start = performance.now();
      answer = ask(question);
      // A promise costs a turn of the loop: only those that give one pay for it.
      if (answer instanceof Promise) answer = await answer;
      best = Math.min(best, performance.now() - start);
    }
    times.push(best);
    total += answer.total;
    if (question.expected !== null) {
      expected += 1;
      found += answer.hits.some(({ id }) => id === question.expected) ? 1 : 0;
    }
  }
  times.sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.ceil(times.length * share) - 1)];
  result.kinds[kind] = { asked: times.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), expected, found, total };
}

// Memory after many questions: of ours, the engine's own must not have grown.
if (code.linearMemory) {
  start = performance.now();
  let asked = 0;
  for (; asked < MANY && performance.now() - start < 12 * PATIENCE; asked += 1) ask(questions[asked % questions.length]);
  result.linear = { bytes: code.linearMemory(), asked };
}
result.memory = memory();

// Loaded twice more, for the median; once is enough where it is long.
for (let more = 0; more < 2 && loads[0] < 5_000; more += 1) loads.push(await timedLoad());
result.load = loads.sort((a, b) => a - b)[Math.floor(loads.length / 2)];
await writeFile(report, JSON.stringify(result));
process.exit(0);

/** Loads the index; how long it took from bytes in memory to the first answer. */
async function timedLoad() {
  ask = undefined;
  globalThis.gc();
  const start = performance.now();
  ask = await code.load(started, files, settings);
  await ask(questions[0]);
  return performance.now() - start;
}

/** Bytes that the library holds, without the files it was loaded from. */
function memory() {
  globalThis.gc();
  const now = process.memoryUsage();
  const linear = code.linearMemory?.() ?? 0;
  return { heap: now.heapUsed - before.heapUsed + linear, rss: now.rss - before.rss };
}
