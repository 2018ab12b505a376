// The class of <welkom-wijzer>. Registers nothing: welkomwijzer.js does.

import { Directory, WelkomwijzerError } from "./index.js";
import { townHall } from "./glue/words.js";
import css from "./welkomwijzer.css";

// The one list: the script tag takes the same names with data- in front. What each means to the widget stands in src/widget/mod.rs,
// `Settings`; what is read here, in #settings().
const attributes = [
  "municipality",
  "lang",
  "languages",
  "domains",
  "state",
  "events",
  "heading-level",
  "correction-email",
  "src",
  "loading",
  "look",
];

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

// The visitor's list: ids of actors with spaces between, under one key of the site's storage, and only while there are any. Where the
// browser has no storage, or no room in it, `held` has the list as long as the page lives.
const KEY = "welkomwijzer.kept";
// Tells the other widgets of the page; those of other pages get the browser's own event.
const KEPT = "welkomwijzer-kept";
let held;
function kept() {
  if (held !== undefined) return held;
  try {
    return localStorage.getItem(KEY) ?? "";
  } catch {
    return "";
  }
}
function keep(ids) {
  try {
    if (ids) localStorage.setItem(KEY, ids);
    else localStorage.removeItem(KEY);
    // What cannot be read back is not stored either.
    held = (localStorage.getItem(KEY) ?? "") === ids ? undefined : ids;
  } catch {
    held = ids;
  }
  // Another version of this script on the page does not share our variable.
  dispatchEvent(new CustomEvent(KEPT, { detail: held }));
}

// While the widget prints itself, it and what it stands in carry this attribute, and this sheet takes away all the rest of the page. In a
// layer, because there `!important` is stronger than any of the page's own.
const ALONE = "data-welkomwijzer-alone";
let aloneSheet;
function alone() {
  if (!aloneSheet) {
    aloneSheet = new CSSStyleSheet();
    aloneSheet.replaceSync(`@media print{@layer welkomwijzer{
:not([${ALONE}],:has([${ALONE}]),[${ALONE}] *),:has([${ALONE}])::before,:has([${ALONE}])::after{display:none!important}
:has([${ALONE}]),[${ALONE}]{display:block!important;position:static!important;float:none!important;transform:none!important;overflow:visible!important;
inline-size:auto!important;block-size:auto!important;min-inline-size:0!important;min-block-size:0!important;max-inline-size:none!important;max-block-size:none!important;
margin:0!important;padding:0!important;border:0!important;background:none!important;columns:auto!important}
}}`);
  }
  return aloneSheet;
}

// A page has one address, and so one widget that may use it: the first with state="hash". What stands in it, see src/html/link.rs.
const OURS = /^#welkomwijzer($|\?)/;
let addressed;

// What is loaded once for all widgets of a page, by its address; what failed can be tried again.
function once(loaded, url, load) {
  if (!loaded.has(url)) {
    const loading = load(url).catch((error) => {
      loaded.delete(url);
      throw error;
    });
    loaded.set(url, loading);
  }
  return loaded.get(url);
}

async function fetched(url, what) {
  const failed = (why, options) => new WelkomwijzerError("network", `${what} could not be fetched from ${url}: ${why}`, options);
  const response = await fetch(url).catch((error) => {
    throw failed(error.message, { cause: error });
  });
  if (!response.ok) throw failed(response.status);
  return response;
}

const directories = new Map();
function directory(src) {
  if (!src) return once(directories, "", () => Directory.load());
  return once(directories, new URL(src, document.baseURI).href, async (url) => {
    const response = await fetched(url, "the directory");
    return Directory.open(await response.arrayBuffer());
  });
}

// What a widget asks for when its visitor does, and not before. Each promises it, or fails.
const outlines = new Map();
const sources = {
  /** Where the device is: degrees north and east. They go to the engine in this page, and nowhere else. */
  position: () =>
    new Promise((resolve, reject) => {
      const found = ({ coords }) => resolve([coords.latitude, coords.longitude]);
      navigator.geolocation.getCurrentPosition(found, reject, { timeout: 10_000, maximumAge: 60_000 });
    }),
  /** The shapes of the map, a file beside this one. */
  outlines: () => once(outlines, new URL("outlines.svg", import.meta.url).href, async (url) => (await fetched(url, "the map")).text()),
};

