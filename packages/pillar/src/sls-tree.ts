/**
 * One SLS of the pillar with all that it includes.
 */
import type { Dict, Logger, MergeRules, MutableDict, Value } from "@salt/core";
import {
  errorText,
  getString,
  isDict,
  isList,
  isTruthy,
  matchGlob,
  mergeByStrategy,
  pythonStr,
} from "@salt/core";
import { pillarRoots } from "./pillar-opts.js";
import type { SlsReader } from "./sls-reader.js";
import { firstLine } from "./top.js";

/** What trees are rendered with. */
export interface SlsTreeParts {
  readonly opts: Dict;
  readonly reader: SlsReader;
  readonly rules: MergeRules;
  /** SLS that may be missing, by environment. */
  readonly optional: ReadonlyMap<string, readonly string[]>;
  readonly errors: string[];
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** An item of `include`. */
interface Included {
  readonly sls: string;
  readonly defaults: Dict | undefined;
  readonly key: string | undefined;
}

/** Includes within one another; Salt ends at the depth of Python's stack. */
const MAX_DEPTH = 200;

/** Renders the SLS of one environment. Each is rendered once for all that include it. */
export class SlsTree {
  readonly #parts: SlsTreeParts;
  readonly #saltenv: string;
  readonly #rendered = new Map<string, Value>();

  constructor(parts: SlsTreeParts, saltenv: string) {
    this.#parts = parts;
    this.#saltenv = saltenv;
  }

  /** Data of an SLS that the top file names. Undefined when there is none; what is wrong goes to `errors`. */
  async render(sls: string): Promise<Value | undefined> {
    const { value, errors } = await this.#render(sls, new Map(), 0);
    this.#parts.errors.push(...errors);
    return value;
  }

  async #render(
    sls: string,
    defaults: Dict,
    depth: number,
  ): Promise<{ readonly value: Value | undefined; readonly errors: readonly string[] }> {
    const { reader, signal } = this.#parts;
    signal.throwIfAborted();
    if (depth > MAX_DEPTH) return { value: undefined, errors: [`SLS '${sls}' is included too deeply`] };
    const file = await reader.files.sls(sls, this.#saltenv);
    if (file === undefined) return { value: undefined, errors: this.#missing(sls) };
    let data: Value;
    try {
      data = await reader.data(file, { saltenv: this.#saltenv, sls, extra: defaults });
    } catch (error) {
      signal.throwIfAborted();
      this.#rendered.set(sls, null);
      return { value: undefined, errors: [this.#failure(sls, error)] };
    }
    if (!isDict(data)) {
      this.#rendered.set(sls, data);
      return { value: data, errors: isTruthy(data) ? [`SLS '${sls}' does not render to a dictionary`] : [] };
    }
    return await this.#withIncludes({ sls, isInit: file.isInit }, data, defaults, depth);
  }

  #missing(sls: string): readonly string[] {
    const { opts, optional, log } = this.#parts;
    if (optional.get(this.#saltenv)?.includes(sls)) return [];
    const at = `Specified SLS '${sls}' in environment '${this.#saltenv}'`;
    if ((pillarRoots(opts).get(this.#saltenv) ?? []).length > 0) {
      return [`${at} is not available on the salt master`];
    }
    log.debug({ sls, saltenv: this.#saltenv }, "An SLS is in an environment that pillar_roots does not have");
    return [];
  }

  #failure(sls: string, error: unknown): string {
    const { opts, log } = this.#parts;
    log.error({ sls, reason: firstLine(error) }, "An SLS of the pillar cannot be rendered");
    if (isTruthy(opts.get("pillar_safe_render_error") ?? true)) {
      return `Rendering SLS '${sls}' failed. Please see master log for details.`;
    }
    return `Rendering SLS '${sls}' failed, render error:\n${errorText(error)}`;
  }

  async #withIncludes(
    place: { readonly sls: string; readonly isInit: boolean },
    data: Dict,
    defaults: Dict,
    depth: number,
  ): Promise<{ readonly value: Value; readonly errors: readonly string[] }> {
    const include = data.get("include");
    if (include !== undefined && !isList(include)) {
      this.#rendered.set(place.sls, data);
      return { value: data, errors: [`Include Declaration in SLS '${place.sls}' is not formed as a list`] };
    }
    const own: MutableDict = new Map(data);
    own.delete("include");
    // What includes it again, itself above all, gets it without its includes.
    this.#rendered.set(place.sls, own);
    if (include === undefined) return { value: own, errors: [] };
    const errors: string[] = [];
    const parts = await this.#included(place, include, defaults, depth, errors);
    const { opts } = this.#parts;
    const order = isTruthy(opts.get("pillar_includes_override_sls")) ? [own, ...parts] : [...parts, own];
    return { value: this.#merged(order), errors };
  }

  /** Parts in the order of the list, globs spelt out. */
  async #included(
    place: { readonly sls: string; readonly isInit: boolean },
    include: readonly Value[],
    defaults: Dict,
    depth: number,
    errors: string[],
  ): Promise<readonly Value[]> {
    const parts: Value[] = [];
    // Salt keeps the defaults of one item for the plain ones after it, and the errors of one SLS for those that follow.
    let current = defaults;
    let last: readonly string[] = [];
    for (const item of include) {
      const { sls, defaults: own, key } = readIncluded(item);
      current = own ?? current;
      for (const name of await this.#spelledOut(sls, place)) {
        let value = this.#rendered.get(name);
        if (!this.#rendered.has(name)) {
          const found = await this.#render(name, current, depth + 1);
          value = found.value;
          last = found.errors;
        }
        if (isTruthy(value)) parts.push(below(key, value ?? null));
        errors.push(...last);
      }
    }
    return parts;
  }

  /** The SLS that an item means: a name, a glob, or either from this SLS on when it begins with a dot. */
  async #spelledOut(
    name: string,
    { sls, isInit }: { readonly sls: string; readonly isInit: boolean },
  ): Promise<readonly string[]> {
    const known = await this.#parts.reader.files.names(this.#saltenv);
    const asPath = name.replace(/^\.+/, "").replaceAll("/", ".");
    const around = isInit ? sls.split(".") : sls.split(".").slice(0, -1);
    const wanted = name.startsWith(".") ? [...around, name.slice(1)].join(".") : name;
    const found = [asPath, wanted].flatMap((glob) => known.filter((each) => matchGlob(glob, each)));
    return found.length > 0 ? found : [wanted];
  }

  #merged(parts: readonly Value[]): Value {
    let merged: Value | undefined;
    for (const part of parts) {
      if (merged === undefined) merged = part;
      else if (isDict(merged) && isDict(part)) merged = mergeByStrategy(merged, part, this.#parts.rules);
    }
    return merged ?? null;
  }
}

function readIncluded(item: Value): Included {
  if (!isDict(item)) return { sls: pythonStr(item), defaults: undefined, key: undefined };
  const [first] = item;
  const [sls = "", how = null] = first ?? [];
  const defaults = isDict(how) ? how.get("defaults") : undefined;
  return {
    sls: pythonStr(sls),
    defaults: isDict(defaults) ? defaults : new Map(),
    key: getString(how, "key"),
  };
}

/** A value below `a:b`. */
function below(key: string | undefined, value: Value): Value {
  if (key === undefined || key === "") return value;
  return key.split(":").reduceRight<Value>((inner, part) => new Map([[part, inner]]), value);
}
