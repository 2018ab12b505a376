// The configurator: what is chosen in configure.html becomes two previews and the lines to copy.
//
// * What places and records there are comes from the engine; what it does not tell (language regimes, sentences of the list) stands in
//   configure.json, which `cargo xtask dist` makes of data/.
// * The previews are pages of their own, so that each has the width it shows, and one page does not get two search forms.
// * `noScriptList` writes what `welkomwijzer render` writes, without distances. It is made here from the API, because a function of the
//   engine for it would be downloaded by every visitor of every town and called by none. A test holds the two against each other.

import { Directory } from "./index.js";

const byId = (id) => document.getElementById(id);
const DOMAINS = ["language", "orientation", "leisure", "diaspora"];

/** Everything chosen. `langs` are all languages in their order, `off` those that are not offered; `domains` are offered. */
const chosen = { nis: "", regime: undefined, langs: [], off: new Set(), domains: new Set(DOMAINS) };
let directory, facts, hashes;

/** The text of the page's language. */
const say = (nl, en) => (document.documentElement.lang === "en" ? en : nl);

/** An element with attributes and children; texts are escaped by being texts. */
function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== ""));
  return element;
}

/** Both texts, of which the style sheet shows one. */
const both = (nl, en) => [make("span", { class: "nl", lang: "nl" }, nl), make("span", { class: "en", lang: "en" }, en)];

// ---- Municipality

const municipality = () => facts.municipalities.find(({ nis }) => nis === chosen.nis);

/** The NIS code of what is written, if it is a name, postcode or code. */
function resolved(text) {
  try {
    return directory.search({ municipality: text, limit: 0 }).viewpoint;
  } catch (error) {
    if (error.code !== "option") throw error;
  }
}

const field = byId("municipality");
const options = byId("municipalities");
let active = -1;

function closeOptions() {
  options.hidden = true;
  options.replaceChildren();
  active = -1;
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
}

function suggest() {
  closeOptions();
  const lang = say("nl", "en");
  const places = directory.suggest({ text: field.value, lang, limit: 12 }).filter(({ suggests }) => suggests === "place");
  if (places.length === 0 || places.some(({ label }) => label === field.value)) return;
  options.append(
    ...places.map(({ label, value }, i) => make("li", { id: `municipality-${i}`, role: "option", "aria-selected": "false", "data-nis": value }, label)),
  );
  options.hidden = false;
  field.setAttribute("aria-expanded", "true");
}

function mark(step) {
  if (options.hidden) suggest();
  const all = [...options.children];
  if (all.length === 0) return;
  // Between the last and the first stands the field itself.
  active = ((active + 1 + step + all.length + 1) % (all.length + 1)) - 1;
  all.forEach((option, i) => option.setAttribute("aria-selected", String(i === active)));
  if (active < 0) field.removeAttribute("aria-activedescendant");
  else field.setAttribute("aria-activedescendant", all[active].id);
}

function choose(nis) {
  closeOptions();
  field.value = facts.municipalities.find((m) => m.nis === nis).name_nl;
  settle(nis);
}

/** Takes over a municipality, or says that there is none. */
function settle(nis) {
  field.setAttribute("aria-invalid", String(!nis && field.value.trim() !== ""));
  chosen.nis = nis ?? "";
  // The webmaster's own order stays as long as the law asks for no other; also while a name is half typed.
  const regime = municipality()?.regime ?? chosen.regime;
  if (regime !== chosen.regime) orderLanguages();
  if (isFlemish()) chosen.off.delete("nl");
  chosen.regime = regime;
  update();
}

field.addEventListener("input", () => {
  suggest();
  settle(resolved(field.value));
});
field.addEventListener("focusout", closeOptions);
field.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && active >= 0) choose(options.children[active].dataset.nis);
  else if (event.key === "Escape" && !options.hidden) closeOptions();
  // Enter sends no form: there is nothing to send.
  else if (event.key !== "Enter") return;
  event.preventDefault();
});
// The field keeps the focus while one points at its list.
options.addEventListener("mousedown", (event) => event.preventDefault());
options.addEventListener("click", (event) => {
  const option = event.target.closest("[data-nis]");
  if (option) choose(option.dataset.nis);
});

