/**
 * The variable `salt` of templates: `salt['cmd.run'](…)`, `salt.cmd.run(…)`, `'cmd.run' in salt`.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { ABSENT, type Kwargs, PyFunction, PyObject, type Val } from "@salt/jinja";
import { toCallValue } from "./call-values.js";

/** Texts of a template that may be names of functions, in both ways of writing them. */
const QUOTED = /["']([a-z_]\w*\.\w+)["']/gi;
const DOTTED = /\b(?:salt|__salt__)\.([a-z_]\w*)(?:\.(\w+))?/gi;

/** Which functions there are. Templates ask that without waiting, so names are looked up before they run. */
export class SaltFunctions {
  readonly #context: ExecutionContext;
  readonly #known: Map<string, boolean>;
  readonly #made = new Map<string, PyFunction>();

  /** `known` says which functions there are; it may be shared by templates of one process. */
  constructor(context: ExecutionContext, known: Map<string, boolean>) {
    this.#context = context;
    this.#known = known;
  }

  /** Looks up the functions that a template may name. */
  async prepare(source: string): Promise<void> {
    for (const name of mentioned(source)) {
      if (!this.#known.has(name)) this.#known.set(name, await this.#exists(name));
    }
  }

  async #exists(name: string): Promise<boolean> {
    const { functions } = this.#context;
    return name.includes(".") ? await functions.has(name) : (await functions.provider(name)) !== undefined;
  }

  /** Whether there is a function or module; one that was not looked up is taken to be there. */
  has(name: string): boolean {
    return this.#known.get(name) ?? true;
  }

  /** The names that were found so far. */
  names(): readonly string[] {
    return [...this.#known].filter(([name, there]) => there && name.includes(".")).map(([name]) => name);
  }

  /** The function of a name, or ABSENT. */
  get(name: string): PyFunction | typeof ABSENT {
    if (!this.has(name)) return ABSENT;
    const known = this.#made.get(name);
    if (known !== undefined) return known;
    const made = new PyFunction(name, (args, kwargs) => this.#call(name, args, kwargs), "LoadedFunc");
    this.#made.set(name, made);
    return made;
  }

  #call(name: string, args: readonly Val[], kwargs: Kwargs): Promise<Plain> {
    const keywords: (readonly [string, Plain])[] = [];
    for (const [key, value] of kwargs) keywords.push([key, toCallValue(value)]);
    return this.#context.call(name, args.map(toCallValue), Object.fromEntries(keywords));
  }
}

function mentioned(source: string): ReadonlySet<string> {
  const out = new Set<string>();
  for (const [, name = ""] of source.matchAll(QUOTED)) out.add(name);
  for (const [, module = "", fun] of source.matchAll(DOTTED)) {
    out.add(module);
    if (fun !== undefined) out.add(`${module}.${fun}`);
  }
  return out;
}

/** The object behind `salt`. */
export class SaltObject extends PyObject {
  readonly typeName = "AliasedLoader";
  readonly #functions: SaltFunctions;

  constructor(functions: SaltFunctions) {
    super();
    this.#functions = functions;
  }
  override qualifiedName(): string {
    return "salt.utils.templates.AliasedLoader";
  }
  override item(key: Val): Val {
    if (typeof key !== "string") return ABSENT;
    return key.includes(".") ? this.#functions.get(key) : ABSENT;
  }
  override attribute(name: string): Val {
    if (name === "get") {
      return new PyFunction("get", ([key, fallback = null]) => {
        const found = this.item(key);
        return found === ABSENT ? fallback : found;
      });
    }
    if (name === "keys") return new PyFunction("keys", () => [...this.#functions.names()]);
    return this.#functions.has(name) ? new SaltModule(this.#functions, name) : ABSENT;
  }
  override contains(key: Val): boolean {
    return typeof key === "string" && key.includes(".") && this.#functions.has(key);
  }
  override iterate(): Iterable<Val> {
    return this.#functions.names();
  }
}

/** One module: `salt.cmd`. */
class SaltModule extends PyObject {
  readonly typeName = "LoadedMod";
  readonly #functions: SaltFunctions;
  readonly #name: string;

  constructor(functions: SaltFunctions, name: string) {
    super();
    this.#functions = functions;
    this.#name = name;
  }
  override qualifiedName(): string {
    return "salt.loader.lazy.LoadedMod";
  }
  override attribute(name: string): Val {
    return this.#functions.get(`${this.#name}.${name}`);
  }
}
