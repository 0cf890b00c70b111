/**
 * `host.present`.
 */
import { isIP } from "node:net";
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { getList, getString, isDict, isList, isTrial, isTruthy, pythonStr } from "@salt/core";
import { answer } from "../answer/answer.js";

/** The arguments of `host.present`. */
export interface HostRequest {
  readonly name: string;
  readonly ip: Value;
  readonly comment: string;
  readonly clean: boolean;
}

/** The addresses of an argument: one, or a list. */
export function addressesOf(ip: Value): readonly string[] {
  return isList(ip) ? ip.map(pythonStr) : [pythonStr(ip)];
}

/** Makes a name stand for addresses in the hosts file. */
export async function hostPresent(request: HostRequest, context: ExecutionContext): Promise<StateAnswer> {
  const plan = await planFor(request, context);
  const run = new HostRun(request.name, plan, context);
  for (const ip of plan.add) await run.change("added", ip, request.name);
  for (const ip of plan.comment) await run.change("comment_added", ip, request.comment);
  for (const ip of plan.remove) await run.change("removed", ip, request.name);
  return run.answer();
}

interface Plan {
  readonly add: string[];
  readonly comment: string[];
  readonly remove: string[];
  readonly comments: string[];
  readonly warnings: string[];
  result: boolean | null;
}

async function planFor({ name, ip, comment, clean }: HostRequest, context: ExecutionContext): Promise<Plan> {
  const told = await context.call("hosts.list_hosts");
  const hosts = [...(isDict(told) ? told : [])].map(([key, host]) => [pythonStr(key), host] as const);
  const addresses = addressesOf(ip);
  const plan: Plan = { add: [], comment: [], remove: [], comments: [], warnings: [], result: true };
  for (const address of addresses.filter((one) => !hosts.some(([key]) => key === one))) {
    plan.add.push(address);
    if (comment !== "") plan.comment.push(address);
  }
  for (const [address, host] of hosts) {
    const isNamed = getList(host, "aliases")?.includes(name) === true;
    if (!addresses.includes(address)) {
      if (isNamed) (clean ? plan.remove : plan.warnings).push(clean ? address : warning(name, address));
    } else if (isNamed) {
      if (comment !== "" && getString(host, "comment") !== comment) plan.comment.push(address);
      else plan.comments.push(`Host ${name} (${address}) already present`);
    } else if (isIP(address) !== 0) {
      plan.add.push(address);
      if (comment !== "") plan.comment.push(address);
    } else {
      plan.result = false;
      plan.comments.push(`Invalid IP Address for ${name} (${address})`);
    }
  }
  return plan;
}

function warning(name: string, address: string): string {
  return (
    `Host ${name} present for IP address ${address}. To get rid of this warning, either run this state with 'clean' ` +
    `set to True to remove ${name} from ${address}, or add ${address} to the 'ip' argument.`
  );
}

const ACTIONS = {
  added: { fun: "hosts.add_host", did: "Added host", fault: "Failed to add host" },
  comment_added: {
    fun: "hosts.set_comment",
    did: "Set comment for host",
    fault: "Failed to add comment for host",
  },
  removed: { fun: "hosts.rm_host", did: "Removed host", fault: "Failed to remove host" },
} as const;

class HostRun {
  readonly #name: string;
  readonly #plan: Plan;
  readonly #context: ExecutionContext;
  readonly #changes: MutableDict = new Map<Value, Value>();

  constructor(name: string, plan: Plan, context: ExecutionContext) {
    this.#name = name;
    this.#plan = plan;
    this.#context = context;
  }

  /** Makes one change: an address, and the name or comment it gets. */
  async change(kind: keyof typeof ACTIONS, address: string, text: string): Promise<void> {
    const { fun, did, fault } = ACTIONS[kind];
    const { comments } = this.#plan;
    const [first, second] = kind === "comment_added" ? [address, text] : [text, address];
    const shown = `${first} (${second})`;
    if (isTrial(this.#context)) {
      if (kind !== "comment_added") this.#plan.result = null;
      const would = kind === "removed" ? "would be removed" : "would be added";
      comments.push(`${kind === "comment_added" ? "Comment for" : "Host"} ${shown} ${would}`);
    } else if (isTruthy(await this.#context.call(fun, [address, text]))) comments.push(`${did} ${shown}`);
    else {
      this.#plan.result = false;
      comments.push(`${fault} ${shown}`);
      return;
    }
    const before = this.#changes.get(kind);
    const known = isDict(before) ? before : new Map<Value, Value>();
    this.#changes.set(kind, new Map([...known, [address, [...(getList(known, address) ?? []), text]]]));
  }

  answer(): StateAnswer {
    const { comments, warnings, result } = this.#plan;
    const told = answer(this.#name, result, comments.join("\n"), this.#changes);
    return warnings.length === 0 ? told : { ...told, warnings };
  }
}
