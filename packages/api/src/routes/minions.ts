/**
 * `/minions`: what minions say of themselves, and jobs that are not waited for.
 */
import { dict, getString } from "@salt/core";
import type { Route } from "../web/exchange.js";
import type { Served } from "./served.js";
import { runChunks, runPosted } from "./served.js";

/** The route `/minions`. */
export function minions(served: Served): Route {
  return {
    needsSession: true,
    maxRest: 1,
    GET: async (request) => {
      const chunk = dict({ client: "local", tgt: request.rest[0] ?? "*", fun: "grains.items" });
      return { value: dict({ return: await runChunks([chunk], request, served) }) };
    },
    POST: async (request) => {
      const started = await runPosted(request, served, "local_async");
      const jids = started.map((job) => getString(job, "jid")).filter((jid) => jid !== undefined);
      const links = jids.map((jid) => dict({ href: `/jobs/${jid}` }));
      return { status: 202, value: dict({ return: started, _links: dict({ jobs: links }) }) };
    },
  };
}
