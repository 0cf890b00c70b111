/**
 * `pkg.downloaded`.
 */
import type { ExecutionContext, StateAnswer, Value } from "@salt/core";
import { isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed, has, pending, unchanged } from "../answer/answer.js";
import { packagesOf } from "./desired.js";
import { changeFailure } from "./fault.js";
import { verifyInstall } from "./installed.js";
import { fulfils, shownPackage } from "./version-conditions.js";

/** The arguments of `pkg.downloaded`. */
export interface DownloadRequest {
  readonly name: Value;
  readonly version: Value;
  readonly pkgs: Value;
  readonly fromrepo: Value;
  readonly ignore_epoch: Value;
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Makes package files be in the cache of the package manager. */
export async function pkgDownloaded(
  request: DownloadRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, fromrepo, ignore_epoch: ignoreEpoch } = request;
  if (!(await has(context, "pkg.list_downloaded")))
    return failed(name, "The pkg.downloaded state is not available on this platform");
  if (isList(request.pkgs) && request.pkgs.length === 0)
    return unchanged(name, "No packages to download provided");
  const own: Value = isTruthy(request.version) ? new Map([[name, request.version]]) : name;
  const pkgs = isTruthy(request.pkgs) ? request.pkgs : [own];
  const kwargs = Object.fromEntries([...request.kwargs].filter(([key]) => key !== "downloadonly"));
  const current = await downloaded(kwargs, context);
  const targets = new Map<string, string | null>();
  let isVersioned = false;
  for (const [one, version] of await packagesOf(pkgs, true, context)) {
    const versions = current.get(one) ?? [];
    if (versions.length > 0 && (version === null || version === "")) continue;
    isVersioned ||= versions.length > 0;
    const isFine = versions.length > 0 && (await fulfils(versions, version ?? "", { ignoreEpoch }, context));
    if (!isFine) targets.set(one, version);
  }
  if (targets.size === 0) {
    const matching = isVersioned ? " (matching specified versions)" : "";
    return unchanged(name, `All specified packages${matching} are already downloaded`);
  }
  const names = [...targets.keys()].join(", ");
  if (isTrial(context)) return pending(name, `The following packages would be downloaded: ${names}`);
  let changes: Value;
  try {
    const call = { name, pkgs, version: null, downloadonly: true, fromrepo, ignore_epoch: ignoreEpoch };
    changes = await context.call("pkg.install", [], { ...kwargs, ...call });
  } catch (error) {
    return changeFailure(name, error, "downloading package(s)");
  }
  const { wrong } = await verifyInstall(targets, await downloaded(kwargs, context), ignoreEpoch, context);
  if (wrong.length > 0) {
    const shown = wrong.map((one) => shownPackage(one, targets.get(one) ?? null)).join(", ");
    return failed(name, `The following packages failed to download: ${shown}`, changes);
  }
  return answer(name, true, isTruthy(changes) ? "" : `Packages downloaded: ${names}`, changes);
}

async function downloaded(
  kwargs: { readonly [name: string]: Value },
  context: ExecutionContext,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const told = await context.call("pkg.list_downloaded", [], kwargs);
  const found = new Map<string, readonly string[]>();
  for (const [name, versions] of isDict(told) ? told : [])
    found.set(pythonStr(name), isDict(versions) ? [...versions.keys()].map(pythonStr) : []);
  return found;
}
