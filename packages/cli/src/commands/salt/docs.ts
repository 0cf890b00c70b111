/**
 * Documentation as `salt -d` and `salt '*' sys.doc` print it: each function once, whoever told it.
 */
import type { Value } from "@salt/core";
import { isDict } from "@salt/core";

/** The documentation in returns of sys.doc by function, sorted by name; the first minion to tell it wins. */
export function mergeDocs(returns: Iterable<Value>): ReadonlyMap<string, string> {
  const docs = new Map<string, string>();
  for (const value of returns) {
    if (!isDict(value)) continue;
    for (const [fun, text] of value) {
      if (typeof fun === "string" && typeof text === "string" && text !== "" && !docs.has(fun))
        docs.set(fun, text);
    }
  }
  return new Map([...docs].sort(([a], [b]) => (a < b ? -1 : 1)));
}
