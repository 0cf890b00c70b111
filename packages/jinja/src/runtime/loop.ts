/**
 * The `loop` variable.
 */

import { equals } from "../value/equality.js";
import { typeError } from "../value/errors.js";
import { iterate } from "../value/iterate.js";
import { ABSENT, type Kwargs, Markup, PyFunction, tuple, type Val } from "../value/types.js";
import { TemplateCallable } from "./macro.js";
import type { Run } from "./pending.js";
import type { RenderState } from "./state.js";

/** A recursive loop's body. */
export type LoopBody = (items: Val, depth: number) => Run<string>;

/** What a loop knows about itself. It looks ahead only when asked. */
export class LoopContext extends TemplateCallable {
  readonly typeName = "LoopContext";
  readonly #state: RenderState;
  readonly #source: Val;
  readonly #items: Iterator<Val>;
  readonly #ahead: Val[] = [];
  readonly #recurse: LoopBody | null;
  readonly #depth: number;
  #index = -1;
  #current: Val = ABSENT;
  #previous: Val = ABSENT;
  #lastChanged: readonly Val[] | undefined;

  constructor(state: RenderState, source: Val, recurse: LoopBody | null, depth: number) {
    super();
    this.#state = state;
    this.#source = source;
    this.#items = iterate(source)[Symbol.iterator]();
    this.#recurse = recurse;
    this.#depth = depth;
  }

  /** The items, one by one, keeping count. */
  *items(): Generator<Val> {
    for (;;) {
      if (this.#ahead.length === 0 && !this.#pull()) return;
      this.#previous = this.#current;
      this.#current = this.#ahead.shift();
      this.#index += 1;
      yield this.#current;
    }
  }

  #pull(): boolean {
    const { value, done } = this.#items.next();
    if (done === true) return false;
    this.#ahead.push(value);
    return true;
  }

  #hasNext(): boolean {
    return this.#ahead.length > 0 || this.#pull();
  }

  #length(): number {
    if (Array.isArray(this.#source)) return this.#source.length;
    while (this.#pull());
    return this.#index + 1 + this.#ahead.length;
  }

  override length(): number {
    return this.#length();
  }

  override qualifiedName(): string {
    return "jinja2.runtime.LoopContext";
  }

  override repr(): string {
    return `<LoopContext ${this.#index + 1}/${this.#length()}>`;
  }

  override attribute(name: string): Val {
    switch (name) {
      case "index":
        return this.#index + 1;
      case "index0":
        return this.#index;
      case "revindex":
        return this.#length() - this.#index;
      case "revindex0":
        return this.#length() - this.#index - 1;
      case "first":
        return this.#index === 0;
      case "last":
        return !this.#hasNext();
      case "length":
        return this.#length();
      case "depth":
        return this.#depth + 1;
      case "depth0":
        return this.#depth;
      default:
        return this.#neighbour(name);
    }
  }

  #neighbour(name: string): Val {
    switch (name) {
      case "previtem":
        return this.#index === 0 ? this.#state.undefined("there is no previous item") : this.#previous;
      case "nextitem":
        return this.#hasNext() ? this.#ahead[0] : this.#state.undefined("there is no next item");
      case "cycle":
        return new PyFunction("cycle", (args) => this.#cycle(args), "method");
      case "changed":
        return new PyFunction("changed", (args) => this.#changed(args), "method");
      default:
        return ABSENT;
    }
  }

  #cycle(args: readonly Val[]): Val {
    if (args.length === 0) throw typeError("no items for cycling given");
    return args[this.#index % args.length];
  }

  #changed(args: readonly Val[]): boolean {
    if (this.#lastChanged !== undefined && equals(tuple(this.#lastChanged), tuple(args))) return false;
    this.#lastChanged = args;
    return true;
  }

  *run(args: readonly Val[], _kwargs: Kwargs, escaping: boolean): Run {
    if (this.#recurse === null) {
      throw typeError("The loop must have the 'recursive' marker to be called recursively.");
    }
    this.#state.enter();
    const text = yield* this.#recurse(args[0], this.#depth + 1);
    this.#state.leave();
    return escaping ? new Markup(text) : text;
  }
}
