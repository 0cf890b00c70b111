/**
 * YAML of SLS files as Salt's loader reads it.
 */
import type { Value } from "@salt/core";
import { parseYaml, YamlError } from "@salt/core";
import { RenderFault } from "../fault.js";

/** What a text holds. */
export interface LoadedYaml {
  readonly value: Value;
  /** What a reader should know though it is no error. */
  readonly warnings: readonly string[];
}

/** The value of a text; null for an empty one. Throws RenderFault with Salt's text. */
export function loadSlsYaml(text: string): LoadedYaml {
  try {
    return { value: parseYaml(text), warnings: [] };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new RenderFault(error.message, { line: error.line, source: text }, { cause: error });
  }
}
