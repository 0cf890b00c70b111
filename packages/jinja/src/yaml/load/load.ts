/**
 * YAML texts as Salt's loader reads them.
 */
import type { Val } from "../../value/types.js";
import { composeDocument } from "./composer.js";
import { construct } from "./construct.js";
import { loadPlainBlocks } from "./plain-blocks.js";

/** The value of a text with one document; null for an empty one. Throws YamlFault. */
export function loadYaml(text: string): Val {
  const plain = loadPlainBlocks(text);
  if (plain !== undefined) return plain;
  return parseYaml(text);
}

/** As `loadYaml`, always by tokens and nodes. */
export function parseYaml(text: string): Val {
  const { root, shares } = composeDocument(text);
  return root === undefined ? null : construct(root, shares);
}
