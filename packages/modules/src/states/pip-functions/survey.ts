/**
 * Which packages of Python are there already as they are asked for.
 */
import type { Args, ExecutionContext, Value } from "@salt/core";
import { isDict, isList, pythonStr } from "@salt/core";
import type { installedParams } from "./params.js";
import type { Requirement } from "./requirement.js";
import { comparePythonVersions, meetsConditions } from "./version.js";

/** The arguments of pip.installed, with what its keywords say beside. */
export interface InstallRequest {
  readonly args: Args<typeof installedParams>;
  readonly more: { readonly [name: string]: Value };
}

/** How the arguments that say how to run pip are called. */
export function accountOf({ args }: InstallRequest): { readonly [name: string]: Value } {
  const { bin_env, pip_bin, user, cwd, env_vars } = args;
  return { bin_env: bin_env || pip_bin, user, cwd, env_vars };
}

/** The packages that are there: versions by names in small letters. */
export async function installedPackages(
  request: InstallRequest,
  context: ExecutionContext,
  prefix: string | null = null,
): Promise<ReadonlyMap<string, string>> {
  const told = await context.call("pip.list", [prefix], { ...accountOf(request), ...request.more });
  const entries = isDict(told) ? [...told] : [];
  return new Map(entries.map(([name, version]) => [pythonStr(name).toLowerCase(), pythonStr(version)]));
}

/** What to say of a package that is there as it should be; undefined when it has to be installed. */
export async function satisfied(
  request: InstallRequest,
  asked: string,
  { name = "", conditions }: Requirement,
  packages: ReadonlyMap<string, string>,
  context: ExecutionContext,
): Promise<string | undefined> {
  const { ignore_installed, force_reinstall, upgrade } = request.args;
  const version = packages.get(name.toLowerCase());
  if (ignore_installed || force_reinstall || version === undefined) return undefined;
  const already = `Python package ${asked} was already installed`;
  if (!upgrade) return meetsConditions(version, conditions) ? already : undefined;
  const wanted = await newest(request, name, conditions, context);
  if (wanted === undefined)
    return `Python package ${name} was already installed and\nthe available upgrade doesn't fulfills the version requirements`;
  return comparePythonVersions(version, wanted) === 0 ? already : undefined;
}

async function newest(
  request: InstallRequest,
  name: string,
  conditions: Requirement["conditions"],
  context: ExecutionContext,
): Promise<string | undefined> {
  const { index_url, extra_index_url } = request.args;
  const { bin_env = null, user = null, cwd = null } = accountOf(request);
  const names = (mark: string): boolean => conditions.some(({ version }) => version.includes(mark));
  const told = await context.call("pip.list_all_versions", [name], {
    ...{ bin_env, user, cwd, index_url, extra_index_url },
    ...{ include_alpha: names("a"), include_beta: names("b"), include_rc: names("rc") },
  });
  const versions = isList(told) ? told.map(pythonStr) : [];
  return versions.findLast((version) => meetsConditions(version, conditions));
}
