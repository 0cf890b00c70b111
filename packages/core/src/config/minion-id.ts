/**
 * The minion's id: option, file, host name.
 */
import { SaltError } from "../base/errors.js";
import type { MinionConfig } from "./options/minion.js";

/** The options that decide the id. */
export type MinionIdOptions = Pick<
  MinionConfig,
  "id" | "root_dir" | "append_domain" | "minion_id_lowercase" | "minion_id_caching"
>;

/** This minion's id; a host name found is kept in `<configDir>/minion_id`. Throws ConfigError for an id that may not be one. */
export async function resolveMinionId(
  _config: MinionIdOptions,
  _options: { readonly configDir: string },
): Promise<string> { throw new SaltError("NOT_READY", "This part is being written"); }
