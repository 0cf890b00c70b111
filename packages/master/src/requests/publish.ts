/**
 * `publish`: a command on this machine sends a job.
 */
import type { Dict, MasterConfig, Plain } from "@salt/core";
import { getString, isJid, TargetError, tags } from "@salt/core";
import { JobStoreError, PublishRefused } from "../errors.js";
import type { EventSink } from "../events/event-hub.js";
import type { Targeting } from "../minions/targeting.js";
import type { JobOffice } from "../publishing/job-office.js";
import { readPublishOrder } from "../publishing/publish-load.js";
import type { ClearCommand } from "./command.js";
import type { CallerParts } from "./local-caller.js";
import { localCaller } from "./local-caller.js";

/** What publishing needs. */
export interface PublishParts extends CallerParts {
  readonly config: Pick<MasterConfig, "order_masters">;
  readonly targeting: Targeting;
  readonly office: Pick<JobOffice, "send">;
  readonly events: EventSink;
}

/** The command. */
export function publishCommand(parts: PublishParts): ClearCommand {
  return async (load) => {
    try {
      return await publish(parts, load);
    } catch (error) {
      if (error instanceof TargetError) return targetFault(error);
      if (error instanceof JobStoreError) return { error: `${error.message}. ${error.hint ?? ""}`.trim() };
      if (!(error instanceof PublishRefused)) throw error;
      return { error: { name: error.reason, message: error.message } };
    }
  };
}

async function publish(parts: PublishParts, load: Dict): Promise<Plain> {
  const caller = await localCaller(parts, load);
  if (caller === undefined)
    return { error: { name: "AuthenticationError", message: "Authentication error occurred." } };
  const asked = readPublishOrder(load, caller.user);
  const order = { ...asked, target: await parts.targeting.withoutRanges(asked.target) };
  const reached = await parts.targeting.resolve(order.target);
  try {
    parts.acl.requireNotBlacklisted(order.user, order.fun);
    const intent = { fun: order.fun, arg: order.arg, minions: reached.minions };
    await parts.acl.requireAllowed(caller.authority, intent, (expression) =>
      parts.targeting.compound(expression),
    );
  } catch (error) {
    announceRefusal(parts, load, error);
    throw error;
  }
  if (reached.minions.length === 0 && !parts.config.order_masters) {
    const target = typeof order.target.tgt === "string" ? order.target.tgt : order.target.tgt.join(",");
    const error = `Master could not resolve minions for target ${target}`;
    return { enc: "clear", load: { jid: null, minions: [], missing: reached.missing, error } };
  }
  const { jid, minions, missing } = parts.office.send(order, reached);
  return { enc: "clear", load: { jid, minions, missing } };
}

/** A target that is wrong. Commands of the reference read the text, ours also what lies beside it. */
function targetFault({ message, hint, details }: TargetError): Plain {
  return { error: message, fault: { kind: "target", hint, unclosed: details.unclosed === true } };
}

/** Whoever waits for this job on the bus hears that it will not come. Nothing of the load but names goes there. */
function announceRefusal({ events }: PublishParts, load: Dict, error: unknown): void {
  const jid = getString(load, "jid");
  if (!isJid(jid) || !(error instanceof PublishRefused)) return;
  const { reason, message } = error;
  events.fire(tags.jobError(jid), { jid, user: load.get("user"), error: { name: reason, message } });
}
