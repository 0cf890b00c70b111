/**
 * Whether a command printed what its page shows.
 */

/** Stands for anything within a line; alone in a line, for any number of lines. */
const ANYTHING = "…";

/** True when `printed` is what is expected. Spaces at the ends of lines and empty lines at the end do not count. */
export function isAsShown(expected: readonly string[], printed: readonly string[]): boolean {
  const [wanted, ...rest] = expected;
  if (wanted === undefined) return printed.every((line) => line.trim() === "");
  if (wanted.trim() === ANYTHING) {
    return Array.from({ length: printed.length + 1 }, (_, skipped) => printed.slice(skipped)).some((tail) =>
      isAsShown(rest, tail),
    );
  }
  const [line] = printed;
  if (line === undefined) return expected.every((one) => one.trim() === "");
  return isLine(wanted, line) && isAsShown(rest, printed.slice(1));
}

function isLine(wanted: string, line: string): boolean {
  const parts = wanted.trimEnd().split(ANYTHING);
  const escaped = parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`).test(line.trimEnd());
}
