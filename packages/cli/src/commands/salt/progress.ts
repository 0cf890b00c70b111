/**
 * How many minions have answered, while a job runs: a line on a terminal that goes away with the job.
 */
import type { Clock } from "@salt/core";
import type { StatusLine } from "../../print/status-line.js";
import type { Terminal } from "../../print/terminal.js";
import { span } from "./missing-text.js";

/** Told how far a run is. */
export interface Progress {
  /** A job was sent to so many minions. `doing` says what is counted. */
  begin(expected: number, doing?: string): void;
  /** One more of them is through. */
  tick(): void;
  /** The job is over. */
  end(): void;
}

/** For output that is not seen. */
export const noProgress: Progress = { begin: () => {}, tick: () => {}, end: () => {} };

/** Jobs that are over sooner show no line: it would only flicker. */
const QUIET_MS = 400;
const EVERY_MS = 1000;
/** Off a terminal, `--progress` writes a line each time so much more of the whole is done. */
const STEPS = 10;

/**
 * The progress that fits where the output goes: a line when both standard output and standard error are a terminal,
 * or with `--progress` the latter alone; with `--progress` and no terminal a few plain lines; otherwise nothing.
 */
export function progressFor(terminal: Terminal, line: StatusLine, asked: boolean, clock: Clock): Progress {
  if (terminal.isErrorTerminal && (terminal.isTerminal || asked)) return new LiveProgress(line, clock);
  return asked ? new PlainProgress((text) => terminal.err(text), clock) : noProgress;
}

/** Counts for both forms. */
abstract class Counter implements Progress {
  readonly #clock: Clock;
  #doing = "";
  #since = 0;
  protected expected = 0;
  protected through = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  begin(expected: number, doing = "answered"): void {
    this.#doing = doing;
    this.#since = this.#clock.now();
    this.expected = expected;
    this.through = 0;
    this.begun();
  }

  tick(): void {
    this.through += 1;
    // Masters below this one may send the job to more minions than this one knows.
    this.expected = Math.max(this.expected, this.through);
    this.ticked();
  }

  abstract end(): void;
  protected abstract begun(): void;
  protected abstract ticked(): void;

  protected text(): string {
    return `${this.through}/${this.expected} ${this.#doing}, ${span(this.#clock.now() - this.#since)}`;
  }
}

class LiveProgress extends Counter {
  readonly #line: StatusLine;
  #timer: NodeJS.Timeout | undefined;
  #visible = false;

  constructor(line: StatusLine, clock: Clock) {
    super(clock);
    this.#line = line;
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#visible = false;
    this.#line.clear();
  }

  protected begun(): void {
    clearTimeout(this.#timer);
    this.#later(this.#visible ? 0 : QUIET_MS);
  }

  protected ticked(): void {
    if (this.#visible) this.#line.show(this.text());
  }

  #later(ms: number): void {
    this.#timer = setTimeout(() => {
      this.#visible = true;
      this.#line.show(this.text());
      this.#later(EVERY_MS);
    }, ms).unref();
  }
}

class PlainProgress extends Counter {
  readonly #write: (text: string) => void;

  constructor(write: (text: string) => void, clock: Clock) {
    super(clock);
    this.#write = write;
  }

  end(): void {}

  protected begun(): void {
    this.#write(`${this.text()}\n`);
  }

  protected ticked(): void {
    const step = (count: number): number => Math.floor((count * STEPS) / this.expected);
    if (step(this.through) > step(this.through - 1)) this.#write(`${this.text()}\n`);
  }
}

/** Passes on items of a job and counts them. */
export async function* counted<T>(
  progress: Progress,
  expected: number,
  items: AsyncIterable<T>,
  doing?: string,
): AsyncGenerator<T, void, undefined> {
  progress.begin(expected, doing);
  try {
    for await (const item of items) {
      progress.tick();
      yield item;
    }
  } finally {
    progress.end();
  }
}
