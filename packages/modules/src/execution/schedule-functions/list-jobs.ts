/**
 * The jobs of the schedule, as functions show them.
 */
import type { Dict, ExecutionContext, MutableDict, Value } from "@salt/core";
import { dict, getDict, isDict } from "@salt/core";
import { savedSchedule } from "@salt/schedule";

/** Which jobs are wanted. */
export interface ListOptions {
  /** Jobs whose names begin with `__`, too: Salt's own. */
  readonly showAll?: boolean;
  readonly hidesDisabled?: boolean;
  /** Those of the configuration (`opts`) or of the pillar alone. */
  readonly where?: string | null;
  /** Those of the file, without asking the minion. */
  readonly offline?: boolean;
}

/** Keys of a schedule that are settings for all jobs. */
const SETTINGS: ReadonlySet<Value> = new Set(["enabled", "skip_function", "skip_during_range", "splay"]);

/** Fields of a job that are shown; others are the scheduler's own, or mean nothing. */
const FIELDS: ReadonlySet<Value> = new Set([
  ...[
    "name",
    "maxrunning",
    "function",
    "splay",
    "range",
    "when",
    "once",
    "once_fmt",
    "returner",
    "jid_include",
  ],
  ...["args", "kwargs", "seconds", "minutes", "hours", "days", "enabled", "return_job", "metadata", "cron"],
  ...["until", "after", "return_config", "return_kwargs", "run_on_start", "skip_during_range"],
  ...["run_after_skip_range"],
]);

/** The jobs by name, with the settings between them. */
export async function listJobs(context: ExecutionContext, options: ListOptions = {}): Promise<MutableDict> {
  const shown: MutableDict = new Map();
  for (const [name, job] of await schedule(context, options)) {
    if (SETTINGS.has(name)) shown.set(name, job);
    else if (isDict(job) && (options.showAll === true || !String(name).startsWith("__"))) {
      const own = shownJob(job);
      if (options.hidesDisabled !== true || own.get("enabled") !== false) shown.set(name, own);
    }
  }
  return shown;
}

/** The same as YAML, where each job says whether it is kept over a restart. */
export async function listText(context: ExecutionContext, options: ListOptions): Promise<string> {
  const jobs = await listJobs(context, options);
  const saved = await savedSchedule(context.opts);
  const marked = [...jobs].map(([name, job]): [Value, Value] => [
    name,
    isDict(job) && !SETTINGS.has(name) ? new Map(job).set("saved", saved.has(name)) : job,
  ]);
  const { dumpSlsYaml } = await import("@salt/render");
  return dumpSlsYaml(dict({ schedule: new Map(marked) }), { flow: false });
}

async function schedule(context: ExecutionContext, { where, offline }: ListOptions): Promise<Dict> {
  if (offline === true) return await savedSchedule(context.opts);
  const answer = await context.control.schedule(dict({ func: "list", where: where ?? null }));
  return getDict(answer ?? new Map(), "schedule") ?? new Map();
}

function shownJob(job: Dict): Dict {
  const shown: MutableDict = new Map();
  for (const [field, value] of job) {
    if (!FIELDS.has(field) || value === null) continue;
    shown.set(field, value === "true" ? true : value === "false" ? false : value);
  }
  if (!shown.has("enabled")) shown.set("enabled", true);
  return shown;
}
