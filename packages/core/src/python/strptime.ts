/**
 * Times in a form that is laid down, as Python's `strptime` reads them.
 */
import { SaltInvocationError } from "../base/errors.js";

/** Digits of the parts of a time, by the letters of Python's `strptime`. */
const PARTS: Readonly<Record<string, string>> = {
  Y: "(?<Y>\\d{4})",
  m: "(?<m>1[0-2]|0?[1-9])",
  d: "(?<d>3[01]|[12]\\d|0?[1-9])",
  H: "(?<H>2[0-3]|[01]\\d|\\d)",
  M: "(?<M>[0-5]\\d|\\d)",
  S: "(?<S>6[01]|[0-5]\\d|\\d)",
  y: "(?<y>\\d{2})",
  "%": "%",
};

/** Characters that mean something in a pattern. */
const SPECIAL = /[$()*+.?[\\\]^{|}]/g;

/** From which year of two digits on they mean the last century. */
const CENTURY_TURN = 69;

/** The local time in a text; undefined when it has another form. Throws SaltInvocationError for a form with other letters. */
export function strptime(text: string, format: string): Date | undefined {
  const pattern = format.replace(/%(.)|([^%]+)/gs, (_whole, letter?: string, plain?: string) => {
    if (letter === undefined) return (plain ?? "").replace(SPECIAL, "\\$&");
    const part = PARTS[letter];
    if (part === undefined)
      throw new SaltInvocationError(`The form of a time cannot have %${letter} here`, {
        hint: "Use %Y, %y, %m, %d, %H, %M and %S.",
      });
    return part;
  });
  const found = new RegExp(`^${pattern}$`).exec(text)?.groups;
  if (found === undefined) return undefined;
  const part = (letter: string, usual: number): number => Number(found[letter] ?? usual);
  const short = part("y", 0);
  const year = found.y === undefined ? part("Y", 1900) : short + (short >= CENTURY_TURN ? 1900 : 2000);
  const [month, day] = [part("m", 1), part("d", 1)];
  const time = new Date(year, month - 1, day, part("H", 0), part("M", 0), part("S", 0));
  return time.getMonth() === month - 1 ? time : undefined;
}
