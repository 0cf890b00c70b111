/**
 * YAML of SLS files as Salt's loader reads it.
 */
import type { Value } from "@salt/core";
import { type DumpOptions, dumpYaml, loadPlainBlocks, parseYaml, prettyPrint, YamlFault } from "@salt/jinja";
import { RenderFault } from "../fault.js";
import { toCallValue } from "../jinja/call-values.js";

/** What a text holds. */
export interface LoadedYaml {
  readonly value: Value;
  /** What a reader should know though it is no error. */
  readonly warnings: readonly string[];
}

/**
 * The value of a text; null for an empty one. Throws RenderFault with Salt's text. Where that is the bare problem
 * (the faults of the scanner), the line and those around it are added.
 */
export function loadSlsYaml(text: string): LoadedYaml {
  try {
    return { value: loadPlainBlocks(text) ?? toCallValue(parseYaml(text)), warnings: [] };
  } catch (error) {
    // Only what holds itself (`a: &x [*x]`) is so deep.
    if (error instanceof RangeError) throw new RenderFault("maximum recursion depth exceeded");
    if (!(error instanceof YamlFault)) throw error;
    if (error.pyClass !== "ScannerError") throw new RenderFault(error.message, undefined, { cause: error });
    throw new RenderFault(error.problem, { line: error.line ?? 0, source: text }, { cause: error });
  }
}

/** The YAML of a value as Salt's dumper writes it. */
export function dumpSlsYaml(value: Value, options: DumpOptions): string {
  return dumpYaml(value, options);
}

/** A value as Python's pprint shows it. */
export function prettyText(value: Value): string {
  return prettyPrint(value);
}
