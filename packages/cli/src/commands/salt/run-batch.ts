/**
 * `--batch`: runs the job on a few minions at a time, and prints what real Salt prints meanwhile.
 */
import type { Answer, BatchEvent, BatchSize } from "@salt/client";
import { highestRetcode, isMissing, runInBatches } from "@salt/client";
import type { Value } from "@salt/core";
import { dict } from "@salt/core";
import { EXIT, unlessSalt } from "../exit-status.js";
import { tellStop } from "./batch-stop.js";
import { silentWord } from "./missing-text.js";
import { printSummary } from "./run-direct.js";
import type { SaltSession } from "./session.js";
import { complainOf, NO_RETURN, NOTHING_MATCHED, requestOf } from "./session.js";
import type { Outcome } from "./summary.js";

type Event<K extends BatchEvent["kind"]> = Extract<BatchEvent, { readonly kind: K }>;

/** What an exit status can hold. */
const HIGHEST_STATUS = 255;

/** Runs the job in batches; the exit status. With `--static` everything is printed as one map at the end. */
export async function runBatch(session: SaltSession, size: BatchSize): Promise<number> {
  const { client, command, settings, signal } = session;
  const report = new BatchReport(session);
  const events = runInBatches(client, requestOf(command), {
    size,
    waitSeconds: settings.number("batch_wait"),
    failhard: settings.flag("failhard"),
    timeout: command.timeout,
    gatherJobTimeout: command.gatherJobTimeout,
    signal,
  });
  try {
    for await (const event of events) await report.take(event);
  } finally {
    session.progress.end();
  }
  return await report.end();
}

/** Prints what happens and remembers what the exit status depends on. */
class BatchReport {
  readonly #session: SaltSession;
  readonly #quiet: boolean;
  readonly #returns = new Map<Value, Value>();
  readonly #outcomes: Outcome[] = [];
  #status: number | undefined;
  #highest = 0;

  constructor(session: SaltSession) {
    this.#session = session;
    this.#quiet = session.settings.flag("static");
  }

  /** Takes the next event. */
  async take(event: BatchEvent): Promise<void> {
    switch (event.kind) {
      case "nobody":
        this.#nobody();
        break;
      case "roll":
        this.#roll(event);
        break;
      case "slice":
        this.#slice(event);
        break;
      case "answer":
        await this.#answer(event);
        break;
      case "stopped":
        this.#status = tellStop(this.#session, event);
    }
  }

  /** Prints what comes last; the exit status. */
  async end(): Promise<number> {
    const { screen, policy } = this.#session;
    if (this.#quiet) await screen.value(this.#returns);
    // Real Salt ignores --summary here.
    if (this.#outcomes.length > 0 && policy === "honest") printSummary(this.#session, this.#outcomes);
    const status = this.#status ?? Math.min(this.#highest, HIGHEST_STATUS);
    return this.#quiet && status !== EXIT.nothing ? unlessSalt(policy, status) : status;
  }

  #nobody(): void {
    const { screen } = this.#session;
    screen.line(NOTHING_MATCHED);
    if (!this.#quiet) screen.line("No minions matched the target.");
    this.#nobodyReturned();
  }

  #nobodyReturned(): void {
    this.#session.screen.complain(NO_RETURN);
    this.#status = EXIT.nothing;
  }

  /** As in Salt, the absent ones are only named where there is somebody to work with. */
  #roll({ present, absent, strangers }: Event<"roll">): void {
    const { screen, progress } = this.#session;
    const named = this.#showSilent ? absent : [];
    for (const { id } of named) {
      if (present.length > 0 && !this.#quiet)
        screen.line(`Minion ${id} did not respond. No job will be sent.`);
    }
    for (const answer of [...named, ...strangers]) this.#missed(answer);
    if (present.length > 0) progress.begin(present.length);
    else this.#nobodyReturned();
  }

  #slice({ ids }: Event<"slice">): void {
    const names = ids.map((id) => `'${id}'`).join(", ");
    if (!this.#quiet) this.#session.screen.line(`\nExecuting run on [${names}]\n`);
  }

  async #answer({ jid, answer }: Event<"answer">): Promise<void> {
    const { screen, progress } = this.#session;
    progress.tick();
    if (isMissing(answer)) {
      if (!this.#showSilent) return;
      if (!this.#quiet) await screen.value(dict([[answer.id, new Map()]]));
      this.#missed(answer);
      return;
    }
    const retcode = highestRetcode(answer.retcode);
    this.#highest = Math.max(this.#highest, retcode);
    this.#outcomes.push({ id: answer.id, answered: true, retcode });
    this.#returns.set(answer.id, answer.return);
    // Salt prints the return beside the bookkeeping that came with it.
    const value = new Map<Value, Value>([
      ["retcode", retcode],
      ["jid", jid],
      [answer.id, answer.return],
    ]);
    if (!this.#quiet) await screen.value(value, { outputter: answer.out, retcode });
  }

  #missed(answer: Answer): void {
    if (!isMissing(answer)) return;
    complainOf(this.#session, answer);
    this.#outcomes.push({ id: answer.id, answered: silentWord(answer.missing), retcode: EXIT.failed });
    this.#highest = Math.max(this.#highest, unlessSalt(this.#session.policy, EXIT.failed));
  }

  /** Real Salt does not look at --hide-timeout here. */
  get #showSilent(): boolean {
    const { settings, policy } = this.#session;
    return policy === "salt" || settings.value("show_timeout") !== false || settings.flag("verbose");
  }
}
