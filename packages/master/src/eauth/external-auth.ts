/**
 * External authentication: who a request comes from by its token, or by a name and a password, and what they may do.
 */
import type { Clock, Dict, MasterConfig, Value } from "@salt/core";
import { getDict, getString, isDict, isFloat, isInt, isList, isTruthy } from "@salt/core";
import type { LogLimiter } from "../log-limiter.js";
import type { Attempts } from "./attempts.js";
import type { AuthSystems } from "./auth-systems.js";
import type { Token, TokenStore } from "./token-store.js";
import { rulesOfUser } from "./user-rules.js";

/** The options of external authentication. */
export type ExternalAuthConfig = Pick<
  MasterConfig,
  | "external_auth"
  | "permissive_acl"
  | "eauth_acl_module"
  | "token_expire"
  | "token_expire_user_override"
  | "keep_acl_in_token"
>;

/** What it works with. */
export interface ExternalAuthParts {
  readonly config: ExternalAuthConfig;
  readonly systems: Pick<AuthSystems, "call" | "nameOf">;
  readonly tokens: TokenStore;
  readonly attempts: Attempts;
  readonly clock: Clock;
  readonly limited: LogLimiter;
}

/** A user of an external system who has proven who it is. */
export interface ExternalUser {
  readonly name: string;
  readonly eauth: string;
  readonly rules: readonly Value[];
}

/** Longest name and secret that is looked at. */
const MAX_TEXT = 4096;
/** A system whose rules nobody can ask for later, as they need the password: Salt keeps them in the token. */
const RULES_NEED_PASSWORD = "rest";

/** Decides who requests come from. */
export class ExternalAuth {
  readonly #parts: ExternalAuthParts;

  constructor(parts: ExternalAuthParts) {
    this.#parts = parts;
  }

  /** The user of a request with a token, or with the name of a system and what that wants. Undefined if it is nobody. */
  async identify(fields: Dict): Promise<ExternalUser | undefined> {
    const user = fields.has("token") ? await this.#byToken(fields) : await this.#bySystem(fields);
    if (user === undefined) {
      const kind = fields.has("token") ? "token" : "eauth";
      this.#parts.limited.warn({ kind, eauth: getString(fields, "eauth") }, "External authentication failed");
    }
    return user;
  }

  /** Makes a token for who authenticates; its data as clients get them, undefined when nobody did. */
  async makeToken(fields: Dict): Promise<Dict | undefined> {
    const { config, tokens, clock } = this.#parts;
    const eauth = getString(fields, "eauth") ?? "";
    const name = await this.#authenticated(eauth, fields);
    if (name === undefined) return undefined;
    const groups = await this.#groups(eauth, fields);
    const keepsRules = config.keep_acl_in_token || config.external_auth.has(RULES_NEED_PASSWORD);
    const start = clock.now();
    return tokens.make({
      name,
      eauth,
      start,
      expire: start + this.#lifetime(eauth, name, fields) * 1000,
      groups,
      rules: keepsRules ? await this.#rules(eauth, { name, groups }, fields) : undefined,
    });
  }

  /** The data of a token as clients get them; undefined when it is none. */
  token(name: string): Dict | undefined {
    return this.#parts.tokens.data(name);
  }

  async #byToken(fields: Dict): Promise<ExternalUser | undefined> {
    const { config, tokens } = this.#parts;
    const name = getString(fields, "token");
    const token = name === undefined ? undefined : tokens.find(name);
    if (token === undefined || !config.external_auth.has(token.eauth)) return undefined;
    const { eauth } = token;
    return { name: token.name, eauth, rules: this.#keptRules(token) ?? (await this.#rules(eauth, token)) };
  }

  #keptRules(token: Token): readonly Value[] | undefined {
    const { config } = this.#parts;
    return config.keep_acl_in_token || token.eauth === RULES_NEED_PASSWORD ? token.rules : undefined;
  }

  async #bySystem(fields: Dict): Promise<ExternalUser | undefined> {
    const eauth = getString(fields, "eauth") ?? "";
    const name = await this.#authenticated(eauth, fields);
    if (name === undefined) return undefined;
    const groups = await this.#groups(eauth, fields);
    return { name, eauth, rules: await this.#rules(eauth, { name, groups }, fields) };
  }

  /** The name that a system vouches for. */
  async #authenticated(eauth: string, fields: Dict): Promise<string | undefined> {
    const { config, systems, attempts } = this.#parts;
    const given = [fields.get("username"), fields.get("password")];
    const isPossible =
      config.external_auth.has(eauth) &&
      given.every((text) => text === undefined || (typeof text === "string" && text.length <= MAX_TEXT));
    const claimed = `${eauth} ${getString(fields, "username")?.slice(0, MAX_TEXT) ?? ""}`;
    return await attempts.attempt(claimed, async () => {
      if (!isPossible || !isTruthy((await systems.call(`${eauth}.auth`, fields)) ?? false)) return undefined;
      return await systems.nameOf(eauth, fields);
    });
  }

  async #groups(eauth: string, fields: Dict): Promise<readonly string[]> {
    const groups = await this.#parts.systems.call(`${eauth}.groups`, fields);
    return isList(groups) ? groups.filter((group) => typeof group === "string") : [];
  }

  /** What a user may do: what the system says, else what the configuration says. */
  async #rules(
    eauth: string,
    user: { readonly name: string; readonly groups: readonly string[] },
    fields?: Dict,
  ): Promise<readonly Value[]> {
    const { config, systems } = this.#parts;
    const module = config.eauth_acl_module === "" ? eauth : config.eauth_acl_module;
    // As in Salt, a system is asked only for users that have just signed in by it.
    const given = fields === undefined ? undefined : await systems.call(`${module}.acl`, fields);
    if (isList(given)) return given;
    const system = getDict(config.external_auth, eauth) ?? new Map<Value, Value>();
    return rulesOfUser(system, user, config.permissive_acl);
  }

  /** Seconds that a token lives. */
  #lifetime(eauth: string, name: string, fields: Dict): number {
    const { token_expire, token_expire_user_override: override } = this.#parts.config;
    const wanted = fields.get("token_expire");
    if (!isInt(wanted) && !isFloat(wanted)) return token_expire;
    const listed = isDict(override) ? override.get(eauth) : undefined;
    const mayChoose = override === true || (isList(listed) && listed.includes(name));
    return mayChoose && Number(wanted) > 0 ? Number(wanted) : token_expire;
  }
}
