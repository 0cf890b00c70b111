/**
 * The book of scheduled jobs: those of the configuration, which can be changed, and those of the pillar, which cannot.
 */
import type { Dict, MutableDict, Value } from "@salt/core";
import { getList, isDict } from "@salt/core";

/** Keys of a schedule that are no jobs but settings for all of them. */
const SETTINGS: ReadonlySet<Value> = new Set(["enabled", "skip_function", "skip_during_range", "splay"]);

/** Which of the jobs. */
export type Where = "opts" | "pillar" | undefined;

/** Knows the jobs by name. */
export class ScheduleBook {
  readonly #own: MutableDict;
  readonly #pillar: () => Dict;

  /** `own` are the jobs of the configuration; `pillar` gives those of the pillar as it is at the moment. */
  constructor(own: Dict, pillar: () => Dict) {
    this.#own = new Map(own);
    this.#pillar = pillar;
  }

  /** Jobs and settings by name; those of the configuration win. */
  all(where?: Where): Dict {
    const pillar = where === "opts" ? [] : this.#pillar();
    const own = where === "pillar" ? [] : this.#own;
    return new Map([...pillar, ...own]);
  }

  /** The jobs alone. */
  jobs(): Dict {
    return new Map([...this.all()].filter(([name]) => !SETTINGS.has(name)));
  }

  /** Whether a job can be changed. */
  owns(name: string): boolean {
    return this.#own.has(name);
  }

  /** Adds jobs, or puts others in their places; jobs of the pillar stay what they are. */
  add(jobs: Dict): void {
    for (const [name, job] of jobs) {
      if (this.#pillar().has(name)) continue;
      const isComplete = !isDict(job) || job.has("enabled");
      this.#own.set(name, isComplete ? job : new Map<Value, Value>([...job, ["enabled", true]]));
    }
  }

  /** Puts a job in the place of one that can be changed. */
  replace(name: string, job: Value): void {
    if (this.owns(name) || !this.#pillar().has(name)) this.#own.set(name, job);
  }

  delete(name: string): void {
    this.#own.delete(name);
  }

  /** Sets a field of a job that can be changed. */
  set(name: string, field: string, value: Value): void {
    const job = this.#own.get(name);
    if (isDict(job)) this.#own.set(name, new Map(job).set(field, value));
  }

  /** Puts something at the end of a list that a job has. */
  append(name: string, field: string, item: Value): void {
    this.set(name, field, [...(getList(this.#own.get(name), field) ?? []), item]);
  }

  /** Switches all jobs on or off. */
  setEnabled(isEnabled: boolean): void {
    this.#own.set("enabled", isEnabled);
  }

  /** Takes up jobs that were saved, beside those there are. */
  reload(saved: Dict): void {
    for (const [name, job] of saved) this.#own.set(name, job);
  }
}
