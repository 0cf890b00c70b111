/**
 * One session for one call, and what becomes of its errors.
 */
import type { Dict, ExecutionContext, Value } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import type { MysqlResult, MysqlSession } from "../../drivers/mysql.js";
import { MysqlFault, openMysql } from "../../drivers/mysql.js";
import type { ConnectionArgs } from "./place.js";
import { mysqlPlace } from "./place.js";

/** Where the last error is kept for the states: Salt's `__context__['mysql.error']`. */
export const LAST_ERROR = "mysql.error";

/** Faults of statements that are written wrongly; the others are of the server or of rights. */
const WRONG = new Set([1007, 1050, 1054, 1060, 1064, 1102, 1103, 1110, 1111, 1146, 1149]);

/**
 * Opens a session for as long as `use` takes. What the server complains of is logged, kept for states, and answered
 * by `otherwise`. Throws CommandExecutionError for a statement that is written wrongly.
 */
export async function withMysql<T>(
  args: ConnectionArgs,
  context: ExecutionContext,
  otherwise: T,
  use: (session: MysqlSession) => Promise<T>,
): Promise<T> {
  try {
    const session = await openMysql(await mysqlPlace(args, context), context.opts);
    try {
      return await use(session);
    } finally {
      await session.close();
    }
  } catch (error) {
    if (!(error instanceof MysqlFault)) throw error;
    if (WRONG.has(error.errno)) throw new CommandExecutionError(error.message);
    noteError(error.message, context);
    return otherwise;
  }
}

/** Logs an error and keeps it for states. */
export function noteError(message: string, context: ExecutionContext): void {
  context.memory.set(LAST_ERROR, message);
  context.log.error({ reason: message }, "MySQL refused a request");
}

/** The rows of a result as maps by its columns. */
export function asMaps({ columns, rows }: MysqlResult): readonly Dict[] {
  return rows.map((row) => new Map<Value, Value>(columns.map((name, at) => [name, row[at] ?? null])));
}

/** A name in backticks. */
export function quoted(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
