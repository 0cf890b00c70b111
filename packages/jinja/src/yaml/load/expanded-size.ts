/**
 * How much a document with aliases is once every alias stands for its whole node: that is what is dumped, sent or printed.
 */
import type { Node } from "./nodes.js";

/** What a document may come to, in nodes; a real tree has fewer than a hundredth of this. */
const MAX_EXPANDED_NODES = 5_000_000;
/** On how many levels its nodes may lie in each other. */
const MAX_EXPANDED_LEVELS = 1000;

/** What a node comes to: how many nodes, on how many levels. */
interface Extent {
  readonly nodes: number;
  readonly levels: number;
}

const LEAF: Extent = { nodes: 1, levels: 1 };

/** The first node that is too much, by size or by depth; undefined when there is none. */
export function excessiveNode(root: Node): Node | undefined {
  const known = new Map<Node, Extent>();
  const open = new Set<Node>();
  let found: Node | undefined;
  measure(root);
  return found;

  function measure(node: Node): Extent {
    // A node inside itself is told of when it is dumped or sent.
    if (node.kind === "scalar" || open.has(node) || found !== undefined) return LEAF;
    const before = known.get(node);
    if (before !== undefined) return before;
    open.add(node);
    let { nodes, levels } = LEAF;
    for (const child of childrenOf(node)) {
      const extent = measure(child);
      nodes += extent.nodes;
      levels = Math.max(levels, extent.levels + 1);
    }
    open.delete(node);
    known.set(node, { nodes, levels });
    if (nodes > MAX_EXPANDED_NODES || levels > MAX_EXPANDED_LEVELS) found ??= node;
    return { nodes, levels };
  }
}

function childrenOf(node: Exclude<Node, { readonly kind: "scalar" }>): readonly Node[] {
  return node.kind === "sequence" ? node.items : node.pairs.flat();
}
