/**
 * One request to the engine of Docker, and what can go wrong with it.
 */
import type { Readable } from "node:stream";
import type { Dict, Value } from "@salt/core";
import { CommandExecutionError, isDict, isList, pythonStr, SaltInvocationError, toJson } from "@salt/core";

/** What is asked of the engine. */
export interface EngineCall {
  /** Docker's own name of the action, which messages name. */
  readonly action: string;
  readonly method?: "GET" | "HEAD" | "POST" | "DELETE" | "PUT";
  /** Made by `resource`, so that names stay parts of it. */
  readonly path: string;
  /** Entries that are undefined or null are left out. */
  readonly query?: { readonly [name: string]: Value | undefined };
  /** Sent as JSON. */
  readonly body?: Value;
  /** Sent as a tar archive. */
  readonly archive?: Readable | Uint8Array;
  readonly headers?: { readonly [name: string]: string };
  /** Seconds without a byte after which it is given up; null waits as long as the job may take. */
  readonly timeout?: number | null;
}

/** The engine refused: an answer with a status from 400 on. */
export class EngineRefusal extends CommandExecutionError {
  readonly status: number;
  readonly explanation: string;

  constructor(status: number, explanation: string) {
    super(`Error ${status}: ${explanation}`);
    this.status = status;
    this.explanation = explanation;
  }
}

/** A path with names in it. Throws SaltInvocationError for names that are empty or would lead elsewhere. */
export function resource(parts: TemplateStringsArray, ...names: readonly Value[]): string {
  return parts.reduce((path, part, at) => `${path}${encoded(names[at - 1] ?? null)}${part}`);
}

function encoded(value: Value): string {
  const name = pythonStr(value ?? "");
  if (name === "") throw new SaltInvocationError("Resource ID was not provided");
  const segments = name.split("/");
  if (segments.some((segment) => segment === "" || /^\.+$/.test(segment)) || hasControl(name))
    throw new SaltInvocationError(`${JSON.stringify(name)} is no name of Docker's`);
  return segments.map((segment) => encodeURIComponent(segment).replaceAll("%3A", ":")).join("/");
}

function hasControl(text: string): boolean {
  return [...text].some((char) => char < " " || char === "\x7f");
}

/** The text behind a path: `?a=b`, or nothing. */
export function queryText(query: EngineCall["query"]): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue;
    for (const one of isList(value) ? value : [value]) words.append(name, queryWord(one));
  }
  const text = words.toString();
  return text === "" ? "" : `?${text}`;
}

function queryWord(value: Value): string {
  if (typeof value === "boolean") return value ? "1" : "0";
  return pythonStr(value);
}

/** Filters as the engine takes them: lists of texts by name; undefined for none. Throws SaltInvocationError. */
export function filterText(filters: Value | undefined): string | undefined {
  if (filters === undefined || filters === null) return undefined;
  if (!isDict(filters)) throw new SaltInvocationError("filters must be a dictionary");
  if (filters.size === 0) return undefined;
  return toJson(new Map([...filters].map(([name, wanted]) => [pythonStr(name), filterWords(wanted)])));
}

function filterWords(wanted: Value): readonly Value[] {
  const words = isList(wanted) ? wanted : [wanted];
  return words.map((word) => (typeof word === "boolean" ? String(word) : pythonStr(word)));
}

/** The map that an answer has to be. Throws CommandExecutionError. */
export function asDict(answer: Value, action: string): Dict {
  if (isDict(answer)) return answer;
  throw new CommandExecutionError(
    `Unable to perform ${action}: the engine answered with something else than a map`,
  );
}
