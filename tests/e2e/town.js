// A town's server, for what can go wrong on one: it passes on what the common server has, and changes some of it on the way.

import { createServer } from "node:http";
import { once } from "node:events";
import { base } from "./harness.js";

/**
 * Serves until the test `t` is over. `changes` maps a path to a function from the answer ({ status, headers, body }) to another one; the
 * path need not exist before. Gives the address, and a list of what was asked: { method, path, cookie }.
 */
export async function town(t, changes = {}) {
  const asked = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    asked.push({ method, path: url, cookie: headers.cookie });
    answered(url, changes)
      .then(({ status, headers, body }) => {
        // A body shorter than said is what a broken connection leaves.
        response.writeHead(status, { "content-length": body.length, ...headers });
        response.write(body, () => (headers["content-length"] > body.length ? response.destroy() : response.end()));
      })
      .catch((error) => response.destroy(error));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  t.after(close);
  return { url: `http://127.0.0.1:${server.address().port}`, asked, close };
}

async function answered(url, changes) {
  const { pathname } = new URL(url, base);
  const found = await fetch(base + url, { headers: { "accept-encoding": "identity" } });
  const headers = {};
  for (const name of ["content-type", "content-security-policy", "access-control-allow-origin"]) {
    if (found.headers.has(name)) headers[name] = found.headers.get(name);
  }
  const answer = { status: found.status, headers: { ...headers, "cache-control": "no-cache" }, body: Buffer.from(await found.arrayBuffer()) };
  return changes[pathname]?.(answer) ?? answer;
}

/** Changes for `town`. */
export const missing = () => ({ status: 404, headers: {}, body: Buffer.from("nothing here") });
export const as = (type) => (answer) => ({ ...answer, headers: { ...answer.headers, "content-type": type } });
/** The whole answer is shorter, and says so. */
export const cutOff = (answer) => ({ ...answer, body: answer.body.subarray(0, 100_000) });
/** The connection breaks. */
export const broken = (answer) => ({ ...cutOff(answer), headers: { ...answer.headers, "content-length": answer.body.length } });
/** A file of the test's own. */
export const text = (type, body) => () => ({ status: 200, headers: { "content-type": type }, body: Buffer.from(body) });
