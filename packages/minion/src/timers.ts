/**
 * What a minion does from time to time: pings to the master, fresh grains, the mine.
 */
import type { Closable, Logger, MinionConfig } from "@salt/core";
import { errorText, tags } from "@salt/core";
import type { DaemonControl } from "./control/daemon-control.js";
import type { FactStore } from "./facts/minion-facts.js";
import { eventLoad } from "./link/events.js";
import type { MasterLinks } from "./link/master-links.js";

/** What the timers need. */
export interface TimerParts {
  readonly config: Pick<MinionConfig, "ping_interval" | "grains_refresh_every" | "mine_interval">;
  readonly facts: FactStore;
  readonly control: DaemonControl;
  readonly links: MasterLinks;
  readonly fillMine: () => void;
  readonly log: Logger;
}

const MINUTE_MS = 60_000;

/** Starts the timers that the configuration asks for. */
export function startTimers({ config, facts, control, links, fillMine, log }: TimerParts): Closable {
  const ping = async (): Promise<void> => {
    const load = eventLoad(facts.id, tags.minionPing, "ping");
    await Promise.all(links.up.map((link) => link.request(load)));
  };
  const timers = [
    every(config.ping_interval, ping, log),
    every(config.grains_refresh_every, () => control.refreshGrains(), log),
    every(config.mine_interval, async () => fillMine(), log),
  ];
  return { close: () => timers.forEach(clearInterval) };
}

/** Does something every so many minutes; 0 is never. What fails is logged and tried again next time. */
function every(minutes: number, act: () => Promise<unknown>, log: Logger): NodeJS.Timeout | undefined {
  if (minutes === 0) return undefined;
  return setInterval(() => {
    act().catch((error: unknown) =>
      log.warn({ reason: errorText(error) }, "Something regular did not work out"),
    );
  }, minutes * MINUTE_MS);
}
