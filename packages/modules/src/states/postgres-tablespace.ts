/**
 * States of tablespaces of PostgreSQL.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import {
  getDict,
  getString,
  isDict,
  isTrial,
  isTruthy,
  maybe,
  needed,
  pythonStr,
  stateFn,
  stateModule,
} from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";
import type { CallArgs, ServerArgs } from "./postgres-functions/server.js";
import { isSo, loginArgs, needs, serverParams } from "./postgres-functions/server.js";

const name = needed.str("The tablespace.");
const { user, maintenance_db, db_password, db_host, db_port, db_user } = serverParams;

interface Wish extends ServerArgs {
  readonly name: string;
  readonly directory: string;
  readonly options: Value;
  readonly owner: Value;
}

export const postgresTablespace = stateModule("postgres_tablespace", {
  doc: "States of tablespaces of PostgreSQL.",
  available: needs("tablespace_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a tablespace be there, in a directory that exists.",
      params: {
        name,
        directory: needed.str("The directory, on the server."),
        options: maybe.any(null, "Options of the tablespace, a map."),
        owner: maybe.any(null, "The role it belongs to."),
        ...{ user, maintenance_db, db_password, db_host, db_port, db_user },
      },
      run: (args, context) => present(args, context),
    }),
    absent: stateFn({
      doc: "Makes a tablespace not be there.",
      params: { name, user, maintenance_db, db_user, db_password, db_host, db_port },
      run: async (args, context) => {
        const { name } = args;
        const login = loginArgs(args);
        const gone = `Tablespace ${name} is not present, so it cannot be removed`;
        if (!(await isSo(context, "tablespace_exists", [name], login))) return unchanged(name, gone);
        if (isTrial(context)) return pending(name, `Tablespace ${name} is set to be removed`);
        // Real Salt calls it well, and gone, when the server refuses to remove it.
        return (await isSo(context, "tablespace_remove", [name], login))
          ? changed(name, `Tablespace ${name} has been removed`, { [name]: "Absent" })
          : failed(name, `Tablespace ${name} failed to be removed`);
      },
    }),
  },
});

async function present(wish: Wish, context: ExecutionContext): Promise<StateAnswer> {
  const { name, directory, options, owner } = wish;
  const login = loginArgs(wish);
  const found = getDict(await context.call("postgres.tablespace_list", [], login), name);
  if (found === undefined) {
    if (isTrial(context)) return pending(name, `Tablespace ${name} is set to be created`);
    return (await isSo(context, "tablespace_create", [name, directory, options, owner], login))
      ? changed(name, `The tablespace ${name} has been created`, { [name]: "Present" })
      : failed(name, `Failed to create tablespace ${name}`);
  }
  if (getString(found, "Location") !== directory && !isTrial(context))
    return failed(
      name,
      `Tablespace ${name} is not at the right location. This is unfixable without dropping and recreating the tablespace.`,
    );
  const isOwned = !isTruthy(owner) || getString(found, "Owner") === pythonStr(owner);
  const kept = getString(found, "Opts") ?? "";
  const missing = (isDict(options) ? [...options] : []).filter(
    ([key, value]) => !kept.includes(`${pythonStr(key)}=${pythonStr(value)}`),
  );
  if (isOwned && missing.length === 0) return unchanged(name, `Tablespace ${name} is already present`);
  if (isTrial(context)) {
    const what = missing.length > 0 ? "options to be altered" : "owner to be altered";
    return pending(name, `Tablespace ${name} ${what}`);
  }
  return await alter({ name, owner: isOwned ? null : owner, options: missing, login }, context);
}

async function alter(
  change: {
    readonly name: string;
    readonly owner: Value;
    readonly options: readonly (readonly [Value, Value])[];
    readonly login: CallArgs;
  },
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, owner, login } = change;
  const changes: MutableDict = new Map();
  let comment = `Tablespace ${name} is already present`;
  if (owner !== null) {
    if (!(await isSo(context, "tablespace_alter", [name], { new_owner: owner, ...login })))
      return failed(name, `Failed to change the owner of tablespace ${name}`);
    comment = `Tablespace ${name} owner changed`;
    changes.set("owner", owner);
  }
  const options: MutableDict = new Map();
  for (const [key, value] of change.options) {
    const set_option = new Map([[key, value]]);
    if (!(await isSo(context, "tablespace_alter", [name], { set_option, ...login })))
      return failed(name, `Failed to change options of tablespace ${name}`, new Map([[name, changes]]));
    comment = `Tablespace ${name} opts changed`;
    options.set(key, value);
    changes.set("options", options);
  }
  return answer(name, true, comment, new Map([[name, changes]]));
}
