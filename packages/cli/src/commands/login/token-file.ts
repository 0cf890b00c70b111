/**
 * The file in which commands keep their token.
 */
import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import type { MasterConfig } from "@salt/core";
import { writeFileAtomic } from "@salt/core";

/** The options of the file. */
export type TokenFileConfig = Pick<MasterConfig, "token_file" | "token_expire">;

const MAX_BYTES = 4096;

/** Its path: the option `token_file`, or `salt_token` where Salt has it: in ~/.config/salt if that is there, else in ~. */
export function tokenPath(
  config: TokenFileConfig,
  env: Readonly<Record<string, string | undefined>>,
  home: string = homedir(),
): string {
  const given = config.token_file;
  if (given !== "") return resolve(given.startsWith("~/") ? join(home, given.slice(2)) : given);
  const own = join(env.XDG_CONFIG_HOME ?? join(home, ".config"), "salt");
  return join(existsSync(own) ? own : home, "salt_token");
}

/** The token in a file; undefined when there is none or it is older than tokens become. */
export function readToken(path: string, config: TokenFileConfig, now: number): string | undefined {
  try {
    const { mtimeMs, size } = statSync(path);
    if (mtimeMs + config.token_expire * 1000 <= now || size > MAX_BYTES) return undefined;
    const token = readFileSync(path, "utf8").trim();
    return token === "" ? undefined : token;
  } catch {
    return undefined; // Most accounts have none.
  }
}

/** Keeps a token; nobody else can read it from its first byte on. Throws the system's error. */
export function writeToken(path: string, token: string): void {
  writeFileAtomic(path, token, { mode: 0o600 });
}
