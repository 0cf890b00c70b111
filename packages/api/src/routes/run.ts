/**
 * `/run`: low data with credentials of their own; `/token`: tokens of the master, without a session.
 */
import { readToken, requestToken } from "@salt/client";
import type { Dict, Value } from "@salt/core";
import { dict, get, getString } from "@salt/core";
import { chunksOf } from "../low/low-data.js";
import type { Route, WebRequest } from "../web/exchange.js";
import { WebError } from "../web/web-error.js";
import { welcome } from "./index-page.js";
import type { Served } from "./served.js";
import { runPosted } from "./served.js";

/** The route `/run`. */
export function run(served: Served): Route {
  return {
    GET: welcome,
    POST: async (request) => ({
      value: dict({ return: await runPosted({ ...request, session: undefined }, served) }),
    }),
  };
}

/** The route `/token`. */
export function token(served: Served): Route {
  return {
    GET: welcome,
    POST: async (request) => {
      const made: Value[] = [];
      for (const wish of chunksOf(request.data)) made.push(await makeToken(wish, request, served));
      return { value: made };
    },
  };
}

/** What is told of a new token. */
const TOLD = ["token", "start", "expire", "name", "eauth"];

async function makeToken(wish: Dict, { signal }: WebRequest, { place }: Served): Promise<Dict> {
  const fields = ["username", "password", "eauth"].map((name): [string, string] => {
    const text = getString(wish, name);
    if (text !== undefined) return [name, text];
    throw new WebError(400, 'Require "username", "password", and "eauth" params');
  });
  const made = await requestToken(place.config, new Map(fields), signal);
  const text = getString(made, "token");
  if (text === undefined) throw new WebError(401, "Could not authenticate using provided credentials");
  const kept = await readToken(place.config, text, signal);
  return new Map(TOLD.map((name) => [name, get(kept ?? made, name) ?? get(made, name) ?? null]));
}
