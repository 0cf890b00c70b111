/**
 * `_salt_ts_minion_state`: why does a minion not answer? Asked by commands on this machine, with the local key or as a user of an external system.
 */
import { statSync } from "node:fs";
import { join } from "node:path";
import { float, isList, isMinionId } from "@salt/core";
import type { KeyStore } from "../keys/key-store.js";
import type { LastSeen } from "../minions/last-seen.js";
import type { MinionData } from "../minions/minion-data.js";
import type { ClearCommand } from "./command.js";
import type { CallerParts } from "./local-caller.js";
import { localCaller } from "./local-caller.js";

/** What the answer is drawn from. */
export interface MinionStateParts extends CallerParts {
  readonly keyStore: KeyStore;
  readonly lastSeen: LastSeen;
  readonly data: Pick<MinionData, "folder">;
}

const MAX_IDS = 10_000;

/**
 * The command. Its load has `ids`, `key` and `user`; its reply, for each id, `state` (accepted, pending, rejected,
 * denied, unknown), `last_seen` (seconds since 1970, null if never) and `connected`.
 */
export function minionStateCommand(parts: MinionStateParts): ClearCommand {
  const { keyStore, lastSeen, data } = parts;
  return async (load) => {
    const ids = load.get("ids");
    if ((await localCaller(parts, load)) === undefined || !isList(ids)) return {};
    const known = ids.filter(isMinionId).slice(0, MAX_IDS);
    return new Map(
      known.map((id) => {
        const seen = lastSeen.at(id) ?? seenBefore(data, id);
        const last_seen = seen === undefined ? null : float(seen / 1000);
        return [id, { state: keyStore.state(id) ?? "unknown", last_seen, connected: lastSeen.isPresent(id) }];
      }),
    );
  };
}

/** Who was last seen before the master started has left its grains and pillar behind, at the latest then. */
function seenBefore(data: Pick<MinionData, "folder">, id: string): number | undefined {
  return statSync(join(data.folder(id), "data.p"), { throwIfNoEntry: false })?.mtimeMs;
}
