/**
 * The tables of incron: reading and writing them.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import type { ExecutionContext } from "@salt/core";
import { CommandExecutionError } from "@salt/core";
import { splitLines } from "../../text/lines.js";
import { withContents } from "../file-functions/file-meta.js";
import { replaceContents } from "../file-functions/text-file.js";
import { COUNTED, plainName, runProgram } from "../program/run-program.js";

/** A job. */
export interface IncronJob {
  readonly path: string;
  readonly mask: string;
  readonly cmd: string;
}

/** The jobs of an account, and the lines that are none: these come first when it is written. */
export interface IncronTable {
  readonly pre: readonly string[];
  readonly crons: readonly IncronJob[];
}

const SYSTEM_FILE = "/etc/incron.d/salt";

/** The text of the table of an account, or of the machine's for `system`. */
export async function tableText(user: string, context: ExecutionContext): Promise<string> {
  if (user === "system") return existsSync(SYSTEM_FILE) ? readFileSync(SYSTEM_FILE, "utf8") : "";
  const name = plainName(user, "user");
  const { stdout } = await runProgram(["incrontab", "-l", name], context, {
    ...COUNTED,
    runas: name,
    rstrip: false,
  });
  return stdout;
}

/** Reads a table. As in Salt, a line needs four words to be a job. */
export async function readTable(user: string, context: ExecutionContext): Promise<IncronTable> {
  const pre: string[] = [];
  const crons: IncronJob[] = [];
  for (const line of splitLines(await tableText(user, context))) {
    const [path = "", mask = "", ...words] = line.trim().split(/\s+/);
    if (words.length > 1) crons.push({ path, mask, cmd: words.join(" ") });
    else pre.push(line);
  }
  return { pre, crons };
}

/** Writes a table; what incrontab complains of, or undefined. */
export async function writeTable(
  user: string,
  { pre, crons }: IncronTable,
  context: ExecutionContext,
): Promise<string | undefined> {
  const lines = [...pre, ...crons.map(({ path, mask, cmd }) => `${path} ${mask} ${cmd}`)];
  const text = lines.map((line) => `${line}\n`).join("");
  if (user === "system") {
    if (!existsSync(dirname(SYSTEM_FILE)))
      throw new CommandExecutionError(`salt cannot be written. ${dirname(SYSTEM_FILE)}/ does not exist`);
    replaceContents(SYSTEM_FILE, Buffer.from(text));
    return undefined;
  }
  const name = plainName(user, "user");
  return await withContents(text, async (path) => {
    if (name !== "root") await context.call("file.chown", [path, name, ""]);
    const { retcode, stderr } = await runProgram(["incrontab", path], context, { ...COUNTED, runas: name });
    return retcode === 0 ? undefined : stderr;
  });
}
