/**
 * Does reactions: jobs at once, functions of the master a few at a time.
 */
import type { Dict, FunctionShape, MasterConfig, PluginCatalog } from "@salt/core";
import { errorText } from "@salt/core";
import type { LogLimiter } from "../log-limiter.js";
import type { RunEnd } from "../runners/run-events.js";
import type { RunnerDesk } from "../runners/runner-desk.js";
import { argumentsOf } from "../runners/runner-desk.js";
import type { LocalReactionParts } from "./local-reaction.js";
import { sendReaction } from "./local-reaction.js";
import type { Reaction } from "./reaction.js";
import { headOf, isBoundByName, readReaction } from "./reaction.js";

/** What it works with. */
export interface ReactionDeskParts extends Omit<LocalReactionParts, "config"> {
  readonly config: LocalReactionParts["config"] &
    Pick<MasterConfig, "reactor_worker_threads" | "reactor_worker_hwm">;
  readonly runners: Pick<RunnerDesk, "start" | "shapeOf">;
  readonly plugins: PluginCatalog;
  readonly limited: LogLimiter;
}

/** The user of runs that the reactor begins: their events cause no reactions. */
export const REACTOR = "Reactor";

/** Does what files of the reactor want. */
export class ReactionDesk {
  readonly #parts: ReactionDeskParts;
  readonly #waiting: Reaction[] = [];
  #running = 0;

  constructor(parts: ReactionDeskParts) {
    this.#parts = parts;
  }

  /** Does one; the id of its job, where it is one for minions. Never throws: what fails is told in the log. */
  async perform(chunk: Dict): Promise<string | undefined> {
    try {
      const head = headOf(chunk);
      const reaction = readReaction(chunk, isBoundByName(head) ? await this.#shapeOf(head) : undefined);
      if (chunk.has("args") && (chunk.has("arg") || chunk.has("kwarg"))) {
        this.#parts.log.warn({ id: head.id }, "A reaction has args: its arg and kwarg have no effect");
      }
      if (reaction.client === "local") return await sendReaction(reaction, this.#parts);
      this.#enter(reaction);
    } catch (error) {
      const facts = { id: chunk.get("__id__"), sls: chunk.get("__sls__"), fun: chunk.get("fun") };
      this.#parts.limited.error({ ...facts, reason: errorText(error) }, "A reaction cannot be done");
    }
    return undefined;
  }

  #shapeOf({ client, fun }: Pick<Reaction, "client" | "fun">): Promise<FunctionShape> {
    return this.#parts.runners.shapeOf(client === "wheel" ? "wheel" : "runner", fun);
  }

  #enter(reaction: Reaction): void {
    const { config, limited } = this.#parts;
    if (this.#running < Math.max(1, config.reactor_worker_threads)) this.#start(reaction);
    else if (this.#waiting.length < config.reactor_worker_hwm) this.#waiting.push(reaction);
    else {
      const { id, fun } = reaction;
      limited.error(
        { id, fun },
        "A reaction is dropped: too many wait; see reactor_worker_threads and reactor_worker_hwm",
      );
    }
  }

  #start(reaction: Reaction): void {
    const { id, client, fun, arg, kwarg } = reaction;
    const args = argumentsOf(arg, kwarg);
    const order =
      client === "wheel"
        ? ({ client: "wheel", fun, args, user: REACTOR } as const)
        : client === "runner"
          ? ({ client: "runner", fun, args, user: REACTOR } as const)
          : ({ client: "runner", fun: "salt.cmd", args: [fun, ...args], user: REACTOR } as const);
    this.#running += 1;
    void this.#parts.runners.start(order).end.then((end) => this.#settle({ id, fun }, end));
  }

  #settle(facts: { readonly id: string; readonly fun: string }, end: RunEnd): void {
    this.#running -= 1;
    if (!end.success)
      this.#parts.limited.error({ ...facts, told: errorText(end.value) }, "A reaction failed");
    const next = this.#waiting.shift();
    if (next !== undefined) this.#start(next);
  }
}
