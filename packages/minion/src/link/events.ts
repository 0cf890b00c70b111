/**
 * Events that a minion fires on its master's bus.
 */
import type { Dict, MinionConfig, MutableDict, Plain, Value } from "@salt/core";
import { dict, get, tags } from "@salt/core";

/** The load of `_minion_event`, with its fields in the order of real minions. */
export function eventLoad(id: string, tag: string, data: Plain, more: Dict = new Map()): Dict {
  const load: MutableDict = dict({ id, cmd: "_minion_event", pretag: null, data, tag });
  for (const [key, value] of more) load.set(key, value);
  return load;
}

/** The load of `_minion_event` with what beacons found. */
export function beaconLoad(id: string, events: readonly Dict[]): Dict {
  return dict({ id, cmd: "_minion_event", pretag: null, events });
}

/** The events that tell the master that a minion has started, or is back. */
export function startEvents(
  id: string,
  grains: Dict,
  config: Pick<MinionConfig, "enable_legacy_startup_events" | "start_event_grains">,
  now: Date,
): readonly Dict[] {
  const data = `Minion ${id} started at ${localTime(now)}`;
  const named = new Map<Value, Value>();
  for (const name of config.start_event_grains) named.set(name, get(grains, name) ?? null);
  const more = named.size === 0 ? undefined : dict({ grains: named });
  const names = config.enable_legacy_startup_events
    ? [tags.minionStartLegacy, tags.minionStart(id)]
    : [tags.minionStart(id)];
  return names.map((tag) => eventLoad(id, tag, data, more));
}

/** Local time as C prints it: `Sat Nov 21 04:01:35 2026`. */
function localTime(date: Date): string {
  const [day, month, , year] = date.toDateString().split(" ");
  const time = date.toTimeString().slice(0, 8);
  return `${day} ${month} ${String(date.getDate()).padStart(2)} ${time} ${year}`;
}
