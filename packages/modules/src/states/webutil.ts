/**
 * States of accounts in files of htpasswd.
 */
import type { ExecutionContext, Value } from "@salt/core";
import { get, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, changed, failed, has, pending, unchanged } from "./answer/answer.js";

const name = needed.str("The account.");
const htpasswd_file = maybe.any(null, "The file.");
const runas = maybe.any(null, "The account to run htpasswd as.");

export const webutil = stateModule("webutil", {
  doc: "States of accounts in files of htpasswd.",
  available: async (context) =>
    (await has(context, "webutil.useradd"))
      ? true
      : "Command not found: htpasswd (apt-get install apache2-utils)",
  functions: {
    user_exists: stateFn({
      doc: "Makes an account be in a file.",
      params: {
        name,
        password: maybe.any(null, "Its password."),
        htpasswd_file,
        options: maybe.any("", "Letters of options of htpasswd."),
        force: maybe.bool(false, "Write it even when it is there."),
        runas,
        update: maybe.bool(false, "Change the password of an account that is there."),
      },
      run: async (args, context) => {
        const { htpasswd_file: file, password, options: opts } = args;
        const words = [file, args.name, password];
        const isThere =
          isTruthy(await context.call("file.file_exists", [file])) && (await isIn(file, args.name, context));
        const isOther = async () =>
          !isTruthy(await context.call("webutil.verify", words, { opts, runas: args.runas }));
        const isNeeded = !isThere || args.force || (args.update && (await isOther()));
        if (!isNeeded) return unchanged(args.name, "User already known");
        const changes = { [args.name]: true };
        if (isTrial(context))
          return pending(args.name, `User '${args.name}' is set to be added to htpasswd file`, changes);
        const told = await context.call("webutil.useradd", words, { opts, runas: args.runas });
        const comment = pythonStr(get(told, "stderr") ?? "");
        return get(told, "retcode") === 0 ? changed(args.name, comment, changes) : failed(args.name, comment);
      },
    }),
    user_absent: stateFn({
      doc: "Makes an account not be in a file.",
      params: { name, htpasswd_file, runas },
      run: async (args, context) => {
        const file = args.htpasswd_file;
        if (!(await isIn(file, args.name, context)))
          return answer(args.name, isTrial(context) ? null : true, "User already not in file");
        const changes = { [args.name]: true };
        if (isTrial(context))
          return pending(args.name, `User '${args.name}' is set to be removed from htpasswd file`, changes);
        const options = { runas: args.runas, all_results: true };
        const told = await context.call("webutil.userdel", [file, args.name], options);
        const comment = pythonStr(get(told, "stderr") ?? "");
        return get(told, "retcode") === 0 ? changed(args.name, comment, changes) : failed(args.name, comment);
      },
    }),
  },
});

async function isIn(file: Value, account: string, context: ExecutionContext): Promise<boolean> {
  const pattern = `^${account.replace(/[.*[\]^$\\]/g, "\\$&")}:`;
  return get(await context.call("file.grep", [file, pattern]), "retcode") === 0;
}
