/**
 * The minion's own event bus, for programs on this machine.
 */
import type { Logger, MinionConfig } from "@salt/core";
import type { BusServer } from "@salt/wire";
import { minionBusName, openBusServer } from "@salt/wire";

/** Opens the bus; what is fired on it goes to everyone who listens. Throws BusError. */
export async function openMinionBus(
  config: Pick<MinionConfig, "sock_dir" | "max_event_size">,
  id: string,
  log: Logger,
): Promise<BusServer> {
  const bus: BusServer = await openBusServer({
    dir: config.sock_dir,
    name: minionBusName(id),
    framing: "3006",
    maxEventBytes: config.max_event_size,
    log,
    onEvent: (event) => bus.publish(event),
  });
  return bus;
}