// ---- Languages

const leads = () => chosen.langs.find((lang) => !chosen.off.has(lang)) ?? "nl";
const offered = () => chosen.langs.filter((lang) => !chosen.off.has(lang));
/** Languages in which a town hall speaks to everybody; the first of them leads. */
const official = (regime) => ({ "nl-fr": ["nl", "fr"], "nl-facilities-fr": ["nl", "fr"] })[regime] ?? ["nl"];
/** Where the widget shows Dutch whatever the page says. */
const isFlemish = () => ["nl", "nl-facilities-fr"].includes(municipality()?.regime);
/** Not marked as a translation by the widget: Dutch, and in Brussels French. */
const isOriginal = (lang) => lang === "nl" || (lang === "fr" && municipality()?.regime === "nl-fr");

/** The order that the law asks for: the official languages, then the others as the directory has them. */
function orderLanguages() {
  const first = official(municipality()?.regime);
  chosen.langs = [...first, ...directory.info().langs.filter((lang) => !first.includes(lang))];
}

function why() {
  const here = municipality();
  const name = here?.name_nl ?? "";
  return {
    nl: both(
      `${name}: het bestuur gebruikt Nederlands, dus dat staat eerst. De andere talen zijn vertalingen voor nieuwkomers: de wijzer zegt dat erbij, en Nederlands is één tik ver.`,
      `${name}: the administration uses Dutch, so that comes first. The others are translations for newcomers: the widget says so, and Dutch is one tap away.`,
    ),
    "nl-facilities-fr": both(
      `${name} heeft faciliteiten voor wie Frans spreekt: Nederlands eerst, dan Frans. De andere talen dan Nederlands zijn vertalingen, en dat staat erbij.`,
      `${name} has facilities for speakers of French: Dutch first, then French. All but Dutch are translations, and are marked as such.`,
    ),
    "nl-fr": both(
      `${here?.name_fr && here.name_fr !== name ? `${name} / ${here.name_fr}` : name}: Nederlands en Frans zijn gelijk, en geen van beide is een vertaling. Zet als eerste de taal van je pagina. De andere zijn vertalingen, en dat staat erbij.`,
      `${here?.name_fr && here.name_fr !== name ? `${name} / ${here.name_fr}` : name}: Dutch and French are equal, and neither is a translation. Put first the language of your page. The others are translations, and are marked as such.`,
    ),
  }[here?.regime] ?? both("Kies eerst een gemeente: het taalstelsel bepaalt welke taal eerst staat.", "Choose a municipality first: its language regime says which language comes first.");
}

const nameOf = (lang, inLang) => new Intl.DisplayNames([inLang], { type: "language" }).of(lang);

