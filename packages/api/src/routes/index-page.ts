/**
 * `/`: what may be called, and calling it within a session.
 */
import { dict } from "@salt/core";
import { CLIENTS } from "../low/low-data.js";
import type { Route, RouteMethod } from "../web/exchange.js";
import type { Served } from "./served.js";
import { runPosted } from "./served.js";
import { sessionOf } from "./session-of.js";

/** What `GET` answers where nothing can be had by it. */
export const welcome: RouteMethod = async () => ({ value: dict({ return: "Welcome", clients: CLIENTS }) });

/** The route `/`. */
export function indexPage(served: Served): Route {
  return {
    GET: welcome,
    POST: async (request) => {
      sessionOf(request);
      return { value: dict({ return: await runPosted(request, served) }) };
    },
  };
}
