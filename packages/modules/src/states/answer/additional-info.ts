/**
 * Faults with further facts, told as Salt tells them.
 */
import type { OutputContext, Plain } from "@salt/core";
import { toValue } from "@salt/core";
import { nestedText } from "../../outputters/text/nested-text.js";

const PLAIN: OutputContext = {
  color: false,
  stripColors: true,
  indent: undefined,
  retcode: 0,
  stateOutput: "full",
  stateVerbose: true,
  opts: new Map(),
};

/** A message and facts below it, as an outline; the message alone when there are none. */
export function withAdditionalInfo(message: string, info: Plain): string {
  const stop = /[.?!]$/.test(message) ? "" : ".";
  const outline = nestedText(toValue(info), PLAIN, 0).trimEnd();
  return `${message}${message === "" ? "" : `${stop} `}Additional info follows:\n\n${outline}`;
}
