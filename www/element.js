// The class of <welkom-wijzer>. Registers nothing: welkomwijzer.js does.

import { Directory, WelkomwijzerError } from "./index.js";
import css from "./welkomwijzer.css";

// The one list: the script tag takes the same names with data- in front. What each means to the widget stands in src/widget/mod.rs,
// `Settings`; what is read here, in #settings().
const attributes = ["municipality", "lang", "languages", "heading-level", "correction-email", "src"];

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
  const response = await fetch(url, { credentials: "omit" }).catch((error) => {
    throw new WelkomwijzerError("network", `the directory could not be fetched from ${url}: ${error.message}`, { cause: error });
  });
  if (!response.ok) throw new WelkomwijzerError("network", `the directory could not be fetched from ${url}: ${response.status}`);
  return Directory.open(await response.arrayBuffer());
}

/** `<welkom-wijzer municipality="Geel" lang="nl" languages="nl en">…what shows until it is ready…</welkom-wijzer>` */
export class WelkomWijzer extends HTMLElement {
  static observedAttributes = attributes;

  #widget;
  #root;
  #starting;

  connectedCallback() {
    // The same element can be moved: what is alive stays alive.
    this.#starting ??= this.#start();
  }

  disconnectedCallback() {
    // A move takes the element out and puts it in again: wait for that before letting go.
    queueMicrotask(() => {
      if (!this.isConnected) this.#stop();
    });
  }

  attributeChangedCallback(name, before, after) {
    if (before === after || !this.isConnected) return;
    if (name === "src") {
      this.#stop();
      this.#starting = this.#start();
    } else if (this.#widget) {
      this.#safely(() => this.#widget.update(this.#settings()));
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
    };
  }

  async #start() {
    this.#prepare();
    try {
      const src = this.getAttribute("src");
      const opened = await directory(src);
      // Meanwhile the element may have left the page, or have been given another directory.
      if (!this.isConnected || src !== this.getAttribute("src")) return;
      const { root, live } = this.#root;
      const emit = (name, detail) => this.#emit(name, detail);
      this.#widget = opened.show(root, live, policy(), emit, this.#settings());
      this.shadowRoot.querySelector("slot").hidden = true;
      root.hidden = false;
      this.#emit("ready", { size: opened.size });
    } catch (error) {
      this.#fail(error);
    }
  }

  /** The shadow tree: a slot with the page's own children, and room for the widget, which stays hidden until it is ready. */
  #prepare() {
    if (this.#root) return;
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [styles()];
    const root = document.createElement("div");
    root.id = "root";
    root.hidden = true;
    const live = document.createElement("p");
    live.className = "hidden";
    live.setAttribute("role", "status");
    live.setAttribute("aria-live", "polite");
    shadow.append(document.createElement("slot"), root, live);
    this.#root = { root, live };
  }

  #stop() {
    this.#widget?.free();
    this.#widget = undefined;
    this.#starting = undefined;
    if (this.#root) {
      this.#root.root.hidden = true;
      this.#root.root.replaceChildren();
      this.#root.live.textContent = "";
      this.shadowRoot.querySelector("slot").hidden = false;
    }
  }

  /** The page's own children come back, the page is told, and the console says one sentence. */
  #fail(error) {
    this.#stop();
    const code = error?.code ?? "wasm";
    console.error(`welkom-wijzer: ${error?.message ?? error} (${code}); the page's own list stays`);
    this.#emit("error", { code, message: String(error?.message ?? error) });
  }

  #safely(action) {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`welkomwijzer-${name}`, { detail, bubbles: true, composed: true }));
  }
}
