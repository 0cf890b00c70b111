/**
 * Functions of `mysql` for grants.
 */
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { fn, maybe, needed, SaltInvocationError } from "@salt/core";
import { GRANTS, isInAll, serverNames } from "./grant-names.js";
import type { GrantTokens, GrantWish } from "./grant-text.js";
import { grantPlace, grantStatement, normalGrant, tokenizeGrant } from "./grant-text.js";
import type { ConnectionArgs } from "./place.js";
import { mysqlVersion } from "./server-functions.js";
import { withMysql } from "./session.js";

const varkw = "connection_args";
const user = needed.str("The user.");
const host = maybe.str("localhost", "Where the user comes from.");
const grant = needed.str("Privileges with commas between, or ALL.");
const database = needed.str("What they are on: `db.table`, `db.*` or `*.*`.");
const grant_option = maybe.bool(false, "Whether the user may grant them on.");
const quotes = maybe.bool(true, "Whether the names of database and table are quoted.");
const params = { grant, database, user, host, grant_option, escape: quotes };

interface GrantArgs {
  readonly grant: string;
  readonly database: string;
  readonly user: string;
  readonly host: string | null;
  readonly grant_option: boolean;
  readonly escape: boolean;
}

/** `user_grants`, `grant_exists`, `grant_add`, `grant_revoke`, `tokenize_grant`, `quote_identifier`. */
export const grantFunctions = {
  tokenize_grant: fn({
    doc: "A statement in pieces: user, host, privileges, database.",
    examples: [`salt '*' mysql.tokenize_grant "GRANT SELECT ON x.* TO 'app'@'localhost'"`],
    params: { grant: needed.str("The statement.") },
    run: (args) => ({ ...tokenizeGrant(args.grant) }),
  }),
  quote_identifier: fn({
    doc: "A name in backticks, with per cent signs doubled.",
    examples: ["salt '*' mysql.quote_identifier 'foo`bar'"],
    params: {
      identifier: needed.str("The name."),
      for_grants: maybe.bool(false, "Whether it is for a grant, where underscores are escaped."),
    },
    run: ({ identifier, for_grants }) => {
      const name = identifier.replaceAll("`", "``").replaceAll("%", "%%");
      return `\`${for_grants ? name.replaceAll("_", "\\_") : name}\``;
    },
  }),
  user_grants: fn({
    doc: "The statements that give a user its privileges; false when it is not there.",
    examples: ["salt '*' mysql.user_grants app localhost"],
    params: { user, host },
    varkw,
    run: (args, context, { kwargs }): Promise<Plain> =>
      userGrants(args.user, args.host ?? "localhost", kwargs, context).then((found) =>
        found === undefined ? false : [...found],
      ),
  }),
  grant_exists: fn({
    doc: "Whether a user has privileges.",
    examples: ["salt '*' mysql.grant_exists SELECT,INSERT 'database.*' app localhost"],
    params,
    varkw,
    run: (args, context, { kwargs }) => exists(wishOf(args), kwargs, context),
  }),
  grant_add: fn({
    doc: "Gives a user privileges.",
    examples: ["salt '*' mysql.grant_add SELECT,INSERT 'database.*' app localhost"],
    params: { ...params, ssl_option: maybe.any(false, "What TLS is asked for: a list of maps.") },
    varkw,
    run: async (args, context, { kwargs }) => {
      const wish = wishOf(args);
      const statement = orLogged(() => grantStatement(wish, args.ssl_option), context);
      if (statement === undefined) return false;
      return (await works(statement, kwargs, context)) && (await exists(wish, kwargs, context));
    },
  }),
  grant_revoke: fn({
    doc: "Takes privileges from a user.",
    examples: ["salt '*' mysql.grant_revoke SELECT,INSERT 'database.*' app localhost"],
    params,
    varkw,
    run: async (args, context, { kwargs }) => {
      const wish = wishOf(args);
      const option = wish.grantOption ? ", GRANT OPTION" : "";
      const on = grantPlace(wish.database, true);
      const sql = `REVOKE ${normalGrant(wish.grant)}${option} ON ${on} FROM ?@?`;
      const isDone = await works([sql, [wish.user, wish.host]], kwargs, context);
      return isDone && !(await exists(wish, kwargs, context));
    },
  }),
};

