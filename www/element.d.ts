/** The class of `<welkom-wijzer>`; importing it registers nothing. */
export class WelkomWijzer extends HTMLElement {
  // Each is the attribute of the same name; `null` and `undefined` take it away.
  municipality: string;
  get languages(): string;
  set languages(value: string | readonly string[] | null | undefined);
  get headingLevel(): string;
  set headingLevel(value: string | number | null | undefined);
  correctionEmail: string;
  /** Codes of domains: "language", "orientation", "leisure", "diaspora". */
  get domains(): string;
  set domains(value: string | readonly string[] | null | undefined);
  /** "hash": the page's address holds what is asked. */
  state: string;
  /** "text": `welkomwijzer-search` tells what was typed. */
  events: string;
  src: string;
  /** "eager" loads at once; else the widget waits until it is about to be seen. */
  loading: string;
  /** "neutral", "flanders" or "dark". */
  look: string;
}

/** What the element tells the page. All bubble and are composed. */
export interface WelkomwijzerEvents {
  "welkomwijzer-ready": CustomEvent<{ size: number }>;
  "welkomwijzer-error": CustomEvent<{ code: string; message: string }>;
  /** Without the text that was typed: that stays with the visitor, unless the page asks for it with `events="text"`. */
  "welkomwijzer-search": CustomEvent<{ total: number; lang: string; filters: number; text?: string }>;
  "welkomwijzer-select": CustomEvent<{ id: string; action: "open" | "call" | "mail" | "website" | "map" | "keep" | "share" | "report" }>;
}

declare global {
  interface HTMLElementTagNameMap {
    "welkom-wijzer": WelkomWijzer;
  }
  interface HTMLElementEventMap extends WelkomwijzerEvents {}
}
