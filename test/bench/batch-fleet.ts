/**
 * Simulated minions that answer a batch run, and some that go away in the middle of it, each in another way.
 */
import type { Dict, Plain } from "@salt/core";
import { getList, getString } from "@salt/core";
import type { SimMinion, TestCluster } from "@salt/testkit";
import { PrivateKey } from "@salt/wire";

/** What becomes of a minion when the job reaches it. */
export type Fate =
  /** It answers. */
  | "answers"
  /** It answers with retcode 3. */
  | "fails"
  /** It is gone at once. */
  | "disconnects"
  /** It says once that it is at work, and is gone then. */
  | "dies at work"
  /** Its job process is killed: it says first that it is at work, later that it is not. */
  | "loses the job"
  /** It is started anew, and knows nothing of the job. */
  | "restarts"
  /** It hangs: the master hears something of it, but it answers nothing. */
  | "hangs";

/** The five ways to be killed midway. */
export const KILLED: readonly Fate[] = ["disconnects", "dies at work", "loses the job", "restarts", "hangs"];

const PID = 4711;

/** One simulated minion with its fate. */
class FatedMinion {
  readonly #minion: SimMinion;
  readonly #fate: Fate;
  #asked = 0;

  constructor(minion: SimMinion, fate: Fate) {
    this.#minion = minion;
    this.#fate = fate;
  }

  /** Takes a job as its fate has it. */
  async take(job: Dict): Promise<void> {
    const fun = getString(job, "fun") ?? "";
    if (fun === "test.ping") await this.#answer(job, true);
    else if (fun === "saltutil.find_job") await this.#tell(job);
    else if (this.#fate === "answers") await this.#answer(job, this.#minion.id);
    else if (this.#fate === "fails") await this.#answer(job, "failed", 3);
    else if (this.#fate === "disconnects") this.#minion.close();
  }

  /** Tells whether it is at work. */
  async #tell(job: Dict): Promise<void> {
    this.#asked += 1;
    const work = { pid: PID, jid: String(getList(job, "arg")?.[0] ?? "") };
    switch (this.#fate) {
      case "dies at work":
        await this.#answer(job, work);
        this.#minion.close();
        return;
      case "loses the job":
        return this.#answer(job, this.#asked === 1 ? work : {});
      case "restarts":
        return this.#answer(job, {});
      case "hangs":
        await this.#minion.request({ cmd: "_mine_flush" });
    }
  }

  async #answer(job: Dict, value: Plain, retcode = 0): Promise<void> {
    const fun = getString(job, "fun") ?? "";
    const changes = { fun, return: value, retcode, success: retcode === 0 };
    await this.#minion.returnFor(getString(job, "jid") ?? "", changes);
  }
}

/** A fleet: closed with its cluster. */
export class BatchFleet {
  readonly fates: ReadonlyMap<string, Fate>;

  private constructor(fates: ReadonlyMap<string, Fate>) {
    this.fates = fates;
  }

  /** Connects so many minions to the master; those with another fate than to answer are spread among them. */
  static async start(cluster: TestCluster, count: number, odd: readonly Fate[]): Promise<BatchFleet> {
    const key = await PrivateKey.generate(2048);
    const every = Math.floor(count / odd.length);
    const fates = new Map<string, Fate>();
    for (let index = 0; index < count; index += 1) {
      const fate = index % every === every - 1 ? odd[Math.floor(index / every)] : undefined;
      fates.set(`sim${String(index).padStart(3, "0")}`, fate ?? "answers");
    }
    for (const [id, fate] of fates) {
      const minion = await cluster.simulate(id, { key });
      const fated = new FatedMinion(minion, fate);
      await minion.listen((job) => {
        // A minion takes the next job while an answer is under way; one that is closed meanwhile has no more to say.
        void fated.take(job).catch(() => {});
      });
    }
    return new BatchFleet(fates);
  }

  /** Ids with that fate. */
  having(fate: Fate): readonly string[] {
    return [...this.fates].filter(([, own]) => own === fate).map(([id]) => id);
  }
}
