/**
 * The variables that a running template sees: its own, and those of what surrounds it.
 */

import type { Val } from "../value/types.js";
import { MISSING } from "./missing.js";
import type { Run } from "./pending.js";
import type { RenderState } from "./state.js";

/** A block's code; `depth` says how many templates down the line of inheritance it is. */
export type BlockCode = (state: RenderState, scope: Scope, depth: number) => Run<string>;

/** A template's context. */
export class Scope {
  readonly #parent: Scope | undefined;
  readonly #vars: Map<string, Val>;
  readonly exported: Set<string> = new Set();
  /** The blocks by name, from the most derived template on. */
  readonly blocks: Map<string, BlockCode[]>;

  constructor(
    parent: Scope | undefined,
    vars: Map<string, Val> = new Map(),
    blocks?: Map<string, BlockCode[]>,
  ) {
    this.#parent = parent;
    this.#vars = vars;
    this.blocks = blocks ?? new Map();
  }

  /** The value of a name, or MISSING. */
  resolve(name: string): Val {
    const own = this.#vars.get(name);
    if (own !== undefined || this.#vars.has(name)) return own;
    return this.#parent === undefined ? MISSING : this.#parent.resolve(name);
  }

  /** Sets a name that importing templates may ask for. */
  set(name: string, value: Val): void {
    this.#vars.set(name, value);
    if (!name.startsWith("_")) this.exported.add(name);
  }

  /** Sets a name that importing templates do not see: what was itself imported. */
  bind(name: string, value: Val): void {
    this.#vars.set(name, value);
    this.exported.delete(name);
  }

  /** What other templates may ask this one for. */
  exports(): Map<string, Val> {
    return new Map([...this.exported].map((name) => [name, this.#vars.get(name)]));
  }

  /** A scope that sees this one and, before it, these names; MISSING ones are left out. */
  derived(locals: readonly (readonly [string, Val])[], sameBlocks: boolean): Scope {
    const vars = new Map(locals.filter(([, value]) => value !== MISSING));
    return new Scope(this, vars, sameBlocks ? this.blocks : undefined);
  }

  /** All names with their values, the nearest winning. */
  all(): Map<string, Val> {
    const out = this.#parent === undefined ? new Map<string, Val>() : this.#parent.all();
    for (const [name, value] of this.#vars) out.set(name, value);
    return out;
  }
}
