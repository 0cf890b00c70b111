/**
 * `salt.wait_for_event`: waits until each of some ids was told of on the bus.
 */
import type { BusEvent, ExecutionContext, StateAnswer, Value } from "@salt/core";
import {
  Float,
  get,
  getString,
  includes,
  isDict,
  isList,
  isTrial,
  matchGlob,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { busEvents } from "../../text/bus-events.js";
import { answer, failed, pending } from "../answer/answer.js";

/** What is waited for. */
export interface EventWish {
  /** A glob for tags. */
  readonly name: string;
  readonly id_list: Value;
  /** The field of the event that has the id. */
  readonly event_id: string;
  /** Seconds. */
  readonly timeout: number;
  /** Whose bus: `master` or `minion`. */
  readonly node: string;
}

/** Waits. Throws SaltInvocationError where the ids are no list. */
export async function waitForEvent(wish: EventWish, context: ExecutionContext): Promise<StateAnswer> {
  const { name, timeout, node } = wish;
  if (isTrial(context)) return pending(name, `Orchestration would wait for event '${name}'`);
  if (!isList(wish.id_list)) throw new SaltInvocationError("id_list: a list of ids is needed");
  const waited = { left: [...wish.id_list], seen: [] as Value[] };
  const began = performance.now();
  const bus = { dir: getString(context.opts, "sock_dir") ?? "", node };
  const end = AbortSignal.any([context.signal, AbortSignal.timeout(Math.max(0, timeout) * 1000)]);
  try {
    for await (const event of busEvents(bus, context, end)) {
      if (matchGlob(name, event.tag)) tick(waited, idIn(event, wish.event_id));
      if (waited.left.length === 0) break;
    }
  } catch (error) {
    context.signal.throwIfAborted();
    if (!end.aborted) throw error;
  }
  context.signal.throwIfAborted();
  const changes = waited.seen.length === 0 ? {} : { minions_seen: waited.seen };
  if (waited.left.length > 0) return failed(name, "Timeout value reached.", changes);
  const seconds = pythonStr(new Float((performance.now() - began) / 1000));
  return answer(name, true, `All events seen in ${seconds} seconds.`, changes);
}

/** The field of the event, or of the data that a minion put into it. */
function idIn({ data }: BusEvent, field: string): Value {
  const own = data.get(field) ?? null;
  const inner = data.get("data");
  return own === null && isDict(inner) ? (get(inner, field) ?? null) : own;
}

/** Takes the ids of an event off the list. */
function tick(waited: { left: Value[]; readonly seen: Value[] }, found: Value): void {
  const ids = isList(found) ? found : [found];
  const due = waited.left.filter((id) => includes(ids, id));
  // A single id is taken off once, as often as it is on the list.
  const [first] = due;
  const taken = isList(found) || first === undefined ? due : [first];
  for (const id of taken) waited.left.splice(waited.left.indexOf(id), 1);
  waited.seen.push(...taken);
}
