/**
 * The nodes of a YAML document, between its tokens and its values.
 */
import { repr } from "../../value/repr.js";
import type { Mark } from "./fault.js";

/** A scalar with its tag, written or found. */
export interface ScalarNode {
  readonly kind: "scalar";
  tag: string;
  value: string;
  readonly mark: Mark;
}

/** A sequence. */
export interface SequenceNode {
  readonly kind: "sequence";
  readonly tag: string;
  readonly items: Node[];
  readonly mark: Mark;
}

/** A mapping; merge keys are taken out of its pairs when it is constructed. */
export interface MappingNode {
  readonly kind: "mapping";
  readonly tag: string;
  pairs: (readonly [Node, Node])[];
  readonly mark: Mark;
}

/** Any node. */
export type Node = ScalarNode | SequenceNode | MappingNode;

/** The content of a node as Python shows it in error texts. */
export function contentText(node: Node): string {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "sequence") return `[${node.items.map(nodeText).join(", ")}]`;
  const pairs = node.pairs.map(([key, value]) => `(${nodeText(key)}, ${nodeText(value)})`);
  return `[${pairs.join(", ")}]`;
}

const CLASSES = { scalar: "ScalarNode", sequence: "SequenceNode", mapping: "MappingNode" } as const;

function nodeText(node: Node): string {
  const value = node.kind === "scalar" ? repr(node.value) : contentText(node);
  return `${CLASSES[node.kind]}(tag=${repr(node.tag)}, value=${value})`;
}

/** A document's node; `shares` tells whether any node has an alias, so that it may stand at several places. */
export interface ComposedDocument {
  readonly root: Node | undefined;
  readonly shares: boolean;
}

/** How a node may be written at a place. */
export type Place = "block" | "block-or-indentless" | "flow";

/** What stands before a node. */
export interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly start: Mark;
}
