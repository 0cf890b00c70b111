/**
 * Reads the command line of `salt` into what is to be done.
 */
import type { BatchSize } from "@salt/client";
import { BatchSizeError, readBatchSize } from "@salt/client";
import type { Plain, Target, TargetType, Value } from "@salt/core";
import { parseCommand, parseYamlArgument } from "@salt/core";
import { CommandError } from "../command-error.js";
import type { Settings } from "../settings.js";

/** What `salt` was asked to do. */
export interface SaltCommand {
  readonly target: Target;
  readonly fun: string | readonly string[];
  readonly arg: readonly Value[];
  readonly ret: string;
  /** Further options of the publication by their names on the wire. */
  readonly options: { readonly [name: string]: Plain };
  /** Seconds; undefined leaves it to the configuration. */
  readonly timeout: number | undefined;
  /** Seconds for the question who is still at work; undefined leaves it to the configuration. */
  readonly gatherJobTimeout?: number | undefined;
  /** `--batch`; undefined sends the job to everyone at once. */
  readonly batch?: BatchSize | undefined;
  /** `--subset`; 0 runs on everyone. */
  readonly subset?: number;
  /** `--batch-safe-limit` and the size of batches from there on. */
  readonly safe?: { readonly limit: number; readonly size: BatchSize } | undefined;
}

/** Options that choose the kind of target, and the kind. */
const TARGET_OPTIONS: ReadonlyArray<readonly [option: string, type: TargetType]> = [
  ["pcre", "pcre"],
  ["list", "list"],
  ["grain", "grain"],
  ["grain_pcre", "grain_pcre"],
  ["nodegroup", "nodegroup"],
  ["range", "range"],
  ["compound", "compound"],
  ["pillar_target", "pillar"],
  ["pillar_pcre", "pillar_pcre"],
  ["ipcidr", "ipcidr"],
];

/** Options of the table that this version does not serve, and why that is said instead of being ignored. */
const NOT_SERVED: ReadonlyArray<readonly [option: string, sentence: string]> = [
  ["list_hosts", "Rosters (-H) are not served yet: they belong to salt-ssh."],
];

/** Reads the words and options. Throws CommandError. */
export async function readSaltCommand(
  positionals: readonly string[],
  settings: Settings,
): Promise<SaltCommand> {
  for (const [option, sentence] of NOT_SERVED) {
    if (settings.isGiven(option)) throw new CommandError(sentence);
  }
  const words = withImpliedWords(positionals, settings);
  const [expression, name, ...rest] = words;
  const target = readTarget(expression, settings);
  if (name === undefined)
    throw new CommandError("\nIncomplete options passed.\n\n", { exitCode: 42, withHelp: true });
  const noParse = settings.text("no_parse")?.split(",") ?? [];
  const separator = settings.text("args_separator") ?? ",";
  const timeout = settings.number("timeout");
  return {
    target,
    ...(await parseCommand(name, rest, { noParse, separator })),
    ret: settings.text("return") ?? "",
    options: await publishOptions(settings),
    timeout: timeout !== undefined && timeout > 0 ? timeout : undefined,
    gatherJobTimeout: settings.isGiven("gather_job_timeout")
      ? settings.number("gather_job_timeout")
      : undefined,
    ...readJobControl(settings),
  };
}

/** How many at once, how many at all. What means nothing is refused here, before anything is sent. */
function readJobControl(settings: Settings): Pick<SaltCommand, "batch" | "subset" | "safe"> {
  const batch = settings.text("batch");
  if (batch !== undefined && settings.flag("async")) {
    throw new CommandError(
      "--async and --batch exclude each other: the command has to stay, to send the job to one batch after another.",
    );
  }
  for (const [name, option] of NOT_NEGATIVE) {
    if ((settings.number(name) ?? 0) < 0) throw new CommandError(`${option} takes no number below 0`);
  }
  const limit = settings.number("batch_safe_limit") ?? 0;
  return {
    batch: batch === undefined ? undefined : sizeOf(batch),
    subset: settings.number("subset") ?? 0,
    safe: limit > 1 ? { limit, size: sizeOf(settings.text("batch_safe_size") ?? "8") } : undefined,
  };
}

const NOT_NEGATIVE = [
  ["subset", "--subset"],
  ["batch_wait", "--batch-wait"],
  ["gather_job_timeout", "--gather-job-timeout"],
] as const;

function sizeOf(text: string): BatchSize {
  try {
    return readBatchSize(text);
  } catch (error) {
    throw error instanceof BatchSizeError ? new CommandError(error.message) : error;
  }
}

/** `-d` asks everyone for documentation unless told otherwise; `--preview-target` runs nothing. */
function withImpliedWords(positionals: readonly string[], settings: Settings): readonly string[] {
  if (settings.flag("doc")) {
    const [target = "*", ...rest] = positionals;
    const words = rest[0] === "sys.doc" ? [target, ...rest] : [target, "sys.doc", ...rest];
    if (words.length > 3)
      throw new CommandError("You can only get documentation for one method at one time.");
    return words;
  }
  return settings.flag("preview_target") ? [...positionals, "not_a_valid_command"] : positionals;
}

/** The target that the command line names. Throws CommandError when there is none. */
export function readTarget(expression: string | undefined, settings: Settings): Target {
  const chosen = TARGET_OPTIONS.find(([option]) => settings.isGiven(option));
  if (expression === undefined) {
    throw new CommandError("\nCannot execute command without defining a target.\n\n", {
      exitCode: 42,
      withHelp: true,
    });
  }
  const tgtType = chosen?.[1] ?? "glob";
  const delimiter = settings.text("delimiter") ?? ":";
  return { tgt: tgtType === "list" ? readList(expression) : expression, tgtType, delimiter };
}

/** Ids by commas, or by white space when there is no comma. */
function readList(expression: string): readonly string[] {
  if (expression.includes(",")) return expression.replaceAll(" ", "").split(",");
  return expression.split(/\s+/).filter((id) => id !== "");
}

const YAML_OPTIONS = ["ret_kwargs", "module_executors", "executor_opts", "metadata"] as const;
const OPTION_NAMES: Readonly<Record<string, string>> = { ret_kwargs: "return_kwargs" };

async function publishOptions(settings: Settings): Promise<{ readonly [name: string]: Plain }> {
  const options: Record<string, Plain> = {};
  const config = settings.text("return_config");
  if (config !== undefined) options.ret_config = config;
  for (const name of YAML_OPTIONS) {
    const option = OPTION_NAMES[name] ?? name;
    const text = settings.isGiven(option) ? settings.text(option) : undefined;
    if (text !== undefined) options[name] = await parseYamlArgument(text);
  }
  if (settings.flag("start_event")) options.start_event = true;
  return options;
}
