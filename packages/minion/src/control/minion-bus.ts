/**
 * The minion's own event bus, for programs on this machine.
 */
import type { BusEvent, Logger, MinionConfig, MinionControl } from "@salt/core";
import { errorText, getDict, getString } from "@salt/core";
import type { BusServer } from "@salt/wire";
import { minionBusName, openBusServer } from "@salt/wire";

/** Opens the bus; what is fired on it goes to everyone who listens, and some of it means the daemon. Throws BusError. */
export async function openMinionBus(
  config: Pick<MinionConfig, "sock_dir" | "max_event_size">,
  id: string,
  control: MinionControl,
  log: Logger,
): Promise<BusServer> {
  const bus: BusServer = await openBusServer({
    dir: config.sock_dir,
    name: minionBusName(id),
    framing: "3006",
    maxEventBytes: config.max_event_size,
    log,
    onEvent: (event) => {
      bus.publish(event);
      obey(event, control).catch((error: unknown) =>
        log.warn({ tag: event.tag, reason: errorText(error) }, "What an event asked for could not be done"),
      );
    },
  });
  return bus;
}

/** The tags by which programs of Salt ask a minion for something; whoever can fire them owns the minion. */
async function obey({ tag, data }: BusEvent, control: MinionControl): Promise<void> {
  if (tag === "pillar_refresh") await control.refreshPillar();
  else if (tag === "grains_refresh") await control.refreshGrains();
  else if (tag === "module_refresh") await control.refreshModules();
  else if (tag === "manage_schedule") await control.schedule(data);
  else if (tag === "manage_beacons") await control.beacons(data);
  else if (tag === "beacons_refresh") await control.refreshBeacons();
  else if (tag === "fire_master") {
    const forMaster = getString(data, "tag");
    if (forMaster !== undefined) await control.fireMaster(forMaster, getDict(data, "data") ?? new Map());
  }
}
