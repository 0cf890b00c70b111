/**
 * The line that `salt --progress` keeps up to date.
 */

/** How far a job is. */
export interface ProgressState {
  readonly targeted: number;
  readonly returned: number;
  /** Since the job was sent. */
  readonly seconds: number;
}

const WIDTH = 79;

/** One state of the line: percentage, bar, time, counts. */
export function progressLine({ targeted, returned, seconds }: ProgressState): string {
  const total = Math.max(targeted, returned);
  const share = total === 0 ? 1 : returned / total;
  const percent = `${String(Math.floor(share * 100)).padStart(3)}%`;
  const rest = `Elapsed Time: ${clock(seconds)} Returns: [${returned}/${targeted}]`;
  const room = Math.max(WIDTH - percent.length - rest.length - 4, 0);
  const bar = "#".repeat(Math.floor(share * room)).padEnd(room);
  return `${percent} |${bar}| ${rest}`;
}

function clock(seconds: number): string {
  const two = (part: number): string => String(Math.floor(part)).padStart(2, "0");
  return `${Math.floor(seconds / 3600)}:${two((seconds % 3600) / 60)}:${two(seconds % 60)}`;
}
