// What the declarations promise is there at run time, and nothing else is.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import * as api from "../../dist/index.js";

const dist = new URL("../../dist/", import.meta.url);
const read = (name) => readFile(new URL(name, dist), "utf8");

/** Names that a file of declarations exports as values. */
function values(declarations) {
  return [...declarations.matchAll(/^export (?:declare )?(?:const|class|function) (\w+)/gm)].map((match) => match[1]);
}

/** Members of a class, as declared: `[isStatic, name]`. */
function members(declarations, name) {
  const body = declarations.match(new RegExp(`^export class ${name}\\b[^{]*{\\n([\\s\\S]*?)^}`, "m"))?.[1];
  assert.ok(body, `${name} is declared`);
  return [...body.matchAll(/^ {2}(static )?(?:readonly )?(\w+)(?=[(:?<])/gm)]
    .map(([, isStatic, member]) => [!!isStatic, member])
    .filter(([, m]) => m !== "constructor");
}

test("every declared value is exported, and every export is declared", async () => {
  assert.deepEqual(Object.keys(api).sort(), values(await read("index.d.ts")).sort());
});

test("every declared member of a directory is there", async () => {
  const directory = await api.Directory.load();
  const declared = members(await read("index.d.ts"), "Directory");
  assert.ok(declared.length >= 6, `${declared.length} members`);
  for (const [isStatic, member] of declared) {
    const owner = isStatic ? api.Directory : directory;
    assert.ok(member in owner, `Directory has ${isStatic ? "static " : ""}${member}`);
  }
});

test("every declared member of an error is there", async () => {
  const error = new api.WelkomwijzerError("format", "says so", { cause: "a cause" });
  for (const [, member] of members(await read("index.d.ts"), "WelkomwijzerError")) assert.ok(member in error, member);
  assert.deepEqual([error.message, error.cause], ["says so", "a cause"]);
});

test("the package's exports lead to files that are there", async () => {
  const { exports } = JSON.parse(await read("package.json"));
  const files = Object.values(exports).flatMap((entry) => (typeof entry === "string" ? [entry] : Object.values(entry)));
  // The single file is left out by `cargo xtask dist --quick`.
  for (const file of files.filter((name) => !name.includes("inline")))
    assert.ok((await readFile(new URL(file, dist))).length > 0, file);
});

test("what declarations import is there too", async () => {
  for (const file of ["index.d.ts", "element.d.ts", "welkomwijzer.d.ts"]) {
    for (const [, name] of (await read(file)).matchAll(/from "(\.\/[^"]+)\.js"/g)) await read(`${name}.d.ts`);
  }
});

test("importing the API touches no page", () => {
  // Node.js has no document: had it been used, this file would not have come so far.
  assert.equal(typeof document, "undefined");
  assert.equal(typeof api.Directory.load, "function");
});
