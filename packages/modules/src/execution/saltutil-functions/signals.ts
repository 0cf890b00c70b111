/**
 * Signals by number and name.
 */
import { constants } from "node:os";

/** The number of a signal, from digits or a name with or without SIG; undefined for anything else. */
export function signalNumber(text: string): number | undefined {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const name = text.toUpperCase().replace(/^(?!SIG)/, "SIG");
  return new Map(Object.entries(constants.signals)).get(name);
}
