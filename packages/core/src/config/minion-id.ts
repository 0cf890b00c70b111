/**
 * The minion's id: option, file, host name.
 */

import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "../base/errors.js";
import { minionIdFault } from "../base/ids.js";
import { writeFileAtomic } from "../files/atomic.js";
import { addressVersion } from "../target/address.js";
import { findHostName } from "./host-name.js";
import type { MinionConfig } from "./options/minion.js";

/** The options that decide the id. */
export type MinionIdOptions = Pick<
  MinionConfig,
  "id" | "append_domain" | "minion_id_lowercase" | "minion_id_caching"
>;

/** What else decides it. */
export interface MinionIdContext {
  /** Directory of the configuration file, where `minion_id` is kept. */
  readonly configDir: string;
  /** Finds a name for this machine; by Salt's rules when absent. */
  readonly hostName?: () => Promise<string>;
}

/**
 * This minion's id: the option `id`, else the file `minion_id`, else a name of this machine, which is then kept in that
 * file. Throws ConfigError when the result may not be an id.
 */
export async function resolveMinionId(config: MinionIdOptions, context: MinionIdContext): Promise<string> {
  const file = join(context.configDir, "minion_id");
  const chosen = config.id || (config.minion_id_caching ? cachedId(file) : undefined);
  const found = chosen ?? (await foundId(config, context, file));
  const id = withDomain(found, addressVersion(found) === 4 && !config.id ? null : config.append_domain);
  const fault = minionIdFault(id);
  if (fault === undefined) return id;
  throw new ConfigError(`The minion id ${JSON.stringify(id.slice(0, 80))} ${fault}`, {
    hint: `Set 'id' in the minion's configuration, or correct ${file}.`,
  });
}

function cachedId(file: string): string | undefined {
  try {
    const [line = ""] = readFileSync(file, "utf8")
      .replace(/^\ufeff/, "")
      .split("\n");
    const id = line.trim();
    return id === "" || id === "localhost" ? undefined : id;
  } catch {
    // No file, or none that we may read: the machine has a name.
    return undefined;
  }
}

async function foundId(config: MinionIdOptions, context: MinionIdContext, file: string): Promise<string> {
  const name = await (context.hostName ?? findHostName)();
  const id = config.minion_id_lowercase ? name.toLowerCase() : name;
  if (config.minion_id_caching && minionIdFault(id) === undefined) keep(file, context.configDir, id);
  return id;
}

function keep(file: string, dir: string, id: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o755 });
    writeFileAtomic(file, id, { mode: 0o644 });
  } catch {
    // A directory that we may not write only means that the name is looked up again next time.
  }
}

/** Salt's `append_domain`: put behind an id that does not have it yet; an id that ends in a dot is complete. */
function withDomain(id: string, domain: string | null): string {
  if (domain === null || domain === "" || id.endsWith(domain) || id.endsWith(".")) return id;
  return `${id}.${domain}`;
}
