/**
 * Taking paths apart and putting them together; no file is looked at.
 */
import { needed, pythonStr } from "@salt/core";
import { baseName, dirName, joinPaths, normPath } from "./paths.js";
import { fileFn } from "./system-error.js";

const path = needed.str("The path.");

export const nameFunctions = {
  basename: fileFn({
    doc: "What comes after the last slash of a path.",
    examples: ["salt '*' file.basename /etc/ssh/sshd_config"],
    params: { path },
    run: (args) => baseName(args.path),
  }),
  dirname: fileFn({
    doc: "What comes before the last slash of a path.",
    examples: ["salt '*' file.dirname /etc/ssh/sshd_config"],
    params: { path },
    run: (args) => dirName(args.path),
  }),
  join: fileFn({
    doc: "Joins parts of a path; an absolute one discards what comes before it.",
    examples: ["salt '*' file.join / etc ssh"],
    varargs: "args",
    run: (_args, _context, { args }) => {
      const [first = "", ...more] = args.map(pythonStr);
      return joinPaths(first, ...more);
    },
  }),
  normpath: fileFn({
    doc: "A path without `.`, `..` and double slashes.",
    examples: ["salt '*' file.normpath /etc/../usr//bin"],
    params: { path },
    run: (args) => normPath(args.path),
  }),
  pardir: fileFn({
    doc: "The name that stands for the directory above.",
    examples: ["salt '*' file.pardir"],
    run: () => "..",
  }),
};
