/**
 * The command line of salt-cp.
 */
import { flag, inGroup, intOr, negativeFlag, textOr } from "../option.js";
import { defineProgram } from "../program.js";
import { basicOptions } from "./groups/basic.js";
import { loggingOptions } from "./groups/logging.js";
import { outputOptions } from "./groups/output.js";
import { TARGET_OPTIONS, targetOptions } from "./groups/target.js";

/** The command line of salt-cp. */
export const saltCpProgram = defineProgram({
  name: "salt-cp",
  usage: "salt-cp [options] '<target>' SOURCE DEST",
  about: "Copies files to minions.",
  exclusiveGroups: [TARGET_OPTIONS],
  options: {
    ...basicOptions,
    timeout: intOr(
      ["-t", "--timeout"],
      "TIMEOUT",
      5,
      "seconds to wait for returns before asking who is still running",
    ),
    hard_crash: flag(["--hard-crash"], "let exceptions through with their traceback"),
    ...targetOptions,
    ...inGroup("Additional Target Options", {
      delimiter: textOr(
        ["--delimiter"],
        "DELIMITER",
        ":",
        "separator of nested keys in grain and pillar targets",
      ),
    }),
    ...outputOptions,
    ...inGroup("File Options", {
      chunked: flag(["-C", "--chunked"], "send in chunks: large files, directories, empty directories"),
      gzip: negativeFlag(["-n", "--no-compression"], "do not gzip the transfer"),
    }),
    ...loggingOptions,
  },
});
