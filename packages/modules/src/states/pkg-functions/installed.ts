/**
 * `pkg.installed`.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { isRefreshDue } from "../../execution/pkg-functions/refresh-tag.js";
import { answer, environmentOf, failed, has, pending, unchanged } from "../answer/answer.js";
import type { Desired } from "./desired.js";
import { asPkgs, installedChanges } from "./desired.js";
import { changeFailure } from "./fault.js";
import { addHoldChanges, commentOf, holdAlong, withHolds } from "./holds.js";
import type { InstallRequest, InstallTargets } from "./install-targets.js";
import { installTargets } from "./install-targets.js";
import { fulfils, installedVersions, shownPackage } from "./version-conditions.js";

/** More packages than these are counted, not named. */
const MAX_NAMED = 20;

/** The arguments of `pkg.installed`, the keyword arguments among them as they were given. */
export type InstalledArguments = Omit<InstallRequest, "kwargs" | "saltenv"> & {
  readonly kwargs: ReadonlyMap<string, Value>;
};

/** Makes packages be installed, in the versions that were asked for. */
export async function pkgInstalled(
  given: InstalledArguments,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, pkgs, sources, pkg_verify: verify } = given;
  if (isList(pkgs) && pkgs.length === 0) return unchanged(name, "No packages to install provided");
  if (isList(verify) || verify === true) return failed(name, "pkg.verify not implemented");
  const saltenv = environmentOf(context);
  const isNamed = isTruthy(name) && !isTruthy(pkgs) && !isTruthy(sources);
  const version = given.version === null ? null : pythonStr(given.version);
  const own = isTruthy(version) ? new Map([[name, version]]) : name;
  const request: InstallRequest = {
    ...given,
    pkgs: isNamed ? [own] : pkgs,
    version: isNamed ? null : version,
    kwargs: { ...Object.fromEntries(given.kwargs), saltenv, allow_updates: given.allow_updates },
    saltenv,
  };
  const refresh = isRefreshDue(given.refresh, context);
  const found = await installTargets(request, refresh, context);
  const hold = given.kwargs.get("hold");
  const isHeld = hold !== undefined && (await has(context, "pkg.hold"));
  if ("told" in found) {
    if (!isHeld || found.told.result === false) return found.told;
    const packages = { pkgs: request.pkgs, sources };
    return await withHolds(found.told, { name, hold: isTruthy(hold), packages }, context);
  }
  return await new Installation(request, found, context).answer(refresh, isHeld);
}

class Installation {
  readonly #request: InstallRequest;
  readonly #found: InstallTargets;
  readonly #context: ExecutionContext;
  readonly #comments: string[] = [];
  readonly #changes: MutableDict = new Map<Value, Value>();

  constructor(request: InstallRequest, found: InstallTargets, context: ExecutionContext) {
    this.#request = request;
    this.#found = found;
    this.#context = context;
  }

  async answer(refresh: boolean, isHeld: boolean): Promise<StateAnswer> {
    const told = await this.#outcome(refresh, isHeld);
    return this.#found.warnings.length === 0 ? told : { ...told, warnings: [...this.#found.warnings] };
  }

