/**
 * States of encrypted devices.
 */
import type { MutableDict, StateAnswer, Value } from "@salt/core";
import { isDict, isTrial, isTruthy, maybe, needed, pythonStr, stateFn, stateModule } from "@salt/core";
import { answer, failed, pending } from "./answer/answer.js";

const name = needed.str("The name of the opened device.");
const config = maybe.str("/etc/crypttab", "Another file of this form.");
const persist = maybe.bool(true, "Write it into the file, for every start of the machine.");
const immediate = maybe.bool(false, "Do it at once.");

export const cryptdev = stateModule("cryptdev", {
  doc: "States of encrypted devices.",
  functions: {
    mapped: stateFn({
      doc: "Makes an encrypted device be opened.",
      params: {
        name,
        device: needed.str("The device."),
        keyfile: maybe.str(null, "The file with its key; needed to open it at once."),
        opts: maybe.any(null, "Options, a list."),
        config,
        persist,
        immediate,
        match_on: maybe.any("name", "What tells that a line of the file is the same."),
      },
      run: async (args, context): Promise<StateAnswer> => {
        const { name: device, keyfile } = args;
        const hasKey = isTruthy(keyfile) && keyfile !== "none" && keyfile !== "-";
        if (!args.immediate && !args.persist)
          return failed(device, "Either persist or immediate must be set, otherwise this state does nothing");
        const changes: MutableDict = new Map<Value, Value>();
        let isGood = true;
        if (args.immediate && !hasKey) {
          changes.set("cryptsetup", "Device cannot be mapped immediately without a keyfile");
          isGood = false;
        } else if (args.immediate) {
          const active = await context.call("cryptdev.active");
          const isOpen = isDict(active) && active.has(device);
          if (!isOpen && isTrial(context)) return pending(device, "Device would be mapped immediately");
          if (!isOpen) {
            isGood = isTruthy(await context.call("cryptdev.open", [device, args.device, keyfile]));
            changes.set(
              "cryptsetup",
              isGood ? "Device mapped using cryptsetup" : "Device failed to map using cryptsetup",
            );
          }
        }
        if (args.persist && !isTrial(context)) {
          const options = {
            password: keyfile,
            options: args.opts,
            config: args.config,
            match_on: args.match_on,
          };
          const told = await context.call("cryptdev.set_crypttab", [device, args.device], options);
          if (told === "new") changes.set("crypttab", `Entry added in ${pythonStr(args.config)}`);
          if (told === "change")
            changes.set("crypttab", `Existing entry in ${pythonStr(args.config)} changed`);
        }
        return answer(device, isGood, "", changes);
      },
    }),
    unmapped: stateFn({
      doc: "Makes an encrypted device be closed.",
      params: { name, config, persist, immediate },
      run: async (args, context): Promise<StateAnswer> => {
        const changes: MutableDict = new Map<Value, Value>();
        let isGood = true;
        if (args.immediate) {
          const active = await context.call("cryptdev.active");
          const isOpen = isDict(active) && active.has(args.name);
          if (isOpen && isTrial(context)) return pending(args.name, "Device would be unmapped immediately");
          if (isOpen) {
            isGood = isTruthy(await context.call("cryptdev.close", [args.name]));
            const [done, not] = [
              "Device unmapped using cryptsetup",
              "Device failed to unmap using cryptsetup",
            ];
            changes.set("cryptsetup", isGood ? done : not);
          }
        }
        if (args.persist && !isTrial(context)) {
          const told = await context.call("cryptdev.rm_crypttab", [args.name], { config: args.config });
          if (told === "change") changes.set("crypttab", `Entry removed from ${pythonStr(args.config)}`);
        }
        return answer(args.name, isGood, "", changes);
      },
    }),
  },
});
