/**
 * `revoke_auth`: a minion gives up its own key.
 */
import type { Logger, MasterConfig } from "@salt/core";
import { isTruthy, tags } from "@salt/core";
import type { EventSink } from "../events/event-hub.js";
import type { KeyStore } from "../keys/key-store.js";
import type { MinionCommand } from "./command.js";

/** What giving up a key needs. */
export interface OwnKeyParts {
  readonly config: Pick<MasterConfig, "allow_minion_key_revoke">;
  readonly keyStore: KeyStore;
  readonly events: EventSink;
  readonly log: Logger;
}

/** The command; where it is switched off, the reply is the load. */
export function revokeAuthCommand({ config, keyStore, events, log }: OwnKeyParts): MinionCommand {
  return ({ id, load }) => {
    if (!config.allow_minion_key_revoke) return load;
    keyStore.delete([id], {
      states: ["accepted"],
      preserveMinions: isTruthy(load.get("preserve_minion_cache")),
    });
    log.info({ minion: id }, "A minion gave up its key");
    events.fire(tags.key, { result: true, act: "delete", id });
    return true;
  };
}
