/**
 * Substitutions of `sed`, put together so that texts of users cannot leave their place in the expression.
 */
import { SaltInvocationError } from "@salt/core";
import { splitWords } from "../cmd/words.js";

/** The parts of one substitution. */
export interface Substitution {
  readonly before: string;
  readonly after: string;
  /** Only lines that fit this expression; empty for all. */
  readonly limit: string;
  readonly flags: string;
  readonly escapeAll: boolean;
  /** All lines but those that fit `limit`. */
  readonly negate: boolean;
}

/** An expression for `sed -e`. Throws SaltInvocationError for parts that could become commands of their own. */
export function substitution(parts: Substitution): string {
  // The flags `e` and `w` run programs and write files.
  if (!/^[gpiIMm\d]*$/.test(parts.flags))
    throw new SaltInvocationError(`flags must be letters out of [gpIM] and digits, not '${parts.flags}'`);
  const before = escapeText(parts.before, parts.escapeAll, "before");
  const after = escapeText(parts.after, parts.escapeAll, "after");
  const limit = escapeText(parts.limit, parts.escapeAll, "limit");
  const address = limit === "" ? "" : `/${limit}/ `;
  return `${address}${parts.negate ? "!" : ""}s/${before}/${after}/${parts.flags}`;
}

/** Options that change how `sed` reads; the others would let it run or write something else. */
export function sedOptions(text: string): readonly string[] {
  const words = splitWords(text).filter((word) => word !== "-e");
  const wrong = words.find(
    (word) => !/^-[nrEsuz]+$|^--(?:quiet|silent|regexp-extended|posix|debug)$/.test(word),
  );
  if (wrong !== undefined) throw new SaltInvocationError(`The option '${wrong}' of sed is not taken here`);
  return words;
}

function escapeText(text: string, all: boolean, what: string): string {
  if (text.includes("\0")) throw new SaltInvocationError(`${what} holds a NUL character`);
  const closed = text.replace(/(\\*)\//g, (whole, slashes: string) => {
    return slashes.length % 2 === 1 ? whole : `${slashes}\\/`;
  });
  const escaped = all ? closed.replace(/[\^.[$()|*+?{]/g, "\\$&") : closed;
  const trailing = /\\*$/.exec(escaped)?.[0].length ?? 0;
  if (trailing % 2 === 1) throw new SaltInvocationError(`${what} ends with a lone backslash`);
  return escaped;
}
