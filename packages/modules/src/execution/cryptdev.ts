/**
 * Encrypted devices and /etc/crypttab.
 */
import type { Plain } from "@salt/core";
import { CommandExecutionError, executionModule, isTruthy, needed, pythonStr } from "@salt/core";
import { splitLines } from "../text/lines.js";
import { crypttabFunctions } from "./cryptdev-functions/crypttab.js";
import { fileFn } from "./file-functions/system-error.js";
import { COUNTED, plainName, plainValue, programPath, runProgram } from "./program/run-program.js";

const name = needed.str("The name of the opened device.");

export const cryptdev = executionModule("cryptdev", {
  doc: "Encrypted devices and /etc/crypttab.",
  functions: {
    ...crypttabFunctions,
    active: fileFn({
      doc: "The encrypted devices that are open, with their numbers.",
      examples: ["salt '*' cryptdev.active"],
      run: async (_args, context): Promise<Plain> => {
        const { stdout } = await runProgram(
          [programPath("dmsetup"), "ls", "--target", "crypt"],
          context,
          COUNTED,
        );
        const found = splitLines(stdout).flatMap((line): [string, Plain][] => {
          const [, devname = "", major = "", minor = ""] = /^(\S+)\s+\((\d+)[,:] ?(\d+)\)/.exec(line) ?? [];
          return devname === "" ? [] : [[devname, { devname, major, minor }]];
        });
        return Object.fromEntries(found);
      },
    }),
    open: fileFn({
      doc: "Opens an encrypted device with the key in a file; whether that went well.",
      examples: ["salt '*' cryptdev.open foo /dev/sdz1 /path/to/keyfile"],
      params: {
        name,
        device: needed.str("The device."),
        keyfile: needed.any("The file with its key."),
      },
      run: async (args, context) => {
        const keyfile = args.keyfile;
        if (!isTruthy(keyfile) || keyfile === "none" || keyfile === "-")
          throw new CommandExecutionError("For immediate crypt device mapping, keyfile must not be none");
        const key = `--key-file=${plainValue(pythonStr(keyfile), "keyfile")}`;
        const device = [plainName(args.device, "device"), plainName(args.name, "name")];
        const command = [programPath("cryptsetup"), "open", key, "--", ...device];
        return (await runProgram(command, context, COUNTED)).retcode === 0;
      },
    }),
    close: fileFn({
      doc: "Closes an encrypted device; whether that went well.",
      examples: ["salt '*' cryptdev.close foo"],
      params: { name },
      run: async (args, context) => {
        const command = [programPath("cryptsetup"), "close", "--", plainName(args.name, "name")];
        return (await runProgram(command, context, COUNTED)).retcode === 0;
      },
    }),
  },
});
