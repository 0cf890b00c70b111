/**
 * Starts salt-api: settings, access log, server.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import type { Closable, Logger, MasterConfig } from "@salt/core";
import { ConfigError, Scope } from "@salt/core";
import { routesOf } from "./routes/routes.js";
import { Sessions } from "./sessions.js";
import { readSettings } from "./settings.js";
import { newCounts } from "./web/counts.js";
import { WebServer } from "./web/web-server.js";

/** What salt-api is started with. */
export interface ApiOptions {
  /** The configuration of the master, which is on this machine. */
  readonly config: MasterConfig;
  readonly configFile: string;
  /** The account of this process. */
  readonly user: string;
  readonly log: Logger;
}

/** A server at work. */
export interface RunningApi extends Closable {
  readonly port: number;
}

/** Starts the server. Throws ConfigError. */
export async function startApi({ config, configFile, user, log }: ApiOptions): Promise<RunningApi> {
  if (config.rest_cherrypy.size === 0) {
    throw new ConfigError("salt-api has nothing to do: the master's configuration has no rest_cherrypy.", {
      hint: "Add rest_cherrypy with port, ssl_crt and ssl_key, and netapi_enable_clients.",
    });
  }
  const { settings, warnings } = readSettings(config.rest_cherrypy);
  for (const warning of warnings) log.warn({}, warning);
  if (config.netapi_enable_clients.length === 0) {
    log.warn({}, "netapi_enable_clients is empty: no request may call anything");
  }
  const scope = new Scope();
  const sessions = new Sessions();
  const access = openAccessLog(settings.log_access_file, scope);
  const place = { config, configFile, user, log };
  const counts = newCounts(Date.now());
  const routes = routesOf({ place, settings, sessions, counts, log });
  const server = scope.use(await WebServer.open({ settings, routes, sessions, counts, log, access }));
  log.info({ host: settings.host, port: server.port, tls: !settings.disable_ssl }, "salt-api listens");
  return { port: server.port, close: () => scope.close() };
}

/** Writes lines with their time to a file; an empty name writes none. */
function openAccessLog(path: string, scope: Scope): (line: string) => void {
  if (path === "") return () => {};
  const file = openSync(path, "a", 0o640);
  scope.defer(() => closeSync(file));
  return (line) => void writeSync(file, `${new Date().toISOString()} ${line}\n`);
}
