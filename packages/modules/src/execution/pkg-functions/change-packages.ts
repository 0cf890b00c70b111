/**
 * Installing, removing and upgrading packages.
 */
import type { Dict, ExecutionContext, Plain, Value } from "@salt/core";
import { dict, isTruthy, pythonStr } from "@salt/core";
import { KEEP_CONFIGURATION, packageVersion, releaseName, runApt } from "./apt.js";
import { compareVersions } from "./dpkg-version.js";
import { changeFault, compareLists, joinedVersions, packageLists } from "./installed.js";
import { heldPackages, setSelection } from "./selections.js";
import type { PackageTarget } from "./targets.js";
import { packageFiles, packageTargets } from "./targets.js";
import { matchVersion } from "./version-match.js";

/** The arguments of `pkg.install` by name. */
export type InstallRequest = ReadonlyMap<string, Value>;

/** Words for `apt-get` in groups that need options of their own. */
interface Plan {
  readonly install: string[];
  readonly downgrade: string[];
  readonly reinstall: string[];
  readonly errors: string[];
}

/** Installs, and gives what changed. Throws CommandExecutionError with what went wrong. */
export async function installPackages(request: InstallRequest, context: ExecutionContext): Promise<Dict> {
  const get = (name: string): Value => request.get(name) ?? null;
  const before = (await packageLists(context)).installed;
  const plan = isTruthy(get("sources"))
    ? {
        install: [...(await packageFiles(get("sources"), context))],
        downgrade: [],
        reinstall: [],
        errors: [],
      }
    : await planFor(
        packageTargets(get("name"), get("pkgs"), get("version"), context),
        request,
        joinedVersions(before),
        context,
      );
  const targets = [...plan.install, ...plan.downgrade, ...plan.reinstall];
  const held = targets.length === 0 ? [] : await heldAmong(targets, context);
  for (const name of held) await setSelection(name, "install", context);
  const errors = [...plan.errors];
  for (const [words, extra] of commandsOf(plan)) {
    const command = ["apt-get", "-q", "-y", ...optionsOf(request), ...extra, "install", "--", ...words];
    const result = await runApt(command, context);
    if (result.retcode !== 0 && result.stderr !== "") errors.push(result.stderr);
  }
  const after = (await packageLists(context)).installed;
  for (const name of held) await setSelection(name, "hold", context);
  const changes = new Map(compareLists(before, after));
  for (const word of plan.reinstall) {
    const name = word.split("=")[0] ?? "";
    const [old, now] = [joinedVersions(before).get(name) ?? "", joinedVersions(after).get(name) ?? ""];
    changes.set(name, dict({ old, new: now }));
  }
  if (errors.length > 0) throw changeFault("Problem encountered installing package(s)", errors, changes);
  return changes;
}

async function planFor(
  targets: readonly PackageTarget[],
  request: InstallRequest,
  installed: ReadonlyMap<string, string>,
  context: ExecutionContext,
): Promise<Plan> {
  const plan: Plan = { install: [], downgrade: [], reinstall: [], errors: [] };
  const again = isTruthy(request.get("reinstall"));
  for (const { name, version } of targets) {
    const old = installed.get(name);
    if (version === null) {
      (again && old !== undefined ? plan.reinstall : plan.install).push(name);
      continue;
    }
    const found = await matchVersion(name, version, isTruthy(request.get("ignore_epoch")), context);
    if (typeof found !== "string") {
      plan.errors.push(found.fault);
      continue;
    }
    const word = `${name}=${packageVersion(found)}`;
    const order = old === undefined ? 1 : compareVersions(found, old);
    if (again && order === 0) plan.reinstall.push(word);
    else (order >= 0 ? plan.install : plan.downgrade).push(word);
  }
  return plan;
}

function commandsOf(plan: Plan): readonly (readonly [readonly string[], readonly string[]])[] {
  const groups: (readonly [readonly string[], readonly string[]])[] = [
    [plan.install, []],
    [plan.downgrade, ["--allow-downgrades"]],
    [plan.reinstall, ["--reinstall"]],
  ];
  return groups.filter(([words]) => words.length > 0);
}

function optionsOf(request: InstallRequest): readonly string[] {
  const isOn = (name: string): boolean => isTruthy(request.get(name));
  const release = request.get("fromrepo") ?? request.get("repo") ?? null;
  const recommends = request.get("install_recommends");
  return [
    ...(isOn("force_yes") ? ["--force-yes"] : []),
    ...(isOn("force_conf_new") ? ["-o", "DPkg::Options::=--force-confnew"] : KEEP_CONFIGURATION),
    ...(recommends === undefined
      ? []
      : [isTruthy(recommends) ? "--install-recommends" : "--no-install-recommends"]),
    ...(isOn("only_upgrade") ? ["--only-upgrade"] : []),
    ...(isOn("skip_verify") ? ["--allow-unauthenticated"] : []),
    ...(isOn("downloadonly") ? ["--download-only"] : []),
    ...(isTruthy(release) && !isOn("sources") ? ["-t", releaseName(release)] : []),
  ];
}

async function heldAmong(targets: readonly string[], context: ExecutionContext): Promise<readonly string[]> {
  const names = targets.map((word) => word.split("=")[0] ?? "");
  return (await heldPackages(context)).filter((name) => names.includes(name));
}

/** Removes packages, with their configuration where `action` is `purge`; gives what changed. */
export async function removePackages(
  action: "remove" | "purge",
  name: Value,
  pkgs: Value,
  context: ExecutionContext,
): Promise<Plain> {
  const before = await packageLists(context);
  const asked = packageTargets(name, pkgs, null, context).map((target) => target.name);
  const isThere = (one: string): boolean =>
    before.installed.has(one) || (action === "purge" && before.removed.has(one));
  const targets = asked.filter(isThere);
  if (targets.length === 0) return {};
  const result = await runApt(["apt-get", "-q", "-y", action, "--", ...targets], context);
  const after = await packageLists(context);
  const installed = compareLists(before.installed, after.installed);
  const changes: Plain =
    action === "purge" ? { removed: compareLists(before.removed, after.removed), installed } : installed;
  if (result.retcode !== 0 && result.stderr !== "")
    throw changeFault("Problem encountered removing package(s)", [result.stderr], changes);
  return changes;
}

/** Runs a command that changes packages; gives what changed. Throws CommandExecutionError when it fails. */
export async function changeByCommand(words: readonly string[], context: ExecutionContext): Promise<Dict> {
  const before = (await packageLists(context)).installed;
  const result = await runApt(words, context);
  const changes = compareLists(before, (await packageLists(context)).installed);
  if (result.retcode !== 0)
    throw changeFault("Problem encountered upgrading packages", [result.stderr || result.stdout], changes);
  return changes;
}

/** Packages that nothing needs any more, sorted. */
export async function unneededPackages(
  purge: boolean,
  context: ExecutionContext,
): Promise<readonly string[]> {
  const command = ["apt-get", "--assume-no", ...(purge ? ["--purge"] : []), "autoremove"];
  const { stdout } = await runApt(command, context);
  const lines = stdout.split("\n");
  const start = lines.findIndex((line) => line.includes("The following packages will be REMOVED:"));
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !line.startsWith(" "));
  return rest
    .slice(0, end === -1 ? undefined : end)
    .flatMap((line) => line.trim().split(/\s+/))
    .map(pythonStr)
    .sort();
}
