/**
 * Keys by way of the master: wheel functions, as far as the rules of a user of an external system allow them.
 */
import type { ExternalLogin, ResolvedOptions } from "@salt/client";
import { WheelClient } from "@salt/client";
import type { Closable, Dict, KeyLists, Plain, Value } from "@salt/core";
import { getList, isDict } from "@salt/core";
import type { KeyChange, KeyState } from "@salt/master";
import { KEY_FOLDERS } from "@salt/master";
import type { DecisionRequest } from "./decide.js";
import type { KeyAccess } from "./key-access.js";

/** Keys of a master that is running. */
export class RemoteKeys implements KeyAccess, Closable {
  readonly #client: WheelClient;

  constructor(options: ResolvedOptions & { readonly login: ExternalLogin }) {
    this.#client = WheelClient.of(options);
  }

  async lists(): Promise<KeyLists> {
    return listsOf(await this.#call("key.list_all"));
  }

  async match(globs: readonly string[]): Promise<KeyLists> {
    return listsOf(await this.#call("key.name_match", globs.join(",")));
  }

  async printed(match: string): Promise<Dict> {
    return withoutOwn(await this.#call("key.print", match));
  }

  async fingerprints(match: string): Promise<Dict> {
    return asDict(await this.#call("key.finger", match));
  }

  async carryOut(
    { decision }: DecisionRequest,
    state: KeyState,
    ids: readonly string[],
  ): Promise<readonly KeyChange[]> {
    const include = decision === "delete" || state === "pending" ? {} : { [`include_${state}`]: true };
    await this.#call(`key.${decision}_dict`, { [KEY_FOLDERS[state]]: ids }, include);
    return ids.map((id) => ({ id, act: decision, from: state }));
  }

  close(): void {
    this.#client.close();
  }

  #call(fun: string, arg?: Plain, kwarg: { readonly [name: string]: Plain } = {}): Promise<Value> {
    return this.#client.cmd(fun, { arg: arg === undefined ? [] : [arg], kwarg });
  }
}

function asDict(value: Value): Dict {
  return isDict(value) ? value : new Map();
}

/** The master's own keys are among what it prints, and are left out as Salt leaves them out. */
function withoutOwn(value: Value): Dict {
  return new Map([...asDict(value)].filter(([name]) => name !== "local"));
}

function listsOf(value: Value): KeyLists {
  const ids = (state: KeyState): readonly string[] =>
    (getList(value, KEY_FOLDERS[state]) ?? []).filter((id) => typeof id === "string");
  return {
    accepted: ids("accepted"),
    pending: ids("pending"),
    rejected: ids("rejected"),
    denied: ids("denied"),
  };
}
