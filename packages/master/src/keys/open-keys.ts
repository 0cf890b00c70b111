/**
 * Everything about keys, put together: the master's own, those of minions, and those of local accounts.
 */
import type { Clock, Logger, MasterConfig } from "@salt/core";
import { PublicKeyCache } from "@salt/wire";
import { makeLocalKeys } from "../acl/local-keys.js";
import { PublisherAcl } from "../acl/publisher-acl.js";
import type { LogLimiter } from "../log-limiter.js";
import { AcceptedKeys } from "./accepted-keys.js";
import { AutoSign } from "./auto-sign.js";
import { KeyDesk } from "./key-desk.js";
import type { KeyStore } from "./key-store.js";
import { openKeyStore } from "./key-store.js";
import type { MasterKeys } from "./master-keys.js";
import { openMasterKeys } from "./master-keys.js";

/** The parts that know keys. */
export interface Keys {
  readonly keys: MasterKeys;
  readonly keyStore: KeyStore;
  readonly accepted: AcceptedKeys;
  readonly desk: KeyDesk;
  readonly acl: PublisherAcl;
}

/** Parsed keys that are kept; each takes some 2 KiB. */
const PARSED_KEYS = 512;

/** Makes or reads all key files. Throws StartError and ConfigError. */
export async function openKeys(
  config: MasterConfig,
  log: Logger,
  limited: LogLimiter,
  clock: Clock,
): Promise<Keys> {
  const keys = await openMasterKeys(config);
  const keyStore = openKeyStore(config);
  keyStore.files.ensureFolders();
  const accepted = new AcceptedKeys(keyStore.files, new PublicKeyCache(PARSED_KEYS));
  const autoSign = new AutoSign(config, limited, clock);
  const desk = new KeyDesk({ config, files: keyStore.files, accepted, autoSign, log: limited, clock });
  return { keys, keyStore, accepted, desk, acl: new PublisherAcl(config, makeLocalKeys(config, log)) };
}
