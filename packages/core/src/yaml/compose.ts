/**
 * YAML texts as values, the way Salt's loader builds them: duplicated keys are errors, merge keys work, tags
 * beyond the standard ones are refused.
 */
import type { Document, Node, Pair, Scalar, YAMLMap } from "yaml";
import type { MutableDict, Value } from "../base/value.js";
import { Float, isDict, isList } from "../base/value.js";
import { YamlError } from "./fault.js";
import type { YamlPackage } from "./package.js";
import { readFloat, readInt, resolveScalar } from "./scalar.js";

/** A text read. */
export interface ComposedYaml {
  readonly value: Value;
  /** Lines of the keys of the topmost map, counted from 1. */
  readonly lines: ReadonlyMap<string, number>;
}

/** Reads one document. Throws YamlError. */
export function composeYaml(yaml: YamlPackage, text: string): ComposedYaml {
  const counter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, {
    schema: "failsafe",
    version: "1.1",
    lineCounter: counter,
    uniqueKeys: false,
    logLevel: "silent",
  });
  return new Composer(yaml, document, text, (offset) => counter.linePos(offset)).run();
}

type Position = (offset: number) => { line: number; col: number };
type Entry = Pair<unknown, unknown>;

/** How many values a document may have when every alias is followed. */
const MAX_VALUES = 1_000_000;

const TAG = "tag:yaml.org,2002:";
const INSIDE_ITSELF = "an alias stands inside the value that it names";
const MERGE_NEEDS = "a merge key needs a map or a list of maps";

class Composer {
  readonly #yaml: YamlPackage;
  readonly #document: Document.Parsed;
  readonly #text: string;
  readonly #position: Position;
  readonly #done = new Map<Node, Value>();
  readonly #open = new Set<Node>();
  /** Values below each node, aliases followed. */
  readonly #sizes = new Map<Node, number>();
  #total = 0;

  constructor(yaml: YamlPackage, document: Document.Parsed, text: string, position: Position) {
    this.#yaml = yaml;
    this.#document = document;
    this.#text = text;
    this.#position = position;
  }

  run(): ComposedYaml {
    const [error] = this.#document.errors;
    if (error !== undefined) throw this.#fault(firstSentence(error.message), error.pos[0]);
    const root = this.#document.contents;
    const value = this.#value(root);
    const lines = new Map<string, number>();
    for (const pair of this.#yaml.isMap(root) ? root.items : []) {
      const key: unknown = pair.key;
      if (this.#yaml.isScalar(key)) lines.set(String(key.value), this.#position(key.range?.[0] ?? 0).line);
    }
    return { value, lines };
  }

  #fault(problem: string, offset: number): YamlError {
    const { line, col } = this.#position(offset);
    return new YamlError(problem, Math.max(line, 1), Math.max(col, 1));
  }

  #value(node: unknown): Value {
    if (this.#yaml.isAlias(node)) {
      const named = node.resolve(this.#document);
      if (named === undefined) throw this.#fault(`the alias '*${node.source}' names nothing`, startOf(node));
      return this.#value(named);
    }
    if (!this.#yaml.isScalar(node) && !this.#yaml.isSeq(node) && !this.#yaml.isMap(node)) return null;
    const known = this.#done.get(node);
    if (known !== undefined) {
      this.#count(this.#sizes.get(node) ?? 1, node);
      return known;
    }
    if (this.#open.has(node)) throw this.#fault(INSIDE_ITSELF, startOf(node));
    if (!/^[\w-]*$/.test(node.anchor ?? ""))
      throw this.#fault("an anchor has a name of letters and digits", startOf(node));
    const before = this.#total;
    this.#count(1, node);
    this.#open.add(node);
    const value = this.#build(node);
    this.#open.delete(node);
    this.#done.set(node, value);
    this.#sizes.set(node, this.#total - before);
    return value;
  }

  /** An alias shares its value here, but whoever goes through the whole meets it as often as it is named. */
  #count(values: number, node: Node): void {
    this.#total += values;
    if (this.#total > MAX_VALUES)
      throw this.#fault(`with its aliases it has more than ${MAX_VALUES} values`, startOf(node));
  }

  #build(node: Node): Value {
    if (this.#yaml.isScalar(node)) return this.#scalar(node);
    const tag = standardTag(node.tag);
    if (this.#yaml.isSeq(node) && (tag === undefined || tag === "seq")) {
      return node.items.map((item) => this.#value(this.#flowItem(item, node.flow)));
    }
    if (this.#yaml.isMap(node) && (tag === undefined || tag === "map")) return this.#map(node);
    throw this.#fault(`the tag '${node.tag ?? ""}' is not supported`, startOf(node));
  }

  #scalar(node: Scalar): Value {
    const text = typeof node.value === "string" ? node.value : "";
    if (node.type === "QUOTE_SINGLE" && !this.#isClosed(node)) {
      throw this.#fault("a single quote has no end", startOf(node));
    }
    const found = taggedScalar(text, standardTag(node.tag), node.type ?? "PLAIN");
    if (found === undefined) throw this.#fault(`'${text.slice(0, 80)}' has no value here`, startOf(node));
    return found;
  }

  /** The package takes the half of a doubled quote for the end of the text. */
  #isClosed(node: Scalar): boolean {
    const [start, end] = node.range ?? [0, 0];
    return /^'(?:[^']|'')*'$/.test(this.#text.slice(start, end));
  }

