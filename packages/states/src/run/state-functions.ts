/**
 * The state functions of a run: asked for once each.
 */
import type { ExecutionFunction, FunctionIndex } from "@salt/core";
import { FunctionNotAvailableError } from "@salt/core";

/** A function, or why there is none. */
export type Found = { readonly fn: ExecutionFunction } | { readonly reason: string | undefined };

/** State functions by name. */
export class StateFunctions {
  readonly #index: FunctionIndex;
  readonly #found = new Map<string, Promise<Found>>();

  constructor(index: FunctionIndex) {
    this.#index = index;
  }

  /** The function of a name, or the reason its module gives for not being there. */
  find(name: string): Promise<Found> {
    const known = this.#found.get(name);
    if (known !== undefined) return known;
    const found = this.#find(name);
    this.#found.set(name, found);
    return found;
  }

  /** Whether there is a function. */
  async has(name: string): Promise<boolean> {
    return "fn" in (await this.find(name));
  }

  /** Forgets them all: modules were loaded anew. */
  forget(): void {
    this.#found.clear();
  }

  async #find(name: string): Promise<Found> {
    try {
      return { fn: await this.#index.find(name) };
    } catch (error) {
      if (error instanceof FunctionNotAvailableError) return { reason: error.hint };
      throw error;
    }
  }
}
