/**
 * Kernel parameters, from `/proc/cmdline`.
 */
import { shellWords } from "./shell-words.js";

/** Pairs of name and value. A value that has a `=` itself is null, as Salt has it. */
export function parseCmdline(text: string): readonly (readonly [string, string | null])[] {
  return shellWords(text).map((word) => {
    const [name = "", value, ...more] = word.split("=");
    const plain = value === undefined || more.length > 0 ? null : value.replace(/^"+|"+$/g, "");
    return [name, plain] as const;
  });
}
