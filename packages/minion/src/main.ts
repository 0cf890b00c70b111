/**
 * Starting a minion.
 */
import { ensurePrivateDir, resolveMinionId } from "@salt/core";
import { configDirOf } from "./facts/minion-facts.js";
import type { Minion, MinionOptions } from "./minion.js";
import { MinionDaemon } from "./minion-daemon.js";

/** Starts a minion; signing in goes on behind. Throws ConfigError and others that say what to do. */
export async function startMinion(options: MinionOptions): Promise<Minion> {
  const { config, opts } = options;
  for (const dir of [config.pki_dir, config.cachedir, config.sock_dir]) ensurePrivateDir(dir);
  const id = await resolveMinionId(config, { configDir: configDirOf(opts) });
  const daemon = new MinionDaemon(id, options);
  try {
    await daemon.start();
    return daemon;
  } catch (error) {
    await daemon.close();
    throw error;
  }
}
