/**
 * The pillar: data that the master keeps for this minion.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Dict, ExecutionContext, MutableDict, Rest, Value } from "@salt/core";
import {
  appendNew,
  CommandExecutionError,
  dict,
  errorText,
  executionModule,
  fn,
  getDict,
  isDict,
  isList,
  isTruthy,
  maybe,
  mergeDicts,
  needed,
  pythonRepr,
  pythonStr,
  pythonType,
  SaltError,
} from "@salt/core";
import { filterBy } from "../values/filter-by.js";
import { PythonError } from "../values/python-error.js";
import { traverse } from "../values/traverse.js";
import { pillarOverride } from "./state-functions/pillar-override.js";

/** What Salt shows for "no default was given". */
const NOT_SET = "<Constant.NOT_SET>";

const getParams = {
  key: needed.any("The key, or a path such as `apps:web:port`; numbers count list items."),
  default: maybe.any(NOT_SET, "What to answer when there is none; an empty text unless given."),
  merge: maybe.bool(false, "Lay the value over the default, when both are maps or both are lists."),
  merge_nested_lists: maybe.any(
    null,
    "Join lists in merged maps; the option `pillar_merge_lists` unless given.",
  ),
  delimiter: maybe.str(":", "Between the keys of a path."),
  pillarenv: maybe.str(null, "Fetch the pillar anew, for this environment."),
  saltenv: maybe.str(null, "Fetch the pillar anew, with this environment for states."),
};

const get = fn({
  doc: "A value of the pillar as it was fetched last; a default when there is none.",
  examples: ["salt '*' pillar.get apps:web:port", "salt '*' pillar.get apps '{web: {}}' merge=True"],
  params: getParams,
  run: async (args, context) => {
    const data = await pillarFor(context, args.saltenv, args.pillarenv);
    const found = traverse(data, args.key, args.delimiter ?? ":");
    const fallback = args.default === NOT_SET ? undefined : args.default;
    const mergeLists = args.merge_nested_lists ?? context.opts.get("pillar_merge_lists");
    const merged = args.merge ? mergeOver(fallback, found, isTruthy(mergeLists)) : undefined;
    if (merged !== undefined) return merged;
    if (args.merge)
      context.log.error({ key: pythonStr(args.key) }, "The default and the value cannot be merged");
    if (found !== undefined) return found;
    if (fallback !== undefined) return fallback;
    if (isTruthy(context.opts.get("pillar_raise_on_missing"))) throw missing(args.key);
    return "";
  },
});

const items = fn({
  doc: "The whole pillar, fetched anew from the master, or the values of some keys.",
  examples: ["salt '*' pillar.items", "salt '*' pillar.items pillar='{extra: 1}'"],
  varargs: "args",
  varkw: "kwargs",
  run: (_args, context, rest) => freshPillar(context, rest),
});

export const pillar = executionModule("pillar", {
  doc: "The pillar: data that the master keeps for this minion.",
  functions: {
    get,
    fetch: { ...get, doc: "Another name of pillar.get.", examples: ["salt '*' pillar.fetch apps:web:port"] },
    items,
    data: { ...items, doc: "Another name of pillar.items.", examples: ["salt '*' pillar.data"] },
    item: fn({
      doc: "Several values of the pillar by key or path. Takes `default`, `delimiter`, `pillarenv` and `saltenv`.",
      examples: ["salt '*' pillar.item roles apps:web:port default=none"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, context, rest) => {
        const data = await pillarFor(context, textIn(rest, "saltenv"), textIn(rest, "pillarenv"));
        return someOf(data, rest.args, rest.kwargs.get("default") ?? "", textIn(rest, "delimiter") ?? ":");
      },
    }),
    raw: fn({
      doc: "The pillar as it was fetched last, or the value of one key; an empty map when there is no such key.",
      examples: ["salt '*' pillar.raw", "salt '*' pillar.raw roles"],
      params: { key: maybe.any(null, "The key; no path.") },
      control: true,
      run: ({ key }, context) => (isTruthy(key) ? (context.pillar.get(key) ?? {}) : context.pillar),
    }),
    ext: fn({
      doc: "The pillar, compiled with one external source more: one that the option `on_demand_ext_pillar` allows.",
      examples: ["salt '*' pillar.ext '{libvirt: _}'"],
      params: {
        external: needed.dict("The source, as an item of `ext_pillar`."),
        pillar: maybe.dict(null, "Values that win over all others."),
      },
      run: async ({ external, pillar: override }, context) => {
        const saltenv = context.opts.get("saltenv");
        return await context.control.compilePillar({
          ext: external,
          ...(override === null ? {} : { override }),
          ...(typeof saltenv === "string" ? { saltenv } : {}),
        });
      },
    }),
    file_exists: fn({
      doc: "Whether a file is in `pillar_roots`, which only a minion without a master and the master itself have.",
      examples: ["salt '*' pillar.file_exists top.sls"],
      params: {
        path: needed.str("The file, below a directory of the pillar."),
        saltenv: maybe.str(null, "One environment; all of them unless given."),
      },
      run: ({ path, saltenv }, { opts }) => isInPillarRoots(opts, path, saltenv),
    }),
    ls: fn({
      doc: "The keys of the pillar, fetched anew.",
      examples: ["salt '*' pillar.ls"],
      varargs: "args",
      run: async (_args, context, rest) => [...(await freshPillar(context, rest)).keys()],
    }),
    keys: fn({
      doc: "The keys of a map in the pillar. Fails when there is none or it is no map.",
      examples: ["salt '*' pillar.keys apps:web"],
      params: {
        key: needed.any("The key or path."),
        delimiter: maybe.str(":", "Between the keys of a path."),
      },
      control: true,
      run: ({ key, delimiter }, context) => {
        const found = traverse(context.pillar, key, delimiter ?? ":");
        if (found === undefined) throw missing(key);
        if (isDict(found)) return [...found.keys()];
        throw new PythonError("ValueError", `Pillar value in key ${pythonStr(key)} is not a dict`);
      },
    }),
    obfuscate: fn({
      doc: "The pillar, fetched anew, with the type of each value in its place: to show its shape and keep its secrets.",
      examples: ["salt '*' pillar.obfuscate"],
      varargs: "args",
      varkw: "kwargs",
      run: async (_args, context, rest) => obfuscated(await freshPillar(context, rest)),
    }),
    filter_by: fn({
      doc: "Chooses the entry of a map by a value of the pillar, as grains.filter_by does by a grain.",
      examples: ["salt '*' pillar.filter_by '{web: {port: 80}, default: {port: 0}}' role"],
      params: {
        lookup_dict: needed.dict("What to choose from."),
        pillar: needed.str("The key or path of the value that chooses."),
        merge: maybe.any(null, "A map laid over the choice."),
        default: maybe.any("default", "The key of the entry for all other values."),
        base: maybe.any(null, "The key of the entry that the choice is laid over."),
      },
      control: true,
      run: ({ lookup_dict, pillar: key, merge, base, default: fallback }, context) =>
        filterBy({ lookup: lookup_dict, key, data: context.pillar, merge, fallback, base }),
    }),
  },
});

