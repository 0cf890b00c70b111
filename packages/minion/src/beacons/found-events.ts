/**
 * What a beacon found, as the events that go to the master.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, isDict, isList, MalformedError, pythonStr } from "@salt/core";
import { encode } from "@salt/wire";
import type { BeaconPlan } from "./beacon-plan.js";

/** Events of one look; more are left out. */
export const MAX_EVENTS = 500;

/** Who looked. */
export interface Looked extends Pick<BeaconPlan, "name" | "module"> {
  readonly id: string;
  /** Largest data of one event, in bytes. */
  readonly maxBytes: number;
}

/** The events, and how many were left out because they were too many or too large. */
export interface FoundEvents {
  readonly events: readonly Dict[];
  readonly dropped: number;
}

/** Makes the events of what a beacon gave. Throws MalformedError when that is no list of maps. */
export function foundEvents(found: Value, looked: Looked): FoundEvents {
  if (!isList(found)) throw new MalformedError("a beacon gave no list");
  const events = found.slice(0, MAX_EVENTS).map((one) => eventOf(one, looked));
  const small = events.filter((event) => encode(event, "ipc").length <= looked.maxBytes);
  return { events: small, dropped: found.length - small.length };
}

/** The event of a look that failed. Its data is empty, so that listeners learn no more than that. */
export function failedLook(reason: string, looked: Looked): Dict {
  return dict({ tag: tagOf(looked), error: reason, data: new Map(), beacon_name: looked.module });
}

function eventOf(one: Value, looked: Looked): Dict {
  if (!isDict(one)) throw new MalformedError("a beacon gave something else than maps");
  const data: MutableDict = new Map(one);
  const tag = data.get("tag");
  data.delete("tag");
  if (!data.has("id")) data.set("id", looked.id);
  const whole = tag === undefined ? tagOf(looked) : `${tagOf(looked)}${pythonStr(tag)}`;
  return dict({ tag: whole, data, beacon_name: looked.module });
}

function tagOf({ id, name }: Looked): string {
  return `salt/beacon/${id}/${name}/`;
}
