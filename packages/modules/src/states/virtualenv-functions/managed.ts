/**
 * `virtualenv.managed`.
 */
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import type { Args, ExecutionContext, Plain, StateAnswer, Value } from "@salt/core";
import { CommandExecutionError, get, isList, isTrial, isTruthy, maybe, needed, pythonStr } from "@salt/core";
import { answer, environmentOf, failed, unchanged } from "../answer/answer.js";

const text = (doc: string) => maybe.any(null, doc);
const flag = (doc: string) => maybe.bool(false, doc);

/** The parameters of `virtualenv.managed`; those that pip has lost since version 10 are refused. */
export const managedParams = {
  name: needed.str("The environment."),
  venv_bin: text("The program that makes it: `venv`, a Python, or virtualenv."),
  requirements: text("A file of packages; also on the file server."),
  system_site_packages: flag("With the packages of the system."),
  distribute: flag("Without a meaning since virtualenv 1.10."),
  use_wheel: flag("Refused: no pip since version 10 has it."),
  clear: flag("Empty it first."),
  python: text("The Python of the environment."),
  extra_search_dir: text("Where virtualenv also looks for packages."),
  never_download: text("Nothing comes from the net (virtualenv)."),
  prompt: text("What a shell shows when it uses the environment."),
  user: text("The account to make it as."),
  cwd: text("The directory where pip runs."),
  index_url: text("Where pip finds packages."),
  extra_index_url: text("Where pip finds more packages."),
  pre_releases: flag("Also versions that are not finished."),
  no_deps: flag("Without what the packages need."),
  pip_download: text("Where pip only puts the packages."),
  pip_download_cache: text("Where pip keeps what it downloaded."),
  pip_exists_action: text("What pip does about a path that exists."),
  pip_ignore_installed: flag("Install over what is there."),
  proxy: text("The proxy of pip."),
  use_vt: flag("Without a meaning: there is no terminal to show it on."),
  env_vars: text("Environment variables for pip."),
  no_use_wheel: flag("Refused: no pip since version 10 has it."),
  pip_upgrade: flag("Newer versions of what is there."),
  pip_pkgs: text("Packages: a list, or a text with commas."),
  pip_no_cache_dir: flag("Without pip's cache."),
  pip_cache_dir: text("Where pip keeps its cache."),
  process_dependency_links: flag("Follow links of packages."),
  no_binary: text("Packages that are built here."),
} as const;

type ManagedArguments = Args<typeof managedParams>;
type Changes = Record<string, Plain>;

/** Makes the environment and its packages be there. */
export async function managed(args: ManagedArguments, context: ExecutionContext): Promise<StateAnswer> {
  const { name, clear } = args;
  for (const gone of ["use_wheel", "no_use_wheel"] as const)
    if (args[gone])
      return failed(name, `The '${gone}' option is only supported in pip between 1.4 and 9.0.3.`);
  const python = join(name, "bin", "python");
  const isThere = existsSync(python);
  const requirements = await localRequirements(args.requirements, context);
  if (requirements === undefined)
    return failed(name, `pip requirements file '${pythonStr(args.requirements)}' not found`);
  const changes: Changes = {};
  if (isThere && clear) {
    changes.cleared_packages = await context.call("pip.freeze", [], { bin_env: name });
    changes.old = await versionOf(python, context);
  }
  if (isTrial(context)) {
    if (isThere && !clear) return unchanged(name, `Virtualenv ${name} is already created`);
    return answer(name, null, `Virtualenv ${name} is set to be ${isThere ? "cleared" : "created"}`, changes);
  }
  let comment = "virtualenv exists";
  if (!isThere || clear) {
    const fault = await create(args, context);
    if (fault !== undefined) return failed(name, fault, changes);
    changes.new = await versionOf(python, context);
    comment = clear ? "Cleared existing virtualenv" : "Created new virtualenv";
  }
  if (!isTruthy(requirements) && !isTruthy(args.pip_pkgs)) return answer(name, true, comment, changes);
  return await installPackages(args, requirements, { comment, changes }, context);
}

/** Requirements on this machine; undefined when the file server lacks them. */
async function localRequirements(given: Value, context: ExecutionContext): Promise<Value | undefined> {
  if (typeof given !== "string" || !given.startsWith("salt://")) return given;
  const cached = await context.call("cp.cache_file", [given, environmentOf(context)]);
  return isTruthy(cached) ? cached : undefined;
}

async function versionOf(python: string, context: ExecutionContext): Promise<string> {
  const told = await context.call("cmd.run_stderr", [[python, "-V"]], { python_shell: false });
  return pythonStr(told).replace(/^\n+|\n+$/g, "");
}

async function create(args: ManagedArguments, context: ExecutionContext): Promise<string | undefined> {
  const { venv_bin, system_site_packages, distribute, clear, python } = args;
  const { extra_search_dir, never_download, prompt, user, use_vt } = args;
  const told = await context.call("virtualenv.create", [args.name], {
    ...{ venv_bin, system_site_packages, distribute, clear, python },
    ...{ extra_search_dir, never_download, prompt, user, use_vt },
  });
  if (!isTruthy(get(told, "retcode"))) return undefined;
  return `${pythonStr(get(told, "stdout") ?? "")}${pythonStr(get(told, "stderr") ?? "")}`;
}

async function installPackages(
  args: ManagedArguments,
  requirements: Value,
  { comment, changes }: { readonly comment: string; readonly changes: Changes },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, user } = args;
  const frozen = async () => {
    const told = await context.call("pip.freeze", [], { bin_env: name, user });
    return new Set(isList(told) ? told.map(pythonStr) : []);
  };
  try {
    const before = await frozen();
    const told = await install(args, requirements, context);
    const isDone = get(told, "retcode") === 0;
    const after = await frozen();
    const fresh = [...after].filter((one) => !before.has(one));
    const gone = [...before].filter((one) => !after.has(one));
    if (fresh.length > 0 || gone.length > 0)
      changes.packages = { new: fresh.length > 0 ? fresh : "", old: gone.length > 0 ? gone : "" };
    const output = [comment, get(told, "stdout") ?? "", get(told, "stderr") ?? ""].map(pythonStr);
    return answer(name, isDone, isDone ? comment : output.join("\n"), changes);
  } catch (error) {
    if (error instanceof CommandExecutionError) return failed(name, error.message, changes);
    throw error;
  }
}

async function install(
  args: ManagedArguments,
  requirements: Value,
  context: ExecutionContext,
): Promise<Value> {
  const first = pythonStr((isList(requirements) ? requirements[0] : requirements) ?? "").split(",")[0] ?? "";
  const isElsewhere = first !== "" && !isAbsolute(first);
  return await context.call("pip.install", [], {
    ...{ pkgs: args.pip_pkgs, requirements, bin_env: args.name, user: args.user },
    cwd: isElsewhere ? dirname(resolve(first)) : args.cwd,
    ...{ process_dependency_links: args.process_dependency_links, no_binary: args.no_binary },
    ...{ index_url: args.index_url, extra_index_url: args.extra_index_url },
    ...{ download: args.pip_download, download_cache: args.pip_download_cache },
    ...{ pre_releases: args.pre_releases, exists_action: args.pip_exists_action },
    ...{ ignore_installed: args.pip_ignore_installed, upgrade: args.pip_upgrade, no_deps: args.no_deps },
    ...{ proxy: args.proxy, env_vars: args.env_vars },
    ...{ no_cache_dir: args.pip_no_cache_dir, cache_dir: args.pip_cache_dir },
  });
}
