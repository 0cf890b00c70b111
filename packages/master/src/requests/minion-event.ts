/**
 * `_minion_event`: a minion puts events on the master's bus.
 */
import type { Dict, Value } from "@salt/core";
import { get, getList, getString, isDict } from "@salt/core";
import type { EventSink } from "../events/event-hub.js";
import { jobOfTag, tagFault } from "../events/minion-tags.js";
import type { JobLedger } from "../jobs/job-ledger.js";
import type { LogLimiter } from "../log-limiter.js";
import type { MinionRequest } from "../sessions/gate.js";
import type { MinionCommand } from "./command.js";

/** What passing events on needs. */
export interface MinionEventParts {
  readonly events: EventSink;
  readonly ledger: JobLedger;
  readonly limited: LogLimiter;
}

/** Events in one request; more are refused together. */
const MAX_EVENTS = 1000;

/** The command, in both forms: one event, which carries the whole load, or a list of them. */
export function minionEventCommand(parts: MinionEventParts): MinionCommand {
  return (request) => {
    const { load } = request;
    const events = getList(load, "events");
    if (events === undefined) {
      pass(parts, request, getString(load, "tag"), load);
      return null;
    }
    if (events.length > MAX_EVENTS) {
      parts.limited.warn({ minion: request.id, events: events.length }, "Too many events in one request");
      return null;
    }
    for (const event of events) passListed(parts, request, event);
    return null;
  };
}

function passListed(parts: MinionEventParts, request: MinionRequest, event: Value): void {
  const tag = getString(event, "tag");
  const data = dataOf(event, request.id);
  pass(parts, request, tag, data);
  const pretag = getString(request.load, "pretag");
  if (pretag !== undefined && tag !== undefined) pass(parts, request, `${pretag}/${tag}`, data);
}

/** The data of a listed event; an id in it is always that of the sender. */
function dataOf(event: Value, id: string): Dict {
  const inner = get(event, "data") ?? event;
  const data = isDict(inner) ? inner : new Map<Value, Value>([["data", inner]]);
  return data.has("id") ? new Map([...data, ["id", id]]) : data;
}

function pass(
  { events, ledger, limited }: MinionEventParts,
  { id }: MinionRequest,
  tag: string | undefined,
  data: Dict,
): void {
  const fault = tag === undefined ? "it has no tag" : (tagFault(id, tag) ?? jobFault(ledger, id, tag));
  if (tag !== undefined && fault === undefined) events.fire(tag, data);
  else limited.warn({ minion: id, tag: tag?.slice(0, 100), why: fault }, "An event of a minion is refused");
}

/** Jobs that this master has sent are told of only by minions that got them. */
function jobFault(ledger: JobLedger, id: string, tag: string): string | undefined {
  const jid = jobOfTag(tag);
  const job = jid === undefined ? undefined : ledger.find(jid);
  return job === undefined || job.minions.has(id) ? undefined : "it is about a job of other minions";
}
