/**
 * `pkg.latest`.
 */
import type { Args, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  CommandExecutionError,
  get,
  getString,
  isDict,
  isList,
  isTrial,
  isTruthy,
  pythonStr,
} from "@salt/core";
import { isRefreshDue } from "../../execution/pkg-functions/refresh-tag.js";
import { answer, environmentOf, failed, pending, unchanged } from "../answer/answer.js";
import type { latestParams } from "./arguments.js";
import { packagesOf } from "./desired.js";

/** The arguments of `pkg.latest`. */
export type LatestRequest = Args<typeof latestParams> & { readonly kwargs: ReadonlyMap<string, Value> };

/** More packages than these are counted, not named. */
const MAX_NAMED = 10;

/** Makes packages be installed in the newest version that can be had. */
export async function pkgLatest(request: LatestRequest, context: ExecutionContext): Promise<StateAnswer> {
  const { name, pkgs } = request;
  if (isTruthy(request.kwargs.get("sources")))
    return failed(name, 'The "sources" parameter is not supported.');
  if (isList(pkgs) && pkgs.length === 0) return unchanged(name, "No packages to install provided");
  const asked = isTruthy(pkgs) ? [...(await packagesOf(pkgs, true, context)).keys()] : [pythonStr(name)];
  const options = { ...Object.fromEntries(request.kwargs), saltenv: environmentOf(context) };
  const refresh = isRefreshDue(request.refresh, context);
  const targets = new Map<string, string>();
  const [current, problems] = [new Map<string, string>(), [] as string[]];
  try {
    const { fromrepo } = request;
    const available = await context.call("pkg.latest_version", asked, { fromrepo, refresh, ...options });
    const versions = await context.call("pkg.version", asked, options);
    for (const one of asked) {
      const [newest, now] = [versionIn(available, one), versionIn(versions, one)];
      current.set(one, now);
      if (newest !== "") targets.set(one, newest);
      else if (now === "") problems.push(`No information found for '${one}'.`);
    }
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    const doing = "checking the newest available version of package(s)";
    return failed(name, `An error was encountered while ${doing}: ${error.message}`);
  }
  if (problems.length > 0) return failed(name, problems.join(" "));
  if (targets.size === 0) return unchanged(name, upToDate(asked));
  const rest = isList(pkgs) ? pkgs.map(pythonStr).filter((one) => !targets.has(one)) : [];
  if (isTrial(context)) return pending(name, trialComment(targets, rest, current));
  return await install(request, { targets, rest, options }, context);
}

/** One version of several, or the only one. */
function versionIn(told: Value, name: string): string {
  const found = isDict(told) ? get(told, name) : told;
  return found === undefined || found === null ? "" : pythonStr(found);
}

function upToDate(asked: readonly string[]): string {
  if (asked.length > MAX_NAMED) return `All ${asked.length} packages are up-to-date.`;
  if (asked.length > 1) return `All packages are up-to-date (${[...asked].sort().join(", ")}).`;
  return `Package ${asked[0]} is already up-to-date`;
}

function trialComment(
  targets: ReadonlyMap<string, string>,
  rest: readonly string[],
  current: ReadonlyMap<string, string>,
): string {
  const lines = [
    `The following packages would be installed/upgraded: ${[...targets.keys()].sort().join(", ")}`,
  ];
  const shown = [...rest].sort().map((one) => `${one} (${current.get(one) ?? ""})`);
  if (rest.length > MAX_NAMED) lines.push(`${rest.length} packages are already up-to-date`);
  else if (rest.length > 0) lines.push(`The following packages are already up-to-date: ${shown.join(", ")}`);
  return lines.join("\n");
}

interface Upgrade {
  readonly targets: ReadonlyMap<string, string>;
  readonly rest: readonly string[];
  readonly options: { readonly [name: string]: Value };
}

async function install(
  { name, fromrepo, skip_verify }: LatestRequest,
  { targets, rest, options }: Upgrade,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const pkgs = [...targets.keys()];
  let changes: Value;
  try {
    const call = { name: null, refresh: false, fromrepo, skip_verify, pkgs };
    changes = await context.call("pkg.install", [], { ...options, ...call });
  } catch (error) {
    if (!(error instanceof CommandExecutionError)) throw error;
    return failed(name, `An error was encountered while installing package(s): ${error.message}`);
  }
  const already = (gap: string): string =>
    rest.length > MAX_NAMED
      ? `${gap.trim()}${rest.length} packages were already up-to-date`
      : `${gap}The following packages were already up-to-date: ${[...rest].sort().join(", ")}`;
  if (!isTruthy(changes)) {
    const comment = `${nothingChanged(pkgs)}${rest.length > 0 ? already(" ") : ""}`;
    return failed(name, comment, changes);
  }
  const failures = pkgs.filter((one) => !isUpdated(get(changes, one), targets.get(one) ?? ""));
  const done = pkgs.filter((one) => !failures.includes(one));
  const comments = [
    ...(failures.length > 0
      ? [`The following packages failed to update: ${failures.sort().join(", ")}`]
      : []),
    ...(done.length > 0
      ? [`The following packages were successfully installed/upgraded: ${done.sort().join(", ")}`]
      : []),
    ...(rest.length > 0 ? [already("")] : []),
  ];
  return answer(name, failures.length === 0, comments.join(" "), changes);
}

function isUpdated(change: Value | undefined, wanted: string): boolean {
  if (!isTruthy(change)) return false;
  const now = getString(change, "new");
  return now === undefined || wanted === "latest" || now.split(",").includes(wanted);
}

function nothingChanged(names: readonly string[]): string {
  if (names.length > MAX_NAMED)
    return `${names.length} targeted packages failed to update. See debug log for details.`;
  if (names.length > 1) {
    const shown = [...names].sort().join(", ");
    return `The following targeted packages failed to update. See debug log for details: (${shown}).`;
  }
  return `Package ${names[0]} failed to update.`;
}
