/**
 * Opens the reactor of a master that has one.
 */
import type { Clock, Dict, Logger, MasterConfig, PluginCatalog, Scope, Value } from "@salt/core";
import { getString, isList, MalformedError } from "@salt/core";
import type { FileServer } from "@salt/fileserver";
import { isFileCommand } from "@salt/fileserver";
import type { EventHub } from "../events/event-hub.js";
import type { LogLimiter } from "../log-limiter.js";
import type { Targeting } from "../minions/targeting.js";
import { PillarPool } from "../pillar/pillar-pool.js";
import type { JobOffice } from "../publishing/job-office.js";
import type { RunnerDesk } from "../runners/runner-desk.js";
import { ReactionDesk } from "./reaction-desk.js";
import { Reactor } from "./reactor.js";

/** What it is made of. */
export interface OpenReactorParts {
  readonly config: MasterConfig;
  readonly opts: Dict;
  readonly plugins: PluginCatalog;
  /** The module that the process runs in which files are rendered. */
  readonly entry: URL;
  readonly files: FileServer;
  readonly events: EventHub;
  readonly targeting: Targeting;
  readonly office: JobOffice;
  readonly runners: RunnerDesk;
  readonly clock: Clock;
  readonly log: Logger;
  readonly limited: LogLimiter;
}

/** How long the files of one event may take. */
const TIMEOUT_MS = 60_000;

/** Opens it in a scope; undefined where the option `reactor` is empty. */
export function openReactor(parts: OpenReactorParts, scope: Scope): Reactor | undefined {
  const { config, opts, entry, files, events, log } = parts;
  if (!isConfigured(config.reactor)) return undefined;
  const pool = scope.use(
    new PillarPool({
      ...{ entry, opts, log, size: 1, maxWaiting: 1, timeoutMs: TIMEOUT_MS },
      request: async (load): Promise<Value> => {
        if (isFileCommand(getString(load, "cmd") ?? "")) return await files.request(load);
        throw new MalformedError("a file of the reactor asked for something other than a file");
      },
      fire: (tag, data) => events.fire(tag, data),
    }),
  );
  const desk = new ReactionDesk({ ...parts, configFile: getString(opts, "conf_file") ?? "/etc/salt/master" });
  return scope.use(new Reactor({ ...parts, pool, desk }));
}

/** Whether an option names any reactor. */
function isConfigured(reactor: Value): boolean {
  return typeof reactor === "string" ? reactor !== "" : isList(reactor) && reactor.length > 0;
}
