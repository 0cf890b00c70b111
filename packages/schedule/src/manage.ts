/**
 * What functions and programs may ask of the schedule: the events `manage_schedule`, and what they are answered with.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { dict, getDict, getString, isDict, SaltInvocationError, strftime } from "@salt/core";
import type { ScheduleBook, Where } from "./schedule-book.js";
import { EXPLICIT_FORMAT } from "./schedule-job.js";
import type { Scheduler } from "./scheduler.js";

/** A schedule that can be managed. */
export interface ManagedSchedule {
  readonly book: ScheduleBook;
  readonly scheduler: Scheduler;
  /** Keeps the jobs of the configuration over a restart. */
  readonly save: (schedule: Dict) => Promise<void>;
}

/** An answer, and the tag of the event by which Salt gives it; absent where Salt gives none. */
export interface ScheduleAnswer {
  readonly tag: string | undefined;
  readonly data: Dict;
}

type Action = (request: Dict, schedule: ManagedSchedule) => Dict | Promise<Dict>;

interface Managed {
  /** What stands behind `/salt/minion/minion_schedule_` in the event that answers. */
  readonly told?: string;
  /** Whether it changes jobs, which are then saved unless the request says `persist: False`. */
  readonly changes?: boolean;
  readonly act: Action;
}

const whole = (_request: Dict, { book }: ManagedSchedule): Dict => dict({ schedule: book.all() });
const changing = (told: string, change: (book: ScheduleBook, request: Dict) => void): Managed => ({
  told,
  changes: true,
  act: (request, schedule) => {
    change(schedule.book, request);
    return whole(request, schedule);
  },
});

const ACTIONS: ReadonlyMap<string, Managed> = new Map<string, Managed>([
  ["add", changing("add_complete", (book, request) => book.add(scheduleOf(request)))],
  ["delete", changing("delete_complete", (book, request) => book.delete(nameOf(request)))],
  [
    "modify",
    changing("modify_complete", (book, request) => book.replace(nameOf(request), scheduleOf(request))),
  ],
  ["enable", changing("enabled_complete", (book) => book.setEnabled(true))],
  ["disable", changing("disabled_complete", (book) => book.setEnabled(false))],
  [
    "enable_job",
    changing("enabled_job_complete", (book, request) => book.set(nameOf(request), "enabled", true)),
  ],
  [
    "disable_job",
    changing("disabled_job_complete", (book, request) => book.set(nameOf(request), "enabled", false)),
  ],
  ["postpone_job", { told: "postpone_job_complete", act: postpone }],
  ["skip_job", { told: "skip_job_complete", act: skip }],
  ["reload", { act: reload }],
  ["list", { told: "list_complete", act: list }],
  ["save_schedule", { told: "saved", act: save }],
  ["run_job", { act: (request, { scheduler }) => dict({ started: scheduler.runNow(nameOf(request)) }) }],
  ["get_next_fire_time", { told: "next_fire_time_complete", act: nextFireTime }],
  ["job_status", { told: "job_status_complete", act: jobStatus }],
]);

/** Does what a request asks for. Throws SaltInvocationError for one that cannot be understood, and what saving throws. */
export async function manageSchedule(request: Dict, schedule: ManagedSchedule): Promise<ScheduleAnswer> {
  const func = getString(request, "func") ?? "";
  const managed = ACTIONS.get(func);
  if (managed === undefined) throw new SaltInvocationError(`A schedule cannot '${func}'`);
  const data = await managed.act(request, schedule);
  if (managed.changes === true && request.get("persist") !== false) {
    await schedule.save(schedule.book.all("opts"));
  }
  schedule.scheduler.look();
  const tag = managed.told === undefined ? undefined : `/salt/minion/minion_schedule_${managed.told}`;
  return { tag, data: new Map<Value, Value>([["complete", true], ...data]) };
}

function postpone(request: Dict, schedule: ManagedSchedule): Dict {
  schedule.book.append(nameOf(request), "run_explicit", timeOf(request, "new_time"));
  return skip(request, schedule);
}

function skip(request: Dict, schedule: ManagedSchedule): Dict {
  schedule.book.append(nameOf(request), "skip_explicit", timeOf(request, "time"));
  return whole(request, schedule);
}

function timeOf(request: Dict, key: string): Dict {
  return dict({ time: textOf(request, key), time_fmt: getString(request, "time_fmt") ?? EXPLICIT_FORMAT });
}

function reload(request: Dict, schedule: ManagedSchedule): Dict {
  const saved = scheduleOf(request);
  schedule.book.reload(getDict(saved, "schedule") ?? saved);
  return whole(request, schedule);
}

function list(request: Dict, { book }: ManagedSchedule): Dict {
  const where = getString(request, "where");
  const known: Where = where === "opts" || where === "pillar" ? where : undefined;
  return dict({ schedule: book.all(known) });
}

async function save(_request: Dict, schedule: ManagedSchedule): Promise<Dict> {
  await schedule.save(schedule.book.all("opts"));
  return new Map();
}

function nextFireTime(request: Dict, { scheduler }: ManagedSchedule): Dict {
  const at = scheduler.nextAt(nameOf(request));
  const format = getString(request, "fmt") ?? EXPLICIT_FORMAT;
  return dict({ next_fire_time: at === undefined ? null : localText(at, format) });
}

/** The job with what is known of it, by Salt's names. */
function jobStatus(request: Dict, { book, scheduler }: ManagedSchedule): Dict {
  const name = nameOf(request);
  const format = getString(request, "time_fmt") ?? EXPLICIT_FORMAT;
  const job = book.jobs().get(name);
  const status: MutableDict = new Map(isDict(job) ? job : []);
  const tell = (field: string, at: number | undefined): void => {
    if (at !== undefined) status.set(field, localText(at, format));
  };
  const history = scheduler.historyOf(name);
  tell("_next_fire_time", scheduler.nextAt(name));
  tell("_last_run", history?.lastRun);
  tell("_skipped_time", history?.skipped?.at);
  if (history?.skipped !== undefined)
    status.set("_skipped", true).set("_skip_reason", history.skipped.reason);
  return dict({ data: status });
}

/** A moment (ms since 1970) as the clock on the wall shows it. */
function localText(at: number, format: string): string {
  const shift = new Date(at).getTimezoneOffset() * 60_000;
  return strftime(new Date(at - shift), format);
}

function nameOf(request: Dict): string {
  return textOf(request, "name");
}

function textOf(data: Dict, key: string): string {
  const text = getString(data, key);
  if (text === undefined) throw new SaltInvocationError(`A request to the schedule lacks '${key}'`);
  return text;
}

function scheduleOf(request: Dict): Dict {
  const schedule = getDict(request, "schedule");
  if (schedule === undefined) throw new SaltInvocationError("A request to the schedule lacks 'schedule'");
  return schedule;
}