  #map(node: YAMLMap): Value {
    const out: MutableDict = new Map();
    const seen = new Set<unknown>();
    for (const pair of this.#entries(node)) {
      const key = this.#key(pair.key, node.flow);
      const offset = startOf(pair.key, startOf(node));
      if (isList(key) || isDict(key)) throw this.#fault("a list or a map cannot be a key", offset);
      const identity = keyIdentity(key);
      if (seen.has(identity)) throw this.#fault(`the key '${String(key)}' is there twice`, offset);
      seen.add(identity);
      out.set(key, this.#value(this.#flowItem(pair.value, node.flow)));
    }
    return out;
  }

  #key(node: unknown, flow: boolean | undefined): Value {
    this.#flowItem(node, flow);
    if (!this.#yaml.isScalar(node) || node.type !== "PLAIN") return this.#value(node);
    const end = node.range?.[1] ?? 0;
    const glued = flow === true && /^:[,[\]{}]/.test(this.#text.slice(end, end + 2));
    if (glued || (flow === true && node.value === ""))
      throw this.#fault("a key needs ': ' behind it", startOf(node));
    return node.value === "=" ? "=" : this.#value(node);
  }

  /** Refuses what libyaml, unlike YAML itself, does not read inside brackets; gives the node back. */
  #flowItem(node: unknown, flow: boolean | undefined): unknown {
    if (flow !== true || !this.#yaml.isScalar(node) || node.type !== "PLAIN") return node;
    const text = String(node.value ?? "");
    const refused = text.startsWith(":") || (text === "" && node.tag === "!");
    if (refused) throw this.#fault("this cannot stand inside brackets", startOf(node));
    return node;
  }

  /** The pairs of a map with those of its merge keys before them, where the map does not have them itself. */
  #entries(node: YAMLMap): readonly Entry[] {
    const own = node.items.filter((pair) => !this.#isMerge(pair.key));
    if (own.length === node.items.length) return own;
    const names = new Set(own.map((pair) => this.#keyText(pair)));
    const merged = node.items
      .filter((pair) => this.#isMerge(pair.key))
      .flatMap((pair) => this.#mergeSources(pair.value))
      .flatMap((source) => this.#entries(source))
      .filter((pair) => !names.has(this.#keyText(pair)));
    return [...merged, ...own];
  }

  #isMerge(key: unknown): boolean {
    return this.#yaml.isScalar(key) && key.value === "<<" && key.type === "PLAIN";
  }

  #keyText(pair: Entry): unknown {
    return this.#yaml.isScalar(pair.key) ? pair.key.value : pair.key;
  }

  #mergeSources(value: unknown): YAMLMap[] {
    const target = this.#resolved(value);
    if (this.#yaml.isMap(target)) return [this.#mergeable(target)];
    if (!this.#yaml.isSeq(target)) throw this.#fault(MERGE_NEEDS, startOf(value));
    // PyYAML takes later maps first; a key in two of them is a conflict all the same.
    return target.items.map((item) => this.#mergeable(this.#resolved(item))).reverse();
  }

  #resolved(value: unknown): unknown {
    return this.#yaml.isAlias(value) ? value.resolve(this.#document) : value;
  }

  #mergeable(source: unknown): YAMLMap {
    if (!this.#yaml.isMap(source)) throw this.#fault(MERGE_NEEDS, startOf(source));
    if (this.#open.has(source)) throw this.#fault(INSIDE_ITSELF, startOf(source));
    return source;
  }
}

function startOf(node: unknown, otherwise = 0): number {
  const range = typeof node === "object" && node !== null && "range" in node ? node.range : undefined;
  return Array.isArray(range) && typeof range[0] === "number" ? range[0] : otherwise;
}

function firstSentence(message: string): string {
  return (message.split("\n")[0] ?? message).replace(/ at line \d+, column \d+:?$/, "");
}

function standardTag(tag: string | undefined): string | undefined {
  if (tag === undefined) return undefined;
  if (tag === "!") return "str";
  return tag.startsWith(TAG) ? tag.slice(TAG.length) : tag;
}

function taggedScalar(text: string, tag: string | undefined, style: string): Value | undefined {
  switch (tag) {
    case undefined:
      return style === "PLAIN" ? resolveScalar(text) : text;
    case "str":
    case "timestamp":
      return text;
    case "int":
      return readInt(text);
    case "float":
      return readFloat(text);
    case "null":
      return null;
    case "bool":
      return { yes: true, true: true, on: true, no: false, false: false, off: false }[text.toLowerCase()];
    case "binary":
      return new Uint8Array(Buffer.from(text, "base64"));
    default:
      return undefined;
  }
}

/** Keys that are equal in Python (`1`, `1.0` and `true`) have one identity. */
function keyIdentity(key: Value): unknown {
  if (key instanceof Float) return key.value;
  if (key instanceof Uint8Array) return `bytes:${Buffer.from(key).toString("latin1")}`;
  if (typeof key === "boolean" || typeof key === "bigint") return Number(key);
  return key === null || typeof key === "number" ? key : `text:${String(key)}`;
}
