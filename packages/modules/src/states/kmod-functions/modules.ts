/**
 * Loading and removing modules of the kernel.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { isList, isTrial, pythonStr } from "@salt/core";
import { answer, pending, unchanged } from "../answer/answer.js";

/** Which modules, and whether for good. */
export interface ModuleRequest {
  readonly name: string;
  readonly persist: boolean;
  readonly mods: Value;
}

/** Makes modules be loaded. */
export async function modulesPresent(
  request: ModuleRequest,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, persist } = request;
  const wanted = modulesOf(request);
  const now = await loadedModules(context, false);
  const kept = persist ? await loadedModules(context, true) : now;
  const present = wanted.filter((one) => now.includes(one) && kept.includes(one));
  const comments = present.length === 0 ? [] : [told(present, "is already present", "are already present")];
  const missing = wanted.filter((one) => !present.includes(one));
  if (missing.length === 0) return unchanged(name, comments.join("\n"));
  if (isTrial(context))
    return pending(
      name,
      [...comments, told(missing, "is set to be loaded", "are set to be loaded")].join("\n"),
    );
  const known = namesOf(await context.call("kmod.available"));
  const unknown = missing.filter((one) => !known.includes(one));
  if (unknown.length > 0) comments.push(told(unknown, "is unavailable", "are unavailable"));
  const change = new Changes("loaded", context);
  for (const one of missing.filter((each) => known.includes(each)))
    if (!change.has(one)) await change.make(one, "kmod.load", [one, persist]);
    else change.count(one);
  const all = [...comments, ...change.comments("Loaded", "load")];
  return answer(name, unknown.length === 0 && change.isFine, all.join("\n"), change.changes);
}

/** Makes modules not be loaded. */
export async function modulesAbsent(
  request: ModuleRequest & { readonly comment: boolean },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, persist, comment } = request;
  const wanted = modulesOf(request);
  const kept = persist ? await loadedModules(context, true) : [];
  const all = [...(await loadedModules(context, false)), ...kept];
  const loaded = wanted.filter((one) => all.includes(one));
  if (loaded.length === 0) {
    const are =
      wanted.length === 1 ? told(wanted, "is already removed", "") : told(wanted, "", "are already removed");
    return unchanged(name, are);
  }
  if (isTrial(context)) return pending(name, told(loaded, "is set to be removed", "are set to be removed"));
  const change = new Changes("removed", context);
  for (const one of loaded) await change.make(one, "kmod.remove", [one, persist, comment]);
  return answer(name, change.isFine, change.comments("Removed", "remove").join("\n"), change.changes);
}

class Changes {
  readonly changes: MutableDict = new Map<Value, Value>();
  readonly #word: string;
  readonly #context: ExecutionContext;
  readonly #done: string[] = [];
  readonly #not: string[] = [];
  readonly #faults: string[] = [];

  constructor(word: string, context: ExecutionContext) {
    this.#word = word;
    this.#context = context;
  }

  get isFine(): boolean {
    return this.#not.length + this.#faults.length === 0;
  }

  /** Whether a module was changed along with another one. */
  has(name: string): boolean {
    return this.changes.has(name);
  }

  count(name: string): void {
    this.#done.push(name);
  }

  async make(name: string, fun: string, args: readonly Value[]): Promise<void> {
    const result = await this.#context.call(fun, args);
    if (!isList(result)) {
      this.#faults.push(`${name}: ${pythonStr(result)}`);
      return;
    }
    for (const one of namesOf(result)) this.changes.set(one, this.#word);
    (result.length > 0 ? this.#done : this.#not).push(name);
  }

  comments(did: string, doing: string): readonly string[] {
    const list = (names: readonly string[], verb: string): readonly string[] => {
      if (names.length === 0) return [];
      return [`${verb} kernel module${names.length > 1 ? "s" : ""} ${names.join(", ")}`];
    };
    const faults = this.#faults.map((fault) => `Failed to ${doing} kernel module ${fault}`);
    return [...list(this.#done, did), ...list(this.#not, `Failed to ${doing}`), ...faults];
  }
}

function modulesOf({ name, mods }: ModuleRequest): readonly string[] {
  return isList(mods) ? [...new Set(mods.map(pythonStr))] : [name];
}

async function loadedModules(context: ExecutionContext, isKept: boolean): Promise<readonly string[]> {
  return namesOf(await context.call("kmod.mod_list", isKept ? [true] : []));
}

function namesOf(value: Value): readonly string[] {
  return isList(value) ? value.map(pythonStr) : [];
}

function told(names: readonly string[], one: string, many: string): string {
  return names.length === 1
    ? `Kernel module ${names[0]} ${one}`
    : `Kernel modules ${names.join(", ")} ${many}`;
}
