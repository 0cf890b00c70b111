/**
 * Merge keys: `<<: *base`, and `<<: [*a, *b]`.
 */
import { YamlFault } from "./fault.js";
import type { MappingNode, Node, ScalarNode } from "./nodes.js";
import { STANDARD } from "./resolve-tag.js";

const MERGE = `${STANDARD}merge`;
const VALUE = `${STANDARD}value`;

type Pair = readonly [Node, Node];

/** Puts what a mapping merges in front of its own pairs, which win. Throws ConstructorError. */
export function flattenMapping(node: MappingNode): void {
  if (!node.pairs.some(([key]) => key.tag === MERGE || key.tag === VALUE)) return;
  const merged: Pair[] = [];
  const own: Pair[] = [];
  for (const pair of node.pairs) {
    const [key, value] = pair;
    if (key.tag === MERGE) merged.push(...mergedPairs(node, value));
    else {
      if (key.kind === "scalar") asText(key);
      own.push(pair);
    }
  }
  node.pairs = own;
  if (merged.length === 0) return;
  node.pairs = [...merged.filter(([key]) => !own.some(([name]) => isSameContent(name, key))), ...own];
}

/** `=` as a key is a text. */
function asText(key: ScalarNode): void {
  if (key.tag === VALUE) key.tag = `${STANDARD}str`;
}

function mergedPairs(node: MappingNode, value: Node): readonly Pair[] {
  if (value.kind === "mapping") {
    flattenMapping(value);
    return value.pairs;
  }
  if (value.kind === "scalar") {
    throw fault(node, `expected a mapping or list of mappings for merging, but found ${value.kind}`, value);
  }
  const lists: (readonly Pair[])[] = [];
  for (const item of value.items) {
    if (item.kind !== "mapping")
      throw fault(node, `expected a mapping for merging, but found ${item.kind}`, item);
    flattenMapping(item);
    lists.unshift(item.pairs);
  }
  return lists.flat();
}

function fault(node: MappingNode, problem: string, at: Node): YamlFault {
  return new YamlFault({
    pyClass: "ConstructorError",
    problem,
    mark: at.mark,
    context: "while constructing a mapping",
    contextMark: node.mark,
  });
}

/** Keys are compared as they are written, whatever they mean. */
function isSameContent(a: Node, b: Node): boolean {
  if (a.kind === "scalar" && b.kind === "scalar") return a.value === b.value;
  return a === b;
}
