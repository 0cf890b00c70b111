/**
 * Who may send jobs: keys of accounts, the access list of accounts, and the list of what is always refused.
 */
import type { MasterConfig, Value } from "@salt/core";
import { isList } from "@salt/core";
import { PublishRefused } from "../errors.js";
import { compileExpression } from "./expression.js";
import type { LocalKeys } from "./local-keys.js";
import type { Intent, ResolveCompound } from "./rules.js";
import { isAllowed } from "./rules.js";

/** The options of these lists. */
export type PublisherAclConfig = Pick<
  MasterConfig,
  "user" | "publisher_acl" | "publisher_acl_blacklist" | "sudo_acl"
>;

/** Who sends a job, as its load says. */
export interface Sender {
  readonly key: string | undefined;
  readonly user: string | undefined;
}

/** What a sender may do: everything, or what its rules allow. */
export type Authority =
  | { readonly kind: "everything" }
  | { readonly kind: "rules"; readonly rules: readonly Value[] };

const SUDO = "sudo_";

/** Decides about senders and what they want to run. */
export class PublisherAcl {
  readonly #config: PublisherAclConfig;
  readonly #keys: LocalKeys;

  constructor(config: PublisherAclConfig, keys: LocalKeys) {
    this.#config = config;
    this.#keys = keys;
  }

  /** Refuses accounts and functions that are never served. Throws PublishRefused. */
  requireNotBlacklisted(user: string, fun: string | readonly string[]): void {
    const blacklist = this.#config.publisher_acl_blacklist;
    const functions = typeof fun === "string" ? [fun] : fun;
    const refused =
      listed(blacklist.get("users"), user) ||
      functions.some((name) => listed(blacklist.get("modules"), name));
    if (refused) throw new PublishRefused("AuthorizationError", "Authorization error occurred.");
  }

  /** What a sender may do, or undefined when its key is wrong or not its own. */
  authorityOf({ key, user }: Sender): Authority | undefined {
    const owner = key === undefined ? undefined : this.#keys.ownerOf(key);
    if (owner === undefined) return undefined;
    if (owner !== this.#config.user && owner !== "root") {
      return user === undefined || user === owner ? this.#rulesOf(owner) : undefined;
    }
    const byRules =
      user?.startsWith(SUDO) === true && this.#config.sudo_acl && this.#config.publisher_acl.size > 0;
    return byRules ? this.#rulesOf(user.slice(SUDO.length)) : { kind: "everything" };
  }

  /** Refuses what an authority does not cover. Throws PublishRefused. */
  async requireAllowed(authority: Authority, intent: Intent, resolve: ResolveCompound): Promise<void> {
    if (authority.kind === "everything" || (await isAllowed(authority.rules, intent, resolve))) return;
    throw new PublishRefused("AuthorizationError", "Authorization error occurred.");
  }

  #rulesOf(user: string): Authority | undefined {
    const rules: Value[] = [];
    for (const [expression, allowed] of this.#config.publisher_acl) {
      if (typeof expression !== "string" || !compileExpression(expression)(user)) continue;
      rules.push(...(isList(allowed) ? allowed : [allowed]));
    }
    return rules.length === 0 ? undefined : { kind: "rules", rules };
  }
}

function listed(list: Value | undefined, name: string): boolean {
  const expressions = isList(list) ? list : [list ?? null];
  return expressions.some(
    (expression) => typeof expression === "string" && compileExpression(expression)(name),
  );
}
