/**
 * `_pillar`: a minion asks for its pillar, and tells its grains.
 */
import type { Dict, Logger, MasterConfig, Value } from "@salt/core";
import { getDict, getString, isTruthy, tags } from "@salt/core";
import { sealPillarReply } from "@salt/wire";
import type { EventSink } from "../events/event-hub.js";
import type { MasterKeys } from "../keys/master-keys.js";
import type { MinionData } from "../minions/minion-data.js";
import type { PillarDesk } from "../pillar/pillar-desk.js";
import type { MinionCommand } from "./command.js";
import { PackedReply } from "./command.js";
import type { Lanes } from "./lanes.js";

/** What the pillar needs. */
export interface PillarParts {
  readonly config: Pick<MasterConfig, "minion_data_cache">;
  readonly keys: MasterKeys;
  readonly data: MinionData;
  readonly pillars: Pick<PillarDesk, "pillar">;
  readonly events: EventSink;
  readonly lanes: Lanes;
  readonly log: Logger;
}

/** The command. The reply is readable only by the owner of the minion's key. */
export function pillarCommand(parts: PillarParts): MinionCommand {
  return async ({ id, load, nonce, key, encAlgo, sigAlgo }) => {
    const grains = getDict(load, "grains");
    // Whose grains these are is known, whatever they say.
    const own = grains === undefined ? undefined : new Map<Value, Value>([...grains, ["id", id]]);
    const override = getDict(load, "pillar_override");
    const ext = getDict(load, "ext");
    const isFresh = isTruthy(load.get("clean_cache"));
    const wish = {
      id,
      grains: own ?? new Map<Value, Value>([["id", id]]),
      saltenv: getString(load, "saltenv") ?? getString(load, "env"),
      pillarenv: getString(load, "pillarenv"),
      ...(override === undefined || override.size === 0 ? {} : { override }),
      ...(ext === undefined || ext.size === 0 ? {} : { ext }),
      extraMinionData: getDict(load, "extra_minion_data"),
    };
    const { pillar, isOwn } = await parts.pillars.pillar(wish, { isFresh });
    remember(parts, id, own, isOwn ? pillar : undefined);
    const reply = await parts.lanes.run("trusted", () =>
      sealPillarReply({
        minionKey: key.publicKey(),
        masterKey: parts.keys.master,
        encAlgo,
        sigAlgo,
        nonce,
        pillar,
      }),
    );
    return new PackedReply(reply);
  };
}

/** Keeps what targets ask for. A pillar that is not the minion's own leaves the one before in its place. */
function remember(
  { config, data, events, log }: PillarParts,
  id: string,
  grains: Dict | undefined,
  pillar: Dict | undefined,
): void {
  if (!config.minion_data_cache || grains === undefined) return;
  const kept = pillar ?? data.facts(id)?.pillar ?? new Map();
  if (data.save(id, grains, kept)) events.fire(tags.minionRefresh(id), { "Minion data cache refresh": id });
  else log.warn({ minion: id }, "The grains and the pillar of a minion are too large to be kept");
}
