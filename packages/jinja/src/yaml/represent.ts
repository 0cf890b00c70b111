/**
 * Values as YAML nodes, as PyYAML's safe representer with Salt's additions makes them.
 */
import { Float, floatRepr } from "@salt/core";
import { PyDate } from "../value/date.js";
import { compare } from "../value/equality.js";
import { recursionError } from "../value/errors.js";
import { dateText } from "../value/repr.js";
import { PySet } from "../value/set.js";
import { sorted } from "../value/sort.js";
import { OrderedDict, Tuple, tuple, type Val } from "../value/types.js";
import type { MappingNode, ScalarNode, SequenceNode, YamlNode } from "./nodes.js";
import { readsAsText } from "./resolve.js";

const MAX_DEPTH = 300;

function scalar(text: string, extra: Partial<ScalarNode> = {}): ScalarNode {
  return { kind: "scalar", text, quoted: false, tag: undefined, isText: false, literal: false, ...extra };
}

/** A float's text; an exponent without a point would read as text. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return ".nan";
  if (!Number.isFinite(value)) return value > 0 ? ".inf" : "-.inf";
  const text = floatRepr(value);
  return !text.includes(".") && text.includes("e") ? text.replace("e", ".0e") : text;
}

/** Makes the nodes of one document. Lists and dicts that occur twice get anchors. */
export class Representer {
  readonly #sortKeys: boolean;
  readonly #seen = new Map<object, SequenceNode | MappingNode>();
  readonly #anchored: (SequenceNode | MappingNode)[] = [];

  constructor(sortKeys = true) {
    this.#sortKeys = sortKeys;
  }

  /** The node of a value. Values that YAML has nothing for become `NULL`, as Salt has it. */
  represent(value: Val, depth = 0): YamlNode {
    const plain = plainScalar(value);
    if (plain !== undefined) return plain;
    if (depth > MAX_DEPTH) throw recursionError();
    if (Array.isArray(value)) return this.#sequence(value, depth);
    if (value instanceof Map)
      return this.#mapping(value, [...value], !(value instanceof OrderedDict), undefined, depth);
    if (value instanceof PySet) {
      const pairs = value.values().map((item): [Val, Val] => [item, null]);
      return this.#mapping(value, pairs, true, "!!set", depth);
    }
    return scalar("NULL");
  }

  #alias(value: object): YamlNode | undefined {
    const target = this.#seen.get(value);
    if (target === undefined) return undefined;
    if (!this.#anchored.includes(target)) this.#anchored.push(target);
    return { kind: "alias", target };
  }

  #sequence(value: readonly Val[], depth: number): YamlNode {
    // An empty tuple is one and the same object in Python, and never gets an anchor.
    const again = value.length === 0 && value instanceof Tuple ? undefined : this.#alias(value);
    if (again !== undefined) return again;
    const node: SequenceNode = { kind: "sequence", items: [], anchor: undefined };
    this.#seen.set(value, node);
    for (const item of value) node.items.push(this.represent(item, depth + 1));
    return node;
  }

  #mapping(
    value: object,
    entries: [Val, Val][],
    sort: boolean,
    tag: string | undefined,
    depth: number,
  ): YamlNode {
    const again = this.#alias(value);
    if (again !== undefined) return again;
    const node: MappingNode = { kind: "mapping", pairs: [], tag, anchor: undefined };
    this.#seen.set(value, node);
    for (const [key, item] of sort && this.#sortKeys ? sortedEntries(entries) : entries) {
      node.pairs.push([this.represent(key, depth + 1), this.represent(item, depth + 1)]);
    }
    return node;
  }

  /** Names the anchors in the order in which they are written. */
  nameAnchors(root: YamlNode): void {
    let count = 0;
    const walk = (node: YamlNode): void => {
      if (node.kind === "scalar" || node.kind === "alias") return;
      if (this.#anchored.includes(node)) node.anchor = `id${String(++count).padStart(3, "0")}`;
      if (node.kind === "sequence") for (const item of node.items) walk(item);
      else for (const pair of node.pairs) for (const each of pair) walk(each);
    };
    walk(root);
  }
}

/** Entries in the order of their keys, or as they are when these cannot be compared. */
function sortedEntries(entries: [Val, Val][]): [Val, Val][] {
  try {
    for (const [key] of entries.slice(1)) compare(key, entries[0]?.[0]);
    return sorted(
      entries.map((entry) => tuple(entry)),
      false,
      (entry) => (entry as readonly Val[])[0],
    ).map((entry) => entry as [Val, Val]);
  } catch {
    return entries;
  }
}

/** The node of a scalar value, or undefined for others. */
export function plainScalar(value: Val): ScalarNode | undefined {
  if (value === null || value === undefined) return scalar("null");
  if (typeof value === "string") return scalar(value, { quoted: !readsAsText(value), isText: true });
  if (typeof value === "boolean" || typeof value === "bigint") return scalar(String(value));
  if (typeof value === "number") return scalar(Number.isInteger(value) ? String(value) : floatText(value));
  if (value instanceof Float) return scalar(floatText(value.value));
  if (value instanceof Date) return scalar(dateText(value));
  if (value instanceof PyDate) return scalar(value.text());
  if (value instanceof Uint8Array) {
    const lines =
      Buffer.from(value)
        .toString("base64")
        .match(/.{1,76}/g) ?? [];
    return scalar(lines.map((line) => `${line}\n`).join(""), { tag: "!!binary", literal: true });
  }
  return undefined;
}
