// Once `window.trap` is true, whatever is called inside the engine traps, as a bug in it would; `window.seen` holds what reached the page.

"use strict";

// (module (func (export "stop") unreachable))
const stop = new WebAssembly.Instance(
  new WebAssembly.Module(
    new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 8, 1, 4, 115, 116, 111, 112, 0, 0, 10, 5, 1, 3, 0, 0, 11]),
  ),
).exports.stop;

window.seen = [];
window.addEventListener("error", (event) => window.seen.push(event.message));
window.addEventListener("unhandledrejection", (event) => window.seen.push(String(event.reason)));

// Exports cannot be changed, so what the glue gets is a copy; a new instance of the same module works again.
window.engines = 0;
const wrapped = (start) => async (source, imports) => {
  const { instance, module } = await start(source, imports);
  window.engines += 1;
  const exports = {};
  for (const [name, value] of Object.entries(instance.exports)) {
    exports[name] = typeof value === "function" ? (...args) => (window.trap ? stop() : value(...args)) : value;
  }
  return { instance: { exports }, module };
};
WebAssembly.instantiateStreaming = wrapped(WebAssembly.instantiateStreaming);
WebAssembly.instantiate = wrapped(WebAssembly.instantiate);
