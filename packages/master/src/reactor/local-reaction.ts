/**
 * Reactions that minions do: jobs that the master sends by itself.
 */
import { resolveForWire } from "@salt/client";
import type { Dict, Logger, MasterConfig, Value } from "@salt/core";
import { dict, MalformedError, pythonStr } from "@salt/core";
import type { Targeting } from "../minions/targeting.js";
import type { JobOffice } from "../publishing/job-office.js";
import { readPublishOrder } from "../publishing/publish-load.js";
import { argumentsOf } from "../runners/runner-desk.js";
import type { Reaction } from "./reaction.js";

/** What jobs are sent with. */
export interface LocalReactionParts {
  readonly config: Pick<MasterConfig, "user" | "nodegroups">;
  readonly configFile: string;
  readonly targeting: Targeting;
  readonly office: Pick<JobOffice, "send">;
  readonly log: Logger;
}

/** Options of the job by their names on the wire. */
const OPTIONS = ["delimiter", "metadata", "ret_config", "ret_kwargs", "module_executors", "executor_opts"];
const KNOWN: ReadonlySet<string> = new Set([
  ...OPTIONS,
  ...["state", "fun", "name", "order", "tgt", "tgt_type", "arg", "kwarg", "args", "ret", "jid", "timeout"],
]);

/** Sends the job of a reaction; its id, or undefined when its target means nobody. Throws SaltError. */
export async function sendReaction(
  reaction: Reaction,
  parts: LocalReactionParts,
): Promise<string | undefined> {
  const { chunk, fun, id } = reaction;
  if (!chunk.has("tgt")) throw new MalformedError("it has no target");
  const unknown = [...chunk.keys()].map(pythonStr).filter((key) => !KNOWN.has(key) && !key.startsWith("__"));
  if (unknown.length > 0)
    parts.log.warn({ id, words: unknown.join(", ") }, "A reaction has words without a meaning");
  const options = OPTIONS.flatMap((name) =>
    chunk.has(name) ? [[name, chunk.get(name) ?? null] as const] : [],
  );
  const asked = readPublishOrder(loadOf(reaction, new Map<Value, Value>(options)), parts.config.user);
  const groups = { groups: parts.config.nodegroups, file: parts.configFile };
  const target = await parts.targeting.withoutRanges(resolveForWire(asked.target, groups));
  const reached = await parts.targeting.resolve(target);
  if (reached.minions.length === 0) {
    parts.log.warn({ id, fun }, "A reaction is for nobody: its target matches no minion");
    return undefined;
  }
  return parts.office.send({ ...asked, target }, reached).jid;
}

function loadOf({ chunk, fun, arg, kwarg }: Reaction, options: Dict): Dict {
  const given = ["tgt", "tgt_type", "ret", "jid"].map((key) => [key, chunk.get(key)] as const);
  return dict({ ...Object.fromEntries(given), fun, arg: [...argumentsOf(arg, kwarg)], kwargs: options });
}
