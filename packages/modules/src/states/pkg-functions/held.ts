/**
 * `pkg.held` and `pkg.unheld`.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { get, getList, getString, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer, failed, has, unchanged } from "../answer/answer.js";

/** The arguments of `pkg.held` and `pkg.unheld`. */
export interface HoldState {
  readonly name: Value;
  readonly version: Value;
  readonly pkgs: Value;
  /** Let all others go, or let all go. */
  readonly all: boolean;
}

interface Lock {
  readonly version: string | undefined;
  /** Zypper also locks other things than packages. */
  readonly isPackage: boolean;
}

interface Locks {
  readonly found: ReadonlyMap<string, Lock>;
  /** Locks are of versions here, not of packages alone. */
  readonly haveVersions: boolean;
}

const NO_LIST =
  "No any function to get the list of held packages available.\nCheck if the package manager supports package locking.";

/** Keeps packages in their version. */
export async function pkgHeld(request: HoldState, context: ExecutionContext): Promise<StateAnswer> {
  const { name, all } = request;
  if (isList(request.pkgs) && request.pkgs.length === 0 && !all)
    return unchanged(name, "No packages to be held provided");
  const locks = await locksOf(context);
  if (locks === undefined) return failed(name, NO_LIST);
  if (!(await has(context, "pkg.hold")))
    return failed(name, "`hold` function is not implemented for the package manager.");
  const run = new HoldRun(name, context);
  const wanted = packagesOf(request);
  for (const one of wanted) await run.hold(one, locks);
  const names = wanted.map((one) => one.name);
  for (const [one, lock] of locks.found) {
    if (all && lock.isPackage && !names.includes(one)) await run.release(one, "");
  }
  return run.answer();
}

/** Lets packages be upgraded again. */
export async function pkgUnheld(request: HoldState, context: ExecutionContext): Promise<StateAnswer> {
  const { name, all } = request;
  if (isList(request.pkgs) && request.pkgs.length === 0 && !all)
    return unchanged(name, "No packages to be unheld provided");
  const locks = await locksOf(context);
  if (locks === undefined) return failed(name, NO_LIST);
  const run = new HoldRun(name, context);
  const wanted = new Map(packagesOf(request).map((one) => [one.name, one.version]));
  for (const [one, lock] of locks.found) {
    if (!lock.isPackage) continue;
    const version = locks.haveVersions ? lock.version : undefined;
    const isAsked = wanted.has(one) && (version === undefined || version === wanted.get(one));
    const isVersioned = isTruthy(wanted.get(one) ?? null);
    if (all || isAsked) await run.release(one, isVersioned ? ` (version = ${version ?? "None"})` : "");
  }
  return run.answer();
}

interface Wanted {
  readonly name: string;
  readonly version: string | null;
  /** As it was given, for `pkg.hold`. */
  readonly item: Value;
}

function packagesOf({ name, version, pkgs }: HoldState): readonly Wanted[] {
  const own: Value = isTruthy(version) ? new Map([[name, version]]) : name;
  const items = isList(pkgs) ? pkgs : [own];
  return items.map((item) => {
    const [key = item, value = null] = isDict(item) ? ([...item][0] ?? []) : [];
    return { name: pythonStr(key), version: value === null ? null : pythonStr(value), item };
  });
}

async function locksOf(context: ExecutionContext): Promise<Locks | undefined> {
  if (await has(context, "pkg.list_locks")) {
    const told = await context.call("pkg.list_locks");
    const entries = [...(isDict(told) ? told : [])].map(([key, lock]): [string, Lock] => {
      const isPackage = (getString(lock, "type") ?? "package") === "package";
      return [pythonStr(key), { version: getString(lock, "version")?.replace(/^[= ]+/, ""), isPackage }];
    });
    return { found: new Map(entries), haveVersions: true };
  }
  const plain = { version: undefined, isPackage: true };
  if (await has(context, "pkg.list_holds")) {
    const told = await context.call("pkg.list_holds", [], { full: true });
    const names = (isList(told) ? told : []).map(
      (one) => /^(.+)-\d+:.*\.\*/.exec(pythonStr(one))?.[1] ?? pythonStr(one),
    );
    return { found: new Map(names.map((one) => [one, plain])), haveVersions: false };
  }
  if (!(await has(context, "pkg.get_selections"))) return undefined;
  const told = await context.call("pkg.get_selections", [], { state: "hold" });
  const names = (getList(told, "hold") ?? []).map(pythonStr);
  return { found: new Map(names.map((one) => [one, plain])), haveVersions: false };
}

/** What becomes of packages one after the other. */
class HoldRun {
  readonly #name: Value;
  readonly #context: ExecutionContext;
  readonly #comments: string[] = [];
  readonly #changes: MutableDict = new Map<Value, Value>();
  #isFine = true;

  constructor(name: Value, context: ExecutionContext) {
    this.#name = name;
    this.#context = context;
  }

  async hold({ name, version, item }: Wanted, { found, haveVersions }: Locks): Promise<void> {
    const lock = found.get(name);
    if (lock !== undefined && !(haveVersions && (lock.version ?? null) !== version)) return;
    if (isTrial(this.#context)) {
      const shown = version === null ? "" : ` (version = ${version})`;
      const what =
        lock === undefined
          ? "The following package would be held"
          : "The following package's hold rule would be updated";
      this.#comments.push(`${what}: ${name}${shown}`);
      return;
    }
    const released = lock === undefined ? false : this.#isDone(await this.#call("pkg.unhold", name), name);
    const told = await this.#call("pkg.hold", item);
    const isHeld = this.#isDone(told, name);
    this.#isFine &&= isHeld;
    const done =
      released && isHeld ? "was updated with hold rule" : isHeld ? "is now being held" : "was not held";
    this.#comments.push(`Package ${name} ${done}`);
    this.#add(told);
  }

  async release(name: string, version: string): Promise<void> {
    if (isTrial(this.#context)) {
      this.#comments.push(`The following package would be unheld: ${name}${version}`);
      return;
    }
    const told = await this.#call("pkg.unhold", name);
    this.#isFine &&= this.#isDone(told, name);
    const comment = getString(get(told, name), "comment");
    if (comment !== undefined && comment !== "") this.#comments.push(comment);
    this.#add(told);
  }

  answer(): StateAnswer {
    const comment = this.#comments.join("\n");
    const isNothing = this.#changes.size === 0 && comment === "";
    return answer(this.#name, this.#isFine, isNothing ? "No changes made" : comment, this.#changes);
  }

  #call(fun: string, item: Value): Promise<Value> {
    return this.#context.call(fun, [], { name: this.#name, pkgs: [item] });
  }

  #isDone(told: Value, name: string): boolean {
    return isTruthy(get(get(told, name), "result"));
  }

  #add(told: Value): void {
    for (const [key, value] of isDict(told) ? told : []) this.#changes.set(key, value);
  }
}
