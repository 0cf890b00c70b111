/**
 * The options of a state run: the minion's, what the call says, and what the master says of states.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { CommandExecutionError, dict, isDict, isTruthy, pythonStr, SaltInvocationError } from "@salt/core";

/** Keyword arguments of a call. */
export type Kwargs = ReadonlyMap<string, Value>;

/** Options that the master's value replaces where it has one. */
const FROM_MASTER = [
  "renderer",
  "state_top",
  "file_roots",
  "state_auto_order",
  "top_file_merging_strategy",
  "env_order",
  "default_top",
  "jinja_env",
  "jinja_sls_env",
  "jinja_lstrip_blocks",
  "jinja_trim_blocks",
] as const;

/** Options that are the master's alone, with what counts when it says nothing. */
const OF_MASTER: readonly (readonly [string, Value])[] = [
  ["failhard", false],
  ["state_top_saltenv", null],
  ["nodegroups", new Map()],
];

/** Options that either side may switch on. */
const OF_EITHER = ["state_events", "state_aggregate"] as const;

/** The options of a run. Throws CommandExecutionError where `lock_saltenv` forbids the environment. */
export async function runOptions(context: ExecutionContext, kwargs: Kwargs): Promise<MutableDict> {
  const opts = new Map(context.opts);
  if (kwargs.has("localconfig")) {
    throw new SaltInvocationError("localconfig: a state run with another configuration is not offered", {
      hint: "Use salt-call -c with a directory that has it.",
    });
  }
  setEnvironments(opts, kwargs);
  if (!isLocal(opts)) layMasterOver(opts, await context.control.request(dict({ cmd: "_master_opts" })));
  return opts;
}

/** Whether the minion has its files itself. */
function isLocal(opts: Dict): boolean {
  return opts.get("file_client") === "local" || opts.get("local") === true;
}

function setEnvironments(opts: MutableDict, kwargs: Kwargs): void {
  const saltenv = textOrNull(kwargs.get("saltenv"));
  if (saltenv !== null) {
    if (isTruthy(opts.get("lock_saltenv")) && saltenv !== opts.get("saltenv")) {
      throw new CommandExecutionError("lock_saltenv is enabled, saltenv cannot be changed");
    }
    opts.set("saltenv", saltenv);
  }
  if (kwargs.has("pillarenv")) opts.set("pillarenv", textOrNull(kwargs.get("pillarenv")));
  else if (isTruthy(opts.get("pillarenv_from_saltenv")) && kwargs.has("saltenv"))
    opts.set("pillarenv", saltenv);
}

function textOrNull(value: Value | undefined): string | null {
  return value === undefined || value === null ? null : pythonStr(value);
}

/** A master that does not say leaves the defaults. */
function layMasterOver(opts: MutableDict, said: Value): void {
  const master: Dict = isDict(said) ? said : new Map();
  for (const key of FROM_MASTER) {
    const value = master.get(key);
    if (value !== undefined) opts.set(key, value);
  }
  for (const [key, fallback] of OF_MASTER) opts.set(key, master.get(key) ?? fallback);
  for (const key of OF_EITHER) {
    const [own, masters] = [opts.get(key), master.get(key)];
    opts.set(key, isTruthy(own) ? (own ?? false) : isTruthy(masters) ? (masters ?? false) : false);
  }
}
