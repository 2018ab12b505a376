// Types of the JavaScript API. Everything that crosses from the engine is typed by the engine itself (generated from its Rust types).

import type { Actor, Answer, DirectoryInfo, SearchOptions, SuggestOptions, Suggestion } from "./glue/welkomwijzer.js";

export type * from "./glue/welkomwijzer.js";

/** The version of this program. */
export const version: string;

/** Stable codes of errors. */
export type ErrorCode = "network" | "format" | "version" | "option" | "wasm";

/** What goes wrong, with a stable code. */
export class WelkomwijzerError extends Error {
  readonly code: ErrorCode;
  constructor(code: ErrorCode, message: string, options?: ErrorOptions);
}

/** An opened directory. */
export class Directory {
  private constructor();
  /** The directory that is built in. `wasmUrl` says where the engine lies, if not beside this file. */
  static load(options?: { wasmUrl?: string | URL }): Promise<Directory>;
  /** The directory in the bytes of a compiled file. They need not be trusted. */
  static open(bytes: Uint8Array | ArrayBuffer, options?: { wasmUrl?: string | URL }): Promise<Directory>;
  /** Answers a question. */
  search(options?: SearchOptions): Answer;
  /** Says how what is being typed may end: concepts, places, actors. */
  suggest(options?: SuggestOptions): Suggestion[];
  /** The record of an actor by its id or a former one. */
  get(id: string): Actor | undefined;
  /** What the directory is. */
  info(): DirectoryInfo;
  /** Number of actors. */
  readonly size: number;
}
