// The class of <welkom-wijzer>. Registers nothing: welkomwijzer.js does.

import { Directory, WelkomwijzerError } from "./index.js";
import css from "./welkomwijzer.css";

// The one list: the script tag takes the same names with data- in front. What each means to the widget stands in src/widget/mod.rs,
// `Settings`; what is read here, in #settings().
const attributes = ["municipality", "lang", "languages", "heading-level", "correction-email", "src", "loading", "look"];

// Every attribute but `lang`, which all elements have, is a property too: frameworks set those, and lists with them.
const properties = {};
for (const name of attributes.filter((name) => name !== "lang")) {
  properties[name.replace(/-./, ([, letter]) => letter.toUpperCase())] = {
    configurable: true,
    enumerable: true,
    get() {
      return this.getAttribute(name) ?? "";
    },
    set(value) {
      if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, Array.isArray(value) ? value.join(" ") : value);
    },
  };
}

let sheet;
function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  return sheet;
}

// One policy per page, whatever the number of scripts: a second createPolicy of the name is refused.
const policyKey = Symbol.for("welkomwijzer.policy");
function policy() {
  globalThis[policyKey] ??= globalThis.trustedTypes
    ? globalThis.trustedTypes.createPolicy("welkomwijzer", { createHTML: (html) => html })
    : { createHTML: (html) => html };
  return globalThis[policyKey];
}

// One directory per source, shared by all widgets of a page.
const directories = new Map();
function directory(src) {
  const key = src ? new URL(src, document.baseURI).href : "";
  if (!directories.has(key)) {
    const loading = (src ? fetched(key) : Directory.load()).catch((error) => {
      directories.delete(key);
      throw error;
    });
    directories.set(key, loading);
  }
  return directories.get(key);
}

async function fetched(url) {
  const response = await fetch(url).catch((error) => {
    throw new WelkomwijzerError("network", `the directory could not be fetched from ${url}: ${error.message}`, { cause: error });
  });
  if (!response.ok) throw new WelkomwijzerError("network", `the directory could not be fetched from ${url}: ${response.status}`);
  return Directory.open(await response.arrayBuffer());
}

// What a widget asks for when its visitor does, and not before. Each promises it, or fails.
let outlines;
const sources = {
  /** Where the device is: degrees north and east. They go to the engine in this page, and nowhere else. */
  position: () =>
    new Promise((resolve, reject) => {
      const found = ({ coords }) => resolve([coords.latitude, coords.longitude]);
      navigator.geolocation.getCurrentPosition(found, reject, { timeout: 10_000, maximumAge: 60_000 });
    }),
  /** The shapes of the map, a file beside this one, fetched once for all widgets of a page. */
  outlines: () =>
    (outlines ??= fetch(new URL("outlines.svg", import.meta.url))
      .then((response) => (response.ok ? response.text() : Promise.reject(response)))
      .catch((error) => {
        outlines = undefined;
        throw error;
      })),
};

/** `<welkom-wijzer municipality="Geel" lang="nl" languages="nl en">…what shows until it is ready…</welkom-wijzer>` */
export class WelkomWijzer extends HTMLElement {
  static observedAttributes = attributes;

  #widget;
  #root;
  /** What is going on since the element was put into the page or got another source; another one each time. */
  #life;
  #observer;

  constructor() {
    super();
    // What a page set before the element was defined hides the properties.
    for (const name of Object.keys(properties)) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
  }

