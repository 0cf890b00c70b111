/**
 * The command line of salt.
 */
import { beyondSalt, flag, inGroup, int, intOr, negativeFlag, numberOr, text, textOr } from "../option.js";
import { defineProgram } from "../program.js";
import { authenticationOptions } from "./groups/authentication.js";
import { basicOptions } from "./groups/basic.js";
import { loggingOptions } from "./groups/logging.js";
import { outputOptions } from "./groups/output.js";
import { TARGET_OPTIONS, targetOptions } from "./groups/target.js";

/** The command line of salt. */
export const saltProgram = defineProgram({
  name: "salt",
  usage: "salt [options] '<target>' <function> [arguments]",
  about: "Runs functions on minions and prints what they return.",
  exclusiveGroups: [TARGET_OPTIONS],
  options: {
    ...basicOptions,
    module_executors: text(
      ["--module-executors"],
      "EXECUTOR_LIST",
      "replace the list of executors that wrap the function call",
    ),
    executor_opts: text(["--executor-opts"], "EXECUTOR_OPTS", "options handed to those executors"),
    timeout: intOr(
      ["-t", "--timeout"],
      "TIMEOUT",
      5,
      "seconds to wait for returns before asking who is still running",
    ),
    args_stdin: flag(["--args-stdin"], "take more options and arguments from standard input, one a line"),
    hard_crash: flag(["--hard-crash"], "let exceptions through with their traceback"),
    no_parse: text(
      ["--no-parse"],
      "argname1,argname2,...",
      "names of key=value arguments to keep as plain text",
    ),
    static: flag(["-s", "--static"], "collect every return and print once at the end"),
    progress: flag(["-p", "--progress"], "tell how many have answered, also off a terminal"),
    failhard: flag(["--failhard"], "in batch mode, stop at the first failing return"),
    async: flag(["--async"], "publish, print the job id, do not wait"),
    subset: intOr(["--subset"], "SUBSET", 0, "run on this many of the matching minions, chosen at random"),
    verbose: flag(["-v", "--verbose"], "show the job id and what the client is asking"),
    show_timeout: negativeFlag(["--hide-timeout"], "do not list minions that stayed silent"),
    show_jid: flag(["--show-jid"], "print only the job id ahead of the returns"),
    batch: text(["-b", "--batch", "--batch-size"], "BATCH", "run on N minions, or N percent, at a time"),
    batch_wait: numberOr(
      ["--batch-wait"],
      "BATCH_WAIT",
      0,
      "seconds a batch slot stays taken after its minion returned",
    ),
    batch_safe_limit: intOr(
      ["--batch-safe-limit"],
      "BATCH_SAFE_LIMIT",
      0,
      "switch to batches by itself when at least this many minions match",
    ),
    batch_safe_size: textOr(
      ["--batch-safe-size"],
      "BATCH_SAFE_SIZE",
      "8",
      "batch size for that automatic switch",
    ),
    return: text(
      ["--return"],
      "RETURNER",
      "also deliver the result to this returner (comma-separated list allowed)",
    ),
    return_config: text(
      ["--return_config"],
      "RETURNER_CONF",
      "named alternative configuration of the returner",
    ),
    return_kwargs: text(["--return_kwargs"], "RETURNER_KWARGS", "YAML/JSON settings for the returner"),
    doc: flag(["-d", "--doc", "--documentation"], "print the documentation of a module or function"),
    args_separator: textOr(
      ["--args-separator"],
      "ARGS_SEPARATOR",
      ",",
      "what stands between the argument lists of a compound command",
    ),
    cli_summary: flag(["--summary"], "add counts of targeted, returned, missing and failed minions"),
    metadata: text(["--metadata"], "METADATA", "data stored with the job, to find it later"),
    state_output_diff: flag(["--output-diff"], "show only states that changed something"),
    config_dump: flag(["--config-dump"], "print the effective configuration"),
    preview_target: flag(
      ["--preview-target"],
      "list the minions a target is expected to match, send nothing",
    ),
    start_event: beyondSalt(flag(["--start-event"], "minions announce the moment they accept the job")),
    gather_job_timeout: beyondSalt(
      int(
        ["--gather-job-timeout"],
        "GATHER_JOB_TIMEOUT",
        "seconds that minions may take to say whether they are still at work",
      ),
    ),
    ...targetOptions,
    ...inGroup(TARGET_OPTIONS, {
      compound: flag(
        ["-C", "--compound"],
        "target is an expression mixing kinds (G@ E@ P@ L@ I@ J@ S@ R@ N@, and/or/not, brackets)",
      ),
      pillar_target: flag(["-I", "--pillar"], "target is pillar:glob"),
      pillar_pcre: flag(["-J", "--pillar-pcre"], "target is pillar:regex"),
      ipcidr: flag(["-S", "--ipcidr"], "target is an address or network"),
    }),
    ...inGroup("Additional Target Options", {
      delimiter: textOr(
        ["--delimiter"],
        "DELIMITER",
        ":",
        "separator of nested keys in grain and pillar targets",
      ),
    }),
    ...authenticationOptions,
    ...outputOptions,
    ...loggingOptions,
  },
});
