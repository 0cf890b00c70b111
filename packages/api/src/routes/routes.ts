/**
 * The paths of the server.
 */
import type { Route } from "../web/exchange.js";
import { events } from "./events.js";
import { hook } from "./hook.js";
import { indexPage } from "./index-page.js";
import { jobs } from "./jobs.js";
import { keys } from "./keys.js";
import { login, logout } from "./login.js";
import { minions } from "./minions.js";
import { run, token } from "./run.js";
import type { Served } from "./served.js";
import { stats } from "./stats.js";

/** The routes by the first part of their path; `""` is `/`. */
export function routesOf(served: Served): ReadonlyMap<string, Route> {
  const { settings } = served;
  const ofSessions: [string, Route][] = [
    ["login", login(served)],
    ["logout", logout(served)],
    ["minions", minions(served)],
    ["jobs", jobs(served)],
  ];
  return new Map([
    ["", indexPage(served)],
    ...(settings.enable_sessions ? ofSessions : []),
    ["run", run(served)],
    ["token", token(served)],
    ["keys", keys(served)],
    ["events", events(served)],
    ["stats", stats(served)],
    [settings.webhook_url.replace(/^\/+/, ""), hook(served)],
  ]);
}
