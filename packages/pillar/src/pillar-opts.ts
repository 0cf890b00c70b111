/**
 * The options as they are while a pillar is compiled.
 */
import type { Dict, Logger, MutableDict, Value } from "@salt/core";
import { getDict, getList, getString, isDict, isDirectoryName, isList, isTruthy } from "@salt/core";
import type { PillarRequest } from "./request.js";

/** Directories by environment. */
export type PillarRoots = ReadonlyMap<string, readonly string[]>;

/** The environment that stands for one that has no directories of its own; in its paths the name stands for it. */
const ANY = "__env__";
/** Salt's own defaults. */
const ON_DEMAND: readonly Value[] = ["libvirt", "virtkey"];
/** A minion that may ask for these with words of its own would have a shell on the master: never heard. */
const COMMANDS: readonly Value[] = ["cmd_json", "cmd_yaml", "cmd_yamlex"];
const TOP = "salt://top.sls";

/** Options for templates and functions: this minion's, with files from the pillar's own directories. */
export function pillarOpts(request: PillarRequest, log: Logger): Dict {
  const opts: MutableDict = new Map(request.opts);
  const pillarenv =
    request.pillarenv ??
    (isTruthy(opts.get("pillarenv_from_saltenv")) ? request.saltenv : undefined) ??
    opts.get("pillarenv") ??
    null;
  opts.set("file_client", "local");
  opts.set("grains", request.grains);
  opts.set("saltenv", request.saltenv ?? opts.get("saltenv") ?? null);
  opts.set("pillarenv", pillarenv);
  opts.set("id", request.id);
  opts.set("minion_id", request.id);
  opts.set("state_top", topOf(getString(opts, "state_top")));
  opts.set("pillar_roots", rootsFor(opts));
  const onDemand = request.ext === undefined ? undefined : heard(request.ext, opts, log);
  if (onDemand !== undefined) opts.set("ext_pillar", [...(getList(opts, "ext_pillar") ?? []), onDemand]);
  return opts;
}

/** The directories of `pillar_roots`, by environment. What is no path is left out. */
export function pillarRoots(opts: Dict): PillarRoots {
  const table = getDict(opts, "pillar_roots") ?? new Map();
  const roots = new Map<string, readonly string[]>();
  for (const [name, paths] of table) {
    const list = isList(paths) ? paths : [paths];
    roots.set(
      String(name),
      list.filter((path) => typeof path === "string"),
    );
  }
  return roots;
}

function topOf(option: string | undefined): string {
  if (option === undefined || option === "") return TOP;
  return option.startsWith("salt://") ? option : `salt://${option.replace(/^\/+/, "")}`;
}

/**
 * `__env__` becomes the wanted environment, when that has no entry of its own. The name may come from a minion and
 * becomes a part of paths, so it must be that of one directory.
 */
function rootsFor(opts: Dict): Dict {
  const table: MutableDict = new Map(getDict(opts, "pillar_roots") ?? []);
  const any = table.get(ANY);
  if (any === undefined) return table;
  const env = [opts.get("pillarenv"), opts.get("saltenv")].find((name) => isTruthy(name)) ?? "base";
  table.delete(ANY);
  if (typeof env !== "string" || table.has(env) || !isDirectoryName(env)) return table;
  const paths = isList(any) ? any : [any];
  return table.set(
    env,
    paths.map((path) => (typeof path === "string" ? path.replaceAll(ANY, env) : path)),
  );
}

/** The external source that a minion asks for, where the configuration allows it. */
function heard(ext: Dict, opts: Dict, log: Logger): Dict | undefined {
  const allowed = opts.get("on_demand_ext_pillar") ?? ON_DEMAND;
  const isAllowed = (name: Value): boolean =>
    isList(allowed) && allowed.includes(name) && !COMMANDS.includes(name);
  if (isDict(ext) && ext.size > 0 && [...ext.keys()].every(isAllowed)) return ext;
  log.error(
    { allowed: String(allowed) },
    "A minion asked for an external pillar that is not allowed on demand",
  );
  return undefined;
}
