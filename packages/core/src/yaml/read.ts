/**
 * Reading YAML texts from files.
 */
import type { Value } from "../base/value.js";
import { composeYaml } from "./compose.js";
import { requireYamlPackage } from "./package.js";

/** The value of a YAML text as Salt's loader reads it; null for an empty one. Throws YamlError with line and column. */
export function parseYaml(text: string): Value {
  return composeYaml(requireYamlPackage(), text).value;
}