/** The pillar at hand, or one that is fetched when an environment is named. */
async function pillarFor(
  context: ExecutionContext,
  saltenv: string | null | undefined,
  pillarenv: string | null | undefined,
): Promise<Dict> {
  if (isAbsent(saltenv) && isAbsent(pillarenv)) return context.pillar;
  return await context.control.compilePillar({
    ...(isAbsent(saltenv) ? {} : { saltenv }),
    ...(isAbsent(pillarenv) ? {} : { pillarenv }),
  });
}

/** Throws CommandExecutionError without any directories. */
function isInPillarRoots(opts: Dict, path: string, saltenv: string | null): boolean {
  const roots = getDict(opts, "pillar_roots");
  if (roots === undefined || roots.size === 0) {
    throw new CommandExecutionError("No pillar_roots found. Are you running this on the master?");
  }
  const lists = saltenv === null || saltenv === "" ? [...roots.values()] : [roots.get(saltenv) ?? []];
  return lists
    .flatMap((paths) => (isList(paths) ? paths : [paths]))
    .some((root) => typeof root === "string" && existsSync(join(root, path)));
}

async function freshPillar(context: ExecutionContext, rest: Rest): Promise<Dict> {
  if (rest.args.length > 0) return someOf(context.pillar, rest.args, "", ":");
  const { opts } = context;
  const saltenv = textIn(rest, "saltenv") ?? opts.get("saltenv");
  const own = isTruthy(opts.get("pillarenv_from_saltenv")) ? saltenv : opts.get("pillarenv");
  const pillarenv = textIn(rest, "pillarenv") ?? own;
  const override = await overrideOf(rest, context);
  return await context.control.compilePillar({
    ...(isDict(override) ? { override } : {}),
    ...(typeof saltenv === "string" ? { saltenv } : {}),
    ...(typeof pillarenv === "string" ? { pillarenv } : {}),
  });
}

function someOf(data: Dict, keys: readonly Value[], fallback: Value, delimiter: string): Dict {
  const found: MutableDict = new Map();
  for (const key of keys) found.set(key, traverse(data, key, delimiter) ?? fallback);
  return found;
}

/** The value over the default, or undefined when they do not go together. */
function mergeOver(
  fallback: Value | undefined,
  found: Value | undefined,
  mergeLists: boolean,
): Value | undefined {
  if (fallback === undefined) return undefined;
  if (isDict(fallback) && (found === undefined || isDict(found))) {
    return mergeDicts(fallback, found ?? dict(), mergeLists);
  }
  return isList(fallback) && (found === undefined || isList(found))
    ? appendNew(fallback, found ?? [])
    : undefined;
}

function obfuscated(value: Value): Value {
  if (isDict(value)) return new Map([...value].map(([key, item]) => [key, obfuscated(item)]));
  return isList(value) ? value.map(obfuscated) : `<${pythonType(value)}>`;
}

function textIn({ kwargs }: Rest, name: string): string | undefined {
  const value = kwargs.get(name);
  return typeof value === "string" ? value : undefined;
}

function isAbsent(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

function missing(key: Value): PythonError {
  return new PythonError("KeyError", pythonRepr(`Pillar key not found: ${pythonStr(key)}`));
}

/** The pillar of the call, decrypted where `pillar_enc` says by what. Real Salt takes one that is no map, too. */
async function overrideOf({ kwargs }: Rest, context: ExecutionContext): Promise<Value | undefined> {
  const given = kwargs.get("pillar");
  if (!isTruthy(given ?? null) || !isTruthy(kwargs.get("pillar_enc") ?? null)) return given;
  try {
    return await pillarOverride(kwargs, context);
  } catch (error) {
    if (!(error instanceof SaltError)) throw error;
    throw new CommandExecutionError(`Failed to decrypt pillar override: ${errorText(error)}`);
  }
}
