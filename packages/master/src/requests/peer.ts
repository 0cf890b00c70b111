/**
 * `minion_pub`, `minion_publish` and `pub_ret`: minions run functions on other minions, where `peer` allows it.
 */
import type { Dict, JobReader, MasterConfig, Plain, Value } from "@salt/core";
import { get, getList, getString, isFloat, isInt, sleep, TargetError, tags } from "@salt/core";
import { isNamedIn, peerMay } from "../acl/peer.js";
import type { EventHub } from "../events/event-hub.js";
import type { LogLimiter } from "../log-limiter.js";
import type { Targeting } from "../minions/targeting.js";
import { withExactPillar } from "../minions/targeting.js";
import type { JobOffice, SentJob } from "../publishing/job-office.js";
import { readPublishOrder } from "../publishing/publish-load.js";
import type { MinionRequest } from "../sessions/gate.js";
import type { CommandTable, MinionCommand } from "./command.js";

/** What publishing for minions needs. */
export interface PeerParts {
  readonly config: Pick<MasterConfig, "peer">;
  readonly targeting: Targeting;
  readonly office: Pick<JobOffice, "send">;
  readonly jobs: JobReader;
  readonly events: EventHub;
  readonly limited: LogLimiter;
  /** Ends waiting for returns. */
  readonly signal: AbortSignal;
}

/** Jobs whose publisher is remembered. */
const MAX_REMEMBERED = 10_000;
/** Requests that wait for returns. */
const MAX_WAITING = 100;
/** Longest wait, in seconds. */
const MAX_TIMEOUT = 60;
const DEFAULT_TIMEOUT = 5;

/** The commands; they share who published what. */
export function peerCommands(parts: PeerParts): CommandTable<MinionCommand> {
  const desk = new PeerDesk(parts);
  return new Map<string, MinionCommand>([
    ["minion_pub", (request) => desk.publish(request)],
    ["minion_publish", (request) => desk.publishAndWait(request)],
    ["pub_ret", (request) => desk.returns(request)],
  ]);
}

class PeerDesk {
  readonly #parts: PeerParts;
  readonly #publishers = new Map<string, string>();
  #waiting = 0;

  constructor(parts: PeerParts) {
    this.#parts = parts;
  }

  async publish(request: MinionRequest): Promise<Plain> {
    const job = await this.#send(request);
    return job === undefined ? {} : { jid: job.jid, minions: job.minions };
  }

  async publishAndWait(request: MinionRequest): Promise<Plain> {
    if (this.#waiting >= MAX_WAITING) return {};
    this.#waiting += 1;
    try {
      return await this.#sendAndGather(request);
    } finally {
      this.#waiting -= 1;
    }
  }

  returns({ id, load }: MinionRequest): Plain {
    const jid = String(load.get("jid"));
    if (this.#publishers.get(jid) !== id) return {};
    return new Map(
      this.#parts.jobs.returns(jid).map((each) => [each.id, { ret: each.return, out: each.out }]),
    );
  }

  /** Sends what a minion asks for; undefined when it may not, or when the target is wrong. */
  async #send(request: MinionRequest): Promise<SentJob | undefined> {
    try {
      return await this.#sendAllowed(request);
    } catch (error) {
      if (!(error instanceof TargetError)) throw error;
      this.#parts.limited.warn({ minion: request.id, reason: error.message }, "A minion's target is refused");
      return undefined;
    }
  }

  async #sendAllowed(request: MinionRequest): Promise<SentJob | undefined> {
    const { config, targeting, office } = this.#parts;
    const { id } = request;
    const asked = readPublishOrder(withSplitFunctions(request.load), id);
    if (!isNamedIn(config.peer, id)) return this.#refuse(id);
    const target = await targeting.withoutRanges(asked.target);
    const order = { ...asked, target, publisher: id, jid: undefined };
    const reached = await targeting.resolve(target);
    const exact = new Set((await targeting.resolve(withExactPillar(target))).minions);
    const intent = { fun: order.fun, arg: order.arg, minions: reached.minions };
    const allowed =
      reached.minions.every((each) => exact.has(each)) &&
      (await peerMay(config.peer, id, intent, (expression) => targeting.compound(expression)));
    if (!allowed) return this.#refuse(id);
    const job = office.send(order, reached);
    this.#remember(job.jid, id);
    return job;
  }

  #refuse(id: string): undefined {
    this.#parts.limited.warn({ minion: id }, "A minion may not publish this");
    return undefined;
  }

  async #sendAndGather(request: MinionRequest): Promise<Plain> {
    const found = new Map<string, Dict>();
    const enough = new AbortController();
    let job: SentJob | undefined;
    // Listens before it sends: the first answer may be there at once.
    const listener = this.#parts.events.subscribe(({ tag, data }) => {
      const id = getString(data, "id");
      if (job === undefined || id === undefined || tag !== tags.jobReturn(job.jid, id)) return;
      found.set(id, data);
      if (found.size >= job.minions.length) enough.abort();
    });
    try {
      job = await this.#send(request);
      if (job === undefined) return {};
      if (job.minions.length > 0)
        await sleep(timeoutOf(request.load) * 1000, either(enough, this.#parts.signal));
      return gathered(job.jid, found, getString(request.load, "form") === "full");
    } finally {
      enough.abort();
      await listener.close();
    }
  }

  #remember(jid: string, id: string): void {
    this.#publishers.set(jid, id);
    for (const oldest of this.#publishers.keys()) {
      if (this.#publishers.size <= MAX_REMEMBERED) return;
      this.#publishers.delete(oldest);
    }
  }
}

/** Several functions come as one text, their arguments as one text each. */
function withSplitFunctions(load: Dict): Dict {
  const fun = getString(load, "fun");
  if (fun === undefined || !fun.includes(",")) return load;
  const words = (text: Value): Value =>
    typeof text === "string" ? text.split(/\s+/).filter((word) => word !== "") : text;
  return new Map([...load, ["fun", fun.split(",")], ["arg", (getList(load, "arg") ?? []).map(words)]]);
}

function timeoutOf(load: Dict): number {
  const asked = load.get("timeout") ?? load.get("tmo") ?? DEFAULT_TIMEOUT;
  const seconds = isInt(asked) || isFloat(asked) ? Number(asked) : DEFAULT_TIMEOUT;
  return Math.min(Math.max(seconds, 0), MAX_TIMEOUT);
}

function either(own: AbortController, other: AbortSignal): AbortSignal {
  if (other.aborted) own.abort();
  else other.addEventListener("abort", () => own.abort(), { once: true, signal: own.signal });
  return own.signal;
}

function gathered(jid: string, found: ReadonlyMap<string, Dict>, full: boolean): Plain {
  const rows = [...found].map(([id, data]) => {
    const ret = get(data, "return") ?? null;
    return [id, full ? { ret, jid, out: data.get("out"), success: data.get("success") } : ret] as const;
  });
  const result = new Map<string, Plain>(rows);
  return full ? result.set("__jid__", jid) : result;
}