function wishOf(args: GrantArgs): GrantWish {
  const { grant, database, user, host, grant_option: grantOption, escape: quotes } = args;
  return { grant, database, user, host: host ?? "localhost", grantOption, quotes };
}

async function works(
  [sql, values]: readonly [string, readonly Value[]],
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<boolean> {
  return await withMysql(args, context, false, async (session) => {
    await session.run(sql, values);
    return true;
  });
}

/** The statements of a user, without hashes of passwords; undefined when it is not there. */
async function userGrants(
  user: string,
  host: string,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<readonly string[] | undefined> {
  return await withMysql(args, context, undefined, async (session) => {
    const who = [user, host];
    const found = await session.run("SELECT User FROM mysql.user WHERE User = ? AND Host = ?", who);
    if (found.count === 0) return undefined;
    const { rows } = await session.run("SHOW GRANTS FOR ?@?", who, true);
    return rows.map(([cell]) => {
      const whole = String(cell ?? "");
      const [start = ""] = whole.split(" IDENTIFIED BY");
      const isCut = whole.includes("WITH GRANT OPTION") && !start.includes("WITH GRANT OPTION");
      return isCut ? `${start} WITH GRANT OPTION` : start;
    });
  });
}

async function exists(wish: GrantWish, args: ConnectionArgs, context: ExecutionContext): Promise<boolean> {
  const version = await mysqlVersion(args, context);
  if (version === "") return false;
  const wanted = await wantedTokens(wish, version, args, context);
  const grants = await userGrants(wish.user, wish.host, args, context);
  if (grants === undefined || wanted === undefined) return false;
  const byDatabase = new Map<string, Set<string>>();
  for (const tokens of grants.map(tokenizeGrant)) {
    if (bare(tokens.user) !== bare(wish.user) || bare(tokens.host) !== bare(wish.host)) continue;
    const key = bare(tokens.database);
    const known = byDatabase.get(key) ?? new Set();
    for (const name of serverNames(tokens.grant, version)) known.add(name);
    byDatabase.set(key, known);
  }
  const has = byDatabase.get(bare(wanted.database));
  return has !== undefined && serverNames(wanted.grant, version).every((name) => has.has(name));
}

/** What a server's statements must have. MySQL since 8.0 tells privileges on everything one by one. */
async function wantedTokens(
  wish: GrantWish,
  version: string,
  args: ConnectionArgs,
  context: ExecutionContext,
): Promise<GrantTokens | undefined> {
  const isAll = wish.grant.toUpperCase().includes("ALL");
  const isListed =
    isAll && wish.database === "*.*" && !version.includes("MariaDB") && !/^[0-7]\./.test(version);
  const { user, host, database } = wish;
  if (isListed) {
    const told = await withMysql<readonly string[]>(args, context, [], async (session) =>
      (await session.run("SHOW PRIVILEGES", [], true)).rows.map(([name]) =>
        String(name).trim().toUpperCase(),
      ),
    );
    return { user, host, database, grant: (told.length > 0 ? told : [...GRANTS]).filter(isInAll) };
  }
  const whole = isAll ? { ...wish, grant: "ALL PRIVILEGES" } : wish;
  const statement = orLogged(() => grantStatement(whole, null), context);
  return statement === undefined ? undefined : { ...tokenizeGrant(statement[0]), user, host };
}

/** A statement, or undefined for a wish that no server could grant: real Salt only logs it. */
function orLogged<T>(make: () => T, context: ExecutionContext): T | undefined {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SaltInvocationError)) throw error;
    context.log.error({ reason: error.message }, "A grant cannot be written");
    return undefined;
  }
}

/** A name without any quotes, as real Salt compares them. */
function bare(text: string): string {
  return text.replace(/["\\`]/g, "");
}
