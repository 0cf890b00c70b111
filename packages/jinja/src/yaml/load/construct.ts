/**
 * Values of YAML nodes, as Salt's loader makes them: keys once, merge keys, no tags beyond the standard ones.
 */
import { dictHas, dictSet } from "../../value/dict.js";
import { setOf } from "../../value/iterate.js";
import { repr, str } from "../../value/repr.js";
import { PySet } from "../../value/set.js";
import { tuple, type Val } from "../../value/types.js";
import { excessiveNode } from "./expanded-size.js";
import { YamlFault } from "./fault.js";
import { flattenMapping } from "./merge-keys.js";
import { contentText, type MappingNode, type Node, type SequenceNode } from "./nodes.js";
import { STANDARD } from "./resolve-tag.js";
import { boolOf, bytesOf, floatOf, intOf } from "./scalar-values.js";

/**
 * The value of a document. Collections are filled level by level, so that errors come in PyYAML's order. Where it
 * `shares` nodes, those at several places have one value.
 */
export function construct(root: Node, shares: boolean): Val {
  const excess = shares ? excessiveNode(root) : undefined;
  if (excess !== undefined) throw fault("found aliases that stand for too many values", excess);
  const filler = new Constructor(shares);
  const value = filler.value(root);
  filler.finish();
  return value;
}

const TEXT = `${STANDARD}str`;

class Constructor {
  readonly #shares: boolean;
  readonly #done = new Map<Node, Val>();
  #waiting: (() => void)[] = [];

  constructor(shares: boolean) {
    this.#shares = shares;
  }

  finish(): void {
    while (this.#waiting.length > 0) {
      const fills = this.#waiting;
      this.#waiting = [];
      for (const fill of fills) fill();
    }
  }

  value(node: Node): Val {
    // Scalars have no identity, so they need not be remembered.
    if (node.kind === "scalar" || !this.#shares) return this.#make(node);
    if (this.#done.has(node)) return this.#done.get(node);
    const value = this.#make(node);
    this.#done.set(node, value);
    return value;
  }

  #make(node: Node): Val {
    if (node.tag === TEXT && node.kind === "scalar") return node.value;
    const tag = node.tag.startsWith(STANDARD) ? node.tag.slice(STANDARD.length) : "";
    switch (tag) {
      case "null":
        scalarOf(node);
        return null;
      case "bool":
        return boolOf(scalarOf(node));
      case "int":
        return intOf(scalarOf(node));
      case "float":
        return floatOf(scalarOf(node));
      case "binary":
        return binary(node);
      case "str":
      case "timestamp":
      case "python/unicode":
        return scalarOf(node);
      case "seq":
        return this.#list(node);
      case "map":
      case "omap":
        return this.#dict(node);
      case "set":
        return this.#set(node);
      case "pairs":
        return this.#pairs(node);
      default:
        throw fault(`could not determine a constructor for the tag ${repr(node.tag)}`, node);
    }
  }

  #list(node: Node): Val {
    const out: Val[] = [];
    this.#waiting.push(() => {
      if (node.kind !== "sequence") throw fault(`expected a sequence node, but found ${node.kind}`, node);
      for (const item of node.items) out.push(this.value(item));
    });
    return out;
  }

  #dict(node: Node): Val {
    const out = new Map<Val, Val>();
    this.#waiting.push(() => this.#fill(out, node));
    return out;
  }

  #fill(out: Map<Val, Val>, node: Node): void {
    if (node.kind !== "mapping") throw fault(`expected a mapping node, but found ${node.kind}`, node);
    flattenMapping(node);
    for (const [keyNode, valueNode] of node.pairs) {
      const key = this.value(keyNode);
      if (isUnhashable(key)) {
        throw fault(
          `found unacceptable key ${contentText(keyNode)}`,
          keyNode,
          "while constructing a mapping",
          node,
        );
      }
      const value = this.value(valueNode);
      if (typeof key === "string" && !out.has(key)) {
        out.set(key, value);
        continue;
      }
      if (dictHas(out, key)) {
        throw fault(`found conflicting ID '${str(key)}'`, keyNode, "while constructing a mapping", node);
      }
      dictSet(out, key, value);
    }
  }

  #set(node: Node): Val {
    const members = new Map<Val, Val>();
    const out = setOf([]);
    this.#waiting.push(() => {
      this.#fill(members, node);
      for (const [key, member] of setOf(members.keys()).members) out.members.set(key, member);
    });
    return out;
  }

  #pairs(node: Node): Val {
    const out: Val[] = [];
    const context = "while constructing pairs";
    this.#waiting.push(() => {
      if (node.kind !== "sequence") {
        throw fault(`expected a sequence, but found ${node.kind}`, node, context, node);
      }
      for (const item of node.items) out.push(this.#pair(item, node, context));
    });
    return out;
  }

  #pair(item: Node, list: SequenceNode, context: string): Val {
    if (item.kind !== "mapping") {
      throw fault(`expected a mapping of length 1, but found ${item.kind}`, item, context, list);
    }
    const [pair] = item.pairs;
    if (pair === undefined || item.pairs.length !== 1) {
      throw fault(
        `expected a single mapping item, but found ${item.pairs.length} items`,
        item,
        context,
        list,
      );
    }
    return tuple([this.value(pair[0]), this.value(pair[1])]);
  }
}

function fault(problem: string, at: Node, context?: string, around?: Node): YamlFault {
  return new YamlFault({
    pyClass: "ConstructorError",
    problem,
    mark: at.mark,
    context,
    contextMark: around?.mark,
  });
}

/** The text of a scalar; of a mapping that has the key `=`, the text there. */
function scalarOf(node: Node): string {
  if (node.kind === "scalar") return node.value;
  const named = node.kind === "mapping" ? valueKey(node) : undefined;
  if (named !== undefined) return scalarOf(named);
  throw fault(`expected a scalar node, but found ${node.kind}`, node);
}

function valueKey(node: MappingNode): Node | undefined {
  return node.pairs.find(([key]) => key.tag === `${STANDARD}value`)?.[1];
}

function binary(node: Node): Uint8Array {
  const bytes = bytesOf(scalarOf(node));
  if (typeof bytes === "string") throw fault(bytes, node);
  return bytes;
}

function isUnhashable(key: Val): boolean {
  return key instanceof Map || Array.isArray(key) || key instanceof PySet;
}
