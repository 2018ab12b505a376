// Three engines, steered by what they have in common: the commands of W3C WebDriver.
//
//   CHROMEDRIVER, CHROMIUM         Chromium and its driver
//   FIREFOX                        Firefox. It is spoken to in its own tongue, Marionette, over a socket: the commands are WebDriver's,
//                                  and geckodriver, which translates them from HTTP, is in no Debian and takes minutes to build
//   WEBKIT_DRIVER, WEBKIT_BROWSER  WebKitGTK's driver and a browser it can start; XVFB is the screen it needs
//
// What no variable names is left out. Playwright, which drives Chromium in the other tests, needs its own builds of the other two.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const { env } = process;

/** Name of an engine → how it is started. */
export const ENGINES = {
  ...(env.CHROMIUM && env.CHROMEDRIVER && { Chromium: chromium }),
  ...(env.FIREFOX && { Firefox: firefox }),
  ...(env.WEBKIT_DRIVER && env.WEBKIT_BROWSER && env.XVFB && { WebKit: webkit }),
};

const WINDOW = { width: 1200, height: 900 };

// ---- a browser

/** A browser with one window. */
class Browser {
  #send;
  #ends;

  constructor(send, ends) {
    this.#send = send;
    this.#ends = ends;
  }

  async close() {
    for (const end of this.#ends.toReversed()) await end();
  }

  /** Goes to a page and waits until it is loaded. */
  go(url) {
    return this.#send("POST", "url", "WebDriver:Navigate", { url });
  }

  /** Runs a function in the page, whose value can be a promise. */
  async run(action, ...args) {
    const script = `const done = arguments[arguments.length - 1];
      Promise.resolve().then(() => (${action})(...Array.prototype.slice.call(arguments, 0, -1)))
        .then((value) => done({ value }), (error) => done({ error: String(error) }));`;
    const { value, error } = await this.#send("POST", "execute/async", "WebDriver:ExecuteAsyncScript", { script, args });
    if (error) throw new Error(`in the page: ${error}`);
    return value;
  }

  /** Waits until a function gives something true in the page, and gives that. */
  async until(action, ...args) {
    const end = Date.now() + 15_000;
    for (;;) {
      const value = await this.run(action, ...args);
      if (value) return value;
      if (Date.now() > end) throw new Error(`never came true: ${action} ${JSON.stringify(args)}`);
      await pause(50);
    }
  }

  /** Presses keys, one after the other: characters, or names of `KEYS`. */
  async press(...keys) {
    const actions = keys.flatMap((key) => ["keyDown", "keyUp"].map((type) => ({ type, value: KEYS[key] ?? key })));
    await this.#send("POST", "actions", "WebDriver:PerformActions", { actions: [{ type: "key", id: "keys", actions }] });
  }

  type(text) {
    return this.press(...text);
  }

  /** Clicks in the middle of an element of the (first) widget, as a mouse does. */
  async click(selector) {
    const { x, y } = await this.run(async (selector) => {
      const element = document.querySelector("welkom-wijzer").shadowRoot.querySelector(selector);
      element.scrollIntoView({ block: "center", behavior: "instant" });
      // What comes into sight is laid out, and may move it.
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      element.scrollIntoView({ block: "center", behavior: "instant" });
      const box = element.getBoundingClientRect();
      return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
    }, selector);
    const actions = [
      { type: "pointerMove", origin: "viewport", duration: 0, x, y },
      { type: "pointerDown", button: 0 },
      { type: "pointerUp", button: 0 },
    ];
    const pointer = { type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions };
    await this.#send("POST", "actions", "WebDriver:PerformActions", { actions: [pointer] });
  }
}

const KEYS = { Tab: "\uE004", Enter: "\uE007", Space: " ", Escape: "\uE00C", Down: "\uE015" };

// ---- WebDriver over HTTP

async function overHttp(program, args, port, capabilities, options, ends) {
  ends.push(await started(program, [...args, `--port=${port}`], options));
  const base = `http://127.0.0.1:${port}`;
  const ask = async (method, path, body) => {
    const answer = await fetch(`${base}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`);
    return value;
  };
  await untilIt(() => ask("GET", "/status"));
  const { sessionId } = await ask("POST", "/session", { capabilities: { alwaysMatch: capabilities } });
  ends.push(() => ask("DELETE", `/session/${sessionId}`));
  const send = (method, path, _, body) => ask(method, `/session/${sessionId}/${path}`, body);
  await send("POST", "timeouts", "", { script: 20_000, pageLoad: 60_000 });
  return new Browser(send, ends);
}

async function chromium() {
  const args = ["--headless", "--no-sandbox", `--window-size=${WINDOW.width},${WINDOW.height}`];
  const capabilities = { "goog:chromeOptions": { binary: env.CHROMIUM, args } };
  return closedIfFailed((ends) => freePort().then((port) => overHttp(env.CHROMEDRIVER, [], port, capabilities, {}, ends)));
}

async function webkit() {
  return closedIfFailed(async (ends) => {
    const screen = await screenFor(ends);
    const args = ["--automation", `--geometry=${WINDOW.width}x${WINDOW.height}`];
    const capabilities = { "webkitgtk:browserOptions": { binary: env.WEBKIT_BROWSER, args } };
    const options = { env: { ...env, DISPLAY: screen, ...WEBKIT_SETTINGS } };
    return overHttp(env.WEBKIT_DRIVER, [], await freePort(), capabilities, options, ends);
  });
}

const WEBKIT_SETTINGS = {
  // No graphics card, and nobody who looks.
  LIBGL_ALWAYS_SOFTWARE: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  WEBKIT_DISABLE_DMABUF_RENDERER: "1",
  // Its sandbox needs user namespaces, which containers refuse. It opens nothing but pages of these tests.
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  NO_AT_BRIDGE: "1",
  GSETTINGS_BACKEND: "memory",
};

/** A screen that nobody sees. */
async function screenFor(ends) {
  const args = ["-displayfd", "3", "-screen", "0", "1400x1100x24", "-nolisten", "tcp"];
  const process = spawn(env.XVFB, args, { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  ends.push(() => ended(process));
  const [number] = await once(process.stdio[3], "data");
  return `:${String(number).trim()}`;
}

// ---- Marionette: "LENGTH:[0,NUMBER,COMMAND,PARAMETERS]" there, "LENGTH:[1,NUMBER,ERROR,VALUE]" back

async function firefox() {
  return closedIfFailed(async (ends) => {
    const profile = await mkdtemp(path.join(tmpdir(), "firefox-"));
    ends.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
    const lines = Object.entries(PREFERENCES).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});\n`);
    await writeFile(path.join(profile, "user.js"), lines.join(""));
    const size = ["--width", `${WINDOW.width}`, "--height", `${WINDOW.height}`];
    ends.push(await started(env.FIREFOX, ["--headless", "--marionette", "--no-remote", "--profile", profile, ...size]));
    // It chooses a free port itself and writes it down.
    const port = await untilIt(async () => Number(await readFile(path.join(profile, "MarionetteActivePort"), "utf8")) || Promise.reject());
    const send = await marionette(port, ends);
    await send("WebDriver:NewSession", {});
    await send("WebDriver:SetTimeouts", { script: 20_000, pageLoad: 60_000 });
    // Values come wrapped, but not all of them.
    const command = async (_, __, name, body) => {
      const value = await send(name, body);
      return value && "value" in value ? value.value : value;
    };
    return new Browser(command, ends);
  });
}

const PREFERENCES = {
  "marionette.port": 0,
  "remote.active-protocols": 0,
  // Nothing but what the pages ask for.
  "app.update.disabledForTesting": true,
  "browser.newtabpage.enabled": false,
  "browser.startup.page": 0,
  "browser.shell.checkDefaultBrowser": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "services.settings.server": "data:,",
  "toolkit.telemetry.server": "data:,",
  "toolkit.startup.max_resumed_crashes": -1,
  "browser.tabs.remote.separatePrivilegedContentProcess": false,
  "dom.ipc.processCount": 1,
};

async function marionette(port, ends) {
  const socket = connect(port, "127.0.0.1");
  ends.push(() => socket.destroy());
  await once(socket, "connect");
  const waiting = new Map();
  let buffer = Buffer.alloc(0);
  socket.on("data", (data) => {
    buffer = Buffer.concat([buffer, data]);
    for (;;) {
      const colon = buffer.indexOf(":");
      const length = Number(buffer.subarray(0, Math.max(colon, 0)).toString());
      if (colon < 0 || buffer.length < colon + 1 + length) return;
      const message = JSON.parse(buffer.subarray(colon + 1, colon + 1 + length).toString());
      buffer = buffer.subarray(colon + 1 + length);
      // The first message is a greeting.
      if (!Array.isArray(message)) continue;
      const [, number, error, value] = message;
      const { resolve, reject } = waiting.get(number);
      waiting.delete(number);
      if (error) reject(new Error(`${error.error}: ${error.message}`));
      else resolve(value);
    }
  });
  let last = 0;
  const send = (name, parameters) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const message = Buffer.from(JSON.stringify([0, last, name, parameters]));
      socket.write(Buffer.concat([Buffer.from(`${message.length}:`), message]));
    });
  ends.push(() => send("Marionette:Quit", { flags: ["eForceQuit"] }).catch(() => {}));
  return send;
}

// ---- programs

/** Starts a program; gives what ends it. */
async function started(program, args, options = {}) {
  const process = spawn(program, args, { stdio: env.WELKOMWIJZER_TALK ? "inherit" : "ignore", ...options });
  await once(process, "spawn");
  return () => ended(process);
}

async function ended(process) {
  if (process.exitCode !== null || process.signalCode !== null) return;
  const exit = once(process, "exit");
  process.kill();
  // Who does not go is made to.
  const late = setTimeout(() => process.kill("SIGKILL"), 5000);
  await exit;
  clearTimeout(late);
}

/** What was started is ended if the rest fails. */
async function closedIfFailed(start) {
  const ends = [];
  try {
    return await start(ends);
  } catch (error) {
    for (const end of ends.toReversed()) await end();
    throw error;
  }
}

async function untilIt(works) {
  const end = Date.now() + 60_000;
  for (;;) {
    try {
      return await works();
    } catch (error) {
      if (Date.now() > end) throw error;
      await pause(100);
    }
  }
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
