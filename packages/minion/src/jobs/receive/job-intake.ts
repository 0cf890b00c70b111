/**
 * Taking in the jobs that masters publish: those that are for this minion, each once.
 */
import type { Dict, Job, Logger, MinionControl } from "@salt/core";
import { dict, errorText, get, tags } from "@salt/core";
import type { FactStore } from "../../facts/minion-facts.js";
import { parseJob } from "../parse-job.js";
import type { OwnTarget } from "./own-target.js";
import type { RecentJids } from "./recent-jids.js";

/** What it works with. */
export interface JobIntakeParts {
  readonly facts: FactStore;
  readonly ownTarget: OwnTarget;
  readonly recent: RecentJids;
  readonly control: Pick<MinionControl, "fireMaster">;
  readonly accept: (job: Job, master: string) => void;
  readonly log: Logger;
}

/** Takes jobs in. */
export class JobIntake {
  readonly #parts: JobIntakeParts;

  constructor(parts: JobIntakeParts) {
    this.#parts = parts;
  }

  /** Takes a publish map that passed all checks of its seal, when it is for this minion and new. Never throws. */
  async take(load: Dict, master: string): Promise<void> {
    const job = await this.#readForMe(load);
    if (job === undefined || !this.#parts.recent.add(job.jid)) return;
    if (job.load.get("start_event") === true) this.#announceStart(job);
    this.#parts.accept(job, master);
  }

  async #readForMe(load: Dict): Promise<Job | undefined> {
    try {
      const job = parseJob(load);
      const { id, grains, pillar } = this.#parts.facts;
      return (await this.#parts.ownTarget.means(job.target, { id, grains, pillar })) ? job : undefined;
    } catch (error) {
      this.#parts.log.warn({ reason: errorText(error) }, "A job was refused");
      return undefined;
    }
  }

  /** Commands of 3008 may ask to be told when a minion begins. */
  #announceStart({ jid, load }: Job): void {
    const { id } = this.#parts.facts;
    const fields = ["fun", "tgt", "tgt_type", "user", "master_id", "metadata"];
    const told = fields.flatMap((name) => (load.has(name) ? [[name, get(load, name) ?? null] as const] : []));
    const data = dict([["id", id], ["jid", jid], ...told]);
    void this.#parts.control.fireMaster(tags.jobStart(jid, id), data);
  }
}
