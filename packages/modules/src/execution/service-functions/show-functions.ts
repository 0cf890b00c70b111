/**
 * Functions that show the properties of units, and those for the first start of a system.
 */
import type { ExecutionContext, Plain } from "@salt/core";
import { CommandExecutionError, fn, get, maybe, needed, toValue } from "@salt/core";
import { plainValue, programPath, runProgram } from "../program/run-program.js";
import { unitName } from "./names.js";
import { systemctl } from "./systemctl.js";
import { allServices } from "./unit-lists.js";

const name = needed.any("The service or unit.");

/** Functions that show what services are. */
export const showFunctions = {
  show: fn({
    doc: "The properties of a service or unit.",
    examples: ["salt '*' service.show ssh"],
    params: { name },
    run: async (args, context): Promise<Plain> => {
      return await properties(unitName(args.name), context);
    },
  }),
  execs: fn({
    doc: "The programs that services start.",
    examples: ["salt '*' service.execs"],
    run: async (_args, context): Promise<Plain> => {
      const found: { [service: string]: Plain } = {};
      for (const one of allServices()) {
        const path = get(toValue((await properties(unitName(one), context)).ExecStart ?? null), "path");
        if (path !== undefined) found[one] = path;
      }
      return found;
    },
  }),
  firstboot: fn({
    doc: "Sets what a system is asked when it is started for the first time.",
    examples: ["salt '*' service.firstboot keymap=jp locale=en_US.UTF-8"],
    params: {
      locale: maybe.str(null, "The language."),
      locale_message: maybe.str(null, "The language of messages."),
      keymap: maybe.str(null, "The keyboard."),
      timezone: maybe.str(null, "The time zone."),
      hostname: maybe.str(null, "The name of the machine."),
      machine_id: maybe.str(null, "The id of the machine."),
      root: maybe.str(null, "Another root directory."),
    },
    run: async (args, context) => {
      const words = Object.entries(args).flatMap(([key, value]) =>
        value === null || value === ""
          ? []
          : [`--${key === "machine_id" ? "machine-ID" : key.replace("_", "-")}=${plainValue(value, key)}`],
      );
      const told = await runProgram([programPath("systemd-firstboot"), ...words], context);
      if (told.retcode !== 0) throw new CommandExecutionError(`systemd-firstboot error: ${told.stderr}`);
      return true;
    },
  }),
} as const;

const LISTS = ["Before", "After", "Wants"];

/** The properties of a unit; some are lists, and those in braces are maps. */
async function properties(unit: string, context: ExecutionContext): Promise<{ [name: string]: Plain }> {
  const { stdout } = await systemctl(["show", "--", unit], context);
  const found: { [name: string]: Plain } = {};
  for (const line of stdout.split("\n").filter((one) => one.includes("="))) {
    const [key = "", ...rest] = line.split("=");
    const value = rest.join("=");
    if (value.startsWith("{")) {
      const items = value.replace(/[{}]/g, "").split(" ; ");
      const pairs = items.map((item) => [item.split("=")[0]?.trim() ?? "", item.split("=")[1]?.trim() ?? ""]);
      found[key] = Object.fromEntries(pairs);
    } else found[key] = LISTS.includes(key) ? value.split(/\s+/).filter((word) => word !== "") : value;
  }
  return found;
}