function showLanguages() {
  byId("regime").replaceChildren(...why());
  const focused = document.activeElement?.id;
  const last = chosen.langs.length - 1;
  byId("languages").replaceChildren(
    ...chosen.langs.map((lang, i) => {
      const box = make("input", { type: "checkbox", id: `offer-${lang}`, "data-offer": lang });
      box.checked = !chosen.off.has(lang);
      // A widget without any language is none.
      box.disabled = box.checked && (offered().length === 1 || (lang === "nl" && isFlemish()));
      const note = isOriginal(lang) ? both("geen vertaling", "not a translation") : both("vertaling uit het Nederlands", "translation from Dutch");
      const name = make("span", {}, make("bdi", { lang }, facts.messages[lang].language_name), make("small", {}, ...note));
      const move = (step, sign, nl, en) => {
        const button = make("button", { type: "button", id: `${step < 0 ? "up" : "down"}-${lang}`, "data-move": step, "data-lang": lang }, make("span", { "aria-hidden": "true" }, sign));
        button.append(make("span", { class: "nothing-seen" }, ...both(`${nameOf(lang, "nl")} ${nl}`, `${nameOf(lang, "en")} ${en}`)));
        button.disabled = i + step < 0 || i + step > last;
        return button;
      };
      return make("li", {}, make("label", { class: "choice" }, box, name), move(-1, "↑", "hoger", "up"), move(1, "↓", "lager", "down"));
    }),
  );
  const again = focused && byId(focused);
  // At either end a button can no longer be pressed: the other one keeps the focus.
  if (again?.disabled) byId(focused.replace(/^(up|down)-/, (_, step) => (step === "up" ? "down-" : "up-"))).focus();
  else if (again && again !== document.activeElement) again.focus();

  const first = official(municipality()?.regime);
  const missing = first.filter((lang) => chosen.off.has(lang));
  const isWrong = missing.length > 0 || !(municipality()?.regime === "nl-fr" ? first : ["nl"]).includes(leads());
  const note = byId("languages-note");
  note.hidden = !isWrong;
  note.replaceChildren(
    ...both(
      "Op de site van een gemeentebestuur past dit niet bij de taalwet (wetten van 18 juli 1966). Een vereniging mag het wel.",
      "On the site of a town's administration this does not fit the language law (laws of 18 July 1966). An association may do it.",
    ),
  );
}

byId("languages").addEventListener("change", ({ target }) => {
  if (target.checked) chosen.off.delete(target.dataset.offer);
  else chosen.off.add(target.dataset.offer);
  update();
});
byId("languages").addEventListener("click", ({ target }) => {
  const button = target.closest("[data-move]");
  if (!button) return;
  const from = chosen.langs.indexOf(button.dataset.lang);
  const [lang] = chosen.langs.splice(from, 1);
  chosen.langs.splice(from + Number(button.dataset.move), 0, lang);
  update();
});

// ---- Domains

function showDomains() {
  const focused = document.activeElement?.id;
  byId("domains").replaceChildren(
    ...DOMAINS.map((domain) => {
      const box = make("input", { type: "checkbox", id: `domain-${domain}`, "data-domain": domain });
      box.checked = chosen.domains.has(domain);
      // A widget without any domain is none.
      box.disabled = box.checked && chosen.domains.size === 1;
      return make("label", { class: "choice" }, box, make("span", {}, ...both(facts.messages.nl[`domain_${domain}`], facts.messages.en[`domain_${domain}`])));
    }),
  );
  if (focused?.startsWith("domain-")) byId(focused).focus();
}

byId("domains").addEventListener("change", ({ target }) => {
  if (target.checked) chosen.domains.add(target.dataset.domain);
  else chosen.domains.delete(target.dataset.domain);
  update();
});

/** Those that are offered, in their order. */
const domains = () => DOMAINS.filter((domain) => chosen.domains.has(domain));

// ---- Looks

const look = () => document.querySelector("[name=look]:checked").value;

/** "#rrggbb" with so much of another colour in it. */
function mixed(colour, other, share) {
  const parts = (hex) => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const [a, b] = [parts(colour), parts(other)];
  return `#${a.map((part, i) => Math.round(part * (1 - share) + b[i] * share).toString(16).padStart(2, "0")).join("")}`;
}

