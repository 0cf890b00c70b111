/**
 * Templates ready to run, and the cache of them by content.
 */
import { createHash } from "node:crypto";
import { compileTemplate } from "../compile/compile.js";
import type { KnownNames } from "../compile/expression-code.js";
import type { SyntaxOptions } from "../lex/options.js";
import { runtimeApi } from "./api.js";
import { MISSING } from "./missing.js";
import { Pending, type Run } from "./pending.js";
import type { BlockCode, Scope } from "./scope.js";
import type { RenderState } from "./state.js";

/** Where a template comes from. */
export interface TemplatePlace {
  /** The name it was asked for by; undefined for the text that is rendered. */
  readonly name: string | undefined;
  /** The path that error texts show; undefined when there is none. */
  readonly path: string | undefined;
  readonly source: string;
}

/** A template with its functions. */
export interface LoadedTemplate extends TemplatePlace {
  readonly root: (state: RenderState, scope: Scope) => Run<string>;
  readonly blocks: Readonly<Record<string, BlockCode>>;
}

type Functions = Pick<LoadedTemplate, "root" | "blocks">;
type Factory = (
  api: typeof runtimeApi,
  constants: readonly unknown[],
  pending: typeof Pending,
  missing: typeof MISSING,
  none: undefined,
  template: object,
) => Functions;

interface Entry {
  readonly factory: Factory;
  readonly constants: readonly unknown[];
}

/** Compiled templates by content and syntax, the least recently used going first. */
export class TemplateCache {
  readonly #entries = new Map<string, Entry>();
  readonly #size: number;
  #compiled = 0;

  /** `size` is the most templates that are kept. */
  constructor(size = 400) {
    this.#size = size;
  }

  /** How many templates were compiled so far. */
  get compiled(): number {
    return this.#compiled;
  }

  /** The template for a source. Throws TemplateSyntaxError with the line. */
  load(
    source: string,
    syntax: SyntaxOptions,
    names: KnownNames & { readonly id: string },
    place: { name: string | undefined; path: string | undefined },
  ): LoadedTemplate {
    const hash = createHash("sha1")
      .update(`${names.id}\0${JSON.stringify(syntax)}\0`)
      .update(source);
    const key = hash.digest("base64");
    const entry = this.#entries.get(key) ?? this.#compile(source, syntax, names);
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (this.#entries.size > this.#size) this.#entries.delete(this.#entries.keys().next().value ?? "");
    const template = { ...place, source };
    const made = entry.factory(runtimeApi, entry.constants, Pending, MISSING, undefined, template);
    return Object.assign(template, made);
  }

  #compile(source: string, syntax: SyntaxOptions, names: KnownNames): Entry {
    this.#compiled += 1;
    return compileEntry(source, syntax, names);
  }
}

function compileEntry(source: string, syntax: SyntaxOptions, names: KnownNames): Entry {
  const { code, constants } = compileTemplate(source, syntax, names);
  // The code holds nothing of the template but JSON texts and mangled names: see compile/expression-code.ts.
  const factory: unknown = new Function("R", "K", "P", "M", "N", "T", code);
  return { factory: factory as Factory, constants };
}
