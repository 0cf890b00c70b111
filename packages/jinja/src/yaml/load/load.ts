/**
 * YAML texts as Salt's loader reads them.
 */
import type { Val } from "../../value/types.js";
import { composeDocument } from "./composer.js";
import { construct } from "./construct.js";

/** The value of a text with one document; null for an empty one. Throws YamlFault. */
export function loadYaml(text: string): Val {
  const { root, shares } = composeDocument(text);
  return root === undefined ? null : construct(root, shares);
}
