/** Events for returners. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { BusEvent, Clock, Dict } from "@salt/core";
import {
  CommandExecutionError,
  ConfigError,
  dict,
  nullLogger,
  PluginCatalog,
  returnerModule,
} from "@salt/core";
import { LogLimiter } from "../log-limiter.js";
import { openEventReturns } from "./event-returns.js";

const still: Clock = { now: () => 0, sleep: async () => {} } as never;

async function bench(changes: object = {}, fails = false) {
  const taken: string[][] = [];
  const lines: string[] = [];
  const returner = returnerModule("kept", {
    doc: "",
    take: async () => {},
    takeEvents: async (events, { opts }) => {
      if (fails) throw new CommandExecutionError("it is away");
      taken.push(events.map((event: Dict) => `${String(event.get("tag"))} ${String(opts.get("id"))}`));
    },
  });
  const blind = returnerModule("blind", { doc: "", take: async () => {} });
  const entry = (module: typeof returner) =>
    ({ kind: "returner", name: module.name, virtualName: module.name, load: async () => module }) as const;
  const listeners: ((event: BusEvent) => void)[] = [];
  const log = { ...nullLogger, error: (_fields: unknown, message: string) => void lines.push(message) };
  const made = await openEventReturns({
    config: {
      ...{ event_return: "kept", event_return_queue: 0, event_return_queue_max_seconds: 0 },
      ...{ event_return_whitelist: [], event_return_blacklist: [] },
      ...changes,
    },
    events: {
      subscribe: (listener) => {
        listeners.push(listener);
        return { close: () => {} };
      },
    },
    opts: dict({ id: "m" }),
    plugins: new PluginCatalog([entry(returner), entry(blind)]),
    limited: new LogLimiter(log as never, still),
    ...{ log: log as never, signal: new AbortController().signal },
  });
  const tell = (tag: string) => {
    for (const listener of listeners) listener({ tag, data: new Map() });
  };
  return { made, tell, taken, lines };
}

test("events go to the returner as they come, or so many at a time, and the rest at the end", async () => {
  const one = await bench();
  one.tell("a");
  await one.made?.flush();
  assert.deepEqual(one.taken, [["a m"]]);
  const three = await bench({ event_return_queue: 3 });
  for (const tag of ["a", "b", "c", "d"]) three.tell(tag);
  await three.made?.close();
  assert.deepEqual(three.taken.flat(), ["a m", "b m", "c m", "d m"]);
  assert.equal(three.taken[0]?.length, 3);
});

test("tags are let through and kept back by globs", async () => {
  const { made, tell, taken } = await bench({
    event_return_whitelist: ["my/*"],
    event_return_blacklist: ["my/b*"],
  });
  for (const tag of ["a", "my/a", "my/b"]) tell(tag);
  await made?.close();
  assert.deepEqual(taken.flat(), ["my/a m"]);
});

test("a returner that fails is told in the log, and one that takes no events at the start", async () => {
  const { made, tell, lines } = await bench({}, true);
  tell("a");
  await made?.close();
  assert.deepEqual(lines, ["A returner of event_return could not take events"]);
  await assert.rejects(bench({ event_return: ["blind"] }), ConfigError);
  await assert.rejects(bench({ event_return: "nosuch" }), ConfigError);
  assert.equal((await bench({ event_return: "" })).made, undefined);
});
