// Results as Markdown tables, as they stand in README.md.

import { LIBRARIES } from "./libraries/index.mjs";

/** Questions of each kind; fewer are said so. */
const ALL = 200;

/** Everything about one size. */
export function tables(actors, rows) {
  const parts = [`### ${Number(actors).toLocaleString("en")} actors`, times(rows), rest(rows), ours(rows)];
  return parts.filter(Boolean).join("\n\n");
}

/** Load, and p50 / p95 / p99 of each kind. */
function times(rows) {
  const kinds = Object.keys(rows.find((row) => row.kinds)?.kinds ?? {});
  const cell = (measured) => {
    if (!measured) return "–";
    const { p50, p95, p99, asked } = measured;
    return [p50, p95, p99].map(milliseconds).join(" / ") + (asked < ALL ? ` (${asked})` : "");
  };
  const body = rows.map(({ library, failed, load, kinds: of }) => {
    const { title } = LIBRARIES[library];
    return failed ? [title, failed, ...kinds.map(() => "")] : [title, milliseconds(load), ...kinds.map((kind) => cell(of[kind]))];
  });
  return markdown(["ms: p50 / p95 / p99", "load", ...kinds], body);
}

/** Recall, bytes, memory. */
function rest(rows) {
  const recall = ["recall exact", "prefix", "typo", "Arabic name"];
  const head = ["", ...recall, "MB raw", "gzip", "brotli", "heap MB", "start ms"];
  const body = rows
    .filter(({ failed }) => !failed)
    .map(({ library, kinds, sizes, memory, start }) => [
      LIBRARIES[library].title,
      ...["exact", "prefix", "typo", "arabic"].map((kind) => share(kinds[kind])),
      ...[sizes.raw, sizes.gzip, sizes.brotli, memory.heap].map(megabytes),
      milliseconds(start),
    ]);
  return markdown(head, body);
}

/** The engine's memory. */
function ours(rows) {
  const own = rows.find(({ linear }) => linear);
  if (!own) return undefined;
  const { linear, bytes } = own;
  const held = `${megabytes(linear.bytes)} MB, ${(linear.bytes / bytes).toFixed(2)} times the directory`;
  return `Welkomwijzer's linear memory after ${linear.asked} more questions: ${held}.`;
}

function milliseconds(value) {
  if (value >= 100) return value.toFixed(0);
  if (value >= 10) return value.toFixed(1);
  return value.toFixed(value >= 1 ? 2 : 3);
}

const megabytes = (bytes) => (bytes === undefined ? "–" : (bytes / 1e6).toFixed(bytes >= 1e8 ? 0 : bytes >= 1e7 ? 1 : 2));

const share = (kind) => (kind?.expected ? (kind.found / kind.expected).toFixed(3) : "–");

function markdown(head, body) {
  const align = head.map((_, at) => (at ? "--:" : "---"));
  return [head, align, ...body].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
