/**
 * The books of one job: who is expected, who answered, when to ask the silent ones, when to give them up. It has
 * no clock and no sockets of its own, the times of all calls are given.
 */
import type { BusEvent, Dict, JobReturn } from "@salt/core";
import { get, getList, isDict, isInt, isTruthy, tags } from "@salt/core";
import { readJobReturn } from "./job-return.js";

/** How long to wait; all times in milliseconds. */
export interface Patience {
  /** Until the silent minions are asked whether they are still at work. */
  readonly timeoutMs: number;
  /** For their answers to that. */
  readonly gatherMs: number;
  /** How much longer to wait for masters below this one; 0 when there are none. */
  readonly syndicMs: number;
}

/** What the driver has to do next. */
export type Step =
  | { readonly do: "wait"; readonly until: number }
  | { readonly do: "ask"; readonly ids: readonly string[] }
  | { readonly do: "end" };

/** What is known of a minion that was asked whether it is at work. */
export interface WorkReport {
  readonly running: boolean;
  readonly pid: number | undefined;
  /** When it said so, in milliseconds. */
  readonly at: number;
  /** Whether it has been at work on the job at some time. */
  readonly worked: boolean;
}

/** Follows one job from its publication to its end. */
export class Collection {
  readonly #jid: string;
  readonly #patience: Patience;
  readonly #expected: Set<string>;
  readonly #answered = new Set<string>();
  readonly #keyless: Set<string>;
  readonly #givenUpAt = new Map<string, number>();
  readonly #reports = new Map<string, WorkReport>();
  readonly #asked = new Set<string>();
  /** Minions that have shown that they were at work on the job. */
  readonly #began = new Set<string>();
  readonly #syndicUntil: number;
  #roundEnds: number;
  #someoneRuns = true;
  /** Why the master refused the job after all, if it did. */
  refusal: string | undefined;

  constructor(
    job: { readonly jid: string; readonly minions: readonly string[]; readonly missing: readonly string[] },
    patience: Patience,
    now: number,
  ) {
    this.#jid = job.jid;
    this.#patience = patience;
    this.#expected = new Set(job.minions);
    this.#keyless = new Set(job.missing);
    this.#roundEnds = now + patience.timeoutMs;
    this.#syndicUntil = now + patience.syndicMs;
    for (const id of this.#expected) this.#givenUpAt.set(id, this.#roundEnds);
  }

  /** Ids that have not answered, sorted. */
  silent(): readonly string[] {
    return [...this.#expected].filter((id) => !this.#answered.has(id)).sort();
  }

  /** Ids that a list target names and the master has no key for, less those that answered all the same. */
  keyless(): readonly string[] {
    return [...this.#keyless].filter((id) => !this.#answered.has(id)).sort();
  }

  /** What a minion said when it was asked for the job; undefined when it did not answer that either. */
  report(id: string): WorkReport | undefined {
    return this.#reports.get(id);
  }

  /** Takes an event; gives the return in it, if it holds one that is new. */
  event(event: BusEvent, now: number): JobReturn | undefined {
    const tag = event.tag.startsWith("syndic/") ? event.tag.slice(event.tag.indexOf("/", 7) + 1) : event.tag;
    const own = tags.jobPrefix(this.#jid);
    if (tag.startsWith(`${own}ret/`)) return this.answer(readJobReturn(event.data));
    if (tag.startsWith(`${own}prog/`) || tag.startsWith(`${own}start/`)) {
      this.#began.add(tag.split("/")[4] ?? "");
    }
    for (const asked of this.#asked) {
      if (tag.startsWith(`${tags.jobPrefix(asked)}ret/`)) this.#workReport(event.data, now);
    }
    if (tag === tags.jobMinions(this.#jid) || tag === tags.jobNew(this.#jid))
      this.#moreMinions(event.data, now);
    if (tag === tags.jobError(this.#jid)) this.refusal = "Authorization error occurred";
    return undefined;
  }

  /** Takes a return from anywhere; gives it back when it is the first of its minion. */
  answer(answer: JobReturn | undefined): JobReturn | undefined {
    if (answer === undefined || this.#answered.has(answer.id)) return undefined;
    this.#answered.add(answer.id);
    return answer;
  }

  /** Notes that the silent minions were asked, by a job of their own; undefined when that could not be sent. */
  wasAsked(jid: string | undefined, now: number): void {
    if (jid !== undefined) this.#asked.add(jid);
    this.#someoneRuns = false;
    this.#roundEnds = now + this.#patience.gatherMs + this.#patience.syndicMs;
  }

  /** What to do at this time. */
  next(now: number): Step {
    const silent = this.silent();
    if (silent.length === 0) {
      return now >= this.#syndicUntil ? { do: "end" } : { do: "wait", until: this.#syndicUntil };
    }
    if (now < this.#roundEnds) return { do: "wait", until: this.#roundEnds };
    if (this.#someoneRuns) return { do: "ask", ids: silent };
    const latest = Math.max(...silent.map((id) => this.#givenUpAt.get(id) ?? 0));
    return now >= latest ? { do: "end" } : { do: "wait", until: latest };
  }

  /** A non-empty map means the job is at work there, and its minion gets more time. */
  #workReport(data: Dict, now: number): void {
    const id = get(data, "id");
    const said = get(data, "return");
    if (typeof id !== "string") return;
    const running = isDict(said) && said.size > 0 && !isTruthy(get(data, "retcode"));
    const pid = get(said, "pid");
    const worked = running || this.#began.has(id);
    if (worked) this.#began.add(id);
    this.#reports.set(id, { running, pid: isInt(pid) ? Number(pid) : undefined, at: now, worked });
    if (!running || this.#answered.has(id)) return;
    this.#expected.add(id);
    this.#givenUpAt.set(id, now + this.#patience.timeoutMs);
    this.#someoneRuns = true;
  }

  /** Masters below this one tell whom they sent the job to. */
  #moreMinions(data: Dict, now: number): void {
    for (const id of getList(data, "minions") ?? []) {
      if (typeof id !== "string" || this.#expected.has(id)) continue;
      this.#expected.add(id);
      this.#givenUpAt.set(id, now + this.#patience.timeoutMs);
    }
    for (const id of getList(data, "missing") ?? []) if (typeof id === "string") this.#keyless.add(id);
  }
}
