/**
 * Outputters: how values are printed.
 */
import type { Dict, Value } from "../../base/value.js";
import type { Plugin } from "../catalog.js";

/** What an outputter needs to know of its surroundings. */
export interface OutputContext {
  /** Colour codes wanted. */
  readonly color: boolean;
  /** Remove escape sequences from texts. */
  readonly stripColors: boolean;
  /** `--out-indent`; undefined when not given. Negative means compact. */
  readonly indent: number | undefined;
  /** The retcode that came with the value, for outputters that colour by it. */
  readonly retcode: number;
  /** `state_output`, e.g. `full`. */
  readonly stateOutput: string;
  readonly stateVerbose: boolean;
  /** All options by Salt's names, for the finer points of an outputter, e.g. `state_tabular`. */
  readonly opts: Dict;
}

/** A plugin that prints values. */
export interface Outputter extends Plugin {
  readonly kind: "outputter";
  /** The text for a value, or undefined to print nothing. */
  readonly print: PrintValue;
}

/** Makes a text of a value; plugins in Python take a moment. */
export type PrintValue = (
  value: Value,
  context: OutputContext,
) => string | undefined | Promise<string | undefined>;

/** An outputter that needs no moment. */
export interface PlainOutputter extends Outputter {
  readonly print: (value: Value, context: OutputContext) => string | undefined;
}

/** Writes down an outputter. */
export function outputter(name: string, doc: string, print: PlainOutputter["print"]): PlainOutputter {
  return { kind: "outputter", name, virtualName: name, doc, print };
}
