/**
 * Programs that supervisord keeps running, through supervisorctl.
 */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import {
  CommandNotFoundError,
  dict,
  executionModule,
  fn,
  maybe,
  needed,
  pythonStr,
  SaltInvocationError,
} from "@salt/core";
import { splitLines } from "../text/lines.js";
import { findProgram } from "./cmd/programs.js";
import { COUNTED, plainName, plainValue, runProgram } from "./program/run-program.js";
import { programOptions } from "./supervisord-functions/program-options.js";

const how = {
  user: maybe.str(null, "The account to run supervisorctl as."),
  conf_file: maybe.str(null, "The configuration file of supervisord."),
  bin_env: maybe.str(null, "The program, or an environment of Python that has it."),
};
const name = { ...needed.str("The program, or a group and a colon."), fallback: "all" };
const one = needed.str("The program or group.");

interface How {
  readonly user: string | null;
  readonly conf_file: string | null;
  readonly bin_env: string | null;
}

/** A function that says one word and a name to supervisorctl. */
const act = (word: string, doc: string, isGroupBare: boolean) =>
  fn({
    doc,
    examples: [`salt '*' supervisord.${word} web`, `salt '*' supervisord.${word} group:`],
    params: { name: isGroupBare ? one : name, ...how },
    run: (args, context) => told([word, named(args.name, isGroupBare)], args, context),
  });

export const supervisord = executionModule("supervisord", {
  doc: "Programs that supervisord keeps running, through supervisorctl.",
  functions: {
    start: act("start", "Starts a program; all unless one is named.", false),
    restart: act("restart", "Starts a program anew; all unless one is named.", false),
    stop: act("stop", "Stops a program; all unless one is named.", false),
    add: act("add", "Makes supervisord take a program that its configuration has anew.", true),
    remove: act("remove", "Makes supervisord forget a program that is stopped.", true),
    reread: fn({
      doc: "Makes supervisord read its configuration; what has changed in it.",
      examples: ["salt '*' supervisord.reread"],
      params: how,
      run: (args, context) => told(["reread"], args, context),
    }),
    update: fn({
      doc: "Makes supervisord read its configuration and do what has changed, of one group when it is named.",
      examples: ["salt '*' supervisord.update"],
      params: { ...how, name: maybe.str(null, "The group.") },
      run: (args, context) =>
        told(args.name ? ["update", named(args.name, true)] : ["update"], args, context),
    }),
    status: fn({
      doc: "The state of programs, and what supervisord says of it.",
      examples: ["salt '*' supervisord.status"],
      params: { name: maybe.str(null, "Only this program or group."), ...how },
      run: async (args, context): Promise<Plain> => {
        const text = await statusText(args.name, args, context);
        return new Map(splitLines(text).map((line) => statusLine(line)));
      },
    }),
    status_raw: fn({
      doc: "What `supervisorctl status` prints.",
      examples: ["salt '*' supervisord.status_raw"],
      params: { name: maybe.str(null, "Only this program or group."), ...how },
      run: (args, context) => statusText(args.name, args, context),
    }),
    status_bool: fn({
      doc: "Whether there is a program, in some state when one is named.",
      examples: ["salt '*' supervisord.status_bool nginx expected_state='RUNNING'"],
      params: { name: one, expected_state: maybe.str(null, "The state, as `RUNNING`."), ...how },
      run: async (args, context) => {
        const lines = splitLines(await statusText(args.name, args, context));
        const [found = "", state] = statusLine(lines.at(-1) ?? "");
        const isThere = found === args.name && state.get("reason") !== "(no such process)";
        return isThere && (!args.expected_state || state.get("state") === args.expected_state);
      },
    }),
    custom: fn({
      doc: "Says something else to supervisorctl, word by word.",
      examples: ["salt '*' supervisord.custom 'maintail'"],
      params: { command: needed.str("The words."), ...how },
      run: (args, context) => {
        const words = args.command.split(/\s+/).filter((word) => word !== "");
        return told(
          words.map((word) => plainName(word, "command")),
          args,
          context,
        );
      },
    }),
    options: fn({
      doc: "What the configuration says of a program.",
      examples: ["salt '*' supervisord.options foo"],
      params: { name: one, conf_file: how.conf_file },
      run: (args): Plain => programOptions(args.name, args.conf_file),
    }),
  },
});

/** As in Salt, `group:*` means `group:`, and the bare name where a group is added or removed. */
function named(given: string, isGroupBare: boolean): string {
  const bare = given.endsWith(":*") ? given.slice(0, -1) : given;
  return plainName(isGroupBare ? bare.replace(/:$/, "") : bare, "name");
}

function statusText(given: string | null, args: How, context: ExecutionContext): Promise<string> {
  return told(given ? ["status", plainName(given, "name")] : ["status"], args, context);
}

async function told(words: readonly string[], args: How, context: ExecutionContext): Promise<string> {
  const file = args.conf_file === null ? [] : [`--configuration=${plainValue(args.conf_file, "conf_file")}`];
  const command = [program(args.bin_env), ...file, ...words];
  const { retcode, stdout } = await runProgram(command, context, { ...COUNTED, runas: args.user });
  return retcode !== 0 && !stdout.includes("ERROR") ? `ERROR: ${stdout}` : stdout;
}

function program(given: string | null): string {
  const missing = "Could not find a `supervisorctl` binary";
  if (given === null || given === "") {
    const found = findProgram("supervisorctl");
    if (found === undefined) throw new CommandNotFoundError(missing);
    return found;
  }
  if (statSync(given, { throwIfNoEntry: false })?.isDirectory() !== true) {
    if (given.startsWith("-")) throw new SaltInvocationError("bin_env is the path of a program");
    return given;
  }
  const inside = join(given, "bin", "supervisorctl");
  if (existsSync(inside)) return inside;
  throw new CommandNotFoundError(missing);
}

function statusLine(line: string): [string, Map<Value, Value>] {
  const [, process = "", state = "", reason = ""] = /^(\S+)\s*(\S*)\s*(.*)$/.exec(line.trim()) ?? [];
  return [pythonStr(process), new Map(dict({ state, reason }))];
}
