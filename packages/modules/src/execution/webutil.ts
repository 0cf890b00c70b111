/**
 * Accounts in files of htpasswd.
 */
import { existsSync } from "node:fs";
import type { ExecutionContext, Plain, Value } from "@salt/core";
import { executionModule, maybe, needed, pythonStr, SaltInvocationError } from "@salt/core";
import { splitLines } from "../text/lines.js";
import { findProgram } from "./cmd/programs.js";
import { fileFn } from "./file-functions/system-error.js";
import { plainName, plainValue } from "./program/run-program.js";

const pwfile = needed.str("The file.");
const user = needed.str("The account.");
const password = needed.any("Its password.");
const opts = maybe.str("", "Letters of options of htpasswd, such as `s` or `B`.");
const runas = maybe.str(null, "The account to run htpasswd as.");

export const webutil = executionModule("webutil", {
  doc: "Accounts in files of htpasswd.",
  available: () =>
    findProgram("htpasswd") === undefined
      ? "The htpasswd execution mdule cannot be loaded: htpasswd binary not in path. (apt-get install apache2-utils)"
      : true,
  functions: {
    useradd: fileFn({
      doc: "Adds an account or changes its password; makes the file where there is none.",
      examples: [
        "salt '*' webutil.useradd /etc/httpd/htpasswd larry badpassword",
        "salt '*' webutil.useradd /etc/httpd/htpasswd larry badpass opts=ns",
      ],
      params: { pwfile, user, password, opts, runas },
      run: async (args, context) => {
        const letters = `${args.opts ?? ""}${existsSync(args.pwfile) ? "" : "c"}`;
        return await htpasswd({ ...args, letters }, context);
      },
    }),
    userdel: fileFn({
      doc: "Removes an account.",
      examples: ["salt '*' webutil.userdel /etc/httpd/htpasswd larry"],
      params: { pwfile, user, runas, all_results: maybe.bool(false, "Give all that cmd.run_all gives.") },
      run: async (args, context): Promise<Plain> => {
        if (!existsSync(args.pwfile)) return "Error: The specified htpasswd file does not exist";
        const command = ["htpasswd", "-D", ...namesOf(args)];
        const options = { python_shell: false, runas: args.runas };
        if (args.all_results) return await context.call("cmd.run_all", [command], options);
        return splitLines(pythonStr(await context.call("cmd.run", [command], options)));
      },
    }),
    verify: fileFn({
      doc: "Whether an account has this password.",
      examples: ["salt '*' webutil.verify /etc/httpd/htpasswd larry maybepassword"],
      params: { pwfile, user, password, opts, runas },
      run: async (args, context) => {
        if (!existsSync(args.pwfile)) return false;
        const told = await htpasswd({ ...args, letters: `v${args.opts ?? ""}` }, context);
        return told instanceof Map && told.get("retcode") === 0;
      },
    }),
  },
});

interface Request {
  readonly pwfile: string;
  readonly user: string;
  readonly password: Value;
  readonly letters: string;
  readonly runas: string | null;
}

/** The password goes through standard input, where process lists do not show it. */
async function htpasswd(request: Request, context: ExecutionContext): Promise<Value> {
  if (!/^[A-Za-z0-9]*$/.test(request.letters))
    throw new SaltInvocationError("opts: letters of options are needed");
  return await context.call("cmd.run_all", [["htpasswd", `-i${request.letters}`, ...namesOf(request)]], {
    python_shell: false,
    runas: request.runas,
    stdin: plainValue(request.password, "password"),
    output_loglevel: "quiet",
  });
}

function namesOf(request: { readonly pwfile: string; readonly user: string }): readonly string[] {
  return [plainName(request.pwfile, "pwfile"), plainName(request.user, "user")];
}
