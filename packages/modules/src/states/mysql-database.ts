/**
 * States of databases of MySQL and MariaDB.
 */
import type { ExecutionContext, MutableDict, StateAnswer, Value } from "@salt/core";
import { dict, isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, changed, failed, pending, unchanged } from "./answer/answer.js";
import { MysqlCaller, needs } from "./mysql-functions/server.js";

const name = needed.str("The database.");

interface Wish {
  readonly name: string;
  readonly character_set: Value;
  readonly collate: Value;
}

export const mysqlDatabase = stateModule("mysql_database", {
  doc: "States of databases of MySQL and MariaDB.",
  available: needs("db_exists"),
  functions: {
    present: stateFn({
      doc: "Makes a database be there, with a character set and a collation.",
      params: {
        name,
        character_set: maybe.any(null, "The character set."),
        collate: maybe.any(null, "The collation."),
      },
      varkw: "connection_args",
      run: async (args, context, { kwargs }) => {
        const mysql = new MysqlCaller(context, kwargs);
        const found = await mysql.ask("db_get", [args.name]);
        if (isDict(found) && found.size > 0) return await adjust(args, found, mysql, context);
        const failure = mysql.failure(args.name);
        if (failure !== undefined) return failure;
        if (isTrial(context))
          return pending(args.name, `Database ${args.name} is not present and needs to be created`);
        const { character_set, collate } = args;
        if (await mysql.isSo("db_create", [args.name], { character_set, collate }))
          return changed(args.name, `The database ${args.name} has been created`, { [args.name]: "Present" });
        const error = mysql.takeError();
        return failed(
          args.name,
          `Failed to create database ${args.name}${error === undefined ? "" : ` (${error})`}`,
        );
      },
    }),
    absent: stateFn({
      doc: "Makes a database not be there.",
      params: { name },
      varkw: "connection_args",
      run: async ({ name }, context, { kwargs }) => {
        const mysql = new MysqlCaller(context, kwargs);
        const gone = `Database ${name} is not present, so it cannot be removed`;
        if (!(await mysql.isSo("db_exists", [name]))) return mysql.failure(name) ?? unchanged(name, gone);
        if (isTrial(context)) return pending(name, `Database ${name} is present and needs to be removed`);
        if (await mysql.isSo("db_remove", [name]))
          return changed(name, `Database ${name} has been removed`, { [name]: "Absent" });
        const failure = mysql.failure(name, (error) => `Unable to remove database ${name} (${error})`);
        return failure ?? failed(name, `Unable to remove database ${name}`);
      },
    }),
  },
});

/** Changes what differs. Comments are real Salt's, the first line of which the character set takes over. */
async function adjust(
  wish: Wish,
  found: ReadonlyMap<Value, Value>,
  mysql: MysqlCaller,
  context: ExecutionContext,
): Promise<StateAnswer> {
  const { name, character_set, collate } = wish;
  const set = pythonStr(found.get("character_set") ?? null);
  const order = pythonStr(found.get("collate") ?? null);
  const isTest = isTrial(context);
  const needsSet = isTruthy(character_set) && pythonStr(character_set) !== set;
  const needsOrder = isTruthy(collate) && pythonStr(collate) !== order;
  let comment = needsSet
    ? `Database character set ${pythonStr(character_set)} != ${set} needs to be updated`
    : `Database ${name} is already present`;
  if (needsOrder) comment += `\nDatabase collate ${pythonStr(collate)} != ${order} needs to be updated`;
  if (needsOrder && isTest) return answer(name, null, comment);
  if (needsSet && isTest) return answer(name, null, `${comment}\nDatabase ${name} is going to be updated`);
  if (needsSet || needsOrder) await mysql.ask("alter_db", [name], { character_set, collate });
  const now = await mysql.ask("db_get", [name]);
  return answer(name, true, comment, differences(found, isDict(now) ? now : new Map()));
}

function differences(before: ReadonlyMap<Value, Value>, now: ReadonlyMap<Value, Value>): MutableDict {
  const changes: MutableDict = new Map();
  for (const key of ["collate", "character_set"]) {
    const [old, fresh] = [before.get(key) ?? null, now.get(key) ?? null];
    if (old !== fresh) changes.set(key, dict({ before: old, now: fresh }));
  }
  return changes;
}
