/**
 * Finding the chunks that a requisite means, without looking at all chunks for each.
 */
import type { Value } from "@salt/core";
import { compileGlob, pythonRepr, SaltError } from "@salt/core";
import type { Low, Requisite } from "./low.js";
import { wordOf } from "./low.js";

/** A requisite names its state by something that is no text. */
export class RequisiteFormError extends SaltError {
  constructor(key: string, name: string) {
    super("REQUISITE_FORM", `Could not locate requisite of [${key}] present in state with name [${name}]`, {
      hint: "A requisite is a state's module with an id or name, e.g. `- file: /etc/motd`.",
    });
  }
}

/** The chunks of a run by id, name and SLS. */
export class ChunkIndex {
  readonly #chunks: readonly Low[];
  readonly #named = new Map<string, Low[]>();
  readonly #inSls = new Map<string, Low[]>();
  readonly #found = new Map<string, readonly Low[]>();

  constructor(chunks: readonly Low[]) {
    this.#chunks = chunks;
    for (const chunk of chunks) {
      const names = new Set([wordOf(chunk, "name"), wordOf(chunk, "__id__")]);
      for (const name of names) push(this.#named, name, chunk);
      push(this.#inSls, wordOf(chunk, "__sls__"), chunk);
    }
  }

  /** The chunks a requisite means, in their order. Throws RequisiteFormError. */
  find({ key, value }: Requisite): readonly Low[] {
    if (typeof value !== "string") return this.#refuse(key, value);
    const asked = `${key} ${value}`;
    const known = this.#found.get(asked);
    if (known !== undefined) return known;
    const found = this.#search(key, value);
    this.#found.set(asked, found);
    return found;
  }

  #search(key: string, value: string): readonly Low[] {
    const isGlob = /[*?[]/.test(value);
    if (key === "sls") {
      if (!isGlob) return this.#inSls.get(value) ?? [];
      const matches = compileGlob(value);
      return this.#chunks.filter((chunk) => matches(wordOf(chunk, "__sls__")));
    }
    const named = isGlob ? this.#matching(value) : (this.#named.get(value) ?? []);
    return key === "id" ? named : named.filter((chunk) => chunk.get("state") === key);
  }

  #matching(pattern: string): readonly Low[] {
    const matches = compileGlob(pattern);
    return this.#chunks.filter((chunk) => matches(wordOf(chunk, "name")) || matches(wordOf(chunk, "__id__")));
  }

  #refuse(key: string, value: Value): readonly Low[] {
    const [first] = this.#chunks;
    if (first === undefined) return [];
    throw new RequisiteFormError(key, key === "sls" ? pythonRepr(value) : wordOf(first, "name"));
  }
}

function push(map: Map<string, Low[]>, key: string, chunk: Low): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [chunk]);
  else list.push(chunk);
}
