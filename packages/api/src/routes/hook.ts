/**
 * `/hook`: what is posted becomes an event of the master's bus.
 */
import type { Value } from "@salt/core";
import { dict, isTruthy } from "@salt/core";
import { busPaths, fireOnBus } from "@salt/wire";
import type { Route } from "../web/exchange.js";
import type { Served } from "./served.js";

const TAG = ["salt", "netapi", "hook"];
const FIRE_MS = 10_000;
/** How many parts a path may add to the tag. */
const MAX_PARTS = 50;
/** Fields that are a secret of whoever asks, which everybody on the bus would see. */
const SECRET: ReadonlySet<string> = new Set(["X-Auth-Token", "Cookie", "Authorization"]);

/** The route of webhooks, below any name. */
export function hook({ place, settings }: Served): Route {
  return {
    needsSession: !settings.webhook_disable_auth,
    maxRest: MAX_PARTS,
    POST: async (request) => {
      const { pull: path } = busPaths(place.config.sock_dir, "master");
      const headers = new Map<Value, Value>([...request.titledHeaders].filter(([name]) => !SECRET.has(name)));
      const post = request.data !== undefined && isTruthy(request.data) ? request.data : new Map();
      const data = dict({ body: request.rawBody, post, headers });
      await fireOnBus({
        path,
        event: { tag: [...TAG, ...request.rest].join("/"), data },
        timeoutMs: FIRE_MS,
      });
      return { value: dict({ success: true }) };
    },
  };
}
