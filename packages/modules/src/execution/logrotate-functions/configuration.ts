/**
 * The configuration of logrotate as Salt shows it: settings and blocks, with what is included among them.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Dict, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, isDict } from "@salt/core";
import { splitLines } from "../../text/lines.js";

/** Words that begin a script, which ends with `endscript`. */
export const SCRIPTS: ReadonlySet<string> = new Set([
  "firstaction",
  "lastaction",
  "prerotate",
  "postrotate",
  "preremove",
]);

/** How deep files may include others. */
const MAX_DEPTH = 8;

/** A block of a file: where it stands, and whose it is. */
export interface Block {
  readonly names: readonly string[];
  /** Numbers of the first and the last line, from 0. */
  readonly first: number;
  readonly last: number;
}

/** What a file says. */
export interface Configuration {
  readonly settings: Dict;
  /** Blocks of this file alone, not of those that it includes. */
  readonly blocks: readonly Block[];
}

/** Reads a file and what it includes. Throws errors of the system, and CommandExecutionError for endless inclusion. */
export function readConfiguration(path: string, depth = 0): Configuration {
  if (depth > MAX_DEPTH) throw new CommandExecutionError(`${path}: files include each other without end`);
  const reader = new Reader((directory) => included(directory, depth));
  splitLines(readFileSync(path, "utf8")).forEach((line, number) => {
    reader.take(line.trim(), number);
  });
  return reader.finish();
}

/** A text as a whole number where it is one, as Python's `int` reads it. */
export function asNumber(text: string): Value {
  return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text) ? Number(text.replaceAll("_", "")) : text;
}

function included(directory: string, depth: number): ReadonlyMap<string, Dict> {
  return new Map(
    readdirSync(directory)
      .sort()
      .map((file) => [file, readConfiguration(join(directory, file), depth + 1).settings]),
  );
}

/** Takes lines one by one. */
class Reader {
  readonly #settings: MutableDict = new Map();
  readonly #blocks: Block[] = [];
  readonly #include: (directory: string) => ReadonlyMap<string, Dict>;
  /** Names on lines of their own, before the line with `{`. */
  #waiting: string[] = [];
  #waitingSince = 0;
  #block: { names: string[]; first: number; settings: MutableDict } | undefined;
  #script: { name: string; lines: string[] } | undefined;

  constructor(include: (directory: string) => ReadonlyMap<string, Dict>) {
    this.#include = include;
  }

  take(line: string, number: number): void {
    if (this.#script !== undefined) this.#takeScript(line, this.#script);
    else if (line === "" || line.startsWith("#")) return;
    else if (line.includes("{") && !line.includes("}")) this.#open(line, number);
    else if (line.includes("}")) this.#close(number);
    else this.#takeSetting(line, number);
  }

  finish(): Configuration {
    for (const name of this.#waiting) this.#settings.set(name, true);
    return { settings: this.#settings, blocks: this.#blocks };
  }

  #takeScript(line: string, script: { readonly name: string; readonly lines: string[] }): void {
    if (line !== "endscript") {
      script.lines.push(line);
      return;
    }
    this.#target().set(script.name, script.lines);
    this.#script = undefined;
  }

  #open(line: string, number: number): void {
    const names = [...this.#waiting, ...line.split(/\s+/).filter((word) => word !== "{")];
    const first = this.#waiting.length > 0 ? this.#waitingSince : number;
    this.#block = { names, first, settings: new Map() };
    this.#waiting = [];
  }

  #close(number: number): void {
    const block = this.#block;
    this.#block = undefined;
    if (block === undefined) return;
    for (const name of block.names) this.#settings.set(name, block.settings);
    this.#blocks.push({ names: block.names, first: block.first, last: number });
  }

  #takeSetting(line: string, number: number): void {
    const [word = "", ...rest] = line.split(/\s+/);
    if (this.#block === undefined && rest.length === 0 && isFileName(word)) {
      if (this.#waiting.length === 0) this.#waitingSince = number;
      this.#waiting.push(word);
      return;
    }
    if (word === "include" && rest[0] !== undefined) this.#takeIncluded(rest[0]);
    if (SCRIPTS.has(word) && rest.length === 0) this.#script = { name: word, lines: [] };
    else this.#target().set(word, settingOf(rest));
  }

  #takeIncluded(directory: string): void {
    this.#settings.set("include", directory);
    const known = this.#settings.get("include files") ?? null;
    const files: MutableDict = new Map(isDict(known) ? known : []);
    for (const [file, settings] of this.#include(directory)) {
      const before = files.get(file);
      files.set(file, [...(Array.isArray(before) ? before : []), ...settings.keys()]);
      for (const [key, value] of settings) this.#settings.set(key, value);
    }
    this.#settings.set("include files", files);
  }

  #target(): MutableDict {
    return this.#block?.settings ?? this.#settings;
  }
}

function settingOf(words: readonly string[]): Value {
  const [first] = words;
  if (first === undefined) return true;
  return words.length === 1 ? asNumber(first) : words.join(" ");
}

/** Whether a lone word is a path or a pattern, rather than a setting such as `compress`. */
function isFileName(word: string): boolean {
  return /^[/~"']/.test(word) || /[*?[]/.test(word);
}
