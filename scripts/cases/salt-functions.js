/**
 * The functions that cases offer as `salt`, all returning promises, as execution modules do.
 */

import { matchGlob } from "../../packages/core/dist/index.js";
import {
  ABSENT,
  bind,
  dictGet,
  PyError,
  PyFunction,
  PyObject,
  signature,
  str,
} from "../../packages/jinja/dist/index.js";
import { decode } from "./values.js";

const GET = signature("get(key, default='', merge=False, delimiter=':')");
const ECHO = signature("echo(text)");
const FILTER_BY = signature(
  "filter_by(lookup_dict, grain='os_family', merge=None, default='default', base=None)",
);

function walk(from, path, fallback, delimiter) {
  let at = from;
  for (const part of String(path).split(delimiter)) {
    if (Array.isArray(at)) {
      at = /^-?\d+$/.test(part) ? (at.at(Number(part)) ?? ABSENT) : ABSENT;
    } else if (at instanceof Map) at = dictGet(at, part);
    else return fallback;
    if (at === ABSENT) return fallback;
  }
  return at;
}

function merge(into, from) {
  const out = new Map(into);
  for (const [key, value] of from) {
    const old = out.get(key);
    out.set(key, old instanceof Map && value instanceof Map ? merge(old, value) : value);
  }
  return out;
}

function filterBy(grains, args, kwargs) {
  const [lookup, grain, extra, fallback, base] = bind(FILTER_BY, args, kwargs);
  const value = walk(grains, grain, undefined, ":");
  const values = Array.isArray(value) ? value : [value];
  const key = values.flatMap((each) =>
    [...lookup.keys()].filter((name) => each !== undefined && matchGlob(str(name), str(each))),
  )[0];
  let found = key === undefined ? (lookup.get(fallback) ?? null) : lookup.get(key);
  const ground = lookup.get(base);
  if (ground instanceof Map) found = found instanceof Map ? merge(ground, found) : ground;
  if (extra instanceof Map) found = found instanceof Map ? merge(found, extra) : extra;
  return found;
}

function functionOf(spec, context) {
  switch (spec.kind) {
    case "const":
      return () => decode(spec.value);
    case "echo":
      return (args, kwargs) => bind(ECHO, args, kwargs)[0];
    case "args":
      return (args, kwargs) =>
        new Map([
          ["args", [...args]],
          ["kwargs", new Map(kwargs)],
        ]);
    case "get":
      return (args, kwargs) => {
        const [key, fallback, , delimiter] = bind(GET, args, kwargs);
        return walk(context.get(spec.from), key, fallback, delimiter);
      };
    case "filter_by":
      return (args, kwargs) => filterBy(context.get("grains"), args, kwargs);
    case "raise":
      return () => {
        throw new PyError(spec.class, spec.class === "KeyError" ? `'${spec.message}'` : spec.message);
      };
    default: {
      let count = 0;
      return () => ++count;
    }
  }
}

class Mod extends PyObject {
  typeName = "Mod";
  #functions;
  constructor(functions) {
    super();
    this.#functions = functions;
  }
  qualifiedName() {
    return "__main__.Mod";
  }
  attribute(name) {
    return this.#functions.get(name) ?? ABSENT;
  }
}

class Salt extends PyObject {
  typeName = "Salt";
  #functions;
  constructor(functions) {
    super();
    this.#functions = functions;
  }
  qualifiedName() {
    return "__main__.Salt";
  }
  item(key) {
    return this.#functions.get(key) ?? ABSENT;
  }
  attribute(name) {
    if (name === "get") {
      return new PyFunction("get", ([key, fallback = null]) => this.#functions.get(key) ?? fallback);
    }
    const own = [...this.#functions].filter(([full]) => full.startsWith(`${name}.`));
    if (own.length === 0) return ABSENT;
    return new Mod(new Map(own.map(([full, fun]) => [full.slice(name.length + 1), fun])));
  }
  contains(key) {
    return this.#functions.has(key);
  }
  iterate() {
    return this.#functions.keys();
  }
}

/** The `salt` object of a case. */
export function saltObject(specs, context) {
  const functions = Object.entries(specs ?? {}).map(([name, spec]) => {
    const run = functionOf(spec, context);
    const short = name.split(".").at(-1);
    return [name, new PyFunction(short, async (args, kwargs) => run(args, kwargs), "function")];
  });
  return new Salt(new Map(functions));
}
