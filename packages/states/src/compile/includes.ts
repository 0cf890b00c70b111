/**
 * `include`: which SLS an item of an SLS's list means.
 */

import { AvailableStates } from "./available.js";
import type { SlsPlace } from "./declarations.js";
import { StateDataError } from "./faults.js";
import { shown } from "./python-text.js";
import type { StateFile } from "./state-files.js";
import type { Node } from "./tree.js";
import { isMap } from "./tree.js";

/** Means: the environments that this minion has states of. Only where there is the environment `__env__`. */
const ANY_ENV = "_xenv";

/** The SLS that has the list. */
export interface Including extends SlsPlace {
  readonly file: StateFile;
  /** The environments of the run. */
  readonly environments: readonly string[];
}

/** What an item means, or why it means nothing. */
export type Included =
  | { readonly slss: readonly string[]; readonly saltenv: string }
  | { readonly error: string };

/** Resolves an item: a name, a glob, a relative name, or a map of environment to one of these. */
export async function resolveInclude(
  item: Node,
  from: Including,
  available: AvailableStates,
): Promise<Included> {
  const { sls, saltenv } = from;
  const [env, given] = readItem(item, from);
  if (!(await available.hasEnv(env)) && !(await available.hasEnv(AvailableStates.anyEnv))) {
    return {
      error: `Nonexistent saltenv '${env}' found in include of '${given}' within SLS '${saltenv}:${sls}'`,
    };
  }
  const name = given.startsWith(".") ? absoluteName(given, from) : given;
  if (typeof name !== "string") return name;
  const envs = await environmentsOf(env, name, from, available);
  if (envs.length !== 1 && !envs.includes(saltenv)) return { error: notResolved(env, name, envs, from) };
  const found = await available.matching(saltenv, name);
  return {
    slss: found.length > 0 ? found : [name],
    saltenv: envs.length === 1 ? (envs[0] ?? saltenv) : saltenv,
  };
}

function readItem(item: Node, { sls, saltenv }: SlsPlace): readonly [string, string] {
  const last = isMap(item) ? [...item].at(-1) : ([saltenv, item] as const);
  const [env, name] = last ?? [saltenv, null];
  if (typeof name === "string") return [shown(env), name];
  throw new StateDataError(
    `An include in SLS '${saltenv}:${sls}' is no text: ${shown(item)}`,
    "List names of SLS, or maps of environment to name.",
  );
}

/** `.x` is beside the SLS, `..x` beside its folder. */
function absoluteName(given: string, { sls, saltenv, file }: Including): string | { readonly error: string } {
  const levels = given.length - given.replace(/^\.+/, "").length;
  const parts = sls.split(".");
  if (file.url.endsWith("/init.sls")) parts.push("init");
  if (levels > parts.length) {
    return {
      error: `Attempted relative include of '${given}' within SLS '${saltenv}:${sls}' goes beyond top level package `,
    };
  }
  return [...parts.slice(0, -levels), given.slice(levels)].join(".");
}

async function environmentsOf(
  env: string,
  name: string,
  { environments }: Including,
  available: AvailableStates,
): Promise<readonly string[]> {
  const hasName = async (one: string): Promise<boolean> => (await available.matching(one, name)).length > 0;
  if (env !== ANY_ENV) return environments.includes(env) || (await hasName(env)) ? [env] : [];
  const found: string[] = [];
  for (const one of environments) if (await hasName(one)) found.push(one);
  return found;
}

function notResolved(
  env: string,
  name: string,
  envs: readonly string[],
  { environments }: Including,
): string {
  if (envs.length === 0) {
    const looked = env === ANY_ENV ? environments.join(", ") : env;
    return `Unknown include: Specified SLS ${env}: ${name} is not available on the salt master in saltenv(s): ${looked} `;
  }
  return (
    `Ambiguous include: Specified SLS ${env}: ${name} is available on the salt master in multiple available ` +
    `saltenvs: ${envs.join(", ")}`
  );
}
