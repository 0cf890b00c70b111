/**
 * `pkg.removed` and `pkg.purged`.
 */
import type { Args, ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, environmentOf, failed, pending, unchanged } from "../answer/answer.js";
import type { removedParams } from "./arguments.js";
import type { Desired } from "./desired.js";
import { normalName, packagesOf } from "./desired.js";
import { changeFailure } from "./fault.js";
import { fulfils, installedVersions } from "./version-conditions.js";

/** The arguments of `pkg.removed` and `pkg.purged`. */
export type RemoveRequest = Args<typeof removedParams> & { readonly kwargs: ReadonlyMap<string, Value> };

/** Makes packages not be installed; `purge` removes their configuration, too. */
export async function pkgUninstalled(
  action: "remove" | "purge",
  request: RemoveRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  try {
    return await new Removal(action, request, context).answer();
  } catch (error) {
    const doing = action === "remove" ? "removing package(s)" : "purging package(s)";
    return changeFailure(request.name, error, doing);
  }
}

class Removal {
  readonly #action: "remove" | "purge";
  readonly #request: RemoveRequest;
  readonly #context: ExecutionContext;
  readonly #options: { readonly [name: string]: Value };

  constructor(action: "remove" | "purge", request: RemoveRequest, context: ExecutionContext) {
    this.#action = action;
    this.#request = request;
    this.#context = context;
    this.#options = { ...Object.fromEntries(request.kwargs), saltenv: environmentOf(context) };
  }

  async answer(): Promise<StateAnswer> {
    const { name } = this.#request;
    const asked = await this.#asked();
    const found = await this.#targets(asked);
    if (typeof found === "string") return unchanged(name, found);
    const targets = [...found].sort();
    const partly = this.#action === "purge" ? " or partially installed" : "";
    if (targets.length === 0) return unchanged(name, `None of the targeted packages are installed${partly}`);
    const done = `${this.#action}d`;
    if (isTrial(this.#context)) {
      const changes: MutableDict = new Map<Value, Value>();
      for (const one of targets)
        changes.set(
          one,
          new Map([
            ["new", done],
            ["old", ""],
          ]),
        );
      return pending(name, `The following packages will be ${done}: ${targets.join(", ")}.`, changes);
    }
    return await this.#remove(asked, targets);
  }

  async #remove(asked: Desired, targets: readonly string[]): Promise<StateAnswer> {
    const { name, pkgs, version } = this.#request;
    const done = `${this.#action}d`;
    const options = { pkgs, version, split_arch: false, ...this.#options };
    const changes = await this.#context.call(`pkg.${this.#action}`, [name], options);
    const left = await this.#installed();
    const remains = await this.#remains();
    const failures = [...asked.keys()].flatMap((one) => [
      ...(left.has(one) ? [one] : []),
      ...(remains.has(one) ? [one] : []),
    ]);
    if (failures.length > 0) {
      const comment = `The following packages failed to ${this.#action}: ${failures.sort().join(", ")}.`;
      return failed(name, comment, changes);
    }
    const others = [...asked.keys()].filter((one) => !targets.includes(one)).sort();
    const comment =
      others.length === 0
        ? `All targeted packages were ${done}.`
        : `The following packages were not installed: ${others.join(", ")} ` +
          `The following packages were ${done}: ${targets.join(", ")}.`;
    return answer(name, true, comment, changes);
  }

  async #asked(): Promise<Desired> {
    const { name, pkgs, version } = this.#request;
    const normalize = isTruthy(this.#request.normalize);
    if (isTruthy(pkgs)) return await packagesOf(pkgs, normalize, this.#context);
    const names = pythonStr(name)
      .split(",")
      .map((one) => one.trim());
    const found = new Map<string, string | null>();
    for (const one of names)
      found.set(
        await normalName(one, normalize, this.#context),
        names.length === 1 && version !== null ? pythonStr(version) : null,
      );
    return found;
  }

  /** The packages to remove; a comment when nothing is to be done. */
  async #targets(asked: Desired): Promise<readonly string[] | string> {
    const installed = await this.#installed();
    const targets: string[] = [];
    let isVersioned = false;
    const { ignore_epoch: ignoreEpoch } = this.#request;
    for (const [name, version] of asked) {
      const versions = installed.get(name);
      if (versions === undefined) continue;
      const isAny = version === null || version === "";
      isVersioned ||= !isAny;
      if (isAny || (await fulfils(versions, version, { ignoreEpoch }, this.#context))) targets.push(name);
    }
    if (this.#action === "purge") {
      const remains = await this.#remains();
      return [...targets, ...[...asked.keys()].filter((one) => remains.has(one))];
    }
    const matching = isVersioned ? " (matching specified versions)" : "";
    return targets.length === 0 ? `All specified packages${matching} are already absent` : targets;
  }

  async #installed(): Promise<ReadonlyMap<string, readonly string[]>> {
    return await installedVersions(this.#context, this.#options);
  }

  /** Packages of which configuration is left; of interest only where that is removed, too. */
  async #remains(): Promise<ReadonlyMap<string, readonly string[]>> {
    if (this.#action === "remove") return new Map();
    return await installedVersions(this.#context, { ...this.#options, removed: true });
  }
}