  async #outcome(refresh: boolean, isHeld: boolean): Promise<StateAnswer> {
    const { name } = this.#request;
    const { unpurge } = this.#found;
    if (unpurge.length > 0 && !(await has(this.#context, "lowpkg.unpurge")))
      return failed(name, "lowpkg.unpurge not implemented");
    if (isTrial(this.#context)) return this.#trial();
    const installed = await this.#install(refresh && !this.#found.wasRefreshed);
    if (installed !== undefined) return installed;
    return await this.#report(isHeld);
  }

  #trial(): StateAnswer {
    const { targets, unpurge, reinstall } = this.#found;
    const lines: string[] = [];
    if (targets.size > 0)
      lines.push(`The following packages would be installed/updated: ${[...targets.keys()].join(", ")}`);
    if (unpurge.length > 0)
      lines.push(
        `The following packages would have their selection status changed from 'purge' to 'install': ${unpurge.join(", ")}`,
      );
    const again = [...reinstall.keys()].map((one) => this.#shown(one, reinstall));
    if (again.length > 0) lines.push(`The following packages would be reinstalled: ${again.join(", ")}`);
    const changes = installedChanges([...targets.keys(), ...unpurge, ...again]);
    return pending(this.#request.name, lines.join("\n"), changes);
  }

  /** Installs; the answer when that failed. */
  async #install(refresh: boolean): Promise<StateAnswer | undefined> {
    const { name, sources, kwargs, reinstall: _reinstall, pkgs: _pkgs, ...given } = this.#request;
    const { targets, reinstall } = this.#found;
    if (targets.size + reinstall.size === 0) return undefined;
    const { version, fromrepo, skip_verify, normalize, update_holds, ignore_epoch } = given;
    const isChosen = (item: Value): boolean => {
      const key = isDict(item) ? pythonStr([...item.keys()][0] ?? null) : "";
      return targets.has(key) || reinstall.has(key);
    };
    const what = isTruthy(sources)
      ? { sources: isList(sources) ? sources.filter(isChosen) : sources }
      : { pkgs: asPkgs(new Map([...targets, ...reinstall])) };
    const options = { version, fromrepo, skip_verify, normalize, update_holds, ignore_epoch };
    try {
      const again = reinstall.size > 0;
      const call = { name: null, refresh, ...options, ...what, reinstall: again, split_arch: false };
      const told = await this.#context.call("pkg.install", [], { ...kwargs, ...call });
      for (const [key, value] of isDict(told) ? told : []) this.#changes.set(key, value);
      if (typeof told === "string") this.#comments.push(told);
      return undefined;
    } catch (error) {
      return changeFailure(name, error, "installing package(s)");
    }
  }

  async #report(isHeld: boolean): Promise<StateAnswer> {
    const { name, kwargs } = this.#request;
    const { desired, targets, reinstall, unpurge } = this.#found;
    const pkgs = [...desired.keys()];
    const holds = isHeld
      ? await holdAlong({ name, hold: isTruthy(kwargs.hold), packages: { pkgs } }, this.#context)
      : { modified: [], same: [], failed: [] };
    if ("fault" in holds) return failed(name, [...this.#comments, holds.fault].join("\n"), this.#changes);
    if (unpurge.length > 0)
      this.#changes.set("purge_desired", await this.#context.call("lowpkg.unpurge", unpurge));
    const { fine, wrong } = await this.#verified();
    const modified = fine.filter((one) => targets.has(one));
    const same = fine.filter((one) => !targets.has(one) && !reinstall.has(one));
    const failures = wrong.filter((one) => targets.has(one));
    this.#tellModified(modified);
    addHoldChanges(holds.modified, this.#changes);
    this.#comments.push(...holds.modified.map(commentOf));
    this.#tellSame(same);
    this.#comments.push(...holds.same.map(commentOf));
    if (failures.length > 0) {
      const shown = failures.map((one) => this.#shown(one, desired)).join(", ");
      this.#comments.unshift(`The following packages failed to install/update: ${shown}`);
    }
    this.#comments.push(...holds.failed.map(commentOf));
    const isAgain = this.#tellReinstalled();
    const result = failures.length === 0 && holds.failed.length === 0 && isAgain;
    return answer(name, result, this.#comments.join("\n"), this.#changes);
  }

  /** Packages that are as they shall be, and those that are not. */
  async #verified(): Promise<{ readonly fine: readonly string[]; readonly wrong: readonly string[] }> {
    const { sources, kwargs, ignore_epoch: ignoreEpoch } = this.#request;
    const { desired, targets, reinstall } = this.#found;
    if (isTruthy(sources)) {
      const done = [...this.#changes.keys()].map(pythonStr).filter((one) => targets.has(one));
      const same = [...desired.keys()].filter((one) => !targets.has(one) && !reinstall.has(one));
      return { fine: [...done, ...same], wrong: [...targets.keys()].filter((one) => !done.includes(one)) };
    }
    return await verifyInstall(
      desired,
      await installedVersions(this.#context, kwargs),
      ignoreEpoch,
      this.#context,
    );
  }

  #tellModified(modified: readonly string[]): void {
    if (modified.length === 0) return;
    const shown = modified.map((one) => this.#shown(one, this.#found.desired)).join(", ");
    const [plural, were] = modified.length > 1 ? ["s", "were"] : ["", "was"];
    this.#comments.push(
      shown.length < MAX_NAMED
        ? `The following packages were installed/updated: ${shown}`
        : `${modified.length} targeted package${plural} ${were} installed/updated.`,
    );
  }

  #tellSame(same: readonly string[]): void {
    if (same.length === 0) return;
    const shown = same.map((one) => this.#shown(one, this.#found.desired)).join(", ");
    this.#comments.push(
      same.length <= MAX_NAMED
        ? `The following packages were already installed: ${shown}`
        : `${same.length} targeted packages were already installed`,
    );
  }

  #tellReinstalled(): boolean {
    const { reinstall, desired } = this.#found;
    const [done, not]: [string[], string[]] = [[], []];
    for (const one of reinstall.keys()) (this.#changes.has(one) ? done : not).push(this.#shown(one, desired));
    this.#comments.push(...done.map((one) => `Package ${one} was reinstalled.`));
    this.#comments.push(...not.map((one) => `Reinstall was not successful for package ${one}.`));
    return not.length === 0;
  }

  #shown(one: string, versions: Desired): string {
    return isTruthy(this.#request.sources) ? one : shownPackage(one, versions.get(one) ?? null);
  }
}

/** Packages that are there in the version that was asked for, and those that are not. */
export async function verifyInstall(
  desired: Desired,
  installed: ReadonlyMap<string, readonly string[]>,
  ignoreEpoch: Value,
  context: ExecutionContext,
): Promise<{ readonly fine: readonly string[]; readonly wrong: readonly string[] }> {
  const [fine, wrong]: [string[], string[]] = [[], []];
  for (const [name, version] of desired) {
    const bare = name.split("=")[0] ?? name;
    const versions = installed.get(bare) ?? installed.get(await normalOf(bare, context)) ?? [];
    const isAny = version === null || version === "" || version === "latest";
    const isFine =
      versions.length > 0 && (isAny || (await fulfils(versions, version, { ignoreEpoch }, context)));
    (isFine ? fine : wrong).push(name);
  }
  return { fine, wrong };
}

async function normalOf(name: string, context: ExecutionContext): Promise<string> {
  if (!(await has(context, "pkg.normalize_name"))) return name;
  return pythonStr(await context.call("pkg.normalize_name", [name]));
}
