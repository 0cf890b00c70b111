/**
 * `/stats`: how much the server has done.
 */
import { dict } from "@salt/core";
import type { Route } from "../web/exchange.js";
import type { Served } from "./served.js";

/** The route `/stats`. */
export function stats({ counts }: Served): Route {
  return {
    needsSession: true,
    GET: async () => {
      const { since, requests, atWork, streams } = counts;
      const seconds = Math.round((Date.now() - since) / 1000);
      const told = { "Run time": seconds, Requests: requests, "At work": atWork, "Event streams": streams };
      return { value: dict({ "salt-api": told }) };
    },
  };
}
