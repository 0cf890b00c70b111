/**
 * The objects that Jinja2's globals make: namespace, cycler and joiner.
 */
import { dictGet, dictSet } from "../value/dict.js";
import { PyError, typeError } from "../value/errors.js";
import { iterate } from "../value/iterate.js";
import { repr } from "../value/repr.js";
import { ABSENT, isText, type Kwargs, PyFunction, PyObject, type Val } from "../value/types.js";

/** The entries of `dict(source, **kwargs)`. Throws TypeError and ValueError as Python does. */
export function dictFrom(args: readonly Val[], kwargs: Kwargs, into: Map<Val, Val>): Map<Val, Val> {
  if (args.length > 1) throw typeError(`dict expected at most 1 argument, got ${args.length}`);
  const [source] = args;
  if (source instanceof Map) for (const [key, value] of source) dictSet(into, key, value);
  else if (args.length > 0) addPairs(into, source);
  for (const [key, value] of kwargs) dictSet(into, key, value);
  return into;
}

/** Sets the key-value pairs of an iterable. */
export function addPairs(into: Map<Val, Val>, source: Val): void {
  let index = 0;
  for (const pair of iterate(source)) {
    const isPair = isText(pair) || Array.isArray(pair);
    if (!isPair) throw typeError(`cannot convert dictionary update sequence element #${index} to a sequence`);
    const items = Array.from(iterate(pair));
    if (items.length !== 2) {
      throw new PyError(
        "ValueError",
        `dictionary update sequence element #${index} has length ${items.length}; 2 is required`,
      );
    }
    dictSet(into, items[0], items[1]);
    index += 1;
  }
}

/** `namespace(...)`: an object whose attributes templates may set. */
export class Namespace extends PyObject {
  readonly typeName = "Namespace";
  readonly #values: Map<Val, Val>;
  constructor(args: readonly Val[], kwargs: Kwargs) {
    super();
    this.#values = dictFrom(args, kwargs, new Map());
  }
  override attribute(name: string): Val {
    return dictGet(this.#values, name);
  }
  set(name: string, value: Val): void {
    dictSet(this.#values, name, value);
  }
  override qualifiedName(): string {
    return "jinja2.utils.Namespace";
  }
  override repr(): string {
    return `<Namespace ${repr(this.#values)}>`;
  }
}

/** `cycler(...)`: one of its items after the other. */
export class Cycler extends PyObject {
  readonly typeName = "Cycler";
  readonly #items: readonly Val[];
  #at = 0;
  constructor(items: readonly Val[]) {
    super();
    if (items.length === 0) throw new PyError("RuntimeError", "at least one item has to be provided");
    this.#items = items;
  }
  override qualifiedName(): string {
    return "jinja2.utils.Cycler";
  }
  override attribute(name: string): Val {
    if (name === "current") return this.#items[this.#at];
    if (name === "pos") return this.#at;
    if (name === "next" || name === "__next__") return new PyFunction("next", () => this.#next(), "method");
    return name === "reset" ? new PyFunction("reset", () => this.#reset(), "method") : ABSENT;
  }
  #next(): Val {
    const item = this.#items[this.#at];
    this.#at = (this.#at + 1) % this.#items.length;
    return item;
  }
  #reset(): null {
    this.#at = 0;
    return null;
  }
}

/** `joiner(sep)`: nothing the first time, the separator afterwards. */
export class Joiner extends PyObject {
  readonly typeName = "Joiner";
  readonly #separator: Val;
  #used = false;
  constructor(separator: Val) {
    super();
    this.#separator = separator;
  }
  override qualifiedName(): string {
    return "jinja2.utils.Joiner";
  }
  override call(): Val {
    if (this.#used) return this.#separator;
    this.#used = true;
    return "";
  }
}
