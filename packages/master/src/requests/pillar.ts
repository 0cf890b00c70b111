/**
 * `_pillar`: a minion asks for its pillar, and tells its grains.
 */
import type { Dict, Logger, MasterConfig, Value } from "@salt/core";
import { getDict, tags } from "@salt/core";
import { sealPillarReply } from "@salt/wire";
import type { EventSink } from "../events/event-hub.js";
import type { MasterKeys } from "../keys/master-keys.js";
import type { MinionData } from "../minions/minion-data.js";
import type { MinionCommand } from "./command.js";
import { PackedReply } from "./command.js";
import type { Lanes } from "./lanes.js";

/** What the pillar needs. */
export interface PillarParts {
  readonly config: Pick<MasterConfig, "minion_data_cache">;
  readonly keys: MasterKeys;
  readonly data: MinionData;
  readonly events: EventSink;
  readonly lanes: Lanes;
  readonly log: Logger;
}

/** No pillar is configured: every minion's is empty. */
const PILLAR: Dict = new Map();

/** The command. The reply is readable only by the owner of the minion's key. */
export function pillarCommand(parts: PillarParts): MinionCommand {
  return async ({ id, load, nonce, key, encAlgo, sigAlgo }) => {
    remember(parts, id, getDict(load, "grains"));
    const reply = await parts.lanes.run("trusted", () =>
      sealPillarReply({
        minionKey: key.publicKey(),
        masterKey: parts.keys.master,
        encAlgo,
        sigAlgo,
        nonce,
        pillar: PILLAR,
      }),
    );
    return new PackedReply(reply);
  };
}

/** Keeps what targets ask for. The id among the grains is always that of the sender. */
function remember({ config, data, events, log }: PillarParts, id: string, grains: Dict | undefined): void {
  if (!config.minion_data_cache || grains === undefined) return;
  const own = new Map<Value, Value>([...grains, ["id", id]]);
  if (data.save(id, own, PILLAR)) events.fire(tags.minionRefresh(id), { "Minion data cache refresh": id });
  else log.warn({ minion: id }, "The grains of a minion are too large to be kept");
}