/** WCAG 2: relative luminance of "#rrggbb", and the ratio of two. */
function luminance(colour) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function ratio(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** The custom properties of the own colours: three are chosen, the others follow from them. */
function properties() {
  if (!byId("own-colours").checked) return {};
  const [action, ground, text] = ["action", "ground", "text"].map((id) => byId(id).value);
  const dark = "#101418";
  const isDark = luminance(ground) < luminance(text);
  return {
    action,
    "action-strong": mixed(action, isDark ? "#ffffff" : "#000000", 0.25),
    "on-action": ratio(action, "#ffffff") >= ratio(action, dark) ? "#ffffff" : dark,
    ground,
    surface: mixed(ground, "#ffffff", isDark ? 0.06 : 0.7),
    soft: mixed(ground, action, 0.09),
    text,
    muted: mixed(text, ground, 0.2),
    line: mixed(ground, text, 0.25),
  };
}

/** What is read on what, by the widget's own names of colours. */
const PAIRS = [
  ["text", "ground", "Tekst op de achtergrond", "Text on the background"],
  ["text", "surface", "Tekst op een kaart", "Text on a card"],
  ["muted", "ground", "Bijschrift op de achtergrond", "Small print on the background"],
  ["action", "surface", "Link op een kaart", "Link on a card"],
  ["action", "ground", "Link op de achtergrond", "Link on the background"],
  ["action", "soft", "Link, aangewezen", "Link, pointed at"],
  ["on-action", "action", "Woorden op een knop", "Words on a button"],
];

/** Reads colours as the preview has them, laid over its page where they can be seen through. */
function reader() {
  const frame = byId("desktop");
  const widget = frame.contentDocument?.querySelector("welkom-wijzer")?.shadowRoot?.querySelector("#widget");
  if (!widget) return undefined;
  const probe = widget.appendChild(frame.contentDocument.createElement("span"));
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  canvas.canvas.width = canvas.canvas.height = 1;
  const of = (...names) => {
    canvas.fillStyle = "#fff";
    canvas.fillRect(0, 0, 1, 1);
    for (const name of names) {
      probe.style.setProperty("color", `var(--${name})`);
      canvas.fillStyle = frame.contentWindow.getComputedStyle(probe).color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return `#${[...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  };
  return { of, done: () => probe.remove() };
}

function showContrast() {
  const read = reader();
  if (!read) return;
  const number = (value) => (Math.floor(value * 10) / 10).toLocaleString(say("nl", "en"), { minimumFractionDigits: 1 });
  let low = 0;
  const rows = PAIRS.map(([over, under, nl, en]) => {
    const ground = under === "ground" ? ["ground"] : ["ground", under];
    const value = ratio(read.of(...ground, over), read.of(...ground));
    const isLow = value < 4.5;
    low += Number(isLow);
    const verdict = isLow ? both("te weinig", "too little") : both("genoeg", "enough");
    return make("tr", {}, make("th", { scope: "row" }, ...both(nl, en)), make("td", { class: isLow ? "low" : "" }, `${number(value)} : 1 `, ...verdict));
  });
  read.done();
  byId("contrast").replaceChildren(...rows);
  const said = low ? say(`Contrast: ${low} van ${rows.length} te weinig`, `Contrast: ${low} of ${rows.length} too little`) : say("Contrast: genoeg", "Contrast: enough");
  if (byId("contrast-said").textContent !== said) byId("contrast-said").textContent = said;
}

// ---- Previews

function attributes() {
  const here = municipality();
  const level = byId("heading-level").value;
  const email = byId("correction-email");
  // Its name, unless that is another place's too.
  const name = here && (resolved(here.name_nl) === here.nis ? here.name_nl : here.nis);
  return {
    municipality: name,
    lang: leads(),
    languages: offered().join(" "),
    domains: chosen.domains.size < DOMAINS.length ? domains().join(" ") : undefined,
    look: look() || undefined,
    "heading-level": level === "2" ? undefined : level,
    "correction-email": (email.validity.valid && email.value.trim()) || undefined,
  };
}

function showPreviews() {
  for (const frame of [byId("phone"), byId("desktop")]) {
    const widget = frame.contentDocument?.querySelector("welkom-wijzer");
    if (!widget) continue;
    for (const [name, value] of Object.entries(attributes())) {
      if (value === undefined) widget.removeAttribute(name);
      else if (widget.getAttribute(name) !== value) widget.setAttribute(name, value);
    }
    for (const name of ["action", "action-strong", "on-action", "ground", "surface", "soft", "text", "muted", "line"]) {
      const value = properties()[name];
      if (value) widget.style.setProperty(`--welkomwijzer-${name}`, value);
      else widget.style.removeProperty(`--welkomwijzer-${name}`);
    }
    widget.addEventListener("welkomwijzer-ready", showContrast, { once: true });
  }
  showContrast();
}

/** The wide preview is made smaller where the window is: down to where it can still be read, then it scrolls. */
new ResizeObserver(([{ contentRect }]) => {
  const scale = Math.max(0.45, Math.min(1, contentRect.width / 1280));
  const frame = byId("desktop-frame");
  frame.style.setProperty("--scale", String(scale));
  // What scrolls can be reached by keyboard.
  if (scale * 1280 > contentRect.width + 1) frame.tabIndex = 0;
  else frame.removeAttribute("tabindex");
}).observe(byId("desktop-frame"));

// ---- What is copied

const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
const isSingle = () => document.querySelector("[name=files]:checked").value === "single";
/** The folder's address, with a slash at its end. */
const base = () => byId("base").value.trim().replace(/\/*$/, "/");

/** The import map's text: what stands between the tags, character by character, since the policy holds its hash. */
function importMap() {
  // A key that does not begin like an address would be a bare name.
  const folder = /^(\w+:|\.{0,2}\/)/.test(base()) ? base() : `./${base()}`;
  const integrity = Object.fromEntries(["element.js", "index.js"].map((file) => [folder + file, hashes[file]]));
  return JSON.stringify({ integrity }).replaceAll("<", "\\u003c");
}

/** The origin of another site; nothing for one's own. */
function elsewhere() {
  try {
    return /^(https?:)?\/\//.test(base()) ? new URL(base(), location.href).origin : undefined;
  } catch {
    return undefined;
  }
}

function snippet() {
  const said = Object.entries(attributes()).filter(([, value]) => value !== undefined);
  const written = said.map(([name, value]) => `${name}="${escaped(value)}"`).join(" ");
  const url = escaped(base());
  // Scripts of another site are checked only if they are fetched with CORS, which modules always are.
  const head = isSingle()
    ? [`<script type="module" src="${url}welkomwijzer.inline.js" integrity="${hashes["welkomwijzer.inline.js"]}"></script>`]
    : [
        `<script type="importmap">${importMap()}</script>`,
        ...["element.js", "index.js"].map((file) => `<link rel="modulepreload" href="${url}${file}" integrity="${hashes[file]}">`),
        `<link rel="preload" href="${url}welkomwijzer_bg.wasm" as="fetch" type="application/wasm" crossorigin>`,
        `<script type="module" src="${url}welkomwijzer.js" integrity="${hashes["welkomwijzer.js"]}"></script>`,
      ];
  const link = { nl: "Organisaties voor nieuwkomers", fr: "Organisations pour les nouveaux arrivants", en: "Organisations for newcomers" }[leads()];
  return [...head, "", `<welkom-wijzer ${written}>`, `  <a href="/welkom">${link ?? "Organisaties voor nieuwkomers"}</a>`, "</welkom-wijzer>"].join("\n");
}

function style() {
  const own = Object.entries(properties()).map(([name, value]) => `  --welkomwijzer-${name}: ${value};`);
  const room = "@media (scripting: enabled) { welkom-wijzer:not(:defined) { display: block; min-height: 100vh; } }";
  return own.length ? [room, "", "welkom-wijzer {", ...own, "}"].join("\n") : room;
}

async function policy() {
  const origin = elsewhere() ?? "'self'";
  const script = [origin];
  if (!isSingle()) {
    // Without https there is no crypto.subtle: then the webmaster reads the hash in the browser's own complaint.
    const digest = globalThis.crypto?.subtle && (await crypto.subtle.digest("SHA-256", new TextEncoder().encode(importMap())));
    script.push(digest ? `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'` : "'sha256-…'");
  }
  const connect = isSingle() ? "" : `connect-src ${origin}; `;
  return `script-src ${script.join(" ")} 'wasm-unsafe-eval'; ${connect}require-trusted-types-for 'script'; trusted-types welkomwijzer`;
}

// ---- The list for visitors without scripts

/** An E.164 number as Belgians read it: as `readable` in src/text/phone.rs. */
function readable(number) {
  if (!number.startsWith("+32")) return number;
  const dialled = `0${number.slice(3)}`;
  const groups = /^04\d{8}$/.test(dialled) ? /^(.{4})(..)(..)(..)(.*)$/ : /^0[2349]/.test(dialled) ? /^(..)(...)(..)(..)(.*)$/ : /^(...)(..)(..)(..)(.*)$/;
  return dialled.match(groups)?.slice(1).filter(Boolean).join(" ") ?? dialled;
}

const direction = (lang) => (lang === "ar" ? "rtl" : "ltr");

function noScriptList() {
  const lang = leads();
  const words = facts.messages[lang];
  const root = make("div", { lang, dir: direction(lang) });
  const asks = { municipality: chosen.nis, lang, limit: 100_000 };
  if (!isOriginal(lang)) {
    root.append(make("p", {}, `${words.translated} · `, make("span", { lang: "nl", dir: "ltr" }, facts.messages.nl.translated)));
  }
  for (const domain of domains()) {
    const { hits } = directory.search({ ...asks, filters: { domain: [domain], place: [chosen.nis] } });
    if (hits.length === 0) continue;
    root.append(make("h3", {}, words[`domain_${domain}`]), make("ul", {}, ...hits.map(({ id }) => item(directory.get(id), domain, lang, words))));
  }
  const { title, asOf, publisher } = directory.info();
  const parts = { title: make("bdi", {}, title[lang] ?? ""), date: written(asOf, words), publisher: make("bdi", {}, publisher) };
  root.append(make("p", {}, ...words.foot.split(/\{(\w+)\}/).map((piece, i) => (i % 2 ? parts[piece] : piece))));
  return root.outerHTML.replaceAll("</li><li>", "</li>\n<li>").replaceAll(/(<\/ul>|<\/h3>|<ul>)(?=<)/g, "$1\n");
}

function written(date, words) {
  const [year, month, day] = date.split("-");
  return [day && String(Number(day)), month && words.months.split(" ")[month - 1], year].filter(Boolean).join(" ");
}

/** An actor's line: name, place, what it offers, and one of each way to reach it: the service's, its places', its own. */
function item(actor, domain, lang, words) {
  const service = actor.services.find((service) => service.domain === domain);
  const locations = service.locations.map((id) => actor.locations.find((location) => location.id === id)).filter(Boolean);
  const first = (key) => [...(service[key] ?? []), ...locations.flatMap((location) => location[key] ?? []), ...(actor[key] ?? [])][0];
  const line = make("li", {}, make("strong", {}, make("bdi", { translate: "no" }, actor.name)), ...place(service, locations, words), ". ");
  const text = service.description[lang];
  if (text) line.append(text);
  else if (service.description.nl) line.append(make("span", { lang: "nl", dir: "ltr" }, service.description.nl), ` (${words.not_translated})`);
  const [phone, email, website] = [first("phones"), first("emails"), service.website ?? actor.website];
  if (phone) line.append(" ", make("a", { href: `tel:${phone}` }, make("bdi", { dir: "ltr" }, readable(phone))));
  if (email) line.append(" ", make("a", { href: `mailto:${email}` }, make("bdi", { dir: "ltr" }, email)));
  if (website) line.append(" ", make("a", { href: website, rel: "noopener external" }, words.website));
  return line;
}

function place({ serviceArea }, locations, words) {
  const here = locations.find(({ nis }) => nis === chosen.nis);
  const { city } = here ?? locations.find(({ city }) => city) ?? {};
  if (here) return [` (${city ? `${city} · ` : ""}${words.in_your_place})`];
  if (city) return [` (${city})`];
  if (serviceArea.belgium) return [` (${words.area_belgium})`];
  if (serviceArea.online) return [` (${words.area_online})`];
  return [];
}

// ---- All together

let round = 0;
async function showOutputs() {
  const mine = ++round;
  byId("snippet").value = snippet();
  byId("style").value = style();
  byId("style").rows = byId("style").value.split("\n").length + 1;
  byId("list").value = chosen.nis ? noScriptList() : "";
  const line = await policy();
  if (mine === round) byId("policy").value = line;
}

function update() {
  const here = municipality();
  byId("municipality-found").replaceChildren(
    ...(here
      ? both(`${here.name_nl}, NIS-code ${here.nis}`, `${here.name_nl}, NIS code ${here.nis}`)
      : field.value.trim()
        ? both("Deze gemeente kennen we niet in Vlaanderen of Brussel.", "We don't know this municipality in Flanders or Brussels.")
        : []),
  );
  byId("colours").hidden = !byId("own-colours").checked;
  byId("base-help").replaceChildren(
    ...(elsewhere()
      ? both("Een andere site: die moet je site toelaten (CORS).", "Another site: it has to allow yours (CORS).")
      : both("Op je eigen site, te beginnen met een /.", "On your own site, beginning with a /.")),
  );
  showLanguages();
  showDomains();
  showPreviews();
  void showOutputs();
}

function setPageLanguage(lang) {
  document.documentElement.lang = lang;
  document.title = say("Welkomwijzer instellen", "Set up Welkomwijzer");
  byId("phone").title = say("Voorbeeld op een telefoon", "Preview on a phone");
  byId("desktop").title = say("Voorbeeld op een computer", "Preview on a computer");
  for (const button of document.querySelectorAll("[data-page-lang]")) button.setAttribute("aria-pressed", String(button.dataset.pageLang === lang));
}

for (const button of document.querySelectorAll("[data-page-lang]")) {
  button.addEventListener("click", () => {
    setPageLanguage(button.dataset.pageLang);
    if (directory) showContrast();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const output = byId(button.dataset.copy);
    let isCopied;
    try {
      await navigator.clipboard.writeText(output.value);
      isCopied = true;
    } catch {
      // Not on https, or forbidden: the old way, and else it is at least selected.
      output.select();
      isCopied = document.execCommand("copy");
      button.focus();
    }
    byId("copied").textContent = "";
    setTimeout(() => (byId("copied").textContent = isCopied ? say("Gekopieerd", "Copied") : say("Niet gekopieerd: het staat klaar in het veld", "Not copied: it is marked in the field")), 50);
    button.replaceChildren(...(isCopied ? both("Gekopieerd", "Copied") : both("Kopieer", "Copy")));
    setTimeout(() => button.replaceChildren(...both("Kopieer", "Copy")), 2000);
  });
}

async function json(name) {
  const response = await fetch(name);
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}

// What a link can say: configure.html?lang=en&municipality=Geel&base=/welkomwijzer/
const asked = new URLSearchParams(location.search);
setPageLanguage(asked.get("lang") === "en" ? "en" : "nl");
try {
  [directory, facts, hashes] = await Promise.all([Directory.load(), json("configure.json"), json("integrity.json")]);
  if (!hashes["welkomwijzer.inline.js"]) {
    document.querySelector("[name=files][value=single]").disabled = true;
    byId("single-help").hidden = false;
  }
  orderLanguages();
  byId("choices").addEventListener("submit", (event) => event.preventDefault());
  byId("choices").addEventListener("input", ({ target }) => {
    if (target !== field && !target.dataset.offer && !target.dataset.domain) update();
  });
  for (const frame of [byId("phone"), byId("desktop")]) frame.addEventListener("load", showPreviews);
  field.value = asked.get("municipality") ?? "";
  byId("base").value = asked.get("base") ?? byId("base").value;
  settle(field.value ? resolved(field.value) : undefined);
} catch (error) {
  const failed = byId("failed");
  failed.textContent = say(`Deze pagina kan niet starten: ${error.message}`, `This page cannot start: ${error.message}`);
  failed.hidden = false;
}