/** `<welkom-wijzer municipality="Geel" lang="nl" languages="nl en">…what shows until it is ready…</welkom-wijzer>` */
export class WelkomWijzer extends HTMLElement {
  static observedAttributes = attributes;

  #widget;
  #root;
  /** What is going on since the element was put into the page or got another source; another one each time. */
  #life;
  #observer;
  /** Ends listening to the page. */
  #listening;
  /** Undoes what printing changed. */
  #printed = [];
  /** Back, Forward, or a link to another card. */
  #travelled = () => this.#widget?.restore(location.hash);

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
    if (name === "state") this.#claim();
    if (name === "src" || (name === "loading" && !this.#widget)) {
      this.#stop();
      this.#start();
    } else if (name !== "look") {
      // Looks are the style sheet's.
      this.#widget?.update(this.#settings());
      if (name === "state" && this.#isAddressed()) this.#travelled();
    }
  }

  #settings() {
    const text = (name) => this.getAttribute(name)?.trim() || undefined;
    const list = (name) => text(name)?.split(/[\s,]+/);
    const lang = (element) => element?.lang.split("-")[0].toLowerCase() || undefined;
    const level = Number.parseInt(this.getAttribute("heading-level") ?? "", 10);
    return {
      municipality: text("municipality"),
      lang: lang(this),
      pageLang: lang(this.parentElement?.closest("[lang]")),
      languages: list("languages"),
      domains: list("domains"),
      events: list("events"),
      linked: addressed === this,
      contact: this.#contact,
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
      this.#claim();
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
      const { root, live, slot, contact } = this.#root;
      // A microtask later, the page's listeners may change the element.
      const emit = (name, detail) => queueMicrotask(() => this.#do(name, detail));
      this.#widget = opened.show(root, live, policy(), emit, this.#settings(), (error) => this.#fail(error));
      this.#listen();
      slot.hidden = true;
      root.hidden = false;
      // The widget has its own place for it.
      contact.remove();
      if (this.#isAddressed()) {
        this.scrollIntoView();
        this.#travelled();
      }
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
      const contact = this.#contactPlace();
      shadow.append(slot, root, live);
      this.#root = { shadow, root, live, slot, contact };
      shadow.addEventListener("slotchange", () => {
        if (contact.hidden === !this.#contact) return;
        contact.hidden = !this.#contact;
        this.#widget?.update(this.#settings());
      });
    }
    this.#contactWaits();
    // Holds the widget's room free, until it is there or has failed.
    this.#root.slot.className = "waiting";
  }

  get #contact() {
    return [...this.children].some((child) => child.slot === "contact");
  }

  /** Where the town hall's contact stands until the widget is there: in a frame and under a name as the widget's own (src/html/widget.rs). */
  #contactPlace() {
    const make = (name, className, ...children) => {
      const element = document.createElement(name);
      element.className = className;
      element.append(...children);
      return element;
    };
    const { lang, pageLang } = this.#settings();
    const known = [lang, pageLang].find((lang) => townHall[lang]) ?? "nl";
    const name = make("p", "contact-name", townHall[known]);
    const slot = make("slot", "");
    slot.name = "contact";
    slot.dir = "auto";
    const place = make("section", "contact", name, slot);
    place.setAttribute("aria-label", townHall[known]);
    const frame = make("div", "widget", place);
    frame.lang = known;
    frame.dir = known === "ar" ? "rtl" : "ltr";
    return make("div", "room", frame);
  }

