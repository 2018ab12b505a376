// Builds a library's index in a process of its own: node build.mjs MODULE RECORDS OUT

import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { performance } from "node:perf_hooks";

const [module, from, out] = process.argv.slice(2);
const { build } = await import(`./libraries/${module}.mjs`);
const lines = (await readFile(from)).toString().trimEnd().split("\n");
const start = performance.now();
const files = await build(lines.map((line) => JSON.parse(line)));
const took = performance.now() - start;
await rm(out, { recursive: true, force: true });
for (const [name, content] of Object.entries(files)) {
  const file = path.join(out, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, content);
}
// Written last, so that an index without it is one that was not finished.
await writeFile(path.join(out, "built.json"), JSON.stringify({ took }));
process.exit(0);
