/**
 * The master: the list of its parts, and the order in which they start and stop.
 */
import type { Clock, Closable, Dict, Logger, MasterConfig, PluginCatalog } from "@salt/core";
import { ensurePrivateDir, JidSource, openRangeSource, Scope, systemClock } from "@salt/core";
import { openExternalAuth } from "./eauth/open-external-auth.js";
import { tellClosed } from "./eauth/reachable.js";
import { EventHub, servesOthers } from "./events/event-hub.js";
import { openEventReturns } from "./events/event-returns.js";
import { openFiles } from "./files/open-files.js";
import { openJobCopies } from "./jobs/open-copies.js";
import { openJobs } from "./jobs/open-jobs.js";
import { openKeys } from "./keys/open-keys.js";
import { LogLimiter } from "./log-limiter.js";
import { Maintenance } from "./maintenance.js";
import { LastSeen } from "./minions/last-seen.js";
import { MineStore } from "./minions/mine-store.js";
import { MinionData } from "./minions/minion-data.js";
import { Targeting } from "./minions/targeting.js";
import { PillarDesk } from "./pillar/pillar-desk.js";
import { openPublishPort, openRequestPort } from "./ports.js";
import { JobOffice } from "./publishing/job-office.js";
import { Publisher } from "./publishing/publisher.js";
import { openReactor } from "./reactor/open-reactor.js";
import { Answerer } from "./requests/answerer.js";
import { Lanes } from "./requests/lanes.js";
import { clearTable, minionTable } from "./requests/tables.js";
import { RunnerDesk } from "./runners/runner-desk.js";
import { MasterSchedule } from "./schedule/master-schedule.js";
import { watchDropFile } from "./sessions/drop-file.js";
import { Gate } from "./sessions/gate.js";
import { PublicationKey } from "./sessions/publication-key.js";
import { Rotation } from "./sessions/rotation.js";
import { Sessions } from "./sessions/sessions.js";

/** What a master is started with. */
export interface MasterOptions {
  readonly config: MasterConfig;
  /** All options by name, those that no part of this package knows included. */
  readonly opts: Dict;
  /** Plugins that the master's own functions and its job cache use. */
  readonly plugins: PluginCatalog;
  /** The module that processes run which compile pillars. */
  readonly pillarEntry: URL;
  readonly log: Logger;
  readonly clock?: Clock;
}

/** A running master. */
export interface Master extends Closable {
  readonly publishPort: number;
  readonly requestPort: number;
  /** Takes no more requests, finishes those it has, and lets go of everything. */
  close(): Promise<void>;
}

/** The part of all open requests that strangers may wait with. */
const STRANGERS_SHARE = 0.8;

/** Starts a master. Throws StartError, ConfigError and others that say what to do; then nothing is left open. */
export async function startMaster(options: MasterOptions): Promise<Master> {
  const scope = new Scope();
  try {
    return await open(options, scope);
  } catch (error) {
    await scope.close();
    throw error;
  }
}

async function open(
  { config, opts, plugins, pillarEntry, log, clock = systemClock }: MasterOptions,
  scope: Scope,
): Promise<Master> {
  // Accounts of publisher_acl and external_auth must be able to pass through to what is theirs.
  const mode = servesOthers(config) ? 0o711 : 0o700;
  for (const dir of [config.cachedir, config.sock_dir]) ensurePrivateDir(dir, mode);
  if (servesOthers(config)) tellClosed(config, log);
  const limited = new LogLimiter(log, clock);
  const keys = await openKeys(config, log, limited, clock);
  const jobs = openJobs(config, scope);
  const signal = scope.signal;
  const copies = scope.use(await openJobCopies({ config, opts, plugins, log, signal }));

  const files = openFiles(config, scope, log);
  const data = new MinionData(config.cachedir);
  const lastSeen = new LastSeen(clock);
  const ranges = openRangeSource(config.range_server);
  const { nodegroups } = config;
  const targeting = new Targeting({ accepted: keys.accepted, data, nodegroups, ranges, limited, signal });
  const sessions = new Sessions(config.publish_session, clock);
  const aes = new PublicationKey(keys.keys.master, clock);
  const lanes = new Lanes({ maxStrangers: Math.floor(config.max_open_requests * STRANGERS_SHARE) });

  const events = scope.use(new EventHub(clock, log));
  const external = await openExternalAuth({ config, opts, plugins, events, clock, log, limited, scope });
  const rotation = new Rotation({ config, aes, events, targeting, log });
  const rotate = (): void => rotation.rotate();
  const server = scope.use(await openPublishPort(config, log));
  const signer = keys.keys.master;
  const publisher = scope.use(new Publisher({ config, key: aes, signer, server, log, onWornOut: rotate }));
  const jids = new JidSource(clock);
  const office = new JobOffice({ ...jobs, copies, config, jids, events, publisher, clock, log });
  const pillars = scope.use(
    new PillarDesk({ config, opts, entry: pillarEntry, files: files.files, events, clock, log }),
  );
  const runners = scope.use(
    new RunnerDesk({ config, opts, plugins, pillars: pillars.control(), jids, jobs: jobs.jobs, log, signal }),
  );
  rotation.pingThrough(office);

  const mine = { store: new MineStore(data), targeting, access: opts.get("mine_get"), limited };
  const seen = { data, lastSeen, targeting, sessions, aes, lanes, mine };
  const outward = { config, events, office, copies, pillars, runners, log, limited, clock, signal };
  const parts = { ...external, ...keys, ...jobs, ...files, ...seen, ...outward };
  const clear = clearTable(parts);
  const sealed = minionTable(parts, opts);
  const answerer = new Answerer({ config, clear, sealed, gate: new Gate(parts), lastSeen, limited });

  const eventReturns = await openEventReturns({ ...parts, opts, plugins });
  if (eventReturns !== undefined) scope.use(eventReturns);
  await events.listen(config);
  const requests = scope.use(
    await openRequestPort(config, log, (request, peer) => answerer.answer(request, peer.address)),
  );
  scope.use(watchDropFile(config.cachedir, log, rotate));
  scope.use(new Maintenance({ ...parts, rotate })).start();
  openReactor({ ...parts, opts, plugins, entry: pillarEntry, targeting }, scope);
  scope.use(new MasterSchedule({ config, runners, clock, log })).start();
  log.info({ publish_port: server.port, ret_port: requests.port }, "The master is up");
  return { publishPort: server.port, requestPort: requests.port, close: () => scope.close() };
}