  #contactWaits() {
    const { shadow, contact } = this.#root;
    contact.hidden = !this.#contact;
    shadow.prepend(contact);
  }

  /** Takes the page's address, if the page says so and nobody has it, or lets go of it. */
  #claim() {
    if (this.state === "hash" && !addressed) {
      addressed = this;
      addEventListener("hashchange", this.#travelled);
    } else if (this.state === "hash" && addressed !== this) {
      console.warn('welkom-wijzer: another one on this page has state="hash"; this one leaves the address alone');
    } else if (this.state !== "hash") this.#letGo();
  }

  /** Whether the address is ours and says something. */
  #isAddressed() {
    return addressed === this && OURS.test(location.hash);
  }

  #letGo() {
    if (addressed !== this) return;
    addressed = undefined;
    removeEventListener("hashchange", this.#travelled);
  }

  #remember({ address, how }) {
    if (addressed !== this) return;
    const { href, hash } = location;
    const isOther = hash && !OURS.test(hash);
    // An anchor of the page's own stays in the history, and as long as nothing is asked also in the address.
    if (isOther && !address) return;
    const replaces = how === "replaceState" && !isOther;
    try {
      // Routers keep what they need in an entry's state. The address is whole, since a page's <base> would lead elsewhere.
      history[replaces ? "replaceState" : "pushState"](replaces ? history.state : null, "", href.split("#")[0] + address);
    } catch {
      // A browser allows so many in so much time, and a frame without an origin none: the next one will do.
    }
  }

  /** Resolves when the element is about to be seen: a page's visitors who never come that far download nothing. */
  #near() {
    if (this.loading === "eager" || !globalThis.IntersectionObserver || this.#isAddressed()) return;
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
    this.#listening?.abort();
    this.#afterPrint();
    this.#widget?.free();
    this.#widget = undefined;
    this.#letGo();
    if (this.#root) {
      const { root, live, slot } = this.#root;
      root.hidden = true;
      root.replaceChildren();
      live.textContent = slot.className = "";
      slot.hidden = false;
      this.#contactWaits();
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

  /** The page's side of what a visitor does with the widget around it. */
  #listen() {
    this.#listening = new AbortController();
    const on = (names, listener) => {
      for (const name of names) addEventListener(name, listener, { signal: this.#listening.signal });
    };
    const follow = () => this.#widget?.learn(held === undefined ? "kept" : "unstored", kept());
    on([KEPT], ({ detail }) => {
      held = detail ?? undefined;
      follow();
    });
    // Without a key: all storage was cleared.
    on(["storage"], ({ key }) => [KEY, null].includes(key) && follow());
    // A page one comes back to slept meanwhile.
    on(["pageshow"], ({ persisted }) => persisted && follow());
    if (kept()) follow();
    on(["beforeprint"], () => this.#unfold());
    // Some browsers never say that they have printed: then the next thing one does ends it.
    on(["afterprint", "pointerdown", "keydown"], () => this.#afterPrint());
  }

  /** Does what a visitor asked for where only JavaScript can; all the rest is for the page. */
  #do(name, detail) {
    if (name === "keep") keep(detail.ids);
    else if (name === "share") this.#share(detail);
    else if (name === "print") this.#print();
    else if (name === "address") this.#remember(detail);
    else this.#emit(name, detail);
  }

  /** The browser's own way to share; else the text is copied; else the visitor gets it to copy. */
  async #share({ id, name, reach, url: site, link }) {
    // The card itself where the page's address can say so, else the actor's own site.
    const url = link ? location.href.split("#")[0] + link : site;
    const text = [name, reach].filter(Boolean).join("\n");
    try {
      return await navigator.share({ title: name, text, url });
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    const all = [text, url].filter(Boolean).join("\n");
    try {
      await navigator.clipboard.writeText(all);
      this.#widget?.learn("copied", id);
    } catch {
      this.#widget?.learn("by-hand", id, all);
    }
  }

  /** Prints the widget alone. */
  #print() {
    this.#afterPrint();
    for (let element = this; element; element = element.getRootNode().host) {
      const root = element.getRootNode();
      element.setAttribute(ALONE, "");
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, alone()];
      this.#printed.push(() => {
        element.removeAttribute(ALONE);
        root.adoptedStyleSheets = root.adoptedStyleSheets.filter((sheet) => sheet !== aloneSheet);
      });
    }
    this.#unfold();
    print();
  }

  /**
   * Paper cannot be unfolded: the cards of the visitor's list are, and folded again afterwards. Results are printed as they stand on the
   * screen, since nobody chose them: twenty unfolded are fifteen pages.
   */
  #unfold() {
    for (const details of this.#root.root.querySelectorAll("#list-actions ~ .cards .more:not([open])")) {
      details.open = true;
      this.#printed.push(() => (details.open = false));
    }
  }

  #afterPrint() {
    for (const undo of this.#printed.splice(0)) undo();
  }

  #emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`welkomwijzer-${name}`, { detail, bubbles: true, composed: true }));
  }
}
Object.defineProperties(WelkomWijzer.prototype, properties);
