/**
 * Salt's Jinja renderer: a template and its context in, text out.
 */
import { GLOBALS, showFullContext } from "../filters/globals.js";
import { FILTERS, TESTS } from "../filters/table.js";
import { DEFAULT_SYNTAX, type SyntaxOptions } from "../lex/options.js";
import type { Environment, FilterFunction, TestFunction } from "../runtime/environment.js";
import { DEFAULT_LIMITS, type Limits } from "../runtime/limits.js";
import { drive } from "../runtime/pending.js";
import { Scope } from "../runtime/scope.js";
import { RenderState } from "../runtime/state.js";
import { TemplateCache } from "../runtime/template.js";
import { finalize } from "../salt/finalize.js";
import type { Val } from "../value/types.js";
import { type FileReader, saltLoader } from "./loader.js";
import { splitHeader, syntaxFrom } from "./options.js";
import { renderError } from "./render-error.js";

/** How a renderer works. */
export interface RendererOptions {
  /** Gives the files that templates include and import. */
  readonly read?: FileReader;
  /** False for `allow_undefined: true`: undefined variables print as nothing. */
  readonly strict?: boolean;
  readonly autoescape?: boolean;
  readonly limits?: Partial<Limits>;
  /** Filters and tests beside the built-in ones. */
  readonly filters?: ReadonlyMap<string, FilterFunction>;
  readonly tests?: ReadonlyMap<string, TestFunction>;
}

/** One rendering's input. */
export interface RenderInput {
  readonly source: string;
  /** The variables; imported templates see them too. */
  readonly context: ReadonlyMap<string, Val>;
  /** The jinja_env or jinja_sls_env options. */
  readonly env?: ReadonlyMap<Val, Val>;
}

/** Renders templates; keeps those that it has compiled. */
export class Renderer {
  readonly #options: RendererOptions;
  readonly #cache: TemplateCache;
  readonly #filters: ReadonlyMap<string, FilterFunction>;
  readonly #tests: ReadonlyMap<string, TestFunction>;

  constructor(options: RendererOptions = {}, cache: TemplateCache = new TemplateCache()) {
    this.#options = options;
    this.#cache = cache;
    this.#filters = new Map([...FILTERS, ...(options.filters ?? [])]);
    this.#tests = new Map([...TESTS, ...(options.tests ?? [])]);
  }

  /** The text, or a promise of it when a function of the context returned one. Throws RenderError. */
  render(input: RenderInput): string | Promise<string> {
    const { source, options } = splitHeader(input.source);
    const syntax = syntaxFrom(options, syntaxFrom(input.env ?? new Map(), DEFAULT_SYNTAX));
    const environment = this.#environment(syntax);
    const globals = new Scope(undefined, new Map<string, Val>([...GLOBALS, ...input.context]));
    const state = new RenderState(environment, globals);
    globals.set("show_full_context", showFullContext(state));
    const ending = /\r?\n$/.exec(input.source) === null ? "" : "\n";
    const failed = (error: unknown): never => {
      throw renderError(error, state);
    };
    try {
      const text = this.#run(state, source, new Map(input.context));
      if (typeof text === "string") return text + ending;
      return text.then((done) => done + ending, failed);
    } catch (error) {
      return failed(error);
    }
  }

  #run(state: RenderState, source: string, context: Map<string, Val>): string | Promise<string> {
    const template = state.environment.compile({ source, path: undefined, name: undefined });
    // What imports set for those that come after them, the template itself does not see.
    const globals = new Scope(undefined, new Map(state.globals.all()));
    const scope = new Scope(new Scope(globals, context));
    for (const [name, code] of Object.entries(template.blocks)) scope.blocks.set(name, [code]);
    state.template = template;
    return drive(template.root(state, scope));
  }

  #environment(syntax: SyntaxOptions): Environment {
    const names = {
      id: [...this.#filters.keys(), ...this.#tests.keys()].join(" "),
      hasFilter: (name: string): boolean => this.#filters.has(name),
      hasTest: (name: string): boolean => this.#tests.has(name),
    };
    return {
      id: names.id,
      strict: this.#options.strict ?? true,
      autoescape: this.#options.autoescape ?? false,
      syntax,
      limits: { ...DEFAULT_LIMITS, ...this.#options.limits },
      filters: this.#filters,
      tests: this.#tests,
      loader: saltLoader(this.#options.read ?? (() => undefined)),
      compile: ({ source, path, name }) => this.#cache.load(source, syntax, names, { name, path }),
      finalize,
    };
  }
}
