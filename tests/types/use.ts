// Every public name, used as a developer would. Never run: `tsc` checks it against the declarations in dist/.

import {
  Directory,
  WelkomwijzerError,
  version,
  type Actor,
  type Answer,
  type Basis,
  type Cost,
  type DirectoryInfo,
  type Document as Credited,
  type Domain,
  type ErrorCode,
  type Facet,
  type FacetCounts,
  type FacetValue,
  type Hit,
  type HitService,
  type ListedUnder,
  type Location as Place,
  type Meant,
  type Region,
  type SearchOptions,
  type Service,
  type ServiceArea,
  type Source,
  type Status,
  type Suggestion,
  type SuggestOptions,
  type Texts,
} from "welkomwijzer";
import { WelkomWijzer, type WelkomwijzerEvents } from "welkomwijzer/element";
import * as widget from "welkomwijzer/widget";
import * as inline from "welkomwijzer/inline";

/** Fails to compile unless both types are the same. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function proven<_T extends true>(): void {}

// ---- opening

export async function opened(): Promise<Directory[]> {
  return [
    await Directory.load(),
    await Directory.load({}),
    await Directory.load({ wasmUrl: "/static/welkomwijzer_bg.wasm" }),
    await Directory.load({ wasmUrl: new URL("https://town.example/welkomwijzer_bg.wasm") }),
    await Directory.open(new Uint8Array(8)),
    await Directory.open(new ArrayBuffer(8), { wasmUrl: "/engine.wasm" }),
    await fetch("/directory.bin").then(async (response) => Directory.open(await response.arrayBuffer())),
  ];
}

export async function wrong(): Promise<void> {
  // @ts-expect-error: directories are loaded or opened
  new Directory();
  // @ts-expect-error: an address is not bytes
  await Directory.open("/directory.bin");
  // @ts-expect-error: there is no such option
  await Directory.load({ url: "/engine.wasm" });
  // @ts-expect-error: loading takes time
  Directory.load().size;
}

// ---- asking

export function ask(directory: Directory): Answer {
  const options: SearchOptions = {
    text: "taalles",
    lang: "nl",
    municipality: "9000",
    filters: { domain: ["language"], cost: ["free"], place: ["Gent"] },
    limit: 5,
    offset: 0,
    facets: false,
    highlights: true,
    sort: "nearest",
  };
  directory.search();
  directory.search({});
  // @ts-expect-error: an unknown option
  directory.search({ txt: "taalles" });
  // @ts-expect-error: the name is `limit`, a number
  directory.search({ limit: "5" });
  // @ts-expect-error: there is no such order
  directory.search({ sort: "newest" });
  // @ts-expect-error: values are a list
  directory.search({ filters: { cost: "free" } });
  // @ts-expect-error: a question is an object
  directory.search("taalles");
  // @ts-expect-error: the number of actors is not the caller's to set
  directory.size = 5;
  return directory.search(options);
}

export function complete(directory: Directory): string[] {
  const options: SuggestOptions = { text: "taalles ge", lang: "nl", municipality: "9000", filters: { cost: ["free"] }, limit: 5 };
  directory.suggest();
  // @ts-expect-error: suggestions have no pages
  directory.suggest({ offset: 5 });
  // @ts-expect-error: an unknown option
  directory.suggest({ txt: "ta" });
  const found: Suggestion[] = directory.suggest(options);
  return found.map(({ suggests, value, label, text, count }) => {
    const what: "concept" | "place" | "actor" = suggests;
    return [what, value, label, text, count.toFixed()].join();
  });
}

export function marked({ name, highlights, services }: Hit): string[] {
  const cut = (text: string, ranges: [start: number, end: number][] = []) => ranges.map(([start, end]) => text.slice(start, end));
  return [...cut(name, highlights), ...services.flatMap((service) => cut(service.description, service.highlights))];
}

export function read(directory: Directory, answer: Answer): string[] {
  const lines: string[] = [];
  const numbers: number[] = [answer.total, answer.stated, answer.unknown, answer.wordsIgnored, answer.damaged, directory.size];
  lines.push(numbers.join());
  const stage: "exact" | "tolerant" | "partial" = answer.stage;
  const viewpoint: string | undefined = answer.viewpoint;
  lines.push(stage, viewpoint ?? "nowhere");
  const meant: Meant[] = answer.meant ?? [];
  lines.push(...meant.map(({ written, read }) => `${written}: ${read}`));
  const facets: FacetCounts[] = answer.facets;
  for (const { facet, values, unknown } of facets) {
    const name: Facet = facet;
    const all: FacetValue[] = values;
    lines.push(`${name}: ${unknown} unknown`, ...all.map(({ value, label, count }) => `${value} ${label} ${count.toFixed()}`));
  }
  const hits: Hit[] = answer.hits;
  for (const { id, name, score, stated, services } of hits) {
    const best: HitService | undefined = services[0];
    const domain: Domain | undefined = best?.domain;
    lines.push(
      id,
      name,
      score.toFixed(2),
      stated ? "stated" : "unknown",
      domain ?? "",
      best?.description ?? "",
      best?.lang ?? "",
      best?.id ?? "",
    );
    const actor: Actor | undefined = directory.get(id);
    if (actor) lines.push(...record(actor));
    // @ts-expect-error: there may be no such actor
    directory.get(id).name;
  }
  // @ts-expect-error: there is no such field
  answer.results;
  return lines;
}

export function record(actor: Actor): string[] {
  const own: string[] = [actor.id, actor.name, actor.kind ?? "", actor.website ?? "", ...actor.alternateNames, ...actor.formerIds];
  const reach: string[] = [...actor.emails, ...actor.phones, ...actor.urls, ...actor.personal];
  const status: Status = actor.status;
  const isKept: boolean = actor.withheld;
  const places: Place[] = actor.locations;
  const addresses = places.map((p) => [p.id, p.name, p.address1, p.postalCode, p.city, p.nis, ...p.emails, ...p.phones].join());
  const services: Service[] = actor.services;
  return [...own, ...reach, status, String(isKept), ...addresses, ...services.flatMap(offered)];
}

function offered(service: Service): string[] {
  const texts: Texts[] = [service.description, service.audienceNote, service.access, service.remarks, service.cost.note];
  const cost: Cost = service.cost;
  const area: ServiceArea = service.serviceArea;
  const basis: Basis = area.basis;
  const regions: Region[] = area.regions;
  const provinces: ListedUnder[] = area.provinces;
  const sources: Source[] = service.sources;
  const codes: (string | undefined)[] = [
    service.level,
    service.registration,
    cost.kind,
    cost.amount,
    service.until,
    service.verified,
    service.website,
  ];
  const lists: string[][] = [
    service.audience,
    service.format,
    service.languages,
    service.concepts,
    service.locations,
    service.emails,
    service.phones,
    service.urls,
  ];
  const flags: boolean[] = [area.belgium, area.online];
  const from = sources.map((s) =>
    [s.document, s.province, s.domain, s.row?.toFixed(), s.name, s.municipality, s.asOf, ...s.guesses].join(),
  );
  return [
    service.id,
    service.domain,
    service.status,
    service.listedUnder,
    basis,
    flags.join(),
    ...area.municipalities,
    ...regions,
    ...provinces,
    ...codes.map(String),
    ...lists.flat(),
    ...from,
    ...texts.map((text) => text["nl"] ?? ""),
  ];
}

export function about(directory: Directory): string[] {
  const info: DirectoryInfo = directory.info();
  const documents: Credited[] = info.documents;
  return [
    info.title["nl"] ?? "",
    info.subtitle["nl"] ?? "",
    info.version,
    info.asOf,
    info.publisher,
    info.correctionEmail ?? "",
    info.licence,
    info.licenceUrl,
    ...info.langs,
    ...info.credits,
    ...documents.flatMap((d) => [d.id, d.title, d.publisher, d.year ?? "", d.url ?? "", d.terms]),
  ];
}

// ---- errors

export async function explain(): Promise<string> {
  try {
    return `${version}: ${(await Directory.load()).size}`;
  } catch (error) {
    if (!(error instanceof WelkomwijzerError)) throw error;
    const plain: Error = error;
    const code: ErrorCode = error.code;
    // @ts-expect-error: a code is what it is
    error.code = "format";
    // @ts-expect-error: there is no such code
    if (code === "offline") return "";
    switch (code) {
      case "network":
      case "format":
      case "version":
      case "option":
      case "wasm":
        return plain.message;
      default:
        // Every code was named.
        return code satisfies never;
    }
  }
}
proven<Same<ErrorCode, "network" | "format" | "version" | "option" | "wasm">>();
export const made: Error = new WelkomwijzerError("network", "no connection", { cause: new Error("offline") });

// ---- the element

export function listen(): void {
  const element = document.createElement("welkom-wijzer");
  const typed: WelkomWijzer = element;
  typed.setAttribute("municipality", "Geel");
  typed.municipality = typed.src + typed.loading + typed.look + typed.correctionEmail;
  typed.languages = ["nl", "en"];
  typed.languages = typed.languages.toUpperCase();
  typed.headingLevel = 3;
  // @ts-expect-error: a property is read as the attribute is, a string
  typed.headingLevel.toFixed();
  element.addEventListener("welkomwijzer-ready", ({ detail }) => detail.size.toFixed());
  element.addEventListener("welkomwijzer-error", ({ detail }) => [detail.code, detail.message].join());
  element.addEventListener("welkomwijzer-search", ({ detail }) =>
    [detail.total.toFixed(), detail.lang, detail.filters.toFixed()].join(),
  );
  element.addEventListener("welkomwijzer-select", ({ detail }) => {
    const action: "open" | "call" | "mail" | "website" | "map" | "keep" | "share" | "report" = detail.action;
    return [detail.id, action].join();
  });
  // @ts-expect-error: what was typed is told only to a page that asks
  element.addEventListener("welkomwijzer-search", ({ detail }) => detail.text.length);
  typed.domains = ["language"];
  typed.domains = typed.domains + typed.state + typed.events;
  customElements.define("welkom-wijzer", WelkomWijzer);
  document.querySelector("welkom-wijzer")?.remove();
  proven<Same<WelkomwijzerEvents["welkomwijzer-ready"], CustomEvent<{ size: number }>>>();
  proven<Same<keyof WelkomwijzerEvents, `welkomwijzer-${"ready" | "error" | "search" | "select"}`>>();
}

// ---- the script tag and the single file have both

proven<Same<typeof widget.Directory, typeof Directory>>();
proven<Same<typeof widget.WelkomWijzer, typeof WelkomWijzer>>();
proven<Same<typeof widget.WelkomwijzerError, typeof WelkomwijzerError>>();
proven<Same<typeof inline.Directory, typeof Directory>>();
export const versions: string[] = [widget.version, inline.version];
