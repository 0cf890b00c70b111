/**
 * States of the hosts file.
 */
import { isList, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, pending, unchanged } from "./answer/answer.js";
import { addressesOf, hostPresent } from "./host-functions/present.js";

const name = needed.str("The name of a machine.");
const ip = needed.any("Its address, or a list of them.");
const text = (fallback: string, doc: string) => ({ ...needed.str(doc), fallback });

export const host = stateModule("host", {
  doc: "States of the hosts file.",
  functions: {
    present: stateFn({
      doc: "Makes a name stand for addresses.",
      params: {
        name,
        ip,
        comment: text("", "A comment for the lines of the addresses."),
        clean: maybe.bool(false, "Take the name away from all other addresses."),
      },
      run: hostPresent,
    }),
    absent: stateFn({
      doc: "Makes a name not stand for addresses.",
      params: { name, ip },
      run: async (args, context) => {
        let result: boolean | null = null;
        const comments: string[] = [];
        let changes = {};
        for (const address of addressesOf(args.ip)) {
          const shown = `${args.name} (${address})`;
          if (!isTruthy(await context.call("hosts.has_pair", [address, args.name]))) {
            result = true;
            comments.push(`Host ${shown} already absent`);
          } else if (isTrial(context)) comments.push(`Host ${shown} needs to be removed`);
          else if (isTruthy(await context.call("hosts.rm_host", [address, args.name]))) {
            [result, changes] = [true, { host: args.name }];
            comments.push(`Removed host ${shown}`);
          } else {
            result = false;
            comments.push("Failed to remove host");
          }
        }
        return answer(args.name, result, comments.join("\n"), changes);
      },
    }),
    only: stateFn({
      doc: "Makes an address have just these names.",
      params: { name: needed.str("The address."), hostnames: needed.any("The names.") },
      run: async (args, context) => {
        const names = isList(args.hostnames) ? args.hostnames.map(pythonStr) : [pythonStr(args.hostnames)];
        const told = await context.call("hosts.get_alias", [args.name]);
        const old = isList(told) ? told.map(pythonStr).join(" ") : "";
        const now = names.map((one) => one.trim()).join(" ");
        if (old === now) return unchanged(args.name, `IP address ${args.name} already set to "${now}"`);
        if (isTrial(context))
          return pending(args.name, `Would change ${args.name} from "${old}" to "${now}"`);
        const move = `${args.name} from "${old}" to "${now}"`;
        if (!isTruthy(await context.call("hosts.set_host", [args.name, now])))
          return answer(args.name, false, `hosts.set_host failed to change ${move}`);
        return answer(args.name, true, `successfully changed ${move}`, { [args.name]: { old, new: now } });
      },
    }),
  },
});
