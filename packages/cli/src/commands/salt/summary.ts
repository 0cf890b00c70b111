/**
 * The counts that `--summary` prints after the returns.
 */
import type { SilentWord } from "./missing-text.js";

/** What became of one minion. */
export interface Outcome {
  readonly id: string;
  /** Or which of Salt's two words says why not. */
  readonly answered: true | SilentWord;
  readonly retcode: number;
}

/** The lines of the summary; `verbose` adds the names behind the counts. */
export function summaryLines(outcomes: readonly Outcome[], verbose: boolean): readonly string[] {
  const silent = outcomes.filter((outcome) => outcome.answered !== true);
  const away = silent.filter((outcome) => outcome.answered === "Not connected");
  const mute = silent.filter((outcome) => outcome.answered === "No response");
  const failed = outcomes.filter((outcome) => outcome.answered === true && outcome.retcode !== 0);
  const rule = "-".repeat(43);
  const names = (list: readonly Outcome[]): string => list.map((outcome) => outcome.id).join(" ");
  const lines = [
    "\n",
    rule,
    "Summary",
    rule,
    `# of minions targeted: ${outcomes.length}`,
    `# of minions returned: ${outcomes.length - silent.length}`,
    `# of minions that did not return: ${silent.length}`,
    `# of minions with errors: ${failed.length}`,
  ];
  if (verbose && away.length > 0) lines.push(`Minions not connected: ${names(away)}`);
  if (verbose && mute.length > 0) lines.push(`Minions not responding: ${names(mute)}`);
  if (verbose && failed.length > 0) lines.push(`Minions with failures: ${names(failed)}`);
  return [...lines, rule];
}
