/**
 * Values of the minion's own environment.
 */
import { fn, maybe, needed, pythonStr, sdbModule } from "@salt/core";

const key = needed.str("The variable.");
const profile = maybe.any(null, "The profile.");

export const env = sdbModule("env", {
  doc: "Values of the minion's own environment.",
  functions: {
    get: fn({
      doc: "A variable of the environment; null when there is none.",
      params: { key, profile },
      run: (args) => process.env[args.key] ?? null,
    }),
    set: fn({
      doc: "Sets a variable, for this process only, unless it is there; answers its value.",
      params: { key, value: needed.any("The value."), profile },
      run: (args) => {
        process.env[args.key] ??= pythonStr(args.value);
        return process.env[args.key] ?? null;
      },
    }),
  },
});
