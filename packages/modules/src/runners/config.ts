/**
 * The configuration of the master.
 */
import { maybe, needed, runnerFn, runnerModule } from "@salt/core";
import { traverse } from "../values/traverse.js";

export const config = runnerModule("config", {
  doc: "The configuration of the master.",
  functions: {
    get: runnerFn({
      doc: "The value of an option of the master, or of a key inside one; a default when there is none.",
      examples: ["salt-run config.get timeout", "salt-run config.get file_roots:base"],
      params: {
        key: needed.any("The option or a path into it."),
        default: maybe.any("", "What to answer when there is none."),
        delimiter: maybe.str(":", "Between the keys of a path."),
      },
      run: (args, { opts }) => traverse(opts, args.key, args.delimiter ?? ":") ?? args.default,
    }),
  },
});
