/**
 * Running psql. Statements with secrets go by a private file, as do passwords: never by the words of the command.
 */
import { chownSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError, isTruthy, pythonStr } from "@salt/core";
import { csvRows } from "../../text/csv.js";
import { accountOf } from "../cmd/account.js";
import { findProgram } from "../cmd/programs.js";
import type { ProgramResult } from "../program/run-program.js";
import { runProgram } from "../program/run-program.js";
import type { FilledLogin, Login } from "./login.js";
import { filled } from "./login.js";

/** One row of a query by its columns; what is NULL is an empty text. */
export type PgRow = ReadonlyMap<string, string>;

/** The path of a program of PostgreSQL; `postgres.bins_dir` comes first. */
export async function pgProgram(name: string, context: ExecutionContext): Promise<string | undefined> {
  const dir = await context.call("config.option", ["postgres.bins_dir"]);
  const own = isTruthy(dir) ? findProgram(join(pythonStr(dir), name)) : undefined;
  return own ?? findProgram(name);
}

/** Sends statements; `options` are of psql. A status other than 0 is logged, and no error here. */
export async function runSql(
  sql: string,
  login: Login,
  context: ExecutionContext,
  options: readonly string[] = [],
): Promise<ProgramResult> {
  return await psql([...options, "-c", sql], await filled(login, context), context);
}

/** Sends statements and says whether all went well. */
export async function sqlWorks(sql: string, login: Login, context: ExecutionContext): Promise<boolean> {
  return (await runSql(sql, login, context)).retcode === 0;
}

/** Sends statements that nobody else may see, or that are many, all of them or none. */
export async function runPrivately(
  sql: string,
  login: Login,
  context: ExecutionContext,
): Promise<ProgramResult> {
  const server = await filled(login, context);
  return await withPrivateFile(sql, server.runas, (path) =>
    psql(["--single-transaction", "-v", "ON_ERROR_STOP=1", "-f", path], server, context),
  );
}

/** The rows of a query; none when it fails. `write` lets it change data. */
export async function queryRows(
  query: string,
  login: Login,
  context: ExecutionContext,
  write = false,
): Promise<readonly PgRow[]> {
  const copy = `COPY (${query.trim().replace(/;+$/, "")}) TO STDOUT WITH CSV HEADER`;
  const sql = write ? `START TRANSACTION READ WRITE; ${copy}; COMMIT TRANSACTION;` : copy;
  // Quiet: newer programs print the names of the other statements among the rows.
  const words = ["--quiet", "-v", "datestyle=ISO,MDY", "-c", sql];
  const done = await psql(words, await filled(login, context), context);
  if (done.retcode !== 0) return [];
  const [header = [], ...rows] = csvRows(done.stdout);
  return rows.map((row) => new Map(header.slice(0, row.length).map((name, at) => [name, row[at] ?? ""])));
}

/** Makes a file that only an account can read, for as long as `use` takes. */
export async function withPrivateFile<T>(
  text: string,
  account: string | undefined,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), "salt-postgres-"));
  try {
    const path = join(dir, "file");
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
    if (account !== undefined) {
      const { uid, gid } = accountOf(account);
      for (const own of [path, dir]) chownSync(own, uid, gid);
    }
    return await use(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** Options of `cmd.run_all` for the programs of PostgreSQL. */
export async function commandOptions(
  runas: string | undefined,
  context: ExecutionContext,
): Promise<{ readonly [name: string]: string | number | boolean | null }> {
  const timeout = Number((await context.call("config.option", ["postgres.timeout", 0])) ?? 0);
  // A failure of the program is one of the function: the exit status says so.
  const plain = { reset_system_locale: false, clean_env: true, runas: runas ?? null, ignore_retcode: false };
  return timeout > 0 ? { ...plain, timeout } : plain;
}

async function psql(
  words: readonly string[],
  server: FilledLogin,
  context: ExecutionContext,
): Promise<ProgramResult> {
  const program = await pgProgram("psql", context);
  if (program === undefined) throw new CommandExecutionError("psql was not found");
  const command = [program, ...["--no-align", "--no-readline", "--no-psqlrc", "--no-password"]];
  if (server.user !== undefined) command.push("--username", server.user);
  if (server.host !== undefined) command.push("--host", server.host);
  if (server.port !== undefined) command.push("--port", server.port);
  command.push("--dbname", server.database, ...words);
  const options = await commandOptions(server.runas, context);
  const run = (env: { readonly [name: string]: string }): Promise<ProgramResult> =>
    runProgram(command, context, { ...options, env });
  const done =
    server.password === undefined
      ? await run({})
      : await withPrivateFile(passwordLine(server), server.runas, (path) => run({ PGPASSFILE: path }));
  if (done.retcode !== 0)
    context.log.error({ retcode: done.retcode, stderr: done.stderr }, "psql has failed");
  return done;
}

/** A line of a password file. */
function passwordLine({ host, port, user, runas, password = "" }: FilledLogin): string {
  const place = host === undefined || host.startsWith("/") ? "localhost" : host;
  const fields = [place, port ?? "*", "*", user ?? runas ?? "*", password];
  const escaped = fields.map((field) => (field === "*" ? field : field.replace(/[\\:]/g, "\\$&")));
  return escaped.join(":");
}