  connectedCallback() {
    // The same element can be moved: what is alive stays alive.
    if (!this.#life) this.#start();
  }

  disconnectedCallback() {
    // A move takes the element out and puts it in again: wait for that before letting go.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.#life) return;
    if (name === "src" || (name === "loading" && !this.#widget)) {
      this.#stop();
      this.#start();
    } else if (name !== "look") {
      // Looks are the style sheet's.
      this.#widget?.update(this.#settings());
    }
  }

  #settings() {
    const text = (name) => this.getAttribute(name)?.trim() || undefined;
    const level = Number.parseInt(this.getAttribute("heading-level") ?? "", 10);
    return {
      municipality: text("municipality"),
      // A language that is not said is that of the page around it.
      lang: text("lang") ?? this.closest("[lang]")?.lang.split("-")[0].toLowerCase(),
      languages: text("languages")?.split(/[\s,]+/),
      headingLevel: level >= 1 && level <= 5 ? level : undefined,
      correctionEmail: text("correction-email"),
      ask: (what) => this.#get(what),
      locates: isSecureContext && "geolocation" in navigator,
    };
  }

  /** Gets what the widget asks for, and says so if it cannot be had. */
  async #get(what) {
    const life = this.#life;
    const value = await sources[what]().catch(() => undefined);
    if (life === this.#life) this.#widget?.give(what, value);
  }

  async #start() {
    const life = (this.#life = {});
    try {
      this.#prepare();
      await this.#near();
      // Meanwhile the element may have left the page, or have been given another directory.
      if (life !== this.#life) return;
      const opened = await directory(this.getAttribute("src"));
      // Who is just using the page's own list keeps it until the focus leaves.
      while (life === this.#life && this.matches(":focus-within")) {
        await new Promise((resolve) => this.addEventListener("focusout", () => setTimeout(resolve), { once: true }));
      }
      if (life !== this.#life) return;
      const { root, live, slot } = this.#root;
      // A microtask later, the page's listeners may change the element.
      const emit = (name, detail) => queueMicrotask(() => this.#emit(name, detail));
      this.#widget = opened.show(root, live, policy(), emit, this.#settings(), (error) => this.#fail(error));
      slot.hidden = true;
      root.hidden = false;
      this.#emit("ready", { size: opened.size });
    } catch (error) {
      if (life === this.#life) this.#fail(error);
    }
  }

  /** The shadow tree: a slot with the page's own children, and room for the widget, which stays hidden until it is ready. */
  #prepare() {
    if (!this.#root) {
      const shadow = this.attachShadow({ mode: "open" });
      shadow.adoptedStyleSheets = [styles()];
      const root = document.createElement("div");
      root.id = "root";
      root.hidden = true;
      const live = document.createElement("p");
      live.className = "hidden";
      live.setAttribute("role", "status");
      live.setAttribute("aria-live", "polite");
      const slot = document.createElement("slot");
      shadow.append(slot, root, live);
      this.#root = { root, live, slot };
    }
    // Holds the widget's room free, until it is there or has failed.
    this.#root.slot.className = "waiting";
  }

  /** Resolves when the element is about to be seen: a page's visitors who never come that far download nothing. */
  #near() {
    if (this.loading === "eager" || !globalThis.IntersectionObserver) return;
    return new Promise((resolve) => {
      this.#observer = new IntersectionObserver((entries) => entries.some((entry) => entry.isIntersecting) && resolve(), {
        rootMargin: "1000px",
      });
      this.#observer.observe(this);
    }).then(() => this.#observer?.disconnect());
  }

  #stop() {
    this.#life = undefined;
    this.#observer?.disconnect();
    this.#widget?.free();
    this.#widget = undefined;
    if (this.#root) {
      const { root, live, slot } = this.#root;
      root.hidden = true;
      root.replaceChildren();
      live.textContent = slot.className = "";
      slot.hidden = false;
    }
  }

  /** The page's own children come back, the page is told, and the console says one sentence. */
  #fail(error) {
    this.#stop();
    // Still there, and so a new source can be given.
    this.#life = {};
    const { code = "wasm", message = String(error) } = error ?? {};
    // An engine that stopped takes its directories with it; another element begins anew.
    if (code === "wasm") directories.clear();
    console.error(`welkom-wijzer: ${message} (${code}); the page's own list stays`);
    this.#emit("error", { code, message });
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`welkomwijzer-${name}`, { detail, bubbles: true, composed: true }));
  }
}
Object.defineProperties(WelkomWijzer.prototype, properties);
