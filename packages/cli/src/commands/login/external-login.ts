/**
 * Who a command speaks as: `-a` and its kin, the token of an earlier run, or nobody but the account.
 */
import type { ExternalLogin } from "@salt/client";
import { localKeyPath, readLocalKey, requestToken } from "@salt/client";
import type { Dict, MasterConfig } from "@salt/core";
import { getList, systemClock } from "@salt/core";
import type { Terminal } from "../../print/terminal.js";
import { CommandError } from "../command-error.js";
import type { Settings } from "../settings.js";
import { AUTH_SYSTEMS } from "./auth-names.js";
import { readToken, tokenPath, writeToken } from "./token-file.js";

/** What decides. */
export interface LoginParts {
  readonly config: MasterConfig;
  readonly opts: Dict;
  readonly settings: Settings;
  /** The name presented to the master; its key is used when nothing else is. */
  readonly user: string;
  readonly terminal: Terminal;
}

/** The exit status of Salt's commands for a system that is not there. */
const NOT_AUTHENTICATED = 2;
const ERROR_TEXT = "ERROR: Authentication failed";

/**
 * The login of a command; undefined when the key of its account is to be used. With `-a` the system's fields are asked
 * for where they are not given, and with `-T` they are changed for a token, which is kept. A kept token is used only
 * where the account has no key. Throws CommandError.
 */
export async function externalLogin(parts: LoginParts): Promise<ExternalLogin | undefined> {
  const { settings, config, terminal } = parts;
  const eauth = settings.isGiven("eauth") ? settings.text("eauth") : undefined;
  if (eauth !== undefined) return await bySystem(parts, eauth);
  for (const [option, word] of NEED_SYSTEM) {
    if (settings.isGiven(option)) throw new CommandError(`${word} needs a system to authenticate with: -a`);
  }
  if (await hasKey(parts)) return undefined;
  const token = readToken(tokenPath(config, terminal.env), config, systemClock.now());
  return token === undefined ? undefined : { token };
}

/** Root and the master's own account have one as long as the master runs; without it a token would not help them. */
async function hasKey({ config, user }: LoginParts): Promise<boolean> {
  if (user === "root" || user === config.user || user.startsWith("sudo_")) return true;
  return (await readLocalKey(localKeyPath(config.cachedir, user, config.user))) !== "";
}

const NEED_SYSTEM = [
  ["mktoken", "-T"],
  ["username", "--username"],
  ["password", "--password"],
] as const;

async function bySystem(parts: LoginParts, eauth: string): Promise<ExternalLogin> {
  const { settings, terminal, user } = parts;
  checkSystem(parts, eauth);
  const username = settings.text("username") ?? ((await terminal.ask("username: ")) || user);
  const password = settings.text("password") ?? (await terminal.askSecret("password: "));
  if (password === undefined) throw new CommandError(ERROR_TEXT, { exitCode: NOT_AUTHENTICATED });
  const login = { eauth, username, password };
  return settings.flag("mktoken") ? await asToken(parts, login) : login;
}

/** Refuses the name of a system that nobody has. */
function checkSystem({ config, opts, terminal }: LoginParts, eauth: string): void {
  const configured = [...config.external_auth.keys()].filter((name) => typeof name === "string");
  const known = new Set([...AUTH_SYSTEMS, ...configured]);
  // Plugins on disk may have any name; the master knows them.
  if (known.has(eauth) || (getList(opts, "auth_dirs") ?? []).length > 0) return;
  terminal.out(`The specified external authentication system "${eauth}" is not available\n`);
  terminal.out(`Available eauth types: ${[...known].sort().join(", ")}\n`);
  throw new CommandError(ERROR_TEXT, { exitCode: NOT_AUTHENTICATED });
}

async function asToken(
  { config, terminal }: LoginParts,
  login: Exclude<ExternalLogin, { readonly token: string }>,
): Promise<ExternalLogin> {
  const data = await requestToken(config, new Map(Object.entries(login)), terminal.signal);
  const token = data?.get("token");
  // The refusal is told as that of any command, by the master's answer to it.
  if (typeof token !== "string") return login;
  const path = tokenPath(config, terminal.env);
  try {
    writeToken(path, token);
  } catch (error) {
    const why = error instanceof Error ? error.message : "unknown";
    terminal.err(`[WARNING ] The token cannot be kept in ${path}: ${why}\n`);
  }
  return { token };
}
